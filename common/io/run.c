/* SPDX-License-Identifier: MIT */
/*
 * A run from main() to exit code.
 *
 *   1. The process: descriptors, signals, the clock that the deadline counts from.
 *   2. The command line, with --extra-opts expanded; when it is a --replay without a subject,
 *      behind the command line that was kept.
 *   3. Facts: those of a transcript, or none yet. A source: none, zone files, or the network.
 *   4. gather() asks and judges.
 *   5. The run is kept (--save), then one write(2) tells the verdict.
 *
 * What goes wrong on the way is one line and exit code 3.
 */
#include "io/run.h"

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "io/clock.h"
#include "io/dns_transport.h"
#include "io/fetch_url.h"
#include "io/file.h"
#include "io/process.h"
#include "io/registration.h"
#include "io/registry_tables.h"
#include "io/resolv_conf.h"
#include "io/run_arguments.h"
#include "io/run_report.h"
#include "io/run_state.h"
#include "io/zonefile.h"

#define EXIT_UNKNOWN 3
#define RESOLV_CONF "/etc/resolv.conf"
#define RESOLV_CONF_MAXIMUM ((size_t)64 * 1024)
#define NS_PER_MS INT64_C(1000000)
/* Servers that are asked with all tries until then leave the registries their time. */
#define HURRY_MS (LIMIT_REGISTRATION_MS + LIMIT_DIRECT_MS * LIMIT_DIRECT_TRIES)

/* --- facts and who is asked for more ---------------------------------------------------------- */

static enum status open_facts(struct run *run)
{
    struct slice path = run_config(run)->replay;
    bool replay = path.length > 0;
    int64_t clock = replay ? run->head.clock : clock_wall_seconds();
    enum status status = facts_create(run->arena, clock, &run->facts);

    if (status == STATUS_OK && replay) {
        status = transcript_read(run->transcript, run->arena, run->facts, &run->reason);
        if (status == STATUS_BAD_INPUT) {
            run_blame_file(run, path);
        }
    }
    return status;
}

/* What the system says about resolvers; where it says nothing, what the C library would do. */
static enum status read_resolv_conf(struct run *run, struct resolv_conf *ret_conf)
{
    struct slice text = slice_empty();
    enum status status = file_read(RESOLV_CONF, RESOLV_CONF_MAXIMUM, run->arena, &text);

    if (status == STATUS_NO_MEMORY) {
        return status;
    }
    resolv_conf_parse(text, ret_conf);
    return STATUS_OK;
}

/* Servers, times and tries from resolv.conf, as far as the user did not say them. */
static enum status take_resolv_conf(struct run *run, struct transport_options *options)
{
    const struct config *config = run_config(run);
    struct resolv_conf conf;
    enum status status = read_resolv_conf(run, &conf);

    if (status != STATUS_OK) {
        return status;
    }
    memcpy(options->servers, conf.servers, sizeof options->servers);
    options->server_count = conf.server_count;
    options->rotate = conf.rotate;
    if (conf.has_timeout && !config->has_query_timeout) {
        options->query_timeout_ms = conf.timeout_ms;
    }
    if (conf.has_attempts && !config->has_tries) {
        /* Its attempts are rounds over all servers, our tries are single ones. */
        options->tries = conf.attempts * (unsigned)conf.server_count;
    }
    return STATUS_OK;
}

enum status run_open_network(struct run *run, struct source *ret_source)
{
    const struct config *config = run_config(run);
    struct transport_options options = {
        .server_count = config->server_count,
        .family = config->family,
        .query_timeout_ms = config->query_timeout_ms,
        .tries = config->tries,
    };
    enum status status = STATUS_OK;

    if (config->why == CONFIG_WHY_FULL) {
        options.hurry_ns = run->deadline_ns - HURRY_MS * NS_PER_MS;
    }
    memcpy(options.servers, config->servers, sizeof options.servers);
    if (options.server_count == 0) {
        status = take_resolv_conf(run, &options);
    }
    /* A try that the user did not time leaves half of the run for another server. */
    if (!config->has_query_timeout && options.query_timeout_ms > config->timeout_ms / 2) {
        options.query_timeout_ms = config->timeout_ms / 2 + 1;
    }
    return status == STATUS_OK ? transport_create(&options, ret_source) : status;
}

/* --rdap-url: what cannot be fetched is a wrong use. */
static enum status check_rdap_url(struct run *run)
{
    struct slice value = run_config(run)->rdap_url;
    const char *reason = NULL;
    struct fetch_url url;

    if (value.length == 0 || fetch_url_parse(value, &url, &reason) == STATUS_OK) {
        return STATUS_OK;
    }
    run->reason =
        arena_printf(run->arena, "--rdap-url \"%.*s\": %s (see --help)", SLICE_ARGS(value), reason);
    return STATUS_BAD_INPUT;
}

/* --rdap-bootstrap: an unreadable file is a wrong use. */
static enum status read_bootstrap(struct run *run, struct registry_options *options)
{
    struct slice path = run_config(run)->rdap_bootstrap;
    struct rdap_bootstrap *bootstrap;
    struct slice text;
    enum status status;

    if (path.length == 0) {
        return STATUS_OK;
    }
    bootstrap = arena_alloc(run->arena, sizeof *bootstrap);
    if (bootstrap == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = run_read_file(run, path, LIMIT_RDAP, &text);
    if (status != STATUS_OK) {
        return status;
    }
    status = rdap_bootstrap_read(text, run->arena, bootstrap, &run->reason);
    if (status == STATUS_BAD_INPUT) {
        run_blame_file(run, path);
    }
    options->bootstrap = bootstrap;
    return status;
}

/* Who tells of registrations: a file, nobody beside zone files, or the registries. */
static enum status open_registry(struct run *run)
{
    const struct config *config = run_config(run);
    struct registry_options options = { .config = config,
                                        .table_folders = registry_tables_folders(),
                                        .named_cache = process_environment("CHECK_SES_CACHE_DIR"),
                                        .user_cache = process_environment("XDG_CACHE_HOME"),
                                        .deadline_ns = run->deadline_ns };
    struct slice text;
    enum status status = check_rdap_url(run);

    if (status == STATUS_OK) {
        status = read_bootstrap(run, &options);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (config->registration.length > 0) {
        status = run_read_file(run, config->registration, LIMIT_RDAP, &text);
        if (status == STATUS_OK) {
            status = registry_file_create(text, config->registration, run->arena, &run->registry);
        }
    } else if (config->zone_count > 0) {
        return STATUS_OK;
    } else {
        status = registry_create(&options, run->arena, &run->registry);
    }
    if (status == STATUS_OK) {
        run->sources.registry = &run->registry;
    }
    return status;
}

static enum status open_source(struct run *run)
{
    const struct config *config = run_config(run);
    enum status status;

    if (config->replay.length > 0) {
        return STATUS_OK;
    }
    if (config->zone_count > 0) {
        status = zonefile_create(config->zones, config->zone_count, run->arena, &run->source,
                                 &run->reason);
        /* An unreadable file was named by the user, like a bad one. */
        status = status == STATUS_IO ? STATUS_BAD_INPUT : status;
    } else {
        status = run_open_network(run, &run->source);
    }
    if (status == STATUS_OK) {
        run->sources.dns = &run->source;
        status = open_registry(run);
    }
    return status == STATUS_OK && run->open_api != NULL ? run->open_api(run) : status;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Everything from the command line to the verdict. */
static enum status find_verdict(struct run *run)
{
    enum status status;

    run->deadline_ns = run->started_ns + (int64_t)run_config(run)->timeout_ms * NS_PER_MS;
    status = open_facts(run);
    if (status == STATUS_OK) {
        status = open_source(run);
    }
    if (status == STATUS_OK) {
        status = gather(run->check, run->config, run->facts, &run->sources, run->deadline_ns,
                        &run->result);
    }
    return status;
}

static int run_arguments(struct run *run, const struct arguments *given)
{
    enum status status = run_read_arguments(run, given);

    if (status == STATUS_OK &&
        (run_config(run)->help || run_config(run)->version || run->shown.length > 0)) {
        return run_say_help(run);
    }
    if (status == STATUS_OK) {
        status = find_verdict(run);
    }
    if (status == STATUS_OK) {
        return run_say_verdict(run);
    }
    return status == STATUS_BAD_INPUT ? run_say_usage(run) : run_say_trouble(run, status);
}

int run_check(const struct check *check, int argc, char *argv[])
{
    return run_check_with(check, NULL, argc, argv);
}

int run_check_with(const struct check *check, enum status (*open_api)(struct run *), int argc,
                   char *argv[])
{
    char nameless[] = "";
    char *nothing[] = { nameless, NULL };
    bool named = argc > 0 && argv != NULL && argv[0] != NULL;
    struct arguments given = { named ? argc : 1, named ? argv : nothing };
    struct run run = {
        .check = check,
        .open_api = open_api,
        .tables = { config_options(), config_registration_options() },
        .shown = slice_empty(),
        .reason = slice_empty(),
    };
    enum status status;
    int exit_code;

    run.set = (struct option_set){ run.tables, 2 };
    for (size_t i = 0; i < CHECK_OPTIONS_MAXIMUM && check->options[i].table != NULL; i++) {
        run.tables[run.set.count] = *check->options[i].table;
        run.tables[run.set.count].offset = check->options[i].offset;
        run.set.count++;
    }
    run.started_ns = clock_monotonic_ns();
    if (!process_prepare()) {
        return EXIT_UNKNOWN;
    }
    /* A transcript is read into the arena beside all that is made of it. */
    status = arena_create((size_t)LIMIT_ARENA + LIMIT_FILE, &run.arena);
    if (status != STATUS_OK) {
        return run_say_trouble(&run, status);
    }
    exit_code = run_arguments(&run, &given);
    if (run.sources.api != NULL) {
        run.sources.api->close(run.sources.api->self);
    }
    if (run.has_api_dns) {
        run.api_dns.close(run.api_dns.self);
    }
    if (run.sources.registry != NULL) {
        run.sources.registry->close(run.sources.registry->self);
    }
    if (run.sources.dns != NULL) {
        run.sources.dns->close(run.sources.dns->self);
    }
    arena_destroy(run.result.arena);
    arena_destroy(run.arena);
    return exit_code;
}
