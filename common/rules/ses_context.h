/* SPDX-License-Identifier: MIT */
/* What the files of the SES rules share. Internal to them. */
#ifndef CHECK_SES_RULES_SES_CONTEXT_H
#define CHECK_SES_RULES_SES_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "dns/answer.h"
#include "provider/dns_host.h"
#include "provider/domain_info.h"
#include "provider/ses_identity.h"
#include "rules/ses_rules.h"

/* How DNS has a record that SES expects. */
enum ses_sight {
    SES_SIGHT_UNKNOWN = 0, /* not asked, not heard, denied without proof, or nothing to compare */
    SES_SIGHT_PENDING,
    SES_SIGHT_RIGHT,
    SES_SIGHT_ABSENT,
    SES_SIGHT_OTHER /* there, and not what is expected */
};

/* One record that SES expects. */
struct ses_record {
    const struct ses_attribute *attribute;
    const struct dns_answer *answer; /* NULL: not asked, or pending */
    enum ses_sight sight;
    bool has_dns;
    struct slice dns;     /* what DNS has, as text */
    struct slice because; /* OTHER: what is not as it should be, a sentence part */
};

struct ses_context {
    struct ses_request request;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;

    const struct api_answer *identity_answer; /* NULL: pending, and so on */
    struct ses_identity identity;
    const struct api_answer *list_answer; /* NULL: not asked, too */
    struct ses_list list;
    struct ses_record records[SES_ATTRIBUTES_MAXIMUM];
    size_t record_count;

    bool has_registrable;
    struct dns_name registrable;
    const struct api_answer *info_answer; /* NULL: not asked, too */
    struct domain_info info;
    const struct api_answer *host_answer;
    struct dns_host host;
    const struct api_answer *host_records_answer;
    struct dns_host_records host_records;
};

struct ses_details {
    struct ses_context context;
};

/* What has come of an action: the reply's own outcome, or that there is none. */
struct ses_call {
    enum api_service service;
    const struct api_answer *answer;
    const struct api_outcome *outcome; /* of a reply */
    enum state state;                  /* of a finding about it */
};

/* ses_compare.c: looks at one record in DNS. STATUS_NO_MEMORY. */
MUST_CHECK enum status ses_compare(struct ses_context *context, struct ses_record *record);

/* ses_host.c: asks the registrar and the DNS host of the account, and judges what they say.
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status ses_host_ask(struct ses_context *context);
void ses_host_judge(struct ses_context *context);

/* Why an action brought nothing: ses.refused, .unreachable or .unreadable. None for data, and for
 * what is not there. Whether it brought something. */
bool ses_context_report(struct ses_context *context, const struct ses_call *call);

/* "TXT at qcloud._domainkey.mail.example.com". */
struct slice ses_context_label(const struct ses_context *context, const struct ses_record *record);

/* What SES says of sending: by the identity, else by the list. False: not known. */
bool ses_context_verified(const struct ses_context *context, bool *ret_verified);

/* ses_document.c: lines of -v and -vv, and the sentence for a domain that is fine. */
void ses_document_show(struct ses_context *context);

#endif
