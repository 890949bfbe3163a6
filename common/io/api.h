/* SPDX-License-Identifier: MIT */
/*
 * Tencent's APIs as a source of facts: each action is one signed request over HTTPS, asked once.
 * Redirects are not followed: whoever is behind one would get a request with a signature.
 */
#ifndef CHECK_SES_IO_API_H
#define CHECK_SES_IO_API_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "facts/api_config.h"
#include "facts/config.h"
#include "io/source.h"

struct api_options {
    const struct api_config *api;
    const struct config *config;
    struct source *dns; /* finds the addresses of hosts */
};

/*
 * The APIs, with the credentials loaded; nothing is asked before begin(). `arena` outlives the
 * source. STATUS_BAD_INPUT with *ret_reason: the credentials or an endpoint cannot be used.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status api_create(const struct api_options *options, struct arena *arena,
                                  struct api_source *ret_source, struct slice *ret_reason);

#endif
