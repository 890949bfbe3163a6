/* SPDX-License-Identifier: MIT */
/*
 * Keeping credentials out of texts that come from elsewhere: an API may repeat what it was sent.
 */
#ifndef CHECK_SES_PROVIDER_REDACT_H
#define CHECK_SES_PROVIDER_REDACT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#define REDACT_MINIMUM 4    /* octets of a secret: "***" for each "a" would leave no text to read */
#define REDACT_MAXIMUM 4096 /* no secret is longer: a token's maximum */
#define REDACT_MARK "***"

/*
 * The text with REDACT_MARK in place of every occurrence of a secret, occurrences that touch or
 * overlap as one. Found are a secret as it is and one in which any characters are written another
 * way: as JSON does ("\u0041", "\/") or percent-encoded ("%41"). A secret with a backslash or a
 * percent sign in it is found as it is only; one below REDACT_MINIMUM or over REDACT_MAXIMUM octets
 * is not looked for (tc3_credentials_refusal() keeps those away). *ret_text is in `arena`, or
 * `text` itself when there is nothing in it. The work grows with the text, not with the secrets.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status redact_text(struct slice text, const struct slice *secrets, size_t count,
                                   struct arena *arena, struct slice *ret_text);

#endif
