/* SPDX-License-Identifier: MIT */
/*
 * The table of the built-in profiles. Inside of profile.
 */
#ifndef CHECK_SES_PROVIDER_PROFILE_BUILTIN_H
#define CHECK_SES_PROVIDER_PROFILE_BUILTIN_H

#include <stddef.h>

#include "provider/profile.h"

/* In the order of --profile list: the default one first, "none" last. */
extern const struct profile profile_builtin[];
extern const size_t profile_builtin_count;

#endif
