/* SPDX-License-Identifier: MIT */
/*
 * Judgements of what SES says over a world, for tests of their rules. The sender domain is
 * mail.example.test.
 */
#ifndef CHECK_SES_TESTS_UNIT_SES_WORLD_H
#define CHECK_SES_TESTS_UNIT_SES_WORLD_H

#include "world.h"

#include "rules/ses_rules.h"

#define DOMAIN "mail.example.test"

/* Members of a reply to GetEmailIdentity. `seen` is what the console has, `ok` true or false. */
#define IDENTITY(verified, ...)                                                         \
    "{\"Response\":{\"IdentityType\":\"DOMAIN\",\"VerifiedForSendingStatus\":" verified \
    ",\"Attributes\":[" __VA_ARGS__ "]}}"
#define RECORD(type, name, value, seen, ok)                                         \
    "{\"Type\":\"" type "\",\"SendDomain\":\"" name "\",\"ExpectedValue\":\"" value \
    "\",\"CurrentValue\":\"" seen "\",\"Status\":" ok "}"
#define FAILED(code) "{\"Response\":{\"Error\":{\"Code\":\"" code "\",\"Message\":\"m\"}}}"

/* A key, and another. */
#define KEY_1                                                                                  \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDeMVIzrCa3T14JsNY0IRv5/2V1/v2itlviLQBwXsa7shBD6TrB" \
    "kswsFUToPyMRWC9tbR/5ey0nRBH0ZVxp+lsmTxid2Y2z+FApQ6ra2VsXfbJP3HE6wAO0YTVEJt1TmeczhEd2Jiz/" \
    "fcabIISgXEdSpTYJhb0ct0VJRxcg4c8c7wIDAQAB"
#define KEY_2                                                                                  \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFC" \
    "jxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9" \
    "tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"

#define ACTIONS_MAXIMUM 8

/* What the APIs say and what the other judgements found. */
struct ses_case {
    const char
        *identity; /* replies, HTTP 200; "!" is no connection, "?" no HTTP; NULL likewise "!" */
    const char *list;
    const char *info;
    const char *host;
    const char *host_records;
    bool is_hidden;
    bool has_policy;
    bool named; /* endpoints were given for all services */
    enum ses_spf spf;
    const char *server; /* of the zone above; NULL: not known */
    enum config_why why;
};

/* One judgement. */
struct ses_judged {
    struct verdict verdict;
    struct config config;
    struct api_config api;
    struct dns_name domain;
    struct delegation_hosts hosts;
    struct ses_request request;
    const struct ses_details *details;
    unsigned asked[ACTIONS_MAXIMUM]; /* by action: how often */
    const struct ses_case *given;
};

/* A judgement to its end over rows beside the zones of the world. */
void ses_world_judge(struct world *world, const char *const *rows, const struct ses_case *given,
                     struct ses_judged *judged);

/* "spf right, mx -": purposes with dns_ok of the document: right, wrong, - for null. */
struct slice ses_world_sights(struct world *world, const struct ses_judged *judged);

#endif
