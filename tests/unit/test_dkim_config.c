/* SPDX-License-Identifier: MIT */
/* The options of check_ses_dkim: selectors, expected keys, and what does not fit together. */
#include "../support/expect.h"

#include "rules/dkim_rules.h"

#define RSA_1024                                                                           \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDvkyiqWvpV8qRCghe0ATwQvy0tQ/ded89LFTOEpQTz9xFT" \
    "Lq+fFfyzoB2vt++g214ZeluIcCygxkCZMLyJJ5Xj019ecbHwhfaEZWNkpp0LJCuCc3MLkn3dM/IxrtAe3cLM" \
    "yA4I3vUfi8iS2WejuGqDcd+/w9VC9HH3iqx3pglzUwIDAQAB"
#define ED25519 "sBqWEkWKR4jVxdI131XpeeaiSm4UTz8edLGpztHzWzs="
#define ZEROS "0000000000000000000000000000000"
#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct dkim_config *make_config(struct arena *arena)
{
    struct dkim_config *config = arena_alloc(arena, sizeof *config);

    assert_non_null(config);
    *config = (struct dkim_config){ .given_count = 0 };
    config_init(&config->common);
    dkim_config_init(config);
    return config;
}

static void test_defaults(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_config *config = make_config(arena);

    (void)state;
    expect_text("defaults", "-w", config->common.warning.text, "2048:");
    expect_text("defaults", "-c", config->common.critical.text, "1024:");
    assert_true(range_alerts(&config->common.warning, 2047));
    assert_false(range_alerts(&config->common.warning, 2048));
    assert_true(range_alerts(&config->common.critical, 1023));
    assert_false(range_alerts(&config->common.critical, 1024));
    assert_int_equal(config->need, DKIM_NEED_PROFILE);
    assert_int_equal(config->given_count, 0);
    assert_int_equal(config->expected_count, 0);
    arena_destroy(arena);
}

/* ---- selectors ---- */

static void test_selectors(void **state)
{
    static const struct {
        const char *value;
        const char *kept;   /* NULL: refused */
        const char *reason; /* then */
    } rows[] = {
        { "qcloud", "qcloud", NULL },
        { "QCloudHK2048", "qcloudhk2048", NULL },
        { "foo.bar", "foo.bar", NULL },
        { "_adsp", "_adsp", NULL },
        { "20260101pm", "20260101pm", NULL },
        { "b\xC3\xBC"
          "cher",
          "xn--bcher-kva", NULL },
        { LABEL_63, LABEL_63, NULL },
        { "", NULL, "--selector takes labels of a domain name, not \"\"" },
        { "a..b", NULL, "--selector takes labels of a domain name, not \"a..b\"" },
        { LABEL_63 "a", NULL, "--selector takes labels of a domain name, not \"" LABEL_63 "a\"" },
        { "qcloud._domainkey", NULL,
          "--selector takes the selector alone: \"qcloud\", not \"qcloud._domainkey\"" },
        { "qcloud._domainkey.mail.example.com", NULL,
          "--selector takes the selector alone: \"qcloud\", not "
          "\"qcloud._domainkey.mail.example.com\"" },
        { "qcloud._DomainKey.mail.example.com.", NULL,
          "--selector takes the selector alone: \"qcloud\", not "
          "\"qcloud._DomainKey.mail.example.com.\"" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dkim_config *config = make_config(arena);
        struct slice reason = slice_empty();
        enum status status =
            dkim_config_add_selector(config, slice_of(rows[i].value), arena, &reason);

        expect_number(rows[i].value, "status", status,
                      rows[i].kept != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        expect_number(rows[i].value, "count", (long long)config->given_count,
                      rows[i].kept != NULL ? 1 : 0);
        if (rows[i].kept != NULL) {
            expect_text(rows[i].value, "selector", config->given[0], rows[i].kept);
        } else {
            expect_text(rows[i].value, "reason", reason, rows[i].reason);
        }
        arena_destroy(arena);
    }
}

static void test_selector_limit(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_config *config = make_config(arena);
    struct slice reason = slice_empty();

    (void)state;
    for (unsigned i = 0; i < DKIM_SELECTORS_MAXIMUM; i++) {
        assert_int_equal(
            dkim_config_add_selector(config, arena_printf(arena, "s%u", i), arena, &reason),
            STATUS_OK);
    }
    assert_int_equal(dkim_config_add_selector(config, SLICE("more"), arena, &reason),
                     STATUS_BAD_INPUT);
    expect_text("one too many", "reason", reason, "--selector can be given 32 times at most");
    assert_int_equal(config->given_count, DKIM_SELECTORS_MAXIMUM);
    arena_destroy(arena);
}

/* ---- expected keys ---- */

static void test_expected(void **state)
{
    static const struct {
        const char *title;
        const char *spec;
        const char *pem;
        enum dkim_key_type type; /* NONE: by hash */
        unsigned bits;
        const char *reason; /* NULL: accepted */
    } rows[] = {
        { "RSA", "p=" RSA_1024, NULL, DKIM_KEY_TYPE_RSA, 1024, NULL },
        { "Ed25519", "p=" ED25519, NULL, DKIM_KEY_TYPE_ED25519, 256, NULL },
        { "blanks and line ends", "p= \t\r\n" ED25519 " \n", NULL, DKIM_KEY_TYPE_ED25519, 256,
          NULL },
        { "PEM", "key.pem", "-----BEGIN PUBLIC KEY-----\n" RSA_1024 "\n-----END PUBLIC KEY-----\n",
          DKIM_KEY_TYPE_RSA, 1024, NULL },
        { "hash", "sha256:" ZEROS ZEROS "aF", NULL, DKIM_KEY_TYPE_NONE, 0, NULL },
        { "63 digits", "sha256:" ZEROS ZEROS "a", NULL, DKIM_KEY_TYPE_NONE, 0,
          "--expect-key sha256:" ZEROS "0000000000000000000000"
          ": 64 hexadecimal digits belong behind it" },
        { "65 digits", "sha256:" ZEROS ZEROS "abc", NULL, DKIM_KEY_TYPE_NONE, 0,
          "--expect-key sha256:" ZEROS "0000000000000000000000"
          ": 64 hexadecimal digits belong behind it" },
        { "no digit", "sha256:" ZEROS ZEROS "ag", NULL, DKIM_KEY_TYPE_NONE, 0,
          "--expect-key sha256:" ZEROS "0000000000000000000000"
          ": 64 hexadecimal digits belong behind it" },
        { "no digits", "sha256:", NULL, DKIM_KEY_TYPE_NONE, 0,
          "--expect-key sha256:: 64 hexadecimal digits belong behind it" },
        { "no Base64", "p=!", NULL, DKIM_KEY_TYPE_NONE, 0, "--expect-key p=!: no whole Base64" },
        { "no file of keys", "key.pem", "hello", DKIM_KEY_TYPE_NONE, 0, "--expect-key key.pem: " },
        { "no key", "p=AAAA", NULL, DKIM_KEY_TYPE_NONE, 0, "--expect-key p=AAAA: " },
        { "an empty key", "p=", NULL, DKIM_KEY_TYPE_NONE, 0, "--expect-key p=: " },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dkim_config *config = make_config(arena);
        struct slice pem = slice_of(rows[i].pem != NULL ? rows[i].pem : "");
        struct slice reason = slice_empty();
        enum status status = dkim_config_add_expected(
            config, slice_of(rows[i].spec), rows[i].pem != NULL ? &pem : NULL, arena, &reason);
        const struct dkim_expected *expected = &config->expected[0];

        expect_number(rows[i].title, "status", status,
                      rows[i].reason == NULL ? STATUS_OK : STATUS_BAD_INPUT);
        expect_number(rows[i].title, "count", (long long)config->expected_count,
                      rows[i].reason == NULL ? 1 : 0);
        if (rows[i].reason == NULL) {
            expect_text(rows[i].title, "spec", expected->spec, rows[i].spec);
            expect_number(rows[i].title, "type", expected->key.type, rows[i].type);
            expect_number(rows[i].title, "bits", expected->key.bits, rows[i].bits);
            expect_number(rows[i].title, "by hash", expected->by_hash,
                          rows[i].type == DKIM_KEY_TYPE_NONE);
        } else if (!slice_starts_with(reason, slice_of(rows[i].reason)) ||
                   reason.length <= strlen(rows[i].spec) + strlen("--expect-key : ")) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

static void test_hash(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_config *config = make_config(arena);
    struct slice reason = slice_empty();

    (void)state;
    assert_int_equal(
        dkim_config_add_expected(config, SLICE("sha256:" ZEROS ZEROS "aF"), NULL, arena, &reason),
        STATUS_OK);
    for (size_t i = 0; i < DKIM_SHA256_LENGTH; i++) {
        assert_int_equal(config->expected[0].hash[i], i == DKIM_SHA256_LENGTH - 1 ? 0xAF : 0);
    }
    arena_destroy(arena);
}

static void test_expected_limit(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_config *config = make_config(arena);
    struct slice reason = slice_empty();

    (void)state;
    for (unsigned i = 0; i < DKIM_EXPECTED_MAXIMUM; i++) {
        assert_int_equal(
            dkim_config_add_expected(config, SLICE("p=" ED25519), NULL, arena, &reason), STATUS_OK);
    }
    assert_int_equal(dkim_config_add_expected(config, SLICE("p=" ED25519), NULL, arena, &reason),
                     STATUS_BAD_INPUT);
    expect_text("one too many", "reason", reason, "--expect-key can be given 8 times at most");
    assert_int_equal(config->expected_count, DKIM_EXPECTED_MAXIMUM);
    arena_destroy(arena);
}

/* ---- the whole ---- */

/* In the order of asking: "name*" for a generic one, "name!" for one of -k. */
static struct slice list_names(const struct dkim_config *config, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < config->selector_count; i++) {
        const struct dkim_selector *selector = &config->selectors[i];

        buf_printf(&buf, "%s%.*s%s%s", i > 0 ? " " : "", SLICE_ARGS(selector->text),
                   selector->generic ? "*" : "", selector->named ? "!" : "");
    }
    return buf_slice(&buf);
}

static void test_complete(void **state)
{
    static const struct {
        const char *title;
        const char *domain;
        const char *given; /* blanks between */
        const char *profile;
        const char *names; /* "*" generic, "!" named; NULL: refused */
        const char *reason;
    } rows[] = {
        { "candidates", "mail.example.test", "", "",
          "qcloudgz2048 qcloudhk2048 qcloudgz1024 qcloudhk1024 qcloud mail*", NULL },
        { "named ones alone", "mail.example.test", "qcloud", "", "qcloud!", NULL },
        { "a generic name that is named", "mail.example.test", "mail", "", "mail!", NULL },
        { "twice the same", "mail.example.test", "a A b a", "", "a! b!", NULL },
        { "generic candidates", "example.test", "", "sendgrid", "s1* s2*", NULL },
        { "a profile in capitals", "example.test", "", "GOOGLE", "google", NULL },
        { "no candidates", "example.test", "", "none", "", NULL },
        { "no domain", NULL, "", "", NULL,
          "-d takes the sender domain to check, and it is missing" },
        { "a profile nobody has", "example.test", "", "nobody", NULL, "--profile takes" },
        { "a selector that is too long",
          LABEL_63 "." LABEL_63 "." LABEL_63 ".aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test", LABEL_63, "",
          NULL, "--selector " LABEL_63 " makes a name that is too long" },
        { "a domain that is too long",
          LABEL_63 "." LABEL_63 "." LABEL_63
                   ".aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test",
          "", "", NULL, "-d is too long to have keys below it" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dkim_config *config = make_config(arena);
        struct slice rest = slice_of(rows[i].given);
        struct slice reason = slice_empty();
        struct slice word;
        enum status status;

        config->common.has_domain = rows[i].domain != NULL;
        if (rows[i].domain != NULL) {
            config->common.domain = make_name(rows[i].domain);
        }
        config->common.profile = slice_of(rows[i].profile);
        while (rest.length > 0 && slice_split(&rest, ' ', &word)) {
            assert_int_equal(dkim_config_add_selector(config, word, arena, &reason), STATUS_OK);
        }
        status = dkim_config_complete(config, arena, &reason);
        expect_number(rows[i].title, "status", status,
                      rows[i].names != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].names != NULL) {
            expect_text(rows[i].title, "names", list_names(config, arena), rows[i].names);
        } else if (!slice_starts_with(reason, slice_of(rows[i].reason))) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

static void test_names(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_config *config = make_config(arena);
    struct slice reason = slice_empty();

    (void)state;
    config->common.has_domain = true;
    config->common.domain = make_name("mail.example.test");
    assert_int_equal(dkim_config_add_selector(config, SLICE("Foo.Bar"), arena, &reason), STATUS_OK);
    assert_int_equal(dkim_config_complete(config, arena, &reason), STATUS_OK);
    assert_string_equal(config->profile->name, "tencent-ses");
    expect_text("names", "container", name_to_text(&config->container, arena),
                "_domainkey.mail.example.test");
    expect_text("names", "selector", name_to_text(&config->selectors[0].name, arena),
                "foo.bar._domainkey.mail.example.test");
    arena_destroy(arena);
}

/* Selectors that the service names stand for those that were guessed, never for the user's. */
static void test_named_by_service(void **state)
{
    static const struct slice told[] = { { "qcloud", 6 }, { "new", 3 } };
    static const struct slice too_long[] = { { LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63,
                                               255 } };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_config *config = make_config(arena);
    struct slice reason = slice_empty();

    (void)state;
    config->common.has_domain = true;
    config->common.domain = make_name("mail.example.test");
    assert_int_equal(dkim_config_complete(config, arena, &reason), STATUS_OK);
    dkim_config_name_selectors(config, told, 0, arena);
    dkim_config_name_selectors(config, too_long, 1, arena);
    expect_text("nothing that can be asked", "names", list_names(config, arena),
                "qcloudgz2048 qcloudhk2048 qcloudgz1024 qcloudhk1024 qcloud mail*");
    dkim_config_name_selectors(config, told, ROWS(told), arena);
    expect_text("told", "names", list_names(config, arena), "qcloud! new!");

    config = make_config(arena);
    config->common.has_domain = true;
    config->common.domain = make_name("mail.example.test");
    assert_int_equal(dkim_config_add_selector(config, SLICE("mine"), arena, &reason), STATUS_OK);
    assert_int_equal(dkim_config_complete(config, arena, &reason), STATUS_OK);
    dkim_config_name_selectors(config, told, ROWS(told), arena);
    expect_text("the user's", "names", list_names(config, arena), "mine!");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_selectors),
        cmocka_unit_test(test_selector_limit),
        cmocka_unit_test(test_expected),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_expected_limit),
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_named_by_service),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
