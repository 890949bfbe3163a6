/* SPDX-License-Identifier: MIT */
/*
 * Zone files of a registry, of domains that it delegates to and of domains on hold: what a resolver
 * sees, what each server says that is asked itself. The same files are served by nsd and asked
 * through unbound in tests/e2e/zonefile-nsd.test.
 */
#include "zone_world.h"

#include "io/zone_index.h"

#define REGISTRY "127.0.38.61"
#define HOST "127.0.38.62"
#define LIVE "127.0.38.63"
#define HELD "127.0.38.64"
#define STRANGER "127.0.38.65"

static const char *const files[] = { "hold/top.zone",   "hold/host.zone",  "hold/live.zone",
                                     "hold/held.zone",  "hold/sub.zone",   "hold/glued.zone",
                                     "hold/moved.zone", "hold/loose.zone", "hold/beside.zone" };

static int setup(void **state)
{
    return zone_world_open(state, files, ROWS(files));
}

/*
 * `what` is the records, the owner of a denial's SOA, or the name servers and glue of a referral,
 * whichever the class brings with it.
 */
struct row {
    const char *server; /* NULL: the resolver */
    const char *name;
    enum rr_type type; /* none: TXT */
    enum answer_class class;
    const char *what;
};

static struct dns_answer ask(struct zone_world *world, const struct row *row,
                             bool checking_disabled)
{
    struct question question = { .kind = QUESTION_KIND_RESOLVER,
                                 .type = row->type != RR_TYPE_NONE ? row->type : RR_TYPE_TXT,
                                 .checking_disabled = checking_disabled,
                                 .name = make_name(row->name) };
    unsigned messages = 0;

    if (row->server != NULL) {
        question.kind = QUESTION_KIND_SERVER;
        assert_int_equal(endpoint_from_text(slice_of(row->server), 53, &question.server),
                         STATUS_OK);
    }
    return zone_world_ask(world, &question, &messages);
}

static struct slice describe(const struct dns_answer *answer, struct arena *arena)
{
    switch (answer->class) {
    case ANSWER_CLASS_POSITIVE:
        return show_records(answer->records, answer->record_count, arena);
    case ANSWER_CLASS_NODATA:
    case ANSWER_CLASS_NXDOMAIN:
        return answer->soa == NULL ? slice_empty() : name_to_text(answer->soa->owner, arena);
    case ANSWER_CLASS_REFERRAL:
        return zone_world_show_referral(answer, arena);
    case ANSWER_CLASS_NONE:
    case ANSWER_CLASS_SERVFAIL:
    case ANSWER_CLASS_REFUSED:
    case ANSWER_CLASS_TIMEOUT:
    case ANSWER_CLASS_MALFORMED:
    case ANSWER_CLASS_BOGUS:
    case ANSWER_CLASS_LOOP:
        break;
    }
    return slice_empty();
}

static void check_row(struct zone_world *world, const struct row *row, bool checking_disabled)
{
    struct dns_answer answer = ask(world, row, checking_disabled);
    struct slice title =
        arena_printf(world->arena, "%s %s at %s", row->name,
                     rr_type_text(row->type != RR_TYPE_NONE ? row->type : RR_TYPE_TXT),
                     row->server != NULL ? row->server : "the resolver");

    zone_world_expect_class(title.data, &answer, row->class);
    expect_text(title.data, "what", describe(&answer, world->arena),
                row->what != NULL ? row->what : "");
    expect_number(title.data, "RA", answer.recursion, row->server == NULL);
    expect_number(title.data, "AA", answer.authoritative,
                  row->server != NULL && answer_is_conclusive(&answer));
}

/* What mail servers see. */
static const struct row resolver_rows[] = {
    { .name = "live.top",
      .class = ANSWER_CLASS_POSITIVE,
      .what = "live.top 300 TXT \"v=spf1 -all\"" },
    { .name = "live.top",
      .type = RR_TYPE_NS,
      .class = ANSWER_CLASS_POSITIVE,
      .what = "live.top 300 NS ns1.live.top; live.top 300 NS ns.host.top" },
    { .name = "live.top",
      .type = RR_TYPE_DS,
      .class = ANSWER_CLASS_POSITIVE,
      .what = "live.top 3600 DS \\# 36 "
              "303908020123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
    { .name = "x.live.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "live.top" },
    { .name = "x.live.top",
      .type = RR_TYPE_DS,
      .class = ANSWER_CLASS_NXDOMAIN,
      .what = "live.top" },
    { .name = "top",
      .type = RR_TYPE_NS,
      .class = ANSWER_CLASS_POSITIVE,
      .what = "top 86400 NS a.nic.top; top 86400 NS b.nic.top" },
    { .name = "top", .type = RR_TYPE_DS, .class = ANSWER_CLASS_SERVFAIL },

    /* On hold: the registry denies, as if there were nothing below. */
    { .name = "held.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "held.top", .type = RR_TYPE_SOA, .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "held.top", .type = RR_TYPE_NS, .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "held.top", .type = RR_TYPE_DS, .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "www.held.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "ns1.held.top", .type = RR_TYPE_A, .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "www.sub.held.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "live.top", .type = RR_TYPE_MX, .class = ANSWER_CLASS_NODATA, .what = "live.top" },
    { .name = "alias.live.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "alias.host.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "away.host.top",
      .class = ANSWER_CLASS_POSITIVE,
      .what = "www.live.top 300 TXT \"alive\"" },
    /* With an address left behind the name is an empty non-terminal. */
    { .name = "glued.top", .class = ANSWER_CLASS_NODATA, .what = "top" },
    { .name = "glued.top", .type = RR_TYPE_NS, .class = ANSWER_CLASS_NODATA, .what = "top" },
    { .name = "_dmarc.glued.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "top" },
    { .name = "ns1.glued.top",
      .type = RR_TYPE_A,
      .class = ANSWER_CLASS_POSITIVE,
      .what = "ns1.glued.top 86400 A 127.0.38.64" },
    { .name = "ns1.glued.top", .type = RR_TYPE_TXT, .class = ANSWER_CLASS_NODATA, .what = "top" },

    /* A cut is enough, whatever servers it names; without a file behind it nobody knows. */
    { .name = "moved.top",
      .class = ANSWER_CLASS_POSITIVE,
      .what = "moved.top 300 TXT \"v=spf1 -all\"" },
    { .name = "lame.top", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "gone.top", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "www.loose.live.top", .class = ANSWER_CLASS_NXDOMAIN, .what = "live.top" },
    { .name = "www.beside.live.top",
      .class = ANSWER_CLASS_POSITIVE,
      .what = "www.beside.live.top 300 TXT \"beside\"" },
    { .name = "beside.live.top",
      .type = RR_TYPE_DS,
      .class = ANSWER_CLASS_NXDOMAIN,
      .what = "live.top" },
    { .name = "elsewhere.test", .class = ANSWER_CLASS_SERVFAIL },
    { .name = "out.host.top", .class = ANSWER_CLASS_SERVFAIL },
};

#define LIVE_NS                                                        \
    "live.top 86400 NS ns1.live.top; live.top 86400 NS ns.host.top | " \
    "ns1.live.top 86400 A 127.0.38.63; ns.host.top 86400 A 127.0.38.62"

static const struct row server_rows[] = {
    /* The registry refers, denies, and is asked for nothing else. */
    { REGISTRY, "top", RR_TYPE_SOA, ANSWER_CLASS_POSITIVE,
      "top 900 SOA a.nic.top hostmaster.nic.top 2024010101 1800 900 604800 600" },
    { REGISTRY, "live.top", RR_TYPE_NS, ANSWER_CLASS_REFERRAL, LIVE_NS },
    { REGISTRY, "live.top", RR_TYPE_SOA, ANSWER_CLASS_REFERRAL, LIVE_NS },
    { REGISTRY, "www.live.top", RR_TYPE_NONE, ANSWER_CLASS_REFERRAL, LIVE_NS },
    { REGISTRY "@5300", "live.top", RR_TYPE_NS, ANSWER_CLASS_REFERRAL, LIVE_NS },
    { "2001:db8::61", "live.top", RR_TYPE_NS, ANSWER_CLASS_REFERRAL, LIVE_NS },
    { REGISTRY, "live.top", RR_TYPE_DS, ANSWER_CLASS_POSITIVE,
      "live.top 3600 DS \\# 36 "
      "303908020123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
    { REGISTRY, "held.top", RR_TYPE_NS, ANSWER_CLASS_NXDOMAIN, "top" },
    { REGISTRY, "www.sub.held.top", RR_TYPE_NONE, ANSWER_CLASS_NXDOMAIN, "top" },
    { REGISTRY, "glued.top", RR_TYPE_SOA, ANSWER_CLASS_NODATA, "top" },
    { REGISTRY, "moved.top", RR_TYPE_NS, ANSWER_CLASS_REFERRAL,
      "moved.top 86400 NS ns1.live.top | ns1.live.top 86400 A 127.0.38.63" },
    { REGISTRY, "gone.top", RR_TYPE_NS, ANSWER_CLASS_REFERRAL,
      "gone.top 86400 NS ns.elsewhere.test | " },
    { REGISTRY, "elsewhere.test", RR_TYPE_NS, ANSWER_CLASS_REFUSED, NULL },
    { REGISTRY, ".", RR_TYPE_SOA, ANSWER_CLASS_REFUSED, NULL },

    /* Servers of the domains, on hold or not. */
    { HELD, "held.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE,
      "held.top 300 TXT \"v=spf1 include:_spf.held.top -all\"" },
    { HELD, "held.top", RR_TYPE_NS, ANSWER_CLASS_POSITIVE,
      "held.top 300 NS ns1.held.top; held.top 300 NS ns.host.top" },
    { HELD, "x.held.top", RR_TYPE_NONE, ANSWER_CLASS_NXDOMAIN, "held.top" },
    { HELD, "www.sub.held.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE,
      "www.sub.held.top 300 TXT \"below\"" },
    { HELD, "glued.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE, "glued.top 300 TXT \"v=spf1 -all\"" },
    { HELD, "live.top", RR_TYPE_NONE, ANSWER_CLASS_REFUSED, NULL },
    { HELD, "top", RR_TYPE_SOA, ANSWER_CLASS_REFUSED, NULL },
    { LIVE, "live.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE, "live.top 300 TXT \"v=spf1 -all\"" },
    { LIVE, "live.top", RR_TYPE_DS, ANSWER_CLASS_NODATA, "live.top" },
    { LIVE, "loose.live.top", RR_TYPE_NS, ANSWER_CLASS_NXDOMAIN, "live.top" },
    { LIVE, "held.top", RR_TYPE_NONE, ANSWER_CLASS_REFUSED, NULL },
    { LIVE, "moved.top", RR_TYPE_NONE, ANSWER_CLASS_REFUSED, NULL },
    { HOST, "moved.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE, "moved.top 300 TXT \"v=spf1 -all\"" },
    { HOST, "held.top", RR_TYPE_MX, ANSWER_CLASS_NODATA, "held.top" },
    { HOST, "sub.held.top", RR_TYPE_NONE, ANSWER_CLASS_REFERRAL,
      "sub.held.top 300 NS ns1.held.top | ns1.held.top 300 A 127.0.38.64" },
    { HELD, "www.loose.live.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE,
      "www.loose.live.top 300 TXT \"loose\"" },
    { HOST, "www.loose.live.top", RR_TYPE_NONE, ANSWER_CLASS_NXDOMAIN, "live.top" },
    { LIVE, "www.beside.live.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE,
      "www.beside.live.top 300 TXT \"beside\"" },
    { HOST, "lame.top", RR_TYPE_SOA, ANSWER_CLASS_REFUSED, NULL },
    { HOST, "alias.host.top", RR_TYPE_NONE, ANSWER_CLASS_POSITIVE,
      "www.held.top 300 TXT \"held\"" },

    /* One that the files do not know has them all. */
    { STRANGER, "held.top", RR_TYPE_NS, ANSWER_CLASS_POSITIVE,
      "held.top 300 NS ns1.held.top; held.top 300 NS ns.host.top" },
    { STRANGER, "lame.top", RR_TYPE_NS, ANSWER_CLASS_REFERRAL,
      "lame.top 86400 NS ns.host.top | ns.host.top 86400 A 127.0.38.62" },
    { STRANGER, "elsewhere.test", RR_TYPE_NS, ANSWER_CLASS_REFUSED, NULL },
    { "::ffff:127.0.38.61", "held.top", RR_TYPE_TXT, ANSWER_CLASS_POSITIVE,
      "held.top 300 TXT \"v=spf1 include:_spf.held.top -all\"" },
};

static void test_resolver(void **state)
{
    for (size_t i = 0; i < ROWS(resolver_rows); i++) {
        check_row(*state, &resolver_rows[i], false);
    }
}

static void test_server(void **state)
{
    for (size_t i = 0; i < ROWS(server_rows); i++) {
        check_row(*state, &server_rows[i], false);
    }
}

/* Nothing here validates: CD changes nothing. */
static void test_checking_disabled(void **state)
{
    for (size_t i = 0; i < ROWS(resolver_rows); i++) {
        check_row(*state, &resolver_rows[i], true);
    }
    for (size_t i = 0; i < ROWS(server_rows); i++) {
        check_row(*state, &server_rows[i], true);
    }
}

/* A server leaves the rest of a chain to whoever asked, when the rest is not its own. */
static void test_chain_open(void **state)
{
    static const struct row rows[] = {
        { .server = HOST, .name = "out.host.top" },
        { .server = LIVE, .name = "alias.live.top" },
        { .server = HOST, .name = "alias.host.top" },
    };

    assert_true(ask(*state, &rows[0], false).chain_open);
    assert_true(ask(*state, &rows[1], false).chain_open);
    assert_false(ask(*state, &rows[2], false).chain_open);
}

/* --- the list of servers, by itself ---------------------------------------------------------- */

/* A zone in the making. */
struct made_zone {
    struct zone zone;
    const struct zone_record **records;
    size_t count;
};

static void add_record(struct made_zone *made, const char *owner, enum rr_type type,
                       struct slice data, struct arena *arena)
{
    struct zone_record *record = arena_alloc(arena, sizeof *record);

    assert_non_null(record);
    *record = (struct zone_record){
        .owner = make_name(owner), .type = (uint16_t)type, .data = data, .line = made->count + 1
    };
    made->records[made->count] = record;
    made->count++;
}

static void add_name_server(struct made_zone *made, const char *owner, const char *server,
                            struct arena *arena)
{
    struct dns_name name = make_name(server);

    add_record(made, owner, RR_TYPE_NS,
               arena_copy(arena, slice_make((const char *)name.wire, name.length)), arena);
}

static void begin_zone(struct made_zone *made, const char *origin, size_t room, struct arena *arena)
{
    *made = (struct made_zone){ .zone.origin = make_name(origin) };
    made->records = arena_alloc_array(arena, room, sizeof *made->records);
    assert_non_null(made->records);
}

static void end_zone(struct made_zone *made)
{
    zone_sort(made->records, made->count);
    made->zone.all = (struct zone_range){ made->records, made->count };
}

static size_t count_at(const struct zone_servers *servers, const char *text)
{
    struct address address;

    assert_int_equal(address_from_text(slice_of(text), &address), STATUS_OK);
    return zone_servers_at(servers, &address).count;
}

/* Of 65 servers the last is passed over, and so are addresses of a wrong length. */
static void test_limits(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct made_zone made;
    const struct zone *zones[] = { &made.zone };
    struct zone_set set = { zones, 1 };
    struct zone_servers servers;

    (void)state;
    begin_zone(&made, "a.test", 200, arena);
    for (unsigned i = 0; i <= ZONE_SERVERS_NAMES; i++) {
        struct slice name = arena_printf(arena, "ns%02u.a.test", i);
        const char octets[] = { (char)192, 0, 2, (char)i };

        add_name_server(&made, "a.test", name.data, arena);
        add_record(&made, name.data, RR_TYPE_A, arena_copy(arena, slice_make(octets, 4)), arena);
    }
    add_record(&made, "ns00.a.test", RR_TYPE_A, SLICE("abc"), arena);
    add_record(&made, "ns00.a.test", RR_TYPE_AAAA, SLICE("abcd"), arena);
    end_zone(&made);
    assert_int_equal(zone_servers_find(&set, arena, &servers), STATUS_OK);
    assert_int_equal(servers.count, ZONE_SERVERS_NAMES);
    assert_int_equal(count_at(&servers, "192.0.2.0"), 1);
    assert_int_equal(count_at(&servers, "192.0.2.63"), 1);
    assert_int_equal(count_at(&servers, "192.0.2.64"), 0);
    arena_destroy(arena);
}

/* As many pairs as there may be, and none. */
static void test_most(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct made_zone made;
    const struct zone *zones[] = { &made.zone };
    struct zone_set set = { zones, 1 };
    struct zone_servers servers;
    struct arena *small = make_arena(1000);

    (void)state;
    begin_zone(&made, "a.test", ZONE_SERVERS_MAXIMUM + 10, arena);
    end_zone(&made);
    assert_int_equal(zone_servers_find(&set, arena, &servers), STATUS_OK);
    assert_int_equal(servers.count, 0);
    assert_int_equal(count_at(&servers, "192.0.2.1"), 0);
    add_name_server(&made, "a.test", "ns.a.test", arena);
    for (unsigned i = 0; i < ZONE_SERVERS_MAXIMUM + 1; i++) {
        const char octets[] = { 10, 0, (char)(i >> 8), (char)(i & 0xFF) };

        add_record(&made, "ns.a.test", RR_TYPE_A, arena_copy(arena, slice_make(octets, 4)), arena);
    }
    end_zone(&made);
    assert_int_equal(zone_servers_find(&set, arena, &servers), STATUS_OK);
    assert_int_equal(servers.count, ZONE_SERVERS_MAXIMUM);
    assert_int_equal(zone_servers_find(&set, small, &servers), STATUS_NO_MEMORY);
    arena_destroy(small);
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_resolver, setup, zone_world_close),
        cmocka_unit_test_setup_teardown(test_server, setup, zone_world_close),
        cmocka_unit_test_setup_teardown(test_checking_disabled, setup, zone_world_close),
        cmocka_unit_test_setup_teardown(test_chain_open, setup, zone_world_close),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
