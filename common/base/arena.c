/* SPDX-License-Identifier: MIT */
/* Arena: chunks in a list, the newest first; large requests get a chunk of their own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)16 * 1024)
#define PRINTF_MAXIMUM ((size_t)64 * 1024)

struct chunk {
    struct chunk *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *chunks;
    size_t limit;
    size_t used;
    bool failed;
};

enum status arena_create(size_t limit, struct arena **ret_arena)
{
    struct arena *arena = calloc(1, sizeof *arena);

    if (arena == NULL) {
        return STATUS_NO_MEMORY;
    }
    arena->limit = limit;
    *ret_arena = arena;
    return STATUS_OK;
}

void arena_destroy(struct arena *arena)
{
    struct chunk *chunk;

    if (arena == NULL) {
        return;
    }
    chunk = arena->chunks;
    while (chunk != NULL) {
        struct chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
    free(arena);
}

/* Puts a chunk with room for `size` octets in front. */
static bool arena_grow(struct arena *arena, size_t size)
{
    size_t want = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    struct chunk *chunk = malloc(sizeof *chunk + want);

    if (chunk == NULL) {
        return false;
    }
    chunk->size = want;
    chunk->used = 0;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return true;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t step = alignof(max_align_t);
    size_t rounded;
    void *memory;

    if (size > arena->limit - arena->used || size > SIZE_MAX - step) {
        arena->failed = true;
        return NULL;
    }
    rounded = size == 0 ? step : (size + step - 1) / step * step;
    if (rounded > arena->limit - arena->used) {
        arena->failed = true;
        return NULL;
    }
    if (arena->chunks == NULL || rounded > arena->chunks->size - arena->chunks->used) {
        if (!arena_grow(arena, rounded)) {
            arena->failed = true;
            return NULL;
        }
    }
    memory = arena->chunks->data + arena->chunks->used;
    arena->chunks->used += rounded;
    arena->used += rounded;
    memset(memory, 0, rounded); /* here, not by chunk: most of a chunk is never used */
    return memory;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

struct slice arena_copy(struct arena *arena, struct slice text)
{
    char *copy;

    if (text.length == SIZE_MAX) {
        arena->failed = true;
        return slice_empty();
    }
    copy = arena_alloc(arena, text.length + 1);
    if (copy == NULL) {
        return slice_empty();
    }
    if (text.length > 0) {
        memcpy(copy, text.data, text.length);
    }
    return slice_make(copy, text.length);
}

struct slice arena_join(struct arena *arena, struct slice first, struct slice second)
{
    char *joined = NULL;

    if (second.length < SIZE_MAX - first.length) {
        joined = arena_alloc(arena, first.length + second.length + 1);
    }
    if (joined == NULL) {
        arena->failed = true;
        return slice_empty();
    }
    if (first.length > 0) {
        memcpy(joined, first.data, first.length);
    }
    if (second.length > 0) {
        memcpy(joined + first.length, second.data, second.length);
    }
    return slice_make(joined, first.length + second.length);
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
    char first[512];
    va_list arguments;
    int length;
    size_t size;
    char *text;

    va_start(arguments, format);
    length = vsnprintf(first, sizeof first, format, arguments);
    va_end(arguments);
    if (length < 0) {
        return slice_empty();
    }
    if ((size_t)length < sizeof first) {
        return arena_copy(arena, slice_make(first, (size_t)length));
    }
    size = (size_t)length < PRINTF_MAXIMUM ? (size_t)length : PRINTF_MAXIMUM;
    text = arena_alloc(arena, size + 1);
    if (text == NULL) {
        return slice_empty();
    }
    va_start(arguments, format);
    (void)vsnprintf(text, size + 1, format, arguments);
    va_end(arguments);
    return slice_make(text, size);
}
