/* SPDX-License-Identifier: MIT */
/* check_ses_spf: is a sender domain's SPF record right, and does it authorise the sending service?
 */
#include "io/run.h"
#include "rules/spf_rules.h"

static enum status bad(struct option_context *context, const char *what, struct slice value)
{
    context->reason = arena_printf(context->arena, "%s, not \"%.*s\"", what, SLICE_ARGS(value));
    return STATUS_BAD_INPUT;
}

static enum status apply_ip(struct option_context *context, struct slice value)
{
    struct spf_config *config = context->target;
    struct address address;

    if (config->client_count == SPF_CLIENTS_MAXIMUM) {
        context->reason =
            arena_printf(context->arena, "--ip can be given %d times at most", SPF_CLIENTS_MAXIMUM);
        return STATUS_BAD_INPUT;
    }
    if (address_from_text(value, &address) != STATUS_OK) {
        return bad(context, "--ip takes an IPv4 or IPv6 address", value);
    }
    config->clients[config->client_count] = address;
    config->client_texts[config->client_count] = value;
    config->client_count++;
    return STATUS_OK;
}

static enum status apply_sender(struct option_context *context, struct slice value)
{
    struct spf_config *config = context->target;

    config->has_sender = true;
    config->sender = value;
    return STATUS_OK;
}

static enum status apply_helo(struct option_context *context, struct slice value)
{
    struct spf_config *config = context->target;

    config->helo = value;
    return STATUS_OK;
}

static enum status apply_receiver(struct option_context *context, struct slice value)
{
    struct spf_config *config = context->target;

    config->receiver = value;
    return STATUS_OK;
}

static enum status apply_expect(struct option_context *context, struct slice value)
{
    struct spf_config *config = context->target;

    if (spf_result_from_text(value, &config->expect) != STATUS_OK) {
        return bad(context,
                   "--expect takes none, neutral, pass, fail, softfail, temperror or permerror",
                   value);
    }
    return STATUS_OK;
}

static enum status apply_require_include(struct option_context *context, struct slice value)
{
    struct spf_config *config = context->target;

    if (config->include_count == SPF_INCLUDES_MAXIMUM) {
        context->reason =
            arena_printf(context->arena, "--require-include can be given %d times at most",
                         SPF_INCLUDES_MAXIMUM);
        return STATUS_BAD_INPUT;
    }
    if (name_from_user(value, &config->includes[config->include_count], NULL) != STATUS_OK) {
        return bad(context, "--require-include takes a domain name", value);
    }
    config->include_count++;
    return STATUS_OK;
}

static const struct option spf_options[] = {
    { .name = "ip",
      .argument = "ADDR",
      .group = "Evaluation",
      .help = "evaluate check_host() for this client as well (repeatable)",
      .repeatable = true,
      .apply = apply_ip },
    { .name = "sender",
      .argument = "ADDR",
      .group = "Evaluation",
      .help = "MAIL FROM address of the evaluation; '' evaluates the HELO name",
      .apply = apply_sender },
    { .name = "helo",
      .argument = "NAME",
      .group = "Evaluation",
      .help = "what the client says in HELO, whatever it may be",
      .apply = apply_helo },
    { .name = "receiver",
      .argument = "NAME",
      .group = "Evaluation",
      .help = "name of the receiving host, for %{r} in explanations",
      .apply = apply_receiver },
    { .name = "expect",
      .argument = "RESULT",
      .group = "Evaluation",
      .help = "CRITICAL when an evaluation gives another result",
      .apply = apply_expect },
    { .name = "require-include",
      .argument = "NAME",
      .group = "Evaluation",
      .help = "CRITICAL when the servers of this include are not authorised (repeatable)",
      .repeatable = true,
      .apply = apply_require_include },
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
}

static const struct check check_spf = {
    .plugin = "check_ses_spf",
    .service = "SPF",
    .purpose = "Checks the SPF record of a sender domain: found, right, within its limits, and "
               "authorising the sending service.",
    .options = { spf_options, sizeof spf_options / sizeof spf_options[0] },
    .config_size = sizeof(struct spf_config),
    .init = init,
    .show = profile_show,
    .validate = validate,
    .subject = subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_spf, argc, argv);
}
