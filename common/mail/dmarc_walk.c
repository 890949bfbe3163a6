/* SPDX-License-Identifier: MIT */
/*
 * The tree walk of RFC 9989 4.10, and what follows from it:
 *
 * 1. The names: the start, its parents, from the eighth label on only those of seven labels and
 *    less.
 * 2. One step's record: exactly one TXT that is a DMARC record.
 * 3. The walk stops at psd=y or psd=n, or behind the last label.
 * 4. Organizational domain and policy follow from what each step holds. A silent step may hold
 *    anything: what follows from each of its possible contents alike is known all the same.
 */
#include "mail/dmarc_discover.h"

#define FULL_LABELS 7        /* what the walk goes on with from longer names */
#define HYPOTHESES_MAXIMUM 2 /* silent steps that are guessed at */

/* ---- 1 ---- */

static void add_step(struct dmarc_walk *walk, const struct dns_name *domain)
{
    struct dmarc_step *step = &walk->steps[walk->total];

    *step = (struct dmarc_step){ .domain = *domain };
    step->askable = name_prepend(SLICE("_dmarc"), domain, &step->name) == STATUS_OK;
    if (!step->askable) {
        step->state = DMARC_STEP_NONE;
    }
    walk->total++;
}

static void list_names(struct dmarc_walk *walk, const struct dns_name *start)
{
    struct dns_name name = *start;

    add_step(walk, start);
    while (walk->total < DMARC_WALK_MAXIMUM && name_label_count(&name) > 1) {
        struct dns_name shorter;

        if (name_label_count(&name) > FULL_LABELS + 1) {
            name_ancestor(&name, FULL_LABELS, &shorter);
        } else if (!name_parent(&name, &shorter)) {
            return;
        }
        name = shorter;
        add_step(walk, &name);
    }
}

/* ---- 2 ---- */

static enum status select_record(struct dmarc_step *step, struct arena *arena)
{
    struct dmarc_record *record;
    enum status status;

    for (size_t i = 0; i < step->answer->record_count; i++) {
        if (dmarc_record_is_dmarc(step->answer->records[i].data.txt.joined)) {
            step->source = step->record_count == 0 ? &step->answer->records[i] : step->source;
            step->record_count++;
        }
    }
    if (step->record_count != 1) {
        step->state = step->record_count == 0 ? DMARC_STEP_NONE : DMARC_STEP_MULTIPLE;
        return STATUS_OK;
    }
    record = arena_alloc(arena, sizeof *record);
    if (record == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = dmarc_record_parse(step->source->data.txt.joined, arena, record);
    if (status == STATUS_OK) {
        step->record = record;
        step->state = DMARC_STEP_FOUND;
    }
    return status;
}

/* Fills a step from the facts; what is missing is wanted, PENDING meanwhile. */
static enum status take_step(struct facts *facts, struct dmarc_step *step, struct arena *arena)
{
    if (!step->askable) {
        return STATUS_OK;
    }
    step->answer = facts_resolve(facts, &step->name, RR_TYPE_TXT);
    if (step->answer == NULL) {
        return STATUS_OK;
    }
    if (step->answer->class == ANSWER_CLASS_POSITIVE) {
        return select_record(step, arena);
    }
    step->state = answer_is_negative(step->answer) ? DMARC_STEP_NONE : DMARC_STEP_TROUBLE;
    return STATUS_OK;
}

/* ---- 3 ---- */

/* What a step holds, as far as the walk goes by it. */
enum content {
    CONTENT_NOTHING = 0,
    CONTENT_PLAIN,
    CONTENT_PSD_YES,
    CONTENT_PSD_NO,
    CONTENT_COUNT
};

static enum content content_of(const struct dmarc_step *step)
{
    if (step->state != DMARC_STEP_FOUND) {
        return CONTENT_NOTHING;
    }
    if (step->record->list.broken) {
        return CONTENT_PLAIN; /* nobody reads its tags */
    }
    switch (step->record->psd) {
    case DMARC_PSD_UNKNOWN:
        return CONTENT_PLAIN;
    case DMARC_PSD_YES:
        return CONTENT_PSD_YES;
    case DMARC_PSD_NO:
        return CONTENT_PSD_NO;
    }
    return CONTENT_PLAIN;
}

static bool stops(enum content content)
{
    return content == CONTENT_PSD_YES || content == CONTENT_PSD_NO;
}

enum status dmarc_walk(struct facts *facts, const struct dns_name *start, struct arena *arena,
                       struct dmarc_walk *ret_walk)
{
    struct dmarc_walk walk = { .count = 0 };

    list_names(&walk, start);
    for (size_t i = 0; i < walk.total; i++) {
        struct dmarc_step *step = &walk.steps[i];
        enum status status;

        if (walk.pending) {
            if (step->askable) {
                facts_prefetch(facts, &step->name, RR_TYPE_TXT);
            }
            continue;
        }
        status = take_step(facts, step, arena);
        if (status != STATUS_OK) {
            return status;
        }
        walk.count++;
        walk.pending = step->state == DMARC_STEP_PENDING;
        if (stops(content_of(step))) {
            break;
        }
    }
    *ret_walk = walk;
    return STATUS_OK;
}

enum status dmarc_walk_single(struct facts *facts, const struct dns_name *domain,
                              struct arena *arena, struct dmarc_walk *ret_walk)
{
    struct dmarc_walk walk = { .count = 1 };
    enum status status;

    add_step(&walk, domain);
    status = take_step(facts, &walk.steps[0], arena);
    if (status == STATUS_OK) {
        walk.pending = walk.steps[0].state == DMARC_STEP_PENDING;
        *ret_walk = walk;
    }
    return status;
}

/* ---- 4 ---- */

/* A walk with every step's content settled. */
struct settled {
    const struct dmarc_walk *walk;
    enum content contents[DMARC_WALK_MAXIMUM];
};

/* Where a settled walk ends: at its stop, or at the last record; `count` without any. */
static size_t find_last(const struct settled *settled)
{
    size_t last = settled->walk->count;

    for (size_t i = 0; i < settled->walk->count; i++) {
        last = settled->contents[i] != CONTENT_NOTHING ? i : last;
        if (stops(settled->contents[i])) {
            return i;
        }
    }
    return last;
}

/* RFC 9989 4.10.2. */
static void organizational(const struct settled *settled, struct dns_name *ret_domain)
{
    const struct dmarc_step *steps = settled->walk->steps;
    size_t last = find_last(settled);

    if (last == settled->walk->count) {
        *ret_domain = steps[0].domain;
    } else if (settled->contents[last] == CONTENT_PSD_YES && last > 0) {
        name_ancestor(&steps[0].domain, name_label_count(&steps[last].domain) + 1, ret_domain);
    } else {
        *ret_domain = steps[last].domain;
    }
}

/* Whether the walk of a name below goes past the start, from itself to seven labels. */
static bool is_skipped_from_below(const struct dmarc_walk *walk)
{
    return name_label_count(&walk->steps[0].domain) > FULL_LABELS;
}

/*
 * RFC 9989 4.10.1: the start's own record, else that of the organizational domain, else that of the
 * public suffix above. A missing name below has no record of its own and may not meet the start.
 */
static size_t policy_index(const struct settled *settled, bool missing)
{
    const struct dmarc_step *steps = settled->walk->steps;
    size_t last = find_last(settled);
    bool is_skipped = is_skipped_from_below(settled->walk);

    if (!missing && settled->contents[0] != CONTENT_NOTHING) {
        return 0;
    }
    if (last == settled->walk->count || settled->contents[last] != CONTENT_PSD_YES) {
        return last == 0 && missing && is_skipped ? settled->walk->count : last;
    }
    if (last > 0 && settled->contents[last - 1] != CONTENT_NOTHING &&
        name_label_count(&steps[last - 1].domain) == name_label_count(&steps[last].domain) + 1 &&
        !(missing && is_skipped && last == 1)) {
        return last - 1;
    }
    return last;
}

/* All ways to settle the silent steps of one walk, or of two that share names. */
struct guesses {
    const struct dmarc_step *silent[HYPOTHESES_MAXIMUM];
    size_t count;
    bool too_many;
};

static void add_silent(struct guesses *guesses, const struct dmarc_walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        bool is_known = walk->steps[i].state != DMARC_STEP_TROUBLE;

        for (size_t g = 0; g < guesses->count; g++) {
            is_known = is_known || name_equal(&guesses->silent[g]->domain, &walk->steps[i].domain);
        }
        if (is_known) {
            continue;
        }
        if (guesses->count == HYPOTHESES_MAXIMUM) {
            guesses->too_many = true;
            return;
        }
        guesses->silent[guesses->count] = &walk->steps[i];
        guesses->count++;
    }
}

static unsigned guess_total(const struct guesses *guesses)
{
    unsigned total = 1;

    for (size_t i = 0; i < guesses->count; i++) {
        total *= CONTENT_COUNT;
    }
    return total;
}

/* The walk as the guess of that number has it. */
static void settle(const struct guesses *guesses, unsigned number, const struct dmarc_walk *walk,
                   struct settled *settled)
{
    settled->walk = walk;
    for (size_t i = 0; i < walk->count; i++) {
        unsigned rest = number;

        settled->contents[i] = content_of(&walk->steps[i]);
        for (size_t g = 0; g < guesses->count; g++) {
            if (walk->steps[i].state == DMARC_STEP_TROUBLE &&
                name_equal(&guesses->silent[g]->domain, &walk->steps[i].domain)) {
                settled->contents[i] = (enum content)(rest % CONTENT_COUNT);
            }
            rest /= CONTENT_COUNT;
        }
    }
}

bool dmarc_walk_organizational(const struct dmarc_walk *walk, struct dns_name *ret_domain,
                               const struct dmarc_step **ret_trouble)
{
    struct guesses guesses = { .count = 0 };
    struct dns_name first = { .length = 0 };

    add_silent(&guesses, walk);
    for (unsigned i = 0; i < guess_total(&guesses) && !guesses.too_many; i++) {
        struct settled settled;
        struct dns_name domain;

        settle(&guesses, i, walk, &settled);
        organizational(&settled, &domain);
        if (i > 0 && !name_equal(&domain, &first)) {
            guesses.too_many = true;
        }
        first = domain;
    }
    if (guesses.too_many) {
        *ret_trouble = guesses.silent[0];
        return false;
    }
    *ret_domain = first;
    return true;
}

bool dmarc_walk_policy(const struct dmarc_walk *walk, bool missing,
                       const struct dmarc_step **ret_step, const struct dmarc_step **ret_trouble)
{
    const struct dmarc_step *start = &walk->steps[0];
    struct guesses guesses = { .count = 0 };
    size_t first = 0;

    if (!missing && start->state == DMARC_STEP_FOUND) {
        *ret_step = start; /* whatever stands or stays silent above it */
        return true;
    }
    if (missing && is_skipped_from_below(walk) && stops(content_of(start))) {
        *ret_trouble = NULL; /* the names that decide lie behind this walk's stop */
        return false;
    }
    add_silent(&guesses, walk);
    for (unsigned i = 0; i < guess_total(&guesses) && !guesses.too_many; i++) {
        struct settled settled;
        size_t index;

        settle(&guesses, i, walk, &settled);
        index = policy_index(&settled, missing);
        if ((i > 0 && index != first) ||
            (index < walk->count && walk->steps[index].state == DMARC_STEP_TROUBLE)) {
            guesses.too_many = true;
        }
        first = index;
    }
    if (guesses.too_many) {
        *ret_trouble = guesses.silent[0];
        return false;
    }
    *ret_step = first < walk->count ? &walk->steps[first] : NULL;
    return true;
}

static enum status same_by_walk(struct facts *facts, const struct dns_name *names[2],
                                struct arena *arena, enum dmarc_sameness *ret_same,
                                struct dmarc_step *ret_trouble)
{
    struct guesses guesses = { .count = 0 };
    struct dmarc_walk walks[2];
    unsigned same = 0;
    unsigned total;

    for (size_t i = 0; i < 2; i++) {
        enum status status = dmarc_walk(facts, names[i], arena, &walks[i]);

        if (status != STATUS_OK) {
            return status;
        }
    }
    if (walks[0].pending || walks[1].pending) {
        *ret_same = DMARC_SAMENESS_PENDING;
        return STATUS_OK;
    }
    add_silent(&guesses, &walks[0]);
    add_silent(&guesses, &walks[1]);
    total = guesses.too_many ? 0 : guess_total(&guesses);
    for (unsigned i = 0; i < total; i++) {
        struct dns_name domains[2];

        for (size_t w = 0; w < 2; w++) {
            struct settled settled;

            settle(&guesses, i, &walks[w], &settled);
            organizational(&settled, &domains[w]);
        }
        same += name_equal(&domains[0], &domains[1]) ? 1 : 0;
    }
    *ret_same = total > 0 && same == total ? DMARC_SAMENESS_SAME
                : total > 0 && same == 0   ? DMARC_SAMENESS_DIFFERENT
                                           : DMARC_SAMENESS_UNKNOWN;
    if (*ret_same == DMARC_SAMENESS_UNKNOWN && ret_trouble != NULL && guesses.count > 0) {
        *ret_trouble = *guesses.silent[0];
    }
    return STATUS_OK;
}

/* The organizational domain of RFC 7489 3.2; a public suffix is its own. */
static void by_suffix_list(const struct dns_name *name, struct dns_name *ret_domain)
{
    if (name_organisational(name, ret_domain) != STATUS_OK) {
        *ret_domain = *name;
    }
}

enum status dmarc_same_organization(enum dmarc_method method, struct facts *facts,
                                    const struct dns_name *names[2], struct arena *arena,
                                    struct dmarc_same *ret_same)
{
    struct dns_name domains[2];

    *ret_same = (struct dmarc_same){ .sameness = DMARC_SAMENESS_SAME };
    if (name_equal(names[0], names[1])) {
        return STATUS_OK;
    }
    if (method == DMARC_METHOD_9989) {
        return same_by_walk(facts, names, arena, &ret_same->sameness, &ret_same->trouble);
    }
    by_suffix_list(names[0], &domains[0]);
    by_suffix_list(names[1], &domains[1]);
    ret_same->sameness =
        name_equal(&domains[0], &domains[1]) ? DMARC_SAMENESS_SAME : DMARC_SAMENESS_DIFFERENT;
    return STATUS_OK;
}
