/* SPDX-License-Identifier: MIT */
/* Which profile --profile means, and the list of the built-in ones. */
#include "provider/profile.h"

#include <stddef.h>

#include "provider/profile_builtin.h"

enum status profile_find(struct slice name, const struct profile **ret_profile)
{
    for (size_t i = 0; i < profile_builtin_count; i++) {
        if (slice_equal_nocase(name, slice_of(profile_builtin[i].name))) {
            *ret_profile = &profile_builtin[i];
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

bool profile_is_path(struct slice value)
{
    return slice_find(value, '/') < value.length || slice_find(value, '.') < value.length;
}

/* A user's profile; complaints about it begin with the path. */
static enum status select_file(struct slice path, struct slice text, struct arena *arena,
                               const struct profile **ret_profile, struct slice *ret_reason)
{
    struct slice reason = slice_empty();
    enum status status = profile_read(text, arena, ret_profile, &reason);

    if (status == STATUS_BAD_INPUT) {
        *ret_reason = arena_printf(arena, "%.*s: %.*s", SLICE_ARGS(path), SLICE_ARGS(reason));
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : status;
}

enum status profile_select(struct slice value, struct slice text, struct arena *arena,
                           const struct profile **ret_profile, struct slice *ret_reason)
{
    struct slice name = value.length > 0 ? value : SLICE(PROFILE_DEFAULT);

    if (profile_is_path(name)) {
        return select_file(name, text, arena, ret_profile, ret_reason);
    }
    if (profile_find(name, ret_profile) == STATUS_OK) {
        return STATUS_OK;
    }
    *ret_reason = arena_printf(
        arena, "--profile takes the name of a profile, not \"%.*s\": --profile list shows them",
        SLICE_ARGS(name));
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_BAD_INPUT;
}

/* --- the list --------------------------------------------------------------------------------- */

static void write_spf(const struct profile *profile, struct buf *buf)
{
    if (profile->spf_include == NULL) {
        buf_add_text(buf, "; no SPF include");
        return;
    }
    buf_printf(buf, "; SPF include:%s%s", profile->spf_include,
               profile->spf_demanded ? "" : " where its return path is one's own");
}

static void write_dkim(const struct profile_dkim *dkim, struct buf *buf)
{
    if (dkim->selectors[0] == NULL) {
        buf_add_text(buf, "; DKIM selectors differ from domain to domain");
        return;
    }
    buf_add_text(buf, "; DKIM");
    if (dkim->selectors[1] != NULL) {
        buf_add_text(buf, dkim->need == PROFILE_NEED_ALL ? " all of" : " any of");
    }
    for (size_t i = 0; dkim->selectors[i] != NULL; i++) {
        buf_printf(buf, " %s", dkim->selectors[i]);
    }
}

void profile_write_list(struct buf *buf)
{
    for (size_t i = 0; i < profile_builtin_count; i++) {
        const struct profile *profile = &profile_builtin[i];

        buf_printf(buf, "%-20s%s", profile->name, profile->title);
        write_spf(profile, buf);
        write_dkim(&profile->dkim, buf);
        buf_add_text(buf, i == 0 ? " (default)\n" : "\n");
    }
}
