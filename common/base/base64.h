/* SPDX-License-Identifier: MIT */
/*
 * Base64 with padding (RFC 4648 4), strict: no blanks, no line ends, no stray bits.
 */
#ifndef CHECK_SES_BASE_BASE64_H
#define CHECK_SES_BASE_BASE64_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"

/* Adds `octets` in Base64. */
void base64_encode(struct slice octets, struct buf *buf);

/*
 * The octets of a whole text in Base64, in `arena`. STATUS_BAD_INPUT: a length that is no multiple
 * of four, a character outside the alphabet, padding elsewhere than at the end, bits behind the
 * last octet that are not zero (3.5). STATUS_NO_MEMORY.
 */
MUST_CHECK enum status base64_decode(struct slice text, struct arena *arena,
                                     struct slice *ret_octets);

#endif
