/* SPDX-License-Identifier: MIT */
/*
 * The reply of a WHOIS server (RFC 3912) to a question about a domain, judged and read. There is no
 * grammar: the forms of CNNIC, of gTLDs and of some thirty country registries are known, each by
 * the words of its keys.
 */
#ifndef CHECK_SES_REGISTRY_WHOIS_DOMAIN_H
#define CHECK_SES_REGISTRY_WHOIS_DOMAIN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "registry/registration.h"

/*
 * What the reply says of `asked`; `now` is seconds since 1970, for `read_at`. The octets may be of
 * any charset. `server` is left empty for the caller, who knows it. Bad replies are results:
 *
 * FOUND       the first object of the reply is of that name, and all its statuses came. Registries
 *             of some countries tell none (.kr, .eu): `status_count` is 0 then and says nothing
 *             of a hold.
 * NOT_FOUND   a sentence that denies the name, or "Status: free" and the like
 * RESERVED    a sentence or a status that says so
 * REFUSED     no object, but words such as "limit exceeded"; with the seconds where they are named
 * UNREADABLE  all else: nothing, another name, a reply that is cut or may be cut before its last
 *             status, over LIMIT_WHOIS, words that are not known
 *
 * Dates without an offset are in the registry's time where that is known: UTC+8 for .cn, .hk and
 * .tw, UTC+9 for .jp and .kr, else UTC. Texts are in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status whois_domain_parse(struct slice text, const struct dns_name *asked,
                                          int64_t now, struct arena *arena,
                                          struct registration *ret_registration);

#endif
