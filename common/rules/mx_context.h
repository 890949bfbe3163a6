/* SPDX-License-Identifier: MIT */
/* What the files of the MX rules share. Internal to them. */
#ifndef CHECK_SES_RULES_MX_CONTEXT_H
#define CHECK_SES_RULES_MX_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "rules/differential.h"
#include "rules/mx_rules.h"
#include "rules/visibility.h"

/* What is wrong with an exchange: the words of the document. */
enum mx_problem {
    MX_PROBLEM_NONE = 0,
    MX_PROBLEM_NULL,       /* "." (RFC 7505) */
    MX_PROBLEM_DOT,        /* dots inside labels, of another script, or left out */
    MX_PROBLEM_ADDRESS,    /* an IP address, with or without the zone behind it */
    MX_PROBLEM_DOUBLED,    /* the zone stands behind a host that was complete */
    MX_PROBLEM_DANGLING,   /* does not exist */
    MX_PROBLEM_NO_ADDRESS, /* exists, and has neither A nor AAAA */
    MX_PROBLEM_CNAME       /* an alias that leads to an address */
};

/* Whether mail can get there. */
enum mx_reach {
    MX_REACH_PENDING = 0, /* answers are wanted */
    MX_REACH_FINE,        /* has an address */
    MX_REACH_NONE,        /* proved to have none */
    MX_REACH_UNKNOWN      /* not heard, or a denial proves nothing */
};

#define MX_DOT_NOTE "(one final dot; a form that adds it by itself takes the name without)"

#define MX_FAMILIES 2 /* A and AAAA, in this order */

/* One distinct exchange. */
struct mx_exchange {
    const struct dns_name *name;
    uint16_t preference;                           /* the lowest, if it stands in several records */
    uint16_t last_preference;                      /* the highest */
    size_t record_count;                           /* records that name it */
    const struct dns_answer *answers[MX_FAMILIES]; /* NULL: pending, or not asked */
    enum mx_reach reach;
    enum mx_problem problem;
    const struct dns_answer *trouble; /* UNKNOWN: the answer that is no use, of `trouble_type` */
    enum rr_type trouble_type;
    enum denial_grade grade; /* of a denial that is no use */
    bool pending;            /* what was meant is still asked */
    bool has_meant;
    struct dns_name meant;  /* the name that was meant, as far as it can be seen */
    struct address address; /* MX_PROBLEM_ADDRESS: the one that was typed */
};

struct mx_context {
    struct mx_request request;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;
    const struct dns_answer *answer; /* of the MX question; NULL: pending */
    const struct rr **records;       /* the most preferred first, then by name */
    size_t record_count;
    struct mx_exchange exchanges[LIMIT_MX_EXCHANGES];
    size_t exchange_count;
    size_t
        followed_count; /* records whose exchange is among them; the others are not looked into */
    const struct dns_answer *own[MX_FAMILIES]; /* addresses of a domain without MX */
    bool is_absent;                            /* there is no record, and mx.none says so */
    const struct differential *differential;   /* why nothing is seen; NULL: not asked */
};

struct mx_details {
    struct mx_context context;
};

/* A finding about the domain's MX. */
struct finding *mx_context_add(struct mx_context *context, enum finding_id id);

/* Host and value of the MX that the profile shows, ready to paste, after `lead`. */
struct slice mx_context_publish(const struct mx_context *context, const char *lead);

/* The same in a few words for a sentence: "publish mx.example.net. or your own". */
struct slice mx_context_remedy(const struct mx_context *context);

/* mx.temperror with dns.*: `message` hangs on an answer that is no use, a silent one or another. */
void mx_context_temperror(struct mx_context *context, struct slice message, bool is_silent);

/* mx_exchange.c: the exchanges of a positive answer, their addresses, what is wrong with them.
 * Wants what it needs. STATUS_NO_MEMORY. */
MUST_CHECK enum status mx_exchange_collect(struct mx_context *context);

/* mx_repair.c: what was meant by a name. */

/* Whether the profile shows this host. */
bool mx_repair_is_shown(const struct mx_request *request, const struct dns_name *name);

/*
 * From the name alone: dots in wrong places, an address, a host that the profile shows with a zone
 * of the domain behind it. Sets problem, `meant` or `address`; MX_PROBLEM_NONE when it sees none.
 */
void mx_repair_look(const struct mx_request *request, struct arena *arena,
                    struct mx_exchange *exchange);

/*
 * For a name that is proved to be of no use: the zone twice at its end, a host that the profile
 * shows without its dots, or the name of an existing host in front of the zone (asked; `pending`
 * until then).
 */
void mx_repair_search(const struct mx_request *request, struct facts *facts, struct arena *arena,
                      struct mx_exchange *exchange);

/* How many exchanges work. */
struct mx_tally {
    size_t hosts; /* exchanges but "." */
    size_t fine;  /* have an address, and are meant */
    size_t unknown;
    bool lost; /* proved: none of them works */
};

/* mx_defect.c: the finding about one exchange, if anything is wrong with it. */
void mx_defect_judge(struct mx_context *context, size_t index, const struct mx_tally *tally);

/* Whether mail gets to the host that was meant; a CNAME is no more than a risk. */
bool mx_defect_is_sound(const struct mx_exchange *exchange);

/* A name for a sentence, cut short where it has to fit into the first line. */
struct slice mx_defect_name(const struct mx_context *context, const struct dns_name *name,
                            bool is_brief);

/* mx_absence.c: denied, or no use: why. STATUS_NO_MEMORY. */
MUST_CHECK enum status mx_absence_judge(struct mx_context *context);

/* mx_document.c: the sentence for records that are fine, lines of -v and -vv. */
void mx_document_show(struct mx_context *context);

#endif
