/* SPDX-License-Identifier: MIT */
/*
 * All findings of a run and what follows from them: state, summary, performance data.
 *
 * Additions are sticky like a buffer's: a rule adds finding after finding and the caller asks
 * verdict_status() once.
 */
#ifndef CHECK_SES_REPORT_VERDICT_H
#define CHECK_SES_REPORT_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "report/finding.h"
#include "report/perfdata.h"
#include "report/state.h"

/* A wish of the user: `--severity ID=STATE`, `--ignore ID` (state INFO and hidden). */
struct severity_rule {
    struct slice pattern; /* an id, or a prefix with `*` at its end: "spf.*" */
    enum state state;
    bool ignore;
};

struct verdict_policy {
    const struct severity_rule *rules;
    size_t rule_count;
    enum state timeout_state; /* of findings that are temporary (-t SEC:STATE) */
};

#define VERDICT_SECTIONS_MAXIMUM 8

/* One record's part of a verdict on several. */
struct verdict_section {
    const char *service;  /* "SPF" */
    enum state state;     /* the worst of its findings, INFO not counted */
    bool is_hidden;       /* nothing of it counts: another section's cause hides it */
    struct slice summary; /* its sentence, escaped, one line */
    struct slice evidence;
    struct slice records;
};

struct verdict {
    struct arena *arena;
    struct verdict_policy policy;
    struct finding *findings;
    size_t finding_count;
    size_t finding_capacity;
    struct perfdata *perfdata;
    size_t perfdata_count;
    size_t perfdata_capacity;
    struct slice fine;     /* the first line's sentence when nothing was found */
    struct slice evidence; /* lines shown with -v behind the findings; may be empty */
    struct slice records;  /* lines shown with -vv: the records as published */
    struct slice appendix; /* lines shown in any case, behind all others */
    struct verdict_section sections[VERDICT_SECTIONS_MAXIMUM]; /* none: one record is judged */
    size_t section_count;
    bool added[FINDING_COUNT]; /* by id, ignored ones too */
    struct finding scratch;    /* what a refused addition is written to */
    struct perfdata scratch_datum;
    enum status status;
};

/* An empty verdict; everything it holds comes from `arena`. */
void verdict_init(struct verdict *verdict, struct arena *arena,
                  const struct verdict_policy *policy);

/*
 * A new finding with the catalogue's default state, the policy applied, to be filled in through
 * the returned pointer (valid until the next addition). Never NULL: after a refusal a scratch
 * finding is returned and verdict_status() tells.
 */
struct finding *verdict_add(struct verdict *verdict, enum finding_id id);

/*
 * Changes the default state of a finding just added (a rule knows better than the catalogue, for
 * instance info beside a good key). The user's severities still have the last word; the state of -t
 * does not: so a temporary error that no silence caused is set back to UNKNOWN.
 */
void verdict_set_state(struct verdict *verdict, struct finding *finding, enum state state);

/* Whether a finding with this id was added (ignored ones too). */
bool verdict_has(const struct verdict *verdict, enum finding_id id);

/* The first finding with this id as they stand, NULL: there is none. */
const struct finding *verdict_find(const struct verdict *verdict, enum finding_id id);

/* A new datum, in the order of adding. Never NULL, as above. */
struct perfdata *verdict_add_perfdata(struct verdict *verdict, const char *label);

/*
 * Takes over a verdict on one record, made with the same policy, as a section: its findings, its
 * performance data with labels PREFIX_LABEL, its lines. `part` is finished. A hidden one leaves
 * nothing but performance data and `summary`, which is only looked at then.
 */
void verdict_add_section(struct verdict *verdict, const struct verdict_section *section,
                         const char *prefix, struct verdict *part);

/* Removes ignored findings, sorts the rest: worst state first, then rank, then order of adding. */
void verdict_finish(struct verdict *verdict);

/* The worst state of all findings, INFO not counted; OK when there is none. */
enum state verdict_state(const struct verdict *verdict);

/* STATUS_OK or the first refusal: STATUS_NO_MEMORY. */
MUST_CHECK enum status verdict_status(const struct verdict *verdict);

#endif
