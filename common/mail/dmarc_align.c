/* SPDX-License-Identifier: MIT */
/* Identifier alignment. */
#include "mail/dmarc_align.h"

enum status dmarc_align(const struct dmarc_align_request *request, struct facts *facts,
                        struct arena *arena, enum dmarc_alignment *ret_alignment)
{
    const struct dns_name *names[2] = { request->author, request->identifier };
    bool is_equal = name_equal(request->author, request->identifier);
    struct dns_name registrable;
    struct dmarc_same same;
    enum status status;

    /* A public suffix aligns with nothing but itself (RFC 7489 3.1.1). */
    if (is_equal || request->strict ||
        name_registrable(request->identifier, &registrable) != STATUS_OK) {
        *ret_alignment = is_equal ? DMARC_ALIGNMENT_ALIGNED : DMARC_ALIGNMENT_NOT_ALIGNED;
        return STATUS_OK;
    }
    status = dmarc_same_organization(request->method, facts, names, arena, &same);
    if (status != STATUS_OK) {
        return status;
    }
    switch (same.sameness) {
    case DMARC_SAMENESS_PENDING:
        *ret_alignment = DMARC_ALIGNMENT_PENDING;
        break;
    case DMARC_SAMENESS_SAME:
        *ret_alignment = DMARC_ALIGNMENT_ALIGNED;
        break;
    case DMARC_SAMENESS_DIFFERENT:
        *ret_alignment = DMARC_ALIGNMENT_NOT_ALIGNED;
        break;
    case DMARC_SAMENESS_UNKNOWN:
        *ret_alignment = DMARC_ALIGNMENT_UNKNOWN;
        break;
    }
    return STATUS_OK;
}

const char *dmarc_alignment_text(enum dmarc_alignment alignment)
{
    switch (alignment) {
    case DMARC_ALIGNMENT_ALIGNED:
        return "aligned";
    case DMARC_ALIGNMENT_NOT_ALIGNED:
        return "not-aligned";
    case DMARC_ALIGNMENT_PENDING:
    case DMARC_ALIGNMENT_UNKNOWN:
        break;
    }
    return "unknown";
}
