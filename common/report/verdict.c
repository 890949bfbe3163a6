/* SPDX-License-Identifier: MIT */
/* Findings and the user's policy about them. */
#include "report/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "report/text.h"

#define FIRST_CAPACITY ((size_t)16)

void verdict_init(struct verdict *verdict, struct arena *arena, const struct verdict_policy *policy)
{
    *verdict = (struct verdict){ .arena = arena,
                                 .policy = *policy,
                                 .fine = slice_empty(),
                                 .evidence = slice_empty(),
                                 .records = slice_empty(),
                                 .appendix = slice_empty() };
}

/*
 * An array with room for one more element: `*items` itself, or a larger copy. False, with the
 * status set, when there is no memory.
 */
static bool make_room(struct verdict *verdict, void **items, size_t count, size_t *capacity,
                      size_t size)
{
    size_t larger = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    void *copy;

    if (verdict->status != STATUS_OK) {
        return false;
    }
    if (count < *capacity) {
        return true;
    }
    copy = arena_alloc_array(verdict->arena, larger, size);
    if (copy == NULL) {
        verdict->status = STATUS_NO_MEMORY;
        return false;
    }
    if (count > 0) {
        memcpy(copy, *items, count * size);
    }
    *items = copy;
    *capacity = larger;
    return true;
}

/* The last rule about an id: later ones win. NULL when the user has no wish. */
static const struct severity_rule *find_rule(const struct verdict *verdict, enum finding_id id)
{
    const struct verdict_policy *policy = &verdict->policy;

    for (size_t i = policy->rule_count; i > 0; i--) {
        if (catalogue_matches(policy->rules[i - 1].pattern, id)) {
            return &policy->rules[i - 1];
        }
    }
    return NULL;
}

/* `state`, or what the user made of it. A finding never is OK: that is what INFO says. */
static enum state apply_policy(const struct verdict *verdict, enum finding_id id, enum state state)
{
    const struct severity_rule *rule = find_rule(verdict, id);

    if (rule != NULL) {
        state = rule->ignore ? STATE_INFO : rule->state;
    }
    return state == STATE_OK ? STATE_INFO : state;
}

struct finding *verdict_add(struct verdict *verdict, enum finding_id id)
{
    const struct catalogue_entry *entry = catalogue_entry(id);
    struct finding *finding = &verdict->scratch;
    void *items = verdict->findings;

    if (make_room(verdict, &items, verdict->finding_count, &verdict->finding_capacity,
                  sizeof *finding)) {
        verdict->findings = items;
        finding = &verdict->findings[verdict->finding_count];
        verdict->finding_count++;
    }
    *finding = (struct finding){ .id = id,
                                 .message = slice_empty(),
                                 .brief = slice_empty(),
                                 .advice = slice_empty(),
                                 .detail = slice_empty(),
                                 .name = slice_empty() };
    finding->state =
        apply_policy(verdict, id, entry->temporary ? verdict->policy.timeout_state : entry->state);
    verdict->added[id] = true;
    return finding;
}

void verdict_set_state(struct verdict *verdict, struct finding *finding, enum state state)
{
    /* The state of -t SEC:STATE is a default too: a rule that knows another cause may set it aside.
     */
    finding->state = apply_policy(verdict, finding->id, state);
}

bool verdict_has(const struct verdict *verdict, enum finding_id id)
{
    return verdict->added[id];
}

const struct finding *verdict_find(const struct verdict *verdict, enum finding_id id)
{
    for (size_t i = 0; i < verdict->finding_count; i++) {
        if (verdict->findings[i].id == id) {
            return &verdict->findings[i];
        }
    }
    return NULL;
}

struct perfdata *verdict_add_perfdata(struct verdict *verdict, const char *label)
{
    struct perfdata *datum = &verdict->scratch_datum;
    void *items = verdict->perfdata;

    if (make_room(verdict, &items, verdict->perfdata_count, &verdict->perfdata_capacity,
                  sizeof *datum)) {
        verdict->perfdata = items;
        datum = &verdict->perfdata[verdict->perfdata_count];
        verdict->perfdata_count++;
    }
    *datum = (struct perfdata){ .label = label, .unit = "" };
    return datum;
}

static void take_finding(struct verdict *verdict, const struct finding *finding)
{
    void *items = verdict->findings;

    if (make_room(verdict, &items, verdict->finding_count, &verdict->finding_capacity,
                  sizeof *finding)) {
        verdict->findings = items;
        verdict->findings[verdict->finding_count] = *finding;
        verdict->findings[verdict->finding_count].section = (unsigned)verdict->section_count;
        verdict->finding_count++;
        verdict->added[finding->id] = true;
    }
}

void verdict_add_section(struct verdict *verdict, const struct verdict_section *section,
                         const char *prefix, struct verdict *part)
{
    struct verdict_section *taken;

    if (verdict->section_count == VERDICT_SECTIONS_MAXIMUM) {
        verdict->status = STATUS_INTERNAL;
        return;
    }
    verdict_finish(part);
    taken = &verdict->sections[verdict->section_count];
    verdict->section_count++;
    *taken = *section;
    for (size_t i = 0; i < part->finding_count && !section->is_hidden; i++) {
        take_finding(verdict, &part->findings[i]);
    }
    if (!section->is_hidden) {
        taken->state = verdict_state(part);
        taken->summary = text_sentence(part, part->arena);
        taken->evidence = part->evidence;
        taken->records = part->records;
    }
    for (size_t i = 0; i < part->perfdata_count; i++) {
        struct slice label = arena_printf(verdict->arena, "%s_%s", prefix, part->perfdata[i].label);
        struct perfdata *datum = verdict_add_perfdata(verdict, "");

        *datum = part->perfdata[i];
        datum->label = label.data;
    }
    if (arena_failed(verdict->arena) || part->status != STATUS_OK) {
        verdict->status = STATUS_NO_MEMORY;
    }
}

/* Worst first, then by rank, then by place: the pointers point into one array. */
static int compare_findings(const void *a, const void *b)
{
    const struct finding *first = *(const struct finding *const *)a;
    const struct finding *second = *(const struct finding *const *)b;

    if (first->state != second->state) {
        return first->state > second->state ? -1 : 1;
    }
    if (first->rank != second->rank) {
        return first->rank < second->rank ? -1 : 1;
    }
    return (first > second) - (first < second);
}

void verdict_finish(struct verdict *verdict)
{
    size_t count = verdict->finding_count;
    const struct finding **order = arena_alloc_array(verdict->arena, count, sizeof *order);
    struct finding *sorted = arena_alloc_array(verdict->arena, count, sizeof *sorted);
    size_t kept = 0;

    if (order == NULL || sorted == NULL) {
        verdict->status = STATUS_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct severity_rule *rule = find_rule(verdict, verdict->findings[i].id);

        if (rule == NULL || !rule->ignore) {
            order[kept++] = &verdict->findings[i];
        }
    }
    qsort(order, kept, sizeof *order, compare_findings);
    for (size_t i = 0; i < kept; i++) {
        sorted[i] = *order[i];
    }
    verdict->findings = sorted;
    verdict->finding_count = kept;
    verdict->finding_capacity = count;
}

enum state verdict_state(const struct verdict *verdict)
{
    enum state worst = STATE_OK;

    for (size_t i = 0; i < verdict->finding_count; i++) {
        worst = state_worst(worst, verdict->findings[i].state);
    }
    return worst;
}

enum status verdict_status(const struct verdict *verdict)
{
    return verdict->status;
}
