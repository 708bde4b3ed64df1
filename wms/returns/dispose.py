"""Dispose of returned pieces as was decided: onto an LPN at the dock, on hold, to scrap.

Each piece comes from the customer by a move that names the return.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import queries as inbound
from wms.inbound import rules as inbound_rules
from wms.layout import queries as layout
from wms.layout.models import CUSTOMER, SCRAP
from wms.people.actor import Actor
from wms.returns.queries import RmaRow
from wms.stock import hold, loads, lpn
from wms.stock.contents import Content
from wms.stock.ledger import Goods, Move, Place, post
from wms.text import T

RETURN = "return"
"""Kind of the moves, and of the document that they name."""

Lots = Sequence[tuple[Goods, int]]


class Found(Protocol):
    """What was decided about the pieces."""

    @property
    def disposition(self) -> str:
        """`restock`, `hold` or `scrap`."""

    @property
    def lpn_id(self) -> int:
        """The LPN of what is restocked."""


def dispose(
    conn: Connection,
    rma: RmaRow,
    goods: Lots,
    *,
    reason: str,
    found: Found,
    actor: Actor,
    at: datetime,
) -> str:
    """Book returned pieces and return the code of the place that they go to, "" for scrap.

    :raises Refused: the LPN may not take them, or there is no place for held goods.
    """
    if found.disposition == "scrap":
        _post(conn, rma, goods, Place(SCRAP), reason, actor, at)
        return ""
    if found.disposition == "restock":
        dock = layout.first(conn, rma.warehouse_id, "dock")
        code = _check_lpn(conn, found.lpn_id, dock.id, goods)
        _post(conn, rma, goods, Place(dock.id, found.lpn_id), reason, actor, at)
        lpn.put(conn, found.lpn_id, location_id=dock.id)
        return code
    aside = layout.first(conn, rma.warehouse_id, "hold")
    _post(conn, rma, goods, Place(aside.id), reason, actor, at)
    for kind, n in goods:
        hold.hold(
            conn,
            rma.warehouse_id,
            kind,
            n,
            source=Place(aside.id),
            reason=f"return {rma.reference}: {reason}"[:64],
            actor=actor,
            at=at,
            for_kind=RETURN,
            for_id=rma.id,
        )
    return aside.code


def _post(
    conn: Connection,
    rma: RmaRow,
    goods: Lots,
    target: Place,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    moves = [
        Move(RETURN, kind, n, Place(CUSTOMER), target, RETURN, rma.id, reason) for kind, n in goods
    ]
    post(conn, rma.warehouse_id, moves, actor=actor, at=at)


def _check_lpn(conn: Connection, lpn_id: int, dock_id: int, goods: Lots) -> str:
    """Return the code of an LPN that may take the pieces: it ends in one bin, so it takes only
    what may lie in one."""
    plate = loads.lpn_now(conn, lpn_id)
    if plate.kind != "lpn" or not plate.id:
        words = T("{code} is no LPN", code=plate.code)
        raise Refused("lpn.kind", words, T("Scan an LPN, or DONE for a new one"))
    if plate.location_id not in (None, dock_id) or plate.bound_for_id is not None:
        words = T("LPN {code} has left the dock", code=plate.code)
        raise Refused("lpn.elsewhere", words, T("Scan DONE for a new LPN"))
    new = [_content(conn, kind, n) for kind, n in goods]
    sharing = inbound.sharing_codes(conn, [kind.item_id for kind, _ in goods])
    held = loads.contents(conn, lpn_id)
    why = inbound_rules.why_apart(T("This LPN"), [*held, *new[1:]], new, sharing=sharing)
    if why is not None:
        raise Refused("lpn.mixed", why, T("Scan DONE for a new LPN"))
    return plate.code


def _content(conn: Connection, goods: Goods, quantity: int) -> Content:
    item = catalog.item(conn, goods.item_id)
    sides = (item.length_mm, item.width_mm, item.height_mm)
    key = (item.id, item.sku, goods.lot_id, goods.merchant_id)
    return Content(*key, quantity, sides, item.weight_grams)
