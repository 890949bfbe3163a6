/* SPDX-License-Identifier: MIT */
/* What the files of the SPF rules share. */
#include "rules/spf_context.h"

const struct spf_record *spf_context_record(const struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;

    return root != NULL && root->fetch->state == SPF_FETCH_FOUND ? &root->fetch->record : NULL;
}

struct slice spf_context_text(const struct spf_context *context, const struct dns_name *name)
{
    return name_to_text(name, context->arena);
}

#define FINDINGS_PER_ID 16u /* of one sort; a hostile record could make thousands */

struct finding *spf_context_add(struct spf_context *context, enum finding_id id,
                                const struct spf_cost *record, const struct spf_term *term)
{
    struct finding *finding;
    unsigned count = 0;

    for (size_t i = 0; i < context->verdict->finding_count; i++) {
        count += context->verdict->findings[i].id == id ? 1 : 0;
    }
    if (count >= FINDINGS_PER_ID) {
        context->surplus = (struct finding){ .id = id };
        return &context->surplus;
    }
    finding = verdict_add(context->verdict, id);
    finding->name = spf_context_text(context, &record->fetch->name);
    finding->type = "TXT";
    if (term != NULL) {
        finding->has_place = true;
        finding->offset = term->offset;
        finding->length = term->text.length;
    }
    return finding;
}

bool spf_context_includes(const struct spf_term *term, const struct dns_name *include)
{
    struct dns_name target;

    return term->kind == SPF_TERM_INCLUDE &&
           spf_macro_to_name(term->domain.text, &target) == STATUS_OK &&
           name_equal(&target, include);
}

void spf_context_temperror(struct spf_context *context, struct slice message, bool silent)
{
    struct finding *finding;

    if (verdict_has(context->verdict, FINDING_SPF_TEMPERROR)) {
        return;
    }
    finding = verdict_add(context->verdict, FINDING_SPF_TEMPERROR);
    if (!silent) { /* -t SEC:STATE speaks of silence only */
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->rank = 9;
    finding->same_cause = true;
    finding->name = context->subject;
    finding->type = "TXT";
    finding->message = message;
}
