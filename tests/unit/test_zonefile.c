/* SPDX-License-Identifier: MIT */
/*
 * Answers from zone files. What a name server has to do with data/example.zone is also compared
 * with nsd (tests/e2e/zonefile-nsd.test); here stand the answers themselves, and files that are
 * refused.
 */
#include "zone_world.h"

#define SOA_EXAMPLE "ns1.example hostmaster.example 2024010101 7200 3600 1209600 60"
#define L60 "a23456789012345678901234567890123456789012345678901234567890"

static const char *const files[] = { "example.zone", "child.zone", "other.zone", "beside.zone" };

static int setup(void **state)
{
    return zone_world_open(state, files, ROWS(files));
}

/* "answer" is the records, or the SOA or the name servers, whichever the class brings with it. */
struct row {
    const char *name;
    enum rr_type type; /* none: TXT */
    enum answer_class class;
    const char *answer;
    const char *chain;
    const char *final; /* NULL: the name */
};

static struct dns_answer ask(struct zone_world *world, enum question_kind kind, const char *name,
                             enum rr_type type)
{
    struct question question = { .kind = kind, .type = type, .name = make_name(name) };
    unsigned messages = 7;
    struct dns_answer answer = zone_world_ask(world, &question, &messages);

    assert_int_equal(messages, 8);
    assert_int_equal(answer.tries, 1);
    assert_int_equal(answer.elapsed_us, 0);
    assert_int_equal(answer.server.address.family, ADDRESS_FAMILY_NONE);
    assert_true(answer.wire.length >= 12);
    return answer;
}

static struct slice show_answer(const struct dns_answer *answer, struct arena *arena)
{
    if (answer->class == ANSWER_CLASS_POSITIVE) {
        return show_records(answer->records, answer->record_count, arena);
    }
    if (answer->class == ANSWER_CLASS_REFERRAL) {
        return zone_world_show_referral(answer, arena);
    }
    return show_records(answer->soa, answer->soa != NULL ? 1 : 0, arena);
}

static void check_row(struct zone_world *world, enum question_kind kind, const struct row *row)
{
    enum rr_type type = row->type != RR_TYPE_NONE ? row->type : RR_TYPE_TXT;
    struct dns_answer answer = ask(world, kind, row->name, type);
    struct dns_name final = make_name(row->final != NULL ? row->final : row->name);
    bool is_heard = answer.class != ANSWER_CLASS_SERVFAIL && answer.class != ANSWER_CLASS_REFUSED;
    bool is_server = kind == QUESTION_KIND_SERVER;

    zone_world_expect_class(row->name, &answer, row->class);
    expect_text(row->name, "answer", show_answer(&answer, world->arena),
                row->answer != NULL ? row->answer : "");
    expect_text(row->name, "chain", show_records(answer.chain, answer.chain_count, world->arena),
                row->chain != NULL ? row->chain : "");
    expect_number(row->name, "final", name_equal(answer.final, &final), true);
    expect_number(row->name, "RA", answer.recursion, !is_server);
    expect_number(row->name, "AA", answer.authoritative,
                  is_server && is_heard && answer.class != ANSWER_CLASS_REFERRAL);
    expect_number(row->name, "AD", answer.authentic, false);
}

#define DENIAL "example 60 SOA " SOA_EXAMPLE
#define CHILD_DENIAL \
    "child.example 120 SOA ns.child.example hostmaster.example 7 7200 3600 1209600 900"

/* The same from a resolver and from a server. */
static const struct row common_rows[] = {
    { .name = "example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer =
          "example 300 TXT \"v=spf1 include:_spf.example ~all\"; example 300 TXT \"second\"" },
    { .name = "EXAMPLE",
      .type = RR_TYPE_SOA,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "example 300 SOA " SOA_EXAMPLE },
    { .name = "example",
      .type = RR_TYPE_NS,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "example 300 NS ns1.example; example 300 NS ns2.example" },
    { .name = "example",
      .type = RR_TYPE_MX,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "example 300 MX 10 mx1.example; example 300 MX 20 mx2.elsewhere.test" },
    { .name = "example", .type = RR_TYPE_A, .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "ns1.example",
      .type = RR_TYPE_A,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "ns1.example 600 A 192.0.2.53" },
    { .name = "ns2.example",
      .type = RR_TYPE_AAAA,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "ns2.example 300 AAAA 2001:db8::54" },
    { .name = "missing.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },
    { .name = "below.ns1.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },

    { .name = "mixed.Example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "mixed.example 300 TXT \"CaSe StAyS\"" },
    { .name = "strings.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "strings.example 300 TXT \"v=spf1 \" \"ip4:192.0.2.0/24 \" \"-all\"" },
    { .name = "bare.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "bare.example 300 TXT \"v=spf1\" \"-all\"" },
    { .name = "quoted.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "quoted.example 300 TXT \"a \"b\" c; not a comment ( ) \\ \007\377\"" },
    { .name = "empty.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "empty.example 300 TXT \"\"" },
    { .name = "lines.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "lines.example 300 TXT \"over\" \"three\" \"lines\"" },
    { .name = "twice.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "twice.example 300 TXT \"same\"" },
    { .name = "1d.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "1d.example 86400 TXT \"a day\"" },
    { .name = "selector._domainkey.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "selector._domainkey.example 300 TXT \"v=DKIM1; k=rsa; p=\" \"AAAA\"" },
    { .name = "odd label.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "odd\\032label.example 300 TXT \"a blank inside a label\"" },
    { .name = "unknown.example",
      .type = (enum rr_type)65280,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "unknown.example 300 TYPE65280 \\# 3 010203" },
    { .name = "unknown.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },

    { .name = "_domainkey.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "ent.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "b.ent.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "x.ent.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },
    { .name = "a.b.ent.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "a.b.ent.example 300 TXT \"below two empty non-terminals\"" },

    { .name = "x.wild.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "x.wild.example 300 TXT \"wildcard\"" },
    { .name = "x.y.wild.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "x.y.wild.example 300 TXT \"wildcard\"" },
    { .name = "x.wild.example",
      .type = RR_TYPE_MX,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "x.wild.example 300 MX 10 host1.wild.example" },
    { .name = "x.wild.example", .type = RR_TYPE_A, .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "*.wild.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "*.wild.example 300 TXT \"wildcard\"" },
    { .name = "wild.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "host1.wild.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "x.host1.wild.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },
    { .name = "_telnet._tcp.host1.wild.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },
    { .name = "x.*.wild.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },
    { .name = "ent.wild.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "x.ent.wild.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = DENIAL },
    { .name = "x.star.example", .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "x.alias.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "target.example 300 TXT \"target\"",
      .chain = "x.alias.example 300 CNAME target.example",
      .final = "target.example" },
    { .name = "x.alias.example",
      .type = RR_TYPE_MX,
      .class = ANSWER_CLASS_NODATA,
      .answer = DENIAL,
      .chain = "x.alias.example 300 CNAME target.example",
      .final = "target.example" },
    { .name = "y.loopy.example",
      .class = ANSWER_CLASS_LOOP,
      .chain = "y.loopy.example 300 CNAME x.loopy.example; "
               "x.loopy.example 300 CNAME x.loopy.example",
      .final = "x.loopy.example" },

    { .name = "three.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "target.example 300 TXT \"target\"",
      .chain = "three.example 300 CNAME two.example; two.example 300 CNAME one.example; "
               "one.example 300 CNAME target.example",
      .final = "target.example" },
    { .name = "one.example",
      .type = RR_TYPE_CNAME,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "one.example 300 CNAME target.example" },
    { .name = "to-wild.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "anything.wild.example 300 TXT \"wildcard\"",
      .chain = "to-wild.example 300 CNAME anything.wild.example",
      .final = "anything.wild.example" },
    { .name = "to-nowhere.example",
      .class = ANSWER_CLASS_NXDOMAIN,
      .answer = DENIAL,
      .chain = "to-nowhere.example 300 CNAME missing.example",
      .final = "missing.example" },
    { .name = "to-nodata.example",
      .class = ANSWER_CLASS_NODATA,
      .answer = DENIAL,
      .chain = "to-nodata.example 300 CNAME ns1.example",
      .final = "ns1.example" },
    { .name = "self.example",
      .class = ANSWER_CLASS_LOOP,
      .chain = "self.example 300 CNAME self.example" },
    { .name = "ring1.example",
      .class = ANSWER_CLASS_LOOP,
      .chain = "ring1.example 300 CNAME ring2.example; ring2.example 300 CNAME ring1.example" },
    { .name = "c2.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "c9.example 300 TXT \"eight aliases from c1 on\"",
      .chain = "c2.example 300 CNAME c3.example; c3.example 300 CNAME c4.example; "
               "c4.example 300 CNAME c5.example; c5.example 300 CNAME c6.example; "
               "c6.example 300 CNAME c7.example; c7.example 300 CNAME c8.example; "
               "c8.example 300 CNAME c9.example",
      .final = "c9.example" },
    { .name = "c0.example",
      .class = ANSWER_CLASS_LOOP,
      .chain = "c0.example 300 CNAME c1.example; c1.example 300 CNAME c2.example; "
               "c2.example 300 CNAME c3.example; c3.example 300 CNAME c4.example; "
               "c4.example 300 CNAME c5.example; c5.example 300 CNAME c6.example; "
               "c6.example 300 CNAME c7.example; c7.example 300 CNAME c8.example",
      .final = "c8.example" },

    { .name = "oak.tree.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "oak.forest.example 300 TXT \"an oak\"",
      .chain = "oak.tree.example 300 CNAME oak.forest.example",
      .final = "oak.forest.example" },
    { .name = "tree.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "tree.example 300 TXT \"beside the DNAME\"" },
    { .name = "tree.example",
      .type = RR_TYPE_DNAME,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "tree.example 300 DNAME forest.example" },
    { .name = "ash.tree.example",
      .class = ANSWER_CLASS_NXDOMAIN,
      .answer = DENIAL,
      .chain = "ash.tree.example 300 CNAME ash.forest.example",
      .final = "ash.forest.example" },
    { .name = "oak.tree.example",
      .type = RR_TYPE_CNAME,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "oak.tree.example 300 CNAME oak.forest.example" },
    { .name = "to-dname.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "oak.forest.example 300 TXT \"an oak\"",
      .chain = "to-dname.example 300 CNAME oak.tree.example; "
               "oak.tree.example 300 CNAME oak.forest.example",
      .final = "oak.forest.example" },
    { .name = "x.spin.example",
      .class = ANSWER_CLASS_LOOP,
      .chain = "x.spin.example 300 CNAME x.spin.example" },

    { .name = "www.child.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "www.child.example 120 TXT \"the child's own\"" },
    { .name = "child.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "child.example 120 TXT \"the child's apex\"" },
    { .name = "child.example",
      .type = RR_TYPE_NS,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "child.example 120 NS ns.child.example" },
    { .name = "x.child.example", .class = ANSWER_CLASS_NXDOMAIN, .answer = CHILD_DENIAL },
    { .name = "child.example",
      .type = RR_TYPE_DS,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "child.example 300 DS \\# 36 "
                "303908020123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
    { .name = "lame.example", .type = RR_TYPE_DS, .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "www.other.test",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "www.other.test 3600 TXT \"www of the other zone\"" },
    { .name = "x.other.test",
      .class = ANSWER_CLASS_NXDOMAIN,
      .answer = "other.test 30 SOA ns.elsewhere.test hostmaster.elsewhere.test 1 2 3 4 30" },

    { .name = "mail.beside.test",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "target.beside.test 300 TXT \"target\"",
      .chain = "mail.beside.test 300 CNAME target.beside.test",
      .final = "target.beside.test" },
    { .name = "mail.beside.test",
      .type = RR_TYPE_CNAME,
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "mail.beside.test 300 CNAME target.beside.test" },

    { .name = "to-child.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "www.child.example 120 TXT \"the child's own\"",
      .chain = "to-child.example 300 CNAME www.child.example",
      .final = "www.child.example" },
    { .name = "to-child-missing.example",
      .class = ANSWER_CLASS_NXDOMAIN,
      .answer = CHILD_DENIAL,
      .chain = "to-child-missing.example 300 CNAME missing.child.example",
      .final = "missing.child.example" },
    { .name = "up.child.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "target.example 300 TXT \"target\"",
      .chain = "up.child.example 120 CNAME target.example",
      .final = "target.example" },
    { .name = "to-other.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "www.other.test 3600 TXT \"www of the other zone\"",
      .chain = "to-other.example 300 CNAME www.other.test",
      .final = "www.other.test" },
    { .name = "www.away.example",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "www.other.test 3600 TXT \"www of the other zone\"",
      .chain = "www.away.example 300 CNAME www.other.test",
      .final = "www.other.test" },
    { .name = "back.other.test",
      .class = ANSWER_CLASS_POSITIVE,
      .answer = "target.example 300 TXT \"target\"",
      .chain = "back.other.test 3600 CNAME one.example; one.example 300 CNAME target.example",
      .final = "target.example" },
};

static const struct row resolver_rows[] = {
    { .name = "elsewhere.test", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "myexample", .class = ANSWER_CLASS_SERVFAIL },
    { .name = ".", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "to-outside.example", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "example", .type = RR_TYPE_DS, .class = ANSWER_CLASS_SERVFAIL },
    { .name = "lame.example", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "www.lame.example", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "lame.example", .type = RR_TYPE_NS, .class = ANSWER_CLASS_SERVFAIL },
    { .name = "ns.lame.example", .type = RR_TYPE_A, .class = ANSWER_CLASS_SERVFAIL },
    { .name = "to-lame.example", .class = ANSWER_CLASS_SERVFAIL },
};

#define LAME_NS "lame.example 300 NS ns.lame.example; lame.example 300 NS ns.elsewhere.test"
#define LAME LAME_NS " | ns.lame.example 300 A 192.0.2.61"

static const struct row server_rows[] = {
    { .name = "elsewhere.test", .class = ANSWER_CLASS_REFUSED },
    { .name = "myexample", .class = ANSWER_CLASS_REFUSED },
    { .name = ".", .class = ANSWER_CLASS_REFUSED },
    { .name = "example", .type = RR_TYPE_DS, .class = ANSWER_CLASS_NODATA, .answer = DENIAL },
    { .name = "lame.example", .class = ANSWER_CLASS_REFERRAL, .answer = LAME },
    { .name = "www.lame.example", .class = ANSWER_CLASS_REFERRAL, .answer = LAME },
    { .name = "lame.example", .type = RR_TYPE_NS, .class = ANSWER_CLASS_REFERRAL, .answer = LAME },
    { .name = "ns.lame.example",
      .type = RR_TYPE_A,
      .class = ANSWER_CLASS_REFERRAL,
      .answer = LAME },
    { .name = "x.deep.down.example",
      .class = ANSWER_CLASS_REFERRAL,
      .answer = "deep.down.example 300 NS ns2.example | ns2.example 300 A 192.0.2.54; "
                "ns2.example 300 AAAA 2001:db8::54" },
    { .name = "to-outside.example",
      .class = ANSWER_CLASS_NODATA,
      .chain = "to-outside.example 300 CNAME www.elsewhere.test",
      .final = "www.elsewhere.test" },
    { .name = "to-lame.example",
      .class = ANSWER_CLASS_NODATA,
      .chain = "to-lame.example 300 CNAME www.lame.example",
      .final = "www.lame.example" },
};

static void check_rows(void **state, enum question_kind kind, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_row(*state, kind, &rows[i]);
    }
}

static void test_resolver(void **state)
{
    check_rows(state, QUESTION_KIND_RESOLVER, common_rows, ROWS(common_rows));
    check_rows(state, QUESTION_KIND_RESOLVER, resolver_rows, ROWS(resolver_rows));
}

static void test_server(void **state)
{
    check_rows(state, QUESTION_KIND_SERVER, common_rows, ROWS(common_rows));
    check_rows(state, QUESTION_KIND_SERVER, server_rows, ROWS(server_rows));
}

static void test_chain_open(void **state)
{
    assert_true(ask(*state, QUESTION_KIND_SERVER, "to-outside.example", RR_TYPE_TXT).chain_open);
    assert_true(ask(*state, QUESTION_KIND_SERVER, "to-lame.example", RR_TYPE_TXT).chain_open);
    assert_false(ask(*state, QUESTION_KIND_SERVER, "to-other.example", RR_TYPE_TXT).chain_open);
}

static void test_too_long(void **state)
{
    struct dns_answer answer = ask(*state, QUESTION_KIND_SERVER, "x.grow.example", RR_TYPE_TXT);

    assert_int_equal(answer.class, ANSWER_CLASS_NXDOMAIN);
    assert_int_equal(answer.chain_count, 1);
    answer = ask(*state, QUESTION_KIND_SERVER, L60 ".grow.example", RR_TYPE_TXT);
    assert_int_equal(answer.class, ANSWER_CLASS_SERVFAIL);
    assert_int_equal(answer.rcode, 6); /* YXDOMAIN */
}

/* Many questions at once: the answers keep their places. */
static void test_several(void **state)
{
    static const char *const names[] = { "target.example", "missing.example", "c9.example" };
    static const enum answer_class classes[] = { ANSWER_CLASS_POSITIVE, ANSWER_CLASS_NXDOMAIN,
                                                 ANSWER_CLASS_POSITIVE };
    struct zone_world *world = *state;
    struct question questions[ROWS(names)];
    struct dns_answer answers[ROWS(names)];
    unsigned messages = 0;

    for (size_t i = 0; i < ROWS(names); i++) {
        questions[i] = (struct question){ .kind = QUESTION_KIND_RESOLVER,
                                          .type = RR_TYPE_TXT,
                                          .name = make_name(names[i]) };
    }
    assert_int_equal(world->source.ask(world->source.self, questions, ROWS(names), 0, world->arena,
                                       answers, &messages),
                     STATUS_OK);
    assert_int_equal(messages, ROWS(names));
    for (size_t i = 0; i < ROWS(names); i++) {
        expect_number(names[i], "class", answers[i].class, classes[i]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolver),   cmocka_unit_test(test_server),
        cmocka_unit_test(test_chain_open), cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_several),
    };

    return cmocka_run_group_tests(tests, setup, zone_world_close);
}
