/* SPDX-License-Identifier: MIT */
/*
 * Sockets for DNS, as file descriptors that never block.
 */
#ifndef CHECK_SES_IO_DNS_SOCKET_H
#define CHECK_SES_IO_DNS_SOCKET_H

#include <stdbool.h>

#include "base/status.h"
#include "dns/address.h"

/*
 * A UDP socket that is connected to `endpoint`: the kernel picks a random port, lets through what
 * comes from that endpoint only, and tells us when it is refused there. Closed on exec,
 * non-blocking. The caller closes it. STATUS_IO: no route, no such address family, no descriptor
 * left.
 */
MUST_CHECK enum status socket_open_datagram(const struct endpoint *endpoint, int *ret_socket);

/* The same over TCP; connecting has begun and goes on while the caller polls for writing. */
MUST_CHECK enum status socket_open_stream(const struct endpoint *endpoint, int *ret_socket);

/* Whether two endpoints are the same one. */
bool socket_same_endpoint(const struct endpoint *a, const struct endpoint *b);

#endif
