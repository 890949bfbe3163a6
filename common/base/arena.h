/* SPDX-License-Identifier: MIT */
/*
 * One run's memory: allocated piece by piece, freed at once.
 *
 * The arena has a hard limit, so that hostile input cannot make us grow. It is sticky: after the
 * first refusal arena_failed() stays true, which lets code that builds texts ask once at its end
 * instead of after every step. Memory is zeroed and aligned for any object. Nothing is freed before
 * arena_destroy().
 */
#ifndef CHECK_SES_BASE_ARENA_H
#define CHECK_SES_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/status.h"

struct arena;

/* A new arena that hands out at most `limit` octets. The caller destroys it. STATUS_NO_MEMORY. */
MUST_CHECK enum status arena_create(size_t limit, struct arena **ret_arena);

/* Frees the arena and all that came from it. NULL is accepted. */
void arena_destroy(struct arena *arena);

/* Zeroed memory, or NULL (then arena_failed() is true from here on). `size` 0 gives a valid
 * pointer. */
MUST_CHECK void *arena_alloc(struct arena *arena, size_t size);

/* The same for `count` objects of `size` octets; an overflow of the product is refused. */
MUST_CHECK void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* Whether any allocation was refused so far. */
bool arena_failed(const struct arena *arena);

/* Octets handed out so far. */
size_t arena_used(const struct arena *arena);

/* A copy of `text` in the arena, followed by a NUL that is not counted. Empty if the arena failed.
 */
struct slice arena_copy(struct arena *arena, struct slice text);

/* Two texts with nothing between, any octets. Empty if the arena failed. */
struct slice arena_join(struct arena *arena, struct slice first, struct slice second);

/* As printf into the arena, at most 64 KiB (longer text is cut). Empty if the arena failed. */
struct slice arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
