"""What may be asked about packing: orders at the bench, their totes, cartons and parcels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from wms.catalog import queries as catalog
from wms.catalog.queries import ItemRow
from wms.orders.models import Order, OrderLine
from wms.packing.models import CartonType, Parcel, VoidLabel
from wms.packing.rules import Carton, Content
from wms.people.models import Station
from wms.picking.models import OrderTote, Pick
from wms.quality.models import QcCheck
from wms.stock import queries as stock
from wms.stock.queries import LpnRow, Pieces

UNFINISHED = ("open", "weighed", "labelled", "closed")
LABELLED = ("labelled", "closed")
"""A label was booked for these; it may be on the parcel."""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel; `lane_id` is set once it was handed over."""

    id: int
    order_id: int
    order: str
    number: int
    lpn_id: int
    carton: str
    tare_grams: int
    station_id: int
    station: str
    status: str
    weight_grams: int | None
    expected_grams: int | None
    override_by_id: int | None
    override_reason: str
    lane_id: int | None
    opened_at: datetime
    closed_at: datetime | None
    shipped_at: datetime | None
    unweighed: bool
    sscc: str
    location_id: int | None


_PARCELS: Select[*tuple[Any, ...]] = (
    select(
        Parcel.id,
        Parcel.order_id,
        Order.reference,
        Parcel.number,
        Parcel.lpn_id,
        CartonType.code,
        CartonType.tare_grams,
        Parcel.station_id,
        Station.code,
        Parcel.status,
        Parcel.weight_grams,
        Parcel.expected_grams,
        Parcel.override_by_id,
        Parcel.override_reason,
        Parcel.lane_id,
        Parcel.opened_at,
        Parcel.closed_at,
        Parcel.shipped_at,
        Parcel.unweighed,
    )
    .join(Order, Order.id == Parcel.order_id)
    .join(CartonType, CartonType.id == Parcel.carton_type_id)
    .join(Station, Station.id == Parcel.station_id)
    .order_by(Parcel.id)
)
_UNFINISHED = _PARCELS.where(Parcel.status.in_(UNFINISHED), Parcel.lane_id.is_(None))
_BY_ID = _PARCELS.where(Parcel.id == bindparam("parcel_id"))
_BY_LPN = _PARCELS.where(Parcel.lpn_id == bindparam("lpn_id"))
_OF_ORDERS = _PARCELS.where(Parcel.order_id.in_(bindparam("order_ids", expanding=True)))
_UNFINISHED_OF = _UNFINISHED.where(Parcel.order_id == bindparam("order_id")).limit(1)
_HERE = _UNFINISHED.where(Parcel.station_id == bindparam("station"))
_TO_COME = exists().where(Pick.order_id == Parcel.order_id, Pick.status.in_(("open", "skipped")))
_WAITS = (Parcel.status == "open") & ((Order.status != "picked") | _TO_COME)
_NEEDS_LABEL = exists().where(VoidLabel.lpn_id == Parcel.lpn_id)
_UNFINISHED_AT = _HERE.where(~_WAITS, ~_NEEDS_LABEL).limit(1)
_ASIDE = _HERE.where(_WAITS)
_RELABEL = _UNFINISHED.where(_NEEDS_LABEL, Order.warehouse_id == bindparam("warehouse_id"))
_VOID_LABEL = select(VoidLabel.parcel_id, VoidLabel.reason).where(
    VoidLabel.lpn_id == bindparam("lpn_id")
)
_OPENED = (
    select(Parcel.lpn_id)
    .where(Parcel.order_id == bindparam("order_id"), Parcel.status == "void")
    .order_by(Parcel.id)
)
_CARTONS = select(*(getattr(CartonType, name) for name in Carton.__dataclass_fields__))
_CARTON = _CARTONS.where(CartonType.code == bindparam("code"))
_TOTE = select(OrderTote.order_id, OrderTote.status).where(
    OrderTote.lpn_id == bindparam("lpn_id"),
    OrderTote.status != "empty",
    OrderTote.order_id.is_not(None),
)
_TOTES = (
    select(OrderTote.lpn_id)
    .where(OrderTote.order_id == bindparam("order_id"), OrderTote.status != "empty")
    .order_by(OrderTote.id)
)
_LEFT = (
    select(OrderLine.item_id, func.sum(OrderLine.picked - OrderLine.packed))
    .where(OrderLine.order_id == bindparam("order_id"), OrderLine.picked > OrderLine.packed)
    .group_by(OrderLine.item_id)
    .order_by(func.min(OrderLine.line_no))
)
_PROGRESS = select(func.sum(OrderLine.packed), func.sum(OrderLine.picked)).where(
    OrderLine.order_id == bindparam("order_id")
)
_PIECES_TO_COME = select(func.sum(Pick.quantity - Pick.picked)).where(
    Pick.order_id == bindparam("order_id"), Pick.status.in_(("open", "skipped"))
)
_COUNT = select(func.max(Parcel.number)).where(
    Parcel.order_id == bindparam("order_id"), Parcel.status != "void"
)
_CHECK_DUE = exists().where(QcCheck.order_id == Order.id, QcCheck.status == "due")
_WAITING = (
    select(func.count())
    .select_from(Order)
    .where(Order.warehouse_id == bindparam("warehouse_id"), Order.status == "picked", ~_CHECK_DUE)
)


def parcel(conn: Connection, parcel_id: int) -> ParcelRow:
    """Return a parcel that is known to exist."""
    return _parcels(conn, _BY_ID, parcel_id=parcel_id)[0]


def parcel_of_lpn(conn: Connection, lpn_id: int) -> ParcelRow | None:
    """Return the parcel whose label is on an LPN."""
    return next(iter(_parcels(conn, _BY_LPN, lpn_id=lpn_id)), None)


def parcels_of(conn: Connection, order_ids: list[int]) -> list[ParcelRow]:
    """Return the parcels of orders, oldest first."""
    return _parcels(conn, _OF_ORDERS, order_ids=order_ids)


def unfinished_of(conn: Connection, order_id: int) -> ParcelRow | None:
    """Return the parcel of an order that was begun and not handed over yet."""
    return next(iter(_parcels(conn, _UNFINISHED_OF, order_id=order_id)), None)


def unfinished_at(conn: Connection, station_id: int) -> ParcelRow | None:
    """Return the oldest parcel that a station began and can go on with."""
    return next(iter(_parcels(conn, _UNFINISHED_AT, station=station_id)), None)


def aside(conn: Connection, station_id: int) -> list[ParcelRow]:
    """Return the open parcels of a station that wait for a piece that is being fetched."""
    return _parcels(conn, _ASIDE, station=station_id)


def relabel(conn: Connection, warehouse_id: int) -> list[ParcelRow]:
    """Return the parcels whose label is void and that need another, wherever they stand."""
    return _parcels(conn, _RELABEL, warehouse_id=warehouse_id)


def void_label(conn: Connection, lpn_id: int) -> tuple[int, str] | None:
    """Return (parcel id, reason) where the label with an LPN's code is void."""
    row = conn.execute(_VOID_LABEL, {"lpn_id": lpn_id}).first()
    return (row.parcel_id, row.reason) if row else None


def cartons(conn: Connection) -> list[Carton]:
    """Return all kinds of cartons."""
    return [Carton(*row) for row in conn.execute(_CARTONS)]


def carton(conn: Connection, code: str) -> Carton | None:
    """Return the carton whose barcode says `code`."""
    row = conn.execute(_CARTON, {"code": code}).first()
    return Carton(*row) if row else None


def tote(conn: Connection, lpn_id: int) -> tuple[int, str] | None:
    """Return (order id, status) of what a tote carries; None when it is tied to nothing."""
    row = conn.execute(_TOTE, {"lpn_id": lpn_id}).first()
    return (row.order_id, row.status) if row else None


def opened(conn: Connection, lpn_id: int) -> tuple[int, str] | None:
    """Return (order id, "dropped") of a void parcel that holds pieces to be packed again."""
    found = parcel_of_lpn(conn, lpn_id)
    if found is None or found.status != "void" or not stock.in_lpn(conn, lpn_id):
        return None
    return found.order_id, "dropped"


def totes(conn: Connection, order_id: int) -> list[LpnRow]:
    """Return the totes that are tied to an order, in the order in which they were filled, and the
    void parcels that still hold pieces of it."""
    ids = list(conn.execute(_TOTES, {"order_id": order_id}).scalars())
    opened = list(conn.execute(_OPENED, {"order_id": order_id}).scalars())
    known = stock.lpns(conn, ids + opened)
    kept = [number for number in opened if known[number].location_id is not None]
    return [known[number] for number in ids + kept]


def in_totes(conn: Connection, order_id: int, *, first: int = 0) -> list[Pieces]:
    """Return the good pieces in an order's totes, those in the tote `first` first."""
    ids = sorted((row.id for row in totes(conn, order_id)), key=lambda number: number != first)
    return [p for number in ids for p in stock.in_lpn(conn, number) if p.status == "good"]


def lots(conn: Connection, order_id: int, item_id: int) -> tuple[str, ...]:
    """Return the lots of an item in an order's totes; ("",) where it has none."""
    found = [p.lot for p in in_totes(conn, order_id) if p.item_id == item_id]
    return tuple(dict.fromkeys(found))


def left(conn: Connection, order_id: int) -> list[Content]:
    """Return what was picked for an order and is in no parcel yet."""
    counts = {row[0]: int(row[1]) for row in conn.execute(_LEFT, {"order_id": order_id})}
    return contents_of(conn, counts)


def inside(conn: Connection, lpn_id: int) -> list[Content]:
    """Return what is in a parcel, one entry an item."""
    counts: dict[int, int] = {}
    for pieces in stock.in_lpn(conn, lpn_id):
        counts[pieces.item_id] = counts.get(pieces.item_id, 0) + pieces.on_hand
    return contents_of(conn, counts)


def contents_of(conn: Connection, counts: dict[int, int]) -> list[Content]:
    """Return items with sizes and weight from (item id -> pieces)."""
    known = catalog.items(conn, list(counts))
    return [_content(known[item_id], quantity) for item_id, quantity in counts.items()]


def progress(conn: Connection, order_id: int) -> tuple[int, int]:
    """Return (pieces packed, pieces picked) of an order, over all its parcels."""
    packed, picked = conn.execute(_PROGRESS, {"order_id": order_id}).one()
    return int(packed or 0), int(picked or 0)


def to_come(conn: Connection, order_id: int) -> int:
    """Return how many pieces of an order are still to be picked."""
    return int(conn.execute(_PIECES_TO_COME, {"order_id": order_id}).scalar() or 0)


def is_whole(conn: Connection, order_id: int) -> bool:
    """Tell whether all that an order will have is packed."""
    packed, picked = progress(conn, order_id)
    return packed == picked and not to_come(conn, order_id)


def count(conn: Connection, order_id: int) -> int:
    """Return how many parcels an order has, void ones apart."""
    return conn.execute(_COUNT, {"order_id": order_id}).scalar() or 0


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many orders can be packed now."""
    return conn.execute(_WAITING, {"warehouse_id": warehouse_id}).scalar_one()


def _content(item: ItemRow, quantity: int) -> Content:
    sizes = (item.length_mm, item.width_mm, item.height_mm)
    return Content(item.id, item.sku, *sizes, item.weight_grams, quantity)


def _parcels(conn: Connection, asked: Select[*tuple[Any, ...]], **values: Any) -> list[ParcelRow]:
    rows = conn.execute(asked, values).all()
    plates = stock.lpns(conn, [row.lpn_id for row in rows])
    return [ParcelRow(*(*row, *_plate(plates[row.lpn_id]))) for row in rows]


def _plate(lpn: LpnRow) -> tuple[str, int | None]:
    return lpn.code, lpn.location_id
