/* SPDX-License-Identifier: MIT */
/* How long readings count, how often servers are asked: tables of seconds. */
#include "../support/expect.h"

#include <stdio.h>

#include "io/cache_policy.h"

#define NOW INT64_C(1764115200)
#define DAY CACHE_DAY_S

/* --- readings --------------------------------------------------------------------------------- */

static struct registration make_reading(enum registration_result result)
{
    return (struct registration){
        .result = result,
        .source = REGISTRATION_SOURCE_RDAP,
        .read_at = NOW,
    };
}

static void add_status(struct registration *registration, enum epp_status status)
{
    registration->statuses[registration->status_count].status = status;
    registration->statuses[registration->status_count].text = slice_of(epp_status_text(status));
    registration->status_count++;
}

static void test_lifetime(void **state)
{
    static const struct {
        const char *title;
        enum registration_result result;
        enum epp_status statuses[2];
        int64_t expires; /* after the reading; 0: not told */
        int64_t least;
        int64_t most;
    } rows[] = {
        { "healthy", REGISTRATION_RESULT_FOUND, { EPP_STATUS_OK }, 365 * DAY, 64800, 86400 },
        { "locked is healthy",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_CLIENT_TRANSFER_PROHIBITED, EPP_STATUS_AUTO_RENEW_PERIOD },
          365 * DAY,
          64800,
          86400 },
        { "no date", REGISTRATION_RESULT_FOUND, { EPP_STATUS_OK }, 0, 64800, 86400 },
        { "no status", REGISTRATION_RESULT_FOUND, { 0 }, 0, 64800, 86400 },
        { "expires in 30 days and a second",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_OK },
          30 * DAY + 1,
          64800,
          86400 },
        { "expires in 30 days",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_OK },
          30 * DAY,
          16200,
          21600 },
        { "expires at once", REGISTRATION_RESULT_FOUND, { EPP_STATUS_OK }, 1, 16200, 21600 },
        { "expired", REGISTRATION_RESULT_FOUND, { EPP_STATUS_OK }, -DAY, 16200, 21600 },
        { "clientHold",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_OK, EPP_STATUS_CLIENT_HOLD },
          365 * DAY,
          600,
          600 },
        { "serverHold", REGISTRATION_RESULT_FOUND, { EPP_STATUS_SERVER_HOLD }, DAY, 600, 600 },
        { "suspended", REGISTRATION_RESULT_FOUND, { EPP_STATUS_SUSPENDED }, 0, 600, 600 },
        { "hold and redemption",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_REDEMPTION_PERIOD, EPP_STATUS_SERVER_HOLD },
          -DAY,
          600,
          600 },
        { "redemption",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_REDEMPTION_PERIOD },
          -DAY,
          3600,
          3600 },
        { "to be verified",
          REGISTRATION_RESULT_FOUND,
          { EPP_STATUS_PENDING_VERIFICATION },
          365 * DAY,
          3600,
          3600 },
        { "not registered", REGISTRATION_RESULT_NOT_FOUND, { 0 }, 0, 3600, 3600 },
        { "reserved", REGISTRATION_RESULT_RESERVED, { 0 }, 0, 3600, 3600 },
        { "unreachable", REGISTRATION_RESULT_UNREACHABLE, { 0 }, 0, 30, 30 },
        { "unreadable", REGISTRATION_RESULT_UNREADABLE, { 0 }, 0, 30, 30 },
        { "refused", REGISTRATION_RESULT_REFUSED, { 0 }, 0, 0, 0 },
        { "deferred", REGISTRATION_RESULT_DEFERRED, { 0 }, 0, 0, 0 },
        { "no server", REGISTRATION_RESULT_NO_SERVER, { 0 }, 0, 0, 0 },
        { "nothing", REGISTRATION_RESULT_NONE, { 0 }, 0, 0, 0 },
    };
    struct dns_name name = make_name("example.com");

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration reading = make_reading(rows[i].result);
        int64_t lifetime;

        for (size_t j = 0; j < 2 && rows[i].statuses[j] != EPP_STATUS_OTHER; j++) {
            add_status(&reading, rows[i].statuses[j]);
        }
        reading.has_expires = rows[i].expires != 0;
        reading.expires = NOW + rows[i].expires;
        lifetime = cache_lifetime_s(&reading, &name);
        if (lifetime < rows[i].least || lifetime > rows[i].most) {
            fail_msg("%s: counts for %lld s, not %lld to %lld", rows[i].title, (long long)lifetime,
                     (long long)rows[i].least, (long long)rows[i].most);
        }
        expect_number(rows[i].title, "lifetime again", cache_lifetime_s(&reading, &name), lifetime);
    }
}

/* A thousand names read in the same second: no quarter of an hour sees more than a tenth again. */
static void test_spread(void **state)
{
    enum {
        SLOTS = 96 + 1,
        SLOT_S = 900
    };
    size_t slots[SLOTS] = { 0 };
    struct registration reading = make_reading(REGISTRATION_RESULT_FOUND);

    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        char text[32];
        struct dns_name name;
        int64_t lifetime;

        (void)snprintf(text, sizeof text, "name-%u.example", i);
        name = make_name(text);
        lifetime = cache_lifetime_s(&reading, &name);
        assert_true(lifetime >= 18 * CACHE_HOUR_S && lifetime <= 24 * CACHE_HOUR_S);
        slots[lifetime / SLOT_S]++;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        expect_number("spread", "names in a slot or less", slots[i] > 100, 0);
    }
}

static void test_counts(void **state)
{
    static const struct {
        const char *title;
        enum registration_result result;
        bool hold;
        bool fresh;
        int64_t age;
        bool counts;
    } rows[] = {
        { "healthy, of this second", REGISTRATION_RESULT_FOUND, false, false, 0, true },
        { "healthy, 18 hours less one", REGISTRATION_RESULT_FOUND, false, false, 64799, true },
        { "healthy, 24 hours", REGISTRATION_RESULT_FOUND, false, false, 86400, false },
        { "healthy, fresh, 10 minutes", REGISTRATION_RESULT_FOUND, false, true, 600, true },
        { "healthy, fresh, one more", REGISTRATION_RESULT_FOUND, false, true, 601, false },
        { "hold, 10 minutes less one", REGISTRATION_RESULT_FOUND, true, false, 599, true },
        { "hold, 10 minutes", REGISTRATION_RESULT_FOUND, true, false, 600, false },
        { "hold, fresh, too", REGISTRATION_RESULT_FOUND, true, true, 599, true },
        { "absent, an hour less one", REGISTRATION_RESULT_NOT_FOUND, false, false, 3599, true },
        { "absent, an hour", REGISTRATION_RESULT_NOT_FOUND, false, false, 3600, false },
        { "absent, fresh", REGISTRATION_RESULT_NOT_FOUND, false, true, 601, false },
        { "failed, 29 s", REGISTRATION_RESULT_UNREACHABLE, false, true, 29, true },
        { "failed, 30 s", REGISTRATION_RESULT_UNREACHABLE, false, false, 30, false },
        { "a minute ahead", REGISTRATION_RESULT_FOUND, false, false, -60, true },
        { "further ahead", REGISTRATION_RESULT_FOUND, false, false, -61, false },
        { "further ahead, fresh", REGISTRATION_RESULT_FOUND, false, true, -61, false },
        { "a year ahead", REGISTRATION_RESULT_FOUND, false, false, -365 * DAY, false },
        { "refused", REGISTRATION_RESULT_REFUSED, false, false, 0, false },
    };
    struct dns_name name = make_name("example.com");
    struct registration nameless = make_reading(REGISTRATION_RESULT_FOUND);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration reading = make_reading(rows[i].result);

        if (rows[i].hold) {
            add_status(&reading, EPP_STATUS_SERVER_HOLD);
        }
        expect_number(rows[i].title, "counts",
                      cache_counts(&reading, &name, rows[i].fresh, NOW + rows[i].age),
                      rows[i].counts);
    }
    nameless.read_at = 0;
    assert_false(cache_counts(&nameless, &name, false, 0));
}

/* --- the bucket ------------------------------------------------------------------------------- */

/* What a server is told at offsets from NOW: A asked, D deferred, R refused; and the last wait. */
static void test_bucket(void **state)
{
    static const struct {
        const char *title;
        int64_t at[12];
        const char *want;
        uint32_t retry_after;
    } rows[] = {
        { "one", { 0 }, "A", 0 },
        { "five at once", { 0, 0, 0, 0, 0 }, "AAAAA", 0 },
        { "not six", { 0, 0, 0, 0, 0, 0 }, "AAAAAD", 3 },
        { "two seconds may be just above one", { 0, 0, 0, 0, 0, 2 }, "AAAAAD", 1 },
        { "three are two", { 0, 0, 0, 0, 0, 3 }, "AAAAAA", 0 },
        { "one token, not two", { 0, 0, 0, 0, 0, 3, 3 }, "AAAAAAD", 2 },
        { "the next in two seconds", { 0, 0, 0, 0, 0, 3, 5 }, "AAAAAAA", 0 },
        { "and not before", { 0, 0, 0, 0, 0, 3, 4 }, "AAAAAAD", 1 },
        { "what is denied costs nothing", { 0, 0, 0, 0, 0, 0, 0, 1, 3 }, "AAAAADDDA", 0 },
        { "full again after ten", { 0, 0, 0, 0, 0, 11, 11, 11, 11, 11 }, "AAAAAAAAAA", 0 },
        { "almost full", { 0, 0, 0, 0, 0, 10, 10, 10, 10, 10 }, "AAAAAAAAAD", 1 },
        { "slowly for ever", { 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 }, "AAAAAAAAAA", 0 },
        { "an hour back: as if now", { 3600, 3600, 3600, 3600, 3600, 0 }, "AAAAAD", 3 },
        { "then it goes on", { 3600, 3600, 3600, 3600, 3600, 0, 3 }, "AAAAADA", 0 },
        { "a minute back: the later clock", { 60, 60, 60, 60, 60, 0, 62, 63 }, "AAAAADDA", 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct cache_manners manners = { .asked_count = 0 };
        struct cache_verdict verdict = { .retry_after_s = 99 };

        for (size_t j = 0; rows[i].want[j] != '\0'; j++) {
            bool changed = cache_manners_take(&manners, NOW + rows[i].at[j], &verdict);

            if ("ADR"[verdict.permission] != rows[i].want[j]) {
                fail_msg("%s: question %zu is %c, not %c", rows[i].title, j,
                         "ADR"[verdict.permission], rows[i].want[j]);
            }
            expect_number(rows[i].title, "a reason", verdict.reason.length > 0,
                          rows[i].want[j] != 'A');
            if (rows[i].want[j] == 'A') {
                expect_number(rows[i].title, "changed", changed, true);
            }
        }
        expect_number(rows[i].title, "wait", verdict.retry_after_s, rows[i].retry_after);
    }
}

/* As many as there are tokens, at every second: never more than 200 in any hour. */
static void test_hour(void **state)
{
    static int64_t granted[2000];
    struct cache_manners manners = { .asked_count = 0 };
    size_t count = 0;

    (void)state;
    for (int64_t at = 0; at < 4 * CACHE_HOUR_S; at++) {
        struct cache_verdict verdict;

        do {
            (void)cache_manners_take(&manners, NOW + at, &verdict);
            if (verdict.permission == CACHE_PERMISSION_ASK) {
                assert_true(count < ROWS(granted));
                granted[count++] = at;
            }
        } while (verdict.permission == CACHE_PERMISSION_ASK);
        assert_int_equal(verdict.permission, CACHE_PERMISSION_DEFERRED);
        assert_true(verdict.retry_after_s >= 1 && verdict.retry_after_s <= 3601);
    }
    /* 200 in the first minutes of each hour; the hours are one second longer for what is cut off.
     */
    assert_int_equal(count, 800);
    for (size_t i = 0; i + 200 < count; i++) {
        assert_true(granted[i + 200] - granted[i] > CACHE_HOUR_S);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 5; j < count && j < i + 50; j++) {
            assert_true(granted[j] - granted[i] > 2 * (int64_t)(j - i - 4));
        }
    }
}

/* The wait that is told is the one that is meant, to the second. */
static void test_wait_is_exact(void **state)
{
    struct cache_manners manners = { .asked_count = 0 };
    struct cache_manners early;
    struct cache_verdict verdict;
    int64_t now = NOW;

    (void)state;
    for (size_t i = 0; i < 450; i++) {
        (void)cache_manners_take(&manners, now, &verdict);
        if (verdict.permission != CACHE_PERMISSION_ASK) {
            early = manners;
            now += verdict.retry_after_s - 1;
            (void)cache_manners_take(&early, now, &verdict);
            expect_number("a second early", "permission", verdict.permission,
                          CACHE_PERMISSION_DEFERRED);
            now++;
            (void)cache_manners_take(&manners, now, &verdict);
            expect_number("in time", "permission", verdict.permission, CACHE_PERMISSION_ASK);
        }
    }
}

static void test_clock_set_back(void **state)
{
    struct cache_manners manners = { .asked_count = 0 };
    struct cache_verdict verdict;

    (void)state;
    /* 200 questions of next year, then the clock is put right: locked out for an hour, not a year.
     */
    for (size_t i = 0; i < CACHE_ASKED_MAXIMUM; i++) {
        manners.asked[i] = NOW + 365 * DAY + (int64_t)i;
    }
    manners.asked_count = CACHE_ASKED_MAXIMUM;
    assert_true(cache_manners_take(&manners, NOW, &verdict));
    assert_int_equal(verdict.permission, CACHE_PERMISSION_DEFERRED);
    assert_int_equal(verdict.retry_after_s, 3601);
    assert_false(cache_manners_take(&manners, NOW + 3600, &verdict));
    assert_int_equal(verdict.retry_after_s, 1);
    assert_true(cache_manners_take(&manners, NOW + 3601, &verdict));
    assert_int_equal(verdict.permission, CACHE_PERMISSION_ASK);
    assert_int_equal(manners.asked_count, 1);
    /* Some lie ahead by little, some by much: the order stays. */
    manners.asked[0] = NOW + 50;
    manners.asked[1] = NOW + 100;
    manners.asked_count = 2;
    assert_true(cache_manners_take(&manners, NOW, &verdict));
    assert_int_equal(manners.asked[0], NOW);
    assert_int_equal(manners.asked[1], NOW);
    assert_int_equal(manners.asked[2], NOW);
}

static void test_strange_clocks(void **state)
{
    static const int64_t clocks[] = { INT64_MIN, -1, 0, 1, CACHE_TIME_MAXIMUM, INT64_MAX };

    (void)state;
    for (size_t i = 0; i < ROWS(clocks); i++) {
        struct cache_manners manners = { .asked_count = 0 };
        struct cache_verdict verdict;

        cache_manners_refuse(&manners, clocks[i], 10);
        assert_true(manners.refused_at >= 1 && manners.refused_at <= CACHE_TIME_MAXIMUM);
        (void)cache_manners_take(&manners, clocks[i], &verdict);
        assert_int_equal(verdict.permission, CACHE_PERMISSION_REFUSED);
        manners.refused_at = 0;
        manners.refused_for_s = 0;
        (void)cache_manners_take(&manners, clocks[i], &verdict);
        assert_int_equal(verdict.permission, CACHE_PERMISSION_ASK);
        assert_true(manners.asked[0] >= 1 && manners.asked[0] <= CACHE_TIME_MAXIMUM);
    }
}

/* --- refusals --------------------------------------------------------------------------------- */

static void test_refusal(void **state)
{
    static const struct {
        const char *title;
        uint32_t told;
        int64_t at; /* the question, after the refusal */
        enum cache_permission want;
        uint32_t retry_after;
    } rows[] = {
        { "one second", 1, 0, CACHE_PERMISSION_REFUSED, 2 },
        { "may not be over yet", 1, 1, CACHE_PERMISSION_REFUSED, 1 },
        { "is over", 1, 2, CACHE_PERMISSION_ASK, 0 },
        { "as told", 100, 100, CACHE_PERMISSION_REFUSED, 1 },
        { "no longer than told", 100, 101, CACHE_PERMISSION_ASK, 0 },
        { "not told", 0, 0, CACHE_PERMISSION_REFUSED, 901 },
        { "not told: 15 minutes", 0, 900, CACHE_PERMISSION_REFUSED, 1 },
        { "not told: no longer", 0, 901, CACHE_PERMISSION_ASK, 0 },
        { "a day", 86400, 86400, CACHE_PERMISSION_REFUSED, 1 },
        { "over a day", 86401, 0, CACHE_PERMISSION_REFUSED, 86401 },
        { "over a day is a day", UINT32_MAX, 86401, CACHE_PERMISSION_ASK, 0 },
        { "clock back a little", 100, -60, CACHE_PERMISSION_REFUSED, 101 },
        { "clock back a year", 100, -365 * DAY, CACHE_PERMISSION_REFUSED, 101 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct cache_manners manners = { .asked_count = 0 };
        struct cache_verdict verdict;

        cache_manners_refuse(&manners, NOW, rows[i].told);
        (void)cache_manners_take(&manners, NOW + rows[i].at, &verdict);
        expect_number(rows[i].title, "permission", verdict.permission, rows[i].want);
        expect_number(rows[i].title, "wait", verdict.retry_after_s, rows[i].retry_after);
        expect_number(rows[i].title, "asked", (long long)manners.asked_count,
                      rows[i].want == CACHE_PERMISSION_ASK);
    }
}

static void test_refusal_after_clock_set_back(void **state)
{
    struct cache_manners manners = { .asked_count = 0 };
    struct cache_verdict verdict;

    (void)state;
    cache_manners_refuse(&manners, NOW + 365 * DAY, 100);
    assert_true(cache_manners_take(&manners, NOW, &verdict));
    assert_int_equal(verdict.permission, CACHE_PERMISSION_REFUSED);
    assert_false(cache_manners_take(&manners, NOW + 50, &verdict));
    assert_int_equal(verdict.retry_after_s, 51);
    assert_true(cache_manners_take(&manners, NOW + 101, &verdict));
    assert_int_equal(verdict.permission, CACHE_PERMISSION_ASK);
}

static void test_two_refusals(void **state)
{
    static const struct {
        const char *title;
        uint32_t first;
        int64_t at; /* the second one, after the first */
        uint32_t second;
        int64_t end; /* of both, after the first */
    } rows[] = {
        { "a longer one", 100, 10, 200, 210 },     { "a shorter one", 200, 10, 100, 200 },
        { "the same end", 100, 50, 50, 100 },      { "after the first", 100, 500, 10, 510 },
        { "not told beside told", 30, 0, 0, 900 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct cache_manners manners = { .asked_count = 0 };

        cache_manners_refuse(&manners, NOW, rows[i].first);
        cache_manners_refuse(&manners, NOW + rows[i].at, rows[i].second);
        expect_number(rows[i].title, "end", manners.refused_at + manners.refused_for_s - NOW,
                      rows[i].end);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lifetime),       cmocka_unit_test(test_spread),
        cmocka_unit_test(test_counts),         cmocka_unit_test(test_bucket),
        cmocka_unit_test(test_hour),           cmocka_unit_test(test_wait_is_exact),
        cmocka_unit_test(test_clock_set_back), cmocka_unit_test(test_strange_clocks),
        cmocka_unit_test(test_refusal),        cmocka_unit_test(test_refusal_after_clock_set_back),
        cmocka_unit_test(test_two_refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
