/* SPDX-License-Identifier: MIT */
/* The option tables as text: --help, and the list for completion and the manual's test. */
#include "base/wrap.h"
#include "cli/options.h"

#define HELP_COLUMN 30
#define INDENT 2

/* Whether a group has a row before table `table`, row `row`: it is written already. */
static bool group_is_written(const struct option_set *set, size_t table, size_t row)
{
    struct slice group = slice_of(set->tables[table].options[row].group);

    for (size_t t = 0; t <= table; t++) {
        size_t count = t < table ? set->tables[t].count : row;

        for (size_t i = 0; i < count; i++) {
            if (slice_equal(slice_of(set->tables[t].options[i].group), group)) {
                return true;
            }
        }
    }
    return false;
}

/* "-d, --domain NAME", "    --help[=TOPIC]". */
static void write_names(const struct option *option, struct buf *buf)
{
    if (option->letter != '\0') {
        buf_printf(buf, "-%c, ", option->letter);
    } else {
        wrap_write_blanks(4, buf);
    }
    buf_printf(buf, "--%s", option->name);
    if (option->argument != NULL) {
        buf_printf(buf, option->optional_value ? "[=%s]" : " %s", option->argument);
    }
}

static void write_row(const struct option *option, struct buf *buf)
{
    size_t start = buf_slice(buf).length;
    size_t column;

    wrap_write_blanks(INDENT, buf);
    write_names(option, buf);
    column = buf_slice(buf).length - start;
    if (column + 2 > HELP_COLUMN) {
        buf_add_octet(buf, '\n');
        column = 0;
    }
    wrap_write_blanks(HELP_COLUMN - column, buf);
    wrap_write(slice_of(option->help), HELP_COLUMN, HELP_COLUMN, buf);
}

/* Heading and rows of one group, over all tables. */
static void write_group(const struct option_set *set, const char *group, struct buf *buf)
{
    buf_printf(buf, "\n%s:\n", group);
    for (size_t t = 0; t < set->count; t++) {
        for (size_t i = 0; i < set->tables[t].count; i++) {
            const struct option *option = &set->tables[t].options[i];

            if (slice_equal(slice_of(option->group), slice_of(group))) {
                write_row(option, buf);
            }
        }
    }
}

void options_write_help(const struct option_set *set, const char *program, const char *purpose,
                        struct buf *buf)
{
    buf_printf(buf, "Usage: %s [OPTION]...\n", program);
    wrap_write(slice_of(purpose), 0, 0, buf);
    for (size_t t = 0; t < set->count; t++) {
        for (size_t i = 0; i < set->tables[t].count; i++) {
            if (!group_is_written(set, t, i)) {
                write_group(set, set->tables[t].options[i].group, buf);
            }
        }
    }
}
