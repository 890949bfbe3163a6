/* SPDX-License-Identifier: MIT */
/* What is shown beside findings: lines of -v and -vv, the member "mx" of the JSON document. */
#include "rules/mx_context.h"

#include "base/buf.h"

#define FINE_MAXIMUM 3 /* mail servers named in the first line */

/* ---- sentences ---- */

/* "mx1.example.com, mx2.example.com and 2 more". */
static struct slice fine_text(const struct mx_context *context)
{
    struct buf buf;

    if (answer_is_negative(context->answer)) {
        return SLICE("no MX record, and none is asked for");
    }
    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->exchange_count && i < FINE_MAXIMUM; i++) {
        buf_printf(&buf, "%s%.*s", i > 0 ? ", " : "",
                   SLICE_ARGS(name_to_text(context->exchanges[i].name, context->arena)));
    }
    if (context->exchange_count == 1 && context->exchanges[0].problem == MX_PROBLEM_NULL) {
        return SLICE("takes no mail (null MX)");
    }
    if (context->exchange_count > FINE_MAXIMUM) {
        buf_printf(&buf, " and %zu more", context->exchange_count - FINE_MAXIMUM);
    }
    return buf_slice(&buf);
}

static void write_addresses(const struct mx_exchange *exchange, struct arena *arena,
                            struct buf *buf)
{
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        const struct dns_answer *answer = exchange->answers[i];

        for (size_t r = 0; answer != NULL && r < answer->record_count; r++) {
            buf_printf(buf, " %.*s",
                       SLICE_ARGS(address_to_text(&answer->records[r].data.address, arena)));
        }
    }
}

static const char *problem_text(enum mx_problem problem)
{
    switch (problem) {
    case MX_PROBLEM_NONE:
        break;
    case MX_PROBLEM_NULL:
        return "null-mx";
    case MX_PROBLEM_DOT:
        return "dot";
    case MX_PROBLEM_ADDRESS:
        return "address";
    case MX_PROBLEM_DOUBLED:
        return "doubled";
    case MX_PROBLEM_DANGLING:
        return "dangling";
    case MX_PROBLEM_NO_ADDRESS:
        return "no-address";
    case MX_PROBLEM_CNAME:
        return "cname";
    }
    return NULL;
}

/* Lines for -v: each mail server, its addresses, what is wrong with it. */
static struct slice evidence_lines(const struct mx_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->exchange_count; i++) {
        const struct mx_exchange *exchange = &context->exchanges[i];
        const char *problem = problem_text(exchange->problem);

        buf_printf(&buf, "%sMX %u %.*s:", i > 0 ? "\n" : "", exchange->preference,
                   SLICE_ARGS(name_to_text(exchange->name, context->arena)));
        write_addresses(exchange, context->arena, &buf);
        if (problem != NULL) {
            buf_printf(&buf, " %s", problem);
        }
        if (exchange->reach == MX_REACH_UNKNOWN) {
            buf_add_text(&buf, " not known");
        }
    }
    return buf_slice(&buf);
}

/* Lines for -vv: the records as published. */
static struct slice record_lines(const struct mx_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->record_count; i++) {
        buf_add_text(&buf, i > 0 ? "\n" : "");
        buf_add_line(&buf, rr_to_text(context->records[i], context->arena));
    }
    return buf_slice(&buf);
}

void mx_document_show(struct mx_context *context)
{
    context->verdict->fine = fine_text(context);
    if (context->request.config->verbosity > 0) {
        context->verdict->evidence = evidence_lines(context);
    }
    if (context->request.config->verbosity > 1) {
        context->verdict->records = record_lines(context);
    }
}

/* ---- the member ---- */

static const struct mx_exchange *find_exchange(const struct mx_context *context,
                                               const struct dns_name *name)
{
    for (size_t i = 0; i < context->exchange_count; i++) {
        if (name_equal(context->exchanges[i].name, name)) {
            return &context->exchanges[i];
        }
    }
    return NULL;
}

/* Those that were heard; null when there is no telling. */
static void describe_addresses(const struct mx_exchange *exchange, struct arena *arena,
                               struct json *object)
{
    struct json *list;

    if (exchange == NULL || exchange->reach == MX_REACH_PENDING ||
        exchange->reach == MX_REACH_UNKNOWN) {
        json_add_null(object, "addresses");
        return;
    }
    list = json_add_list(object, "addresses");
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        const struct dns_answer *answer = exchange->answers[i];

        for (size_t r = 0; answer != NULL && r < answer->record_count; r++) {
            json_append_string(list, address_to_text(&answer->records[r].data.address, arena));
        }
    }
}

static void describe_record(const struct mx_context *context, const struct rr_mx *mx,
                            struct json *list)
{
    const struct mx_exchange *exchange = find_exchange(context, mx->exchange);
    const char *problem = exchange == NULL ? NULL : problem_text(exchange->problem);
    struct json *object = json_append_object(list);

    json_add_integer(object, "preference", mx->preference);
    json_add_string(object, "exchange", name_to_text(mx->exchange, context->arena));
    describe_addresses(exchange, context->arena, object);
    json_add_word(object, "problem", problem);
}

const struct differential *mx_rules_differential(const struct mx_details *details)
{
    return details != NULL ? details->context.differential : NULL;
}

void mx_rules_describe(const struct mx_details *details, struct json *document)
{
    struct json *mx = json_add_object(document, "mx");
    const struct mx_context *context = details != NULL ? &details->context : NULL;
    struct json *list;

    if (context != NULL && (context->record_count > 0 || context->is_absent)) {
        list = json_add_list(mx, "records");
        for (size_t i = 0; i < context->record_count; i++) {
            describe_record(context, &context->records[i]->data.mx, list);
        }
    } else {
        json_add_null(mx, "records");
    }
    list = json_add_list(mx, "expected");
    for (size_t i = 0; context != NULL && context->request.profile->mx.hosts[i] != NULL; i++) {
        json_append_string(list, slice_of(context->request.profile->mx.hosts[i]));
    }
}
