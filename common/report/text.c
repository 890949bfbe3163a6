/* SPDX-License-Identifier: MIT */
/*
 * The text output.
 *
 * 1. First line: state, the worst finding's sentence, performance data.
 * 2. A line per finding that counts; with -v also the others, and below each its detail and advice.
 * 3. With -v the evidence and notes, with -vv the records, with -vvv the trace.
 * Lines go through a page that knows how many octets are left and counts what did not fit.
 */
#include "report/text.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "report/text_line.h"

#define LINE_MAXIMUM 4096u /* octets of one line below the first */
#define LINE_BUFFER (64u * 1024)
#define OMISSION_RESERVE 100u /* octets kept for the line that says what was left out */

struct page {
    struct buf *buf;
    struct buf line; /* the line at work, reused */
    const struct report_run *run;
    size_t left;
    unsigned omitted;
};

/* The escape sequence of a state's colour (ECMA-48 8.3.117). */
static const char *state_colour(enum state state)
{
    switch (state) {
    case STATE_OK:
        return "\x1b[32m";
    case STATE_INFO:
        return "\x1b[36m";
    case STATE_UNKNOWN:
        return "\x1b[35m";
    case STATE_WARNING:
        return "\x1b[33m";
    case STATE_CRITICAL:
        return "\x1b[31m";
    }
    return "";
}

static void write_state(enum state state, bool colour, struct buf *buf)
{
    if (colour) {
        buf_add_text(buf, state_colour(state));
    }
    buf_add_text(buf, state_text(state));
    if (colour) {
        buf_add_text(buf, "\x1b[0m");
    }
}

static void write_first_line(const struct verdict *verdict, const struct report_run *run,
                             struct buf *buf)
{
    bool bar = false;

    buf_printf(buf, "SES %s ", run->service);
    write_state(verdict_state(verdict), run->colour, buf);
    buf_add_text(buf, " - ");
    buf_add(buf, text_summary(verdict, run, verdict->arena));
    for (size_t i = 0; i < verdict->perfdata_count; i++) {
        struct buf datum;

        buf_init(&datum, verdict->arena, LINE_MAXIMUM);
        perfdata_write(&verdict->perfdata[i], &datum);
        if (datum.length > 0 && buf_status(&datum) == STATUS_OK) {
            buf_add_text(buf, bar ? " " : " | ");
            buf_add(buf, buf_slice(&datum));
            bar = true;
        }
    }
    buf_add_octet(buf, '\n');
}

/* Ends the line at work with `text`, which is harmless, and puts it on the page if it fits. */
static void page_end_escaped(struct page *page, struct slice text)
{
    struct slice line;

    buf_add(&page->line, slice_head(text, utf8_cut(text, LINE_MAXIMUM)));
    if (page->line.length > LINE_MAXIMUM || text.length > LINE_MAXIMUM) {
        buf_cut(&page->line, text_cut(buf_slice(&page->line), LINE_MAXIMUM - 3));
        buf_add_text(&page->line, "...");
    }
    buf_add_octet(&page->line, '\n');
    line = buf_slice(&page->line);
    if (page->omitted > 0 || line.length + OMISSION_RESERVE > page->left) {
        page->omitted++;
    } else {
        buf_add(page->buf, line);
        page->left -= line.length;
    }
    buf_cut(&page->line, 0);
}

/* The same with a text from outside. */
static void page_end_line(struct page *page, struct slice text)
{
    text_escape(slice_head(text, utf8_cut(text, LINE_MAXIMUM)), &page->line);
    page_end_escaped(page, text.length > LINE_MAXIMUM ? SLICE("...") : slice_empty());
}

/* Each line of `text` as a line of its own, indented. Nothing for an empty text. */
static void page_write_lines(struct page *page, struct slice text)
{
    struct slice rest = text;
    struct slice line;

    if (slice_ends_with(rest, SLICE("\n"))) {
        rest = slice_head(rest, rest.length - 1);
    }
    while (text.length > 0 && slice_split(&rest, '\n', &line)) {
        buf_add_text(&page->line, "    ");
        page_end_line(page, line);
    }
}

/* Each line as it is, made harmless. */
static void page_write_plain(struct page *page, struct slice text)
{
    struct slice rest = text;
    struct slice line;

    while (text.length > 0 && slice_split(&rest, '\n', &line)) {
        page_end_line(page, line);
    }
}

static void page_write_part(struct page *page, const char *heading, struct slice text)
{
    if (text.length > 0) {
        page_end_line(page, slice_of(heading));
        page_write_lines(page, text);
    }
}

/* Where it stands, for a finding that has a name: "at mail.example.com TXT, octets 17 to 38". */
static void page_write_place(struct page *page, const struct finding *finding)
{
    if (finding->name.length == 0) {
        return;
    }
    buf_add_text(&page->line, "    at ");
    text_escape(finding->name, &page->line);
    if (finding->type != NULL) {
        buf_printf(&page->line, " %s", finding->type);
    }
    if (finding->has_place && finding->length > 0) {
        buf_printf(&page->line, ", octets %zu to %zu", finding->offset,
                   finding->offset + finding->length - 1);
    }
    page_end_line(page, slice_empty());
}

/* Several findings may come from one look: what was seen is told once. */
static bool is_told_before(const struct verdict *verdict, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (slice_equal(verdict->findings[i].detail, verdict->findings[index].detail)) {
            return true;
        }
    }
    return false;
}

static void page_write_finding(struct page *page, const struct verdict *verdict, size_t index)
{
    const struct finding *finding = &verdict->findings[index];
    const struct catalogue_entry *entry = catalogue_entry(finding->id);
    bool verbose = page->run->verbosity >= 1;
    struct slice message =
        finding->message.length > 0 ? finding->message : slice_of(entry->meaning);

    if (finding->state == STATE_INFO && !verbose) {
        return;
    }
    buf_add_octet(&page->line, '[');
    write_state(finding->state, page->run->colour, &page->line);
    buf_printf(&page->line, "] %s: ", entry->id);
    if (verbose && entry->reference[0] != '\0' &&
        slice_find_part(message, SLICE("RFC ")) == message.length) {
        text_escape(slice_head(message, utf8_cut(message, LINE_MAXIMUM)), &page->line);
        buf_printf(&page->line, " (%s)", entry->reference);
        message = slice_empty();
    }
    page_end_line(page, message);
    if (verbose) {
        page_write_place(page, finding);
        if (!is_told_before(verdict, index)) {
            page_write_lines(page, finding->detail);
        }
        page_write_lines(page,
                         finding->advice.length > 0 ? finding->advice : slice_of(entry->advice));
    }
}

static void page_write_findings(struct page *page, const struct verdict *verdict, unsigned section)
{
    for (size_t i = 0; i < verdict->finding_count; i++) {
        if (verdict->findings[i].section == section) {
            page_write_finding(page, verdict, i);
        }
    }
}

/* ---- sections ---- */

/* Worst first; a hidden one is as if its record were not known. */
static enum state weight(const struct verdict_section *section)
{
    return section->is_hidden ? STATE_UNKNOWN : section->state;
}

/* "  SPF    CRITICAL  12 of 10 lookups": the width of the words is that of the longest ones. */
static void page_write_section(struct page *page, const struct verdict_section *section)
{
    const char *word = section->is_hidden ? "hidden" : state_text(section->state);

    buf_printf(&page->line, "  %-6s ", section->service);
    if (section->is_hidden) {
        buf_add_text(&page->line, word);
    } else {
        write_state(section->state, page->run->colour, &page->line);
    }
    for (size_t width = slice_of(word).length; width < 10; width++) {
        buf_add_octet(&page->line, ' ');
    }
    page_end_escaped(page, section->summary);
}

static void page_write_section_parts(struct page *page, const struct verdict *verdict, size_t index)
{
    const struct verdict_section *section = &verdict->sections[index];

    page_write_findings(page, verdict, (unsigned)index + 1);
    if (section->evidence.length > 0) {
        buf_printf(&page->line, "%s:", section->service);
        page_end_line(page, slice_empty());
        page_write_lines(page, section->evidence);
    }
    if (page->run->verbosity >= 2 && section->records.length > 0) {
        buf_printf(&page->line, "Records of %s:", section->service);
        page_end_line(page, slice_empty());
        page_write_lines(page, section->records);
    }
}

/* The sections of one weight: their lines in the tree, or what stands behind these. */
static void page_write_weight(struct page *page, const struct verdict *verdict, enum state state,
                              bool is_tree)
{
    for (size_t i = 0; i < verdict->section_count; i++) {
        if (weight(&verdict->sections[i]) != state) {
            continue;
        }
        if (is_tree) {
            page_write_section(page, &verdict->sections[i]);
        } else {
            page_write_section_parts(page, verdict, i);
        }
    }
}

/* The tree, then with -v what stands behind each line, in the same order. */
static void page_write_sections(struct page *page, const struct verdict *verdict)
{
    static const enum state order[] = { STATE_CRITICAL, STATE_WARNING, STATE_UNKNOWN, STATE_INFO,
                                        STATE_OK };
    size_t count = sizeof order / sizeof order[0];

    for (size_t i = 0; i < count; i++) {
        page_write_weight(page, verdict, order[i], true);
    }
    for (size_t i = 0; i < count && page->run->verbosity >= 1; i++) {
        page_write_weight(page, verdict, order[i], false);
    }
}

enum status text_write(const struct verdict *verdict, const struct report_run *run, struct buf *buf)
{
    struct page page = { .buf = buf, .run = run };
    size_t start = buf_slice(buf).length;
    size_t used;

    write_first_line(verdict, run, buf);
    used = buf_slice(buf).length - start;
    page.left = used < LIMIT_TEXT_OUTPUT ? LIMIT_TEXT_OUTPUT - used : 0;
    buf_init(&page.line, verdict->arena, LINE_BUFFER);
    if (verdict->section_count > 0) {
        page_write_sections(&page, verdict);
    } else {
        page_write_findings(&page, verdict, 0);
    }
    if (run->verbosity >= 1) {
        page_write_part(&page, "Evidence:", verdict->evidence);
        for (size_t i = 0; i < run->note_count; i++) {
            buf_add_text(&page.line, "Note: ");
            page_end_line(&page, run->notes[i]);
        }
    }
    if (run->verbosity >= 2) {
        page_write_part(&page, "Records:", verdict->records);
    }
    if (run->verbosity >= 3) {
        page_write_part(&page, "Questions and answers:", run->trace);
    }
    page_write_plain(&page, verdict->appendix);
    if (page.omitted > 0) {
        buf_printf(buf, "... %u more line%s left out: schedulers keep %d octets\n", page.omitted,
                   page.omitted == 1 ? "" : "s", LIMIT_TEXT_OUTPUT);
    }
    if (buf_status(&page.line) != STATUS_OK) {
        return buf_status(&page.line);
    }
    return arena_failed(verdict->arena) ? STATUS_NO_MEMORY : buf_status(buf);
}

void text_write_usage(const char *service, struct slice reason, struct buf *buf)
{
    static const char hint[] = " (see --help)";
    struct slice tail = slice_ends_with(reason, slice_of(hint)) ? slice_of(hint) : slice_empty();
    size_t before;
    size_t room;

    buf_printf(buf, "SES %s UNKNOWN - ", service);
    before = buf_slice(buf).length;
    room = LIMIT_FIRST_LINE - tail.length - strlen("SES  UNKNOWN - ") - strlen(service);
    text_escape(slice_head(reason, reason.length - tail.length), buf);
    if (buf_slice(buf).length - before > room) {
        buf_cut(buf, before + text_cut(slice_from(buf_slice(buf), before), room - 3));
        buf_add_text(buf, "...");
    }
    buf_add(buf, tail);
    buf_add_octet(buf, '\n');
}
