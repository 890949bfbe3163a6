/* SPDX-License-Identifier: MIT */
/*
 * Frames of the helper protocol, written and read in the same order:
 *
 *   request  id 32, method 8, flags 8, size limit 32, deadline 64, URL 16+, CA path 16+,
 *            addresses 8 × (family 8, 4 or 16 octets), headers 8 × (name 16+, value 16+), body 32+
 *   reply    id 32, result 8, status 16, content type 16+, retry after 16+, date 16+,
 *            location 16+, reason 16+, body 32+
 *
 * Numbers are widths in bits; "16+" is a length of 16 bits and so many octets; "8 ×" a count.
 */
#include "io/fetch_protocol.h"

#include <string.h>

#include "base/buf.h"

#define FLAG_PLAIN 1u

static const uint8_t magic[] = { 'S', 'E', 'S', FETCH_VERSION };

/* --- words ----------------------------------------------------------------------------------- */

const char *fetch_result_text(enum fetch_result result)
{
    switch (result) {
    case FETCH_RESULT_NONE:
        break;
    case FETCH_RESULT_OK:
        return "ok";
    case FETCH_RESULT_REDIRECT:
        return "redirect";
    case FETCH_RESULT_UNREACHABLE:
        return "unreachable";
    case FETCH_RESULT_TLS_REFUSED:
        return "tls-refused";
    case FETCH_RESULT_TIMEOUT:
        return "timeout";
    case FETCH_RESULT_TOO_BIG:
        return "too-big";
    case FETCH_RESULT_BROKEN:
        return "broken";
    case FETCH_RESULT_BAD_REQUEST:
        return "bad-request";
    case FETCH_RESULT_HELPER_MISSING:
        return "helper-missing";
    case FETCH_RESULT_HELPER_DIED:
        return "helper-died";
    case FETCH_RESULT_HELPER_SILENT:
        return "helper-silent";
    case FETCH_RESULT_HELPER_GARBLED:
        return "helper-garbled";
    }
    return "none";
}

/* --- what a request may ask ------------------------------------------------------------------ */

/* A token of RFC 9110 5.6.2. */
static bool is_token(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!ascii_is_alnum(text.data[i]) &&
            slice_find(SLICE("!#$%&'*+-.^_`|~"), text.data[i]) == sizeof "!#$%&'*+-.^_`|~" - 1) {
            return false;
        }
    }
    return text.length > 0;
}

/* One line of visible ASCII and blanks. */
static bool is_line(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!ascii_is_visible(text.data[i]) && !ascii_is_blank(text.data[i])) {
            return false;
        }
    }
    return true;
}

/* Headers that say where a message goes, where it ends, or what is wrapped around it. */
static bool is_framing(struct slice name)
{
    static const char *const framing[] = { "connection", "content-length",    "expect",
                                           "host",       "accept-encoding",   "te",
                                           "trailer",    "transfer-encoding", "upgrade" };

    for (size_t i = 0; i < sizeof framing / sizeof framing[0]; i++) {
        if (slice_equal_nocase(name, slice_of(framing[i]))) {
            return true;
        }
    }
    return slice_starts_with_nocase(name, SLICE("proxy-"));
}

static const char *header_refusal(const struct fetch_header *header)
{
    if (header->name.length > FETCH_HEADER_NAME_MAXIMUM ||
        header->value.length > FETCH_HEADER_VALUE_MAXIMUM) {
        return "a header of the request is too long";
    }
    if (!is_token(header->name) || !is_line(header->value) || header->value.length == 0) {
        return "a header of the request is not one line of a name and a value";
    }
    return is_framing(header->name) ? "a header of the request is the helper's business" : NULL;
}

static const char *target_refusal(const struct fetch_request *request)
{
    struct fetch_url url;

    if (fetch_url_parse(request->url, &url, NULL) != STATUS_OK) {
        return "the URL is none that is fetched";
    }
    if (!url.is_secure && !request->plain_allowed) {
        return "the URL is http, and only https is allowed here";
    }
    if (url.address.family == ADDRESS_FAMILY_NONE && request->address_count == 0) {
        return "the host of the URL has no address";
    }
    if (request->address_count > FETCH_ADDRESSES_MAXIMUM) {
        return "the host of the URL has too many addresses";
    }
    for (size_t i = 0; i < request->address_count; i++) {
        if (address_bits(&request->addresses[i]) == 0) {
            return "an address of the host is of no family";
        }
    }
    return NULL;
}

const char *fetch_request_refusal(const struct fetch_request *request)
{
    const char *refusal = target_refusal(request);

    if (request->header_count > FETCH_HEADERS_MAXIMUM) {
        return "the request has too many headers";
    }
    for (size_t i = 0; i < request->header_count && refusal == NULL; i++) {
        refusal = header_refusal(&request->headers[i]);
    }
    if (refusal != NULL) {
        return refusal;
    }
    if (request->method != FETCH_METHOD_GET && request->method != FETCH_METHOD_POST) {
        return "the method is neither GET nor POST";
    }
    if (request->body.length > (request->method == FETCH_METHOD_POST ? FETCH_BODY_MAXIMUM : 0)) {
        return "the body of the request is too long, or it is a GET";
    }
    if (request->size_limit < 1 || request->size_limit > FETCH_REPLY_BODY_MAXIMUM) {
        return "the size limit is not from 1 octet to 1 MiB";
    }
    if (request->deadline_ns < 0) {
        return "the deadline is before the clock began";
    }
    if (request->ca_path.length > FETCH_PATH_MAXIMUM ||
        slice_find(request->ca_path, '\0') < request->ca_path.length) {
        return "the path of the certificates is too long or has a NUL";
    }
    return NULL;
}

struct slice fetch_line_clean(struct slice text, struct arena *arena)
{
    struct buf line;

    buf_init(&line, arena, text.length);
    for (size_t i = 0; i < text.length; i++) {
        bool visible = ascii_is_visible(text.data[i]) || ascii_is_blank(text.data[i]);

        buf_add_octet(&line, visible ? text.data[i] : '?');
    }
    return buf_slice(&line);
}

/* --- writing --------------------------------------------------------------------------------- */

static void put_number(struct buf *buf, uint64_t number, unsigned octets)
{
    for (unsigned i = octets; i > 0; i--) {
        buf_add_octet(buf, (char)(uint8_t)(number >> (8 * (i - 1))));
    }
}

/* A text with its length in front, in `width` octets. */
static void put_text(struct buf *buf, struct slice text, unsigned width)
{
    put_number(buf, text.length, width);
    buf_add(buf, text);
}

/* Begins a frame whose content has `length` octets. */
static void put_head(struct buf *buf, struct arena *arena, size_t length)
{
    /* The buffer doubles; a large body shall not leave its halves behind in the arena. */
    buf_init(buf, arena, FETCH_HEAD + length);
    buf->data = arena_alloc(arena, FETCH_HEAD + length);
    buf->capacity = buf->data != NULL ? FETCH_HEAD + length : 0;
    buf_add(buf, slice_make((const char *)magic, sizeof magic));
    put_number(buf, length, 4);
}

static unsigned address_octets(const struct address *address)
{
    return address_bits(address) / 8;
}

static size_t request_length(const struct fetch_request *request)
{
    size_t length = 4 + 1 + 1 + 4 + 8 + 2 + request->url.length + 2 + request->ca_path.length + 1 +
                    1 + 4 + request->body.length;

    for (size_t i = 0; i < request->address_count; i++) {
        length += 1 + address_octets(&request->addresses[i]);
    }
    for (size_t i = 0; i < request->header_count; i++) {
        length += 4 + request->headers[i].name.length + request->headers[i].value.length;
    }
    return length;
}

enum status fetch_request_encode(const struct fetch_request *request, struct arena *arena,
                                 struct slice *ret_frame)
{
    struct buf buf;

    if (fetch_request_refusal(request) != NULL) {
        return STATUS_BAD_INPUT;
    }
    put_head(&buf, arena, request_length(request));
    put_number(&buf, request->id, 4);
    put_number(&buf, request->method, 1);
    put_number(&buf, request->plain_allowed ? FLAG_PLAIN : 0, 1);
    put_number(&buf, request->size_limit, 4);
    put_number(&buf, (uint64_t)request->deadline_ns, 8);
    put_text(&buf, request->url, 2);
    put_text(&buf, request->ca_path, 2);
    put_number(&buf, request->address_count, 1);
    for (size_t i = 0; i < request->address_count; i++) {
        put_number(&buf, request->addresses[i].family, 1);
        buf_add(&buf, slice_make((const char *)request->addresses[i].octets,
                                 address_octets(&request->addresses[i])));
    }
    put_number(&buf, request->header_count, 1);
    for (size_t i = 0; i < request->header_count; i++) {
        put_text(&buf, request->headers[i].name, 2);
        put_text(&buf, request->headers[i].value, 2);
    }
    put_text(&buf, request->body, 4);
    *ret_frame = buf_slice(&buf);
    return buf_status(&buf);
}

/* The rules of a reply, whoever made it. */
static bool is_consistent(const struct fetch_reply *reply)
{
    bool is_reply = reply->result == FETCH_RESULT_OK || reply->result == FETCH_RESULT_REDIRECT;
    bool has_reason = reply->reason.length > 0;

    return reply->result > FETCH_RESULT_NONE && reply->result < FETCH_RESULT_HELPER_MISSING &&
           (is_reply ? reply->status >= 200 && reply->status <= 599 : reply->status == 0) &&
           has_reason == (reply->result != FETCH_RESULT_OK) &&
           (reply->location.length == 0 || reply->result == FETCH_RESULT_REDIRECT) &&
           (reply->body.length == 0 || reply->result == FETCH_RESULT_OK) &&
           reply->content_type.length <= FETCH_TEXT_MAXIMUM && is_line(reply->content_type) &&
           reply->retry_after.length <= FETCH_TEXT_MAXIMUM && is_line(reply->retry_after) &&
           reply->date.length <= FETCH_TEXT_MAXIMUM && is_line(reply->date) &&
           reply->reason.length <= FETCH_TEXT_MAXIMUM && is_line(reply->reason) &&
           reply->location.length <= FETCH_URL_MAXIMUM && is_line(reply->location) &&
           reply->body.length <= FETCH_REPLY_BODY_MAXIMUM;
}

enum status fetch_reply_encode(const struct fetch_reply *reply, struct arena *arena,
                               struct slice *ret_frame)
{
    size_t texts = reply->content_type.length + reply->retry_after.length + reply->date.length +
                   reply->location.length + reply->reason.length;
    struct buf buf;

    if (!is_consistent(reply)) {
        return STATUS_BAD_INPUT;
    }
    put_head(&buf, arena, 4 + 1 + 2 + 5 * 2 + texts + 4 + reply->body.length);
    put_number(&buf, reply->id, 4);
    put_number(&buf, reply->result, 1);
    put_number(&buf, reply->status, 2);
    put_text(&buf, reply->content_type, 2);
    put_text(&buf, reply->retry_after, 2);
    put_text(&buf, reply->date, 2);
    put_text(&buf, reply->location, 2);
    put_text(&buf, reply->reason, 2);
    put_text(&buf, reply->body, 4);
    *ret_frame = buf_slice(&buf);
    return buf_status(&buf);
}

/* --- reading --------------------------------------------------------------------------------- */

/* A cursor; after the first failure every further step gives nothing. */
struct reader {
    struct slice rest;
    bool failed;
};

static struct slice get_octets(struct reader *reader, size_t count)
{
    struct slice octets = slice_head(reader->rest, count);

    if (reader->failed || octets.length < count) {
        reader->failed = true;
        return slice_empty();
    }
    reader->rest = slice_from(reader->rest, count);
    return octets;
}

static uint64_t get_number(struct reader *reader, unsigned octets, uint64_t maximum)
{
    struct slice text = get_octets(reader, octets);
    uint64_t number = 0;

    for (size_t i = 0; i < text.length; i++) {
        number = number << 8 | (uint8_t)text.data[i];
    }
    if (number > maximum) {
        reader->failed = true;
        return 0;
    }
    return number;
}

static struct slice get_text(struct reader *reader, unsigned width, size_t maximum)
{
    return get_octets(reader, (size_t)get_number(reader, width, maximum));
}

static struct address get_address(struct reader *reader)
{
    struct address address = { .family = ADDRESS_FAMILY_NONE };
    struct slice octets;

    address.family = (enum address_family)get_number(reader, 1, ADDRESS_FAMILY_IP6);
    octets = get_octets(reader, address_octets(&address));
    reader->failed = reader->failed || octets.length == 0;
    if (octets.length > 0) {
        memcpy(address.octets, octets.data, octets.length);
    }
    return address;
}

enum status fetch_head_decode(const uint8_t head[FETCH_HEAD], size_t maximum, size_t *ret_length)
{
    size_t length = 0;

    if (memcmp(head, magic, sizeof magic) != 0) {
        return STATUS_BAD_INPUT;
    }
    for (size_t i = sizeof magic; i < FETCH_HEAD; i++) {
        length = length << 8 | head[i];
    }
    if (length == 0) {
        return STATUS_BAD_INPUT;
    }
    if (length > maximum) {
        return STATUS_TOO_LONG;
    }
    *ret_length = length;
    return STATUS_OK;
}

enum status fetch_request_decode(struct slice content, struct fetch_request *ret_request)
{
    struct reader reader = { .rest = content };
    struct fetch_request request = { .id = 0 };

    request.id = (uint32_t)get_number(&reader, 4, UINT32_MAX);
    request.method = (enum fetch_method)get_number(&reader, 1, FETCH_METHOD_POST);
    request.plain_allowed = get_number(&reader, 1, FLAG_PLAIN) == FLAG_PLAIN;
    request.size_limit = (uint32_t)get_number(&reader, 4, FETCH_REPLY_BODY_MAXIMUM);
    request.deadline_ns = (int64_t)get_number(&reader, 8, INT64_MAX);
    request.url = get_text(&reader, 2, FETCH_URL_MAXIMUM);
    request.ca_path = get_text(&reader, 2, FETCH_PATH_MAXIMUM);
    request.address_count = (size_t)get_number(&reader, 1, FETCH_ADDRESSES_MAXIMUM);
    for (size_t i = 0; i < request.address_count; i++) {
        request.addresses[i] = get_address(&reader);
    }
    request.header_count = (size_t)get_number(&reader, 1, FETCH_HEADERS_MAXIMUM);
    for (size_t i = 0; i < request.header_count; i++) {
        request.headers[i].name = get_text(&reader, 2, FETCH_HEADER_NAME_MAXIMUM);
        request.headers[i].value = get_text(&reader, 2, FETCH_HEADER_VALUE_MAXIMUM);
    }
    request.body = get_text(&reader, 4, FETCH_BODY_MAXIMUM);
    if (reader.failed || reader.rest.length > 0) {
        return STATUS_BAD_INPUT;
    }
    *ret_request = request;
    return STATUS_OK;
}

enum status fetch_reply_decode(struct slice content, struct fetch_reply *ret_reply)
{
    struct reader reader = { .rest = content };
    struct fetch_reply reply = { .id = 0 };

    reply.id = (uint32_t)get_number(&reader, 4, UINT32_MAX);
    reply.result = (enum fetch_result)get_number(&reader, 1, FETCH_RESULT_BAD_REQUEST);
    reply.status = (uint16_t)get_number(&reader, 2, UINT16_MAX);
    reply.content_type = get_text(&reader, 2, FETCH_TEXT_MAXIMUM);
    reply.retry_after = get_text(&reader, 2, FETCH_TEXT_MAXIMUM);
    reply.date = get_text(&reader, 2, FETCH_TEXT_MAXIMUM);
    reply.location = get_text(&reader, 2, FETCH_URL_MAXIMUM);
    reply.reason = get_text(&reader, 2, FETCH_TEXT_MAXIMUM);
    reply.body = get_text(&reader, 4, FETCH_REPLY_BODY_MAXIMUM);
    if (reader.failed || reader.rest.length > 0 || !is_consistent(&reply)) {
        return STATUS_BAD_INPUT;
    }
    *ret_reply = reply;
    return STATUS_OK;
}
