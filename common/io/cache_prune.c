/* SPDX-License-Identifier: MIT */
/* Removal of what nobody wrote to for long: names that are no longer checked, and leftovers. */
#define _GNU_SOURCE /* NOLINT: flock */
#include "io/cache_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define ENTRIES_MAXIMUM 100000 /* looked at in one go */

static bool is_named_so(struct slice name, const char *prefix, const char *suffix)
{
    size_t length = slice_of(prefix).length;

    return slice_starts_with(name, slice_of(prefix)) && name.length > length &&
           name.data[length] == '-' && slice_ends_with(name, slice_of(suffix));
}

/* How old a file of this name may become; 0: the name is none of ours. */
static int64_t kept_s(struct slice name)
{
    static const char *const prefixes[] = { CACHE_PREFIX_DOMAIN, CACHE_PREFIX_SERVER };

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (is_named_so(name, prefixes[i], CACHE_SUFFIX_TEXT)) {
            return CACHE_KEPT_S;
        }
        if (is_named_so(name, prefixes[i], CACHE_SUFFIX_LOCK)) {
            return CACHE_LEFT_S;
        }
    }
    return is_named_so(name, CACHE_PREFIX_TEMPORARY, "") ? CACHE_LEFT_S : 0;
}

static void prune_file(const struct cache_folder *folder, const char *name, int64_t now)
{
    int64_t oldest_s = kept_s(slice_of(name));
    struct cache_file_name file;
    struct stat info;

    if (oldest_s == 0 || fstatat(folder->descriptor, name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
        !cache_file_is_ours(folder, &info) || now - (int64_t)info.st_mtime <= oldest_s) {
        return;
    }
    (void)snprintf(file.text, sizeof file.text, "%s", name);
    if (slice_ends_with(slice_of(name), SLICE(CACHE_SUFFIX_LOCK))) {
        int descriptor;

        /* Whoever holds it goes on holding it: a deadline that has passed tries once. */
        if (cache_file_lock(folder, &file, 0, &descriptor) == STATUS_OK) {
            cache_file_unlock(folder, &file, descriptor);
        }
        return;
    }
    cache_file_remove(folder, &file);
}

void cache_file_prune(const struct cache_folder *folder, int64_t now)
{
    /* A descriptor of its own: reading a folder moves the position of all that share one. */
    int descriptor =
        openat(folder->descriptor, ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = descriptor < 0 ? NULL : fdopendir(descriptor);
    const struct dirent *entry;

    if (entries == NULL) {
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        return;
    }
    for (int i = 0; i < ENTRIES_MAXIMUM && (entry = readdir(entries)) != NULL; i++) {
        prune_file(folder, entry->d_name, now);
    }
    (void)closedir(entries);
}
