/* SPDX-License-Identifier: MIT */
/*
 * The helper's standard input: octets as they come, cut into the contents of requests.
 */
#ifndef CHECK_SES_IO_FETCH_STREAM_H
#define CHECK_SES_IO_FETCH_STREAM_H

#include <stddef.h>

#include "base/slice.h"
#include "base/status.h"
#include "io/fetch_protocol.h"

/* Begins zeroed. */
struct fetch_stream {
    size_t length; /* octets that are there */
    size_t taken;  /* of these, what fetch_stream_next() has given out */
    char octets[FETCH_HEAD + FETCH_REQUEST_MAXIMUM];
};

/*
 * One read(2) from a descriptor that does not block, to be called when fetch_stream_next() has said
 * NOT_FOUND. STATUS_NOT_FOUND: nothing is there now; STATUS_IO: the stream has ended or is broken.
 */
MUST_CHECK enum status fetch_stream_read(struct fetch_stream *stream, int descriptor);

/*
 * The content of the next whole frame, valid until the next read. STATUS_NOT_FOUND: none is whole
 * yet; STATUS_BAD_INPUT: what is there is no frame of a request.
 */
MUST_CHECK enum status fetch_stream_next(struct fetch_stream *stream, struct slice *ret_content);

#endif
