/* SPDX-License-Identifier: MIT */
/* Base64: three octets are four characters. */
#include "base/base64.h"

#include <stdint.h>

#define INVALID 64u

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_encode(struct slice octets, struct buf *buf)
{
    for (size_t at = 0; at < octets.length; at += 3) {
        size_t left = octets.length - at < 3 ? octets.length - at : 3;
        uint32_t group = 0;
        char text[4];

        for (size_t i = 0; i < 3; i++) {
            group = group << 8 | (i < left ? (uint8_t)octets.data[at + i] : 0);
        }
        for (size_t i = 0; i < 4; i++) {
            text[i] = i <= left ? alphabet[group >> (18 - 6 * i) & 63] : '=';
        }
        buf_add(buf, slice_make(text, sizeof text));
    }
}

static uint32_t value_of(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (uint32_t)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (uint32_t)(c - 'a') + 26;
    }
    if (ascii_is_digit(c)) {
        return (uint32_t)(c - '0') + 52;
    }
    if (c == '+') {
        return 62;
    }
    return c == '/' ? 63 : INVALID;
}

/* Four characters to `count` octets; false for characters or bits that may not stand there. */
static bool decode_group(const char *text, size_t count, char *octets)
{
    uint32_t group = 0;

    for (size_t i = 0; i < 4; i++) {
        uint32_t value = i <= count ? value_of(text[i]) : 0;

        if (value == INVALID) {
            return false;
        }
        group = group << 6 | value;
    }
    for (size_t i = 0; i < count; i++) {
        octets[i] = (char)(uint8_t)(group >> (16 - 8 * i) & 0xFF);
    }
    return count == 3 || (group & (count == 2 ? 0xFFu : 0xFFFFu)) == 0;
}

enum status base64_decode(struct slice text, struct arena *arena, struct slice *ret_octets)
{
    size_t padding = 0;
    size_t size = text.length / 4 * 3;
    char *octets;

    if (text.length % 4 != 0) {
        return STATUS_BAD_INPUT;
    }
    while (padding < 2 && padding < text.length && text.data[text.length - 1 - padding] == '=') {
        padding++;
    }
    octets = arena_alloc(arena, size);
    if (octets == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (size_t at = 0; at < text.length; at += 4) {
        size_t count = at + 4 < text.length ? 3 : 3 - padding;

        if (!decode_group(text.data + at, count, octets + at / 4 * 3)) {
            return STATUS_BAD_INPUT;
        }
    }
    *ret_octets = slice_make(octets, size - padding);
    return STATUS_OK;
}
