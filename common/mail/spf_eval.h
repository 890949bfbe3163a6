/* SPDX-License-Identifier: MIT */
/*
 * check_host() of RFC 7208 over facts: the result, why, and what it cost.
 */
#ifndef CHECK_SES_MAIL_SPF_EVAL_H
#define CHECK_SES_MAIL_SPF_EVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "facts/store.h"
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

/* What check_host() is asked. */
struct spf_request {
    struct address client;  /* an IPv4-mapped address counts as IPv4 (5) */
    struct slice helo;      /* as the client said it, may be rubbish */
    struct slice sender;    /* MAIL FROM; empty: the HELO identity postmaster@helo (2.4) */
    struct slice domain;    /* <domain>; empty: the sender's domain */
    struct slice receiver;  /* %{r}; empty: "unknown" */
    unsigned void_limit;    /* LIMIT_SPF_VOIDS, or UINT_MAX for receivers without that limit */
    bool explain;           /* fetch the explanation of a fail (6.2) */
};

struct spf_evaluation {
    enum spf_result result;
    bool has_explanation;
    struct slice explanation; /* octets of the expanded text, ASCII */
    struct slice mechanism;   /* the term that decided, as published; empty when none did */
    struct slice mechanism_domain; /* in whose record it stands */
    struct slice cause;       /* one sentence */
    const struct dns_answer *trouble; /* temperror: the answer that was no use, else NULL */
    struct slice trouble_name;        /* and the name it is about */
    bool over_voids;          /* permerror because of the void limit only */
    unsigned lookups;         /* terms evaluated that count towards the ten */
    unsigned voids;           /* void lookups counted */
};

/*
 * Evaluates. Missing answers are wanted in the world's facts and the result is PENDING; call again when they
 * are there. Siblings of the term at work are wanted early. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_evaluate(const struct spf_request *request, struct spf_world *world,
                                    struct spf_evaluation *ret_evaluation);

/* "pass", "permerror" …; "pending" for PENDING. Static storage. */
const char *spf_result_text(enum spf_result result);

/* The result for its word in any case. STATUS_NOT_FOUND. */
MUST_CHECK enum status spf_result_from_text(struct slice text, enum spf_result *ret_result);

#endif
