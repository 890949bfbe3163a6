/* SPDX-License-Identifier: MIT */
/*
 * Questions to registries: what is asked of whom, and what is read, kept and remembered of it.
 * (test_registration is about the data itself, test_io_registration_turns about whose turn it is.)
 */
#include "registry_world.h"

#include "io/registry_tables.h"

/* --- RDAP ------------------------------------------------------------------------------------- */

#define BASE "https://rdap.test/v1/"
#define ASKED_IT \
    "A rdap.test, AAAA rdap.test, GET https://rdap.test/v1/domain/example.test from 192.0.2.1"
static const struct {
    const char *title;
    const char *base; /* --rdap-url; NULL: not given */
    struct fetch_reply replies[REPLIES_MAXIMUM];
    const char *answer;
    const char *asked;
    const char *second; /* the answer to the same question, asked at once again */
} rdap_rows[] = {
    { "found",
      BASE,
      { REPLY_WITH(200, RDAP_OBJECT) },
      "found by rdap.test:443",
      ASKED_IT,
      "found by rdap.test:443, kept" },
    { "not registered",
      BASE,
      { REPLY_WITH(404, "") },
      "not-found by rdap.test:443",
      ASKED_IT,
      "not-found by rdap.test:443, kept" },
    { "refused",
      BASE,
      { { .result = FETCH_RESULT_OK, .status = 429, .retry_after = { "120", 3 } } },
      "refused by rdap.test:443, 120 s: the server refuses to answer for 120 s: HTTP 429",
      ASKED_IT,
      "refused by rdap.test:443, " },
    { "no object",
      BASE,
      { REPLY_WITH(200, "<html>") },
      "unreadable by rdap.test:443: ",
      ASKED_IT,
      "unreadable by rdap.test:443, kept: " },
    { "a redirect",
      BASE,
      { REDIRECT_TO("https://other.test/domain/example.test"), REPLY_WITH(200, RDAP_OBJECT) },
      "found by rdap.test:443",
      ASKED_IT ", A other.test, AAAA other.test, "
               "GET https://other.test/domain/example.test from 192.0.2.1",
      "found by rdap.test:443, kept" },
    { "redirects without end",
      "https://192.0.2.9/",
      { REDIRECT_TO("https://192.0.2.2/"), REDIRECT_TO("https://192.0.2.3/"),
        REDIRECT_TO("https://192.0.2.4/"), REDIRECT_TO("https://192.0.2.5/") },
      "unreadable by 192.0.2.9:443: its redirect is not followed: it is the fourth redirect in a "
      "row",
      "GET https://192.0.2.9/domain/example.test from 192.0.2.9, "
      "GET https://192.0.2.2/ from 192.0.2.2, GET https://192.0.2.3/ from 192.0.2.3, "
      "GET https://192.0.2.4/ from 192.0.2.4",
      "unreadable by 192.0.2.9:443, kept: " },
    { "a redirect to http",
      BASE,
      { REDIRECT_TO("http://other.test/domain/example.test") },
      "unreadable by rdap.test:443: its redirect is not followed: it leads away from https",
      ASKED_IT,
      "unreadable by rdap.test:443, kept: " },
    { "a redirect to a host without an address",
      BASE,
      { REDIRECT_TO("https://none.test/domain/example.test") },
      "unreachable by rdap.test:443: no address of none.test could be found",
      ASKED_IT ", A none.test, AAAA none.test",
      "unreachable by rdap.test:443, kept: " },
    { "a host without an address",
      "https://none.test/",
      { REPLY_WITH(200, RDAP_OBJECT) },
      "unreachable by none.test:443: no address of none.test could be found",
      "A none.test, AAAA none.test",
      "unreachable by none.test:443, kept: " },
    { "a host that is an address, without TLS",
      "http://192.0.2.9:8080/",
      { REPLY_WITH(200, RDAP_OBJECT) },
      "found by 192.0.2.9:8080",
      "GET http://192.0.2.9:8080/domain/example.test from 192.0.2.9",
      "found by 192.0.2.9:8080, kept" },
    { "no server is known",
      NULL,
      { REPLY_WITH(200, RDAP_OBJECT) },
      "no-server: no RDAP server is known for it",
      "",
      "no-server: no RDAP server is known for it" },
    { "a base that is none",
      "https://user@rdap.test/",
      { REPLY_WITH(200, RDAP_OBJECT) },
      "no-server: no RDAP server is known for it",
      "",
      "no-server: no RDAP server is known for it" },
};

static void expect_beginning(const char *title, const char *what, struct slice got,
                             const char *want)
{
    /* What ends in a blank goes on in words that are others', or depend on the time. */
    if (slice_ends_with(slice_of(want), SLICE(" "))) {
        got = slice_head(got, slice_of(want).length);
    }
    expect_text(title, what, got, want);
}

static void test_rdap(void **state)
{
    struct cache_world *world = *state;

    for (size_t i = 0; i < ROWS(rdap_rows); i++) {
        struct config config = { .rdap_url = slice_of(rdap_rows[i].base) };

        run_forget(world);
        *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = rdap_rows[i].replies };
        expect_beginning(rdap_rows[i].title, "answer",
                         run_ask(world, &config, REGISTRATION_SOURCE_RDAP), rdap_rows[i].answer);
        expect_text(rdap_rows[i].title, "asked", buf_slice(&script()->asked), rdap_rows[i].asked);
        expect_beginning(rdap_rows[i].title, "second answer",
                         run_ask(world, &config, REGISTRATION_SOURCE_RDAP), rdap_rows[i].second);
        expect_text(rdap_rows[i].title, "asked again", buf_slice(&script()->asked), "");
    }
}

/* What a fetch without an HTTP reply says of the server. */
static void test_failed_fetch(void **state)
{
    struct cache_world *world = *state;
    static const struct config config = { .rdap_url = { BASE, sizeof BASE - 1 } };

    for (int result = FETCH_RESULT_UNREACHABLE; result <= FETCH_RESULT_HELPER_GARBLED; result++) {
        struct fetch_reply reply = { .result = (enum fetch_result)result,
                                     .reason = SLICE("its reason") };
        bool unreadable = result == FETCH_RESULT_TOO_BIG || result == FETCH_RESULT_BROKEN;

        run_forget(world);
        *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = &reply };
        expect_text(fetch_result_text(reply.result), "answer",
                    run_ask(world, &config, REGISTRATION_SOURCE_RDAP),
                    unreadable ? "unreadable by rdap.test:443: its reason"
                               : "unreachable by rdap.test:443: its reason");
    }
}

/* The table of the user, and the addresses that may be asked. */
static void test_families(void **state)
{
    static const struct {
        const char *title;
        enum address_family family;
        const char *asked;
    } rows[] = {
        { "both", ADDRESS_FAMILY_NONE,
          "A rdap.test, AAAA rdap.test, GET https://rdap.test/domain/example.test from 192.0.2.1 "
          "2001:db8::1" },
        { "IPv4", ADDRESS_FAMILY_IP4,
          "A rdap.test, GET https://rdap.test/domain/example.test from 192.0.2.1" },
        { "IPv6", ADDRESS_FAMILY_IP6,
          "AAAA rdap.test, GET https://rdap.test/domain/example.test from 2001:db8::1" },
    };
    static const struct fetch_reply reply = REPLY_WITH(404, "");
    static const char *const nowhere = NULL;
    struct cache_world *world = *state;
    struct rdap_bootstrap bootstrap;
    struct slice reason;

    assert_int_equal(
        rdap_bootstrap_read(SLICE("{\"version\":\"1.0\",\"publication\":\"2025-01-01T00:00:00Z\","
                                  "\"services\":[[[\"test\"],[\"https://rdap.test/\"]]]}"),
                            world->arena, &bootstrap, &reason),
        STATUS_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct config config = { .family = rows[i].family, .no_cache = true };
        struct registry_options options = { .config = &config,
                                            .bootstrap = &bootstrap,
                                            .table_folders = &nowhere,
                                            .deadline_ns = INT64_MAX };
        struct run run;

        *script() = (struct script){ .ip4 = "192.0.2.1", .ip6 = "2001:db8::1", .fetched = &reply };
        run_prepare(world, &config, &run);
        assert_int_equal(registry_create(&options, world->arena, &run.registry), STATUS_OK);
        run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
        assert_int_equal(run_begin(&run), STATUS_OK);
        assert_int_equal(run_finish(&run), STATUS_OK);
        expect_text(rows[i].title, "asked", buf_slice(&script()->asked), rows[i].asked);
        expect_number(rows[i].title, "messages", run.messages,
                      rows[i].family == ADDRESS_FAMILY_NONE ? 2 : 1);
        run_end(&run);
    }
}

/* --- WHOIS ------------------------------------------------------------------------------------ */

#define TEXT_FOUND "Domain Name: EXAMPLE.TEST\nStatus: ok\nName Server: ns1.example.test\n"

static void test_whois(void **state)
{
    static const struct {
        const char *title;
        enum whois_result result;
        const char *text;
        const char *answer;
    } rows[] = {
        { "found", WHOIS_RESULT_OK, TEXT_FOUND, "found by whois.test:4343" },
        { "found, and more", WHOIS_RESULT_TOO_LONG, TEXT_FOUND, "found by whois.test:4343" },
        { "not registered", WHOIS_RESULT_OK, "No match for \"EXAMPLE.TEST\".\n",
          "not-found by whois.test:4343" },
        { "nothing", WHOIS_RESULT_OK, "", "unreadable by whois.test:4343: " },
        { "an object that broke off", WHOIS_RESULT_RESET, TEXT_FOUND,
          "unreadable by whois.test:4343: its reason" },
        { "a denial that broke off", WHOIS_RESULT_RESET, "No match for \"EXAMPLE.TEST\".\n",
          "not-found by whois.test:4343" },
        { "broken at once", WHOIS_RESULT_RESET, "", "unreachable by whois.test:4343: its reason" },
        { "silent", WHOIS_RESULT_TIMEOUT, TEXT_FOUND,
          "unreachable by whois.test:4343: its reason" },
        { "no connection", WHOIS_RESULT_UNREACHABLE, "",
          "unreachable by whois.test:4343: its reason" },
    };
    static const struct config config = { .whois_server = { "whois.test", 10 },
                                          .whois_port = 4343 };
    struct cache_world *world = *state;

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct whois_reply reply = { .result = rows[i].result,
                                     .text = slice_of(rows[i].text),
                                     .reason = SLICE("its reason") };

        run_forget(world);
        *script() = (struct script){ .ip4 = "192.0.2.1", .ip6 = "2001:db8::1", .told = &reply };
        expect_beginning(rows[i].title, "answer",
                         run_ask(world, &config, REGISTRATION_SOURCE_WHOIS), rows[i].answer);
        expect_text(rows[i].title, "asked", buf_slice(&script()->asked),
                    "A whois.test, AAAA whois.test, ask example.test of 192.0.2.1@4343 "
                    "2001:db8::1@4343");
    }
}

static void test_whois_not_asked(void **state)
{
    static const struct config nobody = { .no_cache = true };
    static const struct config silent = { .whois_server = { "none.test", 9 },
                                          .whois_port = 43,
                                          .no_cache = true };
    struct cache_world *world = *state;

    *script() = (struct script){ .ip4 = "192.0.2.1" };
    expect_text("no server", "answer", run_ask(world, &nobody, REGISTRATION_SOURCE_WHOIS),
                "no-server: no WHOIS server is known for it");
    expect_text("no address", "answer", run_ask(world, &silent, REGISTRATION_SOURCE_WHOIS),
                "unreachable by none.test:43: no address of none.test could be found");
    expect_text("no address", "asked", buf_slice(&script()->asked), "A none.test, AAAA none.test");
}

/* Tables of the machine in place of those that are built in. */
static void test_tables(void **state)
{
    static const struct fetch_reply gone = REPLY_WITH(404, "");
    static const struct whois_reply told = { .result = WHOIS_RESULT_OK, .text = { "No match", 8 } };
    static const struct config config = { .no_cache = true };
    struct cache_world *world = *state;
    const char *const folders[] = { world->root, NULL };

    world_write(
        world_path(world, REGISTRY_TABLES_RDAP),
        SLICE("{\"version\":\"1.0\",\"services\":[[[\"test\"],[\"https://rdap.test/\"]]]}"));
    world_write(world_path(world, REGISTRY_TABLES_WHOIS), SLICE("test\twhois.test:4343\n"));
    *script() =
        (struct script){ .ip4 = "192.0.2.1", .fetched = &gone, .told = &told, .tables = folders };
    expect_text("RDAP", "answer", run_ask(world, &config, REGISTRATION_SOURCE_RDAP),
                "not-found by rdap.test:443");
    expect_text("WHOIS", "answer", run_ask(world, &config, REGISTRATION_SOURCE_WHOIS),
                "not-found by whois.test:4343");
}

/* What the user shall know of is noted: a table that is none, a cache that is not to be had. */
static void test_notes(void **state)
{
    static const struct fetch_reply gone = REPLY_WITH(404, "");
    static const struct config fine = { .rdap_url = { BASE, sizeof BASE - 1 } };
    static const struct config nowhere = { .rdap_url = { BASE, sizeof BASE - 1 },
                                           .cache_dir = { "/dev/null/cache", 15 } };
    struct cache_world *world = *state;
    const char *const folders[] = { world->root, NULL };
    struct slice notes[SOURCE_NOTES_MAXIMUM];
    struct run run;

    *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = &gone };
    run_prepare(world, &nowhere, &run);
    assert_int_equal(run.registry.notes(run.registry.self, notes), 0); /* nothing was asked */
    run_end(&run);
    run_prepare(world, &fine, &run);
    run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
    assert_int_equal(run_begin(&run), STATUS_OK);
    assert_int_equal(run_finish(&run), STATUS_OK);
    assert_int_equal(run.registry.notes(run.registry.self, notes), 0);
    run_end(&run);
    world_write(world_path(world, REGISTRY_TABLES_WHOIS), SLICE("table\n"));
    script()->tables = folders;
    run_prepare(world, &nowhere, &run);
    run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
    assert_int_equal(run_begin(&run), STATUS_OK);
    assert_int_equal(run_finish(&run), STATUS_OK);
    assert_int_equal(run.registry.notes(run.registry.self, notes), 2);
    assert_true(slice_find_part(notes[0], SLICE(REGISTRY_TABLES_WHOIS)) < notes[0].length);
    assert_true(slice_find_part(notes[1], SLICE("/dev/null/cache")) < notes[1].length);
    run_end(&run);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rdap, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_failed_fetch, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_families, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_whois, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_whois_not_asked, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_tables, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_notes, world_setup, world_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
