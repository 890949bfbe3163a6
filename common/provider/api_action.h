/* SPDX-License-Identifier: MIT */
/*
 * The actions of Tencent's APIs that are used: those that read. Nothing here changes anything in
 * the account; UpdateEmailIdentity, which makes SES look again, is not among them.
 */
#ifndef CHECK_SES_PROVIDER_API_ACTION_H
#define CHECK_SES_PROVIDER_API_ACTION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"

/* Of every request. */
#define API_CONTENT_TYPE "application/json; charset=utf-8"

enum api_action {
    API_ACTION_NONE = 0,
    API_ACTION_GET_IDENTITY,    /* ses GetEmailIdentity: ses_identity_read() */
    API_ACTION_LIST_IDENTITIES, /* ses ListEmailIdentities: ses_list_read() */
    API_ACTION_DOMAIN_INFO,     /* domain DescribeDomainSimpleInfo: domain_info_read() */
    API_ACTION_HOST_ZONE,       /* dnspod DescribeDomain: dns_host_read() */
    API_ACTION_HOST_RECORDS     /* dnspod DescribeRecordList: dns_host_records_read() */
};

/* Who is asked: one host, one version, one set of endpoints. */
enum api_service {
    API_SERVICE_SES = 0,
    API_SERVICE_DOMAIN,
    API_SERVICE_DNSPOD,
    API_SERVICE_COUNT
};

/* The service of an action; SES for NONE. */
enum api_service api_action_service(enum api_action action);

/* "ses", "domain", "dnspod": in --ses-endpoint. Static storage. */
const char *api_service_text(enum api_service service);

/* The action for its name, as the vendor writes it. STATUS_NOT_FOUND. */
MUST_CHECK enum status api_action_from_text(struct slice text, enum api_action *ret_action);

/* What a request says of its action. Static texts. */
struct api_action_parts {
    const char *service; /* "ses": in the signature and in --ses-endpoint */
    const char *name;    /* "GetEmailIdentity" */
    const char *version; /* "2020-10-02" */
    const char *host;    /* "ses.tencentcloudapi.com": where the vendor has it */
    bool has_region;     /* it is asked in one region */
};

/* Of API_ACTION_NONE all texts are empty. */
struct api_action_parts api_action_parts(enum api_action action);

/*
 * The body of a request about a domain: the sender domain for ses, the registrable domain or the
 * zone for the others. LIST_IDENTITIES asks for no domain; HOST_RECORDS asks for as many records as
 * are kept. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status api_action_body(enum api_action action, const struct dns_name *domain,
                                       struct arena *arena, struct slice *ret_body);

#endif
