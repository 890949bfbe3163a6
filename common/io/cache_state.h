/* SPDX-License-Identifier: MIT */
/* An open cache, for the files that work in it. */
#ifndef CHECK_SES_IO_CACHE_STATE_H
#define CHECK_SES_IO_CACHE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "io/cache_file.h"
#include "io/cache_folder.h"

struct cache {
    struct arena *arena;
    struct cache_folder folder; /* none: nothing is kept, all is allowed */
    struct slice path;
    int64_t deadline_ns;
    struct slice note;
};

/* Begins work in the folder; false: do without. Ended by cache_folder_leave(). */
bool cache_begin(struct cache *cache);

/* Notes what could not be done to a file, unless something is noted already. */
void cache_blame(struct cache *cache, const struct cache_file_name *file, const char *reason);

#endif
