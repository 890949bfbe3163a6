/* SPDX-License-Identifier: MIT */
/*
 * check_host() (RFC 7208 4), as the standard tells it:
 *
 * 1. The inputs: the sender's local-part and domain, `postmaster` where there is none (4.3); a
 *    malformed domain is `none`, without a question.
 * 2. The record of the domain: none, permerror for several, temperror without an answer (4.4, 4.5).
 * 3. The whole record is parsed first: one bad term anywhere is permerror (4.6).
 * 4. The terms from left to right; the first match decides by its qualifier (4.6.2). A term that
 *    costs a lookup is counted before it is evaluated; the eleventh is permerror (4.6.4).
 *    Domain-specs are expanded first (7); a name that cannot be asked matches nothing (4.8).
 * 5. include: check_host() of the target; pass matches; fail, softfail, neutral do not; temperror
 *    stays; none and permerror are permerror (5.2).
 * 6. Nothing matched: redirect, if the record has no `all`; its none is permerror (6.1). Else
 * neutral.
 * 7. A fail by a match of this very record (or that of its redirect) may have an explanation (6.2).
 *
 * An answer that is not there yet makes the result PENDING, all the way up; what the other terms of
 * the record need is wanted at the same time, so that a level of includes costs one round.
 * The recursion is as deep as there are include and redirect terms in a row: at most ten.
 */
#include "mail/spf_eval.h"

#include "base/limits.h"
#include "mail/spf_match.h"

/* The record at work: `name` to compare with, `text` as %{d} shows it. */
struct level {
    struct dns_name name;
    struct slice text;
    bool included; /* its result is only a match of an outer record: never explained (6.2) */
};

static enum status check_host(struct spf_run *run, const struct level *level,
                              enum spf_result *ret_result);

static void set_cause(struct spf_run *run, struct slice cause)
{
    if (run->outcome.cause.length == 0) {
        run->outcome.cause = cause;
    }
}

/* Whether a domain-spec holds the letter `l` or `s`: these match nothing for a local-part that is
 * not ASCII (RFC 8616 4). */
static bool holds_local_part(const struct spf_macro_string *string)
{
    for (size_t i = 0; i < string->part_count; i++) {
        char letter = string->parts[i].letter;

        if (string->parts[i].kind == SPF_MACRO_EXPAND && (letter == 's' || letter == 'l')) {
            return true;
        }
    }
    return false;
}

/* What became of a domain-spec. */
enum target_state {
    TARGET_PENDING = 0, /* %{p} waits for answers */
    TARGET_READY,
    TARGET_MALFORMED, /* no name that can be asked */
    TARGET_NOTHING    /* matches nothing by RFC 8616 4 */
};

struct target {
    enum target_state state;
    struct level level;
};

/* Expands a term's domain-spec; the current domain without one (4.8). */
static enum status expand_target(struct spf_run *run, const struct level *level,
                                 const struct spf_term *term, struct target *ret_target)
{
    struct target target = { .state = TARGET_READY, .level = *level };
    enum status status;

    if (!term->has_domain) {
        *ret_target = target;
        return STATUS_OK;
    }
    if (!run->sender_is_ascii && holds_local_part(&term->domain)) {
        ret_target->state = TARGET_NOTHING;
        return STATUS_OK;
    }
    run->values.domain = level->text;
    if (spf_macro_needs(&term->domain).validated &&
        !spf_match_validated(run, &level->name, &run->values.validated)) {
        ret_target->state = TARGET_PENDING;
        return STATUS_OK;
    }
    status = spf_macro_expand(&term->domain, &run->values, run->world->arena, &target.level.text);
    if (status == STATUS_NO_MEMORY) {
        return status;
    }
    if (status != STATUS_OK ||
        spf_macro_to_name(target.level.text, &target.level.name) != STATUS_OK) {
        target.state = TARGET_MALFORMED;
    } else if (slice_ends_with(target.level.text, SLICE("."))) {
        target.level.text = slice_head(target.level.text, target.level.text.length - 1);
    }
    *ret_target = target;
    return STATUS_OK;
}

/* Wants early what a term will need, as far as its name is known now. */
static enum status prefetch_term(struct spf_run *run, const struct level *level,
                                 const struct spf_term *term)
{
    struct target target = { 0 };
    struct facts *facts = run->world->facts;
    enum status status;

    if (!spf_term_is_lookup(term) || term->kind == SPF_TERM_PTR ||
        spf_macro_needs(&term->domain).validated) {
        return STATUS_OK;
    }
    status = expand_target(run, level, term, &target);
    if (status != STATUS_OK || target.state != TARGET_READY) {
        return status;
    }
    if (term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT) {
        facts_prefetch(facts, &target.level.name, RR_TYPE_TXT);
    } else if (term->kind == SPF_TERM_MX) {
        facts_prefetch(facts, &target.level.name, RR_TYPE_MX);
    } else {
        facts_prefetch(facts, &target.level.name,
                       term->kind == SPF_TERM_EXISTS ? RR_TYPE_A : spf_address_type(run));
    }
    return STATUS_OK;
}

/* Wants early what all terms need that can be evaluated: those before `all`, and redirect without
 * it. */
static enum status prefetch_record(struct spf_run *run, const struct level *level,
                                   const struct spf_record *record)
{
    unsigned lookups = 0;
    bool ended = false;

    for (size_t i = 0; i < record->term_count && lookups < LIMIT_SPF_LOOKUPS; i++) {
        const struct spf_term *term = &record->terms[i];
        enum status status;

        ended = ended || term->kind == SPF_TERM_ALL;
        if (ended || term->kind == SPF_TERM_REDIRECT) {
            continue;
        }
        lookups += spf_term_is_lookup(term) ? 1 : 0;
        status = prefetch_term(run, level, term);
        if (status != STATUS_OK) {
            return status;
        }
    }
    if (!ended && spf_record_find(record, SPF_TERM_REDIRECT) != NULL) {
        return prefetch_term(run, level, spf_record_find(record, SPF_TERM_REDIRECT));
    }
    return STATUS_OK;
}

/* include (5.2): the result of the inner check_host() as a match. */
static enum status match_include(struct spf_run *run, const struct level *target,
                                 enum spf_match *ret_match)
{
    struct level inner = *target;
    enum spf_result result;
    enum status status;

    inner.included = true;
    status = check_host(run, &inner, &result);

    if (status != STATUS_OK) {
        return status;
    }
    switch (result) {
    case SPF_RESULT_PENDING:
        *ret_match = SPF_MATCH_PENDING;
        break;
    case SPF_RESULT_PASS:
        *ret_match = SPF_MATCH_YES;
        break;
    case SPF_RESULT_FAIL:
    case SPF_RESULT_SOFTFAIL:
    case SPF_RESULT_NEUTRAL:
        *ret_match = SPF_MATCH_NO;
        break;
    case SPF_RESULT_TEMPERROR:
        *ret_match = SPF_MATCH_TEMPERROR;
        break;
    case SPF_RESULT_NONE:
        set_cause(run, arena_printf(run->world->arena, "include:%.*s has no SPF record",
                                    SLICE_ARGS(target->text)));
        *ret_match = SPF_MATCH_PERMERROR;
        break;
    case SPF_RESULT_PERMERROR:
        *ret_match = SPF_MATCH_PERMERROR;
        break;
    }
    return STATUS_OK;
}

/* The eleventh term that costs a lookup ends the evaluation (4.6.4). */
static bool count_lookup(struct spf_run *run, const struct spf_term *term)
{
    run->outcome.lookups++;
    if (run->outcome.lookups <= LIMIT_SPF_LOOKUPS) {
        return true;
    }
    set_cause(run, arena_printf(run->world->arena, "%.*s is lookup %u, limit %d",
                                SLICE_ARGS(term->text), run->outcome.lookups, LIMIT_SPF_LOOKUPS));
    return false;
}

/* The mechanisms that have a target name. */
static enum status match_target(struct spf_run *run, const struct spf_term *term,
                                const struct target *target, enum spf_match *ret_match)
{
    const struct dns_name *name = &target->level.name;

    switch (term->kind) {
    case SPF_TERM_INCLUDE:
        return match_include(run, &target->level, ret_match);
    case SPF_TERM_MX:
        return spf_match_mx(run, term, name, ret_match);
    case SPF_TERM_A:
        *ret_match = spf_match_a(run, term, name);
        return STATUS_OK;
    case SPF_TERM_PTR:
        *ret_match = spf_match_ptr(run, name);
        return STATUS_OK;
    case SPF_TERM_EXISTS:
        *ret_match = spf_match_exists(run, name);
        return STATUS_OK;
    case SPF_TERM_NONE:
    case SPF_TERM_ALL:
    case SPF_TERM_IP4:
    case SPF_TERM_IP6:
    case SPF_TERM_REDIRECT:
    case SPF_TERM_EXP:
    case SPF_TERM_UNKNOWN_MODIFIER:
        break;
    }
    return STATUS_INTERNAL;
}

/* One mechanism (5). */
static enum status match_term(struct spf_run *run, const struct level *level,
                              const struct spf_term *term, enum spf_match *ret_match)
{
    struct target target = { 0 };
    enum status status;

    if (term->kind == SPF_TERM_ALL) {
        *ret_match = SPF_MATCH_YES;
        return STATUS_OK;
    }
    if (term->kind == SPF_TERM_IP4 || term->kind == SPF_TERM_IP6) {
        *ret_match =
            address_within(&run->client, &term->network,
                           term->kind == SPF_TERM_IP4 ? (term->has_prefix4 ? term->prefix4 : 32u)
                                                      : (term->has_prefix6 ? term->prefix6 : 128u))
                ? SPF_MATCH_YES
                : SPF_MATCH_NO;
        return STATUS_OK;
    }
    if (!count_lookup(run, term)) {
        *ret_match = SPF_MATCH_PERMERROR;
        return STATUS_OK;
    }
    status = expand_target(run, level, term, &target);
    if (status != STATUS_OK) {
        return status;
    }
    if (target.state == TARGET_READY) {
        return match_target(run, term, &target, ret_match);
    }
    *ret_match = target.state == TARGET_PENDING ? SPF_MATCH_PENDING : SPF_MATCH_NO;
    if (target.state == TARGET_MALFORMED && term->kind == SPF_TERM_INCLUDE) {
        /* check_host() of a malformed domain is none (4.3), and none is permerror here (5.2). */
        set_cause(run, arena_printf(run->world->arena, "%.*s expands to no domain name",
                                    SLICE_ARGS(term->text)));
        *ret_match = SPF_MATCH_PERMERROR;
    }
    return STATUS_OK;
}

/* The result that a qualifier gives to a match (4.6.2). */
static enum spf_result qualified(char qualifier)
{
    switch (qualifier) {
    case '-':
        return SPF_RESULT_FAIL;
    case '~':
        return SPF_RESULT_SOFTFAIL;
    case '?':
        return SPF_RESULT_NEUTRAL;
    default:
        return SPF_RESULT_PASS;
    }
}

/* redirect (6.1). */
static enum status follow_redirect(struct spf_run *run, const struct level *level,
                                   const struct spf_term *term, enum spf_result *ret_result)
{
    struct target target = { 0 };
    enum status status;

    if (!count_lookup(run, term)) {
        *ret_result = SPF_RESULT_PERMERROR;
        return STATUS_OK;
    }
    status = expand_target(run, level, term, &target);
    if (status != STATUS_OK) {
        return status;
    }
    if (target.state == TARGET_PENDING || target.state == TARGET_NOTHING) {
        *ret_result = target.state == TARGET_PENDING ? SPF_RESULT_PENDING : SPF_RESULT_NEUTRAL;
        return STATUS_OK;
    }
    *ret_result = SPF_RESULT_NONE;
    if (target.state == TARGET_READY) {
        status = check_host(run, &target.level, ret_result);
    }
    if (status == STATUS_OK && *ret_result == SPF_RESULT_NONE) {
        set_cause(run, arena_printf(run->world->arena, "%.*s leads to no SPF record",
                                    SLICE_ARGS(term->text)));
        *ret_result = SPF_RESULT_PERMERROR;
    }
    return status;
}

/* The text behind exp= (6.2), if there is exactly one usable record. */
static enum status explain(struct spf_run *run, const struct level *level,
                           const struct spf_term *term, bool *ret_pending)
{
    struct target target = { 0 };
    struct spf_macro_string text;
    struct spf_macro_error error;
    const struct dns_answer *answer;
    enum status status = expand_target(run, level, term, &target);

    *ret_pending = status == STATUS_OK && target.state == TARGET_PENDING;
    if (status != STATUS_OK || target.state != TARGET_READY) {
        return status;
    }
    answer = facts_resolve(run->world->facts, &target.level.name, RR_TYPE_TXT);
    *ret_pending = answer == NULL;
    if (answer == NULL || answer->class != ANSWER_CLASS_POSITIVE || answer->record_count != 1) {
        return STATUS_OK;
    }
    status = spf_macro_parse(answer->records[0].data.txt.joined, SPF_MACRO_USE_EXPLANATION,
                             run->world->arena, &text, &error);
    if (status != STATUS_OK || error.defect != SPF_MACRO_DEFECT_NONE) {
        return status;
    }
    run->values.domain = level->text;
    if (spf_macro_needs(&text).validated &&
        !spf_match_validated(run, &level->name, &run->values.validated)) {
        *ret_pending = true;
        return STATUS_OK;
    }
    status = spf_macro_expand(&text, &run->values, run->world->arena, &run->outcome.explanation);
    run->outcome.has_explanation = status == STATUS_OK;
    return status == STATUS_TOO_LONG ? STATUS_OK : status;
}

/* What a match means: the qualifier's result, and the explanation of a fail. */
static enum status decide(struct spf_run *run, const struct level *level,
                          const struct spf_record *record, const struct spf_term *term,
                          enum spf_result *ret_result)
{
    const struct spf_term *exp = spf_record_find(record, SPF_TERM_EXP);
    bool pending = false;
    enum status status = STATUS_OK;

    *ret_result = qualified(term->qualifier);
    run->outcome.mechanism = term->text;
    run->outcome.domain = level->text;
    if (*ret_result == SPF_RESULT_FAIL && exp != NULL && !level->included) {
        status = explain(run, level, exp, &pending);
    }
    *ret_result = pending ? SPF_RESULT_PENDING : *ret_result;
    return status;
}

/* Steps 4 to 6: the terms of a good record. */
static enum status evaluate_record(struct spf_run *run, const struct level *level,
                                   const struct spf_record *record, enum spf_result *ret_result)
{
    const struct spf_term *redirect = spf_record_find(record, SPF_TERM_REDIRECT);
    enum status status = prefetch_record(run, level, record);

    for (size_t i = 0; status == STATUS_OK && i < record->term_count; i++) {
        const struct spf_term *term = &record->terms[i];
        enum spf_match match = SPF_MATCH_NO;

        if (!spf_term_is_mechanism(term)) {
            continue;
        }
        status = match_term(run, level, term, &match);
        if (status != STATUS_OK || match == SPF_MATCH_NO) {
            continue;
        }
        if (match == SPF_MATCH_YES) {
            return decide(run, level, record, term, ret_result);
        }
        run->outcome.mechanism = slice_empty();
        *ret_result = match == SPF_MATCH_PENDING     ? SPF_RESULT_PENDING
                      : match == SPF_MATCH_TEMPERROR ? SPF_RESULT_TEMPERROR
                                                     : SPF_RESULT_PERMERROR;
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        return status;
    }
    run->outcome.mechanism = slice_empty();
    if (redirect != NULL) { /* an `all` would have matched */
        return follow_redirect(run, level, redirect, ret_result);
    }
    run->outcome.domain = level->text;
    *ret_result = SPF_RESULT_NEUTRAL;
    return STATUS_OK;
}

/* Steps 2 and 3. */
static enum status check_host(struct spf_run *run, const struct level *level,
                              enum spf_result *ret_result)
{
    const struct spf_fetch *fetch;
    enum status status;

    if (name_label_count(&level->name) < 2) { /* 4.3: not a multi-label domain name */
        *ret_result = SPF_RESULT_NONE;
        return STATUS_OK;
    }
    status = spf_fetch(run->world, &level->name, &fetch);
    if (status != STATUS_OK) {
        return status;
    }
    switch (fetch->state) {
    case SPF_FETCH_PENDING:
        *ret_result = SPF_RESULT_PENDING;
        return STATUS_OK;
    case SPF_FETCH_NONE:
        *ret_result = SPF_RESULT_NONE;
        return STATUS_OK;
    case SPF_FETCH_TROUBLE:
        (void)spf_match_trouble(run, &level->name, fetch->answer);
        *ret_result = SPF_RESULT_TEMPERROR;
        return STATUS_OK;
    case SPF_FETCH_MULTIPLE:
        set_cause(run, arena_printf(run->world->arena, "%.*s has %zu SPF records",
                                    SLICE_ARGS(level->text), fetch->spf_count));
        run->outcome.domain = level->text;
        *ret_result = SPF_RESULT_PERMERROR;
        return STATUS_OK;
    case SPF_FETCH_FOUND:
        break;
    }
    if (fetch->record.error_count > 0) {
        const struct spf_error *error = &fetch->record.errors[0];

        set_cause(run, error->reason);
        run->outcome.domain = level->text;
        *ret_result = SPF_RESULT_PERMERROR;
        return STATUS_OK;
    }
    return evaluate_record(run, level, &fetch->record, ret_result);
}

/* The sentence for results that came without one of their own. */
static struct slice default_cause(const struct spf_run *run)
{
    const struct spf_evaluation *outcome = &run->outcome;
    struct arena *arena = run->world->arena;

    switch (outcome->result) {
    case SPF_RESULT_PENDING:
        return SLICE("answers are missing");
    case SPF_RESULT_NONE:
        return SLICE("no SPF record at the domain");
    case SPF_RESULT_TEMPERROR:
        return arena_printf(
            arena, "no usable answer about %.*s (%s)", SLICE_ARGS(outcome->trouble_name),
            outcome->trouble != NULL ? answer_class_text(outcome->trouble->class) : "not asked");
    case SPF_RESULT_PERMERROR:
        return SLICE("the record cannot be evaluated");
    case SPF_RESULT_NEUTRAL:
    case SPF_RESULT_PASS:
    case SPF_RESULT_FAIL:
    case SPF_RESULT_SOFTFAIL:
        break;
    }
    return outcome->mechanism.length > 0
               ? arena_printf(arena, "%.*s in the record of %.*s matches",
                              SLICE_ARGS(outcome->mechanism), SLICE_ARGS(outcome->domain))
               : arena_printf(arena, "no term of %.*s matches", SLICE_ARGS(outcome->domain));
}

enum status spf_evaluate(const struct spf_request *request, struct spf_world *world,
                         struct spf_evaluation *ret_evaluation)
{
    struct spf_run run = { .request = request, .world = world };
    struct level level = { 0 };
    struct slice domain;
    enum status status;

    run.client = address_unmapped(request->client);
    spf_request_values(request, world, &run.values, &run.sender_is_ascii);
    domain = request->domain.length > 0 ? request->domain : run.values.sender_domain;
    run.outcome.result = SPF_RESULT_NONE;
    run.outcome.domain = domain;
    status = spf_request_domain(domain, &level.name);
    if (status == STATUS_BAD_INPUT) { /* malformed: none, nobody is asked (4.3) */
        run.outcome.cause = SLICE("the domain is malformed");
        *ret_evaluation = run.outcome;
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        return status;
    }
    level.text = spf_request_domain_text(domain, &level.name, world->arena);
    status = check_host(&run, &level, &run.outcome.result);
    if (status != STATUS_OK) {
        return status;
    }
    set_cause(&run, default_cause(&run));
    *ret_evaluation = run.outcome;
    return arena_failed(world->arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

/* The words of RFC 7208 2.6 in the order of the enumeration. */
static const char *const result_texts[] = {
    [SPF_RESULT_PENDING] = "pending",     [SPF_RESULT_NONE] = "none",
    [SPF_RESULT_NEUTRAL] = "neutral",     [SPF_RESULT_PASS] = "pass",
    [SPF_RESULT_FAIL] = "fail",           [SPF_RESULT_SOFTFAIL] = "softfail",
    [SPF_RESULT_TEMPERROR] = "temperror", [SPF_RESULT_PERMERROR] = "permerror",
};

const char *spf_result_text(enum spf_result result)
{
    return result_texts[result];
}

enum status spf_result_from_text(struct slice text, enum spf_result *ret_result)
{
    for (int i = SPF_RESULT_NONE; i <= SPF_RESULT_PERMERROR; i++) {
        if (slice_equal_nocase(text, slice_of(result_texts[i]))) {
            *ret_result = (enum spf_result)i;
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}
