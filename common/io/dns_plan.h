/* SPDX-License-Identifier: MIT */
/*
 * The policy of asking: for one question, which server is asked next and when, how long it is
 * waited for, and when it is enough. It knows no socket and no clock, so that it can be tried row
 * by row.
 *
 *   1. The first server that is not known to be silent is asked; each further try goes to the
 *      server that this question has tried least. A server that was silent once is the last choice
 *      for the rest of the run, so a dead one costs one query timeout, not one for each question or
 *      round.
 *   2. There are `tries` tries over all servers, but every server gets one, however many there are.
 *      A resolver that refused outright (ICMP, no route) is asked again only after a second, a
 *      server that is asked itself not at all: there are others, or the path is closed to us.
 *   3. A conclusive answer ends it: POSITIVE, NODATA, NXDOMAIN, LOOP; from a server that is asked
 *      for what it has also REFERRAL.
 *   4. SERVFAIL, BOGUS, REFUSED, a referral from a resolver, and what cannot be read are the
 *      opinion of one server: every other one that was not asked yet is asked, one known to be
 *      silent for at most a second.
 *   5. SERVFAIL (that very code) of the only server that answers is asked for once more, a second
 *      later: resolvers give it when their own time ran out, and have the answer then. BOGUS is
 *      not: it was judged.
 */
#ifndef CHECK_SES_IO_DNS_PLAN_H
#define CHECK_SES_IO_DNS_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "dns/answer.h"

/* What is the same for all questions to the same servers. */
struct plan_rules {
    size_t server_count;      /* 1 to LIMIT_SERVERS */
    const bool *silent;       /* for each server: it was silent in this run */
    bool resolver;            /* the servers are resolvers, not one server asked for what it has */
    unsigned tries;           /* over all servers, at least 1 */
    int64_t query_timeout_ns; /* of one try */
    int64_t deadline_ns;      /* of the run: what would start later is not started */
};

/* One question. Begins as plan_start() makes it. */
struct plan {
    size_t first;           /* the server preferred to the others, all else being equal */
    unsigned budget;        /* tries left */
    uint32_t answered;      /* a bit for each server whose answer was inconclusive */
    uint32_t refused;       /* a bit for each server whose last try was refused outright */
    bool heard_silence;     /* some try ended in silence, not in a refusal */
    bool repeatable;        /* the best answer is SERVFAIL, and was not asked for once more yet */
    bool complete;          /* a conclusive answer is there */
    enum answer_class best; /* of the answers so far; NONE: no answer */
    size_t best_server;
    int64_t best_ns; /* when it came */
    unsigned tried[LIMIT_SERVERS];
};

enum plan_action {
    PLAN_ACTION_FINISH = 0, /* nothing more to ask: the best answer, or silence, it is */
    PLAN_ACTION_ASK
};

struct plan_step {
    enum plan_action action;
    size_t server;   /* to be asked */
    int64_t at_ns;   /* then, not before */
    int64_t wait_ns; /* how long its answer is waited for */
};

/* A question that nobody was asked yet. `first` is below the number of servers. */
void plan_start(const struct plan_rules *rules, size_t first, struct plan *ret_plan);

/* What to do at `now_ns`. Counts a try when it says ASK. */
struct plan_step plan_next(const struct plan_rules *rules, struct plan *plan, int64_t now_ns);

/*
 * An answer came from `server` (to any of its tries); only its class and rcode are looked at. True
 * when it is better than those before: it is the one to keep. The order: conclusive, BOGUS,
 * SERVFAIL, REFERRAL, REFUSED, MALFORMED.
 */
bool plan_note_answer(const struct plan_rules *rules, struct plan *plan, size_t server,
                      const struct dns_answer *answer, int64_t now_ns);

/* The try at `server` ended without an answer: refused by the system or ICMP, or silent. */
void plan_note_failure(struct plan *plan, size_t server, bool refused);

/* Why there was no answer, when there was none. */
enum answer_silence plan_silence(const struct plan *plan);

#endif
