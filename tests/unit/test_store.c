/* SPDX-License-Identifier: MIT */
/* The store: wants, answers, chains over several answers, closing. */
#include "../support/message_maker.h"

#include "dns/codec.h"
#include "facts/store.h"

static struct maker maker; /* too large for the stack */

struct world {
    struct arena *arena;
    struct facts *facts;
};

static int setup(void **state)
{
    static struct world world;

    world.arena = make_arena(LIMIT_ARENA);
    assert_int_equal(facts_create(world.arena, 1700000000, &world.facts), STATUS_OK);
    facts_begin_round(world.facts);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    arena_destroy(world->arena);
    return 0;
}

static struct question resolver_question(const char *name)
{
    return (struct question){ .kind = QUESTION_KIND_RESOLVER,
                              .type = RR_TYPE_TXT,
                              .name = make_name(name) };
}

static const struct dns_answer *resolve(struct world *world, const char *name)
{
    struct dns_name wire = make_name(name);

    return facts_resolve(world->facts, &wire, RR_TYPE_TXT);
}

static void prefetch(struct world *world, const char *name)
{
    struct dns_name wire = make_name(name);

    facts_prefetch(world->facts, &wire, RR_TYPE_TXT);
}

/* Adds the reply with this answer section (and SOA of test if `is_denial`). */
static const struct dns_answer *add(struct world *world, const char *name, const char *section,
                                    bool is_denial)
{
    struct question question = resolver_question(name);
    struct codec_query query = { .name = &question.name, .type = RR_TYPE_TXT };
    struct dns_answer *answer = arena_alloc(world->arena, sizeof *answer);

    assert_non_null(answer);
    make_header(&maker, 0, FLAGS_QR | FLAGS_AA | FLAGS_AD, name, RR_TYPE_TXT);
    make_section(&maker, 0, section);
    make_section(&maker, 1, is_denial ? "test SOA 60" : NULL);
    assert_int_equal(codec_decode(&query, made(&maker), world->arena, answer), STATUS_OK);
    answer->elapsed_us = 1000;
    answer->tries = 1;
    assert_int_equal(facts_add(world->facts, &question, answer), STATUS_OK);
    return answer;
}

static void add_silence(struct world *world, const char *name)
{
    struct question question = resolver_question(name);
    struct dns_answer *answer = arena_alloc(world->arena, sizeof *answer);

    assert_non_null(answer);
    *answer =
        (struct dns_answer){ .class = ANSWER_CLASS_TIMEOUT, .silence = ANSWER_SILENCE_NO_REPLY };
    assert_int_equal(facts_add(world->facts, &question, answer), STATUS_OK);
}

/* The wants by name, in their order. */
static void expect_wants(struct world *world, const char *const *names, size_t count)
{
    size_t got;
    const struct question *wants = facts_wants(world->facts, &got);

    assert_int_equal(got, count);
    for (size_t i = 0; i < count; i++) {
        expect_text("want", "name", name_to_text(&wants[i].name, world->arena), names[i]);
    }
}

static void test_wants(void **state)
{
    static const char *const first[] = { "b.test", "d.test", "c.test", "a.test", "e.test" };
    static const char *const second[] = { "c.test", "a.test" };
    struct world *world = *state;

    assert_int_equal(facts_clock(world->facts), 1700000000);
    assert_false(facts_wants_needed(world->facts));
    prefetch(world, "a.test");
    prefetch(world, "d.test");
    assert_false(facts_wants_needed(world->facts));
    assert_null(resolve(world, "b.test"));
    assert_true(facts_wants_needed(world->facts));
    prefetch(world, "e.test");
    assert_null(resolve(world, "d.test")); /* prefetched first, needed now */
    assert_null(resolve(world, "b.test"));
    prefetch(world, "b.test");
    prefetch(world, "a.test");
    assert_null(resolve(world, "C.test"));
    expect_wants(world, first, ROWS(first));

    facts_begin_round(world->facts);
    expect_wants(world, NULL, 0);
    assert_false(facts_wants_needed(world->facts));
    add(world, "b.test", "^ TXT x", false);
    prefetch(world, "b.test");
    prefetch(world, "a.test");
    assert_non_null(resolve(world, "b.test"));
    assert_null(resolve(world, "c.test"));
    expect_wants(world, second, ROWS(second));
    assert_int_equal(facts_unanswered(world->facts), 0);
}

/* Who judges second waits as well, though the first one has wanted the answer already. */
static void test_judgements(void **state)
{
    struct world *world = *state;

    assert_false(facts_is_waiting(world->facts));
    assert_null(resolve(world, "a.test"));
    assert_true(facts_is_waiting(world->facts));
    facts_begin_judgement(world->facts);
    assert_false(facts_is_waiting(world->facts));
    assert_true(facts_wants_needed(world->facts));
    prefetch(world, "b.test");
    assert_false(facts_is_waiting(world->facts));
    assert_null(resolve(world, "a.test"));
    assert_true(facts_is_waiting(world->facts));

    facts_begin_round(world->facts);
    assert_false(facts_is_waiting(world->facts));
    add(world, "a.test", "^ TXT x", false);
    assert_non_null(resolve(world, "a.test"));
    assert_false(facts_is_waiting(world->facts));
}

static void test_many_wants(void **state)
{
    struct world *world = *state;
    size_t count;

    for (unsigned i = 0; i < 2 * LIMIT_QUESTIONS; i++) {
        prefetch(world, (char[]){ 'p', (char)('a' + i / 26), (char)('a' + i % 26), '\0' });
    }
    (void)facts_wants(world->facts, &count);
    assert_int_equal(count, LIMIT_QUESTIONS);
    for (unsigned i = 0; i < 2 * LIMIT_QUESTIONS; i++) {
        assert_null(resolve(world, (char[]){ 'p', (char)('a' + i / 26), (char)('a' + i % 26), 0 }));
    }
    (void)facts_wants(world->facts, &count);
    assert_int_equal(count, 2 * LIMIT_QUESTIONS);
    assert_int_equal(facts_status(world->facts), STATUS_OK);
}

static void test_facts(void **state)
{
    struct world *world = *state;
    struct question question = resolver_question("a.test");
    const struct dns_answer *first = add(world, "a.test", "^ TXT x", false);
    const struct fact *facts;
    size_t count;

    (void)add(world, "A.test", "^ TXT y", false); /* a second answer is ignored */
    assert_ptr_equal(resolve(world, "a.test"), first);
    assert_ptr_equal(facts_ask(world->facts, &question), first);
    question.checking_disabled = true;
    assert_null(facts_ask(world->facts, &question));
    facts_begin_round(world->facts);
    for (unsigned i = 0; i < 100; i++) {
        (void)add(world, (char[]){ 'a', (char)('a' + i / 26), (char)('a' + i % 26), 0 }, "^ TXT z",
                  false);
    }
    facts = facts_all(world->facts, &count);
    assert_int_equal(count, 101);
    assert_int_equal(facts[0].round, 1);
    assert_ptr_equal(facts[0].answer, first);
    for (unsigned i = 0; i < 100; i++) {
        assert_int_equal(facts[i + 1].round, 2);
        assert_int_equal(facts[i + 1].question.name.wire[3], 'a' + i % 26);
        assert_ptr_equal(
            resolve(world, (char[]){ 'a', (char)('a' + i / 26), (char)('a' + i % 26), 0 }),
            facts[i + 1].answer);
    }
}

static void test_chain(void **state)
{
    static const char *const wants[] = { "c.test" };
    struct world *world = *state;
    const struct dns_answer *answer;
    const struct dns_answer *last;

    (void)add(world, "a.test", "^ CNAME b.example; b.example CNAME c.test", false);
    assert_null(resolve(world, "a.test"));
    expect_wants(world, wants, 1);
    facts_begin_round(world->facts);
    last = add(world, "c.test", "^ CNAME d.test; d.test TXT x", false);
    answer = resolve(world, "a.test");
    assert_non_null(answer);
    assert_int_equal(answer->class, ANSWER_CLASS_POSITIVE);
    assert_int_equal(answer->chain_count, 3);
    assert_false(answer->chain_open);
    assert_ptr_equal(answer->records, last->records);
    assert_ptr_equal(answer->final, last->final);
    assert_true(answer->authentic);
    assert_int_equal(answer->elapsed_us, 2000);
    assert_int_equal(answer->tries, 2);
    expect_text("chain", "first", name_to_text(answer->chain[0].owner, world->arena), "a.test");
    expect_text("chain", "last", name_to_text(answer->chain[2].data.name, world->arena), "d.test");
    assert_ptr_equal(resolve(world, "a.test"), answer); /* stable */
    expect_wants(world, NULL, 0);
}

static void test_chain_denied(void **state)
{
    struct world *world = *state;
    const struct dns_answer *answer;

    (void)add(world, "a.example", "^ CNAME b.test", false);
    (void)add(world, "b.test", NULL, true);
    answer = resolve(world, "a.example");
    assert_int_equal(answer->class, ANSWER_CLASS_NODATA);
    assert_int_equal(answer->chain_count, 1);
    assert_non_null(answer->soa);
}

static void test_chain_loop(void **state)
{
    struct world *world = *state;
    const struct dns_answer *answer;

    (void)add(world, "a.test", "^ CNAME b.example", false);
    (void)add(world, "b.example", "^ CNAME c.example", false);
    (void)add(world, "c.example", "^ CNAME b.example", false);
    answer = resolve(world, "a.test");
    assert_int_equal(answer->class, ANSWER_CLASS_LOOP);
    assert_int_equal(answer->record_count, 0);
    answer = resolve(world, "b.example");
    assert_int_equal(answer->class, ANSWER_CLASS_LOOP);
}

/* Eight CNAMEs over several answers are followed, nine are not. */
static void test_chain_limit(void **state)
{
    struct world *world = *state;
    const struct dns_answer *answer;

    (void)add(world, "a", "^ CNAME b; b CNAME c; c CNAME d", false);
    (void)add(world, "d", "^ CNAME e; e CNAME f; f CNAME g", false);
    (void)add(world, "g", "^ CNAME h; h CNAME i", false);
    (void)add(world, "i", "^ TXT x", false);
    (void)add(world, "z", "^ CNAME a", false);
    answer = resolve(world, "a");
    assert_int_equal(answer->class, ANSWER_CLASS_POSITIVE);
    assert_int_equal(answer->chain_count, 8);
    answer = resolve(world, "z");
    assert_int_equal(answer->class, ANSWER_CLASS_LOOP);
    assert_int_equal(answer->chain_count, 8);
    assert_int_equal(answer->record_count, 0);
}

static void test_closed(void **state)
{
    static const char *const names[] = { "a.test", "b.test" };
    struct world *world = *state;
    const struct dns_answer *answer;

    (void)add(world, "c.test", "^ CNAME d.example", false);
    for (size_t i = 0; i < ROWS(names); i++) {
        assert_null(resolve(world, names[i]));
    }
    assert_int_equal(facts_unanswered(world->facts), 0);
    assert_false(facts_is_closed(world->facts));
    facts_close(world->facts, ANSWER_SILENCE_DEADLINE);
    assert_true(facts_is_closed(world->facts));
    facts_begin_round(world->facts);
    for (size_t i = 0; i < 2 * ROWS(names); i++) {
        answer = resolve(world, names[i % ROWS(names)]);
        assert_int_equal(answer->class, ANSWER_CLASS_TIMEOUT);
        assert_int_equal(answer->silence, ANSWER_SILENCE_DEADLINE);
        expect_text("closed", "final", name_to_text(answer->final, world->arena),
                    names[i % ROWS(names)]);
    }
    assert_int_equal(facts_unanswered(world->facts), 2);
    prefetch(world, "e.test");
    expect_wants(world, NULL, 0);
    assert_false(facts_wants_needed(world->facts));
    answer = resolve(world, "c.test");
    assert_int_equal(answer->class, ANSWER_CLASS_TIMEOUT);
    assert_int_equal(answer->chain_count, 1);
    assert_ptr_equal(resolve(world, "c.test"), answer);
    assert_int_equal(facts_unanswered(world->facts), 3);
}

/* An API is wanted until it is known, and peeking wants nothing. */
static void test_api(void **state)
{
    static const struct api_answer reply = { .heard = API_HEARD_REPLY, .http = { .status = 200 } };
    const struct dns_name name = make_name("a.test");
    struct world *world = *state;
    const struct question *wants;
    struct question want;
    size_t count;

    assert_null(facts_known_api(world->facts, API_ACTION_GET_IDENTITY, &name));
    assert_false(facts_wants_needed(world->facts));
    assert_null(facts_api(world->facts, API_ACTION_GET_IDENTITY, &name));
    assert_null(facts_api(world->facts, API_ACTION_GET_IDENTITY, &name));
    assert_true(facts_is_waiting(world->facts));
    wants = facts_wants(world->facts, &count);
    assert_int_equal(count, 1);
    assert_int_equal(wants[0].kind, QUESTION_KIND_API);
    assert_int_equal(wants[0].action, API_ACTION_GET_IDENTITY);
    want = wants[0];
    assert_int_equal(facts_add_api(world->facts, &want, &reply), STATUS_OK);
    facts_begin_round(world->facts);
    assert_ptr_equal(facts_api(world->facts, API_ACTION_GET_IDENTITY, &name), &reply);
    assert_ptr_equal(facts_known_api(world->facts, API_ACTION_GET_IDENTITY, &name), &reply);
    assert_false(facts_is_waiting(world->facts));
    facts_close(world->facts, ANSWER_SILENCE_DEADLINE);
    assert_int_equal(facts_api(world->facts, API_ACTION_HOST_ZONE, &name)->heard,
                     API_HEARD_UNREACHABLE);
    assert_true(facts_api(world->facts, API_ACTION_HOST_ZONE, &name)->reason.length > 0);
    assert_int_equal(facts_unanswered(world->facts), 0);
}

static void test_silence_counts_once_and_when_needed(void **state)
{
    struct world *world = *state;

    add_silence(world, "a.test");
    add_silence(world, "b.test");
    prefetch(world, "a.test");
    assert_int_equal(facts_unanswered(world->facts), 0);
    for (unsigned i = 0; i < 3; i++) {
        facts_begin_round(world->facts);
        assert_int_equal(resolve(world, "a.test")->class, ANSWER_CLASS_TIMEOUT);
    }
    assert_int_equal(facts_unanswered(world->facts), 1);
}

static void test_silence_behind_a_chain(void **state)
{
    struct world *world = *state;
    const struct dns_answer *answer;

    (void)add(world, "a.test", "^ CNAME b.example", false);
    add_silence(world, "b.example");
    answer = resolve(world, "a.test");
    assert_int_equal(answer->class, ANSWER_CLASS_TIMEOUT);
    assert_int_equal(answer->silence, ANSWER_SILENCE_NO_REPLY);
    assert_int_equal(answer->chain_count, 1);
    expect_text("silence", "final", name_to_text(answer->final, world->arena), "b.example");
}

static void test_out_of_memory(void **state)
{
    struct dns_name name = make_name("a.test");
    struct arena *arena = make_arena(100);
    struct facts *facts = NULL;
    bool has_failed = false;

    (void)state;
    assert_int_equal(facts_create(arena, 0, &facts), STATUS_NO_MEMORY);
    arena_destroy(arena);
    arena = make_arena(4096);
    assert_int_equal(facts_create(arena, 0, &facts), STATUS_OK);
    assert_int_equal(facts_status(facts), STATUS_OK);
    for (unsigned i = 0; i < 40; i++) {
        name.wire[1] = (uint8_t)i;
        assert_null(facts_resolve(facts, &name, RR_TYPE_A));
        has_failed = has_failed || facts_status(facts) == STATUS_NO_MEMORY;
    }
    assert_true(has_failed);
    assert_int_equal(facts_status(facts), STATUS_NO_MEMORY);
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_wants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_judgements, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_wants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_facts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chain, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chain_denied, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chain_loop, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chain_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_api, setup, teardown),
        cmocka_unit_test_setup_teardown(test_silence_counts_once_and_when_needed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_silence_behind_a_chain, setup, teardown),
        cmocka_unit_test(test_out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
