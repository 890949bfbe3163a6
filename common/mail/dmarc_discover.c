/* SPDX-License-Identifier: MIT */
/*
 * Discovery by one method:
 *
 * 1. The names: the walk of RFC 9989 4.10, or author and organizational domain of RFC 7489 6.6.3.
 * 2. The record that applies, and the organizational domain.
 * 3. What it asks for, here and for names below that do not exist.
 */
#include "mail/dmarc_discover.h"

#define TAG_MAXIMUM 3

static void set_tag(struct dmarc_applied *applied, const char *tag)
{
    size_t i = 0;

    for (; i + 1 < TAG_MAXIMUM && tag[i] != '\0'; i++) {
        applied->tag[i] = tag[i];
    }
    applied->tag[i] = '\0';
}

/* One step less (RFC 9989 4.7 t; RFC 7489 6.6.4). */
static enum dmarc_policy weaken(enum dmarc_policy policy)
{
    switch (policy) {
    case DMARC_POLICY_REJECT:
        return DMARC_POLICY_QUARANTINE;
    case DMARC_POLICY_QUARANTINE:
    case DMARC_POLICY_NONE:
        return DMARC_POLICY_NONE;
    case DMARC_POLICY_ABSENT:
        break;
    }
    return DMARC_POLICY_ABSENT;
}

/* Which tags of a record count. */
enum use {
    USE_OWN = 0, /* the record's own domain: p */
    USE_BELOW,   /* an existing name below: sp, else p */
    USE_MISSING  /* a name that does not exist: np, else sp, else p */
};

static struct dmarc_applied apply(enum dmarc_method method, const struct dmarc_record *record,
                                  enum use use)
{
    struct dmarc_applied applied = { .requested = DMARC_POLICY_NONE };
    bool weakened = method == DMARC_METHOD_9989 ? record->testing : record->percent == 0;

    switch (record->effect[method]) {
    case DMARC_EFFECT_IGNORED:
    case DMARC_EFFECT_BROKEN:
        return (struct dmarc_applied){ .requested = DMARC_POLICY_ABSENT };
    case DMARC_EFFECT_AS_NONE:
        set_tag(&applied, "p");
        applied.policy = DMARC_POLICY_NONE;
        return applied;
    case DMARC_EFFECT_APPLIES:
        break;
    }
    if (method == DMARC_METHOD_9989 && use == USE_MISSING && record->np_tag != NULL) {
        set_tag(&applied, "np");
        applied.requested = record->np;
    } else if (use != USE_OWN && record->sp_tag != NULL) {
        set_tag(&applied, "sp");
        applied.requested = record->sp;
    } else {
        set_tag(&applied, "p");
        applied.requested = record->p;
    }
    if (applied.requested == DMARC_POLICY_ABSENT) {
        applied.requested = DMARC_POLICY_NONE; /* p absent (RFC 9989 4.7) */
    }
    applied.policy = weakened ? weaken(applied.requested) : applied.requested;
    return applied;
}

/* The record of a step as the one that applies. */
static void take_record(struct dmarc_discovery *discovery, const struct dmarc_step *step)
{
    discovery->has_policy_domain = true;
    discovery->policy_domain = step->domain;
    discovery->record = step->record;
    discovery->source = step->source;
    switch (step->record->effect[discovery->method]) {
    case DMARC_EFFECT_APPLIES:
    case DMARC_EFFECT_AS_NONE:
        discovery->result = DMARC_DISCOVERY_FOUND;
        return;
    case DMARC_EFFECT_IGNORED:
        discovery->result = DMARC_DISCOVERY_NONE;
        return;
    case DMARC_EFFECT_BROKEN:
        discovery->result = DMARC_DISCOVERY_PERMERROR;
        return;
    }
}

static void apply_here(const struct dmarc_request *request, const struct dmarc_step *step,
                       struct dmarc_discovery *discovery)
{
    discovery->inherited = !name_equal(&step->domain, request->author);
    discovery->here = apply(request->method, step->record,
                            !discovery->inherited                      ? USE_OWN
                            : request->existence == DMARC_EXISTENCE_NO ? USE_MISSING
                                                                       : USE_BELOW);
}

/* ---- RFC 9989 ---- */

static enum status discover_by_walk(const struct dmarc_request *request, struct facts *facts,
                                    struct arena *arena, struct dmarc_discovery *discovery)
{
    const struct dmarc_step *step = NULL;
    const struct dmarc_step *below = NULL;
    const struct dmarc_step *trouble = NULL;
    struct dmarc_walk *walk = &discovery->walk;
    enum status status = dmarc_walk(facts, request->author, arena, walk);

    if (status != STATUS_OK || walk->pending) {
        return status;
    }
    discovery->has_org_domain =
        dmarc_walk_organizational(walk, &discovery->org_domain, &discovery->org_trouble);
    if (!dmarc_walk_policy(walk, false, &step, &discovery->trouble)) {
        discovery->result = DMARC_DISCOVERY_TEMPERROR;
        return STATUS_OK;
    }
    discovery->result = DMARC_DISCOVERY_NONE;
    if (step != NULL) {
        take_record(discovery, step);
        apply_here(request, step, discovery);
    }
    if (dmarc_walk_policy(walk, true, &below, &trouble) && below != NULL) {
        discovery->missing = apply(request->method, below->record, USE_MISSING);
    }
    return STATUS_OK;
}

/* ---- RFC 7489 ---- */

/* The step of one name, as a walk of its own that goes no further. */
static enum status take_single(struct facts *facts, const struct dns_name *domain,
                               struct arena *arena, struct dmarc_discovery *discovery)
{
    struct dmarc_walk walk;
    enum status status = dmarc_walk_single(facts, domain, arena, &walk);

    if (status == STATUS_OK) {
        discovery->walk.steps[discovery->walk.count] = walk.steps[0];
        discovery->walk.count++;
        discovery->walk.total = discovery->walk.count;
        discovery->walk.pending = walk.pending;
    }
    return status;
}

/* Wants the organizational domain's record in the same round as the author's. */
static void prefetch_organizational(struct facts *facts, const struct dns_name *domain)
{
    struct dns_name name;

    if (name_prepend(SLICE("_dmarc"), domain, &name) == STATUS_OK) {
        facts_prefetch(facts, &name, RR_TYPE_TXT);
    }
}

static enum status discover_by_list(const struct dmarc_request *request, struct facts *facts,
                                    struct arena *arena, struct dmarc_discovery *discovery)
{
    const struct dmarc_step *steps = discovery->walk.steps;
    const struct dmarc_step *step = &steps[0];
    enum status status;

    discovery->has_org_domain = true;
    if (name_organisational(request->author, &discovery->org_domain) != STATUS_OK) {
        discovery->org_domain = *request->author; /* a public suffix */
    }
    status = take_single(facts, request->author, arena, discovery);
    if (status == STATUS_OK && !discovery->walk.pending && step->state == DMARC_STEP_NONE &&
        !name_equal(request->author, &discovery->org_domain)) {
        status = take_single(facts, &discovery->org_domain, arena, discovery);
        step = &steps[1];
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (discovery->walk.pending) {
        prefetch_organizational(facts, &discovery->org_domain);
        return STATUS_OK;
    }
    discovery->result = DMARC_DISCOVERY_NONE;
    if (step->state == DMARC_STEP_TROUBLE) {
        discovery->result = DMARC_DISCOVERY_TEMPERROR;
        discovery->trouble = step;
    } else if (step->state == DMARC_STEP_FOUND) {
        take_record(discovery, step);
        apply_here(request, step, discovery);

        if (name_equal(&step->domain, &discovery->org_domain)) {
            discovery->missing = apply(request->method, step->record, USE_MISSING);
        }
    }
    return STATUS_OK;
}

enum status dmarc_discover(const struct dmarc_request *request, struct facts *facts,
                           struct arena *arena, struct dmarc_discovery *ret_discovery)
{
    enum status status = STATUS_INTERNAL;

    *ret_discovery = (struct dmarc_discovery){ .method = request->method };
    switch (request->method) {
    case DMARC_METHOD_9989:
        status = discover_by_walk(request, facts, arena, ret_discovery);
        break;
    case DMARC_METHOD_7489:
        status = discover_by_list(request, facts, arena, ret_discovery);
        break;
    case DMARC_METHOD_COUNT:
        break;
    }
    return status;
}

const char *dmarc_discovery_text(enum dmarc_discovery_result result)
{
    switch (result) {
    case DMARC_DISCOVERY_PENDING:
        return "pending";
    case DMARC_DISCOVERY_FOUND:
        return "found";
    case DMARC_DISCOVERY_NONE:
        return "none";
    case DMARC_DISCOVERY_TEMPERROR:
        return "temperror";
    case DMARC_DISCOVERY_PERMERROR:
        return "permerror";
    }
    return "pending";
}
