/* SPDX-License-Identifier: MIT */
/* What the files of the DMARC rules share. */
#include "rules/dmarc_context.h"

#include "rules/dns_rules.h"

struct finding *dmarc_context_add(struct dmarc_context *context, enum finding_id id)
{
    struct finding *finding = verdict_add(context->verdict, id);
    struct dns_name name = context->config->name;

    if (context->by->has_policy_domain) {
        (void)!name_prepend(SLICE("_dmarc"), &context->by->policy_domain, &name);
    }
    finding->name = name_to_text(&name, context->arena);
    finding->type = "TXT";
    return finding;
}

struct finding *dmarc_context_add_own(struct dmarc_context *context, enum finding_id id)
{
    struct finding *finding = verdict_add(context->verdict, id);

    finding->name = name_to_text(&context->config->name, context->arena);
    finding->type = "TXT";
    return finding;
}

void dmarc_context_place(struct finding *finding, const struct tag *tag)
{
    if (tag != NULL) {
        finding->has_place = true;
        finding->offset = tag->offset;
        finding->length = tag->length;
    }
}

struct finding *dmarc_context_temperror(struct dmarc_context *context,
                                        const struct dmarc_step *trouble, const char *what)
{
    struct finding *finding;

    (void)dns_rules_trouble(context->verdict, &trouble->name, RR_TYPE_TXT, trouble->answer);
    finding = verdict_add(context->verdict, FINDING_DMARC_TEMPERROR);
    if (trouble->answer->class != ANSWER_CLASS_TIMEOUT) { /* -t SEC:STATE speaks of silence only */
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->rank = 9;
    finding->same_cause = true;
    finding->name = name_to_text(&trouble->name, context->arena);
    finding->type = "TXT";
    finding->message = arena_printf(context->arena, "%.*s could not be found out: %s hangs on it",
                                    SLICE_ARGS(finding->name), what);
    return finding;
}

const struct dmarc_step *dmarc_context_unproved(struct dmarc_context *context,
                                                const struct dmarc_walk *walk,
                                                enum denial_grade *ret_grade)
{
    const struct dmarc_step *unproved = NULL;

    for (size_t i = 0; i < walk->count; i++) {
        const struct dmarc_step *step = &walk->steps[i];
        enum denial_grade grade;

        if (step->state != DMARC_STEP_NONE || step->answer == NULL ||
            !answer_is_negative(step->answer)) {
            continue;
        }
        grade = visibility_grade(context->config->common.why, context->facts, step->answer);
        if (grade != DENIAL_GRADE_RELAYED && grade != DENIAL_GRADE_PENDING && unproved == NULL) {
            unproved = step;
            *ret_grade = grade;
        }
    }
    return unproved;
}

void dmarc_context_doubt(struct dmarc_context *context, const struct denial *denial,
                         const char *what)
{
    struct finding *finding;

    if (!verdict_has(context->verdict, FINDING_DNS_RESOLVER_BROKEN)) {
        visibility_explain(context->config->common.why, context->verdict, denial);
    }
    finding = verdict_add(context->verdict, FINDING_DMARC_TEMPERROR);
    verdict_set_state(context->verdict, finding, STATE_UNKNOWN); /* no silence: -t is not asked */
    finding->rank = 9;
    finding->same_cause = true;
    finding->name = name_to_text(denial->name, context->arena);
    finding->type = rr_type_text(denial->type);
    finding->message =
        arena_printf(context->arena, "the denial of %.*s proves nothing: %s hangs on it",
                     SLICE_ARGS(finding->name), what);
}
