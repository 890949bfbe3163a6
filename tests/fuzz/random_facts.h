/* SPDX-License-Identifier: MIT */
/*
 * Answers out of an input: a text of rows "NAME TYPE DATA", one a line. "!3" instead of data is an
 * answer of another class. Rows that begin with `>` are for servers that are asked directly. Lines
 * that begin with `?` are options of the targets; of these `?i` is a status of the registration,
 * `?j` a name server in it, `?n` says that there is none, `?u` that the registry is of no use.
 */
#ifndef CHECK_SES_TESTS_FUZZ_RANDOM_FACTS_H
#define CHECK_SES_TESTS_FUZZ_RANDOM_FACTS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "facts/store.h"

#define RANDOM_FACTS_LINES 64u /* of the input; the others are passed over */

struct random_facts {
    struct arena *arena;
    struct facts *facts;
    struct slice input;
};

/* Answers the wants of a round, at most `limit` of them (0: all), and begins the next one. Aborts
 * when nothing is wanted. */
void random_facts_answer_wants(struct random_facts *world, size_t limit);

#endif
