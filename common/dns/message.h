/* SPDX-License-Identifier: MIT */
/*
 * A DNS message taken apart (RFC 1035 4): where its records are, checked once as a whole, read one
 * by one later. Nothing is copied until a record is asked for, so that a large hostile message
 * costs no more than walking over it.
 *
 * Compression pointers (RFC 1035 4.1.4) must point to a prior place and may not be chained more
 * than 127 times; the length of RDATA must fit what is in it. Octets behind the last record are
 * tolerated: resolvers in use tolerate them as well.
 */
#ifndef CHECK_SES_DNS_MESSAGE_H
#define CHECK_SES_DNS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "dns/name.h"
#include "dns/rr.h"

#define MESSAGE_HEADER 12
#define MESSAGE_CLASS_IN 1
#define MESSAGE_TYPE_OPT 41

enum message_section {
    MESSAGE_SECTION_ANSWER = 0,
    MESSAGE_SECTION_AUTHORITY,
    MESSAGE_SECTION_ADDITIONAL
};

#define MESSAGE_SECTIONS 3

struct message {
    struct slice octets;
    size_t starts[MESSAGE_SECTIONS];
    size_t counts[MESSAGE_SECTIONS];
};

/* A record where it is. */
struct message_rr {
    size_t owner; /* offset of the owner's name */
    uint16_t type;
    uint16_t class;
    uint32_t ttl; /* as sent */
    size_t data;  /* offset of the RDATA */
    size_t data_length;
};

/* The records of a section from the first on: message_walk(), then message_next() until false. */
struct message_cursor {
    const struct message *message;
    size_t at;
    size_t left;
};

/* A number in network order at an offset; the octets have to be there. */
uint16_t message_u16(struct slice octets, size_t at);
uint32_t message_u32(struct slice octets, size_t at);

/* Checks every name and every RDATA of the whole message. False when it is malformed. */
bool message_open(struct slice octets, struct message *ret_message);

struct message_cursor message_walk(const struct message *message, enum message_section section);
bool message_next(struct message_cursor *cursor, struct message_rr *ret_rr);

/* Whether the name at an offset is this one. */
bool message_name_is(const struct message *message, size_t at, const struct dns_name *name);

/* The name at an offset, in lower case. */
void message_name(const struct message *message, size_t at, struct dns_name *ret_name);

/* The same in the arena; NULL if that failed. */
const struct dns_name *message_name_copy(const struct message *message, size_t at,
                                         struct arena *arena);

/*
 * The record as a value: `owner` becomes its owner; TXT strings and opaque RDATA stay where they
 * are in message->octets. False if the arena failed.
 */
bool message_read(const struct message *message, const struct message_rr *rr,
                  const struct dns_name *owner, struct arena *arena, struct rr *ret_rr);

#endif
