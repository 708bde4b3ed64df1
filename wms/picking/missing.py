"""What the put wall finds wrong with a batch's totes: pieces that are not there, or too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from wms.counting import ask
from wms.layout.models import COUNT
from wms.orders.models import Order, OrderLine
from wms.orders.rules import spread
from wms.people.actor import Actor
from wms.picking import sort, take_out, totes, wall
from wms.picking.models import ClusterOrder, Pick
from wms.picking.replace import replace
from wms.picking.wall import BatchTote
from wms.stock import hold
from wms.stock import queries as stock
from wms.stock.ledger import Goods, Move, Place, post
from wms.stock.queries import Pieces

MISSING, SURPLUS = "missing", "surplus"

_PICKS = (
    select(
        Pick.id,
        Pick.order_id,
        Pick.order_line_id,
        Pick.location_id,
        (Pick.picked - Pick.sorted).label("left"),
        (Order.status == "cancelled").label("is_cancelled"),
        ClusterOrder.position,
    )
    .join(Order, Order.id == Pick.order_id)
    .join(
        ClusterOrder,
        (ClusterOrder.order_id == Pick.order_id) & (ClusterOrder.cluster_id == Pick.cluster_id),
    )
    .where(
        Pick.cluster_id == bindparam("cluster_id"),
        Pick.item_id == bindparam("item_id"),
        Pick.lot_id == bindparam("lot_id"),
        Pick.picked > Pick.sorted,
    )
    .order_by(Pick.id)
    .with_for_update(of=Pick)
)
_UNPICK = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(picked=OrderLine.picked - bindparam("n"))
)
_BINS = (
    select(Pick.location_id)
    .distinct()
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.item_id == bindparam("item_id"))
    .order_by(Pick.location_id)
)


@dataclass(frozen=True, slots=True)
class Lost:
    """How many pieces are picked once more, and whether some could not be had."""

    replaced: int
    is_short: bool


def missing(
    conn: Connection, *, tote: BatchTote, warehouse_id: int, actor: Actor, at: datetime
) -> Lost:
    """Write off all that the books still have in a tote; the orders get other pieces at once, and
    the bins they came from are counted. A cancelled order loses pieces first: it needs none.

    :raises Refused: somebody else took the tote over.
    """
    sort.own(conn, tote_id=tote.lpn_id, actor=actor)
    lost: list[tuple[Any, int]] = []
    for pieces in stock.in_lpn(conn, tote.lpn_id):
        lost += _lost(conn, tote.cluster_id, pieces)
        document = ("cluster", tote.cluster_id, MISSING)
        move = Move("count", pieces.goods, pieces.on_hand, pieces.place, Place(COUNT), *document)
        post(conn, warehouse_id, [move], actor=actor, at=at)
    for row, n in lost:
        conn.execute(sort.COUNT, {"pick_id": row.id, "n": n})
        conn.execute(_UNPICK, {"line_id": row.order_line_id, "n": n})
        where = {"warehouse_id": warehouse_id, "location_id": row.location_id}
        ask.ask(conn, **where, why=MISSING, at=at)
    again = sorted(
        ((row, n) for row, n in lost if not row.is_cancelled), key=lambda one: one[0].position
    )
    reasons = []
    for row, n in again:
        ids = {"order_id": row.order_id, "order_line_id": row.order_line_id}
        reasons.append(replace(conn, **ids, quantity=n, actor=actor, at=at))
    sort.free_empty(conn, [tote.lpn_id])
    _settle(conn, sorted({row.order_id for row, _ in lost}), at)
    return Lost(sum(n for _, n in again), any(reasons))


def _lost(conn: Connection, cluster_id: int, pieces: Pieces) -> Sequence[tuple[Any, int]]:
    """Return which picks lose how many of the pieces: of cancelled orders, then the last ones."""
    asked = {"cluster_id": cluster_id, "item_id": pieces.item_id, "lot_id": pieces.lot_id}
    rows = conn.execute(_PICKS, asked).all()
    rows = sorted(rows, key=lambda row: (not row.is_cancelled, -row.position, -row.id))
    shares = spread(pieces.on_hand, (row.left for row in rows))
    return [(row, n) for row, n in zip(rows, shares, strict=True) if n]


def _settle(conn: Connection, order_ids: Sequence[int], at: datetime) -> None:
    """Free the slots of orders that nothing came to, and settle orders that have none."""
    for order_id in order_ids:
        slot = wall.slot_of(conn, order_id)
        if slot is None:
            totes.settle(conn, order_id)
        elif slot.is_complete and not stock.loose_at(conn, slot.location_id):
            take_out.close(conn, slot, at=at)


def surplus(
    conn: Connection,
    *,
    cluster_id: int,
    goods: Goods,
    quantity: int,
    hold_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Hold pieces at the location `hold_id` that were in a batch's tote though no order wants them:
    they came out of a bin that has too few now, so its bins are counted."""
    here = Place(hold_id)
    found = Move("count", goods, quantity, Place(COUNT), here, "cluster", cluster_id, SURPLUS)
    post(conn, warehouse_id, [found], actor=actor, at=at)
    hold.hold(
        conn,
        warehouse_id,
        goods,
        quantity,
        source=here,
        reason=SURPLUS,
        actor=actor,
        at=at,
        for_kind="cluster",
        for_id=cluster_id,
    )
    bins = conn.execute(_BINS, {"cluster_id": cluster_id, "item_id": goods.item_id}).scalars()
    for location_id in bins.all():
        where = {"warehouse_id": warehouse_id, "location_id": location_id}
        ask.ask(conn, **where, why=SURPLUS, at=at)
