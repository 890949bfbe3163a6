/* SPDX-License-Identifier: MIT */
/*
 * How long a reading counts and how often a server is asked: arithmetic on wall-clock seconds,
 * without files.
 *
 * Clocks are set back. A time ahead of now by no more than CACHE_SLACK_S is taken for that of a
 * process whose clock was read a little later; a reading further ahead does not count, a question
 * or refusal further ahead is taken to be of this moment, so that nobody is locked out for longer
 * than if it had happened now.
 */
#ifndef CHECK_SES_IO_CACHE_POLICY_H
#define CHECK_SES_IO_CACHE_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dns/name.h"
#include "io/cache.h"
#include "registry/registration.h"

#define CACHE_MINUTE_S 60
#define CACHE_HOUR_S 3600
#define CACHE_DAY_S 86400

#define CACHE_TIME_MAXIMUM INT64_C(253402300799) /* the last second of year 9999 */
#define CACHE_SLACK_S CACHE_MINUTE_S             /* longer than runs wait for each other */

#define CACHE_HEALTHY_S (24 * CACHE_HOUR_S)
#define CACHE_EXPIRING_S (6 * CACHE_HOUR_S)
#define CACHE_EXPIRING_WITHIN_S (30 * CACHE_DAY_S)
#define CACHE_SPREAD 4 /* a healthy object counts for less, by up to a quarter */
#define CACHE_TROUBLED_S CACHE_HOUR_S
#define CACHE_ABSENT_S CACHE_HOUR_S
#define CACHE_HOLD_S (10 * CACHE_MINUTE_S)
#define CACHE_FRESH_S (10 * CACHE_MINUTE_S)
#define CACHE_FAILED_S 30

#define CACHE_BURST 5
#define CACHE_INTERVAL_S 2 /* one token in this time */
#define CACHE_ASKED_MAXIMUM 200
#define CACHE_ASKED_WITHIN_S CACHE_HOUR_S

#define CACHE_REFUSED_S (15 * CACHE_MINUTE_S) /* when the server does not say */
#define CACHE_REFUSED_MAXIMUM_S CACHE_DAY_S

/* FOUND, NOT_FOUND, RESERVED: the registry said something of the name. */
bool cache_is_reading(enum registration_result result);

/* UNREACHABLE, UNREADABLE: asked, and nothing usable came. */
bool cache_is_failure(enum registration_result result);

/* Seconds for which a reading or failure counts; 0 for any other result. */
int64_t cache_lifetime_s(const struct registration *registration, const struct dns_name *name);

/* Whether it counts at `now`; `fresh` as in struct cache_query. */
bool cache_counts(const struct registration *registration, const struct dns_name *name, bool fresh,
                  int64_t now);

/* What is known of a server. All zeros: it was never asked. */
struct cache_manners {
    int64_t asked[CACHE_ASKED_MAXIMUM]; /* when, of the last hour, in ascending order */
    size_t asked_count;
    int64_t refused_at;     /* 0: no refusal is remembered */
    uint32_t refused_for_s; /* 1 to CACHE_REFUSED_MAXIMUM_S */
};

/* Takes a token if there is one. True when `manners` changed and has to be kept. */
bool cache_manners_take(struct cache_manners *manners, int64_t now,
                        struct cache_verdict *ret_verdict);

/* Remembers a refusal; `retry_after_s` as in cache_note_refusal(). */
void cache_manners_refuse(struct cache_manners *manners, int64_t now, uint32_t retry_after_s);

#endif
