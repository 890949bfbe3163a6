/* SPDX-License-Identifier: MIT */
/* Lists of report URIs: what they say, where they stand, and what is wrong with them. */
#include "../support/expect.h"

#include "mail/report_address.h"

#define NONE REPORT_DEFECT_NONE
#define L63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"

static const struct {
    const char *title;
    const char *text;
    enum report_defect defect;
    const char *uri;
    const char *mailbox; /* NULL: no mailto */
    const char *host;    /* NULL: none */
    bool has_limit;
    uint64_t limit;
} rows[] = {
    { "plain", "mailto:a@b.example", NONE, "mailto:a@b.example", "a@b.example", "b.example", false,
      0 },
    { "capitals", "MAILTO:A@B.Example", NONE, "MAILTO:A@B.Example", "A@B.Example", "b.example",
      false, 0 },
    { "blanks around", " mailto:a@b.example\t", NONE, "mailto:a@b.example", "a@b.example",
      "b.example", false, 0 },
    { "octets", "mailto:a@b.example!10", NONE, "mailto:a@b.example", "a@b.example", "b.example",
      true, 10 },
    { "kilooctets", "mailto:a@b.example!10k", NONE, "mailto:a@b.example", "a@b.example",
      "b.example", true, 10240 },
    { "megaoctets", "mailto:a@b.example!1M", NONE, "mailto:a@b.example", "a@b.example", "b.example",
      true, 1048576 },
    { "the largest", "mailto:a@b.example!18446744073709551615", NONE, "mailto:a@b.example",
      "a@b.example", "b.example", true, UINT64_MAX },
    { "one more", "mailto:a@b.example!18446744073709551616", REPORT_DEFECT_LIMIT,
      "mailto:a@b.example", "a@b.example", "b.example", false, 0 },
    { "too large by its unit", "mailto:a@b.example!16777216t", REPORT_DEFECT_LIMIT,
      "mailto:a@b.example", "a@b.example", "b.example", false, 0 },
    { "no number", "mailto:a@b.example!k", REPORT_DEFECT_LIMIT, "mailto:a@b.example", "a@b.example",
      "b.example", false, 0 },
    { "another unit", "mailto:a@b.example!1x", REPORT_DEFECT_LIMIT, "mailto:a@b.example",
      "a@b.example", "b.example", false, 0 },
    { "escapes", "mailto:a%2Cb@c.example", NONE, "mailto:a%2Cb@c.example", "a,b@c.example",
      "c.example", false, 0 },
    { "headers", "mailto:a@b.example?subject=x", NONE, "mailto:a@b.example?subject=x",
      "a@b.example", "b.example", false, 0 },
    { "quoted local part", "mailto:%22a%20b%22@c.example", NONE, "mailto:%22a%20b%22@c.example",
      "\"a b\"@c.example", "c.example", false, 0 },
    { "an exclamation mark as it has to be", "mailto:a%21b%3bc@d.example!1g", NONE,
      "mailto:a%21b%3bc@d.example", "a!b;c@d.example", "d.example", true, 1073741824 },
    { "an exclamation mark as it is", "mailto:a!b@c.example", REPORT_DEFECT_LIMIT, "mailto:a", NULL,
      NULL, false, 0 },
    { "the same with a limit", "mailto:a!b@c.example!10m", REPORT_DEFECT_URI,
      "mailto:a!b@c.example", NULL, NULL, false, 0 },
    { "no limit at all", "mailto:a@b.example!", REPORT_DEFECT_LIMIT, "mailto:a@b.example",
      "a@b.example", "b.example", false, 0 },
    { "the largest by its unit", "mailto:a@b.example!16777215T", NONE, "mailto:a@b.example",
      "a@b.example", "b.example", true, UINT64_C(16777215) << 40 },
    { "two addresses in one", "mailto:a@b.example%2Cc@d.example", REPORT_DEFECT_ADDRESS,
      "mailto:a@b.example%2Cc@d.example", "a@b.example,c@d.example", NULL, false, 0 },
    { "a lost comma", "mailto:a@b.example mailto:c@d.example", REPORT_DEFECT_URI,
      "mailto:a@b.example mailto:c@d.example", NULL, NULL, false, 0 },
    { "two slashes", "mailto://a@b.example", REPORT_DEFECT_ADDRESS, "mailto://a@b.example",
      "//a@b.example", NULL, false, 0 },
    { "nothing behind the scheme", "mailto:", REPORT_DEFECT_ADDRESS, "mailto:", "", NULL, false,
      0 },
    { "a quote escaped", "mailto:%22a%5C%22b%22@c.example", NONE, "mailto:%22a%5C%22b%22@c.example",
      "\"a\\\"b\"@c.example", "c.example", false, 0 },
    { "a quote that is not", "mailto:%22a%22b%22@c.example", REPORT_DEFECT_ADDRESS,
      "mailto:%22a%22b%22@c.example", "\"a\"b\"@c.example", NULL, false, 0 },
    { "the closing quote escaped", "mailto:%22%5C%22@c.example", REPORT_DEFECT_ADDRESS,
      "mailto:%22%5C%22@c.example", "\"\\\"@c.example", NULL, false, 0 },
    { "one quote", "mailto:%22@c.example", REPORT_DEFECT_ADDRESS, "mailto:%22@c.example",
      "\"@c.example", NULL, false, 0 },
    { "a control octet in quotes", "mailto:%22%07%22@c.example", REPORT_DEFECT_ADDRESS,
      "mailto:%22%07%22@c.example", "\"\a\"@c.example", NULL, false, 0 },
    { "a dot at the end", "mailto:a.@b.example", REPORT_DEFECT_ADDRESS, "mailto:a.@b.example",
      "a.@b.example", NULL, false, 0 },
    { "one label", "mailto:a@localhost", REPORT_DEFECT_HOST, "mailto:a@localhost", "a@localhost",
      NULL, false, 0 },
    { "no host", "mailto:a@", REPORT_DEFECT_HOST, "mailto:a@", "a@", NULL, false, 0 },
    { "an IPv4 address", "mailto:a@192.0.2.1", REPORT_DEFECT_HOST, "mailto:a@192.0.2.1",
      "a@192.0.2.1", NULL, false, 0 },
    { "an IPv4 address in brackets", "mailto:a@[192.0.2.1]", REPORT_DEFECT_HOST,
      "mailto:a@[192.0.2.1]", "a@[192.0.2.1]", NULL, false, 0 },
    { "the longest label", "mailto:a@" L63 ".example", NONE, "mailto:a@" L63 ".example",
      "a@" L63 ".example", L63 ".example", false, 0 },
    { "one octet more", "mailto:a@" L63 "x.example", REPORT_DEFECT_HOST,
      "mailto:a@" L63 "x.example", "a@" L63 "x.example", NULL, false, 0 },
    { "half an escape at the end", "mailto:a@b.example%4", REPORT_DEFECT_URI,
      "mailto:a@b.example%4", NULL, NULL, false, 0 },
    { "no hexadecimal digits", "mailto:a%2G@b.example", REPORT_DEFECT_URI, "mailto:a%2G@b.example",
      NULL, NULL, false, 0 },
    { "a digit in front of the scheme", "1x:a@b.example", REPORT_DEFECT_NO_SCHEME, "1x:a@b.example",
      NULL, NULL, false, 0 },
    { "a colon alone", ":a@b.example", REPORT_DEFECT_NO_SCHEME, ":a@b.example", NULL, NULL, false,
      0 },
    { "another scheme without a host", "https:///x", NONE, "https:///x", NULL, NULL, false, 0 },
    { "another scheme, no name", "https://a..b/", NONE, "https://a..b/", NULL, NULL, false, 0 },
    { "another scheme, one label", "https://localhost/", NONE, "https://localhost/", NULL, NULL,
      false, 0 },
    { "another scheme, an address", "https://192.0.2.1/", NONE, "https://192.0.2.1/", NULL, NULL,
      false, 0 },
    { "another scheme", "https://user@host.example:8443/x?y", NONE,
      "https://user@host.example:8443/x?y", NULL, "host.example", false, 0 },
    { "one without authority", "tel:123", NONE, "tel:123", NULL, NULL, false, 0 },
    { "an address literal", "ftp://[2001:db8::1]/", NONE, "ftp://[2001:db8::1]/", NULL, NULL, false,
      0 },
    { "no scheme", "a@b.example", REPORT_DEFECT_NO_SCHEME, "a@b.example", NULL, NULL, false, 0 },
    { "nothing", "", REPORT_DEFECT_EMPTY, "", NULL, NULL, false, 0 },
    { "half an escape", "mailto:a%2@b.example", REPORT_DEFECT_URI, "mailto:a%2@b.example", NULL,
      NULL, false, 0 },
    { "a blank inside", "mailto:a b@c.example", REPORT_DEFECT_URI, "mailto:a b@c.example", NULL,
      NULL, false, 0 },
    { "two at signs", "mailto:a@b@c.example", REPORT_DEFECT_ADDRESS, "mailto:a@b@c.example",
      "a@b@c.example", NULL, false, 0 },
    { "no at sign", "mailto:b.example", REPORT_DEFECT_ADDRESS, "mailto:b.example", "b.example",
      NULL, false, 0 },
    { "no local part", "mailto:@b.example", REPORT_DEFECT_ADDRESS, "mailto:@b.example",
      "@b.example", NULL, false, 0 },
    { "two dots", "mailto:a..b@c.example", REPORT_DEFECT_ADDRESS, "mailto:a..b@c.example",
      "a..b@c.example", NULL, false, 0 },
    { "an empty label", "mailto:a@b..example", REPORT_DEFECT_HOST, "mailto:a@b..example",
      "a@b..example", NULL, false, 0 },
    { "a host that is not ASCII", "mailto:a@%C3%A4.example", REPORT_DEFECT_HOST,
      "mailto:a@%C3%A4.example", "a@\xC3\xA4.example", NULL, false, 0 },
};

static void check_row(size_t i)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_addresses list;
    const struct report_address *address;

    assert_int_equal(report_address_parse(slice_of(rows[i].text), 40, arena, &list), STATUS_OK);
    expect_number(rows[i].title, "addresses", (long long)list.count, 1);
    address = &list.addresses[0];
    expect_number(rows[i].title, "defect", address->defect, rows[i].defect);
    expect_number(rows[i].title, "good", (long long)list.good, rows[i].defect == NONE);
    expect_number(rows[i].title, "a reason", address->reason.length > 0, rows[i].defect != NONE);
    expect_octets(rows[i].title, "written", address->written, slice_trim(slice_of(rows[i].text)));
    expect_number(rows[i].title, "offset", (long long)address->offset,
                  40 + (rows[i].text[0] == ' '));
    expect_text(rows[i].title, "URI", address->uri, rows[i].uri);
    expect_number(rows[i].title, "mailto", address->mailto,
                  slice_starts_with_nocase(address->uri, SLICE("mailto:")));
    expect_text(rows[i].title, "mailbox", address->mailbox,
                rows[i].mailbox != NULL ? rows[i].mailbox : "");
    expect_number(rows[i].title, "has a host", address->has_host, rows[i].host != NULL);
    if (rows[i].host != NULL) {
        expect_text(rows[i].title, "host", name_to_text(&address->host, arena), rows[i].host);
    }
    expect_number(rows[i].title, "has a limit", address->has_limit, rows[i].has_limit);
    assert_true(address->limit == rows[i].limit);
    arena_destroy(arena);
}

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_row(i);
    }
}

static void test_lists(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text = SLICE("mailto:a@b.example , c@d.example,, mailto:e@f.example");
    struct report_addresses list;

    (void)state;
    assert_int_equal(report_address_parse(text, 10, arena, &list), STATUS_OK);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.good, 2);
    assert_int_equal(list.surplus, 0);
    assert_int_equal(list.addresses[1].offset, 31);
    assert_int_equal(list.addresses[2].defect, REPORT_DEFECT_EMPTY);
    assert_int_equal(list.addresses[3].offset, 45);
    arena_destroy(arena);
}

static void test_limits(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_addresses list;
    struct slice text = slice_empty();

    (void)state;
    for (size_t i = 0; i <= REPORT_ADDRESSES_MAXIMUM; i++) {
        text = arena_join(arena, text,
                          i > 0 ? SLICE(",mailto:a@b.example") : SLICE("mailto:a@b.example"));
        assert_int_equal(report_address_parse(text, 0, arena, &list), STATUS_OK);
        expect_number("many", "surplus", (long long)list.surplus, i == REPORT_ADDRESSES_MAXIMUM);
        expect_number("many", "kept", (long long)list.count,
                      (long long)(i < REPORT_ADDRESSES_MAXIMUM ? i + 1 : i));
    }
    arena_destroy(arena);
}

static void test_reasons(void **state)
{
    static const struct {
        const char *text;
        const char *reason;
    } reasons[] = {
        { "a@b.example", "\"a@b.example\" is no URI: write mailto: in front of the address" },
        { "mailto:a@b.example mailto:c@d.example",
          "a blank at 18 of the address: commas stand between addresses" },
        { "mailto:a!b@c.example!1", "\"!\" at 8 of the address has to be written %21" },
        { "mailto:a!b@c.example",
          "a \"!\" begins a size limit: within an address it has to be written %21" },
        { "mailto:a%2@c.example", "octet 0x25 at 8 of the address is not allowed in a URI: two "
                                  "hexadecimal digits belong behind it" },
        { "mailto:a@b.example\xC3", "octet 0xC3 at 18 of the address is not allowed in a URI" },
        { "mailto://a@b.example", "the address stands directly behind mailto: without \"//\"" },
        { "mailto:a@b..example", "\"b..example\" is no domain name: a label is empty" },
        { "mailto:a@localhost", "\"localhost\" is no domain that reports can go to: a name such as "
                                "example.org belongs behind \"@\"" },
        { "mailto:a@b.example!1x",
          "\"!1x\" is no size limit: digits, then k, m, g or t, or nothing" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(reasons); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct report_addresses list;

        assert_int_equal(report_address_parse(slice_of(reasons[i].text), 0, arena, &list),
                         STATUS_OK);
        expect_text(reasons[i].text, "reason", list.addresses[0].reason, reasons[i].reason);
        arena_destroy(arena);
    }
}

/* Every beginning of a rich list. */
static void test_truncations(void **state)
{
    struct slice rich =
        SLICE("mailto:a%2Cb@c.example!10m , https://u@d.example:443/x?y#z,"
              "mailto:%22e%5C%22@f%22@g.example?subject=h!1t,i@j.example,,mailto:\0");

    (void)state;
    for (size_t length = 0; length <= rich.length; length++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct report_addresses list;

        assert_int_equal(report_address_parse(slice_head(rich, length), 0, arena, &list),
                         STATUS_OK);
        for (size_t i = 0; i < list.count; i++) {
            assert_true(list.addresses[i].offset + list.addresses[i].written.length <= length);
        }
        arena_destroy(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),   cmocka_unit_test(test_lists),
        cmocka_unit_test(test_limits),      cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_truncations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
