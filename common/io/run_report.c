/* SPDX-License-Identifier: MIT */
/* The end of a run: what is kept, what is said. */
#include "io/run_report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "io/clock.h"
#include "io/file.h"
#include "io/process.h"
#include "io/registry_tables.h"
#include "io/trace.h"
#include "registry/rdap_bootstrap.h"
#include "report/document.h"
#include "report/text.h"

#define EXIT_UNKNOWN 3
#define NS_PER_TENTH INT64_C(100000) /* of a millisecond */
#define HELP_MAXIMUM ((size_t)256 * 1024)
#define TEXT_MAXIMUM ((size_t)4 * LIMIT_TEXT_OUTPUT) /* its own limit is what the text keeps to */
#define TRANSCRIPT_ARENA                                                    \
    ((size_t)4 * LIMIT_FILE) /* a growing buffer leaves its old ones behind \
                              */

/* The one write of the run. */
static int say(struct slice text, int exit_code)
{
    return file_write_descriptor(STDOUT_FILENO, text) == STATUS_OK ? exit_code : EXIT_UNKNOWN;
}

/* Trouble of our own, told without the arena: it may be the trouble. */
int run_say_trouble(const struct run *run, enum status status)
{
    char line[LIMIT_FIRST_LINE];
    int length = snprintf(line, sizeof line, "SES %s UNKNOWN - %s: nothing is known\n",
                          run->check->service, status_text(status));

    if (length < 0 || (size_t)length >= sizeof line) {
        return EXIT_UNKNOWN;
    }
    return say(slice_make(line, (size_t)length), EXIT_UNKNOWN);
}

/* A wrong use: one line with the reason. */
int run_say_usage(const struct run *run)
{
    struct buf buf;

    buf_init(&buf, run->arena, TEXT_MAXIMUM);
    text_write_usage(run->check->service, run->reason, &buf);
    if (buf_status(&buf) != STATUS_OK) {
        return run_say_trouble(run, buf_status(&buf));
    }
    return say(buf_slice(&buf), EXIT_UNKNOWN);
}

/* Name, version, and the age of the table that RDAP servers are found by. */
static enum status write_version(const struct run *run, struct buf *buf)
{
    struct registry_tables tables;
    enum status status = registry_tables_read(registry_tables_folders(), run->arena, &tables);

    if (status != STATUS_OK) {
        return status;
    }
    buf_printf(buf, "%s %s\nRDAP servers as of ", run->check->plugin, PACKAGE_VERSION);
    if (!tables.has_bootstrap) {
        buf_printf(buf, "%s\n", rdap_bootstrap_date());
    } else {
        buf_printf(buf, "%.*s (%.*s)\n",
                   SLICE_ARGS(tables.bootstrap.date.length > 0 ? tables.bootstrap.date
                                                               : SLICE("an unknown date")),
                   SLICE_ARGS(tables.bootstrap_path));
    }
    if (tables.note.length > 0) {
        text_escape(tables.note, buf);
        buf_add_octet(buf, '\n');
    }
    return STATUS_OK;
}

int run_say_help(const struct run *run)
{
    enum status status = STATUS_OK;
    const struct config *config = run_config(run);
    struct buf buf;

    buf_init(&buf, run->arena, HELP_MAXIMUM);
    if (config->help && config->help_findings) {
        catalogue_write(&buf);
    } else if (config->help) {
        options_write_help(&run->set, run->check->plugin, run->check->purpose, &buf);
    } else if (run->shown.length > 0) {
        buf_add(&buf, run->shown);
    } else {
        status = write_version(run, &buf);
    }
    if (status == STATUS_OK) {
        status = buf_status(&buf);
    }
    if (status != STATUS_OK) {
        return run_say_trouble(run, status);
    }
    return say(buf_slice(&buf), EXIT_UNKNOWN);
}

static enum status write_transcript(struct run *run, struct arena *arena, struct slice *ret_text)
{
    size_t count = (size_t)run->arguments.count - 1;
    struct slice *values = arena_alloc_array(arena, count, sizeof *values);
    struct transcript_head head = { .version = slice_of(PACKAGE_VERSION),
                                    .arguments = values,
                                    .argument_count = count,
                                    .clock = facts_clock(run->facts) };
    struct buf buf;
    enum status status;

    if (values == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = slice_of(run->arguments.values[i + 1]);
    }
    buf_init(&buf, arena, LIMIT_FILE);
    status = transcript_write(&head, run->facts, arena, &buf);
    *ret_text = buf_slice(&buf);
    return status;
}

/* --save. Returns why it failed; empty: it did not. */
static struct slice save(struct run *run)
{
    struct slice path = arena_copy(run->arena, run_config(run)->save);
    struct slice reason = slice_empty();
    struct arena *arena = NULL;
    struct slice text = slice_empty();
    enum status status = arena_create(TRANSCRIPT_ARENA, &arena);

    if (status == STATUS_OK) {
        status = write_transcript(run, arena, &text);
    }
    if (status == STATUS_OK) {
        status = path.length > 0 ? file_write(path.data, text) : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK) {
        reason =
            arena_printf(run->arena, "could not save %.*s: %s", SLICE_ARGS(run_config(run)->save),
                         status == STATUS_IO ? strerror(errno) : status_text(status));
    }
    arena_destroy(arena);
    return reason;
}

static void add_time(struct run *run, int64_t elapsed_ns)
{
    struct perfdata *time = verdict_add_perfdata(&run->result.verdict, "time");

    time->unit = "s";
    time->known = true;
    time->value = (double)elapsed_ns / 1e9;
    time->decimals = 3;
    time->has_minimum = true;
    time->has_maximum = true;
    time->maximum = (double)run_config(run)->timeout_ms / 1000;
}

/* What the registries' source has to note. */
static void add_notes(struct run *run, struct report_run *report)
{
    const struct registry_source *registry = run->sources.registry;
    struct slice *notes = arena_alloc_array(run->arena, SOURCE_NOTES_MAXIMUM, sizeof *notes);

    if (registry != NULL && notes != NULL) {
        report->notes = notes;
        report->note_count = registry->notes(registry->self, notes);
    }
}

/* What the renderers want to know beside the verdict. */
static struct report_run describe_run(struct run *run, int64_t elapsed_ns)
{
    const struct config *config = run_config(run);
    const struct dns_name *subject = run->check->subject(run->config);
    bool json = config->output == CONFIG_OUTPUT_JSON;
    int64_t tenths = (elapsed_ns + NS_PER_TENTH / 2) / NS_PER_TENTH; /* more digits are noise */
    struct report_run report = {
        .plugin = run->check->plugin,
        .service = run->check->service,
        .version = PACKAGE_VERSION,
        .domain = slice_empty(),
        .unicode = slice_empty(),
        .verbosity = config->verbosity,
        .colour = !json && process_wants_colour(),
        .unanswered = facts_unanswered(run->facts),
        .elapsed_ms = (double)tenths / 10,
        .queries = run->result.messages,
        .rounds = run->result.rounds,
        .trace = slice_empty(),
    };

    if (subject != NULL) {
        report.domain = name_to_text(subject, run->arena);
        report.unicode = json ? name_to_unicode(subject, run->arena) : report.domain;
    }
    if (config->verbosity >= 3 && !json) {
        report.trace = trace_write(run->facts, run->arena);
    }
    add_notes(run, &report);
    return report;
}

static enum status render_text(const struct run *run, const struct report_run *report,
                               struct slice not_saved, struct buf *buf)
{
    enum status status = text_write(&run->result.verdict, report, buf);

    if (status == STATUS_OK && not_saved.length > 0) {
        text_escape(not_saved, buf);
        buf_add_octet(buf, '\n');
        status = buf_status(buf);
    }
    return status;
}

static enum status render_json(const struct run *run, const struct report_run *report,
                               struct slice not_saved, struct buf *buf)
{
    struct json *root = NULL;
    enum status status = document_build(&run->result.verdict, report, &root);

    if (status != STATUS_OK) {
        return status;
    }
    if (not_saved.length > 0) {
        json_add_string(root, "save_error", not_saved);
    }
    if (run->check->describe != NULL) {
        run->check->describe(run->result.details, root);
    }
    status = json_write(root, LIMIT_JSON_OUTPUT, buf);
    json_free(root);
    buf_add_octet(buf, '\n');
    return status == STATUS_OK ? buf_status(buf) : status;
}

int run_say_verdict(struct run *run)
{
    bool json = run_config(run)->output == CONFIG_OUTPUT_JSON;
    int64_t elapsed_ns = clock_monotonic_ns() - run->started_ns;
    struct slice not_saved = slice_empty();
    struct report_run report;
    struct buf buf;
    enum status status;

    add_time(run, elapsed_ns);
    verdict_finish(&run->result.verdict);
    if (run_config(run)->save.length > 0) {
        not_saved = save(run);
    }
    report = describe_run(run, elapsed_ns);
    buf_init(&buf, run->arena, json ? (size_t)LIMIT_JSON_OUTPUT + 1 : TEXT_MAXIMUM);
    status = json ? render_json(run, &report, not_saved, &buf)
                  : render_text(run, &report, not_saved, &buf);
    if (status == STATUS_OK) {
        status = verdict_status(&run->result.verdict);
    }
    if (status != STATUS_OK) {
        return run_say_trouble(run, status);
    }
    return say(buf_slice(&buf), state_exit_code(verdict_state(&run->result.verdict)));
}
