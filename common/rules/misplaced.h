/* SPDX-License-Identifier: MIT */
/*
 * Records at the names where a misunderstood host field puts them: the whole name typed where the
 * zone is added by itself, the sender's own labels left out or typed twice.
 */
#ifndef CHECK_SES_RULES_MISPLACED_H
#define CHECK_SES_RULES_MISPLACED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "facts/store.h"
#include "report/verdict.h"

#define MISPLACED_OTHERS_MAXIMUM 4

struct misplaced_search {
    const char *labels; /* in front of the sender: "_dmarc", "s1._domainkey"; "" for none */
    const struct dns_name *sender;        /* the sender domain */
    enum rr_type type;                    /* of the record */
    bool (*is_record)(struct slice text); /* whether a TXT is what is looked for; NULL: any is */
    bool zone_counts; /* a record at LABELS.ZONE is misplaced, too (sender below ZONE) */
    const char
        *others[MISPLACED_OTHERS_MAXIMUM]; /* further labels in front of the sender, NULL or ""
                                            * for the sender itself; ends at the first NULL */
};

/*
 * Asks the likely wrong names: LABELS.SENDER.ZONE, LABELS.ZONE.ZONE, LABELS.ZONE with
 * `zone_counts`, and OTHER.SENDER. True and *ret_name when a record is there: the first in this
 * order. While an answer is missing it is wanted and false is returned: add nothing until
 * facts_is_waiting() is false. Answers that are no use count as nothing there.
 */
bool misplaced_find(const struct misplaced_search *search, struct facts *facts,
                    struct dns_name *ret_name);

/*
 * Adds visibility.misplaced: found at `found`, belongs to `wanted`. It takes the place of
 * visibility.absent for the same name. The finding's type is TXT: who looks for another sets it.
 */
struct finding *misplaced_report(struct verdict *verdict, const struct dns_name *wanted,
                                 const struct dns_name *found);

#endif
