/* SPDX-License-Identifier: MIT */
/* Breaking lines between words. */
#include "base/wrap.h"

void wrap_write_blanks(size_t count, struct buf *buf)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_octet(buf, ' ');
    }
}

/* Takes the next word off the front of `*rest`; empty when there is none. */
static struct slice next_word(struct slice *rest)
{
    struct slice text = slice_trim(*rest);
    size_t end = 0;

    while (end < text.length && text.data[end] != ' ' && text.data[end] != '\n') {
        end++;
    }
    *rest = slice_from(text, end);
    return slice_head(text, end);
}

void wrap_write(struct slice text, size_t column, size_t indent, struct buf *buf)
{
    struct slice rest = text;
    bool first = true;

    for (struct slice word = next_word(&rest); word.length > 0; word = next_word(&rest)) {
        if (!first && column + 1 + word.length > WRAP_WIDTH) {
            buf_add_octet(buf, '\n');
            wrap_write_blanks(indent, buf);
            column = indent;
        } else if (!first) {
            buf_add_octet(buf, ' ');
            column++;
        }
        buf_add(buf, word);
        column += word.length;
        first = false;
    }
    buf_add_octet(buf, '\n');
}
