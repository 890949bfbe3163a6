/* SPDX-License-Identifier: MIT */
/* What is shown beside findings: lines of -v and -vv, the member "ses" of the JSON document. */
#include "base/buf.h"
#include "rules/ses_context.h"

/* ---- sentences ---- */

static struct slice fine_text(const struct ses_context *context)
{
    struct slice region = api_config_region(context->request.api);
    bool is_verified = false;
    size_t right = 0;

    for (size_t i = 0; i < context->record_count; i++) {
        right += context->records[i].sight == SES_SIGHT_RIGHT ? 1 : 0;
    }
    return arena_printf(context->arena, "%s in %.*s, %zu of %zu records seen as expected",
                        ses_context_verified(context, &is_verified) && is_verified ? "verified"
                                                                                   : "set up",
                        SLICE_ARGS(region), right, context->record_count);
}

static const char *sight_text(const struct ses_record *record)
{
    switch (record->sight) {
    case SES_SIGHT_UNKNOWN:
    case SES_SIGHT_PENDING:
        return record->attribute->is_foreign ? "not asked" : "not known";
    case SES_SIGHT_RIGHT:
        return "right";
    case SES_SIGHT_ABSENT:
        return "absent";
    case SES_SIGHT_OTHER:
        return "different";
    }
    return "";
}

static const char *console_text(const struct ses_attribute *attribute)
{
    return !attribute->has_status ? "not told" : attribute->is_good ? "right" : "not right";
}

/* "TXT mail.example.com (spf)". */
static void write_place(const struct ses_context *context, const struct ses_record *record,
                        struct buf *buf)
{
    const struct ses_attribute *attribute = record->attribute;

    buf_add_line(buf, attribute->type);
    buf_add_octet(buf, ' ');
    buf_add_line(buf, attribute->has_name ? name_to_text(&attribute->name, context->arena)
                                          : attribute->name_text);
    buf_printf(buf, " (%s)", ses_purpose_text(attribute->purpose));
}

static void write_host(const struct ses_context *context, struct buf *buf)
{
    if (context->info.api.result == API_RESULT_DATA) {
        buf_add_text(buf, "\nregistrar: real-name verification ");
        buf_add_line(buf, context->info.real_name_text.length > 0 ? context->info.real_name_text
                                                                  : SLICE("not told"));
    }
    if (context->host.api.result == API_RESULT_DATA) {
        buf_add_text(buf, "\nDNSPod: zone ");
        buf_add_line(buf, context->host.status_text.length > 0 ? context->host.status_text
                                                               : SLICE("not told"));
    }
}

/* Lines for -v: each record, and what the other APIs know. */
static struct slice evidence_lines(const struct ses_context *context)
{
    bool is_verified = false;
    bool is_known = ses_context_verified(context, &is_verified);
    struct buf buf;

    buf_init(&buf, context->arena, (size_t)8 * LIMIT_TEXT_OUTPUT);
    buf_printf(&buf, "region %.*s: %s", SLICE_ARGS(api_config_region(context->request.api)),
               !is_known     ? "whether it may send is not known"
               : is_verified ? "verified"
                             : "not verified");
    for (size_t i = 0; i < context->record_count; i++) {
        const struct ses_record *record = &context->records[i];

        buf_add_octet(&buf, '\n');
        write_place(context, record, &buf);
        buf_printf(&buf, ": DNS %s, console %s", sight_text(record),
                   console_text(record->attribute));
    }
    write_host(context, &buf);
    return buf_slice(&buf);
}

/* Lines for -vv: what is expected, what the console saw, what DNS has. */
static struct slice record_lines(const struct ses_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, (size_t)16 * LIMIT_TXT);
    for (size_t i = 0; i < context->record_count; i++) {
        const struct ses_record *record = &context->records[i];

        buf_add_text(&buf, i > 0 ? "\n" : "");
        write_place(context, record, &buf);
        buf_add_text(&buf, "\n  expected ");
        buf_add_line(&buf, record->attribute->expected);
        buf_add_text(&buf, "\n  console  ");
        buf_add_line(&buf, record->attribute->current);
        buf_add_text(&buf, "\n  DNS      ");
        buf_add_line(&buf, record->dns);
    }
    return buf_slice(&buf);
}

void ses_document_show(struct ses_context *context)
{
    bool has_identity = context->identity.api.result == API_RESULT_DATA;

    context->verdict->fine = fine_text(context);
    if (has_identity && context->request.config->verbosity > 0) {
        context->verdict->evidence = evidence_lines(context);
    }
    if (has_identity && context->request.config->verbosity > 1) {
        context->verdict->records = record_lines(context);
    }
}

/* ---- the member ---- */

static void add_truth(struct json *object, const char *key, bool is_known, bool value)
{
    if (is_known) {
        json_add_bool(object, key, value);
    } else {
        json_add_null(object, key);
    }
}

static void describe_record(const struct ses_context *context, const struct ses_record *record,
                            struct json *list)
{
    const struct ses_attribute *attribute = record->attribute;
    struct json *object = json_append_object(list);

    json_add_string(object, "purpose", slice_of(ses_purpose_text(attribute->purpose)));
    json_add_string(object, "type", attribute->type);
    json_add_string(object, "name",
                    attribute->has_name ? name_to_text(&attribute->name, context->arena)
                                        : attribute->name_text);
    json_add_string(object, "expected", attribute->expected);
    json_add_string(object, "console", attribute->current);
    add_truth(object, "console_ok", attribute->has_status, attribute->is_good);
    json_add_known(object, "dns", record->has_dns, record->dns);
    add_truth(object, "dns_ok",
              record->sight != SES_SIGHT_UNKNOWN && record->sight != SES_SIGHT_PENDING,
              record->sight == SES_SIGHT_RIGHT);
}

/* Why there is no identity. What did not come from the API has no code. */
static void describe_error(const struct ses_context *context, struct json *root)
{
    const struct api_answer *answer = context->identity_answer;
    const struct api_outcome *outcome = &context->identity.api;
    bool is_error = outcome->result == API_RESULT_ERROR;
    struct json *object;

    if (answer == NULL || outcome->result == API_RESULT_DATA) {
        json_add_null(root, "error");
        return;
    }
    object = json_add_object(root, "error");
    json_add_known(object, "code", is_error, outcome->error.code);
    json_add_string(object, "class",
                    slice_of(is_error ? api_class_text(outcome->error.class)
                             : answer->heard == API_HEARD_UNREACHABLE
                                 ? api_class_text(API_CLASS_UNAVAILABLE)
                                 : api_class_text(API_CLASS_OTHER)));
}

static void describe_registration(const struct domain_info *info, struct json *root)
{
    struct json *object;
    struct json *list;

    if (info->api.result != API_RESULT_DATA) {
        json_add_null(root, "registration");
        return;
    }
    object = json_add_object(root, "registration");
    json_add_known(object, "real_name", info->real_name != DOMAIN_REAL_NAME_NONE,
                   info->real_name_text);
    json_add_known(object, "domain_audit", info->audit != DOMAIN_AUDIT_NONE, info->audit_text);
    list = json_add_list(object, "statuses");
    for (size_t i = 0; i < info->status_count; i++) {
        json_append_string(list, info->statuses[i]);
    }
}

/* Whether a record of the DNS host is at a name that SES expects something at. */
static bool is_expected_name(const struct ses_context *context, const struct dns_host_record *item)
{
    for (size_t i = 0; i < context->record_count; i++) {
        const struct ses_attribute *attribute = context->records[i].attribute;

        if (item->has_name && attribute->has_name && name_equal(&item->name, &attribute->name)) {
            return true;
        }
    }
    return false;
}

static const char *record_status_text(enum dns_host_record_status status)
{
    switch (status) {
    case DNS_HOST_RECORD_STATUS_ENABLE:
        return "enabled";
    case DNS_HOST_RECORD_STATUS_DISABLE:
        return "disabled";
    case DNS_HOST_RECORD_STATUS_NONE:
    case DNS_HOST_RECORD_STATUS_OTHER:
        break;
    }
    return NULL;
}

static void describe_host_record(const struct ses_context *context,
                                 const struct dns_host_record *item, struct json *list)
{
    const char *status = record_status_text(item->status);
    struct json *object = json_append_object(list);

    json_add_string(object, "name", name_to_text(&item->name, context->arena));
    json_add_string(object, "type", item->type);
    json_add_string(object, "value", item->value);
    json_add_string(object, "line", item->line);
    json_add_known(object, "status", status != NULL, slice_of(status));
}

static void describe_host(const struct ses_context *context, struct json *root)
{
    const struct dns_host *host = &context->host;
    struct json *object;
    struct json *list;

    if (host->api.result != API_RESULT_DATA) {
        json_add_null(root, "dns_host");
        return;
    }
    object = json_add_object(root, "dns_host");
    json_add_known(object, "status", host->status != DNS_HOST_STATUS_NONE, host->status_text);
    json_add_known(object, "dns_status", host->has_dns_status, host->dns_status_text);
    list = json_add_list(object, "expected_ns");
    for (size_t i = 0; i < host->expected.count; i++) {
        json_append_string(list, name_to_text(&host->expected.items[i], context->arena));
    }
    list = json_add_list(object, "records");
    for (size_t i = 0; i < context->host_records.count; i++) {
        if (is_expected_name(context, &context->host_records.items[i])) {
            describe_host_record(context, &context->host_records.items[i], list);
        }
    }
}

void ses_rules_describe(const struct ses_details *details, struct json *document)
{
    const struct ses_context *context = details != NULL ? &details->context : NULL;
    bool is_verified = false;
    bool is_known;
    struct json *root;
    struct json *list;

    if (context == NULL) {
        json_add_null(document, "ses");
        return;
    }
    root = json_add_object(document, "ses");
    is_known = ses_context_verified(context, &is_verified);
    json_add_string(root, "identity", name_to_text(context->request.domain, context->arena));
    json_add_string(root, "region", api_config_region(context->request.api));
    add_truth(root, "verified", is_known, is_verified);
    list = json_add_list(root, "attributes");
    for (size_t i = 0; i < context->record_count; i++) {
        describe_record(context, &context->records[i], list);
    }
    describe_error(context, root);
    describe_registration(&context->info, root);
    describe_host(context, root);
}
