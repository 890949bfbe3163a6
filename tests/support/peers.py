# SPDX-License-Identifier: MIT
"""What second opinions on SPF, DKIM and DMARC records share: ours is asked for each case, and each difference
from a peer is explained by a row of a table, or shown.

A result is a dictionary with "result" and "cause"; "broken" is the result of whoever gave none.
"""
import collections
import csv
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

SHOWN = 15  # unexplained differences shown for one peer


# --- asking ---------------------------------------------------------------------------------------


def run_program(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=30)


def for_all(data, ask):
    """{case: ask(case)}, several at a time: what is asked are programs."""
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        results = pool.map(ask, data["cases"])
        return {case["name"]: result for case, result in zip(data["cases"], results)}


def ask_ours(plugin, server, options, read):
    """read(document) of one run of a plugin; it raises ValueError for what the document must not say."""
    command = [plugin, "-s", server, "--why", "none", "--profile", "none", "--output", "json", "--timeout", "9",
               *options]
    run = run_program(command)
    try:
        if run.stderr:
            raise ValueError("stderr: %r" % run.stderr)
        return read(json.loads(run.stdout))
    except (ValueError, KeyError, TypeError) as trouble:
        return {"result": "broken", "cause": "%s, exit code %d: %r %r" % (
            " ".join(command), run.returncode, trouble, run.stdout[:300])}


# --- comparing ------------------------------------------------------------------------------------


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def explain(table, peer, whole, parts):
    """The class of the first row of a peer whose expressions match: in the columns of `whole` the whole text, in
    those of `parts` a part of it. None: no row does."""
    for row in table:
        if (row["peer"] == peer and all(re.fullmatch(row[name], text, re.S) for name, text in whole.items())
                and all(re.search(row[name], text, re.M) for name, text in parts.items())):
            return row["class"]
    return None


def compare_peer(data, peer, ours, differ):
    """differ(case) lists what differs: (its class or None, a sentence). Whether all of it is explained."""
    classes = collections.Counter()
    unexplained = []
    agreeing = 0
    for case in data["cases"]:
        if ours[case["name"]]["result"] == "broken":
            continue
        differences = differ(case)
        agreeing += not differences
        classes.update(name for name, _ in differences)
        unexplained += [text for name, text in differences if name is None]
    print("%sok - %s: %d of %d agree, %d differences for known reasons, %d unexplained" % (
        "not " if unexplained else "", peer, agreeing, len(data["cases"]),
        sum(classes.values()) - len(unexplained), len(unexplained)))
    for name, count in sorted((n, c) for n, c in classes.items() if n):
        print("#   %4d %s" % (count, name))
    for text in unexplained[:SHOWN]:
        print("    " + ascii(text)[1:-1].replace("\\n", "\n      "))
    return not unexplained


def judges_all(plugin, ours):
    broken = [result["cause"] for result in ours.values() if result["result"] == "broken"]
    print("%sok - %s judges all of them" % ("not " if broken else "", plugin))
    for cause in broken[:SHOWN]:
        print("    " + cause)
    return not broken


# --- the command line -----------------------------------------------------------------------------


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(usage, modes, plugin, compare):
    """MODE CASES ARGUMENT... prints modes[MODE](data, ARGUMENT...): a text, or results as JSON. In the mode
    compare, CASES TABLE OURS PEER=RESULTS..., compare(data, table, ours, {peer: results}) yields for each
    peer a pair (peer, differ)."""
    if len(sys.argv) < 3:
        sys.exit(usage)
    mode, path, *rest = sys.argv[1:]
    data = load(path)
    if mode != "compare":
        said = modes[mode](data, *rest)
        sys.stdout.write(said if isinstance(said, str) else json.dumps(said))
        return
    table, ours, *others = rest
    ours = load(ours)
    results = dict(other.split("=", 1) for other in others)
    results = {peer: load(path) for peer, path in results.items()}
    fine = judges_all(plugin, ours)
    for peer, differ in compare(data, read_table(table), ours, results):
        fine = compare_peer(data, peer, ours, differ) and fine
    sys.exit(0 if fine else 1)
