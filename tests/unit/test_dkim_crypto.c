/* SPDX-License-Identifier: MIT */
/* Octets of keys: what is a key, what is none and why. */
#include "../support/expect.h"

#include "dkim_keys.h"
#include "mail/dkim_crypto.h"

#define RSA DKIM_KEY_TYPE_RSA
#define ED25519 DKIM_KEY_TYPE_ED25519
#define NO_TYPE DKIM_KEY_TYPE_NONE

/* ---- keys ---- */

static void test_rsa(void **state)
{
    static const struct {
        const char *title;
        const char *key;
        size_t octets;
        enum dkim_form form;
        unsigned bits;
        const char *exponent;
        const char *hash;
    } rows[] = {
        { "512", KEY_RSA_512, 94, DKIM_FORM_SPKI, 512, "010001", HASH_RSA_512 },
        { "768", KEY_RSA_768, 126, DKIM_FORM_SPKI, 768, "010001", HASH_RSA_768 },
        { "1024", KEY_RSA_1024, 162, DKIM_FORM_SPKI, 1024, "010001", HASH_RSA_1024 },
        { "1536", KEY_RSA_1536, 226, DKIM_FORM_SPKI, 1536, "010001", HASH_RSA_1536 },
        { "2048", KEY_RSA_2048, 294, DKIM_FORM_SPKI, 2048, "010001", HASH_RSA_2048 },
        { "3072", KEY_RSA_3072, 422, DKIM_FORM_SPKI, 3072, "010001", HASH_RSA_3072 },
        { "4096", KEY_RSA_4096, 550, DKIM_FORM_SPKI, 4096, "010001", HASH_RSA_4096 },
        { "RSAPublicKey", KEY_RSA_2048_PKCS1, 270, DKIM_FORM_PKCS1, 2048, "010001", HASH_RSA_2048 },
        { "exponent 3", KEY_EXPONENT_3, 292, DKIM_FORM_SPKI, 2048, "03", NULL },
        { "exponent 17", KEY_EXPONENT_17, 292, DKIM_FORM_SPKI, 2048, "11", NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].title;
        struct slice octets = key_decode(rows[i].key, arena);
        struct dkim_public key = key_read(RSA, octets, arena);

        expect_number(title, "octets", (long long)octets.length, (long long)rows[i].octets);
        expect_number(title, "shape", key.shape, DKIM_SHAPE_KEY);
        expect_number(title, "type", key.type, RSA);
        expect_number(title, "form", key.form, rows[i].form);
        expect_number(title, "bits", key.bits, rows[i].bits);
        expect_number(title, "modulus", (long long)key.modulus.length, rows[i].bits / 8);
        expect_number(title, "a leading zero", key.modulus.data[0] == 0, false);
        expect_octets(title, "exponent", key.exponent, key_from_hex(rows[i].exponent, arena));
        expect_text(title, "point", key.point, "");
        expect_text(title, "algorithm", key.algorithm, "");
        expect_text(title, "reason", key.reason, "");
        if (rows[i].hash != NULL) {
            expect_octets(title, "hash", slice_make((const char *)key.sha256, sizeof key.sha256),
                          key_from_hex(rows[i].hash, arena));
        }
        key = key_read(ED25519, octets, arena);
        expect_number(title, "shape where Ed25519 was announced", key.shape, DKIM_SHAPE_KEY);
        expect_number(title, "type where Ed25519 was announced", key.type, RSA);
    }
    arena_destroy(arena);
}

static void test_ed25519(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice raw = key_decode(KEY_ED25519, arena);
    struct slice wrapped = key_decode(KEY_ED25519_WRAPPED, arena);
    struct dkim_public key = key_read(ED25519, raw, arena);

    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *title = i == 0 ? "raw" : i == 1 ? "wrapped" : "wrapped under RSA";

        expect_number(title, "shape", key.shape, DKIM_SHAPE_KEY);
        expect_number(title, "type", key.type, ED25519);
        expect_number(title, "form", key.form, i == 0 ? DKIM_FORM_RAW : DKIM_FORM_SPKI_ED25519);
        expect_number(title, "bits", key.bits, 256);
        expect_octets(title, "point", key.point, raw);
        expect_text(title, "modulus", key.modulus, "");
        expect_text(title, "reason", key.reason, "");
        expect_octets(title, "hash", slice_make((const char *)key.sha256, sizeof key.sha256),
                      key_from_hex(HASH_ED25519, arena));
        key = key_read(i == 0 ? ED25519 : RSA, wrapped, arena);
    }
    key = key_read(RSA, raw, arena);
    expect_number("raw under RSA", "shape", key.shape, DKIM_SHAPE_LENGTH);
    expect_number("raw under RSA", "type", key.type, ED25519);
    assert_true(key_contains(key.reason, "k=ed25519"));
    for (size_t length = 31; length <= 33; length += 2) {
        struct slice other = slice_head(arena_join(arena, raw, raw), length);

        key = key_read(ED25519, other, arena);
        expect_number("31 and 33 octets", "shape", key.shape, DKIM_SHAPE_LENGTH);
        assert_true(key_contains(key.reason, length == 31 ? "31" : "33"));
    }
    key = key_read(ED25519, slice_from(wrapped, 13), arena);
    expect_number("31 octets", "shape", key.shape, DKIM_SHAPE_LENGTH);
    /* A point that begins with 0x30 is no SEQUENCE. */
    key = key_read(
        ED25519,
        key_from_hex("3040aa00000000000000000000000000000000000000000000000000000011", arena),
        arena);
    expect_number("31 octets that begin with 0x30", "shape", key.shape, DKIM_SHAPE_LENGTH);
    arena_destroy(arena);
}

/* The points of order 1, 2, 4, 8, in all encodings, with both signs. */
static void test_weak_points(void **state)
{
#define FF15 "ffffffffffffffffffffffffffffff"
#define ZERO15 "000000000000000000000000000000"
    static const char *const points[] = {
        "00" ZERO15 ZERO15 "00",
        "01" ZERO15 ZERO15 "00",
        "ec" FF15 FF15 "7f",
        "ed" FF15 FF15 "7f",
        "ee" FF15 FF15 "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    };
    static const char *const good[] = {
        "02" ZERO15 ZERO15 "00",
        "eb" FF15 FF15 "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc04",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac027a",
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(points) * 2; i++) {
        const char *title = points[i / 2];
        struct slice front = key_from_hex(title, arena);
        char last = (char)(unsigned char)((unsigned char)front.data[31] | (i % 2 ? 0x80 : 0));
        struct slice point = arena_join(arena, slice_head(front, 31), slice_make(&last, 1));
        struct dkim_public key = key_read(ED25519, point, arena);

        expect_number(title, "shape", key.shape, DKIM_SHAPE_WEAK_POINT);
        expect_number(title, "type", key.type, ED25519);
        assert_true(key_contains(key.reason, "small order"));
        key = key_read(ED25519,
                       key_wrap("06032b6570", arena_join(arena, slice_make("", 1), point), arena),
                       arena);
        expect_number(title, "shape when wrapped", key.shape, DKIM_SHAPE_WEAK_POINT);
    }
    for (size_t i = 0; i < ROWS(good); i++) {
        expect_number(good[i], "shape",
                      key_read(ED25519, key_from_hex(good[i], arena), arena).shape, DKIM_SHAPE_KEY);
    }
    arena_destroy(arena);
}

/* ---- other things ---- */

static void test_other_things(void **state)
{
    static const struct {
        const char *title;
        const char *key;
        enum dkim_shape shape;
        const char *algorithm;
        const char *reason; /* a part of it */
    } rows[] = {
        { "RSAPrivateKey", KEY_PRIVATE_1024_PKCS1, DKIM_SHAPE_PRIVATE, "", "private key" },
        { "PrivateKeyInfo", KEY_PRIVATE_1024, DKIM_SHAPE_PRIVATE, "", "private key" },
        { "PrivateKeyInfo of 2048", KEY_PRIVATE_2048, DKIM_SHAPE_PRIVATE, "", "private key" },
        { "private Ed25519", KEY_PRIVATE_ED25519, DKIM_SHAPE_PRIVATE, "", "private key" },
        { "private EC", KEY_PRIVATE_EC, DKIM_SHAPE_PRIVATE, "", "private key" },
        { "encrypted", KEY_PRIVATE_ENCRYPTED, DKIM_SHAPE_OTHER_KEY, "an encrypted private key",
          "encrypted private key" },
        { "certificate", KEY_CERTIFICATE, DKIM_SHAPE_CERTIFICATE, "", "certificate" },
        { "EC", KEY_EC, DKIM_SHAPE_OTHER_KEY, "EC", "RSA and Ed25519" },
        { "PSS", KEY_PSS, DKIM_SHAPE_OTHER_KEY, "RSASSA-PSS", "RSASSA-PSS" },
        { "PSS with parameters", KEY_PSS_PARAMETERS, DKIM_SHAPE_OTHER_KEY, "RSASSA-PSS", "PSS" },
        { "X25519", KEY_X25519, DKIM_SHAPE_OTHER_KEY, "X25519", "X25519" },
        { "Ed448", KEY_ED448, DKIM_SHAPE_OTHER_KEY, "Ed448", "Ed448" },
        { "DSA", KEY_DSA, DKIM_SHAPE_OTHER_KEY, "DSA", "DSA" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows) * 2; i++) {
        const char *title = rows[i / 2].title;
        struct dkim_public key =
            key_read(i % 2 == 0 ? RSA : ED25519, key_decode(rows[i / 2].key, arena), arena);

        expect_number(title, "shape", key.shape, rows[i / 2].shape);
        expect_number(title, "type", key.type, NO_TYPE);
        expect_text(title, "algorithm", key.algorithm, rows[i / 2].algorithm);
        if (!key_contains(key.reason, rows[i / 2].reason)) {
            fail_msg("%s: the reason is \"%.*s\"", title, SLICE_ARGS(key.reason));
        }
    }
    arena_destroy(arena);
}

/* ---- text instead of octets ---- */

static void test_text(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        enum dkim_shape shape;
    } rows[] = {
        { "512 twice", KEY_RSA_512, DKIM_SHAPE_BASE64_TWICE },
        { "768 twice", KEY_RSA_768, DKIM_SHAPE_BASE64_TWICE },
        { "1024 twice", KEY_RSA_1024, DKIM_SHAPE_BASE64_TWICE },
        { "2048 twice", KEY_RSA_2048, DKIM_SHAPE_BASE64_TWICE },
        { "RSAPublicKey twice", KEY_RSA_2048_PKCS1, DKIM_SHAPE_BASE64_TWICE },
        { "Ed25519 twice", KEY_ED25519, DKIM_SHAPE_BASE64_TWICE },
        { "Ed25519 wrapped twice", KEY_ED25519_WRAPPED, DKIM_SHAPE_BASE64_TWICE },
        { "lines", "MIGfMA0GCSqGSIb3DQEBAQUAA4GN\nADCBiQKBgQDwIRP/UC3SBsEmGqZ9\n",
          DKIM_SHAPE_BASE64_TWICE },
        { "twice and cut at 32 octets", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
          DKIM_SHAPE_BASE64_TWICE },
        { "31 octets of it", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8", DKIM_SHAPE_LENGTH },
        { "PEM", "-----BEGIN PUBLIC KEY-----\nMIGf", DKIM_SHAPE_PEM },
        { "PEM behind a line end", "\n-----BEGIN RSA PUBLIC KEY-----\nMIGf", DKIM_SHAPE_PEM },
        { "PEM that is secret", "-----BEGIN PRIVATE KEY-----\nMIIC", DKIM_SHAPE_PRIVATE },
        { "a secret twice", KEY_PRIVATE_1024, DKIM_SHAPE_PRIVATE },
        { "the other form of it", KEY_PRIVATE_1024_PKCS1, DKIM_SHAPE_PRIVATE },
        { "a secret of Ed25519 twice", KEY_PRIVATE_ED25519, DKIM_SHAPE_PRIVATE },
        { "a sentence", "My key is here, somewhere, I think", DKIM_SHAPE_LENGTH },
        { "43 characters", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", DKIM_SHAPE_LENGTH },
        { "44 that are 33 octets", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          DKIM_SHAPE_LENGTH },
        { "44 that are 31 octets",
          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", DKIM_SHAPE_LENGTH },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dkim_public key = key_read(RSA, slice_of(rows[i].text), arena);

        expect_number(rows[i].title, "shape", key.shape, rows[i].shape);
        expect_number(rows[i].title, "a reason", key.reason.length > 0, true);
    }
    assert_true(key_contains(
        key_read(RSA, slice_make("\0\0\0\7ssh-rsa\0\0\0\3\1\0\1", 18), arena).reason, "SSH"));
    assert_true(key_contains(
        key_read(ED25519, slice_make("\0\0\0\13ssh-ed25519\0\0\0\40", 19), arena).reason, "SSH"));
    arena_destroy(arena);
}

/* ---- numbers ---- */

#define N1024 MODULUS_SQUARE
#define E65 "010000000000000001"

static void test_numbers(void **state)
{
    static const struct {
        const char *title;
        const char *n;
        const char *e;
        enum dkim_shape shape;
        unsigned bits;
        const char *reason;
    } rows[] = {
        { "fine", N1024, "010001", DKIM_SHAPE_KEY, 1024, "" },
        { "exponent 3", N1024, "03", DKIM_SHAPE_KEY, 1024, "" },
        { "exponent 1", N1024, "01", DKIM_SHAPE_BAD_NUMBER, 1024, "exponent is 1" },
        { "exponent 0", N1024, "00", DKIM_SHAPE_BAD_NUMBER, 1024, "exponent is even" },
        { "exponent 2", N1024, "02", DKIM_SHAPE_BAD_NUMBER, 1024, "exponent is even" },
        { "exponent 65536", N1024, "010000", DKIM_SHAPE_BAD_NUMBER, 1024, "exponent is even" },
        { "the modulus as exponent", N1024, N1024, DKIM_SHAPE_BAD_NUMBER, 1024, "not below" },
        { "a longer exponent", "c1", "010001", DKIM_SHAPE_BAD_NUMBER, 8, "not below" },
        { "two below the modulus", "ffffffffffffffffff", "fffffffffffffffffd", DKIM_SHAPE_KEY, 72,
          "" },
        { "above the modulus", "fffffffffffffffffd", "ffffffffffffffffff", DKIM_SHAPE_BAD_NUMBER,
          72, "not below" },
        { "an even modulus", "ff00000000000000fe", "03", DKIM_SHAPE_BAD_NUMBER, 72,
          "modulus is even" },
        { "modulus 0", "00", "03", DKIM_SHAPE_BAD_NUMBER, 0, "modulus is even" },
        { "modulus 1", "01", "03", DKIM_SHAPE_BAD_NUMBER, 1, "not below" },
        { "odd sizes", "01ffffffffffffffff", "03", DKIM_SHAPE_KEY, 65, "" },
        { "one bit less", "7fffffffffffffffff", "03", DKIM_SHAPE_KEY, 71, "" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows) * 2; i++) {
        const char *title = rows[i / 2].title;
        struct slice octets = i % 2 == 0 ? key_spki(rows[i / 2].n, rows[i / 2].e, arena)
                                         : key_numbers(rows[i / 2].n, rows[i / 2].e, arena);
        struct dkim_public key = key_read(RSA, octets, arena);

        expect_number(title, "shape", key.shape, rows[i / 2].shape);
        expect_number(title, "bits", key.bits, rows[i / 2].bits);
        expect_number(title, "type", key.type, key.shape == DKIM_SHAPE_KEY ? RSA : NO_TYPE);
        if (rows[i / 2].reason[0] == '\0' ? key.reason.length > 0
                                          : !key_contains(key.reason, rows[i / 2].reason)) {
            fail_msg("%s: the reason is \"%.*s\"", title, SLICE_ARGS(key.reason));
        }
    }
    arena_destroy(arena);
}

/* ---- beside keys ---- */

static void test_equal(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_public rsa = key_read(RSA, key_decode(KEY_RSA_2048, arena), arena);
    struct dkim_public pkcs1 = key_read(RSA, key_decode(KEY_RSA_2048_PKCS1, arena), arena);
    struct dkim_public other = key_read(RSA, key_decode(KEY_RSA_1024, arena), arena);
    struct dkim_public point = key_read(ED25519, key_decode(KEY_ED25519, arena), arena);
    struct dkim_public wrapped = key_read(ED25519, key_decode(KEY_ED25519_WRAPPED, arena), arena);
    struct dkim_public sample = key_read(ED25519, key_decode(KEY_RFC8463_ED25519, arena), arena);
    struct dkim_public none = key_read(RSA, slice_empty(), arena);
    struct dkim_public small = key_read(RSA, key_numbers("ffffffffffffffffff", "03", arena), arena);
    struct dkim_public exponent =
        key_read(RSA, key_numbers("ffffffffffffffffff", "05", arena), arena);

    (void)state;
    assert_true(dkim_crypto_equal(&rsa, &rsa));
    assert_true(dkim_crypto_equal(&rsa, &pkcs1));
    assert_true(dkim_crypto_equal(&point, &wrapped));
    assert_false(dkim_crypto_equal(&rsa, &other));
    assert_false(dkim_crypto_equal(&small, &exponent));
    assert_false(dkim_crypto_equal(&rsa, &point));
    assert_false(dkim_crypto_equal(&point, &sample));
    assert_false(dkim_crypto_equal(&none, &none));
    arena_destroy(arena);
}

static void test_hash(void **state)
{
    static const struct {
        const char *text;
        const char *hash;
    } rows[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint8_t hash[DKIM_SHA256_LENGTH];

        dkim_crypto_sha256(slice_of(rows[i].text), hash);
        expect_octets(rows[i].text, "hash", slice_make((const char *)hash, sizeof hash),
                      key_from_hex(rows[i].hash, arena));
    }
    arena_destroy(arena);
}

/* Whatever the memory ends at, the status says so and nothing is written. */
static void test_no_memory(void **state)
{
    struct arena *full = make_arena(LIMIT_ARENA);
    struct slice octets = key_decode(KEY_RSA_2048, full);
    bool done = false;

    (void)state;
    for (size_t limit = 1; limit < 4096 && !done; limit += 13) {
        struct arena *arena = make_arena(limit);
        struct dkim_public key = { .bits = 4711 };
        enum status status = dkim_crypto_read(RSA, octets, arena, &key);

        done = status == STATUS_OK;
        if (!done) {
            assert_int_equal(status, STATUS_NO_MEMORY);
            assert_int_equal(key.bits, 4711);
        }
        arena_destroy(arena);
    }
    assert_true(done);
    arena_destroy(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rsa),         cmocka_unit_test(test_ed25519),
        cmocka_unit_test(test_weak_points), cmocka_unit_test(test_other_things),
        cmocka_unit_test(test_text),        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_equal),       cmocka_unit_test(test_hash),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
