"""Take pieces back from a customer: graded, counted against what left, then restocked, held or
scrapped.

Locks are taken in one order: the order's row, the return, its counters, the LPN, the stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.orders.models import Order
from wms.packing.rules import spread
from wms.people.actor import Actor
from wms.returns import announce, dispose, queries, rules
from wms.returns.models import CameBack, ReturnLine, Rma, RmaLine
from wms.returns.queries import RmaRow
from wms.returns.rules import Part
from wms.stock import lots
from wms.stock.contents import NO_LOT
from wms.stock.ledger import Goods
from wms.text import N, T
from wms.units import quantity as sensible

_LOCK_ORDER = select(Order.id).where(Order.id == bindparam("order_id")).with_for_update()
_COUNTER = {
    "sqlite": sqlite.insert(CameBack).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(CameBack).on_conflict_do_nothing(),
}
_BACK = (
    update(CameBack)
    .where(
        CameBack.parcel_id == bindparam("of_parcel"),
        CameBack.item_id == bindparam("of_item"),
        CameBack.lot_id == bindparam("of_lot"),
        CameBack.merchant_id == bindparam("of_merchant"),
        CameBack.returned + bindparam("n") <= CameBack.shipped,
    )
    .values(returned=CameBack.returned + bindparam("n"))
)
_LINE = insert(ReturnLine)
_RECEIVED = (
    update(RmaLine)
    .where(RmaLine.id == bindparam("line_id"))
    .values(received=RmaLine.received + bindparam("n"))
)
_ARRIVING = (
    update(Rma)
    .where(Rma.id == bindparam("of_rma"), Rma.status == "announced")
    .values(status="arriving")
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back with which return; `place` is where it is to be put, "" for scrap."""

    rma_id: int
    reference: str
    sku: str
    quantity: int
    place: str


@dataclass(frozen=True, slots=True)
class Found:
    """How pieces were found, and what becomes of them; `lpn_id` is what they are restocked on."""

    condition: str
    disposition: str
    lpn_id: int = 0


def take_back(
    conn: Connection,
    *,
    order_id: int,
    rma_id: int = 0,
    parcel_id: int = 0,
    item_id: int,
    lot: str = "",
    quantity: int,
    found: Found,
    actor: Actor,
    at: datetime,
) -> TakenBack:
    """Take pieces of a parcel, or of whichever parcel of an order they are, back in.

    Without `rma_id` it is a return that nobody announced: the order's open one, or a new one.

    :raises Refused: they did not leave in it, are back already, or may not lie on that LPN.
    """
    rma = _return(conn, order_id, rma_id, at)
    chosen = come_from(
        conn, order_id=order_id, parcel_id=parcel_id, item_id=item_id, lot=lot, quantity=quantity
    )
    for part, n in chosen:
        _count(conn, part, n)
    goods = [(Goods(p.item_id, p.lot_id, p.merchant_id), n) for p, n in chosen]
    place = dispose.dispose(
        conn, rma, goods, reason=found.condition, found=found, actor=actor, at=at
    )
    origins = [part.parcel_id for part, _ in chosen]
    _record(conn, rma.id, zip(origins, goods, strict=True), found, actor, at)
    _receive(conn, rma.id, item_id, quantity)
    return TakenBack(rma.id, rma.reference, chosen[0][0].sku, quantity, place)


def set_aside(
    conn: Connection,
    *,
    order_id: int,
    rma_id: int = 0,
    item_id: int,
    lot: str = "",
    quantity: int,
    actor: Actor,
    at: datetime,
) -> TakenBack:
    """Take pieces in that were in no parcel of the order, on hold as not ours.

    :raises Refused: there is no place for held goods.
    """
    rma = _return(conn, order_id, rma_id, at)
    item = catalog.item(conn, item_id)
    lot_id = lots.known(conn, item_id=item_id, code=lot, expires_on=None) if lot else NO_LOT
    goods = [(Goods(item_id, lot_id, item.merchant_id), sensible(quantity))]
    found = Found(rules.NOT_OURS, "hold")
    place = dispose.dispose(conn, rma, goods, reason="not ours", found=found, actor=actor, at=at)
    _record(conn, rma.id, [(None, goods[0])], found, actor, at)
    return TakenBack(rma.id, rma.reference, item.sku, quantity, place)


def come_from(
    conn: Connection,
    *,
    order_id: int,
    parcel_id: int = 0,
    item_id: int,
    lot: str = "",
    quantity: int,
) -> list[tuple[Part, int]]:
    """Return which pieces that left these are, by parcel and lot.

    :raises Refused: `return.not_in_it` when no such piece left in it; `return.which_lot` when the
        lot has to be told; `return.twice` when fewer of them are still with the customer.
    """
    parcels = queries.shipped_parcels(conn, order_id)
    parts = queries.parts(conn, [p for p in parcels if parcel_id in (0, p.id)])
    own = rules.fitting(parts, item_id=item_id, lot=lot)
    if not own:
        sku = catalog.item(conn, item_id).sku
        words = T("{sku} did not leave in it", sku=f"{sku} {lot}".strip())
        raise Refused("return.not_in_it", words, T("Scan it again to set it aside"))
    left = rules.lots_left(own)
    if len(left) > 1 and not lot:
        words = T("{n} lots of {sku} left", n=len(left), sku=own[0].sku)
        raise Refused("return.which_lot", words, T("Scan or type the lot"))
    chosen = rules.shares(own, sensible(quantity))
    if sum(n for _, n in chosen) < quantity:
        raise _twice(own)
    return chosen


def _return(conn: Connection, order_id: int, rma_id: int, at: datetime) -> RmaRow:
    """Return the document, both it and its order locked: returns of one order wait for each
    other."""
    conn.execute(_LOCK_ORDER, {"order_id": order_id})
    if not rma_id:
        return announce.open_blind(conn, order_id=order_id, at=at)
    rma = queries.rma_now(conn, rma_id)
    if rma.status == "received":
        words = T("{rma} is closed", rma=rma.reference)
        raise Refused("rma.closed", words, T("Scan BACK, then the parcel's label"))
    return rma


def _count(conn: Connection, part: Part, n: int) -> None:
    """Count pieces as back; the database itself refuses one too many."""
    key = {"parcel_id": part.parcel_id, "item_id": part.item_id, "lot_id": part.lot_id}
    row = key | {"merchant_id": part.merchant_id, "shipped": part.shipped, "returned": 0}
    conn.execute(_COUNTER[conn.dialect.name], row)
    given = {"of_parcel": part.parcel_id, "of_item": part.item_id, "of_lot": part.lot_id}
    if not conn.execute(_BACK, given | {"of_merchant": part.merchant_id, "n": n}).rowcount:
        raise _twice([part])


def _record(
    conn: Connection,
    rma_id: int,
    taken: Any,
    found: Found,
    actor: Actor,
    at: datetime,
) -> None:
    row = {"rma_id": rma_id, "condition": found.condition, "disposition": found.disposition}
    row |= {"lpn_id": found.lpn_id, "returned_at": at}
    row |= {"worker_id": actor.worker_id, "station_id": actor.station_id}
    rows = [
        row
        | {"parcel_id": parcel_id, "item_id": goods.item_id, "lot_id": goods.lot_id}
        | {"merchant_id": goods.merchant_id, "quantity": n}
        for parcel_id, (goods, n) in taken
    ]
    conn.execute(_LINE, rows)
    conn.execute(_ARRIVING, {"of_rma": rma_id})


def _receive(conn: Connection, rma_id: int, item_id: int, quantity: int) -> None:
    rooms = [(x.id, x.open) for x in queries.lines(conn, rma_id) if x.item_id == item_id]
    for line_id, share in spread(quantity, rooms):
        conn.execute(_RECEIVED, {"line_id": line_id, "n": share})


def _twice(parts: Sequence[Part]) -> Refused:
    sku, left = parts[0].sku, sum(part.left for part in parts)
    if left:
        words = N("Only {n} {sku} may come back", "Only {n} {sku} may come back", left, sku=sku)
        return Refused("return.twice", words, T("Scan the label of the other one's parcel"))
    words = T("All {sku} of it came back already", sku=sku)
    return Refused("return.twice", words, T("Scan the label of its own parcel"))
