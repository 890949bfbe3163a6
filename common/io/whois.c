/* SPDX-License-Identifier: MIT */
/*
 * The client of port 43. One query:
 *
 * 1. Connects to its addresses, one after the other; each but the last has an equal share of the
 *    time that is left, so a silent one does not take it all.
 * 2. Sends its line. From then on there is no other address: a server counts queries, and may have
 *    counted this one.
 * 3. Reads until the server closes, the text is too long, or the time is over.
 */
#include "io/whois.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/dns_socket.h"

#define LINE_MAXIMUM (WHOIS_QUERY_MAXIMUM + 2)

enum query_state {
    QUERY_STATE_DONE = 0,
    QUERY_STATE_CONNECTING,
    QUERY_STATE_SENDING,
    QUERY_STATE_READING
};

struct query {
    enum query_state state;
    enum whois_result result;
    int error;      /* errno of the last failure, or 0 */
    int descriptor; /* -1: none */
    struct endpoint endpoints[WHOIS_ENDPOINTS_MAXIMUM];
    size_t endpoint_count;
    size_t at; /* the endpoint that is tried */
    int64_t deadline_ns;
    int64_t connect_ends_ns; /* CONNECTING: then the next address is tried */
    char line[LINE_MAXIMUM];
    size_t line_length;
    size_t line_sent;
    size_t text_length;
    char text[LIMIT_WHOIS + 1]; /* one more octet tells that it is too long */
};

struct whois {
    struct query *queries[WHOIS_IN_FLIGHT];
    size_t count;
};

const char *whois_result_text(enum whois_result result)
{
    switch (result) {
    case WHOIS_RESULT_NONE:
        break;
    case WHOIS_RESULT_OK:
        return "ok";
    case WHOIS_RESULT_UNREACHABLE:
        return "unreachable";
    case WHOIS_RESULT_TIMEOUT:
        return "timeout";
    case WHOIS_RESULT_TOO_LONG:
        return "too-long";
    case WHOIS_RESULT_RESET:
        return "reset";
    }
    return "none";
}

enum status whois_create(struct whois **ret_whois)
{
    struct whois *whois = calloc(1, sizeof *whois);

    if (whois == NULL) {
        return STATUS_NO_MEMORY;
    }
    *ret_whois = whois;
    return STATUS_OK;
}

static void close_descriptor(struct query *query)
{
    if (query->descriptor >= 0) {
        (void)close(query->descriptor);
        query->descriptor = -1;
    }
}

static void forget_queries(struct whois *whois)
{
    for (size_t i = 0; i < whois->count; i++) {
        close_descriptor(whois->queries[i]);
        free(whois->queries[i]);
    }
    whois->count = 0;
}

void whois_destroy(struct whois *whois)
{
    if (whois != NULL) {
        forget_queries(whois);
        free(whois);
    }
}

/* --- one query ------------------------------------------------------------------------------- */

static void end_query(struct query *query, enum whois_result result, int error)
{
    close_descriptor(query);
    query->state = QUERY_STATE_DONE;
    query->result = result;
    query->error = error;
}

/* Connects to the first of the endpoints from `at` on that the system does not refuse outright. */
static void connect_next(struct query *query, size_t at, int64_t now_ns)
{
    for (; at < query->endpoint_count; at++) {
        int64_t left = (int64_t)(query->endpoint_count - at);

        query->at = at;
        if (socket_open_stream(&query->endpoints[at], &query->descriptor) == STATUS_OK) {
            query->state = QUERY_STATE_CONNECTING;
            query->connect_ends_ns = now_ns + (query->deadline_ns - now_ns) / left;
            return;
        }
        query->error = errno;
    }
    end_query(query, WHOIS_RESULT_UNREACHABLE, query->error);
}

/* What the connection failed of goes with the last address that was tried. */
static void connect_failed(struct query *query, int error, int64_t now_ns)
{
    close_descriptor(query);
    query->error = error;
    connect_next(query, query->at + 1, now_ns);
}

static bool is_temporary(int error)
{
    return error == EAGAIN || error == EINTR;
}

static void step_connecting(struct query *query, int64_t now_ns)
{
    int error = 0;
    socklen_t length = sizeof error;

    if (getsockopt(query->descriptor, SOL_SOCKET, SO_ERROR, &error, &length) != 0) {
        error = errno;
    }
    if (error != 0) {
        connect_failed(query, error, now_ns);
    } else {
        query->state = QUERY_STATE_SENDING;
    }
}

static void step_sending(struct query *query)
{
    ssize_t sent = send(query->descriptor, query->line + query->line_sent,
                        query->line_length - query->line_sent, MSG_NOSIGNAL);

    if (sent < 0) {
        if (!is_temporary(errno)) {
            end_query(query, WHOIS_RESULT_RESET, errno);
        }
        return;
    }
    query->line_sent += (size_t)sent;
    if (query->line_sent == query->line_length) {
        query->state = QUERY_STATE_READING;
    }
}

static void step_reading(struct query *query)
{
    while (query->state == QUERY_STATE_READING) {
        ssize_t got = recv(query->descriptor, query->text + query->text_length,
                           sizeof query->text - query->text_length, 0);

        if (got < 0 && is_temporary(errno)) {
            return;
        }
        if (got < 0) {
            end_query(query, WHOIS_RESULT_RESET, errno);
        } else if (got == 0) {
            end_query(query, WHOIS_RESULT_OK, 0);
        } else {
            query->text_length += (size_t)got;
            if (query->text_length > LIMIT_WHOIS) {
                query->text_length = LIMIT_WHOIS;
                end_query(query, WHOIS_RESULT_TOO_LONG, 0);
            }
        }
    }
}

/* The socket is ready for what the query waits for. */
static void step(struct query *query, int64_t now_ns)
{
    if (query->state == QUERY_STATE_CONNECTING) {
        step_connecting(query, now_ns);
    }
    if (query->state == QUERY_STATE_SENDING) {
        step_sending(query);
    }
    if (query->state == QUERY_STATE_READING) {
        step_reading(query);
    }
}

/* The time of the query, or that of its connection, is over. */
static void expire(struct query *query, int64_t now_ns)
{
    if (query->deadline_ns <= now_ns) {
        end_query(query, WHOIS_RESULT_TIMEOUT, 0);
    } else if (query->state == QUERY_STATE_CONNECTING && query->connect_ends_ns <= now_ns) {
        connect_failed(query, ETIMEDOUT, now_ns);
    }
}

/* --- the set --------------------------------------------------------------------------------- */

static bool is_query(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!ascii_is_visible(text.data[i]) && text.data[i] != ' ') {
            return false;
        }
    }
    return text.length > 0 && text.length <= WHOIS_QUERY_MAXIMUM;
}

enum status whois_begin(struct whois *whois, const struct whois_request *request)
{
    struct query *query;

    if (!is_query(request->query) || request->endpoint_count > WHOIS_ENDPOINTS_MAXIMUM) {
        return STATUS_BAD_INPUT;
    }
    if (whois->count == WHOIS_IN_FLIGHT) {
        return STATUS_TOO_LONG;
    }
    query = calloc(1, sizeof *query);
    if (query == NULL) {
        return STATUS_NO_MEMORY;
    }
    query->descriptor = -1;
    query->deadline_ns = request->deadline_ns;
    query->endpoint_count = request->endpoint_count;
    memcpy(query->endpoints, request->endpoints, sizeof query->endpoints);
    memcpy(query->line, request->query.data, request->query.length);
    memcpy(query->line + request->query.length, "\r\n", 2);
    query->line_length = request->query.length + 2;
    whois->queries[whois->count] = query;
    whois->count++;
    connect_next(query, 0, clock_monotonic_ns());
    return STATUS_OK;
}

/* What poll(2) shall watch, in the order of the queries; descriptor -1 where one is done. The
 * number of those that are not; *ret_until is the earliest time at which one of them expires. */
static size_t watch_queries(const struct whois *whois, struct pollfd *watches, int64_t *ret_until)
{
    size_t waiting = 0;

    for (size_t i = 0; i < whois->count; i++) {
        const struct query *query = whois->queries[i];
        bool connecting = query->state == QUERY_STATE_CONNECTING;
        int64_t until = connecting ? query->connect_ends_ns : query->deadline_ns;

        watches[i] = (struct pollfd){ .fd = query->descriptor };
        watches[i].events = query->state == QUERY_STATE_READING ? POLLIN : POLLOUT;
        if (query->state != QUERY_STATE_DONE) {
            waiting++;
            *ret_until = until < *ret_until ? until : *ret_until;
        }
    }
    return waiting;
}

/* Ends when all queries are done; none is later than its deadline. */
static void wait_for_queries(struct whois *whois)
{
    struct pollfd watches[WHOIS_IN_FLIGHT];
    int64_t until = INT64_MAX;

    while (watch_queries(whois, watches, &until) > 0) {
        int ready = poll(watches, (nfds_t)whois->count, clock_remaining_ms(until));
        int64_t now = clock_monotonic_ns();

        until = INT64_MAX;
        for (size_t i = 0; i < whois->count; i++) {
            struct query *query = whois->queries[i];

            if (ready > 0 && watches[i].revents != 0) {
                step(query, now);
            }
            if (query->state != QUERY_STATE_DONE) {
                expire(query, now);
            }
        }
    }
}

/* A sentence on what ended the query. */
static struct slice explain(const struct query *query, struct arena *arena)
{
    const char *error = query->error != 0 ? strerror(query->error) : "no address is known";

    switch (query->result) {
    case WHOIS_RESULT_NONE:
    case WHOIS_RESULT_OK:
        break;
    case WHOIS_RESULT_UNREACHABLE:
        return arena_printf(arena, "no connection could be made (%s)", error);
    case WHOIS_RESULT_TIMEOUT:
        if (query->text_length > 0) {
            return arena_printf(arena, "only %zu octets came in time", query->text_length);
        }
        return query->line_sent > 0 ? SLICE("the query was sent, and nothing came in time")
                                    : SLICE("no connection was made in time");
    case WHOIS_RESULT_TOO_LONG:
        return arena_printf(arena, "the reply is longer than %u octets", LIMIT_WHOIS);
    case WHOIS_RESULT_RESET:
        return arena_printf(arena, "the connection broke after %zu octets (%s)", query->text_length,
                            error);
    }
    return slice_empty();
}

enum status whois_finish(struct whois *whois, int64_t deadline_ns, struct arena *arena,
                         struct whois_reply *replies, size_t count)
{
    if (count != whois->count) {
        return STATUS_INTERNAL;
    }
    for (size_t i = 0; i < count; i++) {
        struct query *query = whois->queries[i];

        if (deadline_ns < query->deadline_ns) {
            query->deadline_ns = deadline_ns;
        }
    }
    wait_for_queries(whois);
    for (size_t i = 0; i < count; i++) {
        const struct query *query = whois->queries[i];

        replies[i] = (struct whois_reply){ .result = query->result };
        replies[i].server = query->endpoints[query->at];
        replies[i].text = arena_copy(arena, slice_make(query->text, query->text_length));
        replies[i].reason = explain(query, arena);
    }
    forget_queries(whois);
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}
