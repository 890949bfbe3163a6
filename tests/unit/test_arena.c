/* SPDX-License-Identifier: MIT */
/* The arena: zeroed, aligned, limited, and sticky after a refusal. */
#include "../support/expect.h"

#include <stdalign.h>

static void test_memory(void **state)
{
    struct arena *arena = make_arena((size_t)256 * 1024);
    static const size_t sizes[] = { 0, 1, 15, 16, 17, 1000, 16 * 1024, 16 * 1024 + 1, 100000 };

    (void)state;
    for (size_t i = 0; i < ROWS(sizes); i++) {
        unsigned char *memory = arena_alloc(arena, sizes[i]);

        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t at = 0; at < sizes[i]; at++) {
            assert_int_equal(memory[at], 0);
        }
        memset(memory, 0xAA, sizes[i]);
    }
    assert_false(arena_failed(arena));
    assert_true(arena_used(arena) >= 100000);
    arena_destroy(arena);
    arena_destroy(NULL);
}

static void test_limit(void **state)
{
    static const struct {
        const char *title;
        size_t limit;
        size_t count;
        size_t size;
        bool refused;
    } rows[] = {
        { "exactly the limit", 64, 1, 64, false },
        { "one more", 64, 1, 65, true },
        { "rounding counts", 65, 1, 65, true },
        { "product overflows", 64, SIZE_MAX / 2, 3, true },
        { "nearly everything", 64, 1, SIZE_MAX, true },
        { "nothing of nothing", 64, 0, 8, false },
        { "an empty arena", 0, 1, 1, true },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(rows[i].limit);
        void *memory = arena_alloc_array(arena, rows[i].count, rows[i].size);

        expect_number(rows[i].title, "refused", memory == NULL, rows[i].refused);
        expect_number(rows[i].title, "failed", arena_failed(arena), rows[i].refused);
        arena_destroy(arena);
    }
}

static void test_sticky(void **state)
{
    struct arena *arena = make_arena(128);

    (void)state;
    assert_null(arena_alloc(arena, 1000));
    assert_non_null(arena_alloc(arena, 16));
    assert_true(arena_failed(arena));
    expect_text("copy in a full arena", "text",
                arena_copy(arena, slice_make((const char[200]){ 0 }, 200)), "");
    expect_text("join in a full arena", "text",
                arena_join(arena, slice_make((const char[200]){ 0 }, 200), SLICE("x")), "");
    expect_text("printf in a full arena", "text", arena_printf(arena, "%200s", "x"), "");
    arena_destroy(arena);
}

static void test_texts(void **state)
{
    struct arena *arena = make_arena((size_t)1024 * 1024);
    struct slice copy = arena_copy(arena, SLICE("a\0b"));
    struct slice text = arena_printf(arena, "%s-%d", "x", 7);

    (void)state;
    expect_octets("copy", "octets", copy, SLICE("a\0b"));
    assert_int_equal(copy.data[3], '\0');
    expect_text("printf", "text", text, "x-7");
    assert_int_equal(text.data[3], '\0');
    expect_octets("join", "octets", arena_join(arena, SLICE("a\0"), SLICE("b")), SLICE("a\0b"));
    expect_text("join of nothing", "text",
                arena_join(arena, slice_make(NULL, 0), slice_make(NULL, 0)), "");
    expect_text("empty copy", "text", arena_copy(arena, slice_make(NULL, 0)), "");
    assert_int_equal(arena_printf(arena, "%600s", "").length, 600);
    assert_int_equal(arena_printf(arena, "%100000s", "").length, 64 * 1024);
    assert_false(arena_failed(arena));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_sticky),
        cmocka_unit_test(test_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
