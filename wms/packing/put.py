"""Put pieces from an order's totes into its parcel, or all of them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.errors import Refused
from wms.orders import queries as orders
from wms.orders.models import OrderLine
from wms.orders.queries import LineRow
from wms.packing import queries, ready
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.packing.rules import spread
from wms.people.actor import Actor
from wms.stock import ledger
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place
from wms.stock.queries import Pieces
from wms.text import N, T
from wms.units import quantity as checked

_COUNT = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(packed=OrderLine.packed + bindparam("change"))
)
_REOPEN = update(Parcel).where(Parcel.id == bindparam("parcel_id")).values(expected_grams=None)


def put(
    conn: Connection,
    warehouse_id: int,
    *,
    parcel_id: int,
    item_id: int,
    quantity: int,
    lot: str = "",
    first_tote_id: int = 0,
    actor: Actor,
    at: datetime,
) -> None:
    """Move pieces from the order's totes, `first_tote_id` before the others, into its parcel.

    `lot` must be given where the totes hold several lots of the item.

    :raises Refused: more than was picked, another lot, or the parcel is not open here.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "open")
    lines = [x for x in orders.lines(conn, [parcel.order_id]) if x.item_id == item_id]
    in_totes = queries.in_totes(conn, parcel.order_id, first=first_tote_id)
    found = [pieces for pieces in in_totes if pieces.item_id == item_id]
    counts = _counts(parcel, lines, checked(quantity))
    takes = _takes(found, lot, quantity, lines[0].sku)
    bench = Place(_bench(parcel), parcel.lpn_id)
    moves = [
        Move("pack", p.goods, n, p.place, bench, for_kind="parcel", for_id=parcel_id)
        for p, n in takes
    ]
    ledger.post(conn, warehouse_id, moves, actor=actor, at=at)
    conn.execute(_COUNT, counts)
    conn.execute(_REOPEN, {"parcel_id": parcel_id})


def unpack(
    conn: Connection, warehouse_id: int, *, parcel_id: int, actor: Actor, at: datetime
) -> str:
    """Put all pieces of an open parcel back into the order's first tote; return its code.

    :raises Refused: the parcel is empty or not open here.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "open")
    inside = stock.in_lpn(conn, parcel.lpn_id)
    totes = queries.totes(conn, parcel.order_id)
    if not inside:
        raise Refused("packing.empty", T("The carton is empty"), T("Scan the pieces into it"))
    if not totes:
        words = T("No tote of {order} is left", order=parcel.order)
        raise Refused("packing.no_tote", words, T("Scan BACK and take another carton"))
    tote = totes[0]
    target = Place(tote.location_id or _bench(parcel), tote.id)
    moves = [
        Move("unpack", p.goods, p.on_hand, p.place, target, for_kind="parcel", for_id=parcel_id)
        for p in inside
    ]
    ledger.post(conn, warehouse_id, moves, actor=actor, at=at)
    conn.execute(_COUNT, _back(orders.lines(conn, [parcel.order_id]), inside))
    conn.execute(_REOPEN, {"parcel_id": parcel_id})
    return tote.code


def reopen(conn: Connection, *, parcel_id: int, actor: Actor) -> None:
    """Go back from weighing to putting pieces in.

    :raises Refused: the parcel is not open here.
    """
    ready.parcel_ready(conn, parcel_id, actor, "open")
    conn.execute(_REOPEN, {"parcel_id": parcel_id})


def _counts(parcel: ParcelRow, lines: Sequence[LineRow], quantity: int) -> list[dict[str, int]]:
    """Return how much each line is packed further."""
    if not lines:
        raise Refused(
            "packing.wrong_item",
            T("This does not belong to {order}", order=parcel.order),
            T("Put it aside and scan another item"),
        )
    shares = spread(quantity, [(line.id, line.picked - line.packed) for line in lines])
    room = sum(share for _, share in shares)
    if room < quantity:
        raise _too_many(lines[0].sku, room)
    return [{"line_id": line_id, "change": share} for line_id, share in shares]


def _back(lines: Sequence[LineRow], inside: Sequence[Pieces]) -> list[dict[str, int]]:
    """Return how much each line is packed less: last filled, first emptied."""
    counts: dict[int, int] = {}
    for pieces in inside:
        counts[pieces.item_id] = counts.get(pieces.item_id, 0) + pieces.on_hand
    return [
        {"line_id": line_id, "change": -share}
        for item_id, n in counts.items()
        for line_id, share in spread(
            n, [(x.id, x.packed - x.shipped) for x in reversed(lines) if x.item_id == item_id]
        )
    ]


def _takes(found: Sequence[Pieces], lot: str, quantity: int, sku: str) -> list[tuple[Pieces, int]]:
    """Return from which quants the pieces come."""
    lots = list(dict.fromkeys(pieces.lot for pieces in found))
    if lots == [""]:
        lot = ""  # the code may name a lot that this warehouse does not track
    elif not lot and len(lots) > 1:
        raise Refused(
            "packing.which_lot",
            T("{n} lots of {sku} are here", n=len(lots), sku=sku),
            T("Scan the lot: {lots}", lots=", ".join(lots)),
        )
    elif lot and lot not in lots:
        raise Refused(
            "packing.wrong_lot",
            T("This is lot {lot} of {sku}", lot=lot, sku=sku),
            T("Picked was {lots}", lots=", ".join(lots) or "–"),
        )
    known = {p.quant_id: p for p in found if not lot or p.lot == lot}
    shares = spread(quantity, [(p.quant_id, p.free) for p in known.values()])
    if sum(share for _, share in shares) < quantity:
        raise _too_many(sku, sum(share for _, share in shares))
    return [(known[quant_id], share) for quant_id, share in shares]


def _too_many(sku: str, room: int) -> Refused:
    if not room:
        words = T("No more {sku} belongs in here", sku=sku)
        return Refused("packing.too_many", words, T("Put this one aside"))
    words = N("Only {n} more {sku} belongs in", "Only {n} more {sku} belong in", room, sku=sku)
    return Refused("packing.too_many", words, T("Put the others aside"))


def _bench(parcel: ParcelRow) -> int:
    if parcel.location_id is None:
        raise LookupError(f"parcel {parcel.id} stands nowhere")
    return parcel.location_id
