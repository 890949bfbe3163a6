/* SPDX-License-Identifier: MIT */
/*
 * Rounds of judging and asking, with a check whose wants are a number and a source that is a table.
 * The check needs names n0, n1 … one after the other (each want is known only when the one before
 * is answered), and wants others early.
 */
#include "../support/expect.h"

#include <stdio.h>

#include "facts/check.h"
#include "facts/config.h"
#include "io/clock.h"
#include "io/gather.h"

#define NS_PER_MS INT64_C(1000000)
#define LATER (INT64_C(60000) * NS_PER_MS)

/* What the check does. */
struct plan_config {
    struct config config;
    unsigned chain;     /* names needed one after the other */
    unsigned wide;      /* names needed at once */
    unsigned early;     /* names wanted early only */
    enum status status; /* what judge() returns */
    bool waste;         /* it takes all memory */
    size_t judged;      /* how often */
    const struct arena *last_arena;
};

/* What it saw in the end. */
struct details {
    unsigned answered;
    unsigned silent;
    enum answer_silence silence;
    bool final_names;
};

/* What the source does. */
struct script {
    enum status status;
    enum answer_silence silence; /* its answers; NONE: positive ones */
};

static void look(struct facts *facts, const char *prefix, unsigned number, struct details *details)
{
    char text[32];
    struct dns_name name;
    const struct dns_answer *answer;

    (void)snprintf(text, sizeof text, "%s%u.test", prefix, number);
    name = make_name(text);
    answer = facts_resolve(facts, &name, RR_TYPE_TXT);
    if (answer == NULL) {
        return;
    }
    details->answered += answer->class == ANSWER_CLASS_POSITIVE;
    details->silent += answer->class == ANSWER_CLASS_TIMEOUT;
    details->silence = answer->class == ANSWER_CLASS_TIMEOUT ? answer->silence : details->silence;
    details->final_names = details->final_names && answer->final != NULL;
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    union {
        const void *read;
        struct plan_config *write;
    } plan = { config };
    struct details *details = arena_alloc(arena, sizeof *details);
    char text[32];

    assert_non_null(details);
    details->final_names = true;
    plan.write->judged++;
    plan.write->last_arena = arena;
    for (unsigned i = 0; i < plan.write->early; i++) {
        struct dns_name name;

        (void)snprintf(text, sizeof text, "early%u.test", i);
        name = make_name(text);
        facts_prefetch(facts, &name, RR_TYPE_TXT);
    }
    for (unsigned i = 0; i < plan.write->wide; i++) {
        look(facts, "wide", i, details);
    }
    for (unsigned i = 0; i < plan.write->chain; i++) {
        unsigned known = details->answered + details->silent;

        look(facts, "n", i, details);
        if (details->answered + details->silent == known) {
            break;
        }
    }
    while (plan.write->waste && arena_alloc(arena, 100000) != NULL) {
    }
    verdict_add(verdict, FINDING_SPF_NONE)->message = slice_of("seen");
    *ret_details = details;
    return plan.write->waste ? STATUS_NO_MEMORY : plan.write->status;
}

static const struct check check = { .plugin = "test", .service = "TEST", .judge = judge };

static enum status ask(void *self, const struct question *questions, size_t count,
                       int64_t deadline_ns, struct arena *arena, struct dns_answer *answers,
                       unsigned *messages)
{
    struct script *script = self;

    (void)questions;
    (void)deadline_ns;
    (void)arena;
    *messages += (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct dns_answer){ .class = script->silence == ANSWER_SILENCE_NONE
                                                       ? ANSWER_CLASS_POSITIVE
                                                       : ANSWER_CLASS_TIMEOUT,
                                          .silence = script->silence };
    }
    return script->status;
}

struct row {
    const char *title;
    struct plan_config config;
    struct script script;
    bool nobody;   /* no source */
    bool too_late; /* the deadline has passed */
    enum status status;
    size_t judged;
    unsigned rounds;
    unsigned messages;
    unsigned answered;
    unsigned silent;
    enum answer_silence silence;
};

static const struct row rows[] = {
    { .title = "nothing is wanted", .judged = 1 },
    { .title = "one question",
      .config = { .chain = 1 },
      .judged = 2,
      .rounds = 1,
      .messages = 1,
      .answered = 1 },
    { .title = "three that hang on each other",
      .config = { .chain = 3 },
      .judged = 4,
      .rounds = 3,
      .messages = 3,
      .answered = 3 },
    { .title = "three at once",
      .config = { .wide = 3 },
      .judged = 2,
      .rounds = 1,
      .messages = 3,
      .answered = 3 },
    { .title = "early wants ride along",
      .config = { .chain = 1, .early = 5 },
      .judged = 2,
      .rounds = 1,
      .messages = 6,
      .answered = 1 },
    { .title = "early wants alone ask nobody", .config = { .early = 5 }, .judged = 1 },
    { .title = "silence is a fact",
      .config = { .chain = 2 },
      .script = { .silence = ANSWER_SILENCE_NO_REPLY },
      .judged = 3,
      .rounds = 2,
      .messages = 2,
      .silent = 2,
      .silence = ANSWER_SILENCE_NO_REPLY },
    { .title = "nobody to ask",
      .config = { .chain = 3 },
      .nobody = true,
      .judged = 2,
      .silent = 3,
      .silence = ANSWER_SILENCE_NO_SERVER },
    { .title = "the deadline has passed",
      .config = { .chain = 3, .early = 2 },
      .too_late = true,
      .judged = 2,
      .silent = 3,
      .silence = ANSWER_SILENCE_DEADLINE },
    { .title = "as many rounds as there may be",
      .config = { .chain = LIMIT_ROUNDS },
      .judged = LIMIT_ROUNDS + 1,
      .rounds = LIMIT_ROUNDS,
      .messages = LIMIT_ROUNDS,
      .answered = LIMIT_ROUNDS },
    { .title = "one round more",
      .config = { .chain = LIMIT_ROUNDS + 1 },
      .judged = LIMIT_ROUNDS + 2,
      .rounds = LIMIT_ROUNDS,
      .messages = LIMIT_ROUNDS,
      .answered = LIMIT_ROUNDS,
      .silent = 1,
      .silence = ANSWER_SILENCE_LIMIT },
    { .title = "as many questions as there may be",
      .config = { .wide = LIMIT_QUESTIONS },
      .judged = 2,
      .rounds = 1,
      .messages = LIMIT_QUESTIONS,
      .answered = LIMIT_QUESTIONS },
    { .title = "one question more",
      .config = { .wide = LIMIT_QUESTIONS + 1 },
      .judged = 3,
      .rounds = 1,
      .messages = LIMIT_QUESTIONS,
      .answered = LIMIT_QUESTIONS,
      .silent = 1,
      .silence = ANSWER_SILENCE_LIMIT },
    { .title = "needed ones come before early ones",
      .config = { .wide = LIMIT_QUESTIONS, .early = 50 },
      .judged = 2,
      .rounds = 1,
      .messages = LIMIT_QUESTIONS,
      .answered = LIMIT_QUESTIONS },
    { .title = "the source has no memory",
      .config = { .chain = 1 },
      .script = { .status = STATUS_NO_MEMORY },
      .status = STATUS_NO_MEMORY,
      .judged = 1 },
    { .title = "the rules have no memory",
      .config = { .waste = true },
      .status = STATUS_NO_MEMORY,
      .judged = 1 },
    { .title = "the rules break",
      .config = { .status = STATUS_INTERNAL },
      .status = STATUS_INTERNAL,
      .judged = 1 },
};

static void expect_result(const struct row *row, const struct gather_result *result)
{
    const struct details *details = result->details;

    expect_number(row->title, "rounds", result->rounds, row->rounds);
    expect_number(row->title, "messages", result->messages, row->messages);
    expect_number(row->title, "answered", details->answered, row->answered);
    expect_number(row->title, "silent", details->silent, row->silent);
    expect_number(row->title, "silence", details->silence, row->silence);
    expect_number(row->title, "each answer says where it belongs", details->final_names, true);
    expect_number(row->title, "findings", (long long)result->verdict.finding_count, 1);
}

static void play_row(const struct row *row)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct plan_config config = row->config;
    struct script script = row->script;
    struct source source = { .self = &script, .ask = ask };
    struct gather_result result = { .arena = NULL };
    struct facts *facts = NULL;
    int64_t deadline = row->too_late ? 0 : clock_monotonic_ns() + LATER;

    config_init(&config.config);
    assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
    expect_number(row->title, "status",
                  gather(&check, &config, facts,
                         &(struct sources){ .dns = row->nobody ? NULL : &source }, deadline,
                         &result),
                  row->status);
    expect_number(row->title, "judged", (long long)config.judged, (long long)row->judged);
    if (row->status == STATUS_OK) {
        expect_number(row->title, "the arena is the last judgement's",
                      result.arena == config.last_arena, true);
        expect_result(row, &result);
    } else {
        expect_number(row->title, "untouched", result.arena == NULL, true);
    }
    arena_destroy(result.arena);
    arena_destroy(arena);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        play_row(&rows[i]);
    }
}

/* ---- APIs ---- */

/* What happened, one letter each: "b" begun, "d" DNS asked, "f" finished. */
struct diary {
    char text[16];
    size_t length;
    struct api_round begun[4];
    size_t begun_count;
};

static void note(struct diary *diary, char letter)
{
    assert_true(diary->length + 1 < sizeof diary->text);
    diary->text[diary->length] = letter;
    diary->length++;
}

static enum status begin_api(void *self, const struct api_round *round, unsigned *messages)
{
    struct diary *diary = self;

    (void)messages;
    note(diary, 'b');
    assert_true(diary->begun_count < ROWS(diary->begun));
    diary->begun[diary->begun_count] = *round;
    diary->begun_count++;
    return STATUS_OK;
}

static enum status finish_api(void *self)
{
    struct diary *diary = self;

    note(diary, 'f');
    for (size_t i = 0; i < diary->begun_count; i++) {
        assert_int_equal(diary->begun[i].count, 1);
        diary->begun[i].answers[0].heard = API_HEARD_REPLY;
    }
    return STATUS_OK;
}

static enum status ask_noting(void *self, const struct question *questions, size_t count,
                              int64_t deadline_ns, struct arena *arena, struct dns_answer *answers,
                              unsigned *messages)
{
    struct script script = { .silence = ANSWER_SILENCE_NONE };

    note(self, 'd');
    return ask(&script, questions, count, deadline_ns, arena, answers, messages);
}

/* Needs an API, three names one after the other, and another action once the API has replied. */
static enum status judge_api(const void *config, struct facts *facts, struct arena *arena,
                             struct verdict *verdict, const void **ret_details)
{
    const struct dns_name name = make_name("a.example");
    const struct api_answer *first = facts_api(facts, API_ACTION_GET_IDENTITY, &name);
    struct details *details = arena_alloc(arena, sizeof *details);

    (void)config;
    (void)verdict;
    assert_non_null(details);
    for (unsigned i = 0; i < 3; i++) {
        unsigned known = details->answered;

        look(facts, "n", i, details);
        if (details->answered == known) {
            break;
        }
    }
    if (first != NULL) {
        const struct api_answer *second = facts_api(facts, API_ACTION_DOMAIN_INFO, &name);

        details->silent = first->heard;
        details->silence = second == NULL ? 0 : (enum answer_silence)second->heard;
    }
    *ret_details = details;
    return STATUS_OK;
}

static const struct check api_check = { .plugin = "test", .service = "TEST", .judge = judge_api };

/* While DNS has something to say, no API is waited for. */
static void test_api(void **state)
{
    static const struct {
        const char *title;
        bool nobody;   /* no source of APIs */
        bool too_late; /* the deadline has passed */
        const char *diary;
        enum api_heard heard;
        unsigned rounds;
    } table[] = {
        { "an API and DNS", false, false, "bdddfbf", API_HEARD_REPLY, 4 },
        { "nobody asks APIs", true, false, "ddd", API_HEARD_UNREACHABLE, 4 },
        { "no time left", false, true, "", API_HEARD_UNREACHABLE, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(table); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct diary diary = { .length = 0 };
        struct source source = { .self = &diary, .ask = ask_noting };
        struct api_source api = { .self = &diary, .begin = begin_api, .finish = finish_api };
        struct sources sources = { .dns = &source, .api = table[i].nobody ? NULL : &api };
        struct gather_result result = { .arena = NULL };
        struct facts *facts = NULL;
        struct config config;
        const struct details *details;

        config_init(&config);
        assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
        assert_int_equal(gather(&api_check, &config, facts, &sources,
                                table[i].too_late ? 0 : clock_monotonic_ns() + LATER, &result),
                         STATUS_OK);
        details = result.details;
        expect_text(table[i].title, "diary", slice_of(diary.text), table[i].diary);
        expect_number(table[i].title, "first", details->silent, table[i].heard);
        expect_number(table[i].title, "second", details->silence, table[i].heard);
        expect_number(table[i].title, "rounds", result.rounds, table[i].rounds);
        arena_destroy(result.arena);
        arena_destroy(arena);
    }
}

/* The facts of a run that ended at its deadline give the same verdict when nobody is asked. */
static void test_replay_of_a_deadline(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct plan_config config = { .chain = 2 };
    struct gather_result first;
    struct gather_result second;
    struct facts *facts = NULL;
    struct facts *again = NULL;
    const struct fact *all;
    size_t count;

    (void)state;
    config_init(&config.config);
    assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
    assert_int_equal(facts_create(arena, 1, &again), STATUS_OK);
    assert_int_equal(gather(&check, &config, facts,
                            &(struct sources){ .dns = &(struct source){ .ask = ask } }, 0, &first),
                     STATUS_OK);
    all = facts_all(facts, &count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(facts_add(again, &all[i].question, all[i].answer), STATUS_OK);
    }
    assert_int_equal(gather(&check, &config, again, &(struct sources){ .dns = NULL }, 0, &second),
                     STATUS_OK);
    assert_memory_equal(first.details, second.details, sizeof(struct details));
    assert_int_equal(((const struct details *)second.details)->silence, ANSWER_SILENCE_DEADLINE);
    assert_int_equal(facts_unanswered(facts), facts_unanswered(again));
    arena_destroy(first.arena);
    arena_destroy(second.arena);
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_api),
        cmocka_unit_test(test_replay_of_a_deadline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
