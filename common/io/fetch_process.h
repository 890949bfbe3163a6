/* SPDX-License-Identifier: MIT */
/*
 * The helper program as a process: found, started with nothing of ours but one socket, ended.
 *
 * It is looked for beside the program that runs (the build tree), then in the folder fixed at build
 * time; in secure execution (set-user-ID and the like, where the caller is not trusted with what
 * runs) only there. Its environment is empty and its arguments are its name: nothing that a list of
 * processes shows.
 */
#ifndef CHECK_SES_IO_FETCH_PROCESS_H
#define CHECK_SES_IO_FETCH_PROCESS_H

#include <signal.h>
#include <sys/types.h>

#include "base/status.h"

#define FETCH_PROGRAM "check_ses_fetch"

struct fetch_process {
    pid_t pid;                     /* 0: none runs */
    int socket;                    /* its standard input and output; never blocks, closed on exec */
    struct sigaction child_action; /* of SIGCHLD, put back when it has ended */
};

/*
 * Starts the helper. STATUS_NOT_FOUND: there is none that can be run, errno tells about the last
 * place; STATUS_IO with errno: the system refused otherwise. Nothing is left behind then.
 */
MUST_CHECK enum status fetch_process_start(struct fetch_process *ret_process);

/*
 * Closes the socket and ends the helper: the exit status as of waitpid(2) when it had ended by
 * itself, -1 when it had to be killed or the system did not tell. May be called when none runs.
 * Bounded: it waits a tenth of a second at most for the system to be done.
 */
int fetch_process_end(struct fetch_process *process);

/* The path fixed at build time, for sentences. Static storage. */
const char *fetch_process_installed_path(void);

#endif
