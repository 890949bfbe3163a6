/* SPDX-License-Identifier: MIT */
/*
 * Findings about answers that are no use: what could not be found out, and why.
 */
#ifndef CHECK_SES_RULES_DNS_RULES_H
#define CHECK_SES_RULES_DNS_RULES_H

#include <stdbool.h>

#include "dns/answer.h"
#include "dns/name.h"
#include "dns/rr.h"
#include "report/verdict.h"

/*
 * Adds the dns.* finding for an answer that is not conclusive: dns.unreachable, .deadline,
 * .servfail, .refused, .malformed, .bogus, .loop. Each of them is added once; further names are
 * only counted, by the renderer's "questions unanswered". A SERVFAIL is no .servfail when a name of
 * the same registrable domain was found to be .bogus: it has that cause. NULL when there is one
 * already, else the finding.
 */
struct finding *dns_rules_trouble(struct verdict *verdict, const struct dns_name *name,
                                  enum rr_type type, const struct dns_answer *answer);

/*
 * The same for a name that mail does not hang on: what is broken there (.bogus, .loop) is a
 * WARNING. Names that it does hang on come first, lest the id be taken.
 */
void dns_rules_trouble_aside(struct verdict *verdict, const struct dns_name *name,
                             enum rr_type type, const struct dns_answer *answer);

/*
 * The same for an answer that was found to be bogus, though the resolver did not say so itself: an
 * answer came without validation.
 */
struct finding *dns_rules_bogus(struct verdict *verdict, const struct dns_name *name,
                                enum rr_type type, const struct dns_answer *answer);

/* "did not answer", "answered SERVFAIL (EDE 22: no reachable authority)" …: for sentences. */
struct slice dns_rules_trouble_text(const struct dns_answer *answer, struct arena *arena);

#endif
