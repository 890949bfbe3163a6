/* SPDX-License-Identifier: MIT */
/*
 * A run on paper: JSON lines, first {schema, version, argv, clock}, then one line per fact:
 * {ask:{kind,server,name,type,flags}, answer:{class,wire,ms}}. Saved with --save, judged again
 * with --replay. An answer also has `silence` (why nothing was heard) and, where they say
 * something, `server`, `tcp`, `tries` and `ignored`; `wire` (Base64) is left out when nothing
 * came. Of kind "registration" the type is rdap or whois and the answer what registration_write()
 * wrote: it holds no personal data. Of kind "api" it is an action's name and what
 * api_answer_write() wrote: it holds no credentials.
 */
#ifndef CHECK_SES_FACTS_TRANSCRIPT_H
#define CHECK_SES_FACTS_TRANSCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"
#include "facts/store.h"

struct transcript_head {
    struct slice version;
    const struct slice *arguments; /* argv without the program's name */
    size_t argument_count;
    int64_t clock; /* seconds since 1970 */
};

/* Writes head and all facts. STATUS_TOO_LONG (over the buffer's maximum), STATUS_NO_MEMORY. */
MUST_CHECK enum status transcript_write(const struct transcript_head *head,
                                        const struct facts *facts, struct arena *arena,
                                        struct buf *buf);

/* Reads the first line only. STATUS_BAD_INPUT with *ret_reason; STATUS_NO_MEMORY. */
MUST_CHECK enum status transcript_read_head(struct slice text, struct arena *arena,
                                            struct transcript_head *ret_head,
                                            struct slice *ret_reason);

/*
 * Adds every fact of the transcript to the store; answers with octets are decoded anew from them
 * and have to be of the class that is written beside them. Without octets only classes that no
 * octets prove are accepted. STATUS_BAD_INPUT with *ret_reason ("line 7: …"); STATUS_NO_MEMORY.
 */
MUST_CHECK enum status transcript_read(struct slice text, struct arena *arena, struct facts *facts,
                                       struct slice *ret_reason);

#endif
