/* SPDX-License-Identifier: MIT */
/* Registrations: words, questions, filling within limits, writing and reading. */
#include "registry_show.h"

#include "base/json.h"
#include "registry/registration.h"
#include "registry/registration_fill.h"

static struct registration empty_registration(enum registration_result result)
{
    return (struct registration){ .result = result,
                                  .source = REGISTRATION_SOURCE_WHOIS,
                                  .server = slice_empty(),
                                  .reason = slice_empty(),
                                  .registrar = slice_empty() };
}

/* --- words and questions --------------------------------------------------------------------- */

static void test_words(void **state)
{
    static const struct {
        enum registration_result result;
        const char *word;
    } rows[] = {
        { REGISTRATION_RESULT_NONE, "none" },
        { REGISTRATION_RESULT_FOUND, "found" },
        { REGISTRATION_RESULT_NOT_FOUND, "not-found" },
        { REGISTRATION_RESULT_RESERVED, "reserved" },
        { REGISTRATION_RESULT_REFUSED, "refused" },
        { REGISTRATION_RESULT_DEFERRED, "deferred" },
        { REGISTRATION_RESULT_UNREACHABLE, "unreachable" },
        { REGISTRATION_RESULT_UNREADABLE, "unreadable" },
        { REGISTRATION_RESULT_NO_SERVER, "no-server" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_string_equal(registration_result_text(rows[i].result), rows[i].word);
    }
    assert_string_equal(registration_source_text(REGISTRATION_SOURCE_NONE), "none");
    assert_string_equal(registration_source_text(REGISTRATION_SOURCE_RDAP), "rdap");
    assert_string_equal(registration_source_text(REGISTRATION_SOURCE_WHOIS), "whois");
}

static void test_hold(void **state)
{
    static const struct {
        const char *status;
        bool on_hold;
    } rows[] = {
        { "clientHold", true },
        { "server hold", true },
        { "Suspended", true },
        { "deactivated", true },
        { "To be suspended", false },
        { "inactive", false },
        { "transfer hold", false },
        { "redemptionPeriod", false },
        { "pendingVerification", false },
        { "ok", false },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration registration = empty_registration(REGISTRATION_RESULT_FOUND);

        assert_false(registration_on_hold(&registration));
        registration_add_status(&registration, SLICE("addPeriod"), arena);
        registration_add_status(&registration, slice_of(rows[i].status), arena);
        expect_number(rows[i].status, "on hold", registration_on_hold(&registration),
                      rows[i].on_hold);
        assert_true(registration_has(&registration, EPP_STATUS_ADD_PERIOD));
        assert_false(registration_has(&registration, EPP_STATUS_LINKED));
    }
    arena_destroy(arena);
}

/* --- filling --------------------------------------------------------------------------------- */

static void test_statuses(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = empty_registration(REGISTRATION_RESULT_FOUND);
    static const char *const texts[] = {
        "client hold",
        "clientHold",
        "",
        "  ",
        " odd\tone ",
        "odd\tone",
        "odd one",
        "odd\xFF",
        "https://icann.org/epp#clientHold",
        "server hold (x)",
    };

    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        registration_add_status(&registration, slice_of(texts[i]), arena);
    }
    expect_text("statuses", "text", show_registration(&registration, arena),
                "found; status clientHold, \"odd?one\", \"odd one\", \"odd?\", "
                "\"https://icann.org/epp#clientHold\", serverHold");
    arena_destroy(arena);
}

/* No flood of words hides a hold; nor does cutting make one. */
static void test_many_statuses(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = empty_registration(REGISTRATION_RESULT_FOUND);

    (void)state;
    for (int i = 0; i < REGISTRATION_STATUSES_MAXIMUM; i++) {
        registration_add_status(&registration, arena_printf(arena, "word %d", i), arena);
    }
    assert_int_equal(registration.status_count, REGISTRATION_STATUSES_MAXIMUM);
    assert_false(registration.truncated);
    registration_add_status(&registration, SLICE("word 0"), arena);
    assert_false(registration.truncated);
    registration_add_status(&registration, SLICE("one more"), arena);
    assert_true(registration.truncated);
    for (size_t i = EPP_STATUS_OK; i < EPP_STATUS_COUNT; i++) {
        registration_add_status(&registration, slice_of(epp_status_text((enum epp_status)i)),
                                arena);
    }
    assert_int_equal(registration.status_count, REGISTRATION_STATUSES_MAXIMUM);
    for (size_t i = EPP_STATUS_OK; i < EPP_STATUS_COUNT; i++) {
        assert_true(registration_has(&registration, (enum epp_status)i));
    }
    expect_text("the first stays", "text", registration.statuses[0].text, "word 0");
    arena_destroy(arena);
}

static void test_long_statuses(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = empty_registration(REGISTRATION_RESULT_FOUND);
    char text[80];

    (void)state;
    memset(text, 'x', sizeof text);
    registration_add_status(&registration, slice_make(text, 64), arena);
    registration_add_status(&registration, slice_make(text, 65), arena);
    assert_int_equal(registration.status_count, 1);
    assert_int_equal(registration.statuses[0].text.length, 64);
    memset(text, '-', sizeof text);
    memcpy(text, "client", 6);
    memcpy(text + 60, "hold", 4);
    memcpy(text + 64, "er", 2);
    registration_add_status(&registration, slice_make(text, 66), arena);
    assert_int_equal(registration.statuses[1].status, EPP_STATUS_OTHER);
    expect_text("cut to a word", "text", registration.statuses[1].text, "other");
    arena_destroy(arena);
}

static void test_servers(void **state)
{
    static const struct {
        const char *text;
        bool is_server;
    } rows[] = {
        { "NS1.Example.NET.", true },
        { " ns1.example.net\r", true },
        { "_a.b-c", true },
        { "ns1", false },
        { "", false },
        { ".", false },
        { "ns1..example.net", false },
        { "ns1.example.net x", false },
        { "a.b:53", false },
        { "ns\xC3\xA4.example", false },
        { "a\\.b", false },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = empty_registration(REGISTRATION_RESULT_FOUND);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].text, "taken",
                      registration_add_server(&registration, slice_of(rows[i].text)),
                      rows[i].is_server);
    }
    expect_text("servers", "text", show_registration(&registration, arena),
                "found; servers ns1.example.net _a.b-c");
    for (int i = 2; i < REGISTRATION_SERVERS_MAXIMUM; i++) {
        assert_true(registration_add_server(&registration, arena_printf(arena, "ns.x%d", i)));
    }
    assert_false(registration.truncated);
    assert_true(registration_add_server(&registration, SLICE("ns.x2")));
    assert_false(registration.truncated);
    assert_true(registration_add_server(&registration, SLICE("one.more")));
    assert_true(registration.truncated);
    assert_int_equal(registration.server_count, REGISTRATION_SERVERS_MAXIMUM);
    arena_destroy(arena);
}

static void test_clean(void **state)
{
    static const struct {
        const char *text;
        size_t maximum;
        const char *want;
    } rows[] = {
        { "", 10, "" },
        { " a b ", 10, "a b" },
        { "a\tb\x1B\x7F", 10, "a?b??" },
        { "B\xC3\xBC"
          "cher",
          10,
          "B\xC3\xBC"
          "cher" },
        { "B\xC3\xBC"
          "cher",
          2, "B" },
        { "B\xC3\xBC"
          "cher",
          3, "B\xC3\xBC" },
        { "B\xC3", 10, "B?" },
        { "\xC2\x85", 10, "??" }, /* U+0085: a line end for some */
        { "\xB2\xE9", 10, "??" },
        { "ab cd", 3, "ab" },
        { "abc", 3, "abc" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = slice_of(rows[i].text);
        struct slice clean = registration_clean(text, rows[i].maximum, arena);

        expect_text(rows[i].text, "clean", clean, rows[i].want);
        assert_true(registration_is_clean(clean, rows[i].maximum));
        expect_number(rows[i].text, "was clean", registration_is_clean(text, rows[i].maximum),
                      slice_equal(text, clean));
    }
    arena_destroy(arena);
}

static void test_about(void **state)
{
    static const struct {
        const char *text;
        const char *asked;
        bool is_about;
    } rows[] = {
        { "example.com", "example.com", true },
        { "EXAMPLE.COM.", "example.com", true },
        { " example.com ", "example.com", true },
        { "b\xC3\xBC"
          "cher.example",
          "xn--bcher-kva.example", true },
        { "B\xC3\x9C"
          "CHER.example",
          "xn--bcher-kva.example", true },
        { "xn--bcher-kva.example", "xn--bcher-kva.example", true },
        { "www.example.com", "example.com", false },
        { "com", "example.com", false },
        { "example.co", "example.com", false },
        { "", "example.com", false },
        { "example.com x", "example.com", false },
        { "\xFF.example", "example.com", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name asked = make_name(rows[i].asked);
        enum status memory = STATUS_INTERNAL;

        expect_number(rows[i].text, "about it",
                      registration_is_about(slice_of(rows[i].text), &asked, &memory),
                      rows[i].is_about);
        assert_int_equal(memory, STATUS_OK);
    }
}

/* --- writing and reading --------------------------------------------------------------------- */

static struct slice written(const struct registration *registration, struct arena *arena)
{
    struct json *root = NULL;
    struct buf buf;

    assert_int_equal(json_create(&root), STATUS_OK);
    registration_write(registration, arena, root);
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

/* STATUS_BAD_INPUT also for what is no JSON. */
static enum status reread(struct slice text, struct arena *arena, struct registration *ret)
{
    struct slice reason = slice_empty();
    struct json *root = NULL;
    enum status status = json_read(text, LIMIT_FILE, arena, &root, &reason);

    if (status == STATUS_OK) {
        status = registration_read(root, arena, ret);
    }
    json_free(root);
    return status;
}

static struct registration rich_registration(struct arena *arena)
{
    struct registration registration = empty_registration(REGISTRATION_RESULT_FOUND);

    registration.source = REGISTRATION_SOURCE_RDAP;
    registration.server = SLICE("https://rdap.example/");
    registration.reason = SLICE("a reason");
    registration.retry_after_s = 86400;
    registration_add_status(&registration, SLICE("client hold"), arena);
    registration_add_status(&registration, SLICE("odd one"), arena);
    assert_true(registration_add_server(&registration, SLICE("ns1.example.net")));
    assert_true(registration_add_server(&registration, SLICE("ns2.example.net")));
    registration.truncated = true;
    registration.has_registered = true;
    registration.registered = -1;
    registration.has_expires = true;
    registration.expires = 1793491200;
    registration.has_signed = true;
    registration.is_signed = true;
    registration.registrar = SLICE("Beispiel B\xC3\xBC"
                                   "cher");
    registration.read_at = 1793491201;
    registration.cached = true;
    return registration;
}

static void expect_same(const char *title, const struct registration *a,
                        const struct registration *b, struct arena *arena)
{
    struct slice shown = show_registration(b, arena);

    shown = arena_printf(arena, "%.*s", SLICE_ARGS(shown));
    expect_text(title, "registration", show_registration(a, arena), shown.data);
    expect_octets(title, "server", a->server, b->server);
    expect_number(title, "source", a->source, b->source);
    expect_number(title, "read at", a->read_at, b->read_at);
    for (size_t i = 0; i < a->status_count; i++) {
        expect_number(title, "status", a->statuses[i].status, b->statuses[i].status);
    }
}

static void test_write(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = rich_registration(arena);
    struct registration again = empty_registration(REGISTRATION_RESULT_NONE);

    (void)state;
    expect_text("rich", "text", written(&registration, arena),
                "{\"result\":\"found\",\"source\":\"rdap\",\"server\":\"https://rdap.example/\","
                "\"reason\":\"a reason\",\"retry_after_s\":86400,"
                "\"statuses\":[\"clientHold\",\"odd one\"],"
                "\"servers\":[\"ns1.example.net\",\"ns2.example.net\"],\"truncated\":true,"
                "\"registered\":-1,\"expires\":1793491200,\"signed\":true,"
                "\"registrar\":\"Beispiel B\\u00FCcher\",\"read_at\":1793491201}");
    assert_int_equal(reread(written(&registration, arena), arena, &again), STATUS_OK);
    expect_same("rich", &again, &registration, arena);
    assert_false(again.cached);

    registration = empty_registration(REGISTRATION_RESULT_NOT_FOUND);
    expect_text("bare", "text", written(&registration, arena),
                "{\"result\":\"not-found\",\"source\":\"whois\"}");
    assert_int_equal(reread(written(&registration, arena), arena, &again), STATUS_OK);
    expect_same("bare", &again, &registration, arena);
    arena_destroy(arena);
}

/* What only an object has is neither written nor read without one. */
static void test_write_without_object(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = rich_registration(arena);
    struct registration again = empty_registration(REGISTRATION_RESULT_NONE);

    (void)state;
    registration.result = REGISTRATION_RESULT_REFUSED;
    expect_text("refused", "text", written(&registration, arena),
                "{\"result\":\"refused\",\"source\":\"rdap\",\"server\":\"https://rdap.example/\","
                "\"reason\":\"a reason\",\"retry_after_s\":86400,\"read_at\":1793491201}");
    assert_int_equal(
        reread(SLICE("{\"result\":\"refused\",\"source\":\"rdap\",\"statuses\":[\"ok\"],"
                     "\"servers\":7}"),
               arena, &again),
        STATUS_OK);
    assert_int_equal(again.status_count, 0);
    arena_destroy(arena);
}

/* Whoever filled it in, and with what: it can be read again. */
static void test_write_unclean(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = empty_registration(REGISTRATION_RESULT_DEFERRED);
    struct registration again = empty_registration(REGISTRATION_RESULT_NONE);
    char text[600];

    (void)state;
    memset(text, 'x', sizeof text);
    registration.server = slice_make(text, sizeof text);
    registration.reason = SLICE(" a\nb\xFF ");
    registration.retry_after_s = UINT32_MAX;
    registration.read_at = -5;
    assert_int_equal(reread(written(&registration, arena), arena, &again), STATUS_OK);
    assert_int_equal(again.server.length, REGISTRATION_SERVER_TEXT_MAXIMUM);
    expect_text("unclean", "reason", again.reason, "a?b?");
    assert_int_equal(again.retry_after_s, REGISTRATION_RETRY_MAXIMUM);
    assert_int_equal(again.read_at, 0);
    arena_destroy(arena);
}

static void test_read(void **state)
{
    static const struct {
        const char *members;
        enum status status;
    } rows[] = {
        { "\"result\":\"found\",\"source\":\"rdap\"", STATUS_OK },
        { "\"result\":\"found\",\"source\":\"none\"", STATUS_OK },
        { "\"result\":\"deferred\",\"source\":\"whois\",\"unknown\":[1]", STATUS_OK },
        { "\"result\":\"found\",\"source\":\"rdap\",\"statuses\":[]", STATUS_OK },
        { "\"result\":\"found\",\"source\":\"rdap\",\"statuses\":[\"client hold\"]", STATUS_OK },
        { "\"result\":\"found\",\"source\":\"rdap\",\"retry_after_s\":1", STATUS_OK },
        { "\"result\":\"found\",\"source\":\"rdap\",\"expires\":253402387199", STATUS_OK },
        { "\"result\":\"found\",\"source\":\"rdap\",\"registered\":-2209075200", STATUS_OK },
        { "\"result\":\"found\"", STATUS_BAD_INPUT },
        { "\"source\":\"rdap\"", STATUS_BAD_INPUT },
        { "\"result\":\"none\",\"source\":\"rdap\"", STATUS_BAD_INPUT },
        { "\"result\":\"FOUND\",\"source\":\"rdap\"", STATUS_BAD_INPUT },
        { "\"result\":1,\"source\":\"rdap\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"dns\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":null", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"server\":7", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"server\":\"\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"server\":\"a\\u0007\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"reason\":[]", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"reason\":\" a\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"retry_after_s\":0", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"retry_after_s\":86401", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"retry_after_s\":1.5", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"statuses\":\"ok\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"statuses\":[1]", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"statuses\":[\"\"]", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"statuses\":[\"a\\n\"]", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"servers\":{}", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"servers\":[\"ns1\"]", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"servers\":[\"a.b c\"]", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"truncated\":1", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"signed\":\"yes\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"expires\":\"2027\"", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"expires\":253402387200", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"registered\":-2209075201", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"registrar\":true", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"read_at\":-1", STATUS_BAD_INPUT },
        { "\"result\":\"found\",\"source\":\"rdap\",\"read_at\":\"now\"", STATUS_BAD_INPUT },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration registration = empty_registration(REGISTRATION_RESULT_NONE);
        struct slice text = arena_printf(arena, "{%s}", rows[i].members);

        expect_number(rows[i].members, "status", reread(text, arena, &registration),
                      rows[i].status);
        expect_number(rows[i].members, "written", registration.result != REGISTRATION_RESULT_NONE,
                      rows[i].status == STATUS_OK);
    }
    arena_destroy(arena);
}

/* Lists and texts at their limits and one beyond. */
static void test_read_limits(void **state)
{
    static const struct {
        const char *member;
        bool is_list;
        size_t maximum;
    } rows[] = {
        { "server", false, 255 }, { "reason", false, 512 }, { "registrar", false, 128 },
        { "statuses", true, 32 }, { "servers", true, 16 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < 2 * ROWS(rows); i++) {
        size_t count = rows[i / 2].maximum + i % 2;
        bool is_list = rows[i / 2].is_list;
        struct registration registration;
        struct buf buf;

        buf_init(&buf, arena, LIMIT_FILE);
        buf_printf(&buf, "{\"result\":\"found\",\"source\":\"rdap\",\"%s\":%s", rows[i / 2].member,
                   is_list ? "[" : "\"");
        for (size_t at = 0; at < count; at++) {
            if (is_list) {
                buf_printf(&buf, "%s\"x%zu.y\"", at == 0 ? "" : ",", at);
            } else {
                buf_add_octet(&buf, 'x');
            }
        }
        buf_add_text(&buf, is_list ? "]}" : "\"}");
        expect_number(rows[i / 2].member, "status", reread(buf_slice(&buf), arena, &registration),
                      i % 2 == 0 ? STATUS_OK : STATUS_BAD_INPUT);
    }
    arena_destroy(arena);
}

static void test_truncations(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = rich_registration(arena);
    struct slice text = written(&registration, arena);

    (void)state;
    for (size_t length = 0; length < text.length; length++) {
        assert_int_equal(reread(slice_head(text, length), arena, &registration), STATUS_BAD_INPUT);
    }
    assert_int_equal(registration_read(NULL, arena, &registration), STATUS_BAD_INPUT);
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = rich_registration(arena);
    struct slice text = written(&registration, arena);
    struct arena *small = make_arena(8);

    (void)state;
    assert_int_equal(reread(text, small, &registration), STATUS_NO_MEMORY);
    arena_destroy(small);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),         cmocka_unit_test(test_hold),
        cmocka_unit_test(test_statuses),      cmocka_unit_test(test_many_statuses),
        cmocka_unit_test(test_long_statuses), cmocka_unit_test(test_servers),
        cmocka_unit_test(test_clean),         cmocka_unit_test(test_about),
        cmocka_unit_test(test_write),         cmocka_unit_test(test_write_without_object),
        cmocka_unit_test(test_write_unclean), cmocka_unit_test(test_read),
        cmocka_unit_test(test_read_limits),   cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
