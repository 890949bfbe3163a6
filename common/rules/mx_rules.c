/* SPDX-License-Identifier: MIT */
/*
 * The judgement of MX records, in order:
 *
 * 1. Denied, or no usable answer: mx_absence.c.
 * 2. The null MX alone: the domain takes no mail. Beside others it contradicts them.
 * 3. Each exchange: what is wrong with its name, and whether mail gets there. One that is of no use
 *    is a WARNING while others work. When none works, bounces and replies are as lost as without
 *    an MX, so it is CRITICAL where the profile demands an MX, as mx.none is; but only when all
 *    of them were looked into and every denial is proved.
 * 4. What was not heard is neither broken nor fine.
 * 5. Which mail server it is decides nothing: info at most.
 */
#include "rules/mx_context.h"

#include "base/buf.h"
#include "rules/dns_rules.h"
#include "rules/publish.h"

#define VALUES_MAXIMUM 4 /* records shown to publish */

/* ---- what the files share ---- */

struct finding *mx_context_add(struct mx_context *context, enum finding_id id)
{
    struct finding *finding = verdict_add(context->verdict, id);

    finding->name = name_to_text(context->request.domain, context->arena);
    finding->type = "MX";
    return finding;
}

struct slice mx_context_publish(const struct mx_context *context, const char *lead)
{
    const struct profile_mx *mx = &context->request.profile->mx;
    struct slice host = publish_host(context->request.domain, context->arena);
    struct buf buf;

    if (mx->hosts[0] == NULL) {
        return arena_printf(context->arena,
                            "%s as MX at %.*s: a preference, and the name of a mail server of "
                            "your own with one final dot.",
                            lead, SLICE_ARGS(host));
    }
    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    buf_printf(&buf, "%s as MX at %.*s:", lead, SLICE_ARGS(host));
    for (size_t i = 0; i < VALUES_MAXIMUM && mx->hosts[i] != NULL; i++) {
        buf_printf(&buf, "\n%u %s.", mx->preference, mx->hosts[i]);
    }
    buf_add_text(&buf, "\n" MX_DOT_NOTE "\nAny mail server of your own is right as well.");
    return buf_slice(&buf);
}

struct slice mx_context_remedy(const struct mx_context *context)
{
    const char *host = context->request.profile->mx.hosts[0];

    return host == NULL ? SLICE("publish one of your own")
                        : arena_printf(context->arena, "publish %s. or your own", host);
}

void mx_context_temperror(struct mx_context *context, struct slice message, bool is_silent)
{
    struct finding *finding = mx_context_add(context, FINDING_MX_TEMPERROR);

    if (!is_silent) { /* -t SEC:STATE speaks of silence only */
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->rank = 9;
    finding->same_cause = true;
    finding->message = message;
}

/* ---- how many work ---- */

static struct mx_tally count_exchanges(const struct mx_context *context)
{
    struct mx_tally tally = { .lost = context->followed_count == context->record_count };

    for (size_t i = 0; i < context->exchange_count; i++) {
        const struct mx_exchange *exchange = &context->exchanges[i];

        tally.hosts += exchange->problem != MX_PROBLEM_NULL ? 1 : 0;
        tally.fine += mx_defect_is_sound(exchange) ? 1 : 0;
        tally.unknown += exchange->reach == MX_REACH_UNKNOWN ? 1 : 0;
        tally.lost = tally.lost && exchange->reach == MX_REACH_NONE;
    }
    return tally;
}

/* ---- 2: the null MX ---- */

static void judge_null(struct mx_context *context, const struct mx_tally *tally)
{
    const struct profile *profile = context->request.profile;
    bool is_demanded = profile->mx.demanded;
    struct finding *finding;

    if (context->exchange_count == 1 && context->exchanges[0].problem == MX_PROBLEM_NULL) {
        finding = mx_context_add(context, FINDING_MX_NULL);
        verdict_set_state(context->verdict, finding, is_demanded ? STATE_CRITICAL : STATE_INFO);
        finding->message =
            is_demanded
                ? arena_printf(context->arena,
                               "the domain says that it takes no mail (null MX), but %s wants a "
                               "mail server for bounces and replies: %.*s",
                               profile->title, SLICE_ARGS(mx_context_remedy(context)))
                : SLICE("the domain says that it takes no mail (null MX): bounces are refused, and "
                        "receivers may refuse its mail");
        finding->advice = mx_context_publish(context, "Publish in its place");
        return;
    }
    for (size_t i = 0; i < context->exchange_count; i++) {
        if (context->exchanges[i].problem == MX_PROBLEM_NULL) {
            finding = mx_context_add(context, FINDING_MX_NULL_MIXED);
            finding->rank = (unsigned)i;
            finding->message = arena_printf(
                context->arena,
                "a null MX (\".\") stands beside %zu mail server%s: senders may take the domain "
                "for one without mail; remove it",
                tally->hosts, tally->hosts == 1 ? "" : "s");
        }
    }
}

/* ---- 4: what was not heard ---- */

/* `aside`: mail has another server to go to. */
static void tell_trouble(struct mx_context *context, const struct mx_exchange *exchange, bool aside)
{
    struct denial denial = { .name = exchange->name,
                             .type = exchange->trouble_type,
                             .answer = exchange->trouble,
                             .grade = exchange->grade };

    if (!answer_is_negative(exchange->trouble) && aside) {
        dns_rules_trouble_aside(context->verdict, exchange->name, exchange->trouble_type,
                                exchange->trouble);
    } else if (!answer_is_negative(exchange->trouble)) {
        (void)dns_rules_trouble(context->verdict, exchange->name, exchange->trouble_type,
                                exchange->trouble);
    } else if (!verdict_has(context->verdict, FINDING_DNS_RESOLVER_BROKEN)) {
        visibility_explain(context->request.config->why, context->verdict, &denial);
    }
}

static struct slice unknown_text(const struct mx_context *context, const struct mx_exchange *first,
                                 const struct mx_tally *tally)
{
    struct slice others = slice_empty();

    if (tally->hosts > 1) {
        others = arena_printf(context->arena, " (%zu of %zu mail servers are not known)",
                              tally->unknown, tally->hosts);
    }
    return arena_printf(
        context->arena, "whether the MX %.*s can be reached is not known: %s for its %s record%.*s",
        SLICE_ARGS(mx_defect_name(context, first->name, true)),
        answer_is_negative(first->trouble) ? "a denial that proves nothing" : "no usable answer",
        rr_type_text(first->trouble_type), SLICE_ARGS(others));
}

static void judge_unknown(struct mx_context *context, const struct mx_tally *tally)
{
    const struct mx_exchange *first = NULL;
    bool is_silent = true;

    for (size_t i = 0; i < context->exchange_count; i++) {
        const struct mx_exchange *exchange = &context->exchanges[i];

        if (exchange->reach != MX_REACH_UNKNOWN) {
            continue;
        }
        first = first == NULL ? exchange : first;
        is_silent = is_silent && exchange->trouble->class == ANSWER_CLASS_TIMEOUT;
        tell_trouble(context, exchange, tally->fine > 0);
    }
    if (first != NULL) {
        mx_context_temperror(context, unknown_text(context, first, tally), is_silent);
    }
}

/* ---- 5: info ---- */

static bool is_shown(const struct mx_context *context, const struct mx_exchange *exchange)
{
    return mx_repair_is_shown(&context->request, exchange->name) ||
           (exchange->has_meant && mx_repair_is_shown(&context->request, &exchange->meant));
}

/* A sound mail server, and none of those that the profile shows was meant. */
static void judge_own(struct mx_context *context)
{
    const char *const *hosts = context->request.profile->mx.hosts;
    const struct mx_exchange *first = NULL;
    struct finding *finding;

    for (size_t i = 0; i < context->exchange_count; i++) {
        const struct mx_exchange *exchange = &context->exchanges[i];

        if (is_shown(context, exchange)) {
            return;
        }
        if (first == NULL && mx_defect_is_sound(exchange)) {
            first = exchange;
        }
    }
    if (hosts[0] == NULL || first == NULL) {
        return;
    }
    finding = mx_context_add(context, FINDING_MX_OWN);
    finding->message = arena_printf(
        context->arena, "the MX is %.*s, not %s: any mail server that takes the bounces is right",
        SLICE_ARGS(mx_defect_name(context, first->name, true)), hosts[0]);
}

static void judge_duplicate(struct mx_context *context, const struct mx_exchange *exchange)
{
    struct finding *finding;

    if (exchange->record_count < 2) {
        return;
    }
    finding = mx_context_add(context, FINDING_MX_DUPLICATE);
    finding->message = arena_printf(
        context->arena, "the MX %.*s stands in %zu records, with preferences from %u to %u",
        SLICE_ARGS(mx_defect_name(context, exchange->name, true)), exchange->record_count,
        exchange->preference, exchange->last_preference);
}

static void judge_many(struct mx_context *context)
{
    struct finding *finding;

    if (context->followed_count == context->record_count) {
        return;
    }
    finding = mx_context_add(context, FINDING_MX_MANY);
    finding->message = arena_printf(
        context->arena,
        "%zu MX records: the %d preferred mail servers were looked into, %zu "
        "records were not",
        context->record_count, LIMIT_MX_EXCHANGES, context->record_count - context->followed_count);
}

/* ---- the whole ---- */

static void judge_records(struct mx_context *context)
{
    struct mx_tally tally = count_exchanges(context);

    judge_null(context, &tally);
    for (size_t i = 0; i < context->exchange_count; i++) {
        mx_defect_judge(context, i, &tally);
    }
    judge_unknown(context, &tally);
    judge_own(context);
    for (size_t i = 0; i < context->exchange_count; i++) {
        judge_duplicate(context, &context->exchanges[i]);
    }
    judge_many(context);
}

static enum status judge(struct mx_context *context)
{
    enum status status;

    if (context->answer->class != ANSWER_CLASS_POSITIVE) {
        return mx_absence_judge(context);
    }
    status = mx_exchange_collect(context);
    if (status == STATUS_OK && !facts_is_waiting(context->facts)) {
        judge_records(context);
    }
    return status;
}

enum status mx_rules_judge(const struct mx_request *request, struct facts *facts,
                           struct arena *arena, struct verdict *verdict,
                           const struct mx_details **ret_details)
{
    struct mx_details *details = arena_alloc(arena, sizeof *details);
    struct mx_context *context;
    enum status status = STATUS_OK;

    if (details == NULL) {
        return STATUS_NO_MEMORY;
    }
    context = &details->context;
    context->request = *request;
    context->facts = facts;
    context->arena = arena;
    context->verdict = verdict;
    context->answer = facts_resolve(facts, request->domain, RR_TYPE_MX);
    if (context->answer != NULL) {
        status = judge(context);
    }
    if (status != STATUS_OK) {
        return status;
    }
    *ret_details = details;
    if (!facts_is_waiting(facts)) {
        mx_document_show(context);
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}
