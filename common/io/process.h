/* SPDX-License-Identifier: MIT */
/*
 * The process around a run: descriptors, signals, the terminal.
 */
#ifndef CHECK_SES_IO_PROCESS_H
#define CHECK_SES_IO_PROCESS_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * Before anything is opened: a closed stdin or stderr becomes /dev/null, so that no socket takes
 * its number. From here on a closed pipe is an error of write(2), and SIGTERM, SIGINT and SIGHUP
 * end the process with one line of text and exit code 3. False when stdout is closed: nobody can be
 * told anything.
 */
bool process_prepare(void);

/*
 * A variable of the environment; empty when it is not set, or in secure execution, where the
 * environment is somebody else's. Valid as long as the process.
 */
struct slice process_environment(const char *name);

/* Whether stdout is a terminal that wants colour (NO_COLOR, TERM). */
bool process_wants_colour(void);

#endif
