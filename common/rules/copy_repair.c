/* SPDX-License-Identifier: MIT */
/*
 * A pasted text as it should be published:
 *
 * 1. What stands in front of the terms is replaced by the version.
 * 2. Blanks that were lost where strings meet are put in, while the bounds are still known.
 * 3. Every glyph is replaced by what was meant.
 * 4. The words are taken apart where a blank was lost inside, and written with one blank between.
 *    With a second version among them there were two records: the first one's final term decides,
 * as it did for receivers, and stands at the end, so that the terms of both come first.
 *
 * Of a tag list: 1, 3, and its tags with "; " between, those of a second record left away.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "rules/copy_errors.h"
#include "rules/copy_glyph.h"
#include "rules/copy_terms.h"

#define TEXT_MAXIMUM ((size_t)LIMIT_TXT * 2) /* a blank for every octet at worst */

/* The terms being written. */
struct writer {
    const struct copy_protocol *protocol;
    struct buf *buf;
    bool merge;         /* final terms wait for the end */
    bool second;        /* another version was met */
    struct slice final; /* the first final term, empty at first */
};

/* The text from `from` on, with blanks where strings meet and lost one. */
static void add_bounds(const struct copy_input *input, size_t from, struct buf *buf)
{
    struct slice left = slice_empty();
    size_t done = from;
    size_t bound = 0;

    for (size_t i = 0; i < input->string_count; i++) {
        struct slice right = input->strings[i];

        if (bound > from && copy_glue_at_bound(input->protocol, left, right)) {
            buf_add(buf, slice_head(slice_from(input->text, done), bound - done));
            buf_add_octet(buf, ' ');
            done = bound;
        }
        left = right.length > 0 ? right : left;
        bound += right.length;
    }
    buf_add(buf, slice_from(input->text, done));
}

/* Behind the quotation mark at `at`, and behind blanks when another mark follows: `"one" "two"`. */
static size_t skip_quote(struct slice text, size_t at, const struct copy_glyph *quote)
{
    size_t next = at + quote->length;

    while (next < text.length) {
        struct copy_glyph glyph = copy_glyph_at(text, next);

        if (glyph.kind == COPY_GLYPH_QUOTE) {
            return next;
        }
        if (!copy_glyph_is_blank(&glyph)) {
            break;
        }
        next += glyph.length;
    }
    return at + quote->length;
}

static void add_meant(const struct copy_protocol *protocol, struct slice text, struct buf *buf)
{
    size_t at = 0;

    while (at < text.length) {
        struct copy_glyph glyph = copy_glyph_of(protocol, text, at);

        buf_add(buf, glyph.meant);
        at = glyph.kind == COPY_GLYPH_QUOTE ? skip_quote(text, at, &glyph) : at + glyph.length;
    }
}

static bool is_final(const struct copy_protocol *protocol, struct slice term)
{
    struct slice qualifiers = slice_of(protocol->qualifiers);
    bool qualified = term.length > 0 && slice_find(qualifiers, term.data[0]) < qualifiers.length;

    return slice_equal_nocase(slice_from(term, qualified ? 1 : 0), slice_of(protocol->final));
}

static void add_term(struct writer *writer, struct slice piece)
{
    struct slice term = piece;

    while (term.length > 0 &&
           (term.data[term.length - 1] == ';' || term.data[term.length - 1] == ',')) {
        term = slice_head(term, term.length - 1);
    }
    if (term.length == 0) {
        return;
    }
    if (slice_equal_nocase(term, slice_of(writer->protocol->version))) {
        writer->second = true;
        return;
    }
    if (is_final(writer->protocol, term)) {
        writer->final = writer->final.length > 0 ? writer->final : term;
        if (writer->merge) {
            return;
        }
    }
    buf_add_octet(writer->buf, ' ');
    buf_add(writer->buf, term);
}

static void add_terms(struct writer *writer, struct slice text)
{
    struct slice rest = text;
    struct slice word;

    while (slice_split(&rest, ' ', &word)) {
        while (word.length > 0) {
            size_t end = copy_glue_find(writer->protocol, word, 1);

            add_term(writer, slice_head(word, end));
            word = slice_from(word, end);
        }
    }
}

/* The tags of a list up to a second version, with "; " in front of each. */
static void add_tags(struct slice text, struct slice version, struct buf *buf)
{
    struct slice rest = text;
    struct slice piece;

    while (slice_split(&rest, ';', &piece)) {
        struct slice tag = slice_trim(piece);

        if (slice_ends_with(tag, SLICE("\\"))) {
            tag = slice_trim(slice_head(tag, tag.length - 1)); /* of "\;" */
        }
        if (slice_equal_nocase(tag, version)) {
            return;
        }
        if (tag.length > 0) {
            buf_add_text(buf, "; ");
            buf_add(buf, tag);
        }
    }
}

static enum status repair_tags(const struct copy_input *input, struct arena *arena,
                               struct slice *ret_text)
{
    struct copy_start start = { .front_length = 0 };
    bool resembles = copy_start_find(input->protocol, input->text, &start);
    struct slice version = slice_of(input->protocol->version);
    struct buf meant;
    struct buf result;

    buf_init(&meant, arena, TEXT_MAXIMUM);
    buf_init(&result, arena, TEXT_MAXIMUM * 2);
    add_meant(input->protocol,
              slice_from(input->text, resembles ? start.end + start.mark_length : 0), &meant);
    buf_add(&result, resembles ? version : slice_empty());
    add_tags(buf_slice(&meant), version, &result);
    if (buf_status(&meant) != STATUS_OK || buf_status(&result) != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    *ret_text = slice_from(buf_slice(&result), resembles ? 0 : 2);
    return STATUS_OK;
}

enum status copy_errors_repair(const struct copy_input *input, struct arena *arena,
                               struct slice *ret_text)
{
    struct copy_start start = { .front_length = 0 };
    bool resembles = copy_start_find(input->protocol, input->text, &start);
    struct slice version = resembles ? slice_of(input->protocol->version) : slice_empty();
    struct buf bounded;
    struct buf meant;
    struct buf result;
    struct writer writer = { .protocol = input->protocol, .buf = &result };

    if (input->protocol->tags) {
        return repair_tags(input, arena, ret_text);
    }
    buf_init(&bounded, arena, TEXT_MAXIMUM);
    buf_init(&meant, arena, TEXT_MAXIMUM);
    buf_init(&result, arena, TEXT_MAXIMUM * 2);
    add_bounds(input, resembles ? start.end + start.mark_length : 0, &bounded);
    add_meant(input->protocol, buf_slice(&bounded), &meant);
    buf_add(&result, version);
    add_terms(&writer, buf_slice(&meant));
    if (writer.second && writer.final.length > 0) {
        buf_cut(&result, version.length);
        writer.merge = true;
        add_terms(&writer, buf_slice(&meant));
        buf_add_octet(&result, ' ');
        buf_add(&result, writer.final);
    }
    if (buf_status(&bounded) != STATUS_OK || buf_status(&meant) != STATUS_OK ||
        buf_status(&result) != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    *ret_text = slice_from(buf_slice(&result), resembles ? 0 : 1);
    return STATUS_OK;
}
