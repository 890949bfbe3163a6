/* SPDX-License-Identifier: MIT */
/*
 * Asks questions through the transport and prints what came back, one line each:
 *
 *   NAME TYPE class=… silence=… rcode=… server=… tries=… ignored=… tcp=… records=… octets=… aa=…
 *   ra=… ns=… glue=… ms=…
 *
 * and last "total messages=… ms=…". `octets` are those of all TXT strings, `ns` and `glue` count
 * the records of a referral.
 *
 * Usage: transport_probe [-s SERVER]… [-q MS] [-n TRIES] [-t MS] [-4] [-6] [-r] QUESTION…
 * A QUESTION is NAME/TYPE, asked through the resolvers, or NAME/TYPE/SERVER; with /cd behind it CD
 * is set. `+` begins a new round. -q is the time of one try, -t that of the run, -r starts with
 * another server for each question.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/slice.h"
#include "dns/address.h"
#include "dns/answer.h"
#include "dns/name.h"
#include "dns/rr.h"
#include "facts/question.h"
#include "facts/transcript_words.h"
#include "io/clock.h"
#include "io/dns_transport.h"
#include "io/source.h"

#define QUESTIONS 300
#define ARENA_SIZE ((size_t)64 * 1024 * 1024)
#define NS_PER_MS 1000000

struct probe {
    struct transport_options options;
    unsigned timeout_ms;
    struct arena *arena;
    struct source source;
    int64_t deadline_ns;
    unsigned messages;
    size_t count;
    struct question questions[QUESTIONS];
    struct dns_answer answers[QUESTIONS];
};

static void die(const char *reason, const char *what)
{
    (void)fprintf(stderr, "transport_probe: %s: %s\n", reason, what);
    exit(EXIT_FAILURE);
}

static unsigned number_from(const char *text)
{
    uint64_t number = 0;

    if (slice_number(slice_of(text), 0, 1000000, &number) != STATUS_OK) {
        die("no number", text);
    }
    return (unsigned)number;
}

static struct endpoint server_from(const char *text)
{
    struct endpoint server = { .port = 0 };

    if (endpoint_from_text(slice_of(text), 53, &server) != STATUS_OK) {
        die("no server", text);
    }
    return server;
}

static void read_options(struct probe *probe, int argc, char **argv)
{
    int letter;

    while ((letter = getopt(argc, argv, "s:q:n:t:46r")) != -1) {
        struct transport_options *options = &probe->options;

        if (letter == 's' && options->server_count < LIMIT_SERVERS) {
            options->servers[options->server_count] = server_from(optarg);
            options->server_count++;
        } else if (letter == 'q') {
            options->query_timeout_ms = number_from(optarg);
        } else if (letter == 'n') {
            options->tries = number_from(optarg);
        } else if (letter == 't') {
            probe->timeout_ms = number_from(optarg);
        } else if (letter == '4') {
            options->family = ADDRESS_FAMILY_IP4;
        } else if (letter == '6') {
            options->family = ADDRESS_FAMILY_IP6;
        } else if (letter == 'r') {
            options->rotate = true;
        } else {
            die("usage", "transport_probe [-s SERVER] [-q MS] [-n TRIES] [-t MS] [-46r] QUESTION");
        }
    }
}

static void add_question(struct probe *probe, const char *text)
{
    struct question *question = &probe->questions[probe->count];
    struct slice rest = slice_of(text);
    struct slice piece;

    if (probe->count == QUESTIONS) {
        die("too many questions", text);
    }
    memset(question, 0, sizeof *question);
    question->kind = QUESTION_KIND_RESOLVER;
    if (!slice_split(&rest, '/', &piece) ||
        name_from_text(piece, &question->name, NULL) != STATUS_OK ||
        !slice_split(&rest, '/', &piece) ||
        rr_type_from_text(piece, &question->type) != STATUS_OK) {
        die("no question", text);
    }
    while (slice_split(&rest, '/', &piece)) {
        if (slice_equal(piece, SLICE("cd"))) {
            question->checking_disabled = true;
            continue;
        }
        question->kind = QUESTION_KIND_SERVER;
        if (endpoint_from_text(piece, 53, &question->server) != STATUS_OK) {
            die("no server", text);
        }
    }
    probe->count++;
}

static void print_answer(const struct probe *probe, size_t index)
{
    const struct question *question = &probe->questions[index];
    const struct dns_answer *answer = &probe->answers[index];
    struct slice name = name_to_text(&question->name, probe->arena);
    struct slice server = slice_of("none");
    size_t octets = 0;

    if (answer->server.address.family != ADDRESS_FAMILY_NONE) {
        server = endpoint_to_text(&answer->server, probe->arena);
    }
    for (size_t i = 0; i < answer->record_count; i++) {
        octets +=
            answer->records[i].type == RR_TYPE_TXT ? answer->records[i].data.txt.joined.length : 0;
    }
    (void)printf("%.*s %s class=%s silence=%s rcode=%u server=%.*s tries=%u ignored=%u tcp=%d "
                 "records=%zu octets=%zu aa=%d ra=%d ns=%zu glue=%zu ms=%u\n",
                 SLICE_ARGS(name), rr_type_text(question->type), answer_class_text(answer->class),
                 transcript_silence_text(answer->silence), answer->rcode, SLICE_ARGS(server),
                 answer->tries, answer->ignored, answer->over_tcp ? 1 : 0, answer->record_count,
                 octets, answer->authoritative ? 1 : 0, answer->recursion ? 1 : 0,
                 answer->delegation_count, answer->glue_count, answer->elapsed_us / 1000);
}

/* Asks what was collected and prints the answers. */
static void run_round(struct probe *probe)
{
    enum status status =
        probe->source.ask(probe->source.self, probe->questions, probe->count, probe->deadline_ns,
                          probe->arena, probe->answers, &probe->messages);

    if (status != STATUS_OK) {
        die("ask", status_text(status));
    }
    for (size_t i = 0; i < probe->count; i++) {
        print_answer(probe, i);
    }
    probe->count = 0;
}

int main(int argc, char **argv)
{
    static struct probe probe = {
        .options = { .query_timeout_ms = LIMIT_QUERY_MS, .tries = LIMIT_TRIES },
        .timeout_ms = LIMIT_RUN_MS,
    };
    int64_t started = clock_monotonic_ns();

    read_options(&probe, argc, argv);
    if (arena_create(ARENA_SIZE, &probe.arena) != STATUS_OK ||
        transport_create(&probe.options, &probe.source) != STATUS_OK) {
        die("memory", "none");
    }
    probe.deadline_ns = started + (int64_t)probe.timeout_ms * NS_PER_MS;
    for (int i = optind; i < argc; i++) {
        if (strcmp(argv[i], "+") == 0) {
            run_round(&probe);
        } else {
            add_question(&probe, argv[i]);
        }
    }
    run_round(&probe);
    (void)printf("total messages=%u ms=%lld\n", probe.messages,
                 (long long)((clock_monotonic_ns() - started) / NS_PER_MS));
    probe.source.close(probe.source.self);
    arena_destroy(probe.arena);
    return EXIT_SUCCESS;
}
