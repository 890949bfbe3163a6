/* SPDX-License-Identifier: MIT */
/*
 * Registration data on port 43 (RFC 3912): one line is sent, and text read until the server closes.
 *
 * As with https.h a query is begun, which never waits, and finished with others in one poll loop.
 * Names are not resolved here.
 */
#ifndef CHECK_SES_IO_WHOIS_H
#define CHECK_SES_IO_WHOIS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"

#define WHOIS_QUERY_MAXIMUM 512 /* the line without its CR LF */
#define WHOIS_ENDPOINTS_MAXIMUM 16
#define WHOIS_IN_FLIGHT 8

enum whois_result {
    WHOIS_RESULT_NONE = 0,
    WHOIS_RESULT_OK,          /* all that the server had to say; may be nothing */
    WHOIS_RESULT_UNREACHABLE, /* no connection to any of the addresses */
    WHOIS_RESULT_TIMEOUT,     /* the deadline passed */
    WHOIS_RESULT_TOO_LONG,    /* over LIMIT_WHOIS: the text is cut there */
    WHOIS_RESULT_RESET        /* the connection broke after the query was sent */
};

struct whois_request {
    struct endpoint endpoints[WHOIS_ENDPOINTS_MAXIMUM]; /* of one server, best first */
    size_t endpoint_count;
    struct slice query;  /* without CR LF */
    int64_t deadline_ns; /* monotonic clock */
};

struct whois_reply {
    enum whois_result result;
    struct endpoint server; /* the one that was connected, or the last that was tried */
    struct slice text;      /* what came, also when the result is not OK */
    struct slice reason;    /* all but OK: a sentence without a full stop */
};

struct whois;

/* "ok", "unreachable", "timeout", "too-long", "reset". Static storage. */
const char *whois_result_text(enum whois_result result);

/* An empty set of queries. STATUS_NO_MEMORY. */
MUST_CHECK enum status whois_create(struct whois **ret_whois);

/* Closes what is open. NULL is accepted. */
void whois_destroy(struct whois *whois);

/*
 * Begins to connect to the first address. The next one is tried when one refuses, or does not
 * connect within its share of the time; once a query was sent it is sent nowhere else. The request
 * is copied. STATUS_BAD_INPUT: the query is empty, too long, or has other octets than visible ASCII
 * and blanks, or there are too many endpoints; STATUS_TOO_LONG: WHOIS_IN_FLIGHT queries are begun
 * already; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status whois_begin(struct whois *whois, const struct whois_request *request);

/*
 * Waits for the replies to all `count` queries begun since the last call, in their order, none
 * longer than to its own deadline nor to `deadline_ns`; texts are in `arena`. Every reply is
 * filled. STATUS_NO_MEMORY; STATUS_INTERNAL: another number of queries was begun.
 */
MUST_CHECK enum status whois_finish(struct whois *whois, int64_t deadline_ns, struct arena *arena,
                                    struct whois_reply *replies, size_t count);

#endif
