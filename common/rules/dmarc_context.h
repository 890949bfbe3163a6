/* SPDX-License-Identifier: MIT */
/* What the files of the DMARC rules share. */
#ifndef CHECK_SES_RULES_DMARC_CONTEXT_H
#define CHECK_SES_RULES_DMARC_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "mail/dmarc_align.h"
#include "mail/dmarc_discover.h"
#include "rules/differential.h"
#include "rules/dmarc_rules.h"
#include "rules/visibility.h"

/* Whether reports may go to an address. */
enum dmarc_permission {
    DMARC_PERMISSION_PENDING = 0,
    DMARC_PERMISSION_SAME,    /* the same organisation: nobody has to be asked */
    DMARC_PERMISSION_GRANTED, /* a permission record is there */
    DMARC_PERMISSION_NONE,    /* none is */
    DMARC_PERMISSION_BROKEN,  /* one is there that is no tag list, or redirects to another host */
    DMARC_PERMISSION_UNKNOWN  /* could not be found out */
};

/* Whether the host of an address takes mail (RFC 5321 5.1, RFC 7505). */
enum dmarc_delivery {
    DMARC_DELIVERY_UNKNOWN = 0, /* pending, not heard, or nothing to ask: no mailto */
    DMARC_DELIVERY_FINE,
    DMARC_DELIVERY_NULL_MX,
    DMARC_DELIVERY_NOWHERE /* neither MX nor address */
};

/* One distinct report address. */
struct dmarc_destination {
    const struct report_address *address;
    bool for_failures; /* of ruf */
    enum dmarc_permission permission;
    struct dns_name permission_name; /* what was asked; has_name */
    bool has_name;
    enum dmarc_delivery delivery;
    bool is_sample;
    const struct dns_answer *trouble; /* UNKNOWN: the answer that is no use, of `trouble_name` */
    struct dns_name trouble_name;
    enum rr_type trouble_type;
};

#define DMARC_DESTINATIONS_MAXIMUM (2 * REPORT_ADDRESSES_MAXIMUM)

struct dmarc_context {
    const struct dmarc_config *config;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;
    struct dmarc_discovery found[DMARC_METHOD_COUNT];
    const struct dmarc_discovery *by;  /* of the method that decides */
    const struct dmarc_record *record; /* the one that applies, or would */
    enum dmarc_existence existence;
    const struct dns_answer *existence_answer; /* NULL: not asked */
    struct slice replacement; /* advice with the mended record, made once; empty: not yet */
    struct dmarc_destination destinations[DMARC_DESTINATIONS_MAXIMUM];
    size_t destination_count;
    const struct differential *differential; /* why nothing is seen; NULL: not asked */
    enum dmarc_alignment spf;                /* PENDING: not asked for */
    enum dmarc_alignment dkim;
};

struct dmarc_details {
    struct arena *arena;
    struct dmarc_context context;
};

/* A finding about the record that applies; the record of its domain, else the sender's name. */
struct finding *dmarc_context_add(struct dmarc_context *context, enum finding_id id);

/* The same about the sender's own name, whatever applies. */
struct finding *dmarc_context_add_own(struct dmarc_context *context, enum finding_id id);

/* Sets the place of a finding to a tag; NULL sets none. */
void dmarc_context_place(struct finding *finding, const struct tag *tag);

/* dmarc.temperror, once; INFO when nothing that was asked for hangs on it. */
struct finding *dmarc_context_temperror(struct dmarc_context *context,
                                        const struct dmarc_step *trouble, const char *what);

/*
 * The first denial of a walk that proves nothing, with its grade, or NULL. NULL as well while the
 * proof is wanted: what is added then is judged anew.
 */
const struct dmarc_step *dmarc_context_unproved(struct dmarc_context *context,
                                                const struct dmarc_walk *walk,
                                                enum denial_grade *ret_grade);

/* dns.resolver-broken, once, and dmarc.temperror: `what` hangs on a denial that proves nothing. */
void dmarc_context_doubt(struct dmarc_context *context, const struct denial *denial,
                         const char *what);

/* dmarc_absence.c: no record, several, damaged beyond recognition, not heard. Wants what it needs.
 */
void dmarc_absence_judge(struct dmarc_context *context);

/* dmarc_lint.c: the record's text and tags. */
void dmarc_lint_judge(struct dmarc_context *context);

/* dmarc_reports.c: where reports go. Collects and asks first, judges when nothing is wanted. */
MUST_CHECK enum status dmarc_reports_collect(struct dmarc_context *context);
void dmarc_reports_judge(struct dmarc_context *context);

/* dmarc_document.c: performance data, the sentence for a record that is fine, lines of -v and -vv.
 */
void dmarc_document_show(struct dmarc_context *context);

/* dmarc_advice.c: records to publish; the policy in force is never weakened. */
struct slice dmarc_advice_first(const struct dmarc_context *context);
struct slice dmarc_advice_own(const struct dmarc_context *context);
struct slice dmarc_advice_mended(const struct dmarc_context *context);

/* Whether the mended record has all report addresses, so that nothing is lost by it. */
bool dmarc_advice_keeps_addresses(const struct dmarc_context *context);

/*
 * `advice` to publish a record at the sender's own name, and the permissions that its external
 * report addresses need for that name.
 */
struct slice dmarc_advice_permitted(const struct dmarc_context *context, struct slice advice);

#endif
