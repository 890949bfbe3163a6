/* SPDX-License-Identifier: MIT */
/*
 * resolv.conf(5): nameserver lines and the options timeout, attempts and rotate. Search lists and
 * ndots are read over: a sender domain is always complete.
 */
#ifndef CHECK_SES_IO_RESOLV_CONF_H
#define CHECK_SES_IO_RESOLV_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/slice.h"
#include "dns/address.h"

struct resolv_conf {
    struct endpoint servers[LIMIT_SERVERS];
    size_t server_count; /* 127.0.0.1 when the file names none, as the C library does */
    bool has_timeout;
    uint32_t timeout_ms;
    bool has_attempts;
    unsigned attempts; /* rounds over all servers */
    bool rotate;
};

/* Reads the text of the file; lines it does not understand are skipped. Cannot fail. */
void resolv_conf_parse(struct slice text, struct resolv_conf *ret_conf);

#endif
