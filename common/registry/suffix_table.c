/* SPDX-License-Identifier: MIT */
/* Longest match in a table that is a text. */
#include "registry/suffix_table.h"

void suffix_table_add_key(const struct dns_name *name, struct buf *table)
{
    buf_add_octet(table, ' ');
    if (name_is_root(name)) {
        buf_add_octet(table, '.');
    }
    for (size_t at = 0; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        buf_add_text(table, at == 0 ? "" : ".");
        buf_add(table, slice_make((const char *)name->wire + at + 1, name->wire[at]));
    }
}

static bool is_within(struct slice name, struct slice key)
{
    return slice_equal(key, SLICE(".")) ||
           (slice_ends_with(name, key) &&
            (name.length == key.length || name.data[name.length - key.length - 1] == '.'));
}

/* "." is shorter than every other key, as it has to be: a key of one letter comes later. */
static size_t rank_of(struct slice key)
{
    return slice_equal(key, SLICE(".")) ? 0 : key.length;
}

void suffix_table_find(struct slice table, struct slice name, struct suffix_match *match)
{
    struct slice rest = table;
    struct slice line;

    while (slice_split(&rest, '\n', &line)) {
        struct slice value = slice_empty();
        struct slice key;
        bool is_good = slice_split(&line, ' ', &value);

        while (is_good && slice_split(&line, ' ', &key)) {
            if (key.length > 0 && is_within(name, key) &&
                (!match->found || rank_of(key) > rank_of(match->key))) {
                *match = (struct suffix_match){ .found = true, .key = key, .value = value };
            }
        }
    }
}

void suffix_table_find_parts(struct slice (*part)(size_t), struct slice name,
                             struct suffix_match *match)
{
    for (size_t i = 0; part(i).length > 0; i++) {
        suffix_table_find(part(i), name, match);
    }
}
