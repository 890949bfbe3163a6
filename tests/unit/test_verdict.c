/* SPDX-License-Identifier: MIT */
/* Verdicts: the user's policy, the order of findings, the state that follows. */
#include "../support/expect.h"

#include "report/verdict.h"

static struct severity_rule severity(const char *pattern, enum state state)
{
    return (struct severity_rule){ .pattern = slice_of(pattern), .state = state };
}

static struct severity_rule ignore(const char *pattern)
{
    return (
        struct severity_rule){ .pattern = slice_of(pattern), .state = STATE_INFO, .ignore = true };
}

static const struct verdict_policy no_policy = { .timeout_state = STATE_UNKNOWN };

static void test_policy(void **state)
{
    const struct {
        const char *title;
        struct severity_rule rules[3];
        size_t rule_count;
        enum state timeout_state;
        enum finding_id id;
        bool kept;
        enum state state;
    } rows[] = {
        { .title = "default",
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = true,
          .state = STATE_CRITICAL },
        { .title = "other state",
          .rules = { severity("spf.none", STATE_WARNING) },
          .rule_count = 1,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = true,
          .state = STATE_WARNING },
        { .title = "other finding",
          .rules = { severity("spf.multiple", STATE_WARNING) },
          .rule_count = 1,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = true,
          .state = STATE_CRITICAL },
        { .title = "OK is INFO",
          .rules = { severity("spf.*", STATE_OK) },
          .rule_count = 1,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = true,
          .state = STATE_INFO },
        { .title = "later wins",
          .rules = { severity("spf.none", STATE_WARNING), severity("spf.*", STATE_UNKNOWN) },
          .rule_count = 2,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = true,
          .state = STATE_UNKNOWN },
        { .title = "an exception behind a pattern",
          .rules = { ignore("spf.*"), severity("spf.none", STATE_WARNING) },
          .rule_count = 2,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = true,
          .state = STATE_WARNING },
        { .title = "ignored",
          .rules = { ignore("spf.none") },
          .rule_count = 1,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_NONE,
          .kept = false },
        { .title = "info raised",
          .rules = { severity("spf.duplicate", STATE_CRITICAL) },
          .rule_count = 1,
          .timeout_state = STATE_UNKNOWN,
          .id = FINDING_SPF_DUPLICATE,
          .kept = true,
          .state = STATE_CRITICAL },
        { .title = "silence",
          .timeout_state = STATE_WARNING,
          .id = FINDING_DNS_UNREACHABLE,
          .kept = true,
          .state = STATE_WARNING },
        { .title = "silence is OK",
          .timeout_state = STATE_OK,
          .id = FINDING_DNS_DEADLINE,
          .kept = true,
          .state = STATE_INFO },
        { .title = "a severity beats the state of silence",
          .rules = { severity("dns.*", STATE_UNKNOWN) },
          .rule_count = 1,
          .timeout_state = STATE_CRITICAL,
          .id = FINDING_DNS_UNREACHABLE,
          .kept = true,
          .state = STATE_UNKNOWN },
        { .title = "a refusal is no silence",
          .timeout_state = STATE_CRITICAL,
          .id = FINDING_DNS_REFUSED,
          .kept = true,
          .state = STATE_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        const struct verdict_policy policy = { rows[i].rules, rows[i].rule_count,
                                               rows[i].timeout_state };
        struct verdict verdict;

        verdict_init(&verdict, arena, &policy);
        (void)verdict_add(&verdict, rows[i].id);
        /* An ignored one does not count before it is removed either. */
        expect_number(rows[i].title, "state before", verdict_state(&verdict),
                      state_worst(STATE_OK, rows[i].state));
        verdict_finish(&verdict);
        expect_number(rows[i].title, "findings", (long long)verdict.finding_count, rows[i].kept);
        if (rows[i].kept) {
            expect_number(rows[i].title, "state", verdict.findings[0].state, rows[i].state);
        }
        expect_number(rows[i].title, "has", verdict_has(&verdict, rows[i].id), true);
        assert_int_equal(verdict_status(&verdict), STATUS_OK);
        arena_destroy(arena);
    }
}

static void test_set_state(void **state)
{
    const struct severity_rule rule = severity("spf.none", STATE_UNKNOWN);
    const struct verdict_policy policy = { &rule, 1, STATE_CRITICAL };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;
    struct finding *finding;

    (void)state;
    verdict_init(&verdict, arena, &policy);
    finding = verdict_add(&verdict, FINDING_SPF_PTR);
    verdict_set_state(&verdict, finding, STATE_INFO);
    assert_int_equal(finding->state, STATE_INFO);
    finding = verdict_add(&verdict, FINDING_SPF_NONE);
    verdict_set_state(&verdict, finding, STATE_WARNING);
    assert_int_equal(finding->state, STATE_UNKNOWN);
    /* A rule that knows that no silence caused it sets the state of -t aside. */
    finding = verdict_add(&verdict, FINDING_SPF_TEMPERROR);
    assert_int_equal(finding->state, STATE_CRITICAL);
    verdict_set_state(&verdict, finding, STATE_UNKNOWN);
    assert_int_equal(finding->state, STATE_UNKNOWN);
    arena_destroy(arena);
}

static void test_order(void **state)
{
    static const struct {
        enum finding_id id;
        unsigned rank;
    } added[] = {
        { FINDING_SPF_DUPLICATE, 0 }, { FINDING_SPF_PTR, 5 },  { FINDING_DNS_SERVFAIL, 0 },
        { FINDING_SPF_MULTIPLE, 1 },  { FINDING_SPF_VOID, 5 }, { FINDING_SPF_SYNTAX, 0 },
        { FINDING_SPF_AFTER_ALL, 2 }, { FINDING_SPF_EXP, 0 },  { FINDING_SPF_NO_ALL, 5 },
    };
    static const enum finding_id sorted[] = {
        FINDING_SPF_SYNTAX,   FINDING_SPF_MULTIPLE,  FINDING_SPF_AFTER_ALL,
        FINDING_SPF_PTR,      FINDING_SPF_VOID,      FINDING_SPF_NO_ALL,
        FINDING_DNS_SERVFAIL, FINDING_SPF_DUPLICATE, FINDING_SPF_EXP,
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    for (size_t i = 0; i < ROWS(added); i++) {
        verdict_add(&verdict, added[i].id)->rank = added[i].rank;
    }
    verdict_finish(&verdict);
    verdict_finish(&verdict);
    assert_int_equal(verdict.finding_count, ROWS(sorted));
    for (size_t i = 0; i < ROWS(sorted); i++) {
        assert_string_equal(catalogue_entry(verdict.findings[i].id)->id,
                            catalogue_entry(sorted[i])->id);
    }
    assert_int_equal(verdict_state(&verdict), STATE_CRITICAL);
    arena_destroy(arena);
}

static void test_empty(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    assert_int_equal(verdict_state(&verdict), STATE_OK);
    verdict_finish(&verdict);
    assert_int_equal(verdict.finding_count, 0);
    assert_false(verdict_has(&verdict, FINDING_SPF_NONE));
    (void)verdict_add(&verdict, FINDING_SPF_EXP);
    assert_int_equal(verdict_state(&verdict), STATE_OK);
    assert_int_equal(verdict_status(&verdict), STATUS_OK);
    arena_destroy(arena);
}

static void test_many(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    for (unsigned i = 0; i < 1000; i++) {
        struct finding *finding = verdict_add(&verdict, FINDING_SPF_VOID);
        struct perfdata *datum = verdict_add_perfdata(&verdict, "x");

        finding->offset = i;
        datum->value = i;
        assert_string_equal(datum->unit, "");
    }
    verdict_finish(&verdict);
    assert_int_equal(verdict.finding_count, 1000);
    assert_int_equal(verdict.perfdata_count, 1000);
    for (unsigned i = 0; i < 1000; i++) {
        assert_int_equal(verdict.findings[i].offset, i);
        assert_int_equal((int)verdict.perfdata[i].value, i);
    }
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(1000);
    struct verdict verdict;
    struct finding *finding;
    struct perfdata *datum;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    finding = verdict_add(&verdict, FINDING_SPF_NONE);
    assert_non_null(finding);
    finding->message = SLICE("into the scratch one");
    datum = verdict_add_perfdata(&verdict, "lookups");
    assert_non_null(datum);
    datum->value = 1;
    assert_int_equal(verdict.finding_count, 0);
    assert_int_equal(verdict_status(&verdict), STATUS_NO_MEMORY);
    assert_true(verdict_has(&verdict, FINDING_SPF_NONE));
    verdict_finish(&verdict);
    assert_int_equal(verdict_status(&verdict), STATUS_NO_MEMORY);
    arena_destroy(arena);
}

static void test_find(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    assert_null(verdict_find(&verdict, FINDING_SPF_NONE));
    verdict_add(&verdict, FINDING_SPF_MULTIPLE)->message = SLICE("other");
    verdict_add(&verdict, FINDING_SPF_NONE)->message = SLICE("first");
    verdict_add(&verdict, FINDING_SPF_NONE)->message = SLICE("second");
    assert_non_null(verdict_find(&verdict, FINDING_SPF_NONE));
    expect_text("first of two", "message", verdict_find(&verdict, FINDING_SPF_NONE)->message,
                "first");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),      cmocka_unit_test(test_policy),
        cmocka_unit_test(test_set_state), cmocka_unit_test(test_order),
        cmocka_unit_test(test_empty),     cmocka_unit_test(test_many),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
