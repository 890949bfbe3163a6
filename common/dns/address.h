/* SPDX-License-Identifier: MIT */
/*
 * Internet addresses and server endpoints: text to value and back, and prefix comparison.
 */
#ifndef CHECK_SES_DNS_ADDRESS_H
#define CHECK_SES_DNS_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

enum address_family {
    ADDRESS_FAMILY_NONE = 0,
    ADDRESS_FAMILY_IP4,
    ADDRESS_FAMILY_IP6
};

struct address {
    enum address_family family;
    uint8_t octets[16]; /* network order; the first four for IPv4, the rest 0 */
};

struct endpoint {
    struct address address;
    uint32_t scope; /* index of the interface of an IPv6 link-local address, or 0 */
    uint16_t port;
};

/* Dotted quad without leading zeros. STATUS_BAD_INPUT. */
MUST_CHECK enum status address_from_ip4(struct slice text, struct address *ret_address);

/* RFC 4291 2.2 text without zone. STATUS_BAD_INPUT. */
MUST_CHECK enum status address_from_ip6(struct slice text, struct address *ret_address);

/* Either of them. STATUS_BAD_INPUT. */
MUST_CHECK enum status address_from_text(struct slice text, struct address *ret_address);

/* An IPv4-mapped IPv6 address (::ffff:a.b.c.d) as IPv4, others as they are (RFC 7208 5). */
struct address address_unmapped(struct address address);

/* Canonical text (RFC 5952 for IPv6). Empty if the arena failed or the family is none. */
struct slice address_to_text(const struct address *address, struct arena *arena);

/* Bits of the family: 32, 128, or 0. */
unsigned address_bits(const struct address *address);

/* Same family and the first `prefix` bits equal. */
bool address_within(const struct address *address, const struct address *network, unsigned prefix);

bool address_equal(const struct address *a, const struct address *b);

/*
 * A server as users write it: ADDR, ADDR@PORT, [ADDR]:PORT, ADDR:PORT for IPv4; port 1 to 65535,
 * `port` when absent. A link-local address may carry the index of its interface, fe80::1%2 (RFC
 * 4007 11); names of interfaces are for those who can ask the system. STATUS_BAD_INPUT.
 */
MUST_CHECK enum status endpoint_from_text(struct slice text, uint16_t port,
                                          struct endpoint *ret_endpoint);

/* "192.0.2.53@5300", "fe80::1%2"; the port is left out when it is 53. Empty if the arena failed. */
struct slice endpoint_to_text(const struct endpoint *endpoint, struct arena *arena);

#endif
