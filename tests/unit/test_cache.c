/* SPDX-License-Identifier: MIT */
/* The cache as its users see it: which folder, readings kept and found again, locks. */
#include "cache_world.h"

#include <signal.h>
#include <sys/resource.h>

#define NOW WORLD_NOW
#define NS_PER_MS INT64_C(1000000)

static enum cache_permission may_ask(struct cache *cache, const char *server, int64_t now)
{
    struct cache_verdict verdict;

    cache_may_ask(cache, slice_of(server), now, &verdict);
    return verdict.permission;
}

/* --- which folder ----------------------------------------------------------------------------- */

static void test_path(void **state)
{
    static const struct {
        const char *title;
        const char *directory;
        const char *named;
        const char *user_cache;
        const char *want;
    } rows[] = {
        { "the option", "/a", "/b", "/c", "/a" },
        { "a relative one", "a", "/b", "/c", "a" },
        { "the environment", "", "/b", "/c", "/b" },
        { "a relative one there", "", "b", "/c", "b" },
        { "the user's", "", "", "/c", "/c/check_ses" },
        { "a relative one does not count", "", "", "c", "/var/cache/check_ses" },
        { "none", "", "", "", "/var/cache/check_ses" },
    };
    struct cache_world *world = *state;

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct cache_options options = { true, slice_of(rows[i].directory), slice_of(rows[i].named),
                                         slice_of(rows[i].user_cache), 0 };

        expect_text(rows[i].title, "path", cache_path(&options, world->arena), rows[i].want);
    }
}

/* The first that is named is taken, or none. */
static void test_no_second_choice(void **state)
{
    struct cache_world *world = *state;
    struct cache_options options = {
        .enabled = true,
        .directory = slice_of(world_path(world, "none/cache")),
        .named = slice_of(world->folder),
        .user_cache = slice_of(world->root),
    };
    struct cache *cache;

    assert_int_equal(cache_open(&options, world->arena, &cache), STATUS_OK);
    assert_true(cache_note(cache).length > 0);
    assert_int_equal(world_count(world->root, ""), 0);
    cache_close(cache);
    options.directory = slice_empty();
    options.named = slice_empty();
    assert_int_equal(cache_open(&options, world->arena, &cache), STATUS_OK);
    expect_text("user's", "note", cache_note(cache), "");
    assert_int_equal(world_count(world->root, "check_ses"), 1);
    cache_close(cache);
    cache_close(NULL);
}

/* Without a folder, or switched off: nothing is kept, all is allowed, and nothing fails. */
static void test_without(void **state)
{
    struct cache_world *world = *state;
    struct dns_name name = make_name("example.com");

    for (int off = 0; off <= 1; off++) {
        struct cache_options options = {
            .enabled = off == 0,
            .directory = slice_of(off == 1 ? world->folder : world_path(world, "none/cache")),
            .deadline_ns = INT64_MAX,
        };
        struct registration registration = world_make_rich(NOW);
        struct cache_lock locks[2];
        struct cache *cache;

        assert_int_equal(cache_open(&options, world->arena, &cache), STATUS_OK);
        assert_int_equal(cache_note(cache).length > 0, off == 0);
        world_store(cache, "example.com", &registration, NOW);
        world_expect_kept(world, cache, "without", NOW, false);
        assert_int_equal(cache_last_good(cache, &name, NOW, world->arena, &registration),
                         STATUS_NOT_FOUND);
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(cache_lock(cache, &name, 0, &locks[i]), STATUS_OK);
            assert_int_equal(locks[i].descriptor, -1);
        }
        cache_unlock(cache, &locks[0]);
        cache_note_refusal(cache, SLICE("rdap.example"), 100, NOW);
        for (size_t i = 0; i < 300; i++) {
            assert_int_equal(may_ask(cache, "rdap.example", NOW), CACHE_PERMISSION_ASK);
        }
        cache_close(cache);
    }
    assert_int_equal(world_count(world->root, ""), 0);
}

static void test_notes(void **state)
{
    struct cache_world *world = *state;
    struct cache_options options = { .enabled = true };
    struct cache *cache;

    options.directory = slice_of(world_path(world, "none/cache"));
    assert_int_equal(cache_open(&options, world->arena, &cache), STATUS_OK);
    assert_true(slice_starts_with(cache_note(cache), SLICE("nothing is cached: /")));
    assert_true(slice_ends_with(
        cache_note(cache),
        SLICE("/none/cache: it does not exist, nor can the folder above it be seen")));
}

/* --- readings --------------------------------------------------------------------------------- */

static void expect_same(const char *title, const struct registration *got,
                        const struct registration *want)
{
    expect_number(title, "result", got->result, want->result);
    expect_number(title, "source", got->source, want->source);
    expect_octets(title, "server", got->server, want->server);
    expect_octets(title, "reason", got->reason, want->reason);
    expect_number(title, "retry", got->retry_after_s, want->retry_after_s);
    expect_number(title, "statuses", (long long)got->status_count, (long long)want->status_count);
    for (size_t i = 0; i < want->status_count; i++) {
        expect_number(title, "status", got->statuses[i].status, want->statuses[i].status);
        expect_octets(title, "status text", got->statuses[i].text, want->statuses[i].text);
    }
    expect_number(title, "servers", (long long)got->server_count, (long long)want->server_count);
    for (size_t i = 0; i < want->server_count; i++) {
        expect_number(title, "server name", name_equal(&got->servers[i], &want->servers[i]), true);
    }
    expect_number(title, "truncated", got->truncated, want->truncated);
    expect_number(title, "registered?", got->has_registered, want->has_registered);
    expect_number(title, "registered", got->registered, want->registered);
    expect_number(title, "expires?", got->has_expires, want->has_expires);
    expect_number(title, "expires", got->expires, want->expires);
    expect_number(title, "signed?", got->has_signed, want->has_signed);
    expect_number(title, "signed", got->is_signed, want->is_signed);
    expect_octets(title, "registrar", got->registrar, want->registrar);
    expect_number(title, "read at", got->read_at, want->read_at);
    expect_number(title, "cached", got->cached, true);
}

static void test_store_and_look(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration rich = world_make_rich(NOW);
    struct registration whois = world_make_reading(REGISTRATION_RESULT_NOT_FOUND, 0);
    struct dns_name name = make_name("EXAMPLE.com");
    struct cache_query query = { &name, REGISTRATION_SOURCE_WHOIS, false, NOW };
    struct registration got;

    world_expect_kept(world, cache, "nothing yet", NOW, false);
    world_store(cache, "example.com", &rich, NOW);
    assert_int_equal(world_look(world, cache, "example.com", false, NOW + 599, &got), STATUS_OK);
    expect_same("rich", &got, &rich);
    assert_int_equal(world_look(world, cache, "example.com", true, NOW + 599, &got), STATUS_OK);
    world_expect_kept(world, cache, "a hold is old after 10 minutes", NOW + 600, false);
    world_expect_kept(world, cache, "from the future", NOW - 61, false);
    assert_int_equal(world_look(world, cache, "example.net", false, NOW, &got), STATUS_NOT_FOUND);
    /* The other source has a file of its own. */
    assert_int_equal(cache_lookup(cache, &query, world->arena, &got), STATUS_NOT_FOUND);
    whois.source = REGISTRATION_SOURCE_WHOIS;
    world_store(cache, "example.com", &whois, NOW);
    assert_int_equal(cache_lookup(cache, &query, world->arena, &got), STATUS_OK);
    whois.read_at = NOW;
    expect_same("time set", &got, &whois);
    world_expect_kept(world, cache, "beside", NOW, true);
    assert_int_equal(world_count(world->folder, ""), 2);
    /* Another cache on the same folder sees it, too. */
    cache_close(cache);
    cache = world_open_cache(world);
    world_expect_kept(world, cache, "reopened", NOW, true);
    cache_close(cache);
}

static void test_what_is_kept(void **state)
{
    static const struct {
        enum registration_result result;
        bool kept;
    } rows[] = {
        { REGISTRATION_RESULT_NONE, false },       { REGISTRATION_RESULT_FOUND, true },
        { REGISTRATION_RESULT_NOT_FOUND, true },   { REGISTRATION_RESULT_RESERVED, true },
        { REGISTRATION_RESULT_REFUSED, false },    { REGISTRATION_RESULT_DEFERRED, false },
        { REGISTRATION_RESULT_UNREACHABLE, true }, { REGISTRATION_RESULT_UNREADABLE, true },
        { REGISTRATION_RESULT_NO_SERVER, false },
    };
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration reading = world_make_reading(REGISTRATION_RESULT_FOUND, NOW);
    struct registration got;

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = registration_result_text(rows[i].result);
        char name[32];

        (void)snprintf(name, sizeof name, "n%zu.example", i);
        reading.result = rows[i].result;
        world_store(cache, name, &reading, NOW);
        expect_number(title, "kept", world_look(world, cache, name, false, NOW, &got),
                      rows[i].kept ? STATUS_OK : STATUS_NOT_FOUND);
    }
    /* Nor is what came from here, what nobody said, or what has no time. */
    reading.result = REGISTRATION_RESULT_FOUND;
    reading.cached = true;
    world_store(cache, "example.com", &reading, NOW);
    reading.cached = false;
    reading.source = REGISTRATION_SOURCE_NONE;
    world_store(cache, "example.com", &reading, NOW);
    reading.source = REGISTRATION_SOURCE_RDAP;
    reading.read_at = 0;
    world_store(cache, "example.com", &reading, 0);
    world_expect_kept(world, cache, "no reading", NOW, false);
    assert_int_equal(world_count(world->folder, "example.com"), 0);
    /* A time ahead of the clock would keep it for longer. */
    reading.read_at = NOW + 86400;
    world_store(cache, "example.com", &reading, NOW);
    assert_int_equal(world_look(world, cache, "example.com", false, NOW, &got), STATUS_OK);
    assert_int_equal(got.read_at, NOW);
    expect_text("kept", "note", cache_note(cache), "");
    cache_close(cache);
}

/* A failure stands beside the last reading, for half a minute, and goes with the next one. */
static void test_failures(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration good = world_make_reading(REGISTRATION_RESULT_FOUND, NOW - 7 * 86400 - 1);
    struct registration bad = world_make_reading(REGISTRATION_RESULT_UNREADABLE, NOW);
    struct dns_name name = make_name("example.com");
    struct registration got;

    bad.reason = SLICE("it is no JSON");
    world_store(cache, "example.com", &good, NOW);
    world_store(cache, "example.com", &bad, NOW);
    assert_int_equal(world_look(world, cache, "example.com", true, NOW + 29, &got), STATUS_OK);
    expect_same("failure", &got, &bad);
    world_expect_kept(world, cache, "no longer", NOW + 30, false);
    assert_int_equal(cache_last_good(cache, &name, NOW + 30, world->arena, &got), STATUS_OK);
    expect_same("last good", &got, &good);
    good.read_at = NOW + 1;
    world_store(cache, "example.com", &good, NOW + 1);
    assert_int_equal(world_count(world->folder, "failed"), 0);
    assert_int_equal(world_look(world, cache, "example.com", false, NOW + 2, &got), STATUS_OK);
    expect_same("good again", &got, &good);
    cache_close(cache);
}

static void test_last_good(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration rdap = world_make_reading(REGISTRATION_RESULT_FOUND, NOW - 2000000);
    struct registration whois = world_make_reading(REGISTRATION_RESULT_NOT_FOUND, NOW - 1000000);
    struct dns_name name = make_name("example.com");
    struct registration got;

    whois.source = REGISTRATION_SOURCE_WHOIS;
    assert_int_equal(cache_last_good(cache, &name, NOW, world->arena, &got), STATUS_NOT_FOUND);
    world_store(cache, "example.com", &rdap, NOW);
    assert_int_equal(cache_last_good(cache, &name, NOW, world->arena, &got), STATUS_OK);
    expect_same("the only one", &got, &rdap);
    world_store(cache, "example.com", &whois, NOW);
    assert_int_equal(cache_last_good(cache, &name, NOW, world->arena, &got), STATUS_OK);
    expect_same("the newer one", &got, &whois);
    assert_int_equal(cache_last_good(cache, &name, NOW - 1500000, world->arena, &got), STATUS_OK);
    expect_same("none of the future", &got, &rdap);
    cache_close(cache);
}

static void test_names_apart(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration reading = world_make_reading(REGISTRATION_RESULT_FOUND, NOW);
    struct dns_name strange = { .length = 0 };
    struct dns_name other = { .length = 0 };
    struct cache_query query = { &other, REGISTRATION_SOURCE_RDAP, false, NOW };
    struct registration got;

    /* A dot inside a label, a slash, a NUL: one file each, below the folder. */
    assert_int_equal(name_from_wire((const uint8_t *)"\x04"
                                                     "a.\0/\x03"
                                                     "com",
                                    10, &strange),
                     STATUS_OK);
    assert_int_equal(name_from_wire((const uint8_t *)"\x04"
                                                     "a.\0.\x03"
                                                     "com",
                                    10, &other),
                     STATUS_OK);
    cache_store(cache, &strange, &reading, NOW);
    assert_int_equal(cache_lookup(cache, &query, world->arena, &got), STATUS_NOT_FOUND);
    query.name = &strange;
    assert_int_equal(cache_lookup(cache, &query, world->arena, &got), STATUS_OK);
    assert_int_equal(world_count(world->folder, ""), 1);
    assert_int_equal(world_count(world->root, ""), 1);
    cache_close(cache);
}

/* --- trouble and locks ------------------------------------------------------------------------ */

static void test_disk_full(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration reading = world_make_reading(REGISTRATION_RESULT_FOUND, NOW);
    struct rlimit before;
    struct rlimit little;

    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little = (struct rlimit){ 4, before.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    world_store(cache, "example.com", &reading, NOW);
    cache_note_refusal(cache, SLICE("rdap.example"), 100, NOW);
    assert_int_equal(may_ask(cache, "rdap.example", NOW), CACHE_PERMISSION_ASK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(slice_starts_with(cache_note(cache), SLICE("something is not cached: /")));
    assert_true(
        slice_ends_with(cache_note(cache), SLICE("/domain-example.com.rdap.json: File too large")));
    assert_int_equal(world_count(world->folder, ""), 0);
    cache_close(cache);
}

static void test_lock(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct cache *other = world_open_cache(world);
    struct dns_name name = make_name("example.com");
    struct dns_name next = make_name("example.net");
    struct cache_lock lock = { .descriptor = -1 };
    struct cache_lock second = { .descriptor = -1 };

    assert_int_equal(cache_lock(cache, &name, 0, &lock), STATUS_OK);
    assert_true(lock.descriptor >= 0);
    assert_int_equal(cache_lock(other, &name, 0, &second), STATUS_TIMEOUT);
    assert_int_equal(second.descriptor, -1);
    assert_int_equal(cache_lock(other, &next, 0, &second), STATUS_OK);
    cache_unlock(other, &second);
    cache_unlock(cache, &lock);
    assert_int_equal(lock.descriptor, -1);
    cache_unlock(cache, &lock);
    assert_int_equal(cache_lock(other, &name, 0, &second), STATUS_OK);
    cache_unlock(other, &second);
    assert_int_equal(world_count(world->folder, ""), 0);
    cache_close(cache);
    cache_close(other);
}

/* Whatever deadline is given, the run's own comes first. */
static void test_lock_deadline(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct cache_options options = { .enabled = true, .directory = slice_of(world->folder) };
    struct dns_name name = make_name("example.com");
    int64_t started = clock_monotonic_ns();
    struct cache_lock lock;
    struct cache_lock second;
    struct cache *late;

    options.deadline_ns = started + 100 * NS_PER_MS;
    assert_int_equal(cache_open(&options, world->arena, &late), STATUS_OK);
    assert_int_equal(cache_lock(cache, &name, 0, &lock), STATUS_OK);
    assert_int_equal(cache_lock(late, &name, INT64_MAX, &second), STATUS_TIMEOUT);
    assert_true(clock_monotonic_ns() - started < 5000 * NS_PER_MS);
    cache_unlock(cache, &lock);
    cache_close(cache);
    cache_close(late);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_path, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_no_second_choice, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_without, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_notes, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_store_and_look, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_what_is_kept, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_failures, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_last_good, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_names_apart, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_disk_full, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_lock, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_lock_deadline, world_setup, world_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
