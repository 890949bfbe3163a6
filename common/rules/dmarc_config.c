/* SPDX-License-Identifier: MIT */
/* The options of check_ses_dmarc: defaults, and what of them does not fit together. */
#include "rules/dmarc_rules.h"

void dmarc_config_init(struct dmarc_config *config)
{
    config->method = DMARC_METHOD_9989;
    config->minimum = DMARC_POLICY_ABSENT;
}

enum status dmarc_config_complete(struct dmarc_config *config, struct arena *arena,
                                  struct slice *ret_reason)
{
    if (!config->common.has_domain) {
        *ret_reason = SLICE("-d takes the sender domain to check, and it is missing");
        return STATUS_BAD_INPUT;
    }
    if (name_prepend(SLICE("_dmarc"), &config->common.domain, &config->name) != STATUS_OK) {
        *ret_reason = SLICE("-d is too long to have a DMARC record");
        return STATUS_BAD_INPUT;
    }
    return profile_select(config->common.profile, config->common.profile_text, arena,
                          &config->profile, ret_reason);
}
