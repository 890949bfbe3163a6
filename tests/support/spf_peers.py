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
import csv
import ipaddress
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from dns_world import Failure, World

SHOWN = 15  # unexplained differences shown for one peer


def sender_of(case):
    """The null reverse-path as RFC 7208 2.4 reads it: not every peer takes an empty one."""
    return case["sender"] or "postmaster@" + case["helo"]


def evaluate_ours(plugin, server, case):
    command = [plugin, "-s", server, "--why", "none", "--profile", "none", "--output", "json", "--timeout", "9",
               "--ip", case["ip"], "--helo", case["helo"], "--sender", case["sender"]]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30)
    try:
        if run.stderr:
            raise ValueError("stderr: %r" % run.stderr)
        (evaluation,) = json.loads(run.stdout)["spf"]["evaluations"]
        return {key: evaluation[key] for key in ("result", "cause", "lookups", "voids")}
    except (ValueError, KeyError, TypeError) as trouble:
        return {"result": "broken", "lookups": 0, "voids": 0, "cause": "%s, exit code %d: %r %r" % (
            " ".join(command), run.returncode, trouble, run.stdout[:300])}


def ours(data, plugin, server):
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        results = pool.map(lambda case: evaluate_ours(plugin, server, case), data["cases"])
        return {case["name"]: result for case, result in zip(data["cases"], results)}


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
    for case in data["cases"]:
        print(case["ip"], sender_of(case), case["helo"])


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


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def describe(data, case, our):
    """What a rule's regular expression sees: kind, client, our counters, and all records of the case."""
    lines = ["kind " + case["kind"], "ip " + case["ip"], "lookups %d" % our["lookups"], "voids %d" % our["voids"]]
    for name in [case["name"]] + data["below"][case["name"]]:
        for rtype, items in sorted(data["zone"][name].items()):
            lines += ["%s %s %s" % (name, rtype, "".join(i) if rtype == "TXT" else i) for i in items]
    return "\n".join(lines)


def explain(table, peer, name, results, text):
    our, their = results["ours"][name], results[peer][name]
    for row in table:
        if (row["peer"] == peer and re.fullmatch(row["ours"], our["result"])
                and re.fullmatch(row["theirs"], their["result"]) and re.search(row["text"], text, re.M)
                and re.search(row["their cause"], str(their["cause"]))
                and (row["witness"] == "-" or results[row["witness"]][name]["result"] == our["result"])):
            return row["class"]
    return None


def compare_peer(data, table, peer, results):
    classes = collections.Counter()
    unexplained = []
    for case in data["cases"]:
        name = case["name"]
        our, their = results["ours"][name], results[peer][name]
        if our["result"] == their["result"]:
            continue
        text = describe(data, case, our)
        found = explain(table, peer, name, results, text)
        classes[found] += 1
        if found is None:
            unexplained.append("%s: we say %s (%s), %s says %s (%s)\n%s\nfrom %s" % (
                name, our["result"], our["cause"], peer, their["result"], their["cause"], text, sender_of(case)))
    total = len(data["cases"])
    differing = sum(classes.values())
    print("%sok - %s: %d of %d agree, %d differ for known reasons, %d unexplained" % (
        "not " if unexplained else "", peer, total - differing, total, differing - len(unexplained),
        len(unexplained)))
    for name, count in sorted((n, c) for n, c in classes.items() if n):
        print("#   %4d %s" % (count, name))
    for text in unexplained[:SHOWN]:
        print("    " + ascii(text)[1:-1].replace("\\n", "\n      "))
    return not unexplained


def compare(data, table_path, ours_path, peers):
    data["below"] = collections.defaultdict(list)
    for name in data["zone"]:
        data["below"][".".join(name.split(".")[-2:])].append(name)
    for case in data["cases"]:
        data["below"][case["name"]].remove(case["name"])
    table = read_table(table_path)
    results = {peer.lstrip("+"): load(path) for peer, path in peers}
    results["ours"] = load(ours_path)
    broken = [result["cause"] for result in results["ours"].values() if result["result"] == "broken"]
    print("%sok - check_ses_spf evaluates all of them" % ("not " if broken else ""))
    for cause in broken[:SHOWN]:
        print("    " + cause)
    fine = [compare_peer(data, table, peer, results) for peer, _ in peers if peer[0] != "+"]
    return all(fine) and not broken


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    mode, path, *rest = sys.argv[1:]
    data = load(path)
    if mode == "questions":
        questions(data)
    elif mode == "compare":
        peers = [peer.split("=", 1) for peer in rest[2:]]
        sys.exit(0 if compare(data, rest[0], rest[1], peers) else 1)
    else:
        evaluate = {"ours": ours, "pyspf": pyspf, "libspf2": libspf2}[mode]
        json.dump(evaluate(data, *rest), sys.stdout)


if __name__ == "__main__":
    main()
