/* SPDX-License-Identifier: MIT */
/* Domain names: text, what people type, wire form, order, ancestors, public suffixes. */
#include "../support/expect.h"

#define L10 "abcdefghij"
#define L60 L10 L10 L10 L10 L10 L10
#define L61 L60 "a"
#define L63 L60 "abc"
#define L64 L60 "abcd"
#define T253 L63 "." L63 "." L63 "." L61     /* 255 octets on the wire */
#define T254 L63 "." L63 "." L63 "." L61 "b" /* 256 */
#define DEEP16 "a.a.a.a.a.a.a.a."
#define DEEP126                                                                                \
    DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 DEEP16 \
        DEEP16 DEEP16 "a.a.a.a.a.a."
#define TEXT(literal)                   \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }

static void test_from_text(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        enum name_defect defect;
        const char *shown; /* NULL when refused */
    } rows[] = {
        { "three labels", TEXT("mail.example.com"), NAME_DEFECT_NONE, "mail.example.com" },
        { "a final dot is dropped", TEXT("example.com."), NAME_DEFECT_NONE, "example.com" },
        { "upper case becomes lower", TEXT("ExAmPlE.COM"), NAME_DEFECT_NONE, "example.com" },
        { "the root", TEXT("."), NAME_DEFECT_NONE, "." },
        { "one label", TEXT("com"), NAME_DEFECT_NONE, "com" },
        { "a backslash is an octet", TEXT("a\\.b"), NAME_DEFECT_NONE, "a\\\\.b" },
        { "a blank is an octet", TEXT("a b.c"), NAME_DEFECT_NONE, "a\\032b.c" },
        { "NUL is an octet", TEXT("a\0b.c"), NAME_DEFECT_NONE, "a\\000b.c" },
        { "0xFF is an octet", TEXT("\xFF.c"), NAME_DEFECT_NONE, "\\255.c" },
        { "63 octets in a label", TEXT(L63 ".com"), NAME_DEFECT_NONE, L63 ".com" },
        { "64 octets in a label", TEXT(L64 ".com"), NAME_DEFECT_LONG_LABEL, NULL },
        { "253 octets", TEXT(T253), NAME_DEFECT_NONE, T253 },
        { "253 octets and a final dot", TEXT(T253 "."), NAME_DEFECT_NONE, T253 },
        { "254 octets", TEXT(T254), NAME_DEFECT_LONG, NULL },
        { "126 labels", TEXT(DEEP126), NAME_DEFECT_NONE, NULL },
        { "127 labels", TEXT(DEEP126 "a"), NAME_DEFECT_NONE, DEEP126 "a" },
        { "128 labels", TEXT(DEEP126 "a.a"), NAME_DEFECT_LONG, NULL },
        { "nothing", TEXT(""), NAME_DEFECT_EMPTY, NULL },
        { "two dots", TEXT(".."), NAME_DEFECT_EMPTY_LABEL, NULL },
        { "a dot in front", TEXT(".com"), NAME_DEFECT_EMPTY_LABEL, NULL },
        { "two dots inside", TEXT("a..com"), NAME_DEFECT_EMPTY_LABEL, NULL },
        { "two dots at the end", TEXT("com.."), NAME_DEFECT_EMPTY_LABEL, NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = { .length = 77 };
        enum name_defect defect = NAME_DEFECT_NONE;
        enum status status = name_from_text(rows[i].text, &name, &defect);

        expect_number(rows[i].title, "defect", defect, rows[i].defect);
        expect_number(rows[i].title, "status", status,
                      rows[i].defect == NAME_DEFECT_NONE ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].defect != NAME_DEFECT_NONE) {
            expect_number(rows[i].title, "length", name.length, 77);
        } else if (rows[i].shown != NULL) {
            expect_text(rows[i].title, "text", name_to_text(&name, arena), rows[i].shown);
        }
    }
    assert_int_equal(name_from_text(SLICE(""), &(struct dns_name){ .length = 0 }, NULL),
                     STATUS_BAD_INPUT);
    arena_destroy(arena);
}

static void test_from_user(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        enum name_defect defect;
        const char *shown;
        const char *unicode;
    } rows[] = {
        { "plain", TEXT("mail.example.com"), NAME_DEFECT_NONE, "mail.example.com", NULL },
        { "upper case, final dot", TEXT("Mail.EXAMPLE.com."), NAME_DEFECT_NONE, "mail.example.com",
          NULL },
        { "underscore", TEXT("_dmarc.example.com"), NAME_DEFECT_NONE, "_dmarc.example.com", NULL },
        { "hyphens anywhere are the zone's affair", TEXT("-a-.b--c.com"), NAME_DEFECT_NONE,
          "-a-.b--c.com", NULL },
        { "digits", TEXT("163.com"), NAME_DEFECT_NONE, "163.com", NULL },
        { "U-label",
          TEXT("b\xC3\xBC"
               "cher.example"),
          NAME_DEFECT_NONE, "xn--bcher-kva.example",
          "b\xC3\xBC"
          "cher.example" },
        { "U-label in upper case",
          TEXT("B\xC3\x9C"
               "CHER.Example"),
          NAME_DEFECT_NONE, "xn--bcher-kva.example",
          "b\xC3\xBC"
          "cher.example" },
        { "U-label not in NFC",
          TEXT("bu\xCC\x88"
               "cher.example"),
          NAME_DEFECT_NONE, "xn--bcher-kva.example",
          "b\xC3\xBC"
          "cher.example" },
        { "sharp s stays (non-transitional)",
          TEXT("stra\xC3\x9F"
               "e.example"),
          NAME_DEFECT_NONE, "xn--strae-oqa.example",
          "stra\xC3\x9F"
          "e.example" },
        { "Chinese", TEXT("\xE4\xBE\x8B\xE5\xAD\x90.\xE4\xB8\xAD\xE5\x9B\xBD"), NAME_DEFECT_NONE,
          "xn--fsqu00a.xn--fiqs8s", "\xE4\xBE\x8B\xE5\xAD\x90.\xE4\xB8\xAD\xE5\x9B\xBD" },
        { "A-label in upper case", TEXT("XN--FSQU00A.cn"), NAME_DEFECT_NONE, "xn--fsqu00a.cn",
          "\xE4\xBE\x8B\xE5\xAD\x90.cn" },
        { "ideographic full stop",
          TEXT("mail\xE3\x80\x82"
               "example\xE3\x80\x82"
               "com"),
          NAME_DEFECT_NONE, "mail.example.com", NULL },
        { "full-width full stop",
          TEXT("mail\xEF\xBC\x8E"
               "example.com"),
          NAME_DEFECT_NONE, "mail.example.com", NULL },
        { "half-width ideographic full stop",
          TEXT("mail\xEF\xBD\xA1"
               "example.com"),
          NAME_DEFECT_NONE, "mail.example.com", NULL },
        { "wide final dot", TEXT("example.com\xE3\x80\x82"), NAME_DEFECT_NONE, "example.com",
          NULL },
        { "full-width letters", TEXT("\xEF\xBD\x81\xEF\xBD\x82.com"), NAME_DEFECT_NONE, "ab.com",
          NULL },
        { "U-label beside an underscore",
          TEXT("_dmarc.b\xC3\xBC"
               "cher.example"),
          NAME_DEFECT_NONE, "_dmarc.xn--bcher-kva.example",
          "_dmarc.b\xC3\xBC"
          "cher.example" },
        { "A-label that is none stays, for nobody converts it", TEXT("xn--zzzzzz99999.com"),
          NAME_DEFECT_NONE, "xn--zzzzzz99999.com", "xn--zzzzzz99999.com" },
        { "nothing", TEXT(""), NAME_DEFECT_EMPTY, NULL, NULL },
        { "the root", TEXT("."), NAME_DEFECT_EMPTY, NULL, NULL },
        { "a wide dot alone", TEXT("\xE3\x80\x82"), NAME_DEFECT_EMPTY, NULL, NULL },
        { "two dots inside", TEXT("a..com"), NAME_DEFECT_EMPTY_LABEL, NULL, NULL },
        { "two dots at the end", TEXT("example.com.."), NAME_DEFECT_EMPTY_LABEL, NULL, NULL },
        { "blank", TEXT(" example.com"), NAME_DEFECT_OCTET, NULL, NULL },
        { "NUL", TEXT("example.com\0.org"), NAME_DEFECT_OCTET, NULL, NULL },
        { "mail address", TEXT("a@example.com"), NAME_DEFECT_OCTET, NULL, NULL },
        { "slash", TEXT("http://example.com"), NAME_DEFECT_OCTET, NULL, NULL },
        { "backslash", TEXT("a\\.com"), NAME_DEFECT_OCTET, NULL, NULL },
        { "NUL beside a U-label", TEXT("\xC3\xBC\0.com"), NAME_DEFECT_OCTET, NULL, NULL },
        { "a character that becomes a slash", TEXT("\xE2\x84\x80.com"), NAME_DEFECT_OCTET, NULL,
          NULL },
        { "invalid UTF-8",
          TEXT("b\xFC"
               "cher.example"),
          NAME_DEFECT_IDNA, NULL, NULL },
        { "cut UTF-8", TEXT("b\xC3"), NAME_DEFECT_IDNA, NULL, NULL },
        { "a control mark",
          TEXT("a\xE2\x80\xAE"
               "b.com"),
          NAME_DEFECT_IDNA, NULL, NULL },
        { "a leading combining mark",
          TEXT("\xCC\x88"
               "a.com"),
          NAME_DEFECT_IDNA, NULL, NULL },
        { "label of 64", TEXT(L64 ".com"), NAME_DEFECT_LONG_LABEL, NULL, NULL },
        { "U-label too long as A-label", TEXT("\xC3\xBC" L60 "abc.example"), NAME_DEFECT_LONG_LABEL,
          NULL, NULL },
        { "254 octets", TEXT(T254), NAME_DEFECT_LONG, NULL, NULL },
        { "more than a name could need", TEXT(T253 "." T253 "." T253 "." T253 "." T253),
          NAME_DEFECT_LONG, NULL, NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = { .length = 77 };
        enum name_defect defect = NAME_DEFECT_NONE;
        enum status status = name_from_user(rows[i].text, &name, &defect);

        expect_number(rows[i].title, "defect", defect, rows[i].defect);
        expect_number(rows[i].title, "status", status,
                      rows[i].defect == NAME_DEFECT_NONE ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].defect != NAME_DEFECT_NONE) {
            expect_number(rows[i].title, "length", name.length, 77);
            continue;
        }
        expect_text(rows[i].title, "text", name_to_text(&name, arena), rows[i].shown);
        expect_text(rows[i].title, "unicode", name_to_unicode(&name, arena),
                    rows[i].unicode != NULL ? rows[i].unicode : rows[i].shown);
    }
    arena_destroy(arena);
}

static void test_from_wire(void **state)
{
    static const struct {
        const char *title;
        struct slice wire;
        const char *shown; /* NULL: refused */
    } rows[] = {
        { "root", TEXT("\0"), "." },
        { "two labels, upper case", TEXT("\001A\003COM\0"), "a.com" },
        { "nothing", TEXT(""), NULL },
        { "no end", TEXT("\001a\003com"), NULL },
        { "label past the end", TEXT("\001a\004com\0"), NULL },
        { "octets behind the end", TEXT("\001a\0x"), NULL },
        { "pointer", TEXT("\001a\xC0\x0C"), NULL },
        { "label of 64", TEXT("\x40" L64 "\0"), NULL },
        { "label of 63", TEXT("\x3F" L63 "\0"), L63 },
        { "256 octets", TEXT("\x3F" L63 "\x3F" L63 "\x3F" L63 "\x3E" L61 "b\0"), NULL },
        { "255 octets", TEXT("\x3F" L63 "\x3F" L63 "\x3F" L63 "\x3D" L61 "\0"), T253 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name;
        enum status status =
            name_from_wire((const uint8_t *)rows[i].wire.data, rows[i].wire.length, &name);

        expect_number(rows[i].title, "status", status,
                      rows[i].shown != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].shown != NULL) {
            expect_text(rows[i].title, "text", name_to_text(&name, arena), rows[i].shown);
        }
    }
    arena_destroy(arena);
}

static void test_text_escapes(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_name name;

    (void)state;
    assert_int_equal(name_from_wire((const uint8_t *)"\003a.b\001\\\000", 7, &name), STATUS_OK);
    expect_text("dot and backslash in labels", "text", name_to_text(&name, arena), "a\\.b.\\\\");
    expect_text("dot and backslash in labels", "unicode", name_to_unicode(&name, arena),
                "a\\.b.\\\\");
    expect_text("dot inside, relative", "text",
                name_relative(&name, &(struct dns_name){ 1, { 0 } }, arena), "a\\.b.\\\\");
    assert_int_equal(name_from_wire((const uint8_t *)"\006xn--\000a\000", 8, &name), STATUS_OK);
    expect_text("NUL behind xn--", "unicode", name_to_unicode(&name, arena), "xn--\\000a");
    arena_destroy(arena);
}

static void test_out_of_memory(void **state)
{
    struct dns_name name = make_name("mail.example.com");
    struct arena *arena = make_arena(16);

    (void)state;
    assert_int_equal(name_to_text(&name, arena).length, 0);
    assert_int_equal(name_to_unicode(&name, arena).length, 0);
    assert_int_equal(name_relative(&name, &(struct dns_name){ 1, { 0 } }, arena).length, 0);
    arena_destroy(arena);
}

static void test_order(void **state)
{
    /* RFC 4034 6.1, without its two names that differ in escapes only. */
    static const char *const sorted[] = { ".",           "example",
                                          "a.example",   "yljkjljk.a.example",
                                          "z.a.example", "zabc.a.example",
                                          "z.example",   "\001.z.example",
                                          "*.z.example", "\310.z.example" };

    (void)state;
    for (size_t i = 0; i < ROWS(sorted); i++) {
        for (size_t k = 0; k < ROWS(sorted); k++) {
            struct dns_name a = make_name(sorted[i]);
            struct dns_name b = make_name(sorted[k]);
            int order = name_compare(&a, &b);

            expect_number(sorted[i], sorted[k], (order > 0) - (order < 0), (i > k) - (i < k));
            expect_number(sorted[i], "equal", name_equal(&a, &b), i == k);
        }
    }
}

static void test_within(void **state)
{
    static const struct {
        const char *name;
        const char *ancestor;
        bool is_within;
    } rows[] = {
        { "mail.example.com", "example.com", true },
        { "example.com", "example.com", true },
        { "example.com", ".", true },
        { ".", ".", true },
        { ".", "com", false },
        { "myexample.com", "example.com", false },
        { "example.com", "mail.example.com", false },
        { "example.org", "com", false },
        { "com.example", "com", false },
        { "a.b", "b.a", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = make_name(rows[i].name);
        struct dns_name ancestor = make_name(rows[i].ancestor);

        expect_number(rows[i].name, rows[i].ancestor, name_is_within(&name, &ancestor),
                      rows[i].is_within);
    }
    /* [9]x\003com\000 ends in octets that look like [3]com[0], but no label begins there. */
    struct dns_name trap;
    struct dns_name com = make_name("com");
    assert_int_equal(name_from_wire((const uint8_t *)"\006xy\003com\000", 8, &trap), STATUS_OK);
    assert_false(name_is_within(&trap, &com));
}

static void test_within_text(void **state)
{
    static const struct {
        const char *name;
        const char *ancestor;
        bool is_within;
    } rows[] = {
        { "ns1.dnspod.net", "dnspod.net", true },
        { "NS1.DNSPod.NET", "dnspod.net", true },
        { "ns1.dnspod.net", "DNSPod.NET", true },
        { "ns1.dnspod.net", "dnspod.net.", true },
        { "dnspod.net", "dnspod.net", true },
        { "dnspod.net", ".", true },
        { "dnspod.net", "ns1.dnspod.net", false },
        { "notdnspod.net", "dnspod.net", false },
        { "dnspod.net.example", "dnspod.net", false },
        /* What is no name has nothing below it, whatever the name. */
        { "dnspod.net", "", false },
        { "dnspod.net", "..", false },
        { "dnspod.net", ".net", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = make_name(rows[i].name);

        expect_number(rows[i].name, rows[i].ancestor, name_is_within_text(&name, rows[i].ancestor),
                      rows[i].is_within);
    }
}

static void test_parts(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_name name = make_name("a.mail.example.com");
    struct dns_name zone = make_name("example.com");
    struct dns_name other = make_name("example.org");
    struct dns_name root = make_name(".");
    struct dns_name part;

    (void)state;
    assert_int_equal(name_label_count(&name), 4);
    assert_int_equal(name_label_count(&root), 0);
    assert_true(name_is_root(&root));
    assert_false(name_is_root(&zone));
    assert_true(name_parent(&name, &part));
    expect_text("parent", "text", name_to_text(&part, arena), "mail.example.com");
    assert_false(name_parent(&root, &part));
    name_ancestor(&name, 2, &part);
    expect_text("two labels", "text", name_to_text(&part, arena), "example.com");
    name_ancestor(&name, 0, &part);
    expect_text("no label", "text", name_to_text(&part, arena), ".");
    name_ancestor(&name, 9, &part);
    expect_text("more labels than there are", "text", name_to_text(&part, arena),
                "a.mail.example.com");
    part = name;
    name_ancestor(&part, 1, &part);
    expect_text("in place", "text", name_to_text(&part, arena), "com");
    expect_text("first label", "text", name_first_label(&name), "a");
    expect_text("first label of the root", "text", name_first_label(&root), "");
    expect_text("relative", "text", name_relative(&name, &zone, arena), "a.mail");
    expect_text("relative to itself", "text", name_relative(&zone, &zone, arena), "@");
    expect_text("relative to another", "text", name_relative(&name, &other, arena), "");
    arena_destroy(arena);
}

static void test_prepend(void **state)
{
    static const struct {
        const char *title;
        const char *labels;
        const char *name;
        const char *result; /* NULL: refused */
    } rows[] = {
        { "one label", "_dmarc", "example.com", "_dmarc.example.com" },
        { "two labels", "s1._domainkey", "Example.com", "s1._domainkey.example.com" },
        { "before the root", "com", ".", "com" },
        { "nothing", "", "example.com", NULL },
        { "empty label", "a..b", "example.com", NULL },
        { "long label", L64, "example.com", NULL },
        { "255 octets", "a", L63 "." L63 "." L63 "." L60, NULL },
        { "just fits", "a", L63 "." L63 "." L63 "." L10 L10 L10 L10 L10 "abcdefghi",
          "a." L63 "." L63 "." L63 "." L10 L10 L10 L10 L10 "abcdefghi" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct dns_name name = make_name(rows[i].name);
        struct dns_name result;
        enum status status = name_prepend(slice_of(rows[i].labels), &name, &result);

        expect_number(rows[i].title, "status", status,
                      rows[i].result != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].result != NULL) {
            expect_text(rows[i].title, "text", name_to_text(&result, arena), rows[i].result);
        }
    }
    arena_destroy(arena);
}

static void test_registrable(void **state)
{
    static const struct {
        const char *title;
        const char *name;
        const char *registrable; /* NULL: not found */
        const char *organisational;
    } rows[] = {
        { "below com", "a.mail.example.com", "example.com", "example.com" },
        { "itself", "example.com", "example.com", "example.com" },
        { "a suffix", "com", NULL, NULL },
        { "the root", ".", NULL, NULL },
        { "two-level suffix", "mail.example.com.cn", "example.com.cn", "example.com.cn" },
        { "a two-level suffix itself", "com.cn", NULL, NULL },
        { "beside it", "example.cn", "example.cn", "example.cn" },
        { "Chinese suffix in A-labels", "mail.example.xn--55qx5d.cn", "example.xn--55qx5d.cn",
          "example.xn--55qx5d.cn" },
        { "Chinese top level", "a.example.xn--fiqs8s", "example.xn--fiqs8s", "example.xn--fiqs8s" },
        { "private suffix", "a.user.github.io", "github.io", "user.github.io" },
        { "a private suffix itself", "github.io", "github.io", NULL },
        { "private suffix eu.org", "mail.example.eu.org", "eu.org", "example.eu.org" },
        { "wildcard rule", "a.b.c.ck", "b.c.ck", "b.c.ck" },
        { "its exception", "a.www.ck", "www.ck", "www.ck" },
        { "unlisted top level", "a.b.internal-corp", "b.internal-corp", "b.internal-corp" },
        { "unlisted top level itself", "internal-corp", NULL, NULL },
        { "octets that no suffix has", "a b.\001.com", "\001.com", "\001.com" },
        { "many labels", DEEP16 DEEP16 DEEP16 "com", "a.com", "a.com" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *const want[] = { rows[i].registrable, rows[i].organisational };
        struct dns_name name = make_name(rows[i].name);

        for (size_t k = 0; k < 2; k++) {
            struct dns_name domain;
            enum status status =
                k == 0 ? name_registrable(&name, &domain) : name_organisational(&name, &domain);
            struct dns_name wanted;

            expect_number(rows[i].title, k == 0 ? "registrable" : "organisational", status,
                          want[k] != NULL ? STATUS_OK : STATUS_NOT_FOUND);
            if (want[k] != NULL) {
                wanted = make_name(want[k]);
                expect_number(rows[i].title, want[k], name_equal(&domain, &wanted), true);
            }
        }
    }
}

static void test_registrable_dot_in_label(void **state)
{
    struct dns_name name;
    struct dns_name domain;

    (void)state;
    /* The label "x.co" in uk is no name in co.uk. */
    assert_int_equal(name_from_wire((const uint8_t *)"\001a\004x.co\002uk\000", 11, &name),
                     STATUS_OK);
    assert_int_equal(name_registrable(&name, &domain), STATUS_OK);
    assert_int_equal(domain.length, 9);
}

static void test_defect_texts(void **state)
{
    (void)state;
    for (int i = NAME_DEFECT_NONE; i <= NAME_DEFECT_IDNA; i++) {
        assert_true(strlen(name_defect_text((enum name_defect)i)) > 8);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_text),     cmocka_unit_test(test_from_user),
        cmocka_unit_test(test_from_wire),     cmocka_unit_test(test_text_escapes),
        cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_order),
        cmocka_unit_test(test_within),        cmocka_unit_test(test_within_text),
        cmocka_unit_test(test_parts),         cmocka_unit_test(test_prepend),
        cmocka_unit_test(test_registrable),   cmocka_unit_test(test_registrable_dot_in_label),
        cmocka_unit_test(test_defect_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
