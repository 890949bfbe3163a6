/* SPDX-License-Identifier: MIT */
/*
 * Which DMARC record applies to a domain, and what its organizational domain is: the tree walk of
 * RFC 9989 4.10 and, beside it, RFC 7489 3.2 and 6.6.3 with the public suffix list.
 */
#ifndef CHECK_SES_MAIL_DMARC_DISCOVER_H
#define CHECK_SES_MAIL_DMARC_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "dns/answer.h"
#include "dns/name.h"
#include "facts/store.h"
#include "mail/dmarc_record.h"

#define DMARC_WALK_MAXIMUM 8 /* RFC 9989 4.10: at most eight queries */

enum dmarc_step_state {
    DMARC_STEP_PENDING = 0, /* the answer is wanted */
    DMARC_STEP_FOUND,       /* exactly one DMARC record */
    DMARC_STEP_NONE,        /* no TXT that counts, or a denial */
    DMARC_STEP_MULTIPLE,    /* several records: all are discarded here */
    DMARC_STEP_TROUBLE      /* no usable answer */
};

/* One name of a walk. */
struct dmarc_step {
    struct dns_name domain; /* "mail.example.com" */
    struct dns_name name;   /* "_dmarc.mail.example.com" */
    bool askable; /* false: `name` would be too long; the step is NONE, nothing is asked */
    enum dmarc_step_state state;
    const struct dns_answer *answer;   /* NULL while pending or not askable */
    const struct rr *source;           /* FOUND: the TXT record */
    const struct dmarc_record *record; /* FOUND: parsed, else NULL */
    size_t record_count;               /* DMARC records at the name */
};

/*
 * The walk from a name upward, all names in it: `count` up to its stop (psd=y or psd=n, or the last
 * label), `total` with those behind it, which were asked as well.
 */
struct dmarc_walk {
    struct dmarc_step steps[DMARC_WALK_MAXIMUM];
    size_t count;
    size_t total;
    bool pending; /* an answer up to the stop is still wanted */
};

/*
 * Walks from `start`. All names are asked at once; a later one is needed only when no earlier one
 * stops the walk. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dmarc_walk(struct facts *facts, const struct dns_name *start,
                                  struct arena *arena, struct dmarc_walk *ret_walk);

/* The same for one name alone: nothing above it is asked. STATUS_NO_MEMORY. */
MUST_CHECK enum status dmarc_walk_single(struct facts *facts, const struct dns_name *domain,
                                         struct arena *arena, struct dmarc_walk *ret_walk);

/*
 * The organizational domain by a finished walk (RFC 9989 4.10.2). False when a TROUBLE step makes
 * it unknown: when not every possible content of the silent steps (no record, a record without psd,
 * psd=y, psd=n) leads to the same name; *ret_trouble is then the first such step.
 */
bool dmarc_walk_organizational(const struct dmarc_walk *walk, struct dns_name *ret_domain,
                               const struct dmarc_step **ret_trouble);

/*
 * The step whose record applies to mail of the name that the walk began at (RFC 9989 4.10.1), or
 * NULL when none does. With `missing` to mail of a name below it that does not exist. False as
 * above; a silent first step hides the answer always, silent ones above a record of its own never.
 * False with `missing`, too, and *ret_trouble NULL, when psd ended the walk at a start of more than
 * seven labels: names below walk past it.
 */
bool dmarc_walk_policy(const struct dmarc_walk *walk, bool missing,
                       const struct dmarc_step **ret_step, const struct dmarc_step **ret_trouble);

enum dmarc_sameness {
    DMARC_SAMENESS_PENDING = 0,
    DMARC_SAMENESS_SAME,
    DMARC_SAMENESS_DIFFERENT,
    DMARC_SAMENESS_UNKNOWN /* a step stayed without answer: *ret_trouble */
};

struct dmarc_same {
    enum dmarc_sameness sameness;
    struct dmarc_step trouble; /* UNKNOWN: the first step without answer */
};

/*
 * Whether two domains have the same organizational domain, by RFC 9989 (own walk of each; equal
 * names are the same without asking; steps that both walks share and that stayed silent are
 * supposed alike) or RFC 7489 (public suffix list, nothing is asked). STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dmarc_same_organization(enum dmarc_method method, struct facts *facts,
                                               const struct dns_name *names[2], struct arena *arena,
                                               struct dmarc_same *ret_same);

enum dmarc_discovery_result {
    DMARC_DISCOVERY_PENDING = 0,
    DMARC_DISCOVERY_FOUND,
    DMARC_DISCOVERY_NONE,      /* no record applies; one without effect (p invalid, no rua); by RFC
                                * 7489 several at the name that decides (6.6.3) */
    DMARC_DISCOVERY_TEMPERROR, /* a step that decides stayed without answer: `trouble` */
    DMARC_DISCOVERY_PERMERROR  /* the record that applies is no tag list */
};

/* Whether the author domain itself exists (RFC 9989 3.2.13). */
enum dmarc_existence {
    DMARC_EXISTENCE_UNKNOWN = 0, /* not asked, pending, or no usable answer */
    DMARC_EXISTENCE_YES,
    DMARC_EXISTENCE_NO
};

/* What applies to mail of a domain. */
struct dmarc_applied {
    enum dmarc_policy requested; /* of the tag that counts (p, sp or np); none for an absent p */
    enum dmarc_policy policy;    /* after t=y (RFC 9989) or, with pct=0, RFC 7489 6.6.4 */
    char tag[3];                 /* "p", "sp", "np": where it was read */
};

struct dmarc_discovery {
    enum dmarc_method method;
    enum dmarc_discovery_result result;
    bool has_policy_domain; /* FOUND, PERMERROR, and NONE of a record without effect */
    struct dns_name policy_domain;
    const struct dmarc_record *record; /* the record that applies, or would; NULL */
    const struct rr *source;
    bool inherited; /* policy_domain is not the author domain */
    bool has_org_domain;
    struct dns_name org_domain;
    struct dmarc_applied here;            /* for this domain */
    struct dmarc_applied missing;         /* for a name below it that does not exist */
    struct dmarc_walk walk;               /* RFC 9989: the walk; RFC 7489: author and org domain */
    const struct dmarc_step *trouble;     /* into `walk`: what a temporary error hangs on */
    const struct dmarc_step *org_trouble; /* why the org domain is not known */
};

/*
 * Discovers by one method; everything that is missing is wanted, PENDING meanwhile. `existence`
 * decides between sp and np of a record from above (UNKNOWN counts as existing).
 * STATUS_NO_MEMORY.
 */
struct dmarc_request {
    enum dmarc_method method;
    const struct dns_name *author;
    enum dmarc_existence existence;
};
MUST_CHECK enum status dmarc_discover(const struct dmarc_request *request, struct facts *facts,
                                      struct arena *arena, struct dmarc_discovery *ret_discovery);

/* "found", "none", "temperror", "permerror"; "pending". Static. */
const char *dmarc_discovery_text(enum dmarc_discovery_result result);

#endif
