/* SPDX-License-Identifier: MIT */
/* Sorted records and binary search. */
#include "io/zone_index.h"

#include <stdlib.h>

static int compare_records(const void *left, const void *right)
{
    const struct zone_record *a = *(const struct zone_record *const *)left;
    const struct zone_record *b = *(const struct zone_record *const *)right;
    int order = name_compare(&a->owner, &b->owner);

    if (order != 0) {
        return order;
    }
    if (a->type != b->type) {
        return a->type < b->type ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

void zone_sort(const struct zone_record **records, size_t count)
{
    qsort(records, count, sizeof *records, compare_records);
}

/* Position of the first record whose owner is not before the name. */
static size_t lower_bound(struct zone_range range, const struct dns_name *name)
{
    size_t low = 0;
    size_t high = range.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (name_compare(&range.records[middle]->owner, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct zone_range zone_find(const struct zone *zone, const struct dns_name *name)
{
    size_t first = lower_bound(zone->all, name);
    struct zone_range range = { &zone->all.records[first], 0 };

    while (first + range.count < zone->all.count &&
           name_equal(&range.records[range.count]->owner, name)) {
        range.count++;
    }
    return range;
}

struct zone_range zone_range_of_type(struct zone_range range, unsigned type)
{
    struct zone_range part = range;

    while (part.count > 0 && part.records[0]->type != type) {
        part.records++;
        part.count--;
    }
    while (part.count > 0 && part.records[part.count - 1]->type != type) {
        part.count--;
    }
    return part;
}

bool zone_has_name(const struct zone *zone, const struct dns_name *name)
{
    size_t first = lower_bound(zone->all, name);

    return first < zone->all.count && name_is_within(&zone->all.records[first]->owner, name);
}

const struct zone *zone_set_find(const struct zone_set *set, const struct dns_name *name,
                                 bool above)
{
    const struct zone *best = NULL;

    for (size_t i = 0; i < set->count; i++) {
        const struct zone *zone = &set->zones[i];
        size_t least = above ? (size_t)zone->origin.length + 1 : zone->origin.length;

        if (name->length >= least && name_is_within(name, &zone->origin) &&
            (best == NULL || zone->origin.length > best->origin.length)) {
            best = zone;
        }
    }
    return best;
}
