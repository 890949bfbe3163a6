/* SPDX-License-Identifier: MIT */
/*
 * What octets of a key record are, in this order:
 *
 * 1. Nothing, text (a private key, PEM, Base64), 32 octets of an Ed25519 key.
 * 2. DER: the outer SEQUENCE; a private key or a certificate shows itself by what follows, whole
 *    or not. Then the length, which tells cut from trailing.
 * 3. What is inside: an algorithm and a BIT STRING (SubjectPublicKeyInfo), or two INTEGERs
 *    (RSAPublicKey).
 * 4. The numbers.
 *
 * Nothing here starts OpenSSL's machinery.
 */
#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_Init: the new interface loads providers */
#include "mail/dkim_crypto.h"

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/sha.h>

#include "base/base64.h"
#include "base/buf.h"
#include "mail/dkim_der.h"

#define POINT_LENGTH 32
#define KEY_OCTETS_MAXIMUM ((size_t)16384)

static const unsigned char oid_rsa[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 };
static const unsigned char oid_pss[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a };
static const unsigned char oid_ec[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 };
static const unsigned char oid_dsa[] = { 0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01 };
static const unsigned char oid_x25519[] = { 0x2b, 0x65, 0x6e };
static const unsigned char oid_ed25519[] = { 0x2b, 0x65, 0x70 };
static const unsigned char oid_ed448[] = { 0x2b, 0x65, 0x71 };

static const struct {
    const unsigned char *octets;
    size_t length;
    const char *name;
} algorithms[] = {
    { oid_pss, sizeof oid_pss, "RSASSA-PSS" }, { oid_ec, sizeof oid_ec, "EC" },
    { oid_dsa, sizeof oid_dsa, "DSA" },        { oid_x25519, sizeof oid_x25519, "X25519" },
    { oid_ed448, sizeof oid_ed448, "Ed448" },
};

static bool is_oid(struct slice oid, const unsigned char *octets, size_t length)
{
    return oid.length == length && memcmp(oid.data, octets, length) == 0;
}

/* ---- work in progress ---- */

struct reader {
    struct arena *arena;
    struct slice octets;
    struct dkim_public *key;
};

static void fail(struct reader *reader, enum dkim_shape shape, struct slice reason)
{
    reader->key->shape = shape;
    reader->key->reason = reason;
}

static void bad_der(struct reader *reader, const char *at)
{
    reader->key->offset = (size_t)(at - reader->octets.data);
    fail(reader, DKIM_SHAPE_BAD_DER,
         arena_printf(reader->arena,
                      "the key is damaged at octet %zu of %zu: characters were "
                      "changed or lost inside",
                      reader->key->offset, reader->octets.length));
}

/* ---- the hash ---- */

void dkim_crypto_sha256(struct slice octets, uint8_t ret_hash[DKIM_SHA256_LENGTH])
{
    SHA256_CTX context;

    SHA256_Init(&context);
    SHA256_Update(&context, octets.data, octets.length);
    SHA256_Final(ret_hash, &context);
}

/* RSAPublicKey in the SubjectPublicKeyInfo that it belongs into (RFC 3279 2.3.1). */
static void wrap_rsa(struct slice key, struct buf *buf)
{
    size_t bits = key.length + 1;

    der_add_header(buf, V_ASN1_SEQUENCE, der_rsa_algorithm().length + der_with_header(bits));
    buf_add(buf, der_rsa_algorithm());
    der_add_header(buf, V_ASN1_BIT_STRING, bits);
    buf_add_octet(buf, 0);
    buf_add(buf, key);
}

static void wrap_ed25519(struct slice point, struct buf *buf)
{
    static const unsigned char front[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                           0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

    buf_add(buf, slice_make((const char *)front, sizeof front));
    buf_add(buf, point);
}

static enum status hash_key(struct reader *reader, struct slice rsa)
{
    struct buf buf;

    buf_init(&buf, reader->arena, KEY_OCTETS_MAXIMUM * 2);
    if (reader->key->type == DKIM_KEY_TYPE_RSA) {
        wrap_rsa(rsa, &buf);
    } else {
        wrap_ed25519(reader->key->point, &buf);
    }
    if (buf_status(&buf) == STATUS_NO_MEMORY) {
        return STATUS_NO_MEMORY;
    }
    dkim_crypto_sha256(buf_slice(&buf), reader->key->sha256);
    return STATUS_OK;
}

/* ---- 4: numbers ---- */

static const char *number_defect(const struct dkim_public *key)
{
    struct slice n = key->modulus;
    struct slice e = key->exponent;

    if (n.length == 0 || ((unsigned char)n.data[n.length - 1] & 1) == 0) {
        return "the modulus is even: this is no RSA key";
    }
    if (e.length == 0 || ((unsigned char)e.data[e.length - 1] & 1) == 0) {
        return "the exponent is even: this is no RSA key";
    }
    if (e.length == 1 && e.data[0] == 1) {
        return "the exponent is 1: this is no RSA key";
    }
    if (e.length > n.length || (e.length == n.length && memcmp(e.data, n.data, n.length) >= 0)) {
        return "the exponent is not below the modulus: this is no RSA key";
    }
    return NULL;
}

/* The contents of RSAPublicKey; `whole` is it with its header. */
static enum status read_rsa(struct reader *reader, struct slice contents, struct slice whole)
{
    struct dkim_public *key = reader->key;
    struct slice rest = contents;
    struct der_element n;
    struct der_element e;
    const char *defect;

    if (!der_take_integer(&rest, &n)) {
        bad_der(reader, contents.data);
        return STATUS_OK;
    }
    if (!der_take_integer(&rest, &e) || rest.length > 0) {
        bad_der(reader, n.contents.data + n.contents.length);
        return STATUS_OK;
    }
    if (((unsigned char)n.contents.data[0] & 0x80) != 0 ||
        ((unsigned char)e.contents.data[0] & 0x80) != 0) {
        fail(reader, DKIM_SHAPE_BAD_NUMBER, SLICE("a negative number: this is no RSA key"));
        return STATUS_OK;
    }
    key->modulus = der_number(n.contents);
    key->exponent = der_number(e.contents);
    key->bits = der_bits(key->modulus);
    defect = number_defect(key);
    if (defect != NULL) {
        fail(reader, DKIM_SHAPE_BAD_NUMBER, slice_of(defect));
        return STATUS_OK;
    }
    key->type = DKIM_KEY_TYPE_RSA;
    return hash_key(reader, whole);
}

/* Encodings of points whose order is 1, 2, 4 or 8: nothing signed by them proves anything. */
static bool is_weak_point(struct slice point)
{
    static const unsigned char weak[][POINT_LENGTH] = {
        { 0 },
        { 1 },
        { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
        { 0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
        { 0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
        { 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
          0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
          0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
        { 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
          0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
          0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a },
    };

    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        unsigned char top = (unsigned char)point.data[POINT_LENGTH - 1];

        if (memcmp(point.data, weak[i], POINT_LENGTH - 1) == 0 &&
            (top & 0x7f) == weak[i][POINT_LENGTH - 1]) {
            return true;
        }
    }
    return false;
}

static enum status read_point(struct reader *reader, struct slice point, enum dkim_form form)
{
    struct dkim_public *key = reader->key;

    key->type = DKIM_KEY_TYPE_ED25519;
    key->form = form;
    key->bits = 256;
    key->point = point;
    if (is_weak_point(point)) {
        fail(reader, DKIM_SHAPE_WEAK_POINT,
             SLICE("the Ed25519 key is a point of small order, which is no key"));
    }
    return hash_key(reader, slice_empty());
}

/* ---- 3: what is inside ---- */

static struct slice algorithm_name(struct reader *reader, struct slice oid)
{
    struct slice name;

    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        if (is_oid(oid, algorithms[i].octets, algorithms[i].length)) {
            return slice_of(algorithms[i].name);
        }
    }
    name = der_oid_text(oid, reader->arena);
    return name.length > 0 ? name : SLICE("an unknown algorithm");
}

static enum status read_bits(struct reader *reader, struct slice oid, struct slice bits)
{
    struct slice key = slice_from(bits, 1);
    struct slice rest = key;
    struct der_element inner;

    if (bits.length == 0 || bits.data[0] != 0) {
        bad_der(reader, bits.data);
        return STATUS_OK;
    }
    if (is_oid(oid, oid_ed25519, sizeof oid_ed25519)) {
        if (key.length != POINT_LENGTH) {
            bad_der(reader, bits.data);
            return STATUS_OK;
        }
        return read_point(reader, key, DKIM_FORM_SPKI_ED25519);
    }
    if (!is_oid(oid, oid_rsa, sizeof oid_rsa)) {
        reader->key->algorithm = algorithm_name(reader, oid);
        fail(reader, DKIM_SHAPE_OTHER_KEY,
             arena_printf(reader->arena, "the key is for %.*s: DKIM knows RSA and Ed25519",
                          SLICE_ARGS(reader->key->algorithm)));
        return STATUS_OK;
    }
    if (!der_take_whole(&rest, V_ASN1_SEQUENCE, &inner) || rest.length > 0) {
        bad_der(reader, key.data);
        return STATUS_OK;
    }
    reader->key->form = DKIM_FORM_SPKI;
    return read_rsa(reader, inner.contents, key);
}

/* The parameters of an algorithm: RSA has NULL, and some leave it out (RFC 4055 1.2). */
static bool fits_algorithm(struct slice oid, struct slice parameters)
{
    return !is_oid(oid, oid_rsa, sizeof oid_rsa) || parameters.length == 0 ||
           slice_equal(parameters, slice_make("\x05\x00", 2));
}

/* SubjectPublicKeyInfo: an algorithm and a BIT STRING. */
static enum status read_wrapped(struct reader *reader, struct slice contents)
{
    struct slice rest = contents;
    struct slice inside;
    struct der_element algorithm = { .length = 0 };
    struct der_element oid = { .length = 0 };
    struct der_element bits = { .tag = -1 };

    if (!der_take_whole(&rest, V_ASN1_SEQUENCE, &algorithm)) {
        bad_der(reader, contents.data);
        return STATUS_OK;
    }
    inside = algorithm.contents;
    if (!der_take_whole(&inside, V_ASN1_OBJECT, &oid) || !fits_algorithm(oid.contents, inside)) {
        bad_der(reader, algorithm.contents.data);
        return STATUS_OK;
    }
    if (!der_take(&rest, &bits) || bits.contents.length < bits.length || rest.length > 0 ||
        (bits.tag != V_ASN1_BIT_STRING && bits.tag != V_ASN1_OCTET_STRING)) {
        bad_der(reader, algorithm.contents.data + algorithm.contents.length);
        return STATUS_OK;
    }
    if (bits.tag == V_ASN1_OCTET_STRING && !is_oid(oid.contents, oid_rsa, sizeof oid_rsa)) {
        reader->key->algorithm = SLICE("an encrypted private key"); /* RFC 5958 3 */
        fail(reader, DKIM_SHAPE_OTHER_KEY,
             SLICE("this is an encrypted private key: publish the public key that belongs to it"));
        return STATUS_OK;
    }
    if (bits.tag == V_ASN1_OCTET_STRING) {
        bad_der(reader, algorithm.contents.data + algorithm.contents.length);
        return STATUS_OK;
    }
    return read_bits(reader, oid.contents, bits.contents);
}

static enum status read_sequence(struct reader *reader, struct slice contents)
{
    struct slice rest = contents;
    struct der_element first = { .tag = -1 };

    if (!der_take(&rest, &first)) {
        bad_der(reader, contents.data);
        return STATUS_OK;
    }
    if (first.tag == V_ASN1_INTEGER) {
        reader->key->form = DKIM_FORM_PKCS1;
        return read_rsa(reader, contents, reader->octets);
    }
    if (first.tag == V_ASN1_SEQUENCE) {
        return read_wrapped(reader, contents);
    }
    bad_der(reader, contents.data);
    return STATUS_OK;
}

/* ---- 2: the outer shape ---- */

static bool tell_middle(struct reader *reader)
{
    if (!der_find_key(reader->octets, &reader->key->offset)) {
        return false;
    }
    fail(reader, DKIM_SHAPE_MIDDLE,
         arena_printf(reader->arena,
                      "the beginning of the key stands at octet %zu: its pieces "
                      "are in the wrong order",
                      reader->key->offset));
    return true;
}

static void tell_no_der(struct reader *reader, enum dkim_key_type type)
{
    if (slice_starts_with(reader->octets, slice_make("\0\0\0\x07ssh-", 8)) ||
        slice_starts_with(reader->octets, slice_make("\0\0\0\x0bssh-", 8))) {
        fail(reader, DKIM_SHAPE_LENGTH,
             SLICE("this is a key in the form of SSH: publish it as SubjectPublicKeyInfo"));
    } else if (type == DKIM_KEY_TYPE_ED25519) {
        fail(reader, DKIM_SHAPE_LENGTH,
             arena_printf(reader->arena, "an Ed25519 key has 32 octets, %zu are here",
                          reader->octets.length));
    } else {
        fail(reader, DKIM_SHAPE_LENGTH,
             arena_printf(reader->arena,
                          "%zu octets that are no key: an RSA key begins with a "
                          "SEQUENCE, in Base64 with MI",
                          reader->octets.length));
    }
}

/* A SEQUENCE that says more octets than are here. */
static void tell_cut(struct reader *reader, enum dkim_key_type type, struct slice contents)
{
    bool is_plausible =
        reader->key->expected <= KEY_OCTETS_MAXIMUM &&
        (contents.length == 0 || contents.data[0] == 0x30 || contents.data[0] == 0x02);

    if (tell_middle(reader)) {
        return;
    }
    if (is_plausible) {
        fail(reader, DKIM_SHAPE_CUT,
             arena_printf(reader->arena, "the key is cut off: it says %zu octets, %zu are here",
                          reader->key->expected, reader->octets.length));
    } else if (type == DKIM_KEY_TYPE_ED25519) {
        tell_no_der(reader, type); /* the 0x30 in front is no SEQUENCE but a part of the point */
    } else {
        bad_der(reader, reader->octets.data + 1); /* the length itself */
    }
}

static void tell_private(struct reader *reader)
{
    fail(reader, DKIM_SHAPE_PRIVATE,
         SLICE("this is a private key: whoever reads it can sign as the domain"));
}

static enum status read_der(struct reader *reader, enum dkim_key_type type)
{
    struct dkim_public *key = reader->key;
    struct slice rest = reader->octets;
    struct der_element outer;

    if (!der_take(&rest, &outer) || outer.tag != V_ASN1_SEQUENCE) {
        if (!tell_middle(reader)) {
            tell_no_der(reader, type);
        }
        return STATUS_OK;
    }
    key->expected = outer.header + outer.length;
    if (der_is_private(outer.contents)) {
        tell_private(reader);
    } else if (der_is_certificate(outer.contents)) {
        fail(reader, DKIM_SHAPE_CERTIFICATE,
             SLICE("this is a certificate: publish the public key that is in it"));
    } else if (key->expected > reader->octets.length) {
        tell_cut(reader, type, outer.contents);
    } else if (rest.length == 0) {
        return read_sequence(reader, outer.contents);
    } else if (der_begins_like_key(reader->octets) || !tell_middle(reader)) {
        fail(reader, DKIM_SHAPE_TRAILING,
             arena_printf(reader->arena,
                          "the key says %zu octets, %zu are here: something stands "
                          "behind it",
                          key->expected, reader->octets.length));
    }
    return STATUS_OK;
}

/* ---- 1: text ---- */

static bool is_text(struct slice octets)
{
    for (size_t i = 0; i < octets.length; i++) {
        if (!ascii_is_visible(octets.data[i]) && !ascii_is_blank(octets.data[i]) &&
            octets.data[i] != '\r' && octets.data[i] != '\n') {
            return false;
        }
    }
    return octets.length > 0;
}

/* 32 octets are a point, unless they are the front of a key in DER that was cut there. */
static enum status read_octets(struct reader *reader, enum dkim_key_type type)
{
    enum status status;

    if (reader->octets.length != POINT_LENGTH || der_begins_like_key(reader->octets)) {
        return read_der(reader, type);
    }
    status = read_point(reader, reader->octets, DKIM_FORM_RAW);
    if (type != DKIM_KEY_TYPE_ED25519) {
        fail(reader, DKIM_SHAPE_LENGTH, SLICE("32 octets, an Ed25519 key: k=ed25519 is missing"));
    }
    return status;
}

/* Base64 of DER begins with M, which is a SEQUENCE, and A to P, a length; that of 32 octets has 44
 * characters. */
static bool is_base64_of_key(struct slice text)
{
    struct slice trimmed = slice_trim(text);

    for (size_t i = 0; i < trimmed.length; i++) {
        char c = trimmed.data[i];

        if (!ascii_is_alnum(c) && c != '+' && c != '/' && c != '=' && ascii_is_visible(c)) {
            return false;
        }
    }
    if (trimmed.length == 44 && trimmed.data[42] != '=' && trimmed.data[43] == '=') {
        return true;
    }
    return trimmed.length >= POINT_LENGTH && trimmed.data[0] == 'M' && trimmed.data[1] >= 'A' &&
           trimmed.data[1] <= 'P';
}

/* Whether a text is a private key, which nobody may be told to publish in another form. */
static enum status is_private_text(struct slice text, struct arena *arena, bool *ret_private)
{
    struct slice octets = slice_empty();
    struct der_element outer;
    enum status status;

    if (slice_find_part(text, SLICE("PRIVATE KEY-----")) < text.length) {
        *ret_private = true;
        return STATUS_OK;
    }
    status = base64_decode(slice_head(slice_trim(text), POINT_LENGTH), arena, &octets);
    *ret_private =
        status == STATUS_OK && der_take(&octets, &outer) && der_is_private(outer.contents);
    return status == STATUS_BAD_INPUT ? STATUS_OK : status;
}

static enum status read_text(struct reader *reader, enum dkim_key_type type)
{
    bool is_private = false;
    enum status status = is_private_text(reader->octets, reader->arena, &is_private);

    if (status != STATUS_OK) {
        return status;
    }
    if (is_private) {
        tell_private(reader);
    } else if (slice_starts_with(slice_trim(reader->octets), SLICE("-----BEGIN"))) {
        fail(reader, DKIM_SHAPE_PEM,
             SLICE("the Base64 holds a PEM text: publish what stands "
                   "between its first and last line"));
    } else if (is_base64_of_key(reader->octets)) {
        fail(reader, DKIM_SHAPE_BASE64_TWICE,
             SLICE("the key was put into Base64 twice: once is enough"));
    } else {
        return read_octets(reader, type);
    }
    return STATUS_OK;
}

enum status dkim_crypto_read(enum dkim_key_type type, struct slice octets, struct arena *arena,
                             struct dkim_public *ret_public)
{
    struct dkim_public key = { .shape = DKIM_SHAPE_KEY };
    struct reader reader = { .arena = arena, .octets = octets, .key = &key };
    enum status status = STATUS_OK;

    if (octets.length == 0) {
        fail(&reader, DKIM_SHAPE_EMPTY, SLICE("no octets at all"));
    } else if (octets.length > KEY_OCTETS_MAXIMUM) {
        fail(&reader, DKIM_SHAPE_LENGTH,
             arena_printf(arena, "%zu octets: no key is as long as that", octets.length));
    } else {
        status = is_text(octets) ? read_text(&reader, type) : read_octets(&reader, type);
    }
    if (status != STATUS_OK || arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_public = key;
    return STATUS_OK;
}

bool dkim_crypto_equal(const struct dkim_public *a, const struct dkim_public *b)
{
    return a->type != DKIM_KEY_TYPE_NONE && a->type == b->type &&
           slice_equal(a->modulus, b->modulus) && slice_equal(a->exponent, b->exponent) &&
           slice_equal(a->point, b->point);
}
