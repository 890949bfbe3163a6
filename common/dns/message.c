/* SPDX-License-Identifier: MIT */
/* Walking over a DNS message and reading records out of it. */
#include "dns/message.h"

#include <string.h>

#include "base/limits.h"

#define POINTER_MARK 0xC0
#define POINTERS_MAXIMUM 127 /* no more labels than that, so no honest name has more pointers */
#define QUESTION_TAIL ((size_t)4) /* type and class */
#define RR_TAIL ((size_t)10)      /* type, class, TTL and the length of the RDATA */
#define SOA_NUMBERS ((size_t)20)  /* the five numbers behind the two names */

static uint8_t octet_at(struct slice octets, size_t at)
{
    return (uint8_t)octets.data[at];
}

uint16_t message_u16(struct slice octets, size_t at)
{
    return (uint16_t)(octet_at(octets, at) << 8 | octet_at(octets, at + 1));
}

uint32_t message_u32(struct slice octets, size_t at)
{
    return (uint32_t)message_u16(octets, at) << 16 | message_u16(octets, at + 2);
}

/*
 * Where a pointer leads, or 0 when it leads nowhere good. It has to be before `lowest`, the place
 * where the labels read so far began: so every pointer goes further to the front and loops end
 * here.
 */
static size_t pointer_target(struct slice octets, size_t at, size_t lowest)
{
    size_t target;

    if (at + 2 > octets.length) {
        return 0;
    }
    target = message_u16(octets, at) & 0x3FFF;
    return target >= MESSAGE_HEADER && target < lowest ? target : 0;
}

/* Reads the name at an offset, checking it. False when it is malformed. *ret_end is behind it. */
static bool read_name(struct slice octets, size_t at, struct dns_name *name, size_t *ret_end)
{
    size_t lowest = at;
    size_t end = 0; /* behind the first pointer, once there was one */
    unsigned pointers = 0;

    name->length = 0;
    while (at < octets.length) {
        size_t length = octet_at(octets, at);

        if (length >= POINTER_MARK) {
            end = end == 0 ? at + 2 : end;
            at = pointer_target(octets, at, lowest);
            lowest = at;
            pointers++;
            if (at == 0 || pointers > POINTERS_MAXIMUM) {
                return false;
            }
            continue;
        }
        if (length > LIMIT_LABEL || at + 1 + length > octets.length ||
            name->length + 1 + length > LIMIT_NAME_WIRE) {
            return false;
        }
        for (size_t i = 0; i <= length; i++) {
            name->wire[name->length + i] = (uint8_t)ascii_lower(octets.data[at + i]);
        }
        name->length = (uint8_t)(name->length + 1 + length);
        at += length + 1;
        if (length == 0) {
            *ret_end = end == 0 ? at : end;
            return true;
        }
    }
    return false;
}

/* Whether a name begins at an offset and ends exactly `behind` octets before `end`. */
static bool name_fills(struct slice octets, size_t at, size_t end, size_t behind)
{
    struct dns_name name;
    size_t name_end;

    return at < end && read_name(octets, at, &name, &name_end) && name_end + behind == end;
}

/* Whether the strings of a TXT record fill its RDATA exactly; at least one (RFC 1035 3.3.14). */
static bool strings_fill(struct slice octets, size_t at, size_t end)
{
    if (at == end) {
        return false;
    }
    while (at < end) {
        at += (size_t)octet_at(octets, at) + 1;
    }
    return at == end;
}

static bool soa_fills(struct slice octets, size_t at, size_t end)
{
    struct dns_name name;
    size_t second;

    return read_name(octets, at, &name, &second) && name_fills(octets, second, end, SOA_NUMBERS);
}

/* Whether the RDATA is what its type wants. */
static bool data_is_valid(struct slice octets, const struct message_rr *rr)
{
    size_t end = rr->data + rr->data_length;

    if (rr->class != MESSAGE_CLASS_IN) {
        return true; /* not read by anybody */
    }
    switch ((enum rr_type)rr->type) {
    case RR_TYPE_A:
        return rr->data_length == 4;
    case RR_TYPE_AAAA:
        return rr->data_length == 16;
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        return name_fills(octets, rr->data, end, 0);
    case RR_TYPE_MX:
        return name_fills(octets, rr->data + 2, end, 0);
    case RR_TYPE_SOA:
        return rr->data_length > 0 && soa_fills(octets, rr->data, end);
    case RR_TYPE_TXT:
        return strings_fill(octets, rr->data, end);
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    return true;
}

/* Behind a name that was checked before. */
static size_t skip_name(struct slice octets, size_t at)
{
    while (octet_at(octets, at) != 0 && octet_at(octets, at) < POINTER_MARK) {
        at += (size_t)octet_at(octets, at) + 1;
    }
    return octet_at(octets, at) == 0 ? at + 1 : at + 2;
}

/* Reads what stands behind an owner's name: ten octets that have to be there. */
static void read_tail(struct slice octets, size_t at, struct message_rr *rr)
{
    rr->type = message_u16(octets, at);
    rr->class = message_u16(octets, at + 2);
    rr->ttl = message_u32(octets, at + 4);
    rr->data_length = message_u16(octets, at + 8);
    rr->data = at + RR_TAIL;
}

/* Checks the records of a section from *at on and moves *at behind them. */
static bool check_section(struct slice octets, size_t count, size_t *at)
{
    for (size_t i = 0; i < count; i++) {
        struct message_rr rr = { .owner = *at };
        struct dns_name owner;
        size_t end;

        if (!read_name(octets, *at, &owner, &end) || end + RR_TAIL > octets.length) {
            return false;
        }
        read_tail(octets, end, &rr);
        if (rr.data + rr.data_length > octets.length || !data_is_valid(octets, &rr)) {
            return false;
        }
        *at = rr.data + rr.data_length;
    }
    return true;
}

bool message_open(struct slice octets, struct message *ret_message)
{
    struct message message = { .octets = octets };
    size_t at = MESSAGE_HEADER;
    size_t questions;

    if (octets.length < MESSAGE_HEADER || octets.length > LIMIT_MESSAGE) {
        return false;
    }
    questions = message_u16(octets, 4);
    for (size_t i = 0; i < questions; i++) {
        struct dns_name name;

        if (!read_name(octets, at, &name, &at) || at + QUESTION_TAIL > octets.length) {
            return false;
        }
        at += QUESTION_TAIL;
    }
    for (size_t i = 0; i < MESSAGE_SECTIONS; i++) {
        message.starts[i] = at;
        message.counts[i] = message_u16(octets, 6 + 2 * i);
        if (!check_section(octets, message.counts[i], &at)) {
            return false;
        }
    }
    *ret_message = message;
    return true;
}

struct message_cursor message_walk(const struct message *message, enum message_section section)
{
    return (struct message_cursor){ message, message->starts[section], message->counts[section] };
}

bool message_next(struct message_cursor *cursor, struct message_rr *ret_rr)
{
    struct slice octets = cursor->message->octets;

    if (cursor->left == 0) {
        return false;
    }
    ret_rr->owner = cursor->at;
    read_tail(octets, skip_name(octets, cursor->at), ret_rr);
    cursor->at = ret_rr->data + ret_rr->data_length;
    cursor->left--;
    return true;
}

bool message_name_is(const struct message *message, size_t at, const struct dns_name *name)
{
    struct slice octets = message->octets;
    size_t matched = 0;

    for (;;) {
        size_t length = octet_at(octets, at);

        if (length >= POINTER_MARK) {
            at = message_u16(octets, at) & 0x3FFF;
            continue;
        }
        if (length != name->wire[matched]) {
            return false;
        }
        if (length == 0) {
            return true;
        }
        for (size_t i = 1; i <= length; i++) {
            if ((uint8_t)ascii_lower(octets.data[at + i]) != name->wire[matched + i]) {
                return false;
            }
        }
        matched += length + 1;
        at += length + 1;
    }
}

void message_name(const struct message *message, size_t at, struct dns_name *ret_name)
{
    struct dns_name name = { .length = 0 };
    size_t end;

    if (read_name(message->octets, at, &name, &end)) {
        *ret_name = name;
    }
}

const struct dns_name *message_name_copy(const struct message *message, size_t at,
                                         struct arena *arena)
{
    struct dns_name *name = arena_alloc(arena, sizeof *name);

    if (name != NULL) {
        message_name(message, at, name);
    }
    return name;
}

_Static_assert(LIMIT_MESSAGE <= LIMIT_TXT, "a TXT rrset is bounded by its message");

/* The strings as they lie in the message, and joined; a single one needs no joining. */
static bool read_txt(struct slice data, struct arena *arena, struct rr_txt *ret_txt)
{
    struct slice *strings;
    char *joined;
    size_t count = 0;
    size_t length = 0;

    for (size_t at = 0; at < data.length; at += (size_t)octet_at(data, at) + 1) {
        count++;
    }
    strings = arena_alloc_array(arena, count, sizeof *strings);
    joined = count == 1 ? NULL : arena_alloc(arena, data.length);
    if (strings == NULL || (count > 1 && joined == NULL)) {
        return false;
    }
    for (size_t i = 0, at = 0; i < count; i++) {
        strings[i] = slice_make(data.data + at + 1, octet_at(data, at));
        at += strings[i].length + 1;
        if (joined != NULL) {
            memcpy(joined + length, strings[i].data, strings[i].length);
        }
        length += strings[i].length;
    }
    *ret_txt = (struct rr_txt){ strings, count, slice_make(joined, length) };
    if (joined == NULL) {
        ret_txt->joined = strings[0];
    }
    return true;
}

static bool read_mx(const struct message *message, const struct message_rr *rr, struct arena *arena,
                    struct rr_mx *ret_mx)
{
    ret_mx->preference = message_u16(message->octets, rr->data);
    ret_mx->exchange = message_name_copy(message, rr->data + 2, arena);
    return ret_mx->exchange != NULL;
}

static bool read_soa(const struct message *message, const struct message_rr *rr,
                     struct arena *arena, struct rr_soa *ret_soa)
{
    struct slice octets = message->octets;
    size_t numbers = rr->data + rr->data_length - SOA_NUMBERS;

    ret_soa->primary = message_name_copy(message, rr->data, arena);
    ret_soa->mailbox = message_name_copy(message, skip_name(octets, rr->data), arena);
    ret_soa->serial = message_u32(octets, numbers);
    ret_soa->refresh = message_u32(octets, numbers + 4);
    ret_soa->retry = message_u32(octets, numbers + 8);
    ret_soa->expire = message_u32(octets, numbers + 12);
    ret_soa->minimum = message_u32(octets, numbers + 16);
    return ret_soa->primary != NULL && ret_soa->mailbox != NULL;
}

static void read_address(struct slice data, struct address *ret_address)
{
    *ret_address =
        (struct address){ .family = data.length == 4 ? ADDRESS_FAMILY_IP4 : ADDRESS_FAMILY_IP6 };
    memcpy(ret_address->octets, data.data, data.length);
}

bool message_read(const struct message *message, const struct message_rr *rr,
                  const struct dns_name *owner, struct arena *arena, struct rr *ret_rr)
{
    struct slice data = slice_head(slice_from(message->octets, rr->data), rr->data_length);

    *ret_rr = (struct rr){ .owner = owner, .type = (enum rr_type)rr->type };
    ret_rr->ttl = rr->ttl > INT32_MAX ? 0 : rr->ttl; /* RFC 2181 8 */
    switch (ret_rr->type) {
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        read_address(data, &ret_rr->data.address);
        return true;
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        ret_rr->data.name = message_name_copy(message, rr->data, arena);
        return ret_rr->data.name != NULL;
    case RR_TYPE_MX:
        return read_mx(message, rr, arena, &ret_rr->data.mx);
    case RR_TYPE_SOA:
        return read_soa(message, rr, arena, &ret_rr->data.soa);
    case RR_TYPE_TXT:
        return read_txt(data, arena, &ret_rr->data.txt);
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    ret_rr->data.opaque = data;
    return true;
}
