/* SPDX-License-Identifier: MIT */
/* Replies of RDAP servers: codes, objects, names, statuses, dates, and what is kept of them. */
#include "registry_show.h"

#include "registry/rdap_domain.h"

#define NOW INT64_C(1795521600) /* 2026-11-24T12:00:00Z */
#define HEAD "\"objectClassName\":\"domain\",\"ldhName\":\"example.com\""
#define OBJECT(members) "{" HEAD "," members "}"

static struct registration parse(const struct rdap_reply *reply, const char *asked,
                                 struct arena *arena)
{
    struct registration registration;
    struct dns_name name = make_name(asked);

    assert_int_equal(rdap_domain_parse(reply, &name, NOW, arena, &registration), STATUS_OK);
    assert_int_equal(registration.source, REGISTRATION_SOURCE_RDAP);
    assert_int_equal(registration.read_at, NOW);
    assert_int_equal(registration.server.length, 0);
    assert_false(registration.cached);
    return registration;
}

static struct rdap_reply make_reply(unsigned http_status, struct slice body)
{
    return (struct rdap_reply){ .http_status = http_status,
                                .content_type = slice_empty(),
                                .retry_after = slice_empty(),
                                .body = body };
}

/* --- codes ----------------------------------------------------------------------------------- */

static void test_codes(void **state)
{
    static const struct {
        const char *title;
        unsigned http_status;
        const char *body;
        const char *want;
    } rows[] = {
        { "404 without a body", 404, "", "not-found" },
        { "404 with an error object", 404, "{\"errorCode\":404,\"title\":\"Not Found\"}",
          "not-found" },
        { "404 with the code as text", 404, "{\"errorCode\":\"404\"}", "not-found" },
        { "404 with notices only", 404, "{\"notices\":[{\"title\":\"Terms\"}]}", "not-found" },
        { "200 with an error object", 200, "{\"errorCode\":404}", "not-found" },
        { "404 with a page", 404, "<html>404</html>",
          "unreadable; HTTP 404 with a body of 16 octets that is no JSON: line 1, column 1: '[' or "
          "'{' expected near '<'" },
        { "404 that says something else", 404, "{\"errorCode\":500}",
          "unreadable; HTTP 404 with errorCode 500, which contradicts itself" },
        { "404 with a code that is none", 404, "{\"errorCode\":[]}",
          "unreadable; HTTP 404 with errorCode 0, which contradicts itself" },
        { "404 with an object", 404, OBJECT("\"status\":[\"active\"]"),
          "unreadable; HTTP 404, which contradicts itself" },
        { "429", 429, "{\"errorCode\":429,\"title\":\"Too\\nMany\"}",
          "refused; the server refuses to answer, for how long it does not say: HTTP 429 "
          "(\"Too?Many\")" },
        { "429 with a page", 429, "<html>",
          "refused; the server refuses to answer, for how long it does not say: HTTP 429" },
        { "403", 403, "",
          "refused; the server refuses to answer, for how long it does not say: HTTP 403" },
        { "422", 422, "",
          "refused; the server refuses to answer, for how long it does not say: HTTP 422" },
        { "a refusal inside of 200", 200, "{\"errorCode\":429}",
          "refused; the server refuses to answer, for how long it does not say: HTTP 200 with "
          "errorCode 429" },
        { "a refusal inside of 404", 404, "{\"errorCode\":429}",
          "refused; the server refuses to answer, for how long it does not say: HTTP 404 with "
          "errorCode 429" },
        { "404 inside of a refusal", 429, "{\"errorCode\":404}",
          "refused; the server refuses to answer, for how long it does not say: HTTP 429 with "
          "errorCode 404" },
        { "an object in a refusal", 429, OBJECT("\"status\":[\"active\"]"),
          "refused; the server refuses to answer, for how long it does not say: HTTP 429" },
        { "404 inside of 500", 500, "{\"errorCode\":404}",
          "unreadable; HTTP 500 with errorCode 404 is no answer to the question" },
        { "503", 503, "{\"errorCode\":503,\"title\":\"Service Unavailable\"}",
          "unreadable; HTTP 503 (\"Service Unavailable\") means that the server has a fault" },
        { "500", 500, "", "unreadable; HTTP 500 means that the server has a fault" },
        { "599", 599, "", "unreadable; HTTP 599 means that the server has a fault" },
        { "501", 501, "",
          "unreadable; HTTP 501 means that the server does not answer questions about domains" },
        { "400", 400, "", "unreadable; HTTP 400 means that the server does not accept the name" },
        { "302", 302, "", "unreadable; HTTP 302 leads elsewhere and was not followed" },
        { "204", 204, "", "unreadable; HTTP 204 is no answer to the question" },
        { "no status", 0, "", "unreadable; HTTP 0 is no answer to the question" },
        { "an object with an error code", 200, OBJECT("\"errorCode\":500"),
          "unreadable; HTTP 200 with errorCode 500 means that the server has a fault" },
        { "an object with a strange error code", 200, OBJECT("\"errorCode\":true"),
          "unreadable; HTTP 200 with errorCode 0 is no answer to the question" },
        { "an object beside 201", 201, OBJECT("\"status\":[\"active\"]"),
          "unreadable; HTTP 201 is no answer to the question" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct rdap_reply reply = make_reply(rows[i].http_status, slice_of(rows[i].body));
        struct registration registration = parse(&reply, "example.com", arena);

        expect_text(rows[i].title, "result", show_registration(&registration, arena), rows[i].want);
    }
    arena_destroy(arena);
}

static void test_retry_after(void **state)
{
    static const struct {
        const char *text;
        unsigned http_status;
        enum registration_result result;
        uint32_t seconds;
    } rows[] = {
        { "", 429, REGISTRATION_RESULT_REFUSED, 0 },
        { "120", 429, REGISTRATION_RESULT_REFUSED, 120 },
        { " 120 ", 429, REGISTRATION_RESULT_REFUSED, 120 },
        { "0", 429, REGISTRATION_RESULT_REFUSED, 1 },
        { "1", 403, REGISTRATION_RESULT_REFUSED, 1 },
        { "86400", 422, REGISTRATION_RESULT_REFUSED, 86400 },
        { "86401", 429, REGISTRATION_RESULT_REFUSED, 86400 },
        { "99999999999999999999999", 429, REGISTRATION_RESULT_REFUSED, 86400 },
        { "-5", 429, REGISTRATION_RESULT_REFUSED, 0 },
        { "1.5", 429, REGISTRATION_RESULT_REFUSED, 0 },
        { "soon", 429, REGISTRATION_RESULT_REFUSED, 0 },
        { "Tue, 24 Nov 2026 12:30:00 GMT", 429, REGISTRATION_RESULT_REFUSED, 1800 },
        { "Tuesday, 24-Nov-26 12:00:05 GMT", 429, REGISTRATION_RESULT_REFUSED, 5 },
        { "Tue Nov 24 12:00:02 2026", 429, REGISTRATION_RESULT_REFUSED, 2 },
        { "Tue, 24 Nov 2026 12:00:00 GMT", 429, REGISTRATION_RESULT_REFUSED, 1 },
        { "Tue, 24 Nov 2025 12:00:00 GMT", 429, REGISTRATION_RESULT_REFUSED, 1 },
        { "Tue, 24 Nov 2037 12:00:00 GMT", 429, REGISTRATION_RESULT_REFUSED, 86400 },
        { "Tue, 31 Nov 2026 12:00:00 GMT", 429, REGISTRATION_RESULT_REFUSED, 0 },
        { "120", 503, REGISTRATION_RESULT_REFUSED, 120 },
        { "soon", 500, REGISTRATION_RESULT_REFUSED, 0 },
        { "120", 404, REGISTRATION_RESULT_NOT_FOUND, 0 },
        { "120", 302, REGISTRATION_RESULT_UNREADABLE, 0 },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct rdap_reply reply = make_reply(rows[i].http_status, slice_empty());
        struct registration registration;

        reply.retry_after = slice_of(rows[i].text);
        registration = parse(&reply, "example.com", arena);
        expect_number(rows[i].text, "result", registration.result, rows[i].result);
        expect_number(rows[i].text, "seconds", registration.retry_after_s, rows[i].seconds);
        assert_int_equal(registration.reason.length > 0,
                         registration.result != REGISTRATION_RESULT_NOT_FOUND);
    }
    arena_destroy(arena);
}

/* --- objects --------------------------------------------------------------------------------- */

static void test_objects(void **state)
{
    static const struct {
        const char *title;
        const char *asked;
        const char *body;
        const char *want;
    } rows[] = {
        { "nothing but the name", "example.com", "{" HEAD "}", "found" },
        { "a byte order mark", "example.com", "\xEF\xBB\xBF{" HEAD "}", "found" },
        { "upper case and a final dot", "example.com",
          "{\"objectClassName\":\"Domain\",\"ldhName\":\"EXAMPLE.COM.\"}", "found" },
        { "a U-label as ldhName", "xn--bcher-kva.example",
          "{\"objectClassName\":\"domain\",\"ldhName\":\"b\xC3\xBC"
          "cher.example\"}",
          "found" },
        { "unicodeName alone", "xn--bcher-kva.example",
          "{\"objectClassName\":\"domain\",\"unicodeName\":\"B\xC3\xBC"
          "cher.example\"}",
          "found" },
        { "ldhName decides", "example.com",
          "{\"objectClassName\":\"domain\",\"ldhName\":\"example.net\","
          "\"unicodeName\":\"example.com\"}",
          "unreadable; the reply is about \"example.net\", not about example.com" },
        { "the name below", "example.com",
          "{\"objectClassName\":\"domain\",\"ldhName\":\"www.example.com\"}",
          "unreadable; the reply is about \"www.example.com\", not about example.com" },
        { "the name above", "example.com", "{\"objectClassName\":\"domain\",\"ldhName\":\"com\"}",
          "unreadable; the reply is about \"com\", not about example.com" },
        { "no name", "example.com", "{\"objectClassName\":\"domain\",\"status\":[\"active\"]}",
          "unreadable; the object does not name its domain: neither ldhName nor unicodeName" },
        { "a name that is no text", "example.com", "{\"objectClassName\":\"domain\",\"ldhName\":7}",
          "unreadable; the object does not name its domain: neither ldhName nor unicodeName" },
        { "no class", "example.com", "{\"ldhName\":\"example.com\",\"status\":[\"active\"]}",
          "unreadable; the reply has no objectClassName: it is no object of RDAP (RFC 9083 4.9)" },
        { "notices only", "example.com", "{\"notices\":[]}",
          "unreadable; the reply has no objectClassName: it is no object of RDAP (RFC 9083 4.9)" },
        { "another class", "example.com",
          "{\"objectClassName\":\"nameserver\",\"ldhName\":\"example.com\"}",
          "unreadable; the reply is an object \"nameserver\", not a domain" },
        { "a list", "example.com", "[" OBJECT("\"status\":[]") "]",
          "unreadable; the reply has no objectClassName: it is no object of RDAP (RFC 9083 4.9)" },
        { "nothing", "example.com", "",
          "unreadable; HTTP 200 with a body of 0 octets that is no JSON: line 1, column 1: there "
          "is nothing" },
        { "a member twice", "example.com", OBJECT("\"status\":[\"active\"],\"status\":[]"),
          "unreadable; HTTP 200 with a body of 84 octets that is no JSON: line 1, column 80: "
          "duplicate object key near '\"status\"'" },

        { "statuses", "example.com",
          OBJECT("\"status\":[\"active\",\"client hold\",\"serverHold "
                 "https://icann.org/epp#serverHold\",\"transfer hold\",\"\"]"),
          "found; status ok, clientHold, serverHold, \"transfer hold\"" },
        { "one text", "example.com", OBJECT("\"status\":\"server hold\""),
          "found; status serverHold" },
        { "null", "example.com", OBJECT("\"status\":null"), "found" },
        { "an empty list", "example.com", OBJECT("\"status\":[]"), "found" },
        { "a number among them", "example.com", OBJECT("\"status\":[7,\"server hold\"]"),
          "found; status serverHold; truncated" },
        { "a number", "example.com", OBJECT("\"status\":7"),
          "unreadable; the domain's \"status\" is neither a list nor a text (RFC 9083 4.6)" },
        { "an object", "example.com", OBJECT("\"status\":{\"hold\":true}"),
          "unreadable; the domain's \"status\" is neither a list nor a text (RFC 9083 4.6)" },
        { "statuses of others", "example.com",
          OBJECT("\"entities\":[{\"status\":[\"server hold\"]}],\"nameservers\":[{\"ldhName\":"
                 "\"ns1.example.net\",\"status\":[\"client hold\"]}],\"remarks\":[{\"status\":"
                 "\"server hold\"}],\"network\":{\"status\":[\"server hold\"]}"),
          "found; servers ns1.example.net" },

        { "servers", "example.com",
          OBJECT(
              "\"nameservers\":[{\"ldhName\":\"NS1.EXAMPLE.NET.\"},{\"handle\":\"x\"},7,"
              "{\"ldhName\":\"ns1.example.net\"},{\"ldhName\":\"bad name\"},{\"ldhName\":\"ns\"}]"),
          "found; servers ns1.example.net" },
        { "servers that are no list", "example.com", OBJECT("\"nameservers\":\"ns1.example.net\""),
          "found" },

        { "dates", "example.com",
          OBJECT("\"events\":[{\"eventAction\":\"registration\",\"eventDate\":"
                 "\"2026-01-01T08:00:00+08:00\"},{\"eventAction\":\"expiration\",\"eventDate\":"
                 "\"2027-01-01T00:00:00.5Z\"}]"),
          "found; registered 2026-01-01T00:00:00Z; expires 2027-01-01T00:00:00Z" },
        { "the first good date", "example.com",
          OBJECT("\"events\":[{\"eventAction\":\"expiration\",\"eventDate\":\"2027-02-30\"},"
                 "{\"eventAction\":\"expiration\",\"eventDate\":7},7,"
                 "{\"eventAction\":\" Expiration\",\"eventDate\":\"2027-03-01\"},"
                 "{\"eventAction\":\"expiration\",\"eventDate\":\"2028-03-01\"}]"),
          "found; expires 2027-03-01T00:00:00Z" },
        { "the registry's date", "example.com",
          OBJECT("\"events\":[{\"eventAction\":\"registrar expiration\",\"eventDate\":"
                 "\"2026-01-01\"},{\"eventAction\":\"expiration\",\"eventDate\":\"2027-01-01\"}]"),
          "found; expires 2027-01-01T00:00:00Z" },
        { "the registrar's date", "example.com",
          OBJECT("\"events\":[{\"eventAction\":\"registrar expiration\",\"eventDate\":"
                 "\"2026-01-01\"},{\"eventAction\":\"reregistration\",\"eventDate\":"
                 "\"2020-01-01\"}]"),
          "found; expires 2026-01-01T00:00:00Z" },

        { "signed", "example.com", OBJECT("\"secureDNS\":{\"delegationSigned\":true}"),
          "found; signed" },
        { "not signed", "example.com",
          OBJECT("\"secureDNS\":{\"delegationSigned\":false,\"dsData\":[]}"), "found; unsigned" },
        { "another spelling", "example.com", OBJECT("\"secureDns\":{\"delegationSigned\":true}"),
          "found; signed" },
        { "DS records alone", "example.com", OBJECT("\"secureDNS\":{\"dsData\":[{\"keyTag\":1}]}"),
          "found; signed" },
        { "nothing of either", "example.com", OBJECT("\"secureDNS\":{\"zoneSigned\":true}"),
          "found" },

        { "the registrar", "example.com",
          OBJECT("\"entities\":[{\"roles\":[\"registrant\"],\"vcardArray\":[\"vcard\",[[\"fn\",{},"
                 "\"text\",\"Nobody\"]]]},{\"roles\":[\"sponsor\",\"registrar\"],\"vcardArray\":"
                 "[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\" Example "
                 "Registrar\\t\"]]]}]"),
          "found; by Example Registrar" },
        { "a role as text", "example.com",
          OBJECT("\"entities\":[{\"roles\":\"registrar\",\"vcardArray\":[\"vcard\",[[\"fn\",{},"
                 "\"text\",\"Example\"]]]}]"),
          "found; by Example" },
        { "an organisation without a name", "example.com",
          OBJECT("\"entities\":[{\"roles\":[\"registrar\"],\"vcardArray\":[\"vcard\",[[\"fn\",{},"
                 "\"text\",\"\"],[\"org\",{},\"text\",\"Example\"]]]}]"),
          "found; by Example" },
        { "a person", "example.com",
          OBJECT("\"entities\":[{\"roles\":[\"registrar\"],\"vcardArray\":[\"vcard\",[[\"fn\",{},"
                 "\"text\",\"Nobody\"],[\"kind\",{},\"text\",\"individual\"]]]}]"),
          "found" },
        { "no card", "example.com",
          OBJECT("\"entities\":[7,{\"roles\":[\"registrar\"],\"vcardArray\":[7,[[],7,[\"fn\"]]]}]"),
          "found" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct rdap_reply reply = make_reply(200, slice_of(rows[i].body));
        struct registration registration = parse(&reply, rows[i].asked, arena);

        expect_text(rows[i].title, "result", show_registration(&registration, arena), rows[i].want);
    }
    arena_destroy(arena);
}

static void test_rich(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct rdap_reply reply = make_reply(200, read_registry_data("rdap/rich.json", arena));
    struct registration registration = parse(&reply, "example.com", arena);

    (void)state;
    expect_text(
        "rich", "result", show_registration(&registration, arena),
        "found; status clientTransferProhibited, serverHold, \"server recover prohibited\"; "
        "servers ns1.example.net ns2.example.net; registered 2026-11-01T00:00:00Z; expires "
        "2027-11-01T00:00:00Z; signed; by Beispiel B\xC3\xBC"
        "cher GmbH");
    arena_destroy(arena);
}

/* JSON that is cut is no JSON: never an object with fewer statuses. */
static void test_truncations(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text = slice_trim(read_registry_data("rdap/rich.json", arena));

    (void)state;
    for (size_t length = 0; length < text.length; length++) {
        struct arena *own = make_arena((size_t)64 * 1024);
        struct rdap_reply reply = make_reply(200, slice_head(text, length));
        struct registration registration = parse(&reply, "example.com", own);

        expect_number("cut", "result", registration.result, REGISTRATION_RESULT_UNREADABLE);
        arena_destroy(own);
    }
    arena_destroy(arena);
}

/* --- limits ---------------------------------------------------------------------------------- */

static void test_size(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text = SLICE("{" HEAD "}");

    (void)state;
    for (size_t more = 0; more <= 1; more++) {
        struct buf buf;
        struct rdap_reply reply;
        struct registration registration;

        buf_init(&buf, arena, LIMIT_ARENA);
        buf_add(&buf, text);
        while (buf_slice(&buf).length < LIMIT_RDAP + more) {
            buf_add_octet(&buf, ' ');
        }
        reply = make_reply(200, buf_slice(&buf));
        registration = parse(&reply, "example.com", arena);
        expect_text("size", "result", show_registration(&registration, arena),
                    more == 0 ? "found"
                              : "unreadable; HTTP 200 with a body of 1048577 octets that is no "
                                "JSON: 1048576 octets are the most that is read");
    }
    arena_destroy(arena);
}

/* A value of `depth` lists in a member of an object. */
static struct registration parse_deep(int depth, struct arena *arena)
{
    struct buf buf;
    struct rdap_reply reply;

    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    buf_add_text(&buf, "{" HEAD ",\"x\":");
    for (int i = 0; i < depth; i++) {
        buf_add_octet(&buf, '[');
    }
    for (int i = 0; i < depth; i++) {
        buf_add_octet(&buf, ']');
    }
    buf_add_octet(&buf, '}');
    reply = make_reply(200, buf_slice(&buf));
    return parse(&reply, "example.com", arena);
}

static void test_depth(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration = parse_deep(LIMIT_JSON_DEPTH - 1, arena);

    (void)state;
    assert_int_equal(registration.result, REGISTRATION_RESULT_FOUND);
    registration = parse_deep(LIMIT_JSON_DEPTH, arena);
    assert_int_equal(registration.result, REGISTRATION_RESULT_UNREADABLE);
    arena_destroy(arena);
}

/* What a document with a long list is made of. */
struct pattern {
    const char *before;
    const char *open; /* of each element, a number follows */
    const char *close;
    const char *after;
};

static struct registration parse_many(const struct pattern *pattern, size_t count,
                                      struct arena *arena)
{
    struct buf buf;
    struct rdap_reply reply;

    buf_init(&buf, arena, LIMIT_RDAP);
    buf_printf(&buf, "{" HEAD ",%s", pattern->before);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&buf, "%s%zu%s,", pattern->open, i, pattern->close);
    }
    buf_add_text(&buf, pattern->after);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    reply = make_reply(200, buf_slice(&buf));
    return parse(&reply, "example.com", arena);
}

static void test_counts(void **state)
{
    static const struct pattern servers = { "\"nameservers\":[", "{\"ldhName\":\"ns.x", "\"}",
                                            "null]}" };
    static const struct pattern statuses = { "\"status\":[", "\"x", "\"", "\"server hold\"]}" };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct registration registration;

    (void)state;
    registration = parse_many(&servers, REGISTRATION_SERVERS_MAXIMUM, arena);
    assert_int_equal(registration.server_count, REGISTRATION_SERVERS_MAXIMUM);
    assert_false(registration.truncated);
    registration = parse_many(&servers, REGISTRATION_SERVERS_MAXIMUM + 1, arena);
    assert_int_equal(registration.server_count, REGISTRATION_SERVERS_MAXIMUM);
    assert_true(registration.truncated);
    registration = parse_many(&servers, 1000, arena);
    assert_true(registration.truncated);
    registration = parse_many(&statuses, REGISTRATION_STATUSES_MAXIMUM - 1, arena);
    assert_false(registration.truncated);
    assert_true(registration_on_hold(&registration));
    registration = parse_many(&statuses, 50000, arena);
    assert_int_equal(registration.status_count, REGISTRATION_STATUSES_MAXIMUM);
    assert_true(registration.truncated);
    assert_true(registration_on_hold(&registration));
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct rdap_reply reply = make_reply(200, read_registry_data("rdap/rich.json", arena));
    struct dns_name asked = make_name("example.com");

    (void)state;
    for (size_t limit = 1; limit <= 32; limit *= 2) {
        struct arena *small = make_arena(limit);
        struct registration registration;

        assert_int_equal(rdap_domain_parse(&reply, &asked, NOW, small, &registration),
                         STATUS_NO_MEMORY);
        arena_destroy(small);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),       cmocka_unit_test(test_retry_after),
        cmocka_unit_test(test_objects),     cmocka_unit_test(test_rich),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_size),
        cmocka_unit_test(test_depth),       cmocka_unit_test(test_counts),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
