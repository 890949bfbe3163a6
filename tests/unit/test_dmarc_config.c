/* SPDX-License-Identifier: MIT */
/* The options of check_ses_dmarc: defaults, the profile, the record's name. */
#include "../support/expect.h"

#include "rules/dmarc_rules.h"

#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LABEL_54 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_DOMAIN LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_54

static struct dmarc_config *make_config(struct arena *arena)
{
    struct dmarc_config *config = arena_alloc(arena, sizeof *config);

    assert_non_null(config);
    *config = (struct dmarc_config){ .method = DMARC_METHOD_7489 };
    config_init(&config->common);
    dmarc_config_init(config);
    return config;
}

static void test_defaults(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dmarc_config *config = make_config(arena);

    (void)state;
    assert_int_equal(config->method, DMARC_METHOD_9989);
    assert_int_equal(config->minimum, DMARC_POLICY_ABSENT);
    assert_false(config->has_spf_domain);
    assert_false(config->has_dkim_domain);
    assert_null(config->profile);
    arena_destroy(arena);
}

static void test_complete(void **state)
{
    static const struct {
        const char *title;
        const char *domain;
        const char *profile;
        const char *profile_text; /* NULL: no file */
        const char *name;         /* NULL: refused */
        const char *found;        /* the profile; else the reason's beginning */
    } rows[] = {
        { "default profile", "mail.example.test", "", NULL, "_dmarc.mail.example.test",
          "tencent-ses" },
        { "another one", "example.test", "none", NULL, "_dmarc.example.test", "none" },
        { "capitals", "example.test", "Tencent-SES", NULL, "_dmarc.example.test", "tencent-ses" },
        { "a top-level domain", "test", "", NULL, "_dmarc.test", "tencent-ses" },
        { "a file", "example.test", "./own.json",
          "{\"name\":\"own\",\"title\":\"Own\",\"dmarc\":{\"at_sender\":true}}",
          "_dmarc.example.test", "own" },
        { "a damaged file", "example.test", "./own.json", "{", NULL, "" },
        { "no domain", NULL, "", NULL, NULL,
          "-d takes the sender domain to check, and it is missing" },
        { "no such profile", "example.test", "nobody", NULL, NULL, "--profile takes" },
        { "the longest domain", LONG_DOMAIN, "", NULL, "_dmarc." LONG_DOMAIN, "tencent-ses" },
        { "one octet more", LONG_DOMAIN "a", "", NULL, NULL,
          "-d is too long to have a DMARC record" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dmarc_config *config = make_config(arena);
        struct slice reason = slice_empty();
        enum status status;

        config->common.has_domain = rows[i].domain != NULL;
        if (rows[i].domain != NULL) {
            config->common.domain = make_name(rows[i].domain);
        }
        config->common.profile = slice_of(rows[i].profile);
        if (rows[i].profile_text != NULL) {
            config->common.profile_text = slice_of(rows[i].profile_text);
        }
        status = dmarc_config_complete(config, arena, &reason);
        expect_number(rows[i].title, "status", status,
                      rows[i].name != NULL ? STATUS_OK : STATUS_BAD_INPUT);
        if (rows[i].name != NULL) {
            expect_text(rows[i].title, "name", name_to_text(&config->name, arena), rows[i].name);
            expect_text(rows[i].title, "profile", slice_of(config->profile->name), rows[i].found);
        } else if (reason.length == 0 || !slice_starts_with(reason, slice_of(rows[i].found))) {
            fail_msg("%s: the reason is \"%.*s\"", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

/* What the options wrote stays as it is. */
static void test_kept(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dmarc_config *config = make_config(arena);
    struct slice reason = slice_empty();

    (void)state;
    config->common.has_domain = true;
    config->common.domain = make_name("mail.example.test");
    config->method = DMARC_METHOD_7489;
    config->minimum = DMARC_POLICY_REJECT;
    config->has_spf_domain = true;
    config->spf_domain = make_name("bounce.example.test");
    config->has_dkim_domain = true;
    config->dkim_domain = make_name("example.test");
    assert_int_equal(dmarc_config_complete(config, arena, &reason), STATUS_OK);
    assert_int_equal(config->method, DMARC_METHOD_7489);
    assert_int_equal(config->minimum, DMARC_POLICY_REJECT);
    expect_text("kept", "SPF domain", name_to_text(&config->spf_domain, arena),
                "bounce.example.test");
    expect_text("kept", "DKIM domain", name_to_text(&config->dkim_domain, arena), "example.test");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
