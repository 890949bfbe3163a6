/* SPDX-License-Identifier: MIT */
/* check_ses_spf: is a sender domain's SPF record right, and does it authorise the sending service?
 */
#include "io/run.h"
#include "rules/spf_rules.h"

static const struct option thresholds[] = {
    { .letter = 'w',
      .name = "warning",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "DNS lookups that are WARNING (default: 8)",
      .apply = config_apply_warning },
    { .letter = 'c',
      .name = "critical",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "DNS lookups that are CRITICAL (default: 10)",
      .apply = config_apply_critical },
};

static const struct option_table threshold_table = { thresholds,
                                                     sizeof thresholds / sizeof thresholds[0], 0 };

static void init(void *config)
{
    spf_config_init(config);
}

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    return spf_config_complete(config, arena, ret_reason);
}

static const struct dns_name *subject(const void *config)
{
    const struct spf_config *spf = config;

    return spf->has_subject ? &spf->subject : NULL;
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct spf_details *details;
    enum status status = spf_rules_judge(config, facts, arena, verdict, &details);

    if (status == STATUS_OK) {
        *ret_details = details;
    }
    return status;
}

static void describe(const void *details, struct json *document)
{
    spf_rules_describe(details, document);
    differential_describe(spf_rules_differential(details), document);
}

static const struct check check_spf = {
    .plugin = "check_ses_spf",
    .service = "SPF",
    .purpose = "Checks the SPF record of a sender domain: found, right, within its limits, and "
               "authorising the sending service.",
    .options = { { &spf_option_table, 0 }, { &threshold_table, 0 } },
    .config_size = sizeof(struct spf_config),
    .init = init,
    .show = config_show_profiles,
    .validate = validate,
    .subject = subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_spf, argc, argv);
}
