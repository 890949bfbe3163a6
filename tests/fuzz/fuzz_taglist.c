/* SPDX-License-Identifier: MIT */
/*
 * Tag lists of both kinds: tags and defects lie inside the text, in order; a list is broken if and
 * only if a listed defect breaks it; one that is not reads the same when its tags are written anew.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "mail/taglist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* Whether a defect makes a text no list. */
static bool breaks(enum taglist_kind kind, enum taglist_defect_kind defect)
{
    return defect != TAGLIST_DEFECT_EMPTY_PIECE && defect != TAGLIST_DEFECT_EMPTY_VALUE &&
           (defect != TAGLIST_DEFECT_OCTET || kind == TAGLIST_KIND_DKIM);
}

static void check_places(const struct taglist *list)
{
    bool broken = false;

    demand(list->tag_count <= TAGLIST_TAGS_MAXIMUM);
    demand(list->defect_count <= TAGLIST_DEFECTS_MAXIMUM);
    for (size_t i = 0; i < list->tag_count; i++) {
        const struct tag *tag = &list->tags[i];

        demand(tag->offset + tag->length <= list->text.length);
        demand(tag->value_offset + tag->value.length <= list->text.length);
        demand(slice_equal(slice_head(slice_from(list->text, tag->offset), tag->name.length),
                           tag->name));
        demand(tag->name.length > 0);
        demand(i == 0 || list->tags[i - 1].offset < tag->offset);
    }
    for (size_t i = 0; i < list->defect_count; i++) {
        const struct taglist_defect *defect = &list->defects[i];

        demand(defect->kind != TAGLIST_DEFECT_NONE);
        demand(defect->offset <= list->text.length);
        demand(defect->length <= list->text.length - defect->offset);
        demand(defect->reason.length > 0);
        demand(i == 0 || list->defects[i - 1].offset <= defect->offset);
        broken = broken || breaks(list->kind, defect->kind);
    }
    demand(list->broken == broken);
}

static void check_anew(const struct taglist *list, struct arena *arena)
{
    struct taglist again;
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TXT);
    for (size_t i = 0; i < list->tag_count; i++) {
        buf_add(&buf, list->tags[i].name);
        buf_add_octet(&buf, '=');
        buf_add(&buf, list->tags[i].value);
        buf_add_octet(&buf, ';');
    }
    demand(taglist_parse(list->kind, buf_slice(&buf), arena, &again) == STATUS_OK);
    demand(again.tag_count == list->tag_count && !again.broken);
    for (size_t i = 0; i < again.tag_count; i++) {
        demand(slice_equal(again.tags[i].name, list->tags[i].name));
        demand(slice_equal(again.tags[i].value, list->tags[i].value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum taglist_kind kinds[] = { TAGLIST_KIND_DKIM, TAGLIST_KIND_DMARC };
    struct slice text = slice_make((const char *)data, size);

    for (size_t i = 0; i < 2 && size <= 8192; i++) {
        struct arena *arena = NULL;
        struct taglist list;

        demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
        demand(taglist_parse(kinds[i], text, arena, &list) == STATUS_OK);
        check_places(&list);
        if (!list.broken) {
            check_anew(&list, arena);
        }
        arena_destroy(arena);
    }
    return 0;
}
