/* SPDX-License-Identifier: MIT */
/* What is known about each finding on SPF beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_SPF_NONE)

const struct catalogue_entry catalogue_spf[] = {
    [AT(FINDING_SPF_NONE)] = {
        .id = "spf.none",
        .state = STATE_CRITICAL,
        .meaning = "The domain has no SPF record.",
        .consequence = "Receivers answer none: no server is authorised to send for the domain, "
                       "and DMARC has to live on DKIM alone.",
        .advice = "Publish one TXT record at the domain that begins with v=spf1 and includes the "
                  "sending service.",
        .reference = "RFC 7208 4.5",
    },
    [AT(FINDING_SPF_MULTIPLE)] = {
        .id = "spf.multiple",
        .state = STATE_CRITICAL,
        .meaning = "The domain has more than one SPF record.",
        .consequence = "Receivers answer permerror: no mail of the domain passes SPF.",
        .advice = "Merge the records into one and delete the others: one v=spf1, all terms, one "
                  "all at the end.",
        .reference = "RFC 7208 3.2",
    },
    [AT(FINDING_SPF_SYNTAX)] = {
        .id = "spf.syntax",
        .state = STATE_CRITICAL,
        .meaning = "A term of the record does not fit the grammar.",
        .consequence = "Receivers answer permerror whatever else the record says: no mail of the "
                       "domain passes SPF.",
        .advice = "Correct the term at the place shown.",
        .reference = "RFC 7208 4.6",
    },
    [AT(FINDING_SPF_LOOKUP_LIMIT)] = {
        .id = "spf.lookup-limit",
        .state = STATE_CRITICAL,
        .meaning = "Evaluating the record takes more than 10 DNS lookups.",
        .consequence = "Receivers answer permerror when they reach the eleventh: mail that the "
                       "terms before it do not cover fails SPF.",
        .advice = "Drop includes that nobody needs, move a service to a subdomain of its own, or "
                  "replace a and mx by ip4 and ip6.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_VOID_LIMIT)] = {
        .id = "spf.void-limit",
        .state = STATE_CRITICAL,
        .meaning = "More than 2 lookups of the record find nothing.",
        .consequence = "Receivers that count void lookups answer permerror: mail that the terms "
                       "before do not cover fails SPF there.",
        .advice = "Remove the terms whose names do not exist, or publish addresses at these names.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_INCLUDE_NONE)] = {
        .id = "spf.include-none",
        .state = STATE_CRITICAL,
        .meaning = "An include or a redirect leads to a domain without a usable SPF record.",
        .consequence = "Receivers that reach it answer permerror.",
        .advice = "Remove the term or correct its domain; if it belongs to a service, ask the "
                  "service for its present SPF domain.",
        .reference = "RFC 7208 5.2",
    },
    [AT(FINDING_SPF_LOOP)] = {
        .id = "spf.loop",
        .state = STATE_CRITICAL,
        .meaning = "The record includes or redirects to itself, directly or by way of others.",
        .consequence = "Receivers go round until the tenth lookup and answer permerror.",
        .advice = "Remove the include or redirect that leads back.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_MX_LIMIT)] = {
        .id = "spf.mx-limit",
        .state = STATE_CRITICAL,
        .meaning = "An mx term meets a domain with more than 10 MX names.",
        .consequence = "Receivers answer permerror when they reach the term.",
        .advice = "Replace the mx term by ip4 and ip6 terms of the servers that really send.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_PASS_ALL)] = {
        .id = "spf.pass-all",
        .state = STATE_CRITICAL,
        .meaning = "The record authorises every address of the internet.",
        .consequence = "Anyone can send as the domain and passes SPF, and with it DMARC.",
        .advice = "Replace +all by ~all or -all, and networks of length 0 by those of the servers "
                  "that send.",
        .reference = "RFC 7208 5.1",
    },
    [AT(FINDING_SPF_PROVIDER_MISSING)] = {
        .id = "spf.provider-missing",
        .state = STATE_CRITICAL,
        .meaning = "The addresses of the sending service do not pass.",
        .consequence = "Mail that the service sends for the domain fails SPF; the service may "
                       "refuse to send at all.",
        .advice = "Add the service's include to the record, in front of its all.",
        .reference = "RFC 7208 5.2",
    },
    [AT(FINDING_SPF_PROVIDER_UNREACHED)] = {
        .id = "spf.provider-unreached",
        .state = STATE_CRITICAL,
        .meaning = "The include of the sending service stands where receivers never come: behind "
                   "all, or behind the tenth lookup.",
        .consequence = "Mail that the service sends for the domain does not pass SPF.",
        .advice = "Move the service's include to the front of the record.",
        .reference = "RFC 7208 4.6.2",
    },
    [AT(FINDING_SPF_UNEXPECTED_RESULT)] = {
        .id = "spf.unexpected-result",
        .state = STATE_CRITICAL,
        .meaning = "The evaluation has another result than the one that was expected.",
        .consequence = "Receivers judge mail from this address otherwise than intended.",
        .advice = "Compare the term that decided with what should decide, and correct the record "
                  "or --expect.",
        .reference = "RFC 7208 2.6",
    },
    [AT(FINDING_SPF_PROVIDER_INDIRECT)] = {
        .id = "spf.provider-indirect",
        .state = STATE_WARNING,
        .meaning = "The addresses of the sending service pass, but not by its own include.",
        .consequence = "Mail passes today; it stops passing when the service changes its "
                       "addresses, and the service's console may not accept the record.",
        .advice = "Add the service's include to the record.",
        .reference = "RFC 7208 5.2",
    },
    [AT(FINDING_SPF_PROVIDER_UNTESTABLE)] = {
        .id = "spf.provider-untestable",
        .state = STATE_INFO,
        .meaning = "The service's own record names no address that could be tried.",
        .consequence = "Whether mail of the service passes was not found out.",
        .advice = "Check that the service's include stands in the record as its console shows it.",
        .reference = "RFC 7208 5.2",
    },
    [AT(FINDING_SPF_MANY_LOOKUPS)] = {
        .id = "spf.many-lookups",
        .state = STATE_WARNING,
        .meaning = "The record comes close to the limit of 10 DNS lookups.",
        .consequence = "One more lookup in an included record of somebody else, and receivers "
                       "answer permerror.",
        .advice = "Remove includes that nobody needs before one of them grows.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_VOID)] = {
        .id = "spf.void",
        .state = STATE_WARNING,
        .meaning = "A lookup of the record finds nothing.",
        .consequence = "The term does not authorise anybody, and receivers allow 2 such lookups "
                       "at most.",
        .advice = "Remove the term, or publish what it looks for.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_NO_ALL)] = {
        .id = "spf.no-all",
        .state = STATE_WARNING,
        .meaning = "The record ends with neither all nor redirect.",
        .consequence = "Mail from everywhere else is neutral: the record protects from nothing.",
        .advice = "Append ~all to the record.",
        .reference = "RFC 7208 4.7",
    },
    [AT(FINDING_SPF_NEUTRAL_ALL)] = {
        .id = "spf.neutral-all",
        .state = STATE_WARNING,
        .meaning = "The record ends with ?all.",
        .consequence = "Mail from everywhere else is neutral: the record protects from nothing.",
        .advice = "Replace ?all by ~all.",
        .reference = "RFC 7208 4.7",
    },
    [AT(FINDING_SPF_AFTER_ALL)] = {
        .id = "spf.after-all",
        .state = STATE_WARNING,
        .meaning = "Terms stand behind all, where they are never tested.",
        .consequence = "The servers that they were meant to authorise are not.",
        .advice = "Move the terms in front of all, or delete them.",
        .reference = "RFC 7208 5.1",
    },
    [AT(FINDING_SPF_REDIRECT_IGNORED)] = {
        .id = "spf.redirect-ignored",
        .state = STATE_WARNING,
        .meaning = "The record has redirect beside all, which switches it off.",
        .consequence = "The record that redirect names is never used.",
        .advice = "Remove all if the other record is to decide, else remove redirect.",
        .reference = "RFC 7208 6.1",
    },
    [AT(FINDING_SPF_PTR)] = {
        .id = "spf.ptr",
        .state = STATE_WARNING,
        .meaning = "The record uses ptr or %{p}, which should not be published.",
        .consequence = "Receivers make slow and unreliable reverse lookups, and some ignore the "
                       "term.",
        .advice = "Replace the term by ip4 and ip6 terms of the servers that send.",
        .reference = "RFC 7208 5.5",
    },
    [AT(FINDING_SPF_UNKNOWN_MODIFIER)] = {
        .id = "spf.unknown-modifier",
        .state = STATE_WARNING,
        .meaning = "The record has a modifier that nobody knows, and it looks like a misspelt "
                   "term.",
        .consequence = "Receivers ignore it without a word: what it was meant to do does not "
                       "happen.",
        .advice = "Write mechanisms with a colon (ip4:, include:) and modifiers with an equals "
                  "sign (redirect=).",
        .reference = "RFC 7208 6",
    },
    [AT(FINDING_SPF_LONG_ANSWER)] = {
        .id = "spf.long-answer",
        .state = STATE_WARNING,
        .meaning = "The TXT answer of the domain is too large for a plain UDP reply of 512 octets.",
        .consequence = "Resolvers have to ask again over TCP; where that is blocked, receivers "
                       "see a temporary error.",
        .advice = "Remove TXT records that are no longer needed, or move parts of the SPF record "
                  "into an include.",
        .reference = "RFC 7208 3.4",
    },
    [AT(FINDING_SPF_GLUED)] = {
        .id = "spf.glued",
        .state = STATE_WARNING,
        .meaning = "Two strings of the record meet inside a word, or two terms stand together "
                   "without a blank.",
        .consequence = "Receivers join strings with nothing between: a term may not be the one "
                       "that was meant.",
        .advice = "Put the missing blank at the end of the first string, or publish the record as "
                  "one string.",
        .reference = "RFC 7208 3.3",
    },
    [AT(FINDING_SPF_TEMPERROR)] = {
        .id = "spf.temperror",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "The record could not be evaluated to its end, because a DNS question stayed "
                   "without a usable answer.",
        .consequence = "Receivers with the same trouble answer temperror and put mail off.",
        .advice = "Look at the dns finding beside this one; run again when the name servers "
                  "answer.",
        .reference = "RFC 7208 2.6.6",
    },
    [AT(FINDING_SPF_DEPENDS_ON_SENDER)] = {
        .id = "spf.depends-on-sender",
        .state = STATE_INFO,
        .meaning = "A term holds macros of sender, client or HELO name and was not followed.",
        .consequence = "What it costs and whom it authorises is different for each mail.",
        .advice = "Use --ip with --sender and --helo to evaluate it for one client.",
        .reference = "RFC 7208 7",
    },
    [AT(FINDING_SPF_RECEIVERS_DIFFER)] = {
        .id = "spf.receivers-differ",
        .state = STATE_INFO,
        .meaning = "Receivers come to different results for this record.",
        .consequence = "Mail passes at some receivers and not at others.",
        .advice = "Remove what they disagree about: names without addresses of one family, or "
                  "more than 2 void lookups.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_LARGE_NETWORK)] = {
        .id = "spf.large-network",
        .state = STATE_INFO,
        .meaning = "The record authorises a very large network.",
        .consequence = "Whoever gets an address in it can send as the domain.",
        .advice = "Narrow the network down to the servers that send.",
        .reference = "RFC 7208 5.6",
    },
    [AT(FINDING_SPF_DUPLICATE)] = {
        .id = "spf.duplicate",
        .state = STATE_INFO,
        .meaning = "A term of the record says what another one has said already.",
        .consequence = "Nothing changes for mail; a repeated lookup is paid twice.",
        .advice = "Remove the second term.",
        .reference = "RFC 7208 4.6.4",
    },
    [AT(FINDING_SPF_PRIVATE_NETWORK)] = {
        .id = "spf.private-network",
        .state = STATE_INFO,
        .meaning = "The record authorises private, loopback or documentation addresses.",
        .consequence = "Receivers never see mail from them: the term is useless.",
        .advice = "Remove the term, or put in the public addresses that are meant.",
        .reference = "RFC 7208 5.6",
    },
    [AT(FINDING_SPF_HOST_BITS)] = {
        .id = "spf.host-bits",
        .state = STATE_INFO,
        .meaning = "A network is written with bits set behind its prefix length.",
        .consequence = "Receivers compare the prefix only: more addresses may pass than were "
                       "meant.",
        .advice = "Write the first address of the network, or the single address without a prefix "
                  "length.",
        .reference = "RFC 7208 5.6",
    },
    [AT(FINDING_SPF_EXP)] = {
        .id = "spf.exp",
        .state = STATE_INFO,
        .meaning = "The explanation named by exp cannot be had.",
        .consequence = "Receivers that reject mail give their own text instead.",
        .advice = "Publish exactly one TXT record, in ASCII, at the name that exp points to, or "
                  "remove exp.",
        .reference = "RFC 7208 6.2",
    },
    [AT(FINDING_SPF_CNAME)] = {
        .id = "spf.cname",
        .state = STATE_INFO,
        .meaning = "The record is reached through a CNAME.",
        .consequence = "The record belongs to the target: whoever runs it decides who may send as "
                       "the domain.",
        .advice = "Check that the target is meant; publish a TXT record of your own if it is not.",
        .reference = "RFC 1034 3.6.2",
    },
};
