/* SPDX-License-Identifier: MIT */
/* WHOIS servers and their forms of a question. */
#include "registry/whois_server.h"

#include <stdbool.h>

#include "base/buf.h"
#include "registry/registration_fill.h"
#include "registry/suffix_table.h"
#include "registry/whois_server_builtin.h"

#define EXCERPT ((size_t)80)

/* --- a file ---------------------------------------------------------------------------------- */

static size_t word_length(struct slice text)
{
    size_t at = 0;

    while (at < text.length && !ascii_is_blank(text.data[at])) {
        at++;
    }
    return at;
}

static bool is_domain(struct slice text, struct dns_name *ret_name)
{
    return name_from_text(text, ret_name, NULL) == STATUS_OK && name_is_plain(ret_name) &&
           !name_is_root(ret_name);
}

static bool is_server(struct slice text)
{
    size_t colon = slice_find(text, ':');
    struct dns_name name;
    uint64_t port;

    return is_domain(slice_head(text, colon), &name) &&
           (colon == text.length ||
            slice_number(slice_from(text, colon + 1), 1, UINT16_MAX, &port) == STATUS_OK);
}

/* Adds a line "host key"; what is wrong with it, or NULL. */
static const char *read_line(struct slice line, struct buf *table)
{
    struct slice key = slice_head(line, word_length(line));
    struct slice host = slice_trim(slice_from(line, key.length));
    struct dns_name name;

    if (!is_domain(key, &name)) {
        return "does not begin with a domain in A-labels";
    }
    if (!is_server(host)) {
        return "does not end with a host name, or one with \":\" and a port";
    }
    buf_add(table, host);
    suffix_table_add_key(&name, table);
    buf_add_octet(table, '\n');
    return NULL;
}

enum status whois_servers_read(struct slice text, struct arena *arena,
                               struct whois_servers *ret_servers, struct slice *ret_reason)
{
    struct slice rest = text;
    struct slice line;
    struct buf table;

    if (text.length > WHOIS_SERVERS_FILE_MAXIMUM) {
        *ret_reason = arena_printf(arena, "it has %zu octets, %zu are the most", text.length,
                                   WHOIS_SERVERS_FILE_MAXIMUM);
        return STATUS_BAD_INPUT;
    }
    buf_init(&table, arena, 2 * WHOIS_SERVERS_FILE_MAXIMUM);
    for (size_t number = 1; slice_split(&rest, '\n', &line); number++) {
        const char *defect = NULL;

        line = slice_trim(line);
        if (line.length > 0 && line.data[0] != '#') {
            defect = read_line(line, &table);
        }
        if (defect != NULL) {
            line = registration_clean(line, EXCERPT, arena);
            *ret_reason =
                arena_printf(arena, "line %zu: \"%.*s\" %s", number, SLICE_ARGS(line), defect);
            return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_BAD_INPUT;
        }
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    ret_servers->table = buf_slice(&table);
    return STATUS_OK;
}

/* --- finding --------------------------------------------------------------------------------- */

enum status whois_server_find(const struct whois_servers *servers, const struct dns_name *name,
                              struct arena *arena, struct whois_server *ret_server)
{
    struct suffix_match match = { .found = false };
    struct slice text = name_to_text(name, arena);
    uint64_t port = WHOIS_PORT;
    size_t colon;

    if (servers != NULL) {
        suffix_table_find(servers->table, text, &match);
    }
    if (!match.found) {
        suffix_table_find_parts(whois_server_builtin, text, &match);
    }
    if (!match.found) {
        return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_NOT_FOUND;
    }
    colon = slice_find(match.value, ':');
    if (colon < match.value.length &&
        slice_number(slice_from(match.value, colon + 1), 1, UINT16_MAX, &port) != STATUS_OK) {
        return STATUS_INTERNAL;
    }
    *ret_server =
        (struct whois_server){ .host = slice_head(match.value, colon), .port = (uint16_t)port };
    return STATUS_OK;
}

/* --- questions ------------------------------------------------------------------------------- */

/* What stands around the name. */
struct query_form {
    char host[32];
    char before[16];
    char after[4];
};

/*
 * com and net: "domain" keeps the server from listing hosts and registrars that begin alike. de:
 * the long form has the servers; ".de" reads A-labels only when told so. jp: "/e" is English.
 */
static const struct query_form query_forms[] = {
    { "whois.verisign-grs.com", "domain ", "" },
    { "whois.denic.de", "-T dn,ace ", "" },
    { "whois.jprs.jp", "", "/e" },
};

static const struct query_form *form_of(struct slice host)
{
    static const struct query_form plain = { "", "", "" };

    for (size_t i = 0; i < sizeof query_forms / sizeof query_forms[0]; i++) {
        if (slice_equal_nocase(host, slice_of(query_forms[i].host))) {
            return &query_forms[i];
        }
    }
    return &plain;
}

enum status whois_server_query(struct slice host, const struct dns_name *name, struct arena *arena,
                               struct slice *ret_line)
{
    const struct query_form *form = form_of(host);
    struct slice text = name_to_text(name, arena);

    if (name_is_root(name) || !name_is_plain(name)) {
        return STATUS_BAD_INPUT;
    }
    *ret_line = arena_printf(arena, "%s%.*s%s\r\n", form->before, SLICE_ARGS(text), form->after);
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}
