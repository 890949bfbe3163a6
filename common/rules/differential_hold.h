/* SPDX-License-Identifier: MIT */
/* What a hold is called, who lifts it, and why it may be there. Inside of differential. */
#ifndef CHECK_SES_RULES_DIFFERENTIAL_HOLD_H
#define CHECK_SES_RULES_DIFFERENTIAL_HOLD_H

#include "rules/differential.h"

/* "clientHold and serverHold", "serverHold", "suspended"; of one on hold. Static storage. */
const char *differential_hold_words(const struct registration *good);

/* "the registrar lifts it" and the like. Static storage. */
const char *differential_who_lifts(const struct registration *good);

/* A word of differential_likely() for people: "missing real-name verification". Static storage. */
const char *differential_likely_text(const char *word);

/* Whether something was seen that speaks for the first of the likely reasons. */
bool differential_has_hint(const struct differential *differential);

#endif
