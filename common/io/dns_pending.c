/* SPDX-License-Identifier: MIT */
/* A hash table by id; each owner has a ring of entries in it. */
#include "io/dns_pending.h"

#include "io/random.h"

static uint16_t *bucket_of(struct pending_table *table, uint16_t id)
{
    /* Ids are random already: their low octet spreads them. */
    return &table->heads[id % PENDING_BUCKETS];
}

void pending_add_owner(struct pending_table *table, size_t owner)
{
    for (size_t i = 0; i < PENDING_PER_OWNER; i++) {
        table->entries[owner * PENDING_PER_OWNER + i] = (struct pending){ .live = false };
    }
}

enum status pending_draw_id(struct pending_table *table, uint16_t *ret_id)
{
    if (table->id_count == 0) {
        enum status status = random_fill(table->ids, sizeof table->ids);

        if (status != STATUS_OK) {
            return status;
        }
        table->id_count = PENDING_IDS;
    }
    table->id_count--;
    *ret_id = table->ids[table->id_count];
    return STATUS_OK;
}

struct pending *pending_find(struct pending_table *table, uint16_t channel, uint16_t id)
{
    uint16_t at = *bucket_of(table, id);

    while (at != 0) {
        struct pending *pending = &table->entries[at - 1];

        if (pending->id == id && pending->channel == channel) {
            return pending;
        }
        at = pending->next;
    }
    return NULL;
}

size_t pending_owner(const struct pending_table *table, const struct pending *pending)
{
    return (size_t)(pending - table->entries) / PENDING_PER_OWNER;
}

void pending_drop(struct pending_table *table, struct pending *pending)
{
    uint16_t *link = bucket_of(table, pending->id);
    uint16_t self = (uint16_t)(pending - table->entries + 1);

    while (*link != 0 && *link != self) {
        link = &table->entries[*link - 1].next;
    }
    if (*link == self) {
        *link = pending->next;
    }
    *pending = (struct pending){ .live = false };
}

enum status pending_add(struct pending_table *table, size_t owner, uint16_t channel,
                        struct pending **ret_pending, int *ret_dropped)
{
    size_t index = owner * PENDING_PER_OWNER + table->newest[owner];
    struct pending *pending = &table->entries[index];
    uint16_t *head;
    uint16_t id;
    enum status status;

    do {
        status = pending_draw_id(table, &id);
        if (status != STATUS_OK) {
            return status;
        }
    } while (pending_find(table, channel, id) != NULL);
    *ret_dropped = -1;
    if (pending->live) {
        *ret_dropped = pending->channel;
        pending_drop(table, pending);
    }
    head = bucket_of(table, id);
    *pending = (struct pending){ .live = true, .id = id, .channel = channel, .next = *head };
    *head = (uint16_t)(index + 1);
    table->newest[owner] = (uint8_t)((table->newest[owner] + 1) % PENDING_PER_OWNER);
    *ret_pending = pending;
    return STATUS_OK;
}
