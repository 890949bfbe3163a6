# SPDX-License-Identifier: MIT
"""A bare Debian in a folder, and programs that run in it, for tests of the package.

    need_root()                           skips the script where there is no root, no device files
    with DebianRoot() as root:            while it is made, there is time for other things
        root.wait()                       until debootstrap is through
        root.apt("install", "curl")       as an administrator does; nothing is started
        root.run("id", user="nagios")     a command as someone; .returncode, .stdout (with stderr)
        root.path("/etc/hosts")           where a file of it lies
        root.contents()                   path -> what is there, to be compared with later

It is of this machine's release, from this machine's package sources, and has its name servers. A
container need not be allowed to mount: then it has no /proc. PACKAGE_ROOT=FOLDER keeps the bare one
there for the next time.
"""
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile

import lab as laboratory

DEVICE = stat.S_IFCHR | 0o666, os.makedev(1, 3)
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
               "DEBIAN_FRONTEND": "noninteractive",
               **{name: os.environ[name] for name in ("http_proxy", "https_proxy", "no_proxy")
                  if name in os.environ}}
SOURCES = ("sources.list", "sources.list.d", "apt.conf.d", "auth.conf.d", "trusted.gpg",
           "trusted.gpg.d", "keyrings")
# What changes with every run of apt, and is no package's.
PASSING = ("/dev", "/proc", "/run", "/sys", "/tmp", "/var/cache/apt", "/var/cache/debconf",
           "/var/cache/ldconfig", "/var/lib/apt", "/var/lib/dpkg", "/var/log", "/etc/ld.so.cache",
           "/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-")
SECONDS = 240


def need_root():
    if os.getuid() != 0:
        laboratory.skip("root is needed for a Debian of its own")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "null")
        try:
            os.mknod(path, *DEVICE)
            with open(path, "wb"):
                pass
        except OSError as error:
            laboratory.skip(f"no device files in {tempfile.gettempdir()}: {error.strerror}")
    if subprocess.run(["chroot", "/", "true"], check=False, capture_output=True).returncode:
        laboratory.skip("chroot is not permitted")


def release_and_mirror():
    """The name of this machine's release, and where its packages come from."""
    with open("/etc/os-release", encoding="utf-8") as file:
        words = dict(line.rstrip().split("=", 1) for line in file if "=" in line)
    release = words.get("VERSION_CODENAME", "").strip('"')
    targets = subprocess.run(["apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI)",
                              "Created-By: Packages"], check=True, capture_output=True, text=True)
    mirrors = [line.split(" ", 1)[1] for line in targets.stdout.splitlines()
               if line.startswith(release + " ")]
    if not release or not mirrors:
        laboratory.skip("no package sources of this machine's release")
    return release, mirrors[0]


class DebianRoot:
    def __init__(self):
        self.kept = os.environ.get("PACKAGE_ROOT")
        # Accounts and set-user-ID programs in it are not this machine's: nobody else enters.
        self.outer = tempfile.mkdtemp(prefix="check_ses_root.")
        self.folder = os.path.join(self.outer, "root")
        os.mkdir(self.folder, 0o755)
        self.log = tempfile.NamedTemporaryFile(prefix="check_ses_debootstrap.")
        # Else what is mounted would outlive the script.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        self.making = None
        if not self.kept or not os.path.isdir(self.kept):
            self.making = subprocess.Popen(
                ["debootstrap", "--variant=minbase", release_and_mirror()[0], self.folder,
                 release_and_mirror()[1]], stdin=subprocess.DEVNULL, stdout=self.log,
                stderr=subprocess.STDOUT, env=laboratory.ENVIRONMENT)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.making:
            laboratory.end(self.making)
        for place in ("proc", "sys"):
            if os.path.ismount(self.path(place)):
                subprocess.run(["umount", "--lazy", self.path(place)], check=False)
        if not os.path.ismount(self.path("proc")):
            shutil.rmtree(self.outer)

    def path(self, name):
        return os.path.join(self.folder, name.lstrip("/"))

    def wait(self):
        """Until it is there and has this machine's sources."""
        if self.making:
            if self.making.wait(SECONDS):
                with open(self.log.name, "rb") as log:
                    raise laboratory.LabError(log.read().decode("utf-8", "replace")[-1500:])
            if self.kept:
                subprocess.run(["cp", "-a", self.folder, self.kept], check=True)
        else:
            subprocess.run(["cp", "-a", self.kept + "/.", self.folder], check=True)
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
        shutil.rmtree(self.path("/etc/apt/sources.list.d"), ignore_errors=True)
        os.remove(self.path("/etc/apt/sources.list"))
        for name in SOURCES:
            source = os.path.join("/etc/apt", name)
            if os.path.isdir(source):
                shutil.copytree(source, self.path(source), dirs_exist_ok=True)
            elif os.path.exists(source):
                shutil.copy(source, self.path(source))
        for name in ("/etc/resolv.conf", "/etc/hosts"):
            shutil.copyfile(name, self.path(name))
        subprocess.run(["mount", "-t", "proc", "proc", self.path("/proc")], check=False,
                       stderr=subprocess.DEVNULL)

    def write(self, name, text, mode=0o644):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.path(name), mode)

    def run(self, *argv, user="root"):
        command = ["chroot", self.folder, "runuser", "-u", user, "--", *argv]
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, env=ENVIRONMENT,
                              timeout=SECONDS, check=False)

    def apt(self, *words):
        return self.run("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *words)

    def contents(self):
        """Each path with mode, owner, and what a file or link has. Times do not count."""
        found = {}
        for folder, folders, files in os.walk(self.folder):
            inside = folder[len(self.folder):]
            folders[:] = [name for name in folders if f"{inside}/{name}" not in PASSING]
            for name in folders + files:
                if f"{inside}/{name}" not in PASSING:
                    found[f"{inside}/{name}"] = what_is(os.path.join(folder, name))
        return found


def what_is(path):
    about = os.lstat(path)
    content = ""
    if stat.S_ISLNK(about.st_mode):
        content = os.readlink(path)
    elif stat.S_ISREG(about.st_mode):
        with open(path, "rb") as file:
            content = hashlib.blake2b(file.read(), digest_size=8).hexdigest()
    return f"{about.st_mode:o}", about.st_uid, about.st_gid, content
