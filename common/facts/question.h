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

enum question_kind {
    QUESTION_KIND_NONE = 0,
    QUESTION_KIND_RESOLVER, /* DNS through the resolver, RD set */
    QUESTION_KIND_SERVER    /* DNS from one server, RD clear */
};

struct question {
    enum question_kind kind;
    enum rr_type type;
    bool checking_disabled; /* CD (RFC 4035 3.2.2) */
    struct endpoint server; /* QUESTION_KIND_SERVER only, else all zero */
    struct dns_name name;
};

/* The same question. */
bool question_equal(const struct question *a, const struct question *b);

/* A hash for tables, equal for equal questions. */
uint32_t question_hash(const struct question *question);

/* "resolver", "server": the words of the transcript. Static storage. */
const char *question_kind_text(enum question_kind kind);

#endif
