/* SPDX-License-Identifier: MIT */
/* Judge, ask what the judgement misses, judge again. */
#include "io/gather.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "facts/config.h"
#include "io/clock.h"

#define APIS_MAXIMUM 8 /* on their way at once; there are five actions, each asked once */

struct gathering {
    const struct check *check;
    const void *config;
    struct facts *facts;
    const struct sources *sources;
    int64_t deadline_ns;
    size_t asked;                       /* distinct questions so far */
    struct question apis[APIS_MAXIMUM]; /* on their way, each with the place of its answer */
    struct api_answer *api_answers[APIS_MAXIMUM];
    size_t api_count;
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

static enum status add_registrations(struct gathering *gathering, const struct question *questions,
                                     const struct registration *answers, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = facts_add_registration(gathering->facts, &questions[i], &answers[i]);
    }
    return status;
}

/* ---- APIs ---- */

static bool is_on_its_way(const struct gathering *gathering, const struct question *question)
{
    for (size_t i = 0; i < gathering->api_count; i++) {
        if (question_equal(&gathering->apis[i], question)) {
            return true;
        }
    }
    return false;
}

/* Sends one question; its answer is waited for later. */
static enum status begin_api(struct gathering *gathering, const struct question *question)
{
    struct api_source *api = gathering->sources->api;
    size_t at = gathering->api_count;
    struct api_round round = { .questions = &gathering->apis[at],
                               .count = 1,
                               .deadline_ns = gathering->deadline_ns,
                               .arena = facts_arena(gathering->facts) };

    round.answers = arena_alloc(round.arena, sizeof *round.answers);
    if (round.answers == NULL) {
        return STATUS_NO_MEMORY;
    }
    gathering->apis[at] = *question;
    gathering->api_answers[at] = round.answers;
    gathering->api_count++;
    if (api == NULL) {
        round.answers->heard = API_HEARD_UNREACHABLE;
        round.answers->reason = SLICE("it is not asked in this run");
        return STATUS_OK;
    }
    return api->begin(api->self, &round, &gathering->result.messages);
}

/* Waits for what is on its way, and adds it as facts. */
static enum status finish_apis(struct gathering *gathering)
{
    struct api_source *api = gathering->sources->api;
    enum status status = STATUS_OK;

    if (gathering->api_count > 0 && api != NULL) {
        status = api->finish(api->self);
    }
    for (size_t i = 0; i < gathering->api_count && status == STATUS_OK; i++) {
        status = facts_add_api(gathering->facts, &gathering->apis[i], gathering->api_answers[i]);
    }
    gathering->api_count = 0;
    return status;
}

/* ---- rounds ---- */

/* What is asked together: DNS and registrations apart, in the order of wanting. */
struct round {
    struct question *apis; /* those that are not on their way yet */
    size_t api_count;
    struct question *questions;
    size_t count;
    struct dns_answer *answers;
    struct question *objects;
    size_t object_count;
    struct registration *registrations;
};

/* The first `count` wants as a round. STATUS_NO_MEMORY. */
static enum status make_round(struct gathering *gathering, size_t count, struct round *round)
{
    struct arena *arena = facts_arena(gathering->facts);
    size_t total;
    const struct question *wants = facts_wants(gathering->facts, &total);
    struct question *questions = arena_alloc_array(arena, count, sizeof *questions);

    *round = (struct round){ .questions = questions };
    round->apis = arena_alloc_array(arena, APIS_MAXIMUM, sizeof *round->apis);
    if (questions == NULL || round->apis == NULL) {
        return STATUS_NO_MEMORY;
    }
    /* DNS from the front, registrations from the back. */
    for (size_t i = 0; i < count; i++) {
        if (wants[i].kind == QUESTION_KIND_API) {
            if (!is_on_its_way(gathering, &wants[i]) &&
                gathering->api_count + round->api_count < APIS_MAXIMUM) {
                round->apis[round->api_count] = wants[i];
                round->api_count++;
            }
        } else if (wants[i].kind == QUESTION_KIND_REGISTRATION) {
            round->object_count++;
            questions[count - round->object_count] = wants[i];
        } else {
            questions[round->count] = wants[i];
            round->count++;
        }
    }
    round->objects = questions + count - round->object_count;
    round->answers = arena_alloc_array(arena, round->count, sizeof *round->answers);
    if (round->object_count > 0) {
        round->registrations =
            arena_alloc_array(arena, round->object_count, sizeof *round->registrations);
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status add_round(struct gathering *gathering, const struct round *round)
{
    enum status status = add_answers(gathering, round->questions, round->answers, round->count);

    return status == STATUS_OK ? add_registrations(gathering, round->objects, round->registrations,
                                                   round->object_count)
                               : status;
}

/* Registrations that nobody is asked for. */
static void leave_out(struct round *round, enum registration_result result, struct slice reason)
{
    for (size_t i = 0; i < round->object_count; i++) {
        round->registrations[i].result = result;
        round->registrations[i].source = round->objects[i].source;
        round->registrations[i].reason = reason;
    }
}

static enum status leave_api_out(struct gathering *gathering, const struct question *question,
                                 struct slice reason)
{
    struct api_answer *answer = arena_alloc(facts_arena(gathering->facts), sizeof *answer);

    if (answer == NULL) {
        return STATUS_NO_MEMORY;
    }
    answer->heard = API_HEARD_UNREACHABLE;
    answer->reason = reason;
    return facts_add_api(gathering->facts, question, answer);
}

/* Nothing more will be asked: what is wanted now gets silence as its fact, what comes later as
 * well. */
static enum status give_up(struct gathering *gathering, enum answer_silence silence)
{
    struct slice reason = silence == ANSWER_SILENCE_DEADLINE
                              ? SLICE("there was no time left to ask")
                              : SLICE("it could not be asked in this run");
    struct round round;
    size_t count;
    enum status status = finish_apis(gathering);

    (void)facts_wants(gathering->facts, &count);
    if (status == STATUS_OK) {
        status = make_round(gathering, count, &round);
    }
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < round.count; i++) {
        round.answers[i].class = ANSWER_CLASS_TIMEOUT;
        round.answers[i].silence = silence;
    }
    leave_out(&round, REGISTRATION_RESULT_UNREACHABLE, reason);
    for (size_t i = 0; i < round.api_count && status == STATUS_OK; i++) {
        status = leave_api_out(gathering, &round.apis[i], reason);
    }
    if (status == STATUS_OK) {
        status = add_round(gathering, &round);
    }
    if (status == STATUS_OK) {
        facts_close(gathering->facts, silence);
    }
    return status;
}

/*
 * Begins with APIs and registries, which take longer, then asks DNS, then waits for the registries.
 * APIs have their time until nothing else is left to ask.
 */
static enum status ask_round(struct gathering *gathering, struct round *round)
{
    struct source *dns = gathering->sources->dns;
    struct registry_source *registry = gathering->sources->registry;
    struct arena *arena = facts_arena(gathering->facts);
    bool begun = round->object_count > 0 && registry != NULL;
    struct registration_round objects = { .questions = round->objects,
                                          .count = round->object_count,
                                          .deadline_ns = gathering->deadline_ns,
                                          .clock = facts_clock(gathering->facts),
                                          .dns = dns,
                                          .arena = arena,
                                          .answers = round->registrations };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < round->api_count && status == STATUS_OK; i++) {
        status = begin_api(gathering, &round->apis[i]);
    }
    if (status == STATUS_OK && begun) {
        status = registry->begin(registry->self, &objects, &gathering->result.messages);
    } else if (!begun) {
        leave_out(round, REGISTRATION_RESULT_NO_SERVER, SLICE("registration data is not asked"));
    }
    if (status == STATUS_OK && round->count > 0) {
        status = dns->ask(dns->self, round->questions, round->count, gathering->deadline_ns, arena,
                          round->answers, &gathering->result.messages);
    }
    if (status == STATUS_OK && begun) {
        status = registry->finish(registry->self);
    }
    if (status == STATUS_OK && round->count + round->object_count == 0) {
        status = finish_apis(gathering);
    }
    return status;
}

/* Asks all that is wanted, as far as the limit on questions goes: needed ones stand in front. */
static enum status ask(struct gathering *gathering)
{
    struct round round;
    size_t count;
    enum status status;

    (void)facts_wants(gathering->facts, &count);
    if (count > LIMIT_QUESTIONS - gathering->asked) {
        count = LIMIT_QUESTIONS - gathering->asked;
    }
    status = make_round(gathering, count, &round);
    if (status == STATUS_OK) {
        status = ask_round(gathering, &round);
    }
    count = round.count + round.object_count + round.api_count;
    gathering->asked += count;
    gathering->result.rounds += count > 0 ? 1 : 0;
    return status == STATUS_OK ? add_round(gathering, &round) : status;
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
        enum answer_silence silence =
            all[i].answer == NULL ? ANSWER_SILENCE_NONE : all[i].answer->silence;

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
    if (gathering->sources->dns == NULL) {
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
                   const struct sources *sources, int64_t deadline_ns,
                   struct gather_result *ret_result)
{
    struct gathering gathering = {
        .check = check,
        .config = config,
        .facts = facts,
        .sources = sources,
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
