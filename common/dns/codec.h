/* SPDX-License-Identifier: MIT */
/*
 * Questions to octets and octets to answers. The only pure file that sees the DNS library.
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
    CODEC_MATCH_FOREIGN = 0, /* no reply to this query: too short, other id, not QR, other question */
    CODEC_MATCH_REPLY,       /* id and question are right */
    CODEC_MATCH_TRUNCATED,   /* the same with TC set: to be asked over TCP (RFC 7766 5) */
    CODEC_MATCH_ERROR        /* id right, an error rcode without question section (RFC 9619: FORMERR, NOTIMP …) */
};

/*
 * Writes the query (RFC 1035 4.1) into `octets` and its length into *ret_length.
 * STATUS_TOO_LONG when `size` is too small (CODEC_QUERY_MAXIMUM is enough).
 */
MUST_CHECK enum status codec_encode(const struct codec_query *query, uint8_t *octets, size_t size,
                                    size_t *ret_length);

/* Compares header and question section only (names without regard to case). */
enum codec_match codec_match(const struct codec_query *query, struct slice message);

/*
 * A reply that codec_match() accepted, parsed and classified into *ret_answer (server, times and
 * tries are left 0). Everything it points to is in `arena`. A message that does not parse is an
 * answer of class MALFORMED, with the octets kept. STATUS_NO_MEMORY.
 * Follows CNAME (and synthesised DNAME) chains inside the message from the name asked; records of
 * other owners are ignored. Duplicate records (same RDATA) count once (RFC 2181 5).
 */
MUST_CHECK enum status codec_decode(const struct codec_query *query, struct slice message,
                                    struct arena *arena, struct dns_answer *ret_answer);

#endif
