/* SPDX-License-Identifier: MIT */
/* The MX records to publish: those that are there as far as they work, else the profile's. */
#include "rules/mx_context.h"

static struct slice value_of(const struct mx_context *context, uint16_t preference,
                             const struct dns_name *exchange)
{
    struct slice name = name_to_text(exchange, context->arena);

    return name_is_root(exchange)
               ? arena_printf(context->arena, "%u .", preference)
               : arena_printf(context->arena, "%u %.*s.", preference, SLICE_ARGS(name));
}

static void plan_exchange(const struct mx_context *context, const struct mx_exchange *exchange,
                          struct plan_record *planned)
{
    planned->status = PLAN_STATUS_RIGHT;
    planned->value = value_of(context, exchange->preference, exchange->name);
    if (exchange->reach == MX_REACH_UNKNOWN) {
        planned->status = PLAN_STATUS_UNKNOWN;
        planned->differs = SLICE("whether this host has an address could not be found out");
    } else if (exchange->problem != MX_PROBLEM_NONE && exchange->problem != MX_PROBLEM_CNAME) {
        planned->status = PLAN_STATUS_WRONG;
        planned->differs = arena_printf(context->arena, "there is %.*s, which is of no use",
                                        SLICE_ARGS(planned->value));
        planned->value = exchange->has_meant
                             ? value_of(context, exchange->preference, &exchange->meant)
                             : slice_empty();
    }
}

/* Those of the profile, in the place of what there is. */
static void plan_shown(const struct mx_context *context, const struct plan_record *start,
                       struct plan *plan)
{
    const struct profile_mx *mx = &context->request.profile->mx;

    for (size_t i = 0; mx->hosts[i] != NULL; i++) {
        struct plan_record planned = *start;

        planned.value =
            arena_printf(context->arena, "%u %s.", (unsigned)mx->preference, mx->hosts[i]);
        plan_add(plan, &planned);
    }
    if (mx->hosts[0] == NULL) {
        plan_add(plan, start);
    }
}

void mx_rules_plan(const struct mx_details *details, struct plan *plan)
{
    const struct mx_context *context = &details->context;
    bool is_demanded = context->request.profile->mx.demanded;
    struct plan_record start = { .purpose = "mx",
                                 .has_name = true,
                                 .name = *context->request.domain,
                                 .type = "MX",
                                 .value = slice_empty(),
                                 .differs = slice_empty() };
    bool is_null = false;

    for (size_t i = 0; i < context->exchange_count; i++) {
        is_null = is_null || context->exchanges[i].problem == MX_PROBLEM_NULL;
    }
    if (context->answer == NULL || !answer_is_conclusive(context->answer)) {
        start.status = PLAN_STATUS_UNKNOWN;
        start.differs = SLICE("what is there could not be found out");
        plan_add(plan, &start);
    } else if (is_null && is_demanded) {
        start.status = PLAN_STATUS_WRONG;
        start.differs = SLICE("a null MX says that the domain takes no mail");
        plan_shown(context, &start, plan);
    } else if (context->exchange_count == 0 && is_demanded) {
        plan_shown(context, &start, plan);
    }
    for (size_t i = 0; i < context->exchange_count && !(is_null && is_demanded); i++) {
        struct plan_record planned = start;

        plan_exchange(context, &context->exchanges[i], &planned);
        plan_add(plan, &planned);
    }
}
