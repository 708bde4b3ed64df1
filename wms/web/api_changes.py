"""API: what changed, read on from a cursor."""

from __future__ import annotations

import time

from flask import Blueprint, Response, jsonify

from wms.changes import feed, types
from wms.changes.feed import Only, Page
from wms.changes.show import Plain, shown
from wms.channels.shapes_changes import ChangesPage
from wms.web import clients, given
from wms.web.described import Parameter, described
from wms.web.site import site

LONGEST_WAIT_SECONDS = 20
BREATH_SECONDS = 0.25
MAX_CURSOR = 4000

changed = Blueprint("changed", __name__, url_prefix="/api/v1")

_QUERY = (
    Parameter(
        "after",
        "The cursor to go on from: next of the page before. None: from the beginning",
        {"type": "string", "maxLength": MAX_CURSOR},
    ),
    Parameter(
        "types",
        "Only these types, separated by commas; order.* is all of an area",
        {"type": "string", "maxLength": 1000},
    ),
    Parameter("limit", "Most changes of a page", {"type": "integer", "minimum": 1, "maximum": 500}),
    Parameter(
        "wait",
        "So many seconds the answer may wait for the first change",
        {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT_SECONDS},
    ),
    Parameter("merchant", "Only this merchant's, by its code"),
)


@changed.get("/changes")
@described(
    "Read what changed after a cursor: none is missed or told twice, each subject's in order",
    scope="changes:read",
    answers={200: ChangesPage},
    query=_QUERY,
    refusals=(422,),
)
def changes() -> Response:
    """Answer with the changes after a cursor; an empty page has a cursor too."""
    after = feed.cursor(given.text("after", longest=MAX_CURSOR))
    names = [name for name in given.text("types", longest=1000).split(",") if name]
    limit = given.number("limit", 100, least=1, most=given.MAX_LIMIT)
    wait = given.number("wait", 0, most=LONGEST_WAIT_SECONDS)
    wanted = types.check(names)
    until = time.monotonic() + wait
    while True:
        page, rows = _read(after, wanted, limit)
        if rows or time.monotonic() >= until:
            return jsonify({"items": rows, "next": str(page.following)})
        after = page.following
        time.sleep(BREATH_SECONDS)


def _read(after: feed.Cursor, wanted: tuple[str, ...], limit: int) -> tuple[Page, list[Plain]]:
    """Read one page; a key of a merchant sees what is its merchant's, and nothing of the site."""
    with site().db.read() as conn:
        only = Only(clients.merchant_id(conn), wanted)
        page = feed.read(conn, after, only, most=limit)
        plain = shown(conn, page.changes)
    cursors = [str(change.cursor) for change in page.changes]
    return page, [row | {"cursor": at} for row, at in zip(plain, cursors, strict=True)]
