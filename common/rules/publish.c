/* SPDX-License-Identifier: MIT */
/* Records ready to paste. */
#include "rules/publish.h"

#include "base/buf.h"
#include "base/limits.h"

#define ADVICE_MAXIMUM ((size_t)LIMIT_TXT * 4)

struct slice publish_host(const struct dns_name *name, struct arena *arena)
{
    struct dns_name zone;

    if (name_registrable(name, &zone) != STATUS_OK) {
        return name_to_text(name, arena);
    }
    return arena_printf(arena, "host %.*s in the zone %.*s",
                        SLICE_ARGS(name_relative(name, &zone, arena)),
                        SLICE_ARGS(name_to_text(&zone, arena)));
}

static void write_value(struct slice value, struct buf *buf)
{
    if (value.length <= LIMIT_STRING) {
        buf_add_line(buf, value);
        return;
    }
    for (struct slice rest = value; rest.length > 0; rest = slice_from(rest, LIMIT_STRING)) {
        buf_add_text(buf, rest.length == value.length ? "\"" : " \"");
        buf_add_line(buf, slice_head(rest, LIMIT_STRING));
        buf_add_octet(buf, '"');
    }
}

struct slice publish_value(struct slice value, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, ADVICE_MAXIMUM);
    write_value(value, &buf);
    return buf_slice(&buf);
}

struct slice publish_advice(const char *lead, const struct dns_name *name, struct slice value,
                            struct arena *arena)
{
    struct slice host = publish_host(name, arena);
    struct buf buf;

    buf_init(&buf, arena, ADVICE_MAXIMUM);
    buf_printf(&buf, "%s as TXT at %.*s:\n", lead, SLICE_ARGS(host));
    write_value(value, &buf);
    if (value.length > LIMIT_STRING) {
        buf_printf(
            &buf,
            "\n(%zu octets: one TXT record of %zu strings; a form that splits by itself takes "
            "them without the quotation marks and the blanks between)",
            value.length, (value.length + LIMIT_STRING - 1) / LIMIT_STRING);
    }
    return buf_slice(&buf);
}
