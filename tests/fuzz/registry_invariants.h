/* SPDX-License-Identifier: MIT */
/*
 * What must hold of a registration whatever it was read from, for the targets of RDAP and WHOIS.
 */
#ifndef CHECK_SES_TESTS_FUZZ_REGISTRY_INVARIANTS_H
#define CHECK_SES_TESTS_FUZZ_REGISTRY_INVARIANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "registry/registration.h"
#include "registry/registration_fill.h"

static inline void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* Whether the letters of a word, in lower case, are in a text, "-", "_" and blanks between aside.
 */
static inline bool has_word(struct slice text, const char *word)
{
    struct slice letters = slice_of(word);

    for (size_t start = 0; start < text.length; start++) {
        size_t found = 0;

        for (size_t at = start; at < text.length && found < letters.length; at++) {
            char c = ascii_lower(text.data[at]);

            if (c == letters.data[found]) {
                found++;
            } else if (found == 0 ||
                       (!ascii_is_blank(c) && c != '-' && c != '_' && c != '\r' && c != '\n')) {
                break;
            }
        }
        if (found == letters.length) {
            return true;
        }
    }
    return false;
}

/* IDNA maps characters to letters (wide ones, say): names need not be there in ASCII. */
static inline bool is_ascii(struct slice text)
{
    for (size_t at = 0; at < text.length; at++) {
        if ((unsigned char)text.data[at] >= 0x80) {
            return false;
        }
    }
    return true;
}

static inline void check_words(const struct registration *registration, struct slice text)
{
    if (registration->result == REGISTRATION_RESULT_FOUND && is_ascii(text)) {
        demand(has_word(text, "example.com"));
    }
    if (registration_has(registration, EPP_STATUS_CLIENT_HOLD)) {
        demand(has_word(text, "clienthold"));
    }
    if (registration_has(registration, EPP_STATUS_SERVER_HOLD)) {
        demand(has_word(text, "serverhold"));
    }
    if (registration_has(registration, EPP_STATUS_SUSPENDED)) {
        demand(has_word(text, "suspended") || has_word(text, "deactivated"));
    }
}

/* Fields in their limits, and none that the result does not allow. */
static inline void check_fields(const struct registration *registration)
{
    bool is_found = registration->result == REGISTRATION_RESULT_FOUND;
    bool is_refused = registration->result == REGISTRATION_RESULT_REFUSED;

    demand(registration->result != REGISTRATION_RESULT_NONE);
    demand(registration->server.length == 0 && !registration->cached);
    demand(registration->retry_after_s <= REGISTRATION_RETRY_MAXIMUM);
    demand(is_refused || registration->retry_after_s == 0);
    demand((registration->reason.length == 0) ==
           (is_found || registration->result == REGISTRATION_RESULT_NOT_FOUND));
    demand(registration->status_count <= REGISTRATION_STATUSES_MAXIMUM);
    demand(registration->server_count <= REGISTRATION_SERVERS_MAXIMUM);
    if (!is_found) {
        demand(registration->status_count == 0 && registration->server_count == 0);
        demand(!registration->has_registered && !registration->has_expires);
        demand(!registration->has_signed && registration->registrar.length == 0);
    }
}

static inline struct slice write_registration(const struct registration *registration,
                                              struct arena *arena)
{
    struct json *root = NULL;
    struct buf buf;

    demand(json_create(&root) == STATUS_OK);
    registration_write(registration, arena, root);
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    demand(json_write(root, LIMIT_JSON_OUTPUT, &buf) == STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

static inline void check_again(const struct registration *registration, struct arena *arena)
{
    struct slice text = write_registration(registration, arena);
    struct slice reason = slice_empty();
    struct registration again;
    struct json *root = NULL;

    demand(json_read(text, LIMIT_JSON_OUTPUT, arena, &root, &reason) == STATUS_OK);
    demand(registration_read(root, arena, &again) == STATUS_OK);
    json_free(root);
    demand(slice_equal(write_registration(&again, arena), text));
    demand(again.status_count == registration->status_count);
    for (size_t i = 0; i < again.status_count; i++) {
        demand(again.statuses[i].status == registration->statuses[i].status);
    }
}

/* `is_coded`: the text may hold words in other letters than their own. */
static inline void check_registration(const struct registration *registration, struct slice text,
                                      bool is_coded, struct arena *arena)
{
    check_fields(registration);
    if (!is_coded) {
        check_words(registration, text);
    }
    check_again(registration, arena);
}

#endif
