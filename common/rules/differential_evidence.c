/* SPDX-License-Identifier: MIT */
/* What was seen, and what it rules out. */
#include "rules/differential_evidence.h"

#include "base/buf.h"
#include "registry/date.h"
#include "rules/dns_rules.h"

#define LINE_MAXIMUM ((size_t)1024)

/* ---- words ---- */

static struct slice parent_text(const struct differential *differential)
{
    return name_to_text(&differential->delegation.parent, differential->arena);
}

static struct slice question_text(const struct differential *differential,
                                  const struct dns_name *name, enum rr_type type)
{
    struct slice text = name_to_text(name, differential->arena);

    return arena_printf(differential->arena, "%s %.*s", rr_type_text(type), SLICE_ARGS(text));
}

/* "a.gtld.example (192.0.2.1)". */
static struct slice server_text(const struct differential *differential,
                                const struct delegation_server *server)
{
    struct slice host = name_to_text(&server->host, differential->arena);
    struct slice address = address_to_text(&server->endpoint.address, differential->arena);

    return arena_printf(differential->arena, "%.*s (%.*s)", SLICE_ARGS(host), SLICE_ARGS(address));
}

/* The class of an answer and what it holds, on one line. */
static struct slice answer_text(const struct differential *differential,
                                const struct dns_answer *answer)
{
    struct arena *arena = differential->arena;
    struct delegation_hosts hosts = { .count = 0 };
    const char *authority = answer->authoritative ? ", authoritative" : "";
    struct slice text;

    switch (answer->class) {
    case ANSWER_CLASS_POSITIVE:
        text = rr_to_text(&answer->records[0], arena);
        return arena_printf(arena, "%.*s%s%s", SLICE_ARGS(text),
                            answer->record_count > 1 ? " and more" : "", authority);
    case ANSWER_CLASS_NODATA:
        return arena_printf(arena, "no such record%s", authority);
    case ANSWER_CLASS_NXDOMAIN:
        return arena_printf(arena, "NXDOMAIN%s", authority);
    case ANSWER_CLASS_REFERRAL:
        delegation_collect(answer->delegation, answer->delegation_count, &hosts);
        text = delegation_hosts_text(&hosts, arena);
        return arena_printf(arena, "refers to %.*s", SLICE_ARGS(text));
    case ANSWER_CLASS_NONE:
    case ANSWER_CLASS_SERVFAIL:
    case ANSWER_CLASS_REFUSED:
    case ANSWER_CLASS_TIMEOUT:
    case ANSWER_CLASS_MALFORMED:
    case ANSWER_CLASS_BOGUS:
    case ANSWER_CLASS_LOOP:
        break;
    }
    if (answer->class == ANSWER_CLASS_REFUSED) {
        return SLICE("REFUSED");
    }
    return dns_rules_trouble_text(answer, arena);
}

/* ---- evidence ---- */

static void add(struct differential *differential, struct evidence evidence)
{
    if (differential->evidence_count < DIFFERENTIAL_EVIDENCE_MAXIMUM) {
        differential->evidence[differential->evidence_count] = evidence;
        differential->evidence_count++;
    }
}

static struct slice view_text(const struct differential *differential,
                              const struct delegation_server *server)
{
    if (!server->authoritative) {
        return SLICE("it does not answer as a server of the zone above");
    }
    switch (server->view) {
    case DELEGATION_VIEW_REFERS:
        return arena_printf(differential->arena, "the zone %.*s refers to the domain",
                            SLICE_ARGS(parent_text(differential)));
    case DELEGATION_VIEW_DENIES:
        return arena_printf(differential->arena, "the zone %.*s does not refer to the domain",
                            SLICE_ARGS(parent_text(differential)));
    case DELEGATION_VIEW_NONE:
        break;
    }
    return SLICE("nothing of use");
}

static void gather_parents(struct differential *differential)
{
    const struct delegation_servers *parents = &differential->delegation.parents;

    for (size_t i = 0; i < parents->count; i++) {
        const struct delegation_server *server = &parents->list[i];

        add(differential, (struct evidence){ .question = question_text(
                                                 differential, &differential->domain, RR_TYPE_NS),
                                             .server = server_text(differential, server),
                                             .answer = answer_text(differential, server->answer),
                                             .means = view_text(differential, server) });
    }
}

static struct slice own_means(const struct delegation_server *server)
{
    if (!server->authoritative) {
        return server->soa->class == ANSWER_CLASS_TIMEOUT
                   ? SLICE("nothing was heard from it")
                   : SLICE("it does not answer as a server of the zone");
    }
    if (server->answer->class == ANSWER_CLASS_POSITIVE) {
        return SLICE("it has the record");
    }
    return answer_is_negative(server->answer) ? SLICE("it does not have the record")
                                              : SLICE("it serves the zone");
}

static void gather_own(struct differential *differential, const struct own_servers *own)
{
    const struct differential_request *request = &differential->request;

    for (size_t i = 0; i < own->asked.count; i++) {
        const struct delegation_server *server = &own->asked.list[i];
        bool only_zone = request->answer == NULL || !server->authoritative;

        add(differential,
            (struct evidence){
                .question = only_zone ? question_text(differential, &own->zone, RR_TYPE_SOA)
                                      : question_text(differential, request->name, request->type),
                .server = server_text(differential, server),
                .answer = answer_text(differential, only_zone ? server->soa : server->answer),
                .means = request->answer == NULL && server->authoritative
                             ? SLICE("it serves the zone")
                             : own_means(server) });
    }
}

static void gather_resolver(struct differential *differential)
{
    const struct differential_request *request = &differential->request;
    const struct dns_answer *relayed = differential->delegation.relayed;

    if (request->answer != NULL) {
        add(differential, (struct evidence){
                              .question = question_text(differential, request->name, request->type),
                              .server = SLICE("the resolver"),
                              .answer = answer_text(differential, request->answer),
                              .means = SLICE("this is what is looked into") });
    }
    if (relayed != NULL) {
        add(differential,
            (struct evidence){
                .question = question_text(differential, &differential->domain, RR_TYPE_NS),
                .server = SLICE("the resolver"),
                .answer = answer_text(differential, relayed),
                .means = relayed->class == ANSWER_CLASS_POSITIVE ? SLICE("it knows the delegation")
                         : answer_is_negative(relayed) ? SLICE("it does not know a delegation")
                                                       : SLICE("nothing of use") });
    }
}

static struct slice registration_text(const struct differential *differential,
                                      const struct registration *registration)
{
    struct buf buf;

    buf_init(&buf, differential->arena, LINE_MAXIMUM * 4);
    if (registration->result != REGISTRATION_RESULT_FOUND) {
        buf_add_text(
            &buf, registration->result == REGISTRATION_RESULT_NOT_FOUND  ? "no object of that name"
                  : registration->result == REGISTRATION_RESULT_RESERVED ? "the name is reserved"
                                                                         : "nothing of use");
        return buf_slice(&buf);
    }
    for (size_t i = 0; i < registration->status_count; i++) {
        buf_add_text(&buf, i == 0 ? "status " : ", ");
        buf_add(&buf, registration->statuses[i].text);
    }
    if (registration->status_count == 0) {
        buf_add_text(&buf, "no status");
    }
    if (registration->has_registered) {
        buf_printf(&buf, "; registered %.*s",
                   SLICE_ARGS(date_to_text(registration->registered, differential->arena)));
    }
    if (registration->has_expires) {
        buf_printf(&buf, "; until %.*s",
                   SLICE_ARGS(date_to_text(registration->expires, differential->arena)));
    }
    for (size_t i = 0; i < registration->server_count; i++) {
        buf_add_text(&buf, i == 0 ? "; name servers " : ", ");
        buf_add(&buf, name_to_text(&registration->servers[i], differential->arena));
    }
    return buf_slice(&buf);
}

static void add_registration(struct differential *differential,
                             const struct registration *registration, struct slice answer,
                             struct slice means)
{
    add(differential,
        (struct evidence){
            .question = arena_printf(
                differential->arena, "%s of %.*s",
                registration->source == REGISTRATION_SOURCE_RDAP ? "RDAP" : "WHOIS",
                SLICE_ARGS(name_to_text(&differential->registrable, differential->arena))),
            .server = registration->server,
            .answer = answer,
            .means = means });
}

static void gather_registration(struct differential *differential)
{
    const struct registration_view *view = &differential->registration;
    const struct registration *last = view->last_good;

    for (size_t i = 0; i < view->failed_count; i++) {
        add_registration(differential, view->failed[i], view->failed[i]->reason,
                         SLICE("it could not be found out"));
    }
    if (view->good != NULL) {
        add_registration(differential, view->good, registration_text(differential, view->good),
                         view->good->cached ? SLICE("what an earlier run read")
                                            : SLICE("the word of the registry"));
    } else if (last != NULL) {
        add_registration(differential, last,
                         arena_printf(differential->arena, "as it was read on %.*s: %.*s",
                                      SLICE_ARGS(date_to_text(last->read_at, differential->arena)),
                                      SLICE_ARGS(registration_text(differential, last))),
                         SLICE("it may have changed since"));
    }
}

/* ---- what is ruled out ---- */

static void rule_out(struct differential *differential, enum cause cause, struct slice because)
{
    if (cause == differential->cause || because.length == 0) {
        return;
    }
    differential->exclusions[differential->exclusion_count] =
        (struct exclusion){ .cause = cause, .because = because };
    differential->exclusion_count++;
}

/* The registration's object, NULL when there is none. */
static const struct registration *object_of(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    return good != NULL && good->result == REGISTRATION_RESULT_FOUND ? good : NULL;
}

static bool is_delegated(const struct differential *differential)
{
    return differential->delegation.state == DELEGATION_PRESENT && differential->delegation.direct;
}

static struct slice refers_text(const struct differential *differential)
{
    return arena_printf(differential->arena, "the zone %.*s refers to it",
                        SLICE_ARGS(parent_text(differential)));
}

/* Of a domain that is gone, a status that may stand for a hold leaves that open. */
static bool denies_hold(const struct differential *differential, const struct registration *object)
{
    bool may_be_one = registration_has(object, EPP_STATUS_OTHER) ||
                      registration_has(object, EPP_STATUS_PENDING_VERIFICATION);

    return registration_tells_hold(object) && !registration_on_hold(object) &&
           (is_delegated(differential) || !may_be_one);
}

static void exclude_by_registration(struct differential *differential)
{
    const struct registration *object = object_of(differential);
    int64_t now = facts_clock(differential->facts);
    struct arena *arena = differential->arena;

    if (object == NULL) {
        if (is_delegated(differential)) {
            rule_out(differential, CAUSE_NOT_REGISTERED, refers_text(differential));
            rule_out(differential, CAUSE_INACTIVE, refers_text(differential));
        }
        return;
    }
    if (denies_hold(differential, object)) {
        rule_out(differential, CAUSE_HOLD, SLICE("the registration was read and names no hold"));
    }
    rule_out(differential, CAUSE_NOT_REGISTERED, SLICE("the registry has the object"));
    if (object->server_count > 0 && !registration_has(object, EPP_STATUS_INACTIVE)) {
        rule_out(differential, CAUSE_INACTIVE,
                 arena_printf(arena, "name servers are listed: %zu", object->server_count));
    }
    if (object->has_expires && object->expires >= now &&
        !registration_has(object, EPP_STATUS_REDEMPTION_PERIOD) &&
        !registration_has(object, EPP_STATUS_PENDING_RESTORE) &&
        !registration_has(object, EPP_STATUS_EXPIRED)) {
        rule_out(differential, CAUSE_EXPIRED,
                 arena_printf(arena, "registered until %.*s",
                              SLICE_ARGS(date_to_text(object->expires, arena))));
    }
    if (registration_tells_hold(object) && !registration_has(object, EPP_STATUS_PENDING_DELETE)) {
        rule_out(differential, CAUSE_PENDING_DELETE,
                 SLICE("the registration was read and names no deletion"));
    }
}

static void exclude_by_servers(struct differential *differential)
{
    const struct own_servers *own = &differential->own;
    struct arena *arena = differential->arena;
    const struct delegation_hosts *hosts = &differential->delegation.hosts;

    if (hosts->count > 0 && !differential->has_swapped_server &&
        differential->delegation.state != DELEGATION_ABSENT) {
        rule_out(differential, CAUSE_NAMESERVER_SWAP,
                 arena_printf(arena, "the name servers are %.*s",
                              SLICE_ARGS(delegation_hosts_text(hosts, arena))));
    }
    if (own->authoritative > 0) {
        for (size_t i = 0; i < own->asked.count; i++) {
            if (own->asked.list[i].authoritative) {
                struct slice server = server_text(differential, &own->asked.list[i]);

                rule_out(differential, CAUSE_LAME,
                         arena_printf(arena, "%.*s answers with authority", SLICE_ARGS(server)));
                break;
            }
        }
    }
    if (own->with_record > 0) {
        rule_out(differential, CAUSE_MOVED,
                 arena_printf(arena, "the record is at %.*s",
                              SLICE_ARGS(server_text(differential, own->first_with))));
    }
}

static void exclude_by_record(struct differential *differential)
{
    const struct dns_answer *answer = differential->request.answer;
    const struct own_servers *own = &differential->own;
    struct arena *arena = differential->arena;
    bool is_gone = differential->delegation.state == DELEGATION_ABSENT;

    if (answer == NULL) {
        return;
    }
    if (answer_is_negative(answer)) {
        rule_out(differential, CAUSE_BOGUS, SLICE("the resolver gives an answer"));
    } else if (differential->checked_bogus && !differential->is_bogus) {
        rule_out(differential, CAUSE_BOGUS, SLICE("the resolver fails without validation as well"));
    }
    if (is_gone && differential->delegation.direct) {
        rule_out(differential, CAUSE_CACHE,
                 arena_printf(arena, "servers of the zone %.*s deny it themselves",
                              SLICE_ARGS(parent_text(differential))));
    } else if (own->with_record == 0 && own->without_record > 0) {
        rule_out(differential, CAUSE_CACHE, SLICE("its servers do not have the record either"));
    }
    if (own->with_record > 0 || differential->elsewhere.with_record > 0) {
        const struct delegation_server *server =
            own->with_record > 0 ? own->first_with : differential->elsewhere.first_with;

        rule_out(differential, CAUSE_RECORD_ABSENT,
                 arena_printf(arena, "the record is at %.*s",
                              SLICE_ARGS(server_text(differential, server))));
    }
    if (answer_is_negative(answer) && answer->chain_count == 0 && !is_gone) {
        rule_out(differential, CAUSE_CNAME, SLICE("there is no CNAME at the name"));
    }
}

void differential_gather(struct differential *differential)
{
    gather_resolver(differential);
    gather_parents(differential);
    gather_registration(differential);
    gather_own(differential, &differential->own);
    gather_own(differential, &differential->elsewhere);
    exclude_by_registration(differential);
    exclude_by_servers(differential);
    exclude_by_record(differential);
}
