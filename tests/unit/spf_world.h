/* SPDX-License-Identifier: MIT */
/*
 * A world of DNS for tests of the SPF evaluator and its rules: rows like those of a zone file, from
 * which every question is answered; the rules run round by round until nothing is wanted.
 *
 * A row is "NAME TYPE DATA", `|` between strings of a TXT. DATA may be `!servfail`, `!refused`,
 * `!timeout`, `!malformed`, `!bogus`, `!loop`, `!bare` (a denial without SOA), `!foreign` (with one
 * that is not above the name), `!filtered` (EDE 17). Names that no row has are NXDOMAIN, names that
 * rows have or that rows lie below are NODATA, both with the SOA of the zone: the longest owner of
 * a SOA row above the name. Names in no zone are SERVFAIL.
 */
#ifndef CHECK_SES_TESTS_UNIT_SPF_WORLD_H
#define CHECK_SES_TESTS_UNIT_SPF_WORLD_H

#include "../support/expect.h"

#include "facts/store.h"
#include "mail/spf_fetch.h"
#include "report/verdict.h"
#include "rules/spf_rules.h"

#define WORLD_CLOCK 1795560149

/* example.test and provider.test, complete enough for denials to be proved. */
#define WORLD_ZONES                                                                     \
    "example.test SOA 600", "example.test NS ns.example.test", "provider.test SOA 600", \
        "provider.test NS ns.provider.test"

struct world {
    struct arena *arena;
    struct facts *facts;
    const char *const *rows; /* ends with NULL */
    unsigned rounds;
    unsigned asked;
};

/* A new world; world_end() frees it. */
void world_begin(struct world *world, const char *const *rows);
void world_end(struct world *world);

/* Answers all wants of the last round. False when nothing needed was wanted. */
bool world_answer(struct world *world);

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

/* "spf.none CRITICAL, spf.void WARNING": all findings in their order. */
struct slice world_findings(struct world *world, const struct judged *judged);

/* Client and domain of a configuration. */
void world_configure(struct judged *judged, const char *domain, const char *profile);
void world_client(struct judged *judged, const char *address);

#endif
