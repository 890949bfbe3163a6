/* SPDX-License-Identifier: MIT */
/* The member "dkim" of the JSON document. */
#include "base/buf.h"
#include "rules/dkim_context.h"

static void describe_words(struct json *object, const char *key, const struct tag *tag,
                           const struct dkim_words *words)
{
    struct json *list;

    if (tag == NULL) {
        json_add_null(object, key);
        return;
    }
    list = json_add_list(object, key);
    for (size_t i = 0; i < words->count; i++) {
        json_append_string(list, words->words[i]);
    }
}

/* Not heard: nothing is known. */
static bool is_heard(const struct dkim_entry *entry)
{
    return entry->state != DKIM_ENTRY_PENDING && entry->state != DKIM_ENTRY_TROUBLE;
}

static void describe_judgement(struct json *object, const char *key, const struct dkim_entry *entry,
                               bool value)
{
    if (is_heard(entry)) {
        json_add_bool(object, key, value && entry->state != DKIM_ENTRY_MULTIPLE);
    } else {
        json_add_null(object, key);
    }
}

static const char *type_text(const struct dkim_entry *entry)
{
    switch (entry->key.type) {
    case DKIM_KEY_TYPE_RSA:
        return "rsa";
    case DKIM_KEY_TYPE_ED25519:
        return "ed25519";
    case DKIM_KEY_TYPE_NONE:
        break;
    }
    return NULL;
}

static void describe_hash(struct json *object, const struct dkim_entry *entry)
{
    static const char digits[] = "0123456789abcdef";
    const struct dkim_public *key = &entry->key.public;
    char text[2 * DKIM_SHA256_LENGTH];

    if (entry->source == NULL || key->shape != DKIM_SHAPE_KEY || key->type == DKIM_KEY_TYPE_NONE) {
        json_add_null(object, "sha256");
        return;
    }
    for (size_t i = 0; i < DKIM_SHA256_LENGTH; i++) {
        text[2 * i] = digits[key->sha256[i] >> 4];
        text[2 * i + 1] = digits[key->sha256[i] & 15];
    }
    json_add_string(object, "sha256", slice_make(text, sizeof text));
}

static void describe_chain(struct json *object, const struct dkim_entry *entry, struct arena *arena)
{
    struct json *list = json_add_list(object, "cname");

    for (size_t i = 0; entry->answer != NULL && i < entry->answer->chain_count; i++) {
        json_append_string(list, name_to_text(entry->answer->chain[i].data.name, arena));
    }
}

static void describe_entry(const struct dkim_entry *entry, struct arena *arena, struct json *list)
{
    const struct dkim_key *key = &entry->key;
    bool has_record = entry->source != NULL;
    bool has_type = has_record && key->data != NULL && type_text(entry) != NULL;
    const char *error = entry->state == DKIM_ENTRY_MULTIPLE ? dkim_error_text(DKIM_ERROR_MULTIPLE)
                                                            : dkim_error_text(key->error);
    struct json *object = json_append_object(list);

    json_add_string(object, "selector", entry->selector->text);
    json_add_string(object, "name", name_to_text(&entry->selector->name, arena));
    json_add_known(object, "answer", entry->answer != NULL,
                   entry->answer != NULL ? slice_of(answer_class_text(entry->answer->class))
                                         : slice_empty());
    json_add_known(object, "record", has_record, key->text);
    describe_judgement(object, "valid", entry, key->valid);
    describe_judgement(object, "revoked", entry, key->revoked);
    describe_judgement(object, "usable", entry, key->usable);
    json_add_known(object, "error", has_record && error != NULL, slice_of(error));
    json_add_known(object, "key_type", has_type, slice_of(has_type ? type_text(entry) : NULL));
    if (has_record && key->public.bits > 0) {
        json_add_integer(object, "bits", key->public.bits);
    } else {
        json_add_null(object, "bits");
    }
    if (has_record) {
        struct tag none = { .offset = 0 };

        describe_words(object, "flags", &none, &key->flags);
    } else {
        (void)json_add_list(object, "flags");
    }
    json_add_bool(object, "testing", key->testing);
    json_add_bool(object, "strict", key->strict);
    describe_words(object, "hashes", key->hash_tag, &key->hashes);
    describe_words(object, "services", key->service_tag, &key->services);
    describe_hash(object, entry);
    describe_chain(object, entry, arena);
}

const struct differential *dkim_rules_differential(const struct dkim_details *details)
{
    return details != NULL ? details->differential : NULL;
}

void dkim_rules_describe(const struct dkim_details *details, struct json *document)
{
    struct json *list = json_add_list(json_add_object(document, "dkim"), "selectors");

    for (size_t i = 0; details != NULL && i < details->entry_count; i++) {
        describe_entry(&details->entries[i], details->arena, list);
    }
}
