/* SPDX-License-Identifier: MIT */
/*
 * The registration of a domain as far as it can be read: RDAP first, WHOIS where there is no RDAP
 * or it cannot be reached, never after a refusal.
 */
#ifndef CHECK_SES_RULES_REGISTRATION_VIEW_H
#define CHECK_SES_RULES_REGISTRATION_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "registry/registration.h"
#include "report/verdict.h"
#include "rules/delegation.h"

struct registration_view {
    bool asked;
    bool pending;
    const struct registration *good;      /* FOUND, NOT_FOUND or RESERVED; NULL: unusable */
    const struct registration *failed[2]; /* those that were no use, one for each source */
    size_t failed_count;
    const struct registration *last_good; /* what was read in an earlier run; NULL: nothing */
};

/*
 * Reads the registration of `domain`. A reading kept from an earlier run that contradicts `state`
 * (on hold or not registered but delegated, in order but not delegated) is not used but read anew;
 * while the state is unknown nothing contradicts it. What is not known yet is wanted, `pending`
 * then.
 */
void registration_find(struct facts *facts, const struct dns_name *domain,
                       enum delegation_state state, struct registration_view *ret_view);

/* Statuses that stand for a delegation taken away or about to be: hold, deletion, expiry, inactive.
 */
bool registration_is_disturbed(const struct registration *registration, int64_t now);

/* Whether a server was there to ask, and failed. */
bool registration_has_failed(const struct registration_view *view);

/*
 * Adds one registration.* finding for each source that failed, `state` as theirs, and none when
 * another source was some use.
 */
void registration_report(const struct registration_view *view, const struct dns_name *domain,
                         enum state state, struct verdict *verdict);

#endif
