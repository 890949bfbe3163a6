/* SPDX-License-Identifier: MIT */
/*
 * 1. The last part of the path may not be a symbolic link: who could place one could point us
 * anywhere. 2. The folder is made when it is missing. 3. It is judged by its descriptor, not by its
 * path. 4. Root takes on the owner's rights on files for each access, so that neither links in the
 * folder lead further than the owner gets, nor files are left that the owner cannot replace.
 */
#define _GNU_SOURCE /* NOLINT: setfsuid */
#include "io/cache_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FOLDER_MODE 0750
#define NO_ID ((uid_t)-1) /* setfsuid() refuses it and tells the one in force */

const char *cache_folder_objection(const struct stat *info, uid_t user)
{
    if (!S_ISDIR(info->st_mode)) {
        return "it is no folder";
    }
    if (info->st_uid != user && user != 0) {
        return "it belongs to another user";
    }
    if ((info->st_mode & S_IWOTH) != 0) {
        return "everyone may write to it";
    }
    if ((info->st_mode & S_IRWXU) != S_IRWXU) {
        return "its owner may not read and write it";
    }
    return NULL;
}

/* --- opening ---------------------------------------------------------------------------------- */

static int open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
}

/* The folder above, as a text of the arena. */
static struct slice parent_of(struct slice path, struct arena *arena)
{
    size_t last = slice_find_last(path, '/');

    if (last == path.length) {
        return SLICE(".");
    }
    return arena_copy(arena, slice_head(path, last > 0 ? last : 1));
}

/*
 * Makes the folder; else the reason why not. Root does not where the parent is another user's: the
 * folder would be root's, and the user locked out.
 */
static struct slice make_folder(struct slice path, struct arena *arena)
{
    struct slice parent = parent_of(path, arena);
    struct stat info;

    if (parent.length == 0 || stat(parent.data, &info) != 0) {
        return SLICE("it does not exist, nor can the folder above it be seen");
    }
    if (geteuid() == 0 && info.st_uid != 0) {
        return SLICE("it does not exist, and root makes none in a folder of another user");
    }
    /* Another poller may have made it at this moment. */
    if (mkdir(path.data, FOLDER_MODE) != 0 && errno != EEXIST) {
        return arena_printf(arena, "it does not exist and cannot be made: %s", strerror(errno));
    }
    return slice_empty();
}

static const char *why_not_opened(void)
{
    return errno == ELOOP || errno == ENOTDIR ? "it is no folder, or a symbolic link"
                                              : strerror(errno);
}

/* What is wrong with an open folder; NULL: nothing. */
static const char *examine(struct cache_folder *folder)
{
    struct stat info;
    struct statvfs system;
    const char *objection;

    if (fstat(folder->descriptor, &info) != 0 || fstatvfs(folder->descriptor, &system) != 0) {
        return strerror(errno);
    }
    objection = cache_folder_objection(&info, geteuid());
    if (objection == NULL && (system.f_flag & ST_RDONLY) != 0) {
        objection = strerror(EROFS);
    }
    folder->owner = info.st_uid;
    folder->group = info.st_gid;
    folder->foreign = info.st_uid != geteuid();
    if (objection == NULL && !cache_folder_enter(folder)) {
        return "it belongs to another user, whose rights cannot be taken on";
    }
    if (objection == NULL) {
        cache_folder_leave(folder);
    }
    return objection;
}

/* Opens it and leaves the descriptor in *folder; else the reason why not. */
static struct slice open_or_make(struct slice path, struct arena *arena,
                                 struct cache_folder *folder)
{
    folder->descriptor = open_folder(path.data);
    if (folder->descriptor < 0 && errno == ENOENT) {
        struct slice problem = make_folder(path, arena);

        if (problem.length > 0) {
            return problem;
        }
        folder->descriptor = open_folder(path.data);
    }
    return slice_of(folder->descriptor < 0 ? why_not_opened() : examine(folder));
}

enum status cache_folder_open(struct slice path, struct arena *arena,
                              struct cache_folder *ret_folder, struct slice *ret_problem)
{
    struct cache_folder folder = { .descriptor = -1 };
    struct slice problem = SLICE("that is no path");

    /* Behind a slash at the end a symbolic link would be followed. */
    while (path.length > 1 && path.data[path.length - 1] == '/') {
        path.length--;
    }
    path = arena_copy(arena, path);
    if (path.length > 0 && slice_find(path, '\0') == path.length) {
        problem = open_or_make(path, arena, &folder);
    }
    if (problem.length > 0 || arena_failed(arena)) {
        cache_folder_close(&folder);
        *ret_problem = arena_printf(arena, "%.*s: %.*s", SLICE_ARGS(path), SLICE_ARGS(problem));
        return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_IO;
    }
    *ret_folder = folder;
    return STATUS_OK;
}

void cache_folder_close(struct cache_folder *folder)
{
    if (folder->descriptor >= 0) {
        (void)close(folder->descriptor);
        folder->descriptor = -1;
    }
}

/* --- rights ----------------------------------------------------------------------------------- */

/* The calls tell nothing but who it was before: asked once more, they tell whether it was done. */
static bool take_on(uid_t user, gid_t group)
{
    (void)setfsgid(group);
    (void)setfsuid(user);
    return (uid_t)setfsuid(NO_ID) == user && (gid_t)setfsgid((gid_t)NO_ID) == group;
}

bool cache_folder_enter(const struct cache_folder *folder)
{
    if (!folder->foreign) {
        return true;
    }
    if (take_on(folder->owner, folder->group)) {
        return true;
    }
    cache_folder_leave(folder);
    return false;
}

void cache_folder_leave(const struct cache_folder *folder)
{
    if (folder->foreign) {
        (void)take_on(geteuid(), getegid());
    }
}
