/* SPDX-License-Identifier: MIT */
/*
 * TC3-HMAC-SHA256, the signature of Tencent's API 3.0
 * (https://cloud.tencent.com/document/api/213/30654), for POST requests to "/".
 *
 * The secret key and what is derived from it never leave the stack of the call, which is wiped.
 * Of the other credentials the SecretId stands in the Authorization field, in the arena, and the
 * token is sent from where the caller keeps it.
 */
#ifndef CHECK_SES_PROVIDER_TC3_H
#define CHECK_SES_PROVIDER_TC3_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#define TC3_SECRET_MINIMUM 4   /* what is shorter cannot be kept out of a text: api_redact() */
#define TC3_SECRET_MAXIMUM 256 /* the vendor's have 36 and 32 characters, temporary ids more */
#define TC3_TOKEN_MAXIMUM 4096
#define TC3_WORD_MAXIMUM 64  /* service, action, version, region */
#define TC3_HOST_MAXIMUM 261 /* a name of 253 and ":65535" with room to spare */
#define TC3_CONTENT_TYPE_MAXIMUM 128
#define TC3_BODY_MAXIMUM (64u * 1024)
#define TC3_TIME_MAXIMUM INT64_C(253402300799) /* 9999-12-31T23:59:59Z */
#define TC3_HASH 32                            /* octets of SHA-256 */

struct tc3_request {
    struct slice secret_id;
    struct slice secret_key;
    struct slice token;        /* of temporary credentials; empty: none */
    struct slice service;      /* "ses" */
    struct slice host;         /* as the Host field has it: with the port unless that is 443 */
    struct slice action;       /* "GetEmailIdentity" */
    struct slice version;      /* "2020-10-02" */
    struct slice region;       /* "ap-hongkong"; empty: the service has none */
    struct slice content_type; /* lower case: whether the vendor lowers it before it looks is not
                                * written anywhere */
    struct slice body;
    int64_t timestamp;    /* seconds since 1970 */
    bool action_unsigned; /* the older form, whose signed fields are Content-Type and Host only */
};

struct tc3_header {
    struct slice name;
    struct slice value;
};

/* Content-Type, Authorization, X-TC-Action, -Version, -Timestamp, and Region and Token where there
 * are. Host is the client's own. */
#define TC3_HEADERS_MAXIMUM 7

struct tc3_headers {
    struct tc3_header items[TC3_HEADERS_MAXIMUM];
    size_t count;
};

/* The steps of a signature, for tests. The three keys are secrets, and the caller's to wipe. */
struct tc3_trace {
    struct slice canonical_request;
    uint8_t request_hash[TC3_HASH];
    struct slice string_to_sign;
    uint8_t secret_date[TC3_HASH];
    uint8_t secret_service[TC3_HASH];
    uint8_t secret_signing[TC3_HASH];
    struct slice signature; /* hexadecimal */
};

/*
 * Why credentials can be none: a sentence that holds nothing of them, in static storage; NULL when
 * they can be. An empty token is no token.
 */
const char *tc3_credentials_refusal(struct slice secret_id, struct slice secret_key,
                                    struct slice token);

/* The same for a whole request: empty, too long, or with characters that do not belong there. */
const char *tc3_request_refusal(const struct tc3_request *request);

/*
 * The fields to send with the request. Values are in `arena`, or are slices of the request itself,
 * the token among them. `trace` is NULL but in tests. STATUS_BAD_INPUT: tc3_request_refusal() says
 * why; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status tc3_sign(const struct tc3_request *request, struct arena *arena,
                                struct tc3_headers *ret_headers, struct tc3_trace *trace);

#endif
