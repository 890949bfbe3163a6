/* SPDX-License-Identifier: MIT */
/* What pasting does to records: found with its place, recognised as a record, repaired. */
#include "../support/expect.h"

#include "mail/spf_record.h"
#include "rules/copy_errors.h"
#include "rules/copy_glyph.h"

#define STRINGS 8
#define ERRORS 8

/* For the table. */
#define SMART FINDING_PASTE_SMART_QUOTE
#define QUOTES FINDING_PASTE_QUOTES_INSIDE
#define HTML FINDING_PASTE_HTML
#define WIDTH FINDING_PASTE_ZERO_WIDTH
#define SPLIT FINDING_PASTE_SPLIT
#define EXTRA FINDING_PASTE_EXTRA
#define SAMPLE FINDING_PASTE_SAMPLE_VALUE
#define SPACE FINDING_PASTE_SPACE
#define GLUED FINDING_SPF_GLUED

static const char *const samples[] = { ".sampledomain.com", "example.com", "xxx@163.com", NULL };

/* A text whose strings are written with "|" between. */
static struct copy_input make_input(const char *written, struct slice strings[STRINGS],
                                    struct arena *arena)
{
    struct slice rest = slice_of(written);
    struct copy_input input = { .protocol = &copy_protocol_spf,
                                .strings = strings,
                                .samples = samples,
                                .domain = SLICE("mail.own.example") };
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TXT);
    while (slice_split(&rest, '|', &strings[input.string_count])) {
        buf_add(&buf, strings[input.string_count]);
        input.string_count++;
    }
    input.text = buf_slice(&buf);
    return input;
}

static void test_records(void **state)
{
    static const struct {
        const char *title;
        const char *text;   /* "|" stands between strings */
        const char *repair; /* NULL: the text as it is */
        struct {
            enum finding_id finding;
            size_t offset;
            size_t length;
        } errors[ERRORS]; /* up to the first without a finding */
    } rows[] = {
        { .title = "fine, upper case", .text = "V=SPF1 a", .repair = "v=spf1 a" },
        { .title = "fine, cut inside of words",
          .text = "v=sp|f1 include:spf.exa|mple.test ip6:2001:db8:f|a::1 -|all",
          .repair = "v=spf1 include:spf.example.test ip6:2001:db8:fa::1 -all" },
        { .title = "fine, cut behind colon, equals sign, dot, at a blank",
          .text = "v=spf1 |include:|a.|test redirect=|include:x.test",
          .repair = "v=spf1 include:a.test redirect= include:x.test",
          /* the last one is none of that: include: inside of a word */
          .errors = { { SPLIT, 31, 0 } } },

        /* 1 characters */
        { .title = "typographic quotes and dash",
          .text = "\xE2\x80\x9Cv=spf1 a \xE2\x80\x93"
                  "all\xE2\x80\x9D",
          .repair = "v=spf1 a -all",
          .errors = { { SMART, 0, 3 }, { SMART, 12, 3 }, { SMART, 18, 3 } } },
        { .title = "the same in Windows-1252",
          .text = "\x93v=spf1 a \x96"
                  "all\x94",
          .repair = "v=spf1 a -all",
          .errors = { { SMART, 0, 1 }, { SMART, 10, 1 }, { SMART, 14, 1 } } },
        { .title = "guillemets",
          .text = "\xC2\xABv=spf1 a\xC2\xBB",
          .repair = "v=spf1 a",
          .errors = { { SMART, 0, 2 }, { SMART, 10, 2 } } },
        { .title = "full-width colon, tilde, quotation mark and blank",
          .text = "v=spf1 include\xEF\xBC\x9A"
                  "a.test\xE3\x80\x80\xEF\xBD\x9E"
                  "all\xEF\xBC\x82",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { SMART, 14, 3 }, { WIDTH, 23, 3 }, { SMART, 26, 3 }, { SMART, 32, 3 } } },
        { .title = "quotation marks of the zone file",
          .text = "\"v=spf1 a -all\"",
          .repair = "v=spf1 a -all",
          .errors = { { QUOTES, 0, 1 }, { QUOTES, 14, 1 } } },
        { .title = "escaped quotation marks",
          .text = "\\\"v=spf1 a -all\\\"",
          .repair = "v=spf1 a -all",
          .errors = { { QUOTES, 0, 2 }, { QUOTES, 15, 2 } } },
        { .title = "quotation marks of the shell",
          .text = "'v=spf1 a'",
          .repair = "v=spf1 a",
          .errors = { { QUOTES, 0, 1 }, { QUOTES, 9, 1 } } },
        { .title = "two quoted strings in the value",
          .text = "\"v=spf1 include:exam\" \"ple.test ~all\"",
          .repair = "v=spf1 include:example.test ~all",
          .errors = { { QUOTES, 0, 1 }, { QUOTES, 20, 1 }, { QUOTES, 22, 1 }, { QUOTES, 36, 1 } } },
        { .title = "a quotation mark at the end only",
          .text = "v=spf1 a -all\"",
          .repair = "v=spf1 a -all",
          .errors = { { QUOTES, 13, 1 } } },
        { .title = "entities",
          .text = "v=spf1&nbsp;include&#58;a&#x2E;test ~all&quot;",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { HTML, 6, 6 }, { HTML, 19, 5 }, { HTML, 25, 6 }, { HTML, 40, 6 } } },
        { .title = "an unknown entity is taken out",
          .text = "v=spf1 a&rarr; -all",
          .repair = "v=spf1 a -all",
          .errors = { { HTML, 8, 6 } } },
        { .title = "& that is no entity",
          .text = "v=spf1 exists:a&b.test exists:a&.test; -all",
          .repair = "v=spf1 exists:a&b.test exists:a&.test -all" },
        { .title = "tags",
          .text = "<p>v=spf1 inc<b>lude:a.test</b><br/>~all",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { HTML, 0, 3 }, { HTML, 13, 3 }, { HTML, 27, 9 } } },
        { .title = "percent encoding",
          .text = "v%3Dspf1%20a%20~all",
          .repair = "v=spf1 a ~all",
          .errors = { { HTML, 1, 3 }, { HTML, 8, 3 }, { HTML, 12, 3 } } },
        { .title = "byte order mark and zero width space",
          .text = "\xEF\xBB\xBFv=spf1 a\xE2\x80\x8B -all",
          .repair = "v=spf1 a -all",
          .errors = { { WIDTH, 0, 3 }, { WIDTH, 11, 3 } } },
        { .title = "several invisible ones are one error",
          .text = "v=spf1 a\xE2\x81\xA0\xE2\x80\x8F -all",
          .repair = "v=spf1 a -all",
          .errors = { { WIDTH, 8, 6 } } },
        { .title = "no-break space for the blank",
          .text = "v=spf1\xC2\xA0"
                  "a -all",
          .repair = "v=spf1 a -all",
          .errors = { { WIDTH, 6, 2 } } },
        { .title = "tab and line end",
          .text = "v=spf1\tinclude:a.test\r\n~all",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { SPACE, 6, 1 }, { SPACE, 21, 2 } } },

        /* 2 blanks */
        { .title = "blanks in front and at the end",
          .text = "  v=spf1 a ",
          .repair = "v=spf1 a",
          .errors = { { SPACE, 0, 2 }, { SPACE, 10, 1 } } },
        { .title = "doubled blanks",
          .text = "v=spf1  a   -all",
          .repair = "v=spf1 a -all",
          .errors = { { SPACE, 6, 2 }, { SPACE, 9, 3 } } },
        { .title = "doubled where strings meet",
          .text = "v=spf1 a | -all",
          .repair = "v=spf1 a -all",
          .errors = { { SPACE, 8, 2 } } },

        /* 3 the beginning */
        { .title = "a blank inside of the version",
          .text = "v=spf 1 a -all",
          .repair = "v=spf1 a -all",
          .errors = { { SPACE, 0, 7 } } },
        { .title = "blanks around the equals sign",
          .text = "v = spf1 a -all",
          .repair = "v=spf1 a -all",
          .errors = { { SPACE, 0, 8 } } },
        { .title = "beginning lost",
          .text = "spf1 include:a.test ~all",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { SPLIT, 0, 4 } } },
        { .title = "the digit lost",
          .text = "v=spf include:a.test",
          .repair = "v=spf1 include:a.test",
          .errors = { { SPLIT, 0, 5 } } },
        { .title = "a colon for the equals sign",
          .text = "v:spf1 a",
          .repair = "v=spf1 a",
          .errors = { { SPLIT, 0, 6 } } },
        { .title = "quoted-printable",
          .text = "v=3Dspf1 a",
          .repair = "v=spf1 a",
          .errors = { { SPLIT, 0, 8 } } },
        { .title = "semicolons as in DMARC",
          .text = "v=spf1; include:a.test; ~all;",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { GLUED, 6, 1 } } },
        { .title = "semicolons without blanks",
          .text = "v=spf1;include:a.test;~all;",
          .repair = "v=spf1 include:a.test ~all",
          .errors = { { GLUED, 6, 1 }, { GLUED, 22, 0 } } },
        { .title = "the blank behind the version",
          .text = "v=spf1include:a.test",
          .repair = "v=spf1 include:a.test",
          .errors = { { GLUED, 6, 0 } } },
        { .title = "the same in front of all",
          .text = "v=spf1-all",
          .repair = "v=spf1 -all",
          .errors = { { GLUED, 6, 0 } } },
        { .title = "the same where strings meet",
          .text = "v=spf1|mx ~all",
          .repair = "v=spf1 mx ~all",
          .errors = { { SPLIT, 6, 0 } } },
        { .title = "the type in front",
          .text = "TXT v=spf1 a",
          .repair = "v=spf1 a",
          .errors = { { EXTRA, 0, 3 } } },
        { .title = "a line of a zone file",
          .text = "mail.a.test. 3600 IN TXT \"v=spf1 a \" \"-all\"",
          .repair = "v=spf1 a -all",
          .errors = { { EXTRA, 0, 24 },
                      { QUOTES, 25, 1 },
                      { QUOTES, 35, 1 },
                      { QUOTES, 37, 1 },
                      { QUOTES, 42, 1 } } },
        { .title = "the host field in front",
          .text = "mail.a.test v=spf1 a",
          .repair = "v=spf1 a",
          .errors = { { EXTRA, 0, 11 } } },
        { .title = "a label and the type in front",
          .text = "mail TXT v=spf1 a",
          .repair = "v=spf1 a",
          .errors = { { EXTRA, 0, 8 } } },
        { .title = "a name of the form in front",
          .text = "Value: v=spf1 a",
          .repair = "v=spf1 a",
          .errors = { { EXTRA, 0, 6 } } },

        /* 4 two in one */
        { .title = "two records in one: the first all decides",
          .text = "v=spf1 include:a.test ~all v=spf1 include:b.test -all",
          .repair = "v=spf1 include:a.test include:b.test ~all",
          .errors = { { EXTRA, 27, 6 } } },
        { .title = "two records glued",
          .text = "v=spf1 a -allV=SPF1 mx ?all",
          .repair = "v=spf1 a mx -all",
          .errors = { { EXTRA, 13, 6 } } },
        { .title = "the version twice, no all",
          .text = "v=spf1 v=spf1 a",
          .repair = "v=spf1 a",
          .errors = { { EXTRA, 7, 6 } } },

        /* 5 lost blanks */
        { .title = "where strings meet",
          .text = "v=spf1 include:a.test|include:b.test|~all",
          .repair = "v=spf1 include:a.test include:b.test ~all",
          .errors = { { SPLIT, 21, 0 }, { SPLIT, 35, 0 } } },
        { .title = "short terms where strings meet",
          .text = "v=spf1 a|mx|-a:h.test|-mx|-all",
          .repair = "v=spf1 a mx -a:h.test -mx -all",
          .errors = { { SPLIT, 8, 0 }, { SPLIT, 10, 0 }, { SPLIT, 19, 0 }, { SPLIT, 22, 0 } } },
        { .title = "an empty string between",
          .text = "v=spf1 include:a.test||-all",
          .repair = "v=spf1 include:a.test -all",
          .errors = { { SPLIT, 21, 0 } } },
        { .title = "inside of a string",
          .text = "v=spf1 include:a.testinclude:b.test~all",
          .repair = "v=spf1 include:a.test include:b.test ~all",
          .errors = { { GLUED, 21, 0 }, { GLUED, 35, 0 } } },
        { .title = "with a qualifier",
          .text = "v=spf1 ip4:192.0.2.1+ip4:192.0.2.2-all",
          .repair = "v=spf1 ip4:192.0.2.1 +ip4:192.0.2.2 -all",
          .errors = { { GLUED, 20, 0 }, { GLUED, 34, 0 } } },
        { .title = "all in the middle",
          .text = "v=spf1 a ~allinclude:a.test a:b.test?allredirect=c.test",
          .repair = "v=spf1 a ~all include:a.test a:b.test ?all redirect=c.test",
          .errors = { { GLUED, 13, 0 }, { GLUED, 36, 0 }, { GLUED, 40, 0 } } },

        /* 6 samples */
        { .title = "sample values",
          .text = "v=spf1 include:sampledomain.com include:x.SampleDomain.com include:example.com "
                  "exists:xxx@163.com ~all",
          .errors = { { SAMPLE, 15, 16 },
                      { SAMPLE, 42, 16 },
                      { SAMPLE, 67, 11 },
                      { SAMPLE, 86, 11 } } },
        { .title = "a final dot does not hide it",
          .text = "v=spf1 include:example.com.",
          .errors = { { SAMPLE, 15, 11 } } },
        { .title = "placeholder and ellipsis",
          .text = "v=spf1 include:<your domain> include:\xE2\x80\xA6 ~all",
          .errors = { { SAMPLE, 15, 13 }, { SAMPLE, 37, 3 } } },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice strings[STRINGS];
        struct copy_input input = make_input(rows[i].text, strings, arena);
        struct copy_error_list list = { .count = 0 };
        struct slice repaired = slice_empty();
        size_t count = 0;

        while (rows[i].errors[count].finding != FINDING_NONE) {
            count++;
        }
        expect_number(rows[i].title, "resembles", copy_errors_resembles_spf(input.text), true);
        expect_number(rows[i].title, "status", copy_errors_find(&input, arena, &list), STATUS_OK);
        expect_number(rows[i].title, "errors", (long long)list.count, (long long)count);
        for (size_t k = 0; k < list.count; k++) {
            expect_number(rows[i].title, "finding", list.errors[k].finding,
                          rows[i].errors[k].finding);
            expect_number(rows[i].title, "offset", (long long)list.errors[k].offset,
                          (long long)rows[i].errors[k].offset);
            expect_number(rows[i].title, "length", (long long)list.errors[k].length,
                          (long long)rows[i].errors[k].length);
            expect_number(rows[i].title, "has a reason", list.errors[k].reason.length > 0, true);
        }
        expect_number(rows[i].title, "repair", copy_errors_repair(&input, arena, &repaired),
                      STATUS_OK);
        expect_text(rows[i].title, "repaired", repaired,
                    rows[i].repair != NULL ? rows[i].repair : rows[i].text);
        expect_number(rows[i].title, "is SPF now", spf_record_is_spf(repaired), true);
    }
    arena_destroy(arena);
}

/* Records that nothing was done to. */
static void test_fine(void **state)
{
    static const char *const rows[] = {
        "v=spf1 include:qcloudmail.com ~all",
        "v=spf1 +a -mx:a.test/24//64 ptr ip4:192.0.2.0/24 ip6:2001:db8::a:b/32 "
        "exists:%{ir}.%{v}._spf.%%3D%_%-.a.test redirect=a.test exp=b.test x=y",
        "v=spf1 include:b\xC3\xBC"
        "cher.test ~all",
        "v=spf1 v=spf10 xv=spf1.a",
        "v=spf1 -include:a.test a:x:y.test exists:a:b.test a:all.test include:spf-all.test",
        "v=spf1 include:mysampledomain.com include:sampledomain.com.cn a:mail.example.com "
        "include:example.com-a.test exists:axxx@163.com",
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice strings[STRINGS];
        struct copy_input input = make_input(rows[i], strings, arena);
        struct copy_error_list list = { .count = 1 };
        struct slice repaired = slice_empty();

        expect_number(rows[i], "find", copy_errors_find(&input, arena, &list), STATUS_OK);
        expect_number(rows[i], "errors", (long long)list.count, 0);
        expect_number(rows[i], "repair", copy_errors_repair(&input, arena, &repaired), STATUS_OK);
        expect_text(rows[i], "repaired", repaired, rows[i]);
    }
    arena_destroy(arena);
}

/* TXT records that nobody meant as SPF. */
static void test_strangers(void **state)
{
    static const char *const rows[] = {
        "",
        " ",
        "\"\"",
        "v=spf10 a",
        "v=spf1.0 a",
        "v=spf2 a",
        "v=spf1x",
        "spf2.0/pra a ~all",
        "spf1",
        "v=spf",
        "v=DMARC1; p=none",
        "v=DKIM1; k=rsa; p=MIGf",
        "google-site-verification=v",
        "the old one was v=spf1 a",
        "see v=spf1",
        "include:a.test ~all",
        "v",
        "v=",
        "spf1x a",
        "vvvv=spf1",
        "TXT",
        "mail TXT",
        "<x> v=spf1 a",
        "a b c d e f g.h i j v=spf1",
        "v = s p f . 1",
        "\xFF\xFE",
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i], "resembles", copy_errors_resembles_spf(slice_of(rows[i])), false);
    }
}

static void test_fragment(void **state)
{
    static const struct {
        const char *text;
        bool is_fragment;
    } rows[] = {
        { "include:a.test ~all", true },
        { " -all", true },
        { "ip4:192.0.2.1 a:h.test MX ", true },
        { "redirect=a.test", true },
        { "include:a.test and more", false },
        { "v=spf1 -all", false },
        { "hello", false },
        { "  ", false },
        { "", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].text, "fragment",
                      copy_errors_is_fragment(&copy_protocol_spf, slice_of(rows[i].text)),
                      rows[i].is_fragment);
    }
}

/* Blanks that the grammar allows are marked so, others are not. */
static void test_harmless(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice strings[STRINGS];
    struct copy_input input = make_input(" v=spf1  a\tmx ", strings, arena);
    struct copy_error_list list;

    (void)state;
    assert_int_equal(copy_errors_find(&input, arena, &list), STATUS_OK);
    assert_int_equal(list.count, 4);
    assert_false(list.errors[0].harmless);
    assert_true(list.errors[1].harmless);
    assert_false(list.errors[2].harmless);
    assert_true(list.errors[3].harmless);
    expect_text("tab", "reason", list.errors[2].reason,
                "tab in the value: an ordinary blank, or nothing, belongs there");
    arena_destroy(arena);
}

/* A sample name at or above the domain itself is its own; without a list nothing is a sample. */
static void test_own_samples(void **state)
{
    static const struct {
        const char *domain;
        bool has_samples;
        size_t count;
    } rows[] = {
        { "mail.own.example", true, 2 },
        { "example.com", true, 1 },
        { "mail.EXAMPLE.com", true, 1 },
        { "notexample.com", true, 2 },
        { "", true, 2 },
        { "mail.own.example", false, 0 },
        { "a.b.sampledomain.com", true, 1 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice strings[STRINGS];
        struct copy_input input =
            make_input("v=spf1 a:sampledomain.com include:example.com", strings, arena);
        struct copy_error_list list = { .count = 0 };

        input.domain = slice_of(rows[i].domain);
        input.samples = rows[i].has_samples ? samples : NULL;
        input.strings = NULL;
        input.string_count = 0;
        expect_number(rows[i].domain, "status", copy_errors_find(&input, arena, &list), STATUS_OK);
        expect_number(rows[i].domain, "errors", (long long)list.count, (long long)rows[i].count);
    }
    arena_destroy(arena);
}

/* One sort of damage in masses does not hide the others; memory is bounded. */
static void test_masses(void **state)
{
    static char text[LIMIT_TXT];
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct copy_input input = { .protocol = &copy_protocol_spf, .samples = samples };
    struct copy_error_list list;
    struct slice repaired;

    (void)state;
    memset(text, '"', sizeof text);
    for (size_t i = 0; i < sizeof text; i += 2) {
        text[i] = 'x';
    }
    memcpy(text, "v=spf1 ", 7);
    memcpy(text + sizeof text - 12, " example.com", 12);
    input.text = slice_make(text, sizeof text);
    assert_int_equal(copy_errors_find(&input, arena, &list), STATUS_OK);
    assert_int_equal(list.count, 17);
    assert_int_equal(list.errors[16].finding, FINDING_PASTE_SAMPLE_VALUE);
    assert_int_equal(copy_errors_repair(&input, arena, &repaired), STATUS_OK);
    arena_destroy(arena);
    arena = make_arena(256);
    assert_int_equal(copy_errors_find(&input, arena, &list), STATUS_NO_MEMORY);
    assert_int_equal(copy_errors_repair(&input, arena, &repaired), STATUS_NO_MEMORY);
    arena_destroy(arena);
}

static void test_glyphs(void **state)
{
    static const struct {
        const char *text;
        enum copy_glyph_kind kind;
        size_t length;
        const char *meant;
        const char *reason;
    } rows[] = {
        { "\xC3\xA9", COPY_GLYPH_PLAIN, 2, "\xC3\xA9", "" },
        { "\xE2\x80\x9C", COPY_GLYPH_SMART_QUOTE, 3, "",
          "typographic quotation mark (U+201C) in the value: remove it" },
        { "\x94", COPY_GLYPH_SMART_QUOTE, 1, "",
          "typographic quotation mark (octet 0x94) in the value: remove it" },
        { "\xE2\x80\x94", COPY_GLYPH_LOOKALIKE, 3, "-",
          "a character that only looks like ASCII (U+2014): type \"-\"" },
        { "\xEF\xBC\x81", COPY_GLYPH_LOOKALIKE, 3, "!", NULL },
        { "\xEF\xBD\x9E", COPY_GLYPH_LOOKALIKE, 3, "~", NULL },
        { "\xEF\xBD\x9F", COPY_GLYPH_PLAIN, 3, "\xEF\xBD\x9F", "" },
        { "\xE2\x80\x8A", COPY_GLYPH_WIDE_BLANK, 3, " ",
          "a blank that is none (U+200A): an ordinary blank, or nothing, belongs there" },
        { "\xE2\x80\x8B", COPY_GLYPH_INVISIBLE, 3, "",
          "invisible character (U+200B) in the value: remove it" },
        { "\r", COPY_GLYPH_CONTROL, 1, " ",
          "line end in the value: an ordinary blank, or nothing, belongs there" },
        { "\"", COPY_GLYPH_QUOTE, 1, "",
          "a quotation mark is part of the value, the DNS host adds its own: remove it" },
        { "`", COPY_GLYPH_QUOTE, 1, "", NULL },
        { "&amp;", COPY_GLYPH_ENTITY, 5, "&", "\"&amp;\" is HTML: type \"&\"" },
        { "&#8220;", COPY_GLYPH_ENTITY, 7, "", "\"&#8220;\" is HTML: remove it" },
        { "&#xa0;", COPY_GLYPH_ENTITY, 6, " ", NULL },
        { "&#0;", COPY_GLYPH_ENTITY, 4, "", NULL },
        { "<BR>", COPY_GLYPH_TAG, 4, " ", NULL },
        { "</span>", COPY_GLYPH_TAG, 7, "", "\"</span>\" is HTML: remove it" },
        { "<a href=x>", COPY_GLYPH_TAG, 10, "", NULL },
        { "<tenant>", COPY_GLYPH_PLACEHOLDER, 8, "<tenant>",
          "\"<tenant>\" is a placeholder: put in your own value" },
        { "%3d", COPY_GLYPH_PERCENT, 3, "=", "\"%3d\" is written as in a URL: type \"=\"" },
        { "%22", COPY_GLYPH_PERCENT, 3, "", NULL },
        { "%7F", COPY_GLYPH_PERCENT, 3, "", NULL },
        { "%%3D", COPY_GLYPH_PLAIN, 2, "%%", "" },
        { "\xE2\x80\xA6", COPY_GLYPH_ELLIPSIS, 3, "\xE2\x80\xA6", NULL },
        { "\x85", COPY_GLYPH_ELLIPSIS, 1, "\x85", NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = slice_of(rows[i].text);
        struct copy_glyph glyph = copy_glyph_at(text, 0);
        struct buf buf;

        expect_number(rows[i].text, "kind", glyph.kind, rows[i].kind);
        expect_number(rows[i].text, "length", (long long)glyph.length, (long long)rows[i].length);
        expect_text(rows[i].text, "meaning", glyph.meant, rows[i].meant);
        expect_number(rows[i].text, "has a finding", copy_glyph_finding(glyph.kind) != FINDING_NONE,
                      glyph.kind != COPY_GLYPH_PLAIN);
        buf_init(&buf, arena, LIMIT_TXT);
        copy_glyph_explain(&glyph, text, 0, &buf);
        if (rows[i].reason != NULL) {
            expect_text(rows[i].text, "reason", buf_slice(&buf), rows[i].reason);
        }
    }
    arena_destroy(arena);
}

/* Texts that begin with one octet that pasting has nothing to do with. */
static void test_plain_glyphs(void **state)
{
    static const char *const rows[] = { "a",   "\xFF", "\\x",           "&#4294967296;",
                                        "&#;", "&#x;", "&#xg;",         "&a;",
                                        "&;",  "&a1;", "&toolongname;", "&amp",
                                        "<>",  "<b",   "%{d}",          "%3",
                                        "%" };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct copy_glyph glyph = copy_glyph_at(slice_of(rows[i]), 0);

        expect_number(rows[i], "kind", glyph.kind, COPY_GLYPH_PLAIN);
        expect_number(rows[i], "length", (long long)glyph.length, 1);
        expect_octets(rows[i], "meaning", glyph.meant, slice_make(rows[i], 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),      cmocka_unit_test(test_fine),
        cmocka_unit_test(test_strangers),    cmocka_unit_test(test_fragment),
        cmocka_unit_test(test_harmless),     cmocka_unit_test(test_own_samples),
        cmocka_unit_test(test_masses),       cmocka_unit_test(test_glyphs),
        cmocka_unit_test(test_plain_glyphs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
