/* SPDX-License-Identifier: MIT */
/* check_host(): selection, flow, include and redirect, limits, explanations (RFC 7208 4, 5, 6). */
#include "spf_world.h"

#define RECORD(text) "example.test TXT " text
#define ELEVEN                                                                                     \
    "v=spf1 a:x.example.test a:x.example.test a:x.example.test a:x.example.test a:x.example.test " \
    "a:x.example.test a:x.example.test a:x.example.test a:x.example.test a:x.example.test "

static const struct evaluation_row rows[] = {
    /* 4.3-4.5 */
    { "no name",
      { WORLD_ZONES, NULL },
      .sender = "u@gone.example.test",
      .result = SPF_RESULT_NONE },
    { "no TXT", { WORLD_ZONES, "example.test MX 10 mx.example.test" }, .result = SPF_RESULT_NONE },
    { "other TXT", { WORLD_ZONES, RECORD("hello") }, .result = SPF_RESULT_NONE },
    { "SERVFAIL",
      { WORLD_ZONES, "example.test TXT !servfail" },
      .result = SPF_RESULT_TEMPERROR,
      .cause = "no usable answer about example.test (servfail)" },
    { "silence", { WORLD_ZONES, "example.test TXT !timeout" }, .result = SPF_RESULT_TEMPERROR },
    { "refused", { WORLD_ZONES, "example.test TXT !refused" }, .result = SPF_RESULT_TEMPERROR },
    { "two records",
      { WORLD_ZONES, RECORD("v=spf1 -all"), RECORD("v=spf1 +all") },
      .result = SPF_RESULT_PERMERROR,
      .cause = "2 SPF records" },
    { "single label", { WORLD_ZONES }, .sender = "u@localhost", .result = SPF_RESULT_NONE },
    { "literal",
      { WORLD_ZONES },
      .sender = "u@[198.18.0.1]",
      .result = SPF_RESULT_NONE,
      .cause = "malformed" },
    { "empty label", { WORLD_ZONES }, .sender = "u@a..test", .result = SPF_RESULT_NONE },
    { "final dot",
      { WORLD_ZONES, RECORD("v=spf1 -all") },
      .sender = "u@example.test.",
      .result = SPF_RESULT_FAIL },
    { "HELO identity",
      { WORLD_ZONES, "mta.example.test TXT v=spf1 +all" },
      .sender = "",
      .result = SPF_RESULT_PASS },
    { "quoted local-part",
      { WORLD_ZONES, RECORD("v=spf1 exists:%{l}.example.test -all"),
        "\"a@b\".example.test A 1.1.1.1" },
      .sender = "\"a@b\"@example.test",
      .result = SPF_RESULT_PASS,
      .lookups = 1 },
    { "no local-part",
      { WORLD_ZONES, RECORD("v=spf1 exists:%{l}.example.test -all"),
        "postmaster.example.test A 198.18.0.9" },
      .sender = "@example.test",
      .result = SPF_RESULT_PASS,
      .lookups = 1 },
    /* 4.6, 4.7 */
    { "an error behind all",
      { WORLD_ZONES, RECORD("v=spf1 +all rubbish") },
      .result = SPF_RESULT_PERMERROR,
      .cause = "rubbish" },
    { "nothing", { WORLD_ZONES, RECORD("v=spf1") }, .result = SPF_RESULT_NEUTRAL },
    { "plus",
      { WORLD_ZONES, RECORD("v=spf1 +all") },
      .result = SPF_RESULT_PASS,
      .mechanism = "+all" },
    { "minus", { WORLD_ZONES, RECORD("v=spf1 -all") }, .result = SPF_RESULT_FAIL },
    { "tilde", { WORLD_ZONES, RECORD("v=spf1 ~all") }, .result = SPF_RESULT_SOFTFAIL },
    { "question mark", { WORLD_ZONES, RECORD("v=spf1 ?all") }, .result = SPF_RESULT_NEUTRAL },
    { "the first match decides",
      { WORLD_ZONES, RECORD("v=spf1 ~ip4:198.18.0.0/24 ip4:198.18.0.1 -all") },
      .result = SPF_RESULT_SOFTFAIL,
      .mechanism = "~ip4:198.18.0.0/24" },
    { "ip4 without a match",
      { WORLD_ZONES, RECORD("v=spf1 ip4:198.18.0.2 -all") },
      .result = SPF_RESULT_FAIL },
    { "ip6",
      { WORLD_ZONES, RECORD("v=spf1 ip6:2001:2::/48 -all") },
      .client = "2001:2::1",
      .result = SPF_RESULT_PASS },
    { "ip6, the whole address",
      { WORLD_ZONES, RECORD("v=spf1 ip6:2001:2::2 -all") },
      .client = "2001:2::1",
      .result = SPF_RESULT_FAIL },
    { "a mapped client is an IPv4 one",
      { WORLD_ZONES, RECORD("v=spf1 ip6:::ffff:0:0/96 ip4:198.18.0.1 -all") },
      .client = "::ffff:198.18.0.1",
      .result = SPF_RESULT_PASS,
      .mechanism = "ip4:198.18.0.1" },
    /* 5.2 */
    { "include, pass",
      { WORLD_ZONES, RECORD("v=spf1 -include:a.example.test +all"),
        "a.example.test TXT v=spf1 +all" },
      .result = SPF_RESULT_FAIL,
      .mechanism = "-include:a.example.test",
      .lookups = 1 },
    { "include, fail",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test ?all"),
        "a.example.test TXT v=spf1 -all" },
      .result = SPF_RESULT_NEUTRAL,
      .mechanism = "?all",
      .lookups = 1 },
    { "include, softfail",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"),
        "a.example.test TXT v=spf1 ~all" },
      .result = SPF_RESULT_FAIL,
      .lookups = 1 },
    { "include, neutral",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"), "a.example.test TXT v=spf1" },
      .result = SPF_RESULT_FAIL,
      .lookups = 1 },
    { "include, none",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all") },
      .result = SPF_RESULT_PERMERROR,
      .cause = "include:a.example.test has no SPF record",
      .lookups = 1 },
    { "include, temperror",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"), "a.example.test TXT !servfail" },
      .result = SPF_RESULT_TEMPERROR,
      .lookups = 1 },
    { "include, permerror",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"), "a.example.test TXT v=spf1 x" },
      .result = SPF_RESULT_PERMERROR,
      .lookups = 1 },
    { "include of one label",
      { WORLD_ZONES, RECORD("v=spf1 include:%{d1} -all") },
      .result = SPF_RESULT_PERMERROR,
      .lookups = 1 },
    { "include of no name",
      { WORLD_ZONES, RECORD("v=spf1 include:a..%{d} -all") },
      .result = SPF_RESULT_PERMERROR,
      .cause = "no domain name",
      .lookups = 1 },
    { "a of no name matches nothing",
      { WORLD_ZONES, RECORD("v=spf1 a:a..%{d} ~all") },
      .result = SPF_RESULT_SOFTFAIL,
      .lookups = 1 },
    { "%{d} changes below",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"),
        "a.example.test TXT v=spf1 exists:%{d}.%{o}.example.test",
        "a.example.test.example.test.example.test A 198.18.0.9" },
      .result = SPF_RESULT_PASS,
      .lookups = 2 },
    /* 6.1 */
    { "redirect",
      { WORLD_ZONES, RECORD("v=spf1 redirect=a.example.test."), "a.example.test TXT v=spf1 ~all" },
      .result = SPF_RESULT_SOFTFAIL,
      .lookups = 1 },
    { "redirect beside all",
      { WORLD_ZONES, RECORD("v=spf1 redirect=a.example.test -all") },
      .result = SPF_RESULT_FAIL },
    { "redirect to nothing",
      { WORLD_ZONES, RECORD("v=spf1 redirect=a.example.test") },
      .result = SPF_RESULT_PERMERROR,
      .cause = "redirect=a.example.test leads to no SPF record",
      .lookups = 1 },
    { "redirect to no name",
      { WORLD_ZONES, RECORD("v=spf1 redirect=a..%{d}") },
      .result = SPF_RESULT_PERMERROR,
      .lookups = 1 },
    { "redirect, temperror",
      { WORLD_ZONES, RECORD("v=spf1 redirect=a.example.test"), "a.example.test TXT !refused" },
      .result = SPF_RESULT_TEMPERROR,
      .lookups = 1 },
    { "redirect in an included record stays there",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"),
        "a.example.test TXT v=spf1 redirect=b.example.test", "b.example.test TXT v=spf1 +all" },
      .result = SPF_RESULT_PASS,
      .mechanism = "include:a.example.test",
      .lookups = 2 },
    /* 4.6.4 */
    { "ten lookups",
      { WORLD_ZONES, RECORD(ELEVEN "-all"), "x.example.test A 198.18.0.9" },
      .result = SPF_RESULT_FAIL,
      .lookups = 10 },
    { "the eleventh",
      { WORLD_ZONES, RECORD(ELEVEN "a:x.example.test -all"), "x.example.test A 198.18.0.9" },
      .result = SPF_RESULT_PERMERROR,
      .cause = "lookup 11, limit 10",
      .lookups = 11 },
    { "the eleventh is a redirect",
      { WORLD_ZONES, RECORD(ELEVEN "redirect=x.example.test"), "x.example.test A 198.18.0.9" },
      .result = SPF_RESULT_PERMERROR,
      .lookups = 11 },
    { "a match before the eleventh",
      { WORLD_ZONES, RECORD(ELEVEN "ip4:198.18.0.1 a:x.example.test"),
        "x.example.test A 198.18.0.9" },
      .result = SPF_RESULT_PASS,
      .lookups = 10 },
    { "self-include",
      { WORLD_ZONES, RECORD("v=spf1 include:example.test -all") },
      .result = SPF_RESULT_PERMERROR,
      .lookups = 11 },
    { "self-redirect",
      { WORLD_ZONES, RECORD("v=spf1 redirect=example.test") },
      .result = SPF_RESULT_PERMERROR,
      .lookups = 11 },
    { "two voids",
      { WORLD_ZONES, RECORD("v=spf1 a:g1.example.test exists:g2.example.test -all") },
      .result = SPF_RESULT_FAIL,
      .lookups = 2,
      .voids = 2 },
    { "the third",
      { WORLD_ZONES, RECORD("v=spf1 a:g1.example.test mx:g2.example.test a:g3.example.test -all") },
      .result = SPF_RESULT_PERMERROR,
      .cause = "3 void lookups, limit 2: g3.example.test",
      .lookups = 3,
      .voids = 3 },
    { "a receiver without that limit",
      { WORLD_ZONES, RECORD("v=spf1 a:g1.example.test mx:g2.example.test a:g3.example.test -all") },
      .result = SPF_RESULT_FAIL,
      .lookups = 3,
      .voids = 3,
      .void_limit = UINT32_MAX },
    /* 6.2 */
    { "explanation",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e.example.test"),
        "e.example.test TXT %{i} is not |of %{d} %{c} %{r} %{t} %%%_%-%{H}" },
      .helo = "a b",
      .result = SPF_RESULT_FAIL,
      .explanation = "198.18.0.1 is not of example.test 198.18.0.1 receiver.test 1795560149 % "
                     "%20a%20b" },
    { "explanation of a pass",
      { WORLD_ZONES, RECORD("v=spf1 +all exp=e.example.test"), "e.example.test TXT x" },
      .result = SPF_RESULT_PASS },
    { "explanation missing",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e.example.test") },
      .result = SPF_RESULT_FAIL },
    { "explanation not heard",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e.example.test"), "e.example.test TXT !timeout" },
      .result = SPF_RESULT_FAIL },
    { "two explanations",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e.example.test"), "e.example.test TXT a",
        "e.example.test TXT b" },
      .result = SPF_RESULT_FAIL },
    { "explanation with a bad macro",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e.example.test"), "e.example.test TXT %{x}" },
      .result = SPF_RESULT_FAIL },
    { "explanation outside ASCII",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e.example.test"), "e.example.test TXT \xC3\xA4" },
      .result = SPF_RESULT_FAIL },
    { "explanation at no name",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=e..%{d}") },
      .result = SPF_RESULT_FAIL },
    { "explanation of an included record does not count",
      { WORLD_ZONES, RECORD("v=spf1 include:a.example.test -all"),
        "a.example.test TXT v=spf1 -all exp=e.example.test", "e.example.test TXT x" },
      .result = SPF_RESULT_FAIL,
      .lookups = 1 },
    { "explanation of the record redirected to",
      { WORLD_ZONES, RECORD("v=spf1 exp=o.example.test redirect=a.example.test"),
        "o.example.test TXT outer", "a.example.test TXT v=spf1 -all exp=e.example.test",
        "e.example.test TXT inner %{d}" },
      .result = SPF_RESULT_FAIL,
      .explanation = "inner a.example.test",
      .lookups = 1 },
    { "explanation with %{p}",
      { WORLD_ZONES, RECORD("v=spf1 -all exp=%{p1}.e.example.test"), "in-addr.arpa SOA 600",
        "1.0.18.198.in-addr.arpa PTR mta.example.test", "mta.example.test A 198.18.0.1",
        "test.e.example.test TXT you are %{p}" },
      .result = SPF_RESULT_FAIL,
      .explanation = "you are mta.example.test" },
    /* RFC 8616 4 */
    { "a local-part outside ASCII matches nothing",
      { WORLD_ZONES, RECORD("v=spf1 exists:%{l}.example.test include:%{s} ~all"),
        "*.example.test A 198.18.0.9" },
      .sender = "\xC3\xA4@example.test",
      .result = SPF_RESULT_SOFTFAIL,
      .lookups = 2 },
    { "redirect with such a local-part",
      { WORLD_ZONES, RECORD("v=spf1 redirect=%{l}.example.test") },
      .sender = "\xC3\xA4@example.test",
      .result = SPF_RESULT_NEUTRAL,
      .lookups = 1 },
    { "U-labels",
      { WORLD_ZONES, "xn--bcher-kva.example.test TXT v=spf1 exists:%{d}.example.test -all",
        "xn--bcher-kva.example.test.example.test A 198.18.0.9" },
      .sender = "u@b\xC3\xBC"
                "cher.example.test",
      .result = SPF_RESULT_PASS,
      .lookups = 1 },
};

static void test_evaluations(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        world_check_evaluation(&rows[i]);
    }
}

/* A level of includes costs one round: what all terms need is wanted at the same time. */
static void test_rounds(void **state)
{
    static const char *const zone[] = {
        WORLD_ZONES,
        "example.test TXT v=spf1 include:a.example.test mx a:h.example.test exists:y.example.test "
        "redirect=b.example.test",
        "a.example.test TXT v=spf1 -all",
        "b.example.test TXT v=spf1 -all",
        "example.test MX 10 m.example.test",
        "example.test MX 20 n.example.test",
        "m.example.test A 198.18.0.8",
        "n.example.test A 198.18.0.9",
        "h.example.test A 198.18.0.7",
        "y.example.test AAAA 2001:2::1",
        NULL
    };
    struct world world;
    struct spf_request request = { .sender = SLICE("u@example.test"),
                                   .helo = SLICE("h"),
                                   .void_limit = 2 };
    struct spf_evaluation evaluation;

    (void)state;
    world_begin(&world, zone);
    assert_int_equal(address_from_text(SLICE("198.18.0.1"), &request.client), STATUS_OK);
    do {
        struct spf_world spf = { .facts = world.facts, .arena = world.arena };

        assert_int_equal(spf_evaluate(&request, &spf, &evaluation), STATUS_OK);
    } while (world_answer(&world));
    assert_int_equal(evaluation.result, SPF_RESULT_FAIL);
    expect_number("includes and mx", "rounds", world.rounds, 3);
    expect_number("includes and mx", "questions", world.asked, 8);
    world_end(&world);
}

static void test_words(void **state)
{
    enum spf_result result = SPF_RESULT_PENDING;

    (void)state;
    assert_int_equal(spf_result_from_text(SLICE("PermError"), &result), STATUS_OK);
    assert_int_equal(result, SPF_RESULT_PERMERROR);
    assert_int_equal(spf_result_from_text(SLICE("pending"), &result), STATUS_NOT_FOUND);
    assert_int_equal(spf_result_from_text(SLICE(""), &result), STATUS_NOT_FOUND);
    assert_string_equal(spf_result_text(SPF_RESULT_PENDING), "pending");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluations),
        cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
