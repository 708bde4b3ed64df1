"""Release a wave: its orders become clusters, and pickers can claim them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from wms.errors import Refused
from wms.picking import standing
from wms.picking.eligible import Standing
from wms.picking.form import of_orders
from wms.picking.models import ClusterPlan, Wave, WaveOrder
from wms.picking.release import batch, carts
from wms.picking.rules import Cart
from wms.picking.totals import note_totals
from wms.picking.waves import WaveRow
from wms.text import T

_WAVE = (
    select(Wave.id, Wave.warehouse_id, Wave.reference, Wave.status)
    .where(Wave.id == bindparam("wave_id"))
    .with_for_update()
)
_MEMBERS = (
    select(WaveOrder.order_id)
    .where(WaveOrder.wave_id == bindparam("wave_id"))
    .order_by(WaveOrder.order_id)
)
_LEAVE = delete(WaveOrder).where(WaveOrder.order_id == bindparam("order_id"))
_RELEASED = (
    update(Wave)
    .where(Wave.id == bindparam("of_wave"))
    .values(status="released", released_at=bindparam("at"))
)
_CANCELLED = (
    update(Wave)
    .where(Wave.id == bindparam("of_wave"))
    .values(status="cancelled", cancelled_at=bindparam("at"))
)
_HAS_CLUSTER = select(ClusterPlan.cluster_id).where(ClusterPlan.wave_id == bindparam("wave_id"))


@dataclass(frozen=True, slots=True)
class Released:
    """The new clusters' ids, and the orders that left the wave because they could not go."""

    clusters: Sequence[int]
    left: Sequence[Standing]


def release_wave(
    conn: Connection, *, wave_id: int, cart: Cart, method: str = "savings", at: datetime
) -> Released:
    """Make clusters of the orders of a wave that have stock; what has none leaves the wave.

    Again it releases what was un-released.

    :raises Refused: the wave is over, or nothing of it can go.
    """
    wave = conn.execute(_WAVE, {"wave_id": wave_id}).one()
    if wave.status in ("closed", "cancelled"):
        raise Refused("wave.over", T("{wave} is over", wave=wave.reference), T("Plan another wave"))
    members = list(conn.execute(_MEMBERS, {"wave_id": wave_id}).scalars())
    standing.lock(conn, members)
    orders = standing.of(conn, members)
    going = sorted(
        (order for order in orders if order.status == "allocated"),
        key=lambda order: (order.priority, order.id),
    )
    if not going:
        words = T("Nothing of {wave} can be released", wave=wave.reference)
        raise Refused("wave.nothing", words, T("See why: wms wave why ORDER"))
    left = [o for o in orders if o.status in ("accepted", "waiting", "cancelled")]
    if left:
        conn.execute(_LEAVE, [{"order_id": order.id} for order in left])
    given = of_orders(conn, [order.id for order in going])
    urgency = {order.id: order.priority for order in going}
    made = batch(
        conn,
        wave.warehouse_id,
        given,
        urgency,
        cart=cart,
        at=at,
        method=method,
        wave_id=wave_id,
    )
    conn.execute(_RELEASED, {"of_wave": wave_id, "at": at})
    note_totals(conn, wave_id, cart=cart)
    return Released(made, left)


def release_as_planned(
    conn: Connection, wave: WaveRow, config: Mapping[str, Any], *, at: datetime
) -> Released:
    """Release a wave with the carts and the method that its template wants by now.

    :raises Refused: as `release_wave`.
    """
    wanted = config["waves"].get(wave.template, {}).get("method", "savings")
    cart, method = carts(conn, wave.warehouse_id, config, wanted)
    return release_wave(conn, wave_id=wave.id, cart=cart, method=method, at=at)


def cancel_wave(conn: Connection, *, wave_id: int, at: datetime) -> int:
    """Dissolve a wave that is not released, and return how many orders are free again.

    :raises Refused: it is released or over.
    """
    wave = conn.execute(_WAVE, {"wave_id": wave_id}).one()
    if wave.status != "planned" or conn.execute(_HAS_CLUSTER, {"wave_id": wave_id}).first():
        words = T("{wave} is past planning", wave=wave.reference)
        raise Refused("wave.released", words, T("Un-release it first"))
    members = list(conn.execute(_MEMBERS, {"wave_id": wave_id}).scalars())
    if members:
        conn.execute(_LEAVE, [{"order_id": order_id} for order_id in members])
    conn.execute(_CANCELLED, {"of_wave": wave_id, "at": at})
    return len(members)
