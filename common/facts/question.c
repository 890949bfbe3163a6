/* SPDX-License-Identifier: MIT */
/* Questions as keys of tables. */
#include "facts/question.h"

static bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && a->scope == b->scope && address_equal(&a->address, &b->address);
}

bool question_equal(const struct question *a, const struct question *b)
{
    return a->kind == b->kind && a->type == b->type &&
           a->checking_disabled == b->checking_disabled && a->source == b->source &&
           a->again == b->again && a->action == b->action && name_equal(&a->name, &b->name) &&
           endpoint_equal(&a->server, &b->server);
}

static uint32_t hash_octets(uint32_t hash, const uint8_t *octets, size_t length)
{
    return slice_hash(hash, slice_make((const char *)octets, length));
}

uint32_t question_hash(const struct question *question)
{
    const struct endpoint *server = &question->server;
    uint32_t hash = hash_octets(SLICE_HASH_START, question->name.wire, question->name.length);
    const uint8_t rest[] = {
        (uint8_t)question->kind,         (uint8_t)(question->type >> 8), (uint8_t)question->type,
        question->checking_disabled,     (uint8_t)(server->port >> 8),   (uint8_t)server->port,
        (uint8_t)(server->scope & 0xFF), (uint8_t)question->source,      question->again,
        (uint8_t)question->action
    };

    hash = hash_octets(hash, rest, sizeof rest);
    if (question->kind == QUESTION_KIND_SERVER) {
        hash = hash_octets(hash, server->address.octets, sizeof server->address.octets);
    }
    return hash;
}

const char *question_kind_text(enum question_kind kind)
{
    switch (kind) {
    case QUESTION_KIND_NONE:
        return "none";
    case QUESTION_KIND_RESOLVER:
        return "resolver";
    case QUESTION_KIND_SERVER:
        return "server";
    case QUESTION_KIND_REGISTRATION:
        return "registration";
    case QUESTION_KIND_API:
        return "api";
    }
    return "none";
}
