/* SPDX-License-Identifier: MIT */
/*
 * What copying and pasting does to records: typographic quotes, HTML, invisible characters, lost
 * and doubled blanks, two records in one, text from the form's other fields, values of the tutorial
 * left in. It is found in the text itself, so it also serves TXT records that are no longer what
 * they were meant to be.
 */
#ifndef CHECK_SES_RULES_COPY_ERRORS_H
#define CHECK_SES_RULES_COPY_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "report/catalogue.h"

/*
 * What is particular to one kind of record. Lists end with NULL. All words but the version are in
 * lower case, begin with a letter (but for misspellings), and match in any case.
 */
struct copy_protocol {
    bool tags;                       /* a list of tag=value with ";" between, where blanks are free
                                      * and the version's case counts; else terms between blanks */
    const char *version;             /* what a record begins with: "v=spf1" */
    const char *const *misspelt;     /* beginnings that were meant as the version: "spf1" */
    const char *const *starts;       /* what begins a term and stands nowhere else: "include:" */
    const char *const *short_starts; /* what begins a term, but may stand inside of others: "a:" */
    const char *const *bare;         /* words that are a whole term: "mx" */
    const char *qualifiers;          /* octets that may stand in front of a term: "+-~?" */
    const char *final;               /* the bare word that ends a record: "all" */
};

extern const struct copy_protocol copy_protocol_spf;
extern const struct copy_protocol copy_protocol_dkim;
extern const struct copy_protocol copy_protocol_dmarc;

/* One TXT record and what is known about it. */
struct copy_input {
    const struct copy_protocol *protocol;
    struct slice text;           /* its strings joined with nothing between */
    const struct slice *strings; /* the strings; NULL when their bounds are not known */
    size_t string_count;
    const char *const *samples; /* as in struct profile; NULL: none */
    struct slice domain;        /* whose record it is: samples at or above it are its own names */
};

struct copy_error {
    enum finding_id finding; /* FINDING_PASTE_…; FINDING_SPF_GLUED for a blank lost in a string */
    size_t offset;           /* octets into the joined text */
    size_t length;           /* 0: something is missing here */
    bool harmless;           /* the standard allows it: blanks that are merely untidy */
    struct slice reason;     /* one sentence: what is there and what would be right */
};

struct copy_error_list {
    const struct copy_error *errors; /* by offset */
    size_t count;
};

/*
 * Lists what is wrong in one text. The text has to be a record of the protocol or to resemble one:
 * of others nothing sensible can be said. At most 16 errors of each sort are listed. Everything
 * refers to `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status copy_errors_find(const struct copy_input *input, struct arena *arena,
                                        struct copy_error_list *ret_list);

/*
 * Whether a TXT was meant as a record of the protocol: it begins with the version, or would without
 * quotes, blanks, invisible characters, HTML, the form's other fields, a misspelling. True for
 * every real record too.
 */
bool copy_errors_resembles(const struct copy_protocol *protocol, struct slice text);

/* The same for SPF: for TXT records of which spf_record_is_spf() says no. */
bool copy_errors_resembles_spf(struct slice text);

/*
 * Whether a TXT consists of nothing but terms of the protocol, without the version: the rest of a
 * record that was published as several ("include:a.example ~all").
 */
bool copy_errors_is_fragment(const struct copy_protocol *protocol, struct slice text);

/*
 * The text as it should be published: what is foreign is taken out or replaced, lost blanks are put
 * in, two records in one are merged (the first one's final term, at the end). Sample values stay:
 * what belongs there is not known. A text that resembles a record comes out beginning with the
 * version. Of a tag list everything behind a second version is left away, and its tags are written
 * with "; " between. In `arena`. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status copy_errors_repair(const struct copy_input *input, struct arena *arena,
                                          struct slice *ret_text);

#endif
