/* SPDX-License-Identifier: MIT */
/*
 * Which registry is asked where: the tables on this machine in place of those that are built in.
 * /etc/check_ses is the administrator's, /usr/share/check_ses the package's; the first of the two
 * that has a good file counts, for each table by itself.
 */
#ifndef CHECK_SES_IO_REGISTRY_TABLES_H
#define CHECK_SES_IO_REGISTRY_TABLES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "registry/rdap_bootstrap.h"
#include "registry/whois_server.h"

#define REGISTRY_TABLES_RDAP "rdap-bootstrap.json" /* as IANA's (RFC 9224) */
#define REGISTRY_TABLES_WHOIS "whois-servers.tsv"  /* lines "domain<TAB>host" */

/* The two folders, ending with NULL. Static storage. */
const char *const *registry_tables_folders(void);

struct registry_tables {
    bool has_bootstrap; /* else the built-in table counts */
    struct rdap_bootstrap bootstrap;
    struct slice bootstrap_path; /* where it was found */
    bool has_servers;
    struct whois_servers servers;
    struct slice note; /* the first file that is there and is no use, and why; empty: none */
};

/*
 * Reads both tables from the folders, which end with NULL. A file that is missing is an ordinary
 * case, one that is unreadable or damaged is noted and passed over. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status registry_tables_read(const char *const *folders, struct arena *arena,
                                            struct registry_tables *ret_tables);

#endif
