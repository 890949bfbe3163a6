/* SPDX-License-Identifier: MIT */
/* --extra-opts: where it stands, which section, what a line becomes, what is refused. */
#include "../support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/extra_opts.h"

#define PATH_ROOM 256

static const struct option options[] = {
    { .letter = 'd', .name = "domain", .argument = "NAME" },
    { .letter = 'v', .name = "verbose" },
    { .letter = 'h', .name = "help", .argument = "TOPIC", .optional_value = true },
    { .name = "sender", .argument = "ADDR" },
    { .name = "warning", .argument = "RANGE" },
};
static const struct option_table tables[] = { { options, ROWS(options), 0 } };
static const struct option_set set = { tables, ROWS(tables) };

/* `@@` stands for `@` and the path of the file. */
struct row {
    const char *title;
    const char *file; /* NULL: there is none */
    const char *given;
    const char *expanded; /* NULL: refused */
    const char *reason;   /* behind "--extra-opts: " and the path */
};

static const struct row rows[] = {
    { .title = "without it nothing is read", .given = "-d a -v", .expanded = "-d a -v" },
    { .title = "the default section",
      .file = "[test]\ndomain=a\n",
      .given = "--extra-opts=@@",
      .expanded = "--domain=a" },
    { .title = "in front of what is given, wherever it stands",
      .file = "[test]\ndomain=a\n",
      .given = "-d b --extra-opts=@@ -v",
      .expanded = "--domain=a -d b -v" },
    { .title = "apart from its value",
      .file = "[test]\ndomain=a\n",
      .given = "--extra-opts @@ -v",
      .expanded = "--domain=a -v" },
    { .title = "a named section",
      .file = "[test]\ndomain=a\n[other]\ndomain=b\n",
      .given = "--extra-opts=other@@",
      .expanded = "--domain=b" },
    { .title = "twice, in order",
      .file = "[test]\ndomain=a\n[other]\nv=\n",
      .given = "--extra-opts=other@@ --extra-opts=@@",
      .expanded = "--verbose --domain=a" },
    { .title = "a section in two parts",
      .file = "[test]\ndomain=a\n[other]\nv=\n[test]\nwarning=5:\n",
      .given = "--extra-opts=@@",
      .expanded = "--domain=a --warning=5:" },
    { .title = "behind a byte order mark",
      .file = "\xEF\xBB\xBF[test]\ndomain=a\n",
      .given = "--extra-opts=@@",
      .expanded = "--domain=a" },
    { .title = "blanks, indented lines, CRLF, comments",
      .file =
          "# one\n; two\r\n [ test ] \n\tdomain = a \r\n   # three\n  warning\t=\t~:10 ; four\n",
      .given = "--extra-opts=@@",
      .expanded = "--domain=a --warning=~:10" },
    { .title = "a value with = : # and ;",
      .file = "[test]\nsender=a=b:c#d;e\n",
      .given = "--extra-opts=@@",
      .expanded = "--sender=a=b:c#d;e" },
    { .title = "an empty value of an option that takes one stays its value",
      .file = "[test]\nsender=\nd=\n",
      .given = "--extra-opts=@@",
      .expanded = "--sender= --domain=" },
    { .title = "letters, flags and optional values",
      .file = "[test]\nd=a\nv=\nhelp=\nhelp=findings\n",
      .given = "--extra-opts=@@",
      .expanded = "--domain=a --verbose --help --help=findings" },
    { .title = "no default section is nothing",
      .file = "[other]\ndomain=b\n",
      .given = "-v --extra-opts=@@",
      .expanded = "-v" },
    { .title = "behind -- it is a word",
      .given = "-v -- --extra-opts=@@",
      .expanded = "-v -- --extra-opts=@@" },
    { .title = "other names are not it",
      .given = "--extra-optsx --extra-opt",
      .expanded = "--extra-optsx --extra-opt" },
    { .title = "other sections are not looked into",
      .file = "no section\n[other]\nrubbish\n=\n[test]\ndomain=a\n[more\nx\n",
      .given = "--extra-opts=@@",
      .expanded = "--domain=a" },
    { .title = "a named section must be there",
      .file = "[test]\ndomain=a\n",
      .given = "--extra-opts=none@@",
      .reason = " has no section [none]" },
    { .title = "an unknown option",
      .file = "[other]\nx=1\n\n[test]\ndomain=a\nx=1\ny=2\n",
      .given = "--extra-opts=@@",
      .reason = ":6: there is no option \"x\"" },
    { .title = "a flag with a value",
      .file = "[test]\nverbose=3\n",
      .given = "--extra-opts=@@",
      .reason = ":2: verbose takes no value: write \"verbose =\"" },
    { .title = "flags alone on their lines, as the Monitoring Plugins have them",
      .file = "[test]\nverbose\n v\t\nhelp\r\nd=a\nv",
      .given = "--extra-opts=@@",
      .expanded = "--verbose --verbose --help --domain=a --verbose" },
    { .title = "a name alone that needs a value",
      .file = "[test]\nv\nwarning\n",
      .given = "--extra-opts=@@",
      .reason = ":3: a line is NAME = VALUE" },
    { .title = "a word alone that is no option",
      .file = "[test]\nrubbish\n",
      .given = "--extra-opts=@@",
      .reason = ":2: a line is NAME = VALUE" },
    { .title = "no name",
      .file = "[test]\n\n = a\n",
      .given = "--extra-opts=@@",
      .reason = ":3: there is no option \"\"" },
};

struct world {
    struct arena *arena;
    char path[PATH_ROOM];
};

static int setup(void **state)
{
    static struct world world;
    const char *parent = getenv("TMPDIR");
    int descriptor;

    (void)snprintf(world.path, sizeof world.path, "%s/test_extra_opts.XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    descriptor = mkstemp(world.path);
    assert_true(descriptor >= 0);
    assert_int_equal(close(descriptor), 0);
    world.arena = make_arena(LIMIT_ARENA);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    (void)unlink(world->path);
    arena_destroy(world->arena);
    return 0;
}

static void write_file(const struct world *world, const char *octets, size_t length)
{
    FILE *file = fopen(world->path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(octets, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Words to a command line; "@@" becomes "@PATH". */
static struct arguments make_arguments(const struct world *world, const char *text)
{
    static char program[] = "program";
    char **values = arena_alloc_array(world->arena, 40, sizeof *values);
    struct arguments arguments = { 1, values };
    struct slice rest = slice_of(text);
    struct slice word;

    assert_non_null(values);
    values[0] = program;
    while (slice_split(&rest, ' ', &word)) {
        size_t at = slice_find_part(word, SLICE("@@"));
        size_t room = word.length + PATH_ROOM;
        char *copy = arena_alloc(world->arena, room);

        assert_non_null(copy);
        (void)snprintf(copy, room, "%.*s%s%s", (int)at, word.data, at < word.length ? "@" : "",
                       at < word.length ? world->path : "");
        values[arguments.count] = copy;
        arguments.count++;
    }
    return arguments;
}

static struct slice show(const struct world *world, const struct arguments *arguments)
{
    struct buf buf;

    buf_init(&buf, world->arena, 65536);
    for (int i = 1; i < arguments->count; i++) {
        buf_add_text(&buf, i > 1 ? " " : "");
        buf_add_text(&buf, arguments->values[i]);
    }
    return buf_slice(&buf);
}

static void play_row(struct world *world, const struct row *row)
{
    struct extra_opts context = { .set = &set, .section = "test", .arena = world->arena };
    struct arguments given = make_arguments(world, row->given);
    struct arguments got = { 0, NULL };
    char want[2 * PATH_ROOM];
    enum status status;

    if (row->file != NULL) {
        write_file(world, row->file, strlen(row->file));
    }
    status = extra_opts_expand(&context, &given, &got);
    expect_number(row->title, "status", status,
                  row->expanded != NULL ? STATUS_OK : STATUS_BAD_INPUT);
    if (row->expanded != NULL) {
        struct arguments expanded = make_arguments(world, row->expanded);

        expect_number(row->title, "count", got.count, expanded.count);
        expect_octets(row->title, "arguments", show(world, &got), show(world, &expanded));
        expect_number(row->title, "a final NULL", got.values[got.count] == NULL, true);
    } else {
        (void)snprintf(want, sizeof want, "--extra-opts: %s%s", world->path, row->reason);
        expect_text(row->title, "reason", context.reason, want);
    }
}

static void test_rows(void **state)
{
    for (size_t i = 0; i < ROWS(rows); i++) {
        play_row(*state, &rows[i]);
    }
}

/* The library would take a long line for two. */
static void test_long_lines(void **state)
{
    struct world *world = *state;
    char text[400] = "[test]\nsender=";
    size_t before = strlen(text);
    struct row row = { .title = "197 octets", .given = "--extra-opts=@@" };
    char expanded[400] = "--sender=";

    memset(text + before, 'x', 197 - strlen("sender="));
    memset(expanded + strlen(expanded), 'x', 197 - strlen("sender="));
    row.file = text;
    row.expanded = expanded;
    play_row(world, &row);
    text[before + 197 - strlen("sender=")] = 'x';
    row.title = "198 octets";
    row.expanded = NULL;
    row.reason = ":2: the line is too long, 197 octets at most";
    play_row(world, &row);
}

static void test_no_text(void **state)
{
    struct world *world = *state;
    struct extra_opts context = { .set = &set, .section = "test", .arena = world->arena };
    struct arguments given = make_arguments(world, "--extra-opts=@@");
    struct arguments got;

    write_file(world, "[test]\ndomain=a\0b\n", 18);
    assert_int_equal(extra_opts_expand(&context, &given, &got), STATUS_BAD_INPUT);
    assert_true(slice_ends_with(context.reason, SLICE("this is no text file")));
    (void)unlink(world->path);
    assert_int_equal(extra_opts_expand(&context, &given, &got), STATUS_BAD_INPUT);
    assert_true(slice_ends_with(context.reason, SLICE("No such file or directory")));
}

/* Without a file of its own the option looks into the folders of NAGIOS_CONFIG_PATH. */
static void test_default_file(void **state)
{
    struct world *world = *state;
    struct extra_opts context = { .set = &set, .section = "test", .arena = world->arena };
    struct arguments given = make_arguments(world, "--extra-opts");
    struct arguments got;
    char folder[PATH_ROOM];
    char path[2 * PATH_ROOM];
    FILE *file;

    (void)snprintf(folder, sizeof folder, "%.200s.folder.XXXXXX", world->path);
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, ":/no/such/folder:%s", folder);
    assert_int_equal(setenv("NAGIOS_CONFIG_PATH", path, 1), 0);
    (void)snprintf(path, sizeof path, "%s/monitoring-plugins.ini", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs("[test]\ndomain=a\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(extra_opts_expand(&context, &given, &got), STATUS_OK);
    expect_text("the default file", "arguments", show(world, &got), "--domain=a");
    given = make_arguments(world, "--extra-opts=none");
    assert_int_equal(extra_opts_expand(&context, &given, &got), STATUS_BAD_INPUT);
    assert_true(slice_ends_with(context.reason, SLICE(" has no section [none]")));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(unsetenv("NAGIOS_CONFIG_PATH"), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_long_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_default_file, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
