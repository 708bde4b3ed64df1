"""Turn orders with stock into clusters that pickers can claim, as the site wants it.

`all`: whatever has stock is released at once. `flow`: only as much as keeps so many lines in
flight (waveless). `waves`: nothing by itself, people release waves. In every mode an urgent order
goes at once, and an order that stands in a wave goes with the wave alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from wms import jobs, settings
from wms.orders.models import Order
from wms.picking import room
from wms.picking.batches import Given, batched
from wms.picking.form import form, of_orders
from wms.picking.join import join
from wms.picking.models import Cluster, Pick, Wave, WaveOrder
from wms.picking.rules import URGENT, Cart, cart_of

BATCH = 40
UNCLOSED = ("planned", "released")

_IN_WAVE = (
    select(WaveOrder.order_id)
    .join(Wave, Wave.id == WaveOrder.wave_id)
    .where(Wave.status.in_(UNCLOSED))
)
_ALLOCATED = (
    select(Order.id, Order.priority)
    .where(
        Order.warehouse_id == bindparam("warehouse_id"),
        Order.status == "allocated",
        Order.priority <= bindparam("most"),
        Order.id.not_in(_IN_WAVE),
    )
    .order_by(Order.priority, Order.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_TAKEN = _IN_WAVE.where(WaveOrder.order_id.in_(bindparam("order_ids", expanding=True)))
_IN_FLIGHT = (
    select(func.count())
    .select_from(Pick)
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .where(
        Cluster.warehouse_id == bindparam("warehouse_id"),
        Cluster.status.in_(("open", "claimed")),
        Pick.status == "open",
    )
)
ANY = 1_000_000
"""Above every priority."""


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Release what the site's mode lets go now, and wish for the next batch."""
    warehouse_id = int(payload["warehouse_id"])
    config = settings.load().data
    cart, mode = cart_of(config), config["release"]["mode"]
    match mode:
        case "flow":
            lines = config["release"]["lines_in_flight"]
            done = keep_in_flight(conn, warehouse_id, lines, cart=cart, at=at)
        case "waves":
            done = release(conn, warehouse_id, cart=cart, at=at, most=URGENT)
        case _:
            done = release(conn, warehouse_id, cart=cart, at=at)
    if done == BATCH:
        jobs.put(conn, room.JOB, {"warehouse_id": warehouse_id}, at=at)


def release(
    conn: Connection, warehouse_id: int, *, cart: Cart, at: datetime, most: int = ANY
) -> int:
    """Make clusters from one batch of orders with a priority of `most` or before; returns how many
    orders were looked at."""
    rows = conn.execute(_ALLOCATED, {"warehouse_id": warehouse_id, "most": most}).all()
    _go(conn, warehouse_id, {row.id: row.priority for row in rows}, cart, at, None)
    return len(rows)


def keep_in_flight(
    conn: Connection, warehouse_id: int, lines: int, *, cart: Cart, at: datetime
) -> int:
    """Release the most urgent orders until `lines` picks are under way; returns how many orders
    were looked at, or 0 when it is enough."""
    under_way = conn.execute(_IN_FLIGHT, {"warehouse_id": warehouse_id}).scalar_one()
    rows = conn.execute(_ALLOCATED, {"warehouse_id": warehouse_id, "most": ANY}).all()
    wanted = lines - under_way
    released = _go(conn, warehouse_id, {r.id: r.priority for r in rows}, cart, at, wanted)
    return len(rows) if released < wanted else 0


def _go(
    conn: Connection,
    warehouse_id: int,
    urgency: dict[int, int],
    cart: Cart,
    at: datetime,
    wanted: int | None,
) -> int:
    """Release locked orders, the urgent ones into running work, and return the picks made."""
    # a wave may have taken one between the question and its lock
    taken = set(conn.execute(_TAKEN, {"order_ids": list(urgency)}).scalars()) if urgency else set()
    promised_to = of_orders(conn, [order_id for order_id in urgency if order_id not in taken])
    urgent = {o: p for o, p in promised_to.items() if urgency[o] <= URGENT}
    for order_id, promised in urgent.items():
        join(conn, warehouse_id, order_id, promised, cart=cart, at=at)
    lines = sum(len(promised) for promised in urgent.values())
    given: Given = {o: p for o, p in promised_to.items() if o not in urgent}
    if wanted is not None:
        given = _cut(given, wanted - lines)
    batch(conn, warehouse_id, given, urgency, cart=cart, at=at)
    return lines + sum(len(promised) for promised in given.values())


def _cut(given: Given, wanted: int) -> Given:
    """Return the first orders that have `wanted` picks together."""
    kept: dict[int, Sequence[Any]] = {}
    for order_id, promised in given.items():
        if wanted <= 0:
            break
        kept[order_id] = promised
        wanted -= len(promised)
    return kept


def batch(
    conn: Connection,
    warehouse_id: int,
    given: Given,
    urgency: Mapping[int, int],
    *,
    cart: Cart,
    at: datetime,
    method: str = "savings",
    wave_id: int | None = None,
) -> list[int]:
    """Make clusters of orders by their planned walks and return the clusters' ids."""
    if not given:
        return []
    plan = batched(conn, warehouse_id, given, urgency, cart=cart, method=method)
    made = []
    for walk in plan.batches:
        members = {order_id: given[order_id] for order_id in walk.orders}
        first = min(urgency[order_id] for order_id in walk.orders)
        made.append(
            form(
                conn,
                warehouse_id,
                members,
                priority=first,
                at=at,
                floor=plan.ground,
                wave_id=wave_id,
            )
        )
    return made
