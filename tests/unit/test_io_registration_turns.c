/* SPDX-License-Identifier: MIT */
/* Questions to registries: many at once, the manners towards a server, who waits for whom, and what
 * goes wrong on the way. */
#include "registry_world.h"

#define ASKED_IT \
    "A rdap.test, AAAA rdap.test, GET https://rdap.test/domain/example.test from 192.0.2.1"

static const struct fetch_reply found[REPLIES_MAXIMUM] = {
    REPLY_WITH(200, RDAP_OBJECT), REPLY_WITH(404, ""), REPLY_WITH(404, ""),
    REPLY_WITH(404, ""),          REPLY_WITH(404, ""),
};
static const struct config rdap = { .rdap_url = { "https://rdap.test/", 18 } };
static const struct config rdap_uncached = { .rdap_url = { "https://rdap.test/", 18 },
                                             .no_cache = true };

static void expect_answer(const char *title, const struct run *run, size_t at, const char *want)
{
    expect_text(title, "answer", run_describe(&run->answers[at], run->round.arena), want);
}

/* One run may ask for eight names. */
static void test_too_many(void **state)
{
    static const char *const names[] = { "a.test", "b.test", "c.test", "d.test", "e.test",
                                         "f.test", "g.test", "h.test", "i.test" };
    struct cache_world *world = *state;
    struct whois_reply reply = { .result = WHOIS_RESULT_OK, .text = SLICE("No match\n") };
    static const struct config whois = { .whois_server = { "192.0.2.43", 10 },
                                         .whois_port = 43,
                                         .no_cache = true };
    struct run run;

    *script() = (struct script){ .told = &reply };
    run_prepare(world, &whois, &run);
    for (size_t i = 0; i < ROWS(names); i++) {
        run_add(&run, REGISTRATION_SOURCE_WHOIS, names[i]);
    }
    assert_int_equal(run_begin(&run), STATUS_OK);
    assert_int_equal(run_finish(&run), STATUS_OK);
    for (size_t i = 0; i < 8; i++) {
        expect_answer(names[i], &run, i, "not-found by 192.0.2.43:43");
    }
    expect_answer(names[8], &run, 8, "deferred: too many names at once for one run");
    run_end(&run);
}

/* Five questions at once are good manners; the sixth waits for another run. */
static void test_manners(void **state)
{
    static const char *const names[] = { "example.test", "b.test", "c.test",
                                         "d.test",       "e.test", "f.test" };
    struct cache_world *world = *state;
    struct run run;

    *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = found };
    run_prepare(world, &rdap, &run);
    for (size_t i = 0; i < ROWS(names); i++) {
        run_add(&run, REGISTRATION_SOURCE_RDAP, names[i]);
    }
    assert_int_equal(run_begin(&run), STATUS_OK);
    assert_int_equal(run_finish(&run), STATUS_OK);
    expect_answer("first", &run, 0, "found by rdap.test:443");
    expect_answer("fifth", &run, 4, "not-found by rdap.test:443");
    expect_number("sixth", "result", run.answers[5].result, REGISTRATION_RESULT_DEFERRED);
    expect_text("sixth", "server", run.answers[5].server, "rdap.test:443");
    expect_number("sixth", "time to wait", run.answers[5].retry_after_s > 0, true);
    expect_number("sixth", "reason", run.answers[5].reason.length > 0, true);
    run_end(&run);
}

/* Both protocols in one round, one answer from the cache. */
static void test_mixed(void **state)
{
    static const struct config both = { .rdap_url = { "https://rdap.test/", 18 },
                                        .whois_server = { "192.0.2.43", 10 },
                                        .whois_port = 43 };
    struct cache_world *world = *state;
    struct whois_reply reply = { .result = WHOIS_RESULT_OK, .text = SLICE("No match\n") };
    struct run run;

    *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = found, .told = &reply };
    expect_text("first", "answer", run_ask(world, &both, REGISTRATION_SOURCE_RDAP),
                "found by rdap.test:443");
    run_prepare(world, &both, &run);
    run_add(&run, REGISTRATION_SOURCE_WHOIS, "b.test");
    run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
    script()->fetched = found + 1;
    run_add(&run, REGISTRATION_SOURCE_RDAP, "c.test");
    assert_int_equal(run_begin(&run), STATUS_OK);
    expect_answer("kept: told at once", &run, 1, "found by rdap.test:443, kept");
    assert_int_equal(run_finish(&run), STATUS_OK);
    expect_answer("by WHOIS", &run, 0, "not-found by 192.0.2.43:43");
    expect_answer("by RDAP", &run, 2, "not-found by rdap.test:443");
    run_end(&run);
}

/* --- somebody else asks for the same name ----------------------------------------------------- */

enum other {
    OTHER_STAYS = 0, /* it holds the lock to the end */
    OTHER_TELLS,     /* it keeps what it was told, and ends */
    OTHER_ENDS       /* it ends without an answer */
};

static void test_waiting(void **state)
{
    static const struct {
        const char *title;
        enum other other;
        const char *answer;
        const char *asked;
    } rows[] = {
        { "it asks all the time", OTHER_STAYS,
          "deferred by rdap.test:443: another check of this machine was asking for it all the time",
          "" },
        { "it is told", OTHER_TELLS, "not-found by rdap.example, kept", "" },
        { "it ends", OTHER_ENDS, "found by rdap.test:443", ASKED_IT },
    };
    struct cache_world *world = *state;
    struct dns_name name = make_name("example.test");

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration told =
            world_make_reading(REGISTRATION_RESULT_NOT_FOUND, clock_wall_seconds());
        struct cache_lock lock;
        struct cache *cache;
        struct run run;

        run_forget(world);
        *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = found };
        cache = world_open_cache(world);
        assert_int_equal(cache_lock(cache, &name, 0, &lock), STATUS_OK);
        run_prepare(world, &rdap, &run);
        run.round.deadline_ns = clock_monotonic_ns() + 200 * NS_PER_MS;
        run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
        assert_int_equal(run_begin(&run), STATUS_OK);
        expect_text(rows[i].title, "asked at once", buf_slice(&script()->asked), "");
        if (rows[i].other == OTHER_TELLS) {
            cache_store(cache, &name, &told, clock_wall_seconds());
        }
        if (rows[i].other != OTHER_STAYS) {
            cache_unlock(cache, &lock);
        }
        assert_int_equal(run_finish(&run), STATUS_OK);
        expect_answer(rows[i].title, &run, 0, rows[i].answer);
        expect_text(rows[i].title, "asked", buf_slice(&script()->asked), rows[i].asked);
        run_end(&run);
        /* Nobody holds the name any more but the other one. */
        if (rows[i].other == OTHER_STAYS) {
            cache_unlock(cache, &lock);
        }
        assert_int_equal(cache_lock(cache, &name, 0, &lock), STATUS_OK);
        cache_unlock(cache, &lock);
        cache_close(cache);
    }
}

/* A reading that was contradicted is read anew. */
static void test_anew(void **state)
{
    struct cache_world *world = *state;
    struct dns_name name = make_name("example.test");
    struct registration old = world_make_reading(REGISTRATION_RESULT_NOT_FOUND, 0);
    struct cache *cache = world_open_cache(world);
    struct run run;

    old.read_at = clock_wall_seconds() - 1200;
    cache_store(cache, &name, &old, old.read_at);
    cache_close(cache);
    *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = found };
    expect_text("kept", "answer", run_ask(world, &rdap, REGISTRATION_SOURCE_RDAP),
                "not-found by rdap.example, kept");
    run_prepare(world, &rdap, &run);
    run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
    run.questions[0].again = true;
    assert_int_equal(run_begin(&run), STATUS_OK);
    assert_int_equal(run_finish(&run), STATUS_OK);
    expect_answer("anew", &run, 0, "found by rdap.test:443");
    expect_text("anew", "asked", buf_slice(&script()->asked), ASKED_IT);
    run_end(&run);
}

/* Who gets no answer gets beside it what was read last, however old. */
static void test_last_good(void **state)
{
    static const struct fetch_reply silent = { .result = FETCH_RESULT_TIMEOUT };
    struct cache_world *world = *state;
    struct dns_name name = make_name("example.test");
    struct registration old = world_make_rich(clock_wall_seconds() - INT64_C(20) * 86400);
    struct cache *cache = world_open_cache(world);
    struct run run;

    cache_store(cache, &name, &old, old.read_at);
    cache_close(cache);
    *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = &silent };
    for (size_t i = 0; i < 2; i++) {
        run_prepare(world, &rdap, &run);
        run_add(&run, REGISTRATION_SOURCE_RDAP, i == 0 ? "example.test" : "never.test");
        assert_int_equal(run_begin(&run), STATUS_OK);
        assert_int_equal(run_finish(&run), STATUS_OK);
        expect_answer("silent", &run, 0, "unreachable by rdap.test:443");
        expect_number("silent", "something was read", run.answers[0].last_good != NULL, i == 0);
        if (i == 0) {
            assert_true(run.answers[0].last_good->read_at == old.read_at);
            assert_true(registration_on_hold(run.answers[0].last_good));
        }
        run_end(&run);
    }
}

/* --- trouble ---------------------------------------------------------------------------------- */

/* What goes wrong in a part goes wrong in the whole; the next run is none the worse for it. */
static void test_trouble(void **state)
{
    static const struct {
        const char *title;
        struct script script;
        enum registration_source source;
        enum status begin;
        enum status finish;
    } rows[] = {
        { "DNS", { .dns = STATUS_INTERNAL }, REGISTRATION_SOURCE_RDAP, STATUS_INTERNAL, STATUS_OK },
        { "DNS for WHOIS",
          { .dns = STATUS_NO_MEMORY },
          REGISTRATION_SOURCE_WHOIS,
          STATUS_NO_MEMORY,
          STATUS_OK },
        { "HTTPS",
          { .begin = STATUS_TOO_LONG },
          REGISTRATION_SOURCE_RDAP,
          STATUS_TOO_LONG,
          STATUS_OK },
        { "a reply",
          { .finish = STATUS_NO_MEMORY },
          REGISTRATION_SOURCE_RDAP,
          STATUS_OK,
          STATUS_NO_MEMORY },
        { "WHOIS",
          { .begin = STATUS_NO_MEMORY },
          REGISTRATION_SOURCE_WHOIS,
          STATUS_NO_MEMORY,
          STATUS_OK },
        { "a reply of WHOIS",
          { .finish = STATUS_INTERNAL },
          REGISTRATION_SOURCE_WHOIS,
          STATUS_OK,
          STATUS_INTERNAL },
    };
    static const struct config both = { .rdap_url = { "https://rdap.test/", 18 },
                                        .whois_server = { "whois.test", 10 },
                                        .whois_port = 43 };
    static const struct whois_reply told = { .result = WHOIS_RESULT_OK,
                                             .text = { "No match\n", 9 } };
    struct cache_world *world = *state;

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct run run;

        run_forget(world);
        *script() = rows[i].script;
        script()->ip4 = "192.0.2.1";
        script()->fetched = found;
        script()->told = &told;
        run_prepare(world, &both, &run);
        run_add(&run, rows[i].source, "example.test");
        expect_number(rows[i].title, "begin", run_begin(&run), rows[i].begin);
        if (rows[i].begin == STATUS_OK) {
            expect_number(rows[i].title, "finish", run_finish(&run), rows[i].finish);
        }
        run_end(&run);
        /* The lock would have ended with the process. */
        run_forget(world);
        *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = found, .told = &told };
        expect_text(rows[i].title, "next run", run_ask(world, &both, rows[i].source),
                    rows[i].source == REGISTRATION_SOURCE_RDAP ? "found by rdap.test:443"
                                                               : "not-found by whois.test:43");
    }
}

/* With any amount of memory that is too little a run says so, and ends. */
static void test_no_memory(void **state)
{
    static const struct fetch_reply replies[REPLIES_MAXIMUM] = {
        REDIRECT_TO("https://other.test/x"), REPLY_WITH(200, RDAP_OBJECT)
    };
    struct cache_world *world = *state;
    size_t failures = 0;
    enum status status = STATUS_NO_MEMORY;

    for (size_t limit = 0; status == STATUS_NO_MEMORY; limit += 64) {
        struct arena *small = make_arena(limit);
        struct run run;

        assert_true(limit < LIMIT_ARENA);
        *script() = (struct script){ .ip4 = "192.0.2.1", .fetched = replies };
        run_prepare(world, &rdap_uncached, &run);
        run.round.arena = small;
        run_add(&run, REGISTRATION_SOURCE_RDAP, "example.test");
        status = run_begin(&run);
        if (status == STATUS_OK) {
            status = run_finish(&run);
        }
        if (status == STATUS_OK && !arena_failed(small)) {
            run.round.arena = world->arena;
            expect_answer("enough", &run, 0, "found by rdap.test:443");
        }
        failures++;
        status = status == STATUS_OK && arena_failed(small) ? STATUS_NO_MEMORY : status;
        run_end(&run);
        arena_destroy(small);
    }
    assert_int_equal(status, STATUS_OK);
    assert_true(failures > 10);
}

/* The registry itself. */
static void test_create_no_memory(void **state)
{
    static const char *const nowhere = NULL;
    struct registry_options options = { .config = &rdap, .table_folders = &nowhere };
    struct arena *small = make_arena(16);
    struct registry_source source;

    (void)state;
    assert_int_equal(registry_create(&options, small, &source), STATUS_NO_MEMORY);
    arena_destroy(small);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_too_many, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_manners, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_mixed, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_waiting, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_anew, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_last_good, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_trouble, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_no_memory, world_setup, world_teardown),
        cmocka_unit_test(test_create_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
