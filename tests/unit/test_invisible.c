/* SPDX-License-Identifier: MIT */
/* What a check makes of a record that does not come, for each outcome that a differential can have:
 * the test says what was seen. */
#include "../support/wrap.h"
#include "world.h"

#include "rules/invisible.h"

/* --- a differential by hand ------------------------------------------------------------------- */

/* Seen by the next differential. */
static struct differential *seen(void)
{
    static struct differential seen;

    return &seen;
}

void fake_look(const struct differential_request *request, struct facts *facts, struct arena *arena,
               struct differential *ret_differential) IN_PLACE_OF(differential_look);

void fake_look(const struct differential_request *request, struct facts *facts, struct arena *arena,
               struct differential *ret_differential)
{
    *ret_differential = *seen();
    ret_differential->request = *request;
    ret_differential->facts = facts;
    ret_differential->arena = arena;
}

/* One finding that nobody else adds stands for all that would be said. */
void fake_report(const struct differential *differential, struct verdict *verdict)
    IN_PLACE_OF(differential_report);

void fake_report(const struct differential *differential, struct verdict *verdict)
{
    (void)differential;
    (void)verdict_add(verdict, FINDING_VISIBILITY_LAME);
}

#define SAID "visibility.lame CRITICAL"

/* --- rows ------------------------------------------------------------------------------------- */

/* The resolver's answers: a denial by the own zone, by the zone above, by nobody; failures. */
static const char *const own_zone[] = { WORLD_ZONES, NULL };
static const char *const zone_above[] = { "test SOA 600", "test NS ns.test", NULL };
static const char *const unproved[] = { "mail.example.test TXT !bare", NULL };
static const char *const servfail[] = { "mail.example.test TXT !servfail", NULL };
static const char *const refused[] = { "mail.example.test TXT !refused", NULL };
static const char *const bogus[] = { "mail.example.test TXT !bogus", NULL };

static const struct {
    const char *title;
    const char *const *world;
    enum cause cause;
    enum delegation_state state;
    bool sick;          /* the resolver does not give the parent zone */
    bool own_has;       /* a server of the zone has the record */
    bool own_has_not;   /* one denies it */
    bool is_taken_over; /* its denial takes the place of the resolver's answer */
    enum invisible_outcome outcome;
    const char *findings;
} rows[] = {
    { "denied by the own zone", own_zone, .cause = CAUSE_RECORD_ABSENT, .state = DELEGATION_PRESENT,
      .outcome = INVISIBLE_ABSENT, .findings = SAID },
    { "denied behind a CNAME", own_zone, .cause = CAUSE_CNAME, .state = DELEGATION_PRESENT,
      .outcome = INVISIBLE_ABSENT, .findings = SAID },
    { "denied by the own zone, whatever the parent zone", own_zone, .cause = CAUSE_UNEXPLAINED,
      .sick = true, .outcome = INVISIBLE_ABSENT, .findings = "" },
    { "denied by a server of the zone, too", unproved, .cause = CAUSE_RECORD_ABSENT,
      .state = DELEGATION_PRESENT, .own_has_not = true, .is_taken_over = true,
      .outcome = INVISIBLE_ABSENT, .findings = SAID },
    { "denied by nobody who counts", unproved, .cause = CAUSE_RECORD_ABSENT,
      .state = DELEGATION_PRESENT, .outcome = INVISIBLE_DOUBTFUL,
      .findings = "dns.resolver-broken UNKNOWN" },
    { "denied by the resolver alone, the zone has it", unproved, .cause = CAUSE_CACHE,
      .state = DELEGATION_PRESENT, .own_has = true, .outcome = INVISIBLE_DOUBTFUL,
      .findings = "dns.resolver-broken UNKNOWN, " SAID },
    { "denied by the resolver alone, not delegated", unproved, .cause = CAUSE_HOLD,
      .state = DELEGATION_ABSENT, .outcome = INVISIBLE_DOUBTFUL,
      .findings = "dns.resolver-broken UNKNOWN, " SAID },
    { "denied by the resolver alone, which is sick", unproved, .cause = CAUSE_HOLD,
      .state = DELEGATION_ABSENT, .sick = true, .outcome = INVISIBLE_DOUBTFUL,
      .findings = "dns.resolver-broken UNKNOWN" },
    { "denied by the zone above", zone_above, .cause = CAUSE_HOLD, .state = DELEGATION_ABSENT,
      .outcome = INVISIBLE_EXPLAINED, .findings = SAID },
    { "denied by the zone above, for no known reason", zone_above, .cause = CAUSE_UNEXPLAINED,
      .state = DELEGATION_ABSENT, .outcome = INVISIBLE_EXPLAINED, .findings = SAID },
    { "denied, and nothing explains it", own_zone, .cause = CAUSE_UNEXPLAINED,
      .state = DELEGATION_PRESENT, .outcome = INVISIBLE_DOUBTFUL, .findings = SAID },
    { "a failure for want of signatures", servfail, .cause = CAUSE_BOGUS,
      .state = DELEGATION_PRESENT, .outcome = INVISIBLE_DOUBTFUL,
      .findings = "dns.bogus CRITICAL" },
    { "a failure, and a server of the zone denies", servfail, .cause = CAUSE_RECORD_ABSENT,
      .state = DELEGATION_PRESENT, .own_has_not = true, .is_taken_over = true,
      .outcome = INVISIBLE_ABSENT, .findings = "" },
    { "a failure, and nobody denies", servfail, .cause = CAUSE_RECORD_ABSENT,
      .state = DELEGATION_PRESENT, .outcome = INVISIBLE_DOUBTFUL, .findings = "" },
    { "a failure without a cause", refused, .cause = CAUSE_NONE, .state = DELEGATION_PRESENT,
      .outcome = INVISIBLE_DOUBTFUL, .findings = "" },
    { "a failure that nothing explains", refused, .cause = CAUSE_UNEXPLAINED,
      .state = DELEGATION_UNKNOWN, .outcome = INVISIBLE_DOUBTFUL, .findings = "" },
    { "a failure, not delegated", servfail, .cause = CAUSE_UNEXPLAINED, .state = DELEGATION_ABSENT,
      .outcome = INVISIBLE_EXPLAINED, .findings = SAID },
    { "a failure of a sick resolver", servfail, .cause = CAUSE_HOLD, .sick = true,
      .outcome = INVISIBLE_DOUBTFUL, .findings = SAID },
    { "a sick resolver, and bogus as it says itself", bogus, .cause = CAUSE_BOGUS, .sick = true,
      .outcome = INVISIBLE_DOUBTFUL, .findings = "" },
};

/* --- one judgement ---------------------------------------------------------------------------- */

struct judged {
    struct world world;
    struct verdict verdict;
    struct denial denial;
    struct invisible invisible;
    unsigned pending; /* rounds */
};

static const struct dns_name *the_name(void)
{
    static struct dns_name name;

    name = make_name("mail.example.test");
    return &name;
}

/* Judges until nothing is wanted; ends with judged->world to be ended. */
static void judge(const struct config *config, const char *const *world, struct judged *judged)
{
    static const struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    const struct dns_answer *answer;

    *judged = (struct judged){ .pending = 0 };
    world_begin(&judged->world, world);
    do {
        verdict_init(&judged->verdict, judged->world.arena, &policy);
        answer = facts_resolve(judged->world.facts, the_name(), RR_TYPE_TXT);
        if (answer == NULL) {
            continue;
        }
        judged->denial =
            (struct denial){ .name = the_name(), .type = RR_TYPE_TXT, .answer = answer };
        assert_int_equal(invisible_judge(config, judged->world.facts, &judged->verdict,
                                         &judged->denial, &judged->invisible),
                         STATUS_OK);
        if (judged->invisible.outcome == INVISIBLE_PENDING) {
            judged->pending++;
            assert_int_equal(judged->verdict.finding_count, 0);
            assert_null(judged->invisible.differential);
        }
    } while (world_answer(&judged->world));
}

static void test_outcomes(void **state)
{
    static const struct config config = { .why = CONFIG_WHY_FULL };
    static const struct dns_answer denial = { .class = ANSWER_CLASS_NODATA };
    static const struct delegation_server denies = { .answer = &denial };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct judged judged;

        *seen() = (struct differential){ .cause = rows[i].cause };
        seen()->delegation.state = rows[i].state;
        seen()->delegation.sick = rows[i].sick;
        seen()->own.with_record = rows[i].own_has ? 1 : 0;
        seen()->own.without_record = rows[i].own_has_not ? 1 : 0;
        seen()->own.first_without = rows[i].own_has_not ? &denies : NULL;
        judge(&config, rows[i].world, &judged);
        expect_number(rows[i].title, "outcome", judged.invisible.outcome, rows[i].outcome);
        expect_text(rows[i].title, "findings", world_findings(&judged.world, &judged.verdict),
                    rows[i].findings);
        expect_number(rows[i].title, "a differential", judged.invisible.differential != NULL, true);
        expect_number(rows[i].title, "taken over", judged.denial.answer == &denial,
                      rows[i].is_taken_over);
        if (rows[i].outcome == INVISIBLE_ABSENT) {
            expect_number(rows[i].title, "grade", judged.denial.grade, DENIAL_GRADE_RELAYED);
        }
        world_end(&judged.world);
    }
}

/* Every cause but those of the rows above explains a failure. */
static void test_causes_of_failure(void **state)
{
    static const struct config config = { .why = CONFIG_WHY_FULL };

    (void)state;
    for (int cause = CAUSE_HOLD; cause < CAUSE_COUNT; cause++) {
        struct judged judged;

        if (cause == CAUSE_BOGUS || cause == CAUSE_RECORD_ABSENT || cause == CAUSE_UNEXPLAINED) {
            continue;
        }
        *seen() = (struct differential){ .cause = (enum cause)cause };
        judge(&config, servfail, &judged);
        expect_number(cause_text((enum cause)cause), "outcome", judged.invisible.outcome,
                      INVISIBLE_EXPLAINED);
        expect_text(cause_text((enum cause)cause), "findings",
                    world_findings(&judged.world, &judged.verdict), SAID);
        world_end(&judged.world);
    }
}

static void test_pending(void **state)
{
    static const struct config config = { .why = CONFIG_WHY_DNS };
    struct judged judged;

    (void)state;
    /* The grade of a denial takes a round of its own. */
    *seen() = (struct differential){ .cause = CAUSE_RECORD_ABSENT };
    judge(&config, own_zone, &judged);
    assert_int_equal(judged.pending, 1);
    assert_int_equal(judged.invisible.outcome, INVISIBLE_ABSENT);
    world_end(&judged.world);
    seen()->pending = true;
    judge(&config, servfail, &judged);
    assert_int_equal(judged.invisible.outcome, INVISIBLE_PENDING);
    world_end(&judged.world);
}

static void test_not_looked_into(void **state)
{
    static const struct config config = { .why = CONFIG_WHY_NONE };
    struct judged judged;

    (void)state;
    judge(&config, unproved, &judged);
    assert_int_equal(judged.invisible.outcome, INVISIBLE_ABSENT);
    assert_int_equal(judged.denial.grade, DENIAL_GRADE_RELAYED);
    assert_null(judged.invisible.differential);
    assert_int_equal(judged.verdict.finding_count, 0);
    world_end(&judged.world);
    judge(&config, servfail, &judged);
    assert_int_equal(judged.invisible.outcome, INVISIBLE_DOUBTFUL);
    assert_null(judged.invisible.differential);
    assert_int_equal(judged.verdict.finding_count, 0);
    world_end(&judged.world);
}

static void test_no_memory(void **state)
{
    static const struct config config = { .why = CONFIG_WHY_FULL };
    static const struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    static const struct dns_answer answer = { .class = ANSWER_CLASS_SERVFAIL };
    struct denial denial = { .name = the_name(), .type = RR_TYPE_TXT, .answer = &answer };
    struct arena *small = make_arena(sizeof(struct differential) / 2);
    struct invisible invisible;
    struct verdict verdict;
    struct world world;

    (void)state;
    world_begin(&world, servfail);
    verdict_init(&verdict, small, &policy);
    assert_int_equal(invisible_judge(&config, world.facts, &verdict, &denial, &invisible),
                     STATUS_NO_MEMORY);
    assert_int_equal(invisible.outcome, INVISIBLE_PENDING);
    world_end(&world);
    arena_destroy(small);
}

static void test_failures(void **state)
{
    (void)state;
    for (int class = 0; class <= ANSWER_CLASS_LOOP; class ++) {
        const struct dns_answer answer = { .class = (enum answer_class) class };

        expect_number(answer_class_text(answer.class), "is a failure",
                      invisible_is_failure(&answer),
                      class == ANSWER_CLASS_SERVFAIL || class == ANSWER_CLASS_REFUSED ||
                          class == ANSWER_CLASS_BOGUS);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes),  cmocka_unit_test(test_causes_of_failure),
        cmocka_unit_test(test_pending),   cmocka_unit_test(test_not_looked_into),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
