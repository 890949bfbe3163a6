/* SPDX-License-Identifier: MIT */
/*
 * What came back for one DNS question, with its class. Every monitoring mistake is a confusion
 * between two of these classes, so they are kept apart from the wire to the verdict.
 */
#ifndef CHECK_SES_DNS_ANSWER_H
#define CHECK_SES_DNS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "dns/address.h"
#include "dns/name.h"
#include "dns/rr.h"

enum answer_class {
    ANSWER_CLASS_NONE = 0,
    ANSWER_CLASS_POSITIVE, /* a record of the type asked, at the name or behind its CNAMEs */
    ANSWER_CLASS_NODATA,   /* the name exists (NOERROR), no record of that type (RFC 2308 2.2) */
    ANSWER_CLASS_NXDOMAIN, /* the name, or its chain's end, does not exist (RFC 2308 2.1) */
    ANSWER_CLASS_REFERRAL, /* not authoritative, NS records of a zone below, no answer */
    ANSWER_CLASS_SERVFAIL, /* SERVFAIL, or any rcode not named here; see `rcode` */
    ANSWER_CLASS_REFUSED,
    ANSWER_CLASS_TIMEOUT,   /* nothing heard; see `silence` */
    ANSWER_CLASS_MALFORMED, /* something came that is no valid reply, over UDP and over TCP */
    ANSWER_CLASS_BOGUS,     /* SERVFAIL that DNSSEC explains: EDE 6-12 (RFC 8914) */
    ANSWER_CLASS_LOOP       /* a CNAME loop, or a chain longer than LIMIT_CHAIN */
};

/* Why nothing was heard. */
enum answer_silence {
    ANSWER_SILENCE_NONE = 0,
    ANSWER_SILENCE_NO_REPLY,    /* all tries were spent */
    ANSWER_SILENCE_UNREACHABLE, /* the system or ICMP refused every try */
    ANSWER_SILENCE_DEADLINE,    /* the run's deadline came first */
    ANSWER_SILENCE_LIMIT,       /* a limit on questions or rounds came first */
    ANSWER_SILENCE_NO_SERVER    /* there is no resolver to ask, or not by the family allowed */
};

/* Extended DNS error (RFC 8914). */
struct dns_ede {
    uint16_t code;
    struct slice text; /* as sent, may be empty */
};

struct dns_answer {
    enum answer_class class;
    enum answer_silence silence;
    uint16_t rcode; /* with the extended bits of EDNS */
    bool authoritative;
    bool authentic; /* AD */
    bool recursion; /* RA */
    bool over_tcp;  /* of silence: the reply over UDP was cut, and nothing came over TCP */
    /* The reply ends in a CNAME about whose target it says nothing: the target has to be asked. */
    bool chain_open;

    const struct rr *records; /* of the type asked, owner `*final` */
    size_t record_count;
    const struct rr *chain; /* CNAME records in the order they were followed */
    size_t chain_count;
    /* The owner of records or denial: the name asked, or the chain's end. NULL in silence. */
    const struct dns_name *final;
    const struct rr *soa;        /* of the authority section, NULL when absent */
    const struct rr *delegation; /* NS records of the authority section */
    size_t delegation_count;
    const struct rr *glue; /* A and AAAA of the additional section */
    size_t glue_count;
    const struct dns_ede *edes;
    size_t ede_count;

    struct slice wire;      /* the reply as received; empty when nothing came */
    struct endpoint server; /* who answered, or was asked last in vain; family none: nobody was */
    uint32_t elapsed_us;    /* from the first try to the answer */
    unsigned tries;         /* messages sent for it */
    unsigned ignored;       /* foreign or forged datagrams thrown away meanwhile */
};

/* "positive", "nodata", "nxdomain" …: the words of the transcript and the JSON document. Static. */
const char *answer_class_text(enum answer_class class);

/* The class for its word. STATUS_NOT_FOUND. */
MUST_CHECK enum status answer_class_from_text(struct slice text, enum answer_class *ret_class);

/* "SERVFAIL", "NOTIMP" …; "RCODE 24" style numbers are up to the caller: NULL then. Static. */
const char *answer_rcode_text(uint16_t rcode);

/* The registered purpose of an EDE code, "DNSSEC Bogus" for 6; NULL when not registered. Static. */
const char *answer_ede_text(uint16_t code);

/* NODATA or NXDOMAIN: somebody said that it is not there. */
bool answer_is_negative(const struct dns_answer *answer);

/* Silence because the run itself ended, at its deadline or at a limit: nobody failed to answer. */
bool answer_is_cut_off(const struct dns_answer *answer);

/* POSITIVE, NODATA or NXDOMAIN: the question was answered. */
bool answer_is_conclusive(const struct dns_answer *answer);

/* Whether an EDE with this code is there. */
bool answer_has_ede(const struct dns_answer *answer, uint16_t code);

/*
 * Seconds a denial may be kept: the smaller of the SOA's TTL and its minimum (RFC 2308 5). False
 * when the answer has no SOA.
 */
bool answer_negative_ttl(const struct dns_answer *answer, uint32_t *ret_seconds);

#endif
