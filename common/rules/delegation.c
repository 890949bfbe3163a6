/* SPDX-License-Identifier: MIT */
/*
 * Asking from above and below:
 *
 * 1. The parent zone: the name above the domain if the resolver gives its SOA, else the zone whose
 *    SOA it denies that name with. Its SOA and NS are the canary: a resolver without them is sick.
 * 2. The addresses of its servers. Which two are asked hangs on the domain, so that the load of
 *    many domains is spread and the same domain meets the same servers.
 * 3. Each is asked for the SOA of its zone and the NS of the domain in one round. Two silent ones
 *    end it; one that is silent, or two that differ, bring in others, at most four.
 * 4. Without any server that proves to be the zone's, the resolver's word is what is left; a denial
 *    only when there was time to ask them.
 */
#include "rules/delegation.h"

#include "base/buf.h"
#include "base/slice.h"

#define FIRST_SERVERS 2
#define HOSTS_TEXT_MAXIMUM ((size_t)4096)
#define BOTH_FAMILIES 3U /* a bit for each */

/* ---- names of servers ---- */

struct slice delegation_hosts_text(const struct delegation_hosts *hosts, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, HOSTS_TEXT_MAXIMUM);
    for (size_t i = 0; i < hosts->count; i++) {
        buf_add_text(&buf, i == 0 ? "" : ", ");
        buf_add(&buf, name_to_text(&hosts->names[i], arena));
    }
    return buf_slice(&buf);
}

bool delegation_has_host(const struct delegation_hosts *hosts, const struct dns_name *name)
{
    for (size_t i = 0; i < hosts->count; i++) {
        if (name_equal(&hosts->names[i], name)) {
            return true;
        }
    }
    return false;
}

void delegation_add_host(struct delegation_hosts *hosts, const struct dns_name *name)
{
    size_t at = hosts->count;

    if (at == DELEGATION_HOSTS_MAXIMUM || delegation_has_host(hosts, name)) {
        return;
    }
    while (at > 0 && name_compare(&hosts->names[at - 1], name) > 0) {
        hosts->names[at] = hosts->names[at - 1];
        at--;
    }
    hosts->names[at] = *name;
    hosts->count++;
}

void delegation_collect(const struct rr *records, size_t count, struct delegation_hosts *hosts)
{
    for (size_t i = 0; i < count; i++) {
        if (records[i].type == RR_TYPE_NS) {
            delegation_add_host(hosts, records[i].data.name);
        }
    }
}

/* ---- addresses ---- */

/* Servers that can be asked, IPv4 first: a host without a way to IPv6 is common. */
struct candidates {
    const struct config *config;
    struct facts *facts;
    struct dns_name hosts[2 * DELEGATION_SERVERS_MAXIMUM];
    struct endpoint endpoints[2 * DELEGATION_SERVERS_MAXIMUM];
    size_t count;
    size_t nameless; /* hosts whose addresses are denied, of both families */
    bool pending;
    bool cut_off;
};

static void add_candidate(struct candidates *candidates, const struct dns_name *host,
                          const struct rr *record)
{
    struct endpoint endpoint = { .address = record->data.address,
                                 .port = candidates->config->authority_port };

    if (candidates->count == sizeof candidates->endpoints / sizeof candidates->endpoints[0]) {
        return;
    }
    for (size_t i = 0; i < candidates->count; i++) {
        if (address_equal(&candidates->endpoints[i].address, &endpoint.address)) {
            return;
        }
    }
    candidates->hosts[candidates->count] = *host;
    candidates->endpoints[candidates->count] = endpoint;
    candidates->count++;
}

/* The smallest address of a host in a list: resolvers rotate, and the same run asks the same. */
static const struct rr *first_address(const struct rr *records, size_t count, enum rr_type type,
                                      const struct dns_name *owner)
{
    const struct rr *first = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct rr *rr = &records[i];

        if (rr->type == type && (owner == NULL || name_equal(rr->owner, owner)) &&
            (first == NULL ||
             slice_compare(slice_make((const char *)rr->data.address.octets, 16),
                           slice_make((const char *)first->data.address.octets, 16)) < 0)) {
            first = rr;
        }
    }
    return first;
}

/* The families whose addresses an answer denies: a name that does not exist has neither. */
static unsigned denials_of(const struct dns_answer *answer, enum rr_type type)
{
    if (answer->soa == NULL || !answer_is_negative(answer)) {
        return 0;
    }
    if (answer->class == ANSWER_CLASS_NXDOMAIN) {
        return BOTH_FAMILIES;
    }
    return type == RR_TYPE_A ? 1 : 2;
}

/* Finds an address of a host; *denials are the families of which it has none. */
static void find_address(struct candidates *candidates, const struct dns_name *host,
                         enum rr_type type, const struct dns_answer *glue, unsigned *denials)
{
    const struct rr *record =
        glue == NULL ? NULL : first_address(glue->glue, glue->glue_count, type, host);
    const struct dns_answer *answer;

    if (record == NULL) {
        answer = facts_resolve(candidates->facts, host, type);
        candidates->pending = candidates->pending || answer == NULL;
        candidates->cut_off = candidates->cut_off || (answer != NULL && answer_is_cut_off(answer));
        if (answer == NULL || answer->class != ANSWER_CLASS_POSITIVE) {
            *denials |= answer == NULL ? 0 : denials_of(answer, type);
            return;
        }
        record = first_address(answer->records, answer->record_count, type, NULL);
    }
    if (record != NULL) {
        add_candidate(candidates, host, record);
    }
}

/* The addresses of `count` (at most DELEGATION_SERVERS_MAXIMUM) hosts, beginning with the one at
 * `start`. */
static void find_candidates(struct candidates *candidates, const struct delegation_request *request,
                            size_t start, size_t count)
{
    const struct delegation_hosts *hosts = request->hosts;
    static const enum rr_type types[] = { RR_TYPE_A, RR_TYPE_AAAA };
    static const enum address_family excluding[] = { ADDRESS_FAMILY_IP6, ADDRESS_FAMILY_IP4 };
    unsigned denials[DELEGATION_SERVERS_MAXIMUM] = { 0 };

    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < count && i < hosts->count; i++) {
            const struct dns_name *host = &hosts->names[(start + i) % hosts->count];

            if (candidates->config->family != excluding[t]) {
                find_address(candidates, host, types[t], request->glue_from, &denials[i]);
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        candidates->nameless += denials[i] == BOTH_FAMILIES ? 1 : 0;
    }
}

/* ---- one server ---- */

static const struct dns_answer *ask_server(struct facts *facts, const struct endpoint *endpoint,
                                           const struct dns_name *name, enum rr_type type)
{
    struct question question = {
        .kind = QUESTION_KIND_SERVER, .type = type, .server = *endpoint, .name = *name
    };

    return facts_ask(facts, &question);
}

/* The SOA with AA, from the zone itself. */
static bool is_authority(const struct dns_answer *soa, const struct dns_name *zone)
{
    return soa != NULL && soa->class == ANSWER_CLASS_POSITIVE && soa->authoritative &&
           name_equal(soa->final, zone);
}

/* No way to this address, as the system or ICMP tells at once. */
static bool is_unreachable(const struct dns_answer *answer)
{
    return answer != NULL && answer->class == ANSWER_CLASS_TIMEOUT &&
           (answer->silence == ANSWER_SILENCE_UNREACHABLE ||
            answer->silence == ANSWER_SILENCE_NO_SERVER);
}

/* Asks one more server. False when there is no way to it: it does not count then. */
static bool ask_candidate(struct facts *facts, const struct delegation_request *request,
                          const struct candidates *candidates, size_t at,
                          struct delegation_servers *servers)
{
    struct delegation_server *server = &servers->list[servers->count];

    *server = (struct delegation_server){ .host = candidates->hosts[at],
                                          .endpoint = candidates->endpoints[at] };
    server->soa = ask_server(facts, &server->endpoint, request->zone, RR_TYPE_SOA);
    server->answer = ask_server(facts, &server->endpoint, request->name, request->type);
    server->authoritative = is_authority(server->soa, request->zone);
    servers->tried = true;
    if (server->soa == NULL || server->answer == NULL) {
        servers->pending = true;
    }
    return !is_unreachable(server->soa) || !is_unreachable(server->answer);
}

void delegation_ask(const struct config *config, struct facts *facts,
                    const struct delegation_request *request,
                    struct delegation_servers *ret_servers)
{
    struct candidates candidates = { .config = config, .facts = facts };

    *ret_servers = (struct delegation_servers){ .count = 0 };
    find_candidates(&candidates, request, 0, DELEGATION_SERVERS_MAXIMUM);
    if (candidates.pending) {
        ret_servers->pending = true;
        return;
    }
    ret_servers->nameless = candidates.nameless > 0 && candidates.nameless == request->hosts->count;
    for (size_t i = 0; i < candidates.count && ret_servers->count < DELEGATION_SERVERS_MAXIMUM;
         i++) {
        bool known = false;

        /* One address of each host is enough, if there is a way to it. */
        for (size_t s = 0; s < ret_servers->count; s++) {
            known = known || name_equal(&ret_servers->list[s].host, &candidates.hosts[i]);
        }
        if (!known && ask_candidate(facts, request, &candidates, i, ret_servers)) {
            ret_servers->count++;
        }
    }
}

/* ---- the parent zone ---- */

/* 1. False: pending, or the resolver is sick. */
static bool find_parent(struct facts *facts, struct delegation *delegation,
                        const struct dns_answer **ret_ns)
{
    struct dns_name above;
    const struct dns_answer *soa;

    if (!name_parent(&delegation->domain, &above)) {
        return false;
    }
    soa = facts_resolve(facts, &above, RR_TYPE_SOA);
    *ret_ns = facts_resolve(facts, &above, RR_TYPE_NS);
    if (soa != NULL && answer_is_negative(soa) && soa->soa != NULL &&
        name_is_within(&above, soa->soa->owner)) {
        above = *soa->soa->owner;
        soa = facts_resolve(facts, &above, RR_TYPE_SOA);
        *ret_ns = facts_resolve(facts, &above, RR_TYPE_NS);
    }
    if (soa == NULL || *ret_ns == NULL) {
        delegation->pending = true;
        return false;
    }
    delegation->parent = above;
    delegation->has_parent = true;
    delegation->soa = soa;
    delegation->sick =
        soa->class != ANSWER_CLASS_POSITIVE || (*ret_ns)->class != ANSWER_CLASS_POSITIVE;
    return !delegation->sick;
}

/* ---- what parent servers say ---- */

static enum delegation_view view_of(const struct delegation *delegation,
                                    const struct dns_answer *answer)
{
    const struct rr *soa = answer->soa;

    if (answer->class == ANSWER_CLASS_REFERRAL && answer->delegation_count > 0) {
        return name_equal(answer->delegation[0].owner, &delegation->domain) ? DELEGATION_VIEW_REFERS
                                                                            : DELEGATION_VIEW_NONE;
    }
    if (answer->class == ANSWER_CLASS_POSITIVE) {
        return DELEGATION_VIEW_REFERS; /* it serves the domain, too */
    }
    if (!answer_is_negative(answer) || !answer->authoritative || soa == NULL) {
        return DELEGATION_VIEW_NONE;
    }
    if (name_equal(soa->owner, &delegation->domain)) {
        return DELEGATION_VIEW_REFERS; /* likewise, without NS records of its own */
    }
    return name_equal(soa->owner, &delegation->parent) ? DELEGATION_VIEW_DENIES
                                                       : DELEGATION_VIEW_NONE;
}

struct views {
    size_t refer;
    size_t deny;
    size_t silent;
};

static void add_view(struct delegation *delegation, struct delegation_server *server,
                     struct views *views)
{
    if (server->soa == NULL || server->answer == NULL) {
        return;
    }
    if (server->soa->class == ANSWER_CLASS_TIMEOUT &&
        server->answer->class == ANSWER_CLASS_TIMEOUT) {
        views->silent++;
        return;
    }
    if (!server->authoritative) {
        return;
    }
    server->view = view_of(delegation, server->answer);
    if (server->view == DELEGATION_VIEW_REFERS) {
        views->refer++;
        delegation->referral = delegation->referral == NULL ? server->answer : delegation->referral;
    } else if (server->view == DELEGATION_VIEW_DENIES) {
        views->deny++;
    }
}

/* Whether the servers asked so far settle it. */
static bool is_settled(const struct views *views, size_t asked)
{
    bool differ = views->refer > 0 && views->deny > 0;

    return views->silent >= FIRST_SERVERS ||
           (asked >= FIRST_SERVERS && !differ && views->refer + views->deny == asked);
}

static size_t spread(const struct dns_name *domain, size_t count)
{
    return slice_hash(SLICE_HASH_START, slice_make((const char *)domain->wire, domain->length)) %
           count;
}

static bool is_asked(const struct delegation_servers *servers, const struct endpoint *endpoint)
{
    for (size_t i = 0; i < servers->count; i++) {
        if (address_equal(&servers->list[i].endpoint.address, &endpoint->address)) {
            return true;
        }
    }
    return false;
}

/* Asks servers until `wanted` of them were asked, from those of as many hosts. */
static void ask_wave(const struct config *config, struct facts *facts,
                     const struct delegation_request *request, struct delegation *delegation,
                     size_t wanted)
{
    struct delegation_servers *parents = &delegation->parents;
    struct candidates candidates = { .config = config, .facts = facts };

    find_candidates(&candidates, request, spread(&delegation->domain, request->hosts->count),
                    wanted);
    parents->pending = candidates.pending;
    parents->cut_off = parents->cut_off || candidates.cut_off;
    for (size_t i = 0; i < candidates.count && parents->count < wanted && !candidates.pending;
         i++) {
        if (!is_asked(parents, &candidates.endpoints[i]) &&
            ask_candidate(facts, request, &candidates, i, parents)) {
            parents->count++;
        }
    }
}

static struct views count_views(struct delegation *delegation)
{
    struct views views = { 0, 0, 0 };

    delegation->referral = NULL;
    for (size_t i = 0; i < delegation->parents.count; i++) {
        add_view(delegation, &delegation->parents.list[i], &views);
    }
    return views;
}

static void note_cut_off(struct delegation_servers *servers)
{
    for (size_t i = 0; i < servers->count; i++) {
        const struct dns_answer *soa = servers->list[i].soa;

        servers->cut_off = servers->cut_off || (soa != NULL && answer_is_cut_off(soa));
    }
}

/* 2 and 3. */
static void ask_parents(const struct config *config, struct facts *facts,
                        const struct dns_answer *ns, struct delegation *delegation)
{
    struct delegation_hosts hosts = { .count = 0 };
    struct delegation_request request = { .hosts = &hosts,
                                          .zone = &delegation->parent,
                                          .name = &delegation->domain,
                                          .type = RR_TYPE_NS };
    struct delegation_servers *parents = &delegation->parents;
    struct views views;

    delegation_collect(ns->records, ns->record_count, &hosts);
    if (hosts.count == 0) {
        return;
    }
    ask_wave(config, facts, &request, delegation, FIRST_SERVERS);
    views = count_views(delegation);
    if (!parents->pending && !is_settled(&views, parents->count)) {
        ask_wave(config, facts, &request, delegation, DELEGATION_SERVERS_MAXIMUM);
        views = count_views(delegation);
    }
    delegation->pending = delegation->pending || parents->pending;
    if (parents->pending) {
        return;
    }
    note_cut_off(parents);
    delegation->direct = views.refer + views.deny > 0;
    delegation->blocked = !delegation->direct && parents->tried && !parents->cut_off;
    if (delegation->direct) {
        delegation->state = views.deny == 0    ? DELEGATION_PRESENT
                            : views.refer == 0 ? DELEGATION_ABSENT
                                               : DELEGATION_MIXED;
    }
}

/* 4: what the resolver says of the delegation. */
static void take_relayed(struct facts *facts, struct delegation *delegation)
{
    const struct dns_answer *ns = facts_resolve(facts, &delegation->domain, RR_TYPE_NS);

    delegation->relayed = ns;
    if (ns == NULL) {
        delegation->pending = true;
        return;
    }
    if (delegation->direct || delegation->pending || !answer_is_conclusive(ns)) {
        return;
    }
    if (ns->class == ANSWER_CLASS_POSITIVE) {
        delegation->state = DELEGATION_PRESENT;
    } else if (ns->soa != NULL && name_equal(ns->soa->owner, &delegation->domain)) {
        delegation->state = DELEGATION_PRESENT;
    } else if (ns->soa != NULL && delegation->has_parent && !delegation->parents.cut_off &&
               name_equal(ns->soa->owner, &delegation->parent)) {
        delegation->state = DELEGATION_ABSENT;
    }
}

static void collect_hosts(struct delegation *delegation)
{
    const struct dns_answer *referral = delegation->referral;

    if (referral != NULL) {
        delegation_collect(referral->delegation, referral->delegation_count, &delegation->hosts);
        delegation_collect(referral->records, referral->record_count, &delegation->hosts);
    }
    if (delegation->hosts.count == 0 && delegation->relayed != NULL) {
        delegation_collect(delegation->relayed->records, delegation->relayed->record_count,
                           &delegation->hosts);
    }
}

void delegation_find(const struct config *config, struct facts *facts,
                     const struct dns_name *domain, struct delegation *ret_delegation)
{
    struct delegation *delegation = ret_delegation;
    const struct dns_answer *ns = NULL;

    *delegation = (struct delegation){ .domain = *domain };
    if (find_parent(facts, delegation, &ns) && config->why != CONFIG_WHY_NONE) {
        ask_parents(config, facts, ns, delegation);
    }
    take_relayed(facts, delegation);
    collect_hosts(delegation);
    /* Who gives the domain's own servers is not too sick for it. */
    delegation->sick = delegation->sick && delegation->state != DELEGATION_PRESENT;
}
