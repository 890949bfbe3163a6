# SPDX-License-Identifier: MIT
"""A Nagios 4 of one's own, made from Debian's configuration and contrib/nagios/check_ses.cfg, and its
web pages. It runs in a network of its own (lab.enter_own_network).

    nagios = Nagios(servers, OBJECTS)            servers: lab.py; OBJECTS: text of an object file
    nagios.verify(True)                          what nagios4 -v says; True: with Debian's samples
    nagios.start(KEY=VALUE, …)                   keys of nagios.cfg
    nagios.check(HOST, SERVICE, …)               checks at once, and waits for the results
    nagios.state()[HOST, SERVICE]                what status.dat says, as a dictionary
    nagios.news()                                notifications since the last call
    nagios.mails()                               files with what the mail program was given

Only checks that are asked for run, so that each step of a test is one check; changes of a day within
a minute are no flapping. Notifications go to two contacts, one with Debian's mail command, the other
with ours; in the place of the mail program stands one that writes down what it is given. What Nagios
hands to programs for performance data goes to a file, a line for each result.

    web = Web(nagios); web.start()
    web.page("extinfo.cgi", type=2, host=HOST, service=SERVICE)    a Page, as Apache delivers it
    web.page_in_browser("extinfo.cgi", …)        the same after a browser has run its scripts
"""
import collections
import glob
import html.parser
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request

import lab as laboratory
from web_lab import BUILD

OURS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../contrib/nagios/check_ses.cfg")
DEBIAN = "/etc/nagios4"
PLUGINS = "/usr/lib/nagios/plugins"
CHECKS = ("spf", "dkim", "dmarc", "hold", "domain")
PROGRAMS = ("nagios4", "apache2", "chromium", f"{PLUGINS}/check_dummy",
            "/usr/lib/cgi-bin/nagios4/extinfo.cgi")
# Keys of nagios.cfg whose value is a path, and what is written there.
PLACES = {
    "log_file": "nagios.log", "object_cache_file": "objects.cache",
    "precached_object_file": "objects.precache", "resource_file": "resource.cfg",
    "status_file": "status.dat", "command_file": "nagios.cmd", "lock_file": "nagios.pid",
    "temp_file": "nagios.tmp", "temp_path": "tmp", "log_archive_path": "archives",
    "check_result_path": "results", "state_retention_file": "retention.dat",
    "query_socket": "nagios.qh", "debug_file": "nagios.debug", "service_perfdata_file": "perfdata"}
FOLDERS = ("archives", "mail", "objects", "plugins", "results", "tmp")
# The folder is root's, in a network that only root of its own can make.
CHANGED = {
    "nagios_user": "root", "nagios_group": "root",
    "execute_service_checks": 0, "enable_flap_detection": 0, "use_syslog": 0,
    "check_for_updates": 0, "status_update_interval": 1, "retain_state_information": 0,
    "process_performance_data": 1, "service_perfdata_file_mode": "a",
    "service_perfdata_file_template": r"$HOSTNAME$\t$SERVICEDESC$\t$SERVICEPERFDATA$"}
# In the place of Debian's contacts.cfg.
PEOPLE = """define contactgroup {
    contactgroup_name  admins
    members            debian,ours
}
define contact {
    use                generic-contact
    contact_name       debian
    email              debian@shop.example
}
define contact {
    use                generic-contact
    contact_name       ours
    email              ours@shop.example
    service_notification_commands  notify-ses-by-email
}
"""
MAIL = """#!/bin/sh
file={folder}/$$
{{ printf '%s\\n' "$@" && cat; }} >"$file.new" && mv "$file.new" "$file"
"""
WEB = ("127.0.0.80", 8080)
APACHE = """ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
ServerName localhost
Listen {address}:{port}
{modules}TypesConfig /dev/null
AddType text/css .css
Include {debian}/apache2.conf
SetEnv NAGIOS_CGI_CONFIG {folder}/cgi.cfg
"""
MODULES = ("mpm_prefork", "alias", "auth_digest", "authn_core", "authn_file", "authz_core",
           "authz_groupfile", "authz_host", "authz_user", "cgi", "dir", "env", "mime")
BROWSER_PATIENCE = 60
# Elements that have no end tag.
VOID = {"br", "hr", "img", "input", "link", "meta"}
Notification = collections.namedtuple("Notification", "contact host service state")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Nagios:
    def __init__(self, servers, objects):
        self.servers = servers
        self.folder = os.path.join(servers.folder, "nagios")
        for name in FOLDERS:
            os.makedirs(self.path(name))
        for path in (*(f"{BUILD}/plugins/check_ses_{check}" for check in CHECKS),
                     f"{PLUGINS}/check_dummy"):
            os.symlink(path, self.path("plugins", os.path.basename(path)))
        write(self.path("resource.cfg"), f"$USER1$={self.path('plugins')}\n")
        write(self.path("objects", "people.cfg"), PEOPLE)
        write(self.path("objects", "senders.cfg"), objects)
        write(self.path("record-mail"), MAIL.format(folder=self.path("mail")))
        os.chmod(self.path("record-mail"), 0o755)
        for original in (OURS, f"{DEBIAN}/objects/commands.cfg"):
            self.copy(original, "/usr/bin/mail ", self.path("record-mail") + " ")
        self.told = 0

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def copy(self, original, old, new):
        """Word for word but for that."""
        write(self.path("objects", os.path.basename(original)), read(original).replace(old, new))

    def configure(self, with_samples=False, **settings):
        """Debian's nagios.cfg with our paths and objects. Its sample hosts come with it, or instead
        of them we have people and commands of our own."""
        samples = f"{DEBIAN}/objects/"
        changed = CHANGED | {key: self.path(name) for key, name in PLACES.items()} | settings
        lines = [(key, value) for key, value in
                 re.findall(r"^([a-z_]+)=(.*)$", read(f"{DEBIAN}/nagios.cfg"), re.MULTILINE)
                 if key not in changed and (with_samples or not value.startswith(samples) or
                                            value.endswith(("templates.cfg", "timeperiods.cfg")))]
        ours = ["check_ses", "senders"] + ([] if with_samples else ["commands", "people"])
        lines += [("cfg_file", self.path("objects", name + ".cfg")) for name in ours]
        path = self.path("samples.cfg" if with_samples else "nagios.cfg")
        write(path, "".join(f"{key}={value}\n" for key, value in (*lines, *changed.items())))
        return path

    def verify(self, with_samples=False):
        argv = ["nagios4", "-v", self.configure(with_samples)]
        return subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=laboratory.ENVIRONMENT, text=True,
                              check=False).stdout

    def start(self, **settings):
        for name in ("nagios.log", "perfdata"):
            write(self.path(name), "")
        self.told = 0
        self.servers.start("nagios4", ["nagios4", self.configure(**settings)])
        self.servers.wait("nagios4", self.is_running, "Nagios does not run")

    def is_running(self):
        return all(os.path.exists(self.path(name)) for name in ("status.dat", "nagios.cmd"))

    def stop(self):
        self.servers.stop("nagios4")

    def command(self, *lines):
        with open(self.path("nagios.cmd"), "w", encoding="ascii") as pipe:
            pipe.write("".join(f"[{int(time.time())}] {line}\n" for line in lines))

    def results(self):
        """A line for each: host, service, performance data."""
        return read(self.path("perfdata")).splitlines()

    def check(self, host, *services):
        before = len(self.results())
        self.command(*(f"SCHEDULE_FORCED_SVC_CHECK;{host};{service};{int(time.time())}"
                       for service in services))
        self.servers.wait("nagios4", lambda: len(self.results()) >= before + len(services),
                          f"not all results of {services} on {host}")

    def state(self):
        """(host, service) → its lines in status.dat, which Nagios has written anew."""
        asked = time.time()
        self.servers.wait("nagios4", lambda: os.stat(self.path("status.dat")).st_mtime > asked,
                          "Nagios does not write its state")
        found = {}
        for block in re.findall(r"^servicestatus \{\n(.*?)^\t\}", read(self.path("status.dat")),
                                re.MULTILINE | re.DOTALL):
            fields = dict(line.strip().split("=", 1) for line in block.splitlines())
            found[fields["host_name"], fields["service_description"]] = fields
        return found

    def news(self):
        """What Nagios decided to tell. Its log has that in the moment of the result."""
        lines = re.findall(r"^\[\d+\] SERVICE NOTIFICATION: (.*)$", read(self.path("nagios.log")),
                           re.MULTILINE)
        new, self.told = lines[self.told:], len(lines)
        return [Notification(*line.split(";")[:4]) for line in new]

    def mails(self):
        return [read(path) for path in sorted(glob.glob(self.path("mail", "*[0-9]")),
                                              key=os.path.getmtime)]


class Page(html.parser.HTMLParser):
    """A web page: cells are the texts of the table's cells, with <br> as a line end; live is what
    stands in attributes and scripts, and the title."""

    def __init__(self, octets):
        super().__init__()
        self.text = octets.decode("utf-8")
        self.cells, self.live, self.within = [], [], []
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.live += [f"{name}={value}" for name, value in attrs]
        if tag == "td":
            self.cells.append("")
        elif tag == "br" and self.cells:
            self.cells[-1] += "\n"
        if tag not in VOID:
            self.within.append(tag)

    def handle_endtag(self, tag):
        if tag in self.within:
            while self.within.pop() != tag:
                pass

    def handle_data(self, data):
        if self.within and self.within[-1] in ("script", "style", "title"):
            self.live.append(data)
        elif self.cells:
            self.cells[-1] += data


class Web:
    """Apache with Debian's configuration of the pages."""

    def __init__(self, nagios):
        self.nagios = nagios
        self.folder = os.path.join(nagios.servers.folder, "web")
        os.makedirs(self.folder)

    def set_up(self, **settings):
        """Debian's cgi.cfg, with these settings changed."""
        settings["main_config_file"] = self.nagios.path("nagios.cfg")
        text = read(f"{DEBIAN}/cgi.cfg")
        for key, value in settings.items():
            text = re.sub(rf"^{key}=.*$", f"{key}={value}", text, flags=re.MULTILINE)
        write(os.path.join(self.folder, "cgi.cfg"), text)

    def start(self):
        self.set_up()
        modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                          for name in MODULES)
        path = os.path.join(self.folder, "apache.conf")
        write(path, APACHE.format(folder=self.folder, address=WEB[0], port=WEB[1], debian=DEBIAN,
                                  modules=modules))
        self.nagios.servers.start("apache2", ["setsid", "apache2", "-DFOREGROUND", "-f", path])
        self.nagios.servers.wait_answers("apache2", *WEB, laboratory.accepts)

    def address(self, program, **query):
        return (f"http://{WEB[0]}:{WEB[1]}/nagios4/cgi-bin/{program}?"
                + urllib.parse.urlencode(query))

    def page(self, program, **query):
        with urllib.request.urlopen(self.address(program, **query), timeout=10) as reply:
            return Page(reply.read())

    def page_in_browser(self, program, **query):
        """The browser ends by itself."""
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   f"--user-data-dir={self.folder}/browser", "--dump-dom")
        servers = self.nagios.servers
        servers.start("chromium", ["sh", "-c", 'exec chromium "$@" 2>/dev/null', "sh", *options,
                                   self.address(program, **query)])
        try:
            servers.servers["chromium"].wait(timeout=BROWSER_PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise laboratory.LabError("the browser does not end" + servers.logs()) from error
        servers.stop("chromium")
        return Page(servers.said("chromium"))
