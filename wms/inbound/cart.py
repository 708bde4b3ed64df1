"""Put away by cart: LPNs are loaded first, then the bins that are kept for them are walked.

What a worker has on the cart is read from the ledger: the LPNs there that they loaded. So it is
found again wherever they sign in, and somebody else may store one of them all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wms.inbound import putaway
from wms.inbound.putaway import Suggestion
from wms.layout import queries as layout
from wms.people.actor import Actor
from wms.stock import loads, lpn
from wms.stock import queries as stock

KIND = "load"
FOR = "putaway"


@dataclass(frozen=True, slots=True)
class Loaded:
    """An LPN on the cart with the bin that is kept for it, and what it carries as (SKU, pieces)."""

    lpn_id: int
    code: str
    bin: str
    contents: tuple[tuple[str, int], ...]


def load(
    conn: Connection,
    *,
    lpn_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> Suggestion:
    """Take an LPN onto the actor's cart and keep the best bin for it.

    :raises Refused: as `putaway.suggest`.
    """
    found = putaway.suggest(conn, lpn_id=lpn_id, warehouse_id=warehouse_id, config=config)
    cart_id = layout.first(conn, warehouse_id, "cart").id
    if loads.lpn_now(conn, lpn_id).location_id != cart_id:
        lpn.move(
            conn,
            warehouse_id,
            lpn_id,
            target_id=cart_id,
            kind=KIND,
            actor=actor,
            at=at,
            for_kind=FOR,
            for_id=lpn_id,
        )
        lpn.put(conn, lpn_id, location_id=cart_id, bound_for_id=found.location_id)
    return found


def loaded(conn: Connection, warehouse_id: int, worker_id: int | None) -> list[Loaded]:
    """Return what a worker has on the cart, in the order in which its bins are walked."""
    carts = layout.of_kind(conn, warehouse_id, "cart")
    if not carts:
        return []
    plates = stock.lpns(conn, loads.loaded_by(conn, carts[0].id, FOR, worker_id))
    bins = {p.id: layout.location(conn, p.bound_for_id) for p in plates.values() if p.bound_for_id}
    kept = [p for p in plates.values() if p.id in bins]
    return [
        Loaded(
            p.id,
            p.code,
            bins[p.id].code,
            tuple((content.sku, content.pieces) for content in loads.contents(conn, p.id)),
        )
        for p in sorted(kept, key=lambda p: (bins[p.id].sequence, bins[p.id].code, p.id))
    ]
