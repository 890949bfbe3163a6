/* SPDX-License-Identifier: MIT */
/*
 * What to publish: every record of a sender domain as it should be, beside what is there. Nothing
 * is invented: a value that only the sending service knows stays open. What is in force is kept, a
 * policy never gets weaker.
 */
#ifndef CHECK_SES_RULES_PLAN_H
#define CHECK_SES_RULES_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "dns/name.h"
#include "provider/profile.h"

#define PLAN_RECORDS_MAXIMUM 64
/* Seconds: what DNS hosts offer at no cost, and a mistake is soon mended. */
#define PLAN_TTL 600u

enum plan_status {
    PLAN_STATUS_MISSING = 0, /* there is none */
    PLAN_STATUS_RIGHT,       /* it is there */
    PLAN_STATUS_WRONG,       /* one is there that has to be replaced, see `differs` */
    PLAN_STATUS_UNKNOWN      /* what is there could not be found out */
};

struct plan_record {
    const char *purpose; /* "spf", "dkim", "dmarc", "mx" */
    bool has_name;
    struct dns_name name; /* else the service tells it, see `differs` */
    const char *type;     /* "TXT", "CNAME", "MX" */
    struct slice value;   /* of a TXT its text, of an MX "10 mx.example.net."; empty: the service
                           * tells it */
    enum plan_status status;
    struct slice differs; /* what is wrong, or where name and value are found; may be empty */
};

struct plan {
    struct arena *arena;
    struct dns_name zone; /* into which the records go */
    struct plan_record records[PLAN_RECORDS_MAXIMUM];
    size_t count;
};

/* An empty plan for records in `zone`. */
void plan_init(struct plan *plan, const struct dns_name *zone, struct arena *arena);

/* Adds a record. What does not fit any more is left out: nobody has so many. */
void plan_add(struct plan *plan, const struct plan_record *record);

/* The plan as lines, ready to read and to paste: host field, type and TTL, below them the value. */
struct slice plan_lines(const struct plan *plan);

/* Adds the member "plan". */
void plan_describe(const struct plan *plan, struct json *document);

#endif
