/* SPDX-License-Identifier: MIT */
/* Answers of APIs in transcripts: whatever came is there again, and nothing else is taken. */
#include "../support/expect.h"

#include "facts/transcript.h"
#include "provider/api_answer.h"

static struct facts *create(struct arena *arena)
{
    struct facts *facts = NULL;

    assert_int_equal(facts_create(arena, 1, &facts), STATUS_OK);
    return facts;
}

static struct slice write(const struct facts *facts, struct arena *arena)
{
    static const struct transcript_head head = { .version = { "0.1.0", 5 } };
    struct buf buf;

    buf_init(&buf, arena, LIMIT_FILE);
    assert_int_equal(transcript_write(&head, facts, arena, &buf), STATUS_OK);
    return buf_slice(&buf);
}

static struct facts *read(struct slice text, struct arena *arena)
{
    struct facts *facts = create(arena);
    struct slice reason;

    if (transcript_read(text, arena, facts, &reason) != STATUS_OK) {
        fail_msg("%.*s", SLICE_ARGS(reason));
    }
    return facts;
}

/* Replies of APIs come back octet by octet, text or not. */
static void test_api(void **state)
{
    static const struct api_answer answers[] = {
        { .heard = API_HEARD_REPLY,
          .server = { "ses.example:8443", 16 },
          .http = { 200, { "application/json", 16 }, { "{\"Line\":\"\xE9\xBB\x98\"}", 14 } } },
        { .heard = API_HEARD_REPLY, .http = { 503, { "", 0 }, { "\xFF\0x", 3 } } },
        { .heard = API_HEARD_REPLY, .http = { 429, { "", 0 }, { "a\0b", 3 } } },
        { .heard = API_HEARD_REPLY, .http = { 204, { "text/html", 9 }, { "", 0 } } },
        { .heard = API_HEARD_UNREACHABLE, .reason = { "no route", 8 } },
        { .heard = API_HEARD_UNREADABLE, .server = { "x", 1 }, .reason = { "no HTTP", 7 } },
    };
    static const enum api_action actions[] = { API_ACTION_GET_IDENTITY, API_ACTION_LIST_IDENTITIES,
                                               API_ACTION_DOMAIN_INFO,  API_ACTION_HOST_ZONE,
                                               API_ACTION_HOST_RECORDS, API_ACTION_GET_IDENTITY };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct facts *facts = create(arena);
    const struct fact *got;
    struct slice text;
    size_t count;

    (void)state;
    for (size_t i = 0; i < ROWS(answers); i++) {
        struct question question = { .kind = QUESTION_KIND_API,
                                     .action = actions[i],
                                     .name = make_name(i < 5 ? "a.example" : "b.example") };

        assert_int_equal(facts_add_api(facts, &question, &answers[i]), STATUS_OK);
    }
    text = write(facts, arena);
    facts = read(text, arena);
    got = facts_all(facts, &count);
    assert_int_equal(count, ROWS(answers));
    for (size_t i = 0; i < count; i++) {
        const struct api_answer *want = &answers[i];
        const char *title = api_heard_text(want->heard);

        assert_int_equal(got[i].question.kind, QUESTION_KIND_API);
        expect_number(title, "action", got[i].question.action, actions[i]);
        expect_number(title, "heard", got[i].api->heard, want->heard);
        expect_number(title, "status", got[i].api->http.status, want->http.status);
        expect_octets(title, "server", got[i].api->server, want->server);
        expect_octets(title, "reason", got[i].api->reason, want->reason);
        expect_octets(title, "type", got[i].api->http.content_type, want->http.content_type);
        expect_octets(title, "body", got[i].api->http.body, want->http.body);
    }
    expect_octets("written again", "text", write(facts, arena), text);
    arena_destroy(arena);
}

/* A reply of the largest size is written and read, whatever it is made of. */
static void test_large_api(void **state)
{
    static const char *const pieces[] = { "a", "\"", "\xE9\xBB\x98", "\x01", "\xF0\x9F\x98\x80" };

    (void)state;
    for (size_t i = 0; i < ROWS(pieces); i++) {
        struct arena *arena = make_arena((size_t)LIMIT_ARENA * 4);
        struct facts *facts = create(arena);
        struct question question = { .kind = QUESTION_KIND_API,
                                     .action = API_ACTION_HOST_RECORDS,
                                     .name = make_name("a.example") };
        struct api_answer answer = { .heard = API_HEARD_REPLY, .http = { .status = 200 } };
        const struct fact *got;
        struct buf body;
        size_t count;

        buf_init(&body, arena, LIMIT_API);
        while (body.length + 4 <= LIMIT_API) {
            buf_add_text(&body, pieces[i]);
        }
        answer.http.body = buf_slice(&body);
        assert_int_equal(facts_add_api(facts, &question, &answer), STATUS_OK);
        got = facts_all(read(write(facts, arena), arena), &count);
        assert_int_equal(count, 1);
        expect_octets(pieces[i], "body", got[0].api->http.body, answer.http.body);
        arena_destroy(arena);
    }
}

static void test_refused(void **state)
{
    static const char *const rows[] = {
        "{}",
        "{\"heard\":7}",
        "{\"heard\":\"silence\"}",
        "{\"heard\":\"none\"}",
        "{\"heard\":\"unreachable\",\"server\":1}",
        "{\"heard\":\"unreachable\",\"reason\":[]}",
        "{\"heard\":\"reply\",\"body\":\"\"}",
        "{\"heard\":\"reply\",\"status\":200}",
        "{\"heard\":\"reply\",\"status\":99,\"body\":\"\"}",
        "{\"heard\":\"reply\",\"status\":600,\"body\":\"\"}",
        "{\"heard\":\"reply\",\"status\":\"200\",\"body\":\"\"}",
        "{\"heard\":\"reply\",\"status\":200,\"body\":null}",
        "{\"heard\":\"reply\",\"status\":200,\"body64\":\"A\"}",
        "{\"heard\":\"reply\",\"status\":200,\"body64\":1}",
        "{\"heard\":\"reply\",\"status\":200,\"body\":\"\",\"content_type\":0}",
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct api_answer answer = { .server = { "untouched", 9 } };
        struct json *root = NULL;
        struct slice reason;

        assert_int_equal(json_read(slice_of(rows[i]), LIMIT_API, arena, &root, &reason), STATUS_OK);
        expect_number(rows[i], "status", api_answer_read(root, arena, &answer), STATUS_BAD_INPUT);
        expect_text(rows[i], "answer", answer.server, "untouched");
        json_free(root);
    }
    arena_destroy(arena);
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(api_heard_text(API_HEARD_NONE), "none");
    assert_string_equal(api_heard_text(API_HEARD_REPLY), "reply");
    assert_string_equal(api_heard_text(API_HEARD_UNREACHABLE), "unreachable");
    assert_string_equal(api_heard_text(API_HEARD_UNREADABLE), "unreadable");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api),
        cmocka_unit_test(test_large_api),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
