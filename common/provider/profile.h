/* SPDX-License-Identifier: MIT */
/*
 * What one sending service expects of a sender domain: data, no judgement.
 */
#ifndef CHECK_SES_PROVIDER_PROFILE_H
#define CHECK_SES_PROVIDER_PROFILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"

/* The profile without --profile. */
#define PROFILE_DEFAULT "tencent-ses"

struct profile {
    const char *name;        /* "tencent-ses": as --profile takes it */
    const char *title;       /* "Tencent Cloud SES": for sentences */
    const char *spf_include; /* the name to include, A-labels; NULL: the service needs none */
    bool spf_demanded;       /* the sender domain itself has to authorise the service's servers */
    bool spf_literal; /* the service looks for the include itself: a pass another way worries */
    /*
     * Values from the service's tutorial that are to be replaced, lower case, NULL at the end. One
     * that begins with a dot stands for that domain and every name below it, others for themselves.
     */
    const char *const *samples;
    const char *host_note; /* how the DNS host's form wants names, one sentence; NULL: not known */
};

/*
 * The built-in profile of that name, upper or lower case. Static storage. STATUS_NOT_FOUND.
 */
MUST_CHECK enum status profile_find(struct slice name, const struct profile **ret_profile);

/* All built-in profiles, one a line: name, title, what SPF needs. For --profile list. */
void profile_write_list(struct buf *buf);

#endif
