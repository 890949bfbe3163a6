/* SPDX-License-Identifier: MIT */
/*
 * What a record costs in the worst case: the whole tree of includes and redirects, walked as the
 * receiver with the worst luck would, with the lookups and voids of every term (RFC 7208 4.6.4).
 *
 * No include matches in the worst case, so all terms before `all` are paid, a repeated include
 * every time. Records are held once, however many terms lead to them.
 */
#ifndef CHECK_SES_MAIL_SPF_COST_H
#define CHECK_SES_MAIL_SPF_COST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "dns/answer.h"
#include "mail/spf_eval.h"
#include "mail/spf_fetch.h"

/* Totals are not counted beyond this: nested repeats grow without bounds. */
#define SPF_COST_MAXIMUM 9999u

struct spf_cost;

struct spf_cost_term {
    const struct spf_term *term;
    bool live;      /* receivers reach it: it stands before `all`, or is the redirect that counts */
    bool varies;    /* its name is another one for each sender or client */
    bool depends;   /* its name hangs on the sender or client: counted, not followed */
    bool malformed; /* its name cannot be asked: counted, matches nothing */
    bool loop;      /* it leads back to a record that is being evaluated */
    bool deep;      /* not followed: receivers never get that far */
    bool known;     /* every answer about it and below it is there */
    bool mx_limit;  /* more than ten MX names (4.6.4) */
    bool pass_all;  /* lets everyone pass */
    const struct dns_name *target; /* whose records it asks for; NULL when not followed */
    struct spf_cost *child;        /* the record that include or redirect leads to, or NULL */
    const struct dns_answer
        *answer;      /* the MX answer, or the addresses of `a` and `exists` (A, else AAAA) */
    unsigned lookups; /* worst case, itself included; 0 for terms that cost nothing */
    unsigned voids;   /* worst case: names with nothing at all */
};

/* A name that a term asks for in vain. */
struct spf_void {
    struct dns_name name;
    enum rr_type type;             /* A, AAAA or MX */
    const struct spf_cost *record; /* in whose record the term stands */
    const struct spf_cost_term *term;
    const struct dns_answer *answer; /* the denial */
    bool one_family; /* the other address family is there: void by the letter only */
    struct spf_void *next;
};

/* A question of the tree that had no usable answer. */
struct spf_trouble {
    struct dns_name name;
    enum rr_type type;
    const struct dns_answer *answer;
    struct spf_trouble *next;
};

struct spf_cost {
    const struct spf_fetch *fetch;
    struct spf_cost_term *terms; /* one for each term of the record; NULL without a good record */
    bool known;                  /* all live terms are, and the record itself */
    bool deep;                   /* some term below was not followed: the totals are lower bounds */
    bool pass_all;
    unsigned lookups; /* of its live terms; SPF_COST_MAXIMUM means "or more" */
    unsigned voids;
    unsigned voids_ip4; /* by the letter, as a client of that family meets them */
    unsigned voids_ip6;
    bool on_path;          /* being walked: a term that leads here is a loop */
    struct spf_cost *next; /* of all records, in the order they were met */
};

struct spf_tree {
    struct spf_cost *root;        /* also the first of all records */
    struct spf_void *voids;       /* in the order they were met, each name and type once */
    struct spf_trouble *troubles; /* likewise */
};

struct spf_cost_options {
    bool ip4;                          /* ask for A records of `a` and `mx` targets */
    bool ip6;                          /* ask for AAAA records */
    const struct spf_request *request; /* values for macros, or NULL: such terms are not followed */
};

/*
 * Walks the tree from `name`. Missing answers are wanted in the world's facts; what is there is
 * counted all the same, `known` tells. The tree lives in the world's arena. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_cost_build(struct spf_world *world, const struct dns_name *name,
                                      const struct spf_cost_options *options,
                                      struct spf_tree *ret_tree);

#endif
