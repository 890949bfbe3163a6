/* SPDX-License-Identifier: MIT */
/* Transcripts: what is written is read back, and what does not fit is refused with its line. */
#include "../support/message_maker.h"

#include "dns/codec.h"
#include "facts/transcript.h"

#define HEAD "{\"schema\":1,\"version\":\"0.1.0\",\"argv\":[\"-d\",\"example.com\"],\"clock\":1700000000}\n"
#define ASK "\"ask\":{\"kind\":\"resolver\",\"server\":null,\"name\":\"a.example\",\"type\":\"TXT\",\"flags\":[]}"

static struct maker maker; /* too large for the stack */

static struct facts *create(struct arena *arena)
{
    struct facts *facts = NULL;

    assert_int_equal(facts_create(arena, 1700000000, &facts), STATUS_OK);
    return facts;
}

static struct slice write(const struct facts *facts, struct arena *arena)
{
    static const struct slice arguments[] = { { "-d", 2 }, { "example.com", 11 } };
    const struct transcript_head head = { .version = SLICE("0.1.0"),
                                          .arguments = arguments,
                                          .argument_count = ROWS(arguments),
                                          .clock = 1700000000 };
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

/* A question to the resolver for TXT. */
static struct question question_of(const char *name)
{
    return (struct question){ .kind = QUESTION_KIND_RESOLVER,
                              .type = RR_TYPE_TXT,
                              .name = make_name(name) };
}

/* Adds the reply that `section` describes. */
static void add_reply(struct facts *facts, const struct question *question, const char *section,
                      struct arena *arena)
{
    struct codec_query query = { .id = 7, .name = &question->name, .type = question->type };
    struct dns_answer *answer = arena_alloc(arena, sizeof *answer);

    assert_non_null(answer);
    make_reply(&maker, &query, section);
    assert_int_equal(codec_decode(&query, slice_make((const char *)maker.octets, maker.length),
                                  arena, answer),
                     STATUS_OK);
    answer->elapsed_us = 1234;
    answer->tries = 2;
    answer->ignored = 1;
    answer->over_tcp = true;
    assert_int_equal(endpoint_from_text(SLICE("192.0.2.53@5300"), 53, &answer->server), STATUS_OK);
    assert_int_equal(facts_add(facts, question, answer), STATUS_OK);
}
