/* SPDX-License-Identifier: MIT */
/*
 * What a run says: its verdict, a wrong use, its trouble. Each is one write(2) and returns the exit
 * code: the verdict's, or 3, also when it could not be written. Inside of run.
 */
#ifndef CHECK_SES_IO_RUN_REPORT_H
#define CHECK_SES_IO_RUN_REPORT_H

#include "base/status.h"
#include "io/run_state.h"

/*
 * The verdict as text or JSON. Keeps the run before (--save): when that fails the verdict stands,
 * and a last line or the member "save_error" tells why.
 */
int run_say_verdict(struct run *run);

/* run->reason. */
int run_say_usage(const struct run *run);

/* Trouble of our own. */
int run_say_trouble(const struct run *run, enum status status);

/* --help, --help=findings, --version. */
int run_say_help(const struct run *run);

#endif
