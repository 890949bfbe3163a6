/* SPDX-License-Identifier: MIT */
/*
 * A view of octets that someone else owns. Text from outside travels as a slice: NUL is an ordinary
 * octet, nothing relies on a terminator, and the character classes are ASCII whatever the locale.
 */
#ifndef CHECK_SES_BASE_SLICE_H
#define CHECK_SES_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct slice {
    const char *data; /* may be NULL when length is 0 */
    size_t length;
};

/* For printf: printf("%.*s", SLICE_ARGS(s)). The text may not hold NUL, and is at most INT_MAX
 * long. */
#define SLICE_ARGS(s) (int)((s).length), ((s).data != NULL ? (s).data : "")

/* A slice of a string literal. */
#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })

static inline struct slice slice_make(const char *data, size_t length)
{
    return (struct slice){ data, length };
}

static inline struct slice slice_empty(void)
{
    return (struct slice){ "", 0 };
}

/* A slice of a C string; NULL gives the empty one. */
struct slice slice_of(const char *text);

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_alnum(char c)
{
    return ascii_is_digit(c) || ascii_is_alpha(c);
}

static inline char ascii_lower(char c)
{
    return (c >= 'A' && c <= 'Z') ? (char)(c + ('a' - 'A')) : c;
}

/* SP and TAB: the WSP of RFC 5234. */
static inline bool ascii_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* 0x21 to 0x7E: the VCHAR of RFC 5234. */
static inline bool ascii_is_visible(char c)
{
    return c >= 0x21 && c <= 0x7E;
}

/* Same octets. */
bool slice_equal(struct slice a, struct slice b);

/* Same octets but for the case of ASCII letters. */
bool slice_equal_nocase(struct slice a, struct slice b);

bool slice_starts_with(struct slice text, struct slice prefix);
bool slice_starts_with_nocase(struct slice text, struct slice prefix);
bool slice_ends_with(struct slice text, struct slice suffix);
bool slice_ends_with_nocase(struct slice text, struct slice suffix);

/* Less than, equal to or greater than 0, by octets; a prefix comes first. */
int slice_compare(struct slice a, struct slice b);

/*
 * A hash of the octets for tables (FNV-1a, 32 bits), going on from `hash`; SLICE_HASH_START begins.
 * Not for keys that an adversary chooses, unless the table bounds its probing.
 */
#define SLICE_HASH_START 2166136261u
uint32_t slice_hash(uint32_t hash, struct slice text);

/* The part from `offset` on (offset is cut to the length). */
struct slice slice_from(struct slice text, size_t offset);

/* At most the first `length` octets. */
struct slice slice_head(struct slice text, size_t length);

/* How many digits the text begins with. */
size_t slice_count_digits(struct slice text);

/*
 * The text in lower case without the octets of `left_out`, written to the `size` octets of
 * `buffer`. Empty when they are not enough.
 */
struct slice slice_fold(struct slice text, struct slice left_out, char *buffer, size_t size);

/* Offset of the first / last `octet`, or text.length when there is none. */
size_t slice_find(struct slice text, char octet);
size_t slice_find_last(struct slice text, char octet);

/* Offset of the first `part`, or text.length when there is none (or `part` is empty). */
size_t slice_find_part(struct slice text, struct slice part);

/* Without SP, TAB, CR and LF at both ends. */
struct slice slice_trim(struct slice text);

/* Without the byte order mark (U+FEFF in UTF-8) that some editors put in front of a text. */
struct slice slice_without_mark(struct slice text);

/*
 * Takes the piece before the next `separator` off the front of `*rest`. False when nothing is left
 * (`rest->data` is NULL then); "a,,b" gives "a", "", "b"; "" gives one empty piece.
 */
bool slice_split(struct slice *rest, char separator, struct slice *ret_piece);

/*
 * The whole of `text` as a decimal number from `minimum` to `maximum`. No sign, no blanks; leading
 * zeros are accepted. STATUS_BAD_INPUT: no number; STATUS_OUT_OF_RANGE.
 */
MUST_CHECK enum status slice_number(struct slice text, uint64_t minimum, uint64_t maximum,
                                    uint64_t *ret_number);

/*
 * The whole of `text` as a decimal number with an optional fraction ("2", "0.25"), in thousandths,
 * digits behind the third are cut. STATUS_BAD_INPUT; STATUS_OUT_OF_RANGE when above `maximum`.
 */
MUST_CHECK enum status slice_thousandths(struct slice text, uint64_t maximum, uint64_t *ret_number);

#endif
