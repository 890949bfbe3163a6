/* SPDX-License-Identifier: MIT */
/* The members that all plugins' documents share, in the order that is published. */
#include "report/document.h"

#include <math.h>

#include "report/text.h"

#define SCHEMA 1
#define INTEGER_MAXIMUM 1e15
#define ESCAPE_GROWTH 4 /* an octet becomes \xNN, two or three become \u{NNNN} */

/* A text from outside, made harmless line by line: its line feeds stay. */
static struct slice harmless(struct slice text, struct arena *arena)
{
    struct slice rest = text;
    struct slice line;
    struct buf buf;

    buf_init(&buf, arena, text.length * ESCAPE_GROWTH);
    while (text.length > 0 && slice_split(&rest, '\n', &line)) {
        text_escape(line, &buf);
        if (rest.data != NULL) {
            buf_add_octet(&buf, '\n');
        }
    }
    return buf_slice(&buf);
}

/* The same for a text of one line. */
static struct slice harmless_line(struct slice text, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, text.length * ESCAPE_GROWTH);
    text_escape(text, &buf);
    return buf_slice(&buf);
}

static void add_text_or_null(struct json *object, const char *key, struct slice text)
{
    json_add_known(object, key, text.length > 0, text);
}

/* A number as the text output shows it: an integer when it has no decimals. */
static void add_number(struct json *object, const char *key, double value, unsigned decimals)
{
    double scale = 1;
    double shifted;

    for (unsigned i = 0; i < decimals; i++) {
        scale *= 10;
    }
    shifted = value * scale + (value < 0 ? -0.5 : 0.5);
    if (!isfinite(shifted) || fabs(shifted) >= INTEGER_MAXIMUM) {
        json_add_real(object, key, value);
    } else if (decimals == 0) {
        json_add_integer(object, key, (int64_t)shifted);
    } else {
        json_add_real(object, key, (double)(int64_t)shifted / scale);
    }
}

static void add_finding(struct json *list, const struct finding *finding, struct arena *arena)
{
    const struct catalogue_entry *entry = catalogue_entry(finding->id);
    struct json *object = json_append_object(list);
    struct slice message =
        finding->message.length > 0 ? finding->message : slice_of(entry->meaning);
    struct slice advice = finding->advice.length > 0 ? finding->advice : slice_of(entry->advice);

    json_add_string(object, "id", slice_of(entry->id));
    json_add_string(object, "state", slice_of(state_text(finding->state)));
    json_add_string(object, "message", harmless_line(message, arena));
    json_add_string(object, "advice", harmless(advice, arena));
    add_text_or_null(object, "name", harmless_line(finding->name, arena));
    add_text_or_null(object, "type", slice_of(finding->type));
    if (finding->has_place) {
        json_add_integer(object, "offset", (int64_t)finding->offset);
        json_add_integer(object, "length", (int64_t)finding->length);
    } else {
        json_add_null(object, "offset");
        json_add_null(object, "length");
    }
    add_text_or_null(object, "reference", slice_of(entry->reference));
}

static void add_range(struct json *object, const char *key, const struct range *range)
{
    add_text_or_null(object, key, range->present ? range->text : slice_empty());
}

static void add_bound(struct json *object, const char *key, bool present,
                      const struct perfdata *datum, double bound)
{
    if (present) {
        add_number(object, key, bound, datum->decimals);
    } else {
        json_add_null(object, key);
    }
}

static void add_perfdata(struct json *list, const struct perfdata *datum)
{
    struct json *object = json_append_object(list);

    json_add_string(object, "label", slice_of(datum->label));
    add_bound(object, "value", datum->known, datum, datum->value);
    json_add_string(object, "unit", slice_of(datum->unit));
    add_range(object, "warning", &datum->warning);
    add_range(object, "critical", &datum->critical);
    add_bound(object, "min", datum->has_minimum, datum, datum->minimum);
    add_bound(object, "max", datum->has_maximum, datum, datum->maximum);
}

static void add_section(struct json *list, const struct verdict_section *section)
{
    struct json *object = json_append_object(list);

    json_add_string(object, "record", slice_of(section->service));
    json_add_string(object, "state", slice_of(state_text(section->state)));
    json_add_bool(object, "hidden", section->is_hidden);
    json_add_string(object, "summary", section->summary);
}

enum status document_build(const struct verdict *verdict, const struct report_run *run,
                           struct json **ret_root)
{
    struct arena *arena = verdict->arena;
    struct json *root;
    struct json *list;
    enum status status = json_create(&root);

    if (status != STATUS_OK) {
        return status;
    }
    json_add_integer(root, "schema", SCHEMA);
    json_add_string(root, "plugin", slice_of(run->plugin));
    json_add_string(root, "version", slice_of(run->version));
    add_text_or_null(root, "domain", harmless_line(run->domain, arena));
    add_text_or_null(root, "unicode", harmless_line(run->unicode, arena));
    json_add_string(root, "state", slice_of(state_text(verdict_state(verdict))));
    json_add_string(root, "summary", text_summary(verdict, run, arena));
    list = json_add_list(root, "findings");
    for (size_t i = 0; i < verdict->finding_count; i++) {
        add_finding(list, &verdict->findings[i], arena);
    }
    if (verdict->section_count > 0) {
        list = json_add_list(root, "records");
        for (size_t i = 0; i < verdict->section_count; i++) {
            add_section(list, &verdict->sections[i]);
        }
    }
    list = json_add_list(root, "perfdata");
    for (size_t i = 0; i < verdict->perfdata_count; i++) {
        add_perfdata(list, &verdict->perfdata[i]);
    }
    json_add_bool(root, "complete", run->unanswered == 0);
    add_number(root, "elapsed_ms", run->elapsed_ms, 1);
    json_add_integer(root, "queries", run->queries);
    json_add_integer(root, "rounds", run->rounds);
    if (run->note_count > 0) {
        list = json_add_list(root, "notes");
        for (size_t i = 0; i < run->note_count; i++) {
            json_append_string(list, run->notes[i]);
        }
    }
    if (arena_failed(arena)) {
        json_free(root);
        return STATUS_NO_MEMORY;
    }
    *ret_root = root;
    return STATUS_OK;
}
