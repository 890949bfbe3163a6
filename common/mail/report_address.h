/* SPDX-License-Identifier: MIT */
/*
 * The URIs of rua and ruf (RFC 9989 4.7, 4.8; RFC 7489 6.2; RFC 3986; RFC 6068): where reports go.
 */
#ifndef CHECK_SES_MAIL_REPORT_ADDRESS_H
#define CHECK_SES_MAIL_REPORT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"

#define REPORT_ADDRESSES_MAXIMUM 16 /* of one tag; further ones are counted, not kept */

enum report_defect {
    REPORT_DEFECT_NONE = 0,
    REPORT_DEFECT_EMPTY,     /* nothing between two commas */
    REPORT_DEFECT_NO_SCHEME, /* user@host alone, or a host name */
    REPORT_DEFECT_URI,       /* an octet that no URI has, a damaged percent escape */
    REPORT_DEFECT_ADDRESS,   /* mailto without exactly one address, or a malformed one */
    REPORT_DEFECT_HOST,      /* the part behind @ is no domain name */
    REPORT_DEFECT_LIMIT      /* "!" with something else than digits and k, m, g or t behind it, or a
                              * number beyond 64 bits */
};

struct report_address {
    struct slice written; /* as published, blanks around it cut */
    size_t offset;        /* into the record */
    struct slice uri;     /* without the "!" limit */
    enum report_defect defect;
    struct slice reason; /* what is wrong and what would be right; empty for NONE */
    bool has_limit;
    uint64_t limit;       /* octets, the unit applied */
    bool mailto;          /* scheme mailto, any case */
    struct slice mailbox; /* mailto: the address, percent escapes decoded, headers (?…) cut */
    struct dns_name host; /* of the mailbox, or of another scheme's authority; has_host */
    bool has_host;
};

struct report_addresses {
    const struct report_address *addresses;
    size_t count;
    size_t surplus; /* beyond the maximum */
    size_t good;    /* without a defect */
};

/*
 * Splits and reads the value of rua or ruf; `offset` is its place in the record. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status report_address_parse(struct slice value, size_t offset, struct arena *arena,
                                            struct report_addresses *ret_addresses);

#endif
