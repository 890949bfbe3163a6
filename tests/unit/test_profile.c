/* SPDX-License-Identifier: MIT */
/* The built-in profiles: found by name, consistent, listed. */
#include "../support/expect.h"

#include "base/buf.h"
#include "provider/profile.h"

static void test_find(void **state)
{
    static const struct {
        const char *name;
        const char *spf_include; /* "": none */
        bool spf_demanded;
        bool spf_literal;
        bool has_samples;
    } rows[] = {
        { "tencent-ses", "qcloudmail.com", true, true, true },
        { "aws-ses", "amazonses.com", false, false, true },
        { "sendgrid", "", false, false, true },
        { "mailgun", "mailgun.org", true, false, true },
        { "postmark", "", false, false, true },
        { "google", "_spf.google.com", true, false, true },
        { "microsoft365", "spf.protection.outlook.com", true, false, true },
        { "alibaba-directmail", "spf1.dm.aliyun.com", true, false, true },
        { "none", "", false, false, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct profile *profile = NULL;
        struct dns_name name;

        expect_number(rows[i].name, "status", profile_find(slice_of(rows[i].name), &profile),
                      STATUS_OK);
        expect_text(rows[i].name, "name", slice_of(profile->name), rows[i].name);
        expect_text(rows[i].name, "include", slice_of(profile->spf_include), rows[i].spf_include);
        expect_number(rows[i].name, "demanded", profile->spf_demanded, rows[i].spf_demanded);
        expect_number(rows[i].name, "literal", profile->spf_literal, rows[i].spf_literal);
        expect_number(rows[i].name, "samples", profile->samples != NULL, rows[i].has_samples);
        expect_number(rows[i].name, "has a title", profile->title[0] != '\0', true);
        if (profile->spf_include != NULL) {
            expect_number(rows[i].name, "include is a name",
                          name_from_user(slice_of(profile->spf_include), &name, NULL), STATUS_OK);
        }
    }
}

static void test_names(void **state)
{
    const struct profile *profile = NULL;
    const struct profile *same = NULL;

    (void)state;
    assert_int_equal(profile_find(SLICE(PROFILE_DEFAULT), &profile), STATUS_OK);
    assert_int_equal(profile_find(SLICE("Tencent-SES"), &same), STATUS_OK);
    assert_ptr_equal(profile, same);
    assert_non_null(profile->host_note);
    same = NULL;
    assert_int_equal(profile_find(SLICE(""), &same), STATUS_NOT_FOUND);
    assert_int_equal(profile_find(SLICE("tencent"), &same), STATUS_NOT_FOUND);
    assert_int_equal(profile_find(SLICE("tencent-ses\0"), &same), STATUS_NOT_FOUND);
    assert_int_equal(profile_find(SLICE("/etc/profile.json"), &same), STATUS_NOT_FOUND);
    assert_null(same);
}

static void test_samples(void **state)
{
    const struct profile *profile = NULL;
    bool tutorial = false;
    bool address = false;

    (void)state;
    assert_int_equal(profile_find(SLICE(PROFILE_DEFAULT), &profile), STATUS_OK);
    for (size_t i = 0; profile->samples[i] != NULL; i++) {
        tutorial = tutorial || strcmp(profile->samples[i], ".sampledomain.com") == 0;
        address = address || strcmp(profile->samples[i], "xxx@163.com") == 0;
    }
    assert_true(tutorial);
    assert_true(address);
}

static void test_list(void **state)
{
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
    while (slice_split(&rest, '\n', &line)) {
        const struct profile *profile;

        if (line.length > 0) {
            assert_int_equal(profile_find(slice_head(line, slice_find(line, ' ')), &profile),
                             STATUS_OK);
            expect_number("list", "the first is the default",
                          slice_ends_with(line, SLICE("(default)")), count == 0);
            count++;
        }
    }
    assert_int_equal(count, 9);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
