/* SPDX-License-Identifier: MIT */
/*
 * Why is a record invisible: what a denial proves, and the finding that names the cause.
 *
 * A denial counts as *relayed* evidence when it comes with the SOA record of the name or an
 * ancestor (RFC 2308 5), carries no extended error that speaks of filters or stale data (RFC 8914:
 * 4, 15-18), and the same resolver gives that zone's own SOA and NS records in the same run.
 * Anything less proves nothing: a filter, a portal or a sick resolver may say it as well.
 */
#ifndef CHECK_SES_RULES_VISIBILITY_H
#define CHECK_SES_RULES_VISIBILITY_H

#include <stdbool.h>

#include "base/arena.h"
#include "dns/answer.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"
#include "report/verdict.h"

enum denial_grade {
    DENIAL_GRADE_PENDING = 0, /* the zone's SOA and NS are wanted */
    DENIAL_GRADE_UNPROVED,    /* no SOA, a foreign one, or an extended error speaks against it */
    DENIAL_GRADE_CUT_OFF,     /* the run ended before the zone's SOA and NS came */
    DENIAL_GRADE_SICK,        /* the resolver does not give the zone's own SOA and NS */
    DENIAL_GRADE_RELAYED      /* proved as well as a resolver can */
};

/*
 * What a negative answer proves. With `why` CONFIG_WHY_NONE every denial is taken as it is:
 * RELAYED. Wants the zone's SOA and NS from `facts`.
 */
enum denial_grade visibility_grade(enum config_why why, struct facts *facts,
                                   const struct dns_answer *answer);

/* A sentence for a grade that proves nothing; empty for RELAYED and PENDING. */
struct slice visibility_grade_text(enum denial_grade grade, const struct dns_answer *answer,
                                   struct arena *arena);

/* A record that was denied, and how well that is proved. */
struct denial {
    const struct dns_name *name;
    enum rr_type type;
    const struct dns_answer *answer; /* negative */
    enum denial_grade grade;
};

/*
 * Whether a denial with a SOA comes from the sender's own zone, at or below the registrable domain:
 * the domain is delegated then, and lacks the record alone.
 */
bool visibility_is_delegated(const struct denial *denial);

/*
 * Adds the one finding for a denied record:
 * visibility.absent (its zone lives), visibility.unexplained (its zone is not delegated, or the
 * denial comes from above the registrable domain), or dns.resolver-broken (nothing is proved). None
 * with CONFIG_WHY_NONE.
 */
void visibility_explain(enum config_why why, struct verdict *verdict, const struct denial *denial);

#endif
