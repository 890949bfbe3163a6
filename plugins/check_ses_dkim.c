/* SPDX-License-Identifier: MIT */
/* check_ses_dkim: are a sender domain's DKIM keys there, whole, strong and the right ones? */
#include "io/file.h"
#include "io/run.h"
#include "rules/dkim_rules.h"

#define PEM_MAXIMUM ((size_t)64 * 1024)

static enum status apply_selector(struct option_context *context, struct slice value)
{
    return dkim_config_add_selector(context->target, value, context->arena, &context->reason);
}

static enum status apply_any(struct option_context *context, struct slice value)
{
    struct dkim_config *config = context->target;

    (void)value;
    config->need = DKIM_NEED_ANY;
    return STATUS_OK;
}

static enum status apply_all(struct option_context *context, struct slice value)
{
    struct dkim_config *config = context->target;

    (void)value;
    config->need = DKIM_NEED_ALL;
    return STATUS_OK;
}

static enum status apply_expect_key(struct option_context *context, struct slice value)
{
    bool is_spec =
        slice_starts_with(value, SLICE("p=")) || slice_starts_with(value, SLICE("sha256:"));
    struct slice pem = slice_empty();
    enum status status = STATUS_OK;

    if (!is_spec) {
        status = file_read(value.data, PEM_MAXIMUM, context->arena, &pem);
    }
    if (status != STATUS_OK) {
        context->reason = arena_printf(
            context->arena,
            "--expect-key takes p=..., sha256:... or a PEM file, and \"%.*s\" cannot be read",
            SLICE_ARGS(value));
        return status == STATUS_NO_MEMORY ? status : STATUS_BAD_INPUT;
    }
    return dkim_config_add_expected(context->target, value, is_spec ? NULL : &pem, context->arena,
                                    &context->reason);
}

static const struct option dkim_options[] = {
    { .name = "selector",
      .letter = 'k',
      .argument = "NAME",
      .group = "Keys",
      .help = "selector in use, for instance qcloud; without it the profile's candidates "
              "(repeatable)",
      .repeatable = true,
      .apply = apply_selector },
    { .name = "any", .group = "Keys", .help = "one usable key is enough", .apply = apply_any },
    { .name = "all",
      .group = "Keys",
      .help = "every selector has to have a usable key",
      .apply = apply_all },
    { .name = "expect-key",
      .argument = "KEY",
      .group = "Keys",
      .help =
          "CRITICAL when this key is not among the usable ones: p=..., sha256:HEX of the public "
          "key, or a PEM file (repeatable)",
      .repeatable = true,
      .apply = apply_expect_key },
    { .letter = 'w',
      .name = "warning",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "bits of the smallest usable RSA key that are WARNING (default: 2048:)",
      .apply = config_apply_warning },
    { .letter = 'c',
      .name = "critical",
      .argument = "RANGE",
      .group = CONFIG_GROUP_STATE,
      .help = "bits of the smallest usable RSA key that are CRITICAL (default: 1024:)",
      .apply = config_apply_critical },
};

static void init(void *config)
{
    dkim_config_init(config);
}

static enum status validate(void *config, struct arena *arena, struct slice *ret_reason)
{
    return dkim_config_complete(config, arena, ret_reason);
}

static enum status judge(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details)
{
    const struct dkim_details *details;
    enum status status = dkim_rules_judge(config, facts, arena, verdict, &details);

    if (status == STATUS_OK) {
        *ret_details = details;
    }
    return status;
}

static void describe(const void *details, struct json *document)
{
    dkim_rules_describe(details, document);
}

static const struct check check_dkim = {
    .plugin = "check_ses_dkim",
    .service = "DKIM",
    .purpose = "Checks the DKIM keys of a sender domain: found, whole, strong enough, and the "
               "expected ones.",
    .options = { dkim_options, sizeof dkim_options / sizeof dkim_options[0] },
    .config_size = sizeof(struct dkim_config),
    .init = init,
    .show = profile_show,
    .validate = validate,
    .subject = config_subject,
    .judge = judge,
    .describe = describe,
};

int main(int argc, char *argv[])
{
    return run_check(&check_dkim, argc, argv);
}
