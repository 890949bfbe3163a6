/* SPDX-License-Identifier: MIT */
/* DMARC records to publish, whole. A policy that is in force is never weakened. */
#include "base/buf.h"
#include "base/limits.h"
#include "rules/copy_errors.h"
#include "rules/dmarc_context.h"

struct slice dmarc_advice_first(const struct dmarc_context *context)
{
    const char *record = context->config->profile->dmarc_record;
    struct slice text = record != NULL ? slice_of(record) : SLICE("v=DMARC1; p=none");

    return arena_printf(context->arena, "%.*s; rua=mailto:dmarc@%.*s", SLICE_ARGS(text),
                        SLICE_ARGS(name_to_text(&context->config->common.domain, context->arena)));
}

static void add_policy(struct buf *buf, const char *tag, enum dmarc_policy policy)
{
    if (policy != DMARC_POLICY_ABSENT) {
        buf_printf(buf, "; %s=%s", tag, dmarc_policy_text(policy));
    }
}

static void add_addresses(struct buf *buf, const char *tag, const struct report_addresses *list)
{
    bool first = true;

    for (size_t i = 0; i < list->count; i++) {
        if (list->addresses[i].defect == REPORT_DEFECT_NONE) {
            buf_printf(buf, first ? "; %s=" : ",", tag);
            buf_add(buf, list->addresses[i].uri);
            first = false;
        }
    }
}

/* A list of options as published. */
static void add_options(struct buf *buf, const struct dmarc_record *record)
{
    buf_add_text(buf, "; fo=");
    for (size_t i = 0; i < record->fo_count; i++) {
        buf_add_text(buf, i > 0 ? ":" : "");
        buf_add_octet(buf, record->fo[i]);
    }
}

/* Everything of a record that is right, in the order of both standards, behind a policy. */
static void write_record(const struct dmarc_record *record, enum dmarc_policy policy,
                         struct buf *buf)
{
    buf_add_text(buf, "v=DMARC1");
    add_policy(buf, "p", policy);
    add_policy(buf, "sp", record->sp);
    add_policy(buf, "np", record->np);
    buf_add_text(buf, record->adkim_strict ? "; adkim=s" : "");
    buf_add_text(buf, record->aspf_strict ? "; aspf=s" : "");
    buf_add_text(buf, record->testing ? "; t=y" : "");
    add_addresses(buf, "rua", &record->rua);
    add_addresses(buf, "ruf", &record->ruf);
    if (record->fo_tag != NULL && record->ruf.good > 0) {
        add_options(buf, record);
    }
}

struct slice dmarc_advice_own(const struct dmarc_context *context)
{
    const struct dmarc_record *record = context->record;
    struct dmarc_record own = *record;
    struct buf buf;

    /* sp and np of a record above speak of this very domain: they become its p. */
    own.sp = DMARC_POLICY_ABSENT;
    own.np = DMARC_POLICY_ABSENT;
    buf_init(&buf, context->arena, LIMIT_TXT);
    write_record(&own, context->by->here.requested, &buf);
    return buf_slice(&buf);
}

/* What a text without the lost semicolons says; the text itself where none was lost. */
static struct slice split_glued(const struct dmarc_record *record, struct arena *arena)
{
    struct buf buf;
    size_t done = 0;

    buf_init(&buf, arena, LIMIT_TXT);
    for (size_t i = 0; i < record->defect_count; i++) {
        const struct dmarc_defect *defect = &record->defects[i];
        struct slice tag = slice_head(slice_from(record->text, defect->offset), defect->length);
        size_t blank = slice_find(tag, ' ');

        if (defect->kind == DMARC_DEFECT_POLICY_GLUED && defect->offset >= done) {
            buf_add(&buf, slice_head(slice_from(record->text, done), defect->offset - done));
            buf_add(&buf, slice_head(tag, blank));
            buf_add_octet(&buf, ';');
            done = defect->offset + blank;
        }
    }
    buf_add(&buf, slice_from(record->text, done));
    return buf_slice(&buf);
}

struct slice dmarc_advice_mended(const struct dmarc_context *context)
{
    struct copy_input input = { .protocol = &copy_protocol_dmarc };
    struct dmarc_record record;
    struct slice text;
    struct buf buf;

    if (context->record == NULL) {
        return dmarc_advice_first(context);
    }
    input.text = split_glued(context->record, context->arena);
    if (copy_errors_repair(&input, context->arena, &text) != STATUS_OK ||
        dmarc_record_parse(text, context->arena, &record) != STATUS_OK) {
        return dmarc_advice_first(context);
    }
    buf_init(&buf, context->arena, LIMIT_TXT);
    write_record(&record, record.p != DMARC_POLICY_ABSENT ? record.p : DMARC_POLICY_NONE, &buf);
    return buf_slice(&buf);
}
