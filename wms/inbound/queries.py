"""What may be asked about what is to come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, literal, select, union

from wms.catalog.models import Item, ItemBarcode
from wms.inbound.arrival import Line
from wms.inbound.models import Asn, AsnLine
from wms.stock import loads
from wms.terminal.models import Document

LINE = "asn_line"
"""`for_kind` of the stock moves that book arrivals; their `for_id` is the line's id."""


@dataclass(frozen=True, slots=True)
class AsnRow:
    id: int
    warehouse_id: int
    merchant_id: int
    reference: str
    source: str
    external_ref: str
    status: str
    expected_on: date | None
    created_at: datetime
    closed_at: datetime | None
    kind: str = "announced"
    supplier_ref: str = ""

    @property
    def is_blind(self) -> bool:
        """Tell whether nobody announced it."""
        return self.kind == "blind"


@dataclass(frozen=True, slots=True)
class OpenAsn:
    """An ASN that is not settled yet; `received` and `expected` are pieces of all its lines."""

    id: int
    reference: str
    status: str
    received: int
    expected: int


_ASNS: Select[*tuple[Any, ...]] = select(
    *(getattr(Asn, name) for name in AsnRow.__dataclass_fields__)
)
_BY_ID = _ASNS.where(Asn.id == bindparam("asn_id"))
_BY_REFERENCE = _ASNS.where(Asn.reference == bindparam("reference"))
_BY_SOURCE = _ASNS.where(
    Asn.source == bindparam("source"), Asn.external_ref == bindparam("external_ref")
)
_BLIND = _ASNS.where(
    Asn.kind == "blind",
    Asn.warehouse_id == bindparam("warehouse_id"),
    Asn.supplier_ref == bindparam("supplier_ref"),
    Asn.status != "received",
).order_by(Asn.id)
_NOW = _BY_ID.with_for_update(key_share=True)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        AsnLine.id,
        AsnLine.line_no,
        AsnLine.item_id,
        Item.sku,
        Item.name,
        Item.tracks_lot,
        Item.tracks_expiry,
        AsnLine.lot_code,
        AsnLine.expires_on,
        AsnLine.expected,
        AsnLine.received,
        AsnLine.over_received,
        AsnLine.damaged,
    )
    .join(Item, Item.id == AsnLine.item_id)
    .order_by(AsnLine.line_no)
)
_OF_ASN = _LINES.where(AsnLine.asn_id == bindparam("asn_id"))
_ASN_OF = select(AsnLine.asn_id).where(AsnLine.id == bindparam("line_id"))
_UNSETTLED = (Asn.warehouse_id == bindparam("warehouse_id"), Asn.status != "received")
_OPEN = (
    select(
        Asn.id,
        Asn.reference,
        Asn.status,
        func.coalesce(func.sum(AsnLine.received), 0),
        func.coalesce(func.sum(AsnLine.expected), 0),
    )
    .outerjoin(AsnLine, AsnLine.asn_id == Asn.id)
    .where(*_UNSETTLED)
    .group_by(Asn.id, Asn.reference, Asn.status, Asn.expected_on)
    .order_by(
        case((Asn.status == "receiving", 0), else_=1),
        func.coalesce(Asn.expected_on, literal(date.max)),
        Asn.id,
    )
    .limit(bindparam("at_most"))
)
_WAITING = select(func.count()).select_from(Asn).where(*_UNSETTLED)
_RECEIVING = (
    select(AsnLine.id, AsnLine.asn_id)
    .join(Asn, Asn.id == AsnLine.asn_id)
    .where(*_UNSETTLED, Asn.status == "receiving")
)
_ITEM_IDS = select(Item.sku, Item.id).where(
    Item.merchant_id == bindparam("merchant_id"),
    Item.sku.in_(bindparam("skus", expanding=True)),
)
_MINE = union(
    select(ItemBarcode.item_id.label("item_id"), ItemBarcode.code.label("code")).where(
        ItemBarcode.item_id.in_(bindparam("item_ids", expanding=True))
    ),
    select(Item.id, Item.sku).where(Item.id.in_(bindparam("item_ids", expanding=True))),
).cte()
_SHARING = union(
    select(_MINE.c.item_id, ItemBarcode.item_id)
    .join(ItemBarcode, ItemBarcode.code == _MINE.c.code)
    .where(ItemBarcode.item_id != _MINE.c.item_id),
    select(_MINE.c.item_id, Item.id)
    .join(Item, Item.sku == _MINE.c.code)
    .where(Item.id != _MINE.c.item_id),
)
_UNSEEN = (
    select(Document.for_id, Document.data)
    .where(
        Document.kind == "lpn",
        Document.for_kind == "lpn",
        Document.for_id.in_(bindparam("lpn_ids", expanding=True)),
        Document.state.not_in(("seen", "void")),
    )
    .order_by(Document.id.desc())
    .limit(1)
)


def asn(conn: Connection, asn_id: int) -> AsnRow:
    """Return an ASN that is known to exist."""
    return AsnRow(*conn.execute(_BY_ID, {"asn_id": asn_id}).one())


def asn_now(conn: Connection, asn_id: int) -> AsnRow:
    """Return an ASN that is known to exist, locked until the transaction ends."""
    return AsnRow(*conn.execute(_NOW, {"asn_id": asn_id}).one())


def asn_of_line(conn: Connection, asn_line_id: int) -> AsnRow | None:
    """Return the ASN that has a line, locked until the transaction ends."""
    found = conn.execute(_ASN_OF, {"line_id": asn_line_id}).scalar()
    return None if found is None else asn_now(conn, found)


def by_reference(conn: Connection, reference: str) -> AsnRow | None:
    """Return the ASN whose barcode says `reference`."""
    row = conn.execute(_BY_REFERENCE, {"reference": reference}).first()
    return AsnRow(*row) if row else None


def by_source(conn: Connection, source: str, external_ref: str) -> AsnRow | None:
    """Return the ASN that `source` knows as `external_ref`."""
    row = conn.execute(_BY_SOURCE, {"source": source, "external_ref": external_ref}).first()
    return AsnRow(*row) if row else None


def open_blind(
    conn: Connection, warehouse_id: int, supplier_ref: str, *, merchant_id: int | None = None
) -> AsnRow | None:
    """Return the blind delivery in work, of any merchant or one, whose papers say
    `supplier_ref`."""
    given = {"warehouse_id": warehouse_id, "supplier_ref": supplier_ref}
    found = [AsnRow(*row) for row in conn.execute(_BLIND, given)]
    fitting = (asn for asn in found if merchant_id in (None, asn.merchant_id))
    return next(fitting, None)


def lines(conn: Connection, asn_id: int) -> list[Line]:
    """Return what an ASN announces, by line number."""
    return [Line(*row) for row in conn.execute(_OF_ASN, {"asn_id": asn_id})]


def open_asns(conn: Connection, warehouse_id: int, *, at_most: int = 100) -> list[OpenAsn]:
    """Return what is to come to a warehouse: deliveries in work first, then by date."""
    rows = conn.execute(_OPEN, {"warehouse_id": warehouse_id, "at_most": at_most})
    return [OpenAsn(row[0], row[1], row[2], int(row[3]), int(row[4])) for row in rows]


def waiting_asns(conn: Connection, warehouse_id: int) -> int:
    """Return how many ASNs are not settled."""
    return conn.execute(_WAITING, {"warehouse_id": warehouse_id}).scalar_one()


def waiting_lpns(conn: Connection, warehouse_id: int) -> int:
    """Return how many LPNs stand at the dock and are to be put away."""
    return loads.standing(conn, warehouse_id, "dock")


def in_work(conn: Connection, warehouse_id: int, worker_id: int | None) -> AsnRow | None:
    """Return the unsettled ASN that a worker booked arrivals of last."""
    of_line = {row[0]: row[1] for row in conn.execute(_RECEIVING, {"warehouse_id": warehouse_id})}
    last = loads.last_for(conn, LINE, of_line, worker_id) if of_line else None
    return asn(conn, of_line[last]) if last is not None else None


def unseen_label(
    conn: Connection, asn_id: int, worker_id: int | None
) -> tuple[int, dict[str, Any]] | None:
    """Return (LPN id, label data) of the last label of a worker that nobody scanned back."""
    of_asn = [line.id for line in lines(conn, asn_id)]
    lpn_ids = loads.arrived_in(conn, LINE, of_asn, worker_id)
    row = conn.execute(_UNSEEN, {"lpn_ids": lpn_ids}).first() if lpn_ids else None
    return (row.for_id, dict(row.data)) if row else None


def item_ids(conn: Connection, merchant_id: int, skus: Collection[str]) -> dict[str, int]:
    """Return the ids of a merchant's items by SKU; unknown SKUs are left out."""
    given = {"merchant_id": merchant_id, "skus": list(skus)}
    return {row.sku: row.id for row in conn.execute(_ITEM_IDS, given)}


def sharing_codes(conn: Connection, ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return pairs, both ways round, of items of which one is in `ids` and which share a code."""
    rows = conn.execute(_SHARING, {"item_ids": list(ids)})
    return frozenset(pair for one, other in rows for pair in ((one, other), (other, one)))
