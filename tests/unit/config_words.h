/* SPDX-License-Identifier: MIT */
/* Configurations out of words of a command line, for the tests of the tables of options. */
#ifndef CHECK_SES_TESTS_UNIT_CONFIG_WORDS_H
#define CHECK_SES_TESTS_UNIT_CONFIG_WORDS_H

#include "../support/expect.h"

#include "facts/config.h"

#define WORDS_MAXIMUM 6

/* Parses up to `count` words; the first NULL ends them. */
static inline enum status parse_words(const struct option_set *set, const char *const *words,
                                      size_t count, struct option_context *context)
{
    struct arena *arena = context->arena;
    char **argv = arena_alloc_array(arena, count + 1, sizeof *argv);
    int argc = 1;

    assert_non_null(argv);
    for (size_t i = 0; i < count && words[i] != NULL; i++) {
        struct slice word = arena_copy(arena, slice_of(words[i]));

        argv[argc] = arena_alloc(arena, word.length + 1);
        assert_non_null(argv[argc]);
        memcpy(argv[argc], word.data, word.length + 1);
        argc++;
    }
    config_init(context->target);
    return options_parse(set, argc, argv, context);
}

#endif
