/* SPDX-License-Identifier: MIT */
/* The options on registration data: what each of them writes, and what it refuses. */
#include "config_words.h"

#include "registry/whois_server.h"

static enum status parse(const char *const *words, struct arena *arena, struct config *config,
                         struct slice *ret_reason)
{
    const struct option_table table = config_registration_options();
    const struct option_set set = { &table, 1 };
    struct option_context context = { .arena = arena, .target = config };
    enum status status = parse_words(&set, words, WORDS_MAXIMUM, &context);

    *ret_reason = context.reason;
    return status;
}

static void test_defaults(void **state)
{
    struct config config;

    (void)state;
    memset(&config, 0xAA, sizeof config);
    config_init(&config);
    assert_int_equal(config.rdap_url.length, 0);
    assert_int_equal(config.rdap_bootstrap.length, 0);
    assert_int_equal(config.whois_server.length, 0);
    assert_int_equal(config.ca_file.length, 0);
    assert_int_equal(config.cache_dir.length, 0);
    assert_int_equal(config.registration.length, 0);
    assert_false(config.no_cache);
}

static void test_paths(void **state)
{
    static const char *const words[WORDS_MAXIMUM] = {
        "--registration=r", "--rdap-bootstrap=b", "--ca-file=c", "--cache-dir", "d", "--no-cache"
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct config config;
    struct slice reason;

    (void)state;
    assert_int_equal(parse(words, arena, &config, &reason), STATUS_OK);
    expect_text("--registration", "path", config.registration, "r");
    expect_text("--rdap-bootstrap", "path", config.rdap_bootstrap, "b");
    expect_text("--ca-file", "path", config.ca_file, "c");
    expect_text("--cache-dir", "path", config.cache_dir, "d");
    assert_true(config.no_cache);
    assert_int_equal(config.rdap_url.length, 0);
    assert_int_equal(config.whois_server.length, 0);
    arena_destroy(arena);
}

static void test_rdap_url(void **state)
{
    static const char *const good[] = {
        "https://rdap.example/",
        "https://rdap.example/v1/",
        "http://127.0.0.1:8080/",
        "https://[2001:db8::1]/rdap/",
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(good); i++) {
        const char *words[WORDS_MAXIMUM] = { "--rdap-url", good[i] };
        struct config config;
        struct slice reason = slice_empty();

        expect_number(good[i], "status", parse(words, arena, &config, &reason), STATUS_OK);
        expect_text(good[i], "base", config.rdap_url, good[i]);
    }
    arena_destroy(arena);
}

/* 1024 octets are taken, one more is not. */
static void test_rdap_url_length(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    char base[1026];
    struct config config;
    struct slice reason;

    (void)state;
    for (size_t length = 1024; length <= 1025; length++) {
        const char *words[WORDS_MAXIMUM] = { "--rdap-url", base };

        memset(base, 'a', length);
        memcpy(base, "https://", 8);
        base[length - 1] = '/';
        base[length] = '\0';
        expect_number("length", "status", parse(words, arena, &config, &reason),
                      length <= 1024 ? STATUS_OK : STATUS_BAD_INPUT);
    }
    arena_destroy(arena);
}

static void test_whois_server(void **state)
{
    static const struct {
        const char *value;
        const char *host;
        uint16_t port;
    } rows[] = {
        { "whois.example", "whois.example", WHOIS_PORT },
        { "whois.example@4343", "whois.example", 4343 },
        { "whois.example@1", "whois.example", 1 },
        { "whois.example@65535", "whois.example", 65535 },
        { "192.0.2.43", "192.0.2.43", WHOIS_PORT },
        { "192.0.2.43@43", "192.0.2.43", 43 },
        { "2001:db8::43", "2001:db8::43", WHOIS_PORT },
        { "2001:db8::43@4343", "2001:db8::43", 4343 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *words[WORDS_MAXIMUM] = { "--whois-server", rows[i].value };
        struct config config;
        struct slice reason = slice_empty();

        expect_number(rows[i].value, "status", parse(words, arena, &config, &reason), STATUS_OK);
        expect_text(rows[i].value, "host", config.whois_server, rows[i].host);
        expect_number(rows[i].value, "port", config.whois_port, rows[i].port);
    }
    arena_destroy(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *word;
        const char *reason; /* its beginning */
    } rows[] = {
        { "no scheme", "--rdap-url=rdap.example/", "--rdap-url takes a base such as" },
        { "another scheme", "--rdap-url=ftp://rdap.example/", "--rdap-url takes a base" },
        { "no / at the end", "--rdap-url=https://rdap.example", "--rdap-url takes a base" },
        { "a blank", "--rdap-url=https://rdap.example/a b/", "--rdap-url takes a base" },
        { "an octet above ASCII", "--rdap-url=https://rdap.\xC3\xA4/", "--rdap-url takes a base" },
        { "no URL", "--rdap-url=", "--rdap-url takes a base" },
        { "no WHOIS server", "--whois-server=", "--whois-server takes HOST or HOST@PORT" },
        { "an empty label", "--whois-server=a..b", "--whois-server takes HOST" },
        { "no port", "--whois-server=a.example@", "--whois-server takes HOST" },
        { "port 0", "--whois-server=a.example@0", "--whois-server takes HOST" },
        { "port 65536", "--whois-server=a.example@65536", "--whois-server takes HOST" },
        { "a word for a port", "--whois-server=a.example@whois", "--whois-server takes HOST" },
        { "two ports", "--whois-server=a.example@43@43", "--whois-server takes HOST" },
        { "only a port", "--whois-server=@43", "--whois-server takes HOST" },
        { "no registration", "--registration=", "--registration takes the path of a file" },
        { "no bootstrap", "--rdap-bootstrap=", "--rdap-bootstrap takes the path of a file" },
        { "no certificates", "--ca-file=", "--ca-file takes the path of a file" },
        { "no folder", "--cache-dir=", "--cache-dir takes the path of a folder" },
        { "a value for a switch", "--no-cache=yes", "--no-cache takes no value" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *words[WORDS_MAXIMUM] = { rows[i].word };
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct config config;
        struct slice reason = slice_empty();

        expect_number(rows[i].title, "status", parse(words, arena, &config, &reason),
                      STATUS_BAD_INPUT);
        if (!slice_starts_with(reason, slice_of(rows[i].reason)) ||
            !slice_ends_with(reason, SLICE(" (see --help)"))) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_paths),
        cmocka_unit_test(test_rdap_url),     cmocka_unit_test(test_rdap_url_length),
        cmocka_unit_test(test_whois_server), cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
