/* SPDX-License-Identifier: MIT */
/* Actions of Tencent's API: what is asked where, and that nothing but reading is. */
#include "../support/expect.h"

#include "provider/api_action.h"

static void test_actions(void **state)
{
    static const struct {
        enum api_action action;
        const char *service;
        const char *name;
        const char *version;
        const char *host;
        bool has_region;
        const char *body;
    } rows[] = {
        { API_ACTION_NONE, "", "", "", "", false, "{}" },
        { API_ACTION_GET_IDENTITY, "ses", "GetEmailIdentity", "2020-10-02",
          "ses.tencentcloudapi.com", true, "{\"EmailIdentity\":\"mail.qcloud.com\"}" },
        { API_ACTION_LIST_IDENTITIES, "ses", "ListEmailIdentities", "2020-10-02",
          "ses.tencentcloudapi.com", true, "{}" },
        { API_ACTION_DOMAIN_INFO, "domain", "DescribeDomainSimpleInfo", "2018-08-08",
          "domain.tencentcloudapi.com", false, "{\"DomainName\":\"mail.qcloud.com\"}" },
        { API_ACTION_HOST_ZONE, "dnspod", "DescribeDomain", "2021-03-23",
          "dnspod.tencentcloudapi.com", false, "{\"Domain\":\"mail.qcloud.com\"}" },
        { API_ACTION_HOST_RECORDS, "dnspod", "DescribeRecordList", "2021-03-23",
          "dnspod.tencentcloudapi.com", false, "{\"Domain\":\"mail.qcloud.com\",\"Limit\":512}" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_name domain = make_name("mail.qcloud.com");

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct api_action_parts parts = api_action_parts(rows[i].action);
        struct slice name = slice_of(parts.name);
        struct slice body;

        expect_text(rows[i].name, "service", slice_of(parts.service), rows[i].service);
        expect_text(rows[i].name, "name", name, rows[i].name);
        expect_text(rows[i].name, "version", slice_of(parts.version), rows[i].version);
        expect_text(rows[i].name, "host", slice_of(parts.host), rows[i].host);
        expect_number(rows[i].name, "region", parts.has_region, rows[i].has_region);
        if (rows[i].action != API_ACTION_NONE) {
            enum api_action action = API_ACTION_NONE;

            assert_int_equal(api_action_from_text(name, &action), STATUS_OK);
            expect_number(rows[i].name, "by name", action, rows[i].action);
            expect_text(rows[i].name, "service by action",
                        slice_of(api_service_text(api_action_service(action))), rows[i].service);
        }
        assert_int_equal(api_action_body(rows[i].action, &domain, arena, &body), STATUS_OK);
        expect_text(rows[i].name, "body", body, rows[i].body);
        assert_true(name.length == 0 || slice_starts_with(name, SLICE("Get")) ||
                    slice_starts_with(name, SLICE("List")) ||
                    slice_starts_with(name, SLICE("Describe")));
    }
    arena_destroy(arena);
}

/* The longest name, of octets that take the most room. */
static void test_long_name(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    char text[LIMIT_NAME_TEXT];
    struct dns_name domain;
    struct slice body;

    (void)state;
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = i % 64 == 63 ? '.' : '\x01';
    }
    assert_int_equal(name_from_text(slice_make(text, sizeof text), &domain, NULL), STATUS_OK);
    assert_int_equal(api_action_body(API_ACTION_HOST_RECORDS, &domain, arena, &body), STATUS_OK);
    assert_true(body.length > 1000);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_actions),
        cmocka_unit_test(test_long_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
