/* SPDX-License-Identifier: MIT */
/*
 * Reading a list of report URIs, each in turn:
 *
 * 1. Blanks around are cut, an obsolete size limit behind "!" is taken off.
 * 2. Scheme and octets (RFC 3986 2, 3.1).
 * 3. mailto: exactly one address in front of "?", percent escapes decoded (RFC 6068 2); its host is
 *    a domain name.
 * 4. Other schemes: the host of the authority, where there is one and it is a name.
 */
#include "mail/report_address.h"

#include "base/buf.h"
#include "base/limits.h"

#define EXCERPT ((size_t)60)

struct reader {
    struct arena *arena;
    struct report_address *address;
};

static void fail(struct reader *reader, enum report_defect defect, struct slice reason)
{
    reader->address->defect = defect;
    reader->address->reason = reason;
}

/* ---- 1 ---- */

/* k, m, g, t: powers of 1024 (RFC 7489 6.2). */
static bool unit_shift(char unit, unsigned *ret_shift)
{
    static const char units[] = { 'k', 'm', 'g', 't' };
    size_t at = slice_find(slice_make(units, sizeof units), ascii_lower(unit));

    *ret_shift = (unsigned)(at + 1) * 10;
    return at < sizeof units;
}

static void read_limit(struct reader *reader, struct slice limit)
{
    struct report_address *address = reader->address;
    struct slice digits = limit;
    unsigned shift = 0;
    uint64_t number = 0;

    if (limit.length > 0 && unit_shift(limit.data[limit.length - 1], &shift)) {
        digits = slice_head(limit, limit.length - 1);
    } else {
        shift = 0;
    }
    if (slice_number(digits, 0, UINT64_MAX >> shift, &number) != STATUS_OK) {
        fail(reader, REPORT_DEFECT_LIMIT,
             arena_printf(reader->arena,
                          "\"!%.*s\" is no size limit: digits, then k, m, g or t, or nothing",
                          SLICE_ARGS(slice_head(limit, EXCERPT))));
        return;
    }
    address->has_limit = true;
    address->limit = number << shift;
}

/* ---- 2 ---- */

static bool is_hex(char octet)
{
    return ascii_is_digit(octet) || (ascii_lower(octet) >= 'a' && ascii_lower(octet) <= 'f');
}

static unsigned hex_value(char octet)
{
    return ascii_is_digit(octet) ? (unsigned)(octet - '0')
                                 : (unsigned)(ascii_lower(octet) - 'a') + 10;
}

/*
 * Octets of a URI (RFC 3986 2): unreserved, reserved, escapes; but for ",", ";" and "!", which only
 * stand here as escapes (RFC 9989 4.8, RFC 7489 6.2).
 */
static bool is_uri_octet(char octet)
{
    const struct slice others = SLICE("-._~:/?#[]@$&'()*+=%");

    return ascii_is_alnum(octet) || slice_find(others, octet) < others.length;
}

/* Whether an octet may stand at `at`; "%" with both digits behind it. */
static bool is_right_octet(struct slice uri, size_t at)
{
    return is_uri_octet(uri.data[at]) &&
           (uri.data[at] != '%' ||
            (uri.length - at > 2 && is_hex(uri.data[at + 1]) && is_hex(uri.data[at + 2])));
}

static struct slice octet_reason(const struct reader *reader, struct slice uri, size_t at)
{
    unsigned octet = (unsigned char)uri.data[at];

    if (ascii_is_blank(uri.data[at])) {
        return arena_printf(reader->arena,
                            "a blank at %zu of the address: commas stand between addresses", at);
    }
    if (slice_find(SLICE("!,;"), uri.data[at]) < 3) {
        return arena_printf(reader->arena, "\"%c\" at %zu of the address has to be written %%%02X",
                            uri.data[at], at, octet);
    }
    return arena_printf(reader->arena,
                        "octet 0x%02X at %zu of the address is not allowed in a URI%s", octet, at,
                        octet == '%' ? ": two hexadecimal digits belong behind it" : "");
}

static bool check_octets(struct reader *reader, struct slice uri)
{
    for (size_t i = 0; i < uri.length; i++) {
        if (!is_right_octet(uri, i)) {
            fail(reader, REPORT_DEFECT_URI, octet_reason(reader, uri, i));
            return false;
        }
    }
    return true;
}

/* Length of the scheme in front of ":"; 0 when there is none. */
static size_t scheme_length(struct slice uri)
{
    size_t colon = slice_find(uri, ':');

    if (colon == uri.length || colon == 0 || !ascii_is_alpha(uri.data[0])) {
        return 0;
    }
    for (size_t i = 1; i < colon; i++) {
        char octet = uri.data[i];

        if (!ascii_is_alnum(octet) && octet != '+' && octet != '-' && octet != '.') {
            return 0;
        }
    }
    return colon;
}

/* ---- 3 ---- */

static struct slice decode(struct reader *reader, struct slice text)
{
    struct buf buf;

    buf_init(&buf, reader->arena, LIMIT_TXT);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '%') { /* check_octets() has seen both digits */
            buf_add_octet(&buf, (char)(unsigned char)(hex_value(text.data[i + 1]) * 16 +
                                                      hex_value(text.data[i + 2])));
            i += 2;
        } else {
            buf_add_octet(&buf, text.data[i]);
        }
    }
    return buf_slice(&buf);
}

/* A quoted string: a backslash in front of every quote and backslash inside (RFC 5321 4.1.2). */
static bool is_quoted(struct slice text)
{
    struct slice inner = slice_head(slice_from(text, 1), text.length > 2 ? text.length - 2 : 0);
    bool escaped = false;

    for (size_t i = 0; i < inner.length; i++) {
        char octet = inner.data[i];

        if ((octet != ' ' && !ascii_is_visible(octet)) || (octet == '"' && !escaped)) {
            return false;
        }
        escaped = octet == '\\' && !escaped;
    }
    return text.length >= 2 && text.data[text.length - 1] == '"' && !escaped;
}

/* Dot-string or quoted string (RFC 5321 4.1.2). */
static bool is_local_part(struct slice local)
{
    const struct slice atoms = SLICE("!#$%&'*+-/=?^_`{|}~,;");
    bool was_dot = true;

    if (slice_starts_with(local, SLICE("\""))) {
        return is_quoted(local);
    }
    for (size_t i = 0; i < local.length; i++) {
        char octet = local.data[i];
        bool is_dot = octet == '.';
        /* "," and ";" cannot stand here unquoted (RFC 5322 3.2.3), but escapes for them do. */
        bool is_atom = ascii_is_alnum(octet) || slice_find(atoms, octet) < atoms.length;

        if ((!is_dot && !is_atom) || (is_dot && was_dot)) {
            return false;
        }
        was_dot = is_dot;
    }
    return local.length > 0 && !was_dot;
}

/* Whether reports can go to a name: it has two labels at least and is no IPv4 address. */
static bool is_reachable(const struct dns_name *name)
{
    struct dns_name top;
    struct slice label;

    name_ancestor(name, 1, &top);
    label = name_first_label(&top);
    for (size_t i = 0; i < label.length; i++) {
        if (!ascii_is_digit(label.data[i])) {
            return name_label_count(name) > 1;
        }
    }
    return false;
}

static void read_host(struct reader *reader, struct slice host)
{
    struct report_address *address = reader->address;
    struct dns_name name;
    enum name_defect defect = NAME_DEFECT_NONE;
    struct slice shown = slice_head(host, EXCERPT);

    for (size_t i = 0; i < host.length; i++) {
        if (!ascii_is_visible(host.data[i])) { /* RFC 8616 6: A-labels */
            fail(reader, REPORT_DEFECT_HOST,
                 SLICE("the host of the address is not ASCII: write it in its xn-- form"));
            return;
        }
    }
    if (name_from_user(host, &name, &defect) != STATUS_OK) {
        fail(reader, REPORT_DEFECT_HOST,
             arena_printf(reader->arena, "\"%.*s\" is no domain name: %s", SLICE_ARGS(shown),
                          name_defect_text(defect)));
    } else if (!is_reachable(&name)) {
        fail(reader, REPORT_DEFECT_HOST,
             arena_printf(reader->arena,
                          "\"%.*s\" is no domain that reports can go to: a name such as "
                          "example.org belongs behind \"@\"",
                          SLICE_ARGS(shown)));
    } else {
        address->host = name;
        address->has_host = true;
    }
}

static void read_mailto(struct reader *reader, struct slice path)
{
    struct report_address *address = reader->address;
    struct slice mailbox = decode(reader, slice_head(path, slice_find(path, '?')));
    size_t at = slice_find_last(mailbox, '@');

    address->mailbox = mailbox;
    if (slice_starts_with(path, SLICE("//"))) { /* an authority (RFC 3986 3), and no address */
        fail(reader, REPORT_DEFECT_ADDRESS,
             SLICE("the address stands directly behind mailto: without \"//\""));
        return;
    }
    if (at == mailbox.length || !is_local_part(slice_head(mailbox, at))) {
        fail(reader, REPORT_DEFECT_ADDRESS,
             arena_printf(reader->arena,
                          "\"%.*s\" is no mail address: user@host belongs behind mailto:",
                          SLICE_ARGS(slice_head(mailbox, EXCERPT))));
        return;
    }
    read_host(reader, slice_from(mailbox, at + 1));
}

/* ---- 4 ---- */

/* A host that is no name (an address literal, RFC 3986 3.2.2) is no defect of the URI. */
static void read_authority(struct reader *reader, struct slice rest)
{
    struct report_address *address = reader->address;
    struct slice authority;
    size_t user;
    size_t end = 0;

    if (!slice_starts_with(rest, SLICE("//"))) {
        return;
    }
    authority = slice_from(rest, 2);
    while (end < authority.length && authority.data[end] != '/' && authority.data[end] != '?' &&
           authority.data[end] != '#') {
        end++;
    }
    authority = slice_head(authority, end);
    user = slice_find_last(authority, '@');
    authority = user < authority.length ? slice_from(authority, user + 1) : authority;
    authority = slice_head(authority, slice_find_last(authority, ':'));
    address->has_host = name_from_user(authority, &address->host, NULL) == STATUS_OK &&
                        is_reachable(&address->host);
}

/* ---- all ---- */

static void read_address(struct reader *reader, struct slice written)
{
    struct report_address *address = reader->address;
    size_t limit = slice_find_last(written, '!');
    struct slice behind = slice_from(written, limit + 1);
    size_t scheme;

    address->uri = slice_head(written, limit);
    if (written.length == 0) {
        fail(reader, REPORT_DEFECT_EMPTY, SLICE("no address between two commas"));
        return;
    }
    scheme = scheme_length(address->uri);
    if (scheme == 0) {
        fail(reader, REPORT_DEFECT_NO_SCHEME,
             arena_printf(reader->arena,
                          "\"%.*s\" is no URI: write mailto: in front of the address",
                          SLICE_ARGS(slice_head(address->uri, EXCERPT))));
        return;
    }
    address->mailto = slice_equal_nocase(slice_head(address->uri, scheme), SLICE("mailto"));
    if (!check_octets(reader, address->uri)) {
        return;
    }
    if (slice_find(behind, '@') < behind.length) {
        fail(reader, REPORT_DEFECT_LIMIT,
             SLICE("a \"!\" begins a size limit: within an address it has to be written %21"));
        return;
    }
    if (address->mailto) {
        read_mailto(reader, slice_from(address->uri, scheme + 1));
    } else {
        read_authority(reader, slice_from(address->uri, scheme + 1));
    }
    if (limit < written.length && address->defect == REPORT_DEFECT_NONE) {
        read_limit(reader, behind);
    }
}

static struct slice trim_blanks(struct slice text)
{
    size_t start = 0;
    size_t end = text.length;

    while (start < end && ascii_is_blank(text.data[start])) {
        start++;
    }
    while (end > start && ascii_is_blank(text.data[end - 1])) {
        end--;
    }
    return slice_head(slice_from(text, start), end - start);
}

/* How many addresses there are, of those that are kept. */
static size_t count_addresses(struct slice value)
{
    size_t count = 1;

    for (size_t i = 0; i < value.length && count < REPORT_ADDRESSES_MAXIMUM; i++) {
        count += value.data[i] == ',' ? 1 : 0;
    }
    return count;
}

enum status report_address_parse(struct slice value, size_t offset, struct arena *arena,
                                 struct report_addresses *ret_addresses)
{
    struct report_address *list = arena_alloc_array(arena, count_addresses(value), sizeof *list);
    struct report_addresses addresses = { .addresses = list };
    struct slice rest = value.data != NULL ? value : slice_empty();
    const char *start = rest.data;
    struct slice piece;

    if (list == NULL) {
        return STATUS_NO_MEMORY;
    }
    while (slice_split(&rest, ',', &piece)) {
        struct slice written = trim_blanks(piece);
        struct reader reader = { .arena = arena, .address = &list[addresses.count] };

        if (addresses.count == REPORT_ADDRESSES_MAXIMUM) {
            addresses.surplus++;
            continue;
        }
        reader.address->written = written;
        reader.address->offset = offset + (size_t)(written.data - start);
        read_address(&reader, written);
        addresses.good += reader.address->defect == REPORT_DEFECT_NONE ? 1 : 0;
        addresses.count++;
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_addresses = addresses;
    return STATUS_OK;
}
