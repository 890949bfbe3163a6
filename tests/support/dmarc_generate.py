#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Generates DMARC records, right ones and damaged ones, at the places where receivers look for them.

The same seed gives the same cases on every machine. Usage: dmarc_generate.py SEED COUNT >FILE
FILE is {"zone": {…}, "cases": [{"name", "kind", "base"}, …]}; the zone has the form that dns_world reads.
"name" is the author domain of a case; all its names lie below "base", one label below a public suffix.
"""
import json
import random
import sys

SUFFIXES = ["com"] * 8 + ["net", "co.uk", "com.cn", "example", "github.io"]
PLACES = ["", "", "", "mail.", "mail.", "eu.mail.", "a.b.c.", "a.b.c.d.e.f.g.h."]
POLICIES = ["none", "quarantine", "reject"]

# Tags that both generations of the standard understand or ignore, and their odd but valid spellings.
# B is the base of the case.
VALID = r"""
sp=none|sp=quarantine|sp=reject|sp=Reject|adkim=s|adkim=r|adkim=S|aspf=s|aspf=r|aspf=R|fo=0|fo=1|fo=d|fo=s|fo=1:d:s
fo=0:1|pct=0|pct=1|pct=50|pct=99|pct=100|pct=007|ri=86400|ri=3600|ri=0|ri=4294967295|rf=afrf|x=1|xtag=a b c|x=a=b
x=!|note=v=DMARC1|rua=mailto:agg@B|ruf=mailto:fail@B|rua=mailto:agg@B,mailto:more@B|rua=mailto:agg@B , mailto:more@B
rua=mailto:agg@B!10m|rua=mailto:agg@B!50M,mailto:more@B!1g|rua=mailto:agg@B!1000|rua=mailto:agg@in.B
rua=MAILTO:agg@B|rua=mailto:a%2Cb@B|rua=mailto:a+b@B|rua=mailto:%22a%22@B|ruf=mailto:fail@B!1k
rua=mailto:agg@out.reports.example|rua=mailto:agg@shut.example|rua=https://B/report|rua=mailto:agg@B?subject=x
rua=mailto:agg@B,mailto:b@B,mailto:c@B,mailto:d@B|rua=mailto:agg@B!10t
"""

# Values that fit no grammar, and lists that are none.
DAMAGED = r"""
sp=|sp=block|sp=none reject|adkim=x|adkim=|adkim=strict|aspf=x|aspf=|aspf=relaxed|fo=|fo=2|fo=1,d|fo=x:1|fo=1:|pct=
pct=101|pct=-1|pct=50%|pct=abc|pct=1000|pct=+5|pct=5.5|ri=|ri=x|ri=4294967296|ri=-1|rf=|rf=iodef|rf=afrf:iodef|rf=x
rua=|rua=agg@B|rua=mailto:|rua=mailto|rua=mailto:agg@B mailto:more@B|rua=mailto:agg@B;mailto:more@B|rua=,
rua=mailto:agg@B,|rua=,mailto:agg@B|rua=agg@B,mailto:more@B|rua=mailto:agg@B!|rua=mailto:agg@B!x
rua=mailto:agg@B!10mb|rua=mailto:agg@B!99999999999999999999|rua=mailto:agg@B!10!20|rua=mailto:agg|rua=http://
rua=<mailto:agg@B>|rua="mailto:agg@B"|rua=mailto://agg@B|rua=mailto:agg@B:25|rua=mail to:agg@B|rua=xmailto:agg@B|foo
=x|p|;|x=|1=2|a-b=c|a_b=c|x1=c|foo bar=x|sp=none;sp=reject|pct=1;pct=2|rua=mailto:agg@B;rua=mailto:more@B|x=1;x=2
adkim=s;adkim=r|SP=reject|ADKIM=s|Pct=0|RUA=mailto:agg@B|\xe9=x|x=\xe9|x=\x01|x=a\tb|sp:none|sp-none|sp==none
sp=none,|sp=none.|sp="none"|v=DMARC1
"""

POLICY_TEXTS = r"""
p=none|p=quarantine|p=reject|p = reject|p=None|p=REJECT|P=reject|p=|p=block|p=rejected|p=reject quarantine|p=none,
p="none"|p='none'|p:none|p=none.|p=n|p=reject rua=mailto:agg@B|p=quarantine sp=none|p==none|p|p= |p=\tnone
p=none\r\n|p=no ne|p=none;p=none|p=none;p=reject|p-none
"""

VERSIONS = r"""
v=DMARC1|v = DMARC1|v=\tDMARC1|v= DMARC1 |V=DMARC1|v=dmarc1|v=Dmarc1|v=DMARC2|v=DMARC|v=DMARC1.0|v=DMARC10|v=
 v=DMARC1|\tv=DMARC1|"v=DMARC1|v=DMARC1 p=none|v=DMARC1:|v=DMARC1,|v:DMARC1|v=DKIM1|v=spf1|DMARC1|v=DMARC1;v=DMARC1
v=DMARC1\\|v==DMARC1|\xa0v=DMARC1|v=DMARC 1
"""


def words(table):
    """The words of a raw table; its escapes stand for octets."""
    words_of = [word for line in table.strip("\n").split("\n") for word in line.split("|")]
    return [word.encode("ascii").decode("unicode_escape") for word in words_of]


VALID, DAMAGED, POLICY_TEXTS, VERSIONS = map(words, (VALID, DAMAGED, POLICY_TEXTS, VERSIONS))


def shared_world():
    return {
        "out.reports.example": {"A": ["192.0.2.1"], "MX": [[10, "out.reports.example"]]},
        "shut.example": {"A": ["192.0.2.1"], "MX": [[10, "shut.example"]]},
    }


class Case:
    """One author domain: its random choices come from its own generator."""

    def __init__(self, seed, number, zone):
        self.random = random.Random("%s/%d" % (seed, number))
        self.base = "c%d.%s" % (number, self.pick(SUFFIXES))
        self.name = self.pick(PLACES) + self.base
        self.zone = zone
        self.zone[self.base] = {"A": ["192.0.2.1"], "MX": [[10, self.base]]}
        self.zone[self.name] = self.zone[self.base]

    def pick(self, choices):
        return choices[self.random.randrange(len(choices))]

    def chance(self, percent):
        return self.random.randrange(100) < percent

    # ---- the text ----

    def strings(self, text):
        """One record as the character-strings of one TXT, most often one."""
        if self.chance(88):
            return [text[i:i + 255] for i in range(0, max(len(text), 1), 255)]
        cuts = sorted(self.random.randint(0, len(text)) for _ in range(self.random.randint(1, 3)))
        return [text[a:b] for a, b in zip([0] + cuts, cuts + [len(text)])]

    def publish(self, domain, *texts):
        entry = self.zone.setdefault("_dmarc." + domain, {"TXT": []})
        entry["TXT"] += [self.strings(text.replace("B", self.base)) for text in texts]
        # A host that permits its reports names the domain in the question.
        self.zone["%s._report._dmarc.out.reports.example" % domain] = {"TXT": [["v=DMARC1"]]}

    def join(self, tags):
        separator = self.pick(["; ", "; ", "; ", "; ", ";", " ; ", ";\t", ";  "])
        return separator.join(tags) + self.pick(["", "", ";", "; ", ";;"] if self.chance(50) else ["", ";"])

    def extra(self, table, count):
        """Tags of the table, each name once unless the table says otherwise."""
        tags, names = [], set()
        for _ in range(count):
            tag = self.pick(table)
            name = tag.partition("=")[0].lower()
            if name not in names:
                names.add(name)
                tags.append(tag)
        return tags

    def record(self):
        return self.join(["v=DMARC1", "p=" + self.pick(POLICIES)] + self.extra(VALID, self.random.randint(0, 3)))

    def place(self):
        """Where the record under test lies: at the author or at the base, which may be the same."""
        return self.pick([self.name, self.base])

    # ---- the families ----

    def plain(self):
        self.publish(self.place(), self.record())
        return "plain"

    def valid(self):
        tags = self.extra(VALID, self.random.randint(2, 5))
        self.publish(self.place(), self.join(["v=DMARC1", "p=" + self.pick(POLICIES)] + tags))
        return "valid " + " ".join(tags)

    def damaged(self):
        tag = self.pick(DAMAGED)
        others = [other for other in VALID if other[:2] not in (tag[:2].lower(), "ru")]
        tags = ["p=" + self.pick(POLICIES)] + self.extra(others, 1)
        if self.chance(40) and not tag.lower().startswith("rua"):
            tags.append("rua=mailto:agg@B")
        tags.insert(self.random.randint(0 if self.chance(20) else 1, len(tags)), tag)
        self.publish(self.place(), self.join(["v=DMARC1"] + tags))
        return "damaged " + tag

    def policy(self):
        text = self.pick(POLICY_TEXTS)
        tags = [text] + (["sp=" + self.pick(POLICIES)] if self.chance(30) else [])
        if self.chance(50):
            tags.append(self.pick(["rua=mailto:agg@B", "rua=mailto:agg@out.reports.example",
                                   "rua=mailto:agg@shut.example"]))
        self.publish(self.place(), self.join(["v=DMARC1"] + tags))
        return "policy " + text

    def no_policy(self):
        tags = self.extra([t for t in VALID if t[:2] not in ("no", "xt", "x=")], self.random.randint(0, 3))
        self.publish(self.place(), self.join(["v=DMARC1"] + tags))
        return "no policy " + " ".join(tags)

    def order(self):
        tags = ["p=" + self.pick(POLICIES)] + self.extra(VALID, self.random.randint(1, 3))
        self.random.shuffle(tags)
        if self.chance(30):
            tags.insert(self.random.randint(0, len(tags)), "v=DMARC1")
        else:
            tags.insert(0, "v=DMARC1")
        self.publish(self.place(), self.join(tags))
        return "order " + " ".join(tag.partition("=")[0] for tag in tags)

    def version(self):
        version = self.pick(VERSIONS)
        self.publish(self.place(), self.join([version, "p=" + self.pick(POLICIES), "rua=mailto:agg@B"]))
        if self.chance(30) and self.name != self.base:
            self.publish(self.base, "v=DMARC1; p=none")
        return "version " + version

    def several(self):
        name, texts = self.pick([
            ("two", ["v=DMARC1; p=none", "v=DMARC1; p=reject"]), ("same", ["v=DMARC1; p=none"] * 2),
            ("foreign before", ["v=spf1 -all", "v=DMARC1; p=reject"]),
            ("foreign behind", ["v=DMARC1; p=reject", "some-token=1"]),
            ("foreign only", ["v=spf1 -all", "some-token=1"]),
            ("other version", ["v=DMARC2; p=none", "v=DMARC1; p=reject"])])
        self.publish(self.name, *texts)
        if self.chance(40) and self.name != self.base:
            self.publish(self.base, "v=DMARC1; p=quarantine; sp=none")
        return "several " + name

    def places(self):
        """Records at some of: author, the name above it, base."""
        above = self.name.partition(".")[2] if self.name != self.base else self.base
        used = []
        for label, domain in (("author", self.name), ("between", above), ("base", self.base)):
            if self.chance(45) and "_dmarc." + domain not in self.zone:
                used.append(label)
                self.publish(domain, "v=DMARC1; p=%s; sp=%s" % (self.pick(POLICIES), self.pick(POLICIES)))
        return "places " + " ".join(used)

    def answer(self):
        name = self.pick(["alias", "dangling", "nodata", "none", "apex", "author servfail", "base servfail"])
        at = "_dmarc." + (self.base if name.startswith("base") else self.name)
        if name == "alias":
            target = "dmarc.%s" % self.base
            self.zone[target] = {"TXT": [[self.record().replace("B", self.base)]]}
            self.zone[at] = {"CNAME": [target]}
        elif name == "dangling":
            self.zone[at] = {"CNAME": ["gone." + self.base]}
        elif name == "nodata":
            self.zone[at] = {"A": ["192.0.2.1"]}
        elif name == "apex":
            self.zone[self.base]["TXT"] = [["v=DMARC1; p=reject"]]
        elif "servfail" in name:
            self.zone[at] = {"rcode": 2}
        if self.name != self.base and at != "_dmarc." + self.base and self.chance(50):
            self.publish(self.base, self.record())
        return "answer " + name


FAMILIES = ([Case.plain] * 2 + [Case.valid] * 4 + [Case.damaged] * 6 + [Case.policy] * 3
            + [Case.version] * 2 + [Case.places] * 2 + [Case.no_policy, Case.order, Case.several, Case.answer])


def generate(seed, count):
    zone = shared_world()
    cases = []
    for number in range(1, count + 1):
        case = Case(seed, number, zone)
        kind = case.pick(FAMILIES)(case)
        cases.append({"name": case.name, "kind": kind, "base": case.base})
    return {"zone": zone, "cases": cases}


def main():
    if len(sys.argv) != 3 or not all(argument.isdigit() for argument in sys.argv[1:]):
        sys.exit(__doc__)
    json.dump(generate(sys.argv[1], int(sys.argv[2])), sys.stdout)


if __name__ == "__main__":
    main()
