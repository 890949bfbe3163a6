/* SPDX-License-Identifier: MIT */
/* WHOIS replies in all forms that are known, made up in the shapes of the registries. */
#include "registry_show.h"

#include "registry/whois_domain.h"
#include "registry/whois_sentence.h"

#define NOW INT64_C(1795521600)

static struct registration parse(struct slice text, const char *asked, struct arena *arena)
{
    struct registration registration;
    struct dns_name name = make_name(asked);

    assert_int_equal(whois_domain_parse(text, &name, NOW, arena, &registration), STATUS_OK);
    assert_int_equal(registration.source, REGISTRATION_SOURCE_WHOIS);
    assert_int_equal(registration.read_at, NOW);
    assert_int_equal(registration.server.length, 0);
    assert_false(registration.cached);
    return registration;
}

/* --- forms ----------------------------------------------------------------------------------- */

/* Files in data/registry/whois; those named -crlf have CRLF, ua-contacts has octets of no charset.
 */
static const struct {
    const char *file;
    const char *asked;
    const char *want;
} files[] = {
    { "au-annotated-crlf", "example.com.au",
      "found; status serverHold, serverUpdateProhibited; servers ns1.example.net; by Example "
      "Registrar" },
    { "cnnic-free", "example.cn", "not-found" },
    { "cnnic-hold", "example.cn",
      "found; status clientTransferProhibited, clientHold, serverHold; servers ns1.example.net "
      "clienthold.example.net; registered 2026-11-01T02:00:00Z; expires 2027-11-01T02:00:00Z; "
      "signed; by "
      "\xE7\xA4\xBA\xE4\xBE\x8B\xE6\xB3\xA8\xE5\x86\x8C\xE5\x95\x86\xE6\x9C\x89\xE9\x99\x90\xE5\x85"
      "\xAC\xE5\x8F\xB8" },
    { "cnnic-idn", "xn--fsqu00a.xn--fiqz9s",
      "found; status pendingVerification; servers ns1.example.net; registered "
      "2026-11-01T02:00:00Z; expires 2027-11-01T02:00:00Z; unsigned; by Example Registrar" },
    { "cnnic-old", "example.com.cn",
      "found; status ok; servers ns1.example.net ns2.example.net; registered 2002-03-05T16:00:00Z; "
      "expires 2027-03-05T16:00:00Z; by Example Registrar" },
    { "cnnic-prohibited", "example.cn",
      "reserved; the registry says: \"The domain you requested is prohibited.\"" },
    { "cnnic-reserved", "example.cn",
      "reserved; the registry says: \"Sorry, The domain you requested is in the reserved list.\"" },
    { "de-free", "example.de", "not-found" },
    { "de-invalid", "example.de", "reserved; the registry has the name as \"invalid\"" },
    { "de", "example.de", "found; status ok; servers ns1.example.net ns2.example.de" },
    { "ee", "example.ee",
      "found; status expired, serverHold; servers ns1.example.net; registered "
      "2014-11-01T18:38:55Z; expires 2026-11-01T00:00:00Z; by Example Registrar O\xC3\x9C" },
    { "eu-free", "example.eu", "not-found" },
    { "eu", "example.eu", "found; servers ns1.example.net ns2.example.eu; by Example Registrar" },
    { "gtld-brackets", "example.top",
      "found; status serverHold, addPeriod; servers ns1.example.net; expires 2027-11-01T00:00:00Z; "
      "unsigned; by Example Registrar" },
    { "gtld-contacts-before-servers", "example.tc",
      "found; status ok, serverHold; servers ns1.example.net ns2.example.net; registered "
      "2026-10-11T21:00:00Z; expires 2027-10-12T21:00:00Z; unsigned; by Example Registrar" },
    { "gtld-indented-crlf", "example.com",
      "found; status clientHold, clientTransferProhibited; servers ns1.example.net "
      "ns2.example.net; registered 2026-11-01T02:00:00Z; expires 2027-11-01T02:00:00Z; unsigned; "
      "by Example Registrar, Inc." },
    { "hk-free", "example.hk", "not-found" },
    { "hk", "example.hk",
      "found; status ok; servers ns1.example.net ns2.example.net; registered 2004-04-05T16:00:00Z; "
      "expires 2027-03-30T16:00:00Z; unsigned; by EXAMPLE REGISTRAR" },
    { "io-free", "example.io", "not-found" },
    { "it-slashes", "example.it",
      "found; status inactive, clientHold; servers ns1.example.net ns2.example.net; registered "
      "1999-12-10T00:00:00Z; expires 2027-04-21T00:00:00Z; unsigned" },
    { "jp-active-crlf", "example.jp",
      "found; status ok; servers ns1.example.net ns2.example.net; registered 2005-05-29T15:00:00Z; "
      "expires 2027-05-30T15:00:00Z; unsigned" },
    { "jp-free", "example.jp", "not-found" },
    { "jp-suspended", "example.jp",
      "found; status suspended; servers ns1.example.net ns2.example.net; registered "
      "2005-05-29T15:00:00Z; expires 2027-05-30T15:00:00Z; signed" },
    { "jp-to-be-suspended", "example.jp",
      "found; status toBeSuspended; servers ns1.example.net ns2.example.net; registered "
      "2005-05-29T15:00:00Z; expires 2027-05-30T15:00:00Z; unsigned" },
    { "kr-free", "example.kr", "not-found" },
    { "kr", "example.kr",
      "found; servers ns1.example.net ns2.example.net; registered 2007-03-01T15:00:00Z; expires "
      "2027-03-01T15:00:00Z; by Example Registrar" },
    { "kz-dots", "example.kz", "found; status clientHold, clientTransferProhibited" },
    { "limit-seconds", "example.co.uk",
      "refused; retry 50; the server refuses to answer: \"The WHOIS query quota for 192.0.2.1 has "
      "been exceeded\"" },
    { "me-free-crlf", "example.me", "not-found" },
    { "me-upper-case-crlf", "example.me",
      "found; status clientTransferProhibited, inactive, pendingDelete; registered "
      "2008-07-17T15:54:20Z; expires 2027-07-17T15:54:20Z; unsigned; by Example Registrar R1-ME "
      "(81)" },
    { "mx-blocks", "example.mx",
      "found; servers ns1.example.net ns2.example.net; registered 2009-05-12T00:00:00Z; expires "
      "2027-05-11T00:00:00Z; by Example Registrar" },
    { "ru", "example.ru",
      "found; status \"REGISTERED\", inactive, \"UNVERIFIED\"; servers ns1.example.net "
      "ns2.example.ru; registered 2004-03-03T21:00:00Z; expires 2027-03-04T21:00:00Z; by "
      "EXAMPLE-RU" },
    { "se-free", "example.se", "not-found" },
    { "se", "example.se",
      "found; status suspended, serverHold; servers ns1.example.net; registered "
      "2008-06-14T00:00:00Z; expires 2026-06-14T00:00:00Z; signed; by Example Registrar AB" },
    { "sk-list", "example.sk",
      "found; status clientTransferProhibited, serverHold; servers ns1.example.net; registered "
      "2026-11-01T00:00:00Z; expires 2027-11-01T00:00:00Z" },
    { "tr-stars", "example.com.tr",
      "found; status ok; servers ns1.example.net ns2.example.com.tr; registered "
      "2001-08-23T00:00:00Z; expires 2027-08-22T00:00:00Z" },
    { "tw-free", "example.tw", "not-found" },
    { "tw", "example.tw",
      "found; status clientUpdateProhibited, clientHold, serverTransferProhibited; servers "
      "ns1.example.net ns2.example.net; registered 2005-10-26T16:00:00Z; expires "
      "2027-10-30T16:00:00Z; by Example, Inc." },
    { "ua-contacts", "example.com.ua",
      "found; status redemptionPeriod; servers ns1.example.net ns2.example.net; registered "
      "2010-07-18T12:15:39Z; expires 2027-07-18T12:15:38Z; by ua.example" },
    { "uk-below", "example.uk",
      "found; servers ns1.example.net; registered 1999-02-14T00:00:00Z; expires "
      "2027-02-14T00:00:00Z" },
    { "verisign-free-crlf", "example.com", "not-found" },
    { "verisign-old", "example.com",
      "found; status pendingDelete, redemptionPeriod; servers ns1.example.net ns2.example.net; "
      "registered 2010-05-26T00:00:00Z; expires 2026-05-26T00:00:00Z; by EXAMPLE REGISTRAR, LLC" },
};

static struct slice read_file(size_t i, struct arena *arena)
{
    return read_registry_data(arena_printf(arena, "whois/%s.txt", files[i].file).data, arena);
}

static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(files); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct registration registration = parse(read_file(i, arena), files[i].asked, arena);

        expect_text(files[i].file, "result", show_registration(&registration, arena),
                    files[i].want);
        arena_destroy(arena);
    }
}

/* Asked for another name, each object is unreadable, and nothing in it counts. */
static void test_other_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(files); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice text = read_file(i, arena);
        bool is_object = strncmp(files[i].want, "found", 5) == 0;
        struct registration registration = parse(text, "example.test", arena);

        if (is_object) {
            expect_number(files[i].file, "result", registration.result,
                          REGISTRATION_RESULT_UNREADABLE);
            expect_number(files[i].file, "statuses", (long long)registration.status_count, 0);
            assert_true(slice_find_part(registration.reason, SLICE("not about example.test")) <
                        registration.reason.length);
        }
        arena_destroy(arena);
    }
}

/* The same with each line end of the other kind. */
static void test_line_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(files); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice rest = read_file(i, arena);
        bool has_cr = slice_find(rest, '\r') < rest.length;
        struct registration registration;
        struct slice line;
        struct buf buf;

        buf_init(&buf, arena, LIMIT_WHOIS);
        while (slice_split(&rest, '\n', &line) && rest.data != NULL) {
            buf_add(&buf, has_cr ? slice_head(line, line.length - 1) : line);
            buf_add_text(&buf, has_cr ? "\n" : "\r\n");
        }
        registration = parse(buf_slice(&buf), files[i].asked, arena);
        expect_text(files[i].file, "result", show_registration(&registration, arena),
                    files[i].want);
        arena_destroy(arena);
    }
}

/*
 * No reply that is cut has fewer statuses than the whole one: it is unreadable, or all of them are
 * there. A denial or reservation never comes out of a cut object.
 */
static void test_truncations(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(files); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice text = read_file(i, arena);
        struct registration whole = parse(text, files[i].asked, arena);

        for (size_t length = 0; length < text.length; length++) {
            struct arena *own = make_arena((size_t)64 * 1024);
            struct registration cut = parse(slice_head(text, length), files[i].asked, own);

            if (cut.result == REGISTRATION_RESULT_FOUND) {
                expect_number(files[i].file, "whole", whole.result, cut.result);
                expect_number(files[i].file, "statuses", (long long)cut.status_count,
                              (long long)whole.status_count);
            } else if (cut.result != REGISTRATION_RESULT_UNREADABLE &&
                       cut.result != REGISTRATION_RESULT_REFUSED) {
                expect_number(files[i].file, "denial", cut.result, whole.result);
            }
            arena_destroy(own);
        }
        arena_destroy(arena);
    }
}

/* --- single lines ---------------------------------------------------------------------------- */

#define OBJECT(lines) \
    "Domain Name: example.com\nRegistrar: R\n" lines "Name Server: ns1.example.net\n"
#define FOUND(rest) "found" rest "; by R"

static void test_lines(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *want;
    } rows[] = {
        { "a status", OBJECT("Domain Status: clientHold\n"),
          FOUND("; status clientHold; servers ns1.example.net") },
        { "the words elsewhere",
          OBJECT("Registrant: clientHold\nRegistrant Name: serverHold\n"
                 "Remark: Domain Status: serverHold\nDomain Status: ok\n"),
          FOUND("; status ok; servers ns1.example.net") },
        { "a word with more words", OBJECT("Domain Status: clientHold may be set\n"),
          FOUND("; status \"clientHold may be set\"; servers ns1.example.net") },
        { "a status of a contact", OBJECT("Status: ok\n\nContact: x\nStatus: clientHold\n"),
          FOUND("; status ok; servers ns1.example.net") },
        { "a contact without a blank line", OBJECT("Status: ok\nnic-hdl: x\nStatus: clientHold\n"),
          FOUND("; status ok; servers ns1.example.net") },
        { "a list", OBJECT("Status: ok, clientHold (a, b), serverHold (c) / addPeriod\n"),
          FOUND("; status ok, clientHold, serverHold, addPeriod; servers ns1.example.net") },
        { "a list of links",
          OBJECT("Domain Status: clientHold https://icann.org/epp#clientHold, ok https://x\n"),
          FOUND("; status clientHold, ok; servers ns1.example.net") },
        { "a list below", OBJECT("Domain Status:\n  ok\n  clientHold, serverHold\n  Registered\n"),
          FOUND("; status ok, clientHold, serverHold; servers ns1.example.net") },
        { "a remark", OBJECT("Domain Status: client-hold - set by the client\n"),
          FOUND("; status clientHold; servers ns1.example.net") },
        { "dots, stars, blanks in keys", OBJECT("** Domain Status....: clientHold\n"),
          FOUND("; status clientHold; servers ns1.example.net") },
        { "no status", OBJECT(""),
          "unreadable; the reply of 67 octets is cut or may be: it has no "
          "status, which this registry always tells" },
        { "an empty status", OBJECT("Domain Status: \n"),
          "unreadable; the reply of 83 octets is cut or may be: it has no status, which this "
          "registry always tells" },
        { "the next domain", OBJECT("Status: ok\nDomain Name: example.com\nStatus: clientHold\n"),
          FOUND("; status ok") },
        { "the second domain alone",
          "Domain Name: example.net\nStatus: ok\n\n"
          "Domain Name: example.com\nStatus: ok\nRegistrar: R\n",
          "unreadable; the reply is about \"example.net\", not about example.com" },
        { "behind the footer", OBJECT("Status: ok\n>>> end <<<\nDomain Status: clientHold\n"),
          FOUND("; status ok") },
        { "in a comment", OBJECT("% Status: clientHold\n# Status: clientHold\nStatus: ok\n"),
          FOUND("; status ok; servers ns1.example.net") },
        { "the name on the next line",
          "Domain name:\n\n   EXAMPLE.COM.\n\nDomain Status: ok\nRegistrar: R\n",
          FOUND("; status ok") },
        { "free", "Domain: example.com\nStatus: free\n", "not-found" },
        { "not registered", "Domain: example.com\nDomain Status: Not Registered\n", "not-found" },
        { "available, with a remark", "Domain: example.com\nStatus: AVAILABLE (No match)\n",
          "not-found" },
        { "reserved", "Domain: example.com\nDomain Status: Reserved\n",
          "reserved; the registry has the name as \"Reserved\"" },
        { "free, and yet servers", OBJECT("Status: free\n"),
          FOUND("; status \"free\"; servers ns1.example.net") },
        { "not available", "Domain: example.com\nStatus: NOT AVAILABLE\nRegistrar: R\n",
          FOUND("; status \"NOT AVAILABLE\"") },
        { "reserved and more", "Domain: example.com\nStatus: reserved\nStatus: ok\nRegistrar: R\n",
          FOUND("; status \"reserved\", ok") },
        { "DNSSEC in words", OBJECT("Status: ok\nDNSSEC: signedDelegation\nDNSSEC: unsigned\n"),
          FOUND("; status ok; servers ns1.example.net; signed") },
        { "no DNSSEC in words", OBJECT("Status: ok\nDNSSEC: maybe\nDNSSEC: Inactive\n"),
          FOUND("; status ok; servers ns1.example.net; unsigned") },
        { "dates that are none",
          OBJECT("Status: ok\nCreated: never\nExpiry Date: 2026-02-30\n"
                 "Expiry Date: 01/02/2027\nExpiry Date: 2027-02-01\n"),
          FOUND("; status ok; servers ns1.example.net; expires 2027-02-01T00:00:00Z") },
        { "a list of servers",
          "Domain: example.com\nStatus: ok\nRegistrar: R\nName servers:\n\n"
          " ns1.example.net (192.0.2.1, 2001:db8::1)\n NS2.EXAMPLE.NET.\n"
          " 2001:db8::1\n\n www.example.org\n",
          FOUND("; status ok; servers ns1.example.net ns2.example.net") },
        { "a list without servers",
          "Domain: example.com\nStatus: ok\nNameservers:\nRegistrar: R\n"
          "www.example.org\n",
          FOUND("; status ok") },
        { "a form of ICANN without its end", OBJECT("Registry Domain ID: 1\nDomain Status: ok\n"),
          "unreadable; the reply of 107 octets is cut or may be: neither DNSSEC nor the footer "
          "came, which end this form" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration registration = parse(slice_of(rows[i].text), "example.com", arena);

        expect_text(rows[i].title, "result", show_registration(&registration, arena), rows[i].want);
    }
    arena_destroy(arena);
}

/* What CNNIC always tells, and dates in its zone. */
static void test_cnnic(void **state)
{
    static const struct {
        const char *title;
        const char *text;
        const char *want;
    } rows[] = {
        { "no expiration", "Domain Name: example.cn\nDomain Status: ok\nRegistrant: x\n",
          "unreadable; the reply of 56 octets is cut or may be: it has no expiration, which this "
          "registry always tells" },
        { "no status", "Domain Name: example.cn\nExpiration Time: 2027-11-01 10:00:00\n",
          "unreadable; the reply of 61 octets is cut or may be: it has no status, which this "
          "registry always tells" },
        { "the name alone", "Domain Name: example.cn\n",
          "unreadable; the reply of 24 octets is cut or may be: nothing follows the name of the "
          "domain" },
        { "an offset is told",
          "Domain Name: example.cn\nDomain Status: ok\nExpiration Time: 2027-11-01 10:00:00Z\n",
          "found; status ok; expires 2027-11-01T10:00:00Z" },
        { "an expiration that is no date",
          "Domain Name: example.cn\nDomain Status: ok\nExpiration Time: soon\n",
          "found; status ok" },
        { "a variant in GB 18030",
          "Domain Name: \xC0\xFD\xD7\xD3.cn\nPuny Name: example.cn\nDomain Status: ok\n"
          "Sponsoring Registrar: \xC0\xFD\xD7\xD3\nExpiration Time: 2027-11-01\n",
          "found; status ok; expires 2027-10-31T16:00:00Z; by ????" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration registration = parse(slice_of(rows[i].text), "example.cn", arena);

        expect_text(rows[i].title, "result", show_registration(&registration, arena), rows[i].want);
    }
    arena_destroy(arena);
}

/* --- sentences ------------------------------------------------------------------------------- */

static void test_sentences(void **state)
{
    static const struct {
        const char *text;
        enum registration_result result;
        uint32_t seconds;
    } rows[] = {
        { "No match for domain \"EXAMPLE.COM\".", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "% No entries found for the selected source", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "*** Nothing found for this query.", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "Domain example.com is free", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "example.com: not registered", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "NOT FOUND", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "no matching rec", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "This name is reserved by the registry.", REGISTRATION_RESULT_RESERVED, 0 },
        { "Access exceeds 5 minutes", REGISTRATION_RESULT_REFUSED, 300 },
        { "You are blacklisted for 2 hours.", REGISTRATION_RESULT_REFUSED, 7200 },
        { "Too many queries, wait 90s", REGISTRATION_RESULT_REFUSED, 90 },
        { "Try again in 3 days", REGISTRATION_RESULT_REFUSED, 86400 },
        { "Limit of 10 queries per 192.0.2.60 seconds", REGISTRATION_RESULT_REFUSED, 0 },
        { "rate limit: retry after: 1h30m5s", REGISTRATION_RESULT_REFUSED, 5405 },
        { "quota; in 0 seconds", REGISTRATION_RESULT_REFUSED, 1 },
        { "quota\nof 100 queries\nends in\t45 sec.", REGISTRATION_RESULT_REFUSED, 45 },
        { "quota 99999999999999999999 seconds", REGISTRATION_RESULT_REFUSED, 0 },
        { "query too fast", REGISTRATION_RESULT_REFUSED, 0 },
        { "\xE6\x9F\xA5\xE8\xAF\xA2\xE8\xBF\x87\xE4\xBA\x8E\xE9\xA2\x91\xE7\xB9\x81",
          REGISTRATION_RESULT_REFUSED, 0 },
        { "\xE8\xB6\x85\xE8\xBF\x87\xE9\x99\x90\xE5\x88\xB6", REGISTRATION_RESULT_REFUSED, 0 },
        { "\xB2\xE9\xD1\xAF\xB9\xFD\xD3\xDA\xC6\xB5\xB7\xB1", REGISTRATION_RESULT_REFUSED, 0 },
        { "\xB3\xAC\xB9\xFD\xCF\xDE\xD6\xC6", REGISTRATION_RESULT_REFUSED, 0 },
        { "No match, quota exceeded", REGISTRATION_RESULT_REFUSED, 0 },
        { "Limit exceeded\nNo match for example.com", REGISTRATION_RESULT_REFUSED, 0 },
        { "No match for example.com\nDo not exceed the limit", REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "No match for example.net", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "This name is reserved: example.net", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "Domain example.net is free", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "The domain name was not found here and there", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "not founded", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "use is limited, without limitation", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "The domain you requested is", REGISTRATION_RESULT_UNREADABLE, 0 },
        { "hello", REGISTRATION_RESULT_UNREADABLE, 0 },
        { " \r\n\t\n", REGISTRATION_RESULT_UNREADABLE, 0 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct registration registration = parse(slice_of(rows[i].text), "example.com", arena);

        expect_number(rows[i].text, "result", registration.result, rows[i].result);
        expect_number(rows[i].text, "seconds", registration.retry_after_s, rows[i].seconds);
        assert_int_equal(registration.reason.length > 0,
                         rows[i].result != REGISTRATION_RESULT_NOT_FOUND);
    }
    arena_destroy(arena);
}

/* Terms of use in front of a denial may speak of limits; a short reply has no terms of use. */
static void test_terms_of_use(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration;
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, LIMIT_WHOIS);
    buf_add_text(&buf, "Who exceeds the limit is blocked.\n");
    while (buf_slice(&buf).length < 1024) {
        buf_add_text(&buf, "More terms of use.\n");
    }
    buf_add_text(&buf, "NOT FOUND\n");
    registration = parse(buf_slice(&buf), "example.com", arena);
    assert_int_equal(registration.result, REGISTRATION_RESULT_NOT_FOUND);
    arena_destroy(arena);
}

/* --- limits ---------------------------------------------------------------------------------- */

/* A whole object, then `octet` up to `length`. */
static struct slice fill(struct arena *arena, const char *object, char octet, size_t length)
{
    struct buf buf;

    buf_init(&buf, arena, 2 * (size_t)LIMIT_WHOIS);
    buf_add_text(&buf, object);
    while (buf_slice(&buf).length < length) {
        buf_add_octet(&buf, octet);
    }
    return buf_slice(&buf);
}

static void test_size(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    const char *object = OBJECT("Status: ok\n");
    struct registration registration;

    (void)state;
    registration = parse(fill(arena, object, '\n', LIMIT_WHOIS), "example.com", arena);
    assert_int_equal(registration.result, REGISTRATION_RESULT_FOUND);
    registration = parse(fill(arena, object, '\n', LIMIT_WHOIS + 1), "example.com", arena);
    expect_text("too long", "result", show_registration(&registration, arena),
                "unreadable; the reply has 65537 octets, 65536 are the most that is read");
    registration = parse((struct slice){ NULL, 0 }, "example.com", arena);
    expect_text("empty", "result", show_registration(&registration, arena),
                "unreadable; the reply is empty; some servers refuse so without a word");
    arena_destroy(arena);
}

/* 64 KiB of what is repeated most cheaply: no time beyond the linear, no crash. */
static void test_floods(void **state)
{
    static const char *const lines[] = {
        "\n",
        "a\n",
        ":\n",
        "[\n",
        "[]\n",
        "%\n",
        "Domain:\n",
        "Domain:a\n",
        "Status:,\n",
        "Status:a,b,c,d,e,f,g,h\n",
        "Name Servers:\na.b\n\n",
        "example.com ",
        "limit",
        "1s",
        "(((",
        "Domain:example.com\n",
        "\xE4\xBE\x8B.cn\n",
        " / ",
        "9",
    };
    const char *object = OBJECT("Status: clientHold\nDomain Status:");

    (void)state;
    for (size_t i = 0; i < 2 * ROWS(lines); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct buf buf;

        buf_init(&buf, arena, LIMIT_WHOIS);
        buf_add_text(&buf, i % 2 == 0 ? object : "");
        while (buf_status(&buf) == STATUS_OK) {
            buf_add_text(&buf, lines[i / 2]);
        }
        (void)parse(buf_slice(&buf), "example.com", arena);
        arena_destroy(arena);
    }
}

/* A hold behind a flood of words is kept; so is the count. */
static void test_many_statuses(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration;
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, LIMIT_WHOIS);
    buf_add_text(&buf, "Domain Name: example.com\n");
    for (int i = 0; i < 1000; i++) {
        buf_printf(&buf, "Domain Status: word%d\nName Server: ns.x%d\n", i, i);
    }
    buf_add_text(&buf, "Domain Status: serverHold\nRegistrar: R\n");
    registration = parse(buf_slice(&buf), "example.com", arena);
    assert_int_equal(registration.result, REGISTRATION_RESULT_FOUND);
    assert_true(registration.truncated);
    assert_true(registration_on_hold(&registration));
    assert_int_equal(registration.status_count, REGISTRATION_STATUSES_MAXIMUM);
    assert_int_equal(registration.server_count, REGISTRATION_SERVERS_MAXIMUM);
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *small = make_arena(1);
    struct dns_name asked = make_name("example.com");
    struct registration registration;

    (void)state;
    assert_int_equal(
        whois_domain_parse(SLICE(OBJECT("Status: odd\n")), &asked, NOW, small, &registration),
        STATUS_NO_MEMORY);
    arena_destroy(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),         cmocka_unit_test(test_other_name),
        cmocka_unit_test(test_line_ends),     cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_lines),         cmocka_unit_test(test_cnnic),
        cmocka_unit_test(test_sentences),     cmocka_unit_test(test_terms_of_use),
        cmocka_unit_test(test_size),          cmocka_unit_test(test_floods),
        cmocka_unit_test(test_many_statuses), cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
