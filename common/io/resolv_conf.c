/* SPDX-License-Identifier: MIT */
/* resolv.conf(5), read as the C library reads it: keywords at the start of a line, the rest
 * skipped. */
#include "io/resolv_conf.h"

#include <net/if.h>

#include "base/status.h"

#define PORT_DNS 53
/* The bounds that the C library puts on the two numbers (resolv.conf(5)). */
#define TIMEOUT_MAXIMUM_S 30
#define ATTEMPTS_MAXIMUM 5

/* Takes the next word off the front of a line; false when there is none. */
static bool next_word(struct slice *line, struct slice *ret_word)
{
    size_t start = 0;
    size_t end;

    while (start < line->length && ascii_is_blank(line->data[start])) {
        start++;
    }
    end = start;
    while (end < line->length && !ascii_is_blank(line->data[end])) {
        end++;
    }
    *ret_word = slice_head(slice_from(*line, start), end - start);
    *line = slice_from(*line, end);
    return ret_word->length > 0;
}

/* The interface behind the `%` of a link-local address, by number or name; 0: there is none. */
static uint32_t scope_from_text(struct slice zone)
{
    char name[IF_NAMESIZE] = { 0 };
    uint64_t number;

    if (slice_number(zone, 1, UINT32_MAX, &number) == STATUS_OK) {
        return (uint32_t)number;
    }
    if (zone.length == 0 || zone.length >= sizeof name) {
        return 0;
    }
    for (size_t i = 0; i < zone.length; i++) {
        name[i] = zone.data[i];
    }
    return if_nametoindex(name);
}

static void add_server(struct slice text, struct resolv_conf *conf)
{
    struct endpoint server = { .port = PORT_DNS };
    size_t percent = slice_find(text, '%');

    if (conf->server_count >= LIMIT_SERVERS ||
        address_from_text(slice_head(text, percent), &server.address) != STATUS_OK) {
        return;
    }
    if (percent < text.length) {
        server.scope = scope_from_text(slice_from(text, percent + 1));
        if (server.scope == 0 || server.address.family != ADDRESS_FAMILY_IP6) {
            return;
        }
    }
    conf->servers[conf->server_count] = server;
    conf->server_count++;
}

/* The number behind "timeout:" and its like: at least 1, at most `maximum`, however large it is
 * written. */
static bool option_number(struct slice word, struct slice key, unsigned maximum,
                          unsigned *ret_number)
{
    uint64_t number;
    enum status status;

    if (!slice_starts_with(word, key)) {
        return false;
    }
    status = slice_number(slice_from(word, key.length), 0, maximum, &number);
    if (status == STATUS_OUT_OF_RANGE) {
        number = maximum;
    } else if (status != STATUS_OK) {
        return false;
    }
    *ret_number = number == 0 ? 1 : (unsigned)number;
    return true;
}

static void read_options(struct slice line, struct resolv_conf *conf)
{
    struct slice word;
    unsigned number;

    while (next_word(&line, &word)) {
        if (slice_equal(word, SLICE("rotate"))) {
            conf->rotate = true;
        } else if (option_number(word, SLICE("timeout:"), TIMEOUT_MAXIMUM_S, &number)) {
            conf->has_timeout = true;
            conf->timeout_ms = number * 1000u;
        } else if (option_number(word, SLICE("attempts:"), ATTEMPTS_MAXIMUM, &number)) {
            conf->has_attempts = true;
            conf->attempts = number;
        }
    }
}

static void read_line(struct slice line, struct resolv_conf *conf)
{
    struct slice keyword;
    struct slice word;

    /* A keyword starts in the first column; `#` and `;` there start a comment. */
    if (line.length == 0 || ascii_is_blank(line.data[0]) || !next_word(&line, &keyword)) {
        return;
    }
    if (slice_equal(keyword, SLICE("nameserver"))) {
        if (next_word(&line, &word)) {
            add_server(word, conf);
        }
    } else if (slice_equal(keyword, SLICE("options"))) {
        read_options(line, conf);
    }
}

void resolv_conf_parse(struct slice text, struct resolv_conf *ret_conf)
{
    struct slice line;

    *ret_conf = (struct resolv_conf){ .server_count = 0 };
    while (slice_split(&text, '\n', &line)) {
        if (line.length > 0 && line.data[line.length - 1] == '\r') {
            line = slice_head(line, line.length - 1);
        }
        read_line(line, ret_conf);
    }
    if (ret_conf->server_count == 0) {
        ret_conf->servers[0] = (struct endpoint){
            .address = { .family = ADDRESS_FAMILY_IP4, .octets = { 127, 0, 0, 1 } },
            .port = PORT_DNS,
        };
        ret_conf->server_count = 1;
    }
}
