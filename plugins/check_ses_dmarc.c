/* SPDX-License-Identifier: MIT */
/* check_ses_dmarc: which DMARC policy applies to a sender domain, and does it do what it should? */
#include "io/run.h"
#include "rules/dmarc_rules.h"

static enum status bad(struct option_context *context, const char *what, struct slice value)
{
    context->reason = arena_printf(context->arena, "%s, not \"%.*s\"", what, SLICE_ARGS(value));
    return STATUS_BAD_INPUT;
}

static enum status apply_min_policy(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    if (dmarc_policy_from_text(value, &config->minimum) != STATUS_OK) {
        return bad(context, "--min-policy takes none, quarantine or reject", value);
    }
    return STATUS_OK;
}

static enum status apply_spf_domain(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    config->has_spf_domain = true;
    if (name_from_user(value, &config->spf_domain, NULL) != STATUS_OK) {
        return bad(context, "--spf-domain takes a domain name", value);
    }
    return STATUS_OK;
}

static enum status apply_dkim_domain(struct option_context *context, struct slice value)
{
    struct dmarc_config *config = context->target;

    config->has_dkim_domain = true;
    if (name_from_user(value, &config->dkim_domain, NULL) != STATUS_OK) {
        return bad(context, "--dkim-domain takes a domain name", value);
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
        return bad(context, "--method takes 9989 or 7489", value);
    }
    return STATUS_OK;
}

static const struct option dmarc_options[] = {
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
}

static const struct check check_dmarc = {
    .plugin = "check_ses_dmarc",
    .service = "DMARC",
    .purpose =
        "Checks the DMARC policy that applies to a sender domain: found, right, as strict as "
        "demanded, with reports that arrive.",
    .options = { dmarc_options, sizeof dmarc_options / sizeof dmarc_options[0] },
    .config_size = sizeof(struct dmarc_config),
    .init = init,
    .show = profile_show,
    .validate = validate,
    .subject = config_subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_dmarc, argc, argv);
}
