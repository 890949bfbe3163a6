/* SPDX-License-Identifier: MIT */
/*
 * Which certificates a TLS server is judged by.
 *
 * A folder with hashed names is looked into for the one that is needed; a bundle is read whole,
 * which costs thirty times all the rest of a request. So a bundle is the last choice.
 */
#ifndef CHECK_SES_IO_FETCH_TRUST_H
#define CHECK_SES_IO_FETCH_TRUST_H

/* One of the two, or none: then nobody is trusted. */
struct fetch_trust {
    const char *folder; /* with names such as "1a2b3c4d.0" */
    const char *file;   /* PEM */
};

/*
 * `path` not empty: that folder or file, and nothing else. Otherwise the system's: a folder with
 * hashed names, first `folder`, then where systems keep them; without one the bundle, first `file`.
 * Both are what the library was built with and may be NULL. The texts live as long as the
 * parameters.
 */
struct fetch_trust fetch_trust_choose(const char *path, const char *folder, const char *file);

#endif
