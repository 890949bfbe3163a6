/* SPDX-License-Identifier: MIT */
/* The options of check_ses_domain: its own rows, defaults, and what does not fit together. */
#include "rules/domain_rules.h"

static enum status apply_mail_from(struct option_context *context, struct slice value)
{
    struct domain_config *config = context->target;

    config->has_mail_from = true;
    if (name_from_user(value, &config->mail_from, NULL) != STATUS_OK) {
        return option_refuse(context, "--mail-from takes a domain name", value);
    }
    return STATUS_OK;
}

static enum status apply_plan(struct option_context *context, struct slice value)
{
    struct domain_config *config = context->target;

    (void)value;
    config->plan = true;
    return STATUS_OK;
}

static const struct option rows[] = {
    { .name = "plan",
      .group = "Domain",
      .help = "print every record as it should be, ready to paste, and what of it is there",
      .apply = apply_plan },
    { .name = "mail-from",
      .argument = "NAME",
      .group = "Domain",
      .help = "domain of MAIL FROM where it is not the sender domain: its SPF record is judged",
      .apply = apply_mail_from },
};

const struct option_table domain_option_table = { rows, sizeof rows / sizeof rows[0], 0 };

void domain_config_init(struct domain_config *config)
{
    config_init(&config->spf.common);
    config_init(&config->dkim.common);
    config_init(&config->dmarc.common);
    config_init(&config->hold.common);
    spf_config_init(&config->spf);
    dkim_config_init(&config->dkim);
    dmarc_config_init(&config->dmarc);
    hold_config_init(&config->hold);
}

/* The common options for a part, which keeps its own thresholds. */
static void share(const struct config *common, struct config *part)
{
    struct range warning = part->warning;
    struct range critical = part->critical;

    *part = *common;
    part->warning = warning;
    part->critical = critical;
}

static enum status complete_parts(struct domain_config *config, struct arena *arena,
                                  struct slice *ret_reason)
{
    enum status status = spf_config_complete(&config->spf, arena, ret_reason);

    if (status == STATUS_OK) {
        status = dkim_config_complete(&config->dkim, arena, ret_reason);
    }
    if (status == STATUS_OK) {
        status = dmarc_config_complete(&config->dmarc, arena, ret_reason);
    }
    return status == STATUS_OK ? hold_config_complete(&config->hold, arena, ret_reason) : status;
}

/* Where MAIL FROM is a domain of its own, the service's servers have to pass there. */
static void demand_include(struct domain_config *config)
{
    struct spf_config *spf = &config->spf;

    if (config->has_mail_from && !config->profile->spf_demanded &&
        config->profile->spf_include != NULL && spf->include_count < SPF_INCLUDES_MAXIMUM &&
        name_from_text(slice_of(config->profile->spf_include), &spf->includes[spf->include_count],
                       NULL) == STATUS_OK) {
        spf->include_count++;
    }
}

enum status domain_config_complete(struct domain_config *config, struct arena *arena,
                                   struct slice *ret_reason)
{
    struct dmarc_config *dmarc = &config->dmarc;
    enum status status;

    if (!config->common.has_domain) {
        *ret_reason = SLICE("-d takes the sender domain to check, and it is missing");
        return STATUS_BAD_INPUT;
    }
    share(&config->common, &config->spf.common);
    share(&config->common, &config->dkim.common);
    share(&config->common, &config->dmarc.common);
    share(&config->common, &config->hold.common);
    if (config->has_mail_from) {
        config->spf.common.domain = config->mail_from;
        if (!dmarc->has_spf_domain) {
            dmarc->has_spf_domain = true;
            dmarc->spf_domain = config->mail_from;
        }
    }
    status = complete_parts(config, arena, ret_reason);
    if (status == STATUS_OK) {
        status = api_config_complete(&config->ses, ret_reason);
    }
    if (status == STATUS_OK) {
        config->profile = config->dkim.profile;
        dmarc->at_sender = config->profile->dmarc_at_sender;
        demand_include(config);
    }
    return status;
}
