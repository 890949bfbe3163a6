#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Generates SPF records, right ones and damaged ones, with the DNS data around them.

The same seed gives the same cases on every machine. Usage: spf_generate.py SEED COUNT >FILE
FILE is {"zone": {…}, "cases": [{"name", "kind", "ip", "sender", "helo"}, …]}; the zone has the form that
dns_world reads. Case N lives below cN.example; hosts that all cases share live below hosts.example.
"""
import ipaddress
import json
import random
import sys

HOSTS = 9
CLIENTS = (["192.0.2.%d" % n for n in range(1, HOSTS + 1)] + ["2001:db8::%x" % n for n in range(1, HOSTS + 1)]
           + ["198.51.100.%d" % n for n in range(1, 5)] + ["2001:db8:1::%x" % n for n in range(1, 3)]
           + ["::ffff:192.0.2.1", "::ffff:198.51.100.1"])
LOCAL_PARTS = ["alice", "bob", "strong-bad", "a.b.c", "user+tag", "x=y", "A.Mixed-Case", "postmaster", "r_o"]
HELOS = ["h1.hosts.example", "h2.hosts.example", "mail.hosts.example", "nowhere.hosts.example"]
QUALIFIERS = ["", "", "", "", "+", "-", "~", "?"]

# Terms that the grammar's corners allow (facts: where it bites). D is the case's own domain.
ODD_VALID = """
a:h1.1-2|a:h1.xn--p1ai|a:h1.hosts.example.|a:x:y.hosts.example|a:x/y.hosts.example|a/24|a//64|a/24//64
mx/24//64|a:h1.hosts.example/24|a:h1.hosts.example//120|a:h1.hosts.example/0|a:h1.hosts.example//0
ip6:::1|ip6:::ffff:192.0.2.1|ip4:192.0.2.77/24|ip4:0.0.0.0/0|ip6:::/0|ip6:2001:db8::/32|ip6:2001:DB8::1
ip6:2001:db8:0:0:0:0:0:1|ip6:2001:db8::192.0.2.1|ip4:192.0.2.1/32|ip6:2001:db8::1/128|ip4:192.0.2.1/0
ip4=192.0.2.1|include=h1.hosts.example|foo=|foo=a:b/c|foo=%{d}|foo=1 foo=2|foo=%%x|foo=%{i}|a.b-c_d=x
mx:%%|a:%_|a:%-|exists:%{d999999999999}.hosts.example|exists:%{l1r+}.users.hosts.example|a:%{d}
exists:%{L}.users.hosts.example|exists:%{l}.users.hosts.example|exists:%{s}.hosts.example
exists:%{ir}.%{v}.allow.hosts.example|exists:%{i}.allow.hosts.example|exists:%{o2}.hosts.example
exists:%{lr-}.users.hosts.example|exists:%{l-}.users.hosts.example|exists:%{d1r}.users.hosts.example
exists:%{h}|exists:%{h2}|a:%{h}|include:%{d}.none.example|exists:%{i1R}.allow.hosts.example
exists:%{l+-.,/_=}.users.hosts.example|exists:%{lr.-}.users.hosts.example|a:%{o}|a:%{d2}|mx:%{d}
exists:%{p}.hosts.example|a:%{p}|A|MX|PTR|IP4:192.0.2.1|Include:i.D|EXISTS:h1.hosts.example|-ALL
exp=e.D|EXP=e.D|redirect=i.D|Redirect=i.D|ptr:hosts.example|a:.hosts.example|a:h1..hosts.example
include:two.hosts.example|include:slow.hosts.example|redirect=none.hosts.example|redirect=two.hosts.example
mx:slow.hosts.example|a:slow.hosts.example|exists:slow.hosts.example|include:i.D.|include:loop.hosts.example
a:alias.hosts.example|a:dangling.hosts.example|mx:alias.hosts.example|include:alias.hosts.example
mx:nullmx.hosts.example|mx:hosts.example|ptr:h1.hosts.example|ptr:nothing.example|all|+all|?all|~all
"""

# Terms that the grammar forbids: permerror wherever they stand.
DAMAGED = """
a:localhost|ptr:example|include:spf|mx:com.|a:192.0.2.1|include:x.123|a:h.-x|a:h.x-|a:h._x|a:h.example:25|a:h.example..
a:|include:|exp=|redirect=|exists|include|ip4|ptr:|ip6|ip4:|ip6:|exists:|mx:
a/24/64|a/033|a/33|a//129|a/|a//|include:h1.hosts.example/24|ptr/24|all/0|exists:h1.hosts.example/8|a///24
mx/33|mx//129|a/-1|a/ 24|a:h1.hosts.example/|a:h1.hosts.example//|a/24//|ip4:192.0.2.0/|ip6:2001:db8::/
ip4:192.0.2|ip4:192.0.2.01|ip4:192.0.2.1:25|ip4:192.0.2.0//24|ip4:2001:db8::1|ip6:192.0.2.1|ip4:192.0.2.256
ip6:fe80::1%eth0|ip4:192.0.2.0/33|ip4:192.0.2.0/024|ip6:2001:db8::/129|ip6:2001:db8:::1|ip6:2001:db8|ip6:1:2:3
ip4:192.0.2.1.5|ip4:a.b.c.d|ip6:::g|ip6:2001:db8::1::2|ip6:12345::1
redirect:h1.hosts.example|-redirect=h1.hosts.example|+exp=e.D|all=x:y all:|all:x|all.
foo=%x|foo=%{q}|=x|1a=x|_a=x|foo=%{d|foo=%|foo=%{}|foo=%{d0}|foo=%{d.r}
redirect=i.D redirect=i.D|exp=e.D exp=e.D|redirect=i.D Redirect=i.D
ipv4:192.0.2.1|ip:192.0.2.1|include h1.hosts.example|ip4: 192.0.2.1|-all;|\u0096all|prt|ipv6:2001:db8::1
\u00e2\u0080\u0093all|include:i.D,|mx,a|"-all"|v=spf1;|a:\u00e9.example|%{d}|h1.hosts.example|192.0.2.1
a:%{d0}.example|a:%{d00}.example|a:%(d).example|a:%d.example|a:h1.example%|a:%{}.example|a:%{d.r}.example
a:%{x}.example|a:%{d2|exists:%{ir}%{v|a:%{ir}.%|exists:%{l;}.example|exists:%{l9r!}.example
mx:%{r}|a:%{t}.h.example|a:%{c}.h.example|--all|+-all|-|+|?:x|++a|a\tmx|a\rmx|\ta|-\u00a0all|a:b c
"""


def words(table):
    return [word for line in table.strip().split("\n") for word in line.split("|") if word]


ODD_VALID = words(ODD_VALID)
DAMAGED = words(DAMAGED)


def reverse_name(ip):
    if ":" in ip:
        return ".".join(reversed(ipaddress.ip_address(ip).exploded.replace(":", ""))) + ".ip6.arpa"
    return ".".join(reversed(ip.split("."))) + ".in-addr.arpa"


def shared_world():
    zone = {"none.hosts.example": {"TXT": [["nothing to see"]]}, "slow.hosts.example": {"rcode": 2}}
    for n in range(1, HOSTS + 1):
        host = "h%d.hosts.example" % n
        zone[host] = {"A": ["192.0.2.%d" % n], "AAAA": ["2001:db8::%x" % n]}
        zone["four%d.hosts.example" % n] = {"A": ["192.0.2.%d" % n]}
        zone["six%d.hosts.example" % n] = {"AAAA": ["2001:db8::%x" % n]}
        zone["m%d.hosts.example" % n] = {"MX": [[10, host], [20, "four%d.hosts.example" % (n % HOSTS + 1)]]}
        zone[reverse_name("192.0.2.%d" % n)] = {"PTR": [host]}
        zone[reverse_name("2001:db8::%x" % n)] = {"PTR": ["liar.example", host]}
        zone["%d.2.0.192.in-addr.allow.hosts.example" % n] = {"A": ["127.0.0.2"]}
        zone["192.0.2.%d.allow.hosts.example" % n] = {"A": ["127.0.0.2"]}
    for name in ("alice", "bob", "strong", "bad", "strong.bad", "bad.strong", "tag", "a.b.c"):
        zone[name + ".users.hosts.example"] = {"A": ["127.0.0.2"]}
    zone[reverse_name("198.51.100.1")] = {"PTR": ["liar.example", "nowhere.hosts.example"]}
    for count in (10, 11):
        zone["mx%d.hosts.example" % count] = {
            "MX": [[n, "h%d.hosts.example" % (n % HOSTS + 1)] for n in range(1, count + 1)]}
    zone.update({
        "hosts.example": {"A": ["192.0.2.1"], "MX": [[10, "h1.hosts.example"]]},
        "mail.hosts.example": {"A": ["192.0.2.1", "192.0.2.2"], "AAAA": ["2001:db8::1"]},
        "nullmx.hosts.example": {"MX": [[0, ""]], "A": ["192.0.2.1"]},
        "deadmx.hosts.example": {"MX": [[10, "missing1.hosts.example"], [20, "missing2.hosts.example"]]},
        "two.hosts.example": {"TXT": [["v=spf1 a -all"], ["v=spf1 mx -all"]]},
        "loop.hosts.example": {"TXT": [["v=spf1 include:loop.hosts.example -all"]]},
        "alias.hosts.example": {"CNAME": ["mail.hosts.example"]},
        "dangling.hosts.example": {"CNAME": ["missing.hosts.example"]},
        "liar.example": {"A": ["203.0.113.99"]},
    })
    return zone


class Case:
    """One case: its names go into the zone, its random choices come from its own generator."""

    def __init__(self, seed, number, zone):
        self.random = random.Random("%s/%d" % (seed, number))
        self.domain = "c%d.example" % number
        self.zone = zone
        self.includes = 0

    def pick(self, choices):
        return choices[self.random.randrange(len(choices))]

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def host(self):
        return self.pick(["h", "h", "four", "six", "missing"]) + "%d.hosts.example" % self.random.randint(1, HOSTS)

    def publish(self, name, record, pieces=None):
        entry = {"TXT": [pieces or [record]]}
        if self.chance(40):
            entry["A"] = ["192.0.2.%d" % self.random.randint(1, HOSTS)]
        if self.chance(20):
            entry["AAAA"] = ["2001:db8::%x" % self.random.randint(1, HOSTS)]
        if self.chance(40):
            entry["MX"] = [[10, self.host()], [20, self.host()]]
        self.zone[name] = entry

    def include(self, depth):
        self.includes += 1
        name = "i%d.%s" % (self.includes, self.domain)
        if self.chance(92):
            self.publish(name, self.record(depth + 1))
        return name

    def term(self, depth):
        kind = self.random.randrange(100)
        host = self.random.randint(1, HOSTS)
        if kind < 20:
            return "ip4:" + self.pick(["192.0.2.%d" % host, "192.0.2.0/28", "198.51.100.0/24", "203.0.113.7"])
        if kind < 32:
            return "ip6:" + self.pick(["2001:db8::%x" % host, "2001:db8::/64", "2001:db8:1::/48", "2001:db8:2::1"])
        if kind < 46:
            return "a" + self.pick(["", ":" + self.host(), ":" + self.host() + "/29", "/28//124", "//120"])
        if kind < 58:
            target = self.pick(["m%d.hosts.example" % host, self.host(), "deadmx.hosts.example"])
            return "mx" + self.pick(["", ":" + target, ":" + target + "/29", "//120"])
        if kind < 78 and depth < 3 and self.includes < 8:
            return "include:" + self.include(depth)
        if kind < 88:
            return "exists:" + self.pick(["%{ir}.%{v}.allow.hosts.example", "%{l}.users.hosts.example",
                                          "%{i}.allow.hosts.example", self.host()])
        if kind < 93:
            return "ptr" + self.pick(["", ":hosts.example", ":h%d.hosts.example" % host])
        return self.pick(ODD_VALID).replace("i.D", "i1." + self.domain).replace("D", self.domain)

    def record(self, depth):
        terms = [self.pick(QUALIFIERS) + self.term(depth) for _ in range(self.random.randint(0, 4))]
        terms = [t[1:] if t[0] in "+-~?" and "=" in t.split(":")[0] else t for t in terms]
        if self.chance(75):
            terms.append(self.pick(["-all", "~all", "?all", "all", "-all", "-all"]))
        elif self.chance(50) and depth < 3:
            terms.append("redirect=" + self.include(depth))
        return " ".join(["v=spf1"] + terms)

    def plain(self):
        self.publish(self.domain, self.record(0))
        return "plain"

    def with_term(self, table, kind):
        """A record with one term of the table at any place."""
        term = self.pick(table)
        for part in ("i", "e"):
            term = term.replace(part + ".D", "%s.%s" % (part, self.domain))
        term = term.replace(".D", "." + self.domain)
        self.zone["i." + self.domain] = {"TXT": [["v=spf1 ip4:192.0.2.0/29 ip6:2001:db8::/125 ~all"]]}
        self.zone["e." + self.domain] = {"TXT": [["%{i} is not one of %{d}"]]}
        terms = self.record(2).split(" ")
        terms.insert(self.random.randint(1, len(terms)), term)
        self.publish(self.domain, " ".join(terms))
        return kind + " " + term

    def lookups(self):
        """Around the ten: none of the terms matches."""
        count = self.random.randint(8, 12)
        flat = self.chance(50)
        terms = []
        for n in range(count):
            name = "l%d.%s" % (n, self.domain)
            if flat:
                self.zone[name] = {"A": ["203.0.113.1"], "AAAA": ["2001:db8:9::1"]}
                terms.append("a:" + name)
            else:
                rest = [] if n == count - 1 else ["include:l%d.%s" % (n + 1, self.domain)]
                self.zone[name] = {"TXT": [[" ".join(["v=spf1"] + rest + ["ip4:203.0.113.1"])]]}
        if not flat:
            terms = ["include:l0." + self.domain]
        if self.chance(30):
            terms.insert(self.random.randint(0, len(terms)), self.pick(["ip4:192.0.2.0/28", "ip6:2001:db8::/64"]))
        last = self.pick(["~all", "-all", "", "exists:%{i}.allow.hosts.example -all"])
        self.publish(self.domain, " ".join(["v=spf1"] + terms + [last]).strip())
        return "lookups %d %s" % (count, "flat" if flat else "deep")

    def voids(self):
        count = self.random.randint(1, 4)
        terms = [self.pick(["a:missing%d.hosts.example", "exists:missing%d.hosts.example", "mx:none%d.hosts.example"])
                 % n for n in range(1, count + 1)]
        self.publish(self.domain, " ".join(["v=spf1"] + terms + [self.pick(["-all", "~all", "ip4:192.0.2.0/24 -all"])]))
        return "voids %d" % count

    def many(self):
        term = self.pick(["mx:mx10.hosts.example", "mx:mx11.hosts.example", "ptr:hosts.example", "mx:deadmx.hosts.example"])
        self.publish(self.domain, "v=spf1 %s %s" % (term, self.pick(["-all", "~all"])))
        return "many " + term

    def selection(self):
        """Which TXT record counts, and what a version is."""
        texts = self.pick([
            ["v=spf1 -all", "other"], ["v=spf1 -all", "v=spf1 ~all"], ["v=spf10 -all"], ["V=SPF1 ~all"], ["v=spf1"],
            ["v=spf1 "], ["v=spf1;"], ["v=spf1\t-all"], [" v=spf1 -all"], ["\"v=spf1 -all\""], ["spf2.0/pra -all"],
            ["v=spf1 -all", "\u0096"], ["v=spf1  a   -all  "], ["v=spf1-all"], ["v=spf1 -all", "v=spf1"],
            ["v=spf1 -all", "v=spf10"], ["v = spf1 -all"], ["v=spf1 a\0 -all"], [""]])
        pieces = [[text] for text in texts]
        if self.chance(30):
            pieces = [[text[:7], text[7:]] for text in texts]
        self.zone[self.domain] = {"TXT": pieces, "A": ["192.0.2.1"]}
        return "selection " + texts[0]

    def build(self):
        choice = self.random.randrange(100)
        makers = [(38, self.plain), (60, lambda: self.with_term(DAMAGED, "damaged")),
                  (80, lambda: self.with_term(ODD_VALID, "odd")), (87, self.lookups), (92, self.voids),
                  (95, self.many), (100, self.selection)]
        kind = next(make for limit, make in makers if choice < limit)()
        sender = "" if self.chance(4) else self.pick(LOCAL_PARTS) + "@" + self.domain
        return {"name": self.domain, "kind": kind, "ip": self.pick(CLIENTS), "sender": sender,
                "helo": self.domain if not sender else self.pick(HELOS)}


def generate(seed, count):
    zone = shared_world()
    return {"zone": zone, "cases": [Case(seed, number, zone).build() for number in range(count)]}


if __name__ == "__main__":
    json.dump(generate(sys.argv[1], int(sys.argv[2])), sys.stdout, indent=1)
