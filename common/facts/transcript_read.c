/* SPDX-License-Identifier: MIT */
/*
 * Reading transcripts. A transcript is a file of a user, so each member is looked at before it is
 * believed; what is not known is passed over, for later versions may write more.
 */
#include "base/base64.h"
#include "base/json.h"
#include "dns/codec.h"
#include "facts/transcript.h"
#include "facts/transcript_words.h"

#define ARGUMENTS_MAXIMUM 1024
#define MS_MAXIMUM 4294967.0 /* UINT32_MAX microseconds */
#define COUNT_MAXIMUM 1000000
#define DNS_PORT 53

/* One line at work; a reason stops it. */
struct reader {
    struct arena *arena;
    enum status status;
    struct slice reason;
};

/* Notes why the line is refused, once. */
static void refuse(struct reader *reader, const char *reason)
{
    if (reader->status == STATUS_OK) {
        reader->status = STATUS_BAD_INPUT;
        reader->reason = slice_of(reason);
    }
}

/* --- pieces
 * --------------------------------------------------------------------------------------- */

/* One octet of a name's text (RFC 1035 5.1: "\." or "\DDD"), taken off the front of `*rest`. */
static bool take_octet(struct slice *rest, uint8_t *ret_octet)
{
    uint64_t value;

    if (rest->data[0] != '\\') {
        *ret_octet = (uint8_t)rest->data[0];
        *rest = slice_from(*rest, 1);
        return true;
    }
    if (rest->length >= 2 && !ascii_is_digit(rest->data[1])) {
        *ret_octet = (uint8_t)rest->data[1];
        *rest = slice_from(*rest, 2);
        return true;
    }
    if (rest->length < 4 ||
        slice_number(slice_head(slice_from(*rest, 1), 3), 0, 255, &value) != STATUS_OK) {
        return false;
    }
    *ret_octet = (uint8_t)value;
    *rest = slice_from(*rest, 4);
    return true;
}

/* Fills in the length of the label that begins at `label` and ends before `at`. */
static bool close_label(uint8_t *wire, size_t label, size_t at)
{
    size_t length = at - label - 1;

    wire[label] = (uint8_t)length;
    return length > 0 && length <= LIMIT_LABEL;
}

/* What name_to_text() wrote, with its escapes, as a name. */
static bool read_name(struct slice text, struct dns_name *ret_name)
{
    uint8_t wire[LIMIT_NAME_WIRE] = { 0 };
    size_t label = 0; /* where the length of the label at work stands */
    size_t at = 1;
    struct slice rest = text;
    bool good = true;

    if (slice_equal(text, SLICE("."))) {
        return name_from_wire(wire, 1, ret_name) == STATUS_OK;
    }
    while (good && rest.length > 0 && at < sizeof wire - 1) {
        if (rest.data[0] == '.') {
            good = close_label(wire, label, at);
            label = at;
            rest = slice_from(rest, 1);
        } else {
            good = take_octet(&rest, &wire[at]);
        }
        at++;
    }
    if (!good || rest.length > 0 || !close_label(wire, label, at)) {
        return false;
    }
    wire[at] = 0;
    return name_from_wire(wire, at + 1, ret_name) == STATUS_OK;
}

/* A whole number from 0 to COUNT_MAXIMUM; 0 when the member is absent. */
static unsigned read_count(struct reader *reader, const struct json *object, const char *key)
{
    int64_t number = 0;

    if (json_has(object, key) &&
        (!json_get_integer(object, key, &number) || number < 0 || number > COUNT_MAXIMUM)) {
        refuse(reader, "\"tries\" and \"ignored\" are numbers of messages");
        return 0;
    }
    return (unsigned)number;
}

/* --- questions
 * ------------------------------------------------------------------------------------ */

static void read_kind(struct reader *reader, const struct json *ask, struct question *question)
{
    struct slice text = slice_empty();
    struct slice server;

    (void)json_get_string(ask, "kind", &text);
    if (slice_equal(text, slice_of(question_kind_text(QUESTION_KIND_RESOLVER)))) {
        question->kind = QUESTION_KIND_RESOLVER;
    } else if (slice_equal(text, slice_of(question_kind_text(QUESTION_KIND_SERVER)))) {
        question->kind = QUESTION_KIND_SERVER;
        if (!json_get_string(ask, "server", &server) ||
            endpoint_from_text(server, DNS_PORT, &question->server) != STATUS_OK) {
            refuse(reader, "\"server\" is the address that was asked");
        }
    } else if (slice_equal(text, slice_of(question_kind_text(QUESTION_KIND_REGISTRATION)))) {
        question->kind = QUESTION_KIND_REGISTRATION;
    } else if (slice_equal(text, slice_of(question_kind_text(QUESTION_KIND_API)))) {
        question->kind = QUESTION_KIND_API;
    } else {
        refuse(reader, "\"kind\" is resolver, server, registration or api");
    }
}

static void read_source(struct reader *reader, struct slice text, struct question *question)
{
    static const enum registration_source sources[] = { REGISTRATION_SOURCE_RDAP,
                                                        REGISTRATION_SOURCE_WHOIS };

    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (slice_equal(text, slice_of(registration_source_text(sources[i])))) {
            question->source = sources[i];
            return;
        }
    }
    refuse(reader, "\"type\" of a registration is rdap or whois");
}

static void read_type(struct reader *reader, const struct json *ask, struct question *question)
{
    struct slice text = slice_empty();

    (void)json_get_string(ask, "type", &text);
    if (question->kind == QUESTION_KIND_REGISTRATION) {
        read_source(reader, text, question);
    } else if (question->kind == QUESTION_KIND_API) {
        if (api_action_from_text(text, &question->action) != STATUS_OK) {
            refuse(reader, "\"type\" of an api is the name of an action");
        }
    } else if (rr_type_from_text(text, &question->type) != STATUS_OK) {
        refuse(reader, "\"type\" is a record type such as TXT");
    }
}

static void read_flags(struct reader *reader, const struct json *ask, struct question *question)
{
    const struct json *flags = json_get_list(ask, "flags");

    for (size_t i = 0; i < json_count(flags); i++) {
        struct slice flag = slice_empty();

        if (!json_at_string(flags, i, &flag)) {
            flag = slice_empty();
        }
        if (slice_equal(flag, SLICE("cd")) && question->kind != QUESTION_KIND_REGISTRATION &&
            question->kind != QUESTION_KIND_API) {
            question->checking_disabled = true;
        } else if (slice_equal(flag, SLICE("again")) && question->kind != QUESTION_KIND_SERVER &&
                   question->kind != QUESTION_KIND_API) {
            question->again = true;
        } else {
            refuse(reader, "\"flags\" knows cd and again only");
        }
    }
}

static void read_question(struct reader *reader, const struct json *root,
                          struct question *ret_question)
{
    const struct json *ask = json_get_object(root, "ask");
    struct question question = { .kind = QUESTION_KIND_NONE };
    struct slice text;

    if (ask == NULL) {
        refuse(reader, "there is no \"ask\"");
        return;
    }
    read_kind(reader, ask, &question);
    read_flags(reader, ask, &question);
    if (!json_get_string(ask, "name", &text) || !read_name(text, &question.name)) {
        refuse(reader, "\"name\" is a domain name");
    }
    read_type(reader, ask, &question);
    *ret_question = question;
}

/* --- answers
 * -------------------------------------------------------------------------------------- */

static void read_silence(struct reader *reader, const struct json *object,
                         struct dns_answer *answer)
{
    static const enum answer_silence silences[] = { ANSWER_SILENCE_NO_REPLY,
                                                    ANSWER_SILENCE_UNREACHABLE,
                                                    ANSWER_SILENCE_DEADLINE, ANSWER_SILENCE_LIMIT,
                                                    ANSWER_SILENCE_NO_SERVER };
    struct slice text;

    if (!json_has(object, "silence")) {
        return;
    }
    if (json_get_string(object, "silence", &text)) {
        for (size_t i = 0; i < sizeof silences / sizeof silences[0]; i++) {
            if (slice_equal(text, slice_of(transcript_silence_text(silences[i])))) {
                answer->silence = silences[i];
                return;
            }
        }
    }
    refuse(reader, "\"silence\" is no-reply, unreachable, deadline, limit or no-server");
}

/* The time, the server and the like: what the octets do not tell. */
static void read_circumstances(struct reader *reader, const struct json *object,
                               struct dns_answer *answer)
{
    struct slice text;
    double ms = 0;

    if (json_has(object, "ms") &&
        (!json_get_number(object, "ms", &ms) || !(ms >= 0 && ms <= MS_MAXIMUM))) {
        refuse(reader, "\"ms\" is a time in milliseconds");
        return;
    }
    answer->elapsed_us = (uint32_t)(ms * 1000 + 0.5);
    if (json_has(object, "server") &&
        (!json_get_string(object, "server", &text) ||
         endpoint_from_text(text, DNS_PORT, &answer->server) != STATUS_OK)) {
        refuse(reader, "\"server\" is the address that answered");
    }
    (void)json_get_bool(object, "tcp", &answer->over_tcp);
    answer->tries = read_count(reader, object, "tries");
    answer->ignored = read_count(reader, object, "ignored");
}

/* Decodes the octets of the reply as if they had just come in. */
static void read_wire(struct reader *reader, struct slice text, const struct question *question,
                      struct dns_answer *answer)
{
    struct codec_query query = { .name = &question->name,
                                 .type = question->type,
                                 .recursion_desired = question->kind == QUESTION_KIND_RESOLVER,
                                 .checking_disabled = question->checking_disabled,
                                 .edns = true };
    struct slice wire = slice_empty();
    enum status status = base64_decode(text, reader->arena, &wire);

    if (status == STATUS_OK && (wire.length == 0 || wire.length > LIMIT_MESSAGE)) {
        status = STATUS_BAD_INPUT;
    }
    if (status == STATUS_BAD_INPUT) {
        refuse(reader, "\"wire\" is a DNS message in Base64");
        return;
    }
    if (status == STATUS_OK && wire.length >= 2) {
        query.id = (uint16_t)((uint8_t)wire.data[0] << 8 | (uint8_t)wire.data[1]);
    }
    if (status == STATUS_OK) {
        status = codec_decode(&query, wire, reader->arena, answer);
    }
    if (status != STATUS_OK && reader->status == STATUS_OK) {
        reader->status = status;
    }
}

/* Whether an answer of this class can be without octets: nothing is denied or proved by it. */
static bool is_wireless(enum answer_class class)
{
    switch (class) {
    case ANSWER_CLASS_TIMEOUT:
    case ANSWER_CLASS_MALFORMED:
    case ANSWER_CLASS_LOOP:
    case ANSWER_CLASS_SERVFAIL:
    case ANSWER_CLASS_REFUSED:
    case ANSWER_CLASS_BOGUS:
        return true;
    case ANSWER_CLASS_NONE:
    case ANSWER_CLASS_POSITIVE:
    case ANSWER_CLASS_NODATA:
    case ANSWER_CLASS_NXDOMAIN:
    case ANSWER_CLASS_REFERRAL:
        return false;
    }
    return false;
}

static void read_answer(struct reader *reader, const struct json *root,
                        const struct question *question, struct dns_answer *answer)
{
    const struct json *object = json_get_object(root, "answer");
    enum answer_class class = ANSWER_CLASS_NONE;
    struct slice text;

    if (object == NULL || !json_get_string(object, "class", &text) ||
        answer_class_from_text(text, &class) != STATUS_OK) {
        refuse(reader, "there is no \"answer\" with a \"class\"");
        return;
    }
    if (json_has(object, "wire")) {
        if (!json_get_string(object, "wire", &text)) {
            text = slice_empty();
        }
        read_wire(reader, text, question, answer);
        if (answer->class != class) {
            refuse(reader, "\"wire\" is not an answer of this \"class\"");
        }
    } else if (is_wireless(class)) {
        answer->class = class;
        answer->final = &question->name;
    } else {
        refuse(reader, "an answer of this \"class\" needs its \"wire\"");
    }
    read_silence(reader, object, answer);
    read_circumstances(reader, object, answer);
}

/* --- lines
 * ---------------------------------------------------------------------------------------- */

/* "line 7: …". */
static enum status refuse_line(struct arena *arena, size_t number, struct slice reason,
                               struct slice *ret_reason)
{
    *ret_reason = arena_printf(arena, "line %zu: %.*s", number, SLICE_ARGS(reason));
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_BAD_INPUT;
}

/* The document of a line. */
static enum status open_line(struct slice line, size_t number, struct arena *arena,
                             struct json **ret_root, struct slice *ret_reason)
{
    struct slice reason = SLICE("it is too long");
    enum status status = json_read(line, TRANSCRIPT_LINE_MAXIMUM, arena, ret_root, &reason);

    if (status == STATUS_TOO_LONG || status == STATUS_BAD_INPUT) {
        /* The reader counts lines of its own. */
        if (slice_starts_with(reason, SLICE("line 1, "))) {
            reason = slice_from(reason, SLICE("line 1, ").length);
        }
        return refuse_line(arena, number, reason, ret_reason);
    }
    return status;
}

/* Adds a DNS answer as a fact. */
static enum status add_answer(struct reader *reader, const struct json *root,
                              const struct question *question, struct facts *facts)
{
    struct dns_answer *answer = arena_alloc(reader->arena, sizeof *answer);

    if (answer == NULL) {
        return STATUS_NO_MEMORY;
    }
    read_answer(reader, root, question, answer);
    return reader->status == STATUS_OK ? facts_add(facts, question, answer) : reader->status;
}

static enum status add_registration(struct reader *reader, const struct json *root,
                                    const struct question *question, struct facts *facts)
{
    const struct json *object = json_get_object(root, "answer");
    struct registration *registration = arena_alloc(reader->arena, sizeof *registration);
    enum status status = STATUS_BAD_INPUT;

    if (registration == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (object != NULL) {
        status = registration_read(object, reader->arena, registration);
    }
    if (status == STATUS_BAD_INPUT || registration->source != question->source) {
        refuse(reader, "there is no \"answer\" that is a registration of this \"type\"");
        return STATUS_BAD_INPUT;
    }
    return status == STATUS_OK ? facts_add_registration(facts, question, registration) : status;
}

static enum status add_api(struct reader *reader, const struct json *root,
                           const struct question *question, struct facts *facts)
{
    const struct json *object = json_get_object(root, "answer");
    struct api_answer *answer = arena_alloc(reader->arena, sizeof *answer);
    enum status status;

    if (answer == NULL) {
        return STATUS_NO_MEMORY;
    }
    status = object == NULL ? STATUS_BAD_INPUT : api_answer_read(object, reader->arena, answer);
    if (status == STATUS_BAD_INPUT) {
        refuse(reader, "there is no \"answer\" of an API");
    }
    return status == STATUS_OK ? facts_add_api(facts, question, answer) : status;
}

static enum status add_known(struct reader *reader, const struct json *root,
                             const struct question *question, struct facts *facts)
{
    switch (question->kind) {
    case QUESTION_KIND_REGISTRATION:
        return add_registration(reader, root, question, facts);
    case QUESTION_KIND_API:
        return add_api(reader, root, question, facts);
    case QUESTION_KIND_NONE:
    case QUESTION_KIND_RESOLVER:
    case QUESTION_KIND_SERVER:
        break;
    }
    return add_answer(reader, root, question, facts);
}

static enum status read_fact(struct slice line, size_t number, struct arena *arena,
                             struct facts *facts, struct slice *ret_reason)
{
    struct reader reader = { .arena = arena };
    struct question *question = arena_alloc(arena, sizeof *question);
    struct json *root;
    enum status status = open_line(line, number, arena, &root, ret_reason);

    if (status != STATUS_OK) {
        return status;
    }
    if (question == NULL) {
        json_free(root);
        return STATUS_NO_MEMORY;
    }
    read_question(&reader, root, question);
    status = reader.status;
    if (status == STATUS_OK) {
        status = add_known(&reader, root, question, facts);
    }
    json_free(root);
    return status == STATUS_BAD_INPUT ? refuse_line(arena, number, reader.reason, ret_reason)
                                      : status;
}

enum status transcript_read(struct slice text, struct arena *arena, struct facts *facts,
                            struct slice *ret_reason)
{
    struct slice rest = text;
    struct slice line;
    enum status status = STATUS_OK;

    for (size_t number = 1; status == STATUS_OK && slice_split(&rest, '\n', &line); number++) {
        /* The first line is the head; an empty one is the end behind the last line feed. */
        if (number > 1 && slice_trim(line).length > 0) {
            status = read_fact(line, number, arena, facts, ret_reason);
        }
    }
    return status;
}

/* --- the head
 * ------------------------------------------------------------------------------------- */

static bool read_arguments(const struct json *root, struct arena *arena,
                           struct transcript_head *head)
{
    const struct json *list = json_get_list(root, "argv");
    size_t count = json_count(list);
    struct slice *arguments = arena_alloc_array(arena, count, sizeof *arguments);

    if (list == NULL || count > ARGUMENTS_MAXIMUM || arguments == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct slice argument;

        if (!json_at_string(list, i, &argument)) {
            return false;
        }
        arguments[i] = arena_copy(arena, argument);
    }
    head->arguments = arguments;
    head->argument_count = count;
    return true;
}

enum status transcript_read_head(struct slice text, struct arena *arena,
                                 struct transcript_head *ret_head, struct slice *ret_reason)
{
    struct transcript_head head = { .clock = 0 };
    struct slice line = slice_head(text, slice_find(text, '\n'));
    struct slice version;
    struct slice reason = slice_empty();
    struct json *root;
    int64_t schema;
    enum status status = open_line(line, 1, arena, &root, ret_reason);

    if (status != STATUS_OK) {
        return status;
    }
    if (!json_get_integer(root, "schema", &schema)) {
        reason = SLICE("this is no transcript: a transcript begins with {\"schema\":1");
    } else if (schema != TRANSCRIPT_SCHEMA) {
        reason = SLICE("this version reads transcripts of schema 1 only");
    } else if (!json_get_string(root, "version", &version) ||
               !json_get_integer(root, "clock", &head.clock) ||
               !read_arguments(root, arena, &head)) {
        reason = SLICE("\"version\" is a text, \"argv\" a list of texts, \"clock\" a number");
    } else {
        head.version = arena_copy(arena, version);
    }
    json_free(root);
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    if (reason.length > 0) {
        return refuse_line(arena, 1, reason, ret_reason);
    }
    *ret_head = head;
    return STATUS_OK;
}
