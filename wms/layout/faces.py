"""What may be asked about pick faces: which bins an item is picked from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.orm import aliased

from wms.layout.models import CROSS_ZONE, Location, PickFace


@dataclass(frozen=True, slots=True)
class FaceRow:
    """A bin that an item is picked from; it is filled from below `least` up to `most` pieces."""

    item_id: int
    warehouse_id: int
    location_id: int
    location: str
    sequence: int
    least: int
    most: int


_FACE = (
    PickFace.item_id,
    Location.warehouse_id,
    PickFace.location_id,
    Location.code,
    Location.sequence,
    PickFace.min_pieces,
    PickFace.max_pieces,
)
_FACES: Select[*tuple[Any, ...]] = (
    select(*_FACE)
    .join(Location, Location.id == PickFace.location_id)
    .order_by(Location.sequence, Location.code, PickFace.item_id)
)
_OF_ITEMS = _FACES.where(
    Location.warehouse_id == bindparam("warehouse_id"),
    PickFace.item_id.in_(bindparam("item_ids", expanding=True)),
)
_NOW = (
    select(PickFace.id)
    .where(PickFace.item_id == bindparam("item_id"))
    .order_by(PickFace.id)
    .with_for_update()
)
_IN = (
    select(PickFace.item_id)
    .join(Location, Location.id == PickFace.location_id)
    .where(Location.warehouse_id == bindparam("warehouse_id"))
)
_ANY = _IN.limit(1)
_ITEMS = _IN.distinct().order_by(PickFace.item_id)
_LIES = aliased(Location)
_BESIDE = (
    select(_LIES.id.label("lies_id"), *_FACE)
    .select_from(PickFace)
    .join(Location, Location.id == PickFace.location_id)
    .join(_LIES, _LIES.warehouse_id == Location.warehouse_id)
    .where(
        PickFace.item_id.in_(bindparam("item_ids", expanding=True)),
        _LIES.id.in_(bindparam("location_ids", expanding=True)),
        _LIES.zone != CROSS_ZONE,  # what came across the dock is picked there
    )
    .order_by(Location.sequence, Location.code)
)


def are_there(conn: Connection, warehouse_id: int) -> bool:
    """Tell whether anything is picked from faces in a warehouse."""
    return conn.execute(_ANY, {"warehouse_id": warehouse_id}).first() is not None


def items(conn: Connection, warehouse_id: int) -> list[int]:
    """Return the items that have a face in a warehouse."""
    return list(conn.execute(_ITEMS, {"warehouse_id": warehouse_id}).scalars())


def of_items(
    conn: Connection, warehouse_id: int, item_ids: Collection[int]
) -> dict[int, list[FaceRow]]:
    """Return by item the faces of those of `item_ids` that have any, in walking order."""
    found: dict[int, list[FaceRow]] = {}
    if item_ids:
        given = {"warehouse_id": warehouse_id, "item_ids": sorted(item_ids)}
        for row in conn.execute(_OF_ITEMS, given):
            found.setdefault(row.item_id, []).append(FaceRow(*row))
    return found


def of_item(conn: Connection, warehouse_id: int, item_id: int) -> list[FaceRow]:
    """Return the faces of an item, in walking order."""
    return of_items(conn, warehouse_id, [item_id]).get(item_id, [])


def lock(conn: Connection, item_id: int) -> None:
    """Let nobody else refill the faces of an item until the transaction ends."""
    conn.execute(_NOW, {"item_id": item_id}).all()


def _face(values: Sequence[Any]) -> FaceRow:
    return FaceRow(*values)


def off_face(
    conn: Connection, lying: Collection[tuple[int, int]]
) -> dict[tuple[int, int], FaceRow]:
    """Return for which (item, location) the pieces there must be brought to a face before they can
    be picked: to the first face of that item in the same warehouse."""
    if not lying:
        return {}
    given = {"item_ids": sorted({item_id for item_id, _ in lying})}
    given |= {"location_ids": sorted({location_id for _, location_id in lying})}
    found: dict[tuple[int, int], FaceRow] = {}
    on: set[tuple[int, int]] = set()
    for lies_id, *face in conn.execute(_BESIDE, given).all():
        row = _face(face)
        found.setdefault((row.item_id, lies_id), row)
        on |= {(row.item_id, row.location_id)}
    return {key: row for key, row in found.items() if key in set(lying) - on}
