/* SPDX-License-Identifier: MIT */
/* The SPF record to publish: what is there, as far as it is right, with what is demanded. */
#include "rules/spf_context.h"

/* Why a record that stands there is not right; empty: it is. The worst finding about it. */
static struct slice defect(const struct spf_context *context)
{
    static const enum finding_id serious[] = { FINDING_SPF_PROVIDER_MISSING,
                                               FINDING_SPF_PROVIDER_UNREACHED,
                                               FINDING_SPF_LOOKUP_LIMIT,
                                               FINDING_SPF_VOID_LIMIT,
                                               FINDING_SPF_MX_LIMIT,
                                               FINDING_SPF_INCLUDE_NONE,
                                               FINDING_SPF_LOOP,
                                               FINDING_SPF_PASS_ALL,
                                               FINDING_SPF_SYNTAX,
                                               FINDING_SPF_PROVIDER_INDIRECT,
                                               FINDING_SPF_NO_ALL };
    const struct verdict *verdict = context->verdict;

    for (size_t s = 0; s < sizeof serious / sizeof serious[0]; s++) {
        for (size_t i = 0; i < verdict->finding_count; i++) {
            const struct finding *finding = &verdict->findings[i];

            if (finding->id == serious[s] && finding->state >= STATE_WARNING) {
                return finding->message;
            }
        }
    }
    return slice_empty();
}

static bool find_include(const struct spf_context *context, struct dns_name *ret_include)
{
    const struct spf_config *config = context->config;

    if (config->profile->spf_demanded && config->profile->spf_include != NULL) {
        return name_from_text(slice_of(config->profile->spf_include), ret_include, NULL) ==
               STATUS_OK;
    }
    if (config->include_count > 0) {
        *ret_include = config->includes[0];
        return true;
    }
    return false;
}

/* The record as it is, with what mends the defect that can be mended without the owner. */
static struct slice mend_record(const struct spf_context *context, const struct spf_record *record)
{
    const struct verdict *verdict = context->verdict;
    struct dns_name include;

    if (find_include(context, &include)) {
        if (verdict_has(verdict, FINDING_SPF_PROVIDER_UNREACHED)) {
            return spf_advice_first_include(context, &include);
        }
        if (verdict_has(verdict, FINDING_SPF_PROVIDER_MISSING) ||
            verdict_has(verdict, FINDING_SPF_PROVIDER_INDIRECT)) {
            return spf_advice_include(context, &include);
        }
    }
    return verdict_has(verdict, FINDING_SPF_NO_ALL) ? spf_advice_with_all(context, record)
                                                    : record->text;
}

/* What can be made of the TXT records that are there, when none is a good SPF record. */
static struct slice mend_texts(const struct spf_context *context, const struct dns_answer *answer)
{
    struct slice mended = slice_empty();

    if (verdict_has(context->verdict, FINDING_SPF_MULTIPLE)) {
        return spf_advice_merged(context);
    }
    for (size_t i = 0; i < answer->record_count && mended.length == 0; i++) {
        if (copy_errors_resembles_spf(answer->records[i].data.txt.joined)) {
            mended = spf_advice_mended(context, &answer->records[i]);
        }
    }
    return mended;
}

/* A first record. Without a service that is demanded its terms are the owner's to name. */
static void plan_first(const struct spf_context *context, struct plan_record *planned)
{
    struct dns_name include;

    if (find_include(context, &include)) {
        planned->value = arena_printf(context->arena, "v=spf1 include:%.*s ~all",
                                      SLICE_ARGS(spf_context_text(context, &include)));
    } else {
        planned->differs = SLICE("v=spf1, the servers that send for the domain, and ~all");
    }
}

static bool has_any(const struct spf_context *context, const struct dns_answer *answer)
{
    for (size_t i = 0; i < answer->record_count; i++) {
        if (copy_errors_resembles_spf(answer->records[i].data.txt.joined)) {
            return true;
        }
    }
    return verdict_has(context->verdict, FINDING_SPF_MULTIPLE) ||
           verdict_has(context->verdict, FINDING_SPF_SYNTAX);
}

void spf_rules_plan(const struct spf_details *details, struct plan *plan)
{
    const struct spf_context *context = details->context;
    const struct spf_record *record = spf_context_record(context);
    struct plan_record planned = { .purpose = "spf",
                                   .has_name = true,
                                   .name = context->config->subject,
                                   .type = "TXT",
                                   .value = slice_empty(),
                                   .differs = slice_empty() };
    const struct dns_answer *answer;

    if (context->tree.root == NULL || context->tree.root->fetch->answer == NULL) {
        return;
    }
    answer = context->tree.root->fetch->answer;
    if (!answer_is_conclusive(answer)) {
        planned.status = PLAN_STATUS_UNKNOWN;
        planned.differs = SLICE("what is there could not be found out");
    } else if (record != NULL && record->error_count == 0) {
        planned.differs = defect(context);
        planned.status = planned.differs.length > 0 ? PLAN_STATUS_WRONG : PLAN_STATUS_RIGHT;
        planned.value = planned.differs.length > 0 ? mend_record(context, record) : record->text;
    } else if (has_any(context, answer)) {
        planned.status = PLAN_STATUS_WRONG;
        planned.differs = defect(context);
        planned.value = mend_texts(context, answer);
        if (planned.differs.length == 0) {
            planned.differs = SLICE("what is there is not one SPF record");
        }
    } else {
        plan_first(context, &planned);
    }
    plan_add(plan, &planned);
}
