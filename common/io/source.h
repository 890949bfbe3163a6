/* SPDX-License-Identifier: MIT */
/*
 * The seam between questions and the world: whoever can answer questions is a source. There are the
 * network (dns_transport), zone files (zonefile) and nothing (replay); encrypted transports will be
 * further ones. Registration data has a source of its own, and so have the APIs of providers.
 */
#ifndef CHECK_SES_IO_SOURCE_H
#define CHECK_SES_IO_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "dns/answer.h"
#include "facts/question.h"
#include "provider/api_answer.h"
#include "registry/registration.h"

#define SOURCE_NOTES_MAXIMUM 2

struct source {
    void *self;
    /*
     * Answers `count` questions at once: answers[i] belongs to questions[i], everything it points
     * to is in `arena`. Returns when all are answered or at `deadline_ns` (monotonic clock); what
     * is not answered has class TIMEOUT and its silence set. *messages grows by the DNS messages
     * sent. STATUS_NO_MEMORY, STATUS_INTERNAL.
     */
    enum status (*ask)(void *self, const struct question *questions, size_t count,
                       int64_t deadline_ns, struct arena *arena, struct dns_answer *answers,
                       unsigned *messages);
    void (*close)(void *self);
};

/* What one round asks of registries. */
struct registration_round {
    const struct question *questions;
    size_t count;
    int64_t deadline_ns; /* monotonic clock */
    int64_t clock;       /* wall clock, seconds since 1970 */
    struct source *dns;
    struct arena *arena;
    struct registration *answers; /* as many as questions */
};

/*
 * Whoever can answer questions of kind QUESTION_KIND_REGISTRATION: the registries, or a file. In
 * two steps, so that DNS questions of the same round are asked meanwhile.
 */
struct registry_source {
    void *self;
    /*
     * Begins to find answers. What can be told at once is written to answers[i]; the others are
     * begun. `dns` finds the addresses of servers; *messages grows by what it sent. `arena`, in
     * which everything the answers point to lives, and `answers` stay until finish().
     * STATUS_NO_MEMORY, STATUS_INTERNAL.
     */
    enum status (*begin)(void *self, const struct registration_round *round, unsigned *messages);
    /* Waits for all that was begun, at most until the deadline. STATUS_NO_MEMORY. */
    enum status (*finish)(void *self);
    /* What went on without being able to: sentences for the user, at most SOURCE_NOTES_MAXIMUM;
     * their number. Of nothing that was asked, nothing is noted. */
    size_t (*notes)(void *self, struct slice *ret_notes);
    void (*close)(void *self);
};

/* What is asked of APIs. */
struct api_round {
    const struct question *questions;
    size_t count;
    int64_t deadline_ns; /* monotonic clock */
    struct arena *arena;
    struct api_answer *answers; /* as many as questions */
};

/*
 * Whoever can answer questions of kind QUESTION_KIND_API. In two steps: what DNS has to say is not
 * kept waiting by an API, however many rounds it takes meanwhile.
 */
struct api_source {
    void *self;
    /*
     * Begins to ask; may be called again before finish(). What can be told at once is written to
     * answers[i]. `questions`, `arena` and `answers` stay until finish(); *messages grows by the
     * DNS messages that hosts were looked up with. STATUS_NO_MEMORY, STATUS_INTERNAL.
     */
    enum status (*begin)(void *self, const struct api_round *round, unsigned *messages);
    /* Waits for all that was begun, at most until the deadlines. STATUS_NO_MEMORY. */
    enum status (*finish)(void *self);
    void (*close)(void *self);
};

#endif
