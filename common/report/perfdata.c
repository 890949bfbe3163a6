/* SPDX-License-Identifier: MIT */
/* Numbers without printf's %f, which asks the locale for its decimal point. */
#include "report/perfdata.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define DECIMALS_MAXIMUM 6
#define INTEGER_MAXIMUM 1e15 /* above it a double has no fraction to speak of */

/* The digits of the fraction `part` of `scale`, trailing zeros cut; nothing when it is 0. */
static void write_fraction(uint64_t part, uint64_t scale, struct buf *buf)
{
    if (part == 0) {
        return;
    }
    buf_add_octet(buf, '.');
    while (part > 0) {
        scale /= 10;
        buf_add_octet(buf, (char)('0' + part / scale));
        part %= scale;
    }
}

void perfdata_write_number(double value, unsigned decimals, struct buf *buf)
{
    double size = fabs(value);
    uint64_t scale = 1;
    uint64_t whole;
    uint64_t part;

    if (!isfinite(value)) {
        buf_add_octet(buf, 'U');
        return;
    }
    if (size >= INTEGER_MAXIMUM) {
        buf_printf(buf, "%.0f", value);
        return;
    }
    for (unsigned i = 0; i < decimals && i < DECIMALS_MAXIMUM; i++) {
        scale *= 10;
    }
    whole = (uint64_t)size;
    part = (uint64_t)((size - (double)whole) * (double)scale + 0.5);
    if (part >= scale) {
        whole++;
        part = 0;
    }
    if (value < 0 && (whole > 0 || part > 0)) {
        buf_add_octet(buf, '-');
    }
    buf_add_number(buf, (int64_t)whole);
    write_fraction(part, scale, buf);
}

/* 'label' with a quote inside doubled, bare where it may be. */
static void write_label(const char *label, struct buf *buf)
{
    bool quoted = label[0] == '\0' || strpbrk(label, " \t'=") != NULL;

    if (quoted) {
        buf_add_octet(buf, '\'');
    }
    for (const char *at = label; *at != '\0'; at++) {
        if (*at == '\'') {
            buf_add_octet(buf, '\'');
        }
        buf_add_octet(buf, *at);
    }
    if (quoted) {
        buf_add_octet(buf, '\'');
    }
}

static void write_range(const struct range *range, struct buf *buf)
{
    buf_add_octet(buf, ';');
    if (range->present) {
        buf_add(buf, range->text);
    }
}

static void write_bound(bool present, double bound, unsigned decimals, struct buf *buf)
{
    buf_add_octet(buf, ';');
    if (present && isfinite(bound)) {
        perfdata_write_number(bound, decimals, buf);
    }
}

void perfdata_write(const struct perfdata *datum, struct buf *buf)
{
    if (!datum->known || !isfinite(datum->value)) {
        return;
    }
    write_label(datum->label, buf);
    buf_add_octet(buf, '=');
    perfdata_write_number(datum->value, datum->decimals, buf);
    buf_add_text(buf, datum->unit == NULL ? "" : datum->unit);
    write_range(&datum->warning, buf);
    write_range(&datum->critical, buf);
    write_bound(datum->has_minimum, datum->minimum, datum->decimals, buf);
    write_bound(datum->has_maximum, datum->maximum, datum->decimals, buf);
}
