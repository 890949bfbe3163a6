/* SPDX-License-Identifier: MIT */
/* getrandom(2), and nothing in its place: ids that can be guessed are worse than no answer. */
#include "io/random.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/types.h>

enum status random_fill(void *octets, size_t size)
{
    unsigned char *at = octets;

    while (size > 0) {
        /* Without waiting: early in the system's start the pool may be empty past our deadline. */
        ssize_t got = getrandom(at, size, GRND_NONBLOCK);

        if (got < 0 && errno != EINTR) {
            return STATUS_IO;
        }
        if (got > 0) {
            at += got;
            size -= (size_t)got;
        }
    }
    return STATUS_OK;
}
