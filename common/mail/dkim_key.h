/* SPDX-License-Identifier: MIT */
/*
 * DKIM key records (RFC 6376 3.6.1, RFC 8301, RFC 8463): text to key, with everything that is wrong
 * on the way. The order of judgement is fixed: the first hit is `error`, the one that a verifier
 * meets.
 */
#ifndef CHECK_SES_MAIL_DKIM_KEY_H
#define CHECK_SES_MAIL_DKIM_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "mail/dkim_crypto.h"
#include "mail/taglist.h"

#define DKIM_RSA_BITS_MINIMUM 1024 /* RFC 8301 3.2: verifiers must not accept less */
#define DKIM_RSA_BITS_ADVISED 2048
#define DKIM_RSA_BITS_MAXIMUM 4096 /* what every verifier must handle */

/* In the order of judgement. */
enum dkim_error {
    DKIM_ERROR_NONE = 0,
    DKIM_ERROR_EMPTY,             /* no text, or blanks only */
    DKIM_ERROR_SYNTAX,            /* not a tag list */
    DKIM_ERROR_DUPLICATE_TAG,     /* a name twice */
    DKIM_ERROR_BAD_VERSION,       /* v= is not exactly DKIM1 */
    DKIM_ERROR_VERSION_NOT_FIRST, /* v=DKIM1 behind another tag */
    DKIM_ERROR_UNKNOWN_KEY_TYPE,  /* k= is neither rsa nor ed25519, exact case */
    DKIM_ERROR_MISSING_P,
    DKIM_ERROR_REVOKED,        /* p= empty: valid, and not usable */
    DKIM_ERROR_BAD_KEY,        /* p= is no Base64, or no key of that type */
    DKIM_ERROR_KEY_TOO_SHORT,  /* RSA below 1024 bits: valid, and not usable */
    DKIM_ERROR_NO_USABLE_HASH, /* h= without sha256: valid, and not usable */
    DKIM_ERROR_SERVICE,        /* s= with neither * nor email: valid, and not usable */
    DKIM_ERROR_MULTIPLE        /* several records at the name: set by who sees them all */
};

/* "bad-version" …: the words of the JSON document. NULL for NONE. Static. */
const char *dkim_error_text(enum dkim_error error);

#define DKIM_WORDS_MAXIMUM 16

/* The words of a tag with a list, as published; further ones than the maximum are not kept. */
struct dkim_words {
    struct slice words[DKIM_WORDS_MAXIMUM];
    size_t count;
};

/* How the text of p= decodes. */
enum dkim_base64 {
    DKIM_BASE64_GOOD = 0,
    DKIM_BASE64_PADDING,   /* final "=" missing, else good: `octets` are set; some refuse it */
    DKIM_BASE64_OCTET,     /* a foreign octet at `place` */
    DKIM_BASE64_INNER,     /* "=" in the middle, at `place`: two texts joined */
    DKIM_BASE64_LENGTH,    /* one character too many or too few: length mod 4 is 1 */
    DKIM_BASE64_STRAY_BITS /* bits behind the last octet are not zero: characters are missing */
};

struct dkim_key {
    struct slice text;
    struct taglist list;
    const struct tag *version;  /* v, k, p, h, s, t, n: NULL where absent; */
    const struct tag *type_tag; /* of a name twice the first */
    const struct tag *data;
    const struct tag *hash_tag;
    const struct tag *service_tag;
    const struct tag *flag_tag;
    const struct tag *note;

    enum dkim_error error;
    size_t error_offset; /* of the tag or octets that `error` is about */
    size_t error_length;
    struct slice error_reason; /* one sentence part */

    enum dkim_key_type type; /* by k=; rsa when absent; NONE when unknown */
    struct dkim_words hashes;
    struct dkim_words services;
    struct dkim_words flags;
    bool testing; /* t=y */
    bool strict;  /* t=s */

    struct slice compact;    /* p= without its FWS */
    enum dkim_base64 base64; /* GOOD for an empty p= */
    size_t base64_place;     /* octets into the record */
    size_t blanks;           /* FWS octets inside p= */
    size_t first_blank;      /* the first of them, octets into the record */
    struct slice octets; /* decoded, as far as could be: on a defect what stands in front of it */
    struct dkim_public public; /* of `octets` */

    bool valid;   /* a well-formed key record: error NONE, or REVOKED and what is behind it */
    bool revoked; /* p= is there and empty, and nothing before it is wrong */
    bool usable;  /* fit to verify mail today: error NONE */
};

/*
 * Reads one record, its strings joined. Everything refers to `text` and `arena`. STATUS_NO_MEMORY.
 *
 * Decisions: words of h= compare without case, those of k, s and t exactly; an empty or absent k is
 * unknown and rsa; empty h= or s= allows nothing; a missing final "=" counts as valid; ";;" and a
 * leading ";" count as valid (list.defects tells).
 */
MUST_CHECK enum status dkim_key_parse(struct slice text, struct arena *arena,
                                      struct dkim_key *ret_key);

/* Whether a TXT was meant as a key record: it has a tag p, or begins with v=DKIM1 in any case. */
bool dkim_key_resembles(struct slice text);

#endif
