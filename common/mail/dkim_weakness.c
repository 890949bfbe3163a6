/* SPDX-License-Identifier: MIT */
/* What is weak about keys that are some: arithmetic on the modulus, and keys that everybody has. */
#include <limits.h>
#include <string.h>

#include <openssl/bn.h>

#include "mail/dkim_crypto.h"
#include "mail/dkim_der.h"

#define SMALL_PRIME_LIMIT 1000u
#define EXPONENT_BITS_MAXIMUM 64u
#define EXPONENT_USUAL 65537u

/*
 * CVE-2017-15361: the primes of that library are k * M + (65537^a mod M), M a product of small
 * primes, so the modulus is a power of 65537 modulo each of them. The other primes up to 167 tell
 * nothing: 65537 generates all of their residues.
 */
static bool has_roca(const BIGNUM *modulus)
{
    static const unsigned primes[] = { 11, 13, 17,  19,  37,  53,  61,  71, 73,
                                       79, 97, 103, 107, 109, 127, 151, 157 };

    for (size_t i = 0; i < sizeof primes / sizeof primes[0]; i++) {
        unsigned residue = (unsigned)BN_mod_word(modulus, primes[i]);
        unsigned power = 1;
        bool found = false;

        for (unsigned step = 0; step < primes[i] && !found; step++) {
            found = power == residue;
            power = power * EXPONENT_USUAL % primes[i];
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool is_prime(unsigned number)
{
    for (unsigned i = 2; i * i <= number; i++) {
        if (number % i == 0) {
            return false;
        }
    }
    return true;
}

/* One division of the modulus for as many primes as fit together into a word of 32 bits. */
static unsigned small_factor(const BIGNUM *modulus)
{
    unsigned prime = 3;

    while (prime < SMALL_PRIME_LIMIT) {
        unsigned first = prime;
        uint64_t product = 1;
        uint64_t residue;

        for (; prime < SMALL_PRIME_LIMIT && product * prime <= UINT32_MAX; prime += 2) {
            product *= is_prime(prime) ? prime : 1;
        }
        residue = BN_mod_word(modulus, product);
        for (unsigned factor = first; factor < prime; factor += 2) {
            if (residue % factor == 0 && is_prime(factor)) {
                return factor;
            }
        }
    }
    return 0;
}

/* Whether the residues of small numbers allow a square: nearly all keys are cleared by them. */
static bool may_be_square(const BIGNUM *modulus)
{
    static const unsigned numbers[] = { 8, 7, 11, 13, 17, 19, 23, 29 };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        unsigned residue = (unsigned)BN_mod_word(modulus, numbers[i]);
        bool found = false;

        for (unsigned root = 0; root < numbers[i] && !found; root++) {
            found = root * root % numbers[i] == residue;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* Newton's root from above: exact for squares. */
static enum status find_square(const BIGNUM *modulus, bool *ret_square)
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *root = BN_new();
    BIGNUM *next = BN_new();
    bool good = context != NULL && root != NULL && next != NULL &&
                BN_set_bit(root, (BN_num_bits(modulus) + 1) / 2) == 1;

    while (good) {
        good = BN_div(next, NULL, modulus, root, context) == 1 && BN_add(next, next, root) == 1 &&
               BN_rshift1(next, next) == 1;
        if (!good || BN_cmp(next, root) >= 0) {
            break;
        }
        good = BN_copy(root, next) != NULL;
    }
    if (good && BN_sqr(next, root, context) == 1) {
        *ret_square = BN_cmp(next, modulus) == 0;
    }
    BN_free(next);
    BN_free(root);
    BN_CTX_free(context);
    return good ? STATUS_OK : STATUS_NO_MEMORY;
}

static const char *sample_name(const uint8_t hash[DKIM_SHA256_LENGTH])
{
    static const struct {
        const char *name;
        uint8_t hash[DKIM_SHA256_LENGTH];
    } samples[] = {
        { "RFC 6376 appendix C", { 0xdb, 0xa3, 0xf0, 0xcb, 0x69, 0xf0, 0x6d, 0x70, 0xe4, 0x1a, 0xbc,
                                   0x6a, 0xc5, 0x81, 0x2b, 0xc3, 0xd2, 0x63, 0x9a, 0x24, 0xb6, 0x21,
                                   0xba, 0x5d, 0x24, 0x12, 0x02, 0xac, 0x89, 0xcb, 0x7b, 0x9c } },
        { "RFC 8463 appendix A", { 0x06, 0xe3, 0xfd, 0x8f, 0xda, 0x29, 0xbb, 0x60, 0xab, 0x59, 0x55,
                                   0x7d, 0xe6, 0x1e, 0xdb, 0x0a, 0xec, 0xdb, 0x23, 0x11, 0x34, 0xbe,
                                   0x30, 0xe7, 0x5b, 0x45, 0x5f, 0x8e, 0x1b, 0x79, 0x2f, 0xa9 } },
        { "RFC 8463 appendix A", { 0x36, 0x2d, 0x9a, 0x99, 0x50, 0x18, 0x83, 0xf6, 0xd1, 0xac, 0x71,
                                   0x7c, 0x53, 0xff, 0xf9, 0x65, 0x82, 0xfb, 0x0a, 0x7c, 0x52, 0x46,
                                   0x4c, 0xb6, 0x4b, 0x90, 0x82, 0xaa, 0x88, 0x7b, 0xc7, 0xb4 } },

    };

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        if (memcmp(samples[i].hash, hash, DKIM_SHA256_LENGTH) == 0) {
            return samples[i].name;
        }
    }
    return NULL;
}

/* The exponent's size; that it makes a key was seen before. */
static void judge_exponent(const struct dkim_public *key, struct dkim_weakness *weakness)
{
    unsigned long value = 0;

    weakness->large_exponent = der_bits(key->exponent) > EXPONENT_BITS_MAXIMUM;
    for (size_t i = 0; i < key->exponent.length && i < sizeof value; i++) {
        value = value << 8 | (unsigned char)key->exponent.data[i];
    }
    weakness->small_exponent = !weakness->large_exponent && value < EXPONENT_USUAL;
}

enum status dkim_crypto_weakness(const struct dkim_public *key, struct dkim_weakness *ret_weakness)
{
    struct dkim_weakness weakness = { .sample = sample_name(key->sha256) };
    enum status status = STATUS_OK;
    BIGNUM *modulus;

    if (key->type == DKIM_KEY_TYPE_RSA && key->modulus.length <= INT_MAX) {
        modulus =
            BN_bin2bn((const unsigned char *)key->modulus.data, (int)key->modulus.length, NULL);
        if (modulus == NULL) {
            return STATUS_NO_MEMORY;
        }
        judge_exponent(key, &weakness);
        weakness.roca = has_roca(modulus);
        weakness.small_factor = small_factor(modulus);
        if (may_be_square(modulus)) {
            status = find_square(modulus, &weakness.square);
        }
        BN_free(modulus);
    }
    if (status == STATUS_OK) {
        *ret_weakness = weakness;
    }
    return status;
}
