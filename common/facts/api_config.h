/* SPDX-License-Identifier: MIT */
/*
 * Whether Tencent's APIs are asked, where, and with whose credentials: what the user said, as a
 * value. The credentials themselves are nowhere in it.
 */
#ifndef CHECK_SES_FACTS_API_CONFIG_H
#define CHECK_SES_FACTS_API_CONFIG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "cli/options.h"
#include "provider/api_action.h"

/* Where a domain is looked for without --ses-region: the region that the vendor's documentation of
 * the host ses.tencentcloudapi.com names first. It follows from no host. */
#define API_REGION_DEFAULT "ap-guangzhou"

struct api_config {
    bool is_asked;                             /* --ses-api */
    struct slice credentials;                  /* a file name; empty: the environment */
    struct slice region;                       /* empty: not given */
    struct slice endpoints[API_SERVICE_COUNT]; /* URLs; empty: not given */
    bool has_endpoints;
};

/* The rows --ses-api, --ses-credentials, --ses-endpoint and --ses-region; they write to a struct
 * api_config. */
extern const struct option_table api_option_table;

/* What does not fit together. STATUS_BAD_INPUT with *ret_reason. */
MUST_CHECK enum status api_config_complete(const struct api_config *config,
                                           struct slice *ret_reason);

/*
 * Where a service is asked: "https://ses.tencentcloudapi.com/", or what --ses-endpoint says. Empty:
 * it is not, for endpoints were given and none for it. In `arena` or static.
 */
struct slice api_config_endpoint(const struct api_config *config, enum api_service service,
                                 struct arena *arena);

/* The region, given or not. */
struct slice api_config_region(const struct api_config *config);

#endif
