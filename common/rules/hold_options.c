/* SPDX-License-Identifier: MIT */
/* The rows of check_ses_hold's own options, thresholds aside. */
#include "rules/hold_rules.h"

static enum status apply_require_registration(struct option_context *context, struct slice value)
{
    struct hold_config *config = context->target;

    (void)value;
    config->require_registration = true;
    return STATUS_OK;
}

static const struct option rows[] = {
    { .name = "require-registration",
      .group = "Registration",
      .help = "UNKNOWN when the registration data cannot be read",
      .apply = apply_require_registration },
};

const struct option_table hold_option_table = { rows, sizeof rows / sizeof rows[0], 0 };
