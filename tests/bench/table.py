#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the benchmark's tables and whether the targets are met. Usage: table.py FOLDER

FOLDER holds what tests/bench/run measured: names, counts, near.json and far.json (hyperfine), shared.json
and static.json (the plugin's own document). Exits 1 when a target of instructions, memory or rounds is
missed; times only say so.
"""
import json
import os
import sys

# build: (instructions in millions, times the floor, times spfquery or None, memory in MB)
TARGETS = {"shared": (5.5, 2.8, None, 6.0), "static": (0.8, 1.9, 1.35, 4.5)}
FAR_OF_SPFQUERY = 0.55
ROUNDS = 4
QUESTIONS = 8


class Figures:
    def __init__(self, folder):
        self.folder = folder
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
    head = "%-10s %10s %8s %9s %8s %10s %9s %10s" % (
        "", "M instr.", "RSS MB", "ms", "x floor", "x spfquery", "ms at 100", "x spfquery")
    print(head)
    for name in figures.names:
        print("%-10s %10s %8s %9.3f %8.2f %10.2f %9.1f %10.2f" % (
            name, "%.3f" % figures.instructions[name] if name in figures.instructions else "",
            "%.1f" % figures.memory[name] if name in figures.memory else "",
            figures.near[name], figures.ratio(figures.near, name, "floor"),
            figures.ratio(figures.near, name, "spfquery"), figures.far[name],
            figures.ratio(figures.far, name, "spfquery")))


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


def judge(figures):
    verdict = Verdict()
    for build, (instructions, floor, spfquery, memory) in TARGETS.items():
        if build not in figures.names:
            print("# no %s build: its targets are not judged" % build)
            continue
        verdict.hard(build + " instructions", figures.instructions[build], instructions, "M")
        verdict.hard(build + " memory", figures.memory[build], memory, "MB")
        with open(os.path.join(figures.folder, build + ".json"), encoding="utf-8") as file:
            document = json.load(file)
        verdict.hard(build + " rounds", document["rounds"], ROUNDS, "")
        verdict.hard(build + " messages", document["queries"], QUESTIONS, "")
        verdict.told(build + " against the floor", figures.ratio(figures.near, build, "floor"), floor,
                     figures.ratio(figures.best, build, "floor"))
        if spfquery is not None:
            verdict.told(build + " against spfquery", figures.ratio(figures.near, build, "spfquery"), spfquery,
                         figures.ratio(figures.best, build, "spfquery"))
        verdict.told(build + " against spfquery at 100 ms", figures.ratio(figures.far, build, "spfquery"),
                     FAR_OF_SPFQUERY)
    return verdict.met


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    figures = Figures(sys.argv[1])
    print_table(figures)
    sys.exit(0 if judge(figures) else 1)


if __name__ == "__main__":
    main()
