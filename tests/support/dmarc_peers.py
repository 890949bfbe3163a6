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
import collections
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from spf_peers import SHOWN, load, read_table

RESULTS = {"found": "found", "none": "none", "temperror": "trouble", "permerror": "permerror"}
FIELDS = ["domain", "org", "applied", "adkim", "aspf", "pct", "rua", "fo"]
POLICIES = {"n": "none", "q": "quarantine", "r": "reject", "": None}
UNITS = {"": 1, "k": 2 ** 10, "m": 2 ** 20, "g": 2 ** 30, "t": 2 ** 40}


def evaluate_ours(plugin, server, author):
    command = [plugin, "-s", server, "--why", "none", "--profile", "none", "--output", "json", "--timeout", "9",
               "--method", "7489", "-d", author]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30)
    try:
        if run.stderr:
            raise ValueError("stderr: %r" % run.stderr)
        return read_ours(json.loads(run.stdout)["dmarc"])
    except (ValueError, KeyError, TypeError) as trouble:
        return {"result": "broken", "cause": "%s, exit code %d: %r %r" % (
            " ".join(command), run.returncode, trouble, run.stdout[:300])}


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
    names = [case["name"] for case in data["cases"]]
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        return dict(zip(names, pool.map(lambda name: evaluate_ours(plugin, server, name), names)))


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


def explain(table, peer, field, our, their, text):
    for row in table:
        if (row["peer"] == peer and re.fullmatch(row["field"], field)
                and re.fullmatch(row["ours"], show(our, field), re.S)
                and re.fullmatch(row["theirs"], show(their, field), re.S)
                and re.search(row["text"], text, re.M) and re.search(row["their cause"], their["cause"])):
            return row["class"]
    return None


def compare_peer(data, table, peer, ours_of, theirs_of):
    classes = collections.Counter()
    unexplained = []
    agreeing = 0
    for case in data["cases"]:
        our, their = ours_of[case["name"]], theirs_of[case["name"]]
        if our["result"] == "broken":
            continue
        fields = differing(our, their)
        agreeing += not fields
        text = describe(data, case)
        for field in fields:
            found = explain(table, peer, field, our, their, text)
            classes[found] += 1
            if found is None:
                unexplained.append("%s: %s: we say %s (%s), %s says %s (%s)\n%s" % (
                    case["name"], field, show(our, field), our["cause"], peer, show(their, field), their["cause"],
                    text))
    print("%sok - %s: %d of %d agree, %d differences for known reasons, %d unexplained" % (
        "not " if unexplained else "", peer, agreeing, len(data["cases"]),
        sum(classes.values()) - len(unexplained), len(unexplained)))
    for name, count in sorted((n, c) for n, c in classes.items() if n):
        print("#   %4d %s" % (count, name))
    for text in unexplained[:SHOWN]:
        print("    " + ascii(text)[1:-1].replace("\\n", "\n      "))
    return not unexplained


def compare(data, table_path, ours_path, peers):
    data["below"] = collections.defaultdict(list)
    for case in data["cases"]:
        ending = "." + case["base"]
        data["below"][case["base"]] = [name for name in data["zone"] if name.endswith(ending) or name == case["base"]]
    table = read_table(table_path)
    ours_of = load(ours_path)
    broken = [result["cause"] for result in ours_of.values() if result["result"] == "broken"]
    print("%sok - check_ses_dmarc judges all of them" % ("not " if broken else ""))
    for cause in broken[:SHOWN]:
        print("    " + cause)
    fine = [compare_peer(data, table, peer, ours_of, load(path)) for peer, path in peers]
    return all(fine) and not broken


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    mode, path, *rest = sys.argv[1:]
    data = load(path)
    if mode == "domains":
        print("\n".join(case["name"] for case in data["cases"]))
    elif mode == "compare":
        peers = [peer.split("=", 1) for peer in rest[2:]]
        sys.exit(0 if compare(data, rest[0], rest[1], peers) else 1)
    else:
        json.dump({"ours": ours, "opendmarc": opendmarc}[mode](data, *rest), sys.stdout)


if __name__ == "__main__":
    main()
