/* SPDX-License-Identifier: MIT */
/* What SES says against what DNS says: who is right, what hinders the domain, what is asked. */
#include "ses_world.h"

#include <stdio.h>

struct row {
    const char *title;
    struct ses_case given;
    const char *rows[6];
    const char *findings;
    const char *asked; /* how often each action is: identity, list, info, zone, records */
};

#define SPF_ROW DOMAIN " TXT v=spf1 include:qcloudmail.com ~all"
#define SPF(ok) RECORD("TXT", DOMAIN, "v=spf1 include:qcloudmail.com ~all", "", ok)
#define GOOD IDENTITY("true", SPF("true"))
#define NOWHERE FAILED("ResourceNotFound")
#define LISTED(items) "{\"Response\":{\"EmailIdentities\":[" items "]}}"
#define LISTED_ONE(name, sending) "{\"IdentityName\":\"" name "\",\"SendingEnabled\":" sending "}"
#define ZONE(members) "{\"Response\":{\"DomainInfo\":{\"Domain\":\"example.test\"," members "}}}"
#define ENABLED ZONE("\"Status\":\"enable\"")
#define HOST_RECORDS(items) "{\"Response\":{\"RecordList\":[" items "]}}"
#define HOST_RECORD(name, type, more) \
    "{\"Name\":\"" name "\",\"Type\":\"" type "\",\"Value\":\"x\"," more "}"
#define OFF \
    HOST_RECORD("mail", "TXT", "\"Status\":\"DISABLE\",\"Line\":\"\xE9\xBB\x98\xE8\xAE\xA4\"")
#define BOUND \
    HOST_RECORD("mail", "TXT", "\"Status\":\"ENABLE\",\"Line\":\"abroad\",\"LineId\":\"3=0\"")
#define SERVED HOST_RECORD("mail", "TXT", "\"Status\":\"ENABLE\",\"LineId\":\"0\"")

static const struct row matrix[] = {
    /* verified, stale */
    { "verified", { .identity = GOOD }, { SPF_ROW }, "", "1 0 0 0 0" },
    { "not verified, DNS is right",
      { .identity = IDENTITY("false", SPF("false")) },
      { SPF_ROW },
      "ses.not-verified CRITICAL, ses.console-stale WARNING",
      "1 0 0 0 0" },
    { "verified, one record stale",
      { .identity = IDENTITY("true", SPF("false")) },
      { SPF_ROW },
      "ses.console-stale WARNING",
      "1 0 0 0 0" },
    { "not verified, the console has all",
      { .identity = IDENTITY("false", SPF("true")) },
      { SPF_ROW },
      "ses.not-verified CRITICAL",
      "1 0 0 0 0" },
    { "verified, DNS lacks it",
      { .identity = GOOD },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.unreachable INFO, ses.unreachable INFO",
      "1 0 1 1 1" },
    { "not verified, DNS is silent",
      { .identity = IDENTITY("false", SPF("false")) },
      { DOMAIN " TXT !timeout" },
      "ses.not-verified CRITICAL",
      "1 0 0 0 0" },
    { "not verified, nothing is expected",
      { .identity = IDENTITY("false", "") },
      { SPF_ROW },
      "ses.not-verified CRITICAL",
      "1 0 0 0 0" },
    /* the list */
    { "sending by the list",
      { .identity = "{\"Response\":{\"Attributes\":[]}}",
        .list = LISTED(LISTED_ONE(DOMAIN, "true")) },
      { SPF_ROW },
      "",
      "1 1 0 0 0" },
    { "not sending by the list",
      { .identity = "{\"Response\":{\"Attributes\":[]}}",
        .list = LISTED(LISTED_ONE(DOMAIN, "false")) },
      { SPF_ROW },
      "ses.not-verified CRITICAL",
      "1 1 0 0 0" },
    { "the list does not tell",
      { .identity = "{\"Response\":{\"Attributes\":[]}}",
        .list = FAILED("AuthFailure.UnauthorizedOperation") },
      { SPF_ROW },
      "ses.refused UNKNOWN",
      "1 1 0 0 0" },
    /* no identity */
    { "not in the account",
      { .identity = FAILED("InvalidParameterValue.NotExistDomain"),
        .list = LISTED(LISTED_ONE("other.test", "true")) },
      { SPF_ROW },
      "ses.not-found UNKNOWN",
      "1 1 0 0 0" },
    { "not in the account, no list",
      { .identity = FAILED("ResourceNotFound"), .list = "!" },
      { SPF_ROW },
      "ses.not-found UNKNOWN",
      "1 1 0 0 0" },
    { "credentials",
      { .identity = FAILED("AuthFailure.SignatureFailure") },
      { SPF_ROW },
      "ses.refused UNKNOWN",
      "1 0 0 0 0" },
    { "no connection", { .identity = "!" }, { SPF_ROW }, "ses.unreachable UNKNOWN", "1 0 0 0 0" },
    { "no HTTP", { .identity = "?" }, { SPF_ROW }, "ses.unreadable UNKNOWN", "1 0 0 0 0" },
    { "a page", { .identity = "<html>" }, { SPF_ROW }, "ses.unreadable UNKNOWN", "1 0 0 0 0" },
    { "no identity in it",
      { .identity = "{\"Response\":{}}" },
      { SPF_ROW },
      "ses.unreadable UNKNOWN",
      "1 0 0 0 0" },
    /* hidden */
    { "the whole domain is not seen",
      { .identity = IDENTITY("false", SPF("false")),
        .is_hidden = true,
        .info = NOWHERE,
        .host = NOWHERE,
        .host_records = NOWHERE },
      { DOMAIN " A 192.0.2.1" },
      "ses.not-verified CRITICAL",
      "1 0 1 1 1" },
    { "and verified still",
      { .identity = GOOD,
        .is_hidden = true,
        .info = NOWHERE,
        .host = NOWHERE,
        .host_records = NOWHERE },
      { DOMAIN " A 192.0.2.1" },
      "",
      "1 0 1 1 1" },
    { "and SES refuses to answer: the others are asked all the same",
      { .identity = FAILED("InternalError"),
        .is_hidden = true,
        .info = NOWHERE,
        .host = ZONE("\"Status\":\"pause\""),
        .host_records = NOWHERE },
      { DOMAIN " A 192.0.2.1" },
      "ses.dns-host WARNING, ses.refused UNKNOWN",
      "1 0 1 1 1" },
    /* the DNS host */
    { "paused",
      { .identity = GOOD,
        .info = NOWHERE,
        .host = ZONE("\"Status\":\"PAUSE\""),
        .host_records = NOWHERE },
      { DOMAIN " TXT !refused" },
      "ses.dns-host WARNING",
      "1 0 1 1 1" },
    { "blocked",
      { .identity = GOOD,
        .info = NOWHERE,
        .host = ZONE("\"Status\":\"SPAM\""),
        .host_records = NOWHERE },
      { DOMAIN " TXT !servfail" },
      "ses.dns-host WARNING",
      "1 0 1 1 1" },
    { "switched off",
      { .identity = GOOD, .info = NOWHERE, .host = ENABLED, .host_records = HOST_RECORDS(OFF) },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.dns-host WARNING",
      "1 0 1 1 1" },
    { "bound to a line",
      { .identity = GOOD,
        .info = NOWHERE,
        .host = ENABLED,
        .host_records = HOST_RECORDS(OFF "," BOUND) },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.dns-host WARNING",
      "1 0 1 1 1" },
    { "switched off beside one that is served",
      { .identity = GOOD,
        .info = NOWHERE,
        .host = ENABLED,
        .host_records = HOST_RECORDS(OFF "," SERVED) },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL",
      "1 0 1 1 1" },
    { "of another type",
      { .identity = GOOD,
        .info = NOWHERE,
        .host = ENABLED,
        .host_records = HOST_RECORDS(HOST_RECORD("mail", "MX", "\"Status\":\"DISABLE\"")) },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL",
      "1 0 1 1 1" },
    { "switched off, and DNS is right",
      { .identity = GOOD, .host = ENABLED, .host_records = HOST_RECORDS(OFF) },
      { SPF_ROW },
      "",
      "1 0 0 0 0" },
    { "other servers",
      { .identity = GOOD,
        .info = NOWHERE,
        .server = "ns.example.test",
        .host = ZONE("\"Status\":\"enable\",\"DnspodNsList\":[\"a.dnspod.net\"]"),
        .host_records = NOWHERE },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.dns-host WARNING",
      "1 0 1 1 1" },
    { "the plan's servers, and DNSPod has not seen it",
      { .identity = GOOD,
        .info = NOWHERE,
        .server = "a.dnspod.net",
        .host = ZONE("\"DnsStatus\":\"dnserror\",\"DnspodNsList\":[\"A.dnspod.net\"]"),
        .host_records = NOWHERE },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL",
      "1 0 1 1 1" },
    { "servers are not known, DNSPod says so",
      { .identity = GOOD,
        .info = NOWHERE,
        .host = ZONE("\"DnsStatus\":\"DNSERROR\",\"DnspodNsList\":[\"a.dnspod.net\"]"),
        .host_records = NOWHERE },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.dns-host WARNING",
      "1 0 1 1 1" },
    { "refused",
      { .identity = GOOD,
        .info = FAILED("AuthFailure.UnauthorizedOperation"),
        .host = FAILED("AuthFailure.UnauthorizedOperation"),
        .host_records = FAILED("AuthFailure.UnauthorizedOperation") },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.refused INFO, ses.refused INFO",
      "1 0 1 1 1" },
    { "refused, and relied on",
      { .identity = GOOD,
        .named = true,
        .info = FAILED("AuthFailure.UnauthorizedOperation"),
        .host = FAILED("AuthFailure.UnauthorizedOperation"),
        .host_records = "!" },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.refused UNKNOWN, ses.refused UNKNOWN",
      "1 0 1 1 1" },
    { "the records are refused",
      { .identity = GOOD, .named = true, .info = NOWHERE, .host = ENABLED, .host_records = "?" },
      { DOMAIN " A 192.0.2.1" },
      "ses.absent CRITICAL, ses.unreadable UNKNOWN",
      "1 0 1 1 1" },
};

static void play(const struct row *row)
{
    struct ses_judged judged;
    struct world world;
    char asked[32];

    ses_world_judge(&world, row->rows, &row->given, &judged);
    (void)snprintf(asked, sizeof asked, "%u %u %u %u %u", judged.asked[API_ACTION_GET_IDENTITY],
                   judged.asked[API_ACTION_LIST_IDENTITIES], judged.asked[API_ACTION_DOMAIN_INFO],
                   judged.asked[API_ACTION_HOST_ZONE], judged.asked[API_ACTION_HOST_RECORDS]);
    expect_text(row->title, "findings", world_findings(&world, &judged.verdict), row->findings);
    expect_text(row->title, "asked", slice_of(asked), row->asked);
    for (size_t i = 0; i < judged.verdict.finding_count; i++) {
        const struct finding *finding = &judged.verdict.findings[i];

        expect_number(row->title, "a message", finding->message.length > 0, true);
        expect_number(row->title, "one line",
                      slice_find(finding->message, '\n') == finding->message.length, true);
        expect_number(row->title, "a name", finding->name.length > 0, true);
    }
    world_end(&world);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(matrix); i++) {
        play(&matrix[i]);
    }
}

/* ---- sentences ---- */

static struct slice message_of(const struct ses_judged *judged, enum finding_id id)
{
    for (size_t i = 0; i < judged->verdict.finding_count; i++) {
        if (judged->verdict.findings[i].id == id) {
            return judged->verdict.findings[i].message;
        }
    }
    return slice_empty();
}

static void test_words(void **state)
{
    static const struct {
        const char *title;
        struct ses_case given;
        const char *rows[3];
        enum finding_id id;
        const char *words; /* a part of the message */
    } table[] = {
        { "press Verify",
          { .identity = IDENTITY("false", SPF("false")) },
          { SPF_ROW },
          FINDING_SES_NOT_VERIFIED,
          "DNS has every record, so press Verify" },
        { "a record is missing",
          { .identity = IDENTITY("false", SPF("false")) },
          { DOMAIN " A 192.0.2.1" },
          FINDING_SES_NOT_VERIFIED,
          "TXT at " DOMAIN " is missing" },
        { "a record is another",
          { .identity = IDENTITY("false", SPF("false")) },
          { DOMAIN " TXT v=spf1 -all" },
          FINDING_SES_NOT_VERIFIED,
          "is not what is expected" },
        { "DNS is silent",
          { .identity = IDENTITY("false", SPF("false")) },
          { DOMAIN " TXT !timeout" },
          FINDING_SES_NOT_VERIFIED,
          "DNS could not tell" },
        { "hidden",
          { .identity = IDENTITY("false", SPF("false")), .is_hidden = true },
          { SPF_ROW },
          FINDING_SES_NOT_VERIFIED,
          "cannot be seen in DNS" },
        { "the region",
          { .identity = NOWHERE, .list = LISTED("") },
          { SPF_ROW },
          FINDING_SES_NOT_FOUND,
          "region ap-guangzhou, which has none there" },
        { "others there",
          { .identity = NOWHERE, .list = LISTED(LISTED_ONE("a.test", "true")) },
          { SPF_ROW },
          FINDING_SES_NOT_FOUND,
          "which has 1 other there" },
        { "the clock",
          { .identity = FAILED("AuthFailure.SignatureExpire") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "clock of this machine" },
        { "credentials",
          { .identity = FAILED("AuthFailure.SecretIdNotFound") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "does not accept the credentials" },
        { "rights",
          { .identity = FAILED("UnauthorizedOperation") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "does not allow these credentials" },
        { "limit",
          { .identity = FAILED("RequestLimitExceeded") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "too many requests (RequestLimitExceeded): m" },
        { "unavailable",
          { .identity = FAILED("InternalError") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "out of order" },
        { "other",
          { .identity = FAILED("UnsupportedRegion") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "refuses to answer (UnsupportedRegion)" },
        { "no code",
          { .identity = "{\"Response\":{\"Error\":{}}}" },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "(without a code)" },
        { "two lines",
          { .identity = FAILED("a\\nb") },
          { SPF_ROW },
          FINDING_SES_REFUSED,
          "(a\\x0Ab)" },
        { "where",
          { .identity = "!" },
          { SPF_ROW },
          FINDING_SES_UNREACHABLE,
          "could not be asked at api.test:8443: as the case says" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(table); i++) {
        struct ses_judged judged;
        struct world world;
        struct slice message;

        ses_world_judge(&world, table[i].rows, &table[i].given, &judged);
        message = message_of(&judged, table[i].id);
        if (slice_find_part(message, slice_of(table[i].words)) == message.length) {
            fail_msg("%s: \"%.*s\" has no \"%s\"", table[i].title, SLICE_ARGS(message),
                     table[i].words);
        }
        world_end(&world);
    }
}

/* ---- what others want to know of it ---- */

static void test_real_name(void **state)
{
    static const struct {
        const char *reply;
        enum domain_real_name real_name;
    } table[] = {
        { "{\"Response\":{\"DomainInfo\":{\"RealNameAuditStatus\":\"NotUpload\"}}}",
          DOMAIN_REAL_NAME_NOT_UPLOAD },
        { "{\"Response\":{\"DomainInfo\":{\"RealNameAuditStatus\":\"Reject\"}}}",
          DOMAIN_REAL_NAME_REJECT },
        { "{\"Response\":{\"DomainInfo\":{\"RealNameAuditStatus\":\"Approved\"}}}",
          DOMAIN_REAL_NAME_APPROVED },
        { "!", DOMAIN_REAL_NAME_NONE },
        { NOWHERE, DOMAIN_REAL_NAME_NONE },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(table); i++) {
        const struct ses_case given = { .identity = GOOD,
                                        .is_hidden = true,
                                        .info = table[i].reply,
                                        .host = NOWHERE,
                                        .host_records = NOWHERE };
        static const char *const rows[] = { SPF_ROW, NULL };
        enum domain_real_name real_name = DOMAIN_REAL_NAME_OTHER;
        struct ses_judged judged;
        struct world world;

        ses_world_judge(&world, rows, &given, &judged);
        assert_int_equal(ses_rules_real_name(world.facts, &judged.domain, world.arena, &real_name),
                         STATUS_OK);
        expect_number(table[i].reply, "real name", real_name, table[i].real_name);
        world_end(&world);
    }
}

static void test_selectors(void **state)
{
    static const struct ses_case given = {
        .identity = IDENTITY(
            "true", RECORD("TXT", "One._domainkey." DOMAIN, "p=" KEY_1, "", "true") "," SPF(
                        "true") "," RECORD("TXT", "x._domainkey.other.test", "p=" KEY_1, "",
                                           "true") "," RECORD("CNAME", "a.b._domainkey." DOMAIN,
                                                              "k.test", "", "true")),
        .info = NOWHERE,
        .host = NOWHERE,
        .host_records = NOWHERE
    };
    static const char *const rows[] = { SPF_ROW, NULL };
    struct slice selectors[SES_SELECTORS_MAXIMUM];
    struct ses_judged judged;
    struct world world;
    struct dns_name other = make_name("other.example.test");
    size_t count = 9;

    (void)state;
    ses_world_judge(&world, rows, &given, &judged);
    assert_int_equal(
        ses_rules_selectors(world.facts, &judged.domain, world.arena, selectors, &count),
        STATUS_OK);
    assert_int_equal(count, 2);
    expect_text("first", "selector", selectors[0], "one");
    expect_text("second", "selector", selectors[1], "a.b");
    assert_int_equal(ses_rules_selectors(world.facts, &other, world.arena, selectors, &count),
                     STATUS_OK);
    assert_int_equal(count, 0);
    world_end(&world);
}

/* ---- the document ---- */

static void expect_document(const char *title, const struct ses_case *given,
                            const char *const *rows, const char *want)
{
    struct ses_judged judged;
    struct json *root = NULL;
    struct world world;
    struct buf buf;

    ses_world_judge(&world, rows, given, &judged);
    assert_int_equal(json_create(&root), STATUS_OK);
    ses_rules_describe(judged.details, root);
    buf_init(&buf, world.arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    expect_text(title, "document", buf_slice(&buf), want);
    json_free(root);
    world_end(&world);
}

static void test_document(void **state)
{
    static const char *const absent[] = { DOMAIN " A 192.0.2.1", NULL };
    static const struct ses_case whole = {
        .identity = IDENTITY("false", SPF("false")),
        .info = "{\"Response\":{\"DomainInfo\":{\"DomainStatus\":[\"serverHold\"],"
                "\"RealNameAuditStatus\":\"NotUpload\",\"DomainNameAuditStatus\":\"Approved\"}}}",
        .host =
            ZONE("\"Status\":\"enable\",\"DnsStatus\":\"\",\"DnspodNsList\":[\"a.dnspod.net\"]"),
        .host_records = HOST_RECORDS(BOUND "," HOST_RECORD("www", "A", "\"Line\":\"x\"")),
        .server = "a.dnspod.net"
    };
    static const struct ses_case failed = { .identity = FAILED("AuthFailure.SignatureExpire") };
    static const struct ses_case silent = { .identity = "!" };
    static const char *const fine[] = { SPF_ROW, NULL };
    struct json *root = NULL;

    (void)state;
    expect_document(
        "whole", &whole, absent,
        "{\"ses\":{\"identity\":\"" DOMAIN "\",\"region\":\"ap-guangzhou\",\"verified\":false,"
        "\"attributes\":[{\"purpose\":\"spf\",\"type\":\"TXT\",\"name\":\"" DOMAIN "\","
        "\"expected\":\"v=spf1 include:qcloudmail.com ~all\",\"console\":\"\",\"console_ok\":false,"
        "\"dns\":null,\"dns_ok\":false}],\"error\":null,"
        "\"registration\":{\"real_name\":\"NotUpload\",\"domain_audit\":\"Approved\","
        "\"statuses\":[\"serverHold\"]},\"dns_host\":{\"status\":\"enable\",\"dns_status\":\"\","
        "\"expected_ns\":[\"a.dnspod.net\"],\"records\":[{\"name\":\"" DOMAIN "\",\"type\":\"TXT\","
        "\"value\":\"x\",\"line\":\"abroad\",\"status\":\"enabled\"}]}}}");
    expect_document("failed", &failed, fine,
                    "{\"ses\":{\"identity\":\"" DOMAIN "\",\"region\":\"ap-guangzhou\","
                    "\"verified\":null,\"attributes\":[],"
                    "\"error\":{\"code\":\"AuthFailure.SignatureExpire\",\"class\":\"clock\"},"
                    "\"registration\":null,\"dns_host\":null}}");
    expect_document("silent", &silent, fine,
                    "{\"ses\":{\"identity\":\"" DOMAIN "\",\"region\":\"ap-guangzhou\","
                    "\"verified\":null,\"attributes\":[],"
                    "\"error\":{\"code\":null,\"class\":\"unavailable\"},"
                    "\"registration\":null,\"dns_host\":null}}");
    assert_int_equal(json_create(&root), STATUS_OK);
    ses_rules_describe(NULL, root);
    assert_true(json_has_null(root, "ses"));
    json_free(root);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_words),
        cmocka_unit_test(test_real_name), cmocka_unit_test(test_selectors),
        cmocka_unit_test(test_document),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
