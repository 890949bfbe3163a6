/* SPDX-License-Identifier: MIT */
/*
 * The command line of a run, and the one that its transcript was made with. Inside of run.
 */
#ifndef CHECK_SES_IO_RUN_ARGUMENTS_H
#define CHECK_SES_IO_RUN_ARGUMENTS_H

#include "base/slice.h"
#include "base/status.h"
#include "io/run_state.h"

/*
 * Fills run->arguments and run->config from `given`. With --replay the transcript is read, up to
 * its first line; when `given` names no subject, the saved command line is taken before it, but for
 * what belonged to that run alone (files, servers, manner of output). After --help and --version
 * nothing else is looked at. STATUS_BAD_INPUT with run->reason; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status run_read_arguments(struct run *run, const struct arguments *given);

/*
 * Reads a file that the user named, at most `maximum` octets, into the run's arena. A failure is a
 * wrong use: STATUS_BAD_INPUT with run->reason. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status run_read_file(struct run *run, struct slice path, size_t maximum,
                                     struct slice *ret_text);

/* Puts the name of a file in front of run->reason. */
void run_blame_file(struct run *run, struct slice path);

#endif
