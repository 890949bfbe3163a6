/* SPDX-License-Identifier: MIT */
/*
 * What one run knows on its way from main() to the exit code. Inside of run.
 */
#ifndef CHECK_SES_IO_RUN_STATE_H
#define CHECK_SES_IO_RUN_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "cli/options.h"
#include "facts/check.h"
#include "facts/config.h"
#include "facts/store.h"
#include "facts/transcript.h"
#include "io/extra_opts.h"
#include "io/gather.h"
#include "io/source.h"

struct run {
    const struct check *check;
    enum status (*open_api)(struct run *run); /* if the user wants them asked; NULL: nobody */
    struct option_table tables[2 + CHECK_OPTIONS_MAXIMUM]; /* of all plugins, of this one */
    struct option_set set;
    struct arena *arena;
    struct arguments arguments; /* --extra-opts expanded */
    void *config;               /* of the check; begins with a struct config */
    struct slice shown;         /* what the check shows instead of running, if it was asked to */
    struct slice reason;        /* why STATUS_BAD_INPUT: a sentence for the user */
    int64_t started_ns;         /* monotonic, like the deadline */
    int64_t deadline_ns;

    struct slice transcript; /* --replay: the file and its first line */
    struct transcript_head head;
    struct facts *facts;
    struct source source;
    struct registry_source registry;
    struct source api_dns; /* beside zone files, which know no host of an API */
    bool has_api_dns;
    struct api_source api;
    struct sources sources; /* those above, as far as they are asked */
    struct gather_result result;
};

/* run.c: a run from argv to exit code, with a way to ask APIs. */
int run_check_with(const struct check *check, enum status (*open_api)(struct run *), int argc,
                   char *argv[]);

/* run.c: the network as the user wants it asked. */
MUST_CHECK enum status run_open_network(struct run *run, struct source *ret_source);

static inline const struct config *run_config(const struct run *run)
{
    return run->config;
}

#endif
