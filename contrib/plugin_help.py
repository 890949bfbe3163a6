# SPDX-License-Identifier: MIT
"""What the --help of a plugin says, for the scripts here that write files from it."""
import re
import subprocess
import sys
from typing import NamedTuple, Optional

CHECKS = ("spf", "dkim", "dmarc", "hold", "domain")

WIDTH = 80
OPTION = re.compile(r"  (?:(-\w), |    )--([a-z0-9-]+)(\[?=?\S*)(?: (\S+))?(?:\s+(.*))?$")
FINDING = re.compile(r"(\S+\.\S+)  ([A-Z]+)(?:  \((.+)\))?$")


class Option(NamedTuple):
    """letter is "-d" or None; name is "domain"; value is what --help calls it, None for a switch;
    attached says that the value may be left out and has to follow after "="."""
    letter: Optional[str]
    name: str
    value: Optional[str]
    attached: bool
    text: str


class Finding(NamedTuple):
    """One finding of the catalogue; reference may be empty."""
    name: str
    state: str
    reference: str
    meaning: str
    consequence: str
    advice: str


def ask(folder, check, words):
    """The lines that a plugin prints for a --help."""
    plugin = f"{folder}/check_ses_{check}"
    done = subprocess.run([plugin, words], stdout=subprocess.PIPE, check=False, text=True)
    if done.returncode != 3 or not done.stdout:
        sys.exit(f"{sys.argv[0]}: {plugin} {words} does not answer")
    return done.stdout.splitlines()


def options(folder, check):
    """The options of a plugin in the order of --help."""
    found = []
    for line in ask(folder, check, "--help"):
        words = OPTION.match(line)
        if words:
            letter, name, optional, value, text = words.groups()
            if optional:
                value = optional.strip("[=]")
            elif value and not value.lstrip("[")[:1].isupper():
                text, value = f"{value} {text or ''}".strip(), None
            found.append([letter, name, value, bool(optional), [text or ""]])
        elif found and line.startswith(" " * 30):
            found[-1][4].append(line.strip())
    return [Option(letter, name, value, attached, " ".join(filter(None, text)))
            for letter, name, value, attached, text in found]


def fills(lines):
    """Whether these lines are one paragraph: each takes as many words as it has room for."""
    return all(len(line) + 1 + len(follower.split()[0]) > WIDTH
               for line, follower in zip(lines, lines[1:]))


def paragraphs(lines):
    """The three paragraphs of a finding, which --help sets below each other without a blank line.
    A paragraph ends with a full stop where the line has room for the next word, or where there is
    no other way to make three."""
    found = []
    for first in range(1, len(lines) - 1):
        for second in range(first + 1, len(lines)):
            parts = lines[:first], lines[first:second], lines[second:]
            if all(fills(part) and part[-1].endswith(".") for part in parts):
                found.append([" ".join(line.strip() for line in part) for part in parts])
    if len(found) != 1:
        sys.exit(f"{sys.argv[0]}: not three paragraphs: {lines}")
    return found[0]


def findings(folder):
    """Every finding in the order of the catalogue. All plugins print the same."""
    heads, bodies = [], []
    for line in ask(folder, "spf", "--help=findings"):
        head = FINDING.match(line)
        if head:
            heads.append(head.groups(""))
            bodies.append([])
        elif line:
            bodies[-1].append(line)
    return [Finding(*head, *paragraphs(body)) for head, body in zip(heads, bodies)]
