/* SPDX-License-Identifier: MIT */
/*
 * What a text in a user's profile has to be, and how one that is wrong is refused with its place.
 * Inside of profile.
 */
#ifndef CHECK_SES_PROVIDER_PROFILE_TEXT_H
#define CHECK_SES_PROVIDER_PROFILE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"

#define PROFILE_SENTENCE_MAXIMUM 300 /* octets: title, sentences, record, samples */

/* The first complaint stays; after it nothing is read any more. */
struct profile_reader {
    struct arena *arena;
    enum status status;
    struct slice reason; /* of STATUS_BAD_INPUT */
};

/* An object of the document. */
struct profile_section {
    struct profile_reader *reader;
    const char *name;          /* "dkim"; "" is the document */
    const struct json *object; /* NULL: left out */
};

/* One value of it. */
struct profile_place {
    const struct profile_section *section;
    const char *member; /* "selectors" */
    bool in_list;
    size_t index;
};

/* Refuses what stands at a place: "dkim.selectors[2]: COMPLAINT". */
void profile_refuse(const struct profile_place *place, struct slice complaint);

/* The same with `EXPECTED, not "VALUE"` and what `after` adds. A long value is cut. */
void profile_refuse_value(const struct profile_place *place, const char *expected,
                          struct slice value, const char *after);

/*
 * The rules: what is kept of a text that stands at `place`, in the arena or the text itself; what
 * is wrong is refused.
 */

/* One plain line. */
struct slice profile_text_sentence(const struct profile_place *place, struct slice text);
/* A profile's name: letters, digits, hyphens. */
struct slice profile_text_name(const struct profile_place *place, struct slice text);
/* A domain name; A-labels in lower case come out, here and below. */
struct slice profile_text_domain(const struct profile_place *place, struct slice text);
/* A selector: a name that leaves room for ._domainkey and a domain. */
struct slice profile_text_selector(const struct profile_place *place, struct slice text);
/* A domain name behind a dot. */
struct slice profile_text_suffix(const struct profile_place *place, struct slice text);
/* A DMARC record, as far as its version. */
struct slice profile_text_record(const struct profile_place *place, struct slice text);
/* Visible ASCII, which comes out in lower case, or a domain name behind a dot. */
struct slice profile_text_sample(const struct profile_place *place, struct slice text);
/* An address, a domain name, or one behind a dot. */
struct slice profile_text_report(const struct profile_place *place, struct slice text);

#endif
