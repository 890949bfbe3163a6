# SPDX-License-Identifier: MIT
"""Signs zones of zone_map.py, with keys made on the spot: signatures that are kept run out.

    zones, anchors = sign(zones, {"zone": [], "zone3": OPT_OUT}, ["zone3"], folder)

Zones whose file the second argument names are signed, with these options of ldns-signzone, and
written to the folder. The signed zone above that delegates one has its DS record, and for a zone
whose file the third argument names, signed or not, that of another key: its data are bogus. The DS
records of zones without a signed one above are the anchors.
"""
import copy
import hashlib
import os
import subprocess
from collections import defaultdict

import lab
import zone_map

OPT_OUT = ["-n", "-p"]  # NSEC3 records that leave open whether there are more unsigned delegations
ALGORITHM = "ECDSAP256SHA256"  # keys are made in no time


def run(folder, *argv):
    done = subprocess.run(argv, cwd=folder, env=lab.ENVIRONMENT, capture_output=True, check=False)
    if done.returncode:
        raise lab.LabError(f"{' '.join(argv)}: {os.fsdecode(done.stdout + done.stderr)}")
    return os.fsdecode(done.stdout).strip()


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def make_key(zone, folder):
    """The name of its files in the folder without their ends: .key, .private, .ds."""
    return run(folder, "ldns-keygen", "-r", "/dev/urandom", "-a", ALGORITHM, "-k", zone.origin)


def zone_above(zone, zones):
    around = [other for other in zones
              if other.origin != zone.origin and zone_map.is_within(zone.origin, other.origin)]
    return max(around, key=lambda other: len(other.origin), default=None)


def sign_one(zone, key, options, more, folder):
    """The zone with more records, signed by the key."""
    source, path = os.path.join(folder, key + ".zone"), os.path.join(folder, key + ".signed")
    with open(source, "wb") as file:
        file.write(b"\n".join([read(zone.path), *more]))
    run(folder, "ldns-signzone", *options, "-o", zone.origin, "-f", path, source, key)
    signed = copy.copy(zone)
    signed.path = path
    signed.key = (zone.origin, hashlib.sha256(read(path)).hexdigest())
    return signed


def sign(zones, options, broken, folder):
    names = {zone: os.path.basename(zone.path) for zone in zones}
    keys = {zone: make_key(zone, folder) for zone in zones if names[zone] in options}
    trusted = {**keys, **{zone: make_key(zone, folder) for zone in zones if names[zone] in broken}}
    below, anchors = defaultdict(list), []
    for zone, key in trusted.items():
        above = zone_above(zone, zones)
        if above not in keys:
            anchors.append(os.fsdecode(read(folder, key + ".ds")).strip())
        elif zone.origin in above.cuts:
            below[above].append(read(folder, key + ".ds"))
    signed = [sign_one(zone, keys[zone], options[names[zone]], below[zone], folder)
              if zone in keys else zone for zone in zones]
    return signed, anchors
