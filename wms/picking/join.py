"""An urgent order joins running work: the cart that has room and the least way to go for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from wms.layout.ground import ground
from wms.orders.models import Order
from wms.picking import follow
from wms.picking.form import add_picks, form
from wms.picking.loads import goods_of
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, Pick
from wms.picking.replan import replan, rest_of, walked_mm
from wms.picking.rules import URGENT, Cart, Goods, totes_needed
from wms.planning.batch import Load
from wms.stock import freed
from wms.stock.promises import Promised

MOST = 20
"""How many carts are looked at, those that are walked first."""

_RUNNING = (
    select(Cluster.id, Cluster.status)
    .where(
        Cluster.warehouse_id == bindparam("warehouse_id"),
        Cluster.status.in_(("open", "claimed")),
        Cluster.method == "cluster",
        select(Pick.id).where(Pick.cluster_id == Cluster.id, Pick.status == "open").exists(),
    )
    .order_by(Cluster.status, Cluster.priority, Cluster.id)
    .limit(MOST)
    .with_for_update(skip_locked=True)
)
_MEMBERS = (
    select(ClusterOrder.order_id)
    .join(Order, Order.id == ClusterOrder.order_id)
    .where(ClusterOrder.cluster_id == bindparam("cluster_id"), Order.status != "cancelled")
)
_LAST = select(func.max(ClusterOrder.position)).where(
    ClusterOrder.cluster_id == bindparam("cluster_id")
)
_ADD = insert(ClusterOrder)
_FIRST = (
    update(Cluster)
    .where(Cluster.id == bindparam("cluster_id"), Cluster.priority > URGENT)
    .values(priority=URGENT)
)
_RELEASED = (
    update(Order).where(Order.id == bindparam("order_id")).values(status="released", reason="")
)
_LONGER = (
    update(ClusterPlan)
    .where(ClusterPlan.cluster_id == bindparam("of_cluster"))
    .values(planned_mm=ClusterPlan.planned_mm + bindparam("more_mm"))
)


@dataclass(frozen=True, slots=True)
class Joined:
    """The cluster where an urgent order is now; `is_own` when none had room for it."""

    cluster_id: int
    is_own: bool


def join(
    conn: Connection,
    warehouse_id: int,
    order_id: int,
    promised: Sequence[tuple[Promised, int]],
    *,
    cart: Cart,
    at: datetime,
) -> Joined:
    """Put a locked, allocated order on a cart that is walked or will be next, or on its own.

    A cart that somebody else changes in this moment is passed over, so nobody waits.
    """
    goods = goods_of(conn, [order_id])[order_id]
    places = frozenset(p.location_id for p, _ in promised)
    best: tuple[bool, int, int] | None = None
    for row in conn.execute(_RUNNING, {"warehouse_id": warehouse_id}).all():
        if _has_room(conn, row.id, goods, cart):
            detour = _detour_mm(conn, warehouse_id, row.id, places)
            rank = (row.status != "claimed", detour, row.id)
            best = min(best, rank) if best else rank
    if best is None:
        floor = ground(conn, warehouse_id, places)
        own = form(conn, warehouse_id, {order_id: promised}, priority=URGENT, at=at, floor=floor)
        return Joined(own, True)
    if _put_on(conn, best[2], order_id, promised, more_mm=best[1]):
        follow.tell(conn, [order_id])
        freed.refill(conn, warehouse_id, at=at)
    return Joined(best[2], False)


def _has_room(conn: Connection, cluster_id: int, goods: Goods, cart: Cart) -> bool:
    members = list(conn.execute(_MEMBERS, {"cluster_id": cluster_id}).scalars())
    load = _load([goods, *goods_of(conn, members).values()], cart)
    return cart.capacity.holds(load)


def _load(goods: Iterable[Goods], cart: Cart) -> Load:
    load = Load()
    for one in goods:
        load = load.plus(Load((1, totes_needed(one, cart), one.weight_grams, one.volume_mm3)))
    return load


def _detour_mm(conn: Connection, warehouse_id: int, cluster_id: int, places: frozenset[int]) -> int:
    rest = rest_of(conn, cluster_id)
    known = [*rest.to, *places, *([rest.here] if rest.here else [])]
    floor = ground(conn, warehouse_id, known)
    return max(0, walked_mm(floor, rest, places) - walked_mm(floor, rest))


def _put_on(
    conn: Connection,
    cluster_id: int,
    order_id: int,
    promised: Sequence[tuple[Promised, int]],
    *,
    more_mm: int,
) -> bool:
    """Add an order to a cluster; tells whether some of its picks wait for a pick face."""
    last = conn.execute(_LAST, {"cluster_id": cluster_id}).scalar() or 0
    row: dict[str, Any] = {"cluster_id": cluster_id, "order_id": order_id}
    conn.execute(_ADD, row | {"position": last + 1})
    waits = add_picks(conn, cluster_id, order_id, promised, {})
    conn.execute(_FIRST, {"cluster_id": cluster_id})
    conn.execute(_RELEASED, {"order_id": order_id})
    conn.execute(_LONGER, {"of_cluster": cluster_id, "more_mm": more_mm})
    replan(conn, cluster_id)
    return waits
