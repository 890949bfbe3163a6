/* SPDX-License-Identifier: MIT */
/*
 * The judgement on one sender domain's DKIM keys, in order:
 *
 * 1. TXT of all selectors and of _domainkey, asked together; each answer becomes an entry.
 * 2. Where names answer that nobody set up: a made-up selector, to know a wildcard.
 * 3. CNAMEs, by what the sending service wants.
 * 4. Records that are not usable, several at one name, revoked ones; how bad that is hangs on what
 *    stands beside them.
 * 5. What is missing: named selectors, or every key. Guessing alone never says that.
 * 6. Keys that are expected, and what is weak about those that are there.
 * 7. Performance data and the sentence for keys that are fine.
 */
#include "rules/dkim_rules.h"

#include "base/buf.h"
#include "base/limits.h"
#include "rules/dkim_context.h"
#include "rules/dkim_names.h"
#include "rules/dns_rules.h"

#define MULTIPLE_JUDGED 8 /* records at one name that are looked at one by one */

/* ---- 1: entries ---- */

static enum status take_record(struct dkim_context *context, struct dkim_entry *entry)
{
    const struct dns_answer *answer = entry->answer;
    size_t keys = 0;
    enum status status;

    for (size_t i = 0; i < answer->record_count; i++) {
        if (dkim_key_resembles(answer->records[i].data.txt.joined)) {
            entry->source = keys == 0 ? &answer->records[i] : entry->source;
            keys++;
        }
    }
    if (keys == 0 && !entry->selector->named) {
        entry->state = DKIM_ENTRY_ABSENT;
        entry->foreign = true;
        return STATUS_OK;
    }
    entry->source = keys > 0 ? entry->source : &answer->records[0];
    status = dkim_key_parse(entry->source->data.txt.joined, context->arena, &entry->key);
    entry->state = answer->record_count > 1 ? DKIM_ENTRY_MULTIPLE
                   : entry->key.usable      ? DKIM_ENTRY_GOOD
                   : entry->key.revoked     ? DKIM_ENTRY_REVOKED
                                            : DKIM_ENTRY_BAD;
    return status;
}

static enum status take_entry(struct dkim_context *context, struct dkim_entry *entry)
{
    entry->answer = facts_resolve(context->facts, &entry->selector->name, RR_TYPE_TXT);
    if (entry->answer == NULL) {
        return STATUS_OK;
    }
    if (entry->answer->class == ANSWER_CLASS_POSITIVE) {
        return take_record(context, entry);
    }
    if (answer_is_negative(entry->answer)) {
        entry->state = entry->answer->chain_count > 0 ? DKIM_ENTRY_DANGLING : DKIM_ENTRY_ABSENT;
    } else {
        entry->state = DKIM_ENTRY_TROUBLE;
    }
    return STATUS_OK;
}

static enum status take_entries(struct dkim_context *context)
{
    const struct dkim_config *config = context->config;

    context->entries =
        arena_alloc_array(context->arena, config->selector_count, sizeof *context->entries);
    if (context->entries == NULL) {
        return STATUS_NO_MEMORY;
    }
    context->entry_count = config->selector_count;
    for (size_t i = 0; i < config->selector_count; i++) {
        struct dkim_entry *entry = &context->entries[i];
        enum status status;

        entry->selector = &config->selectors[i];
        status = take_entry(context, entry);
        if (status != STATUS_OK) {
            return status;
        }
        context->usable += entry->state == DKIM_ENTRY_GOOD && dkim_context_counts(entry) ? 1 : 0;
        context->unproved += entry->state == DKIM_ENTRY_GOOD && !dkim_context_counts(entry) ? 1 : 0;
        context->silent += entry->state == DKIM_ENTRY_TROUBLE ? 1 : 0;
    }
    context->container = facts_resolve(context->facts, &config->container, RR_TYPE_TXT);
    return STATUS_OK;
}

/* ---- 3: CNAMEs ---- */

static bool leads_to(const struct dns_name *target, const char *const *suffixes,
                     struct arena *arena)
{
    struct slice text = name_to_text(target, arena);

    for (size_t i = 0; suffixes != NULL && suffixes[i] != NULL; i++) {
        if (slice_ends_with_nocase(text, slice_of(suffixes[i]))) {
            return true;
        }
    }
    return suffixes == NULL || suffixes[0] == NULL;
}

static void judge_cname(struct dkim_context *context, const struct dkim_entry *entry)
{
    const struct profile *profile = context->config->profile;
    const struct dns_name *target = entry->answer->chain[0].data.name;
    struct slice label = dkim_context_label(context, entry);
    struct slice text = name_to_text(target, context->arena);
    struct finding *finding;

    if (profile->dkim.cname && leads_to(target, profile->dkim.cname_suffixes, context->arena)) {
        return;
    }
    finding = dkim_context_add(context, FINDING_DKIM_CNAME, entry);
    if (!profile->dkim.cname && !profile->dkim.txt) {
        verdict_set_state(context->verdict, finding, STATE_INFO); /* nobody looks */
    }
    finding->type = "CNAME";
    if (profile->dkim.cname) {
        finding->message =
            arena_printf(context->arena, "%.*s is a CNAME to %.*s, which is not one of %s's names",
                         SLICE_ARGS(label), SLICE_ARGS(text), profile->title);
        finding->advice = SLICE("Copy the target again from the sending service's console.");
    } else {
        finding->message =
            arena_printf(context->arena,
                         "%.*s is a CNAME to %.*s: receivers follow it, the verification of %s "
                         "wants a TXT record",
                         SLICE_ARGS(label), SLICE_ARGS(text), profile->title);
    }
}

/* A TXT where the service wants its own CNAME. */
static void judge_no_cname(struct dkim_context *context, const struct dkim_entry *entry)
{
    const struct profile *profile = context->config->profile;
    struct finding *finding = dkim_context_add(context, FINDING_DKIM_CNAME, entry);

    finding->message = arena_printf(context->arena,
                                    "%.*s is a TXT record: %s wants a CNAME, so that it can change "
                                    "the key",
                                    SLICE_ARGS(dkim_context_label(context, entry)), profile->title);
    finding->advice = SLICE("Replace the TXT record by the CNAME that the sending service shows.");
}

static void judge_cnames(struct dkim_context *context)
{
    const struct profile *profile = context->config->profile;
    bool is_service = profile->dkim.txt || profile->dkim.cname;

    for (size_t i = 0; i < context->entry_count && is_service; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->source == NULL || !dkim_context_counts(entry)) {
            continue;
        }
        if (entry->answer->chain_count > 0) {
            judge_cname(context, entry);
        } else if (!profile->dkim.txt) {
            judge_no_cname(context, entry);
        }
    }
}

/* ---- 4: records that are not usable ---- */

static enum state state_of_bad(const struct dkim_context *context, const struct dkim_entry *entry)
{
    if (!dkim_context_counts(entry)) {
        return STATE_INFO;
    }
    if (context->all) {
        return STATE_CRITICAL; /* whatever stands or is silent beside it */
    }
    return context->usable > 0 || context->silent > 0 ? STATE_WARNING : STATE_CRITICAL;
}

/* Each of several records as if it stood alone; what it lacks counts less than that there are many.
 */
static enum status judge_each(struct dkim_context *context, const struct dkim_entry *entry)
{
    const struct dns_answer *answer = entry->answer;
    enum state state = dkim_context_counts(entry) ? STATE_WARNING : STATE_INFO;
    size_t judged = 0;

    for (size_t i = 0; i < answer->record_count && judged < MULTIPLE_JUDGED; i++) {
        struct dkim_entry single = { .selector = entry->selector,
                                     .state = DKIM_ENTRY_BAD,
                                     .answer = answer,
                                     .source = &answer->records[i] };
        struct slice text = answer->records[i].data.txt.joined;
        enum status status;

        if (!dkim_key_resembles(text)) {
            continue;
        }
        status = dkim_key_parse(text, context->arena, &single.key);
        if (status != STATUS_OK) {
            return status;
        }
        if (!single.key.usable) {
            dkim_damage_judge(context, &single, state);
        }
        judged++;
    }
    return STATUS_OK;
}

static void judge_multiple(struct dkim_context *context, const struct dkim_entry *entry)
{
    struct finding *finding = dkim_context_add(context, FINDING_DKIM_MULTIPLE, entry);
    const struct dns_answer *answer = entry->answer;
    size_t keys = 0;

    for (size_t i = 0; i < answer->record_count; i++) {
        keys += dkim_key_resembles(answer->records[i].data.txt.joined) ? 1 : 0;
    }
    verdict_set_state(context->verdict, finding, state_of_bad(context, entry));
    finding->message =
        arena_printf(context->arena,
                     "several TXT records at %.*s (keys: %zu of %zu): which one receivers take is "
                     "undefined, so signatures fail now and then",
                     SLICE_ARGS(dkim_context_label(context, entry)), keys, answer->record_count);
}

static void judge_revoked(struct dkim_context *context, const struct dkim_entry *entry)
{
    bool is_old = context->usable > 0 && !context->all;
    struct finding *finding =
        dkim_context_add(context, is_old ? FINDING_DKIM_OLD_REVOKED : FINDING_DKIM_REVOKED, entry);

    if (!is_old) {
        verdict_set_state(context->verdict, finding, state_of_bad(context, entry));
    }
    dkim_context_place(finding, entry->key.data);
    finding->message = arena_printf(
        context->arena,
        is_old ? "the key at %.*s is revoked, beside a usable one"
               : "the key at %.*s is revoked: p= is empty, signatures with this selector fail",
        SLICE_ARGS(dkim_context_label(context, entry)));
}

static enum status judge_bad_entries(struct dkim_context *context)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < context->entry_count && status == STATUS_OK; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        switch (entry->state) {
        case DKIM_ENTRY_BAD:
            dkim_damage_judge(context, entry, state_of_bad(context, entry));
            break;
        case DKIM_ENTRY_MULTIPLE:
            judge_multiple(context, entry);
            status = judge_each(context, entry);
            break;
        case DKIM_ENTRY_REVOKED:
            judge_revoked(context, entry);
            break;
        case DKIM_ENTRY_DANGLING:
            dkim_names_dangling(context, entry, state_of_bad(context, entry));
            break;
        case DKIM_ENTRY_PENDING:
        case DKIM_ENTRY_GOOD:
        case DKIM_ENTRY_ABSENT:
        case DKIM_ENTRY_TROUBLE:
            break;
        }
    }
    return status;
}

/* ---- 6: expected keys ---- */

static bool is_expected(const struct dkim_expected *expected, const struct dkim_entry *entry)
{
    uint8_t hash[DKIM_SHA256_LENGTH];

    if (!expected->by_hash) {
        return dkim_crypto_equal(&expected->key, &entry->key.public);
    }
    dkim_crypto_sha256(entry->key.octets, hash);
    return slice_equal(slice_make((const char *)expected->hash, sizeof expected->hash),
                       slice_make((const char *)entry->key.public.sha256, sizeof hash)) ||
           slice_equal(slice_make((const char *)expected->hash, sizeof expected->hash),
                       slice_make((const char *)hash, sizeof hash));
}

static bool is_any_expected(const struct dkim_context *context, const struct dkim_entry *entry)
{
    for (size_t i = 0; i < context->config->expected_count; i++) {
        if (is_expected(&context->config->expected[i], entry)) {
            return true;
        }
    }
    return false;
}

static void judge_expected(struct dkim_context *context, const struct dkim_expected *expected)
{
    const struct dkim_entry *first = NULL;
    struct dkim_entry *other = NULL; /* which is not expected at all */
    struct finding *finding;

    for (size_t i = 0; i < context->entry_count; i++) {
        struct dkim_entry *entry = &context->entries[i];

        if (entry->state == DKIM_ENTRY_GOOD) {
            if (is_expected(expected, entry)) {
                return;
            }
            first = first == NULL ? entry : first;
            other = other == NULL && !is_any_expected(context, entry) ? entry : other;
        }
    }
    if (first == NULL) {
        return; /* that there is no key is said elsewhere */
    }
    if (context->silent > 0) {
        dkim_names_temperror(context, SLICE("whether the expected key is there"));
        return;
    }
    finding = dkim_context_add(context, FINDING_DKIM_KEY_MISMATCH, other != NULL ? other : first);
    finding->message = arena_printf(
        context->arena, "the expected key (%.*s) is at none of the selectors; %.*s has another%s",
        SLICE_ARGS(slice_head(expected->spec, 40)),
        SLICE_ARGS(dkim_context_label(context, other != NULL ? other : first)),
        other != NULL ? "" : " of those expected");
    if (other != NULL) {
        other->unexpected = finding->message;
    }
}

/* ---- 7: numbers and sentences ---- */

static void add_perfdata(struct dkim_context *context)
{
    const struct config *common = &context->config->common;
    size_t keys = context->usable + context->unproved;
    struct perfdata *datum = verdict_add_perfdata(context->verdict, "keys");
    unsigned smallest = 0;
    struct range range;

    *datum = (struct perfdata){ .label = datum->label, .unit = "", .has_minimum = true };
    datum->known = context->silent == 0 || keys > 0;
    datum->value = (double)keys;
    if (range_parse(SLICE("1:"), &range) == STATUS_OK) {
        datum->critical = range;
    }
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];
        bool is_rsa = entry->state == DKIM_ENTRY_GOOD && entry->key.type == DKIM_KEY_TYPE_RSA;

        if (is_rsa && (smallest == 0 || entry->key.public.bits < smallest)) {
            smallest = entry->key.public.bits;
        }
    }
    datum = verdict_add_perfdata(context->verdict, "bits");
    *datum = (struct perfdata){ .label = datum->label,
                                .unit = "",
                                .known = smallest > 0,
                                .value = smallest,
                                .warning = common->warning,
                                .critical = common->critical,
                                .has_minimum = true };
}

static void write_key(const struct dkim_entry *entry, struct buf *buf)
{
    if (entry->key.type == DKIM_KEY_TYPE_RSA) {
        buf_printf(buf, "RSA %u", entry->key.public.bits);
    } else {
        buf_add_text(buf, "Ed25519");
    }
}

/* "qcloudhk2048: RSA 2048". */
static struct slice fine_text(const struct dkim_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->state == DKIM_ENTRY_GOOD && dkim_context_counts(entry)) {
            buf_printf(&buf, "%s%.*s: ", buf.length > 0 ? ", " : "",
                       SLICE_ARGS(entry->selector->text));
            write_key(entry, &buf);
        }
    }
    return buf_slice(&buf);
}

static const char *state_sentence(enum dkim_entry_state state)
{
    switch (state) {
    case DKIM_ENTRY_PENDING:
    case DKIM_ENTRY_TROUBLE:
        return "no usable answer";
    case DKIM_ENTRY_GOOD:
        return "usable";
    case DKIM_ENTRY_REVOKED:
        return "revoked";
    case DKIM_ENTRY_BAD:
        return "not usable";
    case DKIM_ENTRY_MULTIPLE:
        return "several records";
    case DKIM_ENTRY_ABSENT:
        return "no key there";
    case DKIM_ENTRY_DANGLING:
        return "a CNAME that leads nowhere";
    }
    return "";
}

/* Lines for -v: every name that was asked. */
static struct slice evidence_lines(const struct dkim_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        buf_printf(&buf, "%s%.*s (%s): %s", i > 0 ? "\n" : "",
                   SLICE_ARGS(name_to_text(&entry->selector->name, context->arena)),
                   entry->selector->named ? "named" : "candidate", state_sentence(entry->state));
        if (entry->state == DKIM_ENTRY_GOOD) {
            buf_add_text(&buf, ", ");
            write_key(entry, &buf);
        }
        for (size_t c = 0; entry->answer != NULL && c < entry->answer->chain_count; c++) {
            buf_printf(&buf, ", CNAME to %.*s",
                       SLICE_ARGS(name_to_text(entry->answer->chain[c].data.name, context->arena)));
        }
    }
    if (context->container != NULL) {
        buf_printf(&buf, "%s%.*s: %s", buf.length > 0 ? "\n" : "",
                   SLICE_ARGS(name_to_text(&context->config->container, context->arena)),
                   answer_class_text(context->container->class));
    }
    return buf_slice(&buf);
}

/* Lines for -vv: every record as published. */
static struct slice record_lines(const struct dkim_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, (size_t)LIMIT_TXT * 2);
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dns_answer *answer = context->entries[i].answer;

        for (size_t r = 0; answer != NULL && r < answer->record_count; r++) {
            buf_printf(
                &buf, "%s%.*s TXT ", buf.length > 0 ? "\n" : "",
                SLICE_ARGS(name_to_text(&context->entries[i].selector->name, context->arena)));
            buf_add_line(&buf, answer->records[r].data.txt.joined);
        }
    }
    return buf_slice(&buf);
}

/* ---- the whole ---- */

static enum status judge_findings(struct dkim_context *context)
{
    enum status status;

    judge_cnames(context);
    status = judge_bad_entries(context);
    if (status != STATUS_OK) {
        return status;
    }
    dkim_names_judge(context);
    if (facts_is_waiting(context->facts)) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < context->config->expected_count; i++) {
        judge_expected(context, &context->config->expected[i]);
    }
    status = dkim_lint_judge(context);
    if (status != STATUS_OK) {
        return status;
    }
    add_perfdata(context);
    context->verdict->fine = fine_text(context);
    if (context->config->common.verbosity > 0) {
        context->verdict->evidence = evidence_lines(context);
    }
    if (context->config->common.verbosity > 1) {
        context->verdict->records = record_lines(context);
    }
    return STATUS_OK;
}

enum status dkim_rules_judge(const struct dkim_config *config, struct facts *facts,
                             struct arena *arena, struct verdict *verdict,
                             const struct dkim_details **ret_details)
{
    struct dkim_context context = {
        .config = config, .facts = facts, .arena = arena, .verdict = verdict
    };
    struct dkim_details *details = arena_alloc(arena, sizeof *details);
    enum status status;

    if (details == NULL) {
        return STATUS_NO_MEMORY;
    }
    context.all = config->need == DKIM_NEED_ALL ||
                  (config->need == DKIM_NEED_PROFILE && config->given_count > 0 &&
                   config->profile->dkim.need == PROFILE_NEED_ALL);
    status = take_entries(&context);
    if (status != STATUS_OK) {
        return status;
    }
    *details = (struct dkim_details){ .arena = arena,
                                      .verdict = verdict,
                                      .entries = context.entries,
                                      .entry_count = context.entry_count };
    *ret_details = details;
    if (facts_is_waiting(facts)) {
        return STATUS_OK;
    }
    status = judge_findings(&context);
    details->differential = context.differential;
    return status == STATUS_OK && arena_failed(arena) ? STATUS_NO_MEMORY : status;
}
