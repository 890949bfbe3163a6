#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Second opinions on generated DMARC records: ours by RFC 7489, Mail::DMARC's and libopendmarc's.

Usage: dmarc_peers.py ours CASES PLUGIN SERVER     with check_ses_dmarc, asking SERVER (ADDRESS@PORT)
       dmarc_peers.py domains CASES                the input of dmarc_peer, which uses libopendmarc
       dmarc_peers.py opendmarc CASES <OUTPUT      reads what dmarc_peer said
       dmarc_peers.py compare CASES TABLE OURS PEER=RESULTS...
CASES comes from dmarc_generate.py. The first and third print a JSON object, as dmarc_peer.pl does for
Mail::DMARC: {author: {"result": found, none, trouble or (ours) permerror, "cause", "domain" of the record, "org"
(organizational domain), "applied" policy, "adkim", "aspf", "pct", "rua": [{"uri", "limit"}], "fo"}}; what
a peer does not tell is left out. compare takes such files, explains every difference of every field by a row
of TABLE (its head says how) and prints "ok - …" or "not ok - …" for each peer; exits 1 when a difference is left
unexplained.
"""
import re
import sys

import peers

RESULTS = {"found": "found", "none": "none", "temperror": "trouble", "permerror": "permerror"}
FIELDS = ["domain", "org", "applied", "adkim", "aspf", "pct", "rua", "fo"]
POLICIES = {"n": "none", "q": "quarantine", "r": "reject", "": None}
UNITS = {"": 1, "k": 2 ** 10, "m": 2 ** 20, "g": 2 ** 30, "t": 2 ** 40}


def read_ours(dmarc):
    """Refuses what the document must not say."""
    found = dmarc["discovery_7489"]
    if dmarc["record"] is not None and dmarc["valid"] != (dmarc["error"] is None):
        raise ValueError("valid and error do not fit")
    result = {"result": RESULTS[found["result"]], "org": found["org_domain"], "cause": "%s; valid %s, error %s" % (
        found["result"], dmarc["valid"], dmarc["error"])}
    if result["result"] == "found":
        tags = dmarc["tags"]
        if found["applied"] is None or found["policy_domain"] is None:
            raise ValueError("found, and no policy")
        result.update(domain=found["policy_domain"], applied=found["applied"], adkim=tags["adkim"], aspf=tags["aspf"],
                      pct=tags["pct"], rua=tags["rua"] or [], fo="".join(sorted(tags["fo"])))
    return result


def ours(data, plugin, server):
    return peers.for_all(data, lambda case: peers.ask_ours(
        plugin, server, ["--method", "7489", "-d", case["name"]], lambda document: read_ours(document["dmarc"])))


def domains(data):
    return "".join(case["name"] + "\n" for case in data["cases"])


def read_uri(text):
    """libopendmarc hands over what stands in the list."""
    uri, mark, limit = text.partition("!")
    match = re.fullmatch(r"([0-9]+)([kmgt]?)", limit, re.I)
    if not mark:
        return {"uri": uri, "limit": None}
    return {"uri": uri, "limit": int(match[1]) * UNITS[match[2].lower()] if match else limit}


def read_block(fields, addresses):
    if fields["status"] != "Success. No Errors":
        trouble = re.search("tempfail", fields["status"], re.I)
        return {"result": "trouble" if trouble else "none", "cause": fields["status"]}
    policy = fields["sp"] if fields["used"] == "sp" and fields["sp"] else fields["p"]
    return {"result": "found", "cause": fields["status"], "domain": fields["domain"], "applied": POLICIES.get(policy),
            "adkim": "s" if fields["adkim"] == "s" else "r", "aspf": "s" if fields["aspf"] == "s" else "r",
            "pct": int(fields["pct"]), "rua": [read_uri(address) for address in addresses]}


def opendmarc(data):
    results = {case["name"]: {"result": "broken", "cause": "no answer"} for case in data["cases"]}
    for block in sys.stdin.buffer.read().decode("latin-1").split("\n\n"):
        lines = [line.partition("=") for line in block.split("\n") if line]
        fields = {name: value for name, _, value in lines}
        if fields:
            results[fields["author"]] = read_block(fields, [value for name, _, value in lines if name == "rua"])
    return results


def differing(our, their):
    """The names of the fields that differ; only "result" when that does."""
    if our["result"] != their["result"]:
        return ["result"]
    if our["result"] != "found":
        return []
    return [field for field in FIELDS if field in their and show(our, field) != show(their, field)]


def show(result, field):
    if field != "rua":
        return str(result.get(field))
    return ",".join(address["uri"] + ("" if address["limit"] is None else "!%s" % address["limit"])
                    for address in result["rua"])


def describe(data, case):
    """What a rule's regular expression sees: kind, author, base, and the case's records, their control octets
    escaped, each with the lengths of its strings."""
    lines = ["kind " + ascii(case["kind"])[1:-1], "author " + case["name"], "base " + case["base"]]
    for name in data["below"][case["base"]]:
        for item in data["zone"][name].get("TXT", []):
            lines.append("%s TXT %s" % (name, ascii("".join(item))[1:-1]))
            lines.append("strings " + " ".join(str(len(string)) for string in item))
    return "\n".join(lines)


def compare(data, table, ours_of, results):
    data["below"] = {}
    for case in data["cases"]:
        ending = "." + case["base"]
        data["below"][case["base"]] = [name for name in data["zone"] if name.endswith(ending) or name == case["base"]]

    def differ_from(peer):
        def differ(case):
            our, their = ours_of[case["name"]], results[peer][case["name"]]
            text = describe(data, case)
            return [(peers.explain(table, peer,
                                   {"field": field, "ours": show(our, field), "theirs": show(their, field)},
                                   {"text": text, "their cause": their["cause"]}),
                     "%s: %s: we say %s (%s), %s says %s (%s)\n%s" % (
                         case["name"], field, show(our, field), our["cause"], peer, show(their, field),
                         their["cause"], text))
                    for field in differing(our, their)]

        return differ

    return ((peer, differ_from(peer)) for peer in results)


if __name__ == "__main__":
    modes = {"ours": ours, "domains": domains, "opendmarc": opendmarc}
    peers.main(__doc__, modes, "check_ses_dmarc", compare)
