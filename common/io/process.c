/* SPDX-License-Identifier: MIT */
/* Descriptors and signals, so that whatever happens ends in one line and exit code 3. */
#define _GNU_SOURCE /* NOLINT: program_invocation_short_name */
#include "io/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#define EXIT_UNKNOWN 3
#define LINE_MAXIMUM 128

/* Adds to the line of a signal handler: no function is called that may not be called there. */
static size_t line_add(char *line, size_t length, const char *text, bool upper)
{
    for (; *text != '\0' && length < LINE_MAXIMUM; text++) {
        line[length] = upper && *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
        length++;
    }
    return length;
}

/* "check_ses_spf" as "SPF ", the word of the first line; nothing for a program of another name. */
static size_t line_add_service(char *line, size_t length)
{
    const char *prefix = "check_ses_";
    const char *name = program_invocation_short_name;

    while (name != NULL && *prefix != '\0' && *name == *prefix) {
        name++;
        prefix++;
    }
    if (name == NULL || *prefix != '\0' || *name == '\0') {
        return length;
    }
    length = line_add(line, length, name, true);
    return line_add(line, length, " ", false);
}

static void end_by_signal(int number)
{
    char line[LINE_MAXIMUM];
    size_t length = line_add(line, 0, "SES ", false);
    ssize_t written;

    (void)number;
    length = line_add_service(line, length);
    length = line_add(line, length, "UNKNOWN - ended by a signal before the verdict\n", false);
    written = write(STDOUT_FILENO, line, length);
    (void)written;
    _exit(EXIT_UNKNOWN);
}

static bool is_open(int descriptor)
{
    return fcntl(descriptor, F_GETFD) >= 0;
}

/* Opens /dev/null under the number of a closed descriptor: the lowest free one is what open()
 * gives. */
static void fill(int descriptor)
{
    if (!is_open(descriptor)) {
        int opened = open("/dev/null", O_RDWR);

        if (opened >= 0 && opened != descriptor) {
            (void)close(opened);
        }
    }
}

bool process_prepare(void)
{
    static const int deadly[] = { SIGTERM, SIGINT, SIGHUP };
    struct sigaction action = { .sa_handler = end_by_signal };

    if (!is_open(STDOUT_FILENO)) {
        return false;
    }
    fill(STDIN_FILENO);
    fill(STDERR_FILENO);
    /* While one of them is handled the others wait: one line, not two. */
    (void)sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
        (void)sigaction(deadly[i], &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
    (void)sigaction(SIGXFSZ, &action, NULL); /* a limit on files is an error of write(2), too */
    return true;
}

bool process_wants_colour(void)
{
    struct slice terminal = slice_of(getenv("TERM"));
    struct slice refused = slice_of(getenv("NO_COLOR"));

    return refused.length == 0 && terminal.length > 0 && !slice_equal(terminal, SLICE("dumb")) &&
           isatty(STDOUT_FILENO) == 1;
}

struct slice process_environment(const char *name)
{
    const char *value = getauxval(AT_SECURE) != 0 ? NULL : getenv(name);

    return value == NULL ? slice_empty() : slice_of(value);
}
