/* SPDX-License-Identifier: MIT */
/*
 * What the tests of the cache share: a work folder with a cache's folder in it, files made and
 * looked at by hand, and the removal of it all.
 */
#ifndef CHECK_SES_TESTS_UNIT_CACHE_WORLD_H
#define CHECK_SES_TESTS_UNIT_CACHE_WORLD_H

#include "../support/expect.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/cache.h"
#include "io/clock.h"

#define WORLD_PATH_ROOM 512
#define WORLD_NOW INT64_C(1764115200)
#define WORLD_STRANGER 65534 /* a user that is not us, for tests that run as root */

struct cache_world {
    struct arena *arena;
    char root[WORLD_PATH_ROOM];   /* the work folder */
    char folder[WORLD_PATH_ROOM]; /* "cache" in it; made by who wants it */
};

static inline bool world_is_root(void)
{
    return geteuid() == 0;
}

/* Makes a file or folder another user's. False: nobody but a true root may. */
static inline bool world_give_away(const char *path)
{
    return world_is_root() && chown(path, WORLD_STRANGER, WORLD_STRANGER) == 0;
}

/* ROOT/NAME in the arena. */
static inline const char *world_path(struct cache_world *world, const char *name)
{
    return arena_printf(world->arena, "%s/%s", world->root, name).data;
}

static inline int world_setup(void **state)
{
    static struct cache_world world;
    const char *parent = getenv("TMPDIR");

    (void)snprintf(world.root, sizeof world.root, "%s/test_cache.XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    assert_non_null(mkdtemp(world.root));
    (void)umask(022);
    world.arena = make_arena(LIMIT_ARENA);
    assert_true(snprintf(world.folder, sizeof world.folder, "%s/cache", world.root) <
                WORLD_PATH_ROOM);
    *state = &world;
    return 0;
}

/* Removes a folder of files and folders of files. */
static inline void world_empty(const char *path, int depth)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    (void)chmod(path, 0700);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char name[2 * WORLD_PATH_ROOM];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        assert_true(snprintf(name, sizeof name, "%s/%s", path, entry->d_name) < (int)sizeof name);
        if (unlink(name) != 0 && depth > 0) {
            world_empty(name, depth - 1);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    (void)rmdir(path);
}

static inline int world_teardown(void **state)
{
    struct cache_world *world = *state;

    world_empty(world->root, 3);
    arena_destroy(world->arena);
    return 0;
}

static inline void world_write(const char *path, struct slice text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

/* Files of a folder whose names hold `part`. */
static inline size_t world_count(const char *path, const char *part)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    size_t count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        count += entry->d_name[0] != '\0' && strcmp(entry->d_name, ".") != 0 &&
                 strcmp(entry->d_name, "..") != 0 && strstr(entry->d_name, part) != NULL;
    }
    (void)closedir(folder);
    return count;
}

/* --- readings --------------------------------------------------------------------------------- */

static inline struct cache *world_open_cache(struct cache_world *world)
{
    struct cache_options options = {
        .enabled = true,
        .directory = slice_of(world->folder),
        .named = slice_empty(),
        .user_cache = slice_empty(),
        .deadline_ns = clock_monotonic_ns() + INT64_C(60000000000),
    };
    struct cache *cache = NULL;

    assert_int_equal(cache_open(&options, world->arena, &cache), STATUS_OK);
    expect_text("open", "note", cache_note(cache), "");
    return cache;
}

static inline struct registration world_make_reading(enum registration_result result,
                                                     int64_t read_at)
{
    return (struct registration){
        .result = result,
        .source = REGISTRATION_SOURCE_RDAP,
        .server = SLICE("rdap.example"),
        .reason = slice_empty(),
        .registrar = slice_empty(),
        .read_at = read_at,
    };
}

static inline void world_add_status(struct registration *registration, enum epp_status status)
{
    registration->statuses[registration->status_count].status = status;
    registration->statuses[registration->status_count].text = slice_of(epp_status_text(status));
    registration->status_count++;
}

/* One with everything in it. */
static inline struct registration world_make_rich(int64_t read_at)
{
    struct registration registration = world_make_reading(REGISTRATION_RESULT_FOUND, read_at);

    world_add_status(&registration, EPP_STATUS_CLIENT_TRANSFER_PROHIBITED);
    world_add_status(&registration, EPP_STATUS_SERVER_HOLD);
    registration.servers[0] = make_name("ns1.example.net");
    registration.servers[1] = make_name("ns2.example.net");
    registration.server_count = 2;
    registration.truncated = true;
    registration.has_registered = true;
    registration.registered = WORLD_NOW - 86400;
    registration.has_expires = true;
    registration.expires = WORLD_NOW + 364 * 86400;
    registration.has_signed = true;
    registration.is_signed = true;
    registration.registrar = SLICE("A Registrar \"and\" \xc3\xa4 more");
    return registration;
}

/* Looks up example.com, or NAME. */
static inline enum status world_look(struct cache_world *world, struct cache *cache,
                                     const char *name, bool fresh, int64_t now,
                                     struct registration *ret_registration)
{
    struct dns_name domain = make_name(name);
    struct cache_query query = { &domain, REGISTRATION_SOURCE_RDAP, fresh, now };

    return cache_lookup(cache, &query, world->arena, ret_registration);
}

static inline void world_expect_kept(struct cache_world *world, struct cache *cache,
                                     const char *title, int64_t now, bool kept)
{
    struct registration got;

    expect_number(title, "status", world_look(world, cache, "example.com", false, now, &got),
                  kept ? STATUS_OK : STATUS_NOT_FOUND);
}

static inline void world_store(struct cache *cache, const char *name,
                               const struct registration *registration, int64_t now)
{
    struct dns_name domain = make_name(name);

    cache_store(cache, &domain, registration, now);
}

#endif
