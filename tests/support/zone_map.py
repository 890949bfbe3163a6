# SPDX-License-Identifier: MIT
"""Which zones of some zone files are served where, and which of them a resolver comes to.

    zones = [read_zone(path), …]
    served_at(zones)          {address: its zones}
    server_addresses(zones)   all addresses of all name servers
    way_to(zone, zones)       the delegation by which a resolver comes to a zone
    Zone: path, origin, key, servers, cuts, hosts. Names are in small letters with a final dot.

A zone is served by the name servers that its own origin names, at their addresses in any of the
files. A server that gets no zone that way has those that a zone above delegates to it. A resolver
begins at the zones without one above them and follows delegations. nsd-checkzone reads the files.
"""
import functools
import hashlib
import os
import subprocess
from collections import defaultdict

import lab
import server_config


class Zone:
    def __init__(self, path, digest, origin, records):
        self.path, self.origin = path, origin
        self.key = (origin, digest)  # the same for files that say the same
        self.servers = set()  # names at the origin
        self.cuts = defaultdict(set)  # the same below it: owner → names
        self.hosts = defaultdict(set)  # name → addresses
        for owner, kind, data in records:
            if kind in ("A", "AAAA"):
                self.hosts[owner].add(data)
            elif kind == "NS" and owner == origin:
                self.servers.add(data.lower())
            elif kind == "NS":
                self.cuts[owner].add(data.lower())

    def holds(self, name):
        return is_within(name, self.origin)

    def cut_above(self, name):
        """The delegation that leads away from this zone on the way to a name, if there is one."""
        ways = [owner for owner in self.cuts if is_within(name, owner)]
        return min(ways, key=len, default=None)


def is_within(name, top):
    return top == "." or name == top or name.endswith("." + top)


def list_records(text):
    """Owner, type and data of the records in what nsd-checkzone -p prints; of those that take
    several lines only the first one."""
    origin = owner = "."
    for line in text.splitlines():
        fields = line.split("\t")
        if line.startswith("$ORIGIN"):
            origin = line.split()[1].lower()
        elif len(fields) > 4 and fields[2] == "IN":
            if fields[0]:
                owner = os.fsdecode(server_config.full(os.fsencode(fields[0]),
                                                       os.fsencode(origin))).lower()
            yield owner, fields[3], fields[4]


@functools.lru_cache(512)
def print_zone(origin, content):
    """The zone as nsd-checkzone prints it. The same few files are everywhere."""
    run = subprocess.run(["nsd-checkzone", "-p", origin, "/dev/stdin"], input=content,
                         env=lab.ENVIRONMENT, capture_output=True, check=False)
    if run.returncode:
        raise lab.LabError(os.fsdecode(run.stdout + run.stderr))
    return os.fsdecode(run.stdout)


def read_zone(path):
    with open(path, "rb") as file:
        content = file.read()
    origin = server_config.origin_of(path).rstrip(".") + "."
    return Zone(path, hashlib.sha256(content).hexdigest(), origin,
                list_records(print_zone(origin, content)))


def addresses_of(names, zones):
    return {address for name in names for zone in zones if zone.holds(name)
            for address in zone.hosts.get(name, ())}


def server_addresses(zones):
    return addresses_of({name for zone in zones
                         for names in (zone.servers, *zone.cuts.values()) for name in names}, zones)


def served_at(zones):
    served = defaultdict(list)
    delegated = defaultdict(list)
    for zone in zones:
        for address in addresses_of(zone.servers, zones):
            served[address].append(zone)
        above = set().union(*(other.cuts.get(zone.origin, ()) for other in zones))
        for address in addresses_of(above, zones):
            delegated[address].append(zone)
    return {**delegated, **served}


def way_to(zone, zones):
    """The delegation by which a resolver comes to the zone: its owner; "" for one without a zone
    above it, None for one that no resolver comes to."""
    cut = ""
    while True:
        here = min((other for other in zones
                    if is_within(other.origin, cut or ".") and other.holds(zone.origin)),
                   key=lambda other: len(other.origin))
        if here is zone:
            return cut
        cut = here.cut_above(zone.origin)
        if cut is None:
            return None
