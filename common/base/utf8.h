/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef CHECK_SES_BASE_UTF8_H
#define CHECK_SES_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/*
 * The character that begins at `offset` (below text.length): its octets, 1 to 4, and its code
 * point in *ret_code. 0 when no valid character begins there; *ret_code is not written then.
 */
size_t utf8_decode(struct slice text, size_t offset, uint32_t *ret_code);

/*
 * The largest length up to `maximum` at which `text` can be cut without dividing a character.
 * Octets that are not valid UTF-8 count as characters of their own.
 */
size_t utf8_cut(struct slice text, size_t maximum);

#endif
