#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A UDP proxy that makes a server far away: every reply comes MILLISECONDS after its query.

Usage: delay_proxy.py ADDRESS PORT SERVER-ADDRESS SERVER-PORT MILLISECONDS
Prints "ready" once it listens. A query is passed on at once, and its reply held back until the time is
over, counted from the query's arrival.
"""
import heapq
import itertools
import selectors
import socket
import sys
import time


class Proxy:
    def __init__(self, address, port, server, delay):
        self.server = server
        self.delay = delay
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.bind((address, port))
        self.selector = selectors.SelectSelector()  # the one that waits to the microsecond
        self.selector.register(self.front, selectors.EVENT_READ)
        self.due = []  # (time, number, reply, client)
        self.number = itertools.count()

    def take_query(self):
        query, client = self.front.recvfrom(65535)
        back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        back.connect(self.server)
        back.send(query)
        self.selector.register(back, selectors.EVENT_READ, (client, time.monotonic() + self.delay))

    def take_reply(self, key):
        client, when = key.data
        self.selector.unregister(key.fileobj)
        try:
            heapq.heappush(self.due, (when, next(self.number), key.fileobj.recv(65535), client))
        except OSError:
            pass  # the server is not there: silence is what the client gets
        key.fileobj.close()

    def send_due(self):
        """Sends what is due; seconds until the next, or None."""
        while self.due:
            left = self.due[0][0] - time.monotonic()
            if left > 0:
                return left
            _, _, reply, client = heapq.heappop(self.due)
            self.front.sendto(reply, client)
        return None

    def serve(self):
        print("ready", flush=True)
        while True:
            for key, _ in self.selector.select(self.send_due()):
                if key.fileobj is self.front:
                    self.take_query()
                else:
                    self.take_reply(key)


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    address, port, server, server_port, milliseconds = sys.argv[1:]
    Proxy(address, int(port), (server, int(server_port)), float(milliseconds) / 1000).serve()


if __name__ == "__main__":
    main()
