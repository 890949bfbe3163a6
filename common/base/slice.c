/* SPDX-License-Identifier: MIT */
/* Byte views: comparing, cutting, numbers. */
#include "base/slice.h"

#include <string.h>

struct slice slice_of(const char *text)
{
    return text == NULL ? slice_empty() : slice_make(text, strlen(text));
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

bool slice_equal_nocase(struct slice a, struct slice b)
{
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (ascii_lower(a.data[i]) != ascii_lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool slice_starts_with(struct slice text, struct slice prefix)
{
    return text.length >= prefix.length && slice_equal(slice_head(text, prefix.length), prefix);
}

bool slice_starts_with_nocase(struct slice text, struct slice prefix)
{
    return text.length >= prefix.length &&
           slice_equal_nocase(slice_head(text, prefix.length), prefix);
}

bool slice_ends_with(struct slice text, struct slice suffix)
{
    return text.length >= suffix.length &&
           slice_equal(slice_from(text, text.length - suffix.length), suffix);
}

bool slice_ends_with_nocase(struct slice text, struct slice suffix)
{
    return text.length >= suffix.length &&
           slice_equal_nocase(slice_from(text, text.length - suffix.length), suffix);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);

    if (order != 0) {
        return order;
    }
    return (a.length > b.length) - (a.length < b.length);
}

uint32_t slice_hash(uint32_t hash, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 16777619u;
    }
    return hash;
}

struct slice slice_from(struct slice text, size_t offset)
{
    if (offset > text.length) {
        offset = text.length;
    }
    if (text.data == NULL) {
        return slice_empty();
    }
    return slice_make(text.data + offset, text.length - offset);
}

struct slice slice_head(struct slice text, size_t length)
{
    return slice_make(text.data, length < text.length ? length : text.length);
}

size_t slice_count_digits(struct slice text)
{
    size_t count = 0;

    while (count < text.length && ascii_is_digit(text.data[count])) {
        count++;
    }
    return count;
}

struct slice slice_fold(struct slice text, struct slice left_out, char *buffer, size_t size)
{
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (slice_find(left_out, text.data[i]) < left_out.length) {
            continue;
        }
        if (length == size) {
            return slice_empty();
        }
        buffer[length] = ascii_lower(text.data[i]);
        length++;
    }
    return slice_make(buffer, length);
}

size_t slice_find(struct slice text, char octet)
{
    const char *found = text.length == 0 ? NULL : memchr(text.data, octet, text.length);

    return found == NULL ? text.length : (size_t)(found - text.data);
}

size_t slice_find_last(struct slice text, char octet)
{
    for (size_t i = text.length; i > 0; i--) {
        if (text.data[i - 1] == octet) {
            return i - 1;
        }
    }
    return text.length;
}

size_t slice_find_part(struct slice text, struct slice part)
{
    if (part.length == 0 || part.length > text.length) {
        return text.length;
    }
    for (size_t i = 0; i + part.length <= text.length; i++) {
        if (memcmp(text.data + i, part.data, part.length) == 0) {
            return i;
        }
    }
    return text.length;
}

static bool octet_is_space(char c)
{
    return ascii_is_blank(c) || c == '\r' || c == '\n';
}

struct slice slice_trim(struct slice text)
{
    size_t start = 0;
    size_t end = text.length;

    while (start < end && octet_is_space(text.data[start])) {
        start++;
    }
    while (end > start && octet_is_space(text.data[end - 1])) {
        end--;
    }
    return slice_head(slice_from(text, start), end - start);
}

struct slice slice_without_mark(struct slice text)
{
    struct slice mark = SLICE("\xEF\xBB\xBF");

    return slice_starts_with(text, mark) ? slice_from(text, mark.length) : text;
}

bool slice_split(struct slice *rest, char separator, struct slice *ret_piece)
{
    size_t at;

    if (rest->data == NULL) {
        return false;
    }
    at = slice_find(*rest, separator);
    *ret_piece = slice_head(*rest, at);
    *rest = at == rest->length ? (struct slice){ NULL, 0 } : slice_from(*rest, at + 1);
    return true;
}

enum status slice_number(struct slice text, uint64_t minimum, uint64_t maximum,
                         uint64_t *ret_number)
{
    uint64_t number = 0;
    bool over = false;

    if (text.length == 0) {
        return STATUS_BAD_INPUT;
    }
    for (size_t i = 0; i < text.length; i++) {
        uint64_t digit;

        if (!ascii_is_digit(text.data[i])) {
            return STATUS_BAD_INPUT;
        }
        digit = (uint64_t)(text.data[i] - '0');
        over = over || number > (UINT64_MAX - digit) / 10;
        number = over ? number : number * 10 + digit;
    }
    if (over || number < minimum || number > maximum) {
        return STATUS_OUT_OF_RANGE;
    }
    *ret_number = number;
    return STATUS_OK;
}

enum status slice_thousandths(struct slice text, uint64_t maximum, uint64_t *ret_number)
{
    size_t dot = slice_find(text, '.');
    struct slice fraction = slice_from(text, dot + 1);
    uint64_t whole;
    uint64_t scale = 100;
    enum status status = slice_number(slice_head(text, dot), 0, UINT64_MAX / 1000 - 1, &whole);

    if (status != STATUS_OK || (dot < text.length && fraction.length == 0)) {
        return status != STATUS_OK ? status : STATUS_BAD_INPUT;
    }
    whole *= 1000;
    for (size_t i = 0; i < fraction.length; i++) {
        if (!ascii_is_digit(fraction.data[i])) {
            return STATUS_BAD_INPUT;
        }
        whole += (uint64_t)(fraction.data[i] - '0') * scale;
        scale /= 10;
    }
    if (whole > maximum) {
        return STATUS_OUT_OF_RANGE;
    }
    *ret_number = whole;
    return STATUS_OK;
}
