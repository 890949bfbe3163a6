/* SPDX-License-Identifier: MIT */
/* Users' profiles: what is accepted keeps its promises and reads the same when it is written. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "dns/name.h"
#include "provider/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* --- promises --------------------------------------------------------------------------------- */

/* A name in the form that goes on the wire, with nothing to be escaped. */
static void check_name(struct slice text)
{
    struct dns_name name;

    demand(text.length > 0 && text.length <= LIMIT_NAME_TEXT);
    demand(name_from_user(text, &name, NULL) == STATUS_OK);
    for (size_t i = 0; i < text.length; i++) {
        demand(text.data[i] == ascii_lower(text.data[i]));
    }
}

static void check_plain(const char *text)
{
    demand(text == NULL || (text[0] != '\0' && strlen(text) <= 300));
    for (size_t i = 0; text != NULL && text[i] != '\0'; i++) {
        demand((uint8_t)text[i] >= 0x20 && text[i] != 0x7F);
    }
}

static size_t check_list(const char *const *list)
{
    size_t count = 0;

    demand(list != NULL);
    while (list[count] != NULL) {
        check_plain(list[count]);
        for (size_t i = 0; i < count; i++) {
            demand(strcmp(list[i], list[count]) != 0);
        }
        count++;
    }
    demand(count <= LIMIT_PROFILE_LIST);
    return count;
}

static void check_names(const char *const *list)
{
    size_t count = check_list(list);

    for (size_t i = 0; i < count; i++) {
        check_name(slice_of(list[i]));
    }
}

static bool has(const char *const *list, const char *text)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        if (strcmp(list[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static void check_dkim(const struct profile_dkim *dkim)
{
    struct dns_name domain = { .length = 0 };

    demand(dkim->txt || dkim->cname);
    demand(dkim->need == PROFILE_NEED_ANY || dkim->need == PROFILE_NEED_ALL);
    check_names(dkim->selectors);
    check_names(dkim->generic);
    demand(name_from_text(SLICE("a.b"), &domain, NULL) == STATUS_OK);
    demand(name_prepend(SLICE("_domainkey"), &domain, &domain) == STATUS_OK);
    for (size_t i = 0; dkim->selectors[i] != NULL; i++) {
        struct dns_name name;

        demand(name_prepend(slice_of(dkim->selectors[i]), &domain, &name) == STATUS_OK);
    }
    for (size_t i = 0; dkim->generic[i] != NULL; i++) {
        demand(has(dkim->selectors, dkim->generic[i]));
    }
    demand(check_list(dkim->cname_suffixes) == 0 || dkim->cname);
    for (size_t i = 0; dkim->cname_suffixes[i] != NULL; i++) {
        demand(dkim->cname_suffixes[i][0] == '.');
        check_name(slice_of(dkim->cname_suffixes[i] + 1));
    }
    check_plain(dkim->where);
}

static void check_profile(const struct profile *profile)
{
    demand(profile->name != NULL && profile->title != NULL);
    for (const char *at = profile->name; *at != '\0'; at++) {
        demand(ascii_is_alnum(*at) || *at == '-');
    }
    check_plain(profile->name);
    check_plain(profile->title);
    if (profile->spf_include != NULL) {
        check_name(slice_of(profile->spf_include));
    }
    demand(profile->spf_include != NULL || !(profile->spf_demanded || profile->spf_literal));
    check_dkim(&profile->dkim);
    check_plain(profile->dmarc_record);
    demand(profile->dmarc_record == NULL ||
           slice_starts_with(slice_of(profile->dmarc_record), SLICE("v=DMARC1")));
    check_names(profile->mx.hosts);
    (void)check_list(profile->samples);
    (void)check_list(profile->report_samples);
    check_plain(profile->host_note);
}

/* --- written and read again ------------------------------------------------------------------- */

static void add_text(struct json *object, const char *key, const char *text)
{
    if (text != NULL) {
        json_add_string(object, key, slice_of(text));
    }
}

static void add_list(struct json *object, const char *key, const char *const *list)
{
    struct json *values = json_add_list(object, key);

    for (size_t i = 0; list[i] != NULL; i++) {
        json_append_string(values, slice_of(list[i]));
    }
}

static void add_dkim(struct json *section, const struct profile_dkim *dkim)
{
    add_list(section, "selectors", dkim->selectors);
    add_list(section, "generic", dkim->generic);
    add_text(section, "need", dkim->need == PROFILE_NEED_ALL ? "all" : "any");
    json_add_bool(section, "txt", dkim->txt);
    json_add_bool(section, "cname", dkim->cname);
    add_list(section, "cname_suffixes", dkim->cname_suffixes);
    add_text(section, "where", dkim->where);
}

/* The file that says the same. */
static struct slice write(const struct profile *profile, struct arena *arena)
{
    struct json *root = NULL;
    struct json *section;
    struct buf buf;

    demand(json_create(&root) == STATUS_OK);
    add_text(root, "name", profile->name);
    add_text(root, "title", profile->title);
    section = json_add_object(root, "spf");
    add_text(section, "include", profile->spf_include);
    json_add_bool(section, "demanded", profile->spf_demanded);
    json_add_bool(section, "literal", profile->spf_literal);
    add_dkim(json_add_object(root, "dkim"), &profile->dkim);
    section = json_add_object(root, "dmarc");
    json_add_bool(section, "at_sender", profile->dmarc_at_sender);
    add_text(section, "record", profile->dmarc_record);
    section = json_add_object(root, "mx");
    add_list(section, "hosts", profile->mx.hosts);
    json_add_bool(section, "demanded", profile->mx.demanded);
    json_add_integer(section, "preference", profile->mx.preference);
    add_list(root, "samples", profile->samples);
    add_list(root, "report_samples", profile->report_samples);
    add_text(root, "host_note", profile->host_note);
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    demand(json_write(root, LIMIT_JSON_OUTPUT, &buf) == STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

static void check_again(const struct profile *profile, struct arena *arena)
{
    struct slice text = write(profile, arena);
    struct slice reason = slice_empty();
    const struct profile *again = NULL;

    /* Escapes may make it longer than a file may be. */
    if (text.length <= LIMIT_PROFILE) {
        demand(profile_read(text, arena, &again, &reason) == STATUS_OK);
        demand(slice_equal(write(again, arena), text));
    }
}

/* "dkim.selectors[2]: …" or "line 3, column 1: …"; one line of bearable length. */
static void check_reason(struct slice reason)
{
    demand(reason.length > 0 && reason.length < 1000);
    demand(slice_find_part(reason, SLICE(": ")) < reason.length ||
           slice_starts_with(reason, SLICE("an object")) ||
           slice_ends_with(reason, SLICE("are the most")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    const struct profile *profile = NULL;
    struct slice reason = slice_empty();
    struct arena *arena = NULL;
    enum status status;

    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    status = profile_read(text, arena, &profile, &reason);
    demand(status == STATUS_OK || status == STATUS_BAD_INPUT);
    demand((profile != NULL) == (status == STATUS_OK));
    if (status == STATUS_OK) {
        check_profile(profile);
        check_again(profile, arena);
    } else {
        check_reason(reason);
    }
    arena_destroy(arena);
    return 0;
}
