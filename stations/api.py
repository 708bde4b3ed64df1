"""The server's station API over one kept-alive HTTP connection; one thread per `StationApi`.

Every call ends in one of three ways: an answer, `Rejected` (the server's last word) or `NoLink`
(nobody knows; ask again). All calls are harmless when repeated.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import gaierror
from urllib.parse import quote, urlsplit

from wms.terminal.wire import Answer, Event, answer_from_json, to_json

TIMEOUT_SECONDS = 5.0
MAX_WORDS = 300
_NO_HEADERS: Mapping[str, str] = {}
_NO_SENSE = "The server's answer makes no sense"
_TRY_AGAIN = (408, 425, 429)


class NoLink(Exception):  # noqa: N818  (a state of the link, not a bug)
    """The server was not reached or did not finish; the text says so in plain words."""


class Rejected(Exception):  # noqa: N818  (an answer, not a bug)
    """The server will not take this request, now or later; the text is what it said."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class StationApi:
    """Speak for one station; `server` is the base address, such as http://127.0.0.1:8000.

    :raises ValueError: `server` is no http(s) address; says what is expected.
    """

    def __init__(
        self, server: str, station: str, key: str, *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._connection = _connection(server, timeout_seconds)
        base = urlsplit(server).path.rstrip("/")
        self._path = f"{base}/api/v1/stations/{quote(station, safe='')}"
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}

    def exchange(self, code: str, key: str) -> str:
        """Have `key` trusted for a code that pairs once, and return the station's code."""
        reply = self._ask("POST", "", _json({"code": code, "key": key}))
        try:
            return str(json.loads(reply.body)["station"])
        except (ValueError, KeyError, TypeError) as error:
            raise NoLink(_NO_SENSE) from error

    def screen(self) -> Answer:
        """Fetch the screen to show now.

        :raises NoLink: and :raises Rejected: as every call here.
        """
        return _answer(self._ask("GET", "/screen"))

    def send(self, event: Event) -> Answer:
        """Send one event; the same event again returns the same answer."""
        return _answer(self._ask("POST", "/events", _json(to_json(event))))

    def document(self, document_id: int) -> tuple[int | None, bytes]:
        """Fetch what to print, and which copy of it this is (None when the server does not say)."""
        reply = self._ask("GET", f"/documents/{document_id}")
        copy_no = reply.headers.get("x-copy", "")
        return (int(copy_no) if copy_no.isdecimal() else None), reply.body

    def report(self, document_id: int, copy_no: int, state: str, detail: str) -> None:
        """Tell how far a document has come."""
        body = _json({"state": state, "detail": detail})
        self._ask("PUT", f"/documents/{document_id}", body, {"X-Copy": str(copy_no)})

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        more: Mapping[str, str] = _NO_HEADERS,
    ) -> Reply:
        was_open = self._connection.sock is not None
        try:
            reply = self._exchange(method, path, body, more)
        except NoLink:
            if not was_open:
                raise
            # a kept connection may have been closed by the other side while it was idle
            reply = self._exchange(method, path, body, more)
        return _judge(reply)

    def _exchange(
        self, method: str, path: str, body: bytes | None, more: Mapping[str, str]
    ) -> Reply:
        headers = {**self._headers, **more}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self._connection.request(method, self._path + path, body, headers)
            response = self._connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, named, response.read())
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise NoLink(_plainly(error)) from error


def pair(server: str, code: str, key: str) -> str:
    """Have a key that this station made trusted, for a code that pairs once; return the station.

    :raises NoLink: and :raises Rejected: as every call of a station.
    :raises ValueError: `server` is no http(s) address.
    """
    api = StationApi(server, "pair", "none")
    try:
        return api.exchange(code, key)
    finally:
        api.close()


def _connection(server: str, timeout_seconds: float) -> HTTPConnection:
    parts = urlsplit(server)
    kinds: dict[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise ValueError(f"{server!r} is no server address; give one like http://10.0.0.5:8000")
    return kinds[parts.scheme](parts.hostname, parts.port, timeout=timeout_seconds)


def _plainly(error: OSError | HTTPException) -> str:
    """Return what a person at a station can do something with; the log has the error itself."""
    match error:
        case ssl.SSLCertVerificationError():
            return "The server's certificate is not trusted"
        case gaierror():
            return "The server's name is not known"
        case ConnectionRefusedError() | TimeoutError():
            return "The server does not answer"
        case ConnectionError():
            return "The server broke off"
        case OSError():
            return "The server cannot be reached"
    return _NO_SENSE


def _json(plain: Mapping[str, object]) -> bytes:
    return json.dumps(plain).encode()


def _judge(reply: Reply) -> Reply:
    if 200 <= reply.status < 300:
        return reply
    words = _words(reply)
    is_ours = "json" in reply.headers.get("content-type", "") or reply.status == 413
    is_final = 400 <= reply.status < 500 and reply.status not in _TRY_AGAIN
    if is_final and is_ours:
        raise Rejected(reply.status, words)
    raise NoLink(words if is_ours else f"{words}: is this the warehouse server?")


def _words(reply: Reply) -> str:
    try:
        problem = json.loads(reply.body)
        said = [str(problem[name]) for name in ("title", "detail") if problem.get(name)]
    except (ValueError, AttributeError):
        said = []
    return ": ".join(said)[:MAX_WORDS] or f"HTTP status {reply.status}"


def _answer(reply: Reply) -> Answer:
    try:
        return answer_from_json(json.loads(reply.body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoLink(_NO_SENSE) from error
