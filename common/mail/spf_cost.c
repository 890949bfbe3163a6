/* SPDX-License-Identifier: MIT */
/*
 * The cost tree: depth first, every record once, totals added up on the way back. The recursion
 * ends where receivers do: ten lookups in a row.
 */
#include "mail/spf_cost.h"

#include "base/limits.h"

/* So many questions, and no term is followed any more: leaves room for what else a run asks. */
#define ASKED_MAXIMUM (LIMIT_QUESTIONS * 3 / 4)

struct walk {
    struct spf_world *world;
    const struct spf_cost_options *options;
    struct spf_macro_values values;
    struct spf_tree tree;
    struct spf_cost *last;
    struct spf_void *last_void;
    struct spf_trouble *last_trouble;
    unsigned asked; /* questions, repeated ones too */
};

/* One term at work. */
struct visit {
    struct spf_cost *record;
    struct spf_cost_term *term;
    unsigned depth;
};

static enum status walk_record(struct walk *walk, const struct dns_name *name, unsigned depth,
                               struct spf_cost **ret_cost);

static unsigned add_capped(unsigned a, unsigned b)
{
    return a + b < SPF_COST_MAXIMUM ? a + b : SPF_COST_MAXIMUM;
}

/* Puts a question without a usable answer on the list, once for each name and type. */
static void note_trouble(struct walk *walk, const struct dns_name *name, enum rr_type type,
                         const struct dns_answer *answer)
{
    struct spf_trouble *entry;

    for (entry = walk->tree.troubles; entry != NULL; entry = entry->next) {
        if (entry->type == type && name_equal(&entry->name, name)) {
            return;
        }
    }
    entry = arena_alloc(walk->world->arena, sizeof *entry);
    if (entry == NULL) {
        return; /* the arena remembers; spf_cost_build() asks it */
    }
    *entry = (struct spf_trouble){ .name = *name, .type = type, .answer = answer };
    if (walk->last_trouble == NULL) {
        walk->tree.troubles = entry;
    } else {
        walk->last_trouble->next = entry;
    }
    walk->last_trouble = entry;
}

/* The resolver's answer; one that is no use is noted. */
static const struct dns_answer *ask(struct walk *walk, const struct dns_name *name,
                                    enum rr_type type)
{
    const struct dns_answer *answer = facts_resolve(walk->world->facts, name, type);

    walk->asked++;
    if (answer != NULL && !answer_is_conclusive(answer)) {
        note_trouble(walk, name, type, answer);
    }
    return answer;
}

/* Puts a void name on the list, once for each name and type. */
static enum status note_void(struct walk *walk, const struct spf_void *found)
{
    struct spf_void *entry;

    for (entry = walk->tree.voids; entry != NULL; entry = entry->next) {
        if (entry->type == found->type && name_equal(&entry->name, &found->name)) {
            return STATUS_OK;
        }
    }
    entry = arena_alloc(walk->world->arena, sizeof *entry);
    if (entry == NULL) {
        return STATUS_NO_MEMORY;
    }
    *entry = *found;
    if (walk->last_void == NULL) {
        walk->tree.voids = entry;
    } else {
        walk->last_void->next = entry;
    }
    walk->last_void = entry;
    return STATUS_OK;
}

/* The two address answers of one name, each NULL when not asked for or not there yet. */
struct families {
    const struct dns_answer *ip4;
    const struct dns_answer *ip6;
    bool known; /* all that was asked for is there and conclusive */
};

static bool is_negative(const struct dns_answer *answer)
{
    return answer != NULL && answer_is_negative(answer);
}

static bool is_conclusive(const struct dns_answer *answer)
{
    return answer != NULL && answer_is_conclusive(answer);
}

/*
 * Asks for the families the options want. A denial of the one family asked for says NODATA: whether
 * the host has the other one decides if the name is void for everyone, so that is asked then too.
 */
static struct families ask_families(struct walk *walk, const struct dns_name *name)
{
    bool ip4 = walk->options->ip4;
    bool ip6 = walk->options->ip6;
    struct families both = { .ip4 = ip4 ? ask(walk, name, RR_TYPE_A) : NULL,
                             .ip6 = ip6 ? ask(walk, name, RR_TYPE_AAAA) : NULL };

    if (!ip6 && is_negative(both.ip4)) {
        both.ip6 = ask(walk, name, RR_TYPE_AAAA);
        ip6 = true;
    }
    if (!ip4 && is_negative(both.ip6)) {
        both.ip4 = ask(walk, name, RR_TYPE_A);
        ip4 = true;
    }
    both.known = (!ip4 || is_conclusive(both.ip4)) && (!ip6 || is_conclusive(both.ip6));
    return both;
}

/* Counts the voids of one host name: neither family there, or one missing (by the letter). */
static enum status count_host(struct walk *walk, const struct visit *visit,
                              const struct dns_name *name, const struct families *families)
{
    bool no4 = is_negative(families->ip4);
    bool no6 = is_negative(families->ip6);
    struct spf_void found = { .name = *name,
                              .type = no4 ? RR_TYPE_A : RR_TYPE_AAAA,
                              .record = visit->record,
                              .term = visit->term,
                              .answer = no4 ? families->ip4 : families->ip6,
                              .one_family = !(no4 && no6) };

    visit->record->voids_ip4 = add_capped(visit->record->voids_ip4, no4 ? 1 : 0);
    visit->record->voids_ip6 = add_capped(visit->record->voids_ip6, no6 ? 1 : 0);
    visit->term->voids = add_capped(visit->term->voids, no4 && no6 ? 1 : 0);
    if ((no4 && is_conclusive(families->ip6)) || (no6 && is_conclusive(families->ip4))) {
        return note_void(walk, &found);
    }
    return STATUS_OK;
}

/* Counts the void of a term that asks one question for everybody: `exists`, the MX of `mx`. */
static enum status count_term(struct walk *walk, const struct visit *visit, enum rr_type type,
                              const struct dns_answer *answer)
{
    struct spf_void found = { .name = *visit->term->target,
                              .type = type,
                              .record = visit->record,
                              .term = visit->term,
                              .answer = answer };

    visit->term->voids = 1;
    visit->record->voids_ip4 = add_capped(visit->record->voids_ip4, 1);
    visit->record->voids_ip6 = add_capped(visit->record->voids_ip6, 1);
    return note_void(walk, &found);
}

/* Whether a prefix of 0 bits turns an address of one family into everyone. */
static bool covers_all(const struct spf_term *term, const struct families *families)
{
    return (term->has_prefix4 && term->prefix4 == 0 && families->ip4 != NULL &&
            families->ip4->class == ANSWER_CLASS_POSITIVE) ||
           (term->has_prefix6 && term->prefix6 == 0 && families->ip6 != NULL &&
            families->ip6->class == ANSWER_CLASS_POSITIVE);
}

static enum status visit_a(struct walk *walk, const struct visit *visit)
{
    struct families families = ask_families(walk, visit->term->target);

    visit->term->known = families.known;
    visit->term->answer = families.ip4 != NULL ? families.ip4 : families.ip6;
    visit->term->pass_all = covers_all(visit->term->term, &families);
    return count_host(walk, visit, visit->term->target, &families);
}

static enum status visit_exists(struct walk *walk, const struct visit *visit)
{
    const struct dns_answer *answer = ask(walk, visit->term->target, RR_TYPE_A);

    visit->term->answer = answer;
    visit->term->known = is_conclusive(answer);
    visit->term->pass_all = answer != NULL && answer->class == ANSWER_CLASS_POSITIVE;
    return is_negative(answer) ? count_term(walk, visit, RR_TYPE_A, answer) : STATUS_OK;
}

/* The hosts of an MX answer. */
static enum status visit_exchanges(struct walk *walk, const struct visit *visit,
                                   const struct dns_answer *answer)
{
    visit->term->known = true;
    for (size_t i = 0; i < answer->record_count; i++) {
        const struct dns_name *exchange = answer->records[i].data.mx.exchange;
        struct families families;
        enum status status;

        if (name_is_root(exchange)) { /* null MX (RFC 7505) */
            continue;
        }
        families = ask_families(walk, exchange);
        visit->term->known = visit->term->known && families.known;
        visit->term->pass_all = visit->term->pass_all || covers_all(visit->term->term, &families);
        status = count_host(walk, visit, exchange, &families);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status visit_mx(struct walk *walk, const struct visit *visit)
{
    const struct dns_answer *answer = ask(walk, visit->term->target, RR_TYPE_MX);

    visit->term->answer = answer;
    visit->term->known = is_conclusive(answer);
    if (is_negative(answer)) {
        return count_term(walk, visit, RR_TYPE_MX, answer);
    }
    if (answer == NULL || answer->class != ANSWER_CLASS_POSITIVE) {
        return STATUS_OK;
    }
    if (answer->record_count > LIMIT_SPF_MX_NAMES) {
        visit->term->mx_limit = true;
        return STATUS_OK;
    }
    return visit_exchanges(walk, visit, answer);
}

/* include and redirect: the record they lead to. */
static enum status visit_record(struct walk *walk, const struct visit *visit)
{
    struct spf_cost_term *term = visit->term;
    struct spf_cost *child;
    enum status status;

    if (visit->depth >= LIMIT_SPF_LOOKUPS) {
        term->deep = true;
        visit->record->deep = true;
        return STATUS_OK;
    }
    status = walk_record(walk, term->target, visit->depth + 1, &child);
    if (status != STATUS_OK) {
        return status;
    }
    if (child->on_path) {
        term->loop = true;
        term->known = true;
        return STATUS_OK;
    }
    term->child = child;
    term->known = child->known;
    term->lookups = add_capped(term->lookups, child->lookups);
    term->voids = child->voids;
    term->pass_all = child->pass_all;
    visit->record->deep = visit->record->deep || child->deep;
    visit->record->voids_ip4 = add_capped(visit->record->voids_ip4, child->voids_ip4);
    visit->record->voids_ip6 = add_capped(visit->record->voids_ip6, child->voids_ip6);
    return STATUS_OK;
}

/* The name a term asks for: expanded if it may be, the record's own without a domain-spec. */
static enum status find_target(struct walk *walk, const struct visit *visit)
{
    struct spf_cost_term *term = visit->term;
    const struct spf_macro_string *string = &term->term->domain;
    struct spf_macro_needs needs = spf_macro_needs(string);
    struct dns_name *target;
    struct slice text;
    enum status status;

    if (!term->term->has_domain) {
        term->target = &visit->record->fetch->name;
        return STATUS_OK;
    }
    term->varies = needs.sender || needs.client || needs.helo || needs.validated;
    term->depends = needs.validated || ((needs.sender || needs.client || needs.helo) &&
                                        walk->options->request == NULL);
    if (term->depends) {
        return STATUS_OK;
    }
    walk->values.domain = name_to_text(&visit->record->fetch->name, walk->world->arena);
    status = spf_macro_expand(string, &walk->values, walk->world->arena, &text);
    if (status == STATUS_NO_MEMORY) {
        return status;
    }
    target = arena_alloc(walk->world->arena, sizeof *target);
    if (target == NULL) {
        return STATUS_NO_MEMORY;
    }
    term->malformed = status != STATUS_OK || spf_macro_to_name(text, target) != STATUS_OK;
    if (!term->malformed &&
        (term->term->kind == SPF_TERM_INCLUDE || term->term->kind == SPF_TERM_REDIRECT)) {
        term->malformed = name_label_count(target) < 2; /* 4.3: check_host() says none */
    }
    term->target = term->malformed ? NULL : target;
    return STATUS_OK;
}

/* Everything about one live term that costs a lookup. */
static enum status visit_lookup(struct walk *walk, const struct visit *visit)
{
    struct spf_cost_term *term = visit->term;
    enum status status;

    term->lookups = 1;
    term->known = true; /* what is not followed is known to cost one */
    if (walk->asked >= ASKED_MAXIMUM) {
        term->deep = true;
        visit->record->deep = true;
        return STATUS_OK;
    }
    status = find_target(walk, visit);
    if (status != STATUS_OK || term->target == NULL) {
        return status;
    }
    switch (term->term->kind) {
    case SPF_TERM_INCLUDE:
    case SPF_TERM_REDIRECT:
        return visit_record(walk, visit);
    case SPF_TERM_A:
        return visit_a(walk, visit);
    case SPF_TERM_MX:
        return visit_mx(walk, visit);
    case SPF_TERM_EXISTS:
        return visit_exists(walk, visit);
    case SPF_TERM_PTR: /* hangs on the client */
        term->depends = true;
        return STATUS_OK;
    case SPF_TERM_NONE:
    case SPF_TERM_ALL:
    case SPF_TERM_IP4:
    case SPF_TERM_IP6:
    case SPF_TERM_EXP:
    case SPF_TERM_UNKNOWN_MODIFIER:
        break;
    }
    return STATUS_INTERNAL;
}

/* Terms without a lookup that let everyone pass. */
static bool passes_everyone(const struct spf_term *term)
{
    return term->kind == SPF_TERM_ALL ||
           (term->kind == SPF_TERM_IP4 && term->has_prefix4 && term->prefix4 == 0) ||
           (term->kind == SPF_TERM_IP6 && term->has_prefix6 && term->prefix6 == 0);
}

/* One term that receivers reach, and its share of the record's totals. */
static enum status visit_live(struct walk *walk, const struct visit *visit)
{
    struct spf_cost *record = visit->record;
    struct spf_cost_term *term = visit->term;
    char qualifier = term->term->qualifier;
    enum status status = STATUS_OK;

    term->live = true;
    if (spf_term_is_lookup(term->term)) {
        status = visit_lookup(walk, visit);
    } else {
        term->known = true;
        term->pass_all = passes_everyone(term->term);
    }
    term->pass_all = term->pass_all && (qualifier == 0 || qualifier == '+') &&
                     !term->varies; /* what one client finds says nothing of the others */
    record->lookups = add_capped(record->lookups, term->lookups);
    record->voids = add_capped(record->voids, term->voids);
    record->known = record->known && term->known;
    record->pass_all = record->pass_all || term->pass_all;
    return status;
}

/* All terms of a record: those before `all`; the redirect if there is no `all`, and last (6.1). */
static enum status walk_terms(struct walk *walk, struct spf_cost *cost, unsigned depth)
{
    const struct spf_record *record = &cost->fetch->record;
    const struct spf_cost_term *ended = NULL;
    struct spf_cost_term *redirect = NULL;
    enum status status = STATUS_OK;

    cost->terms = arena_alloc_array(walk->world->arena, record->term_count, sizeof *cost->terms);
    if (cost->terms == NULL) {
        return STATUS_NO_MEMORY;
    }
    cost->known = !record->cut;
    cost->deep = record->cut;
    for (size_t i = 0; status == STATUS_OK && i < record->term_count; i++) {
        struct spf_cost_term *term = &cost->terms[i];
        struct visit visit = { cost, term, depth };

        term->term = &record->terms[i];
        term->known = true;
        if (term->term->kind == SPF_TERM_REDIRECT && redirect == NULL) {
            redirect = term;
        }
        if (spf_term_is_mechanism(term->term) && ended == NULL) {
            status = visit_live(walk, &visit);
            ended = term->term->kind == SPF_TERM_ALL ? term : NULL;
        }
    }
    if (status == STATUS_OK && redirect != NULL && ended == NULL) {
        struct visit visit = { cost, redirect, depth };

        status = visit_live(walk, &visit);
    }
    return status;
}

/* The record at a name, from the list or new. */
static enum status walk_record(struct walk *walk, const struct dns_name *name, unsigned depth,
                               struct spf_cost **ret_cost)
{
    struct spf_cost *cost;
    const struct spf_fetch *fetch;
    enum status status;

    for (cost = walk->tree.root; cost != NULL; cost = cost->next) {
        if (name_equal(&cost->fetch->name, name)) {
            *ret_cost = cost;
            return STATUS_OK;
        }
    }
    walk->asked++;
    status = spf_fetch(walk->world, name, &fetch);
    if (status != STATUS_OK) {
        return status;
    }
    cost = arena_alloc(walk->world->arena, sizeof *cost);
    if (cost == NULL) {
        return STATUS_NO_MEMORY;
    }
    cost->fetch = fetch;
    if (walk->last == NULL) {
        walk->tree.root = cost;
    } else {
        walk->last->next = cost;
    }
    walk->last = cost;
    *ret_cost = cost;
    if (fetch->state == SPF_FETCH_FOUND) {
        cost->on_path = true;
        status = walk_terms(walk, cost, depth);
        cost->on_path = false;
        return status;
    }
    if (fetch->state == SPF_FETCH_TROUBLE) {
        note_trouble(walk, name, RR_TYPE_TXT, fetch->answer);
    }
    cost->known = fetch->state == SPF_FETCH_NONE || fetch->state == SPF_FETCH_MULTIPLE;
    return STATUS_OK;
}

enum status spf_cost_build(struct spf_world *world, const struct dns_name *name,
                           const struct spf_cost_options *options, struct spf_tree *ret_tree)
{
    struct walk walk = { .world = world, .options = options };
    struct spf_cost *root;
    bool ascii;
    enum status status;

    if (options->request != NULL) {
        spf_request_values(options->request, world, &walk.values, &ascii);
    }
    status = walk_record(&walk, name, 0, &root);
    if (status != STATUS_OK) {
        return status;
    }
    *ret_tree = walk.tree;
    return arena_failed(world->arena) ? STATUS_NO_MEMORY : STATUS_OK;
}
