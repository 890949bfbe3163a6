/* SPDX-License-Identifier: MIT */
/*
 * A verdict as the JSON document that machines read ("schema" 1).
 */
#ifndef CHECK_SES_REPORT_DOCUMENT_H
#define CHECK_SES_REPORT_DOCUMENT_H

#include "base/json.h"
#include "report/verdict.h"

/* What the run knows beside the verdict; used by both renderers. */
struct report_run {
    const char *plugin;  /* "check_ses_spf" */
    const char *service; /* "SPF": the word in the first line */
    const char *version;
    struct slice domain;  /* as A-labels; the first line and the document name it */
    struct slice unicode; /* the same with U-labels, for the document */
    unsigned verbosity;   /* 0 to 3 */
    bool colour;          /* a terminal that may have colour */
    unsigned unanswered;  /* questions that stayed open or silent */
    double elapsed_ms;
    unsigned queries;   /* DNS messages sent */
    unsigned rounds;    /* gather rounds that sent something */
    struct slice trace; /* -vvv: every question, answer, server and time, lines; may be empty */
    /* What went on without being able to (a cache that cannot be written): sentences. */
    const struct slice *notes;
    size_t note_count;
};

/*
 * Builds the document up to and without the plugin's own member ("spf", …): the caller adds that to
 * *ret_root and writes it with json_write(). The caller frees the root. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status document_build(const struct verdict *verdict, const struct report_run *run,
                                      struct json **ret_root);

#endif
