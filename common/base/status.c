/* SPDX-License-Identifier: MIT */
/* Texts of the status codes. */
#include "base/status.h"

const char *status_text(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return "done";
    case STATUS_NO_MEMORY:
        return "not enough memory";
    case STATUS_TOO_LONG:
        return "too long";
    case STATUS_BAD_INPUT:
        return "malformed";
    case STATUS_OUT_OF_RANGE:
        return "out of range";
    case STATUS_NOT_FOUND:
        return "not found";
    case STATUS_IO:
        return "input or output was refused";
    case STATUS_TIMEOUT:
        return "out of time";
    case STATUS_INTERNAL:
        return "internal error";
    }
    return "unknown status";
}
