/* SPDX-License-Identifier: MIT */
/*
 * The differential, step by step; each wants only what the last one made necessary:
 *
 * 1. The domain: what stands right below the public suffix, or the zone that holds that name. Its
 *    parent zone and who serves it, as the resolver and servers of the parent zone tell. A sick
 *    resolver ends it.
 * 2. Not delegated: the registration says why. Delegated: the domain's own servers are asked for
 *    the record, down to the zone that holds the name.
 * 3. A resolver that fails is asked once more without validation, then once more with it.
 * 4. The registration is also read for name servers of registrars, and where the caller wants it.
 * 5. One cause; every other one that an observation speaks against is ruled out by it.
 */
#include "rules/differential.h"

#include "rules/differential_evidence.h"
#include "rules/nameserver_swap.h"
#include "rules/visibility.h"

#define ZONES_DOWN 3 /* delegations followed below the domain */

const char *cause_text(enum cause cause)
{
    static const char texts[CAUSE_COUNT][20] = {
        "none",      "hold",           "not-registered",  "inactive",
        "expired",   "pending-delete", "nameserver-swap", "lame",
        "moved",     "bogus",          "cache",           "record-absent",
        "misplaced", "cname",          "unexplained",
    };

    return texts[cause < CAUSE_COUNT ? cause : CAUSE_NONE];
}

/* ---- 1 ---- */

static void find_domain(struct differential *differential)
{
    const struct dns_name *name = differential->request.name;
    struct dns_name organisational;

    differential->has_domain = name_registrable(name, &differential->registrable) == STATUS_OK;
    if (!differential->has_domain) {
        differential->registrable = *name;
        differential->domain = *name;
        return;
    }
    differential->domain = differential->registrable;
    if (name_organisational(name, &organisational) == STATUS_OK &&
        !name_equal(&organisational, &differential->registrable)) {
        differential->private_suffix = true;
        differential->domain = organisational;
    } else if (name_organisational(name, &organisational) != STATUS_OK) {
        differential->private_suffix = true; /* the suffix itself */
    }
}

/*
 * Names below a private suffix are zones of their own, or names in a zone of the suffix: web pages
 * of customers mostly are. One that is there without a zone is judged where it lives.
 */
static bool find_zone_of_suffix(struct differential *differential)
{
    const struct dns_answer *relayed = differential->delegation.relayed;

    if (!differential->private_suffix || relayed == NULL || relayed->class != ANSWER_CLASS_NODATA ||
        relayed->chain_count > 0 || relayed->soa == NULL ||
        !name_is_within(relayed->soa->owner, &differential->registrable) ||
        name_equal(relayed->soa->owner, &differential->domain)) {
        return false;
    }
    differential->domain = *relayed->soa->owner;
    return true;
}

/* ---- 2: own servers ---- */

static void count_own(struct own_servers *own)
{
    own->authoritative = own->with_record = own->without_record = 0;
    own->refusing = own->silent = 0;
    own->first_with = own->first_without = NULL;
    for (size_t i = 0; i < own->asked.count; i++) {
        const struct delegation_server *server = &own->asked.list[i];
        const struct dns_answer *answer = server->answer;

        if (server->soa == NULL || answer == NULL) {
            continue;
        }
        if (!server->authoritative) {
            bool silent = server->soa->class == ANSWER_CLASS_TIMEOUT;

            own->silent += silent ? 1 : 0;
            own->refusing += silent ? 0 : 1;
            continue;
        }
        own->authoritative++;
        if (answer->class == ANSWER_CLASS_POSITIVE ||
            (answer->authoritative && answer->chain_count > 0)) {
            own->with_record++;
            own->first_with = own->first_with == NULL ? server : own->first_with;
        } else if (answer_is_negative(answer) && answer->authoritative) {
            own->without_record++;
            own->first_without = own->first_without == NULL ? server : own->first_without;
        }
    }
}

/* A referral of the zone's server to a zone further down; NULL: none. */
static const struct dns_answer *find_cut(const struct own_servers *own, const struct dns_name *name)
{
    for (size_t i = 0; i < own->asked.count; i++) {
        const struct delegation_server *server = &own->asked.list[i];
        const struct dns_answer *answer = server->answer;

        if (server->authoritative && answer != NULL && answer->class == ANSWER_CLASS_REFERRAL &&
            answer->delegation_count > 0 && name_is_within(name, answer->delegation[0].owner) &&
            !name_equal(answer->delegation[0].owner, &own->zone) &&
            name_is_within(answer->delegation[0].owner, &own->zone)) {
            return answer;
        }
    }
    return NULL;
}

/* Asks the hosts of the domain for the record, and those of zones further down it refers to. */
static void ask_down(struct differential *differential, const struct delegation_hosts *from,
                     const struct dns_answer *referral, struct own_servers *own)
{
    const struct differential_request *wanted = &differential->request;
    struct delegation_hosts hosts = *from;

    own->zone = differential->domain;
    for (int depth = 0; depth < ZONES_DOWN; depth++) {
        struct delegation_request request = { .hosts = &hosts,
                                              .glue_from = referral,
                                              .zone = &own->zone,
                                              .name = wanted->name,
                                              .type = wanted->type };

        delegation_ask(wanted->config, differential->facts, &request, &own->asked);
        own->pending = own->asked.pending;
        referral = own->pending ? NULL : find_cut(own, wanted->name);
        if (referral == NULL) {
            break;
        }
        own->zone = *referral->delegation[0].owner;
        hosts = (struct delegation_hosts){ .count = 0 };
        delegation_collect(referral->delegation, referral->delegation_count, &hosts);
    }
    count_own(own);
}

/* While servers of the parent zone are asked, those that the resolver names are asked as well: in
 * most cases they are the same, and a round is saved. */
static void ask_early(struct differential *differential)
{
    const struct dns_answer *relayed = differential->delegation.relayed;
    struct delegation_hosts hosts = { .count = 0 };
    struct own_servers own = { .pending = false };

    if (relayed != NULL && relayed->class == ANSWER_CLASS_POSITIVE &&
        differential->request.config->why != CONFIG_WHY_NONE) {
        delegation_collect(relayed->records, relayed->record_count, &hosts);
        ask_down(differential, &hosts, NULL, &own);
    }
}

static void ask_own(struct differential *differential)
{
    ask_down(differential, &differential->delegation.hosts, differential->delegation.referral,
             &differential->own);
    differential->pending = differential->pending || differential->own.pending;
}

/* Servers that are named elsewhere than in the delegation may hold the record that is missed. */
static void ask_elsewhere(struct differential *differential)
{
    const struct registration *good = differential->registration.good;
    const struct dns_answer *relayed = differential->delegation.relayed;
    struct delegation_hosts named = { .count = 0 };
    struct delegation_hosts hosts = { .count = 0 };

    for (size_t i = 0; good != NULL && i < good->server_count; i++) {
        delegation_add_host(&named, &good->servers[i]);
    }
    if (relayed != NULL && relayed->class == ANSWER_CLASS_POSITIVE) {
        delegation_collect(relayed->records, relayed->record_count, &named);
    }
    for (size_t i = 0; i < named.count; i++) {
        /* Names inside a domain that is gone have no address any more. */
        if (!delegation_has_host(&differential->delegation.hosts, &named.names[i]) &&
            !name_is_within(&named.names[i], &differential->domain)) {
            delegation_add_host(&hosts, &named.names[i]);
        }
    }
    if (hosts.count > 0) {
        ask_down(differential, &hosts, NULL, &differential->elsewhere);
        differential->pending = differential->pending || differential->elsewhere.pending;
    }
}

/* ---- 3 ---- */

/* What the resolver failed at: the record, or where only the delegation is judged, its NS. */
static struct question failed_question(const struct differential *differential)
{
    const struct differential_request *request = &differential->request;
    bool is_record = request->answer != NULL;

    return (struct question){ .kind = QUESTION_KIND_RESOLVER,
                              .type = is_record ? request->type : RR_TYPE_NS,
                              .name = is_record ? *request->name : differential->domain };
}

static const struct dns_answer *ask_again(struct differential *differential, bool unchecked)
{
    struct question question = failed_question(differential);

    question.checking_disabled = unchecked;
    question.again = !unchecked;
    return facts_ask(differential->facts, &question);
}

/* Bogus is: SERVFAIL, an answer without validation, SERVFAIL again with it. */
static void check_bogus(struct differential *differential)
{
    const struct dns_answer *answer = differential->request.answer != NULL
                                          ? differential->request.answer
                                          : differential->delegation.relayed;
    const struct dns_answer *unchecked;
    const struct dns_answer *again;

    if (answer == NULL || answer->class == ANSWER_CLASS_BOGUS) {
        differential->is_bogus = answer != NULL;
        differential->checked_bogus = answer != NULL;
        return;
    }
    if (answer->class != ANSWER_CLASS_SERVFAIL) {
        return;
    }
    unchecked = ask_again(differential, true);
    if (unchecked == NULL) {
        differential->pending = true;
        return;
    }
    differential->checked_bogus = true;
    if (!answer_is_conclusive(unchecked)) {
        return;
    }
    again = ask_again(differential, false);
    if (again == NULL) {
        differential->pending = true;
        return;
    }
    differential->is_bogus =
        again->class == ANSWER_CLASS_SERVFAIL || again->class == ANSWER_CLASS_BOGUS;
}

/* ---- 4 ---- */

static void find_swap(struct differential *differential)
{
    const struct delegation_hosts *hosts = &differential->delegation.hosts;

    for (size_t i = 0; i < hosts->count; i++) {
        const char *because = nameserver_swap_reason(&hosts->names[i]);

        if (because != NULL) {
            differential->has_swapped_server = true;
            differential->swapped_because = because;
            differential->swapped_server = name_to_text(&hosts->names[i], differential->arena);
            return;
        }
    }
}

/* Whether there is a registry to ask, and the user lets us. */
static bool may_read(const struct differential *differential)
{
    return differential->request.config->why == CONFIG_WHY_FULL && differential->has_domain &&
           !differential->private_suffix;
}

static bool needs_registration(const struct differential *differential)
{
    enum delegation_state state = differential->delegation.state;

    return may_read(differential) &&
           (differential->request.with_registration || state == DELEGATION_ABSENT ||
            state == DELEGATION_MIXED || differential->has_swapped_server);
}

/* While servers of the parent zone are asked, a domain that the resolver denies with the SOA of
 * that zone is looked up in the registry, and at the servers it lists: two rounds are saved. */
static void read_early(struct differential *differential)
{
    const struct delegation *delegation = &differential->delegation;
    const struct dns_answer *relayed = delegation->relayed;
    bool is_denied = relayed != NULL && answer_is_negative(relayed) && relayed->soa != NULL &&
                     delegation->has_parent && !delegation->sick &&
                     name_equal(relayed->soa->owner, &delegation->parent);

    if (!is_denied || differential->request.answer == NULL || !may_read(differential)) {
        return;
    }
    registration_find(differential->facts, &differential->registrable, DELEGATION_ABSENT,
                      &differential->registration);
    if (differential->registration.good != NULL) {
        ask_elsewhere(differential);
    }
}

/* ---- 5: the cause ---- */

/* The cause that the registration names for a domain that is gone. */
static enum cause cause_of_registration(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;
    int64_t now = facts_clock(differential->facts);

    if (good == NULL) {
        return CAUSE_UNEXPLAINED;
    }
    if (good->result != REGISTRATION_RESULT_FOUND) {
        return CAUSE_NOT_REGISTERED;
    }
    if (registration_on_hold(good)) {
        return CAUSE_HOLD;
    }
    if (registration_has(good, EPP_STATUS_PENDING_DELETE)) {
        return CAUSE_PENDING_DELETE;
    }
    if (registration_has(good, EPP_STATUS_REDEMPTION_PERIOD) ||
        registration_has(good, EPP_STATUS_PENDING_RESTORE) ||
        registration_has(good, EPP_STATUS_EXPIRED) || (good->has_expires && good->expires < now)) {
        return CAUSE_EXPIRED;
    }
    if (registration_has(good, EPP_STATUS_INACTIVE) ||
        registration_has(good, EPP_STATUS_PENDING_CREATE) ||
        (good->server_count == 0 && good->source == REGISTRATION_SOURCE_RDAP)) {
        return CAUSE_INACTIVE;
    }
    return CAUSE_UNEXPLAINED;
}

/* Seconds that a resolver's answer may be repeated. */
static uint32_t least_ttl(const struct dns_answer *answer)
{
    uint32_t least = UINT32_MAX;

    for (size_t i = 0; i < answer->record_count; i++) {
        least = answer->records[i].ttl < least ? answer->records[i].ttl : least;
    }
    return answer->record_count == 0 ? 0 : least;
}

static void conclude_absent(struct differential *differential)
{
    const struct dns_answer *relayed = differential->delegation.relayed;

    differential->cause = cause_of_registration(differential);
    if (differential->cause == CAUSE_HOLD && relayed != NULL &&
        relayed->class == ANSWER_CLASS_POSITIVE) {
        differential->still_cached = true;
        differential->seconds_left = least_ttl(relayed);
    }
}

/* The SOA that a server itself gives for the zone that a denial comes from: the record's own zone,
 * or the one above while none of its servers denies the domain any more. NULL: another zone. */
static const struct dns_answer *soa_of_denial(const struct differential *differential,
                                              const struct dns_name *zone)
{
    const struct delegation *delegation = &differential->delegation;

    if (name_equal(zone, &differential->own.zone)) {
        return differential->own.first_with->soa;
    }
    if (delegation->state != DELEGATION_PRESENT || !name_equal(zone, &delegation->parent)) {
        return NULL;
    }
    for (size_t i = 0; i < delegation->parents.count; i++) {
        if (delegation->parents.list[i].view == DELEGATION_VIEW_REFERS) {
            return delegation->parents.list[i].soa;
        }
    }
    return NULL;
}

/* A denial in a cache: younger servers have the record, and its SOA already counts down. */
static bool is_cached(struct differential *differential)
{
    const struct dns_answer *answer = differential->request.answer;
    const struct dns_answer *now;
    const struct rr *soa;
    uint32_t left;
    uint32_t whole;

    if (!answer_is_negative(answer) || differential->own.first_with == NULL ||
        !answer_negative_ttl(answer, &left)) {
        return false;
    }
    now = soa_of_denial(differential, answer->soa->owner);
    if (now == NULL || now->record_count == 0) {
        return false;
    }
    soa = &now->records[0];
    whole = soa->ttl < soa->data.soa.minimum ? soa->ttl : soa->data.soa.minimum;
    if (left >= whole) {
        return false;
    }
    differential->seconds_left = left;
    return true;
}

/* Whether the resolver itself tells of the record's zone: it is served then, whoever refuses us. */
static bool is_relayed(const struct differential *differential)
{
    const struct dns_answer *answer = differential->request.answer;

    return (answer != NULL && answer_is_negative(answer) && answer->soa != NULL &&
            name_is_within(answer->soa->owner, &differential->domain)) ||
           (answer != NULL && answer->class == ANSWER_CLASS_POSITIVE);
}

/* Whether the domain's own servers were heard, by the resolver at least. */
static bool is_served(const struct differential *differential)
{
    const struct dns_answer *relayed = differential->delegation.relayed;

    return relayed != NULL && answer_is_conclusive(relayed);
}

static enum cause cause_of_own(struct differential *differential)
{
    const struct own_servers *own = &differential->own;
    const struct dns_answer *answer = differential->request.answer;

    if (own->authoritative == 0) {
        bool nobody = own->asked.nameless && !is_served(differential);
        bool all_refuse = nobody || (own->refusing > 0 && own->silent == 0);

        return is_relayed(differential) && answer != NULL && answer_is_negative(answer)
                   ? CAUSE_RECORD_ABSENT
               : all_refuse && !is_relayed(differential)   ? CAUSE_LAME
               : answer == NULL && is_served(differential) ? CAUSE_NONE
                                                           : CAUSE_UNEXPLAINED;
    }
    if (answer == NULL) {
        return CAUSE_NONE;
    }
    if (own->with_record == 0 && differential->elsewhere.with_record > 0) {
        return CAUSE_MOVED;
    }
    if (own->with_record == 0) {
        return own->without_record > 0 ? CAUSE_RECORD_ABSENT : CAUSE_UNEXPLAINED;
    }
    if (own->without_record == 0 && is_cached(differential)) {
        return CAUSE_CACHE;
    }
    return CAUSE_UNEXPLAINED;
}

static void conclude_present(struct differential *differential)
{
    const struct registration *good = differential->registration.good;
    const struct dns_answer *answer = differential->request.answer;

    if (differential->is_bogus) {
        differential->cause = CAUSE_BOGUS;
    } else if (answer != NULL && answer_is_negative(answer) && answer->chain_count > 0) {
        differential->cause = CAUSE_CNAME; /* what is missing is missing behind it */
    } else if (differential->has_swapped_server) {
        differential->cause = CAUSE_NAMESERVER_SWAP;
    } else if (good != NULL && registration_on_hold(good)) {
        differential->cause = CAUSE_HOLD;
        differential->still_refers = true;
    } else if (differential->delegation.direct) {
        differential->cause = cause_of_own(differential);
    } else if (answer != NULL) {
        differential->cause = answer_is_negative(answer) && is_relayed(differential)
                                  ? CAUSE_RECORD_ABSENT
                                  : CAUSE_UNEXPLAINED;
    }
}

static void conclude(struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    switch (differential->delegation.state) {
    case DELEGATION_ABSENT:
        conclude_absent(differential);
        break;
    case DELEGATION_MIXED:
        if (good != NULL && registration_on_hold(good)) {
            conclude_absent(differential);
            break;
        }
        conclude_present(differential);
        break;
    case DELEGATION_PRESENT:
        conclude_present(differential);
        break;
    case DELEGATION_UNKNOWN:
        differential->cause = differential->is_bogus ? CAUSE_BOGUS : CAUSE_UNEXPLAINED;
        break;
    }
}

void differential_look(const struct differential_request *request, struct facts *facts,
                       struct arena *arena, struct differential *ret_differential)
{
    struct differential *differential = ret_differential;
    struct delegation *delegation = &differential->delegation;

    *differential = (struct differential){ .request = *request, .facts = facts, .arena = arena };
    find_domain(differential);
    delegation_find(request->config, facts, &differential->domain, delegation);
    if (find_zone_of_suffix(differential)) {
        delegation_find(request->config, facts, &differential->domain, delegation);
    }
    if (!delegation->pending) {
        find_swap(differential);
    }
    if (needs_registration(differential)) {
        /* Where the caller wants it in any case, from the first round on: it takes longest. */
        registration_find(facts, &differential->registrable, delegation->state,
                          &differential->registration);
    }
    differential->pending = delegation->pending || differential->registration.pending;
    if (delegation->pending) {
        ask_early(differential);
        read_early(differential);
    }
    if (delegation->pending || delegation->sick) {
        differential->cause = CAUSE_UNEXPLAINED;
        return;
    }
    if (delegation->direct && delegation->state != DELEGATION_ABSENT) {
        ask_own(differential);
    }
    if (delegation->direct && !differential->pending && request->answer != NULL &&
        differential->own.with_record == 0) {
        ask_elsewhere(differential);
    }
    check_bogus(differential);
    if (!differential->pending) {
        conclude(differential);
        differential_gather(differential);
    }
}
