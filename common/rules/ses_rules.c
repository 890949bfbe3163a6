/* SPDX-License-Identifier: MIT */
/*
 * The judgement, in order:
 *
 * 1. The identity. When there is none in this region, or it does not say whether it may send, the
 *    list of the account's identities as well.
 * 2. Each record that it expects, as DNS has it (ses_compare.c).
 * 3. Where one of them is not right, or the whole domain is not to be seen: what the registrar and
 *    the DNS host have of it (ses_host.c). While answers are wanted that is all.
 * 4. What could not be asked or read. Nothing of that touches what DNS says.
 * 5. Whether SES lets the domain send. It is told with what hinders it: a record, or nothing but a
 *    console that has not looked again.
 * 6. Records that are absent or different, unless the whole domain is not to be seen. A second DKIM
 *    key beside a good one, or a DMARC record beside a policy that applies, is not worth an alarm,
 *    nor while the other one is not known.
 * 7. Records that are right and that the console has otherwise.
 */
#include "rules/ses_rules.h"

#include "base/buf.h"
#include "rules/invisible.h"
#include "rules/publish.h"
#include "rules/ses_context.h"

#define LIST_MAXIMUM ((size_t)LIMIT_TEXT_OUTPUT)

static struct slice domain_text(const struct ses_context *context)
{
    return name_to_text(context->request.domain, context->arena);
}

static struct finding *add(struct ses_context *context, enum finding_id id)
{
    struct finding *finding = verdict_add(context->verdict, id);

    finding->name = domain_text(context);
    return finding;
}

struct slice ses_context_label(const struct ses_context *context, const struct ses_record *record)
{
    return arena_printf(context->arena, "%s at %.*s", rr_type_text(record->attribute->rr_type),
                        SLICE_ARGS(name_to_text(&record->attribute->name, context->arena)));
}

bool ses_context_verified(const struct ses_context *context, bool *ret_verified)
{
    if (context->identity.has_verified) {
        *ret_verified = context->identity.is_verified;
        return true;
    }
    *ret_verified = context->list.can_send;
    return context->list.is_listed && context->list.has_sending;
}

/* ---- 1 ---- */

static bool is_data(const struct api_outcome *outcome)
{
    return outcome->result == API_RESULT_DATA;
}

static bool is_not_found(const struct api_outcome *outcome)
{
    return outcome->result == API_RESULT_ERROR && outcome->error.class == API_CLASS_NOT_FOUND;
}

static enum status ask_list(struct ses_context *context)
{
    context->list_answer =
        facts_api(context->facts, API_ACTION_LIST_IDENTITIES, context->request.domain);
    if (context->list_answer == NULL || context->list_answer->heard != API_HEARD_REPLY) {
        return STATUS_OK;
    }
    return ses_list_read(&context->list_answer->http, context->request.domain, context->arena,
                         &context->list);
}

static enum status ask_identity(struct ses_context *context)
{
    const struct ses_identity *identity = &context->identity;
    enum status status;

    context->identity_answer =
        facts_api(context->facts, API_ACTION_GET_IDENTITY, context->request.domain);
    if (context->identity_answer == NULL || context->identity_answer->heard != API_HEARD_REPLY) {
        return STATUS_OK;
    }
    status = ses_identity_read(&context->identity_answer->http, context->request.domain,
                               context->arena, &context->identity);
    if (status == STATUS_OK &&
        (is_not_found(&identity->api) || (is_data(&identity->api) && !identity->has_verified))) {
        status = ask_list(context);
    }
    return status;
}

/* ---- 2 and 3 ---- */

static bool is_wrong(const struct ses_record *record)
{
    return record->sight == SES_SIGHT_ABSENT || record->sight == SES_SIGHT_OTHER ||
           (record->answer != NULL && invisible_is_failure(record->answer));
}

static enum status look_at_records(struct ses_context *context)
{
    bool is_trouble = context->request.is_hidden;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < context->identity.attribute_count && status == STATUS_OK; i++) {
        struct ses_record *record = &context->records[i];

        record->attribute = &context->identity.attributes[i];
        status = ses_compare(context, record);
        is_trouble = is_trouble || is_wrong(record);
    }
    context->record_count = context->identity.attribute_count;
    return status == STATUS_OK && is_trouble ? ses_host_ask(context) : status;
}

/* ---- 4 ---- */

static const char *service_title(enum api_service service)
{
    switch (service) {
    case API_SERVICE_SES:
        return "the API of SES";
    case API_SERVICE_DOMAIN:
        return "the API of the registrar (domain)";
    case API_SERVICE_DNSPOD:
        return "the API of DNSPod";
    case API_SERVICE_COUNT:
        break;
    }
    return "the API";
}

static const char *class_sentence(enum api_class class)
{
    switch (class) {
    case API_CLASS_CREDENTIALS:
        return "does not accept the credentials";
    case API_CLASS_CLOCK:
        return "does not accept the time: the clock of this machine is off by more than 5 minutes";
    case API_CLASS_RIGHTS:
        return "does not allow these credentials to ask, or not from this address";
    case API_CLASS_LIMIT:
        return "has had too many requests";
    case API_CLASS_UNAVAILABLE:
        return "is out of order";
    case API_CLASS_NONE:
    case API_CLASS_NOT_FOUND:
    case API_CLASS_OTHER:
        break;
    }
    return "refuses to answer";
}

static struct slice class_advice(enum api_class class, enum api_service service,
                                 struct arena *arena)
{
    static const char *const rights[API_SERVICE_COUNT] = {
        [API_SERVICE_SES] = "ses:GetEmailIdentity and ses:ListEmailIdentities",
        [API_SERVICE_DOMAIN] = "domain:DescribeDomainSimpleInfo",
        [API_SERVICE_DNSPOD] = "dnspod:DescribeDomain and dnspod:DescribeRecordList",
    };

    switch (class) {
    case API_CLASS_CREDENTIALS:
        return SLICE("Mend the credentials: SecretId and SecretKey are one pair, without blanks, "
                     "of a user that is not disabled; a token runs out with its session.");
    case API_CLASS_CLOCK:
        return SLICE("Set the clock of this machine, and have it kept right (NTP).");
    case API_CLASS_RIGHTS:
        return arena_printf(arena,
                            "Grant the user a policy with %s, and allow the address of this host "
                            "if the user is bound to some.",
                            rights[service]);
    case API_CLASS_LIMIT:
        return SLICE("Ask less often: 20 requests a second are allowed for all checks together.");
    case API_CLASS_UNAVAILABLE:
        return SLICE("Wait: the fault is the service's.");
    case API_CLASS_NONE:
    case API_CLASS_NOT_FOUND:
    case API_CLASS_OTHER:
        break;
    }
    return slice_empty();
}

static void report_refusal(struct ses_context *context, const struct ses_call *call)
{
    const struct api_error *error = &call->outcome->error;
    struct finding *finding = add(context, FINDING_SES_REFUSED);
    struct slice code = error->code.length > 0 ? error->code : SLICE("without a code");
    struct buf buf;

    verdict_set_state(context->verdict, finding, call->state);
    finding->rank = 5 + (unsigned)call->service;
    buf_init(&buf, context->arena, (size_t)8 * LIMIT_API_TEXT); /* of texts with escapes */
    buf_printf(&buf, "%s %s (", service_title(call->service), class_sentence(error->class));
    buf_add_line(&buf, code);
    buf_add_text(&buf, ")");
    finding->brief = arena_copy(context->arena, buf_slice(&buf));
    if (error->message.length > 0) {
        buf_add_text(&buf, ": ");
        buf_add_line(&buf, slice_trim(error->message));
    }
    finding->message = buf_slice(&buf);
    finding->advice = class_advice(error->class, call->service, context->arena);
}

static void report_failure(struct ses_context *context, const struct ses_call *call)
{
    const struct api_answer *answer = call->answer;
    bool is_unreachable = answer->heard == API_HEARD_UNREACHABLE;
    struct slice reason = answer->heard == API_HEARD_REPLY ? call->outcome->reason : answer->reason;
    struct finding *finding =
        add(context, is_unreachable ? FINDING_SES_UNREACHABLE : FINDING_SES_UNREADABLE);

    verdict_set_state(context->verdict, finding, call->state);
    finding->rank = 5 + (unsigned)call->service;
    finding->message = arena_printf(
        context->arena, "%s %s%s%.*s: %.*s", service_title(call->service),
        is_unreachable ? "could not be asked" : "sent no reply that can be read",
        answer->server.length > 0 ? " at " : "", SLICE_ARGS(answer->server), SLICE_ARGS(reason));
}

bool ses_context_report(struct ses_context *context, const struct ses_call *call)
{
    if (call->answer->heard != API_HEARD_REPLY || call->outcome->result == API_RESULT_UNREADABLE) {
        report_failure(context, call);
        return false;
    }
    if (is_not_found(call->outcome)) {
        return false;
    }
    if (call->outcome->result == API_RESULT_ERROR) {
        report_refusal(context, call);
        return false;
    }
    return true;
}

static void report_not_found(struct ses_context *context)
{
    struct slice region = api_config_region(context->request.api);
    struct slice others = slice_empty();
    struct finding *finding = add(context, FINDING_SES_NOT_FOUND);

    if (is_data(&context->list.api) && !context->list.is_listed) {
        others = context->list.count == 0
                     ? SLICE(", which has none there")
                     : arena_printf(context->arena, ", which has %zu other%s there",
                                    context->list.count, context->list.count == 1 ? "" : "s");
    }
    finding->message =
        arena_printf(context->arena, "no sender domain of this account in the region %.*s%.*s",
                     SLICE_ARGS(region), SLICE_ARGS(others));
}

/* Whether there is an identity to judge. */
static bool judge_call(struct ses_context *context)
{
    struct ses_call call = { .service = API_SERVICE_SES,
                             .answer = context->identity_answer,
                             .outcome = &context->identity.api,
                             .state = STATE_UNKNOWN };

    if (call.answer->heard == API_HEARD_REPLY && is_not_found(call.outcome)) {
        report_not_found(context);
        return false;
    }
    if (!ses_context_report(context, &call)) {
        return false;
    }
    /* Of the list nothing is wanted but whether the domain may send. */
    call.answer = context->list_answer;
    call.outcome = &context->list.api;
    return call.answer == NULL || ses_context_report(context, &call);
}

/* ---- 5 ---- */

static const struct ses_record *first_wrong(const struct ses_context *context, size_t *ret_count)
{
    const struct ses_record *first = NULL;

    *ret_count = 0;
    for (size_t i = 0; i < context->record_count; i++) {
        const struct ses_record *record = &context->records[i];

        if (record->sight == SES_SIGHT_ABSENT || record->sight == SES_SIGHT_OTHER) {
            first = first == NULL ? record : first;
            (*ret_count)++;
        }
    }
    return first;
}

/* Whether every record that SES expects is seen and right. */
static bool all_right(const struct ses_context *context)
{
    for (size_t i = 0; i < context->record_count; i++) {
        if (context->records[i].sight != SES_SIGHT_RIGHT) {
            return false;
        }
    }
    return context->record_count > 0 && !context->identity.truncated;
}

static struct slice hindrance_text(const struct ses_context *context)
{
    size_t count = 0;
    const struct ses_record *wrong = first_wrong(context, &count);

    if (context->request.is_hidden) {
        return SLICE("its records cannot be seen in DNS");
    }
    if (wrong != NULL) {
        struct slice more =
            count > 1 ? arena_printf(context->arena, ", and %zu more", count - 1) : slice_empty();

        return arena_printf(context->arena, "the %.*s is %s%.*s",
                            SLICE_ARGS(ses_context_label(context, wrong)),
                            wrong->sight == SES_SIGHT_ABSENT ? "missing" : "not what is expected",
                            SLICE_ARGS(more));
    }
    return all_right(context) ? SLICE("DNS has every record, so press Verify in the console")
                              : SLICE("DNS could not tell what hinders it");
}

static void judge_verified(struct ses_context *context)
{
    bool is_verified = false;
    struct finding *finding;

    if (!ses_context_verified(context, &is_verified) || is_verified) {
        return;
    }
    finding = add(context, FINDING_SES_NOT_VERIFIED);
    finding->same_cause = context->request.is_hidden;
    finding->message = arena_printf(
        context->arena, "not verified in %.*s, SES refuses its mail: %.*s",
        SLICE_ARGS(api_config_region(context->request.api)), SLICE_ARGS(hindrance_text(context)));
    if (all_right(context)) {
        finding->advice = SLICE("Press Verify in the console of SES.");
    } else if (!context->request.is_hidden) {
        finding->advice = SLICE("Mend the records first, then press Verify in the console of SES.");
    } else {
        finding->advice = SLICE("Have the domain seen in DNS again first, then press Verify in the "
                                "console of SES.");
    }
}

/* ---- 6 ---- */

/* Whether another key is right, or could not be heard of: one is enough to send with. */
static bool may_sign(const struct ses_context *context)
{
    for (size_t i = 0; i < context->record_count; i++) {
        const struct ses_record *record = &context->records[i];

        if (record->attribute->purpose == SES_PURPOSE_DKIM && record->answer != NULL &&
            (record->sight == SES_SIGHT_RIGHT || record->sight == SES_SIGHT_UNKNOWN)) {
            return true;
        }
    }
    return false;
}

static struct slice advice_for(const struct ses_context *context, const struct ses_record *record,
                               bool is_there)
{
    const struct ses_attribute *attribute = record->attribute;
    struct slice value = slice_trim(attribute->expected);
    bool is_spf = attribute->purpose == SES_PURPOSE_SPF && is_there;

    if (value.length == 0 || attribute->cut) {
        return slice_empty();
    }
    if (attribute->rr_type == RR_TYPE_TXT && !is_spf) {
        return publish_advice(is_there ? "Replace the record" : "Publish", &attribute->name, value,
                              context->arena);
    }
    if (is_spf) {
        return arena_printf(context->arena, "Keep one record, and have in it, before all: %.*s",
                            SLICE_ARGS(publish_value(value, context->arena)));
    }
    return arena_printf(context->arena, "%s as %s at %.*s:\n%.*s",
                        is_there ? "Replace the record" : "Publish",
                        rr_type_text(attribute->rr_type),
                        SLICE_ARGS(publish_host(&attribute->name, context->arena)),
                        SLICE_ARGS(publish_value(value, context->arena)));
}

/* Whether another finding tells the same: that the domain is not verified, or the one on a record
 * that its own section misses. */
static bool is_told(const struct ses_context *context, const struct ses_record *record)
{
    return verdict_has(context->verdict, FINDING_SES_NOT_VERIFIED) ||
           (record->sight == SES_SIGHT_ABSENT && record->attribute->purpose != SES_PURPOSE_OTHER);
}

static void judge_record(struct ses_context *context, const struct ses_record *record)
{
    const struct ses_attribute *attribute = record->attribute;
    bool is_there = record->sight == SES_SIGHT_OTHER;
    struct finding *finding;

    if (!is_there && record->sight != SES_SIGHT_ABSENT) {
        return;
    }
    finding = add(context, is_there ? FINDING_SES_DIFFERS : FINDING_SES_ABSENT);
    finding->rank = is_there ? 2 : 1;
    finding->same_cause = is_told(context, record);
    finding->name = name_to_text(&attribute->name, context->arena);
    finding->type = rr_type_text(attribute->rr_type);
    if (attribute->purpose == SES_PURPOSE_MX && is_there) {
        verdict_set_state(context->verdict, finding, STATE_INFO); /* mx.null tells it */
    } else if ((attribute->purpose == SES_PURPOSE_DKIM && may_sign(context)) ||
               (attribute->purpose == SES_PURPOSE_DMARC && !is_there &&
                context->request.has_policy)) {
        verdict_set_state(context->verdict, finding, STATE_WARNING);
    }
    finding->message =
        is_there ? arena_printf(context->arena, "the %.*s is not what SES expects: %.*s",
                                SLICE_ARGS(ses_context_label(context, record)),
                                SLICE_ARGS(record->because))
                 : arena_printf(context->arena, "SES expects a %.*s, and DNS does not have it",
                                SLICE_ARGS(ses_context_label(context, record)));
    finding->advice = advice_for(context, record, is_there);
}

/* ---- 7 ---- */

static bool is_stale(const struct ses_record *record)
{
    return record->sight == SES_SIGHT_RIGHT && record->attribute->has_status &&
           !record->attribute->is_good;
}

static void judge_stale(struct ses_context *context)
{
    const struct ses_record *first = NULL;
    struct finding *finding;
    size_t count = 0;

    for (size_t i = 0; i < context->record_count; i++) {
        if (is_stale(&context->records[i])) {
            first = first == NULL ? &context->records[i] : first;
            count++;
        }
    }
    if (first == NULL) {
        return;
    }
    finding = add(context, FINDING_SES_CONSOLE_STALE);
    finding->rank = 3;
    finding->name = name_to_text(&first->attribute->name, context->arena);
    finding->type = rr_type_text(first->attribute->rr_type);
    finding->same_cause = verdict_has(context->verdict, FINDING_SES_NOT_VERIFIED);
    finding->message = arena_printf(
        context->arena, "DNS has the %.*s as SES expects it%s, but the console %s: press Verify",
        SLICE_ARGS(ses_context_label(context, first)), count > 1 ? ", and others" : "",
        !first->attribute->has_current                      ? "says no"
        : slice_trim(first->attribute->current).length == 0 ? "saw none"
                                                            : "saw another value");
}

/* ---- the whole ---- */

static void judge(struct ses_context *context)
{
    bool has_identity = judge_call(context);

    if (has_identity) {
        judge_verified(context);
        for (size_t i = 0; i < context->record_count && !context->request.is_hidden; i++) {
            judge_record(context, &context->records[i]);
        }
        judge_stale(context);
    }
    ses_host_judge(context);
    ses_document_show(context);
}

enum status ses_rules_judge(const struct ses_request *request, struct facts *facts,
                            struct arena *arena, struct verdict *verdict,
                            const struct ses_details **ret_details)
{
    struct ses_details *details = arena_alloc(arena, sizeof *details);
    struct ses_context *context;
    enum status status;

    if (details == NULL) {
        return STATUS_NO_MEMORY;
    }
    context = &details->context;
    context->request = *request;
    context->facts = facts;
    context->arena = arena;
    context->verdict = verdict;
    status = ask_identity(context);
    if (status == STATUS_OK) {
        status = look_at_records(context);
    }
    if (status != STATUS_OK) {
        return status;
    }
    *ret_details = details;
    if (context->identity_answer != NULL && !facts_is_waiting(facts)) {
        judge(context);
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status ses_rules_selectors(struct facts *facts, const struct dns_name *domain,
                                struct arena *arena,
                                struct slice ret_selectors[SES_SELECTORS_MAXIMUM],
                                size_t *ret_count)
{
    const struct api_answer *answer = facts_known_api(facts, API_ACTION_GET_IDENTITY, domain);
    struct ses_identity *identity;
    enum status status;

    *ret_count = 0;
    if (answer == NULL || answer->heard != API_HEARD_REPLY) {
        return STATUS_OK;
    }
    identity = arena_alloc(arena, sizeof *identity);
    if (identity == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = ses_identity_read(&answer->http, domain, arena, identity);
    for (size_t i = 0;
         status == STATUS_OK && i < identity->attribute_count && *ret_count < SES_SELECTORS_MAXIMUM;
         i++) {
        const struct ses_attribute *attribute = &identity->attributes[i];

        if (attribute->purpose == SES_PURPOSE_DKIM && !attribute->is_foreign) {
            ret_selectors[*ret_count] = attribute->selector;
            (*ret_count)++;
        }
    }
    return status;
}
