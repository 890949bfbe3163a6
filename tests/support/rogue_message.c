/* SPDX-License-Identifier: MIT */
/* Queries read, replies written. */
#include "rogue_message.h"

#include <string.h>

#define TTL 60

/* --- reading ---------------------------------------------------------------------------------- */

bool rogue_read_query(const uint8_t *octets, size_t length, bool tcp, struct rogue_query *ret_query)
{
    struct rogue_query query = { .octets = octets, .length = length, .tcp = tcp };
    size_t at = ROGUE_HEADER;

    if (length < ROGUE_HEADER + 5 || length > ROGUE_QUERY_MAXIMUM || (octets[2] & 0x80) != 0) {
        return false;
    }
    while (octets[at] != 0) {
        if (octets[at] > 63 || at + octets[at] + 6u > length ||
            at + octets[at] > ROGUE_HEADER + 254u) {
            return false;
        }
        at += octets[at] + 1u;
    }
    query.name_length = at + 1 - ROGUE_HEADER;
    query.question_length = query.name_length + 4;
    if (ROGUE_HEADER + query.question_length > length) {
        return false;
    }
    memcpy(query.name, octets + ROGUE_HEADER, query.name_length);
    query.type = (unsigned)octets[at + 1] << 8 | octets[at + 2];
    query.rd = (octets[2] & 1) != 0;
    query.cd = (octets[3] & 0x10) != 0;
    query.edns = octets[ROGUE_SECTION_ADDITIONAL] != 0 || octets[ROGUE_SECTION_ADDITIONAL + 1] != 0;
    *ret_query = query;
    return true;
}

/* --- writing ---------------------------------------------------------------------------------- */

void rogue_put(struct rogue_reply *reply, const void *octets, size_t length)
{
    if (length <= sizeof reply->octets - reply->length) {
        memcpy(reply->octets + reply->length, octets, length);
        reply->length += length;
    }
}

void rogue_put8(struct rogue_reply *reply, unsigned value)
{
    uint8_t octet = (uint8_t)(value & 0xFF);

    rogue_put(reply, &octet, 1);
}

void rogue_put16(struct rogue_reply *reply, unsigned value)
{
    rogue_put8(reply, value >> 8);
    rogue_put8(reply, value);
}

void rogue_put32(struct rogue_reply *reply, unsigned long value)
{
    rogue_put16(reply, (unsigned)(value >> 16 & 0xFFFF));
    rogue_put16(reply, (unsigned)(value & 0xFFFF));
}

/* A name as text with dots, without compression. */
void rogue_put_name(struct rogue_reply *reply, const char *name)
{
    while (*name != '\0') {
        size_t length = strcspn(name, ".");

        rogue_put8(reply, (unsigned)length);
        rogue_put(reply, name, length);
        name += length;
        name += *name == '.' ? 1 : 0;
    }
    rogue_put8(reply, 0);
}

void rogue_count(struct rogue_reply *reply, enum rogue_section section)
{
    reply->octets[section + 1]++;
}

/* Header and question, as they should be. */
void rogue_put_start(const struct rogue_query *query, enum rogue_rcode rcode,
                     struct rogue_reply *reply)
{
    reply->length = 0;
    rogue_put(reply, query->octets, 2);
    rogue_put8(reply, 0x80u | (query->rd ? 1u : 0u));
    rogue_put8(reply, 0x80u | ((unsigned)rcode & 0x0F));
    rogue_put16(reply, 1);
    rogue_put32(reply, 0);
    rogue_put16(reply, 0);
    rogue_put(reply, query->octets + ROGUE_HEADER, query->question_length);
}

/* What stands before a record's data: its owner is where the question's name is, or a name from
 * `at`. */
void rogue_put_record(struct rogue_reply *reply, unsigned at, enum rogue_record_type type,
                      size_t length)
{
    rogue_put16(reply, 0xC000u | at);
    rogue_put16(reply, type);
    rogue_put16(reply, 1);
    rogue_put32(reply, TTL);
    rogue_put16(reply, (unsigned)length);
}

void rogue_put_strings(struct rogue_reply *reply, const void *text, size_t length)
{
    const uint8_t *octets = text;

    do {
        size_t part = length < 255 ? length : 255;

        rogue_put8(reply, (unsigned)part);
        rogue_put(reply, octets, part);
        octets += part;
        length -= part;
    } while (length > 0);
}

void rogue_put_text(struct rogue_reply *reply, unsigned owner, const void *text, size_t length)
{
    size_t strings = length == 0 ? 1 : (length + 254) / 255;

    rogue_put_record(reply, owner, ROGUE_RECORD_TXT, length + strings);
    rogue_put_strings(reply, text, length);
    rogue_count(reply, ROGUE_SECTION_ANSWER);
}

void rogue_put_opt(struct rogue_reply *reply, unsigned extended_rcode, size_t length)
{
    rogue_put8(reply, 0);
    rogue_put16(reply, ROGUE_RECORD_OPT);
    rogue_put16(reply, ROGUE_UDP_MAXIMUM);
    rogue_put8(reply, extended_rcode);
    rogue_put8(reply, 0);
    rogue_put16(reply, 0);
    rogue_put16(reply, (unsigned)length);
    rogue_count(reply, ROGUE_SECTION_ADDITIONAL);
}

/* The SOA of the zone whose name stands at an offset. */
void rogue_put_soa(struct rogue_reply *reply, unsigned owner, enum rogue_section section)
{
    rogue_put_record(reply, owner, ROGUE_RECORD_SOA, 4 + 20);
    rogue_put16(reply, 0xC000u | owner);
    rogue_put16(reply, 0xC000u | owner);
    rogue_put32(reply, 1);
    rogue_put32(reply, 3600);
    rogue_put32(reply, 600);
    rogue_put32(reply, 86400);
    rogue_put32(reply, 30);
    rogue_count(reply, section);
}

/* Noise that is the same each time. */
void rogue_put_noise(struct rogue_reply *reply, size_t length)
{
    uint32_t state = 1;

    for (size_t i = 0; i < length; i++) {
        state = state * 1664525u + 1013904223u;
        rogue_put8(reply, state >> 24);
    }
}
