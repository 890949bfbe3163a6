/* SPDX-License-Identifier: MIT */
/*
 * What registries said, kept on disk, and the manners towards their servers: one folder, shared by
 * all pollers of the machine.
 *
 * The order of a reading:
 *
 *   1. cache_lookup(): a hit is the answer.
 *   2. cache_lock() of the name, then cache_lookup() again: somebody else may have asked meanwhile.
 *   3. cache_may_ask() for the server, then the question itself.
 *   4. cache_note_refusal() when the server refused, cache_store() of what came back.
 *   5. cache_unlock().
 *
 * Trouble with the folder (not there, not ours, full, damaged) is never a failure: the run goes on
 * without, and cache_note() says why. Times are seconds since 1970, of the wall clock at the moment
 * of the call, because they outlive the process; deadlines are of the monotonic clock.
 */
#ifndef CHECK_SES_IO_CACHE_H
#define CHECK_SES_IO_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "registry/registration.h"

struct cache;

struct cache_options {
    bool enabled;            /* false: nothing is kept, nothing is remembered, all may be asked */
    struct slice directory;  /* --cache-dir; of the four the first that is named is taken */
    struct slice named;      /* $CHECK_SES_CACHE_DIR */
    struct slice user_cache; /* $XDG_CACHE_HOME; check_ses in it is meant. Relative: not named */
    int64_t deadline_ns;     /* of the run: no call waits longer */
};

/* The folder that is meant: /var/cache/check_ses when none is named. Empty if the arena failed. */
struct slice cache_path(const struct cache_options *options, struct arena *arena);

/*
 * Opens the folder; makes it (0750) when its parent is there. Not taken: a symbolic link, a folder
 * of another user, one that everyone may write to. Root works in the folder of another user with
 * that user's rights on files, or not at all. The environment is the caller's to read (empty in
 * secure execution). STATUS_NO_MEMORY. The caller closes the cache with cache_close().
 */
MUST_CHECK enum status cache_open(const struct cache_options *options, struct arena *arena,
                                  struct cache **ret_cache);

/* NULL is accepted. */
void cache_close(struct cache *cache);

/* Why there is no cache, or the first thing that could not be written; empty: all went well. */
struct slice cache_note(const struct cache *cache);

/* --- readings --------------------------------------------------------------------------------- */

struct cache_query {
    const struct dns_name *name; /* registrable domain */
    enum registration_source source;
    bool fresh; /* the last reading was contradicted: one older than 10 minutes does not count */
    int64_t now;
};

/*
 * What is kept of a name, when it still counts: a healthy object 18 to 24 hours (4.5 to 6 when it
 * expires within 30 days; the hash of the name decides where between), one in trouble, a denial and
 * a reservation 1 hour, a hold 10 minutes; an unreachable or unreadable server half a minute, so
 * that those who waited for the lock do not repeat what just failed. `cached` is set. What comes
 * from the future, is damaged or belongs to another name does not count. STATUS_NOT_FOUND;
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status cache_lookup(struct cache *cache, const struct cache_query *query,
                                    struct arena *arena, struct registration *ret_registration);

/*
 * The newest reading of a name by either source, however old: FOUND, NOT_FOUND or RESERVED at its
 * `read_at`. Kept for 30 days at least. STATUS_NOT_FOUND; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status cache_last_good(struct cache *cache, const struct dns_name *name,
                                       int64_t now, struct arena *arena,
                                       struct registration *ret_registration);

/*
 * Keeps FOUND, NOT_FOUND, RESERVED, UNREACHABLE and UNREADABLE of a RDAP or WHOIS server, in place
 * of what was kept of the name and source; the last two stand beside the last reading. Anything
 * else is not kept. A `read_at` of 0 or ahead of `now` becomes `now`.
 */
void cache_store(struct cache *cache, const struct dns_name *name,
                 const struct registration *registration, int64_t now);

struct cache_lock {
    int descriptor; /* -1: there is nothing to hold */
    struct dns_name name;
};

/*
 * The right to ask for a name, one process at a time; it ends with the process. Waits until
 * `deadline_ns` (one that has passed: tries once). A name that this process holds already is waited
 * for like any other. STATUS_OK: it is ours, or there is no cache to share; STATUS_TIMEOUT:
 * somebody else asks. The caller ends it with cache_unlock().
 */
MUST_CHECK enum status cache_lock(struct cache *cache, const struct dns_name *name,
                                  int64_t deadline_ns, struct cache_lock *ret_lock);

void cache_unlock(struct cache *cache, struct cache_lock *lock);

/* --- manners ---------------------------------------------------------------------------------- */

enum cache_permission {
    CACHE_PERMISSION_ASK = 0,
    CACHE_PERMISSION_DEFERRED, /* it was asked often enough */
    CACHE_PERMISSION_REFUSED   /* it said that it does not want to be asked for a while */
};

struct cache_verdict {
    enum cache_permission permission;
    uint32_t retry_after_s; /* ASK: 0; else at least 1 */
    struct slice reason;    /* a sentence without numbers that change; static storage; ASK: empty */
};

/*
 * Whether a server (host[:port]) may be asked one question now; ASK is a token taken: 5 at once,
 * then 1 in 2 seconds, at most 200 in any hour, over all processes that share the folder. When its
 * record is not to be had within half a second the answer is DEFERRED. A record that is damaged
 * begins anew; one that cannot be written does not keep us from asking.
 */
void cache_may_ask(struct cache *cache, struct slice server, int64_t now,
                   struct cache_verdict *ret_verdict);

/*
 * The server refused: nobody asks it for `retry_after_s` seconds, at most 24 hours; 0 (nothing
 * usable was said): 15 minutes. Of two refusals the one that lasts longer counts.
 */
void cache_note_refusal(struct cache *cache, struct slice server, uint32_t retry_after_s,
                        int64_t now);

#endif
