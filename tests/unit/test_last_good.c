/* SPDX-License-Identifier: MIT */
/* What was read last, beside a registration that could not be read now: its form in transcripts. */
#include "../support/expect.h"

#include "base/json.h"
#include "registry/registration.h"

static enum status read_text(const char *text, struct arena *arena, struct registration *ret_read)
{
    struct json *root = NULL;
    struct slice reason;
    enum status status = json_read(slice_of(text), LIMIT_FILE, arena, &root, &reason);

    assert_int_equal(status, STATUS_OK);
    status = registration_read(root, arena, ret_read);
    json_free(root);
    return status;
}

static void test_last_good(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        enum status status;
    } rows[] = {
        { "beside a failure",
          "{\"result\":\"refused\",\"source\":\"rdap\",\"last_good\":{\"result\":\"found\","
          "\"source\":\"whois\",\"read_at\":7}}",
          STATUS_OK },
        { "beside a reading that is good itself",
          "{\"result\":\"found\",\"source\":\"rdap\",\"last_good\":{\"result\":\"found\","
          "\"source\":\"whois\"}}",
          STATUS_BAD_INPUT },
        { "that was no good",
          "{\"result\":\"refused\",\"source\":\"rdap\",\"last_good\":{\"result\":\"unreadable\","
          "\"source\":\"whois\"}}",
          STATUS_BAD_INPUT },
        { "that is no object", "{\"result\":\"refused\",\"source\":\"rdap\",\"last_good\":7}",
          STATUS_BAD_INPUT },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration read;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].title, "status", read_text(rows[i].text, arena, &read),
                      rows[i].status);
    }
    assert_int_equal(read_text(rows[0].text, arena, &read), STATUS_OK);
    assert_non_null(read.last_good);
    assert_int_equal(read.last_good->source, REGISTRATION_SOURCE_WHOIS);
    assert_int_equal(read.last_good->read_at, 7);
    assert_null(read.last_good->last_good);
    arena_destroy(arena);
}

static void test_last_good_is_written(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration last = { .result = REGISTRATION_RESULT_NOT_FOUND,
                                 .source = REGISTRATION_SOURCE_WHOIS };
    struct registration failed = { .result = REGISTRATION_RESULT_DEFERRED,
                                   .source = REGISTRATION_SOURCE_RDAP };
    struct registration read;
    struct json *root = NULL;

    (void)state;
    last.read_at = 1793664000;
    failed.last_good = &last;
    assert_int_equal(json_create(&root), STATUS_OK);
    registration_write(&failed, arena, root);
    assert_int_equal(registration_read(root, arena, &read), STATUS_OK);
    json_free(root);
    assert_int_equal(read.result, REGISTRATION_RESULT_DEFERRED);
    assert_non_null(read.last_good);
    assert_int_equal(read.last_good->result, REGISTRATION_RESULT_NOT_FOUND);
    assert_int_equal(read.last_good->read_at, 1793664000);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_last_good),
        cmocka_unit_test(test_last_good_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
