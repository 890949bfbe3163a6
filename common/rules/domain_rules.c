/* SPDX-License-Identifier: MIT */
/*
 * The judgement on a whole sender domain, in order:
 *
 * 1. Each part judges by itself, in a verdict of its own, over the shared facts: what one of them
 *    wants is asked in the same round as what the others want. What SES says is judged last: it is
 *    compared with what the others found. They in turn know what it said already: which keys there
 *    have to be, and why the domain may be on hold.
 * 2. While one of them waits, nothing is concluded.
 * 3. A cause that concerns the whole domain (a hold, a sick resolver) is the delegation's to tell:
 *    parts that found nothing but that are hidden.
 * 4. What is left becomes the verdict, section by section.
 * 5. With --plan: what to publish.
 */
#include "rules/domain_rules.h"

#include "base/buf.h"

struct part {
    const char *service; /* "SPF" */
    const char *prefix;  /* of performance data */
    struct verdict verdict;
    const struct differential
        *differential; /* why its record is not seen; NULL: it was not asked */
};

enum part_index {
    PART_SPF = 0,
    PART_DKIM,
    PART_DMARC,
    PART_MX,
    PART_HOLD,
    PART_SES, /* only when it is asked */
    PART_COUNT
};

struct domain_details {
    const struct spf_details *spf;
    const struct dkim_details *dkim;
    const struct dmarc_details *dmarc;
    struct mx_request mx_request;
    const struct mx_details *mx;
    const struct hold_details *hold;
    struct ses_request ses_request;
    const struct ses_details *ses; /* NULL: not asked */
    struct plan *plan;             /* NULL: not asked for */
};

struct domain_context {
    const struct domain_config *config;
    struct facts *facts;
    struct arena *arena;
    struct verdict *verdict;
    struct part parts[PART_COUNT];
    struct domain_details *details;
    struct dkim_config dkim; /* with the selectors that SES names */
    struct hold_config hold; /* with what the registrar says */
    size_t part_count;
    bool waits;
};

/* Causes that take the whole domain away, not one record of it. */
static bool concerns_domain(enum cause cause)
{
    switch (cause) {
    case CAUSE_HOLD:
    case CAUSE_NOT_REGISTERED:
    case CAUSE_INACTIVE:
    case CAUSE_EXPIRED:
    case CAUSE_PENDING_DELETE:
    case CAUSE_NAMESERVER_SWAP:
    case CAUSE_LAME:
    case CAUSE_BOGUS:
    case CAUSE_UNEXPLAINED:
        return true;
    case CAUSE_NONE:
    case CAUSE_MOVED:
    case CAUSE_CACHE:
    case CAUSE_RECORD_ABSENT:
    case CAUSE_MISPLACED:
    case CAUSE_CNAME:
    case CAUSE_COUNT:
        break;
    }
    return false;
}

/* ---- 1 ---- */

/* What SES has said so far, for those that are judged before it. */
static enum status heed_ses(struct domain_context *context)
{
    const struct domain_config *config = context->config;
    struct slice selectors[SES_SELECTORS_MAXIMUM];
    size_t count = 0;
    enum status status;

    context->dkim = config->dkim;
    context->hold = config->hold;
    if (!config->ses.is_asked) {
        return STATUS_OK;
    }
    status = ses_rules_selectors(context->facts, &config->common.domain, context->arena, selectors,
                                 &count);
    dkim_config_name_selectors(&context->dkim, selectors, count, context->arena);
    return status == STATUS_OK ? ses_rules_real_name(context->facts, &config->common.domain,
                                                     context->arena, &context->hold.real_name)
                               : status;
}

/* What the judgement on SPF says of the service's servers, where it was on the sender domain. */
static enum ses_spf spf_for_ses(const struct domain_context *context)
{
    const struct verdict *spf = &context->parts[PART_SPF].verdict;

    if (context->config->has_mail_from) {
        return SES_SPF_UNKNOWN;
    }
    return verdict_has(spf, FINDING_SPF_PROVIDER_UNREACHED)  ? SES_SPF_UNREACHED
           : verdict_has(spf, FINDING_SPF_PROVIDER_INDIRECT) ? SES_SPF_AUTHORISED
                                                             : SES_SPF_UNKNOWN;
}

static struct ses_request make_ses_request(const struct domain_context *context)
{
    const struct domain_config *config = context->config;
    const struct verdict *dmarc = &context->parts[PART_DMARC].verdict;
    const struct differential *hold =
        context->details->hold != NULL ? &context->details->hold->differential : NULL;
    struct ses_request request = {
        .config = &config->common,
        .api = &config->ses,
        .domain = &config->common.domain,
        .spf = spf_for_ses(context),
        .has_policy = verdict_has(dmarc, FINDING_DMARC_INHERITED) ||
                      verdict_has(dmarc, FINDING_DMARC_TEMPERROR),
    };

    if (hold != NULL && !hold->pending) {
        request.is_hidden = concerns_domain(hold->cause);
        request.servers = &hold->delegation.hosts;
    }
    return request;
}

/* Judges one part. Its differential is set by the caller. */
static enum status judge_part(struct domain_context *context, enum part_index index)
{
    const struct domain_config *config = context->config;
    struct domain_details *details = context->details;
    struct verdict *verdict = &context->parts[index].verdict;
    struct facts *facts = context->facts;
    struct arena *arena = context->arena;

    switch (index) {
    case PART_SPF:
        return spf_rules_judge(&config->spf, facts, arena, verdict, &details->spf);
    case PART_DKIM:
        return dkim_rules_judge(&context->dkim, facts, arena, verdict, &details->dkim);
    case PART_DMARC:
        return dmarc_rules_judge(&config->dmarc, facts, arena, verdict, &details->dmarc);
    case PART_MX:
        details->mx_request = (struct mx_request){ .config = &config->common,
                                                   .profile = config->profile,
                                                   .domain = &config->common.domain };
        return mx_rules_judge(&details->mx_request, facts, arena, verdict, &details->mx);
    case PART_HOLD:
        return hold_rules_judge(&context->hold, facts, arena, verdict, &details->hold);
    case PART_SES:
        details->ses_request = make_ses_request(context);
        return ses_rules_judge(&details->ses_request, facts, arena, verdict, &details->ses);
    case PART_COUNT:
        break;
    }
    return STATUS_INTERNAL;
}

static enum status judge_parts(struct domain_context *context)
{
    static const struct part parts[PART_COUNT] = {
        [PART_SPF] = { .service = "SPF", .prefix = "spf" },
        [PART_DKIM] = { .service = "DKIM", .prefix = "dkim" },
        [PART_DMARC] = { .service = "DMARC", .prefix = "dmarc" },
        [PART_MX] = { .service = "MX", .prefix = "mx" },
        [PART_HOLD] = { .service = "HOLD", .prefix = "hold" },
        [PART_SES] = { .service = "SES", .prefix = "ses" },
    };

    for (unsigned i = 0; i < context->part_count; i++) {
        enum status status;

        context->parts[i] = parts[i];
        verdict_init(&context->parts[i].verdict, context->arena, &context->verdict->policy);
        facts_begin_judgement(context->facts);
        status = judge_part(context, (enum part_index)i);
        if (status == STATUS_OK) {
            status = verdict_status(&context->parts[i].verdict);
        }
        if (status != STATUS_OK) {
            return status;
        }
        context->waits = context->waits || facts_is_waiting(context->facts);
    }
    context->parts[PART_SPF].differential = spf_rules_differential(context->details->spf);
    context->parts[PART_DKIM].differential = dkim_rules_differential(context->details->dkim);
    context->parts[PART_DMARC].differential = dmarc_rules_differential(context->details->dmarc);
    context->parts[PART_MX].differential = mx_rules_differential(context->details->mx);
    context->parts[PART_HOLD].differential = &context->details->hold->differential;
    return STATUS_OK;
}

/* ---- 3 ---- */

/* Whether the delegation tells the very thing that a record's own look found. */
static bool is_same_cause(const struct differential *hold, const struct differential *record)
{
    return record != NULL && record->cause == hold->cause && concerns_domain(hold->cause) &&
           record->delegation.state == hold->delegation.state &&
           name_equal(&record->domain, &hold->domain);
}

/* Whether both failed for the same trouble with the resolver, and nothing is known of the record.
 */
static bool is_same_trouble(const struct verdict *hold, const struct verdict *record)
{
    static const enum finding_id troubles[] = {
        FINDING_DNS_UNREACHABLE, FINDING_DNS_SERVFAIL, FINDING_DNS_REFUSED,
        FINDING_DNS_MALFORMED,   FINDING_DNS_DEADLINE, FINDING_DNS_RESOLVER_BROKEN
    };

    for (size_t i = 0; i < sizeof troubles / sizeof troubles[0]; i++) {
        if (verdict_has(hold, troubles[i]) && verdict_has(record, troubles[i]) &&
            verdict_state(record) == verdict_state(hold)) {
            return true;
        }
    }
    return false;
}

/* Empty: the part tells something of its own. */
static struct slice hidden_by(const struct domain_context *context, enum part_index index)
{
    const struct part *hold = &context->parts[PART_HOLD];
    const struct part *part = &context->parts[index];
    enum state state = verdict_state(&part->verdict);

    if (index == PART_HOLD || state == STATE_OK ||
        state_worst(state, verdict_state(&hold->verdict)) != verdict_state(&hold->verdict)) {
        return slice_empty();
    }
    if (!is_same_cause(hold->differential, part->differential) &&
        !is_same_trouble(&hold->verdict, &part->verdict)) {
        return slice_empty();
    }
    return verdict_state(&hold->verdict) == STATE_UNKNOWN
               ? SLICE("could not be found out")
               : SLICE("not to be seen as long as that lasts");
}

/* ---- 4 ---- */

static void add_section(struct domain_context *context, enum part_index index)
{
    struct part *part = &context->parts[index];
    struct verdict_section section = { .service = part->service,
                                       .summary = hidden_by(context, index),
                                       .evidence = slice_empty(),
                                       .records = slice_empty() };

    section.is_hidden = section.summary.length > 0;
    verdict_add_section(context->verdict, &section, part->prefix, &part->verdict);
}

/* "SPF, DKIM, DMARC, MX and the delegation are right": those that have nothing to tell. */
static struct slice fine_text(const struct domain_context *context)
{
    struct buf buf;

    buf_init(&buf, context->arena, 4096);
    for (size_t i = 0; i <= PART_HOLD; i++) {
        buf_add_text(&buf, i == 0 ? "" : i < PART_HOLD ? ", " : " and ");
        buf_add_text(&buf, i == PART_HOLD ? "the delegation" : context->parts[i].service);
    }
    buf_add_text(&buf, " are right");
    if (context->config->ses.is_asked) {
        buf_printf(&buf, "; %.*s", SLICE_ARGS(context->parts[PART_SES].verdict.fine));
    }
    return buf_slice(&buf);
}

/* ---- 5 ---- */

/* Where the records go: the innermost zone that holds the sender's name. */
static struct dns_name find_zone(const struct domain_context *context)
{
    const struct dns_name *domain = &context->config->common.domain;
    const struct dns_answer *soa = facts_resolve(context->facts, domain, RR_TYPE_SOA);
    struct dns_name zone;

    if (soa != NULL && soa->class == ANSWER_CLASS_POSITIVE && soa->chain_count == 0) {
        return *domain;
    }
    if (name_registrable(domain, &zone) != STATUS_OK) {
        return *domain;
    }
    return soa != NULL && answer_is_negative(soa) && soa->soa != NULL &&
                   name_is_within(domain, soa->soa->owner) && name_is_within(soa->soa->owner, &zone)
               ? *soa->soa->owner
               : zone;
}

static enum status make_plan(struct domain_context *context)
{
    struct domain_details *details = context->details;
    struct dns_name zone = find_zone(context);
    struct plan *plan = arena_alloc(context->arena, sizeof *plan);
    bool takes_mail;

    if (plan == NULL) {
        return STATUS_NO_MEMORY;
    }
    plan_init(plan, &zone, context->arena);
    mx_rules_plan(details->mx, plan);
    takes_mail = plan->count > 0;
    spf_rules_plan(details->spf, plan);
    dkim_rules_plan(details->dkim, &context->dkim, plan);
    ses_rules_plan(details->ses, plan);
    dmarc_rules_plan(details->dmarc, takes_mail, plan);
    details->plan = plan;
    context->verdict->appendix =
        arena_printf(context->arena, "Records of %.*s in the zone %.*s:\n%.*s",
                     SLICE_ARGS(name_to_text(&context->config->common.domain, context->arena)),
                     SLICE_ARGS(name_to_text(&zone, context->arena)), SLICE_ARGS(plan_lines(plan)));
    return STATUS_OK;
}

enum status domain_rules_judge(const struct domain_config *config, struct facts *facts,
                               struct arena *arena, struct verdict *verdict,
                               const struct domain_details **ret_details)
{
    struct domain_context *context = arena_alloc(arena, sizeof *context);
    struct domain_details *details = arena_alloc(arena, sizeof *details);
    enum status status;

    if (context == NULL || details == NULL) {
        return STATUS_NO_MEMORY;
    }
    context->config = config;
    context->facts = facts;
    context->arena = arena;
    context->verdict = verdict;
    context->details = details;
    *ret_details = details;
    context->part_count = config->ses.is_asked ? PART_COUNT : PART_SES;
    status = heed_ses(context);
    if (status == STATUS_OK) {
        status = judge_parts(context);
    }
    if (status != STATUS_OK || context->waits) {
        return status;
    }
    for (unsigned i = 0; i < context->part_count; i++) {
        add_section(context, (enum part_index)i);
    }
    verdict->fine = fine_text(context);
    if (config->plan) {
        status = make_plan(context);
    }
    return status != STATUS_OK ? status : arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

void domain_rules_describe(const struct domain_details *details, struct json *document)
{
    /* The delegation first: what the others saw of it is the same. */
    if (details != NULL && details->hold != NULL) {
        hold_rules_describe(details->hold, document);
    }
    spf_rules_describe(details != NULL ? details->spf : NULL, document);
    dkim_rules_describe(details != NULL ? details->dkim : NULL, document);
    dmarc_rules_describe(details != NULL ? details->dmarc : NULL, document);
    mx_rules_describe(details != NULL ? details->mx : NULL, document);
    ses_rules_describe(details != NULL ? details->ses : NULL, document);
    if (details != NULL && details->plan != NULL) {
        plan_describe(details->plan, document);
    }
}
