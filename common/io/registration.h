/* SPDX-License-Identifier: MIT */
/*
 * Registration data from the registries: which server, whether it may be asked, the question, the
 * reading, and the cache around it all.
 */
#ifndef CHECK_SES_IO_REGISTRATION_H
#define CHECK_SES_IO_REGISTRATION_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "facts/config.h"
#include "io/source.h"
#include "registry/rdap_bootstrap.h"

struct registry_options {
    const struct config *config;
    const struct rdap_bootstrap *bootstrap; /* of --rdap-bootstrap; NULL: the tables' or built in */
    const char *const *table_folders;       /* as registry_tables_read() takes them */
    struct slice named_cache;               /* $CHECK_SES_CACHE_DIR */
    struct slice user_cache;                /* $XDG_CACHE_HOME */
    int64_t deadline_ns;                    /* of the run */
};

/* The registries themselves. `arena` outlives the source. STATUS_NO_MEMORY. */
MUST_CHECK enum status registry_create(const struct registry_options *options, struct arena *arena,
                                       struct registry_source *ret_source);

/*
 * A file in their place: RDAP JSON answers questions by RDAP, anything else those by WHOIS.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status registry_file_create(struct slice text, struct slice name,
                                            struct arena *arena,
                                            struct registry_source *ret_source);

#endif
