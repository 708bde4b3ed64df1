"""API: letters that a webhook's receiver did not take."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection

from wms.channels.shapes_webhooks import DeadLettersPage, RetriedShape
from wms.errors import Refused
from wms.web import clients, given
from wms.web.api_webhooks import as_number, number, unknown
from wms.web.described import Parameter, described
from wms.web.parameters import SITE_PAGE
from wms.web.site import now, site
from wms.webhooks import queries, retry, show
from wms.webhooks.models import LETTER_STATUSES

letters = Blueprint("letters", __name__, url_prefix="/api/v1")

_STATUS = Parameter(
    "status", "Only letters of this status", {"type": "string", "enum": list(LETTER_STATUSES)}
)


@letters.get("/webhooks/<webhook>/dead-letters")
@described(
    "List the letters that a webhook's receiver did not take",
    scope="webhooks:read",
    answers={200: DeadLettersPage},
    query=(*SITE_PAGE, _STATUS),
)
def dead(webhook: str) -> Response:
    """Answer with a page of dead letters."""
    after, limit = given.paging()
    given.one_of("status", LETTER_STATUSES)
    with site().db.read() as conn:
        found = number(conn, webhook)
        asked: dict[str, Any] = {"webhook_id": found, "status": given.text("status")}
        rows = queries.dead_letters(conn, after=after, most=limit, **asked)
    following = rows[-1].id if len(rows) == limit else None
    return jsonify({"items": [show.letter(row) for row in rows], "next": following})


@letters.post("/webhooks/<webhook>/dead-letters/<letter>/retry")
@described(
    "Send a dead letter once more",
    scope="webhooks:write",
    answers={202: RetriedShape},
    once=True,
)
def again(webhook: str, letter: str) -> Response:
    """Let a dead letter be sent once more."""

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        found, wanted = number(conn, webhook), as_number(letter)
        try:
            known = queries.letter(conn, wanted)
        except Refused:
            raise unknown("letter.unknown", letter) from None
        if known.webhook_id != found:
            raise unknown("letter.unknown", letter)
        retry.retry(conn, letter_id=wanted, at=now())
        return 202, {"letters": 1}

    return clients.once(work)


@letters.post("/webhooks/<webhook>/retry")
@described(
    "Send all dead letters of a webhook once more, in their order",
    scope="webhooks:write",
    answers={202: RetriedShape},
    once=True,
)
def all_again(webhook: str) -> Response:
    """Let all dead letters of a webhook be sent once more."""

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        return 202, {"letters": retry.retry_all(conn, webhook_id=number(conn, webhook), at=now())}

    return clients.once(work)
