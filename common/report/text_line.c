/* SPDX-License-Identifier: MIT */
/* Escaping, cutting, and the first line's sentence. */
#include "report/text_line.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "report/text.h"

#define ESCAPE_MAXIMUM 8 /* octets of the longest escape sequence, \u{NNNN} */

/* Characters that steer a terminal or hide in a line (Unicode: bidi controls, invisible marks). */
static bool is_treacherous(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == '|' || code == 0x061C ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF;
}

/* Whether a web page that does not escape what plugins say would take a tag to begin here (HTML,
 * "tag open state"). */
static bool begins_tag(struct slice text, size_t at)
{
    char next = at + 1 < text.length ? text.data[at + 1] : '\0';

    return text.data[at] == '<' && (ascii_is_alpha(next) || (next != '\0' && strchr("/!?", next)));
}

void text_escape(struct slice text, struct buf *buf)
{
    size_t plain = 0; /* where the octets begin that were not added yet */
    size_t step;

    for (size_t at = 0; at < text.length; at += step) {
        uint32_t code = (uint8_t)text.data[at];
        size_t length = utf8_decode(text, at, &code);

        step = length > 0 ? length : 1;
        if (length > 0 && !is_treacherous(code) && !begins_tag(text, at)) {
            continue;
        }
        buf_add(buf, slice_head(slice_from(text, plain), at - plain));
        if (step == 1) {
            buf_printf(buf, "\\x%02X", (unsigned)code);
        } else {
            buf_printf(buf, "\\u{%04X}", (unsigned)code);
        }
        plain = at + step;
    }
    buf_add(buf, slice_from(text, plain));
}

/* `length`, or the start of an escape sequence that a cut there would divide. */
static size_t before_escape(struct slice text, size_t length)
{
    for (size_t back = 1; back < ESCAPE_MAXIMUM && back <= length; back++) {
        struct slice rest = slice_from(text, length - back);
        size_t size = slice_starts_with(rest, SLICE("\\x"))    ? 4
                      : slice_starts_with(rest, SLICE("\\u{")) ? ESCAPE_MAXIMUM
                                                               : 0;

        if (size > back) {
            return length - back;
        }
    }
    return length;
}

size_t text_cut(struct slice text, size_t maximum)
{
    struct slice head;
    size_t blank;

    if (text.length <= maximum) {
        return text.length;
    }
    /* A blank right behind the last octet ends a word too. */
    head = slice_head(text, maximum + 1);
    blank = slice_find_last(head, ' ');
    if (blank < head.length && blank > maximum / 2) {
        while (blank > 0 && memchr(" ,;:(", head.data[blank - 1], 5) != NULL) {
            blank--;
        }
        return blank;
    }
    return before_escape(text, utf8_cut(text, maximum));
}

/* The sentence for the state as it is, escaped only later. */
static struct slice choose_sentence(const struct verdict *verdict)
{
    const struct finding *first = verdict->finding_count > 0 ? &verdict->findings[0] : NULL;

    if (verdict_state(verdict) == STATE_OK && verdict->fine.length > 0) {
        return verdict->fine;
    }
    if (first == NULL) {
        return SLICE("nothing was found");
    }
    if (first->brief.length > 0) {
        return first->brief;
    }
    return first->message.length > 0 ? first->message
                                     : slice_of(catalogue_entry(first->id)->meaning);
}

/* One part of "(and 1 critical, 2 warnings)". */
static void write_count(size_t count, const char *word, const char *plural, struct buf *buf)
{
    if (count > 0) {
        buf_add_text(buf, buf->length == 0 ? " (and " : ", ");
        buf_add_number(buf, (int64_t)count);
        buf_add_octet(buf, ' ');
        buf_add_text(buf, word);
        buf_add_text(buf, count > 1 ? plural : "");
    }
}

/* What else counts beside the first finding; empty when nothing does. */
static struct slice count_others(const struct verdict *verdict, struct arena *arena)
{
    size_t counts[STATE_CRITICAL + 1] = { 0 };
    struct buf buf;

    for (size_t i = 1; i < verdict->finding_count; i++) {
        counts[verdict->findings[i].state] += verdict->findings[i].same_cause ? 0 : 1;
    }
    buf_init(&buf, arena, LIMIT_FIRST_LINE);
    write_count(counts[STATE_CRITICAL], "critical", "", &buf);
    write_count(counts[STATE_WARNING], "warning", "s", &buf);
    write_count(counts[STATE_UNKNOWN], "unknown", "", &buf);
    if (buf.length > 0) {
        buf_add_octet(&buf, ')');
    }
    return buf_slice(&buf);
}

static struct slice unanswered_tail(const struct report_run *run, struct arena *arena)
{
    if (run->unanswered == 0) {
        return slice_empty();
    }
    return arena_printf(arena, "; %u question%s unanswered", run->unanswered,
                        run->unanswered == 1 ? "" : "s");
}

/* The service in front of a sentence that a section's finding gives to the whole. */
static const char *section_of_sentence(const struct verdict *verdict)
{
    const struct finding *first = verdict->finding_count > 0 ? &verdict->findings[0] : NULL;

    if (verdict_state(verdict) == STATE_OK || first == NULL || first->section == 0) {
        return NULL;
    }
    return verdict->sections[first->section - 1].service;
}

struct slice text_sentence(const struct verdict *verdict, struct arena *arena)
{
    struct slice others = count_others(verdict, arena);
    struct slice sentence = choose_sentence(verdict);
    struct buf buf;

    buf_init(&buf, arena, (size_t)LIMIT_TEXT_OUTPUT * 8);
    text_escape(slice_head(sentence, utf8_cut(sentence, LIMIT_TEXT_OUTPUT)), &buf);
    if (buf.length + others.length > LIMIT_FIRST_LINE) {
        buf_cut(&buf, text_cut(buf_slice(&buf), LIMIT_FIRST_LINE - others.length - 3));
        buf_add_text(&buf, "...");
    }
    buf_add(&buf, others);
    return buf_slice(&buf);
}

struct slice text_summary(const struct verdict *verdict, const struct report_run *run,
                          struct arena *arena)
{
    /* One octet is the blank in front of the bar. */
    size_t room = LIMIT_FIRST_LINE - strlen("SES   - ") - strlen(run->service) -
                  strlen(state_text(verdict_state(verdict))) - 1;
    struct slice others = count_others(verdict, arena);
    struct slice tail = unanswered_tail(run, arena);
    struct slice sentence = choose_sentence(verdict);
    const char *section = section_of_sentence(verdict);
    struct buf buf;

    sentence = slice_head(sentence, utf8_cut(sentence, LIMIT_TEXT_OUTPUT));
    buf_init(&buf, arena, (size_t)LIMIT_TEXT_OUTPUT * 8);
    if (run->domain.length > 0) {
        text_escape(run->domain, &buf);
        buf_add_text(&buf, ": ");
    }
    if (section != NULL) {
        buf_printf(&buf, "%s: ", section);
    }
    text_escape(sentence, &buf);
    if (buf.length + others.length + tail.length <= room) {
        buf_add(&buf, others);
    } else if (buf.length + tail.length > room) {
        buf_cut(&buf, text_cut(buf_slice(&buf), room - tail.length - 3));
        buf_add_text(&buf, "...");
    }
    buf_add(&buf, tail);
    return buf_slice(&buf);
}
