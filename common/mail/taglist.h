/* SPDX-License-Identifier: MIT */
/*
 * Lists of tag=value pairs: the grammar that DKIM key records (RFC 6376 3.2) and DMARC records
 * (RFC 9989 4.8, RFC 7489 6.4) share, faithful to the text: order, duplicates, unknown tags and
 * places are kept, nothing is filled in. What does not fit is a defect with its place; the tags
 * around it are read all the same.
 */
#ifndef CHECK_SES_MAIL_TAGLIST_H
#define CHECK_SES_MAIL_TAGLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#define TAGLIST_TAGS_MAXIMUM 256   /* further pieces are one defect TOO_MANY */
#define TAGLIST_DEFECTS_MAXIMUM 32 /* further defects are not listed */

/* Which of the two grammars: they differ in names, blanks and octets. */
enum taglist_kind {
    TAGLIST_KIND_DKIM = 0, /* names ALPHA *(ALPHA / DIGIT / "_"), exact case; FWS; 0x21-0x7E */
    TAGLIST_KIND_DMARC     /* the same names, compared without case (RFC 9989 has letters
                            * alone, which is no reason to drop a record); WSP; 0x20-0x7E */
};

struct tag {
    struct slice name;  /* as published, blanks around it cut */
    struct slice value; /* likewise; may be empty */
    size_t offset;      /* of the name, octets into the text */
    size_t length;      /* from the name to the end of the value */
    size_t value_offset;
    bool repeated; /* a tag of the same name stands in front of it */
};

enum taglist_defect_kind {
    TAGLIST_DEFECT_NONE = 0,
    TAGLIST_DEFECT_EMPTY_PIECE, /* ";;", a leading ";", nothing but blanks: read by nearly all */
    TAGLIST_DEFECT_NO_EQUALS,   /* a piece without "=" */
    TAGLIST_DEFECT_NAME,        /* "=x", a blank or a foreign octet in the name */
    TAGLIST_DEFECT_OCTET,       /* an octet in a value that the grammar does not have */
    TAGLIST_DEFECT_EMPTY_VALUE, /* DMARC only: "p=" */
    TAGLIST_DEFECT_REPEATED,    /* a name twice: the whole list is invalid (RFC 6376 3.2) */
    TAGLIST_DEFECT_TOO_MANY     /* more than TAGLIST_TAGS_MAXIMUM pieces: ours */
};

struct taglist_defect {
    enum taglist_defect_kind kind;
    size_t offset;
    size_t length;       /* 0: something is missing here */
    struct slice reason; /* one sentence part: what is there and what would be right */
};

struct taglist {
    struct slice text;
    enum taglist_kind kind;
    const struct tag *tags; /* by offset, repeated ones too */
    size_t tag_count;
    const struct taglist_defect *defects; /* by offset */
    size_t defect_count;
    bool broken; /* no tag list (RFC 6376 3.2): a defect other than EMPTY_PIECE, EMPTY_VALUE and,
                  * for DMARC, OCTET, which spoils its tag alone (RFC 9989 4.8) */
};

/*
 * Reads a whole record. Everything refers to `text` and `arena`. A text of blanks only is a list
 * without tags. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status taglist_parse(enum taglist_kind kind, struct slice text, struct arena *arena,
                                     struct taglist *ret_list);

/* The first tag of that name (DKIM: exact case; DMARC: any case), or NULL. */
const struct tag *taglist_find(const struct taglist *list, const char *name);

/*
 * Takes the next word of a value that is a list with `separator` between (":" or ","), blanks
 * around it cut (FWS for DKIM, WSP for DMARC). False when nothing is left. Start with the value.
 */
bool taglist_next_word(struct slice *rest, char separator, struct slice *ret_word);

#endif
