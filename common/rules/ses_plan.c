/* SPDX-License-Identifier: MIT */
/* The keys that SES names, in a plan of what to publish: what it says is the value. */
#include "rules/ses_context.h"

static struct plan_record *find(struct plan *plan, const struct dns_name *name)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->records[i].has_name && name_equal(&plan->records[i].name, name) &&
            slice_equal(slice_of(plan->records[i].purpose), SLICE("dkim"))) {
            return &plan->records[i];
        }
    }
    return NULL;
}

static void plan_key(const struct ses_record *record, struct plan *plan)
{
    struct plan_record *planned = find(plan, &record->attribute->name);
    struct slice value = slice_trim(record->attribute->expected);

    if (planned == NULL || record->attribute->cut || value.length == 0) {
        return;
    }
    switch (record->sight) {
    case SES_SIGHT_ABSENT:
        planned->status = PLAN_STATUS_MISSING;
        planned->differs = slice_empty();
        break;
    case SES_SIGHT_OTHER:
        planned->status = PLAN_STATUS_WRONG;
        planned->differs = record->because;
        break;
    case SES_SIGHT_UNKNOWN:
    case SES_SIGHT_PENDING:
        break;
    case SES_SIGHT_RIGHT: /* it is kept as it stands there */
        return;
    }
    planned->value = value;
}

void ses_rules_plan(const struct ses_details *details, struct plan *plan)
{
    for (size_t i = 0; details != NULL && i < details->context.record_count; i++) {
        const struct ses_record *record = &details->context.records[i];

        if (record->attribute->purpose == SES_PURPOSE_DKIM && !record->attribute->is_foreign &&
            record->attribute->rr_type == RR_TYPE_TXT) {
            plan_key(record, plan);
        }
    }
}
