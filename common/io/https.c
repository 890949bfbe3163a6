/* SPDX-License-Identifier: MIT */
/*
 * The client of the helper program.
 *
 * 1. A request gets a slot. What can be judged without the helper is judged at once.
 * 2. The helper is started when there is none. It is told a deadline a little before the real one,
 *    so that a slow server and a slow helper can be told apart.
 * 3. Frames are sent in the order of their slots, as the socket takes them.
 * 4. Replies are read straight into the caller's arena, each to the slot of its id. One that
 *    belongs to no open slot, or is larger than was asked for, is no reply of ours.
 * 5. When the helper is gone, says nonsense, or is late, it is killed, and every open slot gets the
 *    same result.
 */
#include "io/https.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>

#include "io/clock.h"
#include "io/fetch_process.h"

#define MARGIN_NS INT64_C(250000000) /* at most: the helper's time to report a timeout */
#define MARGIN_PART 4                /* and this part of the time there is */
#define FRAMES_LIMIT (FETCH_IN_FLIGHT * (FETCH_REQUEST_MAXIMUM + 1024u))

struct slot {
    uint32_t id;
    uint32_t size_limit;
    int64_t deadline_ns;
    struct slice frame; /* what of it is not sent yet */
    bool is_open;       /* its reply has not come */
    struct fetch_reply reply;
};

struct https {
    struct slice ca_path;
    struct fetch_process process;
    unsigned starts;
    int start_error; /* of the last start that failed */
    uint32_t last_id;
    struct slot slots[FETCH_IN_FLIGHT];
    size_t count;
    struct arena *frames; /* of the requests since the last finish, or NULL */
    /* The frame that is being read. */
    uint8_t head[FETCH_HEAD];
    size_t head_got;
    char *content; /* NULL: its length is not known yet */
    size_t content_length;
    size_t content_got;
};

enum status https_create(struct slice ca_path, struct https **ret_https)
{
    struct https *https = calloc(1, sizeof *https);

    if (https == NULL) {
        return STATUS_NO_MEMORY;
    }
    https->ca_path = ca_path;
    *ret_https = https;
    return STATUS_OK;
}

void https_destroy(struct https *https)
{
    if (https != NULL) {
        (void)fetch_process_end(&https->process);
        arena_destroy(https->frames);
        free(https);
    }
}

/* --- replies that we make ourselves ---------------------------------------------------------- */

static void close_slot(struct slot *slot, enum fetch_result result, struct slice reason)
{
    slot->is_open = false;
    slot->frame = slice_empty();
    slot->reply = (struct fetch_reply){ .id = slot->id, .result = result, .reason = reason };
}

/* Ends the helper and says the same of all that is open. */
static void give_up(struct https *https, enum fetch_result result, struct slice reason)
{
    (void)fetch_process_end(&https->process);
    for (size_t i = 0; i < https->count; i++) {
        if (https->slots[i].is_open) {
            close_slot(&https->slots[i], result, reason);
        }
    }
}

static void give_up_dead(struct https *https, struct arena *arena)
{
    int status = fetch_process_end(&https->process);
    struct slice reason = SLICE("the helper program " FETCH_PROGRAM " ended before it replied");

    if (status != -1 && WIFSIGNALED(status)) {
        reason = arena_printf(arena, "the helper program " FETCH_PROGRAM " was ended by signal %d",
                              WTERMSIG(status));
    } else if (status != -1 && WIFEXITED(status)) {
        reason = arena_printf(arena,
                              "the helper program " FETCH_PROGRAM
                              " ended with exit status %d before it replied",
                              WEXITSTATUS(status));
    }
    give_up(https, FETCH_RESULT_HELPER_DIED, reason);
}

static void give_up_garbled(struct https *https, struct slice what)
{
    give_up(https, FETCH_RESULT_HELPER_GARBLED, what);
}

/* --- sending --------------------------------------------------------------------------------- */

/* The deadline that the helper is told. */
static int64_t told_deadline(int64_t deadline_ns, int64_t now_ns)
{
    int64_t part = (deadline_ns - now_ns) / MARGIN_PART;

    return deadline_ns - (part < MARGIN_NS ? part : MARGIN_NS);
}

/* The slot whose frame is the next to be sent, NULL when all is sent. */
static struct slot *next_unsent(struct https *https)
{
    for (size_t i = 0; i < https->count; i++) {
        if (https->slots[i].frame.length > 0) {
            return &https->slots[i];
        }
    }
    return NULL;
}

/* As much as the socket takes. What can never be sent is dropped: the end of its stream says what
 * has become of the helper, and a reply may still lie before it. */
static void send_frames(struct https *https)
{
    struct slot *slot = next_unsent(https);

    while (slot != NULL) {
        ssize_t sent =
            send(https->process.socket, slot->frame.data, slot->frame.length, MSG_NOSIGNAL);

        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        slot->frame = sent < 0 ? slice_empty() : slice_from(slot->frame, (size_t)sent);
        slot = next_unsent(https);
    }
}

/* Whether a helper runs now; if not, the slot is closed with the reason. */
static bool has_helper(struct https *https, struct slot *slot)
{
    if (https->process.pid != 0) {
        return true;
    }
    if (https->starts == HTTPS_STARTS_MAXIMUM) {
        close_slot(slot, FETCH_RESULT_HELPER_DIED,
                   SLICE("the helper program " FETCH_PROGRAM
                         " was lost three times in this run and is not started again"));
        return false;
    }
    if (fetch_process_start(&https->process) != STATUS_OK) {
        /* The sentence is written by https_finish(), which has the arena. */
        https->start_error = errno;
        close_slot(slot, FETCH_RESULT_HELPER_MISSING, slice_empty());
        return false;
    }
    https->starts++;
    https->head_got = 0;
    https->content = NULL;
    return true;
}

static enum status encode(struct https *https, const struct fetch_request *request,
                          struct slot *slot)
{
    if (https->frames == NULL && arena_create(FRAMES_LIMIT, &https->frames) != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    return fetch_request_encode(request, https->frames, &slot->frame);
}

enum status https_begin(struct https *https, const struct fetch_request *request)
{
    struct fetch_request full = *request;
    int64_t now = clock_monotonic_ns();
    struct slot *slot = &https->slots[https->count];
    const char *refusal;

    if (https->count == FETCH_IN_FLIGHT) {
        return STATUS_TOO_LONG;
    }
    full.id = https->last_id + 1;
    full.ca_path = https->ca_path;
    full.deadline_ns = told_deadline(request->deadline_ns, now);
    *slot = (struct slot){ .id = full.id,
                           .size_limit = request->size_limit,
                           .deadline_ns = request->deadline_ns,
                           .is_open = true };
    refusal = fetch_request_refusal(&full);
    if (refusal != NULL) {
        close_slot(slot, FETCH_RESULT_BAD_REQUEST, slice_of(refusal));
    } else if (request->deadline_ns <= now) {
        close_slot(slot, FETCH_RESULT_TIMEOUT, SLICE("no time was left to ask"));
    } else if (has_helper(https, slot) && encode(https, &full, slot) != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    https->last_id++;
    https->count++;
    send_frames(https);
    return STATUS_OK;
}

/* --- receiving ------------------------------------------------------------------------------- */

static struct slot *open_slot(struct https *https, uint32_t id)
{
    for (size_t i = 0; i < https->count; i++) {
        if (https->slots[i].is_open && https->slots[i].id == id) {
            return &https->slots[i];
        }
    }
    return NULL;
}

/* A whole content is there. */
static void take_reply(struct https *https)
{
    struct slice content = slice_make(https->content, https->content_length);
    struct fetch_reply reply;
    struct slot *slot;

    https->head_got = 0;
    https->content = NULL;
    if (fetch_reply_decode(content, &reply) != STATUS_OK) {
        give_up_garbled(https, SLICE("the helper program " FETCH_PROGRAM
                                     " sent a reply that does not fit its form"));
        return;
    }
    slot = open_slot(https, reply.id);
    if (slot == NULL || slot->frame.length > 0) {
        give_up_garbled(
            https, SLICE("the helper program " FETCH_PROGRAM " replied to what was not asked"));
        return;
    }
    if (reply.body.length > slot->size_limit) {
        give_up_garbled(https, SLICE("the helper program " FETCH_PROGRAM
                                     " sent a larger reply than was asked for"));
        return;
    }
    slot->is_open = false;
    slot->reply = reply;
}

/* A whole head is there: the memory for its content. */
static enum status take_head(struct https *https, struct arena *arena)
{
    if (fetch_head_decode(https->head, FETCH_REPLY_MAXIMUM, &https->content_length) != STATUS_OK) {
        give_up_garbled(https, SLICE("the helper program " FETCH_PROGRAM
                                     " does not speak the protocol of this version"));
        return STATUS_OK;
    }
    https->content_got = 0;
    https->content = arena_alloc(arena, https->content_length);
    return https->content != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Counts what was read into head or content, and takes them when they are whole. */
static enum status account(struct https *https, size_t got, struct arena *arena)
{
    if (https->content == NULL) {
        https->head_got += got;
        return https->head_got == FETCH_HEAD ? take_head(https, arena) : STATUS_OK;
    }
    https->content_got += got;
    if (https->content_got == https->content_length) {
        take_reply(https);
    }
    return STATUS_OK;
}

static bool is_waiting(const struct https *https)
{
    for (size_t i = 0; i < https->count; i++) {
        if (https->slots[i].is_open) {
            return true;
        }
    }
    return false;
}

/* Reads what there is. */
static enum status receive(struct https *https, struct arena *arena)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && is_waiting(https)) {
        bool in_head = https->content == NULL;
        void *place =
            in_head ? (char *)https->head + https->head_got : https->content + https->content_got;
        size_t room =
            in_head ? FETCH_HEAD - https->head_got : https->content_length - https->content_got;
        ssize_t got = recv(https->process.socket, place, room, 0);

        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return STATUS_OK;
        }
        if (got <= 0) {
            give_up_dead(https, arena);
            return STATUS_OK;
        }
        status = account(https, (size_t)got, arena);
    }
    return status;
}

/* --- finishing ------------------------------------------------------------------------------- */

/* When waiting is over: at the caller's deadline or the first one of an open slot. */
static int64_t waiting_ends(const struct https *https, int64_t deadline_ns)
{
    for (size_t i = 0; i < https->count; i++) {
        const struct slot *slot = &https->slots[i];

        if (slot->is_open && slot->deadline_ns < deadline_ns) {
            deadline_ns = slot->deadline_ns;
        }
    }
    return deadline_ns;
}

/* The time is over for something. */
static void expire(struct https *https, int64_t now_ns)
{
    for (size_t i = 0; i < https->count; i++) {
        if (https->slots[i].is_open && https->slots[i].deadline_ns <= now_ns) {
            give_up(
                https, FETCH_RESULT_HELPER_SILENT,
                SLICE("the helper program " FETCH_PROGRAM " did not reply in time and was ended"));
            return;
        }
    }
    give_up(https, FETCH_RESULT_TIMEOUT, SLICE("no reply came before the end of the run"));
}

static enum status wait_for_replies(struct https *https, int64_t deadline_ns, struct arena *arena)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && is_waiting(https)) {
        int remaining = clock_remaining_ms(waiting_ends(https, deadline_ns));
        struct pollfd watch = { .fd = https->process.socket, .events = POLLIN };

        if (remaining == 0) {
            /* What came in time counts, even if nobody looked for it in time. */
            if (poll(&watch, 1, 0) > 0) {
                status = receive(https, arena);
            }
            if (status == STATUS_OK && is_waiting(https)) {
                expire(https, clock_monotonic_ns());
            }
            break;
        }
        if (next_unsent(https) != NULL) {
            watch.events |= POLLOUT;
        }
        if (poll(&watch, 1, remaining) > 0) {
            send_frames(https);
            status = receive(https, arena);
        }
    }
    return status;
}

/* The sentence that could not be written when the helper was not found. */
static void explain_missing(const struct https *https, struct arena *arena,
                            struct fetch_reply *reply)
{
    if (reply->result == FETCH_RESULT_HELPER_MISSING) {
        reply->reason = arena_printf(arena,
                                     "the helper program " FETCH_PROGRAM
                                     " could not be started, neither beside this program nor as "
                                     "%s (%s)",
                                     fetch_process_installed_path(), strerror(https->start_error));
    }
}

enum status https_finish(struct https *https, int64_t deadline_ns, struct arena *arena,
                         struct fetch_reply *replies, size_t count)
{
    enum status status;

    if (count != https->count) {
        return STATUS_INTERNAL;
    }
    status = wait_for_replies(https, deadline_ns, arena);
    if (status != STATUS_OK) {
        give_up(https, FETCH_RESULT_HELPER_DIED, SLICE("there was no memory for its reply"));
    }
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        replies[i] = https->slots[i].reply;
        explain_missing(https, arena, &replies[i]);
    }
    arena_destroy(https->frames);
    https->frames = NULL;
    https->count = 0;
    return status == STATUS_OK && arena_failed(arena) ? STATUS_NO_MEMORY : status;
}

enum status https_redirect(const struct fetch_reply *reply, unsigned count,
                           struct fetch_url *ret_url, const char **ret_reason)
{
    struct fetch_url url;

    if (reply->result != FETCH_RESULT_REDIRECT || reply->location.length == 0) {
        *ret_reason = "it does not say where to";
        return STATUS_BAD_INPUT;
    }
    if (count > HTTPS_REDIRECTS_MAXIMUM) {
        *ret_reason = "it is the fourth redirect in a row";
        return STATUS_BAD_INPUT;
    }
    if (fetch_url_parse(reply->location, &url, ret_reason) != STATUS_OK) {
        return STATUS_BAD_INPUT;
    }
    if (!url.is_secure) {
        *ret_reason = "it leads away from https";
        return STATUS_BAD_INPUT;
    }
    *ret_url = url;
    return STATUS_OK;
}
