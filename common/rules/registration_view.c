/* SPDX-License-Identifier: MIT */
/* Which source is asked, and what is believed. */
#include "rules/registration_view.h"

bool registration_is_disturbed(const struct registration *registration, int64_t now)
{
    return registration_on_hold(registration) ||
           registration_has(registration, EPP_STATUS_INACTIVE) ||
           registration_has(registration, EPP_STATUS_PENDING_CREATE) ||
           registration_has(registration, EPP_STATUS_PENDING_DELETE) ||
           registration_has(registration, EPP_STATUS_PENDING_RESTORE) ||
           registration_has(registration, EPP_STATUS_REDEMPTION_PERIOD) ||
           registration_has(registration, EPP_STATUS_EXPIRED) ||
           (registration->has_expires && registration->expires < now);
}

/* Whether a reading says another thing than the parent zone. */
static bool contradicts(const struct registration *registration, enum delegation_state state,
                        int64_t now)
{
    bool denies = registration->result != REGISTRATION_RESULT_FOUND;

    switch (state) {
    case DELEGATION_PRESENT:
        return denies || registration_on_hold(registration);
    case DELEGATION_ABSENT:
        return !denies && !registration_is_disturbed(registration, now);
    case DELEGATION_UNKNOWN:
    case DELEGATION_MIXED:
        break;
    }
    return false;
}

/* One source, read anew where what was kept is contradicted. NULL: pending. */
static const struct registration *read_source(struct facts *facts, const struct dns_name *domain,
                                              enum registration_source source,
                                              enum delegation_state state)
{
    const struct registration *kept = facts_registration(facts, domain, source, false);

    if (kept == NULL || !kept->cached || !registration_is_good(kept) ||
        !contradicts(kept, state, facts_clock(facts))) {
        return kept;
    }
    return facts_registration(facts, domain, source, true);
}

static void take_last_good(const struct registration *failed, struct registration_view *view)
{
    const struct registration *last = failed->last_good;

    if (last != NULL && (view->last_good == NULL || last->read_at > view->last_good->read_at)) {
        view->last_good = last;
    }
}

void registration_find(struct facts *facts, const struct dns_name *domain,
                       enum delegation_state state, struct registration_view *ret_view)
{
    static const enum registration_source sources[] = { REGISTRATION_SOURCE_RDAP,
                                                        REGISTRATION_SOURCE_WHOIS };

    *ret_view = (struct registration_view){ .asked = true };
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        const struct registration *registration = read_source(facts, domain, sources[i], state);

        if (registration == NULL) {
            ret_view->pending = true;
            return;
        }
        if (registration_is_good(registration)) {
            ret_view->good = registration;
            return;
        }
        take_last_good(registration, ret_view);
        ret_view->failed[ret_view->failed_count] = registration;
        ret_view->failed_count++;
        if (registration->result != REGISTRATION_RESULT_NO_SERVER &&
            registration->result != REGISTRATION_RESULT_UNREACHABLE) {
            return;
        }
    }
}

/* ---- findings ---- */

static enum finding_id finding_of(const struct registration *registration)
{
    switch (registration->result) {
    case REGISTRATION_RESULT_REFUSED:
        return FINDING_REGISTRATION_REFUSED;
    case REGISTRATION_RESULT_DEFERRED:
        return FINDING_REGISTRATION_DEFERRED;
    case REGISTRATION_RESULT_UNREADABLE:
        return FINDING_REGISTRATION_UNREADABLE;
    case REGISTRATION_RESULT_NONE:
    case REGISTRATION_RESULT_UNREACHABLE:
    case REGISTRATION_RESULT_NO_SERVER:
    case REGISTRATION_RESULT_FOUND:
    case REGISTRATION_RESULT_NOT_FOUND:
    case REGISTRATION_RESULT_RESERVED:
        break;
    }
    return FINDING_REGISTRATION_UNREACHABLE;
}

static void report_one(const struct registration *registration, const struct dns_name *domain,
                       enum state state, struct verdict *verdict)
{
    const char *source = registration->source == REGISTRATION_SOURCE_RDAP ? "RDAP" : "WHOIS";
    struct finding *finding;

    finding = verdict_add(verdict, finding_of(registration));
    verdict_set_state(verdict, finding, state);
    finding->name = name_to_text(domain, verdict->arena);
    finding->same_cause = state != STATE_INFO;
    finding->rank = 8;
    if (registration->result == REGISTRATION_RESULT_NO_SERVER) {
        finding->message =
            arena_printf(verdict->arena, "no registration data of %.*s: %.*s",
                         SLICE_ARGS(finding->name), SLICE_ARGS(registration->reason));
        return;
    }
    finding->message =
        arena_printf(verdict->arena, "%s%s%.*s gave no registration data of %.*s%s%.*s", source,
                     registration->server.length > 0 ? " of " : "",
                     SLICE_ARGS(registration->server), SLICE_ARGS(finding->name),
                     registration->reason.length > 0 ? ": " : "", SLICE_ARGS(registration->reason));
    if (registration->retry_after_s > 0) {
        finding->detail = arena_printf(verdict->arena, "asked again after %u s at the earliest",
                                       registration->retry_after_s);
    }
}

bool registration_has_failed(const struct registration_view *view)
{
    for (size_t i = 0; i < view->failed_count; i++) {
        if (view->failed[i]->result != REGISTRATION_RESULT_NO_SERVER) {
            return true;
        }
    }
    return false;
}

void registration_report(const struct registration_view *view, const struct dns_name *domain,
                         enum state state, struct verdict *verdict)
{
    bool any_server = registration_has_failed(view);

    if (view->good != NULL) {
        return;
    }
    for (size_t i = 0; i < view->failed_count; i++) {
        /* That a source does not exist says nothing beside one that failed; alone it is said once.
         */
        bool is_missing = view->failed[i]->result == REGISTRATION_RESULT_NO_SERVER;

        if (!is_missing || (!any_server && i + 1 == view->failed_count)) {
            report_one(view->failed[i], domain, state, verdict);
        }
    }
}
