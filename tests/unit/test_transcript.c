/* SPDX-License-Identifier: MIT */
/* Transcripts: what is written is read back, and what does not fit is refused with its line. */
#include "../support/message_maker.h"

#include "dns/codec.h"
#include "facts/transcript.h"

#define HEAD                                                                                      \
    "{\"schema\":1,\"version\":\"0.1.0\",\"argv\":[\"-d\",\"example.com\"],\"clock\":1700000000}" \
    "\n"
#define ASK                                                                                   \
    "\"ask\":{\"kind\":\"resolver\",\"server\":null,\"name\":\"a.example\",\"type\":\"TXT\"," \
    "\"flags\":[]}"

static struct maker maker; /* too large for the stack */

static struct facts *create(struct arena *arena)
{
    struct facts *facts = NULL;

    assert_int_equal(facts_create(arena, 1700000000, &facts), STATUS_OK);
    return facts;
}

static struct slice write(const struct facts *facts, struct arena *arena)
{
    static const struct slice arguments[] = { { "-d", 2 }, { "example.com", 11 } };
    const struct transcript_head head = { .version = SLICE("0.1.0"),
                                          .arguments = arguments,
                                          .argument_count = ROWS(arguments),
                                          .clock = 1700000000 };
    struct buf buf;

    buf_init(&buf, arena, LIMIT_FILE);
    assert_int_equal(transcript_write(&head, facts, arena, &buf), STATUS_OK);
    return buf_slice(&buf);
}

static struct facts *read(struct slice text, struct arena *arena)
{
    struct facts *facts = create(arena);
    struct slice reason;

    if (transcript_read(text, arena, facts, &reason) != STATUS_OK) {
        fail_msg("%.*s", SLICE_ARGS(reason));
    }
    return facts;
}

/* A question to the resolver for TXT. */
static struct question question_of(const char *name)
{
    return (struct question){ .kind = QUESTION_KIND_RESOLVER,
                              .type = RR_TYPE_TXT,
                              .name = make_name(name) };
}

/* Adds a reply over TCP with these sections. */
static void add_reply(struct facts *facts, const struct question *question, const char *answers,
                      const char *authority, unsigned flags, struct arena *arena)
{
    struct codec_query query = { .id = 7,
                                 .name = &question->name,
                                 .type = question->type,
                                 .recursion_desired = question->kind == QUESTION_KIND_RESOLVER };
    struct slice name = name_to_text(&question->name, arena);
    struct dns_answer *answer = arena_alloc(arena, sizeof *answer);

    assert_non_null(answer);
    make_header(&maker, 7, FLAGS_QR | flags, name.data, question->type);
    make_section(&maker, 0, answers);
    make_section(&maker, 1, authority);
    assert_int_equal(codec_decode(&query, made(&maker), arena, answer), STATUS_OK);
    answer->elapsed_us = 1234;
    answer->tries = 2;
    answer->ignored = 1;
    answer->over_tcp = true;
    assert_int_equal(endpoint_from_text(SLICE("192.0.2.53@5300"), 53, &answer->server), STATUS_OK);
    assert_int_equal(facts_add(facts, question, answer), STATUS_OK);
}

static void add_bare(struct facts *facts, const struct question *question, enum answer_class class,
                     enum answer_silence silence, struct arena *arena)
{
    struct dns_answer *answer = arena_alloc(arena, sizeof *answer);

    assert_non_null(answer);
    *answer = (struct dns_answer){ .class = class, .silence = silence };
    assert_int_equal(facts_add(facts, question, answer), STATUS_OK);
}

/* A question to one server itself. */
static struct question direct_question(const char *name, enum rr_type type, const char *server)
{
    struct question question = question_of(name);

    question.kind = QUESTION_KIND_SERVER;
    question.type = type;
    assert_int_equal(endpoint_from_text(slice_of(server), 53, &question.server), STATUS_OK);
    return question;
}

static struct question server_question(void)
{
    struct question question = direct_question("b.example", RR_TYPE_MX, "[2001:db8::1]:5300");

    question.checking_disabled = true;
    return question;
}

static void expect_same_answer(const char *title, const struct dns_answer *got,
                               const struct dns_answer *want)
{
    expect_number(title, "class", got->class, want->class);
    expect_number(title, "silence", got->silence, want->silence);
    expect_number(title, "rcode", got->rcode, want->wire.length > 0 ? want->rcode : 0);
    expect_number(title, "AA", got->authoritative, want->authoritative);
    expect_number(title, "AD", got->authentic, want->authentic);
    expect_number(title, "RA", got->recursion, want->recursion);
    expect_number(title, "TCP", got->over_tcp, want->over_tcp);
    expect_number(title, "records", (long long)got->record_count, (long long)want->record_count);
    expect_number(title, "chain", (long long)got->chain_count, (long long)want->chain_count);
    expect_number(title, "SOA", got->soa != NULL, want->soa != NULL);
    expect_number(title, "delegation", (long long)got->delegation_count,
                  (long long)want->delegation_count);
    expect_number(title, "glue", (long long)got->glue_count, (long long)want->glue_count);
    expect_octets(title, "wire", got->wire, want->wire);
    expect_number(title, "time", got->elapsed_us, want->elapsed_us);
    expect_number(title, "tries", got->tries, want->tries);
    expect_number(title, "ignored", got->ignored, want->ignored);
    expect_number(title, "port", got->server.port, want->server.port);
    assert_true(address_equal(&got->server.address, &want->server.address));
    assert_non_null(got->final);
}

static void test_round_trip(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = create(arena);
    const struct question server = server_question();
    struct question question = question_of("a.example");
    const struct fact *want;
    const struct fact *got;
    size_t want_count;
    size_t got_count;
    struct slice text;

    (void)state;
    add_reply(facts, &question, "a.example TXT v=spf1 ~all|x", NULL, FLAGS_RA | FLAGS_AD, arena);
    question = question_of("none.example");
    add_reply(facts, &question, NULL, "example SOA 60", FLAGS_RA, arena);
    question = question_of("gone.example");
    add_reply(facts, &question, NULL, "example SOA 60", FLAGS_RA | 3, arena);
    question = question_of("sick.example");
    add_reply(facts, &question, NULL, NULL, FLAGS_RA | 2, arena);
    question = question_of("broken.example");
    add_reply(facts, &question, "broken.example TXT cut", NULL, FLAGS_TC, arena);
    add_reply(facts, &server, "b.example MX 10 mx.b.example", NULL, FLAGS_AA, arena);
    question = question_of("late.example");
    add_bare(facts, &question, ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_DEADLINE, arena);
    question = question_of("damaged.example");
    add_bare(facts, &question, ANSWER_CLASS_MALFORMED, ANSWER_SILENCE_NONE, arena);

    text = write(facts, arena);
    assert_true(slice_starts_with(text, SLICE(HEAD)));
    want = facts_all(facts, &want_count);
    facts = read(text, arena);
    got = facts_all(facts, &got_count);
    assert_int_equal(got_count, want_count);
    for (size_t i = 0; i < got_count; i++) {
        const char *title = name_to_text(&want[i].question.name, arena).data;

        expect_number(title, "question", question_equal(&got[i].question, &want[i].question), true);
        expect_same_answer(title, got[i].answer, want[i].answer);
    }
    expect_octets("written again", "text", write(facts, arena), text);
    arena_destroy(arena);
}

/* The same name and type, asked of the resolver and of servers: each keeps its own answer. */
static void test_direct(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = create(arena);
    const struct question questions[] = {
        question_of("a.example"),
        direct_question("a.example", RR_TYPE_TXT, "192.0.2.1"),
        direct_question("a.example", RR_TYPE_TXT, "192.0.2.1@5300"),
        direct_question("a.example", RR_TYPE_TXT, "192.0.2.2"),
        direct_question("a.example", RR_TYPE_TXT, "2001:db8::2"),
        direct_question("a.example", RR_TYPE_NS, "192.0.2.1"),
        server_question(),
    };
    static const enum answer_class classes[] = {
        ANSWER_CLASS_NODATA,  ANSWER_CLASS_REFERRAL, ANSWER_CLASS_NXDOMAIN, ANSWER_CLASS_REFUSED,
        ANSWER_CLASS_TIMEOUT, ANSWER_CLASS_REFERRAL, ANSWER_CLASS_POSITIVE,
    };
    struct slice text;

    (void)state;
    /* NS records decorate a resolver's answer; of a server, RA or not, they are a referral. */
    add_reply(facts, &questions[0], NULL, "a.example NS ns.a.example", FLAGS_RA, arena);
    add_reply(facts, &questions[1], NULL, "a.example NS ns.a.example", 0, arena);
    add_reply(facts, &questions[2], NULL, "example SOA 60", FLAGS_AA | 3, arena);
    add_reply(facts, &questions[3], NULL, NULL, FLAGS_RA | 5, arena);
    add_bare(facts, &questions[4], ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_NO_SERVER, arena);
    add_reply(facts, &questions[5], NULL, "a.example NS ns.a.example", FLAGS_RA, arena);
    add_reply(facts, &questions[6], "b.example MX 10 mx.b.example", NULL, FLAGS_RA, arena);
    text = write(facts, arena);
    facts = read(text, arena);
    for (size_t i = 0; i < ROWS(questions); i++) {
        const struct dns_answer *answer = facts_ask(facts, &questions[i]);
        const char *title = answer_class_text(classes[i]);

        assert_non_null(answer);
        expect_number(title, "class", answer->class, classes[i]);
        expect_number(title, "delegation", (long long)answer->delegation_count,
                      i == 0 || classes[i] == ANSWER_CLASS_REFERRAL);
        expect_number(title, "RA", answer->recursion, i == 0 || i == 3 || i >= 5);
        expect_number(title, "AA", answer->authoritative, i == 2);
    }
    expect_octets("written again", "text", write(facts, arena), text);
    arena_destroy(arena);
}

static void test_line(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = create(arena);
    const struct question question = server_question();

    (void)state;
    add_bare(facts, &question, ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_NO_REPLY, arena);
    expect_text("a line", "text", slice_from(write(facts, arena), sizeof HEAD - 1),
                "{\"ask\":{\"kind\":\"server\",\"server\":\"2001:db8::1@5300\","
                "\"name\":\"b.example\",\"type\":\"MX\",\"flags\":[\"cd\"]},"
                "\"answer\":{\"class\":\"timeout\",\"silence\":\"no-reply\",\"ms\":0.0}}\n");
    arena_destroy(arena);
}

static void test_names(void **state)
{
    static const struct {
        const char *title;
        struct slice wire;
    } rows[] = {
        { "root", { "\0", 1 } },
        { "plain", { "\1a\2bc\0", 6 } },
        { "dots and backslashes inside of a label", { "\5a.b\\c\1.\0", 9 } },
        { "NUL, blank, quote, octets", { "\6\0 \"\xFF\x7F|\0", 8 } },
        { "digits behind an escaped octet",
          { "\5\1"
            "1234\0",
            7 } },
        { "UTF-8", { "\2\xC3\xA4\0", 4 } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct facts *facts = create(arena);
        struct question question = { .kind = QUESTION_KIND_RESOLVER, .type = RR_TYPE_A };
        size_t count;
        const struct fact *got;

        expect_number(
            rows[i].title, "name",
            name_from_wire((const uint8_t *)rows[i].wire.data, rows[i].wire.length, &question.name),
            STATUS_OK);
        add_bare(facts, &question, ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_LIMIT, arena);
        got = facts_all(read(write(facts, arena), arena), &count);
        expect_number(rows[i].title, "facts", (long long)count, 1);
        expect_number(rows[i].title, "same name", name_equal(&got[0].question.name, &question.name),
                      true);
        arena_destroy(arena);
    }
}

/* Names at their limits: 63 octets a label, 255 in all, every one of them an escaped octet. */
static void test_long_name(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = create(arena);
    struct question question = { .kind = QUESTION_KIND_RESOLVER, .type = RR_TYPE_A };
    uint8_t wire[LIMIT_NAME_WIRE] = { 0 };
    const struct fact *got;
    size_t count;

    (void)state;
    memset(wire, 0xFF, sizeof wire - 1);
    wire[0] = wire[64] = wire[128] = 63;
    wire[192] = 61;
    assert_int_equal(name_from_wire(wire, sizeof wire, &question.name), STATUS_OK);
    add_bare(facts, &question, ANSWER_CLASS_TIMEOUT, ANSWER_SILENCE_NO_SERVER, arena);
    got = facts_all(read(write(facts, arena), arena), &count);
    assert_int_equal(count, 1);
    assert_true(name_equal(&got[0].question.name, &question.name));
    arena_destroy(arena);
}

/* The second line of a transcript with this question and answer, refused for this reason. */
static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *line;
        const char *reason; /* its beginning, behind "line 3: " */
    } rows[] = {
        { "no JSON", "x", "column 1: " },
        { "a list", "[]", "there is no \"ask\"" },
        { "no question", "{\"answer\":{\"class\":\"timeout\"}}", "there is no \"ask\"" },
        { "other kind",
          "{\"ask\":{\"kind\":\"whois\",\"name\":\"a\",\"type\":\"A\",\"flags\":[]},\"answer\":{}}",
          "\"kind\" is resolver, server, registration or api" },
        { "other action",
          "{\"ask\":{\"kind\":\"api\",\"name\":\"a\",\"type\":\"UpdateEmailIdentity\"},"
          "\"answer\":{\"heard\":\"unreachable\"}}",
          "\"type\" of an api is the name of an action" },
        { "flag of an api",
          "{\"ask\":{\"kind\":\"api\",\"name\":\"a\",\"type\":\"GetEmailIdentity\","
          "\"flags\":[\"again\"]}}",
          "\"flags\" knows cd and again only" },
        { "no answer of an api",
          "{\"ask\":{\"kind\":\"api\",\"name\":\"a\",\"type\":\"GetEmailIdentity\"}}",
          "there is no \"answer\" of an API" },
        { "no body of an api",
          "{\"ask\":{\"kind\":\"api\",\"name\":\"a\",\"type\":\"GetEmailIdentity\"},"
          "\"answer\":{\"heard\":\"reply\",\"status\":200}}",
          "there is no \"answer\" of an API" },
        { "no server", "{\"ask\":{\"kind\":\"server\",\"server\":null,\"name\":\"a\"}}",
          "\"server\" is the address" },
        { "other flag",
          "{\"ask\":{\"kind\":\"resolver\",\"name\":\"a\",\"type\":\"A\",\"flags\":[\"do\"]}}",
          "\"flags\" knows cd and again only" },
        { "no name", "{\"ask\":{\"kind\":\"resolver\",\"type\":\"A\"}}", "\"name\" is" },
        { "empty name", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "empty label", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"a..b\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "final dot", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"a.\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "half an escape", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"a\\\\\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "two digits", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"\\\\12\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "no octet", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"\\\\256\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "a long label",
          "{\"ask\":{\"kind\":\"resolver\",\"name\":"
          "\"0123456789012345678901234567890123456789012345"
          "678901234567890123\",\"type\":\"A\"}}",
          "\"name\" is" },
        { "other type", "{\"ask\":{\"kind\":\"resolver\",\"name\":\"a\",\"type\":\"HINFO\"}}",
          "\"type\" is a record type such as TXT" },
        { "no answer", "{" ASK "}", "there is no \"answer\"" },
        { "no class", "{" ASK ",\"answer\":{\"ms\":1}}", "there is no \"answer\"" },
        { "other class", "{" ASK ",\"answer\":{\"class\":\"fine\"}}", "there is no \"answer\"" },
        { "a class that octets prove", "{" ASK ",\"answer\":{\"class\":\"nxdomain\"}}",
          "an answer of this \"class\" needs its \"wire\"" },
        { "no Base64", "{" ASK ",\"answer\":{\"class\":\"positive\",\"wire\":\"!\"}}",
          "\"wire\" is a DNS message in Base64" },
        { "no octets", "{" ASK ",\"answer\":{\"class\":\"positive\",\"wire\":\"\"}}",
          "\"wire\" is a DNS message in Base64" },
        { "wire is a number", "{" ASK ",\"answer\":{\"class\":\"positive\",\"wire\":1}}",
          "\"wire\" is a DNS message in Base64" },
        { "octets that say something else",
          "{" ASK ",\"answer\":{\"class\":\"positive\",\"wire\":\"AAA=\"}}",
          "\"wire\" is not an answer of this \"class\"" },
        { "other silence", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"silence\":\"none\"}}",
          "\"silence\" is" },
        { "a negative time", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"ms\":-1}}",
          "\"ms\" is" },
        { "a time too long", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"ms\":4294968}}",
          "\"ms\" is" },
        { "a time in words", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"ms\":\"1\"}}",
          "\"ms\" is" },
        { "no address", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"server\":\"x\"}}",
          "\"server\" is the address that answered" },
        { "tries", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"tries\":-1}}", "\"tries\" and" },
        { "ignored", "{" ASK ",\"answer\":{\"class\":\"timeout\",\"ignored\":1000001}}",
          "\"tries\" and" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice text = arena_printf(arena, "%s\n%s\n", HEAD, rows[i].line);
        struct slice want = arena_printf(arena, "line 3: %s", rows[i].reason);
        struct slice reason = slice_empty();

        expect_number(rows[i].title, "status", transcript_read(text, arena, create(arena), &reason),
                      STATUS_BAD_INPUT);
        if (!slice_starts_with(reason, want)) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

static void test_tolerated(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    const struct fact *got;
    size_t count;

    (void)state;
    got = facts_all(read(SLICE(HEAD "\r\n{" ASK ",\"answer\":{\"class\":\"timeout\",\"later\":1},"
                                    "\"more\":[]}\r\n{" ASK ",\"answer\":{\"class\":\"loop\"}}"),
                         arena),
                    &count);
    /* The first answer to a question is kept. */
    assert_int_equal(count, 1);
    assert_int_equal(got[0].answer->class, ANSWER_CLASS_TIMEOUT);
    (void)facts_all(read(SLICE(""), arena), &count);
    assert_int_equal(count, 0);
    arena_destroy(arena);
}

static void test_head(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct transcript_head head;
    struct slice reason;

    (void)state;
    assert_int_equal(transcript_read_head(SLICE(HEAD "rubbish"), arena, &head, &reason), STATUS_OK);
    expect_text("head", "version", head.version, "0.1.0");
    assert_int_equal(head.argument_count, 2);
    expect_text("head", "argument", head.arguments[1], "example.com");
    assert_int_equal(head.clock, 1700000000);
    arena_destroy(arena);
}

static void test_refused_heads(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *reason; /* its beginning */
    } rows[] = {
        { "nothing", "", "line 1: column 1: there is nothing" },
        { "a zone file", "$ORIGIN example.\n", "line 1: column 1: " },
        { "no schema", "{}\n", "line 1: this is no transcript" },
        { "a schema in words", "{\"schema\":\"1\"}", "line 1: this is no transcript" },
        { "a later schema", "{\"schema\":2}",
          "line 1: this version reads transcripts of schema 1" },
        { "no version", "{\"schema\":1,\"argv\":[],\"clock\":1}", "line 1: \"version\" is" },
        { "no clock", "{\"schema\":1,\"version\":\"1\",\"argv\":[]}", "line 1: \"version\" is" },
        { "no argv", "{\"schema\":1,\"version\":\"1\",\"clock\":1}", "line 1: \"version\" is" },
        { "a number in argv", "{\"schema\":1,\"version\":\"1\",\"argv\":[1],\"clock\":1}",
          "line 1: \"version\" is" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct transcript_head head;
        struct slice reason = slice_empty();

        expect_number(rows[i].title, "status",
                      transcript_read_head(slice_of(rows[i].text), arena, &head, &reason),
                      STATUS_BAD_INPUT);
        if (!slice_starts_with(reason, slice_of(rows[i].reason))) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

#define LONG_LINE ((size_t)3 * 1024 * 1024)

static void test_too_long(void **state)
{
    static const struct transcript_head head = { .version = { "0.1.0", 5 } };
    struct arena *arena = make_arena(2 * LIMIT_ARENA);
    struct slice reason = slice_empty();
    char *text = arena_alloc(arena, LONG_LINE);
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 20);
    assert_int_equal(transcript_write(&head, create(arena), arena, &buf), STATUS_TOO_LONG);
    assert_non_null(text);
    memset(text, ' ', LONG_LINE);
    text[0] = '\n';
    text[LONG_LINE - 1] = '{';
    assert_int_equal(transcript_read(slice_make(text, LONG_LINE), arena, create(arena), &reason),
                     STATUS_BAD_INPUT);
    expect_text("a long line", "reason", reason, "line 2: it is too long");
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = create(arena);
    struct question question = question_of("a.example");
    struct slice text;

    (void)state;
    add_reply(facts, &question, "a.example TXT v=spf1 ~all", NULL, FLAGS_RA, arena);
    text = write(facts, arena);
    for (size_t limit = 0; limit < 4000; limit += 100) {
        struct arena *small = make_arena(limit);
        struct slice reason = slice_empty();
        enum status status = transcript_read(text, small, create(arena), &reason);

        assert_int_equal(status, arena_failed(small) ? STATUS_NO_MEMORY : STATUS_OK);
        arena_destroy(small);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_line),
        cmocka_unit_test(test_direct),        cmocka_unit_test(test_names),
        cmocka_unit_test(test_long_name),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_tolerated),     cmocka_unit_test(test_head),
        cmocka_unit_test(test_refused_heads), cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_no_memory),

    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
