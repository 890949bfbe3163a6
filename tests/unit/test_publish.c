/* SPDX-License-Identifier: MIT */
/* Records ready to paste: the host field, and values cut into strings. */
#include "../support/expect.h"

#include "rules/publish.h"

static void test_hosts(void **state)
{
    static const struct {
        const char *name;
        const char *host;
    } rows[] = {
        { "example.com", "host @ in the zone example.com" },
        { "_dmarc.example.com", "host _dmarc in the zone example.com" },
        { "s1._domainkey.mail.example.co.uk", "host s1._domainkey.mail in the zone example.co.uk" },
        { "com", "com" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dns_name name = make_name(rows[i].name);

        expect_text(rows[i].name, "host", publish_host(&name, arena), rows[i].host);
        arena_destroy(arena);
    }
}

/* A value of `length` octets, counted through the digits. */
static struct slice make_value(size_t length, struct arena *arena)
{
    char *data = arena_alloc(arena, length);

    assert_non_null(data);
    for (size_t i = 0; i < length; i++) {
        data[i] = (char)('0' + i % 10);
    }
    return slice_make(data, length);
}

static void test_strings(void **state)
{
    static const struct {
        const char *title;
        size_t length;
        size_t strings; /* 0: without quotation marks */
    } rows[] = {
        { "nothing", 0, 0 },          { "one string", 255, 0 },
        { "one octet more", 256, 2 }, { "two full strings", 510, 2 },
        { "a third one", 511, 3 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice value = make_value(rows[i].length, arena);
        struct slice written = publish_value(value, arena);
        struct slice rest = written;
        struct slice piece;
        size_t done = 0;
        size_t marks = rows[i].strings > 0 ? rows[i].strings * 3 - 1 : 0;

        expect_number(rows[i].title, "octets", (long long)written.length,
                      (long long)value.length + (long long)marks);
        for (size_t s = 0; s < rows[i].strings && slice_split(&rest, ' ', &piece); s++) {
            struct slice inner = slice_head(slice_from(piece, 1), piece.length - 2);

            assert_true(inner.length <= LIMIT_STRING);
            expect_octets(rows[i].title, "string", inner,
                          slice_head(slice_from(value, done), inner.length));
            done += inner.length;
        }
        expect_number(rows[i].title, "all of it", (long long)done,
                      rows[i].strings > 0 ? (long long)value.length : 0);
        arena_destroy(arena);
    }
}

static void test_advice(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_name name = make_name("_dmarc.mail.example.com");
    struct slice advice = publish_advice("Publish", &name, SLICE("v=DMARC1; p=none"), arena);

    (void)state;
    expect_text("short", "advice", advice,
                "Publish as TXT at host _dmarc.mail in the zone example.com:\nv=DMARC1; p=none");
    advice = publish_advice("Publish", &name, make_value(300, arena), arena);
    assert_true(slice_find_part(advice, SLICE("(300 octets: one TXT record of 2 strings")) <
                advice.length);
    expect_text("a line feed", "value", publish_value(SLICE("a\nb"), arena), "a\\x0Ab");
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_advice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
