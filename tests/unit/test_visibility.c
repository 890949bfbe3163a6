/* SPDX-License-Identifier: MIT */
/* What a denial proves, and the one finding that names the cause. */
#include "world.h"

#include "rules/visibility.h"

static const struct {
    const char *title;
    const char *rows[12];
    const char *name;
    enum config_why why;
    enum denial_grade grade;
    const char *findings;
    const char *message; /* a part of it */
} rows[] = {
    { "no name, proved",
      { WORLD_ZONES },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_RELAYED,
      "visibility.absent CRITICAL",
      "the zone example.test is served and has no name mail.example.test" },
    { "no record, proved",
      { WORLD_ZONES, "mail.example.test A 198.18.0.1" },
      "mail.example.test",
      CONFIG_WHY_DNS,
      DENIAL_GRADE_RELAYED,
      "visibility.absent CRITICAL",
      "has no TXT record at mail.example.test" },
    { "a zone without NS records of its own",
      { "example.test SOA 600" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_RELAYED,
      "visibility.absent CRITICAL",
      "" },
    { "the target of a CNAME",
      { WORLD_ZONES, "mail.example.test CNAME gone.example.test" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_RELAYED,
      "visibility.cname CRITICAL",
      "has no name gone.example.test" },
    { "the parent denies the domain",
      { "test SOA 600", "test NS ns.test" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_RELAYED,
      "visibility.unexplained CRITICAL",
      "example.test is not in the zone test" },
    { "a public suffix by itself",
      { "test SOA 600", "test NS ns.test" },
      "test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_RELAYED,
      "visibility.absent CRITICAL",
      "" },
    { "no SOA",
      { "mail.example.test TXT !bare" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_UNPROVED,
      "dns.resolver-broken UNKNOWN",
      "without the SOA of any zone" },
    { "a foreign SOA",
      { WORLD_ZONES, "mail.example.test TXT !foreign" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_UNPROVED,
      "dns.resolver-broken UNKNOWN",
      "SOA of rpz.filter.invalid" },
    { "filtered",
      { WORLD_ZONES, "mail.example.test TXT !filtered" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_UNPROVED,
      "dns.resolver-broken UNKNOWN",
      "EDE 17: Filtered" },
    { "the zone's SOA cannot be had",
      { "example.test SOA 600", "example.test SOA !servfail", "example.test NS ns.example.test" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_SICK,
      "dns.resolver-broken UNKNOWN",
      "does not give the SOA and NS of example.test" },
    { "the zone's NS cannot be had",
      { "example.test SOA 600", "example.test NS !timeout" },
      "mail.example.test",
      CONFIG_WHY_FULL,
      DENIAL_GRADE_SICK,
      "dns.resolver-broken UNKNOWN",
      "" },
    { "nobody is to look",
      { "mail.example.test TXT !bare" },
      "mail.example.test",
      CONFIG_WHY_NONE,
      DENIAL_GRADE_RELAYED,
      "",
      "" },
};

static void check_row(size_t i)
{
    struct world world;
    struct verdict verdict;
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct dns_name name = make_name(rows[i].name);
    const struct dns_answer *answer = NULL;
    enum denial_grade grade = DENIAL_GRADE_PENDING;
    struct denial denial;
    struct slice text;

    world_begin(&world, rows[i].rows);
    do {
        answer = facts_resolve(world.facts, &name, RR_TYPE_TXT);
        grade = answer != NULL ? visibility_grade(rows[i].why, world.facts, answer) : grade;
    } while (world_answer(&world));
    verdict_init(&verdict, world.arena, &policy);
    denial = (struct denial){ .name = &name, .type = RR_TYPE_TXT, .answer = answer };
    expect_number(rows[i].title, "grade", grade, rows[i].grade);
    text = visibility_grade_text(grade, answer, world.arena);
    expect_number(rows[i].title, "a sentence", text.length > 0, grade != DENIAL_GRADE_RELAYED);
    visibility_explain(rows[i].why, &verdict, &denial);
    expect_number(rows[i].title, "findings while pending", (long long)verdict.finding_count, 0);
    denial.grade = grade;
    visibility_explain(rows[i].why, &verdict, &denial);
    expect_text(rows[i].title, "findings", world_findings(&world, &verdict), rows[i].findings);
    if (rows[i].message[0] != '\0') {
        struct slice message = verdict.findings[0].message;

        if (slice_find_part(message, slice_of(rows[i].message)) == message.length) {
            fail_msg("%s: the message is \"%.*s\"", rows[i].title, SLICE_ARGS(message));
        }
    }
    world_end(&world);
}

static void test_denials(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_row(i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_denials) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
