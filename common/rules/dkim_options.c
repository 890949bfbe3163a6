/* SPDX-License-Identifier: MIT */
/* The rows of check_ses_dkim's own options, thresholds aside. */
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
        status = context->read_file(value.data, PEM_MAXIMUM, context->arena, &pem);
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

static const struct option rows[] = {
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
};

const struct option_table dkim_option_table = { rows, sizeof rows / sizeof rows[0], 0 };
