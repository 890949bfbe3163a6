/* SPDX-License-Identifier: MIT */
/* Suffixes of name servers that stand for a notice of the registrar. */
#include "rules/nameserver_swap.h"

#include <stdbool.h>
#include <stddef.h>

#define SUFFIX_MAXIMUM 48

static const struct {
    char suffix[SUFFIX_MAXIMUM]; /* no pointer: nothing to relocate at the start */
    bool is_expiry;
} swaps[] = {
    { "verification-hold.suspended-domain.com", false },
    { "failed-whois-verification.namecheap.com", false },
    { "verify-contact-details.namecheap.com", false },
    { "emailverification.info", false },
    { "expirens3.hichina.com", true },
    { "expirens4.hichina.com", true },
    { "notpaid.com.ua", true },
    { "pendingrenewaldeletion.com", true },
    { "renewyourname.net", true },
    { "expired1.namebrightdns.com", true },
    { "onamae-expired.com", true },
    { "expired.uniregistry-dns.com", true },
    { "domainhasexpired.com", true },
    { "expirationwarning.net", true },
};

const char *nameserver_swap_reason(const struct dns_name *host)
{
    for (size_t i = 0; i < sizeof swaps / sizeof swaps[0]; i++) {
        if (name_is_within_text(host, swaps[i].suffix)) {
            return swaps[i].is_expiry ? "expiry" : "verification";
        }
    }
    return NULL;
}
