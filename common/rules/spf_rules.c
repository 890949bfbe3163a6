/* SPDX-License-Identifier: MIT */
/*
 * The judgement on one sender domain's SPF, in order:
 *
 * 1. check_host() for every --ip, and the cost tree of the subject's record: both want what they
 * miss.
 * 2. The record itself: there, absent (with the grade of the denial), several, or not heard.
 * 3. The service's include.
 * 4. While answers are wanted that is all; the rest would only be thrown away.
 * 5. The tree's limits, the record's text, its networks, what the evaluations came to.
 * 6. Performance data and the sentence for a record that is fine.
 */
#include "rules/spf_rules.h"

#include "base/limits.h"
#include "rules/dns_rules.h"
#include "rules/invisible.h"
#include "rules/publish.h"
#include "rules/spf_context.h"
#include "rules/visibility.h"

/* ---- 1: evaluations ---- */

static void make_request(const struct spf_context *context, size_t client,
                         struct spf_request *request)
{
    const struct spf_config *config = context->config;

    *request = (struct spf_request){ .client = config->clients[client],
                                     .helo = config->helo,
                                     .sender = config->sender,
                                     .receiver = config->receiver,
                                     .void_limit = LIMIT_SPF_VOIDS };
    if (!config->common.has_domain) {
        return;
    }
    request->domain = context->subject;
    if (!config->has_sender) {
        request->sender =
            arena_printf(context->arena, "postmaster@%.*s", SLICE_ARGS(context->subject));
    }
    if (request->helo.length == 0) {
        request->helo = context->subject;
    }
}

static enum status evaluate_clients(struct spf_context *context)
{
    size_t count = context->config->client_count;

    context->requests = arena_alloc_array(context->arena, count, sizeof *context->requests);
    context->evaluations = arena_alloc_array(context->arena, count, sizeof *context->evaluations);
    if (context->requests == NULL || context->evaluations == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        enum status status;

        make_request(context, i, &context->requests[i]);
        status = spf_evaluate(&context->requests[i], &context->world, &context->evaluations[i]);
        if (status != STATUS_OK) {
            return status;
        }
    }
    context->evaluation_count = count;
    return STATUS_OK;
}

static enum status build_tree(struct spf_context *context)
{
    const struct spf_config *config = context->config;
    struct spf_cost_options options = { .ip4 = config->client_count == 0,
                                        .ip6 = config->client_count == 0 };

    for (size_t i = 0; i < config->client_count; i++) {
        bool ip4 = address_unmapped(config->clients[i]).family == ADDRESS_FAMILY_IP4;

        options.ip4 = options.ip4 || ip4;
        options.ip6 = options.ip6 || !ip4;
    }
    if (config->client_count > 0) {
        options.request = &context->requests[0];
    }
    return spf_cost_build(&context->world, &config->subject, &options, &context->tree);
}

/* ---- 2: the record itself ---- */

/* What to publish: what was meant, as far as it can be seen, else a first record. */
static struct slice none_advice(const struct spf_context *context, const struct dns_answer *answer)
{
    struct slice mended = slice_empty();

    for (size_t i = 0; i < answer->record_count && mended.length == 0; i++) {
        const struct rr *rr = &answer->records[i];

        if (copy_errors_resembles_spf(rr->data.txt.joined)) {
            mended = spf_advice_mended(context, rr);
        }
    }
    return mended.length > 0 ? mended : spf_advice_first(context);
}

static void judge_none(struct spf_context *context, const struct dns_answer *answer)
{
    struct finding *finding;
    struct slice target = slice_empty();
    const char *what = answer->class == ANSWER_CLASS_NXDOMAIN ? "the name does not exist"
                       : answer->class == ANSWER_CLASS_NODATA ? "there is no TXT record"
                                                              : "no TXT record begins with v=spf1";

    if (answer->chain_count > 0) {
        target = arena_printf(context->arena, "it is a CNAME to %.*s: ",
                              SLICE_ARGS(spf_context_text(context, answer->final)));
    }
    finding = spf_context_add(context, FINDING_SPF_NONE, context->tree.root, NULL);
    finding->rank =
        answer->class == ANSWER_CLASS_POSITIVE ? 4 : 0; /* what pasting did comes first */
    finding->message =
        arena_printf(context->arena, "no SPF record (%.*s%s): receivers cannot tell who may send",
                     SLICE_ARGS(target), what);
    finding->advice =
        arena_printf(context->arena, "Publish as TXT at %.*s%s:\n%.*s",
                     SLICE_ARGS(publish_host(&context->config->subject, context->arena)),
                     answer->chain_count > 0 ? ", in the place of the CNAME" : "",
                     SLICE_ARGS(none_advice(context, answer)));
}

/* A record that does not come: why. */
static enum status judge_invisible(struct spf_context *context, const struct dns_answer *answer)
{
    const struct config *config = &context->config->common;
    struct denial denial = { .name = &context->config->subject,
                             .type = RR_TYPE_TXT,
                             .answer = answer };
    struct invisible invisible;
    enum status status =
        invisible_judge(config, context->facts, context->verdict, &denial, &invisible);

    if (status != STATUS_OK) {
        return status;
    }
    context->differential = invisible.differential;
    switch (invisible.outcome) {
    case INVISIBLE_ABSENT:
        visibility_explain(config->why, context->verdict, &denial);
        judge_none(context, denial.answer);
        break;
    case INVISIBLE_DOUBTFUL:
        context->doubt = true;
        break;
    case INVISIBLE_PENDING:
    case INVISIBLE_EXPLAINED: /* a domain that is not there lacks more than a record */
        break;
    }
    return STATUS_OK;
}

static void judge_multiple(struct spf_context *context)
{
    const struct spf_fetch *fetch = context->tree.root->fetch;
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_MULTIPLE, context->tree.root, NULL);

    finding->message = arena_printf(
        context->arena, "%zu SPF records where one is allowed, so receivers answer permerror",
        fetch->spf_count);
    finding->advice =
        arena_printf(context->arena, "Replace them by this one, as TXT at %.*s:\n%.*s",
                     SLICE_ARGS(publish_host(&context->config->subject, context->arena)),
                     SLICE_ARGS(spf_advice_merged(context)));
}

static enum status judge_record(struct spf_context *context)
{
    const struct spf_fetch *fetch = context->tree.root->fetch;

    if (fetch->state == SPF_FETCH_MULTIPLE) {
        judge_multiple(context);
    } else if (fetch->state == SPF_FETCH_NONE && fetch->answer->class == ANSWER_CLASS_POSITIVE) {
        judge_none(context, fetch->answer);
    } else if (fetch->state == SPF_FETCH_NONE ||
               (fetch->state == SPF_FETCH_TROUBLE && invisible_is_failure(fetch->answer))) {
        return judge_invisible(context, fetch->answer);
    }
    return STATUS_OK;
}

/* Answers of the tree that are no use: each class once, and what hangs on them. */
static void judge_troubles(struct spf_context *context)
{
    const struct spf_trouble *first = context->tree.troubles;
    bool silent = true;

    if (first == NULL) {
        return;
    }
    for (const struct spf_trouble *entry = first; entry != NULL; entry = entry->next) {
        (void)dns_rules_trouble(context->verdict, &entry->name, entry->type, entry->answer);
        silent = silent && entry->answer->class == ANSWER_CLASS_TIMEOUT;
    }
    if (context->tree.root->fetch->state == SPF_FETCH_TROUBLE) {
        spf_context_temperror(context, SLICE("nothing is known about the SPF record"), silent);
    } else {
        spf_context_temperror(
            context,
            arena_printf(context->arena,
                         "the record could not be judged whole: %s of %.*s could not be found out",
                         rr_type_text(first->type),
                         SLICE_ARGS(spf_context_text(context, &first->name))),
            silent);
    }
}

/* ---- 5: evaluations ---- */

static void judge_unexpected(struct spf_context *context, size_t client)
{
    const struct spf_evaluation *evaluation = &context->evaluations[client];
    struct slice ip = context->config->client_texts[client];
    struct finding *finding = verdict_add(context->verdict, FINDING_SPF_UNEXPECTED_RESULT);

    finding->name = evaluation->domain;
    finding->type = "TXT";
    finding->rank = (unsigned)client;
    finding->message =
        arena_printf(context->arena, "%.*s gets %s, expected %s: %.*s", SLICE_ARGS(ip),
                     spf_result_text(evaluation->result), spf_result_text(context->config->expect),
                     SLICE_ARGS(evaluation->cause));
}

static void judge_evaluation(struct spf_context *context, size_t client)
{
    const struct spf_evaluation *evaluation = &context->evaluations[client];
    enum spf_result expect = context->config->expect;
    struct slice ip = context->config->client_texts[client];

    if (evaluation->result == expect || evaluation->result == SPF_RESULT_PENDING) {
        return;
    }
    if (evaluation->result == SPF_RESULT_TEMPERROR) {
        bool silent =
            evaluation->trouble != NULL && evaluation->trouble->class == ANSWER_CLASS_TIMEOUT;

        spf_context_temperror(context,
                              arena_printf(context->arena, "%.*s: %.*s", SLICE_ARGS(ip),
                                           SLICE_ARGS(evaluation->cause)),
                              silent);
    } else if (expect != SPF_RESULT_PENDING && context->doubt) {
        spf_context_temperror(
            context,
            arena_printf(context->arena, "%.*s: what it gets is not proved", SLICE_ARGS(ip)),
            false);
    } else if (expect != SPF_RESULT_PENDING) {
        judge_unexpected(context, client);
    }
}

/* Lines for -v: what each client gets and why. */
static struct slice evaluation_lines(const struct spf_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->evaluation_count; i++) {
        const struct spf_evaluation *evaluation = &context->evaluations[i];

        buf_printf(&buf, "%s%.*s gets %s: %.*s (%u lookups, %u voids)", i > 0 ? "\n" : "",
                   SLICE_ARGS(context->config->client_texts[i]),
                   spf_result_text(evaluation->result), SLICE_ARGS(evaluation->cause),
                   evaluation->lookups, evaluation->voids);
    }
    return buf_slice(&buf);
}

/* ---- 6: numbers and sentences ---- */

static void add_perfdata(struct spf_context *context)
{
    const struct spf_record *record = spf_context_record(context);
    const struct spf_cost *root = context->tree.root;
    struct perfdata *datum = verdict_add_perfdata(context->verdict, "lookups");
    struct range voids;
    struct range voids_limit;
    struct range octets;

    *datum = (struct perfdata){ .label = datum->label,
                                .unit = "",
                                .warning = context->config->common.warning,
                                .critical = context->config->common.critical,
                                .has_minimum = true };
    datum->known =
        record != NULL && root != NULL && (root->known || root->lookups > LIMIT_SPF_LOOKUPS);
    datum->value = root != NULL ? root->lookups : 0;

    datum = verdict_add_perfdata(context->verdict, "voids");
    *datum = (struct perfdata){ .label = datum->label, .unit = "", .has_minimum = true };
    datum->known = record != NULL && root != NULL && (root->known || root->voids > LIMIT_SPF_VOIDS);
    datum->value = root != NULL ? root->voids : 0;
    if (range_parse(SLICE("1"), &voids) == STATUS_OK &&
        range_parse(SLICE("2"), &voids_limit) == STATUS_OK) {
        datum->warning = voids;
        datum->critical = voids_limit;
    }

    datum = verdict_add_perfdata(context->verdict, "answer_bytes");
    *datum = (struct perfdata){ .label = datum->label, .unit = "B", .has_minimum = true };
    datum->known = root != NULL && root->fetch->answer != NULL &&
                   root->fetch->answer->class == ANSWER_CLASS_POSITIVE;
    if (range_parse(SLICE("450"), &octets) == STATUS_OK) {
        datum->warning = octets;
    }
    if (datum->known) {
        datum->value = (double)context->subject.length;
        for (size_t i = 0; i < root->fetch->answer->record_count; i++) {
            datum->value += (double)root->fetch->answer->records[i].data.txt.joined.length;
        }
    }
}

/* "~all", "redirect=…", or that there is neither. */
static struct slice ending_text(const struct spf_record *record)
{
    const struct spf_term *all = spf_record_find(record, SPF_TERM_ALL);
    const struct spf_term *redirect = spf_record_find(record, SPF_TERM_REDIRECT);

    if (all != NULL) {
        return all->text;
    }
    return redirect != NULL ? redirect->text : SLICE("no all");
}

static struct slice fine_text(const struct spf_context *context)
{
    const struct spf_record *record = spf_context_record(context);
    const struct spf_cost *root = context->tree.root;
    const struct profile *profile = context->config->profile;
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    if (record != NULL && root != NULL) {
        buf_printf(&buf, "%u of %d lookups, ", root->lookups, LIMIT_SPF_LOOKUPS);
        if (root->voids > 0) {
            buf_printf(&buf, "%u void%s, ", root->voids, root->voids > 1 ? "s" : "");
        } else {
            buf_add_text(&buf, "no voids, ");
        }
        buf_add(&buf, ending_text(record));
        if (context->provider_reached && profile->spf_demanded && profile->spf_include != NULL) {
            buf_printf(&buf, ", %s reached", profile->spf_include);
        }
    }
    for (size_t i = 0; i < context->evaluation_count; i++) {
        buf_printf(&buf, "%s%.*s gets %s", buf.length > 0 ? ", " : "",
                   SLICE_ARGS(context->config->client_texts[i]),
                   spf_result_text(context->evaluations[i].result));
    }
    return buf_slice(&buf);
}

/* Lines for -vv: every record of the tree as published. */
static struct slice record_lines(const struct spf_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (const struct spf_cost *cost = context->tree.root; cost != NULL; cost = cost->next) {
        const struct dns_answer *answer = cost->fetch->answer;

        for (size_t i = 0; answer != NULL && i < answer->record_count; i++) {
            buf_printf(&buf, "%s%.*s TXT ", buf.length > 0 ? "\n" : "",
                       SLICE_ARGS(spf_context_text(context, &cost->fetch->name)));
            buf_add_line(&buf, answer->records[i].data.txt.joined);
        }
    }
    return buf_slice(&buf);
}

static void add_evidence(struct spf_context *context)
{
    struct verdict *verdict = context->verdict;
    struct slice parts[] = { verdict->evidence, slice_empty(), evaluation_lines(context) };
    struct buf buf;

    if (!verdict_has(verdict, FINDING_SPF_LOOKUP_LIMIT) &&
        !verdict_has(verdict, FINDING_SPF_MANY_LOOKUPS)) {
        parts[1] = spf_limits_draw(context);
    }
    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT * 4);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].length > 0) {
            buf_add_text(&buf, buf.length > 0 ? "\n" : "");
            buf_add(&buf, parts[i]);
        }
    }
    verdict->evidence = buf_slice(&buf);
}

/* ---- the whole ---- */

static enum status judge_subject(struct spf_context *context)
{
    enum status status = build_tree(context);

    if (status != STATUS_OK) {
        return status;
    }
    status = judge_record(context);
    if (status == STATUS_OK) {
        status = spf_provider_judge(context);
    }
    if (status != STATUS_OK || facts_is_waiting(context->facts)) {
        return status;
    }
    judge_troubles(context);
    spf_limits_judge(context);
    spf_lint_judge(context);
    spf_networks_judge(context);
    return STATUS_OK;
}

enum status spf_rules_judge(const struct spf_config *config, struct facts *facts,
                            struct arena *arena, struct verdict *verdict,
                            const struct spf_details **ret_details)
{
    struct spf_context *context = arena_alloc(arena, sizeof *context);
    struct spf_details *details = arena_alloc(arena, sizeof *details);
    enum status status;

    if (context == NULL || details == NULL) {
        return STATUS_NO_MEMORY;
    }
    *context = (struct spf_context){ .config = config,
                                     .facts = facts,
                                     .arena = arena,
                                     .verdict = verdict,
                                     .world = { .facts = facts, .arena = arena } };
    if (config->has_subject) {
        context->subject = name_to_text(&config->subject, arena);
    }
    status = evaluate_clients(context);
    if (status == STATUS_OK && config->has_subject) {
        status = judge_subject(context);
    }
    if (status != STATUS_OK) {
        return status;
    }
    *details = (struct spf_details){ .root = context->tree.root,
                                     .requests = context->requests,
                                     .evaluations = context->evaluations,
                                     .evaluation_count = context->evaluation_count,
                                     .config = config,
                                     .context = context,
                                     .differential = context->differential };
    *ret_details = details;
    if (facts_is_waiting(facts)) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < context->evaluation_count; i++) {
        judge_evaluation(context, i);
    }
    add_perfdata(context);
    verdict->fine = fine_text(context);
    if (config->common.verbosity > 0) {
        add_evidence(context);
    }
    if (config->common.verbosity > 1) {
        verdict->records = record_lines(context);
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}
