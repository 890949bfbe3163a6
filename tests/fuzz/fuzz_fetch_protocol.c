/* SPDX-License-Identifier: MIT */
/*
 * Both directions of the helper protocol, and the URLs in it: what is read lies inside the input,
 * keeps the limits, and is the same octets when it is written anew.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "io/fetch_protocol.h"
#include "io/fetch_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* Whether a text lies in the input. */
static void demand_inside(struct slice text, struct slice input, size_t maximum)
{
    demand(text.length <= maximum);
    demand(text.length == 0 ||
           (text.data >= input.data && text.data + text.length <= input.data + input.length));
}

static void demand_same(struct slice frame, struct slice content)
{
    size_t length = 0;

    demand(frame.length == FETCH_HEAD + content.length);
    demand(fetch_head_decode((const uint8_t *)frame.data, content.length, &length) == STATUS_OK);
    demand(length == content.length);
    demand(slice_equal(slice_from(frame, FETCH_HEAD), content));
}

static void check_request(struct slice content, struct arena *arena)
{
    struct fetch_request request;
    struct slice frame = slice_empty();
    bool is_refused;

    if (fetch_request_decode(content, &request) != STATUS_OK) {
        return;
    }
    demand(content.length <= FETCH_REQUEST_MAXIMUM);
    demand_inside(request.url, content, FETCH_URL_MAXIMUM);
    demand_inside(request.ca_path, content, FETCH_PATH_MAXIMUM);
    demand_inside(request.body, content, FETCH_BODY_MAXIMUM);
    demand(request.header_count <= FETCH_HEADERS_MAXIMUM);
    for (size_t i = 0; i < request.header_count; i++) {
        demand_inside(request.headers[i].name, content, FETCH_HEADER_NAME_MAXIMUM);
        demand_inside(request.headers[i].value, content, FETCH_HEADER_VALUE_MAXIMUM);
    }
    demand(request.address_count <= FETCH_ADDRESSES_MAXIMUM);
    for (size_t i = 0; i < request.address_count; i++) {
        demand(address_bits(&request.addresses[i]) != 0);
    }
    is_refused = fetch_request_refusal(&request) != NULL;
    demand((fetch_request_encode(&request, arena, &frame) == STATUS_OK) != is_refused);
    if (!is_refused) {
        demand_same(frame, content);
    }
}

static void check_reply(struct slice content, struct arena *arena)
{
    struct fetch_reply reply;
    struct slice frame = slice_empty();

    if (fetch_reply_decode(content, &reply) != STATUS_OK) {
        return;
    }
    demand(content.length <= FETCH_REPLY_MAXIMUM);
    demand(reply.result > FETCH_RESULT_NONE && reply.result < FETCH_RESULT_HELPER_MISSING);
    demand((reply.reason.length == 0) == (reply.result == FETCH_RESULT_OK));
    demand_inside(reply.content_type, content, FETCH_TEXT_MAXIMUM);
    demand_inside(reply.retry_after, content, FETCH_TEXT_MAXIMUM);
    demand_inside(reply.date, content, FETCH_TEXT_MAXIMUM);
    demand_inside(reply.reason, content, FETCH_TEXT_MAXIMUM);
    demand_inside(reply.location, content, FETCH_URL_MAXIMUM);
    demand_inside(reply.body, content, FETCH_REPLY_BODY_MAXIMUM);
    demand(fetch_reply_encode(&reply, arena, &frame) == STATUS_OK);
    demand_same(frame, content);
}

static void check_url(struct slice text)
{
    struct fetch_url url = { .port = 0 };
    const char *reason = NULL;

    if (fetch_url_parse(text, &url, &reason) != STATUS_OK) {
        demand(reason != NULL && url.port == 0);
        return;
    }
    demand(url.port != 0);
    demand_inside(url.host, text, LIMIT_NAME_TEXT);
    demand_inside(url.path, text, FETCH_URL_MAXIMUM);
    demand(url.host.length > 0);
    demand(url.path.length == 0 || url.path.data[0] == '/' || url.path.data[0] == '?');
    demand(slice_find(url.host, '@') == url.host.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    size_t length = 0;

    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    if (size >= FETCH_HEAD && fetch_head_decode(data, FETCH_REPLY_MAXIMUM, &length) == STATUS_OK) {
        demand(length > 0 && length <= FETCH_REPLY_MAXIMUM);
        input = slice_from(input, FETCH_HEAD);
    }
    check_request(input, arena);
    check_reply(input, arena);
    check_url(input);
    arena_destroy(arena);
    return 0;
}
