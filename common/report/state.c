/* SPDX-License-Identifier: MIT */
/* Names and orders of the states. */
#include "report/state.h"

const char *state_text(enum state state)
{
    switch (state) {
    case STATE_OK:
        return "OK";
    case STATE_INFO:
        return "INFO";
    case STATE_UNKNOWN:
        return "UNKNOWN";
    case STATE_WARNING:
        return "WARNING";
    case STATE_CRITICAL:
        return "CRITICAL";
    }
    return "UNKNOWN";
}

enum status state_from_text(struct slice text, enum state *ret_state)
{
    static const enum state states[] = { STATE_OK, STATE_INFO, STATE_UNKNOWN, STATE_WARNING,
                                         STATE_CRITICAL };

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        char digit = (char)('0' + state_exit_code(states[i]));

        if (slice_equal_nocase(text, slice_of(state_text(states[i]))) ||
            (states[i] != STATE_INFO && slice_equal(text, slice_make(&digit, 1)))) {
            *ret_state = states[i];
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

int state_exit_code(enum state state)
{
    switch (state) {
    case STATE_OK:
    case STATE_INFO:
        return 0;
    case STATE_WARNING:
        return 1;
    case STATE_CRITICAL:
        return 2;
    case STATE_UNKNOWN:
        return 3;
    }
    return 3;
}

enum state state_worst(enum state a, enum state b)
{
    enum state worst = a > b ? a : b;

    return worst == STATE_INFO ? STATE_OK : worst;
}
