/* SPDX-License-Identifier: MIT */
/*
 * From a bootstrap file to bases. A file becomes a text of the form that the built-in table has, so
 * that both are searched alike: "base|base key key", bases without "https://", those of https
 * first.
 */
#include "registry/rdap_bootstrap.h"

#include <stdbool.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "registry/date.h"
#include "registry/rdap_bootstrap_builtin.h"
#include "registry/registration_fill.h"
#include "registry/suffix_table.h"

#define EXCERPT ((size_t)80)
#define PORT_DIGITS 5
#define DATE_LENGTH 10

struct reader {
    struct arena *arena;
    struct buf table;
    size_t service;      /* the one at work */
    struct slice reason; /* empty: nothing is wrong so far */
};

const char *rdap_bootstrap_date(void)
{
    return rdap_bootstrap_builtin_date();
}

/* --- what is right --------------------------------------------------------------------------- */

/* Behind the scheme; the whole text when it has none of the two. */
static struct slice after_scheme(struct slice url)
{
    if (slice_starts_with_nocase(url, SLICE("https://"))) {
        return slice_from(url, 8);
    }
    return slice_starts_with_nocase(url, SLICE("http://")) ? slice_from(url, 7) : url;
}

static bool is_secure(struct slice url)
{
    return slice_starts_with_nocase(url, SLICE("https://"));
}

/* Whether all octets may stand in a path (RFC 3986 3.3), escapes with two digits behind "%". */
static bool is_path(struct slice path)
{
    struct slice signs = SLICE("-._~!$&'()*+,;=:@/%");
    struct slice hex = SLICE("0123456789abcdefABCDEF");

    for (size_t at = 0; at < path.length; at++) {
        char c = path.data[at];

        if (!ascii_is_alnum(c) && slice_find(signs, c) == signs.length) {
            return false;
        }
        for (size_t i = 1; c == '%' && i <= 2; i++) {
            if (at + i >= path.length || slice_find(hex, path.data[at + i]) == hex.length) {
                return false;
            }
        }
    }
    return true;
}

/* A host of letters, digits, hyphens and dots, and a port where there is one (RFC 3986 3.2). */
static bool is_authority(struct slice authority)
{
    size_t colon = slice_find(authority, ':');
    struct slice port = slice_from(authority, colon + 1);
    struct slice host = slice_head(authority, colon);
    struct dns_name name;
    uint64_t number;

    if (colon < authority.length &&
        (port.length > PORT_DIGITS || slice_number(port, 1, 65535, &number) != STATUS_OK)) {
        return false;
    }
    return name_from_text(host, &name, NULL) == STATUS_OK && name_is_plain(&name) &&
           !name_is_root(&name);
}

/* Why a text is no base URL; NULL when it is one. */
static const char *defect_of_base(struct slice url)
{
    struct slice rest = after_scheme(url);
    size_t slash = slice_find(rest, '/');

    for (size_t at = 0; at < url.length; at++) {
        if (!ascii_is_visible(url.data[at])) {
            return "has something else than printable ASCII";
        }
    }
    if (url.length > RDAP_BASE_MAXIMUM) {
        return "is longer than 255 octets";
    }
    if (rest.length == url.length) {
        return "begins neither with https:// nor with http://";
    }
    if (url.data[url.length - 1] != '/') {
        return "does not end in \"/\" (RFC 9224 3)";
    }
    if (!is_authority(slice_head(rest, slash))) {
        return "has no host name, or no port from 1 to 65535 behind its colon";
    }
    return is_path(slice_from(rest, slash))
               ? NULL
               : "has something behind its host that is no path: a query, a fragment, a bad escape";
}

/* --- reading --------------------------------------------------------------------------------- */

static bool is_wrong(const struct reader *reader)
{
    return reader->reason.length > 0;
}

/* Notes what is wrong, once. */
static void refuse(struct reader *reader, struct slice reason)
{
    if (!is_wrong(reader)) {
        reader->reason = reason;
    }
}

static void refuse_element(struct reader *reader, size_t list, size_t element, struct slice text,
                           const char *defect)
{
    struct slice shown = registration_clean(text, EXCERPT, reader->arena);

    refuse(reader, arena_printf(reader->arena, "services[%zu][%zu][%zu]: \"%.*s\" %s",
                                reader->service, list, element, SLICE_ARGS(shown), defect));
}

/* The bases of one scheme, each without "https://". */
static void read_bases(struct reader *reader, const struct json *list, bool secure, bool *is_first)
{
    for (size_t i = 0; i < json_count(list) && !is_wrong(reader); i++) {
        struct slice url = slice_empty();
        const char *defect;

        if (!json_at_string(list, i, &url)) {
            refuse_element(reader, 1, i, url, "stands where a URL as text is wanted");
            return;
        }
        defect = defect_of_base(url);
        if (defect != NULL) {
            refuse_element(reader, 1, i, url, defect);
        } else if (is_secure(url) == secure) {
            buf_add_text(&reader->table, *is_first ? "" : "|");
            buf_add_text(&reader->table, secure ? "" : "http://");
            buf_add(&reader->table, after_scheme(url));
            *is_first = false;
        }
    }
}

static void read_keys(struct reader *reader, const struct json *list)
{
    for (size_t i = 0; i < json_count(list) && !is_wrong(reader); i++) {
        struct slice key = slice_empty();
        struct dns_name name;

        if (!json_at_string(list, i, &key)) {
            refuse_element(reader, 0, i, key, "stands where a domain as text is wanted");
        } else if (key.length == 0) {
            buf_add_text(&reader->table, " .");
        } else if (name_from_text(key, &name, NULL) != STATUS_OK || !name_is_plain(&name) ||
                   name_is_root(&name)) {
            refuse_element(reader, 0, i, key,
                           "is no domain in A-labels: letters, digits, hyphens, dots");
        } else {
            suffix_table_add_key(&name, &reader->table);
        }
    }
}

/* [[keys], [URLs]] */
static void read_service(struct reader *reader, const struct json *service)
{
    const struct json *keys = json_at_list(service, 0);
    const struct json *urls = json_at_list(service, 1);
    bool is_first = true;

    if (json_count(service) != 2 || json_count(keys) == 0 || json_count(urls) == 0) {
        refuse(reader,
               arena_printf(reader->arena,
                            "services[%zu]: a list of domains and a list of URLs are wanted",
                            reader->service));
        return;
    }
    read_bases(reader, urls, true, &is_first);
    read_bases(reader, urls, false, &is_first);
    read_keys(reader, keys);
    buf_add_octet(&reader->table, '\n');
}

static void read_services(struct reader *reader, const struct json *root)
{
    const struct json *services = json_get_list(root, "services");

    if (services == NULL) {
        refuse(reader, SLICE("services: a list is wanted (RFC 9224 3)"));
    }
    while (reader->service < json_count(services) && !is_wrong(reader)) {
        read_service(reader, json_at_list(services, reader->service));
        reader->service++;
    }
}

static void read_head(struct reader *reader, const struct json *root, struct slice *ret_date)
{
    struct slice text;
    int64_t time;

    *ret_date = slice_empty();
    if (!json_get_string(root, "version", &text) || !slice_equal(text, SLICE("1.0"))) {
        refuse(reader, SLICE("version: \"1.0\" is wanted (RFC 9224 3)"));
    }
    if (!json_has(root, "publication")) {
        return;
    }
    if (!json_get_string(root, "publication", &text) ||
        date_from_rfc3339(text, &time) != STATUS_OK) {
        refuse(reader, SLICE("publication: a date such as \"2026-03-23T19:00:02Z\" is wanted"));
        return;
    }
    *ret_date = arena_copy(reader->arena, slice_head(slice_trim(text), DATE_LENGTH));
}

static enum status read_document(struct reader *reader, const struct json *root,
                                 struct rdap_bootstrap *ret_bootstrap)
{
    struct rdap_bootstrap bootstrap;

    read_head(reader, root, &bootstrap.date);
    read_services(reader, root);
    if (arena_failed(reader->arena) || buf_status(&reader->table) == STATUS_NO_MEMORY) {
        return STATUS_NO_MEMORY;
    }
    if (is_wrong(reader)) {
        return STATUS_BAD_INPUT;
    }
    bootstrap.table = buf_slice(&reader->table);
    *ret_bootstrap = bootstrap;
    return STATUS_OK;
}

enum status rdap_bootstrap_read(struct slice text, struct arena *arena,
                                struct rdap_bootstrap *ret_bootstrap, struct slice *ret_reason)
{
    struct reader reader = { .arena = arena, .reason = slice_empty() };
    struct json *root = NULL;
    enum status status = json_read(text, LIMIT_RDAP, arena, &root, &reader.reason);

    if (status == STATUS_TOO_LONG) {
        *ret_reason =
            arena_printf(arena, "it has %zu octets, %u are the most", text.length, LIMIT_RDAP);
        return STATUS_BAD_INPUT;
    }
    buf_init(&reader.table, arena, LIMIT_RDAP);
    if (status == STATUS_OK) {
        status = read_document(&reader, root, ret_bootstrap);
    }
    json_free(root);
    if (status == STATUS_BAD_INPUT) {
        *ret_reason = reader.reason;
    }
    return status;
}

/* --- finding --------------------------------------------------------------------------------- */

enum status rdap_bootstrap_find(const struct rdap_bootstrap *bootstrap, const struct dns_name *name,
                                struct arena *arena, struct rdap_bases *ret_bases)
{
    struct suffix_match match = { .found = false };
    struct rdap_bases bases = { .count = 0 };
    struct slice text = name_to_text(name, arena);
    struct slice base;

    if (bootstrap != NULL) {
        suffix_table_find(bootstrap->table, text, &match);
    } else {
        suffix_table_find_parts(rdap_bootstrap_builtin, text, &match);
    }
    if (!match.found) {
        return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_NOT_FOUND;
    }
    while (bases.count < RDAP_BASES_MAXIMUM && slice_split(&match.value, '|', &base)) {
        bases.urls[bases.count++] = slice_starts_with(base, SLICE("http://"))
                                        ? arena_copy(arena, base)
                                        : arena_join(arena, SLICE("https://"), base);
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_bases = bases;
    return STATUS_OK;
}
