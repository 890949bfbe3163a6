/* SPDX-License-Identifier: MIT */
/* Sorted records and binary search; sorted addresses. */
#include "io/zone_index.h"

#include <stdlib.h>
#include <string.h>

#include "dns/rr.h"

static int compare_records(const void *left, const void *right)
{
    const struct zone_record *a = *(const struct zone_record *const *)left;
    const struct zone_record *b = *(const struct zone_record *const *)right;
    int order = name_compare(&a->owner, &b->owner);

    if (order != 0) {
        return order;
    }
    if (a->type != b->type) {
        return a->type < b->type ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

void zone_sort(const struct zone_record **records, size_t count)
{
    qsort(records, count, sizeof *records, compare_records);
}

/* Position of the first record whose owner is not before the name. */
static size_t lower_bound(struct zone_range range, const struct dns_name *name)
{
    size_t low = 0;
    size_t high = range.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (name_compare(&range.records[middle]->owner, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct zone_range zone_find(const struct zone *zone, const struct dns_name *name)
{
    size_t first = lower_bound(zone->all, name);
    struct zone_range range = { &zone->all.records[first], 0 };

    while (first + range.count < zone->all.count &&
           name_equal(&range.records[range.count]->owner, name)) {
        range.count++;
    }
    return range;
}

struct zone_range zone_range_of_type(struct zone_range range, unsigned type)
{
    struct zone_range part = range;

    while (part.count > 0 && part.records[0]->type != type) {
        part.records++;
        part.count--;
    }
    while (part.count > 0 && part.records[part.count - 1]->type != type) {
        part.count--;
    }
    return part;
}

bool zone_has_name(const struct zone *zone, const struct dns_name *name)
{
    size_t first = lower_bound(zone->all, name);

    return first < zone->all.count && name_is_within(&zone->all.records[first]->owner, name);
}

/* --- several zones --------------------------------------------------------------------------- */

static bool zone_holds(const struct zone *zone, const struct dns_name *name, bool above)
{
    size_t least = above ? (size_t)zone->origin.length + 1 : zone->origin.length;

    return name->length >= least && name_is_within(name, &zone->origin);
}

const struct zone *zone_set_find(const struct zone_set *set, const struct dns_name *name,
                                 bool above)
{
    const struct zone *best = NULL;

    for (size_t i = 0; i < set->count; i++) {
        const struct zone *zone = set->zones[i];

        if (zone_holds(zone, name, above) &&
            (best == NULL || zone->origin.length > best->origin.length)) {
            best = zone;
        }
    }
    return best;
}

const struct zone *zone_set_next(const struct zone_set *set, const struct dns_name *top,
                                 const struct dns_name *name, bool above)
{
    const struct zone *best = NULL;

    for (size_t i = 0; i < set->count; i++) {
        const struct zone *zone = set->zones[i];

        if (zone_holds(zone, name, above) && name_is_within(&zone->origin, top) &&
            (best == NULL || zone->origin.length < best->origin.length)) {
            best = zone;
        }
    }
    return best;
}

/* --- servers --------------------------------------------------------------------------------- */

/* The NS records at the origin, as many as are looked at. */
static struct zone_range name_servers(const struct zone *zone)
{
    struct zone_range servers = zone_range_of_type(zone_find(zone, &zone->origin), RR_TYPE_NS);

    if (servers.count > ZONE_SERVERS_NAMES) {
        servers.count = ZONE_SERVERS_NAMES;
    }
    return servers;
}

/* Whether each of these is among the others. A zone without servers shares none. */
static bool all_among(struct zone_range servers, struct zone_range others)
{
    for (size_t i = 0; i < servers.count; i++) {
        size_t k = 0;

        /* Octets of lengths are no letters. */
        while (k < others.count &&
               !slice_equal_nocase(servers.records[i]->data, others.records[k]->data)) {
            k++;
        }
        if (k == others.count) {
            return false;
        }
    }
    return servers.count > 0;
}

const struct zone *zone_set_beside(const struct zone_set *set, const struct zone *zone,
                                   const struct dns_name *name, bool above)
{
    struct zone_range servers = name_servers(zone);
    const struct zone *best = zone;

    for (size_t i = 0; i < set->count; i++) {
        const struct zone *other = set->zones[i];

        if (other->origin.length > best->origin.length && zone_holds(other, name, above) &&
            all_among(servers, name_servers(other))) {
            best = other;
        }
    }
    return best;
}

/* A zone that is served at an address. */
struct served {
    struct address address;
    const struct zone *zone;
};

/* Room for ZONE_SERVERS_MAXIMUM of them. */
struct served_list {
    struct served *entries;
    size_t count;
};

static int compare_addresses(const struct address *a, const struct address *b)
{
    if (a->family != b->family) {
        return a->family < b->family ? -1 : 1;
    }
    return memcmp(a->octets, b->octets, sizeof a->octets);
}

static int compare_served(const void *left, const void *right)
{
    const struct served *a = left;
    const struct served *b = right;
    int order = compare_addresses(&a->address, &b->address);

    return order != 0 ? order : name_compare(&a->zone->origin, &b->zone->origin);
}

/* The addresses of these A or AAAA records are some of the zone's servers. */
static void add_addresses(struct served_list *list, const struct zone *zone,
                          struct zone_range records, enum address_family family)
{
    size_t length = family == ADDRESS_FAMILY_IP4 ? 4 : 16;

    for (size_t i = 0; i < records.count && list->count < ZONE_SERVERS_MAXIMUM; i++) {
        struct served *served = &list->entries[list->count];

        if (records.records[i]->data.length == length) { /* \# can have any */
            *served = (struct served){ .address.family = family, .zone = zone };
            memcpy(served->address.octets, records.records[i]->data.data, length);
            list->count++;
        }
    }
}

/* Looks for the addresses of a zone's server in all zones that hold its name. */
static void add_server(struct served_list *list, const struct zone *zone,
                       const struct dns_name *server, const struct zone_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (zone_holds(set->zones[i], server, false)) {
            struct zone_range range = zone_find(set->zones[i], server);

            add_addresses(list, zone, zone_range_of_type(range, RR_TYPE_A), ADDRESS_FAMILY_IP4);
            add_addresses(list, zone, zone_range_of_type(range, RR_TYPE_AAAA), ADDRESS_FAMILY_IP6);
        }
    }
}

/* The servers at a zone's origin. */
static void add_zone(struct served_list *list, const struct zone *zone, const struct zone_set *set)
{
    struct zone_range servers = name_servers(zone);

    for (size_t i = 0; i < servers.count; i++) {
        struct slice data = servers.records[i]->data;
        struct dns_name server;

        if (name_from_wire((const uint8_t *)data.data, data.length, &server) == STATUS_OK) {
            add_server(list, zone, &server, set);
        }
    }
}

enum status zone_servers_find(const struct zone_set *set, struct arena *arena,
                              struct zone_servers *ret_servers)
{
    struct served_list list = { .count = 0 };
    struct address *addresses;
    const struct zone **zones;

    list.entries = arena_alloc_array(arena, ZONE_SERVERS_MAXIMUM, sizeof *list.entries);
    if (list.entries == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < set->count; i++) {
        add_zone(&list, set->zones[i], set);
    }
    qsort(list.entries, list.count, sizeof *list.entries, compare_served);
    addresses = arena_alloc_array(arena, list.count, sizeof *addresses);
    zones = arena_alloc_array(arena, list.count, sizeof *zones);
    if (addresses == NULL || zones == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < list.count; i++) {
        addresses[i] = list.entries[i].address;
        zones[i] = list.entries[i].zone;
    }
    *ret_servers = (struct zone_servers){ addresses, zones, list.count };
    return STATUS_OK;
}

struct zone_set zone_servers_at(const struct zone_servers *servers, const struct address *address)
{
    size_t first = 0;
    size_t end;

    while (first < servers->count && compare_addresses(&servers->addresses[first], address) < 0) {
        first++;
    }
    end = first;
    while (end < servers->count && address_equal(&servers->addresses[end], address)) {
        end++;
    }
    return (struct zone_set){ &servers->zones[first], end - first };
}
