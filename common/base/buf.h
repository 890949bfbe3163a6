/* SPDX-License-Identifier: MIT */
/*
 * A growing text in an arena, with a maximum that must be stated and a sticky error: after the
 * first refusal every further addition does nothing, so a writer is written straight through and
 * asks buf_status() once at its end. What was added before the refusal stays readable.
 */
#ifndef CHECK_SES_BASE_BUF_H
#define CHECK_SES_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

struct buf {
    struct arena *arena;
    char *data;
    size_t length;
    size_t capacity;
    size_t maximum;
    enum status status;
};

/* Prepares an empty buffer of at most `maximum` octets. Cannot fail: memory is taken at first use.
 */
void buf_init(struct buf *buf, struct arena *arena, size_t maximum);

/* Additions. One that would pass the maximum adds nothing and sets STATUS_TOO_LONG. */
void buf_add(struct buf *buf, struct slice text);
void buf_add_octet(struct buf *buf, char octet);
void buf_add_text(struct buf *buf, const char *text);
/* Text from outside that has to stay one line: line feeds are added as the four octets "\x0A". */
void buf_add_line(struct buf *buf, struct slice text);
void buf_add_number(struct buf *buf, int64_t number);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Cuts the text to its first `length` octets. Longer than it is: nothing happens. */
void buf_cut(struct buf *buf, size_t length);

/* What was added so far. Valid until the next addition. */
struct slice buf_slice(const struct buf *buf);

/* STATUS_OK, or the first refusal: STATUS_TOO_LONG, STATUS_NO_MEMORY. */
MUST_CHECK enum status buf_status(const struct buf *buf);

#endif
