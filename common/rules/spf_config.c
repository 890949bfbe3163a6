/* SPDX-License-Identifier: MIT */
/* The options of check_ses_spf: defaults, and what of them does not fit together. */
#include "rules/spf_rules.h"

void spf_config_init(struct spf_config *config)
{
    /* Cannot fail: both are literals of the grammar. */
    (void)!range_parse(SLICE("8"), &config->common.warning);
    (void)!range_parse(SLICE("10"), &config->common.critical);
    config->expect = SPF_RESULT_PENDING;
}

/* What of the evaluation's options does not fit together; empty when all does. */
static struct slice evaluation_reason(const struct spf_config *config)
{
    if (config->client_count == 0) {
        if (config->has_sender || config->helo.length > 0 || config->expect != SPF_RESULT_PENDING) {
            return SLICE("--sender, --helo and --expect need --ip ADDR: the client to evaluate");
        }
        if (!config->common.has_domain) {
            return SLICE("-d takes the sender domain to check, and it is missing");
        }
        return slice_empty();
    }
    if (config->has_sender && config->sender.length == 0 && config->helo.length == 0) {
        return SLICE("--sender '' evaluates the HELO name: give it with --helo");
    }
    if (!config->common.has_domain && !config->has_sender && config->helo.length == 0) {
        return SLICE("--ip needs a domain to evaluate: -d, --sender or --helo");
    }
    return slice_empty();
}

static void find_subject(struct spf_config *config)
{
    struct slice identity = config->sender.length > 0 ? config->sender : config->helo;

    config->has_subject = config->common.has_domain;
    if (config->common.has_domain) {
        config->subject = config->common.domain;
    } else {
        config->has_subject = spf_request_domain(identity, &config->subject) == STATUS_OK;
    }
}

enum status spf_config_complete(struct spf_config *config, struct arena *arena,
                                struct slice *ret_reason)
{
    struct slice reason = evaluation_reason(config);
    enum status status;

    if (reason.length > 0) {
        *ret_reason = reason;
        return STATUS_BAD_INPUT;
    }
    status = profile_select(config->common.profile, config->common.profile_text, arena,
                            &config->profile, ret_reason);
    if (status != STATUS_OK) {
        return status;
    }
    find_subject(config);
    return STATUS_OK;
}
