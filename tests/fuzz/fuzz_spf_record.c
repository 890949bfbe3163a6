/* SPDX-License-Identifier: MIT */
/* SPF records: terms print back to what was published, errors lie inside the text. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "mail/spf_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* The term is the text at its place, and is written back as it was. */
static void check_term(const struct spf_record *record, const struct spf_term *term,
                       struct arena *arena)
{
    struct slice there = slice_head(slice_from(record->text, term->offset), term->text.length);
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TXT);
    spf_term_write(term, &buf);
    demand(buf_status(&buf) == STATUS_OK);
    demand(slice_equal(buf_slice(&buf), term->text));
    demand(slice_equal(there, term->text));
    demand(term->kind != SPF_TERM_NONE);
    demand(spf_record_find(record, term->kind) != NULL);
}

static void check_error(const struct spf_record *record, const struct spf_error *error)
{
    demand(error->defect != SPF_DEFECT_NONE);
    demand(error->length > 0 && error->offset >= 7);
    demand(error->offset <= record->text.length);
    demand(error->length <= record->text.length - error->offset);
    demand(error->reason.length > 0);
}

static void check_record(struct slice text)
{
    struct arena *arena = NULL;
    struct spf_record record;

    demand(arena_create((size_t)LIMIT_ARENA * 4, &arena) == STATUS_OK);
    demand(spf_record_parse(text, arena, &record) == STATUS_OK);
    for (size_t i = 0; i < record.term_count; i++) {
        check_term(&record, &record.terms[i], arena);
    }
    for (size_t i = 0; i < record.error_count; i++) {
        check_error(&record, &record.errors[i]);
    }
    arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    struct spf_record record;
    struct buf buf;

    if (size > 4096) {
        return 0;
    }
    if (spf_record_is_spf(text)) {
        check_record(text);
        return 0;
    }
    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    demand(spf_record_parse(text, arena, &record) == STATUS_BAD_INPUT);
    buf_init(&buf, arena, LIMIT_TXT);
    buf_add(&buf, SLICE("v=spf1 "));
    buf_add(&buf, text);
    check_record(buf_slice(&buf));
    arena_destroy(arena);
    return 0;
}
