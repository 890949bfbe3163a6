/* SPDX-License-Identifier: MIT */
/*
 * What writing and reading a transcript have in common: its version, its words, its limits.
 */
#ifndef CHECK_SES_FACTS_TRANSCRIPT_WORDS_H
#define CHECK_SES_FACTS_TRANSCRIPT_WORDS_H

#include <stddef.h>

#include "dns/answer.h"

#define TRANSCRIPT_SCHEMA 1
#define TRANSCRIPT_LINE_MAXIMUM ((size_t)512 * 1024) /* Base64 of 64 KiB is 88 KiB */

/* "no-reply", "deadline" …; "none" for an answer that was heard. Static storage. */
const char *transcript_silence_text(enum answer_silence silence);

#endif
