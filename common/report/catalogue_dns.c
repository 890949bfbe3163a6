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
    [AT(FINDING_DNS_SERVERS_DIFFER)] = {
        .id = "dns.servers-differ",
        .state = STATE_WARNING,
        .meaning = "The name servers of one zone do not say the same.",
        .consequence = "Receivers see the one or the other, so mail is judged differently "
                       "from one minute to the next.",
        .advice = "Compare the serial numbers: a lower one is still to catch up. With "
                  "the same serial the DNS host answers by line or region: publish "
                  "the record for the default line, so that every resolver gets it.",
        .reference = "RFC 1034 4.3.5",
    },
    [AT(FINDING_DNS_SPLIT_VIEW)] = {
        .id = "dns.split-view",
        .state = STATE_WARNING,
        .meaning = "The resolver gives another answer than the name servers of the "
                   "zone.",
        .consequence = "What is seen here is not what receivers see: the record may be "
                       "right for them, or wrong for them alone.",
        .advice = "Ask a resolver outside with --server, and look for a local zone, a "
                  "response policy or a cache that serves stale data.",
        .reference = "RFC 8914 4",
    },
    [AT(FINDING_DNS_ENT_BROKEN)] = {
        .id = "dns.ent-broken",
        .state = STATE_CRITICAL,
        .meaning = "The name servers deny a name (NXDOMAIN) although a record exists below it; "
                   "for such an empty non-terminal the answer is NOERROR without records.",
        .consequence = "Resolvers that take NXDOMAIN at its word (RFC 8020) do not ask for what "
                       "lies below: their receivers lose the record.",
        .advice = "Report it to the DNS host. Until it is mended, publish any TXT record at the "
                  "denied name itself: then it exists.",
        .reference = "RFC 8020 2",
    },
    [AT(FINDING_DNS_DIRECT_BLOCKED)] = {
        .id = "dns.direct-blocked",
        .state = STATE_INFO,
        .meaning = "Name servers cannot be asked directly from here: a firewall stops "
                   "the questions, or something else answers them.",
        .consequence = "The verdict rests on what the resolver tells; a stale or filtering "
                       "cache cannot be told from the truth.",
        .advice = "Open UDP and TCP port 53 to the internet for this host if the "
                  "checks shall tell causes apart; they work without, too.",
        .reference = "",
    },
    [AT(FINDING_VISIBILITY_HOLD)] = {
        .id = "visibility.hold",
        .state = STATE_CRITICAL,
        .meaning = "The registrar (clientHold) or the registry (serverHold) took the "
                   "domain out of the zone above it: no name in it exists for anybody.",
        .consequence = "Receivers find neither SPF nor DKIM nor DMARC nor MX: mail from "
                       "the domain is refused or lands in spam, mail to it bounces.",
        .advice = "Finish what the hold waits for: usually the real-name verification "
                  "of the domain at its registrar. clientHold is lifted by the "
                  "registrar, serverHold by the registry on the request of the "
                  "registrar.",
        .reference = "RFC 5731 2.3",
    },
    [AT(FINDING_VISIBILITY_HOLD_SOON)] = {
        .id = "visibility.hold-soon",
        .state = STATE_CRITICAL,
        .meaning = "The domain is on hold and already gone from the zone above it; "
                   "resolvers still answer from their caches.",
        .consequence = "When the caches run out, no name in the domain exists for anybody.",
        .advice = "Ask the registrar at once what the hold waits for: usually "
                  "real-name verification.",
        .reference = "RFC 5731 2.3",
    },
    [AT(FINDING_VISIBILITY_HOLD_PENDING)] = {
        .id = "visibility.hold-pending",
        .state = STATE_WARNING,
        .meaning = "The registration data says that the domain is on hold, and the "
                   "zone above still refers to it.",
        .consequence = "The domain is about to vanish from DNS, or has just been released.",
        .advice = "Ask the registrar which of the two it is, and what the hold waits "
                  "for.",
        .reference = "RFC 5731 2.3",
    },
    [AT(FINDING_VISIBILITY_NOT_REGISTERED)] = {
        .id = "visibility.not-registered",
        .state = STATE_CRITICAL,
        .meaning = "Nobody has registered the domain: the zone above denies it, and "
                   "the registry has no object of that name.",
        .consequence = "No record in it exists for anybody, and anybody can register it "
                       "and send mail in its name.",
        .advice = "Look for a spelling mistake in the name; if the registration was "
                  "lost, register the domain again at once.",
        .reference = "RFC 9083 5.3",
    },
    [AT(FINDING_VISIBILITY_INACTIVE)] = {
        .id = "visibility.inactive",
        .state = STATE_CRITICAL,
        .meaning = "The domain is registered without working name servers, so the zone "
                   "above does not refer to it.",
        .consequence = "No record in it exists for anybody.",
        .advice = "Enter the name servers of the DNS host at the registrar.",
        .reference = "RFC 5731 2.3",
    },
    [AT(FINDING_VISIBILITY_EXPIRED)] = {
        .id = "visibility.expired",
        .state = STATE_CRITICAL,
        .meaning = "The registration ran out, and the domain is gone from the zone "
                   "above it.",
        .consequence = "No record in it exists for anybody; after the redemption period "
                       "somebody else can register it.",
        .advice = "Renew or restore the domain at the registrar today.",
        .reference = "RFC 3915 3.1",
    },
    [AT(FINDING_VISIBILITY_NAMESERVER_SWAP)] = {
        .id = "visibility.nameserver-swap",
        .state = STATE_CRITICAL,
        .meaning = "The registrar replaced the name servers of the domain by its own, "
                   "which show a notice instead of the records.",
        .consequence = "Receivers see the registrar's records or none: SPF, DKIM and DMARC "
                       "of the domain are gone.",
        .advice = "Do what the notice waits for at the registrar (verify the contact "
                  "address, or renew); the name servers come back then.",
        .reference = "",
    },
    [AT(FINDING_VISIBILITY_LAME)] = {
        .id = "visibility.lame",
        .state = STATE_CRITICAL,
        .meaning = "The zone above refers to name servers, and all of them refuse the "
                   "zone, answer without authority for it, or have no address.",
        .consequence = "Nobody gets any record of the domain: receivers see temporary "
                       "errors and put mail off.",
        .advice = "Add the zone at the DNS host that the domain refers to, take it "
                  "out of pause there, or enter the right name servers at the "
                  "registrar.",
        .reference = "RFC 1912 2.8",
    },
    [AT(FINDING_VISIBILITY_MOVED)] = {
        .id = "visibility.moved",
        .state = STATE_CRITICAL,
        .meaning = "The record is at name servers that the zone above does not refer "
                   "to.",
        .consequence = "Resolvers ask the other servers and never see the record.",
        .advice = "Enter the name servers that hold the record at the registrar, or "
                  "publish the record where the domain refers to.",
        .reference = "RFC 1034 4.2.2",
    },
    [AT(FINDING_VISIBILITY_CACHED)] = {
        .id = "visibility.cached",
        .state = STATE_WARNING,
        .meaning = "The record is there; the resolver still repeats an earlier denial "
                   "from its cache.",
        .consequence = "Receivers that asked before it was published do the same for as "
                       "long.",
        .advice = "Wait until the denial has run out; nothing has to be changed.",
        .reference = "RFC 2308 5",
    },
    [AT(FINDING_VISIBILITY_CNAME)] = {
        .id = "visibility.cname",
        .state = STATE_CRITICAL,
        .meaning = "A CNAME record stands at the name, and what it leads to has no such record.",
        .consequence = "Receivers follow it and find nothing; no other record can stand beside a "
                       "CNAME.",
        .advice = "Publish the record where the CNAME leads to, or put it in the place of the "
                  "CNAME.",
        .reference = "RFC 1034 3.6.2",
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
