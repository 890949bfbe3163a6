/* SPDX-License-Identifier: MIT */
/* Sockets: connected to the endpoint and no other, never blocking, none left behind. */
#include "../support/expect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/dns_socket.h"

static struct endpoint make_endpoint(const char *address, uint16_t port)
{
    struct endpoint endpoint = { .port = port };

    assert_int_equal(address_from_text(slice_of(address), &endpoint.address), STATUS_OK);
    return endpoint;
}

/* A socket of the given type bound to a port of its own on 127.0.0.1. */
static int open_server(int type, uint16_t *ret_port)
{
    struct sockaddr_in place = { .sin_family = AF_INET };
    socklen_t length = sizeof place;
    int server = socket(AF_INET, type, 0);

    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(server >= 0);
    assert_int_equal(bind(server, (struct sockaddr *)&place, sizeof place), 0);
    assert_int_equal(getsockname(server, (struct sockaddr *)&place, &length), 0);
    *ret_port = ntohs(place.sin_port);
    return server;
}

/* The lowest descriptor that is free. */
static int next_descriptor(void)
{
    int descriptor = dup(STDIN_FILENO);

    assert_true(descriptor >= 0);
    assert_int_equal(close(descriptor), 0);
    return descriptor;
}

static void expect_flags(const char *title, int descriptor)
{
    expect_number(title, "does not block", fcntl(descriptor, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
    expect_number(title, "closed on exec", fcntl(descriptor, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
}

static void test_datagram(void **state)
{
    uint16_t port;
    uint16_t other_port;
    int server = open_server(SOCK_DGRAM, &port);
    int other = open_server(SOCK_DGRAM, &other_port);
    struct endpoint endpoint = make_endpoint("127.0.0.1", port);
    struct sockaddr_in place;
    socklen_t length = sizeof place;
    char octets[8];
    int descriptor = -1;

    (void)state;
    assert_int_equal(socket_open_datagram(&endpoint, &descriptor), STATUS_OK);
    expect_flags("UDP", descriptor);
    assert_int_equal(send(descriptor, "ask", 3, 0), 3);
    assert_int_equal(recvfrom(server, octets, sizeof octets, 0, (struct sockaddr *)&place, &length),
                     3);
    /* What another one sends is not let through. */
    assert_int_equal(sendto(other, "lie", 3, 0, (struct sockaddr *)&place, length), 3);
    errno = 0;
    assert_int_equal(recv(descriptor, octets, sizeof octets, 0), -1);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(sendto(server, "tell", 4, 0, (struct sockaddr *)&place, length), 4);
    assert_int_equal(recv(descriptor, octets, sizeof octets, 0), 4);
    assert_memory_equal(octets, "tell", 4);
    (void)close(descriptor);
    (void)close(server);
    (void)close(other);
}

static void test_stream(void **state)
{
    uint16_t port;
    int server = open_server(SOCK_STREAM, &port);
    struct endpoint endpoint = make_endpoint("127.0.0.1", port);
    struct sockaddr_in ours;
    struct sockaddr_in theirs;
    socklen_t length = sizeof ours;
    int descriptor = -1;
    int accepted;

    (void)state;
    assert_int_equal(listen(server, 1), 0);
    assert_int_equal(socket_open_stream(&endpoint, &descriptor), STATUS_OK);
    expect_flags("TCP", descriptor);
    accepted = accept(server, (struct sockaddr *)&theirs, &length);
    assert_true(accepted >= 0);
    assert_int_equal(getsockname(descriptor, (struct sockaddr *)&ours, &length), 0);
    assert_int_equal(ours.sin_port, theirs.sin_port);
    (void)close(accepted);
    (void)close(descriptor);
    (void)close(server);
}

static void test_ip6(void **state)
{
    struct endpoint endpoint = make_endpoint("::1", 53);
    struct sockaddr_in6 place = { .sin6_family = AF_UNSPEC };
    socklen_t length = sizeof place;
    int descriptor = -1;
    enum status status = socket_open_datagram(&endpoint, &descriptor);

    (void)state;
    if (status == STATUS_IO && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) {
        skip(); /* no IPv6 here */
    }
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(getpeername(descriptor, (struct sockaddr *)&place, &length), 0);
    assert_int_equal(place.sin6_family, AF_INET6);
    assert_int_equal(ntohs(place.sin6_port), 53);
    assert_memory_equal(&place.sin6_addr, endpoint.address.octets, 16);
    (void)close(descriptor);
}

/* The outcome of both kinds, and that no descriptor is kept. */
static void expect_refused(const char *title, const struct endpoint *endpoint)
{
    int next = next_descriptor();
    int descriptor = 77;

    expect_number(title, "datagram", socket_open_datagram(endpoint, &descriptor), STATUS_IO);
    expect_number(title, "stream", socket_open_stream(endpoint, &descriptor), STATUS_IO);
    expect_number(title, "descriptor written", descriptor, 77);
    expect_number(title, "next free descriptor", next_descriptor(), next);
}

static void test_refused(void **state)
{
    struct endpoint nowhere = { .port = 53 };
    struct endpoint broadcast = make_endpoint("255.255.255.255", 53);
    struct endpoint loopback = make_endpoint("127.0.0.1", 53);
    struct rlimit limit;
    struct rlimit none;
    int descriptor = 77;
    enum status status;

    (void)state;
    expect_refused("no address", &nowhere);
    /* Broadcasting is forbidden unless it is asked for: connect(2) itself fails. */
    expect_refused("broadcast", &broadcast);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = limit;
    none.rlim_cur = (rlim_t)next_descriptor();
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    errno = 0;
    status = socket_open_datagram(&loopback, &descriptor);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(status, STATUS_IO);
    assert_int_equal(errno, EMFILE);
    assert_int_equal(descriptor, 77);
}

static void test_same(void **state)
{
    static const struct {
        const char *address;
        uint16_t port;
        uint32_t scope;
        bool is_same;
    } rows[] = {
        { "192.0.2.1", 53, 0, true },  { "192.0.2.2", 53, 0, false }, { "192.0.2.1", 54, 0, false },
        { "192.0.2.1", 53, 1, false }, { "::1", 53, 0, false },
    };
    struct endpoint first = make_endpoint("192.0.2.1", 53);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct endpoint other = make_endpoint(rows[i].address, rows[i].port);

        other.scope = rows[i].scope;
        expect_number(rows[i].address, "same", socket_same_endpoint(&first, &other),
                      rows[i].is_same);
        expect_number(rows[i].address, "the other way", socket_same_endpoint(&other, &first),
                      rows[i].is_same);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_datagram), cmocka_unit_test(test_stream), cmocka_unit_test(test_ip6),
        cmocka_unit_test(test_refused),  cmocka_unit_test(test_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
