"""What other systems may see of the ledger: its moves after a cursor, with names for numbers.

A merchant's key is narrowed by `merchant_id` on the move itself. Who did it is not told: to whom
the goods belong, that is nobody's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from wms.catalog import find
from wms.catalog import queries as catalog
from wms.catalog.models import Item
from wms.inbound.models import Asn, AsnLine
from wms.layout.models import Location
from wms.orders.models import Order, OrderLine
from wms.packing.models import Parcel
from wms.people.queries import merchant_codes
from wms.picking.models import Cluster
from wms.returns.models import Rma
from wms.shipping import queries as shipping
from wms.stock import feed, plates
from wms.stock import queries as stock
from wms.stock.feed import Moved, Only

Plain = dict[str, Any]
Names = Mapping[int, str]
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Which moves are wanted, in the words of whoever asks; "" narrows nothing."""

    kind: str = ""
    sku: str = ""
    location: str = ""
    lpn: str = ""
    order: str = ""
    parcel: str = ""
    asn: str = ""


def moves(
    conn: Connection, merchant_id: int | None, asked: Asked, *, after: str, limit: int
) -> list[Plain]:
    """Return a page of moves; `after` is a row's `cursor`.

    :raises Refused: `after` is no cursor of this database.
    """
    only = _only(conn, merchant_id, asked)
    place = feed.cursor(after)
    found = feed.moves(conn, place, most=limit, only=only) if only is not None else []
    return _shown(conn, found)


def _only(conn: Connection, merchant_id: int | None, asked: Asked) -> Only | None:
    """Return the same by ids; None when something is named that nobody knows."""
    items = _ids(conn, select(Item.id).where(find.called(asked.sku))) if asked.sku else None
    place = select(Location.id).where(Location.code == asked.location)
    location_id = conn.execute(place).scalar() if asked.location else None
    plate = stock.lpn_by_code(conn, asked.lpn) if asked.lpn else None
    documents = _documents(conn, asked)
    is_unknown = (asked.location and location_id is None) or (asked.lpn and plate is None)
    if is_unknown or items == [] or (documents is not None and not any(documents.values())):
        return None
    return Only(
        merchant_id=merchant_id,
        kind=asked.kind or None,
        item_ids=items,
        location_id=location_id,
        lpn_id=plate.id if plate else None,
        documents=documents,
    )


def _documents(conn: Connection, asked: Asked) -> dict[str, list[int]] | None:
    """Return the ids of all documents that are meant, by `for_kind`; None for any."""
    wishes = [
        wish(conn, name)
        for wish, name in (
            (_of_order, asked.order),
            (_of_parcel, asked.parcel),
            (_of_asn, asked.asn),
        )
        if name
    ]
    if not wishes:
        return None
    first, *others = wishes
    return {
        kind: [number for number in ids if all(number in o.get(kind, ()) for o in others)]
        for kind, ids in first.items()
    }


def _of_order(conn: Connection, name: str) -> dict[str, list[int]]:
    called = (Order.reference == name) | (Order.external_ref == name)
    orders = _ids(conn, select(Order.id).where(called))
    lines = _ids(conn, select(OrderLine.id).where(OrderLine.order_id.in_(orders)))
    parcels = _ids(conn, select(Parcel.id).where(Parcel.order_id.in_(orders)))
    returns = _ids(conn, select(Rma.id).where(Rma.order_id.in_(orders)))
    return {"order": orders, "order_line": lines, "parcel": parcels, "return": returns}


def _of_parcel(conn: Connection, sscc: str) -> dict[str, list[int]]:
    found = shipping.by_sscc(conn, sscc)
    return {"parcel": [found.id] if found else []}


def _of_asn(conn: Connection, name: str) -> dict[str, list[int]]:
    called = (Asn.reference == name) | (Asn.external_ref == name)
    asked = select(AsnLine.id).join(Asn, Asn.id == AsnLine.asn_id).where(called)
    return {"asn_line": _ids(conn, asked)}


def _ids(conn: Connection, asked: Select[int]) -> list[int]:
    return list(conn.execute(asked).scalars())


def _shown(conn: Connection, found: Sequence[Moved]) -> list[Plain]:
    ends = [(m.source_location_id, m.source_lpn_id) for m in found]
    ends += [(m.target_location_id, m.target_lpn_id) for m in found]
    places = _names(conn, Location.id, Location.code, {place for place, _ in ends})
    lpns = plates.codes(conn, {lpn_id for _, lpn_id in ends})
    lots = plates.lots(conn, {m.lot_id for m in found})
    items = catalog.items(conn, sorted({m.item_id for m in found}))
    owners, documents = merchant_codes(conn), _references(conn, found)

    def end(place: int, lpn_id: int, status: str) -> Plain:
        return {"location": places[place], "lpn": lpns.get(lpn_id, ""), "status": status}

    return [
        {
            "cursor": str(m.cursor),
            "id": m.cursor.move_id,
            "recorded_at": m.recorded_at.isoformat(),
            "kind": m.kind,
            "merchant": owners[m.merchant_id],
            "sku": items[m.item_id].sku,
            "lot": lots.get(m.lot_id, ""),
            "quantity": m.quantity,
            "source": end(m.source_location_id, m.source_lpn_id, m.source_status),
            "target": end(m.target_location_id, m.target_lpn_id, m.target_status),
            "document": {
                "kind": KINDS.get(m.for_kind, m.for_kind),
                "reference": documents.get((m.for_kind, m.for_id), ""),
            },
            "reason": m.reason,
            "corrects": m.corrects_id,
        }
        for m in found
    ]


KINDS = {"order_line": "order", "asn_line": "asn"}
"""What a line's document is called; the others are called as their `for_kind`."""


def _references(conn: Connection, found: Sequence[Moved]) -> dict[tuple[str, int], str]:
    """Return what people call the documents of moves."""
    by_kind: dict[str, set[int]] = {}
    for move in found:
        by_kind.setdefault(move.for_kind, set()).add(move.for_id)
    known: dict[tuple[str, int], str] = {}
    for kind, ids in by_kind.items():
        name = _NAMED.get(kind)
        if name is not None:
            known |= {(kind, number): text for number, text in name(conn, ids).items()}
    return known


def _names(conn: Connection, number: Any, name: Any, ids: set[int], *joined: Any) -> Names:
    asked = select(number, name)
    for table, condition in joined:
        asked = asked.join(table, condition)
    wanted, known = sorted(ids), dict[int, str]()
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        known |= {row[0]: row[1] for row in conn.execute(asked.where(number.in_(part)))}
    return known


def _parcels(conn: Connection, ids: set[int]) -> Names:
    lpns = conn.execute(select(Parcel.id, Parcel.lpn_id).where(Parcel.id.in_(sorted(ids)))).all()
    codes = plates.codes(conn, {row.lpn_id for row in lpns})
    return {row.id: codes[row.lpn_id] for row in lpns}


def _numbers(conn: Connection, ids: set[int]) -> Names:
    return {number: str(number) for number in ids}


_NAMED: Mapping[str, Callable[[Connection, set[int]], Names]] = {
    "order": lambda c, ids: _names(c, Order.id, Order.reference, ids),
    "order_line": lambda c, ids: _names(
        c, OrderLine.id, Order.reference, ids, (Order, Order.id == OrderLine.order_id)
    ),
    "asn_line": lambda c, ids: _names(
        c, AsnLine.id, Asn.reference, ids, (Asn, Asn.id == AsnLine.asn_id)
    ),
    "cluster": lambda c, ids: _names(c, Cluster.id, Cluster.reference, ids),
    "return": lambda c, ids: _names(c, Rma.id, Rma.reference, ids),
    "adjust": lambda c, ids: _names(c, Location.id, Location.code, ids),
    "lpn": plates.codes,
    "parcel": _parcels,
    "count": _numbers,
    "hold": _numbers,
    "replenishment": _numbers,
}
