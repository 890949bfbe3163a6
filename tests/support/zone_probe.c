/* SPDX-License-Identifier: MIT */
/*
 * Asks the questions on stdin and prints one line for each answer, so that zone files and a server
 * that serves them can be compared.
 * Usage: zone_probe [-r] file FILE... | zone_probe [-r] server ADDRESS@PORT
 *        zone_probe at ADDRESS FILE...
 * Lines are "NAME TYPE". With -r it asks as one asks a resolver, and TTLs are not printed: they
 * run. `at` asks the files as the server with that address.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <netinet/in.h>

#include "base/arena.h"
#include "base/limits.h"
#include "dns/codec.h"
#include "io/zonefile.h"

#define PATIENCE_S 5
#define LINE_MAXIMUM 1024
#define LIST_MAXIMUM ((size_t)256)

struct probe {
    bool is_resolver;
    bool is_file;
    struct endpoint server; /* with `at`: for the questions */
    struct source source;
    struct arena *arena; /* of one question */
};

static void die(const char *what, struct slice detail)
{
    (void)fprintf(stderr, "zone_probe: %s%.*s\n", what, SLICE_ARGS(detail));
    exit(99);
}

/* --- asking a server over TCP, where nothing is truncated ------------------------------------ */

static int open_stream(const struct endpoint *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(server->port) };
    struct timeval patience = { .tv_sec = PATIENCE_S };
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);

    memcpy(&address.sin_addr, server->address.octets, 4);
    if (descriptor < 0 ||
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        connect(descriptor, (const struct sockaddr *)&address, sizeof address) != 0) {
        die("the server cannot be reached", slice_empty());
    }
    return descriptor;
}

static void read_all(int descriptor, uint8_t *octets, size_t length)
{
    if (length > 0 && recv(descriptor, octets, length, MSG_WAITALL) != (ssize_t)length) {
        die("the server closed or is silent", slice_empty());
    }
}

static void ask_server(struct probe *probe, const struct question *question,
                       struct dns_answer *ret_answer)
{
    static uint8_t reply[LIMIT_MESSAGE];
    struct codec_query query = { .id = 4711,
                                 .name = &question->name,
                                 .type = question->type,
                                 .recursion_desired = probe->is_resolver,
                                 .edns = true };
    uint8_t octets[2 + CODEC_QUERY_MAXIMUM];
    int descriptor = open_stream(&probe->server);
    size_t length = 0;
    struct slice message;

    if (codec_encode(&query, octets + 2, CODEC_QUERY_MAXIMUM, &length) != STATUS_OK) {
        die("no query", slice_empty());
    }
    octets[0] = (uint8_t)(length >> 8);
    octets[1] = (uint8_t)length;
    if (send(descriptor, octets, length + 2, MSG_NOSIGNAL) != (ssize_t)(length + 2)) {
        die("the query cannot be sent", slice_empty());
    }
    read_all(descriptor, octets, 2);
    length = (size_t)octets[0] << 8 | octets[1];
    read_all(descriptor, reply, length);
    (void)close(descriptor);
    message = slice_make((const char *)reply, length);
    if (codec_match(&query, message) != CODEC_MATCH_REPLY ||
        codec_decode(&query, message, probe->arena, ret_answer) != STATUS_OK) {
        die("that is no reply", slice_empty());
    }
}

static void ask_file(struct probe *probe, const struct question *question,
                     struct dns_answer *ret_answer)
{
    unsigned messages = 0;

    if (probe->source.ask(probe->source.self, question, 1, 0, probe->arena, ret_answer,
                          &messages) != STATUS_OK) {
        die("no answer from the file", slice_empty());
    }
}

/* --- printing -------------------------------------------------------------------------------- */

static int compare_slices(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* Servers may give the records of a set in any order: sorted, but for chains. */
static void print_list(const struct probe *probe, const char *what, const struct rr *list,
                       size_t count, bool is_sorted)
{
    struct slice lines[LIST_MAXIMUM];

    if (count > LIST_MAXIMUM) {
        die("too many records", slice_empty());
    }
    for (size_t i = 0; i < count; i++) {
        struct rr rr = list[i];

        rr.ttl = probe->is_resolver ? 0 : rr.ttl;
        lines[i] = rr_to_text(&rr, probe->arena);
    }
    if (is_sorted) {
        qsort(lines, count, sizeof lines[0], compare_slices);
    }
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s%s[", i == 0 ? " " : "", i == 0 ? what : "");
        (void)fwrite(lines[i].data, 1, lines[i].length, stdout);
        (void)putchar(']');
    }
}

static void print_answer(const struct probe *probe, const struct dns_answer *answer)
{
    (void)printf("%s rcode=%u%s%s%s at=%.*s", answer_class_text(answer->class),
                 (unsigned)answer->rcode, answer->authoritative ? " aa" : "",
                 answer->recursion ? " ra" : "", answer->chain_open ? " open" : "",
                 SLICE_ARGS(name_to_text(answer->final, probe->arena)));
    print_list(probe, "chain", answer->chain, answer->chain_count, false);
    print_list(probe, "records", answer->records, answer->record_count, true);
    if (answer_is_negative(answer)) {
        print_list(probe, "soa", answer->soa, answer->soa != NULL ? 1 : 0, false);
    }
    if (answer->class == ANSWER_CLASS_REFERRAL) {
        print_list(probe, "ns", answer->delegation, answer->delegation_count, true);
        print_list(probe, "glue", answer->glue, answer->glue_count, true);
    }
    (void)putchar('\n');
}

/* --- questions ------------------------------------------------------------------------------- */

static void ask_line(struct probe *probe, struct slice line)
{
    size_t blank = slice_find_last(line, ' ');
    struct question question = { .kind = probe->is_resolver ? QUESTION_KIND_RESOLVER
                                                            : QUESTION_KIND_SERVER,
                                 .server = probe->server };
    struct dns_answer answer = { .class = ANSWER_CLASS_NONE };

    if (name_from_text(slice_head(line, blank), &question.name, NULL) != STATUS_OK ||
        rr_type_from_text(slice_from(line, blank + 1), &question.type) != STATUS_OK ||
        arena_create(LIMIT_ARENA, &probe->arena) != STATUS_OK) {
        die("no question: ", line);
    }
    if (probe->is_file) {
        ask_file(probe, &question, &answer);
    } else {
        ask_server(probe, &question, &answer);
    }
    (void)printf("%.*s: ", SLICE_ARGS(line));
    print_answer(probe, &answer);
    arena_destroy(probe->arena);
}

static void set_up(struct probe *probe, int count, char **words, struct arena *arena)
{
    struct slice paths[16];
    struct slice reason = slice_empty();

    if (count == 2 && strcmp(words[0], "server") == 0 &&
        endpoint_from_text(slice_of(words[1]), 53, &probe->server) == STATUS_OK) {
        return;
    }
    if (count > 2 && strcmp(words[0], "at") == 0 &&
        endpoint_from_text(slice_of(words[1]), 53, &probe->server) == STATUS_OK) {
        words++;
        count--;
    } else if (count < 2 || strcmp(words[0], "file") != 0) {
        die("usage: zone_probe [-r] file FILE... | server ADDRESS@PORT | at ADDRESS FILE...",
            slice_empty());
    }
    probe->is_file = true;
    for (int i = 1; i < count && i <= 16; i++) {
        paths[i - 1] = slice_of(words[i]);
    }
    if (count > 17 ||
        zonefile_create(paths, (size_t)count - 1, arena, &probe->source, &reason) != STATUS_OK) {
        die("", reason);
    }
}

int main(int argc, char **argv)
{
    struct probe probe = { .is_resolver = argc > 1 && strcmp(argv[1], "-r") == 0 };
    int skipped = probe.is_resolver ? 2 : 1;
    struct arena *arena = NULL;
    char line[LINE_MAXIMUM];

    if (arena_create(LIMIT_ARENA, &arena) != STATUS_OK) {
        die("not enough memory", slice_empty());
    }
    set_up(&probe, argc - skipped, argv + skipped, arena);
    while (fgets(line, sizeof line, stdin) != NULL) {
        ask_line(&probe, slice_trim(slice_of(line)));
    }
    if (probe.is_file) {
        probe.source.close(probe.source.self);
    }
    arena_destroy(arena);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
