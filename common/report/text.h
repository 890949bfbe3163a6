/* SPDX-License-Identifier: MIT */
/*
 * A verdict as the text that schedulers and people read, and the one place where text from outside
 * is made harmless.
 */
#ifndef CHECK_SES_REPORT_TEXT_H
#define CHECK_SES_REPORT_TEXT_H

#include "base/buf.h"
#include "report/document.h"
#include "report/verdict.h"

/*
 * Adds `text` with everything shown as \xNN or \u{NNNN} that a terminal, a web page or the
 * performance data parser could take for more than text: C0, DEL, C1 controls, `|`, line ends,
 * octets that are not valid UTF-8, bidirectional controls and invisible marks (U+061C, 200B-200F,
 * 2028-202E, 2060-2069, FEFF), and `<` where a tag of HTML could begin (before a letter, `/`, `!`
 * or
 * `?`). Everything else is added as it is.
 */
void text_escape(struct slice text, struct buf *buf);

/*
 * The first line's sentence for a verdict ("mail.example.com: 12 lookups, limit 10 …"), escaped,
 * at most LIMIT_FIRST_LINE octets with the state prefix, cut at a word with "..." if need be,
 * ending in "; N questions unanswered" when there are any. Also the document's "summary" (without
 * prefix).
 */
struct slice text_summary(const struct verdict *verdict, const struct report_run *run,
                          struct arena *arena);

/*
 * The sentence alone, escaped: the worst finding's with "(and 1 warning)" behind it, or the one for
 * a verdict that is fine. At most LIMIT_FIRST_LINE octets. Empty if the arena failed.
 */
struct slice text_sentence(const struct verdict *verdict, struct arena *arena);

/*
 * The whole output: first line with performance data, then, unless everything is fine or at -v,
 * one line per finding "[CRITICAL] spf.lookup-limit: …", indented advice (and with -v detail, INFO
 * findings and evidence; -vv records; -vvv the trace). A verdict with sections has a line for each
 * of them in the place of the findings, worst first; those come with -v, section by section. At
 * most LIMIT_TEXT_OUTPUT octets: what does not fit is replaced by a last line that says so. Ends
 * with a line feed. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status text_write(const struct verdict *verdict, const struct report_run *run,
                                  struct buf *buf);

/* "SES SPF UNKNOWN - reason" for a wrong use, escaped, with a line feed. */
void text_write_usage(const char *service, struct slice reason, struct buf *buf);

#endif
