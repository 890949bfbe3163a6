/* SPDX-License-Identifier: MIT */
/*
 * WHOIS replies about example.com, and the same cut at each of up to 16 places: an object is found
 * only where it is named, a hold only where a word for it is; a cut reply has all statuses of the
 * whole one or is none; without an object nothing of one is kept; what is read is the same when it
 * was written and read again.
 */
#include <stdlib.h>

#include "registry/whois_domain.h"
#include "registry_invariants.h"

#define NOW INT64_C(1795521600)
#define CUTS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct registration parse(struct slice text, struct arena *arena)
{
    struct registration registration;
    struct dns_name asked;

    demand(name_from_text(SLICE("example.com"), &asked, NULL) == STATUS_OK);
    demand(whois_domain_parse(text, &asked, NOW, arena, &registration) == STATUS_OK);
    demand(registration.source == REGISTRATION_SOURCE_WHOIS);
    return registration;
}

/* In the middle of a line nothing is read that is not read with the line missing. */
static void check_cut(struct slice text, size_t length, struct arena *arena)
{
    struct slice cut = slice_head(text, length);
    size_t last = slice_find_last(cut, '\n');
    struct registration whole_lines;
    struct registration registration = parse(cut, arena);

    if (registration.result != REGISTRATION_RESULT_FOUND) {
        return;
    }
    whole_lines = parse(slice_head(cut, last + 1), arena);
    demand(whole_lines.result == REGISTRATION_RESULT_FOUND);
    demand(slice_equal(write_registration(&registration, arena),
                       write_registration(&whole_lines, arena)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    struct registration registration;

    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    registration = parse(text, arena);
    check_registration(&registration, text, false, arena);
    for (size_t i = 0; i < CUTS && size > 0 && size <= 8192; i++) {
        check_cut(text, size * i / CUTS, arena);
    }
    demand(!arena_failed(arena));
    arena_destroy(arena);
    return 0;
}
