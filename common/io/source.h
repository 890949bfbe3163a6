/* SPDX-License-Identifier: MIT */
/*
 * The seam between questions and the world: whoever can answer questions is a source. There are the
 * network (dns_transport), zone files (zonefile) and nothing (replay); encrypted transports will be
 * further ones.
 */
#ifndef CHECK_SES_IO_SOURCE_H
#define CHECK_SES_IO_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "dns/answer.h"
#include "facts/question.h"

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

#endif
