/* SPDX-License-Identifier: MIT */
/*
 * Parsing the command line.
 *
 * getopt is not used: it keeps its place in file-scope variables, prints by itself, and knows
 * nothing of tables.
 */
#include "cli/options.h"

#include <stdarg.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define HINT " (see --help)"
#define QUOTED_MAXIMUM 60 /* octets of a user's word that are repeated in a reason */

struct parser {
    const struct option_set *set;
    char *const *argv;
    int argc;
    int at; /* the next argument */
    struct option_context context;
    char *target; /* of the caller; the context's is a part of it */
};

/* --- reasons
 * -------------------------------------------------------------------------------------- */

/* The part of a user's word that is repeated, and whether it was cut. */
static struct slice shorten(struct slice word, const char **ret_dots)
{
    struct slice head = slice_head(word, utf8_cut(word, QUOTED_MAXIMUM));

    *ret_dots = head.length < word.length ? "..." : "";
    return head;
}

enum status option_refuse(struct option_context *context, const char *expected, struct slice value)
{
    const char *dots;
    struct slice head = shorten(value, &dots);

    context->reason =
        arena_printf(context->arena, "%s, not \"%.*s%s\"", expected, SLICE_ARGS(head), dots);
    return arena_failed(context->arena) ? STATUS_NO_MEMORY : STATUS_BAD_INPUT;
}

/* The reason `"WORD" AFTER`. */
static enum status refuse_word(struct parser *parser, struct slice word, const char *after)
{
    const char *dots;
    struct slice head = shorten(word, &dots);

    parser->context.reason =
        arena_printf(parser->context.arena, "\"%.*s%s\" %s", SLICE_ARGS(head), dots, after);
    return STATUS_BAD_INPUT;
}

/* The reason `--NAME AFTER`. */
static enum status refuse_option(struct parser *parser, const struct option *option,
                                 const char *after)
{
    parser->context.reason = arena_printf(parser->context.arena, "--%s %s", option->name, after);
    return STATUS_BAD_INPUT;
}

/* --- finding rows
 * --------------------------------------------------------------------------------- */

/* The next row after `*option` over all tables; NULL starts and ends. */
static const struct option *next_option(const struct option_set *set, size_t *table, size_t *row)
{
    while (*table < set->count) {
        const struct option_table *options = &set->tables[*table];

        if (*row < options->count) {
            return &options->options[(*row)++];
        }
        (*table)++;
        *row = 0;
    }
    return NULL;
}

static const struct option *find_letter(const struct option_set *set, char letter)
{
    const struct option *option;
    size_t table = 0;
    size_t row = 0;

    while ((option = next_option(set, &table, &row)) != NULL) {
        if (option->letter == letter) {
            return option;
        }
    }
    return NULL;
}

/* The option of a long name or of a prefix that fits one name only. */
static enum status find_name(struct parser *parser, struct slice word, struct slice name,
                             const struct option **ret_option)
{
    const struct option *option;
    const struct option *first = NULL;
    const struct option *second = NULL;
    size_t table = 0;
    size_t row = 0;

    while ((option = next_option(parser->set, &table, &row)) != NULL) {
        if (slice_equal(slice_of(option->name), name)) {
            *ret_option = option;
            return STATUS_OK;
        }
        if (slice_starts_with(slice_of(option->name), name)) {
            second = first != NULL && second == NULL ? option : second;
            first = first == NULL ? option : first;
        }
    }
    if (first == NULL || name.length == 0) {
        return refuse_word(parser, word, "is no option of this plugin");
    }
    if (second != NULL) {
        struct slice after =
            arena_printf(parser->context.arena, "can mean --%s or --%s", first->name, second->name);

        return refuse_word(parser, word, after.data);
    }
    *ret_option = first;
    return STATUS_OK;
}

/* --- parsing
 * -------------------------------------------------------------------------------------- */

/* Where the table of a row has its part of the target. */
static size_t offset_of(const struct option_set *set, const struct option *option)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct option *first = set->tables[i].options;

        if (option >= first && option < first + set->tables[i].count) {
            return set->tables[i].offset;
        }
    }
    return 0;
}

static enum status apply(struct parser *parser, const struct option *option, struct slice value)
{
    enum status status;

    parser->context.reason = slice_empty();
    if (parser->target != NULL) {
        parser->context.target = parser->target + offset_of(parser->set, option);
    }
    status = option->apply(&parser->context, value);
    if (status == STATUS_BAD_INPUT && parser->context.reason.length == 0) {
        return refuse_option(parser, option, "does not take this value");
    }
    return status;
}

/* Takes the next argument as the value of `option`. */
static enum status apply_next(struct parser *parser, const struct option *option)
{
    struct slice after;

    if (parser->at < parser->argc) {
        return apply(parser, option, slice_of(parser->argv[parser->at++]));
    }
    after = arena_printf(parser->context.arena, "needs a value: --%s %s", option->name,
                         option->argument);
    return refuse_option(parser, option, after.data);
}

/* --name, --name=VALUE, --name VALUE. */
static enum status parse_long(struct parser *parser, struct slice word)
{
    struct slice text = slice_from(word, 2);
    size_t equals = slice_find(text, '=');
    struct slice name = slice_head(text, equals);
    const struct option *option = NULL;
    enum status status = find_name(parser, slice_head(word, name.length + 2), name, &option);

    if (status != STATUS_OK) {
        return status;
    }
    if (equals < text.length) {
        if (option->argument == NULL) {
            return refuse_option(parser, option, "takes no value");
        }
        return apply(parser, option, slice_from(text, equals + 1));
    }
    if (option->argument == NULL || option->optional_value) {
        return apply(parser, option, slice_empty());
    }
    return apply_next(parser, option);
}

/* -x, -xVALUE, -x VALUE, -xyz. */
static enum status parse_letters(struct parser *parser, struct slice word)
{
    for (size_t i = 1; i < word.length; i++) {
        const struct option *option = find_letter(parser->set, word.data[i]);
        enum status status;

        if (option == NULL) {
            struct slice letter = slice_make((char[]){ '-', word.data[i] }, 2);

            return refuse_word(parser, letter, "is no option of this plugin");
        }
        if (option->argument != NULL && !option->optional_value) {
            return i + 1 < word.length ? apply(parser, option, slice_from(word, i + 1))
                                       : apply_next(parser, option);
        }
        status = apply(parser, option, slice_empty());
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status parse_word(struct parser *parser, bool *ended)
{
    struct slice word = slice_of(parser->argv[parser->at++]);

    if (*ended || word.length < 2 || word.data[0] != '-') {
        return refuse_word(parser, word, "stands alone: a value belongs behind its option");
    }
    if (slice_equal(word, SLICE("--"))) {
        *ended = true;
        return STATUS_OK;
    }
    return word.data[1] == '-' ? parse_long(parser, word) : parse_letters(parser, word);
}

/* Whether every argument is short enough to be looked at. */
static enum status check_lengths(struct parser *parser)
{
    for (int i = 1; i < parser->argc; i++) {
        size_t length = strlen(parser->argv[i]);

        if (length > LIMIT_ARGUMENT) {
            struct slice after =
                arena_printf(parser->context.arena, "has %zu octets; an argument has %d at most",
                             length, LIMIT_ARGUMENT);

            return refuse_word(parser, slice_make(parser->argv[i], length), after.data);
        }
    }
    return STATUS_OK;
}

enum status options_parse(const struct option_set *set, int argc, char *const argv[],
                          struct option_context *context)
{
    struct parser parser = { .set = set,
                             .argv = argv,
                             .argc = argc,
                             .at = 1,
                             .context = *context,
                             .target = context->target };
    enum status status = check_lengths(&parser);
    bool ended = false;

    while (status == STATUS_OK && parser.at < argc) {
        status = parse_word(&parser, &ended);
    }
    if (arena_failed(context->arena)) {
        return STATUS_NO_MEMORY;
    }
    if (status == STATUS_BAD_INPUT) {
        struct slice reason = parser.context.reason;
        bool hinted = slice_ends_with(reason, SLICE(HINT));

        context->reason =
            arena_printf(context->arena, "%.*s%s", SLICE_ARGS(reason), hinted ? "" : HINT);
        return arena_failed(context->arena) ? STATUS_NO_MEMORY : status;
    }
    return status;
}
