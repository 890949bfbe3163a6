/* SPDX-License-Identifier: MIT */
/* DNSPod's view of a zone and its records: states, lines, host fields, odd members, limits. */
#include "api_show.h"

#define ZONE(members) "{\"Response\":{\"DomainInfo\":{" members "}}}"
#define RECORD(members) "{\"Response\":{\"RecordList\":[{" members "}]}}"

static struct slice read_host(struct slice body, struct arena *arena)
{
    struct api_http http = make_http(200, body);
    struct dns_name zone = make_name("xn--bcher-kva.example");
    struct dns_host host;

    assert_int_equal(dns_host_read(&http, &zone, arena, &host), STATUS_OK);
    return show_host(&host, arena);
}

static struct slice read_records(struct slice body, struct arena *arena)
{
    struct api_http http = make_http(200, body);
    struct dns_name zone = make_name("example.com");
    struct dns_host_records records;

    assert_int_equal(dns_host_records_read(&http, &zone, arena, &records), STATUS_OK);
    return show_records(&records, arena);
}

struct row {
    const char *title;
    const char *body;
    const char *want;
};

/* --- the zone -------------------------------------------------------------------------------- */

static void test_hosts(void **state)
{
    static const struct row rows[] = {
        { "nothing", ZONE(""), "data" },
        { "no info", "{\"Response\":{}}", "unreadable: the reply has no object \"DomainInfo\"" },
        { "a list", "{\"Response\":{\"DomainInfo\":[]}}",
          "unreadable: the reply has no object \"DomainInfo\"" },
        { "this zone",
          ZONE("\"Domain\":\"b\xC3\xBC"
               "cher.example\""),
          "data" },
        { "this zone by Punycode", ZONE("\"Domain\":\"?\",\"Punycode\":\"XN--BCHER-KVA.example\""),
          "data" },
        { "another zone", ZONE("\"Domain\":\"example.com\""),
          "unreadable: the reply is about another zone" },
        { "another by Punycode",
          ZONE("\"Domain\":\"xn--bcher-kva.example\",\"Punycode\":\"example.com\""),
          "unreadable: the reply is about another zone" },
        { "enabled", ZONE("\"Status\":\"ENABLE\""), "data; status enable \"ENABLE\"" },
        { "paused", ZONE("\"Status\":\"Pause\""), "data; status pause \"Pause\"" },
        { "blocked", ZONE("\"Status\":\"spam\""), "data; status spam \"spam\"" },
        { "another word", ZONE("\"Status\":\"lock\""), "data; status other \"lock\"" },
        { "no text", ZONE("\"Status\":1,\"DnsStatus\":null"), "data" },
        { "good servers", ZONE("\"DnsStatus\":\"\""), "data; dns good \"\"" },
        { "other servers", ZONE("\"DnsStatus\":\"DNSERROR\""), "data; dns error \"DNSERROR\"" },
        { "servers",
          ZONE("\"DnspodNsList\":[\"Peach.dnspod.net.\",\"henry.dnspod.net\"],\"ActualNsList\":[]"),
          "data; expected peach.dnspod.net henry.dnspod.net" },
        { "servers of both",
          ZONE("\"DnspodNsList\":[\"peach.dnspod.net\"],\"ActualNsList\":[\"ns1.example.net\",7]"),
          "data; expected peach.dnspod.net; actual ns1.example.net …" },
        { "a subdomain", ZONE("\"IsSubDomain\":true,\"Grade\":\"DP_FREE\""),
          "data; subdomain; grade DP_FREE" },
        { "no subdomain", ZONE("\"IsSubDomain\":false"), "data; no subdomain" },
        { "an error",
          "{\"Response\":{\"Error\":{\"Code\":\"InvalidParameterValue.DomainNotExists\"}}}",
          "error not-found InvalidParameterValue.DomainNotExists ()" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].title, "host", read_host(slice_of(rows[i].body), arena), rows[i].want);
    }
    arena_destroy(arena);
}

/* --- records --------------------------------------------------------------------------------- */

static void test_records(void **state)
{
    static const struct row rows[] = {
        { "no list", "{\"Response\":{}}", "unreadable: the reply has no list \"RecordList\"" },
        { "an object", "{\"Response\":{\"RecordList\":{}}}",
          "unreadable: the reply has no list \"RecordList\"" },
        { "null", "{\"Response\":{\"RecordList\":null}}", "data; 0" },
        { "empty", "{\"Response\":{\"RecordList\":[],\"RecordCountInfo\":{\"TotalCount\":0}}}",
          "data; 0 of 0" },
        { "no data",
          "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound.NoDataOfRecord\",\"Message\":"
          "\"m\"},\"RequestId\":\"r\"}}",
          "data; id r; 0 of 0" },
        { "another error", "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound\"}}}",
          "error not-found ResourceNotFound ()" },
        { "more", "{\"Response\":{\"RecordList\":[],\"RecordCountInfo\":{\"TotalCount\":9}}}",
          "data; 0 of 9; there are more" },
        { "no count", "{\"Response\":{\"RecordList\":[],\"RecordCountInfo\":[]}}", "data; 0" },
        { "elements of other types", "{\"Response\":{\"RecordList\":[7,null,\"@\",[]]}}",
          "data; 0; there are more" },

        { "all members",
          RECORD("\"Name\":\"_dmarc.abc\",\"Type\":\"TXT\",\"Value\":\"v=DMARC1\",\"Line\":"
                 "\"\xE9\xBB\x98\xE8\xAE\xA4\",\"LineId\":\"0\",\"TTL\":600,\"Status\":\"ENABLE\","
                 "\"MX\":0,\"Weight\":null"),
          "data; 1; \"_dmarc.abc\" _dmarc.abc.example.com TXT is \"v=DMARC1\" ttl 600 enabled" },
        { "nothing", RECORD(""), "data; 1; \"\" ? is \"\"" },
        { "nulls",
          RECORD("\"Name\":null,\"Type\":null,\"Value\":null,\"Line\":null,\"TTL\":null,"
                 "\"Status\":null"),
          "data; 1; \"\" ? is \"\"" },
        { "other types",
          RECORD("\"Name\":1,\"Type\":[],\"Value\":{},\"Line\":0,\"LineId\":0,\"TTL\":\"1\","
                 "\"Status\":true,\"MX\":\"5\""),
          "data; 1; \"\" ? is \"\"" },
        { "disabled", RECORD("\"Name\":\"@\",\"Type\":\"TXT\",\"Status\":\"disable\""),
          "data; 1; \"@\" example.com TXT is \"\" disabled" },
        { "another state", RECORD("\"Name\":\"@\",\"Type\":\"TXT\",\"Status\":\"SPAM\""),
          "data; 1; \"@\" example.com TXT is \"\" other" },
        { "an MX", RECORD("\"Name\":\"@\",\"Type\":\"MX\",\"MX\":65535"),
          "data; 1; \"@\" example.com MX 65535 is \"\"" },
        { "a preference over the limit", RECORD("\"Name\":\"@\",\"Type\":\"MX\",\"MX\":65536"),
          "data; 1; \"@\" example.com MX is \"\"" },
        { "a preference below 0", RECORD("\"Name\":\"@\",\"Type\":\"MX\",\"MX\":-1"),
          "data; 1; \"@\" example.com MX is \"\"" },
        { "the longest TTL", RECORD("\"Name\":\"@\",\"Type\":\"A\",\"TTL\":2147483647"),
          "data; 1; \"@\" example.com A is \"\" ttl 2147483647" },
        { "a longer one", RECORD("\"Name\":\"@\",\"Type\":\"A\",\"TTL\":2147483648"),
          "data; 1; \"@\" example.com A is \"\"" },
        { "a type of DNSPod", RECORD("\"Name\":\"@\",\"Type\":\"\\u663e\\u6027URL\""),
          "data; 1; \"@\" example.com \xE6\x98\xBE\xE6\x80\xA7URL? is \"\"" },

        { "a line by number",
          RECORD("\"Name\":\"@\",\"Type\":\"A\",\"Line\":\"x\",\"LineId\":\"0\""),
          "data; 1; \"@\" example.com A is \"\"" },
        { "another by number",
          RECORD("\"Name\":\"@\",\"Type\":\"A\",\"Line\":\"Default\",\"LineId\":\"10=1\""),
          "data; 1; \"@\" example.com A is \"\" line Default" },
        { "a line by name", RECORD("\"Name\":\"@\",\"Type\":\"A\",\"Line\":\"default\""),
          "data; 1; \"@\" example.com A is \"\"" },
        { "another by name",
          RECORD("\"Name\":\"@\",\"Type\":\"A\",\"Line\":\"\\u7535\\u4fe1\",\"LineId\":\"\""),
          "data; 1; \"@\" example.com A is \"\" line \xE7\x94\xB5\xE4\xBF\xA1" },

        { "an empty host", RECORD("\"Name\":\"\",\"Type\":\"A\""),
          "data; 1; \"\" example.com A is \"\"" },
        { "the apex with blanks", RECORD("\"Name\":\" @ \",\"Type\":\"A\""),
          "data; 1; \" @ \" example.com A is \"\"" },
        { "a wildcard", RECORD("\"Name\":\"*\",\"Type\":\"A\""),
          "data; 1; \"*\" *.example.com A is \"\"" },
        { "a wildcard below", RECORD("\"Name\":\"*.abc\",\"Type\":\"A\""),
          "data; 1; \"*.abc\" *.abc.example.com A is \"\"" },
        { "a star in the middle", RECORD("\"Name\":\"a.*.b\",\"Type\":\"A\""),
          "data; 1; \"a.*.b\" A is \"\"" },
        { "U-labels",
          RECORD("\"Name\":\"b\xC3\xBC"
                 "cher\",\"Type\":\"A\""),
          "data; 1; \"b\xC3\xBC"
          "cher\" xn--bcher-kva.example.com A is \"\"" },
        { "the zone typed twice", RECORD("\"Name\":\"_dmarc.example.com\",\"Type\":\"TXT\""),
          "data; 1; \"_dmarc.example.com\" _dmarc.example.com.example.com TXT is \"\"" },
        { "no host", RECORD("\"Name\":\"a b\",\"Type\":\"A\""), "data; 1; \"a b\" A is \"\"" },
        { "a dot too many", RECORD("\"Name\":\"abc.\",\"Type\":\"A\""),
          "data; 1; \"abc.\" A is \"\"" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].title, "records", read_records(slice_of(rows[i].body), arena),
                    rows[i].want);
    }
    arena_destroy(arena);
}

static struct dns_host_records read_many(size_t count, struct arena *arena)
{
    struct dns_name zone = make_name("example.com");
    struct dns_host_records records;
    struct api_http http;
    struct buf buf;

    buf_init(&buf, arena, LIMIT_API);
    buf_add_text(&buf, "{\"Response\":{\"RecordList\":[");
    for (size_t i = 0; i < count; i++) {
        buf_printf(&buf, "%s{\"Name\":\"n%zu\"}", i == 0 ? "" : ",", i);
    }
    buf_add_text(&buf, "]}}");
    http = make_http(200, buf_slice(&buf));
    assert_int_equal(dns_host_records_read(&http, &zone, arena, &records), STATUS_OK);
    assert_int_equal(records.api.result, API_RESULT_DATA);
    return records;
}

static void test_counts(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dns_host_records records = read_many(DNS_HOST_RECORDS_MAXIMUM, arena);

    (void)state;
    assert_int_equal(records.count, DNS_HOST_RECORDS_MAXIMUM);
    assert_true(records.is_complete);
    expect_text("last", "host", records.items[DNS_HOST_RECORDS_MAXIMUM - 1].host, "n511");
    records = read_many(DNS_HOST_RECORDS_MAXIMUM + 1, arena);
    assert_int_equal(records.count, DNS_HOST_RECORDS_MAXIMUM);
    assert_false(records.is_complete);
    records = read_many(50000, arena);
    assert_int_equal(records.count, DNS_HOST_RECORDS_MAXIMUM);
    arena_destroy(arena);
}

static void test_truncations(void **state)
{
    struct slice text = SLICE(RECORD("\"Name\":\"_dmarc\",\"Type\":\"TXT\",\"Value\":\"v=DMARC1\","
                                     "\"Line\":\"\\u9ed8\",\"TTL\":600,\"Status\":\"ENABLE\""));
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t length = 0; length < text.length; length++) {
        assert_true(slice_starts_with(read_records(slice_head(text, length), arena),
                                      SLICE("unreadable: ")));
        assert_true(
            slice_starts_with(read_host(slice_head(text, length), arena), SLICE("unreadable: ")));
    }
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct api_http http = make_http(200, SLICE(RECORD("\"Name\":\"a\",\"Type\":\"TXT\"")));
    struct dns_name zone = make_name("example.com");
    enum status status = STATUS_NO_MEMORY;

    (void)state;
    for (size_t limit = 1; status != STATUS_OK; limit++) {
        struct arena *arena = make_arena(limit);
        struct dns_host_records records;

        assert_true(limit < 4096);
        status = dns_host_records_read(&http, &zone, arena, &records);
        assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts),     cmocka_unit_test(test_records),
        cmocka_unit_test(test_counts),    cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
