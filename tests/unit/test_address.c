/* SPDX-License-Identifier: MIT */
/* Addresses and endpoints: text to value and back, prefixes. */
#include "../support/expect.h"

#include "dns/address.h"

static void test_from_text(void **state)
{
    static const struct {
        const char *text;
        enum address_family family; /* none: refused */
        const char *canonical;
    } rows[] = {
        { "192.0.2.1", ADDRESS_FAMILY_IP4, "192.0.2.1" },
        { "0.0.0.0", ADDRESS_FAMILY_IP4, "0.0.0.0" },
        { "255.255.255.255", ADDRESS_FAMILY_IP4, "255.255.255.255" },
        { "192.0.2.256", ADDRESS_FAMILY_NONE, NULL },
        { "192.0.02.1", ADDRESS_FAMILY_NONE, NULL },
        { "192.0.2", ADDRESS_FAMILY_NONE, NULL },
        { "192.0.2.1.1", ADDRESS_FAMILY_NONE, NULL },
        { "192.0.2.1.", ADDRESS_FAMILY_NONE, NULL },
        { "192.0..1", ADDRESS_FAMILY_NONE, NULL },
        { "192.0.2.1 ", ADDRESS_FAMILY_NONE, NULL },
        { "192.0.2.+1", ADDRESS_FAMILY_NONE, NULL },
        { "0x7f.0.0.1", ADDRESS_FAMILY_NONE, NULL },
        { "3221225985", ADDRESS_FAMILY_NONE, NULL },
        { "", ADDRESS_FAMILY_NONE, NULL },
        { "2001:db8::1", ADDRESS_FAMILY_IP6, "2001:db8::1" },
        { "2001:DB8:0:0:0:0:0:1", ADDRESS_FAMILY_IP6, "2001:db8::1" },
        { "2001:0db8:0000:0000:0001:0000:0000:0001", ADDRESS_FAMILY_IP6, "2001:db8::1:0:0:1" },
        { "2001:db8:0:1:1:1:1:1", ADDRESS_FAMILY_IP6, "2001:db8:0:1:1:1:1:1" },
        { "1:0:0:2:0:0:0:3", ADDRESS_FAMILY_IP6, "1:0:0:2::3" },
        { "1:2:3:4:5:6:7:8", ADDRESS_FAMILY_IP6, "1:2:3:4:5:6:7:8" },
        { "::", ADDRESS_FAMILY_IP6, "::" },
        { "::1", ADDRESS_FAMILY_IP6, "::1" },
        { "1::", ADDRESS_FAMILY_IP6, "1::" },
        { "0:0:1::", ADDRESS_FAMILY_IP6, "0:0:1::" },
        { "::ffff:192.0.2.1", ADDRESS_FAMILY_IP6, "::ffff:192.0.2.1" },
        { "::ffff:c000:201", ADDRESS_FAMILY_IP6, "::ffff:192.0.2.1" },
        { "::192.0.2.1", ADDRESS_FAMILY_IP6, "::c000:201" },
        { "64:ff9b::192.0.2.33", ADDRESS_FAMILY_IP6, "64:ff9b::c000:221" },
        { "fe80::1%1", ADDRESS_FAMILY_NONE, NULL },
        { ":::", ADDRESS_FAMILY_NONE, NULL },
        { "1::2::3", ADDRESS_FAMILY_NONE, NULL },
        { "12345::", ADDRESS_FAMILY_NONE, NULL },
        { "1:2:3:4:5:6:7", ADDRESS_FAMILY_NONE, NULL },
        { "1:2:3:4:5:6:7:8:9", ADDRESS_FAMILY_NONE, NULL },
        { "::1 ", ADDRESS_FAMILY_NONE, NULL },
        { "0000:0000:0000:0000:0000:0000:255.255.255.2550", ADDRESS_FAMILY_NONE, NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct address address = { .family = ADDRESS_FAMILY_NONE };
        struct address other = { .family = ADDRESS_FAMILY_NONE };
        struct slice text = slice_of(rows[i].text);
        bool is_good = rows[i].family != ADDRESS_FAMILY_NONE;

        expect_number(rows[i].text, "status", address_from_text(text, &address),
                      is_good ? STATUS_OK : STATUS_BAD_INPUT);
        expect_number(rows[i].text, "family", address.family, rows[i].family);
        expect_number(rows[i].text, "as IPv4", address_from_ip4(text, &other),
                      rows[i].family == ADDRESS_FAMILY_IP4 ? STATUS_OK : STATUS_BAD_INPUT);
        expect_number(rows[i].text, "as IPv6", address_from_ip6(text, &other),
                      rows[i].family == ADDRESS_FAMILY_IP6 ? STATUS_OK : STATUS_BAD_INPUT);
        expect_text(rows[i].text, "text", address_to_text(&address, arena),
                    is_good ? rows[i].canonical : "");
        if (is_good) {
            expect_number(rows[i].text, "same again", address_equal(&address, &other), true);
        }
    }
    assert_int_equal(address_from_ip6(SLICE("::1\0"), &(struct address){ .octets = { 0 } }),
                     STATUS_BAD_INPUT);
    arena_destroy(arena);
}

static struct address make_address(const char *text)
{
    struct address address = { .family = ADDRESS_FAMILY_NONE };

    if (address_from_text(slice_of(text), &address) != STATUS_OK) {
        fail_msg("\"%s\" is no address", text);
    }
    return address;
}

static void test_unmapped(void **state)
{
    static const char *const rows[][2] = {
        { "::ffff:192.0.2.1", "192.0.2.1" }, { "192.0.2.1", "192.0.2.1" },
        { "2001:db8::1", "2001:db8::1" },    { "::fffe:192.0.2.1", "::fffe:192.0.2.1" },
        { "::192.0.2.1", "::192.0.2.1" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct address got = address_unmapped(make_address(rows[i][0]));
        struct address want = make_address(rows[i][1]);

        expect_number(rows[i][0], "unmapped", address_equal(&got, &want), true);
    }
}

static void test_within(void **state)
{
    static const struct {
        const char *address;
        const char *network;
        unsigned prefix;
        bool is_within;
    } rows[] = {
        { "192.0.2.1", "192.0.2.1", 32, true },
        { "192.0.2.0", "192.0.2.1", 32, false },
        { "192.0.2.0", "192.0.2.1", 31, true },
        { "192.0.2.2", "192.0.2.1", 31, false },
        { "192.0.2.255", "192.0.2.0", 24, true },
        { "192.0.3.0", "192.0.2.0", 24, false },
        { "192.0.3.0", "192.0.2.0", 23, true },
        { "10.0.0.0", "192.0.2.0", 0, true },
        { "192.0.2.1", "192.0.2.1", 33, false },
        { "127.255.255.255", "128.0.0.0", 1, false },
        { "2001:db8::1", "2001:db8::", 32, true },
        { "2001:db9::1", "2001:db8::", 32, false },
        { "2001:db9::1", "2001:db8::", 31, true },
        { "2001:db8::1", "2001:db8::1", 128, true },
        { "2001:db8::", "2001:db8::1", 128, false },
        { "2001:db8::", "2001:db8::1", 127, true },
        { "2001:db8::", "2001:db8::", 129, false },
        { "::1", "ffff::", 0, true },
        { "::", "0.0.0.0", 0, false },
        { "0.0.0.0", "::", 0, false },
    };
    struct address none = { .family = ADDRESS_FAMILY_NONE };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct address address = make_address(rows[i].address);
        struct address network = make_address(rows[i].network);

        expect_number(rows[i].address, rows[i].network,
                      address_within(&address, &network, rows[i].prefix), rows[i].is_within);
    }
    assert_false(address_within(&none, &none, 0));
    assert_int_equal(address_bits(&none), 0);
}

static void test_endpoints(void **state)
{
    static const struct {
        const char *text;
        const char *shown; /* NULL: refused */
        uint32_t scope;
    } rows[] = {
        { "192.0.2.53", "192.0.2.53", 0 },
        { "192.0.2.53@5300", "192.0.2.53@5300", 0 },
        { "192.0.2.53:5300", "192.0.2.53@5300", 0 },
        { "192.0.2.53@53", "192.0.2.53", 0 },
        { "192.0.2.53@1", "192.0.2.53@1", 0 },
        { "192.0.2.53@65535", "192.0.2.53@65535", 0 },
        { "192.0.2.53@65536", NULL, 0 },
        { "192.0.2.53@0", NULL, 0 },
        { "192.0.2.53@", NULL, 0 },
        { "192.0.2.53:", NULL, 0 },
        { "192.0.2.53@dns", NULL, 0 },
        { "192.0.2.53@53@54", NULL, 0 },
        { "192.0.2.53@-1", NULL, 0 },
        { "[192.0.2.53]:53", NULL, 0 },
        { "2001:db8::1", "2001:db8::1", 0 },
        { "2001:db8::1@5300", "2001:db8::1@5300", 0 },
        { "[2001:db8::1]", "2001:db8::1", 0 },
        { "[2001:db8::1]:5300", "2001:db8::1@5300", 0 },
        { "[2001:db8::1]@5300", "2001:db8::1@5300", 0 },
        { "[2001:db8::1]5300", NULL, 0 },
        { "[2001:db8::1]:", NULL, 0 },
        { "[2001:db8::1", NULL, 0 },
        { "2001:db8::1]", NULL, 0 },
        { "[]", NULL, 0 },
        { "[]:53", NULL, 0 },
        { "fe80::1%2", "fe80::1%2", 2 },
        { "fe80::1%2@5300", "fe80::1%2@5300", 2 },
        { "[fe80::1%4294967295]:5300", "fe80::1%4294967295@5300", 4294967295u },
        { "fe80::1%4294967296", NULL, 0 },
        { "fe80::1%0", NULL, 0 },
        { "fe80::1%eth0", NULL, 0 },
        { "fe80::1%", NULL, 0 },
        { "2001:db8::1%2", NULL, 0 },
        { "192.0.2.53%2", NULL, 0 },
        { "", NULL, 0 },
        { ":53", NULL, 0 },
        { "@53", NULL, 0 },
        { "localhost", NULL, 0 },
        { "tls://192.0.2.53", NULL, 0 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct endpoint endpoint = { .port = 7 };

        expect_number(rows[i].text, "status",
                      endpoint_from_text(slice_of(rows[i].text), 53, &endpoint),
                      rows[i].shown != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].shown == NULL) {
            expect_number(rows[i].text, "port untouched", endpoint.port, 7);
            continue;
        }
        expect_number(rows[i].text, "scope", endpoint.scope, rows[i].scope);
        expect_text(rows[i].text, "text", endpoint_to_text(&endpoint, arena), rows[i].shown);
    }
    arena_destroy(arena);
}

static void test_default_port(void **state)
{
    struct endpoint endpoint;

    (void)state;
    assert_int_equal(endpoint_from_text(SLICE("::1"), 5301, &endpoint), STATUS_OK);
    assert_int_equal(endpoint.port, 5301);
}

static void test_out_of_memory(void **state)
{
    struct arena *arena = make_arena(8);
    struct endpoint endpoint = { .address = make_address("::1"), .port = 1 };

    (void)state;
    assert_int_equal(address_to_text(&endpoint.address, arena).length, 0);
    assert_int_equal(endpoint_to_text(&endpoint, arena).length, 0);
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_text),    cmocka_unit_test(test_unmapped),
        cmocka_unit_test(test_within),       cmocka_unit_test(test_endpoints),
        cmocka_unit_test(test_default_port), cmocka_unit_test(test_out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
