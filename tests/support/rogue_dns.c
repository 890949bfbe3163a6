/* SPDX-License-Identifier: MIT */
/*
 * A DNS server for tests that does what no honest server does. It serves UDP and TCP on one address
 * and port; what it does is told by the first label of the name asked, so one server serves all:
 *
 *   good              TXT "v=spf1 -all", A 192.0.2.1, AAAA 2001:db8::1; other types: NODATA
 *   authoritative     the same with AA, without RA
 *   silent            no reply
 *   late-N            good after N milliseconds
 *   drop-N            the first N queries for the name get no reply, then good
 *   dup-N             good, N times
 *   flood-N           N replies with wrong ids, then good
 *   wrong-id          another id
 *   wrong-question    another name in the question section
 *   wrong-type        another type there
 *   no-question       NOERROR without a question section
 *   not-reply         QR clear
 *   wrong-port        good, but from another port
 *   wrong-address     good, but from another address: the last number is 254 (IPv4 only)
 *   garbage-N         the right id, then N octets of noise
 *   empty             a datagram without octets
 *   header            the header only, NOERROR
 *   header-servfail   the same with that rcode
 *   header-formerr    the same with that rcode
 *   cut               a record that ends in the middle (over TCP: good)
 *   cut-always        the same over TCP, too
 *   pointer-loop      an owner name that points to itself
 *   pointer-ahead     an owner name that points behind the message
 *   cname-loop        a CNAME to itself
 *   cname-pair        two that point to each other
 *   cname-chain-N     N CNAMEs, then TXT
 *   cname-open        a CNAME to good.<parent>, and nothing about that
 *   tc                TC over UDP; over TCP: good
 *   tc-garbage        TC over UDP; over TCP: noise
 *   tc-close          TC over UDP; over TCP: closed without a word
 *   tc-cut            TC over UDP; over TCP: closed within the reply
 *   tc-zero           TC over UDP; over TCP: a length of 0
 *   tc-wrong-id       TC over UDP; over TCP: another id
 *   tc-tc             TC over UDP; over TCP: TC
 *   tc-silent         TC over UDP; over TCP: nothing
 *   tc-drip-N         TC over UDP; over TCP: one octet each N milliseconds
 *   size-N            TXT of N octets; TC over UDP when that is too much
 *   huge              5000 octets over UDP, TC clear; over TCP: good
 *   nul               TXT with a NUL
 *   bar               TXT with a `|`
 *   escape            TXT with ESC and CSI
 *   utf8              TXT with octets that are not UTF-8
 *   quote             TXT with quotes around it
 *   newline           TXT with line ends
 *   rcode-N           that rcode (0 to 15)
 *   no-edns           FORMERR to EDNS, good without
 *   no-edns-notimp    NOTIMP to EDNS, good without
 *   no-edns-badvers   BADVERS to EDNS, good without
 *   servfail-N        SERVFAIL N times, then good
 *   servfail-cut-N    SERVFAIL N times, then TC over UDP and good over TCP
 *   ede-N             SERVFAIL with that extended error (RFC 8914)
 *   nodata, nxdomain  with the parent's SOA; …-no-soa: without; …-foreign-soa: of another zone
 *   referral          NS of the name itself and glue, not authoritative
 *   any other label   a zone's name: SOA and NS are there, other types NXDOMAIN
 *
 * Usage: rogue_dns ADDRESS PORT [BEHAVIOUR [udp]]. BEHAVIOUR is done for every name; with `udp`
 * there is no TCP. Prints "ready", then one line for each query: "udp good.example. 16 edns rd cd".
 * It ends with the process that started it, or by a signal.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "rogue_message.h"

#define CLIENTS 32 /* TCP connections at once */
#define DELAYED 64 /* datagrams that wait for their time */
#define SEEN 256   /* names that are counted */

union address {
    struct sockaddr any;
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;
};

struct delayed {
    int64_t due_ms; /* 0: free */
    union address to;
    uint8_t *octets;
    size_t length;
};

struct client {
    int descriptor; /* 0: free */
    uint8_t in[2 + ROGUE_QUERY_MAXIMUM];
    size_t in_length;
    uint8_t *out;
    size_t out_length;
    size_t out_sent;
    unsigned drip_ms; /* one octet each */
    int64_t next_ms;
    bool close; /* after the last octet */
};

struct seen {
    uint8_t name[256];
    size_t length;
    unsigned count;
};

struct server {
    const char *behaviour;
    int udp;
    int other;    /* the socket with the wrong port */
    int stranger; /* the socket with the wrong address */
    int tcp;      /* -1: none */
    struct delayed delayed[DELAYED];
    struct client clients[CLIENTS];
    struct seen seen[SEEN];
    size_t seen_count;
    struct rogue_reply reply;
};

static int64_t now_ms(void)
{
    struct timespec now = { 0, 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void die(const char *what)
{
    (void)fprintf(stderr, "rogue_dns: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static socklen_t address_length(const union address *address)
{
    return address->any.sa_family == AF_INET ? (socklen_t)sizeof address->ip4
                                             : (socklen_t)sizeof address->ip6;
}

static void parse_address(const char *text, unsigned port, union address *ret_address)
{
    memset(ret_address, 0, sizeof *ret_address);
    if (inet_pton(AF_INET, text, &ret_address->ip4.sin_addr) == 1) {
        ret_address->ip4.sin_family = AF_INET;
        ret_address->ip4.sin_port = htons((uint16_t)port);
    } else if (inet_pton(AF_INET6, text, &ret_address->ip6.sin6_addr) == 1) {
        ret_address->ip6.sin6_family = AF_INET6;
        ret_address->ip6.sin6_port = htons((uint16_t)port);
    } else {
        errno = EINVAL;
        die(text);
    }
}

static int open_socket(const union address *address, int type)
{
    int descriptor = socket(address->any.sa_family, type | SOCK_CLOEXEC, 0);
    int on = 1;

    if (descriptor < 0 || setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(descriptor, &address->any, address_length(address)) != 0 ||
        (type == SOCK_STREAM && listen(descriptor, CLIENTS) != 0)) {
        die("socket");
    }
    return descriptor;
}

/* The same port at another address; where there is none, the wrong port has to do. */
static int open_stranger(const union address *address)
{
    union address stranger = *address;

    if (address->any.sa_family == AF_INET) {
        stranger.ip4.sin_addr.s_addr =
            (stranger.ip4.sin_addr.s_addr & htonl(0xFFFFFF00)) | htonl(254);
    } else {
        stranger.ip6.sin6_port = 0;
    }
    return open_socket(&stranger, SOCK_DGRAM);
}

/* How often this name was asked before, this time not counted. */
static unsigned times_seen(struct server *server, const struct rogue_query *query)
{
    size_t at = 0;

    while (at < server->seen_count &&
           (server->seen[at].length != query->name_length ||
            memcmp(server->seen[at].name, query->name, query->name_length) != 0)) {
        at++;
    }
    if (at == SEEN) {
        return 0;
    }
    if (at == server->seen_count) {
        memcpy(server->seen[at].name, query->name, query->name_length);
        server->seen[at].length = query->name_length;
        server->seen[at].count = 0;
        server->seen_count++;
    }
    return server->seen[at].count++;
}

static void log_query(const struct rogue_query *query)
{
    (void)printf("%s ", query->tcp ? "tcp" : "udp");
    for (size_t at = 0; query->name[at] != 0; at += query->name[at] + 1u) {
        (void)printf("%.*s.", query->name[at], (const char *)query->name + at + 1);
    }
    (void)printf(" %u%s%s%s\n", query->type, query->edns ? " edns" : "", query->rd ? " rd" : "",
                 query->cd ? " cd" : "");
    (void)fflush(stdout);
}

/* Reads a query and fills server->reply; false when it is none. */
static bool answer(struct server *server, const uint8_t *octets, size_t length, bool tcp)
{
    struct rogue_query query;

    if (!rogue_read_query(octets, length, tcp, &query)) {
        return false;
    }
    log_query(&query);
    query.before = times_seen(server, &query);
    rogue_answer(&query, server->behaviour, &server->reply);
    return true;
}

/* --- UDP -------------------------------------------------------------------------------------- */

static void send_to(int descriptor, const union address *to, const uint8_t *octets, size_t length)
{
    (void)sendto(descriptor, octets, length, MSG_NOSIGNAL, &to->any, address_length(to));
}

/* Keeps a reply for later; when there is no room it is lost, as datagrams may be. */
static void delay(struct server *server, const union address *to)
{
    for (size_t i = 0; i < DELAYED; i++) {
        struct delayed *delayed = &server->delayed[i];

        if (delayed->due_ms == 0) {
            delayed->octets = malloc(server->reply.length + 1);
            if (delayed->octets == NULL) {
                die("memory");
            }
            memcpy(delayed->octets, server->reply.octets, server->reply.length);
            delayed->length = server->reply.length;
            delayed->to = *to;
            delayed->due_ms = now_ms() + server->reply.delay_ms;
            return;
        }
    }
}

static void send_delayed(struct server *server)
{
    for (size_t i = 0; i < DELAYED; i++) {
        struct delayed *delayed = &server->delayed[i];

        if (delayed->due_ms != 0 && delayed->due_ms <= now_ms()) {
            send_to(server->udp, &delayed->to, delayed->octets, delayed->length);
            free(delayed->octets);
            *delayed = (struct delayed){ .due_ms = 0 };
        }
    }
}

/* The socket that the reply is sent from. */
static int choose_socket(const struct server *server)
{
    if (server->reply.other_address) {
        return server->stranger;
    }
    return server->reply.other_port ? server->other : server->udp;
}

static void serve_udp(struct server *server)
{
    uint8_t octets[ROGUE_QUERY_MAXIMUM];
    union address from;
    socklen_t size = sizeof from;
    ssize_t got = recvfrom(server->udp, octets, sizeof octets, 0, &from.any, &size);
    struct rogue_reply *reply = &server->reply;

    if (got < 0 || !answer(server, octets, (size_t)got, false) || reply->nothing) {
        return;
    }
    /* The id is the first thing in every reply: with each forged copy it is another wrong one. */
    for (unsigned i = 0; i < reply->forged; i++) {
        reply->octets[0] ^= (uint8_t)(i % 255 + 1);
        send_to(server->udp, &from, reply->octets, reply->length);
        reply->octets[0] ^= (uint8_t)(i % 255 + 1);
    }
    if (reply->delay_ms > 0) {
        delay(server, &from);
        return;
    }
    for (unsigned i = 0; i < reply->copies; i++) {
        send_to(choose_socket(server), &from, reply->octets, reply->length);
    }
}

/* --- TCP -------------------------------------------------------------------------------------- */

static void drop_client(struct client *client)
{
    (void)close(client->descriptor);
    free(client->out);
    *client = (struct client){ .descriptor = 0 };
}

static void accept_client(struct server *server)
{
    int descriptor = accept(server->tcp, NULL, NULL);

    for (size_t i = 0; descriptor >= 0 && i < CLIENTS; i++) {
        if (server->clients[i].descriptor == 0) {
            server->clients[i].descriptor = descriptor;
            return;
        }
    }
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
}

/* Lays out what the client will get, as the reply says. */
static void start_reply(struct client *client, const struct rogue_reply *reply)
{
    size_t prefix = reply->raw ? 0 : 2;

    client->out = malloc(prefix + reply->length + 1);
    if (client->out == NULL) {
        die("memory");
    }
    if (prefix > 0) {
        client->out[0] = (uint8_t)(reply->length >> 8);
        client->out[1] = (uint8_t)(reply->length & 0xFF);
    }
    memcpy(client->out + prefix, reply->octets, reply->length);
    client->out_length = prefix + reply->length;
    client->drip_ms = reply->drip_ms;
    client->close = reply->close;
    client->next_ms = now_ms();
    if (reply->nothing) {
        client->out_length = 0;
    }
    if (reply->keep > 0) {
        client->out_length = reply->keep;
    }
}

static void read_client(struct server *server, struct client *client)
{
    ssize_t got = recv(client->descriptor, client->in + client->in_length,
                       sizeof client->in - client->in_length, 0);
    size_t length;

    if (got <= 0) {
        drop_client(client);
        return;
    }
    client->in_length += (size_t)got;
    if (client->in_length < 2) {
        return;
    }
    length = (size_t)client->in[0] << 8 | client->in[1];
    if (client->in_length < 2 + length) {
        return;
    }
    if (!answer(server, client->in + 2, length, true)) {
        drop_client(client);
        return;
    }
    client->in_length = 0;
    start_reply(client, &server->reply);
}

/* Sends what is due; octet by octet to a client that shall wait. */
static void write_client(struct client *client)
{
    size_t length = client->out_length - client->out_sent;
    ssize_t sent;

    if (client->drip_ms > 0 && length > 1) {
        length = 1;
    }
    sent = send(client->descriptor, client->out + client->out_sent, length,
                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) {
        drop_client(client);
        return;
    }
    client->out_sent += sent > 0 ? (size_t)sent : 0;
    client->next_ms += client->drip_ms;
}

static void serve_clients(struct server *server)
{
    for (size_t i = 0; i < CLIENTS; i++) {
        struct client *client = &server->clients[i];

        if (client->descriptor == 0 || client->out == NULL || client->next_ms > now_ms()) {
            continue;
        }
        if (client->out_sent < client->out_length) {
            write_client(client);
        } else if (client->close) {
            drop_client(client);
        }
    }
}

/* --- the loop --------------------------------------------------------------------------------- */

/* Whether anything waits for its time: then the loop turns once a millisecond. */
static bool is_busy(const struct server *server)
{
    for (size_t i = 0; i < DELAYED; i++) {
        if (server->delayed[i].due_ms != 0) {
            return true;
        }
    }
    for (size_t i = 0; i < CLIENTS; i++) {
        if (server->clients[i].out != NULL &&
            (server->clients[i].out_sent < server->clients[i].out_length ||
             server->clients[i].close)) {
            return true;
        }
    }
    return false;
}

static _Noreturn void serve(struct server *server)
{
    struct pollfd items[2 + CLIENTS];

    for (;;) {
        items[0] = (struct pollfd){ .fd = server->udp, .events = POLLIN };
        items[1] = (struct pollfd){ .fd = server->tcp, .events = POLLIN };
        for (size_t i = 0; i < CLIENTS; i++) {
            int descriptor = server->clients[i].descriptor;

            items[2 + i] =
                (struct pollfd){ .fd = descriptor > 0 ? descriptor : -1, .events = POLLIN };
        }
        (void)poll(items, 2 + CLIENTS, is_busy(server) ? 1 : -1);
        if ((items[0].revents & POLLIN) != 0) {
            serve_udp(server);
        }
        if ((items[1].revents & POLLIN) != 0) {
            accept_client(server);
        }
        for (size_t i = 0; i < CLIENTS; i++) {
            if (items[2 + i].revents != 0 && server->clients[i].descriptor > 0) {
                read_client(server, &server->clients[i]);
            }
        }
        send_delayed(server);
        serve_clients(server);
    }
}

int main(int argc, char **argv)
{
    static struct server server;
    union address address;
    union address other;
    unsigned long port = argc >= 3 ? strtoul(argv[2], NULL, 10) : 0;

    if (port == 0 || port > 65535) {
        (void)fputs("usage: rogue_dns ADDRESS PORT [BEHAVIOUR [udp]]\n", stderr);
        return EXIT_FAILURE;
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    server.behaviour = argc >= 4 ? argv[3] : NULL;
    parse_address(argv[1], (unsigned)port, &address);
    parse_address(argv[1], 0, &other);
    server.udp = open_socket(&address, SOCK_DGRAM);
    server.other = open_socket(&other, SOCK_DGRAM);
    server.stranger = open_stranger(&address);
    server.tcp = argc >= 5 ? -1 : open_socket(&address, SOCK_STREAM);
    (void)puts("ready");
    (void)fflush(stdout);
    serve(&server);
}
