/* SPDX-License-Identifier: MIT */
/* Whom to ask next: each row is a script of what the servers do and what must be asked because of
 * it. */
#include "../support/expect.h"

#include "io/dns_plan.h"

#define SECOND INT64_C(1000000000)
#define DEADLINE_S 8

/*
 * A script of steps separated by blanks. What the plan says: `0` to `7` ask that server at once,
 * `+0` ask it after a pause, `.` finish. What happened then: `s` silence (the query timeout
 * passes), `r` refused by ICMP, P N X L C (conclusive: positive, nodata, nxdomain, loop, referral),
 * F servfail, f formerr, B bogus, R refused, M malformed, each from the server asked last; `F1`
 * from server 1.
 */
struct row {
    const char *title;
    size_t servers;
    unsigned tries;
    size_t first;
    const char *silent; /* servers known to be silent before, as digits */
    bool direct;        /* one server asked for what it has */
    const char *script;
    enum answer_class best;
    enum answer_silence silence; /* when there is no best */
};

static const struct row rows[] = {
    { "one answer is enough", 2, 3, 0, "", false, "0 P .", ANSWER_CLASS_POSITIVE, 0 },
    { "a denial is one", 2, 3, 0, "", false, "0 N .", ANSWER_CLASS_NODATA, 0 },
    { "and so is the other denial", 2, 3, 0, "", false, "0 X .", ANSWER_CLASS_NXDOMAIN, 0 },
    { "a loop is one", 2, 3, 0, "", false, "0 L .", ANSWER_CLASS_LOOP, 0 },
    { "tries of one silent server", 1, 3, 0, "", false, "0 s 0 s 0 s .", 0,
      ANSWER_SILENCE_NO_REPLY },
    { "a single try", 1, 1, 0, "", false, "0 s .", 0, ANSWER_SILENCE_NO_REPLY },
    { "tries take turns", 2, 3, 0, "", false, "0 s 1 s 0 s .", 0, ANSWER_SILENCE_NO_REPLY },
    { "every server gets its try", 4, 2, 0, "", false, "0 s 1 s 2 s 3 s .", 0,
      ANSWER_SILENCE_NO_REPLY },
    { "rotated", 3, 3, 2, "", false, "2 s 0 s 1 s .", 0, ANSWER_SILENCE_NO_REPLY },
    { "a silent server is the last choice", 3, 3, 0, "0", false, "1 s 2 s 0 s .", 0,
      ANSWER_SILENCE_NO_REPLY },
    { "rotation does not begin with it", 3, 3, 1, "1", false, "2 P .", ANSWER_CLASS_POSITIVE, 0 },
    { "refusals: the next at once, the same one after a pause", 2, 3, 0, "", false,
      "0 r 1 r +0 r .", 0, ANSWER_SILENCE_UNREACHABLE },
    { "one refusal and silence is no reply", 2, 2, 0, "", false, "0 r 1 s .", 0,
      ANSWER_SILENCE_NO_REPLY },
    { "an inconclusive answer asks the next", 2, 3, 0, "", false, "0 R 1 P .",
      ANSWER_CLASS_POSITIVE, 0 },
    { "servfail too", 3, 3, 0, "", false, "0 F 1 F 2 N .", ANSWER_CLASS_NODATA, 0 },
    { "and bogus", 2, 3, 0, "", false, "0 B 1 P .", ANSWER_CLASS_POSITIVE, 0 },
    { "and what cannot be read", 2, 3, 0, "", false, "0 M 1 P .", ANSWER_CLASS_POSITIVE, 0 },
    { "and a referral by a resolver", 2, 3, 0, "", false, "0 C 1 P .", ANSWER_CLASS_POSITIVE, 0 },
    { "bogus is worth more than servfail", 2, 3, 0, "", false, "0 B 1 F .", ANSWER_CLASS_BOGUS, 0 },
    { "servfail is worth more than refused", 2, 3, 0, "", false, "0 R 1 F .", ANSWER_CLASS_SERVFAIL,
      0 },
    { "refused is worth more than noise", 2, 3, 0, "", false, "0 M 1 R .", ANSWER_CLASS_REFUSED,
      0 },
    { "noise is worth more than silence", 2, 3, 0, "", false, "0 M 1 s .", ANSWER_CLASS_MALFORMED,
      0 },
    { "servfail of the only server is asked once more", 1, 3, 0, "", false, "0 F +0 F .",
      ANSWER_CLASS_SERVFAIL, 0 },
    { "and may be better then", 1, 3, 0, "", false, "0 F +0 P .", ANSWER_CLASS_POSITIVE, 0 },
    { "once more needs a try", 1, 1, 0, "", false, "0 F .", ANSWER_CLASS_SERVFAIL, 0 },
    { "silence the second time leaves servfail", 1, 3, 0, "", false, "0 F +0 s .",
      ANSWER_CLASS_SERVFAIL, 0 },
    { "no other rcode is asked again", 1, 3, 0, "", false, "0 f .", ANSWER_CLASS_SERVFAIL, 0 },
    { "nor is bogus", 1, 3, 0, "", false, "0 B .", ANSWER_CLASS_BOGUS, 0 },
    { "nor refused", 1, 3, 0, "", false, "0 R .", ANSWER_CLASS_REFUSED, 0 },
    { "two that say servfail are believed", 2, 3, 0, "", false, "0 F 1 F .", ANSWER_CLASS_SERVFAIL,
      0 },
    { "the only one that answers is asked again", 2, 3, 0, "", false, "0 s 1 F +1 F .",
      ANSWER_CLASS_SERVFAIL, 0 },
    { "a silent one is asked for its opinion", 2, 3, 0, "0", false, "1 F 0 s 1 P .",
      ANSWER_CLASS_POSITIVE, 0 },
    { "a late answer to an earlier try", 2, 3, 0, "", false, "0 s 1 P0 .", ANSWER_CLASS_POSITIVE,
      0 },
    { "a late servfail, then the next one's answer", 2, 3, 0, "", false, "0 s 1 F0 N .",
      ANSWER_CLASS_NODATA, 0 },
    { "a server that is asked itself", 1, 3, 0, "", true, "0 C .", ANSWER_CLASS_REFERRAL, 0 },
    { "its servfail is its answer", 1, 3, 0, "", true, "0 F .", ANSWER_CLASS_SERVFAIL, 0 },
    { "its silence is tried", 1, 2, 0, "", true, "0 s 0 s .", 0, ANSWER_SILENCE_NO_REPLY },
    { "a late answer to its first try", 1, 2, 0, "", true, "0 s 0 P0 .", ANSWER_CLASS_POSITIVE, 0 },
    { "its refusal ends it", 1, 2, 0, "", true, "0 r .", 0, ANSWER_SILENCE_UNREACHABLE },
    { "behind silence, too", 1, 3, 0, "", true, "0 s 0 r .", 0, ANSWER_SILENCE_NO_REPLY },
    { "a REFUSED is its answer", 1, 2, 0, "", true, "0 R .", ANSWER_CLASS_REFUSED, 0 },
    { "and what cannot be read", 1, 2, 0, "", true, "0 M .", ANSWER_CLASS_MALFORMED, 0 },
    { "the deadline ends it", 1, 99, 0, "", false, "0 s 0 s 0 s 0 s .", 0,
      ANSWER_SILENCE_NO_REPLY },
    { "a pause beyond the deadline is none", 1, 99, 0, "", false,
      "0 r +0 r +0 r +0 r +0 r +0 r +0 r +0 r .", 0, ANSWER_SILENCE_UNREACHABLE },
};

struct play {
    const char *title;
    struct plan_rules rules;
    bool silent[LIMIT_SERVERS];
    struct plan plan;
    int64_t now_ns;
    size_t asked; /* the server asked last */
    enum answer_class kept;
};

static enum answer_class class_of(char letter)
{
    static const struct {
        char letter;
        enum answer_class class;
    } classes[] = {
        { 'P', ANSWER_CLASS_POSITIVE }, { 'N', ANSWER_CLASS_NODATA },
        { 'X', ANSWER_CLASS_NXDOMAIN }, { 'L', ANSWER_CLASS_LOOP },
        { 'C', ANSWER_CLASS_REFERRAL }, { 'F', ANSWER_CLASS_SERVFAIL },
        { 'f', ANSWER_CLASS_SERVFAIL }, { 'B', ANSWER_CLASS_BOGUS },
        { 'R', ANSWER_CLASS_REFUSED },  { 'M', ANSWER_CLASS_MALFORMED },
    };

    for (size_t i = 0; i < ROWS(classes); i++) {
        if (classes[i].letter == letter) {
            return classes[i].class;
        }
    }
    return ANSWER_CLASS_NONE;
}

/* "0", "+0", ".": what the plan has to say now. */
static void expect_step(struct play *play, struct slice word)
{
    struct plan_step step = plan_next(&play->rules, &play->plan, play->now_ns);
    bool paused = word.data[0] == '+';
    char server = word.data[word.length - 1];

    if (server == '.') {
        expect_number(play->title, "action", step.action, PLAN_ACTION_FINISH);
        return;
    }
    expect_number(play->title, "action", step.action, PLAN_ACTION_ASK);
    expect_number(play->title, "server", (long long)step.server, server - '0');
    expect_number(play->title, "paused", step.at_ns > play->now_ns, paused);
    play->now_ns = step.at_ns;
    play->asked = step.server;
    play->rules.query_timeout_ns = 2 * SECOND;
}

static void happen(struct play *play, struct slice word)
{
    size_t server = word.length > 1 ? (size_t)(word.data[1] - '0') : play->asked;
    struct dns_answer answer = { .class = class_of(word.data[0]) };

    if (word.data[0] == 's') {
        play->now_ns += play->rules.query_timeout_ns;
        play->silent[server] = true;
        plan_note_failure(&play->plan, server, false);
    } else if (word.data[0] == 'r') {
        play->silent[server] = true;
        plan_note_failure(&play->plan, server, true);
    } else {
        answer.rcode = word.data[0] == 'F' ? 2 : word.data[0] == 'f' ? 1 : 0;
        if (plan_note_answer(&play->rules, &play->plan, server, &answer, play->now_ns)) {
            play->kept = answer.class;
        }
    }
}

static void play_row(const struct row *row)
{
    struct play play = { .title = row->title };
    struct slice script = slice_of(row->script);
    struct slice word;

    play.rules = (struct plan_rules){ .server_count = row->servers,
                                      .silent = play.silent,
                                      .resolver = !row->direct,
                                      .tries = row->tries,
                                      .query_timeout_ns = 2 * SECOND,
                                      .deadline_ns = DEADLINE_S * SECOND };
    for (const char *at = row->silent; *at != '\0'; at++) {
        play.silent[*at - '0'] = true;
    }
    plan_start(&play.rules, row->first, &play.plan);
    while (slice_split(&script, ' ', &word)) {
        if (word.data[0] == '.' || word.data[0] == '+' || ascii_is_digit(word.data[0])) {
            expect_step(&play, word);
        } else {
            happen(&play, word);
        }
    }
    expect_number(row->title, "best", play.kept, row->best);
    if (row->best == ANSWER_CLASS_NONE) {
        expect_number(row->title, "silence", plan_silence(&play.plan), row->silence);
    }
}

static void test_scripts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        play_row(&rows[i]);
    }
}

/* A server that is known to be silent gets a second for its opinion, any other the whole timeout.
 */
static void test_waits(void **state)
{
    bool silent[2] = { false, true };
    struct plan_rules rules = { .server_count = 2,
                                .silent = silent,
                                .resolver = true,
                                .tries = 3,
                                .query_timeout_ns = 5 * SECOND,
                                .deadline_ns = 100 * SECOND };
    struct dns_answer refused = { .class = ANSWER_CLASS_REFUSED, .rcode = 5 };
    struct plan plan;
    struct plan_step step;

    (void)state;
    plan_start(&rules, 0, &plan);
    step = plan_next(&rules, &plan, 0);
    assert_int_equal(step.server, 0);
    assert_int_equal(step.wait_ns, 5 * SECOND);
    assert_true(plan_note_answer(&rules, &plan, 0, &refused, 1));
    step = plan_next(&rules, &plan, 1);
    assert_int_equal(step.server, 1);
    assert_int_equal(step.wait_ns, SECOND);
    plan_note_failure(&plan, 1, false);
    step = plan_next(&rules, &plan, 2);
    assert_int_equal(step.action, PLAN_ACTION_FINISH);
}

/* The first of two equal answers stays, with what belongs to it. */
static void test_first_of_equals(void **state)
{
    bool silent[2] = { false, false };
    struct plan_rules rules = { .server_count = 2,
                                .silent = silent,
                                .resolver = true,
                                .tries = 3,
                                .query_timeout_ns = SECOND,
                                .deadline_ns = 100 * SECOND };
    struct dns_answer answer = { .class = ANSWER_CLASS_SERVFAIL, .rcode = 2 };
    struct plan plan;

    (void)state;
    plan_start(&rules, 0, &plan);
    assert_true(plan_note_answer(&rules, &plan, 0, &answer, 0));
    assert_false(plan_note_answer(&rules, &plan, 1, &answer, 0));
    assert_int_equal(plan.best_server, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_first_of_equals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
