/* SPDX-License-Identifier: MIT */
/* JSON: building, writing within limits, reading within limits. */
#include "../support/expect.h"

#include <math.h>

#include "base/buf.h"
#include "base/json.h"

static struct json *create(void)
{
    struct json *root = NULL;

    assert_int_equal(json_create(&root), STATUS_OK);
    return root;
}

/* The document on one line, in `arena`; frees it. */
static struct slice write(struct json *root, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_ARENA);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

static struct json *read(const char *text, struct arena *arena)
{
    struct json *root = NULL;
    struct slice reason;

    if (json_read(slice_of(text), LIMIT_FILE, arena, &root, &reason) != STATUS_OK) {
        fail_msg("%s: %.*s", text, SLICE_ARGS(reason));
    }
    return root;
}

static void test_build(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct json *root = create();
    struct json *list = json_add_list(root, "z");
    struct json *inner;

    (void)state;
    json_append_string(list, SLICE(""));
    json_append_string(list, SLICE("x"));
    inner = json_append_object(list);
    json_add_null(inner, "n");
    json_add_bool(inner, "t", true);
    json_add_real(root, "r", 3.1);
    json_add_real(root, "bad", (double)INFINITY);
    json_add_integer(root, "i", INT64_MIN);
    json_add_known(root, "k", true, slice_empty());
    json_add_known(root, "u", false, SLICE("x"));
    json_add_word(root, "w", "v");
    json_add_word(root, "no", NULL);
    json_add_bool(json_add_object(root, "a"), "f", false);
    expect_text("document", "text", write(root, arena),
                "{\"z\":[\"\",\"x\",{\"n\":null,\"t\":true}],\"r\":3.1,\"bad\":null,"
                "\"i\":-9223372036854775808,\"k\":\"\",\"u\":null,\"w\":\"v\",\"no\":null,\"a\":{"
                "\"f\":false}}");
    arena_destroy(arena);
}

static void test_strings(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        const char *written;
    } rows[] = {
        { "empty", { NULL, 0 }, "\"\"" },
        { "escapes", { "\"\\/\b\n\t", 6 }, "\"\\\"\\\\/\\b\\n\\t\"" },
        { "NUL", { "a\0b", 3 }, "\"a\\u0000b\"" },
        { "control", { "\x1B", 1 }, "\"\\u001B\"" },
        { "UTF-8", { "\xC3\xA4", 2 }, "\"\\u00E4\"" },
        { "beyond the first plane", { "\xF0\x9F\x98\x80", 4 }, "\"\\uD83D\\uDE00\"" },
        { "an octet that is none", { "a\xFF", 2 }, "\"a\\u00FF\"" },
        { "only the bad octets change", { "\xC3\xA4\xC3", 3 }, "\"\\u00E4\\u00C3\"" },
        { "NUL beside a bad octet", { "\0\x80\0", 3 }, "\"\\u0000\\u0080\\u0000\"" },
        { "surrogate", { "\xED\xA0\x80", 3 }, "\"\\u00ED\\u00A0\\u0080\"" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct json *root = create();
        struct slice line;

        json_add_string(root, "s", rows[i].text);
        line = write(root, arena);
        expect_text(rows[i].title, "text", slice_head(slice_from(line, 5), line.length - 6),
                    rows[i].written);
    }
    arena_destroy(arena);
}

static void test_sticky(void **state)
{
    struct json *nothing = NULL;
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct buf buf;

    (void)state;
    assert_null(json_add_object(nothing, "a"));
    assert_null(json_add_list(nothing, "a"));
    assert_null(json_append_object(nothing));
    json_add_null(nothing, "a");
    json_add_bool(nothing, "a", true);
    json_add_integer(nothing, "a", 1);
    json_add_real(nothing, "a", 1);
    json_add_string(nothing, "a", SLICE("x"));
    json_append_string(nothing, SLICE("x"));
    json_free(nothing);
    buf_init(&buf, arena, 100);
    assert_int_equal(json_write(nothing, 100, &buf), STATUS_NO_MEMORY);
    arena_destroy(arena);
}

/* What cannot be added, here a member of a list, is told when the document is written. */
static void test_refused_addition(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct json *root = create();
    struct buf buf;

    (void)state;
    assert_null(json_add_object(json_add_list(root, "a"), "key"));
    buf_init(&buf, arena, 100);
    assert_int_equal(json_write(root, 100, &buf), STATUS_NO_MEMORY);
    json_free(root);
    arena_destroy(arena);
}

/* A text of `length` octets in the arena. */
static struct slice repeat(struct arena *arena, char octet, size_t length)
{
    char *text = arena_alloc(arena, length);

    assert_non_null(text);
    memset(text, octet, length);
    return slice_make(text, length);
}

static void test_maximum(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct json *root = create();
    struct buf buf;

    (void)state;
    json_add_string(root, "a", SLICE("bcd"));
    buf_init(&buf, arena, 100);
    buf_add_text(&buf, "front ");
    assert_int_equal(json_write(root, 11, &buf), STATUS_OK);
    expect_text("exactly", "text", buf_slice(&buf), "front {\"a\":\"bcd\"}");
    assert_int_equal(json_write(root, 10, &buf), STATUS_TOO_LONG);
    expect_text("one too many", "text", buf_slice(&buf), "front {\"a\":\"bcd\"}");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    json_free(root);

    root = create();
    json_add_string(root, "a", SLICE("bcd"));
    buf_init(&buf, arena, 10);
    assert_int_equal(json_write(root, 100, &buf), STATUS_TOO_LONG);
    json_free(root);
    arena_destroy(arena);
}

static void test_truncation(void **state)
{
    struct arena *arena = make_arena((size_t)64 * 1024 * 1024);
    struct json *root = create();
    struct json *back;
    struct json *list;
    struct slice text;
    struct buf buf;
    bool truncated = false;

    (void)state;
    json_add_string(root, "long", repeat(arena, 'x', LIMIT_JSON_STRING + 1));
    json_add_string(root, "short", repeat(arena, 'y', LIMIT_JSON_STRING));
    text = repeat(arena, 'z', LIMIT_JSON_STRING);
    text = arena_printf(arena, "%.*s\xC3\xA4", (int)(text.length - 1), text.data);
    json_add_string(json_add_object(root, "deep"), "divided", text);
    list = json_add_list(root, "list");
    for (int i = 0; i < 20000; i++) {
        json_append_string(list, SLICE("0123456789012345678901234567890123456789012345678901234"));
    }
    list = json_add_list(root, "fits");
    for (int i = 0; i < LIMIT_JSON_LIST; i++) {
        json_append_string(list, SLICE("s"));
    }
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);

    assert_int_equal(json_read(buf_slice(&buf), LIMIT_JSON_OUTPUT, arena, &back, &text), STATUS_OK);
    assert_true(json_get_bool(back, "truncated", &truncated) && truncated);
    assert_true(json_get_string(back, "long", &text));
    assert_int_equal(text.length, LIMIT_JSON_STRING);
    assert_true(json_get_string(back, "short", &text));
    assert_int_equal(text.length, LIMIT_JSON_STRING);
    assert_true(json_get_string(json_get_object(back, "deep"), "divided", &text));
    assert_int_equal(text.length, LIMIT_JSON_STRING - 1);
    assert_int_equal(json_count(json_get_list(back, "list")), LIMIT_JSON_LIST);
    assert_int_equal(json_count(json_get_list(back, "fits")), LIMIT_JSON_LIST);
    json_free(back);
    arena_destroy(arena);
}

static void test_refused_documents(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *place; /* what the reason begins with */
    } rows[] = {
        { "nothing", "", "line 1, column 1: " },
        { "blanks only", " \n ", "line 2, column 1: " },
        { "half an object", "{\"a\":1", "line 1, column 6: " },
        { "something behind", "{}\n{}", "line 2, column 1: " },
        { "duplicate key", "{\"a\":1,\"a\":2}", "line 1, column " },
        { "no document: a number", "1", "line 1, column " },
        { "no document: a string", "\"a\"", "line 1, column " },
        { "bare word", "{\"a\":x}", "line 1, column " },
        { "octal", "{\"a\":01}", "line 1, column " },
        { "NaN", "{\"a\":NaN}", "line 1, column " },
        { "a number too large", "{\"a\":1e999}", "line 1, column " },
        { "an integer too large", "{\"a\":99999999999999999999}", "line 1, column " },
        { "invalid UTF-8", "{\"a\":\"\xFF\"}", "line 1, column " },
        { "control in a string", "{\"a\":\"\n\"}", "line 1, column " },
        { "line and column", "{\n  \"a\": 1,\n  b\n}", "line 3, column 3: " },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct json *root = NULL;
        struct slice reason = slice_empty();
        enum status status = json_read(slice_of(rows[i].text), 1000, arena, &root, &reason);

        expect_number(rows[i].title, "status", status, STATUS_BAD_INPUT);
        assert_null(root);
        if (!slice_starts_with(reason, slice_of(rows[i].place))) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
    }
    arena_destroy(arena);
}

/* `depth` lists in each other, with a text before them that holds brackets of its own. */
static enum status read_nested(size_t depth, struct arena *arena, struct slice *ret_reason)
{
    struct json *root = NULL;
    struct buf buf;
    enum status status;

    buf_init(&buf, arena, LIMIT_FILE);
    buf_add_text(&buf, "[\n\"[[\\\"[{\\\\\",");
    for (size_t i = 1; i < depth; i++) {
        buf_add_octet(&buf, '[');
    }
    for (size_t i = 0; i < depth; i++) {
        buf_add_octet(&buf, ']');
    }
    status = json_read(buf_slice(&buf), LIMIT_FILE, arena, &root, ret_reason);
    json_free(root);
    return status;
}

static void test_depth(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice reason = slice_empty();

    (void)state;
    assert_int_equal(read_nested(LIMIT_JSON_DEPTH, arena, &reason), STATUS_OK);
    assert_int_equal(read_nested(LIMIT_JSON_DEPTH + 1, arena, &reason), STATUS_BAD_INPUT);
    expect_text("one too deep", "reason", reason, "line 2, column 43: nested deeper than 32");
    assert_int_equal(read_nested(100000, arena, &reason), STATUS_BAD_INPUT);
    arena_destroy(arena);
}

static void test_truncations_of_input(void **state)
{
    static const char text[] =
        "{\"a\":[1,-2.5e3,{\"b\":\"\\u00e4\\n\"}],\"c\":null,\"d\":[true,[]]}";
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct json *root;

    (void)state;
    for (size_t length = 0; length < sizeof text - 1; length++) {
        struct slice reason = slice_empty();

        assert_int_equal(json_read(slice_make(text, length), 1000, arena, &root, &reason),
                         STATUS_BAD_INPUT);
        assert_true(reason.length > 0);
    }
    root = read(text, arena);
    expect_text("there and back", "text", write(root, arena),
                "{\"a\":[1,-2500.0,{\"b\":\"\\u00E4\\n\"}],\"c\":null,\"d\":[true,[]]}");
    assert_int_equal(json_read(slice_of(text), sizeof text - 2, arena, &root, &(struct slice){ 0 }),
                     STATUS_TOO_LONG);
    arena_destroy(arena);
}

static void test_getters(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct json *root = read("{\"o\":{\"s\":\"a\\u0000b\"},\"l\":[{\"i\":7},\"x\",1],\"i\":-5,"
                             "\"r\":1.5,\"b\":true,\"n\":null}",
                             arena);
    struct json *list = json_get_list(root, "l");
    struct slice text = slice_empty();
    int64_t integer = 0;
    double number = 0;
    bool flag = false;

    (void)state;
    assert_true(json_get_string(json_get_object(root, "o"), "s", &text));
    expect_octets("string", "octets", text, SLICE("a\0b"));
    assert_true(json_get_integer(root, "i", &integer) && integer == -5);
    assert_false(json_get_integer(root, "r", &integer));
    assert_true(json_get_number(root, "r", &number) && number > 1.4 && number < 1.6);
    assert_true(json_get_number(root, "i", &number) && number < -4.9);
    assert_false(json_get_number(root, "b", &number));
    assert_true(json_get_bool(root, "b", &flag) && flag);
    assert_false(json_get_bool(root, "n", &flag));
    assert_true(json_has(root, "n"));
    assert_false(json_has(root, "absent"));
    assert_true(json_has_null(root, "n"));
    assert_false(json_has_null(root, "b"));
    assert_false(json_has_null(root, "absent"));
    assert_null(json_get_object(root, "l"));
    assert_null(json_get_list(root, "o"));
    assert_null(json_get_object(NULL, "o"));
    assert_false(json_get_string(root, "i", &text));
    assert_int_equal(json_count(list), 3);
    assert_true(json_get_integer(json_at_object(list, 0), "i", &integer) && integer == 7);
    assert_null(json_at_object(list, 1));
    assert_null(json_at_list(list, 0));
    assert_null(json_at_list(list, 3));
    assert_null(json_at_list(NULL, 0));
    assert_true(json_at_string(list, 1, &text));
    expect_text("element", "text", text, "x");
    assert_false(json_at_string(list, 2, &text));
    assert_false(json_at_string(list, 3, &text));
    assert_int_equal(json_count(root), 0);
    assert_true(json_key_at(root, 1, &text));
    expect_text("second key", "text", text, "l");
    assert_false(json_key_at(root, 6, &text));
    assert_false(json_key_at(list, 0, &text));
    json_free(root);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_build),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_sticky),
        cmocka_unit_test(test_refused_addition),
        cmocka_unit_test(test_maximum),
        cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_refused_documents),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_truncations_of_input),
        cmocka_unit_test(test_getters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
