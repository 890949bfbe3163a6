/* SPDX-License-Identifier: MIT */
/*
 * No record applies, or not the one at the sender's own name, in order:
 *
 * 1. Several records at a name of the walk: receivers drop all of them.
 * 2. A TXT at the sender's own name that was meant as a record and is none.
 * 3. A step that decides was not heard.
 * 4. Everything was denied: graded, and looked for at likely wrong names.
 */
#include "rules/copy_errors.h"
#include "rules/dmarc_context.h"
#include "rules/invisible.h"
#include "rules/misplaced.h"
#include "rules/publish.h"

/* A TXT at the sender's own name that was meant as a record, or NULL. */
static const struct rr *find_damaged(const struct dmarc_context *context)
{
    const struct dns_answer *answer = context->by->walk.steps[0].answer;

    for (size_t i = 0; answer != NULL && i < answer->record_count; i++) {
        struct slice text = answer->records[i].data.txt.joined;

        if (!dmarc_record_is_dmarc(text) &&
            (copy_errors_resembles(&copy_protocol_dmarc, text) ||
             slice_find_part(text, SLICE("v=DMARC1")) < text.length)) {
            return &answer->records[i];
        }
    }
    return NULL;
}

static struct slice mended_text(struct dmarc_context *context, struct slice text)
{
    struct copy_input input = { .protocol = &copy_protocol_dmarc, .text = text };
    struct slice mended;

    struct dmarc_record record;
    bool is_mended = copy_errors_repair(&input, context->arena, &mended) == STATUS_OK &&
                     dmarc_record_is_dmarc(mended) &&
                     dmarc_record_parse(mended, context->arena, &record) == STATUS_OK;
    bool is_inherited = context->by->result == DMARC_DISCOVERY_FOUND && context->by->inherited;

    /* As long as nobody sees it, the policy from above is in force: it is not to get weaker. */
    if (is_inherited && (!is_mended || record.p < context->by->here.requested)) {
        return dmarc_advice_own(context);
    }
    return is_mended ? mended : dmarc_advice_first(context);
}

static void judge_paste(struct dmarc_context *context, const struct rr *rr)
{
    struct copy_input input = { .protocol = &copy_protocol_dmarc, .text = rr->data.txt.joined };
    struct copy_error_list list;

    if (copy_errors_find(&input, context->arena, &list) != STATUS_OK) {
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct finding *finding = dmarc_context_add_own(context, list.errors[i].finding);

        finding->has_place = true;
        finding->offset = list.errors[i].offset;
        finding->length = list.errors[i].length;
        finding->message = list.errors[i].reason;
        finding->same_cause = true;
    }
}

/* A record that receivers do not see as one. */
static void judge_damaged(struct dmarc_context *context, const struct rr *rr)
{
    struct finding *finding = dmarc_context_add_own(context, FINDING_DMARC_SYNTAX);
    struct slice text = rr->data.txt.joined;

    finding->has_place = true;
    finding->length = text.length;
    finding->message =
        arena_printf(context->arena,
                     "a TXT at %.*s was meant as a DMARC record, but does not begin with v=DMARC1 "
                     "in exactly this way: receivers drop it",
                     SLICE_ARGS(finding->name));
    finding->advice = publish_advice("Replace the record", &context->config->name,
                                     mended_text(context, text), context->arena);
    judge_paste(context, rr);
}

static struct slice none_reason(const struct dmarc_context *context)
{
    if (context->record != NULL) {
        return SLICE("its policy is void and it names no address for reports");
    }
    return SLICE("neither the domain nor one above it has a record");
}

static void add_none(struct dmarc_context *context)
{
    struct finding *finding = dmarc_context_add_own(context, FINDING_DMARC_NONE);

    finding->message =
        arena_printf(context->arena, "no DMARC record applies to %.*s: %.*s",
                     SLICE_ARGS(name_to_text(&context->config->common.domain, context->arena)),
                     SLICE_ARGS(none_reason(context)));
    finding->advice = publish_advice("Publish", &context->config->name, dmarc_advice_first(context),
                                     context->arena);
    if (verdict_has(context->verdict, FINDING_VISIBILITY_MISPLACED)) {
        finding->rank = 1;
        finding->same_cause = true;
    }
}

static bool is_dmarc_text(struct slice text)
{
    return dmarc_record_is_dmarc(text);
}

/* Looks at the names where a misunderstood host field puts the record. */
static bool explain_misplaced(struct dmarc_context *context)
{
    struct misplaced_search search = { .labels = "_dmarc",
                                       .sender = &context->config->common.domain,
                                       .type = RR_TYPE_TXT,
                                       .is_record = is_dmarc_text,
                                       .others = { "", "dmarc", NULL } };
    struct dns_name found;

    if (context->config->common.why == CONFIG_WHY_NONE ||
        !misplaced_find(&search, context->facts, &found)) {
        return false;
    }
    (void)misplaced_report(context->verdict, &context->config->name, &found);
    return true;
}

/* The first denial on the way up that proves nothing. True when there is one; it is told. */
static bool is_unproved(struct dmarc_context *context)
{
    enum denial_grade grade = DENIAL_GRADE_RELAYED;
    const struct dmarc_step *step = dmarc_context_unproved(context, &context->by->walk, &grade);
    struct denial denial = { .type = RR_TYPE_TXT, .grade = grade };

    if (step == NULL) {
        return false;
    }
    denial.name = &step->name;
    denial.answer = step->answer;
    visibility_explain(context->config->common.why, context->verdict, &denial);
    return true;
}

/* Looks into a name that is denied or fails. */
static enum invisible_outcome look_into(struct dmarc_context *context, struct denial *denial)
{
    struct invisible invisible;

    if (invisible_judge(&context->config->common, context->facts, context->verdict, denial,
                        &invisible) != STATUS_OK) {
        return INVISIBLE_PENDING; /* no memory: the arena tells */
    }
    context->differential = invisible.differential;
    return invisible.outcome;
}

static void judge_denied(struct dmarc_context *context)
{
    const struct dmarc_step *own = &context->by->walk.steps[0];
    struct denial denial = { .name = &own->name, .type = RR_TYPE_TXT, .answer = own->answer };
    bool is_denied = own->answer != NULL && answer_is_negative(own->answer);

    if (is_denied && look_into(context, &denial) != INVISIBLE_ABSENT) {
        return;
    }
    if (is_unproved(context)) {
        return;
    }
    if (is_denied && !explain_misplaced(context)) {
        visibility_explain(context->config->common.why, context->verdict, &denial);
    }
    add_none(context);
}

/* A name on the way up for which the resolver fails: that may have a cause in the domain. */
static void judge_failure(struct dmarc_context *context)
{
    const struct dmarc_step *step = context->by->trouble;
    struct denial denial = { .name = &step->name, .type = RR_TYPE_TXT, .answer = step->answer };
    struct dns_name registrable;
    /* Else a public suffix: nobody's domain. */
    bool is_owned = name_registrable(&step->domain, &registrable) == STATUS_OK;

    if (is_owned && invisible_is_failure(step->answer)) {
        (void)look_into(context, &denial); /* first: what is bogus is no servfail */
    }
    (void)dmarc_context_temperror(context, step, "which DMARC record applies");
}

/* Whether a record at a step, were it the only one there, would be the one that applies. */
static bool would_apply(const struct dmarc_context *context, size_t index)
{
    static const struct dmarc_record plain = { .psd = DMARC_PSD_UNKNOWN };
    struct dmarc_walk walk = context->by->walk;
    const struct dmarc_step *step = NULL;
    const struct dmarc_step *trouble = NULL;

    if (index == 0 || context->by->method == DMARC_METHOD_7489) {
        return true; /* both names of that method decide (RFC 7489 6.6.3) */
    }
    walk.steps[index].state = DMARC_STEP_FOUND;
    walk.steps[index].record = &plain;
    return dmarc_walk_policy(&walk, false, &step, &trouble) && step == &walk.steps[index];
}

/* Several records at one name of the walk, of which one would have counted. */
static void judge_multiple(struct dmarc_context *context)
{
    const struct dmarc_walk *walk = &context->by->walk;

    for (size_t i = 0; i < walk->count; i++) {
        const struct dmarc_step *step = &walk->steps[i];
        struct finding *finding;

        if (step->state != DMARC_STEP_MULTIPLE || !would_apply(context, i)) {
            continue;
        }
        finding = verdict_add(context->verdict, FINDING_DMARC_MULTIPLE);
        finding->name = name_to_text(&step->name, context->arena);
        finding->type = "TXT";
        finding->message = arena_printf(
            context->arena,
            "%zu DMARC records at %.*s where one is allowed: receivers drop all of them%s%.*s%s",
            step->record_count, SLICE_ARGS(finding->name),
            context->by->has_policy_domain ? ", and the record of " : "",
            SLICE_ARGS(context->by->has_policy_domain
                           ? name_to_text(&context->by->policy_domain, context->arena)
                           : slice_empty()),
            context->by->has_policy_domain ? " applies" : "");
    }
}

static bool has_multiple(const struct dmarc_context *context)
{
    return verdict_has(context->verdict, FINDING_DMARC_MULTIPLE);
}

void dmarc_absence_judge(struct dmarc_context *context)
{
    const struct rr *damaged = find_damaged(context);

    judge_multiple(context);
    if (damaged != NULL && (context->by->inherited || !context->by->has_policy_domain)) {
        judge_damaged(context, damaged);
    }
    switch (context->by->result) {
    case DMARC_DISCOVERY_TEMPERROR:
        judge_failure(context);
        return;
    case DMARC_DISCOVERY_NONE:
        if (context->record == NULL && damaged == NULL && !has_multiple(context)) {
            judge_denied(context);
        }
        return;
    case DMARC_DISCOVERY_PENDING:
    case DMARC_DISCOVERY_FOUND:
    case DMARC_DISCOVERY_PERMERROR:
        return;
    }
}
