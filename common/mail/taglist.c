/* SPDX-License-Identifier: MIT */
/*
 * Reading a tag list, piece by piece:
 *
 * 1. Up to the next semicolon: blanks around are cut. Nothing left is an EMPTY_PIECE, but for the
 *    end of the text: a final semicolon is part of the grammar.
 * 2. The name is what stands in front of the first "=", the value what stands behind it.
 * 3. Name and value are looked at octet by octet, the name is compared with those before it.
 */
#include "mail/taglist.h"

#define CR '\r'
#define LF '\n'

#define EXCERPT ((size_t)60) /* of the text, in a reason */

struct reader {
    enum taglist_kind kind;
    struct slice text;
    struct arena *arena;
    struct tag *tags;
    size_t tag_count;
    struct taglist_defect *defects;
    size_t defect_count;
    bool broken;
};

/* Whether a defect leaves the list one (RFC 6376 3.2, RFC 9989 4.8). */
static bool is_light(enum taglist_kind kind, enum taglist_defect_kind defect)
{
    return defect == TAGLIST_DEFECT_EMPTY_PIECE || defect == TAGLIST_DEFECT_EMPTY_VALUE ||
           (defect == TAGLIST_DEFECT_OCTET && kind == TAGLIST_KIND_DMARC);
}

/*
 * A place for one more defect, or NULL. In a full list one that breaks it takes the place of the
 * last one that does not: a broken list names what broke it, whatever stands in front.
 */
static struct taglist_defect *make_room(struct reader *reader, enum taglist_defect_kind kind)
{
    struct taglist_defect *defects = reader->defects;
    size_t at = reader->defect_count;

    if (defects == NULL) {
        /* Most lists have none. */
        defects = arena_alloc_array(reader->arena, TAGLIST_DEFECTS_MAXIMUM, sizeof *defects);
        reader->defects = defects;
        if (defects == NULL) {
            return NULL;
        }
    }
    if (at < TAGLIST_DEFECTS_MAXIMUM) {
        reader->defect_count++;
        return &defects[at];
    }
    if (is_light(reader->kind, kind)) {
        return NULL;
    }
    while (at > 0 && !is_light(reader->kind, defects[at - 1].kind)) {
        at--;
    }
    if (at == 0) {
        return NULL;
    }
    for (; at < TAGLIST_DEFECTS_MAXIMUM; at++) {
        defects[at - 1] = defects[at];
    }
    return &defects[TAGLIST_DEFECTS_MAXIMUM - 1];
}

static struct slice name_reason(const struct reader *reader, struct slice name)
{
    if (name.length == 0) {
        return SLICE("there is no name in front of \"=\": a tag is name=value");
    }
    return arena_printf(reader->arena,
                        "\"%.*s\" is no name of a tag: a letter, then letters, digits "
                        "and \"_\" make one",
                        SLICE_ARGS(name));
}

/* `about` is the tag's name, the octet, or the piece, by kind. */
static struct slice reason_for(const struct reader *reader, enum taglist_defect_kind kind,
                               struct slice about)
{
    struct slice shown = slice_head(about, EXCERPT);

    switch (kind) {
    case TAGLIST_DEFECT_EMPTY_PIECE:
        return SLICE("a semicolon with no tag in front of it");
    case TAGLIST_DEFECT_NO_EQUALS:
        return arena_printf(reader->arena, "\"%.*s\" has no \"=\": a tag is name=value",
                            SLICE_ARGS(shown));
    case TAGLIST_DEFECT_NAME:
        return name_reason(reader, shown);
    case TAGLIST_DEFECT_OCTET:
        return arena_printf(reader->arena, "octet 0x%02X does not belong into a value",
                            (unsigned)(unsigned char)about.data[0]);
    case TAGLIST_DEFECT_EMPTY_VALUE:
        return arena_printf(reader->arena, "\"%.*s\" has no value: write one, or no such tag",
                            SLICE_ARGS(shown));
    case TAGLIST_DEFECT_REPEATED:
        return arena_printf(reader->arena, "the tag %.*s stands twice", SLICE_ARGS(shown));
    case TAGLIST_DEFECT_TOO_MANY:
        return arena_printf(reader->arena, "there are more than %d tags: the rest is not read",
                            TAGLIST_TAGS_MAXIMUM);
    case TAGLIST_DEFECT_NONE:
        break;
    }
    return slice_empty();
}

static void complain(struct reader *reader, enum taglist_defect_kind kind, size_t offset,
                     struct slice about)
{
    struct taglist_defect *defect = make_room(reader, kind);

    reader->broken = reader->broken || !is_light(reader->kind, kind);
    if (defect != NULL) {
        *defect = (struct taglist_defect){ .kind = kind,
                                           .offset = offset,
                                           .length = about.length,
                                           .reason = reason_for(reader, kind, about) };
    }
}

/* Octets of folding white space at `at` (RFC 6376 2.8): a CRLF counts with a blank behind it. */
static size_t blank_length(enum taglist_kind kind, struct slice text, size_t at)
{
    if (ascii_is_blank(text.data[at])) {
        return 1;
    }
    if (kind == TAGLIST_KIND_DKIM && text.length - at > 2 && text.data[at] == CR &&
        text.data[at + 1] == LF && ascii_is_blank(text.data[at + 2])) {
        return 3;
    }
    return 0;
}

/* Without the blanks at both ends. */
static struct slice trim(enum taglist_kind kind, struct slice text)
{
    size_t start = 0;
    size_t end = 0;

    for (size_t at = 0; at < text.length;) {
        size_t blank = blank_length(kind, text, at);

        if (blank > 0) {
            at += blank;
            start = end == 0 ? at : start;
        } else {
            at++;
            end = at;
        }
    }
    return end > start ? slice_make(text.data + start, end - start) : slice_head(text, 0);
}

static bool is_name(struct slice name)
{
    if (name.length == 0 || !ascii_is_alpha(name.data[0])) {
        return false;
    }
    for (size_t i = 1; i < name.length; i++) {
        if (!ascii_is_alnum(name.data[i]) && name.data[i] != '_') {
            return false;
        }
    }
    return true;
}

static bool same_name(enum taglist_kind kind, struct slice a, struct slice b)
{
    return kind == TAGLIST_KIND_DKIM ? slice_equal(a, b) : slice_equal_nocase(a, b);
}

/* Offset of the first octet that a value cannot have; its length when there is none. */
static size_t foreign_octet(enum taglist_kind kind, struct slice value)
{
    for (size_t at = 0; at < value.length;) {
        size_t blank = blank_length(kind, value, at);
        bool is_tab = kind == TAGLIST_KIND_DMARC && value.data[at] == '\t';

        if ((blank == 0 && !ascii_is_visible(value.data[at])) || is_tab) {
            return at;
        }
        at += blank > 0 ? blank : 1;
    }
    return value.length;
}

/* Where a part of the text stands in it. */
static size_t place_of(const struct reader *reader, struct slice part)
{
    return (size_t)(part.data - reader->text.data);
}

/* A piece with an "=" at `equals`. */
static void read_tag(struct reader *reader, struct slice piece, size_t equals)
{
    struct slice value = trim(reader->kind, slice_from(piece, equals + 1));
    struct tag *tag = &reader->tags[reader->tag_count];
    size_t octet = foreign_octet(reader->kind, value);

    *tag = (struct tag){ .name = trim(reader->kind, slice_head(piece, equals)), .value = value };
    tag->offset = place_of(reader, piece);
    tag->length = piece.length;
    tag->value_offset = place_of(reader, value);
    if (!is_name(tag->name)) {
        complain(reader, TAGLIST_DEFECT_NAME, tag->offset, slice_head(piece, equals));
        return;
    }
    for (size_t i = 0; i < reader->tag_count && !tag->repeated; i++) {
        tag->repeated = same_name(reader->kind, reader->tags[i].name, tag->name);
    }
    reader->tag_count++;
    if (tag->repeated) {
        complain(reader, TAGLIST_DEFECT_REPEATED, tag->offset, tag->name);
    }
    if (octet < value.length) {
        complain(reader, TAGLIST_DEFECT_OCTET, tag->value_offset + octet,
                 slice_head(slice_from(value, octet), 1));
    }
    if (value.length == 0 && reader->kind == TAGLIST_KIND_DMARC) {
        complain(reader, TAGLIST_DEFECT_EMPTY_VALUE, tag->offset, piece);
    }
}

static void read_piece(struct reader *reader, struct slice written, bool is_last)
{
    struct slice piece = trim(reader->kind, written);
    size_t equals = slice_find(piece, '=');

    if (piece.length == 0) {
        if (!is_last) {
            complain(reader, TAGLIST_DEFECT_EMPTY_PIECE, place_of(reader, written),
                     slice_make(written.data, written.length + 1));
        }
    } else if (equals == piece.length) {
        complain(reader, TAGLIST_DEFECT_NO_EQUALS, place_of(reader, piece), piece);
    } else {
        read_tag(reader, piece, equals);
    }
}

/* How many pieces there are, of those that are read. */
static size_t count_pieces(struct slice text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.length && count < TAGLIST_TAGS_MAXIMUM; i++) {
        count += text.data[i] == ';' ? 1 : 0;
    }
    return count;
}

enum status taglist_parse(enum taglist_kind kind, struct slice text, struct arena *arena,
                          struct taglist *ret_list)
{
    struct reader reader = { .kind = kind, .text = text, .arena = arena };
    struct slice rest = text.data != NULL ? text : slice_empty();
    struct slice piece;
    size_t pieces = 0;

    reader.text = rest;
    reader.tags = arena_alloc_array(arena, count_pieces(rest), sizeof *reader.tags);
    if (reader.tags == NULL) {
        return STATUS_NO_MEMORY;
    }
    while (slice_split(&rest, ';', &piece)) {
        if (pieces == TAGLIST_TAGS_MAXIMUM && trim(kind, piece).length > 0) {
            complain(&reader, TAGLIST_DEFECT_TOO_MANY, place_of(&reader, piece), piece);
            break;
        }
        read_piece(&reader, piece, rest.data == NULL);
        pieces += pieces < TAGLIST_TAGS_MAXIMUM ? 1 : 0;
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_list = (struct taglist){ .text = reader.text,
                                  .kind = kind,
                                  .tags = reader.tags,
                                  .tag_count = reader.tag_count,
                                  .defects = reader.defects,
                                  .defect_count = reader.defect_count,
                                  .broken = reader.broken };
    return STATUS_OK;
}

const struct tag *taglist_find(const struct taglist *list, const char *name)
{
    for (size_t i = 0; i < list->tag_count; i++) {
        if (same_name(list->kind, list->tags[i].name, slice_of(name))) {
            return &list->tags[i];
        }
    }
    return NULL;
}

bool taglist_next_word(struct slice *rest, char separator, struct slice *ret_word)
{
    struct slice word;

    if (!slice_split(rest, separator, &word)) {
        return false;
    }
    *ret_word = trim(TAGLIST_KIND_DKIM, word);
    return true;
}
