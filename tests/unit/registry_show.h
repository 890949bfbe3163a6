/* SPDX-License-Identifier: MIT */
/*
 * A registration on one line, for tables of expectations: "found; status clientHold; servers …".
 * What says nothing is left out, so that each line holds every field.
 */
#ifndef CHECK_SES_TESTS_UNIT_REGISTRY_SHOW_H
#define CHECK_SES_TESTS_UNIT_REGISTRY_SHOW_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../support/sample.h"
#include "base/buf.h"
#include "registry/registration.h"

static inline void show_time(const char *what, int64_t seconds, struct buf *buf)
{
    time_t time = (time_t)seconds;
    char text[32] = "";
    struct tm fields;

    assert_non_null(gmtime_r(&time, &fields));
    assert_int_not_equal(strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &fields), 0);
    buf_printf(buf, "; %s %s", what, text);
}

static inline struct slice show_registration(const struct registration *registration,
                                             struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    buf_add_text(&buf, registration_result_text(registration->result));
    for (size_t i = 0; i < registration->status_count; i++) {
        const struct registration_status *status = &registration->statuses[i];

        buf_add_text(&buf, i == 0 ? "; status " : ", ");
        if (status->status == EPP_STATUS_OTHER) {
            buf_printf(&buf, "\"%.*s\"", SLICE_ARGS(status->text));
        } else {
            buf_add_text(&buf, epp_status_text(status->status));
        }
    }
    for (size_t i = 0; i < registration->server_count; i++) {
        struct slice name = name_to_text(&registration->servers[i], arena);

        buf_printf(&buf, "%s%.*s", i == 0 ? "; servers " : " ", SLICE_ARGS(name));
    }
    if (registration->truncated) {
        buf_add_text(&buf, "; truncated");
    }
    if (registration->has_registered) {
        show_time("registered", registration->registered, &buf);
    }
    if (registration->has_expires) {
        show_time("expires", registration->expires, &buf);
    }
    if (registration->has_signed) {
        buf_add_text(&buf, registration->is_signed ? "; signed" : "; unsigned");
    }
    if (registration->registrar.length > 0) {
        buf_printf(&buf, "; by %.*s", SLICE_ARGS(registration->registrar));
    }
    if (registration->retry_after_s > 0) {
        buf_printf(&buf, "; retry %u", (unsigned)registration->retry_after_s);
    }
    if (registration->reason.length > 0) {
        buf_printf(&buf, "; %.*s", SLICE_ARGS(registration->reason));
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

/* A file in tests/unit/data/registry. */
static inline struct slice read_registry_data(const char *name, struct arena *arena)
{
    const char *root = getenv("abs_top_srcdir");
    struct slice path =
        arena_printf(arena, "%s/tests/unit/data/registry/%s", root != NULL ? root : ".", name);

    return read_test_file(path.data, arena);
}

#endif
