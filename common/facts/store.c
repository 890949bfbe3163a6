/* SPDX-License-Identifier: MIT */
/*
 * The store: one entry for every question that was ever asked or answered, found by hash; a list of
 * facts in the order of adding; a list of wants, needed ones in front.
 */
#include "facts/store.h"

#include <string.h>

#include "base/limits.h"

#define FIRST_SLOTS ((size_t)64) /* a power of two */
#define FIRST_CAPACITY ((size_t)16)

struct entry {
    struct question question;
    const struct dns_answer *answer;         /* the fact, or NULL */
    const struct registration *registration; /* the fact of another kind, or NULL */
    const struct api_answer *api;            /* likewise */
    const struct dns_answer *silence;        /* what the closed store says instead of a fact */
    const struct dns_answer *joined;         /* the resolver's answer with its chain followed */
    unsigned wanted_in;                      /* the last run of the rules that wanted it, and */
    unsigned needed_in;                      /* that could not go on without it */
    bool is_counted;                         /* among the unanswered */
};

struct facts {
    struct arena *arena;
    int64_t clock;
    enum status status;
    unsigned run;    /* of the rules: 1 before facts_begin_round() was ever called */
    bool is_waiting; /* the judgement that began last */
    bool is_closed;
    enum answer_silence silence;
    unsigned unanswered;
    void *memo;

    struct entry **slots;
    size_t slot_count;
    size_t entry_count;

    struct fact *facts;
    size_t fact_count;
    size_t fact_capacity;

    struct question *wants; /* the needed ones first */
    size_t want_count;
    size_t needed_count;
    size_t want_capacity;
};

enum status facts_create(struct arena *arena, int64_t clock, struct facts **ret_facts)
{
    struct facts *facts = arena_alloc(arena, sizeof *facts);

    if (facts == NULL) {
        return STATUS_NO_MEMORY;
    }
    facts->slots = arena_alloc_array(arena, FIRST_SLOTS, sizeof(struct entry *));
    if (facts->slots == NULL) {
        return STATUS_NO_MEMORY;
    }
    facts->slot_count = FIRST_SLOTS;
    facts->arena = arena;
    facts->clock = clock;
    facts->run = 1;
    *ret_facts = facts;
    return STATUS_OK;
}

int64_t facts_clock(const struct facts *facts)
{
    return facts->clock;
}

struct arena *facts_arena(const struct facts *facts)
{
    return facts->arena;
}

void **facts_memo(struct facts *facts)
{
    return &facts->memo;
}

/* --- entries --------------------------------------------------------------------------------- */

/* The slot of a question: its entry, or the free one where it belongs. */
static struct entry **find_slot(struct entry **slots, size_t slot_count,
                                const struct question *question)
{
    size_t at = question_hash(question) & (slot_count - 1);

    while (slots[at] != NULL && !question_equal(&slots[at]->question, question)) {
        at = (at + 1) & (slot_count - 1);
    }
    return &slots[at];
}

static bool grow_slots(struct facts *facts)
{
    size_t slot_count = facts->slot_count * 2;
    struct entry **slots = arena_alloc_array(facts->arena, slot_count, sizeof(struct entry *));

    if (slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < facts->slot_count; i++) {
        if (facts->slots[i] != NULL) {
            *find_slot(slots, slot_count, &facts->slots[i]->question) = facts->slots[i];
        }
    }
    facts->slots = slots;
    facts->slot_count = slot_count;
    return true;
}

/* The entry of a question, a new one if need be. NULL when memory ran out. */
static struct entry *take_entry(struct facts *facts, const struct question *question)
{
    struct entry **slot = find_slot(facts->slots, facts->slot_count, question);
    struct entry *entry;

    if (*slot != NULL) {
        return *slot;
    }
    entry = arena_alloc(facts->arena, sizeof *entry);
    if (entry == NULL || (facts->entry_count >= facts->slot_count / 2 && !grow_slots(facts))) {
        facts->status = STATUS_NO_MEMORY;
        return NULL;
    }
    entry->question = *question;
    *find_slot(facts->slots, facts->slot_count, question) = entry;
    facts->entry_count++;
    return entry;
}

static struct question resolver_question(const struct dns_name *name, enum rr_type type)
{
    return (struct question){ .kind = QUESTION_KIND_RESOLVER, .type = type, .name = *name };
}

/* --- wants ----------------------------------------------------------------------------------- */

static bool grow_wants(struct facts *facts)
{
    size_t capacity = facts->want_capacity == 0 ? FIRST_CAPACITY : facts->want_capacity * 2;
    struct question *wants = arena_alloc_array(facts->arena, capacity, sizeof *wants);

    if (wants == NULL) {
        facts->status = STATUS_NO_MEMORY;
        return false;
    }
    if (facts->want_count > 0) {
        memcpy(wants, facts->wants, facts->want_count * sizeof *wants);
    }
    facts->wants = wants;
    facts->want_capacity = capacity;
    return true;
}

/* Moves the prefetched want of this question out of the list, for it comes back as a needed one. */
static void remove_prefetched(struct facts *facts, const struct question *question)
{
    size_t at = facts->needed_count;

    while (at < facts->want_count && !question_equal(&facts->wants[at], question)) {
        at++;
    }
    if (at < facts->want_count) {
        facts->want_count--;
        memmove(&facts->wants[at], &facts->wants[at + 1],
                (facts->want_count - at) * sizeof facts->wants[0]);
    }
}

static void want_needed(struct facts *facts, struct entry *entry)
{
    struct question *place;

    facts->is_waiting = true;
    if (entry->needed_in == facts->run) {
        return;
    }
    if (entry->wanted_in == facts->run) {
        remove_prefetched(facts, &entry->question);
    }
    if (facts->want_count == facts->want_capacity && !grow_wants(facts)) {
        return;
    }
    place = &facts->wants[facts->needed_count];
    memmove(place + 1, place, (facts->want_count - facts->needed_count) * sizeof *place);
    *place = entry->question;
    facts->want_count++;
    facts->needed_count++;
    entry->wanted_in = facts->run;
    entry->needed_in = facts->run;
}

void facts_prefetch(struct facts *facts, const struct dns_name *name, enum rr_type type)
{
    struct question question = resolver_question(name, type);
    struct entry *entry;

    /* More could never be asked; a record with thousands of names must not fill our memory. */
    if (facts->is_closed || facts->want_count >= LIMIT_QUESTIONS) {
        return;
    }
    entry = take_entry(facts, &question);
    if (entry == NULL || entry->answer != NULL || entry->wanted_in == facts->run) {
        return;
    }
    if (facts->want_count == facts->want_capacity && !grow_wants(facts)) {
        return;
    }
    facts->wants[facts->want_count] = question;
    facts->want_count++;
    entry->wanted_in = facts->run;
}

const struct question *facts_wants(const struct facts *facts, size_t *ret_count)
{
    *ret_count = facts->want_count;
    return facts->wants;
}

bool facts_wants_needed(const struct facts *facts)
{
    return facts->needed_count > 0;
}

void facts_begin_judgement(struct facts *facts)
{
    facts->is_waiting = false;
}

bool facts_is_waiting(const struct facts *facts)
{
    return facts->is_waiting;
}

void facts_begin_round(struct facts *facts)
{
    facts_begin_judgement(facts);
    facts->want_count = 0;
    facts->needed_count = 0;
    facts->run++;
}

/* --- answers --------------------------------------------------------------------------------- */

/* A place at the end of the list of facts; NULL when memory ran out. */
static struct fact *append_fact(struct facts *facts)
{
    struct fact *fact;

    if (facts->fact_count == facts->fact_capacity) {
        size_t capacity = facts->fact_capacity == 0 ? FIRST_CAPACITY : facts->fact_capacity * 2;
        struct fact *list = arena_alloc_array(facts->arena, capacity, sizeof *list);

        if (list == NULL) {
            facts->status = STATUS_NO_MEMORY;
            return NULL;
        }
        if (facts->fact_count > 0) {
            memcpy(list, facts->facts, facts->fact_count * sizeof *list);
        }
        facts->facts = list;
        facts->fact_capacity = capacity;
    }
    fact = &facts->facts[facts->fact_count];
    facts->fact_count++;
    fact->round = facts->run > 1 ? facts->run - 1 : 1;
    return fact;
}

/* A fact of any kind: one of its answers is set. A second one for a question is ignored. */
static enum status add_fact(struct facts *facts, const struct fact *given)
{
    struct entry *entry = take_entry(facts, &given->question);
    struct fact *fact;
    unsigned round;

    if (entry == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (entry->answer != NULL || entry->registration != NULL || entry->api != NULL) {
        return STATUS_OK;
    }
    fact = append_fact(facts);
    if (fact == NULL) {
        return STATUS_NO_MEMORY;
    }
    entry->answer = given->answer;
    entry->registration = given->registration;
    entry->api = given->api;
    round = fact->round;
    *fact = *given;
    fact->round = round;
    return STATUS_OK;
}

enum status facts_add(struct facts *facts, const struct question *question,
                      const struct dns_answer *answer)
{
    return add_fact(facts, &(struct fact){ .question = *question, .answer = answer });
}

enum status facts_add_registration(struct facts *facts, const struct question *question,
                                   const struct registration *registration)
{
    return add_fact(facts, &(struct fact){ .question = *question, .registration = registration });
}

enum status facts_add_api(struct facts *facts, const struct question *question,
                          const struct api_answer *answer)
{
    return add_fact(facts, &(struct fact){ .question = *question, .api = answer });
}

/* What a closed store answers to a question without a fact. */
static const struct dns_answer *say_silence(struct facts *facts, struct entry *entry)
{
    struct dns_answer *answer;

    if (entry->silence != NULL) {
        return entry->silence;
    }
    answer = arena_alloc(facts->arena, sizeof *answer);
    if (answer == NULL) {
        facts->status = STATUS_NO_MEMORY;
        return NULL;
    }
    answer->class = ANSWER_CLASS_TIMEOUT;
    answer->silence = facts->silence;
    answer->final = &entry->question.name;
    entry->silence = answer;
    return answer;
}

/* The answer of an entry for a rule that needs it; NULL when it has to be waited for. */
static const struct dns_answer *need(struct facts *facts, struct entry *entry)
{
    const struct dns_answer *answer = entry->answer;

    if (answer == NULL && !facts->is_closed) {
        want_needed(facts, entry);
        return NULL;
    }
    if (answer == NULL) {
        answer = say_silence(facts, entry);
    }
    if (answer != NULL && answer->class == ANSWER_CLASS_TIMEOUT && !entry->is_counted &&
        entry->question.kind == QUESTION_KIND_RESOLVER) {
        entry->is_counted = true;
        facts->unanswered++;
    }
    return answer;
}

const struct dns_answer *facts_ask(struct facts *facts, const struct question *question)
{
    struct entry *entry = take_entry(facts, question);

    return entry == NULL ? NULL : need(facts, entry);
}

const struct registration *facts_registration(struct facts *facts, const struct dns_name *domain,
                                              enum registration_source source, bool again)
{
    struct question question = {
        .kind = QUESTION_KIND_REGISTRATION, .name = *domain, .source = source, .again = again
    };
    struct entry *entry = take_entry(facts, &question);
    struct registration *nothing;

    if (entry == NULL || entry->registration != NULL) {
        return entry == NULL ? NULL : entry->registration;
    }
    if (!facts->is_closed) {
        want_needed(facts, entry);
        return NULL;
    }
    nothing = arena_alloc(facts->arena, sizeof *nothing);
    if (nothing == NULL) {
        facts->status = STATUS_NO_MEMORY;
        return NULL;
    }
    nothing->result = REGISTRATION_RESULT_UNREACHABLE;
    nothing->source = source;
    nothing->reason = SLICE("it could not be asked in this run");
    entry->registration = nothing;
    return nothing;
}

static struct question api_question(enum api_action action, const struct dns_name *name)
{
    return (struct question){ .kind = QUESTION_KIND_API, .name = *name, .action = action };
}

const struct api_answer *facts_api(struct facts *facts, enum api_action action,
                                   const struct dns_name *name)
{
    struct question question = api_question(action, name);
    struct entry *entry = take_entry(facts, &question);
    struct api_answer *nothing;

    if (entry == NULL || entry->api != NULL) {
        return entry == NULL ? NULL : entry->api;
    }
    if (!facts->is_closed) {
        want_needed(facts, entry);
        return NULL;
    }
    nothing = arena_alloc(facts->arena, sizeof *nothing);
    if (nothing == NULL) {
        facts->status = STATUS_NO_MEMORY;
        return NULL;
    }
    nothing->heard = API_HEARD_UNREACHABLE;
    nothing->reason = SLICE("it could not be asked in this run");
    entry->api = nothing;
    return nothing;
}

const struct api_answer *facts_known_api(struct facts *facts, enum api_action action,
                                         const struct dns_name *name)
{
    struct question question = api_question(action, name);
    const struct entry *entry = *find_slot(facts->slots, facts->slot_count, &question);

    return entry == NULL ? NULL : entry->api;
}

/* --- chains over several answers ------------------------------------------------------------- */

/* The chain so far and the costs of all the answers that it came from. */
struct chain {
    struct rr links[LIMIT_CHAIN];
    size_t count;
    bool authentic;
    bool over_tcp;
    uint32_t elapsed_us;
    unsigned tries;
    unsigned ignored;
};

static bool chain_passes(const struct chain *chain, const struct dns_name *name)
{
    for (size_t i = 0; i < chain->count; i++) {
        if (name_equal(chain->links[i].owner, name)) {
            return true;
        }
    }
    return false;
}

/* Adds one answer. False when the chain became too long or came back to where it was. */
static bool chain_add(struct chain *chain, const struct dns_answer *answer)
{
    chain->authentic = chain->authentic && answer->authentic;
    chain->over_tcp = chain->over_tcp || answer->over_tcp;
    chain->elapsed_us += answer->elapsed_us;
    chain->tries += answer->tries;
    chain->ignored += answer->ignored;
    for (size_t i = 0; i < answer->chain_count; i++) {
        if (chain->count == LIMIT_CHAIN || chain_passes(chain, answer->chain[i].owner)) {
            return false;
        }
        chain->links[chain->count] = answer->chain[i];
        chain->count++;
    }
    /* Silence need not name where it belongs. */
    return answer->final == NULL || !chain_passes(chain, answer->final);
}

/* The last answer with the whole chain before it. NULL when memory ran out. */
static const struct dns_answer *join(struct facts *facts, const struct chain *chain,
                                     const struct dns_answer *last, bool is_loop)
{
    struct dns_answer *joined = arena_alloc(facts->arena, sizeof *joined);
    struct rr *links = arena_alloc_array(facts->arena, chain->count, sizeof *links);

    if (joined == NULL || links == NULL) {
        facts->status = STATUS_NO_MEMORY;
        return NULL;
    }
    memcpy(links, chain->links, chain->count * sizeof *links);
    *joined = *last;
    joined->chain = links;
    joined->chain_count = chain->count;
    joined->chain_open = false;
    if (joined->final == NULL) {
        joined->final = links[chain->count - 1].data.name;
    }
    joined->authentic = chain->authentic;
    joined->over_tcp = chain->over_tcp;
    joined->elapsed_us = chain->elapsed_us;
    joined->tries = chain->tries;
    joined->ignored = chain->ignored;
    if (is_loop) {
        joined->class = ANSWER_CLASS_LOOP;
        joined->records = NULL;
        joined->record_count = 0;
    }
    return joined;
}

/* Follows an answer whose chain is open through the answers to its targets. */
static const struct dns_answer *follow(struct facts *facts, struct entry *entry,
                                       const struct dns_answer *first)
{
    struct chain chain = { .authentic = true };
    const struct dns_answer *last = first;
    bool is_sound = chain_add(&chain, first);

    while (is_sound && last->chain_open) {
        struct question question = resolver_question(last->final, entry->question.type);
        struct entry *next = take_entry(facts, &question);

        last = next == NULL ? NULL : need(facts, next);
        if (last == NULL) {
            return NULL;
        }
        is_sound = chain_add(&chain, last);
    }
    entry->joined = join(facts, &chain, last, !is_sound);
    return entry->joined;
}

const struct dns_answer *facts_resolve(struct facts *facts, const struct dns_name *name,
                                       enum rr_type type)
{
    struct question question = resolver_question(name, type);
    struct entry *entry = take_entry(facts, &question);
    const struct dns_answer *answer;

    if (entry == NULL || entry->joined != NULL) {
        return entry == NULL ? NULL : entry->joined;
    }
    answer = need(facts, entry);
    if (answer == NULL || !answer->chain_open) {
        return answer;
    }
    return follow(facts, entry, answer);
}

/* --- the end --------------------------------------------------------------------------------- */

void facts_close(struct facts *facts, enum answer_silence silence)
{
    facts->is_closed = true;
    facts->silence = silence;
}

bool facts_is_closed(const struct facts *facts)
{
    return facts->is_closed;
}

unsigned facts_unanswered(const struct facts *facts)
{
    return facts->unanswered;
}

const struct fact *facts_all(const struct facts *facts, size_t *ret_count)
{
    *ret_count = facts->fact_count;
    return facts->facts;
}

enum status facts_status(const struct facts *facts)
{
    return facts->status;
}
