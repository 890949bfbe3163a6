/* SPDX-License-Identifier: MIT */
/* Holds: words, who lifts them, likely reasons. */
#include "rules/differential_hold.h"

#define YOUNG_S (10 * 86400) /* verification is due in the first days */

const char *differential_lifted_by(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    if (good == NULL || !registration_on_hold(good)) {
        return NULL;
    }
    return registration_has(good, EPP_STATUS_CLIENT_HOLD) &&
                   !registration_has(good, EPP_STATUS_SERVER_HOLD) &&
                   !registration_has(good, EPP_STATUS_SUSPENDED)
               ? "registrar"
               : "registry";
}

const char *differential_hold_words(const struct registration *good)
{
    bool client = registration_has(good, EPP_STATUS_CLIENT_HOLD);
    bool server = registration_has(good, EPP_STATUS_SERVER_HOLD);

    return client && server ? "clientHold and serverHold"
           : client         ? "clientHold"
           : server         ? "serverHold"
                            : "suspended";
}

const char *differential_who_lifts(const struct registration *good)
{
    bool client = registration_has(good, EPP_STATUS_CLIENT_HOLD);
    bool server = registration_has(good, EPP_STATUS_SERVER_HOLD);

    return client && server ? "registrar and registry both have to lift it"
           : client         ? "the registrar lifts it"
                            : "the registry lifts it, asked through the registrar";
}

/* Whether a suffix is one of those whose registries demand real-name verification. */
static bool is_chinese(const struct dns_name *domain)
{
    static const char suffixes[][16] = { "cn",         "xn--fiqs8s", "xn--fiqz9s",
                                         "xn--55qx5d", "xn--io0a7i", "top",
                                         "wang",       "ren",        "xin" };

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (name_is_within_text(domain, suffixes[i])) {
            return true;
        }
    }
    return false;
}

/* Name servers of DNS hosts in mainland China. */
static bool has_chinese_host(const struct registration *good)
{
    static const char hosts[][16] = { "dnspod.net", "hichina.com", "dnsv2.com", "dnsv3.com",
                                      "dnsv4.com",  "dnsv5.com",   "alidns.com" };

    for (size_t i = 0; i < good->server_count; i++) {
        for (size_t h = 0; h < sizeof hosts / sizeof hosts[0]; h++) {
            if (name_is_within_text(&good->servers[i], hosts[h])) {
                return true;
            }
        }
    }
    return false;
}

static bool is_young(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    return good->has_registered && facts_clock(differential->facts) - good->registered < YOUNG_S;
}

/* The owner has not shown who they are, and the registrar says so. */
static bool is_unverified(const struct differential *differential)
{
    enum domain_real_name real_name = differential->request.real_name;

    return real_name == DOMAIN_REAL_NAME_NOT_UPLOAD || real_name == DOMAIN_REAL_NAME_REJECT;
}

/* They have, or need not. */
static bool is_verified(const struct differential *differential)
{
    enum domain_real_name real_name = differential->request.real_name;

    return real_name == DOMAIN_REAL_NAME_APPROVED || real_name == DOMAIN_REAL_NAME_NO_AUDIT;
}

/* Whether real-name verification may be what a hold waits for. */
static bool may_lack_real_name(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    return !is_verified(differential) &&
           (is_unverified(differential) ||
            registration_has(good, EPP_STATUS_PENDING_VERIFICATION) ||
            is_chinese(&differential->registrable) || has_chinese_host(good));
}

bool differential_has_hint(const struct differential *differential)
{
    const struct registration *good = differential->registration.good;

    return is_young(differential) || may_lack_real_name(differential) ||
           (good->has_expires && good->expires < facts_clock(differential->facts));
}

size_t differential_likely(const struct differential *differential,
                           const char *ret_likely[DIFFERENTIAL_LIKELY_MAXIMUM])
{
    const struct registration *good = differential->registration.good;
    int64_t now = facts_clock(differential->facts);
    size_t count = 0;
    bool is_real_name;

    if (differential->cause == CAUSE_NAMESERVER_SWAP) {
        ret_likely[count++] =
            differential->swapped_because[0] == 'e' ? "expiry" : "contact-verification";
        return count;
    }
    if (differential->cause == CAUSE_UNEXPLAINED && good != NULL &&
        registration_has(good, EPP_STATUS_PENDING_VERIFICATION)) {
        ret_likely[count++] = "real-name-verification";
        return count;
    }
    if (differential->cause != CAUSE_HOLD || good == NULL) {
        return 0;
    }
    is_real_name = may_lack_real_name(differential);
    if (is_unverified(differential)) {
        ret_likely[count++] = "real-name-verification";
    }
    if (good->has_expires && good->expires < now) {
        ret_likely[count++] = "expiry";
    }
    if (is_real_name && !is_unverified(differential)) {
        ret_likely[count++] = "real-name-verification";
    }
    if (is_young(differential) || !is_real_name) {
        ret_likely[count++] = "contact-verification";
    }
    ret_likely[count++] = "payment";
    ret_likely[count++] = "abuse";
    ret_likely[count++] = "dispute";
    return count;
}

const char *differential_likely_text(const char *word)
{
    switch (word[0]) {
    case 'r':
        return "missing real-name verification";
    case 'c':
        return "a contact address that was not verified";
    case 'e':
        return "expiry";
    case 'p':
        return "an unpaid bill";
    case 'a':
        return "an abuse report";
    default:
        return "a dispute";
    }
}
