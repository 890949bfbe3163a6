/* SPDX-License-Identifier: MIT */
/*
 * What one sending service expects of a sender domain: data, no judgement. Built in, or read from a
 * user's file. Lists end with NULL and are never NULL themselves.
 */
#ifndef CHECK_SES_PROVIDER_PROFILE_H
#define CHECK_SES_PROVIDER_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"

/* The profile without --profile. */
#define PROFILE_DEFAULT "tencent-ses"

/* How many of the DKIM keys have to be good. */
enum profile_need {
    PROFILE_NEED_ANY = 0,
    PROFILE_NEED_ALL
};

struct profile_dkim {
    const char *const *selectors; /* candidates without -k, in the order of likelihood; NULL at the
                                   * end; empty: the service gives every domain its own */
    const char *const *generic;   /* those of them that other services use too: alone they prove
                                   * nothing; NULL at the end */
    enum profile_need need;
    bool txt;                          /* a TXT record is accepted by the service's verification */
    bool cname;                        /* a CNAME to the service is */
    const char *const *cname_suffixes; /* where such a CNAME has to lead: ".amazonses.com" stands
                                        * for names below it; NULL at the end; empty: anywhere */
    const char *where;                 /* where the owner finds selectors and values, one sentence;
                                        * NULL: not known */
};

struct profile_mx {
    const char *const *hosts; /* what the service shows, NULL at the end */
    bool demanded;            /* verification looks for an MX record (any own server will do) */
    uint16_t preference;
};

struct profile {
    const char *name;        /* "tencent-ses": as --profile takes it */
    const char *title;       /* "Tencent Cloud SES": for sentences */
    const char *spf_include; /* the name to include, A-labels; NULL: the service needs none */
    bool spf_demanded;       /* the sender domain itself has to authorise the service's servers */
    bool spf_literal; /* the service looks for the include itself: a pass another way worries */
    struct profile_dkim dkim;
    bool dmarc_at_sender;     /* verification looks at _dmarc of the sender domain itself */
    const char *dmarc_record; /* the least that it wants, "v=DMARC1; p=none"; NULL: nothing */
    struct profile_mx mx;
    /*
     * Values from the service's tutorial that are to be replaced, lower case, NULL at the end. One
     * that begins with a dot stands for that domain and every name below it, others for themselves.
     */
    const char *const *samples;
    const char *const *report_samples; /* the same for addresses and domains that documentation
                                        * puts into rua and ruf */
    const char *host_note; /* how the DNS host's form wants names, one sentence; NULL: not known */
};

/*
 * The built-in profile of that name, upper or lower case. Static storage. STATUS_NOT_FOUND.
 */
MUST_CHECK enum status profile_find(struct slice name, const struct profile **ret_profile);

/*
 * Reads a user's profile (JSON, at most LIMIT_PROFILE octets; the schema is in the manual pages'
 * section PROFILES). Everything is checked: unknown members, types, lengths, names. Members left
 * out are empty. STATUS_BAD_INPUT with *ret_reason: what is wrong and where ("dkim.selectors[2]:
 * …", or line and column), STATUS_NO_MEMORY.
 */
MUST_CHECK enum status profile_read(struct slice text, struct arena *arena,
                                    const struct profile **ret_profile, struct slice *ret_reason);

/*
 * The profile that --profile VALUE means: empty is the default one, a path
 * (profile_is_path()) is read from `text`, the file's contents, other values are built-in
 * names. STATUS_BAD_INPUT with *ret_reason, the whole complaint about the option; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status profile_select(struct slice value, struct slice text, struct arena *arena,
                                      const struct profile **ret_profile, struct slice *ret_reason);

/* Whether the value of --profile names a file: it has a slash or a dot. */
bool profile_is_path(struct slice value);

/* All built-in profiles, one a line: name, title, what they need. For --profile list. */
void profile_write_list(struct buf *buf);

#endif
