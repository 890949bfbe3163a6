/* SPDX-License-Identifier: MIT */
/*
 * The exchanges of a domain that has MX records:
 *
 * 1. Records in an order of their own, since servers rotate them: preference, then name.
 * 2. The first LIMIT_MX_EXCHANGES distinct exchanges; records beyond them are counted only.
 * 3. A and AAAA of all of them in one round. What cannot have an address ("." and addresses) is not
 *    asked.
 * 4. One address is enough; two denials, each of them proved, are none; everything else is unknown.
 * 5. For names that are of no use: what was meant.
 */
#include "rules/mx_context.h"

#include <stdlib.h>

static const enum rr_type types[MX_FAMILIES] = { RR_TYPE_A, RR_TYPE_AAAA };

/* ---- 1 and 2 ---- */

static int compare_records(const void *a, const void *b)
{
    const struct rr_mx *first = &(*(const struct rr *const *)a)->data.mx;
    const struct rr_mx *second = &(*(const struct rr *const *)b)->data.mx;

    if (first->preference != second->preference) {
        return first->preference < second->preference ? -1 : 1;
    }
    return name_compare(first->exchange, second->exchange);
}

static enum status sort_records(struct mx_context *context)
{
    const struct dns_answer *answer = context->answer;

    context->records =
        arena_alloc_array(context->arena, answer->record_count, sizeof(const struct rr *));
    if (context->records == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < answer->record_count; i++) {
        context->records[i] = &answer->records[i];
    }
    context->record_count = answer->record_count;
    qsort(context->records, context->record_count, sizeof(const struct rr *), compare_records);
    return STATUS_OK;
}

/* The exchange of a record, if it is among those that are followed. */
static struct mx_exchange *find_exchange(struct mx_context *context, const struct rr_mx *mx)
{
    for (size_t i = 0; i < context->exchange_count; i++) {
        if (name_equal(context->exchanges[i].name, mx->exchange)) {
            return &context->exchanges[i];
        }
    }
    return NULL;
}

static void list_exchanges(struct mx_context *context)
{
    for (size_t i = 0; i < context->record_count; i++) {
        const struct rr_mx *mx = &context->records[i]->data.mx;
        struct mx_exchange *exchange = find_exchange(context, mx);

        if (exchange == NULL && context->exchange_count < LIMIT_MX_EXCHANGES) {
            exchange = &context->exchanges[context->exchange_count];
            *exchange = (struct mx_exchange){ .name = mx->exchange, .preference = mx->preference };
            context->exchange_count++;
        }
        if (exchange != NULL) {
            exchange->last_preference = mx->preference;
            exchange->record_count++;
            context->followed_count++;
        }
    }
}

/* ---- 3 ---- */

/* Whether the name can have an address: the root has none, nor has the top-level domain "1". */
static bool is_askable(const struct mx_exchange *exchange, struct arena *arena)
{
    struct address address;
    struct slice text = name_to_text(exchange->name, arena);

    return exchange->problem != MX_PROBLEM_NULL &&
           (exchange->problem != MX_PROBLEM_ADDRESS ||
            (address_from_text(text, &address) != STATUS_OK &&
             !slice_starts_with(text, SLICE("["))));
}

static void ask_addresses(struct mx_context *context, struct mx_exchange *exchange)
{
    if (!is_askable(exchange, context->arena)) {
        exchange->reach = MX_REACH_NONE;
        return;
    }
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        exchange->answers[i] = facts_resolve(context->facts, exchange->name, types[i]);
    }
}

/* ---- 4 ---- */

static void fail(struct mx_exchange *exchange, size_t family)
{
    exchange->reach = MX_REACH_UNKNOWN;
    exchange->trouble = exchange->answers[family];
    exchange->trouble_type = types[family];
}

/* Both families are denied: is it proved? */
static void prove(struct mx_context *context, struct mx_exchange *exchange)
{
    enum config_why why = context->request.config->why;
    enum denial_grade grades[MX_FAMILIES];
    bool is_pending = false;

    for (size_t i = 0; i < MX_FAMILIES; i++) {
        grades[i] = visibility_grade(why, context->facts, exchange->answers[i]);
        is_pending = is_pending || grades[i] == DENIAL_GRADE_PENDING;
    }
    if (is_pending) {
        return;
    }
    exchange->reach = MX_REACH_NONE;
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        if (grades[i] != DENIAL_GRADE_RELAYED && exchange->reach == MX_REACH_NONE) {
            fail(exchange, i);
            exchange->grade = grades[i];
        }
    }
}

static void settle(struct mx_context *context, struct mx_exchange *exchange)
{
    size_t denied = 0;

    if (exchange->reach != MX_REACH_PENDING || exchange->answers[0] == NULL ||
        exchange->answers[1] == NULL) {
        return;
    }
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        if (exchange->answers[i]->class == ANSWER_CLASS_POSITIVE) {
            exchange->reach = MX_REACH_FINE;
            return;
        }
        denied += answer_is_negative(exchange->answers[i]) ? 1 : 0;
    }
    if (denied == MX_FAMILIES) {
        prove(context, exchange);
        return;
    }
    fail(exchange, answer_is_negative(exchange->answers[0]) ? 1 : 0);
}

/* ---- 5 ---- */

static bool is_alias(const struct mx_exchange *exchange)
{
    return exchange->answers[0]->chain_count > 0 || exchange->answers[1]->chain_count > 0;
}

static void find_problem(struct mx_context *context, struct mx_exchange *exchange)
{
    bool is_missing;

    if (exchange->problem != MX_PROBLEM_NONE) {
        return;
    }
    if (exchange->reach == MX_REACH_FINE && is_alias(exchange)) {
        exchange->problem = MX_PROBLEM_CNAME;
    }
    if (exchange->reach != MX_REACH_NONE) {
        return;
    }
    mx_repair_search(&context->request, context->facts, context->arena, exchange);
    is_missing = exchange->answers[0]->class == ANSWER_CLASS_NXDOMAIN ||
                 exchange->answers[1]->class == ANSWER_CLASS_NXDOMAIN;
    if (exchange->problem == MX_PROBLEM_NONE) {
        exchange->problem = is_missing ? MX_PROBLEM_DANGLING : MX_PROBLEM_NO_ADDRESS;
    }
}

/* ---- the whole ---- */

enum status mx_exchange_collect(struct mx_context *context)
{
    enum status status = sort_records(context);

    if (status != STATUS_OK) {
        return status;
    }
    list_exchanges(context);
    for (size_t i = 0; i < context->exchange_count; i++) {
        mx_repair_look(&context->request, context->arena, &context->exchanges[i]);
        ask_addresses(context, &context->exchanges[i]);
    }
    for (size_t i = 0; i < context->exchange_count; i++) {
        settle(context, &context->exchanges[i]);
        find_problem(context, &context->exchanges[i]);
    }
    return STATUS_OK;
}
