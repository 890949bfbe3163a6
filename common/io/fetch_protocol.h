/* SPDX-License-Identifier: MIT */
/*
 * What a plugin and its helper program check_ses_fetch say to each other.
 *
 * A stream of frames in each direction. A frame is 8 octets of head and its content:
 *
 *   "SES"  version (1)  length of the content, 32 bits, most significant octet first
 *
 * The plugin sends requests, the helper one reply for each, in any order; the id says which. Every
 * number, text and list has a fixed width or a length in front of it and a maximum (below), and
 * nothing may be left over, so each side can refuse what the other would never send. The plugin
 * closes its end when it needs no more; the helper ends then.
 *
 * The helper resolves no names, follows no redirects, knows no proxy and no credentials: whatever
 * it needs stands in the request, and everything that has to be decided is decided by the plugin.
 */
#ifndef CHECK_SES_IO_FETCH_PROTOCOL_H
#define CHECK_SES_IO_FETCH_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "io/fetch_url.h"

#define FETCH_VERSION 1
#define FETCH_HEAD 8 /* octets in front of each content */

#define FETCH_IN_FLIGHT 16 /* requests without their reply: the helper ends when there are more */
#define FETCH_ADDRESSES_MAXIMUM 16
#define FETCH_HEADERS_MAXIMUM 16
#define FETCH_HEADER_NAME_MAXIMUM 64
#define FETCH_HEADER_VALUE_MAXIMUM 4096
#define FETCH_BODY_MAXIMUM (64u * 1024)     /* of a request */
#define FETCH_REPLY_BODY_MAXIMUM (1u << 20) /* of a reply: an RDAP object has 1 MiB at most */
#define FETCH_PATH_MAXIMUM 4096             /* of the file or folder of certificates */
#define FETCH_TEXT_MAXIMUM 512              /* of a reply's texts, but for the location */

/* The largest content of each kind: all of the above, its fixed part and the lengths rounded up. */
#define FETCH_REQUEST_MAXIMUM                                              \
    (1024u + FETCH_URL_MAXIMUM + FETCH_PATH_MAXIMUM + FETCH_BODY_MAXIMUM + \
     FETCH_HEADERS_MAXIMUM * (FETCH_HEADER_NAME_MAXIMUM + FETCH_HEADER_VALUE_MAXIMUM + 4u))
#define FETCH_REPLY_MAXIMUM \
    (1024u + FETCH_URL_MAXIMUM + 4u * FETCH_TEXT_MAXIMUM + FETCH_REPLY_BODY_MAXIMUM)

enum fetch_method {
    FETCH_METHOD_NONE = 0,
    FETCH_METHOD_GET,
    FETCH_METHOD_POST
};

struct fetch_header {
    struct slice name;
    struct slice value;
};

struct fetch_request {
    uint32_t id; /* the client's choice, not that of its caller */
    enum fetch_method method;
    bool plain_allowed; /* http: only when the user chose it */
    struct slice url;
    /* Of the URL's host, best first; may be none when the host is an address itself. */
    struct address addresses[FETCH_ADDRESSES_MAXIMUM];
    size_t address_count;
    struct fetch_header headers[FETCH_HEADERS_MAXIMUM];
    size_t header_count;
    struct slice body;    /* of a POST */
    uint32_t size_limit;  /* of the reply's body: 1 to FETCH_REPLY_BODY_MAXIMUM */
    int64_t deadline_ns;  /* of the monotonic clock, which both sides see */
    struct slice ca_path; /* trusted certificates: a PEM file or a folder with hashed names, and no
                             others; empty: those of the system */
};

/* What came of a request. The last four are never sent: they are what a client says of its helper.
 */
enum fetch_result {
    FETCH_RESULT_NONE = 0,
    FETCH_RESULT_OK,             /* a whole HTTP reply, whatever its status code */
    FETCH_RESULT_REDIRECT,       /* a status that redirects, with its location (empty: unusable) */
    FETCH_RESULT_UNREACHABLE,    /* no connection to any of the addresses */
    FETCH_RESULT_TLS_REFUSED,    /* a certificate that is not trusted, or no agreement on TLS */
    FETCH_RESULT_TIMEOUT,        /* the deadline passed */
    FETCH_RESULT_TOO_BIG,        /* the body is over size_limit */
    FETCH_RESULT_BROKEN,         /* what came is not HTTP, or it broke off */
    FETCH_RESULT_BAD_REQUEST,    /* not asked: the URL or another part of the request is no good */
    FETCH_RESULT_HELPER_MISSING, /* the helper cannot be started */
    FETCH_RESULT_HELPER_DIED,    /* it ended before it replied */
    FETCH_RESULT_HELPER_SILENT,  /* it should have replied by now */
    FETCH_RESULT_HELPER_GARBLED  /* it said what no helper says */
};

struct fetch_reply {
    uint32_t id;
    enum fetch_result result;
    uint16_t status;           /* OK, REDIRECT: the HTTP status code, 200 to 599; else 0 */
    struct slice content_type; /* these four are empty when the server did not send them, or sent */
    struct slice retry_after;  /* more than the maximum */
    struct slice date;
    struct slice location; /* REDIRECT only: an absolute URL */
    struct slice reason;   /* all but OK: a sentence without a full stop */
    struct slice body;     /* OK only */
};

/* "tls-refused", "helper-died", …: for traces and tests. Static storage. */
const char *fetch_result_text(enum fetch_result result);

/* A text as the texts of a reply have to be: visible ASCII and blanks, "?" for all else. Empty if
 * the arena failed. */
struct slice fetch_line_clean(struct slice text, struct arena *arena);

/*
 * Why a request cannot be sent: a sentence, NULL when it can. Both sides ask this, so neither has
 * to trust the other. Not only syntax: http without plain_allowed, a host name without addresses,
 * a header that would change the framing of the message, line breaks in one.
 */
const char *fetch_request_refusal(const struct fetch_request *request);

/* A whole frame. STATUS_BAD_INPUT: it is refused (see above); STATUS_NO_MEMORY. */
MUST_CHECK enum status fetch_request_encode(const struct fetch_request *request,
                                            struct arena *arena, struct slice *ret_frame);

/* The same for a reply. STATUS_BAD_INPUT: it breaks the rules of fetch_reply_decode(). */
MUST_CHECK enum status fetch_reply_encode(const struct fetch_reply *reply, struct arena *arena,
                                          struct slice *ret_frame);

/*
 * Reads the head of a frame, FETCH_HEAD octets, whose content may have `maximum` octets.
 * STATUS_BAD_INPUT: no head, another version, or an empty content; STATUS_TOO_LONG.
 */
MUST_CHECK enum status fetch_head_decode(const uint8_t head[FETCH_HEAD], size_t maximum,
                                         size_t *ret_length);

/*
 * Reads the whole content of a frame; texts stay where they are. STATUS_BAD_INPUT: not the form of
 * a request. Whether what it asks is allowed is fetch_request_refusal()'s business.
 */
MUST_CHECK enum status fetch_request_decode(struct slice content,
                                            struct fetch_request *ret_request);

/*
 * The same for a reply. STATUS_BAD_INPUT also when its parts do not fit together: a status without
 * an HTTP reply, a body with a failure, a failure without a reason, a result that is never sent,
 * controls or other than ASCII in a text.
 */
MUST_CHECK enum status fetch_reply_decode(struct slice content, struct fetch_reply *ret_reply);

#endif
