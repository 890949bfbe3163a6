/* SPDX-License-Identifier: MIT */
/*
 * Signing a request, in the steps and words of the vendor's document:
 *
 * 1. CanonicalRequest: method, path, query, the signed fields in lower case and in the order of
 *    their names, the list of those names, the hash of the body.
 * 2. StringToSign: the algorithm, the time, the scope (day in UTC, service), the hash of 1.
 * 3. SecretDate, SecretService, SecretSigning: each a key for the next (raw octets); the signature
 *    is the HMAC of 2 under the last.
 * 4. The Authorization field.
 *
 * The HMAC is RFC 2104's two hashes, written out: every function of OpenSSL that has it starts
 * machinery that costs eighty times as much as all of this (6.2 M instructions, not 0.08 M).
 */
#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_Init: the new interface loads providers */
#include "provider/tc3.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/buf.h"
#include "base/day.h"

#define ALGORITHM "TC3-HMAC-SHA256"
#define TERMINATOR "tc3_request"
#define KEY_PREFIX "TC3"
#define TEXT_MAXIMUM 4096 /* of each text that is built: its parts have their own limits */
#define HEX (2 * (size_t)TC3_HASH)

_Static_assert(TC3_HASH == SHA256_DIGEST_LENGTH, "one and the same");

/* --- what may be asked ----------------------------------------------------------------------- */

struct part {
    struct slice text;
    size_t minimum;
    size_t maximum;
    bool (*allows)(char octet);
    const char *wrong_length;
    const char *wrong_octet;
};

/* Backslash and percent sign begin other ways to write a character: api_redact() reads those. */
static bool is_secret_octet(char octet)
{
    return ascii_is_visible(octet) && octet != '\\' && octet != '%' && octet != '"';
}

/* What ends it in the Authorization field is not in it. */
static bool is_id_octet(char octet)
{
    return is_secret_octet(octet) && octet != '/' && octet != ',';
}

static bool is_word_octet(char octet)
{
    return ascii_is_alnum(octet) || octet == '-';
}

static bool is_host_octet(char octet)
{
    return is_word_octet(octet) || octet == '.' || octet == ':' || octet == '[' || octet == ']' ||
           octet == '_';
}

static bool is_type_octet(char octet)
{
    return (ascii_is_visible(octet) || octet == ' ') && octet == ascii_lower(octet);
}

static const char *refuse(const struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct part *part = &parts[i];

        if (part->text.length < part->minimum || part->text.length > part->maximum) {
            return part->wrong_length;
        }
        for (size_t at = 0; at < part->text.length; at++) {
            if (!part->allows(part->text.data[at])) {
                return part->wrong_octet;
            }
        }
    }
    return NULL;
}

const char *tc3_credentials_refusal(struct slice secret_id, struct slice secret_key,
                                    struct slice token)
{
    const struct part parts[] = {
        { secret_id, TC3_SECRET_MINIMUM, TC3_SECRET_MAXIMUM, is_id_octet,
          "the SecretId has fewer than 4 or more than 256 characters",
          "the SecretId has a character that no SecretId has: a blank, a control character, one "
          "outside of ASCII, or one of /,%\\\"" },
        { secret_key, TC3_SECRET_MINIMUM, TC3_SECRET_MAXIMUM, is_secret_octet,
          "the SecretKey has fewer than 4 or more than 256 characters",
          "the SecretKey has a character that no SecretKey has: a blank, a control character, one "
          "outside of ASCII, or one of %\\\"" },
        { token, token.length == 0 ? 0 : TC3_SECRET_MINIMUM, TC3_TOKEN_MAXIMUM, is_secret_octet,
          "the token has fewer than 4 or more than 4096 characters",
          "the token has a character that no token has: a blank, a control character, one outside "
          "of ASCII, or one of %\\\"" },
    };

    return refuse(parts, sizeof parts / sizeof parts[0]);
}

const char *tc3_request_refusal(const struct tc3_request *request)
{
    const char *reason =
        tc3_credentials_refusal(request->secret_id, request->secret_key, request->token);
    const struct part parts[] = {
        { request->service, 1, TC3_WORD_MAXIMUM, is_word_octet,
          "the service has no or more than 64 characters",
          "the service has other characters than letters, digits and hyphens" },
        { request->host, 1, TC3_HOST_MAXIMUM, is_host_octet,
          "the host has no or more than 261 characters",
          "the host has a character that no host name, address or port has" },
        { request->action, 1, TC3_WORD_MAXIMUM, is_word_octet,
          "the action has no or more than 64 characters",
          "the action has other characters than letters, digits and hyphens" },
        { request->version, 1, TC3_WORD_MAXIMUM, is_word_octet,
          "the version has no or more than 64 characters",
          "the version has other characters than letters, digits and hyphens" },
        { request->region, 0, TC3_WORD_MAXIMUM, is_word_octet,
          "the region has more than 64 characters",
          "the region has other characters than letters, digits and hyphens" },
        { request->content_type, 1, TC3_CONTENT_TYPE_MAXIMUM, is_type_octet,
          "the content type has no or more than 128 characters",
          "the content type has a capital letter, a control character or one outside of ASCII" },
    };

    if (reason == NULL) {
        reason = refuse(parts, sizeof parts / sizeof parts[0]);
    }
    if (reason == NULL && request->body.length > TC3_BODY_MAXIMUM) {
        reason = "the body has more than 65536 octets";
    }
    if (reason == NULL && (request->timestamp < 0 || request->timestamp > TC3_TIME_MAXIMUM)) {
        reason = "the time is before 1970 or after 9999";
    }
    return reason;
}

/* --- hashes ---------------------------------------------------------------------------------- */

static void hash(struct slice text, uint8_t ret_hash[TC3_HASH])
{
    SHA256_CTX context;

    SHA256_Init(&context);
    SHA256_Update(&context, text.data, text.length);
    SHA256_Final(ret_hash, &context);
    OPENSSL_cleanse(&context, sizeof context);
}

/* One of the two hashes of RFC 2104 2: the key, padded and changed by `change`, before the text. */
static void hash_under(const uint8_t key[SHA256_CBLOCK], uint8_t change, struct slice text,
                       uint8_t ret_hash[TC3_HASH])
{
    SHA256_CTX context;
    uint8_t block[SHA256_CBLOCK];

    for (size_t i = 0; i < sizeof block; i++) {
        block[i] = (uint8_t)(key[i] ^ change);
    }
    SHA256_Init(&context);
    SHA256_Update(&context, block, sizeof block);
    SHA256_Update(&context, text.data, text.length);
    SHA256_Final(ret_hash, &context);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(&context, sizeof context);
}

static void hmac(struct slice key, struct slice text, uint8_t ret_hash[TC3_HASH])
{
    uint8_t block[SHA256_CBLOCK] = { 0 };
    uint8_t inner[TC3_HASH];

    if (key.length > sizeof block) {
        hash(key, block);
    } else {
        memcpy(block, key.data, key.length);
    }
    hash_under(block, 0x36, text, inner);
    hash_under(block, 0x5c, slice_make((const char *)inner, sizeof inner), ret_hash);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(inner, sizeof inner);
}

static void add_hex(struct buf *buf, const uint8_t octets[TC3_HASH])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < TC3_HASH; i++) {
        buf_add_octet(buf, digits[octets[i] >> 4]);
        buf_add_octet(buf, digits[octets[i] & 0xF]);
    }
}

static void add_lower(struct buf *buf, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        buf_add_octet(buf, ascii_lower(text.data[i]));
    }
}

/* ---- 1 ---- */

static const char *signed_names(const struct tc3_request *request)
{
    return request->action_unsigned ? "content-type;host" : "content-type;host;x-tc-action";
}

static void write_request(const struct tc3_request *request, struct buf *buf)
{
    uint8_t body_hash[TC3_HASH];

    buf_add_text(buf, "POST\n/\n\ncontent-type:");
    buf_add(buf, request->content_type);
    buf_add_text(buf, "\nhost:");
    add_lower(buf, request->host);
    if (!request->action_unsigned) {
        buf_add_text(buf, "\nx-tc-action:");
        add_lower(buf, request->action);
    }
    buf_printf(buf, "\n\n%s\n", signed_names(request));
    hash(request->body, body_hash);
    add_hex(buf, body_hash);
}

/* ---- 2 ---- */

static void write_string_to_sign(const struct tc3_request *request, struct slice day,
                                 const uint8_t request_hash[TC3_HASH], struct buf *buf)
{
    buf_add_text(buf, ALGORITHM "\n");
    buf_add_number(buf, request->timestamp);
    buf_add_octet(buf, '\n');
    buf_add(buf, day);
    buf_add_octet(buf, '/');
    buf_add(buf, request->service);
    buf_add_text(buf, "/" TERMINATOR "\n");
    add_hex(buf, request_hash);
}

/* ---- 3 ---- */

/* Into trace->secret_…, which the caller wipes. */
static void derive_keys(const struct tc3_request *request, struct slice day,
                        struct tc3_trace *trace)
{
    char key[sizeof KEY_PREFIX - 1 + TC3_SECRET_MAXIMUM];
    size_t prefix = sizeof KEY_PREFIX - 1;

    memcpy(key, KEY_PREFIX, prefix);
    memcpy(key + prefix, request->secret_key.data, request->secret_key.length);
    hmac(slice_make(key, prefix + request->secret_key.length), day, trace->secret_date);
    OPENSSL_cleanse(key, sizeof key);
    hmac(slice_make((const char *)trace->secret_date, TC3_HASH), request->service,
         trace->secret_service);
    hmac(slice_make((const char *)trace->secret_service, TC3_HASH), SLICE(TERMINATOR),
         trace->secret_signing);
}

static void wipe_keys(struct tc3_trace *trace)
{
    OPENSSL_cleanse(trace->secret_date, sizeof trace->secret_date);
    OPENSSL_cleanse(trace->secret_service, sizeof trace->secret_service);
    OPENSSL_cleanse(trace->secret_signing, sizeof trace->secret_signing);
}

static enum status write_signature(const struct tc3_trace *trace, struct arena *arena,
                                   struct slice *ret_signature)
{
    uint8_t octets[TC3_HASH];
    struct buf buf;

    buf_init(&buf, arena, HEX);
    hmac(slice_make((const char *)trace->secret_signing, TC3_HASH), trace->string_to_sign, octets);
    add_hex(&buf, octets);
    *ret_signature = buf_slice(&buf);
    return buf_status(&buf);
}

/* Steps 1 to 3, all of them into `trace`. */
static enum status make_signature(const struct tc3_request *request, struct slice day,
                                  struct arena *arena, struct tc3_trace *trace)
{
    struct buf canonical;
    struct buf to_sign;

    buf_init(&canonical, arena, TEXT_MAXIMUM);
    write_request(request, &canonical);
    trace->canonical_request = buf_slice(&canonical);
    hash(trace->canonical_request, trace->request_hash);
    buf_init(&to_sign, arena, TEXT_MAXIMUM);
    write_string_to_sign(request, day, trace->request_hash, &to_sign);
    trace->string_to_sign = buf_slice(&to_sign);
    if (buf_status(&canonical) != STATUS_OK || buf_status(&to_sign) != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    derive_keys(request, day, trace);
    return write_signature(trace, arena, &trace->signature);
}

/* ---- 4 ---- */

static void add_header(struct tc3_headers *headers, struct slice name, struct slice value)
{
    if (value.length > 0) {
        headers->items[headers->count++] = (struct tc3_header){ name, value };
    }
}

static void add_headers(const struct tc3_request *request, struct slice authorization,
                        struct arena *arena, struct tc3_headers *headers)
{
    add_header(headers, SLICE("Content-Type"), request->content_type);
    add_header(headers, SLICE("Authorization"), authorization);
    add_header(headers, SLICE("X-TC-Action"), request->action);
    add_header(headers, SLICE("X-TC-Version"), request->version);
    add_header(headers, SLICE("X-TC-Timestamp"),
               arena_printf(arena, "%lld", (long long)request->timestamp));
    add_header(headers, SLICE("X-TC-Region"), request->region);
    add_header(headers, SLICE("X-TC-Token"), request->token);
}

static enum status sign(const struct tc3_request *request, struct arena *arena,
                        struct tc3_trace *trace, struct tc3_headers *ret_headers)
{
    struct slice day = day_to_text(request->timestamp, arena);
    struct tc3_headers headers = { .count = 0 };
    struct slice authorization;
    enum status status = make_signature(request, day, arena, trace);

    if (status != STATUS_OK) {
        return STATUS_NO_MEMORY;
    }
    authorization =
        arena_printf(arena,
                     ALGORITHM " Credential=%.*s/%.*s/%.*s/" TERMINATOR ", SignedHeaders=%s, "
                               "Signature=%.*s",
                     SLICE_ARGS(request->secret_id), SLICE_ARGS(day), SLICE_ARGS(request->service),
                     signed_names(request), SLICE_ARGS(trace->signature));
    add_headers(request, authorization, arena, &headers);
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_headers = headers;
    return STATUS_OK;
}

enum status tc3_sign(const struct tc3_request *request, struct arena *arena,
                     struct tc3_headers *ret_headers, struct tc3_trace *trace)
{
    struct tc3_trace own = { .signature = slice_empty() };
    enum status status;

    if (tc3_request_refusal(request) != NULL) {
        return STATUS_BAD_INPUT;
    }
    status = sign(request, arena, &own, ret_headers);
    if (trace != NULL && status == STATUS_OK) {
        *trace = own;
    }
    wipe_keys(&own);
    return status;
}
