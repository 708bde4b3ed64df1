"""One conversation with the warehouse: keys, patience, and requests that may be sent twice."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

ATTEMPTS = 10
PATIENCE_SECONDS = 1.0
"""Where the server does not say how long to wait."""

AGAIN = (409, 429, 503, 507)
PROBLEM = "application/problem+json"


class RefusalError(Exception):
    """The warehouse said no; `code` is for this program, `detail` and `remedy` for its users."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {problem['code']}: {problem['detail']}. {problem['remedy']}")
        self.status = status
        self.code = str(problem["code"])
        self.remedy = str(problem["remedy"])
        self.errors = list(problem["errors"])


@dataclass(frozen=True)
class Reply:
    """What was answered; `etag` names the content of a single document."""

    status: int
    body: Any
    etag: str
    is_replayed: bool


class Api:
    """Calls under /api/v1. `met` counts what was in the way, by status; 0 is a cut connection."""

    def __init__(self, url: str, key: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port
        self.key = key
        self.sleep = sleep
        self.met: Counter[int] = Counter()
        self.replayed = 0
        self.used: set[tuple[str, str]] = set()

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, query=query).body

    def post(self, path: str, body: Any, **query: Any) -> Any:
        return self.ask("POST", path, body, query=query).body

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Yield all rows of a list."""
        after: dict[str, Any] = {}
        while True:
            page = self.get(path, **query, **after)
            yield from page["items"]
            if page["next"] is None:
                return
            after = {"after": page["next"]}

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        if_match: str = "",
    ) -> Reply:
        """Send until there is an answer; every write keeps its name, however often it is sent.

        :raises RefusalError: the answer is no.
        """
        self.used.add((method, path))
        address = "/api/v1" + quote(path) + (f"?{urlencode(query)}" if query else "")
        headers = {"Authorization": f"Bearer {self.key}"}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
            headers["Content-Type"] = "application/json"
        if if_match:
            headers["If-Match"] = if_match
        data = None if body is None else json.dumps(body).encode()
        for _ in range(ATTEMPTS):
            found = self._once(method, address, data, headers)
            if isinstance(found, Reply):
                return found
            self.sleep(found)
        raise TimeoutError(f"{method} {path} was not answered")

    def _once(
        self, method: str, address: str, data: bytes | None, headers: dict[str, str]
    ) -> Reply | float:
        """Return the answer, or how many seconds to wait before the same is sent again."""
        line = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            line.request(method, address, data, headers)
            answer = line.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException):
            self.met[0] += 1
            return PATIENCE_SECONDS
        finally:
            line.close()
        if answer.status in AGAIN:
            self.met[answer.status] += 1
            return float(answer.headers.get("Retry-After", PATIENCE_SECONDS))
        plain = json.loads(raw) if raw else None
        if answer.status >= 400:
            self.met[answer.status] += 1
            assert answer.headers.get_content_type() == PROBLEM
            raise RefusalError(answer.status, plain)
        is_replayed = answer.headers.get("Idempotent-Replayed") == "true"
        self.replayed += is_replayed
        return Reply(answer.status, plain, answer.headers.get("ETag", ""), is_replayed)
