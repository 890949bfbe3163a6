/* SPDX-License-Identifier: MIT */
/*
 * Performance data by the Monitoring Plugins guidelines:
 * 'label'=value[UOM];[warn];[crit];[min];[max]
 */
#ifndef CHECK_SES_REPORT_PERFDATA_H
#define CHECK_SES_REPORT_PERFDATA_H

#include <stdbool.h>

#include "base/buf.h"
#include "report/range.h"

struct perfdata {
    const char *label;
    const char *unit; /* "", "s", "B" … */
    bool known;       /* false: left out of the text, null in JSON */
    double value;
    unsigned decimals; /* digits behind the point, 0 to 6 */
    struct range warning;
    struct range critical;
    bool has_minimum;
    double minimum;
    bool has_maximum;
    double maximum;
};

/* Writes one datum; nothing when it is not known. A label with blanks, quotes or `=` is quoted. */
void perfdata_write(const struct perfdata *datum, struct buf *buf);

/*
 * Writes a number with at most `decimals` digits behind the point, trailing zeros cut, dot in
 * every locale.
 */
void perfdata_write_number(double value, unsigned decimals, struct buf *buf);

#endif
