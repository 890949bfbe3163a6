/* SPDX-License-Identifier: MIT */
/*
 * Fetches URLs through the helper program, or asks whois servers, and prints what came, a line
 * each:
 *
 *   URL result=… status=… type=… retry=… date=… location=… octets=… hash=… ms=… reason=…
 *   QUERY result=… server=… octets=… hash=… ms=… reason=…
 *
 * Blanks in values but the last are "_"; `hash` is slice_hash() of body or text; `ms` is counted
 * from the start of the round to its end.
 *
 * Usage: fetch_probe [OPTION]… URL…
 *   -a HOST=ADDRESS[,ADDRESS]…  addresses of a host
 *   -b BODY    POST this              -H NAME:VALUE  a header
 *   -c PATH    trusted certificates   -l OCTETS      limit of a body
 *   -t MS      time of a round        -q MS          time of one request
 *   -w MS      pause between beginning and finishing
 *   -s SERVER  whois: ADDRESS@PORT, repeatable; the arguments are queries
 *   -p  http is allowed   -f  redirects are followed   -i  SIGCHLD is ignored
 * `+` among the arguments begins a new round.
 */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/slice.h"
#include "dns/address.h"
#include "io/clock.h"
#include "io/https.h"
#include "io/whois.h"
#include "registry/whois_server.h"

#define HOSTS 8
#define ROUND_MAXIMUM 64
#define ARENA_SIZE ((size_t)64 * 1024 * 1024)
#define NS_PER_MS INT64_C(1000000)

struct host {
    struct slice name;
    struct slice addresses; /* with commas */
};

struct probe {
    struct host hosts[HOSTS];
    size_t host_count;
    struct fetch_request request; /* what all requests have in common */
    struct whois_request whois_request;
    struct slice ca_path;
    unsigned round_ms;
    unsigned request_ms;
    unsigned pause_ms;
    bool follow;
    struct arena *arena;
    struct https *https;
    struct whois *whois;
    const char *round[ROUND_MAXIMUM];
    size_t count;
    int64_t started_ns;
};

static void die(const char *reason, const char *what)
{
    (void)fprintf(stderr, "fetch_probe: %s: %s\n", reason, what);
    exit(EXIT_FAILURE);
}

static unsigned number_from(const char *text)
{
    uint64_t number = 0;

    if (slice_number(slice_of(text), 0, 10000000, &number) != STATUS_OK) {
        die("no number", text);
    }
    return (unsigned)number;
}

static void add_host(struct probe *probe, const char *text)
{
    struct slice rest = slice_of(text);
    struct host *host = &probe->hosts[probe->host_count];

    if (probe->host_count == HOSTS || !slice_split(&rest, '=', &host->name)) {
        die("no host", text);
    }
    host->addresses = rest;
    probe->host_count++;
}

static void add_header(struct probe *probe, const char *text)
{
    struct slice rest = slice_of(text);
    struct fetch_header *header = &probe->request.headers[probe->request.header_count];

    if (probe->request.header_count == FETCH_HEADERS_MAXIMUM ||
        !slice_split(&rest, ':', &header->name)) {
        die("no header", text);
    }
    header->value = rest;
    probe->request.header_count++;
}

static void add_server(struct probe *probe, const char *text)
{
    struct whois_request *request = &probe->whois_request;

    if (request->endpoint_count == WHOIS_ENDPOINTS_MAXIMUM ||
        endpoint_from_text(slice_of(text), WHOIS_PORT,
                           &request->endpoints[request->endpoint_count]) != STATUS_OK) {
        die("no server", text);
    }
    request->endpoint_count++;
}

static bool read_number_option(struct probe *probe, int letter)
{
    if (letter == 'l') {
        probe->request.size_limit = number_from(optarg);
    } else if (letter == 't') {
        probe->round_ms = number_from(optarg);
    } else if (letter == 'q') {
        probe->request_ms = number_from(optarg);
    } else if (letter == 'w') {
        probe->pause_ms = number_from(optarg);
    } else {
        return false;
    }
    return true;
}

static void read_options(struct probe *probe, int argc, char **argv)
{
    int letter;

    while ((letter = getopt(argc, argv, "a:b:c:H:l:t:q:w:s:pfi")) != -1) {
        if (letter == 'a') {
            add_host(probe, optarg);
        } else if (letter == 'b') {
            probe->request.method = FETCH_METHOD_POST;
            probe->request.body = slice_of(optarg);
        } else if (letter == 'c') {
            probe->ca_path = slice_of(optarg);
        } else if (letter == 'H') {
            add_header(probe, optarg);
        } else if (letter == 's') {
            add_server(probe, optarg);
        } else if (letter == 'p') {
            probe->request.plain_allowed = true;
        } else if (letter == 'f') {
            probe->follow = true;
        } else if (letter == 'i') {
            (void)signal(SIGCHLD, SIG_IGN);
        } else if (!read_number_option(probe, letter)) {
            die("usage", "see the head of fetch_probe.c");
        }
    }
}

static void print_text(const char *name, struct slice text)
{
    (void)printf(" %s=", name);
    for (size_t i = 0; i < text.length; i++) {
        (void)putchar(text.data[i] == ' ' ? '_' : text.data[i]);
    }
}

static void print_end(const struct probe *probe, struct slice text, struct slice reason)
{
    (void)printf(" octets=%zu hash=%u ms=%lld reason=%.*s\n", text.length,
                 slice_hash(SLICE_HASH_START, text),
                 (long long)((clock_monotonic_ns() - probe->started_ns) / NS_PER_MS),
                 SLICE_ARGS(reason));
}

static void print_reply(const struct probe *probe, struct slice url,
                        const struct fetch_reply *reply)
{
    (void)printf("%.*s result=%s status=%u", SLICE_ARGS(url), fetch_result_text(reply->result),
                 reply->status);
    print_text("type", reply->content_type);
    print_text("retry", reply->retry_after);
    print_text("date", reply->date);
    print_text("location", reply->location);
    print_end(probe, reply->body, reply->reason);
}

/* The addresses of the URL's host, of those given with -a. */
static void fill_addresses(const struct probe *probe, struct fetch_request *request)
{
    struct fetch_url url;

    request->address_count = 0;
    if (fetch_url_parse(request->url, &url, NULL) != STATUS_OK) {
        return;
    }
    for (size_t i = 0; i < probe->host_count; i++) {
        struct slice rest = probe->hosts[i].addresses;
        struct slice piece;

        while (slice_equal(probe->hosts[i].name, url.host) && slice_split(&rest, ',', &piece)) {
            struct address *address = &request->addresses[request->address_count];

            if (request->address_count == FETCH_ADDRESSES_MAXIMUM ||
                address_from_text(piece, address) != STATUS_OK) {
                die("no address", probe->hosts[i].name.data);
            }
            request->address_count++;
        }
    }
}

static void begin(struct probe *probe, struct slice url)
{
    struct fetch_request request = probe->request;
    enum status status;

    request.url = url;
    request.deadline_ns = probe->started_ns + (int64_t)probe->request_ms * NS_PER_MS;
    fill_addresses(probe, &request);
    status = https_begin(probe->https, &request);
    if (status != STATUS_OK) {
        die("https_begin", status_text(status));
    }
}

static int64_t round_ends(const struct probe *probe)
{
    return probe->started_ns + (int64_t)probe->round_ms * NS_PER_MS;
}

static void finish(struct probe *probe, struct fetch_reply *replies, size_t count)
{
    enum status status =
        https_finish(probe->https, round_ends(probe), probe->arena, replies, count);

    if (status != STATUS_OK) {
        die("https_finish", status_text(status));
    }
}

/* Follows redirects as far as they may be followed, printing each step. */
static void follow(struct probe *probe, struct fetch_reply reply)
{
    for (unsigned count = 1; reply.result == FETCH_RESULT_REDIRECT; count++) {
        const char *reason = NULL;
        struct slice location = reply.location;
        struct fetch_url url;

        if (https_redirect(&reply, count, &url, &reason) != STATUS_OK) {
            (void)printf("%.*s result=not-followed reason=%s\n", SLICE_ARGS(location), reason);
            return;
        }
        begin(probe, location);
        finish(probe, &reply, 1);
        print_reply(probe, location, &reply);
    }
}

static void run_https(struct probe *probe)
{
    struct fetch_reply replies[ROUND_MAXIMUM];

    for (size_t i = 0; i < probe->count; i++) {
        begin(probe, slice_of(probe->round[i]));
    }
    (void)poll(NULL, 0, (int)probe->pause_ms);
    finish(probe, replies, probe->count);
    for (size_t i = 0; i < probe->count; i++) {
        print_reply(probe, slice_of(probe->round[i]), &replies[i]);
        if (probe->follow) {
            follow(probe, replies[i]);
        }
    }
}

static void run_whois(struct probe *probe)
{
    struct whois_reply replies[ROUND_MAXIMUM];
    enum status status = STATUS_OK;

    for (size_t i = 0; i < probe->count && status == STATUS_OK; i++) {
        probe->whois_request.query = slice_of(probe->round[i]);
        probe->whois_request.deadline_ns =
            probe->started_ns + (int64_t)probe->request_ms * NS_PER_MS;
        status = whois_begin(probe->whois, &probe->whois_request);
    }
    (void)poll(NULL, 0, (int)probe->pause_ms);
    if (status == STATUS_OK) {
        status = whois_finish(probe->whois, round_ends(probe), probe->arena, replies, probe->count);
    }
    if (status != STATUS_OK) {
        die("whois", status_text(status));
    }
    for (size_t i = 0; i < probe->count; i++) {
        print_text("query", slice_of(probe->round[i]));
        (void)printf(" result=%s", whois_result_text(replies[i].result));
        print_text("server", endpoint_to_text(&replies[i].server, probe->arena));
        print_end(probe, replies[i].text, replies[i].reason);
    }
}

static void run_round(struct probe *probe)
{
    probe->started_ns = clock_monotonic_ns();
    if (probe->whois_request.endpoint_count > 0) {
        run_whois(probe);
    } else {
        run_https(probe);
    }
    probe->count = 0;
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    static struct probe probe = {
        .request = { .method = FETCH_METHOD_GET, .size_limit = FETCH_REPLY_BODY_MAXIMUM },
        .round_ms = LIMIT_RUN_MS,
        .request_ms = LIMIT_RUN_MS,
    };

    read_options(&probe, argc, argv);
    if (arena_create(ARENA_SIZE, &probe.arena) != STATUS_OK ||
        https_create(probe.ca_path, &probe.https) != STATUS_OK ||
        whois_create(&probe.whois) != STATUS_OK) {
        die("memory", "none");
    }
    for (int i = optind; i < argc; i++) {
        if (strcmp(argv[i], "+") == 0) {
            run_round(&probe);
        } else if (probe.count < ROUND_MAXIMUM) {
            probe.round[probe.count] = argv[i];
            probe.count++;
        }
    }
    run_round(&probe);
    https_destroy(probe.https);
    whois_destroy(probe.whois);
    arena_destroy(probe.arena);
    return EXIT_SUCCESS;
}
