# SPDX-License-Identifier: MIT
"""A laboratory of real servers on loopback, for scripts in Python; for those in bash it is lab.sh.

    need("nsd", "unbound")                    skips the whole script (77) when one is missing
    need_network()                            skips it where own_network cannot work, in CI too
    enter_own_network(__file__, "nsd")        begins again in such a network, all addresses local
    with Lab() as lab:                        a folder, a network and a port of its own
        nsd = lab.nsd(1, zonefiles)           an authoritative server at lab.address(1)
        resolver = lab.unbound(53, lab.address(1), origins)    asks there for these zones
        lab.wait_dns(1, nsd)                  they start side by side: each is waited for
        lab.wait_dns(53, resolver)
        lab.start("whois", [program, …])      any other server
        lab.wait_line("whois", "ready")       until its log has a line that begins so

At the end of the block exactly the started processes are ended, with all they started. A server
that fails raises LabError, whose text ends with the logs. Labs that exist at the same time do not
meet, be they of this script or of others: their networks are locked, and for those that see no
common lock (another root folder) the port is drawn and looked up first. It lies below the range of
client sockets. Servers is the same without network and port: case_lab.py begins there.
"""
import contextlib
import fcntl
import glob
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import server_config

OWN_NETWORK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "own_network")
POLL = 0.005
PATIENCE = 10
# CH TXT version.bind: answered from the server's own knowledge.
QUESTION = b"ZZ\0\0\0\1\0\0\0\0\0\0\7version\4bind\0\0\x10\0\3"
TYPES = {"A": 1, "NS": 2, "SOA": 6, "TXT": 16}
# Servers live in sbin, which a user's PATH may lack. Nobody's certificates are looked at here, and
# nsd starts twice as fast without them.
ENVIRONMENT = {**os.environ, "PATH": os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin",
               "SSL_CERT_FILE": "/dev/null"}


class LabError(Exception):
    """A server did not do what was wanted."""


def skip(reason):
    """Ends the script: as skipped, with CI=true as failed."""
    must = os.environ.get("CI") == "true"
    print(f"{'not ok -' if must else '#'} {reason}")
    sys.exit(1 if must else 77)


def need(*programs):
    for program in programs:
        if not shutil.which(program, path=ENVIRONMENT["PATH"]):
            skip(f"{program} is missing")


def need_network():
    """Ends the script where namespaces are not allowed: no server is missing, so in CI too that is
    skipped."""
    if subprocess.run([OWN_NETWORK, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        print("ok - real servers # SKIP no namespaces here, and each case needs one")
        sys.exit(0)


def enter_own_network(script, *programs):
    """Runs the script again, with --inside, where every address is local and nothing leaves; ends it
    where programs for that are missing."""
    if sys.argv[1:2] != ["--inside"]:
        need(*programs, "unshare", "ip")
        need_network()
        os.execv(OWN_NETWORK, [OWN_NETWORK, sys.executable, "-B", os.path.abspath(script),
                               "--inside", *sys.argv[1:]])


def family(pid):
    """A process and all below it."""
    pids = [pid]
    for parent in pids:
        for path in glob.glob(f"/proc/{parent}/task/*/children"):
            with contextlib.suppress(OSError), open(path, encoding="ascii") as children:
                pids += map(int, children.read().split())
    return pids


def is_alive(pid):
    """Whether it is there and no zombie."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b") ")[2][:1] not in (b"Z", b"X")
    except OSError:
        return False


def end(*processes):
    """Ends processes and what they started: TERM to them first, KILL to all that is left after 2 s.
    Their addresses are free only when all of them are gone."""
    running = [process for process in processes if process.poll() is None]
    pids = [pid for process in running for pid in family(process.pid)]
    for process in running:
        process.terminate()
    limit = time.monotonic() + 2
    while pids := list(filter(is_alive, pids)):
        if time.monotonic() > limit:
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(POLL)
    for process in running:
        process.wait()


def lock_network():
    """The first third octet that nobody has, and its lock: an open file."""
    folder = os.path.join(tempfile.gettempdir(), f"check_ses_lab_locks.{os.getuid()}")
    os.makedirs(folder, exist_ok=True)
    start = random.randrange(240)
    for step in range(240):
        octet = 10 + (start + step) % 240
        lock = open(os.path.join(folder, str(octet)), "wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return octet, lock
        except BlockingIOError:
            lock.close()
    raise LabError("all networks 127.0.10 to 127.0.249 are taken")


def draw_port():
    taken = ""
    for path in ("/proc/net/udp", "/proc/net/tcp"):
        with contextlib.suppress(OSError), open(path, encoding="ascii") as table:
            taken += table.read()
    while True:
        port = random.randrange(10000, 20000)
        if f":{port:04X} " not in taken:
            return port


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def answers(address, port):
    """Whether any reply comes over UDP. A closed port is reported at once."""
    with socket.socket(family_of(address), socket.SOCK_DGRAM) as asker:
        asker.settimeout(0.5)
        try:
            asker.connect((address, port))
            asker.send(QUESTION)
            return asker.recv(512).startswith(QUESTION[:2])
        except OSError:
            return False


def query(address, port, name, kind):
    """Asks a server over UDP and returns its reply, in wire format."""
    labels = [os.fsencode(label) for label in name.rstrip(".").split(".")]
    wire = b"".join(bytes([len(label)]) + label for label in labels)
    with socket.socket(family_of(address), socket.SOCK_DGRAM) as asker:
        asker.settimeout(PATIENCE)
        asker.connect((address, port))
        asker.send(b"AA\1\0\0\1\0\0\0\0\0\0" + wire + bytes([0, 0, TYPES[kind], 0, 1]))
        return asker.recv(4096)


def ask(address, port, name, kind):
    """Asks a resolver over UDP and waits for its reply, which is in its cache then."""
    rcode = query(address, port, name, kind)[3] & 15
    if rcode not in (0, 3):
        raise LabError(f"{address}@{port} knows nothing of {name} {kind}: RCODE {rcode}")


def accepts(address, port):
    """Whether it takes connections."""
    with socket.socket(family_of(address), socket.SOCK_STREAM) as asker:
        return asker.connect_ex((address, port)) == 0


class Servers:
    """Started processes by name, each with a log, and a folder for them."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="check_ses_lab.")
        self.servers = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        end(*self.servers.values())
        shutil.rmtree(self.folder)

    def start(self, name, argv):
        with open(self.log(name), "wb") as log:
            self.servers[name] = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log,
                                                  stderr=subprocess.STDOUT, env=ENVIRONMENT)

    def stop(self, *names):
        end(*map(self.servers.pop, names))

    def start_configured(self, name, argv, configure):
        """Starts a program with -c and what configure(FOLDER) gives for a folder of its own."""
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, argv[0] + ".conf")
        with open(path, "wb") as config:
            config.write(os.fsencode(configure(folder)))
        self.start(name, [*argv, "-c", path])

    def wait_answers(self, name, address, port, is_there=answers):
        """Until the server answers there over UDP, or is there as said."""
        self.wait(name, lambda: is_there(address, port), f"nothing answers at {address}@{port}")

    def wait_line(self, name, beginning):
        line = re.compile(b"^" + re.escape(os.fsencode(beginning)), re.MULTILINE)
        self.wait(name, lambda: line.search(self.said(name)), f"{name} did not say: {beginning}")

    def wait(self, name, is_ready, complaint):
        """The end of the server ends the wait: what is ready then is a stranger at our address."""
        limit = time.monotonic() + PATIENCE
        while not is_ready():
            if self.servers[name].poll() is not None:
                break
            if time.monotonic() > limit:
                raise LabError(complaint + self.logs())
            time.sleep(POLL)
        if self.servers[name].poll() is not None:
            raise LabError(f"{name} ended at its start" + self.logs())

    def log(self, name):
        return os.path.join(self.folder, name + ".log")

    def said(self, name):
        with open(self.log(name), "rb") as log:
            return log.read()

    def logs(self):
        """The last 20 lines of each server that said something."""
        shown = ""
        for name in self.servers:
            lines = self.said(name).decode("utf-8", "backslashreplace").splitlines()[-20:]
            if lines:
                shown += "".join(f"\n# {line}" for line in [f"--- log of {name}", *lines])
        return shown


class Lab(Servers):
    def __init__(self):
        octet, self.lock = lock_network()
        self.network = f"127.0.{octet}"
        self.port = draw_port()
        super().__init__()

    def __exit__(self, *error):
        super().__exit__(*error)
        self.lock.close()

    def address(self, host):
        return f"{self.network}.{host}"

    def nsd(self, host, zonefiles, extra=""):
        """Starts one and returns its name; extra lines go to the end of its configuration."""
        return self.start_dns("nsd", host, zonefiles, extra)

    def unbound(self, host, server, origins, extra=""):
        return self.start_dns("unbound", host, [server, *origins], extra)

    def start_dns(self, program, host, details, extra):
        name = f"{program}-{host}"
        configure = getattr(server_config, program)
        self.start_configured(name, [program, "-d"], lambda folder: configure(
            folder, self.address(host), self.port, *details) + extra)
        return name

    def wait_dns(self, host, name):
        self.wait_answers(name, self.address(host), self.port)
