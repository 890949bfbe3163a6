/* SPDX-License-Identifier: MIT */
/* What is known about each finding on DNS answers and invisible records beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_DNS_BOGUS)

const struct catalogue_entry catalogue_dns[] = {
    [AT(FINDING_DNS_BOGUS)] = {
        .id = "dns.bogus",
        .state = STATE_CRITICAL,
        .meaning = "The answer does not stand up to DNSSEC: resolvers that validate refuse to "
                   "give it.",
        .consequence = "Receivers behind a validating resolver see a temporary error instead of "
                       "the record, and put mail off or treat it as unauthenticated.",
        .advice = "Re-sign the zone, or have the registrar replace or remove the DS record at the "
                  "parent zone until its signatures are right.",
        .reference = "RFC 4035 5.5",
    },
    [AT(FINDING_DNS_UNREACHABLE)] = {
        .id = "dns.unreachable",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "No resolver answered the question.",
        .consequence = "Nothing is known about the record; receivers may or may not see it.",
        .advice = "Check the resolver given with --server or in /etc/resolv.conf, and whether UDP "
                  "and TCP port 53 to it are open.",
        .reference = "",
    },
    [AT(FINDING_DNS_SERVFAIL)] = {
        .id = "dns.servfail",
        .state = STATE_UNKNOWN,
        .meaning = "The resolver answered SERVFAIL: it could not get an answer itself.",
        .consequence = "Nothing is known about the record; receivers with the same trouble answer "
                       "temperror and put mail off.",
        .advice = "Ask another resolver with --server; if all say SERVFAIL, look after the name "
                  "servers of the zone.",
        .reference = "RFC 1035 4.1.1",
    },
    [AT(FINDING_DNS_REFUSED)] = {
        .id = "dns.refused",
        .state = STATE_UNKNOWN,
        .meaning = "The resolver refused the question.",
        .consequence = "Nothing is known about the record: a refusal says nothing about it.",
        .advice = "Use a resolver that serves this host: name it with --server, or allow this "
                  "host in the resolver's access list.",
        .reference = "RFC 1035 4.1.1",
    },
    [AT(FINDING_DNS_MALFORMED)] = {
        .id = "dns.malformed",
        .state = STATE_UNKNOWN,
        .meaning = "What came back is no valid DNS reply, neither over UDP nor over TCP.",
        .consequence = "Nothing is known about the record; receivers that get the same octets "
                       "answer temperror and put mail off.",
        .advice = "Look for a device between here and the resolver that rewrites DNS messages, "
                  "and ask another resolver with --server.",
        .reference = "RFC 1035 4.1",
    },
    [AT(FINDING_DNS_DEADLINE)] = {
        .id = "dns.deadline",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "The time for the whole run was over before the question was answered.",
        .consequence = "Nothing is known about the record; what was proved before still counts.",
        .advice = "Find out which server is slow with -vvv, or give the run more time with "
                  "--timeout.",
        .reference = "",
    },
    [AT(FINDING_DNS_LOOP)] = {
        .id = "dns.loop",
        .state = STATE_CRITICAL,
        .meaning = "The CNAME records at the name lead back to themselves, or through too many "
                   "names.",
        .consequence = "Receivers find no record behind them: SPF ends in temperror or permerror, "
                       "and mail is put off or loses its authentication.",
        .advice = "Remove the CNAME record that closes the loop, or point it at the name that "
                  "holds the record.",
        .reference = "RFC 1034 3.6.2",
    },
    [AT(FINDING_DNS_RESOLVER_BROKEN)] = {
        .id = "dns.resolver-broken",
        .state = STATE_UNKNOWN,
        .meaning = "The resolver cannot even answer for the parent zone: it is sick, not the "
                   "domain.",
        .consequence = "Nothing is known about the record.",
        .advice = "Repair the resolver or its way to the internet, or name another one with "
                  "--server.",
        .reference = "",
    },
    [AT(FINDING_VISIBILITY_ABSENT)] = {
        .id = "visibility.absent",
        .state = STATE_CRITICAL,
        .meaning = "The zone is alive and says that it has no such record.",
        .consequence = "Receivers see the domain without this record: mail loses the protection "
                       "and the reputation that hang on it.",
        .advice = "Publish the record at exactly this name in the zone that answered.",
        .reference = "RFC 2308 2",
    },
    [AT(FINDING_VISIBILITY_MISPLACED)] = {
        .id = "visibility.misplaced",
        .state = STATE_CRITICAL,
        .meaning = "The record is published at another name than the one where it is looked for.",
        .consequence = "Receivers and the sending service do not see it.",
        .advice = "Move the record: the host field takes the name relative to the zone.",
        .reference = "RFC 1035 5.1",
    },
    [AT(FINDING_VISIBILITY_UNEXPLAINED)] = {
        .id = "visibility.unexplained",
        .state = STATE_UNKNOWN,
        .meaning = "The record is invisible, and what could be asked does not say why.",
        .consequence = "Receivers that see the same treat the domain as one without this record.",
        .advice = "Run again with -vv, and compare what the registrar and the DNS host show with "
                  "what was seen.",
        .reference = "",
    },
};
