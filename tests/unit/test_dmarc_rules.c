/* SPDX-License-Identifier: MIT */
/* From facts to findings: the policy that applies, damage, reports, what a CRITICAL rests on. */
#include <stdio.h>

#include "dmarc_world.h"

struct rules_row {
    const char *title;
    const char *options; /* as on the command line */
    const char *findings;
    int policy;          /* perfdata; -1: not known */
    int refused;         /* perfdata; -1: not known */
    const char *rows[8]; /* beside the zones of the world, which DELEGATED replaces */
};

#define ROW(title, options, findings, policy, refused, ...) \
    {                                                       \
        title, options, findings, policy, refused,          \
        {                                                   \
            __VA_ARGS__                                     \
        }                                                   \
    }

static const struct rules_row matrix[] = {
    /* which record applies */
    ROW("an own record", "", "dmarc.monitoring INFO", 0, 0, OWN "v=DMARC1; p=none" RUA),
    ROW("quarantine", "", "", 1, 0, OWN "v=DMARC1; p=quarantine" RUA),
    ROW("reject", "", "", 2, 0, OWN "v=DMARC1; p=reject" RUA),
    ROW("no reports", "", "dmarc.no-reports INFO", 2, 0, OWN "v=DMARC1; p=reject"),
    ROW("from above: p", "", "dmarc.inherited INFO", 2, 0, ORG "v=DMARC1; p=reject" RUA),
    ROW("from above: sp", "", "dmarc.inherited INFO", 2, 0,
        ORG "v=DMARC1; p=quarantine; sp=reject" RUA, "mail.example.test A 192.0.2.1"),
    ROW("from above, the sender does not exist: np", "",
        "dmarc.generations-differ WARNING, dmarc.inherited INFO", 2, 0,
        ORG "v=DMARC1; p=quarantine; np=reject" RUA),
    ROW("the sender exists: sp", "", "dmarc.inherited INFO", 1, 0,
        ORG "v=DMARC1; p=quarantine; np=reject" RUA, "mail.example.test A 192.0.2.1"),
    ROW("whether it exists is not heard, sp and np differ", "",
        "dmarc.inherited INFO, dmarc.temperror INFO", 1, 0,
        ORG "v=DMARC1; p=quarantine; np=reject" RUA, "mail.example.test TXT !servfail"),
    ROW("the other generation has no np", "--method 7489",
        "dmarc.generations-differ WARNING, dmarc.inherited INFO", 1, 0,
        ORG "v=DMARC1; p=quarantine; np=reject" RUA),
    ROW("a name between is not used", "-d eu.mail.example.test", "dmarc.inherited INFO", 2, 0,
        HERE "v=DMARC1; p=none" RUA, ORG "v=DMARC1; p=reject" RUA),
    ROW("only a name between has one", "-d eu.mail.example.test",
        "dmarc.external-refused WARNING, dmarc.generations-differ WARNING, dmarc.inherited INFO", 2,
        1, HERE "v=DMARC1; p=reject" RUA),
    ROW("deeper than the walk goes", "-d " DEEP, "dmarc.deep WARNING, dmarc.inherited INFO", 2, 0,
        ORG "v=DMARC1; p=reject" RUA),
    ROW("as deep, with its own", "-d " DEEP, "", 2, 0, AT(DEEP) "v=DMARC1; p=reject" RUA,
        ORG "v=DMARC1; p=reject"),
    ROW("another profile says nothing of the sender's name", "--profile none",
        "dmarc.inherited INFO", 2, 0, ORG "v=DMARC1; p=reject" RUA),
    /* none, several, not heard */
    ROW("none", "", "dmarc.none CRITICAL, visibility.absent CRITICAL", -1, -1,
        "mail.example.test A 192.0.2.1"),
    ROW("none, taken as told", "--why none", "dmarc.none CRITICAL", -1, -1,
        "mail.example.test A 192.0.2.1"),
    ROW("other TXT at the name", "", "dmarc.none CRITICAL", -1, -1, HERE "token=1"),
    ROW("the sender's denial has no SOA", "", "dns.resolver-broken UNKNOWN", -1, -1, HERE "!bare"),
    ROW("a denial above is filtered", "", "dns.resolver-broken UNKNOWN", -1, -1, ORG "!filtered",
        "mail.example.test A 192.0.2.1"),
    ROW("a foreign SOA at the top", "", "dns.resolver-broken UNKNOWN", -1, -1,
        AT("test") "!foreign"),
    ROW("not delegated", "", "visibility.unexplained CRITICAL, registration.unreachable INFO", -1,
        -1, DELEGATED),
    ROW("the zone typed into the host field", "",
        "visibility.misplaced CRITICAL, dmarc.none CRITICAL", -1, -1,
        AT("mail.example.test.example.test") "v=DMARC1; p=none"),
    ROW("at the sender itself", "", "visibility.misplaced CRITICAL, dmarc.none CRITICAL", -1, -1,
        "mail.example.test TXT v=DMARC1; p=none"),
    ROW("without the underscore", "", "visibility.misplaced CRITICAL, dmarc.none CRITICAL", -1, -1,
        "dmarc.mail.example.test TXT v=DMARC1; p=none"),
    ROW("two at the sender", "", "dmarc.multiple CRITICAL", -1, -1, HERE "v=DMARC1; p=none",
        HERE "v=DMARC1; p=reject"),
    ROW("two at the organizational domain", "", "dmarc.multiple CRITICAL", -1, -1,
        ORG "v=DMARC1; p=none", ORG "v=DMARC1; p=reject"),
    ROW("not heard at the sender", "", "dns.unreachable UNKNOWN, dmarc.temperror UNKNOWN", -1, -1,
        HERE "!timeout", ORG "v=DMARC1; p=none" RUA),
    ROW("not heard above, an own record", "", "dmarc.temperror INFO", 2, 0,
        HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!servfail"),
    ROW("not heard above, none below", "", "dns.servfail UNKNOWN, dmarc.temperror UNKNOWN", -1, -1,
        ORG "!servfail"),
    ROW("not heard at the top, a record below", "",
        "dns.unreachable UNKNOWN, dmarc.temperror UNKNOWN", -1, -1, ORG "v=DMARC1; p=reject" RUA,
        AT("test") "!timeout"),
    /* damage */
    ROW("no tag list", "", "dmarc.syntax CRITICAL", -1, -1, OWN "v=DMARC1; p=none; hello" RUA),
    ROW("a tag twice", "", "dmarc.syntax CRITICAL", -1, -1, OWN "v=DMARC1; p=none; p=reject" RUA),
    ROW("p invalid, no rua", "", "dmarc.syntax CRITICAL, dmarc.no-reports INFO", -1, 0,
        OWN "v=DMARC1; p=block"),
    ROW("p invalid, with rua", "", "dmarc.syntax CRITICAL, dmarc.monitoring INFO", 0, 0,
        OWN "v=DMARC1; p=block" RUA),
    ROW("np invalid", "-d example.test",
        "dmarc.syntax CRITICAL, dmarc.generations-differ WARNING, dmarc.monitoring INFO", 0, 0,
        ORG "v=DMARC1; p=reject; np=x" RUA),
    ROW("np is no tag of the older standard", "-d example.test --method 7489",
        "dmarc.value WARNING, dmarc.generations-differ WARNING", 2, 0,
        ORG "v=DMARC1; p=reject; np=x" RUA),
    ROW("version in lower case", "", "dmarc.syntax CRITICAL, paste.split CRITICAL", -1, -1,
        HERE "v=dmarc1; p=none"),
    ROW("p absent, with rua", "-d example.test", "dmarc.no-policy WARNING, dmarc.monitoring INFO",
        0, 0, ORG "v=DMARC1" RUA),
    ROW("an unknown value", "", "dmarc.value WARNING", 2, 0, OWN "v=DMARC1; p=reject; adkim=x" RUA),
    ROW("an empty piece", "", "dmarc.untidy WARNING", 2, 0, OWN "v=DMARC1;; p=reject" RUA),
    ROW("capitals in a name", "", "dmarc.untidy WARNING", 2, 0, OWN "v=DMARC1; P=reject" RUA),
    ROW("p not second", "", "dmarc.untidy WARNING", 2, 0, OWN "v=DMARC1; adkim=s; p=reject" RUA),
    /* tags */
    ROW("sp weaker", "-d example.test", "dmarc.subdomain-weaker WARNING", 2, 0,
        ORG "v=DMARC1; p=reject; sp=none" RUA),
    ROW("np weaker", "-d example.test", "dmarc.subdomain-weaker WARNING", 2, 0,
        ORG "v=DMARC1; p=reject; np=quarantine" RUA),
    ROW("as strict", "-d example.test", "", 1, 0,
        ORG "v=DMARC1; p=quarantine; sp=quarantine; np=reject" RUA),
    ROW("sp where it is idle", "", "dmarc.idle-tag WARNING", 2, 0,
        HERE "v=DMARC1; p=reject; sp=none" RUA, ORG "v=DMARC1; p=reject" RUA),
    ROW("fo without ruf", "", "dmarc.idle-tag INFO", 2, 0, OWN "v=DMARC1; p=reject; fo=1" RUA),
    ROW("psd=y on an ordinary domain", "-d example.test", "dmarc.psd WARNING", 2, 0,
        ORG "v=DMARC1; p=reject; psd=y" RUA),
    ROW("psd=y above the record that applies", "",
        "dmarc.psd WARNING, dmarc.generations-differ WARNING", 2, 0,
        HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "v=DMARC1; p=reject; psd=y"),
    ROW("psd=n below the registered domain", "", "dmarc.generations-differ WARNING", 2, 0,
        HERE "v=DMARC1; p=reject; psd=n" RUA_HERE, MX_HERE, ORG "v=DMARC1; p=reject"),
    ROW("a suffix without psd=y", "",
        "dmarc.psd WARNING, dmarc.generations-differ WARNING, dmarc.inherited INFO", 2, 0,
        AT("test") "v=DMARC1; p=reject" RUA),
    ROW("a suffix without psd=y, an own record", "",
        "dmarc.psd WARNING, dmarc.generations-differ WARNING", 2, 0, HERE "v=DMARC1; p=reject" RUA,
        AT("test") "v=DMARC1; p=reject"),
    ROW("a suffix with psd=y", "",
        "dmarc.generations-differ WARNING, dmarc.no-reports INFO, dmarc.inherited INFO", 2, 0,
        AT("test") "v=DMARC1; p=reject; psd=y"),
    ROW("t=y", "", "dmarc.testing WARNING, dmarc.generations-differ WARNING", 1, 0,
        OWN "v=DMARC1; p=reject; t=y" RUA),
    ROW("pct=99", "", "dmarc.testing WARNING, dmarc.historic-tag INFO", 2, 0,
        OWN "v=DMARC1; p=reject; pct=99" RUA),
    ROW("pct=100", "", "dmarc.historic-tag INFO", 2, 0, OWN "v=DMARC1; p=reject; pct=100" RUA),
    ROW("an unknown tag", "", "dmarc.unknown-tag INFO", 2, 0, OWN "v=DMARC1; p=reject; x=1" RUA),
    ROW("a CNAME", "", "dmarc.cname WARNING", 2, 0, ORG "v=DMARC1; p=reject",
        "_dmarc.mail.example.test CNAME d.provider.test",
        "d.provider.test TXT v=DMARC1; p=reject" RUA),
    ROW("a CNAME, to nobody's harm", "--profile none", "", 2, 0, ORG "v=DMARC1; p=reject",
        "_dmarc.mail.example.test CNAME d.provider.test",
        "d.provider.test TXT v=DMARC1; p=reject" RUA),
    /* where reports go */
    ROW("two addresses", "", "", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:a@example.test,mailto:b@example.test"),
    ROW("three", "", "dmarc.report-address WARNING", 2, 0,
        OWN "v=DMARC1; p=reject; "
            "rua=mailto:a@example.test,mailto:b@example.test,mailto:c@example.test"),
    ROW("no URI", "", "dmarc.report-address WARNING", 2, 0,
        OWN "v=DMARC1; p=reject; rua=d@example.test"),
    ROW("no mail", "", "dmarc.report-address WARNING", 2, 0,
        OWN "v=DMARC1; p=reject; rua=https://example.test/"),
    ROW("the tutorial's address", "", "dmarc.sample-address WARNING", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:xxx@163.com"),
    ROW("the tutorial's address, refused as well", "",
        "dmarc.sample-address WARNING, dmarc.external-refused WARNING", 2, 1,
        OWN "v=DMARC1; p=reject; rua=mailto:xxx@163.com", "163.com SOA 600",
        "163.com NS ns.163.com", "com SOA 600", "com NS ns.com"),
    ROW("an external address, permitted", "", "", 2, 0, OWN "v=DMARC1; p=reject" OUT,
        PERMIT "v=DMARC1"),
    ROW("one of several permits", "", "", 2, 0, OWN "v=DMARC1; p=reject" OUT, PERMIT "v=DMARC1; x",
        PERMIT "v=DMARC1;"),
    ROW("not permitted", "", "dmarc.external-refused WARNING", 2, 1, OWN "v=DMARC1; p=reject" OUT),
    ROW("another TXT", "", "dmarc.external-refused WARNING", 2, 1, OWN "v=DMARC1; p=reject" OUT,
        PERMIT "token"),
    ROW("no tag list there", "", "dmarc.external-refused WARNING", 2, 1,
        OWN "v=DMARC1; p=reject" OUT, PERMIT "v=DMARC1; x"),
    ROW("another address of the same host", "", "", 2, 0, OWN "v=DMARC1; p=reject" OUT,
        PERMIT "v=DMARC1; rua=mailto:other@provider.test"),
    ROW("another host", "", "dmarc.external-refused WARNING", 2, 1, OWN "v=DMARC1; p=reject" OUT,
        PERMIT "v=DMARC1; rua=mailto:d@in.provider.test"),
    ROW("the permission is not heard", "", "dns.servfail UNKNOWN, dmarc.external-unknown UNKNOWN",
        2, -1, OWN "v=DMARC1; p=reject" OUT, PERMIT "!servfail"),
    ROW("a denial that proves nothing", "", "dmarc.external-unknown UNKNOWN", 2, -1,
        OWN "v=DMARC1; p=reject" OUT, PERMIT "!bare"),
    ROW("permitted, whoever that is", "", "", 2, 0, OWN "v=DMARC1; p=reject" OUT, PERMIT "v=DMARC1",
        AT("provider.test") "!timeout"),
    ROW("ruf alone", "", "dmarc.external-refused WARNING, dmarc.no-reports INFO", 2, 1,
        OWN "v=DMARC1; p=reject; ruf=mailto:d@provider.test"),
    ROW("no mail is taken", "", "dmarc.report-undeliverable WARNING", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:d@null.example.test", "null.example.test MX 0 ."),
    ROW("an address without MX", "", "", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:d@host.example.test",
        "host.example.test AAAA 2001:db8::1"),
    ROW("no host", "", "dmarc.report-undeliverable WARNING", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:d@no.example.test"),
    ROW("the MX is not heard", "", "dns.refused UNKNOWN, dmarc.external-unknown UNKNOWN", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:d@host.example.test", "host.example.test MX !refused"),
    ROW("the MX leads in a circle", "", "dns.loop WARNING, dmarc.external-unknown UNKNOWN", 2, 0,
        OWN "v=DMARC1; p=reject" OUT, PERMIT "v=DMARC1", "provider.test MX !loop"),
    ROW("the permission is bogus", "", "dns.bogus WARNING, dmarc.external-unknown UNKNOWN", 2, -1,
        OWN "v=DMARC1; p=reject" OUT, PERMIT "!bogus"),
    ROW("a circle for reports, and one that the policy hangs on", "--min-policy reject",
        "dns.loop CRITICAL, dmarc.subdomain-weaker WARNING, dmarc.external-unknown UNKNOWN, "
        "dmarc.temperror UNKNOWN, dmarc.inherited INFO",
        1, 0, ORG "v=DMARC1; p=reject; sp=quarantine; np=reject" OUT, "mail.example.test TXT !loop",
        "example.test._report._dmarc.provider.test TXT v=DMARC1", "provider.test MX !loop"),
    ROW("an address is not heard", "", "dns.servfail UNKNOWN, dmarc.external-unknown UNKNOWN", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:d@host.example.test",
        "host.example.test AAAA !servfail"),
    ROW("an address's denial proves nothing", "", "dmarc.external-unknown UNKNOWN", 2, 0,
        OWN "v=DMARC1; p=reject; rua=mailto:d@host.example.test", "host.example.test A !bare"),
    /* what is demanded */
    ROW("as strict as demanded", "--min-policy quarantine", "", 1, 0,
        OWN "v=DMARC1; p=quarantine" RUA),
    ROW("weaker than demanded", "--min-policy reject", "dmarc.below-minimum CRITICAL", 1, 0,
        OWN "v=DMARC1; p=quarantine" RUA),
    ROW("inherited and weaker", "--min-policy reject",
        "dmarc.below-minimum CRITICAL, dmarc.inherited INFO", 1, 0,
        ORG "v=DMARC1; p=quarantine" RUA),
    ROW("weaker as long as the filter is believed", "--min-policy reject",
        "dns.resolver-broken UNKNOWN, dmarc.temperror UNKNOWN, dmarc.inherited INFO", 1, 0,
        HERE "!filtered", ORG "v=DMARC1; p=quarantine" RUA, "mail.example.test A 192.0.2.1"),
    ROW("strict enough if the sender exists", "--min-policy reject",
        "dns.servfail UNKNOWN, dmarc.temperror UNKNOWN, dmarc.inherited INFO", 1, 0,
        ORG "v=DMARC1; p=quarantine; np=reject" RUA, "mail.example.test TXT !servfail"),
    ROW("weaker whether it exists or not", "--min-policy reject",
        "dmarc.below-minimum CRITICAL, dmarc.subdomain-weaker WARNING, dmarc.inherited INFO, "
        "dmarc.temperror INFO",
        1, 0, ORG "v=DMARC1; p=quarantine; np=none" RUA, "mail.example.test TXT !servfail"),
    /* alignment */
    ROW("aligned", "--spf-domain bounce.example.test --dkim-domain example.test", "", 2, 0,
        HERE "v=DMARC1; p=reject" RUA, ORG "v=DMARC1; p=reject"),
    ROW("strict", "--dkim-domain example.test", "dmarc.misaligned CRITICAL", 2, 0,
        HERE "v=DMARC1; p=reject; adkim=s" RUA, ORG "v=DMARC1; p=reject"),
    ROW("the same name, strict", "--dkim-domain mail.example.test", "", 2, 0,
        HERE "v=DMARC1; p=reject; adkim=s" RUA, ORG "v=DMARC1; p=reject"),
    ROW("neither", "--spf-domain provider.test --dkim-domain provider.test",
        "dmarc.misaligned CRITICAL", 2, 0, HERE "v=DMARC1; p=reject" RUA, ORG "v=DMARC1; p=reject"),
    ROW("SPF alone, reject", "--spf-domain example.test --dkim-domain provider.test",
        "dmarc.spf-only WARNING", 2, 0, HERE "v=DMARC1; p=reject" RUA, ORG "v=DMARC1; p=reject"),
    ROW("SPF alone, quarantine", "--spf-domain example.test --dkim-domain provider.test", "", 1, 0,
        HERE "v=DMARC1; p=quarantine" RUA, ORG "v=DMARC1; p=reject"),
    ROW("alignment is not heard", "--dkim-domain example.test",
        "dns.unreachable UNKNOWN, dmarc.temperror UNKNOWN", 2, 0,
        HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!timeout"),
    ROW("the one is aligned, the other not heard",
        "--spf-domain provider.test --dkim-domain mail.example.test", "", 2, 0,
        HERE "v=DMARC1; p=reject" RUA, ORG "v=DMARC1; p=reject", AT("provider.test") "!timeout"),
    ROW("misaligned as long as the filter is believed", "--dkim-domain example.test",
        "dmarc.generations-differ WARNING, dns.resolver-broken UNKNOWN, dmarc.temperror UNKNOWN", 2,
        0, HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!filtered"),
    ROW("by the list", "--method 7489 --dkim-domain example.test", "", 2, 0,
        HERE "v=DMARC1; p=reject" RUA, ORG "v=DMARC1; p=reject"),
};

static void expect_number_of(const char *title, const struct perfdata *datum, const char *label,
                             int want)
{
    expect_text(title, "label", slice_of(datum->label), label);
    if (datum->known != (want >= 0)) {
        fail_msg("%s: %s is %sknown", title, label, datum->known ? "" : "not ");
    }
    if (want >= 0) {
        expect_number(title, label, (long long)datum->value, want);
    }
}

static void test_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(matrix); i++) {
        const struct rules_row *row = &matrix[i];
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        dmarc_world_begin(&world, row->rows, zones);
        dmarc_world_configure(row->options, &world, &judged);
        dmarc_world_judge(&world, &judged);
        expect_text(row->title, "findings", world_findings(&world, &judged.verdict), row->findings);
        for (size_t f = 0; f < judged.verdict.finding_count; f++) {
            world_expect_whole(row->title, &judged.verdict.findings[f]);
        }
        expect_number(row->title, "labels", (long long)judged.verdict.perfdata_count, 2);
        expect_number_of(row->title, &judged.verdict.perfdata[0], "policy", row->policy);
        expect_number_of(row->title, &judged.verdict.perfdata[1], "external_refused", row->refused);
        assert_non_null(judged.details);
        world_end(&world);
    }
}

/* ---- the order of asking ---- */

/* The walk is one round; hosts of addresses, permissions and MX records are the second. */
static void test_rounds(void **state)
{
    static const struct {
        const char *title;
        const char *options;
        unsigned rounds;
        const char *fine;
        const char *rows[6];
    } rows[] = {
        { "no address", "", 1, "p=reject, no reports", { OWN "v=DMARC1; p=reject" } },
        { "an own address",
          "",
          2,
          "p=none, reports to d@example.test",
          { OWN "v=DMARC1; p=none" RUA } },
        { "inherited",
          "",
          2,
          "p=reject from example.test, reports to d@example.test",
          { ORG "v=DMARC1; p=reject" RUA } },
        { "eight labels, one external address",
          "-d a.b.c.d.e.f.example.test",
          2,
          "p=quarantine, reports to d@provider.test",
          { AT("a.b.c.d.e.f.example.test") "v=DMARC1; p=quarantine" OUT,
            "a.b.c.d.e.f.example.test._report._dmarc.provider.test TXT v=DMARC1" } },
        { "two hosts and a failure report",
          "",
          2,
          "p=reject, reports to d@provider.test, f@example.test",
          { OWN "v=DMARC1; p=reject" OUT "; ruf=mailto:f@example.test,mailto:d@provider.test",
            PERMIT "v=DMARC1" } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        dmarc_world_begin(&world, rows[i].rows, zones);
        dmarc_world_configure(rows[i].options, &world, &judged);
        dmarc_world_judge(&world, &judged);
        expect_number(rows[i].title, "rounds", world.rounds, rows[i].rounds);
        expect_text(rows[i].title, "fine", judged.verdict.fine, rows[i].fine);
        world_end(&world);
    }
}

static void check_cut_off(const struct rules_row *row, unsigned rounds)
{
    const char *zones[ZONES];
    struct world world;
    struct judged judged;

    dmarc_world_begin(&world, row->rows, zones);
    dmarc_world_configure(row->options, &world, &judged);
    dmarc_world_judge_once(&world, &judged);
    for (unsigned round = 0; round < rounds && world_answer(&world); round++) {
        dmarc_world_judge_once(&world, &judged);
    }
    facts_begin_round(world.facts);
    facts_close(world.facts, ANSWER_SILENCE_DEADLINE);
    dmarc_world_judge_once(&world, &judged);
    verdict_finish(&judged.verdict);
    assert_false(facts_wants_needed(world.facts));
    if (rounds == 0) {
        expect_text(row->title, "findings without any answer",
                    world_findings(&world, &judged.verdict),
                    "dns.deadline UNKNOWN, dmarc.temperror UNKNOWN");
        expect_number(row->title, "policy is known", judged.verdict.perfdata[0].known, false);
        expect_number(row->title, "refused is known", judged.verdict.perfdata[1].known, false);
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

/* ---- size ---- */

/* Every beginning of a record is judged: never a crash, never a policy of a damaged one. */
static void test_truncations(void **state)
{
    static const char record[] = "v=DMARC1; p=reject; sp=none; np=none; adkim=s; aspf=r; fo=1:d:s; "
                                 "psd=n; t=n; pct=50; ri=1; x=y; rua=mailto:d@provider.test!10m; "
                                 "ruf=mailto:d@example.test";
    static char text[ROWS(record) + 64];

    (void)state;
    for (size_t length = 0; length < sizeof record; length++) {
        const char *rows[] = { text, NULL };
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        (void)snprintf(text, sizeof text, HERE "%.*s", (int)length, record);
        dmarc_world_begin(&world, rows, zones);
        dmarc_world_configure("", &world, &judged);
        dmarc_world_judge(&world, &judged);
        expect_number(text, "policy is known", judged.verdict.perfdata[0].known,
                      length >= strlen("v=DMARC1") &&
                          !verdict_has(&judged.verdict, FINDING_DMARC_SYNTAX));
        world_end(&world);
    }
}

/* A judgement of one large record, in arenas that a run has. */
static void judge_large(const char *start, const char *piece)
{
    static char text[LIMIT_TXT];
    const char *rows[] = { text, NULL };
    const char *zones[ZONES];
    struct world world;
    struct judged judged;
    size_t end = (size_t)snprintf(text, sizeof text, HERE "%s", start);

    while (end + strlen(piece) + 1 < sizeof text) {
        memcpy(text + end, piece, strlen(piece) + 1);
        end += strlen(piece);
    }
    dmarc_world_begin(&world, rows, zones);
    dmarc_world_configure("--dkim-domain example.test", &world, &judged);
    do {
        struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
        struct arena *arena = make_arena(LIMIT_ARENA);

        verdict_init(&judged.verdict, arena, &policy);
        expect_number(
            start, piece,
            dmarc_rules_judge(&judged.config, world.facts, arena, &judged.verdict, &judged.details),
            STATUS_OK);
        assert_int_equal(verdict_status(&judged.verdict), STATUS_OK);
        assert_true(judged.verdict.finding_count < 200);
        arena_destroy(arena);
    } while (world_answer(&world));
    world_end(&world);
}

/* Records of 64 KiB are judged in the memory of a run. */
static void test_large(void **state)
{
    static const struct {
        const char *start;
        const char *piece;
    } texts[] = {
        { "v=DMARC1; p=none", ";" },
        { "v=DMARC1; p=none", "; x=1" },
        { "v=DMARC1; p=", "none " },
        { "v=DMARC1; p=none; rua=", "mailto:d@example.test," },
        { "v=DMARC1; p=none; rua=", "d@example.test," },
        { "v=DMARC1; p=none; rua=", "," },
        { "v=DMARC1; p=none; rua=mailto:", "a" },
        { "v=DMARC1; p=none; fo=", "1:" },
        { "v=DMARC1", "; v=DMARC1" },
        { "v=DMARC1 p=none", "\\;" },
        { "v=dmarc1", "&#59;" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        judge_large(texts[i].start, texts[i].piece);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings), cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_cut_off),  cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
