/* SPDX-License-Identifier: MIT */
/*
 * The floor of the benchmark: bare C that sends TXT questions as datagrams, round by round, and
 * waits for as many replies. What check_ses_spf costs beyond this is its own.
 *
 * Usage: floor ADDRESS PORT ROUND..., each ROUND one or more names joined by commas. Exits 1 when a
 * reply does not come within 5 s.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MS 5000
#define HEADER 12

/* A question for TXT with EDNS; its length, 0 when the name does not fit. */
static size_t write_query(const char *name, size_t length, uint16_t id, uint8_t query[512])
{
    static const uint8_t tail[] = { 0, 0, 16, 0, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 };
    size_t at = HEADER;

    if (length > 253) {
        return 0;
    }
    memcpy(query,
           (uint8_t[HEADER]){ (uint8_t)(id >> 8), (uint8_t)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1 },
           HEADER);
    while (length > 0) {
        const char *dot = memchr(name, '.', length);
        size_t label = dot == NULL ? length : (size_t)(dot - name);

        query[at++] = (uint8_t)label;
        memcpy(query + at, name, label);
        at += label;
        label += dot == NULL ? 0 : 1;
        name += label;
        length -= label;
    }
    memcpy(query + at, tail, sizeof tail);
    return at + sizeof tail;
}

/* Sends one round's questions; their number, -1 on trouble. */
static int send_round(int descriptor, const char *names, uint16_t *id)
{
    int count = 0;

    for (;;) {
        size_t length = strcspn(names, ",");
        uint8_t query[512];
        size_t size = write_query(names, length, (*id)++, query);

        if (size == 0 || send(descriptor, query, size, 0) != (ssize_t)size) {
            return -1;
        }
        count++;
        if (names[length] == '\0') {
            return count;
        }
        names += length + 1;
    }
}

static int receive_round(int descriptor, int count)
{
    while (count > 0) {
        struct pollfd waiting = { .fd = descriptor, .events = POLLIN, .revents = 0 };
        uint8_t reply[4096];

        if (poll(&waiting, 1, WAIT_MS) != 1 || recv(descriptor, reply, sizeof reply, 0) < HEADER) {
            return -1;
        }
        count--;
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct sockaddr_in server = { .sin_family = AF_INET };
    uint16_t id = (uint16_t)getpid();
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

    if (argc < 4 || descriptor < 0 || inet_pton(AF_INET, argv[1], &server.sin_addr) != 1) {
        fputs("usage: floor ADDRESS PORT ROUND...\n", stderr);
        return 2;
    }
    server.sin_port = htons((uint16_t)strtoul(argv[2], NULL, 10));
    if (connect(descriptor, (struct sockaddr *)&server, sizeof server) != 0) {
        return 1;
    }
    for (int i = 3; i < argc; i++) {
        int count = send_round(descriptor, argv[i], &id);

        if (count < 0 || receive_round(descriptor, count) != 0) {
            return 1;
        }
    }
    return 0;
}
