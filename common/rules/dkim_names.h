/* SPDX-License-Identifier: MIT */
/*
 * Keys that are not where they are looked for: missing selectors, no key at all, wildcards,
 * dangling CNAMEs, records at other names, and what could not be found out.
 */
#ifndef CHECK_SES_RULES_DKIM_NAMES_H
#define CHECK_SES_RULES_DKIM_NAMES_H

#include "rules/dkim_context.h"

/* Everything about names that have no key. Wants what it needs. */
void dkim_names_judge(struct dkim_context *context);

/* A CNAME whose end has no record, with the state that this has beside the other selectors. */
void dkim_names_dangling(struct dkim_context *context, const struct dkim_entry *entry,
                         enum state state);

/* dkim.temperror, once, with what hangs on the missing answers, and the dns finding behind it. */
void dkim_names_temperror(struct dkim_context *context, struct slice what);

#endif
