/* SPDX-License-Identifier: MIT */
/* check_ses_dkim: are a sender domain's DKIM keys there, whole, strong and the right ones? */
#include "io/run.h"
#include "rules/dkim_rules.h"

static const struct option thresholds[] = {
    { .letter = 'w',
      .name = "warning",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "bits of the smallest usable RSA key that are WARNING (default: 2048:)",
      .apply = config_apply_warning },
    { .letter = 'c',
      .name = "critical",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "bits of the smallest usable RSA key that are CRITICAL (default: 1024:)",
      .apply = config_apply_critical },
};

static const struct option_table threshold_table = { thresholds,
                                                     sizeof thresholds / sizeof thresholds[0], 0 };

static void init(void *config)
{
    dkim_config_init(config);
}

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    return dkim_config_complete(config, arena, ret_reason);
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct dkim_details *details;
    enum status status = dkim_rules_judge(config, facts, arena, verdict, &details);

    if (status == STATUS_OK) {
        *ret_details = details;
    }
    return status;
}

static void describe(const void *details, struct json *document)
{
    dkim_rules_describe(details, document);
    differential_describe(dkim_rules_differential(details), document);
}

static const struct check check_dkim = {
    .plugin = "check_ses_dkim",
    .service = "DKIM",
    .purpose = "Checks the DKIM keys of a sender domain: found, whole, strong enough, and the "
               "expected ones.",
    .options = { { &dkim_option_table, 0 }, { &threshold_table, 0 } },
    .config_size = sizeof(struct dkim_config),
    .init = init,
    .show = config_show_profiles,
    .validate = validate,
    .subject = config_subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_dkim, argc, argv);
}
