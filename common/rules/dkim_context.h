/* SPDX-License-Identifier: MIT */
/* What the files of the DKIM rules share. */
#ifndef CHECK_SES_RULES_DKIM_CONTEXT_H
#define CHECK_SES_RULES_DKIM_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "dns/answer.h"
#include "mail/dkim_key.h"
#include "rules/differential.h"
#include "rules/dkim_rules.h"

/* What stands at one selector's name. */
enum dkim_entry_state {
    DKIM_ENTRY_PENDING = 0,
    DKIM_ENTRY_GOOD,     /* one record, fit to verify mail today */
    DKIM_ENTRY_REVOKED,  /* one record with an empty p */
    DKIM_ENTRY_BAD,      /* one record that is not usable */
    DKIM_ENTRY_MULTIPLE, /* several records */
    DKIM_ENTRY_ABSENT,   /* denied, or at a guessed name nothing that was meant as a key */
    DKIM_ENTRY_DANGLING, /* a CNAME whose end has no record */
    DKIM_ENTRY_TROUBLE   /* no usable answer */
};

struct dkim_entry {
    const struct dkim_selector *selector;
    enum dkim_entry_state state;
    const struct dns_answer *answer; /* NULL while pending */
    const struct rr *source;         /* the TXT record of `key` */
    struct dkim_key key;             /* set when `source` is */
    bool foreign;                    /* ABSENT with a TXT that is something else */
    struct slice unexpected;         /* GOOD, but not the key that is expected: the sentence */
};

struct dkim_context {
    const struct dkim_config *config;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;
    struct dkim_entry *entries;
    size_t entry_count;
    const struct dns_answer *container;      /* TXT of _domainkey; NULL while pending */
    size_t usable;                           /* GOOD at a name that proves something */
    size_t unproved;                         /* GOOD at a generic candidate */
    size_t silent;                           /* TROUBLE */
    const struct differential *differential; /* why nothing is seen; NULL: not asked */
    bool all;                                /* every selector has to be good */
    bool wildcard;                           /* a made-up selector has a record, too */
};

struct dkim_details {
    struct arena *arena;
    const struct verdict *verdict;
    const struct dkim_entry *entries;
    size_t entry_count;
    const struct differential *differential; /* NULL: none */
};

/* A finding about one selector's record. */
struct finding *dkim_context_add(struct dkim_context *context, enum finding_id id,
                                 const struct dkim_entry *entry);

/* Sets the place of a finding to a tag of the entry's record; NULL sets none. */
void dkim_context_place(struct finding *finding, const struct tag *tag);

/* "qcloud._domainkey": how sentences call a selector's name. */
struct slice dkim_context_label(const struct dkim_context *context, const struct dkim_entry *entry);

/* Whether the entry's defects count: it was named, or its name belongs to the service. */
bool dkim_context_counts(const struct dkim_entry *entry);

/* dkim_damage.c: the finding for a record that is not usable, with what would mend it. */
void dkim_damage_judge(struct dkim_context *context, const struct dkim_entry *entry,
                       enum state state);

/* The whole record without its damage; empty: it cannot be told. */
struct slice dkim_damage_mended(const struct dkim_entry *entry, struct arena *arena);

/* dkim_lint.c: what is weak or untidy about records that are keys. STATUS_NO_MEMORY. */
MUST_CHECK enum status dkim_lint_judge(struct dkim_context *context);

#endif
