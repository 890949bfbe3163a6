/* SPDX-License-Identifier: MIT */
/*
 * The files of servers: server-HOST.json, changed only by whoever holds server-HOST.lock, and that
 * for no longer than it takes to read, judge and replace it. Files are replaced as a whole, so
 * reading needs no lock.
 */
#include "io/cache.h"

#include <errno.h>
#include <string.h>

#include "io/cache_policy.h"
#include "io/cache_state.h"
#include "io/cache_text.h"
#include "io/clock.h"

#define WAIT_NS INT64_C(500000000) /* for others who are at the same record */
#define BUSY_S 1

/* A server's record. */
struct record {
    struct cache *cache;
    struct cache_file_name file;
    struct cache_file_name lock_file;
    int lock;
    struct cache_manners manners;
};

static void name_record(struct cache *cache, struct slice server, struct record *record)
{
    *record = (struct record){ .cache = cache, .lock = -1 };
    cache_file_name(CACHE_PREFIX_SERVER, server, CACHE_SUFFIX_TEXT, &record->file);
    cache_file_name(CACHE_PREFIX_SERVER, server, CACHE_SUFFIX_LOCK, &record->lock_file);
}

/* Reads it as it is now; one that is missing or damaged is new. STATUS_NO_MEMORY. */
static enum status read_record(struct record *record)
{
    struct cache *cache = record->cache;
    char data[CACHE_TEXT_MAXIMUM];
    struct slice text;
    enum status status;

    memset(&record->manners, 0, sizeof record->manners);
    status = cache_file_read(&cache->folder, &record->file, data, sizeof data, &text);
    if (status == STATUS_OK) {
        status = cache_text_read_manners(text, slice_of(record->file.text), cache->arena,
                                         &record->manners);
    }
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

static void unlock_record(const struct record *record)
{
    cache_file_unlock(&record->cache->folder, &record->lock_file, record->lock);
}

/*
 * Takes the lock and reads. STATUS_TIMEOUT: others are at it; STATUS_IO: there is no locking;
 * STATUS_NO_MEMORY.
 */
static enum status lock_record(struct record *record)
{
    struct cache *cache = record->cache;
    int64_t deadline_ns = clock_monotonic_ns() + WAIT_NS;
    enum status status;

    if (deadline_ns > cache->deadline_ns) {
        deadline_ns = cache->deadline_ns;
    }
    status = cache_file_lock(&cache->folder, &record->lock_file, deadline_ns, &record->lock);
    if (status != STATUS_OK) {
        return status;
    }
    status = read_record(record);
    if (status != STATUS_OK) {
        unlock_record(record);
    }
    return status;
}

static void keep_record(struct record *record)
{
    struct cache *cache = record->cache;
    struct slice text;
    enum status status = cache_text_write_manners(slice_of(record->file.text), &record->manners,
                                                  cache->arena, &text);

    if (status != STATUS_OK) {
        cache_blame(cache, &record->file, status_text(status));
    } else if (cache_file_replace(&cache->folder, &record->file, text) != STATUS_OK) {
        cache_blame(cache, &record->file, strerror(errno));
    }
}

/* The verdict when the record is not to be had. */
static struct cache_verdict judge_without(const struct record *record, enum status status)
{
    if (status == STATUS_IO) {
        cache_blame(record->cache, &record->lock_file, strerror(errno));
        return (struct cache_verdict){ CACHE_PERMISSION_ASK, 0, slice_empty() };
    }
    /* Better asked too little than too much. */
    return (struct cache_verdict){ CACHE_PERMISSION_DEFERRED, BUSY_S,
                                   SLICE("too many checks want to ask it at the same time") };
}

/* Whether what is written there, without a lock, says no already: most of a crowd needs no more. */
static bool is_denied(struct record *record, int64_t now, struct cache_verdict *ret_verdict)
{
    struct cache_verdict verdict;

    if (read_record(record) != STATUS_OK || cache_manners_take(&record->manners, now, &verdict)) {
        return false;
    }
    *ret_verdict = verdict;
    return true;
}

static void take_token(struct record *record, int64_t now, struct cache_verdict *ret_verdict)
{
    enum status status = lock_record(record);

    if (status != STATUS_OK) {
        *ret_verdict = judge_without(record, status);
        return;
    }
    if (cache_manners_take(&record->manners, now, ret_verdict)) {
        keep_record(record);
    }
    unlock_record(record);
}

void cache_may_ask(struct cache *cache, struct slice server, int64_t now,
                   struct cache_verdict *ret_verdict)
{
    struct record record;

    *ret_verdict = (struct cache_verdict){ CACHE_PERMISSION_ASK, 0, slice_empty() };
    if (!cache_begin(cache)) {
        return;
    }
    name_record(cache, server, &record);
    if (!is_denied(&record, now, ret_verdict)) {
        take_token(&record, now, ret_verdict);
    }
    cache_folder_leave(&cache->folder);
}

void cache_note_refusal(struct cache *cache, struct slice server, uint32_t retry_after_s,
                        int64_t now)
{
    struct record record;
    enum status status;

    if (!cache_begin(cache)) {
        return;
    }
    name_record(cache, server, &record);
    status = lock_record(&record);
    if (status == STATUS_OK) {
        cache_manners_refuse(&record.manners, now, retry_after_s);
        keep_record(&record);
        unlock_record(&record);
    } else {
        cache_blame(cache, &record.file,
                    status == STATUS_IO ? strerror(errno) : status_text(status));
    }
    cache_folder_leave(&cache->folder);
}
