/* SPDX-License-Identifier: MIT */
/*
 * How a reply comes about:
 *  1. A server takes the zone with the longest origin, a resolver that with the shortest one: it
 *     comes from above. None: REFUSED, SERVFAIL.
 *  2. From its origin down to the name, label by label: an NS rrset is a cut, a DNAME above the
 *     name rewrites it, a name that does not exist is where a wildcard may step in (look_up).
 *  3. At a cut a server refers; a resolver goes on with the zone below the cut, if there is one,
 *     and wherever it is it gets what the servers there have (find_as_resolver). So a zone of other
 *     servers to which the zone above does not delegate, as it is with a domain on hold, is seen by
 *     those only who ask its servers themselves.
 *  4. What was found is written down; a CNAME or DNAME gives a new name and all begins again
 *     (answer).
 */
#include "io/zone_answer.h"

#include <string.h>

#define HEADER ((size_t)12)
#define FLAG_QR 0x8000u
#define FLAG_AA 0x0400u
#define FLAG_RD 0x0100u
#define FLAG_RA 0x0080u
#define RCODE_SERVFAIL 2u
#define RCODE_NXDOMAIN 3u
#define RCODE_REFUSED 5u
#define RCODE_YXDOMAIN 6u
#define CLASS_IN 1u
#define POINTER_MARK 0xC000u
#define POINTER_REACH ((size_t)0x4000)

enum section {
    SECTION_ANSWER = 0,
    SECTION_AUTHORITY,
    SECTION_ADDITIONAL
};

#define SECTIONS 3

/* --- looking up ------------------------------------------------------------------------------ */

enum found_kind {
    FOUND_KIND_NOTHING = 0, /* the name does not exist */
    FOUND_KIND_NODATA,      /* it exists, without the type asked */
    FOUND_KIND_RECORDS,
    FOUND_KIND_CNAME,
    FOUND_KIND_DNAME, /* above the name */
    FOUND_KIND_CUT    /* the name is in another zone, or its origin */
};

struct found {
    enum found_kind kind;
    struct zone_range records; /* of the last four kinds */
};

/* What there is for the type among the records of a name. A CNAME hides what stands beside it. */
static struct found look_at(struct zone_range range, enum rr_type type)
{
    struct zone_range cname = zone_range_of_type(range, RR_TYPE_CNAME);
    struct zone_range records = zone_range_of_type(range, (unsigned)type);

    if (cname.count > 0 && type != RR_TYPE_CNAME) {
        return (struct found){ FOUND_KIND_CNAME, { cname.records, 1 } };
    }
    if (records.count > 0) {
        return (struct found){ FOUND_KIND_RECORDS, records };
    }
    return (struct found){ .kind = FOUND_KIND_NODATA };
}

/* The wildcard right below the closest encloser, if there is one (RFC 4592 3.3.1). */
static struct found look_at_wildcard(const struct zone *zone, const struct dns_name *encloser,
                                     enum rr_type type)
{
    struct dns_name wildcard;

    if (name_prepend(SLICE("*"), encloser, &wildcard) != STATUS_OK ||
        !zone_has_name(zone, &wildcard)) {
        return (struct found){ .kind = FOUND_KIND_NOTHING };
    }
    return look_at(zone_find(zone, &wildcard), type);
}

static struct found look_up(const struct zone *zone, const struct dns_name *name, enum rr_type type)
{
    unsigned top = name_label_count(&zone->origin);
    unsigned bottom = name_label_count(name);
    struct dns_name encloser = zone->origin;
    struct zone_range range = { NULL, 0 };

    for (unsigned depth = top; depth <= bottom; depth++) {
        struct dns_name ancestor;
        struct zone_range found;

        name_ancestor(name, depth, &ancestor);
        if (!zone_has_name(zone, &ancestor)) {
            return look_at_wildcard(zone, &encloser, type);
        }
        range = zone_find(zone, &ancestor);
        found = zone_range_of_type(range, RR_TYPE_NS);
        /* DS records stand on the upper side of a cut (RFC 4035 3.1.4.1). */
        if (found.count > 0 && depth > top && (depth < bottom || type != RR_TYPE_DS)) {
            return (struct found){ FOUND_KIND_CUT, found };
        }
        found = zone_range_of_type(range, RR_TYPE_DNAME);
        if (found.count > 0 && depth < bottom) {
            return (struct found){ FOUND_KIND_DNAME, { found.records, 1 } };
        }
        encloser = ancestor;
    }
    return look_at(range, type);
}

/* --- writing --------------------------------------------------------------------------------- */

struct composer {
    const struct zone_set *set;
    const struct question *question;
    struct zone_reply *reply;
    unsigned counts[SECTIONS];
    unsigned rcode;
    bool is_authoritative;
    bool is_full;
    size_t owner_at; /* where the owner written last is, 0: out of reach of a pointer */
    struct dns_name owner;
};

static void put_octets(struct composer *composer, const void *octets, size_t length)
{
    struct zone_reply *reply = composer->reply;

    if (composer->is_full || length > sizeof reply->octets - reply->length) {
        composer->is_full = true;
        return;
    }
    if (length > 0) {
        memcpy(&reply->octets[reply->length], octets, length);
        reply->length += length;
    }
}

static void put_u16(struct composer *composer, unsigned value)
{
    const uint8_t octets[] = { (uint8_t)(value >> 8), (uint8_t)value };

    put_octets(composer, octets, sizeof octets);
}

static void put_u32(struct composer *composer, uint32_t value)
{
    put_u16(composer, value >> 16);
    put_u16(composer, value & 0xFFFF);
}

/* The owner of a record; a pointer where the last owner was the same one. */
static void put_owner(struct composer *composer, const struct dns_name *owner)
{
    if (composer->owner_at != 0 && name_equal(owner, &composer->owner)) {
        put_u16(composer, (unsigned)(POINTER_MARK | composer->owner_at));
        return;
    }
    composer->owner = *owner;
    composer->owner_at = composer->reply->length < POINTER_REACH ? composer->reply->length : 0;
    put_octets(composer, owner->wire, owner->length);
}

static void put_record(struct composer *composer, enum section section,
                       const struct zone_record *record)
{
    put_owner(composer, &record->owner);
    put_u16(composer, record->type);
    put_u16(composer, CLASS_IN);
    put_u32(composer, record->ttl);
    put_u16(composer, (unsigned)record->data.length);
    put_octets(composer, record->data.data, record->data.length);
    composer->counts[section]++;
}

/* All records of a range under this owner (a wildcard's records get the name asked). */
static void put_range(struct composer *composer, enum section section, const struct dns_name *owner,
                      struct zone_range range)
{
    for (size_t i = 0; i < range.count; i++) {
        struct zone_record record = *range.records[i];

        record.owner = *owner;
        put_record(composer, section, &record);
    }
}

/* The SOA of a denial: its TTL is the smaller of its own and its last number (RFC 2308 3). */
static void put_denial(struct composer *composer, const struct zone *zone)
{
    struct zone_record soa = *zone->soa;
    const uint8_t *last = (const uint8_t *)soa.data.data + soa.data.length - 4;
    uint32_t minimum = (uint32_t)last[0] << 24 | (uint32_t)last[1] << 16 | (uint32_t)last[2] << 8 |
                       (uint32_t)last[3];

    soa.ttl = soa.ttl < minimum ? soa.ttl : minimum;
    put_record(composer, SECTION_AUTHORITY, &soa);
}

static bool data_to_name(struct slice data, struct dns_name *ret_name)
{
    return name_from_wire((const uint8_t *)data.data, data.length, ret_name) == STATUS_OK;
}

/* NS records and what the zone knows of their addresses. */
static void put_referral(struct composer *composer, const struct zone *zone,
                         struct zone_range servers)
{
    put_range(composer, SECTION_AUTHORITY, &servers.records[0]->owner, servers);
    for (size_t i = 0; i < servers.count; i++) {
        struct dns_name server;
        struct zone_range range;

        if (!data_to_name(servers.records[i]->data, &server) ||
            !name_is_within(&server, &zone->origin)) {
            continue;
        }
        range = zone_find(zone, &server);
        put_range(composer, SECTION_ADDITIONAL, &server, zone_range_of_type(range, RR_TYPE_A));
        put_range(composer, SECTION_ADDITIONAL, &server, zone_range_of_type(range, RR_TYPE_AAAA));
    }
}

/* Header and question, in front of all records. */
static void begin(struct composer *composer)
{
    static const uint8_t header[HEADER] = { 0 };
    const struct question *question = composer->question;

    composer->reply->length = 0;
    composer->is_full = false;
    memset(composer->counts, 0, sizeof composer->counts);
    put_octets(composer, header, sizeof header);
    composer->owner_at = composer->reply->length;
    composer->owner = question->name;
    put_octets(composer, question->name.wire, question->name.length);
    put_u16(composer, (unsigned)question->type);
    put_u16(composer, CLASS_IN);
}

static void set_u16(struct zone_reply *reply, size_t at, unsigned value)
{
    reply->octets[at] = (uint8_t)(value >> 8);
    reply->octets[at + 1] = (uint8_t)value;
}

static void end(struct composer *composer)
{
    bool is_resolver = composer->question->kind == QUESTION_KIND_RESOLVER;
    unsigned flags = FLAG_QR | composer->rcode;

    flags |= is_resolver ? FLAG_RD | FLAG_RA : 0;
    flags |= !is_resolver && composer->is_authoritative ? FLAG_AA : 0;
    set_u16(composer->reply, 2, flags);
    set_u16(composer->reply, 4, 1);
    for (size_t i = 0; i < SECTIONS; i++) {
        set_u16(composer->reply, 6 + 2 * i, composer->counts[i]);
    }
}

/* --- answering ------------------------------------------------------------------------------- */

/* The new name where a DNAME stands above the old one (RFC 6672 2.2). False: too long. */
static bool rewrite(const struct dns_name *name, const struct dns_name *owner,
                    const struct dns_name *target, struct dns_name *ret_name)
{
    size_t front = (size_t)(name->length - owner->length);
    struct dns_name result = *name;

    if (front + target->length > LIMIT_NAME_WIRE) {
        return false;
    }
    memcpy(&result.wire[front], target->wire, target->length);
    result.length = (uint8_t)(front + target->length);
    *ret_name = result;
    return true;
}

/* Writes CNAME or DNAME and puts the next name into *name. False when the chain ends here. */
static bool put_alias(struct composer *composer, const struct found *found, struct dns_name *name)
{
    struct zone_record cname = *found->records.records[0];
    bool is_dname = found->kind == FOUND_KIND_DNAME;
    struct dns_name target;

    if (!data_to_name(cname.data, &target)) {
        composer->rcode = RCODE_SERVFAIL;
        return false;
    }
    if (is_dname) {
        put_record(composer, SECTION_ANSWER, &cname);
        if (!rewrite(name, &cname.owner, &target, &target)) {
            composer->rcode = RCODE_YXDOMAIN;
            return false;
        }
        cname.type = RR_TYPE_CNAME;
        cname.data = slice_make((const char *)target.wire, target.length);
    }
    cname.owner = *name;
    put_record(composer, SECTION_ANSWER, &cname);
    *name = target;
    /* Who asked for CNAME has got the one that was just made. */
    return !is_dname || composer->question->type != RR_TYPE_CNAME;
}

/* Writes what was found for `name`. True when *name is a new one to go on with. */
static bool put_found(struct composer *composer, const struct zone *zone, const struct found *found,
                      struct dns_name *name)
{
    switch (found->kind) {
    case FOUND_KIND_NOTHING:
        composer->rcode = RCODE_NXDOMAIN;
        put_denial(composer, zone);
        return false;
    case FOUND_KIND_NODATA:
        put_denial(composer, zone);
        return false;
    case FOUND_KIND_RECORDS:
        put_range(composer, SECTION_ANSWER, name, found->records);
        return false;
    case FOUND_KIND_CNAME:
    case FOUND_KIND_DNAME:
        return put_alias(composer, found, name);
    case FOUND_KIND_CUT:
        if (composer->question->kind == QUESTION_KIND_RESOLVER) {
            composer->rcode = RCODE_SERVFAIL; /* it would ask servers that are not here */
            return false;
        }
        composer->is_authoritative = composer->counts[SECTION_ANSWER] > 0;
        put_referral(composer, zone, found->records);
        return false;
    }
    return false;
}

/*
 * Where a server answers from. For DS it is the zone above the name; one that has none answers from
 * the zone itself: there is no DS (RFC 4035 3.1.4.1).
 */
static const struct zone *find_as_server(const struct composer *composer,
                                         const struct dns_name *name, struct found *ret_found)
{
    enum rr_type type = composer->question->type;
    const struct zone *zone = zone_set_find(composer->set, name, type == RR_TYPE_DS);

    if (zone == NULL) {
        zone = zone_set_find(composer->set, name, false);
    }
    if (zone != NULL) {
        *ret_found = look_up(zone, name, type);
    }
    return zone;
}

/* Where a resolver ends up. For DS it would have to ask above a zone that is the topmost one. */
static const struct zone *find_as_resolver(const struct composer *composer,
                                           const struct dns_name *name, struct found *ret_found)
{
    enum rr_type type = composer->question->type;
    bool above = type == RR_TYPE_DS;
    struct dns_name top;
    const struct zone *zone = NULL;
    const struct zone *next;

    name_ancestor(name, 0, &top);
    next = zone_set_next(composer->set, &top, name, above);
    while (next != NULL) {
        zone = zone_set_beside(composer->set, next, name, above);
        next = NULL;
        *ret_found = look_up(zone, name, type);
        if (ret_found->kind == FOUND_KIND_CUT) {
            next = zone_set_next(composer->set, &ret_found->records.records[0]->owner, name, above);
        }
    }
    return zone;
}

static void answer(struct composer *composer)
{
    bool is_resolver = composer->question->kind == QUESTION_KIND_RESOLVER;
    struct dns_name name = composer->question->name;
    bool goes_on = true;

    /* One alias more than is ever followed shows the reader that the chain is too long. */
    for (unsigned aliases = 0; goes_on && aliases <= LIMIT_CHAIN + 1; aliases++) {
        struct found found = { .kind = FOUND_KIND_NOTHING };
        const struct zone *zone = is_resolver ? find_as_resolver(composer, &name, &found)
                                              : find_as_server(composer, &name, &found);

        if (zone != NULL) {
            goes_on = put_found(composer, zone, &found, &name);
            continue;
        }
        /* A server leaves the rest of a chain to whoever asked; a resolver cannot. */
        if (is_resolver) {
            composer->rcode = RCODE_SERVFAIL;
        } else if (aliases == 0) {
            composer->rcode = RCODE_REFUSED;
            composer->is_authoritative = false;
        }
        return;
    }
}

void zone_answer(const struct zone_set *set, const struct question *question,
                 struct zone_reply *ret_reply)
{
    struct composer composer = {
        .set = set, .question = question, .reply = ret_reply, .is_authoritative = true
    };

    begin(&composer);
    answer(&composer);
    if (composer.is_full) {
        composer.rcode = RCODE_SERVFAIL;
    }
    if (composer.rcode == RCODE_SERVFAIL) {
        begin(&composer);
        composer.is_authoritative = false;
    }
    end(&composer);
}
