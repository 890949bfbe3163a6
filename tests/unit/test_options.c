/* SPDX-License-Identifier: MIT */
/* The command line: every way to write an option, and every way to get it wrong. */
#include "../support/expect.h"

#include "cli/options.h"

#define HINT " (see --help)"

/* What was applied, as text: "domain=x verbose= ". */
struct target {
    struct buf log;
};

static enum status note(struct option_context *context, const char *name, struct slice value)
{
    struct target *target = context->target;

    buf_printf(&target->log, "%s=%.*s ", name, SLICE_ARGS(value));
    return buf_status(&target->log);
}

static enum status apply_domain(struct option_context *context, struct slice value)
{
    return note(context, "domain", value);
}

static enum status apply_dry(struct option_context *context, struct slice value)
{
    return note(context, "dry", value);
}

static enum status apply_verbose(struct option_context *context, struct slice value)
{
    return note(context, "verbose", value);
}

static enum status apply_help(struct option_context *context, struct slice value)
{
    return note(context, "help", value);
}

static enum status apply_number(struct option_context *context, struct slice value)
{
    uint64_t number;

    if (slice_equal(value, SLICE("mute"))) {
        return STATUS_BAD_INPUT;
    }
    if (slice_equal(value, SLICE("hinted"))) {
        context->reason = SLICE("it has the hint" HINT);
        return STATUS_BAD_INPUT;
    }
    if (slice_number(value, 0, 9, &number) != STATUS_OK) {
        return option_refuse(context, "--number takes a digit", value);
    }
    return note(context, "number", value);
}

static const struct option first_rows[] = {
    { .letter = 'd',
      .name = "domain",
      .argument = "NAME",
      .group = "What",
      .help = "the sender domain",
      .apply = apply_domain },
    { .letter = 'v',
      .name = "verbose",
      .group = "Output",
      .help = "say more",
      .repeatable = true,
      .apply = apply_verbose },
    { .letter = 'h',
      .name = "help",
      .argument = "TOPIC",
      .optional_value = true,
      .group = "Output",
      .help = "show this page",
      .apply = apply_help },
};

static const struct option second_rows[] = {
    { .name = "do",
      .group = "What",
      .help = "something else that needs a line of more than "
              "fifty columns to be told",
      .apply = apply_dry },
    { .name = "double-dash",
      .argument = "A-VERY-LONG-ARGUMENT",
      .group = "What",
      .help = "rare",
      .apply = apply_dry },
    { .letter = 'n',
      .name = "number",
      .argument = "N",
      .group = "Numbers",
      .help = "a digit",
      .apply = apply_number },
};

static const struct option_table tables[] = { { first_rows, ROWS(first_rows), 0 },
                                              { second_rows, ROWS(second_rows), 0 } };
static const struct option_set set = { tables, ROWS(tables) };

#define WORDS_MAXIMUM 6

/* Parses words; the log or the reason. */
static enum status parse(const char *const words[WORDS_MAXIMUM], struct arena *arena,
                         struct slice *ret_log, struct slice *ret_reason)
{
    char *argv[WORDS_MAXIMUM + 2] = { arena_alloc(arena, 1) };
    struct target target;
    struct option_context context = { .arena = arena, .target = &target };
    int argc = 1;
    enum status status;

    for (size_t i = 0; i < WORDS_MAXIMUM && words[i] != NULL; i++) {
        size_t size = strlen(words[i]) + 1;

        argv[argc] = arena_alloc(arena, size);
        assert_non_null(argv[argc]);
        memcpy(argv[argc], words[i], size);
        argc++;
    }
    buf_init(&target.log, arena, 10000);
    *ret_reason = slice_empty();
    status = options_parse(&set, argc, argv, &context);
    *ret_reason = context.reason;
    *ret_log = buf_slice(&target.log);
    return status;
}

static void test_accepted(void **state)
{
    static const struct {
        const char *title;
        const char *words[WORDS_MAXIMUM];
        const char *log;
    } rows[] = {
        { "nothing", { NULL }, "" },
        { "letter and value", { "-d", "x" }, "domain=x " },
        { "letter with its value", { "-dx" }, "domain=x " },
        { "an equals sign is part of it", { "-d=x" }, "domain==x " },
        { "a value that looks like an option", { "-d", "-v" }, "domain=-v " },
        { "a value that looks like the end", { "-d", "--" }, "domain=-- " },
        { "an empty value", { "-d", "" }, "domain= " },
        { "bundle", { "-vv" }, "verbose= verbose= " },
        { "bundle with a value", { "-vvdx" }, "verbose= verbose= domain=x " },
        { "bundle with a value behind", { "-vd", "x" }, "verbose= domain=x " },
        { "name and value", { "--domain", "x" }, "domain=x " },
        { "name=value", { "--domain=x=y" }, "domain=x=y " },
        { "name= with nothing", { "--domain=" }, "domain= " },
        { "a negative number", { "--domain", "-5:5" }, "domain=-5:5 " },
        { "prefix of one name", { "--verb" }, "verbose= " },
        { "prefix with a value", { "--dom=x" }, "domain=x " },
        { "a whole name that is a prefix too", { "--do" }, "dry= " },
        { "optional value left out", { "--help", "-v" }, "help= verbose= " },
        { "optional value given", { "--help=findings" }, "help=findings " },
        { "letter of an optional value", { "-hv" }, "help= verbose= " },
        { "in order", { "-n", "1", "-v", "--number=2" }, "number=1 verbose= number=2 " },
        { "end of the options", { "-v", "--" }, "verbose= " },
        { "other table", { "-n3" }, "number=3 " },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice log;
        struct slice reason;

        expect_number(rows[i].title, "status", parse(rows[i].words, arena, &log, &reason),
                      STATUS_OK);
        expect_text(rows[i].title, "log", log, rows[i].log);
        arena_destroy(arena);
    }
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *words[WORDS_MAXIMUM];
        const char *reason;
        const char *log; /* what was applied before */
    } rows[] = {
        { "a word alone",
          { "-v", "example.com" },
          "\"example.com\" stands alone: a value belongs behind its option" HINT,
          "verbose= " },
        { "a hyphen alone",
          { "-" },
          "\"-\" stands alone: a value belongs behind its option" HINT,
          "" },
        { "an empty word",
          { "" },
          "\"\" stands alone: a value belongs behind its option" HINT,
          "" },
        { "an option behind the end",
          { "--", "-v" },
          "\"-v\" stands alone: a value belongs behind its option" HINT,
          "" },
        { "unknown letter", { "-x" }, "\"-x\" is no option of this plugin" HINT, "" },
        { "unknown letter in a bundle",
          { "-vxd" },
          "\"-x\" is no option of this plugin" HINT,
          "verbose= " },
        { "unknown name",
          { "--nonesuch=1" },
          "\"--nonesuch\" is no option of this plugin" HINT,
          "" },
        { "no name", { "--=1" }, "\"--\" is no option of this plugin" HINT, "" },
        { "a name in capitals",
          { "--DOMAIN", "x" },
          "\"--DOMAIN\" is no option of this plugin" HINT,
          "" },
        { "ambiguous", { "--d" }, "\"--d\" can mean --domain or --do" HINT, "" },
        { "no value",
          { "-v", "--domain" },
          "--domain needs a value: --domain NAME" HINT,
          "verbose= " },
        { "no value for a letter",
          { "-vd" },
          "--domain needs a value: --domain NAME" HINT,
          "verbose= " },
        { "value too much", { "--verbose=3" }, "--verbose takes no value" HINT, "" },
        { "a bad value", { "-n", "x" }, "--number takes a digit, not \"x\"" HINT, "" },
        { "a long bad value is cut",
          { "-n", "0123456789012345678901234567890123456789012345678901234567890" },
          "--number takes a digit, not "
          "\"012345678901234567890123456789012345678901234567890123456789...\"" HINT,
          "" },
        { "a bad value without reason",
          { "-n", "mute" },
          "--number does not take this value" HINT,
          "" },
        { "the hint comes once", { "-n", "hinted" }, "it has the hint" HINT, "" },
        { "the first mistake counts",
          { "-n", "y", "-x" },
          "--number takes a digit, not \"y\"" HINT,
          "" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice log;
        struct slice reason;

        expect_number(rows[i].title, "status", parse(rows[i].words, arena, &log, &reason),
                      STATUS_BAD_INPUT);
        expect_text(rows[i].title, "reason", reason, rows[i].reason);
        expect_text(rows[i].title, "log", log, rows[i].log);
        arena_destroy(arena);
    }
}

static void test_argument_limit(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    static char word[LIMIT_ARGUMENT + 2];
    const char *words[WORDS_MAXIMUM] = { "-v", "-n", word };
    struct slice log;
    struct slice reason;

    (void)state;
    memset(word, '0', sizeof word - 2);
    assert_int_equal(parse(words, arena, &log, &reason), STATUS_OK);
    word[sizeof word - 2] = '0';
    assert_int_equal(parse(words, arena, &log, &reason), STATUS_BAD_INPUT);
    /* Nothing is applied before all arguments were measured. */
    expect_text("too long", "log", log, "");
    assert_true(
        slice_ends_with(reason, SLICE("...\" has 4097 octets; an argument has 4096 at most" HINT)));
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(400);
    const char *const words[WORDS_MAXIMUM] = { "-n", "0123456789012345678901234567890123456789" };
    struct slice log;
    struct slice reason;

    (void)state;
    assert_null(arena_alloc(arena, 1000));
    assert_int_equal(parse(words, arena, &log, &reason), STATUS_NO_MEMORY);
    expect_text("no memory", "reason", reason, "");
    arena_destroy(arena);
}

static void test_texts(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 10000);
    options_write_help(&set, "check_x", "Checks x.", &buf);
    expect_text("help", "text", buf_slice(&buf),
                "Usage: check_x [OPTION]...\n"
                "Checks x.\n"
                "\n"
                "What:\n"
                "  -d, --domain NAME           the sender domain\n"
                "      --do                    something else that needs a line of more than\n"
                "                              fifty columns to be told\n"
                "      --double-dash A-VERY-LONG-ARGUMENT\n"
                "                              rare\n"
                "\n"
                "Output:\n"
                "  -v, --verbose               say more\n"
                "  -h, --help[=TOPIC]          show this page\n"
                "\n"
                "Numbers:\n"
                "  -n, --number N              a digit\n");
    arena_destroy(arena);
}

/* A table may write to a part of the target. */
struct parts {
    struct target before;
    struct target inner;
};

static void test_parts(void **state)
{
    static const struct option_table part_tables[] = {
        { first_rows, ROWS(first_rows), 0 },
        { second_rows, ROWS(second_rows), offsetof(struct parts, inner) },
    };
    static const struct option_set part_set = { part_tables, ROWS(part_tables) };
    char program[] = "check";
    char domain[] = "--domain=a";
    char number[] = "--number=7";
    char *argv[] = { program, number, domain, NULL };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct parts parts;
    struct option_context context = { .arena = arena, .target = &parts };

    (void)state;
    buf_init(&parts.before.log, arena, 1024);
    buf_init(&parts.inner.log, arena, 1024);
    assert_int_equal(options_parse(&part_set, 3, argv, &context), STATUS_OK);
    expect_text("first table", "log", buf_slice(&parts.before.log), "domain=a ");
    expect_text("second table", "log", buf_slice(&parts.inner.log), "number=7 ");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),     cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_argument_limit),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
