"""Returns: what customers announced, what came back in which condition, and announcing one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.errors import Refused
from wms.insights import sent_back
from wms.orders import queries as orders
from wms.returns import queries
from wms.returns.announce import MAX_EXTERNAL, MAX_REASON, AnnouncedLine, announce
from wms.returns.rules import Part
from wms.text import T, Text
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.site import now, site, write

MOST = 50
SOURCE = "office"
STATUSES: dict[str, Text] = {
    "announced": T("announced"),
    "arriving": T("arriving"),
    "received": T("inspected"),
}
CONDITIONS: dict[str, Text] = {
    "good": T("good"),
    "opened": T("opened"),
    "damaged": T("damaged"),
    "wrong": T("another item"),
    "not_ours": T("not ours"),
}
DISPOSITIONS: dict[str, Text] = {
    "restock": T("back to stock"),
    "hold": T("on hold"),
    "scrap": T("scrapped"),
}

return_pages = Blueprint("office_returns", __name__, url_prefix="/returns")


@return_pages.get("")
@door.let_in("worker")
def listed() -> Response:
    """Show returns, the newest first."""
    status, text, skip = here.asked("status"), here.asked("text"), here.number("after")
    status = status if status in STATUSES else ""
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        given = {"status": status, "text": text}
        rows = sent_back.returns(conn, warehouse, **given, skip=skip, most=MOST + 1)
        counts = sent_back.by_status(conn, warehouse)
    following = skip + MOST if len(rows) > MOST else None
    facts = {"rows": rows[:MOST], "following": following, "counts": counts, "dock": queries.DOCK}
    return page("returns.html", status=status, text=text, statuses=STATUSES, **facts)


@return_pages.get("/new")
@door.let_in("supervisor")
def asked() -> Response:
    """Ask what of an order is to come back."""
    name = here.asked("order")
    with site().db.read() as conn:
        found = orders.named(conn, name) if name else []
        order = found[0] if len(found) == 1 else None
        parts = _parts(conn, order.id) if order else []
        known = sent_back.of_order(conn, order.id) if order else []
    facts = {"order": order, "found": found, "parts": _by_item(parts), "known": known}
    ref = f"{order.reference}-R{len(known) + 1}" if order else ""
    limits = {"longest": MAX_EXTERNAL, "longest_reason": MAX_REASON}
    return page("return_new.html", name=name, ref=ref, statuses=STATUSES, **facts, **limits)


@return_pages.post("")
@door.let_in("supervisor")
def make() -> AnyResponse:
    """Announce a return."""
    reference, at = here.field("order"), now()
    given = {"external_ref": here.field("reference"), "reason": here.field("reason", MAX_REASON)}

    def work(conn: Connection) -> str:
        order = here.order(conn, reference)
        lines = _wanted(_by_item(_parts(conn, order.id)))
        done = announce(conn, order_id=order.id, source=SOURCE, lines=lines, at=at, **given)
        return done.reference

    name = write(work)
    words = T("{rma} is announced: it may come", rma=name)
    return door.done("office_returns.one", words, reference=name)


@return_pages.get("/<reference>")
@door.let_in("worker")
def one(reference: str) -> Response:
    """Show a return: what was announced, what came back and what became of it."""
    with site().db.read() as conn:
        row = sent_back.one(conn, reference)
        if row is None:
            words = T("There is no return {rma}", rma=reference[:64])
            raise Refused("rma.unknown", words, T("Look for it among all returns"))
        lines, came = queries.lines(conn, row.id), sent_back.inspected(conn, row.id)
    named = {"conditions": CONDITIONS, "dispositions": DISPOSITIONS, "statuses": STATUSES}
    return page("return.html", row=row, lines=lines, came=came, dock=queries.DOCK, **named)


def _parts(conn: Connection, order_id: int) -> list[Part]:
    return queries.parts(conn, queries.shipped_parcels(conn, order_id))


def _by_item(parts: Sequence[Part]) -> list[tuple[int, str, int, int]]:
    """Return (item id, SKU, pieces that left, pieces that may still come back) of each item."""
    found: dict[int, tuple[str, int, int]] = {}
    for part in parts:
        sku, shipped, left = found.get(part.item_id, (part.sku, 0, 0))
        found[part.item_id] = (sku, shipped + part.shipped, left + part.left)
    return [(item_id, *facts) for item_id, facts in found.items()]


def _wanted(items: Sequence[tuple[int, str, int, int]]) -> list[AnnouncedLine]:
    """Return the lines of the form that say how many pieces.

    :raises Refused: a number is none, or below 0.
    """
    lines = []
    for item_id, sku, _, _ in items:
        pieces = here.signed(f"pieces-{item_id}") if f"pieces-{item_id}" in request.form else 0
        if pieces < 0:
            words = T("{n} pieces of {sku} cannot come back", n=pieces, sku=sku)
            raise Refused("rma.pieces", words, T("Give a whole number above 0"))
        if pieces:
            lines.append(AnnouncedLine(item_id, pieces))
    return lines
