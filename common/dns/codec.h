/* SPDX-License-Identifier: MIT */
/*
 * Questions to octets and octets to answers, without a library: replies come from anybody, and what
 * they may cost us has to be bounded by their length.
 */
#ifndef CHECK_SES_DNS_CODEC_H
#define CHECK_SES_DNS_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/answer.h"
#include "dns/name.h"
#include "dns/rr.h"

#define CODEC_QUERY_MAXIMUM 512 /* a query with one question and an OPT record always fits */
#define CODEC_EDE_MAXIMUM 16    /* extended errors kept of one reply */
#define CODEC_NS_MAXIMUM 64     /* NS records kept of an authority section */
#define CODEC_GLUE_MAXIMUM 128  /* addresses kept of an additional section */

struct codec_query {
    uint16_t id;
    const struct dns_name *name;
    enum rr_type type;
    bool recursion_desired;
    bool checking_disabled;
    bool edns; /* with an OPT record, payload LIMIT_EDNS_PAYLOAD, DO clear (RFC 6891) */
};

/* What a datagram is in relation to a query, before anything else of it is believed. */
enum codec_match {
    CODEC_MATCH_FOREIGN = 0, /* no reply to it: too short, other id, not QR, other question */
    CODEC_MATCH_REPLY,       /* id and question are right */
    CODEC_MATCH_TRUNCATED,   /* the same with TC set: to be asked over TCP (RFC 7766 5) */
    CODEC_MATCH_ERROR        /* id right, an error rcode, no question section (RFC 9619) */
};

/*
 * Writes the query (RFC 1035 4.1) into `octets` and its length into *ret_length. With recursion
 * desired AD is set as well: it asks for AD in the reply (RFC 6840 5.7).
 * STATUS_TOO_LONG when `size` is too small (CODEC_QUERY_MAXIMUM is enough).
 */
MUST_CHECK enum status codec_encode(const struct codec_query *query, uint8_t *octets, size_t size,
                                    size_t *ret_length);

/* Compares header and question section only (names without regard to case). */
enum codec_match codec_match(const struct codec_query *query, struct slice message);

/*
 * A reply that codec_match() accepted, parsed and classified into *ret_answer (server, times and
 * tries are left 0). Everything it points to is in `arena`. STATUS_NO_MEMORY.
 *
 * Follows CNAME (and synthesised DNAME) chains inside the message from the name asked, in whatever
 * order the records are; records of other owners are ignored. Duplicate records (same RDATA) count
 * once (RFC 2181 5). All names are in lower case. A message that does not parse, or has TC set, is
 * an answer of class MALFORMED with the octets kept, unless its rcode is an error: that alone
 * decides then. Octets behind the last record are tolerated. NXDOMAIN beside records denies.
 */
MUST_CHECK enum status codec_decode(const struct codec_query *query, struct slice message,
                                    struct arena *arena, struct dns_answer *ret_answer);

#endif
