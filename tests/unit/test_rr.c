/* SPDX-License-Identifier: MIT */
/* Record types, records for people, records that are the same. */
#include "../support/expect.h"

#include "dns/rr.h"

static void test_types(void **state)
{
    static const struct {
        unsigned number;
        const char *word;
    } rows[] = {
        { 1, "A" },   { 2, "NS" },   { 5, "CNAME" }, { 6, "SOA" },    { 12, "PTR" },
        { 15, "MX" }, { 16, "TXT" }, { 28, "AAAA" }, { 39, "DNAME" }, { 43, "DS" },
    };
    enum rr_type type = RR_TYPE_NONE;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_string_equal(rr_type_text((enum rr_type)rows[i].number), rows[i].word);
        expect_number(rows[i].word, "status", rr_type_from_text(slice_of(rows[i].word), &type),
                      STATUS_OK);
        expect_number(rows[i].word, "type", type, rows[i].number);
    }
    assert_int_equal(rr_type_from_text(SLICE("aaaa"), &type), STATUS_OK);
    assert_int_equal(type, RR_TYPE_AAAA);
    assert_int_equal(rr_type_from_text(SLICE(""), &type), STATUS_NOT_FOUND);
    assert_int_equal(rr_type_from_text(SLICE("SPF"), &type), STATUS_NOT_FOUND);
    assert_int_equal(rr_type_from_text(SLICE("TXT "), &type), STATUS_NOT_FOUND);
    assert_int_equal(type, RR_TYPE_AAAA);
    assert_null(rr_type_text(RR_TYPE_NONE));
    assert_null(rr_type_text((enum rr_type)99));
}

static const struct slice one_string[] = { { "v=spf1 ~all", 11 } };
static const struct slice two_strings[] = { { "v=spf1 ", 7 }, { "~all", 4 } };
static const struct slice other_strings[] = { { "v=spf1", 6 }, { " ~all", 5 } };
static const struct slice empty_string[] = { { "", 0 } };

static struct rr make_txt(const struct dns_name *owner, const struct slice *strings, size_t count,
                          const char *joined)
{
    return (struct rr){ .owner = owner,
                        .type = RR_TYPE_TXT,
                        .ttl = 300,
                        .data.txt = { strings, count, slice_of(joined) } };
}

static void test_text(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_name owner = make_name("mail.example.com");
    struct dns_name target = make_name("ns.example");
    struct rr txt = make_txt(&owner, one_string, 1, "v=spf1 ~all");
    struct rr rr = { .owner = &owner, .ttl = 60 };

    (void)state;
    expect_text("TXT", "text", rr_to_text(&txt, arena), "mail.example.com 300 TXT \"v=spf1 ~all\"");
    txt = make_txt(&owner, two_strings, 2, "v=spf1 ~all");
    expect_text("TXT of two strings", "text", rr_to_text(&txt, arena),
                "mail.example.com 300 TXT \"v=spf1 \" \"~all\"");
    txt = make_txt(&owner, empty_string, 1, "");
    expect_text("empty TXT", "text", rr_to_text(&txt, arena), "mail.example.com 300 TXT \"\"");

    rr.type = RR_TYPE_A;
    assert_int_equal(address_from_text(SLICE("192.0.2.1"), &rr.data.address), STATUS_OK);
    expect_text("A", "text", rr_to_text(&rr, arena), "mail.example.com 60 A 192.0.2.1");
    rr.type = RR_TYPE_AAAA;
    assert_int_equal(address_from_text(SLICE("2001:db8::1"), &rr.data.address), STATUS_OK);
    expect_text("AAAA", "text", rr_to_text(&rr, arena), "mail.example.com 60 AAAA 2001:db8::1");
    rr.type = RR_TYPE_CNAME;
    rr.data.name = &target;
    expect_text("CNAME", "text", rr_to_text(&rr, arena), "mail.example.com 60 CNAME ns.example");
    rr.type = RR_TYPE_MX;
    rr.data.mx = (struct rr_mx){ 10, &target };
    expect_text("MX", "text", rr_to_text(&rr, arena), "mail.example.com 60 MX 10 ns.example");
    rr.type = RR_TYPE_SOA;
    rr.data.soa = (struct rr_soa){ &target, &owner, 4294967295u, 1, 2, 3, 4 };
    expect_text("SOA", "text", rr_to_text(&rr, arena),
                "mail.example.com 60 SOA ns.example mail.example.com 4294967295 1 2 3 4");
    rr.type = RR_TYPE_DS;
    rr.data.opaque = SLICE("\x01\xAB\0");
    expect_text("DS", "text", rr_to_text(&rr, arena), "mail.example.com 60 DS \\# 3 01ab00");
    rr.type = (enum rr_type)65280;
    rr.data.opaque = slice_empty();
    expect_text("unknown type", "text", rr_to_text(&rr, arena),
                "mail.example.com 60 TYPE65280 \\# 0");
    arena_destroy(arena);

    arena = make_arena(64);
    expect_text("no memory", "text", rr_to_text(&txt, arena), "");
    arena_destroy(arena);
}

static void expect_same(const char *title, const struct rr *a, const struct rr *b, bool is_same)
{
    expect_number(title, "same", rr_same_data(a, b), is_same);
    expect_number(title, "same turned round", rr_same_data(b, a), is_same);
    if (is_same) {
        expect_number(title, "hash", rr_hash_data(a), rr_hash_data(b));
    }
}

static void test_same_txt(void **state)
{
    struct dns_name owner = make_name("a.example");
    struct dns_name elsewhere = make_name("b.example");
    struct rr whole = make_txt(&owner, one_string, 1, "v=spf1 ~all");
    struct rr cut = make_txt(&owner, two_strings, 2, "v=spf1 ~all");
    struct rr cut_elsewhere = make_txt(&owner, other_strings, 2, "v=spf1 ~all");
    struct rr again = make_txt(&elsewhere, one_string, 1, "v=spf1 ~all");
    struct rr opaque = { .type = RR_TYPE_DS, .data.opaque = SLICE("v=spf1 ~all") };
    struct rr opaque_again = opaque;

    (void)state;
    again.ttl = 1;
    expect_same("owner and TTL do not count", &whole, &again, true);
    expect_same("one string or two", &whole, &cut, false);
    expect_same("cut elsewhere", &cut, &cut_elsewhere, false);
    expect_same("another type", &whole, &opaque, false);
    expect_same("opaque", &opaque, &opaque_again, true);
    opaque_again.data.opaque.length--;
    expect_same("opaque, shorter", &opaque, &opaque_again, false);
}

static void test_same_names(void **state)
{
    struct dns_name name = make_name("a.example");
    struct dns_name again = make_name("A.EXAMPLE");
    struct dns_name other = make_name("b.example");
    struct rr a = { .type = RR_TYPE_MX, .data.mx = { 10, &name } };
    struct rr b = { .type = RR_TYPE_MX, .data.mx = { 10, &again } };

    (void)state;
    expect_same("MX", &a, &b, true);
    b.data.mx.preference = 20;
    expect_same("MX preference", &a, &b, false);
    b.data.mx = (struct rr_mx){ 10, &other };
    expect_same("MX exchange", &a, &b, false);
    a = (struct rr){ .type = RR_TYPE_NS, .data.name = &name };
    b = (struct rr){ .type = RR_TYPE_NS, .data.name = &again };
    expect_same("NS", &a, &b, true);
    b.data.name = &other;
    expect_same("NS of another", &a, &b, false);
    a = (struct rr){ .type = RR_TYPE_SOA, .data.soa = { &name, &name, 1, 2, 3, 4, 5 } };
    b = (struct rr){ .type = RR_TYPE_SOA, .data.soa = { &again, &again, 1, 2, 3, 4, 5 } };
    expect_same("SOA", &a, &b, true);
    b.data.soa.minimum = 6;
    expect_same("SOA minimum", &a, &b, false);
    a = (struct rr){ .type = RR_TYPE_A, .data.address = { ADDRESS_FAMILY_IP4, { 192, 0, 2, 1 } } };
    b = a;
    expect_same("A", &a, &b, true);
    b.data.address.octets[3] = 2;
    expect_same("A of another", &a, &b, false);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_same_txt),
        cmocka_unit_test(test_same_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
