/* SPDX-License-Identifier: MIT */
/*
 * Whole files, bounded.
 */
#ifndef CHECK_SES_IO_FILE_H
#define CHECK_SES_IO_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

/*
 * Reads a regular file (or pipe) whole. STATUS_TOO_LONG over `maximum` octets, STATUS_IO with
 * errno, STATUS_NO_MEMORY.
 */
MUST_CHECK enum status file_read(const char *path, size_t maximum, struct arena *arena,
                                 struct slice *ret_text);

/*
 * Replaces the file's content by way of a temporary file in the same folder; a new file gets mode
 * 0600, one that exists keeps its own. What is no regular file is written to. STATUS_IO with errno.
 */
MUST_CHECK enum status file_write(const char *path, struct slice text);

/* One write(2), repeated only after a partial one. STATUS_IO with errno. */
MUST_CHECK enum status file_write_descriptor(int descriptor, struct slice text);

#endif
