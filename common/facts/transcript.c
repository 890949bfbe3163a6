/* SPDX-License-Identifier: MIT */
/* Writing transcripts; transcript_read.c reads them. */
#include "facts/transcript.h"

#include "base/base64.h"
#include "base/json.h"
#include "facts/transcript_words.h"

const char *transcript_silence_text(enum answer_silence silence)
{
    switch (silence) {
    case ANSWER_SILENCE_NONE:
        return "none";
    case ANSWER_SILENCE_NO_REPLY:
        return "no-reply";
    case ANSWER_SILENCE_UNREACHABLE:
        return "unreachable";
    case ANSWER_SILENCE_DEADLINE:
        return "deadline";
    case ANSWER_SILENCE_LIMIT:
        return "limit";
    case ANSWER_SILENCE_NO_SERVER:
        return "no-server";
    }
    return "none";
}

/* Writes a document as a line and frees it. */
static enum status write_line(struct json *root, struct buf *buf)
{
    enum status status = json_write(root, TRANSCRIPT_LINE_MAXIMUM, buf);

    json_free(root);
    buf_add_octet(buf, '\n');
    return status != STATUS_OK ? status : buf_status(buf);
}

static enum status write_head(const struct transcript_head *head, struct buf *buf)
{
    struct json *root;
    struct json *list;
    enum status status = json_create(&root);

    if (status != STATUS_OK) {
        return status;
    }
    json_add_integer(root, "schema", TRANSCRIPT_SCHEMA);
    json_add_string(root, "version", head->version);
    list = json_add_list(root, "argv");
    for (size_t i = 0; i < head->argument_count; i++) {
        json_append_string(list, head->arguments[i]);
    }
    json_add_integer(root, "clock", head->clock);
    return write_line(root, buf);
}

static void add_question(struct json *root, const struct question *question, struct arena *arena)
{
    struct json *ask = json_add_object(root, "ask");
    struct json *flags;

    json_add_string(ask, "kind", slice_of(question_kind_text(question->kind)));
    if (question->kind == QUESTION_KIND_SERVER) {
        json_add_string(ask, "server", endpoint_to_text(&question->server, arena));
    } else {
        json_add_null(ask, "server");
    }
    json_add_string(ask, "name", name_to_text(&question->name, arena));
    if (question->kind == QUESTION_KIND_REGISTRATION) {
        json_add_string(ask, "type", slice_of(registration_source_text(question->source)));
    } else if (question->kind == QUESTION_KIND_API) {
        json_add_string(ask, "type", slice_of(api_action_parts(question->action).name));
    } else {
        json_add_string(ask, "type", slice_of(rr_type_text(question->type)));
    }
    flags = json_add_list(ask, "flags");
    if (question->again) {
        json_append_string(flags, SLICE("again"));
    }
    if (question->checking_disabled) {
        json_append_string(flags, SLICE("cd"));
    }
}

static void add_wire(struct json *object, struct slice wire, struct arena *arena)
{
    struct buf text;

    buf_init(&text, arena, (wire.length / 3 + 1) * 4);
    base64_encode(wire, &text);
    json_add_string(object, "wire", buf_slice(&text));
}

static void add_answer(struct json *root, const struct dns_answer *answer, struct arena *arena)
{
    struct json *object = json_add_object(root, "answer");

    json_add_string(object, "class", slice_of(answer_class_text(answer->class)));
    if (answer->silence != ANSWER_SILENCE_NONE) {
        json_add_string(object, "silence", slice_of(transcript_silence_text(answer->silence)));
    }
    if (answer->wire.length > 0) {
        add_wire(object, answer->wire, arena);
    }
    json_add_real(object, "ms", answer->elapsed_us / 1000.0);
    if (answer->server.address.family != ADDRESS_FAMILY_NONE) {
        json_add_string(object, "server", endpoint_to_text(&answer->server, arena));
    }
    if (answer->over_tcp) {
        json_add_bool(object, "tcp", true);
    }
    if (answer->tries > 0) {
        json_add_integer(object, "tries", answer->tries);
    }
    if (answer->ignored > 0) {
        json_add_integer(object, "ignored", answer->ignored);
    }
}

/* The answer of whatever kind. */
static void add_known(struct json *root, const struct fact *fact, struct arena *arena)
{
    if (fact->registration != NULL) {
        registration_write(fact->registration, arena, json_add_object(root, "answer"));
    } else if (fact->api != NULL) {
        api_answer_write(fact->api, arena, json_add_object(root, "answer"));
    } else {
        add_answer(root, fact->answer, arena);
    }
}

enum status transcript_write(const struct transcript_head *head, const struct facts *facts,
                             struct arena *arena, struct buf *buf)
{
    size_t count;
    const struct fact *all = facts_all(facts, &count);
    enum status status = write_head(head, buf);

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct json *root;

        status = json_create(&root);
        if (status == STATUS_OK) {
            add_question(root, &all[i].question, arena);
            add_known(root, &all[i], arena);
            status = write_line(root, buf);
        }
    }
    return status == STATUS_OK && arena_failed(arena) ? STATUS_NO_MEMORY : status;
}
