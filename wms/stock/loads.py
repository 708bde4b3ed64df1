"""What bins and LPNs hold, by size and weight: the questions of receiving and putaway.

Every question is one statement for all bins, because a suggestion is asked for each LPN.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    select,
)

from wms.catalog.models import Item
from wms.layout.models import CROSS_ZONE, KEPT, Location, PickFace
from wms.stock.contents import Bin, Content
from wms.stock.models import Lpn, Quant, StockMove
from wms.stock.queries import LpnRow

_PIECES = (func.sum(Quant.on_hand), Item.length_mm, Item.width_mm, Item.height_mm)
_CONTENT = (Quant.item_id, Item.sku, Quant.lot_id, Quant.merchant_id, *_PIECES, Item.weight_grams)
_GROUP = (
    Quant.item_id,
    Item.sku,
    Quant.lot_id,
    Quant.merchant_id,
    Item.length_mm,
    Item.width_mm,
    Item.height_mm,
    Item.weight_grams,
)
_BIN = (
    Location.id,
    Location.warehouse_id,
    Location.code,
    Location.kind,
    Location.sequence,
    Location.length_mm,
    Location.width_mm,
    Location.height_mm,
    Location.max_weight_grams,
    Location.zone,
)
_PROMISED = exists().where(Lpn.bound_for_id == Location.id, Lpn.id != bindparam("lpn_id"))
_FACES = (
    select(
        func.aggregate_strings(
            cast(PickFace.item_id, String) + ":" + cast(PickFace.max_pieces, String), ","
        )
    )
    .where(PickFace.location_id == Location.id)
    .correlate(Location)
    .scalar_subquery()
)
# "pick" sorts before "storage": the faces that people pick from are filled first.
_WALK = (Location.kind, Location.sequence, Location.code)
_HEAD = len(_BIN) + 2
"""Columns of a bin before those of what it holds."""
_IS_BIN = (
    Location.warehouse_id == bindparam("warehouse_id"),
    Location.kind.in_(KEPT),
    Location.zone != CROSS_ZONE,
)


def _with_contents(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(*_BIN, _PROMISED.label("is_promised"), _FACES.label("faces"), *_CONTENT)
        .outerjoin(Quant, (Quant.location_id == Location.id) & (Quant.on_hand > 0))
        .outerjoin(Item, Item.id == Quant.item_id)
        .where(*which)
        .group_by(*_BIN, *_GROUP)
        .order_by(*_WALK, Quant.item_id, Quant.lot_id)
    )


def _where_lies(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Location.id.in_(select(Quant.location_id).where(condition, Quant.on_hand > 0))


_HOLDING = _with_contents(
    *_IS_BIN, _where_lies(Quant.item_id.in_(bindparam("item_ids", expanding=True)))
)
_OF_MERCHANT = _with_contents(*_IS_BIN, _where_lies(Quant.merchant_id == bindparam("merchant_id")))
_ONE = _with_contents(Location.id == bindparam("location_id"))
_EMPTY: Select[*tuple[Any, ...]] = (
    select(*_BIN, literal_column("false"), _FACES)
    .where(
        *_IS_BIN,
        ~exists().where(Quant.location_id == Location.id, Quant.on_hand > 0),
        ~_PROMISED,
    )
    .order_by(*_WALK)
    .limit(bindparam("at_most"))
    .offset(bindparam("skipped"))
)
_CONTENTS = (
    select(*_CONTENT, func.sum(Quant.reserved))
    .join(Item, Item.id == Quant.item_id)
    .where(Quant.lpn_id == bindparam("lpn_id"), Quant.on_hand > 0)
    .group_by(*_GROUP)
    .order_by(Quant.item_id, Quant.lot_id)
)
# No key changes: stock moves that name the bin need not wait for this lock.
_LOCK_BIN = (
    select(Location.id)
    .where(Location.id == bindparam("location_id"))
    .with_for_update(key_share=True)
)
_LOCK_LPN = (
    select(Lpn.id, Lpn.code, Lpn.kind, Lpn.location_id, Lpn.bound_for_id)
    .where(Lpn.id == bindparam("lpn_id"))
    .with_for_update(key_share=True)
)
_STANDING = (
    select(func.count())
    .select_from(Lpn)
    .join(Location, Location.id == Lpn.location_id)
    .where(
        Location.warehouse_id == bindparam("warehouse_id"),
        Location.kind == bindparam("location_kind"),
        Lpn.kind == "lpn",
    )
)
_STANDING_AT = (
    select(Location.id, func.count())
    .join(Lpn, Lpn.location_id == Location.id)
    .where(
        Location.warehouse_id == bindparam("warehouse_id"),
        Location.kind == bindparam("location_kind"),
        Lpn.kind == "lpn",
    )
    .group_by(Location.id)
)
_ARRIVED_IN = (
    select(StockMove.target_lpn_id)
    .distinct()
    .join(Lpn, Lpn.id == StockMove.target_lpn_id)
    .where(
        StockMove.for_kind == bindparam("document"),
        StockMove.for_id.in_(bindparam("document_ids", expanding=True)),
        StockMove.worker_id == bindparam("worker"),
        Lpn.location_id.is_not(None),
    )
)
_LOADED_BY = (
    select(Lpn.id)
    .where(
        Lpn.location_id == bindparam("cart_id"),
        Lpn.kind == "lpn",
        exists().where(
            StockMove.for_kind == bindparam("document"),
            StockMove.for_id == Lpn.id,
            StockMove.worker_id == bindparam("worker"),
            StockMove.target_location_id == bindparam("cart_id"),
        ),
    )
    .order_by(Lpn.id)
)
_LAST_FOR = (
    select(StockMove.for_id)
    .where(
        StockMove.for_kind == bindparam("document"),
        StockMove.for_id.in_(bindparam("document_ids", expanding=True)),
        StockMove.worker_id == bindparam("worker"),
    )
    .order_by(StockMove.id.desc())
    .limit(1)
)


def bins_holding(
    conn: Connection, warehouse_id: int, item_ids: Collection[int], lpn_id: int
) -> list[Bin]:
    """Return the bins that hold any of `item_ids`, with all they hold, as `lpn_id` sees them."""
    given = {"warehouse_id": warehouse_id, "item_ids": list(item_ids), "lpn_id": lpn_id}
    return _bins(conn, _HOLDING, given)


def bins_of_merchant(
    conn: Connection, warehouse_id: int, merchant_id: int, lpn_id: int
) -> list[Bin]:
    """Return the bins that hold anything of a merchant."""
    given = {"warehouse_id": warehouse_id, "merchant_id": merchant_id, "lpn_id": lpn_id}
    return _bins(conn, _OF_MERCHANT, given)


def empty_bins(
    conn: Connection, warehouse_id: int, lpn_id: int, *, at_most: int, skipped: int = 0
) -> list[Bin]:
    """Return empty bins that nothing is on its way to: pick bins first, in walking order."""
    given = {"warehouse_id": warehouse_id, "lpn_id": lpn_id}
    return _bins(conn, _EMPTY, given | {"at_most": at_most, "skipped": skipped})


def bin_now(conn: Connection, location_id: int, lpn_id: int) -> Bin:
    """Return a bin that is known to exist, locked until the transaction ends."""
    conn.execute(_LOCK_BIN, {"location_id": location_id})
    return _bins(conn, _ONE, {"location_id": location_id, "lpn_id": lpn_id})[0]


def contents(conn: Connection, lpn_id: int) -> list[Content]:
    """Return what an LPN carries, good and held pieces together."""
    return carried(conn, lpn_id)[0]


def carried(conn: Connection, lpn_id: int) -> tuple[list[Content], int]:
    """Return what an LPN carries, and how many pieces of it are promised to somebody."""
    rows = conn.execute(_CONTENTS, {"lpn_id": lpn_id}).all()
    return [_content(row[:-1]) for row in rows], sum(int(row[-1]) for row in rows)


def lpn_now(conn: Connection, lpn_id: int) -> LpnRow:
    """Return an LPN that is known to exist, locked until the transaction ends."""
    return LpnRow(*conn.execute(_LOCK_LPN, {"lpn_id": lpn_id}).one())


def standing(conn: Connection, warehouse_id: int, location_kind: str) -> int:
    """Return how many LPNs stand at locations of a kind, such as the dock."""
    given = {"warehouse_id": warehouse_id, "location_kind": location_kind}
    return conn.execute(_STANDING, given).scalar_one()


def standing_at(conn: Connection, warehouse_id: int, location_kind: str) -> dict[int, int]:
    """Return how many LPNs stand at each location of a kind; where none does is left out."""
    given = {"warehouse_id": warehouse_id, "location_kind": location_kind}
    return {row[0]: int(row[1]) for row in conn.execute(_STANDING_AT, given)}


def arrived_in(
    conn: Connection, document: str, document_ids: Collection[int], worker_id: int | None
) -> list[int]:
    """Return the LPNs, not yet put away, into which a worker booked pieces of documents."""
    given = {"document": document, "document_ids": list(document_ids), "worker": worker_id}
    return list(conn.execute(_ARRIVED_IN, given).scalars())


def loaded_by(conn: Connection, cart_id: int, document: str, worker_id: int | None) -> list[int]:
    """Return the LPNs on carts that a worker loaded for a purpose."""
    given = {"cart_id": cart_id, "document": document, "worker": worker_id}
    return list(conn.execute(_LOADED_BY, given).scalars())


def last_for(
    conn: Connection, document: str, document_ids: Collection[int], worker_id: int | None
) -> int | None:
    """Return for which of the documents a worker moved stock last."""
    given = {"document": document, "document_ids": list(document_ids), "worker": worker_id}
    return conn.execute(_LAST_FOR, given).scalar()


def _bins(conn: Connection, asked: Select[*tuple[Any, ...]], given: dict[str, Any]) -> list[Bin]:
    """Return the bins of rows that begin with a bin and end with one of its contents, if any."""
    found: dict[int, tuple[Any, list[Content]]] = {}
    for row in conn.execute(asked, given):
        _, held = found.setdefault(row[0], (row, []))
        if len(row) > _HEAD and row[_HEAD] is not None:
            held.append(_content(row[_HEAD:]))
    return [_bin(row, held) for row, held in found.values()]


def _bin(row: Any, held: list[Content]) -> Bin:
    number, warehouse_id, code, kind, sequence, length, width, height, most, zone, *rest = row
    promised, faces = rest[:2]
    sides = (length, width, height)
    return Bin(
        number,
        warehouse_id,
        code,
        kind,
        sequence,
        sides,
        most,
        kind in KEPT and zone != CROSS_ZONE,
        bool(promised),
        tuple(held),
        _faces(faces),
    )


def _faces(told: str | None) -> tuple[tuple[int, int], ...]:
    """Return (item id, most pieces) of `7:20,9:12`."""
    pairs = (pair.split(":") for pair in (told or "").split(",") if pair)
    return tuple((int(item_id), int(most)) for item_id, most in pairs)


def _content(row: Any) -> Content:
    item_id, sku, lot_id, merchant_id, pieces, length, width, height, weight_grams = row
    sides = (length, width, height)
    return Content(item_id, sku, lot_id, merchant_id, int(pieces), sides, weight_grams)
