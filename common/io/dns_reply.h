/* SPDX-License-Identifier: MIT */
/*
 * What comes back for the questions under way: datagrams, most of which belong to one of them, and
 * streams. Inside of dns_transport.
 *
 *   - A datagram whose id or question is not one that we wait for is counted and thrown away.
 *   - One that is cut (TC), too long for us or unreadable is asked for again over TCP.
 *   - A server that answers FORMERR, NOTIMP or BADVERS to EDNS is asked again without it.
 *   - Every other reply is told to the plan, which says whether it is enough.
 */
#ifndef CHECK_SES_IO_DNS_REPLY_H
#define CHECK_SES_IO_DNS_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "io/dns_job.h"

/* A datagram came on a channel; `cut`: it was longer than the room for it. */
void reply_take_datagram(struct transport *transport, size_t channel, struct slice message,
                         bool cut);

/* The job's stream can be read or written. */
void reply_stream_ready(struct transport *transport, struct job *job);

/* The timer of a job with a stream fired. */
void reply_stream_overdue(struct transport *transport, struct job *job);

#endif
