/* SPDX-License-Identifier: MIT */
/*
 * A part of a test in a process of its own, for what changes or ends the process: what it wrote to
 * standard output and how it ended.
 */
#ifndef CHECK_SES_TESTS_SUPPORT_CHILD_H
#define CHECK_SES_TESTS_SUPPORT_CHILD_H

#include "expect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_TEXT_MAXIMUM 16384

struct child {
    int code; /* what it ended with; 128 and the number of the signal that ended it */
    char text[CHILD_TEXT_MAXIMUM];
    size_t length;
};

/* The child: `act` with its standard output in the pipe. */
_Noreturn static inline void child_be(int output, int (*act)(const void *), const void *argument)
{
    bool done = dup2(output, STDOUT_FILENO) >= 0;

    (void)close(output);
    exit(done ? act(argument) : 99);
}

/*
 * Runs `act`, whose result is the exit code. There it must not use what ends a test: a failure is
 * told by the code.
 */
static inline struct child child_run(int (*act)(const void *), const void *argument)
{
    struct child child = { .code = -1 };
    int ends[2];
    int status = 0;
    ssize_t got = 1;
    pid_t pid;

    /* Nothing that is to be printed is printed twice. */
    assert_int_equal(fflush(NULL), 0);
    assert_int_equal(pipe(ends), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)close(ends[0]);
        child_be(ends[1], act, argument);
    }
    (void)close(ends[1]);
    while (got > 0 && child.length < sizeof child.text) {
        got = read(ends[0], child.text + child.length, sizeof child.text - child.length);
        child.length += got > 0 ? (size_t)got : 0;
        got = got < 0 && errno == EINTR ? 1 : got;
    }
    (void)close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    child.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return child;
}

static inline struct slice child_text(const struct child *child)
{
    return slice_make(child->text, child->length);
}

#endif
