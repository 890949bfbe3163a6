/* SPDX-License-Identifier: MIT */
/* Key records: tags, the order of judgement, Base64; what pasting does to them is test_dkim_damage.
 */
#include "../support/expect.h"

#include "dkim_keys.h"
#include "mail/dkim_key.h"

#define GOOD "p=" KEY_RSA_1024
#define SHORT "p=" KEY_RSA_768
#define RSA DKIM_KEY_TYPE_RSA
#define ED25519 DKIM_KEY_TYPE_ED25519
#define NO_TYPE DKIM_KEY_TYPE_NONE

static struct dkim_key parse(const char *text, struct arena *arena)
{
    struct dkim_key key;

    assert_int_equal(dkim_key_parse(slice_of(text), arena, &key), STATUS_OK);
    return key;
}

static void expect_reason(const char *title, struct slice reason, const char *part)
{
    if (part[0] == '\0' ? reason.length > 0 : !key_contains(reason, part)) {
        fail_msg("%s: the reason is \"%.*s\", not \"%s\"", title, SLICE_ARGS(reason), part);
    }
}

/* What follows from an error: RFC 6376 6.1.2 has verifiers ignore such a record, or only not use
 * it. */
static void expect_state(const char *title, const struct dkim_key *key)
{
    bool is_late = key->error == DKIM_ERROR_REVOKED || key->error == DKIM_ERROR_KEY_TOO_SHORT ||
                   key->error == DKIM_ERROR_NO_USABLE_HASH || key->error == DKIM_ERROR_SERVICE;

    expect_number(title, "valid", key->valid, key->error == DKIM_ERROR_NONE || is_late);
    expect_number(title, "revoked", key->revoked, key->error == DKIM_ERROR_REVOKED);
    expect_number(title, "usable", key->usable, key->error == DKIM_ERROR_NONE);
}

/* ---- records ---- */

static void test_records(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        enum dkim_error error;
        size_t offset;
        size_t length;
        const char *reason; /* a part of it */
        enum dkim_key_type type;
        enum dkim_shape shape;
    } rows[] = {
        { "least", GOOD, DKIM_ERROR_NONE, 0, 0, "", RSA, DKIM_SHAPE_KEY },
        { "usual", "v=DKIM1; k=rsa; " GOOD, DKIM_ERROR_NONE, 0, 0, "", RSA, DKIM_SHAPE_KEY },
        { "a semicolon at the end", "v=DKIM1; " GOOD ";", DKIM_ERROR_NONE, 0, 0, "", RSA,
          DKIM_SHAPE_KEY },
        { "untidy", ";;v = DKIM1;; k\t= rsa;" GOOD " ; ;", DKIM_ERROR_NONE, 0, 0, "", RSA,
          DKIM_SHAPE_KEY },
        { "Ed25519", "v=DKIM1; k=ed25519; p=" KEY_ED25519, DKIM_ERROR_NONE, 0, 0, "", ED25519,
          DKIM_SHAPE_KEY },
        { "RSAPublicKey", "p=" KEY_RSA_2048_PKCS1, DKIM_ERROR_NONE, 0, 0, "", RSA, DKIM_SHAPE_KEY },
        { "tags nobody knows", "a=b; V=1; " GOOD "; x=; zz=1", DKIM_ERROR_NONE, 0, 0, "", RSA,
          DKIM_SHAPE_KEY },
        { "nothing", "", DKIM_ERROR_EMPTY, 0, 0, "the record is empty", RSA, DKIM_SHAPE_EMPTY },
        { "blanks", " \t ", DKIM_ERROR_EMPTY, 0, 3, "the record is empty", RSA, DKIM_SHAPE_EMPTY },
        { "semicolons", ";;", DKIM_ERROR_MISSING_P, 0, 2, "no p", RSA, DKIM_SHAPE_EMPTY },
        { "a piece without =", "v=DKIM1; hello; " GOOD, DKIM_ERROR_SYNTAX, 9, 5, "hello", RSA,
          DKIM_SHAPE_KEY },
        { "a blank in a name", "foo k=rsa; " GOOD, DKIM_ERROR_SYNTAX, 0, 5, "foo k", RSA,
          DKIM_SHAPE_KEY },
        { "an octet that is not ASCII", "n=\xC3\xA4; " GOOD, DKIM_ERROR_SYNTAX, 2, 1, "0xC3", RSA,
          DKIM_SHAPE_KEY },
        { "a name twice", "v=DKIM1; " GOOD "; p=", DKIM_ERROR_DUPLICATE_TAG, 229, 1, "twice", RSA,
          DKIM_SHAPE_KEY },
        { "another version", "v=DKIM2; " GOOD, DKIM_ERROR_BAD_VERSION, 0, 7, "DKIM2", RSA,
          DKIM_SHAPE_KEY },
        { "version in lower case", "v=dkim1; " GOOD, DKIM_ERROR_BAD_VERSION, 0, 7, "dkim1", RSA,
          DKIM_SHAPE_KEY },
        { "version with a dot", "v=DKIM1.0; " GOOD, DKIM_ERROR_BAD_VERSION, 0, 9, "DKIM1.0", RSA,
          DKIM_SHAPE_KEY },
        { "an empty version", "v=; " GOOD, DKIM_ERROR_BAD_VERSION, 0, 2, "DKIM1", RSA,
          DKIM_SHAPE_KEY },
        { "version behind", "k=rsa; v=DKIM1; " GOOD, DKIM_ERROR_VERSION_NOT_FIRST, 7, 7, "first",
          RSA, DKIM_SHAPE_KEY },
        { "a bad version behind", "k=rsa; v=DKIM2; " GOOD, DKIM_ERROR_BAD_VERSION, 7, 7, "DKIM2",
          RSA, DKIM_SHAPE_KEY },
        { "an unknown type", "k=rsa-sha256; " GOOD, DKIM_ERROR_UNKNOWN_KEY_TYPE, 0, 12,
          "rsa-sha256", NO_TYPE, DKIM_SHAPE_KEY },
        { "a type in capitals", "k=RSA; " GOOD, DKIM_ERROR_UNKNOWN_KEY_TYPE, 0, 5, "RSA", NO_TYPE,
          DKIM_SHAPE_KEY },
        { "an empty type", "k=; " GOOD, DKIM_ERROR_UNKNOWN_KEY_TYPE, 0, 2, "k is \"\"", NO_TYPE,
          DKIM_SHAPE_KEY },
        { "no p", "v=DKIM1; k=rsa", DKIM_ERROR_MISSING_P, 0, 14, "no p", RSA, DKIM_SHAPE_EMPTY },
        { "P is not p", "v=DKIM1; P=" KEY_RSA_512, DKIM_ERROR_MISSING_P, 0, 139, "no p", RSA,
          DKIM_SHAPE_EMPTY },
        { "revoked", "v=DKIM1; p=", DKIM_ERROR_REVOKED, 9, 2, "revoked", RSA, DKIM_SHAPE_EMPTY },
        { "revoked with blanks", "p= \t;k=rsa", DKIM_ERROR_REVOKED, 0, 2, "revoked", RSA,
          DKIM_SHAPE_EMPTY },
        { "Ed25519 revoked", "k=ed25519; p=", DKIM_ERROR_REVOKED, 11, 2, "revoked", ED25519,
          DKIM_SHAPE_EMPTY },
        { "no Base64", "p=hello!", DKIM_ERROR_BAD_KEY, 0, 8, "octet 7 of the record", RSA,
          DKIM_SHAPE_LENGTH },
        { "too little", "p=AAAA", DKIM_ERROR_BAD_KEY, 0, 6, "3 octets that are no key", RSA,
          DKIM_SHAPE_LENGTH },
        { "a private key", "p=" KEY_PRIVATE_1024, DKIM_ERROR_BAD_KEY, 0, 846, "private key", RSA,
          DKIM_SHAPE_PRIVATE },
        { "a certificate", "p=" KEY_CERTIFICATE, DKIM_ERROR_BAD_KEY, 0, 702, "certificate", RSA,
          DKIM_SHAPE_CERTIFICATE },
        { "an EC key", "p=" KEY_EC, DKIM_ERROR_BAD_KEY, 0, 126, "EC: DKIM knows", RSA,
          DKIM_SHAPE_OTHER_KEY },
        { "Ed25519 without k", "p=" KEY_ED25519, DKIM_ERROR_BAD_KEY, 0, 46, "k=ed25519 is missing",
          RSA, DKIM_SHAPE_LENGTH },
        { "Ed25519 without k, wrapped", "p=" KEY_ED25519_WRAPPED, DKIM_ERROR_BAD_KEY, 0, 62,
          "k=ed25519 is missing", RSA, DKIM_SHAPE_KEY },
        { "Ed25519 wrapped", "k=ed25519; p=" KEY_ED25519_WRAPPED, DKIM_ERROR_BAD_KEY, 11, 62,
          "the last 32 octets are the key", ED25519, DKIM_SHAPE_KEY },
        { "RSA under Ed25519", "k=ed25519; " SHORT, DKIM_ERROR_BAD_KEY, 11, 170, "an RSA key",
          ED25519, DKIM_SHAPE_KEY },
        { "Ed25519 of zeros", "k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
          DKIM_ERROR_BAD_KEY, 11, 46, "small order", ED25519, DKIM_SHAPE_WEAK_POINT },
        { "PEM", "p=-----BEGIN PUBLIC KEY-----\r\n MIGf", DKIM_ERROR_BAD_KEY, 0, 35,
          "publish what stands between", RSA, DKIM_SHAPE_EMPTY },
        { "PEM that is secret", "p=-----BEGIN RSA PRIVATE KEY----- MIIC", DKIM_ERROR_BAD_KEY, 0, 38,
          "a private key", RSA, DKIM_SHAPE_EMPTY },
        { "768 bits", SHORT, DKIM_ERROR_KEY_TOO_SHORT, 0, 170, "768 bits, at least 1024", RSA,
          DKIM_SHAPE_KEY },
        { "sha1 only", "h=sha1; " GOOD, DKIM_ERROR_NO_USABLE_HASH, 0, 6, "sha1", RSA,
          DKIM_SHAPE_KEY },
        { "an empty h", "h=; " GOOD, DKIM_ERROR_NO_USABLE_HASH, 0, 2, "sha256", RSA,
          DKIM_SHAPE_KEY },
        { "sha256 in capitals among others", "h=sha1 : SHA256 :x; " GOOD, DKIM_ERROR_NONE, 0, 0, "",
          RSA, DKIM_SHAPE_KEY },
        { "a hash that only begins so", "h=sha256x:sha25; " GOOD, DKIM_ERROR_NO_USABLE_HASH, 0, 15,
          "sha256x", RSA, DKIM_SHAPE_KEY },
        { "for reports", "s=tlsrpt; " GOOD, DKIM_ERROR_SERVICE, 0, 8, "tlsrpt", RSA,
          DKIM_SHAPE_KEY },
        { "an empty s", "s=; " GOOD, DKIM_ERROR_SERVICE, 0, 2, "email", RSA, DKIM_SHAPE_KEY },
        { "a service in capitals", "s=EMAIL; " GOOD, DKIM_ERROR_SERVICE, 0, 7, "EMAIL", RSA,
          DKIM_SHAPE_KEY },
        { "for mail", "s=tlsrpt:email; " GOOD, DKIM_ERROR_NONE, 0, 0, "", RSA, DKIM_SHAPE_KEY },
        { "for all", "s= * ; " GOOD, DKIM_ERROR_NONE, 0, 0, "", RSA, DKIM_SHAPE_KEY },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].title;
        struct dkim_key key = parse(rows[i].text, arena);

        expect_number(title, "error", key.error, rows[i].error);
        expect_number(title, "offset", (long long)key.error_offset, (long long)rows[i].offset);
        expect_number(title, "length", (long long)key.error_length, (long long)rows[i].length);
        expect_reason(title, key.error_reason, rows[i].reason);
        expect_number(title, "type", key.type, rows[i].type);
        expect_number(title, "shape", key.public.shape, rows[i].shape);
        expect_state(title, &key);
    }
    arena_destroy(arena);
}

/* Every tag at its place, every word kept. */
static void test_tags(void **state)
{
    static const char text[] =
        "v=DKIM1; h=sha1:sha256; k=rsa; n=a note; " GOOD "; s=email:*; t=y:s; x=1";
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_key key = parse(text, arena);

    (void)state;
    assert_int_equal(key.error, DKIM_ERROR_NONE);
    expect_text("tags", "text", key.text, text);
    assert_int_equal(key.list.tag_count, 8);
    expect_text("tags", "v", key.version->value, "DKIM1");
    expect_text("tags", "h", key.hash_tag->value, "sha1:sha256");
    expect_text("tags", "k", key.type_tag->value, "rsa");
    expect_text("tags", "n", key.note->value, "a note");
    expect_text("tags", "p", key.data->value, KEY_RSA_1024);
    expect_text("tags", "s", key.service_tag->value, "email:*");
    expect_text("tags", "t", key.flag_tag->value, "y:s");
    assert_int_equal(key.hashes.count, 2);
    expect_text("tags", "first hash", key.hashes.words[0], "sha1");
    expect_text("tags", "second hash", key.hashes.words[1], "sha256");
    assert_int_equal(key.services.count, 2);
    expect_text("tags", "second service", key.services.words[1], "*");
    assert_int_equal(key.flags.count, 2);
    expect_text("tags", "first flag", key.flags.words[0], "y");
    assert_true(key.testing && key.strict);
    expect_text("tags", "compact", key.compact, KEY_RSA_1024);
    assert_int_equal(key.base64, DKIM_BASE64_GOOD);
    assert_int_equal(key.blanks, 0);
    assert_int_equal(key.octets.length, 162);
    assert_int_equal(key.public.bits, 1024);

    key = parse(GOOD, arena);
    assert_null(key.version);
    assert_null(key.type_tag);
    assert_null(key.hash_tag);
    assert_null(key.service_tag);
    assert_null(key.flag_tag);
    assert_null(key.note);
    assert_int_equal(key.hashes.count + key.services.count + key.flags.count, 0);
    assert_false(key.testing || key.strict);
    key = parse(GOOD "; t=Y:S: ys", arena);
    assert_false(key.testing || key.strict);
    assert_int_equal(key.flags.count, 3);
    arena_destroy(arena);
}

/* What stands behind the last word that is kept counts all the same. */
static void test_many_words(void **state)
{
#define WORDS15 "a:b:c:d:e:f:g:h:i:j:k:l:m:n:o:"
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dkim_key key =
        parse(GOOD "; h=" WORDS15 "sha256; t=" WORDS15 "y; s=" WORDS15 "*", arena);

    (void)state;
    assert_int_equal(key.hashes.count, DKIM_WORDS_MAXIMUM);
    assert_int_equal(key.error, DKIM_ERROR_NONE);
    assert_true(key.testing);
    key = parse(GOOD "; h=" WORDS15 "p:sha256; t=" WORDS15 "p:y:s; s=" WORDS15 "p:email", arena);
    assert_int_equal(key.hashes.count, DKIM_WORDS_MAXIMUM);
    assert_int_equal(key.error, DKIM_ERROR_NONE);
    assert_true(key.testing && key.strict);
    arena_destroy(arena);
}

/* The last row has all defects; each row one less from the front: the first that is left counts. */
static void test_order(void **state)
{
    static const struct {
        const char *text;
        enum dkim_error error;
    } rows[] = {
        { "hello; k=x; k=y; v=2; h=; s=; p=!", DKIM_ERROR_SYNTAX },
        { "k=x; k=y; v=2; h=; s=; p=!", DKIM_ERROR_DUPLICATE_TAG },
        { "k=x; v=2; h=; s=; p=!", DKIM_ERROR_BAD_VERSION },
        { "k=x; v=DKIM1; h=; s=; p=!", DKIM_ERROR_VERSION_NOT_FIRST },
        { "k=x; h=; s=; p=!", DKIM_ERROR_UNKNOWN_KEY_TYPE },
        { "k=x; h=; s=; p=", DKIM_ERROR_UNKNOWN_KEY_TYPE },
        { "k=x; h=; s=", DKIM_ERROR_UNKNOWN_KEY_TYPE },
        { "h=; s=", DKIM_ERROR_MISSING_P },
        { "h=; s=; p=", DKIM_ERROR_REVOKED },
        { "h=; s=; p=!", DKIM_ERROR_BAD_KEY },
        { "h=; s=; p=" KEY_EC, DKIM_ERROR_BAD_KEY },
        { "h=; s=; " SHORT, DKIM_ERROR_KEY_TOO_SHORT },
        { "h=; s=; " GOOD, DKIM_ERROR_NO_USABLE_HASH },
        { "s=; " GOOD, DKIM_ERROR_SERVICE },
        { GOOD, DKIM_ERROR_NONE },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dkim_key key = parse(rows[i].text, arena);

        expect_number(rows[i].text, "error", key.error, rows[i].error);
        expect_state(rows[i].text, &key);
    }
    arena_destroy(arena);
}

static void test_error_texts(void **state)
{
    static const char *const texts[] = {
        "empty",
        "syntax",
        "duplicate-tag",
        "bad-version",
        "version-not-first",
        "unknown-key-type",
        "missing-p",
        "revoked",
        "bad-key",
        "key-too-short",
        "no-usable-hash",
        "service",
        "multiple",
    };

    (void)state;
    assert_null(dkim_error_text(DKIM_ERROR_NONE));
    for (size_t i = 0; i < ROWS(texts); i++) {
        assert_string_equal(dkim_error_text((enum dkim_error)(i + 1)), texts[i]);
    }
}

/* ---- Base64 ---- */

/* 3 octets are no key, so the error is always the same; what is decoded is told by their number. */
static void test_base64(void **state)
{
    static const struct {
        const char *text;
        enum dkim_base64 base64;
        size_t place;
        size_t octets;
        size_t blanks;
        size_t first_blank;
        const char *compact;
    } rows[] = {
        { "p=AAAA", DKIM_BASE64_GOOD, 0, 3, 0, 0, "AAAA" },
        { "p=AAA=", DKIM_BASE64_GOOD, 0, 2, 0, 0, "AAA=" },
        { "p=AA==", DKIM_BASE64_GOOD, 0, 1, 0, 0, "AA==" },
        { "p=AA A\tA", DKIM_BASE64_GOOD, 0, 3, 2, 4, "AAAA" },
        { "p=A\r\n AA\r\n\tA", DKIM_BASE64_GOOD, 0, 3, 6, 3, "AAAA" },
        { "k=x;p= AAAA ", DKIM_BASE64_GOOD, 0, 3, 0, 0, "AAAA" },
        { "p=AA =\r\n =", DKIM_BASE64_GOOD, 0, 1, 4, 4, "AA==" },
        { "p=AAA", DKIM_BASE64_PADDING, 5, 2, 0, 0, "AAA" },
        { "p=AA", DKIM_BASE64_PADDING, 4, 1, 0, 0, "AA" },
        { "p=AA=", DKIM_BASE64_PADDING, 5, 1, 0, 0, "AA=" },
        { "p=A", DKIM_BASE64_LENGTH, 3, 0, 0, 0, "A" },
        { "p=AAAAA", DKIM_BASE64_LENGTH, 7, 3, 0, 0, "AAAAA" },
        { "p=AAAAA===", DKIM_BASE64_LENGTH, 10, 3, 0, 0, "AAAAA===" },
        { "p=AAAA=", DKIM_BASE64_OCTET, 6, 3, 0, 0, "AAAA=" },
        { "p=AA===", DKIM_BASE64_OCTET, 6, 1, 0, 0, "AA===" },
        { "p==", DKIM_BASE64_OCTET, 2, 0, 0, 0, "=" },
        { "p=AAAA-AAA", DKIM_BASE64_OCTET, 6, 3, 0, 0, "AAAA-AAA" },
        { "p=AAAAA_AA", DKIM_BASE64_OCTET, 7, 3, 0, 0, "AAAAA_AA" },
        { "p=A A A\tA \"AAA", DKIM_BASE64_OCTET, 10, 3, 4, 3, "AAAA\"AAA" },
        { "p=A\r\n AAA!", DKIM_BASE64_OCTET, 9, 3, 3, 3, "AAAA!" },
        { "p=A A\r\nA", DKIM_BASE64_OCTET, 5, 0, 1, 3, "AA\r\nA" }, /* folds nothing */
        { "p=AA==!", DKIM_BASE64_OCTET, 6, 1, 0, 0, "AA==!" },
        { "p=AA==AAAA", DKIM_BASE64_INNER, 4, 1, 0, 0, "AA==AAAA" },
        { "p=AAAA AAA=AAAA", DKIM_BASE64_INNER, 10, 5, 1, 6, "AAAAAAA=AAAA" },
        { "p=AAAA=AAAA", DKIM_BASE64_INNER, 6, 3, 0, 0, "AAAA=AAAA" },
        { "p=AAAAA=AAAA", DKIM_BASE64_INNER, 7, 3, 0, 0, "AAAAA=AAAA" },
        { "p=AAB=AAAA", DKIM_BASE64_INNER, 5, 0, 0, 0, "AAB=AAAA" }, /* and stray bits */
        { "p=AAAAAAB=", DKIM_BASE64_STRAY_BITS, 8, 3, 0, 0, "AAAAAAB=" },
        { "p=AAAAAB", DKIM_BASE64_STRAY_BITS, 7, 3, 0, 0, "AAAAAB" },
        { "p=AAAA A B", DKIM_BASE64_STRAY_BITS, 9, 3, 2, 6, "AAAAAB" },
        { "p=AB", DKIM_BASE64_STRAY_BITS, 3, 0, 0, 0, "AB" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *title = rows[i].text;
        struct dkim_key key = parse(title, arena);

        expect_number(title, "base64", key.base64, rows[i].base64);
        expect_number(title, "place", (long long)key.base64_place, (long long)rows[i].place);
        expect_number(title, "octets", (long long)key.octets.length, (long long)rows[i].octets);
        expect_number(title, "blanks", (long long)key.blanks, (long long)rows[i].blanks);
        expect_number(title, "first blank", (long long)key.first_blank,
                      (long long)rows[i].first_blank);
        expect_text(title, "compact", key.compact, rows[i].compact);
        expect_number(title, "valid", key.valid, false);
        expect_number(title, "a reason", key.error_reason.length > 0, true);
    }
    arena_destroy(arena);
}

/* ---- hostile texts ---- */

/* A rich record of every length. A key that lost characters is never one. */
static void test_truncations(void **state)
{
    struct slice text = SLICE(
        " v=DKIM1;; h=sha1:sha256; k=rsa; n=a=20note; t=y:s; s=email; p=\r\n " KEY_RSA_1024 ";");

    (void)state;
    for (size_t length = 0; length <= text.length; length++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dkim_key key;

        assert_int_equal(dkim_key_parse(slice_head(text, length), arena, &key), STATUS_OK);
        expect_number("cut", "usable", key.usable, length >= text.length - 1);
        expect_number("cut", "a reason", key.error_reason.length > 0, !key.usable);
        expect_state("cut", &key);
        arena_destroy(arena);
    }
}

/* A defect behind those that the list keeps is one. */
static void test_many_defects(void **state)
{
    static const struct {
        const char *front;
        size_t semicolons;
        const char *back;
        enum dkim_error error;
    } rows[] = {
        { GOOD, 40, "", DKIM_ERROR_NONE },
        { GOOD, 30, "hello", DKIM_ERROR_SYNTAX },
        { GOOD, 40, "hello", DKIM_ERROR_SYNTAX },
        { GOOD, 30, "p=", DKIM_ERROR_DUPLICATE_TAG },
        { GOOD, 40, "p=", DKIM_ERROR_DUPLICATE_TAG },
        { GOOD, 254, "x=", DKIM_ERROR_NONE },
        { GOOD, 255, "x=", DKIM_ERROR_NONE },
        { GOOD, 256, "x=", DKIM_ERROR_SYNTAX },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        char middle[300];
        struct slice text;
        struct dkim_key key;

        memset(middle, ';', sizeof middle);
        text = arena_join(arena, slice_of(rows[i].front), slice_make(middle, rows[i].semicolons));
        text = arena_join(arena, text, slice_of(rows[i].back));
        assert_int_equal(dkim_key_parse(text, arena, &key), STATUS_OK);
        expect_number(rows[i].back, "error", key.error, rows[i].error);
        expect_number(rows[i].back, "a reason", key.error_reason.length > 0, !key.usable);
        arena_destroy(arena);
    }
}

/* 64 KiB of anything, and more than a TXT can hold. */
static void test_large(void **state)
{
    static const char octets[] = { 'A', ' ', ';', '=', ':', '\0', '\r', (char)0xff, 'M', '0' };
    static char text[100000];

    (void)state;
    for (size_t i = 0; i < sizeof octets; i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dkim_key key;

        memset(text, octets[i], sizeof text);
        memcpy(text, "h=", 2);
        memcpy(text + 100, ";p=", 3);
        assert_int_equal(dkim_key_parse(slice_make(text, sizeof text), arena, &key), STATUS_OK);
        assert_false(key.usable);
        (void)dkim_key_resembles(slice_make(text, sizeof text));
        arena_destroy(arena);
    }
}

static void test_no_memory(void **state)
{
    bool done = false;

    (void)state;
    for (size_t limit = 1; limit < 65536 && !done; limit += 61) {
        struct arena *arena = make_arena(limit);
        struct dkim_key key = { .blanks = 4711 };
        enum status status = dkim_key_parse(SLICE("v=DKIM2; p=" KEY_EC), arena, &key);

        done = status == STATUS_OK;
        if (!done) {
            assert_int_equal(status, STATUS_NO_MEMORY);
            assert_int_equal(key.blanks, 4711);
        }
        arena_destroy(arena);
    }
    assert_true(done);
}

static void test_resembles(void **state)
{
    static const struct {
        const char *text;
        bool resembles;
    } rows[] = {
        { "v=DKIM1", true },      { " v=dkim1.0; x", true },
        { "V=DKIM1", true },      { "p=", true },
        { "k=rsa; p = x", true }, { "k=rsa;p\t=x", true },
        { "P=x", true },          { "", false },
        { "v=spf1 -all", false }, { "v=DKIM", false },
        { "pp=x", false },        { "k=rsa", false },
        { "hello p=x", false },   { "p", false },
        { "sp=x; np=y", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].text, "resembles", dkim_key_resembles(slice_of(rows[i].text)),
                      rows[i].resembles);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),     cmocka_unit_test(test_tags),
        cmocka_unit_test(test_many_words),  cmocka_unit_test(test_order),
        cmocka_unit_test(test_error_texts), cmocka_unit_test(test_base64),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_many_defects),
        cmocka_unit_test(test_large),       cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_resembles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
