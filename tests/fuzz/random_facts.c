/* SPDX-License-Identifier: MIT */
/* From rows of an input to answers. */
#include "random_facts.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "verdict_invariants.h"

#define RECORDS 16u

static const struct dns_name *keep(struct random_facts *world, struct slice text)
{
    struct dns_name *name = arena_alloc(world->arena, sizeof *name);

    if (name != NULL && name_from_text(text, name, NULL) != STATUS_OK) {
        return NULL;
    }
    return name;
}

/* The data of one row; false when it makes no record of this type. */
static bool fill(struct random_facts *world, enum rr_type type, struct slice text, struct rr *rr)
{
    struct slice *string;

    switch (type) {
    case RR_TYPE_A:
        rr->data.address.family = ADDRESS_FAMILY_IP4;
        memcpy(rr->data.address.octets, text.data, text.length < 4 ? text.length : 4);
        return true;
    case RR_TYPE_AAAA:
        rr->data.address.family = ADDRESS_FAMILY_IP6;
        memcpy(rr->data.address.octets, text.data, text.length < 16 ? text.length : 16);
        return true;
    case RR_TYPE_MX:
        rr->data.mx.exchange = keep(world, text);
        return rr->data.mx.exchange != NULL;
    case RR_TYPE_CNAME:
    case RR_TYPE_NS:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        rr->data.name = keep(world, text);
        return rr->data.name != NULL;
    case RR_TYPE_TXT:
        string = arena_alloc(world->arena, sizeof *string);
        if (string == NULL) {
            return false;
        }
        *string = text;
        rr->data.txt = (struct rr_txt){ .strings = string, .count = 1, .joined = text };
        return true;
    case RR_TYPE_SOA:
        rr->data.soa.primary = rr->owner;
        rr->data.soa.mailbox = rr->owner;
        return true;
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    return false;
}

/* One row; false when the line is none. */
struct row {
    const struct dns_name *name;
    enum rr_type type;
    struct slice data;
};

static bool read_row(struct random_facts *world, struct slice line, bool direct,
                     struct row *ret_row)
{
    struct slice word;

    if (slice_starts_with(line, SLICE(">"))) {
        line = direct ? slice_from(line, 1) : slice_empty();
    }

    if (line.length == 0 || line.data[0] == '?' || !slice_split(&line, ' ', &word)) {
        return false;
    }
    ret_row->name = keep(world, word);
    if (ret_row->name == NULL || line.data == NULL || !slice_split(&line, ' ', &word) ||
        rr_type_from_text(word, &ret_row->type) != STATUS_OK) {
        return false;
    }
    ret_row->data = line.data != NULL ? line : slice_empty();
    return true;
}

/* "!3" instead of data: an answer of that class. */
static bool is_class(const struct row *row)
{
    return row->data.length == 2 && row->data.data[0] == '!';
}

static void apply_class(const struct row *row, struct dns_answer *answer)
{
    static const enum answer_class classes[] = {
        ANSWER_CLASS_NODATA,   ANSWER_CLASS_NXDOMAIN, ANSWER_CLASS_REFERRAL,
        ANSWER_CLASS_SERVFAIL, ANSWER_CLASS_REFUSED,  ANSWER_CLASS_MALFORMED,
        ANSWER_CLASS_BOGUS,    ANSWER_CLASS_LOOP,     ANSWER_CLASS_TIMEOUT,
    };
    size_t index = (uint8_t)row->data.data[1] % (sizeof classes / sizeof classes[0]);

    answer->class = classes[index];
    if (answer->class == ANSWER_CLASS_TIMEOUT) {
        answer->silence = ANSWER_SILENCE_NO_REPLY;
    }
}

static void add_row(struct random_facts *world, const struct row *row,
                    const struct question *question, struct rr *records, struct dns_answer *answer)
{
    struct rr rr = { .owner = row->name, .type = row->type, .ttl = 60 };

    if (row->type == RR_TYPE_SOA && name_is_within(&question->name, row->name)) {
        struct rr *soa = arena_alloc(world->arena, sizeof *soa);

        if (soa != NULL && fill(world, RR_TYPE_SOA, row->data, &rr)) {
            *soa = rr;
            answer->soa = soa;
        }
    }
    if (!name_equal(row->name, &question->name)) {
        return;
    }
    if (row->type == question->type && is_class(row)) {
        apply_class(row, answer);
    } else if (row->type == question->type && answer->record_count < RECORDS &&
               fill(world, row->type, row->data, &rr)) {
        records[answer->record_count] = rr;
        answer->record_count++;
    } else if (row->type == RR_TYPE_CNAME && answer->chain_count == 0 &&
               fill(world, RR_TYPE_CNAME, row->data, &rr)) {
        struct rr *chain = arena_alloc(world->arena, sizeof *chain);

        if (chain != NULL) {
            *chain = rr;
            answer->chain = chain;
            answer->chain_count = 1;
        }
    }
}

/* Makes the fields fit together as the codec makes them. */
static void settle(struct rr *records, struct dns_answer *answer)
{
    bool given = answer->class != ANSWER_CLASS_NONE;

    if (!given && answer->record_count > 0) {
        answer->class = ANSWER_CLASS_POSITIVE;
        answer->records = records;
        answer->chain = NULL;
        answer->chain_count = 0;
        return;
    }
    if (answer->class == ANSWER_CLASS_REFERRAL) {
        answer->delegation = records;
        answer->delegation_count = answer->record_count;
    }
    answer->record_count = 0;
    if (!given && answer->chain_count > 0) {
        answer->class = ANSWER_CLASS_NODATA;
        answer->chain_open = true;
        answer->final = answer->chain->data.name;
        answer->soa = NULL;
        return;
    }
    answer->chain = NULL;
    answer->chain_count = 0;
    if (!given) {
        answer->class = answer->soa != NULL ? ANSWER_CLASS_NXDOMAIN : ANSWER_CLASS_SERVFAIL;
    }
}

/* What the options say of the registration; by WHOIS there is no server. */
static void answer_registration(struct random_facts *world, const struct question *question)
{
    struct registration *registration = arena_alloc(world->arena, sizeof *registration);
    struct slice rest = world->input;
    struct slice line;

    demand(registration != NULL);
    registration->source = question->source;
    registration->result = question->source == REGISTRATION_SOURCE_RDAP
                               ? REGISTRATION_RESULT_FOUND
                               : REGISTRATION_RESULT_NO_SERVER;
    registration->reason = SLICE("as the input says");
    registration->cached = !question->again;
    for (unsigned i = 0; i < RANDOM_FACTS_LINES && slice_split(&rest, '\n', &line); i++) {
        struct slice value = slice_from(line, 2);

        if (slice_starts_with(line, SLICE("?n"))) {
            registration->result = REGISTRATION_RESULT_NOT_FOUND;
        } else if (slice_starts_with(line, SLICE("?u"))) {
            registration->result = REGISTRATION_RESULT_UNREACHABLE;
        } else if (slice_starts_with(line, SLICE("?i")) &&
                   registration->status_count < REGISTRATION_STATUSES_MAXIMUM) {
            registration->statuses[registration->status_count] =
                (struct registration_status){ epp_status_from_text(value), value };
            registration->status_count++;
        } else if (slice_starts_with(line, SLICE("?j")) &&
                   registration->server_count < REGISTRATION_SERVERS_MAXIMUM &&
                   name_from_text(value, &registration->servers[registration->server_count],
                                  NULL) == STATUS_OK) {
            registration->server_count++;
        }
    }
    demand(facts_add_registration(world->facts, question, registration) == STATUS_OK);
}

static void answer_question(struct random_facts *world, const struct question *question)
{
    struct dns_answer *answer = arena_alloc(world->arena, sizeof *answer);
    struct dns_name *final = arena_alloc(world->arena, sizeof *final);
    struct rr *records = arena_alloc_array(world->arena, RECORDS, sizeof *records);
    struct slice rest = world->input;
    struct slice line;

    demand(answer != NULL && final != NULL && records != NULL);
    *final = question->name;
    answer->final = final;
    answer->authoritative = question->kind == QUESTION_KIND_SERVER;
    for (unsigned i = 0; i < RANDOM_FACTS_LINES && slice_split(&rest, '\n', &line); i++) {
        struct row row;

        if (read_row(world, line, answer->authoritative, &row)) {
            add_row(world, &row, question, records, answer);
        }
    }
    settle(records, answer);
    demand(facts_add(world->facts, question, answer) == STATUS_OK);
}

static void answer(struct random_facts *world, const struct question *question)
{
    if (question->kind == QUESTION_KIND_REGISTRATION) {
        answer_registration(world, question);
    } else {
        answer_question(world, question);
    }
}

void random_facts_answer_wants(struct random_facts *world, size_t limit)
{
    static struct question wants[4096];
    size_t count = 0;
    const struct question *list = facts_wants(world->facts, &count);

    count = count < sizeof wants / sizeof wants[0] ? count : sizeof wants / sizeof wants[0];
    memcpy(wants, list, count * sizeof wants[0]);
    demand(count > 0);
    count = limit > 0 && limit < count ? limit : count;
    facts_begin_round(world->facts);
    for (size_t i = 0; i < count; i++) {
        answer(world, &wants[i]);
    }
}
