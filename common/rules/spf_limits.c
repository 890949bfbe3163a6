/* SPDX-License-Identifier: MIT */
/*
 * Findings about the whole tree: what it costs (RFC 7208 4.6.4), and what in it makes receivers
 * answer permerror.
 */
#include "rules/spf_context.h"

#include "base/limits.h"
#include "rules/visibility.h"

#define DRAW_LINES_MAXIMUM 48
#define DRAW_COLUMN 66
#define TEXT_MAXIMUM 160

/* ---- the tree as lines ---- */

struct drawing {
    struct buf buf;
    unsigned lines;
    bool full;
};

static void draw_line(struct drawing *drawing, unsigned depth, struct slice text, unsigned count,
                      const char *note)
{
    size_t used = 0;

    if (drawing->lines == DRAW_LINES_MAXIMUM) {
        drawing->full = true;
        return;
    }
    drawing->lines++;
    for (unsigned i = 0; i < depth; i++) {
        buf_add_text(&drawing->buf, "  ");
        used += 2;
    }
    buf_add_line(&drawing->buf, slice_head(text, TEXT_MAXIMUM));
    buf_add_text(&drawing->buf, text.length > TEXT_MAXIMUM ? "..." : "");
    used += text.length;
    do {
        buf_add_octet(&drawing->buf, ' ');
        used++;
    } while (used < DRAW_COLUMN);
    buf_printf(&drawing->buf, "%u%s\n", count, note);
}

static const char *term_note(const struct spf_cost_term *term)
{
    if (term->loop) {
        return " (leads back)";
    }
    if (term->depends) {
        return " (depends on the sender)";
    }
    if (term->malformed) {
        return " (no name)";
    }
    if (!term->known) {
        return " (not all is known)";
    }
    return term->voids > 0 && term->child == NULL ? " (void)" : "";
}

/* The recursion ends with the tree: ten records in a row. */
static void draw_record(struct drawing *drawing, const struct spf_cost *cost, unsigned depth)
{
    if (cost->terms == NULL) {
        return;
    }
    for (size_t i = 0; i < cost->fetch->record.term_count && !drawing->full; i++) {
        const struct spf_cost_term *term = &cost->terms[i];

        if (term->live && term->lookups > 0) {
            draw_line(drawing, depth, term->term->text, term->lookups, term_note(term));
            if (term->child != NULL) {
                draw_record(drawing, term->child, depth + 1);
            }
        }
    }
}

struct slice spf_limits_draw(const struct spf_context *context)
{
    const struct spf_record *record = spf_context_record(context);
    struct drawing drawing = { .lines = 0 };

    if (record == NULL) {
        return slice_empty();
    }
    buf_init(&drawing.buf, context->arena, LIMIT_TEXT_OUTPUT);
    draw_line(&drawing, 0, record->text, context->tree.root->lookups,
              context->tree.root->known ? " of 10" : " of 10, not all is known");
    draw_record(&drawing, context->tree.root, 1);
    if (drawing.full) {
        buf_add_text(&drawing.buf, "...\n");
    }
    buf_cut(&drawing.buf, drawing.buf.length > 0 ? drawing.buf.length - 1 : 0);
    return buf_slice(&drawing.buf);
}

/* ---- lookups ---- */

/* Whether a term is the include of the profile's service, which is not to be dropped. */
static bool is_kept(const struct spf_context *context, const struct spf_cost_term *term)
{
    const char *keep = context->config->profile->spf_include;

    return keep != NULL && term->target != NULL &&
           slice_equal(spf_context_text(context, term->target), slice_of(keep));
}

/* The top-level term that costs most, the service's own include only if there is no other. */
static const struct spf_cost_term *dearest(const struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;
    const struct spf_cost_term *best = NULL;
    bool kept = false;

    for (size_t i = 0; i < root->fetch->record.term_count; i++) {
        const struct spf_cost_term *term = &root->terms[i];
        bool own = is_kept(context, term);

        if (term->live && term->lookups > 0 &&
            (best == NULL || (!own && (kept || term->lookups > best->lookups)))) {
            best = term;
            kept = own;
        }
    }
    return best;
}

/* Where receivers stop: the term that would be the eleventh lookup, and the top-level one it is in.
 */
struct stop {
    const struct spf_cost_term *term;
    const struct spf_cost_term *outer;
    unsigned lookups;
};

/* Counts in the order of evaluation, redirect last (6.1). As deep as the tree: ten records. */
static void count_to_stop(const struct spf_cost *cost, unsigned depth, struct stop *stop)
{
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; cost->terms != NULL && i < cost->fetch->record.term_count; i++) {
            const struct spf_cost_term *term = &cost->terms[i];
            bool last = term->term->kind == SPF_TERM_REDIRECT;

            if (stop->term != NULL || !term->live || term->lookups == 0 || last != (pass == 1)) {
                continue;
            }
            stop->lookups++;
            stop->outer = depth == 0 ? term : stop->outer;
            stop->term = stop->lookups > LIMIT_SPF_LOOKUPS ? term : NULL;
            if (stop->term == NULL && term->child != NULL) {
                count_to_stop(term->child, depth + 1, stop);
            }
        }
    }
}

/* "Receivers stop at a:x inside include:y; nothing behind it is looked at." */
static struct slice stop_text(const struct spf_context *context)
{
    struct stop stop = { .lookups = 0 };

    count_to_stop(context->tree.root, 0, &stop);
    if (stop.term == NULL) { /* not all of the tree was walked */
        return slice_empty();
    }
    if (stop.term == stop.outer) {
        return arena_printf(context->arena,
                            "\nReceivers stop at %.*s; nothing behind it is looked at.",
                            SLICE_ARGS(stop.term->term->text));
    }
    return arena_printf(context->arena,
                        "\nReceivers stop at %.*s inside %.*s; nothing behind it is looked at.",
                        SLICE_ARGS(stop.term->term->text), SLICE_ARGS(stop.outer->term->text));
}

/* Marks the dearest terms until the rest fits; the profile's own include is never dropped. */
static bool choose_drops(const struct spf_context *context, bool *dropped)
{
    const struct spf_cost *root = context->tree.root;
    unsigned total = root->lookups;

    while (total > LIMIT_SPF_LOOKUPS) {
        size_t best = root->fetch->record.term_count;

        for (size_t i = 0; i < root->fetch->record.term_count; i++) {
            const struct spf_cost_term *term = &root->terms[i];
            bool candidate =
                term->live && term->lookups > 0 && !dropped[i] && !is_kept(context, term);

            if (candidate && (best == root->fetch->record.term_count ||
                              term->lookups > root->terms[best].lookups)) {
                best = i;
            }
        }
        if (best == root->fetch->record.term_count) {
            return false;
        }
        dropped[best] = true;
        total -= root->terms[best].lookups < total ? root->terms[best].lookups : total;
    }
    return true;
}

static struct slice lookup_advice(const struct spf_context *context,
                                  const struct spf_cost_term *worst)
{
    size_t count = context->tree.root->fetch->record.term_count;
    bool *dropped = arena_alloc_array(context->arena, count, sizeof *dropped);
    struct slice text;

    if (dropped == NULL) {
        return slice_empty();
    }
    text =
        arena_printf(context->arena,
                     "Drop or move %.*s: give that service a subdomain of its own, or ask it for "
                     "a flat record.",
                     SLICE_ARGS(worst->term->text));
    text = arena_join(context->arena, text, stop_text(context));
    if (choose_drops(context, dropped)) {
        struct slice fits = spf_advice_without(context, dropped);

        text = arena_printf(context->arena, "%.*s\nWhat would fit: %.*s", SLICE_ARGS(text),
                            SLICE_ARGS(fits));
    }
    return text;
}

static void judge_lookup_limit(struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;
    const struct spf_cost_term *worst = dearest(context);
    const char *least =
        root->deep || !root->known || root->lookups == SPF_COST_MAXIMUM ? "at least " : "";
    struct finding *finding = spf_context_add(context, FINDING_SPF_LOOKUP_LIMIT, root, worst->term);
    struct slice cause = worst->lookups > 1
                             ? arena_printf(context->arena, "%.*s alone costs %u",
                                            SLICE_ARGS(worst->term->text), worst->lookups)
                             : SLICE("none of the terms costs more than 1");

    finding->message = arena_printf(
        context->arena, "%s%u DNS lookups, limit %d, so receivers answer permerror; %.*s", least,
        root->lookups, LIMIT_SPF_LOOKUPS, SLICE_ARGS(cause));
    finding->advice = lookup_advice(context, worst);
    finding->detail = spf_limits_draw(context);
}

static void judge_many_lookups(struct spf_context *context)
{
    const struct config *common = &context->config->common;
    const struct spf_cost *root = context->tree.root;
    bool critical = range_alerts(&common->critical, root->lookups);
    struct finding *finding;

    if (!critical && !range_alerts(&common->warning, root->lookups)) {
        return;
    }
    finding = spf_context_add(context, FINDING_SPF_MANY_LOOKUPS, root, NULL);
    verdict_set_state(context->verdict, finding, critical ? STATE_CRITICAL : STATE_WARNING);
    finding->message =
        arena_printf(context->arena, "%u of at most %d DNS lookups (the %s range is %.*s)",
                     root->lookups, LIMIT_SPF_LOOKUPS, critical ? "critical" : "warning",
                     SLICE_ARGS(critical ? common->critical.text : common->warning.text));
    finding->detail = spf_limits_draw(context);
}

static bool tree_has_loop(const struct spf_tree *tree)
{
    for (const struct spf_cost *cost = tree->root; cost != NULL; cost = cost->next) {
        for (size_t i = 0; cost->terms != NULL && i < cost->fetch->record.term_count; i++) {
            if (cost->terms[i].loop) {
                return true;
            }
        }
    }
    return false;
}

/* ---- voids ---- */

static const char *void_text(const struct spf_void *entry)
{
    if (entry->type == RR_TYPE_MX) {
        return "no MX record";
    }
    if (entry->one_family) {
        return entry->type == RR_TYPE_A ? "no IPv4 address" : "no IPv6 address";
    }
    return entry->term->term->kind == SPF_TERM_EXISTS ? "no A record" : "no address";
}

/* Adds the void names to a list, at most eight. */
static struct slice list_voids(const struct spf_context *context, bool one_family)
{
    struct buf buf;
    unsigned count = 0;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (const struct spf_void *entry = context->tree.voids; entry != NULL; entry = entry->next) {
        if (entry->one_family == one_family && count < 8) {
            struct slice name = spf_context_text(context, &entry->name);

            buf_printf(&buf, "%s%.*s has %s", count > 0 ? "; " : "", SLICE_ARGS(name),
                       void_text(entry));
            count++;
        }
    }
    return buf_slice(&buf);
}

static void add_void(struct spf_context *context, const struct spf_void *entry)
{
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_VOID, entry->record, entry->term->term);
    struct slice name = spf_context_text(context, &entry->name);

    finding->rank = 5;
    finding->message = arena_printf(
        context->arena, "%.*s asks for %.*s, which has %s: a void lookup (%u where %d are allowed)",
        SLICE_ARGS(entry->term->term->text), SLICE_ARGS(name), void_text(entry),
        context->tree.root->voids, LIMIT_SPF_VOIDS);
}

/*
 * How many voids are proved: each denial needs its grade (foreign zones too). When all are, the
 * worst case counts, repeats included; else only the names that are proved.
 */
static unsigned count_proved(struct spf_context *context)
{
    unsigned proved = 0;
    bool all = true;

    for (const struct spf_void *entry = context->tree.voids; entry != NULL; entry = entry->next) {
        if (entry->one_family) {
            continue;
        }
        if (visibility_grade(context->config->common.why, context->facts, entry->answer) ==
            DENIAL_GRADE_RELAYED) {
            proved++;
        } else {
            all = false;
        }
    }
    return all ? context->tree.root->voids : proved;
}

/* The record without its own terms that find nothing. */
static struct slice void_advice(const struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;
    size_t count = root->fetch->record.term_count;
    bool *dropped = arena_alloc_array(context->arena, count, sizeof *dropped);
    bool any = false;

    for (size_t i = 0; dropped != NULL && i < count; i++) {
        dropped[i] = root->terms[i].live && root->terms[i].voids > 0 &&
                     root->terms[i].child == NULL && root->terms[i].term->kind != SPF_TERM_MX;
        any = any || dropped[i];
    }
    if (!any) {
        return slice_empty(); /* the catalogue's */
    }
    return arena_join(context->arena,
                      SLICE("Give these names addresses, or publish without them:\n"),
                      spf_advice_without(context, dropped));
}

static void judge_void_limit(struct spf_context *context)
{
    struct finding *finding = spf_context_add(context, FINDING_SPF_VOID_LIMIT, context->tree.root,
                                              context->tree.voids->term->term);
    struct slice names = list_voids(context, false);

    if (context->tree.voids->record != context->tree.root) {
        finding->has_place = false;
    }
    finding->message = arena_printf(
        context->arena, "%u void lookups, limit %d, so receivers answer permerror: %.*s",
        context->proved_voids, LIMIT_SPF_VOIDS, SLICE_ARGS(names));
    finding->advice = void_advice(context);
}

/* Hosts with one address family only: void for clients of the other, by the letter of 4.6.4. */
static void judge_families(struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;
    unsigned letter = root->voids_ip4 > root->voids_ip6 ? root->voids_ip4 : root->voids_ip6;
    struct finding *finding;
    struct slice names;

    if (letter <= LIMIT_SPF_VOIDS || root->voids > LIMIT_SPF_VOIDS) {
        return;
    }
    names = list_voids(context, true);
    finding = spf_context_add(context, FINDING_SPF_RECEIVERS_DIFFER, root, NULL);
    finding->message = arena_printf(
        context->arena,
        "receivers that count a missing address family as void see %u void lookups, limit %d: %.*s",
        letter, LIMIT_SPF_VOIDS, SLICE_ARGS(names));
}

/* One name that is asked for in vain: a finding if the denial is proved, else what speaks against
 * it. */
static void judge_void(struct spf_context *context, const struct spf_void *entry)
{
    enum config_why why = context->config->common.why;
    struct denial denial = { .name = &entry->name,
                             .type = entry->type,
                             .answer = entry->answer,
                             .grade = visibility_grade(why, context->facts, entry->answer) };

    if (denial.grade == DENIAL_GRADE_RELAYED) {
        add_void(context, entry);
    } else if (denial.grade != DENIAL_GRADE_PENDING && !context->doubt) {
        context->doubt = true;
        visibility_explain(why, context->verdict, &denial);
    }
}

static void judge_voids(struct spf_context *context)
{
    context->proved_voids = count_proved(context);
    if (context->proved_voids > LIMIT_SPF_VOIDS) {
        judge_void_limit(context);
    } else {
        for (const struct spf_void *entry = context->tree.voids; entry != NULL;
             entry = entry->next) {
            /* A name made of sender or client is there to be found or not. */
            if (!entry->one_family && !entry->term->varies) {
                judge_void(context, entry);
            }
        }
    }
    judge_families(context);
}

/* ---- records below ---- */

/* A term whose target has no SPF record: permerror for whoever gets that far (5.2, 6.1). */
static void judge_target_none(struct spf_context *context, const struct spf_cost *record,
                              const struct spf_cost_term *term)
{
    const struct dns_answer *answer = term->child->fetch->answer;
    struct slice target = spf_context_text(context, term->target);
    struct finding *finding;

    if (answer_is_negative(answer)) {
        enum config_why why = context->config->common.why;
        struct denial denial = { .name = term->target,
                                 .type = RR_TYPE_TXT,
                                 .answer = answer,
                                 .grade = visibility_grade(why, context->facts, answer) };

        if (denial.grade == DENIAL_GRADE_PENDING) {
            return;
        }
        if (denial.grade != DENIAL_GRADE_RELAYED) {
            context->doubt = true;
            visibility_explain(why, context->verdict, &denial);
            spf_context_temperror(context,
                                  arena_printf(context->arena, "nothing is known about %.*s",
                                               SLICE_ARGS(term->term->text)),
                                  false);
            return;
        }
    }
    finding = spf_context_add(context, FINDING_SPF_INCLUDE_NONE, record, term->term);
    finding->message = arena_printf(
        context->arena, "%.*s in the record of %.*s: %.*s %s, so receivers answer permerror",
        SLICE_ARGS(term->term->text), SLICE_ARGS(spf_context_text(context, &record->fetch->name)),
        SLICE_ARGS(target),
        answer->class == ANSWER_CLASS_NXDOMAIN ? "does not exist" : "has no SPF record");
}

static void judge_loop(struct spf_context *context, const struct spf_cost *record,
                       const struct spf_cost_term *term)
{
    struct finding *finding = spf_context_add(context, FINDING_SPF_LOOP, record, term->term);
    struct slice owner = spf_context_text(context, &record->fetch->name);

    finding->message = arena_printf(
        context->arena,
        "%.*s in the record of %.*s leads back to a record that is being evaluated: it never ends "
        "before the limit of %d lookups",
        SLICE_ARGS(term->term->text), SLICE_ARGS(owner), LIMIT_SPF_LOOKUPS);
}

static void judge_mx_limit(struct spf_context *context, const struct spf_cost *record,
                           const struct spf_cost_term *term)
{
    struct finding *finding = spf_context_add(context, FINDING_SPF_MX_LIMIT, record, term->term);
    struct slice target = spf_context_text(context, term->target);

    finding->message =
        arena_printf(context->arena, "%.*s: %.*s has %zu MX records, limit %d (permerror)",
                     SLICE_ARGS(term->term->text), SLICE_ARGS(target), term->answer->record_count,
                     LIMIT_SPF_MX_NAMES);
}

static void judge_malformed(struct spf_context *context, const struct spf_cost *record,
                            const struct spf_cost_term *term)
{
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_INCLUDE_NONE, record, term->term);

    finding->message =
        arena_printf(context->arena, "%.*s gives no domain name that can be asked (permerror)",
                     SLICE_ARGS(term->term->text));
}

static void judge_term(struct spf_context *context, const struct spf_cost *record,
                       const struct spf_cost_term *term)
{
    bool leads = term->term->kind == SPF_TERM_INCLUDE || term->term->kind == SPF_TERM_REDIRECT;

    if (!term->live) {
        return;
    }
    if (term->loop) {
        judge_loop(context, record, term);
    }
    if (term->mx_limit) {
        judge_mx_limit(context, record, term);
    }
    if (leads && term->malformed) {
        judge_malformed(context, record, term);
    }
    if (term->child != NULL && term->child->fetch->state == SPF_FETCH_NONE) {
        judge_target_none(context, record, term);
    }
}

/* Several records, or a record with errors, below the subject's own. */
static void judge_below(struct spf_context *context, const struct spf_cost *cost)
{
    struct slice name = spf_context_text(context, &cost->fetch->name);

    if (cost->fetch->state == SPF_FETCH_MULTIPLE) {
        struct finding *finding = verdict_add(context->verdict, FINDING_SPF_MULTIPLE);

        finding->name = name;
        finding->type = "TXT";
        finding->message = arena_printf(context->arena,
                                        "%.*s, which the record leads to, has %zu SPF records: "
                                        "receivers answer permerror",
                                        SLICE_ARGS(name), cost->fetch->spf_count);
    }
    if (cost->fetch->state == SPF_FETCH_FOUND && cost->fetch->record.error_count > 0) {
        const struct spf_error *error = &cost->fetch->record.errors[0];
        struct finding *finding = spf_context_add(context, FINDING_SPF_SYNTAX, cost, NULL);

        finding->has_place = true;
        finding->offset = error->offset;
        finding->length = error->length;
        finding->message = arena_join(
            context->arena,
            arena_printf(context->arena,
                         "the record of %.*s, which this one leads to: ", SLICE_ARGS(name)),
            error->reason);
    }
}

void spf_limits_judge(struct spf_context *context)
{
    const struct spf_cost *root = context->tree.root;

    for (const struct spf_cost *cost = root->next; cost != NULL; cost = cost->next) {
        judge_below(context, cost);
    }
    for (const struct spf_cost *cost = root; cost != NULL; cost = cost->next) {
        for (size_t i = 0; cost->terms != NULL && i < cost->fetch->record.term_count; i++) {
            judge_term(context, cost, &cost->terms[i]);
        }
    }
    if (root->terms == NULL) { /* no good record */
        return;
    }
    judge_voids(context);
    if (root->lookups > LIMIT_SPF_LOOKUPS) {
        judge_lookup_limit(context);
    } else if (root->known && !tree_has_loop(&context->tree)) {
        judge_many_lookups(context);
    }
}
