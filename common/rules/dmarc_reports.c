/* SPDX-License-Identifier: MIT */
/*
 * Where reports go, for each distinct address of rua and ruf:
 *
 * 1. Is its host of the same organisation as the domain where the record was found? Else a
 *    permission record is asked for (RFC 9990 4, RFC 9991 5, RFC 7489 7.1).
 * 2. Does its host take mail: MX, else A or AAAA.
 * 3. Is it an address out of a tutorial?
 *
 * All of it is asked in one round as soon as the record is known; addresses only where the MX is
 * denied.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "rules/dmarc_context.h"
#include "rules/dns_rules.h"
#include "rules/visibility.h"

static void fail_unknown(struct dmarc_destination *destination, const struct dns_name *name,
                         enum rr_type type, const struct dns_answer *answer)
{
    if (destination->trouble == NULL) {
        destination->trouble = answer;
        destination->trouble_name = *name;
        destination->trouble_type = type;
    }
}

/* ---- 1 ---- */

/* "v=DMARC1" in front, a tag list, and no address of another host in it (RFC 9990 4). */
static bool is_permission(struct slice text, const struct dmarc_destination *destination,
                          struct arena *arena)
{
    const char *tag = destination->for_failures ? "ruf" : "rua";
    struct taglist list;
    const struct tag *other;
    struct report_addresses addresses;

    if (!dmarc_record_is_dmarc(text) ||
        taglist_parse(TAGLIST_KIND_DMARC, text, arena, &list) != STATUS_OK || list.broken) {
        return false;
    }
    other = taglist_find(&list, tag);
    if (other == NULL || other->value.length == 0) {
        return true;
    }
    if (report_address_parse(other->value, other->value_offset, arena, &addresses) != STATUS_OK) {
        return false;
    }
    for (size_t i = 0; i < addresses.count; i++) {
        const struct report_address *address = &addresses.addresses[i];

        if (!address->has_host || !name_equal(&address->host, &destination->address->host)) {
            return false;
        }
    }
    return true;
}

static void take_permission(struct dmarc_context *context, struct dmarc_destination *destination,
                            const struct dns_answer *answer)
{
    enum denial_grade grade;

    if (answer->class == ANSWER_CLASS_POSITIVE) {
        destination->permission = DMARC_PERMISSION_NONE;
        for (size_t i = 0; i < answer->record_count; i++) {
            struct slice text = answer->records[i].data.txt.joined;

            if (is_permission(text, destination, context->arena)) {
                destination->permission = DMARC_PERMISSION_GRANTED;
                return;
            }
            if (dmarc_record_is_dmarc(text)) {
                destination->permission = DMARC_PERMISSION_BROKEN;
            }
        }
        return;
    }
    destination->permission = DMARC_PERMISSION_UNKNOWN;
    if (answer_is_negative(answer)) {
        grade = visibility_grade(context->config->common.why, context->facts, answer);
        destination->permission = grade == DENIAL_GRADE_PENDING   ? DMARC_PERMISSION_PENDING
                                  : grade == DENIAL_GRADE_RELAYED ? DMARC_PERMISSION_NONE
                                                                  : DMARC_PERMISSION_UNKNOWN;
    }
    if (destination->permission == DMARC_PERMISSION_UNKNOWN) {
        fail_unknown(destination, &destination->permission_name, RR_TYPE_TXT, answer);
    }
}

/* "mail.example.com._report._dmarc.reports.example". */
static bool make_permission_name(struct dmarc_context *context,
                                 struct dmarc_destination *destination)
{
    struct slice labels =
        arena_printf(context->arena, "%.*s._report._dmarc",
                     SLICE_ARGS(name_to_text(&context->by->policy_domain, context->arena)));

    destination->has_name = name_prepend(labels, &destination->address->host,
                                         &destination->permission_name) == STATUS_OK;
    return destination->has_name;
}

/* Whether two names may be of one organisation: else the permission is asked at once. */
static bool may_be_same(const struct dns_name *a, const struct dns_name *b)
{
    struct dns_name registrable;

    return name_registrable(a, &registrable) != STATUS_OK || name_is_within(b, &registrable);
}

static enum status ask_permission(struct dmarc_context *context,
                                  struct dmarc_destination *destination)
{
    const struct dns_name *host = &destination->address->host;
    const struct dns_name *names[2] = { &context->by->policy_domain, host };
    const struct dns_answer *answer;
    struct dmarc_same same;
    enum status status;

    if (make_permission_name(context, destination) && !may_be_same(names[0], host)) {
        facts_prefetch(context->facts, &destination->permission_name, RR_TYPE_TXT);
    }
    status = dmarc_same_organization(context->config->method, context->facts, names, context->arena,
                                     &same);
    if (status != STATUS_OK || same.sameness == DMARC_SAMENESS_PENDING) {
        return status;
    }
    if (same.sameness == DMARC_SAMENESS_SAME) {
        destination->permission = DMARC_PERMISSION_SAME;
        return STATUS_OK;
    }
    if (!destination->has_name) {
        destination->permission = DMARC_PERMISSION_NONE; /* nobody can publish it */
    } else {
        answer = facts_resolve(context->facts, &destination->permission_name, RR_TYPE_TXT);
        if (answer == NULL) {
            return STATUS_OK;
        }
        take_permission(context, destination, answer);
    }
    /* A permission settles it; without one it may still be the same organisation. */
    if (same.sameness == DMARC_SAMENESS_UNKNOWN &&
        destination->permission != DMARC_PERMISSION_GRANTED &&
        destination->permission != DMARC_PERMISSION_PENDING) {
        destination->permission = DMARC_PERMISSION_UNKNOWN;
        destination->trouble = NULL;
        fail_unknown(destination, &same.trouble.name, RR_TYPE_TXT, same.trouble.answer);
    }
    return STATUS_OK;
}

/* ---- 2 ---- */

/* While the proof is wanted: not denied, which is judged anew. */
static bool is_denied(struct dmarc_context *context, const struct dns_answer *answer)
{
    return answer_is_negative(answer) &&
           visibility_grade(context->config->common.why, context->facts, answer) ==
               DENIAL_GRADE_RELAYED;
}

static void ask_addresses(struct dmarc_context *context, struct dmarc_destination *destination)
{
    static const enum rr_type types[] = { RR_TYPE_A, RR_TYPE_AAAA };
    const struct dns_name *host = &destination->address->host;
    const struct dns_answer *answers[2];

    for (size_t i = 0; i < 2; i++) {
        answers[i] = facts_resolve(context->facts, host, types[i]);
    }
    for (size_t i = 0; i < 2; i++) {
        if (answers[i] == NULL) {
            return;
        }
        if (answers[i]->class == ANSWER_CLASS_POSITIVE) {
            destination->delivery = DMARC_DELIVERY_FINE;
            return;
        }
    }
    for (size_t i = 0; i < 2; i++) {
        if (!is_denied(context, answers[i])) {
            fail_unknown(destination, host, types[i], answers[i]);
            return;
        }
    }
    destination->delivery = DMARC_DELIVERY_NOWHERE;
}

static void ask_delivery(struct dmarc_context *context, struct dmarc_destination *destination)
{
    const struct dns_name *host = &destination->address->host;
    const struct dns_answer *answer = facts_resolve(context->facts, host, RR_TYPE_MX);

    if (answer == NULL) {
        return;
    }
    if (answer->class == ANSWER_CLASS_POSITIVE) {
        bool is_null =
            answer->record_count == 1 && name_is_root(answer->records[0].data.mx.exchange);

        destination->delivery = is_null ? DMARC_DELIVERY_NULL_MX : DMARC_DELIVERY_FINE;
    } else if (!answer_is_negative(answer)) {
        fail_unknown(destination, host, RR_TYPE_MX, answer);
    } else {
        enum denial_grade grade =
            visibility_grade(context->config->common.why, context->facts, answer);

        if (grade == DENIAL_GRADE_RELAYED) {
            ask_addresses(context, destination);
        } else if (grade != DENIAL_GRADE_PENDING) {
            fail_unknown(destination, host, RR_TYPE_MX, answer);
        }
    }
}

/* ---- 3 ---- */

/* An address as written, or its domain. */
static bool is_listed(const char *const *list, const struct report_address *address,
                      struct arena *arena)
{
    struct slice host = name_to_text(&address->host, arena);

    for (size_t i = 0; list != NULL && list[i] != NULL; i++) {
        struct slice sample = slice_of(list[i]);
        bool below = slice_starts_with(sample, SLICE("."));
        bool is_address = slice_find(sample, '@') < sample.length;

        if (is_address ? slice_equal_nocase(address->mailbox, sample)
                       : slice_equal_nocase(host, slice_from(sample, below ? 1 : 0)) ||
                             (below && slice_ends_with_nocase(host, sample))) {
            return true;
        }
    }
    return false;
}

static bool is_sample(const struct dmarc_context *context, const struct report_address *address)
{
    const struct profile *profile = context->config->profile;
    struct dns_name registrable;

    if (!is_listed(profile->report_samples, address, context->arena) &&
        !is_listed(profile->samples, address, context->arena)) {
        return false;
    }
    /* Somebody's own domain is no sample, even if it is called like one. */
    return name_registrable(&context->config->common.domain, &registrable) != STATUS_OK ||
           !name_is_within(&address->host, &registrable);
}

/* ---- collecting ---- */

static bool is_known(const struct dmarc_context *context, const struct report_address *address)
{
    for (size_t i = 0; i < context->destination_count; i++) {
        if (slice_equal(context->destinations[i].address->uri, address->uri)) {
            return true;
        }
    }
    return false;
}

static enum status collect(struct dmarc_context *context, const struct report_addresses *list,
                           bool for_failures)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct report_address *address = &list->addresses[i];
        struct dmarc_destination *destination = &context->destinations[context->destination_count];
        enum status status;

        if (address->defect != REPORT_DEFECT_NONE || !address->has_host ||
            is_known(context, address)) {
            continue;
        }
        *destination =
            (struct dmarc_destination){ .address = address, .for_failures = for_failures };
        destination->is_sample = is_sample(context, address);
        context->destination_count++;
        status = ask_permission(context, destination);
        if (status != STATUS_OK) {
            return status;
        }
        if (address->mailto && !destination->is_sample) {
            ask_delivery(context, destination);
        }
    }
    return STATUS_OK;
}

enum status dmarc_reports_collect(struct dmarc_context *context)
{
    enum status status = collect(context, &context->record->rua, false);

    return status == STATUS_OK ? collect(context, &context->record->ruf, true) : status;
}

/* ---- judging ---- */

static struct finding *add(struct dmarc_context *context, enum finding_id id,
                           const struct dmarc_destination *destination)
{
    struct finding *finding = dmarc_context_add(context, id);

    finding->has_place = true;
    finding->offset = destination->address->offset;
    finding->length = destination->address->written.length;
    return finding;
}

static struct slice address_text(const struct dmarc_destination *destination)
{
    const struct report_address *address = destination->address;

    return slice_head(address->mailto ? address->mailbox : address->uri, 80);
}

static void judge_sample(struct dmarc_context *context, const struct dmarc_destination *destination)
{
    struct finding *finding = add(context, FINDING_DMARC_SAMPLE_ADDRESS, destination);

    finding->message = arena_printf(
        context->arena, "reports go to %.*s, the address of a tutorial: put in your own",
        SLICE_ARGS(address_text(destination)));
}

static const char *refusal_text(const struct dmarc_destination *destination)
{
    if (!destination->has_name) {
        return "cannot permit them, because the name of its permission record would be longer than "
               "DNS allows";
    }
    return destination->permission == DMARC_PERMISSION_BROKEN
               ? "has a permission record that does not permit it"
               : "has no permission record for them";
}

static struct finding *judge_refused(struct dmarc_context *context,
                                     const struct dmarc_destination *destination)
{
    struct finding *finding = add(context, FINDING_DMARC_EXTERNAL_REFUSED, destination);
    struct slice host = name_to_text(&destination->address->host, context->arena);

    finding->message = arena_printf(context->arena, "reports to %.*s are refused: %.*s %s",
                                    SLICE_ARGS(address_text(destination)), SLICE_ARGS(host),
                                    refusal_text(destination));
    if (destination->has_name) {
        finding->advice =
            arena_printf(context->arena, "Let the owner of %.*s publish as TXT at %.*s:\nv=DMARC1",
                         SLICE_ARGS(host),
                         SLICE_ARGS(name_to_text(&destination->permission_name, context->arena)));
    } else {
        finding->advice = SLICE("Put in an address of the domain's own organisation.");
    }
    return finding;
}

static void judge_unknown(struct dmarc_context *context,
                          const struct dmarc_destination *destination)
{
    struct finding *finding;

    if (!answer_is_negative(destination->trouble)) {
        dns_rules_trouble_aside(context->verdict, &destination->trouble_name,
                                destination->trouble_type, destination->trouble);
    }
    finding = add(context, FINDING_DMARC_EXTERNAL_UNKNOWN, destination);
    if (destination->trouble->class != ANSWER_CLASS_TIMEOUT) {
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->same_cause = verdict_has(context->verdict, FINDING_DNS_UNREACHABLE) ||
                          verdict_has(context->verdict, FINDING_DNS_SERVFAIL);
    finding->message =
        arena_printf(context->arena,
                     "whether reports reach %.*s could not be found out: no usable answer for %s "
                     "of %.*s",
                     SLICE_ARGS(address_text(destination)), rr_type_text(destination->trouble_type),
                     SLICE_ARGS(name_to_text(&destination->trouble_name, context->arena)));
}

static void judge_delivery(struct dmarc_context *context,
                           const struct dmarc_destination *destination)
{
    struct finding *finding = add(context, FINDING_DMARC_REPORT_UNDELIVERABLE, destination);

    finding->message = arena_printf(
        context->arena, "reports to %.*s are lost: %.*s %s", SLICE_ARGS(address_text(destination)),
        SLICE_ARGS(name_to_text(&destination->address->host, context->arena)),
        destination->delivery == DMARC_DELIVERY_NULL_MX ? "says that it takes no mail (null MX)"
                                                        : "has neither MX nor address");
}

static void judge_destination(struct dmarc_context *context,
                              const struct dmarc_destination *destination)
{
    bool is_refused = destination->permission == DMARC_PERMISSION_NONE ||
                      destination->permission == DMARC_PERMISSION_BROKEN;
    bool is_lost = destination->delivery == DMARC_DELIVERY_NULL_MX ||
                   destination->delivery == DMARC_DELIVERY_NOWHERE;

    if (destination->is_sample) {
        judge_sample(context, destination);
        if (is_refused) {
            judge_refused(context, destination)->same_cause = true;
        }
        return;
    }
    if (is_refused) {
        (void)judge_refused(context, destination);
    }
    if (is_lost) {
        judge_delivery(context, destination);
    }
    if (destination->trouble != NULL && !is_refused && !is_lost) {
        judge_unknown(context, destination);
    }
}

void dmarc_reports_judge(struct dmarc_context *context)
{
    for (size_t i = 0; i < context->destination_count; i++) {
        judge_destination(context, &context->destinations[i]);
    }
}
