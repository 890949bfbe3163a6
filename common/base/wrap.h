/* SPDX-License-Identifier: MIT */
/*
 * Running text in columns, for help pages.
 */
#ifndef CHECK_SES_BASE_WRAP_H
#define CHECK_SES_BASE_WRAP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

#define WRAP_WIDTH 80

/*
 * Adds the words of `text` (separated by blanks or LF) so that no line is longer than WRAP_WIDTH
 * columns, if its first word allows. The line so far is `column` octets long; later lines are
 * indented by `indent`. Ends with a line feed.
 */
void wrap_write(struct slice text, size_t column, size_t indent, struct buf *buf);

/* Adds `count` blanks. */
void wrap_write_blanks(size_t count, struct buf *buf);

#endif
