/* SPDX-License-Identifier: MIT */
/*
 * Files for tests: whole files in an arena, and where the facts folder is that stands beside the
 * checkout or is named by SHARED_FACTS.
 */
#ifndef CHECK_SES_TESTS_SUPPORT_SAMPLE_H
#define CHECK_SES_TESTS_SUPPORT_SAMPLE_H

#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A file of at most 2 MiB in the arena. */
static inline struct slice read_test_file(const char *path, struct arena *arena)
{
    size_t maximum = (size_t)2 * 1024 * 1024;
    char *data = arena_alloc(arena, maximum);
    FILE *file = fopen(path, "rb");
    size_t length;

    if (file == NULL || data == NULL) {
        fail_msg("%s cannot be opened", path);
    }
    length = fread(data, 1, maximum, file);
    assert_int_equal(ferror(file), 0);
    (void)fclose(file);
    return slice_make(data, length);
}

/* The path of a file or folder of samples, "rdap/made"; empty where there is no such thing. */
static inline struct slice sample_path(const char *name, struct arena *arena)
{
    const char *facts = getenv("SHARED_FACTS");
    const char *root = getenv("abs_top_srcdir");
    struct slice path = facts != NULL ? arena_printf(arena, "%s/samples/%s", facts, name)
                                      : arena_printf(arena, "%s/../shared/facts/samples/%s",
                                                     root != NULL ? root : ".", name);

    return access(path.data, R_OK) == 0 ? path : slice_empty();
}

#endif
