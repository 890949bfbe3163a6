# SPDX-License-Identifier: MIT
"""The laboratory of one case of tests/cases after the other. It lives in a network where every
address is local (own_network), so that each zone is served where its own records say, on port 53,
and nothing that is asked can leave.

    with CaseLab() as laboratory:
        options = laboratory.set_up(folder, names)    the case's folder and its zone files;
        …                                             what the plugin has to be told
        options = laboratory.set_up(folder2, names2)  the next case

zone_map.py says which zones are served where; one nsd stands at all addresses with the same zones.
Zones without a known address are in one more, which only the resolver, an unbound, knows. It comes
to all others from the topmost ones. An nsd that the next case wants again stays. rdap.json is sent
by nginx, with its errorCode as the status; whois.txt on port 43.

A file `servers` in the case's folder changes that, a line each; # begins a comment:
  ADDRESS refuse|silent|closed    serves no zone; receives and says nothing; ICMP says there is none
  ADDRESS zones FILE...           has these versions of its zones, or zones more than before; their
                                  names do not begin with "zone"
  resolver refuse|silent|closed   the same for the resolver
  resolver zones FILE...          knows these versions of zones, as one that has kept them would
  resolver asked NAME TYPE        has the answer in its cache when the plugin comes
  ADDRESS later WORDS...          does this, as above, after the resolver was asked
  resolver impatient              gives up silent servers within a second, not after ten
  resolver option LINE            one more line of its configuration
  signed FILE...                  these zones are signed, and the resolver validates; opt-out FILE...
                                  the same as large registries do it, with NSEC3 and opt-out
  broken FILE...                  a signed zone above has the DS record of another key
  intercept                       whoever is asked on port 53, the resolver replies in his place
  blocked [closed]                questions to all others are lost, or refused by ICMP
  rdap status CODE [retry-after SECONDS] | silent | closed
  whois silent | closed
A resolver that alone can be reached (intercept, blocked) asks its zones elsewhere. Where servers
differ it asks any of them: "resolver zones" tells what it shall have got.
"""
import json
import os
import socket
import socketserver
import threading
import time
from collections import defaultdict

import lab
import server_config
import zone_map
import zone_sign

RESOLVER, RESOLVER_PORT = "127.0.0.53", 5353
LOOPBACK = "127.0.0.1"  # all else that has no address of its own
DNS_PORT, BEHIND_PORT, RDAP_PORT, WHOIS_PORT = 53, 5300, 8043, 43
IPV6_FREEBIND = 78
VALIDATING = ['module-config: "validator iterator"']
IMPATIENT = ["infra-cache-max-rtt: 100", "unknown-server-time-limit: 50", "outbound-msg-retry: 1"]
SITE = """    server {{
        listen {address}:{port};
        location /domain/ {{ {action} }}
        location = /rdap.json {{ internal; root {root}; {headers} }}
    }}
"""


class Setting:
    """What the file `servers` says."""

    def __init__(self, path):
        self.path = path
        self.servers = {}  # address → words
        self.later = {}  # the same
        self.asked = []  # names and types
        self.signed = {}  # file → options
        self.broken = []  # files
        self.resolver = []
        self.options = []  # of the resolver
        self.intercept = False
        self.blocked = []
        self.rdap = []
        self.whois = []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    words = line.partition("#")[0].split()
                    if words and not self.take(words, line):
                        raise lab.LabError(f"{path}:{number}: not understood")

    def take(self, words, line):
        match words:
            case ["intercept"]:
                self.intercept = True
            case ["blocked"] | ["blocked", "closed"]:
                self.blocked = words
            case ["resolver", "impatient"]:
                self.options += IMPATIENT
            case ["resolver", "option", *_]:
                self.options.append(line.partition("option")[2].strip())
            case ["resolver", "asked", name, kind] if kind in lab.TYPES:
                self.asked.append((name, kind))
            case ["signed", _, *_]:
                self.signed |= {name: [] for name in words[1:]}
            case ["opt-out", _, *_]:
                self.signed |= {name: zone_sign.OPT_OUT for name in words[1:]}
            case ["broken", _, *_]:
                self.broken += words[1:]
            case ["rdap", "status", _] | ["rdap", "status", _, "retry-after", _]:
                self.rdap = words[1:]
            case ["rdap" | "whois", "silent" | "closed"]:
                setattr(self, words[0], words[1:])
            case ["resolver", *does] if is_behaviour(does):
                self.resolver = does
            case [address, "later", *does] if is_behaviour(does):
                self.later[address] = does
            case [address, *does] if is_behaviour(does):
                self.servers[address] = does
            case _:
                return False
        return True

    def versions(self, words):
        """The zones of ["zones", FILE, …]."""
        folder = os.path.dirname(self.path)
        return [zone_map.read_zone(os.path.join(folder, name)) for name in words[1:]]


def is_behaviour(words):
    return words in (["refuse"], ["silent"], ["closed"]) or (words[:1] == ["zones"] and words[1:])


def speaks(words, path):
    """Whether a case has a registry: by its file, or by what `servers` says of it."""
    return bool(words) or os.path.exists(path)


def error_code(body):
    """That of an RDAP error object."""
    try:
        code = int(json.loads(body)["errorCode"])
    except (ValueError, KeyError, TypeError):
        return None
    return code if 400 <= code < 600 else None


def has_registry(folder):
    """Whether anybody tells of registrations in this case."""
    setting = Setting(os.path.join(folder, "servers"))
    return (speaks(setting.rdap, os.path.join(folder, "rdap.json"))
            or speaks(setting.whois, os.path.join(folder, "whois.txt")))


def replace(zones, versions):
    origins = [zone.origin for zone in versions]
    return [zone for zone in zones if zone.origin not in origins] + versions


class Whois(socketserver.BaseRequestHandler):
    """One line, one reply."""

    def handle(self):
        if self.request.makefile("rb").readline(1024).endswith(b"\n"):
            self.request.sendall(self.server.text)


class WhoisServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address, text):
        super().__init__(address, Whois)
        self.text = text
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class CaseLab(lab.Servers):
    def __init__(self):
        super().__init__()
        self.started = {}  # name → what it is: it stays as long as the same is wanted
        self.count = 0
        self.case = 0
        self.wanted = []  # by the next case
        self.open = []  # sockets and servers in this process

    def __exit__(self, *error):
        self.close_sockets()
        super().__exit__(*error)

    def set_up(self, folder, names):
        """Starts the servers of a case, ends those of the last one. Returns the options for it."""
        setting = Setting(os.path.join(folder, "servers"))
        zones = [zone_map.read_zone(os.path.join(folder, name)) for name in names]
        if setting.signed:
            zones, anchors = zone_sign.sign(zones, setting.signed, setting.broken, self.folder)
            setting.options += VALIDATING
            setting.options += [f'trust-anchor: "{anchor}"' for anchor in anchors]
        self.case += 1
        self.close_sockets()
        silent = self.start_all(setting, zones, folder)
        if setting.asked:
            for question in setting.asked:
                lab.ask(RESOLVER, RESOLVER_PORT, *question)
            time.sleep(1.1)  # TTLs count whole seconds
            setting.servers |= setting.later
            silent = self.start_all(setting, zones, folder)
        for address, port in silent:
            self.be_silent(address, port, socket.SOCK_DGRAM)
        self.serve_registries(setting, folder)
        return ["-s", f"{RESOLVER}@{RESOLVER_PORT}", *self.registry_options(setting, folder)]

    def start_all(self, setting, zones, folder):
        """Returns addresses and ports that shall be silent."""
        self.wanted = []
        silent = self.plan_names(setting, zones)
        self.plan_rdap(setting, folder)
        self.run()
        return silent

    # --- DNS ---

    def plan_names(self, setting, zones):
        """All that speaks DNS. Returns addresses and ports that shall be silent."""
        homes = zone_map.served_at(zones)
        served = {} if setting.intercept or setting.blocked else dict(homes)
        silent = []
        for address, words in setting.servers.items():
            served.pop(address, None)
            if words[0] == "zones":
                served[address] = replace(homes.get(address, []), setting.versions(words))
            elif words[0] == "refuse":
                served[address] = []
            elif words[0] == "silent":
                silent.append((address, DNS_PORT))
        everyone = zone_map.server_addresses(zones) | set(setting.servers)
        if setting.blocked == ["blocked"]:
            silent += [(address, DNS_PORT) for address in everyone]
        if setting.resolver[:1] == ["silent"]:
            silent.append((RESOLVER, RESOLVER_PORT))
        self.plan_servers(served)
        if setting.resolver[:1] not in (["silent"], ["closed"]):
            self.plan_resolver(setting, zones, homes, everyone)
        return silent

    def plan_servers(self, served):
        """One nsd for all addresses with the same zones."""
        groups = defaultdict(list)
        for address in sorted(served):
            groups[tuple(sorted(zone.key for zone in served[address]))].append(address)
        for addresses in groups.values():
            self.plan_nsd(addresses, DNS_PORT, served[addresses[0]])

    def plan_nsd(self, addresses, port, zones):
        more = [f"  ip-address: {address}@{port}\n" for address in addresses[1:]]

        def configure(folder):
            text = server_config.nsd(folder, addresses[0], port, *(zone.path for zone in zones))
            return "".join([text, "server:\n  ip-freebind: yes\n", *more])

        self.want(["nsd", "-d"], configure, (addresses[0], port),
                  (addresses, port, sorted(zone.key for zone in zones)))

    def plan_resolver(self, setting, zones, homes, everyone):
        """Zones without another zone above them, and those that nobody could be referred to, are
        where it begins. All of them where it alone can be reached: they are behind it then."""
        more = ["server:\n", *(f"  {option}\n" for option in setting.options)]
        networks = {LOOPBACK, *homes, *setting.servers}
        is_behind = setting.intercept or setting.blocked or setting.resolver[:1] == ["zones"]
        if setting.resolver[:1] == ["zones"]:
            zones = replace(zones, setting.versions(setting.resolver))
        ways = {zone: zone_map.way_to(zone, zones) for zone in zones}
        reached = [zone for zone in zones if ways[zone] is not None]
        if is_behind:
            networks = {LOOPBACK}
            self.plan_nsd([LOOPBACK], BEHIND_PORT, reached)
            stubs = [(zone.origin, [f"{LOOPBACK}@{BEHIND_PORT}"]) for zone in reached]
        else:
            stubs = self.plan_stubs(reached, ways, homes)
        if setting.intercept:
            more += [f"  interface: {address}@{DNS_PORT}\n" for address in sorted(everyone)]
            more += ["  ip-freebind: yes\n", "  access-control: 0.0.0.0/0 allow_setrd\n",
                     "  access-control: ::/0 allow_setrd\n"]
        if setting.resolver[:1] == ["refuse"]:
            more.append("  access-control: 127.0.0.0/16 refuse\n")
        if any(":" in address for address in networks):
            more.append("  do-ip6: yes\n  outgoing-interface: ::1\n")
        self.want(["unbound", "-d"], lambda folder: server_config.resolver(
            folder, RESOLVER, RESOLVER_PORT, stubs, sorted(networks)) + "".join(more),
            (RESOLVER, RESOLVER_PORT))

    def plan_stubs(self, reached, ways, homes):
        stubs = []
        homeless = []
        for zone in reached:
            addresses = sorted(address for address in homes if zone in homes[address])
            if not addresses:
                homeless.append(zone)
                stubs.append((zone.origin, [f"{LOOPBACK}@{DNS_PORT}"]))
            elif ways[zone] != zone.origin:
                stubs.append((zone.origin, [f"{address}@{DNS_PORT}" for address in addresses]))
        if homeless:
            self.plan_nsd([LOOPBACK], DNS_PORT, homeless)
        return stubs

    # --- registries ---

    def plan_rdap(self, setting, folder):
        path = os.path.join(folder, "rdap.json")
        if setting.rdap[:1] in (["silent"], ["closed"]) or not speaks(setting.rdap, path):
            return
        status, headers, body = 200, "", b""
        if os.path.exists(path):
            with open(path, "rb") as file:
                body = file.read()
            status = error_code(body) or status
        if setting.rdap:
            status = int(setting.rdap[1])
            if setting.rdap[3:]:
                headers = f"add_header Retry-After {setting.rdap[3]} always;"
        action = f"{headers} return {status} '';"
        if body:
            action = ("rewrite ^ /rdap.json last;" if status == 200
                      else f"error_page {status} /rdap.json; return {status};")
        self.want(["nginx", "-e", "stderr"], lambda own: server_config.nginx(own, SITE.format(
            address=LOOPBACK, port=RDAP_PORT, action=action, root=folder,
            headers=headers)), (LOOPBACK, RDAP_PORT), is_there=lab.accepts)

    def serve_registries(self, setting, folder):
        """What this process serves itself."""
        path = os.path.join(folder, "whois.txt")
        if setting.rdap == ["silent"]:
            self.be_silent(LOOPBACK, RDAP_PORT, socket.SOCK_STREAM)
        if setting.whois == ["silent"]:
            self.be_silent(LOOPBACK, WHOIS_PORT, socket.SOCK_STREAM)
        elif not setting.whois and os.path.exists(path):
            with open(path, "rb") as file:
                self.open.append(WhoisServer((LOOPBACK, WHOIS_PORT), file.read()))

    def registry_options(self, setting, folder):
        """A registry that the case does not have is one that nobody knows."""
        if speaks(setting.rdap, os.path.join(folder, "rdap.json")):
            options = ["--no-cache", "--rdap-url", f"http://{LOOPBACK}:{RDAP_PORT}/"]
        else:
            nobody = os.path.join(self.folder, "nobody.json")
            with open(nobody, "w", encoding="ascii") as file:
                file.write('{"version": "1.0", "services": []}')
            options = ["--no-cache", "--rdap-bootstrap", nobody]
        if speaks(setting.whois, os.path.join(folder, "whois.txt")):
            options += ["--whois-server", f"{LOOPBACK}@{WHOIS_PORT}"]
        return options

    # --- processes and sockets ---

    def want(self, argv, configure, at, what=None, is_there=lab.answers):
        """`what` tells a running one that does as well; None: a new one for each case."""
        self.wanted.append((argv, configure, at, what or (*argv, self.case), is_there))

    def run(self):
        """Ends what is not wanted, starts what is missing, all at once, and waits for it."""
        wanted = [what for _, _, _, what, _ in self.wanted]
        useless = [name for name, what in self.started.items()
                   if what not in wanted or self.servers[name].poll() is not None]
        for name in useless:
            del self.started[name]
        self.stop(*useless)
        waits = []
        for argv, configure, at, what, is_there in self.wanted:
            if what not in self.started.values():
                self.count += 1
                name = f"{argv[0]}-{self.count}"
                self.start_configured(name, argv, configure)
                self.started[name] = what
                waits.append((name, *at, is_there))
        for wait in waits:
            self.wait_answers(*wait)

    def be_silent(self, address, port, kind):
        """Takes what comes and never looks at it."""
        silent = socket.socket(lab.family_of(address), kind)
        self.open.append(silent)
        if silent.family == socket.AF_INET6:
            silent.setsockopt(socket.IPPROTO_IPV6, IPV6_FREEBIND, 1)
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        silent.bind((address, port))
        if kind == socket.SOCK_STREAM:
            silent.listen()

    def close_sockets(self):
        for sockets in self.open:
            sockets.close()
        self.open = []
