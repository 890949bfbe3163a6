/* SPDX-License-Identifier: MIT */
/* Zone files that are refused, with the line and the reason; odd ones that are not. */
#include "../support/expect.h"
#include "../support/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "dns/answer.h"
#include "io/zonefile.h"

#define TEXT(literal)                   \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define SOA "$ORIGIN a.test.\n@ 300 SOA ns hm 1 2 3 4 5\n"
#define ZEROS100                                                                                  \
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000" \
    "000000000"
#define STRINGS10 STRING STRING STRING STRING STRING STRING STRING STRING STRING STRING
#define STRING " \"" ZEROS100 "\""

static char path[256];

/* Writes the zone file of a row. */
static void write_file(struct slice text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
    const char *folder = getenv("TMPDIR");
    int descriptor;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/check_ses_zone.XXXXXX",
                   folder != NULL && strlen(folder) < 200 ? folder : "/tmp");
    descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(close(descriptor), 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    return unlink(path);
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        const char *reason; /* behind the path */
    } rows[] = {
        { "empty", TEXT(""), ":1: this is no zone file: it is empty or holds NUL" },
        { "NUL", TEXT(SOA "x A 192.0.2.1\0\n"),
          ":1: this is no zone file: it is empty or holds NUL" },
        { "blank", TEXT("\n  \n; nothing\n"), ":1: no SOA record in the whole file" },
        { "no SOA", TEXT("$ORIGIN a.test.\nx 300 A 192.0.2.1\n"),
          ":1: no SOA record in the whole file" },
        { "two SOA", TEXT(SOA "\n@ 300 SOA ns hm 1 2 3 4 6\n"), ":4: a second SOA record" },
        { "two SOA of two names", TEXT(SOA "x 300 SOA ns hm 1 2 3 4 5\n"),
          ":3: a second SOA record" },
        { "short SOA", TEXT("a.test. 300 SOA \\# 1 00\n"), ":1: the SOA record is too short" },
        { "no origin", TEXT("; x\n\n@ 300 SOA ns hm 1 2 3 4 5\n"),
          ":3: a name without a final dot, but neither $ORIGIN nor SOA above it" },
        { "no origin in the data", TEXT("a.test. 300 SOA ns.a.test. hm 1 2 3 4 5\n"),
          ":1: a name without a final dot, but neither $ORIGIN nor SOA above it" },
        { "relative origin", TEXT(SOA "$ORIGIN b\n"), ":3: $ORIGIN needs a name with a final dot" },
        { "relative origin, comment", TEXT(SOA "$ORIGIN b ; c.\n"),
          ":3: $ORIGIN needs a name with a final dot" },
        { "include", TEXT(SOA "$INCLUDE /etc/passwd\n"),
          ":3: $INCLUDE is not followed: give each file by itself" },
        { "include without a blank", TEXT(SOA "$INCLUDE\n"),
          ":3: $INCLUDE is not followed: give each file by itself" },
        { "generate", TEXT(SOA "$GENERATE 1-3 x$ A 192.0.2.$\n"),
          ":3: only $ORIGIN and $TTL are understood here" },
        { "directive in lower case", TEXT(SOA "$ttl 5\n"),
          ":3: only $ORIGIN and $TTL are understood here" },
        { "outside the zone", TEXT(SOA "b.test. 300 A 192.0.2.1\n"),
          ":3: the owner is outside the zone of the SOA record" },
        { "class CHAOS", TEXT(SOA "x 300 CH TXT x\n"), ":3: only class IN is served" },
        { "unknown type", TEXT(SOA "x 300 TEXT\n"),
          ":3: no record type where one should be (order: name, TTL, class, type)" },
        { "@ with more behind it", TEXT(SOA "@.x 300 A 192.0.2.1\n"),
          ":3: @ is a name of its own, with a blank behind it" },
        { "no address", TEXT(SOA "x 300 A 192.0.2\n"), NULL },
        { "empty label", TEXT(SOA "x..y 300 A 192.0.2.1\n"), NULL },
        { "long label", TEXT(SOA ZEROS100 " 300 A 192.0.2.1\n"), NULL },
        { "long string", TEXT(SOA "x 300 TXT \"" ZEROS100 ZEROS100 ZEROS100 "\"\n"), NULL },
        { "half an MX", TEXT(SOA "x 300 MX 10\n"), NULL },
        { "something behind the data", TEXT(SOA "x 300 A 192.0.2.1 192.0.2.2\n"), NULL },
        { "line behind entries of several lines",
          TEXT("$ORIGIN a.test.\r\n@ 300 SOA ns hm ( 1\r\n2 3\r\n; x\r\n4 5 )\r\n\r\nx 300 A\r\n"),
          NULL },
    };
    struct slice reason;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice file = slice_of(path);
        struct source source;

        reason = slice_empty();
        write_file(rows[i].text);
        expect_number(rows[i].title, "status", zonefile_create(&file, 1, arena, &source, &reason),
                      STATUS_BAD_INPUT);
        expect_text(rows[i].title, "path", slice_head(reason, file.length), path);
        if (rows[i].reason != NULL) {
            expect_text(rows[i].title, "reason", slice_from(reason, file.length), rows[i].reason);
        } else {
            /* The words are the reader's; the line is ours. */
            expect_text(rows[i].title, "line", slice_head(slice_from(reason, file.length), 4),
                        strstr(rows[i].title, "line behind") != NULL ? ":7: " : ":3: ");
            assert_true(reason.length > file.length + 10);
        }
        arena_destroy(arena);
    }
}

static void test_accepted(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        const char *answer; /* TXT of x.a.test */
    } rows[] = {
        { "line ends of Windows",
          TEXT("$ORIGIN a.test.\r\n$TTL 5\r\n@ SOA ns hm 1 2 3 4 5\r\n"
               "x TXT \"y\" ; z\r\n"),
          "x.a.test 5 TXT \"y\"" },
        { "no line end at the end", TEXT(SOA "x 6 TXT y"), "x.a.test 6 TXT \"y\"" },
        { "no TTL at all", TEXT("a.test. SOA . . 1 2 3 4 5\nx.a.test. TXT y\n"),
          "x.a.test 3600 TXT \"y\"" },
        { "SOA at the end", TEXT("x.a.test. 7 TXT y\na.test. SOA . . 1 2 3 4 5\n"),
          "x.a.test 7 TXT \"y\"" },
        { "owner left out after a comment", TEXT(SOA "x 7 A 192.0.2.1\n ; c\n\n   8 TXT y\n"),
          "x.a.test 8 TXT \"y\"" },
        { "origin changed", TEXT(SOA "$ORIGIN test.\t; up\nx.a 9 TXT y\n"),
          "x.a.test 9 TXT \"y\"" },
        { "class before TTL", TEXT(SOA "x IN 9 TXT y\n"), "x.a.test 9 TXT \"y\"" },
        { "class before TTL, no owner", TEXT(SOA "x 1 A 192.0.2.1\n\tin\t9\tTXT y\n"),
          "x.a.test 9 TXT \"y\"" },
        { "class before TTL, within brackets it is data",
          TEXT(SOA "x 9 TXT (\n IN 300 ) ; ( \"\nz IN 8 TXT y\n"),
          "x.a.test 9 TXT \"IN\" \"300\"" },
        { "class before TTL, within quotes as well",
          TEXT(SOA "x 9 TXT \"\\\"( ; \"\nz IN 8 TXT y\n"), "x.a.test 9 TXT \"\"( ; \"" },
        { "an owner that is called like the class", TEXT(SOA "IN 8 TXT y\nx IN 9 TXT y\n"),
          "x.a.test 9 TXT \"y\"" },
        { "the SOA again at the end, as transfers have it",
          TEXT(SOA "x 9 TXT y\n@ 300 SOA ns hm 1 2 3 4 5\n"), "x.a.test 9 TXT \"y\"" },
        { "behind a byte order mark", TEXT("\xEF\xBB\xBF" SOA "x 9 TXT y\n"),
          "x.a.test 9 TXT \"y\"" },
        { "lower case, class", TEXT(SOA "x 9 in txt y\n"), "x.a.test 9 TXT \"y\"" },
        { "UTF-8 as it is", TEXT(SOA "x 9 TXT \"\xE2\x80\x9Cv=spf1\xE2\x80\x9D\"\n"),
          "x.a.test 9 TXT \"\xE2\x80\x9Cv=spf1\xE2\x80\x9D\"" },
        { "the root zone", TEXT(". 300 SOA . . 1 2 3 4 5\nx.a.test. 9 TXT y\n"),
          "x.a.test 9 TXT \"y\"" },
    };
    struct question question = { .kind = QUESTION_KIND_RESOLVER, .type = RR_TYPE_TXT };

    (void)state;
    question.name = make_name("x.a.test");
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice file = slice_of(path);
        struct slice reason = slice_empty();
        struct dns_answer answer;
        struct source source;
        unsigned messages = 0;

        write_file(rows[i].text);
        if (zonefile_create(&file, 1, arena, &source, &reason) != STATUS_OK) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        assert_int_equal(source.ask(source.self, &question, 1, 0, arena, &answer, &messages),
                         STATUS_OK);
        expect_text(rows[i].title, "answer",
                    show_records(answer.records, answer.record_count, arena), rows[i].answer);
        source.close(source.self);
        arena_destroy(arena);
    }
}

/* Writes SOA and `records` records x TXT, each of its number and `strings` times 100 octets. */
static void write_strings(unsigned records, unsigned strings, struct arena *arena)
{
    struct buf text;

    buf_init(&text, arena, LIMIT_ARENA);
    buf_add_text(&text, SOA);
    for (unsigned i = 0; i < records; i++) {
        buf_printf(&text, "x 300 TXT \"%u\"", i);
        for (unsigned k = 0; k < strings; k++) {
            buf_add_text(&text, STRING);
        }
        buf_add_octet(&text, '\n');
    }
    write_file(buf_slice(&text));
}

/* ldns cuts off what is too long without a word. */
static void test_long_entry(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice file = slice_of(path);
    struct slice reason = slice_empty();
    struct source source;

    (void)state;
    write_strings(1, 90, arena);
    assert_int_equal(zonefile_create(&file, 1, arena, &source, &reason), STATUS_OK);
    source.close(source.self);
    write_strings(2, 640, arena);
    assert_int_equal(zonefile_create(&file, 1, arena, &source, &reason), STATUS_BAD_INPUT);
    expect_text("long entry", "reason", slice_from(reason, file.length),
                ":3: longer than the reader of zone files can take");
    arena_destroy(arena);
}

/* Sixty records of 1,200 octets each do not fit into a message. */
static void test_too_large_for_a_message(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct question question = { .kind = QUESTION_KIND_RESOLVER, .type = RR_TYPE_TXT };
    struct slice file = slice_of(path);
    struct slice reason = slice_empty();
    struct dns_answer answer;
    struct source source;
    unsigned messages = 0;

    (void)state;
    question.name = make_name("x.a.test");
    for (unsigned count = 50; count <= 60; count += 10) {
        write_strings(count, 12, arena);
        assert_int_equal(zonefile_create(&file, 1, arena, &source, &reason), STATUS_OK);
        assert_int_equal(source.ask(source.self, &question, 1, 0, arena, &answer, &messages),
                         STATUS_OK);
        assert_int_equal(answer.class, count == 50 ? ANSWER_CLASS_POSITIVE : ANSWER_CLASS_SERVFAIL);
        assert_int_equal(answer.record_count, count == 50 ? 50 : 0);
        source.close(source.self);
    }
    arena_destroy(arena);
}

static void test_files(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice files[2] = { slice_of(path), slice_of(path) };
    struct slice reason = slice_empty();
    struct source source;
    FILE *file;

    (void)state;
    write_file(SLICE(SOA));
    assert_int_equal(zonefile_create(files, 2, arena, &source, &reason), STATUS_BAD_INPUT);
    expect_text("twice", "reason", slice_from(reason, files[0].length + 2),
                arena_printf(arena, "the same zone as in %s", path).data);
    files[1] = SLICE("/nowhere/at/all");
    assert_int_equal(zonefile_create(files, 2, arena, &source, &reason), STATUS_IO);
    expect_text("missing", "reason", reason, "/nowhere/at/all: No such file or directory");

    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fseek(file, LIMIT_FILE, SEEK_SET), 0);
    assert_int_equal(fwrite(" ", 1, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(zonefile_create(files, 1, arena, &source, &reason), STATUS_BAD_INPUT);
    expect_text("large", "reason", slice_from(reason, files[0].length),
                ": larger than 4194304 octets");
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),    cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_long_entry), cmocka_unit_test(test_too_large_for_a_message),
        cmocka_unit_test(test_files),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
