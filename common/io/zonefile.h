/* SPDX-License-Identifier: MIT */
/*
 * Questions answered from zone files, without a network: as the resolver would (RA set) and as each
 * directly asked server (AA set, referrals at delegations).
 *
 * The resolver: The file with the longest matching origin answers (DS records: the one above). But
 * when the file of a zone above is there, too, without a delegation to it and with a name server
 * that is not one of its own, then what that file says holds: NXDOMAIN, or NODATA where addresses
 * of name servers are left below the name. So is a domain on hold: its file is seen only by those
 * who ask its servers. SERVFAIL are names outside all files, names below a delegation to a zone
 * without a file, and chains that leave the files.
 *
 * A server: The files tell where each zone is served: by the servers that the NS records of its own
 * origin name, at their A and AAAA records in any of the files. A server answers from its zones,
 * from the longest matching origin, and REFUSED for names in none of them. One that serves no zone,
 * as far as the files tell, has them all.
 *
 * Wildcards (RFC 4592), empty non-terminals, delegation cuts, CNAME and DNAME as an authoritative
 * server does (RFC 1034 4.3.2); records beside a CNAME are hidden by it. CD changes nothing.
 * Replies are made as messages and go through the codec like any other. `tries` and the count of
 * messages are as if one message had been sent for each question.
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
