/* SPDX-License-Identifier: MIT */
/*
 * --extra-opts[=[SECTION][@FILE]] of the Monitoring Plugins: options kept in an ini file.
 *
 * The section's lines `name = value` become --name=value in front of the other arguments, so that
 * the command line has the last word; a name of one letter becomes -x. Without SECTION it is the
 * plugin's name. Without FILE the first of these that exists: plugins.ini, nagios-plugins.ini and
 * monitoring-plugins.ini in the folders of $NAGIOS_CONFIG_PATH, then the usual places in /etc.
 * Lines begin with `#` or `;` when they are comments; ` ;` begins one behind a value. Sections of
 * other plugins are not looked into.
 */
#ifndef CHECK_SES_IO_EXTRA_OPTS_H
#define CHECK_SES_IO_EXTRA_OPTS_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "cli/options.h"

/* A command line: values[0] is the program, values[count] is NULL. */
struct arguments {
    int count;
    char **values;
};

struct extra_opts {
    const struct option_set *set; /* the options that there are: which of them take a value */
    const char *section;          /* the default section: the plugin's name */
    struct arena *arena;
    struct slice reason; /* filled on failure: a sentence for the user */
};

/*
 * Replaces every --extra-opts of `given` by what it stands for; without one *ret_arguments is
 * `given`. STATUS_BAD_INPUT with context->reason (file and line): a named file that cannot be read,
 * a named section that is not there, a line that is no option. No default file, or no default
 * section in it, is nothing to complain about. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status extra_opts_expand(struct extra_opts *context, const struct arguments *given,
                                         struct arguments *ret_arguments);

#endif
