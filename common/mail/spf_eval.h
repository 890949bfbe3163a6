/* SPDX-License-Identifier: MIT */
/*
 * check_host() of RFC 7208 over facts: the result, why, and what it cost.
 */
#ifndef CHECK_SES_MAIL_SPF_EVAL_H
#define CHECK_SES_MAIL_SPF_EVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "dns/answer.h"
#include "mail/spf_fetch.h"
#include "mail/spf_request.h"

/* RFC 7208 2.6. */
enum spf_result {
    SPF_RESULT_PENDING = 0, /* answers are still wanted */
    SPF_RESULT_NONE,
    SPF_RESULT_NEUTRAL,
    SPF_RESULT_PASS,
    SPF_RESULT_FAIL,
    SPF_RESULT_SOFTFAIL,
    SPF_RESULT_TEMPERROR,
    SPF_RESULT_PERMERROR
};

struct spf_evaluation {
    enum spf_result result;
    bool has_explanation;             /* of a fail only */
    struct slice explanation;         /* the expanded text, ASCII (6.2) */
    struct slice mechanism;           /* the term that decided, as published; empty when none did */
    struct slice domain;              /* in whose record it stands, or the domain evaluated */
    struct slice cause;               /* one sentence; may hold octets from outside */
    const struct dns_answer *trouble; /* temperror: the answer that was no use, else NULL */
    struct slice trouble_name;        /* and the name it is about */
    unsigned lookups;                 /* terms evaluated that count towards the ten (4.6.4) */
    unsigned voids;                   /* void lookups, by the letter of 4.6.4 */
    bool over_voids;                  /* permerror for want of the void limit only */
};

/*
 * Evaluates. Missing answers are wanted in the world's facts and the result is PENDING; call again
 * when they are there. What the terms behind the one at work need is wanted early.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_evaluate(const struct spf_request *request, struct spf_world *world,
                                    struct spf_evaluation *ret_evaluation);

/* "pass", "permerror" …; "pending" for PENDING. Static storage. */
const char *spf_result_text(enum spf_result result);

/* The result for its word in any case. STATUS_NOT_FOUND. */
MUST_CHECK enum status spf_result_from_text(struct slice text, enum spf_result *ret_result);

#endif
