/* SPDX-License-Identifier: MIT */
/*
 * What pasting did to a text, in passes over it:
 *
 * 1. Characters that are not what they look like, quotation marks, HTML.
 * 2. Blanks in front, at the end, doubled.
 * 3. The beginning: text of other fields in front, a damaged version, no blank behind it.
 * 4. A second version: two records in one.
 * 5. Blanks lost where strings meet, or inside of a string.
 * 6. Values of the tutorial.
 *
 * Of tag lists, where blanks are free: 1, 3, 4, semicolons written as in a zone file, 6.
 *
 * Every pass has room of its own, so that one sort of damage does not hide the others.
 */
#include "rules/copy_errors.h"

#include "base/utf8.h"
#include "rules/copy_glyph.h"
#include "rules/copy_terms.h"

#define PASSES ((size_t)6)
#define ERRORS_OF_A_PASS ((size_t)16)
#define REASON_MAXIMUM ((size_t)512)
#define EXCERPT_MAXIMUM ((size_t)60)

static const char *const spf_misspelt[] = { "spf1",    "=spf1", "v:spf1",   "v-spf1", "vspf1",
                                            "v==spf1", "v=spf", "v=3dspf1", "v=sfp1", NULL };
static const char *const spf_starts[] = {
    "include:", "ip4:", "ip6:", "exists:", "redirect=", NULL
};
static const char *const spf_short_starts[] = { "a:", "mx:", "ptr:", "exp=", NULL };
static const char *const spf_bare[] = { "all", "a", "mx", "ptr", NULL };

const struct copy_protocol copy_protocol_spf = {
    .version = "v=spf1",
    .misspelt = spf_misspelt,
    .starts = spf_starts,
    .short_starts = spf_short_starts,
    .bare = spf_bare,
    .qualifiers = "+-~?",
    .final = "all",
};

static const char *const no_words[] = { NULL };
static const char *const dkim_misspelt[] = { "dkim1",  "=dkim1",   "v:dkim1", "v-dkim1",
                                             "vdkim1", "v==dkim1", "v=dkim",  NULL };
static const char *const dkim_starts[] = { "p=", "k=", "t=", "h=", "s=", "n=", "g=", NULL };

const struct copy_protocol copy_protocol_dkim = {
    .tags = true,
    .version = "v=DKIM1",
    .misspelt = dkim_misspelt,
    .starts = dkim_starts,
    .short_starts = no_words,
    .bare = no_words,
    .qualifiers = "",
    .final = "",
};

static const char *const dmarc_misspelt[] = { "dmarc1",    "=dmarc1",   "v:dmarc1", "v-dmarc1",
                                              "vdmarc1",   "v==dmarc1", "v=dmarc",  "v=3ddmarc1",
                                              "v=dmarc-1", "v=dmrac1",  "v=dmarc2", NULL };
static const char *const dmarc_starts[] = { "p=",     "sp=",   "np=",  "rua=", "ruf=",
                                            "adkim=", "aspf=", "pct=", "fo=",  "psd=",
                                            "ri=",    "rf=",   "t=",   NULL };

const struct copy_protocol copy_protocol_dmarc = {
    .tags = true,
    .version = "v=DMARC1",
    .misspelt = dmarc_misspelt,
    .starts = dmarc_starts,
    .short_starts = no_words,
    .bare = no_words,
    .qualifiers = "",
    .final = "",
};

/* The list at work. */
struct finder {
    const struct copy_input *input;
    struct arena *arena;
    struct copy_error *errors;
    size_t count;
    size_t limit; /* of the pass */
    struct copy_start start;
    bool resembles; /* `start` is set */
};

static struct copy_error *add(struct finder *finder, enum finding_id finding, size_t offset,
                              size_t length)
{
    struct copy_error *error = &finder->errors[finder->count];

    finder->count++;
    *error = (struct copy_error){ .finding = finding, .offset = offset, .length = length };
    return error;
}

static bool has_room(const struct finder *finder)
{
    return finder->count < finder->limit;
}

/* `"TEXT"what`, the text cut when long. */
static struct slice sentence(struct finder *finder, struct slice text, const char *what)
{
    struct buf buf;
    size_t length = utf8_cut(text, EXCERPT_MAXIMUM);

    buf_init(&buf, finder->arena, REASON_MAXIMUM);
    buf_add_octet(&buf, '"');
    buf_add(&buf, slice_head(text, length));
    buf_add_text(&buf, length < text.length ? "...\"" : "\"");
    buf_add_text(&buf, what);
    return buf_slice(&buf);
}

/* The word around `offset`, as far as blanks. */
static struct slice word_around(struct slice text, size_t offset)
{
    size_t blank = slice_find_last(slice_head(text, offset), ' ');
    struct slice rest = slice_from(text, blank < offset ? blank + 1 : 0);

    return slice_head(rest, slice_find(rest, ' '));
}

/* --- 1 --- */

/* What most octets are: nothing that pasting does begins with them. */
static bool is_ordinary(char octet)
{
    return ascii_is_alnum(octet) || octet == ' ' || octet == '.' || octet == ':' || octet == '-' ||
           octet == '/';
}

static void find_glyphs(struct finder *finder)
{
    struct slice text = finder->input->text;
    enum copy_glyph_kind last = COPY_GLYPH_PLAIN;
    struct buf buf;

    for (size_t at = 0; at < text.length && has_room(finder);) {
        struct copy_glyph glyph;

        if (is_ordinary(text.data[at])) {
            last = COPY_GLYPH_PLAIN;
            at++;
            continue;
        }
        glyph = copy_glyph_of(finder->input->protocol, text, at);
        if (glyph.kind != COPY_GLYPH_PLAIN && glyph.kind == last) {
            finder->errors[finder->count - 1].length += glyph.length;
        } else if (glyph.kind != COPY_GLYPH_PLAIN) {
            struct copy_error *error =
                add(finder, copy_glyph_finding(glyph.kind), at, glyph.length);

            buf_init(&buf, finder->arena, REASON_MAXIMUM);
            copy_glyph_explain(&glyph, text, at, &buf);
            error->reason = buf_slice(&buf);
        }
        last = glyph.kind;
        at += glyph.length;
    }
}

/* --- 2 --- */

/* Whether two strings meet at an offset from `first` to `last`. */
static bool has_bound(const struct copy_input *input, size_t first, size_t last)
{
    size_t bound = 0;

    for (size_t i = 0; i + 1 < input->string_count && bound < last; i++) {
        bound += input->strings[i].length;
        if (bound >= first && bound <= last && bound > 0) {
            return true;
        }
    }
    return false;
}

static void add_blanks(struct finder *finder, size_t start, size_t end)
{
    struct slice text = finder->input->text;
    struct copy_error *error;

    if (start > 0 && end < text.length && end - start < 2) {
        return;
    }
    error = add(finder, FINDING_PASTE_SPACE, start, end - start);
    error->harmless = start > 0;
    if (start == 0) {
        error->reason = SLICE("a blank in front of the value: remove it");
    } else if (end == text.length) {
        error->reason = SLICE("a blank at the end of the value: remove it");
    } else if (has_bound(finder->input, start + 1, end - 1)) {
        error->reason = SLICE("two strings meet with a blank each: one blank is enough");
    } else {
        error->reason = SLICE("several blanks in a row: one is enough");
    }
}

static void find_blanks(struct finder *finder)
{
    struct slice text = finder->input->text;
    size_t at = 0;

    while (at < text.length && has_room(finder)) {
        size_t start = at + slice_find(slice_from(text, at), ' ');
        size_t end = start;

        while (end < text.length && text.data[end] == ' ') {
            end++;
        }
        if (end > start) {
            add_blanks(finder, start, end);
        }
        at = end;
    }
}

/* --- 3 --- */

static void find_start(struct finder *finder)
{
    const struct copy_start *start = &finder->start;
    struct slice text = finder->input->text;
    struct slice version = slice_head(slice_from(text, start->offset), start->end - start->offset);

    if (!finder->resembles) {
        return;
    }
    if (start->front_length > 0) {
        struct slice front = slice_head(slice_from(text, start->front_offset), start->front_length);

        add(finder, FINDING_PASTE_EXTRA, start->front_offset, start->front_length)->reason =
            sentence(finder, front,
                     " stands in front of the record: remove it from the value field");
    }
    if (start->misspelt) {
        add(finder, FINDING_PASTE_SPLIT, start->offset, version.length)->reason =
            sentence(finder, version, " is not how a record begins: the version is damaged");
    } else if (start->spaced) {
        add(finder, FINDING_PASTE_SPACE, start->offset, version.length)->reason =
            sentence(finder, version, " has a blank inside of the version: remove it");
    }
    if (finder->input->protocol->tags) {
        if (start->mark_length > 0 || start->glued) {
            add(finder, FINDING_PASTE_SPLIT, start->end, start->mark_length)->reason =
                SLICE("the semicolon behind the version was lost");
        }
    } else if (start->mark_length > 0) {
        struct slice mark = slice_head(slice_from(text, start->end), start->mark_length);

        add(finder, FINDING_SPF_GLUED, start->end, start->mark_length)->reason =
            sentence(finder, mark, " stands behind the version where a blank belongs");
    } else if (start->glued) {
        bool at_bound = has_bound(finder->input, start->end, start->end);

        add(finder, at_bound ? FINDING_PASTE_SPLIT : FINDING_SPF_GLUED, start->end, 0)->reason =
            sentence(finder, word_around(text, start->end),
                     at_bound ? ": the blank behind the version was lost where two strings meet"
                              : ": the blank behind the version was lost");
    }
}

/* --- 4 --- */

/* The version stands at `at`: as a word, or glued to the end of one. */
static bool is_version(const struct finder *finder, size_t at)
{
    struct slice version = slice_of(finder->input->protocol->version);
    struct slice rest = slice_from(finder->input->text, at);
    struct copy_glyph behind;

    if (!slice_starts_with_nocase(rest, version)) {
        return false;
    }
    if (rest.length == version.length) {
        return true;
    }
    behind = copy_glyph_at(rest, version.length);
    return copy_glyph_is_blank(&behind) || behind.meant.length == 0 ||
           (finder->input->protocol->tags && rest.data[version.length] == ';');
}

static void find_second(struct finder *finder)
{
    struct slice version = slice_of(finder->input->protocol->version);
    size_t at = finder->resembles ? finder->start.end : version.length;

    for (; at < finder->input->text.length && has_room(finder); at++) {
        if (ascii_lower(finder->input->text.data[at]) == ascii_lower(version.data[0]) &&
            is_version(finder, at)) {
            add(finder, FINDING_PASTE_EXTRA, at, version.length)->reason =
                sentence(finder, version,
                         finder->input->protocol->tags
                             ? " stands twice, two records are in one: keep one of them"
                             : " stands twice, two records are in one: write the terms of both "
                               "behind one version");
        }
    }
}

/* --- 5 --- */

/* Whether the damage at `offset` is listed already: as a lost blank, or by what stands in front. */
static bool is_listed(const struct finder *finder, size_t offset)
{
    for (size_t i = 0; i < finder->count; i++) {
        const struct copy_error *error = &finder->errors[i];

        if (error->offset + error->length == offset ||
            (error->offset == offset && error->finding == FINDING_PASTE_EXTRA)) {
            return true;
        }
    }
    return false;
}

static void add_glue(struct finder *finder, size_t offset)
{
    bool at_bound = has_bound(finder->input, offset, offset);
    struct slice word = word_around(finder->input->text, offset);

    if (is_listed(finder, offset)) {
        return;
    }
    add(finder, at_bound ? FINDING_PASTE_SPLIT : FINDING_SPF_GLUED, offset, 0)->reason =
        sentence(finder, word,
                 at_bound ? ": strings are joined with nothing between, a blank belongs to one of "
                            "the two that meet here"
                          : ": a blank was lost between two terms");
}

static void find_lost_bounds(struct finder *finder)
{
    const struct copy_input *input = finder->input;
    struct slice left = slice_empty();
    size_t bound = 0;

    for (size_t i = 0; i < input->string_count && has_room(finder); i++) {
        struct slice right = input->strings[i];

        if (copy_glue_at_bound(input->protocol, left, right)) {
            add_glue(finder, bound);
        }
        left = right.length > 0 ? right : left;
        bound += right.length;
    }
}

static void find_lost_blanks(struct finder *finder)
{
    struct slice text = finder->input->text;
    struct slice rest = slice_from(text, finder->resembles ? finder->start.end : 0);
    struct slice word;

    find_lost_bounds(finder);
    while (slice_split(&rest, ' ', &word) && has_room(finder)) {
        size_t at = copy_glue_find(finder->input->protocol, word, 1);

        while (at < word.length && has_room(finder)) {
            add_glue(finder, (size_t)(word.data - text.data) + at);
            at = copy_glue_find(finder->input->protocol, word, at + 2); /* past a qualifier */
        }
    }
}

/* --- 6 --- */

static bool continues_name(char octet)
{
    return ascii_is_alnum(octet) || octet == '-' || octet == '_';
}

/* Whether the name at `at` is the sample and goes no further; `below`: or lies below it. */
static bool is_sample(struct slice text, size_t at, struct slice sample, bool below)
{
    size_t end = at + sample.length;

    if ((at > 0 && continues_name(text.data[at - 1])) ||
        !slice_starts_with_nocase(slice_from(text, at), sample)) {
        return false;
    }
    if (at > 0 && (text.data[at - 1] == '@' || (text.data[at - 1] == '.' && !below))) {
        return false;
    }
    return end == text.length ||
           (!continues_name(text.data[end]) && (text.data[end] != '.' || end + 1 == text.length ||
                                                !continues_name(text.data[end + 1])));
}

/* Whether the record's domain is the sample or lies below it: then it is no sample. */
static bool is_own(struct slice domain, struct slice sample)
{
    size_t front = domain.length - sample.length;

    return domain.length >= sample.length && slice_ends_with_nocase(domain, sample) &&
           (front == 0 || domain.data[front - 1] == '.');
}

static void find_sample(struct finder *finder, struct slice written)
{
    struct slice text = finder->input->text;
    bool below = slice_starts_with(written, SLICE("."));
    struct slice sample = slice_from(written, below ? 1 : 0);

    if (is_own(finder->input->domain, sample)) {
        return;
    }
    for (size_t at = 0; at + sample.length <= text.length && has_room(finder); at++) {
        if (ascii_lower(text.data[at]) == sample.data[0] && is_sample(text, at, sample, below)) {
            add(finder, FINDING_PASTE_SAMPLE_VALUE, at, sample.length)->reason =
                sentence(finder, sample, " is a value from documentation: put in your own");
            at += sample.length - 1;
        }
    }
}

static void find_samples(struct finder *finder)
{
    const char *const *samples = finder->input->samples;

    for (size_t i = 0; samples != NULL && samples[i] != NULL; i++) {
        find_sample(finder, slice_of(samples[i]));
    }
}

/* --- tag lists --- */

/* A backslash in front of a semicolon: how a zone file writes it, not a form. */
static void find_escapes(struct finder *finder)
{
    struct slice text = finder->input->text;

    for (size_t at = 0; at + 1 < text.length && has_room(finder); at++) {
        if (text.data[at] == '\\' && text.data[at + 1] == ';') {
            add(finder, FINDING_PASTE_EXTRA, at, 1)->reason = SLICE(
                "a backslash in front of a semicolon: zone files need it, the value does not");
        }
    }
}

/* --- all together --- */

/* By offset; what was found first stays first. */
static void sort_errors(struct copy_error *errors, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct copy_error error = errors[i];
        size_t at = i;

        for (; at > 0 && errors[at - 1].offset > error.offset; at--) {
            errors[at] = errors[at - 1];
        }
        errors[at] = error;
    }
}

enum status copy_errors_find(const struct copy_input *input, struct arena *arena,
                             struct copy_error_list *ret_list)
{
    static void (*const term_passes[PASSES])(struct finder *) = { find_glyphs,      find_blanks,
                                                                  find_start,       find_second,
                                                                  find_lost_blanks, find_samples };
    static void (*const tag_passes[PASSES])(
        struct finder *) = { find_glyphs, find_start, find_second, find_escapes, find_samples };
    void (*const *passes)(struct finder *) = input->protocol->tags ? tag_passes : term_passes;
    struct copy_error errors[PASSES * ERRORS_OF_A_PASS];
    struct finder finder = { .input = input, .arena = arena, .errors = errors };
    struct copy_error *list = NULL;

    finder.resembles = copy_start_find(input->protocol, input->text, &finder.start);
    for (size_t i = 0; i < PASSES && passes[i] != NULL; i++) {
        finder.limit = finder.count + ERRORS_OF_A_PASS;
        passes[i](&finder);
    }
    if (finder.count > 0) {
        sort_errors(errors, finder.count);
        list = arena_alloc_array(arena, finder.count, sizeof *list);
        for (size_t i = 0; list != NULL && i < finder.count; i++) {
            list[i] = errors[i];
        }
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_list = (struct copy_error_list){ .errors = list, .count = finder.count };
    return STATUS_OK;
}

bool copy_errors_resembles(const struct copy_protocol *protocol, struct slice text)
{
    struct copy_start start;

    return copy_start_find(protocol, text, &start);
}

bool copy_errors_resembles_spf(struct slice text)
{
    return copy_errors_resembles(&copy_protocol_spf, text);
}

bool copy_errors_is_fragment(const struct copy_protocol *protocol, struct slice text)
{
    struct slice rest = text;
    struct slice word;
    size_t count = 0;

    while (slice_split(&rest, ' ', &word)) {
        if (word.length > 0 && !copy_term_begins(protocol, word)) {
            return false;
        }
        count += word.length > 0 ? 1 : 0;
    }
    return count > 0;
}
