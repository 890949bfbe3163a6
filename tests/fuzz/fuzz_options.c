/* SPDX-License-Identifier: MIT */
/* Command lines: each line of the input is an argument, for the options that all plugins share. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "facts/config.h"

#define ARGUMENTS_MAXIMUM 100

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* What holds for every accepted command line. */
static void check_config(const struct config *config, struct arena *arena)
{
    demand(!config->has_domain || name_to_text(&config->domain, arena).length > 0);
    demand(config->server_count <= LIMIT_SERVERS);
    for (size_t i = 0; i < config->server_count; i++) {
        demand(config->servers[i].port > 0);
    }
    demand(config->timeout_ms > 0 && config->timeout_ms <= 3600000);
    demand(config->query_timeout_ms > 0 && config->query_timeout_ms <= 3600000);
    demand(config->tries >= 1 && config->tries <= 10);
    demand(config->authority_port > 0);
    demand(config->verbosity <= 3);
    demand(config->severity_count <= CONFIG_LIST_MAXIMUM);
    demand(config->zone_count <= CONFIG_LIST_MAXIMUM);
    for (size_t i = 0; i < config->severity_count; i++) {
        demand(catalogue_matches_any(config->severities[i].pattern));
    }
}

/* The lines of the input as arguments behind a program's name; a NUL ends one as well. */
static int split_arguments(struct slice text, struct arena *arena, char *argv[])
{
    struct slice rest = text;
    struct slice line;
    int argc = 1;

    argv[0] = arena_alloc(arena, 1);
    while (argc < ARGUMENTS_MAXIMUM && slice_split(&rest, '\n', &line)) {
        char *word = arena_alloc(arena, line.length + 1);

        if (word == NULL) {
            break;
        }
        if (line.length > 0) {
            memcpy(word, line.data, line.length);
        }
        argv[argc] = word;
        argc++;
    }
    return argc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct option thresholds[] = {
        { .letter = 'w', .name = "warning", .argument = "RANGE", .apply = config_apply_warning },
        { .letter = 'c', .name = "critical", .argument = "RANGE", .apply = config_apply_critical },
    };
    const struct option_table tables[] = { config_options(), { thresholds, 2, 0 } };
    const struct option_set set = { tables, 2 };
    char *argv[ARGUMENTS_MAXIMUM + 1] = { NULL };
    struct slice reason;
    struct arena *arena = NULL;
    struct config config;
    struct option_context context;
    enum status status;
    int argc;

    if (arena_create(LIMIT_ARENA, &arena) != STATUS_OK) {
        return 0;
    }
    argc = split_arguments(slice_make((const char *)data, size), arena, argv);
    config_init(&config);
    context = (struct option_context){ .arena = arena, .target = &config };
    status = options_parse(&set, argc, argv, &context);
    reason = context.reason;
    if (status == STATUS_OK) {
        check_config(&config, arena);
    } else if (status == STATUS_BAD_INPUT) {
        demand(slice_ends_with(reason, SLICE(" (see --help)")));
        demand(reason.length > SLICE(" (see --help)").length);
    } else {
        demand(status == STATUS_NO_MEMORY);
    }
    arena_destroy(arena);
    return 0;
}
