/* SPDX-License-Identifier: MIT */
/*
 * Likely wrong places, asked all at once:
 *
 * 1. The whole name in a field that adds the zone: LABELS.SENDER.ZONE.
 * 2. The zone's name in that field, the sender's own labels left out: LABELS.ZONE.ZONE.
 * 3. The sender's own labels left out: LABELS.ZONE.
 * 4. Other labels in front of the sender.
 */
#include "rules/misplaced.h"

#include "dns/answer.h"

#define PLACES_MAXIMUM (3 + MISPLACED_OTHERS_MAXIMUM)

struct places {
    struct dns_name names[PLACES_MAXIMUM];
    size_t count;
};

/* `labels` in front of `name`; nothing when that is no name. */
static void add_place(struct places *places, const char *labels, const struct dns_name *name)
{
    struct dns_name *place = &places->names[places->count];

    if (labels[0] == '\0') {
        *place = *name;
        places->count++;
    } else if (name_prepend(slice_of(labels), name, place) == STATUS_OK) {
        places->count++;
    }
}

/* `front` and `back` as one name. False when it is too long. */
static bool join(const struct dns_name *front, const struct dns_name *back,
                 struct dns_name *ret_name)
{
    uint8_t wire[2 * LIMIT_NAME_WIRE];
    size_t length = 0;

    for (; length + 1 < front->length; length++) { /* without the root's 0 */
        wire[length] = front->wire[length];
    }
    for (size_t i = 0; i < back->length; i++) {
        wire[length] = back->wire[i];
        length++;
    }
    return name_from_wire(wire, length, ret_name) == STATUS_OK;
}

static void list_places(const struct misplaced_search *search, struct places *places)
{
    struct dns_name zone;
    struct dns_name doubled;

    if (name_registrable(search->sender, &zone) == STATUS_OK) {
        bool is_below = !name_equal(search->sender, &zone);

        if (join(search->sender, &zone, &doubled)) {
            add_place(places, search->labels, &doubled);
        }
        if (is_below && join(&zone, &zone, &doubled)) {
            add_place(places, search->labels, &doubled);
        }
        if (is_below && search->zone_counts) {
            add_place(places, search->labels, &zone);
        }
    }
    for (size_t i = 0; i < MISPLACED_OTHERS_MAXIMUM && search->others[i] != NULL; i++) {
        add_place(places, search->others[i], search->sender);
    }
}

static bool has_record(const struct misplaced_search *search, const struct dns_answer *answer)
{
    for (size_t i = 0; answer->class == ANSWER_CLASS_POSITIVE && i < answer->record_count; i++) {
        if (search->is_record == NULL || search->is_record(answer->records[i].data.txt.joined)) {
            return true;
        }
    }
    return false;
}

bool misplaced_find(const struct misplaced_search *search, struct facts *facts,
                    struct dns_name *ret_name)
{
    struct places places = { .count = 0 };
    const struct dns_name *found = NULL;
    bool complete = true;

    list_places(search, &places);
    for (size_t i = 0; i < places.count; i++) {
        const struct dns_answer *answer = facts_resolve(facts, &places.names[i], search->type);

        complete = complete && answer != NULL;
        if (answer != NULL && found == NULL && has_record(search, answer)) {
            found = &places.names[i];
        }
    }
    if (!complete || found == NULL) {
        return false;
    }
    *ret_name = *found;
    return true;
}

/* Why the record stands there. */
static const char *mistake(const struct dns_name *wanted, const struct dns_name *found)
{
    struct dns_name zone;

    if (name_registrable(wanted, &zone) != STATUS_OK || !name_is_within(found, &zone)) {
        return "";
    }
    if (name_label_count(found) > name_label_count(wanted)) {
        return ": the zone was typed into the host field, and the DNS host adds it by itself";
    }
    return "";
}

struct finding *misplaced_report(struct verdict *verdict, const struct dns_name *wanted,
                                 const struct dns_name *found)
{
    struct arena *arena = verdict->arena;
    struct finding *finding = verdict_add(verdict, FINDING_VISIBILITY_MISPLACED);
    struct slice there = name_to_text(found, arena);
    struct slice right = name_to_text(wanted, arena);
    struct dns_name zone;

    finding->name = there;
    finding->type = "TXT";
    finding->message = arena_printf(arena, "the record stands at %.*s and belongs at %.*s%s",
                                    SLICE_ARGS(there), SLICE_ARGS(right), mistake(wanted, found));
    if (name_registrable(wanted, &zone) == STATUS_OK) {
        finding->advice = arena_printf(
            arena, "Write %.*s into the host field of the zone %.*s, and remove the other record.",
            SLICE_ARGS(name_relative(wanted, &zone, arena)),
            SLICE_ARGS(name_to_text(&zone, arena)));
    }
    return finding;
}
