/* SPDX-License-Identifier: MIT */
/*
 * What SES says, judged over random facts. The input is lines: `i`, `l`, `d`, `z` and `r` with the
 * reply to each action behind it (those without a line are not heard), `t` a TXT that stands at
 * every name, `m` an MX, `n` names do not exist, `h` the domain is hidden, `p` a policy applies,
 * `a` and `u` what SPF found, `e` endpoints were given. Whatever the facts are:
 *
 * 1. The judgement ends within a few rounds, and each action is wanted once.
 * 2. Without a reply about the identity nothing is said of records.
 * 3. A run that is cut off says nothing CRITICAL that the whole run does not say.
 * 4. Messages are one line.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "facts/store.h"
#include "rules/ses_rules.h"
#include "verdict_invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROUNDS_MAXIMUM 8
#define WANTS_MAXIMUM 64

struct run {
    struct arena *arena;
    struct facts *facts;
    struct slice input;
    struct config config;
    struct api_config api;
    struct dns_name domain;
    struct ses_request request;
    const struct ses_details *details;
    struct verdict verdict;
    unsigned asked[API_ACTION_HOST_RECORDS + 1];
};

/* The line that begins with this letter; false: there is none. */
static bool find_line(const struct run *run, char letter, struct slice *ret_rest)
{
    struct slice rest = run->input;
    struct slice line;

    while (slice_split(&rest, '\n', &line)) {
        if (line.length > 0 && line.data[0] == letter) {
            *ret_rest = slice_from(line, 1);
            return true;
        }
    }
    return false;
}

static void answer_api(struct run *run, const struct question *question)
{
    static const char letters[] = { 'x', 'i', 'l', 'd', 'z', 'r' };
    struct api_answer *answer = arena_alloc(run->arena, sizeof *answer);
    struct slice body = slice_empty();

    demand(answer != NULL && question->action < sizeof letters);
    run->asked[question->action]++;
    demand(run->asked[question->action] == 1);
    answer->heard = API_HEARD_UNREACHABLE;
    answer->reason = SLICE("as the input says");
    if (find_line(run, letters[question->action], &body)) {
        answer->heard = API_HEARD_REPLY;
        answer->http = (struct api_http){ 200, slice_empty(), body };
    }
    demand(facts_add_api(run->facts, question, answer) == STATUS_OK);
}

static struct rr *make_record(struct run *run, const struct dns_name *owner, enum rr_type type)
{
    struct rr *rr = arena_alloc(run->arena, sizeof *rr);

    demand(rr != NULL);
    *rr = (struct rr){ .owner = owner, .type = type, .ttl = 60 };
    return rr;
}

/* A record of the type at every name, or a denial with what proves it. */
static void answer_dns(struct run *run, const struct question *question)
{
    struct dns_answer *answer = arena_alloc(run->arena, sizeof *answer);
    struct dns_name *owner = arena_alloc(run->arena, sizeof *owner);
    struct slice text = slice_empty();
    struct rr *rr;

    demand(answer != NULL && owner != NULL);
    *owner = question->name;
    answer->final = owner;
    rr = make_record(run, owner, question->type);
    answer->class = ANSWER_CLASS_POSITIVE;
    answer->records = rr;
    answer->record_count = 1;
    if (question->type == RR_TYPE_SOA) {
        rr->data.soa.primary = owner;
        rr->data.soa.mailbox = owner;
    } else if (question->type == RR_TYPE_NS) {
        rr->data.name = owner;
    } else if (question->type == RR_TYPE_TXT && find_line(run, 't', &text)) {
        rr->data.txt = (struct rr_txt){ .joined = text };
    } else if (question->type == RR_TYPE_MX && find_line(run, 'm', &text)) {
        rr->data.mx.exchange = owner;
    } else {
        answer->class = find_line(run, 'n', &text) ? ANSWER_CLASS_NXDOMAIN : ANSWER_CLASS_SERVFAIL;
        answer->record_count = 0;
        answer->soa = make_record(run, owner, RR_TYPE_SOA);
    }
    demand(facts_add(run->facts, question, answer) == STATUS_OK);
}

static void begin(struct run *run, struct slice input)
{
    struct slice rest;

    *run = (struct run){ .input = input };
    demand(arena_create((size_t)LIMIT_ARENA * 8, &run->arena) == STATUS_OK);
    demand(facts_create(run->arena, 1700000000, &run->facts) == STATUS_OK);
    config_init(&run->config);
    run->config.verbosity = 3;
    demand(name_from_text(SLICE("d.test"), &run->domain, NULL) == STATUS_OK);
    run->api.is_asked = true;
    run->api.has_endpoints = find_line(run, 'e', &rest);
    for (size_t i = 0; i < API_SERVICE_COUNT && run->api.has_endpoints; i++) {
        run->api.endpoints[i] = SLICE("https://api.test/");
    }
    run->request = (struct ses_request){
        .config = &run->config,
        .api = &run->api,
        .domain = &run->domain,
        .is_hidden = find_line(run, 'h', &rest),
        .has_policy = find_line(run, 'p', &rest),
        .spf = find_line(run, 'a', &rest)   ? SES_SPF_AUTHORISED
               : find_line(run, 'u', &rest) ? SES_SPF_UNREACHED
                                            : SES_SPF_UNKNOWN,
    };
    facts_begin_round(run->facts);
}

static void judge(struct run *run)
{
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

    verdict_init(&run->verdict, run->arena, &policy);
    demand(ses_rules_judge(&run->request, run->facts, run->arena, &run->verdict, &run->details) ==
           STATUS_OK);
    demand(facts_status(run->facts) == STATUS_OK);
}

static void answer_wants(struct run *run)
{
    struct question wants[WANTS_MAXIMUM];
    size_t count = 0;
    const struct question *list = facts_wants(run->facts, &count);

    demand(count > 0 && count <= WANTS_MAXIMUM);
    memcpy(wants, list, count * sizeof wants[0]);
    facts_begin_round(run->facts);
    for (size_t i = 0; i < count; i++) {
        if (wants[i].kind == QUESTION_KIND_API) {
            answer_api(run, &wants[i]);
        } else {
            answer_dns(run, &wants[i]);
        }
    }
}

static void check_verdict(const struct run *run)
{
    bool has_failed = verdict_has(&run->verdict, FINDING_SES_NOT_FOUND);
    struct slice identity;

    if (!find_line(run, 'i', &identity)) {
        has_failed = true;
    }
    for (size_t i = 0; i < run->verdict.finding_count; i++) {
        const struct finding *finding = &run->verdict.findings[i];

        demand(finding->message.length > 0 && finding->name.length > 0);
        demand(slice_find(finding->message, '\n') == finding->message.length);
        demand(!has_failed || finding->state != STATE_CRITICAL);
    }
}

static void finish(struct run *run, unsigned rounds)
{
    struct json *document = NULL;
    unsigned round = 0;

    judge(run);
    while (facts_wants_needed(run->facts) && round < rounds) {
        answer_wants(run);
        judge(run);
        round++;
        demand(round < ROUNDS_MAXIMUM);
    }
    if (facts_wants_needed(run->facts)) {
        facts_begin_round(run->facts);
        facts_close(run->facts, ANSWER_SILENCE_DEADLINE);
        judge(run);
        demand(!facts_wants_needed(run->facts));
    }
    verdict_finish(&run->verdict);
    demand(verdict_status(&run->verdict) == STATUS_OK);
    check_verdict(run);
    demand(json_create(&document) == STATUS_OK);
    ses_rules_describe(run->details, document);
    json_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make((const char *)data, size < 16384 ? size : 16384);
    struct run whole;

    begin(&whole, input);
    finish(&whole, ROUNDS_MAXIMUM);
    for (unsigned rounds = 0; rounds < 4; rounds++) {
        struct run cut;

        begin(&cut, input);
        finish(&cut, rounds);
        for (size_t i = 0; i < cut.verdict.finding_count; i++) {
            demand(cut.verdict.findings[i].state != STATE_CRITICAL ||
                   is_critical(&whole.verdict, cut.verdict.findings[i].id));
        }
        arena_destroy(cut.arena);
    }
    arena_destroy(whole.arena);
    return 0;
}
