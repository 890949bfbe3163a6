/* SPDX-License-Identifier: MIT */
/*
 * The closed set of what can be asked of the world.
 */
#ifndef CHECK_SES_FACTS_QUESTION_H
#define CHECK_SES_FACTS_QUESTION_H

#include <stdbool.h>
#include <stdint.h>

#include "dns/address.h"
#include "dns/name.h"
#include "dns/rr.h"
#include "provider/api_action.h"
#include "registry/registration.h"

enum question_kind {
    QUESTION_KIND_NONE = 0,
    QUESTION_KIND_RESOLVER,     /* DNS through the resolver, RD set */
    QUESTION_KIND_SERVER,       /* DNS from one server, RD clear */
    QUESTION_KIND_REGISTRATION, /* registration data of a registrable domain */
    QUESTION_KIND_API           /* an action of a provider's API about a name */
};

struct question {
    enum question_kind kind;
    enum rr_type type;
    bool checking_disabled;          /* CD (RFC 4035 3.2.2) */
    struct endpoint server;          /* QUESTION_KIND_SERVER only, else all zero */
    enum registration_source source; /* QUESTION_KIND_REGISTRATION only: by which protocol */
    enum api_action action;          /* QUESTION_KIND_API only */
    /* Asked again: the first answer is doubted (a resolver's), or what was kept from an earlier run
     * contradicts what is seen (a registration). */
    bool again;
    struct dns_name name;
};

/* The same question. */
bool question_equal(const struct question *a, const struct question *b);

/* A hash for tables, equal for equal questions. */
uint32_t question_hash(const struct question *question);

/* "resolver", "server", "registration", "api": the words of the transcript. Static storage. */
const char *question_kind_text(enum question_kind kind);

#endif
