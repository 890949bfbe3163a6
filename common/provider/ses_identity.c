/* SPDX-License-Identifier: MIT */
/*
 * Reading identities. What an attribute is for, SES does not say; it follows from the name and the
 * type:
 *
 * 1. "_dmarc." in front: DMARC. "._domainkey." in the middle: DKIM, what is before it being the
 *    selector. Both as TXT or CNAME.
 * 2. MX: the MX. TXT at the sender domain, or one elsewhere that expects "v=spf1": SPF.
 * 3. All else is of another purpose.
 *
 * What is left of the name without that front should be the sender domain; where it is not, the
 * attribute is foreign.
 */
#include "provider/ses_identity.h"

#include "base/limits.h"

#define ATTRIBUTES_LOOKED_AT 64

struct reader {
    const struct dns_name *sender;
    struct arena *arena;
    enum status status;
};

const char *ses_purpose_text(enum ses_purpose purpose)
{
    switch (purpose) {
    case SES_PURPOSE_OTHER:
        return "other";
    case SES_PURPOSE_SPF:
        return "spf";
    case SES_PURPOSE_DKIM:
        return "dkim";
    case SES_PURPOSE_DMARC:
        return "dmarc";
    case SES_PURPOSE_MX:
        return "mx";
    }
    return "other";
}

/* --- purpose --------------------------------------------------------------------------------- */

/* The name without its front, which is text of ours or of the name. */
static bool is_at_sender(const struct reader *reader, struct slice base)
{
    struct dns_name name;

    return name_from_text(base, &name, NULL) == STATUS_OK && name_equal(&name, reader->sender);
}

/* Step 1. */
static bool classify_by_front(const struct reader *reader, struct slice name,
                              struct ses_attribute *attribute)
{
    struct slice dmarc = SLICE("_dmarc.");
    struct slice middle = SLICE("._domainkey.");
    size_t at = slice_find_part(name, middle);
    struct slice base;

    if (attribute->rr_type != RR_TYPE_TXT && attribute->rr_type != RR_TYPE_CNAME) {
        return false;
    }
    if (slice_starts_with(name, dmarc)) {
        attribute->purpose = SES_PURPOSE_DMARC;
        base = slice_from(name, dmarc.length);
    } else if (at < name.length) {
        attribute->purpose = SES_PURPOSE_DKIM;
        attribute->selector = slice_head(name, at);
        base = slice_from(name, at + middle.length);
    } else {
        return false;
    }
    attribute->is_foreign = !is_at_sender(reader, base);
    return true;
}

static void classify(const struct reader *reader, struct ses_attribute *attribute)
{
    struct slice name;

    attribute->is_foreign = true;
    if (!attribute->has_name) {
        return;
    }
    name = name_to_text(&attribute->name, reader->arena);
    if (classify_by_front(reader, name, attribute)) {
        return;
    }
    attribute->is_foreign = !name_equal(&attribute->name, reader->sender);
    if (attribute->rr_type == RR_TYPE_MX) {
        attribute->purpose = SES_PURPOSE_MX;
    } else if (attribute->rr_type == RR_TYPE_TXT &&
               (!attribute->is_foreign ||
                slice_starts_with_nocase(slice_trim(attribute->expected), SLICE("v=spf1")))) {
        attribute->purpose = SES_PURPOSE_SPF;
    }
}

/* --- attributes ------------------------------------------------------------------------------ */

static struct ses_attribute read_attribute(struct reader *reader, const struct json *object)
{
    struct ses_attribute attribute = { .selector = slice_empty() };
    struct arena *arena = reader->arena;

    (void)api_text(object, "Type", arena, &attribute.type, &attribute.cut);
    if (rr_type_from_text(slice_trim(attribute.type), &attribute.rr_type) != STATUS_OK) {
        attribute.rr_type = RR_TYPE_NONE;
    }
    if (api_text(object, "SendDomain", arena, &attribute.name_text, &attribute.cut)) {
        attribute.has_name = api_name(attribute.name_text, &attribute.name, &reader->status);
    }
    attribute.has_expected =
        api_text(object, "ExpectedValue", arena, &attribute.expected, &attribute.cut);
    attribute.has_current =
        api_text(object, "CurrentValue", arena, &attribute.current, &attribute.cut);
    attribute.has_status = json_get_bool(object, "Status", &attribute.is_good);
    classify(reader, &attribute);
    return attribute;
}

static bool is_same(const struct ses_attribute *a, const struct ses_attribute *b)
{
    bool is_same_name = a->has_name && b->has_name ? name_equal(&a->name, &b->name)
                                                   : slice_equal(a->name_text, b->name_text);

    return is_same_name && slice_equal_nocase(a->type, b->type) &&
           a->has_expected == b->has_expected && slice_equal(a->expected, b->expected) &&
           a->has_current == b->has_current && slice_equal(a->current, b->current) &&
           a->has_status == b->has_status && a->is_good == b->is_good;
}

static void add_attribute(struct ses_identity *identity, const struct ses_attribute *attribute)
{
    for (size_t i = 0; i < identity->attribute_count; i++) {
        if (is_same(&identity->attributes[i], attribute)) {
            return;
        }
    }
    if (identity->attribute_count == SES_ATTRIBUTES_MAXIMUM) {
        identity->truncated = true;
        return;
    }
    identity->attributes[identity->attribute_count++] = *attribute;
}

static void read_attributes(struct reader *reader, const struct json *list,
                            struct ses_identity *identity)
{
    size_t count = json_count(list);

    if (count > ATTRIBUTES_LOOKED_AT) {
        identity->truncated = true;
        count = ATTRIBUTES_LOOKED_AT;
    }
    for (size_t i = 0; i < count; i++) {
        const struct json *object = json_at_object(list, i);
        struct ses_attribute attribute;

        if (object == NULL) {
            identity->truncated = true;
            continue;
        }
        attribute = read_attribute(reader, object);
        add_attribute(identity, &attribute);
    }
}

/* --- an identity ----------------------------------------------------------------------------- */

static void read_option(const struct json *data, struct ses_identity *identity)
{
    int64_t option = 0;

    identity->has_dkim_option =
        json_get_integer(data, "DKIMOption", &option) && option >= 0 && option <= 2;
    identity->dkim_option = identity->has_dkim_option ? (unsigned)option : 0;
}

static void read_identity(struct reader *reader, const struct json *data,
                          struct ses_identity *identity)
{
    const struct json *list = NULL;
    struct slice type;

    if (!api_list(data, "Attributes", &list)) {
        api_outcome_fail(&identity->api, SLICE("the identity's \"Attributes\" are no list"));
        return;
    }
    identity->has_verified =
        json_get_bool(data, "VerifiedForSendingStatus", &identity->is_verified);
    if (!identity->has_verified && list == NULL) {
        api_outcome_fail(&identity->api, SLICE("the reply is no identity: it has neither "
                                               "\"VerifiedForSendingStatus\" nor "
                                               "\"Attributes\""));
        return;
    }
    identity->has_type = json_get_string(data, "IdentityType", &type);
    identity->is_domain =
        identity->has_type && slice_equal_nocase(slice_trim(type), SLICE("DOMAIN"));
    read_option(data, identity);
    read_attributes(reader, list, identity);
}

enum status ses_identity_read(const struct api_http *http, const struct dns_name *sender,
                              struct arena *arena, struct ses_identity *ret_identity)
{
    struct reader reader = { .sender = sender, .arena = arena };
    struct ses_identity identity = { .api = { .result = API_RESULT_NONE } };
    struct api_reply reply;

    reader.status = api_reply_read(http, arena, &reply);
    if (reader.status != STATUS_OK) {
        return reader.status;
    }
    identity.api = reply.outcome;
    if (reply.data != NULL) {
        read_identity(&reader, reply.data, &identity);
    }
    api_reply_free(&reply);
    if (reader.status == STATUS_OK && arena_failed(arena)) {
        reader.status = STATUS_NO_MEMORY;
    }
    if (reader.status == STATUS_OK) {
        *ret_identity = identity;
    }
    return reader.status;
}

/* --- the list -------------------------------------------------------------------------------- */

static void read_listed(struct reader *reader, const struct json *object, struct ses_list *list)
{
    struct dns_name name;
    struct slice text;

    if (list->is_listed || !json_get_string(object, "IdentityName", &text) ||
        !api_name(text, &name, &reader->status) || !name_equal(&name, reader->sender)) {
        return;
    }
    list->is_listed = true;
    list->has_sending = json_get_bool(object, "SendingEnabled", &list->can_send);
}

static void read_list(struct reader *reader, const struct json *data, struct ses_list *list)
{
    const struct json *identities = NULL;
    int64_t total = 0;

    if (!api_list(data, "EmailIdentities", &identities) || !json_has(data, "EmailIdentities")) {
        api_outcome_fail(&list->api, SLICE("the reply has no list \"EmailIdentities\""));
        return;
    }
    list->count = json_count(identities);
    list->has_total = json_get_integer(data, "Total", &total) && total >= 0;
    list->total = list->has_total ? (uint64_t)total : 0;
    list->is_complete = list->count <= SES_LIST_MAXIMUM && list->total <= list->count;
    for (size_t i = 0; i < list->count && i < SES_LIST_MAXIMUM; i++) {
        read_listed(reader, json_at_object(identities, i), list);
    }
}

enum status ses_list_read(const struct api_http *http, const struct dns_name *sender,
                          struct arena *arena, struct ses_list *ret_list)
{
    struct reader reader = { .sender = sender, .arena = arena };
    struct ses_list list = { .api = { .result = API_RESULT_NONE } };
    struct api_reply reply;

    reader.status = api_reply_read(http, arena, &reply);
    if (reader.status != STATUS_OK) {
        return reader.status;
    }
    list.api = reply.outcome;
    if (reply.data != NULL) {
        read_list(&reader, reply.data, &list);
    }
    api_reply_free(&reply);
    if (reader.status == STATUS_OK && arena_failed(arena)) {
        reader.status = STATUS_NO_MEMORY;
    }
    if (reader.status == STATUS_OK) {
        *ret_list = list;
    }
    return reader.status;
}
