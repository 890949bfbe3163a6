/* SPDX-License-Identifier: MIT */
/*
 * Which RDAP server to ask about a domain (RFC 9224): by the table that is built in, or by a file
 * of the same kind as IANA's.
 */
#ifndef CHECK_SES_REGISTRY_RDAP_BOOTSTRAP_H
#define CHECK_SES_REGISTRY_RDAP_BOOTSTRAP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"

#define RDAP_BASES_MAXIMUM 4  /* of one service; more are not kept */
#define RDAP_BASE_MAXIMUM 255 /* octets of one */

/* A table that was read from a file. */
struct rdap_bootstrap {
    struct slice table; /* as suffix_table wants it */
    struct slice date;  /* "2026-03-23": its publication; empty when it names none */
};

/* Base URLs, each with a final "/"; https in front of http, each kind in the order of the file. */
struct rdap_bases {
    struct slice urls[RDAP_BASES_MAXIMUM];
    size_t count;
};

/* "2026-03-23": the publication of the built-in table. Static storage. */
const char *rdap_bootstrap_date(void);

/*
 * Reads a file, which need not be IANA's: everything in it is checked. Bases are http or https URLs
 * of printable ASCII with a host, a final "/" and no query; keys are domains in A-labels, "" is the
 * root. STATUS_BAD_INPUT with *ret_reason ("services[3][1][0]: …" or "line 3, column 7: …");
 * STATUS_NO_MEMORY. All texts are in `arena`.
 */
MUST_CHECK enum status rdap_bootstrap_read(struct slice text, struct arena *arena,
                                           struct rdap_bootstrap *ret_bootstrap,
                                           struct slice *ret_reason);

/*
 * The bases of the service with the longest key that is `name` or an ancestor of it, by
 * `bootstrap`, or by the built-in table when that is NULL. STATUS_NOT_FOUND: no server is known,
 * which is an ordinary case; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status rdap_bootstrap_find(const struct rdap_bootstrap *bootstrap,
                                           const struct dns_name *name, struct arena *arena,
                                           struct rdap_bases *ret_bases);

#endif
