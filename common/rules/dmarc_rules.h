/* SPDX-License-Identifier: MIT */
/*
 * check_ses_dmarc's judgement: from the facts about the DMARC record that applies to a sender
 * domain to findings.
 */
#ifndef CHECK_SES_RULES_DMARC_RULES_H
#define CHECK_SES_RULES_DMARC_RULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "mail/dmarc_record.h"
#include "provider/profile.h"
#include "report/verdict.h"
#include "rules/differential.h"
#include "rules/plan.h"

struct dmarc_config {
    struct config common; /* first: the shared option rows write here */
    enum dmarc_method method;
    enum dmarc_policy minimum; /* ABSENT: nothing is demanded */
    bool has_spf_domain;
    struct dns_name spf_domain;
    bool has_dkim_domain;
    struct dns_name dkim_domain;
    bool at_sender; /* the record is wanted at the sender domain: an inherited one is a WARNING */
    const struct profile *profile; /* set by dmarc_config_complete() */
    struct dns_name name;          /* "_dmarc.mail.example.com", likewise */
};

/* The rows of its own options, thresholds aside; they write to a struct dmarc_config. */
extern const struct option_table dmarc_option_table;

/* Defaults of the DMARC part. */
void dmarc_config_init(struct dmarc_config *config);

/*
 * After parsing: the profile is looked up. STATUS_BAD_INPUT with *ret_reason when the options do
 * not fit together; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dmarc_config_complete(struct dmarc_config *config, struct arena *arena,
                                             struct slice *ret_reason);

/* What a judgement found out, for the document. */
struct dmarc_details;

/*
 * Judges. Wants what it misses from `facts`; everything is allocated in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dmarc_rules_judge(const struct dmarc_config *config, struct facts *facts,
                                         struct arena *arena, struct verdict *verdict,
                                         const struct dmarc_details **ret_details);

/* Why its record is not seen; NULL: that was not looked into. */
const struct differential *dmarc_rules_differential(const struct dmarc_details *details);

/*
 * Adds the record to publish to a plan. `takes_mail`: reports can be sent to the sender domain
 * itself.
 */
void dmarc_rules_plan(const struct dmarc_details *details, bool takes_mail, struct plan *plan);

/* Adds the member "dmarc" to the document; `details` may be NULL (nothing is known). */
void dmarc_rules_describe(const struct dmarc_details *details, struct json *document);

#endif
