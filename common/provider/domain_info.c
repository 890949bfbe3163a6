/* SPDX-License-Identifier: MIT */
/* The registrar's view of a domain: statuses and the two audits. */
#include "provider/domain_info.h"

#include "base/limits.h"

#define STATUSES_LOOKED_AT 64

/* Words in any case: the vendor's APIs do not agree on it among themselves. */
static enum domain_real_name real_name_of(struct slice text)
{
    static const struct {
        const char *word;
        enum domain_real_name value;
    } words[] = {
        { "", DOMAIN_REAL_NAME_NONE },
        { "NotUpload", DOMAIN_REAL_NAME_NOT_UPLOAD },
        { "InAudit", DOMAIN_REAL_NAME_IN_AUDIT },
        { "Approved", DOMAIN_REAL_NAME_APPROVED },
        { "Reject", DOMAIN_REAL_NAME_REJECT },
        { "Rejected", DOMAIN_REAL_NAME_REJECT },
        { "NoAudit", DOMAIN_REAL_NAME_NO_AUDIT },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_equal_nocase(slice_trim(text), slice_of(words[i].word))) {
            return words[i].value;
        }
    }
    return DOMAIN_REAL_NAME_OTHER;
}

static enum domain_audit audit_of(struct slice text)
{
    static const struct {
        const char *word;
        enum domain_audit value;
    } words[] = {
        { "", DOMAIN_AUDIT_NONE },
        { "NotAudit", DOMAIN_AUDIT_NOT_AUDIT },
        { "Pending", DOMAIN_AUDIT_PENDING },
        { "Auditing", DOMAIN_AUDIT_PENDING },
        { "Approved", DOMAIN_AUDIT_APPROVED },
        { "Rejected", DOMAIN_AUDIT_REJECTED },
        { "Reject", DOMAIN_AUDIT_REJECTED },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_equal_nocase(slice_trim(text), slice_of(words[i].word))) {
            return words[i].value;
        }
    }
    return DOMAIN_AUDIT_OTHER;
}

bool domain_info_has(const struct domain_info *info, struct slice status)
{
    for (size_t i = 0; i < info->status_count; i++) {
        if (slice_equal_nocase(slice_trim(info->statuses[i]), status)) {
            return true;
        }
    }
    return false;
}

static void read_statuses(const struct json *list, struct arena *arena, struct domain_info *info)
{
    size_t count = json_count(list);

    if (count > STATUSES_LOOKED_AT) {
        info->truncated = true;
        count = STATUSES_LOOKED_AT;
    }
    for (size_t i = 0; i < count; i++) {
        struct slice text;

        if (!json_at_string(list, i, &text) || text.length > LIMIT_API_TEXT) {
            info->truncated = true;
        } else if (!domain_info_has(info, slice_trim(text))) {
            if (info->status_count == DOMAIN_STATUSES_MAXIMUM) {
                info->truncated = true;
                return;
            }
            info->statuses[info->status_count++] = arena_copy(arena, text);
        }
    }
}

static void read_object(const struct json *object, struct arena *arena, struct domain_info *info)
{
    (void)api_text(object, "RealNameAuditStatus", arena, &info->real_name_text, NULL);
    info->real_name = real_name_of(info->real_name_text);
    (void)api_text(object, "RealNameAuditUnpassReason", arena, &info->real_name_reason, NULL);
    (void)api_text(object, "DomainNameAuditStatus", arena, &info->audit_text, NULL);
    info->audit = audit_of(info->audit_text);
    (void)api_text(object, "DomainNameAuditUnpassReason", arena, &info->audit_reason, NULL);
    (void)api_text(object, "BuyStatus", arena, &info->buy_status, NULL);
    (void)api_text(object, "RegistrarType", arena, &info->registrar_type, NULL);
    (void)api_text(object, "CreationDate", arena, &info->created, NULL);
    (void)api_text(object, "ExpirationDate", arena, &info->expires, NULL);
    api_names(object, "NameServer", &info->servers);
}

static enum status read_info(const struct json *data, const struct dns_name *domain,
                             struct arena *arena, struct domain_info *info)
{
    const struct json *object = json_get_object(data, "DomainInfo");
    const struct json *statuses = NULL;
    enum status memory = STATUS_OK;

    if (object == NULL) {
        api_outcome_fail(&info->api, SLICE("the reply has no object \"DomainInfo\""));
    } else if (!api_is_about(object, "DomainName", domain, &memory)) {
        api_outcome_fail(&info->api, SLICE("the reply is about another domain"));
    } else if (!api_list(object, "DomainStatus", &statuses)) {
        api_outcome_fail(&info->api, SLICE("the domain's \"DomainStatus\" is no list"));
    } else {
        read_statuses(statuses, arena, info);
        read_object(object, arena, info);
    }
    return memory;
}

enum status domain_info_read(const struct api_http *http, const struct dns_name *domain,
                             struct arena *arena, struct domain_info *ret_info)
{
    struct domain_info info = { .api = { .result = API_RESULT_NONE } };
    struct api_reply reply;
    enum status status = api_reply_read(http, arena, &reply);

    if (status != STATUS_OK) {
        return status;
    }
    info.api = reply.outcome;
    if (reply.data != NULL) {
        status = read_info(reply.data, domain, arena, &info);
    }
    api_reply_free(&reply);
    if (status == STATUS_OK && arena_failed(arena)) {
        status = STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK) {
        *ret_info = info;
    }
    return status;
}
