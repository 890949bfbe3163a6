/* SPDX-License-Identifier: MIT */
/* What the client of the helper decides without it: redirects, refusals, how much at once. */
#include "../support/expect.h"

#include "io/clock.h"
#include "io/https.h"

#define NS_PER_SECOND INT64_C(1000000000)

static void test_redirects(void **state)
{
    static const struct {
        const char *location;
        unsigned count;
        const char *reason; /* NULL: followed */
    } rows[] = {
        { "https://x.example/a?b", 1, NULL },
        { "https://x.example/a?b", 3, NULL },
        { "https://x.example/a?b", 4, "it is the fourth redirect in a row" },
        { "", 1, "it does not say where to" },
        { "http://x.example/a?b", 1, "it leads away from https" },
        { "ftp://x.example/a?b", 1, "it begins neither with https:// nor with http://" },
        { "https://u@x.example/a?b", 1, "it has a user name before the host" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct fetch_reply reply = { .result = FETCH_RESULT_REDIRECT,
                                     .status = 302,
                                     .location = slice_of(rows[i].location) };
        struct fetch_url url = { .port = 0 };
        const char *reason = NULL;
        enum status status = https_redirect(&reply, rows[i].count, &url, &reason);

        expect_text(rows[i].location, "reason", slice_of(reason),
                    rows[i].reason != NULL ? rows[i].reason : "");
        expect_number(rows[i].location, "status", status,
                      rows[i].reason != NULL ? STATUS_BAD_INPUT : STATUS_OK);
        expect_text(rows[i].location, "host", url.host, status == STATUS_OK ? "x.example" : "");
        reply.result = FETCH_RESULT_OK;
        assert_int_equal(https_redirect(&reply, 1, &url, &reason), STATUS_BAD_INPUT);
    }
}

/* Requests that need no helper: none is started for them. */
static void test_without_helper(void **state)
{
    struct fetch_request request = { .method = FETCH_METHOD_GET,
                                     .url = SLICE("ftp://x.example/"),
                                     .size_limit = 1000 };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct fetch_reply replies[FETCH_IN_FLIGHT];
    struct https *https = NULL;

    (void)state;
    assert_int_equal(https_create(slice_empty(), &https), STATUS_OK);
    assert_int_equal(https_finish(https, 0, arena, replies, 0), STATUS_OK);
    request.deadline_ns = clock_monotonic_ns() + NS_PER_SECOND;
    for (size_t i = 0; i < FETCH_IN_FLIGHT; i++) {
        assert_int_equal(https_begin(https, &request), STATUS_OK);
        request.url = SLICE("https://192.0.2.1/");
        request.deadline_ns = clock_monotonic_ns() - 1;
    }
    assert_int_equal(https_begin(https, &request), STATUS_TOO_LONG);
    assert_int_equal(https_finish(https, 0, arena, replies, FETCH_IN_FLIGHT - 1), STATUS_INTERNAL);
    assert_int_equal(https_finish(https, 0, arena, replies, FETCH_IN_FLIGHT), STATUS_OK);
    expect_number("ftp", "result", replies[0].result, FETCH_RESULT_BAD_REQUEST);
    expect_text("ftp", "reason", replies[0].reason, "the URL is none that is fetched");
    for (size_t i = 1; i < FETCH_IN_FLIGHT; i++) {
        expect_number("late", "result", replies[i].result, FETCH_RESULT_TIMEOUT);
        expect_text("late", "reason", replies[i].reason, "no time was left to ask");
    }
    https_destroy(https);
    https_destroy(NULL);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_redirects),
        cmocka_unit_test(test_without_helper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
