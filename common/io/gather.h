/* SPDX-License-Identifier: MIT */
/*
 * Rounds of asking and judging: run the check, answer all it wants at once, run it again from the
 * start, until nothing is wanted, the deadline, or a cap. What is asked of an API is waited for
 * only when nothing else is wanted.
 */
#ifndef CHECK_SES_IO_GATHER_H
#define CHECK_SES_IO_GATHER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "facts/check.h"
#include "facts/store.h"
#include "io/source.h"

/* Whom to ask. `dns` NULL: only the facts already there count (replay). */
struct sources {
    struct source *dns;
    struct registry_source *registry; /* NULL: registration data is not asked */
    struct api_source *api;           /* NULL: no API is asked */
};

struct gather_result {
    struct arena *arena; /* holds verdict and details; the caller destroys it */
    struct verdict verdict;
    const void *details;
    unsigned rounds;   /* rounds that asked something */
    unsigned messages; /* DNS messages sent */
};

/*
 * Judges `config` with `check`. At most LIMIT_ROUNDS rounds and LIMIT_QUESTIONS questions. A round
 * that adds no fact is STATUS_INTERNAL. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status gather(const struct check *check, const void *config, struct facts *facts,
                              const struct sources *sources, int64_t deadline_ns,
                              struct gather_result *ret_result);

#endif
