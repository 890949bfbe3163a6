/* SPDX-License-Identifier: MIT */
/* What is known about each finding on DMARC beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_DMARC_NONE)

const struct catalogue_entry catalogue_dmarc[] = {
    [AT(FINDING_DMARC_NONE)] = {
        .id = "dmarc.none",
        .state = STATE_CRITICAL,
        .meaning = "No DMARC record applies to the domain.",
        .consequence = "Receivers have no policy for mail that fakes the domain, and large ones "
                       "refuse or mark bulk mail.",
        .advice = "Publish v=DMARC1; p=none as TXT at _dmarc of the domain.",
        .reference = "RFC 9989 4.10.1",
    },
    [AT(FINDING_DMARC_MULTIPLE)] = {
        .id = "dmarc.multiple",
        .state = STATE_CRITICAL,
        .meaning = "Several DMARC records stand at one name.",
        .consequence = "Receivers drop all of them.",
        .advice = "Leave one record at the name.",
        .reference = "RFC 9989 4.10",
    },
    [AT(FINDING_DMARC_SYNTAX)] = {
        .id = "dmarc.syntax",
        .state = STATE_CRITICAL,
        .meaning = "The DMARC record does not fit the grammar where it matters.",
        .consequence = "Receivers ignore its policy, or the whole record.",
        .advice = "Replace the record by the one shown.",
        .reference = "RFC 9989 4.8",
    },
    [AT(FINDING_DMARC_BELOW_MINIMUM)] = {
        .id = "dmarc.below-minimum",
        .state = STATE_CRITICAL,
        .meaning = "The policy in effect is weaker than the one demanded.",
        .consequence = "Receivers treat mail that fakes the domain more mildly than was meant.",
        .advice = "Publish the stricter policy.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_MISALIGNED)] = {
        .id = "dmarc.misaligned",
        .state = STATE_CRITICAL,
        .meaning = "Neither the SPF domain nor the DKIM domain is aligned with the sender "
                   "domain.",
        .consequence = "Mail fails DMARC even when SPF and DKIM pass.",
        .advice = "Sign with the sender domain, or use a MAIL FROM domain below it.",
        .reference = "RFC 9989 4.4",
    },
    [AT(FINDING_DMARC_NO_POLICY)] = {
        .id = "dmarc.no-policy",
        .state = STATE_WARNING,
        .meaning = "The record has no p tag.",
        .consequence = "Receivers of the older standard need it; others take p=none.",
        .advice = "Write p=none behind v=DMARC1.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_VALUE)] = {
        .id = "dmarc.value",
        .state = STATE_WARNING,
        .meaning = "A tag has a value that it cannot have.",
        .consequence = "Receivers use the tag's default instead.",
        .advice = "Write one of the values that the standard knows.",
        .reference = "RFC 9989 4.8",
    },
    [AT(FINDING_DMARC_UNTIDY)] = {
        .id = "dmarc.untidy",
        .state = STATE_WARNING,
        .meaning = "The record does not quite fit the grammar, in a way that most receivers "
                   "overlook.",
        .consequence = "Strict receivers ignore the record.",
        .advice = "Write the record as shown.",
        .reference = "RFC 9989 4.8",
    },
    [AT(FINDING_DMARC_REPORT_ADDRESS)] = {
        .id = "dmarc.report-address",
        .state = STATE_WARNING,
        .meaning = "A report address is no URI that receivers can use.",
        .consequence = "Receivers skip it: reports for it are lost.",
        .advice = "Write addresses as mailto:user@example.org, with commas between.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_SAMPLE_ADDRESS)] = {
        .id = "dmarc.sample-address",
        .state = STATE_WARNING,
        .meaning = "Reports go to an address out of a tutorial.",
        .consequence = "Strangers get the reports, and the owner does not.",
        .advice = "Put in an address of your own.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_EXTERNAL_REFUSED)] = {
        .id = "dmarc.external-refused",
        .state = STATE_WARNING,
        .meaning = "A report address in another organisation has not been authorised there.",
        .consequence = "Receivers must not send reports to it.",
        .advice = "Let the owner of the other domain publish the record that is shown.",
        .reference = "RFC 9990 4",
    },
    [AT(FINDING_DMARC_REPORT_UNDELIVERABLE)] = {
        .id = "dmarc.report-undeliverable",
        .state = STATE_WARNING,
        .meaning = "The domain of a report address cannot take mail.",
        .consequence = "Reports for it are lost.",
        .advice = "Put in an address whose domain has an MX record.",
        .reference = "RFC 5321 5.1",
    },
    [AT(FINDING_DMARC_SUBDOMAIN_WEAKER)] = {
        .id = "dmarc.subdomain-weaker",
        .state = STATE_WARNING,
        .meaning = "The policy for subdomains is weaker than the domain's own.",
        .consequence = "Mail that fakes subdomains is treated more mildly.",
        .advice = "Make sp and np as strict as p, or leave them out.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_IDLE_TAG)] = {
        .id = "dmarc.idle-tag",
        .state = STATE_WARNING,
        .meaning = "A tag stands where it has no effect.",
        .consequence = "Receivers do not look at it: what was meant by it does not happen.",
        .advice = "Remove the tag, or put it into the record of the organizational domain.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_PSD)] = {
        .id = "dmarc.psd",
        .state = STATE_WARNING,
        .meaning = "The psd tag does not fit the name.",
        .consequence = "Receivers take another domain for the organizational one: alignment "
                       "changes.",
        .advice = "Remove psd from ordinary domains; public suffixes publish psd=y.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_TESTING)] = {
        .id = "dmarc.testing",
        .state = STATE_WARNING,
        .meaning = "The policy is in test mode (t=y, or pct below 100).",
        .consequence = "Receivers do not apply the policy in full, or some do and some do not.",
        .advice = "Remove t and pct when the reports look right.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_DEEP)] = {
        .id = "dmarc.deep",
        .state = STATE_WARNING,
        .meaning = "The domain has more than eight labels and no record of its own.",
        .consequence = "The walk up the tree skips names below the seventh label: records there "
                       "are not seen.",
        .advice = "Publish a record at the domain itself.",
        .reference = "RFC 9989 4.10",
    },
    [AT(FINDING_DMARC_GENERATIONS_DIFFER)] = {
        .id = "dmarc.generations-differ",
        .state = STATE_WARNING,
        .meaning = "Receivers of RFC 9989 and of RFC 7489 apply different policies or "
                   "organizational domains.",
        .consequence = "Mail passes at some receivers and fails at others.",
        .advice = "Publish a record at the sender domain itself and one at the registered "
                  "domain.",
        .reference = "RFC 9989 4.10",
    },
    [AT(FINDING_DMARC_SPF_ONLY)] = {
        .id = "dmarc.spf-only",
        .state = STATE_WARNING,
        .meaning = "With p=reject only SPF is aligned.",
        .consequence = "Forwarded mail fails DMARC and is refused.",
        .advice = "Sign with DKIM for the sender domain as well.",
        .reference = "RFC 9989 7.4",
    },
    [AT(FINDING_DMARC_CNAME)] = {
        .id = "dmarc.cname",
        .state = STATE_WARNING,
        .meaning = "The record's name is a CNAME.",
        .consequence = "The sending service's verification wants a TXT record; receivers follow "
                       "the CNAME.",
        .advice = "Publish the record as TXT at the name itself, in the place of the CNAME.",
        .reference = "RFC 1034 3.6.2",
    },
    [AT(FINDING_DMARC_TEMPERROR)] = {
        .id = "dmarc.temperror",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "DMARC could not be judged, because a DNS question stayed without a usable "
                   "answer.",
        .consequence = "Receivers with the same trouble put mail off or do without DMARC.",
        .advice = "Look at the dns finding beside this one; run again when the name servers "
                  "answer.",
        .reference = "RFC 9989 4.10.1",
    },
    [AT(FINDING_DMARC_EXTERNAL_UNKNOWN)] = {
        .id = "dmarc.external-unknown",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "Whether a report address in another organisation is authorised could not be "
                   "found out.",
        .consequence = "Receivers with the same trouble send no reports to it for now.",
        .advice = "Run again when the name servers of the other domain answer.",
        .reference = "RFC 9990 4",
    },
    [AT(FINDING_DMARC_INHERITED)] = {
        .id = "dmarc.inherited",
        .state = STATE_INFO,
        .meaning = "The policy comes from a domain above.",
        .consequence = "Receivers apply it; the sending service's verification may look for a "
                       "record at the domain itself.",
        .advice = "Publish the same policy at the domain itself if the sending service asks for "
                  "it.",
        .reference = "RFC 9989 4.10.1",
    },
    [AT(FINDING_DMARC_MONITORING)] = {
        .id = "dmarc.monitoring",
        .state = STATE_INFO,
        .meaning = "The policy is none.",
        .consequence = "Mail that fakes the domain is delivered as before.",
        .advice = "Read the reports, then go to quarantine.",
        .reference = "RFC 9989 5.4",
    },
    [AT(FINDING_DMARC_NO_REPORTS)] = {
        .id = "dmarc.no-reports",
        .state = STATE_INFO,
        .meaning = "The record names no address for reports.",
        .consequence = "Nobody learns who sends as the domain.",
        .advice = "Add rua=mailto: and an address of your own.",
        .reference = "RFC 9989 4.7",
    },
    [AT(FINDING_DMARC_HISTORIC_TAG)] = {
        .id = "dmarc.historic-tag",
        .state = STATE_INFO,
        .meaning = "The record has tags that the current standard has removed.",
        .consequence = "Newer receivers ignore them.",
        .advice = "Remove pct, rf, ri and size limits.",
        .reference = "RFC 9989 9.3",
    },
    [AT(FINDING_DMARC_UNKNOWN_TAG)] = {
        .id = "dmarc.unknown-tag",
        .state = STATE_INFO,
        .meaning = "The record has tags that no standard knows.",
        .consequence = "Receivers ignore them.",
        .advice = "Remove the tag, or mend its name.",
        .reference = "RFC 9989 4.8",
    },
};
