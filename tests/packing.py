"""Orders that are picked, cartons and carriers for tests, written as rows: no picker needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select

from tests.world import World
from wms.catalog.models import Item
from wms.layout.models import SUPPLIER
from wms.orders.models import Order, OrderLine
from wms.orders.recipient import Recipient
from wms.packing.models import CartonType
from wms.people.actor import SYSTEM
from wms.picking.models import Cluster, OrderTote, Pick
from wms.quality.models import QcCheck
from wms.shipping.models import Carrier
from wms.stock import lpn, queries, reserve
from wms.stock.ledger import Move, Place, post

OLA = Recipient("Ola Kos", ("ul. Prosta 1",), "00-001", "Warszawa", country="PL")
Content = tuple[str, int, str]
"""SKU, pieces, lot ("" for none)."""


def carton(
    world: World, code: str, size_mm: tuple[int, int, int], *, tare: int = 100, most: int = 20_000
) -> None:
    """Add an empty carton."""
    sizes = dict(zip(("length_mm", "width_mm", "height_mm"), size_mm, strict=True))
    row = {"code": code, "tare_grams": tare, "max_weight_grams": most, **sizes}
    add = insert(CartonType).returning(CartonType.id)
    world.ids[code] = world.do(lambda conn: conn.execute(add, row).scalar_one())


def carrier(world: World, code: str, lane: str) -> None:
    """Add a carrier whose parcels wait at `lane`."""
    row = {"code": code, "name": code.title(), "service": "Parcel", "lane_id": world.ids[lane]}
    world.do(lambda conn: conn.execute(insert(Carrier), row))


def picked(
    world: World,
    ref: str,
    totes: Mapping[str, Sequence[Content]],
    *,
    short: Mapping[str, int] | None = None,
    carrier: str = "",
    status: str = "picked",
    tote_status: str = "dropped",
    at: str = "PACK",
    check: str = "",
) -> int:
    """Put an order on the stage as its picker left it and return its id."""

    def act(conn: Connection) -> int:
        skus = [*(sku for contents in totes.values() for sku, _, _ in contents), *(short or {})]
        order_id = _order(conn, world, ref, skus, carrier, status)
        _lines(conn, world, order_id, totes, short or {})
        row = {"warehouse_id": world.warehouse_id, "reference": f"CL-{ref}", "status": "done"}
        added = insert(Cluster).returning(Cluster.id)
        values = row | {"created_at": world.at}
        cluster_id = conn.execute(added, values).scalar_one()
        for code, contents in totes.items():
            _fill(conn, world, code, contents, at)
            tie = {"lpn_id": world.ids[code], "order_id": order_id, "cluster_id": cluster_id}
            conn.execute(insert(OrderTote), tie | {"status": tote_status})
        if check:
            due = {"order_id": order_id, "why": "test", "status": check, "made_at": world.at}
            conn.execute(insert(QcCheck), due)
        return order_id

    world.ids[ref] = world.do(act)
    return world.ids[ref]


def to_come(world: World, ref: str, sku: str, quantity: int, at: str) -> None:
    """Leave a pick of an order open at a bin where the pieces lie."""

    def act(conn: Connection) -> None:
        order_id = world.ids[ref]
        line = select(OrderLine.id).where(
            OrderLine.order_id == order_id, OrderLine.item_id == world.ids[sku]
        )
        line_id = conn.execute(line).scalar_one()
        quant = next(q for q in queries.at_location(conn, world.ids[at]) if q.sku == sku)
        promise = {"quant_id": quant.quant_id, "quantity": quantity, "for_id": line_id}
        number = reserve.reserve(conn, **promise, for_kind="order_line", at=world.at)
        cluster = select(Cluster.id).where(Cluster.reference == f"CL-{ref}")
        row = {"cluster_id": conn.execute(cluster).scalar_one(), "order_id": order_id}
        row |= {"order_line_id": line_id, "reservation_id": number, "location_id": world.ids[at]}
        row |= {"item_id": world.ids[sku], "lot_id": quant.lot_id, "quantity": quantity}
        conn.execute(insert(Pick), row | {"sequence": 1})

    world.do(act)


def _order(
    conn: Connection, world: World, ref: str, skus: Sequence[str], carrier_code: str, status: str
) -> int:
    """Add an order of whoever owns the first of the items."""
    ids = [world.ids[sku] for sku in skus[:1]]
    merchant = select(Item.merchant_id).where(Item.id.in_(ids)).limit(1)
    row = {"warehouse_id": world.warehouse_id, "reference": ref, "source": "test"}
    row |= {"external_ref": ref, "status": status, "carrier_code": carrier_code}
    row |= {"merchant_id": conn.execute(merchant).scalar(), "recipient": OLA.plain()}
    added = insert(Order).returning(Order.id)
    return conn.execute(added, row | {"accepted_at": world.at}).scalar_one()


def _lines(
    conn: Connection,
    world: World,
    order_id: int,
    totes: Mapping[str, Sequence[Content]],
    short: Mapping[str, int],
) -> None:
    counts: dict[str, int] = {}
    for sku, n, _ in (content for contents in totes.values() for content in contents):
        counts[sku] = counts.get(sku, 0) + n
    for line_no, sku in enumerate([*counts, *(s for s in short if s not in counts)], 1):
        n, missing = counts.get(sku, 0), short.get(sku, 0)
        row = {"order_id": order_id, "line_no": line_no, "item_id": world.ids[sku]}
        row |= {"ordered": n + missing, "picked": n, "short": missing}
        conn.execute(insert(OrderLine), row)


def _fill(conn: Connection, world: World, code: str, contents: Sequence[Content], at: str) -> None:
    """Put pieces into a tote that stands at `at`."""
    if code not in world.ids:
        world.ids[code] = lpn.register(conn, code=code, kind="tote", location_id=None)
    place = Place(world.ids[at], world.ids[code])
    lpn.put(conn, world.ids[code], location_id=place.location_id)
    moves = [
        Move("receive", world.goods(conn, sku, lot), n, Place(SUPPLIER), place)
        for sku, n, lot in contents
    ]
    post(conn, world.warehouse_id, moves, actor=SYSTEM, at=world.at)
