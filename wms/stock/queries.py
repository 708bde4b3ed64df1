"""What may be asked about stock: all set-based questions live here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Subquery, bindparam, select

from wms.catalog.models import Item
from wms.layout.models import KEPT, Location
from wms.stock.ledger import Goods, Place
from wms.stock.models import GOOD, LOOSE, Hold, Lot, Lpn, Quant, StockMove


@dataclass(frozen=True, slots=True)
class Pieces:
    """A quant as people see it: what, where, how many, how many of them promised."""

    quant_id: int
    item_id: int
    sku: str
    name: str
    lot_id: int
    lot: str
    expires_on: date | None
    merchant_id: int
    status: str
    location_id: int
    location: str
    lpn_id: int
    lpn: str
    on_hand: int
    reserved: int

    @property
    def goods(self) -> Goods:
        return Goods(self.item_id, self.lot_id, self.merchant_id)

    @property
    def place(self) -> Place:
        return Place(self.location_id, self.lpn_id, self.status)

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


_PIECES: Select[*tuple[Any, ...]] = (
    select(
        Quant.id.label("quant_id"),
        Quant.item_id,
        Item.sku,
        Item.name,
        Quant.lot_id,
        Lot.code.label("lot"),
        Lot.expires_on,
        Quant.merchant_id,
        Quant.status,
        Quant.location_id,
        Location.code.label("location"),
        Quant.lpn_id,
        Lpn.code.label("lpn"),
        Quant.on_hand,
        Quant.reserved,
    )
    .join(Item, Item.id == Quant.item_id)
    .join(Lot, Lot.id == Quant.lot_id)
    .join(Location, Location.id == Quant.location_id)
    .join(Lpn, Lpn.id == Quant.lpn_id)
    .where(Quant.on_hand > 0)
    .order_by(Location.code, Item.sku, Lot.expires_on, Quant.id)
)
_AT_LOCATION = _PIECES.where(Quant.location_id == bindparam("location_id"))
_LOOSE_AT = _AT_LOCATION.where(Quant.lpn_id == LOOSE)
_IN_LPN = _PIECES.where(Quant.lpn_id == bindparam("lpn_id"))
_OF_ITEM = _PIECES.where(Quant.item_id == bindparam("item_id"))
_ONE = _PIECES.where(Quant.id == bindparam("quant_id"))
_FREE_KEPT = _PIECES.where(
    Quant.warehouse_id == bindparam("warehouse_id"),
    Quant.item_id.in_(bindparam("item_ids", expanding=True)),
    Quant.status == GOOD,
    Quant.on_hand > Quant.reserved,
    Location.kind.in_(KEPT),
)
_GOOD_KEPT = _PIECES.where(
    Quant.warehouse_id == bindparam("warehouse_id"),
    Quant.item_id.in_(bindparam("item_ids", expanding=True)),
    Quant.status == GOOD,
    Location.kind.in_(KEPT),
)
_LPN = select(Lpn.id, Lpn.code, Lpn.kind, Lpn.location_id, Lpn.bound_for_id).where(
    Lpn.code == bindparam("code")
)
_LOT = select(Lot.id, Lot.code, Lot.expires_on).where(
    Lot.item_id == bindparam("item_id"), Lot.code == bindparam("code")
)
_HISTORY = (
    select(
        StockMove.id,
        StockMove.recorded_at,
        StockMove.kind,
        StockMove.item_id,
        StockMove.quantity,
        StockMove.source_location_id,
        StockMove.source_lpn_id,
        StockMove.target_location_id,
        StockMove.target_lpn_id,
        StockMove.worker_id,
        StockMove.reason,
    )
    .order_by(StockMove.id.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class LpnRow:
    id: int
    code: str
    kind: str
    location_id: int | None
    bound_for_id: int | None


def at_location(conn: Connection, location_id: int) -> list[Pieces]:
    """Return all that lies at a location, in LPNs or loose, any status."""
    return _pieces(conn, _AT_LOCATION, location_id=location_id)


def loose_at(conn: Connection, location_id: int) -> list[Pieces]:
    """Return what lies at a location in no LPN, any status."""
    return _pieces(conn, _LOOSE_AT, location_id=location_id)


def in_lpn(conn: Connection, lpn_id: int) -> list[Pieces]:
    """Return all that an LPN carries."""
    return _pieces(conn, _IN_LPN, lpn_id=lpn_id)


def of_item(conn: Connection, item_id: int) -> list[Pieces]:
    """Return where an item lies, anywhere in the building."""
    return _pieces(conn, _OF_ITEM, item_id=item_id)


def quant(conn: Connection, quant_id: int) -> Pieces | None:
    """Return one quant while it holds anything."""
    found = _pieces(conn, _ONE, quant_id=quant_id)
    return found[0] if found else None


def free_in_bins(conn: Connection, warehouse_id: int, item_ids: Sequence[int]) -> list[Pieces]:
    """Return what may be promised of `item_ids`: good, unreserved, in bins where goods are kept."""
    if not item_ids:
        return []
    return _pieces(conn, _FREE_KEPT, warehouse_id=warehouse_id, item_ids=list(item_ids))


def good_in_bins(conn: Connection, warehouse_id: int, item_ids: Sequence[int]) -> list[Pieces]:
    """Return what lies good of `item_ids` in bins where goods are kept, promised or not."""
    if not item_ids:
        return []
    return _pieces(conn, _GOOD_KEPT, warehouse_id=warehouse_id, item_ids=list(item_ids))


def lpn_by_code(conn: Connection, code: str) -> LpnRow | None:
    row = conn.execute(_LPN, {"code": code}).first()
    return LpnRow(*row) if row else None


def lot_by_code(conn: Connection, item_id: int, code: str) -> tuple[int, date | None] | None:
    """Return (lot id, expiry) of an item's lot, if it is known."""
    row = conn.execute(_LOT, {"item_id": item_id, "code": code}).first()
    return (row.id, row.expires_on) if row else None


def history(
    conn: Connection,
    *,
    item_id: int | None = None,
    location_id: int | None = None,
    lpn_id: int | None = None,
    limit: int = 20,
) -> list[Any]:
    """Return the newest moves of an item, through a location or an LPN, newest first."""
    asked = _HISTORY
    if item_id is not None:
        asked = asked.where(StockMove.item_id == item_id)
    if location_id is not None:
        asked = asked.where(
            (StockMove.source_location_id == location_id)
            | (StockMove.target_location_id == location_id)
        )
    if lpn_id is not None:
        asked = asked.where(
            (StockMove.source_lpn_id == lpn_id) | (StockMove.target_lpn_id == lpn_id)
        )
    return list(conn.execute(asked, {"limit": limit}))


def open_holds(conn: Connection, location_id: int) -> list[Any]:
    """Return the holds at a location that nobody freed yet."""
    asked = select(Hold).where(Hold.location_id == location_id, Hold.freed_at.is_(None))
    return list(conn.execute(asked.order_by(Hold.id)))


def _pieces(conn: Connection, asked: Select[*tuple[Any, ...]], **values: Any) -> list[Pieces]:
    return [Pieces(*row) for row in conn.execute(asked, values)]


LOT_CODES = select(Lot.id, Lot.code, Lot.expires_on).subquery("lot_codes")
"""Lots by id, for the questions of other areas to join."""


def lpn_codes(kind: str) -> Subquery:
    """Return the LPNs of a kind (id, code, location_id) for other areas' questions to join."""
    asked = select(Lpn.id, Lpn.code, Lpn.location_id).where(Lpn.kind == kind)
    return asked.subquery(f"{kind}_codes")


_LPNS = select(Lpn.id, Lpn.code, Lpn.kind, Lpn.location_id, Lpn.bound_for_id).where(
    Lpn.id.in_(bindparam("lpn_ids", expanding=True))
)


def lpns(conn: Connection, lpn_ids: Sequence[int]) -> dict[int, LpnRow]:
    """Return LPNs by id."""
    rows = conn.execute(_LPNS, {"lpn_ids": list(lpn_ids)}) if lpn_ids else ()
    return {row.id: LpnRow(*row) for row in rows}


_PLACE_OF = select(Lpn.location_id).where(Lpn.id == bindparam("lpn_id"))


def place_of_lpn(conn: Connection, lpn_id: int) -> int:
    """Return the location where an LPN stands."""
    return conn.execute(_PLACE_OF, {"lpn_id": lpn_id}).scalar_one() or 0
