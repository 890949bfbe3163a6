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
import os
import re
import sys

import peers
from dns_world import Failure, World

SIDES = {"usable": "usable", "absent": "absent", "trouble": "trouble"}  # all others: no use
UNHEARD = {"nxdomain": "absent", "nodata": "absent"}


def ours(data, plugin, server):
    def read(document):
        (entry,) = document["dkim"]["selectors"]
        return read_ours(entry)

    return peers.for_all(data, lambda case: {"bits": None, **peers.ask_ours(
        plugin, server, ["-d", case["domain"], "-k", case["selector"]], read)})


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
    run = peers.run_program(["opendkim-testkey", "-vv", "-x", config])
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


def compare(data, table, ours_of, results):
    def differ_from(peer):
        def differ(case):
            our, their = ours_of[case["name"]], results[peer][case["name"]]
            if agree(our, their):
                return []
            text = describe(data, case)
            found = peers.explain(table, peer, {"ours": our["result"], "theirs": their["result"]},
                                  {"text": text, "their cause": their["cause"]})
            return [(found, "%s: we say %s (%s bits), %s says %s (%s bits, %s)\n%s" % (
                case["selector"], our["result"], our["bits"], peer, their["result"], their["bits"], their["cause"],
                text))]

        return differ

    return ((peer, differ_from(peer)) for peer in results)


if __name__ == "__main__":
    peers.main(__doc__, {"ours": ours, "opendkim": opendkim, "dkimpy": dkimpy}, "check_ses_dkim", compare)
