/* SPDX-License-Identifier: MIT */
/* Judgements of DMARC over a world. */
#include "dmarc_world.h"

static void apply_option(struct judged *judged, struct slice option, struct slice value)
{
    struct dmarc_config *config = &judged->config;

    if (slice_equal(option, SLICE("-d"))) {
        assert_int_equal(name_from_text(value, &config->common.domain, NULL), STATUS_OK);
    } else if (slice_equal(option, SLICE("--profile"))) {
        config->common.profile = value;
    } else if (slice_equal(option, SLICE("--why"))) {
        config->common.why = CONFIG_WHY_NONE;
    } else if (slice_equal(option, SLICE("--method"))) {
        config->method = DMARC_METHOD_7489;
    } else if (slice_equal(option, SLICE("--min-policy"))) {
        assert_int_equal(dmarc_policy_from_text(value, &config->minimum), STATUS_OK);
    } else if (slice_equal(option, SLICE("--spf-domain"))) {
        config->has_spf_domain = true;
        assert_int_equal(name_from_text(value, &config->spf_domain, NULL), STATUS_OK);
    } else if (slice_equal(option, SLICE("--dkim-domain"))) {
        config->has_dkim_domain = true;
        assert_int_equal(name_from_text(value, &config->dkim_domain, NULL), STATUS_OK);
    } else {
        fail_msg("no option \"%.*s\"", SLICE_ARGS(option));
    }
}

void dmarc_world_configure(const char *options, struct world *world, struct judged *judged)
{
    struct slice rest = slice_of(options);
    struct slice option;
    struct slice value;
    struct slice reason = slice_empty();

    *judged = (struct judged){ .timeout_state = STATE_UNKNOWN };
    config_init(&judged->config.common);
    dmarc_config_init(&judged->config);
    judged->config.common.has_domain = true;
    judged->config.common.domain = make_name("mail.example.test");
    judged->config.common.verbosity = 2;
    while (rest.length > 0 && slice_split(&rest, ' ', &option)) {
        assert_true(slice_split(&rest, ' ', &value));
        apply_option(judged, option, value);
    }
    if (dmarc_config_complete(&judged->config, world->arena, &reason) != STATUS_OK) {
        fail_msg("%s: the options do not fit: %.*s", options, SLICE_ARGS(reason));
    }
}

void dmarc_world_begin(struct world *world, const char *const *rows, const char *zones[ZONES])
{
    static const char *const around[] = { WORLD_ZONES, DELEGATED,
                                          "example.test MX 10 mx.example.test",
                                          "provider.test MX 10 mx.provider.test", NULL };

    world_begin_around(world, around, rows, zones, ZONES);
}

void dmarc_world_judge_once(struct world *world, struct judged *judged)
{
    struct verdict_policy policy = { .timeout_state = judged->timeout_state };

    verdict_init(&judged->verdict, world->arena, &policy);
    assert_int_equal(dmarc_rules_judge(&judged->config, world->facts, world->arena,
                                       &judged->verdict, &judged->details),
                     STATUS_OK);
}

void dmarc_world_judge(struct world *world, struct judged *judged)
{
    do {
        dmarc_world_judge_once(world, judged);
    } while (world_answer(world));
    verdict_finish(&judged->verdict);
    assert_int_equal(verdict_status(&judged->verdict), STATUS_OK);
}
