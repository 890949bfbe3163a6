/* SPDX-License-Identifier: MIT */
/* Decoding of UTF-8 by the table of RFC 3629 4. */
#include "base/utf8.h"

/* Octets of a character by its first one, 0 for an octet that begins none. */
static size_t utf8_length(uint8_t first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/* Overlong forms, surrogates and what lies above U+10FFFF show in the value alone. */
static bool utf8_is_allowed(uint32_t code, size_t length)
{
    switch (length) {
    case 3:
        return code >= 0x800 && (code < 0xD800 || code > 0xDFFF);
    case 4:
        return code >= 0x10000 && code <= 0x10FFFF;
    default:
        return true;
    }
}

size_t utf8_decode(struct slice text, size_t offset, uint32_t *ret_code)
{
    static const uint8_t masks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    uint8_t first = (uint8_t)text.data[offset];
    size_t length = utf8_length(first);
    uint32_t code = first & masks[length];

    if (length == 0 || length > text.length - offset) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        uint8_t octet = (uint8_t)text.data[offset + i];

        if ((octet & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (octet & 0x3F);
    }
    if (!utf8_is_allowed(code, length)) {
        return 0;
    }
    *ret_code = code;
    return length;
}

size_t utf8_cut(struct slice text, size_t maximum)
{
    size_t back = maximum < 3 ? maximum : 3;
    uint32_t code;

    if (maximum >= text.length) {
        return text.length;
    }
    /* A character that the cut divides begins at most three octets before it. */
    for (size_t i = 1; i <= back; i++) {
        if (utf8_decode(text, maximum - i, &code) > i) {
            return maximum - i;
        }
    }
    return maximum;
}
