/* SPDX-License-Identifier: MIT */
/*
 * The table of WHOIS servers that is built in, in parts, for whois_server only.
 */
#ifndef CHECK_SES_REGISTRY_WHOIS_SERVER_BUILTIN_H
#define CHECK_SES_REGISTRY_WHOIS_SERVER_BUILTIN_H

#include <stddef.h>

#include "base/slice.h"

/* Part `part`, from 0: whole lines as suffix_table wants them. Empty behind the last part. */
struct slice whois_server_builtin(size_t part);

#endif
