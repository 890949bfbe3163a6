/* SPDX-License-Identifier: MIT */
/*
 * The subject's own record, term by term: what is wrong or useless in it though receivers may live
 * with it (RFC 7208 3.4, 4.7, 5.1, 5.5, 6), and what pasting did to it. Records of others that it
 * includes are not ours to tidy.
 */
#include "base/limits.h"
#include "rules/copy_errors.h"
#include "rules/spf_context.h"

#define ANSWER_OCTETS_MAXIMUM \
    450u /* RFC 7208 3.4: name and text together, so that UDP carries it */
#define SYNTAX_FINDINGS_MAXIMUM 4
#define PASTE_FINDINGS_MAXIMUM 8

/* ---- what does not parse ---- */

static void judge_syntax(struct spf_context *context, const struct spf_record *record)
{
    for (size_t i = 0; i < record->error_count && i < SYNTAX_FINDINGS_MAXIMUM; i++) {
        const struct spf_error *error = &record->errors[i];
        struct finding *finding =
            spf_context_add(context, FINDING_SPF_SYNTAX, context->tree.root, NULL);

        finding->rank = 4 + (unsigned)i; /* what pasting did explains it, and comes first */
        finding->has_place = true;
        finding->offset = error->offset;
        finding->length = error->length;
        finding->message =
            arena_join(context->arena, error->reason, SLICE(", so receivers answer permerror"));
    }
}

/* ---- how the record ends ---- */

/* The redirect that counts, or NULL. */
static const struct spf_cost_term *live_redirect(const struct spf_cost *cost)
{
    for (size_t i = 0; i < cost->fetch->record.term_count; i++) {
        if (cost->terms[i].live && cost->terms[i].term->kind == SPF_TERM_REDIRECT) {
            return &cost->terms[i];
        }
    }
    return NULL;
}

/* The record that has the last word: behind the redirects that count. NULL while not known. */
static const struct spf_cost *last_word(const struct spf_cost *cost)
{
    for (unsigned depth = 0; cost != NULL && cost->terms != NULL; depth++) {
        const struct spf_cost_term *redirect = live_redirect(cost);

        if (redirect == NULL) {
            return cost;
        }
        cost = depth < LIMIT_SPF_LOOKUPS ? redirect->child : NULL;
    }
    return NULL;
}

static void judge_ending(struct spf_context *context)
{
    const struct spf_cost *last = last_word(context->tree.root);
    const struct spf_term *all;
    struct finding *finding;

    if (last == NULL || last->fetch->record.error_count > 0) {
        return;
    }
    all = spf_record_find(&last->fetch->record, SPF_TERM_ALL);
    if (all == NULL && verdict_has(context->verdict, FINDING_PASTE_SPLIT)) {
        return; /* the end of the record is one of the parts that came off */
    }
    if (all == NULL) {
        finding = spf_context_add(context, FINDING_SPF_NO_ALL, last, NULL);
        finding->message = arena_printf(context->arena,
                                        "the record of %.*s has neither all nor redirect: everyone "
                                        "else is neutral, as if there "
                                        "were no record",
                                        SLICE_ARGS(spf_context_text(context, &last->fetch->name)));
        finding->advice = arena_join(context->arena, SLICE("Publish instead:\n"),
                                     spf_advice_with_all(context, &last->fetch->record));
    } else if (all->qualifier == '?') {
        finding = spf_context_add(context, FINDING_SPF_NEUTRAL_ALL, last, all);
        finding->message = SLICE("?all makes everyone else neutral, as if there were no record");
    }
}

/* The first top-level term that lets everyone pass. */
static void judge_pass_all(struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;

    for (size_t i = 0; root->pass_all && i < root->fetch->record.term_count; i++) {
        const struct spf_cost_term *term = &root->terms[i];
        struct finding *finding;

        if (!term->live || !term->pass_all) {
            continue;
        }
        finding = spf_context_add(context, FINDING_SPF_PASS_ALL, root, term->term);
        finding->message =
            arena_printf(context->arena, "%.*s lets every server in the world pass as this domain",
                         SLICE_ARGS(term->term->text));
        return;
    }
}

/* ---- single terms ---- */

static void judge_dead(struct spf_context *context, const struct spf_term *all)
{
    const struct spf_record *record = spf_context_record(context);

    for (size_t i = 0; i < record->term_count; i++) {
        const struct spf_term *term = &record->terms[i];
        struct finding *finding;

        if (term->kind == SPF_TERM_REDIRECT) {
            finding =
                spf_context_add(context, FINDING_SPF_REDIRECT_IGNORED, context->tree.root, term);
            finding->message = arena_printf(context->arena, "%.*s is ignored beside %.*s",
                                            SLICE_ARGS(term->text), SLICE_ARGS(all->text));
        } else if (spf_term_is_mechanism(term) && term->offset > all->offset) {
            finding = spf_context_add(context, FINDING_SPF_AFTER_ALL, context->tree.root, term);
            finding->message =
                arena_printf(context->arena, "%.*s stands behind %.*s and is never looked at",
                             SLICE_ARGS(term->text), SLICE_ARGS(all->text));
            return; /* one is enough: it points at the first */
        }
    }
}

static void judge_ptr(struct spf_context *context, const struct spf_term *term)
{
    bool macro = spf_term_is_lookup(term) && spf_macro_needs(&term->domain).validated;
    struct finding *finding;

    if (term->kind != SPF_TERM_PTR && !macro) {
        return;
    }
    finding = spf_context_add(context, FINDING_SPF_PTR, context->tree.root, term);
    finding->message = arena_printf(context->arena,
                                    "%.*s asks for reverse names: slow, unreliable, and some "
                                    "receivers skip it",
                                    SLICE_ARGS(term->text));
}

/* Names that a modifier was meant as, were it not for the equals sign or a slip of the finger. */
static const char *const modifier_lookalikes[] = { "include",   "a",        "mx",     "ptr",
                                                   "ip4",       "ip6",      "exists", "all",
                                                   "ip",        "ipv4",     "ipv6",   "redirct",
                                                   "redirekt",  "redir",    "expl",   "explanation",
                                                   "redirects", "includes", NULL };

/* Modifiers of other documents that are no mistake (RFC 6652). */
static const char *const modifiers_known[] = { "ra", "rp", "rr", NULL };

static bool is_listed(const char *const *list, struct slice word)
{
    for (; *list != NULL; list++) {
        if (slice_equal_nocase(word, slice_of(*list))) {
            return true;
        }
    }
    return false;
}

static void judge_modifier(struct spf_context *context, const struct spf_term *term)
{
    struct finding *finding;
    bool lookalike;

    if (term->kind != SPF_TERM_UNKNOWN_MODIFIER || is_listed(modifiers_known, term->name)) {
        return;
    }
    lookalike = is_listed(modifier_lookalikes, term->name);
    finding = spf_context_add(context, FINDING_SPF_UNKNOWN_MODIFIER, context->tree.root, term);
    if (!lookalike) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    }
    finding->message = arena_printf(
        context->arena, "%.*s is a modifier nobody knows, so it is ignored%s",
        SLICE_ARGS(term->text), lookalike ? ": a mechanism takes a colon, not an equals sign" : "");
}

static void judge_depends(struct spf_context *context, const struct spf_cost_term *term)
{
    struct finding *finding;

    /* With --ip the evaluation tells what comes of it. */
    if (!term->live || !term->depends || context->evaluation_count > 0) {
        return;
    }
    finding =
        spf_context_add(context, FINDING_SPF_DEPENDS_ON_SENDER, context->tree.root, term->term);
    finding->message =
        arena_printf(context->arena, "%.*s depends on sender or client: counted, not followed",
                     SLICE_ARGS(term->term->text));
}

/* A null MX (RFC 7505) is an answer and so no void, but the term authorises nobody. */
static void judge_null_mx(struct spf_context *context, const struct spf_cost_term *term)
{
    const struct dns_answer *answer = term->answer;
    struct finding *finding;

    if (!term->live || term->term->kind != SPF_TERM_MX || answer == NULL ||
        answer->class != ANSWER_CLASS_POSITIVE || answer->record_count != 1 ||
        !name_is_root(answer->records[0].data.mx.exchange)) {
        return;
    }
    finding = spf_context_add(context, FINDING_SPF_VOID, context->tree.root, term->term);
    finding->rank = 5;
    finding->message = arena_printf(
        context->arena,
        "%.*s authorises nobody: %.*s has a null MX (RFC 7505), it takes no mail at all",
        SLICE_ARGS(term->term->text), SLICE_ARGS(spf_context_text(context, term->target)));
    finding->advice = SLICE("Remove the term, or publish MX records in the place of the null MX.");
}

/* Whether the one record behind exp is text that can be expanded: ASCII, with macros that are. */
static bool is_explanation(const struct dns_answer *answer, struct arena *arena)
{
    struct spf_macro_string text;
    struct spf_macro_error error = { 0 };

    return spf_macro_parse(answer->records[0].data.txt.joined, SPF_MACRO_USE_EXPLANATION, arena,
                           &text, &error) != STATUS_OK ||
           error.defect == SPF_MACRO_DEFECT_NONE;
}

/* The explanation that a fail points to (6.2). */
static void judge_exp(struct spf_context *context, const struct spf_term *term)
{
    struct spf_macro_needs needs = spf_macro_needs(&term->domain);
    struct spf_macro_values values = { .domain = context->subject };
    const struct dns_answer *answer;
    struct dns_name target;
    struct slice text;
    struct finding *finding;

    if (needs.sender || needs.client || needs.helo || needs.validated ||
        spf_macro_expand(&term->domain, &values, context->arena, &text) != STATUS_OK ||
        spf_macro_to_name(text, &target) != STATUS_OK) {
        return;
    }
    answer = facts_resolve(context->facts, &target, RR_TYPE_TXT);
    if (answer == NULL || !answer_is_conclusive(answer) ||
        (answer->record_count == 1 && is_explanation(answer, context->arena))) {
        return;
    }
    finding = spf_context_add(context, FINDING_SPF_EXP, context->tree.root, term);
    if (answer->record_count == 1) {
        finding->message = arena_printf(
            context->arena,
            "%.*s: the text of %.*s is not plain ASCII with whole macros (a percent sign is "
            "written %%%%), so there is no explanation",
            SLICE_ARGS(term->text), SLICE_ARGS(spf_context_text(context, &target)));
        return;
    }
    finding->message = arena_printf(
        context->arena,
        "%.*s: %.*s has %zu TXT records where one is needed, so there is no explanation",
        SLICE_ARGS(term->text), SLICE_ARGS(spf_context_text(context, &target)),
        answer->record_count);
}

static void judge_terms(struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;
    const struct spf_record *record = &root->fetch->record;
    const struct spf_term *all = spf_record_find(record, SPF_TERM_ALL);

    for (size_t i = 0; i < record->term_count; i++) {
        judge_ptr(context, &record->terms[i]);
        judge_modifier(context, &record->terms[i]);
        judge_depends(context, &root->terms[i]);
        judge_null_mx(context, &root->terms[i]);
        if (record->terms[i].kind == SPF_TERM_EXP) {
            judge_exp(context, &record->terms[i]);
        }
    }
    if (all != NULL) {
        judge_dead(context, all);
    }
}

/* ---- the answer as a whole ---- */

static void judge_answer(struct spf_context *context, const struct dns_answer *answer)
{
    size_t octets = context->subject.length;
    struct finding *finding;

    for (size_t i = 0; i < answer->record_count; i++) {
        octets += answer->records[i].data.txt.joined.length;
    }
    if (octets > ANSWER_OCTETS_MAXIMUM) {
        finding = spf_context_add(context, FINDING_SPF_LONG_ANSWER, context->tree.root, NULL);
        finding->message = arena_printf(
            context->arena,
            "the TXT records of %.*s are %zu octets with the name, over %u: the answer may not fit "
            "into a plain UDP message",
            SLICE_ARGS(context->subject), octets, ANSWER_OCTETS_MAXIMUM);
    }
    if (answer->chain_count > 0) {
        finding = spf_context_add(context, FINDING_SPF_CNAME, context->tree.root, NULL);
        finding->message = arena_printf(
            context->arena, "%.*s is a CNAME: the record stands at %.*s",
            SLICE_ARGS(context->subject), SLICE_ARGS(spf_context_text(context, answer->final)));
    }
}

/* ---- pasting ---- */

/* One finding for each sort of damage, at its first place. `mended` is the text to publish. */
static void add_paste(struct spf_context *context, const struct copy_error_list *list, bool is_spf,
                      struct slice mended)
{
    unsigned added = 0;

    for (size_t i = 0; i < list->count && added < PASTE_FINDINGS_MAXIMUM; i++) {
        const struct copy_error *error = &list->errors[i];
        struct finding *finding;

        if (verdict_has(context->verdict, error->finding)) {
            continue;
        }
        finding = spf_context_add(context, error->finding, context->tree.root, NULL);
        if (error->harmless && is_spf) {
            verdict_set_state(context->verdict, finding, STATE_INFO);
        }
        finding->rank = 3;
        finding->has_place = true;
        finding->offset = error->offset;
        finding->length = error->length;
        finding->message = error->reason;
        if (mended.length > 0) {
            finding->advice = arena_join(context->arena, SLICE("Publish instead:\n"), mended);
        }
        added++;
    }
}

static void judge_paste(struct spf_context *context, const struct rr *rr)
{
    bool is_spf = spf_record_is_spf(rr->data.txt.joined);
    struct copy_input input = spf_context_pasted(context, rr);
    struct copy_error_list list;

    if (!is_spf && !copy_errors_resembles_spf(rr->data.txt.joined)) {
        return;
    }
    if (copy_errors_find(&input, context->arena, &list) != STATUS_OK || list.count == 0) {
        return; /* the arena remembers when memory ran out */
    }
    add_paste(context, &list, is_spf, spf_advice_mended(context, rr));
}

/* Whether a TXT is the rest of a record that was published as several. */
static bool is_rest(struct slice text)
{
    bool telling = slice_find(text, ':') < text.length || slice_find(text, '=') < text.length ||
                   slice_ends_with_nocase(text, SLICE("all"));

    return telling && copy_errors_is_fragment(&copy_protocol_spf, text);
}

/* A TXT of nothing but terms beside an SPF record: the parts of one record (RFC 7208 3.3). */
static void judge_rest(struct spf_context *context, const struct rr *rr)
{
    struct finding *finding;
    struct buf buf;

    if (context->tree.root->fetch->spf_count == 0 || !is_rest(rr->data.txt.joined)) {
        return;
    }
    finding = spf_context_add(context, FINDING_PASTE_SPLIT, context->tree.root, NULL);
    finding->rank = 3;
    buf_init(&buf, context->arena, LIMIT_TXT * 2);
    buf_add_octet(&buf, '"');
    buf_add(&buf, rr->data.txt.joined);
    buf_add_text(&buf, "\" is a TXT record of its own: receivers do not put records together, so "
                       "these terms count for nothing");
    finding->message = buf_slice(&buf);
    finding->advice =
        arena_join(context->arena, SLICE("Publish as one record:\n"), spf_advice_merged(context));
}

void spf_lint_judge(struct spf_context *context)
{
    const struct spf_fetch *fetch = context->tree.root->fetch;

    if (fetch->answer == NULL || fetch->answer->class != ANSWER_CLASS_POSITIVE) {
        return;
    }
    for (size_t i = 0; i < fetch->answer->record_count; i++) {
        judge_paste(context, &fetch->answer->records[i]);
        judge_rest(context, &fetch->answer->records[i]);
    }
    judge_answer(context, fetch->answer);
    if (fetch->state != SPF_FETCH_FOUND) {
        return;
    }
    judge_syntax(context, &fetch->record);
    judge_terms(context);
    judge_pass_all(context);
    if (fetch->record.error_count == 0) {
        judge_ending(context);
    }
}
