/* SPDX-License-Identifier: MIT */
/*
 * What check_host() is asked: client, identities and domain (RFC 7208 2, 4.1, 4.3).
 */
#ifndef CHECK_SES_MAIL_SPF_REQUEST_H
#define CHECK_SES_MAIL_SPF_REQUEST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/name.h"
#include "mail/spf_fetch.h"
#include "mail/spf_macro.h"

/* What check_host() is asked. Texts may hold any octets. */
struct spf_request {
    struct address client; /* an IPv4-mapped address counts as IPv4 (5) */
    struct slice helo;     /* as the client said it, may be rubbish */
    struct slice sender;   /* MAIL FROM; empty: the HELO identity postmaster@helo (2.4) */
    struct slice domain;   /* <domain>; empty: the sender's domain */
    struct slice receiver; /* %{r}; empty: "unknown" */
    unsigned void_limit;   /* LIMIT_SPF_VOIDS, or UINT_MAX for receivers without that limit */
};

/*
 * The domain of a MAIL FROM or HELO text as check_host() takes it (4.3): what follows the last `@`,
 * U-labels converted (RFC 8616 4), at least two labels. STATUS_BAD_INPUT: malformed, the result is
 * `none`; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_request_domain(struct slice text, struct dns_name *ret_name);

/*
 * What the macros s l o i v h r t stand for in a request (7.2); `domain` and `validated` are left
 * empty. *ret_ascii: the local-part is ASCII (RFC 8616 4). Texts are in the world's arena or the
 * request's.
 */
void spf_request_values(const struct spf_request *request, struct spf_world *world,
                        struct spf_macro_values *ret_values, bool *ret_ascii);

/*
 * A domain as %{d} and %{o} show it: `given` without a final dot when it is ASCII, else the
 * A-labels of `name`, which it stands for.
 */
struct slice spf_request_domain_text(struct slice given, const struct dns_name *name,
                                     struct arena *arena);

#endif
