/* SPDX-License-Identifier: MIT */
/*
 * A bucket of 5 tokens that gains one in 2 seconds lets through at most 5 + t / 2 questions in any
 * t seconds. So no bucket is kept but the times of the last hour's questions: a new one fits when
 * no span that ends with it holds too many. The hour's limit is one more such span.
 *
 * Times are whole seconds, cut off: two that differ by n may lie just above n - 1 seconds apart. So
 * every wait is one second longer than the difference says.
 */
#include "io/cache_policy.h"

#define CUT_OFF_S 1

/* --- readings --------------------------------------------------------------------------------- */

bool cache_is_reading(enum registration_result result)
{
    return result == REGISTRATION_RESULT_FOUND || result == REGISTRATION_RESULT_NOT_FOUND ||
           result == REGISTRATION_RESULT_RESERVED;
}

bool cache_is_failure(enum registration_result result)
{
    return result == REGISTRATION_RESULT_UNREACHABLE || result == REGISTRATION_RESULT_UNREADABLE;
}

/* Statuses under which somebody is about to act, or should: the next look must not be far. */
static bool is_in_trouble(const struct registration *registration)
{
    static const enum epp_status signs[] = {
        EPP_STATUS_INACTIVE,        EPP_STATUS_PENDING_CREATE,       EPP_STATUS_PENDING_DELETE,
        EPP_STATUS_PENDING_RESTORE, EPP_STATUS_REDEMPTION_PERIOD,    EPP_STATUS_EXPIRED,
        EPP_STATUS_TO_BE_SUSPENDED, EPP_STATUS_PENDING_VERIFICATION,
    };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (registration_has(registration, signs[i])) {
            return true;
        }
    }
    return false;
}

/* Less than `longest_s` by up to a quarter, always the same for a name: a thousand names that were
 * read at once are not read at once again. */
static int64_t spread(int64_t longest_s, const struct dns_name *name)
{
    struct slice wire = slice_make((const char *)name->wire, name->length);

    return longest_s - slice_hash(SLICE_HASH_START, wire) % (longest_s / CACHE_SPREAD + 1);
}

static int64_t object_lifetime_s(const struct registration *registration,
                                 const struct dns_name *name)
{
    bool expiring = registration->has_expires &&
                    registration->expires <= registration->read_at + CACHE_EXPIRING_WITHIN_S;

    if (registration_on_hold(registration)) {
        return CACHE_HOLD_S;
    }
    if (is_in_trouble(registration)) {
        return CACHE_TROUBLED_S;
    }
    return spread(expiring ? CACHE_EXPIRING_S : CACHE_HEALTHY_S, name);
}

int64_t cache_lifetime_s(const struct registration *registration, const struct dns_name *name)
{
    if (registration->result == REGISTRATION_RESULT_FOUND) {
        return object_lifetime_s(registration, name);
    }
    if (cache_is_reading(registration->result)) {
        return CACHE_ABSENT_S;
    }
    return cache_is_failure(registration->result) ? CACHE_FAILED_S : 0;
}

bool cache_counts(const struct registration *registration, const struct dns_name *name, bool fresh,
                  int64_t now)
{
    int64_t age_s = now - registration->read_at;

    if (registration->read_at <= 0 || age_s < -CACHE_SLACK_S || (fresh && age_s > CACHE_FRESH_S)) {
        return false;
    }
    return age_s < cache_lifetime_s(registration, name);
}

/* --- manners ---------------------------------------------------------------------------------- */

/* What lies too far ahead of now happened now. */
static bool pull_back(int64_t *time, int64_t now)
{
    bool ahead = *time > now + CACHE_SLACK_S;

    if (ahead) {
        *time = now;
    }
    return ahead;
}

/* Drops the questions that are older than an hour and a refusal that has ended. */
static void forget(struct cache_manners *manners, int64_t now)
{
    size_t old = 0;

    while (old < manners->asked_count &&
           now - manners->asked[old] >= CACHE_ASKED_WITHIN_S + CUT_OFF_S) {
        old++;
    }
    manners->asked_count -= old;
    for (size_t i = 0; i < manners->asked_count; i++) {
        manners->asked[i] = manners->asked[i + old];
    }
    if (now - manners->refused_at >= (int64_t)manners->refused_for_s + CUT_OFF_S) {
        manners->refused_at = 0;
        manners->refused_for_s = 0;
    }
}

/*
 * Brings what is known up to `now`; *ret_now is the same moment or, when others saw a later clock,
 * theirs. True when times were pulled back: that has to be kept, or they would be pulled along for
 * ever.
 */
static bool settle(struct cache_manners *manners, int64_t now, int64_t *ret_now)
{
    size_t count = manners->asked_count;
    bool changed;

    /* Only clocks that were never set lie outside, and such a time could not be kept. */
    now = now < 1 ? 1 : now;
    now = now > CACHE_TIME_MAXIMUM ? CACHE_TIME_MAXIMUM : now;
    changed = pull_back(&manners->refused_at, now);
    for (size_t i = 0; i < count; i++) {
        changed = pull_back(&manners->asked[i], now) || changed;
    }
    if (changed) {
        /* Some may still lie ahead by less than the slack, before those that were pulled back. */
        for (size_t i = 0; i < count; i++) {
            manners->asked[i] = manners->asked[i] > now ? now : manners->asked[i];
        }
    }
    if (count > 0 && manners->asked[count - 1] > now) {
        now = manners->asked[count - 1];
    }
    if (manners->refused_at > now) {
        now = manners->refused_at;
    }
    forget(manners, now);
    *ret_now = now;
    return changed;
}

/* Seconds until a question more fits into every span that ends with it. */
static int64_t bucket_wait_s(const struct cache_manners *manners, int64_t now)
{
    int64_t wait_s = 0;

    for (size_t i = 0; i + CACHE_BURST <= manners->asked_count; i++) {
        int64_t tokens = (int64_t)(manners->asked_count - i - (CACHE_BURST - 1));
        int64_t due = manners->asked[i] + tokens * CACHE_INTERVAL_S + CUT_OFF_S;

        wait_s = due - now > wait_s ? due - now : wait_s;
    }
    return wait_s;
}

static struct cache_verdict judge(const struct cache_manners *manners, int64_t now)
{
    int64_t wait_s;

    if (manners->refused_at != 0) {
        wait_s = manners->refused_at + manners->refused_for_s + CUT_OFF_S - now;
        return (struct cache_verdict){
            CACHE_PERMISSION_REFUSED, (uint32_t)wait_s,
            SLICE("it refused an earlier question, and its time is not over yet")
        };
    }
    if (manners->asked_count == CACHE_ASKED_MAXIMUM) {
        wait_s = manners->asked[0] + CACHE_ASKED_WITHIN_S + CUT_OFF_S - now;
        return (struct cache_verdict){
            CACHE_PERMISSION_DEFERRED, (uint32_t)wait_s,
            SLICE("this machine asked it 200 questions within an hour, which is our limit")
        };
    }
    wait_s = bucket_wait_s(manners, now);
    if (wait_s > 0) {
        return (struct cache_verdict){
            CACHE_PERMISSION_DEFERRED, (uint32_t)wait_s,
            SLICE("this machine asked it 5 questions at once, then 1 in 2 seconds, our limit")
        };
    }
    return (struct cache_verdict){ CACHE_PERMISSION_ASK, 0, slice_empty() };
}

bool cache_manners_take(struct cache_manners *manners, int64_t now,
                        struct cache_verdict *ret_verdict)
{
    bool changed = settle(manners, now, &now);

    *ret_verdict = judge(manners, now);
    if (ret_verdict->permission != CACHE_PERMISSION_ASK) {
        return changed;
    }
    manners->asked[manners->asked_count] = now;
    manners->asked_count++;
    return true;
}

void cache_manners_refuse(struct cache_manners *manners, int64_t now, uint32_t retry_after_s)
{
    (void)settle(manners, now, &now);
    if (retry_after_s == 0) {
        retry_after_s = CACHE_REFUSED_S;
    }
    if (retry_after_s > CACHE_REFUSED_MAXIMUM_S) {
        retry_after_s = CACHE_REFUSED_MAXIMUM_S;
    }
    if (now + retry_after_s >= manners->refused_at + manners->refused_for_s) {
        manners->refused_at = now;
        manners->refused_for_s = retry_after_s;
    }
}
