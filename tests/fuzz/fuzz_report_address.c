/* SPDX-License-Identifier: MIT */
/*
 * Lists of report URIs: what is good has a scheme and, for mail, a host; places lie inside the
 * list.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "mail/report_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static void check_address(const struct report_address *address, struct slice text)
{
    demand((address->defect == REPORT_DEFECT_NONE) == (address->reason.length == 0));
    demand(address->offset >= 7 && address->offset - 7 + address->written.length <= text.length);
    demand(slice_equal(slice_head(slice_from(text, address->offset - 7), address->written.length),
                       address->written));
    demand(slice_starts_with(address->written, address->uri));
    demand(address->defect != REPORT_DEFECT_NONE || !address->mailto || address->has_host);
    demand(address->defect == REPORT_DEFECT_NONE || !address->has_limit);
    demand(!address->has_host || name_label_count(&address->host) > 1);
    demand(address->defect != REPORT_DEFECT_NONE ||
           slice_find(address->uri, '!') == address->uri.length);
    demand(address->mailto || address->mailbox.length == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    struct report_addresses list;
    size_t good = 0;

    if (size > 8192) {
        return 0;
    }
    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    demand(report_address_parse(text, 7, arena, &list) == STATUS_OK);
    demand(list.count <= REPORT_ADDRESSES_MAXIMUM);
    for (size_t i = 0; i < list.count; i++) {
        check_address(&list.addresses[i], text);
        good += list.addresses[i].defect == REPORT_DEFECT_NONE ? 1 : 0;
    }
    demand(good == list.good);
    arena_destroy(arena);
    return 0;
}
