/* SPDX-License-Identifier: MIT */
/*
 * The cache's folder: whether it can be trusted, and with whose rights we work in it. Everything
 * below it is named relative to its descriptor, so it cannot be exchanged under us.
 */
#ifndef CHECK_SES_IO_CACHE_FOLDER_H
#define CHECK_SES_IO_CACHE_FOLDER_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

struct cache_folder {
    int descriptor; /* -1: there is none */
    uid_t owner;
    gid_t group;
    bool foreign; /* we are root and the owner is somebody else */
};

/*
 * Why a folder is not taken by a process of the effective user `user`; NULL: it is. Static storage.
 */
const char *cache_folder_objection(const struct stat *info, uid_t user);

/*
 * Opens the folder, or makes it when its parent is there. STATUS_IO: it cannot be used,
 * *ret_problem says why; STATUS_NO_MEMORY. The caller closes it.
 */
MUST_CHECK enum status cache_folder_open(struct slice path, struct arena *arena,
                                         struct cache_folder *ret_folder,
                                         struct slice *ret_problem);

void cache_folder_close(struct cache_folder *folder);

/*
 * Between these two, files are made and opened with the rights of the folder's owner. False (and
 * nothing to leave) when root may not take them on.
 */
MUST_CHECK bool cache_folder_enter(const struct cache_folder *folder);
void cache_folder_leave(const struct cache_folder *folder);

#endif
