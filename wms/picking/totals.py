"""Note how far a wave is walked by all its clusters, and what cannot be undercut."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, select, update

from wms.layout.ground import ground
from wms.picking.loads import goods_of
from wms.picking.models import ClusterPlan, Pick, Wave
from wms.picking.rules import Cart, totes_needed
from wms.planning.batch import Order
from wms.planning.bound import least_mm

_WALKED = select(func.coalesce(func.sum(ClusterPlan.planned_mm), 0)).where(
    ClusterPlan.wave_id == bindparam("wave_id")
)
_STOPS = (
    select(Pick.order_id, Pick.location_id, Wave.warehouse_id)
    .join(ClusterPlan, ClusterPlan.cluster_id == Pick.cluster_id)
    .join(Wave, Wave.id == ClusterPlan.wave_id)
    .where(ClusterPlan.wave_id == bindparam("wave_id"))
    .distinct()
)
_NOTE = (
    update(Wave)
    .where(Wave.id == bindparam("of_wave"))
    .values(planned_mm=bindparam("walked_mm"), least_mm=bindparam("bound_mm"))
)


def note_totals(conn: Connection, wave_id: int, *, cart: Cart) -> None:
    """Write the walking of a wave's clusters and its lower bound into the wave."""
    walked = int(conn.execute(_WALKED, {"wave_id": wave_id}).scalar_one())
    stops: dict[int, set[int]] = {}
    warehouse_id = 0
    for row in conn.execute(_STOPS, {"wave_id": wave_id}):
        stops.setdefault(row.order_id, set()).add(row.location_id)
        warehouse_id = row.warehouse_id
    bound = _bound(conn, warehouse_id, stops, cart) if stops else 0
    conn.execute(_NOTE, {"of_wave": wave_id, "walked_mm": walked, "bound_mm": min(bound, walked)})


def _bound(conn: Connection, warehouse_id: int, stops: Mapping[int, set[int]], cart: Cart) -> int:
    floor = ground(conn, warehouse_id, {i for places in stops.values() for i in places})
    goods = goods_of(conn, stops)
    orders = [
        Order(
            order_id,
            tuple(sorted({floor.spots[i] for i in places})),
            totes_needed(goods[order_id], cart),
            goods[order_id].weight_grams,
            goods[order_id].volume_mm3,
        )
        for order_id, places in stops.items()
    ]
    return least_mm(floor.floor, floor.depot, orders, cart.capacity)
