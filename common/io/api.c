/* SPDX-License-Identifier: MIT */
/*
 * One action of an API, step by step:
 *
 * 1. Its endpoint. A service without one is not asked.
 * 2. The addresses of the endpoint's host, through our own transport, for a quarter of the time
 *    left: DNS of the same round waits for it.
 * 3. The signed request, with half of the time left for its reply.
 * 4. The reply, taken in finish(), with the credentials taken out of every text of it before
 *    anybody else sees it.
 */
#include "io/api.h"

#include "base/limits.h"
#include "io/clock.h"
#include "io/credentials.h"
#include "io/fetch_url.h"
#include "io/host_address.h"
#include "io/https.h"
#include "provider/redact.h"
#include "provider/tc3.h"

#define HTTPS_PORT 443
#define SECRETS 3

struct api {
    struct api_options options;
    struct arena *arena;
    unsigned *messages; /* of the round */
    struct credentials *credentials;
    struct https *https;
    struct slice urls[API_SERVICE_COUNT];        /* empty: not asked */
    struct api_answer *answers[FETCH_IN_FLIGHT]; /* of requests that were begun */
    size_t count;
};

static void end_without(struct api_answer *answer, struct slice reason)
{
    answer->heard = API_HEARD_UNREACHABLE;
    answer->reason = reason;
}

/* ---- 2 ---- */

static enum status find_addresses(const struct api *api, const struct api_round *round,
                                  const struct fetch_url *url, struct fetch_request *request)
{
    struct host_address_request asked = { .dns = api->options.dns,
                                          .family = api->options.config->family,
                                          .deadline_ns = clock_part_ns(round->deadline_ns, 4),
                                          .messages = api->messages };
    struct host_addresses addresses;
    enum status status = host_address_find(&asked, url->host, round->arena, &addresses);

    for (size_t i = 0; status == STATUS_OK && i < addresses.count; i++) {
        request->addresses[i] = addresses.list[i];
        request->address_count = i + 1;
    }
    return status;
}

/* ---- 3 ---- */

/* The Host field as the client sends it: it is part of what is signed. */
static struct slice host_field(const struct fetch_url *url, struct arena *arena)
{
    bool is_ip6 = url->address.family == ADDRESS_FAMILY_IP6;
    struct slice host = is_ip6 ? arena_printf(arena, "[%.*s]", SLICE_ARGS(url->host)) : url->host;

    return url->port == HTTPS_PORT ? host
                                   : arena_printf(arena, "%.*s:%u", SLICE_ARGS(host), url->port);
}

static enum status sign(const struct api *api, const struct question *question, struct slice host,
                        struct arena *arena, struct fetch_request *request)
{
    struct api_action_parts parts = api_action_parts(question->action);
    struct credentials_view view = credentials_view(api->credentials);
    struct tc3_request signing = { .secret_id = view.secret_id,
                                   .secret_key = view.secret_key,
                                   .token = view.token,
                                   .service = slice_of(parts.service),
                                   .host = host,
                                   .action = slice_of(parts.name),
                                   .version = slice_of(parts.version),
                                   .region = parts.has_region ? api_config_region(api->options.api)
                                                              : slice_empty(),
                                   .content_type = SLICE(API_CONTENT_TYPE),
                                   .timestamp = clock_wall_seconds() };
    struct tc3_headers headers = { .count = 0 };
    enum status status = api_action_body(question->action, &question->name, arena, &signing.body);

    if (status == STATUS_OK) {
        status = tc3_sign(&signing, arena, &headers, NULL);
    }
    for (size_t i = 0; status == STATUS_OK && i < headers.count; i++) {
        request->headers[i] =
            (struct fetch_header){ headers.items[i].name, headers.items[i].value };
        request->header_count = i + 1;
    }
    request->body = signing.body;
    return status;
}

/* ---- 1 to 3 ---- */

static enum status begin_question(struct api *api, const struct api_round *round, size_t index)
{
    const struct question *question = &round->questions[index];
    struct api_answer *answer = &round->answers[index];
    struct fetch_request request = { .method = FETCH_METHOD_POST,
                                     .url = api->urls[api_action_service(question->action)],
                                     .size_limit = LIMIT_API,
                                     .deadline_ns = clock_part_ns(round->deadline_ns, 2) };
    struct fetch_url url;
    enum status status;

    if (request.url.length == 0 || fetch_url_parse(request.url, &url, NULL) != STATUS_OK ||
        api->count == FETCH_IN_FLIGHT) {
        end_without(answer, SLICE("it is not asked in this run"));
        return STATUS_OK;
    }
    answer->server = host_field(&url, round->arena);
    status = find_addresses(api, round, &url, &request);
    if (status == STATUS_OK && request.address_count == 0) {
        end_without(answer, arena_printf(round->arena, "no address of %.*s could be found",
                                         SLICE_ARGS(url.host)));
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = sign(api, question, answer->server, round->arena, &request);
    }
    if (status == STATUS_OK) {
        status = https_begin(api->https, &request);
    }
    if (status == STATUS_OK) {
        api->answers[api->count] = answer;
        api->count++;
    }
    return status == STATUS_BAD_INPUT ? STATUS_INTERNAL : status;
}

static enum status begin(void *self, const struct api_round *round, unsigned *messages)
{
    struct api *api = self;
    enum status status = STATUS_OK;

    api->arena = round->arena;
    api->messages = messages;
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
        status = begin_question(api, round, i);
    }
    return status;
}

/* ---- 4 ---- */

static enum status redact(const struct api *api, struct slice *text)
{
    struct credentials_view view = credentials_view(api->credentials);
    const struct slice secrets[SECRETS] = { view.secret_id, view.secret_key, view.token };

    return redact_text(*text, secrets, SECRETS, api->arena, text);
}

/* What a fetch that brought no HTTP reply says. */
static enum api_heard failed_fetch(enum fetch_result result)
{
    switch (result) {
    case FETCH_RESULT_OK:
        return API_HEARD_REPLY;
    case FETCH_RESULT_TOO_BIG:
    case FETCH_RESULT_BROKEN:
        return API_HEARD_UNREADABLE;
    case FETCH_RESULT_REDIRECT:
    case FETCH_RESULT_NONE:
    case FETCH_RESULT_UNREACHABLE:
    case FETCH_RESULT_TLS_REFUSED:
    case FETCH_RESULT_TIMEOUT:
    case FETCH_RESULT_BAD_REQUEST:
    case FETCH_RESULT_HELPER_MISSING:
    case FETCH_RESULT_HELPER_DIED:
    case FETCH_RESULT_HELPER_SILENT:
    case FETCH_RESULT_HELPER_GARBLED:
        break;
    }
    return API_HEARD_UNREACHABLE;
}

static enum status take_reply(const struct api *api, const struct fetch_reply *reply,
                              struct api_answer *answer)
{
    enum status status;

    answer->heard = failed_fetch(reply->result);
    answer->reason = reply->reason;
    if (reply->result == FETCH_RESULT_REDIRECT) {
        answer->reason =
            arena_printf(api->arena,
                         "it replies with a redirect (HTTP %u), which is not followed: "
                         "the request is signed for this server",
                         reply->status);
    }
    answer->http = (struct api_http){ .status = reply->status,
                                      .content_type = reply->content_type,
                                      .body = reply->body };
    status = redact(api, &answer->reason);
    if (status == STATUS_OK) {
        status = redact(api, &answer->http.content_type);
    }
    return status == STATUS_OK ? redact(api, &answer->http.body) : status;
}

static enum status finish(void *self)
{
    struct api *api = self;
    struct fetch_reply replies[FETCH_IN_FLIGHT];
    enum status status;

    if (api->count == 0) {
        return STATUS_OK;
    }
    /* Each has its own deadline. */
    status = https_finish(api->https, INT64_MAX, api->arena, replies, api->count);
    for (size_t i = 0; i < api->count && status == STATUS_OK; i++) {
        status = take_reply(api, &replies[i], api->answers[i]);
    }
    api->count = 0;
    return status;
}

static void close_api(void *self)
{
    struct api *api = self;

    https_destroy(api->https);
    credentials_destroy(api->credentials);
}

/* ---- the whole ---- */

/* What cannot be fetched is a wrong use. */
static enum status take_endpoints(struct api *api, struct slice *ret_reason)
{
    for (unsigned i = 0; i < API_SERVICE_COUNT; i++) {
        const char *reason = NULL;
        struct fetch_url url;

        api->urls[i] = api_config_endpoint(api->options.api, (enum api_service)i, api->arena);
        if (api->urls[i].length > 0 && fetch_url_parse(api->urls[i], &url, &reason) != STATUS_OK) {
            *ret_reason = arena_printf(api->arena, "--ses-endpoint \"%.*s\": %s (see --help)",
                                       SLICE_ARGS(api->urls[i]), reason);
            return STATUS_BAD_INPUT;
        }
    }
    return STATUS_OK;
}

enum status api_create(const struct api_options *options, struct arena *arena,
                       struct api_source *ret_source, struct slice *ret_reason)
{
    struct api *api = arena_alloc(arena, sizeof *api);
    enum status status;

    if (api == NULL) {
        return STATUS_NO_MEMORY;
    }
    api->options = *options;
    api->arena = arena;
    status = take_endpoints(api, ret_reason);
    if (status == STATUS_OK) {
        status = https_create(options->config->ca_file, &api->https);
    }
    if (status == STATUS_OK) {
        status = credentials_load(options->api->credentials, arena, &api->credentials, ret_reason);
    }
    if (status != STATUS_OK) {
        https_destroy(api->https);
        return status;
    }
    *ret_source = (struct api_source){ api, begin, finish, close_api };
    return STATUS_OK;
}
