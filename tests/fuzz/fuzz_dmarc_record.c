/* SPDX-License-Identifier: MIT */
/*
 * DMARC records: defects lie inside the text, and validity, error and effect of both methods agree
 * with those listed.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "mail/dmarc_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static bool lists(const struct dmarc_record *record, enum dmarc_defect_kind kind)
{
    for (size_t i = 0; i < record->defect_count; i++) {
        if (record->defects[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void check_method(const struct dmarc_record *record, enum dmarc_method method)
{
    bool invalid = false;

    for (size_t i = 0; i < record->defect_count; i++) {
        invalid = invalid || record->defects[i].invalid[method];
    }
    demand(!invalid || !record->valid[method]);
    demand(invalid || record->valid[method] || record->defect_count == DMARC_DEFECTS_MAXIMUM);
    demand(record->valid[method] == (record->error[method].length == 0));
    demand(!record->valid[method] || record->effect[method] == DMARC_EFFECT_APPLIES);
    demand((record->effect[method] == DMARC_EFFECT_BROKEN) == record->list.broken);
    demand((record->effect[method] == DMARC_EFFECT_BROKEN) ==
           lists(record, DMARC_DEFECT_NOT_A_LIST));
    demand((record->effect[method] != DMARC_EFFECT_AS_NONE &&
            record->effect[method] != DMARC_EFFECT_IGNORED) ||
           lists(record, DMARC_DEFECT_POLICY) || lists(record, DMARC_DEFECT_POLICY_GLUED) ||
           lists(record, DMARC_DEFECT_NO_POLICY));
}

static void check_record(const struct dmarc_record *record)
{
    for (size_t i = 0; i < record->defect_count; i++) {
        const struct dmarc_defect *defect = &record->defects[i];

        demand(defect->kind != DMARC_DEFECT_NONE && defect->reason.length > 0);
        demand(defect->offset <= record->text.length);
        demand(defect->length <= record->text.length - defect->offset);
        demand(i == 0 || record->defects[i - 1].offset <= defect->offset);
    }
    check_method(record, DMARC_METHOD_9989);
    check_method(record, DMARC_METHOD_7489);
    demand(record->fo_count >= 1 && record->fo_count <= DMARC_FO_MAXIMUM);
    demand(record->percent <= 100);
    demand(record->rua.good <= record->rua.count && record->ruf.good <= record->ruf.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    struct dmarc_record record;

    if (size > 8192) {
        return 0;
    }
    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    if (!dmarc_record_is_dmarc(text)) {
        text = arena_join(arena, SLICE("v=DMARC1;"), text);
        demand(dmarc_record_is_dmarc(text));
    }
    demand(dmarc_record_parse(text, arena, &record) == STATUS_OK);
    check_record(&record);
    arena_destroy(arena);
    return 0;
}
