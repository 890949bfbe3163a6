/* SPDX-License-Identifier: MIT */
/*
 * Evaluations and judgements of SPF over a world, for tests of the evaluator and its rules.
 */
#ifndef CHECK_SES_TESTS_UNIT_SPF_WORLD_H
#define CHECK_SES_TESTS_UNIT_SPF_WORLD_H

#include "world.h"

#include "mail/spf_fetch.h"
#include "rules/spf_rules.h"

/* One judgement, to its end. The configuration is completed from `argv` words "-d", "--ip" … */
struct judged {
    struct verdict verdict;
    struct spf_config config;
    const struct spf_details *details;
};
void world_judge(struct world *world, struct judged *judged);

/* One evaluation and what has to come out of it; fields left out are not compared where NULL. */
struct evaluation_row {
    const char *title;
    const char *rows[24];
    const char *client; /* 198.18.0.1 when left out */
    const char *sender; /* "user@example.test" when left out */
    const char *helo;   /* "mta.example.test" when left out */
    enum spf_result result;
    const char *mechanism;
    const char *explanation;
    const char *cause; /* a part of it */
    unsigned lookups;
    unsigned voids;
    unsigned void_limit; /* 2 when left out */
};
void world_check_evaluation(const struct evaluation_row *row);

/* Client and domain of a configuration. */
void world_configure(struct judged *judged, const char *domain, const char *profile);
void world_client(struct judged *judged, const char *address);

#endif
