/* SPDX-License-Identifier: MIT */
/*
 * DMARC records by both generations of the standard (RFC 9989 4.7, 4.8, 4.10.1; RFC 7489 6.3, 6.4,
 * 6.6.3): one reading, two judgements.
 */
#ifndef CHECK_SES_MAIL_DMARC_RECORD_H
#define CHECK_SES_MAIL_DMARC_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "mail/report_address.h"
#include "mail/taglist.h"

enum dmarc_method {
    DMARC_METHOD_9989 = 0,
    DMARC_METHOD_7489,
    DMARC_METHOD_COUNT
};

/* In rising strictness, so that they may be compared. */
enum dmarc_policy {
    DMARC_POLICY_ABSENT = 0, /* no such tag, or no policy at all */
    DMARC_POLICY_NONE,
    DMARC_POLICY_QUARANTINE,
    DMARC_POLICY_REJECT
};

enum dmarc_psd {
    DMARC_PSD_UNKNOWN = 0, /* u, absent, or invalid */
    DMARC_PSD_YES,
    DMARC_PSD_NO
};

enum dmarc_defect_kind {
    DMARC_DEFECT_NONE = 0,
    DMARC_DEFECT_NOT_A_LIST,   /* a piece without "=", a damaged name, a name twice, a foreign octet
                                */
    DMARC_DEFECT_EMPTY_PIECE,  /* ";;" */
    DMARC_DEFECT_EMPTY_VALUE,  /* "sp=" */
    DMARC_DEFECT_POLICY,       /* p, sp or np with another word */
    DMARC_DEFECT_POLICY_GLUED, /* the same, and a lost ";" explains it ("none rua=...") */
    DMARC_DEFECT_NO_POLICY,    /* p absent */
    DMARC_DEFECT_NOT_SECOND,   /* p stands, but not directly behind v (RFC 7489 only) */
    DMARC_DEFECT_VALUE,        /* another tag's value: the default is used instead */
    DMARC_DEFECT_URI,          /* of rua or ruf */
    DMARC_DEFECT_TAG_CASE,     /* a known tag with capitals */
    DMARC_DEFECT_UNKNOWN_TAG,  /* ignored; never a fault */
    DMARC_DEFECT_HISTORIC_TAG  /* pct rf ri, "!size": unjudged under RFC 9989 */
};

struct dmarc_defect {
    enum dmarc_defect_kind kind;
    bool invalid[DMARC_METHOD_COUNT]; /* makes the record not fit that grammar */
    size_t offset;
    size_t length;
    struct slice reason; /* one sentence part: what is there and what would be right */
};

/* What receivers do with the record as a whole. */
enum dmarc_effect {
    DMARC_EFFECT_APPLIES = 0, /* p (sp, np) as published; p absent counts as none */
    DMARC_EFFECT_AS_NONE,     /* p, sp or np invalid, and a valid rua: as if p=none alone */
    DMARC_EFFECT_IGNORED,     /* the same without valid rua: no DMARC for this mail */
    DMARC_EFFECT_BROKEN       /* no tag list: permerror */
};

#define DMARC_DEFECTS_MAXIMUM 32
#define DMARC_FO_MAXIMUM 4

struct dmarc_record {
    struct slice text;
    struct taglist list;
    enum dmarc_policy p; /* ABSENT too when invalid; tell by the tag */
    enum dmarc_policy sp;
    enum dmarc_policy np;
    const struct tag *p_tag; /* NULL where absent; of a name twice the first */
    const struct tag *sp_tag;
    const struct tag *np_tag;
    const struct tag *adkim_tag;
    const struct tag *aspf_tag;
    const struct tag *fo_tag;
    const struct tag *rua_tag;
    const struct tag *ruf_tag;
    const struct tag *psd_tag;
    const struct tag *t_tag;
    const struct tag *pct_tag;
    const struct tag *ri_tag;
    const struct tag *rf_tag;
    bool adkim_strict; /* defaults filled in from here on */
    bool aspf_strict;
    char fo[DMARC_FO_MAXIMUM]; /* '0' '1' 'd' 's' in the order published */
    size_t fo_count;           /* 1 ('0') when absent or invalid */
    enum dmarc_psd psd;
    bool testing;      /* t=y */
    unsigned percent;  /* 0-100; 100 when absent or invalid */
    uint32_t interval; /* seconds; 86400 when absent or invalid */
    struct report_addresses rua;
    struct report_addresses ruf;
    const struct dmarc_defect *defects; /* by offset */
    size_t defect_count;
    bool valid[DMARC_METHOD_COUNT];
    struct slice error[DMARC_METHOD_COUNT]; /* reason of the first defect that makes it invalid */
    enum dmarc_effect effect[DMARC_METHOD_COUNT];
};

/*
 * Whether a TXT is a DMARC record at all: it starts with the tag v of exactly the value DMARC1
 * (RFC 9989 4.7, 4.10; RFC 7489 6.6.3): "v", blanks, "=", blanks, "DMARC1", blanks, then ";" or the
 * end. Others are dropped silently.
 */
bool dmarc_record_is_dmarc(struct slice text);

/*
 * Reads a record of which dmarc_record_is_dmarc() says yes. Everything refers to `text` and
 * `arena`. Valid as design decisions have it: tag names ignore case; a name twice, a piece without
 * "=", an empty piece, an empty value, one bad URI: invalid; pct rf ri are unjudged under RFC 9989,
 * np psd t under RFC 7489; p not second is invalid under RFC 7489 only; p absent is valid only
 * beside a valid rua (RFC 9989: or psd=y). STATUS_NO_MEMORY.
 */
MUST_CHECK enum status dmarc_record_parse(struct slice text, struct arena *arena,
                                          struct dmarc_record *ret_record);

/* "none", "quarantine", "reject"; NULL for ABSENT. Static. */
const char *dmarc_policy_text(enum dmarc_policy policy);

/* The policy for its word, any case. STATUS_NOT_FOUND. */
MUST_CHECK enum status dmarc_policy_from_text(struct slice text, enum dmarc_policy *ret_policy);

#endif
