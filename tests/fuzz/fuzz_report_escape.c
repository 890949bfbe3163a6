/* SPDX-License-Identifier: MIT */
/* Hostile texts through both renderers: nothing live may come out, and the limits hold. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "report/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* Valid UTF-8 without a character that text_escape() promises to show; line feeds only if allowed.
 */
static void check_harmless(struct slice text, bool lines)
{
    size_t step;

    for (size_t at = 0; at < text.length; at += step) {
        uint32_t code = 0;

        step = utf8_decode(text, at, &code);
        demand(step > 0);
        demand(code >= 0x20 || (lines && code == '\n'));
        demand(code < 0x7F || code > 0x9F);
        demand(code != '|' && code != 0x061C && code != 0xFEFF);
        demand(code < 0x200B || code > 0x200F);
        demand(code < 0x2028 || code > 0x202E);
        demand(code < 0x2060 || code > 0x2069);
    }
}

/* The text output: one short first line without a bar of others, and the rest harmless. */
static void check_text(const struct verdict *verdict, struct report_run *run)
{
    for (unsigned verbosity = 0; verbosity <= 3; verbosity++) {
        struct slice output;
        size_t first;
        size_t bar;
        struct buf buf;

        run->verbosity = verbosity;
        buf_init(&buf, verdict->arena, LIMIT_TEXT_OUTPUT);
        if (text_write(verdict, run, &buf) != STATUS_OK) {
            demand(arena_failed(verdict->arena));
            return;
        }
        output = buf_slice(&buf);
        first = slice_find(output, '\n');
        bar = slice_find(output, '|');
        demand(bar < first && bar <= LIMIT_FIRST_LINE);
        check_harmless(slice_head(output, bar), false);
        check_harmless(slice_from(output, bar + 1), true);
        demand(output.data[output.length - 1] == '\n');
    }
}

static void check_document(const struct verdict *verdict, const struct report_run *run)
{
    struct json *root = NULL;
    struct json *again = NULL;
    struct slice text = slice_empty();
    struct buf buf;

    if (document_build(verdict, run, &root) != STATUS_OK) {
        demand(arena_failed(verdict->arena));
        return;
    }
    json_add_string(root, "raw", verdict->findings[0].message);
    buf_init(&buf, verdict->arena, LIMIT_JSON_OUTPUT);
    if (json_write(root, LIMIT_JSON_OUTPUT, &buf) == STATUS_OK) {
        for (size_t i = 0; i < buf.length; i++) {
            demand(buf.data[i] >= 0x20);
        }
        demand(json_read(buf_slice(&buf), LIMIT_JSON_OUTPUT, verdict->arena, &again, &text) ==
               STATUS_OK);
        demand(json_get_string(again, "summary", &text));
        check_harmless(text, false);
    }
    json_free(again);
    json_free(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    struct slice input = slice_make((const char *)data, size);
    struct slice half = slice_from(input, size / 2);
    struct report_run run = { .plugin = "check_ses_spf",
                              .service = "SPF",
                              .version = "0",
                              .domain = slice_head(input, size > 0 ? data[0] : 0),
                              .unicode = half,
                              .unanswered = size > 1 ? data[1] : 0,
                              .trace = input };
    struct arena *arena = NULL;
    struct verdict verdict;
    struct finding *finding;
    struct perfdata *datum;
    struct buf buf;

    if (arena_create(LIMIT_ARENA, &arena) != STATUS_OK) {
        return 0;
    }
    verdict_init(&verdict, arena, &policy);
    verdict.fine = half;
    verdict.evidence = input;
    verdict.records = half;
    finding = verdict_add(&verdict, size > 2 && data[2] > 127 ? FINDING_SPF_EXP : FINDING_SPF_NONE);
    finding->message = input;
    finding->brief = half;
    finding->advice = half;
    finding->detail = input;
    finding->name = half;
    datum = verdict_add_perfdata(&verdict, "lookups");
    datum->known = true;
    verdict_finish(&verdict);
    check_text(&verdict, &run);
    check_document(&verdict, &run);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT + size * 4);
    text_write_usage("SPF", input, &buf);
    check_harmless(slice_head(buf_slice(&buf), buf.length > 0 ? buf.length - 1 : 0), false);
    arena_destroy(arena);
    return 0;
}
