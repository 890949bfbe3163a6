/* SPDX-License-Identifier: MIT */
/* What is known about each finding beside the case at hand. */
#include "report/catalogue_table.h"

const struct catalogue_entry catalogue_table[FINDING_COUNT] = {
    [FINDING_NONE] = {
        .id = "",
        .meaning = "",
        .consequence = "",
        .advice = "",
        .reference = "",
    },
    [FINDING_DNS_BOGUS] = {
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
    [FINDING_DNS_UNREACHABLE] = {
        .id = "dns.unreachable",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "No resolver answered the question.",
        .consequence = "Nothing is known about the record; receivers may or may not see it.",
        .advice = "Check the resolver given with --server or in /etc/resolv.conf, and whether UDP "
                  "and TCP port 53 to it are open.",
        .reference = "",
    },
    [FINDING_DNS_SERVFAIL] = {
        .id = "dns.servfail",
        .state = STATE_UNKNOWN,
        .meaning = "The resolver answered SERVFAIL: it could not get an answer itself.",
        .consequence = "Nothing is known about the record; receivers with the same trouble answer "
                       "temperror and put mail off.",
        .advice = "Ask another resolver with --server; if all say SERVFAIL, look after the name "
                  "servers of the zone.",
        .reference = "RFC 1035 4.1.1",
    },
    [FINDING_DNS_REFUSED] = {
        .id = "dns.refused",
        .state = STATE_UNKNOWN,
        .meaning = "The resolver refused the question.",
        .consequence = "Nothing is known about the record: a refusal says nothing about it.",
        .advice = "Use a resolver that serves this host: name it with --server, or allow this "
                  "host in the resolver's access list.",
        .reference = "RFC 1035 4.1.1",
    },
    [FINDING_DNS_MALFORMED] = {
        .id = "dns.malformed",
        .state = STATE_UNKNOWN,
        .meaning = "What came back is no valid DNS reply, neither over UDP nor over TCP.",
        .consequence = "Nothing is known about the record; receivers that get the same octets "
                       "answer temperror and put mail off.",
        .advice = "Look for a device between here and the resolver that rewrites DNS messages, "
                  "and ask another resolver with --server.",
        .reference = "RFC 1035 4.1",
    },
    [FINDING_DNS_DEADLINE] = {
        .id = "dns.deadline",
        .state = STATE_UNKNOWN,
        .temporary = true,
        .meaning = "The time for the whole run was over before the question was answered.",
        .consequence = "Nothing is known about the record; what was proved before still counts.",
        .advice = "Find out which server is slow with -vvv, or give the run more time with "
                  "--timeout.",
        .reference = "",
    },
    [FINDING_DNS_LOOP] = {
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
    [FINDING_DNS_RESOLVER_BROKEN] = {
        .id = "dns.resolver-broken",
        .state = STATE_UNKNOWN,
        .meaning = "The resolver cannot even answer for the parent zone: it is sick, not the "
                   "domain.",
        .consequence = "Nothing is known about the record.",
        .advice = "Repair the resolver or its way to the internet, or name another one with "
                  "--server.",
        .reference = "",
    },
    [FINDING_VISIBILITY_ABSENT] = {
        .id = "visibility.absent",
        .state = STATE_CRITICAL,
        .meaning = "The zone is alive and says that it has no such record.",
        .consequence = "Receivers see the domain without this record: mail loses the protection "
                       "and the reputation that hang on it.",
        .advice = "Publish the record at exactly this name in the zone that answered.",
        .reference = "RFC 2308 2",
    },
    [FINDING_VISIBILITY_UNEXPLAINED] = {
        .id = "visibility.unexplained",
        .state = STATE_UNKNOWN,
        .meaning = "The record is invisible, and what could be asked does not say why.",
        .consequence = "Receivers that see the same treat the domain as one without this record.",
        .advice = "Run again with -vv, and compare what the registrar and the DNS host show with "
                  "what was seen.",
        .reference = "",
    },
    [FINDING_SPF_NONE] = {
        .id = "spf.none",
        .state = STATE_CRITICAL,
        .meaning = "The domain has no SPF record.",
        .consequence = "Receivers answer none: no server is authorised to send for the domain, "
                       "and DMARC has to live on DKIM alone.",
        .advice = "Publish one TXT record at the domain that begins with v=spf1 and includes the "
                  "sending service.",
        .reference = "RFC 7208 4.5",
    },
    [FINDING_SPF_MULTIPLE] = {
        .id = "spf.multiple",
        .state = STATE_CRITICAL,
        .meaning = "The domain has more than one SPF record.",
        .consequence = "Receivers answer permerror: no mail of the domain passes SPF.",
        .advice = "Merge the records into one and delete the others: one v=spf1, all terms, one "
                  "all at the end.",
        .reference = "RFC 7208 3.2",
    },
    [FINDING_SPF_SYNTAX] = {
        .id = "spf.syntax",
        .state = STATE_CRITICAL,
        .meaning = "A term of the record does not fit the grammar.",
        .consequence = "Receivers answer permerror whatever else the record says: no mail of the "
                       "domain passes SPF.",
        .advice = "Correct the term at the place shown.",
        .reference = "RFC 7208 4.6",
    },
    [FINDING_SPF_LOOKUP_LIMIT] = {
        .id = "spf.lookup-limit",
        .state = STATE_CRITICAL,
        .meaning = "Evaluating the record takes more than 10 DNS lookups.",
        .consequence = "Receivers answer permerror when they reach the eleventh: mail that the "
                       "terms before it do not cover fails SPF.",
        .advice = "Drop includes that nobody needs, move a service to a subdomain of its own, or "
                  "replace a and mx by ip4 and ip6.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_VOID_LIMIT] = {
        .id = "spf.void-limit",
        .state = STATE_CRITICAL,
        .meaning = "More than 2 lookups of the record find nothing.",
        .consequence = "Receivers that count void lookups answer permerror: mail that the terms "
                       "before do not cover fails SPF there.",
        .advice = "Remove the terms whose names do not exist, or publish addresses at these names.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_INCLUDE_NONE] = {
        .id = "spf.include-none",
        .state = STATE_CRITICAL,
        .meaning = "An include or a redirect leads to a domain without a usable SPF record.",
        .consequence = "Receivers that reach it answer permerror.",
        .advice = "Remove the term or correct its domain; if it belongs to a service, ask the "
                  "service for its present SPF domain.",
        .reference = "RFC 7208 5.2",
    },
    [FINDING_SPF_LOOP] = {
        .id = "spf.loop",
        .state = STATE_CRITICAL,
        .meaning = "The record includes or redirects to itself, directly or by way of others.",
        .consequence = "Receivers go round until the tenth lookup and answer permerror.",
        .advice = "Remove the include or redirect that leads back.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_MX_LIMIT] = {
        .id = "spf.mx-limit",
        .state = STATE_CRITICAL,
        .meaning = "An mx term meets a domain with more than 10 MX names.",
        .consequence = "Receivers answer permerror when they reach the term.",
        .advice = "Replace the mx term by ip4 and ip6 terms of the servers that really send.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_PASS_ALL] = {
        .id = "spf.pass-all",
        .state = STATE_CRITICAL,
        .meaning = "The record authorises every address of the internet.",
        .consequence = "Anyone can send as the domain and passes SPF, and with it DMARC.",
        .advice = "Replace +all by ~all or -all, and networks of length 0 by those of the servers "
                  "that send.",
        .reference = "RFC 7208 5.1",
    },
    [FINDING_SPF_PROVIDER_MISSING] = {
        .id = "spf.provider-missing",
        .state = STATE_CRITICAL,
        .meaning = "The addresses of the sending service do not pass.",
        .consequence = "Mail that the service sends for the domain fails SPF; the service may "
                       "refuse to send at all.",
        .advice = "Add the service's include to the record, in front of its all.",
        .reference = "RFC 7208 5.2",
    },
    [FINDING_SPF_PROVIDER_UNREACHED] = {
        .id = "spf.provider-unreached",
        .state = STATE_CRITICAL,
        .meaning = "The include of the sending service stands where receivers never come: behind "
                   "all, or behind the tenth lookup.",
        .consequence = "Mail that the service sends for the domain does not pass SPF.",
        .advice = "Move the service's include to the front of the record.",
        .reference = "RFC 7208 4.6.2",
    },
    [FINDING_SPF_UNEXPECTED_RESULT] = {
        .id = "spf.unexpected-result",
        .state = STATE_CRITICAL,
        .meaning = "The evaluation has another result than the one that was expected.",
        .consequence = "Receivers judge mail from this address otherwise than intended.",
        .advice = "Compare the term that decided with what should decide, and correct the record "
                  "or --expect.",
        .reference = "RFC 7208 2.6",
    },
    [FINDING_SPF_PROVIDER_INDIRECT] = {
        .id = "spf.provider-indirect",
        .state = STATE_WARNING,
        .meaning = "The addresses of the sending service pass, but not by its own include.",
        .consequence = "Mail passes today; it stops passing when the service changes its "
                       "addresses, and the service's console may not accept the record.",
        .advice = "Add the service's include to the record.",
        .reference = "RFC 7208 5.2",
    },
    [FINDING_SPF_PROVIDER_UNTESTABLE] = {
        .id = "spf.provider-untestable",
        .state = STATE_INFO,
        .meaning = "The service's own record names no address that could be tried.",
        .consequence = "Whether mail of the service passes was not found out.",
        .advice = "Check that the service's include stands in the record as its console shows it.",
        .reference = "RFC 7208 5.2",
    },
    [FINDING_SPF_MANY_LOOKUPS] = {
        .id = "spf.many-lookups",
        .state = STATE_WARNING,
        .meaning = "The record comes close to the limit of 10 DNS lookups.",
        .consequence = "One more lookup in an included record of somebody else, and receivers "
                       "answer permerror.",
        .advice = "Remove includes that nobody needs before one of them grows.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_VOID] = {
        .id = "spf.void",
        .state = STATE_WARNING,
        .meaning = "A lookup of the record finds nothing.",
        .consequence = "The term does not authorise anybody, and receivers allow 2 such lookups "
                       "at most.",
        .advice = "Remove the term, or publish what it looks for.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_NO_ALL] = {
        .id = "spf.no-all",
        .state = STATE_WARNING,
        .meaning = "The record ends with neither all nor redirect.",
        .consequence = "Mail from everywhere else is neutral: the record protects from nothing.",
        .advice = "Append ~all to the record.",
        .reference = "RFC 7208 4.7",
    },
    [FINDING_SPF_NEUTRAL_ALL] = {
        .id = "spf.neutral-all",
        .state = STATE_WARNING,
        .meaning = "The record ends with ?all.",
        .consequence = "Mail from everywhere else is neutral: the record protects from nothing.",
        .advice = "Replace ?all by ~all.",
        .reference = "RFC 7208 4.7",
    },
    [FINDING_SPF_AFTER_ALL] = {
        .id = "spf.after-all",
        .state = STATE_WARNING,
        .meaning = "Terms stand behind all, where they are never tested.",
        .consequence = "The servers that they were meant to authorise are not.",
        .advice = "Move the terms in front of all, or delete them.",
        .reference = "RFC 7208 5.1",
    },
    [FINDING_SPF_REDIRECT_IGNORED] = {
        .id = "spf.redirect-ignored",
        .state = STATE_WARNING,
        .meaning = "The record has redirect beside all, which switches it off.",
        .consequence = "The record that redirect names is never used.",
        .advice = "Remove all if the other record is to decide, else remove redirect.",
        .reference = "RFC 7208 6.1",
    },
    [FINDING_SPF_PTR] = {
        .id = "spf.ptr",
        .state = STATE_WARNING,
        .meaning = "The record uses ptr or %{p}, which should not be published.",
        .consequence = "Receivers make slow and unreliable reverse lookups, and some ignore the "
                       "term.",
        .advice = "Replace the term by ip4 and ip6 terms of the servers that send.",
        .reference = "RFC 7208 5.5",
    },
    [FINDING_SPF_UNKNOWN_MODIFIER] = {
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
    [FINDING_SPF_LONG_ANSWER] = {
        .id = "spf.long-answer",
        .state = STATE_WARNING,
        .meaning = "The TXT answer of the domain is too large for a plain UDP reply of 512 octets.",
        .consequence = "Resolvers have to ask again over TCP; where that is blocked, receivers "
                       "see a temporary error.",
        .advice = "Remove TXT records that are no longer needed, or move parts of the SPF record "
                  "into an include.",
        .reference = "RFC 7208 3.4",
    },
    [FINDING_SPF_GLUED] = {
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
    [FINDING_SPF_TEMPERROR] = {
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
    [FINDING_SPF_DEPENDS_ON_SENDER] = {
        .id = "spf.depends-on-sender",
        .state = STATE_INFO,
        .meaning = "A term holds macros of sender, client or HELO name and was not followed.",
        .consequence = "What it costs and whom it authorises is different for each mail.",
        .advice = "Use --ip with --sender and --helo to evaluate it for one client.",
        .reference = "RFC 7208 7",
    },
    [FINDING_SPF_RECEIVERS_DIFFER] = {
        .id = "spf.receivers-differ",
        .state = STATE_INFO,
        .meaning = "Receivers come to different results for this record.",
        .consequence = "Mail passes at some receivers and not at others.",
        .advice = "Remove what they disagree about: names without addresses of one family, or "
                  "more than 2 void lookups.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_LARGE_NETWORK] = {
        .id = "spf.large-network",
        .state = STATE_INFO,
        .meaning = "The record authorises a very large network.",
        .consequence = "Whoever gets an address in it can send as the domain.",
        .advice = "Narrow the network down to the servers that send.",
        .reference = "RFC 7208 5.6",
    },
    [FINDING_SPF_DUPLICATE] = {
        .id = "spf.duplicate",
        .state = STATE_INFO,
        .meaning = "A term of the record says what another one has said already.",
        .consequence = "Nothing changes for mail; a repeated lookup is paid twice.",
        .advice = "Remove the second term.",
        .reference = "RFC 7208 4.6.4",
    },
    [FINDING_SPF_PRIVATE_NETWORK] = {
        .id = "spf.private-network",
        .state = STATE_INFO,
        .meaning = "The record authorises private, loopback or documentation addresses.",
        .consequence = "Receivers never see mail from them: the term is useless.",
        .advice = "Remove the term, or put in the public addresses that are meant.",
        .reference = "RFC 7208 5.6",
    },
    [FINDING_SPF_HOST_BITS] = {
        .id = "spf.host-bits",
        .state = STATE_INFO,
        .meaning = "A network is written with bits set behind its prefix length.",
        .consequence = "Receivers compare the prefix only: more addresses may pass than were "
                       "meant.",
        .advice = "Write the first address of the network, or the single address without a prefix "
                  "length.",
        .reference = "RFC 7208 5.6",
    },
    [FINDING_SPF_EXP] = {
        .id = "spf.exp",
        .state = STATE_INFO,
        .meaning = "The explanation named by exp cannot be had.",
        .consequence = "Receivers that reject mail give their own text instead.",
        .advice = "Publish exactly one TXT record at the name that exp points to, or remove exp.",
        .reference = "RFC 7208 6.2",
    },
    [FINDING_SPF_CNAME] = {
        .id = "spf.cname",
        .state = STATE_INFO,
        .meaning = "The record is reached through a CNAME.",
        .consequence = "The record belongs to the target: whoever runs it decides who may send as "
                       "the domain.",
        .advice = "Check that the target is meant; publish a TXT record of your own if it is not.",
        .reference = "RFC 1034 3.6.2",
    },
    [FINDING_PASTE_SMART_QUOTE] = {
        .id = "paste.smart-quote",
        .state = STATE_CRITICAL,
        .meaning = "The record holds typographic quotation marks or dashes.",
        .consequence = "An octet outside ASCII makes the record useless: receivers answer "
                       "permerror or do not see a record.",
        .advice = "Type the value anew in plain ASCII, or paste it as plain text.",
        .reference = "RFC 7208 3.1",
    },
    [FINDING_PASTE_QUOTES_INSIDE] = {
        .id = "paste.quotes-inside",
        .state = STATE_CRITICAL,
        .meaning = "The record's value holds quotation marks of its own.",
        .consequence = "Receivers do not take it for the record that it resembles, or stop at the "
                       "quotation mark.",
        .advice = "Remove the quotation marks from the value field: the DNS host adds its own.",
        .reference = "RFC 7208 4.5",
    },
    [FINDING_PASTE_HTML] = {
        .id = "paste.html",
        .state = STATE_CRITICAL,
        .meaning = "The record holds HTML: a tag or a character written as an entity.",
        .consequence = "The term in which it stands does not fit the grammar: receivers answer "
                       "permerror.",
        .advice = "Copy the value from the page's text, not from its source, and replace entities "
                  "by the characters.",
        .reference = "RFC 7208 4.6",
    },
    [FINDING_PASTE_ZERO_WIDTH] = {
        .id = "paste.zero-width",
        .state = STATE_CRITICAL,
        .meaning = "The record holds invisible characters, such as zero-width or non-breaking "
                   "blanks.",
        .consequence = "An octet outside ASCII makes the record useless: receivers answer "
                       "permerror or do not see a record.",
        .advice = "Type the value anew instead of pasting it.",
        .reference = "RFC 7208 3.1",
    },
    [FINDING_PASTE_SPLIT] = {
        .id = "paste.split",
        .state = STATE_CRITICAL,
        .meaning = "The record came apart when it was pasted: a blank was lost where its text is "
                   "cut, or its parts are TXT records of their own.",
        .consequence = "Receivers put the strings of one record together with nothing between, and "
                       "never several records: they see something else than was meant.",
        .advice = "Publish one TXT record with all the parts as its strings, the blanks between "
                  "them kept.",
        .reference = "RFC 7208 3.3",
    },
    [FINDING_PASTE_EXTRA] = {
        .id = "paste.extra",
        .state = STATE_CRITICAL,
        .meaning = "More than the record was pasted into its value: the form's other fields, or a "
                   "second record.",
        .consequence = "Receivers do not see a record, or read the two as one.",
        .advice = "Publish the value alone, and the terms of two records as one record.",
        .reference = "RFC 7208 4.5",
    },
    [FINDING_PASTE_SAMPLE_VALUE] = {
        .id = "paste.sample-value",
        .state = STATE_CRITICAL,
        .meaning = "The record still holds a sample value from documentation.",
        .consequence = "The record does not say who sends for the domain.",
        .advice = "Replace the sample value by your own.",
        .reference = "",
    },
    [FINDING_PASTE_SPACE] = {
        .id = "paste.space",
        .state = STATE_WARNING,
        .meaning = "The record has blanks where none belong: in front, at the end, or inside a "
                   "term.",
        .consequence = "Receivers may not recognise the record, or read a term as two.",
        .advice = "Remove the blanks at the place shown.",
        .reference = "RFC 7208 4.5",
    },
};
