/* SPDX-License-Identifier: MIT */
/* Which source is asked, which reading is doubted, and what is said of those that were no use. */
#include "world.h"

#include "rules/registration_view.h"

static const char *const no_rows[] = { NULL };

/* --- disturbed or not ------------------------------------------------------------------------- */

static struct registration make_registration(enum registration_source source,
                                             enum registration_result result)
{
    return (struct registration){ .result = result,
                                  .source = source,
                                  .server = SLICE("server.example"),
                                  .reason = SLICE("because") };
}

static void add_status(struct registration *registration, enum epp_status status)
{
    registration->statuses[registration->status_count].status = status;
    registration->status_count++;
}

static bool is_disturbing(enum epp_status status)
{
    static const enum epp_status list[] = {
        EPP_STATUS_CLIENT_HOLD,     EPP_STATUS_SERVER_HOLD,       EPP_STATUS_SUSPENDED,
        EPP_STATUS_INACTIVE,        EPP_STATUS_PENDING_CREATE,    EPP_STATUS_PENDING_DELETE,
        EPP_STATUS_PENDING_RESTORE, EPP_STATUS_REDEMPTION_PERIOD, EPP_STATUS_EXPIRED,
    };

    for (size_t i = 0; i < ROWS(list); i++) {
        if (list[i] == status) {
            return true;
        }
    }
    return false;
}

static void test_disturbed(void **state)
{
    struct registration expiring =
        make_registration(REGISTRATION_SOURCE_RDAP, REGISTRATION_RESULT_FOUND);

    (void)state;
    for (int status = 0; status < EPP_STATUS_COUNT; status++) {
        struct registration registration =
            make_registration(REGISTRATION_SOURCE_RDAP, REGISTRATION_RESULT_FOUND);

        add_status(&registration, EPP_STATUS_LINKED);
        add_status(&registration, (enum epp_status)status);
        expect_number(epp_status_text((enum epp_status)status), "disturbed",
                      registration_is_disturbed(&registration, WORLD_CLOCK),
                      is_disturbing((enum epp_status)status));
    }
    expiring.expires = WORLD_CLOCK - 1;
    assert_false(registration_is_disturbed(&expiring, WORLD_CLOCK));
    expiring.has_expires = true;
    assert_true(registration_is_disturbed(&expiring, WORLD_CLOCK));
    expiring.expires = WORLD_CLOCK;
    assert_false(registration_is_disturbed(&expiring, WORLD_CLOCK));
}

/* --- which reading ---------------------------------------------------------------------------- */

/* A reading: what came, whether it was kept, and the status of the object. */
struct reading {
    enum registration_result result; /* NONE: nobody may ask for it */
    bool cached;
    enum epp_status status;
};

#define NOBODY                             \
    {                                      \
        REGISTRATION_RESULT_NONE, false, 0 \
    }
#define FRESH(what)                                      \
    {                                                    \
        REGISTRATION_RESULT_##what, false, EPP_STATUS_OK \
    }
#define KEPT(what)                                      \
    {                                                   \
        REGISTRATION_RESULT_##what, true, EPP_STATUS_OK \
    }
#define ON_HOLD(cached)                                           \
    {                                                             \
        REGISTRATION_RESULT_FOUND, cached, EPP_STATUS_CLIENT_HOLD \
    }

static const struct {
    const char *title;
    enum delegation_state state;
    struct reading readings[4]; /* RDAP, RDAP anew, WHOIS, WHOIS anew */
    const char *view;           /* readings asked for, which is good, those that failed */
} finds[] = {
    { "the first one is enough",
      DELEGATION_PRESENT,
      { FRESH(FOUND), NOBODY, NOBODY, NOBODY },
      "rdap: rdap found" },
    { "not registered is an answer",
      DELEGATION_ABSENT,
      { FRESH(NOT_FOUND), NOBODY, NOBODY, NOBODY },
      "rdap: rdap not-found" },
    { "reserved as well",
      DELEGATION_ABSENT,
      { FRESH(RESERVED), NOBODY, NOBODY, NOBODY },
      "rdap: rdap reserved" },
    { "no RDAP server",
      DELEGATION_PRESENT,
      { FRESH(NO_SERVER), NOBODY, FRESH(FOUND), NOBODY },
      "rdap whois: whois found, rdap no-server failed" },
    { "RDAP cannot be reached",
      DELEGATION_UNKNOWN,
      { FRESH(UNREACHABLE), NOBODY, FRESH(FOUND), NOBODY },
      "rdap whois: whois found, rdap unreachable failed" },
    { "a refusal is not gone around",
      DELEGATION_PRESENT,
      { FRESH(REFUSED), NOBODY, NOBODY, NOBODY },
      "rdap:, rdap refused failed" },
    { "our manners neither",
      DELEGATION_PRESENT,
      { FRESH(DEFERRED), NOBODY, NOBODY, NOBODY },
      "rdap:, rdap deferred failed" },
    { "an unreadable reply is one",
      DELEGATION_PRESENT,
      { FRESH(UNREADABLE), NOBODY, NOBODY, NOBODY },
      "rdap:, rdap unreadable failed" },
    { "both fail",
      DELEGATION_ABSENT,
      { FRESH(UNREACHABLE), NOBODY, FRESH(REFUSED), NOBODY },
      "rdap whois:, rdap unreachable failed, whois refused failed" },
    { "there is no server at all",
      DELEGATION_ABSENT,
      { FRESH(NO_SERVER), NOBODY, FRESH(NO_SERVER), NOBODY },
      "rdap whois:, rdap no-server failed, whois no-server failed" },
    { "kept, and nothing is known against it",
      DELEGATION_UNKNOWN,
      { ON_HOLD(true), NOBODY, NOBODY, NOBODY },
      "rdap: rdap found kept" },
    { "kept, and servers of the parent zone differ",
      DELEGATION_MIXED,
      { ON_HOLD(true), NOBODY, NOBODY, NOBODY },
      "rdap: rdap found kept" },
    { "kept, in order and delegated",
      DELEGATION_PRESENT,
      { KEPT(FOUND), NOBODY, NOBODY, NOBODY },
      "rdap: rdap found kept" },
    { "kept, on hold and not delegated",
      DELEGATION_ABSENT,
      { ON_HOLD(true), NOBODY, NOBODY, NOBODY },
      "rdap: rdap found kept" },
    { "kept, not registered and not delegated",
      DELEGATION_ABSENT,
      { KEPT(NOT_FOUND), NOBODY, NOBODY, NOBODY },
      "rdap: rdap not-found kept" },
    { "kept, on hold but delegated",
      DELEGATION_PRESENT,
      { ON_HOLD(true), FRESH(FOUND), NOBODY, NOBODY },
      "rdap rdap-anew: rdap found" },
    { "kept, not registered but delegated",
      DELEGATION_PRESENT,
      { KEPT(NOT_FOUND), FRESH(FOUND), NOBODY, NOBODY },
      "rdap rdap-anew: rdap found" },
    { "kept, reserved but delegated",
      DELEGATION_PRESENT,
      { KEPT(RESERVED), FRESH(FOUND), NOBODY, NOBODY },
      "rdap rdap-anew: rdap found" },
    { "kept, in order but not delegated",
      DELEGATION_ABSENT,
      { KEPT(FOUND), ON_HOLD(false), NOBODY, NOBODY },
      "rdap rdap-anew: rdap found" },
    { "what is new is believed although it is contradicted",
      DELEGATION_PRESENT,
      { ON_HOLD(false), NOBODY, NOBODY, NOBODY },
      "rdap: rdap found" },
    { "what cannot be read anew is not used",
      DELEGATION_PRESENT,
      { ON_HOLD(true), FRESH(REFUSED), NOBODY, NOBODY },
      "rdap rdap-anew:, rdap refused failed" },
    { "read anew by the other source",
      DELEGATION_PRESENT,
      { FRESH(NO_SERVER), NOBODY, ON_HOLD(true), FRESH(FOUND) },
      "rdap whois whois-anew: whois found, rdap no-server failed" },
    { "a failure that was kept is one",
      DELEGATION_PRESENT,
      { KEPT(UNREACHABLE), NOBODY, FRESH(FOUND), NOBODY },
      "rdap whois: whois found, rdap unreachable failed" },
};

static void answer_one(struct world *world, const char *title, const struct question *question,
                       const struct reading *reading)
{
    struct registration *registration = arena_alloc(world->arena, sizeof *registration);

    assert_non_null(registration);
    if (reading->result == REGISTRATION_RESULT_NONE) {
        fail_msg("%s: %s%s is asked for", title, registration_source_text(question->source),
                 question->again ? " anew" : "");
    }
    *registration = make_registration(question->source, reading->result);
    registration->cached = reading->cached;
    if (reading->result == REGISTRATION_RESULT_FOUND) {
        add_status(registration, reading->status);
    }
    assert_int_equal(facts_add_registration(world->facts, question, registration), STATUS_OK);
}

/* Answers what is wanted; adds its names to the buffer. False: nothing was. */
static bool answer(struct world *world, size_t row, struct buf *buf)
{
    size_t count = 0;
    const struct question *wants = facts_wants(world->facts, &count);
    struct question question;

    if (count == 0) {
        return false;
    }
    expect_number(finds[row].title, "wants at once", (long long)count, 1);
    question = wants[0];
    expect_number(finds[row].title, "kind", question.kind, QUESTION_KIND_REGISTRATION);
    buf_printf(buf, "%s%s%s", buf_slice(buf).length > 0 ? " " : "",
               registration_source_text(question.source), question.again ? "-anew" : "");
    answer_one(world, finds[row].title, &question,
               &finds[row].readings[(question.source == REGISTRATION_SOURCE_WHOIS ? 2 : 0) +
                                    (question.again ? 1 : 0)]);
    facts_begin_round(world->facts);
    return true;
}

static void describe(const struct registration_view *view, struct buf *buf)
{
    buf_add_text(buf, ":");
    if (view->good != NULL) {
        buf_printf(buf, " %s %s%s", registration_source_text(view->good->source),
                   registration_result_text(view->good->result), view->good->cached ? " kept" : "");
    }
    for (size_t i = 0; i < view->failed_count; i++) {
        buf_printf(buf, ", %s %s failed", registration_source_text(view->failed[i]->source),
                   registration_result_text(view->failed[i]->result));
    }
}

static void test_find(void **state)
{
    struct dns_name domain = make_name("example.test");

    (void)state;
    for (size_t i = 0; i < ROWS(finds); i++) {
        struct registration_view view = { .asked = false };
        struct world world;
        struct buf buf;
        bool wanted;

        world_begin(&world, no_rows);
        buf_init(&buf, world.arena, 1000);
        do {
            registration_find(world.facts, &domain, finds[i].state, &view);
            expect_number(finds[i].title, "asked", view.asked, true);
            wanted = answer(&world, i, &buf);
            expect_number(finds[i].title, "pending", view.pending, wanted);
            expect_number(finds[i].title, "nothing good while pending",
                          view.pending && view.good != NULL, false);
        } while (wanted);
        describe(&view, &buf);
        expect_text(finds[i].title, "view", buf_slice(&buf), finds[i].view);
        world_end(&world);
    }
}

/* Of what both sources were last told the newest counts. */
static void test_last_good(void **state)
{
    static const struct {
        const char *title;
        int64_t read_at[2]; /* by RDAP, by WHOIS; 0: never */
        int64_t newest;
    } rows[] = {
        { "never", { 0, 0 }, 0 },
        { "by RDAP", { 5, 0 }, 5 },
        { "by WHOIS", { 0, 5 }, 5 },
        { "RDAP's is newer", { 6, 5 }, 6 },
        { "WHOIS's is newer", { 5, 6 }, 6 },
    };
    struct dns_name domain = make_name("example.test");

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration last[2];
        struct registration failed[2];
        struct registration_view view;
        struct world world;

        world_begin(&world, no_rows);
        for (size_t k = 0; k < 2; k++) {
            struct question question = { .kind = QUESTION_KIND_REGISTRATION,
                                         .source = k == 0 ? REGISTRATION_SOURCE_RDAP
                                                          : REGISTRATION_SOURCE_WHOIS,
                                         .name = domain };

            last[k] = make_registration(question.source, REGISTRATION_RESULT_FOUND);
            last[k].read_at = rows[i].read_at[k];
            failed[k] = make_registration(question.source, REGISTRATION_RESULT_UNREACHABLE);
            failed[k].last_good = rows[i].read_at[k] != 0 ? &last[k] : NULL;
            assert_int_equal(facts_add_registration(world.facts, &question, &failed[k]), STATUS_OK);
        }
        registration_find(world.facts, &domain, DELEGATION_PRESENT, &view);
        expect_number(rows[i].title, "failed", (long long)view.failed_count, 2);
        expect_number(rows[i].title, "read at",
                      view.last_good == NULL ? 0 : view.last_good->read_at, rows[i].newest);
        world_end(&world);
    }
}

/* --- what is said ----------------------------------------------------------------------------- */

static const struct {
    const char *title;
    enum registration_result results[2]; /* RDAP, WHOIS; NONE: not asked */
    bool good;                           /* the second one is some use */
    bool has_failed;
    const char *findings;
    const char *message; /* of the first */
} reports[] = {
    { "nothing was asked", { REGISTRATION_RESULT_NONE }, false, false, "", "" },
    { "another source was some use",
      { REGISTRATION_RESULT_UNREACHABLE, REGISTRATION_RESULT_FOUND },
      true,
      true,
      "",
      "" },
    { "refused",
      { REGISTRATION_RESULT_REFUSED },
      false,
      true,
      "registration.refused WARNING",
      "RDAP of server.example gave no registration data of example.test: because" },
    { "deferred",
      { REGISTRATION_RESULT_DEFERRED },
      false,
      true,
      "registration.deferred WARNING",
      "RDAP of server.example gave no registration data of example.test: because" },
    { "unreadable",
      { REGISTRATION_RESULT_UNREADABLE },
      false,
      true,
      "registration.unreadable WARNING",
      "RDAP of server.example gave no registration data of example.test: because" },
    { "each one that failed",
      { REGISTRATION_RESULT_UNREACHABLE, REGISTRATION_RESULT_REFUSED },
      false,
      true,
      "registration.unreachable WARNING, registration.refused WARNING",
      "RDAP of server.example gave no registration data of example.test: because" },
    { "that there is no RDAP says nothing beside WHOIS that failed",
      { REGISTRATION_RESULT_NO_SERVER, REGISTRATION_RESULT_UNREADABLE },
      false,
      true,
      "registration.unreadable WARNING",
      "WHOIS of server.example gave no registration data of example.test: because" },
    { "nor the other way round",
      { REGISTRATION_RESULT_UNREACHABLE, REGISTRATION_RESULT_NO_SERVER },
      false,
      true,
      "registration.unreachable WARNING",
      "RDAP of server.example gave no registration data of example.test: because" },
    { "no server at all is said once",
      { REGISTRATION_RESULT_NO_SERVER, REGISTRATION_RESULT_NO_SERVER },
      false,
      false,
      "registration.unreachable WARNING",
      "no registration data of example.test: because" },
};

static void test_report(void **state)
{
    static const struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct dns_name domain = make_name("example.test");

    (void)state;
    for (size_t i = 0; i < ROWS(reports); i++) {
        struct registration readings[2];
        struct registration_view view = { .asked = true };
        struct verdict verdict;
        struct world world;

        for (size_t k = 0; k < 2 && reports[i].results[k] != REGISTRATION_RESULT_NONE; k++) {
            readings[k] =
                make_registration(k == 0 ? REGISTRATION_SOURCE_RDAP : REGISTRATION_SOURCE_WHOIS,
                                  reports[i].results[k]);
            if (k == 1 && reports[i].good) {
                view.good = &readings[k];
            } else {
                view.failed[view.failed_count] = &readings[k];
                view.failed_count++;
            }
        }
        world_begin(&world, no_rows);
        verdict_init(&verdict, world.arena, &policy);
        expect_number(reports[i].title, "failed", registration_has_failed(&view),
                      reports[i].has_failed);
        registration_report(&view, &domain, STATE_WARNING, &verdict);
        expect_text(reports[i].title, "findings", world_findings(&world, &verdict),
                    reports[i].findings);
        for (size_t k = 0; k < verdict.finding_count; k++) {
            expect_text(reports[i].title, "name", verdict.findings[k].name, "example.test");
            expect_number(reports[i].title, "same cause", verdict.findings[k].same_cause, true);
        }
        expect_text(reports[i].title, "message",
                    verdict.finding_count > 0 ? verdict.findings[0].message : slice_empty(),
                    reports[i].message);
        world_end(&world);
    }
}

/* Without a server and a reason the sentence is one still; the time to come back is told. */
static void test_report_words(void **state)
{
    static const struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct dns_name domain = make_name("example.test");
    struct registration refused = { .result = REGISTRATION_RESULT_REFUSED,
                                    .source = REGISTRATION_SOURCE_WHOIS,
                                    .server = slice_empty(),
                                    .reason = slice_empty(),
                                    .retry_after_s = 90 };
    struct registration_view view = { .asked = true, .failed = { &refused }, .failed_count = 1 };
    struct verdict verdict;
    struct world world;

    (void)state;
    world_begin(&world, no_rows);
    verdict_init(&verdict, world.arena, &policy);
    registration_report(&view, &domain, STATE_INFO, &verdict);
    assert_int_equal(verdict.finding_count, 1);
    expect_text("bare", "message", verdict.findings[0].message,
                "WHOIS gave no registration data of example.test");
    expect_text("bare", "detail", verdict.findings[0].detail,
                "asked again after 90 s at the earliest");
    expect_number("bare", "state", verdict.findings[0].state, STATE_INFO);
    expect_number("info", "same cause", verdict.findings[0].same_cause, false);
    world_end(&world);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disturbed),    cmocka_unit_test(test_find),
        cmocka_unit_test(test_last_good),    cmocka_unit_test(test_report),
        cmocka_unit_test(test_report_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
