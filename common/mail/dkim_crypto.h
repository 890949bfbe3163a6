/* SPDX-License-Identifier: MIT */
/*
 * Public keys of DKIM as octets and numbers: with dkim_der, dkim_weakness and dkim_pem the only
 * files of the mail room that see OpenSSL.
 * OpenSSL is used without its initialisation: ASN.1 shapes by a reader of our own, numbers by BN,
 * hashes by the low-level SHA-256; no provider, configuration file or random source is touched,
 * except where said.
 */
#ifndef CHECK_SES_MAIL_DKIM_CRYPTO_H
#define CHECK_SES_MAIL_DKIM_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#define DKIM_SHA256_LENGTH 32

enum dkim_key_type {
    DKIM_KEY_TYPE_NONE = 0,
    DKIM_KEY_TYPE_RSA,
    DKIM_KEY_TYPE_ED25519
};

/* In what the key is wrapped. */
enum dkim_form {
    DKIM_FORM_NONE = 0,
    DKIM_FORM_SPKI,  /* SubjectPublicKeyInfo (RFC 5280 4.1.2.7), RSA: what nearly all publish */
    DKIM_FORM_PKCS1, /* RSAPublicKey (RFC 8017 A.1.1): what RFC 6376 3.6.1 says */
    DKIM_FORM_RAW,   /* 32 octets: Ed25519 as RFC 8463 4.2 wants it */
    DKIM_FORM_SPKI_ED25519 /* Ed25519 wrapped (RFC 8410 4): wrong in a key record */
};

/* What octets are that are no usable public key. The first that fits is said. */
enum dkim_shape {
    DKIM_SHAPE_KEY = 0,      /* a public key, see `form` */
    DKIM_SHAPE_EMPTY,        /* no octets */
    DKIM_SHAPE_CUT,          /* begins like a key; `expected` octets are said, fewer are here */
    DKIM_SHAPE_TRAILING,     /* a whole key of `expected` octets, and more behind it */
    DKIM_SHAPE_MIDDLE,       /* the header of a key stands at `offset`, not in front */
    DKIM_SHAPE_PRIVATE,      /* a private key: PKCS#8, RSAPrivateKey or Ed25519 */
    DKIM_SHAPE_CERTIFICATE,  /* an X.509 certificate */
    DKIM_SHAPE_OTHER_KEY,    /* SPKI of another algorithm: `algorithm` names it ("EC", "RSASSA-PSS",
                              * "X25519", "DSA", or the dotted OID) */
    DKIM_SHAPE_BASE64_TWICE, /* the octets are Base64 text of a key */
    DKIM_SHAPE_PEM,          /* the octets are PEM text */
    DKIM_SHAPE_BAD_DER,      /* an inner length or type does not fit, at `offset` */
    DKIM_SHAPE_BAD_NUMBER,   /* modulus or exponent that is no RSA key: see `reason` */
    DKIM_SHAPE_LENGTH,       /* neither DER nor 32 octets */
    DKIM_SHAPE_WEAK_POINT    /* an Ed25519 point of small order */
};

struct dkim_public {
    enum dkim_shape shape;
    enum dkim_key_type type;
    enum dkim_form form;
    unsigned bits;         /* bit length of the modulus; 256 for Ed25519; 0 unknown */
    struct slice modulus;  /* RSA: big-endian without leading zeros */
    struct slice exponent; /* likewise */
    struct slice point;    /* Ed25519: the 32 octets */
    size_t expected;       /* CUT, TRAILING: octets that the DER says */
    size_t offset;         /* MIDDLE, BAD_DER */
    struct slice algorithm;
    struct slice reason;                /* what is wrong and what would be right; empty for KEY */
    uint8_t sha256[DKIM_SHA256_LENGTH]; /* of the key as SubjectPublicKeyInfo in DER: the same for
                                         * PKCS#1 and SPKI; set for KEY and the wrapped Ed25519 */
};

/* What is weak about a key that is one. */
struct dkim_weakness {
    bool roca;             /* fingerprint of CVE-2017-15361 in the modulus */
    bool small_exponent;   /* odd, from 3 to below 65537 */
    bool large_exponent;   /* more than 64 bits: many libraries refuse it */
    unsigned small_factor; /* a prime below 1000 that divides the modulus, or 0 */
    bool square;           /* the modulus is a square */
    const char *sample;    /* "RFC 6376 appendix C": a key out of a standard; else NULL */
};

/*
 * Says what decoded octets of a `p=` are, for a key type (that of `k=`). A key of the other type is
 * reported by its own shape and `type` (32 octets under RSA: LENGTH with type ED25519; SPKI of RSA
 * under ED25519: KEY with type RSA). Strict DER: the outer length must equal the octets, nothing
 * behind. Never fails on octets. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dkim_crypto_read(enum dkim_key_type type, struct slice octets,
                                        struct arena *arena, struct dkim_public *ret_public);

/* Weaknesses of a key with shape KEY. STATUS_NO_MEMORY. */
MUST_CHECK enum status dkim_crypto_weakness(const struct dkim_public *key,
                                            struct dkim_weakness *ret_weakness);

/* The same key: type and numbers equal, whatever they are wrapped in. */
bool dkim_crypto_equal(const struct dkim_public *a, const struct dkim_public *b);

/*
 * The public key in a PEM text: "PUBLIC KEY", "RSA PUBLIC KEY", "PRIVATE KEY" (RSA, Ed25519), "RSA
 * PRIVATE KEY". Private numbers are wiped. STATUS_BAD_INPUT with *ret_reason ("an encrypted private
 * key: give the public key"), STATUS_NO_MEMORY. An Ed25519 private key starts OpenSSL's own
 * machinery; nothing else does.
 */
MUST_CHECK enum status dkim_crypto_read_pem(struct slice text, struct arena *arena,
                                            struct dkim_public *ret_public,
                                            struct slice *ret_reason);

/* SHA-256 of octets. */
void dkim_crypto_sha256(struct slice octets, uint8_t ret_hash[DKIM_SHA256_LENGTH]);

#endif
