/* SPDX-License-Identifier: MIT */
/*
 * Judging a WHOIS reply:
 *
 * 1. Its object is read (whois_object). One that has nothing but its name is none.
 * 2. The object has to be of the name that was asked.
 * 3. "Status: free" and the like, alone, deny it.
 * 4. It has to be whole. Statuses are, when another line follows the last of them and what the
 *    form has behind them has come: the expiration at CNNIC, DNSSEC or the footer in the form of
 *    ICANN. Where a form always has statuses and none came, the reply is cut.
 * 5. Without an object the sentences decide (whois_sentence).
 */
#include "registry/whois_domain.h"

#include <stdbool.h>

#include "base/limits.h"
#include "registry/registration_fill.h"
#include "registry/whois_object.h"
#include "registry/whois_sentence.h"

#define HOUR 3600

/* What is known of the replies for a top-level domain. */
struct form {
    int32_t zone_s;      /* of dates without an offset */
    bool is_cnnic;       /* each object has an expiration, behind its statuses */
    bool tells_statuses; /* each object has them */
};

struct reader {
    struct slice text;
    const struct dns_name *asked;
    struct arena *arena;
    struct registration *registration;
    struct form form;
    struct whois_object object;
};

static void fail(struct reader *reader, enum registration_result result, struct slice reason)
{
    registration_fail(reader->registration, result, reason, reader->arena);
}

static void fail_cut(struct reader *reader, const char *reason)
{
    fail(reader, REGISTRATION_RESULT_UNREADABLE,
         arena_printf(reader->arena, "the reply of %zu octets is cut or may be: %s",
                      reader->text.length, reason));
}

static struct form form_of(const struct dns_name *asked)
{
    static const struct {
        char domain[16];
        struct form form;
    } forms[] = {
        { "cn", { 8 * HOUR, true, true } },
        { "xn--fiqs8s", { 8 * HOUR, true, true } },
        { "xn--fiqz9s", { 8 * HOUR, true, true } },
        { "hk", { 8 * HOUR, false, true } },
        { "xn--j6w193g", { 8 * HOUR, false, true } },
        { "tw", { 8 * HOUR, false, true } },
        { "xn--kprw13d", { 8 * HOUR, false, true } },
        { "jp", { 9 * HOUR, false, true } },
        { "kr", { 9 * HOUR, false, false } },
        { "xn--3e0b707e", { 9 * HOUR, false, false } },
        { "co", { 0, false, true } },
        { "com", { 0, false, true } },
        { "de", { 0, false, true } },
        { "dk", { 0, false, true } },
        { "ee", { 0, false, true } },
        { "io", { 0, false, true } },
        { "it", { 0, false, true } },
        { "kz", { 0, false, true } },
        { "lt", { 0, false, true } },
        { "me", { 0, false, true } },
        { "net", { 0, false, true } },
        { "nu", { 0, false, true } },
        { "ru", { 0, false, true } },
        { "se", { 0, false, true } },
        { "sk", { 0, false, true } },
        { "su", { 0, false, true } },
        { "ua", { 0, false, true } },
        { "us", { 0, false, true } },
        { "xn--80ao21a", { 0, false, true } },
        { "xn--p1ai", { 0, false, true } },
    };
    struct dns_name top;

    name_ancestor(asked, 1, &top);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (slice_equal(name_first_label(&top), slice_of(forms[i].domain))) {
            return forms[i].form;
        }
    }
    return (struct form){ .zone_s = 0 };
}

/* ---- 1, 2 ---- */

static bool has_content(const struct registration *registration)
{
    return registration->status_count > 0 || registration->server_count > 0 ||
           registration->has_registered || registration->has_expires ||
           registration->registrar.length > 0;
}

static void fail_other_name(struct reader *reader)
{
    struct slice name =
        registration_clean(reader->object.name, REGISTRATION_EXCERPT, reader->arena);

    fail(reader, REGISTRATION_RESULT_UNREADABLE,
         arena_printf(reader->arena, "the reply is about \"%.*s\", not about %.*s",
                      SLICE_ARGS(name), SLICE_ARGS(name_to_text(reader->asked, reader->arena))));
}

/* ---- 3 ---- */

/* Whether the letters of a text are a word, whatever stands between them. */
static bool has_letters(struct slice text, struct slice word)
{
    size_t length = 0;

    for (size_t at = 0; at < text.length && text.data[at] != '('; at++) {
        if (!ascii_is_alnum(text.data[at])) {
            continue;
        }
        if (length == word.length || ascii_lower(text.data[at]) != word.data[length]) {
            return false;
        }
        length++;
    }
    return length == word.length;
}

/* What the only status of an otherwise empty object denies; NONE: it is a status. */
static enum registration_result denial_of(const struct registration *registration)
{
    static const struct {
        char word[16];
        enum registration_result result;
    } words[] = {
        { "available", REGISTRATION_RESULT_NOT_FOUND },
        { "free", REGISTRATION_RESULT_NOT_FOUND },
        { "noobjectfound", REGISTRATION_RESULT_NOT_FOUND },
        { "notfound", REGISTRATION_RESULT_NOT_FOUND },
        { "notregistered", REGISTRATION_RESULT_NOT_FOUND },
        { "unregistered", REGISTRATION_RESULT_NOT_FOUND },
        { "blocked", REGISTRATION_RESULT_RESERVED },
        { "invalid", REGISTRATION_RESULT_RESERVED },
        { "prohibited", REGISTRATION_RESULT_RESERVED },
        { "reserved", REGISTRATION_RESULT_RESERVED },
    };

    if (registration->status_count != 1 || registration->server_count > 0 ||
        registration->has_expires) {
        return REGISTRATION_RESULT_NONE;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (has_letters(registration->statuses[0].text, slice_of(words[i].word))) {
            return words[i].result;
        }
    }
    return REGISTRATION_RESULT_NONE;
}

static void deny(struct reader *reader, enum registration_result result)
{
    struct slice status = reader->registration->statuses[0].text;

    if (result == REGISTRATION_RESULT_RESERVED) {
        fail(reader, result,
             arena_printf(reader->arena, "the registry has the name as \"%.*s\"",
                          SLICE_ARGS(status)));
    } else {
        reader->registration->result = result;
    }
}

/* ---- 4 ---- */

static void judge_object(struct reader *reader)
{
    const struct registration *registration = reader->registration;
    enum registration_result denial = denial_of(registration);
    bool has_statuses = registration->status_count > 0 && reader->object.has_status;

    if (denial != REGISTRATION_RESULT_NONE) {
        deny(reader, denial);
    } else if (reader->object.is_open) {
        fail_cut(reader, "it ends with a status, and more of them may have followed");
    } else if (!has_statuses && (reader->form.tells_statuses || reader->object.is_gtld ||
                                 registration->status_count > 0)) {
        fail_cut(reader, "it has no status, which this registry always tells");
    } else if (reader->form.is_cnnic && !reader->object.has_expires) {
        fail_cut(reader, "it has no expiration, which this registry always tells");
    } else if (reader->object.is_gtld && !reader->object.has_end) {
        fail_cut(reader, "neither DNSSEC nor the footer came, which end this form");
    } else if (!has_statuses && registration->server_count == 0) {
        fail_cut(reader, "it has neither a status nor a name server");
    } else {
        reader->registration->result = REGISTRATION_RESULT_FOUND;
    }
}

/* ---- 5 ---- */

static void refuse(struct reader *reader, struct slice line)
{
    size_t offset = (size_t)(line.data - reader->text.data);
    struct slice words = registration_clean(line, REGISTRATION_EXCERPT, reader->arena);

    reader->registration->retry_after_s = whois_sentence_seconds(slice_from(reader->text, offset));
    fail(reader, REGISTRATION_RESULT_REFUSED,
         arena_printf(reader->arena, "the server refuses to answer: \"%.*s\"", SLICE_ARGS(words)));
}

/* The first line that has something, for people to see what came. */
static struct slice first_line(const struct reader *reader)
{
    struct slice text = slice_trim(reader->text);

    return registration_clean(slice_head(text, slice_find(text, '\n')), REGISTRATION_EXCERPT,
                              reader->arena);
}

static void judge_sentences(struct reader *reader)
{
    struct slice line = slice_empty();
    struct slice asked = name_to_text(reader->asked, reader->arena);

    switch (whois_sentence_find(reader->text, asked, &line)) {
    case REGISTRATION_RESULT_NOT_FOUND:
        reader->registration->result = REGISTRATION_RESULT_NOT_FOUND;
        return;
    case REGISTRATION_RESULT_RESERVED:
        line = registration_clean(line, REGISTRATION_EXCERPT, reader->arena);
        fail(reader, REGISTRATION_RESULT_RESERVED,
             arena_printf(reader->arena, "the registry says: \"%.*s\"", SLICE_ARGS(line)));
        return;
    case REGISTRATION_RESULT_REFUSED:
        refuse(reader, line);
        return;
    case REGISTRATION_RESULT_NONE:
    case REGISTRATION_RESULT_FOUND:
    case REGISTRATION_RESULT_DEFERRED:
    case REGISTRATION_RESULT_UNREACHABLE:
    case REGISTRATION_RESULT_UNREADABLE:
    case REGISTRATION_RESULT_NO_SERVER:
        break;
    }
    if (reader->object.has_name) {
        fail_cut(reader, "nothing follows the name of the domain");
        return;
    }
    fail(reader, REGISTRATION_RESULT_UNREADABLE,
         arena_printf(reader->arena,
                      "the reply has no domain and no sentence that is known; it begins \"%.*s\"",
                      SLICE_ARGS(first_line(reader))));
}

static void judge(struct reader *reader)
{
    if (reader->text.length > LIMIT_WHOIS) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             arena_printf(reader->arena, "the reply has %zu octets, %u are the most that is read",
                          reader->text.length, LIMIT_WHOIS));
    } else if (slice_trim(reader->text).length == 0) {
        fail(reader, REGISTRATION_RESULT_UNREADABLE,
             SLICE("the reply is empty; some servers refuse so without a word"));
    } else if (reader->object.has_name && !reader->object.is_asked) {
        fail_other_name(reader);
    } else if (reader->object.has_name && has_content(reader->registration)) {
        judge_object(reader);
    } else {
        judge_sentences(reader);
    }
}

/* What a registration without an object keeps. */
static struct registration without_object(const struct registration *registration)
{
    return (struct registration){ .result = registration->result,
                                  .source = registration->source,
                                  .server = registration->server,
                                  .reason = registration->reason,
                                  .retry_after_s = registration->retry_after_s,
                                  .registrar = slice_empty(),
                                  .read_at = registration->read_at };
}

enum status whois_domain_parse(struct slice text, const struct dns_name *asked, int64_t now,
                               struct arena *arena, struct registration *ret_registration)
{
    struct registration registration = { .source = REGISTRATION_SOURCE_WHOIS,
                                         .server = slice_empty(),
                                         .reason = slice_empty(),
                                         .registrar = slice_empty(),
                                         .read_at = now };
    struct slice plain = slice_without_mark(text);
    struct reader reader = { .text = plain,
                             .asked = asked,
                             .arena = arena,
                             .registration = &registration,
                             .form = form_of(asked) };
    struct whois_asked question = { .name = asked, .zone_s = reader.form.zone_s };
    enum status status = whois_object_read(slice_head(plain, LIMIT_WHOIS), &question, arena,
                                           &registration, &reader.object);

    if (status != STATUS_OK) {
        return status;
    }
    judge(&reader);
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_registration = registration.result == REGISTRATION_RESULT_FOUND
                            ? registration
                            : without_object(&registration);
    return STATUS_OK;
}
