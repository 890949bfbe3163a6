/* SPDX-License-Identifier: MIT */
/*
 * Bootstrap files: one that is refused says why and where; of one that is read, all bases are http
 * or https URLs in printable ASCII with a final "/", https first, and a name below another has the
 * same bases as that one or those of a longer key.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "registry/rdap_bootstrap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static bool is_secure(struct slice url)
{
    return slice_starts_with(url, SLICE("https://"));
}

static void check_bases(const struct rdap_bases *bases)
{
    demand(bases->count >= 1 && bases->count <= RDAP_BASES_MAXIMUM);
    for (size_t i = 0; i < bases->count; i++) {
        struct slice url = bases->urls[i];

        demand(is_secure(url) || slice_starts_with(url, SLICE("http://")));
        demand(url.length > 8 && url.length <= RDAP_BASE_MAXIMUM);
        demand(slice_ends_with(url, SLICE("/")));
        demand(i == 0 || !is_secure(url) || is_secure(bases->urls[i - 1]));
        for (size_t at = 0; at < url.length; at++) {
            demand(ascii_is_visible(url.data[at]));
        }
    }
}

static void check_names(const struct rdap_bootstrap *bootstrap, struct arena *arena)
{
    static const char *const names[] = { ".", "com", "example.com", "www.example.com", "x.test" };
    bool was_found = false;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct rdap_bases bases;
        struct dns_name name;
        enum status status;

        demand(name_from_text(slice_of(names[i]), &name, NULL) == STATUS_OK);
        status = rdap_bootstrap_find(bootstrap, &name, arena, &bases);
        demand(status == STATUS_OK || status == STATUS_NOT_FOUND);
        if (status == STATUS_OK) {
            check_bases(&bases);
        }
        /* All but the last are below the one in front. */
        demand(!was_found || status == STATUS_OK || i == 4);
        was_found = status == STATUS_OK;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct rdap_bootstrap bootstrap;
    struct slice reason = slice_empty();
    struct arena *arena = NULL;
    enum status status;

    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    status = rdap_bootstrap_read(text, arena, &bootstrap, &reason);
    demand(status == STATUS_OK || status == STATUS_BAD_INPUT);
    if (status == STATUS_OK) {
        demand(bootstrap.date.length == 0 || bootstrap.date.length == 10);
        demand(bootstrap.table.length <= size + size / 2);
        check_names(&bootstrap, arena);
    } else {
        demand(reason.length > 0 && reason.length < 1000);
    }
    arena_destroy(arena);
    return 0;
}
