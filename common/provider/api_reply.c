/* SPDX-License-Identifier: MIT */
/*
 * Judging a reply:
 *
 * 1. The body is read as JSON, whatever its content type and the HTTP status.
 * 2. With the API's envelope it decides: an Error object is an error (the vendor sends those with
 *    200, and nothing promises that it stays so), all else is data when the HTTP status is 200.
 * 3. Without it the HTTP status is all there is: 429 and 5xx come from gateways before the API.
 *    A page under any other status may be anybody's: a portal's, a proxy's.
 */
#include "provider/api_reply.h"

#include "base/limits.h"
#include "base/utf8.h"

#define EXCERPT 120 /* octets of a content type in a reason */
#define NAMES_LOOKED_AT 64

/* --- classes --------------------------------------------------------------------------------- */

/* Whole codes first, then what stands before the first dot. */
static const struct {
    const char *code;
    enum api_class class;
} classes[] = {
    { "AuthFailure.SignatureExpire", API_CLASS_CLOCK },
    { "AuthFailure.UnauthorizedOperation", API_CLASS_RIGHTS },
    { "FailedOperation.DescribeDomainFailed", API_CLASS_UNAVAILABLE },
    { "FailedOperation.FrequencyLimit", API_CLASS_LIMIT },
    { "FailedOperation.NotDomainOwner", API_CLASS_NOT_FOUND },
    { "FailedOperation.ServiceNotAvailable", API_CLASS_UNAVAILABLE },
    { "FailedOperation.UnknowError", API_CLASS_UNAVAILABLE }, /* spelled so */
    { "InvalidParameter.OperateFailed", API_CLASS_UNAVAILABLE },
    { "InvalidParameter.RequestIpLimited", API_CLASS_RIGHTS },
    { "InvalidParameterValue.CreatedByOther", API_CLASS_NOT_FOUND },
    { "InvalidParameterValue.DomainNotExists", API_CLASS_NOT_FOUND },
    { "InvalidParameterValue.InvalidEmailIdentity", API_CLASS_NOT_FOUND },
    { "InvalidParameterValue.NotExistDomain", API_CLASS_NOT_FOUND },
    { "OperationDenied.AccessDenied", API_CLASS_RIGHTS },
    { "OperationDenied.DomainOwnerAllowedOnly", API_CLASS_RIGHTS },
    /* DNSPod's word for a zone of another account; a policy that is missing is AuthFailure. */
    { "OperationDenied.NoPermissionToOperateDomain", API_CLASS_NOT_FOUND },

    { "AuthFailure", API_CLASS_CREDENTIALS },
    { "InternalError", API_CLASS_UNAVAILABLE },
    { "IpInBlacklist", API_CLASS_RIGHTS },
    { "IpNotInWhitelist", API_CLASS_RIGHTS },
    { "LimitExceeded", API_CLASS_LIMIT },
    { "RequestLimitExceeded", API_CLASS_LIMIT },
    { "ResourceInsufficient", API_CLASS_UNAVAILABLE },
    { "ResourceNotFound", API_CLASS_NOT_FOUND },
    { "ResourceUnavailable", API_CLASS_UNAVAILABLE },
    { "UnauthorizedOperation", API_CLASS_RIGHTS },
};

static enum api_class find_class(struct slice code)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (slice_equal_nocase(code, slice_of(classes[i].code))) {
            return classes[i].class;
        }
    }
    return API_CLASS_NONE;
}

enum api_class api_class_of(struct slice code)
{
    struct slice trimmed = slice_trim(code);
    enum api_class class = find_class(trimmed);

    if (class == API_CLASS_NONE) {
        class = find_class(slice_head(trimmed, slice_find(trimmed, '.')));
    }
    return class == API_CLASS_NONE ? API_CLASS_OTHER : class;
}

const char *api_class_text(enum api_class class)
{
    switch (class) {
    case API_CLASS_NONE:
        return "none";
    case API_CLASS_CREDENTIALS:
        return "credentials";
    case API_CLASS_CLOCK:
        return "clock";
    case API_CLASS_RIGHTS:
        return "rights";
    case API_CLASS_NOT_FOUND:
        return "not-found";
    case API_CLASS_LIMIT:
        return "limit";
    case API_CLASS_UNAVAILABLE:
        return "unavailable";
    case API_CLASS_OTHER:
        return "other";
    }
    return "none";
}

/* --- pieces ---------------------------------------------------------------------------------- */

bool api_text(const struct json *object, const char *key, struct arena *arena,
              struct slice *ret_text, bool *ret_cut)
{
    struct slice text;

    *ret_text = slice_empty();
    if (!json_get_string(object, key, &text)) {
        return false;
    }
    if (text.length > LIMIT_API_TEXT) {
        text = slice_head(text, utf8_cut(text, LIMIT_API_TEXT));
        if (ret_cut != NULL) {
            *ret_cut = true;
        }
    }
    *ret_text = arena_copy(arena, text);
    return true;
}

bool api_list(const struct json *object, const char *key, const struct json **ret_list)
{
    *ret_list = json_get_list(object, key);
    return *ret_list != NULL || !json_has(object, key) || json_has_null(object, key);
}

static bool has_name(const struct api_names *names, const struct dns_name *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (name_equal(&names->items[i], name)) {
            return true;
        }
    }
    return false;
}

/* False when it is no host name, or there is no room. */
static bool add_name(struct api_names *names, struct slice text)
{
    struct dns_name name;

    if (name_from_text(slice_trim(text), &name, NULL) != STATUS_OK || !name_is_plain(&name) ||
        name_label_count(&name) < 2) {
        return false;
    }
    if (has_name(names, &name)) {
        return true;
    }
    if (names->count == API_NAMES_MAXIMUM) {
        return false;
    }
    names->items[names->count++] = name;
    return true;
}

void api_names(const struct json *object, const char *key, struct api_names *ret_names)
{
    const struct json *list = NULL;
    size_t count;

    ret_names->count = 0;
    ret_names->truncated = !api_list(object, key, &list);
    count = json_count(list);
    if (count > NAMES_LOOKED_AT) {
        ret_names->truncated = true;
        count = NAMES_LOOKED_AT;
    }
    for (size_t i = 0; i < count; i++) {
        struct slice text;

        if (!json_at_string(list, i, &text) || !add_name(ret_names, text)) {
            ret_names->truncated = true;
        }
    }
}

bool api_name(struct slice text, struct dns_name *ret_name, enum status *ret_memory)
{
    enum status status = name_from_user(slice_trim(text), ret_name, NULL);

    if (status == STATUS_NO_MEMORY) {
        *ret_memory = status;
    }
    return status == STATUS_OK;
}

bool api_is_about(const struct json *object, const char *key, const struct dns_name *asked,
                  enum status *ret_memory)
{
    struct dns_name name;
    struct slice text;

    return !json_get_string(object, key, &text) ||
           (api_name(text, &name, ret_memory) && name_equal(&name, asked));
}

/* --- the envelope ---------------------------------------------------------------------------- */

void api_outcome_fail(struct api_outcome *outcome, struct slice reason)
{
    outcome->result = API_RESULT_UNREADABLE;
    outcome->reason = reason;
}

static void set_error(struct api_outcome *outcome, enum api_class class, struct slice code)
{
    outcome->result = API_RESULT_ERROR;
    outcome->error.class = class;
    outcome->error.code = code;
}

/* ---- 3 ---- */

/* A line of it without controls: the head of a page is nobody's to trust. */
static struct slice describe_type(const struct api_http *http, struct arena *arena)
{
    struct slice type = slice_trim(http->content_type);

    for (size_t i = 0; i < type.length; i++) {
        if (!ascii_is_visible(type.data[i]) && type.data[i] != ' ') {
            return slice_empty();
        }
    }
    return type.length == 0 || type.length > EXCERPT
               ? slice_empty()
               : arena_printf(arena, " of type %.*s", SLICE_ARGS(type));
}

static void judge_http(const struct api_http *http, struct slice defect, struct arena *arena,
                       struct api_outcome *outcome)
{
    if (http->status == 429 || (http->status >= 500 && http->status <= 599)) {
        set_error(outcome, http->status == 429 ? API_CLASS_LIMIT : API_CLASS_UNAVAILABLE,
                  arena_printf(arena, "HTTP %u", http->status));
    } else if (http->status >= 300 && http->status <= 399) {
        api_outcome_fail(
            outcome,
            arena_printf(arena, "HTTP %u leads elsewhere and was not followed", http->status));
    } else {
        api_outcome_fail(outcome,
                         arena_printf(arena,
                                      "HTTP %u with a body of %zu octets%.*s that is no "
                                      "reply of the API: %.*s",
                                      http->status, http->body.length,
                                      SLICE_ARGS(describe_type(http, arena)), SLICE_ARGS(defect)));
    }
}

/* ---- 2 ---- */

static void judge_error(const struct json *error, struct arena *arena, struct api_outcome *outcome)
{
    struct slice code;

    (void)api_text(error, "Code", arena, &code, NULL);
    (void)api_text(error, "Message", arena, &outcome->error.message, NULL);
    set_error(outcome, api_class_of(code), code);
}

static void judge_response(const struct api_http *http, const struct json *response,
                           struct arena *arena, struct api_outcome *outcome)
{
    const struct json *error = json_get_object(response, "Error");

    (void)api_text(response, "RequestId", arena, &outcome->request_id, NULL);
    if (error != NULL) {
        judge_error(error, arena, outcome);
    } else if (json_has(response, "Error") && !json_has_null(response, "Error")) {
        api_outcome_fail(outcome, SLICE("the reply has an \"Error\" that is no object"));
    } else if (http->status != 200) {
        judge_http(http, SLICE("it has no \"Error\""), arena, outcome);
    } else {
        outcome->result = API_RESULT_DATA;
    }
}

/* ---- 1 ---- */

enum status api_reply_read(const struct api_http *http, struct arena *arena,
                           struct api_reply *ret_reply)
{
    struct api_reply reply = { .outcome = {
                                   .error = { .code = slice_empty(), .message = slice_empty() },
                                   .reason = slice_empty(),
                                   .request_id = slice_empty() } };
    struct slice defect = SLICE("it has no object \"Response\"");
    enum status status = json_read(http->body, LIMIT_API, arena, &reply.root, &defect);
    const struct json *response = NULL;

    if (status == STATUS_TOO_LONG) {
        defect = arena_printf(arena, "%u octets are the most that is read", LIMIT_API);
    } else if (status == STATUS_OK) {
        response = json_get_object(reply.root, "Response");
    }
    if (response != NULL) {
        judge_response(http, response, arena, &reply.outcome);
    } else if (status != STATUS_NO_MEMORY) {
        judge_http(http, defect, arena, &reply.outcome);
    }
    if (status == STATUS_NO_MEMORY || arena_failed(arena)) {
        json_free(reply.root);
        return STATUS_NO_MEMORY;
    }
    reply.data = reply.outcome.result == API_RESULT_DATA ? response : NULL;
    *ret_reply = reply;
    return STATUS_OK;
}

void api_reply_free(struct api_reply *reply)
{
    json_free(reply->root);
    reply->root = NULL;
    reply->data = NULL;
}
