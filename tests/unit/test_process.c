/* SPDX-License-Identifier: MIT */
/* The process around a run: signals, descriptors, the terminal, the environment. */
#define _GNU_SOURCE /* NOLINT: program_invocation_short_name */
#include "../support/child.h"
#include "../support/wrap.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "io/process.h"

/* The end inside of a signal handler, by way of what writes down which lines were run. */
_Noreturn void fake_exit(int code) IN_PLACE_OF(_exit);

_Noreturn void fake_exit(int code)
{
    exit(code);
}

/* --- signals ---------------------------------------------------------------------------------- */

struct ending {
    char *program;
    int number;
    const char *line;
};

#define TELL "UNKNOWN - ended by a signal before the verdict\n"
#define HUNDRED                                          \
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static int end_by_signal(const void *argument)
{
    const struct ending *ending = argument;

    program_invocation_short_name = ending->program;
    if (!process_prepare()) {
        return 98;
    }
    (void)raise(ending->number);
    return 97; /* it was survived */
}

static void test_signals(void **state)
{
    char spf[] = "check_ses_spf";
    char hold[] = "check_ses_hold";
    char prefix[] = "check_ses_";
    char shorter[] = "check_ses";
    char other[] = "renamed";
    char empty[] = "";
    char large[] = "check_ses_" HUNDRED;
    const struct ending rows[] = {
        { spf, SIGTERM, "SES SPF " TELL },  { spf, SIGINT, "SES SPF " TELL },
        { hold, SIGHUP, "SES HOLD " TELL }, { prefix, SIGTERM, "SES " TELL },
        { shorter, SIGTERM, "SES " TELL },  { other, SIGTERM, "SES " TELL },
        { empty, SIGTERM, "SES " TELL },    { NULL, SIGTERM, "SES " TELL },
    };
    struct ending long_name = { large, SIGTERM, NULL };
    struct child child;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        child = child_run(end_by_signal, &rows[i]);
        expect_number(rows[i].program, "exit code", child.code, 3);
        expect_text(rows[i].program, "line", child_text(&child), rows[i].line);
    }
    /* A line has 128 octets at most, whatever the program's name. */
    child = child_run(end_by_signal, &long_name);
    assert_int_equal(child.code, 3);
    assert_int_equal(child.length, 128);
    assert_true(slice_starts_with(child_text(&child), SLICE("SES XXXXXXXXXX")));
}

/* A pipe nobody reads and a file at its limit are errors of write(2). */
static int survive_signals(const void *argument)
{
    (void)argument;
    if (!process_prepare()) {
        return 98;
    }
    (void)raise(SIGPIPE);
    (void)raise(SIGXFSZ);
    return 0;
}

/* While one of the three is handled the others wait, or there would be two lines. */
static int look_at_mask(const void *argument)
{
    static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
    bool good = process_prepare();

    (void)argument;
    for (size_t i = 0; i < ROWS(numbers); i++) {
        struct sigaction action;

        good = good && sigaction(numbers[i], NULL, &action) == 0;
        for (size_t k = 0; k < ROWS(numbers); k++) {
            good = good && sigismember(&action.sa_mask, numbers[k]) == 1;
        }
    }
    return good ? 0 : 1;
}

static void test_survived(void **state)
{
    struct child child = child_run(survive_signals, NULL);

    (void)state;
    assert_int_equal(child.code, 0);
    assert_int_equal(child.length, 0);
    assert_int_equal(child_run(look_at_mask, NULL).code, 0);
}

/* --- descriptors ------------------------------------------------------------------------------ */

static bool is_null_device(int descriptor)
{
    struct stat info;
    struct stat null;

    return fstat(descriptor, &info) == 0 && stat("/dev/null", &null) == 0 &&
           S_ISCHR(info.st_mode) && info.st_rdev == null.st_rdev;
}

/* Closes those whose bit is set; which are /dev/null afterwards, in the same bits. */
static int fill_closed(const void *argument)
{
    const int *closed = argument;
    int filled = 0;
    int next;

    for (int i = 0; i < 3; i++) {
        int source = open("/dev/zero", O_RDWR);

        /* So that what was there before is not the null device. */
        if (source < 0 || (i != STDOUT_FILENO && dup2(source, i) < 0)) {
            return 98;
        }
        (void)close(source);
        if ((*closed & 1 << i) != 0) {
            (void)close(i);
        }
    }
    if (!process_prepare()) {
        return 97;
    }
    for (int i = 0; i < 3; i++) {
        filled |= is_null_device(i) ? 1 << i : 0;
    }
    next = open("/dev/null", O_RDONLY);
    return next > STDERR_FILENO ? filled : 96;
}

static void test_closed(void **state)
{
    static const int in = 1 << STDIN_FILENO;
    static const int err = 1 << STDERR_FILENO;
    static const struct {
        const char *title;
        int closed;
        int code;
    } rows[] = {
        { "none", 0, 0 },
        { "stdin", in, in },
        { "stderr", err, err },
        { "both", in | err, in | err },
        { "stdout", 1 << STDOUT_FILENO, 97 },
        { "all", in | err | 1 << STDOUT_FILENO, 97 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].title, "filled", child_run(fill_closed, &rows[i].closed).code,
                      rows[i].code);
    }
}

/* --- surroundings ----------------------------------------------------------------------------- */

struct surroundings {
    const char *title;
    const char *terminal; /* $TERM; NULL: not set */
    const char *refused;  /* $NO_COLOR */
    bool colour;          /* wanted on a terminal */
    const char *device;   /* of the terminal; NULL: stdout is the pipe */
};

static void set_variable(const char *name, const char *value)
{
    if (value == NULL) {
        (void)unsetenv(name);
    } else {
        (void)setenv(name, value, 1);
    }
}

static int see_colour(const void *argument)
{
    const struct surroundings *row = argument;

    set_variable("TERM", row->terminal);
    set_variable("NO_COLOR", row->refused);
    if (row->device != NULL) {
        int terminal = open(row->device, O_RDWR | O_NOCTTY);

        if (terminal < 0 || dup2(terminal, STDOUT_FILENO) < 0) {
            return 98;
        }
    }
    return process_wants_colour() ? 1 : 0;
}

static void test_colour(void **state)
{
    static const struct surroundings rows[] = {
        { "a terminal", "xterm", NULL, true, NULL },
        { "an empty refusal is none", "xterm", "", true, NULL },
        { "refused", "xterm", "0", false, NULL },
        { "a dumb one", "dumb", NULL, false, NULL },
        { "not named", "", NULL, false, NULL },
        { "not set", NULL, NULL, false, NULL },
    };
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    bool has_terminal = master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0;
    const char *device = has_terminal ? ptsname(master) : NULL;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct surroundings row = rows[i];

        expect_number(row.title, "in a pipe", child_run(see_colour, &row).code, 0);
        row.device = device;
        if (device != NULL) {
            expect_number(row.title, "colour", child_run(see_colour, &row).code, row.colour);
        }
    }
    if (master >= 0) {
        (void)close(master);
    }
}

static void test_environment(void **state)
{
    (void)state;
    assert_int_equal(setenv("CHECK_SES_TEST", "a value", 1), 0);
    expect_text("set", "value", process_environment("CHECK_SES_TEST"), "a value");
    assert_int_equal(setenv("CHECK_SES_TEST", "", 1), 0);
    expect_number("empty", "length", (long long)process_environment("CHECK_SES_TEST").length, 0);
    assert_int_equal(unsetenv("CHECK_SES_TEST"), 0);
    expect_number("not set", "length", (long long)process_environment("CHECK_SES_TEST").length, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals),     cmocka_unit_test(test_survived),
        cmocka_unit_test(test_closed),      cmocka_unit_test(test_colour),
        cmocka_unit_test(test_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
