/* SPDX-License-Identifier: MIT */
/* Record selection (RFC 7208 4.5); what was parsed is kept with the facts, for the next rounds too.
 */
#include "mail/spf_fetch.h"

/* Picks the SPF records among the TXT records of a positive answer. */
static enum status select_record(struct spf_fetch *fetch, struct arena *arena)
{
    const struct dns_answer *answer = fetch->answer;

    for (size_t i = 0; i < answer->record_count; i++) {
        if (spf_record_is_spf(answer->records[i].data.txt.joined)) {
            fetch->source = fetch->spf_count == 0 ? &answer->records[i] : fetch->source;
            fetch->spf_count++;
        }
    }
    if (fetch->spf_count == 0) {
        fetch->state = SPF_FETCH_NONE;
        return STATUS_OK;
    }
    if (fetch->spf_count > 1) {
        fetch->state = SPF_FETCH_MULTIPLE;
        return STATUS_OK;
    }
    fetch->state = SPF_FETCH_FOUND;
    return spf_record_parse(fetch->source->data.txt.joined, arena, &fetch->record);
}

/* Fills `fetch` from its answer. */
static enum status classify(struct spf_fetch *fetch, struct arena *arena)
{
    switch (fetch->answer->class) {
    case ANSWER_CLASS_POSITIVE:
        return select_record(fetch, arena);
    case ANSWER_CLASS_NODATA:
    case ANSWER_CLASS_NXDOMAIN:
        fetch->state = SPF_FETCH_NONE;
        return STATUS_OK;
    case ANSWER_CLASS_NONE:
    case ANSWER_CLASS_REFERRAL:
    case ANSWER_CLASS_SERVFAIL:
    case ANSWER_CLASS_REFUSED:
    case ANSWER_CLASS_TIMEOUT:
    case ANSWER_CLASS_MALFORMED:
    case ANSWER_CLASS_BOGUS:
    case ANSWER_CLASS_LOOP:
        fetch->state = SPF_FETCH_TROUBLE;
        return STATUS_OK;
    }
    return STATUS_INTERNAL;
}

/* The entry of a name, from the list or new and pending. NULL: no memory. */
static struct spf_fetch *find_fetch(struct facts *facts, const struct dns_name *name)
{
    void **memo = facts_memo(facts);
    struct spf_fetch *fetch;

    for (fetch = *memo; fetch != NULL; fetch = fetch->next) {
        if (name_equal(&fetch->name, name)) {
            return fetch;
        }
    }
    fetch = arena_alloc(facts_arena(facts), sizeof *fetch);
    if (fetch != NULL) {
        fetch->name = *name;
        fetch->next = *memo;
        *memo = fetch;
    }
    return fetch;
}

enum status spf_fetch(struct spf_world *world, const struct dns_name *name,
                      const struct spf_fetch **ret_fetch)
{
    struct spf_fetch *fetch = find_fetch(world->facts, name);
    enum status status = STATUS_OK;

    if (fetch == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (fetch->state == SPF_FETCH_PENDING) {
        fetch->answer = facts_resolve(world->facts, name, RR_TYPE_TXT);
        if (fetch->answer != NULL) {
            status = classify(fetch, facts_arena(world->facts));
        }
    }
    if (status == STATUS_OK) {
        *ret_fetch = fetch;
    }
    return status;
}
