# SPDX-License-Identifier: MIT
"""What tests of HTTPS need: an authority that signs certificates, nginx with sites of it, and the
probe in a folder with a helper program of the caller's choice.

    authority = Authority(folder, "lab")
    pair = authority.certify(["DNS:good.test"])         certificate and key; days=-1: expired
    start_nginx(lab, {1: pair, 2: None})                lab.address(1) with TLS, .2 without
    bench = Bench(lab, "bench", HELPER)                 or a script's text, or None for no helper
    results = bench.ask(OPTION, …, URL, …)              one for each line of the probe
    expect(TITLE, results, URL, result="ok", …)         a line ok or not ok
    verdict(TITLE, is_good, DETAIL, …)                  the same for anything else
    sys.exit(1 if failures else 0)
"""
import os
import shlex
import shutil
import subprocess
import time

import lab as laboratory
import server_config

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.abspath(os.environ.get("abs_top_builddir") or os.environ.get("BUILD")
                        or os.path.join(HERE, "../../build"))
PROBE = os.path.join(BUILD, "tests/support/fetch_probe")
HELPER = os.path.join(BUILD, "plugins/check_ses_fetch")
UNDER = shlex.split(os.environ.get("RUN_UNDER", ""))
failures = []  # titles of what was not ok


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.key = os.path.join(folder, name + ".key")
        self.file = os.path.join(folder, name + ".pem")
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.key)
        openssl("req", "-x509", "-new", "-key", self.key, "-subj", f"/CN={name}", "-days", 2,
                "-out", self.file)

    def certify(self, names, days=2, subject="lab"):
        """Certificate and key for these names."""
        stem = os.path.join(self.folder, f"{self.name}-{names[0].partition(':')[2]}{days}")
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", stem + ".key")
        openssl("req", "-new", "-key", stem + ".key", "-subj", f"/CN={subject}", "-out", stem + ".csr",
                "-addext", "subjectAltName=" + ",".join(names))
        openssl("x509", "-req", "-in", stem + ".csr", "-CA", self.file, "-CAkey", self.key,
                "-copy_extensions", "copy", "-days", days, "-out", stem + ".crt")
        return stem + ".crt", stem + ".key"


SITE = """
    server {{
        listen {address}:{port}{ssl}; root {root}; {certificate}
        location /domain/ {{ }}
        location = /limited {{ add_header Retry-After 120 always; return 429 "slow down"; }}
        location = /away {{ return 302 https://good.test:{port}/domain/a.json; }}
        location = /relative {{ absolute_redirect off; return 307 /domain/a.json; }}
        location = /plain {{ return 301 http://plain.test:{port}/domain/a.json; }}
        location = /circle {{ return 302 https://good.test:{port}/circle; }}
        location = /once {{ return 302 https://good.test:{port}/relative; }}
        location = /twice {{ return 302 https://good.test:{port}/once; }}
        location = /thrice {{ return 302 https://good.test:{port}/twice; }}
    }}
"""


def start_nginx(lab, sites):
    """sites: host number → certificate and key, or None for http."""
    root = os.path.join(lab.folder, "www")
    blocks = []
    for host, pair in sites.items():
        certificate = f"ssl_certificate {pair[0]}; ssl_certificate_key {pair[1]};" if pair else ""
        blocks.append(SITE.format(address=lab.address(host), port=lab.port, root=root,
                                  certificate=certificate, ssl=" ssl" if pair else ""))
    os.makedirs(os.path.join(root, "domain"))
    os.chmod(lab.folder, 0o755)
    with open(os.path.join(root, "domain/a.json"), "w", encoding="ascii") as page:
        page.write('{"objectClassName":"domain"}')
    with open(os.path.join(root, "domain/large"), "wb") as page:
        page.write(b"x" * (1 << 20))
    path = os.path.join(lab.folder, "nginx.conf")
    with open(path, "w", encoding="ascii") as config:
        config.write(server_config.nginx(lab.folder, *blocks))
    lab.start("nginx", ["nginx", "-e", "stderr", "-c", path])


class Result:
    """One line of the probe."""

    def __init__(self, line):
        self.line = line
        front, _, self.reason = line.partition(" reason=")
        words = front.split()
        self.url = words[0]
        self.fields = dict(word.partition("=")[::2] for word in words)

    def __getattr__(self, name):
        return self.fields.get(name)


class Bench:
    """A folder with the probe and a helper beside it: what that is, is the caller's choice."""

    def __init__(self, lab, name, helper):
        self.lab = lab
        self.folder = os.path.join(lab.folder, name)
        os.makedirs(self.folder)
        self.probe = os.path.join(self.folder, "fetch_probe")
        shutil.copy(PROBE, self.probe)
        place = os.path.join(self.folder, "check_ses_fetch")
        if helper and helper.startswith("#!"):
            with open(place, "w", encoding="ascii") as script:
                script.write(helper)
            os.chmod(place, 0o755)
        elif helper:
            shutil.copy(helper, place)

    def start(self, *words, **more):
        return subprocess.Popen([*UNDER, self.probe, *map(str, words)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)

    def ask(self, *words, **more):
        """Lines of the probe as results, and the seconds it took."""
        started = time.monotonic()
        process = self.start(*words, **more)
        try:
            text = process.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            text = process.communicate()[0] + "did not end"
        self.seconds = time.monotonic() - started
        results = [Result(line) for line in text.splitlines()]
        if process.returncode:
            results.append(Result(f"exit result=exit-{process.returncode}"))
        return results

    def running(self):
        """Processes that were started from this folder and are still there."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            for part in ("exe", "cmdline"):
                try:
                    path = f"/proc/{pid}/{part}"
                    text = os.readlink(path) if part == "exe" else open(path, "rb").read().decode()
                except (OSError, UnicodeDecodeError):
                    continue
                if self.folder + "/" in text and laboratory.is_alive(int(pid)):
                    found.append(int(pid))
                    break
        return found


def verdict(title, is_good, *details):
    print(f"{'ok' if is_good else 'not ok'} - {title}", flush=True)
    if not is_good:
        failures.append(title)
        for line in "\n".join(map(str, details)).splitlines()[:20]:
            print("#", line)


def fnv(octets):
    number = 2166136261
    for octet in octets:
        number = (number ^ octet) * 16777619 & 0xFFFFFFFF
    return number


def wait_for(condition, seconds=10, pause=0.01):
    limit = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < limit:
        time.sleep(pause)
    return found


def expect(title, results, url, **fields):
    """The last line of this URL has all these fields; reason: a part of it."""
    found = [result for result in results if result.url == url]
    good = bool(found)
    for name, value in fields.items():
        if name == "reason":
            good = good and value in found[-1].reason
        else:
            good = good and getattr(found[-1], name) == str(value)
    verdict(title, good, "wanted: " + " ".join(f"{k}={v}" for k, v in fields.items()),
            *(result.line for result in found or results))


def in_time(title, seconds, least, most):
    verdict(f"{title}: {seconds:.2f} s is {least} to {most}", least <= seconds <= most)
