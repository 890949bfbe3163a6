/* SPDX-License-Identifier: MIT */
/*
 * Files of the cache's folder: safe names, bounded reading, replacing as a whole, locks, and the
 * removal of what nobody wrote to for a month. The caller has entered the folder.
 *
 * Only regular files count that belong to the folder's owner, have one name and are written to by
 * nobody else.
 */
#ifndef CHECK_SES_IO_CACHE_FILE_H
#define CHECK_SES_IO_CACHE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/status.h"
#include "io/cache_folder.h"

#define CACHE_NAME_ROOM 256           /* NAME_MAX and the NUL */
#define CACHE_KEPT_S (30 * 24 * 3600) /* files that were not written for longer are pruned */
#define CACHE_LEFT_S 3600             /* what a killed writer left behind, likewise */

/* First and last parts of the names. */
#define CACHE_PREFIX_DOMAIN "domain"
#define CACHE_PREFIX_SERVER "server"
#define CACHE_PREFIX_TEMPORARY ".new"
#define CACHE_SUFFIX_TEXT ".json"
#define CACHE_SUFFIX_LOCK ".lock"

struct cache_file_name {
    char text[CACHE_NAME_ROOM];
};

/*
 * PREFIX "-" SUBJECT SUFFIX, for instance domain-example.com.rdap.json. Of the subject a-z, 0-9,
 * "-" and "." stand as they are, A-Z in lower case, all other octets as "%" and two hexadecimal
 * digits; the end of a long one is replaced by "%~" and a hash, so different ones may meet: the
 * file says whose it is. Prefix and suffix are short and ours.
 */
void cache_file_name(const char *prefix, struct slice subject, const char *suffix,
                     struct cache_file_name *ret_name);

/* Whether a file of the folder counts. */
bool cache_file_is_ours(const struct cache_folder *folder, const struct stat *info);

/*
 * The content, at most `room` octets, in `data`. STATUS_NOT_FOUND: there is none that counts, or it
 * is longer.
 */
MUST_CHECK enum status cache_file_read(const struct cache_folder *folder,
                                       const struct cache_file_name *name, char *data, size_t room,
                                       struct slice *ret_text);

/*
 * Replaces the content: a temporary file is written and renamed. STATUS_IO with errno; the old
 * content stays then.
 */
MUST_CHECK enum status cache_file_replace(const struct cache_folder *folder,
                                          const struct cache_file_name *name, struct slice text);

/* Removes a file. That it is not there is fine. */
void cache_file_remove(const struct cache_folder *folder, const struct cache_file_name *name);

/*
 * Takes a lock file, made for it; waits until `deadline_ns`, tries once when that has passed. It
 * ends with the process. STATUS_TIMEOUT; STATUS_IO with errno: there can be no lock. The caller
 * releases it.
 */
MUST_CHECK enum status cache_file_lock(const struct cache_folder *folder,
                                       const struct cache_file_name *name, int64_t deadline_ns,
                                       int *ret_descriptor);

/* Removes the lock file and ends the lock. */
void cache_file_unlock(const struct cache_folder *folder, const struct cache_file_name *name,
                       int descriptor);

/*
 * Removes files of ours that were not written for CACHE_KEPT_S (temporary ones: CACHE_LEFT_S)
 * before `now`. Those of other names, other users, and folders stay.
 */
void cache_file_prune(const struct cache_folder *folder, int64_t now);

#endif
