/* SPDX-License-Identifier: MIT */
/*
 * One question over TCP: connecting, the query behind its length, one reply (RFC 1035 4.2.2, RFC
 * 7766). It never blocks and has no time limit of its own: its owner polls and ends it.
 */
#ifndef CHECK_SES_IO_DNS_STREAM_H
#define CHECK_SES_IO_DNS_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"

struct stream;

enum stream_progress {
    STREAM_PROGRESS_WAIT = 0, /* poll again */
    STREAM_PROGRESS_DONE,     /* a whole message is there */
    STREAM_PROGRESS_REFUSED,  /* no connection, or it was reset before the reply began */
    STREAM_PROGRESS_CLOSED,   /* closed before the reply began */
    STREAM_PROGRESS_BROKEN    /* closed within the reply, or a reply without octets */
};

/*
 * Begins to connect. The query (at most CODEC_QUERY_MAXIMUM octets) is copied. The caller ends it
 * with stream_close(). STATUS_IO: the system refused; STATUS_NO_MEMORY; STATUS_TOO_LONG.
 */
MUST_CHECK enum status stream_open(const struct endpoint *endpoint, struct slice query,
                                   struct stream **ret_stream);

/* NULL is accepted. */
void stream_close(struct stream *stream);

/* For poll(2): the descriptor, and whether it waits for writing (else for reading). */
int stream_descriptor(const struct stream *stream);
bool stream_wants_write(const struct stream *stream);

/* Writes and reads what can be had at once. */
enum stream_progress stream_step(struct stream *stream);

/* The reply, once stream_step() said DONE. Lives as long as the stream. */
struct slice stream_message(const struct stream *stream);

#endif
