/* SPDX-License-Identifier: MIT */
/*
 * The texts of the cache's files: one JSON object each, bounded. What cannot be read exactly is
 * damaged, and a damaged file is as good as none.
 */
#ifndef CHECK_SES_IO_CACHE_TEXT_H
#define CHECK_SES_IO_CACHE_TEXT_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "io/cache_policy.h"
#include "registry/registration.h"

#define CACHE_TEXT_MAXIMUM ((size_t)16 * 1024)
#define CACHE_SCHEMA 1

/*
 * {"schema":1,"name":"example.com","registration":{…}}. STATUS_TOO_LONG: more than
 * CACHE_TEXT_MAXIMUM; STATUS_NO_MEMORY.
 */
MUST_CHECK enum status cache_text_write_entry(const struct dns_name *name,
                                              const struct registration *registration,
                                              struct arena *arena, struct slice *ret_text);

/*
 * STATUS_BAD_INPUT: damaged, of another schema, of another name, without a source or a `read_at`,
 * or neither reading nor failure. `cached` is set. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status cache_text_read_entry(struct slice text, const struct dns_name *name,
                                             struct arena *arena,
                                             struct registration *ret_registration);

/*
 * {"schema":1,"file":"server-rdap.example.json","asked":"1764115200 0 0 1 2","refused_at":…,
 * "refused_for_s":…}: the file's own name, which stands for the server; the first question in
 * seconds since 1970, each further one in seconds since the one before. Without questions "asked"
 * is empty, without a refusal its members are missing. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status cache_text_write_manners(struct slice file,
                                                const struct cache_manners *manners,
                                                struct arena *arena, struct slice *ret_text);

/* STATUS_BAD_INPUT: damaged, of another schema or file, numbers out of range. STATUS_NO_MEMORY. */
MUST_CHECK enum status cache_text_read_manners(struct slice text, struct slice file,
                                               struct arena *arena,
                                               struct cache_manners *ret_manners);

#endif
