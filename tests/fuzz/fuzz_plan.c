/* SPDX-License-Identifier: MIT */
/*
 * A whole sender domain over random facts, and what is planned for it. The input has the rows of
 * random_facts.h; options are `?p` and `?a` other profiles (none, aws-ses), `?k` a selector, `?b` a
 * domain of MAIL FROM, `?o` RFC 7489, `?w` nobody looks why. Whatever the facts are:
 *
 * 1. The judgement ends, and one that is cut off ends as well.
 * 2. What is planned is a record: SPF and DMARC values fit their grammar, unless they are there and
 *    only kept.
 * 3. No key is made up: what is missing has no value.
 * 4. A policy in force is never weakened.
 */
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "mail/dmarc_record.h"
#include "mail/spf_record.h"
#include "random_facts.h"
#include "rules/domain_rules.h"
#include "verdict_invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DOMAIN "m.d.test"
#define ROUNDS 400u

struct run {
    struct random_facts world;
    struct domain_config config;
    struct verdict verdict;
    const struct domain_details *details;
};

static void apply_option(struct run *run, struct slice line)
{
    struct domain_config *config = &run->config;
    struct slice value = slice_from(line, 2);
    struct slice reason;

    switch (line.length > 1 ? line.data[1] : '\0') {
    case 'p':
        config->common.profile = SLICE("none");
        break;
    case 'a':
        config->common.profile = SLICE("aws-ses");
        break;
    case 'k':
        (void)!dkim_config_add_selector(&config->dkim, value, run->world.arena, &reason);
        break;
    case 'b':
        config->has_mail_from = name_from_user(value, &config->mail_from, NULL) == STATUS_OK;
        break;
    case 'o':
        config->dmarc.method = DMARC_METHOD_7489;
        break;
    case 'w':
        config->common.why = CONFIG_WHY_NONE;
        break;
    default:
        break;
    }
}

/* False when the options do not fit together. */
static bool begin(struct run *run, struct slice input)
{
    struct slice rest = input;
    struct slice reason;
    struct slice line;

    *run = (struct run){ .world = { .input = input } };
    demand(arena_create((size_t)LIMIT_ARENA * 64, &run->world.arena) == STATUS_OK);
    demand(facts_create(run->world.arena, 1700000000, &run->world.facts) == STATUS_OK);
    config_init(&run->config.common);
    domain_config_init(&run->config);
    run->config.plan = true;
    run->config.common.verbosity = 2;
    run->config.common.has_domain = true;
    demand(name_from_text(SLICE(DOMAIN), &run->config.common.domain, NULL) == STATUS_OK);
    for (unsigned i = 0; i < RANDOM_FACTS_LINES && slice_split(&rest, '\n', &line); i++) {
        if (line.length > 0 && line.data[0] == '?') {
            apply_option(run, line);
        }
    }
    facts_begin_round(run->world.facts);
    return domain_config_complete(&run->config, run->world.arena, &reason) == STATUS_OK;
}

static void judge(struct run *run)
{
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

    verdict_init(&run->verdict, run->world.arena, &policy);
    demand(domain_rules_judge(&run->config, run->world.facts, run->world.arena, &run->verdict,
                              &run->details) == STATUS_OK);
    demand(facts_status(run->world.facts) == STATUS_OK);
}

static void finish(struct run *run, unsigned rounds)
{
    judge(run);
    for (unsigned i = 0; facts_wants_needed(run->world.facts) && i < rounds; i++) {
        random_facts_answer_wants(&run->world, 0);
        judge(run);
    }
    if (facts_wants_needed(run->world.facts)) {
        facts_begin_round(run->world.facts);
        facts_close(run->world.facts, ANSWER_SILENCE_DEADLINE);
        judge(run);
        demand(!facts_wants_needed(run->world.facts));
    }
    verdict_finish(&run->verdict);
    demand(verdict_status(&run->verdict) == STATUS_OK);
}

/* ---- what is planned ---- */

static struct slice text_at(const struct json *object, const char *key)
{
    struct slice text = slice_empty();

    (void)json_get_string(object, key, &text);
    return text;
}

static void check_spf(struct run *run, struct slice value)
{
    struct spf_record record;

    demand(spf_record_is_spf(value));
    demand(spf_record_parse(value, run->world.arena, &record) == STATUS_OK);
}

/* The policy that is in force for the sender; ABSENT: none. */
static enum dmarc_policy policy_in_force(const struct json *root)
{
    const struct json *dmarc = json_get_object(root, "dmarc");
    const struct json *discovery = json_get_object(dmarc, "discovery");
    enum dmarc_policy policy = DMARC_POLICY_ABSENT;
    struct slice text = text_at(discovery, "policy");

    if (text.length > 0) {
        demand(dmarc_policy_from_text(text, &policy) == STATUS_OK);
    }
    return policy;
}

static void check_dmarc(struct run *run, const struct json *root, const struct json *planned)
{
    bool is_own = slice_starts_with(text_at(planned, "host"), SLICE("_dmarc.")) ||
                  slice_equal(text_at(planned, "zone"), SLICE(DOMAIN));
    struct slice status = text_at(planned, "status");
    struct dmarc_record record;

    demand(dmarc_record_parse(text_at(planned, "value"), run->world.arena, &record) == STATUS_OK);
    if (slice_equal(status, SLICE("right"))) {
        return;
    }
    demand(record.valid[DMARC_METHOD_9989]);
    if (is_own && run->config.dmarc.method == DMARC_METHOD_9989) {
        demand(record.p >= policy_in_force(root));
    }
}

static void check_record(struct run *run, const struct json *root, const struct json *planned)
{
    struct slice purpose = text_at(planned, "purpose");
    bool is_missing = slice_equal(text_at(planned, "status"), SLICE("missing"));
    bool has_value = text_at(planned, "value").length > 0;

    if (slice_equal(purpose, SLICE("dkim"))) {
        demand(!is_missing || !has_value);
    } else if (slice_equal(purpose, SLICE("spf")) && has_value) {
        check_spf(run, text_at(planned, "value"));
    } else if (slice_equal(purpose, SLICE("dmarc")) && has_value) {
        check_dmarc(run, root, planned);
    }
    demand(text_at(planned, "zone").length > 0);
}

static void check_plan(struct run *run)
{
    struct json *root = NULL;
    const struct json *plan;

    demand(json_create(&root) == STATUS_OK);
    domain_rules_describe(run->details, root);
    plan = json_get_list(root, "plan");
    demand(plan != NULL && json_count(plan) > 0);
    for (size_t i = 0; i < json_count(plan); i++) {
        check_record(run, root, json_at_object(plan, i));
    }
    json_free(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make((const char *)data, size < 4096 ? size : 4096);

    for (unsigned rounds = 0; size > 0 && rounds < 3; rounds++) {
        struct run run;

        if (begin(&run, input)) {
            finish(&run, rounds == 2 ? ROUNDS : rounds);
            check_plan(&run);
        }
        arena_destroy(run.world.arena);
    }
    return 0;
}
