/* SPDX-License-Identifier: MIT */
/* From facts to findings: the matrix of small worlds, silence, and the order of asking. */
#include "spf_world.h"

#define RECORD(text) "mail.example.test TXT " text
#define PROVIDER                                                     \
    "qcloudmail.com SOA 600", "qcloudmail.com NS ns.qcloudmail.com", \
        "qcloudmail.com TXT v=spf1 ip4:198.18.10.0/24 -all"
#define GOOD "v=spf1 include:qcloudmail.com ~all"

struct rules_row {
    const char *title;
    const char *rows[24];
    const char *findings;
    const char *profile; /* tencent-ses when left out */
    const char *client;
    enum spf_result expect;
    enum config_why why;
};

static const struct rules_row rows[] = {
    { "fine", { WORLD_ZONES, PROVIDER, RECORD(GOOD) }, "", .client = NULL },
    { "absent",
      { WORLD_ZONES, PROVIDER },
      "spf.none CRITICAL, visibility.absent CRITICAL",
      .client = NULL },
    { "absent, nobody is to look",
      { WORLD_ZONES, PROVIDER },
      "spf.none CRITICAL",
      .why = CONFIG_WHY_NONE },
    { "not delegated",
      { "test SOA 600", "test NS ns.test", PROVIDER },
      "visibility.unexplained CRITICAL, registration.unreachable INFO",
      .client = NULL },
    { "denied without proof",
      { PROVIDER, RECORD("!bare") },
      "dns.resolver-broken UNKNOWN",
      .client = NULL },
    { "not heard",
      { PROVIDER, RECORD("!timeout") },
      "dns.unreachable UNKNOWN, spf.temperror UNKNOWN",
      .client = NULL },
    { "bogus",
      { PROVIDER, RECORD("!bogus") },
      "dns.bogus CRITICAL, spf.temperror UNKNOWN",
      .client = NULL },
    { "two records",
      { WORLD_ZONES, PROVIDER, RECORD(GOOD), RECORD("v=spf1 -all") },
      "spf.multiple CRITICAL",
      .client = NULL },
    { "pasted quotes come before the missing record",
      { WORLD_ZONES, PROVIDER, RECORD("\"v=spf1 -all\"") },
      "paste.quotes-inside CRITICAL, spf.none CRITICAL",
      .client = NULL },
    { "a record in two TXT",
      { WORLD_ZONES, PROVIDER, RECORD("v=spf1 include:qcloudmail.com"), RECORD("a:x.test -all") },
      "paste.split CRITICAL",
      .client = NULL },
    { "TXT of words that happen to be terms",
      { WORLD_ZONES, PROVIDER, RECORD(GOOD), RECORD("a"), RECORD("mx a") },
      "",
      .client = NULL },
    { "bad term",
      { WORLD_ZONES, PROVIDER, RECORD(GOOD " x") },
      "spf.syntax CRITICAL",
      .client = NULL },
    { "include that is not there",
      { WORLD_ZONES, PROVIDER,
        RECORD("v=spf1 include:gone.example.test "
               "include:qcloudmail.com -all") },
      "spf.include-none CRITICAL",
      .client = NULL },
    { "include denied without proof",
      { WORLD_ZONES, PROVIDER, RECORD("v=spf1 include:x.example.test include:qcloudmail.com -all"),
        "x.example.test TXT !bare" },
      "dns.resolver-broken UNKNOWN, spf.temperror UNKNOWN",
      .client = NULL },
    { "a proved alarm beside silence",
      { WORLD_ZONES, PROVIDER,
        RECORD(
            "v=spf1 include:gone.example.test include:x.example.test include:qcloudmail.com +all"),
        "x.example.test TXT !timeout" },
      "spf.include-none CRITICAL, spf.pass-all CRITICAL, dns.unreachable UNKNOWN, "
      "spf.temperror UNKNOWN",
      .client = NULL },
    { "three voids, one not proved",
      { WORLD_ZONES, RECORD("v=spf1 a:g1.example.test a:g2.example.test a:g3.example.test -all"),
        "g3.example.test A !bare", "g3.example.test AAAA !bare" },
      "spf.void WARNING, spf.void WARNING, dns.resolver-broken UNKNOWN",
      .profile = "none" },
    { "three voids",
      { WORLD_ZONES, RECORD("v=spf1 a:g1.example.test a:g2.example.test a:g3.example.test -all") },
      "spf.void-limit CRITICAL",
      .profile = "none" },
    { "provider behind all",
      { WORLD_ZONES, PROVIDER, RECORD("v=spf1 -all include:qcloudmail.com") },
      "spf.provider-unreached CRITICAL, spf.after-all WARNING",
      .client = NULL },
    { "provider missing",
      { WORLD_ZONES, PROVIDER, RECORD("v=spf1 -all") },
      "spf.provider-missing CRITICAL",
      .client = NULL },
    { "provider indirect",
      { WORLD_ZONES, PROVIDER, RECORD("v=spf1 ip4:198.18.10.0/23 -all") },
      "spf.provider-indirect WARNING",
      .client = NULL },
    { "provider not heard",
      { WORLD_ZONES, RECORD("v=spf1 -all") },
      "dns.servfail UNKNOWN, spf.temperror UNKNOWN",
      .client = NULL },
    { "expectation met",
      { WORLD_ZONES, PROVIDER, RECORD(GOOD) },
      "",
      .client = "198.18.10.1",
      .expect = SPF_RESULT_PASS },
    { "expectation not met",
      { WORLD_ZONES, PROVIDER, RECORD(GOOD) },
      "spf.unexpected-result CRITICAL",
      .client = "198.18.11.1",
      .expect = SPF_RESULT_PASS },
    { "expectation not judged: not heard",
      { WORLD_ZONES, PROVIDER, RECORD("!servfail") },
      "dns.servfail UNKNOWN, spf.temperror UNKNOWN",
      .client = "198.18.11.1",
      .expect = SPF_RESULT_PASS },
    { "expectation not judged: denied without proof",
      { WORLD_ZONES, PROVIDER, RECORD("!bare") },
      "dns.resolver-broken UNKNOWN, spf.temperror UNKNOWN",
      .client = "198.18.11.1",
      .expect = SPF_RESULT_PASS },
};

static void configure(const struct rules_row *row, struct judged *judged)
{
    world_configure(judged, "mail.example.test", row->profile != NULL ? row->profile : "");
    judged->config.common.why = row->why;
    if (row->client != NULL) {
        world_client(judged, row->client);
        judged->config.expect = row->expect;
    }
}

static void test_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct world world;
        struct judged judged;

        world_begin(&world, rows[i].rows);
        configure(&rows[i], &judged);
        world_judge(&world, &judged);
        expect_text(rows[i].title, "findings", world_findings(&world, &judged.verdict),
                    rows[i].findings);
        for (size_t f = 0; f < judged.verdict.finding_count; f++) {
            expect_number(rows[i].title, "a message", judged.verdict.findings[f].message.length > 0,
                          true);
        }
        assert_non_null(judged.details);
        world_end(&world);
    }
}

/* One judgement with what is known now. */
static void judge_once(struct world *world, struct judged *judged)
{
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

    verdict_init(&judged->verdict, world->arena, &policy);
    assert_int_equal(spf_rules_judge(&judged->config, world->facts, world->arena, &judged->verdict,
                                     &judged->details),
                     STATUS_OK);
}

static void check_cut_off(const struct rules_row *row, unsigned rounds)
{
    struct world world;
    struct judged judged;
    struct slice reason;

    world_begin(&world, row->rows);
    configure(row, &judged);
    assert_int_equal(spf_config_complete(&judged.config, world.arena, &reason), STATUS_OK);
    judge_once(&world, &judged);
    for (unsigned round = 0; round < rounds && world_answer(&world); round++) {
        judge_once(&world, &judged);
    }
    facts_begin_round(world.facts);
    facts_close(world.facts, ANSWER_SILENCE_DEADLINE);
    judge_once(&world, &judged);
    verdict_finish(&judged.verdict);
    assert_false(facts_wants_needed(world.facts));
    if (rounds == 0) {
        expect_text(row->title, "findings without any answer",
                    world_findings(&world, &judged.verdict),
                    "dns.deadline UNKNOWN, spf.temperror UNKNOWN");
    }
    world_expect_proved(row->title, row->findings, &judged.verdict, rounds);
    world_end(&world);
}

/* Silence alone is never CRITICAL, however early the run is cut off. */
static void test_cut_off(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        for (unsigned rounds = 0; rounds < 4; rounds++) {
            check_cut_off(&rows[i], rounds);
        }
    }
}

static void test_configuration(void **state)
{
    static const struct {
        const char *title;
        const char *domain;
        const char *client;
        const char *sender;
        const char *helo;
        const char *profile;
        const char *subject; /* NULL: refused, "": none */
    } options[] = {
        { "a domain", "example.test", NULL, NULL, "", "", "example.test" },
        { "nothing", NULL, NULL, NULL, "", "", NULL },
        { "a sender alone", NULL, NULL, "u@example.test", "", "", NULL },
        { "a HELO name alone", "example.test", NULL, NULL, "h.test", "", NULL },
        { "a client alone", NULL, "198.18.0.1", NULL, "", "", NULL },
        { "client and sender", NULL, "198.18.0.1", "u@example.test", "", "", "example.test" },
        { "client and HELO", NULL, "198.18.0.1", NULL, "h.test", "", "h.test" },
        { "client and null sender", NULL, "198.18.0.1", "", "h.test", "", "h.test" },
        { "null sender without HELO", NULL, "198.18.0.1", "", "", "", NULL },
        { "client and rubbish", NULL, "198.18.0.1", "u@..", "", "", "" },
        { "-d beside a sender", "a.test", "198.18.0.1", "u@b.test", "", "", "a.test" },
        { "a profile in capitals", "a.test", NULL, NULL, "", "NONE", "a.test" },
        { "a profile nobody has", "a.test", NULL, NULL, "", "nobody", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(options); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct judged judged;
        struct slice reason = slice_empty();
        enum status status;

        world_configure(&judged, options[i].domain, options[i].profile);
        if (options[i].client != NULL) {
            world_client(&judged, options[i].client);
        }
        if (options[i].sender != NULL) {
            judged.config.has_sender = true;
            judged.config.sender = slice_of(options[i].sender);
        }
        judged.config.helo = slice_of(options[i].helo);
        status = spf_config_complete(&judged.config, arena, &reason);
        expect_number(options[i].title, "accepted", status == STATUS_OK,
                      options[i].subject != NULL);
        expect_number(options[i].title, "a reason", reason.length > 0, status != STATUS_OK);
        if (status == STATUS_OK) {
            expect_number(options[i].title, "a subject", judged.config.has_subject,
                          options[i].subject[0] != '\0');
        }
        if (status == STATUS_OK && judged.config.has_subject) {
            expect_text(options[i].title, "subject", name_to_text(&judged.config.subject, arena),
                        options[i].subject);
        }
        arena_destroy(arena);
    }
}

/* A record of thousands of bad or void terms makes no thousands of findings. */
static void test_many_findings(void **state)
{
    static char text[16384];
    const char *zone[] = { WORLD_ZONES, text, NULL };
    struct world world;
    struct judged judged;
    size_t length = strlen(RECORD("v=spf1"));

    (void)state;
    memcpy(text, RECORD("v=spf1"), length);
    while (length + 32 < sizeof text) {
        memcpy(text + length, " ip4:10.0.0.1 x=y", 17);
        length += 17;
    }
    text[length] = '\0';
    world_begin(&world, zone);
    world_configure(&judged, "mail.example.test", "none");
    world_judge(&world, &judged);
    assert_true(judged.verdict.finding_count < 80);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_configuration),
        cmocka_unit_test(test_many_findings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
