/* SPDX-License-Identifier: MIT */
/*
 * What is made of the differential:
 *
 * 1. How well a denial is proved: by the resolver with the zone's own SOA and NS, or by a server of
 *    the zone itself.
 * 2. A resolver that cannot give the parent zone explains nothing but itself; a denial of the
 *    domain's own zone that it proves stands nevertheless.
 * 3. A record that is proved to be absent is the check's to say.
 * 4. Every other cause is the differential's to say.
 */
#include "rules/invisible.h"

#include "rules/dns_rules.h"

bool invisible_is_failure(const struct dns_answer *answer)
{
    return answer->class == ANSWER_CLASS_SERVFAIL || answer->class == ANSWER_CLASS_REFUSED ||
           answer->class == ANSWER_CLASS_BOGUS;
}

/* What a failed answer leaves to say. */
static enum invisible_outcome judge_failure(const struct differential *differential,
                                            struct denial *denial, struct verdict *verdict)
{
    const struct differential_request *request = &differential->request;

    switch (differential->cause) {
    case CAUSE_BOGUS:
        (void)dns_rules_bogus(verdict, request->name, request->type, request->answer);
        return INVISIBLE_DOUBTFUL;
    case CAUSE_RECORD_ABSENT:
        if (differential->own.without_record > 0) {
            /* The zone's own server denies it, whatever ails the resolver. */
            denial->answer = differential->own.first_without->answer;
            denial->grade = DENIAL_GRADE_RELAYED;
            return INVISIBLE_ABSENT;
        }
        return INVISIBLE_DOUBTFUL;
    case CAUSE_NONE:
    case CAUSE_UNEXPLAINED:
        if (differential->delegation.state != DELEGATION_ABSENT) {
            return INVISIBLE_DOUBTFUL;
        }
        break;
    case CAUSE_HOLD:
    case CAUSE_NOT_REGISTERED:
    case CAUSE_INACTIVE:
    case CAUSE_EXPIRED:
    case CAUSE_PENDING_DELETE:
    case CAUSE_NAMESERVER_SWAP:
    case CAUSE_LAME:
    case CAUSE_MOVED:
    case CAUSE_CACHE:
    case CAUSE_MISPLACED:
    case CAUSE_CNAME:
    case CAUSE_COUNT:
        break;
    }
    differential_report(differential, verdict);
    return INVISIBLE_EXPLAINED;
}

/* Whether the absence is proved, by the resolver or by the zone's own server. */
static bool is_proved(const struct differential *differential, const struct denial *denial)
{
    return (denial->grade == DENIAL_GRADE_RELAYED && visibility_is_delegated(denial)) ||
           differential->own.without_record > 0;
}

static enum invisible_outcome judge_denial(const struct differential *differential,
                                           struct denial *denial, struct verdict *verdict)
{
    enum config_why why = differential->request.config->why;
    bool is_own = denial->grade == DENIAL_GRADE_RELAYED && visibility_is_delegated(denial);
    bool is_absent = differential->cause == CAUSE_RECORD_ABSENT ||
                     differential->cause == CAUSE_CNAME ||
                     (differential->delegation.sick && is_own);

    if (is_absent && is_proved(differential, denial)) {
        if (denial->grade != DENIAL_GRADE_RELAYED) {
            denial->answer = differential->own.first_without->answer;
            denial->grade = DENIAL_GRADE_RELAYED;
        }
        if (!differential->delegation.sick) {
            differential_report(differential, verdict);
        }
        return INVISIBLE_ABSENT;
    }
    if (denial->grade != DENIAL_GRADE_RELAYED || differential->delegation.sick) {
        visibility_explain(why, verdict, denial);
        if (differential->cause != CAUSE_RECORD_ABSENT && !differential->delegation.sick &&
            (differential->own.with_record > 0 ||
             differential->delegation.state == DELEGATION_ABSENT)) {
            differential_report(differential, verdict);
        }
        return INVISIBLE_DOUBTFUL;
    }
    differential_report(differential, verdict);
    return differential->cause == CAUSE_UNEXPLAINED &&
                   differential->delegation.state != DELEGATION_ABSENT
               ? INVISIBLE_DOUBTFUL
               : INVISIBLE_EXPLAINED;
}

static enum invisible_outcome conclude(const struct differential *differential,
                                       struct denial *denial, struct verdict *verdict)
{
    if (answer_is_negative(denial->answer)) {
        return judge_denial(differential, denial, verdict);
    }
    if (differential->delegation.sick) {
        if (denial->answer->class != ANSWER_CLASS_BOGUS) {
            differential_report(differential, verdict);
        }
        return INVISIBLE_DOUBTFUL;
    }
    return judge_failure(differential, denial, verdict);
}

enum status invisible_judge(const struct config *config, struct facts *facts,
                            struct verdict *verdict, struct denial *denial,
                            struct invisible *ret_invisible)
{
    const struct differential_request request = {
        .config = config, .name = denial->name, .type = denial->type, .answer = denial->answer
    };
    bool is_denied = answer_is_negative(denial->answer);
    struct differential *differential;

    *ret_invisible = (struct invisible){ INVISIBLE_PENDING, NULL };
    if (config->why == CONFIG_WHY_NONE) {
        denial->grade = DENIAL_GRADE_RELAYED;
        ret_invisible->outcome = is_denied ? INVISIBLE_ABSENT : INVISIBLE_DOUBTFUL;
        return STATUS_OK;
    }
    differential = arena_alloc(verdict->arena, sizeof *differential);
    if (differential == NULL) {
        return STATUS_NO_MEMORY;
    }
    differential_look(&request, facts, verdict->arena, differential);
    if (is_denied) {
        denial->grade = visibility_grade(config->why, facts, denial->answer);
    }
    if (differential->pending || (is_denied && denial->grade == DENIAL_GRADE_PENDING)) {
        return STATUS_OK;
    }
    ret_invisible->differential = differential;
    ret_invisible->outcome = conclude(differential, denial, verdict);
    return STATUS_OK;
}
