/* SPDX-License-Identifier: MIT */
/*
 * Reading the object of a WHOIS reply:
 *
 * 1. A line without its line end may be cut anywhere, so it is not read. (RFC 3912 ends a reply by
 *    closing the connection, which is also what a broken server or network does.)
 * 2. The object begins with the paragraph of the first line that names a domain: .se has "state"
 *    in front of "domain". Several names in a row are variants of one object (IDN at CNNIC).
 * 3. It ends with the first line of a footer, or with another domain. Keys that contacts have, too,
 *    are the domain's only in the paragraph that names it and in front of any contact. Registrants
 *    and hosts may be called anything: words count as values of keys only.
 * 4. Lists of servers have a heading and end with a blank line.
 */
#include "registry/whois_object.h"

#include "registry/date.h"
#include "registry/registration_fill.h"
#include "registry/whois_line.h"

#define NAMES_MAXIMUM 32 /* names of one object that are compared */

enum list_state {
    LIST_STATE_NONE = 0,
    LIST_STATE_BEGUN, /* a heading was read, no server yet */
    LIST_STATE_INSIDE
};

struct reader {
    const struct whois_asked *asked;
    struct arena *arena;
    struct registration *registration;
    struct whois_object *object;
    enum status status;
    size_t name_count;
    bool wants_name;   /* "Domain:" alone: the name is on a line below */
    bool in_names;     /* no other key since the last name */
    bool in_paragraph; /* the paragraph that names the domain, no contact yet */
    bool in_registrar; /* below "Registrar:" alone */
    bool is_over;      /* the object */
    enum list_state list;
    bool has_registrar_date;
    int64_t registrar_date; /* of expiration, as the registrar has it */
};

/* ---- 1 ---- */

/* Up to the last line end. */
static struct slice whole_lines(struct slice text)
{
    size_t last = slice_find_last(text, '\n');

    return last == text.length ? slice_head(text, 0) : slice_head(text, last);
}

/* ---- 2 ---- */

static struct slice first_word(struct slice text)
{
    size_t at = 0;

    while (at < text.length && !ascii_is_blank(text.data[at])) {
        at++;
    }
    return slice_head(text, at);
}

/* Where the paragraph begins that names a domain first; the length of the text without one. */
static size_t find_object(struct slice text)
{
    struct slice rest = text;
    struct whois_line line;
    size_t paragraph = 0;

    while (whois_line_next(&rest, &line)) {
        if (line.kind == WHOIS_LINE_PAIR && line.key == WHOIS_KEY_DOMAIN) {
            return paragraph;
        }
        if (line.kind == WHOIS_LINE_BLANK && rest.data != NULL) {
            paragraph = text.length - rest.length;
        }
    }
    return text.length;
}

/* One of the names of the object. */
static void read_name(struct reader *reader, struct slice value)
{
    enum status memory = STATUS_OK;
    struct slice name = first_word(value);

    if (!reader->object->has_name) {
        reader->object->name = name;
    }
    reader->object->has_name = true;
    reader->wants_name = false;
    reader->in_names = true;
    reader->in_paragraph = true;
    if (!reader->object->is_asked && reader->name_count < NAMES_MAXIMUM) {
        reader->object->is_asked = registration_is_about(name, reader->asked->name, &memory);
        reader->status = memory != STATUS_OK ? memory : reader->status;
    }
    reader->name_count++;
}

static void read_domain_key(struct reader *reader, struct slice value)
{
    if (reader->object->has_name && !reader->in_names) {
        reader->is_over = true;
    } else if (value.length > 0) {
        read_name(reader, value);
    } else {
        reader->wants_name = !reader->object->has_name;
        reader->in_paragraph = true;
    }
}

/* ---- 3 ---- */

/* Where a list of statuses is divided: a comma, or a slash between blanks; not inside brackets. */
static size_t piece_length(struct slice text)
{
    size_t depth = 0;

    for (size_t at = 0; at < text.length; at++) {
        char c = text.data[at];
        bool is_slash = c == '/' && at > 0 && ascii_is_blank(text.data[at - 1]) &&
                        at + 1 < text.length && ascii_is_blank(text.data[at + 1]);

        depth += c == '(' ? 1 : 0;
        depth -= c == ')' && depth > 0 ? 1 : 0;
        if (depth == 0 && (c == ',' || is_slash)) {
            return at;
        }
    }
    return text.length;
}

/* "clientHold - explained" (.kz); the blanks keep "client-hold" whole. */
static struct slice without_remark(struct slice text)
{
    return slice_head(text, slice_find_part(text, SLICE(" - ")));
}

static void read_status(struct reader *reader, struct slice value)
{
    struct slice rest = value;

    while (rest.length > 0) {
        size_t length = piece_length(rest);

        registration_add_status(reader->registration, without_remark(slice_head(rest, length)),
                                reader->arena);
        rest = slice_from(rest, length + 1);
    }
    reader->object->is_open = true;
    reader->object->has_status = reader->object->has_name;
}

/* A line without a key, right below a status, that begins with one: the list goes on (.kz). */
static bool is_status(struct slice text)
{
    struct slice first = slice_head(text, piece_length(text));

    return epp_status_from_text(without_remark(first)) != EPP_STATUS_OTHER;
}

static void read_date(struct reader *reader, struct slice value, bool *ret_has, int64_t *ret_time)
{
    if (!*ret_has) {
        *ret_has = date_from_registry(value, reader->asked->zone_s, ret_time) == STATUS_OK;
    }
}

static void read_registered(struct reader *reader, struct slice value)
{
    read_date(reader, value, &reader->registration->has_registered,
              &reader->registration->registered);
}

static void read_expires(struct reader *reader, struct slice value)
{
    reader->object->has_expires = true;
    read_date(reader, value, &reader->registration->has_expires, &reader->registration->expires);
}

static void read_registrar(struct reader *reader, struct slice value)
{
    reader->in_registrar = value.length == 0;
    if (reader->registration->registrar.length == 0) {
        reader->registration->registrar =
            registration_clean(value, REGISTRATION_REGISTRAR_MAXIMUM, reader->arena);
    }
}

/* The name of the domain, of the registrar, or of somebody who does not matter. */
static void read_name_key(struct reader *reader, struct slice value)
{
    if (reader->wants_name) {
        read_name(reader, value);
    } else if (reader->in_registrar && value.length > 0) {
        read_registrar(reader, value);
    }
}

/* "unsigned", "signedDelegation", "no", "yes", "Active"; other words say nothing. */
static void read_dnssec(struct reader *reader, struct slice value)
{
    static const struct {
        char word[16];
        bool is_signed;
    } words[] = { { "unsigned", false }, { "no", false }, { "inactive", false },
                  { "signed", true },    { "yes", true }, { "active", true } };

    reader->object->has_end = true;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !reader->registration->has_signed;
         i++) {
        if (slice_starts_with_nocase(value, slice_of(words[i].word))) {
            reader->registration->has_signed = true;
            reader->registration->is_signed = words[i].is_signed;
        }
    }
}

static void read_signing_key(struct reader *reader, struct slice value)
{
    reader->registration->has_signed = true;
    reader->registration->is_signed = reader->registration->is_signed || value.length > 0;
}

/* The key as the domain's: one that is bare is so only near its name. */
static enum whois_key key_of_domain(const struct reader *reader, enum whois_key key)
{
    enum whois_key full = key;

    if (key == WHOIS_KEY_STATUS_BARE) {
        full = WHOIS_KEY_STATUS;
    } else if (key == WHOIS_KEY_REGISTERED_BARE) {
        full = WHOIS_KEY_REGISTERED;
    } else if (key == WHOIS_KEY_EXPIRES_BARE) {
        full = WHOIS_KEY_EXPIRES;
    }
    return full == key || reader->in_paragraph ? full : WHOIS_KEY_OTHER;
}

static void read_server(struct reader *reader, struct slice value)
{
    (void)registration_add_server(reader->registration, first_word(value));
}

static void read_pair(struct reader *reader, const struct whois_line *line)
{
    switch (key_of_domain(reader, line->key)) {
    case WHOIS_KEY_OTHER:
    case WHOIS_KEY_STATUS_BARE:
    case WHOIS_KEY_REGISTERED_BARE:
    case WHOIS_KEY_EXPIRES_BARE:
        break;
    case WHOIS_KEY_DOMAIN:
        read_domain_key(reader, line->value);
        break;
    case WHOIS_KEY_STATUS:
        read_status(reader, line->value);
        break;
    case WHOIS_KEY_SERVER:
        read_server(reader, line->value);
        break;
    case WHOIS_KEY_HOST:
        if (reader->list != LIST_STATE_NONE) {
            read_server(reader, line->value);
        }
        break;
    case WHOIS_KEY_REGISTERED:
        read_registered(reader, line->value);
        break;
    case WHOIS_KEY_EXPIRES:
        read_expires(reader, line->value);
        break;
    case WHOIS_KEY_EXPIRES_REGISTRAR:
        reader->object->has_expires = true;
        read_date(reader, line->value, &reader->has_registrar_date, &reader->registrar_date);
        break;
    case WHOIS_KEY_REGISTRAR:
        read_registrar(reader, line->value);
        break;
    case WHOIS_KEY_NAME:
        read_name_key(reader, line->value);
        break;
    case WHOIS_KEY_DNSSEC:
        read_dnssec(reader, line->value);
        break;
    case WHOIS_KEY_SIGNING_KEY:
        read_signing_key(reader, line->value);
        break;
    case WHOIS_KEY_GTLD:
        reader->object->is_gtld = true;
        break;
    case WHOIS_KEY_CONTACT:
        reader->in_paragraph = false;
        break;
    }
}

/* "Record expires on 2020-10-31 (YYYY-MM-DD)": .tw */
static void read_text(struct reader *reader, struct slice text)
{
    struct slice created = SLICE("Record created on ");
    struct slice expires = SLICE("Record expires on ");

    if (reader->wants_name) {
        read_name(reader, text);
    } else if (slice_starts_with_nocase(text, created)) {
        read_registered(reader, slice_from(text, created.length));
    } else if (slice_starts_with_nocase(text, expires)) {
        read_expires(reader, slice_from(text, expires.length));
    }
}

/* ---- 4 ---- */

/* A line that is the name of a server, perhaps with addresses behind it, which may hold colons. */
static bool read_list_entry(struct reader *reader, const struct whois_line *line)
{
    if (reader->list == LIST_STATE_NONE ||
        (line->kind == WHOIS_LINE_PAIR && line->key != WHOIS_KEY_OTHER) ||
        !registration_add_server(reader->registration, first_word(line->text))) {
        return false;
    }
    reader->list = LIST_STATE_INSIDE;
    return true;
}

/* A heading begins a list, a key that is known ends it. */
static void follow_list(struct reader *reader, const struct whois_line *line)
{
    if (line->is_heading) {
        reader->list = LIST_STATE_BEGUN;
    } else if (line->kind == WHOIS_LINE_PAIR && line->key == WHOIS_KEY_HOST) {
        reader->list = reader->list == LIST_STATE_BEGUN ? LIST_STATE_INSIDE : reader->list;
    } else if (line->kind == WHOIS_LINE_PAIR && line->key != WHOIS_KEY_OTHER) {
        reader->list = LIST_STATE_NONE;
    }
}

/* --- lines ----------------------------------------------------------------------------------- */

static void end_paragraph(struct reader *reader)
{
    if (reader->object->has_name) {
        reader->in_paragraph = false;
    }
    if (reader->list == LIST_STATE_INSIDE) {
        reader->list = LIST_STATE_NONE;
    }
    reader->in_registrar = false;
}

static void read_line(struct reader *reader, const struct whois_line *line)
{
    bool is_domain = line->kind == WHOIS_LINE_PAIR && line->key == WHOIS_KEY_DOMAIN;
    bool follows_status;

    if (line->kind == WHOIS_LINE_BLANK) {
        end_paragraph(reader);
        return;
    }
    follows_status = reader->object->is_open;
    reader->object->is_open = false;
    if (line->kind == WHOIS_LINE_COMMENT) {
        return;
    }
    if (line->kind == WHOIS_LINE_FOOTER) {
        reader->object->has_end = true;
        reader->is_over = true;
        return;
    }
    reader->in_names = reader->in_names && is_domain;
    if (read_list_entry(reader, line)) {
        return;
    }
    follow_list(reader, line);
    if (line->kind == WHOIS_LINE_PAIR) {
        read_pair(reader, line);
    } else if (follows_status && is_status(line->text)) {
        read_status(reader, line->text);
    } else {
        read_text(reader, line->text);
    }
}

enum status whois_object_read(struct slice text, const struct whois_asked *asked,
                              struct arena *arena, struct registration *registration,
                              struct whois_object *ret_object)
{
    struct whois_object object = { .name = slice_empty() };
    struct reader reader = { .asked = asked,
                             .arena = arena,
                             .registration = registration,
                             .object = &object,
                             .in_paragraph = true };
    struct slice lines = whole_lines(text);
    struct slice rest = slice_from(lines, find_object(lines));
    struct whois_line line;

    while (!reader.is_over && whois_line_next(&rest, &line)) {
        read_line(&reader, &line);
    }
    if (!registration->has_expires && reader.has_registrar_date) {
        registration->has_expires = true;
        registration->expires = reader.registrar_date;
    }
    if (reader.status != STATUS_OK || arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_object = object;
    return STATUS_OK;
}
