/* SPDX-License-Identifier: MIT */
/* The cost tree: worst-case lookups and voids, who passes everyone, loops, what is not known. */
#include "spf_world.h"

#include "mail/spf_cost.h"

#define RECORD(text) "example.test TXT v=spf1 " text
#define FOUR(name) "include:" name " include:" name " include:" name " include:" name

struct tree_row {
    const char *title;
    const char *rows[24];
    const char *client; /* macros are expanded for it; NULL: they are not */
    unsigned lookups;
    unsigned voids;
    unsigned voids_ip4;
    unsigned voids_ip6;
    bool unknown;
    bool deep;
    bool pass_all;
    bool loop;
    bool mx_limit;
};

static const struct tree_row rows[] = {
    { "no record", { WORLD_ZONES }, .lookups = 0 },
    { "not heard", { WORLD_ZONES, "example.test TXT !servfail" }, .unknown = true },
    { "nothing to pay",
      { WORLD_ZONES, RECORD("ip4:198.18.0.1 ip6:2001:2::1 exp=e.%{d} -all") },
      .lookups = 0 },
    { "includes nested and repeated",
      { WORLD_ZONES, RECORD("include:a.example.test include:b.example.test -all"),
        "a.example.test TXT v=spf1 include:c.example.test -all",
        "b.example.test TXT v=spf1 include:c.example.test -all",
        "c.example.test TXT v=spf1 a:h.example.test -all", "h.example.test A 198.18.0.9",
        "h.example.test AAAA 2001:2::9" },
      .lookups = 6 },
    { "behind all",
      { WORLD_ZONES, RECORD("-all include:a.example.test redirect=a.example.test") },
      .lookups = 0 },
    { "redirect comes last",
      { WORLD_ZONES, RECORD("redirect=a.example.test ptr"), "a.example.test TXT v=spf1 ptr -all" },
      .lookups = 3 },
    { "include without a record",
      { WORLD_ZONES, RECORD("include:a.example.test -all") },
      .lookups = 1 },
    { "include not heard",
      { WORLD_ZONES, RECORD("include:a.example.test -all"), "a.example.test TXT !refused" },
      .lookups = 1,
      .unknown = true },
    { "include of itself",
      { WORLD_ZONES, RECORD("include:example.test -all") },
      .lookups = 1,
      .loop = true },
    { "a redirect that leads back",
      { WORLD_ZONES, RECORD("include:a.example.test"),
        "a.example.test TXT v=spf1 redirect=example.test" },
      .lookups = 2,
      .loop = true },
    { "twelve includes in a row",
      { WORLD_ZONES, RECORD("include:a.example.test -all"),
        "a.example.test TXT v=spf1 include:b.example.test",
        "b.example.test TXT v=spf1 include:c.example.test",
        "c.example.test TXT v=spf1 include:d.example.test",
        "d.example.test TXT v=spf1 include:e.example.test",
        "e.example.test TXT v=spf1 include:f.example.test",
        "f.example.test TXT v=spf1 include:g.example.test",
        "g.example.test TXT v=spf1 include:h.example.test",
        "h.example.test TXT v=spf1 include:i.example.test",
        "i.example.test TXT v=spf1 include:j.example.test",
        "j.example.test TXT v=spf1 include:k.example.test",
        "k.example.test TXT v=spf1 include:l.example.test", "l.example.test TXT v=spf1" },
      .lookups = 11,
      .deep = true },
    { "repeats without bounds are capped",
      { WORLD_ZONES, RECORD(FOUR("a.example.test")),
        "a.example.test TXT v=spf1 " FOUR("b.example.test"),
        "b.example.test TXT v=spf1 " FOUR("c.example.test"),
        "c.example.test TXT v=spf1 " FOUR("d.example.test"),
        "d.example.test TXT v=spf1 " FOUR("e.example.test"),
        "e.example.test TXT v=spf1 " FOUR("f.example.test"),
        "f.example.test TXT v=spf1 " FOUR("g.example.test"), "g.example.test TXT v=spf1" },
      .lookups = SPF_COST_MAXIMUM },
    { "voids: nothing at all",
      { WORLD_ZONES, RECORD("a:g.example.test mx:g.example.test exists:g.example.test -all") },
      .lookups = 3,
      .voids = 3,
      .voids_ip4 = 3,
      .voids_ip6 = 3 },
    { "voids: IPv4 only is void for IPv6 by the letter",
      { WORLD_ZONES, RECORD("a mx -all"), "example.test A 198.18.0.9",
        "example.test MX 10 example.test" },
      .lookups = 2,
      .voids_ip6 = 2 },
    { "voids: IPv6 only",
      { WORLD_ZONES, RECORD("a -all"), "example.test AAAA 2001:2::9" },
      .lookups = 1,
      .voids_ip4 = 1 },
    { "voids below are paid each time",
      { WORLD_ZONES, RECORD("include:a.example.test include:a.example.test -all"),
        "a.example.test TXT v=spf1 a:g.example.test -all" },
      .lookups = 4,
      .voids = 2,
      .voids_ip4 = 2,
      .voids_ip6 = 2 },
    { "null MX is none", { WORLD_ZONES, RECORD("mx -all"), "example.test MX 0 ." }, .lookups = 1 },
    { "mx not heard",
      { WORLD_ZONES, RECORD("mx -all"), "example.test MX !servfail" },
      .lookups = 1,
      .unknown = true },
    { "an address not heard",
      { WORLD_ZONES, RECORD("a -all"), "example.test A 198.18.0.9", "example.test AAAA !timeout" },
      .lookups = 1,
      .unknown = true },
    { "eleven MX",
      { WORLD_ZONES, RECORD("mx -all"), "example.test MX 1 a.test", "example.test MX 2 a.test",
        "example.test MX 3 a.test", "example.test MX 4 a.test", "example.test MX 5 a.test",
        "example.test MX 6 a.test", "example.test MX 7 a.test", "example.test MX 8 a.test",
        "example.test MX 9 a.test", "example.test MX 10 a.test", "example.test MX 11 a.test" },
      .lookups = 1,
      .mx_limit = true },
    { "a term that depends on the sender",
      { WORLD_ZONES, RECORD("exists:%{l}.example.test include:%{i}.example.test -all") },
      .lookups = 2 },
    { "the same for a client: followed, and what it finds says nothing of others",
      { WORLD_ZONES, RECORD("exists:%{l}.example.test exists:%{i}.example.test -all"),
        "user.example.test A 127.0.0.2" },
      .client = "198.18.0.1",
      .lookups = 2,
      .voids = 1,
      .voids_ip4 = 1,
      .voids_ip6 = 1 },
    { "%{p} is never followed",
      { WORLD_ZONES, RECORD("a:%{p} -all") },
      .client = "198.18.0.1",
      .lookups = 1 },
    { "no name to ask", { WORLD_ZONES, RECORD("a:a..%{d} include:%{d1} -all") }, .lookups = 2 },
    { "+all", { WORLD_ZONES, RECORD("all") }, .pass_all = true },
    { "-all", { WORLD_ZONES, RECORD("-all") }, .lookups = 0 },
    { "ip4 of length 0", { WORLD_ZONES, RECORD("ip4:1.2.3.4/0") }, .pass_all = true },
    { "ip6 of length 0", { WORLD_ZONES, RECORD("ip6:::/0") }, .pass_all = true },
    { "ip4 of length 0, minus", { WORLD_ZONES, RECORD("-ip4:1.2.3.4/0") }, .lookups = 0 },
    { "ip4 of length 1", { WORLD_ZONES, RECORD("ip4:1.2.3.4/1") }, .lookups = 0 },
    { "a/0",
      { WORLD_ZONES, RECORD("a/0"), "example.test A 198.18.0.9", "example.test AAAA 2001:2::9" },
      .lookups = 1,
      .pass_all = true },
    { "mx//0",
      { WORLD_ZONES, RECORD("mx//0"), "example.test MX 1 example.test", "example.test A 198.18.0.9",
        "example.test AAAA 2001:2::9" },
      .lookups = 1,
      .pass_all = true },
    { "exists of a fixed name",
      { WORLD_ZONES, RECORD("exists:y.example.test"), "y.example.test A 127.0.0.2" },
      .lookups = 1,
      .pass_all = true },
    { "an include that passes everyone",
      { WORLD_ZONES, RECORD("include:a.example.test"), "a.example.test TXT v=spf1 +all" },
      .lookups = 1,
      .pass_all = true },
    { "the same with a question mark",
      { WORLD_ZONES, RECORD("?include:a.example.test"), "a.example.test TXT v=spf1 +all" },
      .lookups = 1 },
};

static bool any(const struct spf_tree *tree, bool loop)
{
    for (const struct spf_cost *cost = tree->root; cost != NULL; cost = cost->next) {
        for (size_t i = 0; cost->terms != NULL && i < cost->fetch->record.term_count; i++) {
            if (loop ? cost->terms[i].loop : cost->terms[i].mx_limit) {
                return true;
            }
        }
    }
    return false;
}

static void build(struct world *world, const struct spf_cost_options *options,
                  struct spf_tree *ret_tree, struct spf_world *ret_spf)
{
    struct dns_name name = make_name("example.test");

    do {
        *ret_spf = (struct spf_world){ .facts = world->facts, .arena = world->arena };
        assert_int_equal(spf_cost_build(ret_spf, &name, options, ret_tree), STATUS_OK);
    } while (world_answer(world));
}

static void check_tree(const struct tree_row *row)
{
    struct world world;
    struct spf_world spf;
    struct spf_tree tree;
    struct spf_request request = { .sender = SLICE("user@example.test"), .helo = SLICE("h.test") };
    struct spf_cost_options options = { .ip4 = true, .ip6 = true };

    world_begin(&world, row->rows);
    if (row->client != NULL) {
        assert_int_equal(address_from_text(slice_of(row->client), &request.client), STATUS_OK);
        options.request = &request;
    }
    build(&world, &options, &tree, &spf);
    expect_number(row->title, "lookups", tree.root->lookups, row->lookups);
    expect_number(row->title, "voids", tree.root->voids, row->voids);
    expect_number(row->title, "voids of IPv4", tree.root->voids_ip4, row->voids_ip4);
    expect_number(row->title, "voids of IPv6", tree.root->voids_ip6, row->voids_ip6);
    expect_number(row->title, "known", tree.root->known, !row->unknown);
    expect_number(row->title, "deep", tree.root->deep, row->deep);
    expect_number(row->title, "pass_all", tree.root->pass_all, row->pass_all);
    expect_number(row->title, "troubles", tree.troubles != NULL, row->unknown);
    expect_number(row->title, "a loop", any(&tree, true), row->loop);
    expect_number(row->title, "MX limit", any(&tree, false), row->mx_limit);
    world_end(&world);
}

static void test_trees(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_tree(&rows[i]);
    }
}

/* One family is asked for; the other one only where the first is missing. */
static void test_families(void **state)
{
    static const char *const zone[] = { WORLD_ZONES,
                                        RECORD("a:four.example.test a:six.example.test -all"),
                                        "four.example.test A 198.18.0.9",
                                        "six.example.test AAAA 2001:2::9", NULL };
    struct world world;
    struct spf_world spf;
    struct spf_tree tree;
    struct spf_cost_options options = { .ip4 = true };

    (void)state;
    world_begin(&world, zone);
    build(&world, &options, &tree, &spf);
    expect_number("IPv4 only", "questions", world.asked, 4);
    expect_number("IPv4 only", "voids", tree.root->voids, 0);
    expect_number("IPv4 only", "voids of IPv4", tree.root->voids_ip4, 1);
    assert_non_null(tree.voids);
    assert_true(tree.voids->one_family);
    assert_null(tree.voids->next);
    world_end(&world);

    world_begin(&world, zone);
    options = (struct spf_cost_options){ .ip6 = true };
    build(&world, &options, &tree, &spf);
    expect_number("IPv6 only", "questions", world.asked, 4);
    expect_number("IPv6 only", "voids of IPv6", tree.root->voids_ip6, 1);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_families),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
