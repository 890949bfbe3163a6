/* SPDX-License-Identifier: MIT */
/* From facts to findings: which MX is of use, what was meant by others, what a CRITICAL rests on.
 */
#include "mx_world.h"

struct rules_row {
    const char *title;
    const char *options; /* as on the command line */
    const char *findings;
    const char *problems; /* of the document's records, "-" for none; "null": not heard */
    const char *rows[8];  /* beside the zones of the world, which DELEGATED replaces */
};

#define ROW(title, options, findings, problems, ...) \
    {                                                \
        title, options, findings, problems,          \
        {                                            \
            __VA_ARGS__                              \
        }                                            \
    }

static const struct rules_row matrix[] = {
    /* present */
    ROW("the service's own", "", "", "-", TENCENT),
    ROW("with another preference", "", "", "-", HERE "5 mxbiz1.qq.com"),
    ROW("in upper case", "", "", "-", HERE "10 MXBIZ1.QQ.COM"),
    ROW("the service's and another", "", "", "-,-", TENCENT, HERE "20 mx.example.test", OWN),
    ROW("any own server", "", "mx.own INFO", "-", HERE "10 mx.example.test", OWN),
    ROW("an own server by IPv6 alone", "", "mx.own INFO", "-", HERE "10 mx.example.test",
        "mx.example.test AAAA 2001:db8::2"),
    ROW("the domain itself", "", "mx.own INFO", "-", HERE "10 mail.example.test",
        "mail.example.test A 192.0.2.1"),
    ROW("another profile shows none", "--profile none", "", "-", HERE "10 mx.example.test", OWN),
    ROW("one family is not heard", "", "", "-", TENCENT, "mxbiz1.qq.com AAAA !timeout"),
    ROW("twice", "", "mx.duplicate INFO", "-,-", TENCENT, HERE "20 mxbiz1.qq.com"),
    /* none */
    ROW("no name", "", "mx.none CRITICAL, visibility.absent CRITICAL", "",
        "www.example.test A 192.0.2.1"),
    ROW("no MX, no address", "", "mx.none CRITICAL, visibility.absent CRITICAL", "", EXISTS),
    ROW("the implicit MX does not count", "", "mx.none CRITICAL, visibility.absent CRITICAL", "",
        "mail.example.test A 192.0.2.1"),
    ROW("the address is not heard", "", "mx.none CRITICAL, visibility.absent CRITICAL", "",
        "mail.example.test A !timeout"),
    ROW("taken as told", "--why none", "mx.none CRITICAL", "", EXISTS),
    ROW("taken as told, whoever told it", "--why none", "mx.none CRITICAL", "", HERE "!bare"),
    ROW("nobody wants one", "--profile none", "mx.none INFO", "", EXISTS),
    ROW("nobody wants one, no proof is needed", "--profile none", "mx.none INFO", "", HERE "!bare"),
    ROW("a denial without SOA", "", "dns.resolver-broken UNKNOWN", "null", HERE "!bare"),
    ROW("a denial with a foreign SOA", "", "dns.resolver-broken UNKNOWN", "null", HERE "!foreign"),
    ROW("a filtered denial", "", "dns.resolver-broken UNKNOWN", "null", HERE "!filtered"),
    ROW("the resolver does not give the zone's SOA", "", "dns.resolver-broken UNKNOWN", "null",
        EXISTS, "example.test SOA !servfail"),
    ROW("not delegated", "", "visibility.unexplained CRITICAL, registration.unreachable INFO",
        "null", DELEGATED),
    ROW("a CNAME without MX behind it", "", "mx.none CRITICAL, visibility.cname CRITICAL", "",
        "mail.example.test CNAME www.provider.test", "www.provider.test A 192.0.2.1"),
    ROW("a CNAME with MX behind it", "", "mx.own INFO", "-",
        "mail.example.test CNAME www.provider.test", "www.provider.test MX 5 mx.example.test", OWN),
    ROW("the zone typed into the host field", "", "visibility.misplaced CRITICAL, mx.none CRITICAL",
        "", EXISTS, "mail.example.test.example.test MX 10 mxbiz1.qq.com"),
    ROW("a wildcard is no misplaced record", "", "mx.none CRITICAL, visibility.absent CRITICAL", "",
        EXISTS, "mail.example.test.example.test MX 10 mxbiz1.qq.com",
        "no-such-name-of-check-ses.example.test.example.test MX 10 mxbiz1.qq.com"),
    ROW("a wildcard that is not heard", "", "mx.none CRITICAL, visibility.absent CRITICAL", "",
        EXISTS, "mail.example.test.example.test MX 10 mxbiz1.qq.com",
        "no-such-name-of-check-ses.example.test.example.test MX !timeout"),
    /* not heard */
    ROW("silence", "", "dns.unreachable UNKNOWN, mx.temperror UNKNOWN", "null", HERE "!timeout"),
    ROW("SERVFAIL", "", "dns.servfail UNKNOWN, mx.temperror UNKNOWN", "null", HERE "!servfail"),
    ROW("REFUSED, nobody wants one", "--profile none", "dns.refused UNKNOWN, mx.temperror UNKNOWN",
        "null", HERE "!refused"),
    ROW("no message", "", "dns.malformed UNKNOWN, mx.temperror UNKNOWN", "null", HERE "!malformed"),
    ROW("bogus", "", "dns.bogus CRITICAL, mx.temperror UNKNOWN", "null", HERE "!bogus"),
    ROW("CNAMEs in a circle at one of two servers", "",
        "dns.loop WARNING, mx.temperror UNKNOWN, mx.own INFO", "-,-", HERE "10 mx.example.test",
        OWN, HERE "20 in.example.test", "in.example.test A !loop"),
    ROW("CNAMEs in a circle at the only server", "", "dns.loop CRITICAL, mx.temperror UNKNOWN", "-",
        HERE "10 in.example.test", "in.example.test A !loop"),
    ROW("CNAMEs in a circle", "", "dns.loop CRITICAL, mx.temperror UNKNOWN", "null", HERE "!loop"),
    /* null */
    ROW("null MX", "", "mx.null CRITICAL", "null-mx", HERE "0 ."),
    ROW("null MX with another preference", "", "mx.null CRITICAL", "null-mx", HERE "10 ."),
    ROW("null MX, nobody wants one", "--profile none", "mx.null INFO", "null-mx", HERE "0 ."),
    ROW("null MX twice", "", "mx.null CRITICAL, mx.duplicate INFO", "null-mx,null-mx", HERE "0 .",
        HERE "10 ."),
    ROW("null MX beside another", "", "mx.null-mixed WARNING", "null-mx,-", HERE "0 .", TENCENT),
    ROW("null MX beside a dead one", "", "mx.dangling CRITICAL, mx.null-mixed WARNING",
        "null-mx,dangling", HERE "0 .", HERE "10 no.provider.test"),
    /* of no use */
    ROW("the only one does not exist", "", "mx.dangling CRITICAL", "dangling",
        HERE "10 no.provider.test"),
    ROW("the only one, nobody wants one", "--profile none", "mx.dangling WARNING", "dangling",
        HERE "10 no.provider.test"),
    ROW("one of two does not exist", "", "mx.dangling WARNING", "-,dangling", TENCENT,
        HERE "20 no.provider.test"),
    ROW("both", "", "mx.dangling CRITICAL, mx.no-address CRITICAL", "dangling,no-address",
        HERE "10 no.provider.test", HERE "20 www.provider.test", "www.provider.test TXT x"),
    ROW("no address", "", "mx.no-address CRITICAL", "no-address", HERE "10 www.provider.test",
        "www.provider.test TXT x"),
    ROW("its domain is not delegated", "", "mx.dangling CRITICAL", "dangling",
        HERE "10 mx.gone.com"),
    ROW("a single label", "", "mx.dangling CRITICAL", "dangling", HERE "10 mx", ". SOA 600",
        ". NS ns.test"),
    ROW("a mistyped name", "", "mx.dangling CRITICAL", "dangling", HERE "10 mxbiz9.qq.com"),
    ROW("the other one is not heard", "",
        "mx.dangling WARNING, dns.unreachable UNKNOWN, mx.temperror UNKNOWN", "dangling,-",
        HERE "10 no.provider.test", HERE "20 mx.example.test", "mx.example.test A !timeout"),
    /* doubt */
    ROW("the service's own is not heard", "", "dns.unreachable UNKNOWN, mx.temperror UNKNOWN", "-",
        TENCENT, "mxbiz1.qq.com A !timeout", "mxbiz1.qq.com AAAA !timeout"),
    ROW("an address is not heard", "", "dns.unreachable UNKNOWN, mx.temperror UNKNOWN", "-",
        HERE "10 mx.example.test", "mx.example.test A !timeout"),
    ROW("neither family is", "", "dns.servfail UNKNOWN, dns.refused UNKNOWN, mx.temperror UNKNOWN",
        "-,-", HERE "10 mx.example.test", "mx.example.test A !servfail",
        "mx.example.test AAAA !servfail", HERE "20 mx.provider.test",
        "mx.provider.test A !refused"),
    ROW("one is denied, one not heard", "", "dns.servfail UNKNOWN, mx.temperror UNKNOWN", "-",
        HERE "10 no.provider.test", "no.provider.test AAAA !servfail"),
    ROW("denied without SOA", "", "dns.resolver-broken UNKNOWN, mx.temperror UNKNOWN", "-",
        HERE "10 no.provider.test", "no.provider.test A !bare"),
    ROW("filtered", "", "dns.resolver-broken UNKNOWN, mx.temperror UNKNOWN", "-",
        HERE "10 no.provider.test", "no.provider.test AAAA !filtered"),
    ROW("the zone that denies is not given", "",
        "dns.resolver-broken UNKNOWN, mx.temperror UNKNOWN", "-", HERE "10 no.provider.test",
        "provider.test NS !timeout"),
    ROW("denied without SOA, taken as told", "--why none", "mx.dangling CRITICAL", "dangling",
        HERE "10 no.provider.test", "no.provider.test A !bare"),
    /* CNAME */
    ROW("an alias", "", "mx.cname WARNING, mx.own INFO", "cname", HERE "10 alias.provider.test",
        "alias.provider.test CNAME mx.example.test", OWN),
    ROW("an alias of nothing", "", "mx.dangling CRITICAL", "dangling",
        HERE "10 alias.provider.test", "alias.provider.test CNAME no.example.test"),
    ROW("an alias that is not heard", "", "dns.servfail UNKNOWN, mx.temperror UNKNOWN", "-",
        HERE "10 alias.provider.test", "alias.provider.test CNAME mx.example.test",
        "mx.example.test A !servfail"),
    /* the zone added */
    ROW("the final dot left out", "", "mx.doubled CRITICAL", "doubled",
        HERE "10 mxbiz1.qq.com.example.test"),
    ROW("the sender's own zone added", "", "mx.doubled CRITICAL", "doubled",
        HERE "10 mxbiz1.qq.com.mail.example.test"),
    ROW("one of two", "", "mx.doubled WARNING", "-,doubled", TENCENT,
        HERE "20 mxbiz1.qq.com.example.test"),
    ROW("a wildcard has an address", "", "mx.doubled WARNING", "doubled",
        HERE "10 mxbiz1.qq.com.example.test", "mxbiz1.qq.com.example.test A 192.0.2.1"),
    ROW("doubled and not heard", "",
        "mx.doubled WARNING, dns.unreachable UNKNOWN, mx.temperror UNKNOWN", "doubled",
        HERE "10 mxbiz1.qq.com.example.test", "mxbiz1.qq.com.example.test A !timeout"),
    ROW("an own server, the zone twice", "", "mx.doubled CRITICAL", "doubled",
        HERE "10 mx.example.test.example.test", OWN),
    ROW("an own server, the sender's own zone twice", "", "mx.doubled CRITICAL", "doubled",
        HERE "10 mx.mail.example.test.mail.example.test"),
    ROW("the zone twice and an address for it", "", "mx.own INFO", "-",
        HERE "10 mx.example.test.example.test", "mx.example.test.example.test A 192.0.2.1"),
    ROW("another server that exists", "", "mx.doubled CRITICAL", "doubled",
        HERE "10 mx.provider.test.example.test", "mx.provider.test AAAA 2001:db8::3"),
    ROW("another server that does not", "", "mx.dangling CRITICAL", "dangling",
        HERE "10 mx.provider.test.example.test"),
    ROW("another server that is not heard", "", "mx.dangling CRITICAL", "dangling",
        HERE "10 mx.provider.test.example.test", "mx.provider.test A !timeout"),
    ROW("a host of its own with many labels", "", "mx.own INFO", "-",
        HERE "10 mx.provider.test.example.test", "mx.provider.test.example.test A 192.0.2.1",
        "mx.provider.test A 192.0.2.1"),
    ROW("another zone behind the service's host", "", "mx.dangling CRITICAL", "dangling",
        HERE "10 mxbiz1.qq.com.provider.test"),
    /* dots */
    ROW("dots left out", "", "mx.dot CRITICAL", "dot", HERE "10 mxbiz1qq.com"),
    ROW("dots left out, the zone added", "", "mx.dot CRITICAL", "dot",
        HERE "10 mxbiz1.qqcom.example.test"),
    ROW("a backslash", "", "mx.dot CRITICAL", "dot", HERE "10 mxbiz1.qq.com\\", ". SOA 600",
        ". NS ns.test"),
    ROW("a backslash, the zone added", "", "mx.dot CRITICAL", "dot",
        HERE "10 mxbiz1.qq.com\\.example.test"),
    ROW("ideographic full stops", "", "mx.dot CRITICAL", "dot",
        HERE "10 mxbiz1\xE3\x80\x82qq\xE3\x80\x82"
             "com",
        ". SOA 600", ". NS ns.test"),
    ROW("full-width full stops, an own server", "", "mx.dot CRITICAL", "dot",
        HERE "10 mx\xEF\xBC\x8E"
             "example\xEF\xBD\xA1test.example.test"),
    ROW("nothing but dots", "", "mx.dot CRITICAL", "dot", HERE "10 \xE3\x80\x82.example.test"),
    ROW("a dot, and an answer nevertheless", "", "mx.dot WARNING", "dot", HERE "10 mxbiz1.qq.com\\",
        "mxbiz1.qq.com\\ A 192.0.2.1"),
    /* addresses */
    ROW("an address", "", "mx.address CRITICAL", "address", HERE "10 192.0.2.1"),
    ROW("an address, nobody wants one", "--profile none", "mx.address WARNING", "address",
        HERE "10 192.0.2.1"),
    ROW("an address beside another", "", "mx.address WARNING", "address,-", HERE "5 192.0.2.1",
        TENCENT),
    ROW("in brackets", "", "mx.address CRITICAL", "address", HERE "10 [192.0.2.1]"),
    ROW("an IPv6 address", "", "mx.address CRITICAL", "address", HERE "10 2001:db8::1"),
    ROW("the zone added to an address", "", "mx.address CRITICAL", "address",
        HERE "10 192.0.2.1.example.test"),
    ROW("a wildcard has an address for the address", "", "mx.address WARNING", "address",
        HERE "10 192.0.2.1.example.test", "192.0.2.1.example.test A 192.0.2.7"),
};

static void test_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(matrix); i++) {
        const struct rules_row *row = &matrix[i];
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        mx_world_begin(&world, row->rows, zones);
        mx_world_configure(row->options, &judged);
        mx_world_judge(&world, &judged);
        expect_text(row->title, "findings", world_findings(&world, &judged.verdict), row->findings);
        for (size_t f = 0; f < judged.verdict.finding_count; f++) {
            mx_world_expect_whole(row->title, &judged.verdict.findings[f]);
        }
        expect_number(row->title, "labels", (long long)judged.verdict.perfdata_count, 0);
        expect_text(row->title, "problems", mx_world_problems(&world, &judged), row->problems);
        world_end(&world);
    }
}

/* ---- silence ---- */

static void check_cut_off(const struct rules_row *row, unsigned rounds)
{
    const char *zones[ZONES];
    struct world world;
    struct judged judged;

    mx_world_begin(&world, row->rows, zones);
    mx_world_configure(row->options, &judged);
    mx_world_judge_once(&world, &judged);
    for (unsigned round = 0; round < rounds && world_answer(&world); round++) {
        mx_world_judge_once(&world, &judged);
    }
    facts_begin_round(world.facts);
    facts_close(world.facts, ANSWER_SILENCE_DEADLINE);
    mx_world_judge_once(&world, &judged);
    verdict_finish(&judged.verdict);
    assert_false(facts_wants_needed(world.facts));
    if (rounds == 0) {
        expect_text(row->title, "findings without any answer",
                    world_findings(&world, &judged.verdict),
                    "dns.deadline UNKNOWN, mx.temperror UNKNOWN");
        expect_text(row->title, "problems", mx_world_problems(&world, &judged), "null");
    }
    world_expect_proved(row->title, row->findings, &judged.verdict, rounds);
    world_end(&world);
}

/* Silence alone is never CRITICAL, however early the run is cut off. */
static void test_cut_off(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(matrix); i++) {
        for (unsigned rounds = 0; rounds < 5; rounds++) {
            check_cut_off(&matrix[i], rounds);
        }
    }
}

/* -t SEC:STATE speaks of silence, and of nothing else. */
static void test_timeout_state(void **state)
{
    static const struct {
        const char *title;
        const char *findings;
        const char *rows[4];
    } rows[] = {
        { "silence", "dns.unreachable WARNING, mx.temperror WARNING", { HERE "!timeout" } },
        { "SERVFAIL", "dns.servfail UNKNOWN, mx.temperror UNKNOWN", { HERE "!servfail" } },
        { "a silent exchange",
          "dns.unreachable WARNING, mx.temperror WARNING",
          { HERE "10 mx.example.test", "mx.example.test A !timeout" } },
        { "a failing exchange",
          "dns.refused UNKNOWN, mx.temperror UNKNOWN",
          { HERE "10 mx.example.test", "mx.example.test A !refused" } },
        { "a denial that proves nothing",
          "dns.resolver-broken UNKNOWN, mx.temperror UNKNOWN",
          { HERE "10 mx.example.test", "mx.example.test A !bare" } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        mx_world_begin(&world, rows[i].rows, zones);
        mx_world_configure("", &judged);
        judged.timeout_state = STATE_WARNING;
        mx_world_judge(&world, &judged);
        expect_text(rows[i].title, "findings", world_findings(&world, &judged.verdict),
                    rows[i].findings);
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_timeout_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
