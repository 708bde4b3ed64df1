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
from wms.layout import queries as layout
from wms.orders.models import Order
from wms.picking import room
from wms.picking.batches import Given, batched
from wms.picking.form import form, of_orders
from wms.picking.join import join
from wms.picking.models import Cluster, Pick, Wave, WaveOrder
from wms.picking.rules import URGENT, Cart, batch_cart_of, cart_of

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
    cart, method = carts(conn, warehouse_id, config, config["picking"]["method"])
    how: dict[str, Any] = {"cart": cart, "method": method, "at": at}
    match config["release"]["mode"]:
        case "flow":
            lines = config["release"]["lines_in_flight"]
            done = keep_in_flight(conn, warehouse_id, lines, **how)
        case "waves":
            done = release(conn, warehouse_id, **how, most=URGENT)
        case _:
            done = release(conn, warehouse_id, **how)
    if done == BATCH:
        jobs.put(conn, room.JOB, {"warehouse_id": warehouse_id}, at=at)


def carts(
    conn: Connection, warehouse_id: int, config: Mapping[str, Any], method: str
) -> tuple[Cart, str]:
    """Return the carts for a method of picking, and the method: a batch needs a put wall."""
    slots = len(layout.of_kind(conn, warehouse_id, "slot")) if method == "batch" else 0
    if slots:
        return batch_cart_of(config, slots), method
    return cart_of(config), "single" if method == "single" else "savings"


def release(
    conn: Connection,
    warehouse_id: int,
    *,
    cart: Cart,
    at: datetime,
    most: int = ANY,
    method: str = "savings",
) -> int:
    """Make clusters from one batch of orders with a priority of `most` or before; returns how many
    orders were looked at."""
    rows = conn.execute(_ALLOCATED, {"warehouse_id": warehouse_id, "most": most}).all()
    _go(conn, warehouse_id, {row.id: row.priority for row in rows}, cart, at, method)
    return len(rows)


def keep_in_flight(
    conn: Connection,
    warehouse_id: int,
    lines: int,
    *,
    cart: Cart,
    at: datetime,
    method: str = "savings",
) -> int:
    """Release the most urgent orders until `lines` picks are under way; returns how many orders
    were looked at, or 0 when it is enough."""
    under_way = conn.execute(_IN_FLIGHT, {"warehouse_id": warehouse_id}).scalar_one()
    rows = conn.execute(_ALLOCATED, {"warehouse_id": warehouse_id, "most": ANY}).all()
    wanted = lines - under_way
    urgency = {row.id: row.priority for row in rows}
    released = _go(conn, warehouse_id, urgency, cart, at, method, wanted)
    return len(rows) if released < wanted else 0


def _go(
    conn: Connection,
    warehouse_id: int,
    urgency: dict[int, int],
    cart: Cart,
    at: datetime,
    method: str,
    wanted: int | None = None,
) -> int:
    """Release locked orders, the urgent ones into running work, and return the picks made."""
    # a wave may have taken one between the question and its lock
    taken = set(conn.execute(_TAKEN, {"order_ids": list(urgency)}).scalars()) if urgency else set()
    promised_to = of_orders(conn, [order_id for order_id in urgency if order_id not in taken])
    urgent = {o: p for o, p in promised_to.items() if urgency[o] <= URGENT}
    own_totes = cart_of(settings.load().data) if method == "batch" else cart
    for order_id, promised in urgent.items():
        join(conn, warehouse_id, order_id, promised, cart=own_totes, at=at)
    lines = sum(len(promised) for promised in urgent.values())
    given: Given = {o: p for o, p in promised_to.items() if o not in urgent}
    if wanted is not None:
        given = _cut(given, wanted - lines)
    batch(conn, warehouse_id, given, urgency, cart=cart, at=at, method=method)
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
    """Make clusters of orders by their planned walks and return the clusters' ids.

    `method`: "savings", orders share walks; "single", each goes alone; "batch", they share walks
    and totes, and are sorted at the put wall.
    """
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
                method="batch" if method == "batch" else "cluster",
            )
        )
    return made
