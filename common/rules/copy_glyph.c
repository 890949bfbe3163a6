/* SPDX-License-Identifier: MIT */
/*
 * Glyphs. Characters are looked up by code point; an octet that is no UTF-8 counts as Windows-1252,
 * whose marks are listed under the same numbers.
 */
#include "rules/copy_glyph.h"

#include "base/utf8.h"

#define ENTITY_MAXIMUM ((size_t)10) /* "&" and ";" included */
#define TAG_MAXIMUM ((size_t)100)
#define EXCERPT_MAXIMUM ((size_t)40)
#define FIRST_VISIBLE 0x20u
#define LAST_VISIBLE 0x7Eu
#define FULL_WIDTH_FIRST 0xFF01u /* the full-width form of "!" */
#define FULL_WIDTH_LAST 0xFF5Eu
#define FULL_WIDTH_SHIFT 0xFEE0u

/* --- characters --- */

struct character {
    uint32_t first;
    uint32_t last;
    enum copy_glyph_kind kind;
    const char *meant;
};

/* Ordered by code point. */
static const struct character characters[] = {
    { 0x0082, 0x0082, COPY_GLYPH_SMART_QUOTE, "" }, /* Windows-1252 from here … */
    { 0x0084, 0x0084, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x0085, 0x0085, COPY_GLYPH_ELLIPSIS, NULL },
    { 0x008B, 0x008B, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x0091, 0x0094, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x0096, 0x0097, COPY_GLYPH_LOOKALIKE, "-" },
    { 0x0098, 0x0098, COPY_GLYPH_LOOKALIKE, "~" },
    { 0x009B, 0x009B, COPY_GLYPH_SMART_QUOTE, "" }, /* … to here */
    { 0x00A0, 0x00A0, COPY_GLYPH_WIDE_BLANK, " " }, /* no-break space */
    { 0x00AB, 0x00AB, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x00AD, 0x00AD, COPY_GLYPH_INVISIBLE, "" }, /* soft hyphen */
    { 0x00B4, 0x00B4, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x00BB, 0x00BB, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x02DC, 0x02DC, COPY_GLYPH_LOOKALIKE, "~" },
    { 0x061C, 0x061C, COPY_GLYPH_INVISIBLE, "" },
    { 0x180E, 0x180E, COPY_GLYPH_INVISIBLE, "" },
    { 0x2000, 0x200A, COPY_GLYPH_WIDE_BLANK, " " },
    { 0x200B, 0x200F, COPY_GLYPH_INVISIBLE, "" },  /* zero width, direction */
    { 0x2010, 0x2015, COPY_GLYPH_LOOKALIKE, "-" }, /* hyphens and dashes */
    { 0x2018, 0x201F, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x2026, 0x2026, COPY_GLYPH_ELLIPSIS, NULL },
    { 0x2028, 0x2029, COPY_GLYPH_WIDE_BLANK, " " }, /* line and paragraph separator */
    { 0x202A, 0x202E, COPY_GLYPH_INVISIBLE, "" },
    { 0x202F, 0x202F, COPY_GLYPH_WIDE_BLANK, " " },
    { 0x2032, 0x2033, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x2039, 0x203A, COPY_GLYPH_SMART_QUOTE, "" },
    { 0x205F, 0x205F, COPY_GLYPH_WIDE_BLANK, " " },
    { 0x2060, 0x206F, COPY_GLYPH_INVISIBLE, "" },
    { 0x2212, 0x2212, COPY_GLYPH_LOOKALIKE, "-" }, /* minus sign */
    { 0x223C, 0x223C, COPY_GLYPH_LOOKALIKE, "~" },
    { 0x3000, 0x3000, COPY_GLYPH_WIDE_BLANK, " " }, /* ideographic space */
    { 0x3002, 0x3002, COPY_GLYPH_LOOKALIKE, "." },  /* ideographic full stop */
    { 0x300C, 0x300F, COPY_GLYPH_SMART_QUOTE, "" }, /* corner brackets */
    { 0x301D, 0x301F, COPY_GLYPH_SMART_QUOTE, "" },
    { 0xFE00, 0xFE0F, COPY_GLYPH_INVISIBLE, "" }, /* variation selectors */
    { 0xFEFF, 0xFEFF, COPY_GLYPH_INVISIBLE, "" }, /* byte order mark */
    { 0xFF02, 0xFF02, COPY_GLYPH_SMART_QUOTE, "" },
    { 0xFF07, 0xFF07, COPY_GLYPH_SMART_QUOTE, "" },
};

static const struct character *find_character(uint32_t code)
{
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++) {
        if (code >= characters[i].first && code <= characters[i].last) {
            return &characters[i];
        }
    }
    return NULL;
}

/* One visible ASCII character or blank as text. */
static struct slice ascii_text(uint32_t code)
{
    static const char visible[] = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    return slice_make(&visible[code - FIRST_VISIBLE], 1);
}

/* What a character outside ASCII is; `glyph` comes in as PLAIN. */
static void judge_character(struct copy_glyph *glyph)
{
    const struct character *character = find_character(glyph->code);

    if (character != NULL) {
        glyph->kind = character->kind;
        /* An ellipsis stays: nobody knows what was left out. */
        glyph->meant = character->meant != NULL ? slice_of(character->meant) : glyph->meant;
    } else if (glyph->code >= FULL_WIDTH_FIRST && glyph->code <= FULL_WIDTH_LAST) {
        glyph->kind = COPY_GLYPH_LOOKALIKE;
        glyph->meant = ascii_text(glyph->code - FULL_WIDTH_SHIFT);
    }
}

/* What a code point that was written in ASCII (&#34; %22) stands for. */
static struct slice meaning_of(uint32_t code)
{
    struct copy_glyph glyph = { .code = code, .meant = slice_empty() };

    if (code == '"' || code < FIRST_VISIBLE || code == LAST_VISIBLE + 1) {
        return slice_empty();
    }
    if (code <= LAST_VISIBLE) {
        return ascii_text(code);
    }
    judge_character(&glyph);
    return glyph.meant;
}

/* --- what is written with several ASCII characters --- */

static bool read_hex(struct slice text, uint32_t *ret_code)
{
    uint32_t code = 0;

    for (size_t i = 0; i < text.length; i++) {
        char c = ascii_lower(text.data[i]);
        bool is_letter = c >= 'a' && c <= 'f';

        if (!is_letter && !ascii_is_digit(c)) {
            return false;
        }
        code = code * 16 + (uint32_t)(is_letter ? c - 'a' + 10 : c - '0');
    }
    *ret_code = code;
    return text.length > 0;
}

/* The name between "&" and ";". Unknown names have code 0 and mean nothing. */
static bool read_entity(struct slice name, uint32_t *ret_code)
{
    static const struct {
        const char *name;
        uint32_t code;
    } rows[] = {
        { "amp", '&' },      { "quot", '"' },     { "lt", '<' },       { "gt", '>' },
        { "apos", '\'' },    { "colon", ':' },    { "equals", '=' },   { "period", '.' },
        { "sol", '/' },      { "nbsp", 0xA0 },    { "shy", 0xAD },     { "ndash", 0x2013 },
        { "mdash", 0x2014 }, { "ldquo", 0x201C }, { "rdquo", 0x201D }, { "zwnj", 0x200C },
    };
    uint64_t number;

    if (slice_starts_with_nocase(name, SLICE("#x"))) {
        return read_hex(slice_from(name, 2), ret_code);
    }
    if (slice_starts_with(name, SLICE("#"))) {
        if (slice_number(slice_from(name, 1), 0, UINT32_MAX, &number) != STATUS_OK) {
            return false;
        }
        *ret_code = (uint32_t)number;
        return true;
    }
    for (size_t i = 0; i < name.length; i++) {
        if (!ascii_is_alpha(name.data[i])) {
            return false;
        }
    }
    *ret_code = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        *ret_code = slice_equal_nocase(name, slice_of(rows[i].name)) ? rows[i].code : *ret_code;
    }
    return name.length > 1;
}

static void judge_ampersand(struct copy_glyph *glyph, struct slice rest)
{
    size_t end = slice_find(slice_head(rest, ENTITY_MAXIMUM), ';');
    uint32_t code;

    if (end >= ENTITY_MAXIMUM || end >= rest.length ||
        !read_entity(slice_head(slice_from(rest, 1), end - 1), &code)) {
        return;
    }
    glyph->kind = COPY_GLYPH_ENTITY;
    glyph->length = end + 1;
    glyph->meant = meaning_of(code);
}

/* "%3D". The pairs of SPF's macros belong together, so that "%%3D" is not taken for one. */
static void judge_percent(struct copy_glyph *glyph, struct slice rest)
{
    uint32_t code;

    if (rest.length > 1 && slice_find(SLICE("%_-"), rest.data[1]) < 3) {
        glyph->length = 2;
        glyph->meant = slice_head(rest, 2);
    } else if (rest.length > 2 && read_hex(slice_head(slice_from(rest, 1), 2), &code)) {
        glyph->kind = COPY_GLYPH_PERCENT;
        glyph->length = 3;
        glyph->meant = meaning_of(code);
    }
}

/* The name of a tag, and whether it separates what stands at its sides. */
static bool tag_is_known(struct slice name, bool *ret_separates)
{
    static const char *const separating[] = { "br", "p", "div", "li", "tr", "td", "ul", "table" };
    static const char *const others[] = { "a",    "b",   "i",  "em",  "span", "strong", "code",
                                          "font", "pre", "tt", "wbr", "u",    "kbd",    "small" };

    *ret_separates = true;
    for (size_t i = 0; i < sizeof separating / sizeof separating[0]; i++) {
        if (slice_equal_nocase(name, slice_of(separating[i]))) {
            return true;
        }
    }
    *ret_separates = false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (slice_equal_nocase(name, slice_of(others[i]))) {
            return true;
        }
    }
    return false;
}

/* "<br>", "</span>", "<a href=…>" are tags; "<your domain>" is a placeholder. */
static void judge_angle(struct copy_glyph *glyph, struct slice rest)
{
    size_t end = slice_find(slice_head(rest, TAG_MAXIMUM), '>');
    struct slice inside;
    struct slice name;
    size_t length = 0;
    bool separates;

    if (end >= TAG_MAXIMUM || end >= rest.length || end < 2) {
        return;
    }
    inside = slice_head(slice_from(rest, 1), end - 1);
    name = slice_from(inside, inside.data[0] == '/' ? 1 : 0);
    while (length < name.length && ascii_is_alnum(name.data[length])) {
        length++;
    }
    glyph->length = end + 1;
    if (tag_is_known(slice_head(name, length), &separates)) {
        glyph->kind = COPY_GLYPH_TAG;
        glyph->meant = separates ? SLICE(" ") : slice_empty();
    } else {
        glyph->kind = COPY_GLYPH_PLACEHOLDER;
        glyph->meant = slice_head(rest, glyph->length);
    }
}

/* --- all together --- */

static void judge_ascii(struct copy_glyph *glyph, struct slice text, size_t offset)
{
    struct slice rest = slice_from(text, offset);

    switch (rest.data[0]) {
    case '\t':
    case '\r':
    case '\n':
        glyph->kind = COPY_GLYPH_CONTROL;
        glyph->meant = SLICE(" ");
        break;
    case '\\':
        if (!slice_starts_with(rest, SLICE("\\\""))) {
            break;
        }
        glyph->length = 2;
        glyph->kind = COPY_GLYPH_QUOTE;
        glyph->meant = slice_empty();
        break;
    case '\'':
    case '`':
        if (offset > 0 && rest.length > 1) {
            break;
        }
        glyph->kind = COPY_GLYPH_QUOTE;
        glyph->meant = slice_empty();
        break;
    case '"':
        glyph->kind = COPY_GLYPH_QUOTE;
        glyph->meant = slice_empty();
        break;
    case '&':
        judge_ampersand(glyph, rest);
        break;
    case '%':
        judge_percent(glyph, rest);
        break;
    case '<':
        judge_angle(glyph, rest);
        break;
    default:
        break;
    }
}

struct copy_glyph copy_glyph_at(struct slice text, size_t offset)
{
    struct copy_glyph glyph = { .length = 1, .code = (unsigned char)text.data[offset] };

    glyph.meant = slice_make(text.data + offset, 1);
    if (glyph.code <= LAST_VISIBLE) {
        judge_ascii(&glyph, text, offset);
        return glyph;
    }
    glyph.length = utf8_decode(text, offset, &glyph.code);
    glyph.length = glyph.length > 0 ? glyph.length : 1;
    glyph.meant = slice_make(text.data + offset, glyph.length);
    judge_character(&glyph);
    return glyph;
}

bool copy_glyph_is_blank(const struct copy_glyph *glyph)
{
    return glyph->meant.length == 1 && glyph->meant.data[0] == ' ';
}

enum finding_id copy_glyph_finding(enum copy_glyph_kind kind)
{
    switch (kind) {
    case COPY_GLYPH_PLAIN:
        break;
    case COPY_GLYPH_SMART_QUOTE:
    case COPY_GLYPH_LOOKALIKE:
        return FINDING_PASTE_SMART_QUOTE;
    case COPY_GLYPH_INVISIBLE:
    case COPY_GLYPH_WIDE_BLANK:
        return FINDING_PASTE_ZERO_WIDTH;
    case COPY_GLYPH_CONTROL:
        return FINDING_PASTE_SPACE;
    case COPY_GLYPH_QUOTE:
        return FINDING_PASTE_QUOTES_INSIDE;
    case COPY_GLYPH_ENTITY:
    case COPY_GLYPH_TAG:
    case COPY_GLYPH_PERCENT:
        return FINDING_PASTE_HTML;
    case COPY_GLYPH_ELLIPSIS:
    case COPY_GLYPH_PLACEHOLDER:
        return FINDING_PASTE_SAMPLE_VALUE;
    }
    return FINDING_NONE;
}

/* "U+201C", or "octet 0x93" when it is no UTF-8. */
static void add_code(struct buf *buf, const struct copy_glyph *glyph)
{
    buf_printf(buf, glyph->length == 1 ? "octet 0x%02X" : "U+%04X", (unsigned)glyph->code);
}

static void add_quoted(struct buf *buf, struct slice text)
{
    buf_add_octet(buf, '"');
    buf_add(buf, slice_head(text, utf8_cut(text, EXCERPT_MAXIMUM)));
    buf_add_text(buf, text.length > EXCERPT_MAXIMUM ? "...\"" : "\"");
}

/* What belongs there instead: "type X", or "remove it". */
static void add_remedy(struct buf *buf, struct slice meant)
{
    if (meant.length == 0) {
        buf_add_text(buf, "remove it");
    } else if (slice_equal(meant, SLICE(" "))) {
        buf_add_text(buf, "an ordinary blank, or nothing, belongs there");
    } else {
        buf_add_text(buf, "type ");
        add_quoted(buf, meant);
    }
}

void copy_glyph_explain(const struct copy_glyph *glyph, struct slice text, size_t offset,
                        struct buf *buf)
{
    struct slice written = slice_head(slice_from(text, offset), glyph->length);

    switch (glyph->kind) {
    case COPY_GLYPH_PLAIN:
        return;
    case COPY_GLYPH_SMART_QUOTE:
        buf_add_text(buf, "typographic quotation mark (");
        add_code(buf, glyph);
        buf_add_text(buf, ") in the value: ");
        break;
    case COPY_GLYPH_LOOKALIKE:
        buf_add_text(buf, "a character that only looks like ASCII (");
        add_code(buf, glyph);
        buf_add_text(buf, "): ");
        break;
    case COPY_GLYPH_INVISIBLE:
        buf_add_text(buf, "invisible character (");
        add_code(buf, glyph);
        buf_add_text(buf, ") in the value: ");
        break;
    case COPY_GLYPH_WIDE_BLANK:
        buf_add_text(buf, "a blank that is none (");
        add_code(buf, glyph);
        buf_add_text(buf, "): ");
        break;
    case COPY_GLYPH_CONTROL:
        buf_add_text(buf, glyph->code == '\t' ? "tab" : "line end");
        buf_add_text(buf, " in the value: ");
        break;
    case COPY_GLYPH_QUOTE:
        buf_add_text(buf, "a quotation mark is part of the value, the DNS host adds its own: ");
        break;
    case COPY_GLYPH_ENTITY:
    case COPY_GLYPH_TAG:
        add_quoted(buf, written);
        buf_add_text(buf, " is HTML: ");
        break;
    case COPY_GLYPH_PERCENT:
        add_quoted(buf, written);
        buf_add_text(buf, " is written as in a URL: ");
        break;
    case COPY_GLYPH_ELLIPSIS:
        add_quoted(buf, written);
        buf_add_text(buf, " stands for what was left out: put in what belongs there");
        return;
    case COPY_GLYPH_PLACEHOLDER:
        add_quoted(buf, written);
        buf_add_text(buf, " is a placeholder: put in your own value");
        return;
    }
    add_remedy(buf, glyph->meant);
}
