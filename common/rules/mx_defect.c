/* SPDX-License-Identifier: MIT */
/* The finding about one exchange: what is wrong with it, what that causes, what to write instead.
 */
#include "rules/mx_context.h"

#include "base/buf.h"
#include "rules/publish.h"

#define SHORT_NAME ((size_t)36) /* two of them and the words fit into the first line */

bool mx_defect_is_sound(const struct mx_exchange *exchange)
{
    return exchange->reach == MX_REACH_FINE &&
           (exchange->problem == MX_PROBLEM_NONE || exchange->problem == MX_PROBLEM_CNAME);
}

/* ---- one exchange in words ---- */

struct slice mx_defect_name(const struct mx_context *context, const struct dns_name *name,
                            bool is_brief)
{
    struct slice text = name_to_text(name, context->arena);

    return !is_brief || text.length <= SHORT_NAME
               ? text
               : arena_printf(context->arena, "%.*s...", SLICE_ARGS(slice_head(text, SHORT_NAME)));
}

/* The end of its CNAMEs; NULL: it is none. */
static const struct dns_name *target_of(const struct mx_exchange *exchange)
{
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        if (exchange->answers[i] != NULL && exchange->answers[i]->chain_count > 0) {
            return exchange->answers[i]->final;
        }
    }
    return NULL;
}

/* Whether the zone above the exchange's domain denies it: the domain itself is not there. */
static bool find_undelegated(const struct mx_exchange *exchange, struct dns_name *ret_domain)
{
    for (size_t i = 0; i < MX_FAMILIES; i++) {
        const struct dns_answer *answer = exchange->answers[i];
        struct denial denial = { .answer = answer };

        if (answer == NULL || answer->soa == NULL) {
            continue;
        }
        denial.name = answer->final;
        if (!visibility_is_delegated(&denial) &&
            name_registrable(answer->final, ret_domain) == STATUS_OK) {
            return true;
        }
    }
    return false;
}

/* "does not exist", "is a CNAME to mx.example.net, which has no address". */
static struct slice lack_text(const struct mx_context *context, const struct mx_exchange *exchange,
                              bool is_brief)
{
    const struct dns_name *target = target_of(exchange);
    const char *lack =
        exchange->problem == MX_PROBLEM_DANGLING ? "does not exist" : "has no address";
    struct dns_name domain;
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    if (target != NULL) {
        buf_printf(&buf, "is a CNAME to %.*s, which ",
                   SLICE_ARGS(mx_defect_name(context, target, is_brief)));
    }
    buf_add_text(&buf, lack);
    if (!is_brief && find_undelegated(exchange, &domain)) {
        buf_printf(&buf, " (its domain %.*s is not delegated: who holds it next gets the mail)",
                   SLICE_ARGS(mx_defect_name(context, &domain, is_brief)));
    }
    return buf_slice(&buf);
}

static struct slice defect_text(const struct mx_context *context,
                                const struct mx_exchange *exchange, bool is_brief)
{
    switch (exchange->problem) {
    case MX_PROBLEM_DOT:
        return name_is_plain(exchange->name)
                   ? SLICE("has its dots in wrong places, or not at all")
                   : SLICE("has a dot of a wrong kind or in a wrong place");
    case MX_PROBLEM_ADDRESS:
        return arena_printf(context->arena, "names the address %.*s instead of a host",
                            SLICE_ARGS(address_to_text(&exchange->address, context->arena)));
    case MX_PROBLEM_DOUBLED:
        return SLICE("has the zone added because its final dot is missing");
    case MX_PROBLEM_DANGLING:
    case MX_PROBLEM_NO_ADDRESS:
        return lack_text(context, exchange, is_brief);
    case MX_PROBLEM_CNAME:
        return SLICE("is a CNAME, which senders need not follow");
    case MX_PROBLEM_NONE:
    case MX_PROBLEM_NULL:
        break;
    }
    return slice_empty();
}

/* What it causes, as far as the others are known. */
static struct slice effect_text(const struct mx_context *context,
                                const struct mx_exchange *exchange, const struct mx_tally *tally)
{
    if (tally->lost) {
        return SLICE(", so bounces and replies are lost");
    }
    if (exchange->problem == MX_PROBLEM_CNAME) {
        return slice_empty();
    }
    if (exchange->reach == MX_REACH_FINE) { /* a wildcard, most likely */
        return SLICE(", and leads to another host");
    }
    if (tally->fine > 0 && tally->unknown == 0) {
        return arena_printf(context->arena, " (%zu of %zu mail servers %s right)", tally->fine,
                            tally->hosts, tally->fine == 1 ? "is" : "are");
    }
    return slice_empty();
}

static struct slice remedy_text(const struct mx_context *context,
                                const struct mx_exchange *exchange, const struct mx_tally *tally,
                                bool is_brief)
{
    const struct dns_name *target = target_of(exchange);

    switch (exchange->problem) {
    case MX_PROBLEM_DOT:
    case MX_PROBLEM_DOUBLED:
        return exchange->has_meant
                   ? arena_printf(context->arena, "write %.*s. with one final dot",
                                  SLICE_ARGS(mx_defect_name(context, &exchange->meant, is_brief)))
                   : SLICE("write the name with plain dots");
    case MX_PROBLEM_ADDRESS:
        return SLICE("write a host that has it");
    case MX_PROBLEM_CNAME:
        return target == NULL ? SLICE("write its target")
                              : arena_printf(context->arena, "write its target %.*s",
                                             SLICE_ARGS(mx_defect_name(context, target, is_brief)));
    case MX_PROBLEM_NO_ADDRESS:
        return SLICE("give it an A record");
    case MX_PROBLEM_DANGLING:
        return tally->lost ? SLICE("write a mail server that exists") : SLICE("remove or mend it");
    case MX_PROBLEM_NONE:
    case MX_PROBLEM_NULL:
        break;
    }
    return slice_empty();
}

/* "the MX mx.example.com does not exist, so bounces and replies are lost: write …". */
static struct slice exchange_sentence(const struct mx_context *context,
                                      const struct mx_exchange *exchange,
                                      const struct mx_tally *tally, bool is_brief)
{
    return arena_printf(context->arena, "the MX %.*s %.*s%.*s: %.*s",
                        SLICE_ARGS(mx_defect_name(context, exchange->name, is_brief)),
                        SLICE_ARGS(defect_text(context, exchange, is_brief)),
                        SLICE_ARGS(effect_text(context, exchange, tally)),
                        SLICE_ARGS(remedy_text(context, exchange, tally, is_brief)));
}

/* ---- advice ---- */

static struct slice replace_advice(const struct mx_context *context,
                                   const struct mx_exchange *exchange, const struct dns_name *name)
{
    return arena_printf(context->arena, "Replace this MX at %.*s by:\n%u %.*s.\n" MX_DOT_NOTE,
                        SLICE_ARGS(publish_host(context->request.domain, context->arena)),
                        exchange->preference, SLICE_ARGS(name_to_text(name, context->arena)));
}

static struct slice address_advice(const struct mx_context *context,
                                   const struct mx_exchange *exchange)
{
    struct slice domain = name_to_text(context->request.domain, context->arena);
    bool is_ip4 = exchange->address.family == ADDRESS_FAMILY_IP4;

    return arena_printf(context->arena,
                        "Give the address a name, and write that into the MX:\n"
                        "mx.%.*s. %s %.*s\n%.*s. MX %u mx.%.*s.",
                        SLICE_ARGS(domain), is_ip4 ? "A" : "AAAA",
                        SLICE_ARGS(address_to_text(&exchange->address, context->arena)),
                        SLICE_ARGS(domain), exchange->preference, SLICE_ARGS(domain));
}

static struct slice remove_advice(const struct mx_context *context,
                                  const struct mx_exchange *exchange)
{
    return arena_printf(context->arena, "Remove this MX at %.*s, or mend the name:\n%u %.*s",
                        SLICE_ARGS(publish_host(context->request.domain, context->arena)),
                        exchange->preference,
                        SLICE_ARGS(name_to_text(exchange->name, context->arena)));
}

/* Empty where the catalogue's is all there is to say. */
static struct slice exchange_advice(const struct mx_context *context,
                                    const struct mx_exchange *exchange,
                                    const struct mx_tally *tally)
{
    const struct dns_name *target = target_of(exchange);

    switch (exchange->problem) {
    case MX_PROBLEM_DOT:
    case MX_PROBLEM_DOUBLED:
        return exchange->has_meant ? replace_advice(context, exchange, &exchange->meant)
                                   : slice_empty();
    case MX_PROBLEM_CNAME:
        return target != NULL && name_is_plain(target) ? replace_advice(context, exchange, target)
                                                       : slice_empty();
    case MX_PROBLEM_ADDRESS:
        return address_advice(context, exchange);
    case MX_PROBLEM_DANGLING:
    case MX_PROBLEM_NO_ADDRESS:
        return tally->lost ? mx_context_publish(context, "Mend the name, or publish in its place")
                           : remove_advice(context, exchange);
    case MX_PROBLEM_NONE:
    case MX_PROBLEM_NULL:
        break;
    }
    return slice_empty();
}

/* ---- the finding ---- */

static enum finding_id problem_id(enum mx_problem problem)
{
    switch (problem) {
    case MX_PROBLEM_DOT:
        return FINDING_MX_DOT;
    case MX_PROBLEM_ADDRESS:
        return FINDING_MX_ADDRESS;
    case MX_PROBLEM_DOUBLED:
        return FINDING_MX_DOUBLED;
    case MX_PROBLEM_DANGLING:
        return FINDING_MX_DANGLING;
    case MX_PROBLEM_NO_ADDRESS:
        return FINDING_MX_NO_ADDRESS;
    case MX_PROBLEM_CNAME:
        return FINDING_MX_CNAME;
    case MX_PROBLEM_NONE:
    case MX_PROBLEM_NULL: /* judged by itself */
        break;
    }
    return FINDING_NONE;
}

void mx_defect_judge(struct mx_context *context, size_t index, const struct mx_tally *tally)
{
    const struct mx_exchange *exchange = &context->exchanges[index];
    enum finding_id id = problem_id(exchange->problem);
    struct finding *finding;

    if (id == FINDING_NONE) {
        return;
    }
    finding = mx_context_add(context, id);
    if (tally->lost && context->request.profile->mx.demanded) {
        verdict_set_state(context->verdict, finding, STATE_CRITICAL);
    }
    finding->rank = (unsigned)index; /* the most preferred first */
    finding->message = exchange_sentence(context, exchange, tally, false);
    if (finding->message.length > LIMIT_FIRST_LINE) {
        finding->brief = exchange_sentence(context, exchange, tally, true);
    }
    finding->advice = exchange_advice(context, exchange, tally);
}
