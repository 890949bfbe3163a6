/* SPDX-License-Identifier: MIT */
/*
 * Replies from zones, as messages: as a recursive resolver gives them that begins at the zone with
 * the shortest origin (RA set; delegations and chains followed through all zones; SERVFAIL for what
 * lies in none of them) or as an authoritative server for all of them does (AA set, referrals,
 * chains followed as far as it has them, REFUSED for what lies in none of its zones). RFC 1034
 * 4.3.2 with wildcards as in RFC 4592 and DNAME as in RFC 6672.
 */
#ifndef CHECK_SES_IO_ZONE_ANSWER_H
#define CHECK_SES_IO_ZONE_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "facts/question.h"
#include "io/zone_index.h"

struct zone_reply {
    uint8_t octets[LIMIT_MESSAGE];
    size_t length;
};

/* The reply to the question, id 0. An answer too large for a message becomes SERVFAIL. */
void zone_answer(const struct zone_set *set, const struct question *question,
                 struct zone_reply *ret_reply);

#endif
