"""Post a message to a receiver, and trust nothing that it does.

The host is looked up once and the connection made to what was looked at, so no second answer of
a name server can lead elsewhere. No redirect is followed, no proxy asked, nothing read but the
head of the answer, and after so many seconds the connection is cut, however slowly it is told.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from wms.webhooks.rules import Limits, Outcome, is_public

Send = Callable[[str, Mapping[str, str], bytes], Outcome]
"""Posts (url, headers, body) and returns what came of it; raises nothing."""


class _PrivateError(OSError):
    """The host is at an address that must not be called."""


def sender(limits: Limits) -> Send:
    """Return what posts under a site's limits."""
    context = ssl.create_default_context()

    def send(url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        return _post(url, headers, body, limits, context)

    return send


def _post(
    url: str, headers: Mapping[str, str], body: bytes, limits: Limits, context: ssl.SSLContext
) -> Outcome:
    until = time.monotonic() + limits.total_seconds
    parts = urlsplit(url)
    target = parts.path or "/"
    target += f"?{parts.query}" if parts.query else ""
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    line: list[socket.socket] = []
    cut = threading.Timer(limits.total_seconds, _cut, (line,))
    cut.daemon = True
    cut.start()
    try:
        line.append(_connected(url, limits))
        if parts.scheme == "https":
            _secure(line, parts.hostname or "", context)
        connection.sock = line[-1]
        more = {"Content-Type": "application/json", "User-Agent": "wms-webhooks/1"}
        more |= {"Host": parts.netloc, "Connection": "close"}
        connection.request("POST", target, body, {**more, **headers})
        status = connection.getresponse().status
        if time.monotonic() >= until:
            raise TimeoutError  # a head that was cut looks like one that ended
        return Outcome(status, "" if 200 <= status < 300 else "status")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(0, _named(error, time.monotonic() >= until))
    finally:
        cut.cancel()
        for made in line:
            made.close()


def _connected(url: str, limits: Limits) -> socket.socket:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    places = [str(place[4][0]) for place in found]
    if not limits.allow_private and not all(map(_is_public, places)):
        raise _PrivateError("private")
    last: OSError = OSError("no address")
    for place in dict.fromkeys(places):
        try:
            made = socket.create_connection((place, port), timeout=limits.connect_seconds)
        except OSError as error:
            last = error
            continue
        made.settimeout(limits.total_seconds)
        return made
    raise last


def _is_public(place: str) -> bool:
    return is_public(ipaddress.ip_address(place.partition("%")[0]))


def _secure(line: list[socket.socket], host: str, context: ssl.SSLContext) -> None:
    """Speak TLS on the line from now on; whoever cuts it knows it before the handshake begins."""
    safe = context.wrap_socket(line[0], server_hostname=host, do_handshake_on_connect=False)
    line.append(safe)
    safe.do_handshake()


def _cut(line: list[socket.socket]) -> None:
    """End a connection from another thread: whoever waits for it wakes up."""
    for made in list(line):
        try:
            socket.socket.shutdown(made, socket.SHUT_RDWR)
        except OSError:
            continue


def _named(error: Exception, is_late: bool) -> str:
    """Return what was wrong in a word: an error's own text may quote what was sent."""
    if isinstance(error, _PrivateError):
        return "private address"
    if isinstance(error, TimeoutError) or is_late:
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "TLS"
    if isinstance(error, socket.gaierror):
        return "unknown host"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return "connection" if isinstance(error, OSError) else "no HTTP"
