/* SPDX-License-Identifier: MIT */
/*
 * Questions answered from zone files, without a network: as the resolver would (RA set) and as each
 * directly asked server (AA set, referrals at delegations). Either follows chains through all
 * files.
 *
 * The file with the longest matching origin answers (DS records: the one above); names outside all
 * files are SERVFAIL, for the resolver also names below a delegation to a zone without a file and
 * chains that leave the files. Wildcards (RFC 4592), empty non-terminals, delegation cuts, CNAME
 * and DNAME as an authoritative server does (RFC 1034 4.3.2); records beside a CNAME are hidden by
 * it. Replies are made as messages and go through the codec like any other. `tries` and the count
 * of messages are as if one message had been sent for each question.
 */
#ifndef CHECK_SES_IO_ZONEFILE_H
#define CHECK_SES_IO_ZONEFILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "io/source.h"

/*
 * Reads the files. STATUS_BAD_INPUT or STATUS_IO with *ret_reason: file, line and what is wrong
 * (in `arena`); STATUS_NO_MEMORY. Every file needs one SOA record, and $ORIGIN unless all its names
 * have their final dot; $INCLUDE and $GENERATE are refused. The source keeps memory of its own
 * until it is closed.
 */
MUST_CHECK enum status zonefile_create(const struct slice *paths, size_t count, struct arena *arena,
                                       struct source *ret_source, struct slice *ret_reason);

#endif
