/* SPDX-License-Identifier: MIT */
/*
 * What was meant by the name in an MX. DNS hosts take a name without final dot for one within the
 * zone, and forms let through what no zone file means.
 *
 * From the name alone, whatever it leads to (a wildcard gives addresses to names like these):
 *
 * 1. Dots that are part of a label: a dot too many, a backslash, dots of another script.
 * 2. An IP address, or one with the zone behind it.
 * 3. A host that the profile shows, with a zone of the domain behind it.
 *
 * When the name is proved to be of no use:
 *
 * 4. The zone twice at the end.
 * 5. A host that the profile shows, its dots left out, with or without the zone behind it.
 * 6. A name of several labels in front of the zone, when that name has an address.
 */
#include "rules/mx_context.h"

#include "base/buf.h"

/* The registrable domain of the sender: a zone of it lies there or below. */
static struct dns_name base_of(const struct mx_request *request)
{
    struct dns_name base;

    return name_registrable(request->domain, &base) == STATUS_OK ? base : *request->domain;
}

/* Whether the sender's records may lie in this zone. */
static bool is_own_zone(const struct mx_request *request, const struct dns_name *zone)
{
    struct dns_name base = base_of(request);

    return name_is_within(request->domain, zone) && name_is_within(zone, &base);
}

bool mx_repair_is_shown(const struct mx_request *request, const struct dns_name *name)
{
    for (const char *const *host = request->profile->mx.hosts; *host != NULL; host++) {
        struct dns_name shown;

        if (name_from_text(slice_of(*host), &shown, NULL) == STATUS_OK &&
            name_equal(&shown, name)) {
            return true;
        }
    }
    return false;
}

/* The labels of `name` in front of `zone` as a name. False when there are none. */
static bool front_of(const struct dns_name *name, const struct dns_name *zone, struct arena *arena,
                     struct dns_name *ret_front)
{
    return !name_equal(name, zone) && name_is_within(name, zone) && name_is_plain(name) &&
           name_from_text(name_relative(name, zone, arena), ret_front, NULL) == STATUS_OK;
}

/* ---- 1: dots ---- */

/* U+3002, U+FF0E and U+FF61: IDNA takes them for dots (RFC 3490 3.1), the wire does not. */
static const char *const foreign_dots[] = { "\xE3\x80\x82", "\xEF\xBC\x8E", "\xEF\xBD\xA1" };

/* The length of the dot that a text begins with: 0, 1 or 3. A backslash once stood before one. */
static size_t dot_length(struct slice text)
{
    if (text.length > 0 && (text.data[0] == '.' || text.data[0] == '\\')) {
        return 1;
    }
    for (size_t i = 0; i < sizeof foreign_dots / sizeof foreign_dots[0]; i++) {
        struct slice dot = slice_of(foreign_dots[i]);

        if (slice_starts_with(text, dot)) {
            return dot.length;
        }
    }
    return 0;
}

/*
 * The name's octets with one plain dot where labels end or a dot of any kind stands in them. True
 * when there was one.
 */
static bool write_plain(const struct dns_name *name, struct buf *buf)
{
    struct slice wire = slice_make((const char *)name->wire, name->length);
    bool has_dot = false;
    bool is_open = false; /* behind an octet that is no dot */

    while (wire.length > 1) {
        size_t end = (uint8_t)wire.data[0];
        struct slice label = slice_head(slice_from(wire, 1), end);

        while (label.length > 0) {
            size_t dot = dot_length(label);

            if (dot == 0) {
                buf_add_octet(buf, label.data[0]);
            } else if (is_open) {
                buf_add_octet(buf, '.');
            }
            is_open = dot == 0;
            has_dot = has_dot || dot > 0;
            label = slice_from(label, dot > 0 ? dot : 1);
        }
        wire = slice_from(wire, end + 1);
        if (is_open && wire.length > 1) {
            buf_add_octet(buf, '.');
            is_open = false;
        }
    }
    return has_dot;
}

/* A host that the profile shows in front of a zone of the domain. */
static bool find_shown(const struct mx_request *request, const struct dns_name *name,
                       struct dns_name *ret_host)
{
    for (const char *const *host = request->profile->mx.hosts; *host != NULL; host++) {
        struct dns_name shown;
        struct dns_name zone;
        struct dns_name joined;

        if (name_from_text(slice_of(*host), &shown, NULL) != STATUS_OK ||
            name_label_count(name) <= name_label_count(&shown)) {
            continue;
        }
        name_ancestor(name, name_label_count(name) - name_label_count(&shown), &zone);
        if (is_own_zone(request, &zone) &&
            name_prepend(slice_of(*host), &zone, &joined) == STATUS_OK &&
            name_equal(&joined, name)) {
            *ret_host = shown;
            return true;
        }
    }
    return false;
}

/* "mx.example.com" for "mx.example.com.example.com", whichever zone of the domain was added. */
static bool find_twice(const struct mx_request *request, const struct dns_name *name,
                       struct arena *arena, struct dns_name *ret_host)
{
    struct dns_name base = base_of(request);
    unsigned last = name_label_count(request->domain);

    for (unsigned count = name_label_count(&base); count <= last; count++) {
        struct dns_name zone;

        name_ancestor(request->domain, count, &zone);
        if (!front_of(name, &zone, arena, ret_host)) {
            return false; /* not within the zones below, either */
        }
        if (name_is_within(ret_host, &base)) {
            return true;
        }
    }
    return false;
}

/* ---- 2: addresses ---- */

/* "[192.0.2.1]" is how an address stands in a mail address (RFC 5321 4.1.3). */
static bool is_address(struct slice text, struct address *ret_address)
{
    if (slice_starts_with(text, SLICE("[")) && slice_ends_with(text, SLICE("]"))) {
        text = slice_head(slice_from(text, 1), text.length - 2);
    }
    return address_from_text(text, ret_address) == STATUS_OK;
}

static bool has_address(const struct mx_request *request, struct arena *arena,
                        struct mx_exchange *exchange)
{
    struct dns_name base = base_of(request);
    unsigned last = name_label_count(request->domain);

    if (is_address(name_to_text(exchange->name, arena), &exchange->address)) {
        return true;
    }
    for (unsigned count = name_label_count(&base); count <= last; count++) {
        struct dns_name zone;

        name_ancestor(request->domain, count, &zone);
        if (!name_is_within(exchange->name, &zone)) {
            return false;
        }
        if (is_address(name_relative(exchange->name, &zone, arena), &exchange->address)) {
            return true;
        }
    }
    return false;
}

/* ---- from the name alone ---- */

static bool has_dots(const struct mx_request *request, struct arena *arena,
                     struct mx_exchange *exchange)
{
    struct dns_name plain;
    struct slice text;
    struct buf buf;

    buf_init(&buf, arena, LIMIT_NAME_WIRE);
    if (!write_plain(exchange->name, &buf)) {
        return false;
    }
    text = buf_slice(&buf);
    if (slice_ends_with(text, SLICE("."))) {
        text = slice_head(text, text.length - 1);
    }
    if (is_address(text, &exchange->address)) {
        exchange->problem = MX_PROBLEM_ADDRESS;
        return true;
    }
    exchange->problem = MX_PROBLEM_DOT;
    exchange->has_meant = name_from_text(text, &plain, NULL) == STATUS_OK &&
                          name_is_plain(&plain) && !is_own_zone(request, &plain);
    if (exchange->has_meant && !find_shown(request, &plain, &exchange->meant) &&
        !find_twice(request, &plain, arena, &exchange->meant)) {
        exchange->meant = plain;
    }
    return true;
}

void mx_repair_look(const struct mx_request *request, struct arena *arena,
                    struct mx_exchange *exchange)
{
    if (name_is_root(exchange->name)) {
        exchange->problem = MX_PROBLEM_NULL;
    } else if (has_address(request, arena, exchange)) {
        exchange->problem = MX_PROBLEM_ADDRESS;
    } else if (!has_dots(request, arena, exchange) &&
               find_shown(request, exchange->name, &exchange->meant)) {
        exchange->problem = MX_PROBLEM_DOUBLED;
        exchange->has_meant = true;
    }
}

/* ---- 5: dots left out ---- */

static struct slice skip_dots(struct slice text)
{
    while (text.length > 0 && text.data[0] == '.') {
        text = slice_from(text, 1);
    }
    return text;
}

/* Whether two texts differ in dots alone. */
static bool same_without_dots(struct slice a, struct slice b)
{
    a = skip_dots(a);
    b = skip_dots(b);
    while (a.length > 0 && b.length > 0 && a.data[0] == b.data[0]) {
        a = skip_dots(slice_from(a, 1));
        b = skip_dots(slice_from(b, 1));
    }
    return a.length == 0 && b.length == 0;
}

static bool find_undotted(const struct mx_request *request, const struct dns_name *name,
                          struct arena *arena, struct dns_name *ret_host)
{
    struct slice text = name_to_text(name, arena);

    for (const char *const *host = request->profile->mx.hosts; *host != NULL; host++) {
        struct dns_name shown;

        if (name_from_text(slice_of(*host), &shown, NULL) == STATUS_OK &&
            !name_equal(&shown, name) && same_without_dots(text, name_to_text(&shown, arena))) {
            *ret_host = shown;
            return true;
        }
    }
    return false;
}

/* ---- 6: a host in front of the zone ---- */

/* The zone that was added to the name: the one that denies it, if it is the sender's. */
static struct dns_name added_zone(const struct mx_request *request,
                                  const struct mx_exchange *exchange)
{
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        const struct dns_answer *answer = exchange->answers[i];

        if (answer != NULL && answer->soa != NULL && answer->chain_count == 0 &&
            is_own_zone(request, answer->soa->owner)) {
            return *answer->soa->owner;
        }
    }
    return base_of(request);
}

static void ask_front(struct facts *facts, const struct dns_name *front,
                      struct mx_exchange *exchange)
{
    static const enum rr_type types[MX_FAMILIES] = { RR_TYPE_A, RR_TYPE_AAAA };
    bool exists = false;

    for (size_t i = 0; i < MX_FAMILIES; i++) {
        const struct dns_answer *answer = facts_resolve(facts, front, types[i]);

        exchange->pending = exchange->pending || answer == NULL;
        exists = exists || (answer != NULL && answer->class == ANSWER_CLASS_POSITIVE);
    }
    if (exists) {
        exchange->problem = MX_PROBLEM_DOUBLED;
        exchange->meant = *front;
        exchange->has_meant = true;
    }
}

void mx_repair_search(const struct mx_request *request, struct facts *facts, struct arena *arena,
                      struct mx_exchange *exchange)
{
    struct dns_name zone = added_zone(request, exchange);
    struct dns_name front;
    struct dns_name registrable;
    bool has_front = front_of(exchange->name, &zone, arena, &front);

    if (find_twice(request, exchange->name, arena, &exchange->meant)) {
        exchange->problem = MX_PROBLEM_DOUBLED;
        exchange->has_meant = true;
    } else if (find_undotted(request, exchange->name, arena, &exchange->meant) ||
               (has_front && find_undotted(request, &front, arena, &exchange->meant))) {
        exchange->problem = MX_PROBLEM_DOT;
        exchange->has_meant = true;
    } else if (has_front && name_registrable(&front, &registrable) == STATUS_OK) {
        ask_front(facts, &front, exchange);
    }
}
