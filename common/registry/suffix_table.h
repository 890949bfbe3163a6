/* SPDX-License-Identifier: MIT */
/*
 * Tables from domains to something, by label-wise longest match from the right (RFC 9224 4): a text
 * of lines "value key key …\n" with single blanks between, keys in lower case without a final dot,
 * "." for the root. Searched from front to back: a lookup or two a run cost less than an index.
 */
#ifndef CHECK_SES_REGISTRY_SUFFIX_TABLE_H
#define CHECK_SES_REGISTRY_SUFFIX_TABLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "dns/name.h"

/*
 * Adds a blank and a key to a line. `name` is of letters, digits, hyphens and underscores; the root
 * is ".". Takes no memory but the buffer's: a file may have a key every five octets.
 */
void suffix_table_add_key(const struct dns_name *name, struct buf *table);

/* The best match so far; all zero before the first table. */
struct suffix_match {
    bool found;
    struct slice key;
    struct slice value;
};

/*
 * Looks for the longest key that is `name` (text in lower case without a final dot) or an ancestor
 * of it. A match in an earlier line or table stays unless the new one is longer. Linear.
 */
void suffix_table_find(struct slice table, struct slice name, struct suffix_match *match);

/* The same in all parts of a table that is built in: part(0), part(1) … up to one that is empty. */
void suffix_table_find_parts(struct slice (*part)(size_t), struct slice name,
                             struct suffix_match *match);

#endif
