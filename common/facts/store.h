/* SPDX-License-Identifier: MIT */
/*
 * What is known: questions and their answers, append-only, and the questions still wanted.
 *
 * A rule asks the store. When the answer is not there the question is noted as wanted and the rule
 * goes on without (it returns early, or decides nothing that hangs on it). Between two rounds the
 * gatherer takes the wants, finds answers, and adds them; then the rules run again from the start.
 * When no more can come the store is closed: every open question is then answered by an answer of
 * class TIMEOUT whose silence says why, so that the rules have their last word.
 */
#ifndef CHECK_SES_FACTS_STORE_H
#define CHECK_SES_FACTS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "dns/answer.h"
#include "facts/question.h"
#include "provider/api_answer.h"

struct facts;

struct fact {
    struct question question;
    const struct dns_answer *answer;         /* of DNS questions, else NULL */
    const struct registration *registration; /* of QUESTION_KIND_REGISTRATION, else NULL */
    const struct api_answer *api;            /* of QUESTION_KIND_API, else NULL */
    unsigned round;                          /* the gather round that brought it, from 1 */
};

/*
 * An empty store in `arena`; `clock` is the time of the run in seconds since 1970.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status facts_create(struct arena *arena, int64_t clock, struct facts **ret_facts);

/* The time of the run: a fact like any other. */
int64_t facts_clock(const struct facts *facts);

/* The arena that the store lives in: answers that are added belong there, too. */
struct arena *facts_arena(const struct facts *facts);

/*
 * A place for what rules worked out of facts and need again in the next round (parsed records):
 * facts never change, so neither does what follows from them. Set to NULL at first; what it points
 * to lives in facts_arena().
 */
void **facts_memo(struct facts *facts);

/*
 * The answer of the resolver for a name and type, or NULL when it is not known yet (the question is
 * wanted then). A reply that ends in a CNAME about whose target it says nothing is followed by
 * further questions, at most LIMIT_CHAIN; the answer returned is then the joined one.
 */
const struct dns_answer *facts_resolve(struct facts *facts, const struct dns_name *name,
                                       enum rr_type type);

/* The answer to exactly this question, or NULL (wanted then). No chain is followed. */
const struct dns_answer *facts_ask(struct facts *facts, const struct question *question);

/*
 * What is known of the registration of a domain by one protocol, or NULL (wanted then). `again`:
 * what was kept from an earlier run was contradicted and is to be read anew. Of a closed store it
 * is UNREACHABLE.
 */
const struct registration *facts_registration(struct facts *facts, const struct dns_name *domain,
                                              enum registration_source source, bool again);

/*
 * What an API said to an action about a name, or NULL (wanted then). Of a closed store it is
 * UNREACHABLE.
 */
const struct api_answer *facts_api(struct facts *facts, enum api_action action,
                                   const struct dns_name *name);

/* The same without wanting it: NULL when it is not there. */
const struct api_answer *facts_known_api(struct facts *facts, enum api_action action,
                                         const struct dns_name *name);

/*
 * Wants the resolver's answer early. Never changes a verdict: a missing one is not waited for.
 * Ignored when LIMIT_QUESTIONS are wanted already.
 */
void facts_prefetch(struct facts *facts, const struct dns_name *name, enum rr_type type);

/*
 * Adds an answer (kept by reference: it must live in an arena that outlives the store). A second
 * answer to the same question is ignored. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status facts_add(struct facts *facts, const struct question *question,
                                 const struct dns_answer *answer);

/* The same for a question of kind QUESTION_KIND_REGISTRATION. */
MUST_CHECK enum status facts_add_registration(struct facts *facts, const struct question *question,
                                              const struct registration *registration);

/* The same for a question of kind QUESTION_KIND_API. */
MUST_CHECK enum status facts_add_api(struct facts *facts, const struct question *question,
                                     const struct api_answer *answer);

/*
 * The distinct questions wanted since facts_begin_round(): first those that a rule needs, in the
 * order of needing, then those that were only prefetched. Valid until the store is used again.
 */
const struct question *facts_wants(const struct facts *facts, size_t *ret_count);

/* Whether any want is a needed one, not only prefetched. */
bool facts_wants_needed(const struct facts *facts);

/*
 * Several rules may judge over one store in one round. Each begins its judgement, and asks then
 * whether it waits: whether something that was needed since is not known yet, wanted before or not.
 */
void facts_begin_judgement(struct facts *facts);
bool facts_is_waiting(const struct facts *facts);

/* Forgets the wants and counts a new round; a judgement begins. Called before each run of the
 * rules. */
void facts_begin_round(struct facts *facts);

/* No more answers will come, for this reason. */
void facts_close(struct facts *facts, enum answer_silence silence);
bool facts_is_closed(const struct facts *facts);

/*
 * Needed questions to the resolver that ended in silence or were never answered, each counted once.
 * A server that is asked directly may be silent and the run complete: others say the same.
 */
unsigned facts_unanswered(const struct facts *facts);

/* All facts in the order of adding. */
const struct fact *facts_all(const struct facts *facts, size_t *ret_count);

/* Why memory ran out, if it did: STATUS_OK or STATUS_NO_MEMORY (sticky). */
MUST_CHECK enum status facts_status(const struct facts *facts);

#endif
