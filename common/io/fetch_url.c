/* SPDX-License-Identifier: MIT */
/* Scheme, host, port, rest (RFC 3986 3, RFC 9110 4.2), and nothing that could be read otherwise. */
#include "io/fetch_url.h"

#include <stddef.h>

#include "base/limits.h"

#define PORT_HTTP 80
#define PORT_HTTPS 443

/* A label of a host name as registries and their servers have it; underscores occur in practice. */
static bool is_label(struct slice label)
{
    if (label.length == 0 || label.length > LIMIT_LABEL) {
        return false;
    }
    for (size_t i = 0; i < label.length; i++) {
        if (!ascii_is_alnum(label.data[i]) && label.data[i] != '-' && label.data[i] != '_') {
            return false;
        }
    }
    return true;
}

/*
 * A name of labels. The last one begins with a letter: "127.1" and "0x7f.1" are addresses for some
 * readers, and no top-level domain begins with a digit (RFC 3696 2).
 */
static bool is_host_name(struct slice host)
{
    struct slice rest = host;
    struct slice label = slice_empty();

    if (host.length > LIMIT_NAME_TEXT) {
        return false;
    }
    while (slice_split(&rest, '.', &label)) {
        if (!is_label(label)) {
            return false;
        }
    }
    return ascii_is_alpha(label.data[0]);
}

static const char *take_scheme(struct slice *rest, struct fetch_url *url)
{
    if (slice_starts_with_nocase(*rest, SLICE("https://"))) {
        url->is_secure = true;
        url->port = PORT_HTTPS;
        *rest = slice_from(*rest, sizeof "https://" - 1);
    } else if (slice_starts_with_nocase(*rest, SLICE("http://"))) {
        url->is_secure = false;
        url->port = PORT_HTTP;
        *rest = slice_from(*rest, sizeof "http://" - 1);
    } else {
        return "it begins neither with https:// nor with http://";
    }
    return NULL;
}

/* Cuts the host off the front of `*rest`; a port stays there with its colon. */
static const char *take_host(struct slice *rest, struct fetch_url *url)
{
    if (rest->length > 0 && rest->data[0] == '[') {
        size_t end = slice_find(*rest, ']');
        bool is_closed = end < rest->length;

        url->host = slice_from(slice_head(*rest, end), 1);
        *rest = slice_from(*rest, end + 1);
        return is_closed && address_from_ip6(url->host, &url->address) == STATUS_OK
                   ? NULL
                   : "there is no IPv6 address in its brackets";
    }
    url->host = slice_head(*rest, slice_find(*rest, ':'));
    *rest = slice_from(*rest, url->host.length);
    if (url->host.length == 0) {
        return "it has no host";
    }
    if (address_from_ip4(url->host, &url->address) == STATUS_OK) {
        return NULL;
    }
    url->address.family = ADDRESS_FAMILY_NONE;
    return is_host_name(url->host) ? NULL : "its host is neither a host name nor an address";
}

static const char *take_port(struct slice rest, struct fetch_url *url)
{
    uint64_t port = 0;

    if (rest.length == 0) {
        return NULL;
    }
    if (rest.data[0] != ':' ||
        slice_number(slice_from(rest, 1), 1, UINT16_MAX, &port) != STATUS_OK) {
        return "its port is no number from 1 to 65535";
    }
    url->port = (uint16_t)port;
    return NULL;
}

/* Where the path begins: the authority ends at the first "/" or "?". */
static size_t authority_length(struct slice rest)
{
    size_t slash = slice_find(rest, '/');
    size_t question = slice_find(rest, '?');

    return slash < question ? slash : question;
}

/* What is wrong with the octets of the whole text, wherever they stand. */
static const char *octet_reason(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!ascii_is_visible(text.data[i])) {
            return "it has a blank, a control or a non-ASCII octet";
        }
        if (text.data[i] == '\\' || text.data[i] == '#') {
            return text.data[i] == '#' ? "it has a fragment" : "it has a backslash";
        }
    }
    return NULL;
}

static const char *parse(struct slice text, struct fetch_url *url)
{
    struct slice rest = text;
    struct slice authority;
    const char *reason;

    if (text.length > FETCH_URL_MAXIMUM) {
        return "it is longer than 2048 octets";
    }
    reason = octet_reason(text);
    if (reason == NULL) {
        reason = take_scheme(&rest, url);
    }
    if (reason != NULL) {
        return reason;
    }
    authority = slice_head(rest, authority_length(rest));
    url->path = slice_from(rest, authority.length);
    if (slice_find(authority, '@') < authority.length) {
        return "it has a user name before the host";
    }
    reason = take_host(&authority, url);
    return reason != NULL ? reason : take_port(authority, url);
}

enum status fetch_url_parse(struct slice text, struct fetch_url *ret_url, const char **ret_reason)
{
    struct fetch_url url = { .is_secure = false };
    const char *reason = parse(text, &url);

    if (reason != NULL) {
        if (ret_reason != NULL) {
            *ret_reason = reason;
        }
        return STATUS_BAD_INPUT;
    }
    *ret_url = url;
    return STATUS_OK;
}
