/* SPDX-License-Identifier: MIT */
/*
 * Name servers that registrars put in the place of a domain's own, to show a notice. Data, and only
 * a hint: the list holds what was seen in the wild.
 */
#ifndef CHECK_SES_RULES_NAMESERVER_SWAP_H
#define CHECK_SES_RULES_NAMESERVER_SWAP_H

#include "dns/name.h"

/* "verification" or "expiry" when the host is such a server, else NULL. Static storage. */
const char *nameserver_swap_reason(const struct dns_name *host);

#endif
