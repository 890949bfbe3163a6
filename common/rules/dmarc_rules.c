/* SPDX-License-Identifier: MIT */
/*
 * The judgement on one sender domain's DMARC, in order:
 *
 * 1. Discovery by both methods; all names of the walk are asked together.
 * 2. Where the policy is inherited and the sender's own name was denied: does the sender exist?
 * 3. No record, several, not heard: with the grade of the denials.
 * 4. The record that applies: its text, where its reports go, what is demanded of its policy.
 * 5. What the other generation of receivers makes of it; alignment.
 * 6. Performance data and the sentence for a record that is fine.
 */
#include "rules/dmarc_rules.h"

#include "base/buf.h"
#include "base/limits.h"
#include "rules/dmarc_context.h"
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
    if (answer != NULL && answer_is_conclusive(answer)) {
        context->existence = answer->class == ANSWER_CLASS_NXDOMAIN && answer->chain_count == 0
                                 ? DMARC_EXISTENCE_NO
                                 : DMARC_EXISTENCE_YES;
    }
}

/* ---- 4: what is demanded ---- */

static void judge_minimum(struct dmarc_context *context)
{
    enum dmarc_policy policy = context->by->here.policy;
    struct finding *finding;

    if (context->by->result != DMARC_DISCOVERY_FOUND || policy >= context->config->minimum) {
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
    finding->message = arena_printf(
        context->arena, "the policy comes from %.*s, which receivers accept%s%s%s",
        SLICE_ARGS(name_to_text(&by->policy_domain, context->arena)),
        profile->dmarc_at_sender ? "; the verification of " : "",
        profile->dmarc_at_sender ? profile->title : "",
        profile->dmarc_at_sender ? " looks for a record at the sender domain itself" : "");
    finding->advice = publish_advice("Publish", &context->config->name, dmarc_advice_own(context),
                                     context->arena);
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

static void judge_alignment(struct dmarc_context *context)
{
    bool aligned =
        context->spf == DMARC_ALIGNMENT_ALIGNED || context->dkim == DMARC_ALIGNMENT_ALIGNED;
    bool unknown =
        context->spf == DMARC_ALIGNMENT_UNKNOWN || context->dkim == DMARC_ALIGNMENT_UNKNOWN;
    bool asked =
        context->spf != DMARC_ALIGNMENT_PENDING || context->dkim != DMARC_ALIGNMENT_PENDING;
    struct finding *finding;

    if (!asked) {
        return;
    }
    if (aligned) {
        if (context->dkim == DMARC_ALIGNMENT_NOT_ALIGNED &&
            context->by->here.policy == DMARC_POLICY_REJECT) {
            finding = dmarc_context_add(context, FINDING_DMARC_SPF_ONLY);
            finding->message = arena_printf(
                context->arena,
                "p=reject, and d=%.*s is not aligned: forwarded mail, which keeps "
                "DKIM alone, is refused",
                SLICE_ARGS(name_to_text(&context->config->dkim_domain, context->arena)));
        }
        return;
    }
    finding =
        dmarc_context_add(context, unknown ? FINDING_DMARC_TEMPERROR : FINDING_DMARC_MISALIGNED);
    finding->message =
        unknown
            ? SLICE("the organizational domains could not be found out: whether the domains are "
                    "aligned hangs on it")
            : arena_printf(
                  context->arena,
                  "neither SPF nor DKIM is aligned with %.*s: mail fails DMARC even "
                  "when both pass",
                  SLICE_ARGS(name_to_text(&context->config->common.domain, context->arena)));
    if (unknown) {
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
}

/* ---- 6: numbers and sentences ---- */

static void add_perfdata(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    struct perfdata *datum = verdict_add_perfdata(context->verdict, "policy");
    size_t refused = 0;

    *datum = (struct perfdata){ .label = datum->label,
                                .unit = "",
                                .known = by->result == DMARC_DISCOVERY_FOUND,
                                .has_minimum = true,
                                .has_maximum = true,
                                .maximum = 2 };
    if (datum->known) {
        datum->value = (double)by->here.policy - (double)DMARC_POLICY_NONE;
    }
    for (size_t i = 0; i < context->destination_count; i++) {
        refused += context->destinations[i].permission == DMARC_PERMISSION_NONE ||
                           context->destinations[i].permission == DMARC_PERMISSION_BROKEN
                       ? 1
                       : 0;
    }
    datum = verdict_add_perfdata(context->verdict, "external_refused");
    *datum = (struct perfdata){ .label = datum->label,
                                .unit = "",
                                .known = context->record != NULL,
                                .value = (double)refused,
                                .has_minimum = true };
}

/* "p=none, reports to dmarc@example.com". */
static struct slice fine_text(const struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    const char *policy = dmarc_policy_text(by->here.policy);
    struct buf buf;

    if (context->record == NULL || policy == NULL) {
        return slice_empty();
    }
    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    buf_printf(&buf, "%s=%s", by->here.tag, policy);
    if (by->inherited) {
        buf_printf(&buf, " from %.*s",
                   SLICE_ARGS(name_to_text(&by->policy_domain, context->arena)));
    }
    for (size_t i = 0; i < context->destination_count; i++) {
        const struct report_address *address = context->destinations[i].address;

        buf_add_text(&buf, i == 0 ? ", reports to " : ", ");
        buf_add(&buf, address->mailto ? address->mailbox : address->uri);
    }
    buf_add_text(&buf, context->destination_count == 0 ? ", no reports" : "");
    return buf_slice(&buf);
}

static void write_discovery(const struct dmarc_context *context, const char *standard,
                            const struct dmarc_discovery *found, struct buf *buf)
{
    const char *missing = dmarc_policy_text(found->missing.policy);

    buf_printf(buf, "%s: %s", standard, dmarc_discovery_text(found->result));
    if (found->has_policy_domain) {
        buf_printf(buf, " at %.*s, policy %s",
                   SLICE_ARGS(name_to_text(&found->policy_domain, context->arena)),
                   policy_word(found));
    }
    if (missing != NULL) {
        buf_printf(buf, ", for names below that do not exist %s", missing);
    }
    buf_printf(buf, ", organizational domain %.*s",
               SLICE_ARGS(found->has_org_domain ? name_to_text(&found->org_domain, context->arena)
                                                : SLICE("not known")));
}

/* Lines for -v: both generations, the walk, alignment. */
static struct slice evidence_lines(const struct dmarc_context *context)
{
    const struct dmarc_walk *walk = &context->found[DMARC_METHOD_9989].walk;
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    write_discovery(context, "RFC 9989", &context->found[DMARC_METHOD_9989], &buf);
    buf_add_octet(&buf, '\n');
    write_discovery(context, "RFC 7489", &context->found[DMARC_METHOD_7489], &buf);
    for (size_t i = 0; i < walk->count; i++) {
        const struct dmarc_step *step = &walk->steps[i];

        buf_printf(&buf, "\n%.*s: %s, %zu DMARC records",
                   SLICE_ARGS(name_to_text(&step->name, context->arena)),
                   step->answer != NULL ? answer_class_text(step->answer->class) : "not asked",
                   step->record_count);
    }
    if (context->spf != DMARC_ALIGNMENT_PENDING) {
        buf_printf(&buf, "\nSPF domain %.*s: %s",
                   SLICE_ARGS(name_to_text(&context->config->spf_domain, context->arena)),
                   dmarc_alignment_text(context->spf));
    }
    if (context->dkim != DMARC_ALIGNMENT_PENDING) {
        buf_printf(&buf, "\nDKIM domain %.*s: %s",
                   SLICE_ARGS(name_to_text(&context->config->dkim_domain, context->arena)),
                   dmarc_alignment_text(context->dkim));
    }
    return buf_slice(&buf);
}

/* Lines for -vv: every TXT of the walk as published. */
static struct slice record_lines(const struct dmarc_context *context)
{
    const struct dmarc_walk *walk = &context->found[DMARC_METHOD_9989].walk;
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TXT);
    for (size_t i = 0; i < walk->count; i++) {
        const struct dns_answer *answer = walk->steps[i].answer;

        for (size_t r = 0; answer != NULL && r < answer->record_count; r++) {
            buf_printf(&buf, "%s%.*s TXT ", buf.length > 0 ? "\n" : "",
                       SLICE_ARGS(name_to_text(&walk->steps[i].name, context->arena)));
            buf_add_line(&buf, answer->records[r].data.txt.joined);
        }
    }
    return buf_slice(&buf);
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

static void judge(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;

    dmarc_absence_judge(context);
    if (facts_wants_needed(context->facts)) {
        return;
    }
    judge_cname(context);
    if (by->has_policy_domain) {
        dmarc_lint_judge(context);
        dmarc_reports_judge(context);
        judge_minimum(context);
        judge_inherited(context);
        judge_alignment(context);
        if (!by->has_org_domain && by->result == DMARC_DISCOVERY_FOUND) {
            tell_org_unknown(context);
        }
    }
    judge_generations(context);
    add_perfdata(context);
    context->verdict->fine = fine_text(context);
    if (context->config->common.verbosity > 0) {
        context->verdict->evidence = evidence_lines(context);
    }
    if (context->config->common.verbosity > 1) {
        context->verdict->records = record_lines(context);
    }
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
    if (!facts_wants_needed(facts)) {
        judge(context);
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}
