/* SPDX-License-Identifier: MIT */
/*
 * The mechanisms that ask for addresses: a, mx, ptr, exists, and the validated name behind %{p}
 * (RFC 7208 5.3-5.7, 7.3). Used by the evaluator only.
 */
#ifndef CHECK_SES_MAIL_SPF_MATCH_H
#define CHECK_SES_MAIL_SPF_MATCH_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/status.h"
#include "dns/address.h"
#include "mail/spf_eval.h"
#include "mail/spf_fetch.h"
#include "mail/spf_record.h"

/* What one mechanism came to. */
enum spf_match {
    SPF_MATCH_PENDING = 0,
    SPF_MATCH_NO,
    SPF_MATCH_YES,
    SPF_MATCH_TEMPERROR,
    SPF_MATCH_PERMERROR
};

/* One evaluation at work. */
struct spf_run {
    const struct spf_request *request;
    struct spf_world *world;
    struct address client;          /* unmapped */
    struct spf_macro_values values; /* `domain` and `validated` are set per record and term */
    struct spf_evaluation outcome;
    bool sender_is_ascii; /* the local-part is (RFC 8616 4) */
};

/* The type that holds addresses of the client's family. */
enum rr_type spf_address_type(const struct spf_run *run);

/* Notes why an answer was no use: the evaluation's trouble. Returns SPF_MATCH_TEMPERROR. */
enum spf_match spf_match_trouble(struct spf_run *run, const struct dns_name *name,
                                 const struct dns_answer *answer);

/* `a` and, for IPv4 whatever the client, `exists` (5.3, 5.7). */
enum spf_match spf_match_a(struct spf_run *run, const struct spf_term *term,
                           const struct dns_name *target);
enum spf_match spf_match_exists(struct spf_run *run, const struct dns_name *target);

/* `mx` (5.4). STATUS_NO_MEMORY. */
MUST_CHECK enum status spf_match_mx(struct spf_run *run, const struct spf_term *term,
                                    const struct dns_name *target, enum spf_match *ret_match);

/* `ptr` (5.5). */
enum spf_match spf_match_ptr(struct spf_run *run, const struct dns_name *target);

/*
 * The value of %{p} for a domain (7.3): the domain itself, else a name below it, else the first
 * validated one, else "unknown". False while answers are wanted.
 */
bool spf_match_validated(struct spf_run *run, const struct dns_name *domain,
                         struct slice *ret_name);

#endif
