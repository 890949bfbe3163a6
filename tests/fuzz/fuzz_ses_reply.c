/* SPDX-License-Identifier: MIT */
/*
 * Replies of Tencent's APIs about mail.example.com. The first line of the input is the HTTP status
 * and a secret ("200 AKID1234"), the rest the body, which every reader gets. Data comes only out of
 * a 200, an error is the same for all readers, what is kept lies within its limits, a place at the
 * sender domain is one. The secret is in no text that was redacted, and redacting again changes
 * nothing.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "provider/api_reply.h"
#include "provider/dns_host.h"
#include "provider/domain_info.h"
#include "provider/redact.h"
#include "provider/ses_identity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* What all readers are given. */
struct input {
    struct api_http http;
    struct dns_name asked;
    struct arena *arena;
    struct api_outcome outcome; /* of the envelope alone */
};

static void check_text(struct slice text)
{
    demand(text.length <= LIMIT_API_TEXT);
}

/* --- the envelope ----------------------------------------------------------------------------- */

static void check_outcome(const struct api_outcome *outcome, unsigned status)
{
    bool is_error = outcome->result == API_RESULT_ERROR;

    demand(outcome->result != API_RESULT_NONE);
    demand(is_error == (outcome->error.class != API_CLASS_NONE));
    demand(is_error || (outcome->error.code.length == 0 && outcome->error.message.length == 0));
    demand((outcome->result == API_RESULT_UNREADABLE) == (outcome->reason.length > 0));
    if (is_error && slice_starts_with(outcome->error.code, SLICE("HTTP "))) {
        demand(status == 429 || (status >= 500 && status <= 599) ||
               outcome->error.class == API_CLASS_OTHER);
    }
    check_text(outcome->error.code);
    check_text(outcome->error.message);
    check_text(outcome->request_id);
    check_text(outcome->reason);
}

/* A reader finds less than the envelope promises, or the same. */
static void check_same(const struct input *input, const struct api_outcome *outcome)
{
    check_outcome(outcome, input->http.status);
    if (outcome->result == API_RESULT_DATA) {
        demand(input->outcome.result == API_RESULT_DATA && input->http.status == 200);
    } else if (input->outcome.result == API_RESULT_ERROR) {
        demand(outcome->result == API_RESULT_ERROR);
        demand(outcome->error.class == input->outcome.error.class);
        demand(slice_equal(outcome->error.code, input->outcome.error.code));
        demand(slice_equal(outcome->error.message, input->outcome.error.message));
    } else {
        demand(outcome->result == API_RESULT_UNREADABLE);
    }
}

static void check_names(const struct api_names *names)
{
    demand(names->count <= API_NAMES_MAXIMUM);
    for (size_t i = 0; i < names->count; i++) {
        demand(name_is_plain(&names->items[i]) && name_label_count(&names->items[i]) > 1);
        for (size_t j = 0; j < i; j++) {
            demand(!name_equal(&names->items[i], &names->items[j]));
        }
    }
}

/* --- ses -------------------------------------------------------------------------------------- */

/* The front of a name and the sender domain. */
static struct slice at_sender(const struct input *input, struct slice front)
{
    struct slice base = name_to_text(&input->asked, input->arena);

    return arena_join(input->arena, front, base);
}

static void check_place(const struct input *input, const struct ses_attribute *attribute)
{
    struct slice front = slice_empty();
    struct slice name;

    demand(attribute->has_name || attribute->is_foreign);
    demand((attribute->purpose == SES_PURPOSE_DKIM) == (attribute->selector.length > 0));
    if (!attribute->has_name) {
        demand(attribute->purpose == SES_PURPOSE_OTHER);
        return;
    }
    demand(name_is_plain(&attribute->name));
    name = name_to_text(&attribute->name, input->arena);
    if (attribute->purpose == SES_PURPOSE_DMARC) {
        front = SLICE("_dmarc.");
    } else if (attribute->purpose == SES_PURPOSE_DKIM) {
        front = arena_join(input->arena, attribute->selector, SLICE("._domainkey."));
    }
    demand(slice_starts_with(name, front));
    demand(slice_equal(name, at_sender(input, front)) == !attribute->is_foreign);
}

static void check_attribute(const struct input *input, const struct ses_attribute *attribute)
{
    check_place(input, attribute);
    check_text(attribute->type);
    check_text(attribute->name_text);
    check_text(attribute->expected);
    check_text(attribute->current);
    demand(attribute->has_expected || attribute->expected.length == 0);
    demand(attribute->has_current || attribute->current.length == 0);
    demand(attribute->has_status || !attribute->is_good);
}

static void check_identity(const struct input *input)
{
    struct ses_identity identity;

    demand(ses_identity_read(&input->http, &input->asked, input->arena, &identity) == STATUS_OK);
    check_same(input, &identity.api);
    demand(identity.attribute_count <= SES_ATTRIBUTES_MAXIMUM && identity.dkim_option <= 2);
    demand(identity.has_verified || !identity.is_verified);
    demand(identity.has_type || !identity.is_domain);
    for (size_t i = 0; i < identity.attribute_count; i++) {
        check_attribute(input, &identity.attributes[i]);
    }
    if (identity.api.result != API_RESULT_DATA) {
        demand(identity.attribute_count == 0 && !identity.has_verified && !identity.has_type);
        demand(!identity.has_dkim_option && !identity.truncated);
    }
}

static void check_list(const struct input *input)
{
    struct ses_list list;

    demand(ses_list_read(&input->http, &input->asked, input->arena, &list) == STATUS_OK);
    check_same(input, &list.api);
    demand(list.is_listed || !list.has_sending);
    demand(list.has_sending || !list.can_send);
    demand(list.has_total || list.total == 0);
    demand(!list.is_listed || list.count > 0);
    demand(list.api.result == API_RESULT_DATA || (list.count == 0 && !list.is_complete));
}

/* --- the others ------------------------------------------------------------------------------- */

static void check_info(const struct input *input)
{
    struct domain_info info;

    demand(domain_info_read(&input->http, &input->asked, input->arena, &info) == STATUS_OK);
    check_same(input, &info.api);
    demand(info.status_count <= DOMAIN_STATUSES_MAXIMUM);
    for (size_t i = 0; i < info.status_count; i++) {
        check_text(info.statuses[i]);
        demand(domain_info_has(&info, slice_trim(info.statuses[i])));
    }
    check_text(info.real_name_reason);
    check_text(info.audit_reason);
    check_names(&info.servers);
    demand(info.api.result == API_RESULT_DATA ||
           (info.status_count == 0 && info.real_name == DOMAIN_REAL_NAME_NONE));
}

static void check_host(const struct input *input)
{
    struct dns_host host;

    demand(dns_host_read(&input->http, &input->asked, input->arena, &host) == STATUS_OK);
    check_same(input, &host.api);
    check_names(&host.expected);
    check_names(&host.actual);
    demand(host.has_dns_status || !host.is_dns_error);
    demand(host.has_subdomain || !host.is_subdomain);
    demand((host.status == DNS_HOST_STATUS_NONE) == (slice_trim(host.status_text).length == 0));
}

static void check_records(const struct input *input)
{
    struct dns_host_records records;

    demand(dns_host_records_read(&input->http, &input->asked, input->arena, &records) == STATUS_OK);
    if (records.api.result == API_RESULT_DATA && input->outcome.result == API_RESULT_ERROR) {
        demand(records.count == 0 && records.is_complete);
        demand(input->outcome.error.class == API_CLASS_NOT_FOUND);
        return;
    }
    check_same(input, &records.api);
    demand(records.count <= DNS_HOST_RECORDS_MAXIMUM);
    for (size_t i = 0; i < records.count; i++) {
        const struct dns_host_record *record = &records.items[i];

        demand(!record->has_name || name_is_within(&record->name, &input->asked));
        demand(record->has_mx || record->preference == 0);
        check_text(record->value);
        check_text(record->line);
    }
}

/* --- secrets ---------------------------------------------------------------------------------- */

static void check_redaction(struct slice text, struct slice secret, struct arena *arena)
{
    bool is_secret = secret.length >= REDACT_MINIMUM && secret.length <= REDACT_MAXIMUM;
    struct slice once;
    struct slice again;

    demand(redact_text(text, &secret, 1, arena, &once) == STATUS_OK);
    demand(once.length <= text.length);
    demand(is_secret || slice_equal(once, text));
    /* A mark may make a secret that has some of the mark in it. */
    if (is_secret && slice_find(secret, '*') == secret.length) {
        demand(slice_find_part(once, secret) == once.length);
        demand(redact_text(once, &secret, 1, arena, &again) == STATUS_OK);
        demand(slice_equal(again, once));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    size_t end = slice_find(text, '\n');
    struct slice head = slice_head(text, end);
    struct input input = { .http = { .content_type = head, .body = slice_from(text, end + 1) } };
    struct api_reply reply;
    uint64_t status = 0;

    demand(arena_create(LIMIT_ARENA, &input.arena) == STATUS_OK);
    demand(name_from_text(SLICE("mail.example.com"), &input.asked, NULL) == STATUS_OK);
    if (slice_number(slice_head(head, slice_find(head, ' ')), 0, 999, &status) == STATUS_OK) {
        input.http.status = (unsigned)status;
    }
    demand(api_reply_read(&input.http, input.arena, &reply) == STATUS_OK);
    demand((reply.data != NULL) == (reply.outcome.result == API_RESULT_DATA));
    api_reply_free(&reply);
    input.outcome = reply.outcome;
    check_outcome(&input.outcome, input.http.status);
    check_identity(&input);
    check_list(&input);
    check_info(&input);
    check_host(&input);
    check_records(&input);
    check_redaction(input.http.body, slice_from(head, slice_find(head, ' ') + 1), input.arena);
    arena_destroy(input.arena);
    return 0;
}
