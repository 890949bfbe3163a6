/* SPDX-License-Identifier: MIT */
/*
 * A reply from anybody. The first octet chooses type and kind of the question, the rest is the
 * message; the name asked is taken from its question section where there is one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "dns/codec.h"

#define HEADER ((size_t)12)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static void check_txt(const struct rr_txt *txt)
{
    size_t length = 0;

    demand(txt->count > 0);
    for (size_t i = 0; i < txt->count; i++) {
        demand(txt->strings[i].length <= LIMIT_STRING);
        demand(slice_equal(txt->strings[i],
                           slice_head(slice_from(txt->joined, length), txt->strings[i].length)));
        length += txt->strings[i].length;
    }
    demand(length == txt->joined.length && length <= LIMIT_TXT);
}

static void check_records(const struct rr *list, size_t count, struct arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        struct dns_name again;

        demand(list[i].ttl <= INT32_MAX);
        demand(name_from_wire(list[i].owner->wire, list[i].owner->length, &again) == STATUS_OK);
        demand(name_equal(&again, list[i].owner));
        if (list[i].type == RR_TYPE_TXT) {
            check_txt(&list[i].data.txt);
        }
        demand(rr_same_data(&list[i], &list[i]));
        demand(rr_to_text(&list[i], arena).length > 0 || arena_failed(arena));
    }
}

static void check_class(const struct codec_query *query, const struct dns_answer *answer)
{
    bool is_positive = answer->class == ANSWER_CLASS_POSITIVE;

    demand(answer->class != ANSWER_CLASS_NONE && answer->class != ANSWER_CLASS_TIMEOUT);
    demand(is_positive == (answer->record_count > 0));
    demand(answer->chain_count <= LIMIT_CHAIN);
    demand(!answer->chain_open ||
           (answer->class == ANSWER_CLASS_NODATA && answer->chain_count > 0));
    demand(answer->class != ANSWER_CLASS_REFERRAL || answer->delegation_count > 0);
    for (size_t i = 0; i < answer->record_count; i++) {
        demand(name_equal(answer->records[i].owner, answer->final));
        demand(answer->records[i].type == query->type);
        for (size_t k = 0; k < i && k < 8; k++) {
            demand(!rr_same_data(&answer->records[i], &answer->records[k]));
        }
    }
    for (size_t i = 0; i < answer->chain_count; i++) {
        demand(name_equal(answer->chain[i].owner,
                          i == 0 ? query->name : answer->chain[i - 1].data.name));
    }
}

/* Our own query turned into a reply is a reply to it. */
static void check_query(const struct codec_query *query)
{
    uint8_t octets[CODEC_QUERY_MAXIMUM];
    size_t length;

    demand(codec_encode(query, octets, sizeof octets, &length) == STATUS_OK);
    demand(codec_match(query, slice_make((const char *)octets, length)) == CODEC_MATCH_FOREIGN);
    octets[2] |= 0x80;
    demand(codec_match(query, slice_make((const char *)octets, length)) == CODEC_MATCH_REPLY);
}

static void check_reply(const struct codec_query *query, struct slice message, struct arena *arena)
{
    struct dns_answer answer;

    (void)codec_match(query, message);
    if (codec_decode(query, message, arena, &answer) != STATUS_OK) {
        demand(arena_failed(arena));
        return;
    }
    demand(slice_equal(answer.wire, message));
    demand(answer.final != NULL);
    check_class(query, &answer);
    check_records(answer.records, answer.record_count, arena);
    check_records(answer.chain, answer.chain_count, arena);
    check_records(answer.soa, answer.soa != NULL ? 1 : 0, arena);
    check_records(answer.delegation, answer.delegation_count, arena);
    check_records(answer.glue, answer.glue_count, arena);
}

/* Length of the uncompressed name at the start, 0 when there is none. */
static size_t find_name(const uint8_t *octets, size_t size)
{
    for (size_t at = 0; at < size && octets[at] <= LIMIT_LABEL; at += (size_t)octets[at] + 1) {
        if (octets[at] == 0) {
            return at + 1;
        }
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum rr_type types[] = { RR_TYPE_TXT, RR_TYPE_A,   RR_TYPE_AAAA,  RR_TYPE_MX,
                                          RR_TYPE_NS,  RR_TYPE_SOA, RR_TYPE_CNAME, RR_TYPE_PTR };
    struct dns_name name = { .length = 1 };
    struct codec_query query = { .name = &name };
    struct arena *arena = NULL;

    if (size == 0 || arena_create(LIMIT_ARENA, &arena) != STATUS_OK) {
        return 0;
    }
    query.type = types[data[0] & 7];
    query.recursion_desired = (data[0] & 8) != 0;
    query.edns = (data[0] & 16) != 0;
    if (size > HEADER + 1) {
        const uint8_t *question = data + 1 + HEADER;

        query.id = (uint16_t)(data[1] << 8 | data[2]);
        /* What is no name leaves the root in place. */
        (void)!name_from_wire(question, find_name(question, size - 1 - HEADER), &name);
    }
    check_query(&query);
    check_reply(&query, slice_make((const char *)data + 1, size - 1), arena);
    arena_destroy(arena);
    return 0;
}
