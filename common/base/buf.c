/* SPDX-License-Identifier: MIT */
/* Growing buffer in an arena. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_CAPACITY ((size_t)256)

void buf_init(struct buf *buf, struct arena *arena, size_t maximum)
{
    *buf = (struct buf){ .arena = arena, .maximum = maximum, .status = STATUS_OK };
}

/* Makes room for `more` octets behind the text, or sets the error. */
static bool buf_reserve(struct buf *buf, size_t more)
{
    size_t capacity = buf->capacity == 0 ? FIRST_CAPACITY : buf->capacity;
    char *data;

    if (buf->status != STATUS_OK) {
        return false;
    }
    if (more > buf->maximum - buf->length) {
        buf->status = STATUS_TOO_LONG;
        return false;
    }
    if (more <= buf->capacity - buf->length) {
        return true;
    }
    while (capacity - buf->length < more) {
        capacity *= 2;
    }
    data = arena_alloc(buf->arena, capacity);
    if (data == NULL) {
        buf->status = STATUS_NO_MEMORY;
        return false;
    }
    if (buf->length > 0) {
        memcpy(data, buf->data, buf->length);
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void buf_add(struct buf *buf, struct slice text)
{
    if (text.length > 0 && buf_reserve(buf, text.length)) {
        memcpy(buf->data + buf->length, text.data, text.length);
        buf->length += text.length;
    }
}

void buf_add_octet(struct buf *buf, char octet)
{
    if (buf_reserve(buf, 1)) {
        buf->data[buf->length] = octet;
        buf->length++;
    }
}

void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, slice_of(text));
}

void buf_add_line(struct buf *buf, struct slice text)
{
    struct slice piece;

    while (slice_split(&text, '\n', &piece)) {
        buf_add(buf, piece);
        buf_add_text(buf, text.data != NULL ? "\\x0A" : "");
    }
}

void buf_add_number(struct buf *buf, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;

    do {
        at--;
        digits[at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        at--;
        digits[at] = '-';
    }
    buf_add(buf, slice_make(digits + at, sizeof digits - at));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    char first[512];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(first, sizeof first, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buf->status = buf->status == STATUS_OK ? STATUS_INTERNAL : buf->status;
        return;
    }
    if ((size_t)length < sizeof first) {
        buf_add(buf, slice_make(first, (size_t)length));
        return;
    }
    if (buf_reserve(buf, (size_t)length + 1)) {
        va_start(arguments, format);
        (void)vsnprintf(buf->data + buf->length, (size_t)length + 1, format, arguments);
        va_end(arguments);
        buf->length += (size_t)length;
    }
}

void buf_cut(struct buf *buf, size_t length)
{
    if (length < buf->length) {
        buf->length = length;
    }
}

struct slice buf_slice(const struct buf *buf)
{
    return buf->length == 0 ? slice_empty() : slice_make(buf->data, buf->length);
}

enum status buf_status(const struct buf *buf)
{
    return buf->status;
}
