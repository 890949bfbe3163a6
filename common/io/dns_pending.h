/* SPDX-License-Identifier: MIT */
/*
 * Messages on the way: which id on which socket belongs to which question. Earlier tries stay here
 * until their question is done, so that a late answer still counts.
 */
#ifndef CHECK_SES_IO_DNS_PENDING_H
#define CHECK_SES_IO_DNS_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/status.h"

#define PENDING_PER_OWNER 16 /* of the tries of a question the newest are remembered */
#define PENDING_COUNT (LIMIT_IN_FLIGHT * PENDING_PER_OWNER)
#define PENDING_BUCKETS 256
#define PENDING_IDS 64 /* drawn from the kernel at once */

struct pending {
    bool live;
    bool edns; /* it was sent with an OPT record */
    uint16_t id;
    uint16_t channel; /* the socket it was sent on */
    uint16_t next;    /* the next one of its bucket: index + 1, 0: none */
};

/* All zero but for `entries` is the empty table. */
struct pending_table {
    uint16_t heads[PENDING_BUCKETS]; /* index + 1 */
    uint8_t newest[LIMIT_IN_FLIGHT]; /* for each owner the place that is used next */
    size_t id_count;
    uint16_t ids[PENDING_IDS];
    struct pending *entries; /* room for PENDING_COUNT; an owner's are set by pending_add_owner() */
};

/* Makes an owner's entries empty ones, before its first message. */
void pending_add_owner(struct pending_table *table, size_t owner);

/* An unpredictable id. STATUS_IO: the kernel has none to give. */
MUST_CHECK enum status pending_draw_id(struct pending_table *table, uint16_t *ret_id);

/*
 * Adds a message of `owner` (below LIMIT_IN_FLIGHT) on `channel` under a new id that is not in use
 * there. The owner's oldest message is forgotten when it has PENDING_PER_OWNER of them:
 * *ret_dropped is its channel, or -1. STATUS_IO.
 */
MUST_CHECK enum status pending_add(struct pending_table *table, size_t owner, uint16_t channel,
                                   struct pending **ret_pending, int *ret_dropped);

/* The message with this id on this channel, or NULL. */
struct pending *pending_find(struct pending_table *table, uint16_t channel, uint16_t id);

/* Whose message it is. */
size_t pending_owner(const struct pending_table *table, const struct pending *pending);

/* Forgets one message. */
void pending_drop(struct pending_table *table, struct pending *pending);

#endif
