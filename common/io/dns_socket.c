/* SPDX-License-Identifier: MIT */
/* Sockets for DNS: endpoints of ours to addresses of the system, and connect(2). */
#include "io/dns_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union socket_address {
    struct sockaddr any;
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;
};

/* The endpoint as the system wants it; returns its length, 0 for no family. */
static socklen_t fill_address(const struct endpoint *endpoint, union socket_address *address)
{
    memset(address, 0, sizeof *address);
    switch (endpoint->address.family) {
    case ADDRESS_FAMILY_IP4:
        address->ip4.sin_family = AF_INET;
        address->ip4.sin_port = htons(endpoint->port);
        memcpy(&address->ip4.sin_addr, endpoint->address.octets, sizeof address->ip4.sin_addr);
        return sizeof address->ip4;
    case ADDRESS_FAMILY_IP6:
        address->ip6.sin6_family = AF_INET6;
        address->ip6.sin6_port = htons(endpoint->port);
        address->ip6.sin6_scope_id = endpoint->scope;
        memcpy(&address->ip6.sin6_addr, endpoint->address.octets, sizeof address->ip6.sin6_addr);
        return sizeof address->ip6;
    case ADDRESS_FAMILY_NONE:
        break;
    }
    return 0;
}

static enum status open_socket(const struct endpoint *endpoint, int type, int *ret_socket)
{
    union socket_address address;
    socklen_t length = fill_address(endpoint, &address);
    int descriptor;

    if (length == 0) {
        return STATUS_IO;
    }
    descriptor = socket(address.any.sa_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return STATUS_IO;
    }
    if (connect(descriptor, &address.any, length) != 0 && errno != EINPROGRESS) {
        (void)close(descriptor);
        return STATUS_IO;
    }
    *ret_socket = descriptor;
    return STATUS_OK;
}

enum status socket_open_datagram(const struct endpoint *endpoint, int *ret_socket)
{
    return open_socket(endpoint, SOCK_DGRAM, ret_socket);
}

enum status socket_open_stream(const struct endpoint *endpoint, int *ret_socket)
{
    return open_socket(endpoint, SOCK_STREAM, ret_socket);
}

bool socket_same_endpoint(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && a->scope == b->scope && address_equal(&a->address, &b->address);
}
