/* SPDX-License-Identifier: MIT */
/*
 * The helper that speaks HTTPS: requests on standard input, replies on standard output, in the
 * frames of io/fetch_protocol.h. Plugins start it when they need it; people never do.
 *
 * 1. It gives up what it does not need: descriptors, privileges, the right to write files, to start
 *    processes, to leave a core file behind.
 * 2. Each request is one transfer. All run side by side, none follows a redirect, none resolves a
 *    name: the addresses stand in the request, and a socket to any other one is not opened.
 * 3. A transfer that ends, however it ends, becomes one reply.
 * 4. It ends when standard input does, with exit status 0. Other ends: 2, the plugin broke the
 *    protocol; 1, there is no memory or the library does not work.
 */
#define _GNU_SOURCE /* NOLINT: SOCK_CLOEXEC */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "dns/address.h"
#include "io/clock.h"
#include "io/fetch_confine.h"
#include "io/fetch_protocol.h"
#include "io/fetch_stream.h"
#include "io/fetch_trust.h"
#include "io/fetch_url.h"

#define EXIT_PROTOCOL 2
#define EXIT_USAGE 3
#define NS_PER_MS INT64_C(1000000)
#define WAIT_MS 10000 /* of one poll; the library knows its own timers */
#define DEADLINE_MAXIMUM_MS 600000
#define HEADERS_LIMIT (64u << 10) /* all header lines of a reply */
#define RESOLVE_MAXIMUM 2048

enum transfer_state {
    TRANSFER_STATE_FREE = 0,
    TRANSFER_STATE_RUNNING,
    TRANSFER_STATE_REPLYING /* the frame is being written */
};

struct transfer {
    enum transfer_state state;
    struct arena *arena; /* all of it, the request's frame included */
    struct fetch_request request;
    struct fetch_url url;
    int64_t started_ns;
    CURL *easy;
    struct curl_slist *headers;
    struct curl_slist *resolve;
    struct buf body;
    size_t header_octets;
    bool headers_ended; /* the empty line behind them came */
    bool too_big;
    char error[CURL_ERROR_SIZE];
    struct slice frame; /* what is not written yet */
};

struct helper {
    CURLM *multi;
    struct transfer transfers[FETCH_IN_FLIGHT];
    struct transfer *writing; /* its frame was begun */
    struct fetch_stream input;
};

/* --- callbacks of the library ---------------------------------------------------------------- */

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
    struct transfer *transfer = user;

    (void)size; /* 1, says the manual */
    buf_add(&transfer->body, slice_make(data, count));
    if (buf_status(&transfer->body) == STATUS_NO_MEMORY) {
        _exit(EXIT_FAILURE);
    }
    transfer->too_big = buf_status(&transfer->body) != STATUS_OK;
    return transfer->too_big ? 0 : count;
}

static size_t on_header(char *data, size_t size, size_t count, void *user)
{
    struct transfer *transfer = user;

    (void)size;
    transfer->header_octets += count;
    if (data[0] == '\r' || data[0] == '\n') {
        transfer->headers_ended = true;
    } else if (slice_starts_with(slice_make(data, count), SLICE("HTTP/"))) {
        transfer->headers_ended = false; /* what ended were those of an interim reply */
    }
    return transfer->header_octets > HEADERS_LIMIT ? 0 : count;
}

static struct address address_of(const struct curl_sockaddr *place)
{
    struct address address = { .family = ADDRESS_FAMILY_NONE };
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;
    /* The library leaves room for more than the type of its member says. */
    const char *octets = (const char *)place + offsetof(struct curl_sockaddr, addr);

    if (place->family == AF_INET && place->addrlen >= sizeof ip4) {
        memcpy(&ip4, octets, sizeof ip4);
        address.family = ADDRESS_FAMILY_IP4;
        memcpy(address.octets, &ip4.sin_addr, sizeof ip4.sin_addr);
    } else if (place->family == AF_INET6 && place->addrlen >= sizeof ip6) {
        memcpy(&ip6, octets, sizeof ip6);
        address.family = ADDRESS_FAMILY_IP6;
        memcpy(address.octets, &ip6.sin6_addr, sizeof ip6.sin6_addr);
    }
    return address;
}

/* A socket to an address of the request, and to no other, whatever the library thinks. */
static curl_socket_t on_open(void *user, curlsocktype purpose, struct curl_sockaddr *place)
{
    const struct transfer *transfer = user;
    struct address address = address_of(place);
    bool allowed = address_equal(&address, &transfer->url.address);

    for (size_t i = 0; i < transfer->request.address_count; i++) {
        allowed = allowed || address_equal(&address, &transfer->request.addresses[i]);
    }
    if (!allowed || purpose != CURLSOCKTYPE_IPCXN || address.family == ADDRESS_FAMILY_NONE) {
        return CURL_SOCKET_BAD;
    }
    return socket(place->family, place->socktype | SOCK_CLOEXEC, place->protocol);
}

/* --- a transfer ------------------------------------------------------------------------------ */

/* What is the same for all. Redirects are not followed, nothing is taken from the surroundings. */
static bool set_fixed(CURL *easy)
{
    static const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        { CURLOPT_NOSIGNAL, 1 },
        { CURLOPT_NOPROGRESS, 1 },
        { CURLOPT_FOLLOWLOCATION, 0 },
        { CURLOPT_NETRC, CURL_NETRC_IGNORED },
        { CURLOPT_HTTPAUTH, (long)CURLAUTH_NONE },
        { CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
        { CURLOPT_HTTP09_ALLOWED, 0 },
        { CURLOPT_PATH_AS_IS, 1 },
        { CURLOPT_SSL_VERIFYPEER, 1 },
        { CURLOPT_SSL_VERIFYHOST, 2 },
        { CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
    };
    bool done = true;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        done = curl_easy_setopt(easy, numbers[i].option, numbers[i].value) == CURLE_OK && done;
    }
    return done && curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOPROXY, "*") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, "check_ses/" PACKAGE_VERSION) == CURLE_OK;
}

static bool set_callbacks(struct transfer *transfer)
{
    CURL *easy = transfer->easy;

    return curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer) == CURLE_OK;
}

static bool append(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    *list = longer != NULL ? longer : *list;
    return longer != NULL;
}

/* "HOST:PORT:ADDRESS,ADDRESS": then the name is never looked up. */
static bool set_addresses(struct transfer *transfer)
{
    const struct fetch_request *request = &transfer->request;
    struct buf line;

    if (transfer->url.address.family != ADDRESS_FAMILY_NONE) {
        return true;
    }
    buf_init(&line, transfer->arena, RESOLVE_MAXIMUM);
    buf_printf(&line, "%.*s:%u:", SLICE_ARGS(transfer->url.host), transfer->url.port);
    for (size_t i = 0; i < request->address_count; i++) {
        buf_add_text(&line, i > 0 ? "," : "");
        buf_add(&line, address_to_text(&request->addresses[i], transfer->arena));
    }
    buf_add_octet(&line, '\0');
    return buf_status(&line) == STATUS_OK && append(&transfer->resolve, line.data) &&
           curl_easy_setopt(transfer->easy, CURLOPT_RESOLVE, transfer->resolve) == CURLE_OK;
}

static bool set_headers(struct transfer *transfer)
{
    const struct fetch_request *request = &transfer->request;
    bool done = append(&transfer->headers, "Expect:");

    for (size_t i = 0; i < request->header_count && done; i++) {
        struct slice line =
            arena_printf(transfer->arena, "%.*s: %.*s", SLICE_ARGS(request->headers[i].name),
                         SLICE_ARGS(request->headers[i].value));

        done = line.length > 0 && append(&transfer->headers, line.data);
    }
    return done &&
           curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK;
}

static bool set_request(struct transfer *transfer, int64_t now_ns)
{
    const struct fetch_request *request = &transfer->request;
    const char *url = arena_copy(transfer->arena, request->url).data;
    int64_t left_ms = (request->deadline_ns - now_ns) / NS_PER_MS + 1;
    long wait_ms = (long)(left_ms < DEADLINE_MAXIMUM_MS ? left_ms : DEADLINE_MAXIMUM_MS);
    CURL *easy = transfer->easy;
    bool done = curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                                 transfer->url.is_secure ? "https" : "http") == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, wait_ms) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, wait_ms) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                                 (curl_off_t)request->size_limit) == CURLE_OK;

    if (done && request->method == FETCH_METHOD_POST) {
        done = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                (curl_off_t)request->body.length) == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.data) == CURLE_OK;
    }
    return done;
}

/* Either a folder or a file, never both: the library has its own idea of both. */
static bool set_trust(struct transfer *transfer)
{
    const curl_version_info_data *library = curl_version_info(CURLVERSION_NOW);
    struct fetch_trust trust =
        fetch_trust_choose(arena_copy(transfer->arena, transfer->request.ca_path).data,
                           library->capath, library->cainfo);

    return curl_easy_setopt(transfer->easy, CURLOPT_CAPATH, trust.folder) == CURLE_OK &&
           curl_easy_setopt(transfer->easy, CURLOPT_CAINFO, trust.file) == CURLE_OK;
}

static void release(struct helper *helper, struct transfer *transfer)
{
    if (transfer->easy != NULL) {
        (void)curl_multi_remove_handle(helper->multi, transfer->easy);
        curl_easy_cleanup(transfer->easy);
    }
    curl_slist_free_all(transfer->headers);
    curl_slist_free_all(transfer->resolve);
    arena_destroy(transfer->arena);
    *transfer = (struct transfer){ .state = TRANSFER_STATE_FREE };
}

/* --- replies --------------------------------------------------------------------------------- */

static void send_reply(struct transfer *transfer, struct fetch_reply *reply)
{
    reply->id = transfer->request.id;
    if (fetch_reply_encode(reply, transfer->arena, &transfer->frame) != STATUS_OK) {
        _exit(EXIT_FAILURE);
    }
    transfer->state = TRANSFER_STATE_REPLYING;
}

/* The reason is cut to its maximum. */
__attribute__((format(printf, 3, 4))) static void
send_failure(struct transfer *transfer, enum fetch_result result, const char *format, ...)
{
    struct fetch_reply reply = { .result = result };
    char reason[FETCH_TEXT_MAXIMUM + 1];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    reply.reason = fetch_line_clean(slice_of(reason), transfer->arena);
    send_reply(transfer, &reply);
}

/* What a server sent as a text of the reply: nothing when it is too long. */
static struct slice text_of(const struct transfer *transfer, const char *text, size_t maximum)
{
    struct slice whole = slice_of(text);

    return whole.length <= maximum ? fetch_line_clean(whole, transfer->arena) : slice_empty();
}

static struct slice header_of(const struct transfer *transfer, const char *name)
{
    struct curl_header *header = NULL;

    if (curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) {
        return slice_empty();
    }
    return text_of(transfer, header->value, FETCH_TEXT_MAXIMUM);
}

static bool is_redirect(long status)
{
    return (status >= 301 && status <= 303) || status == 307 || status == 308;
}

/* A whole HTTP reply came. */
static void send_answer(struct transfer *transfer)
{
    struct fetch_reply reply = { .result = FETCH_RESULT_OK };
    const char *location = NULL;
    long status = 0;

    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 599) {
        send_failure(transfer, FETCH_RESULT_BROKEN, "the status code is %ld", status);
        return;
    }
    reply.status = (uint16_t)status;
    reply.content_type = header_of(transfer, "Content-Type");
    reply.retry_after = header_of(transfer, "Retry-After");
    reply.date = header_of(transfer, "Date");
    reply.body = buf_slice(&transfer->body);
    if (is_redirect(status)) {
        reply.result = FETCH_RESULT_REDIRECT;
        reply.body = slice_empty();
        (void)curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &location);
        reply.location = text_of(transfer, location, FETCH_URL_MAXIMUM);
        reply.reason = arena_printf(transfer->arena, "the status code is %ld, a redirect", status);
    }
    send_reply(transfer, &reply);
}

static void send_timeout(struct transfer *transfer)
{
    curl_off_t connected_us = 0;
    int64_t waited_ms = (clock_monotonic_ns() - transfer->started_ns) / NS_PER_MS;

    (void)curl_easy_getinfo(transfer->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    send_failure(transfer, FETCH_RESULT_TIMEOUT, "%s within %lld ms",
                 connected_us > 0 ? "the reply was not complete" : "no connection was made",
                 (long long)waited_ms);
}

/* What the library said without its own preface. */
static struct slice said(const struct transfer *transfer, CURLcode code)
{
    struct slice text =
        slice_of(transfer->error[0] != '\0' ? transfer->error : curl_easy_strerror(code));
    size_t end = slice_find_part(text, SLICE(": "));

    return slice_starts_with(text, SLICE("SSL")) && end < text.length
               ? slice_from(text, end + sizeof ": " - 1)
               : text;
}

static void send_unreachable(struct transfer *transfer, CURLcode code)
{
    struct slice text = said(transfer, code);
    long error = 0;

    (void)curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &error);
    if (error != 0) {
        text = slice_of(strerror((int)error));
    }
    send_failure(transfer, FETCH_RESULT_UNREACHABLE, "no connection to %.*s port %u (%.*s)",
                 SLICE_ARGS(transfer->url.host), transfer->url.port, SLICE_ARGS(text));
}

static void send_refused(struct transfer *transfer, CURLcode code)
{
    bool is_certificate = code == CURLE_PEER_FAILED_VERIFICATION;

    send_failure(transfer, FETCH_RESULT_TLS_REFUSED, "%s %.*s%s: %.*s",
                 is_certificate ? "the certificate of" : "no TLS connection to",
                 SLICE_ARGS(transfer->url.host), is_certificate ? " was not accepted" : "",
                 SLICE_ARGS(said(transfer, code)));
}

/* The transfer has ended. */
static void send_outcome(struct transfer *transfer, CURLcode code)
{
    if (code == CURLE_OK && transfer->headers_ended) {
        send_answer(transfer);
    } else if (transfer->too_big || code == CURLE_FILESIZE_EXCEEDED) {
        send_failure(transfer, FETCH_RESULT_TOO_BIG, "the reply is larger than %lu octets",
                     (unsigned long)transfer->request.size_limit);
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        send_timeout(transfer);
    } else if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST) {
        send_unreachable(transfer, code);
    } else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
               code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CIPHER ||
               code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_INVALIDCERTSTATUS) {
        send_refused(transfer, code);
    } else if (transfer->header_octets > HEADERS_LIMIT || code == CURLE_OUT_OF_MEMORY) {
        /* The library says that it has no memory when one line is over its own limit. */
        send_failure(transfer, FETCH_RESULT_BROKEN, "the headers are longer than 64 KiB");
    } else if (code == CURLE_OK) {
        send_failure(transfer, FETCH_RESULT_BROKEN, "the reply ended within its headers");
    } else {
        send_failure(transfer, FETCH_RESULT_BROKEN, "no whole HTTP reply came: %.*s",
                     SLICE_ARGS(said(transfer, code)));
    }
}

/* --- the two streams ------------------------------------------------------------------------- */

static struct transfer *find_state(struct helper *helper, enum transfer_state state)
{
    for (size_t i = 0; i < FETCH_IN_FLIGHT; i++) {
        if (helper->transfers[i].state == state) {
            return &helper->transfers[i];
        }
    }
    return NULL;
}

/* Prepares the transfer and hands it to the library. */
static void start_transfer(struct helper *helper, struct transfer *transfer)
{
    const char *refusal = fetch_request_refusal(&transfer->request);
    int64_t now = clock_monotonic_ns();

    transfer->started_ns = now;
    if (refusal != NULL ||
        fetch_url_parse(transfer->request.url, &transfer->url, &refusal) != STATUS_OK) {
        send_failure(transfer, FETCH_RESULT_BAD_REQUEST, "%s", refusal);
        return;
    }
    if (transfer->request.deadline_ns <= now) {
        send_failure(transfer, FETCH_RESULT_TIMEOUT, "no time was left to ask");
        return;
    }
    buf_init(&transfer->body, transfer->arena, transfer->request.size_limit);
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL || !set_fixed(transfer->easy) || !set_callbacks(transfer) ||
        !set_addresses(transfer) || !set_headers(transfer) || !set_request(transfer, now) ||
        !set_trust(transfer) || curl_multi_add_handle(helper->multi, transfer->easy) != CURLM_OK) {
        _exit(EXIT_FAILURE);
    }
    transfer->state = TRANSFER_STATE_RUNNING;
}

/* A whole frame is there. Its memory is that of the transfer: the body grows by doubling, and the
 * reply is a copy of it. */
static void take_request(struct helper *helper, struct slice content)
{
    struct transfer *transfer = find_state(helper, TRANSFER_STATE_FREE);
    struct fetch_request request;

    if (transfer == NULL || fetch_request_decode(content, &request) != STATUS_OK) {
        _exit(EXIT_PROTOCOL);
    }
    if (arena_create((size_t)5 * request.size_limit + 2u * FETCH_REQUEST_MAXIMUM + (64u << 10),
                     &transfer->arena) != STATUS_OK) {
        _exit(EXIT_FAILURE);
    }
    content = arena_copy(transfer->arena, content);
    if (fetch_request_decode(content, &transfer->request) != STATUS_OK) {
        _exit(EXIT_FAILURE);
    }
    start_transfer(helper, transfer);
}

/* Reads what there is. False at the end of the stream. */
static bool read_input(struct helper *helper)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        struct slice content;

        status = fetch_stream_next(&helper->input, &content);
        if (status == STATUS_OK) {
            take_request(helper, content);
        } else if (status == STATUS_NOT_FOUND) {
            status = fetch_stream_read(&helper->input, STDIN_FILENO);
        } else {
            _exit(EXIT_PROTOCOL);
        }
    }
    return status != STATUS_IO;
}

/* Writes what can be written, frame after frame. False when nobody reads any more. */
static bool write_output(struct helper *helper)
{
    for (;;) {
        struct transfer *transfer =
            helper->writing != NULL ? helper->writing : find_state(helper, TRANSFER_STATE_REPLYING);
        ssize_t written;

        if (transfer == NULL) {
            return true;
        }
        written = write(STDOUT_FILENO, transfer->frame.data, transfer->frame.length);
        if (written < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        transfer->frame = slice_from(transfer->frame, (size_t)written);
        helper->writing = transfer;
        if (transfer->frame.length == 0) {
            helper->writing = NULL;
            release(helper, transfer);
        }
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

static void take_outcomes(struct helper *helper)
{
    const CURLMsg *message;
    int left = 0;

    while ((message = curl_multi_info_read(helper->multi, &left)) != NULL) {
        struct transfer *transfer = NULL;

        if (message->msg == CURLMSG_DONE &&
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer) == CURLE_OK) {
            send_outcome(transfer, message->data.result);
        }
    }
}

/* Until the plugin needs no more. */
static void serve(struct helper *helper)
{
    while (read_input(helper)) {
        struct curl_waitfd watches[] = { { .fd = STDIN_FILENO, .events = CURL_WAIT_POLLIN },
                                         { .fd = STDOUT_FILENO, .events = CURL_WAIT_POLLOUT } };
        int running = 0;
        unsigned count;

        if (curl_multi_perform(helper->multi, &running) != CURLM_OK) {
            _exit(EXIT_FAILURE);
        }
        take_outcomes(helper);
        if (!write_output(helper)) {
            return;
        }
        count = find_state(helper, TRANSFER_STATE_REPLYING) != NULL ? 2 : 1;
        if (curl_multi_poll(helper->multi, watches, count, WAIT_MS, NULL) != CURLM_OK) {
            _exit(EXIT_FAILURE);
        }
    }
}

int main(int argc, char **argv)
{
    static struct helper helper;

    (void)argv;
    if (argc > 1) {
        (void)puts(
            "check_ses_fetch takes no options: the check_ses plugins start it when they have "
            "to ask over HTTPS.");
        return EXIT_USAGE;
    }
    fetch_confine();
    if (fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK) != 0 ||
        curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return EXIT_FAILURE;
    }
    helper.multi = curl_multi_init();
    if (helper.multi == NULL) {
        return EXIT_FAILURE;
    }
    serve(&helper);
    for (size_t i = 0; i < FETCH_IN_FLIGHT; i++) {
        release(&helper, &helper.transfers[i]);
    }
    (void)curl_multi_cleanup(helper.multi);
    curl_global_cleanup();
    return EXIT_SUCCESS;
}
