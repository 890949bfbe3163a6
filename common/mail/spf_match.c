/* SPDX-License-Identifier: MIT */
/*
 * Mechanisms that ask for addresses. Every lookup a term causes is counted here when it is void
 * (RFC 7208 4.6.4: NXDOMAIN, or no record of the type asked); errors of `ptr` never count as
 * errors.
 */
#include "mail/spf_match.h"

#include "base/limits.h"

enum rr_type spf_address_type(const struct spf_run *run)
{
    return run->client.family == ADDRESS_FAMILY_IP4 ? RR_TYPE_A : RR_TYPE_AAAA;
}

enum spf_match spf_match_trouble(struct spf_run *run, const struct dns_name *name,
                                 const struct dns_answer *answer)
{
    run->outcome.trouble = answer;
    run->outcome.trouble_name = name_to_text(name, run->world->arena);
    return SPF_MATCH_TEMPERROR;
}

/* Counts one void lookup; permerror when it is one too many. */
static enum spf_match count_void(struct spf_run *run, const struct dns_name *name)
{
    run->outcome.voids++;
    if (run->outcome.voids <= run->request->void_limit) {
        return SPF_MATCH_NO;
    }
    run->outcome.over_voids = true;
    run->outcome.cause = arena_printf(
        run->world->arena, "%u void lookups, limit %u: %.*s has nothing of the type asked",
        run->outcome.voids, run->request->void_limit,
        SLICE_ARGS(name_to_text(name, run->world->arena)));
    return SPF_MATCH_PERMERROR;
}

static const struct dns_answer *ask(struct spf_run *run, const struct dns_name *name,
                                    enum rr_type type)
{
    return facts_resolve(run->world->facts, name, type);
}

/* Whether one of the addresses lies in the client's network of `prefix` bits. */
static bool any_within(const struct spf_run *run, const struct dns_answer *answer, unsigned prefix)
{
    for (size_t i = 0; i < answer->record_count; i++) {
        if (address_within(&run->client, &answer->records[i].data.address, prefix)) {
            return true;
        }
    }
    return false;
}

/* The prefix length of a term for the client's family; the whole address when not written. */
static unsigned term_prefix(const struct spf_run *run, const struct spf_term *term)
{
    if (run->client.family == ADDRESS_FAMILY_IP4) {
        return term->has_prefix4 ? term->prefix4 : 32;
    }
    return term->has_prefix6 ? term->prefix6 : 128;
}

/* Compares the client with the addresses of one name. */
static enum spf_match match_addresses(struct spf_run *run, const struct spf_term *term,
                                      const struct dns_name *name)
{
    const struct dns_answer *answer = ask(run, name, spf_address_type(run));

    if (answer == NULL) {
        return SPF_MATCH_PENDING;
    }
    if (answer_is_negative(answer)) {
        return count_void(run, name);
    }
    if (answer->class != ANSWER_CLASS_POSITIVE) {
        return spf_match_trouble(run, name, answer);
    }
    return any_within(run, answer, term_prefix(run, term)) ? SPF_MATCH_YES : SPF_MATCH_NO;
}

enum spf_match spf_match_a(struct spf_run *run, const struct spf_term *term,
                           const struct dns_name *target)
{
    return match_addresses(run, term, target);
}

enum spf_match spf_match_exists(struct spf_run *run, const struct dns_name *target)
{
    const struct dns_answer *answer = ask(run, target, RR_TYPE_A);

    if (answer == NULL) {
        return SPF_MATCH_PENDING;
    }
    if (answer_is_negative(answer)) {
        return count_void(run, target);
    }
    return answer->class == ANSWER_CLASS_POSITIVE ? SPF_MATCH_YES
                                                  : spf_match_trouble(run, target, answer);
}

/* MX records in the order of preference (5.4), equal ones as they came. */
static void sort_by_preference(const struct rr **list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct rr *record = list[i];
        size_t at = i;

        while (at > 0 && list[at - 1]->data.mx.preference > record->data.mx.preference) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = record;
    }
}

/* Walks over the exchanges in order; all that follow one that is pending are wanted too. */
static enum spf_match match_exchanges(struct spf_run *run, const struct spf_term *term,
                                      const struct rr *const *list, size_t count)
{
    enum spf_match match = SPF_MATCH_NO;

    for (size_t i = 0; i < count && match == SPF_MATCH_NO; i++) {
        const struct dns_name *exchange = list[i]->data.mx.exchange;

        if (!name_is_root(exchange)) { /* null MX (RFC 7505): nothing to compare with */
            match = match_addresses(run, term, exchange);
        }
    }
    if (match == SPF_MATCH_PENDING) {
        for (size_t i = 0; i < count; i++) {
            if (!name_is_root(list[i]->data.mx.exchange)) {
                facts_prefetch(run->world->facts, list[i]->data.mx.exchange, spf_address_type(run));
            }
        }
    }
    return match;
}

enum status spf_match_mx(struct spf_run *run, const struct spf_term *term,
                         const struct dns_name *target, enum spf_match *ret_match)
{
    const struct dns_answer *answer = ask(run, target, RR_TYPE_MX);
    const struct rr *list[LIMIT_SPF_MX_NAMES];

    if (answer == NULL) {
        *ret_match = SPF_MATCH_PENDING;
        return STATUS_OK;
    }
    if (answer_is_negative(answer)) {
        *ret_match = count_void(run, target);
        return STATUS_OK;
    }
    if (answer->class != ANSWER_CLASS_POSITIVE) {
        *ret_match = spf_match_trouble(run, target, answer);
        return STATUS_OK;
    }
    if (answer->record_count > LIMIT_SPF_MX_NAMES) {
        run->outcome.cause = arena_printf(run->world->arena, "%.*s has %zu MX records, limit %d",
                                          SLICE_ARGS(name_to_text(target, run->world->arena)),
                                          answer->record_count, LIMIT_SPF_MX_NAMES);
        *ret_match = SPF_MATCH_PERMERROR;
        return STATUS_OK;
    }
    for (size_t i = 0; i < answer->record_count; i++) {
        list[i] = &answer->records[i];
    }
    sort_by_preference(list, answer->record_count);
    *ret_match = match_exchanges(run, term, list, answer->record_count);
    return STATUS_OK;
}

/* The name whose PTR records name the client: in-addr.arpa or ip6.arpa (RFC 1035 3.5, 3596 2.5). */
static bool reverse_name(const struct address *client, struct dns_name *ret_name)
{
    static const char hex[] = "0123456789abcdef";
    char text[80];
    size_t length = 0;
    bool ip4 = client->family == ADDRESS_FAMILY_IP4;

    for (size_t i = ip4 ? 4 : 16; i > 0; i--) {
        unsigned octet = client->octets[i - 1];

        if (ip4) {
            for (unsigned scale = octet >= 100  ? 100
                                  : octet >= 10 ? 10
                                                : 1;
                 scale > 0; scale /= 10) {
                text[length++] = (char)('0' + octet / scale % 10);
            }
        } else {
            text[length++] = hex[octet & 15u];
            text[length++] = '.';
            text[length++] = hex[octet >> 4];
        }
        text[length++] = '.';
    }
    for (const char *zone = ip4 ? "in-addr.arpa" : "ip6.arpa"; *zone != '\0'; zone++) {
        text[length++] = *zone;
    }
    return name_from_text(slice_make(text, length), ret_name, NULL) == STATUS_OK;
}

/* The client's PTR answer, or NULL while it is wanted. */
static const struct dns_answer *ask_ptr(struct spf_run *run)
{
    struct dns_name reverse;

    /* Cannot fail: an address always makes a name. */
    return reverse_name(&run->client, &reverse) ? ask(run, &reverse, RR_TYPE_PTR) : NULL;
}

/* How many of the PTR names are looked at (4.6.4: the first ten). */
static size_t ptr_count(const struct dns_answer *answer)
{
    return answer->record_count < LIMIT_SPF_PTR_NAMES ? answer->record_count : LIMIT_SPF_PTR_NAMES;
}

/* Wants the addresses of all PTR names; false while one is not there. */
static bool ask_ptr_addresses(struct spf_run *run, const struct dns_answer *names)
{
    bool complete = true;

    for (size_t i = 0; i < ptr_count(names); i++) {
        complete = ask(run, names->records[i].data.name, spf_address_type(run)) != NULL && complete;
    }
    return complete;
}

/* Whether a PTR name is validated: its own addresses hold the client (5.5). */
static bool is_validated(struct spf_run *run, const struct dns_name *name)
{
    const struct dns_answer *answer = ask(run, name, spf_address_type(run));

    return answer != NULL && answer->class == ANSWER_CLASS_POSITIVE &&
           any_within(run, answer, address_bits(&run->client));
}

enum spf_match spf_match_ptr(struct spf_run *run, const struct dns_name *target)
{
    const struct dns_answer *names = ask_ptr(run);

    if (names == NULL) {
        return SPF_MATCH_PENDING;
    }
    if (answer_is_negative(names)) {
        return count_void(run, target);
    }
    if (names->class != ANSWER_CLASS_POSITIVE) {
        return SPF_MATCH_NO; /* 5.5: an error of the PTR lookup is no match */
    }
    if (!ask_ptr_addresses(run, names)) {
        return SPF_MATCH_PENDING;
    }
    for (size_t i = 0; i < ptr_count(names); i++) {
        const struct dns_name *name = names->records[i].data.name;

        if (name_is_within(name, target) && is_validated(run, name)) {
            return SPF_MATCH_YES;
        }
    }
    return SPF_MATCH_NO;
}

/* How well a validated name suits %{p}: the domain itself, below it, any other (7.3). */
static unsigned validated_rank(const struct dns_name *name, const struct dns_name *domain)
{
    if (name_equal(name, domain)) {
        return 3;
    }
    return name_is_within(name, domain) ? 2 : 1;
}

bool spf_match_validated(struct spf_run *run, const struct dns_name *domain, struct slice *ret_name)
{
    const struct dns_answer *names = ask_ptr(run);
    unsigned best = 0;

    *ret_name = slice_empty();
    if (names == NULL) {
        return false;
    }
    if (names->class != ANSWER_CLASS_POSITIVE) {
        return true;
    }
    if (!ask_ptr_addresses(run, names)) {
        return false;
    }
    for (size_t i = 0; i < ptr_count(names); i++) {
        const struct dns_name *name = names->records[i].data.name;
        unsigned rank = validated_rank(name, domain);

        if (rank > best && is_validated(run, name)) {
            best = rank;
            *ret_name = name_to_text(name, run->world->arena);
        }
    }
    return true;
}
