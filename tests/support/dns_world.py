# SPDX-License-Identifier: MIT
"""A small world of DNS data, and how a resolver would answer from it.

The data is the "zone" form of the OpenSPF suites: {name: {TYPE: [data, …], "timeout_rest": true}}.
TXT data is a list of strings, MX data is [preference, name], all other data is text; characters stand
for octets (Latin-1). "timeout_rest": types that are not listed are never answered. Beyond the suites,
"rcode": all questions for the name are answered with that code.
"""
import ipaddress
import struct

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SPF": 99}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
NOERROR, FORMERR, NXDOMAIN, NOTIMP = 0, 1, 3, 4
CHAIN_LIMIT = 16
TTL = 300


def fold(name):
    """The name as the world knows it: lower case (ASCII only), no final dot."""
    folded = "".join(c.lower() if c < "\x80" else c for c in name)
    return folded[:-1] if folded.endswith(".") else folded


def apex_of(name):
    """The zone a name is said to lie in: its last two labels."""
    return ".".join(name.split(".")[-2:])


class Timeout(Exception):
    """The question is never answered."""


class Failure(Exception):
    """The question is answered with this rcode and nothing else."""

    def __init__(self, rcode):
        super().__init__(rcode)
        self.rcode = rcode


class World:
    def __init__(self, zone):
        self.names = {fold(name): entry for name, entry in zone.items()}
        self.above = set()  # empty non-terminals, and every name itself
        for name in self.names:
            while name:
                self.above.add(name)
                name = name.partition(".")[2]
        self.apexes = {apex_of(name) for name in self.names}

    def find(self, name, rtype):
        """Data of one name and type, no chain followed: a list, or None for no such name."""
        entry = self.names.get(name)
        if rtype in ("SOA", "NS") and name in self.apexes and not (entry or {}).get(rtype):
            return [name]
        if entry is None:
            return [] if name in self.above else None
        if "rcode" in entry:
            raise Failure(entry["rcode"])
        if rtype in entry:
            return entry[rtype]
        if entry.get("timeout_rest") and "CNAME" not in entry:
            raise Timeout
        return []

    def resolve(self, name, rtype):
        """(rcode, [(owner, type, data)], owner of the negative's SOA or None); raises Timeout, Failure."""
        name = fold(name)
        records = []
        for _ in range(CHAIN_LIMIT):
            data = self.find(name, rtype)
            if data:
                return NOERROR, records + [(name, rtype, item) for item in data], None
            alias = self.names.get(name, {}).get("CNAME")
            if not alias or rtype == "CNAME":
                return (NOERROR if data is not None else NXDOMAIN), records, apex_of(name)
            step = (name, "CNAME", alias[0])
            if step in records:
                break
            records.append(step)
            name = fold(alias[0])
        return NOERROR, records, None  # a loop, or too long a chain: it is left open


def name_to_wire(name, known=None, at=0):
    """Octets of a name; with `known`, suffixes that stand before `at` become pointers."""
    wire = b""
    rest = name[:-1] if name.endswith(".") else name
    while rest:
        key = fold(rest)
        if known is not None:
            if key in known:
                return wire + struct.pack("!H", 0xC000 | known[key])
            if at + len(wire) < 0x4000:
                known[key] = at + len(wire)
        label, _, rest = rest.partition(".")
        octets = label.encode("latin-1")
        if not 0 < len(octets) < 64:
            raise ValueError("bad label in " + name)
        wire += bytes([len(octets)]) + octets
    return wire + b"\0"


def name_from_wire(message, at):
    """(name, offset behind it) of an uncompressed name, as in a question."""
    labels = []
    while True:
        length = message[at]
        at += 1
        if length == 0:
            return ".".join(labels), at
        if length > 63 or at + length > len(message):
            raise ValueError("bad name")
        labels.append(message[at:at + length].decode("latin-1"))
        at += length


def data_to_wire(rtype, data):
    if rtype == "A":
        return ipaddress.IPv4Address(data).packed
    if rtype == "AAAA":
        return ipaddress.IPv6Address(data).packed
    if rtype == "MX":
        return struct.pack("!H", data[0]) + name_to_wire(data[1])
    if rtype in ("TXT", "SPF"):
        strings = [s.encode("latin-1") for s in data] or [b""]
        pieces = [s[i:i + 255] for s in strings for i in range(0, max(len(s), 1), 255)]
        return b"".join(bytes([len(piece)]) + piece for piece in pieces)
    if rtype == "SOA":
        return (name_to_wire("ns." + data) + name_to_wire("hostmaster." + data)
                + struct.pack("!5I", 1, 7200, 3600, 1209600, TTL))
    if rtype == "NS" and "." in data:
        return name_to_wire("ns." + data)
    return name_to_wire(data)


def parse_query(message):
    """(id, flags, name, type, class, octets of the question, payload or None); raises on rubbish."""
    ident, flags, questions, _, _, additional = struct.unpack_from("!6H", message)
    if flags & 0x8000 or questions != 1:
        raise ValueError("no query")
    name, at = name_from_wire(message, 12)
    rtype, rclass = struct.unpack_from("!2H", message, at)
    end = at + 4
    payload = None
    if additional and len(message) >= end + 11 and message[end] == 0:
        opt, payload = struct.unpack_from("!2H", message, end + 1)
        payload = max(512, payload) if opt == 41 else None
    return ident, flags, name, rtype, rclass, message[12:end], payload


class Reply:
    def __init__(self, query):
        ident, flags, self.name, self.rtype, _, self.question, self.payload = parse_query(query)
        self.ident = ident
        self.flags = 0x8080 | (flags & 0x0100)  # QR, RA; RD as asked
        self.known = {}
        self.body = b""
        self.counts = [0, 0]

    def add(self, section, owner, rtype, data):
        at = 12 + len(self.question) + len(self.body)
        rdata = data_to_wire(rtype, data)
        self.body += name_to_wire(owner, self.known, at)
        self.body += struct.pack("!HHIH", TYPES[rtype], 1, TTL, len(rdata)) + rdata
        self.counts[section] += 1

    def finish(self, rcode, limit):
        opt = b"" if self.payload is None else struct.pack("!BHHIH", 0, 41, 1232, 0, 0)
        flags, body, counts = self.flags | rcode, self.body, self.counts
        if 12 + len(self.question) + len(body) + len(opt) > limit:
            flags, body, counts = flags | 0x0200, b"", [0, 0]
        head = struct.pack("!6H", self.ident, flags, 1, counts[0], counts[1], 1 if opt else 0)
        return head + self.question + body + opt


def answer_query(world, query, over_tcp):
    """The reply's octets, or None for none."""
    try:
        reply = Reply(query)
        if reply.name:
            name_to_wire(reply.name, reply.known, 12)
    except (ValueError, IndexError, struct.error):
        return None
    limit = 65535 if over_tcp else (reply.payload or 512)
    rtype = TYPE_NAMES.get(reply.rtype)
    if rtype is None:
        return reply.finish(NOTIMP, limit)
    try:
        rcode, records, soa = world.resolve(reply.name, rtype)
    except Timeout:
        return None
    except Failure as failure:
        return reply.finish(failure.rcode, limit)
    for owner, kind, data in records:
        reply.add(0, owner, kind, data)
    if soa is not None:
        reply.add(1, soa, "SOA", soa)
    return reply.finish(rcode, limit)
