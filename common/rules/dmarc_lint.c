/* SPDX-License-Identifier: MIT */
/*
 * The text of the record that applies, in order:
 *
 * 1. What the grammars do not have: how bad it is hangs on what receivers do with it.
 * 2. Tags that are right and do not do what was meant.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "rules/copy_errors.h"
#include "rules/dmarc_context.h"
#include "rules/publish.h"

#define DEEP_LABELS 8
#define REPORTS_PROMISED 2

/* ---- 1 ---- */

/* A long record has many defects, and all of them are mended by the same one: it is made once. */
static void advise_record(struct dmarc_context *context, struct finding *finding)
{
    struct dns_name name = context->config->name;

    if (context->replacement.length == 0) {
        if (context->by->has_policy_domain) {
            (void)!name_prepend(SLICE("_dmarc"), &context->by->policy_domain, &name);
        }
        context->replacement = publish_advice("Replace the record", &name,
                                              dmarc_advice_mended(context), context->arena);
    }
    finding->advice = context->replacement;
}

/* The same, unless the record would come out without an address that nobody can guess. */
static void advise_value(struct dmarc_context *context, struct finding *finding)
{
    if (dmarc_advice_keeps_addresses(context)) {
        advise_record(context, finding);
    }
}

static struct finding *add_defect(struct dmarc_context *context, enum finding_id id,
                                  const struct dmarc_defect *defect)
{
    struct finding *finding = dmarc_context_add(context, id);

    finding->has_place = true;
    finding->offset = defect->offset;
    finding->length = defect->length;
    finding->message = defect->reason;
    return finding;
}

/* What receivers do with a record that an error spoils. */
static const char *effect_text(enum dmarc_effect effect)
{
    switch (effect) {
    case DMARC_EFFECT_APPLIES:
        return "receivers cope";
    case DMARC_EFFECT_AS_NONE:
        return "so receivers act as if it said p=none";
    case DMARC_EFFECT_IGNORED:
        return "so receivers do without DMARC";
    case DMARC_EFFECT_BROKEN:
        return "so receivers that obey the standard do not use the record at all";
    }
    return "";
}

static void add_syntax(struct dmarc_context *context, const struct dmarc_defect *defect)
{
    struct finding *finding = add_defect(context, FINDING_DMARC_SYNTAX, defect);

    finding->message = arena_printf(context->arena, "%.*s, %s", SLICE_ARGS(defect->reason),
                                    effect_text(context->record->effect[context->by->method]));
    advise_record(context, finding);
}

/* An invalid policy tag that the deciding method does not know is a value like any other. */
static void add_policy_defect(struct dmarc_context *context, const struct dmarc_defect *defect)
{
    if (defect->invalid[context->by->method]) {
        add_syntax(context, defect);
    } else {
        advise_value(context, add_defect(context, FINDING_DMARC_VALUE, defect));
    }
}

static void judge_defect(struct dmarc_context *context, const struct dmarc_defect *defect)
{
    switch (defect->kind) {
    case DMARC_DEFECT_NOT_A_LIST:
        add_syntax(context, defect);
        return;
    case DMARC_DEFECT_POLICY:
    case DMARC_DEFECT_POLICY_GLUED:
        add_policy_defect(context, defect);
        return;
    case DMARC_DEFECT_NO_POLICY:
        advise_record(context, add_defect(context, FINDING_DMARC_NO_POLICY, defect));
        return;
    case DMARC_DEFECT_EMPTY_PIECE:
    case DMARC_DEFECT_NOT_SECOND:
    case DMARC_DEFECT_TAG_CASE:
        advise_record(context, add_defect(context, FINDING_DMARC_UNTIDY, defect));
        return;
    case DMARC_DEFECT_EMPTY_VALUE:
    case DMARC_DEFECT_VALUE:
        advise_value(context, add_defect(context, FINDING_DMARC_VALUE, defect));
        return;
    case DMARC_DEFECT_URI:
        advise_value(context, add_defect(context, FINDING_DMARC_REPORT_ADDRESS, defect));
        return;
    case DMARC_DEFECT_UNKNOWN_TAG:
        (void)add_defect(context, FINDING_DMARC_UNKNOWN_TAG, defect);
        return;
    case DMARC_DEFECT_HISTORIC_TAG:
        (void)add_defect(context, FINDING_DMARC_HISTORIC_TAG, defect);
        return;
    case DMARC_DEFECT_NONE:
        return;
    }
}

/* What pasting did to a record that is one all the same. */
static void judge_paste(struct dmarc_context *context)
{
    struct copy_input input = { .protocol = &copy_protocol_dmarc, .text = context->record->text };
    struct copy_error_list list;

    if (copy_errors_find(&input, context->arena, &list) != STATUS_OK) {
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct finding *finding = dmarc_context_add(context, list.errors[i].finding);

        finding->has_place = true;
        finding->offset = list.errors[i].offset;
        finding->length = list.errors[i].length;
        finding->message = list.errors[i].reason;
        finding->same_cause = verdict_has(context->verdict, FINDING_DMARC_SYNTAX);
        advise_record(context, finding);
    }
}

/* ---- 2 ---- */

static bool is_organizational(const struct dmarc_context *context)
{
    return context->by->has_org_domain &&
           name_equal(&context->by->policy_domain, &context->by->org_domain);
}

static void judge_weaker(struct dmarc_context *context, enum dmarc_policy policy,
                         const struct tag *tag)
{
    const struct dmarc_record *record = context->record;
    struct finding *finding;

    if (tag == NULL || policy == DMARC_POLICY_ABSENT || policy >= record->p) {
        return;
    }
    finding = dmarc_context_add(context, FINDING_DMARC_SUBDOMAIN_WEAKER);
    dmarc_context_place(finding, tag);
    finding->message = arena_printf(
        context->arena, "%.*s=%s is weaker than p=%s: mail that fakes %s is treated more mildly",
        SLICE_ARGS(tag->name), dmarc_policy_text(policy), dmarc_policy_text(record->p),
        tag == record->np_tag ? "names that do not exist" : "subdomains");
}

static void judge_idle(struct dmarc_context *context, const struct tag *tag)
{
    struct finding *finding;

    if (tag == NULL) {
        return;
    }
    finding = dmarc_context_add(context, FINDING_DMARC_IDLE_TAG);
    dmarc_context_place(finding, tag);
    finding->message = arena_printf(
        context->arena, "%.*s has no effect here: below %.*s the record of %.*s is used",
        SLICE_ARGS(tag->name),
        SLICE_ARGS(name_to_text(&context->by->policy_domain, context->arena)),
        SLICE_ARGS(name_to_text(&context->by->org_domain, context->arena)));
}

static void judge_subdomains(struct dmarc_context *context)
{
    const struct dmarc_record *record = context->record;

    if (is_organizational(context) || record->psd == DMARC_PSD_YES) {
        judge_weaker(context, record->sp, record->sp_tag);
        judge_weaker(context, record->np, record->np_tag);
    } else if (context->by->has_org_domain && !context->by->inherited) {
        judge_idle(context, record->sp_tag);
        judge_idle(context, record->np_tag);
    }
    if (record->fo_tag != NULL && record->ruf_tag == NULL) {
        struct finding *finding = dmarc_context_add(context, FINDING_DMARC_IDLE_TAG);

        verdict_set_state(context->verdict, finding, STATE_INFO);
        dmarc_context_place(finding, record->fo_tag);
        finding->message = SLICE("fo has no effect without ruf");
    }
}

static void judge_psd_of(struct dmarc_context *context, const struct dmarc_step *step)
{
    const struct dmarc_record *record = step->record;
    struct dns_name registrable;
    bool is_suffix = name_registrable(&step->domain, &registrable) != STATUS_OK;
    bool says_suffix = record->psd == DMARC_PSD_YES;
    struct finding *finding;

    if (is_suffix == says_suffix || (is_suffix && record->psd == DMARC_PSD_NO)) {
        return;
    }
    finding = dmarc_context_add(context, FINDING_DMARC_PSD);
    finding->name = name_to_text(&step->name, context->arena);
    dmarc_context_place(finding, record->psd_tag);
    finding->message = arena_printf(
        context->arena,
        says_suffix
            ? "psd=y says that %.*s is a public suffix: every name below it becomes an "
              "organization of its own"
            : "the public suffix %.*s has a record without psd=y: all names below it become "
              "one organization",
        SLICE_ARGS(name_to_text(&step->domain, context->arena)));
}

/* Records that decide what the organizational domain is, the one that applies or another. */
static void judge_psd(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;

    for (size_t i = 0; i < by->walk.count; i++) {
        const struct dmarc_step *step = &by->walk.steps[i];
        bool decides = name_equal(&step->domain, &by->policy_domain) ||
                       (by->has_org_domain && name_equal(&step->domain, &by->org_domain)) ||
                       (step->state == DMARC_STEP_FOUND && step->record->psd == DMARC_PSD_YES);

        if (decides && step->state == DMARC_STEP_FOUND && !step->record->list.broken) {
            judge_psd_of(context, step);
        }
    }
}

static void judge_testing(struct dmarc_context *context)
{
    const struct dmarc_record *record = context->record;
    struct finding *finding;

    if (record->testing && record->p > DMARC_POLICY_NONE) {
        finding = dmarc_context_add(context, FINDING_DMARC_TESTING);
        dmarc_context_place(finding, record->t_tag);
        finding->message = arena_printf(
            context->arena,
            "t=y is left on: new receivers apply one step less than p=%s, older ones all of it",
            dmarc_policy_text(record->p));
    }
    if (record->pct_tag != NULL && record->percent < 100 && record->p > DMARC_POLICY_NONE) {
        finding = dmarc_context_add(context, FINDING_DMARC_TESTING);
        dmarc_context_place(finding, record->pct_tag);
        finding->message = arena_printf(
            context->arena,
            "pct=%u is left on: older receivers spare %u of 100 mails, new ones apply p=%s to all",
            record->percent, 100 - record->percent, dmarc_policy_text(record->p));
    }
}

/* Addresses beyond what receivers have to serve, and of other kinds than mail. */
static void judge_addresses(struct dmarc_context *context, const struct report_addresses *list,
                            const struct tag *tag)
{
    struct finding *finding;

    for (size_t i = 0; i < list->count; i++) {
        const struct report_address *address = &list->addresses[i];

        if (address->defect == REPORT_DEFECT_NONE && !address->mailto) {
            finding = dmarc_context_add(context, FINDING_DMARC_REPORT_ADDRESS);
            finding->has_place = true;
            finding->offset = address->offset;
            finding->length = address->written.length;
            finding->message = arena_printf(context->arena,
                                            "%.*s: receivers need not support anything but mailto:",
                                            SLICE_ARGS(slice_head(address->uri, 60)));
        }
    }
    if (list->count + list->surplus > REPORTS_PROMISED) {
        finding = dmarc_context_add(context, FINDING_DMARC_REPORT_ADDRESS);
        dmarc_context_place(finding, tag);
        finding->message = arena_printf(
            context->arena, "%zu addresses in %.*s, older receivers need to serve %d only",
            list->count + list->surplus, SLICE_ARGS(tag->name), REPORTS_PROMISED);
    }
}

static void judge_protection(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    struct finding *finding;

    if (by->result == DMARC_DISCOVERY_FOUND && by->here.policy == DMARC_POLICY_NONE) {
        finding = dmarc_context_add(context, FINDING_DMARC_MONITORING);
        dmarc_context_place(finding, context->record->p_tag);
        finding->message = SLICE("the policy in effect is none: mail that fakes the domain is "
                                 "delivered as before");
    }
    if (context->record->rua_tag == NULL) {
        finding = dmarc_context_add(context, FINDING_DMARC_NO_REPORTS);
        finding->message = SLICE("there is no rua: nobody learns who sends as the domain");
    }
}

static void judge_depth(struct dmarc_context *context)
{
    const struct dns_name *author = &context->config->common.domain;
    struct slice skipped = SLICE("names of 8 labels");
    struct finding *finding;

    if (name_label_count(author) <= DEEP_LABELS || !context->by->inherited) {
        return;
    }
    finding = verdict_add(context->verdict, FINDING_DMARC_DEEP);
    finding->name = name_to_text(&context->config->name, context->arena);
    finding->type = "TXT";
    if (name_label_count(author) > DEEP_LABELS + 1) {
        skipped =
            arena_printf(context->arena, "names of 8 to %u labels", name_label_count(author) - 1);
    }
    finding->message = arena_printf(context->arena,
                                    "the domain has %u labels and no record of its own: %.*s are "
                                    "never asked",
                                    name_label_count(author), SLICE_ARGS(skipped));
}

void dmarc_lint_judge(struct dmarc_context *context)
{
    const struct dmarc_record *record = context->record;

    for (size_t i = 0; i < record->defect_count; i++) {
        judge_defect(context, &record->defects[i]);
    }
    judge_paste(context);
    if (record->list.broken) {
        return;
    }
    judge_subdomains(context);
    judge_psd(context);
    judge_testing(context);
    judge_addresses(context, &record->rua, record->rua_tag);
    judge_addresses(context, &record->ruf, record->ruf_tag);
    judge_protection(context);
    judge_depth(context);
}
