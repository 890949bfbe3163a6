/* SPDX-License-Identifier: MIT */
/*
 * One term of an SPF record: text to fields. The parser of whole records is the one caller; what
 * can be done with a term is in mail/spf_record.h.
 */
#ifndef CHECK_SES_MAIL_SPF_TERM_H
#define CHECK_SES_MAIL_SPF_TERM_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "mail/spf_record.h"

/*
 * Fills the fields of `term` from its `text` (no SP, at least one octet; all other fields are 0). A
 * defect is a value: *ret_defect, with the part of the text that does not fit in *ret_piece (from
 * the bad octet or macro on; empty: something is missing). `kind` and `name` are then set as far as
 * they were recognised. STATUS_NO_MEMORY.
 */
MUST_CHECK enum status spf_term_read(struct spf_term *term, struct arena *arena,
                                     enum spf_defect *ret_defect, struct slice *ret_piece);

/* The kind that a mechanism's or modifier's name stands for, in any case; NONE for others. */
enum spf_term_kind spf_term_kind_of(struct slice name);

#endif
