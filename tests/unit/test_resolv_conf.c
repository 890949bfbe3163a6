/* SPDX-License-Identifier: MIT */
/* resolv.conf: what counts, what is skipped, every bound. */
#include "../support/expect.h"

#include "base/buf.h"
#include "io/resolv_conf.h"

struct row {
    const char *title;
    const char *text;
    const char *servers; /* as endpoint_to_text(), separated by blanks */
    uint32_t timeout_ms; /* 0: not there */
    unsigned attempts;   /* 0: not there */
    bool rotate;
};

static const struct row rows[] = {
    { .title = "an empty file", .text = "", .servers = "127.0.0.1" },
    { .title = "one server", .text = "nameserver 192.0.2.53\n", .servers = "192.0.2.53" },
    { .title = "no final line end", .text = "nameserver 192.0.2.53", .servers = "192.0.2.53" },
    { .title = "CRLF",
      .text = "nameserver 192.0.2.53\r\nnameserver 192.0.2.54\r\n",
      .servers = "192.0.2.53 192.0.2.54" },
    { .title = "both families, in order",
      .text = "nameserver 2001:db8::53\nnameserver 192.0.2.53\n",
      .servers = "2001:db8::53 192.0.2.53" },
    { .title = "tabs and words behind the address",
      .text = "nameserver\t 192.0.2.53 \t# the first\n",
      .servers = "192.0.2.53" },
    { .title = "comments in the first column",
      .text = "#nameserver 192.0.2.1\n;nameserver 192.0.2.2\nnameserver 192.0.2.53\n",
      .servers = "192.0.2.53" },
    { .title = "a keyword starts in the first column",
      .text = " nameserver 192.0.2.1\nnameserver 192.0.2.53\n",
      .servers = "192.0.2.53" },
    { .title = "keywords are exact",
      .text = "nameservers 192.0.2.1\nNameserver 192.0.2.2\nnameserver192.0.2.3\n",
      .servers = "127.0.0.1" },
    { .title = "what is no address is skipped",
      .text = "nameserver\nnameserver example.com\nnameserver 192.0.2\nnameserver 192.0.2.53\n",
      .servers = "192.0.2.53" },
    { .title = "no port there", .text = "nameserver 192.0.2.53@5353\n", .servers = "127.0.0.1" },
    { .title = "search lists are read over",
      .text = "search example.com\ndomain example.net\nsortlist 192.0.2.0\nnameserver 192.0.2.53\n",
      .servers = "192.0.2.53" },
    { .title = "eight servers and no more",
      .text = "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
              "nameserver 192.0.2.4\nnameserver 192.0.2.5\nnameserver 192.0.2.6\n"
              "nameserver 192.0.2.7\nnameserver 192.0.2.8\nnameserver 192.0.2.9\n",
      .servers = "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5 192.0.2.6 192.0.2.7 "
                 "192.0.2.8" },
    { .title = "a scope needs an interface",
      .text = "nameserver fe80::1%no-such-interface\nnameserver fe80::1%\n"
              "nameserver 192.0.2.1%1\n",
      .servers = "127.0.0.1" },
    { .title = "options",
      .text = "options timeout:3 attempts:2 rotate\n",
      .servers = "127.0.0.1",
      .timeout_ms = 3000,
      .attempts = 2,
      .rotate = true },
    { .title = "options on several lines, the last one wins",
      .text = "options timeout:3\noptions ndots:5 timeout:4\noptions rotate edns0\n",
      .servers = "127.0.0.1",
      .timeout_ms = 4000,
      .rotate = true },
    { .title = "the largest numbers",
      .text = "options timeout:30 attempts:5\n",
      .servers = "127.0.0.1",
      .timeout_ms = 30000,
      .attempts = 5 },
    { .title = "larger ones are cut",
      .text = "options timeout:31 attempts:99999999999999999999\n",
      .servers = "127.0.0.1",
      .timeout_ms = 30000,
      .attempts = 5 },
    { .title = "0 is 1",
      .text = "options timeout:0 attempts:0\n",
      .servers = "127.0.0.1",
      .timeout_ms = 1000,
      .attempts = 1 },
    { .title = "what is no number is skipped",
      .text = "options timeout: attempts:x timeout:-1 timeout:2s rotated\n",
      .servers = "127.0.0.1" },
};

static struct slice show_servers(const struct resolv_conf *conf, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, 4096);
    for (size_t i = 0; i < conf->server_count; i++) {
        buf_add_text(&buf, i > 0 ? " " : "");
        buf_add(&buf, endpoint_to_text(&conf->servers[i], arena));
    }
    return buf_slice(&buf);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct resolv_conf conf;

        resolv_conf_parse(slice_of(rows[i].text), &conf);
        expect_text(rows[i].title, "servers", show_servers(&conf, arena), rows[i].servers);
        expect_number(rows[i].title, "has timeout", conf.has_timeout, rows[i].timeout_ms > 0);
        expect_number(rows[i].title, "timeout", conf.timeout_ms, rows[i].timeout_ms);
        expect_number(rows[i].title, "has attempts", conf.has_attempts, rows[i].attempts > 0);
        expect_number(rows[i].title, "attempts", conf.attempts, rows[i].attempts);
        expect_number(rows[i].title, "rotate", conf.rotate, rows[i].rotate);
        arena_destroy(arena);
    }
}

static void test_scope(void **state)
{
    struct resolv_conf conf;

    (void)state;
    resolv_conf_parse(slice_of("nameserver fe80::1%7\nnameserver fe80::2%lo\n"), &conf);
    assert_true(conf.server_count >= 1);
    assert_int_equal(conf.servers[0].scope, 7);
    /* The loopback interface has a number wherever it exists. */
    assert_true(conf.server_count == 1 || conf.servers[1].scope > 0);
}

static void test_hostile(void **state)
{
    static const char text[] = "nameserver 192.0.2.1\0 x\nnameserver\0\noptions \0 rotate\n\0\n"
                               "nameserver 192.0.2.53\n";
    struct slice whole = slice_make(text, sizeof text - 1);
    struct resolv_conf conf;

    (void)state;
    /* NUL is an octet like any other; and no cut text reads beyond its end. */
    resolv_conf_parse(whole, &conf);
    assert_int_equal(conf.server_count, 1);
    assert_int_equal(conf.servers[0].address.octets[3], 53);
    assert_true(conf.rotate);
    for (size_t length = 0; length < whole.length; length++) {
        resolv_conf_parse(slice_head(whole, length), &conf);
        assert_int_equal(conf.server_count, 1);
    }
    resolv_conf_parse(slice_make(NULL, 0), &conf);
    assert_int_equal(conf.server_count, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_scope),
        cmocka_unit_test(test_hostile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
