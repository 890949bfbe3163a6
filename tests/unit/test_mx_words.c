/* SPDX-License-Identifier: MIT */
/* Words about MX records: the document, the lines, the order of asking, long names, many records.
 */
#include <stdio.h>

#include "mx_world.h"

/* ---- the document ---- */

static void test_document(void **state)
{
    static const char *const rows[] = { HERE "20 mx.example.test",
                                        HERE "10 mxbiz1.qq.com",
                                        HERE "30 mx.provider.test",
                                        HERE "40 no.provider.test",
                                        "mx.example.test CNAME host.example.test",
                                        "host.example.test A 192.0.2.1",
                                        "mx.provider.test A !timeout",
                                        NULL };
    static const char want[] =
        "{\"mx\":{\"records\":["
        "{\"preference\":10,\"exchange\":\"mxbiz1.qq.com\","
        "\"addresses\":[\"203.0.113.1\",\"2001:db8::1\"],\"problem\":null},"
        "{\"preference\":20,\"exchange\":\"mx.example.test\",\"addresses\":[\"192.0.2.1\"],"
        "\"problem\":\"cname\"},"
        "{\"preference\":30,\"exchange\":\"mx.provider.test\",\"addresses\":null,"
        "\"problem\":null},"
        "{\"preference\":40,\"exchange\":\"no.provider.test\",\"addresses\":[],"
        "\"problem\":\"dangling\"}],\"expected\":[\"mxbiz1.qq.com\"]}}";
    const char *zones[ZONES];
    struct json *document = NULL;
    struct world world;
    struct judged judged;
    struct buf buf;

    (void)state;
    mx_world_begin(&world, rows, zones);
    mx_world_configure("", &judged);
    mx_world_judge(&world, &judged);
    assert_int_equal(json_create(&document), STATUS_OK);
    mx_rules_describe(judged.details, document);
    buf_init(&buf, world.arena, LIMIT_TEXT_OUTPUT);
    assert_int_equal(json_write(document, LIMIT_TEXT_OUTPUT, &buf), STATUS_OK);
    expect_text("four records", "member", slice_trim(buf_slice(&buf)), want);
    json_free(document);
    expect_text("four records", "records", judged.verdict.records,
                "mail.example.test 600 MX 10 mxbiz1.qq.com\n"
                "mail.example.test 600 MX 20 mx.example.test\n"
                "mail.example.test 600 MX 30 mx.provider.test\n"
                "mail.example.test 600 MX 40 no.provider.test");
    expect_text("four records", "evidence", judged.verdict.evidence,
                "MX 10 mxbiz1.qq.com: 203.0.113.1 2001:db8::1\n"
                "MX 20 mx.example.test: 192.0.2.1 cname\n"
                "MX 30 mx.provider.test: not known\n"
                "MX 40 no.provider.test: dangling");
    world_end(&world);
}

/* Without details nothing is known. */
static void test_no_details(void **state)
{
    struct json *document = NULL;
    struct json *mx;

    (void)state;
    assert_int_equal(json_create(&document), STATUS_OK);
    mx_rules_describe(NULL, document);
    mx = json_get_object(document, "mx");
    assert_non_null(mx);
    assert_true(json_has_null(mx, "records"));
    expect_number("no details", "expected", (long long)json_count(json_get_list(mx, "expected")),
                  0);
    json_free(document);
}

/* ---- advice ---- */

/* What is to be written instead stands in the advice, in a line of its own. */
static void test_advice(void **state)
{
    static const struct {
        const char *exchange;
        const char *line;
    } rows[] = {
        { "mxbiz1.qq.com.example.test", "\n7 mxbiz1.qq.com.\n" },
        { "mxbiz1.qq.com.mail.example.test", "\n7 mxbiz1.qq.com.\n" },
        { "mx.example.test.example.test", "\n7 mx.example.test.\n" },
        { "mx.mail.example.test.mail.example.test", "\n7 mx.mail.example.test.\n" },
        { "mx.provider.test.example.test", "\n7 mx.provider.test.\n" },
        { "mxbiz1qq.com", "\n7 mxbiz1.qq.com.\n" },
        { "mxbiz1.qqcom.example.test", "\n7 mxbiz1.qq.com.\n" },
        { "mxbiz1.qq.com\\", "\n7 mxbiz1.qq.com.\n" },
        { "mxbiz1\xE3\x80\x82qq\xEF\xBC\x8E\\\xEF\xBD\xA1"
          "com",
          "\n7 mxbiz1.qq.com.\n" },
        { "mxbiz1\xE3\x80\x82qq\xE3\x80\x82"
          "com.example.test",
          "\n7 mxbiz1.qq.com.\n" },
        { "mx\xE3\x80\x82provider\xE3\x80\x82test", "\n7 mx.provider.test.\n" },
        { "192.0.2.1", "\nmx.mail.example.test. A 192.0.2.1\n" },
        { "[2001:db8::1]", "\nmx.mail.example.test. AAAA 2001:db8::1\n" },
        { "192\xE3\x80\x82"
          "0.2.1",
          "\nmx.mail.example.test. A 192.0.2.1\n" },
        { "192.0.2.1.mail.example.test", "\nmail.example.test. MX 7 mx.mail.example.test." },
        { "alias.provider.test", "\n7 mx.provider.test.\n" },
        { "no.provider.test", "\n10 mxbiz1.qq.com.\n" },
        { ".", "\n10 mxbiz1.qq.com.\n" },
    };
    static char text[256];

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zone[] = { text,
                               "mx.provider.test A 192.0.2.2",
                               "alias.provider.test CNAME mx.provider.test",
                               ". SOA 600",
                               ". NS ns.test",
                               NULL };
        const char *zones[ZONES];
        struct world world;
        struct judged judged;
        struct slice advice;

        (void)snprintf(text, sizeof text, HERE "7 %s", rows[i].exchange);
        mx_world_begin(&world, zone, zones);
        mx_world_configure("", &judged);
        mx_world_judge(&world, &judged);
        assert_true(judged.verdict.finding_count > 0);
        advice = judged.verdict.findings[0].advice;
        if (slice_find_part(advice, slice_of(rows[i].line)) == advice.length) {
            fail_msg("%s: the advice is \"%.*s\"", rows[i].exchange, SLICE_ARGS(advice));
        }
        world_end(&world);
    }
}

/* Labels with a dot inside, as a DNS host makes them of a dot too many; no text can write them. */
static void test_dots_inside(void **state)
{
    static const struct {
        const char *title;
        const char *wire; /* with the final 0 */
        const char *line;
    } rows[] = {
        { "behind the last label",
          "\6mxbiz1\2qq\4"
          "com.",
          "\n7 mxbiz1.qq.com.\n" },
        { "two behind the last label",
          "\6mxbiz1\2qq\5"
          "com..",
          "\n7 mxbiz1.qq.com.\n" },
        { "one label", "\16mxbiz1.qq.com.", "\n7 mxbiz1.qq.com.\n" },
        { "the zone behind it",
          "\6mxbiz1\2qq\4"
          "com.\7example\4test",
          "\n7 mxbiz1.qq.com.\n" },
        { "an own server", "\3mx.\7example\4test", "\n7 mx.example.test.\n" },
        { "an address",
          "\12"
          "192.0.2.1.",
          "\nmx.mail.example.test. A 192.0.2.1\n" },
        { "nothing else", "\1.\7example\4test", "Write the host" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zone[] = { "example.test TXT x", ". SOA 600", ". NS ns.test", NULL };
        struct dns_name exchange;
        struct rr rr = { .type = RR_TYPE_MX, .data.mx = { 7, &exchange } };
        struct dns_answer answer = { .class = ANSWER_CLASS_POSITIVE,
                                     .records = &rr,
                                     .record_count = 1 };
        struct question question = { .kind = QUESTION_KIND_RESOLVER, .type = RR_TYPE_MX };
        const char *zones[ZONES];
        const struct finding *finding;
        struct world world;
        struct judged judged;
        struct slice advice;

        assert_int_equal(
            name_from_wire((const uint8_t *)rows[i].wire, strlen(rows[i].wire) + 1, &exchange),
            STATUS_OK);
        mx_world_begin(&world, zone, zones);
        mx_world_configure("", &judged);
        question.name = judged.config.domain;
        rr.owner = &judged.config.domain;
        answer.final = &judged.config.domain;
        assert_int_equal(facts_add(world.facts, &question, &answer), STATUS_OK);
        mx_world_judge(&world, &judged);
        expect_number(rows[i].title, "findings", (long long)judged.verdict.finding_count, 1);
        finding = &judged.verdict.findings[0];
        mx_world_expect_whole(rows[i].title, finding);
        expect_text(rows[i].title, "id", slice_of(catalogue_entry(finding->id)->id),
                    slice_equal(slice_of(rows[i].title), SLICE("an address")) ? "mx.address"
                                                                              : "mx.dot");
        advice = finding->advice.length > 0 ? finding->advice
                                            : slice_of(catalogue_entry(finding->id)->advice);
        if (slice_find_part(advice, slice_of(rows[i].line)) == advice.length) {
            fail_msg("%s: the advice is \"%.*s\"", rows[i].title, SLICE_ARGS(advice));
        }
        world_end(&world);
    }
}

/* ---- the order of asking ---- */

/* The records are one round, the addresses of all exchanges the second; what is of no use needs its
 * proof, and perhaps the name that was meant. */
static void test_rounds(void **state)
{
    static const struct {
        const char *title;
        const char *options;
        unsigned rounds;
        unsigned asked;
        const char *fine;
        const char *rows[8];
    } rows[] = {
        { "the service's own", "", 2, 3, "mxbiz1.qq.com", { TENCENT } },
        { "four servers",
          "",
          2,
          9,
          "mxbiz1.qq.com, mx.example.test, mx.provider.test and 1 more",
          { TENCENT, HERE "20 mx.example.test", HERE "30 mx.provider.test",
            HERE "40 mail.example.test", OWN, "mx.provider.test A 192.0.2.2",
            "mail.example.test A 192.0.2.3" } },
        { "null MX", "--profile none", 1, 1, "takes no mail (null MX)", { HERE "0 ." } },
        { "an address", "--profile none", 1, 1, "192.0.2.1", { HERE "10 192.0.2.1" } },
        { "nobody wants one",
          "--profile none",
          2,
          3,
          "no MX record, and none is asked for",
          { EXISTS } },
        { "the name does not exist",
          "--profile none",
          1,
          1,
          "no MX record, and none is asked for",
          { "example.test TXT x" } },
        { "of no use", "", 3, 5, "no.provider.test", { HERE "10 no.provider.test" } },
        { "what was meant is asked",
          "",
          4,
          7,
          "mx.provider.test.example.test",
          { HERE "10 mx.provider.test.example.test" } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        mx_world_begin(&world, rows[i].rows, zones);
        mx_world_configure(rows[i].options, &judged);
        mx_world_judge(&world, &judged);
        expect_number(rows[i].title, "rounds", world.rounds, rows[i].rounds);
        expect_number(rows[i].title, "questions", world.asked, rows[i].asked);
        expect_text(rows[i].title, "fine", judged.verdict.fine, rows[i].fine);
        world_end(&world);
    }
}

/* Servers rotate records: the sentences do not. */
static void test_rotated(void **state)
{
    static const char *const records[] = { HERE "10 a.provider.test", HERE "10 b.provider.test",
                                           HERE "20 a.provider.test", HERE "0 c.provider.test",
                                           HERE "5 mxbiz1.qq.com.example.test" };
    struct slice first = slice_empty();
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t start = 0; start < ROWS(records); start++) {
        const char *rows[ROWS(records) + 1];
        const char *zones[ZONES];
        struct world world;
        struct judged judged;
        struct buf buf;

        for (size_t i = 0; i < ROWS(records); i++) {
            rows[i] = records[(start + i) % ROWS(records)];
        }
        rows[ROWS(records)] = NULL;
        mx_world_begin(&world, rows, zones);
        mx_world_configure("", &judged);
        mx_world_judge(&world, &judged);
        buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
        for (size_t f = 0; f < judged.verdict.finding_count; f++) {
            buf_printf(&buf, "%.*s\n", SLICE_ARGS(judged.verdict.findings[f].message));
        }
        buf_add(&buf, judged.verdict.records);
        if (start == 0) {
            first = buf_slice(&buf);
        }
        assert_true(first.length > 0);
        expect_octets(records[start], "the sentences", buf_slice(&buf), first);
        world_end(&world);
    }
    arena_destroy(arena);
}

/* ---- size ---- */

static const char *const many_names[] = {
    HERE "1 h01.provider.test",  HERE "2 h02.provider.test",  HERE "3 h03.provider.test",
    HERE "4 h04.provider.test",  HERE "5 h05.provider.test",  HERE "6 h06.provider.test",
    HERE "7 h07.provider.test",  HERE "8 h08.provider.test",  HERE "9 h09.provider.test",
    HERE "10 h10.provider.test", HERE "11 h11.provider.test", HERE "12 h12.provider.test",
    HERE "13 h13.provider.test", HERE "14 h14.provider.test", HERE "15 h15.provider.test",
    HERE "16 h16.provider.test", HERE "17 h17.provider.test"
};

/* The limit on exchanges and one more: nothing is claimed of what was not looked into. */
static void test_many(void **state)
{
    (void)state;
    for (size_t count = LIMIT_MX_EXCHANGES - 1; count <= LIMIT_MX_EXCHANGES + 1; count++) {
        const char *rows[ROWS(many_names) + 1];
        const char *zones[ZONES];
        bool is_over = count > LIMIT_MX_EXCHANGES;
        size_t followed = is_over ? LIMIT_MX_EXCHANGES : count;
        struct slice findings;
        struct world world;
        struct judged judged;

        memcpy(rows, many_names, count * sizeof rows[0]);
        rows[count] = NULL;
        mx_world_begin(&world, rows, zones);
        mx_world_configure("", &judged);
        mx_world_judge(&world, &judged);
        findings = world_findings(&world, &judged.verdict);
        expect_number("many", "that there are more is said",
                      slice_ends_with(findings, SLICE("mx.many INFO")), is_over);
        expect_number("many", "findings", (long long)judged.verdict.finding_count,
                      (long long)followed + (is_over ? 1 : 0));
        expect_number("many", "state", verdict_state(&judged.verdict),
                      is_over ? STATE_WARNING : STATE_CRITICAL);
        /* MX; A and AAAA of each; SOA and NS of the zone that denies them. */
        expect_number("many", "questions", world.asked, (long long)(1 + 2 * followed + 2));
        expect_number("many", "rounds", world.rounds, 3);
        world_end(&world);
    }
}

/* As many records as a message holds, in the arena of a run. */
static void test_large(void **state)
{
    static struct rr records[5000];
    static struct dns_name names[ROWS(records)];
    static char text[64];
    struct dns_answer answer = { .class = ANSWER_CLASS_POSITIVE,
                                 .records = records,
                                 .record_count = ROWS(records) };
    struct question question = { .kind = QUESTION_KIND_RESOLVER, .type = RR_TYPE_MX };
    const char *rows[] = { "example.test TXT x", NULL };
    const char *zones[ZONES];
    struct world world;
    struct judged judged;

    (void)state;
    mx_world_begin(&world, rows, zones);
    mx_world_configure("", &judged);
    question.name = judged.config.domain;
    answer.final = &judged.config.domain;
    for (size_t i = 0; i < ROWS(records); i++) {
        (void)snprintf(text, sizeof text, "h%zu.provider.test", i / 2);
        names[i] = make_name(text);
        records[i] = (struct rr){ .owner = &judged.config.domain,
                                  .type = RR_TYPE_MX,
                                  .data.mx = { (uint16_t)(7 * i), &names[i] } };
    }
    assert_int_equal(facts_add(world.facts, &question, &answer), STATUS_OK);
    do {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

        verdict_init(&judged.verdict, arena, &policy);
        assert_int_equal(
            mx_rules_judge(&judged.request, world.facts, arena, &judged.verdict, &judged.details),
            STATUS_OK);
        assert_int_equal(verdict_status(&judged.verdict), STATUS_OK);
        assert_true(judged.verdict.finding_count <= 3 * LIMIT_MX_EXCHANGES);
        arena_destroy(arena);
    } while (world_answer(&world));
    world_end(&world);
}

/* Every beginning of a long name, with and without the zone behind it: a sentence that fits. */
static void test_names(void **state)
{
    static const char name[] =
        "a-host-with-a-long-name-a-host-with-a-long-name-a-host-with-a-.\\\xE3\x80\x82x.1.2.3.4."
        "mxbiz1.qq.com.mail.example.test.example.test.a-host-with-a-long-name.provider.test.test";
    static const char *const tails[] = { "", ".example.test", ".mail.example.test", "\\" };
    static char text[512];

    (void)state;
    for (size_t i = 0; i < ROWS(tails) * (sizeof name - 1); i++) {
        const char *rows[] = { text, ". SOA 600", ". NS ns.test", NULL };
        const char *zones[ZONES];
        struct dns_name parsed;
        struct world world;
        struct judged judged;

        (void)snprintf(text, sizeof text, HERE "10 %.*s%s", (int)(i / ROWS(tails)) + 1, name,
                       tails[i % ROWS(tails)]);
        if (name_from_text(slice_of(text + strlen(HERE "10 ")), &parsed, NULL) != STATUS_OK) {
            continue;
        }
        mx_world_begin(&world, rows, zones);
        mx_world_configure("", &judged);
        mx_world_judge(&world, &judged);
        expect_number(text, "findings", (long long)judged.verdict.finding_count, 1);
        mx_world_expect_whole(text, &judged.verdict.findings[0]);
        expect_number(text, "state", verdict_state(&judged.verdict), STATE_CRITICAL);
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document), cmocka_unit_test(test_no_details),
        cmocka_unit_test(test_advice),   cmocka_unit_test(test_dots_inside),
        cmocka_unit_test(test_rounds),   cmocka_unit_test(test_rotated),
        cmocka_unit_test(test_many),     cmocka_unit_test(test_large),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
