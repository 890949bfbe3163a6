/* SPDX-License-Identifier: MIT */
/* The member "hold" of the JSON document. */
#include "registry/date.h"
#include "rules/differential.h"

#define STALE_S (7 * SECONDS_OF_DAY) /* a reading older than this does not count any more */
#define SECONDS_OF_DAY 86400

static void add_name(struct json *object, const char *key, bool known, const struct dns_name *name,
                     struct arena *arena)
{
    json_add_known(object, key, known, known ? name_to_text(name, arena) : slice_empty());
}

static const char *delegation_text(enum delegation_state state)
{
    switch (state) {
    case DELEGATION_PRESENT:
    case DELEGATION_MIXED:
        return "present";
    case DELEGATION_ABSENT:
        return "absent";
    case DELEGATION_UNKNOWN:
        break;
    }
    return "unknown";
}

/* What the registration says; only a reading says anything. */
static void describe_registration(const struct differential *differential, struct json *object)
{
    const struct registration *good = differential->registration.good;
    bool found = good != NULL && good->result == REGISTRATION_RESULT_FOUND;
    struct json *list;

    if (found && registration_tells_hold(good)) {
        json_add_bool(object, "on_hold", registration_on_hold(good));
    } else {
        json_add_null(object, "on_hold");
    }
    list = json_add_list(object, "statuses");
    for (size_t i = 0; found && i < good->status_count; i++) {
        json_append_string(list, good->statuses[i].text);
    }
    json_add_string(
        object, "status_source",
        slice_of(registration_source_text(good != NULL ? good->source : REGISTRATION_SOURCE_NONE)));
}

static void describe_expiry(const struct differential *differential, struct json *object)
{
    const struct registration *dated = differential_dated(differential);
    int64_t days = 0;

    if (dated == NULL) {
        json_add_null(object, "expires");
        json_add_null(object, "days_left");
        return;
    }
    json_add_string(object, "expires", date_to_text(dated->expires, differential->arena));
    (void)differential_days_left(differential, &days);
    json_add_integer(object, "days_left", days);
}

static void describe_servers(const struct differential *differential, struct json *object)
{
    const struct registration *good = differential->registration.good;
    static const struct delegation_hosts none = { .count = 0 };
    const struct delegation_hosts *hosts = &differential->delegation.hosts;
    struct json *servers = json_add_object(object, "nameservers");
    struct json *list = json_add_list(servers, "parent");

    if (differential->delegation.state == DELEGATION_ABSENT) {
        hosts = &none; /* only the resolver has them still */
    }
    for (size_t i = 0; i < hosts->count; i++) {
        json_append_string(list, name_to_text(&hosts->names[i], differential->arena));
    }
    list = json_add_list(servers, "registry");
    for (size_t i = 0; good != NULL && i < good->server_count; i++) {
        json_append_string(list, name_to_text(&good->servers[i], differential->arena));
    }
}

static void describe_observations(const struct differential *differential, struct json *object)
{
    struct json *list = json_add_list(object, "evidence");

    for (size_t i = 0; i < differential->evidence_count; i++) {
        const struct evidence *seen = &differential->evidence[i];
        struct json *entry = json_append_object(list);

        json_add_string(entry, "question", seen->question);
        json_add_string(entry, "server", seen->server);
        json_add_string(entry, "answer", seen->answer);
        json_add_string(entry, "means", seen->means);
    }
    list = json_add_list(object, "ruled_out");
    for (size_t i = 0; i < differential->exclusion_count; i++) {
        const struct exclusion *exclusion = &differential->exclusions[i];
        struct json *entry = json_append_object(list);

        json_add_string(entry, "cause", slice_of(cause_text(exclusion->cause)));
        json_add_string(entry, "because", exclusion->because);
    }
}

const struct registration *differential_known(const struct differential *differential)
{
    const struct registration_view *view = &differential->registration;
    int64_t now = facts_clock(differential->facts);

    if (view->good != NULL) {
        return view->good;
    }
    return view->last_good != NULL && now - view->last_good->read_at <= STALE_S ? view->last_good
                                                                                : NULL;
}

const struct registration *differential_dated(const struct differential *differential)
{
    const struct registration *known = differential_known(differential);

    return known != NULL && known->has_expires ? known : NULL;
}

bool differential_days_left(const struct differential *differential, int64_t *ret_days)
{
    const struct registration *dated = differential_dated(differential);
    int64_t left;

    if (dated == NULL) {
        return false;
    }
    /* Whole days, the last one counts until it is over; below zero once it is. */
    left = dated->expires - facts_clock(differential->facts);
    *ret_days =
        left >= 0 ? left / SECONDS_OF_DAY : -((-left + SECONDS_OF_DAY - 1) / SECONDS_OF_DAY);
    return true;
}

void differential_describe(const struct differential *differential, struct json *document)
{
    const struct delegation *delegation;
    const char *likely[DIFFERENTIAL_LIKELY_MAXIMUM];
    struct json *object;
    struct json *list;
    size_t count;

    if (differential == NULL) {
        return;
    }
    delegation = &differential->delegation;
    object = json_add_object(document, "hold");
    add_name(object, "registrable_domain", differential->has_domain, &differential->registrable,
             differential->arena);
    add_name(object, "parent_zone", delegation->has_parent, &delegation->parent,
             differential->arena);
    json_add_word(object, "delegation", delegation_text(delegation->state));
    json_add_word(object, "cause", cause_text(differential->cause));
    describe_registration(differential, object);
    json_add_word(object, "lifted_by", differential_lifted_by(differential));
    list = json_add_list(object, "likely");
    count = differential_likely(differential, likely);
    for (size_t i = 0; i < count; i++) {
        json_append_string(list, slice_of(likely[i]));
    }
    describe_expiry(differential, object);
    describe_servers(differential, object);
    describe_observations(differential, object);
}
