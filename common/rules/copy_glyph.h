/* SPDX-License-Identifier: MIT */
/*
 * What stands at one place of a pasted text, and what was meant: typographic marks for ASCII ones,
 * entities for characters, invisible characters for nothing.
 */
#ifndef CHECK_SES_RULES_COPY_GLYPH_H
#define CHECK_SES_RULES_COPY_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "report/catalogue.h"

enum copy_glyph_kind {
    COPY_GLYPH_PLAIN = 0,   /* nothing that pasting does; a character outside ASCII too */
    COPY_GLYPH_SMART_QUOTE, /* typographic quotation mark */
    COPY_GLYPH_LOOKALIKE,   /* typographic dash, full-width character … */
    COPY_GLYPH_INVISIBLE,   /* zero-width and direction marks */
    COPY_GLYPH_WIDE_BLANK,  /* a blank other than 0x20 and 0x09 */
    COPY_GLYPH_CONTROL,     /* TAB, CR, LF */
    COPY_GLYPH_QUOTE,       /* " or \", and ' at an end of the text */
    COPY_GLYPH_ENTITY,      /* &amp; */
    COPY_GLYPH_TAG,         /* <br> */
    COPY_GLYPH_PERCENT,     /* %3D */
    COPY_GLYPH_ELLIPSIS,    /* one character that stands for what was left out */
    COPY_GLYPH_PLACEHOLDER  /* <domain> */
};

struct copy_glyph {
    enum copy_glyph_kind kind;
    size_t length;      /* octets that belong together, at least 1 */
    struct slice meant; /* what belongs there; empty: nothing */
    uint32_t code;      /* code point, or the value of an octet that is no UTF-8 */
};

/* The glyph at `offset` (below text.length). */
struct copy_glyph copy_glyph_at(struct slice text, size_t offset);

/* Whether it means exactly one blank. */
bool copy_glyph_is_blank(const struct copy_glyph *glyph);

/* The finding for a kind; FINDING_NONE for PLAIN. */
enum finding_id copy_glyph_finding(enum copy_glyph_kind kind);

/* The sentence for a glyph other than PLAIN: what is there and what would be right. */
void copy_glyph_explain(const struct copy_glyph *glyph, struct slice text, size_t offset,
                        struct buf *buf);

#endif
