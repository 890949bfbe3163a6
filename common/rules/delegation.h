/* SPDX-License-Identifier: MIT */
/*
 * Who serves a domain, seen from above and from below: what the servers of its parent zone say when
 * they are asked directly, and what its own servers say.
 *
 * A direct answer counts only where a server of the parent zone has given that zone's SOA with AA:
 * else the way is blocked or somebody else answers in the server's place.
 */
#ifndef CHECK_SES_RULES_DELEGATION_H
#define CHECK_SES_RULES_DELEGATION_H

#include <stdbool.h>
#include <stddef.h>

#include "dns/answer.h"
#include "dns/name.h"
#include "facts/config.h"
#include "facts/store.h"

#define DELEGATION_HOSTS_MAXIMUM 16  /* names of servers that are kept */
#define DELEGATION_SERVERS_MAXIMUM 4 /* servers that are asked directly */

/* What one server of the parent zone says of the domain. */
enum delegation_view {
    DELEGATION_VIEW_NONE = 0, /* nothing of use: silent, refused, or not as the zone's server */
    DELEGATION_VIEW_REFERS,
    DELEGATION_VIEW_DENIES
};

struct delegation_server {
    struct dns_name host;
    struct endpoint endpoint;
    const struct dns_answer *soa;    /* SOA of the zone it should serve */
    const struct dns_answer *answer; /* parents: NS of the domain; others: the record asked for */
    bool authoritative;              /* it gave that SOA with AA */
    enum delegation_view view;       /* parents only */
};

struct delegation_servers {
    struct delegation_server list[DELEGATION_SERVERS_MAXIMUM];
    size_t count;
    bool pending;  /* answers are wanted */
    bool tried;    /* there was an address to ask, whether or not there is a way to it */
    bool cut_off;  /* the run's own end, not the network, kept one of them from being heard */
    bool nameless; /* the resolver relays that none of the hosts has an address */
};

/* Names of servers, each once, in canonical order. */
struct delegation_hosts {
    struct dns_name names[DELEGATION_HOSTS_MAXIMUM];
    size_t count;
};

/* "ns1.example, ns2.example": all of them, in `arena`. */
struct slice delegation_hosts_text(const struct delegation_hosts *hosts, struct arena *arena);

enum delegation_state {
    DELEGATION_UNKNOWN = 0,
    DELEGATION_PRESENT,
    DELEGATION_ABSENT,
    DELEGATION_MIXED /* servers of the parent zone differ */
};

struct delegation {
    struct dns_name domain;
    struct dns_name parent; /* the zone above it */
    bool has_parent;
    bool pending; /* answers are wanted: the rest may still change */
    bool sick;    /* the resolver does not give SOA and NS of the parent zone */
    bool direct;  /* `state` is the word of servers of the parent zone; else the resolver's */
    bool blocked; /* servers were asked directly, and none answered as the parent zone's */
    enum delegation_state state;
    const struct dns_answer *relayed; /* the resolver's NS of the domain */
    const struct dns_answer *soa;     /* the resolver's SOA of the parent zone */
    struct delegation_servers parents;
    const struct dns_answer *referral; /* of a parent server, NULL: none refers */
    struct delegation_hosts hosts;     /* the domain's servers, as the referral or the resolver has
                                          them */
};

/*
 * Finds the parent zone of `domain` through the resolver (the canary: its SOA and NS), and, unless
 * `config->why` is none, asks up to four of its servers for the delegation. What is not known yet
 * is wanted from `facts`, `pending` then.
 */
void delegation_find(const struct config *config, struct facts *facts,
                     const struct dns_name *domain, struct delegation *ret_delegation);

/* What servers are asked, and for what. */
struct delegation_request {
    const struct delegation_hosts *hosts;
    const struct dns_answer *glue_from; /* a referral whose glue is used, or NULL */
    const struct dns_name *zone;        /* whose SOA they are asked for */
    const struct dns_name *name;
    enum rr_type type;
};

/* Asks up to four of the hosts directly. Addresses come from the glue, else from the resolver. */
void delegation_ask(const struct config *config, struct facts *facts,
                    const struct delegation_request *request,
                    struct delegation_servers *ret_servers);

/* The targets of NS records, each once. */
void delegation_collect(const struct rr *records, size_t count, struct delegation_hosts *hosts);

/* Adds one name unless it is there, or there are too many. */
void delegation_add_host(struct delegation_hosts *hosts, const struct dns_name *name);

bool delegation_has_host(const struct delegation_hosts *hosts, const struct dns_name *name);

#endif
