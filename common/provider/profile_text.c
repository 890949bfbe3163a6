/* SPDX-License-Identifier: MIT */
/* Rules for the texts of a user's profile. */
#include "provider/profile_text.h"

#include <stdint.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "dns/name.h"

#define NAME_MAXIMUM 63 /* of a profile */
#define SAMPLE_MINIMUM 3
#define SELECTOR_MAXIMUM (LIMIT_NAME_TEXT - (sizeof "._domainkey.x.y" - 1))
#define QUOTED_MAXIMUM 60 /* of a value shown in a complaint */
#define DMARC_VERSION "v=DMARC1"

/* --- complaints ------------------------------------------------------------------------------- */

/* "dkim.selectors[2]". */
static struct slice place_text(const struct profile_place *place)
{
    const char *name = place->section->name;
    struct arena *arena = place->section->reader->arena;
    struct slice text =
        arena_printf(arena, "%s%s%s", name, name[0] == '\0' ? "" : ".", place->member);

    return place->in_list ? arena_printf(arena, "%.*s[%zu]", SLICE_ARGS(text), place->index) : text;
}

void profile_refuse(const struct profile_place *place, struct slice complaint)
{
    struct profile_reader *reader = place->section->reader;
    struct slice where;

    if (reader->status == STATUS_OK) {
        where = place_text(place);
        reader->reason =
            arena_printf(reader->arena, "%.*s: %.*s", SLICE_ARGS(where), SLICE_ARGS(complaint));
        reader->status = STATUS_BAD_INPUT;
    }
}

void profile_refuse_value(const struct profile_place *place, const char *expected,
                          struct slice value, const char *after)
{
    struct slice head = slice_head(value, utf8_cut(value, QUOTED_MAXIMUM));
    const char *dots = head.length < value.length ? "..." : "";

    profile_refuse(place, arena_printf(place->section->reader->arena, "%s, not \"%.*s%s\"%s",
                                       expected, SLICE_ARGS(head), dots, after));
}

/* --- rules for texts: what is kept of one; what is wrong is refused -------------------------- */

/* Whether a text has 1 to `maximum` octets and no control character. */
static bool check_text(const struct profile_place *place, struct slice text, size_t maximum)
{
    struct arena *arena = place->section->reader->arena;

    if (text.length == 0) {
        profile_refuse(place, SLICE("the text is empty: fill it in or leave the member out"));
        return false;
    }
    if (text.length > maximum) {
        profile_refuse(place, arena_printf(arena, "the text has %zu octets, and %zu are the most",
                                           text.length, maximum));
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        uint8_t octet = (uint8_t)text.data[i];

        if (octet < 0x20 || octet == 0x7F) {
            profile_refuse(place, arena_printf(arena,
                                               "octet %zu of the text is the control character "
                                               "U+%04X: the text is to be one plain line",
                                               i + 1, (unsigned)octet));
            return false;
        }
    }
    return true;
}

struct slice profile_text_sentence(const struct profile_place *place, struct slice text)
{
    return check_text(place, text, PROFILE_SENTENCE_MAXIMUM) ? text : slice_empty();
}

struct slice profile_text_name(const struct profile_place *place, struct slice text)
{
    bool right = check_text(place, text, NAME_MAXIMUM);

    for (size_t i = 0; right && i < text.length; i++) {
        right = ascii_is_alnum(text.data[i]) || text.data[i] == '-';
    }
    if (!right) {
        profile_refuse_value(place, "a name of letters, digits and hyphens is expected", text, "");
    }
    return text;
}

/*
 * What name_from_user() makes of `text`, the domain in `whole`: A-labels in lower case, without a
 * final dot.
 */
static struct slice take_domain(const struct profile_place *place, const char *expected,
                                struct slice text, struct slice whole)
{
    struct profile_reader *reader = place->section->reader;
    enum name_defect defect = NAME_DEFECT_NONE;
    struct dns_name name;
    enum status status = name_from_user(text, &name, &defect);

    if (status == STATUS_OK) {
        return name_to_text(&name, reader->arena);
    }
    if (status == STATUS_BAD_INPUT) {
        profile_refuse_value(place, expected, whole,
                             arena_printf(reader->arena, ": %s", name_defect_text(defect)).data);
    } else if (reader->status == STATUS_OK) {
        reader->status = status;
    }
    return slice_empty();
}

struct slice profile_text_domain(const struct profile_place *place, struct slice text)
{
    if (!check_text(place, text, PROFILE_SENTENCE_MAXIMUM)) {
        return slice_empty();
    }
    return take_domain(place, "a domain name such as mail.example.com is expected", text, text);
}

struct slice profile_text_selector(const struct profile_place *place, struct slice text)
{
    if (!check_text(place, text, SELECTOR_MAXIMUM)) {
        return slice_empty();
    }
    return take_domain(place, "a selector such as s1 is expected", text, text);
}

struct slice profile_text_suffix(const struct profile_place *place, struct slice text)
{
    static const char expected[] = "a dot and a domain name such as .example.com is expected";
    struct slice domain;

    if (!check_text(place, text, PROFILE_SENTENCE_MAXIMUM)) {
        return slice_empty();
    }
    if (text.data[0] != '.') {
        profile_refuse_value(place, expected, text, "");
        return slice_empty();
    }
    domain = take_domain(place, expected, slice_from(text, 1), text);
    return arena_join(place->section->reader->arena, SLICE("."), domain);
}

/* Letters of ASCII in lower case; octets that are not visible ASCII are refused. */
static struct slice take_visible(const struct profile_place *place, const char *expected,
                                 struct slice text)
{
    struct arena *arena = place->section->reader->arena;
    char *copy = arena_alloc(arena, text.length);

    for (size_t i = 0; copy != NULL && i < text.length; i++) {
        if (!ascii_is_visible(text.data[i])) {
            profile_refuse_value(place, expected, text, "");
            return slice_empty();
        }
        copy[i] = ascii_lower(text.data[i]);
    }
    return copy == NULL ? slice_empty() : slice_make(copy, text.length);
}

struct slice profile_text_sample(const struct profile_place *place, struct slice text)
{
    static const char expected[] = "a value in visible ASCII of 3 octets or more is expected";

    if (!check_text(place, text, PROFILE_SENTENCE_MAXIMUM)) {
        return slice_empty();
    }
    if (text.data[0] == '.') {
        return profile_text_suffix(place, text);
    }
    if (text.length < SAMPLE_MINIMUM) {
        profile_refuse_value(place, expected, text, "");
        return slice_empty();
    }
    return take_visible(place, expected, text);
}

struct slice profile_text_report(const struct profile_place *place, struct slice text)
{
    static const char expected[] =
        "an address such as joe@example.com or a domain such as example.com is expected";
    struct arena *arena = place->section->reader->arena;
    size_t at = slice_find_last(text, '@');
    struct slice local;
    struct slice domain;

    if (!check_text(place, text, PROFILE_SENTENCE_MAXIMUM)) {
        return slice_empty();
    }
    if (text.data[0] == '.') {
        return profile_text_suffix(place, text);
    }
    if (at == text.length) {
        return take_domain(place, expected, text, text);
    }
    if (at == 0) {
        profile_refuse_value(place, expected, text, "");
        return slice_empty();
    }
    local = take_visible(place, expected, slice_head(text, at + 1));
    domain = take_domain(place, expected, slice_from(text, at + 1), text);
    return arena_join(arena, local, domain);
}

/* A record begins with its version and then ends or goes on with a tag (RFC 9989 4.7). */
struct slice profile_text_record(const struct profile_place *place, struct slice text)
{
    static const char expected[] = "a record that begins with v=DMARC1; is expected";
    size_t version = sizeof DMARC_VERSION - 1;
    bool right = check_text(place, text, PROFILE_SENTENCE_MAXIMUM) &&
                 slice_starts_with(text, SLICE(DMARC_VERSION));

    for (size_t i = version; right && i < text.length && text.data[i] != ';'; i++) {
        right = text.data[i] == ' ';
    }
    for (size_t i = version; right && i < text.length; i++) {
        right = ascii_is_visible(text.data[i]) || text.data[i] == ' ';
    }
    if (!right) {
        profile_refuse_value(place, expected, text, "");
    }
    return text;
}
