/* SPDX-License-Identifier: MIT */
/* The text output: harmless, one first line, bounded. */
#include "../support/expect.h"

#include "report/text.h"
#include "report/text_line.h"

#define FORTY "0123456789012345678901234567890123456789"

static const struct verdict_policy no_policy = { .timeout_state = STATE_UNKNOWN };

static struct report_run run_of(unsigned verbosity)
{
    return (struct report_run){ .plugin = "check_ses_spf",
                                .service = "SPF",
                                .version = "0.1.0",
                                .domain = SLICE("mail.example.com"),
                                .verbosity = verbosity,
                                .trace = slice_empty() };
}

static void test_escape(void **state)
{
    static const struct {
        const char *title;
        struct slice text;
        const char *escaped;
    } rows[] = {
        { "empty", { NULL, 0 }, "" },
        { "plain", { "v=spf1 ~all", 11 }, "v=spf1 ~all" },
        { "backslash stays", { "a\\x", 3 }, "a\\x" },
        { "other markup stays", { ">&\"'", 4 }, ">&\"'" },
        { "C0", { "\0\x01\t\n\r\x1B[0m\x1F", 10 }, "\\x00\\x01\\x09\\x0A\\x0D\\x1B[0m\\x1F" },
        { "a tag", { "a<b>c</b>d", 10 }, "a\\x3Cb>c\\x3C/b>d" },
        { "a comment", { "<!-- -->", 8 }, "\\x3C!-- -->" },
        { "a processing instruction", { "<?xml", 5 }, "\\x3C?xml" },
        { "a tag in capitals", { "<IMG src=x>", 11 }, "\\x3CIMG src=x>" },
        { "less than", { "1 < 2, a<2, <>, &lt;b", 21 }, "1 < 2, a<2, <>, &lt;b" },
        { "less than at the end", { "a<", 2 }, "a<" },
        { "DEL", { "\x7F", 1 }, "\\x7F" },
        { "bar", { "a|b", 3 }, "a\\x7Cb" },
        { "C1 as a character", { "\xC2\x9B", 2 }, "\\u{009B}" },
        { "C1 as an octet", { "\x9B", 1 }, "\\x9B" },
        { "just behind C1", { "\xC2\xA0", 2 }, "\xC2\xA0" },
        { "letters stay",
          { "\xC3\xA4\xE4\xBD\xA0\xF0\x9F\x98\x80", 9 },
          "\xC3\xA4\xE4\xBD\xA0\xF0\x9F\x98\x80" },
        { "overlong bar", { "\xC1\xBC", 2 }, "\\xC1\\xBC" },
        { "surrogate", { "\xED\xA0\x80", 3 }, "\\xED\\xA0\\x80" },
        { "above the last", { "\xF4\x90\x80\x80", 4 }, "\\xF4\\x90\\x80\\x80" },
        { "cut in a character", { "a\xE4\xBD", 3 }, "a\\xE4\\xBD" },
        { "Arabic letter mark", { "\xD8\x9C", 2 }, "\\u{061C}" },
        { "zero width space", { "\xE2\x80\x8B", 3 }, "\\u{200B}" },
        { "before it", { "\xE2\x80\x8A", 3 }, "\xE2\x80\x8A" },
        { "right-to-left mark", { "\xE2\x80\x8F", 3 }, "\\u{200F}" },
        { "behind it", { "\xE2\x80\x90", 3 }, "\xE2\x80\x90" },
        { "line separator", { "\xE2\x80\xA8", 3 }, "\\u{2028}" },
        { "before it", { "\xE2\x80\xA7", 3 }, "\xE2\x80\xA7" },
        { "right-to-left override", { "\xE2\x80\xAE", 3 }, "\\u{202E}" },
        { "behind it", { "\xE2\x80\xAF", 3 }, "\xE2\x80\xAF" },
        { "word joiner", { "\xE2\x81\xA0", 3 }, "\\u{2060}" },
        { "before it", { "\xE2\x81\x9F", 3 }, "\xE2\x81\x9F" },
        { "pop directional isolate", { "\xE2\x81\xA9", 3 }, "\\u{2069}" },
        { "behind it", { "\xE2\x81\xAA", 3 }, "\xE2\x81\xAA" },
        { "byte order mark", { "\xEF\xBB\xBF", 3 }, "\\u{FEFF}" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf buf;

        buf_init(&buf, arena, 1000);
        text_escape(rows[i].text, &buf);
        expect_text(rows[i].title, "escaped", buf_slice(&buf), rows[i].escaped);
    }
    arena_destroy(arena);
}

static void test_cut(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        size_t maximum;
        const char *cut;
    } rows[] = {
        { "short enough", "one two", 7, "one two" },
        { "a word ends right there", "one two three", 7, "one two" },
        { "between words", "one two three", 10, "one two" },
        { "without what joins", "one two, (three", 11, "one two" },
        { "no word ends late enough", "a bcdefghijklmnop", 10, "a bcdefghi" },
        { "no part of a character", "abcdefgh\xC3\xA4z", 9, "abcdefgh" },
        { "no part of \\xNN", "abcdefgh\\x1Bz", 11, "abcdefgh" },
        { "behind \\xNN", "abcdefgh\\x1Bz", 12, "abcdefgh\\x1B" },
        { "no part of \\u{NNNN}", "abcdefgh\\u{202E}z", 15, "abcdefgh" },
        { "behind \\u{NNNN}", "abcdefgh\\u{202E}z", 16, "abcdefgh\\u{202E}" },
        { "to nothing", "abc", 0, "" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = slice_of(rows[i].text);

        expect_text(rows[i].title, "cut", slice_head(text, text_cut(text, rows[i].maximum)),
                    rows[i].cut);
    }
}

struct given {
    enum finding_id id;
    const char *message;
    const char *brief;
};

static void test_summary(void **state)
{
    static const struct {
        const char *title;
        const char *fine;
        struct given findings[5];
        unsigned unanswered;
        const char *summary;
    } rows[] = {
        { "fine",
          "3 of 10 lookups",
          { { FINDING_NONE, NULL, NULL } },
          0,
          "mail.example.com: 3 of 10 lookups" },
        { "fine beside info",
          "3 of 10 lookups",
          { { FINDING_SPF_EXP, "x", NULL } },
          0,
          "mail.example.com: 3 of 10 lookups" },
        { "fine with an open question",
          "3 of 10 lookups",
          { { FINDING_NONE, NULL, NULL } },
          1,
          "mail.example.com: 3 of 10 lookups; 1 question unanswered" },
        { "nothing to say",
          "",
          { { FINDING_NONE, NULL, NULL } },
          0,
          "mail.example.com: nothing was found" },
        { "nothing fine beside info",
          "",
          { { FINDING_SPF_EXP, "no explanation", NULL } },
          0,
          "mail.example.com: no explanation" },
        { "message",
          "fine",
          { { FINDING_SPF_NONE, "no SPF record", NULL } },
          0,
          "mail.example.com: no SPF record" },
        { "brief",
          "fine",
          { { FINDING_SPF_NONE, "no SPF record, 7 s", "no SPF record" } },
          0,
          "mail.example.com: no SPF record" },
        { "no message",
          "fine",
          { { FINDING_SPF_NONE, NULL, NULL } },
          2,
          "mail.example.com: The domain has no SPF record.; 2 questions unanswered" },
        { "one warning beside",
          "fine",
          { { FINDING_SPF_NONE, "none", NULL }, { FINDING_SPF_PTR, "ptr", NULL } },
          0,
          "mail.example.com: none (and 1 warning)" },
        { "all kinds beside",
          "fine",
          { { FINDING_SPF_PTR, "ptr", NULL },
            { FINDING_SPF_NONE, "none", NULL },
            { FINDING_SPF_SYNTAX, "syntax", NULL },
            { FINDING_SPF_NO_ALL, "no all", NULL },
            { FINDING_DNS_REFUSED, "refused", NULL } },
          3,
          "mail.example.com: none (and 1 critical, 2 warnings, 1 unknown); 3 questions "
          "unanswered" },
        { "info beside is not counted",
          "fine",
          { { FINDING_SPF_PTR, "ptr", NULL }, { FINDING_SPF_EXP, "exp", NULL } },
          0,
          "mail.example.com: ptr" },
        { "hostile",
          "fine",
          { { FINDING_SPF_NONE, "a|b\n\x1B[2J", NULL } },
          0,
          "mail.example.com: a\\x7Cb\\x0A\\x1B[2J" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct report_run run = run_of(0);
        struct verdict verdict;

        verdict_init(&verdict, arena, &no_policy);
        verdict.fine = slice_of(rows[i].fine);
        for (size_t f = 0; f < 5 && rows[i].findings[f].id != FINDING_NONE; f++) {
            struct finding *finding = verdict_add(&verdict, rows[i].findings[f].id);

            finding->message = slice_of(rows[i].findings[f].message);
            finding->brief = slice_of(rows[i].findings[f].brief);
        }
        verdict_finish(&verdict);
        run.unanswered = rows[i].unanswered;
        expect_text(rows[i].title, "summary", text_summary(&verdict, &run, arena), rows[i].summary);
        arena_destroy(arena);
    }
}

/* What tells more of another finding's cause is not counted beside it. */
static void test_same_cause(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of(0);
    struct verdict verdict;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    verdict_add(&verdict, FINDING_SPF_NONE)->message = SLICE("none");
    verdict_add(&verdict, FINDING_VISIBILITY_ABSENT)->same_cause = true;
    (void)verdict_add(&verdict, FINDING_SPF_PTR);
    verdict_finish(&verdict);
    expect_text("one warning only", "summary", text_summary(&verdict, &run, arena),
                "mail.example.com: none (and 1 warning)");
    arena_destroy(arena);
}

/* The first line of a verdict with one CRITICAL and one WARNING finding. */
static struct slice first_line(struct arena *arena, const char *message, unsigned unanswered)
{
    struct report_run run = run_of(0);
    struct verdict verdict;
    struct buf buf;

    verdict_init(&verdict, arena, &no_policy);
    verdict_add(&verdict, FINDING_SPF_NONE)->message = slice_of(message);
    verdict_add(&verdict, FINDING_SPF_PTR)->message = SLICE("ptr");
    verdict_finish(&verdict);
    run.unanswered = unanswered;
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
    return slice_head(buf_slice(&buf), slice_find(buf_slice(&buf), '\n'));
}

static void test_first_line_limit(void **state)
{
    /* "SES SPF CRITICAL - mail.example.com: " has 37 octets: 162 are left, and the blank. */
    static const struct {
        const char *title;
        const char *message;
        unsigned unanswered;
        const char *line;
    } rows[] = {
        { "all fits", FORTY FORTY FORTY " 23456789012345678901234", 0,
          FORTY FORTY FORTY " 23456789012345678901234 (and 1 warning)" },
        { "the count does not fit", FORTY FORTY FORTY " 234567890123456789012345678", 0,
          FORTY FORTY FORTY " 234567890123456789012345678" },
        { "the last that fits", FORTY FORTY FORTY " " FORTY "1", 0,
          FORTY FORTY FORTY " " FORTY "1" },
        { "one too many", FORTY FORTY FORTY " " FORTY "12", 0, FORTY FORTY FORTY "..." },
        { "open questions are kept", FORTY FORTY FORTY " 2345 7890 23456789012345", 12,
          FORTY FORTY FORTY " 2345 7890...; 12 questions unanswered" },
        { "a single word", FORTY FORTY FORTY FORTY FORTY, 0,
          FORTY FORTY FORTY "012345678901234567890123456789012345678..." },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice line = first_line(arena, rows[i].message, rows[i].unanswered);
        struct slice want =
            arena_printf(arena, "SES SPF CRITICAL - mail.example.com: %s", rows[i].line);

        assert_true(line.length < LIMIT_FIRST_LINE);
        expect_text(rows[i].title, "line", line, want.data);
        arena_destroy(arena);
    }
}

/* Whatever length the message has, no character is divided and the limit holds. */
static void test_first_line_characters(void **state)
{
    char message[403] = "";

    (void)state;
    for (size_t length = 0; length + 2 < sizeof message; length += 2) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice line;

        message[length] = '\xC3';
        message[length + 1] = '\xA4';
        message[length + 2] = '\0';
        line = first_line(arena, message + (length / 2) % 2, 0);
        assert_true(line.length < LIMIT_FIRST_LINE);
        assert_true(slice_find_part(line, SLICE("\xA4\xC3")) < line.length || length < 4);
        assert_false(slice_ends_with(line, SLICE("\xC3...")));
        arena_destroy(arena);
    }
}

static void fill(struct verdict *verdict)
{
    struct finding *finding = verdict_add(verdict, FINDING_SPF_LOOKUP_LIMIT);
    struct perfdata *datum = verdict_add_perfdata(verdict, "lookups");

    finding->message = SLICE("12 lookups, limit 10 | \x07");
    finding->detail = SLICE("include:a.example   7\n  include:b|c   3\n");
    finding->advice = SLICE("Drop include:a.example.\nPublish: v=spf1 ~all");
    finding->name = SLICE("mail.example.com");
    finding->type = "TXT";
    finding->has_place = true;
    finding->offset = 7;
    finding->length = 3;
    (void)verdict_add(verdict, FINDING_SPF_HOST_BITS);
    datum->known = true;
    datum->value = 12;
    datum->has_minimum = true;
    (void)verdict_add_perfdata(verdict, "voids");
    datum = verdict_add_perfdata(verdict, "time");
    datum->known = true;
    datum->unit = "s";
    datum->value = 0.25;
    datum->decimals = 3;
    verdict->evidence = SLICE("192.0.2.53 answered\n");
    verdict->records = SLICE("mail.example.com 300 TXT \"v=spf1 ~all\"");
}

#define FIRST "SES SPF CRITICAL - mail.example.com: 12 lookups, limit 10 \\x7C \\x07 | "
#define DATA "lookups=12;;;0; time=0.25s;;;;\n"

static void test_verbosity(void **state)
{
    static const struct {
        unsigned verbosity;
        const char *text;
    } rows[] = {
        { 0, FIRST DATA "[CRITICAL] spf.lookup-limit: 12 lookups, limit 10 \\x7C \\x07\n" },
        { 1, FIRST DATA
          "[CRITICAL] spf.lookup-limit: 12 lookups, limit 10 \\x7C \\x07 (RFC 7208 4.6.4)\n"
          "    at mail.example.com TXT, octets 7 to 9\n"
          "    include:a.example   7\n"
          "      include:b\\x7Cc   3\n"
          "    Drop include:a.example.\n"
          "    Publish: v=spf1 ~all\n"
          "[INFO] spf.host-bits: A network is written with bits set behind its prefix length."
          " (RFC 7208 5.6)\n"
          "    Write the first address of the network, or the single address without a prefix"
          " length.\n"
          "Evidence:\n"
          "    192.0.2.53 answered\n" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct report_run run = run_of(rows[i].verbosity);
        struct verdict verdict;
        struct buf buf;

        verdict_init(&verdict, arena, &no_policy);
        fill(&verdict);
        verdict_finish(&verdict);
        buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
        assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
        expect_text(i == 0 ? "quiet" : "-v", "text", buf_slice(&buf), rows[i].text);
        arena_destroy(arena);
    }
}

static void test_more_verbosity(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of(2);
    struct verdict verdict;
    struct buf buf;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    fill(&verdict);
    verdict_finish(&verdict);
    run.trace = SLICE("1 TXT mail.example.com\n2 TXT a.example");
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
    assert_true(slice_ends_with(buf_slice(&buf),
                                SLICE("Records:\n    mail.example.com 300 TXT \"v=spf1 ~all\"\n")));
    run.verbosity = 3;
    buf_cut(&buf, 0);
    assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
    assert_true(slice_ends_with(buf_slice(&buf),
                                SLICE("~all\"\nQuestions and answers:\n    1 TXT mail.example.com\n"
                                      "    2 TXT a.example\n")));
    arena_destroy(arena);
}

static void test_fine(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of(0);
    struct verdict verdict;
    struct buf buf;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    verdict.fine = SLICE("3 of 10 lookups");
    verdict.evidence = SLICE("seen");
    (void)verdict_add(&verdict, FINDING_SPF_EXP);
    verdict_finish(&verdict);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
    expect_text("quiet", "text", buf_slice(&buf),
                "SES SPF OK - mail.example.com: 3 of 10 lookups\n");
    arena_destroy(arena);
}

static void test_colour(void **state)
{
    static const struct {
        enum state state;
        const char *text;
    } rows[] = {
        { STATE_CRITICAL, "SES SPF \x1B[31mCRITICAL\x1B[0m - mail.example.com: ptr\n"
                          "[\x1B[31mCRITICAL\x1B[0m] spf.ptr: ptr\n" },
        { STATE_WARNING, "SES SPF \x1B[33mWARNING\x1B[0m - mail.example.com: ptr\n"
                         "[\x1B[33mWARNING\x1B[0m] spf.ptr: ptr\n" },
        { STATE_UNKNOWN, "SES SPF \x1B[35mUNKNOWN\x1B[0m - mail.example.com: ptr\n"
                         "[\x1B[35mUNKNOWN\x1B[0m] spf.ptr: ptr\n" },
        { STATE_INFO, "SES SPF \x1B[32mOK\x1B[0m - mail.example.com: ptr\n"
                      "[\x1B[36mINFO\x1B[0m] spf.ptr: ptr (RFC 7208 5.5)\n" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct report_run run = run_of(rows[i].state == STATE_INFO ? 1 : 0);
        struct verdict verdict;
        struct finding *finding;
        struct buf buf;

        run.colour = true;
        verdict_init(&verdict, arena, &no_policy);
        finding = verdict_add(&verdict, FINDING_SPF_PTR);
        finding->message = SLICE("ptr");
        verdict_set_state(&verdict, finding, rows[i].state);
        verdict_finish(&verdict);
        buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
        assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
        expect_octets(state_text(rows[i].state), "text",
                      slice_head(buf_slice(&buf), strlen(rows[i].text)), slice_of(rows[i].text));
        arena_destroy(arena);
    }
}

static void test_output_limit(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of(0);
    struct verdict verdict;
    struct slice last = slice_empty();
    struct slice line;
    struct slice rest;
    struct buf buf;
    unsigned lines = 0;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    for (int i = 0; i < 1000; i++) {
        verdict_add(&verdict, FINDING_SPF_VOID)->message = SLICE(FORTY);
    }
    verdict_finish(&verdict);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
    assert_true(buf.length <= LIMIT_TEXT_OUTPUT);
    assert_true(buf.length > LIMIT_TEXT_OUTPUT - 200);
    rest = slice_head(buf_slice(&buf), buf.length - 1);
    while (slice_split(&rest, '\n', &line)) {
        last = line;
        lines++;
    }
    line = arena_printf(arena, "... %u more lines left out: schedulers keep 8192 octets",
                        1000 - (lines - 2));
    expect_octets("last", "line", last, line);
    arena_destroy(arena);
}

static void test_long_line(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of(0);
    struct verdict verdict;
    struct slice text;
    struct buf buf;
    char *message = arena_alloc(arena, 65000);

    (void)state;
    assert_non_null(message);
    memset(message, '\x01', 65000);
    verdict_init(&verdict, arena, &no_policy);
    verdict_add(&verdict, FINDING_SPF_NONE)->message = slice_make(message, 65000);
    verdict_finish(&verdict);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    assert_int_equal(text_write(&verdict, &run, &buf), STATUS_OK);
    text = slice_from(buf_slice(&buf), slice_find(buf_slice(&buf), '\n') + 1);
    assert_true(text.length <= 4097 && text.length > 4085);
    assert_true(slice_ends_with(text, SLICE("\\x01...\n")));
    arena_destroy(arena);
}

static void test_usage(void **state)
{
    static const struct {
        const char *title;
        const char *reason;
        const char *line;
    } rows[] = {
        { "plain", "--ip takes an address, not \"1.2.3\" (see --help)",
          "SES SPF UNKNOWN - --ip takes an address, not \"1.2.3\" (see --help)\n" },
        { "without hint", "no domain", "SES SPF UNKNOWN - no domain\n" },
        { "hostile", "\"\x1B|\n\" (see --help)",
          "SES SPF UNKNOWN - \"\\x1B\\x7C\\x0A\" (see --help)\n" },
        { "cut, the hint is kept", FORTY FORTY FORTY FORTY " " FORTY " (see --help)",
          "SES SPF UNKNOWN - " FORTY FORTY FORTY FORTY "... (see --help)\n" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf buf;

        buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
        text_write_usage("SPF", slice_of(rows[i].reason), &buf);
        expect_text(rows[i].title, "line", buf_slice(&buf), rows[i].line);
        assert_true(buf.length <= LIMIT_FIRST_LINE + 1);
    }
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct report_run run = run_of(3);

    (void)state;
    for (size_t limit = 0; limit < 20000; limit += 500) {
        struct arena *arena = make_arena(limit);
        struct verdict verdict;
        struct buf buf;
        enum status status;

        verdict_init(&verdict, arena, &no_policy);
        fill(&verdict);
        verdict_finish(&verdict);
        buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
        status = text_write(&verdict, &run, &buf);
        assert_int_equal(status, arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK);
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_same_cause),
        cmocka_unit_test(test_first_line_limit),
        cmocka_unit_test(test_first_line_characters),
        cmocka_unit_test(test_verbosity),
        cmocka_unit_test(test_more_verbosity),
        cmocka_unit_test(test_fine),
        cmocka_unit_test(test_colour),
        cmocka_unit_test(test_output_limit),
        cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_usage),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
