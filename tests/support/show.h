/* SPDX-License-Identifier: MIT */
/* Lists of records as one line of text, to be compared or read. */
#ifndef CHECK_SES_TESTS_SUPPORT_SHOW_H
#define CHECK_SES_TESTS_SUPPORT_SHOW_H

#include <stddef.h>

#include "base/buf.h"
#include "base/limits.h"
#include "dns/rr.h"

/* "OWNER TTL TYPE DATA; …", in the order of the list. */
static inline struct slice show_records(const struct rr *list, size_t count, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, (size_t)4 * LIMIT_MESSAGE);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&buf, i > 0 ? "; " : "");
        buf_add(&buf, rr_to_text(&list[i], arena));
    }
    return buf_slice(&buf);
}

#endif
