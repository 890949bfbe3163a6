/* SPDX-License-Identifier: MIT */
/* SPF macro strings: grammar, domain-end, expansion (RFC 7208 7), names. */
#include "../support/expect.h"

#include "mail/spf_macro.h"

#define LABEL_63 "123456789012345678901234567890123456789012345678901234567890123"

static void test_grammar(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        enum spf_macro_use use;
        enum spf_macro_defect defect;
        size_t offset;
        size_t part_count; /* of accepted strings */
    } rows[] = {
        { .title = "empty", .text = "" },
        { .title = "literal", .text = "a.example", .part_count = 1 },
        { .title = "every visible octet but %",
          .text = "!$&'()*+:;<=>?@[]^`{|}~\"#\\",
          .part_count = 1 },
        { .title = "one macro", .text = "%{d}", .part_count = 1 },
        { .title = "macro and literal", .text = "%{ir}.%{v}._spf.%{d2}", .part_count = 5 },
        { .title = "the three escapes", .text = "%%%_%-", .part_count = 3 },
        { .title = "escapes between", .text = "a%%b", .part_count = 3 },
        { .title = "all letters", .text = "%{s}%{l}%{o}%{d}%{i}%{p}%{h}%{v}", .part_count = 8 },
        { .title = "all letters, upper case",
          .text = "%{S}%{L}%{O}%{D}%{I}%{P}%{H}%{V}",
          .part_count = 8 },
        { .title = "digits, r, every delimiter", .text = "%{d12R.-+,/_=}", .part_count = 1 },
        { .title = "leading zero in digits", .text = "%{d01}", .part_count = 1 },
        { .title = "huge digits", .text = "%{d99999999999999999999}", .part_count = 1 },
        { .title = "digits 0", .text = "a%{d0}", .defect = SPF_MACRO_DEFECT_SYNTAX, .offset = 1 },
        { .title = "digits 00", .text = "%{d00}", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "lone %", .text = "a%", .defect = SPF_MACRO_DEFECT_SYNTAX, .offset = 1 },
        { .title = "% and a letter", .text = "%d", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "round brackets",
          .text = "ab%(d)",
          .defect = SPF_MACRO_DEFECT_SYNTAX,
          .offset = 2 },
        { .title = "no letter", .text = "%{}", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "digit as letter", .text = "%{1}", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "delimiter before r", .text = "%{d.r}", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "r before digits", .text = "%{dr2}", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "unknown delimiter", .text = "%{d:}", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "cut behind {", .text = "%{", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "cut behind the letter", .text = "%{d", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "cut behind digits", .text = "%{d2", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "cut behind r", .text = "%{d2r", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "cut behind a delimiter", .text = "%{d2r-", .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "unknown letter",
          .text = "x.%{q}",
          .defect = SPF_MACRO_DEFECT_LETTER,
          .offset = 2 },
        { .title = "c in a domain", .text = "%{c}", .defect = SPF_MACRO_DEFECT_LETTER },
        { .title = "R in a domain", .text = "%{R}", .defect = SPF_MACRO_DEFECT_LETTER },
        { .title = "t in a domain", .text = "%{t}.h.example", .defect = SPF_MACRO_DEFECT_LETTER },
        { .title = "unknown letter and bad syntax",
          .text = "%{q0}",
          .defect = SPF_MACRO_DEFECT_SYNTAX },
        { .title = "c r t in a value",
          .text = "%{c}%{r}%{t}",
          .use = SPF_MACRO_USE_VALUE,
          .part_count = 3 },
        { .title = "c r t in an explanation",
          .text = "%{c} %{r} %{T}",
          .use = SPF_MACRO_USE_EXPLANATION,
          .part_count = 5 },
        { .title = "blank in a domain",
          .text = "a b",
          .defect = SPF_MACRO_DEFECT_SYNTAX,
          .offset = 1 },
        { .title = "blank in a value",
          .text = "a b",
          .use = SPF_MACRO_USE_VALUE,
          .defect = SPF_MACRO_DEFECT_SYNTAX,
          .offset = 1 },
        { .title = "blank in an explanation",
          .text = "a b",
          .use = SPF_MACRO_USE_EXPLANATION,
          .part_count = 1 },
        { .title = "tab in an explanation",
          .text = "a\tb",
          .use = SPF_MACRO_USE_EXPLANATION,
          .defect = SPF_MACRO_DEFECT_SYNTAX,
          .offset = 1 },
        { .title = "not ASCII in an explanation",
          .text = "ab\xC3\xA9",
          .use = SPF_MACRO_USE_EXPLANATION,
          .defect = SPF_MACRO_DEFECT_SYNTAX,
          .offset = 2 },
        { .title = "DEL", .text = "ab%{d}\x7F", .defect = SPF_MACRO_DEFECT_SYNTAX, .offset = 6 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_macro_string string = { .part_count = 0 };
        struct spf_macro_error error = { .defect = SPF_MACRO_DEFECT_NONE };

        expect_number(rows[i].title, "status",
                      spf_macro_parse(slice_of(rows[i].text), rows[i].use, arena, &string, &error),
                      STATUS_OK);
        expect_number(rows[i].title, "defect", error.defect, rows[i].defect);
        expect_number(rows[i].title, "offset", (long long)error.offset, (long long)rows[i].offset);
        expect_number(rows[i].title, "parts", (long long)string.part_count,
                      (long long)rows[i].part_count);
    }
    arena_destroy(arena);
}

static struct spf_macro_string parse(const char *title, struct slice text, enum spf_macro_use use,
                                     struct arena *arena)
{
    struct spf_macro_string string = { .part_count = 0 };
    struct spf_macro_error error = { .defect = SPF_MACRO_DEFECT_SYNTAX };

    expect_number(title, "status", spf_macro_parse(text, use, arena, &string, &error), STATUS_OK);
    expect_number(title, "defect", error.defect, SPF_MACRO_DEFECT_NONE);
    return string;
}

static void test_nul(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct spf_macro_string string;
    struct spf_macro_error error = { .offset = 0 };

    (void)state;
    assert_int_equal(
        spf_macro_parse(SLICE("a\0b"), SPF_MACRO_USE_EXPLANATION, arena, &string, &error),
        STATUS_OK);
    assert_int_equal(error.defect, SPF_MACRO_DEFECT_SYNTAX);
    assert_int_equal(error.offset, 1);
    assert_int_equal(spf_macro_parse(SLICE("%{d\0}"), SPF_MACRO_USE_DOMAIN, arena, &string, &error),
                     STATUS_OK);
    assert_int_equal(error.defect, SPF_MACRO_DEFECT_SYNTAX);
    arena_destroy(arena);
}

static void test_fields(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct spf_macro_string string =
        parse("fields", SLICE("x%{D12r-+}%-%{l}"), SPF_MACRO_USE_DOMAIN, arena);
    const struct spf_macro_part *parts = string.parts;

    (void)state;
    expect_text("fields", "text", string.text, "x%{D12r-+}%-%{l}");
    assert_int_equal(string.part_count, 4);
    assert_true(string.has_macros);
    assert_true(string.ends_in_macro);
    assert_int_equal(parts[0].kind, SPF_MACRO_LITERAL);
    expect_text("fields", "literal", parts[0].text, "x");
    assert_int_equal(parts[1].kind, SPF_MACRO_EXPAND);
    assert_int_equal(parts[1].letter, 'd');
    assert_true(parts[1].url_escape);
    assert_true(parts[1].reverse);
    assert_true(parts[1].has_digits);
    assert_int_equal(parts[1].digits, 12);
    expect_text("fields", "delimiters", parts[1].delimiters, "-+");
    assert_int_equal(parts[2].kind, SPF_MACRO_LITERAL);
    expect_text("fields", "escape", parts[2].text, "%20");
    assert_int_equal(parts[3].letter, 'l');
    assert_false(parts[3].url_escape);
    assert_false(parts[3].reverse);
    assert_false(parts[3].has_digits);
    assert_int_equal(parts[3].delimiters.length, 0);
    string = parse("clamped", SLICE("%{d4294967296}"), SPF_MACRO_USE_DOMAIN, arena);
    assert_int_equal(string.parts[0].digits, UINT32_MAX);
    string = parse("127", SLICE("%{d127}"), SPF_MACRO_USE_DOMAIN, arena);
    assert_int_equal(string.parts[0].digits, 127);
    string = parse("escapes only", SLICE("a%%"), SPF_MACRO_USE_DOMAIN, arena);
    assert_false(string.has_macros);
    assert_true(string.ends_in_macro);
    arena_destroy(arena);
}

static void test_domain_spec(void **state)
{
    static const struct {
        const char *text;
        bool is_good;
    } rows[] = {
        { "h.example", true },
        { "h.example.", true },
        { ".example", true },
        { "h.1-2", true },
        { "h.xn--p1ai", true },
        { "h.a", true },
        { "h.1a", true },
        { "x:y.h.example", true },
        { "x/y.h.example", true },
        { "%{d}", true },
        { "%{d}.example", true },
        { "x.%{d2}", true },
        { "%{i}._spf.%{d2}", true },
        { "%%", true },
        { "%_", true },
        { "x.-%-", true },
        { "", false },
        { ".", false },
        { "..", false },
        { "localhost", false },
        { "com.", false },
        { "h.", false },
        { "h.example..", false },
        { "192.0.2.1", false },
        { "x.123", false },
        { "h.-x", false },
        { "h.x-", false },
        { "h.-", false },
        { "h._x", false },
        { "h.example:25", false },
        { "h.example/24", false },
        { "%{d}.", false },
        { "%{d}x", false },
        { "x.%{d}x", false },
        { "%%.", false },
        { "x.%-com", false },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_macro_string string =
            parse(rows[i].text, slice_of(rows[i].text), SPF_MACRO_USE_DOMAIN, arena);

        expect_number(rows[i].text, "domain-spec", spf_macro_is_domain_spec(&string),
                      rows[i].is_good);
    }
    arena_destroy(arena);
}

static void test_needs(void **state)
{
    static const struct {
        const char *text;
        bool sender, client, helo, validated;
    } rows[] = {
        { .text = "a.example" },
        { .text = "%{d}" },
        { .text = "%{r}%{t}%%" },
        { .text = "%{s}", .sender = true },
        { .text = "%{l}", .sender = true },
        { .text = "%{O}", .sender = true },
        { .text = "%{i}", .client = true },
        { .text = "%{v}", .client = true },
        { .text = "%{c}", .client = true },
        { .text = "%{h}", .helo = true },
        { .text = "%{p}", .validated = true },
        { .text = "%{ir}.%{l1r-}.%{H}.%{p}",
          .sender = true,
          .client = true,
          .helo = true,
          .validated = true },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_macro_string string =
            parse(rows[i].text, slice_of(rows[i].text), SPF_MACRO_USE_EXPLANATION, arena);
        struct spf_macro_needs needs = spf_macro_needs(&string);

        expect_number(rows[i].text, "sender", needs.sender, rows[i].sender);
        expect_number(rows[i].text, "client", needs.client, rows[i].client);
        expect_number(rows[i].text, "helo", needs.helo, rows[i].helo);
        expect_number(rows[i].text, "validated", needs.validated, rows[i].validated);
    }
    arena_destroy(arena);
}

static struct address make_address(const char *text)
{
    struct address address = { .family = ADDRESS_FAMILY_NONE };

    expect_number(text, "status", address_from_text(slice_of(text), &address), STATUS_OK);
    return address;
}

/* The sender of the RFC's examples (7.4). */
static struct spf_macro_values make_values(const char *client)
{
    return (struct spf_macro_values){ .sender = SLICE("strong-bad@email.example.com"),
                                      .local_part = SLICE("strong-bad"),
                                      .sender_domain = SLICE("email.example.com"),
                                      .domain = SLICE("email.example.com"),
                                      .client = make_address(client),
                                      .helo = SLICE("mx.example.org"),
                                      .clock = 1767225600 };
}

static void test_expand(void **state)
{
    static const struct {
        const char *client; /* NULL: 192.0.2.3 */
        const char *text;
        const char *want;
    } rows[] = {
        /* The tables of 7.4. */
        { .text = "%{s}", .want = "strong-bad@email.example.com" },
        { .text = "%{o}", .want = "email.example.com" },
        { .text = "%{d}", .want = "email.example.com" },
        { .text = "%{d4}", .want = "email.example.com" },
        { .text = "%{d3}", .want = "email.example.com" },
        { .text = "%{d2}", .want = "example.com" },
        { .text = "%{d1}", .want = "com" },
        { .text = "%{dr}", .want = "com.example.email" },
        { .text = "%{d2r}", .want = "example.email" },
        { .text = "%{l}", .want = "strong-bad" },
        { .text = "%{l-}", .want = "strong.bad" },
        { .text = "%{lr}", .want = "strong-bad" },
        { .text = "%{lr-}", .want = "bad.strong" },
        { .text = "%{l1r-}", .want = "strong" },
        { .text = "%{ir}.%{v}._spf.%{d2}", .want = "3.2.0.192.in-addr._spf.example.com" },
        { .text = "%{lr-}.lp._spf.%{d2}", .want = "bad.strong.lp._spf.example.com" },
        { .text = "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}",
          .want = "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
        { .text = "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}",
          .want = "3.2.0.192.in-addr.strong.lp._spf.example.com" },
        { .text = "%{d2}.trusted-domains.example.net",
          .want = "example.com.trusted-domains.example.net" },
        { "2001:db8::cb01", "%{ir}.%{v}._spf.%{d2}",
          "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com" },
        /* Beyond them. */
        { .text = "plain.example", .want = "plain.example" },
        { .text = "", .want = "" },
        { .text = "%{i}", .want = "192.0.2.3" },
        { "2001:db8::cb01", "%{i}",
          "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1" },
        { "2001:db8::cb01", "%{i4}", "c.b.0.1" },
        { "2001:db8::cb01", "%{c}", "2001:db8::cb01" },
        { "::ffff:192.0.2.3", "%{i} %{v} %{c}", "192.0.2.3 in-addr 192.0.2.3" },
        { .text = "%{c}", .want = "192.0.2.3" },
        { .text = "%{h}", .want = "mx.example.org" },
        { .text = "%{p}", .want = "unknown" },
        { .text = "%{p1}", .want = "unknown" },
        { .text = "%{r}", .want = "unknown" },
        { .text = "%{t}", .want = "1767225600" },
        { .text = "%{d1r}", .want = "email" },
        { .text = "%{d3r}", .want = "com.example.email" },
        { .text = "%{d99r}", .want = "com.example.email" },
        { .text = "%{d4294967295}", .want = "email.example.com" },
        { .text = "%{s-}", .want = "strong.bad@email.example.com" },
        { .text = "%{s2-}", .want = "strong.bad@email.example.com" },
        { .text = "%{s1-}", .want = "bad@email.example.com" },
        { .text = "%{s.-}", .want = "strong.bad@email.example.com" },
        { .text = "%{sr.-}", .want = "com.example.bad@email.strong" },
        { .text = "%{s2.-}", .want = "example.com" },
        { .text = "a%%b%_c%-d", .want = "a%b c%20d" },
        { .text = "%{S}", .want = "strong-bad%40email.example.com" },
        { .text = "%{Lr-}", .want = "bad.strong" },
        { .text = "%{S1R-}", .want = "strong" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_macro_values values =
            make_values(rows[i].client != NULL ? rows[i].client : "192.0.2.3");
        struct spf_macro_string string =
            parse(rows[i].text, slice_of(rows[i].text), SPF_MACRO_USE_EXPLANATION, arena);
        struct slice text = slice_empty();

        expect_number(rows[i].text, "status", spf_macro_expand(&string, &values, arena, &text),
                      STATUS_OK);
        expect_text(rows[i].text, "expansion", text, rows[i].want);
    }
    arena_destroy(arena);
}

/* Foreign values go through as octets: empty parts, dots at the ends, NUL, backslashes. */
static void test_expand_foreign(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        struct slice helo;
        struct slice want;
    } rows[] = {
        { "empty value", "%{h}", { "", 0 }, { "", 0 } },
        { "empty value, split", "%{h2}", { "", 0 }, { "", 0 } },
        { "empty value, reversed", "%{hr}", { "", 0 }, { "", 0 } },
        { "empty parts kept", "%{h9}", { "a..b", 4 }, { "a..b", 4 } },
        { "empty parts reversed", "%{hr}", { ".a..b", 5 }, { "b..a.", 5 } },
        { "dots at both ends", "%{hr}", { ".a.", 3 }, { ".a.", 3 } },
        { "dots only", "%{h2r}", { "..", 2 }, { ".", 1 } },
        { "last part empty", "%{h1}", { "a.", 2 }, { "", 0 } },
        { "first part empty, reversed", "%{h1r}", { ".a", 2 }, { "", 0 } },
        { "NUL is an octet", "%{hr}", { "a\0b.c", 5 }, { "c.a\0b", 5 } },
        { "NUL escaped", "%{H}", { "a\0/~-._", 7 }, { "a%00%2F~-._", 11 } },
        { "high octets escaped", "%{H}", { "\xC3\xA9", 2 }, { "%C3%A9", 6 } },
        { "backslash", "%{h}", { "a\\.b", 4 }, { "a\\.b", 4 } },
        { "percent in the value", "%{h}", { "%{d}", 4 }, { "%{d}", 4 } },
        { "several delimiters in a row", "%{h+-}", { "a+-b", 4 }, { "a..b", 4 } },
        { "no delimiter inside", "%{hr,}", { "a.b", 3 }, { "a.b", 3 } },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_macro_values values = { .helo = rows[i].helo };
        struct spf_macro_string string =
            parse(rows[i].title, slice_of(rows[i].text), SPF_MACRO_USE_DOMAIN, arena);
        struct slice text = slice_empty();

        expect_number(rows[i].title, "status", spf_macro_expand(&string, &values, arena, &text),
                      STATUS_OK);
        expect_octets(rows[i].title, "expansion", text, rows[i].want);
    }
    arena_destroy(arena);
}

/* Without a client its letters are empty. */
static void test_expand_no_client(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct spf_macro_values values = { .domain = SLICE("a.example"),
                                       .validated = SLICE("mx.a.example"),
                                       .receiver = SLICE("r.example") };
    struct spf_macro_string string =
        parse("no client", SLICE("[%{i}%{v}%{c}%{s}]%{p}-%{r}"), SPF_MACRO_USE_EXPLANATION, arena);
    struct slice text = slice_empty();

    (void)state;
    assert_int_equal(spf_macro_expand(&string, &values, arena, &text), STATUS_OK);
    expect_text("no client", "expansion", text, "[]mx.a.example-r.example");
    arena_destroy(arena);
}

static void test_expand_limits(void **state)
{
    static char big[65536];
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct arena *small = make_arena(16);
    struct spf_macro_values values = { .helo = { big, sizeof big } };
    struct spf_macro_string one = parse("64 KiB", SLICE("%{h}"), SPF_MACRO_USE_DOMAIN, arena);
    struct spf_macro_string more = parse("one more", SLICE("x%{h}"), SPF_MACRO_USE_DOMAIN, arena);
    struct slice text = slice_empty();
    struct spf_macro_error error = { .offset = 0 };

    (void)state;
    memset(big, 'a', sizeof big);
    assert_int_equal(spf_macro_expand(&one, &values, arena, &text), STATUS_OK);
    assert_int_equal(text.length, sizeof big);
    assert_int_equal(spf_macro_expand(&more, &values, arena, &text), STATUS_TOO_LONG);
    assert_int_equal(spf_macro_expand(&one, &values, small, &text), STATUS_NO_MEMORY);
    arena_destroy(small);
    small = make_arena(16);
    assert_int_equal(spf_macro_parse(SLICE("%{h}%{h}"), SPF_MACRO_USE_DOMAIN, small, &one, &error),
                     STATUS_NO_MEMORY);
    arena_destroy(small);
    arena_destroy(arena);
}

static void test_to_name(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *want; /* NULL: refused */
    } rows[] = {
        { "plain", "a.example", "a.example" },
        { "final dot", "a.example.", "a.example" },
        { "upper case", "A.Example", "a.example" },
        { "one label", "localhost", "localhost" },
        { "a blank", "a b.example", "a\\032b.example" },
        { "a backslash is an octet", "a\\.b", "a\\\\.b" },
        { "empty", "", NULL },
        { "a dot", ".", NULL },
        { "two dots", "..", NULL },
        { "two final dots", "a.example..", NULL },
        { "dot in front", ".example", NULL },
        { "empty label", "a..example", NULL },
        { "63 octets", LABEL_63 ".a", LABEL_63 ".a" },
        { "64 octets", "x" LABEL_63 ".a", NULL },
        { "253 octets",
          LABEL_63 "." LABEL_63 "." LABEL_63
                   ".1234567890123456789012345678901234567890123456789012345678901",
          LABEL_63 "." LABEL_63 "." LABEL_63
                   ".1234567890123456789012345678901234567890123456789012345678901" },
        { "253 octets and a final dot",
          LABEL_63 "." LABEL_63 "." LABEL_63
                   ".1234567890123456789012345678901234567890123456789012345678901.",
          LABEL_63 "." LABEL_63 "." LABEL_63
                   ".1234567890123456789012345678901234567890123456789012345678901" },
        { "254 octets: the first label goes",
          "a." LABEL_63 "." LABEL_63 "." LABEL_63
          ".123456789012345678901234567890123456789012345678901234567890",
          LABEL_63 "." LABEL_63 "." LABEL_63
                   ".123456789012345678901234567890123456789012345678901234567890" },
        { "far too long: as many as need be",
          LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63 ".example",
          LABEL_63 "." LABEL_63 "." LABEL_63 ".example" },
        { "a label too long goes with the rest",
          "x" LABEL_63 LABEL_63 LABEL_63 LABEL_63 ".a.example", "a.example" },
        { "no dot to cut at", LABEL_63 LABEL_63 LABEL_63 LABEL_63 LABEL_63, NULL },
        { "long, but a dot in front only", "." LABEL_63 LABEL_63 LABEL_63 LABEL_63 "12", NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = { .length = 0 };
        enum status status = spf_macro_to_name(slice_of(rows[i].text), &name);

        expect_number(rows[i].title, "status", status,
                      rows[i].want != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].want != NULL) {
            expect_text(rows[i].title, "name", name_to_text(&name, arena), rows[i].want);
        }
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grammar),        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_fields),         cmocka_unit_test(test_domain_spec),
        cmocka_unit_test(test_needs),          cmocka_unit_test(test_expand),
        cmocka_unit_test(test_expand_foreign), cmocka_unit_test(test_expand_no_client),
        cmocka_unit_test(test_expand_limits),  cmocka_unit_test(test_to_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
