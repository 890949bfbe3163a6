/* SPDX-License-Identifier: MIT */
/*
 * The records of a zone in canonical order of their owners (RFC 4034 6.1), so that the records of a
 * name lie together and a name with others below it is found before them. That is all an
 * authoritative server needs to know: empty non-terminals are names without records of their own.
 * And several zones: which of them holds a name, which of them is served where.
 */
#ifndef CHECK_SES_IO_ZONE_INDEX_H
#define CHECK_SES_IO_ZONE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/name.h"

#define ZONE_SERVERS_NAMES 64 /* name servers of a zone that are looked at */
#define ZONE_SERVERS_MAXIMUM 4096

struct zone_record {
    struct dns_name owner;
    uint16_t type;
    uint32_t ttl;
    struct slice data; /* RDATA in wire form, uncompressed */
    size_t line;       /* of the file, where the record begins */
};

/* Records that lie together. */
struct zone_range {
    const struct zone_record *const *records;
    size_t count;
};

struct zone {
    struct slice path; /* of the file */
    struct dns_name origin;
    const struct zone_record *soa;
    struct zone_range all;
};

struct zone_set {
    const struct zone *const *zones;
    size_t count;
};

/* Which zones are served at which addresses, in the order of the addresses. */
struct zone_servers {
    const struct address *addresses;
    const struct zone *const *zones; /* zones[i] is served at addresses[i] */
    size_t count;
};

/* Puts records in order: by owner, then type, then line. */
void zone_sort(const struct zone_record **records, size_t count);

/* The records of exactly this name; none: count 0. */
struct zone_range zone_find(const struct zone *zone, const struct dns_name *name);

/* Those of one type among the records of one name. */
struct zone_range zone_range_of_type(struct zone_range range, unsigned type);

/* Whether the name exists: it has records, or there are some below it (RFC 8020 2). */
bool zone_has_name(const struct zone *zone, const struct dns_name *name);

/*
 * The zone with the longest origin that holds the name, NULL when there is none. With `above` a
 * zone whose origin is the name itself does not count: DS records are kept on the upper side of a
 * cut (RFC 4035 3.1.4.1).
 */
const struct zone *zone_set_find(const struct zone_set *set, const struct dns_name *name,
                                 bool above);

/*
 * The zone with the shortest origin, at or below `top`, that holds the name: the next one on the
 * way of a resolver that was referred to the servers of `top`. NULL when there is none; `above` as
 * there.
 */
const struct zone *zone_set_next(const struct zone_set *set, const struct dns_name *top,
                                 const struct dns_name *name, bool above);

/*
 * The zone with the longest origin that holds the name and that all name servers of `zone` have as
 * well, by their names at its origin; `zone` itself at least. Whoever is sent to those servers gets
 * answers from it, delegated or not.
 */
const struct zone *zone_set_beside(const struct zone_set *set, const struct zone *zone,
                                   const struct dns_name *name, bool above);

/*
 * Finds out which zones are served where: a zone is served by the name servers at its origin, at
 * all A and AAAA records of theirs that stand in any of the zones, as glue or not. No more than
 * ZONE_SERVERS_MAXIMUM pairs are found. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status zone_servers_find(const struct zone_set *set, struct arena *arena,
                                         struct zone_servers *ret_servers);

/* The zones that are served at this address; none: count 0. */
struct zone_set zone_servers_at(const struct zone_servers *servers, const struct address *address);

#endif
