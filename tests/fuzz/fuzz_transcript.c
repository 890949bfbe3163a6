/* SPDX-License-Identifier: MIT */
/* Transcripts: what is accepted is written and read again as the same. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "facts/transcript.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* What is written for these facts is read as as many facts, and written the same way again. */
static void check_again(const struct transcript_head *head, const struct facts *facts,
                        struct arena *arena)
{
    struct facts *second = NULL;
    struct slice reason = slice_empty();
    struct buf first_text;
    struct buf second_text;
    size_t first_count;
    size_t second_count;

    buf_init(&first_text, arena, LIMIT_FILE);
    buf_init(&second_text, arena, LIMIT_FILE);
    if (transcript_write(head, facts, arena, &first_text) != STATUS_OK ||
        facts_create(arena, head->clock, &second) != STATUS_OK ||
        transcript_read(buf_slice(&first_text), arena, second, &reason) != STATUS_OK ||
        transcript_write(head, second, arena, &second_text) != STATUS_OK) {
        demand(arena_failed(arena));
        return;
    }
    (void)facts_all(facts, &first_count);
    (void)facts_all(second, &second_count);
    demand(first_count == second_count);
    demand(slice_equal(buf_slice(&first_text), buf_slice(&second_text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct transcript_head head = { .version = slice_empty() };
    struct slice reason = slice_empty();
    struct facts *facts = NULL;
    struct arena *arena = NULL;
    enum status status;

    if (arena_create((size_t)4 * LIMIT_ARENA, &arena) != STATUS_OK) {
        return 0;
    }
    status = transcript_read_head(text, arena, &head, &reason);
    demand(status != STATUS_BAD_INPUT || slice_starts_with(reason, SLICE("line 1: ")));
    if (facts_create(arena, head.clock, &facts) == STATUS_OK) {
        status = transcript_read(text, arena, facts, &reason);
        demand(status != STATUS_BAD_INPUT || slice_starts_with(reason, SLICE("line ")));
        if (status == STATUS_OK) {
            check_again(&head, facts, arena);
        }
    }
    arena_destroy(arena);
    return 0;
}
