/* SPDX-License-Identifier: MIT */
/* Weak keys: arithmetic on the modulus, exponents at their limits, keys out of standards. */
#include "../support/expect.h"

#include "dkim_keys.h"
#include "mail/dkim_crypto.h"

static struct dkim_weakness weakness_of(const char *title, struct slice octets, struct arena *arena)
{
    struct dkim_public key =
        key_read(octets.length == 32 ? DKIM_KEY_TYPE_ED25519 : DKIM_KEY_TYPE_RSA, octets, arena);
    struct dkim_weakness weakness;

    expect_number(title, "shape", key.shape, DKIM_SHAPE_KEY);
    expect_number(title, "status", dkim_crypto_weakness(&key, &weakness), STATUS_OK);
    return weakness;
}

static void expect_sample(const char *title, const char *got, const char *want)
{
    expect_text(title, "sample", slice_of(got), want != NULL ? want : "");
    expect_number(title, "a sample", got != NULL, want != NULL);
}

static void test_keys(void **state)
{
    static const struct {
        const char *title;
        const char *key;
        bool small_exponent;
        const char *sample;
    } rows[] = {
        { "512", KEY_RSA_512, false, NULL },
        { "768", KEY_RSA_768, false, NULL },
        { "1024", KEY_RSA_1024, false, NULL },
        { "1536", KEY_RSA_1536, false, NULL },
        { "2048", KEY_RSA_2048, false, NULL },
        { "RSAPublicKey", KEY_RSA_2048_PKCS1, false, NULL },
        { "3072", KEY_RSA_3072, false, NULL },
        { "4096", KEY_RSA_4096, false, NULL },
        { "exponent 3", KEY_EXPONENT_3, true, NULL },
        { "exponent 17", KEY_EXPONENT_17, true, NULL },
        { "Ed25519", KEY_ED25519, false, NULL },
        { "Ed25519 wrapped", KEY_ED25519_WRAPPED, false, NULL },
        { "RFC 6376", KEY_RFC6376, false, "RFC 6376 appendix C" },
        { "RFC 8463, RSA", KEY_RFC8463_RSA, false, "RFC 8463 appendix A" },
        { "RFC 8463, Ed25519", KEY_RFC8463_ED25519, false, "RFC 8463 appendix A" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].title;
        struct dkim_weakness weakness = weakness_of(title, key_decode(rows[i].key, arena), arena);

        expect_number(title, "roca", weakness.roca, false);
        expect_number(title, "small exponent", weakness.small_exponent, rows[i].small_exponent);
        expect_number(title, "large exponent", weakness.large_exponent, false);
        expect_number(title, "small factor", weakness.small_factor, 0);
        expect_number(title, "square", weakness.square, false);
        expect_sample(title, weakness.sample, rows[i].sample);
    }
    arena_destroy(arena);
}

static void test_numbers(void **state)
{
    static const struct {
        const char *title;
        const char *n;
        const char *e;
        struct dkim_weakness want;
    } rows[] = {
        { "ROCA", MODULUS_ROCA, "010001", { .roca = true } },
        { "a square", MODULUS_SQUARE, "010001", { .square = true } },
        { "3 divides", MODULUS_FACTOR_3, "010001", { .small_factor = 3 } },
        { "997 divides", MODULUS_FACTOR_997, "010001", { .small_factor = 997 } },
        { "1009 divides", MODULUS_FACTOR_1009, "010001", { .roca = false } },
        { "a small square: 1009 * 1009",
          "0f88e1",
          "03",
          { .square = true, .small_exponent = true } },
        { "1009 * 1013", "0f98a5", "03", { .small_exponent = true } },
        { "1013 * 2341, as good as a square to small numbers",
          "242f69",
          "03",
          { .small_exponent = true } },
        { "9 is a square",
          "09",
          "03",
          { .square = true, .small_factor = 3, .small_exponent = true } },
        { "exponent 65535", MODULUS_FACTOR_1009, "ffff", { .small_exponent = true } },
        { "exponent 65537", MODULUS_FACTOR_1009, "010001", { .small_exponent = false } },
        { "exponent 65539", MODULUS_FACTOR_1009, "010003", { .small_exponent = false } },
        { "an exponent of 64 bits",
          MODULUS_FACTOR_1009,
          "ffffffffffffffff",
          { .large_exponent = false } },
        { "an exponent of 65 bits",
          MODULUS_FACTOR_1009,
          "010000000000000001",
          { .large_exponent = true } },
        { "an exponent whose last octets are small",
          MODULUS_FACTOR_1009,
          "010000000000000000000003",
          { .large_exponent = true } },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows) * 2; i++) {
        const char *title = rows[i / 2].title;
        const struct dkim_weakness *want = &rows[i / 2].want;
        struct slice octets = i % 2 == 0 ? key_spki(rows[i / 2].n, rows[i / 2].e, arena)
                                         : key_numbers(rows[i / 2].n, rows[i / 2].e, arena);
        struct dkim_weakness weakness = weakness_of(title, octets, arena);

        expect_number(title, "roca", weakness.roca, want->roca);
        expect_number(title, "small exponent", weakness.small_exponent, want->small_exponent);
        expect_number(title, "large exponent", weakness.large_exponent, want->large_exponent);
        expect_number(title, "small factor", weakness.small_factor, want->small_factor);
        expect_number(title, "square", weakness.square, want->square);
        expect_sample(title, weakness.sample, NULL);
    }
    arena_destroy(arena);
}

/* One residue that does not fit clears a key: each of the primes is looked at. */
static void test_almost_roca(void **state)
{
    static const char *const moduli[] = MODULI_ALMOST_ROCA;
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    assert_int_equal(ROWS(moduli), 17);
    for (size_t i = 0; i < ROWS(moduli); i++) {
        struct slice octets = key_numbers(moduli[i], "010001", arena);

        expect_number(moduli[i], "roca", weakness_of(moduli[i], octets, arena).roca, false);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_almost_roca),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
