/* SPDX-License-Identifier: MIT */
/* WHOIS servers by domain, files that add to them, and what each server is sent. */
#include "../support/expect.h"

#include "base/buf.h"
#include "registry/whois_server.h"

/* "host:port" of a name, "-" without one. */
static struct slice find(const struct whois_servers *servers, const char *name, struct arena *arena)
{
    struct dns_name asked = make_name(name);
    struct whois_server server;
    enum status status = whois_server_find(servers, &asked, arena, &server);

    if (status == STATUS_NOT_FOUND) {
        return SLICE("-");
    }
    assert_int_equal(status, STATUS_OK);
    return arena_printf(arena, "%.*s:%u", SLICE_ARGS(server.host), (unsigned)server.port);
}

static void test_builtin(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } rows[] = {
        { "example.cn", "whois.cnnic.cn:43" },
        { "a.example.com.CN.", "whois.cnnic.cn:43" },
        { "example.xn--fiqs8s", "whois.cnnic.cn:43" },
        { "example.xn--fiqz9s", "whois.cnnic.cn:43" },
        { "example.com", "whois.verisign-grs.com:43" },
        { "example.jp", "whois.jprs.jp:43" },
        { "example.de", "whois.denic.de:43" },
        { "example.xn--y9a3aq", "whois.amnic.net:43" },
        { "example.fr", "-" },
        { "example.vn", "-" },
        { "cn.example", "-" },
        { "xcn", "-" },
        { ".", "-" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].name, "server", find(NULL, rows[i].name, arena), rows[i].want);
    }
    arena_destroy(arena);
}

static void test_file(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } rows[] = {
        { "example.cn", "127.0.0.1:4343" },      { "example.com.cn", "other.example:43" },
        { "example.vn", "whois.example:65535" }, { "example.test", "last.example:1" },
        { "example.jp", "whois.jprs.jp:43" },    { "example.fr", "-" },
    };
    struct slice text = SLICE("# a comment\r\n\r\ncn\t127.0.0.1:4343\r\n com.cn  other.example \n"
                              "\tVN.\twhois.example:65535\n\ntest last.example:1");
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct whois_servers servers;
    struct slice reason = slice_empty();

    (void)state;
    assert_int_equal(whois_servers_read(text, arena, &servers, &reason), STATUS_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].name, "server", find(&servers, rows[i].name, arena), rows[i].want);
    }
    assert_int_equal(whois_servers_read(slice_empty(), arena, &servers, &reason), STATUS_OK);
    expect_text("empty", "server", find(&servers, "example.cn", arena), "whois.cnnic.cn:43");
    arena_destroy(arena);
}

static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *reason;
    } rows[] = {
        { "cn", "line 1: \"cn\" does not end with a host name, or one with \":\" and a port" },
        { "cn\twhois.cn\n\nb\xFC\twhois.cn",
          "line 3: \"b??whois.cn\" does not begin with a domain in A-labels" },
        { ". whois.cn", "line 1: \". whois.cn\" does not begin with a domain in A-labels" },
        { "c|n whois.cn", "line 1: \"c|n whois.cn\" does not begin with a domain in A-labels" },
        { "cn whois.cn x",
          "line 1: \"cn whois.cn x\" does not end with a host name, or one with \":\" and a port" },
        { "cn whois.cn:0",
          "line 1: \"cn whois.cn:0\" does not end with a host name, or one with \":\" and a port" },
        { "cn whois.cn:65536",
          "line 1: \"cn whois.cn:65536\" does not end with a host name, or one "
          "with \":\" and a port" },
        { "cn whois.cn:", "line 1: \"cn whois.cn:\" does not end with a host name, or one with "
                          "\":\" and a port" },
        { "cn http://whois.cn/",
          "line 1: \"cn http://whois.cn/\" does not end with a host name, or "
          "one with \":\" and a port" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct whois_servers servers;
        struct slice reason = slice_empty();

        expect_number(rows[i].text, "status",
                      whois_servers_read(slice_of(rows[i].text), arena, &servers, &reason),
                      STATUS_BAD_INPUT);
        expect_text(rows[i].text, "reason", reason, rows[i].reason);
    }
    arena_destroy(arena);
}

static void test_size(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct whois_servers servers;
    struct slice reason = slice_empty();
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 2 * WHOIS_SERVERS_FILE_MAXIMUM);
    while (buf_slice(&buf).length < WHOIS_SERVERS_FILE_MAXIMUM) {
        buf_add_text(&buf, "c w\t\n");
    }
    buf_cut(&buf, WHOIS_SERVERS_FILE_MAXIMUM);
    assert_int_equal(whois_servers_read(slice_head(buf_slice(&buf), WHOIS_SERVERS_FILE_MAXIMUM - 4),
                                        arena, &servers, &reason),
                     STATUS_OK);
    buf_add_octet(&buf, '\n');
    assert_int_equal(whois_servers_read(buf_slice(&buf), arena, &servers, &reason),
                     STATUS_BAD_INPUT);
    expect_text("size", "reason", reason, "it has 262145 octets, 262144 are the most");
    arena_destroy(arena);
}

static void test_queries(void **state)
{
    static const struct {
        const char *host;
        const char *name;
        const char *want;
    } rows[] = {
        { "whois.cnnic.cn", "Example.CN", "example.cn\r\n" },
        { "whois.cnnic.cn", "xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s\r\n" },
        { "whois.verisign-grs.com", "example.com", "domain example.com\r\n" },
        { "WHOIS.Verisign-GRS.com", "example.net", "domain example.net\r\n" },
        { "whois.denic.de", "example.de", "-T dn,ace example.de\r\n" },
        { "whois.jprs.jp", "example.jp", "example.jp/e\r\n" },
        { "127.0.0.1", "example.jp", "example.jp\r\n" },
        { "whois.jprs.jp.example", "example.jp", "example.jp\r\n" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = make_name(rows[i].name);
        struct slice line = slice_empty();

        assert_int_equal(whois_server_query(slice_of(rows[i].host), &name, arena, &line),
                         STATUS_OK);
        expect_text(rows[i].host, "line", line, rows[i].want);
    }
    arena_destroy(arena);
}

/* Nothing that a server could take for a second line, a flag or a wildcard. */
static void test_foreign_names(void **state)
{
    static const char *const names[] = { ".",       "a b.cn",    "a\r\nb.cn", "*.cn",
                                         "-V x.cn", "a/e.jp",    "=x.com",    "b\xC3\xBC.cn",
                                         "a\tb.cn", "a\\.b.com", "\"x\".cn",  "x\x7F.cn" };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(names); i++) {
        struct dns_name name = make_name(names[i]);
        struct slice line = slice_empty();

        expect_number(names[i], "status",
                      whois_server_query(SLICE("whois.cnnic.cn"), &name, arena, &line),
                      STATUS_BAD_INPUT);
        assert_int_equal(line.length, 0);
    }
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *small = make_arena(1);
    struct dns_name name = make_name("example.cn");
    struct whois_servers servers;
    struct whois_server server;
    struct slice text;

    (void)state;
    assert_int_equal(whois_server_find(NULL, &name, small, &server), STATUS_NO_MEMORY);
    assert_int_equal(whois_server_query(SLICE("x"), &name, small, &text), STATUS_NO_MEMORY);
    assert_int_equal(whois_servers_read(SLICE("cn a.b"), small, &servers, &text), STATUS_NO_MEMORY);
    arena_destroy(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builtin),   cmocka_unit_test(test_file),
        cmocka_unit_test(test_refusals),  cmocka_unit_test(test_size),
        cmocka_unit_test(test_queries),   cmocka_unit_test(test_foreign_names),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
