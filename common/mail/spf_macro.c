/* SPDX-License-Identifier: MIT */
/* SPF macro strings (RFC 7208 7). */
#include "mail/spf_macro.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

#define EXPANSION_MAXIMUM ((size_t)64 * 1024)
#define NIBBLE_TEXT 64 /* 32 nibbles, dots between, and a NUL */

/* Delimiters of 7.1; a set of them is a mask of their places here. */
static const char delimiters[] = { '.', '-', '+', ',', '/', '_', '=' };

/* Which delimiter an octet is, as a mask with one bit; 0 for every other octet. */
static unsigned delimiter_bit(char octet)
{
    const char *found = memchr(delimiters, octet, sizeof delimiters);

    return found == NULL ? 0 : 1u << (unsigned)(found - delimiters);
}

/* --- parsing --- */

/* The letters of 7.2; c r t only where a person reads the text. */
static enum spf_macro_defect judge_letter(char letter, enum spf_macro_use use)
{
    static const char known[] = "slodiphv";
    static const char readable[] = "crt";

    if (!ascii_is_alpha(letter)) {
        return SPF_MACRO_DEFECT_SYNTAX;
    }
    if (memchr(known, ascii_lower(letter), sizeof known - 1) != NULL ||
        (use != SPF_MACRO_USE_DOMAIN &&
         memchr(readable, ascii_lower(letter), sizeof readable - 1) != NULL)) {
        return SPF_MACRO_DEFECT_NONE;
    }
    return SPF_MACRO_DEFECT_LETTER;
}

/* The octet at `at`, or NUL (which no macro holds) behind the end. */
static char octet_at(struct slice text, size_t at)
{
    return at < text.length ? text.data[at] : '\0';
}

/* Digits from `at` on; the value is clamped. False when they say 0 (7.3). */
static bool read_digits(struct slice text, size_t *at, struct spf_macro_part *part)
{
    uint64_t number = 0;

    part->has_digits = ascii_is_digit(octet_at(text, *at));
    while (ascii_is_digit(octet_at(text, *at))) {
        number = number * 10 + (uint64_t)(text.data[*at] - '0');
        number = number < UINT32_MAX ? number : UINT32_MAX;
        (*at)++;
    }
    part->digits = (uint32_t)number;
    return !part->has_digits || number > 0;
}

/* %{…} at `*at`, which is moved behind it: letter, digits, r, delimiters, in this order (7.1). */
static enum spf_macro_defect read_expand(struct slice text, enum spf_macro_use use, size_t *at,
                                         struct spf_macro_part *part)
{
    size_t next = *at + 2;
    char letter = octet_at(text, next);
    enum spf_macro_defect defect = judge_letter(letter, use);
    size_t start;

    *part = (struct spf_macro_part){ .kind = SPF_MACRO_EXPAND, .letter = ascii_lower(letter) };
    part->url_escape = letter != part->letter;
    next++;
    if (defect == SPF_MACRO_DEFECT_SYNTAX || !read_digits(text, &next, part)) {
        return SPF_MACRO_DEFECT_SYNTAX;
    }
    if (ascii_lower(octet_at(text, next)) == 'r') {
        part->reverse = true;
        next++;
    }
    start = next;
    while (delimiter_bit(octet_at(text, next)) != 0) {
        next++;
    }
    if (octet_at(text, next) != '}') {
        return SPF_MACRO_DEFECT_SYNTAX;
    }
    part->delimiters = slice_head(slice_from(text, start), next - start);
    if (defect == SPF_MACRO_DEFECT_NONE) {
        *at = next + 1;
    }
    return defect;
}

/* Octets up to the next "%"; `*at` is moved behind them, or to the octet that does not fit. */
static enum spf_macro_defect read_literal(struct slice text, enum spf_macro_use use, size_t *at,
                                          struct spf_macro_part *part)
{
    size_t start = *at;
    size_t next = start;

    while (next < text.length && text.data[next] != '%') {
        if (!ascii_is_visible(text.data[next]) &&
            (text.data[next] != ' ' || use != SPF_MACRO_USE_EXPLANATION)) {
            *at = next;
            return SPF_MACRO_DEFECT_SYNTAX;
        }
        next++;
    }
    *part = (struct spf_macro_part){ .text = slice_make(text.data + start, next - start) };
    *at = next;
    return SPF_MACRO_DEFECT_NONE;
}

/* The element at `*at`; with a defect `*at` is its place. */
static enum spf_macro_defect read_element(struct slice text, enum spf_macro_use use, size_t *at,
                                          struct spf_macro_part *part)
{
    if (text.data[*at] != '%') {
        return read_literal(text, use, at, part);
    }
    *part = (struct spf_macro_part){ .kind = SPF_MACRO_LITERAL };
    switch (octet_at(text, *at + 1)) {
    case '{':
        return read_expand(text, use, at, part);
    case '%':
        part->text = SLICE("%");
        break;
    case '_':
        part->text = SLICE(" ");
        break;
    case '-':
        part->text = SLICE("%20");
        break;
    default:
        return SPF_MACRO_DEFECT_SYNTAX;
    }
    *at += 2;
    return SPF_MACRO_DEFECT_NONE;
}

/* Reads all elements, puts the first `capacity` ones to `parts` and counts them all. */
static enum spf_macro_defect read_elements(struct spf_macro_string *string, enum spf_macro_use use,
                                           struct spf_macro_part *parts, size_t capacity,
                                           size_t *at)
{
    struct slice text = string->text;

    *string = (struct spf_macro_string){ .text = text };
    *at = 0;
    while (*at < text.length) {
        size_t start = *at;
        struct spf_macro_part part;
        enum spf_macro_defect defect = read_element(text, use, at, &part);

        if (defect != SPF_MACRO_DEFECT_NONE) {
            return defect;
        }
        if (string->part_count < capacity) {
            parts[string->part_count] = part;
        }
        string->part_count++;
        string->has_macros = string->has_macros || part.kind == SPF_MACRO_EXPAND;
        string->ends_in_macro = text.data[start] == '%';
    }
    return SPF_MACRO_DEFECT_NONE;
}

enum status spf_macro_parse(struct slice text, enum spf_macro_use use, struct arena *arena,
                            struct spf_macro_string *ret_string, struct spf_macro_error *ret_error)
{
    struct spf_macro_string string = { .text = text };
    struct spf_macro_part first;
    struct spf_macro_part *parts;
    size_t at;
    enum spf_macro_defect defect = read_elements(&string, use, &first, 1, &at);

    *ret_error = (struct spf_macro_error){ .defect = defect };
    if (defect != SPF_MACRO_DEFECT_NONE) {
        ret_error->offset = at;
        return STATUS_OK;
    }
    parts = arena_alloc_array(arena, string.part_count, sizeof *parts);
    if (parts == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (string.part_count == 1) {
        parts[0] = first; /* nearly all strings in the world */
    } else {
        ret_error->defect = read_elements(&string, use, parts, string.part_count, &at);
    }
    string.parts = parts;
    *ret_string = string;
    return STATUS_OK;
}

bool spf_macro_is_domain_spec(const struct spf_macro_string *string)
{
    struct slice label;
    size_t dot;
    bool all_digits = true;

    if (string->ends_in_macro || string->part_count == 0) {
        return string->ends_in_macro;
    }
    label = string->parts[string->part_count - 1].text;
    if (slice_ends_with(label, SLICE("."))) {
        label = slice_head(label, label.length - 1);
    }
    dot = slice_find_last(label, '.');
    if (dot == label.length) {
        return false;
    }
    label = slice_from(label, dot + 1);
    for (size_t i = 0; i < label.length; i++) {
        bool hyphen_inside = label.data[i] == '-' && i > 0 && i + 1 < label.length;

        if (!ascii_is_alnum(label.data[i]) && !hyphen_inside) {
            return false;
        }
        all_digits = all_digits && ascii_is_digit(label.data[i]);
    }
    return label.length > 0 && !all_digits;
}

struct spf_macro_needs spf_macro_needs(const struct spf_macro_string *string)
{
    struct spf_macro_needs needs = { .sender = false };

    for (size_t i = 0; i < string->part_count; i++) {
        switch (string->parts[i].letter) {
        case 's':
        case 'l':
        case 'o':
            needs.sender = true;
            break;
        case 'i':
        case 'v':
        case 'c':
            needs.client = true;
            break;
        case 'h':
            needs.helo = true;
            break;
        case 'p':
            needs.validated = true;
            break;
        default:
            break;
        }
    }
    return needs;
}

/* --- expansion --- */

/* %{i}: dotted quad, or all nibbles of an IPv6 address with dots, most significant first (7.3). */
static struct slice client_text(const struct address *client, struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char text[NIBBLE_TEXT];

    if (client->family != ADDRESS_FAMILY_IP6) {
        return address_to_text(client, arena);
    }
    for (size_t i = 0; i < sizeof client->octets; i++) {
        text[i * 4] = digits[client->octets[i] >> 4];
        text[i * 4 + 1] = '.';
        text[i * 4 + 2] = digits[client->octets[i] & 15u];
        text[i * 4 + 3] = '.';
    }
    return arena_copy(arena, slice_make(text, sizeof text - 1));
}

static struct slice family_text(const struct address *client)
{
    switch (client->family) {
    case ADDRESS_FAMILY_IP4:
        return SLICE("in-addr");
    case ADDRESS_FAMILY_IP6:
        return SLICE("ip6");
    case ADDRESS_FAMILY_NONE:
        break;
    }
    return slice_empty();
}

static struct slice or_unknown(struct slice text)
{
    return text.length > 0 ? text : SLICE("unknown");
}

static struct slice value_of(char letter, const struct spf_macro_values *values,
                             struct arena *arena)
{
    struct address client = address_unmapped(values->client);

    switch (letter) {
    case 's':
        return values->sender;
    case 'l':
        return values->local_part;
    case 'o':
        return values->sender_domain;
    case 'd':
        return values->domain;
    case 'i':
        return client_text(&client, arena);
    case 'v':
        return family_text(&client);
    case 'c':
        return address_to_text(&client, arena);
    case 'h':
        return values->helo;
    case 'p':
        return or_unknown(values->validated);
    case 'r':
        return or_unknown(values->receiver);
    case 't':
        return arena_printf(arena, "%" PRId64, values->clock);
    default:
        return slice_empty();
    }
}

/* Adds text; if so wished, what RFC 3986 2.3 does not call unreserved becomes %XX (7.3). */
static void add_text(struct buf *buf, struct slice text, bool url_escape)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char unreserved[] = "-._~";

    if (!url_escape) {
        buf_add(buf, text);
        return;
    }
    for (size_t i = 0; i < text.length; i++) {
        unsigned octet = (unsigned char)text.data[i];

        if (ascii_is_alnum(text.data[i]) ||
            memchr(unreserved, text.data[i], sizeof unreserved - 1) != NULL) {
            buf_add_octet(buf, text.data[i]);
        } else {
            buf_add_octet(buf, '%');
            buf_add_octet(buf, digits[octet >> 4]);
            buf_add_octet(buf, digits[octet & 15u]);
        }
    }
}

/* How a value is taken apart. */
struct split {
    struct slice value;
    unsigned mask;     /* delimiters */
    size_t part_count; /* always at least one part, empty ones count */
    size_t keep;       /* right-hand parts to keep, counted after reversing */
};

static struct split split_value(struct slice value, const struct spf_macro_part *part)
{
    struct split split = { .value = value, .part_count = 1 };

    for (size_t i = 0; i < part->delimiters.length; i++) {
        split.mask |= delimiter_bit(part->delimiters.data[i]);
    }
    if (split.mask == 0) {
        split.mask = delimiter_bit('.');
    }
    for (size_t i = 0; i < value.length; i++) {
        split.part_count += (delimiter_bit(value.data[i]) & split.mask) != 0 ? 1 : 0;
    }
    split.keep = split.part_count;
    if (part->has_digits && part->digits < split.part_count) {
        split.keep = part->digits;
    }
    return split;
}

/* The last `keep` parts in their order. */
static void add_forward(struct buf *buf, const struct split *split, bool url_escape)
{
    size_t index = 0;
    size_t start = 0;

    for (size_t i = 0; i <= split->value.length; i++) {
        if (i < split->value.length && (delimiter_bit(split->value.data[i]) & split->mask) == 0) {
            continue;
        }
        if (index + split->keep >= split->part_count) {
            add_text(buf, slice_head(slice_from(split->value, start), i - start), url_escape);
            if (i < split->value.length) {
                buf_add_octet(buf, '.');
            }
        }
        index++;
        start = i + 1;
    }
}

/* Reversed, the right-hand parts are the value's first `keep` ones, last one first. */
static void add_reversed(struct buf *buf, const struct split *split, bool url_escape)
{
    size_t index = split->part_count - 1;
    size_t end = split->value.length;

    for (size_t i = split->value.length + 1; i > 0; i--) {
        size_t start = i - 1;

        if (start > 0 && (delimiter_bit(split->value.data[start - 1]) & split->mask) == 0) {
            continue;
        }
        if (index < split->keep) {
            add_text(buf, slice_head(slice_from(split->value, start), end - start), url_escape);
            if (index > 0) {
                buf_add_octet(buf, '.');
            }
        }
        index -= index > 0 ? 1 : 0;
        end = start > 0 ? start - 1 : 0;
    }
}

static void add_value(struct buf *buf, const struct spf_macro_part *part, struct slice value)
{
    struct split split;

    if (!part->has_digits && !part->reverse && part->delimiters.length == 0) {
        add_text(buf, value, part->url_escape);
        return;
    }
    split = split_value(value, part);
    if (part->reverse) {
        add_reversed(buf, &split, part->url_escape);
    } else {
        add_forward(buf, &split, part->url_escape);
    }
}

enum status spf_macro_expand(const struct spf_macro_string *string,
                             const struct spf_macro_values *values, struct arena *arena,
                             struct slice *ret_text)
{
    struct buf buf;

    if (string->part_count == 0) {
        *ret_text = slice_empty();
        return STATUS_OK;
    }
    if (string->part_count == 1 && string->parts[0].kind == SPF_MACRO_LITERAL) {
        *ret_text = string->parts[0].text;
        return STATUS_OK;
    }
    buf_init(&buf, arena, EXPANSION_MAXIMUM);
    for (size_t i = 0; i < string->part_count && buf_status(&buf) == STATUS_OK; i++) {
        const struct spf_macro_part *part = &string->parts[i];

        if (part->kind == SPF_MACRO_LITERAL) {
            buf_add(&buf, part->text);
        } else {
            add_value(&buf, part, value_of(part->letter, values, arena));
        }
    }
    if (buf_status(&buf) != STATUS_OK) {
        return buf_status(&buf);
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_text = buf_slice(&buf);
    return STATUS_OK;
}

enum status spf_macro_to_name(struct slice expanded, struct dns_name *ret_name)
{
    struct slice text = expanded;

    if (slice_ends_with(text, SLICE("."))) {
        text = slice_head(text, text.length - 1);
    }
    if (text.length > LIMIT_NAME_TEXT) {
        /* The first label that may stay begins behind the first dot that cuts enough. */
        size_t least = text.length - LIMIT_NAME_TEXT - 1;
        size_t dot = slice_find(slice_from(text, least), '.');

        text = slice_from(text, least + dot + 1);
    }
    /* What is left may not end in a dot again: name_from_text() would drop it as a final one. */
    if (text.length == 0 || slice_ends_with(text, SLICE("."))) {
        return STATUS_BAD_INPUT;
    }
    return name_from_text(text, ret_name, NULL);
}
