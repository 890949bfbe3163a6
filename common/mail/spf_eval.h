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

/* What check_host() is asked. Texts may hold any octets. */
struct spf_request {
    struct address client; /* an IPv4-mapped address counts as IPv4 (5) */
    struct slice helo;     /* as the client said it, may be rubbish */
    struct slice sender;   /* MAIL FROM; empty: the HELO identity postmaster@helo (2.4) */
    struct slice domain;   /* <domain>; empty: the sender's domain */
    struct slice receiver; /* %{r}; empty: "unknown" */
    unsigned void_limit;   /* LIMIT_SPF_VOIDS, or UINT_MAX for receivers without that limit */
};

struct spf_evaluation {
    enum spf_result result;
    bool has_explanation;     /* of a fail only */
    struct slice explanation; /* the expanded text, ASCII (6.2) */
    struct slice mechanism;   /* the term that decided, as published; empty when none did */
    struct slice domain;      /* in whose record it stands, or the domain evaluated */
    struct slice cause;       /* one sentence; may hold octets from outside */
    const struct dns_answer *trouble; /* temperror: the answer that was no use, else NULL */
    struct slice trouble_name;        /* and the name it is about */
    unsigned lookups;         /* terms evaluated that count towards the ten (4.6.4) */
    unsigned voids;           /* void lookups, by the letter of 4.6.4 */
    bool over_voids;          /* permerror for want of the void limit only */
};

/*
 * Evaluates. Missing answers are wanted in the world's facts and the result is PENDING; call again
 * when they are there. What the terms behind the one at work need is wanted early.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_evaluate(const struct spf_request *request, struct spf_world *world,
                                    struct spf_evaluation *ret_evaluation);

/*
 * The domain of a MAIL FROM or HELO text as check_host() takes it (4.3): what follows the last `@`,
 * U-labels converted (RFC 8616 4), at least two labels. STATUS_BAD_INPUT: malformed, the result is
 * `none`; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_request_domain(struct slice text, struct dns_name *ret_name);

/*
 * What the macros s l o i v h r t stand for in a request (7.2); `domain` and `validated` are left
 * empty. *ret_ascii: the local-part is ASCII (RFC 8616 4). Texts are in the world's arena or the
 * request's.
 */
void spf_request_values(const struct spf_request *request, struct spf_world *world,
                        struct spf_macro_values *ret_values, bool *ret_ascii);

/* "pass", "permerror" …; "pending" for PENDING. Static storage. */
const char *spf_result_text(enum spf_result result);

/* The result for its word in any case. STATUS_NOT_FOUND. */
MUST_CHECK enum status spf_result_from_text(struct slice text, enum spf_result *ret_result);

#endif
