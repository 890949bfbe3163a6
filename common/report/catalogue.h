/* SPDX-License-Identifier: MIT */
/*
 * Every finding once: its published id, default state, what it means, what to do, and the standard
 * behind it. Ids are interface: once released they do not change.
 */
#ifndef CHECK_SES_REPORT_CATALOGUE_H
#define CHECK_SES_REPORT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "report/state.h"

enum finding_id {
    FINDING_NONE = 0,
    /* dns */
    FINDING_DNS_BOGUS,
    FINDING_DNS_UNREACHABLE,
    FINDING_DNS_SERVFAIL,
    FINDING_DNS_REFUSED,
    FINDING_DNS_MALFORMED,
    FINDING_DNS_DEADLINE,
    FINDING_DNS_LOOP,
    FINDING_DNS_RESOLVER_BROKEN,
    /* visibility */
    FINDING_VISIBILITY_ABSENT,
    FINDING_VISIBILITY_MISPLACED,
    FINDING_VISIBILITY_UNEXPLAINED,
    /* spf */
    FINDING_SPF_NONE,
    FINDING_SPF_MULTIPLE,
    FINDING_SPF_SYNTAX,
    FINDING_SPF_LOOKUP_LIMIT,
    FINDING_SPF_VOID_LIMIT,
    FINDING_SPF_INCLUDE_NONE,
    FINDING_SPF_LOOP,
    FINDING_SPF_MX_LIMIT,
    FINDING_SPF_PASS_ALL,
    FINDING_SPF_PROVIDER_MISSING,
    FINDING_SPF_PROVIDER_UNREACHED,
    FINDING_SPF_UNEXPECTED_RESULT,
    FINDING_SPF_PROVIDER_INDIRECT,
    FINDING_SPF_PROVIDER_UNTESTABLE,
    FINDING_SPF_MANY_LOOKUPS,
    FINDING_SPF_VOID,
    FINDING_SPF_NO_ALL,
    FINDING_SPF_NEUTRAL_ALL,
    FINDING_SPF_AFTER_ALL,
    FINDING_SPF_REDIRECT_IGNORED,
    FINDING_SPF_PTR,
    FINDING_SPF_UNKNOWN_MODIFIER,
    FINDING_SPF_LONG_ANSWER,
    FINDING_SPF_GLUED,
    FINDING_SPF_TEMPERROR,
    FINDING_SPF_DEPENDS_ON_SENDER,
    FINDING_SPF_RECEIVERS_DIFFER,
    FINDING_SPF_LARGE_NETWORK,
    FINDING_SPF_DUPLICATE,
    FINDING_SPF_PRIVATE_NETWORK,
    FINDING_SPF_HOST_BITS,
    FINDING_SPF_EXP,
    FINDING_SPF_CNAME,
    /* dkim */
    FINDING_DKIM_NONE,
    FINDING_DKIM_MULTIPLE,
    FINDING_DKIM_SYNTAX,
    FINDING_DKIM_KEY,
    FINDING_DKIM_KEY_SHORT,
    FINDING_DKIM_KEY_TYPE,
    FINDING_DKIM_HASH,
    FINDING_DKIM_SERVICE,
    FINDING_DKIM_TRUNCATED,
    FINDING_DKIM_ROCA,
    FINDING_DKIM_WEAK_NUMBER,
    FINDING_DKIM_SAMPLE_KEY,
    FINDING_DKIM_PRIVATE_KEY,
    FINDING_DKIM_KEY_MISMATCH,
    FINDING_DKIM_REVOKED,
    FINDING_DKIM_KEY_WEAK,
    FINDING_DKIM_KEY_LARGE,
    FINDING_DKIM_KEY_FORM,
    FINDING_DKIM_PADDING,
    FINDING_DKIM_UNTIDY,
    FINDING_DKIM_TESTING,
    FINDING_DKIM_CNAME,
    FINDING_DKIM_DANGLING,
    FINDING_DKIM_EXPONENT,
    FINDING_DKIM_SELECTOR_MISSING,
    FINDING_DKIM_WILDCARD,
    FINDING_DKIM_UNKNOWN_TAG,
    FINDING_DKIM_ONLY_ED25519,
    FINDING_DKIM_TEMPERROR,
    FINDING_DKIM_SELECTOR_UNKNOWN,
    FINDING_DKIM_SELECTOR_UNPROVED,
    FINDING_DKIM_STRICT,
    FINDING_DKIM_OLD_REVOKED,
    FINDING_DKIM_SHARED_KEY,
    FINDING_DKIM_NO_KEY_NAME,
    FINDING_DKIM_NOTE,
    /* dmarc */
    FINDING_DMARC_NONE,
    FINDING_DMARC_MULTIPLE,
    FINDING_DMARC_SYNTAX,
    FINDING_DMARC_BELOW_MINIMUM,
    FINDING_DMARC_MISALIGNED,
    FINDING_DMARC_NO_POLICY,
    FINDING_DMARC_VALUE,
    FINDING_DMARC_UNTIDY,
    FINDING_DMARC_REPORT_ADDRESS,
    FINDING_DMARC_SAMPLE_ADDRESS,
    FINDING_DMARC_EXTERNAL_REFUSED,
    FINDING_DMARC_REPORT_UNDELIVERABLE,
    FINDING_DMARC_SUBDOMAIN_WEAKER,
    FINDING_DMARC_IDLE_TAG,
    FINDING_DMARC_PSD,
    FINDING_DMARC_TESTING,
    FINDING_DMARC_DEEP,
    FINDING_DMARC_GENERATIONS_DIFFER,
    FINDING_DMARC_SPF_ONLY,
    FINDING_DMARC_CNAME,
    FINDING_DMARC_TEMPERROR,
    FINDING_DMARC_EXTERNAL_UNKNOWN,
    FINDING_DMARC_INHERITED,
    FINDING_DMARC_MONITORING,
    FINDING_DMARC_NO_REPORTS,
    FINDING_DMARC_HISTORIC_TAG,
    FINDING_DMARC_UNKNOWN_TAG,
    /* paste */
    FINDING_PASTE_SMART_QUOTE,
    FINDING_PASTE_QUOTES_INSIDE,
    FINDING_PASTE_HTML,
    FINDING_PASTE_ZERO_WIDTH,
    FINDING_PASTE_SPLIT,
    FINDING_PASTE_EXTRA,
    FINDING_PASTE_SAMPLE_VALUE,
    FINDING_PASTE_SPACE,

    FINDING_COUNT
};

struct catalogue_entry {
    const char *id;          /* "spf.lookup-limit" */
    enum state state;        /* default */
    bool temporary;          /* could not find out: its state follows -t SEC:STATE */
    const char *meaning;     /* what it says, one sentence */
    const char *consequence; /* what it causes for mail, one sentence */
    const char *advice;      /* what to do, begins with a verb */
    const char *reference;   /* "RFC 7208 4.6.4", or "" */
};

/* The entry of an id. Never NULL for a valid id; that of FINDING_NONE is empty. */
const struct catalogue_entry *catalogue_entry(enum finding_id id);

/* The id for its text. STATUS_NOT_FOUND. */
MUST_CHECK enum status catalogue_find(struct slice text, enum finding_id *ret_id);

/* Whether an id, or at least one id for a pattern that ends in `*`, exists. */
bool catalogue_matches_any(struct slice pattern);

/* Whether `pattern` (an id, or a prefix ending in `*`) covers `id`. */
bool catalogue_matches(struct slice pattern, enum finding_id id);

/* The whole catalogue as text for `--help findings`, in the table's order. */
void catalogue_write(struct buf *buf);

#endif
