"""Changes as other systems see them: names in place of numbers, and what is useful to know.

What a change is about is told as it was. Two things are told as they are when it is read: what a
shipped order's parcels are tracked by, which no longer changes, and how much there is of an item,
so that whoever reads late need not be told of each step.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.catalog.models import Item
from wms.changes.feed import Changed
from wms.changes.types import KINDS, TYPES
from wms.inbound.models import Asn
from wms.layout.models import Location
from wms.orders.models import Order
from wms.people.queries import merchant_codes
from wms.picking.models import Wave
from wms.returns.models import Rma
from wms.shipping import queries as shipping
from wms.shipping.queries import Shipment
from wms.stock import plates
from wms.stock.levels import levels

Plain = dict[str, Any]
Names = Mapping[int, tuple[str, str]]
"""Reference and the sender's own reference, by number."""

_SPACE = uuid.UUID("5a1cf6ab-6e1f-4b8e-9a55-1f3d1e0e8a17")
_IDS: Any = bindparam("ids", expanding=True)
_NAMES: Mapping[str, Select[*tuple[Any, ...]]] = {
    "order": select(Order.id, Order.reference, Order.external_ref).where(Order.id.in_(_IDS)),
    "asn": select(Asn.id, Asn.reference, Asn.external_ref).where(Asn.id.in_(_IDS)),
    "return": select(Rma.id, Rma.reference, Rma.external_ref).where(Rma.id.in_(_IDS)),
    "item": select(Item.id, Item.sku, Item.external_ref).where(Item.id.in_(_IDS)),
    "wave": select(Wave.id, Wave.reference).where(Wave.id.in_(_IDS)),
    "location": select(Location.id, Location.code).where(Location.id.in_(_IDS)),
}
_RAW = {"order_id": "order", "item_id": "item", "location_id": "location"}
"""Numbers that `about` may hold, and of what they are."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the changes of one page name, asked of the database once."""

    names: Mapping[str, Names]
    merchants: Mapping[int, str]
    plates: Mapping[int, str]
    parcels: Mapping[int, Sequence[Shipment]]
    levels: Mapping[int, Plain]


def shown(conn: Connection, changes: Sequence[Changed]) -> list[Plain]:
    """Return changes as JSON-ready data, in their order."""
    known = _asked(conn, changes)
    return [_shown(change, known) for change in changes]


def identity(change: Changed) -> str:
    """Return the id of a change, the same whenever and wherever it is told. Not its number alone:
    where a database is restored, numbers are given again."""
    at = change.occurred_at.isoformat()
    return str(uuid.uuid5(_SPACE, f"{change.id} {change.type} {change.subject_id} {at}"))


def _asked(conn: Connection, changes: Sequence[Changed]) -> _Known:
    wanted: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for change in changes:
        wanted[TYPES[change.type][0]].add(change.subject_id)
        for raw, kind in _RAW.items():
            if raw in change.about:
                wanted[kind].add(int(change.about[raw]))
    names = {
        kind: {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows}
        for kind, rows in (
            (kind, conn.execute(asked, {"ids": sorted(wanted[kind])}).all())
            for kind, asked in _NAMES.items()
        )
    }
    counted = sorted({c.subject_id for c in changes if c.type == "stock.changed"})
    return _Known(
        names,
        merchant_codes(conn),
        plates.codes(conn, {int(c.about["lpn_id"]) for c in changes if "lpn_id" in c.about}),
        _parcels(conn, changes),
        {number: asdict(level) for number, level in levels(conn, counted).items()},
    )


def _parcels(conn: Connection, changes: Sequence[Changed]) -> dict[int, list[Shipment]]:
    """Return the parcels of orders that a page tells to be shipped, or parcels of."""
    of = {c.subject_id for c in changes if c.type == "order.shipped"}
    of |= {int(c.about["order_id"]) for c in changes if c.type.startswith("shipment.")}
    found: dict[int, list[Shipment]] = {number: [] for number in of}
    for parcel in shipping.of_orders(conn, sorted(of)) if of else ():
        found[parcel.order_id].append(parcel)
    return found


def _shown(change: Changed, known: _Known) -> Plain:
    return {
        "id": identity(change),
        "type": change.type,
        "occurred_at": change.occurred_at.isoformat(),
        "merchant": known.merchants.get(change.merchant_id or 0, ""),
        "subject": _subject(change, known),
        "data": _data(change, known),
    }


def _subject(change: Changed, known: _Known) -> Plain:
    kind = TYPES[change.type][0]
    if kind == "shipment":
        names = (known.plates[int(change.about["lpn_id"])], "")
    else:
        names = known.names[kind][change.subject_id]
    return {"kind": kind, "reference": names[0], "external_ref": names[1]}


def _data(change: Changed, known: _Known) -> Plain:
    plain = {name: v for name, v in change.about.items() if name not in (*_RAW, "lpn_id")}
    if "order_id" in change.about:
        order = known.names["order"][int(change.about["order_id"])]
        plain |= {"order": order[0], "order_external_ref": order[1]}
    if "item_id" in change.about:
        plain["sku"] = known.names["item"][int(change.about["item_id"])][0]
    if "location_id" in change.about:
        plain["location"] = known.names["location"][int(change.about["location_id"])][0]
    if change.type == "stock.changed":
        plain |= known.levels[change.subject_id]
    if change.type == "order.shipped":
        left = [p for p in known.parcels[change.subject_id] if p.status == "shipped"]
        plain["parcels"] = [_tracked(parcel) for parcel in left]
    if change.type.startswith("shipment."):
        plain |= _own_tracking(change, known)
    return plain


def _tracked(parcel: Shipment) -> Plain:
    return {
        "parcel_no": parcel.number,
        "sscc": parcel.sscc,
        "tracking": parcel.tracking,
        "carrier": parcel.carrier,
    }


def _own_tracking(change: Changed, known: _Known) -> Plain:
    """Return what a parcel is tracked by; another label later is not of this change."""
    sscc = known.plates[int(change.about["lpn_id"])]
    for parcel in known.parcels[int(change.about["order_id"])]:
        if (parcel.parcel_id, parcel.sscc) == (change.subject_id, sscc):
            return _tracked(parcel)
    return {"sscc": sscc, "tracking": sscc, "carrier": ""}
