/* SPDX-License-Identifier: MIT */
/* Keys in PEM: public and private ones give the same public key, all else is explained. */
#include "../support/expect.h"

#include "dkim_keys.h"
#include "mail/dkim_crypto.h"

#define PUBLIC(key) "-----BEGIN PUBLIC KEY-----\n" key "\n-----END PUBLIC KEY-----\n"
#define RSA_PUBLIC(key) "-----BEGIN RSA PUBLIC KEY-----\n" key "\n-----END RSA PUBLIC KEY-----\n"
#define PRIVATE(key) "-----BEGIN PRIVATE KEY-----\n" key "\n-----END PRIVATE KEY-----\n"
#define RSA_PRIVATE(key) "-----BEGIN RSA PRIVATE KEY-----\n" key "\n-----END RSA PRIVATE KEY-----\n"

static void test_read(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        enum dkim_key_type type;
        unsigned bits;
        const char *hash;
    } rows[] = {
        { "public", PUBLIC(KEY_RSA_1024), DKIM_KEY_TYPE_RSA, 1024, HASH_RSA_1024 },
        { "public, 512", PUBLIC(KEY_RSA_512), DKIM_KEY_TYPE_RSA, 512, HASH_RSA_512 },
        { "public, 4096", PUBLIC(KEY_RSA_4096), DKIM_KEY_TYPE_RSA, 4096, HASH_RSA_4096 },
        { "RSAPublicKey", RSA_PUBLIC(KEY_RSA_2048_PKCS1), DKIM_KEY_TYPE_RSA, 2048, HASH_RSA_2048 },
        { "private", PRIVATE(KEY_PRIVATE_1024), DKIM_KEY_TYPE_RSA, 1024, HASH_RSA_1024 },
        { "private, 2048", PRIVATE(KEY_PRIVATE_2048), DKIM_KEY_TYPE_RSA, 2048, HASH_RSA_2048 },
        { "RSAPrivateKey", RSA_PRIVATE(KEY_PRIVATE_1024_PKCS1), DKIM_KEY_TYPE_RSA, 1024,
          HASH_RSA_1024 },
        { "Ed25519", PUBLIC(KEY_ED25519_WRAPPED), DKIM_KEY_TYPE_ED25519, 256, HASH_ED25519 },
        { "Ed25519, private", PRIVATE(KEY_PRIVATE_ED25519), DKIM_KEY_TYPE_ED25519, 256,
          HASH_ED25519 },
        { "text in front", "Bag Attributes\n  name: x\n" PUBLIC(KEY_RSA_1024), DKIM_KEY_TYPE_RSA,
          1024, HASH_RSA_1024 },
        { "the first of two", PUBLIC(KEY_RSA_1024) PUBLIC(KEY_RSA_2048), DKIM_KEY_TYPE_RSA, 1024,
          HASH_RSA_1024 },
        { "line ends of DOS",
          "-----BEGIN PUBLIC KEY-----\r\n" KEY_RSA_512 "\r\n-----END PUBLIC KEY-----\r\n",
          DKIM_KEY_TYPE_RSA, 512, HASH_RSA_512 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].title;
        struct slice reason = slice_empty();
        struct dkim_public key = { .shape = DKIM_SHAPE_EMPTY };

        expect_number(title, "status",
                      dkim_crypto_read_pem(slice_of(rows[i].text), arena, &key, &reason),
                      STATUS_OK);
        expect_number(title, "shape", key.shape, DKIM_SHAPE_KEY);
        expect_number(title, "type", key.type, rows[i].type);
        expect_number(title, "bits", key.bits, rows[i].bits);
        expect_octets(title, "hash", slice_make((const char *)key.sha256, sizeof key.sha256),
                      key_from_hex(rows[i].hash, arena));
    }
    arena_destroy(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *reason; /* a part of it */
    } rows[] = {
        { "nothing", "", "BEGIN PUBLIC KEY" },
        { "no armour", KEY_RSA_1024, "BEGIN PUBLIC KEY" },
        { "no end", "-----BEGIN PUBLIC KEY-----\n" KEY_RSA_1024 "\n", "BEGIN PUBLIC KEY" },
        { "another end",
          "-----BEGIN PUBLIC KEY-----\n" KEY_RSA_1024 "\n-----END PRIVATE KEY-----\n",
          "BEGIN PUBLIC KEY" },
        { "no Base64", PUBLIC("hello, world"), "BEGIN PUBLIC KEY" },
        { "encrypted",
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" KEY_PRIVATE_ENCRYPTED
          "\n-----END ENCRYPTED PRIVATE KEY-----\n",
          "an encrypted private key: give the public key" },
        { "encrypted in the old way",
          "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
          "DEK-Info: AES-128-CBC,C77133200513B4D4B03D933EF9184A45\n\n"
          "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDw"
          "\n-----END RSA PRIVATE KEY-----\n",
          "an encrypted private key: give the public key" },
        { "a certificate",
          "-----BEGIN CERTIFICATE-----\n" KEY_CERTIFICATE "\n-----END CERTIFICATE-----\n",
          "\"CERTIFICATE\" is neither" },
        { "an EC key",
          "-----BEGIN EC PRIVATE KEY-----\n" KEY_PRIVATE_EC "\n-----END EC PRIVATE KEY-----\n",
          "\"EC PRIVATE KEY\" is neither" },
        { "a public EC key", PUBLIC(KEY_EC), "EC: DKIM knows RSA and Ed25519" },
        { "a certificate called a key", PUBLIC(KEY_CERTIFICATE), "certificate" },
        { "a private key called public", PUBLIC(KEY_PRIVATE_1024), "private key" },
        { "a public key called private", PRIVATE(KEY_RSA_1024), "whole RSA or Ed25519" },
        { "a public key called RSA private", RSA_PRIVATE(KEY_RSA_1024), "whole RSA or Ed25519" },
        { "a key that was cut", PUBLIC("MIGfMA0GCSqGSIb3DQEBAQUAA4GN"), "cut off" },
        { "no octets", PUBLIC(""), "" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].title;
        struct slice reason = slice_empty();
        struct dkim_public key = { .bits = 4711 };

        expect_number(title, "status",
                      dkim_crypto_read_pem(slice_of(rows[i].text), arena, &key, &reason),
                      STATUS_BAD_INPUT);
        expect_number(title, "what was written", key.bits, 4711);
        if (reason.length == 0 ||
            (rows[i].reason[0] != '\0' && !key_contains(reason, rows[i].reason))) {
            fail_msg("%s: the reason is \"%.*s\"", title, SLICE_ARGS(reason));
        }
    }
    arena_destroy(arena);
}

/* Whatever is missing at the end, it is refused with a reason, but for the last line end. */
static void test_every_cut(void **state)
{
    static const char *const texts[] = { PUBLIC(KEY_RSA_512), PRIVATE(KEY_PRIVATE_ED25519),
                                         RSA_PRIVATE(KEY_PRIVATE_1024_PKCS1) };

    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        struct slice whole = slice_of(texts[i]);
        struct arena *arena = make_arena(LIMIT_ARENA);

        for (size_t length = 0; length + 1 < whole.length; length++) {
            struct slice reason = slice_empty();
            struct dkim_public key;
            enum status status =
                dkim_crypto_read_pem(slice_head(whole, length), arena, &key, &reason);

            expect_number(texts[i], "status", status, STATUS_BAD_INPUT);
            expect_number(texts[i], "a reason", reason.length > 0, true);
        }
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
