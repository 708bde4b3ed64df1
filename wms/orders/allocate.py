"""Promise stock to orders: whole orders, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, update

from wms import jobs
from wms.catalog.models import Item
from wms.errors import Refused
from wms.layout import faces
from wms.orders.models import Order, OrderLine
from wms.orders.reasons import far
from wms.orders.rules import Choice, Need, Offer, choose
from wms.stock import freed, promises
from wms.stock import queries as stock
from wms.stock.reserve import release, reserve

BATCH = 25
ATTEMPTS = 5
"""How often stock is chosen anew when somebody else took it in the same moment."""

FOR = "order_line"

_UNPROMISED = (
    select(Order.id)
    .where(
        Order.warehouse_id == bindparam("warehouse_id"),
        Order.status.in_(("accepted", "waiting")),
    )
    .order_by(
        Order.priority,
        case((Order.ship_by.is_(None), 1), else_=0),
        Order.ship_by,
        Order.id,
    )
)
_LINES = (
    select(OrderLine.id, OrderLine.order_id, OrderLine.item_id, OrderLine.ordered, Item.sku)
    .join(Item, Item.id == OrderLine.item_id)
    .join(Order, Order.id == OrderLine.order_id)
    .where(
        OrderLine.order_id.in_(bindparam("order_ids", expanding=True)),
        Order.status.in_(("accepted", "waiting")),
    )
    .order_by(OrderLine.id)
    .with_for_update(of=Order)
)
_LINE_IDS = select(OrderLine.id).where(OrderLine.order_id == bindparam("order_id"))
_STATUS = (
    update(Order)
    .where(Order.id == bindparam("order_id"))
    .values(status=bindparam("new_status"), reason=bindparam("new_reason"))
)
_ANEW = (
    update(Order)
    .where(Order.id == bindparam("order_id"), Order.status == "allocated")
    .values(status="accepted", reason="")
)


def ask(conn: Connection, warehouse_id: int, *, at: datetime) -> None:
    """Let the job worker look over all orders that have no stock promised."""
    freed.tell(conn, warehouse_id, at=at)


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Allocate one batch of orders and wish for the next, then for their release and for what they
    need on the pick faces."""
    warehouse_id = int(payload["warehouse_id"])
    todo = payload.get("order_ids")
    if todo is None:
        todo = list(conn.execute(_UNPROMISED, {"warehouse_id": warehouse_id}).scalars())
    allocate(conn, warehouse_id, todo[:BATCH], at=at)
    if todo[BATCH:]:
        rest = {"warehouse_id": warehouse_id, "order_ids": todo[BATCH:]}
        jobs.put(conn, freed.JOB, rest, at=at)
    else:
        jobs.put(
            conn, "release", {"warehouse_id": warehouse_id}, key=f"release-{warehouse_id}", at=at
        )
        freed.refill(conn, warehouse_id, at=at)


def allocate(
    conn: Connection, warehouse_id: int, order_ids: Sequence[int], *, at: datetime
) -> dict[int, str]:
    """Promise stock to each of `order_ids` that still needs it, in their order.

    Returns by order id "" or the reason why it waits (`no_stock SKU`). An order gets all or
    nothing: half an order would keep stock from another that could go.
    """
    lines: dict[int, list[Any]] = {}
    for row in conn.execute(_LINES, {"order_ids": list(order_ids)}):
        lines.setdefault(row.order_id, []).append(row)
    offers = on_offer(conn, warehouse_id, {row.item_id for rows in lines.values() for row in rows})
    return {
        order_id: _one(conn, warehouse_id, order_id, lines[order_id], offers, at)
        for order_id in order_ids
        if order_id in lines
    }


def _one(
    conn: Connection,
    warehouse_id: int,
    order_id: int,
    lines: Sequence[Any],
    offers: dict[int, Offer],
    at: datetime,
) -> str:
    needs = [Need(row.id, row.item_id, row.ordered) for row in lines]
    wanted = {need.item_id for need in needs}
    reason, told = "no_stock", ""
    for _ in range(ATTEMPTS):
        chosen, missing = choose(needs, _of(offers, wanted), at.date())
        if missing:
            sku = next(row.sku for row in lines if row.id == missing[0].line_id)
            reason = f"no_stock {sku}"[:64]
            break
        if promise(conn, chosen, at=at):
            reason = ""
            told = _far(conn, lines, chosen, offers)
            _use_up(offers, chosen)
            break
        offers |= on_offer(conn, warehouse_id, wanted, offers)
    status = "waiting" if reason else "allocated"
    values = {"order_id": order_id, "new_status": status, "new_reason": reason or told}
    conn.execute(_STATUS, values)
    return reason


def _far(
    conn: Connection, lines: Sequence[Any], chosen: Sequence[Choice], offers: Mapping[int, Offer]
) -> str:
    """Return the reason why an order that has its stock must wait for it all the same."""
    sku = {row.id: row.sku for row in lines}
    for choice in chosen:
        offer = offers[choice.quant_id]
        if offer.is_far:
            key = (offer.item_id, offer.location_id)
            return far(sku[choice.line_id], faces.off_face(conn, [key])[key].location)
    return ""


def on_offer(
    conn: Connection, warehouse_id: int, items: set[int], known: Mapping[int, Offer] | None = None
) -> dict[int, Offer]:
    """Return what is free of `items` now, by quant; what was known and is no more, as used up."""
    gone = {n: replace(o, free=0) for n, o in (known or {}).items() if o.item_id in items}
    near = {
        item_id: {face.location_id for face in found}
        for item_id, found in faces.of_items(conn, warehouse_id, items).items()
    }
    fresh = {
        p.quant_id: Offer(
            p.quant_id,
            p.item_id,
            p.location_id,
            p.free,
            p.expires_on,
            p.item_id in near and p.location_id not in near[p.item_id],
        )
        for p in stock.free_in_bins(conn, warehouse_id, sorted(items))
    }
    return gone | fresh


def secure(conn: Connection, warehouse_id: int, need: Need, *, at: datetime) -> int:
    """Promise as much of `need` as there is and return what is missing; when somebody else was
    quicker, look again."""
    for _ in range(ATTEMPTS):
        offers = on_offer(conn, warehouse_id, {need.item_id})
        chosen, missing = choose([need], offers.values(), at.date())
        if promise(conn, chosen, at=at):
            if any(offers[choice.quant_id].is_far for choice in chosen):
                freed.refill(conn, warehouse_id, at=at)
            return sum(n.quantity for n in missing)
    return need.quantity


def unpromise(conn: Connection, order_id: int, *, at: datetime) -> None:
    """Take all promises of an allocated order back, so that it is allocated anew."""
    free(conn, order_id, at=at)
    conn.execute(_ANEW, {"order_id": order_id})


def free(conn: Connection, order_id: int, *, at: datetime) -> int:
    """End all that is promised to an order and return how many pieces are free by that."""
    line_ids = list(conn.execute(_LINE_IDS, {"order_id": order_id}).scalars())
    promised = promises.promised(conn, FOR, line_ids)
    in_order = sorted(promised, key=lambda promise: promise.quant_id)
    return sum(release(conn, promise.reservation_id, at=at) for promise in in_order)


def _of(offers: Mapping[int, Offer], items: set[int]) -> list[Offer]:
    return [offer for offer in offers.values() if offer.item_id in items]


def promise(conn: Connection, chosen: Sequence[Choice], *, at: datetime) -> bool:
    """Reserve all that was chosen, or nothing when somebody was quicker."""
    nested = conn.begin_nested()
    try:
        for choice in sorted(chosen, key=lambda c: c.quant_id):
            reserve(
                conn,
                quant_id=choice.quant_id,
                quantity=choice.quantity,
                for_kind=FOR,
                for_id=choice.line_id,
                at=at,
            )
    except Refused:
        nested.rollback()
        return False
    nested.commit()
    return True


def _use_up(offers: dict[int, Offer], chosen: Sequence[Choice]) -> None:
    """Lower what the next order of this batch is offered."""
    for choice in chosen:
        offer = offers[choice.quant_id]
        offers[choice.quant_id] = replace(offer, free=offer.free - choice.quantity)
