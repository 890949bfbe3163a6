/* SPDX-License-Identifier: MIT */
/*
 * The command line as a table. One row is one option; the parser, `--help` and the documentation
 * test all read the same row, so they cannot drift apart.
 */
#ifndef CHECK_SES_CLI_OPTIONS_H
#define CHECK_SES_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"

struct option_context {
    struct arena *arena;
    void *target;        /* the configuration that the row writes to */
    struct slice reason; /* filled by apply on failure: what would be right */
    /*
     * For rows that take a file: its text, at most `maximum` octets. Errors are those of the reader
     * (io's file_read): STATUS_IO, STATUS_TOO_LONG, STATUS_NO_MEMORY.
     */
    enum status (*read_file)(const char *path, size_t maximum, struct arena *arena,
                             struct slice *ret_text);
};

struct option {
    char letter;          /* 0: none */
    const char *name;     /* "domain" for --domain */
    const char *argument; /* "NAME" as shown in --help; NULL: takes no value */
    bool optional_value;  /* the value may be left out (only as --name=VALUE when given) */
    const char *group;    /* heading in --help */
    const char *help;     /* one or two lines */
    bool repeatable;      /* documentation only: apply decides what a second time means */
    /* Takes the value (empty when there is none). STATUS_BAD_INPUT with context->reason set. */
    enum status (*apply)(struct option_context *context, struct slice value);
};

/*
 * For apply: sets the reason `EXPECTED, not "VALUE"` (a long value is cut) and returns
 * STATUS_BAD_INPUT, or STATUS_NO_MEMORY. `expected` is a sentence's beginning that names the option
 * and what it takes: "--ip takes an IPv4 or IPv6 address".
 */
MUST_CHECK enum status option_refuse(struct option_context *context, const char *expected,
                                     struct slice value);

/* Tables are handed over as a list, so that plugins share the common ones. */
struct option_table {
    const struct option *options;
    size_t count;
    size_t offset; /* of what its rows write to, within the context's target */
};

struct option_set {
    const struct option_table *tables;
    size_t count;
};

/*
 * Parses argv[1..]: -x VALUE, -xVALUE, bundled flags (-vv), --name VALUE, --name=VALUE,
 * unambiguous prefixes of long names, `--` ends the options. Each option is applied in order to
 * the context's target. A word that is no option, an unknown or ambiguous option, a missing or
 * superfluous value, an argument longer than LIMIT_ARGUMENT: STATUS_BAD_INPUT with context->reason,
 * one sentence that names the option and says what is right, ending in " (see --help)".
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status options_parse(const struct option_set *set, int argc, char *const argv[],
                                     struct option_context *context);

/* Writes usage line, groups and options, wrapped at 80 columns. */
void options_write_help(const struct option_set *set, const char *program, const char *purpose,
                        struct buf *buf);

#endif
