"""Take an order off a cart that has no tote for it: it is walked for by itself, next."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.people.actor import Actor
from wms.picking import totes
from wms.picking.claim import own
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, OrderTote, Pick
from wms.text import T

_BEGUN = (
    select(OrderTote.id)
    .where(
        OrderTote.cluster_id == bindparam("cluster_id"),
        OrderTote.order_id == bindparam("order_id"),
        OrderTote.status != "empty",
    )
    .union_all(
        select(Pick.id).where(
            Pick.cluster_id == bindparam("cluster_id"),
            Pick.order_id == bindparam("order_id"),
            Pick.picked > 0,
        )
    )
)
_FROM = select(Cluster.warehouse_id, Cluster.priority).where(Cluster.id == bindparam("cluster_id"))
_CLUSTER = insert(Cluster).returning(Cluster.id)
_NAME = (
    update(Cluster).where(Cluster.id == bindparam("cluster_id")).values(reference=bindparam("name"))
)
_WAVE = select(ClusterPlan.wave_id).where(ClusterPlan.cluster_id == bindparam("cluster_id"))
_PLAN = insert(ClusterPlan)
_PICKS = (
    update(Pick)
    .where(Pick.cluster_id == bindparam("before"), Pick.order_id == bindparam("of_order"))
    .values(cluster_id=bindparam("now"))
)
_ORDER = (
    update(ClusterOrder)
    .where(
        ClusterOrder.cluster_id == bindparam("before"),
        ClusterOrder.order_id == bindparam("of_order"),
    )
    .values(cluster_id=bindparam("now"), position=1)
)


def set_apart(
    conn: Connection, *, cluster_id: int, order_id: int, actor: Actor, at: datetime
) -> str:
    """Make a cluster of its own, in the same wave, for an order that nobody has begun, and return
    its reference.

    :raises Refused: the cart is somebody else's, or pieces of the order are on it.
    """
    own(conn, cluster_id=cluster_id, actor=actor)
    here = {"cluster_id": cluster_id, "order_id": order_id}
    if conn.execute(_BEGUN, here).first():
        words = T("It is on your cart already")
        raise Refused("pick.begun", words, T("Scan BACK, then PICK"))
    before = conn.execute(_FROM, here).one()
    row = {"warehouse_id": before.warehouse_id, "reference": f"?{uuid.uuid4()}", "status": "open"}
    now = conn.execute(_CLUSTER, row | {"priority": before.priority, "created_at": at}).scalar_one()
    name = f"C-{now}"
    conn.execute(_NAME, {"cluster_id": now, "name": name})
    plan = {"wave_id": conn.execute(_WAVE, here).scalar(), "planned_mm": 0, "least_mm": 0}
    conn.execute(_PLAN, plan | {"cluster_id": now})
    moved = {"before": cluster_id, "of_order": order_id, "now": now}
    conn.execute(_PICKS, moved)
    conn.execute(_ORDER, moved)
    totes.finish(conn, cluster_id, at=at)
    return name
