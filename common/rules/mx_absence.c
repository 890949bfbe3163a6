/* SPDX-License-Identifier: MIT */
/*
 * No MX record was seen, in order:
 *
 * 1. Denied, and nobody wants one: info, in the words of the resolver.
 * 2. Denied, and the profile wants one: the denial is graded and looked behind. Only a proved one
 *    makes mx.none CRITICAL; a cause outside the record says itself what is wrong.
 * 3. Proved to be absent: perhaps the record stands at a name that a misunderstood host field
 * makes.
 * 4. No usable answer: not known, and for a resolver that fails perhaps a cause in the domain.
 *
 * A domain without MX gets its mail at its own address (RFC 5321 5.1, the implicit MX). That is
 * said; it does not satisfy a service that looks for a record.
 */
#include "rules/mx_context.h"

#include "rules/dns_rules.h"
#include "rules/invisible.h"
#include "rules/misplaced.h"

/* ---- the implicit MX ---- */

/* A name that does not exist has no address, either. */
static void ask_own(struct mx_context *context)
{
    static const enum rr_type types[MX_FAMILIES] = { RR_TYPE_A, RR_TYPE_AAAA };

    for (size_t i = 0; context->answer->class == ANSWER_CLASS_NODATA && i < MX_FAMILIES; i++) {
        context->own[i] = facts_resolve(context->facts, context->request.domain, types[i]);
    }
}

/* Where mail for the domain goes. */
static struct slice own_text(const struct mx_context *context)
{
    bool is_denied = true;

    for (size_t i = 0; i < MX_FAMILIES; i++) {
        const struct dns_answer *answer = context->own[i];

        if (answer != NULL && answer->class == ANSWER_CLASS_POSITIVE) {
            struct slice text = address_to_text(&answer->records[0].data.address, context->arena);

            return arena_printf(context->arena, "bounces and replies go to its own address %.*s",
                                SLICE_ARGS(text));
        }
        is_denied = is_denied && (answer == NULL || answer_is_negative(answer));
    }
    return is_denied ? SLICE("bounces and replies are lost")
                     : SLICE("whether bounces and replies reach its own address is not known");
}

/* ---- 1 and 2 ---- */

static struct slice absent_text(const struct mx_context *context, const struct dns_answer *answer)
{
    if (answer->chain_count > 0) {
        return arena_printf(context->arena, "it is a CNAME to %.*s, which has none",
                            SLICE_ARGS(name_to_text(answer->final, context->arena)));
    }
    return answer->class == ANSWER_CLASS_NXDOMAIN ? SLICE("the name does not exist")
                                                  : SLICE("the name has none");
}

/* None, and none is wanted. */
static void judge_free(struct mx_context *context)
{
    struct finding *finding = mx_context_add(context, FINDING_MX_NONE);

    context->is_absent = true;
    verdict_set_state(context->verdict, finding, STATE_INFO);
    finding->message = arena_printf(
        context->arena, "no MX record, as the resolver tells it (%.*s); %.*s",
        SLICE_ARGS(absent_text(context, context->answer)), SLICE_ARGS(own_text(context)));
    finding->advice = mx_context_publish(context, "Where replies are wanted, publish");
}

static struct finding *add_none(struct mx_context *context, const struct dns_answer *answer)
{
    struct finding *finding = mx_context_add(context, FINDING_MX_NONE);
    const char *title = context->request.profile->title;
    struct slice remedy = mx_context_remedy(context);

    context->is_absent = true;
    finding->message =
        arena_printf(context->arena, "no MX record (%.*s): %s wants one, and %.*s; %.*s",
                     SLICE_ARGS(absent_text(context, answer)), title, SLICE_ARGS(own_text(context)),
                     SLICE_ARGS(remedy));
    if (finding->message.length > LIMIT_FIRST_LINE) {
        finding->brief = arena_printf(context->arena, "no MX record, and %s wants one: %.*s", title,
                                      SLICE_ARGS(remedy));
    }
    finding->advice = mx_context_publish(
        context, answer->chain_count > 0 ? "Publish, in the place of the CNAME," : "Publish");
    return finding;
}

/* ---- 3 ---- */

/* Whether names beside the place have MX records, too: a wildcard, and nobody put it there. */
static bool is_wildcard(struct mx_context *context, const struct dns_name *place)
{
    struct dns_name parent;
    struct dns_name probe;
    const struct dns_answer *answer;

    if (!name_parent(place, &parent) ||
        name_prepend(SLICE("no-such-name-of-check-ses"), &parent, &probe) != STATUS_OK) {
        return false;
    }
    answer = facts_resolve(context->facts, &probe, RR_TYPE_MX);
    return answer == NULL || !answer_is_negative(answer);
}

static bool explain_misplaced(struct mx_context *context)
{
    struct misplaced_search search = {
        .labels = "", .sender = context->request.domain, .type = RR_TYPE_MX, .others = { NULL }
    };
    struct dns_name found;

    if (context->request.config->why == CONFIG_WHY_NONE ||
        !misplaced_find(&search, context->facts, &found) || is_wildcard(context, &found)) {
        return false;
    }
    misplaced_report(context->verdict, context->request.domain, &found)->type = "MX";
    return true;
}

/* Whatever ails the resolver: the zone's own server may deny it. */
static void judge_absent(struct mx_context *context, const struct denial *denial)
{
    bool is_denied = answer_is_negative(context->answer);
    bool is_misplaced;
    struct finding *finding;

    if (!is_denied) {
        (void)dns_rules_trouble(context->verdict, context->request.domain, RR_TYPE_MX,
                                context->answer);
    }
    is_misplaced = is_denied && explain_misplaced(context);
    if (!is_misplaced) {
        visibility_explain(context->request.config->why, context->verdict, denial);
    }
    finding = add_none(context, denial->answer);
    if (is_misplaced) {
        finding->rank = 1;
        finding->same_cause = true;
    }
}

/* ---- 4 ---- */

static void judge_unheard(struct mx_context *context)
{
    (void)dns_rules_trouble(context->verdict, context->request.domain, RR_TYPE_MX, context->answer);
    mx_context_temperror(context, SLICE("nothing is known about the MX records"),
                         context->answer->class == ANSWER_CLASS_TIMEOUT);
}

/* ---- the whole ---- */

enum status mx_absence_judge(struct mx_context *context)
{
    struct denial denial = { .name = context->request.domain,
                             .type = RR_TYPE_MX,
                             .answer = context->answer };
    bool is_denied = answer_is_negative(context->answer);
    bool is_demanded = context->request.profile->mx.demanded;
    struct invisible invisible = { .outcome = INVISIBLE_DOUBTFUL };
    enum status status = STATUS_OK;

    ask_own(context);
    if (is_denied && !is_demanded) {
        judge_free(context);
        return STATUS_OK;
    }
    if (is_demanded && (is_denied || invisible_is_failure(context->answer))) {
        status = invisible_judge(context->request.config, context->facts, context->verdict, &denial,
                                 &invisible);
    }
    if (status != STATUS_OK) {
        return status;
    }
    context->differential = invisible.differential;
    if (invisible.outcome == INVISIBLE_ABSENT) {
        judge_absent(context, &denial);
    } else if (!is_denied) {
        judge_unheard(context);
    }
    return STATUS_OK;
}
