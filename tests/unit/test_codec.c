/* SPDX-License-Identifier: MIT */
/* Queries as octets, replies matched and classified. Damaged replies are in test_message.c. */
#include "../support/message_maker.h"
#include "../support/show.h"

#include "base/buf.h"
#include "dns/codec.h"

#define ID 0x1234u
#define RESOLVER (FLAGS_QR | FLAGS_RD | FLAGS_RA)
#define SERVER (FLAGS_QR | FLAGS_AA)
#define NXDOMAIN 3u
#define SERVFAIL 2u
#define REFUSED 5u

static void test_encode(void **state)
{
    static const struct {
        const char *title;
        struct codec_query query;
        struct slice octets;
    } rows[] = {
        { "resolver, EDNS",
          { .id = ID, .type = RR_TYPE_TXT, .recursion_desired = true, .edns = true },
          { "\x12\x34\x01\x20\0\1\0\0\0\0\0\1\1a\7example\0\0\x10\0\1"
            "\0\0\x29\x04\xD0\0\0\0\0\0\0",
            12 + 11 + 4 + 11 } },
        { "server, EDNS, CD",
          { .id = 1, .type = RR_TYPE_NS, .checking_disabled = true, .edns = true },
          { "\0\1\0\x10\0\1\0\0\0\0\0\1\1a\7example\0\0\x02\0\1"
            "\0\0\x29\x04\xD0\0\0\0\0\0\0",
            12 + 11 + 4 + 11 } },
        { "without EDNS",
          { .id = 0xFFFF, .type = RR_TYPE_DS, .recursion_desired = true },
          { "\xFF\xFF\x01\x20\0\1\0\0\0\0\0\0\1a\7example\0\0\x2B\0\1", 12 + 11 + 4 } },
    };
    struct dns_name name = make_name("A.Example");

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint8_t octets[CODEC_QUERY_MAXIMUM];
        struct codec_query query = rows[i].query;
        size_t length = 0;

        query.name = &name;
        expect_number(rows[i].title, "status",
                      codec_encode(&query, octets, rows[i].octets.length, &length), STATUS_OK);
        expect_octets(rows[i].title, "query", slice_make((const char *)octets, length),
                      rows[i].octets);
        expect_number(rows[i].title, "status with an octet less",
                      codec_encode(&query, octets, rows[i].octets.length - 1, &length),
                      STATUS_TOO_LONG);
    }
}

static void test_match(void **state)
{
    static const struct {
        const char *title;
        unsigned id;
        unsigned flags;
        const char *name;
        unsigned type;
        enum codec_match match;
    } rows[] = {
        { "reply", ID, RESOLVER, "a.example", 16, CODEC_MATCH_REPLY },
        { "case differs", ID, RESOLVER, "A.eXample", 16, CODEC_MATCH_REPLY },
        { "truncated", ID, RESOLVER | FLAGS_TC, "a.example", 16, CODEC_MATCH_TRUNCATED },
        { "NXDOMAIN", ID, RESOLVER | NXDOMAIN, "a.example", 16, CODEC_MATCH_REPLY },
        { "error with question", ID, RESOLVER | SERVFAIL, "a.example", 16, CODEC_MATCH_REPLY },
        { "error without question", ID, FLAGS_QR | 1, "", 0, CODEC_MATCH_ERROR },
        { "NOTIMP without question", ID, FLAGS_QR | 4, "", 0, CODEC_MATCH_ERROR },
        { "NOERROR without question", ID, RESOLVER, "", 0, CODEC_MATCH_FOREIGN },
        { "NXDOMAIN without question", ID, RESOLVER | NXDOMAIN, "", 0, CODEC_MATCH_FOREIGN },
        { "another id", ID + 1, RESOLVER, "a.example", 16, CODEC_MATCH_FOREIGN },
        { "error with another id", ID + 1, FLAGS_QR | 1, "", 0, CODEC_MATCH_FOREIGN },
        { "a query", ID, FLAGS_RD, "a.example", 16, CODEC_MATCH_FOREIGN },
        { "another opcode", ID, RESOLVER | 0x2000, "a.example", 16, CODEC_MATCH_FOREIGN },
        { "another name", ID, RESOLVER, "b.example", 16, CODEC_MATCH_FOREIGN },
        { "a shorter name", ID, RESOLVER, "example", 16, CODEC_MATCH_FOREIGN },
        { "another type", ID, RESOLVER, "a.example", 1, CODEC_MATCH_FOREIGN },
        { "error about another question", ID, RESOLVER | SERVFAIL, "b.example", 16,
          CODEC_MATCH_FOREIGN },
        { "compression in the question", ID, RESOLVER, "a^", 16, CODEC_MATCH_FOREIGN },
    };
    struct dns_name name = make_name("a.example");
    struct codec_query query = { .id = ID, .name = &name, .type = RR_TYPE_TXT };
    struct maker maker;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        make_header(&maker, rows[i].id, rows[i].flags, rows[i].name, rows[i].type);
        expect_number(rows[i].title, "match", codec_match(&query, made(&maker)), rows[i].match);
    }
    make_header(&maker, ID, RESOLVER, "a.example", 16);
    for (size_t length = 0; length < maker.length; length++) {
        assert_int_equal(codec_match(&query, slice_head(made(&maker), length)),
                         CODEC_MATCH_FOREIGN);
    }
    maker.octets[5] = 2;
    assert_int_equal(codec_match(&query, made(&maker)), CODEC_MATCH_FOREIGN);
    maker.octets[5] = 1;
    maker.octets[maker.length - 1] = 3; /* class CHAOS */
    assert_int_equal(codec_match(&query, made(&maker)), CODEC_MATCH_FOREIGN);
    make_header(&maker, ID, FLAGS_QR | SERVFAIL, "a.example", 16);
    assert_int_equal(codec_match(&query, slice_head(made(&maker), 12)), CODEC_MATCH_ERROR);
}

/* One reply to "TYPE a.example" and all that is to come out of it. */
struct decode_row {
    const char *title;
    enum rr_type type; /* none: TXT */
    unsigned flags;
    bool is_direct; /* RD clear in the query */
    const char *answer;
    const char *authority;
    const char *additional;
    enum answer_class class;
    const char *final;   /* NULL: a.example */
    const char *records; /* of the answer, "; " between them */
    const char *chain;
    const char *soa;
    const char *delegation;
    const char *glue;
    bool is_open;
    unsigned rcode;
    const char *edes; /* "CODE TEXT; …" */
};

static const struct decode_row decode_rows[] = {
    { .title = "one record",
      .flags = RESOLVER | FLAGS_AD,
      .answer = "^ TXT v=spf1 ~all",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"v=spf1 ~all\"" },
    { .title = "owner in upper case",
      .flags = RESOLVER,
      .answer = "A.EXAMPLE TXT x",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"x\"" },
    { .title = "several strings",
      .flags = RESOLVER,
      .answer = "^ TXT v=spf1 |~all|",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"v=spf1 \" \"~all\" \"\"" },
    { .title = "the same twice counts once",
      .flags = RESOLVER,
      .answer = "^ TXT x; ^ 10 TXT x; ^ TXT y; a.example TXT x",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"x\"; a.example 300 TXT \"y\"" },
    { .title = "the same text cut differently counts twice",
      .flags = RESOLVER,
      .answer = "^ TXT xy; ^ TXT x|y",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"xy\"; a.example 300 TXT \"x\" \"y\"" },
    { .title = "TTL with the top bit is 0",
      .flags = RESOLVER,
      .answer = "^ 2147483648 TXT x; ^ 2147483647 TXT y",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 0 TXT \"x\"; a.example 2147483647 TXT \"y\"" },
    { .title = "other owners and types are ignored",
      .flags = RESOLVER,
      .answer = "b.example TXT no; ^ A 192.0.2.1; ^ TXT yes; b.a.example TXT no",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"yes\"" },
    { .title = "addresses",
      .type = RR_TYPE_A,
      .flags = RESOLVER,
      .answer = "^ A 192.0.2.1; ^ A 192.0.2.2; ^ AAAA 2001:db8::1",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 A 192.0.2.1; a.example 300 A 192.0.2.2" },
    { .title = "IPv6 addresses",
      .type = RR_TYPE_AAAA,
      .flags = RESOLVER,
      .answer = "^ AAAA 2001:db8::1",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 AAAA 2001:db8::1" },
    { .title = "MX, lower case",
      .type = RR_TYPE_MX,
      .flags = RESOLVER,
      .answer = "^ MX 10 MX1.^; ^ MX 0 .",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 MX 10 mx1.a.example; a.example 300 MX 0 ." },
    { .title = "PTR",
      .type = RR_TYPE_PTR,
      .flags = RESOLVER,
      .answer = "^ PTR Host.example",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 PTR host.example" },
    { .title = "SOA",
      .type = RR_TYPE_SOA,
      .flags = RESOLVER,
      .answer = "^ SOA 60",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },
    { .title = "DS as it is",
      .type = RR_TYPE_DS,
      .flags = RESOLVER,
      .answer = "^ HEX 43 0102ff",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 DS \\# 3 0102ff" },
    { .title = "CNAME asked for is a record, not a chain",
      .type = RR_TYPE_CNAME,
      .flags = RESOLVER,
      .answer = "^ CNAME b.example; b.example CNAME c.example",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 CNAME b.example" },

    { .title = "chain",
      .flags = RESOLVER,
      .answer = "^ CNAME b.example; b.example TXT x",
      .class = ANSWER_CLASS_POSITIVE,
      .final = "b.example",
      .records = "b.example 300 TXT \"x\"",
      .chain = "a.example 300 CNAME b.example" },
    { .title = "chain in any order",
      .flags = RESOLVER,
      .answer = "c.example TXT x; b.example CNAME C.example; ^ CNAME B.example",
      .class = ANSWER_CLASS_POSITIVE,
      .final = "c.example",
      .records = "c.example 300 TXT \"x\"",
      .chain = "a.example 300 CNAME b.example; b.example 300 CNAME c.example" },
    { .title = "DNAME with the CNAME made of it",
      .flags = RESOLVER,
      .answer = "example DNAME test; ^ 0 CNAME a.test; a.test TXT x",
      .class = ANSWER_CLASS_POSITIVE,
      .final = "a.test",
      .records = "a.test 300 TXT \"x\"",
      .chain = "a.example 0 CNAME a.test" },
    { .title = "record beside a CNAME: the record asked for counts",
      .flags = RESOLVER,
      .answer = "^ CNAME b.example; ^ TXT x; b.example TXT y",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"x\"" },
    { .title = "two CNAMEs: the first",
      .flags = RESOLVER,
      .answer = "^ CNAME b.example; ^ CNAME c.example; c.example TXT y; b.example TXT x",
      .class = ANSWER_CLASS_POSITIVE,
      .final = "b.example",
      .records = "b.example 300 TXT \"x\"",
      .chain = "a.example 300 CNAME b.example" },
    { .title = "eight CNAMEs",
      .flags = RESOLVER,
      .answer = "^ CNAME b; b CNAME c; c CNAME d; d CNAME e; e CNAME f; f CNAME g; g CNAME h;"
                "h CNAME i; i TXT x",
      .class = ANSWER_CLASS_POSITIVE,
      .final = "i",
      .records = "i 300 TXT \"x\"",
      .chain = "a.example 300 CNAME b; b 300 CNAME c; c 300 CNAME d; d 300 CNAME e; "
               "e 300 CNAME f; f 300 CNAME g; g 300 CNAME h; h 300 CNAME i" },
    { .title = "nine CNAMEs",
      .flags = RESOLVER,
      .answer = "^ CNAME b; b CNAME c; c CNAME d; d CNAME e; e CNAME f; f CNAME g; g CNAME h;"
                "h CNAME i; i CNAME j; j TXT x",
      .class = ANSWER_CLASS_LOOP,
      .final = "i",
      .chain = "a.example 300 CNAME b; b 300 CNAME c; c 300 CNAME d; d 300 CNAME e; "
               "e 300 CNAME f; f 300 CNAME g; g 300 CNAME h; h 300 CNAME i" },
    { .title = "CNAME to itself",
      .flags = RESOLVER,
      .answer = "^ CNAME A.example",
      .class = ANSWER_CLASS_LOOP,
      .chain = "a.example 300 CNAME a.example" },
    { .title = "loop of two",
      .flags = RESOLVER | NXDOMAIN,
      .answer = "^ CNAME b.example; b.example CNAME a.example",
      .class = ANSWER_CLASS_LOOP,
      .rcode = NXDOMAIN,
      .chain = "a.example 300 CNAME b.example; b.example 300 CNAME a.example" },
    { .title = "loop behind a start",
      .flags = RESOLVER,
      .answer = "^ CNAME b.example; b.example CNAME c.example; c.example CNAME b.example",
      .class = ANSWER_CLASS_LOOP,
      .final = "b.example",
      .chain = "a.example 300 CNAME b.example; b.example 300 CNAME c.example; "
               "c.example 300 CNAME b.example" },
    { .title = "chain open",
      .flags = SERVER,
      .is_direct = true,
      .answer = "^ CNAME x.test",
      .class = ANSWER_CLASS_NODATA,
      .final = "x.test",
      .is_open = true,
      .chain = "a.example 300 CNAME x.test" },
    { .title = "chain open: the SOA says nothing about the target",
      .flags = SERVER,
      .is_direct = true,
      .answer = "^ CNAME x.test",
      .authority = "example SOA 60",
      .class = ANSWER_CLASS_NODATA,
      .final = "x.test",
      .is_open = true,
      .chain = "a.example 300 CNAME x.test",
      .soa = "example 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },
    { .title = "chain with denial",
      .flags = RESOLVER,
      .answer = "^ CNAME x.test",
      .authority = "test SOA 60",
      .class = ANSWER_CLASS_NODATA,
      .final = "x.test",
      .chain = "a.example 300 CNAME x.test",
      .soa = "test 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },
    { .title = "chain to nowhere",
      .flags = RESOLVER | NXDOMAIN,
      .answer = "^ CNAME x.test",
      .authority = "test SOA 60",
      .class = ANSWER_CLASS_NXDOMAIN,
      .final = "x.test",
      .rcode = NXDOMAIN,
      .chain = "a.example 300 CNAME x.test",
      .soa = "test 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },

    { .title = "NODATA",
      .flags = RESOLVER,
      .authority = "example 77 SOA 60",
      .class = ANSWER_CLASS_NODATA,
      .soa = "example 77 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },
    { .title = "NODATA without SOA", .flags = RESOLVER, .class = ANSWER_CLASS_NODATA },
    { .title = "NXDOMAIN",
      .flags = RESOLVER | NXDOMAIN,
      .authority = "example SOA 60",
      .class = ANSWER_CLASS_NXDOMAIN,
      .rcode = NXDOMAIN,
      .soa = "example 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },
    { .title = "NXDOMAIN beside records denies",
      .flags = RESOLVER | NXDOMAIN,
      .answer = "^ TXT x",
      .class = ANSWER_CLASS_NXDOMAIN,
      .rcode = NXDOMAIN },
    { .title = "the SOA above the name before a foreign one",
      .flags = RESOLVER,
      .authority = "filter.test SOA 1; example SOA 60; a.example SOA 3",
      .class = ANSWER_CLASS_NODATA,
      .soa = "example 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60" },
    { .title = "a foreign SOA rather than none",
      .flags = RESOLVER,
      .authority = "filter.test SOA 1; other.test SOA 2",
      .class = ANSWER_CLASS_NODATA,
      .soa = "filter.test 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 1" },

    { .title = "referral",
      .flags = FLAGS_QR,
      .is_direct = true,
      .authority = "example NS ns1.example; example NS ns2.test",
      .additional = "ns1.example A 192.0.2.1; ns1.example AAAA 2001:db8::1; ns1.example TXT no",
      .class = ANSWER_CLASS_REFERRAL,
      .delegation = "example 300 NS ns1.example; example 300 NS ns2.test",
      .glue = "ns1.example 300 A 192.0.2.1; ns1.example 300 AAAA 2001:db8::1" },
    { .title = "upward referral",
      .flags = FLAGS_QR,
      .is_direct = true,
      .authority = ". NS a.root.test",
      .class = ANSWER_CLASS_REFERRAL,
      .delegation = ". 300 NS a.root.test" },
    { .title = "NS of a strange zone is no referral",
      .flags = FLAGS_QR,
      .is_direct = true,
      .authority = "test NS ns.test",
      .class = ANSWER_CLASS_NODATA,
      .delegation = "test 300 NS ns.test" },
    { .title = "NS beside AA is no referral",
      .flags = SERVER,
      .is_direct = true,
      .authority = "example NS ns.test",
      .class = ANSWER_CLASS_NODATA,
      .delegation = "example 300 NS ns.test" },
    { .title = "a resolver does not refer",
      .flags = RESOLVER,
      .authority = "example NS ns.test",
      .class = ANSWER_CLASS_NODATA,
      .delegation = "example 300 NS ns.test" },
    { .title = "a server that also recurses refers",
      .flags = FLAGS_QR | FLAGS_RA,
      .is_direct = true,
      .authority = "example NS ns.test",
      .class = ANSWER_CLASS_REFERRAL,
      .delegation = "example 300 NS ns.test" },
    { .title = "NS beside SOA is a denial",
      .flags = FLAGS_QR,
      .is_direct = true,
      .authority = "example NS ns.test; example SOA 60",
      .class = ANSWER_CLASS_NODATA,
      .soa = "example 300 SOA ns.example hostmaster.example 2024 7200 3600 1209600 60",
      .delegation = "example 300 NS ns.test" },
    { .title = "addresses without NS are not glue",
      .type = RR_TYPE_MX,
      .flags = RESOLVER,
      .answer = "^ MX 1 mx.test",
      .additional = "mx.test A 192.0.2.1",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 MX 1 mx.test" },

    { .title = "SERVFAIL",
      .flags = RESOLVER | SERVFAIL,
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL },
    { .title = "SERVFAIL with records",
      .flags = RESOLVER | SERVFAIL,
      .answer = "^ TXT x",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL },
    { .title = "REFUSED",
      .flags = FLAGS_QR | REFUSED,
      .class = ANSWER_CLASS_REFUSED,
      .rcode = REFUSED },
    { .title = "NOTIMP", .flags = FLAGS_QR | 4, .class = ANSWER_CLASS_SERVFAIL, .rcode = 4 },
    { .title = "BADVERS by the OPT record",
      .flags = FLAGS_QR,
      .answer = "^ TXT x",
      .additional = ". 16777216 HEX 41",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = 16 },
    { .title = "the last rcode",
      .flags = FLAGS_QR | 15,
      .additional = ". 4278190080 HEX 41",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = 4095 },
    { .title = "bogus",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 000f00020006",
      .class = ANSWER_CLASS_BOGUS,
      .rcode = SERVFAIL,
      .edes = "6 " },
    { .title = "bogus, last code, among others",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 0003000401020304"
                    "000f00060016"
                    "68657921"
                    "000f0002000c",
      .class = ANSWER_CLASS_BOGUS,
      .rcode = SERVFAIL,
      .edes = "22 hey!; 12 " },
    { .title = "code 5 is not bogus",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 000f00020005",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL,
      .edes = "5 " },
    { .title = "code 13 is not bogus",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 000f0002000d",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL,
      .edes = "13 " },
    { .title = "bogus needs SERVFAIL",
      .flags = RESOLVER,
      .answer = "^ TXT x",
      .additional = ". HEX 41 000f00020006",
      .class = ANSWER_CLASS_POSITIVE,
      .records = "a.example 300 TXT \"x\"",
      .edes = "6 " },
    { .title = "filtered",
      .flags = RESOLVER | NXDOMAIN,
      .additional = ". HEX 41 000f00020011",
      .class = ANSWER_CLASS_NXDOMAIN,
      .rcode = NXDOMAIN,
      .edes = "17 " },
    { .title = "an EDE of one octet ends the options",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 000f00020016"
                    "000f000106"
                    "000f00020006",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL,
      .edes = "22 " },
    { .title = "an option past the end ends the options",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 000f00020016"
                    "000f00030006",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL,
      .edes = "22 " },
    { .title = "half an option",
      .flags = RESOLVER | SERVFAIL,
      .additional = ". HEX 41 000f00020016"
                    "000f00",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL,
      .edes = "22 " },
    { .title = "the first OPT record counts",
      .flags = RESOLVER | SERVFAIL,
      .additional = "x A 192.0.2.1; . HEX 41 000f00020016; . HEX 41 000f00020006",
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL,
      .edes = "22 " },
    { .title = "truncated",
      .flags = RESOLVER | FLAGS_TC,
      .answer = "^ TXT x",
      .class = ANSWER_CLASS_MALFORMED },
    { .title = "truncated error",
      .flags = RESOLVER | FLAGS_TC | SERVFAIL,
      .class = ANSWER_CLASS_SERVFAIL,
      .rcode = SERVFAIL },
};

static struct slice show_edes(const struct dns_answer *answer, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_MESSAGE);
    for (size_t i = 0; i < answer->ede_count; i++) {
        buf_add_text(&buf, i > 0 ? "; " : "");
        buf_add_number(&buf, answer->edes[i].code);
        buf_add_octet(&buf, ' ');
        buf_add(&buf, answer->edes[i].text);
    }
    return buf_slice(&buf);
}

static const char *or_nothing(const char *text)
{
    return text != NULL ? text : "";
}

static void check_decoded(const struct decode_row *row, const struct dns_answer *answer,
                          struct slice octets, struct arena *arena)
{
    const char *title = row->title;

    if (answer->class != row->class) {
        fail_msg("%s: class is %s, not %s", title, answer_class_text(answer->class),
                 answer_class_text(row->class));
    }
    expect_number(title, "rcode", answer->rcode, row->rcode);
    expect_number(title, "AA", answer->authoritative, (row->flags & FLAGS_AA) != 0);
    expect_number(title, "RA", answer->recursion, (row->flags & FLAGS_RA) != 0);
    expect_number(title, "AD", answer->authentic, (row->flags & FLAGS_AD) != 0);
    expect_number(title, "open", answer->chain_open, row->is_open);
    expect_text(title, "final", name_to_text(answer->final, arena),
                row->final != NULL ? row->final : "a.example");
    expect_text(title, "records", show_records(answer->records, answer->record_count, arena),
                or_nothing(row->records));
    expect_text(title, "chain", show_records(answer->chain, answer->chain_count, arena),
                or_nothing(row->chain));
    expect_text(title, "SOA", show_records(answer->soa, answer->soa != NULL ? 1 : 0, arena),
                or_nothing(row->soa));
    expect_text(title, "delegation",
                show_records(answer->delegation, answer->delegation_count, arena),
                or_nothing(row->delegation));
    expect_text(title, "glue", show_records(answer->glue, answer->glue_count, arena),
                or_nothing(row->glue));
    expect_text(title, "EDE", show_edes(answer, arena), or_nothing(row->edes));
    expect_octets(title, "wire", answer->wire, octets);
    expect_number(title, "silence", answer->silence, ANSWER_SILENCE_NONE);
    expect_number(title, "tries", answer->tries, 0);
}

static void test_decode(void **state)
{
    static struct maker maker;
    struct dns_name name = make_name("a.example");

    (void)state;
    for (size_t i = 0; i < ROWS(decode_rows); i++) {
        const struct decode_row *row = &decode_rows[i];
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct codec_query query = { .id = ID, .name = &name, .type = RR_TYPE_TXT };
        struct dns_answer answer = { .class = ANSWER_CLASS_NONE };

        query.type = row->type != RR_TYPE_NONE ? row->type : RR_TYPE_TXT;
        query.recursion_desired = !row->is_direct;
        make_header(&maker, ID, row->flags, "a.example", (unsigned)query.type);
        make_section(&maker, 0, row->answer);
        make_section(&maker, 1, row->authority);
        make_section(&maker, 2, row->additional);
        expect_number(row->title, "status", codec_decode(&query, made(&maker), arena, &answer),
                      STATUS_OK);
        check_decoded(row, &answer, made(&maker), arena);
        /* Garbage behind the last record changes nothing. */
        if (answer.class != ANSWER_CLASS_MALFORMED) {
            put_octets(&maker, SLICE("\xC0\xFF\0garbage"));
            expect_number(row->title, "status", codec_decode(&query, made(&maker), arena, &answer),
                          STATUS_OK);
            check_decoded(row, &answer, made(&maker), arena);
        }
        arena_destroy(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encode),
        cmocka_unit_test(test_match),
        cmocka_unit_test(test_decode),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
