/* SPDX-License-Identifier: MIT */
/*
 * Whether DNS has a record that SES expects. They are compared as what they mean, not as text:
 *
 * 1. What is not at the sender domain's own names is SES's word alone, and is not asked for.
 * 2. Denied, and the denial is proved: absent. What nobody proves, or nobody said, is not known.
 * 3. SPF: one record, without mistakes, with the includes that are expected; more terms are fine.
 *    Where the servers pass another way, SES decides whether that is good enough for it.
 * 4. DKIM: the same key, whatever it is wrapped in and whatever tags stand beside it.
 * 5. DMARC: one valid record that is at least as strict.
 * 6. MX: any mail server. Which one it is decides nothing.
 * 7. CNAME and addresses: the same name, the same address.
 * 8. What is right behind a CNAME is right for receivers, but not for SES.
 */
#include "base/buf.h"
#include "mail/dkim_key.h"
#include "mail/dmarc_record.h"
#include "mail/spf_record.h"
#include "rules/ses_context.h"
#include "rules/visibility.h"

#define SHOWN_MAXIMUM 4 /* records of a set that are shown */

static void differ(struct ses_record *record, struct slice because)
{
    record->sight = SES_SIGHT_OTHER;
    record->because = because;
}

/* ---- texts of a set ---- */

static struct slice value_text(const struct rr *rr, struct arena *arena)
{
    switch (rr->type) {
    case RR_TYPE_TXT:
        return rr->data.txt.joined;
    case RR_TYPE_MX:
        return arena_printf(arena, "%u %.*s", rr->data.mx.preference,
                            SLICE_ARGS(name_to_text(rr->data.mx.exchange, arena)));
    case RR_TYPE_CNAME:
        return name_to_text(rr->data.name, arena);
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        return address_to_text(&rr->data.address, arena);
    case RR_TYPE_NONE:
    case RR_TYPE_NS:
    case RR_TYPE_SOA:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
    case RR_TYPE_DS:
        break;
    }
    return slice_empty();
}

/* Whether a TXT was meant as what is expected; of other types each is. */
static bool is_meant(const struct ses_record *record, const struct rr *rr)
{
    if (rr->type != RR_TYPE_TXT) {
        return true;
    }
    switch (record->attribute->purpose) {
    case SES_PURPOSE_SPF:
        return spf_record_is_spf(rr->data.txt.joined);
    case SES_PURPOSE_DKIM:
        return dkim_key_resembles(rr->data.txt.joined);
    case SES_PURPOSE_DMARC:
        return dmarc_record_is_dmarc(rr->data.txt.joined);
    case SES_PURPOSE_MX:
    case SES_PURPOSE_OTHER:
        break;
    }
    return true;
}

/* Those that were meant, their number in *ret_count, the first in *ret_first. */
static struct slice show_set(const struct ses_record *record, struct arena *arena,
                             const struct rr **ret_first, size_t *ret_count)
{
    const struct dns_answer *answer = record->answer;
    struct buf buf;

    *ret_first = NULL;
    *ret_count = 0;
    buf_init(&buf, arena, (size_t)SHOWN_MAXIMUM * LIMIT_TXT);
    for (size_t i = 0; i < answer->record_count; i++) {
        if (!is_meant(record, &answer->records[i])) {
            continue;
        }
        *ret_first = *ret_count == 0 ? &answer->records[i] : *ret_first;
        if (*ret_count < SHOWN_MAXIMUM) {
            buf_add_text(&buf, *ret_count == 0 ? "" : " / ");
            buf_add(&buf, value_text(&answer->records[i], arena));
        }
        (*ret_count)++;
    }
    return buf_slice(&buf);
}

/* ---- 3 ---- */

static bool is_plus(const struct spf_term *term)
{
    return term->qualifier == 0 || term->qualifier == '+';
}

static bool is_same_term(const struct spf_term *wanted, const struct spf_term *term)
{
    if (wanted->kind != term->kind || !is_plus(term)) {
        return false;
    }
    if (wanted->kind == SPF_TERM_INCLUDE) {
        struct dns_name names[2];

        return name_from_text(wanted->domain.text, &names[0], NULL) == STATUS_OK &&
               name_from_text(term->domain.text, &names[1], NULL) == STATUS_OK &&
               name_equal(&names[0], &names[1]);
    }
    return slice_equal_nocase(wanted->text, term->text);
}

/* The first term that lets servers pass and is not in the record; NULL: all are. */
static const struct spf_term *find_missing(const struct spf_record *wanted,
                                           const struct spf_record *record)
{
    for (size_t i = 0; i < wanted->term_count; i++) {
        const struct spf_term *term = &wanted->terms[i];
        bool is_there =
            !spf_term_is_mechanism(term) || term->kind == SPF_TERM_ALL || !is_plus(term);

        for (size_t r = 0; r < record->term_count && !is_there; r++) {
            is_there = is_same_term(term, &record->terms[r]);
        }
        if (!is_there) {
            return term;
        }
    }
    return NULL;
}

static enum status compare_spf(const struct ses_context *context, struct slice expected,
                               const struct rr *rr, struct ses_record *record)
{
    const struct ses_attribute *attribute = record->attribute;
    const struct spf_term *missing;
    struct spf_record wanted;
    struct spf_record found;
    enum status status;

    if (!spf_record_is_spf(expected)) {
        record->sight = SES_SIGHT_UNKNOWN;
        return STATUS_OK;
    }
    status = spf_record_parse(expected, context->arena, &wanted);
    if (status == STATUS_OK) {
        status = spf_record_parse(rr->data.txt.joined, context->arena, &found);
    }
    if (status != STATUS_OK) {
        return status;
    }
    missing = find_missing(&wanted, &found);
    record->sight = SES_SIGHT_RIGHT;
    if (found.error_count > 0) {
        differ(record, arena_printf(context->arena, "it has a mistake: %.*s",
                                    SLICE_ARGS(found.errors[0].reason)));
    } else if (missing == NULL && context->request.spf == SES_SPF_UNREACHED) {
        differ(record, SLICE("what is expected stands where no receiver gets to"));
    } else if (missing != NULL && !(context->request.spf == SES_SPF_AUTHORISED &&
                                    attribute->has_status && attribute->is_good)) {
        differ(record,
               arena_printf(context->arena, "%.*s is not in it", SLICE_ARGS(missing->text)));
    }
    return STATUS_OK;
}

/* ---- 4 ---- */

static bool is_same_key(const struct dkim_key *a, const struct dkim_key *b)
{
    if (a->public.shape == DKIM_SHAPE_KEY && b->public.shape == DKIM_SHAPE_KEY) {
        return dkim_crypto_equal(&a->public, &b->public);
    }
    return a->compact.length > 0 && slice_equal(a->compact, b->compact);
}

static enum status compare_dkim(const struct ses_context *context, struct slice expected,
                                const struct rr *rr, struct ses_record *record)
{
    struct dkim_key wanted;
    struct dkim_key found;
    enum status status = dkim_key_parse(expected, context->arena, &wanted);

    if (status == STATUS_OK) {
        status = dkim_key_parse(rr->data.txt.joined, context->arena, &found);
    }
    if (status != STATUS_OK) {
        return status;
    }
    record->sight = wanted.data == NULL ? SES_SIGHT_UNKNOWN : SES_SIGHT_RIGHT;
    if (wanted.data != NULL && !is_same_key(&wanted, &found)) {
        differ(record, found.public.shape == DKIM_SHAPE_KEY
                           ? SLICE("it is another key")
                           : SLICE("what stands there is no whole key"));
    } else if (wanted.data != NULL && !found.usable) {
        differ(record, arena_printf(context->arena, "it cannot be used: %.*s",
                                    SLICE_ARGS(found.error_reason)));
    }
    return STATUS_OK;
}

/* ---- 5 ---- */

static enum dmarc_policy policy_of(const struct dmarc_record *record)
{
    return record->p == DMARC_POLICY_ABSENT ? DMARC_POLICY_NONE : record->p;
}

static enum status compare_dmarc(const struct ses_context *context, struct slice expected,
                                 const struct rr *rr, struct ses_record *record)
{
    struct dmarc_record wanted = { .p = DMARC_POLICY_NONE };
    struct dmarc_record found;
    enum status status = STATUS_OK;

    if (dmarc_record_is_dmarc(expected)) {
        status = dmarc_record_parse(expected, context->arena, &wanted);
    }
    if (status == STATUS_OK) {
        status = dmarc_record_parse(rr->data.txt.joined, context->arena, &found);
    }
    if (status != STATUS_OK) {
        return status;
    }
    record->sight = SES_SIGHT_RIGHT;
    if (!found.valid[DMARC_METHOD_9989]) {
        differ(record, arena_printf(context->arena, "it has a mistake: %.*s",
                                    SLICE_ARGS(found.error[DMARC_METHOD_9989])));
    } else if (policy_of(&found) < policy_of(&wanted)) {
        differ(record, arena_printf(context->arena, "its policy is %s, and %s is expected",
                                    dmarc_policy_text(policy_of(&found)),
                                    dmarc_policy_text(policy_of(&wanted))));
    }
    return STATUS_OK;
}

/* ---- 6 and 7 ---- */

static void compare_mx(struct ses_record *record)
{
    const struct dns_answer *answer = record->answer;

    differ(record, SLICE("it says that the domain takes no mail"));
    for (size_t i = 0; i < answer->record_count; i++) {
        if (!name_is_root(answer->records[i].data.mx.exchange)) {
            record->sight = SES_SIGHT_RIGHT;
        }
    }
}

static bool is_same_value(const struct rr *rr, struct slice expected)
{
    struct address address;
    struct dns_name name;

    switch (rr->type) {
    case RR_TYPE_CNAME:
        return name_from_text(expected, &name, NULL) == STATUS_OK &&
               name_equal(&name, rr->data.name);
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        return address_from_text(expected, &address) == STATUS_OK &&
               address_equal(&address, &rr->data.address);
    case RR_TYPE_TXT:
        return slice_equal(slice_trim(rr->data.txt.joined), expected);
    case RR_TYPE_NONE:
    case RR_TYPE_NS:
    case RR_TYPE_SOA:
    case RR_TYPE_PTR:
    case RR_TYPE_MX:
    case RR_TYPE_DNAME:
    case RR_TYPE_DS:
        break;
    }
    return false;
}

static void compare_value(struct slice expected, struct ses_record *record)
{
    const struct dns_answer *answer = record->answer;

    differ(record, SLICE("it has another value"));
    for (size_t i = 0; i < answer->record_count; i++) {
        if (is_same_value(&answer->records[i], expected)) {
            record->sight = SES_SIGHT_RIGHT;
        }
    }
}

/* ---- the whole ---- */

static enum status compare_set(const struct ses_context *context, struct ses_record *record)
{
    const struct ses_attribute *attribute = record->attribute;
    struct slice expected = slice_trim(attribute->expected);
    const struct rr *first;
    size_t count;

    record->dns = show_set(record, context->arena, &first, &count);
    record->has_dns = count > 0;
    if (count == 0) {
        record->sight = SES_SIGHT_ABSENT; /* what stands there is something else */
        return STATUS_OK;
    }
    if (attribute->cut || expected.length == 0) {
        return STATUS_OK;
    }
    if (attribute->purpose == SES_PURPOSE_MX) {
        compare_mx(record);
        return STATUS_OK;
    }
    if (attribute->rr_type != RR_TYPE_TXT || attribute->purpose == SES_PURPOSE_OTHER) {
        compare_value(expected, record);
        return STATUS_OK;
    }
    if (count > 1) {
        differ(record,
               arena_printf(context->arena, "there are %zu of them, and one may be", count));
        return STATUS_OK;
    }
    if (attribute->purpose == SES_PURPOSE_SPF) {
        return compare_spf(context, expected, first, record);
    }
    return attribute->purpose == SES_PURPOSE_DKIM ? compare_dkim(context, expected, first, record)
                                                  : compare_dmarc(context, expected, first, record);
}

/* Receivers follow a CNAME, SES does not; where it says that all is well, it has learnt to. */
static void heed_alias(struct ses_record *record)
{
    const struct ses_attribute *attribute = record->attribute;

    if (record->sight == SES_SIGHT_RIGHT && record->answer->chain_count > 0 &&
        attribute->rr_type != RR_TYPE_CNAME && attribute->has_status && !attribute->is_good) {
        differ(record, SLICE("the name is a CNAME, which SES does not follow"));
    }
}

/* Step 1. */
static bool is_asked(const struct ses_attribute *attribute)
{
    switch (attribute->rr_type) {
    case RR_TYPE_TXT:
    case RR_TYPE_MX:
    case RR_TYPE_CNAME:
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        return attribute->has_name && !attribute->is_foreign;
    case RR_TYPE_NONE:
    case RR_TYPE_NS:
    case RR_TYPE_SOA:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
    case RR_TYPE_DS:
        break;
    }
    return false;
}

enum status ses_compare(struct ses_context *context, struct ses_record *record)
{
    const struct ses_attribute *attribute = record->attribute;

    if (!is_asked(attribute)) {
        return STATUS_OK;
    }
    record->answer = facts_resolve(context->facts, &attribute->name, attribute->rr_type);
    if (record->answer == NULL) {
        record->sight = SES_SIGHT_PENDING;
        return STATUS_OK;
    }
    if (record->answer->class == ANSWER_CLASS_POSITIVE) {
        enum status status = compare_set(context, record);

        heed_alias(record);
        return status;
    }
    if (answer_is_negative(record->answer)) {
        enum denial_grade grade =
            visibility_grade(context->request.config->why, context->facts, record->answer);

        record->sight = grade == DENIAL_GRADE_RELAYED   ? SES_SIGHT_ABSENT
                        : grade == DENIAL_GRADE_PENDING ? SES_SIGHT_PENDING
                                                        : SES_SIGHT_UNKNOWN;
    }
    return STATUS_OK;
}
