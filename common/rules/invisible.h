/* SPDX-License-Identifier: MIT */
/*
 * A record check whose record does not come: the differential, seen from the record.
 */
#ifndef CHECK_SES_RULES_INVISIBLE_H
#define CHECK_SES_RULES_INVISIBLE_H

#include "rules/differential.h"
#include "rules/visibility.h"

enum invisible_outcome {
    INVISIBLE_PENDING = 0, /* answers are wanted */
    INVISIBLE_ABSENT,      /* proved: the record is not there; the check says what it lacks */
    INVISIBLE_EXPLAINED,   /* another cause, which was added as a finding */
    INVISIBLE_DOUBTFUL     /* nothing is proved */
};

/* Whether the resolver failed in a way that is worth a look behind it. */
bool invisible_is_failure(const struct dns_answer *answer);

struct invisible {
    enum invisible_outcome outcome;
    const struct differential *differential; /* NULL: none was made, or it is pending */
};

/*
 * Looks into a record whose answer is negative, SERVFAIL, REFUSED or bogus: `denial` has its name,
 * type and answer. ABSENT leaves the words to the caller: `denial` is then what
 * visibility_explain() takes, and who knows a better cause (the record stands at another name) says
 * that instead. All other findings are added here. With `why` none a denial is taken as it is
 * (ABSENT). *ret_differential is set where one was made, else NULL. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status invisible_judge(const struct config *config, struct facts *facts,
                                       struct verdict *verdict, struct denial *denial,
                                       struct invisible *ret_invisible);

#endif
