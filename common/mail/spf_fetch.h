/* SPDX-License-Identifier: MIT */
/*
 * The SPF record of a domain: the TXT answer, selected and parsed once a run (RFC 7208 4.4, 4.5).
 */
#ifndef CHECK_SES_MAIL_SPF_FETCH_H
#define CHECK_SES_MAIL_SPF_FETCH_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "dns/answer.h"
#include "dns/name.h"
#include "facts/store.h"
#include "mail/spf_record.h"

enum spf_fetch_state {
    SPF_FETCH_PENDING = 0, /* the answer is wanted */
    SPF_FETCH_FOUND,       /* exactly one SPF record; `record` is set */
    SPF_FETCH_NONE,        /* TXT records without an SPF one among them, or a denial */
    SPF_FETCH_MULTIPLE,    /* more than one: receivers answer permerror */
    SPF_FETCH_TROUBLE      /* no usable answer: receivers answer temperror */
};

struct spf_fetch {
    struct dns_name name;
    enum spf_fetch_state state;
    const struct dns_answer *answer; /* NULL while pending */
    const struct rr *source; /* the TXT record of `record`, or the first SPF one of several */
    struct spf_record record;
    size_t spf_count;       /* SPF records at the name */
    struct spf_fetch *next; /* of all records of the run */
};

/* One judgement's view: facts to ask, and memory for what it works out. */
struct spf_world {
    struct facts *facts;
    struct arena *arena;
};

/*
 * The record at `name`; what is not known yet is wanted and PENDING. *ret_fetch lives as
 * long as the facts: it is parsed once a run, however many rounds there are. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_fetch(struct spf_world *world, const struct dns_name *name,
                                 const struct spf_fetch **ret_fetch);

#endif
