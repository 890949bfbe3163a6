/* SPDX-License-Identifier: MIT */
/* Identities of SES: what each expected record is for, members that are missing or odd, limits. */
#include "api_show.h"

#define DATA(members) "{\"Response\":{" members "}}"
#define ONE(members) DATA("\"VerifiedForSendingStatus\":true,\"Attributes\":[{" members "}]")
#define AT(type, name) ONE("\"Type\":\"" type "\",\"SendDomain\":\"" name "\"")

static struct slice read_identity(struct slice body, struct arena *arena)
{
    struct api_http http = make_http(200, body);
    struct dns_name sender = make_name("mail.example.com");
    struct ses_identity identity;

    assert_int_equal(ses_identity_read(&http, &sender, arena, &identity), STATUS_OK);
    return show_identity(&identity, arena);
}

static struct slice read_list(struct slice body, struct arena *arena)
{
    struct api_http http = make_http(200, body);
    struct dns_name sender = make_name("xn--bcher-kva.example");
    struct ses_list list;

    assert_int_equal(ses_list_read(&http, &sender, arena, &list), STATUS_OK);
    return show_list(&list, arena);
}

struct row {
    const char *title;
    const char *body;
    const char *want;
};

static void check_identities(const struct row *rows, size_t count)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    for (size_t i = 0; i < count; i++) {
        expect_text(rows[i].title, "identity", read_identity(slice_of(rows[i].body), arena),
                    rows[i].want);
    }
    arena_destroy(arena);
}

/* --- purposes -------------------------------------------------------------------------------- */

static void test_purposes(void **state)
{
    static const struct row rows[] = {
        { "SPF", AT("TXT", "mail.example.com"), "data; verified; spf mail.example.com" },
        { "SPF, capitals and a dot", AT("txt", "Mail.Example.COM."),
          "data; verified; spf type \"txt\" mail.example.com" },
        { "DMARC", AT("TXT", "_dmarc.mail.example.com"),
          "data; verified; dmarc _dmarc.mail.example.com" },
        { "DMARC by CNAME", AT("CNAME", "_dmarc.mail.example.com"),
          "data; verified; dmarc _dmarc.mail.example.com" },
        { "DMARC, an address", AT("A", "_dmarc.mail.example.com"),
          "data; verified; other _dmarc.mail.example.com foreign" },
        { "DMARC of the domain above", AT("TXT", "_dmarc.example.com"),
          "data; verified; dmarc _dmarc.example.com foreign" },
        { "DKIM", AT("TXT", "qcloudgz2048._domainkey.mail.example.com"),
          "data; verified; dkim qcloudgz2048._domainkey.mail.example.com selector qcloudgz2048" },
        { "DKIM by CNAME", AT("CNAME", "s._domainkey.mail.example.com"),
          "data; verified; dkim s._domainkey.mail.example.com selector s" },
        { "DKIM, a selector of two labels", AT("TXT", "A.B._domainkey.mail.example.com"),
          "data; verified; dkim a.b._domainkey.mail.example.com selector a.b" },
        { "DKIM of the domain above", AT("TXT", "s._domainkey.example.com"),
          "data; verified; dkim s._domainkey.example.com selector s foreign" },
        { "DKIM without a selector", AT("TXT", "_domainkey.mail.example.com"),
          "data; verified; other _domainkey.mail.example.com foreign" },
        { "DKIM inside of DMARC", AT("TXT", "_dmarc.s._domainkey.mail.example.com"),
          "data; verified; dmarc _dmarc.s._domainkey.mail.example.com foreign" },
        { "MX", AT("MX", "mail.example.com"), "data; verified; mx mail.example.com" },
        { "MX elsewhere", AT("MX", "example.com"), "data; verified; mx example.com foreign" },
        { "CNAME at the sender", AT("CNAME", "mail.example.com"),
          "data; verified; other mail.example.com" },
        { "A at the sender", AT("A", "mail.example.com"),
          "data; verified; other mail.example.com" },
        { "a type unknown", AT("SRV", "mail.example.com"),
          "data; verified; other type \"SRV\" mail.example.com" },
        { "TXT elsewhere", AT("TXT", "example.com"), "data; verified; other example.com foreign" },
        { "SPF elsewhere",
          ONE("\"Type\":\"TXT\",\"SendDomain\":\"example.com\",\"ExpectedValue\":\" V=SPF1 -all\""),
          "data; verified; spf example.com foreign wants \" V=SPF1 -all\"" },
        { "below the sender", AT("TXT", "x.mail.example.com"),
          "data; verified; other x.mail.example.com foreign" },
        { "U-labels",
          AT("TXT", "b\xC3\xBC"
                    "cher.example"),
          "data; verified; other xn--bcher-kva.example foreign" },
        { "no name", AT("TXT", "mail .example.com"),
          "data; verified; other no name \"mail .example.com\" foreign" },
        { "an empty name", AT("TXT", ""), "data; verified; other no name \"\" foreign" },
        { "the root", AT("TXT", "."), "data; verified; other no name \".\" foreign" },
    };

    (void)state;
    check_identities(rows, ROWS(rows));
}

static void test_purpose_words(void **state)
{
    (void)state;
    expect_text("purpose", "word", slice_of(ses_purpose_text(SES_PURPOSE_OTHER)), "other");
    expect_text("purpose", "word", slice_of(ses_purpose_text(SES_PURPOSE_SPF)), "spf");
    expect_text("purpose", "word", slice_of(ses_purpose_text(SES_PURPOSE_DKIM)), "dkim");
    expect_text("purpose", "word", slice_of(ses_purpose_text(SES_PURPOSE_DMARC)), "dmarc");
    expect_text("purpose", "word", slice_of(ses_purpose_text(SES_PURPOSE_MX)), "mx");
}

/* --- members --------------------------------------------------------------------------------- */

static void test_members(void **state)
{
    static const struct row rows[] = {
        { "verified alone", DATA("\"VerifiedForSendingStatus\":true"), "data; verified" },
        { "not verified", DATA("\"VerifiedForSendingStatus\":false,\"Attributes\":null"),
          "data; not verified" },
        { "attributes alone", DATA("\"Attributes\":[]"), "data" },
        { "verified as text", DATA("\"VerifiedForSendingStatus\":\"true\",\"Attributes\":[]"),
          "data" },
        { "verified as null", DATA("\"VerifiedForSendingStatus\":null,\"Attributes\":[]"), "data" },
        { "neither", DATA("\"IdentityType\":\"DOMAIN\",\"RequestId\":\"r\""),
          "unreadable: the reply is no identity: it has neither \"VerifiedForSendingStatus\" nor "
          "\"Attributes\"; id r" },
        { "nothing of use", DATA("\"VerifiedForSendingStatus\":1,\"Attributes\":null"),
          "unreadable: the reply is no identity: it has neither \"VerifiedForSendingStatus\" nor "
          "\"Attributes\"" },
        { "attributes as object", DATA("\"VerifiedForSendingStatus\":true,\"Attributes\":{}"),
          "unreadable: the identity's \"Attributes\" are no list" },
        { "attributes as text", DATA("\"VerifiedForSendingStatus\":true,\"Attributes\":\"TXT\""),
          "unreadable: the identity's \"Attributes\" are no list" },
        { "type and option",
          DATA("\"IdentityType\":\"domain\",\"DKIMOption\":2,\"Attributes\":[],\"TagList\":null"),
          "data; domain; option 2" },
        { "another type", DATA("\"IdentityType\":\"EMAIL_ADDRESS\",\"Attributes\":[]"),
          "data; no domain" },
        { "option 0", DATA("\"DKIMOption\":0,\"Attributes\":[]"), "data; option 0" },
        { "option 3", DATA("\"DKIMOption\":3,\"Attributes\":[]"), "data" },
        { "option -1", DATA("\"DKIMOption\":-1,\"Attributes\":[]"), "data" },
        { "option as text", DATA("\"DKIMOption\":\"1\",\"Attributes\":[]"), "data" },
        { "option with a fraction", DATA("\"DKIMOption\":1.0,\"Attributes\":[]"), "data" },
        { "an error",
          DATA("\"Error\":{\"Code\":\"InvalidParameterValue.NotExistDomain\",\"Message\":\"m\"},"
               "\"VerifiedForSendingStatus\":true"),
          "error not-found InvalidParameterValue.NotExistDomain (m)" },
    };

    (void)state;
    check_identities(rows, ROWS(rows));
}

static void test_attributes(void **state)
{
    static const struct row rows[] = {
        { "all members",
          ONE("\"Type\":\"MX\",\"SendDomain\":\"mail.example.com\",\"ExpectedValue\":"
              "\"mxbiz1.qq.com.\",\"CurrentValue\":\"mx.example.com.\",\"Status\":true,\"New\":[]"),
          "data; verified; mx mail.example.com wants \"mxbiz1.qq.com.\" sees \"mx.example.com.\" "
          "good" },
        { "nothing seen",
          ONE("\"Type\":\"TXT\",\"SendDomain\":\"mail.example.com\",\"ExpectedValue\":"
              "\"v=spf1 -all\",\"CurrentValue\":\"\",\"Status\":false"),
          "data; verified; spf mail.example.com wants \"v=spf1 -all\" sees \"\" bad" },
        { "nulls",
          ONE("\"Type\":null,\"SendDomain\":null,\"ExpectedValue\":null,\"CurrentValue\":null,"
              "\"Status\":null"),
          "data; verified; other type \"\" no name \"\" foreign" },
        { "other types",
          ONE("\"Type\":16,\"SendDomain\":[],\"ExpectedValue\":{},\"CurrentValue\":true,"
              "\"Status\":\"true\""),
          "data; verified; other type \"\" no name \"\" foreign" },
        { "nothing", ONE(""), "data; verified; other type \"\" no name \"\" foreign" },
        { "elements of other types", DATA("\"Attributes\":[7,null,\"TXT\",[]]"),
          "data; truncated" },
        { "the same twice",
          DATA("\"Attributes\":[{\"Type\":\"TXT\",\"SendDomain\":\"mail.example.com\"},{\"Type\":"
               "\"txt\",\"SendDomain\":\"MAIL.example.com.\"}]"),
          "data; spf mail.example.com" },
        { "the same with another value",
          DATA("\"Attributes\":[{\"Type\":\"TXT\",\"SendDomain\":\"mail.example.com\","
               "\"CurrentValue\":\"a\"},{\"Type\":\"TXT\",\"SendDomain\":\"mail.example.com\","
               "\"CurrentValue\":\"b\"}]"),
          "data; spf mail.example.com sees \"a\"; spf mail.example.com sees \"b\"" },
        { "the same with another status",
          DATA("\"Attributes\":[{\"Status\":true},{\"Status\":false},{\"Status\":true},{}]"),
          "data; other type \"\" no name \"\" foreign good; other type \"\" no name \"\" foreign "
          "bad; other type \"\" no name \"\" foreign" },
        { "octets as they are",
          ONE("\"ExpectedValue\":\" \\n\\u001b|\\u202e \",\"CurrentValue\":\"\\u0000\""),
          "data; verified; other type \"\" no name \"\" foreign wants \" \n\x1B|\xE2\x80\xAE \" "
          "sees \"" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    check_identities(rows, ROWS(rows) - 1);
    /* The line ends at the NUL: printf's way. */
    assert_true(slice_starts_with(read_identity(slice_of(rows[ROWS(rows) - 1].body), arena),
                                  slice_of(rows[ROWS(rows) - 1].want)));
    arena_destroy(arena);
}

/* --- limits ---------------------------------------------------------------------------------- */

static struct ses_identity read_many(size_t count, const char *format, struct arena *arena)
{
    struct dns_name sender = make_name("mail.example.com");
    struct ses_identity identity;
    struct api_http http;
    struct buf buf;

    buf_init(&buf, arena, LIMIT_API);
    buf_add_text(&buf, "{\"Response\":{\"Attributes\":[");
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&buf, i == 0 ? "" : ",");
        buf_add_text(&buf, format);
        buf_printf(&buf, "%zu\"}", i);
    }
    buf_add_text(&buf, "]}}");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    http = make_http(200, buf_slice(&buf));
    assert_int_equal(ses_identity_read(&http, &sender, arena, &identity), STATUS_OK);
    assert_int_equal(identity.api.result, API_RESULT_DATA);
    return identity;
}

static void test_counts(void **state)
{
    static const size_t counts[] = { 0, 1, SES_ATTRIBUTES_MAXIMUM, SES_ATTRIBUTES_MAXIMUM + 1,
                                     30000 };

    (void)state;
    for (size_t i = 0; i < ROWS(counts); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct ses_identity identity = read_many(counts[i], "{\"CurrentValue\":\"", arena);
        bool fits = counts[i] <= SES_ATTRIBUTES_MAXIMUM;

        assert_int_equal(identity.attribute_count, fits ? counts[i] : SES_ATTRIBUTES_MAXIMUM);
        assert_int_equal(identity.truncated, !fits);
        arena_destroy(arena);
    }
}

static struct ses_identity read_value(size_t length, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_API);
    buf_add_text(&buf, "{\"ExpectedValue\":\"");
    for (size_t i = 0; i < length; i++) {
        buf_add_octet(&buf, 'v');
    }
    buf_add_text(&buf, "\",\"CurrentValue\":\"");
    buf_add_octet(&buf, '\0');
    return read_many(1, buf_slice(&buf).data, arena);
}

static void test_value_length(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct ses_identity identity = read_value(LIMIT_API_TEXT, arena);

    (void)state;
    assert_int_equal(identity.attributes[0].expected.length, LIMIT_API_TEXT);
    assert_false(identity.attributes[0].cut);
    identity = read_value(LIMIT_API_TEXT + 1, arena);
    assert_int_equal(identity.attributes[0].expected.length, LIMIT_API_TEXT);
    assert_true(identity.attributes[0].cut);
    arena_destroy(arena);
}

static void test_truncations(void **state)
{
    struct slice text =
        SLICE(DATA("\"IdentityType\":\"DOMAIN\",\"VerifiedForSendingStatus\":true,\"Attributes\":[{"
                   "\"Type\":\"TXT\",\"SendDomain\":\"_dmarc.mail.example.com\",\"ExpectedValue\":"
                   "\"v=DMARC1; p=none\",\"CurrentValue\":\"\\u672a\",\"Status\":true}],"
                   "\"DKIMOption\":1"));
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t length = 0; length < text.length; length++) {
        assert_true(slice_starts_with(read_identity(slice_head(text, length), arena),
                                      SLICE("unreadable: ")));
    }
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct api_http http =
        make_http(200, SLICE(ONE("\"Type\":\"TXT\",\"SendDomain\":\"mail.example.com\"")));
    struct dns_name sender = make_name("mail.example.com");
    enum status status = STATUS_NO_MEMORY;

    (void)state;
    for (size_t limit = 1; status != STATUS_OK; limit++) {
        struct arena *arena = make_arena(limit);
        struct ses_identity identity;

        assert_true(limit < 4096);
        status = ses_identity_read(&http, &sender, arena, &identity);
        assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
        arena_destroy(arena);
    }
}

/* --- the list -------------------------------------------------------------------------------- */

static void test_lists(void **state)
{
    static const struct row rows[] = {
        { "empty", DATA("\"EmailIdentities\":[]"), "data; 0; not listed" },
        { "null", DATA("\"EmailIdentities\":null,\"Total\":0"), "data; 0 of 0; not listed" },
        { "no list", DATA("\"Total\":1"), "unreadable: the reply has no list \"EmailIdentities\"" },
        { "an object", DATA("\"EmailIdentities\":{}"),
          "unreadable: the reply has no list \"EmailIdentities\"" },
        { "listed",
          DATA(
              "\"EmailIdentities\":[{\"IdentityName\":\"example.com\",\"SendingEnabled\":true},"
              "{\"IdentityName\":\"xn--bcher-kva.example\",\"SendingEnabled\":false}],\"Total\":2"),
          "data; 2 of 2; listed; not sending" },
        { "listed in U-labels",
          DATA("\"EmailIdentities\":[{\"IdentityName\":\"B\xC3\x9C"
               "CHER.example.\","
               "\"SendingEnabled\":true}]"),
          "data; 1; listed; sending" },
        { "the first counts",
          DATA("\"EmailIdentities\":[{\"IdentityName\":\"xn--bcher-kva.example\"},"
               "{\"IdentityName\":\"xn--bcher-kva.example\",\"SendingEnabled\":true}]"),
          "data; 2; listed" },
        { "above and below",
          DATA("\"EmailIdentities\":[{\"IdentityName\":\"example\"},{\"IdentityName\":"
               "\"a.xn--bcher-kva.example\"},{\"IdentityName\":\"a@xn--bcher-kva.example\"}]"),
          "data; 3; not listed" },
        { "odd elements",
          DATA("\"EmailIdentities\":[7,null,[],{\"IdentityName\":7},{\"SendingEnabled\":true},"
               "{\"IdentityName\":\"xn--bcher-kva.example\",\"SendingEnabled\":\"true\"}]"),
          "data; 6; listed" },
        { "more elsewhere", DATA("\"EmailIdentities\":[],\"Total\":1"),
          "data; 0 of 1; there are more; not listed" },
        { "a total below", DATA("\"EmailIdentities\":[{}],\"Total\":0"),
          "data; 1 of 0; not listed" },
        { "a total that is none", DATA("\"EmailIdentities\":[],\"Total\":-1"),
          "data; 0; not listed" },
        { "a total as text", DATA("\"EmailIdentities\":[],\"Total\":\"9\""),
          "data; 0; not listed" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_text(rows[i].title, "list", read_list(slice_of(rows[i].body), arena), rows[i].want);
    }
    arena_destroy(arena);
}

/* The domain as the last of `count`. */
static struct slice read_last(size_t count, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_API);
    buf_add_text(&buf, "{\"Response\":{\"EmailIdentities\":[");
    for (size_t i = 1; i < count; i++) {
        buf_add_text(&buf, "{},");
    }
    buf_add_text(&buf, "{\"IdentityName\":\"xn--bcher-kva.example\"}]}}");
    return read_list(buf_slice(&buf), arena);
}

static void test_list_length(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    expect_text("most", "list", read_last(SES_LIST_MAXIMUM, arena), "data; 256; listed");
    expect_text("more", "list", read_last(SES_LIST_MAXIMUM + 1, arena),
                "data; 257; there are more; not listed");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_purposes),    cmocka_unit_test(test_purpose_words),
        cmocka_unit_test(test_members),     cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_counts),      cmocka_unit_test(test_value_length),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_lists),       cmocka_unit_test(test_list_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
