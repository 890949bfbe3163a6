/* SPDX-License-Identifier: MIT */
/*
 * Judging an RDAP reply:
 *
 * 1. The body is read as JSON, whatever its content type: servers send errors as text/html and
 *    objects as text/plain. An object with errorCode is an error whatever the HTTP status
 *    (RFC 9083 6).
 * 2. Both codes are looked at together. A refusal in one of them is a refusal. "Not registered"
 *    needs 404 and no word against it; a page that is no JSON may come from any web server, so a
 *    404 with one proves nothing.
 * 3. 200 without errorCode has to be a domain object (objectClassName is the one member that
 *    RFC 9083 4.9 requires) and to name the domain that was asked for.
 * 4. Of the object itself, not of its entities: statuses, name servers, dates, DNSSEC. Of the
 *    entities only the name of the registrar: no person is kept.
 */
#include "registry/rdap_domain.h"

#include "base/json.h"
#include "base/limits.h"
#include "registry/date.h"
#include "registry/registration_fill.h"

#define EVENTS_MAXIMUM 64
#define SERVERS_LOOKED_AT 64
#define ENTITIES_MAXIMUM 64
#define ROLES_MAXIMUM 16
#define PROPERTIES_MAXIMUM 32

struct reader {
    const struct rdap_reply *reply;
    const struct dns_name *asked;
    struct arena *arena;
    int64_t now;
    const struct json *root; /* NULL: the body is no JSON */
    struct slice json_reason;
    bool is_error; /* there is an errorCode */
    unsigned code; /* its value, 0 when it is not a number of three digits */
    enum status status;
    struct registration *registration;
};

static void fail(struct reader *reader, enum registration_result result, struct slice reason)
{
    registration_fail(reader->registration, result, reason, reader->arena);
}

/* ---- 1 ---- */

/* A number, or the same as text. */
static void read_error_code(struct reader *reader)
{
    int64_t number = 0;
    uint64_t digits = 0;
    struct slice text;

    reader->is_error = json_has(reader->root, "errorCode");
    if (json_get_integer(reader->root, "errorCode", &number) && number >= 100 && number <= 999) {
        reader->code = (unsigned)number;
    } else if (json_get_string(reader->root, "errorCode", &text) &&
               slice_number(text, 100, 999, &digits) == STATUS_OK) {
        reader->code = (unsigned)digits;
    }
}

/* ---- 2 ---- */

static bool is_refusal(unsigned code)
{
    return code == 429 || code == 403 || code == 422;
}

static bool is_server_error(unsigned code)
{
    return code >= 500 && code <= 599;
}

/* Seconds or an HTTP date (RFC 9110 10.2.3), 1 s to a day; 0 when there is no usable value. */
static uint32_t read_retry_after(const struct reader *reader)
{
    struct slice text = slice_trim(reader->reply->retry_after);
    uint64_t seconds = 0;
    enum status status = slice_number(text, 0, REGISTRATION_RETRY_MAXIMUM, &seconds);
    int64_t time = 0;

    if (status == STATUS_OUT_OF_RANGE) {
        return REGISTRATION_RETRY_MAXIMUM;
    }
    if (status != STATUS_OK) {
        if (date_from_http(text, reader->now, &time) != STATUS_OK) {
            return 0;
        }
        seconds = time > reader->now ? (uint64_t)(time - reader->now) : 0;
    }
    if (seconds < REGISTRATION_RETRY_MINIMUM) {
        return REGISTRATION_RETRY_MINIMUM;
    }
    return (uint32_t)(seconds < REGISTRATION_RETRY_MAXIMUM ? seconds : REGISTRATION_RETRY_MAXIMUM);
}

/* "HTTP 429", "HTTP 200 with errorCode 429", each with the title when there is one. */
static struct slice describe_answer(const struct reader *reader)
{
    struct slice title = slice_empty();
    struct slice text = arena_printf(reader->arena, "HTTP %u", reader->reply->http_status);

    if (reader->is_error && reader->code != reader->reply->http_status) {
        text =
            arena_printf(reader->arena, "%.*s with errorCode %u", SLICE_ARGS(text), reader->code);
    }
    if (json_get_string(reader->root, "title", &title)) {
        title = registration_clean(title, REGISTRATION_EXCERPT, reader->arena);
    }
    if (title.length > 0) {
        text = arena_printf(reader->arena, "%.*s (\"%.*s\")", SLICE_ARGS(text), SLICE_ARGS(title));
    }
    return text;
}

static void refuse(struct reader *reader)
{
    uint32_t seconds = read_retry_after(reader);
    struct slice answer = describe_answer(reader);

    reader->registration->retry_after_s = seconds;
    fail(reader, REGISTRATION_RESULT_REFUSED,
         seconds > 0 ? arena_printf(reader->arena, "the server refuses to answer for %u s: %.*s",
                                    (unsigned)seconds, SLICE_ARGS(answer))
                     : arena_printf(reader->arena,
                                    "the server refuses to answer, for how long it does not say: "
                                    "%.*s",
                                    SLICE_ARGS(answer)));
}

/* What a page is that is no JSON. */
static struct slice describe_page(const struct reader *reader)
{
    struct slice type =
        registration_clean(reader->reply->content_type, REGISTRATION_EXCERPT, reader->arena);

    return arena_printf(
        reader->arena, "HTTP %u with a body of %zu octets%s%.*s that is no JSON: %.*s",
        reader->reply->http_status, reader->reply->body.length, type.length > 0 ? ", " : "",
        SLICE_ARGS(type), SLICE_ARGS(reader->json_reason));
}

static void judge_404(struct reader *reader)
{
    bool is_denied = !reader->is_error || reader->code == 404;

    if (reader->root == NULL && reader->reply->body.length > 0) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE, describe_page(reader));
    } else if (!is_denied || json_has(reader->root, "objectClassName")) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             arena_printf(reader->arena, "%.*s, which contradicts itself",
                          SLICE_ARGS(describe_answer(reader))));
    } else {
        reader->registration->result = REGISTRATION_RESULT_NOT_FOUND;
    }
}

static void judge_other(struct reader *reader)
{
    const char *meaning = "is no answer to the question";
    unsigned code = reader->is_error ? reader->code : reader->reply->http_status;

    if (code >= 300 && code <= 399) {
        meaning = "leads elsewhere and was not followed";
    } else if (code == 400) {
        meaning = "means that the server does not accept the name";
    } else if (code == 501) {
        meaning = "means that the server does not answer questions about domains";
    } else if (is_server_error(code)) {
        meaning = "means that the server has a fault";
    }
    fail(reader, REGISTRATION_RESULT_UNREADABLE,
         arena_printf(reader->arena, "%.*s %s", SLICE_ARGS(describe_answer(reader)), meaning));
}

/* Whether the codes leave an object to be read; else the result is set. */
static bool judge_codes(struct reader *reader)
{
    unsigned http = reader->reply->http_status;
    bool names_time = reader->reply->retry_after.length > 0;

    if (is_refusal(http) || is_refusal(reader->code) ||
        (names_time && (is_server_error(http) || is_server_error(reader->code)))) {
        refuse(reader);
    } else if (http == 404 || (http == 200 && reader->code == 404)) {
        judge_404(reader);
    } else if (http == 200 && !reader->is_error) {
        return true;
    } else {
        judge_other(reader);
    }
    return false;
}

/* ---- 3 ---- */

static bool is_about(struct reader *reader, struct slice text)
{
    enum status memory;
    bool is_same = registration_is_about(text, reader->asked, &memory);

    reader->status = memory != STATUS_OK ? memory : reader->status;
    return is_same;
}

/* ldhName decides; servers that know the name in Unicode only have no other. */
static bool judge_name(struct reader *reader)
{
    struct slice name;

    if (!json_get_string(reader->root, "ldhName", &name) &&
        !json_get_string(reader->root, "unicodeName", &name)) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             SLICE("the object does not name its domain: neither ldhName nor unicodeName"));
        return false;
    }
    if (is_about(reader, name)) {
        return true;
    }
    name = registration_clean(name, REGISTRATION_EXCERPT, reader->arena);
    fail(reader, REGISTRATION_RESULT_UNREADABLE,
         arena_printf(reader->arena, "the reply is about \"%.*s\", not about %.*s",
                      SLICE_ARGS(name), SLICE_ARGS(name_to_text(reader->asked, reader->arena))));
    return false;
}

static bool judge_object(struct reader *reader)
{
    struct slice class;

    if (reader->root == NULL) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE, describe_page(reader));
        return false;
    }
    if (!json_get_string(reader->root, "objectClassName", &class)) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             SLICE("the reply has no objectClassName: it is no object of RDAP (RFC 9083 4.9)"));
        return false;
    }
    if (!slice_equal_nocase(class, SLICE("domain"))) {
        class = registration_clean(class, REGISTRATION_EXCERPT, reader->arena);
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             arena_printf(reader->arena, "the reply is an object \"%.*s\", not a domain",
                          SLICE_ARGS(class)));
        return false;
    }
    return judge_name(reader);
}

/* ---- 4 ---- */

/* A list of texts, or one text; null is nothing told. An element that is no text may have been a
 * status: `truncated`. False for what cannot be read as either. */
static bool read_statuses(struct reader *reader)
{
    const struct json *list = json_get_list(reader->root, "status");
    struct slice text;

    if (list == NULL) {
        if (json_get_string(reader->root, "status", &text)) {
            registration_add_status(reader->registration, text, reader->arena);
            return true;
        }
        return !json_has(reader->root, "status") || json_has_null(reader->root, "status");
    }
    for (size_t i = 0; i < json_count(list); i++) {
        if (json_at_string(list, i, &text)) {
            registration_add_status(reader->registration, text, reader->arena);
        } else {
            reader->registration->truncated = true;
        }
    }
    return true;
}

static void read_servers(struct reader *reader)
{
    const struct json *list = json_get_list(reader->root, "nameservers");
    size_t count = json_count(list);

    if (count > SERVERS_LOOKED_AT) {
        reader->registration->truncated = true;
        count = SERVERS_LOOKED_AT;
    }
    for (size_t i = 0; i < count; i++) {
        const struct json *server = json_at_object(list, i);
        struct slice name;

        if (json_get_string(server, "ldhName", &name)) {
            (void)registration_add_server(reader->registration, name);
        }
    }
}

/* The first date of an action that is one; *ret_has stays as it is without. */
static void read_event(const struct json *list, const char *action, bool *ret_has,
                       int64_t *ret_time)
{
    for (size_t i = 0; i < json_count(list) && i < EVENTS_MAXIMUM && !*ret_has; i++) {
        const struct json *event = json_at_object(list, i);
        struct slice text;
        struct slice date;

        if (json_get_string(event, "eventAction", &text) &&
            slice_equal_nocase(slice_trim(text), slice_of(action)) &&
            json_get_string(event, "eventDate", &date)) {
            *ret_has = date_from_rfc3339(date, ret_time) == STATUS_OK;
        }
    }
}

/* The registry's expiration; the registrar's only where no other is told. */
static void read_events(struct reader *reader)
{
    struct registration *registration = reader->registration;
    const struct json *list = json_get_list(reader->root, "events");

    read_event(list, "registration", &registration->has_registered, &registration->registered);
    read_event(list, "expiration", &registration->has_expires, &registration->expires);
    read_event(list, "registrar expiration", &registration->has_expires, &registration->expires);
}

/* secureDNS, by some spelled secureDns: DS records at the parent. */
static void read_security(struct reader *reader)
{
    struct registration *registration = reader->registration;
    const struct json *security = json_get_object(reader->root, "secureDNS");

    if (security == NULL) {
        security = json_get_object(reader->root, "secureDns");
    }
    registration->has_signed =
        json_get_bool(security, "delegationSigned", &registration->is_signed);
    if (!registration->has_signed && json_count(json_get_list(security, "dsData")) > 0) {
        registration->has_signed = true;
        registration->is_signed = true;
    }
}

static bool has_role(const struct json *entity, struct slice role)
{
    const struct json *roles = json_get_list(entity, "roles");
    struct slice text;

    if (json_get_string(entity, "roles", &text)) {
        return slice_equal_nocase(text, role);
    }
    for (size_t i = 0; i < json_count(roles) && i < ROLES_MAXIMUM; i++) {
        if (json_at_string(roles, i, &text) && slice_equal_nocase(text, role)) {
            return true;
        }
    }
    return false;
}

/* The text of a property of a vCard in JSON (RFC 7095 3.3): ["fn", {}, "text", "Example"]. */
static struct slice property_of(const struct json *properties, struct slice name)
{
    for (size_t i = 0; i < json_count(properties) && i < PROPERTIES_MAXIMUM; i++) {
        const struct json *property = json_at_list(properties, i);
        struct slice text;

        if (json_at_string(property, 0, &text) && slice_equal_nocase(text, name) &&
            json_at_string(property, 3, &text) && slice_trim(text).length > 0) {
            return text;
        }
    }
    return slice_empty();
}

/* Its name, or its organisation when it is a person. */
static struct slice name_of_entity(const struct json *entity)
{
    const struct json *properties = json_at_list(json_get_list(entity, "vcardArray"), 1);
    struct slice name = property_of(properties, SLICE("fn"));

    if (name.length == 0 ||
        slice_equal_nocase(property_of(properties, SLICE("kind")), SLICE("individual"))) {
        name = property_of(properties, SLICE("org"));
    }
    return name;
}

static void read_registrar(struct reader *reader)
{
    const struct json *list = json_get_list(reader->root, "entities");

    for (size_t i = 0; i < json_count(list) && i < ENTITIES_MAXIMUM; i++) {
        const struct json *entity = json_at_object(list, i);

        if (has_role(entity, SLICE("registrar"))) {
            reader->registration->registrar = registration_clean(
                name_of_entity(entity), REGISTRATION_REGISTRAR_MAXIMUM, reader->arena);
            return;
        }
    }
}

static void read_object(struct reader *reader)
{
    if (!read_statuses(reader)) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             SLICE("the domain's \"status\" is neither a list nor a text (RFC 9083 4.6)"));
        return;
    }
    reader->registration->result = REGISTRATION_RESULT_FOUND;
    read_servers(reader);
    read_events(reader);
    read_security(reader);
    read_registrar(reader);
}

/* The body as JSON into reader->root; what is none leaves a reason. */
static enum status read_body(struct reader *reader, struct json **ret_root)
{
    struct slice body = slice_without_mark(reader->reply->body); /* RFC 8259 8.1 */
    enum status status = json_read(body, LIMIT_RDAP, reader->arena, ret_root, &reader->json_reason);

    if (status == STATUS_TOO_LONG) {
        reader->json_reason =
            arena_printf(reader->arena, "%u octets are the most that is read", LIMIT_RDAP);
    }
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

enum status rdap_domain_parse(const struct rdap_reply *reply, const struct dns_name *asked,
                              int64_t now, struct arena *arena,
                              struct registration *ret_registration)
{
    struct registration registration = { .source = REGISTRATION_SOURCE_RDAP,
                                         .server = slice_empty(),
                                         .reason = slice_empty(),
                                         .registrar = slice_empty(),
                                         .read_at = now };
    struct reader reader = { .reply = reply,
                             .asked = asked,
                             .arena = arena,
                             .now = now,
                             .json_reason = slice_empty(),
                             .registration = &registration };
    struct json *root = NULL;

    reader.status = read_body(&reader, &root);
    if (reader.status == STATUS_OK) {
        reader.root = root;
        read_error_code(&reader);
        if (judge_codes(&reader) && judge_object(&reader)) {
            read_object(&reader);
        }
    }
    json_free(root);
    if (reader.status == STATUS_OK && arena_failed(arena)) {
        reader.status = STATUS_NO_MEMORY;
    }
    if (reader.status == STATUS_OK) {
        *ret_registration = registration;
    }
    return reader.status;
}
