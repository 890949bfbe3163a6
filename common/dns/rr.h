/* SPDX-License-Identifier: MIT */
/*
 * Resource records as values of our own: no type of the DNS library leaves the codec.
 */
#ifndef CHECK_SES_DNS_RR_H
#define CHECK_SES_DNS_RR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/name.h"

/* Type numbers (IANA "Resource Record (RR) TYPEs"); only those that we ask for or look into. */
enum rr_type {
    RR_TYPE_NONE = 0,
    RR_TYPE_A = 1,
    RR_TYPE_NS = 2,
    RR_TYPE_CNAME = 5,
    RR_TYPE_SOA = 6,
    RR_TYPE_PTR = 12,
    RR_TYPE_MX = 15,
    RR_TYPE_TXT = 16,
    RR_TYPE_AAAA = 28,
    RR_TYPE_DNAME = 39,
    RR_TYPE_DS = 43
};

struct rr_mx {
    uint16_t preference;
    const struct dns_name *exchange;
};

struct rr_soa {
    const struct dns_name *primary;
    const struct dns_name *mailbox;
    uint32_t serial;
    uint32_t refresh; /* seconds, like the three below */
    uint32_t retry;
    uint32_t expire;
    uint32_t minimum;
};

struct rr_txt {
    const struct slice *strings; /* the character-strings as sent, each at most 255 octets */
    size_t count;
    struct slice joined; /* all of them with nothing between */
};

struct rr {
    const struct dns_name *owner;
    enum rr_type type; /* decides which member of `data` is set; others: `data.opaque` */
    uint32_t ttl;      /* seconds; a value with the top bit set is 0 (RFC 2181 8) */
    union {
        struct address address;      /* A, AAAA */
        const struct dns_name *name; /* NS, CNAME, PTR, DNAME */
        struct rr_mx mx;
        struct rr_soa soa;
        struct rr_txt txt;
        struct slice opaque; /* RDATA of a type not named here, uncompressed as received */
    } data;
};

/* "TXT", "MX" …; NULL for a number that enum rr_type does not name. Static storage. */
const char *rr_type_text(enum rr_type type);

/* The type for its mnemonic, upper or lower case. STATUS_NOT_FOUND. */
MUST_CHECK enum status rr_type_from_text(struct slice text, enum rr_type *ret_type);

/*
 * Whether two records of any owner and TTL have the same type and RDATA (RFC 2181 5: such records
 * are one). Names in it are compared as names; the same text cut into strings differently is
 * different.
 */
bool rr_same_data(const struct rr *a, const struct rr *b);

/* A hash of type and RDATA for tables, equal for records that rr_same_data() calls the same. */
uint32_t rr_hash_data(const struct rr *rr);

/* One line for people: `mail.example.com 300 TXT "v=spf1 ~all"`, octets as they are; other types
 * as RFC 3597 5 writes them. Empty if the arena failed. */
struct slice rr_to_text(const struct rr *rr, struct arena *arena);

#endif
