/* SPDX-License-Identifier: MIT */
/* Secrets in foreign texts: each way to write one, what only looks like one, and the work it takes.
 */
#include "../support/expect.h"

#include "base/buf.h"
#include "provider/redact.h"

static struct slice redact(struct slice text, const struct slice *secrets, size_t count,
                           struct arena *arena)
{
    struct slice result = slice_empty();

    assert_int_equal(redact_text(text, secrets, count, arena, &result), STATUS_OK);
    return result;
}

static void test_rows(void **state)
{
    static const struct {
        const char *title;
        const char *secret;
        const char *text;
        const char *want;
    } rows[] = {
        { "nothing", "AKID1234", "", "" },
        { "not in it", "AKID1234", "the SecretId is not found", "the SecretId is not found" },
        { "alone", "AKID1234", "AKID1234", "***" },
        { "in the middle", "AKID1234", "id AKID1234.", "id ***." },
        { "at both ends", "AKID1234", "AKID1234 AKID1234", "*** ***" },
        { "twice without a gap", "AKID1234", "AKID1234AKID1234", "***" },
        { "overlapping", "abcab", "abcabcab", "***" },
        { "a beginning before it", "aab1", "aaab1", "a***" },
        { "a beginning before it, longer", "abab1", "ababab1", "ab***" },
        { "an octet is missing", "AKID1234", "AKID123", "AKID123" },
        { "an octet differs", "AKID1234", "AKID1235", "AKID1235" },
        { "another case", "AKID1234", "akid1234", "akid1234" },
        { "a part of a word", "AKID1234", "xAKID1234x", "x***x" },
        { "JSON, one letter", "AKID1234", "\\u0041KID1234", "***" },
        { "JSON, all letters", "A/b1", "\\u0041\\u002F\\u0062\\u0031", "***" },
        { "JSON, a slash", "AK/D1234", "AK\\/D1234", "***" },
        { "JSON, beside an escape", "AKID1234", "\\nAKID1234\\t", "\\n***\\t" },
        { "JSON, behind a backslash", "AKID1234", "\\\\AKID1234", "\\\\***" },
        { "an escaped backslash is no escape", "AKID1234", "\\\\u0041KID1234", "\\\\u0041KID1234" },
        { "no JSON, behind a backslash", "nKID1234", "\\nKID1234", "***" },
        { "an escape that is cut", "AKID1234", "AKID123\\u003", "AKID123\\u003" },
        { "an escape that is none", "AKID1234", "\\u00zzKID1234", "\\u00zzKID1234" },
        { "a wide letter", "AKID1234", "\\u0141KID1234", "\\u0141KID1234" },
        { "a wide letter within", "AKID1234", "AKID\\u672a1234", "AKID\\u672a1234" },
        { "percent", "AK+D/234", "id=AK%2BD%2f234&", "id=***&" },
        { "a backslash at the end", "AKID1234", "AKID1234\\", "***\\" },
        { "percent at the end", "AKID1234", "AKID1234%", "***%" },
        { "percent that is cut", "AKID1234", "AKID123%3", "AKID123%3" },
        { "a mixture", "AK/D1234", "A\\u004b%2FD12\\u00334", "***" },
        { "least", "abcd", "-abcd-", "-***-" },
        { "less", "abc", "-abc-", "-abc-" },
        { "none", "", "-abc-", "-abc-" },
        { "a backslash in it, as it is", "ab\\cd", "-ab\\cd-", "-***-" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice secret = slice_of(rows[i].secret);

        expect_text(rows[i].title, "text", redact(slice_of(rows[i].text), &secret, 1, arena),
                    rows[i].want);
    }
    arena_destroy(arena);
}

static void test_several(void **state)
{
    struct slice secrets[] = { SLICE("AKID1234"), SLICE("1234token"), SLICE(""), SLICE("keykey") };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text = SLICE("AKID1234token and keykey, \\u0031234token\0AKID1234");

    (void)state;
    expect_octets("several", "text", redact(text, secrets, ROWS(secrets), arena),
                  SLICE("*** and ***, ***\0***"));
    assert_ptr_equal(redact(text, secrets, 0, arena).data, text.data);
    text = SLICE("none of them");
    assert_ptr_equal(redact(text, secrets, ROWS(secrets), arena).data, text.data);
    arena_destroy(arena);
}

static void test_lengths(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    char *data = arena_alloc(arena, REDACT_MAXIMUM + 1);
    struct slice secret;

    (void)state;
    assert_non_null(data);
    memset(data, 's', REDACT_MAXIMUM + 1);
    secret = slice_make(data, REDACT_MAXIMUM);
    expect_text("longest", "text", redact(secret, &secret, 1, arena), "***");
    assert_int_equal(redact(slice_head(secret, REDACT_MAXIMUM - 1), &secret, 1, arena).length,
                     REDACT_MAXIMUM - 1);
    secret = slice_make(data, REDACT_MAXIMUM + 1);
    assert_ptr_equal(redact(secret, &secret, 1, arena).data, data);
    arena_destroy(arena);
}

/* The beginning of a long secret again and again: each octet is compared a few times only, or this
 * takes minutes. */
static void test_work(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    char *text = arena_alloc(arena, LIMIT_API);
    char *data = arena_alloc(arena, REDACT_MAXIMUM);
    struct slice secret = slice_make(data, REDACT_MAXIMUM);

    (void)state;
    assert_non_null(text);
    assert_non_null(data);
    memset(text, 'a', LIMIT_API);
    memset(data, 'a', REDACT_MAXIMUM);
    data[REDACT_MAXIMUM - 1] = 'b';
    text[0] = '\\';
    assert_ptr_equal(redact(slice_make(text, LIMIT_API), &secret, 1, arena).data, text);
    data[REDACT_MAXIMUM - 1] = 'a';
    expect_text("all of it", "text", redact(slice_make(text, LIMIT_API), &secret, 1, arena), "***");
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct slice secret = SLICE("AKID1234");
    struct slice text = SLICE("the id AKID1234 is not found");
    enum status status = STATUS_NO_MEMORY;

    (void)state;
    for (size_t limit = 1; status != STATUS_OK; limit++) {
        struct arena *arena = make_arena(limit);
        struct slice result = slice_empty();

        assert_true(limit < 4096);
        status = redact_text(text, &secret, 1, arena, &result);
        if (status != STATUS_OK) {
            assert_int_equal(status, STATUS_NO_MEMORY);
            assert_int_equal(result.length, 0);
        }
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_several),
        cmocka_unit_test(test_lengths),   cmocka_unit_test(test_work),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
