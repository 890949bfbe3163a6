/* SPDX-License-Identifier: MIT */
/*
 * Elements of DER (X.690 8.1) one by one, as far as they are there: damaged keys have to be
 * explained, not only refused.
 */
#ifndef CHECK_SES_MAIL_DKIM_DER_H
#define CHECK_SES_MAIL_DKIM_DER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* One element: its tag and contents, as far as they are here. */
struct der_element {
    int tag;               /* V_ASN1_…; -1: no header can be read */
    struct slice contents; /* cut to what is here */
    size_t length;         /* what the header says */
    size_t header;
};

/*
 * Takes an element off the front of `*rest`. False when there is no whole header of a definite
 * length, or one that DER does not have: a SEQUENCE or SET is constructed, all else primitive
 * (X.690 8.9.1, 8.11.1, 10.2).
 */
bool der_take(struct slice *rest, struct der_element *ret_element);

/* The same for one of this tag that is here as a whole. */
bool der_take_whole(struct slice *rest, int tag, struct der_element *ret_element);

/* The same for an INTEGER in as few octets as it needs (X.690 8.3.2). */
bool der_take_integer(struct slice *rest, struct der_element *ret_element);

/* A number without its leading zeros. */
struct slice der_number(struct slice number);

/* Bits of a number without leading zeros. */
unsigned der_bits(struct slice number);

/* The contents of an OBJECT IDENTIFIER with dots; empty when they are none, or if the arena failed.
 */
struct slice der_oid_text(struct slice contents, struct arena *arena);

/* Adds the header of an element with `length` octets of contents, below 65536. */
void der_add_header(struct buf *buf, int tag, size_t length);

/* Octets of such an element with its header. */
size_t der_with_header(size_t length);

/* AlgorithmIdentifier of RSA with its NULL (RFC 3279 2.3.1). Static. */
struct slice der_rsa_algorithm(void);

/*
 * What the contents of an outer SEQUENCE begin like, whole or not: a private key (RSA, PKCS#8,
 * elliptic curves), an X.509 certificate.
 */
bool der_is_private(struct slice contents);
bool der_is_certificate(struct slice contents);

/* Whether octets begin like one of these or like a public key of RSA or Ed25519, with the outer
 * header. */
bool der_begins_like_key(struct slice octets);

/* Where the header of a public key stands inside, not in front. */
bool der_find_key(struct slice octets, size_t *ret_offset);

#endif
