/* SPDX-License-Identifier: MIT */
/* From the cause to findings: what it is, who mends it, what to do. */
#include "rules/differential.h"

#include "base/buf.h"
#include "registry/date.h"
#include "rules/differential_hold.h"
#include "rules/visibility.h"

#define LINE_MAXIMUM ((size_t)1024)

static struct slice text_of(const struct differential *differential, const struct dns_name *name)
{
    return name_to_text(name, differential->arena);
}

/* ---- lines ---- */

static void write_evidence(const struct differential *differential, struct buf *buf)
{
    for (size_t i = 0; i < differential->evidence_count; i++) {
        const struct evidence *seen = &differential->evidence[i];

        buf_printf(buf, "%s%.*s%s%.*s: %.*s", i == 0 ? "seen   " : "\n       ",
                   SLICE_ARGS(seen->question), seen->server.length > 0 ? " at " : "",
                   SLICE_ARGS(seen->server), SLICE_ARGS(seen->answer));
    }
}

static void write_exclusions(const struct differential *differential, struct buf *buf)
{
    for (size_t i = 0; i < differential->exclusion_count; i++) {
        const struct exclusion *exclusion = &differential->exclusions[i];

        buf_printf(buf, "%s%s: %.*s", i == 0 ? "\nnot    " : "\n       ",
                   cause_text(exclusion->cause), SLICE_ARGS(exclusion->because));
    }
}

struct slice differential_lines(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;
    const char *likely[DIFFERENTIAL_LIKELY_MAXIMUM];
    size_t count = differential_likely(differential, likely);
    struct buf buf;

    buf_init(&buf, differential->arena, 16 * LINE_MAXIMUM);
    write_evidence(differential, &buf);
    write_exclusions(differential, &buf);
    if (differential->cause == CAUSE_HOLD) {
        buf_printf(&buf, "\nwho    %s", differential_who_lifts(good));
    }
    for (size_t i = 0; i < count; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "\nlikely " : ", then ",
                   differential_likely_text(likely[i]));
    }
    return buf_slice(&buf);
}

/* ---- findings ---- */

static struct finding *add(const struct differential *differential, struct verdict *verdict,
                           enum finding_id id)
{
    struct finding *finding = verdict_add(verdict, id);

    finding->name = text_of(differential, &differential->domain);
    finding->type = "NS";
    finding->detail = differential_lines(differential);
    return finding;
}

/* "; the record is at f1g1ns1.dnspod.net", where a server answered so. */
static struct slice record_place(const struct differential *differential)
{
    const struct delegation_server *server = differential->elsewhere.first_with;

    if (differential->request.answer == NULL || server == NULL) {
        return slice_empty();
    }
    return arena_printf(differential->arena, "; the record is at %.*s",
                        SLICE_ARGS(text_of(differential, &server->host)));
}

static void report_hold(const struct differential *differential, struct verdict *verdict)
{
    const struct registration *good = differential->registration.good;
    struct arena *arena = differential->arena;
    struct slice domain = text_of(differential, &differential->domain);
    struct slice parent = text_of(differential, &differential->delegation.parent);
    const char *likely[DIFFERENTIAL_LIKELY_MAXIMUM];
    size_t count = differential_likely(differential, likely);
    struct finding *finding;
    struct slice why;

    if (differential->still_refers) {
        finding = add(differential, verdict, FINDING_VISIBILITY_HOLD_PENDING);
        finding->message = arena_printf(
            arena, "the registry lists %s for %.*s and the zone %.*s still refers to it; %s",
            differential_hold_words(good), SLICE_ARGS(domain), SLICE_ARGS(parent),
            differential_who_lifts(good));
        return;
    }
    if (differential->still_cached) {
        finding = add(differential, verdict, FINDING_VISIBILITY_HOLD_SOON);
        finding->brief = arena_printf(
            arena, "%s, gone from the zone %.*s; resolvers still answer from cache; %s",
            differential_hold_words(good), SLICE_ARGS(parent), differential_who_lifts(good));
        finding->message =
            arena_printf(arena,
                         "%.*s is on %s and gone from the zone %.*s; this resolver answers from "
                         "its cache for another %u s; %s",
                         SLICE_ARGS(domain), differential_hold_words(good), SLICE_ARGS(parent),
                         differential->seconds_left, differential_who_lifts(good));
        finding->advice = arena_printf(
            arena, "Ask the registrar of %.*s at once what the hold waits for, most likely %s.",
            SLICE_ARGS(domain), count > 0 ? differential_likely_text(likely[0]) : "verification");
        return;
    }
    finding = add(differential, verdict, FINDING_VISIBILITY_HOLD);
    why = count > 0 && differential_has_hint(differential)
              ? arena_printf(arena, "likely %s: see the registrar",
                             differential_likely_text(likely[0]))
              : SLICE("the registrar knows why");
    finding->message = arena_printf(
        arena, "%s%.*s is on %s, so the zone %.*s does not refer to it%.*s; %s; %.*s",
        differential->request.answer != NULL ? "invisible because " : "", SLICE_ARGS(domain),
        differential_hold_words(good), SLICE_ARGS(parent), SLICE_ARGS(record_place(differential)),
        differential_who_lifts(good), SLICE_ARGS(why));
    finding->brief = arena_printf(arena, "%s%.*s is on %s at the %s%.*s; %.*s",
                                  differential->request.answer != NULL ? "invisible because " : "",
                                  SLICE_ARGS(domain), differential_hold_words(good),
                                  differential_lifted_by(differential),
                                  SLICE_ARGS(record_place(differential)), SLICE_ARGS(why));
    finding->advice = arena_printf(
        arena,
        "Ask the registrar of %.*s what the hold waits for, most likely %s.\nAfter the release "
        "resolvers may repeat the denial for as long as the zone %.*s allows.",
        SLICE_ARGS(domain), count > 0 ? differential_likely_text(likely[0]) : "verification",
        SLICE_ARGS(parent));
}

/* A domain that is gone from the zone above, for another reason than a hold. */
static void report_gone(const struct differential *differential, struct verdict *verdict,
                        enum finding_id id, struct slice why)
{
    struct finding *finding = add(differential, verdict, id);

    finding->message = arena_printf(
        differential->arena, "%.*s is not in the zone %.*s: %.*s",
        SLICE_ARGS(text_of(differential, &differential->domain)),
        SLICE_ARGS(text_of(differential, &differential->delegation.parent)), SLICE_ARGS(why));
}

static struct slice why_not_registered(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    return good->result == REGISTRATION_RESULT_RESERVED
               ? SLICE("the registry keeps the name from being registered")
               : SLICE("it is not registered");
}

static struct slice why_inactive(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    if (registration_has(good, EPP_STATUS_PENDING_CREATE)) {
        return SLICE("its creation at the registry is not finished (pendingCreate)");
    }
    if (good->server_count > 0) {
        return SLICE("its status is inactive although name servers are listed: some registries "
                     "write a hold so; the registrar knows");
    }
    return SLICE("it has no name servers at the registry; enter them at the registrar");
}

static struct slice why_expired(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    if (differential->cause == CAUSE_PENDING_DELETE) {
        return SLICE("the registry is about to delete it (pendingDelete)");
    }
    if (registration_has(good, EPP_STATUS_PENDING_RESTORE)) {
        return SLICE("it was deleted, and its restoring is asked for but not finished "
                     "(pendingRestore); the registrar knows what is missing");
    }
    if (registration_has(good, EPP_STATUS_REDEMPTION_PERIOD)) {
        return SLICE("it was deleted and can still be restored (redemptionPeriod) at its "
                     "registrar");
    }
    if (good->has_expires) {
        return arena_printf(differential->arena,
                            "its registration ran out on %.*s; renew it at the registrar",
                            SLICE_ARGS(date_to_text(good->expires, differential->arena)));
    }
    return SLICE("its registration ran out; renew it at the registrar");
}

/* A status whose meaning is not known here; empty: all are known. */
static struct slice unknown_status(const struct registration *good)
{
    for (size_t i = 0; i < good->status_count; i++) {
        if (good->statuses[i].status == EPP_STATUS_OTHER) {
            return good->statuses[i].text;
        }
    }
    return slice_empty();
}

/* Whether the registry's word is that nothing is wrong. */
static bool is_in_order(const struct registration *good)
{
    return good != NULL && registration_tells_hold(good) &&
           !registration_has(good, EPP_STATUS_PENDING_VERIFICATION);
}

/* What may have taken a domain out of the zone above, as far as the registration tells. */
static struct slice why_unexplained(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    if (good == NULL) {
        return registration_has_failed(&differential->registration)
                   ? SLICE("hold, deletion or missing name servers; the registry did not say")
                   : SLICE("not registered, on hold, expired, or without name servers");
    }
    if (registration_has(good, EPP_STATUS_PENDING_VERIFICATION)) {
        return SLICE("its owner is not verified (pendingVerification), for which registries hold "
                     "domains back; the registrar verifies");
    }
    if (!registration_tells_hold(good)) {
        return SLICE("the registry has it, without all its statuses: it may be on hold; the "
                     "registrar knows");
    }
    if (unknown_status(good).length > 0) {
        return arena_printf(differential->arena,
                            "its registration names no hold, but \"%.*s\", whose meaning is not "
                            "known here; the registrar knows",
                            SLICE_ARGS(unknown_status(good)));
    }
    return SLICE("its registration is in order, so the registry knows more than it says");
}

/* A domain that is gone, and nobody says why. */
static void report_unexplained_gone(const struct differential *differential,
                                    struct verdict *verdict)
{
    bool direct = differential->delegation.direct;
    struct slice domain = text_of(differential, &differential->domain);
    struct slice parent = text_of(differential, &differential->delegation.parent);
    struct finding *finding = add(differential, verdict, FINDING_VISIBILITY_UNEXPLAINED);

    if (is_in_order(differential->registration.good) && !direct) {
        /* The registry contradicts the resolver: who is right is not known. */
        finding->message = arena_printf(
            differential->arena,
            "the resolver denies %.*s with the SOA of %.*s, but its registration is in order: one "
            "of them is wrong",
            SLICE_ARGS(domain), SLICE_ARGS(parent));
        return;
    }
    verdict_set_state(verdict, finding, STATE_CRITICAL);
    finding->message = arena_printf(differential->arena, "%.*s is not in the zone %.*s%s: %.*s",
                                    SLICE_ARGS(domain), SLICE_ARGS(parent),
                                    direct ? "" : ", as the resolver tells it",
                                    SLICE_ARGS(why_unexplained(differential)));
    finding->advice = arena_printf(
        differential->arena,
        "Look at the status of %.*s at its registrar: hold, expiry, name servers. Records at the "
        "DNS host do not help before that is mended.",
        SLICE_ARGS(domain));
}

static void report_swap(const struct differential *differential, struct verdict *verdict)
{
    struct finding *finding = add(differential, verdict, FINDING_VISIBILITY_NAMESERVER_SWAP);
    bool expiry = differential->swapped_because[0] == 'e';

    finding->message = arena_printf(
        differential->arena, "the registrar swapped the name servers of %.*s for %.*s, %s",
        SLICE_ARGS(text_of(differential, &differential->domain)),
        SLICE_ARGS(differential->swapped_server),
        expiry ? "as it does with expired domains: renew it there"
               : "as it does until the contact address is verified there");
}

static void report_lame(const struct differential *differential, struct verdict *verdict)
{
    struct finding *finding = add(differential, verdict, FINDING_VISIBILITY_LAME);
    struct buf buf;

    if (differential->own.asked.nameless) {
        finding->message =
            arena_printf(differential->arena,
                         "the name servers of %.*s have no address: nobody can ask them (%.*s)",
                         SLICE_ARGS(text_of(differential, &differential->own.zone)),
                         SLICE_ARGS(delegation_hosts_text(&differential->delegation.hosts,
                                                          differential->arena)));
        finding->advice = SLICE("Enter other name servers at the registrar, or mend the domain "
                                "that the names of these lie in.");
        return;
    }
    buf_init(&buf, differential->arena, LINE_MAXIMUM);
    for (size_t i = 0; i < differential->own.asked.count; i++) {
        buf_add_text(&buf, i == 0 ? "" : ", ");
        buf_add(&buf, text_of(differential, &differential->own.asked.list[i].host));
    }
    finding->message = arena_printf(
        differential->arena,
        "the name servers of %.*s do not serve it (%.*s): the zone is missing or paused at the DNS "
        "host",
        SLICE_ARGS(text_of(differential, &differential->own.zone)), SLICE_ARGS(buf_slice(&buf)));
}

static void report_moved(const struct differential *differential, struct verdict *verdict)
{
    struct finding *finding = add(differential, verdict, FINDING_VISIBILITY_MOVED);
    const struct delegation_hosts *hosts = &differential->delegation.hosts;

    finding->message = arena_printf(
        differential->arena, "the record is at %.*s, but %.*s is served by %.*s%s",
        SLICE_ARGS(text_of(differential, &differential->elsewhere.first_with->host)),
        SLICE_ARGS(text_of(differential, &differential->domain)),
        SLICE_ARGS(hosts->count > 0 ? text_of(differential, &hosts->names[0]) : slice_empty()),
        hosts->count > 1 ? " and others" : "");
}

static void report_cached(const struct differential *differential, struct verdict *verdict)
{
    struct finding *finding = add(differential, verdict, FINDING_VISIBILITY_CACHED);
    struct slice host = text_of(differential, &differential->own.first_with->host);

    finding->type = rr_type_text(differential->request.type);
    finding->name = text_of(differential, differential->request.name);
    finding->brief = arena_printf(
        differential->arena,
        "the record is at %.*s; the resolver still repeats an earlier denial from its cache",
        SLICE_ARGS(host));
    finding->message =
        arena_printf(differential->arena,
                     "the record is at %.*s; the resolver repeats an earlier denial from its cache "
                     "for another %u s",
                     SLICE_ARGS(host), differential->seconds_left);
}

/* Servers of one zone that differ, with the serials. */
static void report_differ(const struct differential *differential, struct verdict *verdict)
{
    const struct own_servers *own = &differential->own;
    const struct delegation_server *with = own->first_with;
    const struct delegation_server *without = own->first_without;
    uint32_t new_serial = with->soa->records[0].data.soa.serial;
    uint32_t old_serial = without->soa->records[0].data.soa.serial;
    struct finding *finding = add(differential, verdict, FINDING_DNS_SERVERS_DIFFER);
    bool behind = (int32_t)(new_serial - old_serial) > 0; /* RFC 1982 3.2 */

    finding->name = text_of(differential, differential->request.name);
    finding->type = rr_type_text(differential->request.type);
    if (own->without_record * 2 > own->authoritative) {
        verdict_set_state(verdict, finding, STATE_CRITICAL);
    }
    finding->message = arena_printf(
        differential->arena, "%.*s has the record, %.*s has not: %s (serial %u and %u)",
        SLICE_ARGS(text_of(differential, &with->host)),
        SLICE_ARGS(text_of(differential, &without->host)),
        behind                     ? "it is still to catch up"
        : new_serial == old_serial ? "the DNS host answers by line or region"
                                   : "they are not fed from the same zone",
        new_serial, old_serial);
}

/* A live domain whose record the resolver does not give, though the cause is none of those named.
 */
static void report_unexplained(const struct differential *differential, struct verdict *verdict)
{
    const struct own_servers *own = &differential->own;
    const struct dns_answer *answer = differential->request.answer;
    struct finding *finding;

    if (own->with_record > 0 && own->without_record > 0) {
        report_differ(differential, verdict);
    } else if (own->with_record > 0 && answer != NULL && answer_is_negative(answer)) {
        finding = add(differential, verdict, FINDING_DNS_SPLIT_VIEW);
        finding->message =
            arena_printf(differential->arena,
                         "%.*s has the record, the resolver denies it: a filter, a local "
                         "zone, or a stale cache",
                         SLICE_ARGS(text_of(differential, &own->first_with->host)));
    }
    finding = add(differential, verdict, FINDING_VISIBILITY_UNEXPLAINED);
    finding->same_cause = true;
    finding->name = text_of(differential, differential->request.name);
    finding->type = rr_type_text(differential->request.type);
    finding->rank = 7;
    finding->message =
        own->with_record > 0
            ? arena_printf(differential->arena,
                           "the record is at %.*s and does not come through the resolver",
                           SLICE_ARGS(text_of(differential, &own->first_with->host)))
        : answer == NULL && differential->delegation.state == DELEGATION_PRESENT
            ? arena_printf(differential->arena,
                           "%.*s is delegated, and none of its name servers was heard",
                           SLICE_ARGS(text_of(differential, &differential->domain)))
        : differential->delegation.state == DELEGATION_UNKNOWN
            ? arena_printf(differential->arena, "whether %.*s is delegated could not be found out",
                           SLICE_ARGS(text_of(differential, &differential->domain)))
            : SLICE("what could be asked does not say why");
}

/* The answer was not given for a reason of the run's own: that says nothing of the resolver. */
static bool is_unasked(const struct dns_answer *answer)
{
    return answer_is_cut_off(answer) ||
           (answer->class == ANSWER_CLASS_TIMEOUT && answer->silence == ANSWER_SILENCE_NO_SERVER);
}

static void report_sick(const struct differential *differential, struct verdict *verdict)
{
    struct finding *finding;

    if (verdict_has(verdict, FINDING_DNS_RESOLVER_BROKEN) ||
        is_unasked(differential->delegation.soa)) {
        return;
    }
    finding = verdict_add(verdict, FINDING_DNS_RESOLVER_BROKEN);
    finding->name = text_of(differential, &differential->domain);
    finding->type = "SOA";
    finding->rank = 5;
    finding->same_cause = true; /* beside what the resolver said of the record itself */
    finding->message = arena_printf(
        differential->arena, "the resolver does not give the SOA and NS of %.*s: nothing is proved",
        SLICE_ARGS(text_of(differential, &differential->delegation.parent)));
}

/* A domain that its own servers serve, and the resolver denies. */
static void report_denied(const struct differential *differential, struct verdict *verdict)
{
    const struct delegation *delegation = &differential->delegation;
    const struct dns_answer *relayed = delegation->relayed;
    struct finding *finding;

    if (differential->request.answer != NULL || delegation->state != DELEGATION_PRESENT ||
        !delegation->direct || relayed == NULL || !answer_is_negative(relayed) ||
        differential->own.authoritative == 0) {
        return;
    }
    if (relayed->soa != NULL && name_equal(relayed->soa->owner, &delegation->domain)) {
        return; /* the zone's own word: it has no NS records */
    }
    finding = add(differential, verdict, FINDING_DNS_SPLIT_VIEW);
    finding->message = arena_printf(differential->arena,
                                    "the zone %.*s refers to %.*s and its servers serve it, the "
                                    "resolver denies it: a filter, a "
                                    "local zone, or a denial from before",
                                    SLICE_ARGS(text_of(differential, &delegation->parent)),
                                    SLICE_ARGS(text_of(differential, &delegation->domain)));
}

/* Servers of the zone above that differ, where no hold explains it. */
static void report_mixed(const struct differential *differential, struct verdict *verdict)
{
    const struct delegation_servers *parents = &differential->delegation.parents;
    const struct delegation_server *refers = NULL;
    const struct delegation_server *denies = NULL;
    struct finding *finding;

    for (size_t i = 0; i < parents->count; i++) {
        refers = parents->list[i].view == DELEGATION_VIEW_REFERS ? &parents->list[i] : refers;
        denies = parents->list[i].view == DELEGATION_VIEW_DENIES ? &parents->list[i] : denies;
    }
    if (differential->delegation.state != DELEGATION_MIXED || refers == NULL || denies == NULL ||
        differential->cause == CAUSE_HOLD) {
        return;
    }
    finding = add(differential, verdict, FINDING_DNS_SERVERS_DIFFER);
    finding->message = arena_printf(
        differential->arena,
        "%.*s refers to %.*s, %.*s denies it: the domain is being entered or taken out",
        SLICE_ARGS(text_of(differential, &refers->host)),
        SLICE_ARGS(text_of(differential, &differential->domain)),
        SLICE_ARGS(text_of(differential, &denies->host)));
    finding->advice = arena_printf(
        differential->arena,
        "Look again in some minutes; if it stays, ask the registrar of %.*s about its status.",
        SLICE_ARGS(text_of(differential, &differential->domain)));
}

static void report_blocked(const struct differential *differential, struct verdict *verdict)
{
    struct finding *finding;

    if (!differential->delegation.blocked || verdict_has(verdict, FINDING_DNS_DIRECT_BLOCKED)) {
        return;
    }
    finding = verdict_add(verdict, FINDING_DNS_DIRECT_BLOCKED);
    finding->name = text_of(differential, &differential->delegation.parent);
    finding->type = "SOA";
    finding->message = arena_printf(
        differential->arena, "no server of the zone %.*s answers as such when it is asked directly",
        SLICE_ARGS(text_of(differential, &differential->delegation.parent)));
}

static void report_cause(const struct differential *differential, struct verdict *verdict)
{
    switch (differential->cause) {
    case CAUSE_HOLD:
        report_hold(differential, verdict);
        return;
    case CAUSE_NOT_REGISTERED:
        report_gone(differential, verdict, FINDING_VISIBILITY_NOT_REGISTERED,
                    why_not_registered(differential));
        return;
    case CAUSE_INACTIVE:
        report_gone(differential, verdict, FINDING_VISIBILITY_INACTIVE, why_inactive(differential));
        return;
    case CAUSE_EXPIRED:
    case CAUSE_PENDING_DELETE:
        report_gone(differential, verdict, FINDING_VISIBILITY_EXPIRED, why_expired(differential));
        return;
    case CAUSE_NAMESERVER_SWAP:
        report_swap(differential, verdict);
        return;
    case CAUSE_LAME:
        report_lame(differential, verdict);
        return;
    case CAUSE_MOVED:
        report_moved(differential, verdict);
        return;
    case CAUSE_CACHE:
        report_cached(differential, verdict);
        return;
    case CAUSE_UNEXPLAINED:
        if (differential->delegation.state == DELEGATION_ABSENT) {
            report_unexplained_gone(differential, verdict);
        } else {
            report_unexplained(differential, verdict);
        }
        return;
    case CAUSE_NONE:
    case CAUSE_BOGUS:
    case CAUSE_RECORD_ABSENT: /* the record check says it in its own words */
    case CAUSE_MISPLACED:
    case CAUSE_CNAME:
    case CAUSE_COUNT:
        return;
    }
}

void differential_report(const struct differential *differential, struct verdict *verdict)
{
    if (differential->pending) {
        return;
    }
    if (differential->delegation.sick) {
        report_sick(differential, verdict);
        return;
    }
    report_cause(differential, verdict);
    report_denied(differential, verdict);
    report_mixed(differential, verdict);
    report_blocked(differential, verdict);
    if (differential->registration.asked && !differential->request.with_registration) {
        registration_report(&differential->registration, &differential->registrable, STATE_INFO,
                            verdict);
    }
}
