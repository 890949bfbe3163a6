/* SPDX-License-Identifier: MIT */
/*
 * Keys in PEM (RFC 7468): the armour is OpenSSL's to read, what is inside is read like the octets
 * of a key record. Private numbers are wiped when the public ones have been taken.
 */
#include <limits.h>
#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "mail/dkim_crypto.h"
#include "mail/dkim_der.h"

#define POINT_LENGTH 32

struct pem {
    char *name;
    char *header;
    unsigned char *data;
    long length;
};

static void pem_free(struct pem *pem)
{
    OPENSSL_free(pem->name);
    OPENSSL_free(pem->header);
    OPENSSL_clear_free(pem->data, pem->length > 0 ? (size_t)pem->length : 0);
}

static bool pem_read(struct slice text, struct pem *ret_pem)
{
    BIO *bio = text.length <= INT_MAX ? BIO_new_mem_buf(text.data, (int)text.length) : NULL;
    bool good = bio != NULL && PEM_read_bio(bio, &ret_pem->name, &ret_pem->header, &ret_pem->data,
                                            &ret_pem->length) == 1;

    BIO_free(bio);
    return good;
}

/* RSAPrivateKey (RFC 8017 A.1.2): version, n, e, and what is secret. `*ret_rsa` is n and e. */
static bool take_rsa(struct slice octets, struct slice *ret_rsa)
{
    struct slice rest = octets;
    struct slice numbers;
    struct der_element outer;
    struct der_element element;

    if (!der_take_whole(&rest, V_ASN1_SEQUENCE, &outer)) {
        return false;
    }
    rest = outer.contents;
    if (!der_take_whole(&rest, V_ASN1_INTEGER, &element)) {
        return false;
    }
    numbers = rest;
    for (int i = 0; i < 2; i++) {
        if (!der_take_whole(&rest, V_ASN1_INTEGER, &element)) {
            return false;
        }
    }
    *ret_rsa = slice_head(numbers, numbers.length - rest.length);
    return true;
}

/* n and e as the RSAPublicKey that they make. */
static enum status read_numbers(struct slice numbers, struct arena *arena,
                                struct dkim_public *ret_public)
{
    size_t length = numbers.length;
    unsigned char header[] = { 0x30, 0x82, (unsigned char)(length >> 8),
                               (unsigned char)(length & 0xff) };
    unsigned char small[] = { 0x30, 0x81, (unsigned char)length };
    struct slice front = length > 0xff ? slice_make((const char *)header, sizeof header)
                                       : slice_make((const char *)small, sizeof small);

    if (length < 0x80) {
        small[1] = (unsigned char)length;
        front = slice_make((const char *)small, 2);
    }
    return dkim_crypto_read(DKIM_KEY_TYPE_RSA, arena_join(arena, front, numbers), arena,
                            ret_public);
}

static enum status read_seed(struct slice seed, struct arena *arena, struct dkim_public *ret_public)
{
    unsigned char point[POINT_LENGTH];
    size_t length = sizeof point;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
                                                 (const unsigned char *)seed.data, seed.length);
    bool good = key != NULL && EVP_PKEY_get_raw_public_key(key, point, &length) == 1 &&
                length == sizeof point;

    EVP_PKEY_free(key);
    if (!good) {
        return STATUS_BAD_INPUT;
    }
    return dkim_crypto_read(DKIM_KEY_TYPE_ED25519,
                            arena_copy(arena, slice_make((const char *)point, sizeof point)), arena,
                            ret_public);
}

/* PrivateKeyInfo (RFC 5958 2): version, algorithm, the key in an OCTET STRING. */
static enum status read_private(struct slice octets, struct arena *arena,
                                struct dkim_public *ret_public)
{
    struct slice rest = octets;
    struct slice rsa;
    struct der_element outer;
    struct der_element element;

    if (!der_take_whole(&rest, V_ASN1_SEQUENCE, &outer)) {
        return STATUS_BAD_INPUT;
    }
    rest = outer.contents;
    if (!der_take_whole(&rest, V_ASN1_INTEGER, &element) ||
        !der_take_whole(&rest, V_ASN1_SEQUENCE, &element) ||
        !der_take_whole(&rest, V_ASN1_OCTET_STRING, &element)) {
        return STATUS_BAD_INPUT;
    }
    if (take_rsa(element.contents, &rsa)) {
        return read_numbers(rsa, arena, ret_public);
    }
    rest = element.contents;
    if (der_take_whole(&rest, V_ASN1_OCTET_STRING, &element) &&
        element.contents.length == POINT_LENGTH) {
        return read_seed(element.contents, arena, ret_public);
    }
    return STATUS_BAD_INPUT;
}

static enum status read_named(struct slice name, struct slice octets, struct arena *arena,
                              struct dkim_public *ret_public)
{
    struct slice numbers;
    struct slice copy;

    if (slice_equal(name, SLICE("PRIVATE KEY"))) {
        return read_private(octets, arena, ret_public);
    }
    if (slice_equal(name, SLICE("RSA PRIVATE KEY"))) {
        return take_rsa(octets, &numbers) ? read_numbers(numbers, arena, ret_public)
                                          : STATUS_BAD_INPUT;
    }
    if (slice_equal(name, SLICE("PUBLIC KEY")) || slice_equal(name, SLICE("RSA PUBLIC KEY"))) {
        copy = arena_copy(arena, octets); /* the key refers to them */
        return dkim_crypto_read(DKIM_KEY_TYPE_RSA, copy, arena, ret_public);
    }
    return STATUS_NOT_FOUND;
}

static bool is_usable(const struct dkim_public *key)
{
    return key->shape == DKIM_SHAPE_KEY && key->type != DKIM_KEY_TYPE_NONE;
}

enum status dkim_crypto_read_pem(struct slice text, struct arena *arena,
                                 struct dkim_public *ret_public, struct slice *ret_reason)
{
    struct pem pem = { .name = NULL };
    struct dkim_public key = { .shape = DKIM_SHAPE_EMPTY };
    enum status status = STATUS_BAD_INPUT;

    *ret_reason = SLICE("no key in PEM: it begins with -----BEGIN PUBLIC KEY-----");
    if (pem_read(text, &pem)) {
        struct slice name = slice_of(pem.name);
        struct slice octets = slice_make((const char *)pem.data, (size_t)pem.length);

        *ret_reason = SLICE("not a whole RSA or Ed25519 key");
        if (pem.header[0] != '\0' || slice_starts_with(name, SLICE("ENCRYPTED"))) {
            *ret_reason = SLICE("an encrypted private key: give the public key");
        } else {
            status = read_named(name, octets, arena, &key);
        }
        if (status == STATUS_NOT_FOUND) {
            *ret_reason = arena_printf(arena, "\"%.*s\" is neither a public nor a private key",
                                       SLICE_ARGS(slice_head(name, 60)));
            status = STATUS_BAD_INPUT;
        }
    }
    if (status == STATUS_OK && !is_usable(&key)) {
        status = STATUS_BAD_INPUT;
        *ret_reason = key.reason.length > 0 ? key.reason : *ret_reason;
    }
    pem_free(&pem);
    if (status == STATUS_OK) {
        *ret_public = key;
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : status;
}
