/* SPDX-License-Identifier: MIT */
/*
 * 1. Each --extra-opts names a section and a file. 2. Of the file only that section's lines are
 * kept, each at its line number, without blanks in front (to the ini library an indented line
 * continues the one before); a flag alone gets the "=" that the library wants. 3. The library
 * splits them; each becomes an argument.
 */
#define _GNU_SOURCE /* NOLINT: secure_getenv */
#include "io/extra_opts.h"

#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "io/file.h"

#define FIRST_CAPACITY 16
#define LINE_MAXIMUM (INI_MAX_LINE - 3) /* longer ones the library would take for two */

struct list {
    struct arena *arena;
    char **values;
    size_t count;
    size_t capacity;
};

/* One file under work. */
struct reading {
    struct extra_opts *context;
    struct slice path;
    struct list *list;
    enum status status;
    struct slice problem; /* of the first bad line */
};

static const char *const file_names[] = {
    "plugins.ini",
    "nagios-plugins.ini",
    "monitoring-plugins.ini",
};

static const char *const default_files[] = {
    "/etc/nagios/plugins.ini",
    "/usr/local/nagios/etc/plugins.ini",
    "/usr/local/etc/nagios/plugins.ini",
    "/etc/opt/nagios/plugins.ini",
    "/etc/nagios-plugins.ini",
    "/usr/local/etc/nagios-plugins.ini",
    "/etc/opt/nagios-plugins.ini",
    "/etc/monitoring-plugins.ini",
    "/etc/monitoring-plugins/monitoring-plugins.ini",
    "/usr/local/etc/monitoring-plugins.ini",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- a growing command line ------------------------------------------------------------------- */

static enum status list_add(struct list *list, char *value)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? FIRST_CAPACITY : list->capacity * 2;
        char **values = arena_alloc_array(list->arena, capacity, sizeof *values);

        if (values == NULL) {
            return STATUS_NO_MEMORY;
        }
        if (list->count > 0) {
            memcpy(values, list->values, list->count * sizeof *values);
        }
        list->values = values;
        list->capacity = capacity;
    }
    list->values[list->count] = value;
    list->count++;
    return STATUS_OK;
}

/* Adds `text` as an argument. Slices of the arena end in a NUL that is not counted. */
static enum status list_add_text(struct list *list, struct slice text)
{
    char *value = arena_alloc(list->arena, text.length + 1);

    if (value == NULL) {
        return STATUS_NO_MEMORY;
    }
    memcpy(value, text.data, text.length);
    return list_add(list, value);
}

/* --- lines to arguments ----------------------------------------------------------------------- */

static const struct option *find_option(const struct option_set *set, struct slice key)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t j = 0; j < set->tables[i].count; j++) {
            const struct option *option = &set->tables[i].options[j];

            if (key.length == 1 ? option->letter == key.data[0]
                                : slice_equal(key, slice_of(option->name))) {
                return option;
            }
        }
    }
    return NULL;
}

/* Adds the arguments of one line; false with reading->problem or reading->status when it cannot. */
static bool add_line(struct reading *reading, struct slice key, struct slice value)
{
    struct arena *arena = reading->context->arena;
    const struct option *option = find_option(reading->context->set, key);

    if (option == NULL) {
        reading->problem = arena_printf(arena, "there is no option \"%.*s\"", SLICE_ARGS(key));
        return false;
    }
    if (value.length > 0 && option->argument == NULL) {
        reading->problem = arena_printf(arena, "%.*s takes no value: write \"%.*s =\"",
                                        SLICE_ARGS(key), SLICE_ARGS(key));
        return false;
    }
    /* A needed value is always attached, empty too, so that nothing behind it is taken for it. */
    if (option->argument == NULL || (option->optional_value && value.length == 0)) {
        reading->status = list_add_text(reading->list, arena_printf(arena, "--%s", option->name));
    } else {
        reading->status = list_add_text(
            reading->list, arena_printf(arena, "--%s=%.*s", option->name, SLICE_ARGS(value)));
    }
    return reading->status == STATUS_OK;
}

static int take_line(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;

    (void)section;
    if (reading->status != STATUS_OK || reading->problem.length > 0) {
        return 1;
    }
    return add_line(reading, slice_of(name), slice_of(value)) ? 1 : 0;
}

static enum status complain(struct reading *reading, size_t line, struct slice problem)
{
    reading->context->reason = arena_printf(reading->context->arena, "--extra-opts: %.*s:%zu: %.*s",
                                            SLICE_ARGS(reading->path), line, SLICE_ARGS(problem));
    return STATUS_BAD_INPUT;
}

/* --- the section of a file -------------------------------------------------------------------- */

/* Whether a line (without blanks around it) opens the section. */
static bool opens_section(struct slice line, struct slice section)
{
    size_t end = slice_find(line, ']');

    return end < line.length &&
           slice_equal(slice_trim(slice_head(slice_from(line, 1), end - 1)), section);
}

/* Whether a line is a name alone. */
static bool is_bare(struct slice line)
{
    bool skipped =
        line.length == 0 || line.data[0] == '#' || line.data[0] == ';' || line.data[0] == '[';

    return !skipped && slice_find(line, '=') == line.length && slice_find(line, ':') == line.length;
}

/* What is wrong with a line of the section; empty: nothing. */
static struct slice line_problem(const struct reading *reading, struct slice line)
{
    const struct option *option = is_bare(line) ? find_option(reading->context->set, line) : NULL;

    if (line.length > LINE_MAXIMUM) {
        return SLICE("the line is too long, 197 octets at most");
    }
    if (is_bare(line) &&
        (option == NULL || (option->argument != NULL && !option->optional_value))) {
        return SLICE("a line is NAME = VALUE");
    }
    return slice_empty();
}

/*
 * Copies the section's lines to `out`, at most twice as long, and leaves the others empty.
 * STATUS_BAD_INPUT: a line that the library would not take; STATUS_NOT_FOUND: there is no such
 * section.
 */
static enum status keep_section(struct reading *reading, struct slice text, struct slice section,
                                char *out)
{
    enum status status = STATUS_NOT_FOUND;
    bool inside = false;
    struct slice line;
    size_t number = 0;

    while (slice_split(&text, '\n', &line)) {
        line = slice_trim(line);
        number++;
        if (line.length > 0 && line.data[0] == '[') {
            inside = opens_section(line, section);
            status = inside ? STATUS_OK : status;
        }
        if (inside) {
            struct slice problem = line_problem(reading, line);

            if (problem.length > 0) {
                return complain(reading, number, problem);
            }
            memcpy(out, line.data, line.length);
            out += line.length;
            if (is_bare(line)) {
                *out = '=';
                out++;
            }
        }
        *out = '\n';
        out++;
    }
    *out = '\0';
    return status;
}

/* Adds the options of one section. STATUS_NOT_FOUND: the file has no such section. */
static enum status read_section(struct reading *reading, struct slice text, struct slice section)
{
    char *lines = arena_alloc(reading->context->arena, 2 * text.length + 2);
    enum status status;
    int bad_line;

    if (lines == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (slice_find(text, '\0') < text.length) {
        return complain(reading, 1, SLICE("this is no text file"));
    }
    status = keep_section(reading, slice_without_mark(text), section, lines);
    if (status != STATUS_OK) {
        return status;
    }
    bad_line = ini_parse_string(lines, take_line, reading);
    if (reading->status != STATUS_OK || bad_line < 0) {
        return STATUS_NO_MEMORY;
    }
    if (bad_line > 0) {
        return complain(reading, (size_t)bad_line, reading->problem);
    }
    return STATUS_OK;
}

/* --- which file, which section ---------------------------------------------------------------- */

static bool is_readable(struct slice path)
{
    return path.length > 0 && access(path.data, R_OK) == 0;
}

/* The first file that there is; empty: none. */
static struct slice default_file(struct arena *arena)
{
    struct slice folders = slice_of(secure_getenv("NAGIOS_CONFIG_PATH"));
    struct slice folder;

    while (slice_split(&folders, ':', &folder)) {
        for (size_t i = 0; i < COUNT(file_names) && folder.length > 0; i++) {
            struct slice path = arena_printf(arena, "%.*s/%s", SLICE_ARGS(folder), file_names[i]);

            if (is_readable(path)) {
                return path;
            }
        }
    }
    for (size_t i = 0; i < COUNT(default_files); i++) {
        if (is_readable(slice_of(default_files[i]))) {
            return slice_of(default_files[i]);
        }
    }
    return slice_empty();
}

static enum status refuse_file(struct extra_opts *context, struct slice path, enum status status)
{
    const char *why = status == STATUS_IO ? strerror(errno) : status_text(status);

    if (status == STATUS_NO_MEMORY) {
        return status;
    }
    context->reason =
        arena_printf(context->arena, "--extra-opts: cannot read %.*s: %s", SLICE_ARGS(path), why);
    return STATUS_BAD_INPUT;
}

static enum status refuse_section(struct extra_opts *context, struct slice section,
                                  struct slice path)
{
    if (path.length == 0) {
        context->reason = arena_printf(context->arena,
                                       "--extra-opts: there is no file for the section [%.*s]: "
                                       "name it, as in %.*s@/etc/nagios/plugins.ini",
                                       SLICE_ARGS(section), SLICE_ARGS(section));
    } else {
        context->reason = arena_printf(context->arena, "--extra-opts: %.*s has no section [%.*s]",
                                       SLICE_ARGS(path), SLICE_ARGS(section));
    }
    return STATUS_BAD_INPUT;
}

/* Adds what one --extra-opts stands for. */
static enum status expand_one(struct extra_opts *context, struct slice value, struct list *list)
{
    size_t at = slice_find(value, '@');
    struct slice section = slice_head(value, at);
    bool named_section = section.length > 0;
    struct reading reading = { .context = context, .list = list };
    struct slice text = slice_empty();
    enum status status;

    section = named_section ? section : slice_of(context->section);
    reading.path = at < value.length ? arena_copy(context->arena, slice_from(value, at + 1))
                                     : default_file(context->arena);
    if (reading.path.length == 0 && at == value.length) {
        return named_section ? refuse_section(context, section, reading.path) : STATUS_OK;
    }
    status = file_read(reading.path.data, LIMIT_FILE, context->arena, &text);
    if (status != STATUS_OK) {
        return refuse_file(context, reading.path, status);
    }
    status = read_section(&reading, text, section);
    if (status == STATUS_NOT_FOUND) {
        return named_section ? refuse_section(context, section, reading.path) : STATUS_OK;
    }
    return status;
}

/* --- the command line ------------------------------------------------------------------------- */

/*
 * Whether the argument at *at is --extra-opts; then *ret_value is its value and *at its last
 * argument. Unlike other optional values this one may stand apart, as the Monitoring Plugins have
 * it.
 */
static bool is_extra_opts(const struct arguments *given, int *at, struct slice *ret_value)
{
    static const struct slice name = { "--extra-opts", sizeof "--extra-opts" - 1 };
    struct slice argument = slice_of(given->values[*at]);
    struct slice rest = slice_from(argument, name.length);

    if (!slice_starts_with(argument, name) || (rest.length > 0 && rest.data[0] != '=')) {
        return false;
    }
    *ret_value = rest.length > 0 ? slice_from(rest, 1) : slice_empty();
    if (rest.length == 0 && *at + 1 < given->count && given->values[*at + 1][0] != '-') {
        (*at)++;
        *ret_value = slice_of(given->values[*at]);
    }
    return true;
}

static bool ends_options(const char *argument)
{
    return strcmp(argument, "--") == 0;
}

static bool has_extra_opts(const struct arguments *given)
{
    for (int i = 1; i < given->count && !ends_options(given->values[i]); i++) {
        struct slice value;

        if (is_extra_opts(given, &i, &value)) {
            return true;
        }
    }
    return false;
}

/* Adds the arguments themselves without --extra-opts, or what the --extra-opts among them stand
 * for. */
static enum status add_arguments(struct extra_opts *context, const struct arguments *given,
                                 bool expand, struct list *list)
{
    enum status status = STATUS_OK;
    bool options = true;

    for (int i = 1; i < given->count && status == STATUS_OK; i++) {
        struct slice value;

        options = options && !ends_options(given->values[i]);
        if (options && is_extra_opts(given, &i, &value)) {
            status = expand ? expand_one(context, value, list) : STATUS_OK;
        } else if (!expand) {
            status = list_add(list, given->values[i]);
        }
    }
    return status;
}

enum status extra_opts_expand(struct extra_opts *context, const struct arguments *given,
                              struct arguments *ret_arguments)
{
    struct list list = { .arena = context->arena };
    enum status status;

    if (!has_extra_opts(given)) {
        *ret_arguments = *given;
        return STATUS_OK;
    }
    status = list_add(&list, given->values[0]);
    if (status == STATUS_OK) {
        status = add_arguments(context, given, true, &list);
    }
    if (status == STATUS_OK) {
        status = add_arguments(context, given, false, &list);
    }
    if (status == STATUS_OK) {
        status = list_add(&list, NULL);
    }
    if (status == STATUS_OK) {
        *ret_arguments = (struct arguments){ (int)list.count - 1, list.values };
    }
    return status;
}
