#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests of one scenario of an OpenSPF suite through the real plugin.

Usage: spf_suite_run.py PLUGIN SERVER SUITE SCENARIO [LEFT-OUT]
SERVER (ADDRESS@PORT) serves the scenario already. LEFT-OUT is a table: test, tab, reason. Prints
"ok - SUITE TEST" or "not ok - …" with what was seen; exits 1 when one was not ok.
"""
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# Short waits: what a scenario calls a timeout is never answered, all else is answered at once.
WAITS = ["--query-timeout", "0.5", "--tries", "2", "--timeout", "6"]
# RFC 4408 8.1 prints the nibbles of %{i} in upper case, RFC 7208 7.4 in lower case.
NIBBLES = re.compile(r"(?:[0-9A-Fa-f]\.){31}[0-9A-Fa-f]")


def left_out(path):
    table = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                test, _, reason = line.rstrip("\n").partition("\t")
                table[test] = reason
    return table


def octets(text):
    return text.encode("latin-1")


def command(plugin, server, test):
    return [os.fsencode(plugin), b"-s", os.fsencode(server), *map(os.fsencode, WAITS), b"--why", b"none",
            b"--profile", b"none", b"--receiver", b"receiver.example", b"--output", b"json",
            b"--ip", octets(test["host"]), b"--helo", octets(test["helo"]),
            b"--sender", octets(test["mailfrom"])]


def evaluate(plugin, server, test):
    """(the evaluation, None) or (None, why there is none)."""
    try:
        run = subprocess.run(command(plugin, server, test), stdin=subprocess.DEVNULL, timeout=30,
                             capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        return None, "no end within 30 s"
    if run.returncode not in (0, 1, 2, 3) or run.stderr:
        return None, "exit code %d, stderr: %s" % (run.returncode, run.stderr.decode("utf-8", "replace"))
    try:
        evaluations = json.loads(run.stdout)["spf"]["evaluations"]
    except (ValueError, KeyError, TypeError):
        return None, "no evaluation in: " + run.stdout.decode("utf-8", "replace")[:500]
    if len(evaluations) != 1:
        return None, "%d evaluations, expected 1" % len(evaluations)
    return evaluations[0], None


def same_explanation(expected, seen):
    if expected is None:
        return True
    if expected == "DEFAULT":  # the verifier's own text: ours is none
        return seen is None
    fold = [NIBBLES.sub(lambda found: found.group().lower(), text or "") for text in (expected, seen)]
    return fold[0] == fold[1]


def judge(test, evaluation):
    """What is wrong, as lines."""
    wrong = []
    if evaluation["result"] not in test["result"]:
        wrong.append("result %s, expected %s (cause: %s)" % (
            evaluation["result"], " or ".join(test["result"]), evaluation.get("cause")))
    if not same_explanation(test["explanation"], evaluation["explanation"]):
        wrong.append("explanation %r, expected %r" % (evaluation["explanation"], test["explanation"]))
    return wrong


def main():
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    plugin, server, path, number = sys.argv[1:5]
    skipped = left_out(sys.argv[5]) if len(sys.argv) == 6 else {}
    with open(path, encoding="utf-8") as file:
        scenario = json.load(file)[int(number)]
    suite = os.path.basename(path).partition("-")[0]
    tests = [test for test in scenario["tests"] if test["name"] not in skipped]
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        results = list(pool.map(lambda test: evaluate(plugin, server, test), tests))
    failed = 0
    for test, (evaluation, trouble) in zip(tests, results):
        wrong = [trouble] if trouble else judge(test, evaluation)
        print("%sok - %s %s" % ("not " if wrong else "", suite, test["name"]))
        for line in wrong:
            print("    " + line)
        if wrong:
            failed += 1
            print("    RFC section %s: %s" % (", ".join(test["spec"]), test["description"]))
            print("    " + " ".join(repr(os.fsdecode(word)) for word in command(plugin, server, test)))
    for test in scenario["tests"]:
        if test["name"] in skipped:
            print("# %s %s left out: %s" % (suite, test["name"], skipped[test["name"]]))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
