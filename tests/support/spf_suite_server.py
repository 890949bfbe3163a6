#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A DNS server (UDP and TCP) that serves one scenario of an OpenSPF suite, or one world.

Usage: spf_suite_server.py ADDRESS PORT FILE [SCENARIO]
FILE is a suite (a JSON list; SCENARIO counts from 0) or one object with the member "zone".
It answers as a resolver would: chains followed, NXDOMAIN apart from NODATA, the SOA beside a negative
answer; what the scenario calls a timeout gets no reply. Prints "ready" once it listens.
"""
import json
import selectors
import socket
import struct
import sys

from dns_world import World, answer_query


class Stream:
    """A TCP connection: messages with two octets of length in front (RFC 1035 4.2.2)."""

    def __init__(self, connection):
        self.connection = connection
        self.received = b""

    def read(self, world):
        """False when it is over."""
        octets = self.connection.recv(65536)
        if not octets:
            return False
        self.received += octets
        while len(self.received) >= 2:
            length = struct.unpack_from("!H", self.received)[0]
            if len(self.received) < 2 + length:
                break
            query, self.received = self.received[2:2 + length], self.received[2 + length:]
            reply = answer_query(world, query, True)
            if reply is not None:
                self.connection.sendall(struct.pack("!H", len(reply)) + reply)
        return True


def serve_udp(server, world):
    while True:
        try:
            query, peer = server.recvfrom(4096)
        except BlockingIOError:
            return
        reply = answer_query(world, query, False)
        if reply is not None:
            server.sendto(reply, peer)


def open_sockets(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    datagrams = socket.socket(family, socket.SOCK_DGRAM)
    datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    datagrams.bind((address, port))
    datagrams.setblocking(False)
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(64)
    return datagrams, listener


def serve(world, address, port):
    datagrams, listener = open_sockets(address, port)
    selector = selectors.DefaultSelector()
    selector.register(datagrams, selectors.EVENT_READ)
    selector.register(listener, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        for key, _ in selector.select():
            if key.fileobj is datagrams:
                serve_udp(datagrams, world)
            elif key.fileobj is listener:
                connection = listener.accept()[0]
                connection.settimeout(2)
                selector.register(connection, selectors.EVENT_READ, Stream(connection))
            else:
                try:
                    alive = key.data.read(world)
                except OSError:
                    alive = False
                if not alive:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    with open(sys.argv[3], encoding="utf-8") as file:
        data = json.load(file)
    if len(sys.argv) == 5:
        data = data[int(sys.argv[4])]
    serve(World(data["zone"]), sys.argv[1], int(sys.argv[2]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
