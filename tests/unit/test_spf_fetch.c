/* SPDX-License-Identifier: MIT */
/* The one SPF record among the TXT records of a name (RFC 7208 4.4, 4.5). */
#include "spf_world.h"

static void test_states(void **state)
{
    static const struct {
        const char *title;
        const char *rows[12];
        enum spf_fetch_state state;
        size_t spf_count;
        const char *record;
    } rows[] = {
        { "found", { "a.test TXT v=spf1 -all" }, SPF_FETCH_FOUND, 1, "v=spf1 -all" },
        { "strings joined", { "a.test TXT V=SP|F1 -a|ll" }, SPF_FETCH_FOUND, 1, "V=SPF1 -all" },
        { "bare version", { "a.test TXT v=spf1" }, SPF_FETCH_FOUND, 1, "v=spf1" },
        { "among others",
          { "a.test TXT x", "a.test TXT v=spf1 -all", "a.test TXT v=spf10", "a.test TXT v=spf1;" },
          SPF_FETCH_FOUND,
          1,
          "v=spf1 -all" },
        { "behind a CNAME",
          { "a.test CNAME b.test", "b.test TXT v=spf1 -all" },
          SPF_FETCH_FOUND,
          1,
          "v=spf1 -all" },
        { "two", { "a.test TXT v=spf1 -all", "a.test TXT v=spf1" }, SPF_FETCH_MULTIPLE, 2, NULL },
        { "a blank in front",
          { "a.test TXT |"
            " v=spf1 -all" },
          SPF_FETCH_NONE,
          0,
          NULL },
        { "a longer word", { "a.test TXT v=spf10 -all" }, SPF_FETCH_NONE, 0, NULL },
        { "Sender ID", { "a.test TXT spf2.0/pra -all" }, SPF_FETCH_NONE, 0, NULL },
        { "no TXT", { "test SOA 600", "a.test A 198.18.0.1" }, SPF_FETCH_NONE, 0, NULL },
        { "no name", { "test SOA 600" }, SPF_FETCH_NONE, 0, NULL },
        { "SERVFAIL", { "a.test TXT !servfail" }, SPF_FETCH_TROUBLE, 0, NULL },
        { "silence", { "a.test TXT !timeout" }, SPF_FETCH_TROUBLE, 0, NULL },
        { "referral", { "a.test TXT !referral" }, SPF_FETCH_TROUBLE, 0, NULL },
        { "loop", { "a.test TXT !loop" }, SPF_FETCH_TROUBLE, 0, NULL },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct world world;
        struct spf_world spf;
        struct dns_name name = make_name("a.test");
        const struct spf_fetch *fetch = NULL;
        const struct spf_fetch *again = NULL;

        world_begin(&world, rows[i].rows);
        do {
            spf = (struct spf_world){ .facts = world.facts, .arena = world.arena };
            assert_int_equal(spf_fetch(&spf, &name, &fetch), STATUS_OK);
        } while (world_answer(&world));
        expect_number(rows[i].title, "state", fetch->state, rows[i].state);
        expect_number(rows[i].title, "records", (long long)fetch->spf_count,
                      (long long)rows[i].spf_count);
        if (rows[i].record != NULL) {
            expect_text(rows[i].title, "record", fetch->record.text, rows[i].record);
        }
        assert_int_equal(spf_fetch(&spf, &name, &again), STATUS_OK);
        assert_ptr_equal(fetch, again);
        world_end(&world);
    }
}

static void test_pending(void **state)
{
    static const char *const nothing[] = { NULL };
    struct world world;
    struct dns_name name = make_name("a.test");
    const struct spf_fetch *fetch = NULL;
    size_t count = 0;

    (void)state;
    world_begin(&world, nothing);
    {
        struct spf_world spf = { .facts = world.facts, .arena = world.arena };

        assert_int_equal(spf_fetch(&spf, &name, &fetch), STATUS_OK);
    }
    assert_int_equal(fetch->state, SPF_FETCH_PENDING);
    assert_null(fetch->answer);
    (void)facts_wants(world.facts, &count);
    assert_int_equal(count, 1);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_pending),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
