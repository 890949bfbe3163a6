/* SPDX-License-Identifier: MIT */
/* States: words, exit codes, and which is worse. */
#include "../support/expect.h"

#include "report/state.h"

static void test_words(void **state)
{
    static const struct {
        const char *text;
        bool known;
        enum state value;
    } rows[] = {
        { "OK", true, STATE_OK },
        { "ok", true, STATE_OK },
        { "Info", true, STATE_INFO },
        { "unknown", true, STATE_UNKNOWN },
        { "WARNING", true, STATE_WARNING },
        { "cRiTiCaL", true, STATE_CRITICAL },
        { "0", true, STATE_OK },
        { "1", true, STATE_WARNING },
        { "2", true, STATE_CRITICAL },
        { "3", true, STATE_UNKNOWN },
        { "4", false, STATE_OK },
        { "00", false, STATE_OK },
        { "", false, STATE_OK },
        { "warn", false, STATE_OK },
        { "ok ", false, STATE_OK },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        enum state value = STATE_OK;

        expect_number(rows[i].text, "status", state_from_text(slice_of(rows[i].text), &value),
                      rows[i].known ? STATUS_OK : STATUS_NOT_FOUND);
        expect_number(rows[i].text, "state", value, rows[i].value);
    }
}

static void test_exit_codes(void **state)
{
    (void)state;
    assert_int_equal(state_exit_code(STATE_OK), 0);
    assert_int_equal(state_exit_code(STATE_INFO), 0);
    assert_int_equal(state_exit_code(STATE_WARNING), 1);
    assert_int_equal(state_exit_code(STATE_CRITICAL), 2);
    assert_int_equal(state_exit_code(STATE_UNKNOWN), 3);
    assert_string_equal(state_text(STATE_UNKNOWN), "UNKNOWN");
    assert_string_equal(state_text(STATE_INFO), "INFO");
}

static void test_worst(void **state)
{
    static const enum state order[] = { STATE_OK, STATE_UNKNOWN, STATE_WARNING, STATE_CRITICAL };

    (void)state;
    for (size_t a = 0; a < ROWS(order); a++) {
        for (size_t b = 0; b < ROWS(order); b++) {
            assert_int_equal(state_worst(order[a], order[b]), order[a > b ? a : b]);
        }
        assert_int_equal(state_worst(order[a], STATE_INFO), order[a]);
        assert_int_equal(state_worst(STATE_INFO, order[a]), order[a]);
    }
    assert_int_equal(state_worst(STATE_INFO, STATE_INFO), STATE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_exit_codes),
        cmocka_unit_test(test_worst),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
