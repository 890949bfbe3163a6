/* SPDX-License-Identifier: MIT */
/*
 * The shape of a check: facts in, verdict out.
 */
#ifndef CHECK_SES_FACTS_CHECK_H
#define CHECK_SES_FACTS_CHECK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/status.h"
#include "cli/options.h"
#include "facts/api_config.h"
#include "facts/config.h"
#include "facts/store.h"
#include "report/verdict.h"

#define CHECK_OPTIONS_MAXIMUM 8

struct check_options {
    const struct option_table *table; /* its own `offset` is not looked at */
    size_t offset;
};

/*
 * One kind of check, as a plugin describes itself.
 *
 * judge() is a pure function: it reads configuration and facts and fills the verdict; what it still
 * misses it wants from the store, and it is then called again from the start with more facts and a
 * fresh arena. What it returns beside the verdict (*ret_details, in the arena) is handed to
 * describe(), which adds the plugin's own member to the JSON document. Errors: STATUS_NO_MEMORY,
 * STATUS_INTERNAL.
 */
struct check {
    const char *plugin;  /* "check_ses_spf" */
    const char *service; /* "SPF" */
    const char *purpose; /* one sentence for --help */
    /* The plugin's own rows, and where their part of its configuration begins; ends with NULL. */
    struct check_options options[CHECK_OPTIONS_MAXIMUM];
    size_t config_size; /* of its configuration; a struct config is its first member */
    /* Defaults of the plugin's own part; the common part is already set. */
    void (*init)(void *config);
    /* After parsing: what does not fit together. STATUS_BAD_INPUT with *ret_reason. */
    enum status (*validate)(void *config, struct arena *arena, struct slice *ret_reason);
    /* Before validation: writes what the user asked to see instead of a check (--profile list). */
    bool (*show)(const void *config, struct buf *buf);
    /* Name shown in the first line and the document, or NULL; config is validated. */
    const struct dns_name *(*subject)(const void *config);
    /* What of APIs is asked, or NULL: this check asks none. */
    const struct api_config *(*api)(const void *config);
    enum status (*judge)(const void *config, struct facts *facts, struct arena *arena,
                         struct verdict *verdict, const void **ret_details);
    void (*describe)(const void *details, struct json *document);
};

#endif
