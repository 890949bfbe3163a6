/* SPDX-License-Identifier: MIT */
/* Damaged and hostile messages: what is refused, what is tolerated, what they may cost. */
#include "../support/message_maker.h"

#include "dns/codec.h"
#include "dns/message.h"

#define RESOLVER (FLAGS_QR | FLAGS_RD | FLAGS_RA)
#define QUESTION_END (12u + 11 + 4) /* a.example */

static struct maker maker; /* too large for the stack */

/* The answer section is one record of these octets, from the owner on; behind it lie `behind`. */
struct damage_row {
    const char *title;
    struct slice record;
    bool is_malformed;
};

#define OCTETS(literal)                 \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define HEAD(type) "\xC0\x0C\0" type "\0\1\0\0\1\x2C" /* pointer, type, IN, 300 */

static const struct damage_row damage_rows[] = {
    { "A", OCTETS(HEAD("\x01") "\0\4\1\2\3\4"), false },
    { "A of five octets", OCTETS(HEAD("\x01") "\0\5\1\2\3\4\5"), true },
    { "A of three octets", OCTETS(HEAD("\x01") "\0\3\1\2\3"), true },
    { "A of none", OCTETS(HEAD("\x01") "\0\0"), true },
    { "A of none in another class", OCTETS("\xC0\x0C\0\1\0\3\0\0\1\x2C\0\0"), false },
    { "AAAA of four octets", OCTETS(HEAD("\x1C") "\0\4\1\2\3\4"), true },
    { "TXT", OCTETS(HEAD("\x10") "\0\3\2xy"), false },
    { "TXT, last string empty", OCTETS(HEAD("\x10") "\0\4\2xy\0"), false },
    { "TXT without any string", OCTETS(HEAD("\x10") "\0\0"), true },
    { "TXT string past the end of the RDATA", OCTETS(HEAD("\x10") "\0\3\3xyz"), true },
    { "TXT string length alone at the end", OCTETS(HEAD("\x10") "\0\4\2xy\1z"), true },
    { "NS", OCTETS(HEAD("\x02") "\0\3\1x\0"), false },
    { "NS by pointer", OCTETS(HEAD("\x02") "\0\2\xC0\x0C"), false },
    { "NS with an octet behind", OCTETS(HEAD("\x02") "\0\4\1x\0y"), true },
    { "NS longer than its RDATA", OCTETS(HEAD("\x02") "\0\2\1x\0"), true },
    { "NS of no octets", OCTETS(HEAD("\x02") "\0\0"), true },
    { "CNAME with a label type of old", OCTETS(HEAD("\x05") "\0\3\x41x\0"), true },
    { "CNAME with a label type of old, the other", OCTETS(HEAD("\x05") "\0\3\x81x\0"), true },
    { "MX", OCTETS(HEAD("\x0F") "\0\4\0\1\xC0\x0C"), false },
    { "MX to the root", OCTETS(HEAD("\x0F") "\0\3\0\1\0"), false },
    { "MX without exchange", OCTETS(HEAD("\x0F") "\0\2\0\1"), true },
    { "MX of one octet", OCTETS(HEAD("\x0F") "\0\1\0"), true },
    { "SOA",
      OCTETS(HEAD("\x06") "\0\x16\0\0"
                          "12345678901234567890"),
      false },
    { "SOA without its last octet",
      OCTETS(HEAD("\x06") "\0\x15\0\0"
                          "1234567890123456789"),
      true },
    { "SOA with an octet more",
      OCTETS(HEAD("\x06") "\0\x17\0\0"
                          "12345678901234567890x"),
      true },
    { "SOA of nothing", OCTETS(HEAD("\x06") "\0\0"), true },
    { "SOA with one name", OCTETS(HEAD("\x06") "\0\x01\0"), true },
    { "DS of any octets", OCTETS(HEAD("\x2B") "\0\0"), false },
    { "unknown type", OCTETS(HEAD("\x63") "\0\1x"), false },
    { "RDATA past the end", OCTETS(HEAD("\x63") "\0\2x"), true },
    { "no RDATA length", OCTETS(HEAD("\x63") "\0"), true },
    { "owner that points to itself", OCTETS("\xC0\x1B\0\1\0\1\0\0\1\x2C\0\4\1\2\3\4"), true },
    { "owner that points forward", OCTETS("\xC0\x1D\0\1\0\1\0\0\1\x2C\0\4\1\2\3\4"), true },
    { "owner that points into the header", OCTETS("\xC0\x02\0\1\0\1\0\0\1\x2C\0\4\1\2\3\4"), true },
    { "owner that points past the end", OCTETS("\xFF\xFF\0\1\0\1\0\0\1\x2C\0\4\1\2\3\4"), true },
    { "owner of half a pointer", OCTETS("\xC0"), true },
    { "owner without end", OCTETS("\1x"), true },
    { "owner's label past the end", OCTETS("\7x"), true },
    { "label and pointer back to the label", OCTETS("\1x\xC0\x1B\0\1\0\1\0\0\1\x2C\0\0"), true },
    { "nothing where a record was promised", OCTETS(""), true },
};

static enum answer_class decode_class(struct slice octets, struct arena *arena)
{
    struct dns_name name = make_name("a.example");
    struct codec_query query = { .name = &name, .type = RR_TYPE_TXT, .recursion_desired = true };
    struct dns_answer answer = { .class = ANSWER_CLASS_NONE };

    assert_int_equal(codec_decode(&query, octets, arena, &answer), STATUS_OK);
    expect_octets("decoded", "wire", answer.wire, octets);
    assert_true(answer.final != NULL && name_equal(answer.final, &name));
    return answer.class;
}

static void test_damage(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t section = 0; section < MESSAGE_SECTIONS; section++) {
        for (size_t i = 0; i < ROWS(damage_rows); i++) {
            const struct damage_row *row = &damage_rows[i];
            struct message message;

            make_header(&maker, 0, RESOLVER, "a.example", 16);
            assert_int_equal(maker.length, QUESTION_END);
            put_octets(&maker, row->record);
            maker.octets[7 + 2 * section] = 1;
            expect_number(row->title, "open", message_open(made(&maker), &message),
                          !row->is_malformed);
            expect_number(row->title, "malformed",
                          decode_class(made(&maker), arena) == ANSWER_CLASS_MALFORMED,
                          row->is_malformed);
        }
    }
    arena_destroy(arena);
}

/* Every name of a message may be wrong; a rich one cut anywhere is malformed. */
static void test_truncations(void **state)
{
    struct arena *arena = make_arena((size_t)64 * 1024 * 1024);

    (void)state;
    make_header(&maker, 0, RESOLVER, "a.example", 16);
    make_section(&maker, 0, "^ CNAME b.example; b.example TXT one|two; b.example MX 1 mx.^");
    make_section(&maker, 1, "example SOA 60; example NS ns.^");
    make_section(&maker, 2, "ns.^ A 192.0.2.1; ns.^ AAAA 2001:db8::1; . HEX 41 000f00020006");
    for (size_t length = 0; length < maker.length; length++) {
        expect_number("cut", "class", decode_class(slice_head(made(&maker), length), arena),
                      ANSWER_CLASS_MALFORMED);
    }
    /* The same as an error: the rcode stands, whatever is missing behind the header. */
    maker.octets[3] |= 5;
    for (size_t length = 0; length < maker.length; length++) {
        expect_number("cut error", "class", decode_class(slice_head(made(&maker), length), arena),
                      length < 12 ? ANSWER_CLASS_MALFORMED : ANSWER_CLASS_REFUSED);
    }
    arena_destroy(arena);
}

/* A name of many pointers: each label is followed by a pointer to the one before. */
static void put_chained_names(unsigned count)
{
    make_header(&maker, 0, RESOLVER, "a.example", 16);
    put_octets(&maker, SLICE("\0\0\x63\0\1\0\0\0\0"));
    put_number(&maker, 4ul * count + 1, 2);
    put_octets(&maker, SLICE("\0"));
    for (unsigned i = 0; i < count; i++) {
        size_t before = i == 0 ? maker.length - 1 : maker.length - 4;

        put_octets(&maker, SLICE("\1x"));
        put_number(&maker, 0xC000 | before, 2);
    }
    put_number(&maker, 0xC000 | (maker.length - 4), 2);
    put_octets(&maker, SLICE("\0\1\0\1\0\0\0\0\0\4\1\2\3\4"));
    maker.octets[7] = 2;
}

static void test_pointer_chains(void **state)
{
    struct message message;

    (void)state;
    put_chained_names(100);
    assert_true(message_open(made(&maker), &message));
    put_chained_names(126); /* and one pointer of the owner: 127 */
    assert_true(message_open(made(&maker), &message));
    put_chained_names(127);
    assert_false(message_open(made(&maker), &message));
}

/* Names of 255 and of 256 octets, the end of them taken from elsewhere in the message. */
static void test_name_length(void **state)
{
    static const unsigned last_labels[] = { 51, 52 };

    (void)state;
    for (size_t i = 0; i < ROWS(last_labels); i++) {
        struct message message;

        make_header(&maker, 0, RESOLVER, "a.example", 16);
        for (unsigned label = 0; label < 4; label++) {
            unsigned length = label < 3 ? 63 : last_labels[i];

            put_octet(&maker, length);
            for (unsigned k = 0; k < length; k++) {
                put_octet(&maker, 'x');
            }
        }
        put_number(&maker, 0xC00C, 2);
        put_octets(&maker, SLICE("\0\1\0\1\0\0\0\0\0\4\1\2\3\4"));
        maker.octets[7] = 1;
        /* 3 * 64 + 52 + 11 = 255 */
        assert_int_equal(message_open(made(&maker), &message), i == 0);
    }
}

static void put_repeated(const char *record, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        put_record(&maker, slice_of(record));
    }
    maker.octets[6] = (uint8_t)(count >> 8);
    maker.octets[7] = (uint8_t)count;
}

static void decode_big(size_t maximum, enum answer_class class, size_t count)
{
    struct dns_name name = make_name("a.example");
    struct codec_query query = { .name = &name, .type = RR_TYPE_TXT };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_answer answer;

    assert_int_equal(codec_decode(&query, made(&maker), arena, &answer), STATUS_OK);
    assert_int_equal(answer.class, class);
    assert_int_equal(answer.record_count, count);
    assert_true(arena_used(arena) <= maximum);
    arena_destroy(arena);
}

static void test_big(void **state)
{
    (void)state;
    /* 60,000 empty strings in one record: each costs us one slice. */
    make_header(&maker, 0, RESOLVER, "a.example", 16);
    put_octets(&maker, SLICE("\xC0\x0C\0\x10\0\1\0\0\0\0\xEA\x60"));
    maker.length += 60000;
    maker.octets[7] = 1;
    decode_big((size_t)2 * 1024 * 1024, ANSWER_CLASS_POSITIVE, 1);

    /* The largest TXT rrset that a message can hold. */
    make_header(&maker, 0, RESOLVER, "a.example", 16);
    put_octets(&maker, SLICE("\xC0\x0C\0\x10\0\1\0\0\0\0"));
    put_number(&maker, LIMIT_MESSAGE - maker.length - 2, 2);
    while (maker.length < LIMIT_MESSAGE) {
        size_t rest = LIMIT_MESSAGE - maker.length - 1;

        put_octet(&maker, rest < 255 ? (unsigned)rest : 255);
        maker.length += rest < 255 ? rest : 255;
    }
    maker.octets[7] = 1;
    decode_big((size_t)256 * 1024, ANSWER_CLASS_POSITIVE, 1);

    /* 4,000 times the same record, and as many different ones. */
    make_header(&maker, 0, RESOLVER, "a.example", 16);
    put_repeated("^ TXT x", 4000);
    decode_big((size_t)1024 * 1024, ANSWER_CLASS_POSITIVE, 1);
    make_header(&maker, 0, RESOLVER, "a.example", 16);
    put_repeated("^ TXT xx", 4000);
    for (unsigned i = 0; i < 4000; i++) {
        maker.octets[QUESTION_END + 15 * i + 13] = (uint8_t)(i >> 8);
        maker.octets[QUESTION_END + 15 * i + 14] = (uint8_t)i;
    }
    decode_big((size_t)2 * 1024 * 1024, ANSWER_CLASS_POSITIVE, 4000);
}

/* Name servers and glue are kept up to a limit. */
static void test_big_referral(void **state)
{
    struct dns_name name = make_name("a.example");
    struct codec_query query = { .name = &name, .type = RR_TYPE_NS };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_answer answer;

    (void)state;
    make_header(&maker, 0, FLAGS_QR, "a.example", 2);
    put_repeated("^ NS ns.test", 100);
    put_repeated("ns.test A 192.0.2.1", 200);
    memcpy(&maker.octets[6], "\0\0\0\x64\0\xC8", 6);
    assert_int_equal(codec_decode(&query, made(&maker), arena, &answer), STATUS_OK);
    assert_int_equal(answer.class, ANSWER_CLASS_REFERRAL);
    assert_int_equal(answer.delegation_count, CODEC_NS_MAXIMUM);
    assert_int_equal(answer.glue_count, CODEC_GLUE_MAXIMUM);
    arena_destroy(arena);
}

/* Whatever allocation fails, it is said, and nothing is written. */
static void test_out_of_memory(void **state)
{
    struct dns_name name = make_name("a.example");
    struct codec_query query = { .name = &name, .type = RR_TYPE_TXT };
    size_t limit = 0;
    enum status status;

    (void)state;
    make_header(&maker, 0, FLAGS_QR, "a.example", 16);
    make_section(&maker, 0, "^ CNAME b.example; b.example TXT one|two; b.example TXT x");
    make_section(&maker, 1, "example SOA 60; example NS ns.^");
    make_section(&maker, 2, "ns.^ A 192.0.2.1; . HEX 41 000f00020006");
    do {
        struct arena *arena = make_arena(limit);
        struct dns_answer answer = { .tries = 7 };

        status = codec_decode(&query, made(&maker), arena, &answer);
        assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
        assert_int_equal(answer.tries, status == STATUS_OK ? 0 : 7);
        arena_destroy(arena);
        limit += 16;
    } while (status != STATUS_OK);
    assert_true(limit > 2000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_pointer_chains),
        cmocka_unit_test(test_name_length),
        cmocka_unit_test(test_big),
        cmocka_unit_test(test_big_referral),
        cmocka_unit_test(test_out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
