/* SPDX-License-Identifier: MIT */
/*
 * The facts of a run as lines for -vvv: round, question, class, who answered, time, records.
 */
#ifndef CHECK_SES_IO_TRACE_H
#define CHECK_SES_IO_TRACE_H

#include "base/arena.h"
#include "base/slice.h"
#include "facts/store.h"

/*
 * One line for each fact in their order, separated by LF, cut at LIMIT_TEXT_OUTPUT octets. What
 * came from outside is escaped, line ends too. Empty if the arena failed.
 */
struct slice trace_write(const struct facts *facts, struct arena *arena);

#endif
