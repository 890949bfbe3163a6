/* SPDX-License-Identifier: MIT */
/* A plan as text and as JSON. */
#include "rules/plan.h"

#include "base/buf.h"
#include "base/limits.h"
#include "rules/publish.h"

#define LINES_MAXIMUM ((size_t)LIMIT_TXT * 8)

void plan_init(struct plan *plan, const struct dns_name *zone, struct arena *arena)
{
    *plan = (struct plan){ .arena = arena, .zone = *zone };
}

void plan_add(struct plan *plan, const struct plan_record *record)
{
    if (plan->count < PLAN_RECORDS_MAXIMUM) {
        plan->records[plan->count] = *record;
        plan->count++;
    }
}

static const char *word_of(enum plan_status status)
{
    switch (status) {
    case PLAN_STATUS_MISSING:
        return "missing";
    case PLAN_STATUS_RIGHT:
        return "right";
    case PLAN_STATUS_WRONG:
        return "wrong";
    case PLAN_STATUS_UNKNOWN:
        return "unknown";
    }
    return "unknown";
}

static bool is_txt(const struct plan_record *record)
{
    return slice_equal(slice_of(record->type), SLICE("TXT"));
}

/* The plan's zone, or for a name above it the registrable domain. */
static struct dns_name zone_of(const struct plan *plan, const struct plan_record *record)
{
    struct dns_name zone;

    return !record->has_name || name_is_within(&record->name, &plan->zone) ||
                   name_registrable(&record->name, &zone) != STATUS_OK
               ? plan->zone
               : zone;
}

/* As the form of a DNS host takes it; empty: not known. */
static struct slice host_text(const struct plan *plan, const struct plan_record *record,
                              const struct dns_name *zone)
{
    return record->has_name ? name_relative(&record->name, zone, plan->arena) : slice_empty();
}

/* A value on one line, as it is typed. */
static struct slice value_text(const struct plan *plan, const struct plan_record *record)
{
    return is_txt(record) ? publish_value(record->value, plan->arena) : record->value;
}

struct slice plan_lines(const struct plan *plan)
{
    struct buf buf;

    buf_init(&buf, plan->arena, LINES_MAXIMUM);
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_record *record = &plan->records[i];
        struct dns_name zone = zone_of(plan, record);
        struct slice host = host_text(plan, record, &zone);

        buf_printf(&buf, "%s%-8s %-5s %s  TTL %u  host ", i == 0 ? "" : "\n",
                   word_of(record->status), record->purpose, record->type, PLAN_TTL);
        buf_add(&buf, host.length > 0 ? host : SLICE("(the sending service tells it)"));
        if (!name_equal(&zone, &plan->zone)) {
            buf_printf(&buf, "  in the zone %.*s", SLICE_ARGS(name_to_text(&zone, plan->arena)));
        }
        if (record->value.length > 0) {
            buf_add_text(&buf, "\n    ");
            buf_add(&buf, value_text(plan, record));
        }
        if (record->differs.length > 0) {
            buf_add_text(&buf, "\n    # ");
            buf_add_line(&buf, record->differs);
        }
    }
    return buf_slice(&buf);
}

static void describe_text(struct json *object, const char *key, struct slice text)
{
    if (text.length > 0) {
        json_add_string(object, key, text);
    } else {
        json_add_null(object, key);
    }
}

/* The character-strings of a TXT (RFC 1035 3.3); of other types none. */
static void describe_strings(const struct plan_record *record, struct json *object)
{
    struct json *list = json_add_list(object, "strings");

    for (struct slice rest = record->value; is_txt(record) && rest.length > 0;
         rest = slice_from(rest, LIMIT_STRING)) {
        json_append_string(list, slice_head(rest, LIMIT_STRING));
    }
}

void plan_describe(const struct plan *plan, struct json *document)
{
    struct json *list = json_add_list(document, "plan");

    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_record *record = &plan->records[i];
        struct json *object = json_append_object(list);
        struct dns_name zone = zone_of(plan, record);

        json_add_string(object, "purpose", slice_of(record->purpose));
        json_add_string(object, "zone", name_to_text(&zone, plan->arena));
        describe_text(object, "host", host_text(plan, record, &zone));
        json_add_string(object, "type", slice_of(record->type));
        describe_text(object, "value", record->value);
        describe_strings(record, object);
        json_add_integer(object, "ttl", PLAN_TTL);
        json_add_string(object, "status", slice_of(word_of(record->status)));
        describe_text(object, "differs", record->differs);
    }
}
