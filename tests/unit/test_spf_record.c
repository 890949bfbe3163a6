/* SPDX-License-Identifier: MIT */
/* SPF records: selection, every term and its fields, every way to be wrong with its place. */
#include "../support/expect.h"

#include "base/buf.h"
#include "mail/spf_record.h"

#define ERRORS 8

static void test_is_spf(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        bool is_spf;
    } rows[] = {
        { "version alone", { "v=spf1", 6 }, true },
        { "version and a blank", { "v=spf1 ", 7 }, true },
        { "any case", { "V=sPf1 -all", 11 }, true },
        { "rubbish behind it", { "v=spf1 \xFF", 8 }, true },
        { "another version", { "v=spf10", 7 }, false },
        { "version 2", { "spf2.0/pra -all", 15 }, false },
        { "a semicolon", { "v=spf1;", 7 }, false },
        { "a tab", { "v=spf1\t-all", 11 }, false },
        { "NUL behind it", { "v=spf1\0", 7 }, false },
        { "a blank in front", { " v=spf1", 7 }, false },
        { "a quotation mark in front", { "\"v=spf1", 7 }, false },
        { "cut", { "v=spf", 5 }, false },
        { "empty", { "", 0 }, false },
        { "no data", { NULL, 0 }, false },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_record record;

        expect_number(rows[i].title, "is_spf", spf_record_is_spf(rows[i].text), rows[i].is_spf);
        expect_number(rows[i].title, "status", spf_record_parse(rows[i].text, arena, &record),
                      rows[i].is_spf ? STATUS_OK : STATUS_BAD_INPUT);
    }
    arena_destroy(arena);
}

static struct spf_record parse(const char *title, struct slice text, struct arena *arena)
{
    struct spf_record record = { .term_count = 0 };

    expect_number(title, "status", spf_record_parse(text, arena, &record), STATUS_OK);
    return record;
}

static void check_print(const char *title, const struct spf_record *record, struct arena *arena)
{
    for (size_t i = 0; i < record->term_count; i++) {
        const struct spf_term *term = &record->terms[i];
        struct slice there = slice_head(slice_from(record->text, term->offset), term->text.length);
        struct buf buf;

        buf_init(&buf, arena, LIMIT_TXT);
        spf_term_write(term, &buf);
        expect_octets(title, "printed term", buf_slice(&buf), term->text);
        expect_octets(title, "place", there, term->text);
    }
}

/* Every row stands behind "v=spf1 "; "=" stands for an unknown modifier. */
static void test_good(void **state)
{
    static const struct {
        const char *text;
        const char *kinds;
    } rows[] = {
        { "", "" },
        { "all", "all " },
        { "+ALL -a ~MX ?Ptr", "all a mx ptr " },
        { "  a   mx  ", "a mx " },
        { "include:h.example INCLUDE:H.Example.", "include include " },
        { "a:h.1-2 a:h.xn--p1ai a:h.example.", "a a a " },
        { "a:x:y.h.example a:x/y.h.example", "a a " },
        { "a/24 a//64 mx/24//64 a:h.example/24", "a a mx a " },
        { "a/0 a/32 mx//0 mx//128 a/0//0", "a a mx mx a " },
        { "a:%{d}/24 a:%{d}//64 mx:%{d/}/8//9", "a a mx " },
        { "ptr ptr:h.example ptr:%{d}", "ptr ptr ptr " },
        { "ip4:192.0.2.1 ip4:192.0.2.1/0 ip4:0.0.0.0/32", "ip4 ip4 ip4 " },
        { "ip6:::1 ip6:::ffff:192.0.2.1 ip6:2001:DB8::/32", "ip6 ip6 ip6 " },
        { "ip6:::/0 ip6:::/128 IP6:1:2:3:4:5:6:7:8", "ip6 ip6 ip6 " },
        { "exists:%{ir}.%{v}._spf.%{d2} exists:%{d}.example", "exists exists " },
        { "mx:%% a:%_ a:x.-%-", "mx a a " },
        { "a:.example", "a " },
        { "redirect=h.example exp=e.h.example", "redirect exp " },
        { "REDIRECT=%{d}.example", "redirect " },
        { "ip4=192.0.2.1 include=h.example all= foo=", "= = = = " },
        { "foo=a:b/c foo=a:b/c A1-_.=%{c}%{r}%{t}", "= = = " },
        { "a:x=y.h.example redirects=x v=spf1", "a = = " },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = arena_printf(arena, "v=spf1 %s", rows[i].text);
        struct spf_record record = parse(rows[i].text, text, arena);
        struct buf kinds;

        buf_init(&kinds, arena, LIMIT_TXT);
        for (size_t k = 0; k < record.term_count; k++) {
            enum spf_term_kind kind = record.terms[k].kind;

            buf_add_text(&kinds,
                         kind == SPF_TERM_UNKNOWN_MODIFIER ? "=" : spf_term_kind_text(kind));
            buf_add_octet(&kinds, ' ');
        }
        expect_number(rows[i].text, "errors", (long long)record.error_count, 0);
        expect_text(rows[i].text, "kinds", buf_slice(&kinds), rows[i].kinds);
        check_print(rows[i].text, &record, arena);
    }
    arena_destroy(arena);
}

static void test_fields(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text =
        SLICE("V=spf1  -MX:%{d2}.example/8//64 ip4:192.0.2.77/24 ~ip6:2001:DB8::1/32"
              " a ?all Redirect=h.example x-y=1:2");
    struct spf_record record = parse("fields", text, arena);
    const struct spf_term *terms = record.terms;

    (void)state;
    expect_octets("record", "text", record.text, text);
    assert_int_equal(record.term_count, 7);

    assert_int_equal(terms[0].kind, SPF_TERM_MX);
    assert_int_equal(terms[0].qualifier, '-');
    assert_int_equal(terms[0].offset, 8);
    expect_text("mx", "text", terms[0].text, "-MX:%{d2}.example/8//64");
    expect_text("mx", "name", terms[0].name, "MX");
    assert_true(terms[0].has_domain);
    expect_text("mx", "domain", terms[0].domain.text, "%{d2}.example");
    assert_int_equal(terms[0].domain.part_count, 2);
    assert_true(terms[0].domain.has_macros);
    assert_true(terms[0].has_prefix4);
    assert_int_equal(terms[0].prefix4, 8);
    assert_true(terms[0].has_prefix6);
    assert_int_equal(terms[0].prefix6, 64);
    assert_int_equal(terms[0].network.family, ADDRESS_FAMILY_NONE);

    assert_int_equal(terms[1].kind, SPF_TERM_IP4);
    assert_int_equal(terms[1].qualifier, '\0');
    assert_false(terms[1].has_domain);
    assert_true(terms[1].has_prefix4);
    assert_int_equal(terms[1].prefix4, 24);
    assert_false(terms[1].has_prefix6);
    expect_text("ip4", "network", terms[1].network_text, "192.0.2.77");
    assert_int_equal(terms[1].network.family, ADDRESS_FAMILY_IP4);
    assert_int_equal(terms[1].network.octets[3], 77); /* host bits stay */

    assert_int_equal(terms[2].kind, SPF_TERM_IP6);
    assert_int_equal(terms[2].qualifier, '~');
    assert_false(terms[2].has_prefix4);
    assert_true(terms[2].has_prefix6);
    assert_int_equal(terms[2].prefix6, 32);
    expect_text("ip6", "network", terms[2].network_text, "2001:DB8::1");
    assert_int_equal(terms[2].network.octets[15], 1);

    assert_int_equal(terms[3].kind, SPF_TERM_A);
    assert_false(terms[3].has_domain || terms[3].has_prefix4 || terms[3].has_prefix6);
    assert_int_equal(terms[4].kind, SPF_TERM_ALL);
    assert_int_equal(terms[4].qualifier, '?');

    assert_int_equal(terms[5].kind, SPF_TERM_REDIRECT);
    expect_text("redirect", "name", terms[5].name, "Redirect");
    assert_true(terms[5].has_domain);
    expect_text("redirect", "domain", terms[5].domain.text, "h.example");

    assert_int_equal(terms[6].kind, SPF_TERM_UNKNOWN_MODIFIER);
    expect_text("unknown", "name", terms[6].name, "x-y");
    assert_true(terms[6].has_domain);
    expect_text("unknown", "value", terms[6].domain.text, "1:2");
    check_print("fields", &record, arena);
    arena_destroy(arena);
}

/* What is wrong with one bad term, behind "v=spf1 ", and the sentence for it. */
static void test_reasons(void **state)
{
    static const struct {
        const char *text;
        enum spf_defect defect;
        const char *reason;
    } rows[] = {
        { "include:spf", SPF_DEFECT_DOMAIN_END,
          "\"include:spf\" is one label alone: a domain with a dot is needed (the full name)" },
        { "a:%{d}.", SPF_DEFECT_DOMAIN_END,
          "\"a:%{d}.\" ends in a dot behind a macro: leave the dot out" },
        { "a:192.0.2.1", SPF_DEFECT_DOMAIN_END,
          "\"a:192.0.2.1\" is an address: use ip4:192.0.2.1" },
        { "mx:2001:db8::1", SPF_DEFECT_DOMAIN_END,
          "\"mx:2001:db8::1\" is an address: use ip6:2001:db8::1" },
        { "a:h.example:25", SPF_DEFECT_DOMAIN_END,
          "\"a:h.example:25\" ends in a port: only the name belongs here" },
        { "a:h.example..", SPF_DEFECT_DOMAIN_END,
          "\"a:h.example..\" ends in an empty label: one final dot is enough" },
        { "include:h.example;", SPF_DEFECT_DOMAIN_END,
          "\"include:h.example;\" ends in \";\": terms are separated by blanks alone, write "
          "include:h.example" },
        { "include:", SPF_DEFECT_EMPTY_DOMAIN,
          "\"include:\" names no domain: write include: and a full name" },
        { "ip4:192.0.2.0/33", SPF_DEFECT_CIDR,
          "\"/33\" is no prefix length: write /0 to /32, without leading zeros" },
        { "include:h.example/24", SPF_DEFECT_UNEXPECTED_VALUE,
          "\"/24\" has no place in \"include:h.example/24\": only a, mx, ip4 and ip6 take a prefix "
          "length" },
        { "ip4:192.0.2", SPF_DEFECT_IP4, "\"ip4:192.0.2\" needs four numbers" },
        { "ip4:192.0.2.01", SPF_DEFECT_IP4,
          "\"ip4:192.0.2.01\" has a number with a leading zero: write it without" },
        { "ip4:192.0.2.256", SPF_DEFECT_IP4,
          "\"ip4:192.0.2.256\" needs four numbers from 0 to 255" },
        { "ip4:192.0.2.1:25", SPF_DEFECT_IP4,
          "\"ip4:192.0.2.1:25\" ends in a port: only the address belongs here" },
        { "ip4:2001:db8::1", SPF_DEFECT_IP4,
          "\"ip4:2001:db8::1\" has an IPv6 address: write ip6:2001:db8::1" },
        { "ip4:h.example", SPF_DEFECT_IP4, "\"ip4:h.example\" has a name: write a:h.example" },
        { "ip6:192.0.2.1", SPF_DEFECT_IP6,
          "\"ip6:192.0.2.1\" has an IPv4 address: write ip4:192.0.2.1" },
        { "redirect:h.example", SPF_DEFECT_UNKNOWN_MECHANISM,
          "\"redirect\" is no mechanism: write redirect=" },
        { "-redirect=h.example", SPF_DEFECT_QUALIFIED_MODIFIER,
          "\"-redirect=h.example\" is a modifier with a qualifier: modifiers have none, write "
          "redirect=h.example" },
        { "-ip4=192.0.2.1", SPF_DEFECT_QUALIFIED_MODIFIER,
          "\"-ip4=192.0.2.1\" is a modifier with a qualifier: mechanisms have a colon, write "
          "-ip4:192.0.2.1" },
        { "ipv4:192.0.2.1", SPF_DEFECT_UNKNOWN_MECHANISM, "\"ipv4\" is no mechanism: write ip4:" },
        { "ip:192.0.2.1", SPF_DEFECT_UNKNOWN_MECHANISM, "\"ip\" is no mechanism: write ip4:" },
        { "-all;", SPF_DEFECT_UNKNOWN_MECHANISM,
          "\"-all;\" ends in \";\": terms are separated by blanks alone, write -all" },
        { "-all.", SPF_DEFECT_UNKNOWN_MECHANISM, "\"-all.\" ends in a dot: leave it out" },
        { "-", SPF_DEFECT_UNKNOWN_MECHANISM,
          "\"-\" stands alone: a qualifier is written directly in front of its mechanism, without "
          "a blank" },
        { "192.0.2.1", SPF_DEFECT_UNKNOWN_MECHANISM,
          "\"192.0.2.1\" is an address without a mechanism: write ip4:192.0.2.1" },
        { "2001:db8::/32", SPF_DEFECT_UNKNOWN_MECHANISM,
          "\"2001:db8::/32\" is an address without a mechanism: write ip6:2001:db8::/32" },
        { "spf.h.example", SPF_DEFECT_UNKNOWN_MECHANISM,
          "\"spf.h.example\" is a name without a mechanism: write include:spf.h.example for that "
          "domain's senders, a:spf.h.example for that host" },
        { "mx:%{r}", SPF_DEFECT_MACRO_LETTER,
          "\"%{r}\" is for explanation texts only: use one of s l o d i p h v" },
        { "exists:%{z}.h.example", SPF_DEFECT_MACRO_LETTER,
          "\"%{z}\" has no meaning: the letters are s l o d i p h v" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = arena_printf(arena, "v=spf1 %s", rows[i].text);
        struct spf_record record = parse(rows[i].text, text, arena);

        expect_number(rows[i].text, "terms", (long long)record.term_count, 0);
        expect_number(rows[i].text, "errors", (long long)record.error_count, 1);
        expect_number(rows[i].text, "defect", record.errors[0].defect, rows[i].defect);
        expect_number(rows[i].text, "offset", (long long)record.errors[0].offset, 7);
        expect_number(rows[i].text, "length", (long long)record.errors[0].length,
                      (long long)strlen(rows[i].text));
        expect_text(rows[i].text, "reason", record.errors[0].reason, rows[i].reason);
    }
    arena_destroy(arena);
}

/* Words each of which is a bad term by itself, with the same defect. */
static void test_bad_words(void **state)
{
    static const struct {
        enum spf_defect defect;
        const char *words;
    } rows[] = {
        { SPF_DEFECT_DOMAIN_END,
          "a:localhost mx:com. redirect=spf a:%{d}x include:x.123 a:h.-x a:h.x- "
          "a:h._x" },
        { SPF_DEFECT_EMPTY_DOMAIN, "a: a:/24 include include/24 exists ptr: exp= redirect=" },
        { SPF_DEFECT_IP4, "ip4 ip4: ip4/24 ip4:/24 ip4:192.0.2. ip4:x ip4:%{i}" },
        { SPF_DEFECT_IP6, "ip6 ip6:fe80::1%eth0 ip6:[::1]" },
        { SPF_DEFECT_CIDR, "a/24/64 a/24/16 a/033 a/00 a/33 a//129 a//064 "
                           "a/99999999999999999999999 a/ a// a///64 a//24//64 a//64/24 mx/-1 "
                           "mx:h.example/x a:h.example/24/ ip4:192.0.2.0/ ip4:192.0.2.0//24 "
                           "ip4:192.0.2.0/255.255.255.0 ip6:::/129 ip6:::/0128" },
        { SPF_DEFECT_UNEXPECTED_VALUE,
          "exists:h.example/8 exists:h.example//8 redirect=h.example/8 ptr/24 "
          "ptr:h.example/24 all/0 -all:h.example" },
        { SPF_DEFECT_QUALIFIED_MODIFIER, "+exp=h.example ?foo=x" },
        { SPF_DEFECT_MACRO, "foo=%x a:%{d0} a:%{d00} a:%(d) a:%d a:h.example% a:%{} a:%{d.r} "
                            "a:%{d2/24" },
        { SPF_DEFECT_MACRO_LETTER, "foo=%{q} a:%{t}.h.example" },
        { SPF_DEFECT_MODIFIER_NAME, "=x -=x 1a=x _a=x" },
        { SPF_DEFECT_UNKNOWN_MECHANISM, "~all\" ; --all :h.example foo allx" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice rest = slice_of(rows[i].words);
        struct slice word;

        while (slice_split(&rest, ' ', &word)) {
            struct slice text = arena_printf(arena, "v=spf1 %.*s", SLICE_ARGS(word));
            const char *title = text.data + 7;
            struct spf_record record = parse(title, text, arena);

            expect_number(title, "terms", (long long)record.term_count, 0);
            expect_number(title, "errors", (long long)record.error_count, 1);
            expect_number(title, "defect", record.errors[0].defect, rows[i].defect);
            expect_number(title, "offset", (long long)record.errors[0].offset, 7);
            expect_number(title, "length", (long long)record.errors[0].length,
                          (long long)word.length);
            expect_number(title, "has a reason", record.errors[0].reason.length > 0, true);
        }
    }
    arena_destroy(arena);
}

/* Several terms: every bad one is listed, the good ones stay. */
static void test_places(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        size_t term_count;
        size_t error_count;
        struct {
            enum spf_defect defect;
            size_t offset;
            size_t length;
            const char *reason;
        } errors[ERRORS];
    } rows[] = {
        { .title = "all bad terms, not the first only",
          .text = { "v=spf1 a foo mx  bar:x -all", 27 },
          .term_count = 3,
          .error_count = 2,
          .errors = { { SPF_DEFECT_UNKNOWN_MECHANISM, 9, 3, NULL },
                      { SPF_DEFECT_UNKNOWN_MECHANISM, 17, 5, NULL } } },
        { .title = "behind all",
          .text = { "v=spf1 -all a/33", 16 },
          .term_count = 1,
          .error_count = 1,
          .errors = { { SPF_DEFECT_CIDR, 12, 4, NULL } } },
        { .title = "redirect twice",
          .text = { "v=spf1 redirect=h.example REDIRECT=h.example", 44 },
          .term_count = 1,
          .error_count = 1,
          .errors = { { SPF_DEFECT_DUPLICATE_MODIFIER, 26, 18, NULL } } },
        { .title = "exp three times, all behind all",
          .text = { "v=spf1 all exp=h.example exp=h.example exp=i.example", 52 },
          .term_count = 2,
          .error_count = 2,
          .errors = { { SPF_DEFECT_DUPLICATE_MODIFIER, 25, 13, NULL },
                      { SPF_DEFECT_DUPLICATE_MODIFIER, 39, 13, NULL } } },
        { .title = "redirect and exp once each",
          .text = { "v=spf1 exp=h.example redirect=h.example", 39 },
          .term_count = 2 },
        { .title = "a blank behind include",
          .text = { "v=spf1 include h.example", 24 },
          .error_count = 2,
          .errors = { { SPF_DEFECT_EMPTY_DOMAIN, 7, 7,
                        "\"include\" is followed by a blank: write include:h.example" },
                      { SPF_DEFECT_UNKNOWN_MECHANISM, 15, 9,
                        "\"h.example\" stands apart: it belongs directly behind \"include\", "
                        "without a blank" } } },
        { .title = "a blank behind ip4:",
          .text = { "v=spf1 ip4: 192.0.2.1", 21 },
          .error_count = 2,
          .errors = { { SPF_DEFECT_IP4, 7, 4,
                        "\"ip4:\" is followed by a blank: write ip4:192.0.2.1" },
                      { SPF_DEFECT_UNKNOWN_MECHANISM, 12, 9, NULL } } },
        { .title = "a blank behind redirect=",
          .text = { "v=spf1 redirect= h.example", 26 },
          .error_count = 2,
          .errors = { { SPF_DEFECT_EMPTY_DOMAIN, 7, 9,
                        "\"redirect=\" is followed by a blank: write redirect=h.example" },
                      { SPF_DEFECT_UNKNOWN_MECHANISM, 17, 9,
                        "\"h.example\" stands apart: it belongs directly behind \"redirect=\", "
                        "without a blank" } } },
        { .title = "a dash that is not ASCII",
          .text = { "v=spf1 a \xE2\x80\x93"
                    "all",
                    15 },
          .term_count = 1,
          .error_count = 1,
          .errors = { { SPF_DEFECT_OCTET, 9, 3,
                        "\"\xE2\x80\x93"
                        "all\" holds 0xE2 0x80 0x93: a record is plain ASCII, "
                        "blanks and visible characters" } } },
        { .title = "an octet that is no UTF-8, inside a term",
          .text = { "v=spf1 a:h.ex\x93"
                    "ample",
                    19 },
          .error_count = 1,
          .errors = { { SPF_DEFECT_OCTET, 13, 1, NULL } } },
        { .title = "a tab between terms",
          .text = { "v=spf1 a\tmx ~all", 16 },
          .term_count = 1,
          .error_count = 1,
          .errors = { { SPF_DEFECT_OCTET, 8, 1,
                        "\"a\tmx\" holds a tab (0x09): terms are separated by blanks (0x20) "
                        "alone" } } },
        { .title = "NUL",
          .text = { "v=spf1 a\0 -all", 14 },
          .term_count = 1,
          .error_count = 1,
          .errors = { { SPF_DEFECT_OCTET, 8, 1, NULL } } },
        { .title = "DEL alone",
          .text = { "v=spf1 \x7F", 8 },
          .error_count = 1,
          .errors = { { SPF_DEFECT_OCTET, 7, 1, NULL } } },
        { .title = "a line end in an unknown modifier",
          .text = { "v=spf1 x=y\n", 11 },
          .error_count = 1,
          .errors = { { SPF_DEFECT_OCTET, 10, 1, NULL } } },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_record record = parse(rows[i].title, rows[i].text, arena);

        expect_number(rows[i].title, "terms", (long long)record.term_count,
                      (long long)rows[i].term_count);
        expect_number(rows[i].title, "errors", (long long)record.error_count,
                      (long long)rows[i].error_count);
        for (size_t k = 0; k < record.error_count; k++) {
            const struct spf_error *error = &record.errors[k];

            expect_number(rows[i].title, "defect", error->defect, rows[i].errors[k].defect);
            expect_number(rows[i].title, "offset", (long long)error->offset,
                          (long long)rows[i].errors[k].offset);
            expect_number(rows[i].title, "length", (long long)error->length,
                          (long long)rows[i].errors[k].length);
            if (rows[i].errors[k].reason != NULL) {
                expect_text(rows[i].title, "reason", error->reason, rows[i].errors[k].reason);
            }
        }
        check_print(rows[i].title, &record, arena);
    }
    arena_destroy(arena);
}

/* Every truncation of a rich record parses, with places inside of it and terms that print back. */
static void test_truncations(void **state)
{
    static const char rich[] =
        "v=spf1 +mx:a.%{d2r-}.example/24//64 -ip4:192.0.2.0/24 ip6:2001:db8::/32"
        " exists:%{ir}.%{v}.%%%_%-.h.example ptr:h.example include:i.example"
        " ?a/8 redirect=r.example exp=e.example x=%{c} ~all";
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t length = 6; length < sizeof rich; length++) {
        struct slice text = slice_make(rich, length);
        struct spf_record record;

        if (!spf_record_is_spf(text)) {
            continue;
        }
        record = parse("truncated", text, arena);
        check_print("truncated", &record, arena);
        expect_number("truncated", "errors at most one", record.error_count <= 1, true);
        for (size_t i = 0; i < record.error_count; i++) {
            expect_number("truncated", "error inside",
                          record.errors[i].offset + record.errors[i].length <= length, true);
        }
    }
    arena_destroy(arena);
}

/* "v=spf1" and so many words behind it, in a text of its own. */
static struct slice make_long(char text[LIMIT_TXT], const char *word, size_t count)
{
    size_t length = 6;

    memcpy(text, "v=spf1", length);
    for (size_t i = 0; i < count; i++) {
        text[length] = ' ';
        memcpy(&text[length + 1], word, strlen(word));
        length += 1 + strlen(word);
    }
    return slice_make(text, length);
}

/* Both lists have their limits; 64 KiB of small terms fit into a run's memory. */
static void test_large(void **state)
{
    static const struct {
        const char *word;
        size_t count;
        size_t term_count;
        size_t error_count;
        bool cut;
    } rows[] = {
        { "a", SPF_RECORD_TERMS_MAXIMUM - 1, SPF_RECORD_TERMS_MAXIMUM - 1, 0, false },
        { "a", SPF_RECORD_TERMS_MAXIMUM, SPF_RECORD_TERMS_MAXIMUM, 0, false },
        { "a", SPF_RECORD_TERMS_MAXIMUM + 1, SPF_RECORD_TERMS_MAXIMUM, 0, true },
        { "mx", 21000, SPF_RECORD_TERMS_MAXIMUM, 0, true },
        { "a:%{d}", 9000, SPF_RECORD_TERMS_MAXIMUM, 0, true },
        { "b", SPF_RECORD_ERRORS_MAXIMUM - 1, 0, SPF_RECORD_ERRORS_MAXIMUM - 1, false },
        { "b", SPF_RECORD_ERRORS_MAXIMUM + 1, 0, SPF_RECORD_ERRORS_MAXIMUM, false },
        { "b", 32000, 0, SPF_RECORD_ERRORS_MAXIMUM, false },
    };
    static char text[LIMIT_TXT];

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct spf_record record =
            parse(rows[i].word, make_long(text, rows[i].word, rows[i].count), arena);

        expect_number(rows[i].word, "terms", (long long)record.term_count,
                      (long long)rows[i].term_count);
        expect_number(rows[i].word, "errors", (long long)record.error_count,
                      (long long)rows[i].error_count);
        expect_number(rows[i].word, "cut", record.cut, rows[i].cut);
        arena_destroy(arena);
    }
}

/* Memory that runs out at any moment is an error, never a crash. */
static void test_no_memory(void **state)
{
    struct slice text = SLICE("v=spf1 a:%{d}.x.example foo ip4:1 mx:y.example exp=%{z} -all;");

    (void)state;
    for (size_t limit = 0; limit < 16384; limit += 16) {
        struct arena *arena = make_arena(limit);
        struct spf_record record = { .term_count = 0 };
        enum status status = spf_record_parse(text, arena, &record);

        expect_number("no memory", "status", status,
                      arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK);
        arena_destroy(arena);
    }
}

static void test_helpers(void **state)
{
    static const struct {
        enum spf_term_kind kind;
        const char *text;
        bool is_lookup;
        bool is_mechanism;
    } rows[] = {
        { SPF_TERM_NONE, "", false, false },
        { SPF_TERM_ALL, "all", false, true },
        { SPF_TERM_INCLUDE, "include", true, true },
        { SPF_TERM_A, "a", true, true },
        { SPF_TERM_MX, "mx", true, true },
        { SPF_TERM_PTR, "ptr", true, true },
        { SPF_TERM_IP4, "ip4", false, true },
        { SPF_TERM_IP6, "ip6", false, true },
        { SPF_TERM_EXISTS, "exists", true, true },
        { SPF_TERM_REDIRECT, "redirect", true, false },
        { SPF_TERM_EXP, "exp", false, false },
        { SPF_TERM_UNKNOWN_MODIFIER, "", false, false },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct spf_record record = parse("find", SLICE("v=spf1 a mx a:h.example ~all"), arena);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct spf_term term = { .kind = rows[i].kind };

        expect_text(rows[i].text, "text", slice_of(spf_term_kind_text(rows[i].kind)), rows[i].text);
        expect_number(rows[i].text, "lookup", spf_term_is_lookup(&term), rows[i].is_lookup);
        expect_number(rows[i].text, "mechanism", spf_term_is_mechanism(&term),
                      rows[i].is_mechanism);
    }
    assert_ptr_equal(spf_record_find(&record, SPF_TERM_A), &record.terms[0]);
    assert_ptr_equal(spf_record_find(&record, SPF_TERM_ALL), &record.terms[3]);
    assert_null(spf_record_find(&record, SPF_TERM_REDIRECT));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_spf),      cmocka_unit_test(test_good),
        cmocka_unit_test(test_fields),      cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_bad_words),   cmocka_unit_test(test_places),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_large),
        cmocka_unit_test(test_no_memory),   cmocka_unit_test(test_helpers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
