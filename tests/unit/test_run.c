/* SPDX-License-Identifier: MIT */
/*
 * A run from its arguments to its exit code, with a check that only looks. Files are rows of the
 * table; whoever would ask the network says what it was given instead.
 */
#include "../support/child.h"
#include "../support/wrap.h"

#include "facts/check.h"
#include "io/dns_transport.h"
#include "io/file.h"
#include "io/registration.h"
#include "io/run.h"

#define WORDS_MAXIMUM 8
#define RESOLV_CONF "/etc/resolv.conf"

/* --- the check -------------------------------------------------------------------------------- */

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    const struct config *common = config;

    (void)arena;
    *ret_reason = SLICE("--domain is missing");
    return common->has_domain ? STATUS_OK : STATUS_BAD_INPUT;
}

/* One question to the resolver, one to the registry; a registration is shown by a warning. */
static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct config *common = config;
    const struct registration *registration;

    (void)facts_resolve(facts, &common->domain, RR_TYPE_TXT);
    registration = facts_registration(facts, &common->domain, REGISTRATION_SOURCE_RDAP, false);
    if (registration != NULL && registration->result == REGISTRATION_RESULT_FOUND) {
        struct finding *finding = verdict_add(verdict, FINDING_VISIBILITY_LAME);

        verdict_set_state(verdict, finding, STATE_WARNING);
        finding->name = name_to_text(&common->domain, arena);
        finding->message =
            arena_printf(arena, "registered, says %.*s%s", SLICE_ARGS(registration->server),
                         registration_on_hold(registration) ? ", on hold" : "");
    }
    *ret_details = common;
    return STATUS_OK;
}

static void describe(const void *details, struct json *document)
{
    (void)details;
    (void)document;
}

static const struct check check = {
    .plugin = "check_ses_test",
    .service = "TEST",
    .purpose = "Tests.",
    .config_size = sizeof(struct config),
    .validate = validate,
    .subject = config_subject,
    .judge = judge,
    .describe = describe,
};

/* --- the world -------------------------------------------------------------------------------- */

struct row {
    const char *title;
    const char *words[WORDS_MAXIMUM];
    const char *path; /* of the one file that there is beside those of the system */
    const char *text;
    enum status trouble; /* of reading it, of the transport, of the registry */
    bool with_registry;  /* what it was given is of interest */
    int code;
    const char *output; /* its beginning */
};

/* The row that is run, in the child. */
static const struct row **running(void)
{
    static const struct row *row;

    return &row;
}

enum status fake_read(const char *path, size_t maximum, struct arena *arena, struct slice *ret_text)
    IN_PLACE_OF(file_read);

enum status fake_read(const char *path, size_t maximum, struct arena *arena, struct slice *ret_text)
{
    const struct row *row = *running();

    (void)arena;
    if (row->path == NULL || strcmp(path, row->path) != 0) {
        errno = ENOENT;
        return STATUS_IO;
    }
    *ret_text = slice_of(row->text);
    return ret_text->length > maximum ? STATUS_TOO_LONG : row->trouble;
}

static enum status ask(void *self, const struct question *questions, size_t count,
                       int64_t deadline_ns, struct arena *arena, struct dns_answer *answers,
                       unsigned *messages)
{
    (void)self;
    (void)questions;
    (void)deadline_ns;
    (void)arena;
    *messages += (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct dns_answer){ .class = ANSWER_CLASS_POSITIVE };
    }
    return STATUS_OK;
}

static void close_it(void *self)
{
    (void)self;
}

/* Tells what the transport is to do. */
enum status fake_transport(const struct transport_options *options, struct source *ret_source)
    IN_PLACE_OF(transport_create);

enum status fake_transport(const struct transport_options *options, struct source *ret_source)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    for (size_t i = 0; i < options->server_count; i++) {
        (void)printf("%.*s ", SLICE_ARGS(endpoint_to_text(&options->servers[i], arena)));
    }
    (void)printf("%u x %u ms%s\n", options->tries, options->query_timeout_ms,
                 options->rotate ? ", rotating" : "");
    (void)fflush(stdout);
    arena_destroy(arena);
    *ret_source = (struct source){ NULL, ask, close_it };
    return (*running())->path == NULL ? (*running())->trouble : STATUS_OK;
}

static enum status begin(void *self, const struct registration_round *round, unsigned *messages)
{
    (void)self;
    *messages += 1; /* for the server's address */
    for (size_t i = 0; i < round->count; i++) {
        round->answers[i] = (struct registration){ .result = REGISTRATION_RESULT_NOT_FOUND,
                                                   .source = round->questions[i].source,
                                                   .server = slice_empty(),
                                                   .reason = slice_empty() };
    }
    return STATUS_OK;
}

static enum status finish(void *self)
{
    (void)self;
    return STATUS_OK;
}

static size_t note(void *self, struct slice *ret_notes)
{
    (void)self;
    ret_notes[0] = SLICE("a note of the registry");
    return 1;
}

/* Tells what the registry is to do. */
enum status fake_registry(const struct registry_options *options, struct arena *arena,
                          struct registry_source *ret_source) IN_PLACE_OF(registry_create);

enum status fake_registry(const struct registry_options *options, struct arena *arena,
                          struct registry_source *ret_source)
{
    struct dns_name name = make_name("a.test");
    struct rdap_bases bases = { .count = 0 };

    if ((*running())->with_registry) {
        enum status status = rdap_bootstrap_find(options->bootstrap, &name, arena, &bases);

        (void)printf("cache %.*s, %.*s; RDAP of .test: %.*s\n", SLICE_ARGS(options->named_cache),
                     SLICE_ARGS(options->user_cache),
                     SLICE_ARGS(status == STATUS_OK ? bases.urls[0] : SLICE("none")));
        (void)fflush(stdout);
    }
    *ret_source = (struct registry_source){ NULL, begin, finish, note, close_it };
    return STATUS_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

#define BOOTSTRAP                                                                 \
    "{\"version\":\"1.0\",\"publication\":\"2025-01-01T00:00:00Z\",\"services\":" \
    "[[[\"test\"],[\"https://rdap.test/\"]]]}"
#define RDAP_HOLD \
    "{\"objectClassName\":\"domain\",\"ldhName\":\"a.test\",\"status\":[\"client hold\"]}"

static const struct row rows[] = {
    /* Who is asked, how long, how often. */
    { .title = "what the user says",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "-s", "192.0.2.2@54" },
      .path = RESOLV_CONF,
      .text = "nameserver 192.0.2.9\noptions timeout:1 attempts:5 rotate\n",
      .output = "192.0.2.1 192.0.2.2@54 3 x 2000 ms\nSES TEST OK - a.test: " },
    { .title = "what the system says",
      .words = { "-d", "a.test" },
      .path = RESOLV_CONF,
      .text = "nameserver 192.0.2.9\nnameserver 192.0.2.8\n"
              "options timeout:1 attempts:5 rotate\n",
      .output = "192.0.2.9 192.0.2.8 10 x 1000 ms, rotating\nSES TEST OK - a.test: " },
    { .title = "the system's servers at the user's pace",
      .words = { "-d", "a.test", "--query-timeout", "5", "--tries", "2" },
      .path = RESOLV_CONF,
      .text = "nameserver 192.0.2.9\noptions timeout:1 attempts:5\n",
      .output = "192.0.2.9 2 x 5000 ms\nSES TEST OK - a.test: " },
    { .title = "the system does not say how often",
      .words = { "-d", "a.test" },
      .path = RESOLV_CONF,
      .text = "nameserver 192.0.2.9\nnameserver 192.0.2.8\n",
      .output = "192.0.2.9 192.0.2.8 3 x 2000 ms\nSES TEST OK - a.test: " },
    { .title = "the system says nothing",
      .words = { "-d", "a.test" },
      .output = "127.0.0.1 3 x 2000 ms\nSES TEST OK - a.test: " },
    { .title = "no try takes more than half of the run",
      .words = { "-d", "a.test", "-t", "3" },
      .output = "127.0.0.1 3 x 1501 ms\nSES TEST OK - a.test: " },
    { .title = "but one that the user chose does",
      .words = { "-d", "a.test", "-t", "3", "--query-timeout", "2.5" },
      .output = "127.0.0.1 3 x 2500 ms\nSES TEST OK - a.test: " },
    /* The registry. */
    { .title = "the folders of the cache",
      .words = { "-d", "a.test", "-s", "192.0.2.1" },
      .with_registry = true,
      .output = "192.0.2.1 3 x 2000 ms\ncache /named, /user; RDAP of .test: none\nSES TEST OK - " },
    { .title = "a table of the user's",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "--rdap-bootstrap=/a/table" },
      .path = "/a/table",
      .text = BOOTSTRAP,
      .with_registry = true,
      .output = "192.0.2.1 3 x 2000 ms\n"
                "cache /named, /user; RDAP of .test: https://rdap.test/\nSES TEST OK - " },
    { .title = "a file in place of the registry",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "--registration=/a/file" },
      .path = "/a/file",
      .text = RDAP_HOLD,
      .with_registry = true,
      .code = 1,
      .output = "192.0.2.1 3 x 2000 ms\n"
                "SES TEST WARNING - a.test: registered, says /a/file, on hold" },
    /* Wrong use. */
    { .title = "a URL that cannot be fetched",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "--rdap-url=https://user@a.test/" },
      .code = 3,
      .output = "192.0.2.1 3 x 2000 ms\nSES TEST UNKNOWN - --rdap-url \"https://user@a.test/\": "
                "it has a user name before the host (see --help)\n" },
    { .title = "no domain",
      .code = 3,
      .output = "SES TEST UNKNOWN - --domain is missing (see --help)\n" },
    { .title = "a table that is not there",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "--rdap-bootstrap=/a/table" },
      .code = 3,
      .output = "192.0.2.1 3 x 2000 ms\n"
                "SES TEST UNKNOWN - /a/table: No such file or directory" },
    { .title = "a table that is none",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "--rdap-bootstrap=/a/table" },
      .path = "/a/table",
      .text = "[]",
      .code = 3,
      .output = "192.0.2.1 3 x 2000 ms\nSES TEST UNKNOWN - /a/table: " },
    { .title = "a registration that is not there",
      .words = { "-d", "a.test", "-s", "192.0.2.1", "--registration=/a/file" },
      .code = 3,
      .output = "192.0.2.1 3 x 2000 ms\n"
                "SES TEST UNKNOWN - /a/file: No such file or directory" },
    { .title = "a zone file that is not there",
      .words = { "-d", "a.test", "--zone", "/not/there/zone" },
      .code = 3,
      .output = "SES TEST UNKNOWN - /not/there/zone: No such file or directory" },
    { .title = "a transcript that is none",
      .words = { "-d", "a.test", "--replay", "/a/run" },
      .path = "/a/run",
      .text = "{}\n",
      .code = 3,
      .output = "SES TEST UNKNOWN - /a/run: " },
    { .title = "a transcript that breaks off",
      .words = { "-d", "a.test", "--replay", "/a/run" },
      .path = "/a/run",
      .text = "{\"check_ses\":\"0.1.0\",\"schema\":1,\"arguments\":[\"-d\",\"a.test\"],"
              "\"clock\":1795560149}\n{\"kind\":\n",
      .code = 3,
      .output = "SES TEST UNKNOWN - /a/run: " },
    /* Trouble. */
    { .title = "no memory for the transport",
      .words = { "-d", "a.test", "-s", "192.0.2.1" },
      .trouble = STATUS_NO_MEMORY,
      .code = 3,
      .output = "192.0.2.1 3 x 2000 ms\nSES TEST UNKNOWN - not enough memory: nothing is known\n" },
    { .title = "no memory for what the system says",
      .words = { "-d", "a.test" },
      .path = RESOLV_CONF,
      .text = "",
      .trouble = STATUS_NO_MEMORY,
      .code = 3,
      .output = "SES TEST UNKNOWN - not enough memory: nothing is known\n" },
    /* Told instead. */
    { .title = "version", .words = { "-V" }, .code = 3, .output = "check_ses_test " },
    { .title = "help", .words = { "--help" }, .code = 3, .output = "Usage: check_ses_test" },
};

static int run(const void *argument)
{
    const struct row *row = argument;
    char words[WORDS_MAXIMUM + 1][64] = { "check_ses_test" };
    char *argv[WORDS_MAXIMUM + 2] = { words[0] };
    int argc = 1;

    *running() = row;
    (void)setenv("CHECK_SES_CACHE_DIR", "/named", 1);
    (void)setenv("XDG_CACHE_HOME", "/user", 1);
    for (size_t i = 0; i < WORDS_MAXIMUM && row->words[i] != NULL; i++) {
        argv[argc] = words[argc];
        (void)snprintf(words[argc], sizeof words[argc], "%s", row->words[i]);
        argc++;
    }
    return run_check(&check, argc, argv);
}

/* What went on without being able to is told with -v, and in the document. */
static void test_notes(void **state)
{
    static const struct row text = { .words = { "-d", "a.test", "-s", "192.0.2.1", "-v" } };
    static const struct row document = { .words = { "-d", "a.test", "-s", "192.0.2.1", "--output",
                                                    "json" } };
    struct child child = child_run(run, &text);

    (void)state;
    assert_int_equal(child.code, 0);
    assert_true(slice_find_part(child_text(&child), SLICE("\nNote: a note of the registry")) <
                child.length);
    child = child_run(run, &document);
    assert_int_equal(child.code, 0);
    assert_true(slice_find_part(child_text(&child),
                                SLICE("\"notes\":[\"a note of the registry\"]")) < child.length);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct child child = child_run(run, &rows[i]);

        if (!slice_starts_with(child_text(&child), slice_of(rows[i].output))) {
            fail_msg("%s: the output is \"%.*s\"", rows[i].title, SLICE_ARGS(child_text(&child)));
        }
        expect_number(rows[i].title, "exit code", child.code, rows[i].code);
    }
}

/* Started by a program that hands over nothing at all. */
static int run_bare(const void *argument)
{
    *running() = argument;
    return run_check(&check, 0, NULL);
}

static int run_closed(const void *argument)
{
    (void)close(STDOUT_FILENO);
    return run(argument);
}

static void test_bare(void **state)
{
    struct child child = child_run(run_bare, &rows[0]);

    (void)state;
    assert_int_equal(child.code, 3);
    expect_text("bare", "output", child_text(&child),
                "SES TEST UNKNOWN - --domain is missing (see --help)\n");
    child = child_run(run_closed, &rows[0]);
    assert_int_equal(child.code, 3);
    assert_int_equal(child.length, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_bare),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
