/* SPDX-License-Identifier: MIT */
/*
 * What Tencent's registrar has of a domain of the account (Domain API, version 2018-08-08): the
 * only source that states the cause of a hold, which is a real-name verification that is missing or
 * was refused. No personal data is kept.
 */
#ifndef CHECK_SES_PROVIDER_DOMAIN_INFO_H
#define CHECK_SES_PROVIDER_DOMAIN_INFO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "provider/api_reply.h"

#define DOMAIN_STATUSES_MAXIMUM 32

/* RealNameAuditStatus: whether the owner has shown who they are. */
enum domain_real_name {
    DOMAIN_REAL_NAME_NONE = 0,   /* not told */
    DOMAIN_REAL_NAME_NOT_UPLOAD, /* nothing was handed in */
    DOMAIN_REAL_NAME_IN_AUDIT,
    DOMAIN_REAL_NAME_APPROVED,
    DOMAIN_REAL_NAME_REJECT,
    DOMAIN_REAL_NAME_NO_AUDIT, /* not needed for this domain */
    DOMAIN_REAL_NAME_OTHER     /* a word unknown here */
};

/* DomainNameAuditStatus: whether the registry accepts the name itself, a second gate. */
enum domain_audit {
    DOMAIN_AUDIT_NONE = 0, /* not told */
    DOMAIN_AUDIT_NOT_AUDIT,
    DOMAIN_AUDIT_PENDING, /* Pending or Auditing */
    DOMAIN_AUDIT_APPROVED,
    DOMAIN_AUDIT_REJECTED,
    DOMAIN_AUDIT_OTHER
};

struct domain_info {
    struct api_outcome api;

    /* DATA only; texts as sent, empty when not told: */
    struct slice statuses[DOMAIN_STATUSES_MAXIMUM]; /* "serverHold", each once whatever its case */
    size_t status_count;
    enum domain_real_name real_name;
    struct slice real_name_text;
    struct slice real_name_reason;
    enum domain_audit audit;
    struct slice audit_text;
    struct slice audit_reason;
    struct slice buy_status;     /* "ok", "AboutToExpire", … */
    struct slice registrar_type; /* "qcloud", "epp", … */
    struct slice created;        /* "2026-11-01" */
    struct slice expires;
    struct api_names servers;
    bool truncated; /* statuses: there were more than are kept, or some that are no texts */
};

/* Whether a status is among them, in any case. */
bool domain_info_has(const struct domain_info *info, struct slice status);

/*
 * Reads the reply to DescribeDomainSimpleInfo about `domain`. One without DomainInfo, about another
 * domain, or whose DomainStatus is no list is UNREADABLE. Texts are in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status domain_info_read(const struct api_http *http, const struct dns_name *domain,
                                        struct arena *arena, struct domain_info *ret_info);

#endif
