"""What may be asked about reservations: who waits for which pieces, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.layout.models import Location
from wms.stock.models import Quant, Reservation


@dataclass(frozen=True, slots=True)
class Promised:
    """A pending reservation and where its pieces lie."""

    reservation_id: int
    for_id: int
    quantity: int
    quant_id: int
    location_id: int
    sequence: int
    item_id: int
    lot_id: int
    merchant_id: int


_PENDING: Select[*tuple[Any, ...]] = (
    select(
        Reservation.id,
        Reservation.for_id,
        Reservation.quantity,
        Reservation.quant_id,
        Quant.location_id,
        Location.sequence,
        Quant.item_id,
        Quant.lot_id,
        Quant.merchant_id,
    )
    .join(Quant, Quant.id == Reservation.quant_id)
    .join(Location, Location.id == Quant.location_id)
    .where(Reservation.status == "pending")
)
_PROMISED = _PENDING.where(
    Reservation.for_kind == bindparam("for_kind"),
    Reservation.for_id.in_(bindparam("for_ids", expanding=True)),
).order_by(Location.sequence, Reservation.id)
_OF_ITEMS = _PENDING.where(
    Quant.warehouse_id == bindparam("warehouse_id"),
    Quant.item_id.in_(bindparam("item_ids", expanding=True)),
    Reservation.for_kind == bindparam("for_kind"),
).order_by(Reservation.id)
_BY_ID = _PENDING.where(Reservation.id.in_(bindparam("ids", expanding=True))).order_by(
    Reservation.id
)


def promised(conn: Connection, for_kind: str, for_ids: Sequence[int]) -> list[Promised]:
    """Return the pending reservations for some demands, in walking order."""
    if not for_ids:
        return []
    rows = conn.execute(_PROMISED, {"for_kind": for_kind, "for_ids": list(for_ids)})
    return [Promised(*row) for row in rows]


_ON_LPN = (
    select(
        Reservation.id.label("reservation_id"),
        Reservation.for_id,
        Reservation.quantity,
        Reservation.quant_id,
    )
    .join(Quant, Quant.id == Reservation.quant_id)
    .where(
        Quant.lpn_id == bindparam("lpn_id"),
        Reservation.for_kind == bindparam("for_kind"),
        Reservation.status == "pending",
    )
    .order_by(Reservation.id)
)


def on_lpn(conn: Connection, for_kind: str, lpn_id: int) -> list[tuple[int, int, int, int]]:
    """Return (reservation id, demand, quantity, quant id) of what an LPN carries for demands of
    a kind, oldest first."""
    rows = conn.execute(_ON_LPN, {"lpn_id": lpn_id, "for_kind": for_kind})
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def of_items(
    conn: Connection, warehouse_id: int, for_kind: str, item_ids: Sequence[int]
) -> list[Promised]:
    """Return the pending reservations of items for one kind of demand, oldest first."""
    if not item_ids:
        return []
    given = {"warehouse_id": warehouse_id, "for_kind": for_kind, "item_ids": list(item_ids)}
    return [Promised(*row) for row in conn.execute(_OF_ITEMS, given)]


def by_id(conn: Connection, reservation_ids: Sequence[int]) -> list[Promised]:
    """Return those of some reservations that are pending, and where their pieces lie now."""
    if not reservation_ids:
        return []
    rows = conn.execute(_BY_ID, {"ids": sorted(reservation_ids)})
    return [Promised(*row) for row in rows]


_QUANT_OF = select(Reservation.quant_id).where(Reservation.id == bindparam("reservation_id"))


def quant_of_reservation(conn: Connection, reservation_id: int) -> int | None:
    """Return the quant that a reservation promised out of."""
    return conn.execute(_QUANT_OF, {"reservation_id": reservation_id}).scalar()


_OF_QUANT = select(Reservation.id).where(
    Reservation.quant_id == bindparam("quant_id"), Reservation.status == "pending"
)


def of_quant(conn: Connection, quant_id: int) -> list[int]:
    """Return the pending reservations of a quant, as they are now; nothing is locked."""
    return list(conn.execute(_OF_QUANT, {"quant_id": quant_id}).scalars())


_FIRST_MADE = select(func.min(Reservation.made_at)).where(
    Reservation.for_kind == bindparam("for_kind"),
    Reservation.for_id.in_(bindparam("for_ids", expanding=True)),
)


def first_made(conn: Connection, for_kind: str, for_ids: Sequence[int]) -> datetime | None:
    """Return when the first promise for some demands was made, however it ended."""
    if not for_ids:
        return None
    return conn.execute(_FIRST_MADE, {"for_kind": for_kind, "for_ids": list(for_ids)}).scalar()
