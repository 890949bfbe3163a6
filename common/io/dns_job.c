/* SPDX-License-Identifier: MIT */
/* One question: its start, its tries, its timer, its end. */
#include "io/dns_job.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "io/dns_socket.h"

#define NS_PER_MS INT64_C(1000000)
#define BUSY_PAUSE_NS (10 * NS_PER_MS) /* until a full socket is tried again */

/* --- the timer list, earliest first ---------------------------------------------------------- */

static void timer_remove(struct transport *transport, struct job *job)
{
    *(job->earlier != NULL ? &job->earlier->later : &transport->first_due) = job->later;
    *(job->later != NULL ? &job->later->earlier : &transport->last_due) = job->earlier;
    job->earlier = NULL;
    job->later = NULL;
}

static void timer_insert(struct transport *transport, struct job *job, int64_t due_ns)
{
    struct job *before = transport->last_due;

    /* Nearly all timers are the latest when they are set: most searches end where they begin. */
    while (before != NULL && before->due_ns > due_ns) {
        before = before->earlier;
    }
    job->due_ns = due_ns;
    job->earlier = before;
    job->later = before != NULL ? before->later : transport->first_due;
    *(before != NULL ? &before->later : &transport->first_due) = job;
    *(job->later != NULL ? &job->later->earlier : &transport->last_due) = job;
}

void job_set_timer(struct transport *transport, struct job *job, int64_t due_ns)
{
    timer_remove(transport, job);
    timer_insert(transport, job, due_ns);
}

/* --- the end --------------------------------------------------------------------------------- */

static size_t job_index(const struct transport *transport, const struct job *job)
{
    return (size_t)(job - transport->jobs);
}

static void forget_messages(struct transport *transport, const struct job *job)
{
    struct pending *entries = transport->pending.entries;
    size_t first = job_index(transport, job) * PENDING_PER_OWNER;

    for (size_t i = first; i < first + PENDING_PER_OWNER; i++) {
        if (entries[i].live) {
            transport->channels[entries[i].channel].waiting--;
            pending_drop(&transport->pending, &entries[i]);
        }
    }
}

/* The socket of a server that is asked itself lasts as long as something may come on it. */
static void close_unused(struct channel *channel)
{
    if (channel->waiting == 0 && channel->socket >= 0) {
        (void)close(channel->socket);
        channel->socket = -1;
    }
}

void job_answer_silence(struct dns_answer *answer, enum answer_silence silence)
{
    *answer = (struct dns_answer){ .class = ANSWER_CLASS_TIMEOUT, .silence = silence };
}

uint32_t job_elapsed_us(const struct transport *transport, const struct job *job)
{
    int64_t elapsed = (transport->now_ns - job->started_ns) / 1000;

    return elapsed > UINT32_MAX ? UINT32_MAX : (uint32_t)elapsed;
}

/* Datagrams thrown away that came from the job's servers, in this run. */
static unsigned count_ignored(const struct transport *transport, const struct job *job)
{
    unsigned count = 0;

    for (size_t i = 0; i < job->rules.server_count; i++) {
        count += transport->channels[job->first_channel + i].ignored;
    }
    return count;
}

/* Ends a job with the best answer there is, or with silence for that reason. */
static void finish(struct transport *transport, struct job *job, enum answer_silence silence)
{
    struct dns_answer *answer = job->answer;

    if (answer->class == ANSWER_CLASS_NONE) {
        job_answer_silence(answer, silence);
        answer->server = job_channel(transport, job, job->server)->endpoint;
        answer->elapsed_us = job_elapsed_us(transport, job);
        answer->over_tcp = job->cut;
    }
    answer->tries = job->messages;
    answer->ignored = count_ignored(transport, job) - job->ignored_before;
    forget_messages(transport, job);
    if (!job->rules.resolver) {
        close_unused(job_channel(transport, job, 0));
    }
    stream_close(job->stream);
    timer_remove(transport, job);
    *job = (struct job){ .state = JOB_STATE_IDLE };
    transport->active--;
}

void job_abandon(struct transport *transport, struct job *job)
{
    finish(transport, job, ANSWER_SILENCE_DEADLINE);
}

void job_fail(struct transport *transport, enum status status)
{
    if (transport->status == STATUS_OK) {
        transport->status = status;
    }
}

/* --- asking ---------------------------------------------------------------------------------- */

uint32_t job_server_bit(size_t server)
{
    return UINT32_C(1) << server;
}

struct channel *job_channel(struct transport *transport, const struct job *job, size_t server)
{
    return &transport->channels[job->first_channel + server];
}

struct codec_query job_query(const struct job *job, uint16_t id, bool edns)
{
    return (struct codec_query){
        .id = id,
        .name = &job->question->name,
        .type = job->question->type,
        .recursion_desired = job->question->kind == QUESTION_KIND_RESOLVER,
        .checking_disabled = job->question->checking_disabled,
        .edns = edns,
    };
}

void job_count_message(struct transport *transport, struct job *job)
{
    transport->messages++;
    job->messages++;
}

/* An id and a place in the table for one more message. NULL: our own trouble. */
static struct pending *add_pending(struct transport *transport, const struct job *job,
                                   size_t channel)
{
    struct pending *pending = NULL;
    int dropped = -1;

    if (pending_add(&transport->pending, job_index(transport, job), (uint16_t)channel, &pending,
                    &dropped) != STATUS_OK) {
        job_fail(transport, STATUS_INTERNAL);
        return NULL;
    }
    if (dropped >= 0) {
        transport->channels[dropped].waiting--;
    }
    transport->channels[channel].waiting++;
    return pending;
}

void job_drop_pending(struct transport *transport, struct pending *pending)
{
    transport->channels[pending->channel].waiting--;
    pending_drop(&transport->pending, pending);
}

/* Sends octets on a channel. */
static enum job_sending send_octets(struct transport *transport, size_t channel,
                                    const uint8_t *octets, size_t length)
{
    if (send(transport->channels[channel].socket, octets, length, MSG_NOSIGNAL) >= 0) {
        return JOB_SENDING_DONE;
    }
    if (errno == EAGAIN || errno == EINTR || errno == ENOBUFS) {
        return JOB_SENDING_BUSY;
    }
    /* ECONNREFUSED answers a message sent before (ICMP): it is told once, to whoever comes next. */
    job_channel_refused(transport, channel);
    return JOB_SENDING_REFUSED;
}

enum job_sending job_send(struct transport *transport, struct job *job, size_t server)
{
    struct channel *channel = job_channel(transport, job, server);
    size_t index = job->first_channel + server;
    bool edns = !channel->plain && (job->plain & job_server_bit(server)) == 0;
    struct pending *pending;
    struct codec_query query;
    uint8_t octets[CODEC_QUERY_MAXIMUM];
    size_t length = 0;
    enum job_sending result;

    if (channel->socket < 0 &&
        socket_open_datagram(&channel->endpoint, &channel->socket) != STATUS_OK) {
        return JOB_SENDING_REFUSED;
    }
    pending = add_pending(transport, job, index);
    if (pending == NULL) {
        return JOB_SENDING_REFUSED;
    }
    pending->edns = edns;
    query = job_query(job, pending->id, edns);
    if (codec_encode(&query, octets, sizeof octets, &length) != STATUS_OK) {
        job_fail(transport, STATUS_INTERNAL);
        job_drop_pending(transport, pending);
        return JOB_SENDING_REFUSED;
    }
    result = send_octets(transport, index, octets, length);
    if (result == JOB_SENDING_DONE) {
        job_count_message(transport, job);
    } else {
        job_drop_pending(transport, pending);
    }
    return result;
}

/* The current try: sends it, and waits or pauses. False when it was refused. */
static bool try_server(struct transport *transport, struct job *job)
{
    switch (job_send(transport, job, job->server)) {
    case JOB_SENDING_DONE:
        job->state = JOB_STATE_WAITING;
        job->refused = false;
        job->cut = false;
        job->sent_ns = transport->now_ns;
        job_set_timer(transport, job, transport->now_ns + job->wait_ns);
        return true;
    case JOB_SENDING_BUSY:
        job->state = JOB_STATE_PAUSED;
        job_set_timer(transport, job, transport->now_ns + BUSY_PAUSE_NS);
        return true;
    case JOB_SENDING_REFUSED:
        break;
    }
    transport->silent[job->first_channel + job->server] = true;
    plan_note_failure(&job->plan, job->server, true);
    return false;
}

void job_advance(struct transport *transport, struct job *job)
{
    while (transport->status == STATUS_OK) {
        struct plan_step step = plan_next(&job->rules, &job->plan, transport->now_ns);

        if (step.action == PLAN_ACTION_FINISH) {
            break;
        }
        job->server = step.server;
        job->wait_ns = step.wait_ns;
        if (step.at_ns > transport->now_ns) {
            job->state = JOB_STATE_PAUSED;
            job_set_timer(transport, job, step.at_ns);
            return;
        }
        if (try_server(transport, job)) {
            return;
        }
    }
    finish(transport, job, plan_silence(&job->plan));
}

void job_channel_refused(struct transport *transport, size_t channel)
{
    transport->silent[channel] = true;
    for (size_t i = 0; i < transport->job_count; i++) {
        struct job *job = &transport->jobs[i];

        if (job->state == JOB_STATE_WAITING && job->first_channel + job->server == channel) {
            job->refused = true;
            job_set_timer(transport, job, transport->now_ns);
        }
    }
}

/* --- timers and the start -------------------------------------------------------------------- */

void job_due(struct transport *transport, struct job *job)
{
    size_t channel = job->first_channel + job->server;

    switch (job->state) {
    case JOB_STATE_PAUSED:
        if (!try_server(transport, job)) {
            job_advance(transport, job);
        }
        break;
    case JOB_STATE_WAITING:
        if (transport->channels[channel].heard_ns < job->sent_ns) {
            transport->silent[channel] = true;
        }
        plan_note_failure(&job->plan, job->server, job->refused);
        job_advance(transport, job);
        break;
    case JOB_STATE_STREAM:
    case JOB_STATE_IDLE:
        break;
    }
}

static bool family_allowed(const struct transport *transport, const struct endpoint *endpoint)
{
    enum address_family family = transport->options.family;

    return family == ADDRESS_FAMILY_NONE || family == endpoint->address.family;
}

/* The channel of a server that is asked itself, a new one if need be; TRANSPORT_CHANNELS when there
 * is no room. */
static size_t find_channel(struct transport *transport, const struct endpoint *endpoint)
{
    size_t channel = transport->server_count; /* behind those of the resolvers */

    while (channel < transport->channel_count &&
           !socket_same_endpoint(&transport->channels[channel].endpoint, endpoint)) {
        channel++;
    }
    if (channel == transport->channel_count && channel < TRANSPORT_CHANNELS) {
        transport->channels[channel] = (struct channel){ .endpoint = *endpoint, .socket = -1 };
        transport->channel_count++;
    }
    return channel;
}

/* All resolvers. */
static enum answer_silence choose_resolvers(const struct transport *transport, struct job *job)
{
    const struct transport_options *options = &transport->options;

    job->first_channel = 0;
    job->rules.resolver = true;
    job->rules.server_count = transport->server_count;
    job->rules.tries = options->tries;
    job->rules.query_timeout_ns = (int64_t)options->query_timeout_ms * NS_PER_MS;
    return transport->server_count > 0 ? ANSWER_SILENCE_NONE : ANSWER_SILENCE_NO_SERVER;
}

/* The server that the question names. */
static enum answer_silence choose_server(struct transport *transport,
                                         const struct question *question, struct job *job)
{
    const struct transport_options *options = &transport->options;
    uint32_t timeout_ms = options->query_timeout_ms;

    if (!family_allowed(transport, &question->server)) {
        return ANSWER_SILENCE_NO_SERVER;
    }
    job->first_channel = find_channel(transport, &question->server);
    job->rules.resolver = false;
    job->rules.server_count = 1;
    job->rules.tries = options->tries < LIMIT_DIRECT_TRIES ? options->tries : LIMIT_DIRECT_TRIES;
    if (options->hurry_ns > 0 && transport->now_ns >= options->hurry_ns) {
        job->rules.tries = 1;
    }
    job->rules.query_timeout_ns =
        (timeout_ms < LIMIT_DIRECT_MS ? timeout_ms : LIMIT_DIRECT_MS) * NS_PER_MS;
    return job->first_channel < TRANSPORT_CHANNELS ? ANSWER_SILENCE_NONE : ANSWER_SILENCE_LIMIT;
}

/* Whom the question goes to, and how patiently; else why it goes to nobody. */
static enum answer_silence choose_channels(struct transport *transport,
                                           const struct question *question, struct job *job)
{
    switch (question->kind) {
    case QUESTION_KIND_RESOLVER:
        return choose_resolvers(transport, job);
    case QUESTION_KIND_SERVER:
        return choose_server(transport, question, job);
    case QUESTION_KIND_NONE:
    case QUESTION_KIND_REGISTRATION:
    case QUESTION_KIND_API:
        break;
    }
    job_fail(transport, STATUS_INTERNAL);
    return ANSWER_SILENCE_NO_SERVER;
}

void job_start(struct transport *transport, struct job *job, const struct question *question,
               struct dns_answer *answer)
{
    enum answer_silence silence = choose_channels(transport, question, job);
    size_t first = 0;

    if (silence != ANSWER_SILENCE_NONE) {
        job_answer_silence(answer, silence);
        return;
    }
    *answer = (struct dns_answer){ .class = ANSWER_CLASS_NONE };
    job->question = question;
    job->answer = answer;
    job->rules.tries = job->rules.tries > 0 ? job->rules.tries : 1;
    job->rules.silent = &transport->silent[job->first_channel];
    job->rules.deadline_ns = transport->deadline_ns;
    if (job->rules.resolver && transport->options.rotate) {
        first = transport->rotation % job->rules.server_count;
        transport->rotation++;
    }
    plan_start(&job->rules, first, &job->plan);
    job->started_ns = transport->now_ns;
    job->ignored_before = count_ignored(transport, job);
    job->state = JOB_STATE_PAUSED;
    transport->active++;
    timer_insert(transport, job, transport->now_ns);
    job_advance(transport, job);
}
