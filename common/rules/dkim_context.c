/* SPDX-License-Identifier: MIT */
/* What the files of the DKIM rules share. */
#include "rules/dkim_context.h"

struct slice dkim_context_label(const struct dkim_context *context, const struct dkim_entry *entry)
{
    return arena_printf(context->arena, "%.*s._domainkey", SLICE_ARGS(entry->selector->text));
}

bool dkim_context_counts(const struct dkim_entry *entry)
{
    return entry->selector->named || !entry->selector->generic;
}

struct finding *dkim_context_add(struct dkim_context *context, enum finding_id id,
                                 const struct dkim_entry *entry)
{
    struct finding *finding = verdict_add(context->verdict, id);

    finding->name = name_to_text(&entry->selector->name, context->arena);
    finding->type = "TXT";
    return finding;
}

void dkim_context_place(struct finding *finding, const struct tag *tag)
{
    if (tag != NULL) {
        finding->has_place = true;
        finding->offset = tag->offset;
        finding->length = tag->length;
    }
}
