/* SPDX-License-Identifier: MIT */
/*
 * One thing that was found: which one (id), where, and the sentences for people. Texts hold outside
 * octets as they are; the renderers make them harmless.
 */
#ifndef CHECK_SES_REPORT_FINDING_H
#define CHECK_SES_REPORT_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "report/catalogue.h"
#include "report/state.h"

struct finding {
    enum finding_id id;
    enum state state;     /* the catalogue's default, or what the rule or the user says */
    struct slice message; /* what was seen and what it causes for mail; one line */
    struct slice brief;   /* for the first line: what, cause, who; empty: message */
    struct slice advice;  /* what to do, lines separated by LF; empty: the catalogue's */
    struct slice detail;  /* lines separated by LF shown with -v (cost tree, evidence) */
    struct slice name;    /* the domain name it is about, as text; may be empty */
    const char *type;     /* "TXT", "MX" …, or NULL */
    bool has_place;       /* offset and length below are set */
    size_t offset;        /* octets into the record (its strings joined) */
    size_t length;
    bool same_cause;  /* tells more of another finding's cause: not counted beside it */
    unsigned rank;    /* order among findings of the same state: lower comes first */
    unsigned section; /* of a verdict on several records: from 1; 0: of the whole */
};

#endif
