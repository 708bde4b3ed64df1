"""What may be asked about reservations: who waits for which pieces, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

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


_PROMISED: Select[*tuple[Any, ...]] = (
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
    .where(
        Reservation.for_kind == bindparam("for_kind"),
        Reservation.for_id.in_(bindparam("for_ids", expanding=True)),
        Reservation.status == "pending",
    )
    .order_by(Location.sequence, Reservation.id)
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


_QUANT_OF = select(Reservation.quant_id).where(Reservation.id == bindparam("reservation_id"))


def quant_of_reservation(conn: Connection, reservation_id: int) -> int | None:
    """Return the quant that a reservation promised out of."""
    return conn.execute(_QUANT_OF, {"reservation_id": reservation_id}).scalar()
