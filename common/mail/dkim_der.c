/* SPDX-License-Identifier: MIT */
/* Headers of DER, of which OpenSSL gives the names of tags only, and how keys begin in it. */
#include "mail/dkim_der.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include <openssl/asn1.h>

#define OID_TEXT_MAXIMUM ((size_t)200)
#define LENGTH_OCTETS_MAXIMUM 4
#define SMALL_NUMBER 8            /* octets: no modulus is as short */
#define NUMBERS_BESIDE_MODULUS 64 /* octets of headers and an exponent, generously */

/* AlgorithmIdentifier of RSA (RFC 3279 2.3.1), as keys begin with it. */
static const unsigned char rsa_algorithm[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                               0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
static const unsigned char ed25519_algorithm[] = { 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70 };

/* The length behind a tag: one octet, or how many octets there are and these (X.690 8.1.3). */
static bool take_length(struct slice *rest, size_t *ret_length)
{
    size_t length;
    size_t count;

    if (rest->length == 0) {
        return false;
    }
    length = (unsigned char)rest->data[0];
    count = length >= 0x80 ? length & 0x7f : 0;
    if (length == 0x80 || count > LENGTH_OCTETS_MAXIMUM || count >= rest->length) {
        return false; /* indefinite, beyond any key, or not all here */
    }
    if (count > 0) {
        length = 0;
    }
    for (size_t i = 1; i <= count; i++) {
        length = length << 8 | (unsigned char)rest->data[i];
    }
    *rest = slice_from(*rest, 1 + count);
    *ret_length = length;
    return true;
}

/* OpenSSL has a function for this. It starts machinery to store its errors, and damaged keys are
 * what this is made for. */
bool der_take(struct slice *rest, struct der_element *ret_element)
{
    struct slice left = slice_from(*rest, 1);
    unsigned octet = rest->length > 0 ? (unsigned char)rest->data[0] : 0;
    int tag = (int)(octet & 0x1f);
    bool is_constructed = (octet & V_ASN1_CONSTRUCTED) != 0;
    size_t length;

    if (rest->length == 0 || (octet & V_ASN1_PRIVATE) != V_ASN1_UNIVERSAL || tag == 0x1f ||
        is_constructed != (tag == V_ASN1_SEQUENCE || tag == V_ASN1_SET) ||
        !take_length(&left, &length)) {
        return false;
    }
    ret_element->tag = tag;
    ret_element->header = rest->length - left.length;
    ret_element->length = length;
    ret_element->contents = slice_head(left, length);
    *rest = slice_from(left, ret_element->contents.length);
    return true;
}

bool der_take_whole(struct slice *rest, int tag, struct der_element *ret_element)
{
    return der_take(rest, ret_element) && ret_element->tag == tag &&
           ret_element->contents.length == ret_element->length;
}

bool der_take_integer(struct slice *rest, struct der_element *ret_element)
{
    const unsigned char *octets;

    if (!der_take_whole(rest, V_ASN1_INTEGER, ret_element) || ret_element->length == 0) {
        return false;
    }
    octets = (const unsigned char *)ret_element->contents.data;
    return ret_element->length == 1 || !((octets[0] == 0x00 && (octets[1] & 0x80) == 0) ||
                                         (octets[0] == 0xff && (octets[1] & 0x80) != 0));
}

struct slice der_number(struct slice number)
{
    while (number.length > 0 && number.data[0] == 0) {
        number = slice_from(number, 1);
    }
    return number;
}

unsigned der_bits(struct slice number)
{
    unsigned bits = (unsigned)number.length * 8;
    unsigned first = number.length > 0 ? (unsigned char)number.data[0] : 0x80;

    while ((first & 0x80) == 0) {
        first <<= 1;
        bits--;
    }
    return bits;
}

/* The first number holds two: 40 times the first, which is 0, 1 or 2, and the second. */
static void add_arc(struct buf *buf, uint64_t arc)
{
    unsigned root = arc < 80 ? (unsigned)arc / 40 : 2;

    if (buf->length == 0) {
        buf_printf(buf, "%u.%" PRIu64, root, arc - root * 40);
    } else {
        buf_printf(buf, ".%" PRIu64, arc);
    }
}

struct slice der_oid_text(struct slice contents, struct arena *arena)
{
    uint64_t arc = 0;
    bool is_whole = false;
    struct buf buf;

    buf_init(&buf, arena, OID_TEXT_MAXIMUM);
    for (size_t i = 0; i < contents.length; i++) {
        unsigned char octet = (unsigned char)contents.data[i];

        if (arc > UINT64_MAX >> 7) {
            return slice_empty();
        }
        arc = arc << 7 | (octet & 0x7f);
        is_whole = (octet & 0x80) == 0;
        if (is_whole) {
            add_arc(&buf, arc);
            arc = 0;
        }
    }
    return is_whole && buf_status(&buf) == STATUS_OK ? buf_slice(&buf) : slice_empty();
}

void der_add_header(struct buf *buf, int tag, size_t length)
{
    bool is_constructed = tag == V_ASN1_SEQUENCE || tag == V_ASN1_SET;

    buf_add_octet(buf, (char)(unsigned char)(tag | (is_constructed ? V_ASN1_CONSTRUCTED : 0)));
    if (length >= 0x100) {
        buf_add_octet(buf, (char)0x82);
        buf_add_octet(buf, (char)(unsigned char)(length >> 8 & 0xff));
    } else if (length >= 0x80) {
        buf_add_octet(buf, (char)0x81);
    }
    buf_add_octet(buf, (char)(unsigned char)(length & 0xff));
}

size_t der_with_header(size_t length)
{
    return length + (length < 0x80 ? 2 : length < 0x100 ? 3 : 4);
}

/* ---- how keys begin ---- */

struct slice der_rsa_algorithm(void)
{
    return slice_make((const char *)rsa_algorithm, sizeof rsa_algorithm);
}

/*
 * An INTEGER 0 or 1 in front of a private key, whole or not: RSAPrivateKey goes on with the
 * modulus (RFC 8017 A.1.2), PrivateKeyInfo with a SEQUENCE (RFC 5958 2), an EC key with an OCTET
 * STRING (RFC 5915 3).
 */
bool der_is_private(struct slice contents)
{
    struct slice rest = contents;
    struct der_element version;
    struct der_element next;

    if (!der_take_whole(&rest, V_ASN1_INTEGER, &version) || version.length != 1 ||
        (unsigned char)version.contents.data[0] > 1 || rest.length == 0) {
        return false;
    }
    if (!der_take(&rest, &next)) {
        return rest.length < 4 && (rest.data[0] == 0x30 || rest.data[0] == 0x02);
    }
    return next.tag == V_ASN1_SEQUENCE || next.tag == V_ASN1_OCTET_STRING ||
           (next.tag == V_ASN1_INTEGER && next.length > SMALL_NUMBER);
}

/* TBSCertificate first (RFC 5280 4.1), whole or not: [0] with its version, or a serial number and
 * an algorithm. */
bool der_is_certificate(struct slice contents)
{
    struct slice rest = contents;
    struct der_element body;
    struct der_element serial;
    struct der_element next;

    if (!der_take(&rest, &body) || body.tag != V_ASN1_SEQUENCE) {
        return false;
    }
    if (slice_starts_with(body.contents, slice_make("\xa0\x03\x02\x01", 4))) {
        return true;
    }
    rest = body.contents;
    return body.length > sizeof rsa_algorithm * 4 &&
           der_take_whole(&rest, V_ASN1_INTEGER, &serial) && der_take(&rest, &next) &&
           next.tag == V_ASN1_SEQUENCE;
}

/* How SubjectPublicKeyInfo begins, as far as it is here. */
static bool begins_like_wrapped(struct slice contents)
{
    struct slice head = slice_head(contents, sizeof rsa_algorithm);
    struct slice point = slice_head(contents, sizeof ed25519_algorithm);

    return head.length > 4 && (memcmp(head.data, rsa_algorithm, head.length) == 0 ||
                               memcmp(point.data, ed25519_algorithm, point.length) == 0);
}

/* How RSAPublicKey begins: a modulus of whole octets, which leaves room for an exponent only. */
static bool begins_like_numbers(struct slice contents, size_t length)
{
    struct slice rest = contents;
    struct der_element n;

    return der_take(&rest, &n) && n.tag == V_ASN1_INTEGER && n.contents.length > 1 &&
           n.contents.data[0] == 0 && ((unsigned char)n.contents.data[1] & 0x80) != 0 &&
           n.length < length && length - n.length <= NUMBERS_BESIDE_MODULUS;
}

bool der_begins_like_key(struct slice octets)
{
    struct slice rest = octets;
    struct der_element outer;

    return der_take(&rest, &outer) && outer.tag == V_ASN1_SEQUENCE &&
           (begins_like_wrapped(outer.contents) || der_is_private(outer.contents) ||
            der_is_certificate(outer.contents) ||
            begins_like_numbers(outer.contents, outer.length));
}

/* The header of a key somewhere inside: the pieces stand in the wrong order. Every wrapped key has
 * that of its numbers inside, so it tells something only where the front is none of a key. */
bool der_find_key(struct slice octets, size_t *ret_offset)
{
    bool is_front = der_begins_like_key(octets);

    for (size_t at = 1; at + 24 < octets.length; at++) {
        struct slice rest = slice_from(octets, at);
        struct der_element outer;

        if (octets.data[at] == 0x30 && der_take(&rest, &outer) && outer.length > 64 &&
            (begins_like_wrapped(outer.contents) ||
             (!is_front && begins_like_numbers(outer.contents, outer.length)))) {
            *ret_offset = at;
            return true;
        }
    }
    return false;
}
