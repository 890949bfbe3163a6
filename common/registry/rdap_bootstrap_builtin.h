/* SPDX-License-Identifier: MIT */
/*
 * The table of RDAP servers that is built in, in parts, for rdap_bootstrap only.
 */
#ifndef CHECK_SES_REGISTRY_RDAP_BOOTSTRAP_BUILTIN_H
#define CHECK_SES_REGISTRY_RDAP_BOOTSTRAP_BUILTIN_H

#include <stddef.h>

#include "base/slice.h"

/* Part `part`, from 0: whole lines as suffix_table wants them. Empty behind the last part. */
struct slice rdap_bootstrap_builtin(size_t part);

/* "2026-03-23": when IANA published it. Static storage. */
const char *rdap_bootstrap_builtin_date(void);

#endif
