/* SPDX-License-Identifier: MIT */
/*
 * Domain names.
 *
 * A name is held as it is on the wire (RFC 1035 3.1), ASCII letters in lower case, so that labels
 * may hold any octet (SPF macros put foreign text into names, RFC 7208 11.5.3) and comparing is
 * comparing octets (RFC 4343). Text with dots is split at dots only: no backslash is ever
 * interpreted.
 */
#ifndef CHECK_SES_DNS_NAME_H
#define CHECK_SES_DNS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"

struct dns_name {
    uint8_t length; /* octets of `wire` in use, the root's final 0 included */
    uint8_t wire[LIMIT_NAME_WIRE];
};

/* Why a text is no name. */
enum name_defect {
    NAME_DEFECT_NONE = 0,
    NAME_DEFECT_EMPTY,       /* no text at all */
    NAME_DEFECT_EMPTY_LABEL, /* two dots in a row, or one in front */
    NAME_DEFECT_LONG_LABEL,  /* over 63 octets */
    NAME_DEFECT_LONG,        /* over 253 octets of text */
    NAME_DEFECT_OCTET,       /* an octet that no host or domain name has (name_from_user only) */
    NAME_DEFECT_IDNA         /* not a valid internationalised name (name_from_user only) */
};

/* A sentence part for a defect: "a label is longer than 63 octets". Static storage. */
const char *name_defect_text(enum name_defect defect);

/*
 * Octets with dots to a name; one final dot is dropped, "." is the root. Any octet is accepted.
 * STATUS_BAD_INPUT with *ret_defect (may be NULL).
 */
MUST_CHECK enum status name_from_text(struct slice text, struct dns_name *ret_name,
                                      enum name_defect *ret_defect);

/*
 * What a person typed: as name_from_text, but U-labels become A-labels (IDNA 2008,
 * non-transitional, RFC 5891; only text that is not ASCII is handed to the library), and only
 * letters, digits, hyphen and underscore are accepted. The root is refused. STATUS_BAD_INPUT with
 * *ret_defect (may be NULL); STATUS_NO_MEMORY.
 */
MUST_CHECK enum status name_from_user(struct slice text, struct dns_name *ret_name,
                                      enum name_defect *ret_defect);

/* Uncompressed wire form to a name. STATUS_BAD_INPUT when it is not exactly one whole name. */
MUST_CHECK enum status name_from_wire(const uint8_t *wire, size_t length,
                                      struct dns_name *ret_name);

/*
 * The name as text without the final dot ("." for the root). A dot or backslash inside a label is
 * written "\." and "\\", octets outside 0x21-0x7E "\DDD" (RFC 1035 5.1). Empty if the arena failed.
 */
struct slice name_to_text(const struct dns_name *name, struct arena *arena);

/* The same with U-labels where IDNA allows, for people to read; UTF-8. */
struct slice name_to_unicode(const struct dns_name *name, struct arena *arena);

bool name_equal(const struct dns_name *a, const struct dns_name *b);

/* A fixed total order (by labels from the right), for sorted output. */
int name_compare(const struct dns_name *a, const struct dns_name *b);

/* Whether `name` is `ancestor` or lies below it. */
bool name_is_within(const struct dns_name *name, const struct dns_name *ancestor);

/* The same for an ancestor as text: a literal of ours, such as "dnspod.net". */
bool name_is_within_text(const struct dns_name *name, const char *ancestor);

bool name_is_root(const struct dns_name *name);

/* Whether every label consists of letters, digits, hyphens and underscores. */
bool name_is_plain(const struct dns_name *name);

/* Labels without the root: 3 for mail.example.com. */
unsigned name_label_count(const struct dns_name *name);

/* The name without its first label. False for the root. */
bool name_parent(const struct dns_name *name, struct dns_name *ret_parent);

/* The last `count` labels of a name; the whole name when it has no more than that. */
void name_ancestor(const struct dns_name *name, unsigned count, struct dns_name *ret_ancestor);

/* First label, octets as they are. Empty for the root. */
struct slice name_first_label(const struct dns_name *name);

/*
 * `labels` (text with dots, for instance "_dmarc" or "s1._domainkey") in front of `name`.
 * STATUS_BAD_INPUT when that is no name (a label or the whole too long).
 */
MUST_CHECK enum status name_prepend(struct slice labels, const struct dns_name *name,
                                    struct dns_name *ret_name);

/*
 * The labels of `name` in front of `zone` as text: "mail" for mail.example.com in example.com, "@"
 * for the zone itself. Empty when the name is not within the zone or the arena failed.
 */
struct slice name_relative(const struct dns_name *name, const struct dns_name *zone,
                           struct arena *arena);

/*
 * The registrable domain (public suffix and one label) by the ICANN section of the public suffix
 * list built into libpsl; unlisted top-level domains count as public suffixes. STATUS_NOT_FOUND
 * when the name is itself a public suffix or the root.
 */
MUST_CHECK enum status name_registrable(const struct dns_name *name, struct dns_name *ret_domain);

/*
 * The same by the whole list, private section included: the organisational domain as DMARC's
 * RFC 7489 3.2 wants it. STATUS_NOT_FOUND as above.
 */
MUST_CHECK enum status name_organisational(const struct dns_name *name,
                                           struct dns_name *ret_domain);

#endif
