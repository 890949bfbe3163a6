/* SPDX-License-Identifier: MIT */
/* Records at the names where a misunderstood host field puts them. */
#include "world.h"

#include "rules/misplaced.h"

static bool is_key(struct slice text)
{
    return slice_starts_with(text, SLICE("v=DKIM1"));
}

#define KEY " TXT v=DKIM1; p=AAAA"

static const struct {
    const char *title;
    const char *rows[8];
    const char *sender;
    bool zone_counts;
    const char *found; /* NULL: nowhere */
    const char *message;
} rows[] = {
    { "nowhere", { WORLD_ZONES }, "mail.example.test", true, NULL, NULL },
    { "the whole name typed",
      { WORLD_ZONES, "s1._domainkey.mail.example.test.example.test" KEY },
      "mail.example.test",
      true,
      "s1._domainkey.mail.example.test.example.test",
      "the zone was typed into the host field" },
    { "the whole name typed, at the zone itself",
      { WORLD_ZONES, "s1._domainkey.example.test.example.test" KEY },
      "example.test",
      true,
      "s1._domainkey.example.test.example.test",
      "the zone was typed into the host field" },
    { "the zone typed, own labels left out",
      { WORLD_ZONES, "s1._domainkey.example.test.example.test" KEY },
      "mail.example.test",
      true,
      "s1._domainkey.example.test.example.test",
      NULL },
    { "own labels left out",
      { WORLD_ZONES, "s1._domainkey.example.test" KEY },
      "mail.example.test",
      true,
      "s1._domainkey.example.test",
      "stands at s1._domainkey.example.test and belongs at s1._domainkey.mail.example.test" },
    { "own labels left out, which is somebody else's record",
      { WORLD_ZONES, "s1._domainkey.example.test" KEY },
      "mail.example.test",
      false,
      NULL,
      NULL },
    { "without _domainkey",
      { WORLD_ZONES, "s1.mail.example.test" KEY },
      "mail.example.test",
      true,
      "s1.mail.example.test",
      NULL },
    { "at the sender itself",
      { WORLD_ZONES, "mail.example.test" KEY },
      "mail.example.test",
      true,
      "mail.example.test",
      NULL },
    { "another record there",
      { WORLD_ZONES, "s1.mail.example.test TXT hello" },
      "mail.example.test",
      true,
      NULL,
      NULL },
    { "not heard",
      { WORLD_ZONES, "s1.mail.example.test TXT !servfail" },
      "mail.example.test",
      true,
      NULL,
      NULL },
    { "below no zone", { "test SOA 600", "test NS ns.test" }, "test", true, NULL, NULL },
};

static void check_row(size_t i)
{
    struct world world;
    struct verdict verdict;
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct dns_name sender = make_name(rows[i].sender);
    struct misplaced_search search = { .labels = "s1._domainkey",
                                       .sender = &sender,
                                       .type = RR_TYPE_TXT,
                                       .is_record = is_key,
                                       .zone_counts = rows[i].zone_counts,
                                       .others = { "s1", "", NULL } };
    struct dns_name found = { .length = 0 };
    struct dns_name wanted;
    bool is_found = false;

    world_begin(&world, rows[i].rows);
    do {
        is_found = misplaced_find(&search, world.facts, &found);
    } while (world_answer(&world));
    expect_number(rows[i].title, "rounds", world.rounds, 1);
    expect_number(rows[i].title, "found", is_found, rows[i].found != NULL);
    if (rows[i].found != NULL) {
        struct finding *finding;

        expect_text(rows[i].title, "place", name_to_text(&found, world.arena), rows[i].found);
        verdict_init(&verdict, world.arena, &policy);
        assert_int_equal(name_prepend(SLICE("s1._domainkey"), &sender, &wanted), STATUS_OK);
        finding = misplaced_report(&verdict, &wanted, &found);
        expect_number(rows[i].title, "id", finding->id, FINDING_VISIBILITY_MISPLACED);
        if (rows[i].message != NULL &&
            slice_find_part(finding->message, slice_of(rows[i].message)) ==
                finding->message.length) {
            fail_msg("%s: the message is \"%.*s\"", rows[i].title, SLICE_ARGS(finding->message));
        }
    }
    world_end(&world);
}

static void test_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_row(i);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
