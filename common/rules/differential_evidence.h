/* SPDX-License-Identifier: MIT */
/* The observations of a differential in words. Inside of differential. */
#ifndef CHECK_SES_RULES_DIFFERENTIAL_EVIDENCE_H
#define CHECK_SES_RULES_DIFFERENTIAL_EVIDENCE_H

#include "rules/differential.h"

/* Fills in evidence and exclusions, once the cause is known. */
void differential_gather(struct differential *differential);

#endif
