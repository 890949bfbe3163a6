/* SPDX-License-Identifier: MIT */
/* What pasting does to keys of every size: which Base64, shape and error come out of each damage.
 */
#include "../support/expect.h"

#include "base/buf.h"
#include "dkim_keys.h"
#include "mail/dkim_key.h"

#define FRONT "v=DKIM1; k=rsa; p="
#define FRONT_LENGTH (sizeof FRONT - 1)
#define TEXT_MAXIMUM ((size_t)4096)

/* A key on its way into the record. */
struct paste {
    struct slice key; /* Base64 */
    struct arena *arena;
    struct buf *buf;
};

typedef void paste_function(struct paste *paste);

static void add(struct paste *paste, struct slice text)
{
    buf_add(paste->buf, text);
}

/* Half of it, whole groups. */
static size_t half(const struct paste *paste)
{
    return paste->key.length / 8 * 4;
}

static void put_between(struct paste *paste, size_t at, const char *text)
{
    add(paste, slice_head(paste->key, at));
    buf_add_text(paste->buf, text);
    add(paste, slice_from(paste->key, at));
}

static void replace(struct paste *paste, char octet, const char *text)
{
    for (size_t i = 0; i < paste->key.length; i++) {
        if (paste->key.data[i] == octet) {
            buf_add_text(paste->buf, text);
        } else {
            buf_add_octet(paste->buf, paste->key.data[i]);
        }
    }
}

static void paste_whole(struct paste *paste)
{
    add(paste, paste->key);
}

static void paste_cut_32_characters(struct paste *paste)
{
    add(paste, slice_head(paste->key, 32));
}

/* 32 octets are not an Ed25519 key because of that. */
static void paste_cut_32_octets(struct paste *paste)
{
    struct slice octets = slice_head(key_decode_slice(paste->key, paste->arena), 32);

    base64_encode(octets, paste->buf);
}

static void paste_cut_half(struct paste *paste)
{
    add(paste, slice_head(paste->key, half(paste)));
}

static void paste_cut_half_and_one(struct paste *paste)
{
    add(paste, slice_head(paste->key, half(paste) + 1));
}

static void paste_cut_half_less_one(struct paste *paste)
{
    add(paste, slice_head(paste->key, half(paste) - 1));
}

static void paste_cut_last_group(struct paste *paste)
{
    add(paste, slice_head(paste->key, paste->key.length - 4));
}

static void paste_swapped(struct paste *paste)
{
    add(paste, slice_from(paste->key, half(paste)));
    add(paste, slice_head(paste->key, half(paste)));
}

static void paste_doubled(struct paste *paste)
{
    add(paste, paste->key);
    add(paste, paste->key);
}

static void paste_blank(struct paste *paste)
{
    put_between(paste, half(paste) + 1, " ");
}

static void paste_folded(struct paste *paste)
{
    put_between(paste, half(paste), "\r\n\t");
}

static void paste_line_end(struct paste *paste)
{
    put_between(paste, half(paste), "\n");
}

static void paste_quote(struct paste *paste)
{
    put_between(paste, half(paste), "\"");
}

static void paste_quotes_and_blank(struct paste *paste)
{
    put_between(paste, half(paste), "\" \"");
}

static void paste_quotes_around(struct paste *paste)
{
    put_between(paste, 0, "\"");
    buf_add_text(paste->buf, "\"");
}

static void paste_escaped_quote(struct paste *paste)
{
    put_between(paste, half(paste), "\\\"");
}

static void paste_smart_quote(struct paste *paste)
{
    put_between(paste, half(paste), "\xE2\x80\x9D");
}

static void paste_zero_width(struct paste *paste)
{
    put_between(paste, half(paste), "\xE2\x80\x8B");
}

static void paste_dots(struct paste *paste)
{
    add(paste, slice_head(paste->key, 8));
    buf_add_text(paste->buf, "...");
}

static void paste_url_alphabet(struct paste *paste)
{
    for (size_t i = 0; i < paste->key.length; i++) {
        char c = paste->key.data[i];

        buf_add_octet(paste->buf, (char)(c == '+' ? '-' : c == '/' ? '_' : c));
    }
}

static void paste_percent(struct paste *paste)
{
    replace(paste, '+', "%2B");
}

static void paste_entity(struct paste *paste)
{
    replace(paste, '+', "&#43;");
}

static void paste_plus_lost(struct paste *paste)
{
    replace(paste, '+', " ");
}

static void paste_without_padding(struct paste *paste)
{
    replace(paste, '=', "");
}

static void paste_inner_equals(struct paste *paste)
{
    put_between(paste, half(paste), "=");
}

static void paste_trailing_group(struct paste *paste)
{
    put_between(paste, paste->key.length, "AAAA");
}

static void paste_trailing_equals(struct paste *paste)
{
    put_between(paste, paste->key.length, "==");
}

static void paste_trailing_word(struct paste *paste)
{
    put_between(paste, paste->key.length, "; ok");
}

static void paste_backslash(struct paste *paste)
{
    put_between(paste, paste->key.length, "\\");
}

static void paste_twice(struct paste *paste)
{
    base64_encode(paste->key, paste->buf);
}

static struct slice armour(const struct paste *paste)
{
    return arena_printf(paste->arena,
                        "-----BEGIN PUBLIC KEY-----\n%.*s\n-----END PUBLIC KEY-----\n",
                        SLICE_ARGS(paste->key));
}

static void paste_armour_encoded(struct paste *paste)
{
    base64_encode(armour(paste), paste->buf);
}

static void paste_armour(struct paste *paste)
{
    struct slice text = armour(paste);

    for (size_t i = 0; i < text.length; i++) {
        buf_add_octet(paste->buf, (char)(text.data[i] == '\n' ? ' ' : text.data[i]));
    }
}

static void paste_lower_case(struct paste *paste)
{
    for (size_t i = 0; i < paste->key.length; i++) {
        buf_add_octet(paste->buf, ascii_lower(paste->key.data[i]));
    }
}

static void paste_first_lost(struct paste *paste)
{
    add(paste, slice_from(paste->key, 1));
}

static void paste_prefix_twice(struct paste *paste)
{
    put_between(paste, 0, "p=");
}

/* The key with another octet in it. */
static void change(struct paste *paste, size_t at, int by)
{
    struct slice octets = key_decode_slice(paste->key, paste->arena);
    char octet = (char)(unsigned char)((unsigned char)octets.data[at] + by);
    struct slice front = arena_join(paste->arena, slice_head(octets, at), slice_make(&octet, 1));

    base64_encode(arena_join(paste->arena, front, slice_from(octets, at + 1)), paste->buf);
}

/* Octets of the outer header; the algorithm behind it has 15. */
static size_t header_length(const struct paste *paste)
{
    struct slice octets = key_decode_slice(paste->key, paste->arena);

    return octets.length < 130 ? 2 : octets.length < 259 ? 3 : 4;
}

static void paste_outer_longer(struct paste *paste)
{
    change(paste, header_length(paste) - 1, 1);
}

static void paste_outer_shorter(struct paste *paste)
{
    change(paste, header_length(paste) - 1, -1);
}

static void paste_algorithm_longer(struct paste *paste)
{
    change(paste, header_length(paste) + 1, 1);
}

static void paste_algorithm_changed(struct paste *paste)
{
    change(paste, header_length(paste) + 12, 1);
}

static void paste_bits_shorter(struct paste *paste)
{
    change(paste, 2 * header_length(paste) + 14, -1);
}

static void paste_numbers_longer(struct paste *paste)
{
    struct slice octets = key_decode_slice(paste->key, paste->arena);
    size_t numbers = octets.length < 130 ? 21 : octets.length < 259 ? 24 : 27;

    change(paste, numbers, 1);
}

/* The last octet of the exponent 65537. */
static void paste_exponent_even(struct paste *paste)
{
    change(paste, key_decode_slice(paste->key, paste->arena).length - 1, 1);
}

#define ANY (-1)
#define VALID DKIM_ERROR_NONE
#define BAD DKIM_ERROR_BAD_KEY
#define SYNTAX DKIM_ERROR_SYNTAX

/* What comes out: for keys whose Base64 ends in a whole group, and for those with "=" at the end.
 */
static const struct {
    const char *title;
    paste_function *function;
    enum dkim_error error; /* VALID: too short for those below 1024 bits */
    int base64;
    int shape;
    int padded_base64;
    int padded_shape;
} damages[] = {
    { "whole", paste_whole, VALID, DKIM_BASE64_GOOD, DKIM_SHAPE_KEY, DKIM_BASE64_GOOD,
      DKIM_SHAPE_KEY },
    { "cut at 32 characters", paste_cut_32_characters, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_CUT,
      DKIM_BASE64_GOOD, DKIM_SHAPE_CUT },
    { "cut at 32 octets", paste_cut_32_octets, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_CUT,
      DKIM_BASE64_GOOD, DKIM_SHAPE_CUT },
    { "cut at half", paste_cut_half, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_CUT, DKIM_BASE64_GOOD,
      DKIM_SHAPE_CUT },
    { "cut one behind", paste_cut_half_and_one, BAD, DKIM_BASE64_LENGTH, DKIM_SHAPE_CUT,
      DKIM_BASE64_LENGTH, DKIM_SHAPE_CUT },
    { "cut one in front", paste_cut_half_less_one, BAD, ANY, DKIM_SHAPE_CUT, ANY, DKIM_SHAPE_CUT },
    { "last group lost", paste_cut_last_group, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_CUT,
      DKIM_BASE64_GOOD, DKIM_SHAPE_CUT },
    { "swapped", paste_swapped, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_MIDDLE, DKIM_BASE64_INNER, ANY },
    { "doubled", paste_doubled, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_TRAILING, DKIM_BASE64_INNER,
      DKIM_SHAPE_KEY },
    { "blank inside", paste_blank, VALID, DKIM_BASE64_GOOD, DKIM_SHAPE_KEY, DKIM_BASE64_GOOD,
      DKIM_SHAPE_KEY },
    { "folded", paste_folded, VALID, DKIM_BASE64_GOOD, DKIM_SHAPE_KEY, DKIM_BASE64_GOOD,
      DKIM_SHAPE_KEY },
    { "line end", paste_line_end, SYNTAX, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT, DKIM_BASE64_OCTET,
      DKIM_SHAPE_CUT },
    { "quote inside", paste_quote, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT, DKIM_BASE64_OCTET,
      DKIM_SHAPE_CUT },
    { "quotes and a blank", paste_quotes_and_blank, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT,
      DKIM_BASE64_OCTET, DKIM_SHAPE_CUT },
    { "quotes around", paste_quotes_around, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_EMPTY,
      DKIM_BASE64_OCTET, DKIM_SHAPE_EMPTY },
    { "escaped quote", paste_escaped_quote, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT,
      DKIM_BASE64_OCTET, DKIM_SHAPE_CUT },
    { "smart quote", paste_smart_quote, SYNTAX, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT,
      DKIM_BASE64_OCTET, DKIM_SHAPE_CUT },
    { "zero width", paste_zero_width, SYNTAX, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT, DKIM_BASE64_OCTET,
      DKIM_SHAPE_CUT },
    { "dots", paste_dots, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT, DKIM_BASE64_OCTET,
      DKIM_SHAPE_CUT },
    { "alphabet of URLs", paste_url_alphabet, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT,
      DKIM_BASE64_OCTET, DKIM_SHAPE_CUT },
    { "percent", paste_percent, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT, DKIM_BASE64_OCTET,
      DKIM_SHAPE_CUT },
    { "entity", paste_entity, SYNTAX, DKIM_BASE64_OCTET, DKIM_SHAPE_CUT, DKIM_BASE64_OCTET,
      DKIM_SHAPE_CUT },
    { "blanks for plus", paste_plus_lost, BAD, ANY, ANY, ANY, ANY },
    { "no padding", paste_without_padding, VALID, DKIM_BASE64_GOOD, DKIM_SHAPE_KEY,
      DKIM_BASE64_PADDING, DKIM_SHAPE_KEY },
    { "inner =", paste_inner_equals, BAD, DKIM_BASE64_INNER, DKIM_SHAPE_CUT, DKIM_BASE64_INNER,
      DKIM_SHAPE_CUT },
    { "a group behind", paste_trailing_group, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_TRAILING,
      DKIM_BASE64_INNER, DKIM_SHAPE_KEY },
    { "== behind", paste_trailing_equals, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_KEY, DKIM_BASE64_OCTET,
      DKIM_SHAPE_KEY },
    { "a word behind", paste_trailing_word, SYNTAX, DKIM_BASE64_GOOD, DKIM_SHAPE_KEY,
      DKIM_BASE64_GOOD, DKIM_SHAPE_KEY },
    { "a backslash behind", paste_backslash, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_KEY,
      DKIM_BASE64_OCTET, DKIM_SHAPE_KEY },
    { "Base64 twice", paste_twice, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_BASE64_TWICE, DKIM_BASE64_GOOD,
      DKIM_SHAPE_BASE64_TWICE },
    { "armour in Base64", paste_armour_encoded, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_PEM,
      DKIM_BASE64_GOOD, DKIM_SHAPE_PEM },
    { "armour", paste_armour, BAD, DKIM_BASE64_OCTET, DKIM_SHAPE_EMPTY, DKIM_BASE64_OCTET,
      DKIM_SHAPE_EMPTY },
    { "lower case", paste_lower_case, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_LENGTH, ANY,
      DKIM_SHAPE_LENGTH },
    { "first character lost", paste_first_lost, BAD, ANY, DKIM_SHAPE_LENGTH, ANY,
      DKIM_SHAPE_LENGTH },
    { "p= twice", paste_prefix_twice, BAD, DKIM_BASE64_INNER, DKIM_SHAPE_EMPTY, DKIM_BASE64_INNER,
      DKIM_SHAPE_EMPTY },
    { "outer length above", paste_outer_longer, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_CUT,
      DKIM_BASE64_GOOD, DKIM_SHAPE_CUT },
    { "outer length below", paste_outer_shorter, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_TRAILING,
      DKIM_BASE64_GOOD, DKIM_SHAPE_TRAILING },
    { "algorithm's length above", paste_algorithm_longer, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_DER,
      DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_DER },
    { "another algorithm", paste_algorithm_changed, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_OTHER_KEY,
      DKIM_BASE64_GOOD, DKIM_SHAPE_OTHER_KEY },
    { "length of bits below", paste_bits_shorter, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_DER,
      DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_DER },
    { "length of numbers above", paste_numbers_longer, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_DER,
      DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_DER },
    { "an even exponent", paste_exponent_even, BAD, DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_NUMBER,
      DKIM_BASE64_GOOD, DKIM_SHAPE_BAD_NUMBER },
};

static void expect_damage(const char *title, size_t at, const struct dkim_key *key, bool is_padded)
{
    int base64 = is_padded ? damages[at].padded_base64 : damages[at].base64;
    int shape = is_padded ? damages[at].padded_shape : damages[at].shape;
    bool is_valid = damages[at].error == VALID;
    enum dkim_error error = is_valid && key->public.bits < DKIM_RSA_BITS_MINIMUM
                                ? DKIM_ERROR_KEY_TOO_SHORT
                                : damages[at].error;

    if (base64 != ANY) {
        expect_number(title, "base64", key->base64, base64);
    }
    if (shape != ANY) {
        expect_number(title, "shape", key->public.shape, shape);
    } else {
        expect_number(title, "a key", key->public.shape == DKIM_SHAPE_KEY, false);
    }
    expect_number(title, "error", key->error, error);
    expect_number(title, "valid", key->valid, is_valid);
    expect_number(title, "a reason", key->error_reason.length > 0, error != DKIM_ERROR_NONE);
    if (key->base64 != DKIM_BASE64_GOOD) {
        expect_number(title, "place",
                      key->base64_place >= FRONT_LENGTH && key->base64_place <= key->text.length,
                      true);
    }
}

static void test_damages(void **state)
{
    static const struct {
        const char *title;
        const char *key;
    } keys[] = {
        { "512", KEY_RSA_512 },   { "768", KEY_RSA_768 },   { "1024", KEY_RSA_1024 },
        { "1536", KEY_RSA_1536 }, { "2048", KEY_RSA_2048 }, { "3072", KEY_RSA_3072 },
        { "4096", KEY_RSA_4096 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(keys) * ROWS(damages); i++) {
        size_t damage = i % ROWS(damages);
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct buf buf;
        struct paste paste = { slice_of(keys[i / ROWS(damages)].key), arena, &buf };
        struct slice title =
            arena_printf(arena, "%s, %s", keys[i / ROWS(damages)].title, damages[damage].title);
        struct dkim_key key;

        buf_init(&buf, arena, TEXT_MAXIMUM);
        buf_add_text(&buf, FRONT);
        damages[damage].function(&paste);
        assert_int_equal(buf_status(&buf), STATUS_OK);
        assert_int_equal(dkim_key_parse(buf_slice(&buf), arena, &key), STATUS_OK);
        expect_damage(title.data, damage, &key, slice_ends_with(paste.key, SLICE("=")));
        arena_destroy(arena);
    }
}

/* The first string alone, as forms keep it: 255 octets of a record that needs two. */
static void test_first_string(void **state)
{
    static const struct {
        const char *text;
        size_t octets;
    } rows[] = {
        { FRONT KEY_RSA_1536, 226 },
        { FRONT KEY_RSA_2048, 294 },
        { FRONT KEY_RSA_3072, 422 },
        { FRONT KEY_RSA_4096, 550 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows) * 3; i++) {
        struct slice text = slice_head(slice_of(rows[i / 3].text), 254 + i % 3);
        struct dkim_key key;

        assert_int_equal(dkim_key_parse(text, arena, &key), STATUS_OK);
        assert_int_equal(key.error, DKIM_ERROR_BAD_KEY);
        assert_int_equal(key.public.shape, DKIM_SHAPE_CUT);
        assert_int_equal(key.public.expected, rows[i / 3].octets);
        assert_in_range(key.octets.length, 177, i % 3 < 2 ? 177 : 178); /* 236 to 238 characters */
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damages),
        cmocka_unit_test(test_first_string),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
