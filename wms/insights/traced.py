"""What a code stands for: all the things that it may name. One code may name several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from wms.catalog import queries as catalog
from wms.catalog.scans import Read, read
from wms.gs1.elements import GS
from wms.inbound.models import Asn
from wms.layout import queries as layout
from wms.orders.models import Order
from wms.packing import queries as packing
from wms.people.models import Station, Worker
from wms.picking.models import Cluster, Wave
from wms.returns.models import Rma
from wms.shipping import queries as shipping
from wms.shipping.models import Manifest
from wms.stock import lots as stock_lots
from wms.stock import queries as stock
from wms.text import T, Text

KINDS: dict[str, Text] = {
    "order": T("order"),
    "item": T("item"),
    "lot": T("lot"),
    "bin": T("place"),
    "lpn": T("LPN"),
    "tote": T("tote"),
    "parcel": T("parcel"),
    "asn": T("delivery"),
    "rma": T("return"),
    "wave": T("wave"),
    "cluster": T("cluster"),
    "manifest": T("manifest"),
    "person": T("person"),
    "station": T("station"),
}
MOST = 20
"""Things of one kind that are offered for one code."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a history. `detail` tells it from others of the same code; `item_id` is set
    for items and lots, `order_id` for orders and parcels, `lpn_id` for what is an LPN."""

    kind: str
    id: int
    code: str
    detail: str = ""
    item_id: int = 0
    order_id: int = 0
    lpn_id: int = 0

    @property
    def key(self) -> str:
        """Return what an address names it by, among all things of its code."""
        return f"{self.kind}.{self.id}"


def _named(kind: str, table: Any, *columns: Any, detail: Any) -> tuple[str, Select[Any]]:
    asked = select(table.id, columns[0], detail).where(
        or_(*(column == bindparam("code") for column in columns))
    )
    return kind, asked.order_by(table.id.desc()).limit(MOST)


_BY_NAME = (
    _named("asn", Asn, Asn.reference, Asn.external_ref, Asn.supplier_ref, detail=Asn.external_ref),
    _named("rma", Rma, Rma.reference, Rma.external_ref, detail=Rma.external_ref),
    _named("wave", Wave, Wave.reference, detail=Wave.status),
    _named("cluster", Cluster, Cluster.reference, detail=Cluster.status),
    _named("manifest", Manifest, Manifest.reference, detail=Manifest.status),
    _named("person", Worker, Worker.login, detail=Worker.name),
    _named("station", Station, Station.code, detail=Station.kind),
)
_ORDERS = _named("order", Order, Order.reference, Order.external_ref, detail=Order.external_ref)


def find(conn: Connection, code: str, today: date) -> list[Thing]:
    """Return all that a code may name, orders first; nothing for the empty code.

    :raises Refused: a GS1 code that breaks GS1's rules.
    """
    if not code:
        return []
    said = read(*_scanned(code), today)
    found = [
        Thing("order", row[0], row[1], row[2], order_id=row[0])
        for row in conn.execute(_ORDERS[1], {"code": code})
    ]
    place = layout.by_code(conn, code)
    if place is not None:
        found.append(Thing("bin", place.id, place.code, place.zone))
    found += _plates(conn, code, said)
    found += _goods(conn, code, said)
    for kind, asked in _BY_NAME:
        found += [Thing(kind, *row) for row in conn.execute(asked, {"code": code})]
    return list({thing.key: thing for thing in found}.values())


def _scanned(code: str) -> tuple[str, str]:
    """Return (text, symbology) of what was typed or pasted: a scan with its AIM id, element
    strings with their brackets, or plain text.

    Source: GS1 General Specifications, section 4.14 (brackets in human readable text).
    """
    if code.startswith("]") and len(code) > 3:
        return code[3:], code[:3]
    if code.startswith("(") and ")" in code:
        return code.replace("(", GS).replace(")", "").removeprefix(GS), "]C1"
    return code, ""


def _plates(conn: Connection, code: str, said: Read) -> list[Thing]:
    """Return LPNs, totes and parcels: by their own code, and by a carrier's tracking number."""
    own = stock.lpn_by_code(conn, said.code)
    ids = [own.id] if own is not None and own.id else []
    ids += [number for number in shipping.by_tracking(conn, code) if number not in ids]
    found = []
    for plate in stock.lpns(conn, ids).values():
        if plate.kind != "parcel":
            found.append(Thing(plate.kind, plate.id, plate.code, lpn_id=plate.id))
            continue
        parcel = packing.parcel_of_lpn(conn, plate.id)
        if parcel is None:
            void = packing.void_label(conn, plate.id)
            parcel = packing.parcel(conn, void[0]) if void else None
        if parcel is not None:
            about = {"order_id": parcel.order_id, "lpn_id": parcel.lpn_id}
            found.append(Thing("parcel", parcel.id, plate.code, parcel.order, **about))
    return found


def _goods(conn: Connection, code: str, said: Read) -> list[Thing]:
    """Return items by SKU, GTIN or another barcode, and lots: alone, or as a GS1 code names one."""
    items = [row for row, _ in catalog.by_code(conn, said.code)]
    found = []
    for item in items:
        lot = stock.lot_by_code(conn, item.id, said.lot) if said.lot else None
        if lot is not None:
            found.append(Thing("lot", lot[0], said.lot, item.sku, item_id=item.id))
        name = f"{item.name} ({item.merchant})"
        found.append(Thing("item", item.id, item.sku, name, item_id=item.id))
    for lot_id, item_id, sku in stock_lots.of_code(conn, code, most=MOST):
        found.append(Thing("lot", lot_id, code, sku, item_id=item_id))
    return found
