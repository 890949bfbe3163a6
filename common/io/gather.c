/* SPDX-License-Identifier: MIT */
/* Judge, ask what the judgement misses, judge again. */
#include "io/gather.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "facts/config.h"
#include "io/clock.h"

struct gathering {
    const struct check *check;
    const void *config;
    struct facts *facts;
    struct source *source;
    int64_t deadline_ns;
    size_t asked; /* distinct questions so far */
    struct gather_result result;
};

/* Runs the rules from the start, in a fresh arena. */
static enum status judge(struct gathering *gathering)
{
    struct gather_result *result = &gathering->result;
    const struct config *config = gathering->config;
    struct verdict_policy policy = {
        .rules = config->severities,
        .rule_count = config->severity_count,
        .timeout_state = config->timeout_state,
    };
    enum status status;

    arena_destroy(result->arena);
    result->arena = NULL;
    result->details = NULL;
    status = arena_create(LIMIT_ARENA, &result->arena);
    if (status != STATUS_OK) {
        return status;
    }
    facts_begin_round(gathering->facts);
    verdict_init(&result->verdict, result->arena, &policy);
    status = gathering->check->judge(gathering->config, gathering->facts, result->arena,
                                     &result->verdict, &result->details);
    if (status == STATUS_OK) {
        status = facts_status(gathering->facts);
    }
    if (status == STATUS_OK) {
        status = verdict_status(&result->verdict);
    }
    return status;
}

/* Adds answers as facts. Each says where it belongs, silence too: rules look at that without
 * asking. */
static enum status add_answers(struct gathering *gathering, const struct question *questions,
                               struct dns_answer *answers, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (answers[i].final == NULL) {
            struct dns_name *name = arena_alloc(facts_arena(gathering->facts), sizeof *name);

            if (name == NULL) {
                return STATUS_NO_MEMORY;
            }
            *name = questions[i].name;
            answers[i].final = name;
        }
        status = facts_add(gathering->facts, &questions[i], &answers[i]);
    }
    return status;
}

/* Nothing more will be asked: what is wanted now gets silence as its fact, what comes later as
 * well. */
static enum status give_up(struct gathering *gathering, enum answer_silence silence)
{
    size_t count;
    const struct question *questions = facts_wants(gathering->facts, &count);
    struct dns_answer *answers =
        arena_alloc_array(facts_arena(gathering->facts), count, sizeof *answers);
    enum status status;

    if (answers == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        answers[i].class = ANSWER_CLASS_TIMEOUT;
        answers[i].silence = silence;
    }
    status = add_answers(gathering, questions, answers, count);
    if (status == STATUS_OK) {
        facts_close(gathering->facts, silence);
    }
    return status;
}

/* Asks all that is wanted, as far as the limit on questions goes: needed ones stand in front. */
static enum status ask(struct gathering *gathering)
{
    size_t count;
    const struct question *questions = facts_wants(gathering->facts, &count);
    struct arena *arena = facts_arena(gathering->facts);
    struct source *source = gathering->source;
    struct dns_answer *answers;
    enum status status;

    if (count > LIMIT_QUESTIONS - gathering->asked) {
        count = LIMIT_QUESTIONS - gathering->asked;
    }
    answers = arena_alloc_array(arena, count, sizeof *answers);
    if (answers == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = source->ask(source->self, questions, count, gathering->deadline_ns, arena, answers,
                         &gathering->result.messages);
    gathering->asked += count;
    gathering->result.rounds++;
    return status == STATUS_OK ? add_answers(gathering, questions, answers, count) : status;
}

/*
 * Without a source: the run that these facts come from may have ended at its deadline or at a
 * limit; then that is why the rest is missing, and the verdict is what it was.
 */
static enum answer_silence silence_of_facts(const struct facts *facts)
{
    size_t count;
    const struct fact *all = facts_all(facts, &count);

    for (size_t i = 0; i < count; i++) {
        enum answer_silence silence = all[i].answer->silence;

        if (silence == ANSWER_SILENCE_DEADLINE || silence == ANSWER_SILENCE_LIMIT) {
            return silence;
        }
    }
    return ANSWER_SILENCE_NO_SERVER;
}

/* One round: asks, or gives up for the first reason that holds. It always adds a fact. */
static enum status run_round(struct gathering *gathering)
{
    size_t before;
    size_t after;
    enum status status;

    (void)facts_all(gathering->facts, &before);
    if (gathering->source == NULL) {
        status = give_up(gathering, silence_of_facts(gathering->facts));
    } else if (clock_monotonic_ns() >= gathering->deadline_ns) {
        status = give_up(gathering, ANSWER_SILENCE_DEADLINE);
    } else if (gathering->result.rounds >= LIMIT_ROUNDS || gathering->asked >= LIMIT_QUESTIONS) {
        status = give_up(gathering, ANSWER_SILENCE_LIMIT);
    } else {
        status = ask(gathering);
    }
    if (status != STATUS_OK) {
        return status;
    }
    (void)facts_all(gathering->facts, &after);
    return after > before ? STATUS_OK : STATUS_INTERNAL;
}

/* NOLINTNEXTLINE(readability-function-size): the shape that gather.h promises */
enum status gather(const struct check *check, const void *config, struct facts *facts,
                   struct source *source, int64_t deadline_ns, struct gather_result *ret_result)
{
    struct gathering gathering = {
        .check = check,
        .config = config,
        .facts = facts,
        .source = source,
        .deadline_ns = deadline_ns,
    };
    enum status status = judge(&gathering);

    while (status == STATUS_OK && facts_wants_needed(facts) && !facts_is_closed(facts)) {
        status = run_round(&gathering);
        if (status == STATUS_OK) {
            status = judge(&gathering);
        }
    }
    if (status != STATUS_OK) {
        arena_destroy(gathering.result.arena);
        return status;
    }
    *ret_result = gathering.result;
    return STATUS_OK;
}
