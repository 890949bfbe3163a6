/* SPDX-License-Identifier: MIT */
/*
 * Plugin states and their two orders: the exit code (Monitoring Plugins guidelines) and how bad a
 * state is (OK < UNKNOWN < WARNING < CRITICAL). INFO is a finding's state that never counts.
 */
#ifndef CHECK_SES_REPORT_STATE_H
#define CHECK_SES_REPORT_STATE_H

#include "base/slice.h"
#include "base/status.h"

enum state {
    STATE_OK = 0,
    STATE_INFO,
    STATE_UNKNOWN,
    STATE_WARNING,
    STATE_CRITICAL
};

/* "OK", "INFO", "UNKNOWN", "WARNING", "CRITICAL". Static storage. */
const char *state_text(enum state state);

/* A state for its word in any case; also the digits 0 to 3 (exit codes). STATUS_NOT_FOUND. */
MUST_CHECK enum status state_from_text(struct slice text, enum state *ret_state);

/* 0 OK and INFO, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
int state_exit_code(enum state state);

/* The worse of two; INFO counts as OK and is returned as OK. */
enum state state_worst(enum state a, enum state b);

#endif
