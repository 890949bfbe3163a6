#!/usr/bin/python3 -B
# SPDX-License-Identifier: MIT
"""What no honest server does, over TCP, HTTPS and WHOIS.

Usage: rogue_web.py PORT CERTIFICATE KEY WEB WHOIS HANG RESET FULL
The last five are addresses, all with the same port:
  WEB     HTTPS; the path is the behaviour (functions web_… below)
  WHOIS   the last word of the query is the behaviour (functions whois_… below)
  HANG    takes connections and says nothing
  RESET   takes connections and resets them
  FULL    takes no connections: they hang
Says "ready", then a line for each query: "web /PATH", "whois QUERY".
"""
import socket
import ssl
import struct
import sys
import threading
import time

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rdap+json\r\n"


def say(*words):
    print(*words, flush=True)


def reset(connection):
    """Closes with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def endless(connection, octets, pause=0.0):
    while True:
        connection.sendall(octets)
        time.sleep(pause)


# --- HTTP -----------------------------------------------------------------------------------------


def web_good(connection, request):
    connection.sendall(HEAD + b"Content-Length: 4\r\n\r\ngood")


def web_split(connection, request):
    for octet in HEAD + b"Content-Length: 4\r\n\r\ngood":
        connection.sendall(bytes([octet]))


def web_echo(connection, request):
    """What was sent stands in the log, on one line."""
    say("request", repr(request)[2:-1])
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(request) + request)


def web_late(connection, request):
    time.sleep(0.3)
    web_good(connection, request)


def web_drip(connection, request):
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
    endless(connection, b"x", 0.05)


def web_drip_head(connection, request):
    connection.sendall(HEAD + b"X-More: ")
    endless(connection, b"x", 0.05)


def web_hang(connection, request):
    time.sleep(30)


def web_hang_body(connection, request):
    connection.sendall(HEAD + b"Content-Length: 4\r\n\r\n")
    time.sleep(30)


def web_close(connection, request):
    pass


def web_cut(connection, request):
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nhalf of it")


def web_cut_chunk(connection, request):
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n8\r\nhalf")


def web_bad_chunk(connection, request):
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nhalf")


def web_cut_head(connection, request):
    connection.sendall(HEAD)


def web_cut_open(connection, request):
    connection.sendall(HEAD + b"\r\nhalf, or all of it")


def web_reset(connection, request):
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nhalf of it")
    reset(connection)


def web_garbage(connection, request):
    connection.sendall(bytes(range(256)) * 16)


def web_old(connection, request):
    connection.sendall(b"a reply without any head, as in HTTP/0.9\n")


def web_announced(connection, request):
    connection.sendall(HEAD + b"Content-Length: 1099511627776\r\n\r\nx")
    time.sleep(30)


def web_two_lengths(connection, request):
    connection.sendall(HEAD + b"Content-Length: 4\r\nContent-Length: 400\r\n\r\ngood")


def web_endless(connection, request):
    connection.sendall(HEAD + b"\r\n")
    endless(connection, b"x" * 65536)


def web_endless_chunks(connection, request):
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    endless(connection, b"10000\r\n" + b"x" * 65536 + b"\r\n")


def web_endless_head(connection, request):
    connection.sendall(HEAD)
    endless(connection, b"X-More: and more\r\n" * 100)


def web_endless_line(connection, request):
    connection.sendall(HEAD + b"X-More: ")
    endless(connection, b"x" * 4096)


def web_endless_continue(connection, request):
    endless(connection, b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def web_octets(connection, request):
    """/octets-N: so many, and not one more."""
    size = int(request.split(b" ")[1].rpartition(b"-")[2])
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % size + b"x" * size +
                       b"\r\n0\r\n\r\n")


def web_status(connection, request):
    """/status-N"""
    code = request.split(b" ")[1].rpartition(b"-")[2]
    connection.sendall(b"HTTP/1.1 " + code + b" Strange\r\nContent-Length: 4\r\n\r\ncode")


def web_controls(connection, request):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: a\x1b[1mb\xff\r\nRetry-After: " +
                       b"9" * 600 + b"\r\nContent-Length: 2\r\n\r\n\x00\xff")


def web_gzip(connection, request):
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\ngood")


def web_to(connection, request):
    """/to?LOCATION: a redirect to what stands there, "+" for a blank."""
    location = request.split(b" ")[1].partition(b"?")[2].replace(b"+", b" ")
    connection.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 5\r\nLocation: " + location +
                       b"\r\n\r\nmoved")


def web_to_long(connection, request):
    connection.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://x.test/" +
                       b"x" * 3000 + b"\r\n\r\n")


def web_to_nothing(connection, request):
    connection.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")


# --- WHOIS ----------------------------------------------------------------------------------------


def whois_normal(connection):
    connection.sendall(b"Domain Name: normal\r\nRegistrar: Lab\r\n")


def whois_split(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for octet in b"Domain Name: split\r\n":
        connection.sendall(bytes([octet]))
        time.sleep(0.01)


def whois_empty(connection):
    pass


def whois_silent(connection):
    time.sleep(30)


def whois_drip(connection):
    endless(connection, b"x", 0.05)


def whois_endless(connection):
    endless(connection, b"x" * 4096)


def whois_most(connection):
    connection.sendall(b"x" * 65536)


def whois_more(connection):
    connection.sendall(b"x" * 65537)


def whois_reset(connection):
    reset(connection)


def whois_half(connection):
    connection.sendall(b"Domain Name: half\r\n")
    time.sleep(0.2)
    reset(connection)


def whois_binary(connection):
    connection.sendall(bytes(range(256)))


# --- connections ----------------------------------------------------------------------------------


def read_request(connection):
    """Head and body of a request, as far as its Content-Length goes."""
    request = b""
    while b"\r\n\r\n" not in request:
        octets = connection.recv(65536)
        if not octets:
            return request
        request += octets
    head, _, body = request.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.partition(b":")[2]):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def serve_web(connection, context):
    with context.wrap_socket(connection, server_side=True) as secure:
        request = read_request(secure)
        path = request.split(b" ")[1].decode()
        say("web", path)
        name = path[1:].partition("?")[0].rstrip("0123456789").rstrip("-").replace("-", "_")
        globals()["web_" + name](secure, request)


def serve_whois(connection, _):
    with connection:
        query = connection.makefile("rb").readline(1024)
        say("whois", repr(query)[2:-1])
        globals()["whois_" + query.decode().split()[-1]](connection)


def serve_hang(connection, _):
    with connection:
        time.sleep(30)


def serve_reset(connection, _):
    reset(connection)


def guarded(serve, connection, context):
    """A client that goes away is no matter."""
    try:
        serve(connection, context)
    except (OSError, ssl.SSLError, IndexError, KeyError):
        pass


def accept(listener, serve, context):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=guarded, args=(serve, connection, context), daemon=True).start()


def fill(address, port):
    """Connections until the listener, which never accepts, has no room for one more."""
    kept = []
    while len(kept) < 20:
        client = socket.socket()
        client.settimeout(0.2)
        kept.append(client)
        try:
            client.connect((address, port))
        except OSError:
            return kept
    return kept


def main():
    port, certificate, key, web, whois, hang, refusing, full = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    for address, serve in ((web, serve_web), (whois, serve_whois), (hang, serve_hang),
                           (refusing, serve_reset)):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.create_server((address, int(port)), family=family, backlog=64)
        threading.Thread(target=accept, args=(listener, serve, context), daemon=True).start()
    listener = socket.create_server((full, int(port)), backlog=0)
    kept = fill(full, int(port))
    say("ready")
    threading.Event().wait()
    del listener, kept


main()
