/* SPDX-License-Identifier: MIT */
/*
 * Opening, and the files of names: domain-NAME.rdap.json and domain-NAME.whois.json hold the last
 * reading of a source, …-failed.json beside it the last failure, domain-NAME.lock is there while
 * somebody asks.
 */
#include "io/cache.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "io/cache_policy.h"
#include "io/cache_state.h"
#include "io/cache_text.h"
#include "io/random.h"

#define FOLDER_DEFAULT SLICE("/var/cache/check_ses")
#define FOLDER_IN_USER_CACHE SLICE("/check_ses")
#define PRUNE_ONE_IN 64 /* stores */

/* --- opening ---------------------------------------------------------------------------------- */

struct slice cache_path(const struct cache_options *options, struct arena *arena)
{
    if (options->directory.length > 0) {
        return options->directory;
    }
    if (options->named.length > 0) {
        return options->named;
    }
    /* A relative one is invalid and to be ignored, says the XDG Base Directory Specification. */
    if (slice_starts_with(options->user_cache, SLICE("/"))) {
        return arena_join(arena, options->user_cache, FOLDER_IN_USER_CACHE);
    }
    return FOLDER_DEFAULT;
}

enum status cache_open(const struct cache_options *options, struct arena *arena,
                       struct cache **ret_cache)
{
    struct cache *cache = arena_alloc(arena, sizeof *cache);
    struct slice problem = slice_empty();
    enum status status = STATUS_OK;

    if (cache == NULL) {
        return STATUS_NO_MEMORY;
    }
    *cache = (struct cache){
        .arena = arena,
        .folder = { .descriptor = -1 },
        .path = slice_empty(),
        .deadline_ns = options->deadline_ns,
        .note = slice_empty(),
    };
    if (options->enabled) {
        cache->path = cache_path(options, arena);
        status = cache_folder_open(cache->path, arena, &cache->folder, &problem);
    }
    if (status == STATUS_NO_MEMORY) {
        return status;
    }
    if (status != STATUS_OK) {
        cache->note = arena_printf(arena, "nothing is cached: %.*s", SLICE_ARGS(problem));
    }
    *ret_cache = cache;
    return STATUS_OK;
}

void cache_close(struct cache *cache)
{
    if (cache != NULL) {
        cache_folder_close(&cache->folder);
    }
}

struct slice cache_note(const struct cache *cache)
{
    return cache->note;
}

bool cache_begin(struct cache *cache)
{
    return cache->folder.descriptor >= 0 && cache_folder_enter(&cache->folder);
}

void cache_blame(struct cache *cache, const struct cache_file_name *file, const char *reason)
{
    if (cache->note.length == 0) {
        cache->note = arena_printf(cache->arena, "something is not cached: %.*s/%s: %s",
                                   SLICE_ARGS(cache->path), file->text, reason);
    }
}

/* --- readings --------------------------------------------------------------------------------- */

static void name_file(const struct dns_name *name, const char *suffix, struct arena *arena,
                      struct cache_file_name *ret_file)
{
    cache_file_name(CACHE_PREFIX_DOMAIN, name_to_text(name, arena), suffix, ret_file);
}

static const char *suffix_of(enum registration_source source, bool failed)
{
    if (source == REGISTRATION_SOURCE_WHOIS) {
        return failed ? ".whois-failed" CACHE_SUFFIX_TEXT : ".whois" CACHE_SUFFIX_TEXT;
    }
    return failed ? ".rdap-failed" CACHE_SUFFIX_TEXT : ".rdap" CACHE_SUFFIX_TEXT;
}

/* The last reading of a source, or its last failure. STATUS_NOT_FOUND; STATUS_NO_MEMORY. */
static enum status load(struct cache *cache, const struct cache_query *query, bool failed,
                        struct arena *arena, struct registration *ret_registration)
{
    struct registration registration;
    struct cache_file_name file;
    char data[CACHE_TEXT_MAXIMUM];
    struct slice text;
    enum status status = STATUS_NOT_FOUND;

    name_file(query->name, suffix_of(query->source, failed), arena, &file);
    if (cache_begin(cache)) {
        status = cache_file_read(&cache->folder, &file, data, sizeof data, &text);
        cache_folder_leave(&cache->folder);
    }
    if (status == STATUS_OK) {
        status = cache_text_read_entry(text, query->name, arena, &registration);
    }
    if (status != STATUS_OK) {
        return status == STATUS_NO_MEMORY ? status : STATUS_NOT_FOUND;
    }
    if (registration.source != query->source || cache_is_failure(registration.result) != failed) {
        return STATUS_NOT_FOUND;
    }
    *ret_registration = registration;
    return STATUS_OK;
}

enum status cache_lookup(struct cache *cache, const struct cache_query *query, struct arena *arena,
                         struct registration *ret_registration)
{
    struct registration registration;

    for (int failed = 0; failed <= 1; failed++) {
        enum status status = load(cache, query, failed == 1, arena, &registration);

        if (status == STATUS_NO_MEMORY) {
            return status;
        }
        if (status == STATUS_OK &&
            cache_counts(&registration, query->name, query->fresh, query->now)) {
            *ret_registration = registration;
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

enum status cache_last_good(struct cache *cache, const struct dns_name *name, int64_t now,
                            struct arena *arena, struct registration *ret_registration)
{
    static const enum registration_source sources[] = { REGISTRATION_SOURCE_RDAP,
                                                        REGISTRATION_SOURCE_WHOIS };
    struct registration registration;
    int64_t newest = 0;

    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        struct cache_query query = { .name = name, .source = sources[i] };
        enum status status = load(cache, &query, false, arena, &registration);

        if (status == STATUS_NO_MEMORY) {
            return status;
        }
        if (status == STATUS_OK && registration.read_at > newest &&
            registration.read_at <= now + CACHE_SLACK_S) {
            newest = registration.read_at;
            *ret_registration = registration;
        }
    }
    return newest > 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

/* Now and then, so that each store costs little. */
static bool is_time_to_prune(void)
{
    uint8_t octet;

    return random_fill(&octet, sizeof octet) == STATUS_OK && octet % PRUNE_ONE_IN == 0;
}

/* The entry as a text; empty when there can be none. */
static struct slice write_entry(struct cache *cache, const struct dns_name *name,
                                const struct registration *registration, int64_t now)
{
    struct registration kept = *registration;
    struct slice text = slice_empty();
    enum status status;

    if (kept.read_at <= 0 || kept.read_at > now) {
        kept.read_at = now;
    }
    status = cache_text_write_entry(name, &kept, cache->arena, &text);
    return status == STATUS_OK ? text : slice_empty();
}

static void put(struct cache *cache, const struct cache_file_name *file, struct slice text)
{
    if (text.length == 0) {
        cache_blame(cache, file, "it would be longer than 16 KiB");
    } else if (cache_file_replace(&cache->folder, file, text) != STATUS_OK) {
        cache_blame(cache, file, strerror(errno));
    }
}

void cache_store(struct cache *cache, const struct dns_name *name,
                 const struct registration *registration, int64_t now)
{
    bool failed = cache_is_failure(registration->result);
    struct cache_file_name file;

    if (registration->cached || registration->source == REGISTRATION_SOURCE_NONE || now <= 0 ||
        !(failed || cache_is_reading(registration->result)) || !cache_begin(cache)) {
        return;
    }
    name_file(name, suffix_of(registration->source, failed), cache->arena, &file);
    put(cache, &file, write_entry(cache, name, registration, now));
    if (!failed) {
        name_file(name, suffix_of(registration->source, true), cache->arena, &file);
        cache_file_remove(&cache->folder, &file);
    }
    if (is_time_to_prune()) {
        cache_file_prune(&cache->folder, now);
    }
    cache_folder_leave(&cache->folder);
}

/* --- one process a name ----------------------------------------------------------------------- */

enum status cache_lock(struct cache *cache, const struct dns_name *name, int64_t deadline_ns,
                       struct cache_lock *ret_lock)
{
    struct cache_lock lock = { .descriptor = -1, .name = *name };
    struct cache_file_name file;
    enum status status = STATUS_OK;

    if (deadline_ns > cache->deadline_ns) {
        deadline_ns = cache->deadline_ns;
    }
    if (cache_begin(cache)) {
        name_file(name, CACHE_SUFFIX_LOCK, cache->arena, &file);
        status = cache_file_lock(&cache->folder, &file, deadline_ns, &lock.descriptor);
        if (status == STATUS_IO) {
            /* A folder that takes no lock keeps nobody from asking. */
            cache_blame(cache, &file, strerror(errno));
            status = STATUS_OK;
        }
        cache_folder_leave(&cache->folder);
    }
    if (status == STATUS_OK) {
        *ret_lock = lock;
    }
    return status;
}

void cache_unlock(struct cache *cache, struct cache_lock *lock)
{
    struct cache_file_name file;

    if (lock->descriptor < 0) {
        return;
    }
    if (cache_begin(cache)) {
        name_file(&lock->name, CACHE_SUFFIX_LOCK, cache->arena, &file);
        cache_file_unlock(&cache->folder, &file, lock->descriptor);
        cache_folder_leave(&cache->folder);
    } else {
        (void)close(lock->descriptor);
    }
    lock->descriptor = -1;
}
