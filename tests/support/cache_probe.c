/* SPDX-License-Identifier: MIT */
/*
 * Many processes at one cache, all released at the same moment.
 *
 * Usage: cache_probe FOLDER [-n PROCESSES] [-t MS] [-f MS] [-l LOG] [-s SERVER] [-r] ACTION NAME
 *
 *   ask      each process wants NAME: it looks, locks, looks again, asks, keeps
 *   ask-each the same, but the names are p1.NAME, p2.NAME, …
 *   refuse   each process asks for p1.NAME, …, and is refused by the server for 10 minutes
 *   look     one line on what is kept
 *   keep     keeps NAME for ever in entries of all lengths, with a question to SERVER each
 *   kill     PROCESSES times: a process that does `keep` is killed within 4 ms; NAME is then whole,
 *            and neither its lock nor that of SERVER is held
 *
 * -t is the time of each run, -f that of one question (a sleep), for which a line "MS PID NAME"
 * with the wall clock is added to LOG before; -r: who is deferred tries again as long as there is
 * time.
 *
 * Prints a line "NAME WHAT ms=… note=…" for each process, WHAT being hit, miss, fetched, deferred,
 * refused or timeout; for `kill` a line "kill rounds=… bad=…".
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "dns/name.h"
#include "io/cache.h"
#include "io/clock.h"
#include "io/random.h"

#define NS_PER_MS INT64_C(1000000)
#define REFUSED_S 600
#define KEEP_LENGTHS 40

struct probe {
    const char *folder;
    unsigned processes;
    unsigned timeout_ms;
    unsigned fetch_ms;
    const char *log;
    const char *server;
    bool retry;
    const char *action;
    const char *name;
    int gate; /* end of file there: go */
};

struct run {
    const struct probe *probe;
    struct arena *arena;
    struct cache *cache;
    struct dns_name name;
    int64_t started_ns;
    int64_t deadline_ns;
};

static void die(const char *reason)
{
    (void)fprintf(stderr, "cache_probe: %s\n", reason);
    exit(EXIT_FAILURE);
}

static void pause_ms(int64_t milliseconds)
{
    struct timespec time = { milliseconds / 1000, milliseconds % 1000 * NS_PER_MS };

    (void)nanosleep(&time, NULL);
}

static void begin(const struct probe *probe, const char *name, struct run *run)
{
    struct cache_options options = { .enabled = true, .directory = slice_of(probe->folder) };

    run->probe = probe;
    run->started_ns = clock_monotonic_ns();
    run->deadline_ns = run->started_ns + probe->timeout_ms * NS_PER_MS;
    options.deadline_ns = run->deadline_ns;
    if (arena_create(LIMIT_ARENA, &run->arena) != STATUS_OK ||
        name_from_text(slice_of(name), &run->name, NULL) != STATUS_OK ||
        cache_open(&options, run->arena, &run->cache) != STATUS_OK) {
        die("no cache");
    }
}

static void end(struct run *run)
{
    cache_close(run->cache);
    arena_destroy(run->arena);
}

/* --- asking ----------------------------------------------------------------------------------- */

static bool look(struct run *run)
{
    struct cache_query query = { &run->name, REGISTRATION_SOURCE_RDAP, false,
                                 clock_wall_seconds() };
    struct registration registration;

    return cache_lookup(run->cache, &query, run->arena, &registration) == STATUS_OK;
}

/* The line that stands for a question. */
static void fetch(struct run *run)
{
    struct timespec now;
    char line[LIMIT_NAME_TEXT + 64];
    struct slice name = name_to_text(&run->name, run->arena);
    int log = open(run->probe->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    int length;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    length = snprintf(line, sizeof line, "%lld %ld %.*s\n",
                      (long long)now.tv_sec * 1000 + now.tv_nsec / NS_PER_MS, (long)getpid(),
                      SLICE_ARGS(name));
    if (log < 0 || length < 0 || write(log, line, (size_t)length) != length) {
        die("no log");
    }
    (void)close(log);
    pause_ms(run->probe->fetch_ms);
}

static void keep(struct run *run)
{
    struct registration registration = {
        .result = REGISTRATION_RESULT_FOUND,
        .source = REGISTRATION_SOURCE_RDAP,
        .server = slice_of(run->probe->server),
        .reason = slice_empty(),
        .registrar = SLICE("A Registrar"),
    };

    cache_store(run->cache, &run->name, &registration, clock_wall_seconds());
}

/* Asks under the lock of the name; false when it was deferred. */
static bool ask_once(struct run *run, const char **ret_what, uint32_t *ret_retry_after_s)
{
    struct slice server = slice_of(run->probe->server);
    struct cache_verdict verdict;

    if (look(run)) {
        *ret_what = "hit";
        return true;
    }
    cache_may_ask(run->cache, server, clock_wall_seconds(), &verdict);
    *ret_retry_after_s = verdict.retry_after_s;
    switch (verdict.permission) {
    case CACHE_PERMISSION_ASK:
        fetch(run);
        if (strcmp(run->probe->action, "refuse") == 0) {
            cache_note_refusal(run->cache, server, REFUSED_S, clock_wall_seconds());
        } else {
            keep(run);
        }
        *ret_what = "fetched";
        return true;
    case CACHE_PERMISSION_DEFERRED:
        *ret_what = "deferred";
        return false;
    case CACHE_PERMISSION_REFUSED:
        *ret_what = "refused";
        return true;
    }
    return true;
}

static const char *ask(struct run *run)
{
    const char *what = "timeout";
    struct cache_lock lock;
    bool done = false;

    if (look(run)) {
        return "hit";
    }
    while (!done && cache_lock(run->cache, &run->name, run->deadline_ns, &lock) == STATUS_OK) {
        uint32_t retry_after_s = 0;

        done = ask_once(run, &what, &retry_after_s) || !run->probe->retry;
        cache_unlock(run->cache, &lock);
        if (!done && clock_monotonic_ns() + retry_after_s * 1000 * NS_PER_MS > run->deadline_ns) {
            done = true;
        }
        if (!done) {
            pause_ms((int64_t)retry_after_s * 1000);
        }
    }
    return what;
}

/* One process of the crowd. */
static void run_one(const struct probe *probe, unsigned number)
{
    char name[LIMIT_NAME_TEXT + 1];
    struct run run;
    const char *what;
    struct slice note;
    char octet;

    if (strcmp(probe->action, "ask") == 0 || strcmp(probe->action, "look") == 0) {
        (void)snprintf(name, sizeof name, "%s", probe->name);
    } else {
        (void)snprintf(name, sizeof name, "p%u.%s", number, probe->name);
    }
    while (read(probe->gate, &octet, 1) > 0) {
    }
    begin(probe, name, &run);
    if (strcmp(probe->action, "look") == 0) {
        what = look(&run) ? "hit" : "miss";
    } else {
        what = ask(&run);
    }
    note = cache_note(run.cache);
    (void)printf("%s %s ms=%lld note=%.*s\n", name, what,
                 (long long)((clock_monotonic_ns() - run.started_ns) / NS_PER_MS),
                 SLICE_ARGS(note));
    (void)fflush(stdout);
    end(&run);
}

static bool run_crowd(struct probe *probe)
{
    int ends[2];
    bool good = true;
    int code;

    if (pipe(ends) != 0) {
        die("no pipe");
    }
    probe->gate = ends[0];
    for (unsigned i = 1; i <= probe->processes; i++) {
        pid_t child = fork();

        if (child < 0) {
            die("no process");
        }
        if (child == 0) {
            (void)close(ends[1]);
            run_one(probe, i);
            exit(EXIT_SUCCESS);
        }
    }
    (void)close(ends[1]);
    while (wait(&code) > 0) {
        good = good && code == 0;
    }
    (void)close(ends[0]);
    return good;
}

/* --- being killed ----------------------------------------------------------------------------- */

/* An entry that tells whether it is whole: as many name servers as the number of days to its end.
 */
static void keep_for_ever(struct run *run)
{
    for (unsigned i = 0;; i = (i + 1) % KEEP_LENGTHS) {
        struct registration registration = {
            .result = REGISTRATION_RESULT_FOUND,
            .source = REGISTRATION_SOURCE_RDAP,
            .server = slice_of(run->probe->server),
            .reason = slice_empty(),
            .registrar = slice_empty(),
            .server_count = i % REGISTRATION_SERVERS_MAXIMUM,
            .has_expires = true,
        };
        struct cache_verdict verdict;
        struct cache_lock lock;

        registration.expires = (int64_t)registration.server_count + 1;
        for (size_t j = 0; j < registration.server_count; j++) {
            struct slice text = arena_printf(run->arena, "ns%zu.%u.example.net", j, i);

            if (name_from_text(text, &registration.servers[j], NULL) != STATUS_OK) {
                die("no name");
            }
        }
        if (cache_lock(run->cache, &run->name, run->deadline_ns, &lock) != STATUS_OK) {
            die("no lock");
        }
        cache_may_ask(run->cache, slice_of(run->probe->server), clock_wall_seconds(), &verdict);
        cache_store(run->cache, &run->name, &registration, clock_wall_seconds());
        cache_unlock(run->cache, &lock);
        if (arena_used(run->arena) > LIMIT_ARENA / 2) {
            end(run);
            begin(run->probe, run->probe->name, run);
        }
    }
}

/* Whether what a killed process left is whole and free. */
static bool is_sound(struct run *run)
{
    struct cache_query query = { &run->name, REGISTRATION_SOURCE_RDAP, false,
                                 clock_wall_seconds() };
    struct registration registration;
    struct cache_verdict verdict;
    struct cache_lock lock;

    if (cache_lookup(run->cache, &query, run->arena, &registration) != STATUS_OK ||
        registration.expires != (int64_t)registration.server_count + 1 ||
        cache_lock(run->cache, &run->name, 0, &lock) != STATUS_OK) {
        return false;
    }
    cache_unlock(run->cache, &lock);
    /* Whatever it is, it was read: a lock that is held would be told in other words. */
    cache_may_ask(run->cache, slice_of(run->probe->server), clock_wall_seconds(), &verdict);
    return verdict.permission == CACHE_PERMISSION_ASK ||
           (verdict.permission == CACHE_PERMISSION_DEFERRED &&
            slice_find_part(verdict.reason, SLICE("our limit")) < verdict.reason.length);
}

static pid_t start_keeper(const struct probe *probe)
{
    pid_t child = fork();

    if (child < 0) {
        die("no process");
    }
    if (child == 0) {
        struct run run;

        begin(probe, probe->name, &run);
        keep_for_ever(&run);
    }
    return child;
}

static void kill_many(const struct probe *probe)
{
    unsigned bad = 0;

    for (unsigned i = 0; i < probe->processes; i++) {
        struct run run;
        uint16_t wait_us = 0;
        pid_t child = start_keeper(probe);
        struct timespec time = { 0, 0 };

        if (random_fill(&wait_us, sizeof wait_us) != STATUS_OK) {
            die("no random number");
        }
        time.tv_nsec = (long)(wait_us % 4000) * 1000;
        if (i == 0) {
            pause_ms(500); /* the first one is to get something done */
        }
        (void)nanosleep(&time, NULL);
        if (kill(child, SIGKILL) != 0 || waitpid(child, NULL, 0) != child) {
            die("not killed");
        }
        begin(probe, probe->name, &run);
        bad += is_sound(&run) ? 0 : 1;
        end(&run);
    }
    (void)printf("kill rounds=%u bad=%u\n", probe->processes, bad);
}

/* --- the command line ------------------------------------------------------------------------- */

static unsigned number_from(const char *text)
{
    uint64_t number = 0;

    if (slice_number(slice_of(text), 0, 1000000, &number) != STATUS_OK) {
        die("no number");
    }
    return (unsigned)number;
}

static void read_options(struct probe *probe, int argc, char **argv)
{
    int letter;

    while ((letter = getopt(argc, argv, "n:t:f:l:s:r")) != -1) {
        if (letter == 'n') {
            probe->processes = number_from(optarg);
        } else if (letter == 't') {
            probe->timeout_ms = number_from(optarg);
        } else if (letter == 'f') {
            probe->fetch_ms = number_from(optarg);
        } else if (letter == 'l') {
            probe->log = optarg;
        } else if (letter == 's') {
            probe->server = optarg;
        } else if (letter == 'r') {
            probe->retry = true;
        } else {
            die("usage: cache_probe FOLDER [-n N] [-t MS] [-f MS] [-l LOG] [-s SERVER] [-r] ACTION "
                "NAME");
        }
    }
    if (argc - optind != 2) {
        die("an action and a name are needed");
    }
    probe->action = argv[optind];
    probe->name = argv[optind + 1];
}

int main(int argc, char **argv)
{
    struct probe probe = {
        .folder = argc > 1 ? argv[1] : "",
        .processes = 1,
        .timeout_ms = LIMIT_RUN_MS,
        .log = "/dev/null",
        .server = "rdap.example",
    };

    if (argc < 2) {
        die("a folder is needed");
    }
    read_options(&probe, argc - 1, argv + 1);
    if (strcmp(probe.action, "keep") == 0) {
        struct run run;

        begin(&probe, probe.name, &run);
        keep_for_ever(&run);
    }
    if (strcmp(probe.action, "kill") == 0) {
        kill_many(&probe);
        return EXIT_SUCCESS;
    }
    return run_crowd(&probe) ? EXIT_SUCCESS : EXIT_FAILURE;
}
