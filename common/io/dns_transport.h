/* SPDX-License-Identifier: MIT */
/*
 * DNS over UDP and TCP: all questions of a round, all servers, one poll loop, one deadline.
 *
 * Written ourselves because the verdict depends on what it will not hide: connected sockets on
 * random ports, random ids; id, question, QR and source are checked and everything else is ignored
 * and counted while the wait goes on; truncation goes to TCP; a dead server does not cost every
 * question its timeout; nothing sleeps.
 *
 * Questions to one server itself go with RD clear to that server only, LIMIT_DIRECT_TRIES times for
 * LIMIT_DIRECT_MS at most, and end at once when the system or ICMP refuses. Nothing of that is held
 * against a resolver that is the same server.
 */
#ifndef CHECK_SES_IO_DNS_TRANSPORT_H
#define CHECK_SES_IO_DNS_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "dns/address.h"
#include "io/source.h"

struct transport_options {
    struct endpoint servers[8]; /* resolvers in order of preference */
    size_t server_count;
    bool rotate; /* start with another server for each question (resolv.conf) */
    /* None: both. Others: resolvers of the other family are left out, a question to a server of it
     * is answered by silence NO_SERVER. */
    enum address_family family;
    uint32_t query_timeout_ms; /* one try; servers asked themselves: at most LIMIT_DIRECT_MS */
    unsigned tries;            /* of one question; to them: at most LIMIT_DIRECT_TRIES */
    int64_t hurry_ns; /* monotonic clock: from then on they get one try, because the time that is
                       * left is for others; 0: never */
};

/*
 * A transport as a source. Sockets are opened when first needed. STATUS_NO_MEMORY. Resolver
 * questions without any usable server are answered by silence NO_SERVER.
 */
MUST_CHECK enum status transport_create(const struct transport_options *options,
                                        struct source *ret_source);

#endif
