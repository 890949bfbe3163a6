/* SPDX-License-Identifier: MIT */
/*
 * What DNSPod has of a zone of the account (DNSPod API, version 2021-03-23): the ways in which it
 * can hide records that have nothing to do with a hold. Words are compared without regard to case:
 * its own actions differ in it.
 */
#ifndef CHECK_SES_PROVIDER_DNS_HOST_H
#define CHECK_SES_PROVIDER_DNS_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "dns/rr.h"
#include "provider/api_reply.h"

enum dns_host_status {
    DNS_HOST_STATUS_NONE = 0, /* not told */
    DNS_HOST_STATUS_ENABLE,
    DNS_HOST_STATUS_PAUSE, /* by its owner: nothing of the zone is served */
    DNS_HOST_STATUS_SPAM,  /* blocked by DNSPod */
    DNS_HOST_STATUS_OTHER
};

struct dns_host {
    struct api_outcome api;

    /* DATA only; texts as sent, empty when not told: */
    enum dns_host_status status;
    struct slice status_text;
    bool has_dns_status;
    bool is_dns_error; /* the parent zone names other servers than the plan's */
    struct slice dns_status_text;
    struct api_names expected; /* servers of the plan */
    struct api_names actual;   /* those of the parent zone, as DNSPod last saw them */
    bool has_subdomain;
    bool is_subdomain; /* a zone for a name below a registrable domain: nobody may delegate to it */
    struct slice grade; /* of the plan, "DP_FREE" */
};

/*
 * Reads the reply to DescribeDomain about `zone`. One without DomainInfo or about another zone is
 * UNREADABLE. Texts are in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dns_host_read(const struct api_http *http, const struct dns_name *zone,
                                     struct arena *arena, struct dns_host *ret_host);

#define DNS_HOST_RECORDS_MAXIMUM 512

enum dns_host_record_status {
    DNS_HOST_RECORD_STATUS_NONE = 0, /* not told */
    DNS_HOST_RECORD_STATUS_ENABLE,
    DNS_HOST_RECORD_STATUS_DISABLE, /* not served */
    DNS_HOST_RECORD_STATUS_OTHER
};

struct dns_host_record {
    struct slice host;    /* as typed, relative to the zone: "@", "_dmarc.abc" */
    bool has_name;        /* it is a name: letters, digits, hyphens and underscores, or "*" */
    struct dns_name name; /* the whole one */
    struct slice type;    /* as sent; DNSPod has types of its own */
    enum rr_type rr_type; /* NONE: one that we do not know */
    struct slice value;   /* as typed */
    bool has_mx;
    uint16_t preference;  /* of an MX */
    struct slice line;    /* carrier or region that the record is served to, as sent */
    bool is_default_line; /* everybody, or no line told */
    bool has_ttl;
    uint32_t ttl; /* seconds */
    enum dns_host_record_status status;
    bool cut; /* a text of it is longer than is kept */
};

struct dns_host_records {
    struct api_outcome api;

    /* DATA only: */
    const struct dns_host_record *items; /* in the arena, in the order sent */
    size_t count;
    bool has_total;
    uint64_t total;   /* of the records that fit the question */
    bool is_complete; /* nothing says that there are more than these */
};

/*
 * Reads the reply to DescribeRecordList about `zone`, asked from the first record on. The error
 * ResourceNotFound.NoDataOfRecord is how DNSPod says that no record fits: DATA without any. A reply
 * whose RecordList is no list is UNREADABLE; null is none. Texts are in `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dns_host_records_read(const struct api_http *http,
                                             const struct dns_name *zone, struct arena *arena,
                                             struct dns_host_records *ret_records);

#endif
