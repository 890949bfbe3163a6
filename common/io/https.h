/* SPDX-License-Identifier: MIT */
/*
 * HTTPS by way of the helper program check_ses_fetch, which alone links the libraries for it: they
 * cost more to load than everything else we do, and whatever happens in them, a crash or a hang, is
 * then one kind of reply, never the end of the run.
 *
 * Requests are begun, which never waits, and finished together in one poll loop; between the two
 * the helper works and the caller may do something else. It is started when the first request
 * needs it, and killed when it has not replied in time. Addresses are the caller's business: the
 * helper resolves no names, and a redirect is a reply, not a second request.
 *
 *   https_create → { https_begin …, https_finish } … → https_destroy
 */
#ifndef CHECK_SES_IO_HTTPS_H
#define CHECK_SES_IO_HTTPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "io/fetch_protocol.h"
#include "io/fetch_url.h"

#define HTTPS_REDIRECTS_MAXIMUM 3
#define HTTPS_STARTS_MAXIMUM 3 /* a helper that was lost is replaced, but not for ever */

struct https;

/*
 * `ca_path`: the only certificates to be trusted, a PEM file or a folder with hashed names; empty:
 * those of the system. The text has to outlive the object. Starts nothing. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status https_create(struct slice ca_path, struct https **ret_https);

/* Kills the helper if it runs. NULL is accepted. */
void https_destroy(struct https *https);

/*
 * Sends one request, without waiting: what the helper does not take at once is sent by
 * https_finish(). The client sets `id` and `ca_path` itself; everything is copied. What comes of it
 * is in the reply: a request that is refused, a deadline that has passed or a helper that cannot be
 * started is no status. STATUS_TOO_LONG: FETCH_IN_FLIGHT requests are begun already;
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status https_begin(struct https *https, const struct fetch_request *request);

/*
 * Waits for the replies to all `count` requests begun since the last call, in their order; texts
 * are in `arena`. Every reply is filled. It ends when all have come or at `deadline_ns` (monotonic
 * clock); no request is waited for longer than its own deadline. What is open then is TIMEOUT when
 * its own deadline has not come, and HELPER_SILENT when it has: the helper, which is told a
 * slightly earlier one, should have said so itself. After that the helper is killed.
 * STATUS_NO_MEMORY; STATUS_INTERNAL: another number of requests was begun.
 */
MUST_CHECK enum status https_finish(struct https *https, int64_t deadline_ns, struct arena *arena,
                                    struct fetch_reply *replies, size_t count);

/*
 * Whether a REDIRECT may be followed, being the `count`-th in a row (1: the first), and where to:
 * *ret_url lies within the reply's location. https only, whatever the first URL was.
 * STATUS_BAD_INPUT with *ret_reason, a sentence part such as "it is the fourth redirect in a row",
 * in static storage.
 */
MUST_CHECK enum status https_redirect(const struct fetch_reply *reply, unsigned count,
                                      struct fetch_url *ret_url, const char **ret_reason);

#endif
