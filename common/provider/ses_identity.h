/* SPDX-License-Identifier: MIT */
/*
 * What SES has of a sender domain (API version 2020-10-02): the records that it expects, what it
 * saw of them when it last looked, and whether it lets the domain send. It is the console's view:
 * how things are is what DNS says.
 */
#ifndef CHECK_SES_PROVIDER_SES_IDENTITY_H
#define CHECK_SES_PROVIDER_SES_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "dns/rr.h"
#include "provider/api_reply.h"

#define SES_ATTRIBUTES_MAXIMUM 16 /* five are known: MX, SPF, DMARC, two DKIM keys */

enum ses_purpose {
    SES_PURPOSE_OTHER = 0,
    SES_PURPOSE_SPF,   /* TXT at the sender domain */
    SES_PURPOSE_DKIM,  /* at SELECTOR._domainkey */
    SES_PURPOSE_DMARC, /* at _dmarc */
    SES_PURPOSE_MX
};

/* "spf", "dkim", "dmarc", "mx", "other". Static storage. */
const char *ses_purpose_text(enum ses_purpose purpose);

/* One record that SES expects. */
struct ses_attribute {
    enum ses_purpose purpose;
    struct slice type;      /* as sent, "TXT" */
    enum rr_type rr_type;   /* the same; NONE: absent, or a type that we do not know */
    struct slice name_text; /* as sent */
    bool has_name;          /* that is a name: letters, digits, hyphens and underscores */
    struct dns_name name;
    struct slice selector; /* DKIM: what stands before "._domainkey", lower case */
    bool is_foreign;       /* not at the place that this purpose has for the sender domain, or no
                            * name at all: what is asked of DNS there is SES's word alone */
    bool has_expected;     /* a text was sent */
    struct slice expected;
    bool has_current; /* a text was sent; empty: SES saw no record */
    struct slice current;
    bool has_status;
    bool is_good; /* SES is content with this record */
    bool cut;     /* a text of it is longer than is kept, and cannot be compared */
};

struct ses_identity {
    struct api_outcome api;

    /* DATA only: */
    bool has_type;
    bool is_domain; /* IdentityType is DOMAIN */
    bool has_verified;
    bool is_verified; /* VerifiedForSendingStatus: SES lets the domain send */
    bool has_dkim_option;
    unsigned dkim_option; /* keys: 0 one of 1024 bits, 1 one of 2048, 2 both */
    struct ses_attribute attributes[SES_ATTRIBUTES_MAXIMUM]; /* in the order sent */
    size_t attribute_count;
    bool truncated; /* there were more than are kept, or some that are no objects */
};

/*
 * Reads the reply to GetEmailIdentity about `sender`. A reply with neither VerifiedForSendingStatus
 * nor a list of Attributes is UNREADABLE, and so is one whose Attributes are no list. Members that
 * are unknown are ignored, null is absent, a value of another type is absent. An attribute equal to
 * an earlier one in all members is kept once. Texts are in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status ses_identity_read(const struct api_http *http, const struct dns_name *sender,
                                         struct arena *arena, struct ses_identity *ret_identity);

#define SES_LIST_MAXIMUM 256 /* identities looked at; an account has 10 */

/* The account's identities in the region, as far as they concern one sender domain. */
struct ses_list {
    struct api_outcome api;

    /* DATA only: */
    bool is_listed;
    bool has_sending; /* of the listed one */
    bool can_send;    /* SendingEnabled: the same as verified */
    size_t count;     /* identities in this reply */
    bool has_total;
    uint64_t total; /* of the account; the vendor's own example lacks it */
    bool
        is_complete; /* nothing says that there are more than in this reply: not listed is absent */
};

/*
 * Reads the reply to ListEmailIdentities, asked from the first one on. One whose EmailIdentities
 * are no list is UNREADABLE; null is none. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status ses_list_read(const struct api_http *http, const struct dns_name *sender,
                                     struct arena *arena, struct ses_list *ret_list);

#endif
