/* SPDX-License-Identifier: MIT */
/* From argv to a validated configuration. */
#include "io/run_arguments.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "io/file.h"
#include "provider/profile.h"

/* A configuration of defaults. */
static enum status reset_config(struct run *run)
{
    run->config = arena_alloc(run->arena, run->check->config_size);
    if (run->config == NULL) {
        return STATUS_NO_MEMORY;
    }
    config_init(run->config);
    if (run->check->init != NULL) {
        run->check->init(run->config);
    }
    return STATUS_OK;
}

static enum status parse(struct run *run, const struct arguments *arguments)
{
    struct option_context context = { .arena = run->arena,
                                      .target = run->config,
                                      .read_file = file_read };
    enum status status = options_parse(&run->set, arguments->count, arguments->values, &context);

    run->reason = status == STATUS_BAD_INPUT ? context.reason : run->reason;
    return status;
}

static enum status validate(struct run *run)
{
    enum status status = STATUS_OK;

    if (run->check->validate != NULL) {
        status = run->check->validate(run->config, run->arena, &run->reason);
    }
    if (status == STATUS_BAD_INPUT) {
        run->reason = arena_join(run->arena, run->reason, SLICE(" (see --help)"));
    }
    return status;
}

void run_blame_file(struct run *run, struct slice path)
{
    run->reason = arena_printf(run->arena, "%.*s: %.*s", SLICE_ARGS(path), SLICE_ARGS(run->reason));
}

enum status run_read_file(struct run *run, struct slice path, size_t maximum,
                          struct slice *ret_text)
{
    struct slice name = arena_copy(run->arena, path);
    enum status status;

    if (arena_failed(run->arena)) {
        return STATUS_NO_MEMORY;
    }
    status = file_read(name.data, maximum, run->arena, ret_text);
    if (status == STATUS_IO || status == STATUS_TOO_LONG) {
        run->reason = status == STATUS_IO
                          ? slice_of(strerror(errno))
                          : arena_printf(run->arena, "longer than %zu octets", maximum);
        run_blame_file(run, path);
        return STATUS_BAD_INPUT;
    }
    return status;
}

/* Reads the user's profile, if --profile is a path. Its contents are the check's to judge. */
static enum status read_profile(struct run *run)
{
    struct config *config = run->config;
    enum status status;

    if (!profile_is_path(config->profile)) {
        return STATUS_OK;
    }
    status = run_read_file(run, config->profile, LIMIT_PROFILE, &config->profile_text);
    if (status == STATUS_BAD_INPUT) {
        /* What was meant as a name shall be seen to be taken for a path. */
        run->reason = arena_join(run->arena, SLICE("--profile "), run->reason);
    }
    return status;
}

/* From options that are right one by one to a configuration that is right as a whole. */
static enum status complete_config(struct run *run)
{
    enum status status = read_profile(run);

    return status == STATUS_OK ? validate(run) : status;
}

/* One command line: that which the transcript was made with, and ours behind it if `ours`. */
static enum status saved_arguments(struct run *run, bool ours, struct arguments *ret_arguments)
{
    size_t saved = run->head.argument_count;
    size_t count = saved + (ours ? (size_t)run->arguments.count : 1);
    char **values = arena_alloc_array(run->arena, count + 1, sizeof *values);

    if (values == NULL) {
        return STATUS_NO_MEMORY;
    }
    values[0] = run->arguments.values[0];
    for (size_t i = 0; i < saved; i++) {
        struct slice argument = run->head.arguments[i];

        values[i + 1] = arena_alloc(run->arena, argument.length + 1);
        if (values[i + 1] == NULL) {
            return STATUS_NO_MEMORY;
        }
        if (argument.length > 0) {
            memcpy(values[i + 1], argument.data, argument.length);
        }
    }
    for (size_t i = saved + 1; i < count; i++) {
        values[i] = run->arguments.values[i - saved];
    }
    *ret_arguments = (struct arguments){ (int)count, values };
    return STATUS_OK;
}

/* Takes back what belonged to the saved run alone: its files, servers and manner of output. */
static void forget_saved_manner(struct config *config)
{
    config->save = slice_empty();
    config->replay = slice_empty();
    config->output = CONFIG_OUTPUT_TEXT;
    config->verbosity = 0;
    config->server_count = 0;
    config->family = ADDRESS_FAMILY_NONE;
    config->zone_count = 0;
    config->registration = slice_empty();
    config->help = false;
    config->help_findings = false;
    config->version = false;
}

/* Parses the saved command line, then ours: it has the last word. Kept again, they are kept
 * together. */
static enum status parse_behind_saved(struct run *run)
{
    struct slice path = run_config(run)->replay;
    struct arguments both;
    struct arguments saved;
    enum status status = saved_arguments(run, false, &saved);

    if (status == STATUS_OK) {
        status = reset_config(run);
    }
    if (status == STATUS_OK) {
        status = parse(run, &saved);
        if (status == STATUS_BAD_INPUT) {
            run_blame_file(run, path);
        }
    }
    if (status == STATUS_OK) {
        forget_saved_manner(run->config);
        status = parse(run, &run->arguments);
    }
    if (status == STATUS_OK) {
        status = saved_arguments(run, true, &both);
    }
    if (status == STATUS_OK) {
        run->arguments = both;
    }
    return status;
}

/* Reads the transcript up to its first line. */
static enum status open_transcript(struct run *run)
{
    struct slice path = run_config(run)->replay;
    enum status status = run_read_file(run, path, LIMIT_FILE, &run->transcript);

    if (status == STATUS_OK) {
        status = transcript_read_head(run->transcript, run->arena, &run->head, &run->reason);
        if (status == STATUS_BAD_INPUT) {
            run_blame_file(run, path);
        }
    }
    return status;
}

/* Whether the user asked to be told something instead of a check. */
static bool is_told(struct run *run)
{
    const struct check *check = run->check;
    struct buf buf;

    buf_init(&buf, run->arena, LIMIT_TEXT_OUTPUT);
    if (check->show != NULL && check->show(run->config, &buf)) {
        run->shown = buf_slice(&buf);
    }
    return run_config(run)->help || run_config(run)->version || run->shown.length > 0;
}

enum status run_read_arguments(struct run *run, const struct arguments *given)
{
    struct extra_opts extra = {
        .set = &run->set,
        .section = run->check->plugin,
        .arena = run->arena,
    };
    enum status status = extra_opts_expand(&extra, given, &run->arguments);

    run->reason = extra.reason;
    if (status == STATUS_OK) {
        status = reset_config(run);
    }
    if (status == STATUS_OK) {
        status = parse(run, &run->arguments);
    }
    if (status != STATUS_OK || is_told(run)) {
        return status;
    }
    if (run_config(run)->replay.length > 0) {
        status = open_transcript(run);
    }
    if (status == STATUS_OK) {
        status = complete_config(run);
    }
    /* Nothing to judge is named, but the transcript was about something. */
    if (status == STATUS_BAD_INPUT && !run_config(run)->has_domain &&
        run->head.argument_count > 0) {
        status = parse_behind_saved(run);
        if (status == STATUS_OK) {
            status = complete_config(run);
        }
    }
    return status;
}
