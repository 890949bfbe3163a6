/* SPDX-License-Identifier: MIT */
/*
 * The addresses of a host that is not asked for its DNS: found by our own transport, so that the
 * servers of -s count, and never by the C library.
 */
#ifndef CHECK_SES_IO_HOST_ADDRESS_H
#define CHECK_SES_IO_HOST_ADDRESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "io/source.h"

#define HOST_ADDRESSES_MAXIMUM 8

struct host_addresses {
    struct address list[HOST_ADDRESSES_MAXIMUM];
    size_t count;
};

/* Who is asked, and how long. */
struct host_address_request {
    struct source *dns;
    enum address_family family; /* none: both */
    int64_t deadline_ns;        /* monotonic clock */
    unsigned *messages;         /* grows by the DNS messages sent */
};

/*
 * The addresses of `host` (a name, or an address itself), IPv4 first; none when it has none, is no
 * name, or nobody told in time. What the questions bring is in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status host_address_find(const struct host_address_request *request,
                                         struct slice host, struct arena *arena,
                                         struct host_addresses *ret_addresses);

#endif
