/* SPDX-License-Identifier: MIT */
/*
 * What every plugin's main() calls: command line, gathering, report, exit code.
 */
#ifndef CHECK_SES_IO_RUN_H
#define CHECK_SES_IO_RUN_H

#include "facts/check.h"

/* Runs one check and returns the process's exit code. Everything that can go wrong ends in 3. */
int run_check(const struct check *check, int argc, char *argv[]);

/*
 * The same for a check that asks APIs (struct check's api). Apart from run_check(), so that no
 * other plugin is loaded with what only signing needs.
 */
int run_check_with_api(const struct check *check, int argc, char *argv[]);

#endif
