/* SPDX-License-Identifier: MIT */
/* Words of answers, and what is asked about them. */
#include "../support/expect.h"

#include "dns/answer.h"

static void test_class_words(void **state)
{
    static const struct {
        enum answer_class class;
        const char *word;
        bool is_negative;
        bool is_conclusive;
    } rows[] = {
        { ANSWER_CLASS_POSITIVE, "positive", false, true },
        { ANSWER_CLASS_NODATA, "nodata", true, true },
        { ANSWER_CLASS_NXDOMAIN, "nxdomain", true, true },
        { ANSWER_CLASS_REFERRAL, "referral", false, false },
        { ANSWER_CLASS_SERVFAIL, "servfail", false, false },
        { ANSWER_CLASS_REFUSED, "refused", false, false },
        { ANSWER_CLASS_TIMEOUT, "timeout", false, false },
        { ANSWER_CLASS_MALFORMED, "malformed", false, false },
        { ANSWER_CLASS_BOGUS, "bogus", false, false },
        { ANSWER_CLASS_LOOP, "loop", false, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_answer answer = { .class = rows[i].class };
        enum answer_class class = ANSWER_CLASS_NONE;

        assert_string_equal(answer_class_text(rows[i].class), rows[i].word);
        expect_number(rows[i].word, "status",
                      answer_class_from_text(slice_of(rows[i].word), &class), STATUS_OK);
        expect_number(rows[i].word, "class", class, rows[i].class);
        expect_number(rows[i].word, "negative", answer_is_negative(&answer), rows[i].is_negative);
        expect_number(rows[i].word, "conclusive", answer_is_conclusive(&answer),
                      rows[i].is_conclusive);
    }
}

static void test_no_class_words(void **state)
{
    static const char *const words[] = { "", "none", "Positive", "positive ", "posit" };

    (void)state;
    for (size_t i = 0; i < ROWS(words); i++) {
        enum answer_class class = ANSWER_CLASS_LOOP;

        expect_number(words[i], "status", answer_class_from_text(slice_of(words[i]), &class),
                      STATUS_NOT_FOUND);
        expect_number(words[i], "class", class, ANSWER_CLASS_LOOP);
    }
}

static void test_cut_off(void **state)
{
    static const struct {
        const char *title;
        enum answer_class class;
        enum answer_silence silence;
        bool is_cut_off;
    } rows[] = {
        { "the deadline of the run", ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_DEADLINE, true },
        { "a limit of the run", ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_LIMIT, true },
        { "silence of the server", ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_NO_REPLY, false },
        { "refused by the system", ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_UNREACHABLE, false },
        { "no server to ask", ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_NO_SERVER, false },
        { "silence without a reason", ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_NONE, false },
        { "an answer", ANSWER_CLASS_POSITIVE, ANSWER_SILENCE_NONE, false },
        /* The reason stays from an earlier try; what counts is that an answer came. */
        { "an answer after all", ANSWER_CLASS_SERVFAIL, ANSWER_SILENCE_DEADLINE, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_answer answer = { .class = rows[i].class, .silence = rows[i].silence };

        expect_number(rows[i].title, "is cut off", answer_is_cut_off(&answer), rows[i].is_cut_off);
    }
}

static void test_rcodes(void **state)
{
    (void)state;
    assert_string_equal(answer_rcode_text(0), "NOERROR");
    assert_string_equal(answer_rcode_text(2), "SERVFAIL");
    assert_string_equal(answer_rcode_text(5), "REFUSED");
    assert_string_equal(answer_rcode_text(11), "DSOTYPENI");
    assert_null(answer_rcode_text(12));
    assert_null(answer_rcode_text(15));
    assert_string_equal(answer_rcode_text(16), "BADVERS");
    assert_string_equal(answer_rcode_text(23), "BADCOOKIE");
    assert_null(answer_rcode_text(24));
    assert_null(answer_rcode_text(65535));
}

static void test_extended_errors(void **state)
{
    static const struct dns_ede edes[] = { { 9, { "x", 1 } }, { 22, { "", 0 } } };
    struct dns_answer answer = { .edes = edes, .ede_count = 2 };

    (void)state;
    assert_string_equal(answer_ede_text(0), "Other Error");
    assert_string_equal(answer_ede_text(6), "DNSSEC Bogus");
    assert_string_equal(answer_ede_text(12), "NSEC Missing");
    assert_string_equal(answer_ede_text(18), "Prohibited");
    assert_string_equal(answer_ede_text(24), "Invalid Data");
    assert_string_equal(answer_ede_text(30), "Invalid Query Type");
    assert_null(answer_ede_text(31));
    assert_true(answer_has_ede(&answer, 9));
    assert_true(answer_has_ede(&answer, 22));
    assert_false(answer_has_ede(&answer, 6));
}

static void test_negative_ttl(void **state)
{
    struct rr soa = { .type = RR_TYPE_SOA, .ttl = 900, .data.soa.minimum = 300 };
    struct dns_answer answer = { .class = ANSWER_CLASS_NXDOMAIN };
    uint32_t seconds = 7;

    (void)state;
    assert_false(answer_negative_ttl(&answer, &seconds));
    assert_int_equal(seconds, 7);
    answer.soa = &soa;
    assert_true(answer_negative_ttl(&answer, &seconds));
    assert_int_equal(seconds, 300);
    soa.ttl = 20;
    assert_true(answer_negative_ttl(&answer, &seconds));
    assert_int_equal(seconds, 20);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_class_words),     cmocka_unit_test(test_no_class_words),
        cmocka_unit_test(test_cut_off),         cmocka_unit_test(test_rcodes),
        cmocka_unit_test(test_extended_errors), cmocka_unit_test(test_negative_ttl),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
