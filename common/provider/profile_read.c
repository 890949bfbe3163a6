/* SPDX-License-Identifier: MIT */
/*
 * A user's profile. The file is one JSON object; all members but name and title may be left out:
 *
 *   {
 *     "name": "example-mail",             letters, digits and hyphens
 *     "title": "Example Mail",            for sentences
 *     "spf": {
 *       "include": "spf.mail.example",    the name to include
 *       "demanded": true,                 the sender domain has to authorise the service's servers
 *       "literal": false                  the service looks for the include itself
 *     },
 *     "dkim": {
 *       "selectors": ["em1", "mail"],     candidates without -k, the likeliest first
 *       "generic": ["mail"],              those of them that other services use too
 *       "need": "any",                    how many keys have to be good: "any" (default) or "all"
 *       "txt": true,                      a TXT record is accepted (default)
 *       "cname": true,                    a CNAME is
 *       "cname_suffixes": [".mail.example"],   where it has to lead: to names below these
 *       "where": "The console shows the records at the domain."
 *     },
 *     "dmarc": {
 *       "at_sender": true,                the service looks at _dmarc of the sender domain itself
 *       "record": "v=DMARC1; p=none"      the least that it wants
 *     },
 *     "mx": {
 *       "hosts": ["mx.mail.example"],     what the service shows
 *       "demanded": false,                the service looks for an MX record
 *       "preference": 10                  0 to 65535, default 0
 *     },
 *     "samples": [".tutorial.example", "joe@mail.example"],
 *     "report_samples": ["tutorial.example"],
 *     "host_note": "The host field is relative to the zone."
 *   }
 *
 * Samples are values of the service's documentation that are to be replaced, report_samples those
 * that stand for a report address (rua, ruf) or its domain; one that begins with a dot stands for
 * that domain and every name below it. Flags that are left out are false, but for dkim.txt. A list
 * has at most 32 elements.
 */
#include "provider/profile.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "provider/profile_text.h"

#define KEY_MAXIMUM 60 /* of an unknown member's name shown in a complaint */

static struct profile_place place_of(const struct profile_section *section, const char *member)
{
    return (struct profile_place){ .section = section, .member = member };
}

/* --- values ----------------------------------------------------------------------------------- */

/* Whether the member is there and nothing was refused so far. */
static bool is_given(const struct profile_place *place)
{
    return place->section->reader->status == STATUS_OK &&
           json_has(place->section->object, place->member);
}

/* A text by its rule, kept with a final NUL; NULL when it is left out. */
static const char *take_text(const struct profile_section *section, const char *member,
                             struct slice (*rule)(const struct profile_place *place,
                                                  struct slice text))
{
    struct profile_place place = place_of(section, member);
    struct slice text;

    if (!is_given(&place)) {
        return NULL;
    }
    if (!json_get_string(section->object, member, &text)) {
        profile_refuse(&place, SLICE("a text is expected"));
        return NULL;
    }
    return arena_copy(section->reader->arena, rule(&place, text)).data;
}

static bool take_flag(const struct profile_section *section, const char *member, bool left_out)
{
    struct profile_place place = place_of(section, member);
    bool value = left_out;

    if (is_given(&place) && !json_get_bool(section->object, member, &value)) {
        profile_refuse(&place, SLICE("true or false is expected"));
    }
    return value;
}

static enum profile_need take_need(const struct profile_section *section, const char *member)
{
    struct profile_place place = place_of(section, member);
    struct slice word = SLICE("any");

    if (is_given(&place) &&
        (!json_get_string(section->object, member, &word) ||
         (!slice_equal(word, SLICE("any")) && !slice_equal(word, SLICE("all"))))) {
        profile_refuse(&place, SLICE("\"any\" or \"all\" is expected"));
    }
    return slice_equal(word, SLICE("all")) ? PROFILE_NEED_ALL : PROFILE_NEED_ANY;
}

static uint16_t take_preference(const struct profile_section *section, const char *member)
{
    struct profile_place place = place_of(section, member);
    int64_t value = 0;

    if (is_given(&place) &&
        (!json_get_integer(section->object, member, &value) || value < 0 || value > UINT16_MAX)) {
        profile_refuse(&place, SLICE("a whole number from 0 to 65535 is expected"));
        return 0;
    }
    return (uint16_t)value;
}

static bool list_has(const char *const *list, const char *text)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        if (slice_equal(slice_of(list[i]), slice_of(text))) {
            return true;
        }
    }
    return false;
}

/* The next element of a list: a text by its rule that does not stand in `list` yet, or NULL. */
static const char *
take_element(const struct profile_place *place, const struct json *source, const char *const *list,
             struct slice (*rule)(const struct profile_place *place, struct slice text))
{
    struct profile_reader *reader = place->section->reader;
    struct slice text;
    const char *kept;

    if (!json_at_string(source, place->index, &text)) {
        profile_refuse(place, SLICE("a text is expected"));
        return NULL;
    }
    kept = arena_copy(reader->arena, rule(place, text)).data;
    if (reader->status == STATUS_OK && list_has(list, kept)) {
        profile_refuse_value(place, "every element once is expected", text, " again");
    }
    return kept;
}

/* Texts by their rule; an empty list when it is left out. Never NULL unless the arena failed. */
static const char *const *take_list(const struct profile_section *section, const char *member,
                                    struct slice (*rule)(const struct profile_place *place,
                                                         struct slice text))
{
    struct profile_reader *reader = section->reader;
    struct profile_place place = place_of(section, member);
    const struct json *source = is_given(&place) ? json_get_list(section->object, member) : NULL;
    size_t count = json_count(source);
    const char **list = arena_alloc_array(reader->arena, LIMIT_PROFILE_LIST + 1, sizeof *list);

    if (list == NULL) {
        return NULL;
    }
    if (is_given(&place) && source == NULL) {
        profile_refuse(&place, SLICE("a list of texts is expected"));
    }
    if (count > LIMIT_PROFILE_LIST) {
        profile_refuse(&place,
                       arena_printf(reader->arena, "the list has %zu elements, and %d are the most",
                                    count, LIMIT_PROFILE_LIST));
    }
    for (size_t i = 0; i < count && reader->status == STATUS_OK; i++) {
        place.in_list = true;
        place.index = i;
        list[i] = take_element(&place, source, list, rule);
    }
    return list;
}

/* --- sections --------------------------------------------------------------------------------- */

/* "there is no such member; name, title and spf are known". */
static struct slice member_complaint(struct arena *arena, const char *const *members)
{
    struct buf buf;

    buf_init(&buf, arena, PROFILE_SENTENCE_MAXIMUM);
    buf_add_text(&buf, "there is no such member; ");
    for (size_t i = 0; members[i] != NULL; i++) {
        const char *between = members[i + 1] == NULL ? " and " : ", ";

        buf_printf(&buf, "%s%s", i == 0 ? "" : between, members[i]);
    }
    buf_add_text(&buf, " are known");
    return buf_slice(&buf);
}

/*
 * Refuses the first member that is not among `members`. Keys are unique, so one of the first that
 * are one more than those has to be it: the walk is short however long the object is.
 */
static void check_members(const struct profile_section *section, const char *const *members)
{
    struct arena *arena = section->reader->arena;
    struct slice key;

    for (size_t i = 0; json_key_at(section->object, i, &key); i++) {
        struct slice name = slice_head(key, utf8_cut(key, KEY_MAXIMUM));
        const char *member = key.length == 0 ? "\"\"" : arena_copy(arena, name).data;
        struct profile_place place = place_of(section, member);

        if (name.length < key.length || !list_has(members, member)) {
            profile_refuse(&place, member_complaint(arena, members));
            return;
        }
    }
}

/* An object below the document; one that is left out has no members. */
static struct profile_section open_section(const struct profile_section *document, const char *name,
                                           const char *const *members)
{
    struct profile_section section = { .reader = document->reader, .name = name };
    struct profile_place place = place_of(document, name);

    if (!is_given(&place)) {
        return section;
    }
    section.object = json_get_object(document->object, name);
    if (section.object == NULL) {
        profile_refuse(&place, SLICE("an object { ... } is expected"));
    }
    check_members(&section, members);
    return section;
}

static void read_spf(const struct profile_section *document, struct profile *profile)
{
    static const char *const members[] = { "include", "demanded", "literal", NULL };
    struct profile_section section = open_section(document, "spf", members);
    struct profile_place include = place_of(&section, "include");

    profile->spf_include = take_text(&section, "include", profile_text_domain);
    profile->spf_demanded = take_flag(&section, "demanded", false);
    profile->spf_literal = take_flag(&section, "literal", false);
    if (profile->spf_include == NULL && (profile->spf_demanded || profile->spf_literal)) {
        profile_refuse(&include, SLICE("it is missing, and demanded and literal are about it"));
    }
}

/* What of the members for DKIM does not fit together. */
static void check_dkim(const struct profile_section *section, const struct profile_dkim *dkim)
{
    struct profile_place generic = place_of(section, "generic");
    struct profile_place suffixes = place_of(section, "cname_suffixes");
    struct profile_place txt = place_of(section, "txt");

    generic.in_list = true;
    for (size_t i = 0; dkim->generic[i] != NULL; i++) {
        generic.index = i;
        if (!list_has(dkim->selectors, dkim->generic[i])) {
            profile_refuse_value(&generic, "one of dkim.selectors is expected",
                                 slice_of(dkim->generic[i]), "");
        }
    }
    if (!dkim->cname && dkim->cname_suffixes[0] != NULL) {
        profile_refuse(&suffixes,
                       SLICE("they are about CNAME records: \"cname\": true is missing"));
    }
    if (!dkim->cname && !dkim->txt) {
        profile_refuse(&txt,
                       SLICE("false, and dkim.cname is not true: no record would be accepted"));
    }
}

static void read_dkim(const struct profile_section *document, struct profile_dkim *dkim)
{
    static const char *const members[] = { "selectors", "generic",        "need",  "txt",
                                           "cname",     "cname_suffixes", "where", NULL };
    struct profile_section section = open_section(document, "dkim", members);

    dkim->selectors = take_list(&section, "selectors", profile_text_selector);
    dkim->generic = take_list(&section, "generic", profile_text_selector);
    dkim->need = take_need(&section, "need");
    dkim->txt = take_flag(&section, "txt", true);
    dkim->cname = take_flag(&section, "cname", false);
    dkim->cname_suffixes = take_list(&section, "cname_suffixes", profile_text_suffix);
    dkim->where = take_text(&section, "where", profile_text_sentence);
    if (section.reader->status == STATUS_OK && !arena_failed(section.reader->arena)) {
        check_dkim(&section, dkim);
    }
}

static void read_dmarc(const struct profile_section *document, struct profile *profile)
{
    static const char *const members[] = { "at_sender", "record", NULL };
    struct profile_section section = open_section(document, "dmarc", members);

    profile->dmarc_at_sender = take_flag(&section, "at_sender", false);
    profile->dmarc_record = take_text(&section, "record", profile_text_record);
}

static void read_mx(const struct profile_section *document, struct profile_mx *mx)
{
    static const char *const members[] = { "hosts", "demanded", "preference", NULL };
    struct profile_section section = open_section(document, "mx", members);

    mx->hosts = take_list(&section, "hosts", profile_text_domain);
    mx->demanded = take_flag(&section, "demanded", false);
    mx->preference = take_preference(&section, "preference");
}

/* A text that every profile has. */
static const char *demand_text(const struct profile_section *section, const char *member,
                               struct slice (*rule)(const struct profile_place *place,
                                                    struct slice text))
{
    struct profile_place place = place_of(section, member);
    const char *text = take_text(section, member, rule);

    if (text == NULL) {
        profile_refuse(&place, SLICE("it is missing: every profile has a name and a title"));
    }
    return text;
}

static void read_document(const struct profile_section *document, struct profile *profile)
{
    static const char *const members[] = { "name",      "title", "spf",     "dkim",
                                           "dmarc",     "mx",    "samples", "report_samples",
                                           "host_note", NULL };

    check_members(document, members);
    profile->name = demand_text(document, "name", profile_text_name);
    profile->title = demand_text(document, "title", profile_text_sentence);
    read_spf(document, profile);
    read_dkim(document, &profile->dkim);
    read_dmarc(document, profile);
    read_mx(document, &profile->mx);
    profile->samples = take_list(document, "samples", profile_text_sample);
    profile->report_samples = take_list(document, "report_samples", profile_text_report);
    profile->host_note = take_text(document, "host_note", profile_text_sentence);
}

/* The document of a text; the reason that it is none. */
static enum status open_document(struct slice text, struct arena *arena, struct json **ret_root,
                                 struct slice *ret_reason)
{
    enum status status = json_read(text, LIMIT_PROFILE, arena, ret_root, ret_reason);

    if (status == STATUS_TOO_LONG) {
        *ret_reason =
            arena_printf(arena, "%zu octets, and %u are the most", text.length, LIMIT_PROFILE);
        return STATUS_BAD_INPUT;
    }
    if (status == STATUS_OK && slice_starts_with(slice_trim(text), SLICE("["))) {
        json_free(*ret_root);
        *ret_reason = SLICE("an object { ... } is expected, not a list");
        return STATUS_BAD_INPUT;
    }
    return status;
}

enum status profile_read(struct slice text, struct arena *arena, const struct profile **ret_profile,
                         struct slice *ret_reason)
{
    struct profile *profile = arena_alloc(arena, sizeof *profile);
    struct profile_reader reader = { .arena = arena };
    struct json *root;
    struct profile_section document = { .reader = &reader, .name = "" };
    enum status status;

    if (profile == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = open_document(text, arena, &root, ret_reason);
    if (status != STATUS_OK) {
        return arena_failed(arena) ? STATUS_NO_MEMORY : status;
    }
    document.object = root;
    read_document(&document, profile);
    json_free(root);
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    if (reader.status == STATUS_OK) {
        *ret_profile = profile;
    } else if (reader.status == STATUS_BAD_INPUT) {
        *ret_reason = reader.reason;
    }
    return reader.status;
}
