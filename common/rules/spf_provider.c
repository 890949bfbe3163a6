/* SPDX-License-Identifier: MIT */
/*
 * Does the record authorise the sending service's servers?
 *
 * 1. The service's include stands in the record itself, with "+", before `all` and the eleventh
 *    lookup: reached, nothing more is asked.
 * 2. It stands there, but behind `all` or the limit: unreached.
 * 3. Else an address is taken from the service's own record and check_host() is asked about it:
 * pass means that the service is authorised another way (nested, redirect, flattened, macros); any
 *    other sound result means that it is not. A service's record without an address that can be
 *    taken is not testable.
 */
#include "base/limits.h"
#include "rules/dns_rules.h"
#include "rules/publish.h"
#include "rules/spf_context.h"

enum reach {
    REACH_ABSENT = 0,
    REACH_DIRECT,
    REACH_DEAD /* behind `all` or the eleventh lookup */
};

static bool is_plus(const struct spf_term *term)
{
    return term->qualifier == 0 || term->qualifier == '+';
}

/* How the subject's own record includes the name, and which term does. */
static enum reach find_direct(const struct spf_context *context, const struct dns_name *include,
                              const struct spf_term **ret_term)
{
    const struct spf_cost *root = context->tree.root;
    enum reach reach = REACH_ABSENT;
    unsigned before = 0;

    for (size_t i = 0; i < root->fetch->record.term_count; i++) {
        const struct spf_cost_term *term = &root->terms[i];
        bool named = is_plus(term->term) && spf_context_includes(term->term, include);

        if (named && term->live && before + term->lookups <= LIMIT_SPF_LOOKUPS) {
            *ret_term = term->term;
            return REACH_DIRECT;
        }
        if (named && reach == REACH_ABSENT) {
            *ret_term = term->term;
            reach = REACH_DEAD;
        }
        if (term->live && term->term->kind != SPF_TERM_REDIRECT) { /* which comes last (6.1) */
            before += term->lookups;
        }
    }
    return reach;
}

/* Whether any record below leads to the name. */
static bool is_nested(const struct spf_context *context, const struct dns_name *include)
{
    for (const struct spf_cost *cost = context->tree.root; cost != NULL; cost = cost->next) {
        if (name_equal(&cost->fetch->name, include)) {
            return true;
        }
    }
    return false;
}

/* ---- an address of the service ---- */

enum sample_state {
    SAMPLE_PENDING = 0,
    SAMPLE_FOUND,
    SAMPLE_NONE,
    SAMPLE_TROUBLE
};

struct sample {
    enum sample_state state;
    struct address address;
    struct dns_name trouble_name;
    enum rr_type trouble_type;
    const struct dns_answer *trouble;
};

static void sample_from_answer(struct sample *sample, const struct dns_name *name,
                               enum rr_type type, const struct dns_answer *answer)
{
    if (answer == NULL) {
        sample->state = SAMPLE_PENDING;
    } else if (!answer_is_conclusive(answer)) {
        sample->state = SAMPLE_TROUBLE;
        sample->trouble_name = *name;
        sample->trouble_type = type;
        sample->trouble = answer;
    } else if (answer->class == ANSWER_CLASS_POSITIVE) {
        sample->state = SAMPLE_FOUND;
        sample->address = answer->records[0].data.address;
    } else {
        sample->state = SAMPLE_NONE;
    }
}

/* An address of `a`, or of the first host of `mx`. */
static void sample_from_host(struct spf_context *context, const struct spf_cost_term *term,
                             struct sample *sample)
{
    const struct dns_name *host = term->target;

    if (term->term->kind == SPF_TERM_MX) {
        const struct dns_answer *answer = facts_resolve(context->facts, host, RR_TYPE_MX);

        if (answer == NULL || answer->class != ANSWER_CLASS_POSITIVE ||
            name_is_root(answer->records[0].data.mx.exchange)) {
            sample_from_answer(sample, host, RR_TYPE_MX, answer);
            sample->state = sample->state == SAMPLE_FOUND ? SAMPLE_NONE : sample->state;
            return;
        }
        host = answer->records[0].data.mx.exchange;
    }
    sample_from_answer(sample, host, RR_TYPE_A, facts_resolve(context->facts, host, RR_TYPE_A));
}

/* An address out of one term: literal ones, or, in a second pass, those of hosts. */
static void sample_from_term(struct spf_context *context, const struct spf_cost_term *term,
                             bool hosts, struct sample *sample)
{
    enum spf_term_kind kind = term->term->kind;

    if (!term->live || !is_plus(term->term)) {
        return;
    }
    if (!hosts && (kind == SPF_TERM_IP4 || kind == SPF_TERM_IP6)) {
        sample->address = term->term->network;
        sample->state = SAMPLE_FOUND;
    }
    if (hosts && term->target != NULL && (kind == SPF_TERM_A || kind == SPF_TERM_MX)) {
        sample_from_host(context, term, sample);
    }
}

/* The first address that the records below `tree` name. */
static void take_sample(struct spf_context *context, const struct spf_tree *tree, bool hosts,
                        struct sample *sample)
{
    sample->state = SAMPLE_NONE;
    for (const struct spf_cost *cost = tree->root; cost != NULL; cost = cost->next) {
        for (size_t i = 0; cost->terms != NULL && i < cost->fetch->record.term_count; i++) {
            sample_from_term(context, &cost->terms[i], hosts, sample);
            if (sample->state != SAMPLE_NONE) {
                return;
            }
        }
    }
}

/* Walks the service's own records for an address. */
static enum status find_sample(struct spf_context *context, const struct dns_name *include,
                               struct sample *sample)
{
    struct spf_cost_options options = { .ip4 = true };
    struct spf_tree tree;
    enum status status = spf_cost_build(&context->world, include, &options, &tree);

    if (status != STATUS_OK) {
        return status;
    }
    take_sample(context, &tree, false, sample);
    if (sample->state == SAMPLE_NONE) {
        take_sample(context, &tree, true, sample);
    }
    if (sample->state == SAMPLE_NONE && tree.troubles != NULL) {
        sample->state = SAMPLE_TROUBLE;
        sample->trouble_name = tree.troubles->name;
        sample->trouble_type = tree.troubles->type;
        sample->trouble = tree.troubles->answer;
    } else if (sample->state == SAMPLE_NONE && !tree.root->known) {
        sample->state = SAMPLE_PENDING;
    }
    return STATUS_OK;
}

/* ---- findings ---- */

/* "Tencent Cloud SES" for the profile's own include, else the name that was demanded. */
static struct slice service_text(const struct spf_context *context, const struct dns_name *include)
{
    const struct profile *profile = context->config->profile;
    struct slice name = spf_context_text(context, include);

    return profile->spf_include != NULL && slice_equal(name, slice_of(profile->spf_include))
               ? slice_of(profile->title)
               : name;
}

/* "include:qcloudmail.com is missing", or that it has a qualifier which turns it round (5.2). */
static struct slice missing_text(const struct spf_context *context, const struct dns_name *include)
{
    const struct spf_record *record = &context->tree.root->fetch->record;

    for (size_t i = 0; i < record->term_count; i++) {
        if (spf_context_includes(&record->terms[i], include)) {
            return arena_join(context->arena, record->terms[i].text,
                              SLICE(" has the wrong qualifier"));
        }
    }
    return arena_printf(context->arena, "include:%.*s is missing",
                        SLICE_ARGS(spf_context_text(context, include)));
}

static void add_missing(struct spf_context *context, const struct dns_name *include,
                        const struct spf_evaluation *evaluation, const struct address *address)
{
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_PROVIDER_MISSING, context->tree.root, NULL);

    finding->brief = arena_printf(context->arena, "%.*s, so mail sent through %.*s gets %s",
                                  SLICE_ARGS(missing_text(context, include)),
                                  SLICE_ARGS(service_text(context, include)),
                                  spf_result_text(evaluation->result));
    finding->message = arena_printf(context->arena, "%.*s (tried %.*s)", SLICE_ARGS(finding->brief),
                                    SLICE_ARGS(address_to_text(address, context->arena)));
    finding->advice =
        arena_printf(context->arena, "Publish instead, as TXT at %.*s:\n%.*s",
                     SLICE_ARGS(publish_host(&context->config->subject, context->arena)),
                     SLICE_ARGS(spf_advice_include(context, include)));
}

static void add_unreached(struct spf_context *context, const struct dns_name *include,
                          const struct spf_term *term)
{
    const struct spf_term *all = spf_record_find(spf_context_record(context), SPF_TERM_ALL);
    bool behind_all = term != NULL && all != NULL && term->offset > all->offset;
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_PROVIDER_UNREACHED, context->tree.root, term);
    struct slice name = spf_context_text(context, include);

    finding->message = arena_printf(
        context->arena,
        "include:%.*s is there, but receivers never reach it: it lies behind %.*s, so mail sent "
        "through %.*s does not pass",
        SLICE_ARGS(name), SLICE_ARGS(behind_all ? all->text : SLICE("the tenth lookup")),
        SLICE_ARGS(service_text(context, include)));
    finding->advice = arena_join(context->arena, SLICE("Put it first:\n"),
                                 spf_advice_first_include(context, include));
}

static void add_indirect(struct spf_context *context, const struct dns_name *include)
{
    const struct profile *profile = context->config->profile;
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_PROVIDER_INDIRECT, context->tree.root, NULL);
    struct slice name = spf_context_text(context, include);

    if (!profile->spf_literal) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    }
    finding->message = arena_printf(
        context->arena,
        "mail sent through %.*s passes, but include:%.*s does not stand in the record itself%s",
        SLICE_ARGS(service_text(context, include)), SLICE_ARGS(name),
        profile->spf_literal ? ", where the service looks for it" : "");
    finding->advice = arena_join(context->arena, SLICE("Publish instead:\n"),
                                 spf_advice_include(context, include));
}

static void add_untestable(struct spf_context *context, const struct dns_name *include,
                           bool demanded)
{
    struct finding *finding =
        spf_context_add(context, FINDING_SPF_PROVIDER_UNTESTABLE, context->tree.root, NULL);

    if (demanded) {
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->message =
        arena_printf(context->arena,
                     "whether %.*s is authorised cannot be tested: there is no record with an "
                     "address to try",
                     SLICE_ARGS(spf_context_text(context, include)));
}

/* Both ways to count voids (4.6.4): does the service's address come out differently? */
static enum status judge_voids_of(struct spf_context *context, const struct spf_request *request,
                                  const struct spf_evaluation *letter)
{
    struct spf_request lenient = *request;
    struct spf_evaluation evaluation;
    struct finding *finding;
    enum status status;

    if (!letter->over_voids || context->tree.root->voids > LIMIT_SPF_VOIDS) {
        return STATUS_OK; /* names with nothing at all are void by every count */
    }
    lenient.void_limit = UINT32_MAX;
    status = spf_evaluate(&lenient, &context->world, &evaluation);
    if (status != STATUS_OK || evaluation.result == SPF_RESULT_PENDING ||
        evaluation.result == letter->result) {
        return status;
    }
    finding = spf_context_add(context, FINDING_SPF_RECEIVERS_DIFFER, context->tree.root, NULL);
    verdict_set_state(context->verdict, finding, STATE_WARNING);
    finding->message = arena_printf(
        context->arena,
        "the service's address %.*s gets %s, but permerror from receivers that count a missing "
        "address family as void",
        SLICE_ARGS(address_to_text(&request->client, context->arena)),
        spf_result_text(evaluation.result));
    return STATUS_OK;
}

/* Step 3 with an address in hand. */
static enum status judge_sample(struct spf_context *context, const struct dns_name *include,
                                const struct address *address, bool direct)
{
    struct spf_request request = { .client = *address,
                                   .helo = context->subject,
                                   .domain = context->subject,
                                   .void_limit = LIMIT_SPF_VOIDS };
    struct spf_evaluation evaluation;
    enum status status;

    request.sender = arena_printf(context->arena, "postmaster@%.*s", SLICE_ARGS(context->subject));
    status = spf_evaluate(&request, &context->world, &evaluation);
    if (status != STATUS_OK) {
        return status;
    }
    switch (evaluation.result) {
    case SPF_RESULT_PENDING:
        return STATUS_OK;
    case SPF_RESULT_PASS:
        context->provider_reached = true;
        if (!direct) {
            add_indirect(context, include);
        }
        return STATUS_OK;
    case SPF_RESULT_TEMPERROR:
        spf_context_temperror(
            context,
            arena_printf(context->arena, "whether %.*s is authorised could not be found out",
                         SLICE_ARGS(service_text(context, include))),
            evaluation.trouble != NULL && evaluation.trouble->class == ANSWER_CLASS_TIMEOUT);
        return STATUS_OK;
    case SPF_RESULT_PERMERROR:
        if (!direct && is_nested(context, include) &&
            context->tree.root->lookups > LIMIT_SPF_LOOKUPS) {
            add_unreached(context, include, NULL);
        }
        return judge_voids_of(context, &request, &evaluation);
    case SPF_RESULT_NONE:
    case SPF_RESULT_NEUTRAL:
    case SPF_RESULT_FAIL:
    case SPF_RESULT_SOFTFAIL:
        if (!direct) {
            add_missing(context, include, &evaluation, address);
        }
        return STATUS_OK;
    }
    return STATUS_INTERNAL;
}

/* The include stands where receivers come to, unless they count single-stack hosts as void. */
static enum status judge_direct(struct spf_context *context, const struct dns_name *include)
{
    const struct spf_cost *root = context->tree.root;
    struct sample sample = { .state = SAMPLE_PENDING };
    enum status status;

    context->provider_reached = true;
    if (root->voids_ip4 <= LIMIT_SPF_VOIDS && root->voids_ip6 <= LIMIT_SPF_VOIDS) {
        return STATUS_OK;
    }
    status = find_sample(context, include, &sample);
    if (status != STATUS_OK || sample.state != SAMPLE_FOUND) {
        return status;
    }
    return judge_sample(context, include, &sample.address, true);
}

/* `demanded`: named by the user, so that "cannot be tested" is no answer. */
static enum status judge_absent(struct spf_context *context, const struct dns_name *include,
                                bool demanded)
{
    struct sample sample = { .state = SAMPLE_PENDING };
    enum status status = find_sample(context, include, &sample);

    if (status != STATUS_OK) {
        return status;
    }
    switch (sample.state) {
    case SAMPLE_PENDING:
        return STATUS_OK;
    case SAMPLE_NONE:
        add_untestable(context, include, demanded);
        return STATUS_OK;
    case SAMPLE_TROUBLE:
        (void)dns_rules_trouble(context->verdict, &sample.trouble_name, sample.trouble_type,
                                sample.trouble);
        spf_context_temperror(context,
                              arena_printf(context->arena,
                                           "whether %.*s is authorised could not be found out",
                                           SLICE_ARGS(service_text(context, include))),
                              sample.trouble->class == ANSWER_CLASS_TIMEOUT);
        return STATUS_OK;
    case SAMPLE_FOUND:
        return judge_sample(context, include, &sample.address, false);
    }
    return STATUS_INTERNAL;
}

static enum status judge_include(struct spf_context *context, const struct dns_name *include,
                                 bool demanded)
{
    const struct spf_term *term = NULL;

    switch (find_direct(context, include, &term)) {
    case REACH_DIRECT:
        return judge_direct(context, include);
    case REACH_DEAD:
        add_unreached(context, include, term);
        return STATUS_OK;
    case REACH_ABSENT:
        return judge_absent(context, include, demanded);
    }
    return STATUS_INTERNAL;
}

enum status spf_provider_judge(struct spf_context *context)
{
    const struct spf_record *record = spf_context_record(context);
    const struct profile *profile = context->config->profile;
    struct dns_name include;
    enum status status = STATUS_OK;

    if (record == NULL || record->error_count > 0) {
        return STATUS_OK; /* one cause, one alarm: the record itself is the finding */
    }
    for (size_t i = 0; status == STATUS_OK && i < context->config->include_count; i++) {
        status = judge_include(context, &context->config->includes[i], true);
    }
    if (status == STATUS_OK && profile->spf_demanded && profile->spf_include != NULL &&
        name_from_text(slice_of(profile->spf_include), &include, NULL) == STATUS_OK) {
        status = judge_include(context, &include, false);
    }
    return status;
}
