"""How the web says no: problem details with what was wrong, where, and what to do.

Nothing that is raised reaches the caller as a traceback; what is unexpected is logged.
Source: RFC 9457 (problem details for HTTP APIs).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from wms import logs
from wms.channels.faults import Fault, Faulty
from wms.db import is_transient
from wms.errors import Refused
from wms.web import remedies

log = logging.getLogger("wms.web")

TYPE = "urn:wms:problem:"
JSON, HTML = "application/problem+json", "text/html"
PAGE = "wms.problem_page"
"""The application's extension that draws a problem for a person."""

RETRY_SECONDS = 2
MEND = "Mend this and send it again"
_PASSING = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE)
_FULL = ("full", "no space", "disk quota")
_GONE = {"08", "53", "57", "58", "XX"}


class Problem(Exception):  # noqa: N818  (an answer, not a bug)
    """An answer that is no success; see `answer` for the fields.

    `refusal` is what the rules said, where they did: pages tell it in the reader's language.
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        detail: str = "",
        *,
        remedy: str,
        field: str = "",
        errors: Sequence[Fault] = (),
        retry_seconds: int = 0,
        refusal: Refused | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail or remedy
        self.remedy = remedy
        self.field = field
        self.errors = tuple(errors)
        self.retry_seconds = retry_seconds
        self.refusal = refusal


def answer(problem: Problem) -> Response:
    """Return a problem as a page where a person waits for one, else as application/problem+json."""
    draw = current_app.extensions.get(PAGE)
    response = draw(problem) if draw is not None and wants_page() else _plain(problem)
    if problem.retry_seconds or problem.status in _PASSING:
        response.headers["Retry-After"] = str(problem.retry_seconds or RETRY_SECONDS)
    return response


def wants_page() -> bool:
    """Tell whether a person waits for a page, and no program for data."""
    is_api = request.path.startswith("/api/")
    return not is_api and request.accept_mimetypes.best_match((JSON, HTML)) == HTML


def _plain(problem: Problem) -> Response:
    plain: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "remedy": problem.remedy,
        "field": problem.field,
        "errors": [
            {"field": e.field, "code": e.code, "detail": e.reason, "remedy": e.remedy or MEND}
            for e in problem.errors
        ],
    }
    response = Response(json.dumps(plain), problem.status, mimetype=JSON)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="wms"'
    return response


def register(app: Flask, draw: Callable[[Problem], Response] | None = None) -> None:
    """Let `app` answer everything that is raised as a problem; `draw` makes pages for people."""
    app.extensions[PAGE] = draw
    app.register_error_handler(Problem, answer)
    app.register_error_handler(Refused, lambda refusal: answer(of_refusal(refusal)))
    app.register_error_handler(Faulty, lambda faulty: answer(of_faulty(faulty)))
    app.register_error_handler(SQLAlchemyError, lambda error: answer(of_database(error)))
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_bug)


def of_refusal(refusal: Refused) -> Problem:
    """Return what the rules do not allow: 404 for what was asked for and is unknown, else 422."""
    is_lookup = request.method == "GET" and refusal.code.endswith(".unknown")
    status = HTTPStatus.NOT_FOUND if is_lookup else HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Not found" if is_lookup else "Refused"
    return Problem(
        status,
        refusal.code,
        title,
        str(refusal.text),
        remedy=remedies.of(refusal) or MEND,
        field=refusal.field,
        refusal=refusal,
    )


def of_faulty(faulty: Faulty) -> Problem:
    """Return all that is wrong with a form: 400 when it was not understood, else 422."""
    first = faulty.faults[0]
    status = HTTPStatus.BAD_REQUEST if faulty.is_malformed else HTTPStatus.UNPROCESSABLE_ENTITY
    return Problem(
        status,
        first.code,
        "Malformed" if faulty.is_malformed else "Refused",
        f"{first.field}: {first.reason}" if first.field else first.reason,
        remedy=first.remedy or "Mend the fields named in errors and send it again",
        field=first.field,
        errors=faulty.faults,
    )


def of_database(error: SQLAlchemyError) -> Problem:
    """Return 507 when the disk is full, 503 when the database is busy or gone, else 500."""
    log.error("database: %s", logs.described(error))
    words = str(getattr(error, "orig", error)).lower()
    if isinstance(error, DBAPIError) and (_is_full(error, words)):
        remedy = "Tell whoever runs the server: the database's disk is full"
        return Problem(507, "database.full", "The database is full", remedy, remedy=remedy)
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and _is_away(error)):
        remedy = "Send the same again in a moment"
        return Problem(503, "database.away", "The database cannot be used now", remedy=remedy)
    if isinstance(error, IntegrityError):
        return Problem(409, "conflict", "Somebody else did the same", remedy="Look and try again")
    return _bug()


def _is_full(error: DBAPIError, words: str) -> bool:
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return state == "53100" or (not state and any(word in words for word in _FULL))


def _is_away(error: DBAPIError) -> bool:
    state = str(getattr(error.orig, "sqlstate", "") or "")
    if is_transient(error) or error.connection_invalidated:
        return True
    return state[:2] in _GONE if state else isinstance(error, OperationalError)


_REMEDIES = {
    404: "Check the address: the endpoints are listed at GET /api/v1",
    405: "Use a method that the header Allow names",
    413: "Send less at once",
    415: "Send Content-Type: application/json",
    500: "Try again; tell whoever runs the server when it happened",
}


def _of_http(error: HTTPException) -> Response:
    """Keep what the status needs, such as Allow, and say the rest as a problem."""
    status = error.code or 500
    title = error.name
    code = title.lower().replace(" ", "_")
    remedy = _REMEDIES.get(status, "Look at the request: the endpoints are listed at GET /api/v1")
    problem = answer(Problem(status, code, title, error.description or "", remedy=remedy))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            problem.headers[name] = value
    return problem


def _of_bug(error: Exception) -> Response:
    # the route, not the path: that may name a parcel, or hold a secret sent to the wrong place
    route = request.url_rule.rule if request.url_rule else "(none)"
    logs.failed(log, "%s %s failed", request.method, route, error=error)
    return answer(_bug())


def _bug() -> Problem:
    remedy = "Try again; if it happens again, tell whoever runs the server when it happened"
    return Problem(500, "fault", "Something went wrong here; it was recorded", remedy=remedy)
