/* SPDX-License-Identifier: MIT */
/*
 * The credentials that requests to Tencent's API are signed with. They live in one piece of memory
 * that is wiped at the end, and nowhere else: no text of an error holds any of them. Once there are
 * some, the process leaves no core dump.
 *
 * A file has the form of Tencent's SDKs: lines `secret_id = …`, `secret_key = …` and, for temporary
 * ones, `token = …` in the section [default]; other sections and names are passed over. Lines that
 * begin with `#` or `;` are comments, ends of lines may be CR LF, blanks around names and values do
 * not count. It has to be a regular file that only its owner can read and write, the owner being
 * the user that runs or root. Without a file TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and
 * TENCENTCLOUD_TOKEN of the environment are taken, and wiped there; not in secure execution.
 *
 * The ini library is not used: it keeps copies of lines in memory that nobody wipes, and cuts them
 * at 200 octets, where a token is longer.
 */
#ifndef CHECK_SES_IO_CREDENTIALS_H
#define CHECK_SES_IO_CREDENTIALS_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

struct credentials;

/* The three texts; the token may be empty. Valid until credentials_destroy(). */
struct credentials_view {
    struct slice secret_id;
    struct slice secret_key;
    struct slice token;
};

/*
 * Reads the file, or with an empty `path` the environment. STATUS_BAD_INPUT with *ret_reason: a
 * sentence in `arena` that names the file or the variables, and what would be right.
 * STATUS_NO_MEMORY. Nothing is left behind then.
 */
MUST_CHECK enum status credentials_load(struct slice path, struct arena *arena,
                                        struct credentials **ret_credentials,
                                        struct slice *ret_reason);

struct credentials_view credentials_view(const struct credentials *credentials);

/* Wipes and frees them. NULL is accepted. */
void credentials_destroy(struct credentials *credentials);

#endif
