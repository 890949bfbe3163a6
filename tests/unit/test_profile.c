/* SPDX-License-Identifier: MIT */
/* The built-in profiles: complete, found by name, listed; which profile --profile means. */
#include "../support/expect.h"

#include "base/buf.h"
#include "provider/profile.h"
#include "provider/profile_builtin.h"

/* --- the built-in ones ------------------------------------------------------------------------ */

/* A list with commas between. */
static struct slice join(const char *const *list, struct arena *arena)
{
    struct buf buf;

    assert_non_null(list);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; list[i] != NULL; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "" : ",", list[i]);
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static void test_find(void **state)
{
    static const struct {
        const char *name;
        const char *spf_include; /* "": none */
        const char *selectors;
        const char *generic;
        const char *suffixes;
        const char *mx;
        const char *samples;
        const char *reports;
        bool spf_demanded;
        bool spf_literal;
        bool all;
        bool txt;
        bool cname;
    } rows[] = {
        { "tencent-ses", "qcloudmail.com",
          "qcloudgz2048,qcloudhk2048,qcloudgz1024,qcloudhk1024,qcloud,mail", "mail", "",
          "mxbiz1.qq.com", ".sampledomain.com,.domain1.com,xxx@163.com,.yourdomain.com",
          "xxx@163.com,example.com,example.org", true, true, false, true, false },
        { "aws-ses", "amazonses.com", "", "", ".amazonses.com", "", ".yourdomain.com",
          "example.com,example.org", false, false, true, true, true },
        { "sendgrid", "", "s1,s2", "s1,s2", ".sendgrid.net", "", ".yourdomain.com",
          "example.com,example.org", false, false, true, true, true },
        { "mailgun", "mailgun.org", "pdk1,k1,smtp,mailo,pic", "k1,smtp,mailo,pic",
          ".mailgun.org,.mailgun.com", "mxa.mailgun.org,mxb.mailgun.org", ".yourdomain.com",
          "example.com,example.org", true, false, false, true, true },
        { "postmark", "", "pm", "", "", "", ".yourdomain.com", "example.com,example.org", false,
          false, false, true, false },
        { "google", "_spf.google.com", "google", "", "", "smtp.google.com", ".yourdomain.com",
          "example.com,example.org", true, false, false, true, false },
        { "microsoft365", "spf.protection.outlook.com", "selector1,selector2", "",
          ".onmicrosoft.com,.dkim.mail.microsoft", "", ".contoso.com,.yourdomain.com",
          "example.com,example.org", true, false, false, false, true },
        { "alibaba-directmail", "spf1.dm.aliyun.com", "aliyun-cn-hangzhou", "", "",
          "mx01.dm.aliyun.com", ".yourdomain.com", "example.com,example.org", true, false, false,
          true, false },
        { "none", "", "", "", "", "", "", "", false, false, false, true, true },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    assert_int_equal(ROWS(rows), profile_builtin_count);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *name = rows[i].name;
        const struct profile *profile = NULL;

        expect_number(name, "status", profile_find(slice_of(name), &profile), STATUS_OK);
        expect_text(name, "name", slice_of(profile->name), name);
        expect_text(name, "include", slice_of(profile->spf_include), rows[i].spf_include);
        expect_number(name, "demanded", profile->spf_demanded, rows[i].spf_demanded);
        expect_number(name, "literal", profile->spf_literal, rows[i].spf_literal);
        expect_text(name, "selectors", join(profile->dkim.selectors, arena), rows[i].selectors);
        expect_text(name, "generic", join(profile->dkim.generic, arena), rows[i].generic);
        expect_number(name, "all", profile->dkim.need == PROFILE_NEED_ALL, rows[i].all);
        expect_number(name, "txt", profile->dkim.txt, rows[i].txt);
        expect_number(name, "cname", profile->dkim.cname, rows[i].cname);
        expect_text(name, "suffixes", join(profile->dkim.cname_suffixes, arena), rows[i].suffixes);
        expect_text(name, "mx", join(profile->mx.hosts, arena), rows[i].mx);
        expect_text(name, "samples", join(profile->samples, arena), rows[i].samples);
        expect_text(name, "reports", join(profile->report_samples, arena), rows[i].reports);
        /* Only one service is known to look at these. */
        expect_number(name, "dmarc at sender", profile->dmarc_at_sender, i == 0);
        expect_text(name, "dmarc record", slice_of(profile->dmarc_record),
                    i == 0 ? "v=DMARC1; p=none" : "");
        expect_number(name, "mx demanded", profile->mx.demanded, i == 0);
        expect_number(name, "host note", profile->host_note != NULL, i == 0);
        expect_number(name, "where", profile->dkim.where != NULL, strcmp(name, "none") != 0);
    }
    arena_destroy(arena);
}

static void test_names(void **state)
{
    const struct profile *profile = NULL;
    const struct profile *same = NULL;

    (void)state;
    assert_int_equal(profile_find(SLICE(PROFILE_DEFAULT), &profile), STATUS_OK);
    assert_int_equal(profile_find(SLICE("Tencent-SES"), &same), STATUS_OK);
    assert_ptr_equal(profile, same);
    same = NULL;
    assert_int_equal(profile_find(SLICE(""), &same), STATUS_NOT_FOUND);
    assert_int_equal(profile_find(SLICE("tencent"), &same), STATUS_NOT_FOUND);
    assert_int_equal(profile_find(SLICE("tencent-ses\0"), &same), STATUS_NOT_FOUND);
    assert_int_equal(profile_find(SLICE("/etc/profile.json"), &same), STATUS_NOT_FOUND);
    assert_null(same);
}

static void test_list(void **state)
{
    static const char *const lines[] = {
        "tencent-ses         Tencent Cloud SES; SPF include:qcloudmail.com; DKIM any of "
        "qcloudgz2048 qcloudhk2048 qcloudgz1024 qcloudhk1024 qcloud mail (default)",
        "aws-ses             Amazon SES; SPF include:amazonses.com where its return path is one's "
        "own; DKIM selectors differ from domain to domain",
        "sendgrid            Twilio SendGrid; no SPF include; DKIM all of s1 s2",
        "mailgun             Mailgun; SPF include:mailgun.org; DKIM any of pdk1 k1 smtp mailo pic",
        "postmark            Postmark; no SPF include; DKIM pm",
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice rest;
    struct slice line;
    struct buf buf;
    size_t count = 0;

    (void)state;
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    profile_write_list(&buf);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    rest = buf_slice(&buf);
    while (slice_split(&rest, '\n', &line) && line.length > 0) {
        const struct profile *profile;

        if (count < ROWS(lines)) {
            expect_text("list", "line", line, lines[count]);
        }
        assert_int_equal(profile_find(slice_head(line, slice_find(line, ' ')), &profile),
                         STATUS_OK);
        expect_number("list", "the first is the default", slice_ends_with(line, SLICE("(default)")),
                      count == 0);
        count++;
    }
    assert_int_equal(count, profile_builtin_count);
    arena_destroy(arena);
}

/* --- what --profile means --------------------------------------------------------------------- */

static void test_select(void **state)
{
    static const char good[] = "{\"name\":\"mine\",\"title\":\"Mine\"}";
    static const struct {
        const char *value;
        const char *text;
        const char *name; /* NULL: refused */
        const char *reason;
    } rows[] = {
        { "", "", "tencent-ses", "" },
        { "none", good, "none", "" },
        { "NONE", "", "none", "" },
        { "my.json", good, "mine", "" },
        { "/etc/mine", good, "mine", "" },
        { "mine", good, NULL,
          "--profile takes the name of a profile, not \"mine\": --profile list shows them" },
        { "list", "", NULL,
          "--profile takes the name of a profile, not \"list\": --profile list shows them" },
        { "my.json", "", NULL, "my.json: line 1, column 1: there is nothing" },
        { "my.json", "{\"name\":\"mine\",\"title\":\"Mine\",\"dkim\":{\"selectors\":[\"a\",\"\"]}}",
          NULL,
          "my.json: dkim.selectors[1]: the text is empty: fill it in or leave the member out" },
        { "./none", "{}", NULL,
          "./none: name: it is missing: every profile has a name and a title" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        const struct profile *profile = NULL;
        struct slice reason = slice_empty();

        expect_number(rows[i].value, "status",
                      profile_select(slice_of(rows[i].value), slice_of(rows[i].text), arena,
                                     &profile, &reason),
                      rows[i].name != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        expect_text(rows[i].value, "reason", reason, rows[i].reason);
        expect_text(rows[i].value, "name", slice_of(profile == NULL ? NULL : profile->name),
                    rows[i].name == NULL ? "" : rows[i].name);
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_select),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
