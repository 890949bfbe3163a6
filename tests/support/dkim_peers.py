#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Second opinions on generated DKIM key records: ours, and those of three verifiers.

Usage: dkim_peers.py ours CASES PLUGIN SERVER          with check_ses_dkim, asking SERVER (ADDRESS@PORT)
       dkim_peers.py opendkim CASES FOLDER SERVER      with opendkim-testkey; FOLDER holds the private keys
                                                       and gets its configuration
       dkim_peers.py dkimpy CASES                      with the module dkim, its lookups answered from CASES
       dkim_peers.py compare CASES TABLE OURS PEER=RESULTS...
CASES comes from dkim_generate.py. The first three print a JSON object, {case: {"result": …, "bits": …,
"cause": …}}, as dkim_peer.pl does for Mail::DKIM. The results are usable, absent, trouble (no answer), and for
a record of no use: the error's name (ours) or bad (theirs); bits is null where a peer does not tell it.
compare takes such files, explains every difference by a row of TABLE (its head says how) and prints
"ok - …" or "not ok - …" for each peer; exits 1 when a difference is left unexplained.
"""
import collections
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from dns_world import Failure, World
from spf_peers import SHOWN, load, read_table

SIDES = {"usable": "usable", "absent": "absent", "trouble": "trouble"}  # all others: no use
UNHEARD = {"nxdomain": "absent", "nodata": "absent"}


def for_all(data, ask):
    """{case: ask(case)}, several at a time: what is asked are programs."""
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        results = pool.map(ask, data["cases"])
        return {case["name"]: result for case, result in zip(data["cases"], results)}


def run_program(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30)


def ours(data, plugin, server):
    def ask(case):
        command = [plugin, "-s", server, "--why", "none", "--profile", "none", "--output", "json", "--timeout", "9",
                   "-d", case["domain"], "-k", case["selector"]]
        run = run_program(command)
        try:
            if run.stderr:
                raise ValueError("stderr: %r" % run.stderr)
            (entry,) = json.loads(run.stdout)["dkim"]["selectors"]
            return read_ours(entry)
        except (ValueError, KeyError, TypeError) as trouble:
            return {"result": "broken", "bits": None, "cause": "%s, exit code %d: %r %r" % (
                " ".join(command), run.returncode, trouble, run.stdout[:300])}

    return for_all(data, ask)


def read_ours(entry):
    """Refuses what the document must not say."""
    result = "usable" if entry["usable"] else entry["error"]
    if entry["valid"] is None:
        result = "trouble"
    elif entry["record"] is None and result is None:
        result = UNHEARD.get(entry["answer"], "trouble")
    if result is None or (entry["usable"] and (not entry["valid"] or entry["error"] or not entry["bits"])):
        raise ValueError("valid, usable, error and bits do not fit")
    if entry["revoked"] and (entry["usable"] or not entry["valid"]):
        raise ValueError("revoked is valid, and not usable")
    return {"result": result, "bits": entry["bits"], "cause": entry["answer"]}


def opendkim(data, folder, server):
    """One run for all keys, named by a KeyTable. Each is compared with a private key; where the record was
    made from none, or from one of Ed25519, any will do: that they do not match is then what a record is told that
    was understood."""
    address, port = server.split("@")
    write(folder, "resolver", "server:\n do-not-query-localhost: no\n do-ip6: no\n module-config: iterator\n"
          "forward-zone:\n name: .\n forward-addr: %s@%s\n" % (address, port))
    config = write(folder, "config", "ResolverConfiguration %s/resolver\nKeyTable file:%s/table\n" % (folder, folder))
    with open(os.path.join(folder, "table"), "w", encoding="ascii") as table:
        for case in data["cases"]:
            key = case["key"] if knows_private(case) else data["any key"]
            table.write("%s %s:%s:%s/%s\n" % (case["name"], case["domain"], case["selector"], folder, key))
    run = run_program(["opendkim-testkey", "-vv", "-x", config])
    said = (run.stdout + run.stderr).decode("latin-1")
    checked = re.findall(r"^opendkim-testkey: checking key '(.*)'$", said, re.M)
    complaints = dict(re.findall(r"^opendkim-testkey: key (\S+): (.*)$", said, re.M))
    if checked != [case["name"] for case in data["cases"]]:
        sys.exit("opendkim-testkey did not check all keys: " + said[-1000:])
    return {case["name"]: read_opendkim(case, complaints.get(case["name"], "OK")) for case in data["cases"]}


def knows_private(case):
    """It compares with no private key of Ed25519."""
    return case["key"] is not None and not case["key"].startswith("ed")


def read_opendkim(case, said):
    result = "bad"
    if said == "OK" or (said == "keys do not match" and not knows_private(case)):
        result = "usable"
    elif said.endswith("record not found") or said == "No key":
        result = "absent"
    elif re.search("query failed|timed out|unexpected reply", said):
        result = "trouble"
    return {"result": result, "bits": None, "cause": said}


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    return path


def dkimpy(data):
    """The module takes the first TXT; it knows the limit of 1024 bits only beside a signature."""
    import dkim
    world = World(data["zone"])

    def lookup(name, timeout=5):  # its dnsfunc, which also gets a timeout
        del timeout
        records = [item for _, rtype, item in world.resolve(name, "TXT")[1] if rtype == "TXT"]
        return "".join(records[0]).encode("latin-1") if records else None

    def ask(case):
        try:
            _, size, _, only_reports = dkim.load_pk_from_dns(case["name"], dnsfunc=lookup)
        except Failure as failure:
            return {"result": "trouble", "bits": None, "cause": "rcode %d" % failure.rcode}
        except Exception as trouble:  # its own defects: it raises whatever came up
            absent = str(trouble).startswith("missing public key")
            return {"result": "absent" if absent else "bad", "bits": None, "cause": repr(trouble)}
        if not size:
            return {"result": "bad", "bits": size, "cause": "no key data"}
        if only_reports or (size < 1024 and size != 256):
            return {"result": "bad", "bits": size, "cause": "only for reports" if only_reports else "too short"}
        return {"result": "usable", "bits": size, "cause": ""}

    return {case["name"]: ask(case) for case in data["cases"]}


def agree(our, their):
    if SIDES.get(our["result"]) != SIDES.get(their["result"]):
        return False
    return our["result"] != "usable" or their["bits"] in (None, our["bits"])


def describe(data, case):
    """What a rule's regular expression sees: kind, key, and the records; control characters are escaped."""
    lines = ["kind " + ascii(case["kind"])[1:-1], "key %s" % case["key"]]
    entry = data["zone"].get(case["name"], {})
    for rtype, items in sorted(entry.items()) if entry else []:
        if rtype == "rcode":
            lines.append("rcode %d" % items)
            continue
        lines += ["%s %s" % (rtype, ascii("".join(item))[1:-1]) for item in items]
    return "\n".join(lines)


def explain(table, peer, our, their, text):
    for row in table:
        if (row["peer"] == peer and re.fullmatch(row["ours"], our["result"])
                and re.fullmatch(row["theirs"], their["result"]) and re.search(row["text"], text, re.M)
                and re.search(row["their cause"], their["cause"])):
            return row["class"]
    return None


def compare_peer(data, table, peer, ours_of, theirs_of):
    classes = collections.Counter()
    unexplained = []
    for case in data["cases"]:
        our, their = ours_of[case["name"]], theirs_of[case["name"]]
        if our["result"] == "broken" or agree(our, their):
            continue
        text = describe(data, case)
        found = explain(table, peer, our, their, text)
        classes[found] += 1
        if found is None:
            unexplained.append("%s: we say %s (%s bits), %s says %s (%s bits, %s)\n%s" % (
                case["selector"], our["result"], our["bits"], peer, their["result"], their["bits"], their["cause"],
                text))
    total = len(data["cases"])
    print("%sok - %s: %d of %d agree, %d differ for known reasons, %d unexplained" % (
        "not " if unexplained else "", peer, total - sum(classes.values()), total,
        sum(classes.values()) - len(unexplained), len(unexplained)))
    for name, count in sorted((n, c) for n, c in classes.items() if n):
        print("#   %4d %s" % (count, name))
    for text in unexplained[:SHOWN]:
        print("    " + ascii(text)[1:-1].replace("\\n", "\n      "))
    return not unexplained


def compare(data, table_path, ours_path, peers):
    table = read_table(table_path)
    ours_of = load(ours_path)
    broken = [result["cause"] for result in ours_of.values() if result["result"] == "broken"]
    print("%sok - check_ses_dkim judges all of them" % ("not " if broken else ""))
    for cause in broken[:SHOWN]:
        print("    " + cause)
    fine = [compare_peer(data, table, peer, ours_of, load(path)) for peer, path in peers]
    return all(fine) and not broken


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    mode, path, *rest = sys.argv[1:]
    data = load(path)
    if mode == "compare":
        peers = [peer.split("=", 1) for peer in rest[2:]]
        sys.exit(0 if compare(data, rest[0], rest[1], peers) else 1)
    evaluate = {"ours": ours, "opendkim": opendkim, "dkimpy": dkimpy}[mode]
    json.dump(evaluate(data, *rest), sys.stdout)


if __name__ == "__main__":
    main()
