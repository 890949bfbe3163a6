/* SPDX-License-Identifier: MIT */
/* Lists of tags by both grammars: names, values, places, defects, limits. */
#include "../support/expect.h"

#include "mail/taglist.h"

#define TAGS 6
#define DEFECTS 4
#define DKIM TAGLIST_KIND_DKIM
#define DMARC TAGLIST_KIND_DMARC

struct expected_tag {
    const char *name;
    const char *value;
    size_t offset;
    size_t length;
    size_t value_offset;
    bool repeated;
};

struct expected_defect {
    enum taglist_defect_kind kind;
    size_t offset;
    size_t length;
};

static const struct {
    const char *title;
    enum taglist_kind kind;
    const char *text;
    bool broken;
    struct expected_tag tags[TAGS];
    struct expected_defect defects[DEFECTS];
} rows[] = {
    { "nothing", DKIM, "", false, { { 0 } }, { { 0 } } },
    { "blanks only", DKIM, " \t ", false, { { 0 } }, { { 0 } } },
    { "one tag", DKIM, "v=DKIM1", false, { { "v", "DKIM1", 0, 7, 2, false } }, { { 0 } } },
    { "two tags",
      DKIM,
      "v=DKIM1; p=AB",
      false,
      { { "v", "DKIM1", 0, 7, 2, false }, { "p", "AB", 9, 4, 11, false } },
      { { 0 } } },
    { "a semicolon at the end",
      DKIM,
      "p=AB; ",
      false,
      { { "p", "AB", 0, 4, 2, false } },
      { { 0 } } },
    { "blanks around", DKIM, " p\t= A B ;", false, { { "p", "A B", 1, 7, 5, false } }, { { 0 } } },
    { "folded", DKIM, "p=A\r\n B", false, { { "p", "A\r\n B", 0, 7, 2, false } }, { { 0 } } },
    { "folded at the ends",
      DKIM,
      "p=\r\n A\r\n ",
      false,
      { { "p", "A", 0, 6, 5, false } },
      { { 0 } } },
    { "a line end that folds nothing",
      DKIM,
      "p=A\r\nB",
      true,
      { { "p", "A\r\nB", 0, 6, 2, false } },
      { { TAGLIST_DEFECT_OCTET, 3, 1 } } },
    { "an empty value", DKIM, "p=", false, { { "p", "", 0, 2, 2, false } }, { { 0 } } },
    { "an empty value of DMARC",
      DMARC,
      "p=",
      false,
      { { "p", "", 0, 2, 2, false } },
      { { TAGLIST_DEFECT_EMPTY_VALUE, 0, 2 } } },
    { "an equals sign in a value",
      DKIM,
      "p=A=B",
      false,
      { { "p", "A=B", 0, 5, 2, false } },
      { { 0 } } },
    { "names with digits and underscores",
      DKIM,
      "a1_=x",
      false,
      { { "a1_", "x", 0, 5, 4, false } },
      { { 0 } } },
    { "the same in DMARC", DMARC, "a1=x", false, { { "a1", "x", 0, 4, 3, false } }, { { 0 } } },
    { "a blank in a name", DKIM, "foo k=rsa", true, { { 0 } }, { { TAGLIST_DEFECT_NAME, 0, 5 } } },
    { "no name", DKIM, "=x", true, { { 0 } }, { { TAGLIST_DEFECT_NAME, 0, 0 } } },
    { "no equals sign",
      DKIM,
      "a=1; hello; b=2",
      true,
      { { "a", "1", 0, 3, 2, false }, { "b", "2", 12, 3, 14, false } },
      { { TAGLIST_DEFECT_NO_EQUALS, 5, 5 } } },
    { "two semicolons",
      DKIM,
      "a=1;;b=2",
      false,
      { { "a", "1", 0, 3, 2, false }, { "b", "2", 5, 3, 7, false } },
      { { TAGLIST_DEFECT_EMPTY_PIECE, 4, 1 } } },
    { "a semicolon in front",
      DKIM,
      ";a=1",
      false,
      { { "a", "1", 1, 3, 3, false } },
      { { TAGLIST_DEFECT_EMPTY_PIECE, 0, 1 } } },
    { "a name twice",
      DKIM,
      "a=1;a=2",
      true,
      { { "a", "1", 0, 3, 2, false }, { "a", "2", 4, 3, 6, true } },
      { { TAGLIST_DEFECT_REPEATED, 4, 1 } } },
    { "another case is another name",
      DKIM,
      "a=1;A=2",
      false,
      { { "a", "1", 0, 3, 2, false }, { "A", "2", 4, 3, 6, false } },
      { { 0 } } },
    { "not in DMARC",
      DMARC,
      "a=1;A=2",
      true,
      { { "a", "1", 0, 3, 2, false }, { "A", "2", 4, 3, 6, true } },
      { { TAGLIST_DEFECT_REPEATED, 4, 1 } } },
    { "an octet that DKIM does not have",
      DKIM,
      "n=\x80",
      true,
      { { "n", "\x80", 0, 3, 2, false } },
      { { TAGLIST_DEFECT_OCTET, 2, 1 } } },
    { "folded around the name",
      DKIM,
      "\r\n p\r\n\t=1",
      false,
      { { "p", "1", 3, 6, 8, false } },
      { { 0 } } },
    { "no folding in DMARC",
      DMARC,
      "p=a\r\n b",
      false,
      { { "p", "a\r\n b", 0, 7, 2, false } },
      { { TAGLIST_DEFECT_OCTET, 3, 1 } } },
    { "tabs around in DMARC",
      DMARC,
      "\tp\t=\tnone\t;",
      false,
      { { "p", "none", 1, 8, 5, false } },
      { { 0 } } },
    { "a digit in front", DKIM, "1a=x", true, { { 0 } }, { { TAGLIST_DEFECT_NAME, 0, 2 } } },
    { "an underscore in front", DKIM, "_a=x", true, { { 0 } }, { { TAGLIST_DEFECT_NAME, 0, 2 } } },
    { "a name three times",
      DKIM,
      "a=1;a=1;a=1",
      true,
      { { "a", "1", 0, 3, 2, false }, { "a", "1", 4, 3, 6, true }, { "a", "1", 8, 3, 10, true } },
      { { TAGLIST_DEFECT_REPEATED, 4, 1 }, { TAGLIST_DEFECT_REPEATED, 8, 1 } } },
    { "blanks between two semicolons",
      DMARC,
      "a=1; \t;",
      false,
      { { "a", "1", 0, 3, 2, false } },
      { { TAGLIST_DEFECT_EMPTY_PIECE, 4, 3 } } },
    { "nor DMARC, where it spoils one tag",
      DMARC,
      "n=a\tb",
      false,
      { { "n", "a\tb", 0, 5, 2, false } },
      { { TAGLIST_DEFECT_OCTET, 3, 1 } } },
};

static void check_row(size_t i)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct taglist list;
    size_t tags = 0;
    size_t defects = 0;

    assert_int_equal(taglist_parse(rows[i].kind, slice_of(rows[i].text), arena, &list), STATUS_OK);
    while (tags < TAGS && rows[i].tags[tags].name != NULL) {
        tags++;
    }
    while (defects < DEFECTS && rows[i].defects[defects].kind != TAGLIST_DEFECT_NONE) {
        defects++;
    }
    expect_number(rows[i].title, "tags", (long long)list.tag_count, (long long)tags);
    expect_number(rows[i].title, "defects", (long long)list.defect_count, (long long)defects);
    expect_number(rows[i].title, "broken", list.broken, rows[i].broken);
    for (size_t t = 0; t < tags; t++) {
        const struct expected_tag *want = &rows[i].tags[t];
        const struct tag *tag = &list.tags[t];

        expect_text(rows[i].title, "name", tag->name, want->name);
        expect_text(rows[i].title, "value", tag->value, want->value);
        expect_number(rows[i].title, "offset", (long long)tag->offset, (long long)want->offset);
        expect_number(rows[i].title, "length", (long long)tag->length, (long long)want->length);
        expect_number(rows[i].title, "value's offset", (long long)tag->value_offset,
                      (long long)want->value_offset);
        expect_number(rows[i].title, "repeated", tag->repeated, want->repeated);
    }
    for (size_t d = 0; d < defects; d++) {
        const struct expected_defect *want = &rows[i].defects[d];

        expect_number(rows[i].title, "defect", list.defects[d].kind, want->kind);
        expect_number(rows[i].title, "its offset", (long long)list.defects[d].offset,
                      (long long)want->offset);
        expect_number(rows[i].title, "its length", (long long)list.defects[d].length,
                      (long long)want->length);
        expect_number(rows[i].title, "a reason", list.defects[d].reason.length > 0, 1);
    }
    arena_destroy(arena);
}

static void test_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_row(i);
    }
}

static void test_find(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct taglist list;

    (void)state;
    assert_int_equal(taglist_parse(DKIM, SLICE("a=1;b=2;b=3"), arena, &list), STATUS_OK);
    assert_ptr_equal(taglist_find(&list, "b"), &list.tags[1]);
    assert_null(taglist_find(&list, "B"));
    assert_int_equal(taglist_parse(DMARC, SLICE("a=1;B=2"), arena, &list), STATUS_OK);
    assert_ptr_equal(taglist_find(&list, "b"), &list.tags[1]);
    assert_null(taglist_find(&list, "c"));
    arena_destroy(arena);
}

static void test_words(void **state)
{
    struct slice rest = SLICE("sha1 : sha256:: x");
    struct slice word;

    (void)state;
    assert_true(taglist_next_word(&rest, ':', &word));
    expect_text("first", "word", word, "sha1");
    assert_true(taglist_next_word(&rest, ':', &word));
    expect_text("second", "word", word, "sha256");
    assert_true(taglist_next_word(&rest, ':', &word));
    expect_text("third", "word", word, "");
    assert_true(taglist_next_word(&rest, ':', &word));
    expect_text("fourth", "word", word, "x");
    assert_false(taglist_next_word(&rest, ':', &word));
}

static void test_reasons(void **state)
{
    static const struct {
        enum taglist_kind kind;
        const char *text;
        const char *reason;
    } reasons[] = {
        { DKIM, ";", "a semicolon with no tag in front of it" },
        { DKIM, "hello", "\"hello\" has no \"=\": a tag is name=value" },
        { DKIM, "=x", "there is no name in front of \"=\": a tag is name=value" },
        { DKIM, "a b=x",
          "\"a b\" is no name of a tag: a letter, then letters, digits and \"_\" make one" },
        { DMARC, "1a=x",
          "\"1a\" is no name of a tag: a letter, then letters, digits and \"_\" make one" },
        { DKIM, "a=\x7F", "octet 0x7F does not belong into a value" },
        { DMARC, "sp=", "\"sp=\" has no value: write one, or no such tag" },
        { DMARC, "p=x;P=y", "the tag P stands twice" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(reasons); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct taglist list;

        assert_int_equal(taglist_parse(reasons[i].kind, slice_of(reasons[i].text), arena, &list),
                         STATUS_OK);
        assert_int_equal(list.defect_count, 1);
        expect_text(reasons[i].text, "reason", list.defects[0].reason, reasons[i].reason);
        arena_destroy(arena);
    }
}

/* As many tags as are kept, and one more; a final semicolon and blanks are no further tag. */
static void check_count(size_t count, const char *end)
{
    static const char digits[] = "abcdefghijklmnop";
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text = slice_empty();
    struct taglist list;

    for (size_t i = 0; i < count; i++) {
        text = arena_join(arena, text,
                          arena_printf(arena, "%s%c%c%c=1", i > 0 ? ";" : "", digits[i / 256],
                                       digits[i / 16 % 16], digits[i % 16]));
    }
    text = arena_join(arena, text, slice_of(end));
    assert_int_equal(taglist_parse(DKIM, text, arena, &list), STATUS_OK);
    expect_number(end, "kept", (long long)list.tag_count,
                  (long long)(count < TAGLIST_TAGS_MAXIMUM ? count : TAGLIST_TAGS_MAXIMUM));
    expect_number(end, "broken", list.broken, count > TAGLIST_TAGS_MAXIMUM);
    expect_number(end, "defects", (long long)list.defect_count, count > TAGLIST_TAGS_MAXIMUM);
    if (list.broken) {
        expect_number(end, "defect", list.defects[0].kind, TAGLIST_DEFECT_TOO_MANY);
    }
    arena_destroy(arena);
}

static void test_limits(void **state)
{
    static const char *const ends[] = { "", ";", "; " };

    (void)state;
    for (size_t i = 0; i < ROWS(ends); i++) {
        check_count(TAGLIST_TAGS_MAXIMUM - 1, ends[i]);
        check_count(TAGLIST_TAGS_MAXIMUM, ends[i]);
        check_count(TAGLIST_TAGS_MAXIMUM + 1, ends[i]);
    }
}

/* Light defects up to the limit and past it do not hide the one that breaks the list. */
static void test_many_defects(void **state)
{
    for (size_t count = TAGLIST_DEFECTS_MAXIMUM - 1; count <= TAGLIST_DEFECTS_MAXIMUM + 1;
         count++) {
        char text[TAGLIST_DEFECTS_MAXIMUM + 2];
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct taglist list;
        const struct taglist_defect *last;

        memset(text, ';', count);
        text[count] = 'x';
        assert_int_equal(taglist_parse(DKIM, slice_make(text, count), arena, &list), STATUS_OK);
        assert_false(list.broken);
        assert_int_equal(taglist_parse(DKIM, slice_make(text, count + 1), arena, &list), STATUS_OK);
        assert_true(list.broken);
        assert_int_equal(list.defect_count, TAGLIST_DEFECTS_MAXIMUM);
        last = &list.defects[TAGLIST_DEFECTS_MAXIMUM - 1];
        assert_int_equal(last->kind, TAGLIST_DEFECT_NO_EQUALS);
        assert_int_equal(last->offset, count);
        for (size_t i = 0; i + 1 < list.defect_count; i++) {
            assert_int_equal(list.defects[i].kind, TAGLIST_DEFECT_EMPTY_PIECE);
            assert_int_equal(list.defects[i].offset, i);
        }
        arena_destroy(arena);
    }
    (void)state;
}

/* Every beginning of a rich list, by both grammars. */
static void test_truncations(void **state)
{
    struct slice rich =
        SLICE("v = DKIM1;; k=rsa ; \r\n p=AB\r\n CD==; p=; =x; foo bar; n=\x80; \0;");

    (void)state;
    for (size_t length = 0; length <= rich.length * 2; length++) {
        enum taglist_kind kind = length % 2 == 0 ? DKIM : DMARC;
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct taglist list;

        assert_int_equal(taglist_parse(kind, slice_head(rich, length / 2), arena, &list),
                         STATUS_OK);
        for (size_t i = 0; i < list.tag_count; i++) {
            assert_true(list.tags[i].offset + list.tags[i].length <= length / 2);
        }
        for (size_t i = 0; i < list.defect_count; i++) {
            assert_true(list.defects[i].offset + list.defects[i].length <= length / 2);
        }
        arena_destroy(arena);
    }
}

/* The largest texts of one kind of piece each. */
static void test_large(void **state)
{
    static const char *const pieces[] = { ";",     "a",       "=", "a=;",     "a=1;",
                                          "\x80;", "a=\x80;", " ", "a=\r\n ", "\r\n" };
    static char text[LIMIT_TXT];

    (void)state;
    for (size_t i = 0; i < ROWS(pieces) * 2; i++) {
        struct slice piece = slice_of(pieces[i / 2]);
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct taglist list;

        for (size_t at = 0; at < sizeof text; at++) {
            text[at] = piece.data[at % piece.length];
        }
        assert_int_equal(
            taglist_parse(i % 2 == 0 ? DKIM : DMARC, slice_make(text, sizeof text), arena, &list),
            STATUS_OK);
        arena_destroy(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),       cmocka_unit_test(test_find),
        cmocka_unit_test(test_words),       cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_limits),      cmocka_unit_test(test_many_defects),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
