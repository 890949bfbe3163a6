/* SPDX-License-Identifier: MIT */
/* Tables of registries from files that the administrator or the package put on this machine. */
#include "io/registry_tables.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "io/file.h"

const char *const *registry_tables_folders(void)
{
    static const char *const folders[] = { "/etc/check_ses", "/usr/share/check_ses", NULL };

    return folders;
}

static void note(struct registry_tables *tables, struct slice path, struct slice why,
                 struct arena *arena)
{
    if (tables->note.length == 0) {
        tables->note =
            arena_printf(arena, "%.*s is passed over: %.*s", SLICE_ARGS(path), SLICE_ARGS(why));
    }
}

/* One kind of table: its file, and what reads it. */
struct kind {
    const char *file;
    size_t maximum;
    enum status (*read)(struct slice text, struct arena *arena, struct registry_tables *tables,
                        struct slice *ret_reason);
};

static enum status read_rdap(struct slice text, struct arena *arena, struct registry_tables *tables,
                             struct slice *ret_reason)
{
    enum status status = rdap_bootstrap_read(text, arena, &tables->bootstrap, ret_reason);

    tables->has_bootstrap = status == STATUS_OK;
    return status;
}

static enum status read_whois(struct slice text, struct arena *arena,
                              struct registry_tables *tables, struct slice *ret_reason)
{
    enum status status = whois_servers_read(text, arena, &tables->servers, ret_reason);

    tables->has_servers = status == STATUS_OK;
    return status;
}

/* STATUS_NOT_FOUND: it is not there, or no use. */
static enum status read_file(const struct kind *kind, const char *folder, struct arena *arena,
                             struct registry_tables *tables)
{
    struct slice path = arena_copy(arena, arena_printf(arena, "%s/%s", folder, kind->file));
    struct slice reason = slice_empty();
    struct slice text;
    enum status status;

    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    status = file_read(path.data, kind->maximum, arena, &text);
    if (status == STATUS_OK) {
        status = kind->read(text, arena, tables, &reason);
    } else if (status == STATUS_TOO_LONG) {
        reason = arena_printf(arena, "longer than %zu octets", kind->maximum);
    } else if (status == STATUS_IO && errno != ENOENT && errno != ENOTDIR) {
        reason = arena_copy(arena, slice_of(strerror(errno)));
    }
    if (status == STATUS_OK || status == STATUS_NO_MEMORY) {
        tables->bootstrap_path = kind->read == read_rdap ? path : tables->bootstrap_path;
        return status;
    }
    if (reason.length > 0) {
        note(tables, path, reason, arena);
    }
    return STATUS_NOT_FOUND;
}

enum status registry_tables_read(const char *const *folders, struct arena *arena,
                                 struct registry_tables *ret_tables)
{
    static const struct kind kinds[] = {
        { REGISTRY_TABLES_RDAP, LIMIT_RDAP, read_rdap },
        { REGISTRY_TABLES_WHOIS, WHOIS_SERVERS_FILE_MAXIMUM, read_whois },
    };

    *ret_tables =
        (struct registry_tables){ .bootstrap_path = slice_empty(), .note = slice_empty() };
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        enum status status = STATUS_NOT_FOUND;

        for (size_t i = 0; status == STATUS_NOT_FOUND && folders[i] != NULL; i++) {
            status = read_file(&kinds[k], folders[i], arena, ret_tables);
        }
        if (status == STATUS_NO_MEMORY) {
            return status;
        }
    }
    return STATUS_OK;
}
