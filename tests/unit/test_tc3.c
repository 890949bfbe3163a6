/* SPDX-License-Identifier: MIT */
/*
 * The signature of Tencent's API: the published vectors with all their steps, the older form, what
 * goes into which field, and what is refused. The file that the vectors come from is compared where
 * the facts folder stands beside the checkout (or is named by SHARED_FACTS).
 */
#include "../support/sample.h"

#include "base/buf.h"
#include "base/json.h"
#include "provider/tc3.h"

#define TIME INT64_C(1551113065)

struct vector {
    const char *name;
    const char *secret_id;
    const char *secret_key;
    const char *service;
    const char *host;
    const char *action;
    const char *content_type;
    const char *payload;
    const char *signed_headers;
    const char *canonical_request;
    const char *hashed_canonical_request;
    const char *string_to_sign;
    const char *secret_date;
    const char *secret_service;
    const char *secret_signing;
    const char *signature;
    const char *authorization;
};

static const struct vector vectors[] = {
    {
        .name = "published-2019",
        .secret_id = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
        .secret_key = "Gu5t9xGARNpq86cd98joQYCN3*******",
        .service = "cvm",
        .host = "cvm.tencentcloudapi.com",
        .action = "DescribeInstances",
        .content_type = "application/json; charset=utf-8",
        .payload = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], "
                   "\"Name\": \"instance-name\"}]}",
        .signed_headers = "content-type;host",
        .canonical_request =
            "POST\n/\n\ncontent-type:application/json; "
            "charset=utf-8\nhost:cvm.tencentcloudapi.com\n\ncontent-type;"
            "host\n35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064",
        .hashed_canonical_request =
            "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
        .string_to_sign =
            "TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/"
            "tc3_request\n5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
        .secret_date = "f1cb4d518a0eda9d5cbbfdb7850983f1e603eeae484edea76e4dd8d8deb5556e",
        .secret_service = "e7c609ce81bea53546bed2cc904778bef9ca14082e48e67883443ed64e227cd7",
        .secret_signing = "8aa8ab5755582f576e94bcfe383b8e29325b0ca90c3590d569221c6a63a091ed",
        .signature = "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
        .authorization =
            "TC3-HMAC-SHA256 "
            "Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
            "SignedHeaders=content-type;host, "
            "Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
    },
    {
        .name = "published-current",
        .secret_id = "AKID********************************",
        .secret_key = "********************************",
        .service = "cvm",
        .host = "cvm.tencentcloudapi.com",
        .action = "DescribeInstances",
        .content_type = "application/json; charset=utf-8",
        .payload = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], "
                   "\"Name\": \"instance-name\"}]}",
        .signed_headers = "content-type;host;x-tc-action",
        .canonical_request =
            "POST\n/\n\ncontent-type:application/json; "
            "charset=utf-8\nhost:cvm.tencentcloudapi.com\nx-tc-action:describeinstances\n\ncontent-"
            "type;host;x-tc-"
            "action\n35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064",
        .hashed_canonical_request =
            "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        .string_to_sign =
            "TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/"
            "tc3_request\n7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        .secret_date = "da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0",
        .secret_service = "8d70cbefb03939f929db64d32dc2ba89b1095620119fe3e050e2b18c5bd2752f",
        .secret_signing = "b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af",
        .signature = "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
        .authorization =
            "TC3-HMAC-SHA256 "
            "Credential=AKID********************************/2019-02-25/cvm/tc3_request, "
            "SignedHeaders=content-type;host;x-tc-action, "
            "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    },
    {
        .name = "ses-get-email-identity",
        .secret_id = "AKID********************************",
        .secret_key = "********************************",
        .service = "ses",
        .host = "ses.tencentcloudapi.com",
        .action = "GetEmailIdentity",
        .content_type = "application/json; charset=utf-8",
        .payload = "{\"EmailIdentity\":\"mail.qcloud.com\"}",
        .signed_headers = "content-type;host;x-tc-action",
        .canonical_request =
            "POST\n/\n\ncontent-type:application/json; "
            "charset=utf-8\nhost:ses.tencentcloudapi.com\nx-tc-action:getemailidentity\n\ncontent-"
            "type;host;x-tc-"
            "action\nbbe51337a9cf0536fcd2ade7d793f3b85cd139733813d848c284c9a105058154",
        .hashed_canonical_request =
            "a330c2f4f133aa504e40dd2634531b0a6266d8bd5bd3bdbbb6a74332559257a2",
        .string_to_sign =
            "TC3-HMAC-SHA256\n1551113065\n2019-02-25/ses/"
            "tc3_request\na330c2f4f133aa504e40dd2634531b0a6266d8bd5bd3bdbbb6a74332559257a2",
        .secret_date = "da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0",
        .secret_service = "9e0adceb6cf551499f4bebf2756907bf84a72e3a1e5bfa8c72c0cc09cbc665bd",
        .secret_signing = "e3f0337b8b0e8f0e57903305e74adfb8fb1967637207fd3cfaabef82c330a540",
        .signature = "ecfc4df8005cffacd0d57b4324857e56a0f187dac1f063961c5da67772d394c9",
        .authorization =
            "TC3-HMAC-SHA256 "
            "Credential=AKID********************************/2019-02-25/ses/tc3_request, "
            "SignedHeaders=content-type;host;x-tc-action, "
            "Signature=ecfc4df8005cffacd0d57b4324857e56a0f187dac1f063961c5da67772d394c9",
    },
};

static struct slice hex(const uint8_t octets[TC3_HASH], struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, (size_t)2 * TC3_HASH);
    for (size_t i = 0; i < TC3_HASH; i++) {
        buf_printf(&buf, "%02x", octets[i]);
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static struct tc3_request request_of(const struct vector *vector)
{
    return (struct tc3_request){ .secret_id = slice_of(vector->secret_id),
                                 .secret_key = slice_of(vector->secret_key),
                                 .token = slice_empty(),
                                 .service = slice_of(vector->service),
                                 .host = slice_of(vector->host),
                                 .action = slice_of(vector->action),
                                 .version = SLICE("2017-03-12"),
                                 .region = slice_empty(),
                                 .content_type = slice_of(vector->content_type),
                                 .body = slice_of(vector->payload),
                                 .timestamp = TIME,
                                 .action_unsigned =
                                     strcmp(vector->signed_headers, "content-type;host") == 0 };
}

/* Empty when the field is not sent. */
static struct slice header(const struct tc3_headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++) {
        if (slice_equal(headers->items[i].name, slice_of(name))) {
            return headers->items[i].value;
        }
    }
    return slice_empty();
}

static struct slice signature_of(const struct tc3_request *request, struct arena *arena)
{
    struct tc3_headers headers;
    struct tc3_trace trace;

    assert_int_equal(tc3_sign(request, arena, &headers, &trace), STATUS_OK);
    return trace.signature;
}

/* --- vectors --------------------------------------------------------------------------------- */

static void check_steps(const struct vector *vector, const struct tc3_trace *trace,
                        struct arena *arena)
{
    expect_text(vector->name, "canonical request", trace->canonical_request,
                vector->canonical_request);
    expect_text(vector->name, "its hash", hex(trace->request_hash, arena),
                vector->hashed_canonical_request);
    expect_text(vector->name, "string to sign", trace->string_to_sign, vector->string_to_sign);
    expect_text(vector->name, "SecretDate", hex(trace->secret_date, arena), vector->secret_date);
    expect_text(vector->name, "SecretService", hex(trace->secret_service, arena),
                vector->secret_service);
    expect_text(vector->name, "SecretSigning", hex(trace->secret_signing, arena),
                vector->secret_signing);
    expect_text(vector->name, "signature", trace->signature, vector->signature);
}

static void test_vectors(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(vectors); i++) {
        struct tc3_request request = request_of(&vectors[i]);
        struct tc3_headers headers;
        struct tc3_trace trace;

        assert_int_equal(tc3_sign(&request, arena, &headers, &trace), STATUS_OK);
        check_steps(&vectors[i], &trace, arena);
        expect_text(vectors[i].name, "Authorization", header(&headers, "Authorization"),
                    vectors[i].authorization);
    }
    arena_destroy(arena);
}

static void expect_member(const struct json *object, const struct vector *vector, const char *key,
                          const char *want)
{
    struct slice text;

    if (!json_get_string(object, key, &text)) {
        fail_msg("%s: there is no %s in the file", vector->name, key);
    }
    expect_text(vector->name, key, text, want);
}

static void check_file(const struct json *object, const struct vector *vector)
{
    int64_t timestamp = 0;

    assert_true(json_get_integer(object, "timestamp", &timestamp));
    assert_int_equal(timestamp, TIME);
    expect_member(object, vector, "name", vector->name);
    expect_member(object, vector, "secret_id", vector->secret_id);
    expect_member(object, vector, "secret_key", vector->secret_key);
    expect_member(object, vector, "service", vector->service);
    expect_member(object, vector, "host", vector->host);
    expect_member(object, vector, "action", vector->action);
    expect_member(object, vector, "content_type", vector->content_type);
    expect_member(object, vector, "payload", vector->payload);
    expect_member(object, vector, "signed_headers", vector->signed_headers);
    expect_member(object, vector, "canonical_request", vector->canonical_request);
    expect_member(object, vector, "hashed_canonical_request", vector->hashed_canonical_request);
    expect_member(object, vector, "string_to_sign", vector->string_to_sign);
    expect_member(object, vector, "secret_date", vector->secret_date);
    expect_member(object, vector, "secret_service", vector->secret_service);
    expect_member(object, vector, "secret_signing", vector->secret_signing);
    expect_member(object, vector, "signature", vector->signature);
    expect_member(object, vector, "authorization", vector->authorization);
}

static void test_file(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice path = sample_path("tencent/tc3-vectors.json", arena);
    struct slice reason = slice_empty();
    struct json *list = NULL;

    (void)state;
    if (path.length == 0) {
        arena_destroy(arena);
        skip();
        return;
    }
    assert_int_equal(json_read(read_test_file(path.data, arena), LIMIT_FILE, arena, &list, &reason),
                     STATUS_OK);
    assert_int_equal(json_count(list), ROWS(vectors));
    for (size_t i = 0; i < ROWS(vectors); i++) {
        check_file(json_at_object(list, i), &vectors[i]);
    }
    json_free(list);
    arena_destroy(arena);
}

/* --- what changes the signature, and what does not ------------------------------------------- */

/* The member at an offset of the request. */
static struct slice *member(struct tc3_request *request, size_t offset)
{
    return (struct slice *)(void *)((char *)request + offset);
}

#define MEMBER(name) offsetof(struct tc3_request, name)

static void test_dependence(void **state)
{
    static const struct {
        const char *title;
        size_t offset;
        const char *text;
        bool changes;
    } rows[] = {
        { "the same key", MEMBER(secret_key), "********************************", false },
        { "a key of one less", MEMBER(secret_key), "*******************************", true },
        { "a key of one more", MEMBER(secret_key), "*********************************", true },
        { "another id", MEMBER(secret_id), "AKIDanother", false },
        { "a token", MEMBER(token), "token", false },
        { "a region", MEMBER(region), "ap-hongkong", false },
        { "another version", MEMBER(version), "2020-10-02", false },
        { "a host in capitals", MEMBER(host), "SES.TencentCloudAPI.com", false },
        { "a port", MEMBER(host), "ses.tencentcloudapi.com:8443", true },
        { "another action", MEMBER(action), "ListEmailIdentities", true },
        { "an action in other letters", MEMBER(action), "getemailidentity", false },
        { "another service", MEMBER(service), "se", true },
        { "another content type", MEMBER(content_type), "application/json", true },
        { "another body", MEMBER(body), "{}", true },
        { "no body", MEMBER(body), "", true },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct tc3_request request = request_of(&vectors[2]);
        struct slice before = signature_of(&request, arena);

        *member(&request, rows[i].offset) = slice_of(rows[i].text);
        expect_number(rows[i].title, "changes", !slice_equal(signature_of(&request, arena), before),
                      rows[i].changes);
    }
    arena_destroy(arena);
}

/* A key of 61 characters fills the block of the hash with its prefix, one of 62 is hashed itself.
 * The wanted values are those of another implementation. */
static void test_key_lengths(void **state)
{
    static const struct {
        size_t length;
        const char *signature;
    } rows[] = {
        { 4, "3bd74018cd050e0d9c0863135f9d819cf543fe61ea80acb9bab210484fc89bf4" },
        { 60, "fd8f807b2b62e240a2b1a729ab5765ab5ef3059d0eae05b361b2909de833a376" },
        { 61, "e9a4c5a1b1ca6743244e76e7e143e526df625131a1b9bd8bc8993fd600c855e7" },
        { 62, "80a0a98b3061fd8b04768962f8affdf9687a04c73e358f41e7c184319152e283" },
        { 256, "5b7843ecd2d37a3ebd6512c3997e8ee6cfc3d3282672da1348bc5a192259e5db" },
    };
    char key[TC3_SECRET_MAXIMUM];
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    memset(key, 'k', sizeof key);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct tc3_request request = request_of(&vectors[2]);

        request.secret_key = slice_make(key, rows[i].length);
        expect_text("length of the key", "signature", signature_of(&request, arena),
                    rows[i].signature);
    }
    arena_destroy(arena);
}

/* The day is that of UTC: one second around midnight, a leap day, the ends of what is accepted. */
static void test_days(void **state)
{
    static const struct {
        int64_t timestamp;
        const char *scope; /* NULL: refused */
    } rows[] = {
        { -1, NULL },
        { 0, "/1970-01-01/" },
        { 951782399, "/2000-02-28/" },
        { 951782400, "/2000-02-29/" },
        { 951868799, "/2000-02-29/" },
        { 951868800, "/2000-03-01/" },
        { TIME, "/2019-02-25/" },
        { TC3_TIME_MAXIMUM, "/9999-12-31/" },
        { TC3_TIME_MAXIMUM + 1, NULL },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct tc3_request request = request_of(&vectors[2]);
        struct tc3_headers headers;
        struct slice text;

        request.timestamp = rows[i].timestamp;
        assert_int_equal(tc3_sign(&request, arena, &headers, NULL),
                         rows[i].scope == NULL ? STATUS_BAD_INPUT : STATUS_OK);
        if (rows[i].scope == NULL) {
            continue;
        }
        text = header(&headers, "Authorization");
        assert_true(slice_find_part(text, slice_of(rows[i].scope)) < text.length);
        text = arena_printf(arena, "%lld", (long long)rows[i].timestamp);
        expect_text("day", "X-TC-Timestamp", header(&headers, "X-TC-Timestamp"), text.data);
    }
    arena_destroy(arena);
}

/* --- fields ---------------------------------------------------------------------------------- */

static void test_fields(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct tc3_request request = request_of(&vectors[2]);
    struct tc3_headers headers;

    (void)state;
    request.version = SLICE("2020-10-02");
    assert_int_equal(tc3_sign(&request, arena, &headers, NULL), STATUS_OK);
    assert_int_equal(headers.count, 5);
    expect_text("fields", "type", header(&headers, "Content-Type"),
                "application/json; charset=utf-8");
    expect_text("fields", "action", header(&headers, "X-TC-Action"), "GetEmailIdentity");
    expect_text("fields", "version", header(&headers, "X-TC-Version"), "2020-10-02");
    expect_text("fields", "time", header(&headers, "X-TC-Timestamp"), "1551113065");
    expect_text("fields", "Authorization", header(&headers, "Authorization"),
                vectors[2].authorization);

    request.region = SLICE("ap-hongkong");
    request.token = SLICE("tokentokentoken");
    assert_int_equal(tc3_sign(&request, arena, &headers, NULL), STATUS_OK);
    assert_int_equal(headers.count, TC3_HEADERS_MAXIMUM);
    expect_text("fields", "region", header(&headers, "X-TC-Region"), "ap-hongkong");
    expect_text("fields", "token", header(&headers, "X-TC-Token"), "tokentokentoken");
    assert_ptr_equal(header(&headers, "X-TC-Token").data, request.token.data);
    arena_destroy(arena);
}

/* No text that is left behind holds the key. */
static void test_key_is_kept(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct tc3_request request = request_of(&vectors[2]);
    struct slice key = SLICE("aVerySecretKeyOfThirtyTwoLetters");
    struct tc3_headers headers;
    struct tc3_trace trace;

    (void)state;
    request.secret_key = key;
    assert_int_equal(tc3_sign(&request, arena, &headers, &trace), STATUS_OK);
    for (size_t i = 0; i < headers.count; i++) {
        struct slice value = headers.items[i].value;

        assert_int_equal(slice_find_part(value, key), value.length);
    }
    assert_int_equal(slice_find_part(trace.canonical_request, key), trace.canonical_request.length);
    assert_int_equal(slice_find_part(trace.string_to_sign, key), trace.string_to_sign.length);
    arena_destroy(arena);
}

/* --- what is refused ------------------------------------------------------------------------- */

static void test_lengths(void **state)
{
    static const struct {
        const char *title;
        size_t offset;
        size_t minimum;
        size_t maximum;
    } rows[] = {
        { "SecretId", MEMBER(secret_id), TC3_SECRET_MINIMUM, TC3_SECRET_MAXIMUM },
        { "SecretKey", MEMBER(secret_key), TC3_SECRET_MINIMUM, TC3_SECRET_MAXIMUM },
        { "token", MEMBER(token), TC3_SECRET_MINIMUM, TC3_TOKEN_MAXIMUM },
        { "service", MEMBER(service), 1, TC3_WORD_MAXIMUM },
        { "host", MEMBER(host), 1, TC3_HOST_MAXIMUM },
        { "action", MEMBER(action), 1, TC3_WORD_MAXIMUM },
        { "version", MEMBER(version), 1, TC3_WORD_MAXIMUM },
        { "region", MEMBER(region), 0, TC3_WORD_MAXIMUM },
        { "content type", MEMBER(content_type), 1, TC3_CONTENT_TYPE_MAXIMUM },
        { "body", MEMBER(body), 0, TC3_BODY_MAXIMUM },
    };
    struct arena *arena = make_arena(LIMIT_ARENA);
    char *text = arena_alloc(arena, TC3_BODY_MAXIMUM + 1);

    (void)state;
    assert_non_null(text);
    memset(text, 'a', TC3_BODY_MAXIMUM + 1);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct tc3_request request = request_of(&vectors[2]);
        struct slice *changed = member(&request, rows[i].offset);
        struct tc3_headers headers;

        *changed = slice_make(text, rows[i].minimum);
        expect_number(rows[i].title, "least", tc3_sign(&request, arena, &headers, NULL), STATUS_OK);
        *changed = slice_make(text, rows[i].maximum);
        expect_number(rows[i].title, "most", tc3_sign(&request, arena, &headers, NULL), STATUS_OK);
        *changed = slice_make(text, rows[i].maximum + 1);
        expect_number(rows[i].title, "more", tc3_sign(&request, arena, &headers, NULL),
                      STATUS_BAD_INPUT);
        assert_non_null(tc3_request_refusal(&request));
        if (rows[i].minimum > 0) {
            *changed = slice_make(text, rows[i].minimum - 1);
            expect_number(rows[i].title, "less", tc3_sign(&request, arena, &headers, NULL),
                          STATUS_BAD_INPUT);
        }
    }
    arena_destroy(arena);
}

/* Every octet in the middle of each text: none may end a line, a field or a scope. */
static void test_octets(void **state)
{
    static const struct {
        const char *title;
        size_t offset;
        bool is_word;       /* letters, digits and `others`; else all visible ones but `others` */
        const char *others; /* a blank in them is accepted */
    } rows[] = {
        { "SecretId", MEMBER(secret_id), false, "/,%\\\"" },
        { "SecretKey", MEMBER(secret_key), false, "%\\\"" },
        { "token", MEMBER(token), false, "%\\\"" },
        { "service", MEMBER(service), true, "-" },
        { "host", MEMBER(host), true, "-.:[]_" },
        { "action", MEMBER(action), true, "-" },
        { "version", MEMBER(version), true, "-" },
        { "region", MEMBER(region), true, "-" },
        { "content type", MEMBER(content_type), false, " ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice others = slice_of(rows[i].others);

        for (int number = 0; number < 256; number++) {
            struct tc3_request request = request_of(&vectors[2]);
            char octet = (char)(unsigned char)number;
            char text[] = { 'a', 'b', octet, 'c', 'd' };
            bool is_other = slice_find(others, octet) < others.length;
            bool is_good = rows[i].is_word ? ascii_is_alnum(octet) || is_other
                                           : ascii_is_visible(octet) != is_other;

            *member(&request, rows[i].offset) = slice_make(text, sizeof text);
            if (is_good != (tc3_request_refusal(&request) == NULL)) {
                fail_msg("%s: octet %d is %s", rows[i].title, number,
                         is_good ? "refused" : "accepted");
            }
        }
    }
}

static void test_refusals(void **state)
{
    struct slice id = SLICE("AKIDexample");
    struct slice key = SLICE("secretkeyexample");

    (void)state;
    assert_null(tc3_credentials_refusal(id, key, slice_empty()));
    assert_null(tc3_credentials_refusal(id, key, slice_make(NULL, 0)));
    expect_text("id", "refusal", slice_of(tc3_credentials_refusal(SLICE("AKI"), key, id)),
                "the SecretId has fewer than 4 or more than 256 characters");
    expect_text("key", "refusal", slice_of(tc3_credentials_refusal(id, slice_empty(), id)),
                "the SecretKey has fewer than 4 or more than 256 characters");
    expect_text("token", "refusal", slice_of(tc3_credentials_refusal(id, key, SLICE("abc"))),
                "the token has fewer than 4 or more than 4096 characters");
    expect_text("stray blank", "refusal",
                slice_of(tc3_credentials_refusal(SLICE("AKIDexample "), key, id)),
                "the SecretId has a character that no SecretId has: a blank, a control character, "
                "one outside of ASCII, or one of /,%\\\"");
}

static void test_no_memory(void **state)
{
    struct tc3_request request = request_of(&vectors[2]);
    enum status status = STATUS_NO_MEMORY;

    (void)state;
    for (size_t limit = 64; status != STATUS_OK; limit += 64) {
        struct arena *arena = make_arena(limit);
        struct tc3_headers headers;

        status = tc3_sign(&request, arena, &headers, NULL);
        assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
        assert_true(limit < 65536);
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),     cmocka_unit_test(test_file),
        cmocka_unit_test(test_dependence),  cmocka_unit_test(test_key_lengths),
        cmocka_unit_test(test_days),        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_key_is_kept), cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_octets),      cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
