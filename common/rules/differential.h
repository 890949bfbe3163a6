/* SPDX-License-Identifier: MIT */
/*
 * Why is it invisible: delegation, name servers and registration data side by side, one cause, and
 * what spoke against each of the others.
 */
#ifndef CHECK_SES_RULES_DIFFERENTIAL_H
#define CHECK_SES_RULES_DIFFERENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"
#include "dns/answer.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "provider/domain_info.h"
#include "report/verdict.h"
#include "rules/delegation.h"
#include "rules/registration_view.h"

/* The closed list of causes. */
enum cause {
    CAUSE_NONE = 0,
    CAUSE_HOLD,
    CAUSE_NOT_REGISTERED,
    CAUSE_INACTIVE,
    CAUSE_EXPIRED,
    CAUSE_PENDING_DELETE,
    CAUSE_NAMESERVER_SWAP,
    CAUSE_LAME,
    CAUSE_MOVED,
    CAUSE_BOGUS,
    CAUSE_CACHE,
    CAUSE_RECORD_ABSENT,
    CAUSE_MISPLACED,
    CAUSE_CNAME,
    CAUSE_UNEXPLAINED,
    CAUSE_COUNT
};

/* "hold", "not-registered" …: the words of the JSON document. Static storage. */
const char *cause_text(enum cause cause);

#define DIFFERENTIAL_EVIDENCE_MAXIMUM 32
#define DIFFERENTIAL_LIKELY_MAXIMUM 6

/* One observation, in words. */
struct evidence {
    struct slice question;
    struct slice server;
    struct slice answer;
    struct slice means;
};

struct exclusion {
    enum cause cause;
    struct slice because;
};

/* What is looked into. */
struct differential_request {
    const struct config *config;
    const struct dns_name *name;     /* the record's name, or the sender name */
    enum rr_type type;               /* of the record; SOA when only the delegation is judged */
    const struct dns_answer *answer; /* the resolver's; NULL: only the delegation is judged */
    bool with_registration;          /* read registration data in any case */
    enum domain_real_name real_name; /* what the registrar's own API says, as far as it was asked */
};

/* How the zone's own servers answer. */
struct own_servers {
    struct dns_name zone;            /* the innermost zone that was reached */
    struct delegation_servers asked; /* servers of that zone */
    bool pending;
    size_t authoritative; /* gave the zone's SOA with AA */
    size_t with_record;   /* of these, have the record */
    size_t without_record;
    size_t refusing; /* answered something else than as the zone's server */
    size_t silent;
    const struct delegation_server *first_with;    /* NULL: none */
    const struct delegation_server *first_without; /* NULL: none */
};

struct differential {
    struct differential_request request;
    struct facts *facts;
    struct arena *arena;
    bool pending;
    bool has_domain; /* `domain` lies below a public suffix */
    bool private_suffix;
    struct dns_name registrable; /* by the ICANN section */
    struct dns_name domain;      /* whose delegation is judged */
    struct delegation delegation;
    struct registration_view registration;
    struct own_servers own;       /* those that the delegation names */
    struct own_servers elsewhere; /* those that only the registry or the zone itself names */
    bool has_swapped_server;
    struct slice swapped_server;
    const char *swapped_because; /* "verification", "expiry" */
    bool checked_bogus;
    bool is_bogus;

    enum cause cause;
    bool still_cached; /* a hold, and the resolver still answers */
    bool still_refers; /* a hold, and the zone above still refers */
    uint32_t seconds_left;

    struct evidence evidence[DIFFERENTIAL_EVIDENCE_MAXIMUM];
    size_t evidence_count;
    struct exclusion exclusions[CAUSE_COUNT];
    size_t exclusion_count;
};

/*
 * Looks. What is not known yet is wanted from `facts`; `pending` then, and nothing is concluded.
 * Everything it points to lives in `arena`.
 */
void differential_look(const struct differential_request *request, struct facts *facts,
                       struct arena *arena, struct differential *ret_differential);

/*
 * Adds the findings: exactly one visibility.* where a cause was found, and what stands beside it.
 * Nothing while `pending`.
 */
void differential_report(const struct differential *differential, struct verdict *verdict);

/* Reasons for a hold, the most likely first: "real-name-verification" …; their number. */
size_t differential_likely(const struct differential *differential,
                           const char *ret_likely[DIFFERENTIAL_LIKELY_MAXIMUM]);

/*
 * The registration that counts for dates: the one that was read, or where none could be, the last
 * one that is not older than 7 days. NULL: there is none.
 */
const struct registration *differential_known(const struct differential *differential);

/* The same when it has a date of expiry, else NULL. */
const struct registration *differential_dated(const struct differential *differential);

/* Whole days until that registration runs out, below zero once it has. False: not known. */
bool differential_days_left(const struct differential *differential, int64_t *ret_days);

/* The lines "seen", "not", "who", "do" for -v. */
struct slice differential_lines(const struct differential *differential);

/* "registrar" or "registry" lifts the hold; NULL: there is none. */
const char *differential_lifted_by(const struct differential *differential);

/* The member "hold" of the document. NULL: nothing was looked into, the member is left out. */
void differential_describe(const struct differential *differential, struct json *document);

#endif
