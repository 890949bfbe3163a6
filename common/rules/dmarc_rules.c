/* SPDX-License-Identifier: MIT */
/*
 * The judgement on one sender domain's DMARC, in order:
 *
 * 1. Discovery by both methods; all names of the walk are asked together.
 * 2. Where the policy is inherited and the sender's own name was denied: does the sender exist?
 * 3. No record, several, not heard: with the grade of the denials.
 * 4. The record that applies: its text, where its reports go, what is demanded of its policy.
 * 5. What the other generation of receivers makes of it; alignment.
 * 6. Performance data, the sentence for a record that is fine, lines of -v.
 */
#include "rules/dmarc_rules.h"

#include "rules/dmarc_context.h"
#include "rules/dns_rules.h"
#include "rules/publish.h"

/* ---- 1 and 2: discovery ---- */

static enum status discover(struct dmarc_context *context)
{
    for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
        struct dmarc_request request = { .method = (enum dmarc_method)method,
                                         .author = &context->config->common.domain,
                                         .existence = context->existence };
        enum status status =
            dmarc_discover(&request, context->facts, context->arena, &context->found[method]);

        if (status != STATUS_OK) {
            return status;
        }
    }
    context->by = &context->found[context->config->method];
    context->record = context->by->record;
    return STATUS_OK;
}

/* RFC 9989 3.2.13: only a denial of the very name says that it does not exist. */
static void find_existence(struct dmarc_context *context)
{
    const struct dmarc_step *own = &context->found[DMARC_METHOD_9989].walk.steps[0];
    const struct dns_answer *answer;

    context->existence = DMARC_EXISTENCE_YES;
    if (!context->by->inherited || own->answer == NULL ||
        own->answer->class != ANSWER_CLASS_NXDOMAIN) {
        return;
    }
    context->existence = DMARC_EXISTENCE_UNKNOWN;
    answer = facts_resolve(context->facts, &context->config->common.domain, RR_TYPE_TXT);
    context->existence_answer = answer;
    if (answer != NULL && answer_is_conclusive(answer)) {
        context->existence = answer->class == ANSWER_CLASS_NXDOMAIN && answer->chain_count == 0
                                 ? DMARC_EXISTENCE_NO
                                 : DMARC_EXISTENCE_YES;
    }
}

/* ---- 4: what is demanded ---- */

/* A record nearer to the sender would have another policy: is it denied? */
static bool is_inheritance_proved(struct dmarc_context *context, const char *what)
{
    const struct dmarc_step *step = NULL;
    struct denial denial = { .type = RR_TYPE_TXT };

    if (context->by->inherited) {
        step = dmarc_context_unproved(context, &context->by->walk, &denial.grade);
    }
    if (step != NULL) {
        denial.name = &step->name;
        denial.answer = step->answer;
        dmarc_context_doubt(context, &denial, what);
    }
    return step == NULL;
}

/* np applies because the sender's own name is denied: is that proved? */
static bool is_absence_proved(struct dmarc_context *context, const char *what)
{
    struct denial denial = { .name = &context->config->common.domain,
                             .type = RR_TYPE_TXT,
                             .answer = context->existence_answer };

    if (context->existence != DMARC_EXISTENCE_NO) {
        return true;
    }
    denial.grade =
        visibility_grade(context->config->common.why, context->facts, context->existence_answer);
    if (denial.grade == DENIAL_GRADE_RELAYED || denial.grade == DENIAL_GRADE_PENDING) {
        return true;
    }
    dmarc_context_doubt(context, &denial, what);
    return false;
}

/*
 * Whether the sender exists was not heard, and the policy hangs on it (sp or np): INFO, unless the
 * one meets what is demanded and the other does not.
 */
static void judge_existence(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    enum dmarc_policy minimum = context->config->minimum;
    struct finding *finding;

    if (by->result != DMARC_DISCOVERY_FOUND || context->existence != DMARC_EXISTENCE_UNKNOWN ||
        by->missing.policy == by->here.policy || by->missing.policy == DMARC_POLICY_ABSENT) {
        return;
    }
    if ((by->here.policy < minimum) != (by->missing.policy < minimum)) {
        (void)dns_rules_trouble(context->verdict, &context->config->common.domain, RR_TYPE_TXT,
                                context->existence_answer);
    }
    finding = verdict_add(context->verdict, FINDING_DMARC_TEMPERROR);
    if ((by->here.policy < minimum) == (by->missing.policy < minimum)) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    } else if (context->existence_answer->class != ANSWER_CLASS_TIMEOUT) {
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->rank = 9;
    finding->same_cause = true;
    finding->name = name_to_text(&context->config->common.domain, context->arena);
    finding->type = "TXT";
    finding->message = arena_printf(context->arena,
                                    "whether %.*s exists could not be found out: the policy is %s "
                                    "if it does, %s if it does not",
                                    SLICE_ARGS(finding->name), dmarc_policy_text(by->here.policy),
                                    dmarc_policy_text(by->missing.policy));
}

static bool is_below_minimum(const struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    enum dmarc_policy minimum = context->config->minimum;

    return by->result == DMARC_DISCOVERY_FOUND && by->here.policy < minimum &&
           (context->existence != DMARC_EXISTENCE_UNKNOWN || by->missing.policy < minimum);
}

static void judge_minimum(struct dmarc_context *context)
{
    static const char what[] = "whether the policy in effect is as strict as demanded";
    enum dmarc_policy policy = context->by->here.policy;
    struct finding *finding;

    if (!is_below_minimum(context) || !is_inheritance_proved(context, what) ||
        !is_absence_proved(context, what)) {
        return;
    }
    finding = dmarc_context_add(context, FINDING_DMARC_BELOW_MINIMUM);
    finding->message =
        arena_printf(context->arena,
                     "the policy in effect is %s, at least %s is "
                     "demanded",
                     dmarc_policy_text(policy), dmarc_policy_text(context->config->minimum));
}

static void judge_inherited(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    const struct profile *profile = context->config->profile;
    struct finding *finding;

    if (by->result != DMARC_DISCOVERY_FOUND || !by->inherited || context->record->list.broken) {
        return;
    }
    finding = dmarc_context_add_own(context, FINDING_DMARC_INHERITED);
    if (context->config->at_sender) {
        verdict_set_state(context->verdict, finding, STATE_WARNING);
    }
    finding->message = arena_printf(
        context->arena, "the policy comes from %.*s, which receivers accept%s%s%s",
        SLICE_ARGS(name_to_text(&by->policy_domain, context->arena)),
        profile->dmarc_at_sender ? "; the verification of " : "",
        profile->dmarc_at_sender ? profile->title : "",
        profile->dmarc_at_sender ? " looks for a record at the sender domain itself" : "");
    finding->advice =
        dmarc_advice_permitted(context, publish_advice("Publish", &context->config->name,
                                                       dmarc_advice_own(context), context->arena));
}

static void judge_cname(struct dmarc_context *context)
{
    const struct dmarc_step *own = &context->by->walk.steps[0];
    struct finding *finding;

    if (own->answer == NULL || own->answer->chain_count == 0 ||
        !context->config->profile->dmarc_at_sender) {
        return;
    }
    finding = dmarc_context_add_own(context, FINDING_DMARC_CNAME);
    finding->type = "CNAME";
    finding->message =
        arena_printf(context->arena,
                     "%.*s is a CNAME to %.*s: receivers follow it, the verification of %s wants "
                     "a TXT record",
                     SLICE_ARGS(finding->name),
                     SLICE_ARGS(name_to_text(own->answer->chain[0].data.name, context->arena)),
                     context->config->profile->title);
}

/* ---- 5: generations and alignment ---- */

static const char *policy_word(const struct dmarc_discovery *found)
{
    const char *word = dmarc_policy_text(found->here.policy);

    return word != NULL ? word : "no policy";
}

/* "reject from example.com", "no policy". */
static struct slice policy_words(const struct dmarc_context *context,
                                 const struct dmarc_discovery *found)
{
    if (!found->has_policy_domain) {
        return SLICE("no policy");
    }
    return arena_printf(context->arena, "%s from %.*s", policy_word(found),
                        SLICE_ARGS(name_to_text(&found->policy_domain, context->arena)));
}

static void judge_generations(struct dmarc_context *context)
{
    const struct dmarc_discovery *a = &context->found[DMARC_METHOD_9989];
    const struct dmarc_discovery *b = &context->found[DMARC_METHOD_7489];
    bool unknown = a->result == DMARC_DISCOVERY_TEMPERROR ||
                   b->result == DMARC_DISCOVERY_TEMPERROR || !a->has_org_domain;
    bool none = !a->has_policy_domain && !b->has_policy_domain;
    bool same_policy = a->here.policy == b->here.policy &&
                       a->has_policy_domain == b->has_policy_domain &&
                       (!a->has_policy_domain || name_equal(&a->policy_domain, &b->policy_domain));
    struct finding *finding;

    if (unknown || none || (same_policy && name_equal(&a->org_domain, &b->org_domain))) {
        return;
    }
    finding = dmarc_context_add_own(context, FINDING_DMARC_GENERATIONS_DIFFER);
    finding->message =
        same_policy ? arena_printf(
                          context->arena,
                          "receivers of RFC 9989 take %.*s for the organizational domain, those of "
                          "RFC 7489 %.*s: what is aligned differs",
                          SLICE_ARGS(name_to_text(&a->org_domain, context->arena)),
                          SLICE_ARGS(name_to_text(&b->org_domain, context->arena)))
                    : arena_printf(context->arena,
                                   "receivers of RFC 9989 apply %.*s, those of RFC 7489 %.*s",
                                   SLICE_ARGS(policy_words(context, a)),
                                   SLICE_ARGS(policy_words(context, b)));
}

static enum status align(struct dmarc_context *context, const struct dns_name *identifier,
                         bool strict, enum dmarc_alignment *ret_alignment)
{
    struct dmarc_align_request request = { .method = context->config->method,
                                           .strict = strict,
                                           .author = &context->config->common.domain,
                                           .identifier = identifier };

    return dmarc_align(&request, context->facts, context->arena, ret_alignment);
}

static enum status find_alignment(struct dmarc_context *context)
{
    const struct dmarc_config *config = context->config;
    const struct dmarc_record *record = context->record;
    enum status status = STATUS_OK;

    if (record == NULL) {
        return STATUS_OK;
    }
    if (config->has_spf_domain) {
        status = align(context, &config->spf_domain, record->aspf_strict, &context->spf);
    }
    if (status == STATUS_OK && config->has_dkim_domain) {
        status = align(context, &config->dkim_domain, record->adkim_strict, &context->dkim);
    }
    return status;
}

static void judge_spf_only(struct dmarc_context *context)
{
    struct finding *finding;

    if (context->spf != DMARC_ALIGNMENT_ALIGNED || context->dkim != DMARC_ALIGNMENT_NOT_ALIGNED ||
        context->by->here.policy != DMARC_POLICY_REJECT) {
        return;
    }
    finding = dmarc_context_add(context, FINDING_DMARC_SPF_ONLY);
    finding->message =
        arena_printf(context->arena,
                     "p=reject, and d=%.*s is not aligned: forwarded mail, which keeps "
                     "DKIM alone, is refused",
                     SLICE_ARGS(name_to_text(&context->config->dkim_domain, context->arena)));
}

/* The alignment of a domain is not known: the step that it hangs on. */
static enum status tell_alignment_unknown(struct dmarc_context *context,
                                          const struct dns_name *identifier)
{
    const struct dns_name *names[2] = { &context->config->common.domain, identifier };
    struct dmarc_same same;
    enum status status = dmarc_same_organization(context->config->method, context->facts, names,
                                                 context->arena, &same);

    if (status == STATUS_OK && same.sameness == DMARC_SAMENESS_UNKNOWN) {
        (void)dmarc_context_temperror(context, &same.trouble, "whether the domains are aligned");
    }
    return status;
}

/* Other records on the way up would make another organizational domain: are they denied? */
static enum status prove_difference(struct dmarc_context *context,
                                    const struct dns_name *identifier, bool strict, bool *ret_doubt)
{
    static const char what[] = "whether the domains are aligned";
    const struct dns_name *starts[2] = { &context->config->common.domain, identifier };

    for (size_t i = 0; i < 2; i++) {
        struct denial denial = { .type = RR_TYPE_TXT };
        const struct dmarc_step *step;
        struct dmarc_walk walk;
        enum status status;

        if (strict || context->config->method != DMARC_METHOD_9989) {
            return STATUS_OK;
        }
        status = dmarc_walk(context->facts, starts[i], context->arena, &walk);
        if (status != STATUS_OK) {
            return status;
        }
        step = dmarc_context_unproved(context, &walk, &denial.grade);
        if (step != NULL && !*ret_doubt) {
            denial.name = &step->name;
            denial.answer = step->answer;
            dmarc_context_doubt(context, &denial, what);
            *ret_doubt = true;
        }
    }
    return STATUS_OK;
}

/* "neither SPF nor DKIM is aligned", or about the one that was given. */
static struct slice misaligned_text(const struct dmarc_context *context)
{
    const struct dmarc_config *config = context->config;
    struct slice author = name_to_text(&config->common.domain, context->arena);

    if (config->has_spf_domain && config->has_dkim_domain) {
        return arena_printf(context->arena,
                            "neither SPF nor DKIM is aligned with %.*s: mail fails DMARC even when "
                            "both pass",
                            SLICE_ARGS(author));
    }
    return arena_printf(
        context->arena, "%s%.*s is not aligned with %.*s: a pass of %s does not count for DMARC",
        config->has_spf_domain ? "the SPF domain " : "d=",
        SLICE_ARGS(name_to_text(config->has_spf_domain ? &config->spf_domain : &config->dkim_domain,
                                context->arena)),
        SLICE_ARGS(author), config->has_spf_domain ? "SPF" : "DKIM");
}

static enum status judge_misaligned(struct dmarc_context *context)
{
    const struct dmarc_config *config = context->config;
    const struct dmarc_record *record = context->record;
    bool doubt = !is_inheritance_proved(context, "whether the domains are aligned");
    enum status status = STATUS_OK;

    if (config->has_spf_domain) {
        status = prove_difference(context, &config->spf_domain, record->aspf_strict, &doubt);
    }
    if (status == STATUS_OK && config->has_dkim_domain) {
        status = prove_difference(context, &config->dkim_domain, record->adkim_strict, &doubt);
    }
    if (status == STATUS_OK && !doubt) {
        dmarc_context_add(context, FINDING_DMARC_MISALIGNED)->message = misaligned_text(context);
    }
    return status;
}

/* One aligned domain is enough; without one, what is unknown might be it. */
static enum status judge_alignment(struct dmarc_context *context)
{
    const struct dmarc_config *config = context->config;

    if (context->by->result != DMARC_DISCOVERY_FOUND ||
        (!config->has_spf_domain && !config->has_dkim_domain)) {
        return STATUS_OK;
    }
    if (context->spf == DMARC_ALIGNMENT_ALIGNED || context->dkim == DMARC_ALIGNMENT_ALIGNED) {
        judge_spf_only(context);
        return STATUS_OK;
    }
    if (context->spf == DMARC_ALIGNMENT_UNKNOWN) {
        return tell_alignment_unknown(context, &config->spf_domain);
    }
    if (context->dkim == DMARC_ALIGNMENT_UNKNOWN) {
        return tell_alignment_unknown(context, &config->dkim_domain);
    }
    return judge_misaligned(context);
}

/* ---- the whole ---- */

static enum status ask(struct dmarc_context *context)
{
    enum status status = discover(context);

    if (status != STATUS_OK || context->by->result == DMARC_DISCOVERY_PENDING) {
        return status;
    }
    find_existence(context);
    if (context->existence == DMARC_EXISTENCE_NO) {
        status = discover(context);
    }
    if (status == STATUS_OK && context->by->has_policy_domain && !context->record->list.broken) {
        status = dmarc_reports_collect(context);
    }
    return status == STATUS_OK ? find_alignment(context) : status;
}

/* The organizational domain is not known, and nothing that was asked for hangs on it. */
static void tell_org_unknown(struct dmarc_context *context)
{
    const struct dmarc_step *trouble = context->by->org_trouble;
    struct finding *finding;

    if (verdict_has(context->verdict, FINDING_DMARC_TEMPERROR)) {
        return;
    }
    finding = verdict_add(context->verdict, FINDING_DMARC_TEMPERROR);
    verdict_set_state(context->verdict, finding, STATE_INFO);
    finding->name = name_to_text(&trouble->name, context->arena);
    finding->type = "TXT";
    finding->message = arena_printf(
        context->arena,
        "%.*s could not be found out: the organizational domain hangs on it, this policy does not",
        SLICE_ARGS(finding->name));
}

static enum status judge(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    enum status status = STATUS_OK;

    dmarc_absence_judge(context);
    if (facts_is_waiting(context->facts)) {
        return STATUS_OK;
    }
    judge_cname(context);
    if (by->has_policy_domain) {
        dmarc_lint_judge(context);
        judge_existence(context);
        judge_minimum(context);
        judge_inherited(context);
        status = judge_alignment(context);
        /* Behind all that the policy hangs on, whose troubles are worse. */
        dmarc_reports_judge(context);
        if (!by->has_org_domain && by->result == DMARC_DISCOVERY_FOUND) {
            tell_org_unknown(context);
        }
    }
    judge_generations(context);
    dmarc_document_show(context);
    return status;
}

enum status dmarc_rules_judge(const struct dmarc_config *config, struct facts *facts,
                              struct arena *arena, struct verdict *verdict,
                              const struct dmarc_details **ret_details)
{
    struct dmarc_details *details = arena_alloc(arena, sizeof *details);
    struct dmarc_context *context;
    enum status status;

    if (details == NULL) {
        return STATUS_NO_MEMORY;
    }
    details->arena = arena;
    context = &details->context;
    context->config = config;
    context->facts = facts;
    context->arena = arena;
    context->verdict = verdict;
    status = ask(context);
    if (status != STATUS_OK) {
        return status;
    }
    *ret_details = details;
    if (!facts_is_waiting(facts)) {
        status = judge(context);
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : status;
}
