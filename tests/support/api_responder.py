#!/usr/bin/python3 -B
# SPDX-License-Identifier: MIT
"""Tencent's APIs of SES, Domain and DNSPod over TLS, as far as reading them goes, honest or not.

Every request's TC3 signature is verified here, by nothing of ours in C: a wrong one is refused as
the vendor refuses it. From a test:

    api = Api(lab, {30: pair, 31: other_pair}, ID, KEY)   TLS at lab.address(30) and .31, lab.port
    api.set("GetEmailIdentity", "verified")               and a change at any time
    api.set("ListEmailIdentities", error="InternalError", message="…")
    api.set("DescribeDomain", data={…})                   the members of Response
    api.set("DescribeDomain", status=404, body="…")       any HTTP reply, headers={…} with it
    api.identity(keys={"qcloud": "v=DKIM1; k=rsa; p=…"})  what all identities have
    for request in api.requests(): …                      each as a dict, see Handler.note()
    api.forget()                                          requests() begins anew

Names of replies are the functions reply_… below ("-" for "_"). An action that was not set, and any
that does more than read, is refused. The service is the first label of the Host field, or the one
of the signature when Host is an address.

Usage as a program (Api starts it): api_responder.py CONFIG, a JSON file; says "ready".
"""
import datetime
import hashlib
import hmac
import http.server
import json
import os
import re
import socket
import ssl
import sys
import threading
import time

PATIENCE = 300  # seconds that a clock may be off
SERVICES = {  # name: version, and which actions are known
    "ses": ("2020-10-02", ["GetEmailIdentity", "ListEmailIdentities"]),
    "domain": ("2018-08-08", ["DescribeDomainSimpleInfo"]),
    "dnspod": ("2021-03-23", ["DescribeDomain", "DescribeRecordList"]),
}
KEY_1024 = ("v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDeMVIzrCa3T14JsNY0IRv5/2V1/v2itlvi"
            "LQBwXsa7shBD6TrBkswsFUToPyMRWC9tbR/5ey0nRBH0ZVxp+lsmTxid2Y2z+FApQ6ra2VsXfbJP3HE6wAO0YTVEJt"
            "1TmeczhEd2Jiz/fcabIISgXEdSpTYJhb0ct0VJRxcg4c8c7wIDAQAB")
AUTHORIZATION = re.compile(r"TC3-HMAC-SHA256 Credential=([^/,]*)/([^/,]*)/([^/,]*)/tc3_request, "
                           r"SignedHeaders=([a-z;-]*), Signature=([0-9a-f]{64})")


# --- the signature --------------------------------------------------------------------------------


def digest(octets):
    return hashlib.sha256(octets).hexdigest()


def sign(secret_key, scope, timestamp, fields, names, body):
    """The signature in hexadecimal. scope: date and service; fields: by lower-case name."""
    lines = "".join(f"{name}:{fields[name].strip().lower()}\n" for name in names)
    canonical = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{digest(body)}"
    date, service = scope
    text = (f"TC3-HMAC-SHA256\n{timestamp}\n{date}/{service}/tc3_request\n"
            f"{digest(canonical.encode())}")
    key = ("TC3" + secret_key).encode()
    for part in (date, service, "tc3_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


def refusal(config, fields, body, now):
    """The code with which the vendor refuses a request, None for one that is signed well."""
    found = AUTHORIZATION.fullmatch(fields.get("authorization", ""))
    if not found or "x-tc-timestamp" not in fields:
        return "AuthFailure.InvalidAuthorization"
    secret_id, date, service, names, signature = found.groups()
    if secret_id != config["secret_id"]:
        return "AuthFailure.SecretIdNotFound"
    if (config.get("token") or "") != fields.get("x-tc-token", ""):
        return "AuthFailure.TokenFailure"
    timestamp = fields["x-tc-timestamp"]
    if not timestamp.isdecimal() or abs(int(timestamp) - now) > PATIENCE:
        return "AuthFailure.SignatureExpire"
    day = datetime.datetime.fromtimestamp(int(timestamp), datetime.timezone.utc)
    names = names.split(";")
    if (date != day.strftime("%Y-%m-%d") or not {"content-type", "host"} <= set(names)
            or names != sorted(names) or not set(names) <= set(fields)):
        return "AuthFailure.SignatureFailure"
    good = sign(config["secret_key"], (date, service), timestamp, fields, names, body)
    return None if hmac.compare_digest(good, signature) else "AuthFailure.SignatureFailure"


# --- what is replied: (status, headers, body), or None when it was sent already ---------------------


def envelope(members):
    text = json.dumps({"Response": {**members, "RequestId": "00000000-0000-4000-8000-000000000001"}})
    return 200, {"Content-Type": "application/json"}, text.encode()


def error(code, message=""):
    return envelope({"Error": {"Code": code, "Message": message or f"This is {code}."}})


def identity(handler, verified, seen, **changes):
    """seen: what the console saw of a record that should be so, by purpose."""
    domain = handler.asked.get("EmailIdentity", "")
    keys = handler.config.get("keys") or {"qcloudgz1024": KEY_1024}
    wanted = [("dkim", "TXT", f"{name}._domainkey.{domain}", key) for name, key in keys.items()]
    wanted += [("mx", "MX", domain, "mxbiz1.qq.com."),
               ("spf", "TXT", domain, "v=spf1 include:qcloudmail.com ~all"),
               ("dmarc", "TXT", f"_dmarc.{domain}", "v=DMARC1; p=none")]
    attributes = []
    for purpose, kind, name, value in wanted:
        current = seen(purpose, name, value)
        attributes.append({"Type": kind, "SendDomain": name, "ExpectedValue": value,
                           "CurrentValue": current, "Status": current == value})
    return envelope({"IdentityType": "DOMAIN", "VerifiedForSendingStatus": verified,
                     "Attributes": attributes, "DKIMOption": 0, "TagList": None, **changes})


def reply_verified(handler):
    return identity(handler, True, lambda purpose, name, value: value)


def reply_not_verified(handler):
    return identity(handler, False, lambda purpose, name, value: "")


def reply_stale(handler):
    """The console has an SPF record that is not there any more."""
    old = "v=spf1 include:spf.mail.qq.com ~all"
    return identity(handler, False,
                    lambda purpose, name, value: old if purpose == "spf" else value)


def reply_both_keys(handler):
    """Two keys are expected, the first of which the console does not see."""
    if len(handler.config.get("keys") or {}) < 2:
        handler.config["keys"] = {"qcloudgz2048": KEY_1024, "qcloudgz1024": KEY_1024}
    first = next(iter(handler.config["keys"]))
    return identity(handler, True,
                    lambda purpose, name, value: "" if name.startswith(first + ".") else value,
                    DKIMOption=2)


def reply_listed(handler):
    names = handler.config.get("identities") or []
    found = [{"IdentityName": name, "IdentityType": "DOMAIN", "SendingEnabled": True,
              "CurrentReputationLevel": 2, "DailyQuota": 5000} for name in names]
    return envelope({"EmailIdentities": found, "MaxReputationLevel": 10, "MaxDailyQuota": 10000,
                     "Total": len(found)})


def reply_hold(handler):
    return envelope({"DomainInfo": {
        "DomainName": handler.asked.get("DomainName"), "DomainStatus": ["serverHold"],
        "RealNameAuditStatus": "NotUpload", "RealNameAuditUnpassReason": "",
        "DomainNameAuditStatus": "Approved", "DomainNameAuditUnpassReason": None,
        "BuyStatus": "ok", "RegistrarType": "qcloud", "CreationDate": "2026-11-01",
        "ExpirationDate": "2027-11-01", "NameServer": ["f1g1ns1.dnspod.net", "f1g1ns2.dnspod.net"],
        "RegistrantName": "REDACTED"}})


def zone(handler, **changes):
    name = handler.asked.get("Domain")
    return envelope({"DomainInfo": {
        "Domain": name, "Punycode": name, "Status": "enable", "DnsStatus": "",
        "DnspodNsList": ["f1g1ns1.dnspod.net", "f1g1ns2.dnspod.net"],
        "ActualNsList": ["f1g1ns1.dnspod.net", "f1g1ns2.dnspod.net"],
        "IsSubDomain": False, "Grade": "DP_FREE", **changes}})


def reply_enabled(handler):
    return zone(handler)


def reply_paused(handler):
    return zone(handler, Status="pause")


def reply_other_servers(handler):
    return zone(handler, DnsStatus="dnserror", ActualNsList=["ns1.example.net"])


def reply_records(handler):
    """The records of the configuration: dicts with Name, Type, Value and what else matters."""
    rest = {"Line": "默认", "LineId": "0", "TTL": 600, "Status": "ENABLE", "MX": 0}
    found = [{**rest, **record} for record in handler.config.get("records") or []]
    return envelope({"RecordCountInfo": {"TotalCount": len(found), "ListCount": len(found)},
                     "RecordList": found})


def reply_limit(handler):
    return error("RequestLimitExceeded", "Your request frequency exceeds the limit.")


def reply_echo(handler):
    """Every credential in the message, as it is and escaped."""
    known = [handler.config[name] for name in ("secret_id", "secret_key", "token")
             if handler.config.get(name)]
    text = " ".join(f"{secret} {secret.replace('/', '%2F')}" for secret in known)
    coded = " ".join("".join(f"\\u{ord(c):04x}" for c in secret) for secret in known)
    body = json.dumps({"Response": {"Error": {"Code": "AuthFailure.InvalidSecretId",
                                              "Message": f"{text} MORE"}}})
    return 200, {"Content-Type": "application/json"}, body.replace("MORE", coded).encode()


def reply_http_500(handler):
    return 500, {"Content-Type": "text/html"}, b"<html><title>500</title></html>"


def reply_http_429(handler):
    return 429, {"Content-Type": "text/plain", "Retry-After": "120"}, b"slow down"


def reply_page(handler):
    return 200, {"Content-Type": "text/html"}, b"<html><title>Sign in</title></html>"


def reply_redirect(handler):
    """To a place at this very server: who follows it sends the credentials again."""
    return 307, {"Location": f"https://{handler.fields.get('host')}/elsewhere"}, b""


def reply_garbage(handler):
    handler.wfile.write(bytes(range(256)) * 16)


def reply_no_json(handler):
    return 200, {"Content-Type": "application/json"}, b'{"Response": {"Error": nothing}'


def reply_oversize(handler):
    return envelope({"IdentityType": "x" * (3 << 20)})


def reply_cut(handler):
    """Half of a good reply."""
    body = reply_verified(handler)[2]
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        b"Content-Length: %d\r\n\r\n" % len(body) + body[:len(body) // 2])


def reply_slow(handler):
    """A good reply, an octet a second."""
    body = reply_verified(handler)[2]
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
    for octet in body:
        handler.wfile.write(bytes([octet]))
        time.sleep(1)


def reply_hang(handler):
    time.sleep(60)


def reply_close(handler):
    pass


# --- requests -------------------------------------------------------------------------------------


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()

    def do_POST(self):
        self.close_connection = True
        self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.fields = {name.lower(): value for name, value in self.headers.items()}
        with open(self.server.path, encoding="utf-8") as file:
            self.config = json.load(file)
        self.service = self.find_service()
        code = refusal(self.config, self.fields, self.body, self.config.get("now") or time.time())
        self.code = code or self.objection()
        self.note(code)
        reply = error(self.code) if self.code else self.act()
        if reply:
            self.send(*reply)

    do_GET = do_POST

    def find_service(self):
        found = AUTHORIZATION.fullmatch(self.fields.get("authorization", ""))
        first = self.fields.get("host", "").partition(".")[0]
        return first if first in SERVICES or not found else found[3]

    def objection(self):
        """What the vendor has against a request whose signature is good."""
        version, actions = SERVICES.get(self.service, ("", []))
        scope = AUTHORIZATION.fullmatch(self.fields["authorization"])[3]
        try:
            self.asked = json.loads(self.body)
        except ValueError:
            return "InvalidParameter"
        if self.command != "POST" or self.path != "/":
            return "UnsupportedOperation"
        if scope != self.service:
            return "AuthFailure.SignatureFailure"
        if self.fields.get("x-tc-version") != version:
            return "NoSuchVersion"
        if self.fields.get("x-tc-action") not in actions:
            return "InvalidAction"
        if self.service == "ses" and not self.fields.get("x-tc-region"):
            return "MissingParameter"
        return None

    def act(self):
        step = self.config["actions"].get(self.fields["x-tc-action"])
        if step is None:
            return error("InvalidAction", "The test has not set it.")
        if "error" in step:
            return error(step["error"], step.get("message", ""))
        if "data" in step:
            return envelope(step["data"])
        if "status" in step:
            return step["status"], step.get("headers", {}), step.get("body", "").encode()
        return globals()["reply_" + step["reply"].replace("-", "_")](self)

    def note(self, code):
        """One line of the log for each request."""
        line = json.dumps({
            "address": self.connection.getsockname()[0], "service": self.service,
            "action": self.fields.get("x-tc-action"), "method": self.command, "path": self.path,
            "signature": "right" if code is None else code, "refused": self.code,
            "fields": self.fields, "body": self.body.decode("utf-8", "backslashreplace")})
        with self.lock, open(self.config["log"], "a", encoding="ascii") as log:
            log.write(line + "\n")

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """The handshake is the thread's business: one that hangs keeps nobody else waiting."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address, port, pair, path):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, port), Handler)
        self.path = path
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*pair)

    def process_request_thread(self, request, client_address):
        try:
            request = self.context.wrap_socket(request, server_side=True)
        except (OSError, ssl.SSLError):
            request.close()
            return
        super().process_request_thread(request, client_address)

    def handle_error(self, request, client_address):
        """A client that goes away is no matter; a mistake of ours is."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


# --- for tests ------------------------------------------------------------------------------------


class Api:
    """The responder, started in a lab."""

    def __init__(self, lab, sites, secret_id, secret_key, token=None, name="api"):
        self.path = os.path.join(lab.folder, name + ".json")
        self.config = {"secret_id": secret_id, "secret_key": secret_key, "token": token,
                       "log": os.path.join(lab.folder, name + ".requests"), "actions": {},
                       "port": lab.port,
                       "sites": {lab.address(host): pair for host, pair in sites.items()}}
        self.write()
        self.forget()
        lab.start(name, [sys.executable, "-B", os.path.abspath(__file__), self.path])
        lab.wait_line(name, "ready")

    def write(self):
        """By rename: a request that comes meanwhile finds the old one or the new."""
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(self.config, file)
        os.replace(self.path + ".new", self.path)

    def set(self, action, reply=None, **step):
        self.config["actions"][action] = {"reply": reply, **step} if reply else step
        self.write()

    def identity(self, **what):
        """keys, identities, records, token, now (seconds since 1970, None for the clock)."""
        self.config.update(what)
        self.write()

    def requests(self):
        with open(self.config["log"], encoding="ascii") as log:
            return [json.loads(line) for line in log]

    def forget(self):
        with open(self.config["log"], "w", encoding="ascii"):
            pass


def main():
    path, = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    for address, pair in config["sites"].items():
        server = Server(address, config["port"], pair, path)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
