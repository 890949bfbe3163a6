/* SPDX-License-Identifier: MIT */
/* Names as people type them and as texts with any octets. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "dns/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

/* What holds for every name. */
static void check_name(const struct dns_name *name, struct arena *arena)
{
    struct dns_name again;
    struct dns_name parent;
    struct dns_name domain;

    demand(name_from_wire(name->wire, name->length, &again) == STATUS_OK);
    demand(name_equal(name, &again) && name_compare(name, &again) == 0);
    demand(name_to_text(name, arena).length > 0);
    demand(name_to_unicode(name, arena).length > 0);
    if (name_parent(name, &parent)) {
        demand(name_is_within(name, &parent) && !name_is_within(&parent, name));
        demand(name_compare(name, &parent) > 0 && name_compare(&parent, name) < 0);
        demand(name_prepend(name_first_label(name), &parent, &again) != STATUS_OK ||
               name_is_within(&again, &parent));
    }
    if (name_registrable(name, &domain) == STATUS_OK) {
        demand(name_is_within(name, &domain) && name_label_count(&domain) >= 2);
    }
    if (name_organisational(name, &domain) == STATUS_OK) {
        demand(name_is_within(name, &domain) && name_label_count(&domain) >= 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    enum name_defect defect = NAME_DEFECT_NONE;
    struct arena *arena = NULL;
    struct dns_name name;
    struct dns_name again;

    if (arena_create(LIMIT_ARENA, &arena) != STATUS_OK) {
        return 0;
    }
    if (name_from_text(text, &name, &defect) == STATUS_OK) {
        check_name(&name, arena);
    } else {
        demand(defect != NAME_DEFECT_NONE);
    }
    if (name_from_user(text, &name, &defect) == STATUS_OK) {
        check_name(&name, arena);
        demand(name_from_user(name_to_text(&name, arena), &again, NULL) == STATUS_OK);
        demand(name_equal(&name, &again));
    }
    arena_destroy(arena);
    return 0;
}
