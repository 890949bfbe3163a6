/* SPDX-License-Identifier: MIT */
/*
 * Replies of Tencent's API 3.0: the envelope {"Response":{…}} with either the data asked for or an
 * error, and the pieces that all data is made of. Texts are kept as they were sent, cut to
 * LIMIT_API_TEXT octets at the end of a character; whoever shows them escapes them.
 */
#ifndef CHECK_SES_PROVIDER_API_REPLY_H
#define CHECK_SES_PROVIDER_API_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"

/* What came over HTTP. */
struct api_http {
    unsigned status; /* 200, 503, … */
    struct slice
        content_type; /* as sent, for the reason; may be empty: bodies speak for themselves */
    struct slice body;
};

enum api_result {
    API_RESULT_NONE = 0,
    API_RESULT_DATA,      /* what was asked for */
    API_RESULT_ERROR,     /* the API says why not, or HTTP does: see `error` */
    API_RESULT_UNREADABLE /* something that is no reply of the API: see `reason` */
};

/* Errors by what has to be done. */
enum api_class {
    API_CLASS_NONE = 0,
    API_CLASS_CREDENTIALS, /* mend the credentials */
    API_CLASS_CLOCK,       /* the clock of this machine is off by more than five minutes */
    API_CLASS_RIGHTS,      /* the credentials are good and may not do this, or not from here */
    API_CLASS_NOT_FOUND,   /* there is no such thing in this account or region */
    API_CLASS_LIMIT,       /* too many requests: later */
    API_CLASS_UNAVAILABLE, /* a fault of the service: later */
    API_CLASS_OTHER        /* a request that the API does not accept, or a word unknown here */
};

struct api_error {
    enum api_class class;
    struct slice code;    /* "AuthFailure.SignatureExpire"; "HTTP 503" when the API itself said
                           * nothing; empty: an error without a code */
    struct slice message; /* as sent; may be empty */
};

struct api_outcome {
    enum api_result result;
    struct api_error error;  /* ERROR only */
    struct slice reason;     /* UNREADABLE only: a sentence */
    struct slice request_id; /* for the vendor's support; empty: not told */
};

struct api_reply {
    struct api_outcome outcome;
    const struct json
        *data; /* the member Response of DATA, else NULL; lives until api_reply_free */
    struct json *root;
};

/*
 * Reads a reply. An Error object is an error whatever the HTTP status. Without the API's envelope
 * 429 is API_CLASS_LIMIT and 5xx API_CLASS_UNAVAILABLE; all else is UNREADABLE: pages, cut JSON,
 * more than LIMIT_API octets, data under another status than 200. Texts of the outcome are in
 * `arena` and live on after api_reply_free(). STATUS_NO_MEMORY: there is nothing to free.
 */
MUST_CHECK enum status api_reply_read(const struct api_http *http, struct arena *arena,
                                      struct api_reply *ret_reply);
void api_reply_free(struct api_reply *reply);

/* The data does not hold what it has to: UNREADABLE with this reason (static or in the arena). */
void api_outcome_fail(struct api_outcome *outcome, struct slice reason);

/*
 * The class of a code, in any case: by the whole of it, else by the part before the first dot,
 * else API_CLASS_OTHER (https://cloud.tencent.com/document/product/1288/51060).
 */
enum api_class api_class_of(struct slice code);

/* "credentials", "clock", "rights", "not-found", "limit", "unavailable", "other"; "none". Static
 * storage. */
const char *api_class_text(enum api_class class);

/* --- pieces of data -------------------------------------------------------------------------- */

/*
 * A text of an object, in the arena, blanks around it as sent. False when it is absent, null or no
 * text: *ret_text is empty then. *ret_cut (may be NULL) becomes true when it was longer than
 * LIMIT_API_TEXT, and stays as it is otherwise.
 */
bool api_text(const struct json *object, const char *key, struct arena *arena,
              struct slice *ret_text, bool *ret_cut);

/* A list, or nothing told (absent, null): false for any other type. *ret_list is NULL without. */
bool api_list(const struct json *object, const char *key, const struct json **ret_list);

#define API_NAMES_MAXIMUM 16

/* Host names of a list in the order given, each once. */
struct api_names {
    struct dns_name items[API_NAMES_MAXIMUM];
    size_t count;
    bool truncated; /* there were more, or some that are no host names */
};

/* Names of the list at `key`; none when there is no list. */
void api_names(const struct json *object, const char *key, struct api_names *ret_names);

/*
 * A name as a reply has it: in any case, with a final dot or without, A-labels or U-labels.
 * *ret_memory is STATUS_NO_MEMORY when IDNA had none, and stays as it is otherwise.
 */
bool api_name(struct slice text, struct dns_name *ret_name, enum status *ret_memory);

/* Whether the name at `key` is the one asked about; an object that does not name it is believed.
 * *ret_memory as above. */
bool api_is_about(const struct json *object, const char *key, const struct dns_name *asked,
                  enum status *ret_memory);

#endif
