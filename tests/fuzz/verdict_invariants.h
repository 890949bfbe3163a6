/* SPDX-License-Identifier: MIT */
/* What holds for every verdict, and for those of a whole run and of one that was cut off. */
#ifndef CHECK_SES_TESTS_FUZZ_VERDICT_INVARIANTS_H
#define CHECK_SES_TESTS_FUZZ_VERDICT_INVARIANTS_H

#include <stdbool.h>
#include <stdlib.h>

#include "report/verdict.h"

static inline void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static inline bool is_critical(const struct verdict *verdict, enum finding_id id)
{
    for (size_t i = 0; i < verdict->finding_count; i++) {
        if (verdict->findings[i].id == id && verdict->findings[i].state == STATE_CRITICAL) {
            return true;
        }
    }
    return false;
}

/* Whether a finding is about something invisible: which record, and why. */
static inline bool is_invisibility(enum finding_id id)
{
    return slice_starts_with(slice_of(catalogue_entry(id)->id), SLICE("visibility.")) ||
           id == FINDING_DNS_SERVERS_DIFFER || id == FINDING_DNS_SPLIT_VIEW ||
           id == FINDING_SPF_NONE || id == FINDING_DKIM_NONE || id == FINDING_DMARC_NONE ||
           id == FINDING_MX_NONE;
}

/* Whether a finding says that a name is of no use. What was meant by it may come to light later. */
static inline bool is_useless_name(enum finding_id id)
{
    return id == FINDING_MX_DANGLING || id == FINDING_MX_NO_ADDRESS || id == FINDING_MX_DOUBLED;
}

/* Whether the whole run says it, or knows more of it: a denial that the resolver proves has another
 * cause when the servers themselves were heard. */
static inline bool is_said(const struct verdict *whole, enum finding_id id)
{
    if (is_critical(whole, id)) {
        return true;
    }
    if (is_useless_name(id) && is_critical(whole, FINDING_MX_DOUBLED)) {
        return true;
    }
    for (size_t i = 0; is_invisibility(id) && i < whole->finding_count; i++) {
        if (is_invisibility(whole->findings[i].id)) {
            return true;
        }
    }
    return false;
}

/* Silence of one mail server leaves open whether mail is lost. */
static inline void check_silence(const struct verdict *verdict)
{
    bool is_unknown = verdict_has(verdict, FINDING_MX_TEMPERROR);

    for (size_t i = 0; is_unknown && i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        demand(finding->state != STATE_CRITICAL ||
               !slice_starts_with(slice_of(catalogue_entry(finding->id)->id), SLICE("mx.")));
    }
}

#endif
