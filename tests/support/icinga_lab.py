# SPDX-License-Identifier: MIT
"""Icinga 2 for tests: daemons with folders of their own, what their API says, and mails that end in
a folder.

    authority = Authority(folder, "lab")               of web_lab.py
    mailbox = Mailbox(FOLDER)                          its program mail comes first in PATH
    node = Icinga(servers, authority, mailbox, "master.example.com", ADDRESS)
    node.configure(TEXT)                               after what every daemon has
    node.start(); node.wait_ready()                    and servers.stop(node.name)
    node.service("mail-senders!ses-spf-mail.shop.example")["state"]
    node.check(NAME, …)                                runs these now, until all have results
    mailbox.new()                                      mails since the last call, in order
"""
import base64
import collections
import http.client
import json
import os
import shutil
import ssl
import subprocess
import time
import urllib.parse

from web_lab import BUILD, HERE, wait_for

import lab as laboratory

CONTRIB = os.path.join(HERE, "../../contrib/icinga2")
PORT = 5665
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
CHECKS = ("spf", "dkim", "dmarc", "hold")
PATIENCE = 30
USER, PASSWORD = "lab", "loopback"
ALWAYS = f"""include <itl>
const PluginDir = "{BUILD}/plugins"
const NodeName = "{{name}}"
object CheckerComponent "checker" {{{{ }}}}
object ApiListener "api" {{{{
  bind_host = "{{address}}"
  accept_config = true
  accept_commands = true
}}}}
object ApiUser "{USER}" {{{{
  password = "{PASSWORD}"
  permissions = [ "*" ]
}}}}
"""
NOTIFIES = 'object NotificationComponent "notification" { }\n'
MAIL = """#!/bin/sh
file=$(mktemp "{folder}/.XXXXXX") || exit 1
{{ printf '%s\\n' "$@"; cat; }} >"$file"
mv "$file" "{folder}/$(date +%s.%N)"
"""

# kind is PROBLEM, RECOVERY …; service is its display name.
Mail = collections.namedtuple("Mail", "to kind service subject text")


def need_icinga():
    """Ends the script when Icinga 2 is missing: as skipped, in CI as failed."""
    laboratory.need("icinga2", "openssl")


def ours(*names):
    """Files of contrib/icinga2, included where they lie."""
    return "".join(f'include "{os.path.abspath(os.path.join(CONTRIB, name))}"\n' for name in names)


def host_options(options):
    """What the world wants to be told, as custom variables of the host, for all its senders."""
    lines = [f'  vars.ses_server = [ "{options["server"]}" ]\n']
    for option, value in options.items():
        if option != "server":
            quoted = "true" if value is True else f'"{value}"'
            lines += [f'  vars.ses_{check}_{option.replace("-", "_")} = {quoted}\n'
                      for check in CHECKS]
    return "".join(lines)


class Mailbox:
    def __init__(self, folder):
        self.programs = os.path.join(folder, "bin")
        self.folder = os.path.join(folder, "mails")
        self.seen = 0
        for path in (self.programs, self.folder):
            os.makedirs(path)
        program = os.path.join(self.programs, "mail")
        with open(program, "w", encoding="ascii") as script:
            script.write(MAIL.format(folder=self.folder))
        os.chmod(program, 0o755)

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            option, subject, to, *lines = file.read().split("\n")
        assert option == "-s"
        about = [line for line in lines if line.count(", ") >= 2 and " on mail-" in line][-1]
        service, _, rest = about.partition(" on ")
        return Mail(to, rest.split(", ")[1], service, subject, "\n".join(lines))

    def all(self):
        names = sorted(name for name in os.listdir(self.folder) if not name.startswith("."))
        return [self.read(name) for name in names]

    def new(self):
        mails = self.all()[self.seen:]
        self.seen += len(mails)
        return mails

    def wait(self, count, seconds=PATIENCE):
        """Until there are so many new mails."""
        wait_for(lambda: len(os.listdir(self.folder)) >= self.seen + count, seconds)


class Icinga:
    """A daemon at an address."""

    def __init__(self, servers, authority, mailbox, name, address):
        self.servers, self.name, self.address = servers, name, address
        self.mailbox = mailbox
        self.folder = os.path.join(servers.folder, name)
        self.constants = {"ConfigDir": os.path.join(self.folder, "etc")}
        for word, place in (("DataDir", "lib"), ("LogDir", "log"), ("InitRunDir", "run"),
                            ("CacheDir", "cache"), ("SpoolDir", "spool")):
            self.constants[word] = os.path.join(self.folder, place)
        for folder in self.constants.values():
            os.makedirs(folder)
        certs = os.path.join(self.folder, "lib/certs")
        scripts = os.path.join(self.folder, "etc/scripts")
        os.makedirs(certs)
        os.makedirs(scripts)
        shutil.copy(os.path.join(CONTRIB, "ses-notify"), scripts)
        certificate, key = authority.certify([f"DNS:{name}", f"IP:{address}"], subject=name)
        shutil.copy(certificate, os.path.join(certs, name + ".crt"))
        shutil.copy(key, os.path.join(certs, name + ".key"))
        shutil.copy(authority.file, os.path.join(certs, "ca.crt"))
        self.tls = ssl.create_default_context(cafile=authority.file)

    def configure(self, text):
        path = os.path.join(self.constants["ConfigDir"], "icinga2.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(ALWAYS.format(name=self.name, address=self.address) + text)

    def argv(self, folder, *words):
        """The command line for a folder with icinga2.conf."""
        path = f"PATH={self.mailbox.programs}:{laboratory.ENVIRONMENT['PATH']}"
        constants = self.constants | {"ConfigDir": folder, "ZonesDir": folder + "/zones.d"}
        return ["env", path, "ICINGA2_USER=root", "ICINGA2_GROUP=root", "icinga2", "daemon",
                *(f"-D{name}={value}" for name, value in constants.items()), "-c",
                os.path.join(folder, "icinga2.conf"), *words]

    def validate(self, folder):
        """What the daemon says of a configuration, and whether it takes it."""
        done = subprocess.run(self.argv(folder, "-C"), stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout, done.returncode == 0

    def start(self):
        self.servers.start(self.name, self.argv(self.constants["ConfigDir"]))

    def wait_ready(self):
        self.wait(lambda: self.get("status/IcingaApplication"), f"{self.name} has no API")

    def wait(self, is_there, complaint, seconds=PATIENCE):
        """Until is_there() gives something true, which is returned. While the daemon starts, its
        API is not there."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            try:
                if found := is_there():
                    return found
            except (OSError, http.client.HTTPException):
                pass
            if self.servers.servers[self.name].poll() is not None:
                break
            time.sleep(0.05)
        raise laboratory.LabError(complaint + self.servers.logs())

    def request(self, method, path, body=None):
        connection = http.client.HTTPSConnection(self.address, PORT, context=self.tls, timeout=10)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        try:
            connection.request(method, "/v1/" + path, body and json.dumps(body), {
                "Accept": "application/json", "Authorization": "Basic " + login})
            reply = connection.getresponse()
            document = json.loads(reply.read())
        finally:
            connection.close()
        if reply.status >= 300:
            raise laboratory.LabError(f"{method} {path}: {reply.status} {document}")
        return document.get("results", [])

    def get(self, path):
        return self.request("GET", path)

    def services(self):
        return {found["name"]: found["attrs"] for found in self.get("objects/services")}

    def service(self, name):
        return self.get("objects/services/" + urllib.parse.quote(name, safe=""))[0]["attrs"]

    def modify(self, name, **attributes):
        self.request("POST", "objects/services/" + urllib.parse.quote(name, safe=""),
                     {"attrs": attributes})

    def order(self, name, force=True):
        """A check at once: by force, or as its schedule would have it."""
        self.request("POST", "actions/reschedule-check", {
            "type": "Service", "service": name, "force": force, "next_check": time.time()})

    def check(self, *names):
        """Runs these checks at once, and returns when each has a result of a run since then. One
        that ran already swallows the order: it is given again."""
        started = time.time()
        missing = set(names)

        def are_through():
            missing.difference_update(name for name, service in self.services().items()
                                      if self.last_run(service) >= started)
            return not missing

        while missing:
            for name in missing:
                self.order(name)
            wait_for(are_through, 9, 0.05)
            if time.time() > started + PATIENCE:
                raise laboratory.LabError(f"no results of {missing}" + self.servers.logs())

    @staticmethod
    def last_run(service):
        result = service["last_check_result"]
        return result["execution_start"] if result else 0
