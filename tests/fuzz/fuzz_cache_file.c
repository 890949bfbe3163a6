/* SPDX-License-Identifier: MIT */
/*
 * The cache's files: what is accepted keeps its promises, ends some day, and is written and read
 * again as it was. Every input is read as both kinds.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "dns/name.h"
#include "io/cache_text.h"

#define SERVER_FILE SLICE("server-rdap.example.json")
#define WAITS 3 /* for a refusal, the hour and the bucket */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* --- a name's entry --------------------------------------------------------------------------- */

static void check_lifetime(const struct registration *registration, const struct dns_name *name)
{
    int64_t lifetime_s = cache_lifetime_s(registration, name);
    int64_t read_at = registration->read_at;

    demand(lifetime_s >= CACHE_FAILED_S && lifetime_s <= CACHE_DAY_S);
    demand(cache_counts(registration, name, true, read_at));
    demand(cache_counts(registration, name, false, read_at + lifetime_s - 1));
    demand(!cache_counts(registration, name, false, read_at + lifetime_s));
    demand(!cache_counts(registration, name, true, read_at + CACHE_FRESH_S + 1));
    demand(!cache_counts(registration, name, false, read_at - CACHE_SLACK_S - 1));
}

static void check_entry_again(const struct registration *registration, const struct dns_name *name,
                              struct arena *arena)
{
    struct registration again;
    struct slice first;
    struct slice second;
    enum status status = cache_text_write_entry(name, registration, arena, &first);

    /* Characters beyond ASCII take more room when we write them. */
    demand(status == STATUS_OK || status == STATUS_TOO_LONG);
    if (status == STATUS_OK) {
        demand(first.length <= CACHE_TEXT_MAXIMUM);
        demand(cache_text_read_entry(first, name, arena, &again) == STATUS_OK);
        demand(cache_text_write_entry(name, &again, arena, &second) == STATUS_OK);
        demand(slice_equal(first, second));
    }
}

static void check_entry(struct slice text, struct arena *arena)
{
    struct registration registration;
    struct dns_name name;

    demand(name_from_text(SLICE("example.com"), &name, NULL) == STATUS_OK);
    if (cache_text_read_entry(text, &name, arena, &registration) != STATUS_OK) {
        return;
    }
    demand(registration.cached);
    demand(registration.source == REGISTRATION_SOURCE_RDAP ||
           registration.source == REGISTRATION_SOURCE_WHOIS);
    demand(cache_is_reading(registration.result) != cache_is_failure(registration.result));
    demand(registration.read_at > 0 && registration.read_at <= CACHE_TIME_MAXIMUM);
    demand(registration.status_count <= REGISTRATION_STATUSES_MAXIMUM);
    demand(registration.server_count <= REGISTRATION_SERVERS_MAXIMUM);
    check_lifetime(&registration, &name);
    check_entry_again(&registration, &name, arena);
}

/* --- a server's manners ----------------------------------------------------------------------- */

static void check_manners_state(const struct cache_manners *manners)
{
    demand(manners->asked_count <= CACHE_ASKED_MAXIMUM);
    for (size_t i = 0; i < manners->asked_count; i++) {
        demand(manners->asked[i] > 0 && manners->asked[i] <= CACHE_TIME_MAXIMUM);
        demand(i == 0 || manners->asked[i - 1] <= manners->asked[i]);
    }
    demand((manners->refused_at == 0) == (manners->refused_for_s == 0));
    demand(manners->refused_at >= 0 && manners->refused_at <= CACHE_TIME_MAXIMUM);
    demand(manners->refused_for_s <= CACHE_REFUSED_MAXIMUM_S);
}

static void check_manners_again(const struct cache_manners *manners, struct arena *arena)
{
    struct cache_manners again;
    struct slice text;

    demand(cache_text_write_manners(SERVER_FILE, manners, arena, &text) == STATUS_OK);
    demand(cache_text_read_manners(text, SERVER_FILE, arena, &again) == STATUS_OK);
    demand(again.asked_count == manners->asked_count);
    demand(memcmp(again.asked, manners->asked, manners->asked_count * sizeof *again.asked) == 0);
    demand(again.refused_at == manners->refused_at);
    demand(again.refused_for_s == manners->refused_for_s);
}

/* From any clock on, somebody who waits as long as told may ask before long. */
static void check_waiting(struct cache_manners manners, int64_t now)
{
    struct cache_verdict verdict;

    now = now < 1 ? 1 : now;
    for (int i = 0; i <= WAITS; i++) {
        (void)cache_manners_take(&manners, now, &verdict);
        check_manners_state(&manners);
        if (verdict.permission == CACHE_PERMISSION_ASK) {
            demand(verdict.retry_after_s == 0 && verdict.reason.length == 0);
            demand(manners.asked_count > 0 && manners.refused_at == 0);
            return;
        }
        demand(verdict.retry_after_s >= 1 && verdict.retry_after_s <= CACHE_DAY_S + 1);
        demand(verdict.reason.length > 0);
        /* What others saw of a later clock comes on top. */
        now += (int64_t)verdict.retry_after_s + CACHE_SLACK_S;
    }
    abort();
}

static void check_manners(struct slice text, struct arena *arena)
{
    struct cache_manners manners;
    int64_t last;

    if (cache_text_read_manners(text, SERVER_FILE, arena, &manners) != STATUS_OK) {
        return;
    }
    check_manners_state(&manners);
    check_manners_again(&manners, arena);
    last = manners.asked_count == 0 ? manners.refused_at : manners.asked[manners.asked_count - 1];
    /* The end of time is no place to wait in. */
    last = last > CACHE_TIME_MAXIMUM - 4 * CACHE_DAY_S ? last - 4 * CACHE_DAY_S : last;
    check_waiting(manners, last);
    check_waiting(manners, last + 3);
    check_waiting(manners, last - CACHE_HOUR_S);
    check_waiting(manners, last / 2);
    cache_manners_refuse(&manners, last, (uint32_t)(last & 0x3FFFF));
    check_manners_state(&manners);
    check_manners_again(&manners, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;

    if (arena_create(LIMIT_ARENA, &arena) == STATUS_OK) {
        check_entry(text, arena);
        check_manners(text, arena);
        arena_destroy(arena);
    }
    return 0;
}
