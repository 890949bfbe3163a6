/* SPDX-License-Identifier: MIT */
/* Frames out of a stream. The buffer holds the largest one, so a part of one always has room. */
#include "io/fetch_stream.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum status fetch_stream_read(struct fetch_stream *stream, int descriptor)
{
    ssize_t got;

    memmove(stream->octets, stream->octets + stream->taken, stream->length - stream->taken);
    stream->length -= stream->taken;
    stream->taken = 0;
    got = read(descriptor, stream->octets + stream->length, sizeof stream->octets - stream->length);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return STATUS_NOT_FOUND;
    }
    if (got <= 0) {
        return STATUS_IO;
    }
    stream->length += (size_t)got;
    return STATUS_OK;
}

enum status fetch_stream_next(struct fetch_stream *stream, struct slice *ret_content)
{
    struct slice rest = slice_make(stream->octets + stream->taken, stream->length - stream->taken);
    size_t length = 0;

    if (rest.length < FETCH_HEAD) {
        return STATUS_NOT_FOUND;
    }
    if (fetch_head_decode((const uint8_t *)rest.data, FETCH_REQUEST_MAXIMUM, &length) !=
        STATUS_OK) {
        return STATUS_BAD_INPUT;
    }
    rest = slice_from(rest, FETCH_HEAD);
    if (rest.length < length) {
        return STATUS_NOT_FOUND;
    }
    stream->taken += FETCH_HEAD + length;
    *ret_content = slice_head(rest, length);
    return STATUS_OK;
}
