/* SPDX-License-Identifier: MIT */
/* The DKIM records to publish. Keys are the sending service's: none is ever made up. */
#include "rules/dkim_context.h"

/* What is said of a record that is not usable: the worst finding at its name. */
static struct slice message_at(const struct verdict *verdict, struct slice name)
{
    const struct finding *worst = NULL;

    for (size_t i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        if (slice_equal(finding->name, name) && (worst == NULL || finding->state > worst->state)) {
            worst = finding;
        }
    }
    return worst != NULL ? worst->message : SLICE("the record is not usable");
}

/* What the service wants there: a TXT record unless it takes CNAMEs alone. */
static const char *wanted_type(const struct profile *profile)
{
    return profile->dkim.txt || !profile->dkim.cname ? "TXT" : "CNAME";
}

/* The record of the one key that is expected, where it was given in the words of a record. */
static struct slice expected_record(const struct dkim_config *config, struct arena *arena)
{
    const struct dkim_expected *expected = &config->expected[0];

    if (config->expected_count != 1 || expected->base64.length == 0) {
        return slice_empty();
    }
    return arena_printf(arena, "v=DKIM1; k=%s; p=%.*s",
                        expected->key.type == DKIM_KEY_TYPE_ED25519 ? "ed25519" : "rsa",
                        SLICE_ARGS(expected->base64));
}

static void plan_entry(const struct dkim_details *details, const struct dkim_entry *entry,
                       const struct dkim_config *config, struct plan *plan)
{
    struct plan_record planned = { .purpose = "dkim",
                                   .has_name = true,
                                   .name = entry->selector->name,
                                   .type = wanted_type(config->profile),
                                   .value = slice_empty(),
                                   .differs = slice_empty() };

    if (entry->answer->chain_count > 0 && config->profile->dkim.cname) {
        planned.type = "CNAME";
        planned.value =
            arena_printf(plan->arena, "%.*s.",
                         SLICE_ARGS(name_to_text(entry->answer->chain[0].data.name, plan->arena)));
    }
    switch (entry->state) {
    case DKIM_ENTRY_GOOD:
        if (entry->unexpected.length > 0) {
            planned.status = PLAN_STATUS_WRONG;
            planned.value =
                planned.value.length > 0 ? planned.value : expected_record(config, plan->arena);
            planned.differs = entry->unexpected;
            break;
        }
        planned.status = PLAN_STATUS_RIGHT;
        if (planned.value.length == 0) {
            planned.value = entry->key.text;
        }
        break;
    case DKIM_ENTRY_REVOKED:
    case DKIM_ENTRY_BAD:
    case DKIM_ENTRY_MULTIPLE:
    case DKIM_ENTRY_DANGLING:
        planned.status = PLAN_STATUS_WRONG;
        planned.value = entry->source != NULL && entry->state == DKIM_ENTRY_BAD
                            ? dkim_damage_mended(entry, plan->arena)
                            : slice_empty();
        planned.differs =
            message_at(details->verdict, name_to_text(&entry->selector->name, plan->arena));
        break;
    case DKIM_ENTRY_PENDING:
    case DKIM_ENTRY_TROUBLE:
        planned.status = PLAN_STATUS_UNKNOWN;
        planned.differs = SLICE("what is there could not be found out");
        break;
    case DKIM_ENTRY_ABSENT:
        if (config->selector_count == 1 && planned.value.length == 0) {
            planned.value = expected_record(config, plan->arena);
        }
        break;
    }
    if (planned.value.length == 0 && planned.differs.length == 0) {
        planned.differs = config->profile->dkim.where != NULL
                              ? slice_of(config->profile->dkim.where)
                              : SLICE("the sending service has the value");
    }
    plan_add(plan, &planned);
}

/* Whether an entry has a line of its own: it is named, there is something, or all are needed. */
static bool is_planned(const struct dkim_entry *entry, const struct dkim_config *config)
{
    bool is_there = entry->state != DKIM_ENTRY_ABSENT && entry->state != DKIM_ENTRY_TROUBLE &&
                    entry->state != DKIM_ENTRY_PENDING;

    return entry->answer != NULL &&
           (entry->selector->named || is_there || config->profile->dkim.need == PROFILE_NEED_ALL);
}

void dkim_rules_plan(const struct dkim_details *details, const struct dkim_config *config,
                     struct plan *plan)
{
    struct plan_record unnamed = { .purpose = "dkim",
                                   .type = wanted_type(config->profile),
                                   .value = slice_empty(),
                                   .differs = SLICE("the sending service has name and value") };
    bool has_any = false;

    for (size_t i = 0; i < details->entry_count; i++) {
        const struct dkim_entry *entry = &details->entries[i];

        if (is_planned(entry, config)) {
            plan_entry(details, entry, config, plan);
            has_any = true;
        }
        unnamed.status = entry->state == DKIM_ENTRY_TROUBLE ? PLAN_STATUS_UNKNOWN : unnamed.status;
    }
    if (!has_any) {
        if (config->profile->dkim.where != NULL) {
            unnamed.differs = slice_of(config->profile->dkim.where);
        }
        plan_add(plan, &unnamed);
    }
}
