/* SPDX-License-Identifier: MIT */
/* Whom to ask next. The numbers in the comments are those of the header's list. */
#include "io/dns_plan.h"

#define SECOND_NS INT64_C(1000000000)
#define NO_SERVER SIZE_MAX
#define RCODE_SERVFAIL 2

static uint32_t server_bit(size_t server)
{
    return UINT32_C(1) << server;
}

void plan_start(const struct plan_rules *rules, size_t first, struct plan *ret_plan)
{
    *ret_plan = (struct plan){ .first = first };
    /* (2) every server gets its chance. */
    ret_plan->budget =
        rules->tries > rules->server_count ? rules->tries : (unsigned)rules->server_count;
}

/* How unwilling we are to ask a server: tries first, then known silence, then the order (1). */
static size_t reluctance(const struct plan_rules *rules, const struct plan *plan, size_t server)
{
    size_t place = (server + rules->server_count - plan->first) % rules->server_count;
    size_t silence = rules->silent[server] ? LIMIT_SERVERS : 0;

    return plan->tried[server] * (size_t)(2 * LIMIT_SERVERS) + silence + place;
}

/* The server to ask next, of those without an answer; `fresh`: only one that was not asked yet. */
static size_t choose_server(const struct plan_rules *rules, const struct plan *plan, bool fresh)
{
    size_t best = NO_SERVER;

    for (size_t server = 0; server < rules->server_count; server++) {
        if ((plan->answered & server_bit(server)) != 0 || (fresh && plan->tried[server] > 0)) {
            continue;
        }
        if (best == NO_SERVER || reluctance(rules, plan, server) < reluctance(rules, plan, best)) {
            best = server;
        }
    }
    return best;
}

/* Without any answer yet (1, 2). */
static struct plan_step first_opinion(const struct plan_rules *rules, const struct plan *plan,
                                      int64_t now_ns)
{
    struct plan_step step = { .action = PLAN_ACTION_ASK, .at_ns = now_ns };

    step.server = choose_server(rules, plan, false);
    step.wait_ns = rules->query_timeout_ns;
    if (plan->budget == 0 || step.server == NO_SERVER) {
        step.action = PLAN_ACTION_FINISH;
    } else if ((plan->refused & server_bit(step.server)) != 0) {
        step.action = rules->resolver ? PLAN_ACTION_ASK : PLAN_ACTION_FINISH;
        step.at_ns += SECOND_NS;
    }
    return step;
}

/* Whether exactly one server answered. */
static bool answered_alone(const struct plan *plan)
{
    return plan->answered == server_bit(plan->best_server);
}

/* With an inconclusive answer at hand (4, 5). */
static struct plan_step second_opinion(const struct plan_rules *rules, struct plan *plan,
                                       int64_t now_ns)
{
    struct plan_step step = { .action = PLAN_ACTION_ASK, .at_ns = now_ns };

    step.server = choose_server(rules, plan, true);
    step.wait_ns = rules->query_timeout_ns;
    if (plan->budget == 0) {
        step.action = PLAN_ACTION_FINISH;
    } else if (step.server != NO_SERVER) {
        if (rules->silent[step.server] && step.wait_ns > SECOND_NS) {
            step.wait_ns = SECOND_NS;
        }
    } else if (rules->resolver && plan->repeatable && answered_alone(plan)) {
        plan->repeatable = false;
        plan->answered = 0;
        step.server = plan->best_server;
        step.at_ns = plan->best_ns + SECOND_NS > now_ns ? plan->best_ns + SECOND_NS : now_ns;
    } else {
        step.action = PLAN_ACTION_FINISH;
    }
    return step;
}

struct plan_step plan_next(const struct plan_rules *rules, struct plan *plan, int64_t now_ns)
{
    struct plan_step step = { .action = PLAN_ACTION_FINISH };

    if (plan->complete) {
        return step;
    }
    step = plan->best == ANSWER_CLASS_NONE ? first_opinion(rules, plan, now_ns)
                                           : second_opinion(rules, plan, now_ns);
    if (step.at_ns >= rules->deadline_ns) {
        step.action = PLAN_ACTION_FINISH;
    }
    if (step.action == PLAN_ACTION_ASK) {
        plan->budget--;
        plan->tried[step.server]++;
        plan->refused &= ~server_bit(step.server);
    }
    return step;
}

/* What an answer is worth; 7 is conclusive (3). */
static unsigned answer_rank(const struct plan_rules *rules, enum answer_class class)
{
    switch (class) {
    case ANSWER_CLASS_POSITIVE:
    case ANSWER_CLASS_NODATA:
    case ANSWER_CLASS_NXDOMAIN:
    case ANSWER_CLASS_LOOP:
        return 7;
    case ANSWER_CLASS_BOGUS:
        return 6;
    case ANSWER_CLASS_SERVFAIL:
        return 5;
    case ANSWER_CLASS_REFERRAL:
        return rules->resolver ? 4 : 7;
    case ANSWER_CLASS_REFUSED:
        return 3;
    case ANSWER_CLASS_MALFORMED:
        return 2;
    case ANSWER_CLASS_TIMEOUT:
        return 1;
    case ANSWER_CLASS_NONE:
        break;
    }
    return 0;
}

bool plan_note_answer(const struct plan_rules *rules, struct plan *plan, size_t server,
                      const struct dns_answer *answer, int64_t now_ns)
{
    unsigned rank = answer_rank(rules, answer->class);

    plan->answered |= server_bit(server);
    if (rank <= answer_rank(rules, plan->best)) {
        return false;
    }
    plan->complete = rank == 7;
    plan->repeatable = answer->class == ANSWER_CLASS_SERVFAIL && answer->rcode == RCODE_SERVFAIL;
    plan->best = answer->class;
    plan->best_server = server;
    plan->best_ns = now_ns;
    return true;
}

void plan_note_failure(struct plan *plan, size_t server, bool refused)
{
    if (refused) {
        plan->refused |= server_bit(server);
    } else {
        plan->heard_silence = true;
    }
}

enum answer_silence plan_silence(const struct plan *plan)
{
    return plan->heard_silence ? ANSWER_SILENCE_NO_REPLY : ANSWER_SILENCE_UNREACHABLE;
}
