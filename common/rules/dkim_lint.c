/* SPDX-License-Identifier: MIT */
/*
 * What is weak, risky or untidy about records that are keys, one record after the other; then what
 * is seen only beside each other: the same key twice, Ed25519 alone.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "rules/dkim_context.h"

#define UNKNOWN_TOLD 8 /* unknown tags of one record that are told, signatures' ones aside */

/* INFO for names that prove nothing, else what the catalogue says. */
static struct finding *add(struct dkim_context *context, enum finding_id id,
                           const struct dkim_entry *entry, const struct tag *tag)
{
    struct finding *finding = dkim_context_add(context, id, entry);

    if (!dkim_context_counts(entry)) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    }
    dkim_context_place(finding, tag);
    return finding;
}

/* ---- the key ---- */

/* Whether another usable key is strong enough for all receivers. */
static bool has_strong_beside(const struct dkim_context *context, const struct dkim_entry *entry)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *other = &context->entries[i];

        if (other != entry && other->state == DKIM_ENTRY_GOOD && dkim_context_counts(other) &&
            other->key.type == DKIM_KEY_TYPE_RSA &&
            other->key.public.bits >= DKIM_RSA_BITS_ADVISED) {
            return true;
        }
    }
    return false;
}

static void judge_bits(struct dkim_context *context, const struct dkim_entry *entry)
{
    const struct config *common = &context->config->common;
    unsigned bits = entry->key.public.bits;
    bool critical = range_alerts(&common->critical, bits);
    const struct range *range = critical ? &common->critical : &common->warning;
    struct finding *finding;

    if (entry->key.type != DKIM_KEY_TYPE_RSA) {
        return;
    }
    if (bits > DKIM_RSA_BITS_MAXIMUM) {
        finding = add(context, FINDING_DKIM_KEY_LARGE, entry, entry->key.data);
        finding->message = arena_printf(
            context->arena, "the key at %.*s has %u bits, receivers must handle %d only",
            SLICE_ARGS(dkim_context_label(context, entry)), bits, DKIM_RSA_BITS_MAXIMUM);
    }
    if (!critical && !range_alerts(&common->warning, bits)) {
        return;
    }
    finding = add(context, FINDING_DKIM_KEY_WEAK, entry, entry->key.data);
    if (!dkim_context_counts(entry) || has_strong_beside(context, entry)) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    } else if (critical) {
        verdict_set_state(context->verdict, finding, STATE_CRITICAL);
    }
    if (bits < DKIM_RSA_BITS_ADVISED) {
        finding->message = arena_printf(
            context->arena, "the key at %.*s has %u bits, %d are advised",
            SLICE_ARGS(dkim_context_label(context, entry)), bits, DKIM_RSA_BITS_ADVISED);
        return;
    }
    finding->message =
        arena_printf(context->arena, "the key at %.*s has %u bits, outside the range %.*s of %s",
                     SLICE_ARGS(dkim_context_label(context, entry)), bits, SLICE_ARGS(range->text),
                     critical ? "--critical" : "--warning");
    finding->advice = SLICE("Make a new key of a size within that range at a new selector.");
}

static void judge_exponent(struct dkim_context *context, const struct dkim_entry *entry,
                           const struct dkim_weakness *weakness)
{
    struct finding *finding;

    if (!weakness->small_exponent && !weakness->large_exponent) {
        return;
    }
    finding = add(context, FINDING_DKIM_EXPONENT, entry, entry->key.data);
    finding->message =
        arena_printf(context->arena, "the key at %.*s has an exponent %s, 65537 is usual",
                     SLICE_ARGS(dkim_context_label(context, entry)),
                     weakness->small_exponent ? "below 65537" : "of more than 64 bits");
}

static enum status judge_numbers(struct dkim_context *context, const struct dkim_entry *entry)
{
    struct slice label = dkim_context_label(context, entry);
    struct dkim_weakness weakness;
    struct finding *finding;
    enum status status = dkim_crypto_weakness(&entry->key.public, &weakness);

    if (status != STATUS_OK) {
        return status;
    }
    if (weakness.sample != NULL) {
        finding = dkim_context_add(context, FINDING_DKIM_SAMPLE_KEY, entry);
        finding->message =
            arena_printf(context->arena, "the key at %.*s is the example of %s: anybody can sign",
                         SLICE_ARGS(label), weakness.sample);
    }
    if (weakness.roca) {
        finding = dkim_context_add(context, FINDING_DKIM_ROCA, entry);
        finding->message =
            arena_printf(context->arena,
                         "the key at %.*s comes from a broken generator (ROCA): others can "
                         "compute the private key",
                         SLICE_ARGS(label));
    }
    if (weakness.small_factor > 0 || weakness.square) {
        struct slice why = weakness.square ? SLICE("is a square")
                                           : arena_printf(context->arena, "can be divided by %u",
                                                          weakness.small_factor);

        finding = dkim_context_add(context, FINDING_DKIM_WEAK_NUMBER, entry);
        finding->message =
            arena_printf(context->arena, "the modulus of the key at %.*s %.*s: it protects nothing",
                         SLICE_ARGS(label), SLICE_ARGS(why));
    }
    judge_exponent(context, entry, &weakness);
    return STATUS_OK;
}

static void judge_form(struct dkim_context *context, const struct dkim_entry *entry)
{
    struct slice label = dkim_context_label(context, entry);
    struct finding *finding;

    if (entry->key.public.form == DKIM_FORM_PKCS1) {
        finding = add(context, FINDING_DKIM_KEY_FORM, entry, entry->key.data);
        finding->message = arena_printf(
            context->arena, "the key at %.*s is a bare RSAPublicKey, which not all receivers read",
            SLICE_ARGS(label));
    }
    if (entry->key.base64 == DKIM_BASE64_PADDING) {
        finding = add(context, FINDING_DKIM_PADDING, entry, entry->key.data);
        finding->message = arena_printf(
            context->arena, "the key at %.*s has lost its final =, which some receivers refuse",
            SLICE_ARGS(label));
    }
}

/* ---- the tags ---- */

static void judge_flags(struct dkim_context *context, const struct dkim_entry *entry)
{
    struct slice label = dkim_context_label(context, entry);
    struct finding *finding;

    if (entry->key.testing) {
        finding = add(context, FINDING_DKIM_TESTING, entry, entry->key.flag_tag);
        finding->message = arena_printf(
            context->arena,
            "t=y at %.*s: receivers may treat mail with a bad signature like unsigned mail",
            SLICE_ARGS(label));
    }
    if (entry->key.strict) {
        finding = add(context, FINDING_DKIM_STRICT, entry, entry->key.flag_tag);
        finding->message = arena_printf(
            context->arena, "t=s at %.*s: signatures for subdomains of d= fail", SLICE_ARGS(label));
    }
    if (entry->key.note != NULL && entry->key.note->value.length > 0) {
        finding = add(context, FINDING_DKIM_NOTE, entry, entry->key.note);
        finding->message =
            arena_printf(context->arena, "the record at %.*s has a note: %.*s", SLICE_ARGS(label),
                         SLICE_ARGS(slice_head(entry->key.note->value, 80)));
    }
}

static bool is_word(struct slice name, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (slice_equal(name, slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Tags that no key record has; those of signatures are a sign of a wrong paste. */
static void judge_unknown(struct dkim_context *context, const struct dkim_entry *entry)
{
    static const char *const known[] = { "v", "k", "p", "h", "s", "t", "n", "g", NULL };
    static const char *const signature[] = { "a", "b", "bh", "c", "d", "q", "i", NULL };
    const struct taglist *list = &entry->key.list;
    size_t told = 0;

    for (size_t i = 0; i < list->tag_count; i++) {
        const struct tag *tag = &list->tags[i];
        bool is_signature = is_word(tag->name, signature);
        struct finding *finding;

        if (is_word(tag->name, known) || (!is_signature && told == UNKNOWN_TOLD)) {
            continue;
        }
        told += is_signature ? 0 : 1;
        finding = add(context, FINDING_DKIM_UNKNOWN_TAG, entry, tag);
        if (!is_signature) {
            verdict_set_state(context->verdict, finding, STATE_INFO);
        }
        finding->message = arena_printf(
            context->arena, "%.*s= at %.*s is %s", SLICE_ARGS(slice_head(tag->name, 60)),
            SLICE_ARGS(dkim_context_label(context, entry)),
            is_signature ? "a tag of signatures: something else was pasted with the key"
                         : "a tag that no key record has: receivers ignore it");
    }
}

static void judge_untidy(struct dkim_context *context, const struct dkim_entry *entry)
{
    const struct taglist *list = &entry->key.list;
    struct finding *finding;

    for (size_t i = 0; i < list->defect_count; i++) {
        if (list->defects[i].kind == TAGLIST_DEFECT_EMPTY_PIECE) {
            finding = add(context, FINDING_DKIM_UNTIDY, entry, NULL);
            finding->has_place = true;
            finding->offset = list->defects[i].offset;
            finding->length = list->defects[i].length;
            finding->message = arena_printf(context->arena, "the record at %.*s has %.*s",
                                            SLICE_ARGS(dkim_context_label(context, entry)),
                                            SLICE_ARGS(list->defects[i].reason));
            return;
        }
    }
}

/* ---- beside each other ---- */

static void judge_shared(struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count && !context->wildcard; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct dkim_entry *entry = &context->entries[i];
            const struct dkim_entry *other = &context->entries[j];

            if (entry->state == DKIM_ENTRY_GOOD && other->state == DKIM_ENTRY_GOOD &&
                dkim_crypto_equal(&entry->key.public, &other->key.public)) {
                struct finding *finding = dkim_context_add(context, FINDING_DKIM_SHARED_KEY, entry);

                finding->message = arena_printf(context->arena, "%.*s and %.*s have the same key",
                                                SLICE_ARGS(dkim_context_label(context, other)),
                                                SLICE_ARGS(dkim_context_label(context, entry)));
                break;
            }
        }
    }
}

static void judge_only_ed25519(struct dkim_context *context)
{
    const struct dkim_entry *last = NULL;

    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->state == DKIM_ENTRY_GOOD && dkim_context_counts(entry)) {
            if (entry->key.type == DKIM_KEY_TYPE_RSA) {
                return;
            }
            last = entry;
        }
    }
    if (last != NULL && context->silent == 0) {
        dkim_context_add(context, FINDING_DKIM_ONLY_ED25519, last)->message =
            arena_printf(context->arena,
                         "the only usable key, at %.*s, is Ed25519, which not all receivers "
                         "verify",
                         SLICE_ARGS(dkim_context_label(context, last)));
    }
}

enum status dkim_lint_judge(struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];
        enum status status = STATUS_OK;

        if (entry->source == NULL || !entry->key.valid) {
            continue;
        }
        judge_flags(context, entry);
        judge_unknown(context, entry);
        judge_untidy(context, entry);
        if (entry->key.revoked) {
            continue;
        }
        judge_form(context, entry);
        status = judge_numbers(context, entry);
        if (status != STATUS_OK) {
            return status;
        }
        if (entry->key.usable) {
            judge_bits(context, entry);
        }
    }
    judge_shared(context);
    judge_only_ed25519(context);
    return STATUS_OK;
}
