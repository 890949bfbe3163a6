/* SPDX-License-Identifier: MIT */
/*
 * What came of asking an API, as facts and transcripts hold it: the reply as it came over HTTP, or
 * why there is none. Nothing in it is a credential: whoever asks takes them out of every text
 * before (provider/redact.h).
 */
#ifndef CHECK_SES_PROVIDER_API_ANSWER_H
#define CHECK_SES_PROVIDER_API_ANSWER_H

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "provider/api_reply.h"

enum api_heard {
    API_HEARD_NONE = 0,
    API_HEARD_REPLY,       /* a reply over HTTP, whatever it says */
    API_HEARD_UNREACHABLE, /* no connection, no trust in the server, no reply in time, or one that
                            * leads elsewhere */
    API_HEARD_UNREADABLE   /* something came that is no HTTP, or more than is read */
};

struct api_answer {
    enum api_heard heard;
    struct slice server;  /* host, and port unless it is 443; empty: nobody was asked */
    struct slice reason;  /* all but REPLY: a sentence */
    struct api_http http; /* REPLY only */
};

/* "reply", "unreachable", "unreadable"; "none": the words of transcripts. Static storage. */
const char *api_heard_text(enum api_heard heard);

/*
 * Writes it as members of an object: a body that is text as it is, any other in Base64. Members
 * that say nothing are left out.
 */
void api_answer_write(const struct api_answer *answer, struct arena *arena, struct json *object);

/*
 * Reads what api_answer_write() wrote; every member is checked, unknown ones are ignored. Texts are
 * copied to `arena`. STATUS_BAD_INPUT: not such an object, *ret_answer is not written.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status api_answer_read(const struct json *object, struct arena *arena,
                                       struct api_answer *ret_answer);

#endif
