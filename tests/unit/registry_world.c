/* SPDX-License-Identifier: MIT */
/* What is asked is written down in words, what comes back is the script's. */
#include "registry_world.h"

#include "../support/wrap.h"

struct script *script(void)
{
    static struct script script;

    return &script;
}

static void say_asked(const char *how, struct slice what)
{
    struct buf *asked = &script()->asked;

    buf_printf(asked, "%s%s%.*s", buf_slice(asked).length > 0 ? ", " : "", how, SLICE_ARGS(what));
}

static enum status ask_dns(void *self, const struct question *questions, size_t count,
                           int64_t deadline_ns, struct arena *arena, struct dns_answer *answers,
                           unsigned *messages)
{
    (void)self;
    assert_true(deadline_ns > clock_monotonic_ns());
    *messages += (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        bool is_ip4 = questions[i].type == RR_TYPE_A;
        const char *text = is_ip4 ? script()->ip4 : script()->ip6;
        struct slice host = name_to_text(&questions[i].name, arena);
        struct rr *rr = arena_alloc(arena, sizeof *rr);

        assert_int_equal(questions[i].kind, QUESTION_KIND_RESOLVER);
        say_asked(is_ip4 ? "A " : "AAAA ", host);
        if (rr == NULL) {
            return STATUS_NO_MEMORY;
        }
        answers[i] = (struct dns_answer){ .class = ANSWER_CLASS_NODATA };
        if (text != NULL && !slice_equal(host, SLICE("none.test"))) {
            rr->type = questions[i].type;
            assert_int_equal(address_from_text(slice_of(text), &rr->data.address), STATUS_OK);
            answers[i] = (struct dns_answer){ .class = ANSWER_CLASS_POSITIVE,
                                              .records = rr,
                                              .record_count = 1 };
        }
    }
    return script()->dns;
}

static void say_addresses(const struct address *addresses, size_t count)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    for (size_t i = 0; i < count; i++) {
        buf_printf(&script()->asked, " %.*s", SLICE_ARGS(address_to_text(&addresses[i], arena)));
    }
    arena_destroy(arena);
}

enum status fake_https_begin(struct https *https, const struct fetch_request *request)
    IN_PLACE_OF(https_begin);

enum status fake_https_begin(struct https *https, const struct fetch_request *request)
{
    assert_non_null(https);
    assert_int_equal(request->method, FETCH_METHOD_GET);
    assert_int_equal(request->header_count, 1);
    expect_text("request", "header", request->headers[0].name, "Accept");
    assert_null(fetch_request_refusal(request));
    say_asked("GET ", request->url);
    buf_add_text(&script()->asked, " from");
    say_addresses(request->addresses, request->address_count);
    script()->begun++;
    return script()->begin;
}

enum status fake_https_finish(struct https *https, int64_t deadline_ns, struct arena *arena,
                              struct fetch_reply *replies, size_t count) IN_PLACE_OF(https_finish);

enum status fake_https_finish(struct https *https, int64_t deadline_ns, struct arena *arena,
                              struct fetch_reply *replies, size_t count)
{
    (void)https;
    (void)deadline_ns;
    (void)arena;
    assert_int_equal(count, script()->begun);
    script()->begun = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(script()->used < REPLIES_MAXIMUM);
        replies[i] = script()->fetched[script()->used];
        script()->used++;
    }
    return script()->finish;
}

enum status fake_whois_begin(struct whois *whois, const struct whois_request *request)
    IN_PLACE_OF(whois_begin);

enum status fake_whois_begin(struct whois *whois, const struct whois_request *request)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    assert_non_null(whois);
    say_asked("ask ", request->query);
    buf_add_text(&script()->asked, " of");
    for (size_t i = 0; i < request->endpoint_count; i++) {
        buf_printf(&script()->asked, " %.*s",
                   SLICE_ARGS(endpoint_to_text(&request->endpoints[i], arena)));
    }
    arena_destroy(arena);
    return script()->begin;
}

enum status fake_whois_finish(struct whois *whois, int64_t deadline_ns, struct arena *arena,
                              struct whois_reply *replies, size_t count) IN_PLACE_OF(whois_finish);

enum status fake_whois_finish(struct whois *whois, int64_t deadline_ns, struct arena *arena,
                              struct whois_reply *replies, size_t count)
{
    (void)whois;
    (void)deadline_ns;
    (void)arena;
    for (size_t i = 0; i < count; i++) {
        replies[i] = *script()->told;
    }
    return script()->finish;
}

/* --- one run ---------------------------------------------------------------------------------- */

void run_prepare(struct cache_world *world, const struct config *config, struct run *run)
{
    static const char *const nowhere[] = { NULL };
    struct registry_options options = {
        .config = config,
        .table_folders = script()->tables != NULL ? script()->tables : nowhere,
        .named_cache = slice_of(world->folder),
        .user_cache = slice_empty(),
        .deadline_ns = clock_monotonic_ns() + 5000 * NS_PER_MS,
    };

    *run = (struct run){ .messages = 0 };
    run->dns = (struct source){ NULL, ask_dns, NULL };
    run->round = (struct registration_round){ .questions = run->questions,
                                              .deadline_ns = options.deadline_ns,
                                              .clock = clock_wall_seconds(),
                                              .dns = &run->dns,
                                              .arena = world->arena,
                                              .answers = run->answers };
    assert_int_equal(registry_create(&options, world->arena, &run->registry), STATUS_OK);
    script()->used = 0;
    script()->begun = 0;
    buf_init(&script()->asked, world->arena, 5000);
}

void run_add(struct run *run, enum registration_source source, const char *name)
{
    run->questions[run->round.count] = (struct question){ .kind = QUESTION_KIND_REGISTRATION,
                                                          .source = source,
                                                          .name = make_name(name) };
    run->round.count++;
}

enum status run_begin(struct run *run)
{
    return run->registry.begin(run->registry.self, &run->round, &run->messages);
}

enum status run_finish(struct run *run)
{
    return run->registry.finish(run->registry.self);
}

void run_end(struct run *run)
{
    run->registry.close(run->registry.self);
}

struct slice run_describe(const struct registration *answer, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, 1000);
    buf_add_text(&buf, registration_result_text(answer->result));
    if (answer->server.length > 0) {
        buf_printf(&buf, " by %.*s", SLICE_ARGS(answer->server));
    }
    if (answer->retry_after_s > 0) {
        buf_printf(&buf, ", %u s", answer->retry_after_s);
    }
    buf_add_text(&buf, answer->cached ? ", kept" : "");
    if (answer->reason.length > 0) {
        buf_printf(&buf, ": %.*s", SLICE_ARGS(answer->reason));
    }
    return buf_slice(&buf);
}

struct slice run_ask(struct cache_world *world, const struct config *config,
                     enum registration_source source)
{
    struct run run;
    struct slice words;

    run_prepare(world, config, &run);
    run_add(&run, source, "example.test");
    assert_int_equal(run_begin(&run), STATUS_OK);
    assert_int_equal(run_finish(&run), STATUS_OK);
    assert_int_equal(run.answers[0].source, source);
    words = run_describe(&run.answers[0], world->arena);
    run_end(&run);
    return words;
}

void run_forget(struct cache_world *world)
{
    world_empty(world->folder, 1);
}
