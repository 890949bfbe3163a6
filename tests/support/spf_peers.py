#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Second opinions on generated SPF records: ours, pyspf's and libspf2's.

Usage: spf_peers.py ours CASES PLUGIN SERVER       evaluates with the plugin, asking SERVER (ADDRESS@PORT)
       spf_peers.py pyspf CASES [VOIDS]            with the module spf, its lookups answered from CASES;
                                                   VOIDS: its limit of void lookups, 2 by default
       spf_peers.py questions CASES                the input of: spfquery -file -
       spf_peers.py libspf2 CASES <OUTPUT          reads what spfquery said
       spf_peers.py compare CASES TABLE OURS PEER=RESULTS... [+WITNESS=RESULTS...]
CASES comes from spf_generate.py. The first four print a JSON object, {case: {"result": …, "cause": …}};
compare takes such files, explains every difference by a row of TABLE (its head says how) and prints
"ok - …" or "not ok - …" for each peer (a witness is only named by rows); exits 1 when a difference is left unexplained.
"""
import collections
import ipaddress
import re
import sys

import peers
from dns_world import Failure, World


def sender_of(case):
    """The null reverse-path as RFC 7208 2.4 reads it: not every peer takes an empty one."""
    return case["sender"] or "postmaster@" + case["helo"]


def ours(data, plugin, server):
    def read(document):
        (evaluation,) = document["spf"]["evaluations"]
        return {key: evaluation[key] for key in ("result", "cause", "lookups", "voids")}

    return peers.for_all(data, lambda case: peers.ask_ours(
        plugin, server, ["--ip", case["ip"], "--helo", case["helo"], "--sender", case["sender"]], read))


def pyspf(data, voids="2"):
    import spf
    spf.MAX_VOID_LOOKUPS = int(voids)
    world = World(data["zone"])

    def convert(rtype, item):
        if rtype == "TXT":
            return [string.encode("latin-1") for string in item]
        if rtype == "AAAA":
            return ipaddress.IPv6Address(item).packed
        return tuple(item) if rtype == "MX" else item

    def lookup(name, qtype, *_):
        try:
            records = world.resolve(name, qtype)[1]
        except Failure as failure:
            raise spf.TempError("rcode %d" % failure.rcode)
        return [((owner, rtype), convert(rtype, item)) for owner, rtype, item in records]

    spf.DNSLookup = lookup
    results = {}
    for case in data["cases"]:
        try:
            result, _, cause = spf.query(i=case["ip"], s=case["sender"], h=case["helo"], strict=True).check()
        except Exception as trouble:  # its own defects: it raises whatever came up
            result, cause = "broken", repr(trouble)
        results[case["name"]] = {"result": result, "cause": cause}
    return results


def questions(data):
    return "".join("%s %s %s\n" % (case["ip"], sender_of(case), case["helo"]) for case in data["cases"])


def libspf2(data):
    """spfquery answers in the order of the questions; most answers end with the sender repeated, which
    keeps the two in step when one is missing. A record that it cannot compile is "(invalid)"."""
    by_sender = {sender_of(case): case["name"] for case in data["cases"]}
    results = {case["name"]: {"result": "broken", "cause": "no answer"} for case in data["cases"]}
    names = iter(results)
    name, trouble = None, []
    for line in sys.stdin.buffer.read().decode("latin-1").splitlines():
        if re.match(r"(ErrorCode|Error): ", line):
            trouble.append(line)
        elif re.fullmatch(r"none|neutral|pass|fail|softfail|permerror|temperror|\(invalid\)", line):
            name = next(names, None)
            result = "permerror" if line == "(invalid)" else line
            results[name] = {"result": result, "cause": "; ".join(trouble)}
            trouble = []
        found = re.match(r"Received-SPF: .*; envelope-from=(.*); helo=", line)
        if found and by_sender.get(found[1]) != name:
            sys.exit("spfquery lost step at " + line)
    return results


def describe(data, case, our):
    """What a rule's regular expression sees: kind, client, our counters, and all records of the case."""
    lines = ["kind " + case["kind"], "ip " + case["ip"], "lookups %d" % our["lookups"], "voids %d" % our["voids"]]
    for name in [case["name"]] + data["below"][case["name"]]:
        for rtype, items in sorted(data["zone"][name].items()):
            lines += ["%s %s %s" % (name, rtype, "".join(i) if rtype == "TXT" else i) for i in items]
    return "\n".join(lines)


def differ_from(data, table, peer, ours_of, results):
    """A row with a witness counts where that one says what we say."""
    witnesses = {name.lstrip("+"): of for name, of in results.items()}

    def differ(case):
        name = case["name"]
        our, their = ours_of[name], results[peer][name]
        if our["result"] == their["result"]:
            return []
        text = describe(data, case, our)
        rows = [row for row in table
                if row["witness"] == "-" or witnesses[row["witness"]][name]["result"] == our["result"]]
        found = peers.explain(rows, peer, {"ours": our["result"], "theirs": their["result"]},
                              {"text": text, "their cause": str(their["cause"])})
        return [(found, "%s: we say %s (%s), %s says %s (%s)\n%s\nfrom %s" % (
            name, our["result"], our["cause"], peer, their["result"], their["cause"], text, sender_of(case)))]

    return differ


def compare(data, table, ours_of, results):
    data["below"] = collections.defaultdict(list)
    for name in data["zone"]:
        data["below"][".".join(name.split(".")[-2:])].append(name)
    for case in data["cases"]:
        data["below"][case["name"]].remove(case["name"])
    for peer in results:
        if not peer.startswith("+"):
            yield peer, differ_from(data, table, peer, ours_of, results)


if __name__ == "__main__":
    modes = {"ours": ours, "pyspf": pyspf, "questions": questions, "libspf2": libspf2}
    peers.main(__doc__, modes, "check_ses_spf", compare)
