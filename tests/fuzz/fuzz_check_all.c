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
#include "rules/dkim_rules.h"
#include "rules/dmarc_rules.h"
#include "rules/hold_rules.h"
#include "rules/mx_rules.h"
#include "rules/spf_rules.h"
#include "verdict_invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DOMAIN "d.test"
#define LINES 64u
#define RECORDS 16u

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
    struct arena *arena;
    struct facts *facts;
    enum subject subject;
    struct spf_config config;
    struct dkim_config dkim;
    struct dmarc_config dmarc;
    struct mx_request mx;
    struct hold_config hold;
    struct verdict verdict;
    struct slice input;
};

/* ---- answers ---- */

static const struct dns_name *keep(struct run *run, struct slice text)
{
    struct dns_name *name = arena_alloc(run->arena, sizeof *name);

    if (name != NULL && name_from_text(text, name, NULL) != STATUS_OK) {
        return NULL;
    }
    return name;
}

/* The data of one row; false when it makes no record of this type. */
static bool fill(struct run *run, enum rr_type type, struct slice text, struct rr *rr)
{
    struct slice *string;

    switch (type) {
    case RR_TYPE_A:
        rr->data.address.family = ADDRESS_FAMILY_IP4;
        memcpy(rr->data.address.octets, text.data, text.length < 4 ? text.length : 4);
        return true;
    case RR_TYPE_AAAA:
        rr->data.address.family = ADDRESS_FAMILY_IP6;
        memcpy(rr->data.address.octets, text.data, text.length < 16 ? text.length : 16);
        return true;
    case RR_TYPE_MX:
        rr->data.mx.exchange = keep(run, text);
        return rr->data.mx.exchange != NULL;
    case RR_TYPE_CNAME:
    case RR_TYPE_NS:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        rr->data.name = keep(run, text);
        return rr->data.name != NULL;
    case RR_TYPE_TXT:
        string = arena_alloc(run->arena, sizeof *string);
        if (string == NULL) {
            return false;
        }
        *string = text;
        rr->data.txt = (struct rr_txt){ .strings = string, .count = 1, .joined = text };
        return true;
    case RR_TYPE_SOA:
        rr->data.soa.primary = rr->owner;
        rr->data.soa.mailbox = rr->owner;
        return true;
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    return false;
}

/* One row; false when the line is none. */
struct row {
    const struct dns_name *name;
    enum rr_type type;
    struct slice data;
};

static bool read_row(struct run *run, struct slice line, bool direct, struct row *ret_row)
{
    struct slice word;

    if (slice_starts_with(line, SLICE(">"))) {
        line = direct ? slice_from(line, 1) : slice_empty();
    }

    if (line.length == 0 || line.data[0] == '?' || !slice_split(&line, ' ', &word)) {
        return false;
    }
    ret_row->name = keep(run, word);
    if (ret_row->name == NULL || line.data == NULL || !slice_split(&line, ' ', &word) ||
        rr_type_from_text(word, &ret_row->type) != STATUS_OK) {
        return false;
    }
    ret_row->data = line.data != NULL ? line : slice_empty();
    return true;
}

/* "!3" instead of data: an answer of that class. */
static bool is_class(const struct row *row)
{
    return row->data.length == 2 && row->data.data[0] == '!';
}

static void apply_class(const struct row *row, struct dns_answer *answer)
{
    static const enum answer_class classes[] = {
        ANSWER_CLASS_NODATA,   ANSWER_CLASS_NXDOMAIN, ANSWER_CLASS_REFERRAL,
        ANSWER_CLASS_SERVFAIL, ANSWER_CLASS_REFUSED,  ANSWER_CLASS_MALFORMED,
        ANSWER_CLASS_BOGUS,    ANSWER_CLASS_LOOP,     ANSWER_CLASS_TIMEOUT,
    };
    size_t index = (uint8_t)row->data.data[1] % (sizeof classes / sizeof classes[0]);

    answer->class = classes[index];
    if (answer->class == ANSWER_CLASS_TIMEOUT) {
        answer->silence = ANSWER_SILENCE_NO_REPLY;
    }
}

static void add_row(struct run *run, const struct row *row, const struct question *question,
                    struct rr *records, struct dns_answer *answer)
{
    struct rr rr = { .owner = row->name, .type = row->type, .ttl = 60 };

    if (row->type == RR_TYPE_SOA && name_is_within(&question->name, row->name)) {
        struct rr *soa = arena_alloc(run->arena, sizeof *soa);

        if (soa != NULL && fill(run, RR_TYPE_SOA, row->data, &rr)) {
            *soa = rr;
            answer->soa = soa;
        }
    }
    if (!name_equal(row->name, &question->name)) {
        return;
    }
    if (row->type == question->type && is_class(row)) {
        apply_class(row, answer);
    } else if (row->type == question->type && answer->record_count < RECORDS &&
               fill(run, row->type, row->data, &rr)) {
        records[answer->record_count] = rr;
        answer->record_count++;
    } else if (row->type == RR_TYPE_CNAME && answer->chain_count == 0 &&
               fill(run, RR_TYPE_CNAME, row->data, &rr)) {
        struct rr *chain = arena_alloc(run->arena, sizeof *chain);

        if (chain != NULL) {
            *chain = rr;
            answer->chain = chain;
            answer->chain_count = 1;
        }
    }
}

/* Makes the fields fit together as the codec makes them. */
static void settle(struct rr *records, struct dns_answer *answer)
{
    bool given = answer->class != ANSWER_CLASS_NONE;

    if (!given && answer->record_count > 0) {
        answer->class = ANSWER_CLASS_POSITIVE;
        answer->records = records;
        answer->chain = NULL;
        answer->chain_count = 0;
        return;
    }
    if (answer->class == ANSWER_CLASS_REFERRAL) {
        answer->delegation = records;
        answer->delegation_count = answer->record_count;
    }
    answer->record_count = 0;
    if (!given && answer->chain_count > 0) {
        answer->class = ANSWER_CLASS_NODATA;
        answer->chain_open = true;
        answer->final = answer->chain->data.name;
        answer->soa = NULL;
        return;
    }
    answer->chain = NULL;
    answer->chain_count = 0;
    if (!given) {
        answer->class = answer->soa != NULL ? ANSWER_CLASS_NXDOMAIN : ANSWER_CLASS_SERVFAIL;
    }
}

/* What the options say of the registration; by WHOIS there is no server. */
static void answer_registration(struct run *run, const struct question *question)
{
    struct registration *registration = arena_alloc(run->arena, sizeof *registration);
    struct slice rest = run->input;
    struct slice line;

    demand(registration != NULL);
    registration->source = question->source;
    registration->result = question->source == REGISTRATION_SOURCE_RDAP
                               ? REGISTRATION_RESULT_FOUND
                               : REGISTRATION_RESULT_NO_SERVER;
    registration->reason = SLICE("as the input says");
    registration->cached = !question->again;
    for (unsigned i = 0; i < LINES && slice_split(&rest, '\n', &line); i++) {
        struct slice value = slice_from(line, 2);

        if (slice_starts_with(line, SLICE("?n"))) {
            registration->result = REGISTRATION_RESULT_NOT_FOUND;
        } else if (slice_starts_with(line, SLICE("?u"))) {
            registration->result = REGISTRATION_RESULT_UNREACHABLE;
        } else if (slice_starts_with(line, SLICE("?i")) &&
                   registration->status_count < REGISTRATION_STATUSES_MAXIMUM) {
            registration->statuses[registration->status_count] =
                (struct registration_status){ epp_status_from_text(value), value };
            registration->status_count++;
        } else if (slice_starts_with(line, SLICE("?j")) &&
                   registration->server_count < REGISTRATION_SERVERS_MAXIMUM &&
                   name_from_text(value, &registration->servers[registration->server_count],
                                  NULL) == STATUS_OK) {
            registration->server_count++;
        }
    }
    demand(facts_add_registration(run->facts, question, registration) == STATUS_OK);
}

static void answer_question(struct run *run, const struct question *question)
{
    struct dns_answer *answer = arena_alloc(run->arena, sizeof *answer);
    struct dns_name *final = arena_alloc(run->arena, sizeof *final);
    struct rr *records = arena_alloc_array(run->arena, RECORDS, sizeof *records);
    struct slice rest = run->input;
    struct slice line;

    demand(answer != NULL && final != NULL && records != NULL);
    *final = question->name;
    answer->final = final;
    answer->authoritative = question->kind == QUESTION_KIND_SERVER;
    for (unsigned i = 0; i < LINES && slice_split(&rest, '\n', &line); i++) {
        struct row row;

        if (read_row(run, line, answer->authoritative, &row)) {
            add_row(run, &row, question, records, answer);
        }
    }
    settle(records, answer);
    demand(facts_add(run->facts, question, answer) == STATUS_OK);
}

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
            (void)!dkim_config_add_selector(&run->dkim, value, run->arena, &reason);
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
        return spf_config_complete(&run->config, run->arena, &reason) == STATUS_OK;
    case SUBJECT_DKIM:
        run->dkim.common = run->config.common;
        run->dkim.common.warning = bits;
        run->dkim.common.critical = limit;
        return dkim_config_complete(&run->dkim, run->arena, &reason) == STATUS_OK;
    case SUBJECT_DMARC:
        run->dmarc.common = run->config.common;
        return dmarc_config_complete(&run->dmarc, run->arena, &reason) == STATUS_OK;
    case SUBJECT_MX:
        run->mx.config = &run->config.common;
        run->mx.domain = &run->config.common.domain;
        return profile_select(run->config.common.profile, slice_empty(), run->arena,
                              &run->mx.profile, &reason) == STATUS_OK;
    case SUBJECT_HOLD:
        run->hold.common = run->config.common;
        hold_config_init(&run->hold);
        return hold_config_complete(&run->hold, run->arena, &reason) == STATUS_OK;
    }
    return false;
}

/* False when the options do not fit together. */
static bool begin(struct run *run, struct slice input)
{
    struct slice rest = input;
    struct slice line;

    *run = (struct run){ .input = input };
    demand(arena_create((size_t)LIMIT_ARENA * 64, &run->arena) == STATUS_OK);
    demand(facts_create(run->arena, 1700000000, &run->facts) == STATUS_OK);
    config_init(&run->config.common);
    spf_config_init(&run->config);
    dkim_config_init(&run->dkim);
    dmarc_config_init(&run->dmarc);
    run->config.common.verbosity = 3;
    run->config.common.has_domain = true;
    demand(name_from_text(SLICE(DOMAIN), &run->config.common.domain, NULL) == STATUS_OK);
    for (unsigned i = 0; i < LINES && slice_split(&rest, '\n', &line); i++) {
        if (line.length > 0 && line.data[0] == '?') {
            apply_option(run, line);
        }
    }
    facts_begin_round(run->facts);
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
        return spf_rules_judge(&run->config, run->facts, run->arena, &run->verdict, &spf);
    case SUBJECT_DKIM:
        return dkim_rules_judge(&run->dkim, run->facts, run->arena, &run->verdict, &dkim);
    case SUBJECT_DMARC:
        return dmarc_rules_judge(&run->dmarc, run->facts, run->arena, &run->verdict, &dmarc);
    case SUBJECT_MX:
        return mx_rules_judge(&run->mx, run->facts, run->arena, &run->verdict, &mx);
    case SUBJECT_HOLD:
        return hold_rules_judge(&run->hold, run->facts, run->arena, &run->verdict, &hold);
    }
    return STATUS_INTERNAL;
}

static void judge(struct run *run)
{
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

    verdict_init(&run->verdict, run->arena, &policy);
    demand(judge_subject(run) == STATUS_OK);
    demand(facts_status(run->facts) == STATUS_OK);
}

/* Answers the wants of a round. */
static void answer_wants(struct run *run, enum way way)
{
    static struct question wants[4096];
    size_t count = 0;
    const struct question *list = facts_wants(run->facts, &count);
    struct facts *facts = run->facts;

    count = count < sizeof wants / sizeof wants[0] ? count : sizeof wants / sizeof wants[0];
    memcpy(wants, list, count * sizeof wants[0]);
    demand(count > 0);
    if (way == WAY_SINGLE) {
        count = 1;
    }
    facts_begin_round(facts);
    for (size_t i = 0; i < count; i++) {
        if (wants[i].kind == QUESTION_KIND_REGISTRATION) {
            answer_registration(run, &wants[i]);
        } else {
            answer_question(run, &wants[i]);
        }
    }
}

/* Runs until nothing is wanted, or for `rounds` rounds, then closes. */
static void finish(struct run *run, enum way way, unsigned rounds)
{
    unsigned round = 0;

    judge(run);
    while (facts_wants_needed(run->facts) && round < rounds) {
        answer_wants(run, way);
        judge(run);
        round++;
    }
    if (facts_wants_needed(run->facts)) {
        facts_begin_round(run->facts);
        facts_close(run->facts, ANSWER_SILENCE_DEADLINE);
        judge(run);
        demand(!facts_wants_needed(run->facts));
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

    (void)begin(&cut, whole->input);
    finish(&cut, WAY_ALL, rounds);
    for (size_t i = 0; i < cut.verdict.finding_count; i++) {
        const struct finding *finding = &cut.verdict.findings[i];

        demand(finding->state != STATE_CRITICAL ||
               (rounds > 0 && is_said(&whole->verdict, finding->id)));
    }
    arena_destroy(cut.arena);
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
        arena_destroy(single.arena);
        for (unsigned rounds = 0; rounds < 3; rounds++) {
            check_cut_off(&whole, rounds);
        }
        arena_destroy(whole.arena);
    } else if (size > 0) {
        arena_destroy(whole.arena);
    }
    return 0;
}
