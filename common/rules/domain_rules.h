/* SPDX-License-Identifier: MIT */
/*
 * The judgement of check_ses_domain: all records of a sender domain and its delegation, over one
 * store of facts. One cause is told once: what hides the records has one line, and they stand below
 * it.
 */
#ifndef CHECK_SES_RULES_DOMAIN_RULES_H
#define CHECK_SES_RULES_DOMAIN_RULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "cli/options.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "provider/profile.h"
#include "report/verdict.h"
#include "rules/dkim_rules.h"
#include "rules/dmarc_rules.h"
#include "rules/hold_rules.h"
#include "rules/mx_rules.h"
#include "rules/ses_rules.h"
#include "rules/spf_rules.h"

/* The parts are what the single checks have; their common options are set from `common`. */
struct domain_config {
    struct config common; /* first: the shared option rows write here */
    struct spf_config spf;
    struct dkim_config dkim;
    struct dmarc_config dmarc;
    struct hold_config hold;
    struct api_config ses;
    bool plan; /* say what to publish */
    bool has_mail_from;
    struct dns_name mail_from;     /* the domain of MAIL FROM, where it is another one */
    const struct profile *profile; /* set by domain_config_complete() */
};

/* The rows of its own options beside those of the parts; they write to a struct domain_config. */
extern const struct option_table domain_option_table;

/* Defaults of all parts. */
void domain_config_init(struct domain_config *config);

/*
 * After parsing: the parts are completed. STATUS_BAD_INPUT with *ret_reason when the options do not
 * fit together; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status domain_config_complete(struct domain_config *config, struct arena *arena,
                                              struct slice *ret_reason);

struct domain_details;

/* Judges; struct check's judge(). STATUS_NO_MEMORY, STATUS_INTERNAL. */
MUST_CHECK enum status domain_rules_judge(const struct domain_config *config, struct facts *facts,
                                          struct arena *arena, struct verdict *verdict,
                                          const struct domain_details **ret_details);

/* Adds the members of all parts. NULL details: nothing is known. */
void domain_rules_describe(const struct domain_details *details, struct json *document);

#endif
