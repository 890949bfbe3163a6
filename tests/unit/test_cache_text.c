/* SPDX-License-Identifier: MIT */
/* What stands in the cache's files: damaged ones are ignored and replaced, long ones not written.
 */
#include "cache_world.h"

#include "io/cache_text.h"

#define NOW WORLD_NOW
#define RDAP_FILE "cache/domain-example.com.rdap.json"

/* A slice in a static table. */
#define TEXT(literal)                   \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define HEAD "{\"schema\":1,\"name\":\"example.com\",\"registration\":"
#define GOOD "{\"result\":\"found\",\"source\":\"rdap\",\"read_at\":1764115200}"

static const struct {
    const char *title;
    struct slice text;
    bool kept;
} entry_rows[] = {
    { "good", TEXT(HEAD GOOD "}"), true },
    { "more members than we know", TEXT(HEAD GOOD ",\"later\":[1]}"), true },
    { "empty", TEXT(""), false },
    { "a line feed", TEXT("\n"), false },
    { "cut", TEXT(HEAD "{\"result\":\"found\",\"sour"), false },
    { "cut by one", TEXT(HEAD GOOD), false },
    { "two documents", TEXT(HEAD GOOD "}" HEAD GOOD "}"), false },
    { "NUL behind", TEXT(HEAD GOOD "}\0"), false },
    { "NULs only", TEXT("\0\0\0\0\0\0\0\0"), false },
    { "a list", TEXT("[1,2,3]"), false },
    { "no UTF-8", TEXT("{\"schema\":1,\"name\":\"\xff\xfe\"}"), false },
    { "deep", TEXT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), false },
    { "the same member twice", TEXT(HEAD GOOD ",\"schema\":1}"), false },
    { "no schema", TEXT("{\"name\":\"example.com\",\"registration\":" GOOD "}"), false },
    { "a later schema", TEXT("{\"schema\":2,\"name\":\"example.com\",\"registration\":" GOOD "}"),
      false },
    { "schema as a text",
      TEXT("{\"schema\":\"1\",\"name\":\"example.com\",\"registration\":" GOOD "}"), false },
    { "another name", TEXT("{\"schema\":1,\"name\":\"example.org\",\"registration\":" GOOD "}"),
      false },
    { "no name", TEXT("{\"schema\":1,\"registration\":" GOOD "}"), false },
    { "no registration", TEXT("{\"schema\":1,\"name\":\"example.com\"}"), false },
    { "registration as a text", TEXT(HEAD "\"found\"}"), false },
    { "another source",
      TEXT(HEAD "{\"result\":\"found\",\"source\":\"whois\",\"read_at\":1764115200}}"), false },
    { "no source", TEXT(HEAD "{\"result\":\"found\",\"read_at\":1764115200}}"), false },
    { "no result", TEXT(HEAD "{\"source\":\"rdap\",\"read_at\":1764115200}}"), false },
    { "an unknown result",
      TEXT(HEAD "{\"result\":\"lost\",\"source\":\"rdap\",\"read_at\":1764115200}}"), false },
    { "a failure among readings",
      TEXT(HEAD "{\"result\":\"unreachable\",\"source\":\"rdap\",\"read_at\":1764115200}}"),
      false },
    { "a refusal",
      TEXT(HEAD "{\"result\":\"refused\",\"source\":\"rdap\",\"read_at\":1764115200}}"), false },
    { "no time", TEXT(HEAD "{\"result\":\"found\",\"source\":\"rdap\"}}"), false },
    { "time as a text",
      TEXT(HEAD "{\"result\":\"found\",\"source\":\"rdap\",\"read_at\":\"1764115200\"}}"), false },
    { "a time before all others",
      TEXT(HEAD "{\"result\":\"found\",\"source\":\"rdap\",\"read_at\":-5}}"), false },
    { "a time far ahead",
      TEXT(HEAD "{\"result\":\"found\",\"source\":\"rdap\",\"read_at\":9223372036854775807}}"),
      false },
    { "a time ahead",
      TEXT(HEAD "{\"result\":\"found\",\"source\":\"rdap\",\"read_at\":1764115261}}"), false },
};

static void test_damaged_entries(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration reading = world_make_reading(REGISTRATION_RESULT_FOUND, NOW);
    char *large = arena_alloc(world->arena, CACHE_TEXT_MAXIMUM + 1);
    struct slice good = SLICE(HEAD GOOD "}");

    for (size_t i = 0; i < ROWS(entry_rows); i++) {
        world_write(world_path(world, RDAP_FILE), entry_rows[i].text);
        world_expect_kept(world, cache, entry_rows[i].title, NOW, entry_rows[i].kept);
        world_store(cache, "example.com", &reading, NOW);
        world_expect_kept(world, cache, entry_rows[i].title, NOW, true);
    }
    /* Blanks behind are fine as long as the file is not over its limit. */
    assert_non_null(large);
    memset(large, ' ', CACHE_TEXT_MAXIMUM + 1);
    memcpy(large, good.data, good.length);
    world_write(world_path(world, RDAP_FILE), slice_make(large, CACHE_TEXT_MAXIMUM));
    world_expect_kept(world, cache, "16 KiB", NOW, true);
    world_write(world_path(world, RDAP_FILE), slice_make(large, CACHE_TEXT_MAXIMUM + 1));
    world_expect_kept(world, cache, "16 KiB and an octet", NOW, false);
    expect_text("damaged", "note", cache_note(cache), "");
    cache_close(cache);
}

static void test_truncated_texts(void **state)
{
    struct cache_world *world = *state;
    struct dns_name name = make_name("example.com");
    struct registration rich = world_make_rich(NOW);
    struct cache_manners manners = {
        .asked = { NOW, NOW, NOW + 3 }, .asked_count = 3, .refused_at = NOW + 3, .refused_for_s = 60
    };
    struct cache_manners got;
    struct registration registration;
    struct slice text;

    assert_int_equal(cache_text_write_entry(&name, &rich, world->arena, &text), STATUS_OK);
    for (size_t length = 0; length < text.length; length++) {
        assert_int_equal(
            cache_text_read_entry(slice_head(text, length), &name, world->arena, &registration),
            STATUS_BAD_INPUT);
    }
    assert_int_equal(cache_text_write_manners(SLICE("f"), &manners, world->arena, &text),
                     STATUS_OK);
    expect_text("manners", "text", text,
                "{\"schema\":1,\"file\":\"f\",\"asked\":\"1764115200 0 3\","
                "\"refused_at\":1764115203,\"refused_for_s\":60}");
    assert_int_equal(cache_text_read_manners(text, SLICE("f"), world->arena, &got), STATUS_OK);
    assert_memory_equal(&got, &manners, sizeof got);
    for (size_t length = 0; length < text.length; length++) {
        assert_int_equal(
            cache_text_read_manners(slice_head(text, length), SLICE("f"), world->arena, &got),
            STATUS_BAD_INPUT);
    }
}

/* What is too long to be kept is not, and what was kept before stays. */
static void test_too_long(void **state)
{
    struct cache_world *world = *state;
    struct cache *cache = world_open_cache(world);
    struct registration reading = world_make_reading(REGISTRATION_RESULT_FOUND, NOW);
    char wire[4 * 63 + 1] = "";

    world_store(cache, "example.com", &reading, NOW);
    /* Each octet of the labels is written as five. */
    for (size_t i = 0; i < 4; i++) {
        wire[63 * i] = 62;
        memset(wire + 63 * i + 1, 1, 62);
    }
    for (size_t i = 0; i < REGISTRATION_SERVERS_MAXIMUM; i++) {
        assert_int_equal(name_from_wire((const uint8_t *)wire, sizeof wire, &reading.servers[i]),
                         STATUS_OK);
    }
    reading.server_count = REGISTRATION_SERVERS_MAXIMUM;
    reading.read_at = NOW + 86400;
    world_store(cache, "example.com", &reading, NOW + 86400);
    assert_true(slice_ends_with(cache_note(cache), SLICE("it would be longer than 16 KiB")));
    world_expect_kept(world, cache, "the old one", NOW, true);
    cache_close(cache);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_damaged_entries, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_truncated_texts, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_too_long, world_setup, world_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
