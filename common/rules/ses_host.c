/* SPDX-License-Identifier: MIT */
/*
 * What the registrar and the DNS host of the account have of the domain. They are asked only where
 * DNS does not show what it should, and tell why; what they have to say of a domain that is fine is
 * nobody's business, and old zones that nobody delegates to any more are many.
 *
 * 1. The zone: blocked or paused, nothing of it is served.
 * 2. The servers that the plan has, against those of the zone above.
 * 3. The records that DNS does not show: switched off, or bound to a line.
 *
 * A domain that is not in the account is no finding: it lives elsewhere. Trouble with these APIs is
 * one only when the user named where to ask them.
 */
#include "base/buf.h"
#include "rules/invisible.h"
#include "rules/ses_context.h"

#define SERVERS_SHOWN 4
#define LINE_SHOWN 60 /* octets of a line's name */

/* ---- asking ---- */

static bool is_wanted(const struct ses_context *context, enum api_service service)
{
    return api_config_endpoint(context->request.api, service, context->arena).length > 0;
}

static bool is_reply(const struct api_answer *answer)
{
    return answer != NULL && answer->heard == API_HEARD_REPLY;
}

static enum status ask_registrar(struct ses_context *context)
{
    context->info_answer = facts_api(context->facts, API_ACTION_DOMAIN_INFO, &context->registrable);
    return is_reply(context->info_answer)
               ? domain_info_read(&context->info_answer->http, &context->registrable,
                                  context->arena, &context->info)
               : STATUS_OK;
}

static enum status ask_host(struct ses_context *context)
{
    enum status status = STATUS_OK;

    context->host_answer = facts_api(context->facts, API_ACTION_HOST_ZONE, &context->registrable);
    context->host_records_answer =
        facts_api(context->facts, API_ACTION_HOST_RECORDS, &context->registrable);
    if (is_reply(context->host_answer)) {
        status = dns_host_read(&context->host_answer->http, &context->registrable, context->arena,
                               &context->host);
    }
    if (status == STATUS_OK && is_reply(context->host_records_answer)) {
        status = dns_host_records_read(&context->host_records_answer->http, &context->registrable,
                                       context->arena, &context->host_records);
    }
    return status;
}

enum status ses_host_ask(struct ses_context *context)
{
    enum status status = STATUS_OK;

    context->has_registrable =
        name_registrable(context->request.domain, &context->registrable) == STATUS_OK;
    if (!context->has_registrable) {
        return STATUS_OK;
    }
    if (is_wanted(context, API_SERVICE_DOMAIN)) {
        status = ask_registrar(context);
    }
    if (status == STATUS_OK && is_wanted(context, API_SERVICE_DNSPOD)) {
        status = ask_host(context);
    }
    return status;
}

enum status ses_rules_real_name(struct facts *facts, const struct dns_name *domain,
                                struct arena *arena, enum domain_real_name *ret_real_name)
{
    struct dns_name registrable;
    const struct api_answer *answer = NULL;
    struct domain_info *info = arena_alloc(arena, sizeof *info);
    enum status status;

    *ret_real_name = DOMAIN_REAL_NAME_NONE;
    if (info == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (name_registrable(domain, &registrable) == STATUS_OK) {
        answer = facts_known_api(facts, API_ACTION_DOMAIN_INFO, &registrable);
    }
    if (!is_reply(answer)) {
        return STATUS_OK;
    }
    status = domain_info_read(&answer->http, &registrable, arena, info);
    if (status == STATUS_OK && info->api.result == API_RESULT_DATA) {
        *ret_real_name = info->real_name;
    }
    return status;
}

/* ---- judging ---- */

static struct finding *add(struct ses_context *context, struct slice message, const char *advice)
{
    struct finding *finding = verdict_add(context->verdict, FINDING_SES_DNS_HOST);

    finding->rank = 4;
    finding->name = name_to_text(&context->registrable, context->arena);
    finding->message = message;
    finding->advice = slice_of(advice);
    return finding;
}

/* ---- 1 ---- */

static void judge_zone(struct ses_context *context)
{
    struct slice zone = name_to_text(&context->registrable, context->arena);

    if (context->host.status == DNS_HOST_STATUS_PAUSE) {
        (void)add(context,
                  arena_printf(context->arena,
                               "the zone %.*s is paused at DNSPod: nothing of it is served",
                               SLICE_ARGS(zone)),
                  "Switch the zone on again in the console of DNSPod.");
    } else if (context->host.status == DNS_HOST_STATUS_SPAM) {
        (void)add(context,
                  arena_printf(context->arena,
                               "DNSPod has blocked the zone %.*s: nothing of it is served",
                               SLICE_ARGS(zone)),
                  "Ask the support of DNSPod why the zone is blocked.");
    }
}

/* ---- 2 ---- */

static bool is_among(const struct delegation_hosts *hosts, const struct dns_name *name)
{
    for (size_t i = 0; i < hosts->count; i++) {
        if (name_equal(&hosts->names[i], name)) {
            return true;
        }
    }
    return false;
}

/* Whether the zone above names servers and none of the plan's; what it names counts, and only where
 * that is not known what DNSPod last saw. */
static bool is_elsewhere(const struct ses_context *context)
{
    const struct delegation_hosts *servers = context->request.servers;
    const struct api_names *expected = &context->host.expected;

    if (expected->count == 0) {
        return false;
    }
    if (servers == NULL || servers->count == 0) {
        return context->host.has_dns_status && context->host.is_dns_error;
    }
    for (size_t i = 0; i < expected->count; i++) {
        if (is_among(servers, &expected->items[i])) {
            return false;
        }
    }
    return true;
}

static struct slice list_text(const struct dns_name *names, size_t count, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < count && i < SERVERS_SHOWN; i++) {
        buf_printf(&buf, "%s%.*s", i > 0 ? ", " : "", SLICE_ARGS(name_to_text(&names[i], arena)));
    }
    return buf_slice(&buf);
}

static void judge_servers(struct ses_context *context)
{
    const struct delegation_hosts *servers = context->request.servers;
    const struct dns_host *host = &context->host;
    bool is_known = servers != NULL && servers->count > 0;
    struct slice actual = is_known
                              ? list_text(servers->names, servers->count, context->arena)
                              : list_text(host->actual.items, host->actual.count, context->arena);

    if (!is_elsewhere(context)) {
        return;
    }
    (void)add(context,
              arena_printf(
                  context->arena,
                  "DNSPod serves %.*s at %.*s, but the zone above names %.*s: records at "
                  "DNSPod are not seen",
                  SLICE_ARGS(name_to_text(&context->registrable, context->arena)),
                  SLICE_ARGS(list_text(host->expected.items, host->expected.count, context->arena)),
                  SLICE_ARGS(actual.length > 0 ? actual : SLICE("others"))),
              "Set the name servers of the plan at the registrar, or publish the records where the "
              "domain is served.");
}

/* ---- 3 ---- */

/* How DNSPod has the record that DNS does not show. */
struct host_view {
    const struct dns_host_record *off;  /* switched off */
    const struct dns_host_record *line; /* served to some only */
    bool is_served;                     /* to everybody */
};

static struct host_view look_up(const struct ses_context *context,
                                const struct ses_attribute *attribute)
{
    struct host_view view = { .is_served = false };

    for (size_t i = 0; i < context->host_records.count; i++) {
        const struct dns_host_record *item = &context->host_records.items[i];

        if (!item->has_name || item->rr_type != attribute->rr_type ||
            !name_equal(&item->name, &attribute->name)) {
            continue;
        }
        if (item->status == DNS_HOST_RECORD_STATUS_DISABLE) {
            view.off = view.off == NULL ? item : view.off;
        } else if (!item->is_default_line) {
            view.line = view.line == NULL ? item : view.line;
        } else {
            view.is_served = true;
        }
    }
    return view;
}

static void judge_host_record(struct ses_context *context, const struct ses_record *record)
{
    struct host_view view = look_up(context, record->attribute);
    struct slice label;
    struct finding *finding;

    if (view.is_served || (view.off == NULL && view.line == NULL)) {
        return;
    }
    label = ses_context_label(context, record);
    if (view.line != NULL) {
        finding = add(context, slice_empty(),
                      "Set the line of the record to the default one in the console of DNSPod.");
        finding->message =
            arena_join(context->arena,
                       arena_printf(context->arena,
                                    "DNSPod serves the %.*s to one line only: ", SLICE_ARGS(label)),
                       slice_head(view.line->line, LINE_SHOWN));
    } else {
        finding = add(context, slice_empty(), "Switch the record on in the console of DNSPod.");
        finding->message =
            arena_printf(context->arena, "the %.*s is switched off at DNSPod", SLICE_ARGS(label));
    }
    finding->name = name_to_text(&record->attribute->name, context->arena);
    finding->type = rr_type_text(record->attribute->rr_type);
}

static void judge_host_records(struct ses_context *context)
{
    for (size_t i = 0; i < context->record_count && !context->request.is_hidden; i++) {
        const struct ses_record *record = &context->records[i];

        if (record->attribute->has_name &&
            (record->sight == SES_SIGHT_ABSENT || record->sight == SES_SIGHT_OTHER ||
             (record->answer != NULL && invisible_is_failure(record->answer)))) {
            judge_host_record(context, record);
        }
    }
}

/* ---- the whole ---- */

/* Who names an endpoint relies on it. */
static bool has_told(struct ses_context *context, enum api_service service,
                     const struct api_answer *answer, const struct api_outcome *outcome)
{
    struct ses_call call = { .service = service,
                             .answer = answer,
                             .outcome = outcome,
                             .state =
                                 context->request.api->has_endpoints ? STATE_UNKNOWN : STATE_INFO };

    return answer != NULL && ses_context_report(context, &call);
}

void ses_host_judge(struct ses_context *context)
{
    bool has_zone;

    (void)has_told(context, API_SERVICE_DOMAIN, context->info_answer, &context->info.api);
    has_zone = has_told(context, API_SERVICE_DNSPOD, context->host_answer, &context->host.api);
    if (!has_zone) {
        return; /* what hinders one action hinders the other */
    }
    judge_zone(context);
    judge_servers(context);
    if (has_told(context, API_SERVICE_DNSPOD, context->host_records_answer,
                 &context->host_records.api)) {
        judge_host_records(context);
    }
}
