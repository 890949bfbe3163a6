/* SPDX-License-Identifier: MIT */
/* What the tests of zone files share: files of tests/unit/data as a source, and how it answers. */
#ifndef CHECK_SES_TESTS_UNIT_ZONE_WORLD_H
#define CHECK_SES_TESTS_UNIT_ZONE_WORLD_H

#include "../support/expect.h"
#include "../support/show.h"

#include <stdlib.h>

#include "dns/answer.h"
#include "io/zonefile.h"

#define ZONES_MAXIMUM 16

struct zone_world {
    struct arena *arena;
    struct source source;
};

/* A source of files of tests/unit/data, for a setup function. */
static inline int zone_world_open(void **state, const char *const *files, size_t count)
{
    static struct zone_world world;
    struct slice paths[ZONES_MAXIMUM];
    const char *root = getenv("abs_top_srcdir");
    struct slice reason = slice_empty();

    assert_true(count <= ZONES_MAXIMUM);
    world.arena = make_arena((size_t)64 * 1024 * 1024);
    for (size_t i = 0; i < count; i++) {
        paths[i] =
            arena_printf(world.arena, "%s/tests/unit/data/%s", root != NULL ? root : ".", files[i]);
    }
    if (zonefile_create(paths, count, world.arena, &world.source, &reason) != STATUS_OK) {
        fail_msg("%.*s", SLICE_ARGS(reason));
    }
    *state = &world;
    return 0;
}

static inline int zone_world_close(void **state)
{
    struct zone_world *world = *state;

    world->source.close(world->source.self);
    arena_destroy(world->arena);
    return 0;
}

/* Asks one question; *messages grows. */
static inline struct dns_answer zone_world_ask(struct zone_world *world,
                                               const struct question *question, unsigned *messages)
{
    struct dns_answer answer = { .class = ANSWER_CLASS_NONE };

    assert_int_equal(
        world->source.ask(world->source.self, question, 1, 0, world->arena, &answer, messages),
        STATUS_OK);
    return answer;
}

/* "name servers | glue" */
static inline struct slice zone_world_show_referral(const struct dns_answer *answer,
                                                    struct arena *arena)
{
    struct slice servers = show_records(answer->delegation, answer->delegation_count, arena);
    struct slice glue = show_records(answer->glue, answer->glue_count, arena);

    return arena_printf(arena, "%.*s | %.*s", SLICE_ARGS(servers), SLICE_ARGS(glue));
}

static inline void zone_world_expect_class(const char *title, const struct dns_answer *answer,
                                           enum answer_class class)
{
    if (answer->class != class) {
        fail_msg("%s: class is %s, not %s", title, answer_class_text(answer->class),
                 answer_class_text(class));
    }
}

#endif
