/* SPDX-License-Identifier: MIT */
/* The DMARC record to publish at the sender domain. The policy in force never gets weaker. */
#include "rules/dmarc_context.h"

static struct slice message_of(const struct verdict *verdict, enum finding_id id)
{
    const struct finding *finding = verdict_find(verdict, id);

    return finding != NULL ? finding->message : slice_empty();
}

/* A record at the sender domain itself. */
static void plan_own(const struct dmarc_context *context, struct plan_record *planned)
{
    const struct dmarc_record *record = context->record;
    enum dmarc_method method = context->config->method;

    if (record->valid[method] && !record->list.broken) {
        planned->status = PLAN_STATUS_RIGHT;
        planned->value = record->text;
        planned->differs = message_of(context->verdict, FINDING_DMARC_SAMPLE_ADDRESS);
        return;
    }
    planned->status = PLAN_STATUS_WRONG;
    planned->value = dmarc_advice_mended(context);
    planned->differs = record->error[method];
}

/* None there: what is in force from above becomes its own. */
static void plan_first(const struct dmarc_context *context, bool takes_mail,
                       struct plan_record *planned)
{
    const char *least = context->config->profile->dmarc_record;
    const struct dmarc_discovery *by = context->by;
    const struct verdict *verdict = context->verdict;
    bool is_inherited = by->result == DMARC_DISCOVERY_FOUND && by->inherited &&
                        context->record != NULL && !context->record->list.broken &&
                        by->here.requested != DMARC_POLICY_ABSENT;
    struct slice damaged = message_of(verdict, FINDING_DMARC_SYNTAX);
    struct slice several = message_of(verdict, FINDING_DMARC_MULTIPLE);

    planned->value = is_inherited    ? dmarc_advice_own(context)
                     : takes_mail    ? dmarc_advice_first(context)
                     : least != NULL ? slice_of(least)
                                     : SLICE("v=DMARC1; p=none");
    if (damaged.length > 0 || several.length > 0) {
        planned->status = PLAN_STATUS_WRONG;
        planned->differs = damaged.length > 0 ? damaged : several;
    } else if (is_inherited) {
        planned->differs =
            arena_printf(context->arena, "until then the policy of %.*s applies",
                         SLICE_ARGS(name_to_text(&by->policy_domain, context->arena)));
    }
}

/*
 * A sender domain with a record of its own below a registered domain without one is an
 * organizational domain of its own for RFC 9989, and not for RFC 7489.
 */
static void plan_registered(const struct dmarc_context *context, struct plan *plan)
{
    const struct dmarc_walk *walk = &context->found[DMARC_METHOD_9989].walk;
    struct plan_record planned = { .purpose = "dmarc",
                                   .has_name = true,
                                   .type = "TXT",
                                   .value = SLICE("v=DMARC1; p=none"),
                                   .differs = SLICE("without it receivers of RFC 9989 and of RFC "
                                                    "7489 take different names for aligned") };
    struct dns_name registered;

    if (name_registrable(&context->config->common.domain, &registered) != STATUS_OK) {
        return;
    }
    for (size_t i = 1; i < walk->total; i++) {
        const struct dmarc_step *step = &walk->steps[i];

        if (name_equal(&step->domain, &registered) && step->state == DMARC_STEP_NONE &&
            step->answer != NULL && answer_is_conclusive(step->answer)) {
            planned.name = step->name;
            plan_add(plan, &planned);
        }
    }
}

void dmarc_rules_plan(const struct dmarc_details *details, bool takes_mail, struct plan *plan)
{
    const struct dmarc_context *context = &details->context;
    const struct dmarc_discovery *by = context->by;
    struct plan_record planned = { .purpose = "dmarc",
                                   .has_name = true,
                                   .name = context->config->name,
                                   .type = "TXT",
                                   .value = slice_empty(),
                                   .differs = slice_empty() };
    const struct dmarc_step *own;

    if (by == NULL) {
        return;
    }
    own = &by->walk.steps[0];
    if (own->answer == NULL || !answer_is_conclusive(own->answer)) {
        planned.status = PLAN_STATUS_UNKNOWN;
        planned.differs = SLICE("what is there could not be found out");
    } else if (own->state == DMARC_STEP_FOUND && context->record != NULL && !by->inherited) {
        plan_own(context, &planned);
    } else {
        plan_first(context, takes_mail, &planned);
    }
    plan_add(plan, &planned);
    plan_registered(context, plan);
}
