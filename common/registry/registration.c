/* SPDX-License-Identifier: MIT */
/* What is known of a domain's registration: its words, and its form in caches and transcripts. */
#include "registry/registration.h"

#include "registry/registration_fill.h"

/* 9999-12-31T23:59:59Z and 1900-01-01T00:00:00Z, with a day for offsets. */
#define TIME_MAXIMUM (INT64_C(253402300799) + 86400)
#define TIME_MINIMUM (INT64_C(-2208988800) - 86400)

static const enum registration_result results[] = {
    REGISTRATION_RESULT_FOUND,      REGISTRATION_RESULT_NOT_FOUND, REGISTRATION_RESULT_RESERVED,
    REGISTRATION_RESULT_REFUSED,    REGISTRATION_RESULT_DEFERRED,  REGISTRATION_RESULT_UNREACHABLE,
    REGISTRATION_RESULT_UNREADABLE, REGISTRATION_RESULT_NO_SERVER
};
static const enum registration_source sources[] = { REGISTRATION_SOURCE_NONE,
                                                    REGISTRATION_SOURCE_RDAP,
                                                    REGISTRATION_SOURCE_WHOIS };

bool registration_is_good(const struct registration *registration)
{
    return registration->result == REGISTRATION_RESULT_FOUND ||
           registration->result == REGISTRATION_RESULT_NOT_FOUND ||
           registration->result == REGISTRATION_RESULT_RESERVED;
}

bool registration_has(const struct registration *registration, enum epp_status status)
{
    for (size_t i = 0; i < registration->status_count; i++) {
        if (registration->statuses[i].status == status) {
            return true;
        }
    }
    return false;
}

bool registration_on_hold(const struct registration *registration)
{
    return registration_has(registration, EPP_STATUS_CLIENT_HOLD) ||
           registration_has(registration, EPP_STATUS_SERVER_HOLD) ||
           registration_has(registration, EPP_STATUS_SUSPENDED);
}

bool registration_tells_hold(const struct registration *registration)
{
    return registration->result == REGISTRATION_RESULT_FOUND && registration->status_count > 0 &&
           (!registration->truncated || registration_on_hold(registration));
}

const char *registration_result_text(enum registration_result result)
{
    switch (result) {
    case REGISTRATION_RESULT_NONE:
        return "none";
    case REGISTRATION_RESULT_FOUND:
        return "found";
    case REGISTRATION_RESULT_NOT_FOUND:
        return "not-found";
    case REGISTRATION_RESULT_RESERVED:
        return "reserved";
    case REGISTRATION_RESULT_REFUSED:
        return "refused";
    case REGISTRATION_RESULT_DEFERRED:
        return "deferred";
    case REGISTRATION_RESULT_UNREACHABLE:
        return "unreachable";
    case REGISTRATION_RESULT_UNREADABLE:
        return "unreadable";
    case REGISTRATION_RESULT_NO_SERVER:
        return "no-server";
    }
    return "none";
}

const char *registration_source_text(enum registration_source source)
{
    switch (source) {
    case REGISTRATION_SOURCE_NONE:
        return "none";
    case REGISTRATION_SOURCE_RDAP:
        return "rdap";
    case REGISTRATION_SOURCE_WHOIS:
        return "whois";
    }
    return "none";
}

/* --- writing --------------------------------------------------------------------------------- */

/* Cleaned, so that what was written can be read, whoever filled it in. */
static void write_text(struct json *object, const char *key, struct slice text, size_t maximum,
                       struct arena *arena)
{
    struct slice clean = registration_clean(text, maximum, arena);

    if (clean.length > 0) {
        json_add_string(object, key, clean);
    }
}

static void write_found(const struct registration *registration, struct arena *arena,
                        struct json *object)
{
    struct json *list;

    if (registration->status_count > 0) {
        list = json_add_list(object, "statuses");
        for (size_t i = 0; i < registration->status_count; i++) {
            json_append_string(list, registration->statuses[i].text);
        }
    }
    if (registration->server_count > 0) {
        list = json_add_list(object, "servers");
        for (size_t i = 0; i < registration->server_count; i++) {
            json_append_string(list, name_to_text(&registration->servers[i], arena));
        }
    }
    if (registration->truncated) {
        json_add_bool(object, "truncated", true);
    }
    if (registration->has_registered) {
        json_add_integer(object, "registered", registration->registered);
    }
    if (registration->has_expires) {
        json_add_integer(object, "expires", registration->expires);
    }
    if (registration->has_signed) {
        json_add_bool(object, "signed", registration->is_signed);
    }
    write_text(object, "registrar", registration->registrar, REGISTRATION_REGISTRAR_MAXIMUM, arena);
}

static void write_one(const struct registration *registration, struct arena *arena,
                      struct json *object)
{
    json_add_string(object, "result", slice_of(registration_result_text(registration->result)));
    json_add_string(object, "source", slice_of(registration_source_text(registration->source)));
    write_text(object, "server", registration->server, REGISTRATION_SERVER_TEXT_MAXIMUM, arena);
    write_text(object, "reason", registration->reason, REGISTRATION_REASON_MAXIMUM, arena);
    if (registration->retry_after_s > 0) {
        json_add_integer(object, "retry_after_s",
                         registration->retry_after_s < REGISTRATION_RETRY_MAXIMUM
                             ? registration->retry_after_s
                             : REGISTRATION_RETRY_MAXIMUM);
    }
    if (registration->result == REGISTRATION_RESULT_FOUND) {
        write_found(registration, arena, object);
    }
    if (registration->read_at > 0) {
        json_add_integer(object, "read_at", registration->read_at);
    }
}

void registration_write(const struct registration *registration, struct arena *arena,
                        struct json *object)
{
    write_one(registration, arena, object);
    if (registration->last_good != NULL) {
        write_one(registration->last_good, arena, json_add_object(object, "last_good"));
    }
}

/* --- reading --------------------------------------------------------------------------------- */

/* Each reader leaves what is absent as it is, and gives false for what should not be there. */

static bool read_result(const struct json *object, struct registration *registration)
{
    struct slice text;

    if (!json_get_string(object, "result", &text)) {
        return false;
    }
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        if (slice_equal(text, slice_of(registration_result_text(results[i])))) {
            registration->result = results[i];
            return true;
        }
    }
    return false;
}

static bool read_source(const struct json *object, struct registration *registration)
{
    struct slice text;

    if (!json_get_string(object, "source", &text)) {
        return false;
    }
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (slice_equal(text, slice_of(registration_source_text(sources[i])))) {
            registration->source = sources[i];
            return true;
        }
    }
    return false;
}

static bool read_text(const struct json *object, const char *key, size_t maximum,
                      struct slice *ret_text)
{
    if (!json_has(object, key)) {
        return true;
    }
    return json_get_string(object, key, ret_text) && ret_text->length > 0 &&
           registration_is_clean(*ret_text, maximum);
}

static bool read_integer(const struct json *object, const char *key, int64_t minimum,
                         int64_t maximum, int64_t *ret_number)
{
    if (!json_has(object, key)) {
        return true;
    }
    return json_get_integer(object, key, ret_number) && *ret_number >= minimum &&
           *ret_number <= maximum;
}

static bool read_time(const struct json *object, const char *key, bool *ret_has, int64_t *ret_time)
{
    *ret_has = json_has(object, key);
    return read_integer(object, key, TIME_MINIMUM, TIME_MAXIMUM, ret_time);
}

static bool read_bool(const struct json *object, const char *key, bool *ret_value)
{
    return !json_has(object, key) || json_get_bool(object, key, ret_value);
}

/* What was written is what registration_add_status() made: clean, each once. */
static bool read_statuses(const struct json *object, struct arena *arena,
                          struct registration *registration)
{
    const struct json *list = json_get_list(object, "statuses");

    if (!json_has(object, "statuses")) {
        return true;
    }
    if (list == NULL || json_count(list) > REGISTRATION_STATUSES_MAXIMUM) {
        return false;
    }
    for (size_t i = 0; i < json_count(list); i++) {
        struct slice text;

        if (!json_at_string(list, i, &text) || text.length == 0 ||
            !registration_is_clean(text, REGISTRATION_STATUS_TEXT_MAXIMUM)) {
            return false;
        }
        registration_add_status(registration, text, arena);
    }
    return true;
}

static bool read_servers(const struct json *object, struct registration *registration)
{
    const struct json *list = json_get_list(object, "servers");

    if (!json_has(object, "servers")) {
        return true;
    }
    if (list == NULL || json_count(list) > REGISTRATION_SERVERS_MAXIMUM) {
        return false;
    }
    for (size_t i = 0; i < json_count(list); i++) {
        struct slice text;

        if (!json_at_string(list, i, &text) || !registration_add_server(registration, text)) {
            return false;
        }
    }
    return true;
}

static bool read_found(const struct json *object, struct arena *arena,
                       struct registration *registration)
{
    registration->has_signed = json_has(object, "signed");
    return read_statuses(object, arena, registration) && read_servers(object, registration) &&
           read_bool(object, "truncated", &registration->truncated) &&
           read_bool(object, "signed", &registration->is_signed) &&
           read_time(object, "registered", &registration->has_registered,
                     &registration->registered) &&
           read_time(object, "expires", &registration->has_expires, &registration->expires) &&
           read_text(object, "registrar", REGISTRATION_REGISTRAR_MAXIMUM, &registration->registrar);
}

static bool read_all(const struct json *object, struct arena *arena,
                     struct registration *registration)
{
    int64_t retry = 0;
    bool done =
        read_result(object, registration) && read_source(object, registration) &&
        read_text(object, "server", REGISTRATION_SERVER_TEXT_MAXIMUM, &registration->server) &&
        read_text(object, "reason", REGISTRATION_REASON_MAXIMUM, &registration->reason) &&
        read_integer(object, "retry_after_s", REGISTRATION_RETRY_MINIMUM,
                     REGISTRATION_RETRY_MAXIMUM, &retry) &&
        read_integer(object, "read_at", 0, TIME_MAXIMUM, &registration->read_at);

    registration->retry_after_s = (uint32_t)retry;
    if (done && registration->result == REGISTRATION_RESULT_FOUND) {
        done = read_found(object, arena, registration);
    }
    return done;
}

static enum status read_one(const struct json *object, struct arena *arena,
                            struct registration *ret_registration)
{
    struct registration registration = { .server = slice_empty(),
                                         .reason = slice_empty(),
                                         .registrar = slice_empty() };

    if (object == NULL || !read_all(object, arena, &registration)) {
        return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_BAD_INPUT;
    }
    registration.server = arena_copy(arena, registration.server);
    registration.reason = arena_copy(arena, registration.reason);
    registration.registrar = arena_copy(arena, registration.registrar);
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_registration = registration;
    return STATUS_OK;
}

enum status registration_read(const struct json *object, struct arena *arena,
                              struct registration *ret_registration)
{
    struct registration registration;
    struct registration *last_good;
    enum status status = read_one(object, arena, &registration);

    if (status == STATUS_OK && json_has(object, "last_good")) {
        last_good = arena_alloc(arena, sizeof *last_good);
        if (last_good == NULL) {
            return STATUS_NO_MEMORY;
        }
        status = read_one(json_get_object(object, "last_good"), arena, last_good);
        if (status == STATUS_OK &&
            (registration_is_good(&registration) || !registration_is_good(last_good))) {
            return STATUS_BAD_INPUT;
        }
        registration.last_good = last_good;
    }
    if (status == STATUS_OK) {
        *ret_registration = registration;
    }
    return status;
}
