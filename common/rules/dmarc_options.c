/* SPDX-License-Identifier: MIT */
/* The rows of check_ses_dmarc's own options, thresholds aside. */
#include "rules/dmarc_rules.h"

static enum status apply_min_policy(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    if (dmarc_policy_from_text(value, &config->minimum) != STATUS_OK) {
        return option_refuse(context, "--min-policy takes none, quarantine or reject", value);
    }
    return STATUS_OK;
}

static enum status apply_spf_domain(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    config->has_spf_domain = true;
    if (name_from_user(value, &config->spf_domain, NULL) != STATUS_OK) {
        return option_refuse(context, "--spf-domain takes a domain name", value);
    }
    return STATUS_OK;
}

static enum status apply_dkim_domain(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    config->has_dkim_domain = true;
    if (name_from_user(value, &config->dkim_domain, NULL) != STATUS_OK) {
        return option_refuse(context, "--dkim-domain takes a domain name", value);
    }
    return STATUS_OK;
}

static enum status apply_method(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    if (slice_equal(value, SLICE("9989"))) {
        config->method = DMARC_METHOD_9989;
    } else if (slice_equal(value, SLICE("7489"))) {
        config->method = DMARC_METHOD_7489;
    } else {
        return option_refuse(context, "--method takes 9989 or 7489", value);
    }
    return STATUS_OK;
}

static const struct option rows[] = {
    { .name = "min-policy",
      .argument = "POLICY",
      .group = "Policy",
      .help = "CRITICAL when the policy in effect is weaker than none, quarantine or reject",
      .apply = apply_min_policy },
    { .name = "spf-domain",
      .argument = "NAME",
      .group = "Policy",
      .help = "MAIL FROM domain: would a pass of SPF be aligned?",
      .apply = apply_spf_domain },
    { .name = "dkim-domain",
      .argument = "NAME",
      .group = "Policy",
      .help = "d= of signatures: would a valid one be aligned?",
      .apply = apply_dkim_domain },
    { .name = "method",
      .argument = "RFC",
      .group = "Policy",
      .help = "standard that decides: 9989 (default) or 7489; the other is evaluated beside it",
      .apply = apply_method },
};

const struct option_table dmarc_option_table = { rows, sizeof rows / sizeof rows[0], 0 };
