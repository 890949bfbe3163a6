/* SPDX-License-Identifier: MIT */
/* Words for answer classes, rcodes and extended errors, and questions about answers. */
#include "dns/answer.h"

const char *answer_class_text(enum answer_class class)
{
    switch (class) {
    case ANSWER_CLASS_NONE:
        return "none";
    case ANSWER_CLASS_POSITIVE:
        return "positive";
    case ANSWER_CLASS_NODATA:
        return "nodata";
    case ANSWER_CLASS_NXDOMAIN:
        return "nxdomain";
    case ANSWER_CLASS_REFERRAL:
        return "referral";
    case ANSWER_CLASS_SERVFAIL:
        return "servfail";
    case ANSWER_CLASS_REFUSED:
        return "refused";
    case ANSWER_CLASS_TIMEOUT:
        return "timeout";
    case ANSWER_CLASS_MALFORMED:
        return "malformed";
    case ANSWER_CLASS_BOGUS:
        return "bogus";
    case ANSWER_CLASS_LOOP:
        return "loop";
    }
    return "none";
}

enum status answer_class_from_text(struct slice text, enum answer_class *ret_class)
{
    for (int i = ANSWER_CLASS_POSITIVE; i <= ANSWER_CLASS_LOOP; i++) {
        enum answer_class class = (enum answer_class)i;

        if (slice_equal(text, slice_of(answer_class_text(class)))) {
            *ret_class = class;
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

const char *answer_rcode_text(uint16_t rcode)
{
    /* IANA "DNS RCODEs"; 16 stands for BADVERS here, since nobody sends us TSIG. */
    static const char *const texts[] = {
        "NOERROR",  "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",   "REFUSED",
        "YXDOMAIN", "YXRRSET", "NXRRSET",  "NOTAUTH",  "NOTZONE",  "DSOTYPENI",
        NULL,       NULL,      NULL,       NULL,       "BADVERS",  "BADKEY",
        "BADTIME",  "BADMODE", "BADNAME",  "BADALG",   "BADTRUNC", "BADCOOKIE",
    };

    return rcode < sizeof texts / sizeof texts[0] ? texts[rcode] : NULL;
}

const char *answer_ede_text(uint16_t code)
{
    /* IANA "Extended DNS Error Codes", up to 24 from RFC 8914. */
    static const char *const texts[] = {
        "Other Error",
        "Unsupported DNSKEY Algorithm",
        "Unsupported DS Digest Type",
        "Stale Answer",
        "Forged Answer",
        "DNSSEC Indeterminate",
        "DNSSEC Bogus",
        "Signature Expired",
        "Signature Not Yet Valid",
        "DNSKEY Missing",
        "RRSIGs Missing",
        "No Zone Key Bit Set",
        "NSEC Missing",
        "Cached Error",
        "Not Ready",
        "Blocked",
        "Censored",
        "Filtered",
        "Prohibited",
        "Stale NXDOMAIN Answer",
        "Not Authoritative",
        "Not Supported",
        "No Reachable Authority",
        "Network Error",
        "Invalid Data",
        "Signature Expired before Valid",
        "Too Early",
        "Unsupported NSEC3 Iterations Value",
        "Unable to conform to policy",
        "Synthesized",
        "Invalid Query Type",
    };

    return code < sizeof texts / sizeof texts[0] ? texts[code] : NULL;
}

bool answer_is_negative(const struct dns_answer *answer)
{
    return answer->class == ANSWER_CLASS_NODATA || answer->class == ANSWER_CLASS_NXDOMAIN;
}

bool answer_is_cut_off(const struct dns_answer *answer)
{
    return answer->class == ANSWER_CLASS_TIMEOUT &&
           (answer->silence == ANSWER_SILENCE_DEADLINE || answer->silence == ANSWER_SILENCE_LIMIT);
}

bool answer_is_conclusive(const struct dns_answer *answer)
{
    return answer->class == ANSWER_CLASS_POSITIVE || answer_is_negative(answer);
}

bool answer_has_ede(const struct dns_answer *answer, uint16_t code)
{
    for (size_t i = 0; i < answer->ede_count; i++) {
        if (answer->edes[i].code == code) {
            return true;
        }
    }
    return false;
}

bool answer_negative_ttl(const struct dns_answer *answer, uint32_t *ret_seconds)
{
    const struct rr *soa = answer->soa;

    if (soa == NULL) {
        return false;
    }
    *ret_seconds = soa->ttl < soa->data.soa.minimum ? soa->ttl : soa->data.soa.minimum;
    return true;
}
