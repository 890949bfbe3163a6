/* SPDX-License-Identifier: MIT */
/* What came back: replies judged against the plan, streams, and datagrams that belong to nobody. */
#include "io/dns_reply.h"

#include "base/slice.h"
#include "io/dns_stream.h"

/* Response codes that a server gives which does not know EDNS, or not our version of it. */
#define RCODE_FORMERR 1
#define RCODE_NOTIMP 4
#define RCODE_BADVERS 16

/* --- replies --------------------------------------------------------------------------------- */

/* Keeps an answer that is better than those before. */
static void keep(struct transport *transport, struct job *job, size_t server,
                 const struct dns_answer *answer)
{
    *job->answer = *answer;
    job->answer->server = job_channel(transport, job, server)->endpoint;
    job->answer->elapsed_us = job_elapsed_us(transport, job);
}

/* An answer of one server that is as good as this server will give. */
static void conclude(struct transport *transport, struct job *job, size_t server,
                     const struct dns_answer *answer)
{
    bool current = job->state != JOB_STATE_PAUSED && job->server == server;

    if (plan_note_answer(&job->rules, &job->plan, server, answer, transport->now_ns)) {
        keep(transport, job, server, answer);
    }
    if (job->plan.complete || current) {
        stream_close(job->stream);
        job->stream = NULL;
        job_advance(transport, job);
    }
}

static bool rejects_edns(uint16_t rcode)
{
    return rcode == RCODE_FORMERR || rcode == RCODE_NOTIMP || rcode == RCODE_BADVERS;
}

/* Asks the same server again without EDNS (RFC 6891 6.2.2). False when that was not possible. */
static bool ask_plainly(struct transport *transport, struct job *job, size_t server)
{
    bool current = job->state != JOB_STATE_PAUSED && job->server == server;

    if ((job->plain & job_server_bit(server)) != 0) {
        return false;
    }
    job->plain |= job_server_bit(server);
    if (job_send(transport, job, server) != JOB_SENDING_DONE) {
        return false;
    }
    if (current) {
        stream_close(job->stream);
        job->stream = NULL;
        job->state = JOB_STATE_WAITING;
        job->sent_ns = transport->now_ns;
        job_set_timer(transport, job, transport->now_ns + job->wait_ns);
    }
    return true;
}

/* A valid reply of a server, over UDP or TCP. */
static void take_reply(struct transport *transport, struct job *job, size_t server, bool edns,
                       const struct dns_answer *answer)
{
    if (edns && rejects_edns(answer->rcode) && ask_plainly(transport, job, server)) {
        return;
    }
    if (!edns && !rejects_edns(answer->rcode) && (job->plain & job_server_bit(server)) != 0) {
        job_channel(transport, job, server)->plain = true;
    }
    conclude(transport, job, server, answer);
}

/* --- streams --------------------------------------------------------------------------------- */

/* A stream that brought no usable reply; `progress` says how it ended, WAIT: its time is over. */
static void stream_failed(struct transport *transport, struct job *job,
                          enum stream_progress progress)
{
    struct dns_answer broken = { .class = ANSWER_CLASS_MALFORMED, .over_tcp = true };

    stream_close(job->stream);
    job->stream = NULL;
    if (job->unreadable || progress == STREAM_PROGRESS_BROKEN) {
        /* The datagram that could not be read is kept rather, with its octets. */
        if (job->answer->class == ANSWER_CLASS_MALFORMED) {
            broken = *job->answer;
        }
        conclude(transport, job, job->server, &broken);
        return;
    }
    /* After an end at once the same server is left alone for a moment, as after a refusal. */
    if (progress != STREAM_PROGRESS_REFUSED) {
        plan_note_failure(&job->plan, job->server, false);
    }
    if (progress != STREAM_PROGRESS_WAIT) {
        plan_note_failure(&job->plan, job->server, true);
    }
    job_advance(transport, job);
}

void reply_stream_overdue(struct transport *transport, struct job *job)
{
    stream_failed(transport, job, STREAM_PROGRESS_WAIT);
}

/*
 * Asks a server over TCP (RFC 7766 5), because its datagram was cut or `unreadable`. Not when that
 * is going on already, nor when this server has had its say.
 */
static void ask_over_tcp(struct transport *transport, struct job *job, size_t server, bool edns,
                         bool unreadable)
{
    uint8_t octets[CODEC_QUERY_MAXIMUM];
    size_t length = 0;
    uint16_t id = 0;
    enum status status;

    if (job->stream != NULL || (job->plan.answered & job_server_bit(server)) != 0) {
        return;
    }
    if (pending_draw_id(&transport->pending, &id) != STATUS_OK) {
        job_fail(transport, STATUS_INTERNAL);
        return;
    }
    job->stream_query = job_query(job, id, edns);
    if (codec_encode(&job->stream_query, octets, sizeof octets, &length) != STATUS_OK) {
        job_fail(transport, STATUS_INTERNAL);
        return;
    }
    job->server = server;
    job->state = JOB_STATE_STREAM;
    job->refused = false;
    job->stream_sent = false;
    job->unreadable = unreadable;
    job->cut = !unreadable;
    job_set_timer(transport, job, transport->now_ns + job->rules.query_timeout_ns);
    status = stream_open(&job_channel(transport, job, server)->endpoint,
                         slice_make((const char *)octets, length), &job->stream);
    if (status == STATUS_NO_MEMORY) {
        job_fail(transport, status);
    } else if (status != STATUS_OK) {
        stream_failed(transport, job, STREAM_PROGRESS_REFUSED);
    }
}

/* The message that a stream brought. */
static void stream_done(struct transport *transport, struct job *job)
{
    struct slice message = stream_message(job->stream);
    enum codec_match match = codec_match(&job->stream_query, message);
    struct dns_answer answer;
    enum status status;

    /* Not our message, or one that is cut although TCP has room for all of it. */
    if (match == CODEC_MATCH_FOREIGN || match == CODEC_MATCH_TRUNCATED) {
        stream_failed(transport, job, STREAM_PROGRESS_BROKEN);
        return;
    }
    status = codec_decode(&job->stream_query, message, transport->arena, &answer);
    if (status != STATUS_OK) {
        job_fail(transport, status);
        return;
    }
    answer.over_tcp = true;
    take_reply(transport, job, job->server, job->stream_query.edns, &answer);
}

void reply_stream_ready(struct transport *transport, struct job *job)
{
    enum stream_progress progress = stream_step(job->stream);

    if (!job->stream_sent && !stream_wants_write(job->stream)) {
        job->stream_sent = true;
        job_count_message(transport, job);
    }
    if (progress == STREAM_PROGRESS_DONE) {
        stream_done(transport, job);
    } else if (progress != STREAM_PROGRESS_WAIT) {
        stream_failed(transport, job, progress);
    }
}

/* --- datagrams ------------------------------------------------------------------------------- */

/* A datagram with the right id and question. */
static void take_match(struct transport *transport, struct job *job, struct pending *pending,
                       struct slice message, bool truncated)
{
    size_t server = pending->channel - job->first_channel;
    struct codec_query query = job_query(job, pending->id, pending->edns);
    struct dns_answer answer;
    enum status status;

    transport->channels[pending->channel].heard_ns = transport->now_ns;
    transport->silent[pending->channel] = false;
    job_drop_pending(transport, pending);
    if (truncated) {
        ask_over_tcp(transport, job, server, query.edns, false);
        return;
    }
    status = codec_decode(&query, message, transport->arena, &answer);
    if (status != STATUS_OK) {
        job_fail(transport, status);
    } else if (answer.class == ANSWER_CLASS_MALFORMED) {
        /* Paths that damage datagrams mostly leave TCP alone. */
        if (job->answer->class == ANSWER_CLASS_NONE) {
            keep(transport, job, server, &answer);
        }
        ask_over_tcp(transport, job, server, query.edns, true);
    } else {
        take_reply(transport, job, server, query.edns, &answer);
    }
}

void reply_take_datagram(struct transport *transport, size_t channel, struct slice message,
                         bool cut)
{
    struct pending *pending = NULL;
    enum codec_match match = CODEC_MATCH_FOREIGN;
    struct job *job = NULL;

    if (message.length >= 2) {
        uint16_t id = (uint16_t)((uint8_t)message.data[0] << 8 | (uint8_t)message.data[1]);

        pending = pending_find(&transport->pending, (uint16_t)channel, id);
    }
    if (pending != NULL) {
        struct codec_query query;

        job = &transport->jobs[pending_owner(&transport->pending, pending)];
        query = job_query(job, pending->id, pending->edns);
        match = codec_match(&query, message);
    }
    if (match == CODEC_MATCH_FOREIGN) {
        transport->channels[channel].ignored++;
    } else {
        take_match(transport, job, pending, message, cut || match == CODEC_MATCH_TRUNCATED);
    }
}
