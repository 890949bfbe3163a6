#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Configurations of the laboratory's servers: the templates beside this file, filled in.

Usage: server_config.py nsd FOLDER ADDRESS PORT ZONEFILE...
       server_config.py unbound FOLDER ADDRESS PORT SERVER ORIGIN...   asks SERVER for these zones
       server_config.py origin ZONEFILE                                the name of its zone
Each prints what it made.
"""
import ipaddress
import os
import re
import string
import sys

# Parts of names that unbound answers by itself unless told not to (its built-in local zones).
LOCAL_ZONES = (
    ["test", "invalid", "onion", "home.arpa", "localhost", "0.in-addr.arpa", "10.in-addr.arpa",
     "127.in-addr.arpa", "254.169.in-addr.arpa", "168.192.in-addr.arpa", "2.0.192.in-addr.arpa",
     "100.51.198.in-addr.arpa", "113.0.203.in-addr.arpa", "255.255.255.255.in-addr.arpa",
     "d.f.ip6.arpa", "8.e.f.ip6.arpa", "9.e.f.ip6.arpa", "a.e.f.ip6.arpa", "b.e.f.ip6.arpa",
     "8.b.d.0.1.0.0.2.ip6.arpa"]
    + [f"{octet}.172.in-addr.arpa" for octet in range(16, 32)]
    + [f"{octet}.100.in-addr.arpa" for octet in range(64, 128)])


def fill_in(template, folder, address, port):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), template)
    with open(path, encoding="ascii") as text:
        return string.Template(text.read()).substitute(folder=folder, address=address, port=port)


def full(name, origin):
    """A name of a zone file with the origin behind it, when it is a relative one."""
    if name == b"@":
        return origin
    if name.endswith(b"."):
        return name
    return name + b"." + origin.lstrip(b".")


def origin_of(zonefile):
    """The owner of the first SOA record, with $ORIGIN applied, without the final dot."""
    origin, owner = b".", b"."
    with open(zonefile, "rb") as lines:
        for line in lines:
            if re.match(rb"\$ORIGIN[ \t]", line):
                origin = full(line.split()[1], origin)
            elif re.match(rb"[^\s;($]", line):
                owner = full(line.split()[0], origin)
            if re.search(rb"[ \t]SOA[ \t]", line, re.IGNORECASE):
                return os.fsdecode(owner.lower()[:-1] or b".")
    raise ValueError(f"{zonefile} has no SOA record")


def nsd(folder, address, port, *zonefiles):
    zones = [f'zone:\n  name: "{origin_of(file)}"\n  zonefile: "{os.path.abspath(file)}"\n'
             for file in zonefiles]
    return fill_in("nsd.conf.in", folder, address, port) + "".join(zones)


def closed(*networks):
    """All addresses outside these networks, as networks."""
    for everything in ("0.0.0.0/0", "::/0"):
        rest = {ipaddress.ip_network(everything)}
        for network in map(ipaddress.ip_network, networks):
            for whole in [part for part in rest if part.version == network.version
                          and network.subnet_of(part)]:
                rest.remove(whole)
                rest.update(whole.address_exclude(network))
        yield from sorted(rest)


def resolver(folder, address, port, stubs, networks):
    """An unbound: stubs are zones and where their servers are, ADDRESS@PORT; networks are those
    that it may ask."""
    ours = [f'  local-zone: "{zone}." nodefault\n' for zone in LOCAL_ZONES]
    ours += [f"  do-not-query-address: {network}\n" for network in closed(*networks)]
    zones = [f'stub-zone:\n  name: "{origin}"\n' + "".join(f"  stub-addr: {server}\n"
                                                            for server in servers)
             for origin, servers in stubs]
    return "".join([fill_in("unbound.conf.in", folder, address, port), "server:\n", *ours, *zones])


def unbound(folder, address, port, server, *origins):
    return resolver(folder, address, port, [(origin, [f"{server}@{port}"]) for origin in origins],
                    ["127.0.0.0/8"])


def nginx(folder, *sites):
    """A web server in the foreground: `server { … }` blocks, and what else stands beside them; its files
    are RDAP's."""
    user = "user root root;" if os.geteuid() == 0 else ""
    temporary = "".join(f"    {kind}_temp_path {folder}/{kind};\n"
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit; {user}
events {{ worker_connections 128; }}
http {{
    access_log off; server_tokens off; types {{ }} default_type application/rdap+json;
{temporary}{"".join(sites)}}}
"""


def main(kind, *arguments):
    text = {"nsd": nsd, "unbound": unbound, "origin": origin_of}[kind](*arguments)
    sys.stdout.buffer.write(os.fsencode(text.rstrip("\n") + "\n"))


if __name__ == "__main__":
    main(*sys.argv[1:])
