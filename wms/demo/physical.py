"""Does the building hold what the ledger says? Compared place by place, kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from wms.catalog.models import Item
from wms.layout.models import COUNT, Location
from wms.stock.models import NO_LOT, Lot, Lpn, Quant, StockMove

Places = Counter[tuple[str, str]]
"""Pieces by place and by kind, `SKU|LOT`."""


@dataclass(frozen=True, slots=True)
class Difference:
    place: str
    kind: str
    ledger: int
    physical: int


@dataclass(frozen=True, slots=True)
class Compared:
    """`differences` nobody can explain; `unnoticed` are pieces that were lost in a place where
    nobody has looked since, so the ledger cannot know."""

    differences: tuple[Difference, ...]
    unnoticed: tuple[Difference, ...]
    places: int


_LOT = case((Lot.id == NO_LOT, ""), else_=Lot.code)


def compare(ledger: Places, physical: Places, lost: Counter[str]) -> Compared:
    """Compare two sets of places; `lost` are pieces by kind that nobody has noticed yet."""
    differences, unnoticed, left = [], [], Counter(lost)
    for key in sorted(ledger.keys() | physical.keys()):
        found = Difference(*key, ledger[key], physical[key])
        missing = found.ledger - found.physical
        if 0 < missing <= left[found.kind]:
            left[found.kind] -= missing
            unnoticed.append(found)
        elif missing:
            differences.append(found)
    return Compared(tuple(differences), tuple(unnoticed), len(ledger))


def told(plain: Mapping[str, Any]) -> Places:
    """Return what the floor says to lie where."""
    places: Places = Counter()
    for place, kinds in plain.get("places", {}).items():
        for kind, n in kinds.items():
            places[place, kind] += int(n)
    return places


def lost(plain: Mapping[str, Any]) -> Counter[str]:
    """Return the pieces that vanished, by kind, wherever it was."""
    found: Counter[str] = Counter()
    for kind, n in plain.get("lost", {}).items():
        for name, count in n.items() if isinstance(n, Mapping) else ((kind, n),):
            found[name] += int(count)
    return found


def written_off(conn: Connection) -> Counter[str]:
    """Return what counts have taken out of the ledger, by kind."""
    found: Counter[str] = Counter()
    for side, sign in ((StockMove.target_location_id, 1), (StockMove.source_location_id, -1)):
        asked = (
            select(Item.sku, _LOT, func.sum(StockMove.quantity))
            .join(Item, Item.id == StockMove.item_id)
            .join(Lot, Lot.id == StockMove.lot_id)
            .where(side == COUNT)
            .group_by(Item.sku, _LOT)
        )
        for sku, lot, n in conn.execute(asked):
            found[f"{sku}|{lot}"] += sign * int(n)
    return found


def by_ledger(conn: Connection) -> Places:
    """Return what lies where by the ledger.

    Goods in a tote or on an LPN lie there, wherever it stands. A parcel stands on its lane,
    also when it is shipped: no lorry comes in the demo.
    """
    places: Places = Counter()
    for place, sku, lot, n in (*_inside(conn), *_on_lanes(conn)):
        places[place, f"{sku}|{lot}"] += n
    return places


def _inside(conn: Connection) -> Iterator[tuple[str, str, str, int]]:
    asked = (
        select(Location.code, Lpn.code.label("lpn"), Lpn.kind, Item.sku, _LOT, Quant.on_hand)
        .join(Location, Location.id == Quant.location_id)
        .join(Lpn, Lpn.id == Quant.lpn_id)
        .join(Item, Item.id == Quant.item_id)
        .join(Lot, Lot.id == Quant.lot_id)
        .where(Quant.on_hand > 0)
    )
    for location, lpn, kind, sku, lot, n in conn.execute(asked):
        yield (lpn if kind in ("tote", "lpn") else location), sku, lot, n


def _on_lanes(conn: Connection) -> Iterator[tuple[str, str, str, int]]:
    asked = (
        select(Location.code, Item.sku, _LOT, StockMove.quantity)
        .join(Location, Location.id == StockMove.source_location_id)
        .join(Item, Item.id == StockMove.item_id)
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(StockMove.kind == "ship")
    )
    for row in conn.execute(asked):
        yield row[0], row[1], row[2], row[3]
