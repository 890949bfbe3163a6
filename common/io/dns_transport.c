/* SPDX-License-Identifier: MIT */
/* The poll loop: starts questions, fires timers, hands what arrives to the jobs. */
#define _GNU_SOURCE /* NOLINT: recvmmsg */
#include "io/dns_transport.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/dns_job.h"
#include "io/dns_reply.h"
#include "io/dns_socket.h"

#define BATCH 8            /* datagrams taken with one call */
#define DATAGRAM_ROOM 4096 /* three times what we tell servers to send (LIMIT_EDNS_PAYLOAD) */
#define POLL_COUNT (TRANSPORT_CHANNELS + LIMIT_IN_FLIGHT)

/*
 * What would cost more to be cleared than a healthy run costs to ask: only what is used of it is
 * ever written to.
 */
struct rooms {
    struct channel channels[TRANSPORT_CHANNELS];
    struct job jobs[LIMIT_IN_FLIGHT];
    struct pending pending[PENDING_COUNT];
    struct pollfd polls[POLL_COUNT];
    uint16_t who[POLL_COUNT]; /* channel or job of each of them */
    uint8_t datagrams[BATCH][DATAGRAM_ROOM];
};

/* The transport and what only its loop needs. */
struct loop {
    struct transport transport;
    struct rooms *rooms;
    size_t poll_count;
    size_t poll_channels; /* the first of them are channels, the rest jobs */
    struct mmsghdr batch[BATCH];
    struct iovec vectors[BATCH];
};

/* --- one turn of the loop -------------------------------------------------------------------- */

static void fire_timers(struct transport *transport)
{
    while (transport->status == STATUS_OK && transport->first_due != NULL &&
           transport->first_due->due_ns <= transport->now_ns) {
        struct job *job = transport->first_due;

        if (job->state == JOB_STATE_STREAM) {
            reply_stream_overdue(transport, job);
        } else {
            job_due(transport, job);
        }
    }
}

static void poll_add(struct loop *loop, int descriptor, short events, size_t who)
{
    loop->rooms->polls[loop->poll_count] = (struct pollfd){ .fd = descriptor, .events = events };
    loop->rooms->who[loop->poll_count] = (uint16_t)who;
    loop->poll_count++;
}

/* Lists the descriptors that something is expected from. */
static void list_polls(struct loop *loop)
{
    struct transport *transport = &loop->transport;

    loop->poll_count = 0;
    for (size_t i = 0; i < transport->channel_count; i++) {
        if (transport->channels[i].waiting > 0) {
            poll_add(loop, transport->channels[i].socket, POLLIN, i);
        }
    }
    loop->poll_channels = loop->poll_count;
    for (size_t i = 0; i < transport->job_count; i++) {
        const struct stream *stream = transport->jobs[i].stream;

        if (stream != NULL) {
            poll_add(loop, stream_descriptor(stream), stream_wants_write(stream) ? POLLOUT : POLLIN,
                     i);
        }
    }
}

/* Takes one batch of what has arrived; the rest waits for the next turn, so that timers keep their
 * time. */
static void receive(struct loop *loop, size_t channel)
{
    struct transport *transport = &loop->transport;
    int socket = transport->channels[channel].socket;
    int got;

    if (socket < 0) {
        return; /* closed in this very turn */
    }
    got = recvmmsg(socket, loop->batch, BATCH, MSG_DONTWAIT, NULL);
    if (got < 0 && errno != EAGAIN && errno != EINTR) {
        job_channel_refused(transport, channel);
    }
    for (int i = 0; i < got && transport->status == STATUS_OK; i++) {
        const struct mmsghdr *message = &loop->batch[i];

        reply_take_datagram(transport, channel,
                            slice_make((const char *)loop->rooms->datagrams[i], message->msg_len),
                            (message->msg_hdr.msg_flags & MSG_TRUNC) != 0);
    }
}

static void handle_polls(struct loop *loop)
{
    struct transport *transport = &loop->transport;

    for (size_t i = 0; i < loop->poll_count && transport->status == STATUS_OK; i++) {
        if (loop->rooms->polls[i].revents == 0) {
            continue;
        }
        if (i < loop->poll_channels) {
            receive(loop, loop->rooms->who[i]);
        } else if (transport->jobs[loop->rooms->who[i]].stream != NULL) {
            /* Else a datagram of this very turn has answered the question. */
            reply_stream_ready(transport, &transport->jobs[loop->rooms->who[i]]);
        }
    }
}

/* Waits until something arrives, a timer is due, or the deadline comes; then handles it. */
static void turn(struct loop *loop)
{
    struct transport *transport = &loop->transport;
    int64_t until = transport->deadline_ns;
    int ready;

    if (transport->first_due != NULL && transport->first_due->due_ns < until) {
        until = transport->first_due->due_ns;
    }
    list_polls(loop);
    ready = poll(loop->rooms->polls, (nfds_t)loop->poll_count, clock_remaining_ms(until));
    transport->now_ns = clock_monotonic_ns();
    if (ready > 0) {
        handle_polls(loop);
    } else if (ready < 0 && errno != EINTR) {
        transport->status = STATUS_INTERNAL;
    }
}

/* --- the source ------------------------------------------------------------------------------ */

/* Starts questions from *next on while jobs are free. */
static void start_jobs(struct transport *transport, const struct question *questions, size_t count,
                       struct dns_answer *answers, size_t *next)
{
    size_t slot = 0;

    while (*next < count && transport->active < LIMIT_IN_FLIGHT && transport->status == STATUS_OK) {
        while (slot < transport->job_count && transport->jobs[slot].state != JOB_STATE_IDLE) {
            slot++;
        }
        if (slot == transport->job_count) {
            transport->jobs[slot] = (struct job){ .state = JOB_STATE_IDLE };
            pending_add_owner(&transport->pending, slot);
            transport->job_count++;
        }
        job_start(transport, &transport->jobs[slot], &questions[*next], &answers[*next]);
        (*next)++;
    }
}

/* Ends what is still under way, and answers what was never started. */
static void abandon_rest(struct transport *transport, struct dns_answer *answers, size_t next,
                         size_t count)
{
    for (size_t i = 0; i < transport->job_count; i++) {
        if (transport->jobs[i].state != JOB_STATE_IDLE) {
            job_abandon(transport, &transport->jobs[i]);
        }
    }
    for (size_t i = next; i < count; i++) {
        job_answer_silence(&answers[i], ANSWER_SILENCE_DEADLINE);
    }
}

/* NOLINTNEXTLINE(readability-function-size): struct source wants this shape */
static enum status transport_ask(void *self, const struct question *questions, size_t count,
                                 int64_t deadline_ns, struct arena *arena,
                                 struct dns_answer *answers, unsigned *messages)
{
    struct loop *loop = self;
    struct transport *transport = &loop->transport;
    size_t next = 0;

    transport->status = STATUS_OK;
    transport->arena = arena;
    transport->deadline_ns = deadline_ns;
    transport->messages = 0;
    transport->now_ns = clock_monotonic_ns();
    while (transport->status == STATUS_OK && transport->now_ns < deadline_ns) {
        fire_timers(transport);
        start_jobs(transport, questions, count, answers, &next);
        if (transport->active == 0 && next == count) {
            break;
        }
        if (transport->active > 0) {
            turn(loop);
        }
    }
    abandon_rest(transport, answers, next, count);
    *messages += transport->messages;
    return transport->status;
}

static void transport_close(void *self)
{
    struct loop *loop = self;

    for (size_t i = 0; i < loop->transport.channel_count; i++) {
        if (loop->transport.channels[i].socket >= 0) {
            (void)close(loop->transport.channels[i].socket);
        }
    }
    free(loop->rooms);
    free(loop);
}

/* Whether a resolver can be used and is not there already. */
static bool is_usable(const struct transport *transport, const struct endpoint *server)
{
    enum address_family family = transport->options.family;

    if (family != ADDRESS_FAMILY_NONE && family != server->address.family) {
        return false;
    }
    for (size_t i = 0; i < transport->channel_count; i++) {
        if (socket_same_endpoint(&transport->channels[i].endpoint, server)) {
            return false;
        }
    }
    return true;
}

/* Where a batch of datagrams goes. */
static void lay_out_batch(struct loop *loop)
{
    for (size_t i = 0; i < BATCH; i++) {
        loop->vectors[i] = (struct iovec){ loop->rooms->datagrams[i], DATAGRAM_ROOM };
        loop->batch[i].msg_hdr = (struct msghdr){ .msg_iov = &loop->vectors[i], .msg_iovlen = 1 };
    }
}

enum status transport_create(const struct transport_options *options, struct source *ret_source)
{
    struct loop *loop = calloc(1, sizeof *loop);
    struct rooms *rooms = malloc(sizeof *rooms);
    struct transport *transport;

    if (loop == NULL || rooms == NULL) {
        free(loop);
        free(rooms);
        return STATUS_NO_MEMORY;
    }
    loop->rooms = rooms;
    lay_out_batch(loop);
    transport = &loop->transport;
    transport->options = *options;
    transport->channels = rooms->channels;
    transport->jobs = rooms->jobs;
    transport->pending.entries = rooms->pending;
    for (size_t i = 0; i < options->server_count && i < LIMIT_SERVERS; i++) {
        if (is_usable(transport, &options->servers[i])) {
            transport->channels[transport->channel_count] =
                (struct channel){ .endpoint = options->servers[i], .socket = -1 };
            transport->channel_count++;
        }
    }
    transport->server_count = transport->channel_count;
    *ret_source = (struct source){ .self = loop, .ask = transport_ask, .close = transport_close };
    return STATUS_OK;
}
