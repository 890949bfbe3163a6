/* SPDX-License-Identifier: MIT */
/*
 * Unpredictable numbers for message ids, straight from the kernel: a few octets a run do not
 * justify starting up a cryptographic library.
 */
#ifndef CHECK_SES_IO_RANDOM_H
#define CHECK_SES_IO_RANDOM_H

#include <stddef.h>

#include "base/status.h"

/* Fills `size` octets. STATUS_IO. */
MUST_CHECK enum status random_fill(void *octets, size_t size);

#endif
