/* SPDX-License-Identifier: MIT */
/*
 * The day of a point in time, in UTC. Nothing asks the locale or the time zone of the machine.
 */
#ifndef CHECK_SES_BASE_DAY_H
#define CHECK_SES_BASE_DAY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/*
 * "2026-11-19" for seconds since 1970. Years outside 1 to 9999 are written as 0000-00-00. Empty if
 * the arena failed.
 */
struct slice day_to_text(int64_t time, struct arena *arena);

#endif
