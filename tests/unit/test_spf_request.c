/* SPDX-License-Identifier: MIT */
/* Identities, their domains, and the macro values they give (RFC 7208 2.4, 4.3, 7.2). */
#include "spf_world.h"

#include "mail/spf_request.h"

static void test_domains(void **state)
{
    static const struct {
        const char *text;
        const char *domain; /* NULL: malformed */
    } rows[] = {
        { "a@example.test", "example.test" },
        { "example.test", "example.test" },
        { "Example.TEST.", "example.test" },
        { "\"a@b\"@example.test", "example.test" },
        { "@example.test", "example.test" },
        { "a@b\xC3\xBC"
          "cher.example.test",
          "xn--bcher-kva.example.test" },
        { "a@_x.example.test", "_x.example.test" },
        { "a b.example.test", "a\\032b.example.test" },
        { "", NULL },
        { "a@", NULL },
        { "localhost", NULL },
        { "com.", NULL },
        { "a@[198.18.0.1]", NULL },
        { "a@b..test", NULL },
        { "a@.test", NULL },
        { "a@b.test..", NULL },
        { "a@\xFF\xFE.test", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dns_name name;
        enum status status = spf_request_domain(slice_of(rows[i].text), &name);

        expect_number(rows[i].text, "accepted", status == STATUS_OK, rows[i].domain != NULL);
        if (status == STATUS_OK) {
            expect_text(rows[i].text, "domain", name_to_text(&name, arena), rows[i].domain);
        }
        arena_destroy(arena);
    }
}

static void test_values(void **state)
{
    static const struct {
        const char *sender;
        const char *helo;
        const char *s;
        const char *l;
        const char *o;
        bool ascii;
    } rows[] = {
        { "u@Example.Test", "h.test", "u@Example.Test", "u", "Example.Test", true },
        { "u@example.test.", "h.test", "u@example.test", "u", "example.test", true },
        { "@example.test", "h.test", "postmaster@example.test", "postmaster", "example.test",
          true },
        { "example.test", "h.test", "postmaster@example.test", "postmaster", "example.test", true },
        { "", "h.test", "postmaster@h.test", "postmaster", "h.test", true },
        { "", "[198.18.0.1]", "postmaster@[198.18.0.1]", "postmaster", "[198.18.0.1]", true },
        { "a@b@example.test", "h.test", "a@b@example.test", "a@b", "example.test", true },
        { "\xC3\xA4@example.test", "h.test", "\xC3\xA4@example.test", "\xC3\xA4", "example.test",
          false },
        { "u@b\xC3\xBC"
          "cher.test",
          "h.test", "u@xn--bcher-kva.test", "u", "xn--bcher-kva.test", true },
    };
    static const char *const nothing[] = { NULL };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct world world;
        struct spf_request request = { .sender = slice_of(rows[i].sender),
                                       .helo = slice_of(rows[i].helo) };
        struct spf_macro_values values;
        struct spf_world spf;
        bool ascii = false;

        world_begin(&world, nothing);
        spf = (struct spf_world){ .facts = world.facts, .arena = world.arena };
        assert_int_equal(address_from_text(SLICE("::ffff:198.18.0.1"), &request.client), STATUS_OK);
        spf_request_values(&request, &spf, &values, &ascii);
        expect_text(rows[i].sender, "%{s}", values.sender, rows[i].s);
        expect_text(rows[i].sender, "%{l}", values.local_part, rows[i].l);
        expect_text(rows[i].sender, "%{o}", values.sender_domain, rows[i].o);
        expect_text(rows[i].sender, "%{h}", values.helo, rows[i].helo);
        expect_number(rows[i].sender, "ASCII", ascii, rows[i].ascii);
        expect_number(rows[i].sender, "family", values.client.family, ADDRESS_FAMILY_IP4);
        expect_number(rows[i].sender, "clock", values.clock, WORLD_CLOCK);
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_domains),
        cmocka_unit_test(test_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
