/* SPDX-License-Identifier: MIT */
/* Answers of APIs in transcripts. */
#include "provider/api_answer.h"

#include "base/base64.h"
#include "base/limits.h"
#include "base/utf8.h"

#define TEXT_MAXIMUM 1024 /* of server, reason and content type */
#define ESCAPED 6         /* octets of "\u0000": a character in a transcript is ASCII */

static const enum api_heard all_heard[] = { API_HEARD_REPLY, API_HEARD_UNREACHABLE,
                                            API_HEARD_UNREADABLE };

const char *api_heard_text(enum api_heard heard)
{
    switch (heard) {
    case API_HEARD_NONE:
        break;
    case API_HEARD_REPLY:
        return "reply";
    case API_HEARD_UNREACHABLE:
        return "unreachable";
    case API_HEARD_UNREADABLE:
        return "unreadable";
    }
    return "none";
}

/* --- writing --------------------------------------------------------------------------------- */

/* Whether the body comes back as it is from a JSON string that is not larger than its Base64 can
 * be: it is UTF-8, and few of its characters are escaped. */
static bool is_text(struct slice body)
{
    size_t escaped = 0;
    size_t octets;

    for (size_t at = 0; at < body.length; at += octets) {
        uint32_t code = 0;

        octets = utf8_decode(body, at, &code);
        if (octets == 0 || code == 0) {
            return false;
        }
        escaped += code >= 0x10000                              ? 2 * (size_t)ESCAPED
                   : code < ' ' || code > '~'                   ? (size_t)ESCAPED
                   : code == '"' || code == '\\' || code == '/' ? 2
                                                                : 1;
    }
    return escaped <= 2 * (size_t)LIMIT_API;
}

static void add_body(struct json *object, struct slice body, struct arena *arena)
{
    struct buf text;

    if (is_text(body)) {
        json_add_string(object, "body", body);
        return;
    }
    buf_init(&text, arena, (body.length / 3 + 1) * 4);
    base64_encode(body, &text);
    json_add_string(object, "body64", buf_slice(&text));
}

static void add_text(struct json *object, const char *key, struct slice text)
{
    if (text.length > 0) {
        json_add_string(object, key, text);
    }
}

void api_answer_write(const struct api_answer *answer, struct arena *arena, struct json *object)
{
    json_add_string(object, "heard", slice_of(api_heard_text(answer->heard)));
    add_text(object, "server", answer->server);
    add_text(object, "reason", answer->reason);
    if (answer->heard == API_HEARD_REPLY) {
        json_add_integer(object, "status", answer->http.status);
        add_text(object, "content_type", answer->http.content_type);
        add_body(object, answer->http.body, arena);
    }
}

/* --- reading --------------------------------------------------------------------------------- */

static bool read_heard(const struct json *object, struct api_answer *answer)
{
    struct slice text;

    if (!json_get_string(object, "heard", &text)) {
        return false;
    }
    for (size_t i = 0; i < sizeof all_heard / sizeof all_heard[0]; i++) {
        if (slice_equal(text, slice_of(api_heard_text(all_heard[i])))) {
            answer->heard = all_heard[i];
            return true;
        }
    }
    return false;
}

static bool read_text(const struct json *object, const char *key, struct arena *arena,
                      struct slice *ret_text)
{
    struct slice text;

    *ret_text = slice_empty();
    if (!json_has(object, key)) {
        return true;
    }
    if (!json_get_string(object, key, &text) || text.length > TEXT_MAXIMUM) {
        return false;
    }
    *ret_text = arena_copy(arena, text);
    return true;
}

static enum status read_body(const struct json *object, struct arena *arena, struct slice *ret_body)
{
    struct slice text = slice_empty();
    enum status status = STATUS_OK;

    if (json_has(object, "body64")) {
        status = json_get_string(object, "body64", &text) ? base64_decode(text, arena, ret_body)
                                                          : STATUS_BAD_INPUT;
    } else if (json_get_string(object, "body", &text)) {
        *ret_body = arena_copy(arena, text);
    } else {
        status = STATUS_BAD_INPUT;
    }
    return status == STATUS_OK && ret_body->length > LIMIT_API ? STATUS_BAD_INPUT : status;
}

static enum status read_http(const struct json *object, struct arena *arena, struct api_http *http)
{
    int64_t number = 0;

    if (!json_get_integer(object, "status", &number) || number < 100 || number > 599 ||
        !read_text(object, "content_type", arena, &http->content_type)) {
        return STATUS_BAD_INPUT;
    }
    http->status = (unsigned)number;
    return read_body(object, arena, &http->body);
}

enum status api_answer_read(const struct json *object, struct arena *arena,
                            struct api_answer *ret_answer)
{
    struct api_answer answer = { .http = { .content_type = slice_empty(), .body = slice_empty() } };
    enum status status = STATUS_OK;

    if (!read_heard(object, &answer) || !read_text(object, "server", arena, &answer.server) ||
        !read_text(object, "reason", arena, &answer.reason)) {
        return STATUS_BAD_INPUT;
    }
    if (answer.heard == API_HEARD_REPLY) {
        status = read_http(object, arena, &answer.http);
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK) {
        *ret_answer = answer;
    }
    return status;
}
