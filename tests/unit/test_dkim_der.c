/* SPDX-License-Identifier: MIT */
/* Keys that are damaged: DER with every length, type and order wrong, and what is said then. */
#include "../support/expect.h"

#include "dkim_keys.h"
#include "mail/dkim_crypto.h"

#define RSA DKIM_KEY_TYPE_RSA
#define ED25519 DKIM_KEY_TYPE_ED25519
#define NO_TYPE DKIM_KEY_TYPE_NONE

static void test_algorithms(void **state)
{
    static const struct {
        const char *oid; /* contents in hexadecimal */
        const char *name;
    } rows[] = {
        { "0603550403", "2.5.4.3" },
        { "06012a", "1.2" },
        { "060127", "0.39" },
        { "06014f", "1.39" },
        { "060150", "2.0" },
        { "06028837", "2.999" },
        { "06092a864886f70d010102", "1.2.840.113549.1.1.2" },
        { "06098080808080808080ff", "an unknown algorithm" }, /* not ended */
        { "060b2a81ffffffffffffffff7f", "1.2.18446744073709551615" },
        { "060b2a82ffffffffffffffff7f", "an unknown algorithm" }, /* above 64 bits */
        { "0600", "an unknown algorithm" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dkim_public key =
            key_read(RSA, key_wrap(rows[i].oid, slice_make("\0\1\2", 3), arena), arena);

        expect_number(rows[i].oid, "shape", key.shape, DKIM_SHAPE_OTHER_KEY);
        expect_text(rows[i].oid, "algorithm", key.algorithm, rows[i].name);
    }
    arena_destroy(arena);
}

/* A secret is told however little of it is there. */
static void test_cut_secrets(void **state)
{
    static const struct {
        const char *key;
        enum dkim_shape shape;
        size_t from; /* octets that show it */
    } rows[] = {
        { KEY_PRIVATE_1024_PKCS1, DKIM_SHAPE_PRIVATE, 8 },
        { KEY_PRIVATE_1024, DKIM_SHAPE_PRIVATE, 8 },
        { KEY_PRIVATE_ED25519, DKIM_SHAPE_PRIVATE, 6 },
        { KEY_CERTIFICATE, DKIM_SHAPE_CERTIFICATE, 12 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice whole = key_decode(rows[i].key, arena);

        for (size_t length = rows[i].from; length <= whole.length; length++) {
            struct dkim_public key = key_read(RSA, slice_head(whole, length), arena);

            expect_number(rows[i].key, "shape", key.shape, rows[i].shape);
        }
    }
    arena_destroy(arena);
}

/* Whole DER that is no key, piece by piece; {N} of 9 octets, exponent 3. */
static void test_structure(void **state)
{
#define N72 "020a00ffffffffffffffffff"
#define INNER "300f" N72 "020103"
    static const struct {
        const char *title;
        const char *octets;
        enum dkim_shape shape;
        size_t offset;
    } rows[] = {
        { "as it should be", "3023300d" ALGORITHM_RSA "031200" INNER, DKIM_SHAPE_KEY, 0 },
        { "no NULL", "3021300b06092a864886f70d010101031200" INNER, DKIM_SHAPE_KEY, 0 },
        { "another parameter", "3023300d06092a864886f70d0101010400031200" INNER, DKIM_SHAPE_BAD_DER,
          4 },
        { "a NULL that says more", "3023300d06092a864886f70d0101010501031200" INNER,
          DKIM_SHAPE_BAD_DER, 4 },
        { "unused bits", "3023300d" ALGORITHM_RSA "031201" INNER, DKIM_SHAPE_BAD_DER, 19 },
        { "an empty BIT STRING", "3011300d" ALGORITHM_RSA "0300", DKIM_SHAPE_BAD_DER, 19 },
        { "no BIT STRING", "300f300d" ALGORITHM_RSA, DKIM_SHAPE_BAD_DER, 17 },
        { "an OCTET STRING", "3023300d" ALGORITHM_RSA "041200" INNER, DKIM_SHAPE_BAD_DER, 17 },
        { "something behind the BIT STRING", "3025300d" ALGORITHM_RSA "031200" INNER "0500",
          DKIM_SHAPE_BAD_DER, 17 },
        { "something behind the numbers", "3025300d" ALGORITHM_RSA "031400" INNER "0500",
          DKIM_SHAPE_BAD_DER, 20 },
        { "three numbers", "3026300d" ALGORITHM_RSA "0315003012" N72 "020103020103",
          DKIM_SHAPE_BAD_DER, 34 },
        { "one number", "3020300d" ALGORITHM_RSA "030f00300c" N72, DKIM_SHAPE_BAD_DER, 34 },
        { "no number", "3014300d" ALGORITHM_RSA "0303003000", DKIM_SHAPE_BAD_DER, 22 },
        { "a modulus with a zero too many", "3010020b0000ffffffffffffffffff020103",
          DKIM_SHAPE_BAD_DER, 2 },
        { "an exponent with a zero too many", "3010" N72 "02020003", DKIM_SHAPE_BAD_DER, 14 },
        { "an exponent without octets", "300e" N72 "0200", DKIM_SHAPE_BAD_DER, 14 },
        { "a negative modulus", "300e0209ffffffffffffffffff020103", DKIM_SHAPE_BAD_DER, 2 },
        { "a negative number", "300e020987ffffffffffffffff020103", DKIM_SHAPE_BAD_NUMBER, 0 },
        { "a negative exponent", "300f" N72 "020183", DKIM_SHAPE_BAD_NUMBER, 0 },
        { "an exponent that says more", "300f" N72 "020203", DKIM_SHAPE_BAD_DER, 14 },
        { "an outer SEQUENCE that is primitive", "1023300d" ALGORITHM_RSA "031200" INNER,
          DKIM_SHAPE_LENGTH, 0 },
        { "an inner SEQUENCE that is primitive", "3023100d" ALGORITHM_RSA "031200" INNER,
          DKIM_SHAPE_BAD_DER, 2 },
        { "a BIT STRING that is constructed", "3023300d" ALGORITHM_RSA "231200" INNER,
          DKIM_SHAPE_BAD_DER, 17 },
        { "an algorithm that is no OBJECT", "3023300d07092a864886f70d0101010500031200" INNER,
          DKIM_SHAPE_BAD_DER, 4 },
        { "an algorithm that is an INTEGER", "3023300d02092a864886f70d0101010500031200" INNER,
          DKIM_SHAPE_BAD_DER, 4 },
        { "an indefinite length", "3080300d" ALGORITHM_RSA "031200" INNER "0000", DKIM_SHAPE_LENGTH,
          0 },
        { "a length of lengths", "3084ffffffff300d" ALGORITHM_RSA, DKIM_SHAPE_BAD_DER, 1 },
        { "a length that no key has", "30823ffd300d" ALGORITHM_RSA, DKIM_SHAPE_BAD_DER, 1 },
        { "the largest length", "30823ffc300d" ALGORITHM_RSA, DKIM_SHAPE_CUT, 0 },
        { "a length that is no header's", "3082012205000500", DKIM_SHAPE_BAD_DER, 1 },
        { "a private scope", "f023300d" ALGORITHM_RSA "031200" INNER, DKIM_SHAPE_LENGTH, 0 },
        { "an empty SEQUENCE", "3000", DKIM_SHAPE_BAD_DER, 2 },
        { "a NULL alone", "30020500", DKIM_SHAPE_BAD_DER, 2 },
        { "a SEQUENCE in a SEQUENCE", "30023000", DKIM_SHAPE_BAD_DER, 4 },
        { "one octet behind", "3023300d" ALGORITHM_RSA "031200" INNER "00", DKIM_SHAPE_TRAILING,
          0 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dkim_public key = key_read(RSA, key_from_hex(rows[i].octets, arena), arena);

        expect_number(rows[i].title, "shape", key.shape, rows[i].shape);
        expect_number(rows[i].title, "offset", (long long)key.offset, (long long)rows[i].offset);
    }
    arena_destroy(arena);
}

static const char *const sizes[] = { KEY_RSA_512,  KEY_RSA_768,  KEY_RSA_1024, KEY_RSA_1536,
                                     KEY_RSA_2048, KEY_RSA_3072, KEY_RSA_4096 };

/* However short, 32 octets not left out: a key that was cut, with the number of its octets. */
static void test_every_cut(void **state)
{
    static const char *const keys[] = { KEY_RSA_512,  KEY_RSA_1024,       KEY_RSA_2048,
                                        KEY_RSA_4096, KEY_RSA_2048_PKCS1, KEY_ED25519_WRAPPED };

    (void)state;
    for (size_t i = 0; i < ROWS(keys); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice whole = key_decode(keys[i], arena);
        size_t header = whole.length < 0x82 ? 2 : whole.length < 0x103 ? 3 : 4;

        for (size_t length = 0; length < whole.length; length++) {
            struct dkim_public key = key_read(RSA, slice_head(whole, length), arena);

            if (length < header) {
                expect_number(keys[i], "shape", key.shape,
                              length == 0 ? DKIM_SHAPE_EMPTY : DKIM_SHAPE_LENGTH);
                continue;
            }
            expect_number(keys[i], "shape", key.shape, DKIM_SHAPE_CUT);
            expect_number(keys[i], "expected", (long long)key.expected, (long long)whole.length);
            expect_number(keys[i], "type", key.type, NO_TYPE);
            key = key_read(ED25519, slice_head(whole, length), arena);
            expect_number(keys[i], "shape under Ed25519", key.shape, DKIM_SHAPE_CUT);
        }
        arena_destroy(arena);
    }
}

/* The second piece in front of the first, wherever the cut was. */
static void test_every_swap(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(sizes); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice whole = key_decode(sizes[i], arena);

        for (size_t at = 26; at < whole.length; at++) {
            struct slice swapped = arena_join(arena, slice_from(whole, at), slice_head(whole, at));
            struct dkim_public key = key_read(RSA, swapped, arena);

            expect_number(sizes[i], "shape", key.shape, DKIM_SHAPE_MIDDLE);
            expect_number(sizes[i], "offset", (long long)key.offset,
                          (long long)(whole.length - at));
        }
        arena_destroy(arena);
    }
}

/* Two keys, one behind the other; a key in front of itself that was cut. */
static void test_doubled(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(sizes); i++) {
        struct slice whole = key_decode(sizes[i], arena);

        for (size_t more = 1; more <= whole.length; more += 7) {
            struct slice both = arena_join(arena, whole, slice_head(whole, more));
            struct dkim_public key = key_read(RSA, both, arena);

            expect_number(sizes[i], "shape", key.shape, DKIM_SHAPE_TRAILING);
            expect_number(sizes[i], "expected", (long long)key.expected, (long long)whole.length);
        }
    }
    arena_destroy(arena);
}

/* No bit can change and leave the same key. */
static void test_every_bit(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct arena *arena = make_arena((size_t)LIMIT_ARENA * 4);
        struct slice whole = key_decode(sizes[i], arena);
        struct dkim_public good = key_read(RSA, whole, arena);

        for (size_t bit = 0; bit < whole.length * 8; bit++) {
            struct slice copy = arena_copy(arena, whole);
            char *octets = arena_alloc(arena, copy.length);
            struct dkim_public key;

            assert_non_null(octets);
            memcpy(octets, copy.data, copy.length);
            octets[bit / 8] = (char)(octets[bit / 8] ^ 1 << bit % 8);
            key = key_read(RSA, slice_make(octets, copy.length), arena);
            expect_number(sizes[i], "the same key", dkim_crypto_equal(&key, &good), false);
            if (bit / 8 < 22 && key.shape == DKIM_SHAPE_KEY) {
                fail_msg("%s: bit %zu of the headers makes no difference", sizes[i], bit);
            }
            expect_number(sizes[i], "a secret", key.shape == DKIM_SHAPE_PRIVATE, false);
            expect_number(sizes[i], "a certificate", key.shape == DKIM_SHAPE_CERTIFICATE, false);
        }
        arena_destroy(arena);
    }
}

static void test_largest(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    char *octets = arena_alloc(arena, 65536);
    struct dkim_public key;

    (void)state;
    assert_non_null(octets);
    memset(octets, 0x30, 65536);
    key = key_read(RSA, slice_make(octets, 16385), arena);
    assert_int_equal(key.shape, DKIM_SHAPE_LENGTH);
    assert_true(key_contains(key.reason, "16385 octets: no key is as long"));
    key = key_read(RSA, slice_make(octets, 65536), arena);
    assert_int_equal(key.shape, DKIM_SHAPE_LENGTH);
    memset(octets, 0x01, 65536);
    octets[0] = 0x30;
    octets[1] = (char)0x82;
    octets[2] = 0x3f;
    octets[3] = (char)0xfc;
    key = key_read(RSA, slice_make(octets, 16384), arena);
    assert_int_equal(key.shape, DKIM_SHAPE_BAD_DER);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_algorithms), cmocka_unit_test(test_cut_secrets),
        cmocka_unit_test(test_structure),  cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_every_swap), cmocka_unit_test(test_doubled),
        cmocka_unit_test(test_every_bit),  cmocka_unit_test(test_largest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
