/* SPDX-License-Identifier: MIT */
/* The table of actions, and their bodies. */
#include "provider/api_action.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "provider/dns_host.h"

/* A few words, and a name of which each octet may be escaped twice. */
#define BODY_MAXIMUM (256 + (size_t)12 * LIMIT_NAME_TEXT)

struct api_action_parts api_action_parts(enum api_action action)
{
    switch (action) {
    case API_ACTION_NONE:
        break;
    case API_ACTION_GET_IDENTITY:
        return (struct api_action_parts){ "ses", "GetEmailIdentity", "2020-10-02",
                                          "ses.tencentcloudapi.com", true };
    case API_ACTION_LIST_IDENTITIES:
        return (struct api_action_parts){ "ses", "ListEmailIdentities", "2020-10-02",
                                          "ses.tencentcloudapi.com", true };
    case API_ACTION_DOMAIN_INFO:
        return (struct api_action_parts){ "domain", "DescribeDomainSimpleInfo", "2018-08-08",
                                          "domain.tencentcloudapi.com", false };
    case API_ACTION_HOST_ZONE:
        return (struct api_action_parts){ "dnspod", "DescribeDomain", "2021-03-23",
                                          "dnspod.tencentcloudapi.com", false };
    case API_ACTION_HOST_RECORDS:
        return (struct api_action_parts){ "dnspod", "DescribeRecordList", "2021-03-23",
                                          "dnspod.tencentcloudapi.com", false };
    }
    return (struct api_action_parts){ "", "", "", "", false };
}

enum api_service api_action_service(enum api_action action)
{
    switch (action) {
    case API_ACTION_NONE:
    case API_ACTION_GET_IDENTITY:
    case API_ACTION_LIST_IDENTITIES:
        break;
    case API_ACTION_DOMAIN_INFO:
        return API_SERVICE_DOMAIN;
    case API_ACTION_HOST_ZONE:
    case API_ACTION_HOST_RECORDS:
        return API_SERVICE_DNSPOD;
    }
    return API_SERVICE_SES;
}

const char *api_service_text(enum api_service service)
{
    switch (service) {
    case API_SERVICE_SES:
        return "ses";
    case API_SERVICE_DOMAIN:
        return "domain";
    case API_SERVICE_DNSPOD:
        return "dnspod";
    case API_SERVICE_COUNT:
        break;
    }
    return "";
}

enum status api_action_from_text(struct slice text, enum api_action *ret_action)
{
    static const enum api_action actions[] = { API_ACTION_GET_IDENTITY, API_ACTION_LIST_IDENTITIES,
                                               API_ACTION_DOMAIN_INFO, API_ACTION_HOST_ZONE,
                                               API_ACTION_HOST_RECORDS };

    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (slice_equal(text, slice_of(api_action_parts(actions[i]).name))) {
            *ret_action = actions[i];
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

static void add_members(enum api_action action, struct slice domain, struct json *root)
{
    switch (action) {
    case API_ACTION_NONE:
    case API_ACTION_LIST_IDENTITIES:
        break;
    case API_ACTION_GET_IDENTITY:
        json_add_string(root, "EmailIdentity", domain);
        break;
    case API_ACTION_DOMAIN_INFO:
        json_add_string(root, "DomainName", domain);
        break;
    case API_ACTION_HOST_ZONE:
        json_add_string(root, "Domain", domain);
        break;
    case API_ACTION_HOST_RECORDS:
        json_add_string(root, "Domain", domain);
        json_add_integer(root, "Limit", DNS_HOST_RECORDS_MAXIMUM);
        break;
    }
}

enum status api_action_body(enum api_action action, const struct dns_name *domain,
                            struct arena *arena, struct slice *ret_body)
{
    struct json *root = NULL;
    enum status status = json_create(&root);
    struct buf buf;

    if (status != STATUS_OK) {
        return status;
    }
    buf_init(&buf, arena, BODY_MAXIMUM);
    add_members(action, name_to_text(domain, arena), root);
    status = json_write(root, BODY_MAXIMUM, &buf);
    json_free(root);
    if (status != STATUS_OK || arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_body = buf_slice(&buf);
    return STATUS_OK;
}
