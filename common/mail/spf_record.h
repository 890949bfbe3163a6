/* SPDX-License-Identifier: MIT */
/*
 * SPF records: text to terms and back, faithfully. What is absent stays apart from what is default,
 * order and positions survive, nothing is judged here (RFC 7208 4.5, 4.6, 5, 6, 12).
 */
#ifndef CHECK_SES_MAIL_SPF_RECORD_H
#define CHECK_SES_MAIL_SPF_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "mail/spf_macro.h"

enum spf_term_kind {
    SPF_TERM_NONE = 0,
    SPF_TERM_ALL,
    SPF_TERM_INCLUDE,
    SPF_TERM_A,
    SPF_TERM_MX,
    SPF_TERM_PTR,
    SPF_TERM_IP4,
    SPF_TERM_IP6,
    SPF_TERM_EXISTS,
    SPF_TERM_REDIRECT, /* from here on modifiers */
    SPF_TERM_EXP,
    SPF_TERM_UNKNOWN_MODIFIER
};

struct spf_term {
    enum spf_term_kind kind;
    char qualifier;    /* '+', '-', '~', '?', or 0 when none was written */
    size_t offset;     /* of the whole term in the record's text */
    struct slice text; /* the whole term as published */
    struct slice name; /* mechanism or modifier name as published */
    bool has_domain;   /* `domain` was written (always for include, exists, redirect, exp) */
    struct spf_macro_string domain; /* the domain-spec, or an unknown modifier's value */
    bool has_prefix4;
    bool has_prefix6;
    uint8_t prefix4; /* cidr lengths as written; of ip4/ip6 networks too */
    uint8_t prefix6;
    struct address network;    /* ip4, ip6; host bits as written */
    struct slice network_text; /* the same as published, without the prefix length */
};

/* What is wrong with a record's text; each has one sentence. */
enum spf_defect {
    SPF_DEFECT_NONE = 0,
    SPF_DEFECT_OCTET,              /* an octet outside 0x20-0x7E (4.6: not ASCII, TAB, NUL …) */
    SPF_DEFECT_UNKNOWN_MECHANISM,  /* a word that is neither mechanism nor modifier */
    SPF_DEFECT_QUALIFIED_MODIFIER, /* -redirect=… */
    SPF_DEFECT_EMPTY_DOMAIN,       /* include: without anything, exists without a colon … */
    SPF_DEFECT_DOMAIN_END,         /* no top label: one label alone, all digits, a bad last label */
    SPF_DEFECT_MACRO,              /* %-sequence outside the grammar */
    SPF_DEFECT_MACRO_LETTER,       /* c, r, t outside of exp texts, or an unknown letter */
    SPF_DEFECT_UNEXPECTED_VALUE,   /* all:x, or a cidr where none may stand */
    SPF_DEFECT_CIDR,               /* a bad prefix length */
    SPF_DEFECT_IP4,
    SPF_DEFECT_IP6,
    SPF_DEFECT_DUPLICATE_MODIFIER, /* redirect or exp twice (6) */
    SPF_DEFECT_MODIFIER_NAME       /* =x, 1a=x */
};

/* So many bad terms are listed; nobody reads more, and hostile records shall not cost more. */
#define SPF_RECORD_ERRORS_MAXIMUM 64

/* So many terms are read; only records of tiny terms, far over every limit, have more in 64 KiB. */
#define SPF_RECORD_TERMS_MAXIMUM 8192

struct spf_error {
    enum spf_defect defect;
    size_t offset; /* of the octet (SPF_DEFECT_OCTET) or of the whole term it is about */
    size_t length;
    struct slice reason; /* one sentence: what is there and what would be right */
};

struct spf_record {
    struct slice text;            /* the whole record, strings joined */
    const struct spf_term *terms; /* in order; complete only when there is no error */
    size_t term_count;
    const struct spf_error *errors; /* one for every bad term, in order; the first decides (4.6) */
    size_t error_count;
    bool cut; /* there are more terms, not read */
};

/*
 * Whether a TXT text is an SPF record: "v=spf1" in any case, followed by SP or the end (4.5).
 * Others are not SPF, whatever they resemble.
 */
bool spf_record_is_spf(struct slice text);

/*
 * Parses the text of an SPF record (spf_record_is_spf() holds). Bad terms are values: they are
 * listed in `errors`, good ones in `terms` all the same. Everything refers to `text` and `arena`.
 * STATUS_NO_MEMORY; STATUS_BAD_INPUT when it is no SPF record.
 */
MUST_CHECK enum status spf_record_parse(struct slice text, struct arena *arena,
                                        struct spf_record *ret_record);

/* Writes a term as it was published, from its fields: parse and print are inverse. */
void spf_term_write(const struct spf_term *term, struct buf *buf);

/* "include", "a" …: the canonical lower-case name of a kind. Static; "" for unknown modifiers. */
const char *spf_term_kind_text(enum spf_term_kind kind);

/* The first term of this kind, or NULL. */
const struct spf_term *spf_record_find(const struct spf_record *record, enum spf_term_kind kind);

/* Whether evaluating the term costs one of the ten lookups (4.6.4). */
bool spf_term_is_lookup(const struct spf_term *term);

/* Whether the term is a mechanism (modifiers are not). */
bool spf_term_is_mechanism(const struct spf_term *term);

#endif
