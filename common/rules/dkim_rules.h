/* SPDX-License-Identifier: MIT */
/*
 * check_ses_dkim's judgement: from the facts about a sender domain's DKIM keys to findings.
 */
#ifndef CHECK_SES_RULES_DKIM_RULES_H
#define CHECK_SES_RULES_DKIM_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "mail/dkim_crypto.h"
#include "provider/profile.h"
#include "report/verdict.h"
#include "rules/differential.h"
#include "rules/plan.h"

#define DKIM_SELECTORS_MAXIMUM 32
#define DKIM_EXPECTED_MAXIMUM 8

struct dkim_selector {
    struct slice text;    /* as A-labels: "qcloud" */
    struct dns_name name; /* "qcloud._domainkey.mail.example.com" */
    bool named;           /* by the user; else a candidate of the profile */
    bool generic;         /* a candidate that other services use, too */
};

/* A key that has to be there: --expect-key. */
struct dkim_expected {
    struct slice spec;   /* as given */
    struct slice base64; /* of "p=...", without blanks; else empty */
    bool by_hash;        /* `hash` is compared, else `key` */
    uint8_t hash[DKIM_SHA256_LENGTH];
    struct dkim_public key;
};

enum dkim_need {
    DKIM_NEED_PROFILE = 0, /* what the profile says */
    DKIM_NEED_ANY,
    DKIM_NEED_ALL
};

struct dkim_config {
    struct config common;                       /* first: the shared option rows write here */
    struct slice given[DKIM_SELECTORS_MAXIMUM]; /* -k */
    size_t given_count;
    enum dkim_need need;
    struct dkim_expected expected[DKIM_EXPECTED_MAXIMUM];
    size_t expected_count;
    const struct profile *profile; /* from here on set by dkim_config_complete() */
    struct dkim_selector selectors[DKIM_SELECTORS_MAXIMUM];
    size_t selector_count;
    struct dns_name container; /* "_domainkey.mail.example.com" */
};

/* The rows of its own options, thresholds aside; they write to a struct dkim_config. */
extern const struct option_table dkim_option_table;

/* Defaults of the DKIM part. */
void dkim_config_init(struct dkim_config *config);

/*
 * One -k: a selector alone, letters, digits, hyphens, underscores and dots. STATUS_BAD_INPUT with
 * *ret_reason; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dkim_config_add_selector(struct dkim_config *config, struct slice value,
                                                struct arena *arena, struct slice *ret_reason);

/*
 * One --expect-key: "p=BASE64", "sha256:HEX", or with `pem` the text of the file that `spec` names.
 * STATUS_BAD_INPUT with *ret_reason; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dkim_config_add_expected(struct dkim_config *config, struct slice spec,
                                                const struct slice *pem, struct arena *arena,
                                                struct slice *ret_reason);

/*
 * After parsing: the profile is looked up, the selectors' names are made. STATUS_BAD_INPUT with
 * *ret_reason when the options do not fit together; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dkim_config_complete(struct dkim_config *config, struct arena *arena,
                                            struct slice *ret_reason);

/*
 * Takes these selectors as if the user had named them, in a complete configuration: the service
 * says which they are. Nothing changes when the user has named some, or when there are none to
 * take.
 */
void dkim_config_name_selectors(struct dkim_config *config, const struct slice *selectors,
                                size_t count, struct arena *arena);

/* What a judgement found out, for the document. */
struct dkim_details;

/*
 * Judges. Wants what it misses from `facts`; everything is allocated in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dkim_rules_judge(const struct dkim_config *config, struct facts *facts,
                                        struct arena *arena, struct verdict *verdict,
                                        const struct dkim_details **ret_details);

/* Why its record is not seen; NULL: that was not looked into. */
const struct differential *dkim_rules_differential(const struct dkim_details *details);

/* Adds the records to publish to a plan. */
void dkim_rules_plan(const struct dkim_details *details, const struct dkim_config *config,
                     struct plan *plan);

/* Adds the member "dkim" to the document; `details` may be NULL (nothing is known). */
void dkim_rules_describe(const struct dkim_details *details, struct json *document);

#endif
