/* SPDX-License-Identifier: MIT */
/*
 * One question for registration data, step by step:
 *
 * 1. The cache.
 * 2. The server: what the user named, else by the tables. Without one, NO_SERVER.
 * 3. The lock of the name, so that of all checks that start at once one asks. Who does not get it
 *    waits in finish(), when DNS is answered, and then finds the answer in the cache.
 * 4. The server's manners: a refusal that is remembered, the bucket.
 * 5. The addresses of its host, through our own transport.
 * 6. The question, by HTTPS or on port 43, for at most half of the time left: DNS wants to be
 *    asked, too. It is sent in begin(); finish() waits for the reply, follows redirects, reads it,
 *    and keeps it.
 * 7. Who got no answer gets beside it what was read last.
 */
#include "io/registration.h"

#include "io/cache.h"
#include "io/clock.h"
#include "io/host_address.h"
#include "io/https.h"
#include "io/registry_tables.h"
#include "io/whois.h"
#include "registry/rdap_bootstrap.h"
#include "registry/rdap_domain.h"
#include "registry/whois_domain.h"
#include "registry/whois_server.h"

#define TASKS_MAXIMUM 8 /* of one round; there is hardly ever more than one */

enum task_state {
    TASK_STATE_DONE = 0, /* the answer is written */
    TASK_STATE_WAITING,  /* somebody else holds the lock of the name */
    TASK_STATE_ASKED     /* a reply is to come */
};

struct task {
    enum task_state state;
    const struct question *question;
    struct registration *answer;
    struct cache_lock lock;
    bool is_locked;
    struct slice url; /* RDAP: the whole one */
    struct slice key; /* host[:port], for the manners */
    struct slice host;
    uint16_t port; /* WHOIS */
};

struct registry {
    struct registry_options options;
    struct arena *arena;
    struct cache *cache; /* this and the next three are there when first needed */
    struct https *https;
    struct whois *whois;
    struct registry_tables *tables;
    struct registration_round round;
    unsigned *messages;
    struct task tasks[TASKS_MAXIMUM];
};

/* Read with the first question to a registry, so that a damaged one is noted whoever is asked. */
static enum status open_tables(struct registry *registry)
{
    if (registry->tables != NULL) {
        return STATUS_OK;
    }
    registry->tables = arena_alloc(registry->arena, sizeof *registry->tables);
    return registry->tables == NULL ? STATUS_NO_MEMORY
                                    : registry_tables_read(registry->options.table_folders,
                                                           registry->arena, registry->tables);
}

static enum status open_parts(struct registry *registry)
{
    const struct config *config = registry->options.config;
    struct cache_options options = { .enabled = !config->no_cache,
                                     .directory = config->cache_dir,
                                     .named = registry->options.named_cache,
                                     .user_cache = registry->options.user_cache,
                                     .deadline_ns = registry->options.deadline_ns };
    enum status status = STATUS_OK;

    if (registry->cache == NULL) {
        status = cache_open(&options, registry->arena, &registry->cache);
    }
    if (status == STATUS_OK && registry->https == NULL) {
        status = https_create(config->ca_file, &registry->https);
    }
    if (status == STATUS_OK && registry->whois == NULL) {
        status = whois_create(&registry->whois);
    }
    return status == STATUS_OK ? open_tables(registry) : status;
}

/* ---- the end of a task ---- */

static void unlock(struct registry *registry, struct task *task)
{
    if (task->is_locked) {
        cache_unlock(registry->cache, &task->lock);
        task->is_locked = false;
    }
}

/* The task ends without a reply. */
static void end_without(struct task *task, enum registration_result result, struct slice reason)
{
    *task->answer = (struct registration){
        .result = result, .source = task->question->source, .server = task->key, .reason = reason
    };
    task->state = TASK_STATE_DONE;
}

/* The task ends with a reading: it is kept, a refusal is remembered. */
static void end_with_answer(struct registry *registry, struct task *task)
{
    int64_t now = clock_wall_seconds();

    task->answer->source = task->question->source;
    task->answer->server = task->key;
    if (task->answer->result == REGISTRATION_RESULT_REFUSED) {
        cache_note_refusal(registry->cache, task->key, task->answer->retry_after_s, now);
    } else {
        cache_store(registry->cache, &task->question->name, task->answer, now);
    }
    unlock(registry, task);
    task->state = TASK_STATE_DONE;
}

/* ---- 1 ---- */

static enum status look_up(struct registry *registry, struct task *task, bool *ret_found)
{
    struct cache_query query = { .name = &task->question->name,
                                 .source = task->question->source,
                                 .fresh = task->question->again,
                                 .now = clock_wall_seconds() };
    enum status status = cache_lookup(registry->cache, &query, registry->round.arena, task->answer);

    *ret_found = status == STATUS_OK;
    if (*ret_found) {
        task->state = TASK_STATE_DONE;
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- 2 ---- */

/* The base URL of RDAP for a name. STATUS_NOT_FOUND: there is none. */
static enum status find_base(const struct registry *registry, const struct dns_name *name,
                             struct slice *ret_base)
{
    const struct registry_options *options = &registry->options;
    const struct rdap_bootstrap *bootstrap = options->bootstrap;
    struct rdap_bases bases;
    enum status status;

    if (options->config->rdap_url.length > 0) {
        *ret_base = options->config->rdap_url;
        return STATUS_OK;
    }
    if (bootstrap == NULL && registry->tables->has_bootstrap) {
        bootstrap = &registry->tables->bootstrap;
    }
    status = rdap_bootstrap_find(bootstrap, name, registry->round.arena, &bases);
    if (status == STATUS_OK) {
        *ret_base = bases.urls[0];
    }
    return status;
}

static enum status find_rdap_server(struct registry *registry, struct task *task)
{
    struct arena *arena = registry->round.arena;
    struct slice base;
    struct slice name = name_to_text(&task->question->name, arena);
    struct fetch_url url;
    enum status status = find_base(registry, &task->question->name, &base);

    if (status != STATUS_OK) {
        return status;
    }
    if (fetch_url_parse(base, &url, NULL) != STATUS_OK) {
        return STATUS_NOT_FOUND;
    }
    task->host = url.host;
    task->url = arena_printf(arena, "%.*sdomain/%.*s", SLICE_ARGS(base), SLICE_ARGS(name));
    task->key = arena_printf(arena, "%.*s:%u", SLICE_ARGS(url.host), url.port);
    return STATUS_OK;
}

static enum status find_whois_server(struct registry *registry, struct task *task)
{
    const struct config *config = registry->options.config;
    struct whois_server server = { .host = config->whois_server, .port = config->whois_port };
    enum status status = STATUS_OK;

    if (server.host.length == 0) {
        status =
            whois_server_find(registry->tables->has_servers ? &registry->tables->servers : NULL,
                              &task->question->name, registry->round.arena, &server);
    }
    if (status != STATUS_OK) {
        return status;
    }
    task->host = server.host;
    task->port = server.port;
    task->key = arena_printf(registry->round.arena, "%.*s:%u", SLICE_ARGS(task->host), task->port);
    return STATUS_OK;
}

/* ---- 5 and 6 ---- */

/* The addresses of a host to ask; without any the task ends (`ret_addresses` is empty). */
static enum status find_host(struct registry *registry, struct task *task, struct slice host,
                             int64_t deadline_ns, struct host_addresses *ret_addresses)
{
    struct host_address_request request = { .dns = registry->round.dns,
                                            .family = registry->options.config->family,
                                            .deadline_ns = deadline_ns,
                                            .messages = registry->messages };
    enum status status = host_address_find(&request, host, registry->round.arena, ret_addresses);

    if (status == STATUS_OK && ret_addresses->count == 0) {
        end_without(task, REGISTRATION_RESULT_UNREACHABLE,
                    arena_printf(registry->round.arena, "no address of %.*s could be found",
                                 SLICE_ARGS(host)));
        end_with_answer(registry, task);
    }
    return status;
}

static enum status send_rdap(struct registry *registry, struct task *task, struct slice url,
                             struct slice host)
{
    struct fetch_request request = {
        .method = FETCH_METHOD_GET,
        .plain_allowed = slice_starts_with(url, SLICE("http://")), /* no redirect leads there */
        .url = url,
        .headers = { { SLICE("Accept"), SLICE("application/rdap+json, application/json;q=0.8") } },
        .header_count = 1,
        .size_limit = FETCH_REPLY_BODY_MAXIMUM,
        .deadline_ns = clock_part_ns(registry->round.deadline_ns, 2),
    };
    struct host_addresses addresses;
    enum status status = find_host(registry, task, host, request.deadline_ns, &addresses);

    if (status != STATUS_OK || addresses.count == 0) {
        return status;
    }
    for (size_t i = 0; i < addresses.count; i++) {
        request.addresses[i] = addresses.list[i];
    }
    request.address_count = addresses.count;
    task->state = TASK_STATE_ASKED;
    return https_begin(registry->https, &request);
}

static enum status send_whois(struct registry *registry, struct task *task)
{
    struct whois_request request = { .deadline_ns = clock_part_ns(registry->round.deadline_ns, 2) };
    struct host_addresses addresses;
    enum status status = find_host(registry, task, task->host, request.deadline_ns, &addresses);

    if (status != STATUS_OK || addresses.count == 0) {
        return status;
    }
    status = whois_server_query(task->host, &task->question->name, registry->round.arena,
                                &request.query);
    if (status == STATUS_BAD_INPUT) {
        end_without(task, REGISTRATION_RESULT_NO_SERVER,
                    SLICE("such a name cannot be asked for by WHOIS"));
        unlock(registry, task);
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        return status;
    }
    request.query = slice_trim(request.query); /* the client ends the line itself */
    for (size_t i = 0; i < addresses.count; i++) {
        request.endpoints[i] =
            (struct endpoint){ .address = addresses.list[i], .port = task->port };
    }
    request.endpoint_count = addresses.count;
    task->state = TASK_STATE_ASKED;
    return whois_begin(registry->whois, &request);
}

/* 4 to 6, with the lock in hand. */
static enum status ask_server(struct registry *registry, struct task *task)
{
    struct cache_verdict verdict;

    cache_may_ask(registry->cache, task->key, clock_wall_seconds(), &verdict);
    if (verdict.permission != CACHE_PERMISSION_ASK) {
        end_without(task,
                    verdict.permission == CACHE_PERMISSION_REFUSED ? REGISTRATION_RESULT_REFUSED
                                                                   : REGISTRATION_RESULT_DEFERRED,
                    verdict.reason);
        task->answer->retry_after_s = verdict.retry_after_s;
        unlock(registry, task);
        return STATUS_OK;
    }
    return task->question->source == REGISTRATION_SOURCE_RDAP
               ? send_rdap(registry, task, task->url, task->host)
               : send_whois(registry, task);
}

/* 3 and on: `wait_until` in the past tries the lock once. */
static enum status take_turn(struct registry *registry, struct task *task, int64_t wait_until)
{
    bool found = false;
    enum status status =
        cache_lock(registry->cache, &task->question->name, wait_until, &task->lock);

    if (status == STATUS_TIMEOUT) {
        task->state = TASK_STATE_WAITING;
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        return status;
    }
    task->is_locked = true;
    status = look_up(registry, task, &found);
    if (found) {
        unlock(registry, task);
    }
    return status == STATUS_OK && !found ? ask_server(registry, task) : status;
}

static enum status begin_task(struct registry *registry, struct task *task)
{
    bool is_rdap = task->question->source == REGISTRATION_SOURCE_RDAP;
    bool found = false;
    enum status status = look_up(registry, task, &found);

    if (status != STATUS_OK || found) {
        return status;
    }
    status = is_rdap ? find_rdap_server(registry, task) : find_whois_server(registry, task);
    if (status == STATUS_NOT_FOUND || status == STATUS_BAD_INPUT) {
        end_without(task, REGISTRATION_RESULT_NO_SERVER,
                    is_rdap ? SLICE("no RDAP server is known for it")
                            : SLICE("no WHOIS server is known for it"));
        return STATUS_OK;
    }
    return status == STATUS_OK ? take_turn(registry, task, 0) : status;
}

static enum status begin(void *self, const struct registration_round *round, unsigned *messages)
{
    struct registry *registry = self;
    enum status status = open_parts(registry);

    registry->round = *round;
    registry->messages = messages;
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
        struct task overflow = { .question = &round->questions[i], .answer = &round->answers[i] };
        struct task *task = i < TASKS_MAXIMUM ? &registry->tasks[i] : &overflow;

        *task = overflow;
        if (i < TASKS_MAXIMUM) {
            status = begin_task(registry, task);
        } else {
            end_without(task, REGISTRATION_RESULT_DEFERRED,
                        SLICE("too many names at once for one run"));
        }
    }
    return status;
}

/* ---- replies ---- */

/* What a fetch that brought no HTTP reply says. */
static enum registration_result failed_fetch(enum fetch_result result)
{
    switch (result) {
    case FETCH_RESULT_TOO_BIG:
    case FETCH_RESULT_BROKEN:
    case FETCH_RESULT_REDIRECT:
        return REGISTRATION_RESULT_UNREADABLE;
    case FETCH_RESULT_NONE:
    case FETCH_RESULT_OK:
    case FETCH_RESULT_UNREACHABLE:
    case FETCH_RESULT_TLS_REFUSED:
    case FETCH_RESULT_TIMEOUT:
    case FETCH_RESULT_BAD_REQUEST:
    case FETCH_RESULT_HELPER_MISSING:
    case FETCH_RESULT_HELPER_DIED:
    case FETCH_RESULT_HELPER_SILENT:
    case FETCH_RESULT_HELPER_GARBLED:
        break;
    }
    return REGISTRATION_RESULT_UNREACHABLE;
}

static enum status read_rdap(struct registry *registry, struct task *task,
                             const struct fetch_reply *reply)
{
    struct rdap_reply rdap = { .http_status = reply->status,
                               .content_type = reply->content_type,
                               .retry_after = reply->retry_after,
                               .body = reply->body };
    enum status status = STATUS_OK;

    if (reply->result == FETCH_RESULT_OK) {
        status = rdap_domain_parse(&rdap, &task->question->name, clock_wall_seconds(),
                                   registry->round.arena, task->answer);
    } else {
        end_without(task, failed_fetch(reply->result), reply->reason);
    }
    if (status == STATUS_OK) {
        end_with_answer(registry, task);
    }
    return status;
}

/* The reply to the one request that is under way, redirects followed. */
static enum status finish_rdap(struct registry *registry, struct task *task,
                               struct fetch_reply *reply)
{
    enum status status = STATUS_OK;

    for (unsigned count = 1; status == STATUS_OK && reply->result == FETCH_RESULT_REDIRECT;
         count++) {
        const char *refusal = NULL;
        struct fetch_url url;

        if (https_redirect(reply, count, &url, &refusal) != STATUS_OK) {
            reply->reason = arena_printf(registry->round.arena, "its redirect is not followed: %s",
                                         refusal == NULL ? "it is of no use" : refusal);
            break;
        }
        status = send_rdap(registry, task, reply->location, url.host);
        if (status != STATUS_OK || task->state == TASK_STATE_DONE) {
            return status;
        }
        status = https_finish(registry->https, registry->round.deadline_ns, registry->round.arena,
                              reply, 1);
    }
    return status == STATUS_OK ? read_rdap(registry, task, reply) : status;
}

static enum status read_whois(struct registry *registry, struct task *task,
                              const struct whois_reply *reply)
{
    enum status status = STATUS_OK;

    if (reply->result == WHOIS_RESULT_OK || reply->result == WHOIS_RESULT_TOO_LONG ||
        (reply->result == WHOIS_RESULT_RESET && reply->text.length > 0)) {
        status = whois_domain_parse(reply->text, &task->question->name, clock_wall_seconds(),
                                    registry->round.arena, task->answer);
        if (status == STATUS_OK && reply->result == WHOIS_RESULT_RESET &&
            task->answer->result == REGISTRATION_RESULT_FOUND) {
            end_without(task, REGISTRATION_RESULT_UNREADABLE, reply->reason);
        }
    } else {
        end_without(task, REGISTRATION_RESULT_UNREACHABLE, reply->reason);
    }
    if (status == STATUS_OK) {
        end_with_answer(registry, task);
    }
    return status;
}

/* All tasks of one protocol that were begun, in their order. */
static enum status finish_asked(struct registry *registry, enum registration_source source)
{
    struct arena *arena = registry->round.arena;
    struct fetch_reply fetched[TASKS_MAXIMUM];
    struct whois_reply told[TASKS_MAXIMUM];
    struct task *asked[TASKS_MAXIMUM];
    size_t count = 0;
    enum status status;

    for (size_t i = 0; i < registry->round.count && i < TASKS_MAXIMUM; i++) {
        struct task *task = &registry->tasks[i];

        if (task->state == TASK_STATE_ASKED && task->question->source == source) {
            asked[count] = task;
            count++;
        }
    }
    if (count == 0) {
        return STATUS_OK;
    }
    status = source == REGISTRATION_SOURCE_RDAP
                 ? https_finish(registry->https, registry->round.deadline_ns, arena, fetched, count)
                 : whois_finish(registry->whois, registry->round.deadline_ns, arena, told, count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = source == REGISTRATION_SOURCE_RDAP ? finish_rdap(registry, asked[i], &fetched[i])
                                                    : read_whois(registry, asked[i], &told[i]);
    }
    return status;
}

static enum status finish_waiting(struct registry *registry, struct task *task)
{
    enum status status = take_turn(registry, task, registry->round.deadline_ns);

    if (status == STATUS_OK && task->state == TASK_STATE_WAITING) {
        end_without(task, REGISTRATION_RESULT_DEFERRED,
                    SLICE("another check of this machine was asking for it all the time"));
    }
    if (status == STATUS_OK && task->state == TASK_STATE_ASKED) {
        status = finish_asked(registry, task->question->source);
    }
    return status;
}

/* 7 */
static enum status add_last_good(struct registry *registry, const struct task *task)
{
    struct registration *last_good;
    enum status status;

    if (registration_is_good(task->answer)) {
        return STATUS_OK;
    }
    last_good = arena_alloc(registry->round.arena, sizeof *last_good);
    if (last_good == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = cache_last_good(registry->cache, &task->question->name, clock_wall_seconds(),
                             registry->round.arena, last_good);
    if (status == STATUS_OK) {
        task->answer->last_good = last_good;
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status finish(void *self)
{
    struct registry *registry = self;
    enum status status = finish_asked(registry, REGISTRATION_SOURCE_RDAP);

    if (status == STATUS_OK) {
        status = finish_asked(registry, REGISTRATION_SOURCE_WHOIS);
    }
    for (size_t i = 0; i < registry->round.count && i < TASKS_MAXIMUM && status == STATUS_OK; i++) {
        if (registry->tasks[i].state == TASK_STATE_WAITING) {
            status = finish_waiting(registry, &registry->tasks[i]);
        }
        if (status == STATUS_OK) {
            status = add_last_good(registry, &registry->tasks[i]);
        }
    }
    return status;
}

static size_t notes(void *self, struct slice *ret_notes)
{
    const struct registry *registry = self;
    size_t count = 0;

    if (registry->tables != NULL && registry->tables->note.length > 0) {
        ret_notes[count] = registry->tables->note;
        count++;
    }
    if (registry->cache != NULL && cache_note(registry->cache).length > 0) {
        ret_notes[count] = cache_note(registry->cache);
        count++;
    }
    return count;
}

static void close_registry(void *self)
{
    struct registry *registry = self;

    https_destroy(registry->https);
    whois_destroy(registry->whois);
    cache_close(registry->cache);
}

enum status registry_create(const struct registry_options *options, struct arena *arena,
                            struct registry_source *ret_source)
{
    struct registry *registry = arena_alloc(arena, sizeof *registry);

    if (registry == NULL) {
        return STATUS_NO_MEMORY;
    }
    registry->options = *options;
    registry->arena = arena;
    *ret_source = (struct registry_source){ registry, begin, finish, notes, close_registry };
    return STATUS_OK;
}
