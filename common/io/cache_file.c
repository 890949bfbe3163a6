/* SPDX-License-Identifier: MIT */
/* Names, whole contents, locks. Nothing here follows a link or waits for what is no file. */
#define _GNU_SOURCE /* NOLINT: flock */
#include "io/cache_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/file.h"
#include "io/random.h"

#define FILE_MODE 0640
#define OPEN_FLAGS (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define WHOLE_MAXIMUM 180 /* prefix and subject; what is behind has room up to CACHE_NAME_ROOM */
#define PAUSE_FIRST_MS 1
#define PAUSE_LONGEST_MS 25
#define OPEN_TRIES 3  /* of a lock file with something in its way */
#define STALE_TRIES 9 /* lock files that were gone when we had them, past the deadline */

/* --- names ------------------------------------------------------------------------------------ */

static bool is_plain(char octet)
{
    return (octet >= 'a' && octet <= 'z') || ascii_is_digit(octet) || octet == '-' || octet == '.';
}

/* One octet as it stands in a name: one or three octets. */
static struct slice escape(char octet, char room[3])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t number;

    octet = ascii_lower(octet);
    number = (uint8_t)octet;
    room[0] = octet;
    if (is_plain(octet)) {
        return slice_make(room, 1);
    }
    room[0] = '%';
    room[1] = digits[number >> 4];
    room[2] = digits[number & 0x0F];
    return slice_make(room, 3);
}

void cache_file_name(const char *prefix, struct slice subject, const char *suffix,
                     struct cache_file_name *ret_name)
{
    char *text = ret_name->text;
    uint32_t first = SLICE_HASH_START;
    uint32_t second = ~SLICE_HASH_START;
    size_t length = 0;
    bool cut = false;
    char room[3];

    length = (size_t)snprintf(text, CACHE_NAME_ROOM, "%.16s-", prefix);
    for (size_t i = 0; i < subject.length; i++) {
        struct slice piece = escape(subject.data[i], room);

        first = slice_hash(first, piece);
        second = slice_hash(second, piece);
        cut = cut || length + piece.length > WHOLE_MAXIMUM;
        if (!cut) {
            memcpy(text + length, piece.data, piece.length);
            length += piece.length;
        }
    }
    text += length;
    if (cut) {
        text += snprintf(text, CACHE_NAME_ROOM - length, "%%~%08x%08x", (unsigned)first,
                         (unsigned)second);
    }
    (void)snprintf(text, CACHE_NAME_ROOM - (size_t)(text - ret_name->text), "%.32s", suffix);
}

/* --- contents --------------------------------------------------------------------------------- */

bool cache_file_is_ours(const struct cache_folder *folder, const struct stat *info)
{
    return S_ISREG(info->st_mode) && info->st_uid == folder->owner && info->st_nlink <= 1 &&
           (info->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static bool read_whole(int descriptor, char *data, size_t room, size_t *ret_length)
{
    size_t length = 0;

    while (length < room) {
        ssize_t got = read(descriptor, data + length, room - length);

        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return false;
        }
        length += got > 0 ? (size_t)got : 0;
    }
    *ret_length = length;
    return true;
}

enum status cache_file_read(const struct cache_folder *folder, const struct cache_file_name *name,
                            char *data, size_t room, struct slice *ret_text)
{
    int descriptor = openat(folder->descriptor, name->text, O_RDONLY | OPEN_FLAGS);
    struct stat info;
    size_t length = 0;
    bool done;

    if (descriptor < 0) {
        return STATUS_NOT_FOUND;
    }
    done = fstat(descriptor, &info) == 0 && cache_file_is_ours(folder, &info) &&
           (uintmax_t)info.st_size <= room && read_whole(descriptor, data, room, &length);
    (void)close(descriptor);
    if (!done) {
        return STATUS_NOT_FOUND;
    }
    *ret_text = slice_make(data, length);
    return STATUS_OK;
}

static bool draw_temporary_name(struct cache_file_name *ret_name)
{
    uint64_t number;

    if (random_fill(&number, sizeof number) != STATUS_OK) {
        return false;
    }
    (void)snprintf(ret_name->text, sizeof ret_name->text, CACHE_PREFIX_TEMPORARY "-%016llx",
                   (unsigned long long)number);
    return true;
}

enum status cache_file_replace(const struct cache_folder *folder,
                               const struct cache_file_name *name, struct slice text)
{
    struct cache_file_name temporary;
    int descriptor;
    int reason;
    bool done;

    if (!draw_temporary_name(&temporary)) {
        return STATUS_IO;
    }
    descriptor = openat(folder->descriptor, temporary.text,
                        O_WRONLY | O_CREAT | O_EXCL | OPEN_FLAGS, FILE_MODE);
    if (descriptor < 0) {
        return STATUS_IO;
    }
    done = file_write_descriptor(descriptor, text) == STATUS_OK;
    /* close() may be the first to tell of a full disk; it is called in any case. */
    done = close(descriptor) == 0 && done;
    done =
        done && renameat(folder->descriptor, temporary.text, folder->descriptor, name->text) == 0;
    if (!done) {
        reason = errno;
        cache_file_remove(folder, &temporary);
        errno = reason;
        return STATUS_IO;
    }
    return STATUS_OK;
}

void cache_file_remove(const struct cache_folder *folder, const struct cache_file_name *name)
{
    (void)unlinkat(folder->descriptor, name->text, 0);
}

/* --- locks ------------------------------------------------------------------------------------ */

/*
 * Lock files are removed when the lock ends, so that there are no more of them than questions under
 * way. One that waits for a removed file gets it at last and finds that the name leads elsewhere:
 * then it begins again. So the lock is held by whoever has the file that the name leads to.
 */
static bool is_current(const struct cache_folder *folder, const struct cache_file_name *name,
                       int descriptor)
{
    struct stat held;
    struct stat named;

    return fstat(descriptor, &held) == 0 &&
           fstatat(folder->descriptor, name->text, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

/* Whether something has to be removed before a lock file can be there. */
static bool is_in_the_way(const struct cache_folder *folder, int descriptor)
{
    struct stat info;

    if (descriptor < 0) {
        return errno == ELOOP || errno == EACCES || errno == EISDIR || errno == ENXIO;
    }
    return fstat(descriptor, &info) == 0 && !cache_file_is_ours(folder, &info);
}

/* Opens or makes the file; -1 with errno. */
static int open_lock(const struct cache_folder *folder, const struct cache_file_name *name)
{
    for (int i = 0; i < OPEN_TRIES; i++) {
        int descriptor =
            openat(folder->descriptor, name->text, O_RDONLY | O_CREAT | OPEN_FLAGS, FILE_MODE);

        if (!is_in_the_way(folder, descriptor)) {
            return descriptor;
        }
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        if (unlinkat(folder->descriptor, name->text, 0) != 0 && errno != ENOENT) {
            return -1;
        }
    }
    errno = EEXIST;
    return -1;
}

/* Waits for an open lock file. STATUS_TIMEOUT; STATUS_IO with errno. */
static enum status wait_for(int descriptor, int64_t deadline_ns)
{
    int pause_ms = PAUSE_FIRST_MS;

    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        int remaining_ms = clock_remaining_ms(deadline_ns);

        if (errno != EWOULDBLOCK && errno != EINTR) {
            return STATUS_IO;
        }
        if (remaining_ms == 0) {
            return STATUS_TIMEOUT;
        }
        (void)poll(NULL, 0, pause_ms < remaining_ms ? pause_ms : remaining_ms);
        pause_ms = pause_ms * 2 < PAUSE_LONGEST_MS ? pause_ms * 2 : PAUSE_LONGEST_MS;
    }
    return STATUS_OK;
}

enum status cache_file_lock(const struct cache_folder *folder, const struct cache_file_name *name,
                            int64_t deadline_ns, int *ret_descriptor)
{
    int stale = 0;

    while (stale < STALE_TRIES) {
        int descriptor = open_lock(folder, name);
        enum status status = descriptor < 0 ? STATUS_IO : wait_for(descriptor, deadline_ns);
        int reason = errno;

        if (status == STATUS_OK && is_current(folder, name, descriptor)) {
            *ret_descriptor = descriptor;
            return STATUS_OK;
        }
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        if (status != STATUS_OK) {
            errno = reason;
            return status;
        }
        stale += clock_remaining_ms(deadline_ns) == 0 ? 1 : 0;
    }
    return STATUS_TIMEOUT;
}

void cache_file_unlock(const struct cache_folder *folder, const struct cache_file_name *name,
                       int descriptor)
{
    if (is_current(folder, name, descriptor)) {
        cache_file_remove(folder, name);
    }
    (void)close(descriptor);
}
