/* SPDX-License-Identifier: MIT */
/* check_ses_dmarc: which DMARC policy applies to a sender domain, and does it do what it should? */
#include "io/run.h"
#include "rules/dmarc_rules.h"

static void init(void *config)
{
    dmarc_config_init(config);
}

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    return dmarc_config_complete(config, arena, ret_reason);
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct dmarc_details *details;
    enum status status = dmarc_rules_judge(config, facts, arena, verdict, &details);

    if (status == STATUS_OK) {
        *ret_details = details;
    }
    return status;
}

static void describe(const void *details, struct json *document)
{
    dmarc_rules_describe(details, document);
    differential_describe(dmarc_rules_differential(details), document);
}

static const struct check check_dmarc = {
    .plugin = "check_ses_dmarc",
    .service = "DMARC",
    .purpose =
        "Checks the DMARC policy that applies to a sender domain: found, right, as strict as "
        "demanded, with reports that arrive.",
    .options = { { &dmarc_option_table, 0 } },
    .config_size = sizeof(struct dmarc_config),
    .init = init,
    .show = config_show_profiles,
    .validate = validate,
    .subject = config_subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_dmarc, argc, argv);
}
