/* SPDX-License-Identifier: MIT */
/*
 * The judgement of what SES itself says of a sender domain beside what DNS says: which records it
 * expects, whether they are there, whether it lets the domain send; and, where something is not
 * right, what the registrar and the DNS host of the same account know of the cause.
 *
 * DNS counts. A console that says otherwise is out of date, and never replaces it.
 */
#ifndef CHECK_SES_RULES_SES_RULES_H
#define CHECK_SES_RULES_SES_RULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "facts/api_config.h"
#include "facts/config.h"
#include "facts/store.h"
#include "provider/domain_info.h"
#include "report/verdict.h"
#include "rules/delegation.h"
#include "rules/plan.h"

/* What the judgement on SPF found about the service's servers. */
enum ses_spf {
    SES_SPF_UNKNOWN = 0,
    SES_SPF_AUTHORISED, /* they pass, another way than by the include itself */
    SES_SPF_UNREACHED   /* the include stands where no receiver gets to */
};

struct ses_request {
    const struct config *config; /* how far to look (`why`), how much to show (`verbosity`) */
    const struct api_config *api;
    const struct dns_name *domain; /* the sender domain */
    /* What the other judgements found: */
    bool is_hidden; /* nothing of the domain is to be seen, for a cause that is told elsewhere */
    enum ses_spf spf;
    bool has_policy; /* a DMARC record applies, or may, though none is the domain's own */
    const struct delegation_hosts *servers; /* of the zone above, or NULL */
};

/* What a judgement found out, for the document. */
struct ses_details;

/*
 * Judges. Wants what it misses from `facts`: the identity first, then the records that SES expects;
 * the registrar's and the DNS host's view only where one of them is not seen as it should be. Each
 * action is wanted once. Everything is allocated in `arena`; what `request` points to has to
 * outlive *ret_details. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status ses_rules_judge(const struct ses_request *request, struct facts *facts,
                                       struct arena *arena, struct verdict *verdict,
                                       const struct ses_details **ret_details);

/*
 * What the registrar says of the owner's real-name verification, as far as it was asked already:
 * nothing is wanted. NONE: not known. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status ses_rules_real_name(struct facts *facts, const struct dns_name *domain,
                                           struct arena *arena,
                                           enum domain_real_name *ret_real_name);

#define SES_SELECTORS_MAXIMUM 8

/*
 * The selectors of the keys that SES expects, as far as it was asked already; nothing is wanted.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status ses_rules_selectors(struct facts *facts, const struct dns_name *domain,
                                           struct arena *arena,
                                           struct slice ret_selectors[SES_SELECTORS_MAXIMUM],
                                           size_t *ret_count);

/* Puts the keys that SES names into a plan, in place of values that were not known. NULL: none. */
void ses_rules_plan(const struct ses_details *details, struct plan *plan);

/* Adds the member "ses" to the document: null when `details` is NULL. */
void ses_rules_describe(const struct ses_details *details, struct json *document);

#endif
