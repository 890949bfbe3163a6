/* SPDX-License-Identifier: MIT */
/* What pasting does to lists of tags: found with its place, recognised as a record, repaired. */
#include "../support/expect.h"

#include "rules/copy_errors.h"

#define ERRORS 4

/* For the table. */
#define SMART FINDING_PASTE_SMART_QUOTE
#define QUOTES FINDING_PASTE_QUOTES_INSIDE
#define WIDTH FINDING_PASTE_ZERO_WIDTH
#define SPLIT FINDING_PASTE_SPLIT
#define EXTRA FINDING_PASTE_EXTRA

static void test_tag_lists(void **state)
{
    static const struct {
        const char *title;
        const struct copy_protocol *protocol;
        const char *text;
        bool resembles;
        const char *repair;
        struct {
            enum finding_id finding;
            size_t offset;
            size_t length;
        } errors[ERRORS];
    } rows[] = {
        { "fine", &copy_protocol_dmarc, "v=DMARC1; p=none", true, "v=DMARC1; p=none", { { 0 } } },
        { "blanks are free",
          &copy_protocol_dmarc,
          "v = DMARC1 ;p = none;",
          true,
          "v=DMARC1; p = none",
          { { 0 } } },
        { "escapes of a URI stay",
          &copy_protocol_dmarc,
          "v=DMARC1; rua=mailto:a%2Cb@own.example",
          true,
          "v=DMARC1; rua=mailto:a%2Cb@own.example",
          { { 0 } } },
        { "lower case version",
          &copy_protocol_dmarc,
          "v=dmarc1; p=none",
          true,
          "v=DMARC1; p=none",
          { { SPLIT, 0, 8 } } },
        { "no v=",
          &copy_protocol_dmarc,
          "DMARC1; p=none",
          true,
          "v=DMARC1; p=none",
          { { SPLIT, 0, 6 } } },
        { "quotation marks",
          &copy_protocol_dmarc,
          "\"v=DMARC1; p=none\"",
          true,
          "v=DMARC1; p=none",
          { { QUOTES, 0, 1 }, { QUOTES, 17, 1 } } },
        { "typographic quotation marks",
          &copy_protocol_dmarc,
          "\xE2\x80\x9Cv=DMARC1; p=none\xE2\x80\x9D",
          true,
          "v=DMARC1; p=none",
          { { SMART, 0, 3 }, { SMART, 19, 3 } } },
        { "the semicolon was lost",
          &copy_protocol_dmarc,
          "v=DMARC1 p=none",
          true,
          "v=DMARC1; p=none",
          { { SPLIT, 8, 0 } } },
        { "a comma for the semicolon",
          &copy_protocol_dkim,
          "v=DKIM1, k=rsa; p=",
          true,
          "v=DKIM1; k=rsa; p=",
          { { SPLIT, 7, 1 } } },
        { "semicolons of a zone file",
          &copy_protocol_dkim,
          "v=DKIM1\\; k=rsa\\; p=AAAA",
          true,
          "v=DKIM1; k=rsa; p=AAAA",
          { { EXTRA, 7, 1 }, { EXTRA, 15, 1 } } },
        { "the host in front",
          &copy_protocol_dkim,
          "s1._domainkey v=DKIM1; p=AAAA",
          true,
          "v=DKIM1; p=AAAA",
          { { EXTRA, 0, 13 } } },
        { "two records in one",
          &copy_protocol_dmarc,
          "v=DMARC1; p=none; v=DMARC1; p=reject",
          true,
          "v=DMARC1; p=none",
          { { EXTRA, 18, 8 } } },
        { "a zero-width blank",
          &copy_protocol_dmarc,
          "v=DMARC1;\xE2\x80\x8B p=none",
          true,
          "v=DMARC1; p=none",
          { { WIDTH, 9, 3 } } },
        { "another record", &copy_protocol_dmarc, "v=spf1 ~all", false, "v=spf1 ~all", { { 0 } } },
        { "a longer version",
          &copy_protocol_dmarc,
          "v=DMARC12; p=none",
          false,
          "v=DMARC12; p=none",
          { { 0 } } },
        { "half a version", &copy_protocol_dmarc, "v=DMARC", false, "v=DMARC", { { 0 } } },
        { "nothing", &copy_protocol_dkim, "", false, "", { { 0 } } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct copy_input input = { .protocol = rows[i].protocol,
                                    .text = slice_of(rows[i].text),
                                    .domain = SLICE("mail.own.example") };
        struct copy_error_list list;
        struct slice repaired;
        size_t expected = 0;

        expect_number(rows[i].title, "resembles", copy_errors_resembles(input.protocol, input.text),
                      rows[i].resembles);
        assert_int_equal(copy_errors_find(&input, arena, &list), STATUS_OK);
        while (expected < ERRORS && rows[i].errors[expected].finding != FINDING_NONE) {
            expected++;
        }
        expect_number(rows[i].title, "errors", (long long)list.count, (long long)expected);
        for (size_t e = 0; e < expected; e++) {
            expect_number(rows[i].title, "finding", list.errors[e].finding,
                          rows[i].errors[e].finding);
            expect_number(rows[i].title, "offset", (long long)list.errors[e].offset,
                          (long long)rows[i].errors[e].offset);
            expect_number(rows[i].title, "length", (long long)list.errors[e].length,
                          (long long)rows[i].errors[e].length);
        }
        assert_int_equal(copy_errors_repair(&input, arena, &repaired), STATUS_OK);
        expect_text(rows[i].title, "repaired", repaired, rows[i].repair);
        arena_destroy(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tag_lists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
