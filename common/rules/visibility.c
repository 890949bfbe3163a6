/* SPDX-License-Identifier: MIT */
/* Grades of denials and the cause of invisibility. */
#include "rules/visibility.h"

/* Extended errors with which a denial is not the zone's own word: forged, blocked, censored,
 * filtered, prohibited (RFC 8914 4.5, 4.16-4.19). */
static const uint16_t doubtful_edes[] = { 4, 15, 16, 17, 18 };

static bool is_doubtful(const struct dns_answer *answer)
{
    for (size_t i = 0; i < sizeof doubtful_edes / sizeof doubtful_edes[0]; i++) {
        if (answer_has_ede(answer, doubtful_edes[i])) {
            return true;
        }
    }
    return false;
}

/* The extended error that speaks against a denial: "EDE 17: Filtered". */
static struct slice doubtful_text(const struct dns_answer *answer, struct arena *arena)
{
    for (size_t i = 0; i < sizeof doubtful_edes / sizeof doubtful_edes[0]; i++) {
        const char *meaning = answer_ede_text(doubtful_edes[i]);

        if (answer_has_ede(answer, doubtful_edes[i])) {
            return arena_printf(arena, "EDE %u%s%s", doubtful_edes[i], meaning != NULL ? ": " : "",
                                meaning != NULL ? meaning : "");
        }
    }
    return slice_empty();
}

/* The zone's NS records; a zone served without any says so with its own SOA. */
static bool is_served(const struct dns_answer *servers, const struct dns_name *zone)
{
    return servers->class == ANSWER_CLASS_POSITIVE ||
           (servers->class == ANSWER_CLASS_NODATA && servers->soa != NULL &&
            name_equal(servers->soa->owner, zone));
}

enum denial_grade visibility_grade(enum config_why why, struct facts *facts,
                                   const struct dns_answer *answer)
{
    const struct dns_answer *soa;
    const struct dns_answer *servers;
    const struct dns_name *zone;

    if (why == CONFIG_WHY_NONE) {
        return DENIAL_GRADE_RELAYED;
    }
    if (answer->soa == NULL || !name_is_within(answer->final, answer->soa->owner) ||
        is_doubtful(answer)) {
        return DENIAL_GRADE_UNPROVED;
    }
    zone = answer->soa->owner;
    soa = facts_resolve(facts, zone, RR_TYPE_SOA);
    servers = facts_resolve(facts, zone, RR_TYPE_NS);
    if (soa == NULL || servers == NULL) {
        return DENIAL_GRADE_PENDING;
    }
    if (answer_is_cut_off(soa) || answer_is_cut_off(servers)) {
        return DENIAL_GRADE_CUT_OFF;
    }
    return soa->class == ANSWER_CLASS_POSITIVE && is_served(servers, zone) ? DENIAL_GRADE_RELAYED
                                                                           : DENIAL_GRADE_SICK;
}

struct slice visibility_grade_text(enum denial_grade grade, const struct dns_answer *answer,
                                   struct arena *arena)
{
    if (grade == DENIAL_GRADE_SICK) {
        return arena_printf(arena,
                            "the resolver denies the name but does not give the SOA and NS of %.*s",
                            SLICE_ARGS(name_to_text(answer->soa->owner, arena)));
    }
    if (grade == DENIAL_GRADE_CUT_OFF) {
        return arena_printf(arena,
                            "the resolver denies the name, and this run ended before the SOA and "
                            "NS of %.*s came",
                            SLICE_ARGS(name_to_text(answer->soa->owner, arena)));
    }
    if (grade != DENIAL_GRADE_UNPROVED) {
        return slice_empty();
    }
    if (answer->soa == NULL) {
        return SLICE("the resolver denies the name without the SOA of any zone");
    }
    if (is_doubtful(answer)) {
        return arena_printf(arena, "the resolver denies the name of its own accord (%.*s)",
                            SLICE_ARGS(doubtful_text(answer, arena)));
    }
    return arena_printf(arena,
                        "the resolver denies the name with the SOA of %.*s, which is not above it",
                        SLICE_ARGS(name_to_text(answer->soa->owner, arena)));
}

/* Whether the denial comes from the sender's own zone: at or below the registrable domain. */
static bool is_own_zone(const struct dns_name *name, const struct dns_name *zone)
{
    struct dns_name registrable;

    if (name_registrable(name, &registrable) != STATUS_OK) {
        return true; /* a public suffix itself: there is no domain below the zone to be missing */
    }
    return name_is_within(zone, &registrable) || !name_is_within(name, zone);
}

bool visibility_is_delegated(const struct denial *denial)
{
    return denial->answer->soa != NULL && is_own_zone(denial->name, denial->answer->soa->owner);
}

static void explain_absent(struct verdict *verdict, struct slice name, const char *type,
                           const struct dns_answer *answer)
{
    struct finding *finding = verdict_add(
        verdict, answer->chain_count > 0 ? FINDING_VISIBILITY_CNAME : FINDING_VISIBILITY_ABSENT);
    struct slice zone = name_to_text(answer->soa->owner, verdict->arena);

    finding->name = name;
    finding->type = type;
    finding->rank = 1;
    finding->same_cause = true;
    if (answer->chain_count > 0) {
        name = name_to_text(answer->final, verdict->arena); /* behind the CNAMEs */
        finding->advice = arena_printf(
            verdict->arena, "Publish the record at %.*s, or put it in the place of the CNAME.",
            SLICE_ARGS(name));
    }
    finding->message =
        answer->class == ANSWER_CLASS_NXDOMAIN
            ? arena_printf(verdict->arena, "the zone %.*s is served and has no name %.*s",
                           SLICE_ARGS(zone), SLICE_ARGS(name))
            : arena_printf(verdict->arena, "the zone %.*s is served and has no %s record at %.*s",
                           SLICE_ARGS(zone), type, SLICE_ARGS(name));
}

static void explain_undelegated(struct verdict *verdict, const struct dns_name *name,
                                const char *type, const struct dns_answer *answer)
{
    struct finding *finding = verdict_add(verdict, FINDING_VISIBILITY_UNEXPLAINED);
    struct slice zone = name_to_text(answer->soa->owner, verdict->arena);
    struct dns_name registrable = *name;
    struct slice domain;

    if (name_registrable(name, &registrable) != STATUS_OK) {
        registrable = *name;
    }
    domain = name_to_text(&registrable, verdict->arena);
    /* Non-delegation is proved: only its reason is not. */
    verdict_set_state(verdict, finding, STATE_CRITICAL);
    finding->name = domain;
    finding->type = type;
    finding->message = arena_printf(
        verdict->arena,
        "%.*s is not in the zone %.*s, as the resolver tells it: not registered, on hold, "
        "expired, or without name servers",
        SLICE_ARGS(domain), SLICE_ARGS(zone));
    finding->advice = arena_printf(
        verdict->arena,
        "Look at the status of %.*s at its registrar: hold, expiry, name servers. Records at the "
        "DNS host do not help before that is mended.",
        SLICE_ARGS(domain));
}

static void explain_nothing(struct verdict *verdict, struct slice name, const char *type,
                            const struct dns_answer *answer, enum denial_grade grade)
{
    struct finding *finding =
        verdict_add(verdict, grade == DENIAL_GRADE_CUT_OFF ? FINDING_DNS_DEADLINE
                                                           : FINDING_DNS_RESOLVER_BROKEN);

    finding->name = name;
    finding->type = type;
    finding->message = arena_printf(
        verdict->arena, "%s of %.*s: %.*s, so nothing is proved", type, SLICE_ARGS(name),
        SLICE_ARGS(visibility_grade_text(grade, answer, verdict->arena)));
}

void visibility_explain(enum config_why why, struct verdict *verdict, const struct denial *denial)
{
    struct slice name = name_to_text(denial->name, verdict->arena);
    const char *type = rr_type_text(denial->type);

    if (why == CONFIG_WHY_NONE) {
        return;
    }
    switch (denial->grade) {
    case DENIAL_GRADE_PENDING:
        return;
    case DENIAL_GRADE_UNPROVED:
    case DENIAL_GRADE_CUT_OFF:
    case DENIAL_GRADE_SICK:
        explain_nothing(verdict, name, type, denial->answer, denial->grade);
        return;
    case DENIAL_GRADE_RELAYED:
        if (visibility_is_delegated(denial)) {
            explain_absent(verdict, name, type, denial->answer);
        } else {
            explain_undelegated(verdict, denial->name, type, denial->answer);
        }
        return;
    }
}
