/* SPDX-License-Identifier: MIT */
/* What is shown beside findings: numbers, lines of -v, the member "dmarc" of the JSON document. */
#include "base/buf.h"
#include "base/limits.h"
#include "rules/dmarc_context.h"

/* ---- numbers and sentences ---- */

static void add_perfdata(struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    struct perfdata *datum = verdict_add_perfdata(context->verdict, "policy");
    bool is_known = context->record != NULL && !context->record->list.broken;
    size_t refused = 0;

    *datum = (struct perfdata){ .label = datum->label,
                                .unit = "",
                                .known = by->result == DMARC_DISCOVERY_FOUND,
                                .has_minimum = true,
                                .has_maximum = true,
                                .maximum = 2 };
    if (datum->known) {
        datum->value = (double)by->here.policy - (double)DMARC_POLICY_NONE;
    }
    for (size_t i = 0; i < context->destination_count; i++) {
        const struct dmarc_destination *destination = &context->destinations[i];
        bool is_refused = destination->permission == DMARC_PERMISSION_NONE ||
                          destination->permission == DMARC_PERMISSION_BROKEN;

        refused += is_refused ? 1 : 0;
        is_known = is_known &&
                   (destination->is_sample || destination->permission != DMARC_PERMISSION_UNKNOWN);
    }
    datum = verdict_add_perfdata(context->verdict, "external_refused");
    *datum = (struct perfdata){ .label = datum->label,
                                .unit = "",
                                .known = is_known,
                                .value = (double)refused,
                                .has_minimum = true };
}

/* "p=none, reports to dmarc@example.com". */
static struct slice fine_text(const struct dmarc_context *context)
{
    const struct dmarc_discovery *by = context->by;
    const char *policy = dmarc_policy_text(by->here.policy);
    struct buf buf;

    if (context->record == NULL || policy == NULL) {
        return slice_empty();
    }
    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    buf_printf(&buf, "%s=%s", by->here.tag, policy);
    if (by->inherited) {
        buf_printf(&buf, " from %.*s",
                   SLICE_ARGS(name_to_text(&by->policy_domain, context->arena)));
    }
    for (size_t i = 0; i < context->destination_count; i++) {
        const struct report_address *address = context->destinations[i].address;

        buf_add_text(&buf, i == 0 ? ", reports to " : ", ");
        buf_add(&buf, address->mailto ? address->mailbox : address->uri);
    }
    buf_add_text(&buf, context->destination_count == 0 ? ", no reports" : "");
    return buf_slice(&buf);
}

static void write_discovery(const struct dmarc_context *context, const char *standard,
                            const struct dmarc_discovery *found, struct buf *buf)
{
    const char *policy = dmarc_policy_text(found->here.policy);
    const char *missing = dmarc_policy_text(found->missing.policy);

    buf_printf(buf, "%s: %s", standard, dmarc_discovery_text(found->result));
    if (found->has_policy_domain) {
        buf_printf(buf, " at %.*s, policy %s",
                   SLICE_ARGS(name_to_text(&found->policy_domain, context->arena)),
                   policy != NULL ? policy : "no policy");
    }
    if (missing != NULL) {
        buf_printf(buf, ", for names below that do not exist %s", missing);
    }
    buf_printf(buf, ", organizational domain %.*s",
               SLICE_ARGS(found->has_org_domain ? name_to_text(&found->org_domain, context->arena)
                                                : SLICE("not known")));
}

/* Lines for -v: both generations, the walk, alignment. */
static struct slice evidence_lines(const struct dmarc_context *context)
{
    const struct dmarc_walk *walk = &context->found[DMARC_METHOD_9989].walk;
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    write_discovery(context, "RFC 9989", &context->found[DMARC_METHOD_9989], &buf);
    buf_add_octet(&buf, '\n');
    write_discovery(context, "RFC 7489", &context->found[DMARC_METHOD_7489], &buf);
    for (size_t i = 0; i < walk->count; i++) {
        const struct dmarc_step *step = &walk->steps[i];

        buf_printf(&buf, "\n%.*s: %s, %zu DMARC records",
                   SLICE_ARGS(name_to_text(&step->name, context->arena)),
                   step->answer != NULL ? answer_class_text(step->answer->class) : "not asked",
                   step->record_count);
    }
    if (context->spf != DMARC_ALIGNMENT_PENDING) {
        buf_printf(&buf, "\nSPF domain %.*s: %s",
                   SLICE_ARGS(name_to_text(&context->config->spf_domain, context->arena)),
                   dmarc_alignment_text(context->spf));
    }
    if (context->dkim != DMARC_ALIGNMENT_PENDING) {
        buf_printf(&buf, "\nDKIM domain %.*s: %s",
                   SLICE_ARGS(name_to_text(&context->config->dkim_domain, context->arena)),
                   dmarc_alignment_text(context->dkim));
    }
    return buf_slice(&buf);
}

/* Lines for -vv: every TXT of the walk as published. */
static struct slice record_lines(const struct dmarc_context *context)
{
    const struct dmarc_walk *walk = &context->found[DMARC_METHOD_9989].walk;
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TXT);
    for (size_t i = 0; i < walk->count; i++) {
        const struct dns_answer *answer = walk->steps[i].answer;

        for (size_t r = 0; answer != NULL && r < answer->record_count; r++) {
            buf_printf(&buf, "%s%.*s TXT ", buf.length > 0 ? "\n" : "",
                       SLICE_ARGS(name_to_text(&walk->steps[i].name, context->arena)));
            buf_add_line(&buf, answer->records[r].data.txt.joined);
        }
    }
    return buf_slice(&buf);
}

void dmarc_document_show(struct dmarc_context *context)
{
    add_perfdata(context);
    context->verdict->fine = fine_text(context);
    if (context->config->common.verbosity > 0) {
        context->verdict->evidence = evidence_lines(context);
    }
    if (context->config->common.verbosity > 1) {
        context->verdict->records = record_lines(context);
    }
}

/* ---- the member ---- */

static void add_name(struct json *object, const char *key, bool has, const struct dns_name *name,
                     struct arena *arena)
{
    json_add_known(object, key, has, has ? name_to_text(name, arena) : slice_empty());
}

/* ---- tags ---- */

static void add_addresses(struct json *tags, const char *key, const struct tag *tag,
                          const struct report_addresses *addresses)
{
    struct json *list;

    if (tag == NULL) {
        json_add_null(tags, key);
        return;
    }
    list = json_add_list(tags, key);
    for (size_t i = 0; i < addresses->count; i++) {
        const struct report_address *address = &addresses->addresses[i];
        struct json *object = json_append_object(list);

        json_add_string(object, "uri", address->uri);
        if (address->has_limit && address->limit <= INT64_MAX) {
            json_add_integer(object, "limit", (int64_t)address->limit);
        } else {
            json_add_null(object, "limit");
        }
    }
}

static const char *psd_text(enum dmarc_psd psd)
{
    switch (psd) {
    case DMARC_PSD_UNKNOWN:
        return "u";
    case DMARC_PSD_YES:
        return "y";
    case DMARC_PSD_NO:
        return "n";
    }
    return "u";
}

/* Absent: null. Invalid: null as well, the error tells. */
static void describe_policies(const struct dmarc_record *record, struct json *tags)
{
    json_add_word(tags, "p", dmarc_policy_text(record->p));
    json_add_word(tags, "sp", dmarc_policy_text(record->sp));
    json_add_word(tags, "np", dmarc_policy_text(record->np));
}

static void describe_tags(const struct dmarc_record *record, enum dmarc_method method,
                          struct json *dmarc)
{
    struct json *tags = json_add_object(dmarc, "tags");
    bool is_old = method == DMARC_METHOD_7489;
    struct json *fo;

    describe_policies(record, tags);
    json_add_word(tags, "adkim", record->adkim_strict ? "s" : "r");
    json_add_word(tags, "aspf", record->aspf_strict ? "s" : "r");
    fo = json_add_list(tags, "fo");
    for (size_t i = 0; i < record->fo_count; i++) {
        json_append_string(fo, slice_make(&record->fo[i], 1));
    }
    add_addresses(tags, "rua", record->rua_tag, &record->rua);
    add_addresses(tags, "ruf", record->ruf_tag, &record->ruf);
    json_add_word(tags, "psd", psd_text(record->psd));
    json_add_word(tags, "t", record->testing ? "y" : "n");
    if (is_old || record->pct_tag != NULL) {
        json_add_integer(tags, "pct", record->percent);
    } else {
        json_add_null(tags, "pct");
    }
    if (is_old || record->ri_tag != NULL) {
        json_add_integer(tags, "ri", record->interval);
    } else {
        json_add_null(tags, "ri");
    }
}

/* ---- discovery ---- */

static void describe_discovery(const struct dmarc_discovery *found, const char *key,
                               struct arena *arena, struct json *dmarc)
{
    struct json *object = json_add_object(dmarc, key);
    bool is_known = found->result != DMARC_DISCOVERY_PENDING;
    struct json *queries;

    json_add_word(object, "method", found->method == DMARC_METHOD_9989 ? "9989" : "7489");
    json_add_word(object, "result", is_known ? dmarc_discovery_text(found->result) : NULL);
    add_name(object, "policy_domain", found->has_policy_domain, &found->policy_domain, arena);
    add_name(object, "org_domain", found->has_org_domain, &found->org_domain, arena);
    json_add_word(object, "policy", dmarc_policy_text(found->here.requested));
    json_add_word(object, "applied", dmarc_policy_text(found->here.policy));
    json_add_word(object, "tag", found->here.tag[0] != '\0' ? found->here.tag : NULL);
    json_add_word(object, "nonexistent", dmarc_policy_text(found->missing.policy));
    queries = json_add_list(object, "queries");
    for (size_t i = 0; i < found->walk.count; i++) {
        json_append_string(queries, name_to_text(&found->walk.steps[i].name, arena));
    }
}

/* ---- reports and alignment ---- */

static const char *permission_text(enum dmarc_permission permission)
{
    switch (permission) {
    case DMARC_PERMISSION_SAME:
        return "same-domain";
    case DMARC_PERMISSION_GRANTED:
        return "found";
    case DMARC_PERMISSION_NONE:
        return "none";
    case DMARC_PERMISSION_BROKEN:
        return "permerror";
    case DMARC_PERMISSION_PENDING:
    case DMARC_PERMISSION_UNKNOWN:
        break;
    }
    return "temperror";
}

static void describe_external(const struct dmarc_context *context, struct json *dmarc)
{
    struct json *list = json_add_list(dmarc, "external");

    for (size_t i = 0; i < context->destination_count; i++) {
        const struct dmarc_destination *destination = &context->destinations[i];
        struct json *object = json_append_object(list);

        json_add_string(object, "destination", destination->address->uri);
        json_add_bool(object, "accepted",
                      destination->permission == DMARC_PERMISSION_SAME ||
                          destination->permission == DMARC_PERMISSION_GRANTED);
        json_add_word(object, "result", permission_text(destination->permission));
    }
}

static void describe_one_alignment(struct json *object, const char *key, bool asked, bool strict,
                                   enum dmarc_alignment alignment)
{
    struct json *member;

    if (!asked) {
        json_add_null(object, key);
        return;
    }
    member = json_add_object(object, key);
    json_add_word(member, "mode", strict ? "s" : "r");
    if (alignment == DMARC_ALIGNMENT_ALIGNED || alignment == DMARC_ALIGNMENT_NOT_ALIGNED) {
        json_add_bool(member, "aligned", alignment == DMARC_ALIGNMENT_ALIGNED);
    } else {
        json_add_null(member, "aligned");
    }
}

static void describe_alignment(const struct dmarc_context *context, struct json *dmarc)
{
    const struct dmarc_config *config = context->config;
    const struct dmarc_record *record = context->record;
    struct json *object = json_add_object(dmarc, "alignment");

    describe_one_alignment(object, "spf", config->has_spf_domain,
                           record != NULL && record->aspf_strict, context->spf);
    describe_one_alignment(object, "dkim", config->has_dkim_domain,
                           record != NULL && record->adkim_strict, context->dkim);
}

static void describe_record(const struct dmarc_context *context, struct json *dmarc)
{
    const struct dmarc_record *record = context->record;
    enum dmarc_method method = context->config->method;

    if (record == NULL) {
        json_add_null(dmarc, "record");
        json_add_null(dmarc, "valid");
        json_add_null(dmarc, "error");
        json_add_null(dmarc, "tags");
        return;
    }
    json_add_string(dmarc, "record", record->text);
    json_add_bool(dmarc, "valid", record->valid[method]);
    if (record->valid[method]) {
        json_add_null(dmarc, "error");
    } else {
        json_add_string(dmarc, "error", record->error[method]);
    }
    describe_tags(record, method, dmarc);
}

const struct differential *dmarc_rules_differential(const struct dmarc_details *details)
{
    return details != NULL ? details->context.differential : NULL;
}

void dmarc_rules_describe(const struct dmarc_details *details, struct json *document)
{
    struct json *dmarc = json_add_object(document, "dmarc");

    if (details == NULL || details->context.by == NULL) {
        json_add_null(dmarc, "record");
        json_add_null(dmarc, "valid");
        return;
    }
    describe_record(&details->context, dmarc);
    describe_discovery(&details->context.found[DMARC_METHOD_9989], "discovery", details->arena,
                       dmarc);
    describe_discovery(&details->context.found[DMARC_METHOD_7489], "discovery_7489", details->arena,
                       dmarc);
    describe_external(&details->context, dmarc);
    describe_alignment(&details->context, dmarc);
}
