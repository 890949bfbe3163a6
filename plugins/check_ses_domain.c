/* SPDX-License-Identifier: MIT */
/* check_ses_domain: all records of a sender domain and its delegation, in one run. */
#include "io/run.h"
#include "rules/domain_rules.h"

static void init(void *config)
{
    domain_config_init(config);
}

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    return domain_config_complete(config, arena, ret_reason);
}

static const struct api_config *api(const void *config)
{
    const struct domain_config *domain = config;

    return &domain->ses;
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct domain_details *details;
    enum status status = domain_rules_judge(config, facts, arena, verdict, &details);

    if (status == STATUS_OK) {
        *ret_details = details;
    }
    return status;
}

static void describe(const void *details, struct json *document)
{
    domain_rules_describe(details, document);
}

static const struct check check_domain = {
    .plugin = "check_ses_domain",
    .service = "DOMAIN",
    .purpose = "Checks all records of a sender domain and its delegation in one run: SPF, DKIM, "
               "DMARC, MX, hold.",
    .options = { { &domain_option_table, 0 },
                 { &spf_option_table, offsetof(struct domain_config, spf) },
                 { &dkim_option_table, offsetof(struct domain_config, dkim) },
                 { &dmarc_option_table, offsetof(struct domain_config, dmarc) },
                 { &hold_option_table, offsetof(struct domain_config, hold) },
                 { &api_option_table, offsetof(struct domain_config, ses) } },
    .config_size = sizeof(struct domain_config),
    .init = init,
    .show = config_show_profiles,
    .validate = validate,
    .subject = config_subject,
    .api = api,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check_with_api(&check_domain, argc, argv);
}
