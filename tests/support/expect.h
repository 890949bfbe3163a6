/* SPDX-License-Identifier: MIT */
/*
 * What unit tests on DNS share: cmocka with the headers it wants, expectations that print the title
 * of the row they belong to, and names, arenas and messages made in one line.
 */
#ifndef CHECK_SES_TESTS_SUPPORT_EXPECT_H
#define CHECK_SES_TESTS_SUPPORT_EXPECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/slice.h"
#include "dns/name.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static inline void expect_number(const char *title, const char *what, long long got, long long want)
{
    if (got != want) {
        fail_msg("%s: %s is %lld, not %lld", title, what, got, want);
    }
}

static inline void expect_text(const char *title, const char *what, struct slice got,
                               const char *want)
{
    if (!slice_equal(got, slice_of(want))) {
        fail_msg("%s: %s is \"%.*s\", not \"%s\"", title, what, SLICE_ARGS(got), want);
    }
}

/* The same for octets that may hold NUL. */
static inline void expect_octets(const char *title, const char *what, struct slice got,
                                 struct slice want)
{
    if (!slice_equal(got, want)) {
        fail_msg("%s: %s differs (%zu octets, not %zu, or others)", title, what, got.length,
                 want.length);
    }
}

static inline struct arena *make_arena(size_t limit)
{
    struct arena *arena = NULL;

    if (arena_create(limit, &arena) != STATUS_OK) {
        fail_msg("no arena");
    }
    return arena;
}

static inline struct dns_name make_name(const char *text)
{
    struct dns_name name = { .length = 0 };

    if (name_from_text(slice_of(text), &name, NULL) != STATUS_OK) {
        fail_msg("\"%s\" is no name", text);
    }
    return name;
}

#endif
