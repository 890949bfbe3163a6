/* SPDX-License-Identifier: MIT */
/*
 * Why a term of an SPF record is bad, in one sentence: what is there and what would be right. Apart
 * from the parser, because only damaged records pay for it.
 */
#ifndef CHECK_SES_MAIL_SPF_REASON_H
#define CHECK_SES_MAIL_SPF_REASON_H

#include "base/arena.h"
#include "base/slice.h"
#include "mail/spf_record.h"

struct spf_reason_place {
    struct slice record;     /* the whole record */
    struct slice term;       /* a part of it */
    struct slice piece;      /* the part of the term that does not fit; empty: what is missing */
    enum spf_term_kind kind; /* what the term is, as far as that was recognised */
};

/* The sentence for a defect. Empty if the arena failed. */
struct slice spf_reason(enum spf_defect defect, const struct spf_reason_place *place,
                        struct arena *arena);

#endif
