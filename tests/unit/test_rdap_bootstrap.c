/* SPDX-License-Identifier: MIT */
/* RDAP servers by domain: the built-in table, and files that are right or wrong. */
#include "../support/expect.h"

#include "base/buf.h"
#include "registry/rdap_bootstrap.h"
#include "registry/suffix_table.h"

#define SERVICES(text) "{\"version\":\"1.0\",\"services\":[" text "]}"
#define BASE(url) SERVICES("[[\"com\"],[\"" url "\"]]")
#define KEY(key) SERVICES("[[\"" key "\"],[\"https://a.b/\"]]")

/* The bases of a name with blanks between, "-" without any. */
static struct slice find(const struct rdap_bootstrap *bootstrap, const char *name,
                         struct arena *arena)
{
    struct dns_name asked = make_name(name);
    struct rdap_bases bases = { .count = 99 };
    enum status status = rdap_bootstrap_find(bootstrap, &asked, arena, &bases);
    struct buf buf;

    if (status == STATUS_NOT_FOUND) {
        assert_int_equal(bases.count, 99);
        return SLICE("-");
    }
    assert_int_equal(status, STATUS_OK);
    assert_in_range(bases.count, 1, RDAP_BASES_MAXIMUM);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < bases.count; i++) {
        buf_printf(&buf, "%s%.*s", i == 0 ? "" : " ", SLICE_ARGS(bases.urls[i]));
    }
    return buf_slice(&buf);
}

static void test_builtin(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } rows[] = {
        { "com", "https://rdap.verisign.com/com/v1/" },
        { "example.com", "https://rdap.verisign.com/com/v1/" },
        { "a.b.example.NET.", "https://rdap.verisign.com/net/v1/" },
        { "example.top", "https://rdap.zdnsgtld.com/top/" },
        { "example.xn--55qx5d", "https://restwhois.ngtld.cn/" },
        { "example.kg", "http://rdap.cctld.kg/" },
        { "example.fr", "https://rdap.nic.fr/" },
        { "example.cn", "-" },
        { "example.xn--fiqs8s", "-" },
        { "example.io", "-" },
        { "example.hk", "-" },
        { "example.xcom", "-" },
        { "example.co", "-" },
        { "com.example", "-" },
        { ".", "-" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].name, "bases", find(NULL, rows[i].name, arena), rows[i].want);
    }
    assert_int_equal(strlen(rdap_bootstrap_date()), 10);
    arena_destroy(arena);
}

static const char rich[] = "{\"description\": \"x\", \"publication\": \"2026-03-23T19:00:02Z\",\n"
                           " \"version\": \"1.0\", \"services\": [\n"
                           "  [[\"\"], [\"https://root.example/\"]],\n"
                           "  [[\"com\", \"Net\"], [\"http://a.example:8080/x/\","
                           " \"HTTPS://b.example/%7Ey/\", \"https://c.example/\"]],\n"
                           "  [[\"sub.example.com\"], [\"https://127.0.0.1:4443/sub/\"]],\n"
                           "  [[\"com\"], [\"https://later.example/\"]],\n"
                           "  [[\"many.\"], [\"https://1.x/\", \"https://2.x/\", \"https://3.x/\","
                           " \"https://4.x/\", \"https://5.x/\"]],\n"
                           "  [[\"org\"], [\"http://only.example/\"]]]}\n";

static void test_file(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } rows[] = {
        { "example.com", "https://b.example/%7Ey/ https://c.example/ http://a.example:8080/x/" },
        { "example.net", "https://b.example/%7Ey/ https://c.example/ http://a.example:8080/x/" },
        { "sub.example.com", "https://127.0.0.1:4443/sub/" },
        { "x.sub.example.com", "https://127.0.0.1:4443/sub/" },
        { "xsub.example.com",
          "https://b.example/%7Ey/ https://c.example/ http://a.example:8080/x/" },
        { "example.org", "http://only.example/" },
        { "x.many", "https://1.x/ https://2.x/ https://3.x/ https://4.x/" },
        { "example.de", "https://root.example/" },
        { ".", "https://root.example/" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct rdap_bootstrap bootstrap = { .table = slice_empty(), .date = slice_empty() };
    struct slice reason;

    (void)state;
    assert_int_equal(rdap_bootstrap_read(slice_of(rich), arena, &bootstrap, &reason), STATUS_OK);
    expect_text("rich", "date", bootstrap.date, "2026-03-23");
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].name, "bases", find(&bootstrap, rows[i].name, arena), rows[i].want);
    }
    assert_int_equal(rdap_bootstrap_read(SLICE(SERVICES("")), arena, &bootstrap, &reason),
                     STATUS_OK);
    expect_text("empty", "date", bootstrap.date, "");
    expect_text("empty", "bases", find(&bootstrap, "example.com", arena), "-");
    arena_destroy(arena);
}

static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *reason;
    } rows[] = {
        { "", "line 1, column 1: there is nothing" },
        { "[]", "version: \"1.0\" is wanted (RFC 9224 3)" },
        { "{\"services\":[]}", "version: \"1.0\" is wanted (RFC 9224 3)" },
        { "{\"version\":\"2.0\",\"services\":[]}", "version: \"1.0\" is wanted (RFC 9224 3)" },
        { "{\"version\":\"1.0\"}", "services: a list is wanted (RFC 9224 3)" },
        { "{\"version\":\"1.0\",\"services\":{}}", "services: a list is wanted (RFC 9224 3)" },
        { "{\"version\":\"1.0\",\"publication\":\"soon\",\"services\":[]}",
          "publication: a date such as \"2026-03-23T19:00:02Z\" is wanted" },
        { SERVICES("[]"), "services[0]: a list of domains and a list of URLs are wanted" },
        { SERVICES("7"), "services[0]: a list of domains and a list of URLs are wanted" },
        { SERVICES("[[\"com\"],[]]"),
          "services[0]: a list of domains and a list of URLs are wanted" },
        { SERVICES("[[],[\"https://a.b/\"]]"),
          "services[0]: a list of domains and a list of URLs are wanted" },
        { SERVICES("[[\"x\"],[\"https://a.b/\"]],[[\"com\"],[\"https://a.b/\"],[]]"),
          "services[1]: a list of domains and a list of URLs are wanted" },
        { SERVICES("[[\"x\"],[\"https://a.b/\"]],[[\"com\"],[\"https://a.b/\",\"https://c.d\"]]"),
          "services[1][1][1]: \"https://c.d\" does not end in \"/\" (RFC 9224 3)" },
        { SERVICES("[[\"com\"],[7]]"),
          "services[0][1][0]: \"\" stands where a URL as text is wanted" },
        { SERVICES("[[\"com\",7],[\"https://a.b/\"]]"),
          "services[0][0][1]: \"\" stands where a domain as text is wanted" },
        { BASE("ftp://a.b/"),
          "services[0][1][0]: \"ftp://a.b/\" begins neither with https:// nor with http://" },
        { BASE("a.b/"),
          "services[0][1][0]: \"a.b/\" begins neither with https:// nor with http://" },
        { BASE(""), "services[0][1][0]: \"\" begins neither with https:// nor with http://" },
        { BASE("https://a b/"),
          "services[0][1][0]: \"https://a b/\" has something else than printable ASCII" },
        { BASE("https://a.b/\\u0000/"),
          "services[0][1][0]: \"https://a.b/?/\" has something else than printable ASCII" },
        { BASE("https://b\\u00fc.example/"),
          "services[0][1][0]: \"https://b\xC3\xBC.example/\" has "
          "something else than printable ASCII" },
        { BASE("https:///"), "services[0][1][0]: \"https:///\" has no host name, or no port from 1 "
                             "to 65535 behind its colon" },
        { BASE("https://x@a.b/"),
          "services[0][1][0]: \"https://x@a.b/\" has no host name, or no port "
          "from 1 to 65535 behind its colon" },
        { BASE("https://a.b:0/"),
          "services[0][1][0]: \"https://a.b:0/\" has no host name, or no port "
          "from 1 to 65535 behind its colon" },
        { BASE("https://a.b:65536/"),
          "services[0][1][0]: \"https://a.b:65536/\" has no host name, or "
          "no port from 1 to 65535 behind its colon" },
        { BASE("https://a.b:/"),
          "services[0][1][0]: \"https://a.b:/\" has no host name, or no port "
          "from 1 to 65535 behind its colon" },
        { BASE("https://[::1]/"),
          "services[0][1][0]: \"https://[::1]/\" has no host name, or no port "
          "from 1 to 65535 behind its colon" },
        { BASE("https://a..b/"),
          "services[0][1][0]: \"https://a..b/\" has no host name, or no port "
          "from 1 to 65535 behind its colon" },
        { BASE("https://a.b/?x=/"), "services[0][1][0]: \"https://a.b/?x=/\" has something behind "
                                    "its host that is no path: a "
                                    "query, a fragment, a bad escape" },
        { BASE("https://a.b/#/"),
          "services[0][1][0]: \"https://a.b/#/\" has something behind its host that is no path: a "
          "query, a fragment, a bad escape" },
        { BASE("https://a.b/%%/"),
          "services[0][1][0]: \"https://a.b/%%/\" has something behind its host that is no path: a "
          "query, a fragment, a bad escape" },
        { BASE("https://a.b/|/"),
          "services[0][1][0]: \"https://a.b/|/\" has something behind its host that is no path: a "
          "query, a fragment, a bad escape" },
        { KEY("b\\u00fc"), "services[0][0][0]: \"b\xC3\xBC\" is no domain in A-labels: letters, "
                           "digits, hyphens, dots" },
        { KEY("a b"), "services[0][0][0]: \"a b\" is no domain in A-labels: letters, digits, "
                      "hyphens, dots" },
        { KEY("a\\nb"), "services[0][0][0]: \"a?b\" is no domain in A-labels: letters, digits, "
                        "hyphens, dots" },
        { KEY("."), "services[0][0][0]: \".\" is no domain in A-labels: letters, digits, hyphens, "
                    "dots" },
        { KEY(".com"), "services[0][0][0]: \".com\" is no domain in A-labels: letters, digits, "
                       "hyphens, dots" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct rdap_bootstrap bootstrap;
        struct slice reason = slice_empty();

        expect_number(rows[i].text, "status",
                      rdap_bootstrap_read(slice_of(rows[i].text), arena, &bootstrap, &reason),
                      STATUS_BAD_INPUT);
        expect_text(rows[i].text, "reason", reason, rows[i].reason);
    }
    arena_destroy(arena);
}

/* A base of 255 octets, and one of 256; a file of 1 MiB, and one octet more. */
static void test_limits(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t more = 0; more <= 1; more++) {
        struct rdap_bootstrap bootstrap;
        struct slice reason = slice_empty();
        struct buf buf;

        buf_init(&buf, arena, LIMIT_ARENA);
        buf_add_text(&buf, "{\"version\":\"1.0\",\"services\":[[[\"com\"],[\"https://a.b/");
        for (size_t length = 12; length < RDAP_BASE_MAXIMUM - 1 + more; length++) {
            buf_add_octet(&buf, 'x');
        }
        buf_add_text(&buf, "/\"]]]}");
        expect_number("base", "status",
                      rdap_bootstrap_read(buf_slice(&buf), arena, &bootstrap, &reason),
                      more == 0 ? STATUS_OK : STATUS_BAD_INPUT);
        if (more == 0) {
            assert_int_equal(find(&bootstrap, "com", arena).length, RDAP_BASE_MAXIMUM);
        }
        buf_cut(&buf, 0);
        buf_add_text(&buf, SERVICES(""));
        while (buf_slice(&buf).length < LIMIT_RDAP + more) {
            buf_add_octet(&buf, '\n');
        }
        expect_number("file", "status",
                      rdap_bootstrap_read(buf_slice(&buf), arena, &bootstrap, &reason),
                      more == 0 ? STATUS_OK : STATUS_BAD_INPUT);
    }
    arena_destroy(arena);
}

static void test_truncations(void **state)
{
    size_t whole = strlen(rich) - 1;

    (void)state;
    for (size_t length = 0; length < whole; length++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct rdap_bootstrap bootstrap;
        struct slice reason = slice_empty();

        assert_int_equal(rdap_bootstrap_read(slice_make(rich, length), arena, &bootstrap, &reason),
                         STATUS_BAD_INPUT);
        assert_true(reason.length > 0);
        arena_destroy(arena);
    }
}

/* The most keys that a file can have take no more memory than its own length a few times. */
static void test_many_keys(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct rdap_bootstrap bootstrap = { .table = slice_empty(), .date = slice_empty() };
    struct slice reason = slice_empty();
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, LIMIT_RDAP);
    buf_add_text(&buf, "{\"version\":\"1.0\",\"services\":[[[\"com\"");
    while (buf_slice(&buf).length < LIMIT_RDAP - 64) {
        buf_add_text(&buf, ",\"a\"");
    }
    buf_add_text(&buf, "],[\"https://a.b/\"]]]}");
    assert_int_equal(rdap_bootstrap_read(buf_slice(&buf), arena, &bootstrap, &reason), STATUS_OK);
    expect_text("many", "bases", find(&bootstrap, "x.com", arena), "https://a.b/");
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct rdap_bootstrap bootstrap = { .table = slice_empty(), .date = slice_empty() };
    struct slice reason = slice_empty();
    struct rdap_bases bases;
    struct dns_name name = make_name("example.com");

    (void)state;
    for (size_t limit = 1; limit <= 16; limit *= 4) {
        struct arena *small = make_arena(limit);

        assert_int_equal(rdap_bootstrap_read(slice_of(rich), small, &bootstrap, &reason),
                         STATUS_NO_MEMORY);
        arena_destroy(small);
        small = make_arena(limit);
        assert_int_equal(rdap_bootstrap_find(NULL, &name, small, &bases), STATUS_NO_MEMORY);
        arena_destroy(small);
    }
}

/* Tables by hand: the longest match wins wherever it stands, then the first. */
static void test_table(void **state)
{
    static const struct {
        const char *name;
        const char *value;
    } rows[] = {
        { "a.b.c", "3" }, { "x.a.b.c", "3" }, { "b.c", "2" },   { "xb.c", "1" },
        { "c", "1" },     { "q", "root" },    { "xc", "root" }, { "bc", "root" },
    };
    struct slice table = SLICE("1 c\nroot . \n2 b.c x\n\nnothing\n3 y a.b.c\n4 a.b.c b.c c\n");

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct suffix_match match = { .found = false };

        suffix_table_find(table, slice_of(rows[i].name), &match);
        expect_number(rows[i].name, "found", match.found, 1);
        expect_text(rows[i].name, "value", match.value, rows[i].value);
        suffix_table_find(SLICE("other a.b.c"), slice_of(rows[i].name), &match);
        expect_text(rows[i].name, "value", match.value, rows[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builtin),     cmocka_unit_test(test_file),
        cmocka_unit_test(test_refusals),    cmocka_unit_test(test_limits),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_many_keys),   cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
