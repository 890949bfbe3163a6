/* SPDX-License-Identifier: MIT */
/* Every status has a text of its own. */
#include "../support/expect.h"

static void test_texts(void **state)
{
    (void)state;
    for (int i = STATUS_OK; i <= STATUS_INTERNAL; i++) {
        const char *text = status_text((enum status)i);

        assert_non_null(text);
        assert_true(text[0] != '\0');
        assert_string_not_equal(text, "unknown status");
        for (int other = STATUS_OK; other < i; other++) {
            assert_string_not_equal(text, status_text((enum status)other));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_texts) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
