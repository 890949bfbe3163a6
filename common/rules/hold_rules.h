/* SPDX-License-Identifier: MIT */
/*
 * The judgement of check_ses_hold: is the sender domain delegated, by whom is it served, and what
 * does its registration say?
 */
#ifndef CHECK_SES_RULES_HOLD_RULES_H
#define CHECK_SES_RULES_HOLD_RULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "facts/config.h"
#include "facts/store.h"
#include "report/verdict.h"
#include "rules/differential.h"

struct hold_config {
    struct config common;
    bool require_registration; /* unreadable registration data is UNKNOWN */
    bool has_thresholds;       /* -w or -c was given */
    /* What the registrar's own API says of the owner, where somebody asked it; NONE: nothing. */
    enum domain_real_name real_name;
};

struct hold_details {
    struct differential differential;
};

/* The rows of its own options, thresholds aside; they write to a struct hold_config. */
extern const struct option_table hold_option_table;

/* Defaults behind config_init(): -w 14:. */
void hold_config_init(struct hold_config *config);

/* What does not fit together. STATUS_BAD_INPUT with *ret_reason. */
MUST_CHECK enum status hold_config_complete(struct hold_config *config, struct arena *arena,
                                            struct slice *ret_reason);

/* Judges; struct check's judge(). STATUS_NO_MEMORY. */
MUST_CHECK enum status hold_rules_judge(const struct hold_config *config, struct facts *facts,
                                        struct arena *arena, struct verdict *verdict,
                                        const struct hold_details **ret_details);

/* Adds the member "hold". */
void hold_rules_describe(const struct hold_details *details, struct json *document);

#endif
