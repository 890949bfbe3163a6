/* SPDX-License-Identifier: MIT */
/*
 * The messages of rogue_dns: queries read, replies written octet by octet, rightly or wrongly. It
 * shares no code with the project, so that a mistake there is not repeated here.
 */
#ifndef CHECK_SES_TESTS_ROGUE_MESSAGE_H
#define CHECK_SES_TESTS_ROGUE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROGUE_HEADER 12
#define ROGUE_QUERY_MAXIMUM 600
#define ROGUE_REPLY_MAXIMUM 65535
#define ROGUE_UDP_MAXIMUM 1232

enum rogue_record_type {
    ROGUE_RECORD_A = 1,
    ROGUE_RECORD_NS = 2,
    ROGUE_RECORD_CNAME = 5,
    ROGUE_RECORD_SOA = 6,
    ROGUE_RECORD_TXT = 16,
    ROGUE_RECORD_AAAA = 28,
    ROGUE_RECORD_OPT = 41
};

enum rogue_rcode {
    ROGUE_RCODE_NOERROR = 0,
    ROGUE_RCODE_FORMERR = 1,
    ROGUE_RCODE_SERVFAIL = 2,
    ROGUE_RCODE_NXDOMAIN = 3,
    ROGUE_RCODE_NOTIMP = 4,
    ROGUE_RCODE_BADVERS = 16
};

/* Offsets of the counts in the header. */
enum rogue_section {
    ROGUE_SECTION_QUESTION = 4,
    ROGUE_SECTION_ANSWER = 6,
    ROGUE_SECTION_AUTHORITY = 8,
    ROGUE_SECTION_ADDITIONAL = 10
};

struct rogue_query {
    const uint8_t *octets;
    size_t length;
    uint8_t name[256]; /* on the wire, as asked */
    size_t name_length;
    size_t question_length; /* name, type and class */
    unsigned type;
    bool edns;
    bool rd;
    bool cd;
    bool tcp;
    unsigned before; /* how often the name was asked before */
};

struct rogue_reply {
    bool nothing;       /* no reply at all */
    bool other_port;    /* from another port */
    bool other_address; /* from another address, port and all else are right */
    bool raw;           /* over TCP: without the length in front */
    bool close;         /* over TCP: close behind the last octet */
    unsigned copies;    /* over UDP: how many */
    unsigned forged;    /* over UDP: so many with wrong ids before it */
    unsigned delay_ms;  /* over UDP */
    unsigned drip_ms;   /* over TCP: between octets; 0: all at once */
    size_t keep;        /* over TCP: send this many octets only; 0: all */
    size_t length;
    uint8_t octets[ROGUE_REPLY_MAXIMUM];
};

/* Reads a query with one question; false when it is none. */
bool rogue_read_query(const uint8_t *octets, size_t length, bool tcp,
                      struct rogue_query *ret_query);

/* Does what `behaviour` says, or the first label of the name when it is NULL (rogue_behaviour.c).
 */
void rogue_answer(const struct rogue_query *query, const char *behaviour,
                  struct rogue_reply *reply);

/* Additions to a reply; what does not fit into a message is left out. */
void rogue_put(struct rogue_reply *reply, const void *octets, size_t length);
void rogue_put8(struct rogue_reply *reply, unsigned value);
void rogue_put16(struct rogue_reply *reply, unsigned value);
void rogue_put32(struct rogue_reply *reply, unsigned long value);

/* A name as text with dots, without compression. */
void rogue_put_name(struct rogue_reply *reply, const char *name);

/* Character-strings of at most 255 octets each. */
void rogue_put_strings(struct rogue_reply *reply, const void *text, size_t length);

/* Octets of noise, the same each time. */
void rogue_put_noise(struct rogue_reply *reply, size_t length);

/* One record more in a section. */
void rogue_count(struct rogue_reply *reply, enum rogue_section section);

/* Begins anew: header and question, as they should be. */
void rogue_put_start(const struct rogue_query *query, enum rogue_rcode rcode,
                     struct rogue_reply *reply);

/* What stands before a record's data; its owner is a pointer to the offset `at`. */
void rogue_put_record(struct rogue_reply *reply, unsigned at, enum rogue_record_type type,
                      size_t length);

/* A whole TXT record in the answer section, a SOA in any; owners as above. */
void rogue_put_text(struct rogue_reply *reply, unsigned owner, const void *text, size_t length);
void rogue_put_soa(struct rogue_reply *reply, unsigned owner, enum rogue_section section);

/* An OPT record up to its data of that length (RFC 6891 6.1.2). */
void rogue_put_opt(struct rogue_reply *reply, unsigned extended_rcode, size_t length);

#endif
