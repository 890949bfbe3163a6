/* SPDX-License-Identifier: MIT */
/* URLs that are fetched, all parts of them, and those that are not, with the reason. */
#include "../support/expect.h"

#include "io/fetch_url.h"

static void test_accepted(void **state)
{
    static const struct {
        const char *text;
        bool is_secure;
        const char *host;
        const char *address; /* NULL: the host is a name */
        unsigned port;
        const char *path;
    } rows[] = {
        { "https://rdap.example/", true, "rdap.example", NULL, 443, "/" },
        { "http://rdap.example/", false, "rdap.example", NULL, 80, "/" },
        { "HTTPS://RDAP.example", true, "RDAP.example", NULL, 443, "" },
        { "https://rdap.example:8443/rdap/domain/x.example", true, "rdap.example", NULL, 8443,
          "/rdap/domain/x.example" },
        { "https://rdap.example:1", true, "rdap.example", NULL, 1, "" },
        { "https://rdap.example:65535?a=b", true, "rdap.example", NULL, 65535, "?a=b" },
        { "https://rdap.example?a=/b@c:d", true, "rdap.example", NULL, 443, "?a=/b@c:d" },
        { "https://rdap.example/a@b:c%20d?e", true, "rdap.example", NULL, 443, "/a@b:c%20d?e" },
        { "https://localhost/", true, "localhost", NULL, 443, "/" },
        { "https://xn--fiqs8s.xn--55qx5d/", true, "xn--fiqs8s.xn--55qx5d", NULL, 443, "/" },
        { "https://a_b.1x.example/", true, "a_b.1x.example", NULL, 443, "/" },
        { "https://192.0.2.1/", true, "192.0.2.1", "192.0.2.1", 443, "/" },
        { "http://192.0.2.1:8080", false, "192.0.2.1", "192.0.2.1", 8080, "" },
        { "https://[2001:db8::1]/x", true, "2001:db8::1", "2001:db8::1", 443, "/x" },
        { "https://[::1]:8443/", true, "::1", "::1", 8443, "/" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].text;
        struct fetch_url url;

        expect_number(title, "status", fetch_url_parse(slice_of(title), &url, NULL), STATUS_OK);
        expect_number(title, "is_secure", url.is_secure, rows[i].is_secure);
        expect_text(title, "host", url.host, rows[i].host);
        expect_text(title, "address", address_to_text(&url.address, arena),
                    rows[i].address != NULL ? rows[i].address : "");
        expect_number(title, "port", url.port, rows[i].port);
        expect_text(title, "path", url.path, rows[i].path);
    }
    arena_destroy(arena);
}

static void test_refused(void **state)
{
    static const char scheme[] = "it begins neither with https:// nor with http://";
    static const char octet[] = "it has a blank, a control or a non-ASCII octet";
    static const char user[] = "it has a user name before the host";
    static const char host[] = "its host is neither a host name nor an address";
    static const char port[] = "its port is no number from 1 to 65535";
    static const char brackets[] = "there is no IPv6 address in its brackets";
    static const struct {
        struct slice text;
        const char *reason;
    } rows[] = {
        { { "", 0 }, scheme },
        { { "https:/", 7 }, scheme },
        { { "ftp://x.example/", 16 }, scheme },
        { { "file:///etc/passwd", 18 }, scheme },
        { { "//x.example/", 12 }, scheme },
        { { "x.example", 9 }, scheme },
        { { "https://", 8 }, "it has no host" },
        { { "https:///path", 13 }, "it has no host" },
        { { "https://?query", 14 }, "it has no host" },
        { { "https://:443/", 13 }, "it has no host" },
        { { "https://u@x.example/", 20 }, user },
        { { "https://u:p@x.example/", 22 }, user },
        { { "https://x.example:1@y.example/", 30 }, user },
        { { "https://@/", 10 }, user },
        { { "https://x.example./", 19 }, host },
        { { "https://.x.example/", 19 }, host },
        { { "https://x..example/", 19 }, host },
        { { "https://x.exam%70le/", 20 }, host },
        { { "https://x.example,y/", 20 }, host },
        { { "https://127.1/", 14 }, host },
        { { "https://2130706433/", 19 }, host },
        { { "https://0x7f.0.0.1/", 19 }, host },
        { { "https://127.0.0.0x1/", 20 }, host },
        { { "https://127.0.0.01/", 19 }, host },
        { { "https://127.0.0.256/", 20 }, host },
        { { "https://1.2.3.4.5/", 18 }, host },
        { { "https://x.example:/", 19 }, port },
        { { "https://x.example:0/", 20 }, port },
        { { "https://x.example:65536/", 24 }, port },
        { { "https://x.example:+1/", 21 }, port },
        { { "https://x.example:443:1/", 24 }, port },
        { { "https://[::1/", 13 }, brackets },
        { { "https://[]/", 11 }, brackets },
        { { "https://[127.0.0.1]/", 20 }, brackets },
        { { "https://[fe80::1%25eth0]/", 25 }, brackets },
        { { "https://[::1]x/", 15 }, port },
        { { "https://x.example\\@y.example/", 29 }, "it has a backslash" },
        { { "https://x.example/#f", 20 }, "it has a fragment" },
        { { "https://x.example/ y", 20 }, octet },
        { { "https://x.example/\r\nX: y", 24 }, octet },
        { { "https://x.example/\0y", 20 }, octet },
        { { "https://x.example/\x7F", 19 }, octet },
        { { "https://x\xC3\xA9.example/", 20 }, octet },
        { { " https://x.example/", 19 }, octet },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct fetch_url url = { .port = 7 };
        const char *reason = "unset";

        expect_number(rows[i].text.data, "status", fetch_url_parse(rows[i].text, &url, &reason),
                      STATUS_BAD_INPUT);
        expect_text(rows[i].text.data, "reason", slice_of(reason), rows[i].reason);
        expect_number(rows[i].text.data, "port", url.port, 7);
    }
}

/* "https://", then labels of `label` octets with a dot between, `host` in all, then a path. */
static size_t make_url(char *text, size_t label, size_t host, size_t length)
{
    memset(text, 'a', length);
    memcpy(text, "https://", 8);
    for (size_t i = 8 + label; i < 8 + host; i += label + 1) {
        text[i] = '.';
    }
    if (length > 8 + host) {
        text[8 + host] = '/';
    }
    return length;
}

static void test_limits(void **state)
{
    static const struct {
        const char *title;
        size_t label;
        size_t host;
        size_t length;
        enum status status;
    } rows[] = {
        { "the longest label", 63, 127, 135, STATUS_OK },
        { "a label too long", 64, 129, 137, STATUS_BAD_INPUT },
        { "the longest host", 31, 253, 261, STATUS_OK },
        { "a host too long", 31, 254, 262, STATUS_BAD_INPUT },
        { "the longest URL", 31, 100, FETCH_URL_MAXIMUM, STATUS_OK },
        { "a URL too long", 31, 100, FETCH_URL_MAXIMUM + 1, STATUS_BAD_INPUT },
    };
    char text[FETCH_URL_MAXIMUM + 1];

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t length = make_url(text, rows[i].label, rows[i].host, rows[i].length);
        struct fetch_url url;

        expect_number(rows[i].title, "status",
                      fetch_url_parse(slice_make(text, length), &url, NULL), rows[i].status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
