/* SPDX-License-Identifier: MIT */
/*
 * What registration data says of a domain, whichever way it came: RDAP (RFC 9083) or WHOIS (RFC
 * 3912). No personal data is kept. The one form that caches and transcripts hold, too.
 */
#ifndef CHECK_SES_REGISTRY_REGISTRATION_H
#define CHECK_SES_REGISTRY_REGISTRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/slice.h"
#include "base/status.h"
#include "dns/name.h"
#include "registry/epp_status.h"

#define REGISTRATION_STATUSES_MAXIMUM 32
#define REGISTRATION_SERVERS_MAXIMUM 16

enum registration_source {
    REGISTRATION_SOURCE_NONE = 0,
    REGISTRATION_SOURCE_RDAP,
    REGISTRATION_SOURCE_WHOIS
};

/* What came of asking. Only FOUND says anything of statuses, and only NOT_FOUND and RESERVED deny.
 */
enum registration_result {
    REGISTRATION_RESULT_NONE = 0,
    REGISTRATION_RESULT_FOUND,     /* an object of the very name asked */
    REGISTRATION_RESULT_NOT_FOUND, /* not registered, says the server */
    REGISTRATION_RESULT_RESERVED,  /* the registry keeps the name from being registered */
    REGISTRATION_RESULT_REFUSED,   /* rate limit or the like; see retry_after_s */
    REGISTRATION_RESULT_DEFERRED,  /* not asked: our own manners (a refusal remembered, the bucket)
                                    */
    REGISTRATION_RESULT_UNREACHABLE, /* nothing came, or no connection, or not in time */
    REGISTRATION_RESULT_UNREADABLE,  /* something came that is no object of that name */
    REGISTRATION_RESULT_NO_SERVER    /* no server of this kind is known for the name */
};

struct registration_status {
    enum epp_status status;
    struct slice text; /* as written, at most 64 octets; for a known one the word of EPP */
};

struct registration {
    enum registration_result result;
    enum registration_source source;
    struct slice server;    /* whose word it is: host name, or URL of the base; empty: nobody's */
    struct slice reason;    /* a sentence when the result is neither FOUND nor NOT_FOUND */
    uint32_t retry_after_s; /* REFUSED, DEFERRED: 0 when not told */

    /* FOUND only: */
    struct registration_status statuses[REGISTRATION_STATUSES_MAXIMUM];
    size_t status_count;
    bool truncated; /* there were more statuses or servers than are kept */
    struct dns_name servers[REGISTRATION_SERVERS_MAXIMUM]; /* in the order given */
    size_t server_count;
    bool has_registered;
    int64_t registered; /* seconds since 1970 */
    bool has_expires;
    int64_t expires;
    bool has_signed;
    bool is_signed;         /* DS records at the parent, as the registry has it */
    struct slice registrar; /* name of the registrar, an organisation; empty: not told */

    int64_t read_at; /* when the server said so, seconds since 1970; 0: unknown */
    bool cached;     /* kept from an earlier run */

    /* Not FOUND, NOT_FOUND or RESERVED: what was read last, in an earlier run, by either source,
     * and may be out of date; NULL: nothing. It has no such thing itself. */
    const struct registration *last_good;
};

/* FOUND, NOT_FOUND and RESERVED: the registry's word, as opposed to trouble in getting it. */
bool registration_is_good(const struct registration *registration);

/* Whether a status is among those of the object. */
bool registration_has(const struct registration *registration, enum epp_status status);

/* clientHold, serverHold, or what a registry calls suspended. */
bool registration_on_hold(const struct registration *registration);

/* Whether it is an object with all its statuses: without any, nothing is said about a hold. */
bool registration_tells_hold(const struct registration *registration);

/* "found", "not-found", "reserved", …: the words of caches and transcripts. Static storage. */
const char *registration_result_text(enum registration_result result);

/* "rdap", "whois", "none". Static storage. */
const char *registration_source_text(enum registration_source source);

/*
 * Writes everything but `cached` as members of an object, `last_good` as an object within it.
 * Members that say nothing are left out.
 */
void registration_write(const struct registration *registration, struct arena *arena,
                        struct json *object);

/*
 * Reads what registration_write() wrote; every member is checked, unknown ones are ignored. Texts
 * are copied to `arena`. STATUS_BAD_INPUT: not such an object, *ret_registration is not written.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status registration_read(const struct json *object, struct arena *arena,
                                         struct registration *ret_registration);

#endif
