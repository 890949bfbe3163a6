/* SPDX-License-Identifier: MIT */
/* Internet addresses and server endpoints. */
#include "dns/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/buf.h"

#define IP4_OCTETS ((size_t)4)
#define IP6_OCTETS ((size_t)16)
#define IP6_GROUPS ((size_t)8)
#define ADDRESS_TEXT_MAXIMUM ((size_t)INET6_ADDRSTRLEN - 1)
#define DNS_PORT 53

enum status address_from_ip4(struct slice text, struct address *ret_address)
{
    struct address address = { .family = ADDRESS_FAMILY_IP4 };
    struct slice rest = text;
    struct slice piece;
    size_t count = 0;

    while (slice_split(&rest, '.', &piece)) {
        uint64_t number;

        if (count == IP4_OCTETS || (piece.length > 1 && piece.data[0] == '0') ||
            slice_number(piece, 0, UINT8_MAX, &number) != STATUS_OK) {
            return STATUS_BAD_INPUT;
        }
        address.octets[count] = (uint8_t)number;
        count++;
    }
    if (count != IP4_OCTETS) {
        return STATUS_BAD_INPUT;
    }
    *ret_address = address;
    return STATUS_OK;
}

enum status address_from_ip6(struct slice text, struct address *ret_address)
{
    struct address address = { .family = ADDRESS_FAMILY_IP6 };
    char copy[ADDRESS_TEXT_MAXIMUM + 1];

    if (text.length == 0 || text.length > ADDRESS_TEXT_MAXIMUM ||
        slice_find(text, '\0') < text.length) {
        return STATUS_BAD_INPUT;
    }
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    if (inet_pton(AF_INET6, copy, address.octets) != 1) {
        return STATUS_BAD_INPUT;
    }
    *ret_address = address;
    return STATUS_OK;
}

enum status address_from_text(struct slice text, struct address *ret_address)
{
    if (slice_find(text, ':') < text.length) {
        return address_from_ip6(text, ret_address);
    }
    return address_from_ip4(text, ret_address);
}

/* ::ffff:0:0/96 (RFC 4291 2.5.5.2). */
static bool address_is_mapped(const struct address *address)
{
    static const uint8_t prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

    return address->family == ADDRESS_FAMILY_IP6 &&
           memcmp(address->octets, prefix, sizeof prefix) == 0;
}

struct address address_unmapped(struct address address)
{
    struct address plain = { .family = ADDRESS_FAMILY_IP4 };

    if (!address_is_mapped(&address)) {
        return address;
    }
    memcpy(plain.octets, &address.octets[IP6_OCTETS - IP4_OCTETS], IP4_OCTETS);
    return plain;
}

static void write_ip4(struct buf *buf, const uint8_t *octets)
{
    for (size_t i = 0; i < IP4_OCTETS; i++) {
        if (i > 0) {
            buf_add_octet(buf, '.');
        }
        buf_add_number(buf, octets[i]);
    }
}

/* The group without leading zeros, in lower case (RFC 5952 4.1, 4.3). */
static void write_group(struct buf *buf, unsigned group)
{
    bool is_started = false;

    for (unsigned shift = 16; shift > 0; shift -= 4) {
        unsigned digit = (group >> (shift - 4)) & 0xF;

        is_started = is_started || digit != 0 || shift == 4;
        if (is_started) {
            buf_add_octet(buf, "0123456789abcdef"[digit]);
        }
    }
}

/* The first of the longest runs of zero groups, two at least (RFC 5952 4.2); none: length 0. */
static size_t find_zeros(const unsigned groups[], size_t *ret_length)
{
    size_t best = 0;
    size_t best_length = 1;
    size_t length = 0;

    for (size_t i = 0; i < IP6_GROUPS; i++) {
        length = groups[i] == 0 ? length + 1 : 0;
        if (length > best_length) {
            best = i + 1 - length;
            best_length = length;
        }
    }
    *ret_length = best_length > 1 ? best_length : 0;
    return best;
}

static void write_ip6(struct buf *buf, const struct address *address)
{
    unsigned groups[IP6_GROUPS];
    size_t zeros_length;
    size_t zeros;
    bool needs_colon = false;

    if (address_is_mapped(address)) {
        buf_add_text(buf, "::ffff:");
        write_ip4(buf, &address->octets[IP6_OCTETS - IP4_OCTETS]);
        return;
    }
    for (size_t i = 0; i < IP6_GROUPS; i++) {
        groups[i] = (unsigned)address->octets[2 * i] << 8 | address->octets[2 * i + 1];
    }
    zeros = find_zeros(groups, &zeros_length);
    for (size_t i = 0; i < IP6_GROUPS; i++) {
        if (zeros_length > 0 && i == zeros) {
            buf_add_text(buf, "::");
            i += zeros_length - 1;
            needs_colon = false;
            continue;
        }
        if (needs_colon) {
            buf_add_octet(buf, ':');
        }
        write_group(buf, groups[i]);
        needs_colon = true;
    }
}

static void write_address(struct buf *buf, const struct address *address)
{
    switch (address->family) {
    case ADDRESS_FAMILY_NONE:
        break;
    case ADDRESS_FAMILY_IP4:
        write_ip4(buf, address->octets);
        break;
    case ADDRESS_FAMILY_IP6:
        write_ip6(buf, address);
        break;
    }
}

struct slice address_to_text(const struct address *address, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, ADDRESS_TEXT_MAXIMUM);
    write_address(&buf, address);
    return buf_status(&buf) == STATUS_OK ? buf_slice(&buf) : slice_empty();
}

unsigned address_bits(const struct address *address)
{
    switch (address->family) {
    case ADDRESS_FAMILY_NONE:
        return 0;
    case ADDRESS_FAMILY_IP4:
        return 32;
    case ADDRESS_FAMILY_IP6:
        return 128;
    }
    return 0;
}

bool address_within(const struct address *address, const struct address *network, unsigned prefix)
{
    unsigned bits = address_bits(network);
    size_t whole;
    unsigned rest;

    if (address->family != network->family || bits == 0 || prefix > bits) {
        return false;
    }
    whole = prefix / 8;
    rest = prefix % 8;
    if (memcmp(address->octets, network->octets, whole) != 0) {
        return false;
    }
    return rest == 0 || (address->octets[whole] ^ network->octets[whole]) >> (8 - rest) == 0;
}

bool address_equal(const struct address *a, const struct address *b)
{
    return a->family == b->family && memcmp(a->octets, b->octets, sizeof a->octets) == 0;
}

/* fe80::/10 (RFC 4291 2.5.6). */
static bool address_is_link_local(const struct address *address)
{
    return address->family == ADDRESS_FAMILY_IP6 && address->octets[0] == 0xFE &&
           (address->octets[1] & 0xC0) == 0x80;
}

/* An address that may carry the index of an interface: fe80::1%2 (RFC 4007 11). */
static enum status address_with_scope(struct slice text, struct endpoint *endpoint)
{
    size_t percent = slice_find(text, '%');
    uint64_t scope;

    if (address_from_text(slice_head(text, percent), &endpoint->address) != STATUS_OK) {
        return STATUS_BAD_INPUT;
    }
    if (percent == text.length) {
        return STATUS_OK;
    }
    if (!address_is_link_local(&endpoint->address) ||
        slice_number(slice_from(text, percent + 1), 1, UINT32_MAX, &scope) != STATUS_OK) {
        return STATUS_BAD_INPUT;
    }
    endpoint->scope = (uint32_t)scope;
    return STATUS_OK;
}

/*
 * Cuts the text into address and port, in brackets or not. The port's `data` is NULL when there is
 * none: an unbracketed text with more than one colon is all address.
 */
static enum status split_endpoint(struct slice text, struct slice *address, struct slice *port)
{
    size_t at = slice_find(text, '@');
    size_t colon = slice_find(text, ':');

    *port = (struct slice){ NULL, 0 };
    *address = text;
    if (text.length > 0 && text.data[0] == '[') {
        size_t end = slice_find(text, ']');
        struct slice rest = slice_from(text, end + 1);

        if (end == text.length || slice_find(text, ':') > end) {
            return STATUS_BAD_INPUT; /* [192.0.2.1] is nobody's way of writing */
        }
        *address = slice_head(slice_from(text, 1), end - 1);
        if (rest.length > 0 && rest.data[0] != ':' && rest.data[0] != '@') {
            return STATUS_BAD_INPUT;
        }
        *port = rest.length > 0 ? slice_from(rest, 1) : *port;
    } else if (at < text.length) {
        *address = slice_head(text, at);
        *port = slice_from(text, at + 1);
    } else if (colon < text.length && colon == slice_find_last(text, ':')) {
        *address = slice_head(text, colon);
        *port = slice_from(text, colon + 1);
    }
    return STATUS_OK;
}

enum status endpoint_from_text(struct slice text, uint16_t port, struct endpoint *ret_endpoint)
{
    struct endpoint endpoint = { .port = port };
    struct slice address;
    struct slice port_text;
    uint64_t number;

    if (split_endpoint(text, &address, &port_text) != STATUS_OK ||
        address_with_scope(address, &endpoint) != STATUS_OK) {
        return STATUS_BAD_INPUT;
    }
    if (port_text.data != NULL) {
        if (slice_number(port_text, 1, UINT16_MAX, &number) != STATUS_OK) {
            return STATUS_BAD_INPUT;
        }
        endpoint.port = (uint16_t)number;
    }
    *ret_endpoint = endpoint;
    return STATUS_OK;
}

struct slice endpoint_to_text(const struct endpoint *endpoint, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, ADDRESS_TEXT_MAXIMUM + sizeof "%4294967295@65535");
    write_address(&buf, &endpoint->address);
    if (endpoint->scope != 0) {
        buf_add_octet(&buf, '%');
        buf_add_number(&buf, endpoint->scope);
    }
    if (endpoint->port != DNS_PORT) {
        buf_add_octet(&buf, '@');
        buf_add_number(&buf, endpoint->port);
    }
    return buf_status(&buf) == STATUS_OK ? buf_slice(&buf) : slice_empty();
}
