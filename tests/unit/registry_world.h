/* SPDX-License-Identifier: MIT */
/*
 * Questions to registries with a cache on disk, and with DNS, HTTPS and port 43 out of the test's
 * hands: registry_world.c has the functions that take their place.
 */
#ifndef CHECK_SES_TESTS_UNIT_REGISTRY_WORLD_H
#define CHECK_SES_TESTS_UNIT_REGISTRY_WORLD_H

#include "cache_world.h"

#include "base/buf.h"
#include "io/https.h"
#include "io/registration.h"
#include "io/whois.h"

#define REPLIES_MAXIMUM 5
#define QUESTIONS_MAXIMUM 10
#define NS_PER_MS INT64_C(1000000)

/* An RDAP reply with a status and a body, and one that redirects. */
#define REPLY_WITH(number, text)                                                          \
    {                                                                                     \
        .result = FETCH_RESULT_OK, .status = (number), .body = { text, sizeof(text) - 1 } \
    }
#define REDIRECT_TO(text)                                                                      \
    {                                                                                          \
        .result = FETCH_RESULT_REDIRECT, .status = 302, .location = { text, sizeof(text) - 1 } \
    }
#define RDAP_OBJECT \
    "{\"objectClassName\":\"domain\",\"ldhName\":\"example.test\",\"status\":[\"active\"]}"

/* What each question brings. */
struct script {
    const char *ip4; /* of every host but none.test; NULL: it has none */
    const char *ip6;
    const struct fetch_reply *fetched; /* REPLIES_MAXIMUM, one after the other */
    const struct whois_reply *told;    /* the same one each time */
    const char *const *tables;         /* folders, ending with NULL; NULL: none */
    size_t used;
    /* STATUS_OK, or what goes wrong. */
    enum status dns;
    enum status begin;
    enum status finish;
    size_t begun;     /* and not finished */
    struct buf asked; /* all questions of the run, in words */
};

struct script *script(void);

struct run {
    struct registry_source registry;
    struct source dns;
    struct registration_round round;
    struct question questions[QUESTIONS_MAXIMUM];
    struct registration answers[QUESTIONS_MAXIMUM];
    unsigned messages;
};

/* A run without a question; run_end() closes it. What is asked is written down anew. */
void run_prepare(struct cache_world *world, const struct config *config, struct run *run);
void run_add(struct run *run, enum registration_source source, const char *name);
enum status run_begin(struct run *run);
enum status run_finish(struct run *run);
void run_end(struct run *run);

/* "refused by rdap.test:443, 60 s: a reason" */
struct slice run_describe(const struct registration *answer, struct arena *arena);

/* A run with one question, for example.test; the answer in words. */
struct slice run_ask(struct cache_world *world, const struct config *config,
                     enum registration_source source);

/* The cache as if nothing had ever been asked. */
void run_forget(struct cache_world *world);

#endif
