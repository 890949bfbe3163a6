/* SPDX-License-Identifier: MIT */
/*
 * Tag lists of both kinds: tags and defects lie inside the text, in order; a list without a defect
 * reads the same when its tags are written anew.
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

static void check_places(const struct taglist *list)
{
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
        demand(defect->length <= list->text.length - defect->offset + 1);
        demand(defect->reason.length > 0);
    }
    demand(!list->broken || list->defect_count > 0);
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
