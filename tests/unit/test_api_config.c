/* SPDX-License-Identifier: MIT */
/* The options on Tencent's APIs: what each writes, refuses, and what does not fit together. */
#include "../support/expect.h"

#include "facts/api_config.h"

#define WORDS_MAXIMUM 10

static enum status parse(const char *const *words, struct arena *arena, struct api_config *config,
                         struct slice *ret_reason)
{
    struct option_set set = { &api_option_table, 1 };
    struct option_context context = { .arena = arena, .target = config };
    char *argv[WORDS_MAXIMUM + 2] = { (char[]){ "check" } };
    int count = 1;
    enum status status;

    *config = (struct api_config){ .is_asked = false };
    for (; count <= WORDS_MAXIMUM && words[count - 1] != NULL; count++) {
        struct slice word = slice_of(words[count - 1]);

        argv[count] = arena_alloc(arena, word.length + 1);
        assert_non_null(argv[count]);
        memcpy(argv[count], word.data, word.length);
    }
    status = options_parse(&set, count, argv, &context);
    *ret_reason = context.reason;
    return status == STATUS_OK ? api_config_complete(config, ret_reason) : status;
}

static void test_good(void **state)
{
    static const char *const words[] = { "--ses-api",
                                         "--ses-credentials",
                                         "/etc/key",
                                         "--ses-endpoint",
                                         "https://ses.example:8443",
                                         "--ses-endpoint=dnspod=https://192.0.2.1/",
                                         "--ses-region=ap-hongkong",
                                         NULL };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct api_config config;
    struct slice reason;

    (void)state;
    assert_int_equal(parse(words, arena, &config, &reason), STATUS_OK);
    assert_true(config.is_asked);
    expect_text("file", "credentials", config.credentials, "/etc/key");
    expect_text("region", "given", api_config_region(&config), "ap-hongkong");
    expect_text("ses", "URL", api_config_endpoint(&config, API_SERVICE_SES, arena),
                "https://ses.example:8443");
    expect_text("dnspod", "URL", api_config_endpoint(&config, API_SERVICE_DNSPOD, arena),
                "https://192.0.2.1/");
    expect_text("domain is not asked", "URL",
                api_config_endpoint(&config, API_SERVICE_DOMAIN, arena), "");
    arena_destroy(arena);
}

static void test_defaults(void **state)
{
    static const char *const words[] = { "--ses-api", NULL };
    static const char *const nothing[] = { NULL };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct api_config config;
    struct slice reason;

    (void)state;
    assert_int_equal(parse(nothing, arena, &config, &reason), STATUS_OK);
    assert_false(config.is_asked);
    assert_int_equal(parse(words, arena, &config, &reason), STATUS_OK);
    expect_text("region", "default", api_config_region(&config), "ap-guangzhou");
    expect_text("ses", "URL", api_config_endpoint(&config, API_SERVICE_SES, arena),
                "https://ses.tencentcloudapi.com/");
    expect_text("domain", "URL", api_config_endpoint(&config, API_SERVICE_DOMAIN, arena),
                "https://domain.tencentcloudapi.com/");
    expect_text("dnspod", "URL", api_config_endpoint(&config, API_SERVICE_DNSPOD, arena),
                "https://dnspod.tencentcloudapi.com/");
    arena_destroy(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *words[WORDS_MAXIMUM];
        const char *reason; /* its beginning */
    } rows[] = {
        { "http", { "--ses-endpoint", "http://ses.example/" }, "--ses-endpoint takes a URL" },
        { "a path", { "--ses-endpoint", "https://ses.example/v1/" }, "--ses-endpoint takes a URL" },
        { "a query", { "--ses-endpoint", "https://ses.example?x" }, "--ses-endpoint takes a URL" },
        { "a fragment", { "--ses-endpoint", "https://ses.example#x" }, "--ses-endpoint takes a" },
        { "a blank", { "--ses-endpoint", "https://ses .example" }, "--ses-endpoint takes a URL" },
        { "no host", { "--ses-endpoint", "https:///" }, "--ses-endpoint takes a URL" },
        { "nothing", { "--ses-endpoint", "" }, "--ses-endpoint takes a URL" },
        { "no such service",
          { "--ses-endpoint", "cvm=https://cvm.example/" },
          "--ses-endpoint takes a URL" },
        { "twice",
          { "--ses-endpoint", "https://a.example", "--ses-endpoint", "ses=https://b.example" },
          "--ses-endpoint takes one URL" },
        { "others only",
          { "--ses-api", "--ses-endpoint", "domain=https://a.example" },
          "--ses-endpoint is given for other services only" },
        { "capitals", { "--ses-region", "AP-Hongkong" }, "--ses-region takes a region" },
        { "no region", { "--ses-region", "" }, "--ses-region takes a region" },
        { "33 characters",
          { "--ses-region", "abcdefghijklmnopqrstuvwxyz-012345" },
          "--ses-region takes a region" },
        { "no file", { "--ses-credentials", "" }, "--ses-credentials takes the path" },
        { "a file alone", { "--ses-credentials", "x" }, "--ses-credentials, --ses-endpoint and" },
        { "a region alone", { "--ses-region", "x" }, "--ses-credentials, --ses-endpoint and" },
        { "an endpoint alone",
          { "--ses-endpoint", "https://a.example" },
          "--ses-credentials, --ses-endpoint and" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct api_config config;
        struct slice reason = slice_empty();

        expect_number(rows[i].title, "status", parse(rows[i].words, arena, &config, &reason),
                      STATUS_BAD_INPUT);
        if (!slice_starts_with(reason, slice_of(rows[i].reason))) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
    }
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
