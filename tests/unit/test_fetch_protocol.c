/* SPDX-License-Identifier: MIT */
/* Frames between plugin and helper: all fields there and back, every limit, every truncation. */
#include "../support/expect.h"

#include "io/fetch_protocol.h"

#define ROOM ((size_t)8 * 1024 * 1024)

static struct fetch_request rich_request(void)
{
    return (struct fetch_request){
        .id = 0x01020304,
        .method = FETCH_METHOD_POST,
        .plain_allowed = true,
        .url = SLICE("http://ses.example:8080/?a=b"),
        .addresses = { { .family = ADDRESS_FAMILY_IP4, .octets = { 192, 0, 2, 1 } },
                       { .family = ADDRESS_FAMILY_IP6,
                         .octets = { 0x20, 1, 0xD, 0xB8, [15] = 1 } } },
        .address_count = 2,
        .headers = { { SLICE("X-TC-Action"), SLICE("GetEmailIdentity") },
                     { SLICE("Authorization"), SLICE("TC3-HMAC-SHA256 a=b, c=d") } },
        .header_count = 2,
        .body = { "{\0}", 3 },
        .size_limit = 4096,
        .deadline_ns = INT64_C(0x0102030405060708),
        .ca_path = SLICE("/etc/ssl/certs"),
    };
}

static struct fetch_reply rich_reply(void)
{
    return (struct fetch_reply){
        .id = 0xFFFFFFFF,
        .result = FETCH_RESULT_OK,
        .status = 429,
        .content_type = SLICE("application/rdap+json"),
        .retry_after = SLICE("120"),
        .date = SLICE("Thu, 26 Nov 2026 00:00:00 GMT"),
        .body = { "{\"a\":\0\xFF}", 8 },
    };
}

/* The content behind the head, which has to be right. */
static struct slice content_of(struct slice frame, size_t maximum)
{
    size_t length = 0;

    assert_true(frame.length > FETCH_HEAD);
    assert_int_equal(fetch_head_decode((const uint8_t *)frame.data, maximum, &length), STATUS_OK);
    assert_int_equal(length, frame.length - FETCH_HEAD);
    return slice_from(frame, FETCH_HEAD);
}

static struct slice encode_request(const struct fetch_request *request, struct arena *arena)
{
    struct slice frame = slice_empty();

    assert_int_equal(fetch_request_encode(request, arena, &frame), STATUS_OK);
    return content_of(frame, FETCH_REQUEST_MAXIMUM);
}

static struct slice encode_reply(const struct fetch_reply *reply, struct arena *arena)
{
    struct slice frame = slice_empty();

    assert_int_equal(fetch_reply_encode(reply, arena, &frame), STATUS_OK);
    return content_of(frame, FETCH_REPLY_MAXIMUM);
}

static void expect_request(const char *title, const struct fetch_request *got,
                           const struct fetch_request *want)
{
    expect_number(title, "id", got->id, want->id);
    expect_number(title, "method", got->method, want->method);
    expect_number(title, "plain_allowed", got->plain_allowed, want->plain_allowed);
    expect_octets(title, "url", got->url, want->url);
    expect_number(title, "address_count", (long long)got->address_count,
                  (long long)want->address_count);
    for (size_t i = 0; i < want->address_count; i++) {
        assert_true(address_equal(&got->addresses[i], &want->addresses[i]));
    }
    expect_number(title, "header_count", (long long)got->header_count,
                  (long long)want->header_count);
    for (size_t i = 0; i < want->header_count; i++) {
        expect_octets(title, "name", got->headers[i].name, want->headers[i].name);
        expect_octets(title, "value", got->headers[i].value, want->headers[i].value);
    }
    expect_octets(title, "body", got->body, want->body);
    expect_number(title, "size_limit", got->size_limit, want->size_limit);
    expect_number(title, "deadline_ns", got->deadline_ns, want->deadline_ns);
    expect_octets(title, "ca_path", got->ca_path, want->ca_path);
}

static void expect_reply(const char *title, const struct fetch_reply *got,
                         const struct fetch_reply *want)
{
    expect_number(title, "id", got->id, want->id);
    expect_number(title, "result", got->result, want->result);
    expect_number(title, "status", got->status, want->status);
    expect_octets(title, "content_type", got->content_type, want->content_type);
    expect_octets(title, "retry_after", got->retry_after, want->retry_after);
    expect_octets(title, "date", got->date, want->date);
    expect_octets(title, "location", got->location, want->location);
    expect_octets(title, "reason", got->reason, want->reason);
    expect_octets(title, "body", got->body, want->body);
}

/* A copy of exactly this size, so that the sanitizers see one octet too many. */
static struct slice exact(struct slice text, size_t length, struct arena **ret_arena)
{
    *ret_arena = make_arena(length + 64);
    return arena_copy(*ret_arena, slice_head(text, length));
}

static void test_request(void **state)
{
    struct fetch_request rich = rich_request();
    struct fetch_request least = { .method = FETCH_METHOD_GET,
                                   .url = SLICE("https://192.0.2.1/"),
                                   .size_limit = 1 };
    const struct fetch_request *rows[] = { &rich, &least };
    struct arena *arena = make_arena(ROOM);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice content = encode_request(rows[i], arena);
        struct fetch_request got;

        assert_int_equal(fetch_request_decode(content, &got), STATUS_OK);
        expect_request("there and back", &got, rows[i]);
        for (size_t length = 0; length < content.length; length++) {
            struct arena *small;
            struct slice cut = exact(content, length, &small);

            expect_number("cut", "status", fetch_request_decode(cut, &got), STATUS_BAD_INPUT);
            arena_destroy(small);
        }
        content = arena_join(arena, content, SLICE("x"));
        expect_number("more", "status", fetch_request_decode(content, &got), STATUS_BAD_INPUT);
    }
    arena_destroy(arena);
}

static void test_reply(void **state)
{
    struct fetch_reply rich = rich_reply();
    struct fetch_reply redirect = { .result = FETCH_RESULT_REDIRECT,
                                    .status = 301,
                                    .location = SLICE("https://x.example/"),
                                    .reason = SLICE("moved") };
    struct fetch_reply failure = { .result = FETCH_RESULT_TLS_REFUSED, .reason = SLICE("why") };
    const struct fetch_reply *rows[] = { &rich, &redirect, &failure };
    struct arena *arena = make_arena(ROOM);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice content = encode_reply(rows[i], arena);
        struct fetch_reply got;

        assert_int_equal(fetch_reply_decode(content, &got), STATUS_OK);
        expect_reply("there and back", &got, rows[i]);
        for (size_t length = 0; length < content.length; length++) {
            struct arena *small;
            struct slice cut = exact(content, length, &small);

            expect_number("cut", "status", fetch_reply_decode(cut, &got), STATUS_BAD_INPUT);
            arena_destroy(small);
        }
        content = arena_join(arena, content, SLICE("x"));
        expect_number("more", "status", fetch_reply_decode(content, &got), STATUS_BAD_INPUT);
    }
    arena_destroy(arena);
}

/* The content with another octet at `place`, in memory of exactly its size. */
static struct slice damage(struct slice content, size_t place, char octet, struct arena **ret_arena)
{
    char *octets;

    *ret_arena = make_arena(content.length + 64);
    octets = arena_alloc(*ret_arena, content.length);
    assert_non_null(octets);
    memcpy(octets, content.data, content.length);
    octets[place] = octet;
    return slice_make(octets, content.length);
}

/* Any octet of a frame may be any other: nothing crashes, and what is read is written the same. */
static void test_damaged(void **state)
{
    struct fetch_request request = rich_request();
    struct fetch_reply reply = rich_reply();
    struct arena *arena = make_arena(ROOM);
    struct slice asked = encode_request(&request, arena);
    struct slice replied = encode_reply(&reply, arena);

    (void)state;
    for (size_t i = 0; i < (asked.length + replied.length) * 256; i++) {
        bool is_request = i < asked.length * 256;
        size_t place = is_request ? i / 256 : i / 256 - asked.length;
        struct arena *small;
        struct slice damaged =
            damage(is_request ? asked : replied, place, (char)(uint8_t)i, &small);
        struct arena *again = make_arena(4096);

        if (is_request && fetch_request_decode(damaged, &request) == STATUS_OK &&
            fetch_request_refusal(&request) == NULL) {
            expect_octets("request", "anew", encode_request(&request, again), damaged);
        } else if (!is_request && fetch_reply_decode(damaged, &reply) == STATUS_OK) {
            expect_octets("reply", "anew", encode_reply(&reply, again), damaged);
        }
        arena_destroy(again);
        arena_destroy(small);
    }
    arena_destroy(arena);
}

static void test_refusals(void **state)
{
    static const char url[] = "the URL is none that is fetched";
    static const char header[] = "a header of the request is not one line of a name and a value";
    static const char framing[] = "a header of the request is the helper's business";
    const struct {
        const char *title;
        struct fetch_request change; /* members that are not empty replace those of a good one */
        const char *refusal;         /* NULL: none */
    } rows[] = {
        { "nothing wrong", { .id = 0 }, NULL },
        { "no URL", { .url = { "x", 1 } }, url },
        { "ftp", { .url = SLICE("ftp://x.example/") }, url },
        { "a line break in it", { .url = SLICE("https://x.example/\r\nX: y") }, url },
        { "http",
          { .url = SLICE("http://x.example/") },
          "the URL is http, and only https is allowed here" },
        { "http that is allowed",
          { .url = SLICE("http://x.example/"), .plain_allowed = true },
          NULL },
        { "an address needs no address", { .url = SLICE("https://[::1]/") }, NULL },
        { "no such method",
          { .method = (enum fetch_method)3 },
          "the method is neither GET nor POST" },
        { "a GET with a body",
          { .method = FETCH_METHOD_GET, .body = SLICE("x") },
          "the body of the request is too long, or it is a GET" },
        { "a header", { .headers = { { SLICE("X-A!"), SLICE("b\tc ~") } } }, NULL },
        { "without a name", { .headers = { { SLICE(""), SLICE("b") } } }, header },
        { "without a value", { .headers = { { SLICE("A"), SLICE("") } } }, header },
        { "a blank in the name", { .headers = { { SLICE("A b"), SLICE("b") } } }, header },
        { "a colon in the name", { .headers = { { SLICE("A:"), SLICE("b") } } }, header },
        { "a line break", { .headers = { { SLICE("A"), SLICE("b\r\nC: d") } } }, header },
        { "a NUL", { .headers = { { SLICE("A"), SLICE("b\0") } } }, header },
        { "not ASCII", { .headers = { { SLICE("A"), SLICE("\xC3\xA9") } } }, header },
        { "Host", { .headers = { { SLICE("hOST"), SLICE("y.example") } } }, framing },
        { "Content-Length", { .headers = { { SLICE("Content-Length"), SLICE("1") } } }, framing },
        { "Transfer-Encoding",
          { .headers = { { SLICE("transfer-encoding"), SLICE("x") } } },
          framing },
        { "Proxy-Authorization",
          { .headers = { { SLICE("proxy-authorization"), SLICE("x") } } },
          framing },
        { "no size limit",
          { .size_limit = UINT32_MAX },
          "the size limit is not from 1 octet to 1 MiB" },
        { "a deadline of nowhere",
          { .deadline_ns = -1 },
          "the deadline is before the clock began" },
        { "a NUL in the path",
          { .ca_path = SLICE("/etc\0/x") },
          "the path of the certificates is too long or has a NUL" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct fetch_request request = rows[i].change;
        const char *refusal;

        request.method = request.method != 0 ? request.method : FETCH_METHOD_POST;
        request.url = request.url.length > 0 ? request.url : SLICE("https://x.example/");
        request.address_count = slice_find(request.url, '[') < request.url.length ? 0 : 1;
        request.addresses[0].family = ADDRESS_FAMILY_IP4;
        request.header_count = request.headers[0].name.data != NULL ? 1 : 0;
        request.size_limit = request.size_limit != 0 ? request.size_limit : 1;
        refusal = fetch_request_refusal(&request);
        expect_text(rows[i].title, "refusal", slice_of(refusal),
                    rows[i].refusal != NULL ? rows[i].refusal : "");
    }
}

/* Sizes of what a request holds. */
struct sizes {
    size_t url;
    size_t addresses;
    size_t headers;
    size_t name;
    size_t value;
    size_t body;
    size_t limit;
    size_t path;
};

static enum status encode_sized(const struct sizes *sizes, const char *letters, struct arena *arena,
                                struct slice *ret_frame)
{
    struct fetch_request request = { .method = FETCH_METHOD_POST };
    char url[FETCH_URL_MAXIMUM + 2];

    memset(url, 'a', sizeof url);
    memcpy(url, "https://x.example/", 18);
    request.url = slice_make(url, sizes->url);
    request.address_count = sizes->addresses;
    for (size_t i = 0; i < sizes->addresses && i < FETCH_ADDRESSES_MAXIMUM; i++) {
        request.addresses[i].family = ADDRESS_FAMILY_IP6;
    }
    request.header_count = sizes->headers;
    for (size_t i = 0; i < sizes->headers && i < FETCH_HEADERS_MAXIMUM; i++) {
        request.headers[i].name = slice_make(letters, sizes->name);
        request.headers[i].value = slice_make(letters, sizes->value);
    }
    request.body = slice_make(letters, sizes->body);
    request.size_limit = (uint32_t)sizes->limit;
    request.ca_path = slice_make(letters, sizes->path);
    return fetch_request_encode(&request, arena, ret_frame);
}

static void test_request_limits(void **state)
{
    static const struct {
        const char *title;
        struct sizes more; /* than the largest request */
        enum status status;
    } rows[] = {
        { "all that is allowed", { 0 }, STATUS_OK },
        { "URL", { .url = 1 }, STATUS_BAD_INPUT },
        { "addresses", { .addresses = 1 }, STATUS_BAD_INPUT },
        { "headers", { .headers = 1 }, STATUS_BAD_INPUT },
        { "name", { .name = 1 }, STATUS_BAD_INPUT },
        { "value", { .value = 1 }, STATUS_BAD_INPUT },
        { "body", { .body = 1 }, STATUS_BAD_INPUT },
        { "limit", { .limit = 1 }, STATUS_BAD_INPUT },
        { "path", { .path = 1 }, STATUS_BAD_INPUT },
    };
    static char letters[FETCH_BODY_MAXIMUM + 1];
    struct arena *arena = make_arena(ROOM);

    (void)state;
    memset(letters, 'b', sizeof letters);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct sizes sizes = {
            FETCH_URL_MAXIMUM + rows[i].more.url,
            FETCH_ADDRESSES_MAXIMUM + rows[i].more.addresses,
            FETCH_HEADERS_MAXIMUM + rows[i].more.headers,
            FETCH_HEADER_NAME_MAXIMUM + rows[i].more.name,
            FETCH_HEADER_VALUE_MAXIMUM + rows[i].more.value,
            FETCH_BODY_MAXIMUM + rows[i].more.body,
            FETCH_REPLY_BODY_MAXIMUM + rows[i].more.limit,
            FETCH_PATH_MAXIMUM + rows[i].more.path,
        };
        struct slice frame = slice_empty();
        struct fetch_request got;

        expect_number(rows[i].title, "status", encode_sized(&sizes, letters, arena, &frame),
                      rows[i].status);
        if (rows[i].status == STATUS_OK) {
            assert_int_equal(fetch_request_decode(content_of(frame, FETCH_REQUEST_MAXIMUM), &got),
                             STATUS_OK);
            assert_int_equal(got.body.length, FETCH_BODY_MAXIMUM);
            assert_int_equal(got.header_count, FETCH_HEADERS_MAXIMUM);
            assert_int_equal(got.address_count, FETCH_ADDRESSES_MAXIMUM);
        }
    }
    arena_destroy(arena);
}

static void test_consistency(void **state)
{
    static char letters[FETCH_REPLY_BODY_MAXIMUM + 1];
    const struct {
        const char *title;
        struct fetch_reply reply;
        enum status status;
    } rows[] = {
        { "no result", { .reason = SLICE("x") }, STATUS_BAD_INPUT },
        { "the helper cannot say this",
          { .result = FETCH_RESULT_HELPER_MISSING, .reason = SLICE("x") },
          STATUS_BAD_INPUT },
        { "nor is there such a result",
          { .result = (enum fetch_result)14, .reason = SLICE("x") },
          STATUS_BAD_INPUT },
        { "status 199", { .result = FETCH_RESULT_OK, .status = 199 }, STATUS_BAD_INPUT },
        { "status 200", { .result = FETCH_RESULT_OK, .status = 200 }, STATUS_OK },
        { "status 599", { .result = FETCH_RESULT_OK, .status = 599 }, STATUS_OK },
        { "status 600", { .result = FETCH_RESULT_OK, .status = 600 }, STATUS_BAD_INPUT },
        { "a status of nothing",
          { .result = FETCH_RESULT_TIMEOUT, .status = 200, .reason = SLICE("x") },
          STATUS_BAD_INPUT },
        { "no reason", { .result = FETCH_RESULT_TIMEOUT }, STATUS_BAD_INPUT },
        { "a reason for nothing",
          { .result = FETCH_RESULT_OK, .status = 200, .reason = SLICE("x") },
          STATUS_BAD_INPUT },
        { "a redirect without location",
          { .result = FETCH_RESULT_REDIRECT, .status = 301, .reason = SLICE("x") },
          STATUS_OK },
        { "a location without redirect",
          { .result = FETCH_RESULT_OK, .status = 200, .location = SLICE("x") },
          STATUS_BAD_INPUT },
        { "a redirect with a body",
          { .result = FETCH_RESULT_REDIRECT,
            .status = 301,
            .reason = SLICE("x"),
            .body = SLICE("x") },
          STATUS_BAD_INPUT },
        { "a failure with a body",
          { .result = FETCH_RESULT_BROKEN, .reason = SLICE("x"), .body = SLICE("x") },
          STATUS_BAD_INPUT },
        { "a line break in a reason",
          { .result = FETCH_RESULT_BROKEN, .reason = SLICE("x\ny") },
          STATUS_BAD_INPUT },
        { "not ASCII",
          { .result = FETCH_RESULT_OK, .status = 200, .content_type = SLICE("\xFF") },
          STATUS_BAD_INPUT },
        { "the longest texts",
          { .result = FETCH_RESULT_OK,
            .status = 200,
            .content_type = { letters, 512 },
            .retry_after = { letters, 512 },
            .date = { letters, 512 },
            .body = { letters, 1u << 20 } },
          STATUS_OK },
        { "the longest reason",
          { .result = FETCH_RESULT_REDIRECT,
            .status = 301,
            .reason = { letters, 512 },
            .location = { letters, 2048 } },
          STATUS_OK },
        { "type",
          { .result = FETCH_RESULT_OK, .status = 200, .content_type = { letters, 513 } },
          STATUS_BAD_INPUT },
        { "retry after",
          { .result = FETCH_RESULT_OK, .status = 200, .retry_after = { letters, 513 } },
          STATUS_BAD_INPUT },
        { "date",
          { .result = FETCH_RESULT_OK, .status = 200, .date = { letters, 513 } },
          STATUS_BAD_INPUT },
        { "reason",
          { .result = FETCH_RESULT_BROKEN, .reason = { letters, 513 } },
          STATUS_BAD_INPUT },
        { "location",
          { .result = FETCH_RESULT_REDIRECT,
            .status = 301,
            .reason = SLICE("x"),
            .location = { letters, 2049 } },
          STATUS_BAD_INPUT },
        { "body",
          { .result = FETCH_RESULT_OK, .status = 200, .body = { letters, (1u << 20) + 1 } },
          STATUS_BAD_INPUT },
    };
    struct arena *arena = make_arena(ROOM);

    (void)state;
    memset(letters, 'c', sizeof letters);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice frame = slice_empty();
        struct fetch_reply got;

        expect_number(rows[i].title, "status", fetch_reply_encode(&rows[i].reply, arena, &frame),
                      rows[i].status);
        if (rows[i].status == STATUS_OK) {
            assert_int_equal(fetch_reply_decode(content_of(frame, FETCH_REPLY_MAXIMUM), &got),
                             STATUS_OK);
            expect_reply(rows[i].title, &got, &rows[i].reply);
        }
    }
    arena_destroy(arena);
}

static void test_heads(void **state)
{
    static const struct {
        const char *title;
        const char *head;
        enum status status;
        size_t length;
    } rows[] = {
        { "one octet", "SES\1\0\0\0\1", STATUS_OK, 1 },
        { "the maximum", "SES\1\0\1\2\3", STATUS_OK, 0x010203 },
        { "one more", "SES\1\0\1\2\4", STATUS_TOO_LONG, 7 },
        { "four gigabytes", "SES\1\xFF\xFF\xFF\xFF", STATUS_TOO_LONG, 7 },
        { "nothing", "SES\1\0\0\0\0", STATUS_BAD_INPUT, 7 },
        { "version 0", "SES\0\0\0\0\1", STATUS_BAD_INPUT, 7 },
        { "version 2", "SES\2\0\0\0\1", STATUS_BAD_INPUT, 7 },
        { "another word", "ses\1\0\0\0\1", STATUS_BAD_INPUT, 7 },
        { "HTTP", "HTTP/1.1", STATUS_BAD_INPUT, 7 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t length = 7;

        expect_number(rows[i].title, "status",
                      fetch_head_decode((const uint8_t *)rows[i].head, 0x010203, &length),
                      rows[i].status);
        expect_number(rows[i].title, "length", (long long)length, (long long)rows[i].length);
    }
}

static void test_words(void **state)
{
    struct arena *arena = make_arena(4096);

    (void)state;
    for (int i = 0; i <= FETCH_RESULT_HELPER_GARBLED; i++) {
        for (int other = 0; other < i; other++) {
            assert_string_not_equal(fetch_result_text((enum fetch_result)i),
                                    fetch_result_text((enum fetch_result)other));
        }
    }
    expect_text("clean", "text", fetch_line_clean(SLICE("a b\t~\x7F\n\0\xFF"), arena),
                "a b\t~????");
    expect_text("empty", "text", fetch_line_clean(slice_empty(), arena), "");
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct fetch_request request = rich_request();
    struct fetch_reply reply = rich_reply();
    struct arena *arena = make_arena(16);
    struct slice frame;

    (void)state;
    assert_int_equal(fetch_request_encode(&request, arena, &frame), STATUS_NO_MEMORY);
    assert_int_equal(fetch_reply_encode(&reply, arena, &frame), STATUS_NO_MEMORY);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),        cmocka_unit_test(test_reply),
        cmocka_unit_test(test_damaged),        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_request_limits), cmocka_unit_test(test_consistency),
        cmocka_unit_test(test_heads),          cmocka_unit_test(test_words),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
