/* SPDX-License-Identifier: MIT */
/*
 * Which WHOIS server to ask about a domain, and in which words: RFC 3912 leaves both to custom.
 */
#ifndef CHECK_SES_REGISTRY_WHOIS_SERVER_H
#define CHECK_SES_REGISTRY_WHOIS_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"

#define WHOIS_PORT 43
#define WHOIS_SERVERS_FILE_MAXIMUM ((size_t)256 * 1024)

/* A table that was read from a file. */
struct whois_servers {
    struct slice table; /* as suffix_table wants it */
};

struct whois_server {
    struct slice host;
    uint16_t port; /* WHOIS_PORT unless a file says otherwise */
};

/*
 * Reads lines "domain<TAB>host" or "domain<TAB>host:port" (blanks will do for the tab, too); empty
 * lines and those that begin with "#" are passed over. STATUS_BAD_INPUT with *ret_reason
 * ("line 7: …"); STATUS_NO_MEMORY. All texts are in `arena`.
 */
MUST_CHECK enum status whois_servers_read(struct slice text, struct arena *arena,
                                          struct whois_servers *ret_servers,
                                          struct slice *ret_reason);

/*
 * The server of the longest suffix of `name`: by `servers`, where they have one, else by the table
 * that is built in. `servers` may be NULL. STATUS_NOT_FOUND: none is known; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status whois_server_find(const struct whois_servers *servers,
                                         const struct dns_name *name, struct arena *arena,
                                         struct whois_server *ret_server);

/*
 * The line to send for a name, with its CRLF, as the server of that host name wants it.
 * STATUS_BAD_INPUT: the root, or a name with something else than letters, digits, hyphens and
 * underscores, which could be an order to the server; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status whois_server_query(struct slice host, const struct dns_name *name,
                                          struct arena *arena, struct slice *ret_line);

#endif
