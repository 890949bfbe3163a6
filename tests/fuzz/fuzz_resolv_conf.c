/* SPDX-License-Identifier: MIT */
/* resolv.conf with any octets: never without a server, every number within its bounds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/slice.h"
#include "io/resolv_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct resolv_conf conf;

    resolv_conf_parse(slice_make((const char *)data, size), &conf);
    demand(conf.server_count >= 1 && conf.server_count <= LIMIT_SERVERS);
    for (size_t i = 0; i < conf.server_count; i++) {
        demand(conf.servers[i].address.family != ADDRESS_FAMILY_NONE && conf.servers[i].port == 53);
    }
    demand(conf.has_timeout ? conf.timeout_ms >= 1000 && conf.timeout_ms <= 30000
                            : conf.timeout_ms == 0);
    demand(conf.has_attempts ? conf.attempts >= 1 && conf.attempts <= 5 : conf.attempts == 0);
    return 0;
}
