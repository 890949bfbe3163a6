# SPDX-License-Identifier: MIT
"""A living world with sender domains, for schedulers that check it over and over: what is published,
held, run out or silent changes while they look on.

    enter_own_network(__file__, *PROGRAMS)
    with Servers() as servers:        both of lab.py
        world = SenderWorld(servers)
        world.options()               what a plugin has to be told: options by their long names
        shop = world.domains["shop.example"]     sender mail.shop.example; so is club.example
        shop.spf = None; shop.is_held = True; shop.days_left = 3; shop.registry = 503
        world.publish()               puts it all into effect, and waits until the servers say so
        world.stop_resolver(); world.start_resolver()

An nsd has the zones above and another one those at the DNS host; an unbound asks them; nginx is the
registry's RDAP server. What a resolver may keep, it keeps for a second.
"""
import datetime
import functools
import json
import os
import signal
import struct
import time

import lab as laboratory
import server_config

ABOVE, HOSTING, REGISTRY, RESOLVER = "198.18.0.2", "198.18.3.1", "127.0.0.43", "127.0.0.53"
DNS_PORT, RDAP_PORT = 53, 8043
PROGRAMS = ("nsd", "unbound", "nginx")
KEY = ("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqJy5BdqLrt1NuRFzMci7GIEZ878CYlNm+QRPNZ4ZLU/o"
       "Lx6G0G+JFNq7q5wwx0CD5fJ+pHvPJwnM0+ENPZm+mZ4Z1bb1qH/6JkwSbbGtwjoW9E5ru31ZpMUGIUsuH3+hUzCk"
       "cLpjmLFYc1oKtDe8/eyByw5YC4ZV2+1wLStvicZD8TjnGB6QwOQ7y02I4er76VEJKp0/e1hxMg7WLYHyThk4stqA"
       "CBwSJglrBjd18RaAUMuqmAUI5nVVHjjcTw5wqRbZInGjdoTRNGdxx7qG757MMZrKseNesjwlhRBgAPFl1wHn2BAU"
       "Js9durNny92Mt/iDjB7ofBxqx7bnIx82YQIDAQAB")
REFRESH = 3600
SOA = "$TTL 1\n@ SOA {server} hostmaster.{server} {serial} 3600 900 1209600 1\n  NS {server}\n"
EXAMPLE = """$ORIGIN example.
{soa}a.nic A {above}
hoster NS ns1.hoster
ns1.hoster A {hosting}
canary NS ns1.hoster
"""
COM = """$ORIGIN com.
{soa}qcloudmail NS ns1.hoster.example.
qq NS ns1.hoster.example.
"""
HOSTED = {
    "hoster.example": f"ns1 A {HOSTING}\n",
    "canary.example": "",
    "qcloudmail.com": '@ TXT "v=spf1 ip4:198.18.10.0/24 -all"\n',
    "qq.com": "mxbiz1 A 198.18.9.25\n",
}
SITE = """    server {{
        listen {address}:{port};
        root {root};
        location /domain/ {{ if (-f {root}/asleep$uri) {{ return 503; }} }}
    }}
"""


class Domain:
    """A registered domain whose sender is mail below it."""

    def __init__(self, name):
        self.name = name
        self.sender = "mail." + name
        self.spf = '"v=spf1 include:qcloudmail.com ~all"'  # as zone files have it; None: no record
        self.dkim = f'"v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"'
        self.dmarc = f'"v=DMARC1; p=quarantine; rua=mailto:dmarc@{name}"'
        self.is_held = False
        self.days_left = 300
        self.registry = 200  # the status of RDAP's replies: 200 or 503

    def records(self):
        text = "@ MX 10 mx\nmail MX 10 mx\nmx A 198.18.3.25\n_dmarc TXT \"v=DMARC1; p=none\"\n"
        for owner, record in (("mail", self.spf), ("qcloud._domainkey.mail", self.dkim),
                              ("_dmarc.mail", self.dmarc)):
            text += f"{owner} TXT {record}\n" if record else ""
        return text

    def rdap(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        dates = {"registration": now - datetime.timedelta(days=2000),
                 "expiration": now + datetime.timedelta(days=self.days_left, hours=1)}
        return {"objectClassName": "domain", "ldhName": self.name,
                "status": ["server hold"] if self.is_held else ["client transfer prohibited"],
                "nameservers": [{"objectClassName": "nameserver", "ldhName": "ns1.hoster.example"}],
                "events": [{"eventAction": action, "eventDate": date.strftime("%Y-%m-%dT%H:%M:%SZ")}
                           for action, date in dates.items()]}


class SenderWorld:
    def __init__(self, servers):
        self.servers = servers
        self.folder = servers.folder
        self.serial = 0
        self.domains = {name: Domain(name) for name in ("shop.example", "club.example")}
        for name in ("registry/domain", "registry/asleep/domain"):
            os.makedirs(os.path.join(self.folder, name))
        above, hosted = self.write_zones()
        self.write_registry()
        self.start_nsd("above", ABOVE, above)
        self.start_nsd("hosting", HOSTING, hosted)
        servers.start_configured("registry", ["nginx", "-e", "stderr"], lambda folder:
                                 server_config.nginx(folder, SITE.format(
                                     address=REGISTRY, port=RDAP_PORT,
                                     root=os.path.join(self.folder, "registry"))))
        self.start_resolver()
        servers.wait_answers("above", ABOVE, DNS_PORT)
        servers.wait_answers("hosting", HOSTING, DNS_PORT)
        servers.wait_answers("registry", REGISTRY, RDAP_PORT, laboratory.accepts)

    def start_nsd(self, name, address, zones):
        self.servers.start_configured(name, ["nsd", "-d"], lambda folder: server_config.nsd(
            folder, address, DNS_PORT, *zones) + "server:\n  ip-freebind: yes\n")

    def start_resolver(self):
        stubs = [(zone, [f"{ABOVE}@{DNS_PORT}"]) for zone in ("example", "com")]
        self.servers.start_configured("resolver", ["unbound", "-d"], lambda folder:
                                      server_config.resolver(folder, RESOLVER, DNS_PORT, stubs,
                                                             [ABOVE, HOSTING]))
        self.servers.wait_answers("resolver", RESOLVER, DNS_PORT)

    def stop_resolver(self):
        self.servers.stop("resolver")

    def options(self):
        """Options of the plugins, by their long names."""
        return {"server": RESOLVER, "rdap-url": f"http://{REGISTRY}:{RDAP_PORT}/",
                "no-cache": True}

    def argv(self):
        """The same as words of a command line."""
        words = []
        for name, value in self.options().items():
            words += ["--" + name] if value is True else ["--" + name, value]
        return words

    def publish(self):
        """Puts what was changed into effect: every server says so when this returns, and nothing
        older is in the resolver's cache."""
        self.write_zones()
        self.write_registry()
        for name, address, zone in (("above", ABOVE, "example"),
                                    ("hosting", HOSTING, "hoster.example")):
            self.servers.servers[name].send_signal(signal.SIGHUP)
            self.servers.wait(name, functools.partial(self.is_new, address, zone),
                              f"{name} does not read its zones again")
        time.sleep(2.1)  # TTLs count whole seconds, the last one included

    def is_new(self, address, zone):
        """Whether a server tells the last serial: it stands before the SOA's refresh."""
        numbers = struct.pack("!II", self.serial, REFRESH)
        return numbers in laboratory.query(address, DNS_PORT, zone, "SOA")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path + ".new", "w", encoding="ascii") as file:
            file.write(text)
        os.replace(path + ".new", path)
        return path

    def write_zones(self):
        """Returns the files of the zones above and of those at the DNS host."""
        self.serial += 1
        soa = SOA.format(server="a.nic.example.", serial=self.serial)
        cuts = "".join(f"{domain.name}. NS ns1.hoster\n" for domain in self.domains.values()
                       if not domain.is_held)
        above = [self.write("example.zone", EXAMPLE.format(soa=soa, above=ABOVE,
                                                           hosting=HOSTING) + cuts),
                 self.write("com.zone", COM.format(soa=soa))]
        soa = SOA.format(server="ns1.hoster.example.", serial=self.serial)
        zones = HOSTED | {domain.name: domain.records() for domain in self.domains.values()}
        hosted = [self.write(f"{name}.zone", f"$ORIGIN {name}.\n{soa}{text}")
                  for name, text in zones.items()]
        return above, hosted

    def write_registry(self):
        for domain in self.domains.values():
            for folder, status in (("domain", 200), ("asleep/domain", 503)):
                path = os.path.join(self.folder, "registry", folder, domain.name)
                if domain.registry == status:
                    self.write(path, json.dumps(domain.rdap()))
                elif os.path.exists(path):
                    os.remove(path)
