/* SPDX-License-Identifier: MIT */
/*
 * Records to publish, whole and ready to paste, and where a DNS host's form wants them.
 */
#include "base/limits.h"
#include "rules/spf_context.h"

struct slice spf_advice_first(const struct spf_context *context)
{
    const struct profile *profile = context->config->profile;

    if (profile->spf_include == NULL || !profile->spf_demanded) {
        return SLICE("v=spf1 ... ~all, with the servers that send for the domain in front of ~all");
    }
    return arena_printf(context->arena, "v=spf1 include:%s ~all", profile->spf_include);
}

/* A record being written. */
struct draft {
    struct buf buf;
    struct slice all; /* the final term */
};

static void draft_add(struct draft *draft, struct slice term)
{
    buf_add_octet(&draft->buf, ' ');
    buf_add(&draft->buf, term);
}

/* How strict an `all` is. */
static unsigned strictness(struct slice all)
{
    if (all.length == 0) {
        return 0;
    }
    switch (all.data[0]) {
    case '-':
        return 4;
    case '~':
        return 3;
    case '?':
        return 2;
    default:
        return 1;
    }
}

/* Whether a term of `record` before index `end` has the same text. */
static bool is_repeated(const struct spf_record *records, size_t record, size_t term)
{
    struct slice text = records[record].terms[term].text;

    for (size_t r = 0; r <= record; r++) {
        size_t end = r == record ? term : records[r].term_count;

        for (size_t t = 0; t < end; t++) {
            if (slice_equal_nocase(records[r].terms[t].text, text)) {
                return true;
            }
        }
    }
    return false;
}

static struct slice draft_finish(struct draft *draft)
{
    if (draft->all.length > 0) {
        draft_add(draft, draft->all);
    }
    return buf_slice(&draft->buf);
}

static void draft_init(struct draft *draft, const struct spf_context *context)
{
    buf_init(&draft->buf, context->arena, LIMIT_TXT);
    draft->all = slice_empty();
    buf_add_text(&draft->buf, "v=spf1");
}

struct copy_input spf_context_pasted(const struct spf_context *context, const struct rr *rr)
{
    return (struct copy_input){ .protocol = &copy_protocol_spf,
                                .text = rr->data.txt.joined,
                                .strings = rr->data.txt.strings,
                                .string_count = rr->data.txt.count,
                                .samples = context->config->profile->samples,
                                .domain = context->subject };
}

struct slice spf_advice_mended(const struct spf_context *context, const struct rr *rr)
{
    struct copy_input input = spf_context_pasted(context, rr);
    struct spf_record record;
    struct slice text;
    struct buf buf;

    if (copy_errors_repair(&input, context->arena, &text) != STATUS_OK ||
        slice_equal(text, rr->data.txt.joined)) {
        return slice_empty();
    }
    if (!spf_record_is_spf(text) || spf_record_parse(text, context->arena, &record) != STATUS_OK ||
        record.error_count > 0) {
        return slice_empty(); /* more than pasting is wrong with it */
    }
    buf_init(&buf, context->arena, LIMIT_TXT * 4);
    buf_add_line(&buf, text);
    return buf_slice(&buf);
}

#define MERGED_MAXIMUM 4 /* records that are merged; nobody has more by mistake */

/* The text of a TXT that belongs into the merged record; empty for others. */
static struct slice merged_text(const struct spf_context *context, struct slice text)
{
    if (spf_record_is_spf(text)) {
        return text;
    }
    return copy_errors_is_fragment(&copy_protocol_spf, text)
               ? arena_join(context->arena, SLICE("v=spf1 "), text)
               : slice_empty();
}

/* Whether any of the records has an `all`. */
static bool ends_in_all(const struct spf_record *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (spf_record_find(&records[i], SPF_TERM_ALL) != NULL) {
            return true;
        }
    }
    return false;
}

struct slice spf_advice_merged(const struct spf_context *context)
{
    const struct dns_answer *answer = context->tree.root->fetch->answer;
    struct spf_record records[MERGED_MAXIMUM];
    size_t count = 0;
    struct draft draft;

    for (size_t i = 0; i < answer->record_count && count < MERGED_MAXIMUM; i++) {
        struct slice text = merged_text(context, answer->records[i].data.txt.joined);

        if (text.length > 0 &&
            spf_record_parse(text, context->arena, &records[count]) == STATUS_OK) {
            count++;
        }
    }
    draft_init(&draft, context);
    for (size_t r = 0; r < count; r++) {
        for (size_t t = 0; t < records[r].term_count; t++) {
            const struct spf_term *term = &records[r].terms[t];

            if (term->kind == SPF_TERM_ALL) {
                draft.all = strictness(term->text) > strictness(draft.all) ? term->text : draft.all;
            } else if (term->kind == SPF_TERM_REDIRECT && ends_in_all(records, count)) {
                /* An `all` would switch the redirect off (6.1). */
                draft_add(&draft, arena_printf(context->arena, "include:%.*s",
                                               SLICE_ARGS(term->domain.text)));
            } else if (!is_repeated(records, r, t)) {
                draft_add(&draft, term->text);
            }
        }
    }
    return draft_finish(&draft);
}

struct slice spf_advice_include(const struct spf_context *context, const struct dns_name *include)
{
    const struct spf_record *record = spf_context_record(context);
    struct slice name = spf_context_text(context, include);
    bool added = false;
    struct draft draft;

    draft_init(&draft, context);
    for (size_t i = 0; record != NULL && i < record->term_count; i++) {
        const struct spf_term *term = &record->terms[i];

        if (spf_context_includes(term, include)) {
            continue; /* with a qualifier that turns it round */
        }
        if (!added && (term->kind == SPF_TERM_ALL || !spf_term_is_mechanism(term))) {
            draft_add(&draft, arena_printf(context->arena, "include:%.*s", SLICE_ARGS(name)));
            added = true;
        }
        draft_add(&draft, term->text);
    }
    if (!added) {
        draft_add(&draft, arena_printf(context->arena, "include:%.*s", SLICE_ARGS(name)));
        draft_add(&draft, SLICE("~all"));
    }
    return draft_finish(&draft);
}

struct slice spf_advice_first_include(const struct spf_context *context,
                                      const struct dns_name *include)
{
    const struct spf_record *record = spf_context_record(context);
    struct slice first = arena_printf(context->arena, "include:%.*s",
                                      SLICE_ARGS(spf_context_text(context, include)));
    struct draft draft;

    draft_init(&draft, context);
    draft_add(&draft, first);
    for (size_t i = 0; record != NULL && i < record->term_count; i++) {
        const struct spf_term *term = &record->terms[i];

        if (term->kind == SPF_TERM_ALL) {
            draft.all = term->text;
        } else if (!spf_context_includes(term, include)) {
            draft_add(&draft, term->text);
        }
    }
    return draft_finish(&draft);
}

struct slice spf_advice_with_all(const struct spf_context *context, const struct spf_record *record)
{
    struct draft draft;

    draft_init(&draft, context);
    for (size_t i = 0; i < record->term_count; i++) {
        draft_add(&draft, record->terms[i].text);
    }
    draft.all = SLICE("~all");
    return draft_finish(&draft);
}

struct slice spf_advice_without(const struct spf_context *context, const bool *dropped)
{
    const struct spf_cost *root = context->tree.root;
    unsigned lookups = 0;
    struct draft draft;

    draft_init(&draft, context);
    for (size_t i = 0; i < root->fetch->record.term_count; i++) {
        const struct spf_cost_term *term = &root->terms[i];
        bool dead = !term->live &&
                    (spf_term_is_mechanism(term->term) || term->term->kind == SPF_TERM_REDIRECT);

        if (!dropped[i] && !dead) {
            draft_add(&draft, term->term->text);
            lookups += term->lookups;
        }
    }
    buf_printf(&draft.buf, "    (%u of %d)", lookups, LIMIT_SPF_LOOKUPS);
    return buf_slice(&draft.buf);
}
