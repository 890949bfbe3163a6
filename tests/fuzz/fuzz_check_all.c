/* SPDX-License-Identifier: MIT */
/*
 * The whole judgement over random facts: the input is a text of rows "NAME TYPE DATA", one a line;
 * lines that begin with `?` are options (`?4` and `?6` clients, `?s` a sender, `?h` a HELO name,
 * `?p` no profile, `?w` nobody looks why, `?x` an include that is demanded; `?k` judges DKIM
 * instead of SPF, with a selector behind it that one, `?a` all of them; `?m` judges DMARC, `?o` by
 * RFC 7489, `?d` and `?f` with a DKIM or SPF domain; `?e` judges the MX records; `?g` judges the
 * delegation, `?r` when the registration has to be read; `?i` is a status of the registration, `?j`
 * a name server in it, `?n` says that there is none, `?u` that the registry is of no use). Rows
 * that begin with `>` are for servers that are asked directly. Whatever the facts are:
 *
 * 1. The judgement ends within its rounds, and every round asks something new.
 * 2. Asking early changes nothing: with one needed answer a round the findings are the same as with
 *    everything answered that is wanted.
 * 3. A run that is cut off says nothing CRITICAL that the whole run does not say; silence alone is
 *    never CRITICAL.
 * 4. Mail is not lost as long as a mail server is not known: no mx.* is CRITICAL beside
 *    mx.temperror.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "facts/store.h"
#include "random_facts.h"
#include "rules/dkim_rules.h"
#include "rules/dmarc_rules.h"
#include "rules/hold_rules.h"
#include "rules/mx_rules.h"
#include "rules/spf_rules.h"
#include "verdict_invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DOMAIN "d.test"

enum way {
    WAY_ALL = 0, /* what is wanted early is answered too */
    WAY_SINGLE   /* one question a round, a needed one */
};

enum subject {
    SUBJECT_SPF = 0,
    SUBJECT_DKIM,
    SUBJECT_DMARC,
    SUBJECT_MX,
    SUBJECT_HOLD
};

struct run {
    struct random_facts world;
    enum subject subject;
    struct spf_config config;
    struct dkim_config dkim;
    struct dmarc_config dmarc;
    struct mx_request mx;
    struct hold_config hold;
    struct verdict verdict;
};

/* ---- runs ---- */

/* Options of DKIM and DMARC. False when the letter is none of theirs. */
static bool apply_other(struct run *run, char letter, struct slice value)
{
    struct dmarc_config *dmarc = &run->dmarc;
    struct slice reason;

    switch (letter) {
    case 'k':
        run->subject = SUBJECT_DKIM;
        if (value.length > 0) {
            (void)!dkim_config_add_selector(&run->dkim, value, run->world.arena, &reason);
        }
        return true;
    case 'a':
        run->dkim.need = DKIM_NEED_ALL;
        return true;
    case 'm':
        run->subject = SUBJECT_DMARC;
        return true;
    case 'e':
        run->subject = SUBJECT_MX;
        return true;
    case 'g':
        run->subject = SUBJECT_HOLD;
        return true;
    case 'r':
        run->hold.require_registration = true;
        return true;
    case 'o':
        dmarc->method = DMARC_METHOD_7489;
        return true;
    case 'd':
        dmarc->has_dkim_domain = name_from_user(value, &dmarc->dkim_domain, NULL) == STATUS_OK;
        return true;
    case 'f':
        dmarc->has_spf_domain = name_from_user(value, &dmarc->spf_domain, NULL) == STATUS_OK;
        return true;
    default:
        return false;
    }
}

static void apply_option(struct run *run, struct slice line)
{
    struct spf_config *config = &run->config;
    struct slice value = slice_from(line, 2);
    struct address *client = &config->clients[config->client_count];

    if (line.length > 1 && apply_other(run, line.data[1], value)) {
        return;
    }
    switch (line.length > 1 ? line.data[1] : '\0') {
    case '4':
    case '6':
        if (config->client_count < SPF_CLIENTS_MAXIMUM) {
            client->family = line.data[1] == '4' ? ADDRESS_FAMILY_IP4 : ADDRESS_FAMILY_IP6;
            memcpy(client->octets, value.data, value.length < 16 ? value.length : 16);
            config->client_texts[config->client_count] = SLICE("client");
            config->client_count++;
        }
        break;
    case 's':
        config->has_sender = true;
        config->sender = value;
        break;
    case 'h':
        config->helo = value;
        break;
    case 'p':
        config->common.profile = SLICE("none");
        break;
    case 'w':
        config->common.why = CONFIG_WHY_NONE;
        break;
    case 'x':
        if (config->include_count < SPF_INCLUDES_MAXIMUM &&
            name_from_text(value, &config->includes[config->include_count], NULL) == STATUS_OK) {
            config->include_count++;
        }
        break;
    default:
        break;
    }
}

/* What all checks have in common is set in the one of SPF. */
static bool complete(struct run *run)
{
    struct range bits = run->dkim.common.warning;
    struct range limit = run->dkim.common.critical;
    struct slice reason;

    switch (run->subject) {
    case SUBJECT_SPF:
        return spf_config_complete(&run->config, run->world.arena, &reason) == STATUS_OK;
    case SUBJECT_DKIM:
        run->dkim.common = run->config.common;
        run->dkim.common.warning = bits;
        run->dkim.common.critical = limit;
        return dkim_config_complete(&run->dkim, run->world.arena, &reason) == STATUS_OK;
    case SUBJECT_DMARC:
        run->dmarc.common = run->config.common;
        return dmarc_config_complete(&run->dmarc, run->world.arena, &reason) == STATUS_OK;
    case SUBJECT_MX:
        run->mx.config = &run->config.common;
        run->mx.domain = &run->config.common.domain;
        return profile_select(run->config.common.profile, slice_empty(), run->world.arena,
                              &run->mx.profile, &reason) == STATUS_OK;
    case SUBJECT_HOLD:
        run->hold.common = run->config.common;
        hold_config_init(&run->hold);
        return hold_config_complete(&run->hold, run->world.arena, &reason) == STATUS_OK;
    }
    return false;
}

/* False when the options do not fit together. */
static bool begin(struct run *run, struct slice input)
{
    struct slice rest = input;
    struct slice line;

    *run = (struct run){ .world = { .input = input } };
    demand(arena_create((size_t)LIMIT_ARENA * 64, &run->world.arena) == STATUS_OK);
    demand(facts_create(run->world.arena, 1700000000, &run->world.facts) == STATUS_OK);
    config_init(&run->config.common);
    spf_config_init(&run->config);
    dkim_config_init(&run->dkim);
    dmarc_config_init(&run->dmarc);
    run->config.common.verbosity = 3;
    run->config.common.has_domain = true;
    demand(name_from_text(SLICE(DOMAIN), &run->config.common.domain, NULL) == STATUS_OK);
    for (unsigned i = 0; i < RANDOM_FACTS_LINES && slice_split(&rest, '\n', &line); i++) {
        if (line.length > 0 && line.data[0] == '?') {
            apply_option(run, line);
        }
    }
    facts_begin_round(run->world.facts);
    return complete(run);
}

static enum status judge_subject(struct run *run)
{
    const struct spf_details *spf;
    const struct dkim_details *dkim;
    const struct dmarc_details *dmarc;
    const struct mx_details *mx;
    const struct hold_details *hold;

    switch (run->subject) {
    case SUBJECT_SPF:
        return spf_rules_judge(&run->config, run->world.facts, run->world.arena, &run->verdict,
                               &spf);
    case SUBJECT_DKIM:
        return dkim_rules_judge(&run->dkim, run->world.facts, run->world.arena, &run->verdict,
                                &dkim);
    case SUBJECT_DMARC:
        return dmarc_rules_judge(&run->dmarc, run->world.facts, run->world.arena, &run->verdict,
                                 &dmarc);
    case SUBJECT_MX:
        return mx_rules_judge(&run->mx, run->world.facts, run->world.arena, &run->verdict, &mx);
    case SUBJECT_HOLD:
        return hold_rules_judge(&run->hold, run->world.facts, run->world.arena, &run->verdict,
                                &hold);
    }
    return STATUS_INTERNAL;
}

static void judge(struct run *run)
{
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

    verdict_init(&run->verdict, run->world.arena, &policy);
    demand(judge_subject(run) == STATUS_OK);
    demand(facts_status(run->world.facts) == STATUS_OK);
}

/* Runs until nothing is wanted, or for `rounds` rounds, then closes. */
static void finish(struct run *run, enum way way, unsigned rounds)
{
    unsigned round = 0;

    judge(run);
    while (facts_wants_needed(run->world.facts) && round < rounds) {
        random_facts_answer_wants(&run->world, way == WAY_SINGLE ? 1 : 0);
        judge(run);
        round++;
    }
    if (facts_wants_needed(run->world.facts)) {
        facts_begin_round(run->world.facts);
        facts_close(run->world.facts, ANSWER_SILENCE_DEADLINE);
        judge(run);
        demand(!facts_wants_needed(run->world.facts));
    }
    verdict_finish(&run->verdict);
    demand(verdict_status(&run->verdict) == STATUS_OK);
    check_silence(&run->verdict);
}

static bool same_findings(const struct run *a, const struct run *b)
{
    if (a->verdict.finding_count != b->verdict.finding_count) {
        return false;
    }
    for (size_t i = 0; i < a->verdict.finding_count; i++) {
        const struct finding *x = &a->verdict.findings[i];
        const struct finding *y = &b->verdict.findings[i];

        if (x->id != y->id || x->state != y->state || !slice_equal(x->message, y->message)) {
            return false;
        }
    }
    return true;
}

/* The findings that a run cut off after `rounds` may add to those of the whole run: none. */
static void check_cut_off(const struct run *whole, unsigned rounds)
{
    struct run cut;

    (void)begin(&cut, whole->world.input);
    finish(&cut, WAY_ALL, rounds);
    for (size_t i = 0; i < cut.verdict.finding_count; i++) {
        const struct finding *finding = &cut.verdict.findings[i];

        demand(finding->state != STATE_CRITICAL ||
               (rounds > 0 && is_said(&whole->verdict, finding->id)));
    }
    arena_destroy(cut.world.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make((const char *)data, size < 4096 ? size : 4096);
    struct run whole;
    struct run single;

    if (size > 0 && begin(&whole, input)) {
        finish(&whole, WAY_ALL, 400);
        (void)begin(&single, input);
        finish(&single, WAY_SINGLE, 4000);
        demand(same_findings(&whole, &single));
        arena_destroy(single.world.arena);
        for (unsigned rounds = 0; rounds < 3; rounds++) {
            check_cut_off(&whole, rounds);
        }
        arena_destroy(whole.world.arena);
    } else if (size > 0) {
        arena_destroy(whole.world.arena);
    }
    return 0;
}
