/* SPDX-License-Identifier: MIT */
/* What is known about each finding on MX records beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_MX_NONE)

const struct catalogue_entry catalogue_mx[] = {
    [AT(FINDING_MX_NONE)] = {
        .id = "mx.none",
        .state = STATE_CRITICAL,
        .meaning = "The domain has no MX record.",
        .consequence = "Bounces and replies go to the domain's own address or nowhere, and a "
                       "sending service that looks for an MX does not verify the domain.",
        .advice = "Publish the MX that the sending service shows, or one of your own mail server.",
        .reference = "RFC 5321 5.1",
    },
    [AT(FINDING_MX_NULL)] = {
        .id = "mx.null",
        .state = STATE_CRITICAL,
        .meaning = "The domain says that it takes no mail (null MX).",
        .consequence = "Bounces and replies are refused, and receivers may refuse mail from such "
                       "a domain.",
        .advice = "Replace the MX of \".\" by one of a mail server.",
        .reference = "RFC 7505 4.2",
    },
    [AT(FINDING_MX_DANGLING)] = {
        .id = "mx.dangling",
        .state = STATE_WARNING,
        .meaning = "An MX names a host that does not exist.",
        .consequence = "Bounces and replies that try it are put off or lost.",
        .advice = "Mend the name in the MX, or remove the record.",
        .reference = "RFC 5321 5.1",
    },
    [AT(FINDING_MX_NO_ADDRESS)] = {
        .id = "mx.no-address",
        .state = STATE_WARNING,
        .meaning = "An MX names a host that has no address.",
        .consequence = "Bounces and replies that try it are put off or lost.",
        .advice = "Give the host an A or AAAA record, or remove the MX.",
        .reference = "RFC 5321 5.1",
    },
    [AT(FINDING_MX_DOUBLED)] = {
        .id = "mx.doubled",
        .state = STATE_WARNING,
        .meaning = "The final dot of the host was left out in an MX, so the DNS host has added "
                   "the zone to it.",
        .consequence = "Bounces and replies do not reach the host that was meant.",
        .advice = "Write the host with one final dot.",
        .reference = "RFC 1035 5.1",
    },
    [AT(FINDING_MX_DOT)] = {
        .id = "mx.dot",
        .state = STATE_WARNING,
        .meaning = "The host in an MX has a dot too many, too few, or of another script.",
        .consequence = "Bounces and replies do not reach the host that was meant.",
        .advice = "Write the host with plain dots and one final dot.",
        .reference = "RFC 1035 5.1",
    },
    [AT(FINDING_MX_ADDRESS)] = {
        .id = "mx.address",
        .state = STATE_WARNING,
        .meaning = "An MX holds an IP address where the name of a host is needed.",
        .consequence = "Senders look the address up as a name and find nothing.",
        .advice = "Give the address a name by an A or AAAA record, and write that into the MX.",
        .reference = "RFC 1035 3.3.9",
    },
    [AT(FINDING_MX_CNAME)] = {
        .id = "mx.cname",
        .state = STATE_WARNING,
        .meaning = "An MX names a host that is a CNAME.",
        .consequence = "Some senders do not follow it, and their bounces and replies are lost.",
        .advice = "Write the target of the CNAME into the MX.",
        .reference = "RFC 2181 10.3",
    },
    [AT(FINDING_MX_NULL_MIXED)] = {
        .id = "mx.null-mixed",
        .state = STATE_WARNING,
        .meaning = "A null MX stands beside other MX records.",
        .consequence = "Senders may take the domain for one that takes no mail.",
        .advice = "Remove the MX of \".\".",
        .reference = "RFC 7505 3",
    },
    [AT(FINDING_MX_TEMPERROR)] = {
        .id = "mx.temperror",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "The MX records or the addresses of their hosts could not be found out, "
                   "because a DNS question stayed without a usable answer.",
        .consequence = "Senders with the same trouble put bounces and replies off.",
        .advice = "Look at the dns finding beside this one; run again when the name servers "
                  "answer.",
        .reference = "RFC 5321 5.1",
    },
    [AT(FINDING_MX_OWN)] = {
        .id = "mx.own",
        .state = STATE_INFO,
        .meaning = "The MX is not the one that the sending service shows.",
        .consequence = "None: any mail server that takes the bounces and replies is right.",
        .advice = "Leave it as it is if the mail server is yours.",
        .reference = "",
    },
    [AT(FINDING_MX_DUPLICATE)] = {
        .id = "mx.duplicate",
        .state = STATE_INFO,
        .meaning = "One host stands in several MX records.",
        .consequence = "Senders try it more than once.",
        .advice = "Leave one of the records.",
        .reference = "RFC 5321 5.1",
    },
    [AT(FINDING_MX_MANY)] = {
        .id = "mx.many",
        .state = STATE_INFO,
        .meaning = "The domain has more MX records than are looked into.",
        .consequence = "Defects of the others are not told; senders seldom try that many.",
        .advice = "Leave those that are needed.",
        .reference = "RFC 5321 5.1",
    },
};
