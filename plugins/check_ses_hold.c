/* SPDX-License-Identifier: MIT */
/* check_ses_hold: is the sender domain delegated, and what does its registration say? */
#include "io/run.h"
#include "provider/profile.h"
#include "rules/hold_rules.h"

static enum status apply_warning(struct option_context *context, struct slice value)
{
    struct hold_config *config = context->target;

    config->has_thresholds = true;
    return config_apply_warning(context, value);
}

static enum status apply_critical(struct option_context *context, struct slice value)
{
    struct hold_config *config = context->target;

    config->has_thresholds = true;
    return config_apply_critical(context, value);
}

static const struct option thresholds[] = {
    { .letter = 'w',
      .name = "warning",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "days to expiry that are WARNING (default: 14:)",
      .apply = apply_warning },
    { .letter = 'c',
      .name = "critical",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "days to expiry that are CRITICAL (default: none)",
      .apply = apply_critical },
};

static const struct option_table threshold_table = { thresholds,
                                                     sizeof thresholds / sizeof thresholds[0], 0 };

static void init(void *config)
{
    hold_config_init(config);
}

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    return hold_config_complete(config, arena, ret_reason);
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct hold_details *details;
    enum status status = hold_rules_judge(config, facts, arena, verdict, &details);

    if (status == STATUS_OK) {
        *ret_details = details;
    }
    return status;
}

static void describe(const void *details, struct json *document)
{
    hold_rules_describe(details, document);
}

static const struct check check_hold = {
    .plugin = "check_ses_hold",
    .service = "HOLD",
    .purpose = "Checks that a sender domain is delegated: no hold at registry or registrar, name "
               "servers that serve it, a registration that does not run out.",
    .options = { { &hold_option_table, 0 }, { &threshold_table, 0 } },
    .config_size = sizeof(struct hold_config),
    .init = init,
    .show = config_show_profiles,
    .validate = validate,
    .subject = config_subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_hold, argc, argv);
}
