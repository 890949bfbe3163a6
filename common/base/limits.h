/* SPDX-License-Identifier: MIT */
/*
 * Every limit of the project and where it comes from. Sizes are octets, times are milliseconds.
 */
#ifndef CHECK_SES_BASE_LIMITS_H
#define CHECK_SES_BASE_LIMITS_H

/* Ours: one domain's run. */
#define LIMIT_RUN_MS 8000   /* check_nrpe gives up at 10 s */
#define LIMIT_QUERY_MS 2000 /* one try of one question */
#define LIMIT_TRIES 3       /* tries of one question, over all servers */
#define LIMIT_DIRECT_MS 800 /* one try at a server that is asked itself: near, or of no use */
#define LIMIT_DIRECT_TRIES 2
#define LIMIT_REGISTRATION_MS 3000 /* of the run, kept for registration data */
#define LIMIT_ARENA (8u * 1024 * 1024)
#define LIMIT_QUESTIONS 200 /* distinct questions of a run */
#define LIMIT_ROUNDS 24     /* gather rounds */
#define LIMIT_IN_FLIGHT 64  /* questions waiting at once (the socket buffer holds them) */
#define LIMIT_SERVERS 8     /* resolvers given with --server or resolv.conf */
#define LIMIT_CHAIN 8       /* CNAMEs followed in a row */

/* DNS (RFC 1035 2.3.4, 4.2.2; RFC 6891 6.2.5). */
#define LIMIT_NAME_WIRE 255 /* a domain name on the wire */
#define LIMIT_NAME_TEXT 253 /* the same, as text without the final dot */
#define LIMIT_LABEL 63
#define LIMIT_MESSAGE 65535     /* a message over TCP */
#define LIMIT_EDNS_PAYLOAD 1232 /* what we tell servers: no fragments on common paths */
#define LIMIT_TXT (64u * 1024)  /* a whole TXT rrset */
#define LIMIT_STRING 255        /* one character-string */

/* SPF (RFC 7208 4.6.4). */
#define LIMIT_SPF_LOOKUPS 10
#define LIMIT_SPF_VOIDS 2
#define LIMIT_SPF_MX_NAMES 10
#define LIMIT_SPF_PTR_NAMES 10

/* Ours: exchanges of one domain whose addresses are asked. */
#define LIMIT_MX_EXCHANGES 16

/* Output (Nagios 4 keeps 8 KiB of a plugin's output; the guidelines want a short first line). */
#define LIMIT_FIRST_LINE 200
#define LIMIT_TEXT_OUTPUT 8192
#define LIMIT_JSON_OUTPUT (1024u * 1024)
#define LIMIT_JSON_STRING 8192 /* cut to this when the document is over its limit */
#define LIMIT_JSON_LIST 256
#define LIMIT_JSON_DEPTH 32

/* Input files. */
#define LIMIT_FILE (4u * 1024 * 1024) /* transcript, zone, ini */
#define LIMIT_ARGUMENT 4096           /* one command line argument */

/* Registration data, from servers and from files. */
#define LIMIT_RDAP (1024u * 1024) /* a reply, or a bootstrap file */
#define LIMIT_WHOIS (64u * 1024)
/* Replies of a provider's API. */
#define LIMIT_API (1024u * 1024) /* one reply */
#define LIMIT_API_TEXT 4096      /* one text in it; a TXT value of two keys has about 1000 */

#define LIMIT_PROFILE (64u * 1024) /* a user's profile file */
#define LIMIT_PROFILE_LIST 32      /* one list in it: every selector is a question */

#endif
