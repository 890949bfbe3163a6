/* SPDX-License-Identifier: MIT */
/* Answers that are no use: which finding, in which words, each of them once. */
#include "../support/expect.h"

#include "rules/dns_rules.h"

static const struct dns_ede cut_off = { .code = 22, .text = { "at a.test", 9 } };
static const struct dns_ede bare = { .code = 22 };
static const struct dns_ede unknown = { .code = 999 };
static const struct dns_ede with_nul = { .code = 22, .text = { "a\0b", 3 } };

struct row {
    const char *title;
    struct dns_answer answer;
    enum finding_id id; /* NONE: no finding */
    const char *text;
};

static const struct row rows[] = {
    { "positive", { .class = ANSWER_CLASS_POSITIVE }, FINDING_NONE, "answered" },
    { "nodata", { .class = ANSWER_CLASS_NODATA }, FINDING_NONE, "answered" },
    { "nxdomain", { .class = ANSWER_CLASS_NXDOMAIN }, FINDING_NONE, "answered" },
    { "no reply",
      { .class = ANSWER_CLASS_TIMEOUT, .silence = ANSWER_SILENCE_NO_REPLY },
      FINDING_DNS_UNREACHABLE,
      "no answer came" },
    { "unreachable",
      { .class = ANSWER_CLASS_TIMEOUT, .silence = ANSWER_SILENCE_UNREACHABLE },
      FINDING_DNS_UNREACHABLE,
      "no answer came (it cannot be reached)" },
    { "no server",
      { .class = ANSWER_CLASS_TIMEOUT, .silence = ANSWER_SILENCE_NO_SERVER },
      FINDING_DNS_UNREACHABLE,
      "nobody to ask: no resolver, or a transcript without the answer" },
    { "no reply from a server",
      { .class = ANSWER_CLASS_TIMEOUT,
        .silence = ANSWER_SILENCE_NO_REPLY,
        .server = { .address = { ADDRESS_FAMILY_IP4, { 192, 0, 2, 53 } }, .port = 53 } },
      FINDING_DNS_UNREACHABLE,
      "no answer from 192.0.2.53" },
    { "cut over UDP, refused over TCP",
      { .class = ANSWER_CLASS_TIMEOUT,
        .silence = ANSWER_SILENCE_UNREACHABLE,
        .over_tcp = true,
        .server = { .address = { ADDRESS_FAMILY_IP4, { 192, 0, 2, 53 } }, .port = 53 } },
      FINDING_DNS_UNREACHABLE,
      "the answer of 192.0.2.53 is too long for UDP, and TCP to it is refused" },
    { "cut over UDP, silent over TCP",
      { .class = ANSWER_CLASS_TIMEOUT,
        .silence = ANSWER_SILENCE_NO_REPLY,
        .over_tcp = true,
        .server = { .address = { ADDRESS_FAMILY_IP4, { 192, 0, 2, 53 } }, .port = 53 } },
      FINDING_DNS_UNREACHABLE,
      "the answer of 192.0.2.53 is too long for UDP, and nothing comes over TCP" },
    { "cut over UDP, too late over TCP",
      { .class = ANSWER_CLASS_TIMEOUT,
        .silence = ANSWER_SILENCE_DEADLINE,
        .over_tcp = true,
        .server = { .address = { ADDRESS_FAMILY_IP4, { 192, 0, 2, 53 } }, .port = 53 } },
      FINDING_DNS_DEADLINE,
      "the answer of 192.0.2.53 is too long for UDP, and nothing comes over TCP" },
    { "deadline",
      { .class = ANSWER_CLASS_TIMEOUT, .silence = ANSWER_SILENCE_DEADLINE },
      FINDING_DNS_DEADLINE,
      "no answer came before the time was over" },
    { "limit",
      { .class = ANSWER_CLASS_TIMEOUT, .silence = ANSWER_SILENCE_LIMIT },
      FINDING_DNS_DEADLINE,
      "not asked: this run asked as many questions as it may" },
    { "servfail",
      { .class = ANSWER_CLASS_SERVFAIL, .rcode = 2 },
      FINDING_DNS_SERVFAIL,
      "the resolver answered SERVFAIL" },
    { "servfail with EDE and text",
      { .class = ANSWER_CLASS_SERVFAIL, .rcode = 2, .edes = &cut_off, .ede_count = 1 },
      FINDING_DNS_SERVFAIL,
      "the resolver answered SERVFAIL (EDE 22: No Reachable Authority: at a.test)" },
    { "servfail with EDE",
      { .class = ANSWER_CLASS_SERVFAIL, .rcode = 2, .edes = &bare, .ede_count = 1 },
      FINDING_DNS_SERVFAIL,
      "the resolver answered SERVFAIL (EDE 22: No Reachable Authority)" },
    { "servfail with an EDE nobody knows",
      { .class = ANSWER_CLASS_SERVFAIL, .rcode = 2, .edes = &unknown, .ede_count = 1 },
      FINDING_DNS_SERVFAIL,
      "the resolver answered SERVFAIL (EDE 999)" },
    { "an rcode nobody knows",
      { .class = ANSWER_CLASS_SERVFAIL, .rcode = 3000 },
      FINDING_DNS_SERVFAIL,
      "the resolver answered RCODE 3000" },
    { "referral",
      { .class = ANSWER_CLASS_REFERRAL },
      FINDING_DNS_SERVFAIL,
      "the server only refers to others: it is no resolver" },
    { "refused",
      { .class = ANSWER_CLASS_REFUSED, .rcode = 5 },
      FINDING_DNS_REFUSED,
      "the resolver answered REFUSED" },
    { "malformed",
      { .class = ANSWER_CLASS_MALFORMED },
      FINDING_DNS_MALFORMED,
      "what came is no valid DNS message" },
    { "bogus",
      { .class = ANSWER_CLASS_BOGUS, .rcode = 2 },
      FINDING_DNS_BOGUS,
      "the resolver answered SERVFAIL, and an answer when DNSSEC is not validated" },
    { "loop",
      { .class = ANSWER_CLASS_LOOP },
      FINDING_DNS_LOOP,
      "its CNAME records lead in a circle, or are too many" },
};

static void test_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct verdict verdict;
        struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
        struct dns_name name = make_name("a.test");
        struct finding *finding;

        verdict_init(&verdict, arena, &policy);
        expect_text(rows[i].title, "words", dns_rules_trouble_text(&rows[i].answer, arena),
                    rows[i].text);
        finding = dns_rules_trouble(&verdict, &name, RR_TYPE_TXT, &rows[i].answer);
        expect_number(rows[i].title, "a finding", finding != NULL, rows[i].id != FINDING_NONE);
        if (finding != NULL) {
            expect_number(rows[i].title, "finding", finding->id, rows[i].id);
            expect_text(rows[i].title, "name", finding->name, "a.test");
            assert_string_equal(finding->type, "TXT");
            assert_true(slice_starts_with(finding->message, SLICE("TXT of a.test: ")));
            expect_number(rows[i].title, "detail", (long long)finding->detail.length, 0);
        }
        finding = dns_rules_trouble(&verdict, &name, RR_TYPE_A, &rows[i].answer);
        expect_number(rows[i].title, "a second finding", finding != NULL, false);
        arena_destroy(arena);
    }
}

static void test_server_and_nul(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct dns_name name = make_name("a.test");
    struct dns_answer answer = {
        .class = ANSWER_CLASS_SERVFAIL, .rcode = 2, .edes = &with_nul, .ede_count = 1
    };
    struct finding *finding;

    (void)state;
    assert_int_equal(endpoint_from_text(SLICE("198.18.0.53"), 53, &answer.server), STATUS_OK);
    verdict_init(&verdict, arena, &policy);
    finding = dns_rules_trouble(&verdict, &name, RR_TYPE_MX, &answer);
    assert_non_null(finding);
    assert_true(slice_starts_with(finding->detail, SLICE("asked 198.18.0.53")));
    /* Whatever becomes of the octets behind NUL, the sentence has its end. */
    assert_true(slice_ends_with(finding->message, SLICE(")")));
    arena_destroy(arena);
}

/* What fails in a domain that was found to be bogus is no plain failure; another domain's is. */
static void test_bogus_is_no_servfail(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict verdict;
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct dns_name name = make_name("a.test");
    struct dns_name below = make_name("mail.a.test");
    struct dns_name other = make_name("b.test");
    struct dns_answer answer = { .class = ANSWER_CLASS_BOGUS, .rcode = 2 };

    (void)state;
    verdict_init(&verdict, arena, &policy);
    assert_non_null(dns_rules_trouble(&verdict, &name, RR_TYPE_TXT, &answer));
    answer.class = ANSWER_CLASS_SERVFAIL;
    assert_null(dns_rules_trouble(&verdict, &name, RR_TYPE_TXT, &answer));
    assert_null(dns_rules_trouble(&verdict, &below, RR_TYPE_A, &answer));
    assert_non_null(dns_rules_trouble(&verdict, &other, RR_TYPE_TXT, &answer));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_server_and_nul),
        cmocka_unit_test(test_bogus_is_no_servfail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
