/* SPDX-License-Identifier: MIT */
/*
 * The first object of a WHOIS reply that names a domain, line by line, without a judgement whether
 * it can be relied on.
 */
#ifndef CHECK_SES_REGISTRY_WHOIS_OBJECT_H
#define CHECK_SES_REGISTRY_WHOIS_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "registry/registration.h"

/* What was asked, and how its registry writes. */
struct whois_asked {
    const struct dns_name *name;
    int32_t zone_s; /* offset of dates that have none */
};

struct whois_object {
    bool has_name;     /* a line names a domain: there is an object */
    bool is_asked;     /* one of its names is the one that was asked */
    struct slice name; /* the first one, as written, part of the reply */
    bool is_gtld;      /* it has keys of the form that ICANN prescribes */
    bool has_end;      /* DNSSEC or the footer came: the last things in that form */
    bool has_expires;  /* the key came, whatever its date */
    bool has_status;   /* a status came behind the name: .se has one in front, which is not all */
    bool is_open;      /* the last line that came is a status: there may have been more */
};

/*
 * Reads the object of a reply into statuses, servers, dates, DNSSEC and registrar of
 * *registration, which was empty. Linear. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status whois_object_read(struct slice text, const struct whois_asked *asked,
                                         struct arena *arena, struct registration *registration,
                                         struct whois_object *ret_object);

#endif
