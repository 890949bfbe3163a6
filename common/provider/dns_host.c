/* SPDX-License-Identifier: MIT */
/* DNSPod's view of a zone and its records. */
#include "provider/dns_host.h"

#include "base/limits.h"

#define MX_MAXIMUM 65535
#define TTL_MAXIMUM 2147483647 /* RFC 2181 8 */

static bool is_word(struct slice text, const char *word)
{
    return slice_equal_nocase(slice_trim(text), slice_of(word));
}

/* --- the zone -------------------------------------------------------------------------------- */

static enum dns_host_status status_of(struct slice text)
{
    if (is_word(text, "")) {
        return DNS_HOST_STATUS_NONE;
    }
    if (is_word(text, "enable")) {
        return DNS_HOST_STATUS_ENABLE;
    }
    if (is_word(text, "pause")) {
        return DNS_HOST_STATUS_PAUSE;
    }
    return is_word(text, "spam") ? DNS_HOST_STATUS_SPAM : DNS_HOST_STATUS_OTHER;
}

/* Punycode is the name in A-labels, Domain the one that was typed; either will do. */
static bool is_about(const struct json *object, const struct dns_name *zone, enum status *memory)
{
    return api_is_about(object, json_has(object, "Punycode") ? "Punycode" : "Domain", zone, memory);
}

static void read_zone(const struct json *object, struct arena *arena, struct dns_host *host)
{
    (void)api_text(object, "Status", arena, &host->status_text, NULL);
    host->status = status_of(host->status_text);
    host->has_dns_status = api_text(object, "DnsStatus", arena, &host->dns_status_text, NULL);
    host->is_dns_error = is_word(host->dns_status_text, "dnserror");
    api_names(object, "DnspodNsList", &host->expected);
    api_names(object, "ActualNsList", &host->actual);
    host->has_subdomain = json_get_bool(object, "IsSubDomain", &host->is_subdomain);
    (void)api_text(object, "Grade", arena, &host->grade, NULL);
}

enum status dns_host_read(const struct api_http *http, const struct dns_name *zone,
                          struct arena *arena, struct dns_host *ret_host)
{
    struct dns_host host = { .api = { .result = API_RESULT_NONE } };
    struct api_reply reply;
    enum status status = api_reply_read(http, arena, &reply);
    const struct json *object;

    if (status != STATUS_OK) {
        return status;
    }
    host.api = reply.outcome;
    object = json_get_object(reply.data, "DomainInfo");
    if (object != NULL && is_about(object, zone, &status)) {
        read_zone(object, arena, &host);
    } else if (reply.data != NULL) {
        api_outcome_fail(&host.api, object == NULL ? SLICE("the reply has no object \"DomainInfo\"")
                                                   : SLICE("the reply is about another zone"));
    }
    api_reply_free(&reply);
    if (status == STATUS_OK && arena_failed(arena)) {
        status = STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK) {
        *ret_host = host;
    }
    return status;
}

/* --- its records ----------------------------------------------------------------------------- */

static enum dns_host_record_status record_status_of(struct slice text)
{
    if (is_word(text, "")) {
        return DNS_HOST_RECORD_STATUS_NONE;
    }
    if (is_word(text, "enable")) {
        return DNS_HOST_RECORD_STATUS_ENABLE;
    }
    return is_word(text, "disable") ? DNS_HOST_RECORD_STATUS_DISABLE : DNS_HOST_RECORD_STATUS_OTHER;
}

/* By its number, else by its name, which is Chinese unless English was asked for. */
static bool is_default_line(const struct json *object, struct slice line)
{
    struct slice id;

    if (json_get_string(object, "LineId", &id) && slice_trim(id).length > 0) {
        return is_word(id, "0");
    }
    return is_word(line, "") || is_word(line, "default") ||
           is_word(line, "\xE9\xBB\x98\xE8\xAE\xA4");
}

struct reader {
    const struct dns_name *zone;
    struct slice zone_text;
    struct arena *arena;
    enum status status;
};

/* The host field in front of the zone; a wildcard's "*" is a label of its own. */
static bool name_of(struct reader *reader, struct slice host, struct dns_name *ret_name)
{
    struct slice star = SLICE("*");
    struct slice text = slice_trim(host);
    bool is_wild = slice_equal(text, star) || slice_starts_with(text, SLICE("*."));
    bool done = true;

    text = is_wild ? slice_from(text, 2) : text;
    if (text.length == 0 || slice_equal(text, SLICE("@"))) {
        *ret_name = *reader->zone;
    } else {
        text = arena_join(reader->arena, arena_join(reader->arena, text, SLICE(".")),
                          reader->zone_text);
        done = api_name(text, ret_name, &reader->status);
    }
    return done && (!is_wild || name_prepend(star, ret_name, ret_name) == STATUS_OK);
}

static void read_numbers(const struct json *object, struct dns_host_record *record)
{
    int64_t number = 0;

    record->has_mx = record->rr_type == RR_TYPE_MX && json_get_integer(object, "MX", &number) &&
                     number >= 0 && number <= MX_MAXIMUM;
    record->preference = record->has_mx ? (uint16_t)number : 0;
    record->has_ttl =
        json_get_integer(object, "TTL", &number) && number >= 0 && number <= TTL_MAXIMUM;
    record->ttl = record->has_ttl ? (uint32_t)number : 0;
}

static void read_record(struct reader *reader, const struct json *object,
                        struct dns_host_record *record)
{
    struct arena *arena = reader->arena;
    struct slice status;

    if (api_text(object, "Name", arena, &record->host, &record->cut)) {
        record->has_name = name_of(reader, record->host, &record->name);
    }
    (void)api_text(object, "Type", arena, &record->type, &record->cut);
    if (rr_type_from_text(slice_trim(record->type), &record->rr_type) != STATUS_OK) {
        record->rr_type = RR_TYPE_NONE;
    }
    (void)api_text(object, "Value", arena, &record->value, &record->cut);
    (void)api_text(object, "Line", arena, &record->line, &record->cut);
    record->is_default_line = is_default_line(object, record->line);
    (void)api_text(object, "Status", arena, &status, &record->cut);
    record->status = record_status_of(status);
    read_numbers(object, record);
}

/* TotalCount is of all that fit, whatever is in this reply. */
static void read_total(const struct json *data, struct dns_host_records *records)
{
    int64_t total = 0;

    records->has_total =
        json_get_integer(json_get_object(data, "RecordCountInfo"), "TotalCount", &total) &&
        total >= 0;
    records->total = records->has_total ? (uint64_t)total : 0;
}

static void read_records(struct reader *reader, const struct json *list,
                         struct dns_host_records *records)
{
    size_t count = json_count(list);
    size_t kept = count < DNS_HOST_RECORDS_MAXIMUM ? count : DNS_HOST_RECORDS_MAXIMUM;
    struct dns_host_record *items = arena_alloc_array(reader->arena, kept, sizeof *items);

    if (items == NULL) {
        return;
    }
    for (size_t i = 0; i < kept; i++) {
        const struct json *object = json_at_object(list, i);

        if (object != NULL) {
            read_record(reader, object, &items[records->count++]);
        }
    }
    records->items = items;
    records->is_complete = records->count == count && records->total <= count;
}

static bool is_no_data(const struct api_outcome *outcome)
{
    return outcome->result == API_RESULT_ERROR &&
           slice_equal_nocase(outcome->error.code, SLICE("ResourceNotFound.NoDataOfRecord"));
}

static void set_empty(struct dns_host_records *records)
{
    records->api.result = API_RESULT_DATA;
    records->api.error = (struct api_error){ .class = API_CLASS_NONE };
    records->has_total = true;
    records->is_complete = true;
}

enum status dns_host_records_read(const struct api_http *http, const struct dns_name *zone,
                                  struct arena *arena, struct dns_host_records *ret_records)
{
    struct reader reader = { .zone = zone, .zone_text = name_to_text(zone, arena), .arena = arena };
    const struct json *list = NULL;
    struct dns_host_records records = { .api = { .result = API_RESULT_NONE } };
    struct api_reply reply;

    reader.status = api_reply_read(http, arena, &reply);
    if (reader.status != STATUS_OK) {
        return reader.status;
    }
    records.api = reply.outcome;
    if (is_no_data(&reply.outcome)) {
        set_empty(&records);
    } else if (reply.data != NULL && (!api_list(reply.data, "RecordList", &list) ||
                                      !json_has(reply.data, "RecordList"))) {
        api_outcome_fail(&records.api, SLICE("the reply has no list \"RecordList\""));
    } else if (reply.data != NULL) {
        read_total(reply.data, &records);
        read_records(&reader, list, &records);
    }
    api_reply_free(&reply);
    if (reader.status == STATUS_OK && arena_failed(arena)) {
        reader.status = STATUS_NO_MEMORY;
    }
    if (reader.status == STATUS_OK) {
        *ret_records = records;
    }
    return reader.status;
}
