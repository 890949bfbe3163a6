/* SPDX-License-Identifier: MIT */
/*
 * A world of DNS for tests of evaluators and rules: rows like those of a zone file, from which
 * every question is answered; the rules run round by round until nothing is wanted.
 *
 * A row is "NAME TYPE DATA", `|` between strings of a TXT. DATA may be `!servfail`, `!refused`,
 * `!timeout`, `!malformed`, `!bogus`, `!loop`, `!bare` (a denial without SOA), `!foreign` (with one
 * that is not above the name), `!filtered` (EDE 17). Names that no row has are NXDOMAIN, names that
 * rows have or that rows lie below are NODATA, both with the SOA of the zone: the longest owner of
 * a SOA row above the name. Names in no zone are SERVFAIL.
 */
#ifndef CHECK_SES_TESTS_UNIT_WORLD_H
#define CHECK_SES_TESTS_UNIT_WORLD_H

#include "../support/expect.h"

#include "facts/store.h"
#include "report/verdict.h"

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
    /* What an API says to a question; NULL: there is none. The answer lives in the arena. */
    const struct api_answer *(*api)(struct world *world, const struct question *question);
    void *api_self;
};

/* A new world; world_end() frees it. */
void world_begin(struct world *world, const char *const *rows);
void world_end(struct world *world);

/* A new world of the rows that stand around a sender's and of its own, which end with NULL or "".
 * Rows that begin with the zone test stand alone. `all` has room for `limit` and has to live as
 * long as the world. */
void world_begin_around(struct world *world, const char *const *around, const char *const *rows,
                        const char **all, size_t limit);

/* Answers all wants of the last round. False when nothing needed was wanted. */
bool world_answer(struct world *world);

/* What every finding has: a message of one line, a name, and a type unless it is of a domain. */
void world_expect_whole(const char *title, const struct finding *finding);

/* What is CRITICAL after some rounds has to be among `findings`, which all answers prove; but
 * absent a record is, even where a later round finds it elsewhere, and of no use an MX is, even
 * where one finds what was meant. */
void world_expect_proved(const char *title, const char *findings, const struct verdict *verdict,
                         unsigned rounds);

/* "spf.none CRITICAL, spf.void WARNING": all findings in their order. */
struct slice world_findings(struct world *world, const struct verdict *verdict);

#endif
