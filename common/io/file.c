/* SPDX-License-Identifier: MIT */
/* Whole files, read within a limit and replaced as a whole. */
#define _GNU_SOURCE /* NOLINT: realpath */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WRITE_PATIENCE_MS 1000 /* how long a full, non-blocking pipe may stay full */
#define MODE_BITS 07777u

/* Room for what the file says it holds, and one octet to see its end; `maximum` where it does not
 * say. */
static size_t first_capacity(const struct stat *info, size_t maximum)
{
    if (S_ISREG(info->st_mode) && info->st_size > 0 && (uintmax_t)info->st_size < maximum) {
        return (size_t)info->st_size + 1;
    }
    return maximum + 1;
}

/* Reads until the end of the file or until `capacity` octets are there. */
static enum status read_up_to(int descriptor, char *data, size_t capacity, size_t *length)
{
    while (*length < capacity) {
        ssize_t got = read(descriptor, data + *length, capacity - *length);

        if (got == 0) {
            return STATUS_OK;
        }
        if (got > 0) {
            *length += (size_t)got;
        } else if (errno != EINTR) {
            return STATUS_IO;
        }
    }
    return STATUS_OK;
}

static enum status read_descriptor(int descriptor, size_t maximum, struct arena *arena,
                                   struct slice *ret_text)
{
    struct stat info;
    size_t capacity;
    size_t length = 0;

    if (fstat(descriptor, &info) != 0) {
        return STATUS_IO;
    }
    capacity = first_capacity(&info, maximum);
    for (;;) {
        char *data = arena_alloc(arena, capacity);
        enum status status;

        if (data == NULL) {
            return STATUS_NO_MEMORY;
        }
        if (length > 0) {
            memcpy(data, ret_text->data, length);
        }
        status = read_up_to(descriptor, data, capacity, &length);
        if (status != STATUS_OK) {
            return status;
        }
        if (length <= maximum && length < capacity) {
            *ret_text = slice_make(data, length);
            return STATUS_OK;
        }
        if (capacity > maximum) {
            return STATUS_TOO_LONG;
        }
        /* It grew while we read. */
        *ret_text = slice_make(data, length);
        capacity = maximum + 1;
    }
}

enum status file_read(const char *path, size_t maximum, struct arena *arena, struct slice *ret_text)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct slice text = slice_empty();
    enum status status;
    int reason;

    if (descriptor < 0) {
        return STATUS_IO;
    }
    status = read_descriptor(descriptor, maximum, arena, &text);
    reason = errno;
    (void)close(descriptor);
    errno = reason;
    if (status == STATUS_OK) {
        *ret_text = text;
    }
    return status;
}

/* Devices, pipes and terminals are written to; a rename would put a file in their place. */
static enum status write_through(const char *path, struct slice text)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    enum status status;

    if (descriptor < 0) {
        return STATUS_IO;
    }
    status = file_write_descriptor(descriptor, text);
    if (close(descriptor) != 0 && status == STATUS_OK) {
        return STATUS_IO;
    }
    return status;
}

/* Writes a temporary file beside `path` and renames it; `mode` is the one that the file shall have.
 */
static enum status replace_file(const char *path, mode_t mode, struct slice text)
{
    char temporary[PATH_MAX];
    int written = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    int descriptor;
    int reason;
    bool done;

    if (written < 0 || (size_t)written >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return STATUS_IO;
    }
    descriptor = mkstemp(temporary);
    if (descriptor < 0) {
        return STATUS_IO;
    }
    done = fchmod(descriptor, mode) == 0 && file_write_descriptor(descriptor, text) == STATUS_OK;
    /* close() may be the first to tell of a full disk; it is called in any case. */
    done = close(descriptor) == 0 && done;
    done = done && rename(temporary, path) == 0;
    if (!done) {
        reason = errno;
        (void)unlink(temporary);
        errno = reason;
        return STATUS_IO;
    }
    return STATUS_OK;
}

enum status file_write(const char *path, struct slice text)
{
    struct stat info;
    char resolved[PATH_MAX];

    if (stat(path, &info) != 0) {
        return errno == ENOENT ? replace_file(path, S_IRUSR | S_IWUSR, text) : STATUS_IO;
    }
    if (!S_ISREG(info.st_mode)) {
        return write_through(path, text);
    }
    /* The file behind a symbolic link is replaced, not the link. */
    if (realpath(path, resolved) == NULL) {
        return STATUS_IO;
    }
    return replace_file(resolved, info.st_mode & MODE_BITS, text);
}

/* Whether a descriptor that refused to block takes more within our patience. */
static bool wait_writable(int descriptor)
{
    struct pollfd item = { .fd = descriptor, .events = POLLOUT };

    return poll(&item, 1, WRITE_PATIENCE_MS) > 0 && (item.revents & POLLOUT) != 0;
}

enum status file_write_descriptor(int descriptor, struct slice text)
{
    while (text.length > 0) {
        ssize_t written = write(descriptor, text.data, text.length);

        if (written > 0) {
            text = slice_from(text, (size_t)written);
        } else if (written < 0 && errno == EAGAIN) {
            if (!wait_writable(descriptor)) {
                errno = EAGAIN;
                return STATUS_IO;
            }
        } else if (written == 0 || errno != EINTR) {
            return STATUS_IO;
        }
    }
    return STATUS_OK;
}
