/* SPDX-License-Identifier: MIT */
/*
 * Finding secrets: the text is read as characters, each of which stands for one octet and has a
 * place in the text; once as it is, once with what looks like an escape taken for the character it
 * means. In either reading a secret is searched for in one pass (Knuth, Morris and Pratt): the
 * text is chosen by someone who was sent the secret and may repeat its beginning as often as they
 * like.
 */
#include "provider/redact.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* A character of the text. */
struct letter {
    uint8_t octet; /* what it stands for, unless it is wide */
    bool is_wide;  /* over 0xFF: in no secret */
    size_t length; /* octets that it takes */
};

struct search {
    struct slice text;
    struct slice secret;
    bool is_decoding;
    uint16_t fallback[REDACT_MAXIMUM]; /* of each prefix: its longest own beginning at its end */
    size_t begins[REDACT_MAXIMUM];     /* where the last characters of the text begin, in a ring */
};

/* --- characters ------------------------------------------------------------------------------ */

static bool hex_value(char c, unsigned *number)
{
    unsigned digit;

    if (ascii_is_digit(c)) {
        digit = (unsigned)(c - '0');
    } else if (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f') {
        digit = (unsigned)(ascii_lower(c) - 'a') + 10;
    } else {
        return false;
    }
    *number = *number * 16 + digit;
    return true;
}

/* The number of `digits` hexadecimal digits at an offset. */
static bool hex_at(struct slice text, size_t at, size_t digits, unsigned *ret_number)
{
    *ret_number = 0;
    if (text.length - at < digits) {
        return false;
    }
    for (size_t i = 0; i < digits; i++) {
        if (!hex_value(text.data[at + i], ret_number)) {
            return false;
        }
    }
    return true;
}

/* "\u0041" or a backslash before any other character: the controls that letters may stand for are
 * in no secret. */
static struct letter read_backslash(struct slice text, size_t at)
{
    struct letter letter = { .octet = '\\', .length = 1 };
    unsigned number = 0;

    if (text.length - at < 2) {
        return letter;
    }
    if (text.data[at + 1] == 'u' && hex_at(text, at + 2, 4, &number)) {
        return (struct letter){ .octet = (uint8_t)number, .is_wide = number > 0xFF, .length = 6 };
    }
    return (struct letter){ .octet = (uint8_t)text.data[at + 1], .length = 2 };
}

static struct letter read_letter(const struct search *search, size_t at)
{
    struct slice text = search->text;
    struct letter letter = { .octet = (uint8_t)text.data[at], .length = 1 };
    unsigned number = 0;

    if (!search->is_decoding) {
        return letter;
    }
    if (letter.octet == '\\') {
        return read_backslash(text, at);
    }
    if (letter.octet == '%' && hex_at(text, at + 1, 2, &number)) {
        return (struct letter){ .octet = (uint8_t)number, .length = 3 };
    }
    return letter;
}

/* --- search ---------------------------------------------------------------------------------- */

/* How many octets of the secret are matched when, with `matched` of them, one more is read. */
static size_t advance(const struct search *search, size_t matched, uint8_t octet)
{
    while (matched > 0 &&
           (matched == search->secret.length || (uint8_t)search->secret.data[matched] != octet)) {
        matched = search->fallback[matched - 1];
    }
    return (uint8_t)search->secret.data[matched] == octet ? matched + 1 : 0;
}

static void prepare(struct search *search)
{
    search->fallback[0] = 0;
    for (size_t i = 1; i < search->secret.length; i++) {
        search->fallback[i] =
            (uint16_t)advance(search, search->fallback[i - 1], (uint8_t)search->secret.data[i]);
    }
}

/* Marks the octets of the text from `begin` up to `end`; those before `*ret_marked` are. */
static void mark(char *map, size_t begin, size_t end, size_t *ret_marked)
{
    for (size_t at = begin > *ret_marked ? begin : *ret_marked; at < end; at++) {
        map[at] = 1;
    }
    *ret_marked = end;
}

/* False when there was no memory for the map, which is made with the first occurrence. */
static bool find(struct search *search, struct arena *arena, char **map)
{
    size_t matched = 0;
    size_t marked = 0;
    size_t count = 0;
    struct letter letter;

    for (size_t at = 0; at < search->text.length; at += letter.length, count++) {
        letter = read_letter(search, at);
        search->begins[count % search->secret.length] = at;
        matched = letter.is_wide ? 0 : advance(search, matched, letter.octet);
        if (matched == search->secret.length) {
            if (*map == NULL) {
                *map = arena_alloc(arena, search->text.length);
            }
            if (*map == NULL) {
                return false;
            }
            mark(*map, search->begins[(count + 1) % search->secret.length], at + letter.length,
                 &marked);
        }
    }
    return true;
}

static bool has_escapes(struct slice text)
{
    return slice_find(text, '\\') < text.length || slice_find(text, '%') < text.length;
}

static bool find_all(struct slice text, const struct slice *secrets, size_t count,
                     struct arena *arena, char **map)
{
    struct search search = { .text = text };
    bool done = true;

    for (size_t i = 0; i < count && done; i++) {
        search.secret = secrets[i];
        if (secrets[i].length < REDACT_MINIMUM || secrets[i].length > REDACT_MAXIMUM) {
            continue;
        }
        prepare(&search);
        search.is_decoding = false;
        done = find(&search, arena, map);
        search.is_decoding = true;
        done = done && (!has_escapes(text) || find(&search, arena, map));
    }
    return done;
}

enum status redact_text(struct slice text, const struct slice *secrets, size_t count,
                        struct arena *arena, struct slice *ret_text)
{
    char *map = NULL;
    struct buf buf;
    size_t end;

    if (!find_all(text, secrets, count, arena, &map)) {
        return STATUS_NO_MEMORY;
    }
    if (map == NULL) {
        *ret_text = text;
        return STATUS_OK;
    }
    buf_init(&buf, arena, text.length); /* no mark is longer than what it stands for */
    for (size_t at = 0; at < text.length; at = end) {
        for (end = at + 1; end < text.length && map[end] == map[at];) {
            end++;
        }
        buf_add(&buf, map[at] != 0 ? SLICE(REDACT_MARK) : slice_make(text.data + at, end - at));
    }
    *ret_text = buf_slice(&buf);
    return buf_status(&buf);
}
