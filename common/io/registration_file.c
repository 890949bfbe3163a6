/* SPDX-License-Identifier: MIT */
/* --registration: what a registry said, from a file. */
#include "io/registration.h"

#include "base/json.h"
#include "base/limits.h"
#include "registry/rdap_domain.h"
#include "registry/whois_domain.h"

struct registry_file {
    struct slice text;
    struct slice name; /* of the file, shown as the server */
    bool is_rdap;
};

/* The HTTP status that came with the reply, as far as it tells: an error object names it. */
static unsigned status_of(const struct registry_file *file, struct arena *arena)
{
    struct json *root = NULL;
    struct slice reason;
    int64_t code = 0;

    if (json_read(file->text, LIMIT_RDAP, arena, &root, &reason) != STATUS_OK) {
        return 200;
    }
    if (!json_get_integer(root, "errorCode", &code) || code < 400 || code > 599) {
        code = 200;
    }
    json_free(root);
    return (unsigned)code;
}

static enum status answer(const struct registry_file *file, const struct question *question,
                          const struct registration_round *round, struct registration *registration)
{
    bool by_rdap = question->source == REGISTRATION_SOURCE_RDAP;
    struct rdap_reply reply = { .http_status = 200,
                                .content_type = SLICE("application/rdap+json"),
                                .body = file->text };
    enum status status = STATUS_OK;

    if (file->is_rdap != by_rdap) {
        *registration = (struct registration){ .result = REGISTRATION_RESULT_NO_SERVER,
                                               .source = question->source };
        registration->reason = by_rdap ? SLICE("no RDAP server is known for it")
                                       : SLICE("no WHOIS server is known for it");
        return STATUS_OK;
    }
    if (by_rdap) {
        reply.http_status = status_of(file, round->arena);
        status =
            rdap_domain_parse(&reply, &question->name, round->clock, round->arena, registration);
    } else {
        status = whois_domain_parse(file->text, &question->name, round->clock, round->arena,
                                    registration);
    }
    registration->source = question->source;
    registration->server = file->name;
    return status;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the shape that source.h promises */
static enum status begin(void *self, const struct registration_round *round, unsigned *messages)
{
    enum status status = STATUS_OK;

    (void)messages;
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
        status = answer(self, &round->questions[i], round, &round->answers[i]);
    }
    return status;
}

static enum status finish(void *self)
{
    (void)self;
    return STATUS_OK;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): likewise */
static size_t notes(void *self, struct slice *ret_notes)
{
    (void)self;
    (void)ret_notes;
    return 0;
}

static void close_file(void *self)
{
    (void)self; /* it lives in the arena */
}

enum status registry_file_create(struct slice text, struct slice name, struct arena *arena,
                                 struct registry_source *ret_source)
{
    struct registry_file *file = arena_alloc(arena, sizeof *file);

    if (file == NULL) {
        return STATUS_NO_MEMORY;
    }
    file->text = text;
    file->name = name;
    /* What begins like a web page came over HTTP as well. */
    text = slice_trim(slice_without_mark(text));
    file->is_rdap = slice_starts_with(text, SLICE("{")) || slice_starts_with(text, SLICE("<"));
    *ret_source = (struct registry_source){ file, begin, finish, notes, close_file };
    return STATUS_OK;
}
