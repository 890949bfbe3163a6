/* SPDX-License-Identifier: MIT */
/* Manners on disk: tokens and refusals outlive the process and are shared, damaged records begin
 * anew. */
#include "cache_world.h"

#include "io/cache_file.h"

#define NOW WORLD_NOW
#define NS_PER_MS INT64_C(1000000)
#define SERVER_FILE "cache/server-rdap.example.json"

static enum cache_permission may_ask(struct cache *cache, const char *server, int64_t now)
{
    struct cache_verdict verdict;

    cache_may_ask(cache, slice_of(server), now, &verdict);
    return verdict.permission;
}

/* How many of ten questions are allowed. */
static size_t tokens(struct cache *cache, const char *server, int64_t now)
{
    size_t count = 0;

    for (size_t i = 0; i < 10; i++) {
        count += may_ask(cache, server, now) == CACHE_PERMISSION_ASK;
    }
    return count;
}

static void test_tokens(void **state)
{
    struct cache_world *world = *state;
    struct cache *first = world_open_cache(world);
    struct cache *second = world_open_cache(world);

    assert_int_equal(may_ask(first, "rdap.example", NOW), CACHE_PERMISSION_ASK);
    assert_int_equal(may_ask(first, "rdap.example", NOW), CACHE_PERMISSION_ASK);
    assert_int_equal(tokens(second, "RDAP.example", NOW), 3);
    assert_int_equal(tokens(first, "rdap.example", NOW), 0);
    assert_int_equal(tokens(first, "rdap.example:8443", NOW), 5);
    assert_int_equal(tokens(first, "whois.example", NOW), 5);
    cache_close(first);
    first = world_open_cache(world);
    assert_int_equal(tokens(first, "rdap.example", NOW + 1), 0);
    assert_int_equal(tokens(first, "rdap.example", NOW + 5), 2);
    assert_int_equal(world_count(world->folder, "server-"), 3);
    assert_int_equal(world_count(world->folder, ""), 3);
    expect_text("tokens", "note", cache_note(first), "");
    cache_close(first);
    cache_close(second);
}

static void test_refusal(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct cache_verdict verdict;

    cache_note_refusal(cache, SLICE("rdap.example"), 120, NOW);
    cache_close(cache);
    cache = world_open_cache(world);
    cache_may_ask(cache, SLICE("rdap.example"), NOW + 60, &verdict);
    assert_int_equal(verdict.permission, CACHE_PERMISSION_REFUSED);
    assert_int_equal(verdict.retry_after_s, 61);
    expect_text("refused", "reason", verdict.reason,
                "it refused an earlier question, and its time is not over yet");
    assert_int_equal(tokens(cache, "other.example", NOW), 5);
    assert_int_equal(tokens(cache, "rdap.example", NOW + 120), 0);
    assert_int_equal(tokens(cache, "rdap.example", NOW + 121), 5);
    cache_may_ask(cache, SLICE("rdap.example"), NOW + 121, &verdict);
    expect_text("deferred", "reason", verdict.reason,
                "this machine asked it 5 questions at once, then 1 in 2 seconds, our limit");
    cache_close(cache);
}

/* A slice in a static table. */
#define TEXT(literal)                   \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define HEAD "{\"schema\":1,\"file\":\"server-rdap.example.json\","
#define FIVE "\"asked\":\"1764115200 0 0 0 0\""

static void test_damaged(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        size_t tokens; /* 5 when it begins anew */
    } rows[] = {
        { "good", TEXT(HEAD FIVE "}"), 0 },
        { "good, three asked", TEXT(HEAD "\"asked\":\"1764115199 0 1\"}"), 2 },
        { "good, refused",
          TEXT(HEAD "\"asked\":\"\",\"refused_at\":1764115200,"
                    "\"refused_for_s\":86400}"),
          0 },
        { "good, unknown member", TEXT(HEAD FIVE ",\"more\":true}"), 0 },
        { "empty", TEXT(""), 5 },
        { "cut", TEXT(HEAD "\"asked\":\"17641152"), 5 },
        { "no object", TEXT("5"), 5 },
        { "another schema", TEXT("{\"schema\":2,\"file\":\"server-rdap.example.json\"," FIVE "}"),
          5 },
        { "another file", TEXT("{\"schema\":1,\"file\":\"server-rdap.test.json\"," FIVE "}"), 5 },
        { "asked is missing", TEXT("{\"schema\":1,\"file\":\"server-rdap.example.json\"}"), 5 },
        { "asked is a number", TEXT(HEAD "\"asked\":1764115200}"), 5 },
        { "two blanks", TEXT(HEAD "\"asked\":\"1764115200  0 0 0 0\"}"), 5 },
        { "a blank behind", TEXT(HEAD "\"asked\":\"1764115200 0 0 0 0 \"}"), 5 },
        { "a sign", TEXT(HEAD "\"asked\":\"1764115200 0 0 0 -1\"}"), 5 },
        { "letters", TEXT(HEAD "\"asked\":\"now 0 0 0 0\"}"), 5 },
        { "zero", TEXT(HEAD "\"asked\":\"0 0 0 0 0\"}"), 5 },
        { "after year 9999", TEXT(HEAD "\"asked\":\"253402300799 1 0 0 0\"}"), 5 },
        { "over all bounds", TEXT(HEAD "\"asked\":\"99999999999999999999 0 0 0 0\"}"), 5 },
        { "refused without a length", TEXT(HEAD FIVE ",\"refused_at\":1764115200}"), 5 },
        { "refused without a time", TEXT(HEAD FIVE ",\"refused_for_s\":10}"), 5 },
        { "refused for nothing", TEXT(HEAD FIVE ",\"refused_at\":1764115200,\"refused_for_s\":0}"),
          5 },
        { "refused for over a day",
          TEXT(HEAD FIVE ",\"refused_at\":1764115200,\"refused_for_s\":86401}"), 5 },
        { "refused before all times", TEXT(HEAD FIVE ",\"refused_at\":-1,\"refused_for_s\":86400}"),
          5 },
        { "refused as a text",
          TEXT(HEAD FIVE ",\"refused_at\":\"1764115200\",\"refused_for_s\":86400}"), 5 },
    };
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);

    for (size_t i = 0; i < ROWS(rows); i++) {
        world_write(world_path(world, SERVER_FILE), rows[i].text);
        expect_number(rows[i].title, "tokens", (long long)tokens(cache, "rdap.example", NOW),
                      (long long)rows[i].tokens);
        expect_number(rows[i].title, "tokens then", (long long)tokens(cache, "rdap.example", NOW),
                      0);
    }
    cache_close(cache);
}

/* A full record: 200 questions fit, one more does not. */
static void test_full_record(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct buf buf;

    buf_init(&buf, world->arena, 4096);
    buf_add_text(&buf, HEAD "\"asked\":\"1764112000");
    for (size_t i = 1; i < 199; i++) {
        buf_add_text(&buf, " 2");
    }
    buf_add_text(&buf, "\"}");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    world_write(world_path(world, SERVER_FILE), buf_slice(&buf));
    assert_int_equal(tokens(cache, "rdap.example", NOW), 1);
    assert_int_equal(tokens(cache, "rdap.example", NOW + 400), 0);
    assert_int_equal(tokens(cache, "rdap.example", NOW + 401), 1);
    assert_int_equal(tokens(cache, "rdap.example", NOW + 402), 0);
    assert_int_equal(tokens(cache, "rdap.example", NOW + 403), 1);
    buf_cut(&buf, buf_slice(&buf).length - 2);
    buf_add_text(&buf, " 0 0\"}");
    world_write(world_path(world, SERVER_FILE), buf_slice(&buf));
    assert_int_equal(tokens(cache, "rdap.example", NOW), 5);
    cache_close(cache);
}

/* Somebody sits on the record: half a second, then the answer is no; or as long as the run lasts.
 */
static void test_busy(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct cache_options options = { .enabled = true, .directory = slice_of(world->folder) };
    struct cache_folder folder = { .descriptor = -1 };
    struct cache_file_name name;
    struct slice problem;
    struct cache_verdict verdict;
    int64_t started = clock_monotonic_ns();
    struct cache *late;
    int held;

    cache_file_name("server", SLICE("rdap.example"), ".lock", &name);
    assert_int_equal(cache_folder_open(slice_of(world->folder), world->arena, &folder, &problem),
                     STATUS_OK);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &held), STATUS_OK);
    cache_may_ask(cache, SLICE("rdap.example"), NOW, &verdict);
    assert_int_equal(verdict.permission, CACHE_PERMISSION_DEFERRED);
    assert_int_equal(verdict.retry_after_s, 1);
    assert_true(verdict.reason.length > 0);
    assert_true(clock_monotonic_ns() - started >= 500 * NS_PER_MS);
    assert_true(clock_monotonic_ns() - started < 5000 * NS_PER_MS);
    assert_int_equal(may_ask(cache, "whois.example", NOW), CACHE_PERMISSION_ASK);
    cache_note_refusal(cache, SLICE("rdap.example"), 10, NOW);
    assert_true(slice_starts_with(cache_note(cache), SLICE("something is not cached: /")));
    started = clock_monotonic_ns();
    options.deadline_ns = started + 50 * NS_PER_MS;
    assert_int_equal(cache_open(&options, world->arena, &late), STATUS_OK);
    assert_int_equal(may_ask(late, "rdap.example", NOW), CACHE_PERMISSION_DEFERRED);
    assert_true(clock_monotonic_ns() - started < 450 * NS_PER_MS);
    cache_file_unlock(&folder, &name, held);
    assert_int_equal(tokens(cache, "rdap.example", NOW), 5);
    cache_folder_close(&folder);
    cache_close(cache);
    cache_close(late);
}

/* What is no record cannot keep us from asking, nor be written. */
static void test_in_the_way(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);

    assert_int_equal(mkdir(world_path(world, SERVER_FILE), 0700), 0);
    assert_int_equal(tokens(cache, "rdap.example", NOW), 10);
    assert_true(slice_ends_with(cache_note(cache), SLICE("Is a directory")));
    cache_close(cache);
    cache = world_open_cache(world);
    assert_int_equal(mkdir(world_path(world, "cache/server-whois.example.lock"), 0700), 0);
    assert_int_equal(tokens(cache, "whois.example", NOW), 10);
    assert_true(cache_note(cache).length > 0);
    cache_close(cache);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tokens, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_refusal, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_damaged, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_full_record, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_busy, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_in_the_way, world_setup, world_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
