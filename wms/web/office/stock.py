"""Stock: items with their levels, where each lies, and holding, freeing and adjusting it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.catalog import queries as catalog
from wms.counting import adjust as adjusting
from wms.counting.rules import REASONS as ADJUST_REASONS
from wms.dialogues.hold_one import REASONS as HOLD_REASONS
from wms.errors import Refused
from wms.inbound import hold as holding
from wms.insights import shelves
from wms.stock import holds, queries
from wms.stock.levels import levels
from wms.stock.queries import Pieces
from wms.text import N, T, Text
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.site import now, site, write

MOST = 50

stock_pages = Blueprint("office_stock", __name__)


@stock_pages.get("/stock")
@door.let_in("worker")
def listed() -> Response:
    """Show items and how much there is of each."""
    text, after = here.asked("text"), here.number("after")
    with site().db.read() as conn:
        rows = shelves.items(conn, text=text, after=after, most=MOST + 1)
    following = rows[MOST - 1].id if len(rows) > MOST else None
    return page("stock.html", rows=rows[:MOST], following=following, text=text)


@stock_pages.get("/stock/<int:item_id>")
@door.let_in("worker")
def one(item_id: int) -> Response:
    """Show where an item lies."""
    with site().db.read() as conn:
        item = catalog.items(conn, [item_id]).get(item_id)
        if item is None:
            words = T("There is no such item")
            raise Refused("item.unknown", words, T("Look for it among all items"))
        facts = {
            "item": item,
            "level": levels(conn, [item_id])[item_id],
            "barcodes": catalog.barcodes(conn, item_id),
            "places": queries.of_item(conn, item_id),
        }
    reasons = {"hold_reasons": HOLD_REASONS, "adjust_reasons": ADJUST_REASONS}
    return page("item.html", **facts, **reasons)


@stock_pages.post("/stock/pieces/<int:quant_id>/hold")
@door.let_in("supervisor")
def hold(quant_id: int) -> AnyResponse:
    """Hold pieces where they lie."""
    pieces, reason, at = _pieces(), here.field("reason", 16), now()
    if reason not in HOLD_REASONS:
        raise Refused("hold.reason", T("Why is it held?"), T("Choose a reason"))

    def work(conn: Connection) -> Pieces:
        row = _quant(conn, quant_id)
        holding.hold_pieces(
            conn,
            location_id=row.location_id,
            item_id=row.item_id,
            lot_id=row.lot_id,
            quantity=pieces,
            reason=reason,
            actor=door.actor(),
            at=at,
        )
        return row

    row = write(work)
    door.tell(_said(pieces, row))
    return redirect(door.came_from(), 303)


def _said(pieces: int, row: Pieces) -> Text:
    return N(
        "{n} piece of {sku} is held in {bin}",
        "{n} pieces of {sku} are held in {bin}",
        pieces,
        sku=row.sku,
        bin=row.location,
    )


@stock_pages.post("/stock/pieces/<int:quant_id>/adjust")
@door.let_in("supervisor")
def adjust(quant_id: int) -> AnyResponse:
    """Put the books right without a count, with a reason."""
    pieces, reason, at = here.signed("pieces"), here.field("reason", 16), now()

    def work(conn: Connection) -> tuple[Pieces, int]:
        row = _quant(conn, quant_id)
        left = adjusting.adjust(
            conn,
            location_id=row.location_id,
            item_id=row.item_id,
            lot_id=row.lot_id,
            pieces=pieces,
            reason=reason,
            actor=door.actor(),
            at=at,
            config=site().config,
        )
        return row, left

    row, left = write(work)
    named = {"bin": row.location, "sku": row.sku}
    door.tell(T("{bin}: {left} {sku} in the books now", left=left, **named))
    return redirect(door.came_from(), 303)


@stock_pages.get("/holds")
@door.let_in("worker")
def held() -> Response:
    """Show what is held, in walking order."""
    with site().db.read() as conn:
        rows = holds.older(conn, here.warehouse_id(conn), now(), at_most=500)
    return page("holds.html", rows=rows, reasons=HOLD_REASONS)


@stock_pages.post("/holds/<int:hold_id>/free")
@door.let_in("supervisor")
def free(hold_id: int) -> AnyResponse:
    """Make held pieces good again."""
    pieces, at = _pieces(), now()
    given = {"hold_id": hold_id, "quantity": pieces}
    row = write(lambda conn: holding.free_hold(conn, **given, actor=door.actor(), at=at))
    words = N("{n} {sku} is free again", "{n} {sku} are free again", pieces, sku=row.sku)
    return door.done("office_stock.held", words)


@stock_pages.post("/holds/<int:hold_id>/scrap")
@door.let_in("supervisor")
def scrap(hold_id: int) -> AnyResponse:
    """Take held pieces out of the building for good."""
    pieces, at = _pieces(), now()
    given = {"hold_id": hold_id, "quantity": pieces}
    row = write(lambda conn: holding.scrap_hold(conn, **given, actor=door.actor(), at=at))
    words = N("{n} {sku} is scrapped", "{n} {sku} are scrapped", pieces, sku=row.sku)
    return door.done("office_stock.held", words)


def _quant(conn: Connection, quant_id: int) -> Pieces:
    row = queries.quant(conn, quant_id)
    if row is None:
        raise Refused("stock.gone", T("Nothing lies there any more"), T("Look where it is now"))
    return row


def _pieces() -> int:
    """Return how many pieces the form means.

    :raises Refused: it says no number.
    """
    pieces = here.signed("pieces")
    if pieces <= 0:
        raise Refused("form.pieces", T("How many pieces?"), T("Give a whole number above 0"))
    return pieces
