#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Generates DKIM key records, right ones and damaged ones, with the DNS data around them.

The same seed gives the same cases on every machine. Usage: dkim_generate.py SEED COUNT FOLDER >FILE
FILE is {"zone": {…}, "any key": …, "cases": [{"name", "selector", "domain", "kind", "key"}, …]}; the zone has
the form that dns_world reads. Case N is the selector kN of keys.example. "key" is the file in FOLDER with the
private half of the key that the record was made from, or null.
"""
import base64
import json
import math
import os
import random
import sys

import nacl.signing

DOMAIN = "keys.example"
SMALL_PRIMES = [n for n in range(3, 2000) if all(n % d for d in range(2, math.isqrt(n) + 1))]
SIZES = [512, 768, 1000, 1023, 1024, 1024, 1025, 1280, 1536, 2047, 2048, 2048, 2048, 3072, 4096]
RSA_OID = bytes.fromhex("06092a864886f70d010101")
PSS_OID = bytes.fromhex("06092a864886f70d01010a")
EC_OIDS = bytes.fromhex("06072a8648ce3d020106082a8648ce3d030107")
ED25519_OID = bytes.fromhex("06032b6570")
NULL = b"\x05\0"

# Tags that leave a good key usable, whatever stands in them.
HARMLESS = r"""
t=y|t=s|t=y:s|t=y : s|t=|t=s:y:x|t=Y|t=unknown|s=email|s=*|s=email:tlsrpt|s=tlsrpt:*|s=other : email|h=sha256
h=sha1:sha256|h=sha256:sha1|h=sha1 : sha256|h=sha512:sha256|h=SHA256|n=a note|n=|n=a b  c|n=p=q|g=*|g=|g=joe|x=1|x=
x_1=a|x9=a|a=rsa-sha256|b=|d=example.com|i=@example.com|o=~|r=postmaster|V=DKIM1|P=|K=ed25519|T=y|H=sha1
"""

# Tags that make any key unusable, or whose meaning readers dispute.
LIMITING = r"""
s=tlsrpt|s=other|s=|s=Email|s=e-mail|s=email tlsrpt|s=tlsrpt:other|s=**|h=sha1|h=sha512|h=|h=sha-256|h=md5:sha1
h=sha256 sha1|h=sha256:|h=:sha256|s=:email|s=email:|h=sha256;h=sha256|t=y;t=s|t=y;t=y|n=a;n=b|x=1;x=2|x=1;X=2
s=*;s=email|g=*;g=*
"""

VERSIONS = r"""
v=DKIM1|v = DKIM1|v=\tDKIM1 |v= DKIM1|v=dkim1|v=DKIM1.0|v=DKIM2|v=|v=DKIM|v=DKIM1 DKIM1|V=DKIM1|v=Dkim1|v=DKIM1,
v=DKIM 1|v=DKIM1;v=DKIM1|v=DKIM1;v=|v:DKIM1|v=DMARC1|v=spf1|"v=DKIM1|v==DKIM1|v=DKIM1\\|v=DKIM1\r\n |\r\n v=DKIM1
"""

TYPES = r"""
k=rsa|k = rsa|k=RSA|k=Rsa|k=rsa-sha256|k=|k=dsa|k=ed25519|k=Ed25519|k=ec|k=rsa:ed25519|k=rsa;k=rsa|k=rsa;k=ed25519
k=r sa
"""

# Pieces that stand somewhere in the list; what is no tag makes all of it malformed.
PIECES = r"""
|;| |\t|\r\n |foo|=x|foo bar=x|1a=x|_a=x|a-b=x|a.b=x|a_=x|a =x|a= |\u00e9=x|n=\u00e9|n=a\u00a0b|n=a\0b|n=a\x01b
n=\x7f|n=a\r\n b|n=a\nb|n=a\r\nb|n=a\rb|n=a\\;b|"|n="a"|p|p=|P|k|t|h|v|<br>|n=%3B|n=&#59;|a:b|a=b=c|a==|a=,
\u00e2\u0080\u008b=x|n=-----BEGIN PUBLIC KEY-----
"""


def words(table):
    """The words of a raw table; its escapes stand for octets."""
    words_of = [word for line in table.strip("\n").split("\n") for word in line.split("|")]
    return [word.encode("ascii").decode("unicode_escape") for word in words_of]


def der(tag, *contents):
    body = b"".join(contents)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def bits(octets, unused=0):
    return der(3, bytes([unused]) + octets)


def spki(content, oid=RSA_OID, parameters=NULL, unused=0):
    return der(0x30, der(0x30, oid, parameters), bits(content, unused))


def text_of(octets):
    return base64.b64encode(octets).decode("ascii")


def pem(label, octets):
    text = text_of(octets)
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN %s-----" % label] + lines + ["-----END %s-----" % label, ""])


class RsaKey:
    """Its factors are odd and free of small primes, not prime: who reads a public key sees no difference,
    and they cost nothing to find."""

    def __init__(self, generator, size, exponent=65537):
        self.size, self.e = size, exponent
        half = size // 2
        while True:
            self.p = self.factor(generator, size - half)
            self.q = self.factor(generator, half)
            self.n = self.p * self.q
            order = (self.p - 1) * (self.q - 1)
            if self.n.bit_length() == size and math.gcd(order, exponent) == 1 and math.gcd(self.p, self.q) == 1:
                break
        self.d = pow(exponent, -1, order)

    @staticmethod
    def factor(generator, size):
        number = generator.getrandbits(size) | 3 << size - 2 | 1
        while any(number % prime == 0 for prime in SMALL_PRIMES):
            number += 2
        return number

    def private(self):
        numbers = [0, self.n, self.e, self.d, self.p, self.q, self.d % (self.p - 1), self.d % (self.q - 1),
                   pow(self.q, -1, self.p)]
        return der(0x30, *map(integer, numbers))

    def pkcs1(self):
        return der(0x30, integer(self.n), integer(self.e))

    def spki(self):
        return spki(self.pkcs1())

    def pem(self):
        return pem("RSA PRIVATE KEY", self.private())


class EdKey:
    def __init__(self, generator):
        self.seed = generator.getrandbits(256).to_bytes(32, "big")
        self.raw = bytes(nacl.signing.SigningKey(self.seed).verify_key)

    def private(self):
        return der(0x30, integer(0), der(0x30, ED25519_OID), der(4, der(4, self.seed)))

    def spki(self):
        return spki(self.raw, ED25519_OID, b"")

    def pem(self):
        return pem("PRIVATE KEY", self.private())


class Pool:
    """Keys that all cases share; the private halves are files."""

    def __init__(self, seed, folder):
        generator = random.Random("%s/keys" % seed)
        self.folder = folder
        self.rsa = [self.keep("rsa%d-%d" % (n, size), RsaKey(generator, size)) for n, size in enumerate(SIZES)]
        self.exponents = [self.keep("exponent%d-%d" % (e, size), RsaKey(generator, size, e))
                          for size, e in [(1024, 3), (2048, 3), (2048, 17), (2048, 257), (1024, 2 ** 32 + 1),
                                          (2048, 2 ** 64 + 13), (2048, 2 ** 89 - 1)]]
        self.ed = [self.keep("ed%d" % n, EdKey(generator)) for n in range(3)]
        self.strong = [key for key in self.rsa if key.size >= 1024]

    def keep(self, name, key):
        key.name = name + ".pem"
        path = os.path.join(self.folder, key.name)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.pem())
        return key


class Case:
    """One record: its random choices come from its own generator."""

    def __init__(self, seed, number, pool, zone):
        self.random = random.Random("%s/%d" % (seed, number))
        self.selector = "k%d" % number
        self.name = "%s._domainkey.%s" % (self.selector, DOMAIN)
        self.pool = pool
        self.zone = zone
        self.key = None

    def pick(self, choices):
        return choices[self.random.randrange(len(choices))]

    def chance(self, percent):
        return self.random.randrange(100) < percent

    # ---- the text ----

    def strings(self, text):
        """One record as the character-strings of one TXT."""
        style = self.random.randrange(10)
        if style == 0:
            cuts = sorted(self.random.randint(0, len(text)) for _ in range(self.random.randint(1, 6)))
            pieces = [text[a:b] for a, b in zip([0] + cuts, cuts + [len(text)])]
            return [p[i:i + 255] for p in pieces for i in range(0, max(len(p), 1), 255)]
        size = self.pick([64, 100, 200]) if style == 1 else 255
        return [text[i:i + size] for i in range(0, max(len(text), 1), size)]

    def publish(self, *texts):
        self.zone[self.name] = {"TXT": [self.strings(text) for text in texts]}

    def join(self, tags):
        separator = self.pick(["; ", "; ", "; ", ";", " ; ", ";\t", ";  ", ";\r\n ", " ;"])
        return separator.join(tags) + self.pick(["", "", "", ";", "; ", " "])

    def rsa_key(self):
        """A strong key, now and then a weak one or one with another exponent."""
        kind = self.random.randrange(10)
        self.key = self.pick(self.pool.rsa if kind == 0 else self.pool.exponents if kind == 1 else self.pool.strong)
        return self.key

    def good_tags(self):
        """[version], [type], data of a usable record."""
        if self.chance(12):
            self.key = self.pick(self.pool.ed)
            return ["v=DKIM1"], ["k=ed25519"], "p=" + text_of(self.key.raw)
        version = self.pick([["v=DKIM1"], ["v=DKIM1"], []])
        kind = self.pick([["k=rsa"], []])
        return version, kind, "p=" + text_of(self.rsa_key().spki())

    def around(self, *more):
        """A usable record with more tags at any place behind the version."""
        version, kind, data = self.good_tags()
        tags = kind + [data]
        for tag in more:
            tags.insert(self.random.randint(0, len(tags)), tag)
        self.publish(self.join(version + tags))

    # ---- the families ----

    def plain(self):
        self.around()
        return "plain"

    def size(self):
        self.key = self.pick(self.pool.rsa + self.pool.exponents)
        form = self.pick(["spki", "spki", "pkcs1"])
        octets = self.key.spki() if form == "spki" else self.key.pkcs1()
        self.publish(self.join(["v=DKIM1", "k=rsa", "p=" + text_of(octets)]))
        return "size %s %s %d" % (self.key.name, form, self.key.size)

    def harmless(self):
        tags = [self.pick(words(HARMLESS)) for _ in range(self.random.randint(1, 3))]
        names = [tag.partition("=")[0] for tag in tags]
        tags = [tag for n, tag in enumerate(tags) if names[n] not in names[:n]]
        self.around(*tags)
        return "harmless " + " ".join(tags)

    def limiting(self):
        tag = self.pick(words(LIMITING))
        self.around(*tag.split(";"))
        return "limiting " + tag

    def version(self):
        version = self.pick(words(VERSIONS))
        _, kind, data = self.good_tags()
        tags = kind + [data]
        place = self.pick([0, 0, 0, len(tags), 1])
        tags.insert(place, version)
        self.publish(self.join(tags))
        return "version %d %s" % (place, version)

    def key_type(self):
        kind = self.pick(words(TYPES))
        version, _, data = self.good_tags()
        tags = [data] + kind.split(";") if self.chance(30) else kind.split(";") + [data]
        self.publish(self.join(version + tags))
        return "type " + kind

    def piece(self):
        piece = self.pick(words(PIECES))
        version, kind, data = self.good_tags()
        tags = version + kind + [data]
        place = self.random.randint(0, len(tags))
        tags.insert(place, piece)
        self.publish(self.join(tags))
        return "piece %d %s" % (place, piece)

    def data_text(self):
        """Damage to the text of p, and blanks that are none."""
        key = self.rsa_key()
        data = text_of(key.spki())
        at = self.random.randint(1, len(data) - 4)
        name, text = self.pick([
            ("space", data[:at] + " " + data[at:]), ("tab", data[:at] + "\t\t" + data[at:]),
            ("fold", data[:at] + "\r\n " + data[at:]),
            ("spaces", " ".join(data[i:i + 64] for i in range(0, len(data), 64))),
            ("outer blanks", "  " + data + " "), ("newline", data[:at] + "\n" + data[at:]),
            ("crlf", data[:at] + "\r\n" + data[at:]), ("no padding", data.rstrip("=")), ("more padding", data + "="),
            ("padding too many", data + "===="), ("padding inside", data[:at] + "=" + data[at:]),
            ("quotes", '"' + data + '"'), ("quote inside", data[:at] + '" "' + data[at:]),
            ("backslash", data[:at] + "\\" + data[at:]),
            ("url safe", data.replace("+", "-").replace("/", "_")), ("percent", data.replace("+", "%2B")),
            ("plus lost", data.replace("+", " ")), ("star", data[:at] + "*" + data[at:]),
            ("comma", data[:at] + "," + data[at:]),
            ("dot", data + "."), ("octet", data[:at] + "\xe2\x80\x8b" + data[at:]),
            ("nul", data[:at] + "\0" + data[at:]),
            ("cut", data[:at]), ("cut four", data[:at - at % 4]), ("cut one", data.rstrip("=")[:-1]),
            ("only head", data[:20]),
            ("head lost", data[at:]), ("twice", data + data), ("junk behind", data.rstrip("=") + "AAAA"),
            ("junk behind padding", data + "AAAA"),
            ("letter lost", data[:at] + data[at + 1:]), ("lower case", data.lower()),
            ("swapped", data[at:] + data[:at]),
            ("armour", "-----BEGIN PUBLIC KEY-----" + data + "-----END PUBLIC KEY-----"),
            ("no base64", "this is no key"),
            ("host name", "k1.provider.example"), ("one letter", "A"), ("padding only", "===="),
            ("private", text_of(key.private()))])
        self.publish(self.join(["v=DKIM1", "k=rsa", "p=" + text]))
        return "data " + name

    def data_octets(self):
        """Damage to the structure of an RSA key."""
        key = self.pick(self.pool.strong)
        self.key = key
        n, e = integer(key.n), integer(key.e)
        good = key.pkcs1()
        octets = key.n.to_bytes((key.size + 7) // 8, "big")
        curve = self.random.getrandbits(512).to_bytes(64, "big")
        name, data = self.pick([
            ("no null", spki(good, parameters=b"")), ("other parameters", spki(good, parameters=integer(1))),
            ("pss", spki(good, PSS_OID)), ("pss without parameters", spki(good, PSS_OID, b"")),
            ("ec", spki(b"\x04" + curve, EC_OIDS, b"")),
            ("ed25519 spki", self.pool.ed[0].spki()), ("ed25519 raw", self.pool.ed[0].raw),
            ("unused bits", spki(good, unused=1)),
            ("behind", key.spki() + b"\0"), ("behind inside", spki(good + b"\0")),
            ("behind numbers", spki(der(0x30, n, e, integer(1)))),
            ("behind pkcs1", good + b"\0"), ("exponent 1", spki(der(0x30, n, integer(1)))),
            ("exponent 0", spki(der(0x30, n, integer(0)))),
            ("exponent even", spki(der(0x30, n, integer(65536)))),
            ("exponent large", spki(der(0x30, n, integer(key.n + 2)))),
            ("exponent negative", spki(der(0x30, n, der(2, b"\xff")))), ("exponent lost", spki(der(0x30, n))),
            ("modulus even", spki(der(0x30, integer(key.n - 1), e))),
            ("modulus negative", spki(der(0x30, der(2, octets), e))),
            ("modulus padded", spki(der(0x30, der(2, b"\0\0" + octets), e))),
            ("modulus 0", spki(der(0x30, integer(0), e))),
            ("modulus 1", spki(der(0x30, integer(1), e))), ("swapped numbers", spki(der(0x30, e, n))),
            ("exponent padded", spki(der(0x30, n, der(2, b"\0\0\1\0\1")))), ("long length", self.long_length(key)),
            ("octet string", der(0x30, der(0x30, RSA_OID, NULL), der(4, good))), ("set", der(0x31, key.spki()[4:])),
            ("length too long", key.spki()[:3] + bytes([key.spki()[3] ^ 1]) + key.spki()[4:]), ("nothing", b"\0"),
            ("empty sequence", der(0x30)),
            ("private pkcs1", key.private()),
            ("private pkcs8", der(0x30, integer(0), der(0x30, RSA_OID, NULL), der(4, key.private())))])
        self.publish(self.join(["v=DKIM1", "p=" + text_of(data)]))
        return "octets " + name

    @staticmethod
    def long_length(key):
        """The outer length with a leading zero octet: not the shortest form."""
        body = der(0x30, RSA_OID, NULL) + bits(key.pkcs1())
        return b"\x30\x83" + len(body).to_bytes(3, "big") + body

    def ed25519(self):
        key = self.pick(self.pool.ed)
        self.key = key
        name, data = self.pick([
            ("right", text_of(key.raw)), ("right", text_of(key.raw)), ("no padding", text_of(key.raw).rstrip("=")),
            ("blanks", " ".join(text_of(key.raw))), ("spki", text_of(key.spki())), ("short", text_of(key.raw[:31])),
            ("long", text_of(key.raw + b"\0")), ("rsa", text_of(self.pool.strong[0].spki())), ("hex", key.raw.hex()),
            ("private", text_of(key.private())), ("zero", text_of(bytes(32))), ("one", text_of(b"\1" + bytes(31))),
            ("none", ""), ("url safe", text_of(key.raw).replace("+", "-").replace("/", "_"))])
        if name in ("zero", "one"):
            self.key = None
        self.publish(self.join(["v=DKIM1", "k=ed25519", "p=" + data]))
        return "ed25519 " + name

    def revoked(self):
        text = self.pick(["v=DKIM1; p=", "v=DKIM1; p=;", "p=", "v=DKIM1; k=rsa; p= ", "v=DKIM1; p=; t=y",
                          "v=DKIM1; k=ed25519; p=", "v=DKIM1; h=sha1; p=", "v=DKIM1; p=\r\n ",
                          "k=rsa; t=s; p=", "p=;v=DKIM1", "v=DKIM1; k=x; p="])
        self.publish(text)
        return "revoked " + text

    def no_data(self):
        text = self.pick(["", " ", "v=DKIM1", "v=DKIM1;", "v=DKIM1; k=rsa", "k=rsa; t=y", "v=spf1 -all", "t=y; o=~",
                          "n=nothing",
                          "k1.provider.example", ";", "v=DKIM1; P=x", "v=DMARC1; p=none", "=", "hello world"])
        self.publish(text)
        return "no data " + text

    def several(self):
        good, other = ("v=DKIM1; k=rsa; p=" + text_of(self.pick(self.pool.strong).spki()) for _ in range(2))
        name, texts = self.pick([
            ("same", [good, good + ";"]), ("two keys", [good, other + "; t=s"]),
            ("foreign behind", [good, "v=spf1 -all"]),
            ("foreign before", ["v=spf1 -all", good]), ("revoked beside", [good, "v=DKIM1; p="]),
            ("two foreign", ["hello", "world"])])
        self.publish(*texts)
        return "several " + name

    def answer(self):
        """Everything but a TXT at the name itself."""
        name = self.pick(["nxdomain", "nodata", "alias", "alias chain", "dangling", "loop", "below", "servfail",
                          "refused"])
        target = "target%s.provider.example" % self.selector
        entry = {"CNAME": [target]}
        if name in ("alias", "alias chain"):
            self.around()
            record = self.zone[self.name]
            self.zone[target] = record if name == "alias" else {"CNAME": ["next." + target]}
            if name == "alias chain":
                self.zone["next." + target] = record
        elif name == "loop":
            self.zone[target] = {"CNAME": [self.name]}
        elif name == "nodata":
            entry = {"A": ["192.0.2.1"]}
        elif name in ("servfail", "refused"):
            entry = {"rcode": 2 if name == "servfail" else 5}
        if name == "below":
            self.zone["x." + self.name] = {"TXT": [["v=DKIM1; p="]]}
        elif name != "nxdomain":
            self.zone[self.name] = entry
        return "answer " + name


FAMILIES = ([Case.plain] * 3 + [Case.size] * 3 + [Case.harmless] * 3 + [Case.limiting] * 2 + [Case.version] * 2
            + [Case.key_type] * 2 + [Case.piece] * 3 + [Case.data_text] * 4 + [Case.data_octets] * 3
            + [Case.ed25519] * 2 + [Case.revoked, Case.no_data, Case.several, Case.answer])


def generate(seed, count, folder):
    zone = {DOMAIN: {"A": ["192.0.2.1"]}}
    pool = Pool(seed, folder)
    cases = []
    for number in range(1, count + 1):
        case = Case(seed, number, pool, zone)
        kind = case.pick(FAMILIES)(case)
        cases.append({"name": case.name, "selector": case.selector, "domain": DOMAIN, "kind": kind,
                      "key": case.key.name if case.key else None})
    return {"zone": zone, "any key": pool.strong[0].name, "cases": cases}


def main():
    if len(sys.argv) != 4 or not all(argument.isdigit() for argument in sys.argv[1:3]):
        sys.exit(__doc__)
    json.dump(generate(sys.argv[1], int(sys.argv[2]), sys.argv[3]), sys.stdout)


if __name__ == "__main__":
    main()
