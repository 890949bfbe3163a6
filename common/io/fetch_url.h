/* SPDX-License-Identifier: MIT */
/*
 * The URLs that are ever fetched: http and https with a host that can be read in one way only.
 *
 * Programs read odd URLs differently (user names in front of the host, numbers that some take for
 * addresses, backslashes), and what one connects to is then not what the other looked at. So this
 * is narrower than RFC 3986: what several readers could take differently is refused.
 */
#ifndef CHECK_SES_IO_FETCH_URL_H
#define CHECK_SES_IO_FETCH_URL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"

#define FETCH_URL_MAXIMUM 2048

struct fetch_url {
    bool is_secure;         /* https */
    struct slice host;      /* a name, or an address without brackets; within the text */
    struct address address; /* of a host that is an address; family none: a name to be resolved */
    uint16_t port;          /* 80 or 443 when the text has none */
    struct slice path;      /* from the first "/" or "?" on, query included; may be empty */
};

/*
 * Reads `text`. STATUS_BAD_INPUT with *ret_reason (may be NULL), a sentence part such as "it has a
 * user name before the host", in static storage.
 */
MUST_CHECK enum status fetch_url_parse(struct slice text, struct fetch_url *ret_url,
                                       const char **ret_reason);

#endif
