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

/* What an address was meant as; empty where that is not known. */
static struct slice mended_address(const struct report_address *address, struct arena *arena)
{
    struct slice text = address->uri;
    struct report_addresses mended;

    if (address->defect == REPORT_DEFECT_NONE) {
        return text;
    }
    if (address->defect == REPORT_DEFECT_NO_SCHEME) {
        text = arena_printf(arena, "mailto:%.*s", SLICE_ARGS(text));
    } else if (address->defect != REPORT_DEFECT_LIMIT) {
        return slice_empty();
    }
    return report_address_parse(text, 0, arena, &mended) == STATUS_OK && mended.count == 1 &&
                   mended.good == 1
               ? text
               : slice_empty();
}

/* Whether it is the address of a tutorial, which nobody is to publish again. */
static bool is_sample(const struct dmarc_context *context, struct slice uri)
{
    for (size_t i = 0; i < context->destination_count; i++) {
        if (context->destinations[i].is_sample &&
            slice_equal(context->destinations[i].address->uri, uri)) {
            return true;
        }
    }
    return false;
}

static void add_addresses(const struct dmarc_context *context, const char *tag,
                          const struct report_addresses *list, struct buf *buf)
{
    struct slice texts[REPORT_ADDRESSES_MAXIMUM];
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        struct slice text = mended_address(&list->addresses[i], context->arena);
        bool is_new = text.length > 0 && !is_sample(context, text);

        for (size_t k = 0; k < count; k++) {
            is_new = is_new && !slice_equal(texts[k], text);
        }
        if (is_new) {
            buf_printf(buf, count == 0 ? "; %s=" : ",", tag);
            buf_add(buf, text);
            texts[count] = text;
            count++;
        }
    }
}

/* Options as both standards take them: 1 asks for more than 0 does, so 0 beside it says nothing. */
static void add_options(struct buf *buf, const struct dmarc_record *record)
{
    static const char order[] = { '1', '0', 'd', 's' };
    bool first = true;
    bool has_any = false;

    for (size_t i = 0; i < sizeof order; i++) {
        bool is_there = false;

        for (size_t k = 0; k < record->fo_count; k++) {
            is_there = is_there || record->fo[k] == order[i];
        }
        if (is_there && !(order[i] == '0' && has_any)) {
            buf_add_text(buf, first ? "; fo=" : ":");
            buf_add_octet(buf, order[i]);
            first = false;
        }
        has_any = has_any || (is_there && order[i] == '1');
    }
}

/* Everything of a record that is right, in the order of both standards, behind a policy. */
static void write_record(const struct dmarc_context *context, const struct dmarc_record *record,
                         enum dmarc_policy policy, struct buf *buf)
{
    buf_add_text(buf, "v=DMARC1");
    add_policy(buf, "p", policy);
    add_policy(buf, "sp", record->sp);
    add_policy(buf, "np", record->np);
    buf_add_text(buf, record->adkim_strict ? "; adkim=s" : "");
    buf_add_text(buf, record->aspf_strict ? "; aspf=s" : "");
    buf_add_text(buf, record->psd == DMARC_PSD_YES ? "; psd=y" : "");
    buf_add_text(buf, record->psd == DMARC_PSD_NO ? "; psd=n" : "");
    buf_add_text(buf, record->testing ? "; t=y" : "");
    if (record->percent < 100) { /* to make the policy stricter is the owner's decision */
        buf_printf(buf, "; pct=%u", record->percent);
    }
    add_addresses(context, "rua", &record->rua, buf);
    add_addresses(context, "ruf", &record->ruf, buf);
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
    if (own.psd == DMARC_PSD_YES) {
        own.ruf = (struct report_addresses){ .count = 0 }; /* not used (RFC 9991 3) */
    }
    own.psd = DMARC_PSD_UNKNOWN;
    buf_init(&buf, context->arena, LIMIT_TXT);
    write_record(context, &own, context->by->here.requested, &buf);
    return buf_slice(&buf);
}

/* Where the first word of a tag's value ends. */
static size_t word_end(struct slice tag)
{
    size_t at = slice_find(tag, '=') + 1;

    while (at < tag.length && ascii_is_blank(tag.data[at])) {
        at++;
    }
    while (at < tag.length && !ascii_is_blank(tag.data[at])) {
        at++;
    }
    return at < tag.length ? at : tag.length;
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
        size_t blank = word_end(tag);

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

static bool keeps(const struct report_addresses *list, struct arena *arena)
{
    bool all = list->surplus == 0;

    for (size_t i = 0; i < list->count; i++) {
        all = all && mended_address(&list->addresses[i], arena).length > 0;
    }
    return all;
}

bool dmarc_advice_keeps_addresses(const struct dmarc_context *context)
{
    return keeps(&context->record->rua, context->arena) &&
           keeps(&context->record->ruf, context->arena);
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
    write_record(context, &record, record.p != DMARC_POLICY_ABSENT ? record.p : DMARC_POLICY_NONE,
                 &buf);
    return buf_slice(&buf);
}

struct slice dmarc_advice_permitted(const struct dmarc_context *context, struct slice advice)
{
    struct slice author = name_to_text(&context->config->common.domain, context->arena);
    struct buf buf;

    buf_init(&buf, context->arena, (size_t)LIMIT_TXT * 4);
    buf_add(&buf, advice);
    for (size_t i = 0; i < context->destination_count; i++) {
        const struct dmarc_destination *destination = &context->destinations[i];
        struct slice host = name_to_text(&destination->address->host, context->arena);

        if (destination->permission == DMARC_PERMISSION_GRANTED) {
            buf_printf(&buf,
                       "\nReports to %.*s then need TXT v=DMARC1 at %.*s._report._dmarc.%.*s too.",
                       SLICE_ARGS(host), SLICE_ARGS(author), SLICE_ARGS(host));
        }
    }
    return buf_slice(&buf);
}
