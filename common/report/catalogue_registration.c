/* SPDX-License-Identifier: MIT */
/* What is known about each finding on registration data beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_REGISTRATION_EXPIRED)

const struct catalogue_entry catalogue_registration[] = {
    [AT(FINDING_REGISTRATION_EXPIRED)] = {
        .id = "registration.expired",
        .state = STATE_CRITICAL,
        .meaning = "The registration of the domain ran out.",
        .consequence = "The registrar may take the domain from the DNS any day; then no "
                       "record in it exists for anybody.",
        .advice = "Renew the domain at the registrar today.",
        .reference = "RFC 3915 3.1",
    },
    [AT(FINDING_REGISTRATION_PENDING_DELETE)] = {
        .id = "registration.pending-delete",
        .state = STATE_CRITICAL,
        .meaning = "The domain is about to be deleted: the registry will drop it "
                   "within days.",
        .consequence = "All its records vanish, and anybody can register it then.",
        .advice = "Ask the registrar at once whether it can still be restored.",
        .reference = "RFC 3915 3.1",
    },
    [AT(FINDING_REGISTRATION_HOLD_DUE)] = {
        .id = "registration.hold-due",
        .state = STATE_WARNING,
        .meaning = "The registry announces that it will put the domain on hold: its owner is not "
                   "verified (pendingVerification), or it says so itself (To be suspended).",
        .consequence = "On hold the domain leaves the zone above, and with it every record that "
                       "mail needs.",
        .advice = "Finish the verification of the owner in the registrar's console, and ask the "
                  "registrar until when.",
        .reference = "RFC 5731 2.3",
    },
    [AT(FINDING_REGISTRATION_EXPIRING)] = {
        .id = "registration.expiring",
        .state = STATE_WARNING,
        .meaning = "The registration of the domain runs out soon.",
        .consequence = "Without renewal the domain and all its records vanish.",
        .advice = "Renew the domain at the registrar, or check that automatic renewal "
                  "and its payment are in order.",
        .reference = "",
    },
    [AT(FINDING_REGISTRATION_UNREACHABLE)] = {
        .id = "registration.unreachable",
        .state = STATE_INFO,
        .meaning = "No server gave the registration data.",
        .consequence = "Holds and expiry cannot be seen; what DNS shows still counts.",
        .advice = "Look with -vv at what was asked, and whether this host may open "
                  "TCP port 443 and port 43 to the registries.",
        .reference = "RFC 9224 3",
    },
    [AT(FINDING_REGISTRATION_REFUSED)] = {
        .id = "registration.refused",
        .state = STATE_INFO,
        .meaning = "The server refuses to answer for now: too many questions came from "
                   "this address.",
        .consequence = "Holds and expiry cannot be seen for that time; what DNS shows "
                       "still counts.",
        .advice = "Wait: the refusal is remembered and nobody asks again before its "
                  "time is over.",
        .reference = "RFC 7480 5.5",
    },
    [AT(FINDING_REGISTRATION_UNREADABLE)] = {
        .id = "registration.unreadable",
        .state = STATE_INFO,
        .meaning = "What the server sent is no registration data of this domain.",
        .consequence = "Holds and expiry cannot be seen; what DNS shows still counts.",
        .advice = "Run again with -vv, and compare with the web page of the registry.",
        .reference = "RFC 9083 5.3",
    },
    [AT(FINDING_REGISTRATION_DEFERRED)] = {
        .id = "registration.deferred",
        .state = STATE_INFO,
        .meaning = "The server was not asked: the checks of this machine asked it as "
                   "often as good manners allow.",
        .consequence = "Holds and expiry cannot be seen for that time; what DNS shows "
                       "still counts.",
        .advice = "Nothing: the next run asks again.",
        .reference = "RFC 7480 5.5",
    },
    [AT(FINDING_REGISTRATION_PRIVATE_SUFFIX)] = {
        .id = "registration.private-suffix",
        .state = STATE_INFO,
        .meaning = "The domain lies below a suffix whose owner hands out names without "
                   "a public registry.",
        .consequence = "Its registration data cannot be read.",
        .advice = "Ask the owner of the suffix about the state of the name.",
        .reference = "",
    },
    [AT(FINDING_REGISTRATION_AUTO_RENEW)] = {
        .id = "registration.auto-renew",
        .state = STATE_INFO,
        .meaning = "The registry renewed the domain by itself; the registrar can still "
                   "give it back.",
        .consequence = "The domain lives; if the renewal is not paid it may be deleted.",
        .advice = "Check with the registrar that the renewal is paid.",
        .reference = "RFC 3915 3.1",
    },
    [AT(FINDING_REGISTRATION_LOCK_MISSING)] = {
        .id = "registration.lock-missing",
        .state = STATE_INFO,
        .meaning = "The domain has no lock against transfers: neither clientTransferProhibited "
                   "nor serverTransferProhibited is among its statuses.",
        .consequence = "Who gets hold of the transfer code can move the domain to another "
                       "registrar, and its records with it.",
        .advice = "Switch the transfer lock on in the registrar's console.",
        .reference = "RFC 5731 2.3",
    },
};
