"""Orders that nobody would ever finish: there must be none, whatever was done."""

from __future__ import annotations

from sqlalchemy import select

from tests.world import World
from wms.orders.models import Order, OrderLine
from wms.picking.models import Cluster, OrderTote, Pick, WallSlot
from wms.stock import promises


def stranded(world: World) -> list[int]:
    """Return the orders that are being picked by nobody: no pick is open, no tote on a cart, no
    piece on the way to the put wall or in it."""
    working = select(Pick.order_id).where(Pick.status == "open")
    carried = select(OrderTote.order_id).where(
        OrderTote.status.in_(("filling", "full")), OrderTote.order_id.is_not(None)
    )
    batched = (
        select(Pick.order_id)
        .join(Cluster, Cluster.id == Pick.cluster_id)
        .where(Cluster.method == "batch", Pick.picked > Pick.sorted)
    )
    walled = select(WallSlot.order_id).where(WallSlot.emptied_at.is_(None))
    at_work = working.union(carried, batched, walled)
    asked = select(Order.id).where(Order.status == "released", Order.id.not_in(at_work))
    with world.db.read() as conn:
        return list(conn.execute(asked).scalars())


def undead(world: World) -> list[int]:
    """Return the cancelled orders for which somebody is still to pick, or stock is promised."""
    cancelled = select(Order.id).where(Order.status == "cancelled")
    still = cancelled.join(Pick, Pick.order_id == Order.id).where(Pick.status == "open")
    lines = select(OrderLine.id, OrderLine.order_id).where(OrderLine.order_id.in_(cancelled))
    with world.db.read() as conn:
        owner = {row.id: row.order_id for row in conn.execute(lines)}
        promised = [owner[p.for_id] for p in promises.promised(conn, "order_line", list(owner))]
        return [*conn.execute(still).scalars(), *promised]
