/* SPDX-License-Identifier: MIT */
/* What is known about each finding on what SES itself says beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_SES_NOT_VERIFIED)

const struct catalogue_entry catalogue_ses[] = {
    [AT(FINDING_SES_NOT_VERIFIED)] = {
        .id = "ses.not-verified",
        .state = STATE_CRITICAL,
        .meaning = "SES does not let the domain send: it has not verified it.",
        .consequence = "Every message is refused when it is handed to SES.",
        .advice = "Publish the records that SES shows, then press Verify in its console.",
        .reference = "",
    },
    [AT(FINDING_SES_ABSENT)] = {
        .id = "ses.absent",
        .state = STATE_CRITICAL,
        .meaning = "SES expects a record that DNS does not have.",
        .consequence = "SES does not verify the domain, or takes the verification back, and then "
                       "refuses its mail.",
        .advice = "Publish the record as SES shows it.",
        .reference = "",
    },
    [AT(FINDING_SES_DIFFERS)] = {
        .id = "ses.differs",
        .state = STATE_CRITICAL,
        .meaning = "DNS has another value than the one that SES expects.",
        .consequence = "SES does not verify the domain, or takes the verification back, and then "
                       "refuses its mail; with another DKIM key its signatures fail.",
        .advice = "Replace the record by the one that SES shows.",
        .reference = "",
    },
    [AT(FINDING_SES_CONSOLE_STALE)] = {
        .id = "ses.console-stale",
        .state = STATE_WARNING,
        .meaning = "DNS has what SES expects, but SES still goes by what it saw earlier.",
        .consequence = "SES may refuse to send although all is right in DNS.",
        .advice = "Press Verify in the console of SES; after a change in DNS it can take two hours "
                  "until SES sees it.",
        .reference = "",
    },
    [AT(FINDING_SES_DNS_HOST)] = {
        .id = "ses.dns-host",
        .state = STATE_WARNING,
        .meaning = "DNSPod has the records and does not serve them: the zone is paused or blocked, "
                   "a record is switched off or bound to a line, or the registry names other "
                   "servers.",
        .consequence = "Nobody, or only some, can see the records, whatever the DNS host shows.",
        .advice = "Mend it in the console of DNSPod.",
        .reference = "",
    },
    [AT(FINDING_SES_NOT_FOUND)] = {
        .id = "ses.not-found",
        .state = STATE_UNKNOWN,
        .meaning = "The account has no such sender domain in the region that was asked.",
        .consequence = "What SES expects and whether it lets the domain send is not known.",
        .advice = "Name the region with --ses-region, take the credentials of the account that the "
                  "domain belongs to, or create the domain in the console.",
        .reference = "",
    },
    [AT(FINDING_SES_REFUSED)] = {
        .id = "ses.refused",
        .state = STATE_UNKNOWN,
        .meaning = "The API refuses to answer.",
        .consequence = "What it has to say is not known; what DNS shows still counts.",
        .advice = "Look up the code in the documentation of the API.",
        .reference = "",
    },
    [AT(FINDING_SES_UNREACHABLE)] = {
        .id = "ses.unreachable",
        .state = STATE_UNKNOWN,
        .meaning = "The API could not be reached, or it was not safe to go on.",
        .consequence = "What it has to say is not known; what DNS shows still counts.",
        .advice = "Look whether this host may open TCP port 443 to it, and with -vvv at what was "
                  "asked.",
        .reference = "",
    },
    [AT(FINDING_SES_UNREADABLE)] = {
        .id = "ses.unreadable",
        .state = STATE_UNKNOWN,
        .meaning = "What came is no reply of the API.",
        .consequence = "What it has to say is not known; what DNS shows still counts.",
        .advice = "Look with -vvv at what came, and whether --ses-endpoint names the API.",
        .reference = "",
    },
};
