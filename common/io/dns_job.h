/* SPDX-License-Identifier: MIT */
/*
 * One question on its way through the transport: its tries, its timer, its end. Inside of
 * dns_transport, which owns the poll loop and calls these functions with what happened.
 *
 * A job is started, then each event (reply, refusal, timer, stream) either finishes it or moves it
 * to its next try. The policy is dns_plan's, the bookkeeping of ids is dns_pending's, what comes
 * back is dns_reply's.
 */
#ifndef CHECK_SES_IO_DNS_JOB_H
#define CHECK_SES_IO_DNS_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/answer.h"
#include "dns/codec.h"
#include "facts/question.h"
#include "io/dns_pending.h"
#include "io/dns_plan.h"
#include "io/dns_stream.h"
#include "io/dns_transport.h"

/* The resolvers, and every server that is asked itself. */
#define TRANSPORT_CHANNELS (LIMIT_SERVERS + LIMIT_QUESTIONS)

/*
 * One server with its UDP socket. A resolver's is opened at the first question and kept for the
 * run; that of a server that is asked itself is closed when nothing more is expected from it. A
 * resolver that is asked itself as well has two channels: what it does then is not held against it.
 */
struct channel {
    struct endpoint endpoint;
    int socket;       /* -1: not open */
    bool plain;       /* it takes queries without EDNS only (RFC 6891 6.2.2) */
    int64_t heard_ns; /* when the last valid reply came */
    unsigned waiting; /* messages of unfinished questions sent on it */
    unsigned ignored; /* datagrams thrown away */
};

enum job_state {
    JOB_STATE_IDLE = 0,
    JOB_STATE_PAUSED,  /* the next try starts when the timer fires */
    JOB_STATE_WAITING, /* for a datagram, until the timer fires */
    JOB_STATE_STREAM   /* asking over TCP, until the timer fires; datagrams are taken as well */
};

struct job {
    enum job_state state;
    const struct question *question;
    struct dns_answer *answer; /* the best so far; class NONE: none */
    struct plan_rules rules;
    struct plan plan;
    size_t first_channel; /* of its servers; they are neighbours */
    size_t server;        /* of the current (or paused) try */
    int64_t wait_ns;      /* for an answer to the current try */
    int64_t started_ns;
    int64_t sent_ns;         /* the current try */
    uint32_t plain;          /* a bit for each server that is asked without EDNS */
    bool refused;            /* the current try was refused: its timer fires at once */
    unsigned messages;       /* sent so far */
    unsigned ignored_before; /* the count of its servers' channels at the start */
    struct stream *stream;   /* JOB_STATE_STREAM only, else NULL */
    struct codec_query stream_query;
    bool stream_sent; /* the whole query went out */
    bool unreadable;  /* the stream was opened for a reply that could not be read */
    bool cut;         /* the last try was cut over UDP and went on over TCP */
    int64_t due_ns;   /* the timer; active jobs form a list by it */
    struct job *earlier;
    struct job *later;
};

struct transport {
    struct transport_options options;
    size_t server_count;      /* usable resolvers: the first channels */
    size_t rotation;          /* next server to begin with, under `rotate` */
    struct channel *channels; /* room for TRANSPORT_CHANNELS */
    size_t channel_count;
    bool silent[TRANSPORT_CHANNELS]; /* kept for the whole run */
    struct pending_table pending;
    struct job *jobs; /* room for LIMIT_IN_FLIGHT */
    size_t job_count; /* those that were used so far, idle or not */
    struct job *first_due;
    struct job *last_due;
    size_t active;

    /* The call under way. */
    enum status status; /* the first trouble of our own: everything ends then */
    struct arena *arena;
    int64_t now_ns;
    int64_t deadline_ns;
    unsigned messages;
};

/* Starts a question in a free job; it may be answered at once. */
void job_start(struct transport *transport, struct job *job, const struct question *question,
               struct dns_answer *answer);

/* The timer of a job that is paused or waits for a datagram fired. */
void job_due(struct transport *transport, struct job *job);

/* The system told that a channel's server cannot be reached: all tries that wait on it are refused.
 */
void job_channel_refused(struct transport *transport, size_t channel);

/* The deadline came: the best answer so far, or silence. */
void job_abandon(struct transport *transport, struct job *job);

/* An answer for a question that was not asked, for this reason. */
void job_answer_silence(struct dns_answer *answer, enum answer_silence silence);

/* --- for dns_reply --------------------------------------------------------------------------- */

enum job_sending {
    JOB_SENDING_DONE = 0,
    JOB_SENDING_BUSY,   /* the socket's buffer is full */
    JOB_SENDING_REFUSED /* no socket, no route, or ICMP said no to an earlier message */
};

/* Sends the question to one of its servers, with EDNS unless that server does not know it. */
MUST_CHECK enum job_sending job_send(struct transport *transport, struct job *job, size_t server);

/* On to the next try, or to the end. */
void job_advance(struct transport *transport, struct job *job);

void job_set_timer(struct transport *transport, struct job *job, int64_t due_ns);

/* Our own trouble: notes the first, and the transport ends everything. */
void job_fail(struct transport *transport, enum status status);

/* One of the job's servers: its bit in a set of them, and its channel. */
uint32_t job_server_bit(size_t server);
struct channel *job_channel(struct transport *transport, const struct job *job, size_t server);

/* The job's question as a message with this id. It refers to the question's name. */
struct codec_query job_query(const struct job *job, uint16_t id, bool edns);

/* One more message was sent for the job. */
void job_count_message(struct transport *transport, struct job *job);

/* Nothing more is expected for this message. */
void job_drop_pending(struct transport *transport, struct pending *pending);

/* Microseconds since the job's start. */
uint32_t job_elapsed_us(const struct transport *transport, const struct job *job);

#endif
