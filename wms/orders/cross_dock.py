"""Cross-dock: goods that an order waits for go from the dock to packing, not into storage.

Pieces of an LPN are promised while it stands at the dock, for orders that have all they need with
them. The promise is one of the way to a cross-dock bin: there it ends, and the same transaction
promises the pieces to those orders, as stock in any bin. So picking needs to know nothing of it,
and an order that was cancelled or served otherwise meanwhile leaves free stock behind.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, exists, select

from wms.errors import Refused
from wms.inbound import queries as inbound
from wms.inbound import rules
from wms.layout import queries as layout
from wms.orders.allocate import allocate, on_offer
from wms.orders.models import Order, OrderLine
from wms.orders.rules import Need, Offer, choose
from wms.people.actor import Actor
from wms.stock import freed, loads, lpn, promises
from wms.stock import queries as stock
from wms.stock.contents import Bin, Content
from wms.stock.ledger import Move, Place, post
from wms.stock.queries import Pieces
from wms.stock.reserve import release, reserve
from wms.text import T, Text

FOR = "cross_dock"
"""`for_kind` of what is promised on an LPN; the demand is the order line."""

MOST_ORDERS = 100
_WAITING = (
    select(Order.id)
    .where(
        Order.warehouse_id == bindparam("warehouse_id"),
        Order.status == "waiting",
        Order.reason.like("no_stock%"),
        exists().where(
            OrderLine.order_id == Order.id,
            OrderLine.item_id.in_(bindparam("item_ids", expanding=True)),
        ),
    )
    .order_by(
        Order.priority,
        case((Order.ship_by.is_(None), 1), else_=0),
        Order.ship_by,
        Order.id,
    )
    .limit(MOST_ORDERS)
    # Who allocates one of them now knows better: it is left alone, and nobody waits.
    .with_for_update(skip_locked=True, of=Order)
)
_LINES = (
    select(OrderLine.id, OrderLine.order_id, OrderLine.item_id, OrderLine.ordered)
    .where(OrderLine.order_id.in_(bindparam("order_ids", expanding=True)))
    .order_by(OrderLine.id)
)
_ORDERS_OF = (
    select(OrderLine.id, Order.id.label("order_id"), Order.reference, Order.status)
    .join(Order, Order.id == OrderLine.order_id)
    .where(OrderLine.id.in_(bindparam("line_ids", expanding=True)))
)
_LOCK = (
    select(Order.id)
    .where(Order.id.in_(bindparam("order_ids", expanding=True)))
    .order_by(Order.id)
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """What of an LPN goes to `bin` for `orders`, as (SKU with lot, pieces).

    `is_whole` tells that this is all it carries; `bin` is "" where the bin is taken by now.
    """

    bin: str
    goods: tuple[tuple[str, int], ...]
    orders: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """`pieces` lie in `bin`; of the orders that waited, `served` have their stock now."""

    bin: str
    pieces: int
    served: int


def promise(conn: Connection, *, lpn_id: int, warehouse_id: int, at: datetime) -> Crossing | None:
    """Promise what an LPN at the dock carries to orders that wait for it, the most urgent first.

    Promises to orders that wait no more are taken back. Returns what is to be carried where; None
    when no order waits for it, or no cross-dock bin takes it.
    """
    plate = loads.lpn_now(conn, lpn_id)
    if not _is_at_dock(conn, plate.location_id):
        return None
    _take_back(conn, lpn_id, at)
    mine = {p.quant_id: p for p in stock.in_lpn(conn, lpn_id) if p.status == Place(0).status}
    free = [p for p in mine.values() if p.free]
    if free and _bin_for(conn, warehouse_id, mine.values()) is not None:
        _serve(conn, warehouse_id, free, at)
    return crossing(conn, lpn_id=lpn_id, warehouse_id=warehouse_id)


def crossing(conn: Connection, *, lpn_id: int, warehouse_id: int) -> Crossing | None:
    """Return what of an LPN is promised, and where it goes; None when nothing is."""
    held = promises.on_lpn(conn, FOR, lpn_id)
    if not held:
        return None
    inside = {p.quant_id: p for p in stock.in_lpn(conn, lpn_id)}
    counts: dict[int, int] = {}
    for _, _, quantity, quant_id in held:
        counts[quant_id] = counts.get(quant_id, 0) + quantity
    target = _bin_for(conn, warehouse_id, [inside[quant_id] for quant_id in counts])
    owners = {row.id: row for row in conn.execute(_ORDERS_OF, {"line_ids": [h[1] for h in held]})}
    names = tuple(dict.fromkeys(owners[line_id].reference for _, line_id, _, _ in held))
    goods = tuple((_name(inside[quant_id]), n) for quant_id, n in counts.items())
    is_whole = sum(counts.values()) == sum(p.on_hand for p in inside.values())
    return Crossing(target.code if target else "", goods, names, is_whole)


def carry(
    conn: Connection, *, lpn_id: int, location_id: int, actor: Actor, at: datetime
) -> Carried:
    """Move what is promised of an LPN into a cross-dock bin, and promise it there to the orders.

    Orders are locked before stock, as by everybody who promises any.

    :raises Refused: it is no cross-dock bin or does not take the goods; nothing is promised.
    """
    order_ids = _orders(conn, lpn_id)
    conn.execute(_LOCK, {"order_ids": sorted(order_ids)}).all()
    plate = loads.lpn_now(conn, lpn_id)
    held = promises.on_lpn(conn, FOR, lpn_id)
    if not held or not _is_at_dock(conn, plate.location_id):
        words = T("Nothing of LPN {code} is promised any more", code=plate.code)
        raise Refused("cross.nothing", words, T("Scan BACK, then PUTAWAY"))
    inside = {p.quant_id: p for p in stock.in_lpn(conn, lpn_id)}
    target = loads.bin_now(conn, location_id, lpn_id)
    _check_bin(conn, target, [inside[quant_id] for _, _, _, quant_id in held])
    moves = [
        Move(
            "cross_dock",
            inside[quant_id].goods,
            quantity,
            inside[quant_id].place,
            Place(location_id),
            "order_line",
            line_id,
            reservation_id=reservation_id,
        )
        for reservation_id, line_id, quantity, quant_id in held
    ]
    post(conn, target.warehouse_id, moves, actor=actor, at=at)
    if not stock.in_lpn(conn, lpn_id):
        lpn.put(conn, lpn_id, location_id=None)
    reasons = allocate(conn, target.warehouse_id, order_ids, at=at)
    freed.tell(conn, target.warehouse_id, at=at)
    served = sum(not reason for reason in reasons.values())
    return Carried(target.code, sum(move.quantity for move in moves), served)


def _serve(conn: Connection, warehouse_id: int, free: Sequence[Pieces], at: datetime) -> None:
    """Promise `free` pieces of an LPN to the orders that have all they need with them."""
    asked = {"warehouse_id": warehouse_id, "item_ids": sorted({p.item_id for p in free})}
    order_ids = list(conn.execute(_WAITING, asked).scalars())
    needs = _needs(conn, order_ids)
    items = {need.item_id for found in needs.values() for need in found}
    here = [Offer(p.quant_id, p.item_id, p.location_id, p.free, p.expires_on) for p in free]
    offers = on_offer(conn, warehouse_id, items) | {offer.quant_id: offer for offer in here}
    mine = {p.quant_id for p in free}
    for order_id in order_ids:
        chosen, missing = choose(needs[order_id], offers.values(), at.date())
        if missing or mine.isdisjoint(choice.quant_id for choice in chosen):
            continue
        for choice in chosen:
            offer = offers[choice.quant_id]
            offers[choice.quant_id] = replace(offer, free=offer.free - choice.quantity)
            if choice.quant_id in mine:
                given = {"quant_id": choice.quant_id, "quantity": choice.quantity}
                reserve(conn, **given, for_kind=FOR, for_id=choice.line_id, at=at)


def _needs(conn: Connection, order_ids: list[int]) -> dict[int, list[Need]]:
    """Return what each order needs besides what is promised to it on other LPNs."""
    rows = list(conn.execute(_LINES, {"order_ids": order_ids}))
    promised: dict[int, int] = {}
    for one in promises.promised(conn, FOR, [row.id for row in rows]):
        promised[one.for_id] = promised.get(one.for_id, 0) + one.quantity
    needs: dict[int, list[Need]] = {order_id: [] for order_id in order_ids}
    for row in rows:
        left = row.ordered - promised.get(row.id, 0)
        if left > 0:
            needs[row.order_id].append(Need(row.id, row.item_id, left))
    return needs


def _take_back(conn: Connection, lpn_id: int, at: datetime) -> None:
    """End the promises to orders that wait for stock no more."""
    held = promises.on_lpn(conn, FOR, lpn_id)
    asked = {"line_ids": [line_id for _, line_id, _, _ in held]}
    ended = {row.id for row in conn.execute(_ORDERS_OF, asked) if row.status != "waiting"}
    for reservation_id, line_id, _, _ in held:
        if line_id in ended:
            release(conn, reservation_id, at=at)


def _orders(conn: Connection, lpn_id: int) -> list[int]:
    """Return the orders that an LPN's pieces are promised to, the first served first."""
    line_ids = [line_id for _, line_id, _, _ in promises.on_lpn(conn, FOR, lpn_id)]
    owner = {row.id: row.order_id for row in conn.execute(_ORDERS_OF, {"line_ids": line_ids})}
    return list(dict.fromkeys(owner[line_id] for line_id in line_ids))


def _is_at_dock(conn: Connection, location_id: int | None) -> bool:
    return location_id is not None and layout.location(conn, location_id).kind == "dock"


def _bin_for(conn: Connection, warehouse_id: int, pieces: Collection[Pieces]) -> Bin | None:
    """Return the first cross-dock bin that takes the pieces."""
    for row in layout.cross_bins(conn, warehouse_id):
        target = loads.bin_now(conn, row.id, 0)
        if _why_not(conn, target, pieces) is None:
            return target
    return None


def _check_bin(conn: Connection, target: Bin, pieces: Sequence[Pieces]) -> None:
    cross = {row.id for row in layout.cross_bins(conn, target.warehouse_id)}
    why = T("{bin} is no cross-dock bin", bin=target.code)
    if target.location_id in cross:
        found = _why_not(conn, target, pieces)
        if found is None:
            return
        why = found
    raise Refused("cross.bin", why, T("Scan another cross-dock bin"))


def _why_not(conn: Connection, target: Bin, pieces: Collection[Pieces]) -> Text | None:
    """Return why the pieces may not lie in a bin: everything there is told apart by its label."""
    goods = [Content(p.item_id, p.sku, p.lot_id, p.merchant_id, 0, (0, 0, 0), 0) for p in pieces]
    sharing = inbound.sharing_codes(conn, {p.item_id for p in pieces})
    return rules.why_apart(target.code, target.contents, goods, sharing=sharing)


def _name(pieces: Pieces) -> str:
    return f"{pieces.sku} {pieces.lot}" if pieces.lot_id else pieces.sku
