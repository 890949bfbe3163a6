/* SPDX-License-Identifier: MIT */
/* The rows of check_ses_spf's own options, thresholds aside. */
#include "rules/spf_rules.h"

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
        return option_refuse(context, "--ip takes an IPv4 or IPv6 address", value);
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
        return option_refuse(
            context, "--expect takes none, neutral, pass, fail, softfail, temperror or permerror",
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
        return option_refuse(context, "--require-include takes a domain name", value);
    }
    config->include_count++;
    return STATUS_OK;
}

static const struct option rows[] = {
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
};

const struct option_table spf_option_table = { rows, sizeof rows / sizeof rows[0], 0 };
