/* SPDX-License-Identifier: MIT */
/* Queries to octets; replies matched, taken apart and classified. */
#include "dns/codec.h"

#include <string.h>

#include "dns/message.h"

#define FLAG_QR 0x80 /* third octet of the header */
#define FLAG_OPCODE 0x78
#define FLAG_AA 0x04
#define FLAG_TC 0x02
#define FLAG_RD 0x01
#define FLAG_RA 0x80 /* fourth octet */
#define FLAG_AD 0x20
#define FLAG_CD 0x10
#define FLAG_RCODE 0x0F

#define RCODE_NOERROR 0
#define RCODE_SERVFAIL 2
#define RCODE_NXDOMAIN 3
#define RCODE_REFUSED 5

#define QUESTION_TAIL ((size_t)4)
#define OPT_LENGTH ((size_t)11)
#define OPTION_EDE 15
#define EDE_BOGUS_FIRST 6 /* 6 to 12 say that validation failed (RFC 8914 4.7-4.13) */
#define EDE_BOGUS_LAST 12

#define PROBES_MAXIMUM 64 /* of the table of duplicates: who makes hashes collide gains no time */

/* --- queries --------------------------------------------------------------------------------- */

static size_t put_u16(uint8_t *octets, size_t at, unsigned value)
{
    octets[at] = (uint8_t)(value >> 8);
    octets[at + 1] = (uint8_t)value;
    return at + 2;
}

enum status codec_encode(const struct codec_query *query, uint8_t *octets, size_t size,
                         size_t *ret_length)
{
    size_t need = MESSAGE_HEADER + query->name->length + QUESTION_TAIL;
    size_t at;

    need += query->edns ? OPT_LENGTH : 0;
    if (size < need) {
        return STATUS_TOO_LONG;
    }
    memset(octets, 0, need);
    put_u16(octets, 0, query->id);
    octets[2] = query->recursion_desired ? FLAG_RD : 0;
    /* AD asks for AD in the reply (RFC 6840 5.7), without the signatures that DO would bring. */
    octets[3] = (uint8_t)((query->recursion_desired ? FLAG_AD : 0) |
                          (query->checking_disabled ? FLAG_CD : 0));
    put_u16(octets, 4, 1);
    put_u16(octets, 10, query->edns ? 1 : 0);
    memcpy(&octets[MESSAGE_HEADER], query->name->wire, query->name->length);
    at = (size_t)MESSAGE_HEADER + query->name->length;
    at = put_u16(octets, at, (unsigned)query->type);
    at = put_u16(octets, at, MESSAGE_CLASS_IN);
    if (query->edns) {
        at = put_u16(octets, at + 1, MESSAGE_TYPE_OPT); /* behind the root as owner */
        put_u16(octets, at, LIMIT_EDNS_PAYLOAD);
    }
    *ret_length = need;
    return STATUS_OK;
}

/* --- matching -------------------------------------------------------------------------------- */

static uint8_t octet_at(struct slice octets, size_t at)
{
    return (uint8_t)octets.data[at];
}

static unsigned header_rcode(struct slice message)
{
    return octet_at(message, 3) & FLAG_RCODE;
}

/* Any rcode that is neither NOERROR nor NXDOMAIN: there is nothing in the sections to believe. */
static bool rcode_is_error(unsigned rcode)
{
    return rcode != RCODE_NOERROR && rcode != RCODE_NXDOMAIN;
}

/* Whether the question section starts with our question; compression is not accepted there. */
static bool question_is_ours(const struct codec_query *query, struct slice message)
{
    const struct dns_name *name = query->name;
    size_t tail = (size_t)MESSAGE_HEADER + name->length;

    if (message.length < tail + QUESTION_TAIL) {
        return false;
    }
    for (size_t i = 0; i < name->length; i++) {
        if ((uint8_t)ascii_lower(message.data[MESSAGE_HEADER + i]) != name->wire[i]) {
            return false;
        }
    }
    return message_u16(message, tail) == (unsigned)query->type &&
           message_u16(message, tail + 2) == MESSAGE_CLASS_IN;
}

enum codec_match codec_match(const struct codec_query *query, struct slice message)
{
    size_t questions;

    if (message.length < MESSAGE_HEADER || message_u16(message, 0) != query->id ||
        (octet_at(message, 2) & (FLAG_QR | FLAG_OPCODE)) != FLAG_QR) {
        return CODEC_MATCH_FOREIGN;
    }
    questions = message_u16(message, 4);
    /* Some servers send an error back as the bare header, with the counts of the query in it. */
    if (rcode_is_error(header_rcode(message)) &&
        (questions == 0 || message.length == MESSAGE_HEADER)) {
        return CODEC_MATCH_ERROR;
    }
    if (questions != 1 || !question_is_ours(query, message)) {
        return CODEC_MATCH_FOREIGN;
    }
    return (octet_at(message, 2) & FLAG_TC) != 0 ? CODEC_MATCH_TRUNCATED : CODEC_MATCH_REPLY;
}

/* --- replies --------------------------------------------------------------------------------- */

struct decoder {
    const struct codec_query *query;
    struct message message;
    struct arena *arena;
    struct dns_answer *answer;
};

/* The options of an OPT record (RFC 6891 6.1.2); what is malformed ends the list. */
static bool read_options(struct decoder *decoder, const struct message_rr *opt)
{
    struct slice octets = decoder->message.octets;
    size_t end = opt->data + opt->data_length;
    size_t at = opt->data;
    struct dns_ede edes[CODEC_EDE_MAXIMUM];
    struct dns_ede *copy;
    size_t count = 0;

    while (at + 4 <= end && count < CODEC_EDE_MAXIMUM) {
        unsigned code = message_u16(octets, at);
        size_t length = message_u16(octets, at + 2);

        at += 4;
        if (length > end - at || (code == OPTION_EDE && length < 2)) {
            break;
        }
        if (code == OPTION_EDE) {
            edes[count].code = message_u16(octets, at);
            edes[count].text = slice_head(slice_from(octets, at + 2), length - 2);
            count++;
        }
        at += length;
    }
    if (count == 0) {
        return true;
    }
    copy = arena_alloc_array(decoder->arena, count, sizeof *copy);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, edes, count * sizeof *copy);
    decoder->answer->edes = copy;
    decoder->answer->ede_count = count;
    return true;
}

/* The first OPT record of the additional section: upper bits of the rcode, options. */
static bool read_edns(struct decoder *decoder)
{
    struct message_cursor cursor = message_walk(&decoder->message, MESSAGE_SECTION_ADDITIONAL);
    struct message_rr rr;

    while (message_next(&cursor, &rr)) {
        if (rr.type == MESSAGE_TYPE_OPT) {
            decoder->answer->rcode |= (uint16_t)(rr.ttl >> 24 << 4);
            return read_options(decoder, &rr);
        }
    }
    return true;
}

/* A table of the records kept so far, to find the same one again (RFC 2181 5). */
struct duplicates {
    uint32_t *slots; /* position in the list + 1, 0: free */
    size_t size;     /* a power of two */
};

static bool duplicates_init(struct duplicates *table, size_t count, struct arena *arena)
{
    table->size = 2;
    while (table->size < 2 * count) {
        table->size *= 2;
    }
    table->slots = arena_alloc_array(arena, table->size, sizeof *table->slots);
    return table->slots != NULL;
}

/* Whether list[count] is among the records before it; if not it is noted. */
static bool duplicates_has(struct duplicates *table, const struct rr *list, size_t count)
{
    size_t at = rr_hash_data(&list[count]) & (table->size - 1);

    for (unsigned probes = 0; probes < PROBES_MAXIMUM; probes++) {
        uint32_t slot = table->slots[at];

        if (slot == 0) {
            table->slots[at] = (uint32_t)count + 1;
            return false;
        }
        if (rr_same_data(&list[slot - 1], &list[count])) {
            return true;
        }
        at = (at + 1) & (table->size - 1);
    }
    return false;
}

static bool is_wanted(const struct decoder *decoder, const struct message_rr *rr, unsigned type,
                      const struct dns_name *owner)
{
    return rr->type == type && rr->class == MESSAGE_CLASS_IN &&
           message_name_is(&decoder->message, rr->owner, owner);
}

/* The `count` records of the type asked at `final` become the answer's records, each once. */
static bool keep_records(struct decoder *decoder, size_t count)
{
    const struct dns_name *owner = decoder->answer->final;
    struct message_cursor cursor = message_walk(&decoder->message, MESSAGE_SECTION_ANSWER);
    struct rr *list = arena_alloc_array(decoder->arena, count, sizeof *list);
    struct duplicates table = { NULL, 0 };
    struct message_rr rr;
    size_t kept = 0;

    if (list == NULL || (count > 1 && !duplicates_init(&table, count, decoder->arena))) {
        return false;
    }
    while (message_next(&cursor, &rr)) {
        if (!is_wanted(decoder, &rr, (unsigned)decoder->query->type, owner)) {
            continue;
        }
        if (!message_read(&decoder->message, &rr, owner, decoder->arena, &list[kept])) {
            return false;
        }
        if (count == 1 || !duplicates_has(&table, list, kept)) {
            kept++;
        }
    }
    decoder->answer->records = list;
    decoder->answer->record_count = kept;
    return true;
}

/* Counts the records of the type asked at `final` and finds the first CNAME there. */
static size_t look_at_final(const struct decoder *decoder, struct message_rr *ret_cname,
                            bool *ret_has_cname)
{
    struct message_cursor cursor = message_walk(&decoder->message, MESSAGE_SECTION_ANSWER);
    const struct dns_name *owner = decoder->answer->final;
    struct message_rr rr;
    size_t count = 0;

    *ret_has_cname = false;
    while (message_next(&cursor, &rr)) {
        if (is_wanted(decoder, &rr, (unsigned)decoder->query->type, owner)) {
            count++;
        } else if (!*ret_has_cname && is_wanted(decoder, &rr, RR_TYPE_CNAME, owner)) {
            *ret_has_cname = true;
            *ret_cname = rr;
        }
    }
    return count;
}

static bool chain_has_owner(const struct rr *chain, size_t count, const struct dns_name *name)
{
    for (size_t i = 0; i < count; i++) {
        if (name_equal(chain[i].owner, name)) {
            return true;
        }
    }
    return false;
}

static bool keep_chain(struct decoder *decoder, const struct rr *chain, size_t count)
{
    struct rr *copy;

    if (count == 0) {
        return true;
    }
    copy = arena_alloc_array(decoder->arena, count, sizeof *copy);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, chain, count * sizeof *copy);
    decoder->answer->chain = copy;
    decoder->answer->chain_count = count;
    return true;
}

/*
 * From the name asked along its CNAMEs, whatever order the records are in (RFC 1034 3.6.2). The
 * class becomes POSITIVE or LOOP, or stays NONE: nothing of the type asked at the end.
 */
static bool follow_chain(struct decoder *decoder)
{
    struct dns_answer *answer = decoder->answer;
    struct rr chain[LIMIT_CHAIN];
    size_t length = 0;

    for (;;) {
        struct message_rr cname;
        bool has_cname;
        size_t count = look_at_final(decoder, &cname, &has_cname);

        if (count > 0) {
            answer->class = ANSWER_CLASS_POSITIVE;
            return keep_chain(decoder, chain, length) && keep_records(decoder, count);
        }
        if (!has_cname) {
            return keep_chain(decoder, chain, length);
        }
        if (length == LIMIT_CHAIN) {
            break;
        }
        if (!message_read(&decoder->message, &cname, answer->final, decoder->arena,
                          &chain[length])) {
            return false;
        }
        length++;
        answer->final = chain[length - 1].data.name;
        if (chain_has_owner(chain, length, answer->final)) {
            break;
        }
    }
    answer->class = ANSWER_CLASS_LOOP;
    return keep_chain(decoder, chain, length);
}

/* The SOA whose owner is `final` or above it, else the first: who denies is judged elsewhere. */
static bool keep_soa(struct decoder *decoder)
{
    struct message_cursor cursor = message_walk(&decoder->message, MESSAGE_SECTION_AUTHORITY);
    struct message_rr best = { .type = RR_TYPE_NONE };
    struct dns_name best_owner = { .length = 0 };
    struct message_rr rr;
    struct dns_name *owner;
    struct rr *soa;

    while (message_next(&cursor, &rr)) {
        struct dns_name name = { .length = 0 };

        if (rr.type != RR_TYPE_SOA || rr.class != MESSAGE_CLASS_IN) {
            continue;
        }
        message_name(&decoder->message, rr.owner, &name);
        if (best.type == RR_TYPE_NONE || (!name_is_within(decoder->answer->final, &best_owner) &&
                                          name_is_within(decoder->answer->final, &name))) {
            best = rr;
            best_owner = name;
        }
    }
    if (best.type == RR_TYPE_NONE) {
        return true;
    }
    owner = arena_alloc(decoder->arena, sizeof *owner);
    soa = arena_alloc(decoder->arena, sizeof *soa);
    if (owner == NULL || soa == NULL) {
        return false;
    }
    *owner = best_owner;
    decoder->answer->soa = soa;
    return message_read(&decoder->message, &best, owner, decoder->arena, soa);
}

/* Whether a record of these sections is kept for its own sake. */
static bool is_side_record(const struct message_rr *rr, enum message_section section)
{
    if (rr->class != MESSAGE_CLASS_IN) {
        return false;
    }
    return section == MESSAGE_SECTION_AUTHORITY ? rr->type == RR_TYPE_NS
                                                : rr->type == RR_TYPE_A || rr->type == RR_TYPE_AAAA;
}

/* The NS records of the authority section, or the addresses of the additional section. */
static bool keep_side(struct decoder *decoder, enum message_section section, size_t maximum,
                      const struct rr **ret_list, size_t *ret_count)
{
    struct message_cursor cursor = message_walk(&decoder->message, section);
    const struct dns_name *owner = NULL;
    struct rr *list = NULL;
    struct message_rr rr;
    size_t count = 0;

    while (count < maximum && message_next(&cursor, &rr)) {
        if (!is_side_record(&rr, section)) {
            continue;
        }
        if (list == NULL) {
            size_t most = cursor.left + 1 < maximum ? cursor.left + 1 : maximum;

            list = arena_alloc_array(decoder->arena, most, sizeof *list);
        }
        if (owner == NULL || !message_name_is(&decoder->message, rr.owner, owner)) {
            owner = message_name_copy(&decoder->message, rr.owner, decoder->arena);
        }
        if (list == NULL || owner == NULL ||
            !message_read(&decoder->message, &rr, owner, decoder->arena, &list[count])) {
            return false;
        }
        count++;
    }
    *ret_list = list;
    *ret_count = count;
    return true;
}

/* Authority and additional section; addresses are of interest beside name servers only. */
static bool keep_sides(struct decoder *decoder)
{
    struct dns_answer *answer = decoder->answer;

    if (!keep_soa(decoder) || !keep_side(decoder, MESSAGE_SECTION_AUTHORITY, CODEC_NS_MAXIMUM,
                                         &answer->delegation, &answer->delegation_count)) {
        return false;
    }
    return answer->delegation_count == 0 ||
           keep_side(decoder, MESSAGE_SECTION_ADDITIONAL, CODEC_GLUE_MAXIMUM, &answer->glue,
                     &answer->glue_count);
}

/* Whether the authority section refers to servers of a zone that holds the name. */
static bool is_referral(const struct decoder *decoder)
{
    const struct dns_answer *answer = decoder->answer;

    if (answer->authoritative || answer->chain_count > 0 || answer->soa != NULL) {
        return false;
    }
    /* A resolver that was asked to recurse does not refer; its NS records are mere decoration. */
    if (answer->recursion && decoder->query->recursion_desired) {
        return false;
    }
    for (size_t i = 0; i < answer->delegation_count; i++) {
        if (name_is_within(answer->final, answer->delegation[i].owner)) {
            return true;
        }
    }
    return false;
}

/* What it means that there is nothing of the type asked at `final`. */
static void classify_absence(struct decoder *decoder)
{
    struct dns_answer *answer = decoder->answer;
    bool has_soa = answer->soa != NULL && name_is_within(answer->final, answer->soa->owner);

    if (is_referral(decoder)) {
        answer->class = ANSWER_CLASS_REFERRAL;
        return;
    }
    answer->class = ANSWER_CLASS_NODATA;
    answer->chain_open = answer->chain_count > 0 && !has_soa;
}

/* NOERROR and NXDOMAIN: what the sections say. */
static bool classify_sections(struct decoder *decoder)
{
    struct dns_answer *answer = decoder->answer;

    if (!follow_chain(decoder) || !keep_sides(decoder)) {
        return false;
    }
    if (answer->rcode == RCODE_NXDOMAIN && answer->class != ANSWER_CLASS_LOOP) {
        answer->class = ANSWER_CLASS_NXDOMAIN;
        answer->records = NULL; /* a denial with records denies */
        answer->record_count = 0;
    } else if (answer->class == ANSWER_CLASS_NONE) {
        classify_absence(decoder);
    }
    return true;
}

static enum answer_class class_of_error(const struct dns_answer *answer)
{
    if (answer->rcode == RCODE_REFUSED) {
        return ANSWER_CLASS_REFUSED;
    }
    for (uint16_t code = EDE_BOGUS_FIRST; code <= EDE_BOGUS_LAST; code++) {
        if (answer->rcode == RCODE_SERVFAIL && answer_has_ede(answer, code)) {
            return ANSWER_CLASS_BOGUS;
        }
    }
    return ANSWER_CLASS_SERVFAIL;
}

/* Flags and rcode of the header, whatever is behind it. */
static void read_header(struct slice message, struct dns_answer *answer)
{
    if (message.length < MESSAGE_HEADER) {
        return;
    }
    answer->rcode = (uint16_t)header_rcode(message);
    answer->authoritative = (octet_at(message, 2) & FLAG_AA) != 0;
    answer->recursion = (octet_at(message, 3) & FLAG_RA) != 0;
    answer->authentic = (octet_at(message, 3) & FLAG_AD) != 0;
}

enum status codec_decode(const struct codec_query *query, struct slice message, struct arena *arena,
                         struct dns_answer *ret_answer)
{
    struct dns_answer answer = { .class = ANSWER_CLASS_MALFORMED };
    struct decoder decoder = { .query = query, .arena = arena, .answer = &answer };
    struct dns_name *name = arena_alloc(arena, sizeof *name);
    bool is_complete = true;
    bool is_open;

    answer.wire = arena_copy(arena, message);
    if (name == NULL || answer.wire.length != message.length) {
        return STATUS_NO_MEMORY;
    }
    *name = *query->name;
    answer.final = name;
    read_header(answer.wire, &answer);
    is_open = message_open(answer.wire, &decoder.message);
    if (is_open) {
        is_complete = read_edns(&decoder);
    }
    if (message.length >= MESSAGE_HEADER && rcode_is_error(answer.rcode)) {
        answer.class = class_of_error(&answer); /* however badly the rest of it was made */
    } else if (is_open && (octet_at(message, 2) & FLAG_TC) == 0) {
        answer.class = ANSWER_CLASS_NONE;
        is_complete = is_complete && classify_sections(&decoder);
    }
    if (!is_complete) {
        return STATUS_NO_MEMORY;
    }
    *ret_answer = answer;
    return STATUS_OK;
}
