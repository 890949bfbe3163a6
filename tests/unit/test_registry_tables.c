/* SPDX-License-Identifier: MIT */
/* Tables of registries on this machine: which file counts, and what is said of one that is no use.
 */
#include "../support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/registry_tables.h"

#define PATH_ROOM 256
#define FOLDERS 2

#define BOOTSTRAP(date, host)                                                                      \
    "{\"version\":\"1.0\",\"publication\":\"" date "\",\"services\":[[[\"test\"],[\"https://" host \
    "/\"]]]}"

struct world {
    struct arena *arena;
    char folders[FOLDERS][PATH_ROOM]; /* the administrator's, the package's */
    const char *list[FOLDERS + 1];
};

static int setup(void **state)
{
    static struct world world;
    const char *parent = getenv("TMPDIR");

    for (size_t i = 0; i < FOLDERS; i++) {
        (void)snprintf(world.folders[i], PATH_ROOM, "%s/test_tables.XXXXXX",
                       parent == NULL ? "/tmp" : parent);
        assert_non_null(mkdtemp(world.folders[i]));
        world.list[i] = world.folders[i];
    }
    world.list[FOLDERS] = NULL;
    world.arena = make_arena(LIMIT_ARENA);
    *state = &world;
    return 0;
}

static void path_of(const struct world *world, size_t folder, const char *file, char *ret_path)
{
    assert_true(snprintf(ret_path, PATH_ROOM, "%s/%s", world->folders[folder], file) < PATH_ROOM);
}

static void put(const struct world *world, size_t folder, const char *file, const char *text)
{
    char path[PATH_ROOM];
    FILE *stream;

    path_of(world, folder, file, path);
    stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

static int teardown(void **state)
{
    static const char *const files[] = { REGISTRY_TABLES_RDAP, REGISTRY_TABLES_WHOIS };
    struct world *world = *state;
    char path[PATH_ROOM];

    for (size_t i = 0; i < FOLDERS; i++) {
        for (size_t f = 0; f < ROWS(files); f++) {
            path_of(world, i, files[f], path);
            (void)unlink(path);
            (void)rmdir(path);
        }
        assert_int_equal(rmdir(world->folders[i]), 0);
    }
    arena_destroy(world->arena);
    return 0;
}

/* The base that is found for "a.test"; empty: the built-in table would be asked. */
static struct slice base_of(const struct world *world, const struct registry_tables *tables)
{
    struct rdap_bases bases;
    struct dns_name name;

    if (!tables->has_bootstrap) {
        return slice_empty();
    }
    assert_int_equal(name_from_text(SLICE("a.test"), &name, NULL), STATUS_OK);
    assert_int_equal(rdap_bootstrap_find(&tables->bootstrap, &name, world->arena, &bases),
                     STATUS_OK);
    return bases.urls[0];
}

static void test_missing(void **state)
{
    struct world *world = *state;
    struct registry_tables tables;

    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    assert_false(tables.has_bootstrap);
    assert_false(tables.has_servers);
    expect_text("nothing there", "note", tables.note, "");
    world->list[0] = "/dev/null/nowhere";
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    expect_text("no folder", "note", tables.note, "");
}

static void test_order(void **state)
{
    struct world *world = *state;
    struct registry_tables tables;
    struct whois_server server;
    struct dns_name name;

    put(world, 1, REGISTRY_TABLES_RDAP, BOOTSTRAP("2026-05-01T00:00:00Z", "package.test"));
    put(world, 1, REGISTRY_TABLES_WHOIS, "test\twhois.package.test\n");
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    expect_text("the package's", "base", base_of(world, &tables), "https://package.test/");
    expect_text("the package's", "date", tables.bootstrap.date, "2026-05-01");
    assert_true(slice_starts_with(tables.bootstrap_path, slice_of(world->folders[1])));

    put(world, 0, REGISTRY_TABLES_RDAP, BOOTSTRAP("2026-06-01T00:00:00Z", "mine.test"));
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    expect_text("the administrator's", "base", base_of(world, &tables), "https://mine.test/");
    assert_true(slice_starts_with(tables.bootstrap_path, slice_of(world->folders[0])));
    /* Each table by itself. */
    assert_int_equal(name_from_text(SLICE("a.test"), &name, NULL), STATUS_OK);
    assert_int_equal(whois_server_find(&tables.servers, &name, world->arena, &server), STATUS_OK);
    expect_text("the other table", "host", server.host, "whois.package.test");
    expect_text("all is well", "note", tables.note, "");
}

static void test_useless(void **state)
{
    struct world *world = *state;
    struct registry_tables tables;

    put(world, 0, REGISTRY_TABLES_RDAP, "{\"version\":\"1.0\"}");
    put(world, 1, REGISTRY_TABLES_RDAP, BOOTSTRAP("2026-05-01T00:00:00Z", "package.test"));
    put(world, 0, REGISTRY_TABLES_WHOIS, "test\n");
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    expect_text("a damaged one", "base", base_of(world, &tables), "https://package.test/");
    assert_false(tables.has_servers);
    assert_true(slice_ends_with(
        tables.note,
        SLICE("/rdap-bootstrap.json is passed over: services: a list is wanted (RFC 9224 3)")));
}

static void test_unreadable(void **state)
{
    struct world *world = *state;
    struct registry_tables tables;
    char path[PATH_ROOM];

    path_of(world, 0, REGISTRY_TABLES_WHOIS, path);
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    assert_false(tables.has_servers);
    assert_true(
        slice_ends_with(tables.note, SLICE("/whois-servers.tsv is passed over: Is a directory")));
}

static void test_too_long(void **state)
{
    struct world *world = *state;
    struct registry_tables tables;
    char path[PATH_ROOM];
    FILE *stream;

    path_of(world, 0, REGISTRY_TABLES_WHOIS, path);
    stream = fopen(path, "wb");
    assert_non_null(stream);
    for (size_t i = 0; i <= WHOIS_SERVERS_FILE_MAXIMUM; i++) {
        assert_int_equal(fputc('\n', stream), '\n');
    }
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    assert_true(slice_ends_with(tables.note, SLICE("longer than 262144 octets")));
    assert_int_equal(truncate(path, WHOIS_SERVERS_FILE_MAXIMUM), 0);
    assert_int_equal(registry_tables_read(world->list, world->arena, &tables), STATUS_OK);
    expect_text("at the limit", "note", tables.note, "");
    assert_true(tables.has_servers);
}

static void test_folders(void **state)
{
    const char *const *folders = registry_tables_folders();

    (void)state;
    assert_string_equal(folders[0], "/etc/check_ses");
    assert_string_equal(folders[1], "/usr/share/check_ses");
    assert_null(folders[2]);
}

static void test_no_memory(void **state)
{
    struct world *world = *state;
    struct registry_tables tables;
    struct arena *small = make_arena(64);

    put(world, 0, REGISTRY_TABLES_RDAP, BOOTSTRAP("2026-05-01T00:00:00Z", "package.test"));
    assert_int_equal(registry_tables_read(world->list, small, &tables), STATUS_NO_MEMORY);
    arena_destroy(small);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_missing),  TEST(test_order),   TEST(test_useless),   TEST(test_unreadable),
        TEST(test_too_long), TEST(test_folders), TEST(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
