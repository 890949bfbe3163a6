/* SPDX-License-Identifier: MIT */
/*
 * Names without a key, in order:
 *
 * 1. Answers that are no use, where something hangs on them.
 * 2. With a usable key: named selectors that have none.
 * 3. Without one, and no record that explains it: for named selectors the denial of the first, for
 *    guessed ones that of _domainkey, which alone proves that there is no key at all.
 * 4. A wildcard, and records of obsolete standards.
 * 5. A key below a _domainkey that is denied.
 */
#include "rules/dkim_names.h"

#include "base/buf.h"
#include "base/limits.h"
#include "rules/dns_rules.h"
#include "rules/invisible.h"
#include "rules/misplaced.h"

#define PROBE "ses-no-such-selector"

/* ---- 1: not heard ---- */

void dkim_names_temperror(struct dkim_context *context, struct slice what)
{
    struct finding *finding;
    bool silent = true;

    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->state == DKIM_ENTRY_TROUBLE) {
            (void)dns_rules_trouble(context->verdict, &entry->selector->name, RR_TYPE_TXT,
                                    entry->answer);
            silent = silent && entry->answer->class == ANSWER_CLASS_TIMEOUT;
        }
    }
    if (context->container != NULL && !answer_is_conclusive(context->container) &&
        context->silent == 0) {
        (void)dns_rules_trouble(context->verdict, &context->config->container, RR_TYPE_TXT,
                                context->container);
        silent = context->container->class == ANSWER_CLASS_TIMEOUT;
    }
    if (verdict_has(context->verdict, FINDING_DKIM_TEMPERROR)) {
        return;
    }
    finding = verdict_add(context->verdict, FINDING_DKIM_TEMPERROR);
    if (!silent) { /* -t SEC:STATE speaks of silence only */
        verdict_set_state(context->verdict, finding, STATE_UNKNOWN);
    }
    finding->rank = 9;
    finding->same_cause = true;
    finding->name = name_to_text(&context->config->container, context->arena);
    finding->type = "TXT";
    finding->message =
        arena_printf(context->arena, "%.*s could not be found out", SLICE_ARGS(what));
}

/* ---- denials ---- */

/* Whether a TXT is a key record: at another name, nothing less will do. */
static bool is_key_record(struct slice text)
{
    return slice_starts_with_nocase(slice_trim(text), SLICE("v=DKIM1")) ||
           (slice_find_part(text, SLICE("p=")) < text.length && dkim_key_resembles(text));
}

/* The record at a likely wrong name. */
static bool find_misplaced(struct dkim_context *context, const struct dkim_selector *selector,
                           struct dns_name *ret_found)
{
    struct slice labels =
        arena_printf(context->arena, "%.*s._domainkey", SLICE_ARGS(selector->text));
    struct slice reversed =
        arena_printf(context->arena, "_domainkey.%.*s", SLICE_ARGS(selector->text));
    struct misplaced_search search = { .labels = labels.data,
                                       .sender = &context->config->common.domain,
                                       .type = RR_TYPE_TXT,
                                       .is_record = is_key_record,
                                       .zone_counts = true,
                                       .others = { selector->text.data, reversed.data, NULL } };

    return !arena_failed(context->arena) && misplaced_find(&search, context->facts, ret_found);
}

/* Whether a wrong place explains that a selector has no record. */
static bool explain_misplaced(struct dkim_context *context)
{
    bool found = false;

    for (size_t i = 0; i < context->entry_count && !found; i++) {
        const struct dkim_selector *selector = context->entries[i].selector;
        struct dns_name place;

        if (context->entries[i].state == DKIM_ENTRY_ABSENT &&
            find_misplaced(context, selector, &place)) {
            (void)misplaced_report(context->verdict, &selector->name, &place);
            found = true;
        }
    }
    return found;
}

/* Why a name is invisible. True when it is proved to have no record, in a domain that lives. */
static bool explain(struct dkim_context *context, const struct dns_name *name,
                    const struct dns_answer *answer)
{
    const struct config *config = &context->config->common;
    struct denial denial = { .name = name, .type = RR_TYPE_TXT, .answer = answer };
    struct invisible invisible;

    if (invisible_judge(config, context->facts, context->verdict, &denial, &invisible) !=
        STATUS_OK) {
        return false; /* no memory: the arena tells */
    }
    context->differential = invisible.differential;
    if (invisible.outcome != INVISIBLE_ABSENT) {
        return false;
    }
    if (config->why == CONFIG_WHY_NONE || !explain_misplaced(context)) {
        visibility_explain(config->why, context->verdict, &denial);
    }
    return true;
}

/* ---- 2 and 3: missing ---- */

/* The selectors in this state: "a, b". */
static struct slice list_selectors(const struct dkim_context *context, enum dkim_entry_state state)
{
    struct buf buf;

    buf_init(&buf, context->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < context->entry_count; i++) {
        if (context->entries[i].state == state) {
            buf_printf(&buf, "%s%.*s", buf.length > 0 ? ", " : "",
                       SLICE_ARGS(context->entries[i].selector->text));
        }
    }
    return buf_slice(&buf);
}

static void add_none(struct dkim_context *context, struct slice message)
{
    const struct profile *profile = context->config->profile;
    struct finding *finding = verdict_add(context->verdict, FINDING_DKIM_NONE);

    finding->name = context->entry_count > 0 && context->entries[0].selector->named
                        ? name_to_text(&context->entries[0].selector->name, context->arena)
                        : name_to_text(&context->config->container, context->arena);
    finding->type = "TXT";
    finding->message = message;
    if (verdict_has(context->verdict, FINDING_VISIBILITY_MISPLACED)) {
        finding->rank = 1;
        finding->same_cause = true;
    }
    if (profile->dkim.where != NULL) {
        finding->advice = slice_of(profile->dkim.where);
    }
}

static void judge_missing(struct dkim_context *context, const struct dkim_entry *entry)
{
    enum config_why why = context->config->common.why;
    struct finding *finding;

    if (context->all &&
        visibility_grade(why, context->facts, entry->answer) != DENIAL_GRADE_RELAYED) {
        (void)explain(context, &entry->selector->name, entry->answer);
        return;
    }
    finding = dkim_context_add(context, FINDING_DKIM_SELECTOR_MISSING, entry);
    if (context->all) {
        verdict_set_state(context->verdict, finding, STATE_CRITICAL);
    }
    finding->message =
        arena_printf(context->arena, "%.*s has no key: signatures with this selector fail",
                     SLICE_ARGS(dkim_context_label(context, entry)));
}

static void judge_named_none(struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->state == DKIM_ENTRY_ABSENT && !entry->foreign) {
            if (explain(context, &entry->selector->name, entry->answer)) {
                add_none(context,
                         arena_printf(context->arena,
                                      "no DKIM key at %.*s: receivers cannot verify signatures",
                                      SLICE_ARGS(list_selectors(context, DKIM_ENTRY_ABSENT))));
            }
            return;
        }
    }
}

static void judge_guessed_none(struct dkim_context *context)
{
    const struct profile *profile = context->config->profile;
    struct slice container = name_to_text(&context->config->container, context->arena);
    struct finding *finding;

    if (!answer_is_conclusive(context->container)) {
        dkim_names_temperror(context, SLICE("whether there are DKIM keys"));
        return;
    }
    if (context->container->class == ANSWER_CLASS_NXDOMAIN && !context->wildcard) {
        if (explain(context, &context->config->container, context->container)) {
            add_none(context,
                     arena_printf(context->arena, "no DKIM key: there is nothing at or below %.*s",
                                  SLICE_ARGS(container)));
        }
        return;
    }
    finding = verdict_add(context->verdict, FINDING_DKIM_SELECTOR_UNKNOWN);
    finding->name = container;
    finding->type = "TXT";
    finding->message =
        context->entry_count > 0
            ? arena_printf(context->arena,
                           "none of the %zu selectors known of %s has a key; keys may exist at "
                           "names that we do not know: pin yours with -k",
                           context->entry_count, profile->title)
            : arena_printf(context->arena,
                           "keys may exist below %.*s, but no selector is known: "
                           "name yours with -k",
                           SLICE_ARGS(container));
    if (profile->dkim.where != NULL) {
        finding->advice = slice_of(profile->dkim.where);
    }
}

static void judge_unproved(struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (!dkim_context_counts(entry) &&
            (entry->source != NULL || entry->state == DKIM_ENTRY_DANGLING)) {
            struct finding *finding =
                dkim_context_add(context, FINDING_DKIM_SELECTOR_UNPROVED, entry);

            finding->message = arena_printf(
                context->arena,
                "only %.*s has a record, a name that many services use: pin yours with -k",
                SLICE_ARGS(dkim_context_label(context, entry)));
            return;
        }
    }
}

/* Whether a record that is not usable has been reported in the place of "none". */
static bool has_record(const struct dkim_context *context, bool counting)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (dkim_context_counts(entry) == counting &&
            (entry->source != NULL || entry->state == DKIM_ENTRY_DANGLING)) {
            return true;
        }
    }
    return false;
}

/* Looks behind a resolver that fails for every selector. */
static void explain_failure(struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (invisible_is_failure(entry->answer)) {
            if (explain(context, &entry->selector->name, entry->answer)) {
                add_none(context, SLICE("no DKIM key, as the name servers of the zone tell"));
            }
            return;
        }
    }
}

static void judge_none(struct dkim_context *context)
{
    if (context->silent > 0) {
        if (context->silent == context->entry_count) {
            explain_failure(context); /* first: what is bogus is no servfail */
        }
        dkim_names_temperror(context, SLICE("whether there is a usable DKIM key"));
    } else if (has_record(context, true)) {
        return; /* the damage is the finding */
    } else if (has_record(context, false)) {
        judge_unproved(context);
    } else if (context->config->given_count > 0) {
        judge_named_none(context);
    } else {
        judge_guessed_none(context);
    }
}

static void judge_beside_usable(struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->state == DKIM_ENTRY_ABSENT && entry->selector->named) {
            judge_missing(context, entry);
        }
    }
    if (context->all && context->silent > 0) {
        dkim_names_temperror(context,
                             arena_printf(context->arena, "whether there is a key at %.*s",
                                          SLICE_ARGS(list_selectors(context, DKIM_ENTRY_TROUBLE))));
    }
}

/* ---- 4 ---- */

/* Names that nobody set up seem to answer: the same record at two candidates, or a foreign one. */
static bool looks_like_wildcard(const struct dkim_context *context)
{
    const struct rr *first = NULL;

    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dkim_entry *entry = &context->entries[i];

        if (entry->foreign) {
            return true;
        }
        if (entry->selector->named || entry->source == NULL || entry->answer->chain_count > 0) {
            continue;
        }
        if (first != NULL && rr_same_data(first, entry->source)) {
            return true;
        }
        first = entry->source;
    }
    return false;
}

static void judge_wildcard(struct dkim_context *context)
{
    const struct dns_answer *answer;
    struct dns_name probe;
    struct finding *finding;
    bool is_key = false;

    if (!looks_like_wildcard(context) ||
        name_prepend(SLICE(PROBE), &context->config->container, &probe) != STATUS_OK) {
        return;
    }
    answer = facts_resolve(context->facts, &probe, RR_TYPE_TXT);
    if (answer == NULL || answer->class != ANSWER_CLASS_POSITIVE) {
        return;
    }
    context->wildcard = true;
    for (size_t i = 0; i < answer->record_count; i++) {
        is_key = is_key || dkim_key_resembles(answer->records[i].data.txt.joined);
    }
    finding = verdict_add(context->verdict, FINDING_DKIM_WILDCARD);
    if (!is_key) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    }
    finding->name = name_to_text(&probe, context->arena);
    finding->type = "TXT";
    finding->message =
        arena_printf(context->arena, "a wildcard answers for every selector below %.*s%s",
                     SLICE_ARGS(name_to_text(&context->config->container, context->arena)),
                     is_key ? ", with a key" : ", with a TXT record that is no key");
}

/* "o=~; t=y": the policy of RFC 4870. */
static bool is_old_policy(struct slice text)
{
    struct slice start = slice_trim(text);

    return slice_starts_with(start, SLICE("o=")) || slice_starts_with(start, SLICE("t=y; o="));
}

static void judge_obsolete(struct dkim_context *context)
{
    const struct dns_answer *answer = context->container;

    for (size_t i = 0; answer->class == ANSWER_CLASS_POSITIVE && i < answer->record_count; i++) {
        if (is_old_policy(answer->records[i].data.txt.joined)) {
            struct finding *finding = verdict_add(context->verdict, FINDING_DKIM_NO_KEY_NAME);

            finding->name = name_to_text(&context->config->container, context->arena);
            finding->type = "TXT";
            finding->message = arena_printf(context->arena,
                                            "%.*s has a policy of DomainKeys, the forerunner of "
                                            "DKIM: nobody looks at it",
                                            SLICE_ARGS(finding->name));
            return;
        }
    }
}

/* ---- 5 ---- */

/* A selector below the denied _domainkey that has a record all the same; NULL: none has. */
static const struct dkim_entry *find_below(const struct dkim_context *context)
{
    for (size_t i = 0; i < context->entry_count; i++) {
        const struct dns_answer *answer = context->entries[i].answer;

        if (answer != NULL && (answer->class == ANSWER_CLASS_POSITIVE || answer->chain_count > 0)) {
            return &context->entries[i];
        }
    }
    return NULL;
}

/*
 * The denial may be an old one in a cache: it is broken when a server of the zone says so itself.
 * Where none can be asked the resolver's word is an INFO.
 */
static void judge_non_terminal(struct dkim_context *context)
{
    const struct dns_name *container = &context->config->container;
    const struct differential_request request = { .config = &context->config->common,
                                                  .name = container,
                                                  .type = RR_TYPE_TXT,
                                                  .answer = context->container };
    const struct dkim_entry *below = find_below(context);
    struct differential *look;
    struct finding *finding;
    bool is_proved;

    if (below == NULL || context->container->class != ANSWER_CLASS_NXDOMAIN ||
        context->container->chain_count > 0 || request.config->why == CONFIG_WHY_NONE) {
        return;
    }
    look = arena_alloc(context->arena, sizeof *look);
    if (look == NULL) {
        return; /* no memory: the arena tells */
    }
    differential_look(&request, context->facts, context->arena, look);
    is_proved = look->own.first_without != NULL &&
                look->own.first_without->answer->class == ANSWER_CLASS_NXDOMAIN;
    if (look->pending || (look->own.authoritative > 0 && !is_proved)) {
        return;
    }
    finding = verdict_add(context->verdict, FINDING_DNS_ENT_BROKEN);
    if (!is_proved) {
        verdict_set_state(context->verdict, finding, STATE_INFO);
    }
    finding->name = name_to_text(container, context->arena);
    finding->type = "TXT";
    finding->message = arena_printf(
        context->arena, "%s says that %.*s does not exist, and %.*s below it does%s",
        is_proved ? "a name server of the zone" : "the resolver", SLICE_ARGS(finding->name),
        SLICE_ARGS(dkim_context_label(context, below)),
        is_proved ? ": resolvers may lose the key" : "; that may be an old answer in its cache");
}

void dkim_names_judge(struct dkim_context *context)
{
    judge_wildcard(context);
    judge_obsolete(context);
    judge_non_terminal(context);
    if (context->usable > 0) {
        judge_beside_usable(context);
    } else {
        judge_none(context);
    }
}

/* ---- dangling ---- */

void dkim_names_dangling(struct dkim_context *context, const struct dkim_entry *entry,
                         enum state state)
{
    enum config_why why = context->config->common.why;
    enum denial_grade grade = visibility_grade(why, context->facts, entry->answer);
    struct slice target = name_to_text(entry->answer->final, context->arena);
    struct finding *finding;

    if (grade == DENIAL_GRADE_PENDING) {
        return;
    }
    finding = dkim_context_add(context, FINDING_DKIM_DANGLING, entry);
    finding->type = "CNAME";
    if (grade != DENIAL_GRADE_RELAYED) {
        verdict_set_state(context->verdict, finding,
                          state == STATE_INFO ? STATE_INFO : STATE_UNKNOWN);
        finding->message =
            arena_printf(context->arena, "%.*s is a CNAME to %.*s, and %.*s",
                         SLICE_ARGS(dkim_context_label(context, entry)), SLICE_ARGS(target),
                         SLICE_ARGS(visibility_grade_text(grade, entry->answer, context->arena)));
        return;
    }
    verdict_set_state(context->verdict, finding, state);
    finding->message = arena_printf(
        context->arena, "%.*s is a CNAME to %.*s, which %s",
        SLICE_ARGS(dkim_context_label(context, entry)), SLICE_ARGS(target),
        entry->answer->class == ANSWER_CLASS_NXDOMAIN ? "does not exist" : "has no TXT record");
}
