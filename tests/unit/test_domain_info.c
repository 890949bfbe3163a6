/* SPDX-License-Identifier: MIT */
/* The registrar's view of a domain: both audits, statuses, odd members, limits. */
#include "api_show.h"

#define INFO(members) "{\"Response\":{\"DomainInfo\":{" members "}}}"

static struct slice read_info(struct slice body, struct arena *arena)
{
    struct api_http http = make_http(200, body);
    struct dns_name domain = make_name("xn--bcher-kva.example");
    struct domain_info info;

    assert_int_equal(domain_info_read(&http, &domain, arena, &info), STATUS_OK);
    return show_info(&info, arena);
}

static void test_infos(void **state)
{
    static const struct {
        const char *title;
        const char *body;
        const char *want;
    } rows[] = {
        { "nothing", INFO(""), "data" },
        { "no info", "{\"Response\":{}}", "unreadable: the reply has no object \"DomainInfo\"" },
        { "a null", "{\"Response\":{\"DomainInfo\":null}}",
          "unreadable: the reply has no object \"DomainInfo\"" },
        { "a list", "{\"Response\":{\"DomainInfo\":[]}}",
          "unreadable: the reply has no object \"DomainInfo\"" },
        { "this domain", INFO("\"DomainName\":\"XN--bcher-kva.example.\""), "data" },
        { "this domain in U-labels",
          INFO("\"DomainName\":\"B\xC3\xBC"
               "cher.example\""),
          "data" },
        { "another", INFO("\"DomainName\":\"example.com\",\"DomainStatus\":[\"ok\"]"),
          "unreadable: the reply is about another domain" },
        { "no name", INFO("\"DomainName\":\"b cher.example\""),
          "unreadable: the reply is about another domain" },
        { "statuses",
          INFO("\"DomainStatus\":[\"serverHold\",\"clientHold\",\"SERVERHOLD\",\" serverhold \"]"),
          "data; status serverHold, clientHold" },
        { "odd statuses", INFO("\"DomainStatus\":[7,\"\",null,\"new word\"]"),
          "data; status , new word; truncated" },
        { "null statuses", INFO("\"DomainStatus\":null"), "data" },
        { "a status as text", INFO("\"DomainStatus\":\"serverHold\""),
          "unreadable: the domain's \"DomainStatus\" is no list" },
        { "not uploaded", INFO("\"RealNameAuditStatus\":\"NotUpload\""),
          "data; real name not-upload \"NotUpload\"" },
        { "in audit", INFO("\"RealNameAuditStatus\":\"inaudit\""),
          "data; real name in-audit \"inaudit\"" },
        { "approved", INFO("\"RealNameAuditStatus\":\" Approved\""),
          "data; real name approved \" Approved\"" },
        { "rejected",
          INFO("\"RealNameAuditStatus\":\"Reject\",\"RealNameAuditUnpassReason\":\"blurred\""),
          "data; real name reject \"Reject\"; because blurred" },
        { "rejected, another form", INFO("\"RealNameAuditStatus\":\"Rejected\""),
          "data; real name reject \"Rejected\"" },
        { "no audit", INFO("\"RealNameAuditStatus\":\"NoAudit\""),
          "data; real name no-audit \"NoAudit\"" },
        { "a new word", INFO("\"RealNameAuditStatus\":\"Approve\""),
          "data; real name other \"Approve\"" },
        { "no text", INFO("\"RealNameAuditStatus\":true,\"DomainNameAuditStatus\":null"), "data" },
        { "the name not audited", INFO("\"DomainNameAuditStatus\":\"NotAudit\""),
          "data; audit not-audit \"NotAudit\"" },
        { "pending", INFO("\"DomainNameAuditStatus\":\"Pending\""),
          "data; audit pending \"Pending\"" },
        { "auditing", INFO("\"DomainNameAuditStatus\":\"AUDITING\""),
          "data; audit pending \"AUDITING\"" },
        { "the name approved", INFO("\"DomainNameAuditStatus\":\"Approved\""),
          "data; audit approved \"Approved\"" },
        { "the name rejected",
          INFO("\"DomainNameAuditStatus\":\"Rejected\",\"DomainNameAuditUnpassReason\":\"word\""),
          "data; audit rejected \"Rejected\"; because word" },
        { "another word", INFO("\"DomainNameAuditStatus\":\"?\""), "data; audit other \"?\"" },
        { "the rest",
          INFO("\"BuyStatus\":\"RegisterPending\",\"RegistrarType\":\"epp\",\"CreationDate\":"
               "\"2026-11-01\",\"ExpirationDate\":\"2027-11-01\",\"NameServer\":[\"NS1.Example.net."
               "\",\"ns1.example.net\",\"ns2.example.net\"],\"RegistrantName\":\"Nobody\""),
          "data; bought RegisterPending; registrar epp; created 2026-11-01; expires 2027-11-01; "
          "servers ns1.example.net ns2.example.net" },
        { "odd servers", INFO("\"NameServer\":[7,\"ns1 example\",\"ns1\",\"ns1.example.net\"]"),
          "data; servers ns1.example.net …" },
        { "a server as text", INFO("\"NameServer\":\"ns1.example.net\""), "data; servers …" },
        { "an error", "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound.DomainNotFound\"}}}",
          "error not-found ResourceNotFound.DomainNotFound ()" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].title, "info", read_info(slice_of(rows[i].body), arena), rows[i].want);
    }
    arena_destroy(arena);
}

static struct domain_info read_many(const char *key, size_t count, const char *suffix,
                                    struct arena *arena)
{
    struct dns_name domain = make_name("example.com");
    struct domain_info info;
    struct api_http http;
    struct buf buf;

    buf_init(&buf, arena, LIMIT_API);
    buf_printf(&buf, "{\"Response\":{\"DomainInfo\":{\"%s\":[", key);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&buf, "%s\"n%zu%s\"", i == 0 ? "" : ",", i, suffix);
    }
    buf_add_text(&buf, "]}}}");
    http = make_http(200, buf_slice(&buf));
    assert_int_equal(domain_info_read(&http, &domain, arena, &info), STATUS_OK);
    assert_int_equal(info.api.result, API_RESULT_DATA);
    return info;
}

static void test_counts(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct domain_info info = read_many("DomainStatus", DOMAIN_STATUSES_MAXIMUM, "", arena);

    (void)state;
    assert_int_equal(info.status_count, DOMAIN_STATUSES_MAXIMUM);
    assert_false(info.truncated);
    assert_true(domain_info_has(&info, SLICE("N31")));
    assert_false(domain_info_has(&info, SLICE("n32")));
    info = read_many("DomainStatus", DOMAIN_STATUSES_MAXIMUM + 1, "", arena);
    assert_int_equal(info.status_count, DOMAIN_STATUSES_MAXIMUM);
    assert_true(info.truncated);
    info = read_many("DomainStatus", 50000, "", arena);
    assert_true(info.truncated);

    info = read_many("NameServer", API_NAMES_MAXIMUM, ".example.net", arena);
    assert_int_equal(info.servers.count, API_NAMES_MAXIMUM);
    assert_false(info.servers.truncated);
    info = read_many("NameServer", API_NAMES_MAXIMUM + 1, ".example.net", arena);
    assert_int_equal(info.servers.count, API_NAMES_MAXIMUM);
    assert_true(info.servers.truncated);
    info = read_many("NameServer", 30000, ".example.net", arena);
    assert_true(info.servers.truncated);
    arena_destroy(arena);
}

static void test_truncations(void **state)
{
    struct slice text = SLICE(INFO("\"DomainStatus\":[\"serverHold\"],\"RealNameAuditStatus\":"
                                   "\"NotUpload\",\"NameServer\":[\"ns1.example.net\"]"));
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t length = 0; length < text.length; length++) {
        assert_true(
            slice_starts_with(read_info(slice_head(text, length), arena), SLICE("unreadable: ")));
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_infos),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_truncations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
