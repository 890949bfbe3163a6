/* SPDX-License-Identifier: MIT */
/*
 * The judgement of a sender domain's MX records: from facts to findings. Any mail server that can
 * be reached by its name is right; which one it is decides nothing.
 */
#ifndef CHECK_SES_RULES_MX_RULES_H
#define CHECK_SES_RULES_MX_RULES_H

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "provider/profile.h"
#include "report/verdict.h"
#include "rules/differential.h"
#include "rules/plan.h"

/* Whose MX records, and what is expected of them. */
struct mx_request {
    const struct config *config; /* how far to look (`why`), how much to show (`verbosity`) */
    const struct profile *profile;
    const struct dns_name *domain; /* the sender domain */
};

/* What a judgement found out, for the document. */
struct mx_details;

/*
 * Judges. Wants what it misses from `facts`: the MX records first, then the addresses of all
 * exchanges at once, both families whatever -4 and -6 say (those choose how we ask, and the domain
 * gets its mail from everybody). At most LIMIT_MX_EXCHANGES exchanges are followed. Adds to the
 * verdict the findings mx.*, for a domain that is not seen those of the differential, and sets the
 * verdict's `fine`, `evidence` and `records`; no performance data. Everything is allocated in
 * `arena`; what `request` points to has to outlive *ret_details. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status mx_rules_judge(const struct mx_request *request, struct facts *facts,
                                      struct arena *arena, struct verdict *verdict,
                                      const struct mx_details **ret_details);

/* Why its record is not seen; NULL: that was not looked into. */
const struct differential *mx_rules_differential(const struct mx_details *details);

/* Adds the records to publish to a plan. */
void mx_rules_plan(const struct mx_details *details, struct plan *plan);

/* Adds the member "mx" to the document; `details` may be NULL (nothing is known). */
void mx_rules_describe(const struct mx_details *details, struct json *document);

#endif
