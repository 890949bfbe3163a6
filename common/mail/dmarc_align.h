/* SPDX-License-Identifier: MIT */
/*
 * Identifier alignment (RFC 9989 4.4, 4.10.2; RFC 7489 3.1): would a pass of SPF or DKIM for
 * another domain count for the author domain?
 */
#ifndef CHECK_SES_MAIL_DMARC_ALIGN_H
#define CHECK_SES_MAIL_DMARC_ALIGN_H

#include "base/arena.h"
#include "base/status.h"
#include "dns/name.h"
#include "facts/store.h"
#include "mail/dmarc_discover.h"

enum dmarc_alignment {
    DMARC_ALIGNMENT_PENDING = 0,
    DMARC_ALIGNMENT_ALIGNED,
    DMARC_ALIGNMENT_NOT_ALIGNED,
    DMARC_ALIGNMENT_UNKNOWN /* an answer is missing */
};

struct dmarc_align_request {
    enum dmarc_method method;
    bool strict; /* adkim or aspf of the record that applies */
    const struct dns_name *author;
    const struct dns_name *identifier; /* domain of MAIL FROM, or d= */
};

/*
 * Strict: the names are equal. Relaxed: their organizational domains are; equal names are aligned
 * without asking. A public suffix as `d=` never aligns with a name below it. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dmarc_align(const struct dmarc_align_request *request, struct facts *facts,
                                   struct arena *arena, enum dmarc_alignment *ret_alignment);

/* "aligned", "not-aligned", "unknown". Static. */
const char *dmarc_alignment_text(enum dmarc_alignment alignment);

#endif
