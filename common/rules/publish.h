/* SPDX-License-Identifier: MIT */
/*
 * Records ready to paste: where the form of a DNS host wants them, and the value in the strings
 * that a TXT record consists of.
 */
#ifndef CHECK_SES_RULES_PUBLISH_H
#define CHECK_SES_RULES_PUBLISH_H

#include "base/arena.h"
#include "base/slice.h"
#include "dns/name.h"

/*
 * "host _dmarc.mail in the zone example.com": relative to the registrable domain, `@` for the
 * domain itself; the name alone where there is none. Empty if the arena failed.
 */
struct slice publish_host(const struct dns_name *name, struct arena *arena);

/*
 * A value as it is typed: as it is up to 255 octets (RFC 1035 3.3), else as strings in quotation
 * marks with a blank between, cut at 255 octets. Control octets are escaped, so that it stays one
 * line. Empty if the arena failed.
 */
struct slice publish_value(struct slice value, struct arena *arena);

/*
 * Advice of two or three lines: "LEAD as TXT at HOST:", the value, and for more than one string how
 * it is typed. `lead` begins with a verb: "Publish", "Replace the record". Empty if the arena
 * failed.
 */
struct slice publish_advice(const char *lead, const struct dns_name *name, struct slice value,
                            struct arena *arena);

#endif
