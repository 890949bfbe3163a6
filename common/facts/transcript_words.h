/* SPDX-License-Identifier: MIT */
/*
 * What writing and reading a transcript have in common: its version, its words, its limits.
 */
#ifndef CHECK_SES_FACTS_TRANSCRIPT_WORDS_H
#define CHECK_SES_FACTS_TRANSCRIPT_WORDS_H

#include <stddef.h>

#include "base/limits.h"
#include "dns/answer.h"

#define TRANSCRIPT_SCHEMA 1
/* Base64 of a DNS message of 64 KiB is 88 KiB; the reply of an API is written as twice LIMIT_API at
 * most. */
#define TRANSCRIPT_LINE_MAXIMUM ((size_t)2 * LIMIT_API + (size_t)16 * 1024)

/* "no-reply", "deadline" …; "none" for an answer that was heard. Static storage. */
const char *transcript_silence_text(enum answer_silence silence);

#endif
