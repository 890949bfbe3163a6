/* SPDX-License-Identifier: MIT */
/*
 * SPF macro strings: parsing and expansion (RFC 7208 7).
 */
#ifndef CHECK_SES_MAIL_SPF_MACRO_H
#define CHECK_SES_MAIL_SPF_MACRO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/name.h"

enum spf_macro_part_kind {
    SPF_MACRO_LITERAL = 0, /* `text` as it is; %% %_ are literals of "%" and " ", %- is "%20" */
    SPF_MACRO_EXPAND       /* %{…} */
};

struct spf_macro_part {
    enum spf_macro_part_kind kind;
    struct slice text; /* the literal, after %% %_ %- were replaced */
    char letter;       /* s l o d i p h v c r t, lower case */
    bool url_escape;   /* the letter was upper case */
    bool reverse;      /* r */
    bool has_digits;
    uint32_t digits;         /* right-hand parts to keep; clamped, never 0 when has_digits */
    struct slice delimiters; /* as written; empty means "." */
};

struct spf_macro_string {
    struct slice text; /* as published */
    const struct spf_macro_part *parts;
    size_t part_count;
    bool has_macros;    /* any %{…} */
    bool ends_in_macro; /* the last element is %{…}, %%, %_ or %-: a domain-end by itself (7.1) */
};

enum spf_macro_defect {
    SPF_MACRO_DEFECT_NONE = 0,
    SPF_MACRO_DEFECT_SYNTAX, /* a % that begins no macro, digits 0, a blank or control octet */
    SPF_MACRO_DEFECT_LETTER  /* unknown letter, or c r t outside of an explanation */
};

enum spf_macro_use {
    SPF_MACRO_USE_DOMAIN = 0, /* domain-spec: visible octets, no blanks; letters c r t refused */
    SPF_MACRO_USE_VALUE, /* value of an unknown modifier: c r t accepted, it is never expanded */
    SPF_MACRO_USE_EXPLANATION /* text behind exp=: blanks and c r t allowed */
};

/* What is wrong, and where in the text: the "%" or the octet. */
struct spf_macro_error {
    enum spf_macro_defect defect;
    size_t offset; /* 0 without a defect */
};

/*
 * Parses a macro-string; the empty one is valid. A defect is a value: *ret_error is always written;
 * *ret_string is set only without a defect and refers to `text` and `arena`. Digits are clamped to
 * UINT32_MAX. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_macro_parse(struct slice text, enum spf_macro_use use,
                                       struct arena *arena, struct spf_macro_string *ret_string,
                                       struct spf_macro_error *ret_error);

/*
 * Whether a macro-string can stand as domain-spec: its domain-end is "." toplabel ["."] or a
 * macro-expand (7.1). `parts` are consulted for the latter.
 */
bool spf_macro_is_domain_spec(const struct spf_macro_string *string);

/* Which values a macro-string needs beyond the current domain. */
struct spf_macro_needs {
    bool sender;    /* s l o */
    bool client;    /* i v c */
    bool helo;      /* h */
    bool validated; /* p: PTR work */
};
struct spf_macro_needs spf_macro_needs(const struct spf_macro_string *string);

/* Values to put in. Slices may hold any octets; empty where not known. */
struct spf_macro_values {
    struct slice sender;        /* s: local-part@domain, complete */
    struct slice local_part;    /* l */
    struct slice sender_domain; /* o */
    struct slice domain;        /* d: current domain as text without final dot */
    struct address client;      /* i v c; an IPv4-mapped address counts as IPv4 (5) */
    struct slice helo;          /* h */
    struct slice validated;     /* p: the validated name; empty gives "unknown" (7.3) */
    struct slice receiver;      /* r; empty gives "unknown" (7.3) */
    int64_t clock;              /* t: seconds since 1970 */
};

/*
 * Expands to text, by split, reverse, keep right-hand parts, join with dots, escape (7.3). Octets
 * pass through uninterpreted; empty parts are kept. Without macros the result may refer to the
 * string. At most 64 KiB: STATUS_TOO_LONG. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_macro_expand(const struct spf_macro_string *string,
                                        const struct spf_macro_values *values, struct arena *arena,
                                        struct slice *ret_text);

/*
 * Expanded text to a name to ask: one final dot is dropped, and if it is longer than 253 octets
 * whole labels are dropped from the left until it fits (7.3). STATUS_BAD_INPUT for no label at all,
 * an empty one or one over 63 octets: no query is made then (4.8).
 */
MUST_CHECK enum status spf_macro_to_name(struct slice expanded, struct dns_name *ret_name);

#endif
