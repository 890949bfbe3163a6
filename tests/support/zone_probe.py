#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Asks check_ses_spf for many names and types, and compares two sets of saved answers.

Usage: zone_probe.py names ZONE...              the names worth asking: owners, their parents, names below
       zone_probe.py driver NAMES >ZONEFILE     a zone probe.example whose SPF records make the plugin ask
                                                TXT, A, AAAA and MX of every name; dN.probe.example each BATCH
       zone_probe.py compare LEFT RIGHT NAMES   folders of transcripts (--save): every question of both must
                                                have the same answer; what says nothing about the name is
                                                left out (id, AA, RA, TTLs, order, helping sections)
NAMES is a file, a name a line. compare prints "ok - TYPE: …" or "not ok - …" and exits 1 for the latter.
"""
import base64
import collections
import glob
import json
import struct
import sys

BATCH = 25
TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 39: "DNAME"}


def owners(path):
    """Owner names of a zone file whose owners stand at the beginning of lines."""
    origin = ""
    with open(path, encoding="ascii") as file:
        for line in file:
            if line.startswith("$ORIGIN"):
                origin = line.split()[1]
            elif line[0] not in " \t\n;$":
                owner = line.split()[0]
                yield (origin if owner == "@" else owner + "." + origin).rstrip(".").lower()


def names(paths):
    found = set()
    for path in paths:
        for owner in owners(path):
            labels = owner.split(".")
            found.update(".".join(labels[n:]) for n in range(len(labels) - 2))
            found.update([owner, "x." + owner, "x.y." + owner])
    found.update(["www.example.org", "x.example", "example.com.example.net", "EXAMPLE.com", "Mail.Example.Com"])
    return sorted(found)


def driver(path):
    with open(path, encoding="ascii") as file:
        wanted = file.read().split()
    print("$ORIGIN probe.example.\n$TTL 300\n@ IN SOA ns hostmaster 1 7200 3600 1209600 60\n@ IN NS ns.example.com.")
    print('p IN TXT "v=spf1 ptr -all"')
    for number, start in enumerate(range(0, len(wanted), BATCH), 1):
        terms = " ".join("include:%s a:%s mx:%s" % (name, name, name) for name in wanted[start:start + BATCH])
        text = "v=spf1 " + terms + " -all"
        pieces = [text[at:at + 255] for at in range(0, len(text), 255)]
        print("d%d IN TXT %s" % (number, " ".join('"%s"' % piece for piece in pieces)))


class Message:
    """A reply, decoded only as far as it is compared."""

    def __init__(self, wire):
        self.wire = wire
        flags, questions, answers, authorities, _ = struct.unpack_from("!5H", wire, 2)
        self.rcode = flags & 15
        at = 12
        for _ in range(questions):
            at = self.name(at)[1] + 4
        self.answers, at = self.records(at, answers)
        self.authorities, at = self.records(at, authorities)

    def name(self, at):
        labels, end = [], None
        while True:
            length = self.wire[at]
            if length >= 0xC0:
                end = end or at + 2
                at = struct.unpack_from("!H", self.wire, at)[0] & 0x3FFF
                continue
            at += 1
            if length == 0:
                return ".".join(labels).lower() or ".", end or at
            labels.append(self.wire[at:at + length].decode("latin-1"))
            at += length

    def records(self, at, count):
        result = []
        for _ in range(count):
            owner, at = self.name(at)
            rtype, _, _, length = struct.unpack_from("!HHIH", self.wire, at)
            at += 10
            result.append((owner, TYPES.get(rtype, rtype), self.data(rtype, at, length)))
            at += length
        return result, at

    def data(self, rtype, at, length):
        if rtype in (2, 5, 12, 39):
            return self.name(at)[0]
        if rtype == 15:
            return "%d %s" % (struct.unpack_from("!H", self.wire, at)[0], self.name(at + 2)[0])
        if rtype == 6:
            primary, at = self.name(at)
            mailbox, at = self.name(at)
            return "%s %s %d %d %d %d %d" % ((primary, mailbox) + struct.unpack_from("!5I", self.wire, at))
        return self.wire[at:at + length].hex()

    def meaning(self, rtype):
        """What a question of this type learns."""
        if self.rcode not in (0, 3):
            return "rcode %d" % self.rcode
        lines = ["rcode %d" % self.rcode] + sorted("%s %s %s" % record for record in self.answers)
        if not any(record[1] == rtype for record in self.answers):
            lines += ["negative by %s %s" % (owner, data) for owner, kind, data in self.authorities if kind == "SOA"]
        return "\n".join(lines)


def answers(folder):
    result = {}
    for path in sorted(glob.glob(folder + "/*")):
        with open(path, encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                if "ask" not in entry:
                    continue
                key = (entry["ask"]["type"], entry["ask"]["name"])
                wire = entry["answer"].get("wire")
                if wire is None:
                    result[key] = "no answer: " + entry["answer"]["class"]
                else:
                    result[key] = (entry["answer"]["class"] + "\n"
                                   + Message(base64.b64decode(wire)).meaning(entry["ask"]["type"]))
    return result


def same(left, right):
    """An alias that leads to itself is no answer either way: unbound says SERVFAIL, a zone file shows it."""
    return left == right or (left or "").startswith("loop\n") and right == "servfail\nrcode 2"


def compare(left_folder, right_folder, names_path):
    left, right = answers(left_folder), answers(right_folder)
    counts, differing = collections.Counter(), collections.defaultdict(list)
    for key in sorted(left.keys() | right.keys()):
        counts[key[0]] += 1
        if not same(left.get(key), right.get(key)):
            differing[key[0]].append(key)
    for rtype in sorted(counts):
        bad = differing[rtype]
        print("%sok - %s: %d questions, %d with another answer" % ("not " if bad else "", rtype, counts[rtype], len(bad)))
        for key in bad:
            for side, known in (("zone file", left), ("servers", right)):
                print("    %s %s by %s: %s" % (*key, side, ascii(known.get(key, "not asked")).replace("\\n", " / ")))
    with open(names_path, encoding="ascii") as file:
        wanted = {(rtype, name.lower()) for name in file.read().split() for rtype in ("TXT", "A", "AAAA", "MX")}
    missing = sorted(wanted - left.keys())
    print("%sok - every name was asked for TXT, A, AAAA and MX" % ("not " if missing else ""))
    for key in missing:
        print("    not asked: %s %s" % key)
    return not missing and not any(differing.values())


def main():
    mode, rest = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if mode == "names":
        print("\n".join(names(rest)))
    elif mode == "driver":
        driver(rest[0])
    elif mode == "compare":
        sys.exit(0 if compare(*rest) else 1)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
