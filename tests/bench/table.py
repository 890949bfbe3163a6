#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints a benchmark's table and whether the targets are met. Usage: table.py FOLDER PLUGIN PEER

FOLDER holds what the benchmark measured: names, counts, near.json and far.json (hyperfine), shared.json
and static.json (the plugin's own document). Exits 1 when a target of instructions, memory or rounds is
missed; times only say so.
"""
import json
import os
import sys

# plugin: (rounds, messages, build: (instructions in millions, memory in MB, times the floor and the peer
# on loopback and the peer at 100 ms, each or None))
TARGETS = {
    "check_ses_spf": (4, 8, {"shared": (5.5, 6.0, 2.8, None, 0.55), "static": (0.8, 4.5, 1.9, 1.35, 0.55)}),
    "check_ses_dkim": (1, 7, {"shared": (5.5, 6.0, None, None, None), "static": (0.85, 4.5, None, None, None)}),
    "check_ses_dmarc": (2, 16, {"shared": (5.5, 6.0, None, None, None), "static": (1.25, 4.5, None, None, None)}),
}


class Figures:
    def __init__(self, folder, peer):
        self.folder = folder
        self.peer = peer
        with open(os.path.join(folder, "names"), encoding="utf-8") as file:
            self.names = file.read().split()
        self.near = self.times("near.json", "median")
        self.best = self.times("near.json", "min")
        self.far = self.times("far.json", "median")
        self.instructions, self.memory = {}, {}
        with open(os.path.join(folder, "counts"), encoding="utf-8") as file:
            for line in file:
                name, instructions, kib = line.rstrip("\n").split("\t")
                self.instructions[name] = int(instructions) / 1e6
                self.memory[name] = int(kib) / 1024

    def times(self, name, kind):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return {key: result[kind] * 1000 for key, result in zip(self.names, json.load(file)["results"])}

    def ratio(self, times, name, to):
        return times[name] / times[to]


def print_table(figures):
    head = "%-16s %10s %8s %9s %8s %10s %9s %10s" % (
        "", "M instr.", "RSS MB", "ms", "x floor", "x peer", "ms at 100", "x peer")
    print("# the peer is %s" % figures.peer)
    print(head)
    for name in figures.names:
        print("%-16s %10s %8s %9.3f %8.2f %10.2f %9.1f %10.2f" % (
            name, "%.3f" % figures.instructions[name] if name in figures.instructions else "",
            "%.1f" % figures.memory[name] if name in figures.memory else "",
            figures.near[name], figures.ratio(figures.near, name, "floor"),
            figures.ratio(figures.near, name, figures.peer), figures.far[name],
            figures.ratio(figures.far, name, figures.peer)))


class Verdict:
    def __init__(self):
        self.met = True

    def hard(self, what, value, limit, unit):
        met = value <= limit
        self.met = self.met and met
        print("%sok - %s: %.2f %s, target %.2f" % ("" if met else "not ", what, value, unit, limit))

    @staticmethod
    def told(what, value, limit, best=None):
        print("# %s: %.2f, target %.2f%s%s" % (
            what, value, limit, "" if best is None else " (by the fastest runs: %.2f)" % best,
            "" if value <= limit else ": MISSED"))


def judge(figures, plugin):
    verdict = Verdict()
    rounds, messages, builds = TARGETS[plugin]
    for build, (instructions, memory, floor, peer, far) in builds.items():
        if build not in figures.names:
            print("# no %s build: its targets are not judged" % build)
            continue
        verdict.hard(build + " instructions", figures.instructions[build], instructions, "M")
        verdict.hard(build + " memory", figures.memory[build], memory, "MB")
        with open(os.path.join(figures.folder, build + ".json"), encoding="utf-8") as file:
            document = json.load(file)
        verdict.hard(build + " rounds", document["rounds"], rounds, "")
        verdict.hard(build + " messages", document["queries"], messages, "")
        if floor is not None:
            verdict.told(build + " against the floor", figures.ratio(figures.near, build, "floor"), floor,
                         figures.ratio(figures.best, build, "floor"))
        if peer is not None:
            verdict.told("%s against %s" % (build, figures.peer),
                         figures.ratio(figures.near, build, figures.peer), peer,
                         figures.ratio(figures.best, build, figures.peer))
        if far is not None:
            verdict.told("%s against %s at 100 ms" % (build, figures.peer),
                         figures.ratio(figures.far, build, figures.peer), far)
    return verdict.met


def main():
    if len(sys.argv) != 4 or sys.argv[2] not in TARGETS:
        sys.exit(__doc__)
    figures = Figures(sys.argv[1], sys.argv[3])
    print_table(figures)
    sys.exit(0 if judge(figures, sys.argv[2]) else 1)


if __name__ == "__main__":
    main()
