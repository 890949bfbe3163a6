/* SPDX-License-Identifier: MIT */
/*
 * What the files of the SPF rules share while they judge one domain. Internal to them.
 */
#ifndef CHECK_SES_RULES_SPF_CONTEXT_H
#define CHECK_SES_RULES_SPF_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "mail/spf_cost.h"
#include "mail/spf_eval.h"
#include "rules/copy_errors.h"
#include "rules/differential.h"
#include "rules/spf_rules.h"

struct spf_details {
    const struct spf_cost *root;              /* NULL: no domain to lint, or memory ran out */
    const struct spf_request *requests;       /* one for each --ip: what was asked */
    const struct spf_evaluation *evaluations; /* and what it came to */
    size_t evaluation_count;
    const struct spf_config *config;
    const struct spf_context *context;
    const struct differential
        *differential; /* why the record is invisible; NULL: it was not asked */
};

struct spf_context {
    const struct spf_config *config;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;
    struct spf_world world;
    struct spf_tree tree; /* root NULL without a subject */
    struct slice subject; /* the domain as text */
    struct spf_request *requests;
    struct spf_evaluation *evaluations;
    size_t evaluation_count;
    unsigned proved_voids;  /* voids in the worst case whose denials are proved */
    bool provider_reached;  /* what was demanded is authorised */
    struct finding surplus; /* takes what is over the number of findings of one sort */
    const struct differential *differential; /* NULL: none */
    bool doubt; /* a denial that proves nothing was met: no alarm may hang on it */
};

/* The good record at the subject, or NULL. */
const struct spf_record *spf_context_record(const struct spf_context *context);

/* Text of a name in the context's arena. */
struct slice spf_context_text(const struct spf_context *context, const struct dns_name *name);

/* A finding about a term of the record at `record`: name, type and place are set. */
struct finding *spf_context_add(struct spf_context *context, enum finding_id id,
                                const struct spf_cost *record, const struct spf_term *term);

/* Whether a term includes that very name, with whatever qualifier. */
bool spf_context_includes(const struct spf_term *term, const struct dns_name *include);

/* A TXT record of the subject as something that was pasted. */
struct copy_input spf_context_pasted(const struct spf_context *context, const struct rr *rr);

/* The finding spf.temperror, at most once: what depends on an answer that is no use. */
void spf_context_temperror(struct spf_context *context, struct slice message, bool silent);

/* spf_limits.c: lookups, voids, MX names, targets without a record, loops, whole-tree defects. */
void spf_limits_judge(struct spf_context *context);

/* The cost tree as lines, for -v. */
struct slice spf_limits_draw(const struct spf_context *context);

/* spf_lint.c: the subject's own record, term by term, and what pasting did to it. */
void spf_lint_judge(struct spf_context *context);

/* spf_networks.c: the addresses written in the subject's own record. */
void spf_networks_judge(struct spf_context *context);

/* spf_provider.c: does the record authorise the service's servers? Wants what it needs.
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status spf_provider_judge(struct spf_context *context);

/* spf_advice.c: records to publish. Empty when memory ran out. */
struct slice
spf_advice_first(const struct spf_context *context); /* a record for a domain without one */
struct slice spf_advice_merged(const struct spf_context *context); /* several SPF records as one */
/* A pasted TXT without the damage, on one line; empty when there is none, or more is wrong. */
struct slice spf_advice_mended(const struct spf_context *context, const struct rr *rr);
struct slice spf_advice_include(const struct spf_context *context, const struct dns_name *include);
struct slice spf_advice_first_include(const struct spf_context *context,
                                      const struct dns_name *include);
struct slice spf_advice_with_all(const struct spf_context *context,
                                 const struct spf_record *record);
struct slice spf_advice_without(const struct spf_context *context, const bool *dropped);

#endif
