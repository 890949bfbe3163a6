/* SPDX-License-Identifier: MIT */
/*
 * SPF macro strings. The first octet of an input says for what use and whose client, then a
 * macro-string and, behind a line feed, the value of every letter.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "mail/spf_macro.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static struct spf_macro_values make_values(uint8_t flags, struct slice value)
{
    struct spf_macro_values values = { .sender = value,
                                       .local_part = value,
                                       .sender_domain = value,
                                       .domain = value,
                                       .helo = value,
                                       .validated = value,
                                       .receiver = value,
                                       .clock = (int64_t)value.length };
    size_t length =
        value.length < sizeof values.client.octets ? value.length : sizeof values.client.octets;

    values.client.family = (flags & 4u) != 0 ? ADDRESS_FAMILY_IP6 : ADDRESS_FAMILY_IP4;
    if (values.client.family == ADDRESS_FAMILY_IP4) {
        length = length < 4 ? length : 4;
    }
    if (length > 0) {
        memcpy(values.client.octets, value.data, length);
    }
    return values;
}

static void check_expansion(const struct spf_macro_string *string,
                            const struct spf_macro_values *values, struct arena *arena)
{
    struct slice expanded;
    struct dns_name name;
    enum status status = spf_macro_expand(string, values, arena, &expanded);

    demand(status == STATUS_OK || status == STATUS_TOO_LONG);
    if (status != STATUS_OK) {
        return;
    }
    demand(string->has_macros || expanded.length <= string->text.length * 2);
    if (spf_macro_to_name(expanded, &name) == STATUS_OK) {
        demand(!name_is_root(&name));
        demand(name_to_text(&name, arena).length > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice input = slice_make((const char *)data, size);
    struct slice rest = slice_from(input, 1);
    struct spf_macro_string string;
    struct spf_macro_values values;
    struct spf_macro_error error = { .offset = 0 };
    enum spf_macro_use use;
    struct arena *arena = NULL;
    struct slice text;

    if (size == 0 || size > 4096 || !slice_split(&rest, '\n', &text)) {
        return 0;
    }
    use = (enum spf_macro_use)((data[0] & 3u) % 3);
    values = make_values(data[0], rest);
    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    demand(spf_macro_parse(text, use, arena, &string, &error) == STATUS_OK);
    if (error.defect != SPF_MACRO_DEFECT_NONE) {
        demand(error.offset < text.length);
    } else {
        demand(string.part_count <= text.length);
        demand(slice_equal(string.text, text));
        demand(!spf_macro_is_domain_spec(&string) || text.length > 0);
        (void)spf_macro_needs(&string);
        check_expansion(&string, &values, arena);
    }
    arena_destroy(arena);
    return 0;
}
