/* SPDX-License-Identifier: MIT */
/*
 * The judgement, in order:
 *
 * 1. The differential on the delegation, registration data included; the sender name is looked up
 *    beside it. While answers are wanted that is all.
 * 2. What it found: a cause is a finding. A resolver that fails is said first.
 * 3. The registration: expiry, deletion, what could not be read. Unread it is UNKNOWN only where
 *    the user relies on it.
 * 4. Performance data, and the sentence for a domain that is fine.
 */
#include "rules/hold_rules.h"

#include "base/buf.h"
#include "provider/profile.h"
#include "registry/date.h"
#include "rules/dns_rules.h"

struct hold_context {
    const struct hold_config *config;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;
    struct hold_details *details;
    const struct dns_answer *sender; /* the resolver's SOA of the sender name */
};

void hold_config_init(struct hold_config *config)
{
    /* Cannot fail: a literal of the grammar. */
    (void)!range_parse(SLICE("14:"), &config->common.warning);
}

enum status hold_config_complete(struct hold_config *config, struct arena *arena,
                                 struct slice *ret_reason)
{
    const struct profile *profile;

    if (!config->common.has_domain) {
        *ret_reason = SLICE("-d takes the sender domain to check, and it is missing");
        return STATUS_BAD_INPUT;
    }
    return profile_select(config->common.profile, config->common.profile_text, arena, &profile,
                          ret_reason);
}

static struct slice text_of(const struct hold_context *context, const struct dns_name *name)
{
    return name_to_text(name, context->arena);
}

/* ---- 2 ---- */

/* Trouble of the resolver with the delegation's own questions, where nothing else tells of it. */
static void judge_trouble(struct hold_context *context)
{
    const struct delegation *delegation = &context->details->differential.delegation;
    const struct dns_answer *soa = delegation->soa;
    const struct dns_answer *ns = delegation->relayed;

    if (context->details->differential.cause == CAUSE_BOGUS) {
        (void)dns_rules_bogus(context->verdict, &delegation->domain, RR_TYPE_NS, ns);
    } else if (delegation->sick && soa != NULL && !answer_is_conclusive(soa)) {
        (void)dns_rules_trouble(context->verdict, &delegation->parent, RR_TYPE_SOA, soa);
    } else if (ns != NULL && !answer_is_conclusive(ns) && delegation->state == DELEGATION_UNKNOWN) {
        (void)dns_rules_trouble(context->verdict, &delegation->domain, RR_TYPE_NS, ns);
    }
}

/* ---- 3 ---- */

static struct finding *add_registration(struct hold_context *context, enum finding_id id)
{
    struct finding *finding = verdict_add(context->verdict, id);

    finding->name = text_of(context, &context->details->differential.registrable);
    return finding;
}

/* "", or that the date is an older one. */
static const char *date_remark(const struct differential *differential)
{
    return differential->registration.good == NULL
               ? ", as it was read last; now it could not be read"
               : "";
}

static void report_expiring(struct hold_context *context, int64_t days, enum state state)
{
    const struct differential *differential = &context->details->differential;
    struct slice domain = text_of(context, &differential->registrable);
    struct slice date = date_to_text(differential_dated(differential)->expires, context->arena);
    struct finding *finding = add_registration(context, FINDING_REGISTRATION_EXPIRING);
    const char *verb = days < 0 ? "was to run out" : "runs out";
    const char *remark = date_remark(differential);

    verdict_set_state(context->verdict, finding, state);
    finding->brief = arena_printf(context->arena, "the registration of %.*s %s on %.*s%s",
                                  SLICE_ARGS(domain), verb, SLICE_ARGS(date), remark);
    finding->message =
        arena_printf(context->arena, "the registration of %.*s %s on %.*s (days left: %lld)%s",
                     SLICE_ARGS(domain), verb, SLICE_ARGS(date), (long long)days, remark);
}

static void judge_expiry(struct hold_context *context)
{
    const struct differential *differential = &context->details->differential;
    const struct config *common = &context->config->common;
    struct finding *finding;
    int64_t days = 0;

    if (!differential_days_left(differential, &days)) {
        return;
    }
    if (days < 0 && differential->registration.good == NULL) {
        report_expiring(context, days, STATE_WARNING); /* it may have been renewed since */
        return;
    }
    if (days < 0) {
        if (differential->cause != CAUSE_EXPIRED) { /* else the cause says it */
            finding = add_registration(context, FINDING_REGISTRATION_EXPIRED);
            finding->message =
                arena_printf(context->arena, "the registration of %.*s ran out on %.*s",
                             SLICE_ARGS(text_of(context, &differential->registrable)),
                             SLICE_ARGS(date_to_text(differential_dated(differential)->expires,
                                                     context->arena)));
        }
        return;
    }
    if (range_alerts(&common->critical, (double)days)) {
        report_expiring(context, days, STATE_CRITICAL);
    } else if (range_alerts(&common->warning, (double)days)) {
        report_expiring(context, days, STATE_WARNING);
    }
}

/* Whether a registry that has the words of EPP lists no lock. */
static bool lacks_lock(const struct registration *good)
{
    static const enum epp_status theirs[] = { EPP_STATUS_OK,
                                              EPP_STATUS_CLIENT_DELETE_PROHIBITED,
                                              EPP_STATUS_SERVER_DELETE_PROHIBITED,
                                              EPP_STATUS_CLIENT_UPDATE_PROHIBITED,
                                              EPP_STATUS_SERVER_UPDATE_PROHIBITED,
                                              EPP_STATUS_AUTO_RENEW_PERIOD };
    bool is_epp = false;

    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++) {
        is_epp = is_epp || registration_has(good, theirs[i]);
    }
    return is_epp && !good->truncated &&
           !registration_has(good, EPP_STATUS_CLIENT_TRANSFER_PROHIBITED) &&
           !registration_has(good, EPP_STATUS_SERVER_TRANSFER_PROHIBITED);
}

/* A hold that is not there yet. */
static void judge_hold_due(struct hold_context *context)
{
    const struct differential *differential = &context->details->differential;
    const struct registration *good = differential->registration.good;
    bool unverified = registration_has(good, EPP_STATUS_PENDING_VERIFICATION);
    struct finding *finding;

    if ((!unverified && !registration_has(good, EPP_STATUS_TO_BE_SUSPENDED)) ||
        registration_on_hold(good) || differential->delegation.state == DELEGATION_ABSENT) {
        return; /* else the cause says it */
    }
    finding = add_registration(context, FINDING_REGISTRATION_HOLD_DUE);
    finding->message = arena_printf(
        context->arena,
        unverified ? "the owner of %.*s is not verified (pendingVerification): the registry puts "
                     "it on hold unless the registrar verifies in time"
                   : "the registry is about to suspend %.*s; the registrar knows why",
        SLICE_ARGS(text_of(context, &differential->registrable)));
    if (!unverified) {
        finding->advice = SLICE("Ask the registrar at once what the suspension waits for.");
    }
}

static void judge_statuses(struct hold_context *context)
{
    const struct differential *differential = &context->details->differential;
    const struct registration *good = differential->registration.good;
    struct slice domain = text_of(context, &differential->registrable);
    struct finding *finding;

    if (good == NULL) {
        judge_expiry(context); /* by what was read last */
        return;
    }
    if (good->result != REGISTRATION_RESULT_FOUND) {
        return;
    }
    if (registration_has(good, EPP_STATUS_PENDING_DELETE)) {
        finding = add_registration(context, FINDING_REGISTRATION_PENDING_DELETE);
        finding->rank = 1;
        finding->same_cause = differential->cause == CAUSE_PENDING_DELETE;
        finding->message =
            arena_printf(context->arena, "the registry is about to delete %.*s (pendingDelete)",
                         SLICE_ARGS(domain));
    } else if (differential->cause != CAUSE_EXPIRED &&
               (registration_has(good, EPP_STATUS_REDEMPTION_PERIOD) ||
                registration_has(good, EPP_STATUS_PENDING_RESTORE) ||
                registration_has(good, EPP_STATUS_EXPIRED))) {
        finding = add_registration(context, FINDING_REGISTRATION_EXPIRED);
        finding->message = arena_printf(
            context->arena, "%.*s was deleted or ran out and is kept for restoring only",
            SLICE_ARGS(domain));
    }
    judge_hold_due(context);
    if (registration_has(good, EPP_STATUS_AUTO_RENEW_PERIOD)) {
        finding = add_registration(context, FINDING_REGISTRATION_AUTO_RENEW);
        finding->message = arena_printf(context->arena,
                                        "%.*s was renewed by the registry itself (autoRenewPeriod)",
                                        SLICE_ARGS(domain));
    }
    if (lacks_lock(good)) {
        finding = add_registration(context, FINDING_REGISTRATION_LOCK_MISSING);
        finding->message =
            arena_printf(context->arena, "%.*s has no lock against transfers", SLICE_ARGS(domain));
    }
    judge_expiry(context);
}

static void judge_unread(struct hold_context *context)
{
    const struct differential *differential = &context->details->differential;
    const struct registration_view *view = &differential->registration;
    bool relies = context->config->require_registration ||
                  (context->config->has_thresholds && differential_known(differential) == NULL);
    struct finding *finding;

    if (differential->private_suffix) {
        finding = add_registration(context, FINDING_REGISTRATION_PRIVATE_SUFFIX);
        finding->message =
            arena_printf(context->arena, "%.*s lies below a suffix without a public registry",
                         SLICE_ARGS(text_of(context, &context->config->common.domain)));
        if (context->config->require_registration) {
            verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
        }
    }
    if (!view->asked || view->good != NULL) {
        return;
    }
    registration_report(view, &differential->registrable, relies ? STATE_UNKNOWN : STATE_INFO,
                        context->verdict);
}

/* ---- 4 ---- */

static void add_perfdata(struct hold_context *context)
{
    const struct differential *differential = &context->details->differential;
    const struct registration *good = differential->registration.good;
    const struct config *common = &context->config->common;
    struct perfdata *datum = verdict_add_perfdata(context->verdict, "hold");
    int64_t days = 0;

    datum->unit = "";
    datum->known = good != NULL && registration_tells_hold(good);
    datum->value = datum->known && registration_on_hold(good) ? 1 : 0;
    (void)!range_parse(SLICE("0"), &datum->critical);
    datum->has_minimum = true;
    datum->has_maximum = true;
    datum->maximum = 1;
    datum = verdict_add_perfdata(context->verdict, "days_left");
    datum->unit = "";
    datum->known = differential_days_left(differential, &days);
    datum->value = (double)days;
    datum->warning = common->warning;
    datum->critical = common->critical;
    datum = verdict_add_perfdata(context->verdict, "cache_left");
    datum->unit = "s";
    datum->known = differential->still_cached;
    datum->value = differential->seconds_left;
    datum->has_minimum = true;
}

static struct slice servers_text(const struct hold_context *context)
{
    const struct delegation_hosts *hosts = &context->details->differential.delegation.hosts;
    struct buf buf;

    buf_init(&buf, context->arena, 4096);
    for (size_t i = 0; i < hosts->count && i < 2; i++) {
        buf_add_text(&buf, i == 0 ? " to " : " and ");
        buf_add(&buf, text_of(context, &hosts->names[i]));
    }
    if (hosts->count > 2) {
        buf_printf(&buf, " and %zu more", hosts->count - 2);
    }
    return buf_slice(&buf);
}

/* What is told when nothing counts, which may be because findings were left out or given no weight.
 */
static void add_delegation(const struct hold_context *context, struct buf *buf)
{
    switch (context->details->differential.delegation.state) {
    case DELEGATION_PRESENT:
        buf_printf(buf, "delegated%.*s", SLICE_ARGS(servers_text(context)));
        break;
    case DELEGATION_ABSENT:
        buf_add_text(buf, "not delegated");
        break;
    case DELEGATION_MIXED:
        buf_add_text(buf, "delegated by some servers of the zone above only");
        break;
    case DELEGATION_UNKNOWN:
        buf_add_text(buf, "whether it is delegated is not known");
        break;
    }
}

static void say_fine(struct hold_context *context)
{
    const struct differential *differential = &context->details->differential;
    const struct registration *good = differential->registration.good;
    int64_t days = 0;
    struct buf buf;

    buf_init(&buf, context->arena, 4096);
    add_delegation(context, &buf);
    if (good != NULL && registration_tells_hold(good) && !registration_on_hold(good)) {
        buf_add_text(&buf, ", not on hold");
    }
    if (differential_days_left(differential, &days)) {
        buf_printf(
            &buf, ", registered until %.*s%s",
            SLICE_ARGS(date_to_text(differential_dated(differential)->expires, context->arena)),
            date_remark(differential));
    }
    context->verdict->fine = buf_slice(&buf);
    if (differential->cause == CAUSE_NONE &&
        !verdict_has(context->verdict, FINDING_DNS_SPLIT_VIEW) &&
        !verdict_has(context->verdict, FINDING_DNS_SERVERS_DIFFER)) { /* they show it themselves */
        context->verdict->evidence = differential_lines(differential);
    }
}

/* A sender name that does not exist, or is an alias, in a domain that lives: told, not judged. */
static struct slice sender_remark(const struct hold_context *context)
{
    const struct dns_answer *sender = context->sender;
    const struct dns_name *domain = &context->details->differential.delegation.domain;
    struct slice name = text_of(context, &context->config->common.domain);

    if (context->details->differential.delegation.state != DELEGATION_PRESENT) {
        return slice_empty();
    }
    if (sender->chain_count > 0) {
        return arena_printf(context->arena, "%.*s is a CNAME to %.*s", SLICE_ARGS(name),
                            SLICE_ARGS(text_of(context, sender->final)));
    }
    if (sender->class == ANSWER_CLASS_NXDOMAIN && sender->soa != NULL &&
        name_is_within(sender->soa->owner, domain)) {
        return arena_printf(context->arena, "the name %.*s does not exist in it", SLICE_ARGS(name));
    }
    return slice_empty();
}

enum status hold_rules_judge(const struct hold_config *config, struct facts *facts,
                             struct arena *arena, struct verdict *verdict,
                             const struct hold_details **ret_details)
{
    struct hold_details *details = arena_alloc(arena, sizeof *details);
    struct hold_context context = {
        .config = config, .facts = facts, .arena = arena, .verdict = verdict, .details = details
    };
    struct differential_request request = { .config = &config->common,
                                            .name = &config->common.domain,
                                            .type = RR_TYPE_SOA,
                                            .with_registration = true,
                                            .real_name = config->real_name };
    struct slice remark;

    if (details == NULL) {
        return STATUS_NO_MEMORY;
    }
    context.sender = facts_resolve(facts, &config->common.domain, RR_TYPE_SOA);
    differential_look(&request, facts, arena, &details->differential);
    *ret_details = details;
    if (details->differential.pending || context.sender == NULL) {
        return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
    }
    judge_trouble(&context);
    differential_report(&details->differential, verdict);
    judge_statuses(&context);
    judge_unread(&context);
    add_perfdata(&context);
    say_fine(&context);
    remark = sender_remark(&context);
    if (remark.length > 0) {
        verdict->evidence =
            arena_printf(arena, "%.*s%s%.*s", SLICE_ARGS(verdict->evidence),
                         verdict->evidence.length > 0 ? "\n" : "", SLICE_ARGS(remark));
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

void hold_rules_describe(const struct hold_details *details, struct json *document)
{
    differential_describe(&details->differential, document);
}
