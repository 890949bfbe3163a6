/* SPDX-License-Identifier: MIT */
/* The lines of -vvv: what was asked of whom, and what came back. */
#include "../support/message_maker.h"

#include "dns/codec.h"
#include "facts/store.h"
#include "io/trace.h"

static struct maker maker; /* too large for the stack */

/* A question and its reply; flags 0 and a silence: nothing came. */
struct row {
    const char *name;
    enum rr_type type;
    const char *server; /* NULL: the resolver was asked */
    bool unchecked;
    unsigned flags;
    const char *answers;
    const char *authority;
    enum answer_silence silence;
    const char *line; /* expected */
};

static const struct row rows[] = {
    { "mail.example.com", RR_TYPE_TXT, NULL, false, FLAGS_RA | FLAGS_AD,
      "mail.example.com 300 TXT v=spf1|-all", NULL, ANSWER_SILENCE_NONE,
      "1  TXT mail.example.com  positive authentic  192.0.2.53  1.2 ms  "
      "mail.example.com 300 TXT \"v=spf1\" \"-all\"" },
    { "mail.example.com", RR_TYPE_MX, NULL, true, FLAGS_RA, NULL, "example.com SOA 60",
      ANSWER_SILENCE_NONE, "1  MX mail.example.com unchecked  nodata  192.0.2.53  1.2 ms" },
    { "example.com", RR_TYPE_NS, "198.51.100.1", false, 0, NULL,
      "example.com 172800 NS ns1.example.com; example.com 172800 NS ns2.example.com",
      ANSWER_SILENCE_NONE,
      "1  NS example.com at 198.51.100.1  referral  1.2 ms  "
      "example.com 172800 NS ns1.example.com / example.com 172800 NS ns2.example.com" },
    { "com", RR_TYPE_SOA, "198.51.100.1@5300", false, FLAGS_AA | 3, NULL, "com SOA 60",
      ANSWER_SILENCE_NONE, "1  SOA com at 198.51.100.1@5300  nxdomain authoritative  1.2 ms" },
    { "mail.example.com", RR_TYPE_TXT, "2001:db8::1", true, FLAGS_RA,
      "mail.example.com 300 TXT v=spf1", NULL, ANSWER_SILENCE_NONE,
      "1  TXT mail.example.com at 2001:db8::1 unchecked  positive recursive  1.2 ms  "
      "mail.example.com 300 TXT \"v=spf1\"" },
    { "mail.example.com", RR_TYPE_A, "192.0.2.7", false, FLAGS_RA | 5, NULL, NULL,
      ANSWER_SILENCE_NONE, "1  A mail.example.com at 192.0.2.7  refused recursive  1.2 ms" },
    { "mail.example.com", RR_TYPE_A, "192.0.2.8", false, 0, NULL, NULL, ANSWER_SILENCE_UNREACHABLE,
      "1  A mail.example.com at 192.0.2.8  timeout (unreachable)  1.2 ms" },
    { "mail.example.com", RR_TYPE_AAAA, NULL, false, 0, NULL, NULL, ANSWER_SILENCE_NO_REPLY,
      "1  AAAA mail.example.com  timeout (no reply)  192.0.2.53  1.2 ms" },
};

static struct dns_answer *make_answer(const struct row *row, const struct question *question,
                                      struct arena *arena)
{
    struct codec_query query = { .id = 7,
                                 .name = &question->name,
                                 .type = question->type,
                                 .recursion_desired = row->server == NULL };
    struct dns_answer *answer = arena_alloc(arena, sizeof *answer);

    assert_non_null(answer);
    if (row->silence != ANSWER_SILENCE_NONE) {
        answer->class = ANSWER_CLASS_TIMEOUT;
        answer->silence = row->silence;
    } else {
        make_header(&maker, 7, FLAGS_QR | row->flags, row->name, question->type);
        make_section(&maker, 0, row->answers);
        make_section(&maker, 1, row->authority);
        assert_int_equal(codec_decode(&query, made(&maker), arena, answer), STATUS_OK);
    }
    answer->elapsed_us = 1234;
    assert_int_equal(endpoint_from_text(slice_of(row->server != NULL ? row->server : "192.0.2.53"),
                                        53, &answer->server),
                     STATUS_OK);
    return answer;
}

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct row *row = &rows[i];
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct facts *facts = NULL;
        struct question question = { .kind = QUESTION_KIND_RESOLVER,
                                     .type = row->type,
                                     .checking_disabled = row->unchecked,
                                     .name = make_name(row->name) };

        if (row->server != NULL) {
            question.kind = QUESTION_KIND_SERVER;
            assert_int_equal(endpoint_from_text(slice_of(row->server), 53, &question.server),
                             STATUS_OK);
        }
        assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
        assert_int_equal(facts_add(facts, &question, make_answer(row, &question, arena)),
                         STATUS_OK);
        expect_text(row->name, "line", trace_write(facts, arena), row->line);
        arena_destroy(arena);
    }
}

/* Circumstances, and two facts: two lines in the order of adding. */
static void test_circumstances(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = NULL;
    struct question question = { .kind = QUESTION_KIND_RESOLVER,
                                 .type = RR_TYPE_MX,
                                 .again = true,
                                 .name = make_name("mail.example.com") };
    struct dns_answer *answer = make_answer(&rows[1], &question, arena);

    (void)state;
    assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
    answer->over_tcp = true;
    answer->tries = 3;
    answer->ignored = 2;
    assert_int_equal(facts_add(facts, &question, answer), STATUS_OK);
    question.kind = QUESTION_KIND_SERVER;
    question.again = false;
    question.server = answer->server;
    assert_int_equal(facts_add(facts, &question, answer), STATUS_OK);
    expect_text("two facts", "lines", trace_write(facts, arena),
                "1  MX mail.example.com again  nodata  192.0.2.53 tcp  1.2 ms, 3 messages, "
                "2 foreign datagrams ignored\n"
                "1  MX mail.example.com at 192.0.2.53  nodata recursive tcp  1.2 ms, 3 messages, "
                "2 foreign datagrams ignored");
    arena_destroy(arena);
}

static void test_api(void **state)
{
    static const struct api_answer reply = { .heard = API_HEARD_REPLY,
                                             .server = { "ses.example:8443", 16 },
                                             .http = { 200, { "", 0 }, { "{\n}\n", 4 } } };
    static const struct api_answer nothing = { .heard = API_HEARD_UNREACHABLE,
                                               .reason = { "no route", 8 } };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct question question = { .kind = QUESTION_KIND_API,
                                 .action = API_ACTION_GET_IDENTITY,
                                 .name = make_name("mail.example.com") };
    struct facts *facts = NULL;

    (void)state;
    assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
    assert_int_equal(facts_add_api(facts, &question, &reply), STATUS_OK);
    question.action = API_ACTION_HOST_ZONE;
    assert_int_equal(facts_add_api(facts, &question, &nothing), STATUS_OK);
    expect_text("APIs", "lines", trace_write(facts, arena),
                "1  api GetEmailIdentity mail.example.com  reply  ses.example:8443  "
                "HTTP 200 {\\x0A}\n"
                "1  api DescribeDomain mail.example.com  unreachable  no route");
    arena_destroy(arena);
}

static void test_registration(void **state)
{
    static const struct registration found = { .result = REGISTRATION_RESULT_FOUND,
                                               .source = REGISTRATION_SOURCE_RDAP,
                                               .server = { "https://rdap.example/", 21 },
                                               .cached = true };
    static const struct registration refused = { .result = REGISTRATION_RESULT_REFUSED,
                                                 .source = REGISTRATION_SOURCE_WHOIS,
                                                 .server = { "whois.example", 13 },
                                                 .reason = { "go\naway", 7 } };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = NULL;
    struct question question = { .kind = QUESTION_KIND_REGISTRATION,
                                 .source = REGISTRATION_SOURCE_RDAP,
                                 .name = make_name("example.com") };

    (void)state;
    assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
    assert_int_equal(facts_add_registration(facts, &question, &found), STATUS_OK);
    question.source = REGISTRATION_SOURCE_WHOIS;
    question.again = true;
    assert_int_equal(facts_add_registration(facts, &question, &refused), STATUS_OK);
    expect_text("registrations", "lines", trace_write(facts, arena),
                "1  registration example.com by rdap  found (kept from an earlier run)  "
                "https://rdap.example/\n"
                "1  registration example.com by whois again  refused  whois.example  go\\x0Aaway");
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_circumstances),
        cmocka_unit_test(test_registration),
        cmocka_unit_test(test_api),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
