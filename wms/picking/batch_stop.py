"""The stops of a batch: one for all its orders at once, by bin, item and lot."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, case, func, select

from wms.catalog.models import Item
from wms.layout.models import Location
from wms.picking.models import ClusterOrder, OrderTote, Pick
from wms.picking.stop import TOTES, Stop
from wms.stock.queries import LOT_CODES

_OPEN = and_(Pick.status == "open", Pick.waits_at_id.is_(None))
_SIZE = (
    select(func.count())
    .select_from(ClusterOrder)
    .where(ClusterOrder.cluster_id == bindparam("cluster_id"))
)
_STOPS = (
    select(
        func.min(case((_OPEN, Pick.id))).label("lead"),
        Location.code.label("bin"),
        Pick.item_id,
        Item.sku,
        Item.name,
        LOT_CODES.c.code.label("lot"),
        LOT_CODES.c.expires_on,
        func.sum(case((_OPEN, Pick.quantity - Pick.picked), else_=0)).label("open"),
        func.sum(case((_OPEN, 1), else_=0)).label("wanting"),
    )
    .join(Location, Location.id == Pick.location_id)
    .join(Item, Item.id == Pick.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == Pick.lot_id)
    .where(Pick.cluster_id == bindparam("cluster_id"))
    .group_by(
        Pick.location_id,
        Location.code,
        Pick.item_id,
        Item.sku,
        Item.name,
        Pick.lot_id,
        LOT_CODES.c.code,
        LOT_CODES.c.expires_on,
    )
    .order_by(
        func.min(case((_OPEN, Pick.sequence))),
        Pick.location_id,
        Pick.item_id,
        Pick.lot_id,
    )
)
_COMMON = (
    select(TOTES.c.id, TOTES.c.code, TOTES.c.location_id)
    .join(OrderTote, OrderTote.lpn_id == TOTES.c.id)
    .where(
        OrderTote.cluster_id == bindparam("cluster_id"),
        OrderTote.order_id.is_(None),
        OrderTote.status == "filling",
    )
    .order_by(OrderTote.id)
    .limit(1)
)


def next_of_batch(conn: Connection, cluster_id: int, reference: str) -> Stop:
    rows = conn.execute(_STOPS, {"cluster_id": cluster_id}).all()
    still = [row for row in rows if row.open]
    row = still[0]
    tote = conn.execute(_COMMON, {"cluster_id": cluster_id}).first() or (None, "", 0)
    return Stop(
        pick_id=row.lead,
        order_id=0,
        order=reference,
        position=1,
        orders=conn.execute(_SIZE, {"cluster_id": cluster_id}).scalar_one(),
        location=row.bin,
        item_id=row.item_id,
        sku=row.sku,
        name=row.name,
        lot=row.lot,
        expires_on=row.expires_on,
        open=int(row.open),
        tote_id=tote[0],
        tote=tote[1],
        cart_id=tote[2],
        done=len(rows) - len(still),
        total=len(rows),
        wanting=int(row.wanting),
    )
