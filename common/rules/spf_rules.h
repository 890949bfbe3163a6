/* SPDX-License-Identifier: MIT */
/*
 * check_ses_spf's judgement: from the facts about a sender domain's SPF record to findings.
 */
#ifndef CHECK_SES_RULES_SPF_RULES_H
#define CHECK_SES_RULES_SPF_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "mail/spf_eval.h"
#include "provider/profile.h"
#include "report/verdict.h"
#include "rules/differential.h"
#include "rules/plan.h"

#define SPF_CLIENTS_MAXIMUM 16
#define SPF_INCLUDES_MAXIMUM 8

struct spf_config {
    struct config common; /* first: the shared option rows write here */
    struct address clients[SPF_CLIENTS_MAXIMUM];
    struct slice client_texts[SPF_CLIENTS_MAXIMUM]; /* as given */
    size_t client_count;
    bool has_sender; /* --sender was given, '' included */
    struct slice sender;
    struct slice helo;
    struct slice receiver;
    enum spf_result expect;                         /* PENDING: nothing is expected */
    struct dns_name includes[SPF_INCLUDES_MAXIMUM]; /* --require-include */
    size_t include_count;
    const struct profile *profile; /* set by spf_config_complete() */
    bool has_subject;
    struct dns_name subject; /* the domain that is linted: -d, else the sender's, else HELO's */
};

/* The rows of its own options, thresholds aside; they write to a struct spf_config. */
extern const struct option_table spf_option_table;

/* Defaults of the SPF part. */
void spf_config_init(struct spf_config *config);

/*
 * After parsing: the profile is looked up and the subject found. STATUS_BAD_INPUT with *ret_reason
 * when the options do not fit together; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_config_complete(struct spf_config *config, struct arena *arena,
                                           struct slice *ret_reason);

struct spf_details; /* what the JSON document shows; defined in spf_context.h */

/*
 * Judges. Wants missing answers from `facts`; findings, performance data and texts go to `verdict`.
 * *ret_details is in `arena`. STATUS_NO_MEMORY, STATUS_INTERNAL.
 */
MUST_CHECK enum status spf_rules_judge(const struct spf_config *config, struct facts *facts,
                                       struct arena *arena, struct verdict *verdict,
                                       const struct spf_details **ret_details);

/* Why its record is not seen; NULL: that was not looked into. */
const struct differential *spf_rules_differential(const struct spf_details *details);

/* Adds the record to publish to a plan. */
void spf_rules_plan(const struct spf_details *details, struct plan *plan);

/* Adds the member "spf" to a document. NULL details: all its members are null or empty. */
void spf_rules_describe(const struct spf_details *details, struct json *document);

#endif
