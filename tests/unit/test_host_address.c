/* SPDX-License-Identifier: MIT */
/* From a host to its addresses: which questions are asked, and what is taken of the answers. */
#include "../support/expect.h"

#include "io/host_address.h"

/* A resolver that gives as many addresses of each family, and counts. */
struct resolver {
    size_t addresses[2]; /* A, AAAA; 0: no such record */
    size_t asked;
    enum rr_type types[2];
    enum status status;
};

static enum status ask(void *self, const struct question *questions, size_t count,
                       int64_t deadline_ns, struct arena *arena, struct dns_answer *answers,
                       unsigned *messages)
{
    struct resolver *resolver = self;

    assert_int_equal(deadline_ns, 77);
    resolver->asked = count;
    *messages += (unsigned)count;
    for (size_t i = 0; i < count && resolver->status == STATUS_OK; i++) {
        size_t room = resolver->addresses[questions[i].type == RR_TYPE_A ? 0 : 1];
        struct rr *records = arena_alloc_array(arena, room + 1, sizeof *records);

        assert_non_null(records);
        assert_int_equal(questions[i].kind, QUESTION_KIND_RESOLVER);
        resolver->types[i] = questions[i].type;
        answers[i] = (struct dns_answer){ .class = ANSWER_CLASS_NODATA };
        if (room > 0) {
            /* Something else among them is passed over. */
            records[room] = (struct rr){ .type = RR_TYPE_CNAME };
            for (size_t r = 0; r < room; r++) {
                records[r] = (struct rr){ .type = questions[i].type };
                records[r].data.address.octets[0] = (uint8_t)(r + 1);
            }
            answers[i].class = ANSWER_CLASS_POSITIVE;
            answers[i].records = records;
            answers[i].record_count = room + 1;
        }
    }
    return resolver->status;
}

static void test_rows(void **state)
{
    static const struct {
        const char *title;
        const char *host;
        enum address_family family;
        size_t addresses[2];
        size_t asked;
        size_t found;
    } rows[] = {
        { "both", "rdap.test", ADDRESS_FAMILY_NONE, { 1, 2 }, 2, 3 },
        { "no more than there is room for", "rdap.test", ADDRESS_FAMILY_NONE, { 7, 7 }, 2, 8 },
        { "IPv4 alone", "rdap.test", ADDRESS_FAMILY_IP4, { 1, 2 }, 1, 1 },
        { "IPv6 alone", "rdap.test", ADDRESS_FAMILY_IP6, { 1, 2 }, 1, 2 },
        { "none", "rdap.test", ADDRESS_FAMILY_NONE, { 0, 0 }, 2, 0 },
        { "an address is itself", "192.0.2.7", ADDRESS_FAMILY_NONE, { 1, 1 }, 0, 1 },
        { "an address of IPv6", "2001:db8::7", ADDRESS_FAMILY_NONE, { 1, 1 }, 0, 1 },
        { "no name", "a..b", ADDRESS_FAMILY_NONE, { 1, 1 }, 0, 0 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct resolver resolver = { .addresses = { rows[i].addresses[0], rows[i].addresses[1] } };
        struct source source = { .self = &resolver, .ask = ask };
        unsigned messages = 0;
        struct host_address_request request = {
            .dns = &source, .family = rows[i].family, .deadline_ns = 77, .messages = &messages
        };
        struct host_addresses found;

        assert_int_equal(host_address_find(&request, slice_of(rows[i].host), arena, &found),
                         STATUS_OK);
        expect_number(rows[i].title, "asked", (long long)resolver.asked, (long long)rows[i].asked);
        expect_number(rows[i].title, "messages", messages, (long long)rows[i].asked);
        expect_number(rows[i].title, "found", (long long)found.count, (long long)rows[i].found);
    }
    arena_destroy(arena);
}

static void test_trouble(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct arena *small = make_arena(16);
    struct resolver resolver = { .status = STATUS_INTERNAL };
    struct source source = { .self = &resolver, .ask = ask };
    unsigned messages = 0;
    struct host_address_request request = { .dns = &source,
                                            .deadline_ns = 77,
                                            .messages = &messages };
    struct host_addresses found;

    (void)state;
    assert_int_equal(host_address_find(&request, SLICE("a.test"), arena, &found), STATUS_INTERNAL);
    assert_int_equal(found.count, 0);
    assert_int_equal(host_address_find(&request, SLICE("a.test"), small, &found), STATUS_NO_MEMORY);
    arena_destroy(small);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_trouble),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
