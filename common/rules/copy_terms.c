/* SPDX-License-Identifier: MIT */
/* Beginnings in a pasted text. */
#include "rules/copy_terms.h"

#define FRONT_WORDS 6      /* name, TTL, class, type, and room for one more */
#define SKIPPED_MAXIMUM 16 /* glyphs that mean nothing inside of the version */

/* --- lists of words --- */

static bool equals_any(struct slice word, const char *const *list)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        if (slice_equal_nocase(word, slice_of(list[i]))) {
            return true;
        }
    }
    return false;
}

static bool starts_with_any(struct slice text, const char *const *list)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        if (text.length > 0 && ascii_lower(text.data[0]) == list[i][0] &&
            slice_starts_with_nocase(text, slice_of(list[i]))) {
            return true;
        }
    }
    return false;
}

struct copy_glyph copy_glyph_of(const struct copy_protocol *protocol, struct slice text,
                                size_t offset)
{
    struct copy_glyph glyph = copy_glyph_at(text, offset);
    struct slice front = slice_head(text, offset);
    size_t start = slice_find_last(front, ';');
    struct slice piece = slice_from(front, start < front.length ? start + 1 : 0);

    if (protocol->tags && glyph.kind == COPY_GLYPH_PERCENT &&
        slice_find(piece, ':') < piece.length) {
        return (struct copy_glyph){ .length = 1, .meant = slice_head(slice_from(text, offset), 1) };
    }
    if (protocol->tags && text.data[offset] == '\t') { /* as good as a blank */
        return (struct copy_glyph){ .length = 1, .meant = SLICE(" ") };
    }
    return glyph;
}

/* Marks that other kinds of records, or lists, have between their parts. */
static bool is_mark(char octet)
{
    return octet == ';' || octet == ',';
}

/* Up to a blank or a mark. */
static struct slice first_word(struct slice text)
{
    size_t end = 0;

    while (end < text.length && text.data[end] != ' ' && !is_mark(text.data[end])) {
        end++;
    }
    return slice_head(text, end);
}

static bool is_qualifier(const struct copy_protocol *protocol, char octet)
{
    struct slice qualifiers = slice_of(protocol->qualifiers);

    return slice_find(qualifiers, octet) < qualifiers.length;
}

static struct slice without_qualifier(const struct copy_protocol *protocol, struct slice text)
{
    return slice_from(text, text.length > 0 && is_qualifier(protocol, text.data[0]) ? 1 : 0);
}

/*
 * A short start and a name behind it. One colon only and a dot: the groups of an IPv6 address,
 * which may look like "a:", have neither.
 */
static bool begins_short(const struct copy_protocol *protocol, struct slice text)
{
    struct slice word = first_word(text);
    size_t colon = slice_find(word, ':');

    return starts_with_any(word, protocol->short_starts) && slice_find_last(word, ':') == colon &&
           slice_find(word, '.') < word.length;
}

bool copy_term_begins(const struct copy_protocol *protocol, struct slice text)
{
    struct slice rest = without_qualifier(protocol, text);

    return starts_with_any(rest, protocol->starts) || begins_short(protocol, rest) ||
           equals_any(first_word(rest), protocol->bare);
}

/* --- the beginning of a record --- */

/* The glyphs from `*at` on that mean nothing or a blank are skipped. */
static void skip_idle(struct slice text, size_t *at)
{
    while (*at < text.length) {
        struct copy_glyph glyph = copy_glyph_at(text, *at);

        if (glyph.meant.length > 0 && !copy_glyph_is_blank(&glyph)) {
            return;
        }
        *at += glyph.length;
    }
}

/* Whether the text from `at` on means `word`, perhaps with idle glyphs inside. */
static bool match_word(struct slice text, size_t at, struct slice word, struct copy_start *start)
{
    size_t matched = 0;
    unsigned skipped = 0;
    bool spaced = false;
    size_t next = at;

    while (next < text.length && matched < word.length && skipped < SKIPPED_MAXIMUM) {
        struct copy_glyph glyph = copy_glyph_at(text, next);
        bool is_idle = glyph.meant.length == 0 || copy_glyph_is_blank(&glyph);

        if (is_idle) {
            skipped++;
            spaced = spaced || glyph.meant.length > 0;
        } else if (glyph.meant.length == 1 &&
                   ascii_lower(glyph.meant.data[0]) == ascii_lower(word.data[matched])) {
            matched++;
        } else {
            return false;
        }
        next += glyph.length;
    }
    if (matched < word.length) {
        return false;
    }
    start->offset = at;
    start->end = next;
    start->spaced = spaced;
    return true;
}

/* Octets of punctuation in front of `text` that were typed instead of a blank. */
static size_t mark_length(struct slice text)
{
    static const char marks[] = { ';', ',', ':', '|', '/', '.' };
    size_t length = 0;

    while (length < text.length &&
           slice_find(slice_make(marks, sizeof marks), text.data[length]) < sizeof marks) {
        length++;
    }
    /* v=spf1.0 is another version; "v=spf1." at the end of a sentence is not. */
    if (length > 0 && length < text.length && text.data[length - 1] == '.' &&
        text.data[length] != ' ') {
        return 0;
    }
    return length;
}

/* What stands behind the version: the end, a blank, a mark, a term. Others are another version. */
static bool judge_behind(const struct copy_protocol *protocol, struct slice text,
                         struct copy_start *start)
{
    size_t at = start->end;
    struct copy_glyph glyph;

    while (at < text.length) {
        glyph = copy_glyph_at(text, at);
        if (copy_glyph_is_blank(&glyph)) {
            return true;
        }
        if (glyph.meant.length > 0) {
            break;
        }
        at += glyph.length;
    }
    if (at == text.length) {
        return true;
    }
    if (at == start->end) {
        start->mark_length = mark_length(slice_from(text, at));
    }
    start->glued = start->mark_length == 0;
    return start->mark_length > 0 || copy_term_begins(protocol, slice_from(text, at));
}

/*
 * The same for a tag list: blanks, then the end or a semicolon. Another mark, or a tag without one,
 * stands where the semicolon was lost.
 */
static bool judge_tag_behind(const struct copy_protocol *protocol, struct slice text,
                             struct copy_start *start)
{
    size_t at = start->end;

    skip_idle(text, &at);
    if (at == text.length || text.data[at] == ';' ||
        (text.data[at] == '\\' && slice_starts_with(slice_from(text, at + 1), SLICE(";")))) {
        return true;
    }
    if (text.data[at] == ',' || text.data[at] == ':' || text.data[at] == '.') {
        start->end = at;
        start->mark_length = 1;
        return true;
    }
    start->glued = copy_term_begins(protocol, slice_from(text, at));
    return start->glued;
}

/* The version in another case, or with a blank inside its value: no receiver knows it. */
static bool is_damaged(const struct copy_protocol *protocol, struct slice text,
                       const struct copy_start *start)
{
    struct slice written = slice_head(slice_from(text, start->offset), start->end - start->offset);
    struct slice value = slice_trim(slice_from(written, slice_find(written, '=') + 1));
    struct slice version = slice_of(protocol->version);

    return !slice_equal(value, slice_from(version, slice_find(version, '=') + 1)) ||
           !slice_starts_with(written, SLICE("v"));
}

/* The version, or a misspelling of it, at `at`. */
static bool match_tag_start(const struct copy_protocol *protocol, struct slice text, size_t at,
                            struct copy_start *start)
{
    if (match_word(text, at, slice_of(protocol->version), start)) {
        start->misspelt = is_damaged(protocol, text, start);
        start->spaced = false; /* blanks around "=" are free */
        return judge_tag_behind(protocol, text, start);
    }
    for (size_t i = 0; protocol->misspelt[i] != NULL; i++) {
        if (match_word(text, at, slice_of(protocol->misspelt[i]), start)) {
            start->misspelt = true;
            start->spaced = false;
            return start->end < text.length && judge_tag_behind(protocol, text, start);
        }
    }
    return false;
}

/* The version, or a misspelling of it, at `at`. */
static bool match_start(const struct copy_protocol *protocol, struct slice text, size_t at,
                        struct copy_start *start)
{
    if (protocol->tags) {
        return match_tag_start(protocol, text, at, start);
    }
    if (match_word(text, at, slice_of(protocol->version), start)) {
        return judge_behind(protocol, text, start);
    }
    for (size_t i = 0; protocol->misspelt[i] != NULL; i++) {
        if (match_word(text, at, slice_of(protocol->misspelt[i]), start)) {
            start->misspelt = true;
            return !start->spaced && start->end < text.length &&
                   judge_behind(protocol, text, start) && !start->glued;
        }
    }
    return false;
}

static bool octet_is_in_name(char octet)
{
    return ascii_is_alnum(octet) || octet == '-' || octet == '_' || octet == '.' || octet == '@' ||
           octet == '*';
}

/* A word of a form's other fields or of a zone file's line: name, TTL, class, type. */
static bool is_front_word(struct slice word, bool is_first, bool *known)
{
    static const char *const words[] = { "txt",  "in",   "spf",    "@",    "value",
                                         "data", "type", "record", "host", NULL };
    struct slice name =
        slice_ends_with(word, SLICE(".")) ? slice_head(word, word.length - 1) : word;
    bool all_digits = true;

    for (size_t i = 0; i < name.length; i++) {
        if (!octet_is_in_name(name.data[i])) {
            return false;
        }
        all_digits = all_digits && ascii_is_digit(name.data[i]);
    }
    if (name.length == 0) {
        return false;
    }
    if (equals_any(name, words) || all_digits || slice_find(name, '.') < name.length) {
        *known = true;
        return true;
    }
    return is_first;
}

/* Takes the word at `*at`: up to a blank or a quotation mark, or to a ":" or "=" that is dropped.
 */
static struct slice take_front_word(struct slice text, size_t *at)
{
    size_t start = *at;

    while (*at < text.length) {
        struct copy_glyph glyph = copy_glyph_at(text, *at);

        if (glyph.kind != COPY_GLYPH_PLAIN || copy_glyph_is_blank(&glyph)) {
            break;
        }
        *at += glyph.length;
        if (text.data[*at - 1] == ':' || text.data[*at - 1] == '=') {
            return slice_head(slice_from(text, start), *at - 1 - start);
        }
    }
    return slice_head(slice_from(text, start), *at - start);
}

bool copy_start_find(const struct copy_protocol *protocol, struct slice text,
                     struct copy_start *ret_start)
{
    struct copy_start start = { .front_length = 0 };
    bool known = false;
    size_t at = 0;
    size_t end = 0;

    skip_idle(text, &at);
    start.front_offset = at;
    for (unsigned words = 0; words <= FRONT_WORDS && at < text.length; words++) {
        if ((words == 0 || known) && match_start(protocol, text, at, &start)) {
            start.front_length = words > 0 ? end - start.front_offset : 0;
            *ret_start = start;
            return true;
        }
        start = (struct copy_start){ .front_offset = start.front_offset };
        if (!is_front_word(take_front_word(text, &at), words == 0, &known)) {
            return false;
        }
        end = at;
        skip_idle(text, &at);
    }
    return false;
}

/* --- lost blanks --- */

/* The version, a term that cannot be part of a word, or one behind a mark begins at `at`. */
static bool glue_begins(const struct copy_protocol *protocol, struct slice word, size_t at)
{
    struct slice rest = slice_from(word, at);
    bool is_own = at == 1 && is_qualifier(protocol, word.data[0]);

    if (rest.length == 0) {
        return false;
    }
    if ((ascii_lower(rest.data[0]) == protocol->version[0] &&
         slice_equal_nocase(rest, slice_of(protocol->version))) ||
        (is_mark(word.data[at - 1]) && copy_term_begins(protocol, rest))) {
        return true;
    }
    return !is_own && starts_with_any(without_qualifier(protocol, rest), protocol->starts);
}

/* A qualified final word, with the end or another lost blank behind it. */
static bool glue_ends(const struct copy_protocol *protocol, struct slice word, size_t at)
{
    struct slice final = slice_of(protocol->final);
    size_t end = at + 1 + final.length;

    return is_qualifier(protocol, word.data[at]) &&
           slice_starts_with_nocase(slice_from(word, at + 1), final) &&
           (end == word.length || glue_begins(protocol, word, end));
}

static unsigned letter_bit(char letter)
{
    return 1u << (unsigned)(ascii_lower(letter) - 'a');
}

/* The letters that terms and the version begin with, as a mask. */
static unsigned first_letters(const struct copy_protocol *protocol)
{
    unsigned mask = letter_bit(protocol->version[0]);

    for (size_t i = 0; protocol->starts[i] != NULL; i++) {
        mask |= letter_bit(protocol->starts[i][0]);
    }
    return mask;
}

size_t copy_glue_find(const struct copy_protocol *protocol, struct slice word, size_t from)
{
    unsigned letters = first_letters(protocol);

    for (size_t i = from > 0 ? from : 1; i < word.length; i++) {
        char octet = word.data[i];
        bool is_idle = (ascii_is_alpha(octet) && (letters & letter_bit(octet)) == 0) ||
                       ascii_is_digit(octet) || octet == '.';

        if (is_idle && !is_mark(word.data[i - 1])) {
            continue; /* most octets */
        }
        if (glue_begins(protocol, word, i) || glue_ends(protocol, word, i)) {
            return i;
        }
    }
    return word.length;
}

bool copy_glue_at_bound(const struct copy_protocol *protocol, struct slice left, struct slice right)
{
    static const char open[] = { ':', '=', '/', '.' };
    size_t blank = slice_find_last(left, ' ');
    struct slice last = slice_from(left, blank == left.length ? 0 : blank + 1);
    struct slice word = without_qualifier(protocol, right);
    bool is_qualified = word.length < right.length;

    if (last.length == 0 || right.length == 0 ||
        slice_find(slice_make(open, sizeof open), last.data[last.length - 1]) < sizeof open ||
        (last.length == 1 && is_qualifier(protocol, last.data[0]))) {
        return false;
    }
    if (starts_with_any(word, protocol->starts) || begins_short(protocol, word)) {
        return true;
    }
    return equals_any(first_word(word), protocol->bare) &&
           (is_qualified || equals_any(without_qualifier(protocol, last), protocol->bare) ||
            slice_equal_nocase(last, slice_of(protocol->version)));
}
