/* SPDX-License-Identifier: MIT */
/*
 * The reply of an RDAP server to a question about a domain (RFC 7480, RFC 9083), judged and read.
 */
#ifndef CHECK_SES_REGISTRY_RDAP_DOMAIN_H
#define CHECK_SES_REGISTRY_RDAP_DOMAIN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "registry/registration.h"

/* What came over HTTP, redirects followed. */
struct rdap_reply {
    unsigned http_status; /* 200, 404, … */
    struct slice
        content_type; /* as sent, for the reason; may be empty: bodies speak for themselves */
    struct slice retry_after; /* value of that field as sent; empty: none */
    struct slice body;
};

/*
 * What the reply says of `asked`; `now` is seconds since 1970, for a date in Retry-After and for
 * `read_at`. `server` is left empty for the caller, who knows it. Bad replies are results:
 *
 * FOUND       200 and a domain object of that name. No status in it (`status_count` 0) means that
 *             the server told none, not that there is none.
 * NOT_FOUND   404, or an error object that says so; with a body only when that is JSON
 * REFUSED     429, 403, 422 (RFC 7480 5.5) in the HTTP status or in an error object; any 5xx that
 *             names a time to come back
 * UNREADABLE  all else: HTML, cut JSON, no object class, another name, other codes
 *
 * Texts are in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status rdap_domain_parse(const struct rdap_reply *reply,
                                         const struct dns_name *asked, int64_t now,
                                         struct arena *arena,
                                         struct registration *ret_registration);

#endif
