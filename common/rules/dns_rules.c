/* SPDX-License-Identifier: MIT */
/* From classes of answers to findings. */
#include "rules/dns_rules.h"

#include <string.h>

/* The finding for a class; FINDING_NONE for answers that are some use. */
static enum finding_id trouble_id(const struct dns_answer *answer)
{
    switch (answer->class) {
    case ANSWER_CLASS_TIMEOUT:
        return answer_is_cut_off(answer) ? FINDING_DNS_DEADLINE : FINDING_DNS_UNREACHABLE;
    case ANSWER_CLASS_SERVFAIL:
    case ANSWER_CLASS_REFERRAL:
        return FINDING_DNS_SERVFAIL;
    case ANSWER_CLASS_REFUSED:
        return FINDING_DNS_REFUSED;
    case ANSWER_CLASS_NONE:
    case ANSWER_CLASS_MALFORMED:
        return FINDING_DNS_MALFORMED;
    case ANSWER_CLASS_BOGUS:
        return FINDING_DNS_BOGUS;
    case ANSWER_CLASS_LOOP:
        return FINDING_DNS_LOOP;
    case ANSWER_CLASS_POSITIVE:
    case ANSWER_CLASS_NODATA:
    case ANSWER_CLASS_NXDOMAIN:
        break;
    }
    return FINDING_NONE;
}

/* The server is there, and what it has to say does not fit into a datagram. */
static struct slice cut_text(const struct dns_answer *answer, struct arena *arena)
{
    bool refused = answer->silence == ANSWER_SILENCE_UNREACHABLE;

    return arena_printf(arena, "the answer of %.*s is too long for UDP, and %s",
                        SLICE_ARGS(endpoint_to_text(&answer->server, arena)),
                        refused ? "TCP to it is refused" : "nothing comes over TCP");
}

/* "no answer came", with the server that was asked last where it is known. */
static struct slice silence_from(const struct dns_answer *answer, const char *tail,
                                 struct arena *arena)
{
    if (answer->server.address.family == ADDRESS_FAMILY_NONE) {
        return arena_printf(arena, "no answer came%s", tail);
    }
    return arena_printf(arena, "no answer from %.*s%s",
                        SLICE_ARGS(endpoint_to_text(&answer->server, arena)), tail);
}

static struct slice silence_text(const struct dns_answer *answer, struct arena *arena)
{
    if (answer->over_tcp && answer->server.address.family != ADDRESS_FAMILY_NONE) {
        return cut_text(answer, arena);
    }
    switch (answer->silence) {
    case ANSWER_SILENCE_NONE:
    case ANSWER_SILENCE_NO_REPLY:
        return silence_from(answer, "", arena);
    case ANSWER_SILENCE_UNREACHABLE:
        return silence_from(answer, " (it cannot be reached)", arena);
    case ANSWER_SILENCE_DEADLINE:
        return silence_from(answer, " before the time was over", arena);
    case ANSWER_SILENCE_LIMIT:
        return SLICE("not asked: this run asked as many questions as it may");
    case ANSWER_SILENCE_NO_SERVER:
        return SLICE("nobody to ask: no resolver, or a transcript without the answer");
    }
    return slice_empty();
}

/* "answered SERVFAIL", with what the resolver says of its own accord (RFC 8914). */
static struct slice rcode_text(const struct dns_answer *answer, struct arena *arena)
{
    const char *name = answer_rcode_text(answer->rcode);
    struct slice text = name != NULL
                            ? arena_printf(arena, "the resolver answered %s", name)
                            : arena_printf(arena, "the resolver answered RCODE %u", answer->rcode);

    if (answer->ede_count > 0) {
        const struct dns_ede *ede = &answer->edes[0];
        const char *meaning = answer_ede_text(ede->code);
        bool has_text =
            ede->text.length > 0 && memchr(ede->text.data, '\0', ede->text.length) == NULL;

        text = arena_printf(arena, "%.*s (EDE %u%s%s%s%.*s)", SLICE_ARGS(text), ede->code,
                            meaning != NULL ? ": " : "", meaning != NULL ? meaning : "",
                            has_text ? ": " : "", SLICE_ARGS(has_text ? ede->text : slice_empty()));
    } else if (answer->class == ANSWER_CLASS_BOGUS) {
        /* It does not say so itself: the question was put with checking disabled. */
        text = arena_printf(arena, "%.*s, and an answer when DNSSEC is not validated",
                            SLICE_ARGS(text));
    }
    return text;
}

struct slice dns_rules_trouble_text(const struct dns_answer *answer, struct arena *arena)
{
    switch (answer->class) {
    case ANSWER_CLASS_TIMEOUT:
        return silence_text(answer, arena);
    case ANSWER_CLASS_SERVFAIL:
    case ANSWER_CLASS_REFUSED:
    case ANSWER_CLASS_BOGUS:
        return rcode_text(answer, arena);
    case ANSWER_CLASS_REFERRAL:
        return SLICE("the server only refers to others: it is no resolver");
    case ANSWER_CLASS_NONE:
    case ANSWER_CLASS_MALFORMED:
        return SLICE("what came is no valid DNS message");
    case ANSWER_CLASS_LOOP:
        return SLICE("its CNAME records lead in a circle, or are too many");
    case ANSWER_CLASS_POSITIVE:
    case ANSWER_CLASS_NODATA:
    case ANSWER_CLASS_NXDOMAIN:
        break;
    }
    return SLICE("answered");
}

/* Whether a failure in the domain of this name was found to be one of DNSSEC. */
static bool is_told_as_bogus(const struct verdict *verdict, const struct dns_name *name)
{
    const struct finding *told = verdict_find(verdict, FINDING_DNS_BOGUS);
    struct dns_name domain;
    struct dns_name bogus;

    return told != NULL && name_from_text(told->name, &bogus, NULL) == STATUS_OK &&
           name_registrable(&bogus, &domain) == STATUS_OK && name_is_within(name, &domain);
}

struct finding *dns_rules_trouble(struct verdict *verdict, const struct dns_name *name,
                                  enum rr_type type, const struct dns_answer *answer)
{
    enum finding_id id = trouble_id(answer);
    struct slice text = name_to_text(name, verdict->arena);
    struct slice reason = dns_rules_trouble_text(answer, verdict->arena);
    const char *type_text = rr_type_text(type);
    struct finding *finding;

    if (id == FINDING_NONE || verdict_has(verdict, id) ||
        (id == FINDING_DNS_SERVFAIL && is_told_as_bogus(verdict, name))) {
        return NULL;
    }
    finding = verdict_add(verdict, id);
    finding->name = text;
    finding->type = type_text;
    finding->message = arena_printf(verdict->arena, "%s of %.*s: %.*s", type_text, SLICE_ARGS(text),
                                    SLICE_ARGS(reason));
    if (answer->server.address.family != ADDRESS_FAMILY_NONE &&
        answer->class != ANSWER_CLASS_TIMEOUT) {
        struct slice server = endpoint_to_text(&answer->server, verdict->arena);

        finding->detail = arena_printf(verdict->arena, "asked %.*s", SLICE_ARGS(server));
    }
    return finding;
}

void dns_rules_trouble_aside(struct verdict *verdict, const struct dns_name *name,
                             enum rr_type type, const struct dns_answer *answer)
{
    struct finding *finding = dns_rules_trouble(verdict, name, type, answer);
    bool is_broken = answer->class == ANSWER_CLASS_LOOP || answer->class == ANSWER_CLASS_BOGUS;

    if (finding != NULL && is_broken) {
        verdict_set_state(verdict, finding, STATE_WARNING);
    }
}

struct finding *dns_rules_bogus(struct verdict *verdict, const struct dns_name *name,
                                enum rr_type type, const struct dns_answer *answer)
{
    struct dns_answer bogus = *answer;

    bogus.class = ANSWER_CLASS_BOGUS;
    return dns_rules_trouble(verdict, name, type, &bogus);
}
