"""Every request has an id, a line in the log, and a place in the figures."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Any

from flask import Flask, Response, g, request

from wms.logs import lines
from wms.web import measures

log = logging.getLogger("wms.requests")

HEADER = "X-Request-Id"
QUIET = ("/health", "/ready", "/metrics", "/api/v1/health")
"""Asked every few seconds by machines: only what goes wrong there is worth a line."""

_ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def register(app: Flask) -> None:
    """Let `app` name, log and measure its requests."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def note(**facts: Any) -> None:
    """Say something of this request in its line: numbers and codes, nobody's name."""
    g.setdefault("facts", {}).update(facts)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex
    g.begun = time.perf_counter()
    g.log_kept = lines.about({"request_id": g.request_id})


def _end(response: Response) -> Response:
    if "begun" not in g:
        return response
    response.headers[HEADER] = g.request_id
    seconds = time.perf_counter() - g.begun
    route = request.url_rule.rule if request.url_rule else "(none)"
    method = request.method if request.method in _METHODS else "OTHER"
    measures.answered(method, route, response.status_code, seconds)
    if route in QUIET and response.status_code < 500:
        return response
    facts = {"method": method, "route": route, "status": response.status_code}
    facts |= {"duration_ms": round(seconds * 1000, 1)} | g.get("facts", {})
    client = g.get("client")
    if client is not None:
        facts["client"] = client.name
    log.info("answered", extra={lines.FACTS: facts})
    return response


def _forget(error: BaseException | None) -> None:
    kept = g.pop("log_kept", None)
    if kept is not None:
        lines.over(kept)
