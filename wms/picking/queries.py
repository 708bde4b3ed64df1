"""What may be asked about clusters and picks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, bindparam, case, cast, func, select, tuple_
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.layout.models import Location
from wms.orders.models import Order, OrderLine
from wms.people.models import Worker
from wms.picking import batch_stop
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, OrderTote, Pick
from wms.picking.stop import TOTES, Stop
from wms.stock.queries import LOT_CODES


@dataclass(frozen=True, slots=True)
class Task:
    """What a whole cluster is: lines to pick, their weight, and how far the walk is planned."""

    lines: int
    weight_grams: int
    walk_mm: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Pieces that cannot be picked before they are brought to a face; `complete` totes on the cart
    are of orders that need nothing more."""

    sku: str
    face: str
    pieces: int
    complete: int = 0


NO_POSITION = 1_000_000
"""Sorts picks whose order has a tote behind those whose order still needs one."""

_SIZE = (
    select(func.count())
    .select_from(ClusterOrder)
    .where(ClusterOrder.cluster_id == bindparam("cluster_id"))
    .scalar_subquery()
)
_ENDED = (
    select(func.count())
    .select_from(Pick)
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.status != "open")
    .scalar_subquery()
)
_ALL = (
    select(func.count())
    .select_from(Pick)
    .where(Pick.cluster_id == bindparam("cluster_id"))
    .scalar_subquery()
)
_NEXT = (
    select(
        Pick.id,
        Pick.order_id,
        Order.reference,
        ClusterOrder.position,
        _SIZE,
        Location.code.label("bin"),
        Pick.item_id,
        Item.sku,
        Item.name,
        LOT_CODES.c.code.label("lot"),
        LOT_CODES.c.expires_on,
        Pick.quantity - Pick.picked,
        TOTES.c.id.label("tote_id"),
        TOTES.c.code.label("tote"),
        TOTES.c.location_id,
        _ENDED,
        _ALL,
        Order.priority,
        Pick.waits_at_id,
        Cluster.method,
        Cluster.reference.label("cluster"),
    )
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .join(Order, Order.id == Pick.order_id)
    .join(
        ClusterOrder,
        (ClusterOrder.order_id == Pick.order_id) & (ClusterOrder.cluster_id == Pick.cluster_id),
    )
    .join(Location, Location.id == Pick.location_id)
    .join(Item, Item.id == Pick.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == Pick.lot_id)
    .outerjoin(
        OrderTote,
        (OrderTote.order_id == Pick.order_id)
        & (OrderTote.cluster_id == Pick.cluster_id)
        & (OrderTote.status == "filling"),
    )
    .outerjoin(TOTES, TOTES.c.id == OrderTote.lpn_id)
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.status == "open")
    .order_by(
        case((Pick.waits_at_id.is_(None), 0), else_=1),
        case((OrderTote.id.is_(None), ClusterOrder.position), else_=NO_POSITION),
        Pick.sequence,
        Pick.location_id,
        Pick.item_id,
        Pick.id,
    )
    .limit(1)
)
_LEFT = aliased(Pick)
_COMPLETE = (
    select(func.count())
    .select_from(OrderTote)
    .where(
        OrderTote.cluster_id == bindparam("cluster_id"),
        OrderTote.status.in_(("filling", "full")),
        ~select(_LEFT.id)
        .where(_LEFT.order_id == OrderTote.order_id, _LEFT.status == "open")
        .exists(),
    )
    .scalar_subquery()
)
_WAITING = (
    select(Item.sku, Location.code, func.sum(Pick.quantity - Pick.picked), _COMPLETE)
    .join(Item, Item.id == Pick.item_id)
    .join(Location, Location.id == Pick.waits_at_id)
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.status == "open")
    .group_by(Item.sku, Location.code)
    .order_by(Location.code, Item.sku)
)
OPEN_IN_CLUSTER = (Pick.cluster_id == Cluster.id, Pick.status == "open")
DOABLE = select(Pick.id).where(*OPEN_IN_CLUSTER, Pick.waits_at_id.is_(None)).exists()
"""A cluster has something to pick now; nobody is sent with one of which all waits."""
WAITS = and_(~DOABLE, select(Pick.id).where(*OPEN_IN_CLUSTER).exists())
"""All that is left to pick of a cluster must first be brought to a pick face."""
_LEAD = aliased(Pick)
TOGETHER = tuple_(Pick.cluster_id, Pick.location_id, Pick.item_id, Pick.lot_id).in_(
    select(_LEAD.cluster_id, _LEAD.location_id, _LEAD.item_id, _LEAD.lot_id).where(
        _LEAD.id == bindparam("pick_id")
    )
)
"""Picks of the same stop as `pick_id`: same cluster, bin, item and lot."""

_ON_CART = (
    select(func.coalesce(OrderTote.order_id, 0), TOTES.c.id, TOTES.c.code)
    .join(TOTES, TOTES.c.id == OrderTote.lpn_id)
    .where(
        OrderTote.cluster_id == bindparam("cluster_id"), OrderTote.status.in_(("filling", "full"))
    )
    .order_by(OrderTote.id)
)
_OF_TOTE = (
    select(Cluster.id, Cluster.reference, Cluster.worker_id, Worker.name, OrderTote.order_id)
    .join(Cluster, Cluster.id == OrderTote.cluster_id)
    .outerjoin(Worker, Worker.id == Cluster.worker_id)
    .where(OrderTote.lpn_id == bindparam("lpn_id"), OrderTote.status.in_(("filling", "full")))
)

_TASK = (
    select(
        func.count(),
        func.coalesce(func.sum(cast(Pick.quantity, BigInteger) * Item.weight_grams), 0),
        func.coalesce(func.max(ClusterPlan.planned_mm), 0),
    )
    .select_from(Pick)
    .join(Item, Item.id == Pick.item_id)
    .outerjoin(ClusterPlan, ClusterPlan.cluster_id == Pick.cluster_id)
    .where(Pick.cluster_id == bindparam("cluster_id"))
)


def task(conn: Connection, cluster_id: int) -> Task:
    """Return what a whole cluster is."""
    row = conn.execute(_TASK, {"cluster_id": cluster_id}).one()
    return Task(int(row[0]), int(row[1]), int(row[2]))


def next_stop(conn: Connection, cluster_id: int) -> Stop | None:
    """Return the next pick: first of orders that need a tote, then in walking order; None when
    nobody can be sent: the walk is over, or what is left waits (`waiting`)."""
    return outlook(conn, cluster_id)[0]


def outlook(conn: Connection, cluster_id: int) -> tuple[Stop | None, bool]:
    """Return the next pick, as `next_stop`, and whether all that is left to pick waits."""
    row = conn.execute(_NEXT, {"cluster_id": cluster_id}).first()
    if row is None or row.waits_at_id is not None:
        return None, row is not None
    if row.method == "batch":
        return batch_stop.next_of_batch(conn, cluster_id, row.cluster), False
    return Stop(*row[:-3]), False


def waiting(conn: Connection, cluster_id: int) -> list[Waiting]:
    """Return what of a cluster must first be brought to a pick face."""
    return [Waiting(*row) for row in conn.execute(_WAITING, {"cluster_id": cluster_id})]


def on_cart(conn: Connection, cluster_id: int) -> list[tuple[int, int, str]]:
    """Return (order id, tote id, tote code) of the totes that stand on the cart; the common totes
    of a batch are of order 0."""
    return [(r[0], r[1], r[2]) for r in conn.execute(_ON_CART, {"cluster_id": cluster_id})]


def of_tote(conn: Connection, lpn_id: int) -> Any | None:
    """Return (cluster id, reference, worker id, worker name, order id) of a tote on a cart."""
    return conn.execute(_OF_TOTE, {"lpn_id": lpn_id}).first()


def open_clusters(conn: Connection, warehouse_id: int) -> int:
    """Return how many clusters wait for a picker and have something to pick now."""
    asked = select(func.count()).select_from(Cluster).where(DOABLE)
    open_here = asked.where(Cluster.warehouse_id == warehouse_id, Cluster.status == "open")
    return conn.execute(open_here).scalar_one()


def open_picks(conn: Connection, order_id: int) -> int:
    """Return how many pieces of an order are still to be picked."""
    asked = select(func.coalesce(func.sum(Pick.quantity - Pick.picked), 0))
    waiting = asked.where(Pick.order_id == order_id, Pick.status == "open")
    return int(conn.execute(waiting).scalar_one())


def totes_of(conn: Connection, order_id: int) -> list[tuple[int, str, str]]:
    """Return (tote id, code, status) of the totes that carry an order's pieces."""
    asked = (
        select(TOTES.c.id, TOTES.c.code, OrderTote.status)
        .join(OrderTote, OrderTote.lpn_id == TOTES.c.id)
        .where(OrderTote.order_id == order_id, OrderTote.status != "empty")
        .order_by(OrderTote.id)
    )
    return [(row[0], row[1], row[2]) for row in conn.execute(asked)]


def short_lines(conn: Connection, order_id: int) -> list[Any]:
    """Return (sku, short) of the lines where something could not be found."""
    asked = select(Item.sku, OrderLine.short).join(Item, Item.id == OrderLine.item_id)
    return list(conn.execute(asked.where(OrderLine.order_id == order_id, OrderLine.short > 0)))
