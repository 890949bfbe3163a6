/* SPDX-License-Identifier: MIT */
/*
 * Beginnings in a pasted text: of the record itself, of its terms, and of terms that lost the blank
 * in front of them.
 */
#ifndef CHECK_SES_RULES_COPY_TERMS_H
#define CHECK_SES_RULES_COPY_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "rules/copy_errors.h"
#include "rules/copy_glyph.h"

/* How a text begins that was meant as a record. Offsets into the text. */
struct copy_start {
    size_t front_offset; /* text in front of the version that is more than quotes and blanks … */
    size_t front_length; /* … or 0 */
    size_t offset;       /* of the version */
    size_t end;          /* behind it */
    bool misspelt;       /* it is written wrongly */
    bool spaced;         /* it has blanks inside */
    size_t mark_length;  /* punctuation directly behind it, where a blank belongs */
    bool glued;          /* a term directly behind it */
};

/*
 * The glyph at an offset, as copy_glyph_at(), but for what a tag list may have: percent escapes in
 * URIs (RFC 3986 2.1), TAB.
 */
struct copy_glyph copy_glyph_of(const struct copy_protocol *protocol, struct slice text,
                                size_t offset);

/* False when the text was not meant as a record. */
bool copy_start_find(const struct copy_protocol *protocol, struct slice text,
                     struct copy_start *ret_start);

/* Whether the word that `text` begins with is a term as far as its name goes. */
bool copy_term_begins(const struct copy_protocol *protocol, struct slice text);

/*
 * The next place from `from` on, inside of a word without blanks, where a blank was lost: another
 * term, or the version, begins there. word.length when there is none.
 */
size_t copy_glue_find(const struct copy_protocol *protocol, struct slice word, size_t from);

/*
 * Whether a blank was lost where two strings meet: a term ends in `left` and one begins in `right`.
 * Recognises more than copy_glue_find(), because something did begin there.
 */
bool copy_glue_at_bound(const struct copy_protocol *protocol, struct slice left,
                        struct slice right);

#endif
