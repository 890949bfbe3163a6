/* SPDX-License-Identifier: MIT */
/*
 * What was read from a reply of an API on one line, for tables of expectations. What says nothing
 * is left out, so that each line holds every field.
 */
#ifndef CHECK_SES_TESTS_UNIT_API_SHOW_H
#define CHECK_SES_TESTS_UNIT_API_SHOW_H

#include "../support/expect.h"

#include "base/buf.h"
#include "provider/api_reply.h"
#include "provider/dns_host.h"
#include "provider/domain_info.h"
#include "provider/ses_identity.h"

#define SHOW_MAXIMUM (256u * 1024)

static inline struct api_http make_http(unsigned status, struct slice body)
{
    return (struct api_http){ .status = status, .content_type = slice_empty(), .body = body };
}

static inline void show_outcome(const struct api_outcome *outcome, struct buf *buf)
{
    switch (outcome->result) {
    case API_RESULT_NONE:
        buf_add_text(buf, "none");
        break;
    case API_RESULT_DATA:
        buf_add_text(buf, "data");
        break;
    case API_RESULT_ERROR:
        buf_printf(buf, "error %s %.*s (%.*s)", api_class_text(outcome->error.class),
                   SLICE_ARGS(outcome->error.code), SLICE_ARGS(outcome->error.message));
        break;
    case API_RESULT_UNREADABLE:
        buf_printf(buf, "unreadable: %.*s", SLICE_ARGS(outcome->reason));
        break;
    }
    assert_int_equal(outcome->result != API_RESULT_ERROR,
                     outcome->error.class == API_CLASS_NONE && outcome->error.code.length == 0);
    assert_int_equal(outcome->result == API_RESULT_UNREADABLE, outcome->reason.length > 0);
    if (outcome->request_id.length > 0) {
        buf_printf(buf, "; id %.*s", SLICE_ARGS(outcome->request_id));
    }
}

static inline void show_field(const char *what, struct slice text, struct buf *buf)
{
    if (text.length > 0) {
        buf_printf(buf, "; %s %.*s", what, SLICE_ARGS(text));
    }
}

static inline void show_names(const char *what, const struct api_names *names, struct arena *arena,
                              struct buf *buf)
{
    if (names->count > 0 || names->truncated) {
        buf_printf(buf, "; %s", what);
    }
    for (size_t i = 0; i < names->count; i++) {
        buf_printf(buf, " %.*s", SLICE_ARGS(name_to_text(&names->items[i], arena)));
    }
    if (names->truncated) {
        buf_add_text(buf, " …");
    }
}

/* At most 40 octets: keys are long. */
static inline void show_value(const char *what, bool has, struct slice text, struct buf *buf)
{
    if (has) {
        buf_printf(buf, " %s \"%.*s%s\"", what, SLICE_ARGS(slice_head(text, 40)),
                   text.length > 40 ? "…" : "");
    }
}

static inline void show_attribute(const struct ses_attribute *attribute, struct arena *arena,
                                  struct buf *buf)
{
    const char *type = rr_type_text(attribute->rr_type);

    buf_printf(buf, "; %s", ses_purpose_text(attribute->purpose));
    if (type == NULL || !slice_equal(attribute->type, slice_of(type))) {
        buf_printf(buf, " type \"%.*s\"", SLICE_ARGS(attribute->type));
    }
    if (attribute->has_name) {
        buf_printf(buf, " %.*s", SLICE_ARGS(name_to_text(&attribute->name, arena)));
    } else {
        buf_printf(buf, " no name \"%.*s\"", SLICE_ARGS(attribute->name_text));
    }
    if (attribute->selector.length > 0) {
        buf_printf(buf, " selector %.*s", SLICE_ARGS(attribute->selector));
    }
    buf_add_text(buf, attribute->is_foreign ? " foreign" : "");
    show_value("wants", attribute->has_expected, attribute->expected, buf);
    show_value("sees", attribute->has_current, attribute->current, buf);
    if (attribute->has_status) {
        buf_add_text(buf, attribute->is_good ? " good" : " bad");
    }
    buf_add_text(buf, attribute->cut ? " cut" : "");
}

static inline struct slice show_identity(const struct ses_identity *identity, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    show_outcome(&identity->api, &buf);
    if (identity->has_type) {
        buf_add_text(&buf, identity->is_domain ? "; domain" : "; no domain");
    }
    if (identity->has_verified) {
        buf_add_text(&buf, identity->is_verified ? "; verified" : "; not verified");
    }
    if (identity->has_dkim_option) {
        buf_printf(&buf, "; option %u", identity->dkim_option);
    }
    for (size_t i = 0; i < identity->attribute_count; i++) {
        show_attribute(&identity->attributes[i], arena, &buf);
    }
    buf_add_text(&buf, identity->truncated ? "; truncated" : "");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static inline struct slice show_list(const struct ses_list *list, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    show_outcome(&list->api, &buf);
    if (list->api.result == API_RESULT_DATA) {
        buf_printf(&buf, "; %zu", list->count);
        if (list->has_total) {
            buf_printf(&buf, " of %llu", (unsigned long long)list->total);
        }
        buf_add_text(&buf, list->is_complete ? "" : "; there are more");
        buf_add_text(&buf, list->is_listed ? "; listed" : "; not listed");
    }
    if (list->has_sending) {
        buf_add_text(&buf, list->can_send ? "; sending" : "; not sending");
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static inline const char *show_real_name(enum domain_real_name real_name)
{
    static const char *const words[] = { "none",   "not-upload", "in-audit", "approved",
                                         "reject", "no-audit",   "other" };

    return words[real_name];
}

static inline const char *show_audit(enum domain_audit audit)
{
    static const char *const words[] = { "none",     "not-audit", "pending",
                                         "approved", "rejected",  "other" };

    return words[audit];
}

static inline struct slice show_info(const struct domain_info *info, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    show_outcome(&info->api, &buf);
    for (size_t i = 0; i < info->status_count; i++) {
        buf_printf(&buf, "%s%.*s", i == 0 ? "; status " : ", ", SLICE_ARGS(info->statuses[i]));
    }
    buf_add_text(&buf, info->truncated ? "; truncated" : "");
    if (info->real_name != DOMAIN_REAL_NAME_NONE) {
        buf_printf(&buf, "; real name %s \"%.*s\"", show_real_name(info->real_name),
                   SLICE_ARGS(info->real_name_text));
    }
    show_field("because", info->real_name_reason, &buf);
    if (info->audit != DOMAIN_AUDIT_NONE) {
        buf_printf(&buf, "; audit %s \"%.*s\"", show_audit(info->audit),
                   SLICE_ARGS(info->audit_text));
    }
    show_field("because", info->audit_reason, &buf);
    show_field("bought", info->buy_status, &buf);
    show_field("registrar", info->registrar_type, &buf);
    show_field("created", info->created, &buf);
    show_field("expires", info->expires, &buf);
    show_names("servers", &info->servers, arena, &buf);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static inline struct slice show_host(const struct dns_host *host, struct arena *arena)
{
    static const char *const words[] = { "none", "enable", "pause", "spam", "other" };
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    show_outcome(&host->api, &buf);
    if (host->status != DNS_HOST_STATUS_NONE) {
        buf_printf(&buf, "; status %s \"%.*s\"", words[host->status],
                   SLICE_ARGS(host->status_text));
    }
    if (host->has_dns_status) {
        buf_printf(&buf, "; dns %s \"%.*s\"", host->is_dns_error ? "error" : "good",
                   SLICE_ARGS(host->dns_status_text));
    }
    show_names("expected", &host->expected, arena, &buf);
    show_names("actual", &host->actual, arena, &buf);
    if (host->has_subdomain) {
        buf_add_text(&buf, host->is_subdomain ? "; subdomain" : "; no subdomain");
    }
    show_field("grade", host->grade, &buf);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static inline void show_record(const struct dns_host_record *record, struct arena *arena,
                               struct buf *buf)
{
    static const char *const words[] = { "", " enabled", " disabled", " other" };

    buf_printf(buf, "; \"%.*s\"", SLICE_ARGS(record->host));
    if (record->has_name) {
        buf_printf(buf, " %.*s", SLICE_ARGS(name_to_text(&record->name, arena)));
    }
    buf_printf(buf, " %.*s%s", SLICE_ARGS(record->type),
               record->rr_type == RR_TYPE_NONE ? "?" : "");
    if (record->has_mx) {
        buf_printf(buf, " %u", (unsigned)record->preference);
    }
    show_value("is", true, record->value, buf);
    if (!record->is_default_line) {
        buf_printf(buf, " line %.*s", SLICE_ARGS(record->line));
    }
    if (record->has_ttl) {
        buf_printf(buf, " ttl %u", (unsigned)record->ttl);
    }
    buf_add_text(buf, words[record->status]);
    buf_add_text(buf, record->cut ? " cut" : "");
}

static inline struct slice show_records(const struct dns_host_records *records, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    show_outcome(&records->api, &buf);
    if (records->api.result == API_RESULT_DATA) {
        buf_printf(&buf, "; %zu", records->count);
        if (records->has_total) {
            buf_printf(&buf, " of %llu", (unsigned long long)records->total);
        }
        buf_add_text(&buf, records->is_complete ? "" : "; there are more");
    }
    for (size_t i = 0; i < records->count; i++) {
        show_record(&records->items[i], arena, &buf);
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

#endif
