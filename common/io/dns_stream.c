/* SPDX-License-Identifier: MIT */
/* DNS over TCP: partial writes and partial reads of one exchange. */
#include "io/dns_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/limits.h"
#include "dns/codec.h"
#include "io/dns_socket.h"

#define PREFIX 2 /* octets of the length in front of each message */

struct stream {
    int descriptor;
    size_t out_length;
    size_t out_sent;
    size_t in_length; /* octets received, the prefix included */
    uint8_t out[PREFIX + CODEC_QUERY_MAXIMUM];
    uint8_t in[PREFIX + LIMIT_MESSAGE];
};

enum status stream_open(const struct endpoint *endpoint, struct slice query,
                        struct stream **ret_stream)
{
    struct stream *stream;
    enum status status;

    if (query.length > CODEC_QUERY_MAXIMUM) {
        return STATUS_TOO_LONG;
    }
    stream = malloc(sizeof *stream);
    if (stream == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = socket_open_stream(endpoint, &stream->descriptor);
    if (status != STATUS_OK) {
        free(stream);
        return status;
    }
    stream->out[0] = (uint8_t)(query.length >> 8);
    stream->out[1] = (uint8_t)(query.length & 0xFF);
    memcpy(stream->out + PREFIX, query.data, query.length);
    stream->out_length = PREFIX + query.length;
    stream->out_sent = 0;
    stream->in_length = 0;
    *ret_stream = stream;
    return STATUS_OK;
}

void stream_close(struct stream *stream)
{
    if (stream != NULL) {
        (void)close(stream->descriptor);
        free(stream);
    }
}

int stream_descriptor(const struct stream *stream)
{
    return stream->descriptor;
}

bool stream_wants_write(const struct stream *stream)
{
    return stream->out_sent < stream->out_length;
}

/* Octets that the whole reply has with its prefix; what is needed to know that, as long as it is
 * not known. */
static size_t expected_length(const struct stream *stream)
{
    if (stream->in_length < PREFIX) {
        return PREFIX;
    }
    return PREFIX + ((size_t)stream->in[0] << 8 | stream->in[1]);
}

static bool is_temporary(int error)
{
    return error == EAGAIN || error == EINTR || error == EINPROGRESS;
}

static enum stream_progress step_out(struct stream *stream)
{
    while (stream_wants_write(stream)) {
        /* While the connection is being made this says EAGAIN; when it failed, why. */
        ssize_t sent = send(stream->descriptor, stream->out + stream->out_sent,
                            stream->out_length - stream->out_sent, MSG_NOSIGNAL);

        if (sent < 0) {
            return is_temporary(errno) ? STREAM_PROGRESS_WAIT : STREAM_PROGRESS_REFUSED;
        }
        stream->out_sent += (size_t)sent;
    }
    return STREAM_PROGRESS_WAIT;
}

/* What the end of the stream means, by how far the reply had come. */
static enum stream_progress ended(const struct stream *stream, enum stream_progress before_reply)
{
    return stream->in_length == 0 ? before_reply : STREAM_PROGRESS_BROKEN;
}

static enum stream_progress step_in(struct stream *stream)
{
    for (;;) {
        /* As much as there is room for: nothing else is asked on this connection. */
        ssize_t got = recv(stream->descriptor, stream->in + stream->in_length,
                           sizeof stream->in - stream->in_length, 0);

        if (got == 0) {
            return ended(stream, STREAM_PROGRESS_CLOSED);
        }
        if (got < 0) {
            return is_temporary(errno) ? STREAM_PROGRESS_WAIT
                                       : ended(stream, STREAM_PROGRESS_REFUSED);
        }
        stream->in_length += (size_t)got;
        if (stream->in_length >= PREFIX && expected_length(stream) == PREFIX) {
            return STREAM_PROGRESS_BROKEN;
        }
        if (stream->in_length >= expected_length(stream) && stream->in_length > PREFIX) {
            return STREAM_PROGRESS_DONE;
        }
    }
}

enum stream_progress stream_step(struct stream *stream)
{
    if (stream_wants_write(stream)) {
        enum stream_progress progress = step_out(stream);

        if (progress != STREAM_PROGRESS_WAIT || stream_wants_write(stream)) {
            return progress;
        }
    }
    return step_in(stream);
}

struct slice stream_message(const struct stream *stream)
{
    return slice_make((const char *)stream->in + PREFIX, expected_length(stream) - PREFIX);
}
