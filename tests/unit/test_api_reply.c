/* SPDX-License-Identifier: MIT */
/* Replies of Tencent's API: the envelope, what stands in its place, and classes of errors. */
#include "api_show.h"

#define ERROR(code) "{\"Response\":{\"Error\":{\"Code\":\"" code "\",\"Message\":\"m\"}}}"

static struct slice read_outcome(const struct api_http *http, struct arena *arena)
{
    struct api_reply reply;
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    assert_int_equal(api_reply_read(http, arena, &reply), STATUS_OK);
    show_outcome(&reply.outcome, &buf);
    assert_int_equal(reply.data != NULL, reply.outcome.result == API_RESULT_DATA);
    api_reply_free(&reply);
    assert_null(reply.data);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

/* --- classes --------------------------------------------------------------------------------- */

static void test_classes(void **state)
{
    static const struct {
        const char *code;
        enum api_class class;
    } rows[] = {
        { "AuthFailure", API_CLASS_CREDENTIALS },
        { "AuthFailure.SecretIdNotFound", API_CLASS_CREDENTIALS },
        { "AuthFailure.SignatureFailure", API_CLASS_CREDENTIALS },
        { "AuthFailure.InvalidSecretId", API_CLASS_CREDENTIALS },
        { "AuthFailure.InvalidAuthorization", API_CLASS_CREDENTIALS },
        { "AuthFailure.TokenFailure", API_CLASS_CREDENTIALS },
        { "AuthFailure.MFAFailure", API_CLASS_CREDENTIALS },
        { "AuthFailure.NeverSeen", API_CLASS_CREDENTIALS },
        { "authfailure.signaturefailure", API_CLASS_CREDENTIALS },
        { "AuthFailure.SignatureExpire", API_CLASS_CLOCK },
        { " AuthFailure.SignatureExpire ", API_CLASS_CLOCK },
        { "AuthFailure.SignatureExpired", API_CLASS_CREDENTIALS },
        { "AuthFailure.UnauthorizedOperation", API_CLASS_RIGHTS },
        { "UnauthorizedOperation", API_CLASS_RIGHTS },
        { "UnauthorizedOperation.NoPermission", API_CLASS_RIGHTS },
        { "IpNotInWhitelist", API_CLASS_RIGHTS },
        { "IpInBlacklist", API_CLASS_RIGHTS },
        { "OperationDenied.AccessDenied", API_CLASS_RIGHTS },
        { "OperationDenied.DomainOwnerAllowedOnly", API_CLASS_RIGHTS },
        { "InvalidParameter.RequestIpLimited", API_CLASS_RIGHTS },
        { "InvalidParameterValue.NotExistDomain", API_CLASS_NOT_FOUND },
        { "InvalidParameterValue.InvalidEmailIdentity", API_CLASS_NOT_FOUND },
        { "InvalidParameterValue.CreatedByOther", API_CLASS_NOT_FOUND },
        { "InvalidParameterValue.DomainNotExists", API_CLASS_NOT_FOUND },
        { "FailedOperation.NotDomainOwner", API_CLASS_NOT_FOUND },
        { "OperationDenied.NoPermissionToOperateDomain", API_CLASS_NOT_FOUND },
        { "ResourceNotFound", API_CLASS_NOT_FOUND },
        { "ResourceNotFound.DomainNotFound", API_CLASS_NOT_FOUND },
        { "ResourceNotFound.NoDataOfRecord", API_CLASS_NOT_FOUND },
        { "RequestLimitExceeded", API_CLASS_LIMIT },
        { "RequestLimitExceeded.IPLimitExceeded", API_CLASS_LIMIT },
        { "RequestLimitExceeded.UinLimitExceeded", API_CLASS_LIMIT },
        { "RequestLimitExceeded.GlobalRegionUinLimitExceeded", API_CLASS_LIMIT },
        { "LimitExceeded", API_CLASS_LIMIT },
        { "LimitExceeded.ExceedReceiverLimit", API_CLASS_LIMIT },
        { "FailedOperation.FrequencyLimit", API_CLASS_LIMIT },
        { "FailedOperation.ServiceNotAvailable", API_CLASS_UNAVAILABLE },
        { "FailedOperation.DescribeDomainFailed", API_CLASS_UNAVAILABLE },
        { "FailedOperation.UnknowError", API_CLASS_UNAVAILABLE },
        { "InvalidParameter.OperateFailed", API_CLASS_UNAVAILABLE },
        { "InternalError", API_CLASS_UNAVAILABLE },
        { "InternalError.DomainInternalError", API_CLASS_UNAVAILABLE },
        { "ResourceInsufficient.Overwork", API_CLASS_UNAVAILABLE },
        { "ResourceUnavailable", API_CLASS_UNAVAILABLE },
        { "FailedOperation", API_CLASS_OTHER },
        { "FailedOperation.NotAuthenticatedSender", API_CLASS_OTHER },
        { "OperationDenied.DomainNotVerified", API_CLASS_OTHER },
        { "InvalidAction", API_CLASS_OTHER },
        { "InvalidParameter", API_CLASS_OTHER },
        { "InvalidParameterValue", API_CLASS_OTHER },
        { "InvalidParameterValue.RepeatCreation", API_CLASS_OTHER },
        { "MissingParameter", API_CLASS_OTHER },
        { "NoSuchVersion", API_CLASS_OTHER },
        { "NoSuchProduct", API_CLASS_OTHER },
        { "AuthFailureX", API_CLASS_OTHER },
        { "X.AuthFailure", API_CLASS_OTHER },
        { ".", API_CLASS_OTHER },
        { "", API_CLASS_OTHER },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].code, "class", api_class_of(slice_of(rows[i].code)), rows[i].class);
    }
}

static void test_class_words(void **state)
{
    static const char *const words[] = { "none",      "credentials", "clock",       "rights",
                                         "not-found", "limit",       "unavailable", "other" };

    (void)state;
    for (size_t i = 0; i < ROWS(words); i++) {
        expect_text("class", "word", slice_of(api_class_text((enum api_class)i)), words[i]);
    }
}

/* --- envelopes ------------------------------------------------------------------------------- */

static void test_replies(void **state)
{
    static const struct {
        const char *title;
        unsigned status;
        const char *body;
        const char *want;
    } rows[] = {
        { "data", 200, "{\"Response\":{\"RequestId\":\"r\"}}", "data; id r" },
        { "empty data", 200, "{\"Response\":{}}", "data" },
        { "members beside it", 200, "{\"x\":1,\"Response\":{}}", "data" },
        { "an id that is no text", 200, "{\"Response\":{\"RequestId\":7}}", "data" },
        { "a null error", 200, "{\"Response\":{\"Error\":null}}", "data" },
        { "an error in 200", 200, ERROR("AuthFailure.SignatureExpire"),
          "error clock AuthFailure.SignatureExpire (m)" },
        { "an error in 500", 500, ERROR("AuthFailure.SignatureExpire"),
          "error clock AuthFailure.SignatureExpire (m)" },
        { "an error in 429", 429, ERROR("InternalError"), "error unavailable InternalError (m)" },
        { "an error in 404", 404, ERROR("New.Code"), "error other New.Code (m)" },
        { "an error and an id", 200,
          "{\"Response\":{\"RequestId\":\"r\",\"Error\":{\"Code\":\"A\"}}}",
          "error other A (); id r" },
        { "an error beside data", 200,
          "{\"Response\":{\"Attributes\":[],\"Error\":{\"Code\":\"A\",\"Message\":\"b\"}}}",
          "error other A (b)" },
        { "an error without a code", 200, "{\"Response\":{\"Error\":{}}}", "error other  ()" },
        { "a code that is no text", 200, "{\"Response\":{\"Error\":{\"Code\":7,\"Message\":[]}}}",
          "error other  ()" },
        { "an error that is a text", 200, "{\"Response\":{\"Error\":\"A\"}}",
          "unreadable: the reply has an \"Error\" that is no object" },
        { "a list of errors", 200, "{\"Response\":{\"Error\":[]}}",
          "unreadable: the reply has an \"Error\" that is no object" },

        { "429", 429, "", "error limit HTTP 429 ()" },
        { "429 with a page", 429, "<html>", "error limit HTTP 429 ()" },
        { "429 with data", 429, "{\"Response\":{}}", "error limit HTTP 429 ()" },
        { "500", 500, "", "error unavailable HTTP 500 ()" },
        { "503 with a page", 503, "<html>", "error unavailable HTTP 503 ()" },
        { "599", 599, "{}", "error unavailable HTTP 599 ()" },
        { "600", 600, "",
          "unreadable: HTTP 600 with a body of 0 octets that is no reply of the API: line 1, "
          "column 1: there is nothing" },
        { "499", 499, "{}",
          "unreadable: HTTP 499 with a body of 2 octets that is no reply of the API: it has no "
          "object \"Response\"" },
        { "302", 302, "", "unreadable: HTTP 302 leads elsewhere and was not followed" },
        { "403 of a proxy", 403, "<html>",
          "unreadable: HTTP 403 with a body of 6 octets that is no reply of the API: line 1, "
          "column 1: '[' or '{' expected near '<'" },
        { "201 with data", 201, "{\"Response\":{}}",
          "unreadable: HTTP 201 with a body of 15 octets that is no reply of the API: it has no "
          "\"Error\"" },
        { "no status", 0, "",
          "unreadable: HTTP 0 with a body of 0 octets that is no reply of the API: line 1, "
          "column 1: there is nothing" },
        { "200 with a page", 200, "<html>",
          "unreadable: HTTP 200 with a body of 6 octets that is no reply of the API: line 1, "
          "column 1: '[' or '{' expected near '<'" },
        { "a list", 200, "[{\"Response\":{}}]",
          "unreadable: HTTP 200 with a body of 17 octets that is no reply of the API: it has no "
          "object \"Response\"" },
        { "a text as response", 200, "{\"Response\":\"x\"}",
          "unreadable: HTTP 200 with a body of 16 octets that is no reply of the API: it has no "
          "object \"Response\"" },
        { "other letters", 200, "{\"response\":{}}",
          "unreadable: HTTP 200 with a body of 15 octets that is no reply of the API: it has no "
          "object \"Response\"" },
        { "a member twice", 200, "{\"Response\":{},\"Response\":{}}",
          "unreadable: HTTP 200 with a body of 29 octets that is no reply of the API: line 1, "
          "column 25: duplicate object key near '\"Response\"'" },
        { "something behind it", 200, "{\"Response\":{}}x",
          "unreadable: HTTP 200 with a body of 16 octets that is no reply of the API: line 1, "
          "column 16: end of file expected near 'x'" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct api_http http = make_http(rows[i].status, slice_of(rows[i].body));

        expect_text(rows[i].title, "outcome", read_outcome(&http, arena), rows[i].want);
    }
    arena_destroy(arena);
}

static void test_content_type(void **state)
{
    static const struct {
        const char *type;
        const char *want; /* behind "octets" */
    } rows[] = {
        { "", "" },
        { " text/html ", " of type text/html" },
        { "text/html; charset=utf-8", " of type text/html; charset=utf-8" },
        { "text\x1B[1m", "" },
        { "text\nhtml", "" },
        { "text\xFF", "" },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct api_http http = make_http(200, SLICE("{}"));
        struct slice want = arena_printf(
            arena,
            "unreadable: HTTP 200 with a body of 2 octets%s that is no reply of the API: it "
            "has no object \"Response\"",
            rows[i].want);

        http.content_type = slice_of(rows[i].type);
        expect_text(rows[i].type, "outcome", read_outcome(&http, arena), want.data);
    }
    arena_destroy(arena);
}

/* An answer that is cut says nothing: no error, no data. */
static void test_truncations(void **state)
{
    struct slice text = SLICE("{\"Response\":{\"Error\":{\"Code\":\"AuthFailure\",\"Message\":"
                              "\"\\u672a \\\"x\\\"\"},\"RequestId\":\"r\"}}");
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t length = 0; length < text.length; length++) {
        struct api_http http = make_http(200, slice_head(text, length));
        struct api_reply reply;

        assert_int_equal(api_reply_read(&http, arena, &reply), STATUS_OK);
        expect_number("cut", "result", reply.outcome.result, API_RESULT_UNREADABLE);
        api_reply_free(&reply);
    }
    arena_destroy(arena);
}

/* --- limits ---------------------------------------------------------------------------------- */

static void test_size(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t more = 0; more <= 1; more++) {
        struct api_http http;
        struct buf buf;

        buf_init(&buf, arena, LIMIT_ARENA);
        buf_add_text(&buf, "{\"Response\":{}}");
        while (buf_slice(&buf).length < LIMIT_API + more) {
            buf_add_octet(&buf, ' ');
        }
        http = make_http(200, buf_slice(&buf));
        expect_text("size", "outcome", read_outcome(&http, arena),
                    more == 0 ? "data"
                              : "unreadable: HTTP 200 with a body of 1048577 octets that is no "
                                "reply of the API: 1048576 octets are the most that is read");
    }
    arena_destroy(arena);
}

/* A message of that many octets, ending in a character of three. */
static size_t message_length(size_t length, struct arena *arena)
{
    struct api_http http;
    struct api_reply reply;
    struct buf buf;

    buf_init(&buf, arena, LIMIT_ARENA);
    buf_add_text(&buf, "{\"Response\":{\"Error\":{\"Message\":\"");
    for (size_t i = 3; i < length; i++) {
        buf_add_octet(&buf, 'm');
    }
    buf_add_text(&buf, "\xE9\xBB\x98\"}}}");
    http = make_http(200, buf_slice(&buf));
    assert_int_equal(api_reply_read(&http, arena, &reply), STATUS_OK);
    assert_int_equal(reply.outcome.result, API_RESULT_ERROR);
    api_reply_free(&reply);
    return reply.outcome.error.message.length;
}

static void test_text_length(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    assert_int_equal(message_length(LIMIT_API_TEXT - 1, arena), LIMIT_API_TEXT - 1);
    assert_int_equal(message_length(LIMIT_API_TEXT, arena), LIMIT_API_TEXT);
    assert_int_equal(message_length(LIMIT_API_TEXT + 1, arena), LIMIT_API_TEXT - 2);
    assert_int_equal(message_length(LIMIT_API_TEXT + 3, arena), LIMIT_API_TEXT);
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct api_http http = make_http(200, SLICE(ERROR("AuthFailure.SignatureExpire")));
    enum status status = STATUS_NO_MEMORY;

    (void)state;
    for (size_t limit = 1; status != STATUS_OK; limit++) {
        struct arena *arena = make_arena(limit);
        struct api_reply reply;

        assert_true(limit < 4096);
        status = api_reply_read(&http, arena, &reply);
        if (status == STATUS_OK) {
            api_reply_free(&reply);
        } else {
            assert_int_equal(status, STATUS_NO_MEMORY);
        }
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes),     cmocka_unit_test(test_class_words),
        cmocka_unit_test(test_replies),     cmocka_unit_test(test_content_type),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_size),
        cmocka_unit_test(test_text_length), cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
